//! From codes of one byte to the glyphs of a font program (ISO 32000-1, 9.6.6).
//!
//! Programs go different ways where a font contradicts itself; here all of them
//! are gone, so that nobody is accused who one of them would acquit.

use super::file::File;
use super::fonts::Font;
use super::type1::Type1;
use lopdf::{Document, Object, dictionary};
use ttf_parser::{Face, PlatformId, cff};

/// Where symbols stand in fonts for Windows.
const SYMBOLS: [u32; 4] = [0, 0xF000, 0xF100, 0xF200];
/// The flag of fonts that hold other things than letters.
const SYMBOLIC: i64 = 4;
/// Named glyphs of a program that are looked through.
const MOST_NAMED: u16 = 1024;

/// What codes mean by the font's dictionary.
pub(super) struct Letters<'a, 'f> {
    font: &'a Font<'f>,
    /// An encoding with a name.
    base: Option<&'f [u8]>,
    /// Whether the font says that it holds other things than letters.
    is_symbolic: bool,
}

impl<'a, 'f> Letters<'a, 'f> {
    pub(super) fn of(file: &'f File<'_>, font: &'a Font<'f>) -> Letters<'a, 'f> {
        let base = file.name(font.dict, "Encoding").or_else(|| {
            let own = file.get_dict(font.dict, "Encoding")?;
            file.name(own, "BaseEncoding")
        });
        let descriptor = file.get_dict(font.dict, "FontDescriptor");
        let flags = descriptor.and_then(|own| file.get(own, "Flags")?.as_i64().ok());
        let is_symbolic = flags.is_some_and(|flags| flags & SYMBOLIC != 0);
        Letters { font, base, is_symbolic }
    }

    /// The glyph's name that the font gives a code itself.
    fn name(&self, code: u8) -> Option<&str> {
        std::str::from_utf8(self.font.names.get(&code)?).ok()
    }

    /// The character of a code; none if the program has to know.
    fn character(&self, code: u8) -> Option<char> {
        match self.name(code) {
            Some(name) => named(name),
            None => encoded(self.base?, code),
        }
    }

    /// The glyphs of a TrueType program that a code may mean; none if nothing in
    /// it says what codes mean.
    pub(super) fn of_truetype(&self, face: &Face<'_>, code: u8) -> Option<Vec<u16>> {
        let subtables = face.tables().cmap?.subtables;
        let mut found = Vec::new();
        if let Some(name) = self.name(code) {
            found.extend(face.glyph_index_by_name(name));
        }
        let character = self.character(code);
        if let Some(character) = character {
            found.extend(face.glyph_index(character));
        }
        for table in subtables.into_iter().filter(|table| !table.is_unicode()) {
            if self.is_symbolic || self.name(code).is_none() {
                let codes = SYMBOLS.map(|start| start + u32::from(code)).into_iter();
                found.extend(codes.filter_map(|code| table.glyph_index(code)));
            }
            if table.platform_id == PlatformId::Macintosh && found.is_empty() {
                let is_it = |code: &u8| {
                    character.is_some()
                        && encoded(b"MacRomanEncoding", *code) == character
                };
                let own = (0..=u8::MAX).find(is_it);
                found.extend(own.and_then(|code| table.glyph_index(u32::from(code))));
            }
        }
        if self.base.is_none() && self.name(code).is_none() {
            // Symbols that were put where letters are.
            found.extend(face.glyph_index(char::from(code)));
        }
        let glyphs = found.into_iter().map(|glyph| glyph.0);
        Some(glyphs.filter(|glyph| *glyph != 0).collect())
    }

    /// The glyphs of a CFF program with names that a code may mean.
    pub(super) fn of_cff(&self, table: &cff::Table<'_>, code: u8) -> Option<Vec<u16>> {
        let mut found = Vec::new();
        if let Some(name) = self.name(code) {
            found.extend(table.glyph_index_by_name(name));
        }
        if let Some(character) = self.character(code).filter(|_| found.is_empty()) {
            let mut all =
                (0..table.number_of_glyphs().min(MOST_NAMED)).map(ttf_parser::GlyphId);
            let is_it = |glyph: &ttf_parser::GlyphId| {
                table.glyph_name(*glyph).and_then(named) == Some(character)
            };
            found.extend(all.find(is_it));
        }
        if self.name(code).is_none() {
            found.extend(table.glyph_index(code));
        }
        let glyphs = found.into_iter().map(|glyph| glyph.0);
        Some(glyphs.filter(|glyph| *glyph != 0).collect())
    }
}

impl Letters<'_, '_> {
    /// The glyphs of a Type 1 program that a code may mean.
    pub(super) fn of_type1(&self, program: &Type1, code: u8) -> Option<Vec<u16>> {
        let mut found = Vec::new();
        if let Some(name) = self.name(code) {
            found.extend(program.glyph(name));
        }
        if let Some(character) = self.character(code).filter(|_| found.is_empty()) {
            let mut all = program.names().take(usize::from(MOST_NAMED));
            let name = all.find(|name| named(name) == Some(character));
            found.extend(name.and_then(|name| program.glyph(name)));
        }
        if self.name(code).is_none() {
            match program.encoded(code) {
                Some(name) => found.extend(program.glyph(name)),
                None if program.is_standard() => {
                    let character = encoded(b"StandardEncoding", code)?;
                    let mut all = program.names().take(usize::from(MOST_NAMED));
                    let name = all.find(|name| named(name) == Some(character));
                    found.extend(name.and_then(|name| program.glyph(name)));
                }
                None => {}
            }
        }
        Some(found)
    }
}

/// The character of a code in an encoding that PDF knows by name.
fn encoded(base: &[u8], code: u8) -> Option<char> {
    read(Object::Name(base.to_vec()), code)
}

/// The character that a glyph's name stands for, by Adobe's list.
fn named(name: &str) -> Option<char> {
    let of_four = name.strip_prefix("uni").filter(|digits| digits.len() == 4);
    if let Some(value) = of_four.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return char::from_u32(value);
    }
    // Code 0 means nothing else.
    let list = vec![Object::from(0), Object::Name(name.as_bytes().to_vec())];
    let encoding = dictionary! { "Type" => "Encoding", "Differences" => list };
    read(encoding.into(), 0)
}

/// What lopdf reads of a code: it has the tables.
fn read(encoding: Object, code: u8) -> Option<char> {
    let font = dictionary! { "Type" => "Font", "Encoding" => encoding };
    let document = Document::new();
    let encoding = font.get_font_encoding(&document).ok()?;
    encoding.bytes_to_string(&[code]).ok()?.chars().next()
}
