//! The program as people run it: files on a disk, output, exit codes.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A folder of its own for one test, with a Chinese name and a space in it.
struct Desk {
    folder: PathBuf,
}

/// What a run of the program gave.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

const LAYOUT: &str = concat!(
    include_str!("tools/small.toml"),
    r#"
[tree]
rows = [ { slot = "one" }, { slot = "two" } ]
"#
);

const ISSUE: &str = r#"
date = 2026-03-18

[[page]]
number = 1
layout = "small"
stories = ["jia", "yi"]
"#;

fn story(headline: &str, paragraphs: usize) -> String {
    let text = "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”。".repeat(3);
    let body = vec![text; paragraphs].join("\n");
    format!("+++\nheadline = \"{headline}\"\n+++\n{body}\n")
}

impl Desk {
    fn new(test: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test} 试"));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("a folder of our own");
        }
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        Desk { folder }
    }

    /// With a small issue in `期/`, one page that two stories fill about.
    fn with_issue(test: &str) -> Desk {
        let desk = Desk::new(test);
        desk.put("layouts/small.toml", LAYOUT);
        desk.put("期/issue.toml", ISSUE);
        desk.put("期/stories/jia.md", story("江灯亮了", 2));
        desk.put("期/stories/yi.md", story("缆绳收起", 2));
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    #[expect(clippy::disallowed_methods, reason = "reads what the program wrote")]
    fn get(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qianzi"));
        command
            .args(args)
            .current_dir(&self.folder)
            .env_remove("QIANZI_DATA")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("the program starts"))
    }

    /// With something on standard input.
    fn pipe(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(input).expect("it reads");
        drop(stdin);
        Ran::of(child.wait_with_output().expect("it ends"))
    }

    /// Files in a folder, by name.
    fn names(&self, folder: &str) -> Vec<String> {
        #[expect(clippy::disallowed_methods, reason = "looks at what was written")]
        let Ok(entries) = std::fs::read_dir(self.path(folder)) else { return Vec::new() };
        let name = |entry: std::fs::DirEntry| entry.file_name().into_string().ok();
        let mut names: Vec<String> = entries.flatten().filter_map(name).collect();
        names.sort();
        names
    }
}

impl Ran {
    fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    fn ends_with(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(self, text: &str) -> Ran {
        let all = format!("{}\n{}", self.out, self.err);
        assert!(all.contains(text), "“{text}” is not in\n{all}");
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

#[test]
fn help_names_every_command() {
    let desk = Desk::new("help");
    let mut help = desk.run(&["--help"]).ends_with(0);
    for command in [
        "new", "check", "build", "proof", "galley", "import", "fonts", "schema",
        "explain",
    ] {
        help = help.says(&format!("\n  {command}"));
        desk.run(&[command, "--help"]).ends_with(0).says("--lang");
    }
    desk.run(&["--version"]).ends_with(0).says(env!("CARGO_PKG_VERSION"));
    desk.run(&["explain", "overset"]).ends_with(0).says("overset");
    let schema = desk.run(&["schema", "layout"]).ends_with(0).json();
    assert!(schema["properties"]["page"].is_object());
    desk.run(&["fonts", "--find", "铅龘"])
        .ends_with(0)
        .says("NotoSerifSC");
}

#[test]
fn wrong_use_is_two() {
    let desk = Desk::with_issue("wrong");
    for args in [
        &["galley", "没有.md"][..],
        &["galley", "期/stories/jia.md", "--style", "花体"],
        &["galley", "期/stories/jia.md", "--chars", "1"],
        &["galley", "期/stories/jia.md", "--level", "gbk"],
        &["check", "没有"],
        &["build", "期/stories"],
        &["import", "没有.txt"],
        &["explain", "no-such-code"],
        &["schema", "没有"],
        &["build"],
        &["typeset", "期"],
        &["--lang", "fr", "check", "期"],
        &[],
    ] {
        let ran = desk.run(args);
        assert_eq!(ran.code, Some(2), "{args:?}\n{}\n{}", ran.out, ran.err);
        assert!(!ran.err.trim().is_empty(), "{args:?} fails without a word");
        assert!(!ran.err.contains("panicked"), "{args:?}\n{}", ran.err);
    }
}

#[test]
fn a_new_project_builds_at_once() {
    let desk = Desk::new("new");
    desk.run(&["new", "我的 报纸"]).ends_with(0).says("我的 报纸");
    let issue = "我的 报纸/issues/2026-03-18";
    let ran = desk.run(&["build", issue, "--out", "清样 一"]).ends_with(0);
    assert!(ran.out.contains("清样 一"), "{}", ran.out);
    let names = desk.names("清样 一");
    assert_eq!(
        names,
        [
            ".lock",
            ".pictures",
            "ljgrb_20260318.json",
            "ljgrb_20260318.pdf",
            "ljgrb_20260318_01.pdf",
            "ljgrb_20260318_manifest.json",
        ]
    );
    assert!(desk.get("清样 一/ljgrb_20260318.pdf").starts_with(b"%PDF-1."));
    desk.run(&["new", "我的 报纸"]).ends_with(2).says("不覆盖");
}

#[test]
fn a_fault_is_told_with_file_line_and_column() {
    let desk = Desk::with_issue("fault");
    desk.put("期/stories/yi.md", "+++\nheadline = \"题\"\nheadlin = 1\n+++\n正文。\n");
    let ran = desk.run(&["check", "期", "--short"]).ends_with(1);
    let place = ["期", "stories", "yi.md:3:1: error[key-unknown]: "];
    assert!(ran.err.contains(&place.join(std::path::MAIN_SEPARATOR_STR)), "{}", ran.err);
    let ran = desk.run(&["check", "期"]).ends_with(1).says("headlin = 1");
    assert!(ran.err.contains('^'), "{}", ran.err);
    assert_eq!(desk.names("out"), [""; 0], "check writes nothing");
}

#[test]
fn reports_are_json_on_standard_output() {
    let desk = Desk::with_issue("json");
    let report = desk.run(&["build", "期", "--json"]).ends_with(0).json();
    let stories = report["pages"][0]["stories"].as_array().expect("stories");
    assert_eq!(stories.len(), 2);
    for story in stories {
        let number = |key: &str| story[key].as_u64().expect("a number");
        assert_eq!(number("characters"), number("on_page") + number("overset"));
        assert!(number("on_page") > 100);
    }
    assert_eq!(report["errors"], 0);
    let written: Value =
        serde_json::from_slice(&desk.get("out/ljgrb_20260318.json")).expect("JSON");
    assert_eq!(written["pages"], report["pages"]);

    desk.put("期/stories/yi.md", "+++\nheadline = 3\n+++\n正文。\n");
    let ran = desk.run(&["check", "期", "--json"]).ends_with(1);
    let fault = &ran.json()["faults"][0];
    assert_eq!(
        (&fault["code"], &fault["severity"]),
        (&"value-wrong".into(), &"error".into())
    );
    assert!(ran.err.is_empty(), "JSON alone: {}", ran.err);
}

#[test]
fn overset_writes_nothing_and_keeps_the_old_file() {
    let desk = Desk::with_issue("overset");
    desk.run(&["build", "期"]).ends_with(0).says("已写");
    let old = desk.get("out/ljgrb_20260318.pdf");
    desk.put("期/stories/yi.md", story("缆绳收起", 9));
    let ran = desk.run(&["build", "期"]).ends_with(1);
    let ran = ran.says("error[overset]".trim_start_matches("error")).says("旧的");
    assert!(ran.out.contains("多 ") && ran.out.contains("字）"), "{}", ran.out);
    assert_eq!(desk.get("out/ljgrb_20260318.pdf"), old);

    let ran = desk.run(&["build", "期", "--draft"]).ends_with(1);
    assert!(ran.out.contains("ljgrb_20260318_draft.pdf"), "{}", ran.out);
    assert!(desk.get("out/ljgrb_20260318_01_draft.pdf").starts_with(b"%PDF-"));
    assert_eq!(desk.get("out/ljgrb_20260318.pdf"), old);
}

#[test]
fn warnings_are_errors_when_asked() {
    let desk = Desk::with_issue("strict");
    desk.put("期/stories/yi.md", story("“缆绳收起", 2));
    desk.run(&["check", "期"]).ends_with(0).says("copy-quotes");
    desk.run(&["check", "期", "--strict"]).ends_with(1);
}

#[test]
fn proofs_are_always_written() {
    let desk = Desk::with_issue("proof");
    desk.put("期/stories/yi.md", story("缆绳收起", 9));
    desk.run(&["proof", "期", "--dpi", "40", "-o", "大样"]).ends_with(1);
    assert_eq!(
        desk.names("大样"),
        ["ljgrb_20260318_01_proof.pdf", "ljgrb_20260318_01_proof.png"]
    );
    assert!(desk.get("大样/ljgrb_20260318_01_proof.png").starts_with(b"\x89PNG"));
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[track_caller]
fn near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-4, "{value} is not {wanted}");
}

#[test]
fn a_galley_tells_every_character_in_em() {
    let desk = Desk::new("galley");
    let text = "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”，有12个班组报名——\
                比去年多。他说：“好！”\n二段：A组（3人）、B组（4人）。\n";
    for chars in [8, 11, 17] {
        let measure = chars.to_string();
        let args = ["galley", "-", "--json", "--chars", &measure];
        let galley = desk.pipe(&args, text.as_bytes()).ends_with(0).json();
        near(number(&galley["measure"]), f64::from(chars));
        let lines = galley["lines"].as_array().expect("lines");
        let mut told = String::new();
        let mut first = true;
        let mut marks = 0;
        for line in lines {
            let characters = line["chars"].as_array().expect("characters");
            let advance = |char: &Value| number(&char["advance"]);
            let start = number(&characters[0]["x"]);
            near(start, if first { 2.0 } else { 0.0 });
            let end = start + characters.iter().map(advance).sum::<f64>();
            let last = characters.last().expect("a line has characters");
            if matches!(last["c"].as_str(), Some("，" | "。" | "、" | "”" | "）")) {
                marks += 1;
                near(advance(last), 0.5);
            }
            if line["last"] == false {
                near(end, f64::from(chars));
            }
            near(number(&line["width"]), end);
            told += line["text"].as_str().expect("words");
            first = line["last"] == true;
        }
        assert!(marks > 0, "no line ends with a mark: {galley}");
        assert_eq!(told, text.replace('\n', ""));
        assert_eq!(galley["characters"], text.replace('\n', "").chars().count());
    }
}

#[test]
fn a_heading_is_tried_at_a_width() {
    let desk = Desk::with_issue("head");
    let args = ["galley", "期/stories/jia.md", "--head", "1", "--json"];
    let trial = desk.run(&args).ends_with(0).json();
    let ways = trial["ways"].as_array().expect("ways");
    assert!(!ways.is_empty());
    for way in ways {
        let lines = way["lines"].as_array().expect("lines");
        assert!(lines.iter().any(|line| line["role"] == "headline"), "{way}");
        assert!(way["rows"].as_u64().is_some_and(|rows| rows > 1), "{way}");
    }
    let missing = ["galley", "期/stories/jia.md", "--head", "1", "--layout", "nowhere"];
    desk.run(&missing).ends_with(1);
}

#[test]
fn a_galley_counts_against_the_room() {
    let desk = Desk::with_issue("count");
    let args = ["galley", "期/stories/jia.md", "--chars", "12", "--lines", "5"];
    desk.run(&args).ends_with(0).says("12 字栏：").says("多 ");
    let english = desk.run(&[&args[..], &["--lang", "en"]].concat()).ends_with(0);
    english.says("12-character column: ").says(" lines over");
    let none = desk.pipe(&["galley", "-", "--json"], b"").ends_with(0).json();
    assert_eq!(none["characters"], 0);
    desk.pipe(&["galley", "-"], b"\xff\xff\xff").ends_with(2);
}

/// Every number of rows that can be had is had when it is asked for; the others
/// are told by how far they are away.
#[test]
fn a_galley_is_set_in_the_rows_asked_for() {
    let desk = Desk::new("rows");
    let some =
        "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”，大家都报了名，比去年多。";
    let text = format!("{}\n", some.repeat(5)).repeat(4);
    let set = |rows: usize| {
        let rows = rows.to_string();
        let args = ["galley", "-", "--json", "--chars", "13", "--lines", &rows];
        desk.pipe(&args, text.as_bytes()).ends_with(0).json()
    };
    let told = set(1);
    let ways = told["ways"].as_array().expect("ways");
    assert!(ways.len() > 3, "{ways:?}");
    for way in ways {
        let rows = usize::try_from(way["rows"].as_u64().expect("rows")).expect("few");
        let galley = set(rows);
        assert_eq!(galley["lines"].as_array().expect("lines").len(), rows);
        assert_eq!(galley["rows"], rows);
        let loose = |fault: &Value| fault["code"] == "line-loose";
        assert!(!galley["faults"].as_array().expect("faults").iter().any(loose));
    }
}

/// What is wrong with a line is told with the line and the place in the copy.
#[test]
fn a_galley_tells_faults_by_line_and_place() {
    let desk = Desk::new("lines");
    let text =
        "江边又见Supercalifragilisticexpialidocious,再会。\n一二三四五六”）》”）》。";
    let args = ["galley", "-", "--json", "--chars", "4"];
    let galley = desk.pipe(&args, text.as_bytes()).json();
    let fault = |code: &str| {
        let faults = galley["faults"].as_array().expect("faults");
        faults
            .iter()
            .find(|fault| fault["code"] == code)
            .cloned()
            .unwrap_or_default()
    };
    let word = fault("token-long");
    assert_eq!(
        (&word["labels"][0]["line"], &word["labels"][0]["column"]),
        (&1.into(), &5.into())
    );
    assert!(word["line"].as_u64() > Some(1), "{word}");
    assert_eq!(fault("mark-at-start")["labels"][0]["line"], 2);
    assert_eq!(galley["changes"][0]["to"], "，");
    desk.pipe(&["galley", "-", "--chars", "4"], text.as_bytes())
        .says("token-long");
}

/// Faults of the copy have no line, and are in the report all the same.
#[test]
fn a_galley_reports_faults_of_the_copy_and_the_house_it_is_set_by() {
    let desk = Desk::new("copy");
    let text = "他说：“好\u{e000}。\n";
    let galley = desk.pipe(&["galley", "-", "--json"], text.as_bytes()).ends_with(1);
    let galley = galley.json();
    let faults = galley["faults"].as_array().expect("faults").iter();
    let codes: Vec<_> = faults.map(|fault| fault["code"].as_str()).collect();
    assert_eq!(codes, [Some("copy-quotes"), Some("glyph-missing")]);
    let house = galley["house"].as_str().expect("a house");
    assert!(house.ends_with("house.toml"), "{house}");
    let copy = "+++\nheadline = \"题\"\n+++\n江边的*灯*亮了。\n".as_bytes();
    let story = desk.pipe(&["galley", "-"], copy).ends_with(0);
    story.says("江边的灯亮了。").says("报纸样式：");
    desk.pipe(&["galley", "-"], "江边的*灯*亮了。\n".as_bytes())
        .says("*灯*");
    // Tidied copy is told with the notes.
    let told = desk.pipe(&["galley", "-", "--verbose"], "⼈民好\n".as_bytes());
    told.ends_with(0).says("U+2F08");
}

#[test]
fn english_is_spoken() {
    let desk = Desk::with_issue("english");
    desk.run(&["--lang", "en", "check", "期"])
        .ends_with(0)
        .says("0 errors");
    desk.run(&["--lang", "en", "build", "期"]).ends_with(0).says("wrote ");
    desk.put("期/stories/yi.md", story("缆绳收起", 9));
    desk.run(&["check", "期", "--lang", "en"])
        .ends_with(1)
        .says("does not fit");
    let ran = desk.run(&["check", "没有", "--lang", "en"]).ends_with(2);
    assert!(ran.err.starts_with("error: no issue.toml"), "{}", ran.err);
}

#[test]
fn same_input_same_bytes() {
    let desk = Desk::with_issue("bytes");
    desk.run(&["build", "期", "-o", "一"]).ends_with(0);
    desk.run(&["build", "期", "-o", "二"]).ends_with(0);
    let names = desk.names("一");
    assert_eq!(names, desk.names("二"));
    assert_eq!(names.len(), 5);
    for name in names {
        let same = desk.get(&format!("一/{name}")) == desk.get(&format!("二/{name}"));
        assert!(same, "{name} differs");
    }
}

#[test]
fn no_colour_and_no_progress_in_a_pipe() {
    let desk = Desk::with_issue("pipe");
    desk.put("期/stories/yi.md", story("缆绳收起", 9));
    for args in
        [&["build", "期"][..], &["check", "期"], &["proof", "期"], &["--help"], &["no"]]
    {
        let ran = desk.run(args);
        for text in [&ran.out, &ran.err] {
            assert!(!text.contains(['\x1b', '\r', '\x08']), "{args:?}: {text:?}");
        }
    }
}

#[test]
fn gb18030_windows_line_ends_and_a_mark_at_the_start() {
    let desk = Desk::with_issue("gb");
    let text = story("江灯亮了", 2).replace('\n', "\r\n");
    desk.put("期/stories/jia.md", encoding_rs::GB18030.encode(&text).0);
    let issue = format!("\u{feff}{}", ISSUE.replace('\n', "\r\n"));
    desk.put("期/issue.toml", issue);
    desk.run(&["build", "期", "--verbose"]).ends_with(0).says("GB18030");
    let report: Value =
        serde_json::from_slice(&desk.get("out/ljgrb_20260318.json")).expect("JSON");
    let utf8 = Desk::with_issue("gb utf8");
    let plain = utf8.run(&["check", "期", "--json"]).ends_with(0).json();
    assert_eq!(report["pages"], plain["pages"]);
}

#[test]
fn an_imported_page_builds() {
    let desk = Desk::new("import");
    desk.put("layouts/small.toml", LAYOUT.split("[tree]").next().unwrap_or_default());
    let page = "2026年3月18日 星期三\n\n望江区总工会\n办起夜间托管班\n\n\
                本报讯 3月9日,望江区总工会的托管班开班。家长说:\"放心!\"\n\n(柳溪工)\n";
    desk.put("原稿 一.txt", page);
    let args = ["import", "原稿 一.txt", "--layout", "small", "-o", "期"];
    desk.run(&args).ends_with(0).says("1 篇稿件");
    desk.run(&["build", "期"]).ends_with(0);
    let report: Value =
        serde_json::from_slice(&desk.get("out/ljgrb_20260318.json")).expect("JSON");
    assert_eq!(report["pages"][0]["stories"][0]["overset"], 0);
    desk.run(&args).ends_with(2).says("不覆盖");
}

/// Waits until something is so; half a minute at most.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "never came: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn watching_builds_again_when_a_file_changes() {
    let desk = Desk::with_issue("watch");
    let mut child = desk
        .command(&["build", "期", "--watch"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (send, lines) = std::sync::mpsc::channel();
    let stderr = BufReader::new(child.stderr.take().expect("piped"));
    std::thread::spawn(move || {
        for line in stderr.lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let mut waits = || lines.try_iter().any(|line| line.contains("等待改动"));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        until("the first build", &mut waits);
        let first = desk.get("out/ljgrb_20260318.pdf");
        desk.put("期/stories/jia.md", story("江灯又亮", 2));
        until("the second build", &mut waits);
        assert_ne!(desk.get("out/ljgrb_20260318.pdf"), first);
        // A broken file is told, and the next good one is built.
        desk.put("期/issue.toml", "date = ");
        until("the broken build", &mut waits);
        desk.put("期/issue.toml", ISSUE);
        desk.put("期/stories/jia.md", story("江灯亮了", 2));
        until("the mended build", || desk.get("out/ljgrb_20260318.pdf") == first);
    }));
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

/// The samples are what a newcomer sees first: a page with a widow, a hole or a
/// loose line is not one to show. A word wider than its leg is shown on purpose.
#[test]
fn of_the_samples_only_small_pictures_are_told() {
    let desk = Desk::new("samples");
    let samples = ["2026-03-18", "2026-03-20-duikai", "specimen", "specimen-styles"];
    for issue in samples {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("issues").join(issue);
        let folder = folder.display().to_string();
        // Its dots are type, and are looked at by the press's rules only when built.
        let command = if issue == "specimen" { "build" } else { "check" };
        let ran = desk.run(&[command, &folder, "--short", "--lang", "en"]);
        assert_eq!(ran.code, Some(0), "{issue}: {}", ran.err);
        let told = ran.err.lines().filter(|line| {
            (line.contains("warning[") || line.contains("error["))
                && !line.contains("[photo-low]")
                && !line.contains("Llanfairpwll")
        });
        assert_eq!(told.collect::<Vec<_>>(), [""; 0], "{issue}");
        let small = ran.err.contains("[photo-low]");
        assert_eq!(small, !issue.starts_with("specimen"), "{issue}: faults go elsewhere");
    }
}
