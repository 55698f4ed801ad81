//! JPEG: decoding and coding in whole numbers, so that every machine makes the
//! same bytes. The decoder has paths for some processors, which cannot be turned
//! off but reckon exactly as its plain one does; the coder has one path.

use super::decode::Raster;
use super::header::{Channels, Format, Header};
use super::trouble::Trouble;
use image::metadata::Orientation;
use jpeg_encoder::{ColorType, Encoder, QuantizationTableType, SamplingFactor};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// The largest side that a JPEG can have.
pub(super) const MOST_SIDE: u32 = 65_535;

/// Quality on the common scale to 100: no loss shows at twice the size of a
/// newspaper's screen, and more only makes files large.
const QUALITY: u8 = 90;

/// The steps of all frequencies of an ink, as that scale has them for lightness:
/// the encoder takes a table of one's own as it is, whatever the quality.
const STEPS: [u16; 64] = steps();

/// The squares of half a step of all frequencies but the mean, together.
pub(super) const HALF_STEPS: u64 = half_steps();

const fn steps() -> [u16; 64] {
    let mut steps = LIGHTNESS;
    let mut at = 0;
    while at < 64 {
        let step = (LIGHTNESS[at] * (200 - 2 * QUALITY as u16) + 50) / 100;
        steps[at] = if step == 0 { 1 } else { step };
        at += 1;
    }
    steps
}

const fn half_steps() -> u64 {
    let (mut sum, mut at) = (0, 1);
    while at < 64 {
        sum += STEPS[at] as u64 * STEPS[at] as u64;
        at += 1;
    }
    sum / 4 + 1
}

/// The pixels of a JPEG; inks are inks, however they were stored.
pub(super) fn pixels(data: &[u8], header: &Header) -> Result<Raster, Trouble> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let damaged = |error| Trouble::jpeg(&format!("{error:?}"));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().map_err(damaged)?;
    let stored = decoder.input_colorspace();
    let wanted = match header.channels {
        Channels::Gray => ColorSpace::Luma,
        Channels::Rgb => ColorSpace::RGB,
        Channels::Cmyk if stored == Some(ColorSpace::YCCK) => ColorSpace::YCCK,
        Channels::Cmyk => ColorSpace::CMYK,
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let mut samples = decoder.decode().map_err(damaged)?;
    if wanted == ColorSpace::YCCK {
        let (pixels, _) = samples.as_chunks_mut::<4>();
        for pixel in pixels {
            let [y, cb, cr, _] = *pixel;
            // The three colours stand for light: what the inks leave.
            pixel[..3].copy_from_slice(&rgb([y, cb, cr]).map(|light| 255 - light));
        }
    }
    if header.inverted {
        for sample in &mut samples {
            *sample = 255 - *sample;
        }
    }
    Raster::new(header.size, header.channels.count(), samples)
}

/// The inks of a JPEG of four, as a PDF takes them: four samples a pixel, not
/// turned over. None if it is no such JPEG, or damaged.
pub fn jpeg_inks(data: &[u8], size: (u32, u32)) -> Option<Vec<u8>> {
    inks(data, size, false).map(|raster| raster.data)
}

/// The inks of a JPEG of four, turned over if they are stored inverted.
pub(super) fn inks(data: &[u8], size: (u32, u32), inverted: bool) -> Option<Raster> {
    let header = Header {
        format: Format::Jpeg,
        size,
        orientation: Orientation::NoTransforms,
        channels: Channels::Cmyk,
        line_art: false,
        depth: 1,
        inverted,
    };
    pixels(data, &header).ok()
}

/// RGB of JPEG's colours, in 65536ths.
pub(super) fn rgb([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let y = i32::from(y) * 65_536 + 32_768;
    let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
    let light = [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb];
    light.map(|light| u8::try_from((light >> 16).clamp(0, 255)).unwrap_or(u8::MAX))
}

/// Codes pixels; inks are stored inverted, as Adobe's programs do and all
/// readers know. Colours are not stored coarser than their lightness, since a
/// red next to a blue would run.
pub(super) fn encode(raster: &Raster) -> Option<Vec<u8>> {
    let side = |pixels: usize| u16::try_from(pixels).ok();
    let (width, height) = (side(raster.width)?, side(raster.height)?);
    let colours = match raster.samples {
        1 => ColorType::Luma,
        3 => ColorType::Rgb,
        _ => ColorType::Cmyk,
    };
    let mut coded = Vec::new();
    let mut encoder = Encoder::new(&mut coded, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    if raster.samples == 4 {
        // The encoder would take its colour table for three of the inks, but
        // each ink shows as much as any other.
        let table = || QuantizationTableType::Custom(Box::new(STEPS));
        encoder.set_quantization_tables(table(), table());
    }
    encoder.encode(&raster.data, width, height, colours).ok()?;
    Some(coded)
}

/// Annex K of the JPEG standard: how coarse each frequency of lightness may be.
const LIGHTNESS: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40,
    57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35,
    55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112,
    100, 103, 99,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_size_comes_back() {
        for (width, height) in [(1, 1), (7, 9), (16, 8), (91, 77), (96, 80)] {
            for channels in [Channels::Gray, Channels::Rgb, Channels::Cmyk] {
                let samples = channels.count();
                let data = (0..width * height * samples)
                    .map(|at| u8::try_from(at / samples % width * 255 / width).unwrap())
                    .collect();
                let raster = Raster { width, height, samples, data };
                let header = Header {
                    format: Format::Jpeg,
                    size: raster.size(),
                    orientation: Orientation::NoTransforms,
                    channels,
                    line_art: false,
                    depth: 1,
                    inverted: samples == 4,
                };
                let back = pixels(&encode(&raster).unwrap(), &header);
                let back = back.unwrap_or_else(|error| {
                    panic!("{width}×{height}, {channels:?}: {error:?}")
                });
                let off = raster.data.iter().zip(&back.data).map(|(a, b)| a.abs_diff(*b));
                assert!(off.max() < Some(40), "{width}×{height}, {channels:?}");
            }
        }
    }
}
