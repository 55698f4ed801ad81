//! The search over all ways to break: forward over the places where a line may
//! begin, each with the cheapest way to reach it for every number of lines.
//!
//! From a place only ends between the tightest and the loosest line are looked
//! at. Both bounds move forward with the place, so that a paragraph costs a few
//! measured lines a character, however long it is.

use super::super::breaks::Break;
use super::super::class::Class;
use super::super::paragraph::{Cluster, Paragraph};
use super::{Breaker, PER_LINE, Setting};
use crate::geom::Abs;
use std::ops::RangeInclusive;

/// A word broken because it is wider than its line (R4.6).
const FORCED: f64 = 500.0;
/// The third of three marks begins a line (R2.5).
const RELAXED: f64 = 60.0;

/// What a search may do.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Gaps open no further, in em.
    pub(super) widest: f64,
    /// Lines may end inside long words.
    pub(super) last: bool,
    /// Lines may end where none may, if nothing else will do.
    pub(super) force: bool,
    /// Lines more and less than the cheapest way has that are of interest.
    pub(super) near: usize,
}

/// Lines that a way may be away from the cheapest at a place inside, beyond what
/// is of interest at the end: it may still come nearer.
const SLACK: usize = 3;

/// A place reached: the cluster that begins the next line. Small, since long
/// paragraphs have many.
#[derive(Clone, Copy)]
struct Node {
    cost: f64,
    at: u32,
    lines: u32,
    from: u32,
    /// The next node of the same place, with more lines.
    next: u32,
    forced: bool,
}

/// No node.
const NONE: u32 = u32::MAX;

/// An end of a line, and what the line costs.
#[derive(Clone, Copy)]
struct End {
    at: usize,
    cost: f64,
    forced: bool,
}

/// Bounds of the ends from a place in a width.
#[derive(Clone, Copy, Default)]
struct Window {
    width: Abs,
    /// The first end that can fill the line.
    low: usize,
    /// The last end that can be squeezed in.
    high: usize,
}

pub(super) struct Search<'b, 'p> {
    breaker: &'b Breaker<'p>,
    width: &'b dyn Fn(usize) -> Abs,
    rules: Rules,
    nodes: Vec<Node>,
    /// First node of each place.
    heads: Vec<u32>,
    window: Window,
    ends: Vec<End>,
    /// Lines measured, for the test that the search is linear.
    pub(super) measured: usize,
}

impl<'b, 'p> Search<'b, 'p> {
    pub(super) fn new(
        breaker: &'b Breaker<'p>,
        width: &'b dyn Fn(usize) -> Abs,
        rules: Rules,
    ) -> Search<'b, 'p> {
        let count = breaker.paragraph.clusters.len();
        Search {
            breaker,
            width,
            rules,
            nodes: Vec::with_capacity(count),
            heads: vec![NONE; count + 1],
            window: Window::default(),
            ends: Vec::new(),
            measured: 0,
        }
    }

    /// The cheapest setting of every number of lines near that of the cheapest
    /// of all, the fewest first.
    pub(super) fn best(&mut self) -> Vec<Setting> {
        self.reach(Node {
            cost: 0.0,
            at: 0,
            lines: 0,
            from: NONE,
            next: NONE,
            forced: false,
        });
        for at in 0..self.count() {
            self.leave(at);
        }
        let kept = self.near(self.count(), self.rules.near);
        let here = self.of(self.count()).filter(|(_, node)| kept.contains(&node.lines));
        here.map(|(_, node)| self.trace(*node)).collect()
    }

    /// Places kept, each with a number of lines: the search's memory.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.nodes.len()
    }

    /// The numbers of lines near that of the cheapest way to a place.
    fn near(&self, at: usize, by: usize) -> RangeInclusive<u32> {
        let best = self.of(at).min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
        let lines = best.map_or(0, |(_, node)| node.lines);
        let by = number(by);
        lines.saturating_sub(by)..=lines.saturating_add(by)
    }

    /// The nodes of a place, fewer lines first.
    fn of(&self, at: usize) -> impl Iterator<Item = (u32, &Node)> {
        let node = |index: u32| Some((index, self.nodes.get(index as usize)?));
        std::iter::successors(node(self.heads[at]), move |(_, last)| node(last.next))
    }

    /// Tries every line that begins at a place. Ways with far more or fewer
    /// lines than the cheapest are dropped.
    fn leave(&mut self, at: usize) {
        let kept = self.near(at, self.rules.near + SLACK);
        let mut index = self.heads[at];
        let mut looked = None;
        while index != NONE {
            let node = self.nodes[index as usize];
            if !kept.contains(&node.lines) {
                index = node.next;
                continue;
            }
            let width = (self.width)(node.lines as usize);
            if looked != Some(width) {
                self.look(at, width);
                looked = Some(width);
            }
            for place in 0..self.ends.len() {
                let end = self.ends[place];
                self.reach(Node {
                    cost: node.cost + end.cost,
                    at: number(end.at),
                    lines: node.lines + 1,
                    from: index,
                    next: NONE,
                    forced: node.forced || end.forced,
                });
            }
            index = node.next;
        }
    }

    /// Line after line, each as good as it can be by itself; a line also pays
    /// for a lone character that it leaves to the last.
    pub(super) fn line_by_line(&mut self) -> Option<Setting> {
        let (mut at, mut cost, mut forced) = (0, 0.0, false);
        let mut lines = Vec::new();
        while at < self.count() {
            self.look(at, (self.width)(lines.len()));
            let after = |end: &End| end.cost + self.leaves(end.at, lines.len() + 1);
            let best = self.ends.iter().min_by(|a, b| after(a).total_cmp(&after(b)))?;
            lines.push(at..best.at);
            (at, cost, forced) = (best.at, cost + best.cost, forced || best.forced);
        }
        Some(Setting { lines, cost, forced })
    }

    /// What the rest costs if it is the last line: only a lone character does.
    fn leaves(&self, at: usize, line: usize) -> f64 {
        let (rest, width) = (at..self.count(), (self.width)(line));
        let lone = !rest.is_empty()
            && self.breaker.is_lone(&rest)
            && self.breaker.natural(&rest) <= width;
        if lone { self.breaker.end(&rest) - PER_LINE } else { 0.0 }
    }

    fn count(&self) -> usize {
        self.breaker.paragraph.clusters.len()
    }

    /// Finds the ends of a line that begins at a place.
    fn look(&mut self, at: usize, width: Abs) {
        self.bound(at, width);
        self.ends.clear();
        let Window { low, high, .. } = self.window;
        let tail = self
            .breaker
            .paragraph
            .flush
            .filter(|tail| (at + 1..low).contains(tail));
        for end in tail.into_iter().chain(low..=high) {
            self.look_at(at, end, width);
        }
        if self.rules.force {
            self.force(at, width);
        }
    }

    /// Moves the window to a place. A line that begins later ends later, so the
    /// bounds go on from where they were, unless the width is another.
    fn bound(&mut self, at: usize, width: Abs) {
        let count = self.count();
        let Rules { widest, .. } = self.rules;
        let mut window = self.window;
        if window.width != width {
            window = Window { width, low: at + 1, high: at + 1 };
        }
        let mut high = window.high.max(at + 1);
        while high < count {
            self.measured += 1;
            let (least, _) = self.breaker.extent(&(at..high + 1), widest);
            if least - self.breaker.hanging(high + 1) > width {
                break;
            }
            high += 1;
        }
        let mut low = window.low.max(at + 1);
        while low < high {
            self.measured += 1;
            let (_, most) = self.breaker.extent(&(at..low), widest);
            if most >= width {
                break;
            }
            low += 1;
        }
        self.window = Window { width, low, high };
    }

    fn look_at(&mut self, at: usize, end: usize, width: Abs) {
        let paragraph = self.breaker.paragraph;
        let penalty = match paragraph.joints.get(end).map(|joint| joint.break_) {
            None => 0.0,
            Some(Break::Yes(penalty)) => penalty,
            Some(Break::Last(penalty)) if self.rules.last => penalty,
            Some(Break::No | Break::Last(_)) => return,
        };
        self.measured += 1;
        if let Some(cost) = self.breaker.cost(&(at..end), width, self.rules.widest) {
            self.ends.push(End { at: end, cost: cost + penalty, forced: false });
        }
    }

    /// Ends where none may: before the third of three marks (R2.5), or inside a
    /// word that is wider than the line (R4.6), as late as it fits.
    fn force(&mut self, at: usize, width: Abs) {
        let Window { low, high, .. } = self.window;
        for end in low.max(at + 2)..=high.min(self.count() - 1) {
            let cost = self.breaker.cost(&(at..end), width, self.rules.widest);
            if let Some(cost) = cost.filter(|_| self.is_third_mark(end)) {
                self.ends.push(End { at: end, cost: cost + RELAXED, forced: true });
            }
        }
        let piece = self.breaker.piece_at(high.min(self.count() - 1));
        let is_inside = piece.start < high && high < self.count();
        let (least, _) = self.breaker.extent(&piece, 0.0);
        if self.ends.is_empty() || is_inside && least > width {
            let end = self.unsplit(at, high);
            self.ends.push(End { at: end, cost: FORCED, forced: true });
        }
    }

    fn is_third_mark(&self, at: usize) -> bool {
        let Paragraph { clusters, chars, joints, .. } = self.breaker.paragraph;
        let doubles =
            |cluster: &Cluster| matches!(chars[cluster.chars.start], '！' | '？');
        joints[at].break_ == Break::No
            && clusters[at - 2..=at].iter().all(|cluster| cluster.class.is_closing())
            && !clusters[at - 1..=at].iter().all(doubles)
    }

    /// A forced end that does not part —— or ……, nor leaves a mark or a unit to
    /// the next line, where it can be helped: after a sign of the code or the
    /// address, else not between two figures if that leaves half of the line.
    fn unsplit(&self, at: usize, end: usize) -> usize {
        let Paragraph { clusters, chars, .. } = self.breaker.paragraph;
        let char = |at: usize| chars[clusters[at].chars.start];
        let unit = self.breaker.unit_at(end.min(clusters.len() - 1));
        let first = unit.start.max(at) + 1;
        let is_sign = |end: &usize| {
            matches!(char(end - 1), '/' | '-' | '_' | '@')
                && clusters.get(*end).is_none_or(|_| char(*end).is_alphanumeric())
        };
        if let Some(end) = (first..=end).rev().find(is_sign) {
            return end;
        }
        let is_bad = |end: usize| {
            use Class::{
                Connector, Dash, Digit, Ellipsis, Interpunct, Raised, Solidus, Unit,
            };
            let joined = clusters[end - 1].class == Interpunct;
            clusters.get(end).is_some_and(|cluster| match cluster.class {
                _ if joined => true,
                Dash | Ellipsis => cluster.class == clusters[end - 1].class,
                Connector | Interpunct | Raised | Solidus | Unit => true,
                Digit => matches!(char(end), ',' | '.' | ':' | '%'),
                class => class.is_closing(),
            })
        };
        let parts_figures = |end: usize| {
            let figure = |at: usize| clusters.get(at).is_some_and(is_figure);
            figure(end - 1) && figure(end)
        };
        let half = first.max(usize::midpoint(at, end));
        let good = |end: &usize| !is_bad(*end) && !parts_figures(*end);
        let whole = (half..=end).rev().find(good);
        let last = || (at + 1..=end).rev().find(|end| !is_bad(*end));
        whole.or_else(last).unwrap_or(end)
    }

    /// Keeps a node if its place was not reached more cheaply by as many lines.
    fn reach(&mut self, node: Node) {
        let head = node.at as usize;
        let (mut before, mut here) = (NONE, self.heads[head]);
        while let Some(other) = self.nodes.get_mut(here as usize) {
            if other.lines == node.lines {
                if node.cost < other.cost {
                    *other = Node { next: other.next, ..node };
                }
                return;
            }
            if other.lines > node.lines {
                break;
            }
            (before, here) = (here, other.next);
        }
        let new = number(self.nodes.len());
        self.nodes.push(Node { next: here, ..node });
        match self.nodes.get_mut(before as usize) {
            Some(before) => before.next = new,
            None => self.heads[head] = new,
        }
    }

    fn trace(&self, last: Node) -> Setting {
        let mut lines = Vec::with_capacity(last.lines as usize);
        let mut node = last;
        while let Some(from) = self.nodes.get(node.from as usize) {
            lines.push(from.at as usize..node.at as usize);
            node = *from;
        }
        lines.reverse();
        Setting { lines, cost: last.cost, forced: last.forced }
    }
}

/// A place or a count in a node; no paper has paragraphs of four thousand
/// million characters.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE - 1)
}

fn is_figure(cluster: &Cluster) -> bool {
    matches!(cluster.class, Class::Digit | Class::Wide)
}
