//! Headings: kicker, headline and deck in a whole number of rows.

use super::phrases::{Broken, Phrases, lines_of};
use super::story::HeadCopy;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::{Abs, Em};
use crate::layout::{Grid, Ladder};
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// A line of a heading, shaped at its size.
#[derive(Clone, Debug)]
pub(super) struct HeadLine {
    /// The words.
    pub(super) paragraph: Paragraph,
    /// The clusters of it that stand on this line.
    pub(super) clusters: Range<usize>,
    /// Type size.
    pub(super) size: Abs,
    /// From the top of the heading's type to the top of this line's em box.
    pub(super) top: Abs,
}

/// One way to set a heading across a width.
#[derive(Clone, Debug)]
pub(super) struct HeadPlan {
    /// Headline size.
    pub(super) size: Abs,
    /// Clusters of each headline line, by passage.
    pub(super) lines: Vec<(usize, Range<usize>)>,
    /// Size of kicker and deck relative to the house's: smaller over a small
    /// headline.
    pub(super) small: f64,
    /// Lines of the kicker.
    pub(super) kicker: Vec<Range<usize>>,
    /// Lines of the deck.
    pub(super) deck: Vec<Range<usize>>,
    /// Height of the type with the white between its lines.
    pub(super) height: Abs,
    /// The fewest rows it takes.
    pub(super) rows: usize,
    /// How far from what the house wants.
    pub(super) cost: f64,
    /// Whether the headline fits nowhere and was broken by force.
    pub(super) forced: bool,
}

/// A heading's copy, shaped: the headline at a hundred points, so that its
/// width at any size is known, the others at their size.
pub(super) struct HeadShapes {
    headline: Vec<Paragraph>,
    kicker: Option<Paragraph>,
    deck: Option<Paragraph>,
}

/// The house's wishes for a heading.
#[derive(Clone, Copy)]
pub(super) struct Wishes<'w> {
    /// Sizes.
    pub(super) ladder: &'w Ladder,
    /// The story's importance.
    pub(super) priority: u8,
    /// Whether the lines are the editor's.
    pub(super) broken: bool,
    /// Width of the heading.
    pub(super) width: Abs,
}

/// Headline lines: the passage, and its clusters.
type HeadRanges = Vec<(usize, Range<usize>)>;

/// White between the lines of a heading, in em of the smaller line.
const BETWEEN: f64 = 0.36;
/// Kicker and deck are no larger than this share of the headline: two steps
/// down (A5).
const TWO_STEPS: f64 = 0.62;
/// White below a kicker, in em of it.
const BELOW_KICKER: f64 = 0.46;
/// White above a deck, in em of it.
const ABOVE_DECK: f64 = 0.51;
/// White above and below a heading, together, in rows at least.
const AIR: f64 = 0.9;
/// A headline's width, in characters, from which on it wants one line.
const NARROW: f64 = 16.0;
/// Largest number of lines a headline is broken into.
const MOST_LINES: usize = 3;
/// A step of the ladder away from the size that the priority asks for.
const STEP: f64 = 3.0;
/// A line more than the fewest.
const LINE: f64 = 2.0;
/// A broken line in a width of twice [`NARROW`].
const WIDE: f64 = 25.0;
/// A headline that had to be broken by force.
const FORCED: f64 = 200.0;

/// Shapes a heading's copy for measuring.
pub(super) fn shapes(
    copy: &HeadCopy,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
) -> HeadShapes {
    let unit = styles.sized(Role::Headline, Abs::pt(100.0));
    let mut shape = |passage: &Passage, style| {
        let inline = Inline { passage: passage.clone(), style };
        shaper.paragraph(&[inline], Em::ZERO)
    };
    let (kicker, deck) = (styles.get(Role::Kicker), styles.get(Role::Deck));
    HeadShapes {
        headline: copy
            .headline
            .iter()
            .map(|line| shape(line, Arc::clone(&unit)))
            .collect(),
        kicker: copy.kicker.as_ref().map(|words| shape(words, Arc::clone(&kicker))),
        deck: copy.deck.as_ref().map(|words| shape(words, Arc::clone(&deck))),
    }
}

/// Every reasonable way to set a heading across a width; none if there is no
/// headline.
#[must_use]
pub(super) fn plans(
    shapes: &HeadShapes,
    wishes: Wishes<'_>,
    grid: &Grid,
) -> Vec<HeadPlan> {
    if shapes.headline.is_empty() {
        return Vec::new();
    }
    let (sizes, at) = sizes(wishes);
    let phrases: Vec<Phrases<'_>> = shapes.headline.iter().map(Phrases::new).collect();
    let desk = Desk { shapes, phrases: &phrases, wishes, grid };
    let mut plans = Vec::new();
    for (index, size) in sizes.iter().enumerate().skip(at.saturating_sub(1)) {
        let step = index.abs_diff(at);
        plans.extend(desk.plans(*size, step));
        if step >= 3 && !plans.is_empty() {
            break;
        }
    }
    if plans.is_empty() {
        plans.extend(sizes.last().map(|size| desk.force(*size)));
    }
    plans
}

/// The ladder from large to small, and where on it the priority stands.
fn sizes(wishes: Wishes<'_>) -> (Vec<Abs>, usize) {
    let target = wishes.ladder.size(wishes.priority);
    let mut sizes: Vec<Abs> = wishes.ladder.steps.clone();
    if !sizes.contains(&target) {
        sizes.push(target);
    }
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let at = sizes.iter().position(|size| *size == target).unwrap_or(0);
    (sizes, at)
}

struct Desk<'d> {
    shapes: &'d HeadShapes,
    phrases: &'d [Phrases<'d>],
    wishes: Wishes<'d>,
    grid: &'d Grid,
}

impl Desk<'_> {
    /// A heading at a size: in the fewest lines it needs, or one more where the
    /// width is narrow. (A wide headline is not stacked up to fill a hole.)
    fn plans(&self, size: Abs, step: usize) -> Vec<HeadPlan> {
        if self.wishes.broken {
            return self.plan(size, step, 0).into_iter().collect();
        }
        let most = if self.wishes.width.ratio(size) < NARROW * 0.75 { 2 } else { 1 };
        (1..=MOST_LINES)
            .filter_map(|count| self.plan(size, step, count))
            .take(most)
            .collect()
    }

    /// A heading at a size in so many lines; the count means nothing where the
    /// editor broke the lines.
    fn plan(&self, size: Abs, step: usize, count: usize) -> Option<HeadPlan> {
        let ems = self.wishes.width.ratio(size);
        let (sense, lines) = if self.wishes.broken {
            self.editors_lines(ems)?
        } else {
            let (sense, ranges): Broken = self.phrases[0].split(count, ems)?;
            (sense, ranges.into_iter().map(|range| (0, range)).collect())
        };
        let extra = lines.len().saturating_sub(self.phrases.len());
        // Narrow headlines stand in several lines by nature, wide ones do not.
        let narrow = (ems / NARROW).min(1.0);
        let wide = (ems / NARROW - 1.0).max(0.0) * WIDE * square(extra).sqrt();
        let cost = STEP * square(step) + LINE * narrow * square(extra) + wide + sense;
        Some(self.finish(size, lines, cost))
    }

    /// What kicker and deck shrink to over a headline of a size.
    fn small(&self, size: Abs) -> f64 {
        let largest = size_of(&self.shapes.kicker).max(size_of(&self.shapes.deck));
        if largest == Abs::ZERO {
            return 1.0;
        }
        size.scale(TWO_STEPS).ratio(largest).clamp(0.6, 1.0)
    }

    fn editors_lines(&self, ems: f64) -> Option<(f64, HeadRanges)> {
        let fits = |(index, phrases): (usize, &Phrases<'_>)| {
            let whole = phrases.whole();
            (phrases.width(&whole) <= ems).then_some((index, whole))
        };
        let lines: Option<Vec<_>> = self.phrases.iter().enumerate().map(fits).collect();
        Some((0.0, lines?))
    }

    fn force(&self, size: Abs) -> HeadPlan {
        let ems = self.wishes.width.ratio(size);
        let lines = self.phrases.iter().enumerate().flat_map(|(index, phrases)| {
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
        let small = self.small(size);
        let width = self.wishes.width.scale(1.0 / small);
        let lines_in = |paragraph: &Option<Paragraph>| {
            let paragraph = paragraph.as_ref();
            let lines = paragraph.map(|words| lines_of(&Breaker::new(words), width));
            lines.unwrap_or_default()
        };
        let (kicker, deck) = (lines_in(&self.shapes.kicker), lines_in(&self.shapes.deck));
        let mut plan = HeadPlan {
            size,
            lines,
            small,
            kicker,
            deck,
            height: Abs::ZERO,
            rows: 0,
            cost,
            forced: false,
        };
        plan.height = stack(&plan, self.shapes).1;
        plan.rows =
            (plan.height + self.grid.leading.scale(AIR)).steps_up(self.grid.leading);
        plan
    }
}

/// Size of the first characters of a shaped line.
fn size_of(words: &Option<Paragraph>) -> Abs {
    let style = words.as_ref().and_then(|words| words.styles.first());
    style.map_or(Abs::ZERO, |style| style.size)
}

/// Tops of a heading's lines in order (kicker, headline, deck), and the height
/// of all.
fn stack(plan: &HeadPlan, shapes: &HeadShapes) -> (Vec<Abs>, Abs) {
    let kicker = size_of(&shapes.kicker).scale(plan.small);
    let deck = size_of(&shapes.deck).scale(plan.small);
    let (mut tops, mut pen) = (Vec::new(), Abs::ZERO);
    let mut lines = |count: usize, size: Abs, between: f64, pen: &mut Abs| {
        for index in 0..count {
            if index > 0 {
                *pen += size.scale(between);
            }
            tops.push(*pen);
            *pen += size;
        }
    };
    lines(plan.kicker.len(), kicker, BETWEEN, &mut pen);
    if !plan.kicker.is_empty() {
        pen += kicker.scale(BELOW_KICKER);
    }
    lines(plan.lines.len(), plan.size, BETWEEN * 0.7, &mut pen);
    if !plan.deck.is_empty() {
        pen += deck.scale(ABOVE_DECK);
    }
    lines(plan.deck.len(), deck, BETWEEN, &mut pen);
    (tops, pen)
}

/// Shapes a chosen plan for good: lines with their places from the top.
pub(super) fn lay(
    copy: &HeadCopy,
    plan: &HeadPlan,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
) -> Vec<HeadLine> {
    let shapes = shapes(copy, styles, shaper);
    let (tops, _) = stack(plan, &shapes);
    let mut lines = Vec::with_capacity(tops.len());
    let mut small = |words: &Option<Passage>, role: Role, ranges: &[Range<usize>]| {
        let Some(passage) = words else { return Vec::new() };
        let style = styles.sized(role, styles.get(role).size.scale(plan.small));
        let inline = Inline { passage: passage.clone(), style };
        let paragraph = shaper.paragraph(&[inline], Em::ZERO);
        ranges
            .iter()
            .map(|range| (paragraph.clone(), range.clone()))
            .collect()
    };
    lines.extend(small(&copy.kicker, Role::Kicker, &plan.kicker));
    let deck = small(&copy.deck, Role::Deck, &plan.deck);
    let style = styles.sized(Role::Headline, plan.size);
    for (passage, clusters) in &plan.lines {
        let passage = copy.headline[*passage].clone();
        let inline = Inline { passage, style: Arc::clone(&style) };
        lines.push((shaper.paragraph(&[inline], Em::ZERO), clusters.clone()));
    }
    lines.extend(deck);
    let line = |((paragraph, clusters), top): ((Paragraph, Range<usize>), Abs)| {
        let size = paragraph.styles.first().map_or(plan.size, |style| style.size);
        HeadLine { paragraph, clusters, size, top }
    };
    lines.into_iter().zip(tops).map(line).collect()
}

/// Characters of the headline that a plan drops: blanks at its lines' ends.
#[must_use]
pub(super) fn dropped(plan: &HeadPlan, copy: &HeadCopy) -> usize {
    // A headline's characters are a cluster each but for pairs like ——, which
    // stand inside lines; so what is dropped is what no line covers.
    let mut dropped = 0;
    for (index, _) in copy.headline.iter().enumerate() {
        let own = plan.lines.iter().filter(|(passage, _)| *passage == index);
        let mut end = None;
        for (_, range) in own {
            dropped += end.map_or(0, |end| range.start - end);
            end = Some(range.end);
        }
    }
    dropped
}

fn square(count: usize) -> f64 {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    count * count
}
