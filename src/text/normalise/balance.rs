//! Quotes and brackets that lack their partner.

use super::class::{closer_of, is_closing, is_opening};
use crate::copy::Passage;
use crate::diag::{Diagnostic, code};
use crate::say;
use crate::text::class::is_apostrophe;

/// The first quote or bracket of a passage without its partner.
///
/// Not counted: an apostrophe inside a Latin word or before a year cut short
/// (’98), and the ） of `1）`.
#[must_use]
pub fn balance(passage: &Passage) -> Option<Diagnostic> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let chars: Vec<char> = passage.letters.iter().map(|letter| letter.c).collect();
    for (index, c) in chars.iter().copied().enumerate() {
        let is_open = open.iter().any(|(_, opening)| *opening == '‘');
        if is_apostrophe(&chars, index, is_open) {
            continue;
        }
        if is_opening(c) {
            open.push((index, c));
        } else if is_closing(c) && !is_other_use(passage, index) {
            match open.pop() {
                Some((_, opening)) if closes(opening, c) => {}
                Some((start, opening)) => {
                    return Some(crossed(passage, (start, opening), (index, c)));
                }
                None if is_item(passage, index) => {}
                None => return Some(unopened(passage, index, c)),
            }
        }
    }
    open.first().map(|&(index, c)| unclosed(passage, index, c))
}

/// Whether the two are a pair. Of a full-width parenthesis and a half-width one
/// both are made full-width.
fn closes(opening: char, c: char) -> bool {
    closer_of(opening) == Some(c) || matches!((opening, c), ('（', ')') | ('(', '）'))
}

fn is_other_use(passage: &Passage, index: usize) -> bool {
    let latin = |index: Option<usize>| {
        let letter = index.and_then(|index| passage.letters.get(index));
        letter.is_some_and(|letter| letter.c.is_ascii_alphabetic())
    };
    passage.letters[index].c == '’'
        && latin(index.checked_sub(1))
        && latin(Some(index + 1))
}

/// Whether the parenthesis numbers an item: `1）`, `a)`.
fn is_item(passage: &Passage, index: usize) -> bool {
    "）)".contains(passage.letters[index].c)
        && index > 0
        && passage.letters[index - 1].c.is_ascii_alphanumeric()
}

fn unclosed(passage: &Passage, index: usize, c: char) -> Diagnostic {
    let fault = Diagnostic::new(
        code::COPY_QUOTES,
        say!("“{c}”没有另一半", "`{c}` is never closed"),
    )
    .at(passage.span_of(index));
    if c == '“' && index == 0 {
        return fault.help(say!(
            "引文分几段时，每段开头用 “，只在最后一段末尾用 ”，可以不管这一条",
            "a quotation of several paragraphs opens each and closes the last: then \
             leave it"
        ));
    }
    fault
}

fn unopened(passage: &Passage, index: usize, c: char) -> Diagnostic {
    Diagnostic::new(
        code::COPY_QUOTES,
        say!("“{c}”前面没有另一半", "`{c}` closes nothing"),
    )
    .at(passage.span_of(index))
}

fn crossed(
    passage: &Passage,
    (start, opening): (usize, char),
    (index, c): (usize, char),
) -> Diagnostic {
    let fault = Diagnostic::new(
        code::COPY_QUOTES,
        say!("“{opening}”和“{c}”不成对", "`{opening}` and `{c}` are no pair"),
    );
    fault
        .at(passage.span_of(index))
        .see(passage.span_of(start), say!("从这里开始", "opened here"))
}
