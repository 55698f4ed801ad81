//! A picture made ready for a file: decoded, cut, made smaller, inked, coded.

use super::coded::{Coded, Filter, Made, Space};
use super::decode::{Raster, decode};
use super::header::{Channels, Format};
use super::inks::{Inks, to_srgb};
use super::profile::SourceProfile;
use super::scale::{Region, scale};
use super::{Digest, Source, held, ink, jpeg, scans};
use crate::export::flate::{deflate, predicted};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What a file wants of a picture.
#[derive(Clone, Debug)]
pub(in crate::export) struct Want {
    /// The press's inks; without them light stays light.
    pub(in crate::export) inks: Option<Arc<Inks>>,
    /// Black ink alone.
    pub(in crate::export) gray: bool,
    /// What shows, in pixels as stored.
    pub(in crate::export) region: Region,
    /// The pixels that it is to have.
    pub(in crate::export) size: (u32, u32),
    /// Whether a JPEG that fits may go through with all that it holds, whatever
    /// of it shows.
    pub(in crate::export) whole_too: bool,
}

/// Raised whenever the same file and wish give other bytes than before.
const MAKING: u32 = 4;

/// Pictures of more bytes than this are decoded one after the other.
const LARGE: usize = 100_000_000;

/// Pictures of so few pixels are coded without loss: it costs next to nothing.
const SMALL: usize = 128 * 128;

/// Drawings and diagrams have few colours, and JPEG frays their edges.
const FEW_COLOURS: usize = 256;

impl Want {
    /// A sum of all that the outcome depends on.
    pub(super) fn key(&self, source: &Source) -> Digest {
        let mut all = Vec::from(source.digest);
        let Region { left, top, width, height } = self.region;
        let numbers = [
            MAKING,
            left,
            top,
            width,
            height,
            self.size.0,
            self.size.1,
            self.gray.into(),
            self.whole_too.into(),
        ];
        all.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        all.extend(self.inks.iter().flat_map(|inks| inks.key()));
        all.extend(env!("CARGO_PKG_VERSION").as_bytes());
        crate::export::digest(&all)
    }

    /// Whether the file's own bytes will do, if its colours do: each of its pixels
    /// is wanted, or only hidden ones are not and they are fewer than those.
    fn takes_whole(&self, source: &Source) -> bool {
        let Region { width, height, .. } = self.region;
        let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        let whole = source.header.size;
        let hides = self.region != Region::whole(whole);
        self.size == (width, height)
            && (!hides || self.whole_too && area((width, height)) * 2 > area(whole))
    }
}

/// Makes a picture ready.
pub(super) fn make(source: &Source, want: &Want) -> Made {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let (width, height) = source.header.size;
    let pixels = u64::from(width) * u64::from(height);
    let is_large = usize::try_from(pixels * 3).map_or(true, |bytes| bytes > LARGE);
    let _turn =
        is_large.then(|| ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner));
    match &want.inks {
        _ if source.header.line_art => line_art(source, want),
        Some(inks) if source.header.channels == Channels::Cmyk && !want.gray => {
            separated(source, want, inks)
        }
        Some(inks) => {
            let raster = shown(source, want)?;
            let lossless = is_drawing(source, &raster);
            let gray = want.gray || raster.is_gray();
            let inked = inks.convert(raster, &source.profile, gray)?;
            Ok(coded(&inked, lossless, inks.limit()))
        }
        None => plain(source, want),
    }
}

/// The pixels that show, at the size that is wanted.
fn shown(source: &Source, want: &Want) -> Result<Raster, super::Trouble> {
    Ok(scale(decode(source)?, want.region, want.size))
}

/// Whether a picture is to be coded without loss.
fn is_drawing(source: &Source, raster: &Raster) -> bool {
    if raster.width * raster.height <= SMALL {
        return true;
    }
    let mut colours = BTreeSet::new();
    source.header.format != Format::Jpeg
        && raster.data.chunks_exact(raster.samples).all(|pixel| {
            colours.insert(pixel);
            colours.len() <= FEW_COLOURS
        })
}

/// Inks that were separated before: as they are if they fit this press, else
/// with less ink, or turned into this press's inks.
fn separated(source: &Source, want: &Want, inks: &Inks) -> Made {
    let decoded = decode(source)?;
    let most = ink::most(&decoded.data);
    // What all viewers show of a JPEG differs by as much.
    let fits = most <= inks.limit() + 1;
    let own = inks.are_own(&source.profile);
    let is_jpeg = source.header.format == Format::Jpeg;
    if fits && own && is_jpeg && want.takes_whole(source) {
        return Ok(untouched(source));
    }
    let raster = scale(decoded, want.region, want.size);
    let lossless = is_drawing(source, &raster);
    let inked = inks.convert(raster, &source.profile, false)?;
    let mut coded = coded(&inked, lossless, inks.limit());
    coded.was_over = (own && !fits).then_some(most * 100 / 255);
    Ok(coded)
}

/// The file's own bytes, up to the picture's end.
fn untouched(source: &Source) -> Coded {
    let (space, filter) = match source.header.channels {
        Channels::Gray => (Space::Gray, Filter::Jpeg),
        Channels::Rgb => (Space::Rgb, Filter::Jpeg),
        Channels::Cmyk if source.header.inverted => (Space::Cmyk, Filter::JpegInverted),
        Channels::Cmyk => (Space::Cmyk, Filter::Jpeg),
    };
    let end = scans::check(&source.data).unwrap_or(source.data.len());
    let (size, data) = (source.header.size, source.data[..end].to_vec());
    Coded { size, space, filter, data, was_over: None }
}

/// Without a press colours stay as they are, but for profiles that few viewers
/// of a plain file would follow.
fn plain(source: &Source, want: &Want) -> Made {
    let usual = !matches!(source.profile, SourceProfile::Own(_));
    let is_jpeg = source.header.format == Format::Jpeg;
    if is_jpeg && usual && !want.gray && want.takes_whole(source) {
        return Ok(untouched(source));
    }
    let raster = shown(source, want)?;
    let lossless = is_drawing(source, &raster);
    let mut raster = to_srgb(raster, &source.profile)?;
    if raster.samples == 3 && (want.gray || raster.is_gray()) {
        raster = gray(&raster);
    }
    Ok(coded(&raster, lossless, u32::MAX))
}

/// The lightness of light: squares stand for its amount.
fn gray(raster: &Raster) -> Raster {
    let (pixels, _) = raster.data.as_chunks::<3>();
    let lightness = |pixel: &[u8; 3]| {
        let [r, g, b] = pixel.map(|part| u32::from(part) * u32::from(part));
        let light = (r * 2126 + g * 7152 + b * 722) / 10_000;
        u8::try_from(light.isqrt()).unwrap_or(u8::MAX)
    };
    let data = pixels.iter().map(lightness).collect();
    Raster { samples: 1, data, ..*raster }
}

fn line_art(source: &Source, want: &Want) -> Made {
    // Fewer pixels would turn its edges gray.
    let size = (want.region.width, want.region.height);
    let raster = scale(decode(source)?, want.region, size);
    let row = |row: &[u8]| -> Vec<u8> {
        let byte = |pixels: &[u8]| {
            let bits = pixels.iter().enumerate();
            bits.fold(0, |byte, (at, light)| byte | u8::from(*light > 127) << (7 - at))
        };
        row.chunks(8).map(byte).collect()
    };
    let samples = raster.samples;
    let light: Vec<u8> = raster.data.iter().copied().step_by(samples).collect();
    let rows: Vec<u8> = light.chunks_exact(raster.width).flat_map(row).collect();
    let data = deflate(&predicted(&rows, raster.width.div_ceil(8), 1));
    Ok(Coded {
        size,
        space: Space::Bits,
        filter: Filter::Flate,
        data,
        was_over: None,
    })
}

/// Codes pixels, so that none decodes to more ink than the limit.
fn coded(raster: &Raster, lossless: bool, limit: u32) -> Coded {
    let (size, space) = (raster.size(), space(raster));
    let jpeg = if lossless || size.0.max(size.1) > jpeg::MOST_SIDE {
        None
    } else if raster.samples == 4 {
        held::jpeg(raster.clone(), limit)
    } else {
        jpeg::encode(raster)
    };
    let (filter, data) = match jpeg {
        Some(data) if raster.samples == 4 => (Filter::JpegInverted, data),
        Some(data) => (Filter::Jpeg, data),
        None => {
            let length = raster.width * raster.samples;
            let rows = predicted(&raster.data, length, raster.samples);
            (Filter::Flate, deflate(&rows))
        }
    };
    Coded { size, space, filter, data, was_over: None }
}

fn space(raster: &Raster) -> Space {
    match raster.samples {
        1 => Space::Gray,
        3 => Space::Rgb,
        _ => Space::Cmyk,
    }
}
