//! Headings: kicker, headline and deck in a whole number of rows.

use super::flow::to_f64;
use super::phrases::{Phrases, opens};
use super::sizes::{sizes, small_sizes};
use super::story::HeadCopy;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::{Abs, Em};
use crate::layout::{Grid, Heads, Ladder};
use crate::role::Role;
use crate::source::Span;
use crate::text::class::Class;
use crate::text::words::Words;
use crate::text::{Inline, Paragraph, Shaper, TextStyle};
use std::ops::Range;
use std::sync::Arc;

/// A line of a heading as planned.
#[derive(Clone, Debug)]
pub(super) struct PlannedLine {
    /// Kicker, headline or deck.
    pub(super) role: Role,
    /// Which of the headline's passages it is of; 0 for the others.
    pub(super) passage: usize,
    /// Its clusters.
    pub(super) clusters: Range<usize>,
    /// Its words.
    pub(super) text: String,
    /// Type size.
    pub(super) size: Abs,
    /// By how much its gaps are opened (均排).
    pub(super) spacing: Abs,
    /// Whether it stands flush with another line, so that its quotes may not
    /// move it.
    pub(super) flush: bool,
}

/// A line of a heading, shaped at its size.
#[derive(Clone, Debug)]
pub(super) struct HeadLine {
    /// The words.
    pub(super) paragraph: Paragraph,
    /// The line.
    pub(super) line: PlannedLine,
    /// From the top of the heading's type to the top of this line's em box.
    pub(super) top: Abs,
}

/// One way to set a heading across a width.
#[derive(Clone, Debug)]
pub(super) struct HeadPlan {
    /// Headline size.
    pub(super) size: Abs,
    /// Kicker, headline, deck, from the top.
    pub(super) lines: Vec<PlannedLine>,
    /// Height of the type with the white between its lines.
    pub(super) height: Abs,
    /// The fewest rows it takes.
    pub(super) rows: usize,
    /// How far from what the house wants.
    pub(super) cost: f64,
    /// Whether the headline fits nowhere and was broken by force.
    pub(super) forced: bool,
    /// Kicker and deck, where a word of theirs is torn.
    pub(super) torn: Vec<Role>,
    /// Where a line begins that reads wrong, and what it is a line of.
    pub(super) weak: Vec<(Role, Span)>,
    /// Characters that are not set: blanks and marks at lines' ends.
    pub(super) dropped: usize,
    /// The marks among them.
    pub(super) marks: Vec<Span>,
}

/// A heading's copy, shaped at a hundred points, so that its width at any size
/// is known.
pub(super) struct HeadShapes {
    pub(super) headline: Vec<Phrases>,
    pub(super) kicker: Option<Phrases>,
    pub(super) deck: Option<Phrases>,
    /// Sizes that kicker and deck may have at most.
    pub(super) largest: (Abs, Abs),
}

impl HeadShapes {
    /// A heading's copy, each line shaped by `shape`: horizontally or vertically.
    pub(super) fn of(
        copy: &HeadCopy,
        styles: &Styles,
        shape: &mut dyn FnMut(&Passage, Role) -> Phrases,
    ) -> HeadShapes {
        HeadShapes {
            headline: copy
                .headline
                .iter()
                .map(|line| shape(line, Role::Headline))
                .collect(),
            kicker: copy.kicker.as_ref().map(|line| shape(line, Role::Kicker)),
            deck: copy.deck.as_ref().map(|line| shape(line, Role::Deck)),
            largest: (styles.get(Role::Kicker).size, styles.get(Role::Deck).size),
        }
    }
}

/// The house's wishes for a heading.
#[derive(Clone, Copy)]
pub(super) struct Wishes<'w> {
    /// Sizes.
    pub(super) ladder: &'w Ladder,
    /// Letter-spacing, scaling.
    pub(super) heads: Heads,
    /// The story's importance.
    pub(super) priority: u8,
    /// Whether the lines are the editor's.
    pub(super) broken: bool,
    /// Width of the heading.
    pub(super) width: Abs,
}

/// Headline lines: the passage, and its clusters.
pub(super) type HeadRanges = Vec<(usize, Range<usize>)>;

/// White between the lines of a headline, in em.
const BETWEEN: f64 = 0.25;
/// White between the lines of a kicker or a deck, in em.
const BETWEEN_SMALL: f64 = 0.32;
/// White below a kicker, in em of it.
const BELOW_KICKER: f64 = 0.5;
/// White above a deck, in em of it.
const ABOVE_DECK: f64 = 0.6;
/// White above and below a heading, together, in rows at least.
const AIR: f64 = 0.9;
/// A headline's width, in characters, from which on it wants one line.
const NARROW: f64 = 16.0;
/// Largest number of lines a headline is broken into, and in a width of less
/// than [`ACCORDION`] characters (手风琴).
const MOST_LINES: usize = 3;
const MOST_NARROW_LINES: usize = 4;
const ACCORDION: f64 = 9.0;
/// A step of the ladder away from the size that the priority asks for.
const STEP: f64 = 3.0;
/// A line more than the fewest.
const LINE: f64 = 2.0;
/// A broken line in a width of twice [`NARROW`].
const WIDE: f64 = 25.0;
/// By how much the breaks of a line more may cost more.
const WORSE: f64 = 4.0;
/// A headline that had to be broken by force.
const FORCED: f64 = 200.0;
/// Most lines of a kicker or a deck.
const MOST_SMALL_LINES: usize = 4;

/// Shapes a heading's copy for measuring.
pub(super) fn shapes(
    copy: &HeadCopy,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
    words: &Words,
) -> HeadShapes {
    let mut shape = |passage: &Passage, role| {
        let style = styles.sized(role, Abs::pt(100.0));
        Phrases::new(paragraph(passage, style, styles.heads(), shaper), words)
    };
    HeadShapes::of(copy, styles, &mut shape)
}

/// A line of a heading shaped: commas are blanks (R10.1), and blanks as wide as
/// the house has them.
pub(super) fn paragraph(
    passage: &Passage,
    style: Arc<TextStyle>,
    heads: &Heads,
    shaper: &mut Shaper<'_>,
) -> Paragraph {
    let inline = blanked(passage, style, heads);
    let mut paragraph = shaper.paragraph(&[inline], Em::ZERO);
    narrow_blanks(&mut paragraph, heads);
    paragraph
}

/// A line of a heading with blanks for its commas.
pub(super) fn blanked(passage: &Passage, style: Arc<TextStyle>, heads: &Heads) -> Inline {
    let mut passage = passage.clone();
    if heads.blank > Em::ZERO {
        for letter in passage.letters.iter_mut().filter(|letter| letter.c == '，') {
            letter.c = '\u{3000}';
        }
    }
    Inline { passage, style }
}

/// Makes a line's blanks as wide as the house has them.
pub(super) fn narrow_blanks(paragraph: &mut Paragraph, heads: &Heads) {
    if heads.blank == Em::ZERO {
        return;
    }
    for at in 0..paragraph.clusters.len() {
        if paragraph.clusters[at].class != Class::Blank {
            continue;
        }
        let size = paragraph.style_of(&paragraph.clusters[at]).size;
        paragraph.clusters[at].body = Abs::ZERO;
        paragraph.clusters[at].right = heads.blank.at(size);
        if let Some(joint) = paragraph.joints.get_mut(at + 1) {
            joint.natural = heads.blank.at(size);
        }
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
    let (sizes, at) = sizes(wishes.ladder, wishes.priority);
    let desk = Desk { shapes, wishes, grid };
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

struct Desk<'d> {
    shapes: &'d HeadShapes,
    wishes: Wishes<'d>,
    grid: &'d Grid,
}

impl Desk<'_> {
    /// A heading at a size: in the fewest lines it needs, or one more where the
    /// width is narrow. (A wide headline is not stacked up to fill a hole.)
    fn plans(&self, size: Abs, step: usize) -> Vec<HeadPlan> {
        if self.wishes.broken {
            return self.plan(size, step, 0).into_iter().map(|(_, plan)| plan).collect();
        }
        let ems = self.wishes.width.ratio(size);
        let more = if ems < NARROW { 2 } else { 1 };
        let most = if ems < ACCORDION { MOST_NARROW_LINES } else { MOST_LINES };
        let mut plans: Vec<(f64, HeadPlan)> = (1..=most)
            .filter_map(|count| self.plan(size, step, count))
            .take(more)
            .collect();
        // A line more must read about as well: white in the slot is no reason to
        // break a headline where it reads wrong.
        let first = plans.first().map_or(0.0, |(sense, _)| *sense);
        plans.retain(|(sense, _)| *sense <= first + WORSE);
        plans.into_iter().map(|(_, plan)| plan).collect()
    }

    /// A heading at a size in so many lines; the count means nothing where the
    /// editor broke the lines. With the cost of its breaks alone.
    fn plan(&self, size: Abs, step: usize, count: usize) -> Option<(f64, HeadPlan)> {
        let ems = self.wishes.width.ratio(size);
        let scaled = ems * (1.0 + self.wishes.heads.scale);
        let found = self.lines(count, ems);
        let (sense, lines) = found.or_else(|| self.lines(count, scaled))?;
        // Within the house's share a headline may be made smaller to fit.
        let longest = self.longest(&lines);
        let size = if longest > ems { size.scale(ems / longest) } else { size };
        let extra = lines.len().saturating_sub(self.shapes.headline.len());
        // Narrow headlines stand in several lines by nature, wide ones do not.
        let narrow = (ems / NARROW).min(1.0);
        let wide = (ems / NARROW - 1.0).max(0.0) * WIDE * to_f64(extra);
        let cost =
            STEP * steps(step) + LINE * narrow * to_f64(extra).powi(2) + wide + sense;
        Some((sense, self.finish(size, lines, cost)))
    }

    fn lines(&self, count: usize, ems: f64) -> Option<(f64, HeadRanges)> {
        if self.wishes.broken {
            return self.editors_lines(ems);
        }
        let (sense, ranges) = self.shapes.headline[0].split(count, ems)?;
        Some((sense, ranges.into_iter().map(|range| (0, range)).collect()))
    }

    fn editors_lines(&self, ems: f64) -> Option<(f64, HeadRanges)> {
        let fits = |(index, phrases): (usize, &Phrases)| {
            let whole = phrases.whole();
            (phrases.width(&whole) <= ems).then_some((index, whole))
        };
        let lines: Option<Vec<_>> =
            self.shapes.headline.iter().enumerate().map(fits).collect();
        Some((0.0, lines?))
    }

    fn longest(&self, lines: &HeadRanges) -> f64 {
        let width =
            |(at, range): &(usize, Range<usize>)| self.shapes.headline[*at].width(range);
        lines.iter().map(width).fold(0.0, f64::max)
    }

    fn force(&self, size: Abs) -> HeadPlan {
        let ems = self.wishes.width.ratio(size);
        let phrases = self.shapes.headline.iter().enumerate();
        let lines = phrases.flat_map(|(index, phrases)| {
            phrases.force(ems).into_iter().map(move |range| (index, range))
        });
        let plan = self.finish(size, lines.collect(), FORCED);
        HeadPlan { forced: true, ..plan }
    }

    fn finish(&self, size: Abs, lines: HeadRanges, cost: f64) -> HeadPlan {
        let width = self.wishes.width;
        let headline = lines.into_iter().map(|(passage, clusters)| {
            let phrases = &self.shapes.headline[passage];
            planned(Role::Headline, phrases, (passage, clusters), size)
        });
        let mut headline: Vec<PlannedLine> = headline.collect();
        let spread = self.wishes.heads.spread;
        let of = |line: &PlannedLine| &self.shapes.headline[line.passage];
        let span = Some(width);
        level(&mut headline, &of, span, spread);
        let (largest_kicker, largest_deck) = self.shapes.largest;
        let small = |phrases: &Option<Phrases>, role, largest| match phrases {
            Some(phrases) => {
                let sizes = small_sizes(size, largest);
                small_lines(role, phrases, &sizes, (width, spread))
            }
            None => Vec::new(),
        };
        let mut all = small(&self.shapes.kicker, Role::Kicker, largest_kicker);
        let mut deck = small(&self.shapes.deck, Role::Deck, largest_deck);
        all.append(&mut headline);
        all.append(&mut deck);
        let (dropped, marks) = left_out(self.shapes, &all);
        let torn = torn(self.shapes, &all);
        let weak = weak(self.shapes, &all);
        let height = stack(&all).1;
        HeadPlan {
            size,
            lines: all,
            height,
            rows: (height + self.grid.leading.scale(AIR)).steps_up(self.grid.leading),
            cost,
            forced: false,
            torn,
            weak,
            dropped,
            marks,
        }
    }
}

/// A line of a heading before it is spaced.
pub(super) fn planned(
    role: Role,
    phrases: &Phrases,
    (passage, clusters): (usize, Range<usize>),
    size: Abs,
) -> PlannedLine {
    PlannedLine {
        role,
        passage,
        text: phrases.paragraph.text_of(clusters.clone()),
        clusters,
        size,
        spacing: Abs::ZERO,
        flush: false,
    }
}

/// Lines of a kicker or a deck: one if a size allows, else as few as may be,
/// broken by sense; words are torn where no size would do.
pub(super) fn small_lines(
    role: Role,
    phrases: &Phrases,
    sizes: &[Abs],
    (width, spread): (Abs, Em),
) -> Vec<PlannedLine> {
    let whole = || sizes.iter().map(|size| (1, *size));
    let broken =
        || (2..=MOST_SMALL_LINES).flat_map(|n| sizes.iter().map(move |s| (n, *s)));
    let found = whole().chain(broken()).find_map(|(count, size)| {
        Some((size, phrases.split(count, width.ratio(size))?.1))
    });
    let last = sizes.last().copied().unwrap_or(Abs::pt(9.0));
    let (size, ranges) =
        found.unwrap_or_else(|| (last, phrases.force(width.ratio(last))));
    let lines = ranges
        .into_iter()
        .map(|range| planned(role, phrases, (0, range), size));
    let mut lines: Vec<PlannedLine> = lines.collect();
    level(&mut lines, &|_| phrases, None, spread);
    lines
}

/// Kicker and deck, where a line of theirs begins inside a word.
pub(super) fn torn(shapes: &HeadShapes, lines: &[PlannedLine]) -> Vec<Role> {
    let parts = [(Role::Kicker, &shapes.kicker), (Role::Deck, &shapes.deck)];
    let is_torn = |(role, phrases): &(Role, &Option<Phrases>)| {
        let own = lines.iter().filter(|line| line.role == *role);
        let own: Vec<_> = own.map(|line| line.clusters.clone()).collect();
        phrases.as_ref().is_some_and(|phrases| phrases.is_torn(&own))
    };
    parts.into_iter().filter(is_torn).map(|(role, _)| role).collect()
}

/// Where the program had to break a part of a heading so that it reads wrong.
pub(super) fn weak(shapes: &HeadShapes, lines: &[PlannedLine]) -> Vec<(Role, Span)> {
    let of = |(role, index, phrases): (Role, usize, &Phrases)| {
        let own = lines.iter().filter(|line| line.role == role && line.passage == index);
        let own: Vec<_> = own.map(|line| line.clusters.clone()).collect();
        let span = |at| phrases.paragraph.span_of(phrases.paragraph.chars_of(at..at + 1));
        let spans = phrases.weak(&own).into_iter().filter_map(span);
        spans.map(|span| (role, span)).collect::<Vec<_>>()
    };
    parts(shapes).flat_map(of).collect()
}

/// Every passage of a heading, with its part and its number there.
fn parts(shapes: &HeadShapes) -> impl Iterator<Item = (Role, usize, &Phrases)> {
    let headline = shapes.headline.iter().enumerate();
    headline
        .map(|(index, phrases)| (Role::Headline, index, phrases))
        .chain(shapes.kicker.iter().map(|phrases| (Role::Kicker, 0, phrases)))
        .chain(shapes.deck.iter().map(|phrases| (Role::Deck, 0, phrases)))
}

/// 均排 (R10.2): lines that come near the span fill it; else lines that come
/// near the longest one come to its width. A line further off keeps its own.
pub(super) fn level<'p>(
    lines: &mut [PlannedLine],
    phrases: &dyn Fn(&PlannedLine) -> &'p Phrases,
    span: Option<Abs>,
    limit: Em,
) {
    let natural =
        |line: &PlannedLine| line.size.scale(phrases(line).width(&line.clusters));
    let spacing = |line: &PlannedLine, target: Abs| {
        let gaps = i64::try_from(phrases(line).gaps(&line.clusters)).unwrap_or(0);
        let room = (target - natural(line)).max(Abs::ZERO);
        let each = if gaps > 0 { room / gaps } else { room };
        (each <= limit.at(line.size)).then_some(each)
    };
    let longest = lines.iter().map(&natural).max().unwrap_or(Abs::ZERO);
    let fills = |span: &Abs| lines.iter().all(|line| spacing(line, *span).is_some());
    let target = span.filter(fills).unwrap_or(longest);
    let spacings: Vec<_> = lines.iter().map(|line| spacing(line, target)).collect();
    let flush = spacings.iter().flatten().count() > 1;
    for (line, spacing) in lines.iter_mut().zip(spacings) {
        line.flush = flush && spacing.is_some();
        line.spacing = spacing.unwrap_or(Abs::ZERO);
    }
}

/// Characters that no line has, and the marks among them.
pub(super) fn left_out(shapes: &HeadShapes, lines: &[PlannedLine]) -> (usize, Vec<Span>) {
    let (mut count, mut marks) = (0, Vec::new());
    for (role, index, phrases) in parts(shapes) {
        let own = lines.iter().filter(|line| line.role == role && line.passage == index);
        let own: Vec<&Range<usize>> = own.map(|line| &line.clusters).collect();
        for (at, cluster) in phrases.paragraph.clusters.iter().enumerate() {
            if own.iter().any(|range| range.contains(&at)) {
                continue;
            }
            count += cluster.chars.len();
            if cluster.class != Class::Blank {
                marks.extend(phrases.paragraph.span_of(cluster.chars.clone()));
            }
        }
    }
    (count, marks)
}

/// Tops of a heading's lines in order (kicker, headline, deck), and the height
/// of all.
fn stack(lines: &[PlannedLine]) -> (Vec<Abs>, Abs) {
    let (mut tops, mut pen) = (Vec::new(), Abs::ZERO);
    let mut above: Option<&PlannedLine> = None;
    for line in lines {
        if let Some(above) = above {
            pen += match (above.role, line.role) {
                (Role::Headline, Role::Headline) => line.size.scale(BETWEEN),
                (Role::Kicker, Role::Headline) => above.size.scale(BELOW_KICKER),
                (Role::Headline, Role::Deck) => line.size.scale(ABOVE_DECK),
                _ => line.size.scale(BETWEEN_SMALL),
            };
        }
        tops.push(pen);
        pen += line.size;
        above = Some(line);
    }
    (tops, pen)
}

/// Shapes a chosen plan for good: lines with their places from the top.
pub(super) fn lay(
    copy: &HeadCopy,
    plan: &HeadPlan,
    styles: &Styles,
    shaper: &mut Shaper<'_>,
) -> Vec<HeadLine> {
    let (tops, _) = stack(&plan.lines);
    let mut lines = Vec::with_capacity(tops.len());
    for (line, top) in plan.lines.iter().zip(tops) {
        let Some(passage) = passage_of(copy, line) else { continue };
        let style = styles.sized(line.role, line.size);
        let paragraph = paragraph(passage, style, styles.heads(), shaper);
        lines.push(HeadLine { paragraph, line: line.clone(), top });
    }
    lines
}

/// The copy that a line is of.
pub(super) fn passage_of<'c>(
    copy: &'c HeadCopy,
    line: &PlannedLine,
) -> Option<&'c Passage> {
    match line.role {
        Role::Kicker => copy.kicker.as_ref(),
        Role::Deck => copy.deck.as_ref(),
        _ => copy.headline.get(line.passage),
    }
}

/// How far the lines' clusters move when their gaps are opened; the last entry
/// is the line's growth.
pub(super) fn openings(paragraph: &Paragraph, line: &PlannedLine) -> Vec<Abs> {
    let mut by = Abs::ZERO;
    let mut shifts = Vec::with_capacity(line.clusters.len());
    for at in line.clusters.clone() {
        if at > line.clusters.start && opens(paragraph, at) {
            by += line.spacing;
        }
        shifts.push(by);
    }
    shifts
}

/// What a line's marks at its ends weigh less than characters, so that it is
/// centred by its ink: how far it moves to the right (R10.1). A quote at the
/// start is half as wide as it is black.
pub(super) fn optical(paragraph: &Paragraph, line: &PlannedLine) -> Abs {
    let class = |at: Option<usize>| at.map(|at| paragraph.clusters[at].class);
    let opens = class(line.clusters.clone().next()) == Some(Class::Open);
    let closes = matches!(
        class(line.clusters.clone().next_back()),
        Some(Class::Close | Class::Stop)
    );
    let quarter = line.size / 4;
    match (opens, closes) {
        _ if line.flush => Abs::ZERO,
        (true, false) => -quarter / 2,
        (false, true) => quarter / 2,
        _ => Abs::ZERO,
    }
}

/// How much so many steps of the ladder weigh: each a little more than the last,
/// but never so much that a headline is broken where it reads wrong instead.
pub(super) fn steps(count: usize) -> f64 {
    let count = to_f64(count);
    count * count.sqrt()
}

#[cfg(test)]
mod daily;
#[cfg(test)]
mod tests;
