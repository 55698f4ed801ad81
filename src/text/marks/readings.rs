//! Readings above characters (composition rule R10.9).

use super::super::breaker::Breaker;
use super::super::breaks::Break;
use super::super::class::{Class, is_ideograph};
use super::super::line::{self, Fill, Line};
use super::super::paragraph::{Cluster, Inline, Paragraph, TextStyle};
use super::{BOX_OVER, Extras};
use crate::copy::{Along, Letter, Mark, Passage, Raised, Reading};
use crate::geom::{Abs, Point, to_i64};
use crate::page::Item;
use crate::role::Role;
use std::ops::Range;
use std::sync::Arc;

/// Size of a reading: half would be 4.5 pt at 小五, less than newsprint holds.
const READING: f64 = 2.0 / 3.0;
/// How far a reading may hang over a neighbour without one, in em of its base.
const OVERHANG: f64 = 0.5;
/// A mark no wider than this has its blank on one side, in em of the mark.
const MARK_HALF: f64 = 0.62;
/// White between neighbouring readings, in em of the reading.
const BETWEEN_READINGS: f64 = 0.3;
/// White between a reading's descenders and its base or the base's box, in em of
/// the base.
const ABOVE_BASE: f64 = 0.02;
/// A reading's descender, in em of the reading.
const DESCENDER: f64 = 0.24;
/// Cost of turning a base over to the next line with its reading: as much as
/// breaking a long word.
const PARTED: f64 = 60.0;
/// Letters that a syllable of pinyin has in its middle.
const VOWELS: &str = "aāáǎàoōóǒòeēéěèêiīíǐìuūúǔùüǖǘǚǜv";

/// A reading and what it stands above.
#[derive(Clone, Debug)]
pub struct ReadingWords {
    /// The base: characters until `settle` has been, then clusters.
    pub base: Range<usize>,
    /// The words, shaped.
    pub words: Paragraph,
    /// How far it is wider than its base at the left and at the right.
    pub sides: (Abs, Abs),
}

/// A reading's copy before shaping.
pub(in crate::text) struct Draft {
    pub(in crate::text) style: usize,
    base: Range<usize>,
    copy: Passage,
}

impl Draft {
    /// The copy in the look of a reading.
    pub(in crate::text) fn inline(&self, of: &TextStyle) -> Inline {
        let size = of.size.scale(READING);
        let style = TextStyle { role: Role::Mark, size, ..of.clone() };
        Inline { passage: self.copy.clone(), style: Arc::new(style) }
    }
}

impl Extras {
    pub(in crate::text) fn add(&mut self, draft: Draft, words: Paragraph) {
        let (base, sides) = (draft.base, (Abs::ZERO, Abs::ZERO));
        self.readings.push(ReadingWords { base, words, sides });
    }
}

/// The readings of a passage whose characters begin at a number.
pub(in crate::text) fn readings(
    passage: &Passage,
    style: usize,
    from: usize,
) -> Vec<Draft> {
    let mut drafts: Vec<(u16, Draft)> = Vec::new();
    let mut at = from;
    for letter in &passage.letters {
        match letter.mark.reading {
            Reading::Nothing => at += 1,
            Reading::Base(group) => {
                match drafts.last_mut() {
                    Some((last, draft)) if *last == group => draft.base.end = at + 1,
                    _ => {
                        let copy = Passage { file: passage.file, letters: Vec::new() };
                        drafts.push((group, Draft { style, base: at..at + 1, copy }));
                    }
                }
                at += 1;
            }
            Reading::Text(group) => {
                let own = drafts.iter_mut().rev().find(|(other, _)| *other == group);
                if let Some((_, draft)) = own {
                    draft.copy.letters.push(Letter { mark: Mark::default(), ..*letter });
                }
            }
        }
    }
    drafts.into_iter().map(|(_, draft)| draft).collect()
}

/// Gives bases the widths that their readings want, before joints are made.
pub(super) fn settle(paragraph: &mut Paragraph) {
    let Paragraph { clusters, extras, .. } = paragraph;
    for reading in &mut extras.readings {
        let within = |cluster: &Cluster| {
            cluster.chars.start < reading.base.end
                && cluster.chars.end > reading.base.start
        };
        let first = clusters.iter().position(&within).unwrap_or(0);
        let count = clusters.iter().skip(first).take_while(|c| within(c)).count();
        reading.base = first..first + count;
        let own: Abs = clusters[reading.base.clone()].iter().map(|c| c.body).sum();
        let size = reading.words.styles.first().map_or(Abs::ZERO, |style| style.size);
        let wanted = reading.width() + size.scale(BETWEEN_READINGS);
        let over = (wanted - own).max(Abs::ZERO);
        // First what may hang over the neighbours, then the base is spread.
        let side = (over / 2).min(size.scale(OVERHANG / READING));
        let each = (over - side * 2i64) / to_i64(count.max(1));
        for cluster in &mut clusters[reading.base.clone()] {
            cluster.body += each;
            cluster.origin += each / 2;
        }
        if let [first, ..] = &mut clusters[reading.base.clone()] {
            first.body += side;
            first.origin += side;
        }
        if let [.., last] = &mut clusters[reading.base.clone()] {
            last.body += side;
        }
        reading.sides = (side, side);
    }
}

/// Lets bases turn over to the next line, at a cost, where each part is as wide
/// as its words.
pub(super) fn part(paragraph: &mut Paragraph) {
    let Paragraph { clusters, joints, extras, .. } = paragraph;
    for reading in &extras.readings {
        let breaker = Breaker::new(&reading.words);
        let fits = |part: Range<usize>| {
            let base: Abs = clusters[part.clone()].iter().map(|own| own.body).sum();
            let words = reading.words_over(clusters, &part);
            breaker.measure(words).natural <= base
        };
        let own = reading.base.start + 1..reading.base.end.max(reading.base.start + 1);
        for (at, joint) in own.clone().zip(&mut joints[own]) {
            let free = |at: &usize| {
                let cluster = &clusters[*at];
                cluster.class == Class::Han && cluster.mark.along != Along::Box
            };
            let free = [at - 1, at].iter().all(free);
            if free && fits(reading.base.start..at) && fits(at..reading.base.end) {
                joint.break_ = Break::Last(PARTED);
            }
        }
    }
}

/// Lets neighbours move in under readings that are wider than their bases: a
/// joint gives back what the base was widened by, and at a line's end there is
/// no joint. First goes the blank of a mark, as the ink of its reading is nearer
/// then; a neighbour gives half of itself at most, so that two readings that
/// hang over one character do not meet, a mark all of itself on the side where
/// it has no blank.
pub(super) fn overhang(paragraph: &mut Paragraph) {
    let Paragraph { clusters, joints, extras, .. } = paragraph;
    for reading in &extras.readings {
        let (left, right) = reading.sides;
        let before = reading.base.start.checked_sub(1).map(|at| (at, at + 1, left));
        let after = (reading.base.end, reading.base.end, right);
        for (neighbour, joint, side) in before.into_iter().chain([after]) {
            let Some(cluster) = clusters.get(neighbour).filter(|other| is_free(other))
            else {
                continue;
            };
            let joint = &mut joints[joint];
            let blank = match cluster.class {
                Class::Open | Class::Close | Class::Pause | Class::Stop => joint.shrink,
                _ => Abs::ZERO,
            };
            let blank = blank.min(side);
            joint.shrink -= blank;
            let body = under(cluster, neighbour < reading.base.start);
            joint.natural -= blank + body.min(side - blank);
        }
    }
}

/// How much of a cluster's body a reading after it, or before it, may cover. The
/// other side of a mark with one blank belongs to that blank.
fn under(cluster: &Cluster, is_before: bool) -> Abs {
    if cluster.mark.raised != Raised::Not {
        // A raised sign belongs to the base before it, and reaches no higher.
        return if is_before { Abs::ZERO } else { cluster.body };
    }
    let inner = match cluster.class {
        Class::Close | Class::Pause | Class::Stop => !is_before,
        Class::Open => is_before,
        _ => return cluster.body / 2,
    };
    match (cluster.body > cluster.size.scale(MARK_HALF), inner) {
        (true, _) => cluster.body / 2,
        (false, true) => cluster.body,
        (false, false) => Abs::ZERO,
    }
}

/// Whether a reading may hang over a cluster: it has none of its own, and no box.
fn is_free(cluster: &Cluster) -> bool {
    cluster.mark.reading == Reading::Nothing && cluster.mark.along != Along::Box
}

/// Left and right edge of some clusters' own bodies, between the edges that readings
/// have widened them to: what stands along a name is as long as the name.
pub(super) fn within(
    paragraph: &Paragraph,
    clusters: &Range<usize>,
    (left, right): (Abs, Abs),
) -> (Abs, Abs) {
    let readings = || paragraph.extras.readings.iter();
    let begins = readings().find(|one| one.base.start == clusters.start);
    let ends = readings().find(|one| one.base.end == clusters.end);
    let side = |one: Option<&ReadingWords>, of: fn(&ReadingWords) -> Abs| {
        one.map_or(Abs::ZERO, of)
    };
    (left + side(begins, |one| one.sides.0), right - side(ends, |one| one.sides.1))
}

impl ReadingWords {
    /// Width of the words.
    #[must_use]
    pub fn width(&self) -> Abs {
        Breaker::new(&self.words)
            .measure(0..self.words.clusters.len())
            .natural
    }

    /// The words that stand over a part of the base: all over the whole of it.
    /// Where the base turns over to another line, each syllable stands over the
    /// characters that its middle was above.
    fn words_over(&self, clusters: &[Cluster], part: &Range<usize>) -> Range<usize> {
        let base = clusters.get(self.base.clone()).unwrap_or_default();
        let bodies = |end: usize| -> Abs {
            base.iter()
                .take(end - self.base.start)
                .map(|cluster| cluster.body)
                .sum()
        };
        let (whole, width) = (bodies(self.base.end), self.width());
        let syllables = self.syllables();
        let first = |at: usize| {
            let begins = bodies(at).ratio(whole.max(Abs::raw(1)));
            let over = |(_, middle): &&(usize, Abs)| {
                at < self.base.end && middle.ratio(width.max(Abs::raw(1))) >= begins
            };
            let found = syllables.iter().find(over);
            found.map_or(self.words.clusters.len(), |(start, _)| *start)
        };
        first(part.start)..first(part.end)
    }

    /// First cluster and middle of each syllable: what follows a blank, a consonant
    /// before a vowel behind another syllable (mǎ│hū, shuāng│bēng), an ideograph.
    fn syllables(&self) -> Vec<(usize, Abs)> {
        let Paragraph { clusters, joints, chars, .. } = &self.words;
        let char = |at: usize| clusters.get(at).map(|own| chars[own.chars.start]);
        let is_vowel = |at: usize| char(at).is_some_and(|c| VOWELS.contains(c));
        let is_letter = |at: usize| char(at).is_some_and(char::is_alphabetic);
        let begins = |at: usize| {
            let Some(before) = at.checked_sub(1).and_then(char) else { return true };
            let aspirate = char(at) == Some('h') && matches!(before, 'z' | 'c' | 's');
            let vowel = at + 1 + usize::from(char(at + 1) == Some('h'));
            let consonant = is_letter(at) && !is_vowel(at) && is_vowel(vowel);
            let own = char(at).is_some_and(is_ideograph);
            !is_letter(at - 1) || own || consonant && !aspirate
        };
        let is_word = |at: &usize| clusters[*at].class != Class::WordSpace;
        let starts = (0..clusters.len()).filter(|at| begins(*at)).filter(is_word);
        let starts: Vec<usize> = starts.collect();
        let ends = starts.iter().skip(1).copied().chain([clusters.len()]);
        let (mut pen, mut at) = (Abs::ZERO, 0);
        let mut found = Vec::with_capacity(starts.len());
        for (start, end) in starts.iter().copied().zip(ends) {
            let mut from = pen;
            while at < end {
                pen += if at == 0 { Abs::ZERO } else { joints[at].natural };
                from = if at == start { pen } else { from };
                pen += clusters[at].body;
                at += 1;
            }
            found.push((start, from + (pen - from) / 2));
        }
        found
    }

    /// What is left of it when its paragraph is set on from a cluster elsewhere;
    /// nothing if no syllable is.
    pub(in crate::text) fn rest(
        &self,
        clusters: &[Cluster],
        from: usize,
    ) -> Option<ReadingWords> {
        let start = self.base.start.max(from);
        let base = start.checked_sub(from)?..self.base.end.checked_sub(from)?;
        if base.is_empty() {
            return None;
        }
        let words = self.words_over(clusters, &(start..self.base.end));
        let words = match words.start {
            0 => self.words.clone(),
            _ if words.is_empty() => return None,
            start => self.words.rest(start),
        };
        let left = if start == self.base.start { self.sides.0 } else { Abs::ZERO };
        Some(ReadingWords { base, words, sides: (left, self.sides.1) })
    }
}

impl Paragraph {
    /// Whether a line of these clusters needs a row more above it.
    #[must_use]
    pub fn is_tall(&self, clusters: &Range<usize>) -> bool {
        let over = |reading: &ReadingWords| {
            let from = reading.base.start.max(clusters.start);
            let to = reading.base.end.min(clusters.end);
            from < to && !reading.words_over(&self.clusters, &(from..to)).is_empty()
        };
        self.extras.readings.iter().any(over)
    }
}

impl Line {
    /// The reading whose base, or what this line has of it, ends at a cluster of
    /// the line, centred over it.
    pub(in crate::text) fn reading(
        &self,
        paragraph: &Paragraph,
        end: usize,
        origin: Point,
        story: Option<&Arc<str>>,
    ) -> Vec<Item> {
        let (start, end) = (self.clusters.start, self.clusters.start + end);
        let here = |one: &&ReadingWords| {
            let ends = one.base.end.min(self.clusters.end) == end;
            ends && one.base.start < end && one.base.end > start
        };
        let Some(reading) = paragraph.extras.readings.iter().find(here) else {
            return Vec::new();
        };
        let base = reading.base.start.max(start)..end;
        let own = reading.words_over(&paragraph.clusters, &base);
        if own.is_empty() {
            return Vec::new();
        }
        let (from, to) = self.extent(paragraph, &self.own(&base));
        let boxed = |own: &Cluster| own.mark.along == Along::Box;
        let boxed = paragraph.clusters[base].iter().any(boxed);
        let over = ABOVE_BASE + if boxed { BOX_OVER } else { 0.0 };
        let base = paragraph.style_of(&paragraph.clusters[reading.base.start]).size;
        let size = reading.words.styles.first().map_or(Abs::ZERO, |style| style.size);
        let breaker = Breaker::new(&reading.words);
        let width = breaker.measure(own.clone()).natural;
        // A part of a base may be narrower than what stands over it.
        let most = (self.width - width).max(Abs::ZERO);
        let x = origin.x + (from + (to - from - width) / 2).max(Abs::ZERO).min(most);
        let y = origin.y - base.scale(0.88 + over) - size.scale(DESCENDER);
        let words = &reading.words;
        let line = line::set(&breaker, words, own, width, Fill::Left);
        line.items(words, Point::new(x, y), story)
    }
}
