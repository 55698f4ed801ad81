//! The official test of UAX #14 against the breaks of this program: where they
//! differ, it is on purpose, or a known miss of unicode-linebreak. Both lists
//! stand in `tests/unicode/`.

use super::super::class::classes;
use super::table::row;
use super::{Unicode, breaks};
use crate::layout::Level;
use snapbox::{assert_data_eq, file};
use std::collections::BTreeMap;
use std::fmt::Write;

const CASES: &str = include_str!("../../../tests/unicode/LineBreakTest-15.1.txt");

/// A case: its characters, where a line may end before them, and the rule of
/// UAX #14 that says so.
struct Case {
    chars: Vec<char>,
    may: Vec<bool>,
    rules: Vec<String>,
}

/// A line such as `× 2757 ÷ 00A7 ÷ # × [2.0] … ÷ [999.0] …`.
fn case(line: &str) -> Option<Case> {
    let (cells, comment) = line.split_once('#')?;
    let (mut chars, mut may) = (Vec::new(), Vec::new());
    for cell in cells.split_whitespace() {
        match cell {
            "×" => may.push(false),
            "÷" => may.push(true),
            // Some cases have lone surrogates, which no text has.
            hex => chars.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?),
        }
    }
    let rules = comment.split(['×', '÷']).skip(1);
    let number = |part: &str| part.split(['[', ']']).nth(1).unwrap_or("").to_string();
    (!chars.is_empty()).then(|| Case { chars, may, rules: rules.map(number).collect() })
}

/// Lines of a list, each with how many cases it stands for.
fn listed(found: &BTreeMap<String, usize>) -> String {
    let mut list = String::new();
    for (line, count) in found {
        writeln!(list, "{line}  {count}").expect("to memory");
    }
    list
}

/// unicode-linebreak's opportunities over a whole text.
fn of_the_whole(chars: &[char]) -> Vec<bool> {
    let mut unicode = Unicode::default();
    unicode.ask(chars, 0..chars.len());
    unicode.may
}

#[test]
fn differences_from_uax_14_are_known() {
    let mut overrides: BTreeMap<String, usize> = BTreeMap::new();
    let mut misses: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = 0;
    for case in CASES.lines().filter_map(case) {
        cases += 1;
        let unicode = of_the_whole(&case.chars);
        let classes = classes(&case.chars);
        let (ours, _) = breaks(&case.chars, &classes, Level::Gb);
        for at in 1..case.chars.len() {
            let sign = if case.may[at] { "÷ → ×" } else { "× → ÷" };
            let (before, here) = (classes[at - 1], classes[at]);
            if ours[at].is_place() != case.may[at] && unicode[at] == case.may[at] {
                // What the table does not overrule, `tokens` does.
                let rule = row(before, here, Level::Gb).map_or("R6.2", |row| row.rule);
                *overrides
                    .entry(format!("{rule:<12}{before:?} {here:?}  {sign}"))
                    .or_default() += 1;
            }
            if unicode[at] != case.may[at] {
                let (a, b) = (u32::from(case.chars[at - 1]), u32::from(case.chars[at]));
                let rule = &case.rules[at];
                *misses
                    .entry(format!("LB{rule:<8}U+{a:04X} U+{b:04X}  {sign}"))
                    .or_default() += 1;
            }
        }
    }
    assert!(cases > 10_000, "{cases} cases");
    assert_data_eq!(
        listed(&overrides),
        file!["../../../tests/unicode/overrides.txt"].raw()
    );
    assert_data_eq!(listed(&misses), file!["../../../tests/unicode/misses.txt"].raw());
}

/// Apart, since proptest's macros want the `file!` of the language.
mod stretches {
    use super::super::super::class::is_ideograph;
    use super::super::Unicode;
    use super::of_the_whole;
    use proptest::prelude::*;

    /// A character of every class of UAX #14 that copy can have, ideographs often.
    const TEXT: &str = "[字句一丁a1 ,.:()“”’—…·、。！？%℃￥$+-/あアー々가ᄀא①´○½…‧–\u{2028}\u{200b}\u{200d}\u{2060}\u{301}\u{fe0f}\u{a0}\u{3000}🇨👍👋🏽☎]{2,24}";

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 2000,
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// Asked between ideographs, Unicode says what it says of the whole text.
        #[test]
        fn ideographs_part_a_text(text in TEXT) {
            let chars: Vec<char> = text.chars().collect();
            let whole = of_the_whole(&chars);
            let mut unicode = Unicode::default();
            for (at, may) in whole.iter().enumerate().skip(1) {
                prop_assert_eq!(unicode.may_end(&chars, at), *may, "before {}", at);
                let pair = is_ideograph(chars[at - 1]) && is_ideograph(chars[at]);
                prop_assert!(*may || !pair, "before {}", at);
            }
        }
    }
}
