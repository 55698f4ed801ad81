//! Depths for every slot of a page: the tree solver.
//!
//! Each slot knows its cheapest choice for every depth. Parts below each other
//! share out the depth (a min-plus sum), parts side by side have the same one;
//! so the best depths for a whole page are found exactly, from the leaves up.

use super::leaf::Choice;
use crate::layout::{Frame, Node};
use std::collections::BTreeMap;

/// Rows between parts that stand below each other; a rule runs in the middle.
pub const GAP: usize = 1;

/// A slot's place down the page.
#[derive(Clone, Debug)]
pub(super) struct Allotted {
    /// Index of the leaf, in reading order.
    pub leaf: usize,
    /// First row, from the top of the type area.
    pub top: usize,
    /// Rows.
    pub depth: usize,
    /// How the story stands in them.
    pub choice: Choice,
}

/// Where parts meet: rules are drawn there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seam {
    /// A gap between parts below each other, neither of which is framed.
    Across {
        /// The gap's row.
        row: usize,
        /// First column.
        column: usize,
        /// Columns.
        span: usize,
    },
    /// A gutter between parts side by side, neither of which is framed.
    Down {
        /// The column at its right.
        column: usize,
        /// First row.
        top: usize,
        /// Rows.
        depth: usize,
    },
}

/// Cost by depth of a part of the tree, with what its children chose.
struct Curve {
    cost: Vec<f64>,
    children: Vec<Curve>,
    kind: Kind,
    span: usize,
    /// A slot with a frame or tint of its own needs no rule beside it.
    framed: bool,
}

enum Kind {
    /// Index of the leaf; none for an empty slot.
    Leaf(Option<usize>),
    Rows {
        /// `split[k][d]`: depth of child `k` when the children up to it take `d`.
        split: Vec<Vec<usize>>,
    },
    Columns,
}

/// Costs of all depths of all leaves.
pub(super) struct Curves<'c> {
    /// By leaf, then by depth.
    pub choices: &'c [Vec<Choice>],
}

/// A page whose copy does not reach its foot, and each row that is missing.
const SHORT: f64 = 25.0;
const SHORT_ROW: f64 = 3.0;
/// Cost of a depth that cannot be.
pub(super) const NEVER: f64 = 1e12;

/// Finds the best depths for a tree that has so many rows, from a row on.
#[must_use]
pub(super) fn solve(
    tree: &Node,
    leaf_of: &dyn Fn(&str) -> Option<usize>,
    curves: &Curves<'_>,
    (top, rows): (usize, usize),
) -> (Vec<Allotted>, Vec<Seam>, f64) {
    let curve = build(tree, leaf_of, curves, rows);
    // With far too little copy a page ends early rather than being blown up.
    let short = |depth: usize| match rows - depth {
        0 => 0.0,
        missing => SHORT + SHORT_ROW * count(missing),
    };
    let price = |depth: usize| curve.cost[depth] + short(depth);
    let all = (0..=rows).rev().min_by(|a, b| price(*a).total_cmp(&price(*b)));
    let used = all.unwrap_or(rows);
    let cost = price(used);
    let mut out = Out { curves, allotted: Vec::new(), seams: Vec::new() };
    out.place(&curve, top, used, 0);
    out.allotted.sort_by_key(|allotted| allotted.leaf);
    (out.allotted, out.seams, cost)
}

fn build(
    node: &Node,
    leaf_of: &dyn Fn(&str) -> Option<usize>,
    curves: &Curves<'_>,
    rows: usize,
) -> Curve {
    let each = |children: &[Node]| -> Vec<Curve> {
        children
            .iter()
            .map(|child| build(child, leaf_of, curves, rows))
            .collect()
    };
    let mut curve = match node {
        Node::Slot(slot) => {
            let leaf = leaf_of(&slot.name);
            let cost = (0..=rows).map(|depth| match leaf {
                Some(leaf) => curves.choices[leaf][depth].cost,
                None => 0.5 * count(depth),
            });
            Curve {
                cost: cost.collect(),
                children: Vec::new(),
                kind: Kind::Leaf(leaf),
                span: slot.span,
                framed: slot.frame != Frame::None || slot.tint > 0,
            }
        }
        Node::Rows { children, span, .. } => {
            let children = each(children);
            let (cost, split) = below(&children, rows);
            Curve {
                cost,
                children,
                kind: Kind::Rows { split },
                span: *span,
                framed: false,
            }
        }
        Node::Columns { children, span, .. } => {
            let children = each(children);
            let sum =
                |depth| children.iter().map(|child: &Curve| child.cost[depth]).sum();
            let cost = (0..=rows).map(sum).collect();
            Curve {
                cost,
                children,
                kind: Kind::Columns,
                span: *span,
                framed: false,
            }
        }
    };
    if let Some(fixed) = node.lines() {
        curve.fix(fixed);
    }
    curve
}

impl Curve {
    /// Leaves only one depth possible.
    fn fix(&mut self, fixed: usize) {
        for (depth, cost) in self.cost.iter_mut().enumerate() {
            if depth != fixed {
                *cost += NEVER;
            }
        }
    }
}

/// The cheapest way to share out each depth among parts below each other.
fn below(children: &[Curve], rows: usize) -> (Vec<f64>, Vec<Vec<usize>>) {
    let mut total: Vec<f64> = Vec::new();
    let mut split = Vec::with_capacity(children.len());
    for (index, child) in children.iter().enumerate() {
        if index == 0 {
            total.clone_from(&child.cost);
            split.push((0..=rows).collect());
            continue;
        }
        let mut next = vec![NEVER * 10.0; rows + 1];
        let mut choice = vec![0; rows + 1];
        for depth in GAP..=rows {
            for own in 0..=depth - GAP {
                let cost = total[depth - GAP - own] + child.cost[own];
                if cost < next[depth] {
                    next[depth] = cost;
                    choice[depth] = own;
                }
            }
        }
        total = next;
        split.push(choice);
    }
    (total, split)
}

/// The first base column of every slot.
#[must_use]
pub(super) fn columns(tree: &Node) -> BTreeMap<String, usize> {
    fn walk(node: &Node, column: usize, found: &mut BTreeMap<String, usize>) {
        match node {
            Node::Slot(slot) => {
                found.insert(slot.name.clone(), column);
            }
            Node::Rows { children, .. } => {
                children.iter().for_each(|child| walk(child, column, found));
            }
            Node::Columns { children, .. } => {
                let mut column = column;
                for child in children {
                    walk(child, column, found);
                    column += child.span();
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(tree, 0, &mut found);
    found
}

struct Out<'c> {
    curves: &'c Curves<'c>,
    allotted: Vec<Allotted>,
    seams: Vec<Seam>,
}

impl Out<'_> {
    fn place(&mut self, curve: &Curve, top: usize, depth: usize, column: usize) {
        match &curve.kind {
            Kind::Leaf(None) => {}
            Kind::Leaf(Some(leaf)) => {
                let choice = self.curves.choices[*leaf][depth].clone();
                self.allotted.push(Allotted { leaf: *leaf, top, depth, choice });
            }
            Kind::Rows { split } => self.rows(curve, split, (top, depth), column),
            Kind::Columns => {
                let mut column = column;
                for (index, child) in curve.children.iter().enumerate() {
                    let before = index.checked_sub(1).map(|index| &curve.children[index]);
                    if before.is_some_and(|before| !before.framed && !child.framed) {
                        self.seams.push(Seam::Down { column, top, depth });
                    }
                    self.place(child, top, depth, column);
                    column += child.span;
                }
            }
        }
    }

    fn rows(
        &mut self,
        curve: &Curve,
        split: &[Vec<usize>],
        (top, depth): (usize, usize),
        column: usize,
    ) {
        let mut depths = vec![0; curve.children.len()];
        let mut left = depth;
        for index in (0..curve.children.len()).rev() {
            depths[index] = if index == 0 { left } else { split[index][left] };
            left = left.saturating_sub(depths[index] + GAP);
        }
        let mut row = top;
        for (index, (child, depth)) in curve.children.iter().zip(depths).enumerate() {
            let before = index.checked_sub(1).map(|index| &curve.children[index]);
            let framed = child.framed || before.is_some_and(|before| before.framed);
            if index > 0 {
                if !framed {
                    self.seams.push(Seam::Across { row, column, span: curve.span });
                }
                row += GAP;
            }
            self.place(child, row, depth, column);
            row += depth;
        }
    }
}

fn count(rows: usize) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}
