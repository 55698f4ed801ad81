//! Rules for fonts as they are listed: embedded, sound, and what they say they
//! are.

use super::file::File;
use super::fonts::descendant;
use super::rules::{Rule, rule};
use crate::diag::Message;
use crate::say;
use lopdf::Dictionary;

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
        keys.iter().find_map(|key| file.get(descriptor, key))
    });
    let Some(program) = program.and_then(|object| object.as_stream().ok()) else {
        tell(
            rule::FONT_NOT_EMBEDDED,
            say!("字体 {name} 没有嵌入", "font {name} is not embedded"),
        );
        return;
    };
    if let Err(reason) = file.plain(program) {
        tell(
            rule::FONT_BROKEN,
            say!(
                "字体 {name} 解不开：{reason}",
                "font {name} cannot be decoded: {reason}"
            ),
        );
    }
}
