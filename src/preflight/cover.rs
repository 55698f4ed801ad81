//! Which parts of a page are covered.

use super::matrix::Area;

/// Boxes that are remembered one by one; a page of photographs has ten.
const MOST_BOXES: usize = 4096;
/// Cells a side that stand for the page when there are more.
const CELLS: usize = 128;

/// Boxes on a page. Of very many, only the cells of the page that they touch.
pub(super) struct Cover {
    page: Area,
    boxes: Vec<Area>,
    /// Row by row, a bit for each cell.
    cells: Vec<u128>,
}

impl Cover {
    pub(super) fn new(page: Area) -> Cover {
        Cover { page, boxes: Vec::new(), cells: vec![0; CELLS] }
    }

    /// Adds a box.
    pub(super) fn add(&mut self, area: Area) {
        if self.boxes.len() < MOST_BOXES {
            self.boxes.push(area);
        } else if let Some((rows, bits)) = self.span(area) {
            self.cells[rows].iter_mut().for_each(|row| *row |= bits);
        }
    }

    /// Whether a box touches any.
    pub(super) fn touches(&self, area: Area) -> bool {
        let in_cells = || {
            self.span(area).is_some_and(|(rows, bits)| {
                self.cells[rows].iter().any(|row| row & bits != 0)
            })
        };
        self.boxes.iter().any(|own| !own.meet(area).is_none()) || in_cells()
    }

    /// The rows of cells that a box touches, and the cells in each.
    fn span(&self, area: Area) -> Option<(std::ops::RangeInclusive<usize>, u128)> {
        let area = area.meet(self.page);
        if area.is_none() {
            return None;
        }
        let cell = |at: f64, long: f64| {
            let part = at / long.max(f64::MIN_POSITIVE) * CELLS as f64;
            (0..CELLS).rev().find(|cell| *cell as f64 <= part).unwrap_or(0)
        };
        let (width, height) = (self.page.width(), self.page.height());
        let left = cell(area.x0 - self.page.x0, width);
        let right = cell(area.x1 - self.page.x0, width);
        let low = cell(area.y0 - self.page.y0, height);
        let high = cell(area.y1 - self.page.y0, height);
        let bits = (u128::MAX >> (CELLS - 1 - right)) & (u128::MAX << left);
        Some((low..=high, bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(at: f64, side: f64) -> Area {
        Area { x0: at, y0: at, x1: at + side, y1: at + side }
    }

    #[test]
    fn boxes_are_known_one_by_one_and_by_cells_when_there_are_many() {
        let mut cover = Cover::new(square(0.0, 1280.0));
        for _ in 0..MOST_BOXES {
            cover.add(square(100.5, 1.0));
        }
        assert!(cover.touches(square(101.0, 1.0)) && !cover.touches(square(102.0, 1.0)));
        cover.add(square(1200.5, 1.0));
        assert!(cover.touches(square(1202.0, 1.0)), "in the same cell");
        assert!(
            !cover.touches(square(1211.0, 1.0)) && !cover.touches(square(1190.0, 8.0))
        );
        cover.add(square(-5.0, 5000.0));
        assert!(cover.touches(square(700.0, 1.0)) && !cover.touches(square(2000.0, 1.0)));
    }
}
