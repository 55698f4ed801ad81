//! How stories stand in their slots: legs, tables, salutations, copy that is far
//! too long. Small papers in memory, set with the shipped faces.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::open;
use qianzi::compose::{Composed, Fit};
use qianzi::diag::{Lang, short};
use qianzi::geom::Abs;
use qianzi::page::{Item, Shape};
use qianzi::project::{Project, Setting};
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::path::Path;

/// Sentences that differ.
fn copy(sentences: usize) -> String {
    let han: Vec<char> = "东南西北中高低远近新".chars().collect();
    let sentence = |at: usize| {
        let (tens, ones) = (han[at / 10 % 10], han[at % 10]);
        let words = match at % 3 {
            1 => "他又说，“涨潮以前，码头要腾空”，大家点头。".to_string(),
            _ => format!("第{ones}{tens}号船工收起缆绳，说起今年的潮水。"),
        };
        words + if at % 7 == 6 { "\n" } else { "" }
    };
    (0..sentences).map(sentence).collect()
}

/// A page of stories, with keys for the front matter and text each, in a tree.
fn project(tree: &str, stories: &[(&str, &str, String)]) -> Project {
    let mut memory = Memory::default();
    let layout = format!("base = \"tabloid\"\n[tree]\n{tree}\n");
    memory.put("p/layouts/page.toml", layout.into_bytes());
    let names: Vec<_> = stories.iter().map(|(name, ..)| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    let issue = format!(
        "date = 2026-03-18\n[[page]]\nnumber = 2\nlayout = \"page\"\nstories = [{names}]\n"
    );
    memory.put("p/issues/x/issue.toml", issue.into_bytes());
    for (name, keys, text) in stories {
        let story = format!("+++\nheadline = \"潮声起处\"\n{keys}\n+++\n{text}\n");
        memory.put(format!("p/issues/x/stories/{name}.md"), story.into_bytes());
    }
    let photos = overlay::root().join("issues/2026-03-18/photos");
    for photo in ["flower.jpg", "rocket.jpg"] {
        let bytes = Disk.read(&photos.join(photo)).expect("a sample photograph");
        memory.put(format!("p/issues/x/photos/{photo}"), bytes);
    }
    open(memory, Path::new("p/issues/x"))
}

fn photo(file: &str, width: usize, place: &str) -> String {
    format!(
        "[[photo]]\nfile = \"photos/{file}.jpg\"\ncaption = \"图说。\"\nwidth = {width}\nplace = \"{place}\"\n"
    )
}

fn page(setting: &Setting) -> &Composed {
    &setting.pages[0]
}

fn fit<'s>(setting: &'s Setting, story: &str) -> &'s Fit {
    let fits = page(setting).fits.iter();
    fits.clone()
        .find(|fit| fit.story == story)
        .expect("it is on the page")
}

fn told(project: &Project, setting: &Setting) -> String {
    let faults = setting.faults.list().iter();
    faults
        .map(|fault| short(fault, &project.sources, Lang::En) + "\n")
        .collect()
}

/// Left edge, baseline and words of the runs whose role is wanted.
fn runs(setting: &Setting, wanted: Role) -> Vec<(Abs, Abs, String)> {
    let run = |item: &Item| match &item.shape {
        Shape::Glyphs(run) if item.role == wanted => {
            Some((run.origin.x, run.origin.y, run.text.clone()))
        }
        _ => None,
    };
    page(setting).page.items.iter().filter_map(run).collect()
}

#[test]
fn legs_beside_centred_pictures_end_together() {
    // With 40 and 47 sentences the last leg once lacked three rows and more.
    for (sentences, width) in [(40, 14), (47, 14), (55, 14), (40, 16), (47, 16), (60, 13)]
    {
        let photos = photo("flower", width, "center") + &photo("rocket", width, "center");
        let stories = [("jia", photos.as_str(), copy(sentences))];
        let setting = project("slot = \"a\"\nlegs = 4", &stories).compose();
        let legs = &fit(&setting, "jia").legs;
        let (most, last) = (legs.iter().max(), legs.last());
        assert!(
            most <= last.map(|last| last + 2).as_ref(),
            "{sentences} sentences beside {width} characters: {legs:?}"
        );
        assert_eq!(fit(&setting, "jia").overset_lines, 0);
    }
}

fn scores(caption: bool) -> String {
    let rows = "东南西北中高低远".chars().enumerate();
    let rows: String = rows
        .map(|(at, who)| format!("| {who}队 | {at} | {} |\n", 3 * at))
        .collect();
    let table = format!("| 队 | 胜 | 分 |\n|:--|:-:|--:|\n{rows}");
    if caption { format!("::: 表 积分榜\n{table}:::\n") } else { table }
}

#[test]
fn a_table_moves_below_a_picture_in_its_leg() {
    for (legs, place) in
        [(1, "center"), (2, "center"), (2, "left"), (3, "center"), (4, "top")]
    {
        let text = copy(6) + "\n" + &scores(true) + "\n" + &copy(12);
        let photos = photo("flower", 8, place);
        let tree = format!("slot = \"a\"\nlegs = {legs}");
        let project = project(&tree, &[("jia", photos.as_str(), text)]);
        let setting = project.compose();
        let faults = told(&project, &setting);
        assert!(!faults.contains("overset") && !faults.contains("overlap"), "{faults}");
        // The caption stands right above the head of its table.
        let cells = runs(&setting, Role::Table);
        let at = |words: &str| {
            let found = cells.iter().find(|(.., text)| text == words);
            found.map(|(_, y, _)| *y).expect("it is on the page")
        };
        let down = at("胜") - at("积分榜");
        assert!(down > Abs::ZERO && down < Abs::pt(14.0), "{legs} {place}: {down:?}");
    }
}

#[test]
fn a_table_without_a_place_beside_a_picture_is_told() {
    let text = copy(2) + "\n" + &scores(false);
    let photos = photo("flower", 8, "top-left");
    let project =
        project("slot = \"a\"\nlegs = 1\nlines = 12", &[("jia", &photos, text)]);
    let faults = told(&project, &project.compose());
    assert!(faults.contains("error[overset]"), "{faults}");
}

#[test]
fn a_salutation_stays_with_its_letter() {
    // Whatever comes before it.
    for sentences in 8..28 {
        let text = format!("{}\n<< 尊敬的编辑同志：\n{}", copy(sentences), copy(14));
        let project = project("slot = \"a\"\nlegs = 3", &[("jia", "", text)]);
        let setting = project.compose();
        let faults = told(&project, &setting);
        assert!(!faults.contains("crosshead-foot"), "{sentences}: {faults}");
        let lines = runs(&setting, Role::Body);
        let at = lines.iter().position(|(.., text)| text.starts_with("尊敬"));
        let at = at.expect("it is on the page");
        assert!(lines[at + 1].1 > lines[at].1, "{sentences}: parted from its letter");
    }
}

#[test]
fn a_story_far_too_long_is_told_and_not_its_neighbours() {
    let tree = "rows = [ { slot = \"a\" }, { columns = [ { slot = \"b\", span = 2 }, \
        { span = 2, rows = [ { slot = \"c\" }, { slot = \"d\" } ] } ] } ]";
    for long in 0..4 {
        let names = ["jia", "yi", "bing", "ding"];
        let text = |at: usize| copy(if at == long { 400 } else { 20 + 5 * at });
        let stories: Vec<_> =
            (0..4).map(|at| (names[at], "priority = 3", text(at))).collect();
        let setting = project(tree, &stories).compose();
        for (at, name) in names.iter().enumerate() {
            let over = fit(&setting, name).overset_lines;
            assert_eq!(
                over > 0,
                at == long,
                "“{name}” with {long} too long: {over} over"
            );
        }
    }
}
