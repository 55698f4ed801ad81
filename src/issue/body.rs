//! The marks inside running text: crossheads and emphasis.
//!
//! Every line that is not empty is a paragraph; `### ` begins a crosshead;
//! `**…**` is 黑体 and `*…*` 楷体, `\*` a star. Marks that do not pair are told
//! and set as they stand: no character is ever lost.

use super::Block;
use crate::copy::{Emphasis, Letter, Passage};
use crate::diag::{Diagnostic, Message, Sink, code};
use crate::say;
use crate::source::{FileId, Span};

/// The paragraphs and crossheads of a body.
pub(super) fn blocks(letters: &[Letter], file: FileId, sink: &mut Sink) -> Vec<Block> {
    let mut marks = Marks { file, sink };
    lines(letters).map(|line| marks.block(line)).collect()
}

/// The paragraphs of a text without crossheads: a note, an ear.
pub(super) fn paragraphs(
    letters: &[Letter],
    file: FileId,
    sink: &mut Sink,
) -> Vec<Passage> {
    let mut marks = Marks { file, sink };
    lines(letters).map(|line| marks.passage(line)).collect()
}

/// The lines that are not empty, without blanks at their ends.
fn lines(letters: &[Letter]) -> impl Iterator<Item = &[Letter]> {
    letters
        .split(|letter| letter.c == '\n')
        .map(trim)
        .filter(|line| !line.is_empty())
}

fn trim(line: &[Letter]) -> &[Letter] {
    let inked = |letter: &Letter| !letter.c.is_whitespace();
    let Some(first) = line.iter().position(inked) else { return &[] };
    let last = line.iter().rposition(inked).unwrap_or(first);
    &line[first..=last]
}

struct Marks<'a> {
    file: FileId,
    sink: &'a mut Sink,
}

impl Marks<'_> {
    fn block(&mut self, line: &[Letter]) -> Block {
        let hashes = line.iter().take_while(|letter| letter.c == '#').count();
        let spaced = line.get(hashes).is_some_and(|letter| letter.c.is_whitespace());
        match (hashes, spaced) {
            (3, true) => Block::Crosshead(self.passage(trim(&line[3..]))),
            (1 | 2, true) | (2.., _) => {
                self.warn(
                    &line[..hashes],
                    say!("行首的 # 不是小标题的记号", "these # do not begin a crosshead"),
                    say!("小标题写成“### 标题”", "write a crosshead as `### …`"),
                );
                Block::Paragraph(self.passage(line))
            }
            _ => {
                self.tell_table(line);
                Block::Paragraph(self.passage(line))
            }
        }
    }

    fn tell_table(&mut self, line: &[Letter]) {
        let bar = |letter: Option<&Letter>| letter.is_some_and(|l| l.c == '|');
        if line.len() > 1 && bar(line.first()) && bar(line.last()) {
            self.warn(
                &line[..1],
                say!(
                    "正文里还不能排表格，按文字排",
                    "tables cannot be set yet: set as text"
                ),
                say!("改成文字，或做成图片", "write it as text, or make it a picture"),
            );
        }
    }

    /// Takes the marks off a line.
    fn passage(&mut self, line: &[Letter]) -> Passage {
        let mut letters = Vec::with_capacity(line.len());
        let mut at = 0;
        while at < line.len() {
            let mark = mark_at(line, at);
            if mark == 0 {
                at += push_plain(line, at, Emphasis::Plain, &mut letters);
            } else if let Some(end) = closing(line, at + mark, mark) {
                self.emphasised(&line[at + mark..end], mark, &mut letters);
                at = end + mark;
            } else {
                self.unpaired(&line[at..at + mark]);
                letters.extend_from_slice(&line[at..at + mark]);
                at += mark;
            }
        }
        Passage { file: self.file, letters }
    }

    fn emphasised(&mut self, inner: &[Letter], mark: usize, letters: &mut Vec<Letter>) {
        let emphasis = if mark == 2 { Emphasis::Hei } else { Emphasis::Kai };
        let mut at = 0;
        while at < inner.len() {
            let nested = mark_at(inner, at);
            if nested > 0 {
                self.unpaired(&inner[at..at + nested]);
            }
            at += push_plain(inner, at, emphasis, letters);
            for _ in 1..nested {
                at += push_plain(inner, at, emphasis, letters);
            }
        }
    }

    fn unpaired(&mut self, stars: &[Letter]) {
        let mark: String = stars.iter().map(|letter| letter.c).collect();
        self.warn(
            stars,
            say!("“{mark}”不成对，按文字排", "`{mark}` has no partner: set as text"),
            say!(
                "黑体写成 **…**，楷体写成 *…*，星号本身写成 \\*",
                "bold is **…**, kai is *…*, a star is \\*"
            ),
        );
    }

    fn warn(&mut self, at: &[Letter], message: Message, help: Message) {
        let (Some(first), Some(last)) = (at.first(), at.last()) else { return };
        let span = Span { file: self.file, start: first.at, end: last.at + 1 };
        self.sink
            .push(Diagnostic::new(code::COPY_MARK, message).at(span).help(help));
    }
}

/// How many stars of a mark stand here: 0, 1 or 2.
fn mark_at(line: &[Letter], at: usize) -> usize {
    let star = |at: usize| line.get(at).is_some_and(|letter| letter.c == '*');
    usize::from(star(at)) + usize::from(star(at) && star(at + 1))
}

fn is_escaped_star(line: &[Letter], at: usize) -> bool {
    line[at].c == '\\' && line.get(at + 1).is_some_and(|letter| letter.c == '*')
}

/// Where a mark of so many stars closes, if it holds anything.
fn closing(line: &[Letter], from: usize, mark: usize) -> Option<usize> {
    let mut at = from;
    while at < line.len() {
        let found = mark_at(line, at);
        if found == mark && at > from {
            return Some(at);
        }
        at += if is_escaped_star(line, at) { 2 } else { found.max(1) };
    }
    None
}

/// Takes over one character, `\*` as a star; says how many it used up.
fn push_plain(
    line: &[Letter],
    at: usize,
    emphasis: Emphasis,
    letters: &mut Vec<Letter>,
) -> usize {
    let used = if is_escaped_star(line, at) { 2 } else { 1 };
    letters.push(Letter { emphasis, ..line[at + used - 1] });
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Vec<Block>, Sink) {
        let mut sources = Sources::default();
        let file = sources.add_text("a.md", text);
        let mut sink = Sink::default();
        let letters = Passage::plain(text, file, 0).letters;
        (blocks(&letters, file, &mut sink), sink)
    }

    /// Emphasis as brackets: 〔黑体〕 and 〈楷体〉.
    fn show(text: &str) -> (String, usize) {
        let (blocks, sink) = read(text);
        let mut shown = String::new();
        for block in &blocks {
            shown.push(if matches!(block, Block::Crosshead(_)) { '#' } else { '¶' });
            let mut was = Emphasis::Plain;
            for letter in &block.passage().letters {
                if letter.emphasis != was {
                    shown.push_str(match was {
                        Emphasis::Plain => "",
                        Emphasis::Hei => "〕",
                        Emphasis::Kai => "〉",
                    });
                    shown.push_str(match letter.emphasis {
                        Emphasis::Plain => "",
                        Emphasis::Hei => "〔",
                        Emphasis::Kai => "〈",
                    });
                    was = letter.emphasis;
                }
                shown.push(letter.c);
            }
        }
        (shown, sink.list().len())
    }

    #[test]
    fn marks() {
        let cases = [
            ("一段\n\n　　二段 \n", "¶一段¶二段", 0),
            ("### 小题\n正文", "#小题¶正文", 0),
            ("甲**乙丙**丁*戊*己", "¶甲〔乙丙〕丁〈戊〉己", 0),
            (r"3\*4=12，5\*6", "¶3*4=12，5*6", 0),
            (r"**甲\*乙**丙", "¶〔甲*乙〕丙", 0),
            ("甲**乙", "¶甲**乙", 1),
            ("甲*乙**丙", "¶甲*乙**丙", 2),
            ("**甲*乙**丙", "¶〔甲*乙〕丙", 1),
            ("****", "¶****", 2),
            ("## 二级", "¶## 二级", 1),
            ("#1机组", "¶#1机组", 0),
            (r"C:\路径", r"¶C:\路径", 0),
        ];
        for (text, shown, faults) in cases {
            assert_eq!(show(text), (shown.to_string(), faults), "{text}");
        }
    }

    #[test]
    fn letters_stand_where_the_file_has_them() {
        let text = "\n甲**乙\\*丙**丁\n### 戊\n";
        let (blocks, _) = read(text);
        for letter in blocks.iter().flat_map(|block| &block.passage().letters) {
            assert_eq!(text[letter.at as usize..].chars().next(), Some(letter.c));
        }
    }
}
