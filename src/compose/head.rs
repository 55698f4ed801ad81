//! Headings: kicker, headline and deck in a whole number of rows.

use super::story::HeadCopy;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::Abs;
use crate::layout::{Grid, Ladder};
use crate::role::Role;
use crate::text::breaks::Break;
use crate::text::class::Class;
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;

/// A line of a heading, shaped at its size.
#[derive(Clone, Debug)]
pub(super) struct HeadLine {
    /// The words.
    pub paragraph: Paragraph,
    /// The clusters of it that stand on this line.
    pub clusters: Range<usize>,
    /// Type size.
    pub size: Abs,
    /// From the top of the heading's type to the top of this line's em box.
    pub top: Abs,
}

/// One way to set a heading across a width.
#[derive(Clone, Debug)]
pub(super) struct HeadPlan {
    /// Headline size.
    pub size: Abs,
    /// Clusters of each headline line, by passage.
    pub lines: Vec<(usize, Range<usize>)>,
    /// Height of the type with the white between its lines.
    pub height: Abs,
    /// The fewest rows it takes.
    pub rows: usize,
    /// How far from what the house wants.
    pub cost: f64,
}

/// A heading's copy, shaped at one em to a point, so that widths at any size
/// are known.
pub(super) struct HeadShapes {
    headline: Vec<Paragraph>,
    kicker: Option<Abs>,
    deck: Option<Abs>,
}

/// White between the lines of a heading, in em of the smaller line.
const BETWEEN: f64 = 0.36;
/// White above and below a heading, together, in rows at least.
const AIR: f64 = 0.9;
/// A headline's width, in characters, from which on it wants one line.
const NARROW: f64 = 16.0;
/// Largest number of lines a headline is broken into.
const MOST_LINES: usize = 3;

/// Shapes a heading's copy for measuring.
pub(super) fn shapes(
    copy: &HeadCopy,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
) -> HeadShapes {
    let unit = styles.sized(Role::Headline, Abs::pt(100.0));
    let mut shape = |passage: &Passage| {
        let inline = Inline { passage: passage.clone(), style: unit.clone() };
        shaper.paragraph(&[inline], crate::geom::Em::ZERO)
    };
    HeadShapes {
        headline: copy.headline.iter().map(&mut shape).collect(),
        kicker: copy.kicker.as_ref().map(|_| styles.get(Role::Kicker).size),
        deck: copy.deck.as_ref().map(|_| styles.get(Role::Deck).size),
    }
}

/// Every reasonable way to set a heading across a width, none if it has none.
#[must_use]
pub(super) fn plans(
    shapes: &HeadShapes,
    broken: bool,
    width: Abs,
    (ladder, priority): (&Ladder, u8),
    grid: &Grid,
) -> Vec<HeadPlan> {
    if shapes.headline.is_empty() {
        return Vec::new();
    }
    let target = ladder.size(priority);
    let mut sizes: Vec<Abs> = ladder.steps.clone();
    if !sizes.contains(&target) {
        sizes.push(target);
    }
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let at = sizes.iter().position(|size| *size == target).unwrap_or(0);
    let mut plans = Vec::new();
    for (index, size) in sizes.iter().enumerate().skip(at.saturating_sub(1)) {
        let step = index.abs_diff(at);
        let line_counts = if broken { 0..=0 } else { 1..=MOST_LINES };
        for count in line_counts {
            let ems = width.ratio(*size);
            let Some((sense, lines)) = lines(shapes, broken, count, ems) else {
                continue;
            };
            let mut plan = plan(shapes, (*size, step), (lines, ems), grid);
            plan.cost += sense;
            plans.push(plan);
        }
        let enough = step >= 3 && plans.iter().any(|plan| plan.cost < 60.0);
        if enough {
            break;
        }
    }
    plans
}

fn plan(
    shapes: &HeadShapes,
    (size, step): (Abs, usize),
    (lines, ems): (Vec<(usize, Range<usize>)>, f64),
    grid: &Grid,
) -> HeadPlan {
    let height = height(shapes, size, lines.len());
    let rows = (height + grid.leading.scale(AIR)).steps_up(grid.leading);
    let extra_lines = lines.len().saturating_sub(shapes.headline.len());
    let widths: Vec<f64> = lines
        .iter()
        .map(|(passage, range)| width_em(&shapes.headline[*passage], range))
        .collect();
    let longest = widths.iter().copied().fold(0.0, f64::max);
    let shortest = widths.iter().copied().fold(f64::MAX, f64::min);
    let uneven =
        if extra_lines > 0 { 4.0 * (1.0 - shortest / longest.max(0.1)) } else { 0.0 };
    // Narrow headlines stand in several lines by nature, wide ones do not.
    let narrow = (ems / NARROW).min(1.0);
    let cost = 3.0 * square(step) + 2.0 * narrow * square(extra_lines) + uneven;
    HeadPlan { size, lines, height, rows, cost }
}

fn square(count: usize) -> f64 {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    count * count
}

fn height(shapes: &HeadShapes, size: Abs, lines: usize) -> Abs {
    let mut height = size * lines + size.scale(BETWEEN * 0.7) * lines.saturating_sub(1);
    if let Some(kicker) = shapes.kicker {
        height += kicker + kicker.scale(BETWEEN + 0.1);
    }
    if let Some(deck) = shapes.deck {
        height += deck + deck.scale(BETWEEN + 0.15);
    }
    height
}

/// The headline's lines in a width of so many em; `count` is ignored for the
/// editor's own breaks.
fn lines(
    shapes: &HeadShapes,
    broken: bool,
    count: usize,
    width: f64,
) -> Option<(f64, Vec<(usize, Range<usize>)>)> {
    if broken {
        let whole = |(index, paragraph): (usize, &Paragraph)| {
            let range = 0..paragraph.clusters.len();
            (width_em(paragraph, &range) <= width).then_some((index, range))
        };
        let lines: Option<Vec<_>> =
            shapes.headline.iter().enumerate().map(whole).collect();
        return Some((0.0, lines?));
    }
    let paragraph = shapes.headline.first()?;
    let (sense, ranges) = balanced(paragraph, count, width)?;
    Some((sense, ranges.into_iter().map(|range| (0, range)).collect()))
}

/// Splits a headline into so many lines of nearly equal length, at places where
/// the sense allows.
fn balanced(
    paragraph: &Paragraph,
    count: usize,
    width: f64,
) -> Option<(f64, Vec<Range<usize>>)> {
    let total = paragraph.clusters.len();
    if count == 1 {
        let range = 0..total;
        return (width_em(paragraph, &range) <= width).then(|| (0.0, vec![range]));
    }
    let mut best: Option<(f64, Vec<Range<usize>>)> = None;
    for at in 1..total {
        let Some(sense) = sense_cost(paragraph, at) else { continue };
        let first = 0..trim_end(paragraph, at);
        let first_width = width_em(paragraph, &first);
        if first_width > width {
            continue;
        }
        let rest = split_rest(paragraph, at, count - 1, width);
        let Some((rest_cost, mut rest)) = rest else { continue };
        let longest = rest
            .iter()
            .map(|range| width_em(paragraph, range))
            .fold(first_width, f64::max);
        let shortest = rest
            .iter()
            .map(|range| width_em(paragraph, range))
            .fold(first_width, f64::min);
        let cost = sense + rest_cost + (longest - shortest) * 0.8;
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            rest.insert(0, first);
            best = Some((cost, rest));
        }
    }
    best
}

fn split_rest(
    paragraph: &Paragraph,
    start: usize,
    count: usize,
    width: f64,
) -> Option<(f64, Vec<Range<usize>>)> {
    let total = paragraph.clusters.len();
    if count == 1 {
        let range = start..total;
        return (width_em(paragraph, &range) <= width).then(|| (0.0, vec![range]));
    }
    let mut best: Option<(f64, Vec<Range<usize>>)> = None;
    for at in start + 1..total {
        let Some(sense) = sense_cost(paragraph, at) else { continue };
        let (first, second) = (start..trim_end(paragraph, at), at..total);
        let (a, b) = (width_em(paragraph, &first), width_em(paragraph, &second));
        let cost = sense + (a - b).abs() * 0.8;
        if a <= width
            && b <= width
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            best = Some((cost, vec![first, second]));
        }
    }
    best
}

/// A blank at a headline line's end is dropped.
fn trim_end(paragraph: &Paragraph, at: usize) -> usize {
    if paragraph.clusters[at - 1].class == Class::Blank { at - 1 } else { at }
}

/// What breaking a headline before a cluster costs; none inside quotes, names
/// in 《》, words and numbers (R10.1).
fn sense_cost(paragraph: &Paragraph, at: usize) -> Option<f64> {
    if paragraph.clusters[at - 1].class == Class::Blank {
        return Some(0.0);
    }
    let Break::Yes(_) = paragraph.joints[at].break_ else { return None };
    let mut depth = 0;
    for cluster in &paragraph.clusters[..at] {
        match cluster.class {
            Class::Open => depth += 1,
            Class::Close => depth -= 1,
            _ => {}
        }
    }
    if depth > 0 {
        return None;
    }
    let before = paragraph.clusters[at - 1].class;
    let here = paragraph.chars[paragraph.clusters[at].chars.start];
    if before.is_mark() {
        return Some(0.2);
    }
    if paragraph.clusters[at].class == Class::Open {
        return Some(0.5);
    }
    // A line does not begin with a particle, nor leave a number's unit alone;
    // it gladly begins with a preposition. What else is a word is not known.
    let particle = "的了着过们中上下里内时后前性化者家".contains(here);
    let digit = before == Class::Digit;
    if particle || digit {
        return Some(12.0);
    }
    let preposition = "为在向对与和把让将被从由至到比因以用给".contains(here);
    Some(if preposition { 1.0 } else { 6.0 })
}

fn width_em(paragraph: &Paragraph, range: &Range<usize>) -> f64 {
    let breaker = crate::text::breaker::Breaker::new(paragraph);
    breaker.measure(range.clone()).natural.ratio(Abs::pt(100.0))
}

/// Shapes a chosen plan for good: lines with their places from the top.
pub(super) fn lay(
    copy: &HeadCopy,
    plan: &HeadPlan,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
) -> Vec<HeadLine> {
    let mut lines = Vec::new();
    let mut top = Abs::ZERO;
    let mut shape = |passage: &Passage, role: Role, size: Abs| {
        let style = styles.sized(role, size);
        let inline = Inline { passage: passage.clone(), style };
        shaper.paragraph(&[inline], crate::geom::Em::ZERO)
    };
    if let Some(kicker) = &copy.kicker {
        let size = styles.get(Role::Kicker).size;
        let paragraph = shape(kicker, Role::Kicker, size);
        let clusters = 0..paragraph.clusters.len();
        lines.push(HeadLine { paragraph, clusters, size, top });
        top += size + size.scale(BETWEEN + 0.1);
    }
    for (passage, clusters) in &plan.lines {
        let paragraph = shape(&copy.headline[*passage], Role::Headline, plan.size);
        lines.push(HeadLine {
            paragraph,
            clusters: clusters.clone(),
            size: plan.size,
            top,
        });
        top += plan.size + plan.size.scale(BETWEEN * 0.7);
    }
    if let Some(deck) = &copy.deck {
        let size = styles.get(Role::Deck).size;
        top += size.scale(BETWEEN + 0.15) - plan.size.scale(BETWEEN * 0.7);
        let paragraph = shape(deck, Role::Deck, size);
        let clusters = 0..paragraph.clusters.len();
        lines.push(HeadLine { paragraph, clusters, size, top });
    }
    lines
}
