//! Half-width marks in Chinese text to full-width ones.

use super::class::{is_han, is_latin, is_wide};
use super::{ChangeKind, Edit, Sheet};
use crate::text::address::addresses;
use crate::text::words::FOREIGN;
use std::ops::Range;

/// How far back a Latin quotation's beginning is looked for.
const LONGEST_QUOTE: usize = 200;

/// , : ; ! ? . ( ) to their full-width forms, but not inside a number, a Latin
/// phrase, a web or mail address.
pub(super) fn marks(sheet: &Sheet) -> Vec<Edit> {
    let protected = protected(sheet);
    let mut edits = points(sheet);
    edits.extend(stops(sheet));
    edits.extend(parentheses(sheet));
    edits.retain(|edit| !protected[edit.range.start]);
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

fn widened(c: char) -> Option<char> {
    Some(match c {
        ',' => '，',
        ':' => '：',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => return None,
    })
}

fn is_point(c: char) -> bool {
    ",:;!?".contains(c)
}

fn widen(sheet: &Sheet, range: Range<usize>) -> impl Iterator<Item = Edit> {
    range.filter_map(|index| {
        let to = sheet.at(index).and_then(widened)?;
        Some(Edit::new(ChangeKind::Mark, index..index + 1, to))
    })
}

/// Runs such as `,` and `?!` are decided as one.
fn points(sheet: &Sheet) -> Vec<Edit> {
    let runs = sheet.runs(is_point).into_iter();
    runs.filter(|run| is_chinese_point(sheet, run))
        .flat_map(|run| widen(sheet, run))
        .collect()
}

fn is_chinese_point(sheet: &Sheet, run: &Range<usize>) -> bool {
    let (left, right) = (sheet.before(run.start), sheet.after(run.end));
    let is = |c: Option<char>, test: fn(char) -> bool| c.is_some_and(test);
    let digit = |c: char| c.is_ascii_digit();
    let spaced = sheet.at(run.end) != right || sheet.previous(run.start) != left;
    let mark = sheet.at(run.start);
    let in_number = is(left, digit)
        && is(right, digit)
        && run.len() == 1
        && (mark == Some(':') || mark == Some(',') && !spaced);
    if in_number {
        return false;
    }
    if is(left, is_wide) || is(right, is_wide) {
        return true;
    }
    let latin = is(left, is_latin)
        && (is(right, is_latin)
            || spaced
            || is(right, |c| "”’".contains(c)) && is_latin_quote(sheet, run.start));
    sheet.chinese && !latin
}

/// Whether everything from here back to the opening quote is Latin.
fn is_latin_quote(sheet: &Sheet, index: usize) -> bool {
    let before = &sheet.signs[index.saturating_sub(LONGEST_QUOTE)..index];
    let mut back = before.iter().rev().map(|sign| sign.letter.c);
    back.find(|&c| is_han(c) || "“‘".contains(c))
        .is_some_and(|c| !is_han(c))
}

/// A full stop after Han, a Chinese mark or a percentage; after a number only
/// where the paragraph ends (`1.` also counts).
fn stops(sheet: &Sheet) -> Vec<Edit> {
    let alone = sheet.runs(|c| c == '.').into_iter().filter(|run| run.len() == 1);
    alone
        .filter(|run| is_full_stop(sheet, run.start))
        .map(|run| match is_in_name(sheet, run.start) {
            true => Edit::new(ChangeKind::Interpunct, run, '·'),
            false => Edit::new(ChangeKind::Mark, run, '。'),
        })
        .collect()
}

/// A point inside a foreign name, 约翰.史密斯: two characters of those that
/// foreign names are written with on either side, in copy whose sentences end
/// in 。.
fn is_in_name(sheet: &Sheet, index: usize) -> bool {
    let foreign = |at: Option<usize>| {
        at.and_then(|at| sheet.at(at)).is_some_and(|c| FOREIGN.contains(c))
    };
    let near = [index.checked_sub(1), index.checked_sub(2)];
    near.into_iter()
        .chain([Some(index + 1), Some(index + 2)])
        .all(foreign)
        && sheet.chars().any(|c| c == '。')
}

fn is_full_stop(sheet: &Sheet, index: usize) -> bool {
    let next = sheet.at(index + 1);
    if next.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let last = sheet.after(index + 1).is_none_or(|c| "”’」』".contains(c));
    let next_is_wide = sheet.after(index + 1).is_some_and(is_wide);
    let mut back = sheet.signs[..index].iter().rev().map(|sign| sign.letter.c);
    match back.find(|c| !c.is_whitespace() && !"”’".contains(*c)) {
        Some(c) if is_wide(c) => true,
        Some('%' | '℃' | '‰') => sheet.chinese && (last || next_is_wide),
        Some(c) if c.is_ascii_digit() => sheet.chinese && last,
        _ => false,
    }
}

/// Both parentheses of a pair are treated alike.
fn parentheses(sheet: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut han = 0;
    for (index, c) in sheet.chars().enumerate() {
        match c {
            '(' | '（' => open.push((index, han)),
            ')' | '）' => match open.pop() {
                Some((start, before)) => {
                    if is_chinese_pair(sheet, start, index, han > before) {
                        edits.extend(widen(sheet, start..start + 1));
                        edits.extend(widen(sheet, index..index + 1));
                    }
                }
                None => edits.extend(lone(sheet, index)),
            },
            _ if is_han(c) => han += 1,
            _ => {}
        }
    }
    edits.extend(open.iter().filter_map(|&(index, _)| lone(sheet, index)));
    edits
}

fn is_chinese_pair(sheet: &Sheet, start: usize, end: usize, holds_han: bool) -> bool {
    let mixed = sheet.at(start) == Some('（') || sheet.at(end) == Some('）');
    let (left, right) = (sheet.before(start), sheet.after(end + 1));
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    mixed
        || holds_han
        || wide(left)
        || wide(right)
        || sheet.chinese && !latin(left) && !latin(right)
}

fn lone(sheet: &Sheet, index: usize) -> Option<Edit> {
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    let chinese = wide(sheet.before(index)) || wide(sheet.after(index + 1));
    widen(sheet, index..index + 1).next().filter(|_| chinese)
}

/// Which characters belong to a web or mail address.
pub(super) fn protected(sheet: &Sheet) -> Vec<bool> {
    let mut protected = vec![false; sheet.len()];
    let chars: Vec<char> = sheet.chars().collect();
    for address in addresses(&chars) {
        protected[address].fill(true);
    }
    protected
}
