//! What a face has: its glyph for each character, looked up once, and the
//! characters that are shaped alike wherever they stand.

use super::class::is_ideograph;
use super::neighbours::Neighbours;
use crate::font::glyph_of;
use rustybuzz::Face;

/// A face's characters, found out as they are asked for.
pub(super) struct Repertoire {
    /// By the upper and the lower part of a character's number.
    pages: Vec<Option<Box<[Entry; PAGE]>>>,
    /// None until a run of Chinese is shaped; then none inside if the face
    /// cannot be read that way.
    neighbours: Option<Option<Neighbours>>,
}

const PAGE: usize = 256;

/// What is known of a character.
#[derive(Clone, Copy, Default)]
struct Entry {
    state: State,
    glyph: Alone,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Unknown,
    Absent,
    /// The face has it; it was not shaped alone yet.
    Present,
    /// What it becomes depends on its neighbours.
    Tied,
    Alone,
}

/// A character shaped by itself: one glyph on the baseline, in font units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Alone {
    pub(super) id: u16,
    pub(super) advance: i32,
}

impl Repertoire {
    pub(super) fn new() -> Repertoire {
        let pages = u32::from(char::MAX) as usize / PAGE + 1;
        let pages = std::iter::repeat_with(|| None).take(pages).collect();
        Repertoire { pages, neighbours: None }
    }

    /// Whether a face has a character.
    pub(super) fn has(&mut self, c: char, face: &Face<'_>) -> bool {
        let entry = self.entry(c);
        if entry.state == State::Unknown {
            let found = glyph_of(face, c).is_some();
            entry.state = if found { State::Present } else { State::Absent };
        }
        entry.state != State::Absent
    }

    /// A character as it is shaped wherever it stands in a run of Chinese;
    /// `shape` shapes it alone. None if that depends on its neighbours.
    pub(super) fn alone(
        &mut self,
        c: char,
        face: &Face<'_>,
        shape: impl FnOnce(char) -> Option<Alone>,
    ) -> Option<Alone> {
        match self.entry(c).state {
            State::Alone => return Some(self.entry(c).glyph),
            State::Tied => return None,
            _ => {}
        }
        let known = self.neighbours.get_or_insert_with(|| Neighbours::of(face));
        let glyph = face.glyph_index(c).filter(|_| is_simple(c));
        let is_free = glyph
            .zip(known.as_ref())
            .is_some_and(|(glyph, known)| known.is_free(glyph));
        let alone = if is_free { shape(c) } else { None };
        let entry = self.entry(c);
        if let Some(glyph) = alone {
            *entry = Entry { state: State::Alone, glyph };
        } else if entry.state != State::Absent {
            entry.state = State::Tied;
        }
        alone
    }

    fn entry(&mut self, c: char) -> &mut Entry {
        let number = u32::from(c) as usize;
        let page = &mut self.pages[number / PAGE];
        let page = page.get_or_insert_with(|| Box::new([Entry::default(); PAGE]));
        &mut page[number % PAGE]
    }
}

/// Characters that Unicode neither composes, nor decomposes, nor joins to what
/// stands before them. A run with any other goes through the shaper whole.
pub(super) fn is_simple(c: char) -> bool {
    is_ideograph(c)
        || matches!(c, '\u{b7}' | '\u{d7}' | '\u{2013}'..='\u{201f}' | '\u{2025}' | '\u{2026}'
            | '\u{2460}'..='\u{249b}' | '\u{3000}'..='\u{3003}' | '\u{3005}'..='\u{301f}'
            | '\u{ff01}'..='\u{ff5e}')
}
