//! The marks inside running text: crossheads and emphasis.
//!
//! Every line that is not empty is a paragraph; `### ` begins a crosshead;
//! `**…**` is 黑体 and `*…*` 楷体, `\*` a star. Marks that do not pair are told
//! and set as they stand: no character is ever lost.

use super::Block;
use super::marks::Marks;
use crate::copy::{Letter, Passage};
use crate::diag::Sink;
use crate::say;
use crate::source::FileId;

/// The paragraphs and crossheads of a body.
pub(super) fn blocks(letters: &[Letter], file: FileId, sink: &mut Sink) -> Vec<Block> {
    let mut desk = Desk { marks: Marks::new(file, sink) };
    lines(letters).map(|line| desk.block(line)).collect()
}

/// The paragraphs of a text without crossheads: a note, an ear.
pub(super) fn paragraphs(
    letters: &[Letter],
    file: FileId,
    sink: &mut Sink,
) -> Vec<Passage> {
    let mut marks = Marks::new(file, sink);
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

struct Desk<'a> {
    marks: Marks<'a>,
}

impl Desk<'_> {
    fn block(&mut self, line: &[Letter]) -> Block {
        let hashes = line.iter().take_while(|letter| letter.c == '#').count();
        let spaced = line.get(hashes).is_some_and(|letter| letter.c.is_whitespace());
        match (hashes, spaced) {
            (3, true) => Block::Crosshead(self.marks.passage(trim(&line[3..]))),
            (1 | 2, true) | (2.., _) => {
                self.marks.warn(
                    &line[..hashes],
                    say!("行首的 # 不是小标题的记号", "these # do not begin a crosshead"),
                    say!("小标题写成“### 标题”", "write a crosshead as `### …`"),
                );
                Block::Paragraph(self.marks.passage(line))
            }
            _ => {
                self.tell_table(line);
                Block::Paragraph(self.marks.passage(line))
            }
        }
    }

    fn tell_table(&mut self, line: &[Letter]) {
        let bar = |letter: Option<&Letter>| letter.is_some_and(|l| l.c == '|');
        if line.len() > 1 && bar(line.first()) && bar(line.last()) {
            self.marks.warn(
                &line[..1],
                say!(
                    "正文里还不能排表格，按文字排",
                    "tables cannot be set yet: set as text"
                ),
                say!("改成文字，或做成图片", "write it as text, or make it a picture"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copy::Emphasis;
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
