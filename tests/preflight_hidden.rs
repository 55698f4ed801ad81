//! Faults that hide: in glyphs that are drawings, in graphics states of fonts
//! and patterns, in pictures inside contents, in what is never drawn.

#[path = "tools/faults.rs"]
mod faults;
#[path = "tools/sheet.rs"]
mod sheet;

use faults::{Listed, breaks, codes, numbers, page, stream};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use qianzi::layout::{Press, Standard};
use qianzi::preflight::{check, check_quickly};
use sheet::{Sheet, press, saved};
use std::collections::BTreeSet;

/// A Type 3 font of a thousand units to the em, whose letters `a` and `b` are
/// drawn so.
fn drawn_font(document: &mut Document, a: &str, b: &str) -> Dictionary {
    let own = document.new_object_id();
    let gray = dictionary! {
        "Subtype" => "Image", "Width" => 96, "Height" => 96,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
    };
    let gray = document.add_object(Stream::new(gray, vec![128; 96 * 96]));
    let [a, b] = [a, b].map(|drawing| stream(document, Dictionary::new(), drawing));
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "Type3",
        "FontBBox" => numbers(&[0.0, 0.0, 500.0, 700.0]),
        "FontMatrix" => numbers(&[0.001, 0.0, 0.0, 0.001, 0.0, 0.0]),
        "CharProcs" => dictionary! { "a" => a, "b" => b },
        "Encoding" => dictionary! {
            "Differences" => vec![97.into(), "a".into(), "b".into()],
        },
        "FirstChar" => 97, "LastChar" => 98,
        "Widths" => vec![Object::from(500), 500.into()],
        "Resources" => dictionary! {
            "XObject" => dictionary! { "Gray" => gray },
            "Font" => dictionary! { "Me" => own },
        },
    };
    document.objects.insert(own, font.clone().into());
    font
}

/// What the drawings paint is painted on the page, where and as large as the
/// text shows it; a drawing that begins with `d1` takes the colour of the text.
#[test]
fn what_glyphs_draw_is_looked_at_where_it_is_shown() {
    let text = "/Over gs 0 0 0 1 k BT /D 100 Tf 20 20 Td (a) Tj ET";
    let dark: Listed = ("Font", "D", |d| {
        drawn_font(d, "500 0 d0 1 1 1 1 k 0 0 400 700 re f", "").into()
    });
    let report = breaks(
        &page(&press(), text, &[dark]),
        &press(),
        &["ink-limit", "ink-square"],
        "ink",
    );
    let place = report.findings[0].place.expect("a place");
    let pt = [place.x, place.y, place.width, place.height].map(|side| side.to_pt());
    let wanted = [20.0, 110.0, 40.0, 70.0];
    assert!(pt.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1.5), "{pt:?}");
    let most = report.pages[0].ink.as_ref().expect("measured").most;
    assert!((most - 400.0).abs() < 1.0, "{most}");
    assert_eq!(
        codes(&check_quickly(&page(&press(), text, &[dark]), &press(), &[])),
        BTreeSet::from(["ink-limit", "ink-square"])
    );
    // Not shown, not told.
    let other = text.replace("(a)", "(b)");
    breaks(&page(&press(), &other, &[dark]), &press(), &[], "the other letter");

    let picture: Listed = ("Font", "D", |d| {
        drawn_font(d, "500 0 d0 q 600 0 0 600 0 0 cm /Gray Do Q", "").into()
    });
    // 96 pixels on 240 points at 400 to the em, on 30 at 50.
    let large = text.replace("100 Tf", "400 Tf").replace("20 20 Td", "0 0 Td");
    let wanted = &["picture-too-low"];
    breaks(&page(&press(), &large, &[picture]), &press(), wanted, "a picture");
    let small = text.replace("100 Tf", "50 Tf");
    breaks(&page(&press(), &small, &[picture]), &press(), &[], "a picture, small");

    let red: Listed =
        ("Font", "D", |d| drawn_font(d, "500 0 d0 1 0 0 rg 0 0 400 700 re f", "").into());
    breaks(&page(&press(), text, &[red]), &press(), &["rgb-colour"], "red");
    breaks(&page(&press(), &other, &[red]), &press(), &["colour-not-drawn"], "unused");

    let stencil: Listed = ("Font", "D", |d| {
        let drawing = "500 0 0 0 400 700 d1 1 0 0 rg 0 0 400 700 re f";
        drawn_font(d, drawing, "").into()
    });
    breaks(&page(&press(), text, &[stencil]), &press(), &[], "a stencil");
    let rich = text.replace("0 0 0 1 k", "1 1 1 0 k");
    let wanted = &["ink-limit", "ink-square"];
    breaks(&page(&press(), &rich, &[stencil]), &press(), wanted, "a dark stencil");
    let tiny = text.replace("100 Tf", "5 Tf");
    breaks(&page(&press(), &tiny, &[stencil]), &press(), &["small-text"], "small");
}

/// Drawings that show themselves come to an end.
#[test]
fn drawings_that_show_themselves_are_told() {
    let text = "BT /D 100 Tf 20 20 Td (aaaaaaaaaa) Tj ET";
    let looped: Listed = ("Font", "D", |d| {
        drawn_font(d, "500 0 d0 BT /Me 900 Tf (ab) Tj ET", "0 0 d0").into()
    });
    let bytes = page(&press(), text, &[looped]);
    assert!(codes(&check(&bytes, &press())).contains("too-complex"));
}

/// The font of a graphics state is a font of the page.
#[test]
fn fonts_set_by_graphics_states_are_checked() {
    let state: Listed = ("ExtGState", "Set", |d| {
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Unknown",
        };
        let font = d.add_object(font);
        let size = d.add_object(5);
        dictionary! { "Font" => vec![Object::from(font), size.into()] }.into()
    });
    let text = "/Over gs 0 0 0 1 k BT /Set gs 20 20 Td (a) Tj ET";
    let wanted = &["font-not-embedded", "small-text"];
    breaks(&page(&press(), text, &[state]), &press(), wanted, "by a graphics state");
    // A drawn one, too.
    let drawn: Listed = ("ExtGState", "Set", |d| {
        let font = drawn_font(d, "500 0 d0 1 0 0 rg 0 0 400 700 re f", "");
        let font = d.add_object(font);
        dictionary! { "Font" => vec![Object::from(font), 50.into()] }.into()
    });
    breaks(&page(&press(), text, &[drawn]), &press(), &["rgb-colour"], "drawn");
}

fn gradient(state: Dictionary) -> Object {
    let function = dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => numbers(&[0.0, 1.0]),
        "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[0.0, 0.0, 0.0, 1.0]),
    };
    let shading = dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceCMYK",
        "Coords" => numbers(&[20.0, 0.0, 70.0, 0.0]), "Function" => function,
    };
    let dict = dictionary! {
        "PatternType" => 2, "Shading" => shading, "ExtGState" => state,
    };
    dict.into()
}

/// A tile that sets a graphics state.
fn tile(document: &mut Document, state: Dictionary, contents: &str) -> Object {
    let dict = dictionary! {
        "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
        "BBox" => numbers(&[0.0, 0.0, 9.0, 9.0]), "XStep" => 9, "YStep" => 9,
        "Resources" => dictionary! { "ExtGState" => dictionary! { "In" => state } },
    };
    stream(document, dict, contents).into()
}

#[test]
fn transparency_inside_patterns_is_told() {
    let fill = "/Pattern cs /P scn 20 20 50 50 re f";
    let patterns: [(&str, Listed, &[&str]); 6] = [
        ("plain", ("Pattern", "P", |_| gradient(Dictionary::new())), &[]),
        (
            "CA",
            ("Pattern", "P", |_| gradient(dictionary! { "CA" => Object::Real(0.5) })),
            &["transparency"],
        ),
        (
            "mode",
            ("Pattern", "P", |_| gradient(dictionary! { "BM" => "Multiply" })),
            &["transparency"],
        ),
        (
            "mask",
            ("Pattern", "P", |d| {
                let mask = d.add_object(dictionary! { "S" => "Alpha" });
                let state = d.add_object(dictionary! { "SMask" => mask });
                let Object::Dictionary(mut dict) = gradient(Dictionary::new()) else {
                    unreachable!()
                };
                dict.set("ExtGState", state);
                d.add_object(dict).into()
            }),
            &["transparency"],
        ),
        (
            "tile",
            ("Pattern", "P", |d| {
                let state = dictionary! { "ca" => Object::Real(0.5) };
                tile(d, state, "/In gs 0 0 0 1 k 0 0 5 5 re f")
            }),
            &["transparency"],
        ),
        (
            "tile, plain",
            ("Pattern", "P", |d| tile(d, Dictionary::new(), "0 0 0 1 k 0 0 5 5 re f")),
            &[],
        ),
    ];
    for (name, pattern, wanted) in patterns {
        breaks(&page(&press(), fill, &[pattern]), &press(), wanted, name);
    }
}

/// Filters of pictures in the contents, by their short names and their long ones.
#[test]
fn filters_of_pictures_in_contents_are_told() {
    let picture = |keys: &str, data: &str| {
        let head = "q 1 0 0 1 20 20 cm BI /W 1 /H 1 /CS /G /BPC 8";
        format!("{head} {keys} ID {data} EI Q")
    };
    // One code of nine bits between clearing and end: 256, 128, 257.
    let packed = "80100804>";
    for (keys, data, wanted) in [
        ("/F /AHx", "80>", &[][..]),
        ("/F [/AHx /LZW]", packed, &["lzw"]),
        ("/Filter [/ASCIIHexDecode /LZWDecode]", packed, &["lzw"]),
        ("/F /LZW", "\u{7f}", &["lzw"]),
        ("/F /AHx /Intent /Vivid", "80>", &["rendering-intent"]),
        ("/F /AHx /Intent /Perceptual", "80>", &[]),
    ] {
        let bytes = page(&press(), &picture(keys, data), &[]);
        breaks(&bytes, &press(), wanted, keys);
    }
}

#[test]
fn unknown_rendering_intents_are_told() {
    let shape = "20 20 50 50 re f";
    let cases: [(&str, &[&str]); 3] = [
        ("/Perceptual ri 0 0 0 1 k", &[]),
        ("/Vivid ri 0 0 0 1 k", &["rendering-intent"]),
        ("/Meant gs 0 0 0 1 k", &["rendering-intent"]),
    ];
    let state: Listed =
        ("ExtGState", "Meant", |_| dictionary! { "RI" => "Vivid" }.into());
    for (contents, wanted) in cases {
        let listed: &[Listed] = if contents.contains("Meant") { &[state] } else { &[] };
        let bytes = page(&press(), &format!("{contents} {shape}"), listed);
        breaks(&bytes, &press(), wanted, contents);
    }
    let picture: Listed = ("XObject", "Meant", |d| {
        let dict = dictionary! {
            "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray", "Intent" => "Vivid",
        };
        d.add_object(Stream::new(dict, vec![128; 64])).into()
    });
    let shown = "q 20 0 0 20 20 20 cm /Meant Do Q";
    let bytes = page(&press(), shown, &[picture]);
    breaks(&bytes, &press(), &["rendering-intent"], "a picture's");
}

/// Whatever resources are called, and wherever a page has them from.
#[test]
fn resources_of_any_name_and_of_pages_above_are_checked() {
    for name in ["P", "D", "Dest", "Parent", "Pages"] {
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Unknown",
        };
        let mut document = Sheet::new(&press()).document();
        let id = document.page_iter().next().expect("a page");
        let page = document.get_dictionary(id).expect("a page");
        let above = page.get(b"Parent").and_then(Object::as_reference).expect("Pages");
        let above = document.get_object_mut(above).and_then(Object::as_dict_mut);
        let fonts = dictionary! { name => font };
        above
            .expect("Pages")
            .set("Resources", dictionary! { "Font" => fonts });
        breaks(&saved(document), &press(), &["font-not-embedded"], name);
    }
}

/// What no page draws puts no ink on paper, and is told all the same.
#[test]
fn colours_of_what_is_not_drawn_are_told() {
    let red: Listed = ("XObject", "Left", |d| {
        let dict = dictionary! {
            "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 200.0, 200.0]),
        };
        stream(d, dict, "1 0 0 rg 20 20 50 50 re f").into()
    });
    let drawn = "/Left Do";
    breaks(&page(&press(), drawn, &[red]), &press(), &["rgb-colour"], "drawn");
    let wanted = &["colour-not-drawn"];
    let report = breaks(&page(&press(), "", &[red]), &press(), wanted, "a form");
    assert!(report.is_clean(), "a warning");
    let tile: Listed = ("Pattern", "Left", |d| {
        tile(d, Dictionary::new(), "/CS0 cs 1 0 0 RG 0 0 m 5 5 l S")
    });
    breaks(&page(&press(), "", &[tile]), &press(), wanted, "a tile");
    let picture: Listed = ("XObject", "Left", |d| {
        let dict = dictionary! {
            "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceRGB",
        };
        d.add_object(Stream::new(dict, vec![128; 192])).into()
    });
    breaks(&page(&press(), "", &[picture]), &press(), wanted, "a picture");
    fn light() -> Dictionary {
        let Object::Dictionary(mut dict) = gradient(Dictionary::new()) else {
            unreachable!()
        };
        let shading = dict.get_mut(b"Shading").and_then(Object::as_dict_mut);
        shading.expect("a gradient").set("ColorSpace", "DeviceRGB");
        dict
    }
    let gradient: Listed =
        ("Shading", "Left", |_| light().get(b"Shading").expect("there").clone());
    breaks(&page(&press(), "", &[gradient]), &press(), wanted, "a gradient");
    let pattern: Listed = ("Pattern", "Left", |d| d.add_object(light()).into());
    breaks(&page(&press(), "", &[pattern]), &press(), wanted, "a pattern");
    let fill = "/Pattern cs /Left scn 20 20 50 50 re f";
    let report = breaks(
        &page(&press(), fill, &[pattern]),
        &press(),
        &["rgb-colour"],
        "a pattern, drawn",
    );
    assert!(!report.is_clean());
}

/// X-4 is known by its metadata alone; they have to be all there.
#[test]
fn x4_metadata_are_complete() {
    let press = Press { standard: Standard::X4, ..press() };
    let whole = Sheet::new(&press).bytes;
    breaks(&whole, &press, &[], "ours");
    let names = [
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
        "xmpMM:DocumentID",
        "xmp:MetadataDate",
        "dc:title",
    ];
    for name in names {
        let mut document = Document::load_mem(&whole).expect("ours");
        let catalog = document.catalog().expect("a catalogue");
        let id = catalog.get(b"Metadata").and_then(Object::as_reference).expect("XMP");
        let packet = document.get_object_mut(id).and_then(Object::as_stream_mut);
        let packet = packet.expect("a stream");
        let text = packet.get_plain_content().unwrap_or_else(|_| packet.content.clone());
        let text = String::from_utf8(text).expect("UTF-8").replace(name, "xmp:Other");
        packet.dict.remove(b"Filter");
        packet.set_content(text.into_bytes());
        breaks(&saved(document), &press, &["xmp-incomplete"], name);
    }
}

/// Rows of a picture that PNG does not know, and parameters that cannot be.
#[test]
fn rows_of_pictures_are_those_of_png() {
    let of = |first: u8, key: &str, value: i64| {
        let mut document = Document::load_mem(&Sheet::new(&press()).bytes).expect("ours");
        let parameters = dictionary! { "Predictor" => 15, "Columns" => 32, key => value };
        let dict = dictionary! {
            "Subtype" => "Image", "Width" => 32, "Height" => 32, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray", "DecodeParms" => parameters,
        };
        let mut rows = vec![0; 33 * 32];
        rows[33 * 2] = first;
        let mut picture = Stream::new(dict, rows);
        picture.compress().expect("compressed");
        let picture = document.add_object(picture);
        let catalog = document.catalog_mut().expect("a catalogue");
        catalog.set("Left", picture);
        let report = check(&saved(document), &press());
        let said = report.findings.iter().map(|it| (it.rule.code, it.message.en.clone()));
        said.collect::<Vec<_>>()
    };
    assert_eq!(of(4, "Colors", 1), []);
    for (told, word) in [
        (of(5, "Colors", 1), "filter byte 5"),
        (of(0, "Colors", -4), "Colors"),
        (of(0, "Columns", 2_000_000_000), "Columns"),
    ] {
        assert!(told.len() == 1 && told[0].0 == "picture-broken", "{told:?}");
        assert!(told[0].1.contains(word), "{told:?}");
    }
}

/// JPEG that a copying program gave its end mark back to, or of other colours than
/// the file says; JPEG 2000 by its head and end, whose depth need not be said.
#[test]
fn coded_pictures_are_whole_and_what_they_are_said_to_be() {
    let gray: Vec<u8> = (0..120_u8).flat_map(|row| [row; 160].map(|v| v ^ 85)).collect();
    let mut whole = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut whole, 90);
    encoder
        .encode(&gray, 160, 120, jpeg_encoder::ColorType::Luma)
        .expect("a JPEG");
    let cut = [&whole[..whole.len() * 6 / 10], &[0xFF, 0xD9]].concat();
    let size = [160_u32, 120, 0, 0].map(u32::to_be_bytes).concat();
    let head = [&[0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0], &size[..]].concat();
    let jpx = [&head[..], &[0xFF, 0xD9]].concat();
    let told = |filter: &str, space: &str, data: &[u8]| {
        let bytes = Sheet::new(&press()).with("q 30 0 0 24 20 20 cm /Coded Do Q");
        let mut document = Document::load_mem(&bytes).expect("ours");
        let mut dict = dictionary! {
            "Subtype" => "Image", "Width" => 160, "Height" => 120, "Filter" => filter,
            "ColorSpace" => space,
        };
        if filter == "DCTDecode" {
            dict.set("BitsPerComponent", 8);
        }
        let picture = document.add_object(Stream::new(dict, data.to_vec()));
        let page = document.page_iter().next().expect("a page");
        let page = document.get_object_mut(page).and_then(Object::as_dict_mut);
        let all = page.and_then(|page| page.get_mut(b"Resources"));
        let all = all.and_then(Object::as_dict_mut).expect("resources");
        all.set("XObject", dictionary! { "Coded" => picture });
        codes(&check(&saved(document), &press()))
            .into_iter()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(told("DCTDecode", "DeviceGray", &whole), "");
    assert_eq!(told("DCTDecode", "DeviceGray", &cut), "picture-broken");
    assert_eq!(told("DCTDecode", "DeviceCMYK", &whole), "picture-broken");
    assert_eq!(told("JPXDecode", "DeviceGray", &jpx), "jpx");
    assert_eq!(told("JPXDecode", "DeviceGray", &head), "jpx picture-broken");
}

/// Pages that the page tree names, and that are no objects.
#[test]
fn pages_that_cannot_be_read_are_told() {
    let whole = saved(Sheet::new(&press()).document());
    let at = whole
        .windows(9)
        .position(|word| word == b"/MediaBox")
        .expect("a page");
    let open = at + whole[at..].iter().position(|byte| *byte == b'[').expect("a box");
    let mut bytes = whole.clone();
    bytes[open + 1..open + 4].copy_from_slice(b"1e9");
    let report = check(&bytes, &press());
    assert_eq!(codes(&report), BTreeSet::from(["unreadable"]));
    let said = &report.findings[0].message;
    assert!(said.zh.contains("页面读不出来") && said.en.contains("object"), "{said:?}");
    // Beside one that can be read.
    let mut document = Sheet::new(&press()).document();
    let pages = document.catalog().and_then(|own| own.get(b"Pages"));
    let pages = pages.and_then(Object::as_reference).expect("pages");
    let pages = document.get_object_mut(pages).and_then(Object::as_dict_mut);
    let kids = pages
        .and_then(|own| own.get_mut(b"Kids"))
        .and_then(Object::as_array_mut);
    kids.expect("kids").push(Object::Reference((999, 0)));
    breaks(&saved(document), &press(), &["unreadable"], "one of two");
}

/// What went wrong is said in the reader's language.
#[test]
fn damage_is_told_in_chinese() {
    let whole = Sheet::new(&press()).bytes;
    let report = check(&whole[..whole.len() / 2], &press());
    let said = &report.findings[0].message.zh;
    assert!(said.contains("重新"), "{said}");
    let bomb: Listed = ("XObject", "Left", |d| {
        let dict = dictionary! {
            "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 9.0, 9.0]),
            "Filter" => "FlateDecode",
        };
        stream(d, dict, "not packed at all").into()
    });
    let report = check(&page(&press(), "/Left Do", &[bomb]), &press());
    let said = &report.findings[0].message.zh;
    assert!(said.contains("FlateDecode 数据损坏"), "{said}");
}
