//! Sizes of headings: the house's ladder of headlines, and the trade's of what
//! stands above and below them.

use crate::geom::Abs;
use crate::layout::Ladder;

/// Sizes of kicker and deck, in points: the trade's own.
const SMALL: [f64; 9] = [28.0, 24.0, 21.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0];
/// Two steps down from a headline's size (A5: 小初 over 小二, 36 over 18 pt).
const TWO_STEPS: f64 = 0.56;
/// The smallest of these sizes that still reads as a heading: under 18 points
/// the step is a smaller one.
const READABLE: f64 = 10.5;
/// The ladder from large to small, and where on it a priority stands.
pub(super) fn sizes(ladder: &Ladder, priority: u8) -> (Vec<Abs>, usize) {
    let target = ladder.size(priority);
    let mut sizes: Vec<Abs> = ladder.steps.clone();
    if !sizes.contains(&target) {
        sizes.push(target);
    }
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let at = sizes.iter().position(|size| *size == target).unwrap_or(0);
    (sizes, at)
}

/// Sizes that kicker or deck may have beside a headline of a size, the wanted
/// one first: two steps down on the trade's ladder, never more than the
/// house's, and readable.
pub(super) fn small_sizes(headline: Abs, largest: Abs) -> Vec<Abs> {
    let points = headline.to_pt();
    let most = (points * TWO_STEPS).max(READABLE.min(points * 0.6));
    let most = Abs::pt(most).min(largest);
    let steps = SMALL.iter().map(|size| Abs::pt(*size));
    let sizes: Vec<Abs> = steps.filter(|size| *size <= most).take(2).collect();
    if sizes.is_empty() {
        vec![largest.min(Abs::pt(SMALL[SMALL.len() - 1]))]
    } else {
        sizes
    }
}
