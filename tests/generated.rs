//! Whole pages by dice: whatever the stories and the layout, nothing is lost,
//! nothing lies on anything else, and all body lines stand on the grid.
//!
//! `QIANZI_GENERATED_OUT=folder cargo test --test generated` writes the issues
//! there, so that one can build them and look; `QIANZI_SEEDS=500` tries more, and
//! `QIANZI_SEED=7` one.

#[path = "tools/generate.rs"]
mod generate;
#[path = "tools/overlay.rs"]
mod overlay;

use generate::{Generated, ISSUE, issue};
use overlay::{open, root};
use qianzi::compose::{Composed, Fit};
use qianzi::diag::{Lang, Sink, code, short};
use qianzi::geom::{Abs, Rect};
use qianzi::issue::{Block, Story};
use qianzi::page::{Item, Shape};
use qianzi::project::Project;
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const SEEDS: std::ops::Range<u64> = 0..20;

/// Boxes may touch, and share a hair.
const SLACK: Abs = Abs::raw(65_536);

/// The files of a generated issue below a folder.
fn files(generated: &Generated, folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let texts = generated.files.iter();
    let mut files: Vec<(PathBuf, Vec<u8>)> = texts
        .map(|(path, text)| (folder.join(path), text.clone().into_bytes()))
        .collect();
    for name in &generated.photos {
        let shipped = root().join("issues/2026-03-18/photos").join(name);
        if let Ok(bytes) = Disk.read(&shipped) {
            files.push((folder.join(ISSUE).join("photos").join(name), bytes));
        }
    }
    files
}

fn compose(seed: u64) -> (Project, Vec<Composed>, Sink) {
    let folder = PathBuf::from(format!("seed-{seed}"));
    let files = files(&issue(seed), &folder);
    if let Some(out) = std::env::var_os("QIANZI_GENERATED_OUT") {
        for (path, bytes) in &files {
            let path = Path::new(&out).join(path);
            std::fs::create_dir_all(path.parent().expect("in a folder")).expect("made");
            std::fs::write(path, bytes).expect("written");
        }
    }
    let mut memory = Memory::default();
    files.into_iter().for_each(|(path, bytes)| memory.put(path, bytes));
    let project = open(memory, &folder.join(ISSUE));
    let setting = project.compose();
    (project, setting.pages, setting.faults)
}

/// What is wrong with a page, as text.
struct Findings {
    seed: u64,
    text: String,
}

impl Findings {
    fn add(&mut self, what: &str) {
        let _ = writeln!(self.text, "seed {}: {what}", self.seed);
    }
}

fn words(item: &Item) -> String {
    match &item.shape {
        Shape::Glyphs(run) => run.text.chars().take(12).collect(),
        _ => item.role.to_string(),
    }
}

fn baseline(item: &Item) -> Option<Abs> {
    match &item.shape {
        Shape::Glyphs(run) => Some(run.origin.y),
        _ => None,
    }
}

/// Dots and lines at characters, which lie in the white between lines.
fn is_drawn(item: &Item) -> bool {
    let silent = match &item.shape {
        Shape::Glyphs(run) => run.text.is_empty(),
        _ => true,
    };
    item.role == Role::Mark && silent
}

/// Type and pictures, without tints and rules.
fn solid(page: &Composed) -> Vec<(&Item, Rect)> {
    let is_solid =
        |item: &&Item| !matches!(item.role, Role::Rule | Role::Tint) && !is_drawn(item);
    page.page
        .items
        .iter()
        .filter(is_solid)
        .map(|item| (item, inked(item)))
        .collect()
}

/// The space an item takes, without the blank half of a mark at either end.
fn inked(item: &Item) -> Rect {
    let mut rect = item.bounds();
    if let Shape::Glyphs(run) = &item.shape
        && !run.turned
    {
        let half = run.size / 2;
        // A mark alone is a cell of a vertical heading: its blank is above or below.
        if run.text.chars().count() == 1 {
            let above = run.text.starts_with(['“', '‘', '（', '《']);
            let below = run.text.starts_with(['”', '’', '）', '》', '，', '、', '。']);
            rect.y += if above { half } else { Abs::ZERO };
            rect.height -= if above || below { half } else { Abs::ZERO };
            return rect;
        }
        if run.text.starts_with(['“', '‘', '（', '《']) {
            rect.x += half;
            rect.width -= half;
        }
        let marks = ['”', '’', '）', '》', '，', '、', '；', '：', '。', '？', '！'];
        if run.text.ends_with(marks) {
            rect.width -= half;
        }
        if run.text.ends_with('\u{3000}') {
            rect.width -= run.size;
        }
    }
    rect
}

fn check_overlaps(page: &Composed, findings: &mut Findings) {
    let items = solid(page);
    for (index, (item, rect)) in items.iter().enumerate() {
        for (other, other_rect) in &items[index + 1..] {
            let same_line =
                item.story == other.story && baseline(item) == baseline(other);
            // A missing photograph's box has its name on it.
            let on_box = item.role == Role::Photo && other.role == Role::Stamp;
            if same_line || on_box || !rect.overlaps(other_rect, SLACK) {
                continue;
            }
            let (one, two) = (words(item), words(other));
            let (a, b) = (item.story.as_deref(), other.story.as_deref());
            let (role, other_role) = (item.role, other.role);
            findings.add(&format!(
                "“{one}” ({a:?} {role} {rect:?}) lies on “{two}” ({b:?} {other_role} {other_rect:?})"
            ));
            return;
        }
    }
}

fn check_edges(page: &Composed, faults: &Sink, findings: &mut Findings) {
    let size = page.page.size;
    let sheet = Rect::new(Abs::ZERO, Abs::ZERO, size.width, size.height);
    let told = [code::OFF_PAGE, code::OVERLAP];
    let is_told = faults.list().iter().any(|fault| told.contains(&fault.code));
    for (item, rect) in solid(page) {
        let inside = if item.story.is_some() { &page.area } else { &sheet };
        if !inside.holds(&rect, Abs::pt(5.0)) && !is_told {
            findings.add(&format!("“{}” {rect:?} is off the page, untold", words(item)));
            return;
        }
    }
}

/// All baselines of body text are whole rows apart.
fn check_grid(page: &Composed, findings: &mut Findings) {
    let leading = Abs::pt(12.0).units();
    let body = page.page.items.iter().filter(|item| {
        item.story.is_some() && matches!(item.role, Role::Body | Role::Lead | Role::Tail)
    });
    let rows: BTreeMap<i64, String> = body
        .filter_map(|item| {
            Some((baseline(item)?.units().rem_euclid(leading), words(item)))
        })
        .collect();
    if rows.len() > 1 {
        findings.add(&format!("body lines off the grid: {rows:?}"));
    }
}

/// The Chinese characters of a story's copy, each with its count.
fn copy_of(story: &Story) -> BTreeMap<char, i64> {
    let head = &story.head;
    let passages = head.kicker.iter().chain(&head.headline).chain(&head.deck);
    let passages = passages.chain(&story.lead).chain(&story.credit).chain(&story.tail);
    let passages = passages.chain(&story.note);
    let insets = story.insets.iter();
    let passages =
        passages.chain(insets.flat_map(|inset| inset.headline.iter().chain(&inset.text)));
    let captions = story
        .photos
        .iter()
        .flat_map(|photo| photo.caption.iter().chain(&photo.credit));
    let body = story.body.iter().flat_map(|block| block.passages());
    count(passages.chain(captions).chain(body).map(|passage| passage.text()))
}

fn count(texts: impl Iterator<Item = String>) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    for c in texts.flat_map(|text| text.chars().collect::<Vec<_>>()) {
        if c.is_alphanumeric() {
            *counts.entry(c).or_insert(0) += 1;
        }
    }
    counts
}

fn head_of(block: &Block) -> String {
    match block {
        Block::Table(table) if table.head => {
            table.rows[0].iter().map(qianzi::copy::Passage::text).collect()
        }
        _ => String::new(),
    }
}

/// What pages show of a story, in the order of its text; for a role, if one is
/// asked for.
fn shown(story: &Story, pages: &[&Composed], role: Option<Role>) -> Vec<String> {
    let items = pages
        .iter()
        .flat_map(|page| page.page.items.iter().chain(&page.overset));
    let own = items.filter(|item| {
        item.story.as_deref() == Some(&story.name)
            && !matches!(item.role, Role::Stamp | Role::Jump)
            && role.is_none_or(|role| item.role == role)
    });
    let texts = own.filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some(run.text.clone()),
        _ => None,
    });
    texts.collect()
}

/// Every letter and digit of a story is on its pages or in the overset, and its
/// paragraphs are in their order.
fn check_copy(story: &Story, pages: &[&Composed], findings: &mut Findings) {
    let mut left = copy_of(story);
    if let Some(jump) = story.jump.as_ref().filter(|_| pages.len() > 1) {
        // Its second page has a short head, or the same again.
        let short: Vec<String> = match &jump.headline {
            Some(short) => vec![short.text()],
            None => story.head.headline.iter().map(|line| line.text()).collect(),
        };
        for (c, times) in count(short.into_iter()) {
            *left.entry(c).or_insert(0) += times;
        }
    }
    let shown_of = |role| shown(story, pages, role);
    let shown = count(shown_of(None).into_iter());
    for (c, times) in &shown {
        *left.entry(*c).or_insert(0) -= times;
    }
    // The head of a table stands again in a later leg.
    let heads: String = story.body.iter().map(head_of).collect();
    left.retain(|c, times| *times > 0 || *times < 0 && !heads.contains(*c));
    if !left.is_empty() {
        findings.add(&format!("“{}” lost or doubled: {left:?}", story.name));
    }
    // Readings stand above their characters, apart from the lines.
    let plain = |text: String| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric() && *c > '\u{2E7F}')
            .collect()
    };
    if story.body.iter().all(|block| matches!(block, Block::Paragraph(_))) {
        let written = story.body.iter().flat_map(Block::passages);
        let written = plain(written.map(|passage| passage.text()).collect());
        let set = plain(shown_of(Some(Role::Body)).concat());
        if set != written {
            let same =
                set.chars().zip(written.chars()).take_while(|(a, b)| a == b).count();
            let near: String = set.chars().skip(same).take(12).collect();
            findings.add(&format!("“{}” is out of order at “{near}”", story.name));
        }
    }
}

/// A story that runs on has its six rows on both pages, or is told not to.
fn check_jump(
    story: &Story,
    pages: &[&Composed],
    faults: &Sink,
    findings: &mut Findings,
) {
    let told = faults.list().iter().any(|fault| fault.code == code::JUMP_SHORT);
    let fits = pages.iter().filter_map(|page| fit_of(story, page));
    let rows: Vec<usize> = fits.map(|fit| fit.legs.iter().sum()).collect();
    let crowded = pages
        .iter()
        .filter_map(|page| fit_of(story, page))
        .any(|fit| fit.overset_lines > 0);
    if !told && (rows.len() < 2 || !crowded && rows.iter().any(|rows| *rows < 6)) {
        findings.add(&format!("“{}” jumps with {rows:?} rows, untold", story.name));
    }
}

fn fit_of<'p>(story: &Story, page: &'p Composed) -> Option<&'p Fit> {
    page.fits.iter().find(|fit| fit.story == story.name)
}

/// Legs of a story that fits are of one depth, but for a row that keeps a widow
/// from the head of the next; white goes to the foot of the last leg.
fn check_legs(fit: &Fit, story: &Story, findings: &mut Findings) {
    let plain = story.photos.is_empty()
        && story.insets.is_empty()
        && story.note.is_empty()
        && story.body.iter().all(|block| matches!(block, Block::Paragraph(_)));
    if !plain || fit.overset_lines > 0 || fit.part.is_some() {
        return;
    }
    let deepest = fit.legs.iter().copied().max().unwrap_or(0);
    // A short story takes fewer legs.
    let empty = fit.legs.iter().rev().take_while(|rows| **rows == 0).count();
    let legs = &fit.legs[..fit.legs.len() - empty];
    let Some((last, others)) = legs.split_last() else { return };
    if empty > 0 && deepest > 3 {
        findings.add(&format!("“{}” leaves legs empty: {:?}", fit.story, fit.legs));
    }
    let even = others.iter().all(|leg| leg + 1 >= deepest)
        && last + fit.legs.len() + 1 >= deepest;
    if !even {
        findings.add(&format!("“{}” has legs of {:?} rows", fit.story, fit.legs));
    }
}

fn check(seed: u64) -> String {
    let mut findings = Findings { seed, text: String::new() };
    let (project, pages, faults) = compose(seed);
    for fault in project.faults.list() {
        if fault.code != code::PHOTO_MISSING {
            findings.add(&short(fault, &project.sources, Lang::En));
        }
    }
    let issue = project.issue().expect("the issue is read");
    for page in &pages {
        let told = |wanted| faults.list().iter().any(|fault| fault.code == wanted);
        if !told(code::OVERLAP) && !told(code::LINE_OVERFULL) {
            check_overlaps(page, &mut findings);
        }
        check_edges(page, &faults, &mut findings);
        check_grid(page, &mut findings);
    }
    for story in issue.stories.values() {
        let own: Vec<&Composed> =
            pages.iter().filter(|page| fit_of(story, page).is_some()).collect();
        if own.is_empty() {
            findings.add(&format!("“{}” is nowhere", story.name));
        }
        for fit in own.iter().filter_map(|page| fit_of(story, page)) {
            let account = fit.account;
            if account.on_page + account.overset + account.jumped != account.total {
                findings.add(&format!("“{}” does not add up: {account:?}", fit.story));
            }
            if own.len() == 1 {
                check_legs(fit, story, &mut findings);
            }
        }
        check_copy(story, &own, &mut findings);
        if story.jump.is_some() {
            check_jump(story, &own, &faults, &mut findings);
        }
    }
    findings.text
}

#[test]
fn pages_by_dice_hold_together() {
    let number = |name| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let more: Option<u64> = number("QIANZI_SEEDS");
    let seeds: Vec<u64> = match number("QIANZI_SEED") {
        Some(seed) => vec![seed],
        None => (SEEDS.start..more.unwrap_or(SEEDS.end)).collect(),
    };
    let findings: String = seeds
        .into_iter()
        .map(|seed| {
            std::panic::catch_unwind(|| check(seed))
                .unwrap_or_else(|_| format!("seed {seed}: panicked\n"))
        })
        .collect();
    assert!(findings.is_empty(), "\n{findings}");
}

#[test]
fn the_same_seed_makes_the_same_page() {
    let dump = |seed| {
        let (_, pages, _) = compose(seed);
        pages
            .iter()
            .map(|page| qianzi::page::dump(&page.page))
            .collect::<String>()
    };
    assert_eq!(dump(3), dump(3));
    assert_ne!(dump(3), dump(4));
}
