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
use std::ops::Range;

/// A way to set a paragraph: clusters by line, and its cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The lines.
    pub lines: Vec<Range<usize>>,
    /// How much worse than ideal; a loose line (0.05 em a gap) costs about 1.
    pub cost: f64,
    /// Whether an unbreakable word had to be broken.
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
    /// Joints that open equally once the others are full.
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
}

#[derive(Clone, Copy, Default)]
struct Sums {
    /// Bodies before the cluster.
    body: Abs,
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
const SEEN: f64 = 1.0;
/// Cost of a line whose Chinese–Latin gaps are opened as far as they may.
const FULL_GAPS: f64 = 0.4;
/// Extra cost of an em taken from sentence ends, the last tier (R5.2, 7).
const STOP_SHRINK: f64 = 0.4;
/// A last line of one character (R8.2).
const LONE: f64 = 40.0;
/// A word broken because it is wider than its line (R4.6).
const FORCED: f64 = 500.0;
/// Fewer lines, all else equal.
const PER_LINE: f64 = 0.01;
/// Ways with more lines than the fewest are kept up to this many more.
const LOOSER: usize = 2;
/// Gaps wider than this are only looked at if nothing else will do.
const WIDEST: f64 = 0.4;

impl<'p> Breaker<'p> {
    /// Prepares a paragraph.
    #[must_use]
    pub fn new(paragraph: &'p Paragraph) -> Breaker<'p> {
        let mut sums = Vec::with_capacity(paragraph.clusters.len() + 1);
        let mut sum = Sums::default();
        for (cluster, joint) in paragraph.clusters.iter().zip(&paragraph.joints) {
            sum.joints.natural += joint.natural;
            sum.joints.shrink[joint.tier] += joint.shrink;
            match joint.stretch {
                Stretch::None => {}
                Stretch::Word(room) => sum.joints.word += room,
                Stretch::Gap(room) => {
                    sum.joints.gap += room;
                    sum.joints.equal += 1;
                }
                Stretch::Equal => sum.joints.equal += 1,
            }
            sums.push(sum);
            sum.body += cluster.body;
        }
        sums.push(sum);
        let em = paragraph.styles.first().map_or(Abs::pt(9.0), |style| style.size);
        Breaker { paragraph, sums, em }
    }

    /// Measures clusters as a line; the first line has the indent.
    #[must_use]
    pub fn measure(&self, line: Range<usize>) -> Measure {
        if line.is_empty() {
            return Measure::default();
        }
        let (first, last) = (self.sums[line.start], self.sums[line.end - 1]);
        let mut measure = Measure {
            natural: self.sums[line.end].body - first.body,
            word: last.joints.word - first.joints.word,
            gap: last.joints.gap - first.joints.gap,
            equal: last.joints.equal - first.joints.equal,
            ..Measure::default()
        };
        measure.natural += last.joints.natural - first.joints.natural;
        for tier in 0..TIERS {
            measure.shrink[tier] = last.joints.shrink[tier] - first.joints.shrink[tier];
        }
        if line.start == 0 {
            measure.natural += self.paragraph.indent;
        }
        measure
    }

    /// Whether a line ends the paragraph's text, so that it need not be full:
    /// the last one, and the one before a tail on its own line.
    #[must_use]
    pub fn is_ragged(&self, line: &Range<usize>) -> bool {
        line.end == self.paragraph.clusters.len()
            || self.paragraph.flush == Some(line.end)
    }

    /// Every number of lines that can be had, the fewest first, each with its
    /// cheapest setting. `width` gives the measure of each line.
    #[must_use]
    pub fn settings(&self, width: &dyn Fn(usize) -> Abs) -> Vec<Setting> {
        if self.paragraph.clusters.is_empty() {
            return Vec::new();
        }
        for (widest, force) in [(WIDEST, false), (f64::MAX, false), (f64::MAX, true)] {
            let found = Search::new(self, width, widest, force).run();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The cost of a line in a width; none if it cannot be squeezed in.
    fn cost(&self, line: &Range<usize>, width: Abs, widest: f64) -> Option<f64> {
        let measure = self.measure(line.clone());
        let room = width - measure.natural;
        if room < Abs::ZERO {
            return self.squeeze(&measure, -room).map(|cost| cost + self.end(line));
        }
        if self.is_ragged(line) {
            return Some(self.end(line));
        }
        let elastic = measure.word + measure.gap;
        let rest = room - elastic;
        if rest <= Abs::ZERO {
            let share = if elastic > Abs::ZERO { room.ratio(elastic) } else { 0.0 };
            return Some(FULL_GAPS * share.powi(2) + self.end(line));
        }
        let gap = rest.in_em(self.em) / to_f64(measure.equal.max(1));
        // A line without any joint to open stays short; that is told later.
        let seen = if gap > SHOWS { SEEN } else { 0.0 };
        (gap <= widest).then(|| FULL_GAPS + (gap / SHOWS).powi(3) + seen + self.end(line))
    }

    fn squeeze(&self, measure: &Measure, need: Abs) -> Option<f64> {
        let all = measure.shrinkable();
        if need > all {
            return None;
        }
        let stops = measure.shrink[TIERS - 1];
        let from_stops = (need - (all - stops)).max(Abs::ZERO);
        Some(
            FULL_SHRINK * need.ratio(all).powi(2)
                + STOP_SHRINK * from_stops.in_em(self.em),
        )
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
    fn text_on_last_line(&self, line: &Range<usize>) -> Option<Range<usize>> {
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
        words.count() <= 1
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of joints in a line are small")]
fn to_f64(count: i64) -> f64 {
    count as f64
}

/// A break reached: the cluster that begins the next line.
#[derive(Clone, Copy)]
struct Node {
    at: usize,
    cost: f64,
    from: usize,
    forced: bool,
}

/// One search: layers of nodes, a layer a line.
struct Search<'b, 'p> {
    breaker: &'b Breaker<'p>,
    width: &'b dyn Fn(usize) -> Abs,
    widest: f64,
    force: bool,
    layers: Vec<Vec<Node>>,
    found: Vec<Setting>,
}

impl<'b, 'p> Search<'b, 'p> {
    fn new(
        breaker: &'b Breaker<'p>,
        width: &'b dyn Fn(usize) -> Abs,
        widest: f64,
        force: bool,
    ) -> Search<'b, 'p> {
        let start = Node { at: 0, cost: 0.0, from: 0, forced: false };
        Search {
            breaker,
            width,
            widest,
            force,
            layers: vec![vec![start]],
            found: Vec::new(),
        }
    }

    fn run(mut self) -> Vec<Setting> {
        let count = self.breaker.paragraph.clusters.len();
        let mut slots: Vec<Option<Node>> = vec![None; count + 1];
        while let Some(layer) = self.layers.last()
            && !layer.is_empty()
        {
            let width = (self.width)(self.layers.len() - 1);
            let mut reached = Vec::new();
            for (from, node) in layer.iter().enumerate() {
                self.extend(*node, from, width, &mut slots, &mut reached);
            }
            reached.sort_unstable();
            if let Some(last) = slots[count].take() {
                self.finish(last);
                reached.pop();
            }
            if self.is_done() {
                break;
            }
            let floor = self.floor();
            let next = reached.iter().filter_map(|at| slots[*at].take());
            let next = next.filter(|node| node.at > floor).collect();
            self.layers.push(next);
        }
        self.found
    }

    /// The place that a layer was already at when it had too many lines less: a
    /// node no further on ends in more lines than are kept. So a layer never
    /// holds more than a few lines' worth of nodes, and the search is linear.
    fn floor(&self) -> usize {
        let earlier = self.layers.len().checked_sub(LOOSER + 1);
        let layer = earlier.and_then(|earlier| self.layers.get(earlier));
        layer.and_then(|layer| layer.last()).map_or(0, |front| front.at)
    }

    fn is_done(&self) -> bool {
        let lines = self.layers.len();
        self.found
            .first()
            .is_some_and(|fewest| lines >= fewest.lines.len() + LOOSER)
    }

    /// Tries every end of a line that begins at a node.
    fn extend(
        &self,
        node: Node,
        from: usize,
        width: Abs,
        slots: &mut [Option<Node>],
        reached: &mut Vec<usize>,
    ) {
        let paragraph = self.breaker.paragraph;
        let count = paragraph.clusters.len();
        let mut any = false;
        let mut fits = node.at + 1;
        for end in node.at + 1..=count {
            let line = node.at..end;
            let measure = self.breaker.measure(line.clone());
            if measure.natural - measure.shrinkable() > width {
                break;
            }
            fits = end;
            let penalty = match paragraph.joints.get(end).map(|joint| joint.break_) {
                None => 0.0,
                Some(Break::Yes(penalty)) => penalty,
                Some(Break::No) => continue,
            };
            let Some(cost) = self.breaker.cost(&line, width, self.widest) else {
                continue;
            };
            any = true;
            let cost = node.cost + cost + penalty;
            reach(slots, reached, Node { at: end, cost, from, forced: node.forced });
        }
        if self.force && !any {
            let cost = node.cost + FORCED;
            reach(slots, reached, Node { at: fits, cost, from, forced: true });
        }
    }

    fn finish(&mut self, last: Node) {
        let mut lines = Vec::with_capacity(self.layers.len());
        let (mut end, mut from) = (last.at, last.from);
        for layer in self.layers.iter().rev() {
            let node = layer[from];
            lines.push(node.at..end);
            (end, from) = (node.at, node.from);
        }
        lines.reverse();
        self.found
            .push(Setting { lines, cost: last.cost, forced: last.forced });
    }
}

fn reach(slots: &mut [Option<Node>], reached: &mut Vec<usize>, node: Node) {
    match &mut slots[node.at] {
        Some(best) if best.cost <= node.cost => {}
        Some(best) => *best = node,
        empty @ None => {
            *empty = Some(node);
            reached.push(node.at);
        }
    }
}

/// How far a full line's gaps open or close: in em of the body, a Han–Han gap
/// opened beyond its nature.
#[must_use]
pub fn opening(measure: &Measure, width: Abs, em: Abs) -> Em {
    let rest = width - measure.natural - measure.word - measure.gap;
    if rest <= Abs::ZERO || measure.equal == 0 {
        return Em::ZERO;
    }
    Em::new(rest.in_em(em) / to_f64(measure.equal))
}

#[cfg(test)]
mod exact;
#[cfg(test)]
mod tests;
