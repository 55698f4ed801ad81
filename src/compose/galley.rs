//! Galleys 小样: a story at one measure, line by line, in its cheapest way or in
//! as many rows as are asked for.

use super::flow::{Part, row_in};
use super::lines::{Told, faults_of};
use super::seat;
use super::story::Prepared;
use super::table::{CellLine, Row};
use crate::diag::Diagnostic;
use crate::geom::{Abs, Em};
use crate::text::Paragraph;
use crate::text::breaker::{Breaker, MOST_WAYS, Setting, opening};
use crate::text::form::lay;
use crate::text::line::Line;
use std::collections::BTreeMap;
use std::ops::Range;

/// A line of a galley.
pub struct GalleyLine<'g> {
    /// The paragraph it is of.
    pub paragraph: &'g Paragraph,
    /// The set line.
    pub line: Line,
    /// Whether it stands right of the line before it, in one row of a table.
    pub beside: bool,
    /// Its width before adjusting.
    pub natural: Abs,
    /// How far its Han–Han gaps are opened, in em.
    pub opened: f64,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// A part of a story in a galley.
#[derive(Clone, Copy)]
pub struct GalleyPart<'p> {
    /// Its text; none for a blank row and a row of a table.
    pub paragraph: Option<&'p Paragraph>,
    /// A row of a table.
    row: Option<&'p Row>,
    /// The rows it takes on a page, if they do not follow from its lines: two
    /// for a crosshead.
    rows: Option<usize>,
}

impl<'p> GalleyPart<'p> {
    /// A paragraph of running text.
    #[must_use]
    pub fn text(paragraph: &'p Paragraph) -> GalleyPart<'p> {
        GalleyPart { paragraph: Some(paragraph), row: None, rows: None }
    }

    /// All its text: the cells of a row.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<&'p Paragraph> {
        let cells = self.row.map(|row| row.table.cells[row.index].iter());
        self.paragraph
            .into_iter()
            .chain(cells.into_iter().flatten())
            .collect()
    }

    /// Rows of one way to set it: a line with readings has two.
    fn rows_of(&self, way: Option<&Setting>) -> usize {
        let lines = way.zip(self.paragraph).map(|(way, paragraph)| {
            way.lines
                .iter()
                .map(|line| seat::rows(paragraph, line))
                .sum::<usize>()
        });
        self.rows.or(lines).unwrap_or(0)
    }
}

/// Everything a story can be at one measure: for each part its settings, and
/// the numbers of rows that they add up to.
pub struct Ways<'p> {
    parts: Vec<(GalleyPart<'p>, Vec<Setting>)>,
    measure: Abs,
    /// By part, for every number of rows up to and with it: the least cost, and
    /// the setting of the part that has it.
    totals: Vec<BTreeMap<usize, (f64, usize)>>,
    /// Whether numbers of rows were left out, because they are far from the
    /// cheapest.
    bounded: bool,
}

/// Rows that a whole story may be set away from its cheapest setting: on a page
/// it is a matter of a few. So a story of any length stays linear.
const SPREAD: usize = 60;

impl<'p> Ways<'p> {
    /// The cheapest setting of each part alone.
    #[must_use]
    pub fn cheapest(parts: &[GalleyPart<'p>], measure: Abs) -> Ways<'p> {
        let best = |paragraph: &Paragraph, breaker: &Breaker<'_>| {
            let best = breaker.best(&|line| paragraph.form.measure(line, measure));
            best.into_iter().collect()
        };
        Ways::new(parts, measure, &best)
    }

    /// Every setting in which no gap opens by more than `loosest`.
    #[must_use]
    pub fn all(parts: &[GalleyPart<'p>], measure: Abs, loosest: Em) -> Ways<'p> {
        let all = |paragraph: &Paragraph, breaker: &Breaker<'_>| {
            let width = |line| paragraph.form.measure(line, measure);
            // Verses and lists are not broken for another's sake.
            if paragraph.form.is_ragged() {
                breaker.settings(&width)
            } else {
                breaker.ways(&width, loosest)
            }
        };
        Ways::new(parts, measure, &all)
    }

    fn new(
        parts: &[GalleyPart<'p>],
        measure: Abs,
        settings: &dyn Fn(&Paragraph, &Breaker<'_>) -> Vec<Setting>,
    ) -> Ways<'p> {
        let ways = |part: &GalleyPart<'p>| {
            let of = |paragraph| settings(paragraph, &Breaker::new(paragraph));
            (*part, part.paragraph.map_or_else(Vec::new, of))
        };
        let parts: Vec<_> = parts.iter().map(ways).collect();
        let mut totals = vec![BTreeMap::from([(0, (0.0, 0))])];
        let (mut best, mut bounded) = (0, false);
        for (part, settings) in &parts {
            let before = &totals[totals.len() - 1];
            let mut after = add(before, part, settings);
            let least = settings.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
            let own = least.map_or(0, |way| way.lines.len());
            let is_far = |way: &Setting| way.lines.len().abs_diff(own) >= MOST_WAYS;
            best += part.rows_of(least);
            let all = after.len();
            after.retain(|rows, _| rows.abs_diff(best) <= SPREAD);
            bounded |= after.len() < all || settings.iter().any(is_far);
            totals.push(after);
        }
        Ways { parts, measure, totals, bounded }
    }

    /// Whether more numbers of rows could be had, far from the cheapest.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.bounded
    }

    /// The numbers of rows that can be had, the fewest first, each with its
    /// least cost.
    #[must_use]
    pub fn counts(&self) -> Vec<(usize, f64)> {
        let last = self.totals.last();
        let counts = last.into_iter().flatten();
        counts.map(|(rows, (cost, _))| (*rows, *cost)).collect()
    }

    /// The number of rows that costs least.
    #[must_use]
    pub fn best(&self) -> usize {
        let counts = self.counts();
        let best = counts.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        best.map_or(0, |(rows, _)| *rows)
    }

    /// The lines of the setting with so many rows; none if it cannot be had.
    #[must_use]
    pub fn lines(&self, rows: usize, told: Told<'_>) -> Vec<GalleyLine<'p>> {
        let mut chosen = Vec::with_capacity(self.parts.len());
        let mut rest = rows;
        for (index, (part, settings)) in self.parts.iter().enumerate().rev() {
            let Some((_, way)) = self.totals[index + 1].get(&rest) else {
                return Vec::new();
            };
            let setting = settings.get(*way);
            rest -= part.rows_of(setting);
            chosen.push((part, setting));
        }
        let mut lines = Vec::new();
        for (part, setting) in chosen.into_iter().rev() {
            if let Some(row) = part.row {
                lines.extend(cells(row, self.measure, told));
            }
            let Some((paragraph, setting)) = part.paragraph.zip(setting) else {
                continue;
            };
            let breaker = Breaker::new(paragraph);
            let clusters = setting.lines.iter();
            lines.extend(clusters.map(|clusters| {
                line((paragraph, &breaker), clusters.clone(), self.measure, told)
            }));
        }
        lines
    }
}

/// Every sum of rows before a part and of its own, at the least cost.
fn add(
    before: &BTreeMap<usize, (f64, usize)>,
    part: &GalleyPart<'_>,
    settings: &[Setting],
) -> BTreeMap<usize, (f64, usize)> {
    let mut after: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for (rows, (cost, _)) in before {
        let own = |way: &Setting| (part.rows_of(Some(way)), way.cost);
        let mut ways: Vec<(usize, f64)> = settings.iter().map(own).collect();
        if ways.is_empty() {
            ways.push((part.rows_of(None), 0.0));
        }
        for (index, (own, more)) in ways.into_iter().enumerate() {
            let cost = cost + more;
            let total = after.entry(rows + own).or_insert((f64::MAX, index));
            if cost < total.0 {
                *total = (cost, index);
            }
        }
    }
    after
}

fn line<'g>(
    (paragraph, breaker): (&'g Paragraph, &Breaker<'_>),
    clusters: Range<usize>,
    width: Abs,
    told: Told<'_>,
) -> GalleyLine<'g> {
    let measure = breaker.measure_in(clusters.clone(), width);
    let em = paragraph.styles.first().map_or(Abs::pt(9.0), |style| style.size);
    let opened = if breaker.is_ragged(&clusters) {
        0.0
    } else {
        opening(&measure, width, em).get()
    };
    let faults = faults_of(told, (paragraph, breaker), &clusters, width);
    let line = lay(breaker, paragraph, clusters, width);
    GalleyLine {
        paragraph,
        line,
        beside: false,
        natural: measure.natural,
        opened,
        faults,
    }
}

/// The lines of a table's row, those of its cells side by side; a table wider
/// than the measure is told at its first.
fn cells<'g>(row: &'g Row, measure: Abs, told: Told<'_>) -> Vec<GalleyLine<'g>> {
    let line = |cell: CellLine<'g>| {
        let breaker = Breaker::new(cell.words);
        let natural = breaker.measure(cell.clusters.clone()).natural;
        let mut line = lay(&breaker, cell.words, cell.clusters, cell.width);
        line.x.iter_mut().for_each(|x| *x += cell.x);
        GalleyLine {
            paragraph: cell.words,
            line,
            beside: cell.beside,
            natural,
            opened: 0.0,
            faults: Vec::new(),
        }
    };
    let mut lines: Vec<GalleyLine<'g>> =
        row.lines(measure).into_iter().map(line).collect();
    let wide = row.wide(told.story, measure);
    if let Some(first) = lines.first_mut() {
        first.faults.extend(wide);
    }
    lines
}

/// The parts of a story's flow, at one measure.
#[must_use]
pub fn parts<'p>(story: &'p Prepared<'_>, measure: Abs) -> Vec<GalleyPart<'p>> {
    let part = |(index, part): (usize, &'p Part)| match part {
        Part::Text(paragraph) => GalleyPart::text(paragraph),
        Part::Solid(solid) => GalleyPart {
            paragraph: solid.line.as_ref(),
            row: None,
            rows: Some(solid.rows + solid.turned(measure)),
        },
        Part::Row(row) => GalleyPart {
            paragraph: None,
            row: Some(row),
            rows: Some(row_in(&story.flow, index, row, measure).rows),
        },
    };
    story.flow.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests;
