//! Files as pixels.

use super::Source;
use super::header::{Channels, Format};
use super::trouble::Trouble;
use super::{jpeg, tiff};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageError};
use std::io::Cursor;

/// Pixels; eight bits a sample, rows without gaps. Gray and RGB are light, four
/// samples are inks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Samples a pixel: 1, 3 or 4.
    pub(super) samples: usize,
    pub(super) data: Vec<u8>,
}

impl Raster {
    /// Pixels of a size; fewer samples than that are a fault of the file.
    pub(super) fn new(
        (width, height): (u32, u32),
        samples: usize,
        data: Vec<u8>,
    ) -> Result<Raster, Trouble> {
        let side = |pixels: u32| usize::try_from(pixels).unwrap_or(usize::MAX);
        let (width, height) = (side(width), side(height));
        if data.len() != width.saturating_mul(height).saturating_mul(samples) {
            return Err(Trouble::Cut);
        }
        Ok(Raster { width, height, samples, data })
    }

    /// Width and height.
    pub(super) fn size(&self) -> (u32, u32) {
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        (side(self.width), side(self.height))
    }

    /// Whether RGB pixels are gray, but for what rounding made of them.
    pub(super) fn is_gray(&self) -> bool {
        const NEAR: u8 = 3;
        let near = |pixel: &[u8]| {
            let least = pixel.iter().min();
            let most = pixel.iter().max();
            least.zip(most).is_none_or(|(least, most)| most - least <= NEAR)
        };
        self.samples == 1 || self.samples == 3 && self.data.chunks_exact(3).all(near)
    }
}

/// The pixels of a file, on paper.
pub(super) fn decode(source: &Source) -> Result<Raster, Trouble> {
    let header = &source.header;
    match header.format {
        Format::Jpeg => jpeg::pixels(&source.data, header),
        Format::Tiff => tiff::pixels(&source.data, header),
        Format::Png => through_image(source, PngDecoder::new(Cursor::new(&source.data))),
        Format::WebP => {
            through_image(source, WebPDecoder::new(Cursor::new(&source.data)))
        }
    }
}

fn through_image<D: ImageDecoder>(
    source: &Source,
    decoder: Result<D, ImageError>,
) -> Result<Raster, Trouble> {
    let decoded = decoder
        .and_then(DynamicImage::from_decoder)
        .map_err(|error| Trouble::pixels(&error))?;
    let alpha = usize::from(decoded.color().has_alpha());
    let (samples, data) = match (source.header.channels, alpha) {
        (Channels::Gray, 0) => (1, decoded.into_luma8().into_raw()),
        (Channels::Gray, _) => (1, decoded.into_luma_alpha8().into_raw()),
        (_, 0) => (3, decoded.into_rgb8().into_raw()),
        _ => (3, decoded.into_rgba8().into_raw()),
    };
    Raster::new(source.header.size, samples, flat(data, samples, samples + alpha, 255))
}

/// Samples without opacity: paper shows where a picture is clear. `all` is how
/// many samples a pixel has, of which the one after the colours is the opacity.
pub(super) fn flat(data: Vec<u8>, samples: usize, all: usize, paper: u8) -> Vec<u8> {
    if all == samples {
        return data;
    }
    let mut flat = Vec::with_capacity(data.len() / all * samples);
    for pixel in data.chunks_exact(all) {
        let opacity = pixel[samples];
        flat.extend(pixel[..samples].iter().map(|sample| over(*sample, opacity, paper)));
    }
    flat
}

fn over(sample: u8, opacity: u8, paper: u8) -> u8 {
    let (sample, opacity) = (u32::from(sample), u32::from(opacity));
    let mixed = (sample * opacity + u32::from(paper) * (255 - opacity) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}
