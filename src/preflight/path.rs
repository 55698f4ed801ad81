//! A path while it is built: where it lies, and whether it is a rule.

use super::lexer::Operation;
use super::matrix::{Area, Matrix};
use super::state::State;
use super::walk::{Painted, What};

/// A filled shape up to this thin, and this many times longer, is a line.
const LINE: (f64, f64) = (6.0, 4.0);

/// The path since the last painting.
pub(super) struct Path {
    area: Area,
    /// The thinnest box of the path, if it is made of boxes alone.
    thin: Option<f64>,
    boxes: usize,
    pieces: usize,
    clips: bool,
}

impl Default for Path {
    fn default() -> Path {
        Path {
            area: Area::NONE,
            thin: None,
            boxes: 0,
            pieces: 0,
            clips: false,
        }
    }
}

impl Path {
    /// Adds what an operator of path building adds; whether it was one.
    pub(super) fn extend(&mut self, operation: &Operation<'_>, matrix: Matrix) -> bool {
        let numbers = operation.numbers();
        match operation.operator {
            b"m" | b"l" | b"c" | b"v" | b"y" => {
                self.pieces += usize::from(operation.operator == b"m");
                for point in numbers.chunks_exact(2) {
                    self.area.take(matrix.apply((point[0], point[1])));
                }
            }
            b"re" => {
                let [x, y, width, height] = [0, 1, 2, 3].map(|at| operation.number(at));
                let corners = Area::of(&[x, y, x + width, y + height]);
                let area = corners.map_or(Area::NONE, |corners| matrix.bounds(corners));
                self.area = self.area.join(area);
                self.pieces += 1;
                self.boxes += 1;
                let thin =
                    (width * matrix.across()).abs().min((height * matrix.up()).abs());
                let long =
                    (width * matrix.across()).abs().max((height * matrix.up()).abs());
                if thin <= LINE.0 && long >= thin * LINE.1 {
                    self.thin = Some(self.thin.map_or(thin, |known| known.min(thin)));
                }
            }
            b"h" => {}
            b"W" | b"W*" => self.clips = true,
            _ => return false,
        }
        true
    }

    /// What painting the path puts on the page.
    pub(super) fn paint(&self, operator: &[u8], state: &State<'_>) -> Vec<Painted> {
        let fills = matches!(operator, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let strokes = !matches!(operator, b"f" | b"F" | b"f*");
        let mut painted = Vec::new();
        let mut put = |area: Area, coat, what| {
            let area = area.meet(state.clip);
            if !area.is_none() {
                painted.push(Painted { area, coat, what });
            }
        };
        if fills {
            put(self.area, state.fill_coat(), What::Fill { thin: self.thinness() });
        }
        if strokes {
            let width = state.line_width * state.matrix.scale();
            put(self.area.grow(width / 2.0), state.stroke_coat(), What::Line { width });
        }
        painted
    }

    fn thinness(&self) -> Option<f64> {
        if self.boxes == self.pieces {
            return self.thin;
        }
        let (width, height) = (self.area.width(), self.area.height());
        let (thin, long) = (width.min(height), width.max(height));
        (self.pieces == 1 && thin <= LINE.0 && long >= thin * LINE.1).then_some(thin)
    }

    /// Ends the path; its box if it clips what follows.
    pub(super) fn finish(&mut self) -> Option<Area> {
        let done = std::mem::take(self);
        done.clips.then_some(done.area)
    }
}
