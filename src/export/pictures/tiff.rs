//! TIFF: what its tags say, and its pixels.

mod kind;
mod overlay;

use super::decode::{Raster, flat};
use super::header::{Format, Header, Looked, MOST_BYTES};
use super::trouble::Trouble;
use crate::diag::Message;
use crate::say;
use image::metadata::Orientation;
use kind::{Kind, Meaning, Opacity};
use overlay::Overlay;
use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{TiffError, TiffFormatError, TiffUnsupportedError};

type Reader<'a> = Decoder<Overlay<'a>>;

fn damaged(error: &TiffError) -> Trouble {
    match error {
        TiffError::IoError(_) => Trouble::Cut,
        TiffError::FormatError(TiffFormatError::InvalidDimensions(width, height)) => {
            Trouble::NoPixels(*width, *height)
        }
        TiffError::UnsupportedError(error) => Trouble::Variety(unread(error)),
        error => Trouble::Damaged(say!("标记或数据有误（{error}）", "{error}")),
    }
}

fn unread(error: &TiffUnsupportedError) -> Message {
    match error {
        TiffUnsupportedError::InconsistentBitsPerSample(_) => {
            say!("各色的位数不同", "its colours have different depths")
        }
        TiffUnsupportedError::UnsupportedSampleFormat(_) => {
            say!("样本不是整数", "its samples are no whole numbers")
        }
        error => say!("写法少见（{error}）", "{error}"),
    }
}

/// Opens a file, with what it says its samples mean. The decoder is told that
/// they are plain numbers: of the meanings it knows only some, and it drops
/// samples behind the colours before it undoes their prediction.
fn open(data: &[u8]) -> Result<(Reader<'_>, u16), Trouble> {
    let (overlay, meaning) = overlay::over_meaning(data);
    let meaning = meaning.ok_or_else(|| {
        // Without the tag, or a list of tags, it says itself what is wrong.
        let error = Decoder::new(Overlay::none(data)).err();
        error.map_or(Trouble::Cut, |error| damaged(&error))
    })?;
    let decoder = Decoder::new(overlay).map_err(|error| damaged(&error))?;
    Ok((decoder.with_limits(Limits::unlimited()), meaning))
}

/// Reads the tags of the first picture in the file, and checks that its
/// pieces lie inside the file.
pub(super) fn tiff(data: &[u8]) -> Result<Looked, Trouble> {
    let (mut decoder, meaning) = open(data)?;
    let size = decoder.dimensions().map_err(|error| damaged(&error))?;
    let kind = Kind::of(&mut decoder, meaning)?;
    let orientation = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    let header = Header {
        format: Format::Tiff,
        size,
        orientation: orientation
            .and_then(Orientation::from_exif)
            .unwrap_or(Orientation::NoTransforms),
        channels: kind.meaning.channels(),
        line_art: kind.is_line_art(),
        depth: kind.depth(),
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

/// The pixels.
pub(super) fn pixels(data: &[u8], header: &Header) -> Result<Raster, Trouble> {
    let (mut decoder, meaning) = open(data)?;
    let kind = Kind::of(&mut decoder, meaning)?;
    let is_tiled = decoder.get_chunk_type() == ChunkType::Tile;
    let mut samples = if kind.planar && is_tiled {
        tiles_of_planes(&mut decoder, &kind, header.size)?
    } else {
        let mut samples = DecodingResult::U8(Vec::new());
        let read = decoder.read_image_to_buffer(&mut samples);
        read.map_err(|error| damaged(&error))?;
        let samples = whole_bytes(samples)?;
        if kind.planar { joined(&samples, kind.all) } else { samples }
    };
    if kind.bits < 8 {
        samples = unpacked(&samples, &kind, header.size);
    }
    let count = header.channels.count();
    let samples = coloured(samples, &kind);
    Raster::new(header.size, count, samples)
}

/// Samples of 8 bits.
fn whole_bytes(samples: DecodingResult) -> Result<Vec<u8>, Trouble> {
    match samples {
        DecodingResult::U8(samples) => Ok(samples),
        DecodingResult::U16(samples) => Ok(samples.into_iter().map(to_8_bits).collect()),
        _ => Err(Trouble::Variety(say!(
            "样本不是整数",
            "its samples are no whole numbers"
        ))),
    }
}

/// The pixels of a picture whose colours stand apart, each in tiles. The decoder
/// reads one tile at a time, but not all of them.
fn tiles_of_planes(
    decoder: &mut Reader<'_>,
    kind: &Kind,
    (width, height): (u32, u32),
) -> Result<Vec<u8>, Trouble> {
    let (across, down) = decoder.chunk_dimensions();
    let (across, down) = (across.max(1), down.max(1));
    if u64::from(across) * u64::from(down) > MOST_BYTES / 3 {
        return Err(Trouble::TooLarge(across, down));
    }
    let whole = |length: u32| usize::try_from(length).unwrap_or(0);
    let row = whole(width) * kind.all;
    let mut pixels = vec![0; row * whole(height)];
    let mut number = 0;
    for plane in 0..kind.all {
        for top in (0..height).step_by(whole(down)) {
            for left in (0..width).step_by(whole(across)) {
                let (length, _) = decoder.chunk_data_dimensions(number);
                let tile = decoder.read_chunk(number).map_err(|error| damaged(&error))?;
                let tile = whole_bytes(tile)?;
                number += 1;
                // The last tiles reach beyond the picture.
                let rows = whole(down.min(height - top));
                let columns = whole(across.min(width - left));
                for (y, line) in tile.chunks(whole(length).max(1)).take(rows).enumerate()
                {
                    let start = (whole(top) + y) * row + whole(left) * kind.all + plane;
                    for (x, sample) in line.iter().take(columns).enumerate() {
                        pixels[start + x * kind.all] = *sample;
                    }
                }
            }
        }
    }
    Ok(pixels)
}

/// Samples as they are used: gray, RGB or inks, without what stands behind.
fn coloured(mut samples: Vec<u8>, kind: &Kind) -> Vec<u8> {
    let colours = kind.meaning.samples();
    // What a sample counts for where nothing covers the paper.
    let paper = if kind.meaning == Meaning::Cmyk { 0 } else { 255 };
    match &kind.meaning {
        Meaning::Gray { negative: true } => {
            let light = samples.iter_mut().step_by(kind.all);
            light.for_each(|sample| *sample = 255 - *sample);
        }
        Meaning::Palette(list) => {
            let number = samples.iter().step_by(kind.all);
            let colour = |at: &u8| {
                let at = usize::from(*at) * 3;
                list.get(at..at + 3).unwrap_or(&[0; 3]).iter().copied()
            };
            return number.flat_map(colour).collect();
        }
        _ => {}
    }
    let samples = match kind.opacity {
        Opacity::Plain => flat(samples, colours, kind.all, paper),
        Opacity::None | Opacity::Multiplied => {
            let laid = |pixel: &[u8]| -> Vec<u8> {
                let clear = match kind.opacity {
                    Opacity::Multiplied if paper > 0 => 255 - pixel[colours],
                    _ => 0,
                };
                let colours = pixel[..colours].iter();
                colours.map(|sample| sample.saturating_add(clear)).collect()
            };
            if kind.all == colours {
                samples
            } else {
                samples.chunks_exact(kind.all).flat_map(laid).collect()
            }
        }
    };
    match kind.meaning {
        Meaning::YCbCr => rgb_of(&samples),
        _ => samples,
    }
}

/// Samples whose colours are stored apart, pixel by pixel.
fn joined(planes: &[u8], all: usize) -> Vec<u8> {
    let count = planes.len() / all;
    let pixel = |at: usize| (0..all).map(move |plane| planes[plane * count + at]);
    (0..count).flat_map(pixel).collect()
}

fn to_8_bits(sample: u16) -> u8 {
    let scaled = (u32::from(sample) * 255 + 32_767) / 65_535;
    u8::try_from(scaled).unwrap_or(u8::MAX)
}
/// Samples of less than a byte: numbers of colours as they are, others from none
/// to full. Each row begins with a byte of its own.
fn unpacked(packed: &[u8], kind: &Kind, (width, _): (u32, u32)) -> Vec<u8> {
    let bits = kind.bits;
    let width = usize::try_from(width).unwrap_or(0);
    let per_byte = usize::from(8 / bits);
    let most = (1_u8 << bits) - 1;
    let factor = match kind.meaning {
        Meaning::Palette(_) => 1,
        _ => 255 / most,
    };
    let row = |row: &[u8]| -> Vec<u8> {
        let sample = |at: usize| {
            let shift = 8 - usize::from(bits) * (at % per_byte + 1);
            (row[at / per_byte] >> shift & most) * factor
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
