//! Draws the columns of a vertical heading.

use super::cells::{Cell, Stand, cells, opens};
use super::draw::Draw;
use super::head::{HeadPlan, PlannedLine, passage_of};
use super::leaf::Leaf;
use super::vertical::{COLUMN, DEPTH, paragraph, spacing};
use crate::geom::{Abs, Em, Point};
use crate::page::{GlyphRun, Item, Shape};
use crate::role::Role;
use crate::text::class::Class;
use crate::text::line::push_cluster;
use crate::text::{Cluster, Paragraph};
use std::sync::Arc;

/// Most white between the cells of a vertical headline, in em: more than in a
/// horizontal one, since the eye takes a column cell by cell.
const MOST_SPACING: f64 = 0.4;
/// A figure's middle above its baseline, in em of its own size: what stands
/// turned or upright in a column is centred by it.
const MIDDLE: f64 = 0.36;

/// A column ready to be drawn.
struct Column<'c> {
    line: &'c PlannedLine,
    paragraph: Paragraph,
    cells: Vec<Cell>,
    length: Abs,
}

/// Draws a vertical heading with its top left corner at a place, in a height.
pub(super) fn head(
    draw: &mut Draw<'_, '_>,
    leaf: &Leaf<'_>,
    plan: &HeadPlan,
    (corner, height): (Point, Abs),
) {
    let columns: Vec<Column<'_>> = plan
        .lines
        .iter()
        .filter_map(|line| column(draw, leaf, line))
        .collect();
    let total: Abs = columns.iter().map(|column| column.line.size.scale(COLUMN)).sum();
    // The strip is a whole number of characters: what is over is shared out.
    let text_x = leaf.plan.legs.first().map_or(corner.x + total, |(x, _)| *x);
    let spare = (text_x - corner.x - total - draw.rows.grid.body).max(Abs::ZERO);
    let depth = spread(&columns, height.scale(DEPTH));
    let mut right = corner.x + total + spare / 2;
    for column in &columns {
        let size = column.line.size;
        right -= size.scale(COLUMN);
        let top = Point::new(right + size.scale(COLUMN) / 2, corner.y);
        let by = match column.line.role {
            Role::Headline => opening(column, depth),
            _ => Abs::ZERO,
        };
        column_items(column, by, top, (&leaf.story.name, &mut draw.items));
    }
}

fn column<'c>(
    draw: &mut Draw<'_, '_>,
    leaf: &Leaf<'_>,
    line: &'c PlannedLine,
) -> Option<Column<'c>> {
    let passage = passage_of(&leaf.story.head, line)?;
    let (styles, heads) = (draw.styles, *draw.styles.heads());
    let style = styles.sized(line.role, line.size);
    let paragraph = paragraph(passage, style, &heads, draw.shaper);
    let cells = cells(&paragraph, line.clusters.clone(), heads.upright);
    let length = cells.iter().map(|cell| cell.length).sum();
    Some(Column { line, paragraph, cells, length })
}

/// Gaps that letter-spacing opens.
fn gaps(column: &Column<'_>) -> usize {
    let pairs = column.cells.windows(2);
    pairs
        .filter(|pair| opens(&column.paragraph, &pair[0], &pair[1]))
        .count()
}

fn opening(column: &Column<'_>, depth: Abs) -> Abs {
    let size = column.line.size;
    spacing(gaps(column), (column.length, depth), (size, Em::new(MOST_SPACING)))
}

/// The depth that the headline's columns come to: that of the longest, opened
/// as far as it may be.
fn spread(columns: &[Column<'_>], height: Abs) -> Abs {
    let headline = columns.iter().filter(|column| column.line.role == Role::Headline);
    let opened = headline.map(|column| {
        let gaps = i64::try_from(gaps(column)).unwrap_or(0);
        column.length + opening(column, height) * gaps
    });
    opened.max().unwrap_or(height)
}

/// One column of type, top to bottom, centred on a line.
fn column_items(
    column: &Column<'_>,
    by: Abs,
    top: Point,
    (story, items): (&Arc<str>, &mut Vec<Item>),
) {
    let paragraph = &column.paragraph;
    let mut pen = top.y;
    for (at, cell) in column.cells.iter().enumerate() {
        let place = Point::new(top.x, pen - cell.cut);
        let run = match cell.stand {
            Stand::Upright => upright(paragraph, cell, place),
            Stand::Turned => turned(paragraph, cell, place),
            Stand::Side | Stand::Letter => side(paragraph, cell, place),
        };
        let first = &paragraph.clusters[cell.clusters.start];
        items.push(Item {
            role: paragraph.style_of(first).role,
            story: Some(Arc::clone(story)),
            span: paragraph.span_of(paragraph.chars_of(cell.clusters.clone())),
            shape: Shape::Glyphs(run),
        });
        let below = column.cells.get(at + 1);
        let opened = below.is_some_and(|below| opens(paragraph, cell, below));
        pen += cell.length + if opened { by } else { Abs::ZERO };
    }
}

fn upright(paragraph: &Paragraph, cell: &Cell, pen: Point) -> GlyphRun {
    let cluster = &paragraph.clusters[cell.clusters.start];
    let mut run = empty(paragraph, cluster, pen, false);
    push_cluster(&mut run, paragraph, cluster, Point::default());
    if matches!(cluster.class, Class::Blank | Class::WordSpace) {
        // A blank shows nothing; its place is its own.
        for glyph in &mut run.glyphs {
            glyph.advance = Abs::ZERO;
        }
    }
    run
}

/// Letters and digits side by side, in the middle of one em.
fn side(paragraph: &Paragraph, cell: &Cell, pen: Point) -> GlyphRun {
    let cluster = &paragraph.clusters[cell.clusters.start];
    let em = cell.length;
    let by = if cell.width > em { em.ratio(cell.width) } else { 1.0 };
    let size = cluster.size.scale(by);
    let width = cell.width.scale(by);
    let baseline = pen.y + em / 2 + size.scale(MIDDLE);
    let mut run =
        empty(paragraph, cluster, Point::new(pen.x - width / 2, baseline), false);
    let mut along = Abs::ZERO;
    for cluster in &paragraph.clusters[cell.clusters.clone()] {
        push_cluster(&mut run, paragraph, cluster, Point::new(along, Abs::ZERO));
        along += cluster.body + cluster.right;
    }
    run.size = size;
    for glyph in &mut run.glyphs {
        glyph.x = glyph.x.scale(by);
        glyph.y = glyph.y.scale(by);
        glyph.advance = glyph.advance.scale(by);
    }
    run
}

/// A word or a long number, turned: its upper side to the right.
fn turned(paragraph: &Paragraph, cell: &Cell, pen: Point) -> GlyphRun {
    let cluster = &paragraph.clusters[cell.clusters.start];
    let x = pen.x - cluster.size.scale(MIDDLE);
    let mut run = empty(paragraph, cluster, Point::new(x, pen.y), true);
    let mut along = Abs::ZERO;
    for cluster in &paragraph.clusters[cell.clusters.clone()] {
        // The blank that is cut off a mark lies along the column.
        let cut = cluster.origin;
        push_cluster(&mut run, paragraph, cluster, Point::new(-cut, along + cut));
        along += cluster.body + cluster.right;
    }
    run
}

fn empty(
    paragraph: &Paragraph,
    cluster: &Cluster,
    origin: Point,
    turned: bool,
) -> GlyphRun {
    GlyphRun {
        face: cluster.face,
        size: cluster.size,
        ink: paragraph.style_of(cluster).ink,
        origin,
        glyphs: Vec::new(),
        text: String::new(),
        turned,
    }
}
