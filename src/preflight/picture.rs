//! Whether a picture's data are as long as it says.

use super::colour::Space;
use super::file::{File, MOST_BYTES};
use crate::diag::Message;
use crate::export::jpeg_fault;
use crate::say;
use lopdf::Stream;

/// JPEG of more pixels are not walked: their tables alone would fill the memory.
const MOST_PIXELS: f64 = 4e8;

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
        Some(b"JPXDecode") => jpx(stream, (width, height)),
        Some(b"JBIG2Decode" | b"CCITTFaxDecode") => None,
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
    let Some(Frame { across, down, parts }) = frame(data) else {
        return Some(say!("图片不是完好的 JPEG", "a picture is no sound JPEG"));
    };
    if (across, down) != (width, height) {
        return Some(say!(
            "JPEG 是 {across}×{down} 像素，文件写的是 {width}×{height}",
            "a JPEG of {across}×{down} pixels is said to have {width}×{height}"
        ));
    }
    let space = stream.dict.get(b"ColorSpace").ok();
    let space = space.map(|space| Space::of(file, &file.nothing, space));
    let wanted = space.map_or(0, |space| space.parts());
    if wanted > 0 && wanted != parts {
        return Some(say!(
            "JPEG 有 {parts} 种颜色，文件写的颜色空间要 {wanted} 种",
            "a JPEG of {parts} colours is said to have {wanted}"
        ));
    }
    if width * height > MOST_PIXELS {
        return None;
    }
    jpeg_fault(data)
}

/// JPEG 2000: its own head, and its end; what lies between is not decoded.
fn jpx(stream: &Stream, (width, height): (f64, f64)) -> Option<Message> {
    let data = stream.content.as_slice();
    let start = data.windows(4).position(|four| four == [0xFF, 0x4F, 0xFF, 0x51]);
    let head = start.map(|start| &data[start..]);
    // No code has this pair of bytes in it (ISO 15444-1, A.1).
    let ends = head.is_some_and(|head| head.windows(2).any(|pair| pair == [0xFF, 0xD9]));
    let word = |at: usize| {
        let four: &[u8; 4] = head?.get(at..)?.first_chunk()?;
        Some(f64::from(u32::from_be_bytes(*four)))
    };
    let side = |at: usize| Some(word(at)? - word(at + 8)?);
    let Some((across, down)) = side(8).zip(side(12)).filter(|_| ends) else {
        return Some(say!(
            "JPEG 2000 图片不完整，或不是完好的文件",
            "a JPEG 2000 picture breaks off, or is none"
        ));
    };
    ((across, down) != (width, height)).then(|| {
        say!(
            "JPEG 2000 是 {across}×{down} 像素，文件写的是 {width}×{height}",
            "a JPEG 2000 of {across}×{down} pixels is said to have {width}×{height}"
        )
    })
}

/// What a JPEG's frame header says.
struct Frame {
    across: f64,
    down: f64,
    /// Colours of a pixel.
    parts: usize,
}

fn frame(data: &[u8]) -> Option<Frame> {
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
            return Some(Frame {
                across: f64::from(word(at + 7)?),
                down: f64::from(word(at + 5)?),
                parts: usize::from(*data.get(at + 9)?),
            });
        }
        at += 2 + usize::from(word(at + 2)?).max(2);
    }
}
