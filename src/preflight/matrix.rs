//! Places in a PDF: points of 1/72 inch, `y` growing upwards.

/// The matrix `a b c d e f` of PDF: a row vector is multiplied from the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Default for Matrix {
    fn default() -> Matrix {
        Matrix::IDENTITY
    }
}

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// From six numbers; none if there are fewer.
    pub(super) fn of(numbers: &[f64]) -> Option<Matrix> {
        let six = numbers.get(..6)?;
        Some(Matrix([six[0], six[1], six[2], six[3], six[4], six[5]]))
    }

    /// First this, then `next`.
    pub(super) fn then(self, next: Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Matrix([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    pub(super) fn apply(self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How long a step of one to the right becomes.
    pub(super) fn across(self) -> f64 {
        self.0[0].hypot(self.0[1])
    }

    /// How long a step of one upwards becomes.
    pub(super) fn up(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// The mean scale, for line widths.
    pub(super) fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// The way back; none if there is none, as from a line to a surface.
    pub(super) fn inverse(self) -> Option<Matrix> {
        let [a, b, c, d, e, f] = self.0;
        let size = a * d - b * c;
        let back = Matrix([
            d / size,
            -b / size,
            -c / size,
            a / size,
            (c * f - d * e) / size,
            (b * e - a * f) / size,
        ]);
        back.0.iter().all(|part| part.is_finite()).then_some(back)
    }

    /// The box around a box.
    pub(super) fn bounds(self, area: Area) -> Area {
        let mut around = Area::NONE;
        for corner in [
            (area.x0, area.y0),
            (area.x1, area.y0),
            (area.x0, area.y1),
            (area.x1, area.y1),
        ] {
            around.take(self.apply(corner));
        }
        around
    }
}

/// An upright box in PDF's points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Area {
    /// Holds nothing; grows by [`Area::take`].
    pub(super) const NONE: Area = Area {
        x0: f64::INFINITY,
        y0: f64::INFINITY,
        x1: f64::NEG_INFINITY,
        y1: f64::NEG_INFINITY,
    };
    /// Holds everything.
    pub(super) const ALL: Area = Area {
        x0: f64::NEG_INFINITY,
        y0: f64::NEG_INFINITY,
        x1: f64::INFINITY,
        y1: f64::INFINITY,
    };

    /// From the four numbers of a PDF rectangle, in whatever order its corners
    /// come.
    pub(super) fn of(numbers: &[f64]) -> Option<Area> {
        let four = numbers.get(..4)?;
        let mut area = Area::NONE;
        area.take((four[0], four[1]));
        area.take((four[2], four[3]));
        Some(area)
    }

    pub(super) fn take(&mut self, (x, y): (f64, f64)) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    pub(super) fn join(self, other: Area) -> Area {
        Area {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub(super) fn meet(self, other: Area) -> Area {
        Area {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(super) fn grow(self, by: f64) -> Area {
        Area {
            x0: self.x0 - by,
            y0: self.y0 - by,
            x1: self.x1 + by,
            y1: self.y1 + by,
        }
    }

    /// Nothing at all, or a box turned inside out. A line without width is
    /// something.
    pub(super) fn is_none(self) -> bool {
        !(self.x0 <= self.x1 && self.y0 <= self.y1)
    }

    pub(super) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f64 {
        self.y1 - self.y0
    }

    /// Whether the other box lies inside, but for a hundredth of a point.
    pub(super) fn holds(self, other: Area) -> bool {
        let wide = self.grow(0.01);
        wide.x0 <= other.x0
            && wide.y0 <= other.y0
            && other.x1 <= wide.x1
            && other.y1 <= wide.y1
    }

    /// Whether the two boxes are the same, but for a hundredth of a point.
    pub(super) fn same(self, other: Area) -> bool {
        self.holds(other) && other.holds(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_are_applied_from_left_to_right() {
        let twice = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let right = Matrix([1.0, 0.0, 0.0, 1.0, 10.0, 0.0]);
        assert_eq!(twice.then(right).apply((1.0, 1.0)), (12.0, 2.0));
        assert_eq!(right.then(twice).apply((1.0, 1.0)), (22.0, 2.0));
        let turned = Matrix([0.0, 3.0, -2.0, 0.0, 0.0, 0.0]);
        let steps = [turned.across(), turned.up(), turned.scale().powi(2)];
        for (step, wanted) in steps.iter().zip([3.0, 2.0, 6.0]) {
            assert!((step - wanted).abs() < 1e-9, "{steps:?}");
        }
    }
}
