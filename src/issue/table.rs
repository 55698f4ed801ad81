//! Tables: lines of `| … | … |`, a line of `|---|` below the head.

use super::marks::{Marks, trim};
use super::{Side, Table};
use crate::copy::{Letter, Passage};
use crate::say;
use crate::source::Span;

/// Gathers the rows of a table.
#[derive(Default)]
pub(super) struct Tables {
    caption: Option<Passage>,
    ruled: bool,
    columns: Option<Vec<Side>>,
    rows: Vec<(Vec<Passage>, Vec<Letter>)>,
}

fn is_bar(letter: &Letter) -> bool {
    matches!(letter.c, '|' | '｜')
}

impl Tables {
    /// What stands around the next table.
    pub(super) fn begin(&mut self, caption: Option<Passage>, ruled: bool) {
        self.caption = caption;
        self.ruled = ruled;
    }

    /// Whether a caption still waits for its rows.
    pub(super) fn is_waiting(&self) -> bool {
        self.caption.is_some()
    }

    /// Whether a line is a row.
    pub(super) fn is_row(&self, line: &[Letter]) -> bool {
        line.len() > 1
            && line.first().is_some_and(is_bar)
            && line.last().is_some_and(is_bar)
    }

    pub(super) fn row(&mut self, line: &[Letter], marks: &mut Marks<'_>) {
        let cells = cells(line);
        let sides: Option<Vec<Side>> = cells.iter().map(|cell| side(cell)).collect();
        match sides {
            Some(sides) if self.rows.len() == 1 && self.columns.is_none() => {
                self.columns = Some(sides);
            }
            _ => {
                let cells = cells.iter().map(|cell| marks.passage(cell)).collect();
                self.rows.push((cells, line.to_vec()));
            }
        }
    }

    /// The table gathered, if any; rows of other lengths are told and filled up.
    pub(super) fn take(&mut self, marks: &mut Marks<'_>) -> Option<Table> {
        let rows = std::mem::take(&mut self.rows);
        let (first, line) = rows.first()?;
        let span = Span {
            file: marks.file,
            start: line.first().map_or(0, |letter| letter.at),
            end: line.last().map_or(0, |letter| letter.at + 1),
        };
        let wanted = first.len();
        let count = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(wanted);
        for (cells, line) in &rows {
            let has = cells.len();
            if has != wanted {
                marks.warn(
                    line,
                    say!(
                        "这一行有 {has} 格，第一行有 {wanted} 格",
                        "this row has {has} cells, the first {wanted}"
                    ),
                    say!(
                        "补上或删去“|”；字里的竖线写成 \\|",
                        "add or take out `|`; a bar in the text is \\|"
                    ),
                );
            }
        }
        let head = self.columns.is_some();
        let mut columns = self.columns.take().unwrap_or_default();
        columns.resize(count, Side::default());
        let empty = Passage { file: marks.file, letters: Vec::new() };
        let fill = |(mut cells, _): (Vec<Passage>, Vec<Letter>)| {
            cells.resize(count, empty.clone());
            cells
        };
        Some(Table {
            caption: self.caption.take(),
            ruled: self.ruled,
            head,
            columns,
            rows: rows.into_iter().map(fill).collect(),
            span,
        })
    }
}

/// A row cut at its bars, but for bars that are escaped or stand in braces.
fn cells(line: &[Letter]) -> Vec<&[Letter]> {
    let inside = &line[1..line.len() - 1];
    let (mut cells, mut start, mut at) = (Vec::new(), 0, 0);
    while at < inside.len() {
        match inside[at].c {
            '\\' => at += 1,
            '{' => {
                let close = inside[at..].iter().position(|letter| letter.c == '}');
                at += close.unwrap_or(0);
            }
            _ if is_bar(&inside[at]) => {
                cells.push(trim(&inside[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    cells.push(trim(&inside[start.min(inside.len())..]));
    cells
}

/// What a cell of the line below the head says of its column: `:--`, `:-:`,
/// `--:`.
fn side(cell: &[Letter]) -> Option<Side> {
    let colon =
        |letter: Option<&Letter>| letter.is_some_and(|l| matches!(l.c, ':' | '：'));
    let (left, right) = (colon(cell.first()), colon(cell.last()));
    let dashes = cell.len().checked_sub(usize::from(left) + usize::from(right))?;
    let inner = &cell[usize::from(left)..usize::from(left) + dashes];
    let dash = |letter: &Letter| matches!(letter.c, '-' | '—' | '－');
    (dashes > 0 && inner.iter().all(dash)).then_some(match (left, right) {
        (true, true) => Side::Center,
        (false, true) => Side::Right,
        _ => Side::Left,
    })
}
