//! Signs that are one thing or another by what stands around them.

use super::Class;
use super::is_ideograph;
use crate::text::units;

/// What a negative number may be counted in. Others name what they stand at:
/// 长征-5号, 歼-10架.
const MEASURES: [&str; 14] = [
    "度",
    "摄氏度",
    "华氏度",
    "个百分点",
    "百分点",
    "个基点",
    "元",
    "万",
    "亿",
    "米",
    "厘米",
    "毫米",
    "分",
    "点",
];
/// What a number follows, and no name ends with: 气温-3, 降至-3.
const LEADS: &str = "温达至到为约近从由是在于均值分率比和或";
/// What stands between the ends of a range.
const RANGES: &str = "～~至到—–－-";
/// No unit behind a number before a － is longer: 3个工作日－5个工作日.
const UNIT: usize = 4;
/// Nothing quoted is longer.
const QUOTED: usize = 400;
/// No number is longer, with blanks in it.
const LONGEST: usize = 24;

/// Whether a hyphen or a short dash is the minus of the number behind it. It is
/// none between the ends of a range (3月－5月), nor in the name of a thing
/// (氦-3, 歼-20): between a Chinese word and a number the unit behind the number
/// tells, or what stands before.
pub(super) fn is_minus(chars: &[char], classes: &[Class], at: usize) -> bool {
    use Class::{Blank, Connector, Dash, Ellipsis, Han, Open, Pause, Stop};
    let is_figure = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    if !matches!(chars[at], '-' | '－' | '–') || !is_figure(at + 1) {
        return false;
    }
    let Some(before) = at.checked_sub(1) else { return true };
    match classes[before] {
        Blank | Connector | Dash | Ellipsis | Open | Pause | Stop => true,
        Han if counts(&chars[..at]) => false,
        Han => LEADS.contains(chars[before]) || measures(&chars[at + 1..]),
        _ => false,
    }
}

/// Whether a text ends in a number and its unit.
fn counts(chars: &[char]) -> bool {
    let han = chars
        .iter()
        .rev()
        .take(UNIT)
        .take_while(|c| is_ideograph(**c))
        .count();
    let (before, unit) = chars.split_at(chars.len() - han);
    before.last().is_some_and(char::is_ascii_digit) && units::length(unit) == han
}

/// Whether a text begins with a number that something is measured by, or with a
/// range of them: 3℃, 0.5, 5～-3℃.
fn measures(text: &[char]) -> bool {
    let mut rest = text;
    for _ in 0..2 {
        let number = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        let after = &rest[number..];
        let begins =
            |unit: &str| unit.chars().zip(0..).all(|(c, at)| after.get(at) == Some(&c));
        let sign = matches!(after, ['℃' | '℉' | '‰' | '%' | '％' | '°', ..]);
        let parts = rest[..number].iter().position(|c| *c == '.');
        let decimal = parts.is_some_and(|point| point + 1 < number);
        if sign || decimal || MEASURES.into_iter().any(begins) {
            return true;
        }
        match after {
            [range, c, ..] if RANGES.contains(*range) && c.is_ascii_digit() => {
                rest = &after[1..];
            }
            [range, '-' | '－' | '–', c, ..]
                if RANGES.contains(*range) && c.is_ascii_digit() =>
            {
                rest = &after[2..];
            }
            _ => return false,
        }
    }
    false
}

/// Whether a ’ is the apostrophe of a year cut short: ’98. It is the closing
/// quote of what was opened before it (‘你好’98), unless that is closed later.
pub(in crate::text) fn is_apostrophe(chars: &[char], at: usize, is_open: bool) -> bool {
    chars[at] == '’' && is_short_year(chars, at) && (!is_open || closes(chars, at + 1))
}

/// Whether just two figures follow, and no word stands before.
fn is_short_year(chars: &[char], at: usize) -> bool {
    let is_figure = |c: &&char| matches!(c, '0'..='9' | '０'..='９');
    let figures = chars[at + 1..].iter().take(3).take_while(is_figure);
    let is_word = |at: usize| chars[at].is_ascii_alphanumeric();
    figures.count() == 2 && !at.checked_sub(1).is_some_and(is_word)
}

/// Whether a text closes a quote that was opened before it.
fn closes(chars: &[char], from: usize) -> bool {
    let quotes = (from..chars.len().min(from + QUOTED))
        .filter(|at| matches!(chars[*at], '‘' | '’') && !is_short_year(chars, *at));
    quotes.map(|at| chars[at]).next() == Some('’')
}

/// Whether a blank groups the figures of a number by thousands, as in 1 200, but
/// not in 2026 100 (GB/T 15835: up to three figures, then always three).
pub(super) fn is_group(chars: &[char], at: usize) -> bool {
    let of_number = |c: &&char| c.is_ascii_digit() || is_blank(**c);
    if !is_blank(chars[at]) {
        return false;
    }
    let before = chars[..at].iter().rev().take(LONGEST).take_while(of_number).count();
    let after = chars[at..].iter().take(LONGEST).take_while(of_number).count();
    let groups = chars[at - before..at].split(|c| is_blank(*c));
    let groups: Vec<usize> = groups.map(<[char]>::len).collect();
    let later = chars[at + 1..at + after].split(|c| is_blank(*c));
    let mut later: Vec<usize> = later.map(<[char]>::len).collect();
    let is_joined = |c: char| c.is_ascii_alphabetic() || "-/:,.".contains(c);
    // A blank before the number, or one after it that its unit follows.
    let (first, groups, apart) = match &groups[..] {
        [0, first, groups @ ..] => (*first, groups, true),
        [first, groups @ ..] => (*first, groups, false),
        [] => return false,
    };
    if later.last() == Some(&0) {
        later.pop();
    }
    let start = at - before;
    let end = chars.get(at + after);
    (1..=3).contains(&first)
        && !later.is_empty()
        && groups.iter().chain(&later).all(|group| *group == 3)
        && (apart || !start.checked_sub(1).is_some_and(|at| is_joined(chars[at])))
        && !end.is_some_and(|c| "-/:".contains(*c))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}')
}
