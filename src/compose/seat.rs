//! The slots of a paragraph's lines: one each, but two for a line with readings
//! above it.

use super::flow::{ORPHAN, OVERSET, PARTED, SKIPPED, WIDOW, alike_from, to_f64};
use super::region::LineSlot;
use crate::text::breaker::Setting;
use crate::text::breaks::{Break, Kind};
use crate::text::form::Form;
use crate::text::{Joint, Paragraph};
use std::ops::Range;

/// A tail at a leg's top, without a line of its text (R10.5).
const TAIL_PARTED: f64 = 75.0;

/// A name or a number and its unit parted over a leg's foot, beyond what it costs
/// anywhere.
const KEEP_PARTED: f64 = 4.0;

/// Whether a line that ends before a cluster parts what it had better not. What
/// parting costs is looked at first, since few places cost anything.
fn is_kept(paragraph: &Paragraph, at: usize) -> bool {
    let dear = |joint: &Joint| matches!(joint.break_, Break::Yes(cost) if cost >= Kind::Loose.cost());
    paragraph.joints.get(at).is_some_and(dear)
        && paragraph.kept_at(at).is_some_and(|keep| keep.kind > Kind::Loose)
}

/// Rows of a line: a reading stands in a row more above it.
pub(super) fn rows(paragraph: &Paragraph, line: &Range<usize>) -> usize {
    1 + usize::from(paragraph.is_tall(line))
}

/// Whether a paragraph introduces what follows, as a salutation does: its last
/// line stays with the next one.
pub(super) fn introduces(paragraph: &Paragraph) -> bool {
    paragraph.chars.last() == Some(&'：')
}

/// Whether a paragraph's last line stays with the next paragraph: what introduces
/// it, and the first verses and the last ones of a stanza.
pub(super) fn stays(paragraph: &Paragraph) -> bool {
    introduces(paragraph) || matches!(paragraph.form, Form::Verse { stays: true, .. })
}

/// Where the lines of one way to set a paragraph come to stand.
pub(super) struct Seats {
    /// First slot and rows of each line.
    pub(super) seats: Vec<(usize, usize)>,
    /// The next free slot.
    pub(super) end: usize,
    /// Slots left white, because a tall line would not be split over two legs.
    skipped: usize,
    /// Whether the last line is the tail alone.
    ends_in_tail: bool,
    /// Whether the last line stays with what follows.
    stays: bool,
    /// Lines that part what had better stay together (R6.3).
    part: Vec<usize>,
}

impl Seats {
    pub(super) fn new(
        paragraph: &Paragraph,
        way: &Setting,
        slots: &[LineSlot],
        slot: usize,
    ) -> Seats {
        let mut seats = Seats {
            seats: Vec::with_capacity(way.lines.len()),
            end: slot,
            skipped: 0,
            ends_in_tail: way
                .lines
                .last()
                .is_some_and(|last| paragraph.flush == Some(last.start)),
            stays: stays(paragraph),
            part: Vec::new(),
        };
        for (index, line) in way.lines.iter().enumerate() {
            if is_kept(paragraph, line.end) {
                seats.part.push(index);
            }
            let rows = rows(paragraph, line);
            while rows > 1 && seats.end < slots.len() {
                let room = alike_from(slots, seats.end);
                if room >= rows {
                    break;
                }
                seats.end += room.max(1);
                seats.skipped += room.max(1);
            }
            seats.seats.push((seats.end, rows));
            seats.end += rows;
        }
        seats
    }

    /// What the place costs: skipped and overset rows, widow, orphan.
    pub(super) fn cost(&self, slots: &[LineSlot]) -> f64 {
        let first = self.seats.first().map_or(self.end, |seat| seat.0);
        let over = self.end.saturating_sub(slots.len().max(first));
        let mut cost = OVERSET * to_f64(over) + SKIPPED * to_f64(self.skipped);
        let last = |line: usize| {
            let (slot, rows) = self.seats.get(line)?;
            slots.get(slot + rows - 1)
        };
        let first_of = |line: usize| slots.get(self.seats.get(line)?.0);
        let parted = |line: usize| {
            let ends = last(line).zip(first_of(line + 1));
            ends.is_some_and(|(above, below)| above.is_apart(below))
        };
        if let Some(before_last) = self.seats.len().checked_sub(2) {
            let alone = if self.ends_in_tail { TAIL_PARTED } else { WIDOW };
            cost += if parted(before_last) { alone } else { 0.0 };
            cost += if parted(0) { ORPHAN } else { 0.0 };
        }
        let apart = self.part.iter().filter(|line| parted(**line)).count();
        cost += KEEP_PARTED * to_f64(apart);
        if self.is_parted(slots) { cost + PARTED } else { cost }
    }

    /// Whether what it stays with begins the next leg, or stands below a picture (背题).
    fn is_parted(&self, slots: &[LineSlot]) -> bool {
        let above = self.end.checked_sub(1).and_then(|at| slots.get(at));
        let ends = above.zip(slots.get(self.end));
        self.stays && ends.is_some_and(|(above, below)| above.is_apart(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Abs, Em};
    use crate::layout::{Level, Punctuation};
    use crate::text::ems;

    /// Two lines over two legs, the second of them the tail alone or not.
    fn cost(tail: bool) -> f64 {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let mut paragraph = ems::paragraph("一二三四五六七八九十", style, Em::ZERO);
        paragraph.flush = tail.then_some(5);
        let way = Setting { lines: vec![0..5, 5..10], cost: 0.0, forced: false };
        let width = Abs::pt(50.0);
        let slots = [0, 1].map(|leg| LineSlot {
            leg,
            row: 0,
            segment: 0,
            x: Abs::ZERO,
            width,
            edges: (Abs::ZERO, width),
        });
        Seats::new(&paragraph, &way, &slots, 0).cost(&slots)
    }

    #[test]
    fn a_tail_alone_in_the_next_leg_is_worse_than_a_widow() {
        assert!(cost(true) > cost(false) + WIDOW);
    }
}
