//! The tree of splits that cuts a page's body into slots 版块.

use crate::source::Span;

/// A part of the page's body.
#[derive(Clone, Debug)]
pub enum Node {
    /// Parts below each other, top to bottom.
    Rows {
        /// The parts.
        children: Vec<Node>,
        /// Fixed depth, else it follows the content.
        lines: Option<usize>,
        /// Base columns.
        span: usize,
    },
    /// Parts side by side, left to right; they end on the same row.
    Columns {
        /// The parts.
        children: Vec<Node>,
        /// Fixed depth, else it follows the content.
        lines: Option<usize>,
        /// Base columns.
        span: usize,
    },
    /// A place for one story or advertisement.
    Slot(Slot),
    /// More room for the story of a slot.
    Part(Continued),
}

impl Node {
    /// Base columns.
    #[must_use]
    pub fn span(&self) -> usize {
        match self {
            Node::Rows { span, .. } | Node::Columns { span, .. } => *span,
            Node::Slot(slot) => slot.span,
            Node::Part(part) => part.span,
        }
    }

    /// Fixed depth in rows.
    #[must_use]
    pub fn lines(&self) -> Option<usize> {
        match self {
            Node::Rows { lines, .. } | Node::Columns { lines, .. } => *lines,
            Node::Slot(slot) => slot.lines,
            Node::Part(part) => part.lines,
        }
    }

    /// Every slot, in reading order.
    #[must_use]
    pub fn slots(&self) -> Vec<&Slot> {
        match self {
            Node::Slot(slot) => vec![slot],
            Node::Part(_) => Vec::new(),
            Node::Rows { children, .. } | Node::Columns { children, .. } => {
                children.iter().flat_map(Node::slots).collect()
            }
        }
    }

    /// Every part that continues a slot, in reading order.
    #[must_use]
    pub fn parts(&self) -> Vec<&Continued> {
        match self {
            Node::Part(part) => vec![part],
            Node::Slot(_) => Vec::new(),
            Node::Rows { children, .. } | Node::Columns { children, .. } => {
                children.iter().flat_map(Node::parts).collect()
            }
        }
    }

    /// Whether a slot's continuation stands right under it, so that legs run on
    /// from one into the other.
    #[must_use]
    pub fn runs_on(&self, name: &str) -> bool {
        match self {
            Node::Slot(_) | Node::Part(_) => false,
            Node::Columns { children, .. } => {
                children.iter().any(|child| child.runs_on(name))
            }
            Node::Rows { children, .. } => {
                let meet = |pair: &[Node]| pair[0].ends(name) && pair[1].begins(name);
                children.windows(2).any(meet)
                    || children.iter().any(|child| child.runs_on(name))
            }
        }
    }

    /// Whether a slot reaches the foot of this part of the tree.
    fn ends(&self, name: &str) -> bool {
        match self {
            Node::Slot(slot) => slot.name == name,
            Node::Part(_) => false,
            Node::Columns { children, .. } => {
                children.iter().any(|child| child.ends(name))
            }
            Node::Rows { children, .. } => {
                children.last().is_some_and(|child| child.ends(name))
            }
        }
    }

    /// Whether a slot's continuation begins at the top of this part of the tree.
    fn begins(&self, name: &str) -> bool {
        match self {
            Node::Slot(_) => false,
            Node::Part(part) => part.slot == name,
            Node::Columns { children, .. } => {
                children.iter().any(|child| child.begins(name))
            }
            Node::Rows { children, .. } => {
                children.first().is_some_and(|child| child.begins(name))
            }
        }
    }
}

/// A second rectangle for a slot's story, which makes it an L or sets it in two
/// places 穿插式.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continued {
    /// The slot.
    pub slot: String,
    /// Where the layout says so.
    pub at: Span,
    /// Base columns, each a leg.
    pub span: usize,
    /// Fixed depth in rows, else it follows the story.
    pub lines: Option<usize>,
}

/// A place for one story or advertisement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name, used in the issue's `place`.
    pub name: String,
    /// Where the layout names it.
    pub at: Span,
    /// Base columns.
    pub span: usize,
    /// Columns of text; other than `span` is 破栏.
    pub legs: usize,
    /// Body characters of each leg, if the layout says; else all are equal.
    pub measures: Vec<usize>,
    /// Fixed depth in rows, else it follows the story.
    pub lines: Option<usize>,
    /// What is drawn round it.
    pub frame: Frame,
    /// Tint of black behind it, in percent.
    pub tint: u16,
    /// Where the heading stands.
    pub head: HeadPlace,
    /// Whether the slot may stay empty without a fault.
    pub optional: bool,
    /// Whether it is kept for an advertisement: no story goes there by order.
    pub ad: bool,
}

/// What is drawn round a slot 围框.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Nothing.
    #[default]
    None,
    /// 正线: a thin rule.
    Thin,
    /// 反线: a thick rule.
    Thick,
    /// 文武线: a thick rule outside a thin one.
    ThickThin,
    /// 双线: two thin rules.
    Double,
}

/// Where a story's heading stands 题文位置.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadPlace {
    /// 盖文题: over the text.
    #[default]
    Over,
    /// 竖题: set vertically at the left of the text.
    Vertical,
}
