//! What text runs round: where photographs and insets stand in a story's room.
//!
//! A block is tied to an edge or the middle of the room, across and down, never
//! to a place in the text; so it can be placed before any line is set.

use super::leaf::Plan;
use crate::geom::Abs;
use crate::issue::{Across, Down, Place, Width};
use std::ops::Range;

/// A block's place across the page, and which way it moves down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// Left edge.
    pub x: Abs,
    /// Width.
    pub width: Abs,
    /// Where in the room.
    pub place: Place,
}

/// White between blocks side by side, in body characters: less is an overlap.
const BETWEEN: f64 = 0.5;

/// Left edge and width of a block in a plan.
#[must_use]
pub(super) fn stand(plan: &Plan, width: Width, place: Place, em: Abs) -> Stand {
    let legs = &plan.legs;
    let (first, last) = (legs[0], legs[legs.len() - 1]);
    let (left, right) = (first.0, last.0 + last.1);
    let (x, width) = match width {
        Width::Legs(count) => {
            let count = (count as usize).clamp(1, legs.len());
            let at = match place.across {
                Across::Left => 0,
                Across::Center => (legs.len() - count) / 2,
                Across::Right => legs.len() - count,
            };
            let (end, measure) = legs[at + count - 1];
            (legs[at].0, end + measure - legs[at].0)
        }
        Width::Chars(chars) => {
            let width = (em * chars as usize).min(right - left);
            let x = match place.across {
                Across::Left => left,
                Across::Center => left + (right - left - width) / 2,
                Across::Right => right - width,
            };
            (x, width)
        }
    };
    Stand { x, width, place }
}

/// The rows of blocks, each so many deep, in a room of a depth: under each other
/// from the top, or above each other from the foot, where they would meet. A
/// room that is too shallow is exceeded.
#[must_use]
pub(super) fn rows(
    blocks: &[(Stand, usize)],
    depth: usize,
    em: Abs,
) -> Vec<Range<usize>> {
    let mut placed: Vec<Option<Range<usize>>> = vec![None; blocks.len()];
    for down in [Down::Top, Down::Foot, Down::Middle] {
        for (index, (stand, own)) in blocks.iter().enumerate() {
            if stand.place.down != down {
                continue;
            }
            let taken: Vec<Range<usize>> = blocks
                .iter()
                .zip(&placed)
                .filter(|((other, _), _)| meet(stand, other, em))
                .filter_map(|(_, rows)| rows.clone())
                .collect();
            placed[index] = Some(free_rows(&taken, (down, *own), depth));
        }
    }
    placed.into_iter().flatten().collect()
}

/// Whether two blocks have columns in common.
fn meet(one: &Stand, other: &Stand, em: Abs) -> bool {
    let clear = em.scale(BETWEEN);
    one.x < other.x + other.width + clear && other.x < one.x + one.width + clear
}

/// Rows above and below a block, up to the next block or the room's edge.
fn gaps<'r>(
    taken: impl Iterator<Item = &'r Range<usize>>,
    rows: &Range<usize>,
    depth: usize,
) -> [usize; 2] {
    let (mut above, mut below) = (0, depth.max(rows.end));
    for other in taken {
        if other.end <= rows.start {
            above = above.max(other.end);
        } else if other.start >= rows.end {
            below = below.min(other.start);
        }
    }
    [rows.start - above, below - rows.end]
}

/// The fewest rows that stand by themselves above or below a block; none if all
/// blocks fill their columns.
#[must_use]
pub(super) fn least_gap(
    blocks: &(impl Iterator<Item = Stand> + Clone),
    rows: &[Range<usize>],
    (depth, em): (usize, Abs),
) -> Option<usize> {
    let gaps = blocks.clone().zip(rows).flat_map(|(stand, own)| {
        let others = blocks.clone().zip(rows);
        let taken = others.filter(|(other, _)| meet(&stand, other, em));
        gaps(taken.map(|(_, rows)| rows), own, depth)
    });
    gaps.filter(|gap| *gap > 0).min()
}

fn free_rows(
    taken: &[Range<usize>],
    (down, own): (Down, usize),
    depth: usize,
) -> Range<usize> {
    let is_free = |start: &usize| {
        taken
            .iter()
            .all(|rows| rows.end <= *start || *start + own <= rows.start)
    };
    let last = depth.saturating_sub(own);
    let found = match down {
        Down::Top => (0..=last).find(is_free),
        Down::Foot => (0..=last).rev().find(is_free),
        Down::Middle => {
            let middle = last / 2;
            let around =
                (0..=last).flat_map(|by| [middle.checked_sub(by), Some(middle + by)]);
            let free = around.flatten().filter(|start| *start <= last).filter(is_free);
            // Not so that a row stands alone above or below.
            free.min_by_key(|start| {
                let gaps = gaps(taken.iter(), &(*start..*start + own), depth);
                gaps.iter().filter(|gap| **gap == 1).count()
            })
        }
    };
    let below = taken.iter().map(|rows| rows.end).max().unwrap_or(0);
    let start = found.unwrap_or(below);
    start..start + own
}

#[cfg(test)]
mod tests {
    use super::*;

    const EM: Abs = Abs::raw(9 * 65_536);

    fn block(x: usize, width: usize, down: Down) -> Stand {
        let place = Place { across: Across::Left, down };
        Stand { x: EM * x, width: EM * width, place }
    }

    #[test]
    fn blocks_at_one_edge_stand_below_each_other() {
        let blocks = [
            (block(0, 36, Down::Top), 10),
            (block(19, 17, Down::Top), 8),
            (block(0, 17, Down::Foot), 5),
            (block(0, 17, Down::Foot), 4),
        ];
        assert_eq!(rows(&blocks, 40, EM), [0..10, 10..18, 35..40, 31..35]);
    }

    #[test]
    fn a_block_in_the_middle_makes_way() {
        let blocks = [(block(0, 17, Down::Top), 12), (block(0, 17, Down::Middle), 6)];
        assert_eq!(rows(&blocks, 20, EM), [0..12, 12..18]);
        assert_eq!(rows(&blocks[1..], 20, EM).first(), Some(&(7..13)));
    }

    #[test]
    fn no_row_stands_alone_over_or_under_a_block_in_the_middle() {
        let blocks = [(block(0, 17, Down::Middle), 12)];
        let at = |depth| rows(&blocks, depth, EM)[0].start;
        assert_eq!([at(13), at(14), at(15), at(16)], [0, 0, 0, 2]);
        let gap = |rows: Range<usize>, depth| {
            let stands = blocks.iter().map(|(stand, _)| *stand);
            least_gap(&stands, std::slice::from_ref(&rows), (depth, EM))
        };
        assert_eq!(gap(1..13, 14), Some(1));
        assert_eq!(gap(0..12, 12), None);
    }

    #[test]
    fn a_room_too_shallow_is_exceeded_and_nothing_overlaps() {
        let blocks = [(block(0, 17, Down::Top), 12), (block(0, 17, Down::Foot), 12)];
        assert_eq!(rows(&blocks, 20, EM), [0..12, 12..24]);
    }
}
