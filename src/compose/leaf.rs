//! A story in a slot: the ways it can stand there, by depth.
//!
//! The measures of a slot's legs never depend on its depth, so a story's lines
//! are counted once (and once more for every other measure that it has, in a
//! leg of another width or beside a picture); every other choice (headline size and lines, air, height
//! of photographs) is arithmetic over rows. For each depth the cheapest choice
//! is kept, and the tree of the page picks among them.

use super::blocks::{self, Stand};
use super::cache::{Cache, lost_rows};
use super::head::{HeadPlan, HeadShapes, Wishes, plans};
use super::inset::InsetShape;
use super::jump;
use super::photo::PhotoShape;
use super::region::{self, Hole, Leg, Region};
use super::story::Prepared;
use super::summary::Summary;
use super::tree::{Allotted, GAP, NEVER};
use super::vertical::Vertical;
use crate::geom::{Abs, to_i64};
use crate::layout::{Frame, Grid, HeadPlace, Heads, Ladder, Slot};
use std::ops::Range;
use std::sync::Arc;

/// Where a slot's parts stand across the page, whatever its depth.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Left edge of the slot on the page.
    pub x: Abs,
    /// Width of the slot.
    pub width: Abs,
    /// Left edge inside the frame.
    pub inner_x: Abs,
    /// Width inside the frame.
    pub inner_width: Abs,
    /// Left edge and measure of each leg.
    pub legs: Vec<(Abs, Abs)>,
    /// Rows the frame takes above and below the inside, each.
    pub frame_rows: usize,
}

/// One way for a story to stand in its slot.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Index into [`Leaf::heads`].
    pub head: Option<usize>,
    /// Rows of the heading.
    pub head_rows: usize,
    /// Rows of each photograph with its caption.
    pub photo_rows: Vec<usize>,
    /// Cost at the depth it was asked for.
    pub cost: f64,
}

/// A story and its slot.
pub(super) struct Leaf<'s> {
    /// The slot.
    pub slot: Slot,
    /// The story.
    pub story: Arc<Prepared<'s>>,
    /// Places across.
    pub plan: Plan,
    /// Ways to set the heading.
    pub heads: Vec<HeadPlan>,
    /// The heading, if it stands vertically.
    pub vertical: Option<Vertical>,
    /// Whether the slot wants a vertical heading that would leave the text too
    /// little, so that it is set horizontally.
    pub is_laid: bool,
    /// Rows a vertical heading needs.
    pub strip_rows: usize,
    /// The summary below the heading.
    pub summary: Option<Summary>,
    /// Photographs with their captions.
    pub photos: Vec<PhotoShape>,
    /// Insets.
    pub insets: Vec<InsetShape>,
    /// A body character.
    pub em: Abs,
    /// Rows of the text in the first leg's measure.
    pub text_rows: usize,
    /// What a row of each leg holds, in rows of the first leg.
    pub legs_hold: Vec<f64>,
    /// The slot's second rectangle.
    pub part: Option<Part>,
    /// How the story is cut, if it runs on to another page.
    pub cut: Option<jump::Cut>,
    /// Rows of the whole text in the first leg's measure.
    pub all_rows: usize,
    /// Rows more than were counted, so that no widow stands at a leg's top.
    pub spare: usize,
    /// Rows that the slot has at the least, since nothing else takes them.
    pub least: usize,
    /// What a row of each block takes away, in rows of the first leg.
    pub blocks_take: Vec<f64>,
    /// Ways to break the paragraphs, kept.
    pub cache: Cache,
}

/// A second rectangle for a story: more legs, or longer ones.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Left edge and measure of each leg.
    pub legs: Vec<(Abs, Abs)>,
    /// What a row of each leg holds, in rows of the first leg of the slot.
    pub hold: Vec<f64>,
    /// Whether it stands right under the slot, so that legs run on into it
    /// through the row between.
    pub runs_on: bool,
    /// Rows it has, while the depths of a page are tried.
    pub depth: usize,
}

/// Left and right padding inside a frame, in body characters.
const FRAME_PAD: usize = 1;
/// A line too many in a leg, of a story with room enough.
const OVER: f64 = 150.0;
/// How much more it costs where there is no room at all, and the rows of room at
/// which that is a quarter: of two stories that are too long the one with more
/// room gives a row, even for two or three of the other's, so that a story far
/// too long is told and not its neighbours.
const CRAMPED: f64 = 30_000.0;
const CRAMPED_ROWS: f64 = 20.0;
/// The same of a rest from another page: it is what grew, so it is told, not its
/// neighbours.
const OVER_REST: f64 = 100.0;
/// A row that a page lacks of the least before a jump.
const LACKING: f64 = 3000.0;
/// A jump that is not made, since the story fits its slot: less than a line too
/// many of a story that cannot run on.
const NOT_CUT: f64 = 400.0;
/// A row that heading, photographs or a vertical heading lack.
const NO_ROOM: f64 = 40_000.0;
/// Rows of text without which a heading stands alone (背题).
const LEAST_TEXT: usize = 2;
/// More air in a heading, a row.
const AIR_ROW: f64 = 2.5;
/// Two rows of text over or under a photograph.
const LOST_ROWS: f64 = 8.0;
/// A single one: every leg there holds a line alone, so that each is a widow
/// or an orphan. It costs as much as one widow, and so is not bought with one.
const LOST_ROW: f64 = 30.0;
/// A row that runs on to another page.
const RUN_ON: f64 = 0.05;
/// Most rows of air added to a heading.
const MOST_AIR: usize = 3;

/// Divides a slot's width into legs of whole characters (A2: 破栏 arithmetic;
/// the remainder widens the gutters).
#[must_use]
pub(super) fn plan(slot: &Slot, x: Abs, grid: &Grid, strip: Abs) -> Plan {
    let width = grid.span(slot.span);
    let framed = slot.frame != Frame::None || slot.tint > 0;
    let pad = if framed { grid.body * FRAME_PAD } else { Abs::ZERO };
    let (inner_x, inner_width) = (x + pad, width - pad * 2i64);
    let (legs_x, legs_width) = (inner_x + strip, inner_width - strip);
    let count = slot.legs.max(1);
    let gutters = grid.gutter * (count - 1);
    let equal = ((legs_width - gutters) / to_i64(count)).steps_down(grid.body).max(1);
    // Beside a vertical heading there is less room than the layout counted on.
    let given = slot.measures.len() == count && strip == Abs::ZERO;
    let measures: Vec<Abs> = match given {
        true => slot.measures.iter().map(|chars| grid.body * *chars).collect(),
        false => vec![grid.body * equal; count],
    };
    let rest = legs_width - measures.iter().copied().sum() - gutters;
    let gutter = grid.gutter + rest.max(Abs::ZERO) / to_i64((count - 1).max(1));
    // Beside a vertical heading the remainder is white between it and the text.
    let beside_strip = strip > Abs::ZERO;
    let gutter = if beside_strip { grid.gutter } else { gutter };
    let start = match (count, beside_strip) {
        (_, true) => legs_x + rest.max(Abs::ZERO),
        (1, false) => legs_x + rest.max(Abs::ZERO) / 2,
        _ => legs_x,
    };
    let mut pen = start;
    let place = |measure: Abs| {
        let leg = (pen, measure);
        pen += measure + gutter;
        leg
    };
    let legs = measures.into_iter().map(place).collect();
    Plan {
        x,
        width,
        inner_x,
        inner_width,
        legs,
        frame_rows: usize::from(framed),
    }
}

impl Leaf<'_> {
    /// Moves the slot to the right.
    pub(super) fn shift(&mut self, by: Abs) {
        self.plan.x += by;
        self.plan.inner_x += by;
        if let Some(summary) = &mut self.summary {
            summary.shift(by);
        }
        for (x, _) in &mut self.plan.legs {
            *x += by;
        }
        let photos = self.photos.iter_mut().map(|photo| &mut photo.stand);
        let insets = self.insets.iter_mut().map(|inset| &mut inset.stand);
        photos.chain(insets).for_each(|stand| stand.x += by);
    }

    /// How the heading is set in a place.
    #[must_use]
    pub(super) fn head_plan(&self, place: &Allotted) -> Option<&HeadPlan> {
        let inside = place.depth.saturating_sub(2 * self.plan.frame_rows);
        match &self.vertical {
            Some(vertical) => vertical.best(inside),
            None => place.choice.head.map(|head| &self.heads[head]),
        }
    }

    /// The largest headline size that the heading may have.
    #[must_use]
    pub(super) fn largest_head(&self) -> Option<Abs> {
        let vertical = self.vertical.iter().flat_map(|vertical| &vertical.plans);
        self.heads.iter().chain(vertical).map(|plan| plan.size).max()
    }

    /// Ways to set the heading across the slot.
    #[must_use]
    pub(super) fn head_plans(
        &self,
        shapes: &HeadShapes,
        (ladder, heads): (&Ladder, Heads),
        grid: &Grid,
    ) -> Vec<HeadPlan> {
        if self.slot.head == HeadPlace::Vertical {
            return Vec::new();
        }
        let wishes = Wishes {
            ladder,
            heads,
            priority: self.story.priority,
            broken: self.story.head.broken,
            width: self.plan.inner_width,
        };
        plans(shapes, wishes, grid)
    }

    /// The cheapest choice for every depth from 0 rows on.
    #[must_use]
    pub(super) fn curve(&self, deepest: usize) -> Vec<Choice> {
        (0..=deepest).map(|depth| self.choose(depth)).collect()
    }

    /// The cheapest choice for a depth.
    fn choose(&self, depth: usize) -> Choice {
        let mut best: Option<Choice> = None;
        let mut offer = |choice: Choice| {
            if best.as_ref().is_none_or(|best| choice.cost < best.cost) {
                best = Some(choice);
            }
        };
        for photo_rows in self.photo_heights() {
            if self.heads.is_empty() {
                offer(self.weigh(depth, None, 0, photo_rows.clone()));
            }
            for head in 0..self.heads.len() {
                for air in 0..=MOST_AIR {
                    offer(self.weigh(depth, Some(head), air, photo_rows.clone()));
                }
            }
        }
        let mut best = best.unwrap_or_else(|| self.weigh(depth, None, 0, Vec::new()));
        best.cost += if depth < self.least { NEVER } else { 0.0 };
        best
    }

    /// Rows more, of so many, that a slot can take of what runs on from it and
    /// leave the other page enough.
    #[must_use]
    pub(super) fn takes_more(&self, place: &Allotted, most: usize) -> usize {
        if self.cut.as_ref().is_none_or(|cut| cut.after.is_some()) {
            return 0;
        }
        let choice = &place.choice;
        let taken = 2 * self.plan.frame_rows + choice.head_rows;
        let free = place.depth.saturating_sub(taken);
        let going = -self.white(&self.block_rows(&choice.photo_rows, free), free, 0);
        let spare = going - count(to_i64(jump::GOOD_REST));
        let leaves_enough =
            |rows: &usize| self.capacity() * count(to_i64(*rows)) <= spare;
        (1..=most).rev().find(leaves_enough).unwrap_or(0)
    }

    /// Heights the photographs may have, all cropped alike.
    fn photo_heights(&self) -> Vec<Vec<usize>> {
        let Some(first) = self.photos.first() else { return vec![Vec::new()] };
        (first.least_rows..=first.most_rows)
            .map(|rows| {
                let more = rows - first.least_rows;
                let height =
                    |photo: &PhotoShape| (photo.least_rows + more).min(photo.most_rows);
                self.photos.iter().map(height).collect()
            })
            .collect()
    }

    fn weigh(
        &self,
        depth: usize,
        head: Option<usize>,
        air: usize,
        photo_rows: Vec<usize>,
    ) -> Choice {
        let plan = head.map(|head| &self.heads[head]);
        let head_rows = plan.map_or(0, |plan| plan.rows + air) + self.summary_rows();
        let mut cost = plan.map_or(0.0, |plan| plan.cost) + AIR_ROW * square(air);
        for (photo, rows) in self.photos.iter().zip(&photo_rows) {
            cost += photo.crop_cost(*rows);
        }
        let inside = depth.saturating_sub(2 * self.plan.frame_rows);
        let free = inside.saturating_sub(head_rows);
        let lacking = (2 * self.plan.frame_rows + head_rows).saturating_sub(depth);
        let rows = self.block_rows(&photo_rows, free);
        let (short, under) = self.room_under(&rows, free);
        let short = (short + lacking).max(self.strip_rows.saturating_sub(inside));
        let vertical = self.vertical.as_ref().and_then(|vertical| vertical.best(inside));
        cost += vertical.map_or(0.0, |plan| plan.cost);
        let white = self.white(&rows, free, short + lacking);
        // A line or two over or under a photograph look lost.
        cost += match under {
            Some(1) => LOST_ROW,
            Some(2) => LOST_ROWS,
            _ => 0.0,
        };
        cost += NO_ROOM * count(to_i64(short));
        if self.cut.as_ref().is_some_and(|cut| cut.after.is_none()) {
            cost += self.cut_cost(white);
            return Choice { head, head_rows, photo_rows, cost };
        }
        cost += if white < 0.0 {
            match self.story.continued {
                true => OVER_REST * -white,
                false => self.over_cost(-white),
            }
        } else {
            self.white_cost(white)
        };
        Choice { head, head_rows, photo_rows, cost }
    }

    /// What white rows cost, in rows of the first leg.
    fn white_cost(&self, white: f64) -> f64 {
        let legs = self.capacity();
        let rows = (white / legs).floor();
        // Past a few rows it is a hole, and not worth ruining a heading for.
        let near = rows.min(6.0);
        5.0 * near * near
            + 3.0 * near
            + 10.0 * (rows - near)
            + 0.4 * (white - rows * legs).floor()
    }

    /// What lines too many cost: each by the room that the story has without it.
    fn over_cost(&self, over: f64) -> f64 {
        let need = count(to_i64(self.text_rows)).max(over);
        // The sum of CRAMPED / (1 + room / CRAMPED_ROWS)² over the rows.
        let share = |room: f64| CRAMPED_ROWS / (CRAMPED_ROWS + room);
        OVER * over + CRAMPED * CRAMPED_ROWS * (share(need - over) - share(need))
    }

    /// What a depth costs a story that runs on: any will do that leaves enough
    /// text on both pages. In a slot that holds more than that, since others on
    /// the page need its depth, the rows that go stay white; where they would be
    /// too many, the story does not run on.
    fn cut_cost(&self, white: f64) -> f64 {
        let least = count(to_i64(jump::LEAST_ROWS));
        let going = -white;
        let staying = count(to_i64(self.text_rows)) - going - 1.0;
        let lack = (least - staying).max(0.0);
        let given = (least - going).max(0.0);
        let after = match given {
            given if given > count(to_i64(jump::MOST_WHITE)) => {
                NOT_CUT + self.white_cost(white.max(0.0))
            }
            given => self.white_cost(given),
        };
        LACKING * lack + after + RUN_ON * going.max(0.0)
    }

    /// What a row across all legs holds, in rows of the first.
    fn capacity(&self) -> f64 {
        self.legs_hold.iter().sum()
    }

    /// Rows that stay white, in rows of the first leg; below zero, rows that the
    /// text lacks.
    fn white(&self, blocks: &[Range<usize>], free: usize, short: usize) -> f64 {
        let taken: f64 = blocks
            .iter()
            .zip(&self.blocks_take)
            .map(|(rows, take)| take * count(to_i64(rows.len())))
            .sum();
        let legs = self.capacity();
        let text = count(to_i64(self.text_rows + self.reserve() + self.spare));
        let white = legs * count(to_i64(free)) + self.part_holds() - taken - text;
        if short > 0 { white.min(-legs * count(to_i64(short))) } else { white }
    }

    /// A row for what is lost where lines change their measure.
    fn reserve(&self) -> usize {
        let full = self.capacity();
        let narrowed =
            self.blocks_take.iter().any(|take| take.fract() > 0.0 && *take < full);
        let unequal = self.legs_hold.iter().any(|hold| (hold - 1.0).abs() > 0.0);
        usize::from(narrowed || unequal)
    }

    /// What the second rectangle holds, in rows of the first leg.
    fn part_holds(&self) -> f64 {
        let Some(part) = &self.part else { return 0.0 };
        let own = |(leg, hold): (&(Abs, Abs), &f64)| {
            let through = part.runs_on && self.plan.legs.contains(leg);
            let rows = part.depth + if through { GAP } else { 0 };
            hold * count(to_i64(rows))
        };
        part.legs.iter().zip(&part.hold).map(own).sum()
    }

    /// Rows that blocks and the least text lack, and the fewest rows of text by
    /// themselves above or below blocks that have text at their side.
    fn room_under(&self, blocks: &[Range<usize>], free: usize) -> (usize, Option<usize>) {
        let full = self.capacity();
        let across: usize = blocks
            .iter()
            .zip(&self.blocks_take)
            .filter(|(_, take)| **take >= full)
            .map(|(rows, _)| rows.len())
            .sum();
        let least = LEAST_TEXT.min(self.text_rows);
        let deepest = blocks.iter().map(|rows| rows.end).max().unwrap_or(0);
        let short = deepest.max(across + least).saturating_sub(free);
        let beside = self.blocks_take.iter().any(|take| *take < full);
        let room = (free, self.em);
        let alone = || blocks::least_gap(&self.stands(), blocks, room);
        (short, if beside { alone() } else { None })
    }

    fn stands(&self) -> impl Iterator<Item = Stand> + Clone {
        let photos = self.photos.iter().map(|photo| photo.stand);
        photos.chain(self.insets.iter().map(|inset| inset.stand))
    }

    /// Rows of the blocks in a room, from its top.
    fn block_rows(&self, photo_rows: &[usize], free: usize) -> Vec<Range<usize>> {
        let insets = self.insets.iter().map(|inset| inset.rows);
        let rows = photo_rows.iter().copied().chain(insets);
        let blocks: Vec<(Stand, usize)> = self.stands().zip(rows).collect();
        blocks::rows(&blocks, free, self.em)
    }

    /// Rows of the summary.
    pub(super) fn summary_rows(&self) -> usize {
        self.summary.as_ref().map_or(0, |summary| summary.rows)
    }

    /// Counts the text's rows in every measure that the story has.
    pub(super) fn measure(&mut self) {
        let story = Arc::clone(&self.story);
        let first = self.plan.legs[0].1;
        self.text_rows = self.cache.rows(&story.flow, first);
        self.all_rows = self.text_rows;
        let (rows, cache) = (self.text_rows, &mut self.cache);
        let mut holds = |width: Abs| {
            if width == first {
                return 1.0;
            }
            match cache.rows(&story.flow, width) {
                0 => width.ratio(first),
                own => count(to_i64(rows)) / count(to_i64(own)),
            }
        };
        let legs: Vec<(Abs, Abs)> =
            self.plan.legs.iter().map(|(x, width)| (*x, *x + *width)).collect();
        self.legs_hold = legs.iter().map(|(left, right)| holds(*right - *left)).collect();
        if let Some(part) = &mut self.part {
            part.hold = part.legs.iter().map(|(_, width)| holds(*width)).collect();
        }
        let mut takes = Vec::new();
        let photos = self.photos.iter().map(|photo| photo.stand);
        for stand in photos.chain(self.insets.iter().map(|inset| inset.stand)) {
            let hole = hole(stand, 0..1);
            let mut take: f64 = self.legs_hold.iter().sum();
            for edges in &legs {
                for (_, width) in
                    region::segments(*edges, std::iter::once(&hole), self.em)
                {
                    take -= holds(width);
                }
            }
            takes.push(take);
        }
        self.blocks_take = takes;
        self.text_rows += lost_rows(&story.flow, self.plan.legs.len(), first);
        if let Some(after) = self.cut.as_ref().and_then(|cut| cut.after) {
            // And the jump's line.
            self.text_rows = self.all_rows.min(after + 1);
        }
    }

    /// The room of a choice, when the slot's top stands at a row.
    #[must_use]
    pub(super) fn region(&self, place: &Allotted) -> Region {
        let Allotted { choice, top, depth, .. } = place;
        let first = top + self.plan.frame_rows + choice.head_rows;
        let last = (top + depth).saturating_sub(self.plan.frame_rows);
        let rows = self.block_rows(&choice.photo_rows, last.saturating_sub(first));
        let down = |rows: Range<usize>| first + rows.start..first + rows.end;
        let legs = self.plan.legs.iter();
        let mut legs: Vec<Leg> = legs
            .map(|(x, width)| Leg { x: *x, width: *width, rows: first..last })
            .collect();
        if let (Some(part), Some((top, depth))) = (&self.part, place.part) {
            for (x, width) in &part.legs {
                let above =
                    legs.iter_mut().find(|leg| (leg.x, leg.width) == (*x, *width));
                match above.filter(|leg| part.runs_on && leg.rows.end + GAP == top) {
                    Some(leg) => leg.rows.end = top + depth,
                    None => {
                        let rows = top..top + depth;
                        legs.push(Leg { x: *x, width: *width, rows });
                    }
                }
            }
        }
        Region {
            legs,
            holes: self
                .stands()
                .zip(rows)
                .map(|(stand, rows)| hole(stand, down(rows)))
                .collect(),
            em: self.em,
        }
    }
}

fn hole(stand: Stand, rows: Range<usize>) -> Hole {
    Hole { left: stand.x, right: stand.x + stand.width, rows }
}

fn count(rows: i64) -> f64 {
    f64::from(i32::try_from(rows).unwrap_or(i32::MAX))
}

fn square(air: usize) -> f64 {
    let air = count(to_i64(air));
    air * air
}
