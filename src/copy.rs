//! Copy: the words of the paper, each character with its place in the file.

use crate::source::{FileId, Span};

/// How a run inside a text is to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Emphasis {
    /// As its surroundings.
    #[default]
    Plain,
    /// 黑体, written `**…**`.
    Hei,
    /// 楷体, written `*…*`.
    Kai,
}

/// One character of copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The character.
    pub c: char,
    /// Its first byte in the decoded file.
    pub at: u32,
    /// How it is to look.
    pub emphasis: Emphasis,
}

/// A stretch of copy without line ends: a paragraph, a headline, a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The file that the places count in.
    pub file: FileId,
    /// The characters.
    pub letters: Vec<Letter>,
}

impl Passage {
    /// Plain text that stands verbatim at a byte of a file.
    #[must_use]
    pub fn plain(text: &str, file: FileId, start: usize) -> Passage {
        let letters = text
            .char_indices()
            .map(|(offset, c)| Letter {
                c,
                at: u32::try_from(start + offset).unwrap_or(u32::MAX),
                emphasis: Emphasis::Plain,
            })
            .collect();
        Passage { file, letters }
    }

    /// Text the program wrote, charged to one place (a date, a page number).
    #[must_use]
    pub fn generated(text: &str, span: Span) -> Passage {
        let letters = text
            .chars()
            .map(|c| Letter { c, at: span.start, emphasis: Emphasis::Plain })
            .collect();
        Passage { file: span.file, letters }
    }

    /// The characters as a string.
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }

    /// Whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.iter().all(|letter| letter.c.is_whitespace())
    }

    /// From the first character to the end of the last.
    #[must_use]
    pub fn span(&self) -> Span {
        let start = self.letters.first().map_or(0, |letter| letter.at);
        let end =
            self.letters.last().map_or(0, |letter| letter.at + char_len(letter.c));
        Span { file: self.file, start, end: end.max(start) }
    }

    /// The place of one character.
    #[must_use]
    pub fn span_of(&self, index: usize) -> Span {
        match self.letters.get(index) {
            Some(letter) => Span {
                file: self.file,
                start: letter.at,
                end: letter.at + char_len(letter.c),
            },
            None => self.span(),
        }
    }
}

fn char_len(c: char) -> u32 {
    u32::try_from(c.len_utf8()).unwrap_or(4)
}
