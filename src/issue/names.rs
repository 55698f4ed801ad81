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
    let letters = &line.letters;
    let mut groups = Vec::new();
    let mut from = 0;
    while from < letters.len() || groups.is_empty() {
        let colon = colon(letters, from);
        let begins = colon.map_or(from, |at| at + 1);
        let end = next_label(letters, begins);
        let label = colon.map(|at| label(line, &letters[from..=at]));
        let names = split(&letters[begins..end])
            .into_iter()
            .map(|letters| Passage { file: line.file, letters })
            .collect();
        groups.push(Group { label, names });
        from = end;
    }
    groups
}

fn is_mark(letter: &Letter) -> bool {
    !letter.is_reading() && matches!(letter.c, '、' | '，' | ',' | '；' | ';')
}

fn is_blank(letter: &Letter) -> bool {
    !letter.is_reading() && letter.c.is_whitespace()
}

/// The first colon from a place on that stands between no figures (2:0).
fn colon(letters: &[Letter], from: usize) -> Option<usize> {
    let digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|l| l.c.is_ascii_digit())
    };
    (from..letters.len()).find(|at| {
        let score = digit(at.checked_sub(1)) && digit(Some(at + 1));
        let letter = &letters[*at];
        !letter.is_reading() && matches!(letter.c, '：' | ':') && !score
    })
}

/// Where the label after the next names begins: behind the last blank or mark
/// before its colon.
fn next_label(letters: &[Letter], from: usize) -> usize {
    let Some(colon) = colon(letters, from) else { return letters.len() };
    let parts = |letter: &Letter| is_mark(letter) || is_blank(letter);
    let last = letters[from..colon].iter().rposition(parts);
    last.map_or(letters.len(), |at| from + at + 1)
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

fn split(letters: &[Letter]) -> Vec<Vec<Letter>> {
    let marked = letters.iter().any(is_mark);
    let mut names: Vec<Vec<Letter>> = Vec::new();
    for part in letters.split(is_mark) {
        let pieces: Vec<&[Letter]> = part
            .split(is_blank)
            .filter(|piece| piece.iter().any(Letter::is_inked))
            .collect();
        // 欧阳　清（组长）: between its marks stands one name.
        if marked && pieces.iter().any(|piece| length(piece) < 2) {
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
            ("王力 李强、赵一鸣", "王力/李强/赵一鸣"),
        ] {
            assert_eq!(read_line(text), want, "{text}");
        }
    }
}
