//! What a build leaves for the printing works: names, versions, the manifest;
//! the same bytes wherever and however it runs.

#[path = "tools/press.rs"]
mod tools;

use std::path::Path;
use std::process::Command;
use tools::{Desk, PAGES, pair, story, sum, text};

/// The manifest names the file of the whole issue with its sum.
#[test]
fn the_whole_issue_is_in_the_manifest() {
    let desk = Desk::new("whole");
    desk.built(&[]);
    let json = desk.manifest("");
    assert_eq!(json["issue"]["file"], "ljgrb_20260318.pdf");
    let sum = sum(&desk.get("out/ljgrb_20260318.pdf"));
    assert_eq!(json["issue"]["sha256"], sum.as_str());
}

/// Files of one press are not written over by those of another, unless they are
/// as they were written and it is asked for.
#[test]
fn another_press_takes_a_folder_of_its_own() {
    let desk = Desk::new("two presses");
    desk.built(&[]);
    let (page, whole) = ("out/ljgrb_20260318_01.pdf", "out/ljgrb_20260318.pdf");
    let files = || [desk.get(page), desk.get(whole)];
    let first = files();
    let stops = |args: &[&str], words: &str| {
        let output = desk.build(args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(words), "{told}");
    };
    stops(&["--press", "office"], "out 里是给“newsprint”的清样");
    assert!(files() == first, "nothing was written");
    desk.built(&["--press", "office", "--out", "out-office"]);
    assert!(files() == first, "nor here");
    // A file that someone changed stays, and so do all.
    desk.put(page, b"mine");
    stops(&["--press", "office", "--replace"], "可能手改过");
    stops(&[], "可能手改过");
    assert!(desk.get(page) == b"mine" && desk.get(whole) == first[1]);
    std::fs::remove_file(desk.0.join(page)).expect("there");
    desk.built(&[]);
    assert!(files() == first);
    desk.built(&["--press", "office", "--replace"]);
    assert!(
        files()
            == [
                desk.get("out-office/ljgrb_20260318_01.pdf"),
                desk.get("out-office/ljgrb_20260318.pdf")
            ]
    );
    let kept = text(&desk.get("out/ljgrb_20260318_manifest_newsprint.json"));
    assert!(kept.contains("newsprint") && kept.contains("\"version\": \"A\""), "{kept}");
    // The same press again needs no leave.
    desk.built(&["--press", "office"]);
}

#[test]
fn only_changed_pages_are_issued_again_and_old_files_stay() {
    let desk = Desk::new("changed");
    desk.built(&[]);
    let sent = desk.get("out/ljgrb_20260318_01.pdf");
    let other = desk.get("out/ljgrb_20260318_02.pdf");

    let told = desk.built(&["--changed"]);
    assert!(told.contains("第1版没有变") && told.contains("第2版没有变"), "{told}");
    assert_eq!(desk.files().len(), 3);

    desk.put("期/stories/jia.md", story("江灯亮了", "江心的灯亮了"));
    let told = desk.built(&["--changed"]);
    assert!(told.contains("第1版改了") && told.contains("第2版没有变"), "{told}");
    assert_eq!(
        desk.versions(),
        [pair("ljgrb_20260318_01_B.pdf", "B"), pair("ljgrb_20260318_02.pdf", "A")]
    );
    assert_eq!(desk.get("out/ljgrb_20260318_01.pdf"), sent, "the old file stays");
    assert_eq!(desk.get("out/ljgrb_20260318_02.pdf"), other);
    assert_ne!(desk.get("out/ljgrb_20260318_01_B.pdf"), sent);

    // A plain build afterwards keeps the version; it never touches what was sent.
    desk.put("期/stories/jia.md", story("江灯亮了", "江面的灯亮了"));
    desk.built(&[]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_B.pdf", "B"));
    assert_eq!(desk.get("out/ljgrb_20260318_01.pdf"), sent);
    // Back to the first words: a new version all the same, for the press has B.
    desk.put("期/stories/jia.md", story("江灯亮了", "江边的灯亮了"));
    desk.built(&["--changed"]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_C.pdf", "C"));
    assert_eq!(desk.get("out/ljgrb_20260318_01_C.pdf"), sent);
}

#[test]
fn a_lost_page_is_written_again_and_a_name_that_is_taken_is_passed_over() {
    let desk = Desk::new("lost");
    desk.built(&[]);
    let sent = desk.get("out/ljgrb_20260318_02.pdf");
    std::fs::remove_file(desk.0.join("out/ljgrb_20260318_02.pdf")).expect("there");
    desk.built(&["--changed"]);
    assert_eq!(desk.get("out/ljgrb_20260318_02.pdf"), sent);

    desk.put("out/ljgrb_20260318_01_B.pdf", "sent by someone");
    desk.put("期/stories/jia.md", story("江灯亮了", "江心的灯亮了"));
    desk.built(&["--changed"]);
    assert_eq!(desk.versions()[0], pair("ljgrb_20260318_01_C.pdf", "C"));
    assert_eq!(desk.get("out/ljgrb_20260318_01_B.pdf"), b"sent by someone");
}

#[test]
fn without_a_manifest_a_file_that_stands_there_is_taken_as_sent() {
    let desk = Desk::new("no manifest");
    desk.built(&[]);
    let sent = desk.get("out/ljgrb_20260318_01.pdf");
    let manifest = desk.0.join("out/ljgrb_20260318_manifest.json");
    std::fs::remove_file(manifest).expect("there");
    desk.put("期/stories/jia.md", story("江灯亮了", "江心的灯亮了"));
    desk.built(&["--changed"]);
    assert_eq!(desk.get("out/ljgrb_20260318_01.pdf"), sent);
    assert_eq!(
        desk.versions(),
        [pair("ljgrb_20260318_01_B.pdf", "B"), pair("ljgrb_20260318_02.pdf", "A")]
    );
}

#[test]
fn drafts_and_faulty_builds_leave_the_manifest_alone() {
    let desk = Desk::new("draft");
    desk.built(&[]);
    let manifest = desk.get("out/ljgrb_20260318_manifest.json");
    desk.put("期/stories/jia.md", story("江灯亮了", "江心的灯亮了"));
    desk.built(&["--draft"]);
    assert!(desk.files().contains(&"ljgrb_20260318_01_draft.pdf".to_string()));
    let too_much = story("江灯亮了", &"江心的灯亮了".repeat(200));
    desk.put("期/stories/jia.md", too_much);
    let output = desk.build(&["--changed"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("旧的"), "{}", text(&output.stderr));
    assert_eq!(desk.get("out/ljgrb_20260318_manifest.json"), manifest);

    desk.put("out/ljgrb_20260318_manifest.json", "{");
    desk.put("期/stories/jia.md", story("江灯亮了", "江心的灯亮了"));
    let before = desk.get("out/ljgrb_20260318_01.pdf");
    let output = desk.build(&[]);
    assert_eq!(output.status.code(), Some(2), "no one knows the versions");
    assert!(text(&output.stderr).contains("manifest.json"));
    assert_eq!(desk.get("out/ljgrb_20260318_01.pdf"), before);
}

#[test]
fn files_are_named_as_the_press_asks() {
    let desk = Desk::new("names");
    desk.put(
        "layouts/press/ours.toml",
        "base = \"newsprint\"\nfile-name = \"{date:DDMMYY}_{section}{page:03}-{edition}{version:A}\"\n",
    );
    let part = PAGES.replacen("number = 2", "number = 2\npart = \"B\"", 1);
    desk.put("期/issue.toml", format!("press = \"ours\"\nedition = \"c\"\n{part}"));
    let told = desk.built(&[]);
    let names = ["180326_001-cA.pdf", "180326_B002-cA.pdf", "ljgrb_20260318_c.pdf"];
    assert_eq!(desk.files(), names, "{told}");
    // Another press, other names: the old files stay, and are told.
    let told = desk.built(&["--press", "office", "--replace"]);
    assert!(told.contains("180326_001-cA.pdf") && told.contains("已经不用"), "{told}");
    assert!(desk.files().contains(&"ljgrb_20260318_B02_c.pdf".to_string()), "{told}");
    let output = desk.build(&["--press", "offic"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("office"), "{}", text(&output.stderr));
}

#[test]
fn marks_stand_in_a_file_of_their_own() {
    let desk = Desk::new("marks");
    desk.built(&[]);
    let page = desk.get("out/ljgrb_20260318_01.pdf");
    desk.built(&["--marks"]);
    let marked = "out/ljgrb_20260318_01_marks.pdf";
    assert!(desk.get(marked).starts_with(b"%PDF-1.4"));
    assert_eq!(desk.get("out/ljgrb_20260318_01.pdf"), page);
    let manifest = desk.manifest("");
    assert_eq!(manifest["pages"][0]["marks"]["file"], "ljgrb_20260318_01_marks.pdf");
    assert_eq!(manifest["pages"][0]["marks"]["sha256"], sum(&desk.get(marked)).as_str());
    let sheet = |bytes: &[u8], name: &str| {
        let document = lopdf::Document::load_mem(bytes).expect("a PDF");
        let page = document.page_iter().next().expect("a page");
        let page = document.get_dictionary(page).expect("a page");
        let sides = page.get(name.as_bytes()).and_then(lopdf::Object::as_array);
        let sides = sides.expect("a box");
        let side = |at: usize| sides[at].as_float().expect("a number");
        (side(2) - side(0), side(3) - side(1))
    };
    let (width, height) = sheet(&page, "MediaBox");
    let trim = sheet(&desk.get(marked), "TrimBox");
    assert!((trim.0 - width).abs() < 0.01 && (trim.1 - height).abs() < 0.01, "{trim:?}");
    assert!(sheet(&desk.get(marked), "MediaBox").0 > width + 60.0);

    // Marks, in the colour of all plates, break no rule outside the page.
    let mut check = Command::new(env!("CARGO_BIN_EXE_qianzi"));
    check.args(["preflight", "--strict", marked]).current_dir(&desk.0);
    let output = check.output().expect("the program starts");
    assert!(output.status.success(), "{}", text(&output.stdout));

    // A press that asks for marks gets them without a word.
    desk.put(
        "layouts/press/ours.toml",
        "base = \"newsprint\"\nbleed = \"3mm\"\n[marks]\nslug = false\n",
    );
    desk.built(&["--press", "ours", "--out", "他"]);
    let marked = desk.get("他/ljgrb_20260318_02_marks.pdf");
    let bleed = sheet(&marked, "BleedBox").0 - sheet(&marked, "TrimBox").0;
    assert!((bleed - 17.0).abs() < 0.1, "{bleed}");
}

/// A file must not tell where, when or by how many hands it was made.
#[test]
fn builds_from_two_places_times_and_threads_are_one() {
    let pages = |name: &str, settings: &[(&str, &str)]| {
        let desk = Desk::new(name);
        let photo = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("issues/2026-03-18/photos/flower.jpg");
        std::fs::create_dir_all(desk.0.join("期/photos")).expect("made");
        std::fs::copy(photo, desk.0.join("期/photos/flower.jpg")).expect("copied");
        let photo =
            "[[photo]]\nfile = \"photos/flower.jpg\"\ncaption = \"花开\"\n+++\n江";
        let text = story("缆绳收起", "船工们收起缆绳").replacen("+++\n船", photo, 1);
        desk.put("期/stories/yi.md", text);
        let mut command = desk.command(&["--draft"]);
        command.envs(settings.iter().copied());
        command.output().expect("the program starts");
        let files = desk.files();
        assert_eq!(files.len(), 3, "{files:?}");
        files
            .iter()
            .map(|file| desk.get(&format!("out/{file}")))
            .collect::<Vec<_>>()
    };
    let one = pages(
        "same one",
        &[("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8"), ("RAYON_NUM_THREADS", "1")],
    );
    let two = pages(
        "same two 二",
        &[
            ("TZ", "America/Lima"),
            ("LANG", "C"),
            ("LC_ALL", "C"),
            ("RAYON_NUM_THREADS", "2"),
        ],
    );
    assert!(one == two);
}
