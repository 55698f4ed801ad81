//! What kind of pixels a TIFF holds, by its tags, and whether they are read.
//!
//! Numbers of tags and values are those of TIFF 6.0 and its supplements.

use super::super::header::Channels;
use super::super::trouble::Trouble;
use super::{Reader, damaged};
use crate::diag::Message;
use crate::say;
use tiff::tags::Tag;

/// Bits of a sample that are read when a pixel has only one.
const FEW_BITS: [u16; 3] = [1, 2, 4];

/// The pixels of a TIFF as they are stored.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) meaning: Meaning,
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub(super) bits: u16,
    /// Samples of a pixel, those beyond its colours among them.
    pub(super) all: usize,
    pub(super) opacity: Opacity,
    /// Whether all samples of one colour stand before those of the next.
    pub(super) planar: bool,
}

/// What the samples of a pixel say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Light; in a negative 0 is white.
    Gray {
        negative: bool,
    },
    Rgb,
    /// A number in a list of colours: red, green, blue each.
    Palette(Vec<u8>),
    Cmyk,
    YCbCr,
}

/// What the first sample behind the colours says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opacity {
    /// Nothing about the picture: a mask, a spot ink.
    None,
    /// How much of the paper it covers.
    Plain,
    /// The same, and the colours are already weakened by it.
    Multiplied,
}

impl Kind {
    /// Reads the tags; `meaning` is what the file says its samples mean.
    pub(super) fn of(decoder: &mut Reader<'_>, meaning: u16) -> Result<Kind, Trouble> {
        let all: u16 = number(decoder, Tag::SamplesPerPixel)?.unwrap_or(1);
        let bits: u16 =
            numbers(decoder, Tag::BitsPerSample)?.first().copied().unwrap_or(1);
        check_samples(decoder, bits)?;
        check_compression(decoder)?;
        let meaning = meaning_of(decoder, meaning, bits)?;
        let all = usize::from(all);
        let colours = meaning.samples();
        let is_read = match bits {
            8 => true,
            16 => !matches!(meaning, Meaning::Palette(_) | Meaning::YCbCr),
            bits => FEW_BITS.contains(&bits) && all == 1,
        };
        if !is_read {
            return Err(Trouble::Variety(say!(
                "每个样本 {bits} 位",
                "its samples have {bits} bits"
            )));
        }
        if all < colours {
            return Err(Trouble::Variety(say!(
                "每个像素只有 {all} 个样本",
                "its pixels have only {all} samples"
            )));
        }
        let extra = numbers::<u16>(decoder, Tag::ExtraSamples)?;
        let opacity = match extra.first() {
            _ if all == colours => Opacity::None,
            None | Some(2) => Opacity::Plain,
            Some(1) => Opacity::Multiplied,
            Some(_) => Opacity::None,
        };
        let planar = number(decoder, Tag::PlanarConfiguration)? == Some(2_u16) && all > 1;
        Ok(Kind { meaning, bits, all, opacity, planar })
    }

    /// Bytes held for one sample of the colours, with their opacity, while the
    /// picture is decoded.
    pub(super) fn depth(&self) -> u64 {
        let held = self.all * usize::from(self.bits.div_ceil(8));
        let depth = held.div_ceil(self.meaning.samples() + 1).max(1);
        u64::try_from(depth).unwrap_or(u64::MAX)
    }

    /// Whether it is black and white alone, a bit a pixel.
    pub(super) fn is_line_art(&self) -> bool {
        self.bits == 1
            && match &self.meaning {
                Meaning::Palette(colours) => {
                    super::super::png::is_black_and_white(colours)
                }
                _ => true,
            }
    }
}

impl Meaning {
    /// Samples that tell a pixel's colour.
    pub(super) fn samples(&self) -> usize {
        match self {
            Meaning::Gray { .. } | Meaning::Palette(_) => 1,
            Meaning::Rgb | Meaning::YCbCr => 3,
            Meaning::Cmyk => 4,
        }
    }

    /// What they are when they are read.
    pub(super) fn channels(&self) -> Channels {
        match self {
            Meaning::Gray { .. } => Channels::Gray,
            Meaning::Rgb | Meaning::Palette(_) | Meaning::YCbCr => Channels::Rgb,
            Meaning::Cmyk => Channels::Cmyk,
        }
    }
}

fn number<T: TryFrom<u64>>(
    decoder: &mut Reader<'_>,
    tag: Tag,
) -> Result<Option<T>, Trouble> {
    decoder.find_tag_unsigned(tag).map_err(|error| damaged(&error))
}

fn numbers<T: TryFrom<u64>>(
    decoder: &mut Reader<'_>,
    tag: Tag,
) -> Result<Vec<T>, Trouble> {
    let found = decoder.find_tag_unsigned_vec(tag).map_err(|error| damaged(&error))?;
    Ok(found.unwrap_or_default())
}

fn meaning_of(
    decoder: &mut Reader<'_>,
    meaning: u16,
    bits: u16,
) -> Result<Meaning, Trouble> {
    let unread = match meaning {
        0 | 1 => return Ok(Meaning::Gray { negative: meaning == 0 }),
        2 => return Ok(Meaning::Rgb),
        3 => return palette(decoder, bits),
        5 if number(decoder, Tag::Unknown(332))?.is_none_or(|inks: u16| inks == 1) => {
            return Ok(Meaning::Cmyk);
        }
        5 => {
            say!("油墨不是 CMYK 四色", "its inks are not cyan, magenta, yellow and black")
        }
        6 if !is_thinned(decoder)? => return Ok(Meaning::YCbCr),
        6 => say!(
            "颜色的像素比明暗的少（YCbCr 抽样）",
            "it has fewer pixels for colour than for light (YCbCr subsampling)"
        ),
        4 => say!("只是一张蒙版", "it is a mask only"),
        8..=10 => say!("颜色是 Lab", "its colours are Lab"),
        32_803 | 34_892 => say!("是相机原始数据（RAW）", "it is raw camera data"),
        32_844 | 32_845 => say!("颜色是 LogLuv", "its colours are LogLuv"),
        other => say!(
            "颜色种类是第 {other} 号",
            "its colours are of kind {other} (photometric interpretation)"
        ),
    };
    Err(Trouble::Variety(unread))
}

/// Whether colour has fewer pixels than light; JPEG brings them back itself.
fn is_thinned(decoder: &mut Reader<'_>) -> Result<bool, Trouble> {
    let is_jpeg = number(decoder, Tag::Compression)? == Some(7_u16);
    let each = numbers::<u16>(decoder, Tag::ChromaSubsampling)?;
    Ok(!is_jpeg && each != [1, 1])
}

/// All reds stand first, then all greens, then all blues, in 16 bits.
fn palette(decoder: &mut Reader<'_>, bits: u16) -> Result<Meaning, Trouble> {
    let parts: Vec<u16> = numbers(decoder, Tag::ColorMap)?;
    let count = 1_usize << bits.min(8);
    if bits <= 8 && parts.len() < 3 * count {
        return Err(Trouble::Damaged(say!("缺颜色表", "its list of colours is missing")));
    }
    // Some programs wrote 8 bits, against the rule; libtiff tells them so.
    let is_deep = parts.iter().any(|part| *part > 255);
    let whole = |part: u16| match is_deep {
        true => super::to_8_bits(part),
        false => u8::try_from(part).unwrap_or(u8::MAX),
    };
    let of = |at: usize| [0, count, 2 * count].map(|list| parts.get(list + at).copied());
    let colours = (0..count).flat_map(of).map(|part| whole(part.unwrap_or(0)));
    Ok(Meaning::Palette(colours.collect()))
}

/// Samples must be whole numbers from 0.
fn check_samples(decoder: &mut Reader<'_>, bits: u16) -> Result<(), Trouble> {
    let formats: Vec<u16> = numbers(decoder, Tag::SampleFormat)?;
    let unread = match formats.first() {
        None | Some(1 | 4) => return Ok(()),
        Some(2) => say!("样本是带正负号的数", "its samples are numbers with a sign"),
        Some(3) => {
            say!("样本是 {bits} 位浮点数", "its samples are {bits}-bit floating point")
        }
        Some(other) => {
            say!("样本是第 {other} 种格式", "its samples are of format {other}")
        }
    };
    Err(Trouble::Variety(unread))
}

fn check_compression(decoder: &mut Reader<'_>) -> Result<(), Trouble> {
    let name: Message = match number::<u16>(decoder, Tag::Compression)?.unwrap_or(1) {
        1 | 4 | 5 | 7 | 8 | 32_773 | 32_946 => return Ok(()),
        2 | 3 => say!("传真压缩（CCITT G3）", "fax (CCITT G3)"),
        6 => say!("旧式 JPEG 压缩", "old JPEG"),
        33_003 | 33_005 | 34_712 => say!("JPEG 2000 压缩", "JPEG 2000"),
        34_925 => say!("LZMA 压缩", "LZMA"),
        50_000 => say!("Zstandard 压缩", "Zstandard"),
        50_001 => say!("WebP 压缩", "WebP"),
        other => say!("第 {other} 号压缩", "kind {other}"),
    };
    let Message { zh, en } = name;
    Err(Trouble::Variety(say!("用的是{zh}", "its compression is {en}")))
}
