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
/// A row by which a leg ends above a later one: white inside the story. The last
/// leg lacks two rows before that, unless it saves a widow.
const HOLLOW: f64 = 12.0;
/// Rows by which the last leg may be the shorter to save a widow: a line of a
/// wide leg takes two and more in a narrow one.
const FOR_WIDOW: usize = 3;
/// A row by which the last leg is shorter than that and one more: a hole is worse
/// than a widow.
const HOLE: f64 = 40.0;
/// Rows that a leg has at least, if the story is not shorter.
const LEAST_LEG: usize = 3;
/// Room that text may need less of where its lines change their measure.
const LESS: f64 = 0.94;
/// Ways to share out the white that are tried.
const MOST_TRIES: usize = 90;

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
/// much the worse for it, no widow stands at a leg's top and each leg ends beside
/// the one before or a row above it; if there is none, the best of them. Beside
/// pictures lines change their measure where they move, so a way may need more
/// rows than were counted, or fewer.
fn share(
    leaf: &mut Leaf<'_>,
    slots: Vec<LineSlot>,
    flowed: Flowed,
) -> (Vec<LineSlot>, Flowed) {
    let story = Arc::clone(&leaf.story);
    let Some(used) = slots.get(..flowed.used) else { return (slots, flowed) };
    let legs = slots.last().map_or(1, |slot| slot.leg + 1);
    // What saves a widow, or a crosshead without its text, may cost that much more.
    let alone = |flowed: &Flowed, slots: &[LineSlot]| {
        let parted = flowed.parted(&story.flow, slots).len();
        HOLLOW * flow::to_f64(flowed.widows(&story.flow, slots).len() + parted)
    };
    let uncut = shape(vec![0; legs], rows_of(&slots) - rows_of(used));
    let mut best = (flowed.cost + uncut + alone(&flowed, &slots), None);
    let (mut first, mut widow) = (None, alone(&flowed, &slots) > 0.0);
    for (cuts, kept) in ways(&slots, area(used)) {
        // With a row of all legs more there is only more white, but a widow that
        // is left may go into it.
        let white: usize = cuts.iter().sum();
        let reach = if widow { legs * FOR_WIDOW } else { legs };
        if first.is_some_and(|first| white + reach < first) {
            break;
        }
        let rows = rows_of(&kept);
        let shape = |end: usize| {
            shape(cuts.clone(), rows - rows_of(&kept[..end.min(kept.len())]))
        };
        let found = flow::set_even(&story.flow, &kept, &shape, &mut leaf.cache);
        if found.used > kept.len() {
            continue;
        }
        first = first.or(Some(white));
        let more = shape(found.used) + alone(&found, &kept);
        if more <= 0.0 && found.cost <= flowed.cost + FOR_BALANCE {
            return (kept, found);
        }
        if found.cost + more < best.0 {
            widow = alone(&found, &kept) > 0.0;
            best = (found.cost + more, Some((kept, found)));
        }
    }
    best.1.unwrap_or((slots, flowed))
}

/// Rows taken from the feet of legs, and the slots that are left.
type Way = (Vec<usize>, Vec<LineSlot>);

/// Ways to share out the white that may hold text of a length: beside pictures,
/// those too that seem too small, for they may do.
fn ways(slots: &[LineSlot], needed: Abs) -> impl Iterator<Item = Way> {
    let uneven = slots.iter().any(|slot| slot.width != slots[0].width);
    let tight = needed.scale(if uneven { LESS } else { 1.0 });
    let legs = slots.last().map_or(1, |slot| slot.leg + 1);
    let widest = slots.iter().map(|slot| slot.width).max().unwrap_or_default();
    // Rows that the text takes at the very least.
    let least = tight.steps_up(widest.max(Abs::pt(1.0)));
    let most = rows_of(slots).saturating_sub(least);
    let kept = |cuts: Vec<usize>| {
        let kept = cut(slots, &cuts);
        (cuts, kept)
    };
    let way = move |white| shares(white, legs).map(kept);
    let roomy = (1..=most).rev().flat_map(way);
    let small = (1..=most).flat_map(way);
    let roomy = roomy.filter(move |(_, kept)| area(kept) >= needed);
    let small = small.filter(move |(_, kept)| (tight..needed).contains(&area(kept)));
    roomy.take(MOST_TRIES).chain(small.take(MOST_TRIES))
}

/// What the feet of the legs cost, from the rows taken from each and those that the
/// last one lacks besides: where the rows taken differ by more than one, a leg ends
/// above a later one, or the last one by more above the others.
pub(super) fn shape(mut white: Vec<usize>, lacking: usize) -> f64 {
    let most = white.iter().max().copied().unwrap_or(0);
    let spread = most - white.iter().min().copied().unwrap_or(0);
    if let Some(last) = white.last_mut() {
        *last += lacking;
    }
    let deepest = white.iter().min().copied().unwrap_or(0);
    let short = white.last().map_or(0, |last| last - deepest);
    let hole = HOLE * flow::to_f64(short.saturating_sub(FOR_WIDOW + 1));
    let mut least = usize::MAX;
    let mut hollow = 0;
    for leg in white.iter().rev() {
        hollow = hollow.max(leg.saturating_sub(least));
        least = least.min(*leg);
    }
    UNEVEN * flow::to_f64(lacking.saturating_sub(1) + spread.saturating_sub(1))
        + HOLLOW * flow::to_f64(hollow)
        + hole
}

/// The lengths of all slots together.
fn area(slots: &[LineSlot]) -> Abs {
    slots.iter().map(|slot| slot.width).sum()
}

/// The ways to take rows from the feet of legs so that their depths differ by
/// one at most: first with the later legs the shorter, then, to keep a widow
/// from a leg's head, with others, and with the first one deeper by a row more.
pub(super) fn shares(white: usize, legs: usize) -> impl Iterator<Item = Vec<usize>> {
    let (each, more) = (white / legs, white % legs);
    let most = 1_u32 << legs.min(16);
    // A bit a leg, the last leg's the highest.
    let masks = (0..most).rev().filter(move |mask| mask.count_ones() as usize == more);
    let even = masks.map(move |mask| -> Vec<usize> {
        (0..legs)
            .map(|leg| each + usize::from(mask >> leg.min(31) & 1 == 1))
            .collect()
    });
    let deeper = (1..legs).filter(move |_| each > 0).map(move |other| {
        let mut white: Vec<usize> =
            (0..legs).map(|leg| each + usize::from(leg + more >= legs)).collect();
        white[0] -= 1;
        white[other] += 1;
        white
    });
    even.chain(deeper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_legs_are_the_shorter_first() {
        let first: Vec<_> = shares(5, 3).collect();
        assert_eq!(first[..3], [[1, 2, 2], [2, 1, 2], [2, 2, 1]]);
        let even: Vec<_> = shares(6, 3).collect();
        assert_eq!(even, [[2, 2, 2], [1, 3, 2], [1, 2, 3]]);
        assert_eq!(shares(0, 2).collect::<Vec<_>>(), [[0, 0]]);
    }

    #[test]
    fn a_last_leg_may_lack_more_than_a_first_one() {
        assert!(shape(vec![0, 1, 1], 0) <= 0.0);
        assert!(shape(vec![0, 1, 1], 2) < shape(vec![1, 0, 0], 0));
        assert!(shape(vec![1, 1, 0], 0) < shape(vec![0, 1, 1], 3));
        // White of the last leg fills what it ends above.
        assert!(shape(vec![1, 0], 1) <= 0.0);
    }
}
