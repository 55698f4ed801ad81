//! Vertical headings 竖题 (composition rule R11): their columns from right to
//! left, kicker, headline, deck; the size steps down until they fit the depth.

use super::cells::{cells, extents};
use super::flow::to_f64;
use super::head::{
    HeadPlan, HeadShapes, PlannedLine, blanked, left_out, narrow_blanks, planned, steps,
    torn, weak,
};
use super::phrases::Phrases;
use super::sizes::{sizes, small_sizes};
use super::story::HeadCopy;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::{Abs, Em, to_i64};
use crate::layout::{Grid, Heads, Ladder};
use crate::role::Role;
use crate::text::words::Words;
use crate::text::{Paragraph, Shaper, TextStyle};
use std::ops::Range;
use std::sync::Arc;

/// White between the columns of a vertical heading, in em of the column.
pub(super) const COLUMN: f64 = 1.3;
/// Share of the depth that a column may take: a little white stays below it.
pub(super) const DEPTH: f64 = 0.97;
/// White between the heading and the text, in body characters.
const PAD: usize = 1;
/// Most columns a headline is broken into.
const MOST_COLUMNS: usize = 3;
/// Most columns of a kicker or a deck.
const MOST_SMALL_COLUMNS: usize = 2;
/// A step of the ladder below the size that the priority asks for.
const STEP: f64 = 3.0;
/// A column more than the editor wrote.
const BROKEN: f64 = 6.0;
/// A row by which the heading is deeper than the story's text.
const DEEPER: f64 = 4.0;
/// A character by which the text beside the heading is narrower than it should
/// be: at less than eight a leg, hardly a line of it is not loose.
const THIN: f64 = 15.0;
/// Characters that a leg beside a vertical heading should have.
const LEG: usize = 8;
/// A heading that fits nowhere.
const FORCED: f64 = 200.0;

/// A vertical heading: its copy, shaped, and the ways to set it in its strip.
pub(super) struct Vertical {
    /// Width of the strip that it has beside the text, in whole characters.
    pub(super) strip: Abs,
    /// The ways that the strip holds, the best first.
    pub(super) plans: Vec<HeadPlan>,
    /// Whether it leaves every leg of the text beside it enough characters.
    pub(super) is_wide: bool,
}

/// What a vertical heading is planned by.
#[derive(Clone, Copy)]
pub(super) struct Room<'r> {
    /// Sizes.
    pub(super) ladder: &'r Ladder,
    /// The story's importance.
    pub(super) priority: u8,
    /// Whether the columns are the editor's.
    pub(super) broken: bool,
    /// Rows it may have at most.
    pub(super) rows: usize,
    /// Width of the slot inside its frame, and its legs.
    pub(super) inside: (Abs, usize),
    /// Length of the story's text, were it one line.
    pub(super) text: Abs,
    /// The page's grid.
    pub(super) grid: &'r Grid,
}

/// Shapes a heading's copy vertically, at a hundred points.
pub(super) fn shapes(
    copy: &HeadCopy,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
    words: &Words,
) -> HeadShapes {
    let heads = *styles.heads();
    let mut shape = |passage: &Passage, role| {
        let style = styles.sized(role, Abs::pt(100.0));
        let paragraph = paragraph(passage, style, &heads, shaper);
        let cells = cells(&paragraph, 0..paragraph.clusters.len(), heads.upright);
        let extents = extents(&paragraph, &cells, Abs::pt(100.0));
        Phrases::vertical(paragraph, extents, words)
    };
    HeadShapes::of(copy, styles, &mut shape)
}

/// A line of a vertical heading shaped.
pub(super) fn paragraph(
    passage: &Passage,
    style: Arc<TextStyle>,
    heads: &Heads,
    shaper: &mut Shaper<'_>,
) -> Paragraph {
    let mut paragraph = shaper.vertical(&[blanked(passage, style, heads)]);
    narrow_blanks(&mut paragraph, heads);
    paragraph
}

/// Plans a vertical heading: every size from the priority's down, in as many
/// columns as it takes; the cheapest gives the strip its width, and the others
/// that the strip holds are kept for a slot that turns out less deep.
#[must_use]
pub(super) fn plan(shapes: &HeadShapes, room: Room<'_>) -> Vertical {
    let (sizes, at) = sizes(room.ladder, room.priority);
    let desk = Desk { shapes, room };
    let mut plans: Vec<HeadPlan> = Vec::new();
    for (step, size) in sizes.iter().skip(at).enumerate() {
        plans.extend(desk.plans(*size, step));
    }
    if plans.is_empty() {
        plans.extend(sizes.last().map(|size| desk.force(*size)));
    }
    plans.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let strip = plans.first().map_or(Abs::ZERO, |best| desk.strip(best));
    let is_wide = plans.first().is_none_or(|best| desk.leg(best) >= LEG);
    plans.retain(|plan| desk.strip(plan) <= strip);
    Vertical { strip, plans, is_wide }
}

impl Vertical {
    /// The fewest rows that some way takes.
    #[must_use]
    pub(super) fn least_rows(&self) -> usize {
        self.plans.iter().map(|plan| plan.rows).min().unwrap_or(0)
    }

    /// The best way for so many rows; the shortest if none fits.
    #[must_use]
    pub(super) fn best(&self, rows: usize) -> Option<&HeadPlan> {
        let fits = self.plans.iter().find(|plan| plan.rows <= rows);
        fits.or_else(|| self.plans.iter().min_by_key(|plan| plan.rows))
    }
}

struct Desk<'d> {
    shapes: &'d HeadShapes,
    room: Room<'d>,
}

impl Desk<'_> {
    /// Width of the strip for a plan: whole characters, and white to the text.
    fn strip(&self, plan: &HeadPlan) -> Abs {
        let columns: Abs = plan.lines.iter().map(|line| line.size.scale(COLUMN)).sum();
        let body = self.room.grid.body;
        body * (columns.steps_up(body) + PAD)
    }

    fn deepest(&self) -> Abs {
        (self.room.grid.leading * self.room.rows).scale(DEPTH)
    }

    fn plans(&self, size: Abs, step: usize) -> Vec<HeadPlan> {
        let ems = self.deepest().ratio(size);
        if self.room.broken {
            return self.editors(size, step, ems).into_iter().collect();
        }
        let Some(only) = self.shapes.headline.first() else { return Vec::new() };
        let plan = |count: usize| {
            let (sense, ranges) = only.split(count, ems)?;
            let lines = ranges.into_iter().map(|range| (0, range)).collect();
            let extra = to_f64(count - 1);
            Some(self.finish(size, lines, STEP * steps(step) + BROKEN * extra + sense))
        };
        (1..=MOST_COLUMNS).filter_map(plan).collect()
    }

    /// The editor's columns, if each is short enough.
    fn editors(&self, size: Abs, step: usize, ems: f64) -> Option<HeadPlan> {
        let headline = self.shapes.headline.iter().enumerate();
        let columns = headline.map(|(index, phrases)| {
            let whole = phrases.whole();
            (phrases.width(&whole) <= ems).then_some((index, whole))
        });
        let columns: Option<Vec<_>> = columns.collect();
        Some(self.finish(size, columns?, STEP * steps(step)))
    }

    fn force(&self, size: Abs) -> HeadPlan {
        let ems = self.deepest().ratio(size);
        let headline = self.shapes.headline.iter().enumerate();
        let lines = headline.flat_map(|(index, phrases)| {
            phrases.force(ems).into_iter().map(move |range| (index, range))
        });
        let plan = self.finish(size, lines.collect(), FORCED);
        HeadPlan { forced: true, ..plan }
    }

    fn finish(
        &self,
        size: Abs,
        lines: Vec<(usize, Range<usize>)>,
        cost: f64,
    ) -> HeadPlan {
        let (largest_kicker, largest_deck) = self.shapes.largest;
        let mut all =
            self.small(self.shapes.kicker.as_ref(), Role::Kicker, (size, largest_kicker));
        let mut deck =
            self.small(self.shapes.deck.as_ref(), Role::Deck, (size, largest_deck));
        all.extend(lines.into_iter().map(|(passage, range)| {
            let phrases = &self.shapes.headline[passage];
            planned(Role::Headline, phrases, (passage, range), size)
        }));
        all.append(&mut deck);
        let (dropped, marks) = left_out(self.shapes, &all);
        let torn = torn(self.shapes, &all);
        let weak = weak(self.shapes, &all);
        let height = all.iter().map(|line| self.length(line)).max().unwrap_or_default();
        // Rows of which the columns take the share that they may.
        let rows = height.scale(1.0 / DEPTH).steps_up(self.room.grid.leading);
        let mut plan = HeadPlan {
            size,
            lines: all,
            height,
            rows,
            cost,
            forced: false,
            torn,
            weak,
            dropped,
            marks,
        };
        plan.cost += DEEPER * to_f64(rows.saturating_sub(self.text_rows(&plan)));
        plan.cost += THIN * to_f64(LEG.saturating_sub(self.leg(&plan)));
        plan
    }

    /// Characters of a leg beside a plan.
    fn leg(&self, plan: &HeadPlan) -> usize {
        let (inside, legs) = self.room.inside;
        let body = self.room.grid.body;
        let gutters = self.room.grid.gutter * (legs - 1);
        let each = (inside - self.strip(plan) - gutters).max(Abs::ZERO) / to_i64(legs);
        each.steps_down(body)
    }

    /// Rows of the story's text beside a plan, about.
    fn text_rows(&self, plan: &HeadPlan) -> usize {
        let (inside, legs) = self.room.inside;
        let gutters = self.room.grid.gutter * (legs - 1);
        let body = self.room.grid.body;
        let room = (inside - self.strip(plan) - gutters).max(body * legs);
        self.room.text.steps_up(room)
    }

    fn length(&self, line: &PlannedLine) -> Abs {
        let phrases = match line.role {
            Role::Kicker => self.shapes.kicker.as_ref(),
            Role::Deck => self.shapes.deck.as_ref(),
            _ => self.shapes.headline.get(line.passage),
        };
        phrases
            .map_or(Abs::ZERO, |phrases| line.size.scale(phrases.width(&line.clusters)))
    }

    /// Columns of a kicker or a deck beside a headline of a size.
    fn small(
        &self,
        phrases: Option<&Phrases>,
        role: Role,
        (headline, largest): (Abs, Abs),
    ) -> Vec<PlannedLine> {
        let Some(phrases) = phrases else { return Vec::new() };
        let sizes = small_sizes(headline, largest);
        let ways = (1..=MOST_SMALL_COLUMNS)
            .flat_map(|count| sizes.iter().map(move |size| (count, *size)));
        let mut ways = ways.filter_map(|(count, size)| {
            Some((size, phrases.split(count, self.deepest().ratio(size))?.1))
        });
        let last = sizes.last().copied().unwrap_or(Abs::pt(9.0));
        let (size, ranges) = ways
            .next()
            .unwrap_or_else(|| (last, phrases.force(self.deepest().ratio(last))));
        let lines = ranges
            .into_iter()
            .map(|range| planned(role, phrases, (0, range), size));
        lines.collect()
    }
}

/// How far the gaps between a column's cells are opened (均排): towards the
/// depth, but no further than an em lets.
#[must_use]
pub(super) fn spacing(
    gaps: usize,
    (length, target): (Abs, Abs),
    (size, most): (Abs, Em),
) -> Abs {
    let gaps = i64::try_from(gaps).unwrap_or(i64::MAX);
    if gaps == 0 {
        return Abs::ZERO;
    }
    ((target - length).max(Abs::ZERO) / gaps).min(most.at(size))
}
