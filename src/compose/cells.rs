//! The cells of a vertical line (composition rule R11.2): characters upright,
//! short numbers side by side, capitals one by one, long words turned.

use crate::geom::Abs;
use crate::layout::Punctuation;
use crate::text::class::Class;
use crate::text::{Cluster, Paragraph};
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
    /// A word or a long number, or a mark that no face has upright, turned a quarter
    /// clockwise.
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
    /// The blank above its ink that is cut off.
    pub(super) cut: Abs,
    /// How wide its letters are by nature, side by side.
    pub(super) width: Abs,
}

/// Two letters or digits up to this many em stand side by side.
const SIDE: f64 = 1.35;
/// Three, such as 3.0 or 100: made small enough for one em.
const SIDE_THREE: f64 = 1.5;

/// The cells of a column, clusters of a line shaped vertically; words of up to so
/// many capitals stand upright letter by letter. A word that turns over is a cell in
/// each of its columns.
#[must_use]
pub(super) fn cells(
    paragraph: &Paragraph,
    column: Range<usize>,
    capitals: usize,
) -> Vec<Cell> {
    let clusters = &paragraph.clusters[..column.end];
    let mut cells = Vec::with_capacity(column.len());
    let mut at = column.start;
    while at < clusters.len() {
        let western = clusters[at..].iter().take_while(|c| c.class.is_western());
        let run = western.count();
        if run == 0 {
            let lies = paragraph.lying.contains(&clusters[at].chars.start);
            let (length, cut) = match lies {
                true => (clusters[at].body, Abs::ZERO),
                false => upright(paragraph, &clusters[at]),
            };
            cells.push(Cell {
                clusters: at..at + 1,
                stand: if lies { Stand::Turned } else { Stand::Upright },
                length,
                cut,
                width: length,
            });
            at += 1;
            continue;
        }
        words(paragraph, at..at + run, capitals, &mut cells);
        at += run;
    }
    cells
}

/// The cells of words with blanks between. Where none of them stands upright
/// they are turned as one; else each stands by itself, and the blank between.
fn words(
    paragraph: &Paragraph,
    run: Range<usize>,
    capitals: usize,
    cells: &mut Vec<Cell>,
) {
    let is_blank = |at: &usize| paragraph.clusters[*at].class == Class::WordSpace;
    let mut parts = Vec::new();
    let mut at = run.start;
    while at < run.end {
        let end = match is_blank(&at) {
            true => at + 1,
            false => (at..run.end).find(is_blank).unwrap_or(run.end),
        };
        if is_blank(&at) {
            let cluster = &paragraph.clusters[at];
            let length = cluster.body + cluster.right;
            parts.push(Cell {
                clusters: at..end,
                stand: Stand::Upright,
                length,
                cut: Abs::ZERO,
                width: length,
            });
        } else {
            western_run(paragraph, at..end, capitals, &mut parts);
        }
        at = end;
    }
    let stands = |cell: &Cell| matches!(cell.stand, Stand::Letter | Stand::Side);
    if parts.iter().any(stands) {
        cells.append(&mut parts);
    } else {
        western_run(paragraph, run, capitals, cells);
    }
}

/// How far a character goes down, and the blank cut off above it. Brackets and
/// quotes have their ink in the half that is nearer to what they enclose, ，、。
/// at the top; ：；！？ stand in the middle of their em and keep it (R11.3).
fn upright(paragraph: &Paragraph, cluster: &Cluster) -> (Abs, Abs) {
    use Punctuation::{Banjiao, Kaiming};
    let (full, half) = (cluster.body, cluster.body / 2);
    let style = paragraph.style_of(cluster).punctuation;
    let c = paragraph.chars[cluster.chars.start];
    match (cluster.class, c) {
        (Class::Blank, _) => (cluster.right, Abs::ZERO),
        // In the middle of half an em, whatever its face gives it (GB 5.1.7).
        (Class::Interpunct, _) => {
            let own = cluster.size / 2;
            (own, (full - own).max(Abs::ZERO) / 2)
        }
        (Class::Open, _) => (half, full - half),
        (Class::Close, _) => (half, Abs::ZERO),
        (Class::Pause, '、' | '，') if matches!(style, Banjiao | Kaiming) => {
            (half, Abs::ZERO)
        }
        (Class::Stop, '。') if style == Banjiao => (half, Abs::ZERO),
        _ => (full, Abs::ZERO),
    }
}

/// Whether letter-spacing opens the gap between two cells: a mark hugs what it
/// belongs to, · has its half em, a blank is opened once, and —— and …… stay whole
/// (R6.4).
#[must_use]
pub(super) fn opens(paragraph: &Paragraph, above: &Cell, below: &Cell) -> bool {
    let class = |cell: &Cell| paragraph.clusters[cell.clusters.start].class;
    use Class::{Blank, Close, Interpunct, Open, Pause, Stop, WordSpace};
    let hugs_below = matches!(class(above), Open | Blank | WordSpace | Interpunct);
    let hugs_above = matches!(class(below), Close | Pause | Stop | Interpunct);
    let whole = class(above) == class(below)
        && matches!(class(above), Class::Dash | Class::Ellipsis);
    !hugs_below && !hugs_above && !whole
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
            cut: Abs::ZERO,
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
        cut: Abs::ZERO,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Em;
    use crate::layout::Level;
    use crate::text::ems;

    #[test]
    fn dots_dashes_and_brackets_are_not_opened() {
        let style = ems::style(Punctuation::Banjiao, Level::Gb);
        let paragraph = ems::paragraph("“好”，好……好——好", style, Em::ZERO);
        let cells = cells(&paragraph, 0..paragraph.clusters.len(), 4);
        let opened: String = cells
            .windows(2)
            .map(|pair| if opens(&paragraph, &pair[0], &pair[1]) { '│' } else { '_' })
            .collect();
        // “_好_”_，│好│…_…│好│—_—│好
        assert_eq!(opened, "___││_││_│");
    }

    #[test]
    fn a_dot_in_a_name_has_half_an_em_and_is_not_opened() {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let paragraph = ems::paragraph("马·纳", style, Em::ZERO);
        let cells = cells(&paragraph, 0..paragraph.clusters.len(), 4);
        assert_eq!(cells[1].length, Abs::pt(5.0));
        assert!(cells.windows(2).all(|pair| !opens(&paragraph, &pair[0], &pair[1])));
    }

    #[test]
    fn capitals_stand_upright_beside_a_blank_and_figures() {
        let stands = |text: &str| -> Vec<(String, Stand)> {
            let style = ems::style(Punctuation::Quanjiao, Level::Gb);
            let paragraph = ems::paragraph(text, style, Em::ZERO);
            let cells = cells(&paragraph, 0..paragraph.clusters.len(), 4).into_iter();
            let told = |cell: Cell| (paragraph.text_of(cell.clusters), cell.stand);
            cells.map(told).collect()
        };
        let of = |words: &[(&str, Stand)]| -> Vec<(String, Stand)> {
            words.iter().map(|(text, stand)| (text.to_string(), *stand)).collect()
        };
        use Stand::{Letter, Side, Turned, Upright};
        assert_eq!(
            stands("TO 25周"),
            of(&[
                ("T", Letter),
                ("O", Letter),
                (" ", Upright),
                ("25", Side),
                ("周", Upright)
            ])
        );
        assert_eq!(
            stands("3.05% WTO"),
            of(&[
                ("3.05%", Turned),
                (" ", Upright),
                ("W", Letter),
                ("T", Letter),
                ("O", Letter)
            ])
        );
        assert_eq!(stands("New Delhi"), of(&[("New Delhi", Turned)]));
    }

    /// An address parts after its signs: none of it may be lost.
    #[test]
    fn a_word_over_two_columns_is_in_both() {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let paragraph = ems::paragraph("网http://www.a.cn好", style, Em::ZERO);
        let all = paragraph.clusters.len();
        let texts = |column: Range<usize>| -> Vec<String> {
            let cells = cells(&paragraph, column, 4).into_iter();
            cells.map(|cell| paragraph.text_of(cell.clusters)).collect()
        };
        assert_eq!(texts(0..8), ["网", "http://"]);
        assert_eq!(texts(8..all), ["www.a.cn", "好"]);
    }
}
