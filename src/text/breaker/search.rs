//! The search over all ways to break: forward over the places where a line may
//! begin, each with the cheapest way to reach it for every number of lines.
//!
//! From a place only ends between the tightest and the loosest line are looked
//! at. Both bounds move forward with the place, so that a paragraph costs a few
//! measured lines a character, however long it is.

use super::super::breaks::Break;
use super::super::class::Class;
use super::{Breaker, PER_LINE, Setting};
use crate::geom::Abs;

/// A word broken because it is wider than its line (R4.6).
const FORCED: f64 = 500.0;
/// The third of three marks begins a line (R2.5).
const RELAXED: f64 = 60.0;

/// What a search may do.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Gaps open no further, in em.
    pub(super) widest: f64,
    /// Lines may end where none may, if nothing else will do.
    pub(super) force: bool,
    /// Lines more than the fewest that are of interest.
    pub(super) looser: usize,
}

/// A place reached: the cluster that begins the next line.
#[derive(Clone, Copy)]
struct Node {
    at: usize,
    lines: usize,
    cost: f64,
    from: usize,
    forced: bool,
    /// The next node of the same place, with more lines.
    next: usize,
}

/// No node.
const NONE: usize = usize::MAX;

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
    heads: Vec<usize>,
    /// The furthest place reached by a number of lines.
    front: Vec<usize>,
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
            front: vec![0],
            window: Window::default(),
            ends: Vec::new(),
            measured: 0,
        }
    }

    /// The cheapest setting of every number of lines, the fewest first.
    pub(super) fn best(&mut self) -> Vec<Setting> {
        let count = self.count();
        self.reach(Node {
            at: 0,
            lines: 0,
            cost: 0.0,
            from: NONE,
            forced: false,
            next: NONE,
        });
        let mut fewest = 0;
        for at in 0..count {
            // With as many lines less, others were already here or further: what
            // ends in more lines than are of interest is dropped.
            while self.front.get(fewest).is_some_and(|front| *front < at) {
                fewest += 1;
            }
            let most = fewest.saturating_add(self.rules.looser);
            self.leave(at, most);
        }
        self.collect(count)
    }

    /// Tries every line that begins at a place.
    fn leave(&mut self, at: usize, most: usize) {
        let mut index = self.heads[at];
        let mut looked = None;
        while index != NONE {
            let node = self.nodes[index];
            if node.lines > most {
                return;
            }
            let width = (self.width)(node.lines);
            if looked != Some(width) {
                self.look(at, width);
                looked = Some(width);
            }
            for number in 0..self.ends.len() {
                let end = self.ends[number];
                self.reach(Node {
                    at: end.at,
                    lines: node.lines + 1,
                    cost: node.cost + end.cost,
                    from: index,
                    forced: node.forced || end.forced,
                    next: NONE,
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
            Some(Break::No) => return,
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
        let unit = self.breaker.unit_at(high.min(self.count() - 1));
        let is_inside = unit.start < high && high < self.count();
        let (least, _) = self.breaker.extent(&unit, 0.0);
        if self.ends.is_empty() || is_inside && least > width {
            let end = self.unsplit(at, high);
            self.ends.push(End { at: end, cost: FORCED, forced: true });
        }
    }

    fn is_third_mark(&self, at: usize) -> bool {
        let clusters = &self.breaker.paragraph.clusters;
        let joint = self.breaker.paragraph.joints[at].break_;
        joint == Break::No
            && clusters[at - 2..=at].iter().all(|cluster| cluster.class.is_closing())
    }

    /// A forced end that does not part —— or ……, nor leaves a closing mark to
    /// the next line, where it can be helped.
    fn unsplit(&self, at: usize, end: usize) -> usize {
        let clusters = &self.breaker.paragraph.clusters;
        let is_bad = |end: usize| {
            clusters.get(end).is_some_and(|cluster| {
                let pair = matches!(cluster.class, Class::Dash | Class::Ellipsis);
                pair && cluster.class == clusters[end - 1].class
                    || cluster.class.is_closing()
            })
        };
        (at + 1..=end).rev().find(|end| !is_bad(*end)).unwrap_or(end)
    }

    /// Keeps a node if its place was not reached more cheaply by as many lines.
    fn reach(&mut self, node: Node) {
        let (mut before, mut here) = (NONE, self.heads[node.at]);
        while here != NONE && self.nodes[here].lines < node.lines {
            (before, here) = (here, self.nodes[here].next);
        }
        if here != NONE && self.nodes[here].lines == node.lines {
            if node.cost < self.nodes[here].cost {
                let next = self.nodes[here].next;
                self.nodes[here] = Node { next, ..node };
            }
            return;
        }
        let new = self.nodes.len();
        self.nodes.push(Node { next: here, ..node });
        match before {
            NONE => self.heads[node.at] = new,
            before => self.nodes[before].next = new,
        }
        if self.front.len() <= node.lines {
            self.front.resize(node.lines + 1, 0);
        }
        let front = &mut self.front[node.lines];
        *front = node.at.max(*front);
    }

    fn collect(&self, count: usize) -> Vec<Setting> {
        let mut found = Vec::new();
        let mut index = self.heads[count];
        let mut most = usize::MAX;
        while index != NONE && self.nodes[index].lines <= most {
            let node = self.nodes[index];
            if found.is_empty() {
                most = node.lines.saturating_add(self.rules.looser);
            }
            found.push(self.trace(node));
            index = node.next;
        }
        found
    }

    fn trace(&self, last: Node) -> Setting {
        let mut lines = Vec::with_capacity(last.lines);
        let mut node = last;
        while node.from != NONE {
            let from = self.nodes[node.from];
            lines.push(from.at..node.at);
            node = from;
        }
        lines.reverse();
        Setting { lines, cost: last.cost, forced: last.forced }
    }
}
