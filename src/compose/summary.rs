//! 提要题: a summary between heading and text, across the legs, in whole rows.

use super::draw::Draw;
use super::leaf::{Leaf, Plan};
use super::lines_told::Lined;
use super::phrases::lines_of;
use super::story::Prepared;
use super::styles::Styles;
use crate::geom::{Abs, Em, Point};
use crate::layout::Grid;
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::line::{Fill, set};
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// A summary shaped for its width.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    /// Paragraphs with their lines.
    pub(super) words: Vec<(Paragraph, Vec<Range<usize>>)>,
    /// Rows it takes.
    pub(super) rows: usize,
    x: Abs,
    width: Abs,
    leading: Abs,
    height: Abs,
}

/// White at either side, in em, where the width has room for it.
const SIDES: i64 = 2;
/// Width, in em, from which on it has.
const ROOMY: i64 = 24;
/// White above and below, together, in rows.
const AIR: f64 = 0.8;

/// Shapes a story's summary for a plan.
pub(super) fn summary(
    story: &Prepared<'_>,
    plan: &Plan,
    grid: &Grid,
    (styles, shaper): (&Styles, &mut Shaper<'_>),
) -> Option<Summary> {
    if story.summary.is_empty() {
        return None;
    }
    let style = styles.get(Role::Summary);
    let (first, last) = (plan.legs[0], plan.legs[plan.legs.len() - 1]);
    let (mut x, mut width) = (first.0, last.0 + last.1 - first.0);
    if width >= style.size * ROOMY {
        x += style.size * SIDES;
        width -= style.size * (2 * SIDES);
    }
    let mut words = Vec::new();
    for passage in &story.summary {
        let inline = Inline {
            passage: passage.clone(),
            style: Arc::clone(&style),
        };
        let paragraph = shaper.paragraph(&[inline], Em::ZERO);
        let lines = lines_of(&Breaker::new(&paragraph), width);
        words.push((paragraph, lines));
    }
    let count: usize = words.iter().map(|(_, lines)| lines.len()).sum();
    let leading = styles.leading(Role::Summary);
    let height = leading * count;
    let rows = (height + grid.leading.scale(AIR)).steps_up(grid.leading);
    Some(Summary { words, rows, x, width, leading, height })
}

impl Draw<'_, '_> {
    /// The summary below the heading, its rows' first being `row`.
    pub(super) fn summary(&mut self, leaf: &Leaf<'_>, row: usize) {
        let Some(summary) = &leaf.summary else { return };
        let white = self.rows.grid.leading * summary.rows - summary.height;
        let mut top = self.rows.top(row) + white / 2;
        for (paragraph, lines) in &summary.words {
            let breaker = Breaker::new(paragraph);
            let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
            // A line alone stands in the middle.
            let fill = if lines.len() == 1 { Fill::Center } else { Fill::Justify };
            for clusters in lines {
                let line =
                    set(&breaker, paragraph, clusters.clone(), summary.width, fill);
                let shoulder = (summary.leading - size) / 2;
                let y = top + shoulder + size.scale(0.88);
                let origin = Point::new(summary.x, y);
                self.items
                    .extend(line.items(paragraph, origin, Some(&leaf.story.name)));
                top += summary.leading;
            }
        }
    }
}

impl Summary {
    /// Its lines.
    pub(super) fn lined(&self) -> impl Iterator<Item = Lined<'_>> {
        self.words.iter().map(|(paragraph, lines)| Lined {
            paragraph,
            lines,
            width: self.width,
            filled: lines.len() > 1,
        })
    }

    /// Moves it to the right.
    pub(super) fn shift(&mut self, by: Abs) {
        self.x += by;
    }
}
