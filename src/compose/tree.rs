//! Depths for every slot of a page: the tree solver.
//!
//! Each slot knows its cheapest choice for every depth. Parts below each other
//! share out the depth (a min-plus sum), parts side by side have the same one;
//! so the best depths for a whole page are found exactly, from the leaves up.

use super::leaf::Choice;
use crate::layout::{Continued, Frame, Node, Slot};
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
    /// First row and depth of the slot's second rectangle.
    pub part: Option<(usize, usize)>,
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
    /// The second rectangle of a leaf.
    Part(Option<usize>),
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
    /// By leaf, the depth of its second rectangle that its costs count on.
    pub parts: &'c [Option<usize>],
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
    let mut out = Out {
        curves,
        allotted: Vec::new(),
        parts: BTreeMap::new(),
        seams: Vec::new(),
    };
    out.place(&curve, top, used, 0);
    out.allotted.sort_by_key(|allotted| allotted.leaf);
    for allotted in &mut out.allotted {
        allotted.part = out.parts.get(&allotted.leaf).copied();
    }
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
        Node::Slot(slot) => slot_curve(slot, leaf_of(&slot.name), curves, rows),
        Node::Part(part) => part_curve(part, leaf_of(&part.slot), curves, rows),
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
    first_columns(tree, false)
}

/// The first base column of every slot's second rectangle.
#[must_use]
pub(super) fn part_columns(tree: &Node) -> BTreeMap<String, usize> {
    first_columns(tree, true)
}

fn first_columns(tree: &Node, parts: bool) -> BTreeMap<String, usize> {
    type Found = BTreeMap<String, usize>;
    fn walk(node: &Node, column: usize, (parts, found): (bool, &mut Found)) {
        match node {
            Node::Slot(slot) if !parts => {
                found.insert(slot.name.clone(), column);
            }
            Node::Part(part) if parts => {
                found.insert(part.slot.clone(), column);
            }
            Node::Slot(_) | Node::Part(_) => {}
            Node::Rows { children, .. } => {
                children.iter().for_each(|child| walk(child, column, (parts, found)));
            }
            Node::Columns { children, .. } => {
                let mut column = column;
                for child in children {
                    walk(child, column, (parts, found));
                    column += child.span();
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(tree, 0, (parts, &mut found));
    found
}

struct Out<'c> {
    curves: &'c Curves<'c>,
    allotted: Vec<Allotted>,
    parts: BTreeMap<usize, (usize, usize)>,
    seams: Vec<Seam>,
}

impl Out<'_> {
    fn place(&mut self, curve: &Curve, top: usize, depth: usize, column: usize) {
        match &curve.kind {
            Kind::Leaf(None) => {}
            Kind::Leaf(Some(leaf)) => {
                let choice = self.curves.choices[*leaf][depth].clone();
                let part = None;
                self.allotted.push(Allotted { leaf: *leaf, top, depth, choice, part });
            }
            Kind::Part(leaf) => {
                self.parts.extend(leaf.map(|leaf| (leaf, (top, depth))));
            }
            Kind::Rows { split } => self.rows(curve, split, (top, depth), column),
            Kind::Columns => {
                let mut column = column;
                for (index, child) in curve.children.iter().enumerate() {
                    let before = index.checked_sub(1).map(|index| &curve.children[index]);
                    let parted = |before: &Curve| {
                        !before.framed && !child.framed && !one_story(before, child)
                    };
                    if before.is_some_and(parted) {
                        self.seams.push(Seam::Down { column, top, depth });
                    }
                    self.place(child, top, depth, column);
                    column += child.span;
                }
            }
        }
    }

    /// A gap between parts below each other, but for columns in which a story
    /// runs on through it.
    fn across(
        &mut self,
        row: usize,
        (first, span): (usize, usize),
        open: &[(usize, usize)],
    ) {
        let mut column = first;
        for (at, own) in open.iter().copied().chain([(span, 0)]) {
            if first + at > column {
                let span = first + at - column;
                self.seams.push(Seam::Across { row, column, span });
            }
            column = first + at + own;
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
                let open = before.map(|before| child.runs_on(before)).unwrap_or_default();
                if !framed {
                    self.across(row, (column, curve.span), &open);
                }
                row += GAP;
            }
            self.place(child, row, depth, column);
            row += depth;
        }
    }
}

fn slot_curve(
    slot: &Slot,
    leaf: Option<usize>,
    curves: &Curves<'_>,
    rows: usize,
) -> Curve {
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

/// A second rectangle has the depth that its story counts on, and no other.
fn part_curve(
    part: &Continued,
    leaf: Option<usize>,
    curves: &Curves<'_>,
    rows: usize,
) -> Curve {
    let own = leaf.and_then(|leaf| curves.parts[leaf]);
    let cost = (0..=rows).map(|depth| match own {
        Some(own) if own != depth => NEVER,
        Some(_) => 0.0,
        None => 0.5 * count(depth),
    });
    Curve {
        cost: cost.collect(),
        children: Vec::new(),
        kind: Kind::Part(leaf),
        span: part.span,
        framed: false,
    }
}

/// Whether two parts side by side are one story's.
fn one_story(left: &Curve, right: &Curve) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Leaf(Some(one)), Kind::Part(Some(other)))
        | (Kind::Part(Some(one)), Kind::Leaf(Some(other))) => one == other,
        _ => false,
    }
}

impl Curve {
    /// Columns, from its own first, in which a story runs on from the part
    /// above.
    fn runs_on(&self, above: &Curve) -> Vec<(usize, usize)> {
        let stories = above.at_foot();
        let parts = self.at_top(0).into_iter();
        parts
            .filter(|(leaf, ..)| stories.contains(leaf))
            .map(|(_, column, span)| (column, span))
            .collect()
    }

    /// Stories whose slots reach its foot.
    fn at_foot(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Leaf(leaf) => leaf.iter().copied().collect(),
            Kind::Part(_) => Vec::new(),
            Kind::Rows { .. } => {
                self.children.last().map(Curve::at_foot).unwrap_or_default()
            }
            Kind::Columns => self.children.iter().flat_map(Curve::at_foot).collect(),
        }
    }

    /// Continuations at its top, with their columns from a column on.
    fn at_top(&self, column: usize) -> Vec<(usize, usize, usize)> {
        match &self.kind {
            Kind::Leaf(_) => Vec::new(),
            Kind::Part(leaf) => {
                leaf.iter().map(|leaf| (*leaf, column, self.span)).collect()
            }
            Kind::Rows { .. } => self
                .children
                .first()
                .map(|child| child.at_top(column))
                .unwrap_or_default(),
            Kind::Columns => {
                let mut column = column;
                let mut found = Vec::new();
                for child in &self.children {
                    found.extend(child.at_top(column));
                    column += child.span;
                }
                found
            }
        }
    }
}

fn count(rows: usize) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}
