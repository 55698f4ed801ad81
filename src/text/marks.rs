//! Marks at characters: emphasis dots, names' lines, boxes, readings, raised
//! figures (composition rules R10.8, R10.9, R6.1).
//!
//! A mark never widens the pitch of lines: what stands below a line uses the
//! white between the lines. A reading needs more than that white (six points on
//! newsprint, of the three there are), so its line takes a row more above it.

use super::breaks::Break;
use super::class::Class;
use super::line::Line;
use super::paragraph::{Cluster, Inline, Paragraph, TextStyle};
use super::spacing::Stretch;
use crate::color::Ink;
use crate::copy::{Along, Letter, Mark, Passage, Raised, Reading};
use crate::font::FaceId;
use crate::geom::{Abs, Em, Point, Rect, to_i64};
use crate::page::{Glyph, GlyphRun, Item, Shape};
use crate::role::Role;
use std::ops::Range;
use std::sync::Arc;

mod names;

/// The sign that emphasis dots and leaders are drawn with: its dot is a small
/// part of its em, so that the type size is no smaller than a press allows.
pub(super) const DOT: char = '.';
/// The sign that wavy lines are drawn with.
pub(super) const WAVE: char = '﹏';

/// Size of a reading: half would be 4.5 pt at 小五, less than newsprint holds.
const READING: f64 = 2.0 / 3.0;
/// How far a reading may hang over a neighbour without one, in em of its base.
const OVERHANG: f64 = 0.5;
/// A mark no wider than this has its blank on one side, in em of the mark.
const MARK_HALF: f64 = 0.62;
/// White between neighbouring readings, in em of the reading.
const BETWEEN_READINGS: f64 = 0.3;
/// White between a reading's descenders and its base, in em of the base.
const ABOVE_BASE: f64 = 0.02;
/// A reading's descender, in em of the reading.
const DESCENDER: f64 = 0.24;
/// Size, and rise over the baseline, of raised and lowered signs, in em.
const UP: (f64, f64) = (0.67, 0.34);
const DOWN: (f64, f64) = (0.67, -0.13);
/// White between a box and its neighbours, in em.
const BOX_PAD: f64 = 0.16;
/// From a box's characters to its sides, in em; above and below.
const BOX_SIDE: f64 = 0.06;
const BOX_OVER: f64 = 0.07;
/// From the foot of the em box to a line's upper edge, in em.
const LINE_DROP: f64 = 0.05;
/// What a line is shorter than its name at either end, in em, so that two
/// names side by side stay two.
const LINE_SHORT: f64 = 0.06;
/// From the foot of the em box to a dot's middle, in em: alone, and outside a
/// line.
const DOT_DROP: f64 = 0.15;
const DOT_DROP_BELOW_LINE: f64 = 0.24;
/// Width of an emphasis dot, in em.
const DOT_WIDTH: f64 = 0.15;
/// A leader's dots: from one to the next, above the baseline, width, in em.
const LEADER_STEP: f64 = 0.5;
const LEADER_RISE: f64 = 0.3;
const LEADER_WIDTH: f64 = 0.11;
/// Height of a wave, in em.
const WAVE_HEIGHT: f64 = 0.17;
/// Thickness of lines and boxes.
const THIN: f64 = 0.4;

/// What a paragraph has besides its clusters.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// Readings, by their bases.
    pub readings: Vec<ReadingWords>,
    /// The sign for dots, if there are any and a face has it.
    pub dot: Option<Sign>,
    /// The sign for waves.
    pub wave: Option<Sign>,
    /// Whether dots lead to what is pushed to the right edge.
    pub leader: bool,
}

/// A reading and what it stands above.
#[derive(Clone, Debug)]
pub struct ReadingWords {
    /// The base: characters until `settle` has been, then clusters.
    pub base: Range<usize>,
    /// The words, shaped.
    pub words: Paragraph,
    /// How far it is wider than its base at either end.
    pub side: Abs,
}

/// A glyph used as a drawing, and its ink in em from its origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The face that has it.
    pub face: FaceId,
    /// The glyph.
    pub glyph: u16,
    /// Left and right.
    pub x: (Em, Em),
    /// Below and above.
    pub y: (Em, Em),
}

/// A reading's copy before shaping.
pub(super) struct Draft {
    pub(super) style: usize,
    base: Range<usize>,
    copy: Passage,
}

impl Draft {
    /// The copy in the look of a reading.
    pub(super) fn inline(&self, of: &TextStyle) -> Inline {
        let size = of.size.scale(READING);
        let style = TextStyle { role: Role::Mark, size, ..of.clone() };
        Inline { passage: self.copy.clone(), style: Arc::new(style) }
    }
}

impl Extras {
    pub(super) fn add(&mut self, draft: Draft, words: Paragraph) {
        let (base, side) = (draft.base, Abs::ZERO);
        self.readings.push(ReadingWords { base, words, side });
    }
}

/// The readings of a passage whose characters begin at a number.
pub(super) fn readings(passage: &Passage, style: usize, from: usize) -> Vec<Draft> {
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

/// Size relative to the line's, and rise, of raised and lowered signs.
pub(super) fn raised(raised: Raised, size: Abs) -> (f64, Abs) {
    let (scale, rise) = match raised {
        Raised::Not => return (1.0, Abs::ZERO),
        Raised::Up => UP,
        Raised::Down => DOWN,
    };
    (scale, size.scale(rise))
}

/// Gives clusters the widths that their marks want, before joints are made.
pub(super) fn settle(paragraph: &mut Paragraph) {
    for at in 1..paragraph.clusters.len() {
        if paragraph.clusters[at].mark.raised != Raised::Not {
            // A raised sign stands in the blank of the mark before it, and is to
            // its right what its base is: no gap between 注 and the next word.
            let Cluster { class, right, .. } = paragraph.clusters[at - 1];
            let raised = &mut paragraph.clusters[at];
            raised.right = right;
            raised.class = class;
        }
    }
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
        reading.side = side;
    }
}

/// Ties joints to what their marks say, after they were made.
pub(super) fn bind(paragraph: &mut Paragraph) {
    for at in 1..paragraph.clusters.len() {
        let (a, b) = (&paragraph.clusters[at - 1], &paragraph.clusters[at]);
        let em = paragraph.style_of(b).size;
        let boxed = |mark: &Mark| mark.along == Along::Box;
        let parts = (boxed(&a.mark) || boxed(&b.mark)) && !is_one(&a.mark, &b.mark);
        let reading = matches!(a.mark.reading, Reading::Base(_))
            && a.mark.reading == b.mark.reading;
        let raised = b.mark.raised != Raised::Not;
        let joint = &mut paragraph.joints[at];
        if raised {
            joint.natural = Abs::ZERO;
            joint.shrink = Abs::ZERO;
        }
        if raised || reading {
            joint.stretch = Stretch::None;
            joint.break_ = Break::No;
        }
        if parts {
            joint.natural += em.scale(BOX_PAD);
        }
    }
    names::keep(paragraph);
    overhang(paragraph);
}

/// Lets neighbours move in under readings that are wider than their bases: a
/// joint gives back what the base was widened by, and at a line's end there is
/// no joint. First goes the blank of a mark, as the ink of its reading is nearer
/// then; a neighbour gives half of itself at most, so that two readings that
/// hang over one character do not meet, a mark all of itself on the side where
/// it has no blank.
fn overhang(paragraph: &mut Paragraph) {
    let Paragraph { clusters, joints, extras, .. } = paragraph;
    for reading in &extras.readings {
        let before = reading.base.start.checked_sub(1).map(|at| (at, at + 1));
        let after = (reading.base.end, reading.base.end);
        for (neighbour, joint) in before.into_iter().chain([after]) {
            let Some(cluster) = clusters.get(neighbour).filter(|other| is_free(other))
            else {
                continue;
            };
            let joint = &mut joints[joint];
            let blank = match cluster.class {
                Class::Open | Class::Close | Class::Pause | Class::Stop => joint.shrink,
                _ => Abs::ZERO,
            };
            let blank = blank.min(reading.side);
            joint.shrink -= blank;
            let body = under(cluster, neighbour < reading.base.start);
            joint.natural -= blank + body.min(reading.side - blank);
        }
    }
}

/// How much of a cluster's body a reading after it, or before it, may cover. The
/// other side of a mark with one blank belongs to that blank.
fn under(cluster: &Cluster, is_before: bool) -> Abs {
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

/// Whether a reading may hang over a cluster: it has none of its own, no box, and
/// is not raised.
fn is_free(cluster: &Cluster) -> bool {
    let mark = cluster.mark;
    mark.reading == Reading::Nothing
        && mark.along != Along::Box
        && mark.raised == Raised::Not
}

/// Whether two neighbours have one line along them.
fn is_one(a: &Mark, b: &Mark) -> bool {
    a.along == b.along && a.group == b.group
}

impl ReadingWords {
    fn width(&self) -> Abs {
        super::breaker::Breaker::new(&self.words)
            .measure(0..self.words.clusters.len())
            .natural
    }

    /// The words that stand over a part of the base: all over the whole of it.
    /// Where the base turns over to another line, its syllables are shared out
    /// evenly over its characters; a single one stands over the first part.
    fn words_over(&self, part: &Range<usize>) -> Range<usize> {
        let clusters = &self.words.clusters;
        let is_blank = |at: usize| clusters[at].class == Class::WordSpace;
        let begins = |at: &usize| !is_blank(*at) && (*at == 0 || is_blank(*at - 1));
        let starts: Vec<usize> = (0..clusters.len()).filter(begins).collect();
        // The first syllable of those over a cluster of the base and after it.
        let first = |at: usize| {
            let before = (at - self.base.start) * starts.len();
            let syllable = before.div_ceil(self.base.len().max(1));
            starts.get(syllable).copied().unwrap_or(clusters.len())
        };
        first(part.start)..first(part.end)
    }
}

impl Paragraph {
    /// Whether a line of these clusters needs a row more above it.
    #[must_use]
    pub fn is_tall(&self, clusters: &Range<usize>) -> bool {
        let over = |reading: &ReadingWords| {
            let from = reading.base.start.max(clusters.start);
            let to = reading.base.end.min(clusters.end);
            from < to && !reading.words_over(&(from..to)).is_empty()
        };
        self.extras.readings.iter().any(over)
    }
}

/// A stretch of a line with one line along it.
struct Stroke {
    /// Clusters, counted in the line.
    clusters: Range<usize>,
    x: (Abs, Abs),
    /// Whether its name begins and ends here, and does not come from or go on
    /// to another line.
    ends: (bool, bool),
}

impl Line {
    /// The reading whose base, or what this line has of it, ends at a cluster of
    /// the line, centred over it.
    pub(super) fn reading(
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
        let own = reading.words_over(&base);
        if own.is_empty() {
            return Vec::new();
        }
        let (from, to) = self.extent(paragraph, &self.own(&base));
        let base = paragraph.style_of(&paragraph.clusters[reading.base.start]).size;
        let size = reading.words.styles.first().map_or(Abs::ZERO, |style| style.size);
        let breaker = super::breaker::Breaker::new(&reading.words);
        let width = breaker.measure(own.clone()).natural;
        let x = origin.x + from + (to - from - width) / 2;
        let y = origin.y - base.scale(0.88 + ABOVE_BASE) - size.scale(DESCENDER);
        let words = &reading.words;
        let line = super::line::set(&breaker, words, own, width, super::line::Fill::Left);
        line.items(words, Point::new(x, y), story)
    }

    /// Lines, boxes and dots of the line.
    pub(super) fn marks(
        &self,
        paragraph: &Paragraph,
        origin: Point,
        story: Option<&Arc<str>>,
    ) -> Vec<Item> {
        let mut shapes: Vec<(Range<usize>, Shape)> = Vec::new();
        for stroke in self.strokes(paragraph) {
            let cluster =
                &paragraph.clusters[self.clusters.start + stroke.clusters.start];
            let style = paragraph.style_of(cluster);
            for shape in stroke.shapes(cluster.mark.along, style, paragraph, origin) {
                shapes.push((stroke.clusters.clone(), shape));
            }
        }
        shapes.extend(self.dots(paragraph, origin));
        shapes.extend(self.leader(paragraph, origin));
        let item = |(own, shape): (Range<usize>, Shape)| {
            let own = self.clusters.start + own.start..self.clusters.start + own.end;
            Item {
                role: Role::Mark,
                story: story.cloned(),
                span: paragraph.span_of(paragraph.chars_of(own)),
                shape,
            }
        };
        shapes.into_iter().map(item).collect()
    }

    /// Clusters of the paragraph, counted in the line.
    fn own(&self, clusters: &Range<usize>) -> Range<usize> {
        let own = |at: usize| at.saturating_sub(self.clusters.start).min(self.x.len());
        own(clusters.start)..own(clusters.end)
    }

    /// Left and right edge of some clusters of the line.
    fn extent(&self, paragraph: &Paragraph, own: &Range<usize>) -> (Abs, Abs) {
        let last = own.end.saturating_sub(1);
        let body = paragraph.clusters[self.clusters.start + last].body;
        (self.x[own.start], self.x[last] + body)
    }

    fn strokes(&self, paragraph: &Paragraph) -> Vec<Stroke> {
        let mark = |at: usize| paragraph.clusters.get(at).map(|cluster| cluster.mark);
        let first = self.clusters.start;
        let mut strokes = Vec::new();
        let mut at = 0;
        while at < self.x.len() {
            let own = paragraph.clusters[first + at].mark;
            let same = |at: usize| mark(at).is_some_and(|other| is_one(&own, &other));
            let start = at;
            while at < self.x.len() && same(first + at) {
                at += 1;
            }
            if own.along != Along::Nothing {
                let before = (first + start).checked_sub(1);
                strokes.push(Stroke {
                    clusters: start..at,
                    x: self.extent(paragraph, &(start..at)),
                    ends: (!before.is_some_and(same), !same(first + at)),
                });
            }
        }
        strokes
    }

    /// The dots below characters, one run for all of a line at one depth.
    fn dots(
        &self,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Option<(Range<usize>, Shape)> {
        let dotted = |at: &usize| {
            let cluster = &paragraph.clusters[self.clusters.start + at];
            cluster.mark.dot && (!cluster.class.is_mark() || cluster.class == Class::Unit)
        };
        let dotted: Vec<usize> = (0..self.x.len()).filter(dotted).collect();
        let (first, last) = (*dotted.first()?, *dotted.last()?);
        let cluster = &paragraph.clusters[self.clusters.start + first];
        let style = paragraph.style_of(cluster);
        let sign = paragraph.extras.dot?;
        let lined = |at: &usize| {
            let mark = paragraph.clusters[self.clusters.start + at].mark;
            matches!(mark.along, Along::Name | Along::Title)
        };
        let drop = if dotted.iter().any(lined) { DOT_DROP_BELOW_LINE } else { DOT_DROP };
        let middles = dotted.iter().map(|at| {
            let body = paragraph.clusters[self.clusters.start + at].body;
            origin.x + self.x[*at] + body / 2
        });
        let y = origin.y + style.size.scale(0.12 + drop);
        let run = sign.run(middles, y, (style.size.scale(DOT_WIDTH), style.ink));
        Some((first..last + 1, Shape::Glyphs(run)))
    }
}

impl Line {
    /// The dots that lead to what stands at the right edge, at places that are
    /// the same in all lines of a leg.
    fn leader(
        &self,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Option<(Range<usize>, Shape)> {
        let tail = paragraph.flush.filter(|_| paragraph.extras.leader)?;
        let tail = tail
            .checked_sub(self.clusters.start)
            .filter(|at| *at < self.x.len())?;
        let sign = paragraph.extras.dot?;
        let style = paragraph.style_of(&paragraph.clusters[self.clusters.start + tail]);
        let (em, step) = (style.size, style.size.scale(LEADER_STEP));
        let from = match tail {
            0 => Abs::ZERO,
            _ => self.extent(paragraph, &(0..tail)).1 + em / 2,
        };
        let to = self.x[tail] - em / 2;
        let (first, end) = (to_i64(from.steps_up(step)), to_i64(to.steps_down(step)));
        let middles = (first..=end).map(|at| origin.x + step * at);
        let y = origin.y - em.scale(LEADER_RISE);
        let run = sign.run(middles, y, (em.scale(LEADER_WIDTH), style.ink));
        (first < end).then_some((tail..tail + 1, Shape::Glyphs(run)))
    }
}

impl Sign {
    /// The sign as dots of a width with their middles at places of one height.
    /// They have no text: a reader of the page finds the copy alone.
    pub(super) fn run(
        &self,
        middles: impl Iterator<Item = Abs>,
        y: Abs,
        (width, ink): (Abs, Ink),
    ) -> GlyphRun {
        let across = (self.x.1.get() - self.x.0.get()).max(0.01);
        let size = width.scale(1.0 / across);
        let centre = Em::new((self.x.0.get() + self.x.1.get()) / 2.0).at(size);
        let height = Em::new((self.y.0.get() + self.y.1.get()) / 2.0).at(size);
        let mut run = self.empty(size, ink, Point::new(Abs::ZERO, y + height));
        for middle in middles {
            let x = middle - centre;
            if run.glyphs.is_empty() {
                run.origin.x = x;
            }
            run.glyphs.push(self.glyph(x - run.origin.x, width));
        }
        run
    }

    /// The sign tiled along a stretch, its ink's top at a height.
    fn tiled(&self, (from, to): (Abs, Abs), top: Abs, style: &TextStyle) -> GlyphRun {
        let across = (self.x.1.get() - self.x.0.get()).max(0.01);
        let high = (self.y.1.get() - self.y.0.get()).max(0.01);
        let tile = style.size.scale(WAVE_HEIGHT / high * across);
        let count = to_i64((to - from + tile / 2).steps_down(tile)).max(1);
        let tile = (to - from) / count;
        let size = tile.scale(1.0 / across);
        let y = top + self.y.1.at(size);
        let mut run =
            self.empty(size, style.ink, Point::new(from - self.x.0.at(size), y));
        run.glyphs = (0..count).map(|at| self.glyph(tile * at, tile)).collect();
        run
    }

    fn empty(&self, size: Abs, ink: Ink, origin: Point) -> GlyphRun {
        GlyphRun {
            face: self.face,
            size,
            ink,
            origin,
            glyphs: Vec::new(),
            text: String::new(),
            turned: false,
        }
    }

    fn glyph(&self, x: Abs, advance: Abs) -> Glyph {
        Glyph {
            id: self.glyph,
            x,
            y: Abs::ZERO,
            advance,
            text: 0..0,
        }
    }
}

impl Stroke {
    fn shapes(
        &self,
        along: Along,
        style: &TextStyle,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Vec<Shape> {
        let em = style.size;
        let (left, right) = (origin.x + self.x.0, origin.x + self.x.1);
        let foot = origin.y + em.scale(0.12);
        let thin = Abs::pt(THIN);
        let fill = |rect| Shape::Fill { rect, ink: style.ink };
        if along == Along::Box {
            return self
                .sides((left, right), (origin.y, em))
                .into_iter()
                .map(fill)
                .collect();
        }
        let short = |ends: bool| if ends { em.scale(LINE_SHORT) } else { Abs::ZERO };
        let (left, right) = (left + short(self.ends.0), right - short(self.ends.1));
        let top = foot + em.scale(LINE_DROP);
        match paragraph.extras.wave.filter(|_| along == Along::Title) {
            Some(wave) => vec![Shape::Glyphs(wave.tiled((left, right), top, style))],
            None => vec![fill(Rect::new(left, top, right - left, thin))],
        }
    }

    /// The sides of a box; a name that goes on in the next line has its box
    /// open there.
    fn sides(&self, (left, right): (Abs, Abs), (y, em): (Abs, Abs)) -> Vec<Rect> {
        let thin = Abs::pt(THIN);
        let side = |ends: bool| if ends { em.scale(BOX_SIDE) } else { Abs::ZERO };
        let (left, right) = (left - side(self.ends.0), right + side(self.ends.1));
        let top = y - em.scale(0.88 + BOX_OVER);
        let height = em.scale(1.0 + 2.0 * BOX_OVER);
        let width = right - left;
        let mut sides = vec![
            Rect::new(left, top, width, thin),
            Rect::new(left, top + height - thin, width, thin),
        ];
        if self.ends.0 {
            sides.push(Rect::new(left, top, thin, height));
        }
        if self.ends.1 {
            sides.push(Rect::new(right - thin, top, thin, height));
        }
        sides
    }
}
