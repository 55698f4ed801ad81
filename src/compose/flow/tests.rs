//! The work for a long story, counted.

use super::*;
use crate::geom::Em;
use crate::layout::{Level, Punctuation};
use crate::text::ems;

/// A leg with a picture in its middle: two slots in a row at its sides.
fn around_a_picture() -> Vec<LineSlot> {
    let em = Abs::pt(10.0);
    let slot = |row: usize, segment: usize, x: i64, chars: i64| LineSlot {
        leg: 0,
        row,
        segment,
        x: em * x,
        width: em * chars,
        edges: (Abs::ZERO, em * 35i64),
    };
    let row = |row: usize| match row {
        3..7 => vec![slot(row, 0, 0, 11), slot(row, 1, 24, 11)],
        _ => vec![slot(row, 0, 0, 35)],
    };
    (0..12).flat_map(row).collect()
}

#[test]
fn text_is_read_across_both_sides_of_a_picture() {
    let (flow, slots) = (story(4), around_a_picture());
    let flowed = set(&flow, &slots, &mut Cache::default());
    let seats: Vec<usize> = flowed.placed.iter().map(|line| line.slot).collect();
    // No slot is passed over: left, right, then the next row.
    assert_eq!(seats, (0..flowed.used).collect::<Vec<_>>());
    assert!(flowed.used > 8 && flowed.used <= slots.len(), "{}", flowed.used);
    for line in &flowed.placed {
        let Part::Text(paragraph) = &flow[line.part] else { unreachable!() };
        let measure = Breaker::new(paragraph).measure(line.clusters.clone());
        let width = slots[line.slot].width;
        assert!(measure.natural - measure.shrinkable() <= width, "{line:?}");
        let ends = line.clusters.end == paragraph.clusters.len();
        assert!(ends || measure.natural > width.scale(0.7), "{line:?}");
    }
}

#[test]
fn what_is_solid_waits_for_the_foot_of_a_picture() {
    let mut flow = story(2);
    let solid = Solid {
        rows: 2,
        whole: true,
        discardable: false,
        ..Solid::white(2)
    };
    flow.push(Part::Solid(solid));
    flow.append(&mut story(1));
    let slots = around_a_picture();
    let flowed = set(&flow, &slots, &mut Cache::default());
    let of = |part: usize| flowed.placed.iter().find(move |placed| placed.part == part);
    let solid = of(2).expect("the block");
    let before = &slots[flowed.placed[..]
        .iter()
        .rfind(|line| line.part == 1)
        .expect("text")
        .slot];
    assert!((3..7).contains(&before.row), "the text ends beside the picture");
    assert_eq!((slots[solid.slot].row, solid.rows), (7, 2));
    // Slots at the sides are no rows of a block.
    assert!((3..7).all(|row| {
        let at = slots.iter().position(|slot| slot.row == row).expect("a slot");
        alike_from(&slots, at) == 0 && alike_from(&slots, at + 1) == 0
    }));
}

/// R8.3: a last line alone at a leg's top, or below a picture.
#[test]
fn a_widow_stands_below_a_break_of_its_leg() {
    let flow = story(1);
    let Part::Text(paragraph) = &flow[0] else { unreachable!() };
    let line =
        |clusters: Range<usize>, slot: usize| Placed { part: 0, clusters, slot, rows: 1 };
    let end = paragraph.clusters.len();
    let placed = vec![line(0..10, 0), line(10..end, 1)];
    let flowed = Flowed { placed, ..Flowed::default() };
    let widows = |leg: usize, row: usize| {
        let mut slots = around_a_picture();
        (slots[1].leg, slots[1].row) = (leg, row);
        flowed.widows(&flow, &slots).len()
    };
    assert_eq!([widows(0, 1), widows(1, 0), widows(0, 5)], [0, 1, 1]);
}

/// Slots of four legs.
fn slots(rows: usize) -> Vec<LineSlot> {
    let width = Abs::pt(10.0) * 17i64;
    let slot = |(leg, row)| LineSlot {
        leg,
        row,
        segment: 0,
        x: Abs::ZERO,
        width,
        edges: (Abs::ZERO, width),
    };
    (0..4)
        .flat_map(|leg| (0..rows).map(move |row| (leg, row)))
        .map(slot)
        .collect()
}

fn story(paragraphs: usize) -> Vec<Part> {
    let text =
        "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”，大家都报了名，比去年多得多。";
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    let paragraph = |at: usize| {
        let text = text.repeat(1 + at % 3);
        Part::Text(ems::paragraph(&text, style.clone(), Em::new(2.0)))
    };
    (0..paragraphs).map(paragraph).collect()
}

/// Slots that parts may end before, over all parts: what the search looks at.
fn states(paragraphs: usize, rows: usize) -> usize {
    let (flow, slots) = (story(paragraphs), slots(rows));
    let layers = layers(&flow, (&slots, narrowest(&slots)), &mut Cache::default());
    layers.iter().map(BTreeMap::len).sum()
}

#[test]
fn a_story_far_too_long_for_its_room_is_linear() {
    let (short, long) = (states(250, 60), states(1_000, 60));
    assert!(long <= 4 * short, "{long} states for 1,000 paragraphs, {short} for 250");
    assert!(long < 40 * 1_000, "{long} states for 1,000 paragraphs");
}

#[test]
fn a_long_story_in_room_enough_is_linear() {
    let (short, long) = (states(250, 2_000), states(1_000, 2_000));
    assert!(long < 6 * short, "{long} states for 1,000 paragraphs, {short} for 250");
    assert!(long < 200 * 1_000, "{long} states for 1,000 paragraphs");
}
