//! Lengths, points and boxes.
//!
//! Every length on a page is an integer number of 1/65536 pt, so that sums are
//! exact and two machines always agree. The origin is a page's top left corner
//! of the trimmed sheet; `x` grows to the right and `y` grows downwards.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Units of [`Abs`] and [`Em`] in one point and in one em.
const UNIT: i64 = 65_536;

/// Millimetres in a point: 25.4 / 72.
const MM_PER_PT: f64 = 25.4 / 72.0;

/// An absolute length in 1/65536 pt.
///
/// ```
/// use qianzi::geom::Abs;
/// assert_eq!(Abs::pt(9.0) * 17_usize, Abs::pt(153.0));
/// assert_eq!(Abs::mm(25.4), Abs::pt(72.0));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Abs(i64);

impl Abs {
    /// No length.
    pub const ZERO: Abs = Abs(0);
    /// Longer than anything on a page, short enough to be added to.
    pub const MAX: Abs = Abs(i64::MAX / 8);

    /// From points, rounded to the nearest unit.
    #[must_use]
    pub fn pt(pt: f64) -> Abs {
        Abs(round(pt * UNIT as f64))
    }

    /// From millimetres, rounded to the nearest unit.
    #[must_use]
    pub fn mm(mm: f64) -> Abs {
        Abs::pt(mm / MM_PER_PT)
    }

    /// From raw units of 1/65536 pt.
    #[must_use]
    pub const fn raw(units: i64) -> Abs {
        Abs(units)
    }

    /// Raw units of 1/65536 pt.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// In points.
    #[must_use]
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / UNIT as f64
    }

    /// In millimetres.
    #[must_use]
    pub fn to_mm(self) -> f64 {
        self.to_pt() * MM_PER_PT
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Abs {
        Abs(self.0.abs())
    }

    /// This length times a ratio, rounded to the nearest unit.
    #[must_use]
    pub fn scale(self, ratio: f64) -> Abs {
        Abs(round(self.0 as f64 * ratio))
    }

    /// How many times `other` fits into this length; the quotient as a number.
    #[must_use]
    pub fn ratio(self, other: Abs) -> f64 {
        self.0 as f64 / other.0 as f64
    }

    /// The fewest whole `step`s that cover this length; none for no length.
    #[must_use]
    pub fn steps_up(self, step: Abs) -> usize {
        usize::try_from(self.0.max(0).div_ceil_exact(step.0)).unwrap_or(usize::MAX)
    }

    /// The most whole `step`s inside this length.
    #[must_use]
    pub fn steps_down(self, step: Abs) -> usize {
        usize::try_from(self.0.max(0) / step.0).unwrap_or(usize::MAX)
    }

    /// In ems of a size.
    #[must_use]
    pub fn in_em(self, size: Abs) -> f64 {
        self.ratio(size)
    }
}

/// `div_ceil` for signed integers is not stable yet.
trait DivCeil {
    fn div_ceil_exact(self, by: Self) -> Self;
}

impl DivCeil for i64 {
    fn div_ceil_exact(self, by: i64) -> i64 {
        (self + by - 1) / by
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lengths on paper are far below 2^63"
)]
fn round(value: f64) -> i64 {
    value.round() as i64
}

/// A count as the factor or divisor of a length.
#[must_use]
pub fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl fmt::Debug for Abs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}pt", self.to_pt())
    }
}

impl Add for Abs {
    type Output = Abs;
    fn add(self, other: Abs) -> Abs {
        Abs(self.0 + other.0)
    }
}

impl Sub for Abs {
    type Output = Abs;
    fn sub(self, other: Abs) -> Abs {
        Abs(self.0 - other.0)
    }
}

impl Neg for Abs {
    type Output = Abs;
    fn neg(self) -> Abs {
        Abs(-self.0)
    }
}

impl AddAssign for Abs {
    fn add_assign(&mut self, other: Abs) {
        self.0 += other.0;
    }
}

impl SubAssign for Abs {
    fn sub_assign(&mut self, other: Abs) {
        self.0 -= other.0;
    }
}

impl Mul<i64> for Abs {
    type Output = Abs;
    fn mul(self, by: i64) -> Abs {
        Abs(self.0 * by)
    }
}

impl Mul<usize> for Abs {
    type Output = Abs;
    fn mul(self, by: usize) -> Abs {
        Abs(self.0 * to_i64(by))
    }
}

impl Div<i64> for Abs {
    type Output = Abs;
    fn div(self, by: i64) -> Abs {
        Abs(self.0 / by)
    }
}

impl Sum for Abs {
    fn sum<I: Iterator<Item = Abs>>(lengths: I) -> Abs {
        lengths.fold(Abs::ZERO, Add::add)
    }
}

/// A length relative to the type size, in 1/65536 em.
///
/// ```
/// use qianzi::geom::{Abs, Em};
/// assert_eq!(Em::new(0.5).at(Abs::pt(9.0)), Abs::pt(4.5));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Em(i32);

impl Em {
    /// No length.
    pub const ZERO: Em = Em(0);
    /// Half an em: the blank of a full-width punctuation mark.
    pub const HALF: Em = Em(32_768);
    /// One em: a Chinese character.
    pub const ONE: Em = Em(65_536);

    /// From ems, rounded to the nearest unit.
    #[must_use]
    pub fn new(em: f64) -> Em {
        Em(i32::try_from(round(em * UNIT as f64)).unwrap_or(i32::MAX))
    }

    /// From font units of a face with so many units to the em.
    #[must_use]
    pub fn from_units(units: i32, units_per_em: u16) -> Em {
        Em::new(f64::from(units) / f64::from(units_per_em))
    }

    /// At a type size.
    #[must_use]
    pub fn at(self, size: Abs) -> Abs {
        Abs((i64::from(self.0) * size.0 + UNIT / 2).div_euclid(UNIT))
    }

    /// In ems.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / UNIT as f64
    }
}

impl fmt::Debug for Em {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}em", self.get())
    }
}

/// A place on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From the left edge of the trimmed page.
    pub x: Abs,
    /// From the top edge of the trimmed page, downwards.
    pub y: Abs,
}

impl Point {
    /// A place by its distances from the left and the top.
    #[must_use]
    pub const fn new(x: Abs, y: Abs) -> Point {
        Point { x, y }
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: Abs,
    /// From top to bottom.
    pub height: Abs,
}

impl Size {
    /// From width and height.
    #[must_use]
    pub const fn new(width: Abs, height: Abs) -> Size {
        Size { width, height }
    }
}

/// An upright box.
///
/// ```
/// use qianzi::geom::{Abs, Rect};
/// let r = Rect::new(Abs::pt(10.0), Abs::pt(20.0), Abs::pt(30.0), Abs::pt(40.0));
/// assert_eq!(r.bottom(), Abs::pt(60.0)); // y grows downwards
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: Abs,
    /// Top edge.
    pub y: Abs,
    /// Width.
    pub width: Abs,
    /// Height.
    pub height: Abs,
}

impl Rect {
    /// From the top left corner and the extent.
    #[must_use]
    pub const fn new(x: Abs, y: Abs, width: Abs, height: Abs) -> Rect {
        Rect { x, y, width, height }
    }

    /// The right edge.
    #[must_use]
    pub fn right(&self) -> Abs {
        self.x + self.width
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(&self) -> Abs {
        self.y + self.height
    }

    /// Whether the two boxes share more than `slack` in both directions.
    #[must_use]
    pub fn overlaps(&self, other: &Rect, slack: Abs) -> bool {
        let across = self.right().min(other.right()) - self.x.max(other.x);
        let down = self.bottom().min(other.bottom()) - self.y.max(other.y);
        across > slack && down > slack
    }

    /// Whether `other` lies inside, but for `slack` on each side.
    #[must_use]
    pub fn holds(&self, other: &Rect, slack: Abs) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// The box made smaller by `by` on every side.
    #[must_use]
    pub fn inset(&self, by: Abs) -> Rect {
        Rect::new(
            self.x + by,
            self.y + by,
            self.width - by * 2i64,
            self.height - by * 2i64,
        )
    }
}

/// The sizes of Chinese type by name, in points.
///
/// The names follow the metal sizes; `小五` is 9 pt as newspapers set it. The
/// second column is the size word processors give the same name.
/// Source: the size table of GB/T 9704 practice and of Founder's systems.
const HAO: [(&str, f64, f64); 16] = [
    ("特号", 54.0, 54.0),
    ("初号", 42.0, 42.0),
    ("小初", 36.0, 36.0),
    ("一号", 28.0, 26.0),
    ("小一", 24.0, 24.0),
    ("二号", 21.0, 22.0),
    ("小二", 18.0, 18.0),
    ("三号", 15.75, 16.0),
    ("小三", 15.0, 15.0),
    ("四号", 13.75, 14.0),
    ("小四", 12.0, 12.0),
    ("五号", 10.5, 10.5),
    ("小五", 9.0, 9.0),
    ("六号", 7.875, 7.5),
    ("小六", 6.5, 6.5),
    ("七号", 5.25, 5.5),
];

/// Reads a size as people write it: `小五`, `9pt`, `13Q`, `3.2mm`.
///
/// # Errors
/// `None` when the text is none of these or not above zero.
#[must_use]
pub fn parse_length(text: &str) -> Option<Abs> {
    let text = text.trim();
    if let Some((_, metal, _)) = HAO.iter().find(|(name, ..)| *name == text) {
        return Some(Abs::pt(*metal));
    }
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(split);
    let number: f64 = number.parse().ok()?;
    let length = match unit.trim() {
        "pt" | "磅" => Abs::pt(number),
        "mm" | "毫米" => Abs::mm(number),
        "cm" => Abs::mm(number * 10.0),
        "Q" | "q" | "级" => Abs::mm(number * 0.25),
        _ => return None,
    };
    Some(length)
}

/// The names that [`parse_length`] knows, for messages and schemas.
pub fn hao_names() -> impl Iterator<Item = &'static str> {
    HAO.iter().map(|(name, ..)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        assert_eq!(parse_length("小五"), Some(Abs::pt(9.0)));
        assert_eq!(parse_length("9pt"), Some(Abs::pt(9.0)));
        assert_eq!(parse_length("12 pt"), Some(Abs::pt(12.0)));
        assert_eq!(parse_length("20Q"), Some(Abs::mm(5.0)));
        assert_eq!(parse_length("275mm"), Some(Abs::mm(275.0)));
        assert_eq!(parse_length("九磅"), None);
        assert_eq!(parse_length("9"), None);
    }

    #[test]
    fn column_arithmetic_is_exact() {
        // Four columns of 17 characters and three gutters of two: 235.0 mm.
        let width = Abs::pt(9.0) * (4 * 17 + 3 * 2_i64);
        assert_eq!(width, Abs::pt(666.0));
        assert!((width.to_mm() - 234.95).abs() < 0.01);
    }

    #[test]
    fn whole_steps() {
        let line = Abs::pt(12.0);
        assert_eq!(Abs::pt(24.0).steps_up(line), 2);
        assert_eq!(Abs::pt(24.1).steps_up(line), 3);
        assert_eq!(Abs::pt(24.1).steps_down(line), 2);
        assert_eq!(Abs::ZERO.steps_up(line), 0);
    }
}
