//! Pictures: what goes to press of sound files, and what is said of bad ones.
//! All files are made here.

#[path = "pictures/makers.rs"]
mod makers;
mod tools;

use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{Encoder, SamplingFactor};
use lopdf::{Document, Object, Stream};
use makers::{colours, iccp, jpeg, jpeg_as, moving_webp, other_frame, png, tiff};
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

const PROFILE: &str = "layouts/press/SNAP_TR002_newsprint_240.icc";

fn profile() -> Vec<u8> {
    Disk.read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(PROFILE))
        .expect("shipped")
}

/// A newspaper's press.
fn press() -> Press {
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

fn load(files: &[(&str, Vec<u8>)]) -> (Pictures, Vec<Diagnostic>) {
    let mut system = Memory::default();
    for (name, bytes) in files {
        system.put(*name, bytes.clone());
    }
    Pictures::load(&system, files.iter().map(|(name, _)| PathBuf::from(name)))
}

/// A page with a picture an inch wide and high, or parts of it.
fn page(number: u32, shown: &[(&str, [f64; 4])]) -> Page {
    let item = |(name, crop): &(&str, [f64; 4])| {
        let inch = Abs::pt(72.0);
        let [left, top, right, bottom] = *crop;
        let size = (inch.scale(right - left), inch.scale(bottom - top));
        let rect = Rect::new(inch, inch, size.0, size.1);
        let file = PathBuf::from(name);
        let shape = Shape::Picture(Picture { file, rect, crop: *crop });
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

const WHOLE: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

fn write(pages: &[Page], pictures: &Pictures, press: &Press) -> Vec<u8> {
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
fn images(bytes: &[u8]) -> Vec<Stream> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let is_image = |stream: &&Stream| name(stream, b"Subtype") == "Image";
    streams.filter(is_image).cloned().collect()
}

fn name(stream: &Stream, key: &[u8]) -> String {
    let name = stream.dict.get(key).and_then(Object::as_name).unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

fn number(stream: &Stream, key: &[u8]) -> i64 {
    stream.dict.get(key).and_then(Object::as_i64).unwrap_or(-1)
}

/// The samples of an image as its reader sees them: inks as inks.
fn samples(stream: &Stream) -> Vec<u8> {
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
fn inflated(stream: &Stream) -> Vec<u8> {
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
fn shown(file: &str, bytes: Vec<u8>, press: &Press) -> Stream {
    let (pictures, faults) = load(&[(file, bytes)]);
    assert_eq!(faults, [], "{file}");
    let bytes = write(&[page(1, &[(file, WHOLE)])], &pictures, press);
    assert_eq!(pictures.told(), [], "{file}");
    let mut images = images(&bytes);
    assert_eq!(images.len(), 1, "{file}");
    images.remove(0)
}

/// Most ink on any spot, in percent.
fn most_ink(samples: &[u8]) -> f64 {
    let sums = samples
        .chunks_exact(4)
        .map(|inks| inks.iter().map(|ink| u32::from(*ink)).sum());
    f64::from(sums.max().unwrap_or(0_u32)) / 2.55
}

fn webp(side: u32, pixels: &[u8], colour: ExtendedColorType) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut file);
    encoder.write_image(pixels, side, side, colour).expect("a WebP");
    file
}

#[test]
fn every_kind_of_file_goes_to_press_in_four_inks_within_the_limit() {
    let size = (150, 140);
    let rgb = colours(size, 3);
    let cmyk = colours(size, 4);
    let rows = |bytes: usize| rgb.chunks(bytes).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let wide: Vec<Vec<u8>> = rows(450)
        .iter()
        .map(|row| row.iter().flat_map(|sample| [*sample, 0]).collect())
        .collect();
    let square = &rgb[..140 * 140 * 3];
    let files = [
        ("a.jpg", jpeg(size, 3, &rgb)),
        ("b.png", png((150, 140), (8, 2), &[], &rows(450))),
        ("c.png", png((150, 140), (16, 2), &[], &wide)),
        ("d.tif", tiff(size, (2, 8, 3), &[], &rgb)),
        ("e.tif", tiff(size, (5, 8, 4), &[], &cmyk)),
        ("f.webp", webp(140, square, ExtendedColorType::Rgb8)),
        ("g.jpg", jpeg(size, 4, &cmyk)),
    ];
    for (file, bytes) in files {
        let (pictures, faults) = load(&[(file, bytes)]);
        assert_eq!(faults, [], "{file}");
        let pdf = write(&[page(1, &[(file, WHOLE)])], &pictures, &press());
        let image = &images(&pdf)[0];
        assert_eq!(name(image, b"ColorSpace"), "DeviceCMYK", "{file}");
        let inks = samples(image);
        let ink = most_ink(&inks);
        assert!((150.0..=241.0).contains(&ink), "{file}: {ink} %");
        for forbidden in [&b"DeviceRGB"[..], b"ICCBased", b"SMask"] {
            let found = pdf.windows(forbidden.len()).any(|window| window == forbidden);
            assert!(!found, "{file}: {}", String::from_utf8_lossy(forbidden));
        }
    }
}

#[test]
fn white_and_clear_are_paper() {
    let clear: Vec<Vec<u8>> = (0..90).map(|_| [9, 80, 200, 0].repeat(90)).collect();
    let png_clear = png((90, 90), (8, 6), &[], &clear);
    let white = webp(90, &[255; 90 * 90 * 3], ExtendedColorType::Rgb8);
    let gray_clear: Vec<Vec<u8>> = (0..90).map(|_| [9, 0].repeat(90)).collect();
    let palette = (b"PLTE", vec![0, 0, 0, 255, 0, 0]);
    let opacity = (b"tRNS", vec![0]);
    let rows = vec![vec![0; 90]; 90];
    let palette = png((90, 90), (8, 3), &[palette, opacity], &rows);
    for (file, bytes) in [("a.png", png_clear), ("b.webp", white), ("c.png", palette)] {
        let image = shown(file, bytes, &press());
        let paper = if name(&image, b"ColorSpace") == "DeviceGray" { 255 } else { 0 };
        let inks = samples(&image);
        assert!(inks.iter().all(|ink| *ink == paper), "{file}: {:?}", &inks[..8]);
    }
    let image = shown("d.png", png((90, 90), (8, 4), &[], &gray_clear), &press());
    assert!(samples(&image).iter().all(|light| *light == 255));
}

#[test]
fn grays_are_black_ink_alone_by_its_curve_on_paper() {
    let grays: Vec<u8> = (0..140 * 150_usize)
        .map(|at| u8::try_from(at % 150 + 50).expect("made here"))
        .collect();
    let rgb: Vec<u8> = grays.iter().flat_map(|gray| [*gray; 3]).collect();
    for (file, bytes) in [
        ("a.jpg", jpeg((150, 140), 1, &grays)),
        ("b.jpg", jpeg((150, 140), 3, &rgb)),
        ("c.tif", tiff((150, 140), (1, 8, 1), &[], &grays)),
    ] {
        let image = shown(file, bytes, &press());
        assert_eq!(name(&image, b"ColorSpace"), "DeviceGray", "{file}");
        let light = samples(&image);
        let row: Vec<u8> = light[..150].to_vec();
        // Newsprint darkens by a quarter in the middle tones: less ink is printed.
        assert!((145..185).contains(&row[78]), "{file}: gray 128 → {}", row[78]);
        assert!(row.windows(20).all(|pair| pair[0] < pair[19]), "{file}");
    }
    // On a page of black alone colours go the same way.
    let mono = Press { mono: vec![1], ..press() };
    let image = shown("a.jpg", jpeg((150, 140), 3, &colours((150, 140), 3)), &mono);
    assert_eq!(name(&image, b"ColorSpace"), "DeviceGray");
}

#[test]
fn a_bit_a_pixel_stays_so() {
    let rows: Vec<Vec<u8>> = (0..40_u8).map(|row| vec![row, !row, 0xF0]).collect();
    let flat = rows.concat();
    let bits = |file, bytes| {
        let image = shown(file, bytes, &press());
        assert_eq!(number(&image, b"BitsPerComponent"), 1, "{file}");
        assert_eq!(name(&image, b"ColorSpace"), "DeviceGray", "{file}");
        samples(&image)
    };
    assert_eq!(bits("a.png", png((24, 40), (1, 0), &[], &rows)), flat);
    assert_eq!(bits("b.tif", tiff((24, 40), (1, 1, 1), &[], &flat)), flat);
    // WhiteIsZero.
    let negative: Vec<u8> = flat.iter().map(|byte| !byte).collect();
    assert_eq!(bits("c.tif", tiff((24, 40), (0, 1, 1), &[], &negative)), flat);
    let (pictures, _) = load(&[("a.png", png((24, 40), (1, 0), &[], &rows))]);
    assert!(pictures.is_line_art(Path::new("a.png")));
}

#[test]
fn inks_that_fit_pass_untouched_and_others_get_less() {
    let mut inks = colours((200, 180), 4);
    inks.iter_mut().for_each(|ink| *ink /= 2);
    let fits = jpeg((200, 180), 4, &inks);
    let image = shown("a.jpg", fits.clone(), &press());
    assert_eq!(image.content, fits, "the file's own bytes");
    assert!(image.dict.has(b"Decode"), "stored inverted");

    let heavy = jpeg((200, 180), 4, &[230; 200 * 180 * 4]);
    let (pictures, _) = load(&[("a.jpg", heavy)]);
    let pdf = write(&[page(1, &[("a.jpg", WHOLE)])], &pictures, &press());
    let told = pictures.told();
    assert_eq!(told[0].code.name(), "photo-ink");
    assert!(
        told[0].message.zh.contains("a.jpg") && told[0].message.zh.contains("360%"),
        "{told:?}"
    );
    let inks = samples(&images(&pdf)[0]);
    assert!(most_ink(&inks) <= 241.0);
    assert!(inks.chunks_exact(4).all(|inks| inks[3] > 220), "black stays");
}

#[test]
fn a_picture_is_there_once_as_large_as_it_is_of_use() {
    let file = jpeg((1200, 1200), 3, &colours((1200, 1200), 3));
    let (pictures, _) = load(&[("a.jpg", file)]);
    let parts = [("a.jpg", [0.0, 0.0, 0.5, 0.25]), ("a.jpg", [0.25, 0.0, 0.75, 0.5])];
    let pdf = write(&[page(1, &parts), page(2, &parts)], &pictures, &press());
    let images = images(&pdf);
    // Three quarters by a half of 1200 pixels to the inch, at 300.
    assert_eq!(images.len(), 1);
    assert_eq!(number(&images[0], b"Width"), 225);
    assert_eq!(number(&images[0], b"Height"), 150);
}

#[test]
fn without_a_press_light_stays_light() {
    let plain = Press::default();
    let file = jpeg((150, 140), 3, &colours((150, 140), 3));
    assert_eq!(shown("a.jpg", file.clone(), &plain).content, file);
    let rows: Vec<Vec<u8>> =
        colours((150, 140), 3).chunks(450).map(<[u8]>::to_vec).collect();
    let image = shown("b.png", png((150, 140), (8, 2), &[], &rows), &plain);
    assert_eq!(name(&image, b"ColorSpace"), "DeviceRGB");
}

#[test]
fn profiles_are_followed_and_bad_ones_told() {
    let rows: Vec<Vec<u8>> =
        colours((90, 90), 3).chunks(270).map(<[u8]>::to_vec).collect();
    let with = |icc: &[u8]| png((90, 90), (8, 2), &[iccp(icc)], &rows);
    let bare = shown("a.png", png((90, 90), (8, 2), &[], &rows), &press());
    let wide = moxcms::ColorProfile::new_adobe_rgb().encode().expect("a profile");
    let srgb = moxcms::ColorProfile::new_srgb().encode().expect("a profile");
    assert_eq!(shown("a.png", with(&srgb), &press()).content, bare.content);
    assert_ne!(shown("a.png", with(&wide), &press()).content, bare.content);

    let mut abstracted = srgb.clone();
    abstracted[12..16].copy_from_slice(b"abst");
    for (icc, words) in [
        (abstracted, "类，不是描述图片颜色的"),
        (profile(), "与图片不符"),
        (vec![7; 300], "用不了"),
    ] {
        let (pictures, faults) = load(&[("a.png", with(&icc))]);
        assert_eq!(faults, []);
        let told = pictures.remarks(Path::new("a.png"));
        assert_eq!(told[0].code.name(), "photo-profile", "{words}");
        assert!(told[0].message.zh.contains(words), "{told:?}");
        let pdf = write(&[page(1, &[("a.png", WHOLE)])], &pictures, &press());
        assert_eq!(images(&pdf)[0].content, bare.content, "sRGB is assumed");
    }
}

/// Files that cannot be used, and words of what is said.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let sound = jpeg((64, 64), 3, &colours((64, 64), 3));
    let rows = vec![vec![90; 64]; 64];
    let sound_png = png((64, 64), (8, 0), &[], &rows);
    let mut flipped = sound_png.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let still = webp(8, &[50; 192], ExtendedColorType::Rgb8);
    let sound_tiff = tiff((64, 64), (1, 8, 1), &[], &[9; 64 * 64]);
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let broken = "photo-broken";
    vec![
        ("cut.jpg", half(&sound), broken, "不完整"),
        ("cut.png", half(&sound_png), broken, "不完整"),
        ("cut.tif", half(&sound_tiff), broken, "不完整"),
        ("cut.webp", half(&still), broken, "不完整"),
        ("flipped.png", flipped, broken, "已损坏"),
        ("empty.jpg", Vec::new(), broken, "空文件"),
        ("lossless.jpg", other_frame(sound.clone(), 0xC3, 8), broken, "无损"),
        ("arithmetic.jpg", other_frame(sound.clone(), 0xC9, 8), broken, "算术"),
        ("twelve.jpg", other_frame(sound, 0xC1, 12), broken, "12 位"),
        ("nothing.png", png((0, 0), (8, 2), &[], &[]), broken, "0×0"),
        (
            "huge.png",
            png((30_000, 30_000), (8, 2), &[], &[]),
            "photo-large",
            "30000×30000",
        ),
        ("moving.webp", moving_webp(&still), broken, "动画"),
        ("a.jpg", b"GIF89a\x08\0\x08\0".to_vec(), broken, "GIF"),
        ("b.jpg", b"\0\0\0\x18ftypheic".to_vec(), broken, "HEIC"),
        ("text.jpg", "这不是图片".into(), broken, "不是 JPEG"),
        ("palette.tif", tiff((8, 8), (3, 8, 1), &[], &[0; 64]), broken, "已损坏"),
    ]
}

#[test]
fn bad_files_are_told_by_name_and_reason() {
    for (file, bytes, code, words) in bad_files() {
        let (pictures, faults) = load(&[(file, bytes)]);
        assert_eq!(faults.len(), 1, "{file}");
        assert_eq!(faults[0].code.name(), code, "{file}");
        let message = &faults[0].message;
        assert!(message.zh.contains(file), "{}", message.zh);
        assert!(message.zh.contains(words), "{}", message.zh);
        assert!(message.en.contains(file), "{}", message.en);
        assert!(!faults[0].helps.is_empty(), "{file}: a way out");
        // A draft shows a gray box in its place.
        let pdf = write(&[page(1, &[(file, WHOLE)])], &pictures, &press());
        assert!(images(&pdf).is_empty());
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let (_, faults) = Pictures::load(&Disk, [folder]);
    assert!(faults[0].message.zh.contains("是文件夹"), "{faults:?}");
}

/// A JPEG cut short at each of some places, its end mark put back.
fn cut_and_closed(sound: &[u8]) -> Vec<Vec<u8>> {
    let start = sound
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDA])
        .expect("made here");
    let cut = |part: usize| {
        let at = start + (sound.len() - start) * part / 20;
        [&sound[..at], &[0xFF, 0xD9]].concat()
    };
    (2..20).map(cut).collect()
}

#[test]
fn a_cut_jpeg_whose_end_mark_was_put_back_is_told() {
    let rgb = colours((150, 140), 3);
    let plain = |encoder: &mut Encoder<&mut Vec<u8>>| {
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
    };
    let files = [
        ("plain.jpg", jpeg_as((150, 140), 3, &rgb, plain)),
        (
            "one-by-one.jpg",
            jpeg_as((150, 140), 3, &rgb, |encoder| {
                encoder.set_optimized_huffman_tables(true);
            }),
        ),
        (
            "progressive.jpg",
            jpeg_as((150, 140), 3, &rgb, |encoder| {
                encoder.set_progressive(true);
            }),
        ),
        (
            "restarts.jpg",
            jpeg_as((150, 140), 3, &rgb, |encoder| {
                encoder.set_restart_interval(7);
            }),
        ),
        ("inks.jpg", jpeg((150, 140), 4, &colours((150, 140), 4))),
        ("gray.jpg", jpeg((150, 140), 1, &rgb[..150 * 140])),
    ];
    for (file, sound) in files {
        let more = [&sound[..], b"\0\0preview \xFF\xD8\xFF\xDA no pixels"].concat();
        assert_eq!(load(&[(file, sound.clone())]).1, [], "{file}");
        assert_eq!(load(&[(file, more)]).1, [], "{file} and more");
        for (part, cut) in cut_and_closed(&sound).into_iter().enumerate() {
            let (_, faults) = load(&[(file, cut)]);
            assert_eq!(faults.len(), 1, "{file} {part}");
            assert_eq!(faults[0].code.name(), "photo-broken");
            let said = &faults[0].message.zh;
            // A mark that the cut made of two halves is damage.
            let told = said.contains("不完整") || said.contains("已损坏");
            assert!(told && said.contains(file), "{said}");
        }
    }
}

#[test]
fn damage_that_only_decoding_finds_is_told() {
    // Rows that end before the picture does; all sums are right.
    let file = png((64, 64), (8, 0), &[], &vec![vec![90; 64]; 40]);
    let (pictures, faults) = load(&[("a.png", file)]);
    assert_eq!(faults, []);
    let pdf = write(&[page(1, &[("a.png", WHOLE)])], &pictures, &press());
    let told = pictures.told();
    assert_eq!(told[0].code.name(), "photo-broken");
    assert!(told[0].message.zh.contains("a.png"), "{told:?}");
    assert_eq!(told[0].place.map(|place| place.page), Some(1));
    assert!(images(&pdf).is_empty(), "a gray box stands in its place");
}

#[test]
fn a_wrong_extension_is_told_and_the_content_counts() {
    let file = jpeg((64, 64), 3, &colours((64, 64), 3));
    let (pictures, faults) = load(&[("a.png", file)]);
    assert_eq!(faults, []);
    let told = pictures.remarks(Path::new("a.png"));
    assert_eq!(told[0].code.name(), "photo-name");
    assert!(told[0].message.zh.contains("JPEG"), "{told:?}");
}

#[test]
fn no_byte_makes_it_panic() {
    let rgb = colours((40, 30), 3);
    let rows: Vec<Vec<u8>> = rgb.chunks(120).map(<[u8]>::to_vec).collect();
    let files = [
        ("a.jpg", jpeg((40, 30), 3, &rgb)),
        ("b.jpg", jpeg((40, 30), 4, &colours((40, 30), 4))),
        ("c.png", png((40, 30), (8, 2), &[iccp(&profile()[..400])], &rows)),
        ("d.tif", tiff((40, 30), (2, 8, 3), &[(274, 6)], &rgb)),
        ("e.webp", webp(30, &rgb[..2700], ExtendedColorType::Rgb8)),
    ];
    let mut damaged: Vec<(String, Vec<u8>)> = Vec::new();
    for (file, sound) in files {
        for turn in 0..60_usize {
            let mut bytes = sound.clone();
            let at = turn * 7919 % bytes.len();
            bytes[at] =
                bytes[at].wrapping_add(u8::try_from(turn % 255 + 1).expect("a byte"));
            damaged.push((format!("{turn:02}{file}"), bytes));
        }
    }
    let files: Vec<(&str, Vec<u8>)> = damaged
        .iter()
        .map(|(file, bytes)| (file.as_str(), bytes.clone()))
        .collect();
    let (pictures, faults) = load(&files);
    let all: Vec<(&str, [f64; 4])> =
        files.iter().map(|(file, _)| (*file, WHOLE)).collect();
    let pdf = write(&[page(1, &all)], &pictures, &press());
    let broken = pictures
        .told()
        .iter()
        .filter(|fault| fault.code.name() != "photo-ink")
        .count();
    assert_eq!(faults.len() + broken + images(&pdf).len(), files.len());
    assert!(images(&pdf).len() > 50, "most of them can still be shown");
}

#[test]
fn a_second_build_converts_nothing_and_damage_to_kept_pictures_changes_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept-pictures");
    let _ = std::fs::remove_dir_all(&folder);
    let file = jpeg((150, 140), 3, &colours((150, 140), 3));
    let build = |kept: bool| {
        let (mut pictures, _) = load(&[("a.jpg", file.clone())]);
        if kept {
            pictures.keep_in(Arc::new(Disk), folder.clone());
        }
        write(&[page(1, &[("a.jpg", WHOLE)])], &pictures, &press())
    };
    let fresh = build(false);
    assert_eq!(build(true), fresh);
    let kept = Disk.list(&folder);
    assert_eq!(kept.len(), 1, "{kept:?}");
    let bytes = Disk.read(&kept[0]).expect("kept");
    let written = || kept[0].metadata().expect("kept").modified().expect("a time");
    let first = written();
    assert_eq!(build(true), fresh);
    assert_eq!(written(), first, "taken as it was");
    for damaged in [&bytes[..bytes.len() / 2], &[], b"QZPICT1\n"] {
        std::fs::write(&kept[0], damaged).expect("written");
        assert_eq!(build(true), fresh);
        assert_eq!(Disk.read(&kept[0]).expect("kept"), bytes, "made anew");
    }
}

#[test]
fn ghostscript_finds_no_more_ink_than_the_limit() {
    let Some(mut gs) = tools::outside("gs") else { return };
    let size = (600, 600);
    let dark: Vec<u8> = colours(size, 3).iter().map(|light| light / 5).collect();
    let (pictures, _) = load(&[("a.jpg", jpeg(size, 3, &dark))]);
    let pdf = write(&[page(1, &[("a.jpg", WHOLE)])], &pictures, &press());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("picture-plates");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("a.pdf");
    std::fs::write(&file, pdf).expect("written");
    gs.args(["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", "-r300"]);
    gs.arg(format!("-sOutputFile={}", folder.join("a.tif").display()))
        .arg(&file);
    let _ = tools::run(gs);
    let plates = Disk.read(&folder.join("a.tif")).expect("drawn");
    let mut decoder =
        tiff::decoder::Decoder::new(std::io::Cursor::new(plates)).expect("a TIFF");
    let tiff::decoder::DecodingResult::U8(inks) = decoder.read_image().expect("pixels")
    else {
        panic!("8 bits");
    };
    let ink = most_ink(&inks);
    assert!((200.0..=241.0).contains(&ink), "{ink} %");
}
