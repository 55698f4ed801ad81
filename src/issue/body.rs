//! The parts of a body: paragraphs, crossheads, and blocks.
//!
//! Every line that is not empty is a paragraph; `### ` begins a crosshead, `- `
//! a list's item, `>>`, `><` and `<<` a line at the right, in the middle, at the
//! left; `名称 .... 数` has leading dots; lines of `| … |` are a table. `::: 诗`
//! opens a block that `:::` closes. A backslash before such a sign makes the
//! line a paragraph. Inside a line stand [marks](super::marks).

use super::marks::{Marks, find, push_escaped, trim};
use super::table::Tables;
use super::{Block, Side, names};
use crate::copy::{Emphasis, Letter, Passage};
use crate::diag::{Sink, code};
use crate::say;
use crate::source::FileId;

/// The blocks of a body.
pub(super) fn blocks(letters: &[Letter], file: FileId, sink: &mut Sink) -> Vec<Block> {
    let mut desk = Desk {
        marks: Marks::new(file, sink),
        tables: Tables::default(),
        fence: None,
        unknown: false,
        done: Vec::new(),
    };
    letters
        .split(|letter| letter.c == '\n')
        .for_each(|line| desk.line(line));
    desk.end()
}

/// The paragraphs of a text without blocks (a note, an ear); a line that would be
/// one is told.
pub(super) fn paragraphs(
    letters: &[Letter],
    file: FileId,
    sink: &mut Sink,
) -> Vec<Passage> {
    let mut marks = Marks::new(file, sink);
    let lines = letters.split(|letter| letter.c == '\n').map(trim);
    let mut passages = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if is_block(line) {
            marks.warn(
                line,
                say!(
                    "这里只排文字，不排小标题、表和块；按文字排",
                    "text alone stands here, no crosshead, table or block: set as text"
                ),
                say!("把它写进稿子的正文", "write it into the story's body"),
            );
        }
        passages.push(marks.passage(line));
    }
    passages
}

/// Whether a line would open or close a block, or be a crosshead or a table's row.
fn is_block(line: &[Letter]) -> bool {
    let text: String = line.iter().take(3).map(|letter| letter.c).collect();
    ["###", ":::", "：：："].contains(&text.as_str()) || line[0].c == '|'
}

/// What a fence may open: its words, Chinese and English.
const FENCES: [(&str, &str, Kind); 5] = [
    ("诗", "poem", Kind::Poem),
    ("名单", "names", Kind::Names),
    ("表", "table", Kind::Table { ruled: false }),
    ("框表", "grid", Kind::Table { ruled: true }),
    ("附记", "note", Kind::Note),
];
/// Words that open a note and stand at its head.
const LABELS: [&str; 8] =
    ["编者按", "编后", "链接", "相关链接", "背景", "名词解释", "提示", "附"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Poem,
    Names,
    Table { ruled: bool },
    Note,
}

/// An open fence.
struct Fence {
    kind: Kind,
    /// Its line.
    opened: Vec<Letter>,
    stanzas: Vec<Vec<Passage>>,
    label_of_names: Option<Passage>,
    names: Vec<Passage>,
    note: Vec<Passage>,
    label: Vec<Letter>,
}

struct Desk<'a> {
    marks: Marks<'a>,
    tables: Tables,
    fence: Option<Fence>,
    /// Whether a fence of an unknown name was opened, which is told.
    unknown: bool,
    done: Vec<Block>,
}

impl Desk<'_> {
    fn end(mut self) -> Vec<Block> {
        if let Some(fence) = &self.fence {
            let opened = fence.opened.clone();
            self.marks.warn(
                &opened,
                say!("“:::”没有收尾", "this `:::` is never closed"),
                say!("在这一块的后面写一行 :::", "write a line `:::` after the block"),
            );
            self.close();
        }
        self.flush_table();
        self.done
    }

    fn line(&mut self, whole: &[Letter]) {
        let line = trim(whole);
        if self.tables.is_row(line) {
            self.tables.row(line, &mut self.marks);
            return;
        }
        self.flush_table();
        let colons = line.iter().take_while(|l| matches!(l.c, ':' | '：')).count();
        if colons >= 3 {
            self.fence_line(line, colons);
            return;
        }
        if line.is_empty() {
            if let Some(fence) = &mut self.fence {
                fence.stanzas.push(Vec::new());
            }
            return;
        }
        let mut block = self.block(line);
        if let (Some(Fence { kind: Kind::Poem, .. }), Block::Paragraph(verse)) =
            (&self.fence, &mut block)
        {
            // A verse keeps its indent: stepped lines are meant.
            let blanks = whole.iter().take_while(|letter| letter.c.is_whitespace());
            verse.letters.splice(0..0, blanks.copied());
        }
        self.take(block);
    }

    /// Puts a block where it belongs: into the open fence or after what was.
    fn take(&mut self, block: Block) {
        let Some(fence) = &mut self.fence else {
            self.done.push(block);
            return;
        };
        match (fence.kind, block) {
            (Kind::Poem, Block::Paragraph(verse)) => match fence.stanzas.last_mut() {
                Some(stanza) => stanza.push(verse),
                None => fence.stanzas.push(vec![verse]),
            },
            (Kind::Names, Block::Paragraph(line)) => {
                for group in names::read(&line) {
                    if group.label.is_some() {
                        self.flush_lists();
                    }
                    let Some(fence) = &mut self.fence else { return };
                    fence.label_of_names = group.label.or(fence.label_of_names.take());
                    fence.names.extend(group.names);
                }
            }
            (Kind::Note, Block::Paragraph(words)) => fence.note.push(words),
            (_, other) => {
                self.flush_lists();
                self.done.push(other);
            }
        }
    }

    fn fence_line(&mut self, line: &[Letter], colons: usize) {
        let rest = trim(&line[colons..]);
        if rest.is_empty() {
            if self.fence.is_some() {
                self.close();
            } else if !std::mem::take(&mut self.unknown) {
                self.marks.warn(
                    line,
                    say!(
                        "这里的 ::: 没有要收尾的块",
                        "there is no block that this closes"
                    ),
                    say!("删去这一行", "take this line out"),
                );
            }
            return;
        }
        if self.fence.is_some() {
            self.close();
        }
        self.unknown = false;
        let blank = rest.iter().position(|letter| letter.c.is_whitespace());
        let (word, more) = rest.split_at(blank.unwrap_or(rest.len()));
        let name: String = word.iter().map(|letter| letter.c).collect();
        let known = FENCES.iter().find(|(zh, en, _)| name == *zh || name == *en);
        let label = LABELS.contains(&name.as_str());
        let kind = match known {
            Some((.., kind)) => *kind,
            None if label => Kind::Note,
            None => {
                self.unknown = true;
                self.tell_unknown(word, &name);
                let words = self.marks.passage(line);
                self.done.push(Block::Paragraph(words));
                return;
            }
        };
        let fence = Fence {
            kind,
            opened: line.to_vec(),
            stanzas: Vec::new(),
            label_of_names: None,
            names: Vec::new(),
            note: Vec::new(),
            label: if label { labelled(word) } else { Vec::new() },
        };
        self.fence = Some(fence);
        self.title(kind, trim(more));
    }

    /// The words after a fence's own.
    fn title(&mut self, kind: Kind, words: &[Letter]) {
        if let Kind::Table { ruled } = kind {
            let caption = (!words.is_empty()).then(|| self.marks.passage(words));
            self.tables.begin(caption, ruled);
        } else if !words.is_empty() {
            let title = self.marks.passage(words);
            match (kind, &mut self.fence) {
                (Kind::Note, Some(fence)) => fence.note.push(title),
                _ => self.done.push(Block::Crosshead(title)),
            }
        }
    }

    fn tell_unknown(&mut self, word: &[Letter], name: &str) {
        let known: Vec<&str> = FENCES.iter().map(|(zh, ..)| *zh).chain(LABELS).collect();
        let known = known.join("、");
        let message = say!("没有叫“{name}”的块", "there is no block `{name}`");
        let help = say!("可以写：{known}", "one of: {known}");
        self.marks.tell(code::BLOCK_UNKNOWN, word, (message, help));
    }

    fn close(&mut self) {
        self.flush_table();
        if let Some(fence) = self.fence.as_ref().filter(|_| self.tables.is_waiting()) {
            let opened = fence.opened.clone();
            self.marks.warn(
                &opened,
                say!(
                    "这个表没有行，表题没有排",
                    "this table has no rows, and its caption was left out"
                ),
                say!(
                    "在它下面写“| 甲 | 乙 |”这样的行，或删去这一块",
                    "write rows like `| a | b |` below it, or take the block out"
                ),
            );
        }
        self.tables.begin(None, false);
        self.flush_lists();
        self.fence = None;
    }

    fn flush_table(&mut self) {
        if let Some(table) = self.tables.take(&mut self.marks) {
            self.flush_lists();
            self.done.push(Block::Table(table));
        }
    }

    /// Sets down what a fence has gathered so far.
    fn flush_lists(&mut self) {
        let Some(fence) = &mut self.fence else { return };
        let mut stanzas = std::mem::take(&mut fence.stanzas);
        stanzas.retain(|stanza| !stanza.is_empty());
        if !stanzas.is_empty() {
            self.done.push(Block::Poem(stanzas));
        }
        let names = std::mem::take(&mut fence.names);
        let label = fence.label_of_names.take();
        match (label, names.is_empty()) {
            (label, false) => self.done.push(Block::Names(label, names)),
            (Some(label), true) => self.done.push(Block::Line(label, Side::Left)),
            (None, true) => {}
        }
        let mut note = std::mem::take(&mut fence.note);
        if let Some(first) = note.first_mut() {
            let mut letters = std::mem::take(&mut fence.label);
            letters.append(&mut first.letters);
            first.letters = letters;
            self.done.push(Block::Note(note));
        }
    }

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
            _ => self.placed(line),
        }
    }

    /// A line with a place of its own, or a paragraph.
    fn placed(&mut self, line: &[Letter]) -> Block {
        let c = |at: usize| line.get(at).map(|letter| letter.c);
        let side = match (c(0), c(1)) {
            (Some('>'), Some('>')) => Some(Side::Right),
            (Some('>'), Some('<')) => Some(Side::Center),
            (Some('<'), Some('<')) => Some(Side::Left),
            _ => None,
        };
        let words = line.get(2..).map(trim).unwrap_or_default();
        if let Some(side) = side.filter(|_| !words.is_empty()) {
            return Block::Line(self.marks.passage(words), side);
        }
        if c(0) == Some('-') && c(1).is_some_and(char::is_whitespace) && line.len() > 2 {
            let mut item = self.marks.passage(trim(&line[1..]));
            item.letters.insert(0, Letter { c: '●', ..line[0] });
            return Block::Paragraph(item);
        }
        if let Some((label, value)) = leader(line) {
            if value.is_empty() {
                self.marks.warn(
                    line,
                    say!(
                        "点线后面没有数，点成了省略号",
                        "there is no value behind these dots, which become an ellipsis"
                    ),
                    say!("写成“名称 .... 数”", "write `label .... value`"),
                );
                return Block::Paragraph(self.marks.passage(line));
            }
            return Block::Leader(self.marks.passage(label), self.marks.passage(value));
        }
        // A backslash before a block's sign, which is no mark's.
        let escaped = c(0) == Some('\\') && c(1).is_some_and(|c| "#>-:<".contains(c));
        Block::Paragraph(self.marks.passage(&line[usize::from(escaped)..]))
    }
}

/// A note's word as its label: 黑体, with a colon.
fn labelled(word: &[Letter]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = word.to_vec();
    letters.extend(word.last().map(|last| Letter { c: '：', ..*last }));
    letters
        .into_iter()
        .map(|letter| Letter { emphasis: Emphasis::Hei, ..letter })
        .collect()
}

/// A line's label and value, with four or more dots between blanks; no value if
/// the line ends in the dots.
fn leader(line: &[Letter]) -> Option<(&[Letter], &[Letter])> {
    let dot = |letter: &Letter| letter.c == '.';
    let blank = |at: usize| line.get(at).is_some_and(|l| l.c.is_whitespace());
    let mut at = find(line, 1, |c| c == '.')?;
    loop {
        let count = line[at..].iter().take_while(|letter| dot(letter)).count();
        let ends = at + count == line.len();
        if count >= 4 && blank(at - 1) && (ends || blank(at + count)) {
            return Some((trim(&line[..at]), trim(&line[at + count..])));
        }
        at = find(line, at + count.max(1), |c| c == '.')?;
    }
}

/// Copy as a line of a body that is read back as a paragraph of these words.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    let blocks = ["###", ">>", "><", "<<", "- ", ":::", "：：：", "#"];
    if blocks.iter().any(|sign| text.starts_with(sign)) {
        out.push('\\');
    }
    if text.starts_with(['|', '｜']) {
        out.push('\\');
    }
    push_escaped(&mut out, text);
    out
}

#[cfg(test)]
mod tests;
