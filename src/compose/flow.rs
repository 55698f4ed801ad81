//! Setting a story over a list of line slots.
//!
//! A story is a flow of paragraphs and solid blocks; the room it has is an
//! ordered list of [line slots](LineSlot): down the first leg, then the next.
//! Setting it is one search over (part of the flow, slot): the cheapest way
//! wins, where a widow, a crosshead at a leg's foot or a skipped row costs. What
//! does not fit goes on into slots that are not there: the overset.

use super::cache::{Cache, Room};
use super::region::LineSlot;
use super::seat::{Seats, stays};
use super::table::Row;
use super::turnover;
use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::breaker::Breaker;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

mod flowed;

pub(super) use flowed::{Flowed, Placed};

/// A part of a story.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text that breaks into lines.
    Text(Paragraph),
    /// Something solid that takes consecutive rows of one leg.
    Solid(Solid),
    /// A row of a table: solid, its rows depend on the measure.
    Row(Row),
}

/// How long a story's text would be in one line, about.
#[must_use]
pub(super) fn length(flow: &[Part], em: Abs) -> Abs {
    let length = |part: &Part| match part {
        Part::Text(paragraph) => em * paragraph.clusters.len(),
        _ => Abs::ZERO,
    };
    flow.iter().map(length).sum()
}

/// A solid part: a crosshead, a blank row.
#[derive(Clone, Debug)]
pub struct Solid {
    /// Rows it takes, its words in one line.
    pub rows: usize,
    /// Rows of what follows that must stand in the same leg (背题).
    pub keep: usize,
    /// Vanishes at the top of a leg (a blank row).
    pub discardable: bool,
    /// Its line, centred in the rows; none for white.
    pub line: Option<Paragraph>,
    /// A thin rule across the leg in the middle of the rows.
    pub ruled: bool,
    /// Rows more if it begins a leg: the head of its table stands again.
    pub again: usize,
    /// Stands in a whole leg alone, never beside a picture.
    pub whole: bool,
    /// Rows of the table that it begins below it, which a picture had better not
    /// part from it.
    pub rest: usize,
    /// A row of a table below its first.
    pub follows: bool,
}

impl Solid {
    /// White rows, which vanish at the top of a leg.
    #[must_use]
    pub fn white(rows: usize) -> Solid {
        Solid {
            rows,
            keep: 0,
            discardable: rows > 0,
            line: None,
            ruled: false,
            again: 0,
            whole: false,
            rest: 0,
            follows: false,
        }
    }

    /// Whether it can stand in a slot: in a whole leg, or beside a picture if
    /// its words take one line there, or two that are not too short.
    fn fits(&self, slot: &LineSlot) -> bool {
        if slot.is_whole() || self.line.is_none() {
            return slot.is_whole() || !self.whole;
        }
        !self.whole && self.fits_beside(slot.width)
    }

    fn fits_beside(&self, width: Abs) -> bool {
        let (Some(line), lines) = (&self.line, self.lines(width)) else { return true };
        let breaker = Breaker::new(line);
        let em = line.styles.first().map_or(Abs::ZERO, |style| style.size);
        let long = |own: &Range<usize>| {
            let natural = breaker.measure(own.clone()).natural;
            let whole = line.joints.get(own.end).is_none_or(|end| end.break_.is_place());
            whole && (em * LEAST_TURNED..=width).contains(&natural)
        };
        lines.len() == 1 || lines.len() == 2 && lines.iter().all(long)
    }

    /// The lines of its words in a width: what is too long for it turns over.
    #[must_use]
    pub(super) fn lines(&self, width: Abs) -> Vec<Range<usize>> {
        self.line
            .as_ref()
            .map_or_else(Vec::new, |line| turnover::lines(line, width))
    }

    /// Lines more than one, and so rows more than [`Solid::rows`], in a width.
    #[must_use]
    pub(super) fn turned(&self, width: Abs) -> usize {
        self.lines(width).len().saturating_sub(1)
    }
}

/// A row that is not there.
pub(super) const OVERSET: f64 = 100.0;
/// The last line of a paragraph alone at the top of a leg (R8.3).
pub(super) const WIDOW: f64 = 30.0;
/// The first line of a paragraph alone at the foot of a leg: tolerated.
pub(super) const ORPHAN: f64 = 0.8;
/// A row left white because a solid part would not fit.
pub(super) const SKIPPED: f64 = 3.0;
/// The same beside a picture: white that is seen from afar.
const STRIP: f64 = 10.0;
/// A solid part that stands without what it introduces.
pub(super) const PARTED: f64 = 60.0;
/// Rows left in a leg up to which a paragraph that introduces what follows moves
/// to the next one with it: two lines, a white row and a crosshead's first.
const MOST_MOVED: usize = 4;

/// A label and its value on two lines, though a line of their leg holds both: at
/// one side of a picture, and torn over both.
const LEADER_TURNED: f64 = 30.0;
const LEADER_TORN: f64 = 100.0;
/// A table that a picture parts: what thirteen rows left white cost.
const TABLE_TORN: f64 = 40.0;
/// A line more of a crosshead beside a picture.
const TURNED: f64 = 3.0;
/// The least characters of such a line.
const LEAST_TURNED: usize = 4;

/// Where a search has come to: the next free slot, and how.
#[derive(Clone)]
struct State {
    cost: f64,
    from: usize,
    placed: Vec<Placed>,
}

/// The measure of tables: of the narrowest leg, so that their columns are the
/// same in all.
#[must_use]
pub(super) fn narrowest(slots: &[LineSlot]) -> Abs {
    slots.iter().map(LineSlot::leg_width).min().unwrap_or(Abs::pt(153.0))
}

/// A row of a table as it stands in a flow. Where the table began on another
/// page, its head stands again over the first row here.
#[must_use]
pub(super) fn row_in(flow: &[Part], index: usize, row: &Row, narrow: Abs) -> Solid {
    let solid = row.solid(narrow);
    let follows = index.checked_sub(1).is_some_and(|above| {
        matches!(&flow[above], Part::Row(above) if Arc::ptr_eq(&above.table, &row.table))
    });
    if row.index == 0 || follows {
        return solid;
    }
    Solid { rows: solid.rows + solid.again, again: 0, ..solid }
}

/// A solid part as it stands in a flow: a crosshead and the caption of a table
/// stay with what the table's first row keeps.
fn solid_in<'p>(
    flow: &[Part],
    index: usize,
    solid: &'p Solid,
    narrow: Abs,
) -> Cow<'p, Solid> {
    let keeps = solid.keep > 0 && !solid.discardable;
    match keeps.then(|| table_below(&flow[index + 1..], narrow)).flatten() {
        Some((keep, rest)) => {
            let keep = keep.max(solid.keep);
            let rest = if solid.whole { rest } else { 0 };
            Cow::Owned(Solid { keep, rest, ..solid.clone() })
        }
        None => Cow::Borrowed(solid),
    }
}

/// Rows from here to the last that the first row of a table keeps, and to the
/// table's last, if nothing but white and its caption stand above it.
fn table_below(flow: &[Part], narrow: Abs) -> Option<(usize, usize)> {
    let mut above = 0;
    for part in flow {
        match part {
            Part::Solid(solid) if solid.discardable || solid.whole => above += solid.rows,
            Part::Row(row) => {
                let first = row.solid(narrow);
                let above = above + first.rows;
                return Some((above + first.keep, above + first.rest));
            }
            _ => return None,
        }
    }
    None
}

/// Sets a story.
#[must_use]
pub(super) fn set(flow: &[Part], slots: &[LineSlot], cache: &mut Cache) -> Flowed {
    set_with(flow, (slots, narrowest(slots)), cache)
}

/// Sets a story so that it ends well: what the place of its end costs counts
/// beside its lines, but not in [`Flowed::cost`].
#[must_use]
pub(super) fn set_even(
    flow: &[Part],
    slots: &[LineSlot],
    ending: &dyn Fn(usize) -> f64,
    cache: &mut Cache,
) -> Flowed {
    trace(&layers(flow, (slots, narrowest(slots)), cache), ending)
}

/// Sets a story, its tables in a measure.
#[must_use]
pub(super) fn set_with(
    flow: &[Part],
    (slots, narrow): (&[LineSlot], Abs),
    cache: &mut Cache,
) -> Flowed {
    trace(&layers(flow, (slots, narrow), cache), &|_| 0.0)
}

/// The cheapest way to every slot that a part of the story may end before, part
/// after part.
fn layers(
    flow: &[Part],
    (slots, narrow): (&[LineSlot], Abs),
    cache: &mut Cache,
) -> Vec<BTreeMap<usize, State>> {
    let room = Room::new(slots);
    let mut layers: Vec<BTreeMap<usize, State>> = Vec::with_capacity(flow.len() + 1);
    let start = State { cost: 0.0, from: 0, placed: Vec::new() };
    layers.push(BTreeMap::from([(0, start)]));
    for (index, part) in flow.iter().enumerate() {
        let mut next = BTreeMap::new();
        let here = layers.last().expect("the first layer was pushed");
        for (slot, state) in here {
            match part {
                // Copy of which nothing is left that shows.
                Part::Text(paragraph) if paragraph.clusters.is_empty() => {
                    offer(&mut next, *slot, state.cost, *slot, Vec::new);
                }
                Part::Text(paragraph) => {
                    let from = (*slot, state.cost);
                    text((index, paragraph), &room, from, cache, &mut next);
                }
                Part::Solid(solid) => {
                    let solid = solid_in(flow, index, solid, narrow);
                    block(index, &solid, slots, (*slot, state.cost), &mut next);
                }
                Part::Row(row) => {
                    let solid = row_in(flow, index, row, narrow);
                    block(index, &solid, slots, (*slot, state.cost), &mut next);
                }
            }
        }
        layers.push(prune(next));
    }
    layers
}

/// States that cost far more than the best can be forgotten: what lies ahead
/// costs all of them about the same.
fn prune(mut states: BTreeMap<usize, State>) -> BTreeMap<usize, State> {
    const HOPELESS: f64 = 400.0;
    let best = states.values().map(|state| state.cost).fold(f64::MAX, f64::min);
    states.retain(|_, state| state.cost <= best + HOPELESS);
    states
}

/// Adds every way to set a paragraph from a slot on; one that stays with what
/// follows may move to the next leg with it.
fn text(
    (part, paragraph): (usize, &Paragraph),
    room: &Room<'_>,
    (slot, cost): (usize, f64),
    cache: &mut Cache,
    next: &mut BTreeMap<usize, State>,
) {
    let slots = room.slots;
    let mut starts = vec![(slot, 0.0)];
    let leads = leads_whole(paragraph, slots, slot);
    let torn = leads.is_some();
    if stays(paragraph) && slot > 0 {
        let here = slots[slot.min(slots.len())..].iter();
        let left = here.take_while(|other| other.leg == slots[slot].leg).count();
        let moves = (1..=MOST_MOVED).contains(&left) && slot + left < slots.len();
        starts.extend(moves.then_some((slot + left, SKIPPED * to_f64(left))));
    }
    starts.extend(leads.and_then(|length| below_picture(slots, slot, length)));
    for (at, skipped) in starts {
        let cost = cost + skipped;
        for way in cache.ways((part, paragraph), room, at) {
            let seats = Seats::new(paragraph, way, slots, at);
            let torn = torn && way.lines.len() > 1;
            let torn = if torn { leader_torn(slots, at) } else { 0.0 };
            let cost = cost + way.cost + seats.cost(slots) + torn;
            let placed = || {
                let line = |(clusters, seat): (&Range<usize>, &(usize, usize))| Placed {
                    part,
                    clusters: clusters.clone(),
                    slot: seat.0,
                    rows: seat.1,
                };
                way.lines.iter().zip(&seats.seats).map(line).collect()
            };
            offer(next, seats.end, cost, slot, placed);
        }
    }
}

/// The length of a label with what dots lead to, if a line of their leg holds it,
/// from a slot on that is narrower than the leg.
fn leads_whole(paragraph: &Paragraph, slots: &[LineSlot], slot: usize) -> Option<Abs> {
    let slot = slots.get(slot).filter(|slot| !slot.is_whole())?;
    if !paragraph.extras.leader {
        return None;
    }
    let all = Breaker::new(paragraph).measure(0..paragraph.clusters.len());
    let length = all.natural - all.shrinkable();
    (length <= slot.leg_width()).then_some(length)
}

/// What a label and its value on two lines from a slot on cost.
fn leader_torn(slots: &[LineSlot], at: usize) -> f64 {
    let two =
        |pair: &[LineSlot]| (pair[0].leg, pair[0].row) == (pair[1].leg, pair[1].row);
    let around = slots.get(at.saturating_sub(1)..slots.len().min(at + 2));
    let torn = around.is_some_and(|around| around.windows(2).any(two));
    if torn { LEADER_TORN } else { LEADER_TURNED }
}

/// The first slot of a leg that holds a length, if a slot beside a picture does
/// not, with what the white costs.
fn below_picture(slots: &[LineSlot], slot: usize, length: Abs) -> Option<(usize, f64)> {
    let own = slots[slot..].iter().take_while(|own| own.leg == slots[slot].leg);
    let at = slot + own.clone().position(|own| own.width >= length)?;
    (at > slot).then(|| (at, slots[slot..at].iter().map(white).sum()))
}

/// Adds the places for a solid part: here, or at the top of a later leg.
fn block(
    part: usize,
    solid: &Solid,
    slots: &[LineSlot],
    (slot, cost): (usize, f64),
    next: &mut BTreeMap<usize, State>,
) {
    let at_top =
        slot < slots.len() && (slot == 0 || slots[slot - 1].leg != slots[slot].leg);
    if solid.discardable && at_top {
        offer(next, slot, cost, slot, Vec::new);
        return;
    }
    let mut at = slot;
    let mut skipped = 0.0;
    loop {
        let room = slots_for(slots, at, solid);
        let above = at.checked_sub(1).and_then(|above| slots.get(above));
        let apart = above.zip(slots.get(at)).map(|(above, own)| {
            let torn = above.leg == own.leg && (at > slot || above.is_apart(own));
            (torn, torn || above.leg != own.leg)
        });
        let (torn, begins) = apart.unwrap_or_default();
        let turned = slots.get(at).map_or(0, |slot| solid.turned(slot.width));
        let beside = slots.get(at).is_some_and(|slot| !slot.is_whole());
        let rows = solid.rows + turned + if begins { solid.again } else { 0 };
        if room >= rows || at >= slots.len() {
            let over = (at + rows).saturating_sub(slots.len().max(at));
            // A table's caption and head want their rows right below them.
            let below = if solid.whole { room } else { rows_from(slots, at) };
            let parted = at < slots.len() && below < rows + solid.keep;
            let cost = cost
                + skipped
                + OVERSET * to_f64(over)
                + TURNED * to_f64(if beside { turned } else { 0 })
                + if torn && solid.follows { TABLE_TORN } else { 0.0 }
                + if parted { PARTED } else { 0.0 };
            let placed = || vec![Placed { part, clusters: 0..0, slot: at, rows }];
            offer(next, at + rows, cost, slot, placed);
            // White that is kept with what is below it does not move alone; what
            // turns over beside a picture may stand better below it, and so may a
            // table that it parts.
            let below = slots.get(at + room).is_some_and(|own| own.leg == slots[at].leg);
            let tears = below && room < rows + solid.rest;
            if !(parted || tears || beside && turned > 0) || solid.discardable {
                return;
            }
        }
        let passed = at + room.max(1);
        skipped += slots[at..passed.min(slots.len())].iter().map(white).sum::<f64>();
        at = passed;
    }
}

/// What a slot costs that stays white.
fn white(slot: &LineSlot) -> f64 {
    if slot.is_whole() { SKIPPED } else { STRIP }
}

/// Slots from one on that a solid part can stand in.
fn slots_for(slots: &[LineSlot], at: usize, solid: &Solid) -> usize {
    match slots.get(at) {
        Some(first) if solid.fits(first) => alike_from(slots, at),
        _ => 0,
    }
}

/// Slots from one on that stand in consecutive rows of one leg, a single slot
/// each, all of one shape.
pub(super) fn alike_from(slots: &[LineSlot], at: usize) -> usize {
    let Some(first) = slots.get(at) else { return 0 };
    let mut row = first.row;
    let run = slots[at..].iter().enumerate().take_while(|(index, slot)| {
        let follows = slot.leg == first.leg && slot.row == row;
        let next = slots.get(at + index + 1);
        let alone = next.is_none_or(|next| next.leg != slot.leg || next.row != row);
        row += 1;
        follows && alone && slot.x == first.x && slot.width == first.width
    });
    let count = run.count();
    // A slot with another at its left in the same row.
    if first.segment > 0 { 0 } else { count }
}

/// Consecutive rows of one leg from a slot on.
fn rows_from(slots: &[LineSlot], at: usize) -> usize {
    let Some(first) = slots.get(at) else { return 0 };
    let mut rows = 0;
    for slot in &slots[at..] {
        if slot.leg != first.leg || slot.row > first.row + rows {
            break;
        }
        rows = slot.row - first.row + 1;
    }
    rows
}

fn offer(
    next: &mut BTreeMap<usize, State>,
    slot: usize,
    cost: f64,
    from: usize,
    placed: impl FnOnce() -> Vec<Placed>,
) {
    let better = next.get(&slot).is_none_or(|state| cost < state.cost);
    if better {
        next.insert(slot, State { cost, from, placed: placed() });
    }
}

/// Follows the cheapest last state, with what its end costs, back to the start.
fn trace(layers: &[BTreeMap<usize, State>], ending: &dyn Fn(usize) -> f64) -> Flowed {
    let Some(last) = layers.last() else { return Flowed::default() };
    let price = |(end, state): &(&usize, &State)| state.cost + ending(**end);
    let cheapest = last.iter().min_by(|a, b| price(a).total_cmp(&price(b)));
    let Some((end, best)) = cheapest else { return Flowed::default() };
    let mut flowed = Flowed { used: *end, cost: best.cost, ..Flowed::default() };
    let mut slot = *end;
    for layer in layers.iter().skip(1).rev() {
        let state = &layer[&slot];
        flowed.placed.extend(state.placed.iter().rev().cloned());
        slot = state.from;
    }
    flowed.placed.reverse();
    flowed
}

#[expect(clippy::cast_precision_loss, reason = "rows of a page are few")]
pub(super) fn to_f64(rows: usize) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests;
