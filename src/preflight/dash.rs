//! Dashes of lines.

use super::lexer::number;
use lopdf::Object;
use std::fmt::Write;

/// Strokes and gaps in turn, and where along them a line begins; in the units
/// that the line is written in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dash {
    parts: Vec<f64>,
    phase: f64,
}

impl Dash {
    /// From the operands of `d`; none if lines are solid, as every program draws
    /// them where the numbers make no sense.
    pub(super) fn of(parts: &Object, phase: f64) -> Option<Dash> {
        let parts = parts.as_array().ok()?;
        let parts: Option<Vec<f64>> = parts.iter().map(number).collect();
        let parts = parts.filter(|parts| parts.iter().all(|part| *part >= 0.0))?;
        let period: f64 = parts.iter().sum();
        let phase = if phase.is_finite() { phase } else { 0.0 };
        (period > 0.0 && period.is_finite()).then_some(Dash { parts, phase })
    }

    /// Strokes and gaps, an odd number of them twice.
    fn both(&self) -> Vec<f64> {
        self.parts.repeat(1 + self.parts.len() % 2)
    }

    /// The length after which all begins anew.
    fn period(&self) -> f64 {
        self.both().iter().sum()
    }

    /// How many strokes and gaps there are on a length.
    pub(super) fn count(&self, length: f64) -> f64 {
        length / self.period() * self.both().len() as f64
    }

    /// As plates of such dots can show it: dashes finer than a dot become one to
    /// the dot, with the same share of ink. `caps`: how much longer round or
    /// square ends make each stroke. None if no gap is left.
    pub(super) fn fitted(&self, dot: f64, caps: f64) -> Option<Dash> {
        let (both, period) = (self.both(), self.period());
        if period / both.len() as f64 >= dot / 2.0 {
            let phase = self.phase.rem_euclid(period);
            return Some(Dash { parts: self.parts.clone(), phase });
        }
        let long = both.iter().step_by(2).map(|stroke| stroke + caps);
        let share = long.sum::<f64>() / period;
        let stroke = (share * dot - caps).max(0.0);
        (share < 1.0).then(|| Dash { parts: vec![stroke, dot - stroke], phase: 0.0 })
    }

    /// The operation that sets a dash, or solid lines.
    pub(super) fn written(dash: Option<&Dash>) -> String {
        let mut line = String::from("[");
        for part in dash.iter().flat_map(|dash| &dash.parts) {
            let _ = write!(line, "{} ", super::plates::real(*part));
        }
        let phase = dash.map_or(0.0, |dash| dash.phase);
        let _ = write!(line, "] {} d", super::plates::real(phase));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dash(parts: &[f32], phase: f64) -> Option<Dash> {
        let parts: Vec<Object> = parts.iter().map(|part| Object::Real(*part)).collect();
        Dash::of(&Object::Array(parts), phase)
    }

    #[test]
    fn what_is_finer_than_a_dot_keeps_its_share_of_ink() {
        let fine = dash(&[0.25, 0.75], 1e9).expect("a dash");
        assert_eq!(fine.fitted(0.5, 0.0), dash(&[0.25, 0.75], 0.0), "coarse enough");
        assert_eq!(fine.fitted(8.0, 0.0), dash(&[2.0, 6.0], 0.0));
        assert_eq!(fine.fitted(8.0, 0.5), dash(&[5.5, 2.5], 0.0), "with round ends");
        assert_eq!(fine.fitted(8.0, 1.0), None, "whose ends meet");
        let single = dash(&[0.5], 0.25).expect("a dash");
        assert_eq!(single.fitted(8.0, 0.0), dash(&[4.0, 4.0], 0.0));
        assert!((single.count(10.0) - 20.0).abs() < 1e-9);
        let many = dash(&[0.001; 1000], 0.0).expect("a dash");
        assert_eq!(many.fitted(0.5, 0.0).map(|dash| dash.parts.len()), Some(2));
    }

    #[test]
    fn what_makes_no_sense_is_a_solid_line() {
        for parts in [&[][..], &[0.0, 0.0], &[-1.0, 2.0], &[f32::NAN], &[f32::INFINITY]] {
            assert_eq!(dash(parts, 0.0), None, "{parts:?}");
        }
        assert_eq!(Dash::written(None), "[] 0 d");
        let fine = dash(&[0.5, 2.0], f64::NAN).expect("a dash");
        assert_eq!(Dash::written(Some(&fine)), "[0.5 2 ] 0 d");
    }
}
