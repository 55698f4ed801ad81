//! What a body holds besides paragraphs: tables, lists, poems, notes.

use crate::copy::Passage;
use crate::source::Span;

/// A part of a story's body.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Passage),
    /// A heading inside the text.
    Crosshead(Passage),
    /// A line with its own place: a salutation, a signature, a date.
    Line(Passage, Side),
    /// A label, and what dots lead to at the right edge.
    Leader(Passage, Passage),
    /// A label, and names for columns of one width.
    Names(Option<Passage>, Vec<Passage>),
    /// Verses by stanza.
    Poem(Vec<Vec<Passage>>),
    /// Paragraphs of a note 编后, 链接.
    Note(Vec<Passage>),
    /// A table.
    Table(Table),
}

/// Where a line or the words of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A table 表格.
#[derive(Clone, Debug)]
pub struct Table {
    /// 表题.
    pub caption: Option<Passage>,
    /// Rules between all rows and columns; else three rules 三线.
    pub ruled: bool,
    /// Whether the first row is a head.
    pub head: bool,
    /// Where the words of each column stand.
    pub columns: Vec<Side>,
    /// Cells by row; every row has one for each column.
    pub rows: Vec<Vec<Passage>>,
    /// The first row in the file.
    pub span: Span,
}

impl Block {
    /// All words in reading order.
    #[must_use]
    pub fn passages(&self) -> Vec<&Passage> {
        match self {
            Block::Paragraph(words) | Block::Crosshead(words) | Block::Line(words, _) => {
                vec![words]
            }
            Block::Leader(label, value) => vec![label, value],
            Block::Names(label, names) => label.iter().chain(names).collect(),
            Block::Note(words) => words.iter().collect(),
            Block::Poem(stanzas) => stanzas.iter().flatten().collect(),
            Block::Table(table) => {
                table.caption.iter().chain(table.rows.iter().flatten()).collect()
            }
        }
    }

    /// The words as a string.
    #[must_use]
    pub fn text(&self) -> String {
        self.passages().into_iter().map(Passage::text).collect()
    }
}
