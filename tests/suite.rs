//! Small pages as readable text: each folder of `tests/suite` is an issue with
//! a layout of its own and the page it makes in `page.txt`.
//!
//! Bless with `SNAPSHOTS=overwrite cargo test --test suite`, then read the
//! difference. What a case is there for is asserted apart, so that blessing
//! cannot lose it.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::{open, root};
use qianzi::compose::Composed;
use qianzi::diag::{Lang, short};
use qianzi::geom::Abs;
use qianzi::page::{Item, Shape};
use qianzi::project::{Project, Setting};
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn suite() -> PathBuf {
    root().join("tests/suite")
}

fn compose(case: &str) -> (Project, Setting) {
    let mut memory = Memory::default();
    for inside in ["", "stories", "layouts"] {
        for path in Disk.list(&suite().join(case).join(inside)) {
            let name = path.file_name().expect("a file has a name");
            let place = Path::new(case).join(inside).join(name);
            memory.put(place, Disk.read(&path).expect("a case"));
        }
    }
    let flower = root().join("issues/2026-03-18/photos/flower.jpg");
    let photo = Path::new(case).join("photos/flower.jpg");
    memory.put(photo, Disk.read(&flower).expect("a sample photograph"));
    let project = open(memory, Path::new(case));
    let setting = project.compose();
    (project, setting)
}

/// A line of type: runs of one story on one baseline.
struct TypeLine<'i> {
    first: &'i Item,
    x: Abs,
    y: Abs,
    right: Abs,
    size: Abs,
    text: String,
}

impl TypeLine<'_> {
    fn role(&self) -> Role {
        self.first.role
    }

    fn is_of_text(&self) -> bool {
        matches!(self.role(), Role::Body | Role::Lead | Role::Credit | Role::Tail)
            || matches!(self.role(), Role::Crosshead | Role::Note)
    }
}

/// What is drawn, runs that follow each other on a line taken together.
enum Drawn<'i> {
    Line(TypeLine<'i>),
    Other(&'i Item),
}

fn drawn(items: &[Item]) -> Vec<Drawn<'_>> {
    let mut all: Vec<Drawn<'_>> = Vec::new();
    for item in items {
        let Shape::Glyphs(run) = &item.shape else {
            all.push(Drawn::Other(item));
            continue;
        };
        let bounds = item.bounds();
        let is_next = |line: &TypeLine<'_>| {
            line.first.story == item.story && line.y == run.origin.y && bounds.x > line.x
        };
        match all.last_mut() {
            Some(Drawn::Line(line)) if is_next(line) => {
                line.text += &run.text;
                line.right = bounds.right();
            }
            _ => all.push(Drawn::Line(TypeLine {
                first: item,
                x: bounds.x,
                y: run.origin.y,
                right: bounds.right(),
                size: run.size,
                text: run.text.clone(),
            })),
        }
    }
    all
}

fn lines(page: &Composed) -> Vec<TypeLine<'_>> {
    let is_line = |drawn| match drawn {
        Drawn::Line(line) => Some(line),
        Drawn::Other(_) => None,
    };
    drawn(&page.page.items).into_iter().filter_map(is_line).collect()
}

/// The body lines of a story, leg by leg.
fn text_lines<'p>(page: &'p Composed, story: &str) -> Vec<TypeLine<'p>> {
    let own = |line: &TypeLine<'_>| {
        line.is_of_text() && line.first.story.as_deref() == Some(story)
    };
    lines(page).into_iter().filter(own).collect()
}

fn pt(length: Abs) -> String {
    format!("{:.1}", length.to_pt())
}

/// A page as text: x, y, width and size in points, role, words; then the fit
/// of each story, and the faults.
fn told(project: &Project, setting: &Setting) -> String {
    let mut out = String::new();
    for page in &setting.pages {
        let size = page.page.size;
        let _ = writeln!(out, "page {}x{}", pt(size.width), pt(size.height));
        for drawn in drawn(&page.page.items) {
            let _ = match drawn {
                Drawn::Line(line) => writeln!(
                    out,
                    "{:>6} {:>6} {:>6} {:>5} {:<10} {}",
                    pt(line.x),
                    pt(line.y),
                    pt(line.right - line.x),
                    pt(line.size),
                    line.role().name(),
                    line.text
                ),
                Drawn::Other(item) => {
                    let rect = item.bounds();
                    let (width, height) = (pt(rect.width), pt(rect.height));
                    let role = item.role;
                    writeln!(
                        out,
                        "{:>6} {:>6} {width:>6} x {height} {role}",
                        pt(rect.x),
                        pt(rect.y)
                    )
                }
            };
        }
        for fit in &page.fits {
            let (story, legs) = (&fit.story, &fit.legs);
            let (over, under) = (fit.overset_lines, fit.underset_lines);
            let _ = writeln!(out, "fit {story} {legs:?} over {over} under {under}");
        }
    }
    for fault in setting.faults.list() {
        let shown = short(fault, &project.sources, Lang::Zh).replace('\\', "/");
        let _ = writeln!(out, "{shown}");
    }
    out
}

const CASES: [&str; 15] = [
    "balance",
    "blocks",
    "beside",
    "box",
    "crosshead",
    "front",
    "heading",
    "marks",
    "overset",
    "photo",
    "signs",
    "tail",
    "vertical",
    "vertical-long",
    "vertical-narrow",
];

#[test]
fn pages_are_as_they_were() {
    #[expect(clippy::disallowed_methods, reason = "System lists files, not folders")]
    let folders = std::fs::read_dir(suite()).expect("the suite");
    assert_eq!(folders.count(), CASES.len(), "a folder that CASES does not name");
    for case in CASES {
        let (project, setting) = compose(case);
        let expected =
            snapbox::Data::read_from(&suite().join(case).join("page.txt"), None);
        snapbox::Assert::new()
            .action_env("SNAPSHOTS")
            .eq(told(&project, &setting), snapbox::IntoData::raw(expected));
    }
}

/// The page of a case that has one.
fn page_of(setting: &Setting) -> &Composed {
    &setting.pages[0]
}

#[test]
fn legs_are_of_equal_depth_and_the_last_may_be_short() {
    let (_, setting) = compose("balance");
    let legs = &page_of(&setting).fits[0].legs;
    assert_eq!(legs.len(), 3);
    assert!(legs.is_sorted_by(|a, b| a >= b) && legs[0] <= legs[2] + 1, "{legs:?}");
    assert_eq!(setting.faults.list().len(), 0);
}

#[test]
fn a_tail_is_flush_right_and_whole() {
    let (_, setting) = compose("tail");
    let page = page_of(&setting);
    for (story, alone) in [("jia", true), ("yi", false)] {
        let lines = text_lines(page, story);
        let last = lines.last().expect("lines");
        assert!(last.text.ends_with("（海城工）"), "{}", last.text);
        assert_eq!(last.text.starts_with('（'), alone, "{}", last.text);
        // The closing mark's blank half stands out of the measure.
        let measure = Abs::pt(9.0 * 12.0);
        let legs = lines.iter().map(|line| line.x).max().expect("lines");
        let edge = [Abs::pt(36.0), Abs::pt(36.0) + measure + Abs::pt(9.0)]
            .into_iter()
            .filter(|left| *left <= legs)
            .max()
            .expect("a leg")
            + measure;
        assert_eq!(last.right - Abs::pt(4.5), edge);
    }
}

#[test]
fn a_crosshead_never_stands_at_a_foot() {
    let (_, setting) = compose("crosshead");
    let lines = text_lines(page_of(&setting), "jia");
    let mut seen = 0;
    for pair in lines.windows(2) {
        if pair[0].role() == Role::Crosshead {
            seen += 1;
            assert!(pair[1].y > pair[0].y, "“{}” is at a foot", pair[0].text);
            // What it heads stands under it: 占2行, then text.
            assert!(pair[1].y - pair[0].y < Abs::pt(24.0));
        }
    }
    assert_eq!(seen, 2);
    assert_ne!(lines.last().map(TypeLine::role), Some(Role::Crosshead));
}

#[test]
fn text_stands_inside_its_box_and_on_the_grid() {
    let (_, setting) = compose("box");
    let page = page_of(&setting);
    for (fit, (rect, _)) in page.fits.iter().zip(&page.slots) {
        let lines = text_lines(page, &fit.story);
        assert!(!lines.is_empty());
        for line in lines {
            assert!(line.x >= rect.x && line.y < rect.bottom(), "{}", line.text);
            let row = (line.y - page.area.y).units() % Abs::pt(12.0).units();
            assert_eq!(row, Abs::pt(1.5 + 9.0 * 0.88).units(), "{}", line.text);
        }
    }
    let roles: Vec<Role> = page.page.items.iter().map(|item| item.role).collect();
    let tint = roles.iter().position(|role| *role == Role::Tint).expect("a tint");
    let text = roles.iter().position(|role| *role == Role::Body).expect("text");
    assert!(tint < text, "the tint lies on the text");
}

#[test]
fn a_vertical_heading_stands_left_of_the_text() {
    let (_, setting) = compose("vertical");
    let page = page_of(&setting);
    let text = text_lines(page, "jia").iter().map(|line| line.x).min().expect("text");
    let heads = page.page.items.iter().filter(|item| item.role == Role::Headline);
    let heads: Vec<&Item> = heads.collect();
    assert!(!heads.is_empty());
    assert!(heads.iter().all(|item| item.bounds().right() < text));
    let turned = page.page.items.iter().any(
        |item| matches!(&item.shape, Shape::Glyphs(run) if run.turned && run.text == "PM2.5"),
    );
    assert!(turned, "a long Latin word is turned");
}

/// A vertical heading that is too long steps down and is parted into columns;
/// turned numbers count as long as they are.
#[test]
fn a_long_vertical_heading_stays_inside_its_slot() {
    let (_, setting) = compose("vertical-long");
    let page = page_of(&setting);
    let is_head =
        |item: &&Item| matches!(item.role, Role::Kicker | Role::Headline | Role::Deck);
    let heads: Vec<&Item> = page.page.items.iter().filter(is_head).collect();
    for item in &heads {
        // A quote's blank upper half is cut off: only its em box sticks out.
        let Shape::Glyphs(run) = &item.shape else { continue };
        let slack = if run.text == "“" { run.size / 2 } else { Abs::ZERO };
        assert!(page.area.holds(&item.bounds(), slack + Abs::pt(0.5)), "{item:?}");
    }
    let turned = |words: &str| {
        heads.iter().any(|item| {
            matches!(&item.shape, Shape::Glyphs(run) if run.turned && run.text == words)
        })
    };
    assert!(turned("2026") && !turned("12") && !turned("5G") && !turned("AI"));
    let size = page.fits[0].headline.expect("a headline");
    assert!(size < Abs::pt(30.0), "{size:?}");
    // What a column's end leaves out, and all else, is accounted for.
    let account = page.fits[0].account;
    assert_eq!(account.on_page + account.overset, account.total);
}

/// In a slot of one column the heading steps down, and to fewer columns, so that
/// the text beside it has eight characters a line.
#[test]
fn a_vertical_heading_leaves_its_text_room() {
    let (_, setting) = compose("vertical-narrow");
    let page = page_of(&setting);
    assert_eq!(page.fits.len(), 1);
    for fit in &page.fits {
        let size = fit.headline.expect("a headline");
        assert!(size >= Abs::pt(14.0), "{size:?}");
        let body = page.page.items.iter().filter(|item| {
            item.role == Role::Body && item.story.as_deref() == Some(&*fit.story)
        });
        let rows = body.filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some((run.origin.y, run.text.chars().count())),
            _ => None,
        });
        let mut counts: BTreeMap<Abs, usize> = BTreeMap::new();
        for (y, count) in rows {
            *counts.entry(y).or_default() += count;
        }
        let widest = counts.values().max().copied().unwrap_or(0);
        assert!(widest >= 8, "{}: {counts:?}", fit.story);
    }
}

/// The lines of a heading in the report are those on the page.
#[test]
fn a_headings_lines_are_reported() {
    let (_, setting) = compose("heading");
    let fit = &page_of(&setting).fits[0];
    let lines: Vec<(Role, &str)> =
        fit.head.iter().map(|line| (line.role, line.text.as_str())).collect();
    assert!(lines.contains(&(Role::Headline, "百盏江灯")), "{lines:?}");
    let kicker = fit.head.iter().find(|line| line.role == Role::Kicker);
    let headline = fit.head.iter().find(|line| line.role == Role::Headline);
    let (kicker, headline) = (kicker.expect("a kicker"), headline.expect("a headline"));
    assert!(kicker.size < headline.size.scale(0.62));
}

#[test]
fn a_missing_photograph_is_an_error_and_keeps_its_place() {
    let (_, setting) = compose("photo");
    let page = page_of(&setting);
    let photos: Vec<&Item> = page
        .page
        .items
        .iter()
        .filter(|item| item.role == Role::Photo)
        .collect();
    assert_eq!(photos.len(), 2);
    for photo in photos {
        let rect = photo.bounds();
        assert!(rect.height > Abs::pt(24.0));
        for line in text_lines(page, "jia") {
            assert!(!line.first.bounds().overlaps(&rect, Abs::ZERO), "{}", line.text);
        }
    }
    let codes: Vec<&str> =
        setting.faults.list().iter().map(|fault| fault.code.name()).collect();
    assert!(codes.contains(&"photo-missing"), "{codes:?}");
    assert!(!setting.is_clean());
}

#[test]
fn overset_is_told_in_lines_and_characters() {
    let (_, setting) = compose("overset");
    let page = page_of(&setting);
    let fit = &page.fits[0];
    assert!(fit.overset_lines > 0 && fit.account.overset > 0);
    assert_eq!(fit.account.on_page + fit.account.overset, fit.account.total);
    let fault = setting
        .faults
        .list()
        .iter()
        .find(|fault| fault.code.name() == "overset");
    let message = &fault.expect("it is told").message.zh;
    let (lines, chars) = (fit.overset_lines, fit.account.overset);
    assert!(message.contains(&format!("多 {lines} 行（{chars} 字）")), "{message}");
}

#[test]
fn the_lines_of_captions_insets_and_summaries_are_told() {
    let (_, setting) = compose("beside");
    let told = |code: &str| {
        let faults = setting.faults.list().iter();
        faults.filter(|fault| fault.code.name() == code).count()
    };
    // In the summary, the caption, the credit and the inset's heading.
    assert_eq!(told("copy-quotes"), 4);
    // In the inset, and in the caption.
    assert_eq!((told("token-long"), told("word-broken")), (1, 1));
}
