//! What drawing the plates of a file may cost. The drawing library has no bounds
//! of its own: a line of a hundred bytes may ask for ten million dashes. So each
//! thing is weighed before it is handed over, and what the budget has no room for
//! is left out and told.
//!
//! A unit is what takes about ten nanoseconds, or leaves one byte behind until
//! the page is done; the weights below were measured on the drawing library. They
//! hold for one plate.

use super::dash::Dash;
use super::matrix::Area;
use std::cell::Cell;

/// Units for a file: ten seconds, or a gigabyte. A newspaper page of four inks
/// takes 20 million, a map of a million lines 250 million.
const FILE: f64 = 1e9;
/// The same for every page, so that a thick issue has enough.
const PAGE: f64 = 50e6;
/// Bytes that drawing one thing may take while it lasts.
const AT_ONCE: f64 = 400e6;

/// For any path; for a piece of its outline; for a curve more, when it is stroked.
const PATH: f64 = 200.0;
const PIECE: f64 = 20.0;
const CURVE: f64 = 100.0;
/// For a dot of a filled surface, and one that is drawn by a program or a picture.
const SURFACE: f64 = 0.03;
const SAMPLE: f64 = 0.5;
/// For a dash, and the bytes it takes while its path is drawn.
const DASH: (f64, f64) = (40.0, 400.0);

/// What is left for a file.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<f64>,
}

impl Budget {
    /// For a file of so many pages.
    pub(super) fn new(pages: usize) -> Budget {
        Budget { left: Cell::new(FILE + PAGE * pages as f64) }
    }

    /// With so many units.
    pub(super) fn of(left: f64) -> Budget {
        Budget { left: Cell::new(left) }
    }

    /// Takes units away; whether there were enough. What cannot be weighed, as
    /// numbers without end, is too much.
    pub(super) fn spend(&self, units: f64) -> bool {
        let left = self.left.get() - units;
        let enough = left >= 0.0;
        self.left.set(if enough { left } else { self.left.get().min(0.0) });
        enough
    }

    /// What is left.
    pub(super) fn left(&self) -> f64 {
        self.left.get()
    }
}

/// A path's lengths: of all its pieces, and of the curves among them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outline {
    /// Pieces, a curve as several.
    pub(super) pieces: f64,
    pub(super) curves: f64,
    /// In points of the page.
    pub(super) length: f64,
    pub(super) bent: f64,
    /// In the units the path is written in.
    pub(super) written: f64,
}

/// How a line is stroked.
pub(super) struct Pen {
    /// In points of the page.
    pub(super) width: f64,
    pub(super) dash: Option<Dash>,
}

/// Where a thing is drawn.
#[derive(Clone, Copy)]
pub(super) struct Ground {
    /// Dots to the point.
    pub(super) scale: f64,
    /// Dots of the box that the thing shows in.
    pub(super) surface: f64,
    /// Length of the paths that clip it, in points.
    pub(super) clips: f64,
}

impl Ground {
    /// The part of a page that a box covers.
    pub(super) fn of(area: Area, scale: f64, clips: f64) -> Ground {
        let surface = match area.is_none() {
            true => 0.0,
            false => (area.width() * scale + 2.0) * (area.height() * scale + 2.0),
        };
        Ground { scale, surface, clips }
    }

    /// Units for a surface with an outline of so many dots.
    fn surface(self, dots: f64) -> f64 {
        (6.0 * dots).min(3.0 * self.surface)
            + 0.3 * dots
            + SURFACE * self.surface
            + (4.0 * self.clips * self.scale).min(self.surface)
    }

    /// Units for filling a path.
    pub(super) fn fill(self, outline: &Outline) -> f64 {
        let dots = outline.length * self.scale;
        at_once(3.0 * dots + 100.0 * outline.pieces)
            + PATH
            + PIECE * outline.pieces
            + self.surface(dots)
    }

    /// Units for stroking a path.
    pub(super) fn stroke(self, outline: &Outline, pen: &Pen) -> f64 {
        let width = pen.width * self.scale;
        let dashes = pen.dash.as_ref().map_or(0.0, |dash| dash.count(outline.written));
        let dots =
            2.0 * outline.length * self.scale + width * (outline.pieces + 2.0 * dashes);
        let curves = CURVE * outline.curves
            + 4.0 * outline.bent * self.scale
            + 15.0 * width * outline.curves;
        at_once(3.0 * dots + DASH.1 * dashes + 200.0 * outline.pieces)
            + PATH
            + PIECE * outline.pieces
            + curves
            + DASH.0 * dashes
            + self.surface(dots)
    }

    /// Units for so many letters of a size in points.
    pub(super) fn letters(self, count: f64, size: f64) -> f64 {
        let dots = size * self.scale;
        let each = PATH / 2.0 + 8.0 * dots + SURFACE * (dots * dots).min(self.surface);
        count * each + (4.0 * self.clips * self.scale).min(self.surface)
    }

    /// Units for a picture of so many pixels, or for a gradient each dot of which
    /// is reckoned in so many steps.
    pub(super) fn samples(self, steps: f64) -> f64 {
        PATH + SAMPLE * (1.0 + steps) * self.surface
    }
}

/// Nothing, or more than any budget has if the bytes cannot be held.
pub(super) fn at_once(bytes: f64) -> f64 {
    if bytes <= AT_ONCE { 0.0 } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_weighed_is_too_much() {
        for units in [f64::NAN, f64::INFINITY, 2.0 * FILE] {
            let budget = Budget::new(1);
            assert!(budget.spend(100.0));
            assert!(!budget.spend(units), "{units}");
            assert!(!budget.spend(1.0), "{units}: nothing is left");
        }
    }

    #[test]
    fn a_page_of_a_newspaper_takes_little() {
        let box_of = |width: f64, height: f64| {
            let area = Area { x0: 0.0, y0: 0.0, x1: width, y1: height };
            Ground::of(area, 100.0 / 72.0, 0.0)
        };
        let line = Outline { pieces: 1.0, length: 300.0, ..Outline::default() };
        let pen = Pen { width: 1.0, dash: None };
        let budget = Budget::new(1);
        for _ in 0..4 {
            assert!(budget.spend(box_of(1100.0, 1550.0).letters(30_000.0, 9.0)));
            assert!(budget.spend(300.0 * box_of(300.0, 1.0).stroke(&line, &pen)));
            assert!(budget.spend(10.0 * box_of(500.0, 300.0).samples(1.0)));
        }
        assert!(budget.left() > 0.95 * FILE, "{}", budget.left());
    }
}
