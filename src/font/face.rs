//! One font file.

use std::sync::Arc;

/// A face's number in its [`FontLibrary`](super::FontLibrary).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) u16);

impl FaceId {
    /// The number.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A font file, read whole.
#[derive(Clone)]
pub struct Face {
    id: FaceId,
    file: String,
    data: Arc<Vec<u8>>,
    post_script_name: String,
    units_per_em: u16,
    embeddable: bool,
}

impl Face {
    pub(super) fn new(id: FaceId, file: &str, data: Vec<u8>) -> Option<Face> {
        let parsed = ttf_parser::Face::parse(&data, 0).ok()?;
        let post_script_name = parsed
            .names()
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|name| name.to_string())
            .unwrap_or_else(|| file.trim_end_matches(".otf").to_string());
        // What goes into a file is a subset of outlines: all three must be allowed.
        let restricted =
            matches!(parsed.permissions(), Some(ttf_parser::Permissions::Restricted));
        let embeddable = !restricted
            && parsed.is_subsetting_allowed()
            && parsed.is_outline_embedding_allowed();
        let units_per_em = parsed.units_per_em();
        Some(Face {
            id,
            file: file.to_string(),
            data: Arc::new(data),
            post_script_name,
            units_per_em,
            embeddable,
        })
    }

    /// Its number in the library.
    #[must_use]
    pub fn id(&self) -> FaceId {
        self.id
    }

    /// The file's name in `fonts/`.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The bytes of the file.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The name that PDF files give it.
    #[must_use]
    pub fn post_script_name(&self) -> &str {
        &self.post_script_name
    }

    /// Font units in an em.
    #[must_use]
    pub fn units_per_em(&self) -> u16 {
        self.units_per_em
    }

    /// Whether the licence bits (`OS/2 fsType`) allow embedding a subset of the
    /// outlines.
    #[must_use]
    pub fn is_embeddable(&self) -> bool {
        self.embeddable
    }

    /// Chinese characters of the basic block and extension A that it has.
    #[must_use]
    pub fn han_count(&self) -> usize {
        let face = self.parse();
        let blocks = ('\u{3400}'..='\u{4dbf}').chain('\u{4e00}'..='\u{9fff}');
        blocks.filter(|c| glyph_of(&face, *c).is_some()).count()
    }

    /// The tables, parsed; cheap, but not for every character.
    ///
    /// # Panics
    /// Never: the same bytes were parsed when the face was read.
    #[must_use]
    pub fn parse(&self) -> ttf_parser::Face<'_> {
        ttf_parser::Face::parse(&self.data, 0).expect("parsed when it was read")
    }
}

/// The glyph that a face draws a character with. A glyph without ink is none, but
/// for a character that has none: some faces map characters that were never drawn.
#[must_use]
pub fn glyph_of(face: &ttf_parser::Face<'_>, c: char) -> Option<ttf_parser::GlyphId> {
    let glyph = face.glyph_index(c)?;
    let is_drawn = is_inkless(c) || face.glyph_bounding_box(glyph).is_some();
    is_drawn.then_some(glyph)
}

/// Whether nothing of a character is seen: blanks, controls, and what only steers.
fn is_inkless(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0100}'..='\u{e01ef}')
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({})", self.file)
    }
}
