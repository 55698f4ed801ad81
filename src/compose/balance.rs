//! Setting a story in its room, its legs balanced.
//!
//! The duties in their order: everything fits; no widow; legs that differ by no
//! more than a row. White goes to the foot of the last leg.

use super::flow::{self, Flowed};
use super::leaf::Leaf;
use super::region::{LineSlot, cut, rows_of};
use super::tree::Allotted;
use crate::geom::Abs;
use std::sync::Arc;

/// What even legs may cost: looser lines, but not one more widow.
const FOR_BALANCE: f64 = 11.5;
/// A row that the last leg lacks, beyond the first.
const UNEVEN: f64 = 8.0;
/// Rows that a leg has at least, if the story is not shorter.
const LEAST_LEG: usize = 3;
/// Room that text may need less of where its lines change their measure.
const LESS: f64 = 0.94;
/// Ways to share out the white that are tried.
const MOST_TRIES: usize = 60;

/// Sets a story in its slots. Rows were counted before, without widows and
/// crossheads that had to move on: if lines are now over, or a crosshead is
/// parted from its text, the heading's air gives rows back.
pub(super) fn settle(
    leaf: &mut Leaf<'_>,
    place: &Allotted,
) -> (Allotted, Vec<LineSlot>, Flowed) {
    let mut place = place.clone();
    let story = Arc::clone(&leaf.story);
    loop {
        let slots = leaf.region(&place).slots();
        let flowed = flow::set(&story.flow, &slots, &mut leaf.cache);
        let parted = !flowed.parted(&story.flow, &slots).is_empty();
        let crowded = flowed.used > slots.len() || parted;
        let head = place.choice.head.map(|head| leaf.heads[head].rows);
        if crowded
            && head
                .is_some_and(|least| place.choice.head_rows > least + leaf.summary_rows())
        {
            place.choice.head_rows -= 1;
            continue;
        }
        let (kept, flowed) = balance(leaf, slots, flowed);
        return (place, kept, flowed);
    }
}

/// Balances the legs. A story of few rows takes fewer legs, so that none has a
/// line alone.
fn balance(
    leaf: &mut Leaf<'_>,
    slots: Vec<LineSlot>,
    flowed: Flowed,
) -> (Vec<LineSlot>, Flowed) {
    let story = Arc::clone(&leaf.story);
    let Some(used) = slots.get(..flowed.used) else { return (slots, flowed) };
    let legs = slots.last().map_or(1, |slot| slot.leg + 1);
    for few in rows_of(used).div_ceil(LEAST_LEG).max(1)..legs {
        let room: Vec<LineSlot> =
            slots.iter().filter(|slot| slot.leg < few).copied().collect();
        let short = flow::set(&story.flow, &room, &mut leaf.cache);
        if short.used <= room.len() {
            return share(leaf, room, short);
        }
    }
    share(leaf, slots, flowed)
}

/// Shares the white out: of the ways to do it, those with the most of it below
/// all legs first, the first one is taken in which nothing falls out, no line is
/// much the worse for it and the last leg ends beside the others; if there is
/// none, the best of them. Beside pictures lines change their measure where they
/// move, so a way may need more rows than were counted, or fewer.
fn share(
    leaf: &mut Leaf<'_>,
    slots: Vec<LineSlot>,
    flowed: Flowed,
) -> (Vec<LineSlot>, Flowed) {
    let story = Arc::clone(&leaf.story);
    let Some(used) = slots.get(..flowed.used) else { return (slots, flowed) };
    let mut best = (flowed.cost + lacking(&slots, flowed.used), None);
    for kept in ways(&slots, area(used)) {
        let lacking = |end: usize| lacking(&kept, end);
        let found = flow::set_even(&story.flow, &kept, &lacking, &mut leaf.cache);
        if found.used > kept.len() {
            continue;
        }
        let lacks = lacking(found.used);
        if lacks <= 0.0 && found.cost <= flowed.cost + FOR_BALANCE {
            return (kept, found);
        }
        if found.cost + lacks < best.0 {
            best = (found.cost + lacks, Some((kept, found)));
        }
    }
    best.1.unwrap_or((slots, flowed))
}

/// Ways to share out the white that may hold text of a length: beside pictures,
/// those too that seem too small, for they may do.
fn ways(slots: &[LineSlot], needed: Abs) -> impl Iterator<Item = Vec<LineSlot>> {
    let uneven = slots.iter().any(|slot| slot.width != slots[0].width);
    let tight = needed.scale(if uneven { LESS } else { 1.0 });
    let legs = slots.last().map_or(1, |slot| slot.leg + 1);
    let widest = slots.iter().map(|slot| slot.width).max().unwrap_or_default();
    // Rows that the text takes at the very least.
    let least = tight.steps_up(widest.max(Abs::pt(1.0)));
    let most = rows_of(slots).saturating_sub(least);
    let way = move |white| shares(white, legs).map(move |cuts| cut(slots, &cuts));
    let roomy = (1..=most).rev().flat_map(way);
    let small = (1..=most).flat_map(way);
    let roomy = roomy.filter(move |kept| area(kept) >= needed);
    let small = small.filter(move |kept| (tight..needed).contains(&area(kept)));
    roomy.take(MOST_TRIES).chain(small.take(MOST_TRIES))
}

/// What the rows cost that the last leg lacks, if text ends before a slot.
fn lacking(slots: &[LineSlot], end: usize) -> f64 {
    let used = &slots[..end.min(slots.len())];
    UNEVEN * flow::to_f64((rows_of(slots) - rows_of(used)).saturating_sub(1))
}

/// Slots that have lost rows at their feet, the legs nearly equal.
pub(super) fn even(slots: &[LineSlot], white: usize) -> Vec<LineSlot> {
    let legs = slots.last().map_or(1, |slot| slot.leg + 1);
    let cuts = shares(white, legs).next().unwrap_or_default();
    cut(slots, &cuts)
}

/// The lengths of all slots together.
fn area(slots: &[LineSlot]) -> Abs {
    slots.iter().map(|slot| slot.width).sum()
}

/// The ways to take rows from the feet of legs so that their depths differ by
/// one at most: first with the later legs the shorter, then, to keep a widow
/// from a leg's head, with others.
fn shares(white: usize, legs: usize) -> impl Iterator<Item = Vec<usize>> {
    let (each, more) = (white / legs, white % legs);
    let most = 1_u32 << legs.min(16);
    // A bit a leg, the last leg's the highest.
    let masks = (0..most).rev().filter(move |mask| mask.count_ones() as usize == more);
    masks.map(move |mask| {
        (0..legs)
            .map(|leg| each + usize::from(mask >> leg.min(31) & 1 == 1))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_legs_are_the_shorter_first() {
        let first: Vec<_> = shares(5, 3).collect();
        assert_eq!(first, [[1, 2, 2], [2, 1, 2], [2, 2, 1]]);
        assert_eq!(shares(6, 3).collect::<Vec<_>>(), [[2, 2, 2]]);
        assert_eq!(shares(0, 2).collect::<Vec<_>>(), [[0, 0]]);
    }
}
