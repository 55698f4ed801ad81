//! A story in its slots, and what stands badly there.

use super::{Part, narrowest};
use crate::compose::region::LineSlot;
use crate::compose::seat::stays;
use crate::compose::table::Row;
use std::ops::Range;
use std::sync::Arc;

/// Rows of a table that no picture is to part, its head counted twice.
const SHORT_TABLE: usize = 14;

/// A line or a solid part in its place.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::compose) struct Placed {
    /// Index of the part in the flow.
    pub part: usize,
    /// The clusters, for text.
    pub clusters: Range<usize>,
    /// First slot; slots past the end of the list are overset.
    pub slot: usize,
    /// Slots it takes.
    pub rows: usize,
}

impl Placed {
    /// Whether the next one stands elsewhere: in another leg, or below a picture.
    fn is_apart(&self, next: &Placed, slots: &[LineSlot]) -> bool {
        let last = slots.get(self.slot + self.rows.saturating_sub(1));
        last.zip(slots.get(next.slot))
            .is_some_and(|(last, first)| last.is_apart(first))
    }
}

/// A story in its slots.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::compose) struct Flowed {
    /// Lines and solid parts in order.
    pub placed: Vec<Placed>,
    /// Slots used, skipped ones included; more than there are if overset.
    pub used: usize,
    /// The search's cost.
    pub cost: f64,
}

impl Flowed {
    /// Lines that end a paragraph alone at a leg's top, or below a picture that
    /// takes all of a leg (R8.3), by their index.
    pub(in crate::compose) fn widows(
        &self,
        flow: &[Part],
        slots: &[LineSlot],
    ) -> Vec<usize> {
        let is_widow = |at: &usize| {
            let (above, line) = (&self.placed[at - 1], &self.placed[*at]);
            let Part::Text(paragraph) = &flow[line.part] else { return false };
            let ends =
                above.part == line.part && line.clusters.end == paragraph.clusters.len();
            ends && above.is_apart(line, slots)
        };
        (1..self.placed.len()).filter(is_widow).collect()
    }

    /// Parts that stand at a foot, or right above a picture, without the rows
    /// that they introduce (背题).
    pub(in crate::compose) fn parted(
        &self,
        flow: &[Part],
        slots: &[LineSlot],
    ) -> Vec<usize> {
        let narrow = narrowest(slots);
        let is_parted = |at: &usize| {
            let (own, next) = (&self.placed[*at], &self.placed[at + 1]);
            let keep = match &flow[own.part] {
                // White at a foot is seen by nobody.
                Part::Solid(solid) if solid.discardable => return false,
                Part::Solid(solid) => solid.keep,
                Part::Row(row) => row.solid(narrow).keep,
                Part::Text(paragraph) => {
                    let ends = next.part != own.part && stays(paragraph);
                    return ends && own.is_apart(next, slots);
                }
            };
            self.parts_after(*at, keep, slots) || self.tears_table(*at, flow, slots)
        };
        let last = self.placed.len().saturating_sub(1);
        let found = (0..last).filter(is_parted);
        found.map(|at| self.placed[at].part).collect()
    }

    /// Rows above the first picture that parts their table, which could stand whole.
    pub(in crate::compose) fn torn<'f>(
        &self,
        flow: &'f [Part],
        slots: &[LineSlot],
    ) -> Vec<&'f Row> {
        let row = |at: usize| match &flow[self.placed[at].part] {
            Part::Row(row) if self.tears_table(at, flow, slots) => Some(row),
            _ => None,
        };
        let mut found: Vec<&Row> = (0..self.placed.len()).filter_map(row).collect();
        found.dedup_by(|one, other| Arc::ptr_eq(&one.table, &other.table));
        found
    }

    /// Whether a picture parts a table below one of its rows that is short enough
    /// to stand whole above it or below.
    fn tears_table(&self, at: usize, flow: &[Part], slots: &[LineSlot]) -> bool {
        let table_of = |placed: &Placed| match &flow[placed.part] {
            Part::Row(row) => Some(&row.table),
            _ => None,
        };
        let Some(table) = table_of(&self.placed[at]) else { return false };
        let is_own = |placed: &&Placed| {
            table_of(placed).is_some_and(|other| Arc::ptr_eq(other, table))
        };
        let own = &self.placed[at];
        let rows: usize = self.placed.iter().filter(is_own).map(|row| row.rows).sum();
        let leg = |placed: &Placed| slots.get(placed.slot).map(|slot| slot.leg);
        let next = self.placed.get(at + 1).filter(is_own);
        rows <= SHORT_TABLE
            && next.is_some_and(|next| leg(own) == leg(next) && own.is_apart(next, slots))
    }

    /// Whether fewer rows follow right below a placed part than it keeps, though
    /// there is more to come.
    fn parts_after(&self, at: usize, keep: usize, slots: &[LineSlot]) -> bool {
        let mut rows = 0;
        for pair in self.placed[at..].windows(2) {
            if rows >= keep {
                return false;
            }
            let last = slots.get(pair[0].slot + pair[0].rows.saturating_sub(1));
            let Some((last, below)) = last.zip(slots.get(pair[1].slot)) else {
                return false;
            };
            if last.is_apart(below) {
                return true;
            }
            rows += if below.row > last.row { pair[1].rows } else { 0 };
        }
        false
    }
}
