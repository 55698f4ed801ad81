//! A press, pages and readers for the tests of pictures.

use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};
use lopdf::{Document, Object, Stream};
use qianzi::diag::Diagnostic;
use qianzi::export::{Pictures, pdf};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Rect, Size};
use qianzi::layout::{OutputIntent, Packed, Press, Profile};
use qianzi::page::{Item, Page, Picture, Shape};
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

pub(crate) const PROFILE: &str = "layouts/press/SNAP_TR002_newsprint_240.icc";

pub(crate) fn profile() -> Vec<u8> {
    Disk.read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(PROFILE))
        .expect("shipped")
}

/// A newspaper's press.
pub(crate) fn press() -> Press {
    let profile = Profile {
        file: PROFILE.into(),
        description: "newsprint".into(),
        condition: None,
        version: 2,
        bytes: Arc::new(profile()),
        packed: Packed::default(),
    };
    let intent = OutputIntent {
        condition: "CGATS TR 002".into(),
        registered: false,
        info: "newsprint".into(),
        profile,
    };
    Press { intent: Some(intent), ..Press::default() }
}

pub(crate) fn load(files: &[(&str, Vec<u8>)]) -> (Pictures, Vec<Diagnostic>) {
    let mut system = Memory::default();
    for (name, bytes) in files {
        system.put(*name, bytes.clone());
    }
    Pictures::load(&system, files.iter().map(|(name, _)| PathBuf::from(name)))
}

/// A page with a picture an inch wide and high, or parts of it.
pub(crate) fn page(number: u32, shown: &[(&str, [f64; 4])]) -> Page {
    let item = |(name, crop): &(&str, [f64; 4])| {
        let inch = Abs::pt(72.0);
        let [left, top, right, bottom] = *crop;
        let size = (inch.scale(right - left), inch.scale(bottom - top));
        let rect = Rect::new(inch, inch, size.0, size.1);
        let file = PathBuf::from(name);
        let shape = Shape::Picture(Picture { file, rect, crop: *crop, cut: false });
        Item { role: Role::Photo, story: None, span: None, shape }
    };
    let items = shown.iter().map(item).collect();
    let size = Size::new(Abs::pt(216.0), Abs::pt(216.0));
    let around = Abs::ZERO;
    Page {
        number,
        section: String::new(),
        size,
        around,
        items,
    }
}

pub(crate) const WHOLE: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

pub(crate) fn write(pages: &[Page], pictures: &Pictures, press: &Press) -> Vec<u8> {
    let meta = pdf::Meta {
        title: "图片".into(),
        paper: "样报".into(),
        date: time::macros::date!(2026 - 03 - 18),
        creator: "test".into(),
    };
    let fonts = FontLibrary::new(Arc::new(Memory::default()), Vec::new());
    pdf::write(pages, &fonts, pictures, press, &meta).expect("a PDF")
}

/// The image streams of a PDF.
pub(crate) fn images(bytes: &[u8]) -> Vec<Stream> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let is_image = |stream: &&Stream| name(stream, b"Subtype") == "Image";
    streams.filter(is_image).cloned().collect()
}

pub(crate) fn name(stream: &Stream, key: &[u8]) -> String {
    let name = stream.dict.get(key).and_then(Object::as_name).unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

pub(crate) fn number(stream: &Stream, key: &[u8]) -> i64 {
    stream.dict.get(key).and_then(Object::as_i64).unwrap_or(-1)
}

/// The samples of an image as its reader sees them: inks as inks.
pub(crate) fn samples(stream: &Stream) -> Vec<u8> {
    if name(stream, b"Filter") != "DCTDecode" {
        return inflated(stream);
    }
    let options = DecoderOptions::default();
    let space = match name(stream, b"ColorSpace").as_str() {
        "DeviceGray" => ColorSpace::Luma,
        "DeviceRGB" => ColorSpace::RGB,
        _ => ColorSpace::CMYK,
    };
    let options = options.jpeg_set_out_colorspace(space);
    let data = ZCursor::new(&stream.content);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(data, options);
    let samples = decoder.decode().expect("a JPEG");
    let inverted = stream.dict.has(b"Decode");
    samples
        .iter()
        .map(|sample| if inverted { 255 - sample } else { *sample })
        .collect()
}

/// Deflated rows without PNG's filter "average", the only one that we write.
pub(crate) fn inflated(stream: &Stream) -> Vec<u8> {
    let bits = usize::try_from(number(stream, b"BitsPerComponent")).expect("bits");
    let width = usize::try_from(number(stream, b"Width")).expect("a width");
    let step = match name(stream, b"ColorSpace").as_str() {
        "DeviceGray" => 1,
        "DeviceRGB" => 3,
        _ => 4,
    };
    let row = (width * step * bits).div_ceil(8);
    let mut coded = Vec::new();
    let mut decoder = flate2::read::ZlibDecoder::new(&stream.content[..]);
    decoder.read_to_end(&mut coded).expect("deflated");
    let mut above = vec![0; row];
    let mut samples = Vec::new();
    for line in coded.chunks(row + 1) {
        assert_eq!((line[0], line.len()), (3, row + 1));
        let mut now: Vec<u8> = Vec::new();
        for (at, differs) in line[1..].iter().enumerate() {
            let left = at.checked_sub(step).map_or(0, |at| now[at]);
            now.push(differs.wrapping_add(left.midpoint(above[at])));
        }
        samples.extend(&now);
        above = now;
    }
    samples
}

/// The one image of a page that shows all of a picture.
pub(crate) fn shown(file: &str, bytes: Vec<u8>, press: &Press) -> Stream {
    let (pictures, faults) = load(&[(file, bytes)]);
    assert_eq!(faults, [], "{file}");
    let bytes = write(&[page(1, &[(file, WHOLE)])], &pictures, press);
    assert_eq!(pictures.told(), [], "{file}");
    let mut images = images(&bytes);
    assert_eq!(images.len(), 1, "{file}");
    images.remove(0)
}

/// Most ink on any spot, in percent.
pub(crate) fn most_ink(samples: &[u8]) -> f64 {
    let sums = samples
        .chunks_exact(4)
        .map(|inks| inks.iter().map(|ink| u32::from(*ink)).sum());
    f64::from(sums.max().unwrap_or(0_u32)) / 2.55
}

pub(crate) fn webp(side: u32, pixels: &[u8], colour: ExtendedColorType) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut file);
    encoder.write_image(pixels, side, side, colour).expect("a WebP");
    file
}
