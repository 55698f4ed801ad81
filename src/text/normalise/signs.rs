//! Signs that have one right form: digits, dashes, ellipses, dots, waves.

use super::class::{is_full_width, is_han, is_latin};
use super::{ChangeKind, Edit, Sheet};

/// Full-width digits, letters and ％ to ASCII, and ． and ： inside numbers.
pub(super) fn widths(sheet: &Sheet) -> Vec<Edit> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let number = |c: Option<char>| c.is_some_and(digit);
    let narrow = |(index, c): (usize, char)| match c {
        _ if is_full_width(c) => Some((index, ascii(c))),
        '．' if number(sheet.previous(index)) => Some((index, '.')),
        '：' if number(sheet.previous(index)) && number(sheet.at(index + 1)) => {
            Some((index, ':'))
        }
        _ => None,
    };
    let edit =
        |(index, to): (usize, char)| Edit::new(ChangeKind::Width, index..index + 1, to);
    sheet.chars().enumerate().filter_map(narrow).map(edit).collect()
}

/// Full-width forms stand in the order of ASCII, U+FEE0 above.
fn ascii(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

/// Three dots in any form, and a single …, to ……; four … and more are the
/// double ellipsis of a left-out paragraph.
pub(super) fn ellipses(sheet: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (dots, fewest) in [("…⋯", 1), (".", 3), ("。", 3), ("·", 3)] {
        for run in sheet.runs(|c| dots.contains(c)) {
            if run.len() < fewest || !sheet.in_chinese(&run) {
                continue;
            }
            let to = if fewest == 1 && run.len() > 3 { "…………" } else { "……" };
            if sheet.text(&run) != to {
                edits.push(Edit::new(ChangeKind::Ellipsis, run, to));
            }
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// Doubled dashes in any form to ——. One alone stays: it joins (北京—上海) or
/// stands between numbers.
pub(super) fn dashes(sheet: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in sheet.runs(|c| "—―─–⸺".contains(c)) {
        let text = sheet.text(&run);
        let whole = run.len() > 1 || text == "⸺";
        if whole && text != "——" && sheet.in_chinese(&run) {
            edits.push(Edit::new(ChangeKind::Dash, run, "——"));
        }
    }
    for run in sheet.runs(|c| c == '-') {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let range = digit(sheet.before(run.start)) && digit(sheet.after(run.end));
        // `--draft` is a word of some program, not a dash.
        let option = sheet.at(run.end).is_some_and(is_latin);
        if run.len() > 1 && sheet.in_chinese(&run) && !range && !option {
            edits.push(Edit::new(ChangeKind::Dash, run, "——"));
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// Dots between Han to ·, waves between Han or numbers to ～.
pub(super) fn joints(sheet: &Sheet) -> Vec<Edit> {
    let han = |c: Option<char>| c.is_some_and(is_han);
    let counted = |c: Option<char>| {
        c.is_some_and(|c| is_han(c) || c.is_numeric() || "%％‰℃°".contains(c))
    };
    let mut edits = Vec::new();
    for (index, c) in sheet.chars().enumerate() {
        let (left, right) = (sheet.previous(index), sheet.at(index + 1));
        let range = index..index + 1;
        match c {
            '\u{30fb}' | '\u{ff65}' | '\u{2022}' | '\u{2027}' | '\u{22c5}'
                if han(left) && han(right) =>
            {
                edits.push(Edit::new(ChangeKind::Interpunct, range, '·'));
            }
            '~' | '\u{301c}' | '\u{223c}' if counted(left) && counted(right) => {
                edits.push(Edit::new(ChangeKind::Tilde, range, '～'));
            }
            _ => {}
        }
    }
    edits
}
