//! Preflight's rules for embedded fonts, on files made for them.

#[path = "tools/faults.rs"]
mod faults;
#[path = "tools/sheet.rs"]
mod sheet;

use faults::codes;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use qianzi::preflight::check;
use qianzi::source::{Disk, System};
use sheet::{Sheet, press, saved};
use std::collections::BTreeSet;
use std::path::Path;

/// A change to the file, and the rules that it breaks.
type Case = (&'static str, fn(&mut Document), &'static [&'static str]);

/// One face of each kind of outlines.
const FACES: [&str; 2] = ["NotoSerifSC-Regular.otf", "ARPLKaiNP-Regular.ttf"];

fn try_cases(cases: &[Case]) {
    for face in FACES {
        let sheet = Sheet::set_in(&press(), face);
        for (name, change, wanted) in cases {
            let mut document = sheet.document();
            change(&mut document);
            let report = check(&saved(document), &press());
            let found = codes(&report);
            assert_eq!(found, wanted.iter().copied().collect(), "{face}: {name}");
        }
    }
}

/// Widths that are not the program's, of CFF and of TrueType; a face that is
/// shown in another width is no fault of the face that is not shown.
#[test]
fn widths_are_held_against_the_font_programs() {
    let widen = |d: &mut Document| {
        let list = vec![Object::from(1), vec![Object::from(1000), 997.into()].into()];
        font(d).set("W", list);
    };
    try_cases(&[
        ("as they are", |_| (), &[]),
        ("default", |d| font(d).set("DW", 990), &["font-widths"]),
        ("one", widen, &["font-widths"]),
        ("a rounding", |d| font(d).set("DW", 1001), &[]),
    ]);
}

/// A font with codes of one byte: a bundled face, with its own widths.
fn simple(document: &mut Document, face: &str, encoding: Object) -> Dictionary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(face);
    let data = Disk.read(&path).expect("a bundled face");
    let face = ttf_parser::Face::parse(&data, 0).expect("sound");
    let em = i64::from(face.units_per_em());
    let width = |code: u8| {
        let glyph = face.glyph_index(char::from(code)).expect("a letter");
        let width = i64::from(face.glyph_hor_advance(glyph).expect("a width"));
        Object::from((width * 1000 + em / 2) / em)
    };
    let widths: Vec<Object> = (b'a'..=b'z').map(width).collect();
    let cff = face.raw_face().table(ttf_parser::Tag::from_bytes(b"CFF "));
    let (kind, key, program) = match cff {
        Some(cff) => {
            let kind = dictionary! { "Subtype" => "Type1C" };
            ("Type1", "FontFile3", Stream::new(kind, cff.to_vec()))
        }
        None => ("TrueType", "FontFile2", Stream::new(Dictionary::new(), data.clone())),
    };
    let program = document.add_object(program);
    let descriptor =
        dictionary! { "Type" => "FontDescriptor", "Flags" => 32, key => program };
    dictionary! {
        "Type" => "Font", "Subtype" => kind, "BaseFont" => "ABCDEF+Face",
        "FirstChar" => 97, "LastChar" => 122, "Widths" => widths,
        "Encoding" => encoding, "FontDescriptor" => descriptor,
    }
}

/// The faults of a page that shows letters in a font of one byte.
fn of_simple(
    (face, encoding): (&str, Object),
    letters: &str,
    change: fn(&mut Dictionary),
) -> BTreeSet<&'static str> {
    let contents = format!("/Over gs 0 0 0 1 k BT /Own 20 Tf 20 20 Td ({letters}) Tj ET");
    let bytes = Sheet::new(&press()).with(&contents);
    let mut document = Document::load_mem(&bytes).expect("ours");
    let mut font = simple(&mut document, face, encoding);
    change(&mut font);
    let id = document.page_iter().next().expect("a page");
    let page = document.get_object_mut(id).and_then(Object::as_dict_mut);
    let all = page.and_then(|page| page.get_mut(b"Resources"));
    let fonts = all.and_then(Object::as_dict_mut).and_then(|all| all.get_mut(b"Font"));
    fonts.and_then(Object::as_dict_mut).expect("fonts").set("Own", font);
    let report = check(&saved(document), &press());
    codes(&report)
}

/// Fonts with codes of one byte, by every way from codes to glyphs: widths that
/// are not the program's, and letters that it does not have.
#[test]
fn fonts_of_one_byte_are_held_against_their_programs() {
    let differences = |name: &str| -> Object {
        let list = vec![Object::from(97), "b".into(), 98.into(), name.into()];
        dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => list }.into()
    };
    let swap = |font: &mut Dictionary| {
        let widths = font.get_mut(b"Widths").and_then(Object::as_array_mut);
        widths.expect("widths").swap(0, 1);
    };
    let wider = |font: &mut Dictionary| {
        let widths = font.get_mut(b"Widths").and_then(Object::as_array_mut);
        widths.expect("widths")[1] = 900.into();
    };
    for face in ["SourceSerif4SmText-Regular.otf", "ARPLKaiNP-Regular.ttf"] {
        let win: Object = "WinAnsiEncoding".into();
        for encoding in [win.clone(), "MacRomanEncoding".into()] {
            let found = of_simple((face, encoding), "abz", |_| ());
            assert_eq!(found, BTreeSet::new(), "{face}");
        }
        let found = of_simple((face, win.clone()), "abz", wider);
        assert_eq!(found, BTreeSet::from(["font-widths"]), "{face}");
        let found = of_simple((face, win.clone()), "az", wider);
        assert_eq!(found, BTreeSet::new(), "{face}: not shown");
        let found = of_simple((face, win.clone()), "abz", |font| {
            font.remove(b"Widths");
        });
        assert_eq!(found, BTreeSet::from(["font-widths"]), "{face}: no widths");
        let short = |font: &mut Dictionary| {
            let widths = font.get_mut(b"Widths").and_then(Object::as_array_mut);
            widths.expect("widths").truncate(2);
        };
        let found = of_simple((face, win.clone()), "abz", short);
        assert_eq!(found, BTreeSet::from(["font-widths"]), "{face}: too few widths");
        let found = of_simple((face, win.clone()), "ab", short);
        assert_eq!(found, BTreeSet::new(), "{face}: enough for what is shown");
        let found = of_simple((face, differences("a")), "ab", swap);
        assert_eq!(found, BTreeSet::new(), "{face}: exchanged");
        let found = of_simple((face, differences("nothing.at.all")), "ab", swap);
        assert_eq!(found, BTreeSet::from(["glyph-missing"]), "{face}: no such glyph");
        let none = (face, differences("nothing.at.all"));
        let found = of_simple(none.clone(), "ab) Tj 3 Tr (b", swap);
        assert_eq!(found, BTreeSet::from(["glyph-missing"]), "{face}: shown, too");
        let found = of_simple(none, "a) Tj 3 Tr (b", swap);
        assert_eq!(found, BTreeSet::new(), "{face}: never printed");
    }
}

/// Characters by number that the program has no glyph for.
#[test]
fn glyphs_that_are_missing_are_told() {
    for face in FACES {
        let sheet = Sheet::set_in(&press(), face);
        for cid in ["0000", "7FFF"] {
            let text = format!("/Over gs 0 0 0 1 k BT /F 20 Tf 20 20 Td <{cid}> Tj ET");
            let report = check(&sheet.with(&text), &press());
            let found = codes(&report);
            assert!(found.contains("glyph-missing"), "{face}, {cid}: {found:?}");
        }
    }
}

/// A font program that the works' machine cannot read is told, whatever spoilt
/// it.
#[test]
fn what_is_embedded_is_a_font_of_its_kind() {
    try_cases(&[
        ("garbage", |d| spoil(d, |data| data.fill(b'x')), &["font-broken"]),
        ("nothing", |d| spoil(d, Vec::clear), &["font-broken"]),
        ("cut", |d| spoil(d, |data| data.truncate(data.len() / 2)), &["font-broken"]),
        ("another kind", exchange, &["font-broken"]),
    ]);
}

/// Changes every font program.
fn spoil(document: &mut Document, change: fn(&mut Vec<u8>)) {
    for (id, _) in programs(document) {
        let stream = document.get_object_mut(id).and_then(Object::as_stream_mut);
        let stream = stream.expect("a program");
        let mut data = stream.get_plain_content().expect("ours");
        change(&mut data);
        stream.dict.remove(b"Filter");
        stream.set_content(data);
    }
}

/// Says that CFF is TrueType, and the reverse.
fn exchange(document: &mut Document) {
    for (id, key) in programs(document) {
        let other = if key == b"FontFile2" { "FontFile3" } else { "FontFile2" };
        for object in document.objects.values_mut() {
            let Ok(descriptor) = object.as_dict_mut() else { continue };
            let own = descriptor.get(key).and_then(Object::as_reference);
            if own.is_ok_and(|own| own == id) {
                descriptor.remove(key);
                descriptor.set(other, id);
            }
        }
    }
}

/// The font programs, each with its key.
fn programs(document: &Document) -> Vec<(lopdf::ObjectId, &'static [u8])> {
    let keys: [&[u8]; 2] = [b"FontFile2", b"FontFile3"];
    let descriptors = document.objects.values().filter_map(|o| o.as_dict().ok());
    let program = |descriptor: &Dictionary| {
        keys.iter()
            .find_map(|key| Some((descriptor.get(key).ok()?.as_reference().ok()?, *key)))
    };
    descriptors.filter_map(program).collect()
}

/// The font inside the composite one.
fn font(document: &mut Document) -> &mut Dictionary {
    let is_cid = |object: &Object| {
        let dict = object.as_dict().ok();
        dict.is_some_and(|dict| dict.has(b"CIDSystemInfo"))
    };
    let found = document.objects.values_mut().find(|object| is_cid(object));
    found.and_then(|object| object.as_dict_mut().ok()).expect("a font")
}
