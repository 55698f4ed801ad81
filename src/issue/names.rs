//! Lists of names: the names of a line, and the labels before them.

use crate::copy::{Emphasis, Letter, Passage};

/// Names under one label.
pub(super) struct Group {
    /// What stands before them, up to a colon.
    pub(super) label: Option<Passage>,
    pub(super) names: Vec<Passage>,
}

/// The names of a line. Where 、 or a comma stands among them it alone parts names
/// of one character and a blank more (王　力、欧阳　清); else blanks do, and two
/// names of one character are one.
pub(super) fn read(line: &Passage) -> Vec<Group> {
    let letters = &numbers_apart(&line.letters);
    let parts = parts(letters);
    let colon =
        |from: usize| (from..letters.len()).find(|at| parts[*at] == Some(Parts::Colon));
    let mut groups = Vec::new();
    let mut from = 0;
    while from < letters.len() || groups.is_empty() {
        let own = colon(from);
        let begins = own.map_or(from, |at| at + 1);
        // The next label begins behind the last blank or mark before its colon.
        let next = colon(begins).and_then(|colon| {
            let last = parts[begins..colon].iter().rposition(Option::is_some);
            Some(begins + last? + 1)
        });
        let end = next.unwrap_or(letters.len());
        let label = own.map(|at| label(line, &letters[from..=at]));
        let names = split(&letters[begins..end], &parts[begins..end])
            .into_iter()
            .map(|letters| Passage { file: line.file, letters })
            .collect();
        groups.push(Group { label, names });
        from = end;
    }
    groups
}

/// With a blank before each number but the first, where a desk types none:
/// 1、王力（女）2、李强, ①王力②李强.
fn numbers_apart(letters: &[Letter]) -> Vec<Letter> {
    let char = |at: usize| letters.get(at).map(|letter| letter.c);
    let circled = |c: Option<char>| c.is_some_and(|c| ('①'..='⑳').contains(&c));
    let is_number = |at: usize| {
        let figures = letters[at..].iter().take_while(|l| l.c.is_ascii_digit()).count();
        (1..=2).contains(&figures) && char(at + figures) == Some('、')
    };
    let numbered = begins_with_number(letters);
    let mut apart = Vec::with_capacity(letters.len());
    let mut depth = 0_usize;
    let mut seen = false;
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(char);
        let goes_on =
            before.is_some_and(|c| c.is_alphabetic() || matches!(c, '）' | ')'));
        let begins = circled(Some(letter.c))
            || numbered && goes_on && letter.c.is_ascii_digit() && is_number(at);
        if begins && depth == 0 {
            if seen && goes_on {
                apart.push(Letter { c: ' ', at: letter.at, ..Letter::default() });
            }
            seen = true;
        }
        // The first number has nothing before it but a label.
        seen |= numbered && letter.c.is_ascii_digit() && is_number(at);
        match letter.c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        apart.push(*letter);
    }
    apart
}

/// What parts names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    Mark,
    Blank,
    Colon,
}

/// What each letter of a line parts: nothing inside brackets （女，回族）, no 、 behind
/// a number (1、王力), no colon between figures (2:0).
fn parts(letters: &[Letter]) -> Vec<Option<Parts>> {
    let mut depth = 0_usize;
    let mut numbered = begins_with_number(letters);
    let mut parts = Vec::with_capacity(letters.len());
    let digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|l| l.c.is_ascii_digit())
    };
    let latin = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|l| l.c.is_ascii_alphabetic() || l.c == '.')
    };
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1);
        let part = match letter.c {
            _ if letter.is_reading() => None,
            '（' | '(' => {
                depth += 1;
                None
            }
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth > 0 && letters[at..].iter().any(|l| matches!(l.c, '）' | ')')) => {
                None
            }
            '、' if numbered && is_number(letters, &parts) => None,
            // John Smith, J. Smith.
            ' ' if latin(before) && latin(Some(at + 1)) => None,
            '、' | '，' | ',' | '；' | ';' => Some(Parts::Mark),
            '：' | ':' if !(digit(before) && digit(Some(at + 1))) => Some(Parts::Colon),
            c => c.is_whitespace().then_some(Parts::Blank),
        };
        parts.push(part);
        if part == Some(Parts::Colon) {
            numbered = begins_with_number(&letters[at + 1..]);
        }
    }
    parts
}

/// Whether the first of some names has a number: 1、王力. Where it has none, numbers
/// stand behind the names: 王力 95、李强 93.
fn begins_with_number(letters: &[Letter]) -> bool {
    let own = letters.iter().skip_while(|letter| letter.c.is_whitespace());
    let mut own: Vec<char> = own.map(|letter| letter.c).collect();
    // （一车间）1、王力.
    if matches!(own.first(), Some('（' | '('))
        && let Some(end) = own.iter().position(|c| matches!(c, '）' | ')'))
    {
        own.drain(..=end);
    }
    let count = own.iter().take_while(|c| is_figure(**c)).count();
    count > 0 && own.get(count) == Some(&'、')
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// Whether all from the last blank, mark or bracket on is the number of a name.
fn is_number(letters: &[Letter], parts: &[Option<Parts>]) -> bool {
    let from = parts.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
    let own = &letters[from..parts.len()];
    let closed = own.iter().rposition(|letter| matches!(letter.c, '）' | ')'));
    let own = &own[closed.map_or(0, |at| at + 1)..];
    !own.is_empty() && own.len() < 3 && own.iter().all(|letter| is_figure(letter.c))
}

fn label(line: &Passage, letters: &[Letter]) -> Passage {
    let mut letters = letters.to_vec();
    for letter in &mut letters {
        letter.emphasis = Emphasis::Hei;
    }
    if let Some(last) = letters.last_mut() {
        last.c = '：';
    }
    Passage { file: line.file, letters }
}

fn split(letters: &[Letter], parts: &[Option<Parts>]) -> Vec<Vec<Letter>> {
    let marked = parts.contains(&Some(Parts::Mark));
    let mut names: Vec<Vec<Letter>> = Vec::new();
    let mut at = 0;
    for part in parts.split(|part| *part == Some(Parts::Mark)) {
        let own = &letters[at..at + part.len()];
        let mut from = 0;
        let mut pieces: Vec<&[Letter]> = Vec::new();
        for piece in part.split(|part| *part == Some(Parts::Blank)) {
            pieces.push(&own[from..from + piece.len()]);
            from += piece.len() + 1;
        }
        pieces.retain(|piece| piece.iter().any(Letter::is_inked));
        at += part.len() + 1;
        // 欧阳　清（组长）: between its marks stands one name.
        if marked && pieces.iter().any(|piece| length(piece) < 2 || is_count(piece)) {
            names.extend((!pieces.is_empty()).then(|| joined(&pieces)));
            continue;
        }
        let mut last = 0;
        for piece in pieces {
            let own = length(piece);
            match names.last_mut() {
                // 王　力: no name has one character.
                Some(name) if last == 1 && own == 1 => {
                    name.extend_from_slice(piece);
                    last = 2;
                }
                _ => {
                    names.push(piece.to_vec());
                    last = own;
                }
            }
        }
    }
    names
}

/// The pieces of one name: 王　力 without its blank, 王　力 一车间 with the second.
fn joined(pieces: &[&[Letter]]) -> Vec<Letter> {
    let mut name: Vec<Letter> = Vec::new();
    for piece in pieces {
        if let Some(last) = name.last().copied()
            && length(&name) > 1
            && length(piece) > 1
        {
            name.push(Letter { c: '\u{3000}', ..last });
        }
        name.extend_from_slice(piece);
    }
    name
}

/// Whether a piece is what a name got: 95, 60.5分.
fn is_count(piece: &[Letter]) -> bool {
    piece.first().is_some_and(|letter| letter.c.is_ascii_digit())
}

/// How many characters a name has before its bracket: 力（组长）, ★王.
fn length(name: &[Letter]) -> usize {
    let own = name.iter().take_while(|letter| !matches!(letter.c, '（' | '('));
    own.filter(|letter| !letter.is_reading() && letter.c.is_alphanumeric())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read_line(text: &str) -> String {
        let file = Sources::default().add_text("a.md", text);
        let groups = read(&Passage::plain(text, file, 0)).into_iter();
        let show = |group: Group| {
            let names: Vec<String> = group.names.iter().map(Passage::text).collect();
            let label = group.label.map(|label| label.text()).unwrap_or_default();
            label + &names.join("/")
        };
        groups.map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn names_are_parted_as_desks_type_them() {
        for (text, want) in [
            ("王力 李强 赵一鸣", "王力/李强/赵一鸣"),
            ("王　力、李　强、赵一鸣", "王力/李强/赵一鸣"),
            ("王　力　李　强　赵一鸣", "王力/李强/赵一鸣"),
            (
                "王　力（组长）、李　强（副组长）、赵　明",
                "王力（组长）/李强（副组长）/赵明",
            ),
            ("王　力（女）　李　强", "王力（女）/李强"),
            ("欧阳　清、王　力", "欧阳清/王力"),
            ("王　力 一车间、李　强 二车间", "王力\u{3000}一车间/李强\u{3000}二车间"),
            ("★王　力、李　强", "★王力/李强"),
            ("王力;李强；赵一鸣", "王力/李强/赵一鸣"),
            ("一等奖:王　力、李　强", "一等奖：王力/李强"),
            ("组长：王力　副组长：李强、赵明", "组长：王力 | 副组长：李强/赵明"),
            ("一等奖：", "一等奖："),
            ("王　力（女、回族）　李　强", "王力（女、回族）/李强"),
            ("赵一鸣（女，维吾尔族）、王　力", "赵一鸣（女，维吾尔族）/王力"),
            (
                "王力 95、李强 93、赵一鸣 90",
                "王力\u{3000}95/李强\u{3000}93/赵一鸣\u{3000}90",
            ),
            ("1、王力 2、李强 3、赵一鸣", "1、王力/2、李强/3、赵一鸣"),
            ("王力 李强、赵一鸣", "王力/李强/赵一鸣"),
            ("王力、John Smith、J. Lee 赵明", "王力/John Smith/J. Lee/赵明"),
            (
                "1、王力（女、回族）2、李强（女）3、赵明",
                "1、王力（女、回族）/2、李强（女）/3、赵明",
            ),
            ("（一车间）1、王力 2、李强", "（一车间）1、王力/2、李强"),
            ("①王力②李强③赵一鸣", "①王力/②李强/③赵一鸣"),
            ("王力10、李强9、赵一鸣8", "王力10/李强9/赵一鸣8"),
        ] {
            assert_eq!(read_line(text), want, "{text}");
        }
    }
}
