//! A small page, written as PDF and read back: by lopdf, and by programs from
//! outside when they are installed.

mod tools;

use lopdf::{Dictionary, Document, Object};
use qianzi::color::Ink;
use qianzi::export::{Pictures, pdf, png, svg};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Point, Rect, Size};
use qianzi::layout::Press;
use qianzi::page::{Glyph, GlyphRun, Item, Page, Picture, Shape};
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use rustybuzz::{Feature, Script, UnicodeBuffer, script};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use tools::{outside, run};

const SONG: &str = "NotoSerifSC-Regular.otf";
const LATIN: &str = "SourceSerif4SmText-Regular.otf";
const KAI: &str = "ARPLKaiNP-Regular.ttf";

const FIRST: &str = "他说：“改革——开放……”（本报讯）";
const DIGITS: &str = "2026 AVATAR fi";
const TURNED: &str = "PM2.5";
const VERTICAL: &str = "（海城）。";
const KAI_LINE: &str = "楷体，轻；再生";
const WHITE: &str = "白字";
/// The two middle dots have one glyph between them.
const DOTS: &str = "甲·乙・丙·丁";

struct Desk {
    fonts: FontLibrary,
    items: Vec<Item>,
}

impl Desk {
    fn new() -> Desk {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        Desk {
            fonts: FontLibrary::new(Arc::new(Disk), vec![folder]),
            items: Vec::new(),
        }
    }

    fn add(&mut self, role: Role, shape: Shape) {
        self.items.push(Item { role, story: None, span: None, shape });
    }

    /// Shapes text on one line, or down a column with vertical forms.
    fn set(&mut self, file: &str, script: Script, text: &str, way: Way) -> &mut GlyphRun {
        let id = self.fonts.register(file).expect("a bundled face");
        let face = self.fonts.get(id).expect("a usable face");
        let parsed = rustybuzz::Face::from_slice(face.data(), 0).expect("a font");
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(rustybuzz::Direction::LeftToRight);
        buffer.set_script(script);
        buffer.set_language(rustybuzz::Language::from_str("zh-Hans").expect("a tag"));
        let vert = Feature::from_str("vert=1").expect("a feature");
        let features = if way == Way::Down { vec![vert] } else { Vec::new() };
        let shaped = rustybuzz::shape(&parsed, &features, buffer);
        let size = Abs::pt(9.0);
        let em = f64::from(face.units_per_em());
        let mut glyphs = Vec::new();
        let mut pen = Abs::ZERO;
        let infos = shaped.glyph_infos();
        for (at, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate()
        {
            let advance = size.scale(f64::from(place.x_advance) / em);
            let start = info.cluster as usize;
            let end = infos.get(at + 1).map_or(text.len(), |next| next.cluster as usize);
            let (x, y) =
                if way == Way::Across { (pen, Abs::ZERO) } else { (Abs::ZERO, pen) };
            let id = u16::try_from(info.glyph_id).expect("16 bits");
            glyphs.push(Glyph { id, x, y, advance, text: start..end });
            // A little air, as justification gives.
            pen += advance + Abs::pt(0.123);
        }
        let run = GlyphRun {
            face: id,
            size,
            ink: Ink::BLACK,
            origin: Point::default(),
            glyphs,
            text: text.to_string(),
            turned: way == Way::Turned,
        };
        self.add(Role::Body, Shape::Glyphs(run));
        let last = self.items.last_mut().map(|item| &mut item.shape);
        let Some(Shape::Glyphs(run)) = last else { unreachable!("just put there") };
        run
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Across,
    Down,
    Turned,
}

fn at(x: f64, y: f64) -> Point {
    Point::new(Abs::pt(x), Abs::pt(y))
}

fn photo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("issues/2026-03-18/photos")
        .join(name)
}

/// The page, and the folder it is made from.
fn small_page() -> (Desk, Page) {
    let mut desk = Desk::new();
    desk.set(SONG, script::HAN, FIRST, Way::Across).origin = at(20.0, 30.0);
    desk.set(LATIN, script::LATIN, DIGITS, Way::Across).origin = at(20.0, 42.0);
    let kai = desk.set(KAI, script::HAN, KAI_LINE, Way::Across);
    kai.origin = at(20.0, 54.0);
    // A cluster of two glyphs: the first has all the characters.
    let [.., first, second] = kai.glyphs.as_mut_slice() else { unreachable!() };
    first.text.end = second.text.end;
    second.text = 0..0;
    desk.set(SONG, script::HAN, DOTS, Way::Across).origin = at(20.0, 66.0);
    desk.set(LATIN, script::LATIN, TURNED, Way::Turned).origin = at(220.0, 30.0);
    desk.set(SONG, script::HAN, VERTICAL, Way::Down).origin = at(240.0, 30.0);
    let rect = |x, y, w, h| Rect::new(Abs::pt(x), Abs::pt(y), Abs::pt(w), Abs::pt(h));
    let rule = rect(20.0, 80.0, 200.0, 0.5);
    desk.add(Role::Rule, Shape::Fill { rect: rule, ink: Ink::BLACK });
    let tint = rect(20.0, 90.0, 60.0, 20.0);
    desk.add(Role::Tint, Shape::Fill { rect: tint, ink: Ink::new(0, 0, 0, 600) });
    let white = desk.set(SONG, script::HAN, WHITE, Way::Across);
    white.origin = at(30.0, 104.0);
    white.ink = Ink::PAPER;
    let jpeg = rect(20.0, 120.0, 90.0, 60.0);
    let crop = [0.25, 0.0, 0.75, 1.0];
    desk.add(
        Role::Photo,
        Shape::Picture(Picture {
            file: photo("china.jpg"),
            rect: jpeg,
            crop,
            cut: false,
        }),
    );
    let png = rect(120.0, 120.0, 90.0, 60.0);
    let crop = [0.0, 0.0, 1.0, 1.0];
    desk.add(
        Role::Photo,
        Shape::Picture(Picture {
            file: photo("coffee.png"),
            rect: png,
            crop,
            cut: false,
        }),
    );
    let size = Size::new(Abs::mm(100.0), Abs::pt(200.0));
    let page = Page {
        number: 1,
        section: "要闻".into(),
        size,
        around: Abs::ZERO,
        items: std::mem::take(&mut desk.items),
    };
    (desk, page)
}

fn meta() -> pdf::Meta {
    pdf::Meta {
        title: "澜江工人报 <A&B> 第1版".into(),
        paper: "澜江工人报".into(),
        date: time::macros::date!(2026 - 03 - 18),
        creator: "test".into(),
    }
}

fn written() -> Vec<u8> {
    let (desk, page) = small_page();
    let photos = [photo("china.jpg"), photo("coffee.png")];
    let (pictures, faults) = Pictures::load(&Disk, photos);
    assert_eq!(faults, []);
    assert_eq!(pictures.size(&photo("china.jpg")), Some((640, 427)));
    pdf::write(&[page], &desk.fonts, &pictures, &Press::default(), &meta())
        .expect("the page is sound")
}

fn in_file(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, written()).expect("the target folder can be written");
    path
}

fn dict<'d>(document: &'d Document, object: &'d Object) -> &'d Dictionary {
    let (_, object) = document.dereference(object).expect("a live reference");
    match object {
        Object::Stream(stream) => &stream.dict,
        object => object.as_dict().expect("a dictionary"),
    }
}

fn entry<'d>(document: &'d Document, dict: &'d Dictionary, key: &str) -> &'d Object {
    dict.get_deref(key.as_bytes(), document)
        .unwrap_or_else(|_| panic!("no /{key}"))
}

/// The operators of the only page.
fn operations(document: &Document) -> Vec<lopdf::content::Operation> {
    let page = document.page_iter().next().expect("a page");
    let content = document.get_page_content(page);
    lopdf::content::Content::decode(&content)
        .expect("readable contents")
        .operations
}

#[test]
fn the_file_is_what_a_press_asks_for() {
    let bytes = written();
    assert!(bytes.starts_with(b"%PDF-1.4\n"));
    let document = Document::load_mem(&bytes).expect("a PDF");
    let page = document.page_iter().next().expect("a page");
    let page = document.get_dictionary(page).expect("a page");
    let numbers = |key: &str| -> Vec<f32> {
        let array = page.get(key.as_bytes()).and_then(Object::as_array).expect("a box");
        array
            .iter()
            .map(|number| number.as_float().expect("a number"))
            .collect()
    };
    assert_eq!(numbers("MediaBox"), [0.0, 0.0, 283.4646, 200.0]);
    assert_eq!(numbers("TrimBox"), numbers("MediaBox"));
    assert!(!page.has(b"CropBox") && !page.has(b"Annots"));
    let info = dict(&document, document.trailer.get(b"Info").expect("Info"));
    assert_eq!(entry(&document, info, "Trapped").as_name().expect("a name"), b"False");
    let id = document.trailer.get(b"ID").and_then(Object::as_array).expect("an ID");
    assert_eq!(id[0], id[1]);
    assert_ne!(id[0].as_str().expect("a string"), [0; 16]);
}

#[test]
fn text_is_black_ink_and_overprints_unless_it_is_white() {
    let document = Document::load_mem(&written()).expect("a PDF");
    let (mut fill, mut over, mut shown) = (Vec::new(), false, Vec::new());
    for operation in operations(&document) {
        let operand = |at: usize| operation.operands[at].as_float().expect("a number");
        match operation.operator.as_str() {
            "rg" | "RG" | "g" | "G" | "cs" | "sc" | "scn" => panic!("{operation:?}"),
            "k" => fill = (0..4).map(operand).collect(),
            "gs" => over = operation.operands[0].as_name().expect("a name") == b"GsOver",
            "TJ" => shown.push((fill.clone(), over)),
            _ => {}
        }
    }
    let white = (vec![0.0; 4], false);
    assert_eq!(shown.last(), Some(&white));
    let black = (vec![0.0, 0.0, 0.0, 1.0], true);
    assert!(
        shown.iter().filter(|run| **run != white).all(|run| *run == black),
        "{shown:?}"
    );
}

#[test]
fn fonts_are_embedded_with_true_widths_and_flags() {
    let document = Document::load_mem(&written()).expect("a PDF");
    let fonts = font_dictionaries(&document);
    let dash = 2000.0; // —— is one glyph of two ems
    assert!(
        font_widths(&document, fonts["T0"])
            .values()
            .any(|width| (*width - dash).abs() < 0.001)
    );
    assert_eq!(fonts.len(), 4, "three faces, one of them twice for ・");
    for (name, font) in fonts {
        let descendants =
            entry(&document, font, "DescendantFonts").as_array().expect("one");
        let descendant = dict(&document, &descendants[0]);
        let descriptor = dict(&document, entry(&document, descendant, "FontDescriptor"));
        let kai = name == "T2";
        let key = if kai { "FontFile2" } else { "FontFile3" };
        let program = entry(&document, descriptor, key).as_stream().expect("a program");
        assert!(program.content.len() < 30_000, "a subset");
        let flags = entry(&document, descriptor, "Flags").as_i64().expect("bits");
        assert_eq!(flags & 4, 4, "symbolic");
        let cap = entry(&document, descriptor, "CapHeight")
            .as_float()
            .expect("a height");
        assert!((500.0..900.0).contains(&cap), "{name}: {cap}");
    }
}

fn font_dictionaries(document: &Document) -> BTreeMap<String, &Dictionary> {
    let page = document.page_iter().next().expect("a page");
    let page = document.get_dictionary(page).expect("a page");
    let resources = dict(document, entry(document, page, "Resources"));
    let fonts = dict(document, entry(document, resources, "Font"));
    let name = |key: &[u8]| String::from_utf8_lossy(key).into_owned();
    fonts
        .iter()
        .map(|(key, font)| (name(key), dict(document, font)))
        .collect()
}

/// Reads the characters back as any viewer does: by each font's own table.
#[test]
fn every_glyph_tells_its_characters() {
    let document = Document::load_mem(&written()).expect("a PDF");
    let tables: BTreeMap<_, _> = font_dictionaries(&document)
        .into_iter()
        .map(|(name, font)| {
            let stream =
                entry(&document, font, "ToUnicode").as_stream().expect("a table");
            let table = stream.get_plain_content().expect("inflates");
            (name, to_unicode(&String::from_utf8_lossy(&table)))
        })
        .collect();
    let (mut font, mut text) = (String::new(), String::new());
    for operation in operations(&document) {
        match operation.operator.as_str() {
            "Tf" => {
                let name = operation.operands[0].as_name().expect("a name");
                font = String::from_utf8_lossy(name).into_owned();
            }
            "TJ" => {
                for shown in operation.operands[0].as_array().expect("an array") {
                    if let Ok(code) = shown.as_str() {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        text.push_str(&tables[&font][&code]);
                    }
                }
            }
            _ => {}
        }
    }
    let runs = [FIRST, DIGITS, KAI_LINE, DOTS, TURNED, VERTICAL, WHITE];
    assert_eq!(text, runs.concat());
}

fn to_unicode(table: &str) -> BTreeMap<u16, String> {
    let pair = |line: &str| {
        let (code, text) =
            line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let units: Vec<u16> = (0..text.len() / 4)
            .map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).expect("hex"))
            .collect();
        let code = u16::from_str_radix(code, 16).expect("hex");
        Some((code, String::from_utf16(&units).expect("UTF-16")))
    };
    table
        .lines()
        .filter(|line| *line != "<0000> <FFFF>")
        .filter_map(pair)
        .collect()
}

/// Follows the operators as a viewer does and compares each glyph's place with
/// the display list.
#[test]
fn glyphs_stand_where_the_page_says() {
    let document = Document::load_mem(&written()).expect("a PDF");
    let widths: BTreeMap<_, _> = font_dictionaries(&document)
        .into_iter()
        .map(|(name, font)| (name, font_widths(&document, font)))
        .collect();
    let (_, page) = small_page();
    let wanted = wanted_places(&page);
    let (mut font, mut size, mut matrix) = (String::new(), 0.0, [0.0; 6]);
    let mut found = Vec::new();
    for operation in operations(&document) {
        let number =
            |at: usize| f64::from(operation.operands[at].as_float().expect("a number"));
        match operation.operator.as_str() {
            "Tf" => {
                let name = operation.operands[0].as_name().expect("a name");
                font = String::from_utf8_lossy(name).into_owned();
                size = number(1);
            }
            "Tm" => matrix = std::array::from_fn(number),
            "TJ" => {
                for shown in operation.operands[0].as_array().expect("an array") {
                    let forward = match shown.as_str() {
                        Ok(code) => {
                            found.push((matrix[4], matrix[5]));
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            widths[&font].get(&code).copied().unwrap_or(1000.0)
                        }
                        Err(_) => -f64::from(shown.as_float().expect("a number")),
                    } * size
                        / 1000.0;
                    matrix[4] += matrix[0] * forward;
                    matrix[5] += matrix[1] * forward;
                }
            }
            _ => {}
        }
    }
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        let off = (found.0 - wanted.0).abs().max((found.1 - wanted.1).abs());
        assert!(off <= 0.001, "{found:?} for {wanted:?}");
    }
}

fn wanted_places(page: &Page) -> Vec<(f64, f64)> {
    let mut places = Vec::new();
    for item in &page.items {
        let Shape::Glyphs(run) = &item.shape else { continue };
        places.extend(run.glyphs.iter().map(|glyph| {
            let x = run.origin.x + glyph.x;
            let y = page.size.height - run.origin.y - glyph.y;
            (x.to_pt(), y.to_pt())
        }));
    }
    places
}

fn font_widths(document: &Document, font: &Dictionary) -> BTreeMap<u16, f64> {
    let descendants = entry(document, font, "DescendantFonts").as_array().expect("one");
    let descendant = dict(document, &descendants[0]);
    let flat = entry(document, descendant, "W").as_array().expect("widths");
    let mut widths = BTreeMap::new();
    for pair in flat.chunks_exact(2) {
        let first = u16::try_from(pair[0].as_i64().expect("a number")).expect("small");
        let list = pair[1].as_array().expect("a list");
        for (code, width) in (first..).zip(list) {
            widths.insert(code, f64::from(width.as_float().expect("a number")));
        }
    }
    widths
}

#[test]
fn the_same_page_gives_the_same_bytes_on_any_number_of_threads() {
    let many = written();
    assert!(many == written());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread");
    assert!(many == pool.install(written));
}

#[test]
fn a_broken_picture_leaves_a_gray_box() {
    let (desk, page) = small_page();
    let (pictures, faults) = Pictures::load(&Memory::default(), [photo("china.jpg")]);
    assert_eq!(faults[0].code.name(), "photo-missing");
    let bytes = pdf::write(&[page], &desk.fonts, &pictures, &Press::default(), &meta())
        .expect("still a page");
    let document = Document::load_mem(&bytes).expect("a PDF");
    let gray = operations(&document).into_iter().any(|operation| {
        let numbers = operation.operands.iter().map(|n| n.as_float().unwrap_or(0.0));
        operation.operator == "k" && numbers.eq([0.0, 0.0, 0.0, 0.2])
    });
    assert!(gray);
}

/// No embedding at all, no subsets, no outlines.
#[test]
fn a_face_whose_licence_forbids_it_is_not_embedded() {
    for bits in [0x0002_u16, 0x0100, 0x0200] {
        assert_refused(bits);
    }
}

fn assert_refused(bits: u16) {
    let mut font = Disk
        .read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(LATIN))
        .expect("a bundled face");
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let record = (0..count)
        .map(|at| 12 + at * 16)
        .find(|at| &font[*at..*at + 4] == b"OS/2");
    let record = record.expect("an OS/2 table") + 8;
    let table =
        u32::from_be_bytes(font[record..record + 4].try_into().expect("four bytes"));
    font[table as usize + 8..][..2].copy_from_slice(&bits.to_be_bytes()); // fsType
    let mut system = Memory::default();
    system.put("fonts/closed.otf", font);
    let mut desk = Desk::new();
    desk.fonts = FontLibrary::new(Arc::new(system), vec!["fonts".into()]);
    desk.set("closed.otf", script::LATIN, "AB", Way::Across);
    let size = Size::new(Abs::mm(100.0), Abs::mm(100.0));
    let page = Page {
        number: 1,
        section: String::new(),
        size,
        around: Abs::ZERO,
        items: desk.items,
    };
    let fault = pdf::write(
        &[page],
        &desk.fonts,
        &Pictures::default(),
        &Press::default(),
        &meta(),
    );
    let fault = fault.expect_err("refused");
    assert_eq!(fault.code.name(), "font-forbidden", "{bits:04x}");
    assert!(fault.message.zh.contains("closed.otf") && !fault.helps.is_empty());
}

#[test]
fn proof_pictures_show_the_page() {
    let pictures = png::pages(&written(), 72.0).expect("drawn");
    let picture = image::load_from_memory(&pictures[0]).expect("a PNG").into_rgb8();
    assert_eq!((pictures.len(), picture.dimensions()), (1, (283, 200)));
    let dark = |x, y| picture.get_pixel(x, y).0.iter().all(|sample| *sample < 140);
    assert!(dark(50, 95), "the tint, at the right height from the top");
    assert!(!dark(50, 115));
}

#[test]
fn svg_defines_a_glyph_once_and_uses_it_where_it_stands() {
    let (desk, page) = small_page();
    let drawn = svg::page(&page, &desk.fonts, &|file| {
        file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    });
    assert!(drawn.contains("href=\"china.jpg\""), "{drawn}");
    let run = page.items.iter().find_map(|item| match &item.shape {
        Shape::Glyphs(run) if run.text == DOTS => Some(run),
        _ => None,
    });
    let run = run.expect("the line of dots");
    let dot = format!("f{}g{}", run.face.index(), run.glyphs[1].id);
    assert_eq!(drawn.matches(&format!("<path id=\"{dot}\"")).count(), 1);
    assert_eq!(drawn.matches(&format!("<use href=\"#{dot}\"")).count(), 3);
    // One em and the air before it: 1000 units and 0.123 pt of 9 pt.
    assert!(drawn.contains(&format!("<use href=\"#{dot}\" x=\"1013.7\"")), "{drawn}");
}

#[test]
fn outside_qpdf_finds_no_fault() {
    let Some(mut qpdf) = outside("qpdf") else { return };
    qpdf.arg("--check").arg(in_file("qpdf.pdf"));
    let said = run(qpdf);
    assert!(said.contains("No syntax or stream encoding errors"), "{said}");
}

#[test]
fn outside_pdftotext_reads_the_words_in_order() {
    let Some(mut pdftotext) = outside("pdftotext") else { return };
    pdftotext.arg("-raw").arg(in_file("pdftotext.pdf")).arg("-");
    let read: String = run(pdftotext).split_whitespace().collect();
    let runs = [FIRST, DIGITS, KAI_LINE, DOTS, TURNED, VERTICAL, WHITE];
    let wanted: String = runs.concat().split_whitespace().collect();
    assert_eq!(read, wanted);
}

#[test]
fn outside_pdffonts_sees_every_font_embedded() {
    let Some(mut pdffonts) = outside("pdffonts") else { return };
    pdffonts.arg(in_file("pdffonts.pdf"));
    let table = run(pdffonts);
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!(rows.len(), 4, "{table}");
    for row in rows {
        let columns: Vec<&str> = row.split_whitespace().collect();
        let yes = columns.windows(3).any(|columns| columns == ["yes"; 3]);
        assert!(yes, "embedded, subset and with characters: {row}");
    }
}

/// The plates: no text may leave a trace on cyan, magenta or yellow.
#[test]
fn outside_ghostscript_puts_text_on_the_black_plate_only() {
    let Some(mut gs) = outside("gs") else { return };
    let (desk, mut page) = small_page();
    page.items.retain(|item| !matches!(item.shape, Shape::Picture(_)));
    let bytes = pdf::write(
        &[page],
        &desk.fonts,
        &Pictures::default(),
        &Press::default(),
        &meta(),
    )
    .expect("a page");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("plates.pdf");
    std::fs::write(&file, bytes).expect("the target folder can be written");
    gs.args([
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-r72",
        "-sDEVICE=inkcov",
        "-o",
        "-",
    ]);
    gs.arg(&file);
    let said = run(gs);
    let inks: Vec<f64> =
        said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert_eq!(inks[..3], [0.0; 3], "{said}");
    assert!(inks[3] > 0.01, "{said}");
}
