//! The optimum break of a paragraph over lines of any widths.
//!
//! All ways to set a paragraph are searched (Knuth and Plass, with Chinese
//! costs): what each line gives or takes by tiers is its cost, and for every
//! number of lines that can be had the cheapest way is kept. Nothing is shaped
//! again for it.

use super::breaks::Break;
use super::class::Class;
use super::paragraph::Paragraph;
use super::spacing::{Stretch, TIERS};
use crate::geom::{Abs, Em};
use crate::layout::Composer;
use search::{Rules, Search};
use std::cell::Cell;
use std::ops::Range;

mod search;

/// A way to set a paragraph: clusters by line, and its cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The lines.
    pub lines: Vec<Range<usize>>,
    /// How much worse than ideal; a loose line (0.05 em a gap) costs about 1.
    pub cost: f64,
    /// Whether a line ends where none may: in an unbreakable word, or before
    /// the third of three marks.
    pub forced: bool,
}

/// What a stretch of clusters measures as one line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// Width unadjusted, the blanks at both ends gone.
    pub natural: Abs,
    /// What may go, by tier.
    pub shrink: [Abs; TIERS],
    /// What word spaces may take.
    pub word: Abs,
    /// What Chinese–Latin gaps may take.
    pub gap: Abs,
    /// Joints that open equally once the others are full, by their weights.
    pub equal: i64,
}

impl Measure {
    /// Everything that may go.
    #[must_use]
    pub fn shrinkable(&self) -> Abs {
        self.shrink.iter().copied().sum()
    }
}

/// Sums over a paragraph's clusters, so that any line is measured at once.
pub struct Breaker<'p> {
    paragraph: &'p Paragraph,
    sums: Vec<Sums>,
    em: Abs,
    /// The unit and the piece looked for last: a stretch that goes on for pages is
    /// asked for at every line.
    unit: Stretched,
    piece: Stretched,
}

/// A stretch of clusters that no line parts.
type Stretched = Cell<(usize, usize)>;

#[derive(Clone, Copy, Default)]
struct Sums {
    /// Bodies before the cluster.
    body: Abs,
    /// All that may go, up to and with the joint before the cluster.
    give: Abs,
    /// Joints up to and with the one before the cluster.
    joints: Measure,
}

/// Cost of a loose line is (gap / this)³, as in a good newspaper's columns a
/// gap opened by a twentieth of an em begins to show.
const SHOWS: f64 = 0.05;
/// Cost of a line that uses all it may give: still cheaper than a line that is
/// visibly loose, since push-in comes before push-out (R5.1).
const FULL_SHRINK: f64 = 0.6;
/// Extra cost of a line that shows its looseness at all.
const SEEN: f64 = 4.0;
/// Cost of a line whose Chinese–Latin gaps are opened as far as they may.
const FULL_GAPS: f64 = 0.4;
/// Share of their room from which on they look uneven beside those of the next
/// line: a quarter of an em, of an eighth to a third.
const GAPS_SHOW: f64 = 0.6;
/// Extra cost of a line whose gaps are opened as far as they may.
const WIDE_GAPS: f64 = 1.0;
/// Extra cost of an em taken from each tier: what R5.2 takes later is missed
/// more, sentence ends most.
const TIER_COST: [f64; TIERS] = [0.0, 0.0, 0.0, 0.05, 0.1, 0.4];
/// A last line of one character (R8.2): more than gaps opened by 0.22 em.
const LONE: f64 = 100.0;
/// Fewer lines, all else equal.
const PER_LINE: f64 = 0.01;
/// Ways with more or fewer lines than the cheapest are kept up to this many.
const NEAR: usize = 2;
/// The same where every number within a limit is asked for. A paragraph of a
/// newspaper has far fewer; one that goes on for pages stays linear.
pub const MOST_WAYS: usize = 20;
/// A tail on a line of its own though the last line has room for it (R10.5): as
/// bad as a line open by 0.15 em.
const TAIL_APART: f64 = 30.0;
/// A ragged line that its text goes on after, if it were empty.
const SHORT: f64 = 4.0;
/// Gaps wider than this, in em, are only looked at if nothing else will do.
const WIDEST: f64 = 0.4;
/// Gaps are opened no wider than this, in em: a line that would need more has a
/// hole whatever is done, and stays ragged.
const HOLE: f64 = 0.5;
/// Cost of such a line; of each place in it that might have opened, up to four,
/// so that a line of words stays short only after it was opened as far as it may;
/// and of its white, by the square of its share, so that two short lines are
/// better than one that is all but empty.
const RAGGED: f64 = 150.0;
const UNOPENED: f64 = 250.0;
const EMPTY: f64 = 5000.0;
/// The same of a piece of an address or a code alone on its line: it looks as if
/// it were meant.
const EMPTY_STIFF: f64 = 800.0;

impl<'p> Breaker<'p> {
    /// Prepares a paragraph.
    #[must_use]
    pub fn new(paragraph: &'p Paragraph) -> Breaker<'p> {
        let mut sums = Vec::with_capacity(paragraph.clusters.len() + 1);
        let mut sum = Sums::default();
        let joints = paragraph.joints.iter().enumerate();
        for (cluster, (at, joint)) in paragraph.clusters.iter().zip(joints) {
            sum.joints.natural += joint.natural;
            sum.joints.shrink[joint.tier] += joint.shrink;
            sum.give += joint.shrink;
            match joint.stretch {
                Stretch::None => {}
                Stretch::Word(room) => {
                    sum.joints.word += room;
                    sum.joints.equal += paragraph.weight(at);
                }
                Stretch::Gap(room) => {
                    sum.joints.gap += room;
                    sum.joints.equal += paragraph.weight(at);
                }
                Stretch::Equal => sum.joints.equal += paragraph.weight(at),
            }
            sums.push(sum);
            sum.body += cluster.body;
        }
        sums.push(sum);
        let em = paragraph.styles.first().map_or(Abs::pt(9.0), |style| style.size);
        let (unit, piece) = (Cell::default(), Cell::default());
        Breaker { paragraph, sums, em, unit, piece }
    }

    /// Measures clusters as a line; the first line has the indent.
    #[must_use]
    pub fn measure(&self, line: Range<usize>) -> Measure {
        if line.is_empty() {
            return Measure::default();
        }
        let (first, last) = (&self.sums[line.start], &self.sums[line.end - 1]);
        let mut measure = Measure {
            natural: self.natural(&line),
            word: last.joints.word - first.joints.word,
            gap: last.joints.gap - first.joints.gap,
            equal: last.joints.equal - first.joints.equal,
            ..Measure::default()
        };
        for tier in 0..TIERS {
            measure.shrink[tier] = last.joints.shrink[tier] - first.joints.shrink[tier];
        }
        measure
    }

    /// Measures clusters as a line of a width: where the style lets marks hang
    /// and the line fits in no other way, its last mark counts for nothing.
    #[must_use]
    pub fn measure_in(&self, line: Range<usize>, width: Abs) -> Measure {
        let mut measure = self.measure(line.clone());
        // A strip without words: nothing gives, nothing hangs.
        if !line.is_empty() && measure.natural - self.give(&line) > width {
            measure.natural -= self.hanging(line.end);
        }
        measure
    }

    fn natural(&self, line: &Range<usize>) -> Abs {
        let (first, last) = (&self.sums[line.start], &self.sums[line.end - 1]);
        let indent = if line.start == 0 { self.paragraph.indent } else { Abs::ZERO };
        self.sums[line.end].body - first.body + last.joints.natural - first.joints.natural
            + indent
    }

    fn give(&self, line: &Range<usize>) -> Abs {
        self.sums[line.end - 1].give - self.sums[line.start].give
    }

    /// The least and the most that a line can measure when no gap opens by more
    /// than `widest` em.
    fn extent(&self, line: &Range<usize>, widest: f64) -> (Abs, Abs) {
        let natural = self.natural(line);
        let (first, last) = (&self.sums[line.start], &self.sums[line.end - 1]);
        let elastic =
            last.joints.word - first.joints.word + last.joints.gap - first.joints.gap;
        let equal = (last.joints.equal - first.joints.equal).max(1);
        let opened = Em::new(widest).at(self.em) * equal;
        let most = if self.paragraph.form.is_ragged() {
            Abs::MAX
        } else {
            natural + elastic + opened
        };
        (natural - self.give(line), most)
    }

    /// What a line that ends before a cluster may let hang out: one 、，。, not
    /// in a run of marks (R5.7).
    fn hanging(&self, end: usize) -> Abs {
        let clusters = &self.paragraph.clusters;
        let Some(last) = end.checked_sub(1) else { return Abs::ZERO };
        let cluster = &clusters[last];
        let is_stop =
            matches!(self.paragraph.chars[cluster.chars.start], '、' | '，' | '。');
        let run = last > 0 && clusters[last - 1].class.is_mark();
        let allowed = self.paragraph.style_of(cluster).hanging;
        if allowed && is_stop && !run { cluster.body } else { Abs::ZERO }
    }

    /// Whether a line ends the paragraph's text, so that it need not be full:
    /// the last one, and the one before a tail on its own line.
    #[must_use]
    pub fn is_ragged(&self, line: &Range<usize>) -> bool {
        self.paragraph.form.is_ragged()
            || line.end == self.paragraph.clusters.len()
            || self.paragraph.flush == Some(line.end)
    }

    /// The numbers of lines around that of the cheapest setting, the fewest
    /// first, each with its cheapest setting. `width` gives the measure of each
    /// line. A style that composes line by line has one setting.
    #[must_use]
    pub fn settings(&self, width: &dyn Fn(usize) -> Abs) -> Vec<Setting> {
        let composer = self
            .paragraph
            .styles
            .first()
            .map_or(Composer::Best, |style| style.composer);
        if self.paragraph.clusters.is_empty() {
            return Vec::new();
        }
        for (widest, force) in [(WIDEST, false), (f64::MAX, false), (f64::MAX, true)] {
            let rules = Rules { widest, last: true, force, near: NEAR };
            let mut search = Search::new(self, width, rules);
            let mut found = match composer {
                Composer::Best => search.best(),
                Composer::Line => search.line_by_line().into_iter().collect(),
            };
            // A verse or a list of names is never broken for another's sake.
            if self.paragraph.form.is_ragged() {
                found.truncate(1);
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Every number of lines that can be had without opening a gap by more than
    /// `loosest`, from the tightest to the loosest setting, each at its
    /// cheapest, up to [`MOST_WAYS`] away from the cheapest of all. Text that
    /// cannot be set within that limit has one way: the best there is.
    #[must_use]
    pub fn ways(&self, width: &dyn Fn(usize) -> Abs, loosest: Em) -> Vec<Setting> {
        let rules = Rules {
            widest: loosest.get(),
            last: false,
            force: false,
            near: MOST_WAYS,
        };
        let found = Search::new(self, width, rules).best();
        if found.is_empty() { self.best(width).into_iter().collect() } else { found }
    }

    /// The cheapest setting.
    #[must_use]
    pub fn best(&self, width: &dyn Fn(usize) -> Abs) -> Option<Setting> {
        let ways = self.settings(width);
        ways.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// Whether a line leaves the tail to the next one, and has room for it (R10.5).
    fn leaves_tail(&self, line: &Range<usize>, width: Abs) -> bool {
        let all = line.start..self.paragraph.clusters.len();
        self.paragraph.flush == Some(line.end) && self.natural(&all) <= width
    }

    /// The cost of a line in a width; none if it cannot be squeezed in.
    fn cost(&self, line: &Range<usize>, width: Abs, widest: f64) -> Option<f64> {
        let measure = self.measure_in(line.clone(), width);
        let room = width - measure.natural;
        if room < Abs::ZERO {
            return self.squeeze(&measure, -room).map(|cost| cost + self.end(line));
        }
        if self.is_ragged(line) {
            let goes_on = line.end < self.paragraph.clusters.len()
                && self.paragraph.flush != Some(line.end);
            let short = if goes_on { SHORT * room.ratio(width).powi(2) } else { 0.0 };
            let apart = if self.leaves_tail(line, width) { TAIL_APART } else { 0.0 };
            return Some(self.end(line) + short + apart);
        }
        let elastic = measure.word + measure.gap;
        let rest = room - elastic;
        if rest <= Abs::ZERO {
            let share = if elastic > Abs::ZERO { room.ratio(elastic) } else { 0.0 };
            return Some(gaps(share) + self.end(line));
        }
        let gap = rest.in_em(self.em) / to_f64(measure.equal.max(1));
        // A line without any joint to open stays short; that is told later.
        let seen = if gap > SHOWS { SEEN } else { 0.0 };
        let full = if elastic > Abs::ZERO { gaps(1.0) } else { FULL_GAPS };
        let alone = measure.equal == 0 && self.is_piece(line);
        let empty = if alone { EMPTY_STIFF } else { EMPTY };
        let open = match gap > HOLE {
            true => {
                let unopened = UNOPENED * to_f64(measure.equal.min(4));
                RAGGED + unopened + empty * room.ratio(width).powi(2)
            }
            false => (gap / SHOWS).powi(3),
        };
        (gap <= widest).then(|| full + open + seen + self.end(line))
    }

    /// Whether a line begins a piece of a word, an address or a code that goes on
    /// from the line before or in the next one.
    fn is_piece(&self, line: &Range<usize>) -> bool {
        let western = |at: Option<usize>| {
            let cluster = at.and_then(|at| self.paragraph.clusters.get(at));
            cluster.is_some_and(|cluster| cluster.class.is_western())
        };
        western(Some(line.start))
            && (western(line.start.checked_sub(1)) || western(Some(line.end)))
    }

    /// Whether a line would have to be opened so far that it stays ragged.
    #[must_use]
    pub fn is_hole(&self, measure: &Measure, width: Abs) -> bool {
        gap(measure, width, self.em) > HOLE
    }

    /// The cost of giving up so much, tier after tier (R5.2).
    fn squeeze(&self, measure: &Measure, need: Abs) -> Option<f64> {
        let all = measure.shrinkable();
        if need > all {
            return None;
        }
        let mut left = need;
        let mut cost = FULL_SHRINK * need.ratio(all).powi(2);
        for (tier, each) in measure.shrink.iter().zip(TIER_COST) {
            let taken = left.min(*tier);
            cost += each * taken.in_em(self.em);
            left -= taken;
        }
        Some(cost)
    }

    /// What a line's end costs: a lone last character, and each line a little.
    fn end(&self, line: &Range<usize>) -> f64 {
        let text = self.text_on_last_line(line);
        let lone = text.is_some_and(|text| self.is_lone(&text));
        PER_LINE + if lone { LONE } else { 0.0 }
    }

    /// What stands of the paragraph's text, its tail apart, on a line that ends
    /// it; none if the line is not the last, or the only one, or has the tail
    /// alone.
    #[must_use]
    pub fn text_on_last_line(&self, line: &Range<usize>) -> Option<Range<usize>> {
        let end = self.paragraph.flush.unwrap_or(self.paragraph.clusters.len());
        let is_last = line.start > 0 && line.start < end && line.end >= end;
        is_last.then_some(line.start..end)
    }

    /// Whether a line has no more than one character besides marks (R8.2).
    #[must_use]
    pub fn is_lone(&self, line: &Range<usize>) -> bool {
        let words = self.paragraph.clusters[line.clone()]
            .iter()
            .filter(|cluster| !cluster.class.is_mark() || cluster.class == Class::Dash);
        words.take(2).count() <= 1
    }

    /// The clusters around a place that no line may part: from the last place
    /// where one may end to the next.
    #[must_use]
    pub fn unit_at(&self, at: usize) -> Range<usize> {
        self.around(at, Break::is_place, &self.unit)
    }

    /// The same of what no line parts even where it would else be a hole.
    fn piece_at(&self, at: usize) -> Range<usize> {
        self.around(at, |break_| break_ != Break::No, &self.piece)
    }

    fn around(
        &self,
        at: usize,
        parts: impl Fn(Break) -> bool,
        last: &Stretched,
    ) -> Range<usize> {
        let (start, end) = last.get();
        if (start..end).contains(&at) {
            return start..end;
        }
        let joints = &self.paragraph.joints;
        let may_end = |at: &usize| parts(joints[*at].break_);
        let start = (1..=at).rev().find(may_end).unwrap_or(0);
        let end = (at + 1..joints.len()).find(may_end).unwrap_or(joints.len());
        last.set((start, end));
        start..end
    }
}

/// The cost of word spaces and Chinese–Latin gaps opened by a share of their
/// room.
fn gaps(share: f64) -> f64 {
    let shown = (share - GAPS_SHOW).max(0.0) / (1.0 - GAPS_SHOW);
    FULL_GAPS * share.powi(2) + WIDE_GAPS * shown.powi(2)
}

#[expect(clippy::cast_precision_loss, reason = "counts of joints in a line are small")]
fn to_f64(count: i64) -> f64 {
    count as f64
}

/// How far a full line's gaps open or close: in em of the body, a Han–Han gap
/// opened beyond its nature. A line that stays ragged is not opened.
#[must_use]
pub fn opening(measure: &Measure, width: Abs, em: Abs) -> Em {
    let gap = gap(measure, width, em);
    if measure.equal == 0 || gap > HOLE { Em::ZERO } else { Em::new(gap) }
}

/// How far, in em, each gap would have to open for a line to be full.
fn gap(measure: &Measure, width: Abs, em: Abs) -> f64 {
    let rest = width - measure.natural - measure.word - measure.gap;
    rest.max(Abs::ZERO).in_em(em) / to_f64(measure.equal.max(1))
}

#[cfg(test)]
mod exact;
#[cfg(test)]
mod tests;
