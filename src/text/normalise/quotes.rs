//! Straight quotes to curly ones.

use super::class::{is_han, is_wide};
use super::marks::protected;
use super::{ChangeKind, Edit, Sheet};

/// Straight quotes in Chinese text, paired by their order. Curly ones are never
/// touched, but count as opening and closing.
pub(super) fn quotes(sheet: &Sheet) -> Vec<Edit> {
    if !sheet.chinese || !sheet.chars().any(|c| c == '"' || c == '\'') {
        return Vec::new();
    }
    let mut edits = double(sheet);
    edits.extend(single(sheet));
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

fn double(sheet: &Sheet) -> Vec<Edit> {
    let protected = protected(sheet);
    let mut edits = Vec::new();
    let mut open = false;
    for (index, c) in sheet.chars().enumerate() {
        match c {
            '“' => open = true,
            '”' => open = false,
            '"' if !protected[index] => {
                let digit = sheet.previous(index).is_some_and(|c| c.is_ascii_digit());
                if open || !digit {
                    let to = if open { '”' } else { '“' };
                    edits.push(Edit::new(ChangeKind::Quote, index..index + 1, to));
                    open = !open;
                }
            }
            _ => {}
        }
    }
    edits
}

/// Single quotes only as whole pairs round or beside Chinese: one alone is an
/// apostrophe.
fn single(sheet: &Sheet) -> Vec<Edit> {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    let mut edits = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    for (index, c) in sheet.chars().enumerate() {
        if let Some((_, chinese)) = &mut open {
            *chinese |= is_han(c);
        }
        if c != '\'' {
            continue;
        }
        match open {
            Some((start, inside)) if !word(sheet.at(index + 1)) => {
                let beside = wide(sheet.previous(start)) || wide(sheet.at(index + 1));
                if inside || beside {
                    edits.push(Edit::new(ChangeKind::Quote, start..start + 1, '‘'));
                    edits.push(Edit::new(ChangeKind::Quote, index..index + 1, '’'));
                }
                open = None;
            }
            None if !word(sheet.previous(index)) => open = Some((index, false)),
            _ => {}
        }
    }
    edits
}
