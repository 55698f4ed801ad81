//! PNG: what its chunks say.

use super::header::{Channels, Format, Header, Looked};
use super::trouble::Trouble;
use crate::say;
use flate2::Crc;
use image::ImageDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use std::io::Cursor;

/// Reads the head of a PNG, and checks that it is whole.
pub(super) fn png(data: &[u8]) -> Result<Looked, Trouble> {
    let head: &[u8; 21] = data
        .get(8..)
        .and_then(|rest| rest.first_chunk())
        .ok_or(Trouble::Cut)?;
    let &[.., w0, w1, w2, w3, h0, h1, h2, h3, bits, colour, _, _, _] = head;
    let size =
        (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let palette = palette_of_whole(data)?;
    let two = palette.is_some_and(|palette| is_black_and_white(&palette));
    let mut header = Header {
        format: Format::Png,
        size,
        orientation: Orientation::NoTransforms,
        channels: if matches!(colour, 0 | 4) { Channels::Gray } else { Channels::Rgb },
        line_art: bits == 1 && (colour == 0 || two),
        depth: if bits == 16 { 2 } else { 1 },
        inverted: false,
    };
    header.check_size()?;
    let damaged = |error: image::ImageError| Trouble::pixels(&error);
    let mut decoder = PngDecoder::new(Cursor::new(data)).map_err(damaged)?;
    header.orientation = decoder.orientation().unwrap_or(header.orientation);
    let icc = decoder.icc_profile().ok().flatten();
    Ok((header, icc))
}

/// Whether a list of colours (red, green, blue each) has no others.
pub(super) fn is_black_and_white(palette: &[u8]) -> bool {
    let (colours, _) = palette.as_chunks::<3>();
    !colours.is_empty()
        && colours
            .iter()
            .all(|colour| matches!(colour, [0, 0, 0] | [255, 255, 255]))
}

/// Checks every chunk's sum, which is much cheaper than decoding and finds a
/// file that was damaged or cut short. Gives the palette.
fn palette_of_whole(data: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
    let mut rest = data.get(8..).ok_or(Trouble::Cut)?;
    let mut palette = None;
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk().ok_or(Trouble::Cut)?);
        let length = usize::try_from(length).map_err(|_| Trouble::Cut)?;
        let end = length.checked_add(8).ok_or(Trouble::Cut)?;
        let body = rest.get(4..end).ok_or(Trouble::Cut)?;
        let told = rest.get(end..).and_then(|rest| rest.first_chunk());
        let told = u32::from_be_bytes(*told.ok_or(Trouble::Cut)?);
        let mut sum = Crc::new();
        sum.update(body);
        if sum.sum() != told {
            let name = String::from_utf8_lossy(&body[..4]);
            return Err(Trouble::Damaged(say!(
                "数据块 {name} 的校验和不对",
                "the checksum of chunk {name} differs"
            )));
        }
        match &body[..4] {
            b"PLTE" => palette = Some(body[4..].to_vec()),
            b"IEND" => return Ok(palette),
            _ => {}
        }
        rest = &rest[end + 4..];
    }
}
