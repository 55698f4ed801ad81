//! Vertical headings 竖题 (composition rule R11).

use super::draw::Draw;
use super::head::small_sizes;
use super::leaf::Leaf;
use super::story::HeadCopy;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::{Abs, Point};
use crate::page::{GlyphRun, Item, Shape};
use crate::role::Role;
use crate::text::line::push_cluster;
use crate::text::{Cluster, Inline, Paragraph};
use std::sync::Arc;

/// White between the columns of a vertical heading, in em of the column.
const COLUMN: f64 = 1.3;
/// Numbers and words up to this width stand upright side by side (纵中横).
const UPRIGHT: f64 = 1.3;

/// The columns of a vertical heading from right to left: role, size, words.
fn columns<'c>(
    copy: &'c HeadCopy,
    size: Abs,
    styles: &Styles,
) -> Vec<(Role, Abs, &'c Passage)> {
    let small = |role| small_sizes(size, styles.get(role).size)[0];
    let mut columns = Vec::new();
    if let Some(kicker) = &copy.kicker {
        columns.push((Role::Kicker, small(Role::Kicker), kicker));
    }
    for line in &copy.headline {
        columns.push((Role::Headline, size, line));
    }
    if let Some(deck) = &copy.deck {
        columns.push((Role::Deck, small(Role::Deck), deck));
    }
    columns
}

/// Sizes of the columns, and the length of the longest.
#[must_use]
pub(super) fn extent(copy: &HeadCopy, size: Abs, styles: &Styles) -> (Vec<Abs>, Abs) {
    let columns = columns(copy, size, styles);
    let sizes = columns.iter().map(|(_, size, _)| *size).collect();
    let length = columns.iter().map(|(_, size, passage)| *size * cells(passage)).max();
    (sizes, length.unwrap_or_default())
}

/// Em cells a line takes: a character one, a short number one together.
fn cells(passage: &Passage) -> usize {
    let mut cells = 0;
    let mut digits = 0;
    for letter in &passage.letters {
        if letter.c.is_ascii_alphanumeric() {
            digits += 1;
            cells += usize::from(digits % 2 == 1);
        } else {
            digits = 0;
            cells += 1;
        }
    }
    cells
}

/// Most white between the characters of a vertical headline, in em.
const MOST_SPACING: f64 = 0.4;

/// Draws a vertical heading with its top left corner at a place; its characters
/// are spaced out towards the height it has (均排).
pub(super) fn head(
    draw: &mut Draw<'_, '_>,
    leaf: &Leaf<'_>,
    (corner, height): (Point, Abs),
) {
    let size = leaf.vertical_size;
    let columns = columns(&leaf.story.head, size, draw.styles);
    let total: Abs = columns.iter().map(|(_, size, _)| size.scale(COLUMN)).sum();
    // The strip is a whole number of characters: what is over is shared out.
    let text_x = leaf.plan.legs.first().map_or(corner.x + total, |(x, _)| *x);
    let spare = (text_x - corner.x - total - draw.rows.grid.body).max(Abs::ZERO);
    let mut right = corner.x + total + spare / 2;
    for (role, size, passage) in columns {
        right -= size.scale(COLUMN);
        let style = draw.styles.sized(role, size);
        let inline = Inline { passage: passage.clone(), style };
        let paragraph = draw.shaper.vertical(&[inline]);
        let centre = Point::new(right + size.scale(COLUMN) / 2, corner.y);
        let length = size * cells(passage);
        let gaps = i64::try_from(cells(passage).saturating_sub(1).max(1)).unwrap_or(1);
        let spare = (height.scale(0.94) - length).max(Abs::ZERO) / gaps;
        let spacing = match role {
            Role::Headline => spare.min(size.scale(MOST_SPACING)),
            _ => Abs::ZERO,
        };
        let items = column(&paragraph, (size, spacing), centre, &leaf.story.name);
        draw.items.extend(items);
    }
}

/// One column of type, top to bottom, centred on a line.
fn column(
    paragraph: &Paragraph,
    (size, spacing): (Abs, Abs),
    top: Point,
    story: &Arc<str>,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut pen = top.y;
    let mut at = 0;
    while at < paragraph.clusters.len() {
        let western = |cluster: &&Cluster| cluster.class.is_western();
        let run = paragraph.clusters[at..].iter().take_while(western).count();
        if run == 0 {
            let cluster = &paragraph.clusters[at];
            items.push(upright(paragraph, at, Point::new(top.x, pen), story));
            pen += cluster.body + spacing;
            at += 1;
            continue;
        }
        let width: Abs = paragraph.clusters[at..at + run]
            .iter()
            .map(|c| c.body + c.right)
            .sum();
        let turned = width > size.scale(UPRIGHT);
        let place = Point::new(top.x, pen);
        items.push(western_run(
            paragraph,
            (at, run),
            (place, width, size),
            (turned, story),
        ));
        pen += spacing + if turned { width } else { size };
        at += run;
    }
    items
}

fn upright(paragraph: &Paragraph, at: usize, pen: Point, story: &Arc<str>) -> Item {
    let cluster = &paragraph.clusters[at];
    let mut run = empty(paragraph, cluster, pen, false);
    push_cluster(&mut run, paragraph, cluster, Point::default());
    item(paragraph, (at, 1), run, story)
}

/// A number or word: side by side in one cell, or turned if it is long.
fn western_run(
    paragraph: &Paragraph,
    (at, count): (usize, usize),
    (pen, width, size): (Point, Abs, Abs),
    (turned, story): (bool, &Arc<str>),
) -> Item {
    // Figures are about 0.7 em tall: their middle is the cell's middle.
    let origin = if turned {
        Point::new(pen.x - size.scale(0.34), pen.y)
    } else {
        Point::new(pen.x - width / 2, pen.y + size.scale(0.85))
    };
    let mut run = empty(paragraph, &paragraph.clusters[at], origin, turned);
    let mut along = Abs::ZERO;
    for cluster in &paragraph.clusters[at..at + count] {
        let place = if turned {
            Point::new(Abs::ZERO, along)
        } else {
            Point::new(along, Abs::ZERO)
        };
        push_cluster(&mut run, paragraph, cluster, place);
        along += cluster.body + cluster.right;
    }
    if !turned && width > size {
        squeeze(&mut run, size.ratio(width), pen.x - size / 2);
    }
    item(paragraph, (at, count), run, story)
}

/// Makes a number small enough for one em.
fn squeeze(run: &mut GlyphRun, by: f64, left: Abs) {
    run.size = run.size.scale(by);
    run.origin.x = left;
    for glyph in &mut run.glyphs {
        glyph.x = glyph.x.scale(by);
        glyph.advance = glyph.advance.scale(by);
    }
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

fn item(
    paragraph: &Paragraph,
    (at, count): (usize, usize),
    run: GlyphRun,
    story: &Arc<str>,
) -> Item {
    Item {
        role: paragraph.style_of(&paragraph.clusters[at]).role,
        story: Some(Arc::clone(story)),
        span: paragraph.span_of(paragraph.chars_of(at..at + count)),
        shape: Shape::Glyphs(run),
    }
}
