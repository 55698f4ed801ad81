//! Preflight's rules for embedded fonts, on files made for them.

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "tools/sheet.rs"]
mod sheet;

use lopdf::{Dictionary, Document, Object};
use qianzi::preflight::check;
use sheet::{Sheet, press, saved};
use std::collections::BTreeSet;

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
            let found: BTreeSet<&str> =
                report.findings.iter().map(|finding| finding.rule.code).collect();
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
