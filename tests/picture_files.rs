//! Files of pictures: sound ones of every kind hold the same picture, and of bad
//! ones it is told what is wrong. All files are made here.

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "pictures/bench.rs"]
mod bench;
#[path = "pictures/makers.rs"]
mod makers;

use ::tiff::encoder::{Compression, Predictor, TiffEncoder, colortype};
use bench::{
    WHOLE, images, load, name, number, page, press, profile, samples, shown, webp, write,
};
use image::ExtendedColorType;
use jpeg_encoder::{Encoder, SamplingFactor};
use makers::{
    any_tiff, big_endian_tiff, colours, iccp, jpeg, jpeg_as, moving_webp, other_frame,
    other_size, png, tiff, tiled_tiff, without_adobe, zlib,
};
use qianzi::export::Pictures;
use qianzi::source::Disk;
use std::path::{Path, PathBuf};

/// A TIFF as ImageMagick would write it, from the same pixels.
fn encoded(size: (u16, u16), colour: ExtendedColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let encoder = TiffEncoder::new(&mut file).expect("made here");
    let (width, height) = (size.0.into(), size.1.into());
    let lzw = |encoder: TiffEncoder<_>| {
        encoder
            .with_compression(Compression::Lzw)
            .with_predictor(Predictor::Horizontal)
    };
    let written = match colour {
        ExtendedColorType::Rgb8 => {
            lzw(encoder).write_image::<colortype::RGB8>(width, height, pixels)
        }
        ExtendedColorType::Cmyk8 => {
            lzw(encoder).write_image::<colortype::CMYK8>(width, height, pixels)
        }
        _ => {
            let deep: Vec<u16> = pixels.iter().map(|ink| u16::from(*ink) * 257).collect();
            lzw(encoder).write_image::<colortype::CMYK16>(width, height, &deep)
        }
    };
    written.expect("made here");
    file.into_inner()
}

/// The same picture in every way that a TIFF may hold it goes to press as the
/// same bytes.
#[test]
fn tiffs_of_all_kinds_hold_the_same_picture() {
    let size = (150, 140);
    let (rgb, cmyk) = (colours(size, 3), colours(size, 4));
    let content = |file, bytes| {
        let (pictures, faults) = load(&[(file, bytes)]);
        assert_eq!(faults, [], "{file}");
        let pdf = write(&[page(1, &[(file, WHOLE)])], &pictures, &press());
        images(&pdf).remove(0).content
    };
    let light = content("a.tif", tiff(size, (2, 8, 3), &[], &rgb));
    let inks = content("b.tif", tiff(size, (5, 8, 4), &[], &cmyk));
    let deep: Vec<u8> = cmyk.iter().flat_map(|ink| [*ink; 2]).collect();
    let mut two = tiff(size, (5, 8, 4), &[], &cmyk);
    // A second page, of the same pixels: only the first is shown.
    let tags = u32::from_le_bytes(*two[4..].first_chunk().expect("a head"));
    let second = two[usize::try_from(tags).expect("made here")..].to_vec();
    let end = two.len();
    let at = u32::try_from(end).expect("made here");
    two[end - 4..].copy_from_slice(&at.to_le_bytes());
    two.extend(second);
    for (file, bytes, wanted) in [
        ("lzw.tif", encoded(size, ExtendedColorType::Rgb8, &rgb), &light),
        ("big-endian.tif", big_endian_tiff(size, (2, 3), &rgb), &light),
        ("tiles.tif", tiled_tiff(size, (2, 3), false, &rgb), &light),
        ("tiled-planes.tif", tiled_tiff(size, (2, 3), true, &rgb), &light),
        ("lzw-inks.tif", encoded(size, ExtendedColorType::Cmyk8, &cmyk), &inks),
        ("lzw-deep.tif", encoded(size, ExtendedColorType::Rgba16, &cmyk), &inks),
        ("deep-inks.tif", tiff(size, (5, 16, 4), &[], &deep), &inks),
        ("pages.tif", two, &inks),
        ("tiled-inks.tif", tiled_tiff(size, (5, 4), false, &cmyk), &inks),
        ("tiled-ink-planes.tif", tiled_tiff(size, (5, 4), true, &cmyk), &inks),
    ] {
        assert!(content(file, bytes) == *wanted, "{file}");
    }
}

/// The tags of a TIFF: what samples mean, bits of each, samples a pixel.
fn tags(
    (meaning, bits, samples): (u16, u16, u16),
    more: &[(u16, Vec<u16>)],
) -> Vec<(u16, Vec<u16>)> {
    let each = vec![bits; samples.into()];
    let mut tags = vec![(258, each), (262, vec![meaning]), (277, vec![samples])];
    tags.extend_from_slice(more);
    tags
}

/// A list of 256 colours and the pixels that it gives for numbers.
fn palette(numbers: &[u8]) -> (Vec<u16>, Vec<u8>) {
    let colour = |at: u8| [at, 255 - at / 2, at.wrapping_mul(7)];
    let list = |part: usize| (0..=255).map(move |at| u16::from(colour(at)[part]) * 257);
    let pixels = numbers.iter().flat_map(|at| colour(*at)).collect();
    ((0..3).flat_map(list).collect(), pixels)
}

/// The samples that go to press of a TIFF, and of a plain one of the same.
fn held(size: (u16, u16), kind: (u16, u16, u16), data: &[u8]) -> Vec<u8> {
    samples(&shown("plain.tif", tiff(size, kind, &[], data), &press()))
}

fn held_by(
    kind: (u16, u16, u16),
    more: &[(u16, Vec<u16>)],
    strips: &[Vec<u8>],
) -> Vec<u8> {
    let file = any_tiff((150, 140), &tags(kind, more), strips);
    samples(&shown("rare.tif", file, &press()))
}

/// Ways of storing pixels that few programs write, but some do: colours apart
/// from each other, masks behind the colours, light as its negative.
#[test]
fn tiffs_of_rarer_kinds_hold_the_same_picture() {
    let size = (150, 140);
    let rgb = colours(size, 3);
    let cmyk: Vec<u8> = colours(size, 4).iter().map(|ink| ink / 2).collect();
    let gray: Vec<u8> = rgb.iter().step_by(3).copied().collect();
    let plane = |pixels: &[u8], all: usize, at: usize| -> Vec<u8> {
        pixels.iter().skip(at).step_by(all).copied().collect()
    };
    let deep = |pixels: &[u8]| -> Vec<u8> {
        pixels.iter().flat_map(|part| [*part; 2]).collect()
    };
    let apart: Vec<Vec<u8>> = (0..3).map(|at| plane(&rgb, 3, at)).collect();
    let deep_apart: Vec<Vec<u8>> = (0..4).map(|at| deep(&plane(&cmyk, 4, at))).collect();
    let negative: Vec<u8> = gray.iter().map(|part| 255 - part).collect();
    // A mask behind the colours, which says nothing of them, and what differs
    // from pixel to pixel instead of the pixels: so Photoshop stores it.
    let (pixels, _) = rgb.as_chunks::<3>();
    let masked: Vec<u8> = pixels.iter().flat_map(|[r, g, b]| [*r, *g, *b, 99]).collect();
    let differing: Vec<u8> = masked
        .chunks(150 * 4)
        .flat_map(|row| {
            let left = |at: usize| at.checked_sub(4).map_or(0, |at| row[at]);
            row.iter()
                .enumerate()
                .map(move |(at, part)| part.wrapping_sub(left(at)))
        })
        .collect();
    let planar = [(284, vec![2])];
    let behind = [(317, vec![2]), (338, vec![0]), (259, vec![8])];
    let (light, inks) = (held(size, (2, 8, 3), &rgb), held(size, (5, 8, 4), &cmyk));
    let grays = held(size, (1, 8, 1), &gray);
    for (kind, found, wanted) in [
        ("planar", held_by((2, 8, 3), &planar, &apart), &light),
        ("planar, deep", held_by((5, 16, 4), &planar, &deep_apart), &inks),
        ("a mask behind", held_by((2, 8, 4), &behind, &[zlib(&differing)]), &light),
        ("negative", held_by((0, 8, 1), &[], &[negative]), &grays),
        ("deep", held_by((1, 16, 1), &[], &[deep(&gray)]), &grays),
    ] {
        assert!(found == *wanted, "{kind}");
    }
}

#[test]
fn numbers_of_a_list_are_its_colours() {
    let size = (150, 140);
    let numbers: Vec<u8> = colours(size, 3).iter().step_by(3).copied().collect();
    let (list, listed) = palette(&numbers);
    let found = held_by((3, 8, 1), &[(320, list)], std::slice::from_ref(&numbers));
    assert!(found == held(size, (2, 8, 3), &listed), "256 colours");
    // Of two numbers in a byte the first has the high half.
    let few: Vec<u8> = numbers.iter().map(|at| at / 16).collect();
    let (list, listed) = palette(&few);
    let list: Vec<u16> = list.chunks(256).flat_map(|part| part[..16].to_vec()).collect();
    let halves: Vec<u8> = few.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    let found = held_by((3, 4, 1), &[(320, list)], &[halves]);
    assert!(found == held(size, (2, 8, 3), &listed), "16 colours");
}

/// A sound TIFF of a kind that is not read is not called damaged: it is told
/// what it is, and how to save it.
#[test]
fn a_tiff_of_a_kind_that_is_not_read_is_told_by_its_kind() {
    type Kind<'k> = ((u16, u16, u16), &'k [(u16, Vec<u16>)], &'k str, &'k str);
    let kinds: [Kind<'_>; 8] = [
        ((8, 8, 3), &[], "颜色是 Lab", "Lab"),
        ((1, 32, 1), &[(339, vec![3])], "32 位浮点数", "floating point"),
        ((2, 16, 3), &[(339, vec![2; 3])], "带正负号", "sign"),
        ((1, 12, 1), &[], "每个样本 12 位", "12 bits"),
        ((2, 8, 3), &[(259, vec![34_712])], "JPEG 2000", "JPEG 2000"),
        ((32_803, 16, 1), &[], "相机原始数据", "raw camera data"),
        ((5, 8, 4), &[(332, vec![2])], "不是 CMYK", "not cyan"),
        ((6, 8, 3), &[(530, vec![2, 2])], "YCbCr", "YCbCr"),
    ];
    for (kind, more, zh, en) in kinds {
        let file = any_tiff((8, 8), &tags(kind, more), &[vec![0; 1024]]);
        let (_, faults) = load(&[("a.tif", file)]);
        assert_eq!(faults.len(), 1, "{zh}");
        let said = &faults[0].message;
        assert_eq!(faults[0].code.name(), "photo-broken");
        assert!(said.zh.contains(zh) && said.en.contains(en), "{said:?}");
        assert!(!said.zh.contains("损坏") && !said.zh.contains("不完整"), "{said:?}");
        let help = &faults[0].helps[0].zh;
        assert!(help.contains("TIFF") && help.contains("PNG"), "{help}");
    }
}

/// Inks that are stored as they are, without Adobe's mark, and a progressive
/// JPEG: readers see the same picture.
#[test]
fn jpegs_of_all_kinds_hold_the_same_picture() {
    let size = (150, 140);
    let inks: Vec<u8> = colours(size, 4).iter().map(|ink| ink / 2).collect();
    let negative: Vec<u8> = inks.iter().map(|ink| 255 - ink).collect();
    // The encoder inverts: of the negative it stores the inks themselves.
    let bare = without_adobe(&jpeg(size, 4, &negative));
    let image = shown("bare.jpg", bare.clone(), &press());
    assert_eq!(image.content, bare, "the file's own bytes");
    assert!(!image.dict.has(b"Decode"), "stored as they are");
    let marked = shown("marked.jpg", jpeg(size, 4, &inks), &press());
    let off = samples(&image)
        .into_iter()
        .zip(samples(&marked))
        .map(|(a, b)| a.abs_diff(b));
    assert!(off.max() <= Some(24), "the same inks, but for coding");

    let rgb = colours(size, 3);
    let plain = shown("plain.jpg", jpeg(size, 3, &rgb), &press());
    let progressive = jpeg_as(size, 3, &rgb, |encoder| encoder.set_progressive(true));
    assert_eq!(shown("progressive.jpg", progressive, &press()).content, plain.content);
}

/// What goes to press of every kind of file, of a bit a pixel and with a preview
/// behind its end too, is sound in the eyes of preflight.
#[test]
fn preflight_finds_no_fault_with_what_was_made() {
    let size = (160, 140);
    let few: Vec<u8> = colours(size, 4).iter().map(|ink| ink / 2).collect();
    let preview = [0x55; 300];
    let behind = [&jpeg(size, 4, &few)[..], &preview].concat();
    let rows = |bytes: usize| vec![vec![0xB7; bytes]; 140];
    let files = [
        ("behind.jpg", behind),
        ("bits.png", png((160, 140), (1, 0), &[], &rows(20))),
        ("bits.tif", tiff(size, (1, 1, 1), &[], &rows(20).concat())),
        ("grays.png", png((160, 140), (8, 0), &[], &rows(160))),
        ("four-bits.png", png((160, 140), (4, 0), &[], &rows(80))),
        ("deep.png", png((160, 140), (16, 0), &[], &rows(320))),
    ];
    for (file, bytes) in files {
        let (pictures, faults) = load(&[(file, bytes)]);
        assert_eq!(faults, [], "{file}");
        let pdf = write(&[page(1, &[(file, WHOLE)])], &pictures, &press());
        let report = qianzi::preflight::check(&pdf, &press());
        let broken = report.findings.iter().find(|it| it.rule.code == "picture-broken");
        assert!(broken.is_none(), "{file}: {broken:?}");
    }
}

#[test]
fn a_small_file_that_grows_without_end_takes_no_memory() {
    // Rows for 8,000 lines of a picture that has 64: the rest is never made.
    let rows = vec![vec![90; 64]; 8000];
    let bomb = png((64, 64), (8, 0), &[], &rows);
    let sound = png((64, 64), (8, 0), &[], &rows[..64]);
    let bomb = shown("bomb.png", bomb, &press());
    assert_eq!(bomb.content, shown("sound.png", sound, &press()).content);
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

/// Files that cannot be used, and words of what is said.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let sound = jpeg((64, 64), 3, &colours((64, 64), 3));
    let rows = vec![vec![90; 64]; 64];
    let plain = sound.clone();
    let inks = colours((64, 64), 4);
    let waves = jpeg_as((64, 64), 4, &inks, |encoder| encoder.set_progressive(true));
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
        // A row alone is more than the decoder takes.
        (
            "vast.png",
            png((2_000_000_000, 2_000_000_000), (8, 2), &[], &[]),
            "photo-large",
            "2000000000×",
        ),
        ("moving.webp", moving_webp(&still), broken, "动画"),
        ("a.jpg", b"GIF89a\x08\0\x08\0".to_vec(), broken, "GIF"),
        ("layers.jpg", b"8BPS\0\x01".to_vec(), broken, "Photoshop"),
        ("none.jpg", other_size(&plain, (0, 0)), broken, "0×0"),
        // Its coefficients alone would fill the memory.
        ("waves.jpg", other_size(&waves, (12_000, 9_000)), "photo-large", "12000×9000"),
        ("huge.jpg", other_size(&plain, (30_000, 30_000)), "photo-large", "30000×30000"),
        (
            "huge.tif",
            tiff((30_000, 30_000), (2, 8, 3), &[], &[]),
            "photo-large",
            "30000×",
        ),
        ("nothing.tif", tiff((0, 9), (2, 8, 3), &[], &[]), broken, "0×9"),
        ("b.jpg", b"\0\0\0\x18ftypheic".to_vec(), broken, "HEIC"),
        ("text.jpg", "这不是图片".into(), broken, "不是 JPEG"),
        ("palette.tif", tiff((8, 8), (3, 8, 1), &[], &[0; 64]), broken, "缺颜色表"),
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
    let said = &told[0].message.zh;
    assert!(said.contains("a.png”已损坏：像素数据有误（"), "{said}");
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
