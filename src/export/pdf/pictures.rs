//! Pictures as PDF image streams.

use super::super::pictures::{Kind, Source};
use super::flate;
use crate::diag::{Diagnostic, code};
use crate::export::Pictures;
use crate::geom::{Abs, Rect};
use crate::page::{Page, Shape};
use crate::say;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use lopdf::{Dictionary, Object, Stream, dictionary};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// The pictures that a file shows, each once.
pub(super) struct Images<'a> {
    by_path: BTreeMap<&'a Path, Image<'a>>,
}

/// A picture and its resource name.
pub(super) struct Image<'a> {
    pub(super) name: String,
    source: &'a Source,
}

/// Pixels ready to be written; eight bits a sample.
struct Pixels {
    size: (u32, u32),
    /// Samples a pixel: 1 gray, 3 RGB.
    samples: usize,
    data: Vec<u8>,
}

impl<'a> Images<'a> {
    /// The usable pictures of these pages.
    pub(super) fn new(pages: &'a [Page], pictures: &'a Pictures) -> Images<'a> {
        let mut by_path = BTreeMap::new();
        for item in pages.iter().flat_map(|page| &page.items) {
            let Shape::Picture(picture) = &item.shape else { continue };
            let path = picture.file.as_path();
            if let Some(source) = pictures.get(path) {
                by_path.insert(path, Image { name: String::new(), source });
            }
        }
        for (number, image) in by_path.values_mut().enumerate() {
            image.name = format!("P{number}");
        }
        Images { by_path }
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Image<'a>> {
        self.by_path.get(path)
    }

    /// All streams by resource name.
    pub(super) fn encode(&self) -> Result<Vec<(String, Stream)>, Diagnostic> {
        self.by_path
            .par_iter()
            .map(|(path, image)| Ok((image.name.clone(), encode(path, image.source)?)))
            .collect()
    }
}

impl Image<'_> {
    /// The matrix that puts the unit square into a box, turned upright.
    pub(super) fn matrix(&self, rect: Rect, page_height: Abs) -> [f64; 6] {
        let [a, b, c, d, e, f] = match self.source.orientation {
            Orientation::NoTransforms => [1, 0, 0, 1, 0, 0],
            Orientation::FlipHorizontal => [-1, 0, 0, 1, 1, 0],
            Orientation::Rotate180 => [-1, 0, 0, -1, 1, 1],
            Orientation::FlipVertical => [1, 0, 0, -1, 0, 1],
            Orientation::Rotate90FlipH => [0, -1, -1, 0, 1, 1],
            Orientation::Rotate90 => [0, -1, 1, 0, 0, 1],
            Orientation::Rotate270FlipH => [0, 1, 1, 0, 0, 0],
            Orientation::Rotate270 => [0, 1, -1, 0, 1, 0],
        }
        .map(f64::from);
        let (width, height) = (rect.width.to_pt(), rect.height.to_pt());
        let (x, y) = (rect.x.to_pt(), (page_height - rect.bottom()).to_pt());
        [a * width, b * height, c * width, d * height, e * width + x, f * height + y]
    }
}

/// The stream of one picture. JPEG goes through untouched; conversion to the
/// press's inks will have its place here, between the pixels and the stream.
fn encode(path: &Path, source: &Source) -> Result<Stream, Diagnostic> {
    match source.kind {
        Kind::Jpeg { components, adobe } => Ok(jpeg(source, components, adobe)),
        Kind::Png => {
            let code = || Ok(image_stream(&png(path, source)?));
            source.coded.get_or_init(code).clone()
        }
    }
}

fn jpeg(source: &Source, components: u8, adobe: bool) -> Stream {
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let mut dict = header(source.stored, space);
    dict.set("Filter", "DCTDecode");
    if components == 4 && adobe {
        let inverted = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from);
        dict.set("Decode", inverted.to_vec());
    }
    Stream::new(dict, source.data.clone()).with_compression(false)
}

fn png(path: &Path, source: &Source) -> Result<Pixels, Diagnostic> {
    let decoded = PngDecoder::new(Cursor::new(&source.data))
        .and_then(DynamicImage::from_decoder)
        .map_err(|error| {
            let path = path.display();
            Diagnostic::new(
                code::PHOTO_BROKEN,
                say!(
                    "图片“{path}”打不开：{error}",
                    "picture “{path}” is broken: {error}"
                ),
            )
        })?;
    let size = source.stored;
    Ok(if decoded.color().has_color() {
        let data = on_white_rgb(decoded).into_raw();
        Pixels { size, samples: 3, data }
    } else {
        let data = on_white_gray(decoded).into_raw();
        Pixels { size, samples: 1, data }
    })
}

/// Paper shows where a picture is clear.
fn on_white_rgb(decoded: DynamicImage) -> RgbImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8();
    }
    let (width, height) = (decoded.width(), decoded.height());
    let pixels = decoded.into_rgba8();
    let mut flat = RgbImage::new(width, height);
    for (to, from) in flat.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|sample| over_white(sample, alpha));
    }
    flat
}

fn on_white_gray(decoded: DynamicImage) -> GrayImage {
    if !decoded.color().has_alpha() {
        return decoded.into_luma8();
    }
    let (width, height) = (decoded.width(), decoded.height());
    let pixels = decoded.into_luma_alpha8();
    let mut flat = GrayImage::new(width, height);
    for (to, from) in flat.pixels_mut().zip(pixels.pixels()) {
        to.0 = [over_white(from.0[0], from.0[1])];
    }
    flat
}

fn over_white(sample: u8, alpha: u8) -> u8 {
    let (sample, alpha) = (u32::from(sample), u32::from(alpha));
    let mixed = (sample * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// Turns pixels into a PDF image stream.
fn image_stream(pixels: &Pixels) -> Stream {
    let space = if pixels.samples == 1 { "DeviceGray" } else { "DeviceRGB" };
    let mut dict = header(pixels.size, space);
    // Differences between neighbours deflate much better than the samples do.
    dict.set(
        "DecodeParms",
        dictionary! {
            "Predictor" => 15,
            "Colors" => i64::try_from(pixels.samples).unwrap_or(1),
            "BitsPerComponent" => 8,
            "Columns" => i64::from(pixels.size.0),
        },
    );
    flate::stream(dict, &differences(pixels))
}

/// Each row marked and coded by PNG's filter "average", which does well on
/// photographs.
fn differences(pixels: &Pixels) -> Vec<u8> {
    let width = usize::try_from(pixels.size.0).unwrap_or(0) * pixels.samples;
    let mut coded =
        Vec::with_capacity(pixels.data.len() + pixels.data.len() / width.max(1));
    let mut above: &[u8] = &vec![0; width];
    for row in pixels.data.chunks_exact(width.max(1)) {
        coded.push(3);
        for (at, sample) in row.iter().enumerate() {
            let left = at.checked_sub(pixels.samples).map_or(0, |at| row[at]);
            let average = left.midpoint(above[at]);
            coded.push(sample.wrapping_sub(average));
        }
        above = row;
    }
    coded
}

fn header((width, height): (u32, u32), space: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => space,
        "BitsPerComponent" => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the EXIF standard: on which side of the picture as shown
    /// its first row and its first column as stored lie.
    #[test]
    fn pictures_stand_upright() {
        let sides = ["top left", "top right", "bottom right", "bottom left"];
        let turned = ["left top", "right top", "right bottom", "left bottom"];
        let rect = Rect::new(Abs::ZERO, Abs::ZERO, Abs::pt(1.0), Abs::pt(1.0));
        for (number, wanted) in (1..).zip(sides.iter().chain(&turned)) {
            let orientation = Orientation::from_exif(number).expect("1 to 8");
            let kind = Kind::Png;
            let source = Source {
                data: Vec::new(),
                kind,
                stored: (1, 1),
                orientation,
                coded: std::sync::OnceLock::new(),
            };
            let image = Image { name: String::new(), source: &source };
            let matrix = image.matrix(rect, Abs::pt(1.0));
            let found = [(0.5, 1.0), (0.0, 0.5)].map(|point| side(matrix, point));
            assert_eq!(found.join(" "), *wanted, "orientation {number}");
        }
    }

    fn side([a, b, c, d, e, f]: [f64; 6], (x, y): (f64, f64)) -> &'static str {
        match (a * x + c * y + e, b * x + d * y + f) {
            (x, _) if x < 0.1 => "left",
            (x, _) if x > 0.9 => "right",
            (_, y) if y > 0.9 => "top",
            _ => "bottom",
        }
    }
}
