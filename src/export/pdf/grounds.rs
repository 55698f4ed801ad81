//! What lies below on the page, and whether black may print over it.

use crate::color::Ink;
use crate::geom::Rect;
use crate::layout::Press;

/// A rounding of half a thousandth of ink must not decide.
const SLACK: f64 = 0.05;

/// What was drawn so far: boxes, each with the ink it may hold beside black, in
/// percent.
pub(super) struct Grounds<'p> {
    press: &'p Press,
    below: Vec<(Rect, f64)>,
}

impl<'p> Grounds<'p> {
    pub(super) fn new(press: &'p Press) -> Grounds<'p> {
        Grounds { press, below: Vec::new() }
    }

    /// A tint, or a rule; what is under it no longer matters where it knocks
    /// out, which is left aside: to count too much is safe.
    pub(super) fn fill(&mut self, rect: Rect, ink: Ink) {
        let beside = match ink.spot {
            Some(spot) => f64::from(spot.tint) / 10.0,
            None => ink.coverage() - f64::from(ink.cmyk[3]) / 10.0,
        };
        if beside > 0.0 {
            self.below.push((rect, beside));
        }
    }

    /// A picture: somewhere in it the other inks may come up to the limit by
    /// themselves. One in black alone is no matter: black over black is black.
    pub(super) fn picture(&mut self, rect: Rect, gray: bool) {
        if !gray {
            self.below.push((rect, self.press.ink_limit.min(300.0)));
        }
    }

    /// Whether solid black over this place stays within the ink limit.
    pub(super) fn bear_black(&self, place: Rect) -> bool {
        let below = self.below.iter().filter(|(rect, _)| overlap(rect, &place));
        let most = below.fold(0.0, |most: f64, (_, beside)| most.max(*beside));
        most + 100.0 <= self.press.ink_limit + SLACK
    }
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    one.x < other.right()
        && other.x < one.right()
        && one.y < other.bottom()
        && other.y < one.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Abs;

    fn rect(x: f64, width: f64) -> Rect {
        Rect::new(Abs::pt(x), Abs::ZERO, Abs::pt(width), Abs::pt(10.0))
    }

    #[test]
    fn black_knocks_out_where_it_would_be_too_much() {
        let press = Press { ink_limit: 240.0, ..Press::default() };
        let mut grounds = Grounds::new(&press);
        grounds.fill(rect(0.0, 10.0), Ink::new(400, 500, 500, 0));
        grounds.fill(rect(10.0, 10.0), Ink::new(500, 500, 500, 900));
        grounds.picture(rect(20.0, 10.0), false);
        grounds.picture(rect(30.0, 10.0), true);
        assert!(grounds.bear_black(rect(0.0, 10.0)), "140 and 100 are the limit");
        assert!(!grounds.bear_black(rect(5.0, 10.0)), "it touches 150");
        assert!(!grounds.bear_black(rect(25.0, 2.0)));
        assert!(grounds.bear_black(rect(30.0, 5.0)));
        assert!(grounds.bear_black(rect(100.0, 5.0)), "paper");
    }
}
