//! Stories that run on to another page: nothing is lost between the two, both
//! pages have enough of them, and every jump that cannot be is told.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::open;
use qianzi::diag::{Lang, short};
use qianzi::page::{Item, Shape};
use qianzi::project::{Project, Setting};
use qianzi::role::Role;
use qianzi::source::Memory;
use std::path::Path;

const LAYOUTS: [(&str, &str); 2] = [
    (
        "first",
        "base = \"tabloid\"\n[tree]\nrows = [ { slot = \"a\", lines = 20 }, { slot = \"b\" } ]\n",
    ),
    (
        "second",
        "base = \"tabloid\"\n[tree]\nrows = [ { slot = \"c\" }, { slot = \"d\", optional = true } ]\n",
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
    let mut memory = Memory::default();
    for (name, text) in LAYOUTS {
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
        ("jia", story("潮声", jump, copy(0, sentences))),
        ("yi", story("灯火", "", copy(200, 150))),
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
