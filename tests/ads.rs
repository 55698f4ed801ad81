//! Advertisements: from the issue's file to the press file.

#[expect(dead_code, reason = "other tests use the rest")]
#[path = "pictures/makers.rs"]
mod makers;
#[path = "tools/overlay.rs"]
mod overlay;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use overlay::open;
use qianzi::diag::{Diagnostic, Severity, Sink};
use qianzi::export::png;
use qianzi::geom::{Abs, Rect};
use qianzi::page::Shape;
use qianzi::project::{Project, Setting};
use qianzi::role::Role;
use qianzi::source::Memory;
use std::collections::BTreeSet;
use std::path::Path;

/// One column of 30 characters, 270 pt wide; the foot is 96 pt deep.
const LAYOUT: &str = r#"
[page]
width = "350pt"
height = "400pt"
columns = 1
chars = 30
lines = 30

[tree]
rows = [ { slot = "lead" }, { slot = "foot", lines = 8, ad = true, optional = true } ]
"#;

const WORDS: &str = "三月十八日清早，东埠港的第一班渡船离了岸。";

/// An issue of one page with these advertisements and files; its story fills
/// what the foot leaves.
fn issue(ads: &str, files: &[(&str, Vec<u8>)]) -> (Project, Setting) {
    issue_of(22, ads, files)
}

/// The same with a story of so many sentences.
fn issue_of(count: usize, ads: &str, files: &[(&str, Vec<u8>)]) -> (Project, Setting) {
    issue_for("newsprint", count, ads, files)
}

/// The same for another press.
fn issue_for(
    press: &str,
    count: usize,
    ads: &str,
    files: &[(&str, Vec<u8>)],
) -> (Project, Setting) {
    let mut memory = Memory::default();
    let head = format!(
        "date = 2026-03-18\npress = \"{press}\"\n[[page]]\nnumber = 1\nlayout = \"small\"\n"
    );
    memory.put("i/issue.toml", format!("{head}stories = [\"jia\"]\n{ads}"));
    memory.put("i/layouts/small.toml", LAYOUT);
    let story = format!("+++\nheadline = \"渡船\"\n+++\n{}\n", WORDS.repeat(count));
    memory.put("i/stories/jia.md", story);
    for (name, bytes) in files {
        memory.put(Path::new("i").join(name), bytes.clone());
    }
    let project = open(memory, Path::new("i"));
    let setting = project.compose();
    (project, setting)
}

fn file_ad(more: &str) -> String {
    format!("[[page.ad]]\nslot = \"foot\"\nfile = \"ads/a.pdf\"\n{more}\n")
}

/// A sheet as an agency sends it: bleed round the trimmed part, whose upper
/// left quarter is black, and things that do not belong on a page.
fn sheet(width: f64, height: f64, turns: i64) -> Vec<u8> {
    let number =
        |value: f64| Object::from(format!("{value}").parse::<f32>().expect("a number"));
    let corners = |sides: [f64; 4]| sides.map(number).to_vec();
    let mut document = Document::with_version("1.4");
    let pages = document.new_object_id();
    let (middle, top) = (20.0 + height / 2.0, 20.0 + height);
    let quarter = format!("0 0 0 1 k 20 {middle} {} {} re f", width / 2.0, top - middle);
    let inner = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => corners([0.0, 0.0, 1000.0, 1000.0]),
    };
    let inner = document.add_object(Stream::new(inner, quarter.into_bytes()));
    let parts = [b"/X0 Do".to_vec(), format!("0 0 20 {top} re f").into_bytes()];
    let parts: Vec<Object> = parts
        .into_iter()
        .map(|part| document.add_object(Stream::new(Dictionary::new(), part)).into())
        .collect();
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    let note = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "A" => script,
        "Rect" => corners([20.0, 20.0, 40.0, 40.0]),
    });
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "TrimBox" => corners([20.0 + width, top, 20.0, 20.0]),
        "Rotate" => turns * 90,
        "Contents" => parts,
        "Annots" => vec![Object::Reference(note)],
        "PieceInfo" => dictionary! { "Agency" => "secret" },
    });
    let tree = dictionary! {
        "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1,
        "MediaBox" => corners([0.0, 0.0, width + 40.0, height + 40.0]),
        "Resources" => dictionary! { "XObject" => dictionary! { "X0" => inner } },
    };
    document.objects.insert(pages, tree.into());
    saved(document, pages)
}

fn saved(mut document: Document, pages: ObjectId) -> Vec<u8> {
    let catalog =
        document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("to memory");
    bytes
}

fn codes(setting: &Setting) -> Vec<&'static str> {
    let faults = setting.faults.list().iter();
    faults
        .map(|fault| fault.code.name())
        .filter(|code| code.starts_with("ad-"))
        .collect()
}

/// Where the only advertisement stands.
fn shown(setting: &Setting) -> Rect {
    let items = &setting.pages[0].page.items;
    let forms: Vec<Rect> = items
        .iter()
        .filter(|item| matches!(item.shape, Shape::Form(_)))
        .map(|item| item.bounds())
        .collect();
    let [rect] = forms.as_slice() else { panic!("{} forms", forms.len()) };
    *rect
}

fn pdf(project: &Project, setting: &Setting) -> Vec<u8> {
    project.pdf(&setting.display_lists(), "test").expect("a file")
}

#[test]
fn a_sheet_of_the_slots_size_is_not_scaled() {
    // Half a millimetre is 1.417 pt.
    let (_, setting) = issue(&file_ad(""), &[("ads/a.pdf", sheet(271.4, 95.0, 0))]);
    assert_eq!(codes(&setting), [""; 0]);
    let rect = shown(&setting);
    assert_eq!(rect.width, Abs::pt(f64::from(271.4_f32)));
    let slot = setting.pages[0].ads[0].rect;
    assert_eq!(slot.height, Abs::pt(96.0));
    assert_eq!(rect.x + rect.width / 2, slot.x + slot.width / 2);
    assert_eq!(rect.y - slot.y, Abs::pt(0.5));
}

#[test]
fn another_size_is_refused_or_scaled_evenly() {
    let small = || [("ads/a.pdf", sheet(216.0, 60.0, 0))];
    let (_, setting) = issue(&file_ad(""), &small());
    assert_eq!(codes(&setting), ["ad-size"]);
    assert!(!setting.is_clean());
    let fault = setting
        .faults
        .list()
        .iter()
        .find(|fault| fault.code.name() == "ad-size");
    let fault = fault.expect("told");
    assert!(
        fault.message.zh.contains("76.2×21.2") && fault.message.zh.contains("95.2×33.9")
    );
    assert!(fault.helps[0].zh.contains("125.0%"), "{:?}", fault.helps);
    let (_, setting) = issue(&file_ad("fit = \"fit\""), &small());
    assert_eq!(codes(&setting), ["ad-scaled"]);
    assert!(setting.is_clean());
    let (rect, slot) = (shown(&setting), setting.pages[0].ads[0].rect);
    assert_eq!((rect.width, rect.height), (Abs::pt(270.0), Abs::pt(75.0)));
    assert_eq!(rect.y - slot.y, Abs::pt(10.5));
}

/// The black quarter comes to another corner with each turn, and the bleed is
/// cut off.
#[test]
fn a_sheet_is_shown_as_it_is_turned_and_cut_off_at_its_trim() {
    for turns in 0..4 {
        let (w, h) = if turns % 2 == 0 { (270.0, 96.0) } else { (96.0, 270.0) };
        let (project, setting) =
            issue(&file_ad("label = false"), &[("ads/a.pdf", sheet(w, h, turns))]);
        assert_eq!(codes(&setting), [""; 0]);
        let picture =
            png::pages(&pdf(&project, &setting), 72.0).expect("drawn").remove(0);
        let picture = image::load_from_memory(&picture).expect("a PNG").into_luma8();
        let rect = shown(&setting);
        let dark = |across: f64, down: f64| {
            let x = (rect.x + rect.width.scale(across)).to_pt().round();
            let y = (rect.y + rect.height.scale(down)).to_pt().round();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a pixel"
            )]
            let pixel = picture.get_pixel(x as u32, y as u32).0[0];
            pixel < 128
        };
        let found = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
            .map(|(across, down)| dark(across, down));
        let mut wanted = [false; 4];
        wanted[usize::try_from(turns).expect("small")] = true;
        assert_eq!(found, wanted, "{turns} quarter turns");
        assert!(!dark(-0.02, 0.5) && !dark(1.02, 0.5) && !dark(0.5, 1.04), "bleed");
    }
}

#[test]
fn only_the_drawing_travels_and_only_once() {
    let ads = format!(
        "{}[[page]]\nnumber = 2\nlayout = \"small\"\n{}",
        file_ad(""),
        file_ad("")
    );
    let (project, setting) = issue(&ads, &[("ads/a.pdf", sheet(270.0, 96.0, 0))]);
    let document = Document::load_mem(&pdf(&project, &setting)).expect("a PDF");
    let mut outer = 0;
    for object in document.objects.values() {
        let dict = match object {
            Object::Stream(stream) => &stream.dict,
            Object::Dictionary(dict) => dict,
            _ => continue,
        };
        for key in ["Annots", "JS", "PieceInfo", "Agency"] {
            assert!(!dict.has(key.as_bytes()), "{key} travelled along");
        }
        let form = dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form");
        assert!(!form || dict.has(b"Resources"), "a form without resources");
        let trim =
            |side: &Object| side.as_float().is_ok_and(|side| (side - 290.0).abs() < 0.01);
        let bounds = dict.get(b"BBox").and_then(Object::as_array);
        outer += usize::from(form && bounds.is_ok_and(|bounds| bounds.iter().any(trim)));
    }
    assert_eq!((document.page_iter().count(), outer), (2, 1));
}

#[test]
fn what_cannot_be_placed_is_told_with_its_file() {
    let whole = sheet(270.0, 96.0, 0);
    let cut = whole[..whole.len() / 3].to_vec();
    let mut locked = Document::load_mem(&whole).expect("a PDF");
    let filter = dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4,
    "O" => Object::string_literal(vec![0; 32]), "U" => Object::string_literal(vec![0; 32]) };
    let filter = locked.add_object(filter);
    locked.trailer.set("Encrypt", filter);
    let mut encrypted = Vec::new();
    locked.save_to(&mut encrypted).expect("to memory");
    let nothing = b"%PDF-1.4\n%%EOF\n".to_vec();
    for (bytes, more) in [
        (cut, ""),
        (nothing, ""),
        (encrypted, ""),
        (whole, "page = 2"),
        (b"GIF89a".to_vec(), ""),
    ] {
        let (project, setting) = issue(&file_ad(more), &[("ads/a.pdf", bytes)]);
        assert_eq!(codes(&setting), ["ad-broken"], "{more}");
        let fault = setting
            .faults
            .list()
            .iter()
            .find(|fault| fault.code.name() == "ad-broken");
        let fault = fault.expect("told");
        assert!(fault.message.zh.contains("a.pdf") && fault.span().is_some());
        let gray = setting.pages[0].page.items.iter().any(|item| item.role == Role::Ad);
        assert!(gray, "its place is kept");
        assert!(project.pdf(&setting.display_lists(), "draft").is_ok());
    }
}

/// A sheet of the slot's size that draws these operators with a font that is
/// not in the file.
fn drawing(content: &str) -> Vec<u8> {
    agency(&[(content, (270, 96), dictionary! {})])
}

/// Sheets that draw operators, of a size and with more keys of their page.
fn agency(sheets: &[(&str, (i64, i64), Dictionary)]) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let pages = document.new_object_id();
    let font =
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let group = dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK" };
    let half = dictionary! { "Type" => "ExtGState", "ca" => 0.5_f32 };
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "Group" => group,
        "BBox" => [0, 0, 270, 96].map(Object::from).to_vec(),
    };
    let form = document.add_object(Stream::new(form, b"0 0 0 1 k 9 9 50 50 re f".into()));
    let mut kids = Vec::new();
    for (content, (width, height), more) in sheets {
        let content = content.as_bytes().to_vec();
        let corners = [0, 0, *width, *height].map(Object::from).to_vec();
        // Only what is drawn with, as a file from a careful program has it.
        let mut resources = Dictionary::new();
        for (kind, name, object) in [
            ("Font", "F0", Object::from(font.clone())),
            ("ExtGState", "Half", half.clone().into()),
            ("XObject", "Grouped", form.into()),
        ] {
            if content.windows(name.len()).any(|part| part == name.as_bytes()) {
                resources.set(kind, dictionary! { name => object });
            }
        }
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => pages, "MediaBox" => corners,
            "Contents" => content, "Resources" => resources,
        };
        page.extend(more);
        kids.push(Object::Reference(document.add_object(page)));
    }
    let count = i64::try_from(kids.len()).expect("few");
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages, tree.into());
    saved(document, pages)
}

/// What was told of the advertisement's content before pages were made.
fn faulty(project: &Project) -> Vec<(Severity, String)> {
    let faults = project.faults.list().iter();
    let faults = faults.filter(|fault| fault.code.name() == "ad-faulty");
    faults
        .map(|fault| (fault.severity, fault.message.zh.clone()))
        .collect()
}

#[test]
fn transparency_is_refused_where_the_press_takes_none() {
    let glass = drawing("0 0 0 1 k /Half gs 9 9 50 50 re f");
    let (project, setting) = issue(&file_ad(""), &[("ads/a.pdf", glass.clone())]);
    let told = faulty(&project);
    assert_eq!(told.len(), 1, "{told:?}");
    let [(Severity::Error, message)] = &told[..] else { panic!("{told:?}") };
    assert!(message.contains("50%") && message.contains("（transparency）"), "{message}");
    assert!(!setting.is_clean());
    let fault = project
        .faults
        .list()
        .iter()
        .find(|fault| fault.code.name() == "ad-faulty");
    assert!(!fault.expect("told").helps.is_empty(), "a way out");

    let files = [("ads/a.pdf", glass)];
    let (project, _) = issue_for("newsprint-x4", 22, &file_ad(""), &files);
    assert_eq!(faulty(&project), []);
}

#[test]
fn groups_without_transparency_are_left_out() {
    let groups = |press: &str, content: &str, space: &str| {
        let group = dictionary! { "S" => "Transparency", "CS" => space };
        let page = dictionary! { "Group" => group };
        let files = [("ads/a.pdf", agency(&[(content, (270, 96), page)]))];
        let (project, setting) = issue_for(press, 22, &file_ad(""), &files);
        assert_eq!(faulty(&project), [], "{press}");
        let bytes = pdf(&project, &setting);
        let mut setting = Setting { faults: Sink::default(), ..setting };
        project.inspect(&[(&bytes, Some(1))], &mut setting);
        let is_error = |fault: &&Diagnostic| fault.severity == Severity::Error;
        let errors: Vec<_> = setting.faults.list().iter().filter(is_error).collect();
        assert!(errors.is_empty(), "{press}: {errors:?}");
        let document = Document::load_mem(&bytes).expect("a PDF");
        let objects = document.objects.values();
        let dicts = objects.filter_map(|object| match object {
            Object::Stream(stream) => Some(&stream.dict),
            Object::Dictionary(dict) => Some(dict),
            _ => None,
        });
        dicts.filter(|dict| dict.has(b"Group")).count()
    };
    // Many programs write the page's own in RGB, whatever is on it.
    assert_eq!(groups("newsprint", "/Grouped Do", "DeviceRGB"), 0);
    assert_eq!(groups("newsprint-x4", "/Grouped Do", "DeviceRGB"), 0);
    let clear = groups("newsprint-x4", "/Half gs /Grouped Do", "DeviceCMYK");
    assert_eq!(clear, 2, "the page's and the form's");
}

/// A page is placed without its layers and notes: a file whose looks would change
/// by that is told.
#[test]
fn layers_that_are_off_and_notes_that_print_are_told() {
    let content = "/OC /L BDC 0 0 0 1 k 9 9 50 50 re f EMC";
    let told = |off: bool, flags: i64| {
        let mut document = Document::load_mem(&drawing(content)).expect("ours");
        let layer =
            dictionary! { "Type" => "OCG", "Name" => Object::string_literal("L") };
        let layer = Object::Reference(document.add_object(layer));
        let off = if off { vec![layer.clone()] } else { Vec::new() };
        let layers = dictionary! {
            "OCGs" => vec![layer.clone()], "D" => dictionary! { "OFF" => off },
        };
        document.catalog_mut().expect("ours").set("OCProperties", layers);
        let looks = document.add_object(Stream::new(Dictionary::new(), Vec::new()));
        let note = dictionary! {
            "Subtype" => "Stamp", "F" => flags, "AP" => dictionary! { "N" => looks },
            "Rect" => [10, 10, 60, 40].map(Object::from).to_vec(),
        };
        let page = document.page_iter().next().expect("one");
        let page = document.get_dictionary_mut(page).expect("ours");
        let properties = dictionary! { "Properties" => dictionary! { "L" => layer } };
        page.set("Resources", properties);
        page.set("Annots", vec![note.into()]);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("to memory");
        let files = [("ads/a.pdf", bytes)];
        let (project, _) = issue_for("newsprint-x4", 22, &file_ad(""), &files);
        faulty(&project)
            .into_iter()
            .map(|(_, message)| message)
            .collect::<String>()
    };
    assert_eq!(told(false, 0), "", "seen on screens alone");
    assert!(told(true, 0).contains("有关掉的图层"));
    assert!(told(false, 4).contains("（Stamp）放到版面上印不出来"));
}

#[test]
fn too_much_ink_is_an_error_before_pages_are_made() {
    let heavy = drawing("0.9 0.9 0.9 0.9 k 20 10 100 50 re f");
    let (project, _) = issue(&file_ad(""), &[("ads/a.pdf", heavy)]);
    let told = faulty(&project);
    let ink = told.iter().find(|(_, message)| message.contains("（ink-limit）"));
    let (severity, message) = ink.unwrap_or_else(|| panic!("{told:?}"));
    assert_eq!(*severity, Severity::Error);
    // 20 pt from the left, 96 − 60 from the top.
    let place = "第 1 页距左 7、距上 13 毫米处";
    assert!(message.contains("墨量最高 359%") && message.contains(place), "{message}");
}

#[test]
fn the_page_that_is_asked_for_is_placed_by_its_trim() {
    let corners = |sides: [i64; 4]| sides.map(Object::from).to_vec();
    let trimmed = dictionary! {
        "CropBox" => corners([10, 10, 310, 190]),
        "TrimBox" => corners([20, 20, 290, 116]),
    };
    let cropped = dictionary! { "CropBox" => corners([20, 20, 290, 116]) };
    let ink = "0 0 0 1 k 30 30 50 50 re f";
    let file = agency(&[
        (ink, (300, 300), dictionary! {}),
        (ink, (320, 200), trimmed),
        (ink, (320, 200), cropped),
    ]);
    let told = |more: &str| {
        let files = [("ads/a.pdf", file.clone())];
        let (project, setting) = issue(&file_ad(more), &files);
        assert_eq!(faulty(&project), [], "{more}");
        codes(&setting)
    };
    assert_eq!(told(""), ["ad-size"]);
    assert_eq!(told("page = 2"), [""; 0]);
    assert_eq!(told("page = 3"), [""; 0]);
    assert_eq!(told("page = 4"), ["ad-broken"]);
}

#[test]
fn sizes_are_judged_as_they_are_printed() {
    let rule = |width: f64, size: (i64, i64)| {
        let content = format!("0 0 0 1 K {width} w 10 10 m 90 10 l S");
        agency(&[(&content, size, dictionary! {})])
    };
    let thin = |more: &str, file: Vec<u8>| {
        let (_, setting) = issue(&file_ad(more), &[("ads/a.pdf", file)]);
        let faults = setting.faults.list().iter();
        let faults = faults.map(|fault| fault.message.zh.clone());
        faults
            .filter(|message| message.contains("（thin-line）"))
            .collect::<Vec<_>>()
    };
    // The press asks for 0.25 pt.
    let half = thin("fit = \"fit\"", rule(0.4, (540, 192)));
    assert!(half[0].contains("0.2 pt") && half[0].contains("a.pdf"), "{half:?}");
    assert_eq!(thin("fit = \"fit\"", rule(0.2, (135, 48))), [""; 0], "twice as large");
    assert_eq!(thin("", rule(0.2, (270, 96))).len(), 1, "as it is");
}

#[test]
fn what_a_press_does_not_take_is_told_with_its_file() {
    let rgb = drawing("1 0 0 rg 10 10 100 50 re f");
    let text = drawing("0 0 0 1 k BT /F0 24 Tf 20 40 Td (AD) Tj ET");
    for (bytes, said) in [(rgb, "RGB"), (text, "Helvetica")] {
        let (project, setting) = issue(&file_ad(""), &[("ads/a.pdf", bytes)]);
        let mut faults = project.faults.list().iter();
        let fault = faults.find(|fault| fault.message.zh.contains(said));
        let fault =
            fault.unwrap_or_else(|| panic!("{said}: {:?}", project.faults.list()));
        assert_eq!(fault.code.name(), "ad-faulty");
        assert!(fault.message.zh.contains("a.pdf") && fault.span().is_some());
        assert!(!setting.is_clean());
    }
}

#[test]
fn a_blank_page_is_told_and_a_picture_is_known_by_its_content() {
    let (project, _) = issue(&file_ad(""), &[("ads/a.pdf", drawing(""))]);
    let blank = |fault: &Diagnostic| fault.message.zh.contains("empty-page");
    assert!(project.faults.list().iter().any(blank), "{:?}", project.faults.list());

    let (size, rgb) = ((1620, 576), makers::colours((1620, 576), 3));
    let picture = makers::jpeg(size, 3, &rgb);
    let (_, setting) = issue(&file_ad(""), &[("ads/a.pdf", picture)]);
    let items = &setting.pages[0].page.items;
    let shown = |shape: &Shape| matches!(shape, Shape::Picture(_));
    assert!(items.iter().any(|item| shown(&item.shape)), "{:?}", setting.faults.list());
}

#[test]
fn advertisements_are_labelled_unless_told_otherwise() {
    let labels = |more: &str| {
        let (_, setting) = issue(&file_ad(more), &[("ads/a.pdf", sheet(270.0, 96.0, 0))]);
        let items = setting.pages[0].page.items.iter();
        let words = items.filter_map(|item| match &item.shape {
            Shape::Glyphs(run) if item.role == Role::AdLabel => Some(run.text.clone()),
            _ => None,
        });
        words.collect::<Vec<_>>()
    };
    assert_eq!(labels(""), ["广告"]);
    assert_eq!(labels("label = false"), [""; 0]);
}

/// The slot is 3.75 inches wide; the press wants 800 pixels to the inch of black
/// and white alone, takes 550, and is content with 150 of grays.
#[test]
fn black_and_white_needs_more_pixels_than_grays() {
    let told = |width: u32, bits: u8| {
        let height = width * 96 / 270;
        let bytes = usize::try_from(width).expect("small") * usize::from(bits) / 8;
        let rows = vec![vec![0xF0; bytes]; usize::try_from(height).expect("small")];
        let file = makers::png((width, height), (bits, 0), &[], &rows);
        let ad = "[[page.ad]]\nslot = \"foot\"\nfile = \"ads/a.png\"\n";
        let (_, setting) = issue(ad, &[("ads/a.png", file)]);
        let faults = setting.faults.list().iter();
        let mut low = faults.filter(|fault| fault.code.name() == "photo-low");
        low.next().map(|fault| fault.severity)
    };
    assert_eq!(told(3200, 1), None);
    assert_eq!(told(2400, 1), Some(Severity::Warning));
    assert_eq!(told(1600, 1), Some(Severity::Error));
    assert_eq!(told(1600, 8), None);
}

#[test]
fn words_grow_to_fill_their_slot_and_are_told_when_they_do_not_fit() {
    let ad = |text: &str| {
        format!(
            "[[page.ad]]\nslot = \"foot\"\nheadline = \"青石书局\"\ntext = \"{text}\"\n"
        )
    };
    let (project, setting) = issue(&ad("八折"), &[]);
    let size = |role: Role, setting: &Setting| {
        let mut items = setting.pages[0].page.items.iter();
        items.find_map(|item| match &item.shape {
            Shape::Glyphs(run) if item.role == role => Some(run.size),
            _ => None,
        })
    };
    assert!(setting.is_clean());
    assert!(size(Role::Ad, &setting) > Some(Abs::pt(14.0)));
    // Its faces are the page's: each stands in the file once.
    let document = Document::load_mem(&pdf(&project, &setting)).expect("a PDF");
    let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let names = dicts.filter_map(|dict| dict.get(b"FontName").ok()?.as_name().ok());
    let faces: Vec<&[u8]> = names.map(|name| &name[7..]).collect();
    let once: BTreeSet<&[u8]> = faces.iter().copied().collect();
    assert!(once.contains(&b"NotoSerifSC-Bold"[..]) && once.len() == faces.len());
    let (_, setting) = issue(&ad(&WORDS.repeat(30)), &[]);
    assert_eq!(size(Role::Ad, &setting), Some(Abs::pt(9.0)));
    let told = setting
        .faults
        .list()
        .iter()
        .any(|fault| fault.code.name() == "overset");
    assert!(told);
}

#[test]
fn an_empty_slot_for_advertisements_gives_its_rows_away() {
    let (_, without) = issue_of(40, "", &[]);
    let (_, with) = issue_of(40, &file_ad(""), &[("ads/a.pdf", sheet(270.0, 96.0, 0))]);
    let depth = |setting: &Setting| setting.pages[0].fits[0].rect.height;
    assert_eq!(depth(&without), Abs::pt(360.0));
    // Eight rows, and one between.
    assert_eq!(depth(&with), Abs::pt(360.0 - 9.0 * 12.0));
}
