//! Plates and ink of a page with all that overprints, against Ghostscript.

#[path = "tools/sheet.rs"]
mod sheet;
mod tools;

use qianzi::diag::{Sink, code};
use qianzi::geom::{Abs, Rect};
use qianzi::layout::Press;
use qianzi::page::Item;
use qianzi::preflight::{Ink, Plate, Plates, Report, check, check_quickly, separations};
use qianzi::project::{Folders, Project, Setting};
use qianzi::role::Role;
use qianzi::source::{Disk, System};
use sheet::{Sheet, press, saved};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tools::{outside, run};

/// Fills, overprinting and not; black on colour; a spot ink; gray and table
/// pictures; a form, a gradient, a tile, a clip.
const CONTENTS: &str = "
0.4 0.2 0 0 k 10 10 80 80 re f
q /Over gs 0 0 0 1 k BT /F 40 Tf 20 30 Td <00010002> Tj ET Q
q /Knock gs 0 0 0 1 k BT /F 40 Tf 20 60 Td <00010002> Tj ET Q
q /Over gs /Gold cs 0.6 scn 60 60 60 60 re f Q
/Gold cs 0.3 scn 130 10 40 40 re f
q /Over gs 0 0.5 0 0 k 140 20 40 40 re f Q
q /Old gs 0 0 0.5 0 k 150 30 40 40 re f Q
q 30 0 0 30 10 150 cm /Gray Do Q
q 0 0 0 1 k 30 0 0 30 50 150 cm /Stencil Do Q
q 30 0 0 30 90 150 cm /Inks Do Q
q 20 0 0 20 5 95 cm /Dark Do Q
q 0 20 -20 0 50 120 cm /Fair Do Q
q 1 0 0 RG 5 w 130 160 m 190 190 l S Q
q 0.5 0 0 0.5 60 60 cm /Nested Do Q
q 20 100 50 40 re W n /Sweep sh Q
/Pattern cs /Dotted scn 130 100 50 40 re f
";

fn plates() -> Vec<Plates> {
    let sheet = Sheet::new(&press());
    separations(&sheet.of(CONTENTS), 100.0, &[]).expect("drawn")
}

#[test]
fn plates_are_those_of_ghostscript() {
    let Some(mut gs) = outside("gs") else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tiffsep");
    std::fs::create_dir_all(&folder).expect("ours");
    let file = folder.join("plates.pdf");
    std::fs::write(&file, Sheet::new(&press()).of(CONTENTS)).expect("ours");
    // Four by four dots for each of ours: Ghostscript draws plates without
    // smoothing.
    gs.args(["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-r400", "-sDEVICE=tiffsep"]);
    gs.args(["-sCompression=none", "-dDownScaleFactor=4", "-o"]);
    gs.arg(folder.join("plate.tif")).arg(&file);
    let _ = run(gs);
    let plates = plates();
    let names: Vec<&str> =
        plates[0].tones.iter().map(|(plate, _)| plate.name()).collect();
    assert_eq!(names, ["Cyan", "Magenta", "Yellow", "Black", "Gold"]);
    for (plate, tone) in &plates[0].tones {
        let path = folder.join(format!("plate({}).tif", plate.name()));
        let theirs = tiff(&Disk.read(&path).expect("a plate of Ghostscript's"));
        assert_eq!((theirs.0, theirs.1), (tone.width, tone.height));
        let pairs = tone.ink.iter().zip(&theirs.2);
        let apart: i64 = pairs
            .map(|(a, b)| (i64::from(*a) - (255 - i64::from(*b))).abs())
            .sum();
        let apart = apart as f64 / 2.55 / tone.ink.len() as f64;
        assert!(apart < 1.0, "{}: {apart:.2} % apart in the mean", plate.name());
    }
}

/// Width, height and samples of an uncompressed gray TIFF.
fn tiff(data: &[u8]) -> (usize, usize, Vec<u8>) {
    let short = |at: usize| usize::from(u16::from_le_bytes([data[at], data[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    assert_eq!(&data[..2], b"II");
    let directory = long(4);
    let entry = |tag: usize| {
        let entries = (0..short(directory)).map(|at| directory + 2 + at * 12);
        let at = entries.into_iter().find(|at| short(*at) == tag).expect("the tag");
        let size = if short(at + 2) == 3 { 2 } else { 4 };
        let count = long(at + 4);
        let start = if size * count <= 4 { at + 8 } else { long(at + 8) };
        let value = |at: usize| if size == 2 { short(at) } else { long(at) };
        (0..count)
            .map(|item| value(start + item * size))
            .collect::<Vec<usize>>()
    };
    let strips = entry(273).into_iter().zip(entry(279));
    let samples = strips.flat_map(|(start, length)| data[start..start + length].to_vec());
    (entry(256)[0], entry(257)[0], samples.collect())
}

/// Cells side by side that cover something darker, their edges anywhere between
/// pixels: no point of the page has more ink than one of them.
#[test]
fn things_that_meet_have_no_more_ink_than_each_of_them() {
    let inks = ["1 1 0.4 0", "0.4 1 1 0", "1 0.4 1 0", "0 0.7 0.7 1"];
    let mut cells = String::from("1 1 1 1 k 20 20 138.9 138.9 re f\n");
    for (row, column) in (0..30).flat_map(|row| (0..30).map(move |at| (row, at))) {
        let ink = inks[(row + 2 * column) % 4];
        let [x, y] = [row, column].map(|at| 20.0 + at as f64 * 4.63);
        cells += &format!("{ink} k {x:.2} {y:.2} 4.63 4.63 re f\n");
    }
    let press = press();
    let bytes = Sheet::new(&press).with(&cells);
    for report in [check(&bytes, &press), check_quickly(&bytes, &press, &[])] {
        assert_eq!(report.findings.len(), 0, "{:?}", report.findings);
    }
    let ours = check(&bytes, &press).pages[0].ink.clone().expect("measured");
    assert!((ours.most - 240.0).abs() < 1.0, "{ours:?}");
    // One cell that is darker is found among them.
    let darker = format!("{cells} 1 1 1 0 k 80.3 80.3 3 3 re f");
    let report = check(&Sheet::new(&press).with(&darker), &press);
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    let place = finding.place.expect("a place");
    assert_eq!(finding.rule.code, "ink-specks");
    assert!((place.x.to_pt() - 80.3).abs() < 0.8, "{place:?}");
    assert!((place.width.to_pt() - 3.0).abs() < 1.5, "{place:?}");

    let Some(mut gs) = outside("gs") else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cells");
    std::fs::create_dir_all(&folder).expect("ours");
    let file = folder.join("cells.pdf");
    std::fs::write(&file, &bytes).expect("ours");
    gs.args(["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-r400", "-sDEVICE=tiffsep"]);
    gs.args(["-sCompression=none", "-o"])
        .arg(folder.join("plate.tif"))
        .arg(&file);
    let _ = run(gs);
    let mut sums: Vec<f64> = Vec::new();
    for ink in ["Cyan", "Magenta", "Yellow", "Black"] {
        let plate = Disk.read(&folder.join(format!("plate({ink}).tif"))).expect("theirs");
        let samples = tiff(&plate).2;
        sums.resize(samples.len(), 0.0);
        let tints = samples.iter().map(|sample| f64::from(255 - *sample) / 2.55);
        sums.iter_mut().zip(tints).for_each(|(sum, tint)| *sum += tint);
    }
    let theirs = sums.into_iter().fold(0.0, f64::max);
    assert!(ours.most <= theirs + 1.0, "{} where Ghostscript has {theirs}", ours.most);
}

/// A picture that is shown often is held once.
#[test]
fn a_picture_that_is_shown_often_is_no_large_one() {
    let press = press();
    let bytes = Sheet::new(&press).with(&"q 60 0 0 60 20 20 cm /Fair Do Q\n".repeat(40));
    let mut document = lopdf::Document::load_mem(&bytes).expect("ours");
    for object in document.objects.values_mut() {
        let Ok(stream) = object.as_stream_mut() else { continue };
        if stream.dict.get(b"Width").is_ok() {
            stream.dict.set("Width", 2000);
            stream.dict.set("Height", 2000);
            stream.set_plain_content(vec![50; 2000 * 2000 * 4]);
        }
    }
    let report = check(&saved(document), &press);
    assert_eq!(report.findings.len(), 0, "{:?}", report.findings);
}

#[test]
fn black_leaves_no_trace_on_the_other_plates() {
    let sheet = Sheet::new(&press());
    let plates = separations(&sheet.bytes, 100.0, &[7]).expect("drawn");
    let [page] = &plates[..] else { panic!("one page") };
    assert_eq!(page.page, 7);
    let [(Plate::Process(3), black)] = &page.tones[..] else { panic!("black alone") };
    let ink = Ink::of(page, 240.0);
    assert!(ink.most > 80.0 && ink.coverage[0].1 > 0.1, "{ink:?}");
    // The type stands at the lower right.
    let dark = |x: usize, y: usize| black.ink[y * black.width + x] > 200;
    let found = (0..black.height).flat_map(|y| (0..black.width).map(move |x| (x, y)));
    assert!(found.filter(|(x, y)| dark(*x, *y)).all(|(x, y)| x > 130 && y > 240));
}

#[test]
fn ink_over_the_limit_is_told_with_its_place() {
    let press = press();
    let sheet = Sheet::new(&press);
    // 260 % on a square of 20 mm.
    let dark = sheet.with("q 1 0.8 0.8 0 k 20 20 56.7 56.7 re f Q");
    for report in [check(&dark, &press), check_quickly(&dark, &press, &[])] {
        let codes: Vec<&str> =
            report.findings.iter().map(|finding| finding.rule.code).collect();
        assert_eq!(codes, ["ink-limit", "ink-square"], "{:?}", report.findings);
        let place = report.findings[0].place.expect("a place");
        assert!((place.x.to_mm() - 7.05).abs() < 0.3, "{place:?}");
        assert!((place.width.to_mm() - 20.0).abs() < 0.6, "{place:?}");
    }
    let allowed = Press { ink_limit: 300.0, ..press.clone() };
    assert!(check(&dark, &allowed).findings.is_empty());
    // 220 % alone is allowed, not so with black on top.
    let light = "q 1 0.6 0.6 0 k 20 20 56.7 56.7 re f Q ";
    assert!(check_quickly(&sheet.with(light), &press, &[]).findings.is_empty());
    let over = format!("{light} /Over gs 0 0 0 1 k BT /F 40 Tf 30 30 Td <0001> Tj ET");
    let report = check_quickly(&sheet.with(&over), &press, &[]);
    assert_eq!(report.findings[0].rule.code, "ink-specks");
    let bare = sheet.document();
    assert!(check_quickly(&saved(bare), &press, &[]).findings.is_empty());
}

/// Pictures in the four inks are looked at without drawing; drawn, they come
/// out the same.
#[test]
fn a_picture_within_the_limit_is_not_drawn_to_be_let_pass() {
    let press = press();
    let sheet = Sheet::new(&press);
    let shown = |name: &str| sheet.with(&format!("q 60 0 0 60 20 20 cm /{name} Do Q"));
    let codes = |report: Report| -> Vec<&str> {
        report.findings.iter().map(|finding| finding.rule.code).collect()
    };
    for (name, wanted) in [("Fair", &[][..]), ("Dark", &["ink-specks"])] {
        let file = shown(name);
        assert_eq!(codes(check(&file, &press)), wanted, "{name}, drawn");
        assert_eq!(codes(check_quickly(&file, &press, &[])), wanted, "{name}");
    }
    let report = check(&shown("Fair"), &press);
    let ink = report.pages[0].ink.as_ref().expect("measured");
    assert!((ink.most - 200.0).abs() < 1.0, "{ink:?}");
    // Only a part of the page is drawn, but places are those of the page.
    let report = check_quickly(&shown("Dark"), &press, &[]);
    let place = report.findings[0].place.expect("a place");
    let (left, top) = (place.x.to_pt(), place.y.to_pt());
    assert!((left - 20.0).abs() < 1.0 && (top - 120.0).abs() < 1.0, "{place:?}");
}

/// A picture of a size that no page needs is not drawn, and that is told.
#[test]
fn a_picture_too_large_to_draw_is_told() {
    let press = press();
    let bytes = Sheet::new(&press).with("q 60 0 0 60 20 20 cm /Fair Do Q");
    let mut document = lopdf::Document::load_mem(&bytes).expect("ours");
    for object in document.objects.values_mut() {
        let Ok(stream) = object.as_stream_mut() else { continue };
        if stream.dict.get(b"Width").is_ok() {
            stream.dict.set("Width", 40_000);
            stream.dict.set("Height", 40_000);
        }
    }
    let report = check(&saved(document), &press);
    let codes: Vec<&str> = report.findings.iter().map(|it| it.rule.code).collect();
    assert_eq!(codes, ["picture-broken", "too-complex"], "{:?}", report.findings);
}

/// The program on a file: what it prints, writes, and returns.
#[test]
fn the_program_tells_of_a_file_and_writes_its_plates() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preflight 查");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("ours");
    let sheet = Sheet::new(&press());
    let run = |name: &str, bytes: &[u8], options: &[&str]| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).expect("ours");
        let mut program = Command::new(env!("CARGO_BIN_EXE_qianzi"));
        let output = program.arg("preflight").arg(&file).args(options).output();
        let output = output.expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text)
    };
    let (code, said) = run("clean.pdf", &sheet.bytes, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("0 个错误，0 个警告"), "{said}");

    let red = sheet.with("1 0 0 rg 20 20 50 50 re f");
    let (code, said) = run("red.pdf", &red, &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((code, &json["errors"]), (Some(1), &1.into()));
    assert_eq!(json["findings"][0]["rule"], "rgb-colour");
    assert_eq!(json["findings"][0]["rect"]["width"], 17.64);
    let (code, _) = run("red.pdf", &red, &["--press", "office"]);
    assert_eq!(code, Some(0), "plain files may have RGB");

    let small = sheet.with("/Over gs 0 0 0 1 k BT /F 5 Tf 20 20 Td <0001> Tj ET");
    assert_eq!(run("small.pdf", &small, &[]).0, Some(0));
    assert_eq!(run("small.pdf", &small, &["--strict"]).0, Some(1));
    assert_eq!(run("words.pdf", b"words", &[]).0, Some(2));

    let plates = folder.join("plates");
    let options = ["--plates", plates.to_str().expect("UTF-8"), "--dpi", "72"];
    assert_eq!(run("inks.pdf", &sheet.of(CONTENTS), &options).0, Some(1));
    let names: Vec<String> = Disk
        .list(&plates)
        .iter()
        .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    let wanted = ["C", "Gold", "K", "M", "Y"].map(|ink| format!("inks_01_{ink}.png"));
    assert_eq!(names, wanted);
}

/// A file from elsewhere is held against the press of the project that one is in.
#[test]
fn a_press_is_found_where_the_program_was_started() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preflight-around");
    let presses = folder.join("paper/layouts/press");
    std::fs::create_dir_all(&presses).expect("ours");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = Disk.read(&root.join("layouts/press/newsprint.toml"));
    std::fs::write(presses.join("own.toml"), own.expect("shipped")).expect("ours");
    // Its own `layouts/` ends the search upwards: the build folder may lie in this project.
    std::fs::create_dir_all(folder.join("elsewhere/layouts")).expect("ours");
    let file = folder.join("elsewhere/ad.pdf");
    std::fs::write(&file, &Sheet::new(&press()).bytes).expect("ours");
    let run = |here: &Path, press: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_qianzi"));
        let program = program.arg("preflight").arg(&file).args(press);
        let program = program.arg("--data").arg(root).current_dir(here);
        program.output().expect("the program starts").status.code()
    };
    let (paper, elsewhere) = (folder.join("paper"), folder.join("elsewhere"));
    assert_eq!(run(&paper, &["--press", "own"]), Some(0));
    assert_eq!(run(&elsewhere, &["--press", "own"]), Some(2));
    // The house's own, where none is asked for.
    let house = paper.join("layouts/house.toml");
    std::fs::write(&house, "press = \"own\"\n").expect("ours");
    let strict = "base = \"newsprint\"\nstandard = \"x-4\"\n";
    std::fs::write(presses.join("own.toml"), strict).expect("ours");
    assert_eq!(run(&paper, &[]), Some(1), "not what that press takes");
    assert_eq!(run(&elsewhere, &[]), Some(0));
}

/// What `build` does with a file that a press would send back.
#[test]
fn a_failing_file_is_an_error_of_the_issue() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let system: Arc<dyn System> = Arc::new(Disk);
    let issue = root.join("issues/2026-03-18");
    let folders = Folders::for_issue(system.as_ref(), &issue, &[root.to_path_buf()]);
    let project = Project::open(&system, &issue, folders);
    let sheet = Sheet::new(&press());
    let mut setting = Setting { pages: Vec::new(), faults: Sink::default() };
    project.inspect(&[(&sheet.bytes, Some(3))], &mut setting);
    assert_eq!(setting.faults.list(), []);
    let red = sheet.with("1 0 0 rg 20 20 50 50 re f");
    project.inspect(&[(&red, Some(3))], &mut setting);
    let faults = setting.faults;
    let [fault] = faults.list() else { panic!("{:?}", faults.list()) };
    assert_eq!(fault.code, code::PREFLIGHT);
    assert_eq!(fault.place.expect("a place").page, 3);
    assert!(faults.has_errors());
    assert_eq!(fault.span(), None, "no page was made up");

    // What stands in the place is named, with its line in the user's files.
    let mut setting = project.compose();
    setting.faults = Sink::default();
    let sheet_area = Rect::new(Abs::ZERO, Abs::ZERO, Abs::pt(200.0), Abs::pt(200.0));
    let inside = |item: &&Item| {
        let bounds = item.bounds();
        item.role == Role::Body
            && item.span.is_some()
            && sheet_area.holds(&bounds, Abs::ZERO)
    };
    let found = setting.pages.iter().find_map(|composed| {
        let line = composed.page.items.iter().find(inside)?;
        Some((composed.page.number, line.clone()))
    });
    let (number, line) = found.expect("a line of text");
    let bounds = line.bounds();
    let [x, y, width, height] =
        [bounds.x, Abs::pt(200.0) - bounds.bottom(), bounds.width, bounds.height];
    let [x, y, width, height] = [x, y, width, height].map(Abs::to_pt);
    let red = sheet.with(&format!("1 0 0 rg {x} {y} {width} {height} re f"));
    project.inspect(&[(&red, Some(number))], &mut setting);
    let [fault] = setting.faults.list() else { panic!("{:?}", setting.faults.list()) };
    assert_eq!(fault.span(), line.span);
    let label = fault.labels[0].message.as_ref().expect("a name");
    assert_eq!(label.zh, "正文在这里");
}
