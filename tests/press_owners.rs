//! Whose the files of a folder are: what a build never writes over, and how it
//! goes on after one that was stopped.

#[path = "tools/press.rs"]
mod tools;

use serde_json::Value;
use std::process::{Command, Output};
use tools::{Desk, PAGES, pair, story, sum, text};

const FIRST: &str = "out/ljgrb_20260318_01.pdf";
const SECOND: &str = "out/ljgrb_20260318_02.pdf";
const WHOLE: &str = "out/ljgrb_20260318.pdf";
const MANIFEST: &str = "out/ljgrb_20260318_manifest.json";

fn run(mut command: Command) -> Output {
    command.output().expect("the program starts")
}

#[track_caller]
fn stopped(output: &Output, words: &[&str]) {
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for words in words {
        assert!(told.contains(words), "“{words}” is not in\n{told}");
    }
}

#[track_caller]
fn went(output: &Output) -> String {
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{told}");
    told
}

impl Desk {
    /// A second issue, `另/`, with what its `issue.toml` begins with.
    fn another(&self, head: &str, pages: &str) {
        self.put("另/issue.toml", format!("{head}{pages}"));
        self.put("另/stories/jia.md", story("岸上有风", "岸上的风大了"));
        self.put("另/stories/yi.md", story("渡口早起", "渡口的人起得早"));
    }

    fn rewrite(&self, words: &str) {
        self.put("期/stories/jia.md", story("江灯亮了", words));
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.0.join(path)).expect("there");
    }

    fn put_back(&self, files: &[(String, Vec<u8>)]) {
        for (name, bytes) in files {
            self.put(&format!("out/{name}"), bytes);
        }
    }
}

/// A pattern without the date gives pages of all issues the same names.
#[test]
fn a_name_of_another_issue_is_not_written_over() {
    let desk = Desk::new("names of others");
    let press = "base = \"newsprint\"\nfile-name = \"{page}\"\n";
    desk.put("layouts/press/ours.toml", press);
    desk.put("期/issue.toml", format!("press = \"ours\"\n{PAGES}"));
    desk.another("press = \"ours\"\n", &PAGES.replace("03-18", "03-20"));
    desk.built(&[]);
    let before = desk.all();
    for args in [&[][..], &["--marks"]] {
        let output = run(desk.command_of("另", args));
        stopped(&output, &["out/1.pdf、out/2.pdf", "ljgrb_20260318", "{date}", "--out"]);
        assert!(desk.all() == before);
    }
    // Versions go round them.
    went(&run(desk.command_of("另", &["--changed"])));
    let files = desk.files();
    assert!(files.contains(&"1_B.pdf".to_string()), "{files:?}");
    for (name, bytes) in &before {
        assert!(desk.get(&format!("out/{name}")) == *bytes, "{name}");
    }
    went(&run(desk.command_of("另", &["--out", "另 out"])));
    desk.built(&[]);
    assert!(desk.get("out/1.pdf") == before[0].1);
    // The pattern is told before it comes so far.
    let mut check = Command::new(env!("CARGO_BIN_EXE_qianzi"));
    check
        .args(["check", "期", "--verbose", "--short"])
        .current_dir(&desk.0);
    let told = text(&run(check).stderr);
    assert!(told.contains("ours.toml:2:13: note[value-wrong]"), "{told}");
}

#[test]
fn what_no_manifest_knows_or_someone_changed_is_not_written_over() {
    let desk = Desk::new("strangers");
    desk.put(FIRST, "theirs");
    desk.put("out/ljgrb_20260318.pdf", "theirs too");
    desk.stops(&[], &["ljgrb_20260318_01.pdf、", "不覆盖", "--changed"]);
    desk.built(&["--changed"]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_B.pdf", "B"));
    assert_eq!(
        (desk.get(FIRST), desk.get(WHOLE)),
        (b"theirs".into(), b"theirs too".into())
    );

    // Changed by hand: kept, and the page as the issue has it gets the next name.
    desk.put(SECOND, "mended by hand");
    desk.stops(&[], &["ljgrb_20260318_02.pdf", "手改过"]);
    let told = desk.built(&["--changed"]);
    assert!(told.contains("手改过"), "{told}");
    assert_eq!(desk.versions()[1], pair("ljgrb_20260318_02_B.pdf", "B"));
    assert_eq!(desk.get(SECOND), b"mended by hand");

    desk.put("out/ljgrb_20260318_01_B_marks.pdf", "someone's");
    desk.stops(&["--marks"], &["ljgrb_20260318_01_B_marks.pdf"]);
}

/// The date was mistyped, or it is an edition without a name.
#[test]
fn another_issue_of_the_same_day_stops() {
    let desk = Desk::new("same day");
    let one = PAGES.split("[[page]]\nnumber = 2").next().expect("a page");
    desk.another("number = 12\n", one);
    desk.remove("另/stories/yi.md");
    desk.put("期/issue.toml", format!("number = 11\n{PAGES}"));
    desk.built(&[]);
    let before = desk.all();
    let manifest = desk.get(MANIFEST);
    let output = run(desk.command_of("另", &[]));
    stopped(&output, &["另一期", "期", "date", "edition", "--out", "--changed"]);
    assert!(desk.all() == before && desk.get(MANIFEST) == manifest);
    // The first one put away, its number tells all the same.
    std::fs::rename(desk.0.join("期"), desk.0.join("存")).expect("moved");
    stopped(&run(desk.command_of("另", &[])), &["另一期"]);
    // With versions nothing is lost, and what the other had is remembered.
    let told = went(&run(desk.command_of("另", &["--changed"])));
    assert!(told.contains("下一个版本") && told.contains("已经不用"), "{told}");
    for (name, bytes) in &before {
        assert!(desk.get(&format!("out/{name}")) == *bytes, "{name}");
    }
    let json = desk.manifest("");
    assert_eq!(json["pages"][0]["file"], "ljgrb_20260318_01_B.pdf");
    assert_eq!(json["pages"][0]["earlier"][0]["file"], "ljgrb_20260318_01.pdf");
    assert_eq!(json["pages"][1]["dropped"], true);
    // An edition of its own is another matter.
    desk.put("另/issue.toml", format!("edition = \"2\"\n{one}"));
    went(&run(desk.command_of("另", &[])));
}

/// A folder that is used again, with the date of last time.
#[test]
fn another_number_is_another_issue() {
    let desk = Desk::new("number");
    desk.put("期/issue.toml", format!("number = 11\n{PAGES}"));
    desk.built(&[]);
    let before = desk.all();
    desk.put("期/issue.toml", format!("number = 12\n{PAGES}"));
    desk.rewrite("江心的灯亮了");
    desk.stops(&[], &["另一期的（第 11 期）", "date", "--changed"]);
    let told = desk.built(&["--changed"]);
    assert!(told.contains("第 11 期"), "{told}");
    for (name, bytes) in &before {
        assert!(desk.get(&format!("out/{name}")) == *bytes, "{name}");
    }
    assert!(!desk.built(&[]).contains("期："));
}

#[test]
fn files_of_the_date_before_it_was_mended_are_told() {
    let desk = Desk::new("mended date");
    desk.put("期/issue.toml", format!("number = 11\n{PAGES}"));
    desk.built(&[]);
    let right = PAGES.replace("03-18", "03-20");
    desk.put("期/issue.toml", format!("number = 11\n{right}"));
    let told = desk.built(&[]);
    assert!(told.contains("用别的日期排的清样（ljgrb_20260318）"), "{told}");
    // Another edition is no other date, and the next number another issue.
    desk.put("期/issue.toml", format!("number = 11\nedition = \"2\"\n{PAGES}"));
    assert!(!desk.built(&["--out", "out 2"]).contains("别的日期"));
    desk.put(
        "期/issue.toml",
        format!("number = 12\n{}", right.replace("03-20", "03-27")),
    );
    assert!(!desk.built(&[]).contains("别的日期"));
}

#[test]
fn an_issue_may_be_moved_and_told_so() {
    let desk = Desk::new("moved");
    desk.built(&[]);
    let before = desk.all();
    std::fs::rename(desk.0.join("期"), desk.0.join("18日")).expect("moved");
    let told = went(&run(desk.command_of("18日", &[])));
    assert!(told.contains("移到了 18日"), "{told}");
    assert!(desk.all() == before);
    let told = went(&run(desk.command_of("18日", &[])));
    assert!(!told.contains("移到了"), "{told}");
    // The same folder by another way.
    let absolute = desk.0.join("18日").display().to_string();
    assert!(!went(&run(desk.command_of(&absolute, &[]))).contains("移到了"));
}

#[test]
fn a_page_that_goes_and_comes_back_keeps_its_versions() {
    let desk = Desk::new("dropped");
    desk.built(&[]);
    desk.put("期/stories/yi.md", story("缆绳收起", "船工们放下缆绳"));
    desk.built(&["--changed"]);
    let second = [desk.get(SECOND), desk.get("out/ljgrb_20260318_02_B.pdf")];
    let one = PAGES.split("[[page]]\nnumber = 2").next().expect("a page");
    desk.put("期/issue.toml", one);
    std::fs::rename(desk.0.join("期/stories/yi.md"), desk.0.join("yi.md"))
        .expect("moved");
    let told = desk.built(&[]);
    assert!(told.contains("ljgrb_20260318_02_B.pdf 已经不用"), "{told}");
    assert!(!desk.built(&[]).contains("已经不用"));
    desk.put("期/issue.toml", PAGES);
    desk.put("期/stories/yi.md", story("缆绳收起", "船工们又收起缆绳"));
    desk.built(&["--changed"]);
    assert_eq!(desk.versions()[1], pair("ljgrb_20260318_02_C.pdf", "C"));
    assert_eq!([desk.get(SECOND), desk.get("out/ljgrb_20260318_02_B.pdf")], second);
    assert_eq!(desk.manifest("")["pages"][1]["dropped"], Value::Null);
}

#[test]
fn the_whole_issue_has_versions() {
    let desk = Desk::new("whole versions");
    desk.built(&[]);
    let sent = desk.get(WHOLE);
    desk.built(&["--changed"]);
    assert_eq!(desk.manifest("")["issue"]["version"], "A");
    desk.rewrite("江心的灯亮了");
    let told = desk.built(&["--changed"]);
    assert!(told.contains("整期的文件改了：ljgrb_20260318_B.pdf"), "{told}");
    assert!(desk.get(WHOLE) == sent);
    let issue = &desk.manifest("")["issue"];
    assert_eq!(
        (&issue["file"], &issue["version"]),
        (&"ljgrb_20260318_B.pdf".into(), &"B".into())
    );
    assert_eq!(issue["earlier"][0]["sha256"], sum(&sent).as_str());
    // A plain build afterwards writes the version that is worked on.
    desk.rewrite("江面的灯亮了");
    desk.built(&[]);
    assert!(desk.get(WHOLE) == sent);
    assert_eq!(
        desk.manifest("")["issue"]["sha256"],
        sum(&desk.get("out/ljgrb_20260318_B.pdf")).as_str()
    );
}

/// What was sent stays beside, whichever press it was for.
#[test]
fn another_press_keeps_earlier_versions() {
    let desk = Desk::new("replace versions");
    desk.built(&[]);
    desk.rewrite("江心的灯亮了");
    desk.built(&["--changed"]);
    let newsprint = desk.all();
    let told = desk.built(&["--press", "office", "--replace"]);
    assert!(told.contains("ljgrb_20260318_01.pdf 是以前的版本"), "{told}");
    assert!(!told.contains("手改过"), "{told}");
    assert_eq!(
        desk.versions(),
        [pair("ljgrb_20260318_01_B.pdf", "B"), pair("ljgrb_20260318_02.pdf", "A")]
    );
    assert!(desk.get(FIRST) == newsprint[1].1 && newsprint[1].0.ends_with("_01.pdf"));
    // And back: the same files under the same names.
    desk.built(&["--replace"]);
    assert!(desk.all() == newsprint);
    // A version that office has sent is kept from the others too.
    desk.built(&["--press", "office", "--replace"]);
    let office = desk.get("out/ljgrb_20260318_01_B.pdf");
    desk.rewrite("江面的灯亮了");
    desk.built(&["--press", "office", "--changed"]);
    desk.built(&["--press", "newsprint-x4", "--replace"]);
    assert!(desk.get("out/ljgrb_20260318_01_B.pdf") == office);
    assert!(desk.get(FIRST) == newsprint[1].1);
    assert_eq!(desk.versions()[0].0, "ljgrb_20260318_01_C.pdf");
}

#[test]
fn old_files_with_marks_are_told() {
    let desk = Desk::new("old marks");
    desk.built(&["--marks"]);
    assert!(!desk.built(&[]).contains("_marks.pdf"));
    desk.rewrite("江心的灯亮了");
    let told = desk.built(&[]);
    assert!(told.contains("ljgrb_20260318_01_marks.pdf 没有重写"), "{told}");
    desk.built(&["--marks"]);
    let json = desk.manifest("");
    let marks = &json["pages"][0]["marks"];
    assert_eq!(
        marks["sha256"],
        sum(&desk.get("out/ljgrb_20260318_01_marks.pdf")).as_str()
    );
}

/// As if the program had been killed after some of the files had got their
/// names: the others, and the manifest, are the old ones.
#[test]
fn a_build_that_was_stopped_is_gone_on_with() {
    let desk = Desk::new("stopped");
    desk.built(&[]);
    let (old, old_manifest) = (desk.all(), desk.get(MANIFEST));
    let next = "out/.ljgrb_20260318_manifest.json.next";
    desk.rewrite("江心的灯亮了");
    desk.put("期/stories/yi.md", story("缆绳收起", "船工们放下缆绳"));
    desk.built(&[]);
    let (new, new_manifest) = (desk.all(), desk.get(MANIFEST));
    let stop = |after: usize| {
        desk.put_back(&old);
        desk.put_back(&new[..after]);
        desk.put(MANIFEST, &old_manifest);
        desk.put(next, &new_manifest);
    };
    for after in 0..=new.len() {
        stop(after);
        let told = desk.built(&[]);
        assert!(told.contains("接着写"), "{told}");
        assert!(desk.all() == new && desk.get(MANIFEST) == new_manifest, "{after}");
        assert!(!desk.0.join(next).exists());
    }
    // Without a finished build before it.
    std::fs::remove_file(desk.0.join(MANIFEST)).expect("there");
    desk.put(next, &new_manifest);
    desk.built(&[]);
    assert!(desk.get(MANIFEST) == new_manifest);
}

/// Stopped twice, with other words each time: the first one's files are known
/// still. The second is stopped by a folder in the place of a file, when it has
/// written down no more than what it knows.
#[test]
fn a_build_may_be_stopped_twice() {
    let desk = Desk::new("stopped twice");
    desk.built(&[]);
    let (old, old_manifest) = (desk.all(), desk.get(MANIFEST));
    desk.rewrite("江心的灯亮了");
    desk.put("期/stories/yi.md", story("缆绳收起", "船工们放下缆绳"));
    desk.built(&[]);
    let (new, new_manifest) = (desk.all(), desk.get(MANIFEST));
    desk.put_back(&old);
    desk.put_back(&new[1..]);
    desk.put(MANIFEST, &old_manifest);
    desk.put("out/.ljgrb_20260318_manifest.json.next", &new_manifest);
    desk.rewrite("江面的灯亮了");
    desk.built(&["--out", "out 2"]);
    let last = desk.get("out 2/ljgrb_20260318_manifest.json");
    desk.remove("out/ljgrb_20260318.json");
    std::fs::create_dir(desk.0.join("out/ljgrb_20260318.json")).expect("made");
    stopped(&desk.build(&[]), &["文件夹"]);
    std::fs::remove_dir(desk.0.join("out/ljgrb_20260318.json")).expect("there");
    desk.put("out/.ljgrb_20260318_manifest.json.next", &last);
    desk.built(&[]);
    assert!(desk.get(MANIFEST) == last);
}

/// The same for versions: what had its name is taken as sent, and a plain build
/// does not fall back to the version before.
#[test]
fn versions_of_a_build_that_was_stopped_count() {
    let desk = Desk::new("stopped versions");
    desk.built(&[]);
    let (sent, old_manifest) = (desk.all(), desk.get(MANIFEST));
    desk.rewrite("江心的灯亮了");
    desk.built(&["--changed"]);
    let second = desk.get("out/ljgrb_20260318_01_B.pdf");
    let whole = desk.get("out/ljgrb_20260318_B.pdf");
    let new_manifest = desk.get(MANIFEST);
    let stop = || {
        desk.put(MANIFEST, &old_manifest);
        desk.put("out/.ljgrb_20260318_manifest.json.next", &new_manifest);
        desk.put("out/ljgrb_20260318_01_B.pdf", &second);
        desk.remove("out/ljgrb_20260318_B.pdf");
    };
    stop();
    desk.built(&["--changed"]);
    assert!(desk.get("out/ljgrb_20260318_B.pdf") == whole);
    assert!(desk.get(MANIFEST) == new_manifest);
    stop();
    desk.rewrite("江面的灯亮了");
    desk.built(&["--changed"]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_C.pdf", "C"));
    assert!(desk.get("out/ljgrb_20260318_01_B.pdf") == second);
    desk.remove("out/ljgrb_20260318_01_C.pdf");
    stop();
    desk.built(&[]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_B.pdf", "B"));
    assert!(desk.get(FIRST) == sent[1].1 && sent[1].0.ends_with("_01.pdf"));
}

/// A change of the press that was stopped: either press goes on.
#[test]
fn a_change_of_the_press_that_was_stopped_is_gone_on_with() {
    let desk = Desk::new("stopped press");
    desk.built(&[]);
    let (newsprint, manifest) = (desk.all(), desk.get(MANIFEST));
    desk.built(&["--press", "office", "--replace"]);
    let (office, next) = (desk.all(), desk.get(MANIFEST));
    let stop = || {
        desk.put_back(&newsprint);
        desk.put_back(&office[1..2]);
        desk.put(MANIFEST, &manifest);
        desk.put("out/.ljgrb_20260318_manifest.json.next", &next);
        let kept = desk.0.join("out/ljgrb_20260318_manifest_newsprint.json");
        let _ = std::fs::remove_file(kept);
    };
    for args in [&[][..], &["--changed"]] {
        stop();
        desk.built(args);
        assert!(desk.all() == newsprint, "{args:?}: {:?}", desk.files());
    }
    stop();
    desk.stops(&["--press", "office"], &["--replace"]);
    desk.built(&["--press", "office", "--replace"]);
    assert!(desk.all() == office);
    assert!(desk.get("out/ljgrb_20260318_manifest_newsprint.json") == manifest);
}

/// Two builds of one folder take turns; of one that does not end the other
/// says so.
#[test]
fn builds_at_once_take_turns() {
    let desk = Desk::new("at once");
    let many: Vec<_> = (0..4)
        .map(|_| {
            let mut command = desk.command(&["--changed"]);
            command.stderr(std::process::Stdio::piped());
            command.stdout(std::process::Stdio::piped());
            command.spawn().expect("the program starts")
        })
        .collect();
    for child in many {
        went(&child.wait_with_output().expect("it ends"));
    }
    assert_eq!(desk.files().len(), 3);

    let lock = std::fs::File::options().write(true).open(desk.0.join("out/.lock"));
    let lock = lock.expect("it stays");
    lock.lock().expect("free");
    let mut command = desk.command(&[]);
    command.stderr(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let stderr = std::io::BufReader::new(child.stderr.take().expect("piped"));
    let told = std::io::BufRead::lines(stderr).map_while(Result::ok);
    let waits = told.take(20).find(|line| line.contains("等它写完"));
    assert!(waits.is_some());
    drop(lock);
    assert!(child.wait().expect("it ends").success());
}

#[cfg(unix)]
#[test]
fn links_and_folders_stay() {
    let desk = Desk::new("links");
    desk.built(&[]);
    let first = desk.get(FIRST);
    std::fs::rename(desk.0.join(FIRST), desk.0.join("sent.pdf")).expect("moved");
    std::os::unix::fs::symlink("../sent.pdf", desk.0.join(FIRST)).expect("linked");
    desk.rewrite("江心的灯亮了");
    desk.stops(&[], &["ljgrb_20260318_01.pdf", "链接"]);
    assert!(desk.get("sent.pdf") == first);
    desk.remove(FIRST);
    std::os::unix::fs::symlink("nowhere", desk.0.join(FIRST)).expect("linked");
    stopped(&desk.build(&[]), &["ljgrb_20260318_01.pdf"]);
    desk.remove(FIRST);
    std::fs::create_dir(desk.0.join(FIRST)).expect("made");
    let output = desk.build(&[]);
    stopped(&output, &["ljgrb_20260318_01.pdf", "文件夹"]);
    std::fs::remove_dir(desk.0.join(FIRST)).expect("there");
    // The folder itself may be one.
    std::fs::rename(desk.0.join("out"), desk.0.join("远处")).expect("moved");
    std::os::unix::fs::symlink("远处", desk.0.join("out")).expect("linked");
    assert!(!desk.built(&[]).contains("移到"));
}

#[test]
fn a_draft_takes_no_press_files_name() {
    let desk = Desk::new("draft names");
    let press = "base = \"newsprint\"\nfile-name = \"{date}_{page}_{edition}\"\n";
    desk.put("layouts/press/ours.toml", press);
    desk.another("press = \"ours\"\nedition = \"draft\"\n", PAGES);
    let file = "out/20260318_1_draft.pdf";
    went(&run(desk.command_of("另", &[])));
    let sent = desk.get(file);
    desk.stops(&["--press", "ours", "--draft"], &["20260318_1_draft.pdf"]);
    // A damaged manifest stops builds, but no one from looking at a draft.
    desk.put(MANIFEST, "{");
    desk.stops(&[], &["坏了"]);
    desk.built(&["--draft"]);
    assert!(desk.get(file) == sent);
}

/// A part and a page run together, as 1 and 1 of the second part and page 11;
/// a page's file and the whole issue's; a name that Windows keeps.
#[test]
fn names_that_no_two_files_can_have_are_told() {
    let desk = Desk::new("one name");
    let pattern = |pattern: &str| {
        let press = format!("base = \"newsprint\"\nfile-name = \"{pattern}\"\n");
        desk.put("layouts/press/ours.toml", press);
        let mut check = Command::new(env!("CARGO_BIN_EXE_qianzi"));
        check
            .args(["check", "期", "--press", "ours", "--short"])
            .current_dir(&desk.0);
        let output = run(check);
        (output.status.code(), text(&output.stderr))
    };
    let parts = PAGES.replace("number = 2", "number = 11").replacen(
        "number = 1\n",
        "number = 1\npart = \"1\"\n",
        1,
    );
    desk.put("期/issue.toml", parts);
    let (code, told) = pattern("{date}_{section}{page}");
    assert!(code == Some(1) && told.contains("issue.toml:11:10"), "{told}");
    assert!(told.contains("第11版的文件和第1版的同名：20260318_11.pdf"), "{told}");
    assert_eq!(pattern("{date}_{section}-{page}").0, Some(0));
    desk.put("期/issue.toml", format!("edition = \"1\"\n{PAGES}"));
    let (code, told) = pattern("{paper}_{date}_{page}");
    assert!(code == Some(1) && told.contains("和整期的同名"), "{told}");
    let (code, told) = pattern("com{page}");
    assert!(code == Some(1) && told.contains("不能用：com1.pdf"), "{told}");
}
