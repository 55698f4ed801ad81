//! Plain text to an issue folder, with its doubts.
//!
//! The text of a page as it comes out of a mail, a word processor or a PDF is
//! cut into stories; each story's heading, lead-in, credit, tail and photo
//! words are told apart and its paragraphs put together again where columns
//! broke them. What the text does not settle is decided by a stated rule and
//! told as a [`Doubt`]. Every character of the copy is kept.

mod date;
mod divide;
mod files;
mod heading;
mod line;
mod paragraphs;
mod photos;
mod story;

use crate::copy::Passage;
use crate::diag::Message;
use crate::issue::{Block, Story};
use crate::say;
use crate::source::{FileId, Span};
use crate::text::normalise::{Change, is_han, normalise, normalise_heading};
use line::{Kind, Line};
use std::path::PathBuf;
use time::Date;

/// What the editor says beforehand.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the issue; otherwise looked for in the text.
    pub date: Option<Date>,
    /// The page's layout.
    pub layout: String,
    /// 版名.
    pub section: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            date: None,
            layout: "tabloid".into(),
            section: "综合".into(),
        }
    }
}

/// Something the text left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the text, from 1.
    pub line: usize,
    /// The place in the text.
    pub span: Span,
    /// What is not clear.
    pub message: Message,
    /// What was chosen.
    pub chosen: Message,
}

impl Doubt {
    fn new(line: &Line, message: Message, chosen: Message) -> Doubt {
        Doubt {
            line: line.number,
            span: line.passage.span(),
            message,
            chosen,
        }
    }
}

/// One page's stories as read from a text.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The day of the issue.
    pub date: Date,
    /// What the editor said.
    pub options: Options,
    /// The stories in the order of the text.
    pub stories: Vec<Story>,
    /// Lines that belong to the page and to no story (its date line, the
    /// names of its editors), with their numbers.
    pub furniture: Vec<(usize, String)>,
    /// What the text left open, by line.
    pub doubts: Vec<Doubt>,
    /// What normalising changed in the copy, with places in the text.
    pub changes: Vec<Change>,
}

impl Draft {
    /// The files of the issue folder: paths inside it and contents.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, String)> {
        files::files(self)
    }
}

/// Reads the text of one page.
///
/// `text` is the decoded text of `file`, so that places count in it.
#[must_use]
pub fn import(text: &str, file: FileId, options: &Options) -> Draft {
    let (furniture, lines): (Vec<Line>, Vec<Line>) = line::lines(text, file)
        .into_iter()
        .partition(|line| line.kind == Kind::Furniture);
    let mut desk = Desk::new(&lines);
    let groups = divide::divide(&mut desk);
    let mut stories: Vec<Story> = (groups.iter().enumerate())
        .map(|(number, group)| story::read(&mut desk, number + 1, group))
        .collect();
    rank(&mut stories);
    let date = desk.date(options, &furniture, file);
    for line in &furniture {
        desk.doubt(
            line,
            say!("这一行不属于任何稿件", "this line belongs to no story"),
            say!("写在 issue.toml 的注释里", "kept as a comment in issue.toml"),
        );
    }
    desk.doubts.sort_by_key(|doubt| doubt.line);
    desk.changes.sort_by_key(|change| change.span.start);
    let furniture = furniture
        .into_iter()
        .map(|line| (line.number, line.passage.text()))
        .collect();
    Draft {
        date,
        options: options.clone(),
        stories,
        furniture,
        doubts: desk.doubts,
        changes: desk.changes,
    }
}

/// The first story leads the page; of the others the long ones come second.
fn rank(stories: &mut [Story]) {
    const LONG: usize = 400;
    for (number, story) in stories.iter_mut().enumerate() {
        let length: usize =
            story.body.iter().map(|block| block.text().chars().count()).sum();
        story.priority = match number {
            0 => 1,
            _ if length >= LONG => 2,
            _ => 3,
        };
    }
}

/// The text's lines and what has been found out about them.
struct Desk<'a> {
    lines: &'a [Line],
    /// Blank lines between most lines.
    usual_gap: usize,
    /// Whether paragraphs begin with an indent, so that other lines go on.
    indents: bool,
    photos: usize,
    doubts: Vec<Doubt>,
    changes: Vec<Change>,
}

impl<'a> Desk<'a> {
    fn new(lines: &'a [Line]) -> Desk<'a> {
        let mut gaps: Vec<usize> = lines.iter().skip(1).map(|line| line.blank).collect();
        gaps.sort_unstable();
        let news = || lines.iter().filter(|line| line.kind == Kind::News);
        let indented = lines.iter().filter(|line| line.indented).count();
        Desk {
            lines,
            usual_gap: gaps.get(gaps.len() / 2).copied().unwrap_or(0),
            indents: news().all(|line| line.indented) && indented >= 3,
            photos: 0,
            doubts: Vec::new(),
            changes: Vec::new(),
        }
    }

    fn doubt(&mut self, line: &Line, message: Message, chosen: Message) {
        self.doubts.push(Doubt::new(line, message, chosen));
    }

    /// A paragraph or caption as a sub-editor leaves it.
    fn text(&mut self, raw: &Passage) -> Passage {
        let (passage, changes) = normalise(raw);
        self.changes.extend(changes);
        passage
    }

    /// A heading or names as a sub-editor leaves them.
    fn heading(&mut self, raw: &Passage) -> Passage {
        let (passage, changes) = normalise_heading(raw);
        self.changes.extend(changes);
        passage
    }

    fn date(&mut self, options: &Options, furniture: &[Line], file: FileId) -> Date {
        if let Some(date) = options.date {
            return date;
        }
        if let Some(date) = furniture.iter().find_map(|line| date::find(&line.plain)) {
            return date;
        }
        let dated = self
            .lines
            .iter()
            .filter_map(|line| Some((date::find(&line.plain)?, line)));
        let latest = dated.max_by_key(|(date, _)| *date);
        let (date, line, span) = match latest {
            Some((date, line)) => (date, line.number, line.passage.span()),
            None => (date::UNKNOWN, 1, Span::new(file, 0..0)),
        };
        let message = match latest {
            Some(_) => {
                say!("出报日期没有单独写明", "the issue's date is not given by itself")
            }
            None => say!("文字里没有出报日期", "the text has no date of the issue"),
        };
        let chosen =
            say!("用 {date}，可用 --date 指定", "took {date}; --date gives another");
        self.doubts.push(Doubt { line, span, message, chosen });
        date
    }
}

/// Whether a letter or digit: what no clean-up may lose.
fn is_word(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// A stretch of a passage's letters.
fn part(passage: &Passage, range: std::ops::Range<usize>) -> Passage {
    Passage {
        file: passage.file,
        letters: passage.letters[range].to_vec(),
    }
}

fn paragraph(passage: Passage) -> Block {
    Block::Paragraph(passage)
}
