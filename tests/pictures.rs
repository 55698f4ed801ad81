//! Pictures: what goes to press of sound files. All files are made here.

#[path = "pictures/bench.rs"]
mod bench;
#[expect(dead_code, reason = "other tests use the rest")]
#[path = "pictures/makers.rs"]
mod makers;
mod tools;

use bench::{
    WHOLE, images, load, most_ink, name, number, page, press, profile, samples, shown,
    webp, write,
};
use image::ExtendedColorType;
use lopdf::{Object, Stream};
use makers::{colours, iccp, jpeg, jpeg_as, png, tiff, without_adobe};
use qianzi::layout::Press;
use qianzi::page::Shape;
use qianzi::source::{Disk, System};
use std::path::Path;
use std::sync::Arc;

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
fn inks_of_another_press_are_converted_and_told() {
    let size = (150, 140);
    let inks: Vec<u8> = colours(size, 4).iter().map(|ink| ink / 2).collect();
    let with = |icc: Vec<u8>| {
        jpeg_as(size, 4, &inks, |encoder| {
            encoder.add_icc_profile(&icc).expect("made here");
        })
    };
    let own = with(profile());
    assert_eq!(shown("own.jpg", own.clone(), &press()).content, own);
    // Written by another program at another time: the same press still.
    let mut copied = profile();
    copied[24..36].fill(1);
    copied[80..84].copy_from_slice(b"copy");
    let copied = with(copied);
    assert_eq!(shown("copied.jpg", copied.clone(), &press()).content, copied);

    let mut other = profile();
    let last = other.len() - 1;
    other[last] ^= 1;
    let other = with(other);
    let (pictures, faults) = load(&[("other.jpg", other.clone())]);
    assert_eq!(faults, []);
    let pdf = write(&[page(1, &[("other.jpg", WHOLE)])], &pictures, &press());
    assert_ne!(images(&pdf)[0].content, other);
    let told = pictures.told();
    assert_eq!(told[0].code.name(), "photo-converted");
    assert!(told[0].message.zh.contains("other.jpg"), "{told:?}");
    assert!(most_ink(&samples(&images(&pdf)[0])) <= 241.0);
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
fn inks_that_fit_pass_untouched_and_others_get_less() {
    let mut inks = colours((200, 180), 4);
    inks.iter_mut().for_each(|ink| *ink /= 2);
    let fits = jpeg((200, 180), 4, &inks);
    let image = shown("a.jpg", fits.clone(), &press());
    assert_eq!(image.content, fits, "the file's own bytes");
    assert!(image.dict.has(b"Decode"), "stored inverted");
    // Nor does it matter that the page has no room for all of it; but what the
    // editor cut off is in no file, nor is more than what shows.
    let (pictures, _) = load(&[("a.jpg", fits.clone())]);
    let of = |crop: [f64; 4], cut: bool| {
        let mut page = page(1, &[("a.jpg", crop)]);
        let Shape::Picture(picture) = &mut page.items[0].shape else { unreachable!() };
        picture.cut = cut;
        images(&write(&[page], &pictures, &press())).remove(0)
    };
    let side = |image: &Stream| image.dict.get(b"Height").and_then(Object::as_i64).ok();
    assert_eq!(of([0.0, 0.1, 1.0, 0.8], false).content, fits);
    assert_eq!(side(&of([0.0, 0.1, 1.0, 0.8], true)), Some(126));
    assert_eq!(side(&of([0.0, 0.1, 1.0, 0.5], false)), Some(72));

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
        (abstracted, "是抽象特性文件，不描述图片的颜色"),
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

#[test]
fn a_second_build_converts_nothing_and_damage_to_kept_pictures_changes_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept-pictures");
    let _ = std::fs::remove_dir_all(&folder);
    let file = jpeg((150, 140), 3, &colours((150, 140), 3));
    let build = |kept: bool| {
        let (mut pictures, _) = load(&[("a.jpg", file.clone())]);
        if kept {
            pictures.keep_in(Arc::new(Disk), folder.clone(), "p_20260318");
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
fn kept_pictures_that_no_one_wants_go_and_nothing_else() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pruned-pictures");
    let _ = std::fs::remove_dir_all(&folder);
    let build = |more: u8, issue: &str| {
        let pixels = colours((150, 140), 3);
        let pixels: Vec<u8> = pixels.iter().map(|light| light / 2 + more).collect();
        let (mut pictures, _) = load(&[("a.jpg", jpeg((150, 140), 3, &pixels))]);
        pictures.keep_in(Arc::new(Disk), folder.clone(), issue);
        write(&[page(1, &[("a.jpg", WHOLE)])], &pictures, &press());
        pictures
    };
    build(1, "p_20260318").prune();
    let first = Disk.list(&folder);
    assert_eq!(first.len(), 1);
    build(1, "p_20260319").prune();
    let other = Disk.list(&folder);
    assert_eq!(other.len(), 2, "another issue's pictures stand beside them");
    let named = folder.join(format!("{}.picture", "0".repeat(32)));
    let foreign = [named, folder.join("notes.txt"), folder.join("holiday.picture")];
    for file in &foreign {
        std::fs::write(file, b"someone's own").expect("written");
    }
    // An older generation: another form of the same program's.
    let older = folder.join(format!("{}.picture", "f".repeat(32)));
    std::fs::write(&older, b"QZPICT0\nold").expect("written");
    // What a build that was killed left.
    let part = folder.join(format!("p_20260318.{}.4194305.part", "a".repeat(32)));
    std::fs::write(&part, "half").expect("written");
    build(2, "p_20260318").prune();
    let left = Disk.list(&folder);
    assert!(foreign.iter().all(|file| left.contains(file)), "{left:?}");
    let gone = [&first[0], &older, &part];
    assert!(gone.iter().all(|file| !left.contains(file)), "{left:?}");
    assert!(left.contains(&other[1]), "{left:?}");
    assert_eq!(left.len(), foreign.len() + 2);
}

/// A page drawn by a program at 72 dots to the inch.
fn drawn(program: &str, pdf: &Path) -> Option<image::RgbImage> {
    let mut command = tools::outside(program)?;
    let png = pdf.with_extension(format!("{program}.png"));
    match program {
        "gs" => command
            .args(["-q", "-sDEVICE=png16m", "-r72", "-o"])
            .arg(&png)
            .arg(pdf),
        "mutool" => command.args(["draw", "-q", "-r", "72", "-o"]).arg(&png).arg(pdf),
        _ => {
            let stem = png.with_extension("");
            command.args(["-png", "-r", "72", "-singlefile"]).arg(pdf).arg(stem)
        }
    };
    let _ = tools::run(command);
    let bytes = Disk.read(&png).expect("drawn");
    Some(image::load_from_memory(&bytes).expect("a PNG").into_rgb8())
}

/// Half of the picture is paper and half is dark: who takes its inks for their
/// negative shows it the other way round.
#[test]
fn other_programs_show_inks_dark_and_paper_light() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seen-pictures");
    std::fs::create_dir_all(&folder).expect("a folder");
    let half = |paper: &[u8], dark: &[u8]| {
        let row = [paper.repeat(80), dark.repeat(80)].concat();
        row.repeat(160)
    };
    let inks = half(&[0; 4], &[40, 30, 30, 200]);
    let negative: Vec<u8> = inks.iter().map(|ink| 255 - ink).collect();
    let size = (160, 160);
    let files = [
        ("marked.jpg", jpeg(size, 4, &inks)),
        ("bare.jpg", without_adobe(&jpeg(size, 4, &negative))),
        ("light.jpg", jpeg(size, 3, &half(&[255; 3], &[40, 20, 20]))),
    ];
    for (file, bytes) in files {
        let (pictures, _) = load(&[(file, bytes)]);
        let pdf = folder.join(file).with_extension("pdf");
        let bytes = write(&[page(1, &[(file, WHOLE)])], &pictures, &press());
        std::fs::write(&pdf, bytes).expect("written");
        for program in ["mutool", "gs", "pdftoppm"] {
            let Some(seen) = drawn(program, &pdf) else { continue };
            let (paper, dark) = (seen.get_pixel(85, 108).0, seen.get_pixel(130, 108).0);
            let tones = format!("{program}, {file}: {paper:?} {dark:?}");
            assert!(paper.iter().all(|light| *light > 230), "{tones}");
            assert!(dark.iter().all(|light| *light < 110), "{tones}");
        }
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
        ::tiff::decoder::Decoder::new(std::io::Cursor::new(plates)).expect("a TIFF");
    let ::tiff::decoder::DecodingResult::U8(inks) = decoder.read_image().expect("pixels")
    else {
        panic!("8 bits");
    };
    let ink = most_ink(&inks);
    assert!((200.0..=241.0).contains(&ink), "{ink} %");
}
