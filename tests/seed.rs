//! The text of one real page of seven stories, from import to finished page. It
//! is not in the project: `QIANZI_REAL_PAGE` names the file, else the test is
//! skipped.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::open;
use qianzi::diag::{Lang, Severity, code, short};
use qianzi::import::{Options, import};
use qianzi::page::Shape;
use qianzi::source::{Disk, Memory, Sources};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How often each Chinese character occurs.
fn han<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    for c in texts.flat_map(str::chars) {
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            *counts.entry(c).or_insert(0) += 1;
        }
    }
    counts
}

#[test]
fn a_real_page_is_set_without_loss() {
    let Some(path) = std::env::var_os("QIANZI_REAL_PAGE").map(PathBuf::from) else {
        let _ = writeln!(std::io::stderr(), "skipped: QIANZI_REAL_PAGE names no text");
        return;
    };
    let mut sources = Sources::default();
    let file = sources.load(&Disk, &path).expect("a text file");
    let text = sources.get(file).text.clone();
    let draft = import(&text, file, &Options::default());
    assert_eq!(draft.stories.len(), 7);
    let photos: usize = draft.stories.iter().map(|story| story.photos.len()).sum();
    assert_eq!(photos, 1);

    let folder = Path::new("real/issues/page");
    let mut memory = Memory::default();
    for (path, text) in draft.files() {
        memory.put(folder.join(path), text);
    }
    let project = open(memory, folder);
    let setting = project.compose();
    for fault in setting.faults.list() {
        let shown = short(fault, &project.sources, Lang::En);
        let is_expected = fault.code == code::PHOTO_MISSING;
        assert!(fault.severity != Severity::Error || is_expected, "{shown}");
    }
    let items = setting.pages.iter().flat_map(|page| &page.page.items);
    let runs = items.filter_map(|item| match &item.shape {
        Shape::Glyphs(run) => Some(run.text.as_str()),
        _ => None,
    });
    let shown = han(runs);
    // Page furniture of the text (date, editors) is set from other sources.
    let furniture: Vec<&str> =
        draft.furniture.iter().map(|(_, line)| line.as_str()).collect();
    let mut wanted = han(text.as_str().lines());
    for (c, times) in han(furniture.into_iter()) {
        *wanted.entry(c).or_insert(0) -= times;
    }
    for (c, times) in wanted {
        let set = shown.get(&c).copied().unwrap_or(0);
        assert!(set >= times, "“{c}” is set {set} of {times} times");
    }
}
