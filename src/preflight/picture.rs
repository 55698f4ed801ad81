//! Whether a picture's data are as long as it says.

use super::colour::Space;
use super::file::{File, MOST_BYTES};
use crate::diag::Message;
use crate::say;
use lopdf::Stream;

/// What is wrong with a picture's data; none if nothing is.
pub(super) fn fault(file: &File<'_>, stream: &Stream) -> Option<Message> {
    let dict = &stream.dict;
    let number = |key: &str| file.number(dict, key).unwrap_or(0.0);
    let (width, height) = (number("Width"), number("Height"));
    if width < 1.0 || height < 1.0 {
        return Some(say!(
            "图片尺寸是 {width}×{height}",
            "a picture of {width}×{height} pixels"
        ));
    }
    let last = file.filters(dict).pop().map(|(name, _)| name);
    match last.as_deref() {
        Some(b"DCTDecode") => jpeg(file, stream, (width, height)),
        Some(b"JPXDecode" | b"JBIG2Decode" | b"CCITTFaxDecode") => None,
        _ => samples(file, stream, (width, height)),
    }
}

fn samples(
    file: &File<'_>,
    stream: &Stream,
    (width, height): (f64, f64),
) -> Option<Message> {
    let dict = &stream.dict;
    let is_mask = file.flag(dict, "ImageMask");
    let space = dict.get(b"ColorSpace").ok();
    let space = space.map(|space| Space::of(file, &file.nothing, space));
    let parts = space.map_or(0, |space| space.parts());
    let bits = file.number(dict, "BitsPerComponent").unwrap_or(0.0);
    let row = if is_mask { width } else { width * bits * parts as f64 };
    let wanted = (row / 8.0).ceil() * height;
    if wanted > MOST_BYTES as f64 {
        return Some(say!(
            "图片 {width}×{height} 像素，大得无法检查",
            "a picture of {width}×{height} pixels is too large to check"
        ));
    }
    match file.plain(stream) {
        Err(reason) => {
            let Message { zh, en } = reason.said();
            Some(say!(
                "图片解不开（{zh}）；请制作方重新导出",
                "a picture cannot be decoded: {en}; ask for the file to be exported again"
            ))
        }
        Ok(data) if (data.len() as f64) < wanted => {
            let found = data.len();
            Some(say!(
                "图片 {width}×{height} 像素应有 {wanted} 字节，只有 {found}",
                "a picture of {width}×{height} pixels needs {wanted} bytes and has {found}"
            ))
        }
        Ok(_) => None,
    }
}

fn jpeg(
    file: &File<'_>,
    stream: &Stream,
    (width, height): (f64, f64),
) -> Option<Message> {
    let bare = file.filters(&stream.dict).len() == 1;
    if !bare {
        return None;
    }
    let data = stream.content.as_slice();
    let Some((across, down)) = frame(data) else {
        return Some(say!("图片不是完好的 JPEG", "a picture is no sound JPEG"));
    };
    if (across, down) != (width, height) {
        return Some(say!(
            "JPEG 是 {across}×{down} 像素，文件写的是 {width}×{height}",
            "a JPEG of {across}×{down} pixels is said to have {width}×{height}"
        ));
    }
    let tail = &data[data.len().saturating_sub(64)..];
    (!tail.windows(2).any(|pair| pair == [0xFF, 0xD9])).then(|| {
        say!("JPEG 图片不完整，后面断了", "a JPEG picture breaks off before its end")
    })
}

/// Width and height in a JPEG's frame header.
fn frame(data: &[u8]) -> Option<(f64, f64)> {
    let mut at = 2;
    if !data.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    loop {
        while *data.get(at)? == 0xFF && *data.get(at + 1)? == 0xFF {
            at += 1;
        }
        let (mark, kind) = (*data.get(at)?, *data.get(at + 1)?);
        if mark != 0xFF || kind == 0xD9 || kind == 0xDA {
            return None;
        }
        if matches!(kind, 0x01 | 0xD0..=0xD8) {
            at += 2;
            continue;
        }
        let word =
            |at: usize| Some(u16::from_be_bytes([*data.get(at)?, *data.get(at + 1)?]));
        // Start of frame: all of C0 to CF but tables (C4, C8, CC).
        if matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC) {
            return Some((f64::from(word(at + 7)?), f64::from(word(at + 5)?)));
        }
        at += 2 + usize::from(word(at + 2)?).max(2);
    }
}
