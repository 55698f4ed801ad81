//! The cells of a vertical line (composition rule R11.2): characters upright,
//! short numbers side by side, capitals one by one, long words turned.

use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::class::Class;
use std::ops::Range;

/// How a cell stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// A Chinese character or mark.
    Upright,
    /// A short number or word side by side in one em (纵中横).
    Side,
    /// A capital by itself, upright.
    Letter,
    /// A word or a long number, turned a quarter clockwise.
    Turned,
}

/// A part of a vertical line that letter-spacing does not open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// Its clusters.
    pub(super) clusters: Range<usize>,
    /// How it stands.
    pub(super) stand: Stand,
    /// How far it goes down the column.
    pub(super) length: Abs,
    /// How wide its letters are by nature, side by side.
    pub(super) width: Abs,
}

/// Two letters or digits up to this many em stand side by side.
const SIDE: f64 = 1.35;
/// Three, such as 3.0 or 100: made small enough for one em.
const SIDE_THREE: f64 = 1.5;

/// The cells of a line shaped vertically; words of up to so many capitals stand
/// upright letter by letter.
#[must_use]
pub(super) fn cells(paragraph: &Paragraph, capitals: usize) -> Vec<Cell> {
    let clusters = &paragraph.clusters;
    let mut cells = Vec::with_capacity(clusters.len());
    let mut at = 0;
    while at < clusters.len() {
        let western = clusters[at..].iter().take_while(|c| c.class.is_western());
        let run = western.count();
        if run == 0 {
            let cluster = &clusters[at];
            let length = match cluster.class {
                Class::Blank => cluster.right,
                _ => cluster.body,
            };
            cells.push(Cell {
                clusters: at..at + 1,
                stand: Stand::Upright,
                length,
                width: length,
            });
            at += 1;
            continue;
        }
        western_run(paragraph, at..at + run, capitals, &mut cells);
        at += run;
    }
    cells
}

/// A run of letters and digits as one cell, or as one for each capital.
fn western_run(
    paragraph: &Paragraph,
    run: Range<usize>,
    capitals: usize,
    cells: &mut Vec<Cell>,
) {
    let clusters = &paragraph.clusters[run.clone()];
    let size = paragraph.style_of(&clusters[0]).size;
    let last = run.end - 1;
    let along = |at: usize| {
        let cluster = &paragraph.clusters[at];
        if at == last { cluster.body } else { cluster.body + cluster.right }
    };
    let width: Abs = run.clone().map(along).sum();
    let chars = &paragraph.chars[paragraph.chars_of(run.clone())];
    let all_capitals = chars.iter().all(char::is_ascii_uppercase);
    if all_capitals && (1..=capitals).contains(&chars.len()) {
        cells.extend(run.map(|at| Cell {
            clusters: at..at + 1,
            stand: Stand::Letter,
            length: size,
            width: paragraph.clusters[at].body,
        }));
        return;
    }
    let most = match chars.len() {
        1 | 2 => SIDE,
        3 if chars.iter().any(char::is_ascii_digit) => SIDE_THREE,
        _ => 0.0,
    };
    let side = width <= size.scale(most);
    cells.push(Cell {
        clusters: run,
        stand: if side { Stand::Side } else { Stand::Turned },
        length: if side { size } else { width },
        width,
    });
}

/// Where each cluster begins down the column, and how far it goes, in em of a
/// size: what a line measures. Clusters of one cell that stand side by side
/// count as the first of them.
#[must_use]
pub(super) fn extents(paragraph: &Paragraph, cells: &[Cell], em: Abs) -> Vec<(f64, f64)> {
    let mut extents = Vec::with_capacity(paragraph.clusters.len());
    let mut pen = Abs::ZERO;
    for cell in cells {
        let mut inner = pen;
        for at in cell.clusters.clone() {
            let cluster = &paragraph.clusters[at];
            let own = match cell.stand {
                Stand::Turned => cluster.body,
                _ if at == cell.clusters.start => cell.length,
                _ => Abs::ZERO,
            };
            // A blank begins where it stands and shows nothing at a line's end.
            extents.push((inner.in_em(em), own.in_em(em)));
            inner += match cell.stand {
                Stand::Turned => cluster.body + cluster.right,
                _ => own,
            };
        }
        pen += cell.length;
    }
    extents
}
