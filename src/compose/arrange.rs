//! A tree for a page whose layout has none.
//!
//! The rule: the lead runs across the top; below it the page is cut once, from
//! top to bottom, into a wide zone and a narrow rail (or two halves); each
//! story goes to one of the two, in the order of importance. Of all such pages
//! the one that fills best is taken.

use super::Bench;
use super::leaf::{Choice, Leaf};
use super::parts;
use super::story::Prepared;
use super::tree::{self, Allotted, Curves, Seam};
use crate::layout::{Frame, HeadPlace, Node, Slot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Distributions over the two zones that are looked at closely.
const CLOSE: usize = 48;
/// Rows of text under which a leg reads badly (长腿/短腿).
const SHALLOW: usize = 9;
/// Stories beyond this many are dealt out in turn instead of tried.
const MOST_TRIED: usize = 12;

/// A way to divide a page.
#[derive(Clone)]
struct Division {
    /// Columns of the left zone; the whole page if there is no right one.
    left: usize,
    /// Whether the lead runs across the top.
    banner: bool,
    /// Bit `k` set: story `k` stands in the right zone.
    right: u32,
    /// How unequal the two zones' areas are.
    uneven: f64,
}

/// Finds a tree and its depths.
pub(super) fn by_rule<'s>(
    bench: &mut Bench<'_, '_>,
    stories: &[Arc<Prepared<'s>>],
    rows: (usize, usize),
) -> (Vec<Leaf<'s>>, Vec<Allotted>, Vec<Seam>) {
    let columns = bench.job.layout.grid.columns;
    let mut pool = Pool {
        bench,
        stories,
        rows: rows.1,
        made: BTreeMap::new(),
    };
    let mut best: Option<(f64, Division)> = None;
    for division in divisions(stories, columns, &mut pool) {
        let cost = pool.cost(&division, rows);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, division));
        }
    }
    match best {
        Some((_, division)) => pool.finish(&division, rows),
        None => (Vec::new(), Vec::new(), Vec::new()),
    }
}

fn divisions(
    stories: &[Arc<Prepared<'_>>],
    columns: usize,
    pool: &mut Pool<'_, '_, '_, '_>,
) -> Vec<Division> {
    let count = stories.len();
    if count == 0 {
        return Vec::new();
    }
    let whole = Division {
        left: columns,
        banner: false,
        right: 0,
        uneven: 0.0,
    };
    let mut all = vec![whole];
    let free = count.min(MOST_TRIED);
    for left in columns / 2..columns {
        if left == 0 {
            continue;
        }
        for banner in [true, false] {
            // Below a banner the left zone needs a story of its own.
            let left_over = if banner { 1 } else { 0 };
            for right in 1..1u32 << free {
                if right & 1 == 1 || right == (1 << free) - 1 - left_over {
                    continue;
                }
                let mut division = Division { left, banner, right, uneven: 0.0 };
                division.uneven = pool.unevenness(&division, columns);
                all.push(division);
            }
        }
    }
    all[1..].sort_by(|a, b| a.uneven.total_cmp(&b.uneven));
    all.truncate(CLOSE + 1);
    all
}

/// A tree, its leaves' keys, and what the tree solver found.
type Solved = (Node, Vec<(usize, usize)>, (Vec<Allotted>, Vec<Seam>, f64));

/// Leaves by story and span, made when first asked for.
struct Pool<'p, 'b, 'a, 's> {
    bench: &'p mut Bench<'b, 'a>,
    stories: &'p [Arc<Prepared<'s>>],
    rows: usize,
    made: BTreeMap<(usize, usize), (Leaf<'s>, Vec<Choice>)>,
}

impl<'s> Pool<'_, '_, '_, 's> {
    fn make(&mut self, story: usize, span: usize) {
        if self.made.contains_key(&(story, span)) {
            return;
        }
        let slot = slot(self.bench.job.layout.span, story, span);
        let leaf = self.bench.leaf(&slot, Arc::clone(&self.stories[story]));
        let curve = leaf.curve(self.rows);
        self.made.insert((story, span), (leaf, curve));
    }

    /// Rows a story wants across a span: where its curve is lowest.
    fn wants(&mut self, story: usize, span: usize) -> f64 {
        self.make(story, span);
        let curve = &self.made[&(story, span)].1;
        let best = curve.iter().enumerate().min_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
        best.map_or(0.0, |(rows, _)| f64::from(u32::try_from(rows).unwrap_or(0)) + 1.0)
    }

    fn unevenness(&mut self, division: &Division, columns: usize) -> f64 {
        let (mut left, mut right) = (0.0, 0.0);
        for story in usize::from(division.banner)..self.stories.len() {
            if division.holds_right(story) {
                right += self.wants(story, columns - division.left);
            } else {
                left += self.wants(story, division.left);
            }
        }
        let banner = if division.banner { self.wants(0, columns) } else { 0.0 };
        let page = f64::from(u32::try_from(self.rows).unwrap_or(0));
        (left - right).abs() + (banner + left.max(right) - page).abs()
    }

    fn tree(&self, division: &Division) -> Node {
        let layout = self.bench.job.layout;
        let columns = layout.grid.columns;
        let zone = |right: bool, span: usize| {
            let stories = usize::from(division.banner)..self.stories.len();
            let own = stories.filter(|story| division.holds_right(*story) == right);
            let children =
                own.map(|story| Node::Slot(slot(layout.span, story, span))).collect();
            Node::Rows { children, lines: None, span }
        };
        let body = if division.left == columns {
            zone(false, columns)
        } else {
            let children =
                vec![zone(false, division.left), zone(true, columns - division.left)];
            Node::Columns { children, lines: None, span: columns }
        };
        if division.banner {
            let lead = Node::Slot(slot(layout.span, 0, columns));
            Node::Rows {
                children: vec![lead, body],
                lines: None,
                span: columns,
            }
        } else {
            body
        }
    }

    /// Leaves and curves of a division, in reading order of its tree.
    fn gather(&mut self, tree: &Node) -> (Vec<(usize, usize)>, Vec<Vec<Choice>>) {
        let keys: Vec<(usize, usize)> = tree
            .slots()
            .iter()
            .map(|slot| (index(&slot.name), slot.span))
            .collect();
        for (story, span) in &keys {
            self.make(*story, *span);
        }
        let choices = keys.iter().map(|key| self.made[key].1.clone()).collect();
        (keys, choices)
    }

    fn solve(&mut self, division: &Division, rows: (usize, usize)) -> Solved {
        let tree = self.tree(division);
        let (keys, choices) = self.gather(&tree);
        let leaf_of =
            |name: &str| keys.iter().position(|(story, _)| *story == index(name));
        let parts = vec![None; keys.len()];
        let curves = Curves { choices: &choices, parts: &parts };
        let solved = tree::solve(&tree, &leaf_of, &curves, rows);
        (tree, keys, solved)
    }

    fn cost(&mut self, division: &Division, rows: (usize, usize)) -> f64 {
        let columns = self.bench.job.layout.grid.columns;
        let (_, _, (allotted, _, cost)) = self.solve(division, rows);
        let shallow: f64 = allotted
            .iter()
            .map(|place| {
                let depth = place.depth.saturating_sub(place.choice.head_rows);
                f64::from(u32::try_from(SHALLOW.saturating_sub(depth)).unwrap_or(0)) * 5.0
            })
            .sum();
        let plain = if division.left == columns { 60.0 } else { 0.0 };
        cost + shallow + plain
    }

    fn finish(
        mut self,
        division: &Division,
        rows: (usize, usize),
    ) -> (Vec<Leaf<'s>>, Vec<Allotted>, Vec<Seam>) {
        let (tree, keys, _) = self.solve(division, rows);
        let xs = tree::columns(&tree);
        let mut leaves = Vec::new();
        for key in keys {
            let Some((mut leaf, _)) = self.made.remove(&key) else { continue };
            let column = xs.get(&leaf.slot.name).copied().unwrap_or(0);
            leaf.shift(self.bench.column_x(column));
            leaves.push(leaf);
        }
        let (allotted, seams, _) = parts::solve(&tree, &mut leaves, &[], rows);
        (leaves, allotted, seams)
    }
}

impl Division {
    fn holds_right(&self, story: usize) -> bool {
        if story >= MOST_TRIED {
            return story % 3 == 2 && self.right != 0;
        }
        self.right >> story & 1 == 1
    }
}

fn slot(at: crate::source::Span, story: usize, span: usize) -> Slot {
    Slot {
        name: format!("{}", story + 1),
        at,
        span,
        legs: span,
        measures: Vec::new(),
        lines: None,
        frame: Frame::None,
        tint: 0,
        head: HeadPlace::Over,
        optional: false,
        ad: false,
    }
}

fn index(name: &str) -> usize {
    name.parse::<usize>().map_or(0, |number| number.saturating_sub(1))
}
