//! What a picture file says of itself, by its content, without decoding.

use super::png::png;
use super::scans;
use super::tiff::tiff;
use super::trouble::Trouble;
use crate::say;
use image::ImageDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use std::io::Cursor;

/// Most bytes of a picture when decoded; the largest cameras make 450 MB.
pub(super) const MOST_BYTES: u64 = 750_000_000;

/// What the file says.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) format: Format,
    /// As stored, before any turning.
    pub(super) size: (u32, u32),
    /// How a camera held sideways wants it shown.
    pub(super) orientation: Orientation,
    pub(super) channels: Channels,
    /// Black and white alone, without grays.
    pub(super) line_art: bool,
    /// Bytes held for one sample while it is decoded: a progressive JPEG is
    /// gathered as coefficients of two bytes before there are samples.
    pub(super) depth: u64,
    /// A JPEG whose inks are stored inverted, as Adobe's programs do.
    pub(super) inverted: bool,
}

impl Header {
    /// Whether memory holds its pixels. Decoders have limits of their own, and
    /// other words for them: so this comes first.
    pub(super) fn check_size(&self) -> Result<(), Trouble> {
        let (width, height) = self.size;
        if width == 0 || height == 0 {
            return Err(Trouble::NoPixels(width, height));
        }
        let samples = u64::try_from(self.channels.count() + 1).unwrap_or(u64::MAX);
        let pixels = u64::from(width) * u64::from(height);
        // The one more sample is the opacity that it may have.
        match pixels.saturating_mul(samples * self.depth) > MOST_BYTES / 3 * 4 {
            true => Err(Trouble::TooLarge(width, height)),
            false => Ok(()),
        }
    }
}

/// How a file is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    Tiff,
    WebP,
}

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::export) enum Channels {
    /// Light, from black to white.
    Gray,
    /// Light of three colours.
    Rgb,
    /// Four inks.
    Cmyk,
}

impl Channels {
    /// Samples a pixel.
    pub(super) fn count(self) -> usize {
        match self {
            Channels::Gray => 1,
            Channels::Rgb => 3,
            Channels::Cmyk => 4,
        }
    }
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Tiff => "TIFF",
            Format::WebP => "WebP",
        }
    }
}

/// Whether the picture as shown has the sides of the stored one exchanged.
pub(super) fn lies(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// A header and the embedded colour profile, if there is one.
pub(super) type Looked = (Header, Option<Vec<u8>>);

/// Whether a file is a picture that can be read, by its first bytes.
#[must_use]
pub fn is_picture(data: &[u8]) -> bool {
    format(data).is_some()
}

/// The kind of picture that a file is by its first bytes, whatever its name.
fn format(data: &[u8]) -> Option<Format> {
    match data {
        [0xFF, 0xD8, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Format::Png),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Format::Tiff),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Some(Format::WebP)
        }
        _ => None,
    }
}

/// Reads what the file says of itself.
pub(super) fn look(data: &[u8]) -> Result<Looked, Trouble> {
    if data.is_empty() {
        return Err(Trouble::Empty);
    }
    let (header, icc) = match format(data).ok_or_else(|| other(data))? {
        Format::Jpeg => jpeg(data)?,
        Format::Png => png(data)?,
        Format::Tiff => tiff(data)?,
        Format::WebP => webp(data)?,
    };
    header.check_size()?;
    if header.format == Format::Jpeg {
        scans::check(data)?;
    }
    Ok((header, icc))
}

/// Files that people take for pictures, or that are pictures of another kind.
fn other(data: &[u8]) -> Trouble {
    let kinds: [(&[u8], usize, &str); 12] = [
        (b"GIF8", 0, "GIF"),
        (b"BM", 0, "BMP"),
        (b"8BPS", 0, "Photoshop"),
        (b"%PDF", 0, "PDF"),
        (b"ftypavif", 4, "AVIF"),
        (b"ftyphei", 4, "HEIC"),
        (b"ftypmif1", 4, "HEIC"),
        (b"jP  ", 4, "JPEG 2000"),
        (b"JXL ", 4, "JPEG XL"),
        (b"\xFF\x0A", 0, "JPEG XL"),
        (b"<svg", 0, "SVG"),
        (b"%!PS", 0, "PostScript"),
    ];
    let found = kinds
        .iter()
        .find(|(mark, at, _)| data.get(*at..).is_some_and(|data| data.starts_with(mark)));
    found.map_or(Trouble::Unknown, |(.., kind)| Trouble::Kind(kind))
}

/// What a JPEG's segments say, gathered while walking them.
#[derive(Default)]
struct Segments {
    frame: Option<((u32, u32), Channels)>,
    progressive: bool,
    adobe: bool,
    orientation: Option<Orientation>,
    /// Pieces of the profile by their number.
    icc: Vec<(u8, Vec<u8>)>,
}

/// A segment of a JPEG: its mark, what it holds, and where the next begins.
pub(super) fn segment(data: &[u8], mut at: usize) -> Result<(u8, &[u8], usize), Trouble> {
    // Any number of bytes may stand before a mark.
    while data.get(at..at + 2).ok_or(Trouble::Cut)? == [0xFF, 0xFF] {
        at += 1;
    }
    let none = || {
        Trouble::Damaged(say!(
            "第 {at} 字节处没有 JPEG 数据段",
            "no JPEG segment at byte {at}"
        ))
    };
    match data.get(at..at + 4) {
        // Restart marks and the end mark hold nothing.
        _ if matches!(data[at..at + 2], [0xFF, 0xD0..=0xD7 | 0xD9]) => {
            Ok((data[at + 1], &[], at + 2))
        }
        Some(&[0xFF, marker, high, low]) => {
            let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
            if end < at + 4 {
                return Err(none());
            }
            Ok((marker, data.get(at + 4..end).ok_or(Trouble::Cut)?, end))
        }
        None => Err(Trouble::Cut),
        Some(_) => Err(none()),
    }
}

/// Walks a JPEG's segments. Arithmetic, lossless and 12-bit coding are refused:
/// PDF viewers and presses cannot read them.
fn jpeg(data: &[u8]) -> Result<Looked, Trouble> {
    let mut segments = Segments::default();
    let mut at = 2;
    loop {
        let (marker, segment, end) = segment(data, at)?;
        if matches!(marker, 0xD9 | 0xDA) {
            break;
        }
        segments.take(marker, segment)?;
        at = end;
    }
    let (size, channels) = segments
        .frame
        .ok_or_else(|| Trouble::jpeg("pixels before their frame"))?;
    let header = Header {
        format: Format::Jpeg,
        size,
        orientation: segments.orientation.unwrap_or(Orientation::NoTransforms),
        channels,
        line_art: false,
        depth: if segments.progressive { 3 } else { 1 },
        inverted: segments.adobe && channels == Channels::Cmyk,
    };
    segments.icc.sort_by_key(|(number, _)| *number);
    let icc = segments.icc.into_iter().flat_map(|(_, piece)| piece);
    let icc: Vec<u8> = icc.collect();
    Ok((header, Some(icc).filter(|icc| !icc.is_empty())))
}

impl Segments {
    fn take(&mut self, marker: u8, segment: &[u8]) -> Result<(), Trouble> {
        match marker {
            0xC0..=0xC2 => {
                self.frame = Some(jpeg_frame(segment)?);
                self.progressive = marker == 0xC2;
            }
            0xC3 => return Err(Trouble::Coding("无损", "lossless")),
            0xC5..=0xC7 => return Err(Trouble::Coding("分层", "hierarchical")),
            0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(Trouble::Coding("算术", "arithmetic"));
            }
            0xE1 => {
                if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
                    let found = Orientation::from_exif_chunk(exif);
                    self.orientation = self.orientation.or(found);
                }
            }
            0xE2 => {
                if let Some([number, _, piece @ ..]) =
                    segment.strip_prefix(b"ICC_PROFILE\0")
                {
                    self.icc.push((*number, piece.to_vec()));
                }
            }
            0xEE => self.adobe |= segment.starts_with(b"Adobe"),
            _ => {}
        }
        Ok(())
    }
}

fn jpeg_frame(segment: &[u8]) -> Result<((u32, u32), Channels), Trouble> {
    let &[bits, high_h, low_h, high_w, low_w, components, ..] = segment else {
        return Err(Trouble::Cut);
    };
    if bits != 8 {
        return Err(Trouble::Coding("12 位", "12-bit"));
    }
    let width = u16::from_be_bytes([high_w, low_w]);
    let height = u16::from_be_bytes([high_h, low_h]);
    let channels = match components {
        1 => Channels::Gray,
        3 => Channels::Rgb,
        4 => Channels::Cmyk,
        _ => {
            return Err(Trouble::Damaged(say!(
                "每个像素有 {components} 个分量",
                "{components} components"
            )));
        }
    };
    Ok(((width.into(), height.into()), channels))
}

fn webp(data: &[u8]) -> Result<Looked, Trouble> {
    let told = data.get(4..8).and_then(|size| size.first_chunk());
    let told = u32::from_le_bytes(*told.ok_or(Trouble::Cut)?);
    if usize::try_from(told).map_or(true, |told| told.saturating_add(8) > data.len()) {
        return Err(Trouble::Cut);
    }
    let damaged = |error: image::ImageError| Trouble::pixels(&error);
    let mut decoder = WebPDecoder::new(Cursor::new(data)).map_err(damaged)?;
    if decoder.has_animation() {
        return Err(Trouble::Animated);
    }
    let header = Header {
        format: Format::WebP,
        size: decoder.dimensions(),
        orientation: decoder.orientation().unwrap_or(Orientation::NoTransforms),
        channels: Channels::Rgb,
        line_art: false,
        depth: 1,
        inverted: false,
    };
    let icc = decoder.icc_profile().ok().flatten();
    Ok((header, icc))
}
