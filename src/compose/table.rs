//! Tables: columns as wide as their words want, rows of whole grid rows, thin
//! rules between.

use super::flow::Solid;
use super::seat;
use crate::color::Ink;
use crate::diag::{Diagnostic, code};
use crate::geom::{Abs, Point, Rect};
use crate::issue::Side;
use crate::page::{Item, Shape};
use crate::role::Role;
use crate::say;
use crate::source::Span;
use crate::text::Paragraph;
use crate::text::breaker::Breaker;
use crate::text::form::{Form, lay};
use crate::text::line::Fill;
use std::ops::Range;
use std::sync::Arc;

/// A table, its cells shaped.
#[derive(Clone, Debug)]
pub struct Table {
    /// Cells by row; each row has one a column.
    pub cells: Vec<Vec<Paragraph>>,
    /// Whether the first row is a head.
    pub head: bool,
    /// Rules between all rows and columns.
    pub ruled: bool,
    /// Where the file has it.
    pub span: Span,
}

/// A row of a table, as a part of a story.
#[derive(Clone, Debug)]
pub struct Row {
    /// The table.
    pub table: Arc<Table>,
    /// The row.
    pub index: usize,
}

/// White at either side of a cell's words, in em.
const PAD: f64 = 0.5;
/// Rules above the head and at the foot, and all others, in points.
const OUTER: f64 = 0.5;
const INNER: f64 = 0.25;
/// How far a rule stands below the edge of its row: there it is as far from the
/// words above as from those below.
const RULE_DROP: f64 = 0.03;

/// A table in a width.
pub(super) struct Laid {
    /// Left edge, from the table's, and width of each column's words.
    columns: Vec<(Abs, Abs)>,
    /// Lines of each cell, by row.
    lines: Vec<Vec<Vec<Range<usize>>>>,
    /// Grid rows of each line of a row: its cells keep one baseline, so a reading
    /// in one of them deepens all. By cell where they stand below each other.
    depths: Vec<Vec<Vec<usize>>>,
    /// Whether words had to be broken, or a cell stands below its neighbour.
    pub(super) wide: bool,
    /// Cells of a row stand below each other: the width does not hold a
    /// character a column.
    stacked: bool,
}

/// The form of a cell's words in their column.
pub(super) fn form(side: Side) -> Form {
    Form::Ragged(match side {
        Side::Left => Fill::Left,
        Side::Center => Fill::Center,
        Side::Right => Fill::Right,
    })
}

impl Table {
    /// The table in a width.
    pub(super) fn laid(&self, width: Abs) -> Laid {
        let widths = self.widths(width);
        let pad = self.em().scale(PAD);
        let wide = widths.is_none() || self.least(&|cell| token(cell)) > self.room(width);
        let stacked = widths.is_none();
        let columns: Vec<(Abs, Abs)> = match widths {
            Some(widths) => widths
                .iter()
                .scan(Abs::ZERO, |x, own| {
                    let left = *x + pad;
                    *x += *own + pad * 2i64;
                    Some((left, *own))
                })
                .collect(),
            None => vec![(Abs::ZERO, width); self.count()],
        };
        let broken = |cell: &Paragraph, width: Abs| {
            let best = Breaker::new(cell).best(&|_| width);
            best.map(|best| best.lines).unwrap_or_default()
        };
        let row = |row: &Vec<Paragraph>| {
            row.iter()
                .zip(&columns)
                .map(|(cell, (_, own))| broken(cell, *own))
                .collect()
        };
        let lines: Vec<Vec<Vec<Range<usize>>>> = self.cells.iter().map(row).collect();
        let rows = self.cells.iter().zip(&lines);
        let depths = rows.map(|(cells, lines)| depths(cells, lines, stacked)).collect();
        Laid { columns, lines, depths, wide, stacked }
    }

    fn count(&self) -> usize {
        self.cells.first().map_or(0, Vec::len)
    }

    fn em(&self) -> Abs {
        let styles = self.cells.iter().flatten().find_map(|cell| cell.styles.first());
        styles.map_or(Abs::pt(8.0), |style| style.size)
    }

    /// What a width leaves for words.
    fn room(&self, width: Abs) -> Abs {
        width - self.em().scale(PAD) * 2i64 * self.count()
    }

    /// Widths of all columns together, each as wide as its widest cell.
    fn least(&self, of: &dyn Fn(&Paragraph) -> Abs) -> Abs {
        self.widest(of).into_iter().sum()
    }

    fn widest(&self, of: &dyn Fn(&Paragraph) -> Abs) -> Vec<Abs> {
        let column = |column: usize| self.cells.iter().map(move |row| of(&row[column]));
        (0..self.count())
            .map(|at| column(at).max().unwrap_or_default().max(self.em()))
            .collect()
    }

    /// Width of each column's words: as they want, and the rest shared out; in
    /// too little room as their longest word wants; none if not even a
    /// character a column fits.
    fn widths(&self, width: Abs) -> Option<Vec<Abs>> {
        let room = self.room(width);
        let count = i64::try_from(self.count()).unwrap_or(1).max(1);
        let natural = self.widest(&natural);
        let all: Abs = natural.iter().copied().sum();
        if all <= room {
            let more = (room - all) / count;
            return Some(natural.into_iter().map(|own| own + more).collect());
        }
        let tokens = self.widest(&token);
        let held: Abs = tokens.iter().copied().sum();
        let floor = if held <= room { tokens } else { vec![self.em(); self.count()] };
        let held: Abs = floor.iter().copied().sum();
        if held > room {
            return None;
        }
        // Narrow columns first: each takes what it wants of an equal share.
        let mut order: Vec<usize> = (0..natural.len()).collect();
        order.sort_by_key(|column| natural[*column]);
        let mut widths = floor.clone();
        let mut spare = room - held;
        for (rank, column) in order.iter().enumerate() {
            let left = count - i64::try_from(rank).unwrap_or(0);
            let more = (natural[*column] - floor[*column]).min(spare / left.max(1));
            widths[*column] += more;
            spare -= more;
        }
        if let Some(widest) = order.last() {
            widths[*widest] += spare;
        }
        Some(widths)
    }

    /// All characters of a row.
    pub(super) fn row_chars(&self, row: usize) -> usize {
        self.cells[row].iter().map(Paragraph::count).sum()
    }
}

/// Grid rows of the lines of a row's cells: a line has one, and one more if a
/// reading stands over it.
fn depths(
    cells: &[Paragraph],
    lines: &[Vec<Range<usize>>],
    stacked: bool,
) -> Vec<Vec<usize>> {
    let own = |(cell, lines): (&Paragraph, &Vec<Range<usize>>)| -> Vec<usize> {
        lines.iter().map(|line| seat::rows(cell, line)).collect()
    };
    let mut depths: Vec<Vec<usize>> = cells.iter().zip(lines).map(own).collect();
    if !stacked {
        let most = depths.iter().map(Vec::len).max().unwrap_or(0);
        let deepest = |line: usize| depths.iter().filter_map(|own| own.get(line)).max();
        let common: Vec<usize> =
            (0..most).map(|line| deepest(line).copied().unwrap_or(1)).collect();
        depths.iter_mut().for_each(|own| own.clone_from(&common));
    }
    depths
}

fn natural(cell: &Paragraph) -> Abs {
    Breaker::new(cell).measure(0..cell.clusters.len()).natural
}

/// The longest stretch of a cell that no line may part.
fn token(cell: &Paragraph) -> Abs {
    let breaker = Breaker::new(cell);
    let (mut widest, mut start) = (Abs::ZERO, 0);
    for at in 1..=cell.clusters.len() {
        let ends = cell.joints.get(at).is_none_or(|joint| joint.break_.is_place());
        if ends {
            widest = widest.max(breaker.measure(start..at).natural);
            start = at;
        }
    }
    widest
}

impl Laid {
    /// Grid rows of a row.
    pub(super) fn rows(&self, row: usize) -> usize {
        let cells = self.depths[row].iter().map(|own| own.iter().sum::<usize>().max(1));
        let rows: usize =
            if self.stacked { cells.sum() } else { cells.max().unwrap_or(1) };
        rows.max(1)
    }
}

/// A line of a cell.
pub(super) struct CellLine<'t> {
    /// The cell's words.
    pub(super) words: &'t Paragraph,
    /// Those of the line.
    pub(super) clusters: Range<usize>,
    /// Left edge, from the table's.
    pub(super) x: Abs,
    /// Width of the column.
    pub(super) width: Abs,
    /// Whether it stands right of the line before it.
    pub(super) beside: bool,
}

/// Where a row is drawn.
pub(super) struct Place<'p> {
    /// Left edge, and top of the row's own words.
    pub(super) corner: Point,
    /// Width of the table.
    pub(super) width: Abs,
    /// From row to row, and from a row's top to its baseline.
    pub(super) leading: Abs,
    /// From a row's top to its baseline.
    pub(super) baseline: Abs,
    /// Whether nothing of the table stands above or below it in its leg.
    pub(super) ends: (bool, bool),
    /// The story.
    pub(super) story: &'p Arc<str>,
}

/// Which of its table's rows a row is in its leg.
#[derive(Clone, Copy)]
struct Edges {
    first: bool,
    last: bool,
    head: bool,
}

impl Row {
    /// The row as a solid part in a width. The head stands again over a row that
    /// begins a leg, and two rows at least stand on either side of a leg's end; so
    /// a table of three stays whole.
    pub(super) fn solid(&self, width: Abs) -> Solid {
        let laid = self.table.laid(width);
        let again = self.table.head && self.index > 0;
        let count = self.table.cells.len();
        let head = usize::from(self.table.head);
        // Three rows cannot be two on either side.
        let first = if count - head > 3 { 2 } else { count - head };
        let kept = match (self.index + 1).saturating_sub(head) {
            0 => first,
            1 => first.saturating_sub(1),
            _ => usize::from(self.index + 2 == count),
        };
        let below = (self.index + 1..count).take(kept);
        Solid {
            rows: laid.rows(self.index),
            keep: below.map(|row| laid.rows(row)).sum(),
            again: if again { laid.rows(0) } else { 0 },
            whole: true,
            follows: self.index > 0,
            rest: match self.index {
                0 => (1..count).map(|row| laid.rows(row)).sum(),
                _ => 0,
            },
            ..Solid::white(0)
        }
    }

    /// The row's lines in a width, from top to bottom, those of its cells side by
    /// side.
    pub(super) fn lines(&self, width: Abs) -> Vec<CellLine<'_>> {
        let laid = self.table.laid(width);
        let mut all = Vec::new();
        let cells = self.table.cells[self.index].iter().zip(&laid.lines[self.index]);
        for ((words, lines), (x, width)) in cells.zip(&laid.columns) {
            for (line, clusters) in lines.iter().enumerate() {
                let (clusters, x, width) = (clusters.clone(), *x, *width);
                let cell = CellLine { words, clusters, x, width, beside: false };
                all.push((if laid.stacked { 0 } else { line }, cell));
            }
        }
        // The sort is stable: the cells of a line stay in the columns' order.
        all.sort_by_key(|(line, _)| *line);
        let mut last = None;
        for (line, cell) in &mut all {
            cell.beside = !laid.stacked && last == Some(*line);
            last = Some(*line);
        }
        all.into_iter().map(|(_, cell)| cell).collect()
    }

    /// What is told of a table whose words do not fit a width, by its first row.
    pub(super) fn wide(&self, story: &str, width: Abs) -> Option<Diagnostic> {
        if self.index > 0 || !self.table.laid(width).wide {
            return None;
        }
        let fault = Diagnostic::new(
            code::TABLE_WIDE,
            say!(
                "“{story}”的表格比栏宽，有的词只好断开",
                "a table of “{story}” is wider than its leg: words had to be broken"
            ),
        );
        Some(fault.at(self.table.span).help(say!(
            "减少列数、缩短字句，把表拆成两个，或让版块少分几栏（legs）",
            "take fewer columns or shorter words, make it two tables, or give the slot fewer legs"
        )))
    }

    /// What is told of a table that a picture parts.
    pub(super) fn torn(&self, story: &str) -> Diagnostic {
        let fault = Diagnostic::new(
            code::TABLE_TORN,
            say!(
                "“{story}”的表格被图片断成两截",
                "a table of “{story}” is parted by a picture"
            ),
        );
        fault.at(self.table.span).help(say!(
            "把图片挪到栏顶或栏底，或换表格的位置，或多给几行",
            "put the picture at the top or foot, or move the table, or give the slot more rows"
        ))
    }

    /// The row's words and rules; with the head above it where that stands
    /// again.
    pub(super) fn draw(&self, place: &Place<'_>, again: bool) -> Vec<Item> {
        let laid = self.table.laid(place.width);
        let mut items = Vec::new();
        let mut top = place.corner.y;
        if again {
            let head = place.leading * laid.rows(0);
            items.extend(self.words(&laid, 0, place, top));
            let edges = Edges { first: true, last: false, head: true };
            items.extend(self.rules(&laid, place, (top, head), edges));
            top += head;
        }
        let height = place.leading * laid.rows(self.index);
        items.extend(self.words(&laid, self.index, place, top));
        let edges = Edges {
            first: place.ends.0 && !again,
            last: place.ends.1,
            head: self.table.head && self.index == 0,
        };
        items.extend(self.rules(&laid, place, (top, height), edges));
        items
    }

    fn words(&self, laid: &Laid, row: usize, place: &Place<'_>, top: Abs) -> Vec<Item> {
        let mut items = Vec::new();
        let mut stacked = 0;
        let cells = self.table.cells[row].iter().zip(&laid.lines[row]);
        let cells = cells.zip(&laid.depths[row]).zip(&laid.columns);
        for (((cell, lines), depths), (x, width)) in cells {
            let breaker = Breaker::new(cell);
            let mut rows = stacked;
            for (clusters, own) in lines.iter().zip(depths) {
                let set = lay(&breaker, cell, clusters.clone(), *width);
                // A line stands in the lowest of its rows.
                rows += own;
                let y = top + place.leading * (rows - 1) + place.baseline;
                let origin = Point::new(place.corner.x + *x, y);
                items.extend(set.items(cell, origin, Some(place.story)));
            }
            let own = depths.iter().sum::<usize>().max(1);
            stacked += if laid.stacked { own } else { 0 };
        }
        items
    }

    /// The rules above (of the first row) and below a row, and between its
    /// columns.
    fn rules(
        &self,
        laid: &Laid,
        place: &Place<'_>,
        (top, height): (Abs, Abs),
        edges: Edges,
    ) -> Vec<Item> {
        let drop = place.leading.scale(RULE_DROP);
        let (outer, inner) = (Abs::pt(OUTER), Abs::pt(INNER));
        let across = |y: Abs, thin: Abs| {
            Rect::new(place.corner.x, y + drop - thin / 2, place.width, thin)
        };
        let mut rects = Vec::new();
        if edges.first {
            rects.push(across(top, outer));
        }
        if edges.last {
            rects.push(across(top + height, outer));
        } else if edges.head || self.table.ruled {
            rects.push(across(top + height, inner));
        }
        if self.table.ruled && !laid.stacked {
            let pad = self.table.em().scale(PAD);
            let edges = laid.columns.iter().map(|(x, _)| *x - pad).chain([place.width]);
            let last = laid.columns.len();
            rects.extend(edges.enumerate().map(|(at, x)| {
                let x = if at == last {
                    x - inner
                } else if at == 0 {
                    x
                } else {
                    x - inner / 2
                };
                Rect::new(place.corner.x + x, top + drop, inner, height)
            }));
        }
        let item = |rect| Item {
            role: Role::Rule,
            story: Some(Arc::clone(place.story)),
            span: Some(self.table.span),
            shape: Shape::Fill { rect, ink: Ink::BLACK },
        };
        rects.into_iter().map(item).collect()
    }
}
