//! Rules for fonts as they are listed: embedded, sound, and what they say they
//! are.

use super::cff::Cff;
use super::file::File;
use super::fonts::descendant;
use super::rules::{Rule, rule};
use crate::diag::Message;
use crate::say;
use lopdf::{Dictionary, Stream};
use ttf_parser::{Face, RawFace, Tag};

/// Checks one font; a composite font's own font is checked for itself.
pub(super) fn check(
    file: &File<'_>,
    font: &Dictionary,
    tell: &mut dyn FnMut(Rule, Message),
) {
    let kind = file.name(font, "Subtype").unwrap_or_default();
    let known =
        [&b"Type1"[..], b"MMType1", b"TrueType", b"CIDFontType0", b"CIDFontType2"];
    let name = file
        .name(font, "BaseFont")
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    if kind == b"Type0" {
        if descendant(file, font).is_none() {
            tell(
                rule::FONT_BROKEN,
                say!("字体 {name} 没有内容", "font {name} has nothing in it"),
            );
        }
        return;
    }
    if !known.contains(&kind) {
        return;
    }
    if name == "Courier" {
        tell(
            rule::FONT_COURIER,
            say!(
                "用了 Courier，多半是原来的字体没有找到",
                "Courier is used; most often it stands for a font that was missing"
            ),
        );
    }
    let program = file.get_dict(font, "FontDescriptor").and_then(|descriptor| {
        let keys = ["FontFile", "FontFile2", "FontFile3"];
        keys.iter()
            .find_map(|key| Some((*key, file.get(descriptor, key)?.as_stream().ok()?)))
    });
    let Some((key, program)) = program else {
        tell(
            rule::FONT_NOT_EMBEDDED,
            say!("字体 {name} 没有嵌入", "font {name} is not embedded"),
        );
        return;
    };
    if let Some(message) = fault(file, &name, (key, program)) {
        tell(rule::FONT_BROKEN, message);
    }
}

/// What is wrong with a font program.
fn fault(
    file: &File<'_>,
    name: &str,
    (key, program): (&str, &Stream),
) -> Option<Message> {
    let kind = file.name(&program.dict, "Subtype").unwrap_or_default();
    match file.plain(program) {
        Ok(data) if is_sound((key, kind), &data) => None,
        Ok(_) => Some(say!(
            "字体 {name} 的内容不是完好的字体",
            "what is embedded as font {name} is no sound font"
        )),
        Err(reason) => {
            let Message { zh, en } = reason.said();
            Some(say!(
                "字体 {name} 解不开（{zh}）；请制作方重新导出",
                "font {name} cannot be decoded: {en}; ask for the file to be exported again"
            ))
        }
    }
}

/// Whether a program is of the kind that its key says, with all the parts that
/// the kind cannot do without (ISO 32000-1, 9.9).
fn is_sound((key, kind): (&str, &[u8]), data: &[u8]) -> bool {
    match key {
        "FontFile" => {
            let marked = data.starts_with(b"%!") || data.starts_with(&[0x80, 1]);
            marked && data.windows(5).any(|word| word == b"eexec")
        }
        "FontFile2" => has_glyphs(data),
        _ if kind == b"OpenType" => {
            let face = RawFace::parse(data, 0).ok();
            match face.map(|face| face.table(Tag::from_bytes(b"CFF "))) {
                Some(Some(cff)) => Cff::read(cff).is_some(),
                _ => has_glyphs(data),
            }
        }
        _ => Cff::read(data).is_some(),
    }
}

/// Whether a TrueType font can be read, has its outlines, and none of its tables
/// was cut off.
fn has_glyphs(data: &[u8]) -> bool {
    Face::parse(data, 0).is_ok_and(|face| {
        let mut tags = face.raw_face().table_records.into_iter().map(|record| record.tag);
        let table = |tag| face.raw_face().table(tag).is_some();
        tags.all(table)
            && [b"glyf", b"loca"].iter().all(|tag| table(Tag::from_bytes(tag)))
    })
}
