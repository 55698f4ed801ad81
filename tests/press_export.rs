//! Press files against what PDF/X asks, and against the known faults of
//! printpdf, which we work round: a test for each. Where it writes
//!
//! | what | tested by |
//! |---|---|
//! | always version 1.3 | `each_standard_has_its_version_and_marks` |
//! | `DestinationOutputProfile`, a profile of its own | `the_output_intent_holds_the_profile` |
//! | malformed dates and zones, unescaped titles in XMP | `metadata_agrees_with_information` |
//! | identifiers by a counter and by chance | `the_same_page_has_the_same_identifier` |
//! | `OP` for `op` | `black_overprints_only_where_the_ink_limit_bears_it` |
//! | spot inks as the four inks | `a_spot_ink_has_a_plate_of_its_own` |
//! | no bleed box | `marks_stand_outside_the_page` |
//!
//! Its faults in fonts (whole files, truncated widths, one text a glyph, flags)
//! and pictures are tested in `pdf_export.rs`.

mod tools;

use lopdf::{Dictionary, Document, Object};
use qianzi::color::{Ink, Spot, SpotId};
use qianzi::diag::Sink;
use qianzi::export::{Pictures, pdf};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Point, Rect, Size};
use qianzi::layout::{Press, SpotInk, Standard, read_press};
use qianzi::page::{Glyph, GlyphRun, Item, Page, Shape};
use qianzi::role::Role;
use qianzi::source::{Disk, Sources};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tools::{outside, run};

const RED: [u16; 4] = [0, 950, 900, 0];
const SPOT: &str = "P 185 C";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A shipped press, held to another standard.
fn press(standard: Standard) -> Press {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let folders = [root().to_path_buf()];
    let named = ("newsprint", None);
    let press = read_press(&Disk, &folders, named, &mut sources, &mut sink);
    assert!(sink.list().is_empty(), "{:?}", sink.list());
    let palette = vec![SpotInk { name: SPOT.into(), cmyk: RED }];
    Press { standard, palette, ..press }
}

fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect::new(Abs::pt(x), Abs::pt(y), Abs::pt(width), Abs::pt(height))
}

struct Desk {
    fonts: FontLibrary,
    page: Page,
}

impl Desk {
    fn new() -> Desk {
        let page = Page {
            number: 1,
            section: "要闻".into(),
            size: Size::new(Abs::pt(200.0), Abs::pt(160.0)),
            around: Abs::ZERO,
            items: Vec::new(),
        };
        let fonts = FontLibrary::new(Arc::new(Disk), vec![root().join("fonts")]);
        Desk { fonts, page }
    }

    fn add(&mut self, shape: Shape) {
        self.page
            .items
            .push(Item { role: Role::Body, story: None, span: None, shape });
    }

    fn fill(&mut self, rect: Rect, ink: Ink) {
        self.add(Shape::Fill { rect, ink });
    }

    fn text(&mut self, words: &str, (x, y, size): (f64, f64, f64), ink: Ink) {
        let file = "NotoSansSC-Bold.otf";
        let id = self.fonts.register(file).expect("a bundled face");
        let face = self.fonts.get(id).expect("a usable face").parse();
        let glyph = |(at, (start, c)): (usize, (usize, char))| Glyph {
            id: face.glyph_index(c).expect("a common character").0,
            x: Abs::pt(size) * at,
            y: Abs::ZERO,
            advance: Abs::pt(size),
            text: start..start + c.len_utf8(),
        };
        let glyphs = words.char_indices().enumerate().map(glyph).collect();
        self.add(Shape::Glyphs(GlyphRun {
            face: id,
            size: Abs::pt(size),
            ink,
            origin: Point::new(Abs::pt(x), Abs::pt(y)),
            glyphs,
            text: words.to_string(),
            turned: false,
        }));
    }

    fn written(&self, press: &Press) -> Vec<u8> {
        let meta = pdf::Meta {
            title: "澜江工人报 <A&B> 第1版".into(),
            paper: "澜江工人报".into(),
            date: time::macros::date!(2026 - 03 - 18),
            creator: "a & b".into(),
        };
        let pages = std::slice::from_ref(&self.page);
        pdf::write(pages, &self.fonts, &Pictures::default(), press, &meta)
            .expect("a page")
    }
}

/// Text, a rule and a tint.
fn plain_page() -> Desk {
    let mut desk = Desk::new();
    desk.text("江灯亮了", (20.0, 40.0, 18.0), Ink::BLACK);
    desk.fill(rect(20.0, 50.0, 160.0, 0.5), Ink::BLACK);
    desk.fill(rect(20.0, 60.0, 160.0, 30.0), Ink::gray(20));
    desk
}

const STANDARDS: [(Standard, &str); 4] = [
    (Standard::X1a2001, "1.3"),
    (Standard::X1a2003, "1.4"),
    (Standard::X4, "1.6"),
    (Standard::Plain, "1.4"),
];

fn load(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).expect("a PDF")
}

fn dict<'d>(document: &'d Document, object: &'d Object) -> &'d Dictionary {
    match document.dereference(object).expect("a live reference").1 {
        Object::Stream(stream) => &stream.dict,
        object => object.as_dict().expect("a dictionary"),
    }
}

fn info(document: &Document) -> &Dictionary {
    dict(document, document.trailer.get(b"Info").expect("Info"))
}

fn text(dict: &Dictionary, key: &str) -> Option<String> {
    let bytes = dict.get(key.as_bytes()).ok()?.as_str().ok()?;
    match bytes.strip_prefix(b"\xFE\xFF") {
        Some(units) => {
            let units = units.chunks_exact(2).map(|u| u16::from_be_bytes([u[0], u[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).ok()
        }
        None => String::from_utf8(bytes.to_vec()).ok(),
    }
}

fn xmp(document: &Document) -> Option<String> {
    let metadata = document.catalog().expect("a catalogue").get(b"Metadata").ok()?;
    let stream = document.dereference(metadata).ok()?.1.as_stream().ok()?;
    String::from_utf8(stream.content.clone()).ok()
}

#[test]
fn each_standard_has_its_version_and_marks() {
    for (standard, version) in STANDARDS {
        let bytes = plain_page().written(&press(standard));
        assert!(bytes.starts_with(format!("%PDF-{version}\n%").as_bytes()));
        let comment = &bytes[10..14];
        assert!(comment.iter().all(|byte| *byte > 127), "{comment:?}");
        let document = load(&bytes);
        let claim = |key| text(info(&document), key);
        let version = claim("GTS_PDFXVersion");
        let conformance = claim("GTS_PDFXConformance");
        let in_xmp = xmp(&document).unwrap_or_default();
        match standard {
            Standard::X1a2001 => {
                assert_eq!(version.as_deref(), Some("PDF/X-1:2001"));
                assert_eq!(conformance.as_deref(), Some("PDF/X-1a:2001"));
                assert!(in_xmp.is_empty(), "metadata is younger than PDF 1.3");
            }
            Standard::X1a2003 => {
                assert_eq!(version.as_deref(), Some("PDF/X-1a:2003"));
                assert_eq!(conformance, None);
            }
            Standard::X4 => {
                assert_eq!((version, conformance), (None, None));
                let space = "xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"";
                let claim = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>";
                assert!(in_xmp.contains(space) && in_xmp.contains(claim), "{in_xmp}");
                for key in ["DocumentID>uuid:", "VersionID>1", "RenditionClass>default"] {
                    assert!(in_xmp.contains(&format!("<xmpMM:{key}")), "{key}");
                }
            }
            Standard::Plain => {
                assert_eq!((version, conformance), (None, None));
                assert!(!in_xmp.contains("pdfx"), "{in_xmp}");
            }
        }
    }
}

#[test]
fn a_press_file_has_none_of_the_forbidden_keys() {
    const FORBIDDEN: [&str; 20] = [
        "/ObjStm",
        "/XRef",
        "/Encrypt",
        "/JavaScript",
        "/JS",
        "/OpenAction",
        "/AA",
        "/Annots",
        "/SMask",
        "/Group",
        "/OCProperties",
        "/TR ",
        "/TR2",
        "/HTP",
        "/ca ",
        "/CA ",
        "/BM",
        "/DeviceRGB",
        "/LZWDecode",
        "/DestinationOutputProfile",
    ];
    for standard in [Standard::X1a2001, Standard::X1a2003, Standard::X4] {
        let bytes = plain_page().written(&press(standard));
        let mut document = load(&bytes);
        document.decompress();
        let mut plain = Vec::new();
        document.save_to(&mut plain).expect("saved");
        // The profile and the faces are not PDF text.
        let said = String::from_utf8_lossy(&bytes);
        for key in FORBIDDEN {
            assert!(!said.contains(key), "{key} in {standard:?}");
        }
        let trailer = said.rfind("trailer").expect("a plain trailer");
        assert!(said[trailer..].contains("/ID"), "and a table of places");
        for page in document.page_iter() {
            let content = document.get_page_content(page);
            let content = lopdf::content::Content::decode(&content).expect("operators");
            for operation in content.operations {
                let rgb = ["rg", "RG", "g", "G", "sh", "ri", "cs", "CS"];
                assert!(!rgb.contains(&operation.operator.as_str()), "{operation:?}");
            }
        }
    }
}

#[test]
fn metadata_agrees_with_information() {
    for standard in [Standard::X1a2003, Standard::X4, Standard::Plain] {
        let document = load(&plain_page().written(&press(standard)));
        let (info, xmp) = (info(&document), xmp(&document).expect("metadata"));
        let value = |key: &str| {
            let from = xmp.find(&format!("<{key}>")).expect(key) + key.len() + 2;
            let to = from + xmp[from..].find(&format!("</{key}>")).expect(key);
            xmp[from..to]
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        };
        let title = text(info, "Title").expect("a title");
        assert!(value("dc:title").contains(&format!(">{title}<")), "{title}");
        assert_eq!(text(info, "Creator"), Some(value("xmp:CreatorTool")));
        assert_eq!(text(info, "Producer"), Some(value("pdf:Producer")));
        let trapped = info.get(b"Trapped").and_then(Object::as_name).expect("a name");
        assert_eq!(trapped, value("pdf:Trapped").as_bytes());
        for (key, other) in
            [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")]
        {
            assert_eq!(text(info, key).as_deref(), Some("D:20260318000000+08'00'"));
            assert_eq!(value(other), "2026-03-18T00:00:00+08:00");
        }
        assert_eq!(value("xmp:MetadataDate"), "2026-03-18T00:00:00+08:00");
        assert!(xmp.contains("&lt;A&amp;B&gt;") && !xmp.contains("<A&B>"));
    }
}

#[test]
fn the_output_intent_holds_the_profile() {
    for standard in [Standard::X1a2001, Standard::X1a2003, Standard::X4] {
        let press = press(standard);
        let document = load(&plain_page().written(&press));
        let catalog = document.catalog().expect("a catalogue");
        let intents = catalog.get(b"OutputIntents").and_then(Object::as_array);
        let intents = intents.expect("output intents");
        assert_eq!(intents.len(), 1);
        let intent = dict(&document, &intents[0]);
        let name = intent.get(b"S").and_then(Object::as_name).expect("a name");
        assert_eq!(name, b"GTS_PDFX");
        assert_eq!(
            text(intent, "OutputConditionIdentifier").as_deref(),
            Some("CGATS TR 002")
        );
        assert_eq!(text(intent, "RegistryName").as_deref(), Some("http://www.color.org"));
        assert!(text(intent, "Info").is_some_and(|info| !info.is_empty()));
        let profile = intent.get(b"DestOutputProfile").expect("the profile");
        let (_, profile) = document.dereference(profile).expect("a live reference");
        let profile = profile.as_stream().expect("a stream");
        assert_eq!(profile.dict.get(b"N").and_then(Object::as_i64).expect("N"), 4);
        let bytes = profile.decompressed_content().expect("inflates");
        let wanted = press.intent.expect("a condition").profile.bytes;
        assert!(bytes == *wanted);
        // Rows of differences: less than half of what it has.
        assert!(profile.content.len() * 2 < wanted.len());
    }
    let document = load(&plain_page().written(&press(Standard::Plain)));
    assert!(!document.catalog().expect("a catalogue").has(b"OutputIntents"));
}

#[test]
fn the_same_page_has_the_same_identifier_and_another_page_another() {
    let press = press(Standard::X4);
    let id = |desk: &Desk| {
        let document = load(&desk.written(&press));
        let ids = document.trailer.get(b"ID").and_then(Object::as_array).expect("two");
        let hex = |id: &Object| -> String {
            let bytes = id.as_str().expect("a string");
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        };
        assert_eq!(hex(&ids[0]), hex(&ids[1]));
        let xmp = xmp(&document).expect("metadata").replace('-', "");
        assert!(xmp.contains(&format!("uuid:{}", hex(&ids[0]))), "one sum for both");
        hex(&ids[0])
    };
    let (one, mut other) = (plain_page(), plain_page());
    assert_eq!(id(&one), id(&plain_page()));
    other.fill(rect(0.0, 0.0, 5.0, 5.0), Ink::BLACK);
    assert_ne!(id(&one), id(&other));
}

/// Each fill or text with its ink and whether it overprints.
fn painted(document: &Document) -> Vec<(String, bool)> {
    let page = document.page_iter().next().expect("a page");
    let content = document.get_page_content(page);
    let content = lopdf::content::Content::decode(&content).expect("operators");
    let (mut ink, mut over, mut painted) = (String::new(), false, Vec::new());
    for operation in content.operations {
        let words = || {
            let words = operation.operands.iter().map(|operand| match operand {
                Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
                number => number.as_float().expect("a number").to_string(),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        match operation.operator.as_str() {
            "k" | "cs" => ink = words(),
            "scn" => ink = format!("{ink} {}", words()),
            "gs" => over = words() == "GsOver",
            "TJ" | "f" => painted.push((ink.clone(), over)),
            _ => {}
        }
    }
    painted
}

/// Boxes of tint, with black over each of them.
fn overprinting_page() -> Desk {
    let mut desk = Desk::new();
    desk.fill(rect(0.0, 0.0, 100.0, 40.0), Ink::new(400, 500, 500, 0)); // 240 with black
    desk.fill(rect(100.0, 0.0, 100.0, 40.0), Ink::new(500, 500, 500, 0)); // 250
    desk.text("█", (20.0, 30.0, 20.0), Ink::BLACK);
    desk.text("█", (120.0, 30.0, 20.0), Ink::BLACK);
    desk.text("白", (60.0, 30.0, 20.0), Ink::PAPER);
    desk.text("灰", (20.0, 80.0, 20.0), Ink::gray(50));
    desk.fill(rect(0.0, 20.0, 90.0, 1.0), Ink::BLACK);
    desk.fill(rect(110.0, 20.0, 90.0, 1.0), Ink::BLACK);
    desk.fill(rect(0.0, 100.0, 90.0, 5.0), Ink::BLACK);
    desk
}

#[test]
fn black_overprints_only_where_the_ink_limit_bears_it() {
    let press = press(Standard::X1a2003);
    let document = load(&overprinting_page().written(&press));
    let over: Vec<bool> = painted(&document)[2..].iter().map(|(_, over)| *over).collect();
    let text = [true, false, false, false];
    let rules = [true, false, false];
    assert_eq!(over, [&text[..], &rules].concat(), "{:?}", painted(&document));

    let page = document.page_iter().next().expect("a page");
    let page = document.get_dictionary(page).expect("a page");
    let resources = dict(&document, page.get(b"Resources").expect("resources"));
    let states = dict(&document, resources.get(b"ExtGState").expect("states"));
    for (name, wanted) in [("GsOver", true), ("GsKnock", false)] {
        let state = dict(&document, states.get(name.as_bytes()).expect("a state"));
        for key in ["op", "OP"] {
            let value = state.get(key.as_bytes()).and_then(Object::as_bool);
            assert_eq!(value.expect("a truth"), wanted, "{name} {key}");
        }
        let mode = state.get(b"OPM").and_then(Object::as_i64).expect("a mode");
        assert_eq!(mode, i64::from(wanted));
    }

    let never = Press {
        overprint_type: None,
        overprint_rule: Abs::ZERO,
        ..press
    };
    let document = load(&overprinting_page().written(&never));
    assert!(painted(&document).iter().all(|(_, over)| !over));
}

fn spot_page() -> Desk {
    let mut desk = Desk::new();
    let spot = Spot { ink: SpotId::House(0), tint: 1000 };
    let red = Ink { cmyk: RED, spot: Some(spot) };
    desk.text("江灯", (20.0, 40.0, 30.0), red);
    desk.fill(rect(20.0, 60.0, 160.0, 20.0), red.tint(30));
    desk
}

#[test]
fn a_spot_ink_has_a_plate_of_its_own() {
    let without = press(Standard::X1a2003);
    let inks = |press: &Press| painted(&load(&spot_page().written(press)));
    let process = ["0 0.95 0.9 0", "0 0.285 0.27 0"].map(|ink| (ink.to_string(), false));
    assert_eq!(inks(&without), process);

    let with = Press { spots: vec![SPOT.into()], ..without };
    let spot = ["Spot0 1", "Spot0 0.3"].map(|ink| (ink.to_string(), false));
    assert_eq!(inks(&with), spot);
    let document = load(&spot_page().written(&with));
    let page = document.page_iter().next().expect("a page");
    let page = document.get_dictionary(page).expect("a page");
    let resources = dict(&document, page.get(b"Resources").expect("resources"));
    let spaces = dict(&document, resources.get(b"ColorSpace").expect("spaces"));
    let space = spaces.get(b"Spot0").and_then(Object::as_array).expect("a space");
    let name = |at: usize| space[at].as_name().expect("a name");
    assert_eq!((name(0), name(1)), (&b"Separation"[..], SPOT.as_bytes()));
    assert_eq!(name(2), b"DeviceCMYK");
}

#[test]
fn marks_stand_outside_the_page() {
    let boxes = |desk: &Desk, press: &Press| {
        let document = load(&desk.written(press));
        let page = document.page_iter().next().expect("a page");
        let page = document.get_dictionary(page).expect("a page").clone();
        ["MediaBox", "BleedBox", "TrimBox"].map(|key| {
            let sides = page.get(key.as_bytes()).and_then(Object::as_array);
            let sides = sides.expect("a box").iter();
            sides
                .map(|side| side.as_float().expect("a number"))
                .collect::<Vec<_>>()
        })
    };
    let press = Press { bleed: Abs::pt(9.0), ..press(Standard::X1a2003) };
    let mut desk = plain_page();
    let page = vec![0.0, 0.0, 200.0, 160.0];
    assert_eq!(boxes(&desk, &press), [page.clone(), page.clone(), page]);
    desk.page.around = Abs::pt(50.0);
    let [media, bleed, trim] = boxes(&desk, &press);
    assert_eq!(media, [0.0, 0.0, 300.0, 260.0]);
    assert_eq!(bleed, [41.0, 41.0, 259.0, 219.0]);
    assert_eq!(trim, [50.0, 50.0, 250.0, 210.0]);
}

fn file(name: &str, bytes: Vec<u8>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("the target folder can be written");
    path
}

#[test]
fn outside_readers_agree() {
    for (standard, version) in STANDARDS {
        let path =
            file(&format!("press {version}.pdf"), plain_page().written(&press(standard)));
        if let Some(mut qpdf) = outside("qpdf") {
            qpdf.arg("--check").arg(&path);
            let said = run(qpdf);
            assert!(said.contains(&format!("PDF Version: {version}")), "{said}");
        }
        if let Some(mut pdfinfo) = outside("pdfinfo") {
            pdfinfo.args(["-isodates"]).arg(&path);
            let said = run(pdfinfo);
            assert!(said.contains("澜江工人报 <A&B> 第1版"), "{said}");
            assert!(said.contains("2026-03-18T00:00:00+08"), "{said}");
            assert!(
                standard == Standard::Plain
                    || said.contains("PDF subtype") == said.contains("PDF/X"),
                "{said}"
            );
        }
    }
}

/// Dots of ink on each plate, as Ghostscript separates the page at 72 dpi.
fn plates(name: &str, bytes: Vec<u8>) -> Option<Vec<(String, u64)>> {
    let mut gs = outside("gs")?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("plates {name}"));
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    let source = file(&format!("plates {name}.pdf"), bytes);
    gs.args(["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-r72"]);
    // Plates as raw gray: the head of a TIFF is all that stands before them.
    gs.args(["-sDEVICE=tiffsep", "-sCompression=none", "-o"]);
    gs.arg(folder.join("p.tif")).arg(source);
    let _ = run(gs);
    let mut found = Vec::new();
    for path in qianzi::source::System::list(&Disk, &folder) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Some((_, plate)) = name.split_once('(') else { continue };
        let bytes = qianzi::source::System::read(&Disk, &path).expect("a plate");
        let paper = 200 * 160 * 255;
        let strip = strip(&bytes);
        let ink = paper - strip.iter().map(|dot| u64::from(*dot)).sum::<u64>();
        found.push((plate.split(')').next().unwrap_or("").to_string(), ink / 255));
    }
    Some(found)
}

/// The dots of an uncompressed gray TIFF.
fn strip(tiff: &[u8]) -> &[u8] {
    let short = |at: usize| usize::from(u16::from_le_bytes([tiff[at], tiff[at + 1]]));
    let long = |at: usize| short(at) + (short(at + 2) << 16);
    let start = long(4);
    let entries = (0..short(start)).map(|number| start + 2 + number * 12);
    let offset = entries.into_iter().find(|at| short(*at) == 273).expect("strips");
    let first =
        if long(offset + 4) == 1 { long(offset + 8) } else { long(long(offset + 8)) };
    &tiff[first..first + 200 * 160]
}

#[test]
fn outside_plates_hold_the_inks_they_should() {
    let of = |plates: &[(String, u64)], name: &str| {
        plates
            .iter()
            .find(|(plate, _)| plate == name)
            .map_or(0, |(_, ink)| *ink)
    };
    let press = press(Standard::X1a2003);
    let Some(text) = plates("text", plain_page().written(&press)) else { return };
    for plate in ["Cyan", "Magenta", "Yellow"] {
        assert_eq!(of(&text, plate), 0, "{plate} in {text:?}");
    }
    assert!(of(&text, "Black") > 1000, "{text:?}");

    // 40 % and 50 % cyan over 100×40 dots each; only the second black box takes
    // cyan away: about 20×20 dots, and the rule over it.
    let Some(over) = plates("over", overprinting_page().written(&press)) else { return };
    let solid = 1600 + 2000;
    let cyan = of(&over, "Cyan");
    let never = Press {
        overprint_type: None,
        overprint_rule: Abs::ZERO,
        ..press.clone()
    };
    let Some(knock) = plates("knock", overprinting_page().written(&never)) else {
        return;
    };
    assert!(cyan < solid - 150, "white text and the second box: {over:?}");
    assert!(of(&knock, "Cyan") + 100 < cyan, "{knock:?} {over:?}");
    assert_eq!(of(&knock, "Black"), of(&over, "Black"));

    let with = Press { spots: vec![SPOT.into()], ..press };
    let Some(spot) = plates("spot", spot_page().written(&with)) else { return };
    assert!(of(&spot, SPOT) > 1000, "{spot:?}");
    for plate in ["Cyan", "Magenta", "Yellow", "Black"] {
        assert_eq!(of(&spot, plate), 0, "{plate} in {spot:?}");
    }
}
