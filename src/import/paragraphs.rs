//! Paragraphs put together again from lines.
//!
//! A line goes on in the next unless a sentence ends with it. In a text whose
//! paragraphs are indented, a line without an indent always goes on.

use super::Desk;
use super::line::{Kind, Line};
use crate::copy::{Letter, Passage};
use crate::say;
use crate::text::normalise::balance;

/// The longest crosshead, in characters.
const CROSSHEAD: usize = 20;

/// A paragraph or crosshead as it stands in the text.
pub(super) struct Piece {
    pub crosshead: bool,
    pub raw: Passage,
    /// The index of its last line.
    pub last: usize,
}

/// Joins a story's lines to paragraphs and finds its crossheads.
pub(super) fn join(desk: &mut Desk<'_>, body: &[usize]) -> Vec<Piece> {
    let lines = desk.lines;
    let mut pieces: Vec<Piece> = Vec::new();
    let crossheads = crossheads(desk, body);
    for (&index, crosshead) in body.iter().zip(crossheads) {
        let line = &lines[index];
        match pieces.last_mut() {
            Some(piece)
                if !piece.crosshead && goes_on(desk, &lines[piece.last], line) =>
            {
                append(&mut piece.raw, &line.passage);
                piece.last = index;
            }
            _ => {
                let raw = line.passage.clone();
                pieces.push(Piece { crosshead, raw, last: index });
            }
        }
    }
    pieces
}

fn goes_on(desk: &Desk<'_>, above: &Line, line: &Line) -> bool {
    if line.kind == Kind::Tail {
        return false;
    }
    if desk.indents && (line.indented || line.blank == 0) {
        return !line.indented;
    }
    above.goes_on() && !(above.ends() && is_item(&line.plain))
}

/// Whether a line begins an item of a list, whose items may end with ；.
fn is_item(plain: &str) -> bool {
    let numerals = "一二三四五六七八九十";
    let mut chars = plain.chars();
    match (chars.next(), chars.next()) {
        (Some('—' | '●' | '■' | '◆' | '▲' | '★' | '（'), _) | (Some('第'), _) => {
            true
        }
        (Some(c), Some('是' | '、' | '.' | '）')) => {
            numerals.contains(c) || c.is_ascii_alphanumeric()
        }
        (Some(c), _) => ('①'..='⑳').contains(&c),
        _ => false,
    }
}

fn append(raw: &mut Passage, more: &Passage) {
    let word = |letter: Option<&Letter>| {
        letter.is_some_and(|letter| letter.c.is_ascii_alphabetic())
    };
    if word(raw.letters.last()) && word(more.letters.first()) {
        let at = raw.span().end;
        raw.letters.push(Letter { c: ' ', at, ..Letter::default() });
    }
    raw.letters.extend_from_slice(&more.letters);
}

/// Which of a story's lines are crossheads.
///
/// A short line that is no sentence may also be the start of a paragraph that a
/// column broke off. Numbered ones are crossheads; others only if the story
/// has two or more, because one crosshead alone is rare.
fn crossheads(desk: &mut Desk<'_>, body: &[usize]) -> Vec<bool> {
    let lines = desk.lines;
    let line = |position: usize| &lines[body[position]];
    let mut found: Vec<bool> = (0..body.len())
        .map(|position| {
            let begins = position == 0
                || !line(position - 1).goes_on()
                || line(position - 1).kind != Kind::Text;
            let heads =
                position + 1 < body.len() && line(position + 1).kind == Kind::Text;
            begins && heads && looks_like_crosshead(line(position))
        })
        .collect();
    let open: Vec<usize> = (0..body.len())
        .filter(|&position| found[position] && !is_item(&line(position).plain))
        .collect();
    for &position in &open {
        found[position] = open.len() > 1;
        let chosen = if found[position] {
            say!("作小标题", "taken as a crosshead")
        } else {
            say!("与下一行接成一段", "joined to the next line")
        };
        let message = say!(
            "这一行是小标题，还是断开的一段？",
            "a crosshead, or a broken paragraph?"
        );
        desk.doubt(line(position), message, chosen);
    }
    found
}

fn looks_like_crosshead(line: &Line) -> bool {
    // A heading does not break off in the middle of a sentence.
    let cut = [
        '将', '的', '和', '与', '及', '在', '把', '被', '对', '向', '从', '并', '而',
        '使', '于',
    ];
    line.count() <= CROSSHEAD
        && line.may_head()
        && !line.plain.contains('，')
        && !line.plain.ends_with(cut)
        && balance(&line.passage).is_none()
}
