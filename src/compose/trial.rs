//! Headings tried at a width, before a page is made.

use super::fit::SetLine;
use super::head::{HeadPlan, Wishes, plans, shapes};
use super::story::Prepared;
use super::styles::Styles;
use crate::font::FontLibrary;
use crate::geom::Abs;
use crate::layout::Layout;
use crate::text::Shaper;
use crate::text::words::Words;

/// A way to set a story's heading across a width.
pub struct HeadWay {
    /// Headline size.
    pub size: Abs,
    /// Rows it takes at least.
    pub rows: usize,
    /// How far from what the house wants.
    pub cost: f64,
    /// Whether it fits only broken by force.
    pub forced: bool,
    /// How many of its breaks read wrong.
    pub weak: usize,
    /// Its lines.
    pub lines: Vec<SetLine>,
}

/// What headings are tried with.
pub struct HeadCase<'c> {
    /// The house's styles.
    pub styles: &'c Styles,
    /// Faces.
    pub fonts: &'c FontLibrary,
    /// Words that are never split.
    pub words: &'c Words,
    /// The layout, for its columns and its ladder.
    pub layout: &'c Layout,
}

/// The ways to set a story's heading across so many columns, the best first.
#[must_use]
pub fn heads(story: &Prepared<'_>, columns: usize, case: &HeadCase<'_>) -> Vec<HeadWay> {
    let mut shaper = Shaper::new(case.fonts);
    let shapes = shapes(&story.head, case.styles, &mut shaper, case.words);
    let grid = &case.layout.grid;
    let wishes = Wishes {
        ladder: &case.layout.ladder,
        heads: *case.styles.heads(),
        priority: story.story.priority,
        broken: story.head.broken,
        width: grid.span(columns),
    };
    let way = |plan: HeadPlan| HeadWay {
        size: plan.size,
        rows: plan.rows,
        cost: plan.cost,
        forced: plan.forced,
        weak: plan.weak.len(),
        lines: plan.lines.iter().map(SetLine::from).collect(),
    };
    let mut ways: Vec<HeadWay> =
        plans(&shapes, wishes, grid).into_iter().map(way).collect();
    ways.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    ways
}
