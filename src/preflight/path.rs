//! A path while it is built: where it lies, and whether it is a rule.

use super::budget::Outline;
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
    outline: Outline,
    /// Width on paper of a line of width 1, where it is thinnest; none yet.
    narrow: Option<f64>,
    /// Twice the area that it goes round, if it has no curves.
    round: f64,
    /// Where the path has come to, and where its last piece began.
    at: (f64, f64),
    start: (f64, f64),
}

/// Longer pieces do not lie on any page, whose sides PDF limits.
const LONGEST: f64 = 20_000.0;
/// Straight pieces that a curve counts for.
const CURVED: f64 = 8.0;

impl Default for Path {
    fn default() -> Path {
        Path {
            area: Area::NONE,
            thin: None,
            boxes: 0,
            pieces: 0,
            clips: false,
            outline: Outline::default(),
            narrow: None,
            round: 0.0,
            at: (0.0, 0.0),
            start: (0.0, 0.0),
        }
    }
}

impl Path {
    /// Adds what an operator of path building adds; whether it was one.
    pub(super) fn extend(&mut self, operation: &Operation<'_>, matrix: Matrix) -> bool {
        let numbers = operation.numbers();
        self.measure(operation.operator, &numbers, matrix);
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

    /// Adds to the lengths what an operator adds.
    fn measure(&mut self, operator: &[u8], numbers: &[f64], matrix: Matrix) {
        let mut long = 0.0;
        let points: Vec<(f64, f64)> = match (operator, numbers) {
            (b"m", [x, y, ..]) => {
                self.at = (*x, *y);
                self.start = self.at;
                return;
            }
            (b"re", [x, y, width, height, ..]) => {
                let (right, top) = (x + width, y + height);
                self.at = (*x, *y);
                self.start = self.at;
                vec![(right, *y), (right, top), (*x, top), self.at]
            }
            (b"l" | b"c" | b"v" | b"y", numbers) => {
                numbers.chunks_exact(2).map(|point| (point[0], point[1])).collect()
            }
            (b"h", _) => vec![self.start],
            _ => return,
        };
        for point in &points {
            let step = (point.0 - self.at.0, point.1 - self.at.1);
            self.outline.written += step.0.hypot(step.1);
            let [a, b, c, d, ..] = matrix.0;
            let (across, up) = (a * step.0 + c * step.1, b * step.0 + d * step.1);
            let (own, paper) = (step.0.hypot(step.1), across.hypot(up));
            if paper > 0.0 {
                let narrow = (a * d - b * c).abs() * own / paper;
                self.narrow = Some(self.narrow.map_or(narrow, |all| all.min(narrow)));
            }
            long += paper.min(LONGEST);
            self.round += self.turn(*point, matrix);
            self.at = *point;
        }
        self.outline.length += long;
        if matches!(operator, b"c" | b"v" | b"y") {
            self.outline.curves += 1.0;
            self.outline.bent += long;
            self.outline.pieces += CURVED;
        } else {
            self.outline.pieces += points.len() as f64;
        }
    }

    /// What a straight piece to a point adds to twice the area, seen from where
    /// the path began.
    fn turn(&self, point: (f64, f64), matrix: Matrix) -> f64 {
        let [from, at, to] =
            [self.start, self.at, point].map(|point| matrix.apply(point));
        (at.0 - from.0) * (to.1 - from.1) - (to.0 - from.0) * (at.1 - from.1)
    }

    /// Its lengths.
    pub(super) fn outline(&self) -> &Outline {
        &self.outline
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
            let mean = state.matrix.scale();
            let area = self.area.grow(state.line_width * mean / 2.0);
            let width = state.line_width * self.narrow.unwrap_or(mean);
            put(area, state.stroke_coat(), What::Line { width });
        }
        painted
    }

    fn thinness(&self) -> Option<f64> {
        if self.boxes == self.pieces {
            return self.thin;
        }
        let (width, height) = (self.area.width(), self.area.height());
        let upright = (width.min(height), width.max(height));
        // A slanted strip is as long as half of its outline.
        let long = self.outline.length / 2.0;
        let slanted = (self.round.abs() / 2.0 / long, long);
        let straight = self.outline.curves < 1.0 && long > 0.0;
        let (thin, long) = match straight && slanted.0 < upright.0 {
            true => slanted,
            false => upright,
        };
        (self.pieces == 1 && thin <= LINE.0 && long >= thin * LINE.1).then_some(thin)
    }

    /// Whether it clips what follows.
    pub(super) fn clips(&self) -> bool {
        self.clips
    }

    /// Ends the path; its box if it clips what follows, and the length of its
    /// outline if that is more than an upright box.
    pub(super) fn finish(&mut self) -> Option<(Area, f64)> {
        let done = std::mem::take(self);
        let is_box = done.boxes == 1 && done.pieces == 1;
        let length = if is_box { 0.0 } else { done.outline.length };
        done.clips.then_some((done.area, length))
    }
}
