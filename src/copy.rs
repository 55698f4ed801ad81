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

/// A line drawn along some characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Along {
    /// None.
    #[default]
    Nothing,
    /// 专名号, below, written `__…__`.
    Name,
    /// The wavy 书名号, below, written `~~…~~`.
    Title,
    /// 示亡号, a box round a name, written `[[…]]`.
    Box,
}

/// Where a character stands on its line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Raised {
    /// On the baseline.
    #[default]
    Not,
    /// Small and high: an exponent, a note's mark, written `^{…}`.
    Up,
    /// Small and low, written `_{…}`.
    Down,
}

/// A character's part in a reading 注音, written `{base|reading}`. The letters
/// of a reading follow those of its base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// None.
    #[default]
    Nothing,
    /// It is read as the reading of this number says.
    Base(u16),
    /// It is of the reading of this number, and no part of the line.
    Text(u16),
}

/// What is drawn beside, over or under a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// An emphasis dot below 着重号, written `==…==`.
    pub dot: bool,
    /// A line along it.
    pub along: Along,
    /// Which line of the passage, so that neighbours' lines stay apart.
    pub group: u16,
    /// Where it stands.
    pub raised: Raised,
    /// Its part in a reading.
    pub reading: Reading,
}

/// One character of copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The character.
    pub c: char,
    /// Its first byte in the decoded file.
    pub at: u32,
    /// Bytes that it takes there, where another character was typed (１ for 1);
    /// 0 for those of `c`.
    pub typed: u8,
    /// How it is to look.
    pub emphasis: Emphasis,
    /// What is drawn at it.
    pub mark: Mark,
    /// The sign typed after it that chooses one of its forms (a variation
    /// selector): it counts nowhere, and does nothing in a face without that form.
    pub variant: Option<char>,
}

impl Letter {
    /// Whether it shows anything: it is no blank, and no sign that shows nothing.
    #[must_use]
    pub fn is_inked(&self) -> bool {
        !self.c.is_whitespace() && !is_invisible(self.c)
    }

    /// Whether it is of a reading, and so no part of the line.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        matches!(self.mark.reading, Reading::Text(_))
    }

    /// The same place with another character than was typed.
    #[must_use]
    pub fn replaced(self, c: char) -> Letter {
        let typed = match self.typed {
            0 => u8::try_from(self.c.len_utf8()).unwrap_or(4),
            typed => typed,
        };
        Letter { c, typed, ..self }
    }

    /// The byte behind it in the decoded file.
    fn end(&self) -> u32 {
        let own = || u32::try_from(self.c.len_utf8()).unwrap_or(4);
        self.at + if self.typed > 0 { u32::from(self.typed) } else { own() }
    }
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
                ..Letter::default()
            })
            .collect();
        Passage { file, letters }
    }

    /// Text the program wrote, charged to one place (a date, a page number).
    #[must_use]
    pub fn generated(text: &str, span: Span) -> Passage {
        let letters = text
            .chars()
            .map(|c| Letter { c, at: span.start, ..Letter::default() })
            .collect();
        Passage { file: span.file, letters }
    }

    /// Words of the program's own, which stand in no file ([`FileId::NONE`]).
    #[must_use]
    pub fn own(text: &str) -> Passage {
        Passage::plain(text, FileId::NONE, 0)
    }

    /// The characters as a string.
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.c).collect()
    }

    /// How many characters stand in the line: those of readings do not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.letters.iter().filter(|letter| !letter.is_reading()).count()
    }

    /// Whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.letters.iter().any(Letter::is_inked)
    }

    /// From the first character to the end of the last.
    #[must_use]
    pub fn span(&self) -> Span {
        let start = self.letters.first().map_or(0, |letter| letter.at);
        let end = self.letters.last().map_or(0, Letter::end);
        Span { file: self.file, start, end: end.max(start) }
    }

    /// The place of one character.
    #[must_use]
    pub fn span_of(&self, index: usize) -> Span {
        match self.letters.get(index) {
            Some(letter) => Span {
                file: self.file,
                start: letter.at,
                end: letter.end(),
            },
            None => self.span(),
        }
    }
}

/// Signs that show nothing and only come along when copying: marks of direction
/// and joining, choices between forms of one character, the soft hyphen.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}
