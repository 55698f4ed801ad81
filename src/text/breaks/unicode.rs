//! The official test of UAX #14 against the breaks of this program: where they
//! differ, it is on purpose, or a known miss of unicode-linebreak. Both lists
//! stand in `tests/unicode/`.

use super::super::class::classes;
use super::table::row;
use super::{Break, breaks, unicode_breaks};
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

#[test]
fn differences_from_uax_14_are_known() {
    let mut overrides: BTreeMap<String, usize> = BTreeMap::new();
    let mut misses: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = 0;
    for case in CASES.lines().filter_map(case) {
        cases += 1;
        let text: String = case.chars.iter().collect();
        let unicode = unicode_breaks(&text, case.chars.len());
        let classes = classes(&case.chars);
        let ours = breaks(&text, &case.chars, &classes, Level::Gb);
        for at in 1..case.chars.len() {
            let sign = if case.may[at] { "÷ → ×" } else { "× → ÷" };
            let (before, here) = (classes[at - 1], classes[at]);
            if (ours[at] != Break::No) != case.may[at] && unicode[at] == case.may[at] {
                let row = row(before, here, Level::Gb);
                let rule = row.expect("only the table overrules Unicode").rule;
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
