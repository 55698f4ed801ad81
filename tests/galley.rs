//! Galleys as people ask for them: from inside an issue's folder, of stories with
//! tables and readings.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LAYOUT: &str = concat!(
    include_str!("tools/small.toml"),
    r#"
[tree]
slot = "one"
"#
);

/// A paper with its own house style and one story, in a folder of its own.
fn paper(test: &str, body: &str) -> PathBuf {
    let paper = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let story = format!("+++\nheadline = \"题\"\n+++\n{body}\n");
    let issue = "date = 2026-03-18\n[[page]]\nnumber = 1\nlayout = \"own\"\nstories = [\"jia\"]\n";
    for (file, text) in [
        ("layouts/own.toml", LAYOUT),
        ("layouts/house.toml", include_str!("../layouts/house.toml")),
        ("issues/x/issue.toml", issue),
        ("issues/x/stories/jia.md", story.as_str()),
    ] {
        let path = paper.join(file);
        std::fs::create_dir_all(path.parent().expect("in the paper")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    paper
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianzi"));
    let command = command.args(args).current_dir(folder).env_remove("QIANZI_DATA");
    command.output().expect("the program starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_house_style_that_cannot_be_read_is_told_with_its_place() {
    let paper = paper("broken-house", "江边的灯亮了。");
    std::fs::write(
        paper.join("layouts/house.toml"),
        "[paper]\nname = \"甲\"\nname = \"乙\"\n",
    )
    .expect("written");
    let ran = run(&paper, &["galley", "issues/x/stories/jia.md"]);
    let told = String::from_utf8(ran.stderr).expect("UTF-8");
    assert!(told.contains("house.toml:3:1"), "{told}");
    assert!(!told.contains("--data"), "{told}");
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn a_font_file_that_is_not_there_is_told_where_it_is_named() {
    let paper = paper("no-font", "江边的灯亮了。");
    let house = "[faces.song]\nhan = [\"NotoSerifSC-Regular.otf\", \"没有.otf\"]\n";
    std::fs::write(paper.join("layouts/house.toml"), house).expect("written");
    let ran = run(&paper, &["galley", "issues/x/stories/jia.md"]);
    let told = String::from_utf8(ran.stderr).expect("UTF-8");
    assert!(told.contains("house.toml:2:35"), "{told}");
}

#[test]
fn the_papers_own_files_are_found_from_inside_the_issue() {
    let paper = paper("inside", "江边的灯亮了。");
    let issue = paper.join("issues/x");
    let told = String::from_utf8(run(&issue, &["check", "."]).stdout).expect("UTF-8");
    assert!(!told.contains("layout-missing"), "{told}");
    let own = paper.join("layouts/house.toml");
    for (from, story) in [
        (issue.join("stories"), "jia.md"),
        (issue.clone(), "stories/jia.md"),
        (issue.clone(), "../x/stories/jia.md"),
    ] {
        let galley = json(&run(&from, &["galley", story, "--json"]));
        assert_eq!(galley["house"], own.display().to_string(), "{story}");
    }
}

#[test]
fn a_galley_counts_rows_of_tables_and_readings() {
    let table = "| 队 | 胜 | 负 |\n|---|---|---|\n| 东 | 一 | 二 |\n";
    let paper = paper("rows", &format!("{table}{{犇犇|bēn bēn}}来了。"));
    let story = ["galley", "issues/x/stories/jia.md", "--chars", "13"];
    let galley = json(&run(&paper, &[&story[..], &["--json"]].concat()));
    // White above and below the table, its two rows, and a line with a reading.
    assert_eq!(galley["rows"], 1 + 2 + 1 + 2);
    let lines = galley["lines"].as_array().expect("lines");
    assert_eq!(lines.iter().filter(|line| line["beside"] == true).count(), 4);
    let told = String::from_utf8(run(&paper, &story).stdout).expect("UTF-8");
    assert!(told.contains("13 字栏：3 行，"), "{told}");
    assert!(told.contains("版上占 6 行"), "{told}");
}

#[test]
fn a_galley_tells_a_table_that_is_too_wide() {
    let table =
        "| 甲乙丙丁戊己庚 | subatomic | magnetosphere |\n|---|---|---|\n| 1 | 2 | 3 |";
    let paper = paper("wide", table);
    let story = ["galley", "issues/x/stories/jia.md", "--chars", "8", "--json"];
    let galley = json(&run(&paper, &story));
    let faults = galley["faults"].as_array().expect("faults");
    assert!(faults.iter().any(|fault| fault["code"] == "table-wide"), "{galley}");
}

/// The lines of a story in a galley, and its faults' codes with columns.
fn set(test: &str, body: &str, chars: usize) -> (Vec<String>, Vec<(String, u64)>) {
    let paper = paper(test, body);
    let chars = chars.to_string();
    let story = ["galley", "issues/x/stories/jia.md", "--chars", &chars, "--json"];
    let galley = json(&run(&paper, &story));
    let list = |key: &str| galley[key].as_array().expect("a list").clone();
    let text = |line: &Value| line["text"].as_str().expect("text").to_string();
    let fault = |fault: &Value| {
        let code = fault["code"].as_str().expect("a code").to_string();
        (code, fault["labels"][0]["column"].as_u64().unwrap_or(0))
    };
    let lines = list("lines").iter().map(text).collect();
    (lines, list("faults").iter().map(fault).collect())
}

/// R6.3, R13: and where.
#[test]
fn what_gives_way_is_told_by_its_place() {
    let body = "本报讯　记者欧阳文清报道，全年完成产值1,234.5亿元，风力6～7级，时间在1—3月，通讯员李明远说。";
    let (_, faults) = set("parted", body, 10);
    for fault in [("name-parted", 8), ("keep-parted", 42)] {
        let fault = (fault.0.to_string(), fault.1);
        assert!(faults.contains(&fault), "{faults:?}");
    }
}

/// R2.5, R8.2: the line that begins with a mark, not the one above; no lone
/// character where there are none.
#[test]
fn lines_of_marks_are_told_for_what_they_are() {
    let paper = paper("marks", "一二三四五六”）》”）》。\n\n——……\n\n好的……");
    let galley =
        ["galley", "issues/x/stories/jia.md", "--chars", "4", "--no-indent", "--json"];
    let galley = json(&run(&paper, &galley));
    let lines = galley["lines"].as_array().expect("a list");
    let faults = galley["faults"].as_array().expect("a list");
    let told = |code: &str| -> Vec<(&str, &str)> {
        let own = faults.iter().filter(|fault| fault["code"] == code);
        let number = |fault: &Value| usize::try_from(fault["line"].as_u64()?).ok();
        own.filter_map(|fault| {
            let line = lines.get(number(fault)?.checked_sub(1)?)?["text"].as_str()?;
            Some((line, fault["message"]["zh"].as_str()?))
        })
        .collect()
    };
    let starts = told("mark-at-start");
    assert!(!starts.is_empty(), "{galley}");
    assert!(
        starts.iter().all(|(line, _)| line.starts_with(['”', '）', '》'])),
        "{starts:?}"
    );
    let lone = told("lone-character");
    assert!(lone.iter().all(|(line, _)| !line.contains('…')), "{lone:?}");
    assert!(lone.iter().all(|(_, message)| message.contains("只有标点")), "{lone:?}");
}

/// The lines of a story with a credit, and what is told of them.
fn credited(test: &str, credit: &str, chars: usize) -> (Vec<String>, String) {
    let paper = paper(test, "");
    let text = format!(
        "+++\nheadline = \"题\"\nlead = \"本报讯\"\ncredit = \"{credit}\"\n+++\n昨天上午，区总工会召开座谈会，部署下一步工作。\n"
    );
    std::fs::write(paper.join("issues/x/stories/jia.md"), text).expect("written");
    let chars = chars.to_string();
    let galley = ["galley", "issues/x/stories/jia.md", "--chars", &chars, "--json"];
    let galley = json(&run(&paper, &galley));
    let lines = galley["lines"].as_array().expect("a list").iter();
    let lines = lines.filter_map(|line| line["text"].as_str().map(String::from));
    (lines.collect(), galley["faults"].to_string())
}

/// R6.3, R10.6: 记者 and 通讯员 are dear, their names are never parted, and no line
/// has a hole for it, since the names open and the em between them too.
#[test]
fn words_of_a_credit_stay_whole() {
    let mut parted = 0;
    for chars in 7..20 {
        let credit = "全媒体记者马大为 通讯员珠工宣 实习生王力";
        let (lines, told) = credited("credit", credit, chars);
        for word in ["记者", "通讯员", "马大为", "珠工宣", "王力"] {
            let whole = lines.iter().any(|line| line.contains(word));
            let may = told.contains(&format!("“{word}”拆在两行"));
            assert!(whole || may, "{word} at {chars}: {lines:?}");
            parted += usize::from(!whole);
        }
        assert!(!told.contains("line-short"), "{chars}: {told}");
    }
    assert!(parted < 2, "{parted} words at 13 measures");
}

/// R10.6: a foreign name parts after its dot before another word is torn and a line
/// left a hole.
#[test]
fn a_foreign_name_of_a_credit_parts_after_its_dot() {
    let credit = "全媒体记者马大为 通讯员珠工宣 古丽娜孜·艾山";
    let (lines, told) = credited("credit-dot", credit, 10);
    assert!(lines.iter().any(|line| line.contains("通讯员")), "{lines:?}");
    assert!(lines.iter().any(|line| line.ends_with("古丽娜孜·")), "{lines:?}");
    assert!(told.contains("人名“古丽娜孜·艾山”拆在两行"), "{told}");
    assert!(!told.contains("line-short"), "{told}");
}

/// R10.8, R6.3: at any measure that holds them.
#[test]
fn boxed_names_and_names_in_cells_stay_whole() {
    let body = "和[[周明远]]、[[司马光]]、[[丁一]]、[[沈若兰]]还有[[闻启舟]]都在船上。";
    let table =
        "| 项目 | 运动员 |\n|--|--|\n| 游泳一百米 | 丁一、马小河、古丽娜孜·艾山 |";
    let names =
        ["周明远", "司马光", "丁一", "沈若兰", "闻启舟", "马小河", "古丽娜孜", "艾山"];
    for chars in 10..20 {
        let (lines, _) = set("whole", &format!("{body}\n{table}"), chars);
        for name in names {
            let whole = lines.iter().any(|line| line.contains(name));
            assert!(whole, "{name} at {chars}: {lines:?}");
        }
    }
}

/// Readings are no characters of the line: what comes after them is found.
#[test]
fn names_after_readings_begin_where_they_do() {
    let body =
        "::: 名单\n{犇犇|bēn bēn} 王力 {羴|shān}明\n:::\n\n{犇犇|bēn bēn}队 .... 2:0\n";
    let (lines, _) = set("readings-first", body, 17);
    assert_eq!(lines, ["犇犇　王力　羴明", "犇犇队2:0"]);
}

/// Faces without a companion of their own take it from body text.
#[test]
fn a_minus_is_found_in_every_face() {
    let (_, faults) = set("minus", "气温**−5℃**到*−3℃*，比昨天低。", 13);
    let missing: Vec<_> = faults.iter().filter(|it| it.0 == "glyph-missing").collect();
    assert!(missing.is_empty(), "{faults:?}");
}

/// A verse far longer than the others turns over only where no line holds it.
#[test]
fn a_long_verse_that_fits_does_not_turn_over() {
    let body = "::: 诗\n江灯\n——观潮夜宿鲸屿灯塔有感\n潮来天地青\n月落江山白\n:::\n";
    let wide = ["江灯", "——观潮夜宿鲸屿灯塔有感", "潮来天地青", "月落江山白"];
    assert_eq!(set("verse-long", body, 17).0, wide);
    assert_eq!(set("verse-long-narrow", body, 11).0.len(), 5);
}

/// What people read: the dots of a leader, and one number of rows told as one.
#[test]
fn a_printed_galley_has_the_dots_of_leaders() {
    let told = |body: &str, options: &[&str]| {
        let paper = paper("printed", body);
        let ran =
            run(&paper, &[&["galley", "issues/x/stories/jia.md"], options].concat());
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let leader = told("拔河 .... 2:0\n", &[]);
    assert!(leader.contains("拔河 .... 2:0"), "{leader}");
    let told = told("江边的灯亮了。\n", &["--lines", "1"]);
    assert!(told.contains("只能排成 1 行"), "{told}");
}

/// A galley of what standard input gives.
fn typed(test: &str, copy: &str, args: &[&str]) -> Value {
    let paper = paper(test, "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_qianzi"));
    let command = command.args(["galley", "-", "--json"]).args(args);
    let command = command
        .current_dir(&paper)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut words = child.stdin.take().expect("piped");
    words.write_all(copy.as_bytes()).expect("written");
    drop(words);
    json(&child.wait_with_output().expect("it ends"))
}

#[test]
fn a_headline_is_tried_from_standard_input() {
    let copy = "+++\nheadline = \"港口新航线今日开通\"\n+++\n船已出港。\n";
    let trial = typed("typed-head", copy, &["--head", "1"]);
    assert_eq!(trial["ways"][0]["lines"][0]["text"], "港口新航线");
}

/// The place of a line is what was typed, not what stands for it.
#[test]
fn lines_end_where_their_last_character_was_typed() {
    let copy = "本报北京１２月３１日讯新华社记者\n";
    let galley = typed("typed", copy, &["--chars", "8"]);
    let place = &galley["faults"][0]["labels"][0];
    assert_eq!(galley["lines"][0]["text"], "本报北京12");
    assert_eq!((&place["column"], &place["end_column"]), (&1.into(), &7.into()));
}
