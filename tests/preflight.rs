//! Every rule of preflight on files made for it: a clean page of ours breaks
//! none, and each fault put into it breaks the one rule it should.

#[path = "tools/faults.rs"]
mod faults;
#[path = "tools/sheet.rs"]
mod sheet;
mod tools;

use faults::{breaks, codes};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use qianzi::diag::Severity;
use qianzi::layout::{Press, RuleLevel, Standard};
use qianzi::preflight::{RULES, Rule, check, rule};
use qianzi::source::{Disk, FileId, Located, Span, System};
use sheet::{Sheet, press, saved};
use std::collections::BTreeSet;
use std::path::Path;
use tools::{outside, run};

#[test]
fn a_page_of_ours_breaks_no_rule() {
    for standard in [Standard::X1a2001, Standard::X1a2003, Standard::X4] {
        let press = Press { standard, ..press() };
        let sheet = Sheet::new(&press);
        breaks(&sheet.bytes, &press, &[], &format!("{standard:?}"));
    }
}

/// A change to the file, and the rules that it breaks.
type Case = (&'static str, fn(&mut Document), &'static [&'static str]);

fn try_cases(press: &Press, cases: &[Case]) {
    let sheet = Sheet::new(press);
    for (name, change, wanted) in cases {
        let mut document = sheet.document();
        change(&mut document);
        breaks(&saved(document), press, wanted, name);
    }
}

fn info(document: &mut Document) -> &mut Dictionary {
    let id = document
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .expect("Info");
    document
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .expect("Info")
}

fn page(document: &mut Document) -> &mut Dictionary {
    let id = document.page_iter().next().expect("a page");
    document
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .expect("a page")
}

fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().expect("a catalogue")
}

fn intent(document: &mut Document) -> &mut Dictionary {
    let list = catalog(document)
        .get_mut(b"OutputIntents")
        .and_then(Object::as_array_mut);
    let first = list.expect("intents").first_mut().expect("an intent");
    if let Object::Reference(id) = *first {
        return document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .expect("one");
    }
    let list = catalog(document)
        .get_mut(b"OutputIntents")
        .and_then(Object::as_array_mut);
    list.expect("intents")[0].as_dict_mut().expect("an intent")
}

/// A colour in the drawings of a font is a colour of the page; a stencil takes
/// the page's. Spaces that stand for the inks are colours with a profile.
#[test]
fn colours_hide_in_fonts_and_resources() {
    let sheet = Sheet::new(&press());
    for (drawing, wanted) in [
        ("500 0 d0 1 0 0 rg 0 0 400 700 re f", &["rgb-colour"][..]),
        ("500 0 0 0 400 700 d1 1 0 0 rg 0 0 400 700 re f", &[]),
        ("500 0 d0 0 0 0 1 k 0 0 400 700 re f", &[]),
    ] {
        let mut document =
            Document::load_mem(&sheet.with("BT /Drawn 12 Tf 20 20 Td (a) Tj ET"))
                .expect("ours");
        let drawing = Stream::new(Dictionary::new(), drawing.as_bytes().to_vec());
        let drawing = document.add_object(drawing);
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type3",
            "FontBBox" => rectangle([0, 0, 500, 700]),
            "FontMatrix" => vec![Object::Real(0.001), 0.into(), 0.into(), Object::Real(0.001), 0.into(), 0.into()],
            "CharProcs" => dictionary! { "a" => drawing },
            "Encoding" => dictionary! { "Differences" => vec![97.into(), "a".into()] },
            "FirstChar" => 97, "LastChar" => 97, "Widths" => vec![Object::from(500)],
        };
        resources(&mut document, "Font").set("Drawn", font);
        breaks(&saved(document), &press(), wanted, &format!("{wanted:?}"));
    }
    let mut document =
        Document::load_mem(&sheet.with("0 0 0 1 k 20 20 9 9 re f")).expect("ours");
    let stands = Object::Array(vec!["DeviceN".into(), "DeviceCMYK".into()]);
    let dict = dictionary! { "DefaultCMYK" => stands };
    let page = page(&mut document);
    let all = page.get_mut(b"Resources").and_then(Object::as_dict_mut);
    all.expect("resources").set("ColorSpace", dict);
    breaks(&saved(document), &press(), &["icc-colour"], "default");
}

/// Resources of the page, of one kind.
fn resources<'d>(document: &'d mut Document, kind: &str) -> &'d mut Dictionary {
    let all = page(document).get_mut(b"Resources").and_then(Object::as_dict_mut);
    let listed = all.expect("resources").get_mut(kind.as_bytes());
    listed.and_then(Object::as_dict_mut).expect("of this kind")
}

fn rectangle(numbers: [i64; 4]) -> Vec<Object> {
    numbers.map(Object::from).to_vec()
}

#[test]
fn faults_of_the_file() {
    try_cases(
        &press(),
        &[
            ("version", |d| d.version = "1.5".into(), &["pdf-version"]),
            ("catalogue", |d| catalog(d).set("Version", "1.6"), &["pdf-version"]),
            ("id", |d| drop(d.trailer.remove(b"ID")), &["file-id"]),
            ("title", |d| drop(info(d).remove(b"Title")), &["info-missing"]),
            (
                "date",
                |d| info(d).set("ModDate", text("soon")),
                &["info-missing", "xmp-differs"],
            ),
            ("pdfx", |d| drop(info(d).remove(b"GTS_PDFXVersion")), &["pdfx-mark"]),
            (
                "trapped",
                |d| info(d).set("Trapped", "Unknown"),
                &["trapped", "xmp-differs"],
            ),
            ("trapped", |d| info(d).set("Trapped", text("False")), &["trapped"]),
            ("xmp", |d| info(d).set("Title", text("other")), &["xmp-differs"]),
            (
                "intents",
                |d| drop(catalog(d).remove(b"OutputIntents")),
                &["output-intent"],
            ),
            (
                "condition",
                |d| intent(d).set("OutputConditionIdentifier", text("FOGRA39")),
                &["output-condition"],
            ),
            ("info", |d| drop(intent(d).remove(b"Info")), &["output-intent"]),
            (
                "profile",
                |d| drop(intent(d).remove(b"DestOutputProfile")),
                &["output-profile"],
            ),
            ("profile", not_a_profile, &["output-profile"]),
            (
                "layers",
                |d| catalog(d).set("OCProperties", dictionary! {}),
                &["optional-content"],
            ),
            ("start", |d| catalog(d).set("OpenAction", script()), &["action"]),
            (
                "script",
                |d| page(d).set("AA", dictionary! { "O" => script() }),
                &["action"],
            ),
        ],
    );
}

fn text(words: &str) -> Object {
    Object::String(words.as_bytes().to_vec(), StringFormat::Literal)
}

fn script() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => text("app.beep()") }
}

fn not_a_profile(document: &mut Document) {
    let stream = Stream::new(dictionary! { "N" => 4 }, vec![0; 200]);
    let id = document.add_object(stream);
    intent(document).set("DestOutputProfile", id);
}

#[test]
fn faults_of_pages_as_sheets() {
    try_cases(
        &press(),
        &[
            ("trim", |d| drop(page(d).remove(b"TrimBox")), &["page-boxes"]),
            (
                "art",
                |d| page(d).set("ArtBox", rectangle([0, 0, 200, 200])),
                &["page-boxes"],
            ),
            (
                "nesting",
                |d| page(d).set("TrimBox", rectangle([-9, 0, 200, 200])),
                &["box-nesting"],
            ),
            (
                "bleed",
                |d| page(d).set("BleedBox", rectangle([9, 9, 99, 99])),
                &["box-nesting"],
            ),
            (
                "crop",
                |d| page(d).set("CropBox", rectangle([9, 9, 99, 99])),
                &["crop-box"],
            ),
            ("unit", |d| page(d).set("UserUnit", 2), &["user-unit"]),
            ("turned", |d| page(d).set("Rotate", 90), &["rotated"]),
            ("sizes", another_size, &["page-size"]),
            ("note", |d| note(d, [50, 50, 90, 90]), &["annotation"]),
            ("note outside", |d| note(d, [5000, 50, 5090, 90]), &[]),
            (
                "plates",
                |d| page(d).set("SeparationInfo", dictionary! {}),
                &["forbidden-key"],
            ),
            ("group", |d| group(d, "DeviceCMYK"), &["transparency-group"]),
        ],
    );
}

fn note(document: &mut Document, area: [i64; 4]) {
    let note = dictionary! { "Subtype" => "Link", "Rect" => rectangle(area) };
    page(document).set("Annots", vec![Object::from(note)]);
}

fn group(document: &mut Document, space: &str) {
    let group = dictionary! { "S" => "Transparency", "CS" => space };
    page(document).set("Group", group);
}

fn another_size(document: &mut Document) {
    let mut other = page(document).clone();
    other.set("MediaBox", rectangle([0, 0, 300, 300]));
    other.set("TrimBox", rectangle([0, 0, 300, 300]));
    other.set("BleedBox", rectangle([0, 0, 300, 300]));
    let pages = other.get(b"Parent").and_then(Object::as_reference).expect("Pages");
    let other = document.add_object(other);
    let pages = document.get_object_mut(pages).and_then(Object::as_dict_mut);
    let pages = pages.expect("a dictionary");
    pages
        .get_mut(b"Kids")
        .and_then(Object::as_array_mut)
        .expect("kids")
        .push(other.into());
    pages.set("Count", 2);
}

/// Contents that are added to a clean page, and the rules that they break.
const CONTENTS: &[(&str, &[&str])] = &[
    ("0 0 0 1 k 20 20 50 50 re f", &[]),
    ("1 0 0 rg 20 20 50 50 re f", &["rgb-colour"]),
    ("1 0 0 rg 0 0 0 1 k 20 20 50 50 re f", &["rgb-colour"]),
    ("q 1 0 0 RG Q", &["rgb-colour"]),
    ("/Lab cs 0 0 0 1 k 20 20 50 50 re f", &["lab-colour"]),
    ("/Lab cs 50 0 0 sc 20 20 50 50 re f", &["lab-colour"]),
    ("/Icc cs 1 0 0 0 sc 20 20 50 50 re f", &["icc-colour"]),
    ("/IccRgb cs 1 0 0 sc 20 20 50 50 re f", &["rgb-colour"]),
    ("/Gold cs 1 sc 20 20 50 50 re f", &["spot-ink"]),
    ("/GoldRgb cs 1 sc 20 20 50 50 re f", &["spot-ink", "rgb-colour"]),
    ("/Duo cs 1 1 sc 20 20 50 50 re f", &["spot-ink"]),
    ("/Every cs 0.5 sc 20 20 50 50 re f", &["registration-ink"]),
    ("/Table cs 0 sc 20 20 50 50 re f", &["rgb-colour"]),
    ("/Pattern cs /Shade scn 20 20 50 50 re f", &["rgb-colour"]),
    ("/Pattern cs /Tile scn 20 20 50 50 re f", &["rgb-colour"]),
    ("q 20 20 50 50 re W n /Fade sh Q", &["rgb-colour"]),
    ("/Inner Do", &["rgb-colour"]),
    ("/Over gs 0 0 0 0 k BT /F 12 Tf 20 20 Td <0001> Tj ET", &["white-text-overprint"]),
    ("/Over gs 0 0 0 0 k 20 20 50 50 re f", &["white-overprint"]),
    ("/Knock gs 0 0 0 1 k BT /F 9 Tf 20 20 Td <0001> Tj ET", &["black-text-knockout"]),
    ("/Old gs 0 0 0 1 k BT /F 9 Tf 20 20 Td <0001> Tj ET", &["black-text-knockout"]),
    ("/Knock gs 0 0 0 1 k BT /F 20 Tf 20 20 Td <0001> Tj ET", &[]),
    // Black on what is dark already knocks out for the sake of the ink limit.
    (
        "1 1 0 0 k 9 9 90 90 re f /Knock gs 0 0 0 1 k BT /F 9 Tf 20 20 Td <0001> Tj ET",
        &[],
    ),
    ("/Knock gs 0 0 0 1 k 20 20 50 1 re f", &["black-line-knockout"]),
    ("/Knock gs 0 0 0 1 K 1 w 20 20 m 90 20 l S", &["black-line-knockout"]),
    ("/Over gs 0 g BT /F 9 Tf 20 20 Td <0001> Tj ET", &["gray-text"]),
    ("/Over gs 0 G 1 w 20 20 m 90 20 l S", &["gray-text"]),
    (
        "0.7 0.6 0.6 1 k BT /F 30 Tf 20 20 Td <0001> Tj ET",
        &["rich-black-text", "ink-specks"],
    ),
    ("/Over gs 0 0 0 1 k BT /F 5 Tf 20 20 Td <0001> Tj ET", &["small-text"]),
    ("/Over gs 0 0 0 1 k BT 0.5 0 0 0.5 20 20 Tm /F 10 Tf <0001> Tj ET", &["small-text"]),
    ("0 0 0 0 k BT /F 7 Tf 20 20 Td <0001> Tj ET", &["small-text-reversed"]),
    ("0 1 1 0 k BT /F 9 Tf 20 20 Td <0001> Tj ET", &["small-text-multi-ink"]),
    ("/Over gs 0 0 0 1 K 0 w 20 20 m 90 20 l S", &["hairline"]),
    ("/Over gs 0 0 0 1 K 0.2 w 20 20 m 90 20 l S", &["thin-line"]),
    ("/Over gs 0 0 0 1 k 20 20 0.1 60 re f", &["thin-line"]),
    ("/Over gs 0 0 0 1 k 20 20 m 80 60 l 80.06 59.9 l 20.06 19.9 l f", &["thin-line"]),
    ("/Over gs 0 0 0 1 k 20 20 m 80 60 l 82 57 l 22 17 l f", &[]),
    ("/Over gs 0 0 0 1 K 10 0 0 .01 0 0 cm 2 w 3 4000 m 9 4000 l S", &["thin-line"]),
    ("0 0 0 0 K 0.3 w 20 20 m 90 20 l S", &["thin-line-reversed"]),
    ("1 1 0 0 K 0.4 w 20 20 m 90 20 l S", &["thin-line-multi-ink"]),
    ("q 72 0 0 72 20 20 cm /Gray Do Q", &["picture-too-low"]),
    ("q 50 0 0 50 20 20 cm /Gray Do Q", &["picture-low"]),
    ("q 30 0 0 30 20 20 cm /Gray Do Q", &[]),
    ("q 0 30 -30 0 60 20 cm /Gray Do Q", &[]),
    ("q 30 0 0 30 20 20 cm /Lines Do Q", &["line-art-too-low"]),
    ("q 10 0 0 10 20 20 cm /Lines Do Q", &["line-art-low"]),
    ("q 30 0 0 30 20 20 cm /Short Do Q", &["picture-broken"]),
    ("q 30 0 0 30 20 20 cm /Masked Do Q", &["transparency"]),
    ("q 30 0 0 30 20 20 cm /Packed Do Q", &["lzw"]),
    ("q 1 0 0 1 20 20 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q", &["rgb-colour"]),
    ("/Clear gs 20 20 50 50 re f", &["transparency"]),
    ("/Multiply gs 20 20 50 50 re f", &["transparency"]),
    ("/Soft gs 20 20 50 50 re f", &["transparency"]),
    ("/Transfer gs 20 20 50 50 re f", &["transfer-function"]),
    ("/Dots gs 20 20 50 50 re f", &["halftone"]),
    ("/Nothing gs 20 20 50 50 re f", &["resource-missing"]),
    ("/Nothing Do", &["resource-missing"]),
    ("/Nothing cs 1 sc 20 20 50 50 re f", &["resource-missing"]),
    ("q 20 20 50 50 re f", &["content-broken"]),
    ("20 20 50 50 re f Q", &["content-broken"]),
    ("20 20 50 50 re f (open", &["content-broken"]),
    ("20 20 50 50 re f xyz", &["content-broken"]),
    ("0 0 1 k 20 20 50 50 re f", &["content-broken"]),
    ("/a 20 m 20 20 50 50 re f", &["content-broken"]),
    ("20 20 50 50 re f w", &["content-broken"]),
    ("20 20 50 50 re f BT 20 90 Td (a) Tj ET", &["content-broken"]),
    ("/Loop Do", &["too-complex"]),
    ("/Flattened Do", &["forbidden-key"]),
    ("BT /Courier 12 Tf 20 20 Td (a) Tj ET", &["font-not-embedded", "font-courier"]),
];

#[test]
fn faults_of_what_is_painted() {
    let press = press();
    let sheet = Sheet::new(&press);
    for (contents, wanted) in CONTENTS {
        breaks(&sheet.with(contents), &press, wanted, contents);
    }
}

#[test]
fn findings_have_a_page_and_a_place() {
    let press = press();
    let sheet = Sheet::new(&press);
    let bytes =
        sheet.with("q 2 0 0 2 10 10 cm 1 0 0 rg 5 10 20 30 re f 5 10 20 30 re f Q");
    let report = check(&bytes, &press);
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.page, finding.times), (Some(1), 2));
    let rect = finding.place.expect("a place");
    // From the top left corner: x = 2·5 + 10, y = 200 − (2·40 + 10) points.
    let pt = [rect.x, rect.y, rect.width, rect.height].map(|side| side.to_pt().round());
    assert_eq!(pt.map(|side| side.to_string()), ["20", "110", "40", "60"]);
}

#[test]
fn an_empty_page_and_a_page_in_black() {
    let press = press();
    let sheet = Sheet::new(&press);
    breaks(&sheet.of("q Q"), &press, &["empty-page"], "empty");
    let mono = Press { mono: vec![1], ..press };
    let red = sheet.with("0 1 1 0 k 20 20 50 50 re f");
    breaks(&red, &mono, &["mono-page"], "red on a page in black");
    breaks(&sheet.with("q 30 0 0 30 20 20 cm /Gray Do Q"), &mono, &[], "gray");
}

#[test]
fn x4_allows_what_it_allows() {
    let press = Press { standard: Standard::X4, ..press() };
    let sheet = Sheet::new(&press);
    for (contents, wanted) in [
        ("/Clear gs 20 20 50 50 re f", &[][..]),
        ("q 30 0 0 30 20 20 cm /Masked Do Q", &[]),
        ("1 0 0 rg 20 20 50 50 re f", &["rgb-colour"]),
    ] {
        breaks(&sheet.with(contents), &press, wanted, contents);
    }
    try_cases(
        &press,
        &[
            ("group", |d| group(d, "DeviceCMYK"), &[]),
            ("group", |d| group(d, "DeviceRGB"), &["blend-space"]),
            ("version", |d| d.version = "1.7".into(), &["pdf-version"]),
            (
                "xmp",
                |d| drop(catalog(d).remove(b"Metadata")),
                &["xmp-missing", "pdfx-mark"],
            ),
            ("layers", |d| catalog(d).set("OCProperties", dictionary! {}), &[]),
        ],
    );
}

#[test]
fn the_second_line_marks_the_file_as_binary() {
    let press = press();
    let mut bytes = Sheet::new(&press).bytes;
    let line = bytes.iter().position(|byte| *byte == b'\n').expect("a first line") + 1;
    bytes[line + 1] = b'a';
    breaks(&bytes, &press, &["binary-mark"], "three bytes above 127");
}

#[test]
fn streams_of_newer_pdfs_are_told() {
    let press = press();
    let mut bytes = Vec::new();
    let mut document = Sheet::new(&press).document();
    document.save_modern(&mut bytes).expect("saved");
    let found = codes(&check(&bytes, &press));
    for wanted in ["xref-stream", "object-stream"] {
        assert!(found.contains(wanted), "{found:?}");
    }
}

/// A file that says it is encrypted is told as such, whatever stands in it; and
/// so are files that another program has encrypted, with a password to open them
/// or without.
#[test]
fn an_encrypted_file_is_told() {
    let press = press();
    let whole = Sheet::new(&press).bytes;
    let told = |bytes: &[u8], name: &str| {
        let report = check(bytes, &press);
        assert_eq!(codes(&report), BTreeSet::from(["encrypted"]), "{name}");
        assert!(!report.is_readable() && !report.is_clean(), "{name}");
    };
    let mut document = Document::load_mem(&whole).expect("ours");
    let key = || Object::string_literal(vec![0; 32]);
    let lock = dictionary! {
        "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4, "O" => key(), "U" => key(),
    };
    let lock = document.add_object(lock);
    document.trailer.set("Encrypt", lock);
    told(&saved(document), "by hand");

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("locked");
    std::fs::create_dir_all(&folder).expect("ours");
    let (open, locked) = (folder.join("open.pdf"), folder.join("locked.pdf"));
    std::fs::write(&open, &whole).expect("ours");
    for (password, bits) in [("江", "256"), ("", "256"), ("lamp", "128"), ("", "40")] {
        let Some(mut qpdf) = outside("qpdf") else { return };
        qpdf.args(["--allow-weak-crypto", "--encrypt", password, "owner", bits, "--"]);
        let _ = run({
            qpdf.arg(&open).arg(&locked);
            qpdf
        });
        told(
            &Disk.read(&locked).expect("written"),
            &format!("{bits} bits, “{password}”"),
        );
    }
}

#[test]
fn what_is_no_sound_pdf_is_told() {
    let press = press();
    let whole = Sheet::new(&press).bytes;
    let half = &whole[..whole.len() / 2];
    for (name, bytes) in [("half", half), ("none", b"words"), ("head", b"%PDF-1.4\n")] {
        let report = check(bytes, &press);
        assert_eq!(codes(&report), BTreeSet::from(["unreadable"]), "{name}");
        assert!(!report.is_readable());
    }
}

/// A press weighs single rules otherwise, but not those of the standard.
#[test]
fn a_press_says_how_much_a_rule_matters() {
    let level = |rule: &str, severity| {
        let at = Span::new(FileId::default(), 0..0);
        RuleLevel { rule: Located::new(rule.to_string(), at), severity }
    };
    let rules = vec![
        level("ink-limit", Some(Severity::Warning)),
        level("small-text", Some(Severity::Error)),
        level("ink-square", None),
        level("rgb-colour", None),
    ];
    let usual = press();
    let ours = Press { rules, ..usual.clone() };
    let sheet = Sheet::new(&usual);
    let dark = sheet.with(
        "1 0.8 0.8 0 k 20 20 60 60 re f 1 0 0 rg 90 90 9 9 re f \
         /Over gs 0 0 0 1 k BT /F 5 Tf 150 20 Td <0001> Tj ET",
    );
    let weighed = |press: &Press| -> Vec<(Severity, &str)> {
        let findings = check(&dark, press).findings;
        findings
            .iter()
            .map(|found| (found.severity, found.rule.code))
            .collect()
    };
    assert_eq!(
        weighed(&usual),
        [
            (Severity::Error, "rgb-colour"),
            (Severity::Error, "ink-limit"),
            (Severity::Warning, "small-text"),
            (Severity::Warning, "ink-square"),
        ]
    );
    assert_eq!(
        weighed(&ours),
        [
            (Severity::Error, "rgb-colour"),
            (Severity::Error, "small-text"),
            (Severity::Warning, "ink-limit"),
        ]
    );
}

#[test]
fn every_rule_has_words_and_a_code_of_its_own() {
    let codes: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), RULES.len());
    for rule in RULES {
        let ascii = rule
            .code
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        assert!(ascii && !rule.zh.is_empty() && !rule.en.is_empty(), "{rule:?}");
    }
    assert_eq!(Rule::named("lzw"), Some(&rule::LZW));
}

/// The table of the documentation is the table of the code.
#[test]
fn the_documentation_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/preflight.md");
    let docs = String::from_utf8(Disk.read(&path).expect("the page")).expect("UTF-8");
    let listed: Vec<&str> = docs.lines().filter(|line| line.starts_with("| `")).collect();
    let level = |rule: &Rule, standard| match rule.usual(standard) {
        Some(severity) => severity.name(),
        None => "–",
    };
    let row = |rule: &Rule| {
        let [x1a, x4, plain] = [Standard::X1a2003, Standard::X4, Standard::Plain]
            .map(|standard| level(rule, standard));
        let Rule { code, zh, en, source, .. } = rule;
        format!("| `{code}` | {x1a} | {x4} | {plain} | {en} | {zh} | {source} |")
    };
    assert_eq!(listed, RULES.iter().map(row).collect::<Vec<String>>());
}
