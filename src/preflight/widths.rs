//! Whether the widths that a file gives its characters are those of the font
//! programs, and whether the programs have a glyph for each: where they differ,
//! one works' letters stand closer than another's, or are boxes.

use super::cff::Cff;
use super::file::File;
use super::fonts::{Font, descendant};
use super::letters::Letters;
use super::rules::{Rule, rule};
use super::type1::Type1;
use crate::diag::Message;
use crate::say;
use lopdf::{Dictionary, Object};
use ttf_parser::{Face, GlyphId, RawFace, Tag, cff};

/// Thousandths of an em that rounding may make.
const SLACK: f64 = 1.001;

/// A font program with its advances.
enum Program<'a> {
    /// As our own reader has it; and, if its glyphs have names, as another has it.
    Cff(Cff<'a>, Option<Box<cff::Table<'a>>>),
    /// With the glyphs of the CIDs, two bytes each, if they are not the same.
    TrueType(Box<Face<'a>>, Option<Vec<u8>>),
    Type1(Type1),
}

/// A character that was shown: its code, the width the file gives it, and the
/// glyphs of the program it may mean.
struct Shown {
    code: u16,
    said: Option<f64>,
    glyphs: Vec<u16>,
}

/// What is wrong with the characters that are shown in a font.
pub(super) fn faults<'f>(file: &'f File<'_>, font: &Font<'f>) -> Vec<(Rule, Message)> {
    let inner = descendant(file, font.dict).unwrap_or(font.dict);
    let Some((data, key)) = embedded(file, inner) else { return Vec::new() };
    let Some(program) = Program::read(&data, key, map(file, inner)) else {
        return Vec::new();
    };
    let Some(shown) = shown(file, font, &program) else { return Vec::new() };
    let apart = |shown: &Shown| {
        let said = shown.said? * 1000.0;
        let owns = shown.glyphs.iter().filter_map(|glyph| program.advance(*glyph));
        let owns: Vec<f64> = owns.collect();
        let fits = owns.iter().any(|own| (said - own).abs() <= SLACK);
        let own = owns.first().filter(|_| !fits)?;
        Some((shown.code, said, *own))
    };
    let wrong: Vec<(u16, f64, f64)> = shown.iter().filter_map(apart).collect();
    let missing = shown.iter().filter(|shown| shown.glyphs.is_empty());
    let missing = missing.filter(|shown| font.printed(shown.code));
    let missing: Vec<u16> = missing.map(|shown| shown.code).collect();
    let name = file.name(font.dict, "BaseFont").map(String::from_utf8_lossy);
    let name = name.unwrap_or_default();
    let mut faults = Vec::new();
    if let Some((code, said, own)) = wrong.first() {
        let [said, own] = [said, own].map(|width| (width * 10.0).round() / 10.0);
        let count = wrong.len();
        let message = say!(
            "字体 {name} 有 {count} 个字的宽度与字形不符，如 {code} 号：文件写 {said}，字形是 {own}",
            "font {name}: the widths of {count} characters are not the program's, such as {said} for {own} of number {code}"
        );
        faults.push((rule::FONT_WIDTHS, message));
    }
    if let Some(code) = missing.first() {
        let count = missing.len();
        let message = say!(
            "字体 {name} 缺 {count} 个用到的字形，如 {code} 号，印出来是方框或空白",
            "font {name} has no glyph for {count} of the characters shown, such as number {code}: they print as boxes or blanks"
        );
        faults.push((rule::GLYPH_MISSING, message));
    }
    faults
}

/// The characters that were shown; none if nothing can be said of the way from
/// codes to glyphs.
fn shown(file: &File<'_>, font: &Font<'_>, program: &Program<'_>) -> Option<Vec<Shown>> {
    if let Some(cids) = font.cids() {
        let of = |cid: u16| Shown {
            code: cid,
            said: Some(font.width(u32::from(cid))),
            glyphs: program.glyph(cid).into_iter().collect(),
        };
        return Some(cids.into_iter().map(of).collect());
    }
    let letters = Letters::of(file, font);
    let glyphs = |code: u8| match program {
        Program::TrueType(face, _) => letters.of_truetype(face, code),
        Program::Cff(_, Some(table)) => letters.of_cff(table, code),
        Program::Cff(_, None) => None,
        Program::Type1(program) => letters.of_type1(program, code),
    };
    let is_told = font.tells_widths(file);
    let of = |code: u8| {
        Some(Shown {
            code: u16::from(code),
            said: is_told.then(|| font.told(code)),
            glyphs: glyphs(code)?,
        })
    };
    Some(font.codes_shown()?.into_iter().filter_map(of).collect())
}

/// The program's plain bytes, and the key it stands under.
fn embedded(file: &File<'_>, dict: &Dictionary) -> Option<(Vec<u8>, &'static str)> {
    let descriptor = file.get_dict(dict, "FontDescriptor")?;
    let (key, stream) = ["FontFile", "FontFile2", "FontFile3"]
        .iter()
        .find_map(|key| Some((*key, file.get(descriptor, key)?.as_stream().ok()?)))?;
    Some((file.plain(stream).ok()?, key))
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
        if key == "FontFile" {
            return Type1::read(data).map(Program::Type1);
        }
        if key == "FontFile2" {
            return Some(Program::TrueType(face()?, map));
        }
        // Bare, or in the wrapper of OpenType.
        let wrapped = RawFace::parse(data, 0).ok();
        let own = wrapped.map(|face| face.table(Tag::from_bytes(b"CFF ")));
        let data = match own {
            Some(None) => return Some(Program::TrueType(face()?, map)),
            Some(Some(data)) => data,
            None => data,
        };
        let named = cff::Table::parse(data);
        let named = named.filter(|table| table.glyph_name(GlyphId(0)).is_some());
        Some(Program::Cff(Cff::read(data)?, named.map(Box::new)))
    }

    /// The glyph of a CID; none if it is the one that stands for missing ones.
    fn glyph(&self, cid: u16) -> Option<u16> {
        let glyph = match self {
            Program::Cff(cff, _) => u16::try_from(cff.glyph(cid)?).ok()?,
            Program::TrueType(face, map) => {
                let glyph = match map {
                    Some(map) => {
                        let at = usize::from(cid) * 2;
                        u16::from_be_bytes([*map.get(at)?, *map.get(at + 1)?])
                    }
                    None => cid,
                };
                Some(glyph).filter(|glyph| *glyph < face.number_of_glyphs())?
            }
            // Has names, and no numbers.
            Program::Type1(_) => return None,
        };
        Some(glyph).filter(|glyph| *glyph != 0)
    }

    /// A glyph's advance in thousandths of an em.
    fn advance(&self, glyph: u16) -> Option<f64> {
        match self {
            Program::Cff(cff, _) => cff.advance(usize::from(glyph)),
            Program::Type1(program) => program.advance(glyph),
            Program::TrueType(face, _) => {
                let advance = face.glyph_hor_advance(GlyphId(glyph))?;
                Some(f64::from(advance) * 1000.0 / f64::from(face.units_per_em()))
            }
        }
    }
}
