//! Stories that run on to another page: nothing is lost between the two, both
//! pages have enough of them, and every jump that cannot be is told.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::open;
use qianzi::diag::{Lang, short};
use qianzi::geom::Abs;
use qianzi::page::{Item, Shape};
use qianzi::project::{Project, Setting};
use qianzi::role::Role;
use qianzi::source::Memory;
use std::collections::BTreeSet;
use std::path::Path;

const LAYOUTS: [(&str, &str); 2] = [
    (
        "first",
        "base = \"tabloid\"\n[tree]\nrows = [ { slot = \"a\", lines = 20 }, { slot = \"b\" } ]\n",
    ),
    (
        "second",
        // Narrower legs than on the first page.
        "base = \"tabloid-6x11\"\n[tree]\nrows = [ { slot = \"c\" }, { slot = \"d\", optional = true } ]\n",
    ),
];

/// Sentences that differ, so that a lost or doubled one shows.
fn copy(from: u32, sentences: u32) -> String {
    let sentence = |at: u32| {
        let han: Vec<char> = "东南西北中高低远近新".chars().collect();
        let of = |digit: u32| han[(digit % 10) as usize];
        format!(
            "第{}{}{}号船工收起缆绳，说起今年的潮水。",
            of(at),
            of(at / 10),
            of(at / 100)
        )
    };
    (from..from + sentences)
        .map(|at| sentence(at) + if at % 7 == 6 { "\n" } else { "" })
        .collect()
}

fn project(jump: &str) -> Project {
    project_of(jump, 130)
}

/// The issue, with so many sentences in the story that jumps.
fn project_of(jump: &str, sentences: u32) -> Project {
    project_with(jump, copy(0, sentences))
}

/// The issue, with a text in the story that jumps.
fn project_with(jump: &str, text: String) -> Project {
    project_in(&LAYOUTS.map(|(name, text)| (name, text.to_string())), jump, text)
}

/// The issue in layouts of its own.
fn project_in(layouts: &[(&str, String)], jump: &str, text: String) -> Project {
    project_beside(layouts, jump, (text, copy(200, 150)))
}

/// The same with a text of its neighbour's own.
fn project_beside(
    layouts: &[(&str, String)],
    jump: &str,
    (text, beside): (String, String),
) -> Project {
    let mut memory = Memory::default();
    for (name, text) in layouts {
        memory.put(format!("p/layouts/{name}.toml"), text.as_bytes().to_vec());
    }
    let issue = "date = 2026-03-18\n\
        [[page]]\nnumber = 1\nlayout = \"first\"\nstories = [\"jia\", \"yi\"]\n\
        [[page]]\nnumber = 2\nlayout = \"second\"\nstories = [\"bing\"]\nplace = { c = \"bing\" }\n";
    memory.put("p/issues/x/issue.toml", issue.as_bytes().to_vec());
    let story = |head: &str, keys: &str, text: String| {
        format!("+++\nheadline = \"{head}\"\n{keys}\n+++\n{text}\n").into_bytes()
    };
    let stories = [
        ("jia", story("潮声", jump, text)),
        ("yi", story("灯火", "", beside)),
        ("bing", story("缆绳", "", copy(400, 60))),
    ];
    for (name, text) in stories {
        memory.put(format!("p/issues/x/stories/{name}.md"), text);
    }
    open(memory, Path::new("p/issues/x"))
}

fn texts(items: &[Item], wanted: impl Fn(&Item) -> bool) -> String {
    let run = |item: &Item| match &item.shape {
        Shape::Glyphs(run) if wanted(item) => Some(run.text.clone()),
        _ => None,
    };
    items.iter().filter_map(run).collect()
}

fn of_jia(setting: &Setting, page: usize, role: Role) -> String {
    texts(&setting.pages[page].page.items, |item| {
        item.story.as_deref() == Some("jia") && item.role == role
    })
}

fn told(project: &Project, setting: &Setting) -> String {
    let faults = setting.faults.list().iter();
    faults
        .map(|fault| short(fault, &project.sources, Lang::En) + "\n")
        .collect()
}

#[test]
fn the_text_runs_on_and_nothing_is_lost() {
    for jump in ["jump = { page = 2 }", "jump = { page = 2, slot = \"d\", after = 25 }"] {
        let project = project(jump);
        let setting = project.compose();
        let (one, two) =
            (of_jia(&setting, 0, Role::Body), of_jia(&setting, 1, Role::Body));
        assert_eq!(one.clone() + &two, copy(0, 130).replace('\n', ""), "{jump}");
        assert_eq!(of_jia(&setting, 0, Role::Jump), "（下转第2版）");
        assert_eq!(of_jia(&setting, 1, Role::Jump), "（上接第1版）");
        assert_eq!(of_jia(&setting, 1, Role::Headline), "潮声");
        for page in &setting.pages {
            let fit = page.fits.iter().find(|fit| fit.story == "jia").expect("on both");
            let account = fit.account;
            assert_eq!(account.on_page + account.overset + account.jumped, account.total);
            assert!(fit.legs.iter().sum::<usize>() >= 6, "{:?}", fit.legs);
        }
        if jump.contains("after") {
            let fit = &setting.pages[0].fits[0];
            assert_eq!(fit.legs.iter().sum::<usize>(), 25, "{:?}", fit.legs);
        }
    }
}

#[test]
fn threads_do_not_matter() {
    let pages = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let project = project("jump = { page = 2, headline = \"潮声（续）\" }");
        let setting = pool.expect("a pool starts").install(|| project.compose());
        let dumps = setting.pages.iter().map(|page| qianzi::page::dump(&page.page));
        dumps.collect::<String>()
    };
    assert_eq!(pages(1), pages(4));
}

#[test]
fn jumps_that_cannot_be_are_told() {
    let wrong = [
        ("jump = { page = 9 }", "jump-page", "there is no page 9"),
        ("jump = { page = 1 }", "jump-page", "is on page 1 already"),
        ("jump = { page = 2, slot = \"e\" }", "slot-unknown", "has no slot `e`"),
        ("jump = { page = 2, slot = \"c\" }", "story-no-slot", "is taken already"),
        ("jump = { page = 2, after = 3 }", "value-wrong", "at least 6 rows"),
        ("jump = { slot = \"d\" }", "key-missing", "page"),
    ];
    for (jump, code, words) in wrong {
        let project = project(jump);
        let told = told(&project, &project.compose());
        assert!(told.contains(code) && told.contains(words), "{jump}\n{told}");
    }
}

#[test]
fn a_story_that_fits_has_nothing_to_run_on() {
    let project = project_of("jump = { page = 2 }", 14);
    let setting = project.compose();
    let told = told(&project, &setting);
    assert!(told.contains("jump-short") && told.contains("fits its page"), "{told}");
    assert_eq!(of_jia(&setting, 0, Role::Body), copy(0, 14).replace('\n', ""));
    assert_eq!(of_jia(&setting, 0, Role::Jump), "");
}

/// Left edge, baseline and words of a role's runs.
fn runs(setting: &Setting, page: usize, words: &str) -> Vec<(i64, i64)> {
    let run = |item: &Item| match &item.shape {
        Shape::Glyphs(run) if run.text == words => {
            Some((run.origin.x.units(), run.origin.y.units()))
        }
        _ => None,
    };
    setting.pages[page].page.items.iter().filter_map(run).collect()
}

#[test]
fn a_table_that_is_cut_has_its_head_on_both_pages() {
    let rows: String = (0..70).map(|at| format!("| 船{at} | {at}00 |\n")).collect();
    let text = format!(
        "{}\n::: 表\n| 船名 | 吨位 |\n|--|--:|\n{rows}:::\n{}",
        copy(0, 20),
        copy(20, 60)
    );
    let project = project_with("jump = { page = 2, slot = \"d\" }", text);
    let setting = project.compose();
    let told = told(&project, &setting);
    assert!(!told.contains("error"), "{told}");
    for page in 0..2 {
        for fit in &setting.pages[page].fits {
            let account = fit.account;
            let found = account.on_page + account.overset + account.jumped;
            assert_eq!(found, account.total, "{fit:?}");
        }
        // A head over the rows of each leg, and no other.
        let heads = runs(&setting, page, "船名");
        let legs: BTreeSet<i64> = heads.iter().map(|head| head.0).collect();
        assert!(!heads.is_empty() && legs.len() == heads.len(), "page {}", page + 1);
        let rows = (0..70).flat_map(|at| runs(&setting, page, &format!("船{at}")));
        for (x, y) in rows {
            let over = heads.iter().any(|head| head.0 == x && head.1 < y);
            assert!(over, "a row on page {} has no head in its leg", page + 1);
        }
    }
    for at in 0..70 {
        let found = (0..2).map(|page| runs(&setting, page, &format!("船{at}")).len());
        assert_eq!(found.sum::<usize>(), 1, "row {at}");
    }
}

/// Boxes and tints on either page, and a heading that stands at the side.
#[test]
fn a_story_in_a_box_runs_on() {
    let looks = ["", ", box = \"thin\"", ", tint = 10", ", head = \"vertical\""];
    for (first, second) in looks.iter().flat_map(|one| looks.map(|two| (*one, two))) {
        let layouts = LAYOUTS.map(|(name, text)| {
            let text = text
                .replace("slot = \"a\"", &format!("slot = \"a\"{first}"))
                .replace("slot = \"d\"", &format!("slot = \"d\"{second}"));
            (name, text)
        });
        let jump = "jump = { page = 2, slot = \"d\" }";
        let project = project_in(&layouts, jump, copy(0, 130));
        let setting = project.compose();
        let told = told(&project, &setting);
        assert!(!told.contains("error"), "{first} {second}: {told}");
        let (one, two) =
            (of_jia(&setting, 0, Role::Body), of_jia(&setting, 1, Role::Body));
        assert_eq!(one + &two, copy(0, 130).replace('\n', ""), "{first} {second}");
        for page in &setting.pages {
            let fit = page.fits.iter().find(|fit| fit.story == "jia").expect("on both");
            let inside = |item: &&Item| {
                let (own, room) = (item.bounds(), fit.rect);
                // （ and ） have half an em of blank, which may stand outside.
                own.x >= room.x - Abs::pt(4.6)
                    && own.right() <= room.right() + Abs::pt(4.6)
            };
            let own = |item: &&Item| {
                item.story.as_deref() == Some("jia")
                    && matches!(item.role, Role::Body | Role::Jump)
            };
            let items = page.page.items.iter().filter(own);
            assert!(items.clone().count() > 6 && items.clone().all(|item| inside(&item)));
        }
    }
}

#[test]
fn the_story_that_grew_is_told_not_its_neighbour() {
    let project = project_of("jump = { page = 2 }", 330);
    let setting = project.compose();
    let told = told(&project, &setting);
    assert!(told.contains("“jia” does not fit"), "{told}");
    assert_eq!(told.matches("does not fit").count(), 1, "{told}");
}

#[test]
fn a_story_of_a_few_rows_takes_few_legs_and_none_has_a_line_alone() {
    for sentences in (1..12).step_by(2) {
        let project = project_of("", sentences);
        let setting = project.compose();
        let fit = setting.pages[0].fits.iter().find(|fit| fit.story == "jia");
        let legs = &fit.expect("it is set").legs;
        let rows: usize = legs.iter().sum();
        let alone = legs.iter().filter(|leg| **leg == 1).count();
        assert!(rows < 4 || alone == 0, "{sentences} sentences: {legs:?}");
    }
}

#[test]
fn a_story_takes_a_row_more_where_a_widow_would_stand() {
    let mut told_of = Vec::new();
    for sentences in (40..80).step_by(4) {
        let project = project_of("", sentences);
        let setting = project.compose();
        let told = told(&project, &setting);
        let widows = told.lines().filter(|line| line.contains("[widow]"));
        told_of.extend(widows.map(|line| format!("{sentences}: {line}")));
        for fault in setting.faults.list() {
            let line =
                fault.code.name().starts_with("line-") || fault.code.name() == "widow";
            assert!(!line || fault.place.is_some(), "{fault:?}");
        }
    }
    assert!(told_of.is_empty(), "{told_of:#?}");
}

/// A leg gives up a row where the last line of a paragraph would stand alone.
#[test]
fn a_story_that_runs_on_has_no_widow_that_a_row_saves() {
    for sentences in [144, 160, 184, 196] {
        let project = project_of("jump = { page = 2, slot = \"d\" }", sentences);
        let setting = project.compose();
        let told = told(&project, &setting);
        assert!(!told.contains("[widow]"), "{sentences} sentences: {told}");
    }
}

/// A widow is cured by a row more though neighbours then have more white, by a
/// last leg that is shorter by two rows, and in legs of two measures.
#[test]
fn no_widow_stays_where_the_page_has_white() {
    let mut told_of = Vec::new();
    for legs in ["legs = 2", "legs = [11, 23]"] {
        for sentences in (14..50).step_by(3) {
            let tree = format!(
                "base = \"tabloid\"\n[tree]\nrows = [ {{ columns = [ {{ slot = \"a\", span = 2, {legs} }}, {{ slot = \"b\", span = 2 }} ] }} ]\n"
            );
            let layouts = [("first", tree), ("second", LAYOUTS[1].1.to_string())];
            let stories = (copy(0, sentences), copy(200, 12));
            let project = project_beside(&layouts, "", stories);
            let told = told(&project, &project.compose());
            let widows = told.lines().filter(|line| line.contains("[widow]"));
            told_of.extend(widows.map(|line| format!("{legs} {sentences}: {line}")));
        }
    }
    assert!(told_of.is_empty(), "{told_of:#?}");
}

/// A page's rows go first to the story that cannot run on.
#[test]
fn a_slot_that_runs_on_is_as_deep_as_its_neighbour_needs() {
    let tree = "base = \"tabloid\"\n[tree]\nrows = [ { columns = [ { slot = \"a\", span = 2, legs = 2 }, { slot = \"b\", span = 2 } ] } ]\n";
    let layouts = [("first", tree.to_string()), ("second", LAYOUTS[1].1.to_string())];
    let mut jumped = 0;
    for sentences in [56, 60, 64, 70, 90] {
        let stories = (copy(0, 60), copy(200, sentences));
        let project = project_beside(&layouts, "jump = { page = 2 }", stories);
        let setting = project.compose();
        let told = told(&project, &setting);
        assert!(!told.contains("overset"), "{sentences} sentences: {told}");
        jumped += usize::from(!told.contains("jump-short"));
    }
    assert!(jumped > 2, "{jumped}");
}

/// Rows at the page's foot go to the story that runs on, though its neighbour is
/// short, as far as the other page keeps enough of it.
#[test]
fn no_page_is_white_under_a_story_that_runs_on() {
    let first = "base = \"tabloid\"\n[tree]\nrows = [ { columns = [ { slot = \"a\", span = 2, legs = 2 }, { slot = \"b\", span = 2 } ] } ]\n";
    let second = "base = \"tabloid\"\n[tree]\nrows = [ { columns = [ { slot = \"d\", span = 1 }, { slot = \"c\", span = 3 } ] } ]\n";
    let layouts = [("first", first.to_string()), ("second", second.to_string())];
    for (sentences, beside) in [(130, 2), (130, 12), (90, 12), (60, 6)] {
        let text = format!("{}\n### 江声\n{}", copy(0, 8), copy(8, sentences - 8));
        let stories = (text, copy(200, beside));
        let jump = "jump = { page = 2, slot = \"d\" }";
        let project = project_beside(&layouts, jump, stories);
        let setting = project.compose();
        let told = told(&project, &setting);
        assert!(!told.contains("error"), "{sentences} beside {beside}: {told}");
        let rows = setting.pages.iter().take(2).map(|page| {
            let fit = page.fits.iter().find(|fit| fit.story == "jia").expect("on both");
            fit.legs.iter().sum::<usize>()
        });
        let rows: Vec<usize> = rows.collect();
        assert!(rows[0] > 4 * rows[1] && rows[1] >= 8, "{sentences}: {rows:?}");
    }
}
