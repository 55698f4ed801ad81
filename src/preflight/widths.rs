//! Whether the widths that a file gives its characters are those of the font
//! programs: where they differ, one works' letters stand closer than another's.

use super::cff::Cff;
use super::file::File;
use super::fonts::{Font, descendant};
use crate::diag::Message;
use crate::say;
use lopdf::{Dictionary, Object};
use ttf_parser::{Face, GlyphId, RawFace, Tag};

/// Thousandths of an em that rounding may make.
const SLACK: f64 = 1.001;

/// A font program with its advances.
enum Program<'a> {
    Cff(Cff<'a>),
    /// With the glyphs of the CIDs, two bytes each, if they are not the same.
    TrueType(Box<Face<'a>>, Option<Vec<u8>>),
}

/// What is wrong with the widths of the characters that are shown in a font;
/// none if nothing is, or nothing can be said. Of fonts with codes of one byte
/// the way from code to glyph is too uncertain to accuse anyone.
pub(super) fn fault(
    file: &File<'_>,
    dict: &Dictionary,
    font: &Font<'_>,
) -> Option<Message> {
    let codes = font.cids()?;
    let inner = descendant(file, dict)?;
    let descriptor = file.get_dict(inner, "FontDescriptor")?;
    let (key, stream) = ["FontFile2", "FontFile3"]
        .iter()
        .find_map(|key| Some((*key, file.get(descriptor, key)?.as_stream().ok()?)))?;
    let data = file.plain(stream).ok()?;
    let program = Program::read(&data, key, map(file, inner))?;
    let apart = |cid: &u16| {
        let (said, own) = (font.width(u32::from(*cid)) * 1000.0, program.advance(*cid)?);
        ((said - own).abs() > SLACK).then_some((*cid, said, own))
    };
    let wrong: Vec<(u16, f64, f64)> = codes.iter().filter_map(apart).collect();
    let (cid, said, own) = *wrong.first()?;
    let [said, own] = [said, own].map(|width| (width * 10.0).round() / 10.0);
    let name = file.name(dict, "BaseFont").map(String::from_utf8_lossy);
    let (name, count) = (name.unwrap_or_default(), wrong.len());
    Some(say!(
        "字体 {name} 有 {count} 个字的宽度与字形不符，如 {cid} 号：文件写 {said}，字形是 {own}",
        "font {name}: the widths of {count} characters are not the program's, such as {said} for {own} of number {cid}"
    ))
}

/// The table from CIDs to glyphs of a TrueType font, if there is one.
fn map(file: &File<'_>, dict: &Dictionary) -> Option<Vec<u8>> {
    match file.get(dict, "CIDToGIDMap")? {
        Object::Stream(stream) => file.plain(stream).ok(),
        _ => None,
    }
}

impl<'a> Program<'a> {
    fn read(data: &'a [u8], key: &str, map: Option<Vec<u8>>) -> Option<Program<'a>> {
        let face = || Some(Box::new(Face::parse(data, 0).ok()?));
        if key == "FontFile2" {
            return Some(Program::TrueType(face()?, map));
        }
        // Bare, or in the wrapper of OpenType.
        let wrapped = RawFace::parse(data, 0).ok();
        let cff = wrapped.map(|face| face.table(Tag::from_bytes(b"CFF ")));
        match cff {
            Some(None) => Some(Program::TrueType(face()?, map)),
            Some(Some(cff)) => Some(Program::Cff(Cff::read(cff)?)),
            None => Some(Program::Cff(Cff::read(data)?)),
        }
    }

    fn advance(&self, cid: u16) -> Option<f64> {
        match self {
            Program::Cff(cff) => cff.advance(cid),
            Program::TrueType(face, map) => {
                let glyph = match map {
                    Some(map) => {
                        let at = usize::from(cid) * 2;
                        u16::from_be_bytes([*map.get(at)?, *map.get(at + 1)?])
                    }
                    None => cid,
                };
                let advance = face.glyph_hor_advance(GlyphId(glyph))?;
                Some(f64::from(advance) * 1000.0 / f64::from(face.units_per_em()))
            }
        }
    }
}
