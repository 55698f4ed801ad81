//! The room of a story as an ordered list of line slots.
//!
//! Everything stands on the page's grid, so whatever shape a story has (legs of
//! several widths, legs that begin or end on different rows, text beside a
//! picture on one side or on both), its room is one list: down the first leg,
//! in each row from left to right, then down the next leg.

use crate::geom::Abs;
use std::ops::Range;

/// A place for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineSlot {
    /// The leg, in reading order.
    pub leg: usize,
    /// The row of the page's grid.
    pub row: usize,
    /// Which of the row's slots in this leg, from the left.
    pub segment: usize,
    /// Left edge on the page.
    pub x: Abs,
    /// Measure.
    pub width: Abs,
    /// Left and right edge of the leg.
    pub edges: (Abs, Abs),
}

impl LineSlot {
    /// Whether it fills its leg from edge to edge.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.width == self.leg_width()
    }

    /// Whether the next slot of a text stands elsewhere: at the top of a leg, or
    /// below a picture that takes all of this one.
    #[must_use]
    pub fn is_apart(&self, next: &LineSlot) -> bool {
        next.leg != self.leg || next.row > self.row + 1
    }

    /// The leg's measure.
    #[must_use]
    pub fn leg_width(&self) -> Abs {
        self.edges.1 - self.edges.0
    }
}

/// A column of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    /// Left edge.
    pub x: Abs,
    /// Measure.
    pub width: Abs,
    /// Rows of the page's grid.
    pub rows: Range<usize>,
}

/// What text runs round: a photograph or an inset with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// Left edge.
    pub left: Abs,
    /// Right edge.
    pub right: Abs,
    /// Rows of the page's grid.
    pub rows: Range<usize>,
}

/// The least characters of a line beside a hole: a shorter one sets badly.
pub(super) const LEAST_CHARS: usize = 6;
/// White between text and a hole, at the least, in body characters.
const CLEAR: f64 = 0.5;

/// Legs, and the holes in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    /// Legs in reading order.
    pub legs: Vec<Leg>,
    /// Holes.
    pub holes: Vec<Hole>,
    /// A body character.
    pub em: Abs,
}

impl Region {
    /// The line slots.
    #[must_use]
    pub(super) fn slots(&self) -> Vec<LineSlot> {
        let mut slots = Vec::new();
        for (leg, place) in self.legs.iter().enumerate() {
            let edges = (place.x, place.x + place.width);
            for row in place.rows.clone() {
                let holes = self.holes.iter().filter(|hole| hole.rows.contains(&row));
                let sides = segments(edges, holes, self.em);
                for (segment, (x, width)) in sides.into_iter().enumerate() {
                    slots.push(LineSlot { leg, row, segment, x, width, edges });
                }
            }
        }
        slots
    }

    /// Sides of holes that are too narrow for text and stay white: the hole, and
    /// how many characters there would be.
    #[must_use]
    pub(super) fn narrow_sides(&self) -> Vec<(usize, usize)> {
        let mut sides = Vec::new();
        for (index, hole) in self.holes.iter().enumerate() {
            let legs = self.legs.iter().map(|leg| (leg.x, leg.x + leg.width));
            let found = legs.flat_map(|edges| {
                let free = free(edges, std::iter::once(hole), self.em);
                free.into_iter().filter(move |side| *side != edges)
            });
            let chars = found.map(|(left, right)| (right - left).steps_down(self.em));
            let narrow = chars.filter(|chars| (1..LEAST_CHARS).contains(chars));
            sides.extend(narrow.map(|chars| (index, chars)));
        }
        sides
    }
}

/// Left edge and measure of what holes leave of a leg, in whole characters. A
/// side too narrow for text stays white.
#[must_use]
pub(super) fn segments<'h>(
    edges: (Abs, Abs),
    holes: impl Iterator<Item = &'h Hole>,
    em: Abs,
) -> Vec<(Abs, Abs)> {
    let all = free(edges, holes, em);
    all.into_iter()
        .filter_map(|(left, right)| {
            if (left, right) == edges {
                return Some((left, right - left));
            }
            let chars = (right - left).max(Abs::ZERO).steps_down(em);
            let width = em * chars;
            // What is over is white at the hole.
            let x = match (left == edges.0, right == edges.1) {
                (true, _) => left,
                (false, true) => right - width,
                (false, false) => left + (right - left - width) / 2,
            };
            (chars >= LEAST_CHARS).then_some((x, width))
        })
        .collect()
}

/// The stretches of a leg that holes leave free, with white at the holes.
pub(super) fn free<'h>(
    edges: (Abs, Abs),
    holes: impl Iterator<Item = &'h Hole>,
    em: Abs,
) -> Vec<(Abs, Abs)> {
    let clear = em.scale(CLEAR);
    let mut stretches = vec![edges];
    for hole in holes {
        let (from, to) = (hole.left - clear, hole.right + clear);
        let cut = |(left, right): (Abs, Abs)| {
            if to <= left || from >= right {
                return vec![(left, right)];
            }
            let sides = [(left, from.min(right)), (to.max(left), right)];
            sides.into_iter().filter(|(left, right)| left < right).collect()
        };
        stretches = stretches.into_iter().flat_map(cut).collect();
    }
    stretches
}

/// Rows that slots stand in: two slots of one row count once.
#[must_use]
pub(super) fn rows_of(slots: &[LineSlot]) -> usize {
    let first = usize::from(!slots.is_empty());
    let new =
        |pair: &&[LineSlot]| (pair[0].leg, pair[0].row) != (pair[1].leg, pair[1].row);
    first + slots.windows(2).filter(new).count()
}

/// The slots that are left when rows are taken from the feet of the legs.
#[must_use]
pub(super) fn cut(slots: &[LineSlot], cuts: &[usize]) -> Vec<LineSlot> {
    let mut kept: Vec<LineSlot> = Vec::with_capacity(slots.len());
    let mut end = slots.len();
    while end > 0 {
        let leg = slots[end - 1].leg;
        let start = slots[..end]
            .iter()
            .rposition(|slot| slot.leg != leg)
            .map_or(0, |at| at + 1);
        let own = &slots[start..end];
        let rows = rows_of(own).saturating_sub(cuts.get(leg).copied().unwrap_or(0));
        let mut seen = 0;
        let mut last = None;
        let stay = own.iter().filter(|slot| {
            seen += usize::from(last != Some(slot.row));
            last = Some(slot.row);
            seen <= rows
        });
        kept.splice(0..0, stay.copied());
        end = start;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const EM: Abs = Abs::raw(9 * 65_536);

    fn chars(count: usize) -> Abs {
        EM * count
    }

    fn hole(left: usize, right: usize, rows: Range<usize>) -> Hole {
        Hole { left: chars(left), right: chars(right), rows }
    }

    fn widths(count: usize, holes: &[Hole]) -> Vec<(usize, usize)> {
        let sides = segments((Abs::ZERO, chars(count)), holes.iter(), EM);
        let chars = |length: Abs| length.steps_down(EM);
        sides.into_iter().map(|(x, width)| (chars(x), chars(width))).collect()
    }

    #[test]
    fn text_runs_beside_a_hole_in_whole_characters() {
        assert_eq!(widths(17, &[]), [(0, 17)]);
        assert_eq!(widths(20, &[hole(12, 20, 0..1)]), [(0, 11)]);
        assert_eq!(widths(20, &[hole(0, 8, 0..1)]), [(9, 11)]);
        assert_eq!(widths(35, &[hole(12, 23, 0..1)]), [(0, 11), (24, 11)]);
    }

    #[test]
    fn a_side_under_the_least_measure_stays_white() {
        assert_eq!(widths(17, &[hole(5, 12, 0..1)]), []);
        assert_eq!(widths(17, &[hole(7, 12, 0..1)]), [(0, 6)]);
    }

    #[test]
    fn a_hole_in_the_next_leg_takes_nothing() {
        // The gutter is the white between.
        assert_eq!(widths(17, &[hole(18, 30, 0..1)]), [(0, 17)]);
    }

    #[test]
    fn slots_go_down_a_leg_and_across_each_row() {
        let leg = |x, rows| Leg { x: chars(x), width: chars(35), rows };
        let region = Region {
            legs: vec![leg(0, 2..5), leg(37, 4..6)],
            holes: vec![hole(12, 23, 3..4)],
            em: EM,
        };
        let order: Vec<_> =
            region.slots().iter().map(|s| (s.leg, s.row, s.segment)).collect();
        let expected = [(0, 2, 0), (0, 3, 0), (0, 3, 1), (0, 4, 0), (1, 4, 0), (1, 5, 0)];
        assert_eq!(order, expected);
        assert_eq!(rows_of(&region.slots()), 5);
    }

    #[test]
    fn rows_are_cut_at_the_feet() {
        let leg = |rows| Leg { x: Abs::ZERO, width: chars(35), rows };
        let region = Region {
            legs: vec![leg(0..3), leg(0..3)],
            holes: vec![hole(12, 23, 2..3)],
            em: EM,
        };
        let kept = cut(&region.slots(), &[1, 2]);
        let order: Vec<_> = kept.iter().map(|slot| (slot.leg, slot.row)).collect();
        assert_eq!(order, [(0, 0), (0, 1), (1, 0)]);
    }
}
