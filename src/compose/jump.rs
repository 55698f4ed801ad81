//! Stories that run on to another page 转版.
//!
//! The rest of the story is set as if the slots of the other page followed after
//! the last leg; where the list changes pages, the story is cut, at the end of a
//! line and perhaps inside a paragraph. The line （下转第X版） takes the last row;
//! on the other page a short head and （上接第X版） stand over the rest.

use super::balance;
use super::flow::{self, Flowed, Part, Placed};
use super::leaf::Leaf;
use super::region::{self, LineSlot, rows_of};
use super::story::Prepared;
use super::styles::Styles;
use super::tree::Allotted;
use crate::copy::Passage;
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::{Abs, Em};
use crate::issue::Story;
use crate::role::Role;
use crate::say;
use crate::text::{Inline, Paragraph, Shaper};
use std::sync::Arc;

/// Rows of text that a page has at the least before and after a jump.
pub(super) const LEAST_ROWS: usize = 6;
/// Rows that run on where a page could hold still more: a rest that is worth its
/// heading.
pub(super) const GOOD_REST: usize = 2 * LEAST_ROWS;
/// Rows that a slot may leave white so that enough of its story runs on.
pub(super) const MOST_WHITE: usize = 2 * LEAST_ROWS;

/// A story that leaves a page.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// The story.
    pub story: String,
    /// The page it runs on to.
    pub page: u32,
    /// The measure there.
    pub measure: Abs,
}

/// What arrives from another page.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The story.
    pub story: String,
    /// The page it began on.
    pub from: u32,
    /// The rest of its text.
    pub flow: Vec<Part>,
}

impl Arrival {
    /// What runs on from a page, if anything does.
    #[must_use]
    pub fn new(story: &Story, from: u32, flow: Vec<Part>) -> Option<Arrival> {
        let story = story.name.clone();
        (!flow.is_empty()).then_some(Arrival { story, from, flow })
    }
}

/// How a story in a slot is to be cut.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// The measure on the other page.
    pub measure: Abs,
    /// Rows wanted before the cut.
    pub after: Option<usize>,
    /// （下转第X版）.
    pub line: Paragraph,
}

/// A line of the program's own about a jump.
pub(super) fn line(words: &str, styles: &Styles, shaper: &mut Shaper<'_>) -> Paragraph {
    let inline = Inline {
        passage: Passage::own(words),
        style: styles.get(Role::Jump),
    };
    shaper.paragraph(&[inline], Em::ZERO)
}

/// The rest of a story, ready for its second page.
#[must_use]
pub(super) fn continued<'s>(
    prepared: Prepared<'s>,
    arrival: &Arrival,
    (styles, shaper): (&Styles, &mut Shaper<'_>),
) -> Prepared<'s> {
    let from = arrival.from;
    let words = format!("（上接第{from}版）");
    let mut flow = vec![Part::Text(line(&words, styles, shaper))];
    flow.extend(arrival.flow.iter().cloned());
    let mut prepared = prepared;
    if let Some(short) =
        prepared.story.jump.as_ref().and_then(|jump| jump.headline.clone())
    {
        prepared.head.headline = vec![short];
        prepared.head.broken = false;
    }
    prepared.head.kicker = None;
    prepared.head.deck = None;
    prepared.priority = LEAST_PRIORITY;
    prepared.continued = true;
    prepared.photo_words.clear();
    prepared.inset_words.clear();
    prepared.summary.clear();
    prepared.changes.clear();
    prepared.faults.clear();
    Prepared { flow, ..prepared }
}

/// The priority of a rest: its head is small.
const LEAST_PRIORITY: u8 = 4;

/// What stays on the page: its slots (the jump's line in the last row), its
/// lines; and what runs on.
pub(super) type Halves = (Vec<LineSlot>, Flowed, Vec<Part>);

/// Sets a story: whole, or what of it stays on its page.
pub(super) fn set(
    leaf: &mut Leaf<'_>,
    place: &Allotted,
    (page, faults): (u32, &mut Sink),
) -> (Allotted, Halves) {
    let halves = settle(leaf, place);
    check(leaf, halves.as_ref(), page, faults);
    match halves {
        Some(halves) => (place.clone(), halves),
        None => {
            let (place, kept, flowed) = balance::settle(leaf, place);
            (place, (kept, flowed, Vec::new()))
        }
    }
}

/// A line parted from its paragraph by the jump, beyond what it costs in a leg.
const ALONE: f64 = 30.0;
/// A row that stays white for the lines' sake.
const WHITE: f64 = 4.0;

/// Cuts a story that runs on; none if it does not, or if too many rows would have
/// to stay white for the other page to have enough of it. So that no line stands
/// alone, at the cut or at a leg's top, a leg may give up a row.
fn settle(leaf: &mut Leaf<'_>, place: &Allotted) -> Option<Halves> {
    let after = leaf.cut.as_ref()?.after;
    let all = leaf.region(place).slots();
    let (rows, legs) = (rows_of(&all), all.last().map_or(1, |slot| slot.leg + 1));
    let wanted = after.map_or(rows, |after| (after + 1).min(rows));
    let mut best: Option<(f64, Halves)> = None;
    let (mut first, mut alone) = (None, false);
    // And the row of the jump's line.
    let most = rows.min(rows - wanted + MOST_WHITE + 2);
    for white in rows - wanted..most {
        let more = if alone { legs } else { 1 };
        if first.is_some_and(|first| white > first + more) {
            break;
        }
        for cuts in balance::shares(white, legs) {
            let tried = cut_at(leaf, region::cut(&all, &cuts));
            let Some(tried) = tried.filter(|tried| tried.going >= LEAST_ROWS) else {
                continue;
            };
            let first = *first.get_or_insert(white);
            let cost = tried.cost
                + WHITE * flow::to_f64(white - first)
                + balance::shape(cuts, 0);
            let is_first = best.is_none();
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                alone = tried.alone;
                best = Some((cost, tried.halves));
            }
            if is_first && !tried.alone {
                return best.map(|(_, halves)| halves);
            }
        }
    }
    best.map(|(_, halves)| halves)
}

/// A story cut at the end of its slots.
struct Tried {
    halves: Halves,
    cost: f64,
    /// Rows that go to the other page.
    going: usize,
    /// Whether a line stands alone, at the cut or at a leg's top.
    alone: bool,
}

/// Cuts a story at the end of slots, the jump's line in their last row; none if
/// it fits there.
fn cut_at(leaf: &mut Leaf<'_>, slots: Vec<LineSlot>) -> Option<Tried> {
    let (measure, story) = (leaf.cut.as_ref()?.measure, Arc::clone(&leaf.story));
    let last = *slots.last()?;
    let is_last = |slot: &LineSlot| (slot.leg, slot.row) == (last.leg, last.row);
    let mut room: Vec<LineSlot> =
        slots.iter().filter(|slot| !is_last(slot)).copied().collect();
    let staying = room.len();
    room.extend((0..far(leaf)).map(|row| beyond(last.leg + 1, row, measure)));
    // Tables have the measure of this page; the other sets its own anew.
    let narrow = flow::narrowest(&slots);
    let flowed = flow::set_with(&story.flow, (&room, narrow), &mut leaf.cache);
    let first = flowed.placed.iter().position(|placed| placed.slot >= staying)?;
    let (stay, go) = flowed.placed.split_at(first);
    let going: usize = go.iter().map(|placed| placed.rows).sum();
    let parted = is_alone(stay, go);
    let alone = parted || !flowed.widows(&story.flow, &room).is_empty();
    let cost = flowed.cost + if parted { ALONE } else { 0.0 };
    let rest = rest(&story.flow, go);
    let flowed = Flowed { placed: stay.to_vec(), used: slots.len(), ..flowed };
    Some(Tried { halves: (slots, flowed, rest), cost, going, alone })
}

/// Whether the cut leaves the first line of a paragraph on its page, or takes
/// the last alone to the other.
fn is_alone(stay: &[Placed], go: &[Placed]) -> bool {
    let Some((last, first)) = stay.last().zip(go.first()) else { return false };
    let ends = go.get(1).is_none_or(|next| next.part != first.part);
    last.part == first.part && (last.clusters.start == 0 || ends)
}

/// Slots on the other page: enough for the whole story.
fn far(leaf: &Leaf<'_>) -> usize {
    2 * leaf.all_rows + 40
}

fn beyond(leg: usize, row: usize, measure: Abs) -> LineSlot {
    LineSlot {
        leg,
        row,
        segment: 0,
        x: Abs::ZERO,
        width: measure,
        edges: (Abs::ZERO, measure),
    }
}

/// The flow from a placed line on; its paragraph is cut there.
fn rest(flow: &[Part], go: &[Placed]) -> Vec<Part> {
    let Some(first) = go.first() else { return Vec::new() };
    let mut rest = Vec::new();
    match &flow[first.part] {
        Part::Text(paragraph) if first.clusters.start > 0 => {
            rest.push(Part::Text(paragraph.rest(first.clusters.start)));
        }
        part => rest.push(part.clone()),
    }
    rest.extend(flow[first.part + 1..].iter().cloned());
    rest
}

/// Characters of a flow.
#[must_use]
pub(super) fn chars(flow: &[Part]) -> usize {
    flow.iter().map(part_chars).sum()
}

fn part_chars(part: &Part) -> usize {
    match part {
        // The program's own line is no copy.
        Part::Text(paragraph) if is_own(paragraph) => 0,
        Part::Text(paragraph) => paragraph.count(),
        Part::Solid(solid) => solid.line.as_ref().map_or(0, Paragraph::count),
        Part::Row(row) => row.table.row_chars(row.index),
    }
}

fn is_own(paragraph: &Paragraph) -> bool {
    paragraph.styles.first().is_some_and(|style| style.role == Role::Jump)
}

/// A jump that leaves hardly a heading's worth of text on one of its pages.
fn check(leaf: &Leaf<'_>, halves: Option<&Halves>, page: u32, faults: &mut Sink) {
    let story = leaf.story.story;
    let (Some(_), Some(jump)) = (&leaf.cut, &story.jump) else { return };
    let (name, to) = (&story.name, jump.page.value);
    let before = halves.map(|(_, flowed, _)| {
        flowed.placed.iter().map(|placed| placed.rows).sum::<usize>()
    });
    let (message, help) = match before {
        None => (
            say!(
                "“{name}”在本版排得下，没有 {LEAST_ROWS} 行可以转到第 {to} 版",
                "“{name}” fits its page: there are not {LEAST_ROWS} rows for page {to}"
            ),
            say!(
                "去掉 jump，或把版块改小，或写 after",
                "take out `jump`, make the slot smaller, or write `after`"
            ),
        ),
        Some(rows) if rows < LEAST_ROWS => (
            say!(
                "“{name}”转版前只有 {rows} 行，至少要 {LEAST_ROWS} 行",
                "“{name}” has {rows} rows before its jump; {LEAST_ROWS} are wanted"
            ),
            say!("把版块加大", "make the slot larger"),
        ),
        Some(_) => return,
    };
    let fault = Diagnostic::new(code::JUMP_SHORT, message).at(jump.page.span);
    faults.push(fault.on_page(page, None).help(help));
}
