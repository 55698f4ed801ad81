//! Ways to break a story's paragraphs, kept for as long as the story is tried in
//! different rooms.
//!
//! How a paragraph breaks depends on the widths of the slots from its first line
//! on, as far as its lines reach. Equal widths are counted in runs, so that the
//! paragraphs of a story in one measure are each broken once.

use super::flow::{Part, row_in};
use super::region::LineSlot;
use super::seat::rows;
use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::breaker::{Breaker, Setting};
use std::cell::Cell;
use std::collections::BTreeMap;

/// Slots with their runs of equal width, and what lies beyond them.
pub(super) struct Room<'s> {
    /// The slots.
    pub(super) slots: &'s [LineSlot],
    /// For each slot the end of its run of equal width.
    ends: Vec<usize>,
    /// Measure of slots that are not there.
    beyond: Abs,
}

impl<'s> Room<'s> {
    /// The room of a list; lines without a slot go on in the last leg's measure.
    #[must_use]
    pub(super) fn new(slots: &'s [LineSlot]) -> Room<'s> {
        let beyond = slots.last().map_or(Abs::pt(153.0), LineSlot::leg_width);
        let mut room = Room { slots, ends: vec![0; slots.len()], beyond };
        let mut end = usize::MAX;
        for at in (0..slots.len()).rev() {
            if room.width(at) != room.width(at + 1) {
                end = at + 1;
            }
            room.ends[at] = end;
        }
        room
    }

    /// A single measure without end.
    #[must_use]
    pub(super) fn endless(measure: Abs) -> Room<'static> {
        Room { slots: &[], ends: Vec::new(), beyond: measure }
    }

    fn width(&self, at: usize) -> Abs {
        self.slots.get(at).map_or(self.beyond, |slot| slot.width)
    }

    /// Measure of a line of a paragraph with readings, whose lines take up to
    /// two slots each: it fits wherever it comes to stand.
    fn tall_width(&self, at: usize, line: usize) -> Abs {
        let widths = (at + line..=at + 2 * line + 1).map(|at| self.width(at));
        widths.min().unwrap_or(self.beyond)
    }

    fn run_end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(usize::MAX)
    }

    /// Runs of equal width over so many slots.
    fn runs(&self, at: usize, count: usize) -> Vec<(Abs, usize)> {
        let (mut at, end) = (at, at + count);
        let mut runs = Vec::new();
        while at < end {
            let stop = self.run_end(at).min(end);
            runs.push((self.width(at), stop - at));
            at = stop;
        }
        runs
    }

    fn has_runs(&self, mut at: usize, runs: &[(Abs, usize)]) -> bool {
        runs.iter().all(|(width, count)| {
            let same = self.width(at) == *width && self.run_end(at) - at >= *count;
            at += count;
            same
        })
    }
}

/// A paragraph's ways in the widths that were asked for while they were found.
struct Ways {
    runs: Vec<(Abs, usize)>,
    settings: Vec<Setting>,
}

/// Every way to set each paragraph of a story, by widths.
#[derive(Default)]
pub(super) struct Cache {
    ways: BTreeMap<usize, Vec<Ways>>,
}

impl Cache {
    /// The ways to set a paragraph from a slot on.
    pub(super) fn ways(
        &mut self,
        (part, paragraph): (usize, &Paragraph),
        room: &Room<'_>,
        at: usize,
    ) -> &[Setting] {
        let known = self.ways.entry(part).or_default();
        let found = known.iter().position(|ways| room.has_runs(at, &ways.runs));
        let index = found.unwrap_or_else(|| {
            let asked = Cell::new(0);
            let tall = !paragraph.extras.readings.is_empty();
            let settings = Breaker::new(paragraph).settings(&|line| {
                let slots = if tall { 2 * line + 2 } else { line + 1 };
                asked.set(asked.get().max(slots));
                let width =
                    if tall { room.tall_width(at, line) } else { room.width(at + line) };
                paragraph.form.measure(line, width)
            });
            known.push(Ways { runs: room.runs(at, asked.get()), settings });
            known.len() - 1
        });
        &known[index].settings
    }

    /// Lines of the whole flow in one measure, each paragraph in its cheapest
    /// way, and rows of solid parts.
    pub(super) fn rows(&mut self, flow: &[Part], measure: Abs) -> usize {
        let room = Room::endless(measure);
        let mut rows = 0;
        for (index, part) in flow.iter().enumerate() {
            rows += match part {
                Part::Solid(solid) => solid.rows + solid.turned(measure),
                Part::Row(row) => row_in(flow, index, row, measure).rows,
                Part::Text(paragraph) => {
                    cheapest(paragraph, self.ways((index, paragraph), &room, 0))
                }
            };
        }
        rows
    }
}

/// Rows that may stay white at the feet of legs, and stand again at their heads,
/// because lines with readings and rows of tables are not split.
pub(super) fn lost_rows(flow: &[Part], legs: usize, measure: Abs) -> usize {
    let lost = |part: &Part| match part {
        Part::Text(paragraph) => usize::from(!paragraph.extras.readings.is_empty()),
        Part::Row(row) => {
            let solid = row.solid(measure);
            solid.rows - 1 + solid.keep + solid.again
        }
        Part::Solid(_) => 0,
    };
    flow.iter().map(lost).max().unwrap_or(0) * legs.saturating_sub(1)
}

fn cheapest(paragraph: &Paragraph, ways: &[Setting]) -> usize {
    let best = ways.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
    best.map_or(0, |way| way.lines.iter().map(|line| rows(paragraph, line)).sum())
}
