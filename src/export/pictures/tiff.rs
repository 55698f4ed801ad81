//! TIFF: what its tags say, and its pixels.

use super::decode::{Raster, flat};
use super::header::{Channels, Format, Header, Looked};
use super::trouble::Trouble;
use image::metadata::Orientation;
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError, TiffFormatError};

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

fn damaged(error: &TiffError) -> Trouble {
    match error {
        TiffError::IoError(_) => Trouble::Cut,
        TiffError::FormatError(TiffFormatError::InvalidDimensions(width, height)) => {
            Trouble::NoPixels(*width, *height)
        }
        error => Trouble::Damaged(error.to_string()),
    }
}

fn open(data: &[u8]) -> Result<Reader<'_>, Trouble> {
    let limits = Limits::unlimited();
    let decoder = Decoder::new(Cursor::new(data));
    decoder
        .map(|decoder| decoder.with_limits(limits))
        .map_err(|error| damaged(&error))
}

/// Reads the tags of the first picture in the file, and checks that its
/// pieces lie inside the file.
pub(super) fn tiff(data: &[u8]) -> Result<Looked, Trouble> {
    let mut decoder = open(data)?;
    let fail = |error: TiffError| damaged(&error);
    let size = decoder.dimensions().map_err(fail)?;
    let colour = decoder.colortype().map_err(fail)?;
    let channels = channels(colour)?;
    let orientation = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    let header = Header {
        format: Format::Tiff,
        size,
        orientation: orientation
            .and_then(Orientation::from_exif)
            .unwrap_or(Orientation::NoTransforms),
        channels,
        line_art: colour == ColorType::Gray(1),
        depth: if colour.bit_depth() > 8 { 2 } else { 1 },
        inverted: false,
    };
    let pieces = [
        (Tag::StripOffsets, Tag::StripByteCounts),
        (Tag::TileOffsets, Tag::TileByteCounts),
    ];
    for (starts, lengths) in pieces {
        let mut read = |tag| decoder.find_tag_unsigned_vec::<u64>(tag).ok().flatten();
        let starts = read(starts).unwrap_or_default();
        let lengths = read(lengths).unwrap_or_default();
        let last = starts
            .iter()
            .zip(&lengths)
            .map(|(start, length)| start.saturating_add(*length));
        if last
            .max()
            .is_some_and(|end| usize::try_from(end).map_or(true, |end| end > data.len()))
        {
            return Err(Trouble::Cut);
        }
    }
    let icc = decoder.get_tag_u8_vec(Tag::IccProfile).ok();
    Ok((header, icc))
}

fn channels(colour: ColorType) -> Result<Channels, Trouble> {
    match colour {
        ColorType::Gray(1 | 2 | 4 | 8 | 16)
        | ColorType::GrayA(8 | 16)
        | ColorType::Multiband { bit_depth: 8 | 16, num_samples: 2 } => {
            Ok(Channels::Gray)
        }
        ColorType::RGB(8 | 16) | ColorType::RGBA(8 | 16) | ColorType::YCbCr(8) => {
            Ok(Channels::Rgb)
        }
        ColorType::CMYK(8 | 16) | ColorType::CMYKA(8 | 16) => Ok(Channels::Cmyk),
        other => Err(Trouble::Damaged(format!("{other:?} pixels are not supported"))),
    }
}

/// The pixels.
pub(super) fn pixels(data: &[u8], header: &Header) -> Result<Raster, Trouble> {
    let mut decoder = open(data)?;
    let fail = |error: TiffError| damaged(&error);
    let colour = decoder.colortype().map_err(fail)?;
    let samples = match decoder.read_image().map_err(fail)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.into_iter().map(to_8_bits).collect(),
        _ => return Err(Trouble::Damaged("samples are no whole numbers".to_string())),
    };
    let samples = match colour {
        ColorType::Gray(bits @ (1 | 2 | 4)) => unpacked(&samples, bits, header.size),
        ColorType::YCbCr(_) => rgb_of(&samples),
        _ => samples,
    };
    let count = header.channels.count();
    let all = match colour {
        ColorType::Multiband { .. }
        | ColorType::GrayA(_)
        | ColorType::RGBA(_)
        | ColorType::CMYKA(_) => count + 1,
        _ => count,
    };
    let paper = if header.channels == Channels::Cmyk { 0 } else { 255 };
    Raster::new(header.size, count, flat(samples, count, all, paper))
}

fn to_8_bits(sample: u16) -> u8 {
    let scaled = (u32::from(sample) * 255 + 32_767) / 65_535;
    u8::try_from(scaled).unwrap_or(u8::MAX)
}

/// Samples of less than a byte; each row begins with a byte of its own.
fn unpacked(packed: &[u8], bits: u8, (width, _): (u32, u32)) -> Vec<u8> {
    let width = usize::try_from(width).unwrap_or(0);
    let per_byte = usize::from(8 / bits);
    let white = (1_u8 << bits) - 1;
    let row = |row: &[u8]| -> Vec<u8> {
        let sample = |at: usize| {
            let shift = 8 - usize::from(bits) * (at % per_byte + 1);
            (row[at / per_byte] >> shift & white) * (255 / white)
        };
        (0..width).map(sample).collect()
    };
    packed
        .chunks_exact(width.div_ceil(per_byte).max(1))
        .flat_map(row)
        .collect()
}

/// JPEG's colours (full range) as RGB.
fn rgb_of(samples: &[u8]) -> Vec<u8> {
    let (pixels, _) = samples.as_chunks::<3>();
    pixels.iter().flat_map(|pixel| super::jpeg::rgb(*pixel)).collect()
}
