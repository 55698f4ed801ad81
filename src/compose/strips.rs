//! What is told of the rows around pictures: strips that stay white beside one,
//! rows of text that stand alone above or below one.

use super::fit::{Drawn, PARTED_WORDS, Where, at_clusters};
use super::flow::Part;
use super::leaf::Leaf;
use super::region::{LineSlot, rows_of};
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::Rect;
use crate::say;
use crate::text::Paragraph;

/// Tells the white strips and the lone rows of a story.
pub(super) fn tell(
    leaf: &Leaf<'_>,
    drawn: &Drawn<'_>,
    at: &Where<'_>,
    faults: &mut Sink,
) {
    tell_white(leaf, drawn, at, faults);
    tell_alone(leaf, drawn, at, faults);
}

/// Rows of text that stand alone in their leg, above a picture or below one.
fn tell_alone(leaf: &Leaf<'_>, drawn: &Drawn<'_>, at: &Where<'_>, faults: &mut Sink) {
    let region = leaf.region(at.place);
    let slots = &drawn.slots[..drawn.flowed.used.min(drawn.slots.len())];
    for slot in slots {
        let in_leg = |row: Option<usize>| {
            row.is_some_and(|row| {
                slots.iter().any(|other| (other.leg, other.row) == (slot.leg, row))
            })
        };
        let hole = |row: Option<usize>| {
            row.is_some_and(|row| {
                let meets = |left, right| left < slot.edges.1 && right > slot.edges.0;
                let here = region.holes.iter().filter(|hole| hole.rows.contains(&row));
                here.clone().any(|hole| meets(hole.left, hole.right))
            })
        };
        let (above, below) = (slot.row.checked_sub(1), slot.row.checked_add(1));
        let alone = !in_leg(above) && !in_leg(below);
        if slot.segment > 0 || !alone || !(hole(above) || hole(below)) {
            continue;
        }
        let story = &leaf.story.story.name;
        let leading = at.rows.grid.leading;
        let rect = Rect::new(slot.x, at.rows.top(slot.row), slot.width, leading);
        faults.push(
            Diagnostic::new(
                code::ROW_ALONE,
                say!(
                    "“{story}”有一行正文单独在图片的上边或下边",
                    "a row of “{story}” stands alone above or below a picture"
                ),
            )
            .at(leaf.story.story.span)
            .on_page(at.page, Some(rect))
            .help(say!(
                "改图片的 place 或 width，或增删几行",
                "change the picture's `place` or `width`, or the text by a few lines"
            )),
        );
    }
}

/// Rows of a white strip that are told.
const STRIP_ROWS: usize = 3;

/// Strips beside pictures that stay white, since what comes next does not fit in
/// them.
fn tell_white(leaf: &Leaf<'_>, drawn: &Drawn<'_>, at: &Where<'_>, faults: &mut Sink) {
    let story = &leaf.story.story.name;
    for pair in drawn.flowed.placed.windows(2) {
        let Some(skipped) = drawn.slots.get(pair[0].slot + pair[0].rows..pair[1].slot)
        else {
            continue;
        };
        let strip: Vec<LineSlot> =
            skipped.iter().filter(|slot| !slot.is_whole()).copied().collect();
        let (Some(first), rows) = (strip.first(), rows_of(&strip)) else { continue };
        if rows < STRIP_ROWS {
            continue;
        }
        let line = match &leaf.story.flow[pair[1].part] {
            Part::Solid(solid) => solid.line.as_ref(),
            Part::Row(row) => row.table.cells[row.index].first(),
            Part::Text(line) => Some(line),
        };
        let last = |line: &Paragraph| line.clusters.len().min(PARTED_WORDS);
        let words = line.map_or_else(String::new, |line| line.text_of(0..last(line)));
        let chars = first.width.steps_down(leaf.em);
        let (top, leading) = (at.rows.top(first.row), at.rows.grid.leading);
        let rect = Rect::new(first.x, top, first.width, leading * rows);
        let fault = Diagnostic::new(
            code::HOLE,
            say!(
                "天窗：“{story}”的图片旁边空 {rows} 行，“{words}”在 {chars} 字宽里排不下",
                "{rows} rows beside a picture of “{story}” stay white: “{words}” does not fit in {chars} characters"
            ),
        );
        let fault = match line {
            Some(line) => at_clusters(fault, line, 0..line.clusters.len()),
            None => fault.at(leaf.story.story.span),
        };
        faults.push(fault.on_page(at.page, Some(rect)).help(say!(
            "改图片的 width 或 place，或把它写短、挪到别处",
            "change the picture's `width` or `place`, or shorten or move what does not fit"
        )));
    }
}
