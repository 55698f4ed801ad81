//! A story in a slot: the ways it can stand there, by depth.
//!
//! The measure of a slot's legs never depends on its depth, so a story's lines
//! are counted once; every other choice (headline size and lines, air, height
//! of photographs) is arithmetic over rows. For each depth the cheapest choice
//! is kept, and the tree of the page picks among them.

use super::flow::{Cache, LineSlot};
use super::head::{HeadPlan, HeadShapes, Wishes, plans};
use super::photo::PhotoShape;
use super::story::Prepared;
use crate::geom::Abs;
use crate::layout::{Frame, Grid, HeadPlace, Ladder, Slot};
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
    /// Size of a vertical headline.
    pub vertical_size: Abs,
    /// Rows a vertical heading needs.
    pub strip_rows: usize,
    /// Photographs with their captions.
    pub photos: Vec<PhotoShape>,
    /// Rows of the text in the legs' measure.
    pub text_rows: usize,
    /// Ways to break the paragraphs, kept.
    pub cache: Cache,
}

/// Left and right padding inside a frame, in body characters.
const FRAME_PAD: usize = 1;
/// White between a vertical heading and the text, in body characters.
const STRIP_PAD: i64 = 1;
/// A line too many in a leg.
const OVER: f64 = 400.0;
/// A row that heading, photographs or a vertical heading lack.
const NO_ROOM: f64 = 4000.0;
/// Rows of text without which a heading stands alone (背题).
const LEAST_TEXT: usize = 2;
/// More air in a heading, a row.
const AIR_ROW: f64 = 2.5;
/// One or two rows of text under a photograph.
const LOST_ROWS: f64 = 8.0;
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
    let chars = ((legs_width - gutters) / to_i64(count)).steps_down(grid.body).max(1);
    let measure = grid.body * chars;
    let rest = legs_width - measure * count - gutters;
    let gutter = grid.gutter + rest.max(Abs::ZERO) / to_i64((count - 1).max(1));
    // Beside a vertical heading the remainder is white between it and the text.
    let beside_strip = strip > Abs::ZERO;
    let gutter = if beside_strip { grid.gutter } else { gutter };
    let start = match (count, beside_strip) {
        (_, true) => legs_x + rest.max(Abs::ZERO),
        (1, false) => legs_x + rest.max(Abs::ZERO) / 2,
        _ => legs_x,
    };
    let legs = (0..count)
        .map(|leg| (start + (measure + gutter) * leg, measure))
        .collect();
    Plan {
        x,
        width,
        inner_x,
        inner_width,
        legs,
        frame_rows: usize::from(framed),
    }
}

fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Width of the strip for a vertical heading, in whole body characters, and the
/// rows it needs.
#[must_use]
pub(super) fn strip(shapes: &[Abs], length: Abs, grid: &Grid) -> (Abs, usize) {
    let type_width: Abs = shapes.iter().map(|size| size.scale(1.3)).sum();
    let chars = type_width.steps_up(grid.body);
    let width = grid.body * (to_i64(chars) + STRIP_PAD);
    (width, length.steps_up(grid.leading))
}

impl Leaf<'_> {
    /// Moves the slot to the right.
    pub(super) fn shift(&mut self, by: Abs) {
        self.plan.x += by;
        self.plan.inner_x += by;
        for (x, _) in &mut self.plan.legs {
            *x += by;
        }
    }

    /// Ways to set the heading across the slot.
    #[must_use]
    pub(super) fn head_plans(
        &self,
        shapes: &HeadShapes,
        ladder: &Ladder,
        grid: &Grid,
    ) -> Vec<HeadPlan> {
        if self.slot.head == HeadPlace::Vertical {
            return Vec::new();
        }
        let wishes = Wishes {
            ladder,
            priority: self.story.story.priority,
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
        best.unwrap_or_else(|| self.weigh(depth, None, 0, Vec::new()))
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
        let head_rows = plan.map_or(0, |plan| plan.rows + air);
        let mut cost = plan.map_or(0.0, |plan| plan.cost) + AIR_ROW * square(air);
        for (photo, rows) in self.photos.iter().zip(&photo_rows) {
            cost += photo.crop_cost(*rows);
        }
        let inside = to_i64(depth) - to_i64(2 * self.plan.frame_rows);
        let legs = to_i64(self.plan.legs.len());
        let text = to_i64(self.text_rows);
        let taken: i64 = self
            .photos
            .iter()
            .zip(&photo_rows)
            .map(|(photo, rows)| to_i64(photo.legs * rows))
            .sum();
        let free = inside - to_i64(head_rows);
        let mut white = legs * free - taken - text;
        let stacked: i64 = photo_rows.iter().map(|rows| to_i64(*rows)).sum();
        let least = to_i64(LEAST_TEXT.min(self.text_rows / self.plan.legs.len()));
        let beside = self.is_beside_photo();
        let needed = if beside { stacked.max(least) } else { stacked + least };
        let short = (needed - free).max(to_i64(self.strip_rows) - inside).max(0);
        if short > 0 {
            white = white.min(-short * legs);
        }
        // A line or two under a photograph look lost.
        let under = free - stacked;
        if stacked > 0 && (1..3).contains(&under) && beside {
            cost += LOST_ROWS;
        }
        cost += NO_ROOM * count(short);
        cost += if white < 0 {
            // Rising, so that what is over is shared out among the stories.
            let over = count(-white);
            OVER * over + OVER / 40.0 * over * over
        } else {
            let rows = count(white / legs);
            // Past a few rows it is a hole, and not worth ruining a heading for.
            let near = rows.min(6.0);
            5.0 * near * near
                + 3.0 * near
                + 10.0 * (rows - near)
                + 0.4 * count(white % legs)
        };
        Choice { head, head_rows, photo_rows, cost }
    }

    /// Whether some legs run beside the photographs.
    fn is_beside_photo(&self) -> bool {
        self.photos.iter().any(|photo| photo.legs < self.plan.legs.len())
    }

    /// The line slots of a choice, when the slot's top stands at a row.
    #[must_use]
    pub(super) fn slots(
        &self,
        choice: &Choice,
        top: usize,
        depth: usize,
    ) -> Vec<LineSlot> {
        let first = top + self.plan.frame_rows + choice.head_rows;
        let last = (top + depth).saturating_sub(self.plan.frame_rows);
        let count = self.plan.legs.len();
        let mut slots = Vec::new();
        for (leg, (x, width)) in self.plan.legs.iter().enumerate() {
            let photos = self.photos.iter().zip(&choice.photo_rows);
            let under: usize = photos
                .filter(|(photo, _)| leg >= count - photo.legs)
                .map(|(_, rows)| *rows)
                .sum();
            for row in first + under..last {
                slots.push(LineSlot { leg, row, x: *x, width: *width });
            }
        }
        slots
    }
}

fn count(rows: i64) -> f64 {
    f64::from(i32::try_from(rows).unwrap_or(i32::MAX))
}

fn square(air: usize) -> f64 {
    let air = count(to_i64(air));
    air * air
}
