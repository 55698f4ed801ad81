//! The page's grid: columns of whole characters, rows of one leading.

use crate::geom::{Abs, Rect, Size};

/// White round the type area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    /// Above.
    pub top: Abs,
    /// Towards the fold.
    pub inner: Abs,
    /// Away from the fold.
    pub outer: Abs,
}

/// Paper, type area 版心, base columns 基本栏 and the baseline grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The trimmed page.
    pub paper: Size,
    /// White round the type area.
    pub margins: Margins,
    /// Base columns.
    pub columns: usize,
    /// Body characters in a column.
    pub chars: usize,
    /// 栏空: white between columns.
    pub gutter: Abs,
    /// Rows of the type area, the folio's included.
    pub lines: usize,
    /// Body size.
    pub body: Abs,
    /// From baseline to baseline.
    pub leading: Abs,
}

impl Grid {
    /// The measure of one base column.
    #[must_use]
    pub fn column(&self) -> Abs {
        self.body * self.chars
    }

    /// The measure of so many columns and the gutters between them (长栏):
    /// `k·N + (k−1)·g`.
    #[must_use]
    pub fn span(&self, columns: usize) -> Abs {
        self.column() * columns + self.gutter * columns.saturating_sub(1)
    }

    /// The left edge of a column, from the left of the type area.
    #[must_use]
    pub fn column_x(&self, column: usize) -> Abs {
        (self.column() + self.gutter) * column
    }

    /// The type area on a page; odd pages have the fold at the left.
    #[must_use]
    pub fn type_area(&self, page: u32) -> Rect {
        let fold_left = page % 2 == 1;
        let x = if fold_left { self.margins.inner } else { self.margins.outer };
        Rect::new(x, self.margins.top, self.span(self.columns), self.leading * self.lines)
    }

    /// How far below a row's top its baseline stands.
    ///
    /// The em box (880 above the baseline, 120 below, of 1000) stands centred
    /// in the row.
    #[must_use]
    pub fn baseline(&self) -> Abs {
        baseline_in(self.leading, self.body)
    }
}

/// Where the baseline of a size stands in a row of a height, from its top.
///
/// Line metrics come from the em box, not from the face's `hhea`, so that a
/// change of face never moves a line.
#[must_use]
pub fn baseline_in(row: Abs, size: Abs) -> Abs {
    (row - size) / 2 + size.scale(0.88)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, chars: usize, gutter: f64) -> Grid {
        Grid {
            paper: Size::new(Abs::mm(275.0), Abs::mm(390.0)),
            margins: Margins {
                top: Abs::mm(20.0),
                inner: Abs::mm(20.0),
                outer: Abs::mm(20.0),
            },
            columns,
            chars,
            gutter: Abs::pt(9.0).scale(gutter),
            lines: 82,
            body: Abs::pt(9.0),
            leading: Abs::pt(12.0),
        }
    }

    #[test]
    fn long_columns_by_the_textbook() {
        // 基本栏 of 13 with one character between: 27, 41, 55, 69.
        let grid = grid(8, 13, 1.0);
        let chars = |k| grid.span(k).ratio(Abs::pt(9.0)).round();
        assert_eq!((2..=5).map(chars).collect::<Vec<_>>(), [27.0, 41.0, 55.0, 69.0]);
    }

    #[test]
    fn shipped_formats() {
        let tabloid = grid(4, 17, 2.0);
        assert!((tabloid.span(4).to_mm() - 235.0).abs() < 0.1);
        let broadsheet = grid(6, 17, 1.5);
        assert!((broadsheet.span(6).to_mm() - 347.7).abs() < 0.1);
    }
}
