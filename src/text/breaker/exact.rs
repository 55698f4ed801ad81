//! The search against trying everything.

use super::*;
use crate::layout::{Level, Punctuation};
use crate::text::breaks::Break;
use crate::text::ems;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The least cost for every number of lines, over all ways to break.
fn by_trying(
    paragraph: &Paragraph,
    widths: &dyn Fn(usize) -> Abs,
    widest: f64,
) -> BTreeMap<usize, f64> {
    let breaker = Breaker::new(paragraph);
    let count = paragraph.clusters.len();
    let ends: Vec<usize> = (1..count)
        .filter(|at| paragraph.joints[*at].break_ != Break::No)
        .collect();
    let mut least = BTreeMap::new();
    for chosen in 0..1_u32 << ends.len() {
        let (mut start, mut lines, mut cost) = (0, 0, Some(0.0));
        let breaks = ends.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1);
        for end in breaks.map(|(_, end)| *end).chain([count]) {
            let penalty = match paragraph.joints.get(end).map(|joint| joint.break_) {
                Some(Break::Yes(penalty) | Break::Last(penalty)) => penalty,
                _ => 0.0,
            };
            let line = breaker.cost(&(start..end), widths(lines), widest);
            cost = cost.zip(line).map(|(cost, line)| cost + line + penalty);
            (start, lines) = (end, lines + 1);
        }
        if let Some(cost) = cost {
            let best = least.entry(lines).or_insert(f64::MAX);
            *best = cost.min(*best);
        }
    }
    least
}

/// Within a limit every number of lines that can be had is offered, the
/// cheapest way each; those and no others. Without any, the best there is.
fn check_ways(
    paragraph: &Paragraph,
    width: &dyn Fn(usize) -> Abs,
) -> Result<(), TestCaseError> {
    const LIMIT: f64 = 0.25;
    let wanted = by_trying(paragraph, width, LIMIT);
    let found = Breaker::new(paragraph).ways(width, Em::new(LIMIT));
    if wanted.is_empty() {
        prop_assert_eq!(found.len(), 1);
        return Ok(());
    }
    let counts: Vec<usize> = found.iter().map(|way| way.lines.len()).collect();
    prop_assert_eq!(counts, wanted.keys().copied().collect::<Vec<_>>());
    for (way, cost) in found.iter().zip(wanted.values()) {
        prop_assert!((way.cost - cost).abs() < 1e-6, "{} is not {cost}", way.cost);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        rng_seed: proptest::test_runner::RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Of all ways to break a short paragraph the cheapest of every length is
    /// kept, and all lengths up to two lines from the cheapest are offered.
    #[test]
    fn nothing_cheaper_was_missed(
        text in "[一二三四五六七，。、“”（）12a—…· ]{1,14}",
        chars in proptest::collection::vec(2_i64..9, 1..4),
        is_tail in any::<bool>(),
    ) {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let mut paragraph = ems::paragraph(&text, style, Em::ONE);
        let middle = paragraph.clusters.len() / 2;
        if is_tail && paragraph.joints[middle].break_ != Break::No {
            paragraph.flush = Some(middle);
        }
        let width = |line: usize| Abs::pt(10.0) * chars[line % chars.len()];
        let found = Breaker::new(&paragraph).settings(&width);
        check_ways(&paragraph, &width)?;
        let mut wanted = by_trying(&paragraph, &width, WIDEST);
        if wanted.is_empty() {
            wanted = by_trying(&paragraph, &width, f64::MAX);
        }
        let least = wanted.iter().min_by(|a, b| a.1.total_cmp(b.1));
        let Some(least) = least.map(|(lines, _)| *lines) else {
            prop_assert!(found.iter().all(|way| way.forced) && !found.is_empty());
            return Ok(());
        };
        wanted.retain(|lines, _| lines.abs_diff(least) <= NEAR);
        let counts: Vec<usize> = found.iter().map(|way| way.lines.len()).collect();
        prop_assert_eq!(counts, wanted.keys().copied().collect::<Vec<_>>());
        for (way, cost) in found.iter().zip(wanted.values()) {
            prop_assert!((way.cost - cost).abs() < 1e-6, "{} is not {}", way.cost, cost);
        }
    }
}
