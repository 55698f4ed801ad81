//! What is told of the lines of a story: of its text, and of the words in its
//! summary, its insets and beside its photographs.

use super::Desk;
use super::fit::{Drawn, Where, at_clusters};
use super::flow::{Part, Solid};
use super::leaf::Leaf;
use super::lines::{Told, faults_of};
use crate::diag::{Code, Diagnostic, Message, Sink, code};
use crate::geom::{Abs, Rect};
use crate::say;
use crate::text::Paragraph;
use crate::text::breaker::Breaker;
use std::ops::Range;

/// Words that no text runs through: a paragraph with its lines, as wide as they may be.
#[derive(Clone, Copy)]
pub(super) struct Lined<'l> {
    pub(super) paragraph: &'l Paragraph,
    pub(super) lines: &'l [Range<usize>],
    pub(super) width: Abs,
    /// Whether its lines are filled; else they stand in the middle.
    pub(super) filled: bool,
}

/// Tells of all lines of a story on a page.
pub(super) fn tell(
    leaf: &Leaf<'_>,
    drawn: &Drawn<'_>,
    at: &Where<'_>,
    (desk, faults): (&Desk<'_>, &mut Sink),
) {
    let told = Told {
        story: &leaf.story.story.name,
        loose: desk.house.limits.loose,
    };
    beside(leaf, at, (told, &mut *faults));
    of_text(leaf, drawn, at, (told, faults));
}

/// What is told of a summary, of insets, of captions and credits.
fn beside(leaf: &Leaf<'_>, at: &Where<'_>, (told, faults): (Told<'_>, &mut Sink)) {
    let summary = leaf.summary.iter().flat_map(|summary| summary.lined());
    let insets = leaf.insets.iter().flat_map(|inset| inset.lined());
    let photos = leaf.photos.iter().flat_map(|photo| photo.lined());
    for words in summary.chain(insets).chain(photos) {
        let breaker = Breaker::new(words.paragraph);
        // A line in the middle is as long as it is.
        let counts = |code: Code| {
            words.filled || code != code::LINE_SHORT && code != code::LINE_LOOSE
        };
        for line in words.lines {
            let own = (words.paragraph, &breaker);
            let all = faults_of(told, own, line, words.width).into_iter();
            for fault in all.filter(|fault| counts(fault.code)) {
                faults.push(fault.on_page(at.page, None));
            }
        }
    }
}

/// What is told of lines, of text and of crossheads.
fn of_text(
    leaf: &Leaf<'_>,
    drawn: &Drawn<'_>,
    at: &Where<'_>,
    (told, faults): (Told<'_>, &mut Sink),
) {
    let mut sums: Option<(usize, Breaker<'_>)> = None;
    let placed = &drawn.flowed.placed;
    let widows = drawn.flowed.widows(&leaf.story.flow, drawn.slots);
    for (index, line) in placed.iter().enumerate() {
        let Some(slot) = drawn.slots.get(line.slot) else { continue };
        let (paragraph, lines) = match &leaf.story.flow[line.part] {
            Part::Text(paragraph) => (paragraph, vec![line.clusters.clone()]),
            Part::Solid(solid @ Solid { line: Some(words), .. }) => {
                (words, solid.lines(slot.width))
            }
            Part::Solid(_) | Part::Row(_) => continue,
        };
        // The sums of a paragraph serve all its lines.
        let kept = sums.take().filter(|(part, _)| *part == line.part);
        let (_, breaker) =
            sums.insert(kept.unwrap_or_else(|| (line.part, Breaker::new(paragraph))));
        let (top, leading) = (at.rows.top(slot.row), at.rows.grid.leading);
        let rect = Some(Rect::new(slot.x, top, slot.width, leading));
        for clusters in &lines {
            for fault in faults_of(told, (paragraph, breaker), clusters, slot.width) {
                faults.push(fault.on_page(at.page, rect));
            }
        }
        if widows.contains(&index) {
            let above = drawn.slots.get(placed[index - 1].slot);
            let below = above.is_some_and(|above| above.leg == slot.leg);
            let fault = Diagnostic::new(code::WIDOW, widow(told.story, below));
            let own = line.clusters.clone();
            faults.push(at_clusters(fault, paragraph, own).on_page(at.page, rect));
        }
    }
}

/// What is told of a widow at a leg's top, or below a picture.
fn widow(story: &str, below_picture: bool) -> Message {
    if below_picture {
        return say!(
            "孤行：“{story}”有一段的末行单独在图片下面",
            "the last line of a paragraph of “{story}” stands alone below a picture"
        );
    }
    say!(
        "孤行：“{story}”有一段的末行单独在栏头",
        "the last line of a paragraph of “{story}” stands alone at a column's top"
    )
}
