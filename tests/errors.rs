//! Every fault of the users' files, with its place and its way out.
//!
//! A case is a file `tests/errors/KIND-NAME.…` set into a small project, or a
//! whole folder; the faults expected stand beside it in a `.txt`. Write them
//! anew with `SNAPSHOTS=overwrite cargo test --test errors`.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::open;
use qianzi::diag::{Lang, Sink, human, json, short};
use qianzi::preflight::check_levels;
use qianzi::project::check_places;
use qianzi::source::{Disk, Located, Memory, Sources, Span, System};
use qianzi::{issue, layout};
use snapbox::IntoData;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// The folders of a project, from its top.
const FOLDERS: [&str; 5] = ["", "stories", "photos", "layouts", "layouts/press"];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors")
}

/// A project in memory, with paths as the user would see them.
fn project(folder: &Path) -> Memory {
    let mut memory = Memory::default();
    for inside in FOLDERS {
        for path in Disk.list(&folder.join(inside)) {
            let name = path.file_name().expect("a file has a name");
            memory.put(Path::new(inside).join(name), Disk.read(&path).expect("a case"));
        }
    }
    memory
}

/// How much of a project is read.
#[derive(Clone, Copy, PartialEq)]
enum Reads {
    All,
    Layout,
    Press,
    /// All, and the pages are made up.
    Made,
}

/// Everything that is wrong with a project.
fn faults(system: &dyn System, reads: Reads) -> (Sources, Sink) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let folders = [PathBuf::new()];
    if reads == Reads::Press {
        let case = ("case", None);
        let press = layout::read_press(system, &folders, case, &mut sources, &mut sink);
        sink.extend(check_levels(&press));
        return (sources, sink);
    }
    if system.exists(Path::new("layouts/house.toml")) {
        layout::read_house(system, &folders, &mut sources, &mut sink);
    }
    if reads == Reads::Layout {
        let file = sources.add_text("--layout", "case");
        let name = Located::new("case".to_string(), Span::new(file, 0..4));
        layout::read_layout(system, &folders, &name, &mut sources, &mut sink);
        return (sources, sink);
    }
    let issue = issue::read(system, Path::new(""), &mut sources, &mut sink);
    if let Some(press) = issue.as_ref().and_then(|issue| issue.press.as_ref()) {
        let named = (press.value.as_str(), Some(press.span));
        layout::read_press(system, &folders, named, &mut sources, &mut sink);
    }
    let mut layouts = BTreeMap::new();
    for name in issue.iter().flat_map(|issue| &issue.pages).map(|page| &page.layout) {
        let layout = layout::read_layout(system, &folders, name, &mut sources, &mut sink);
        layouts.extend(layout.map(|layout| (name.value.clone(), layout)));
    }
    if let Some(issue) = issue {
        check_places(&issue, &layouts, &mut sink);
    }
    (sources, sink)
}

/// The faults with all their places and ways out.
fn told(sources: &Sources, sink: &Sink) -> String {
    let mut lines = Vec::new();
    for fault in sink.list() {
        lines.push(short(fault, sources, Lang::Zh).replace('\\', "/"));
        for label in fault.labels.iter().filter(|label| !label.primary) {
            let path = sources.get(label.span.file).path.display();
            let (line, column) =
                sources.line_column(label.span.file, label.span.range().start);
            let said = label.message.as_ref().map_or("", |message| &message.zh);
            lines.push(format!("    {path}:{line}:{column}: {said}").replace('\\', "/"));
        }
        lines.extend(fault.helps.iter().map(|help| format!("    办法：{}", help.zh)));
    }
    lines.join("\n") + "\n"
}

/// One case as a project, and how much of it is read.
fn case(path: &Path) -> Option<(Memory, Reads)> {
    let name = path.file_name()?.to_str()?;
    if path.extension().is_some_and(|extension| extension == "txt") {
        return None;
    }
    let (kind, _) = name.split_once('-')?;
    let mut memory = project(&cases().join("support"));
    let place = match kind {
        "issue" | "made" => "issue.toml",
        "story" => "stories/jia.md",
        "layout" => "layouts/case.toml",
        "house" => "layouts/house.toml",
        "press" => "layouts/press/case.toml",
        _ => return None,
    };
    memory.put(place, Disk.read(path).expect("a case"));
    let reads = match kind {
        "layout" => Reads::Layout,
        "press" => Reads::Press,
        "made" => Reads::Made,
        _ => Reads::All,
    };
    Some((memory, reads))
}

/// The faults of a project that is made up, with those of its files.
fn made(memory: &Memory) -> (Sources, Sink) {
    let mut system = Memory::default();
    for folder in FOLDERS {
        for path in memory.list(Path::new(folder)) {
            let bytes = memory.read(&path).expect("it is listed");
            system.put(Path::new("p").join(path), bytes);
        }
    }
    let project = open(system, Path::new("p"));
    let sink = project.compose().faults;
    (project.sources, sink)
}

fn check(memory: &Memory, reads: Reads, expected: &Path) {
    let (sources, sink) = match reads {
        Reads::Made => made(memory),
        _ => faults(memory, reads),
    };
    let expected = snapbox::Data::read_from(expected, None);
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .eq(told(&sources, &sink), expected.raw());
}

#[test]
fn each_fault_has_its_place_and_its_way_out() {
    let mut count = 0;
    for path in Disk.list(&cases()) {
        let Some((memory, reads)) = case(&path) else { continue };
        check(&memory, reads, &path.with_extension("txt"));
        count += 1;
    }
    assert!(count >= 25, "only {count} cases were found");
}

#[test]
fn one_run_tells_the_faults_of_all_files() {
    let folder = cases().join("folder-all-files");
    let mut memory = project(&folder);
    let support = project(&cases().join("support"));
    let grid = Path::new("layouts/grid.toml");
    memory.put(grid, support.read(grid).expect("the grid"));
    check(&memory, Reads::All, &cases().join("folder-all-files.txt"));
}

#[test]
fn white_type_on_white_paper_is_told_once_for_a_role() {
    let (mut memory, _) = case(&cases().join("made-head-torn.toml")).expect("a case");
    memory.put("layouts/house.toml", "[style.kicker]\nink = \"paper\"\n");
    let (sources, sink) = made(&memory);
    let told = told(&sources, &sink);
    assert_eq!(told.matches("warning[text-unseen]").count(), 1, "{told}");
    assert!(told.contains("issue.toml:10:11: warning[text-unseen]: 引题"), "{told}");
}

#[test]
fn what_a_press_does_not_print_is_told_where_it_is_written() {
    let (mut memory, _) = case(&cases().join("made-head-torn.toml")).expect("a case");
    let house = "press = \"case\"\n\n[inks.hong]\ncmyk = [0, 95, 90, 0]\n\
                 spot = \"PANTONE 185 C\"\n\n[style.kicker]\nink = [60, 40, 40, 100]\n\n\
                 [style.headline]\nink = \"hong\"\n";
    memory.put("layouts/house.toml", house);
    let press = "standard = \"plain\"\nmono = [\n    2, 9,\n]\n";
    memory.put("layouts/press/case.toml", press);
    let (sources, sink) = made(&memory);
    let told = told(&sources, &sink);
    for line in [
        "layouts/press/case.toml:3:5: warning[value-wrong]: 本期没有第 2 版",
        "layouts/press/case.toml:3:8: warning[value-wrong]: 本期没有第 9 版",
        "layouts/house.toml:8:7: warning[ink-rich]: 引题是四色黑 [60, 40, 40, 100]",
        "layouts/house.toml:11:7: note[ink-converted]: “case”没有专色“PANTONE 185 C”，主题",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn encodings_and_line_ends_move_no_place() {
    let (memory, _) = case(&cases().join("story-marks.md")).expect("a case");
    let (sources, sink) = faults(&memory, Reads::All);
    let plain = told(&sources, &sink);
    let story = Path::new("stories/jia.md");
    let text = String::from_utf8(memory.read(story).expect("a case")).expect("UTF-8");

    let mut windows = memory.clone();
    windows.put(story, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let (sources, sink) = faults(&windows, Reads::All);
    assert_eq!(told(&sources, &sink), plain);

    let mut chinese = memory.clone();
    chinese.put(story, encoding_rs::GB18030.encode(&text).0.into_owned());
    let (sources, sink) = faults(&chinese, Reads::All);
    let conversion = "stories/jia.md:1:1: note[file-converted]";
    assert!(told(&sources, &sink).starts_with(conversion));
    let after = told(&sources, &sink)
        .split_once('\n')
        .map(|(_, rest)| rest.to_string());
    assert_eq!(after.as_deref(), Some(plain.as_str()));

    let mut neither = memory;
    neither.put(story, b"+++\n\xff\xff\n".to_vec());
    let (sources, sink) = faults(&neither, Reads::All);
    assert!(told(&sources, &sink).contains("error[file-encoding]"));
}

/// The stretch of the source line that the carets stand under.
fn under_carets(shown: &str) -> Vec<String> {
    let lines: Vec<&str> = shown.lines().collect();
    let mut marked = Vec::new();
    for pair in lines.windows(2) {
        let (Some(source), Some(marks)) = (after_bar(pair[0]), after_bar(pair[1])) else {
            continue;
        };
        let Some(start) = marks.find('^') else { continue };
        let from = marks[..start].width();
        let to = from + marks.matches('^').count();
        let mut column = 0;
        let mut found = String::new();
        for c in source.chars() {
            let width = c.to_string().width();
            if column >= from && column + width <= to {
                found.push(c);
            }
            column += width;
        }
        marked.push(found);
    }
    marked
}

fn after_bar(line: &str) -> Option<&str> {
    let (gutter, rest) = line.split_once('|')?;
    gutter.chars().all(|c| c == ' ' || c.is_ascii_digit()).then_some(rest)
}

#[test]
fn carets_stand_under_chinese_characters() {
    let long = "这一段很长，占满了一整行还不止。".repeat(30);
    let text = format!("headline = “半份菜”\n{long}\n标题：**错**{long}\n");
    let mut sources = Sources::default();
    let file = sources.add_text("稿件.md", &text);
    for (word, nth) in [("“", 0), ("半份菜", 0), ("错", 0), ("还不止", 20)] {
        let at = text.match_indices(word).nth(nth).expect("in the text").0;
        let fault = qianzi::diag::Diagnostic::new(
            qianzi::diag::code::COPY_MARK,
            qianzi::say!("试", "test"),
        )
        .at(Span::new(file, at..at + word.len()));
        let shown = human(&fault, &sources, Lang::Zh, false);
        assert_eq!(under_carets(&shown), [word], "\n{shown}");
    }
}

#[test]
fn the_human_form() {
    let (memory, _) = case(&cases().join("issue-slot-empty.toml")).expect("a case");
    let (sources, sink) = faults(&memory, Reads::All);
    let mut shown = String::new();
    for fault in sink.list() {
        shown += &human(fault, &sources, Lang::Zh, false);
        shown += "\n\n";
        shown += &human(fault, &sources, Lang::En, false);
        shown += "\n";
    }
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
错误[slot-empty]: 第 1 版的版块“lead”没有稿件
 --> issue.toml:5:10
  |
5 | layout = "pair"
  |          ^^^^^^
  |
 ::: layouts/pair.toml:4:22
  |
4 | columns = [ { slot = "lead" }, { slot = "second" } ]
  |                      ------ 版块在这里
  |
  = 办法：给本版加一篇稿件，或在版式里写 optional = true

error[slot-empty]: slot `lead` of page 1 has no story
 --> issue.toml:5:10
  |
5 | layout = "pair"
  |          ^^^^^^
  |
 ::: layouts/pair.toml:4:22
  |
4 | columns = [ { slot = "lead" }, { slot = "second" } ]
  |                      ------ the slot is here
  |
  = help: add a story, or write optional = true in the layout

"#]]
        .raw()
    );
}

#[test]
fn the_json_form() {
    let (memory, _) = case(&cases().join("issue-slot-empty.toml")).expect("a case");
    let (sources, sink) = faults(&memory, Reads::All);
    let shown = json(&sink.list()[0], &sources);
    assert_eq!(shown["code"], "slot-empty");
    assert_eq!(shown["severity"], "error");
    assert_eq!(shown["labels"][0]["line"], 5);
    assert_eq!(shown["labels"][0]["end_column"], 16);
    assert_eq!(shown["labels"][1]["file"], "layouts/pair.toml");
}

#[test]
fn the_shipped_files_have_no_faults() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.clone()];
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    layout::read_house(&Disk, &folders, &mut sources, &mut sink);
    let mut layouts = BTreeMap::new();
    for path in Disk.list(&root.join("layouts")) {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let file = sources.add_text("test", name);
        let name = Located::new(name.to_string(), Span::new(file, 0..name.len()));
        if name.value != "house" {
            let layout =
                layout::read_layout(&Disk, &folders, &name, &mut sources, &mut sink);
            layouts.insert(name.value, layout.expect("a layout"));
        }
    }
    let (mut slots, mut stories) = (0, 0);
    for folder in ["issues/2026-03-18", "issues/2026-03-20-duikai"] {
        let issue = issue::read(&Disk, &root.join(folder), &mut sources, &mut sink)
            .expect("an issue");
        let places = check_places(&issue, &layouts, &mut sink);
        slots += places.iter().flat_map(|page| &page.slots).flatten().count();
        stories += issue.pages.iter().map(|page| page.stories.len()).sum::<usize>();
    }
    let told = told(&sources, &sink);
    assert_eq!(told.trim(), "");
    assert!(slots > 0);
    assert_eq!(slots, stories);
}

/// What people and accidents put into files.
const SLIPS: &str = "[\\[\\]{}=\"'“”，：*#+.|\\\\ \n\u{3000}\u{feff}字a0-]{0,3}";

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn no_slip_of_the_hand_brings_a_reader_down(
        file in 0..4_usize,
        at in 0.0..1.0_f64,
        cut in 0..4_usize,
        slip in SLIPS,
    ) {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut memory = project(&cases().join("support"));
        let (place, source) = [
            ("issue.toml", "issues/2026-03-18/issue.toml"),
            ("stories/jia.md", "issues/2026-03-18/stories/gangkou.md"),
            ("layouts/case.toml", "layouts/broadsheet-front.toml"),
            ("layouts/house.toml", "layouts/house.toml"),
        ][file];
        let text = Disk.read(&shipped.join(source)).expect("a shipped file");
        let mut text: Vec<char> = String::from_utf8(text).expect("UTF-8").chars().collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let start = (at * text.len() as f64) as usize;
        let end = (start + cut).min(text.len());
        text.splice(start..end, slip.chars());
        memory.put(place, text.into_iter().collect::<String>());
        let base = Disk.read(&shipped.join("layouts/broadsheet.toml")).expect("a shipped file");
        memory.put("layouts/broadsheet.toml", base);

        for reads in [Reads::All, Reads::Layout, Reads::Press] {
            let (sources, sink) = faults(&memory, reads);
            for fault in sink.list() {
                assert!(!human(fault, &sources, Lang::Zh, false).is_empty());
                assert!(json(fault, &sources).is_object());
            }
        }
    }
}
