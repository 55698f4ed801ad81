//! The work for a long story, counted.

use super::*;
use crate::geom::Em;
use crate::layout::{Level, Punctuation};
use crate::text::ems;

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
