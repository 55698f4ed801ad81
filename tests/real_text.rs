//! What holds for every line, over any real text: `QIANZI_REAL_TEXT` names a
//! file of plain text, a paragraph a line; else the samples' stories are taken.

use qianzi::compose::Styles;
use qianzi::copy::Passage;
use qianzi::diag::Sink;
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Em};
use qianzi::layout::{Level, read_house};
use qianzi::role::Role;
use qianzi::source::{Disk, Sources, System};
use qianzi::text::breaker::Breaker;
use qianzi::text::line::{Fill, set};
use qianzi::text::normalise::normalise;
use qianzi::text::{Inline, Paragraph, Shaper, TextStyle};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Marks that no line begins with, from the level on that forbids them.
const NOT_FIRST: [(Level, &str); 2] =
    [(Level::Basic, "，、；：。！？”’）》〉」』】〗〕·～"), (Level::Strict, "—…")];
/// Marks that no line ends with.
const NOT_LAST: &str = "“‘（《〈「『【〖〔";
const MEASURES: [usize; 4] = [11, 13, 17, 22];

#[test]
fn real_text_is_set_by_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = match std::env::var_os("QIANZI_REAL_TEXT") {
        Some(path) => read(Path::new(&path)),
        None => stories(root),
    };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let house = read_house(&Disk, &[root.to_path_buf()], &mut sources, &mut sink);
    let mut fonts = FontLibrary::new(Arc::new(Disk), vec![root.join("fonts")]);
    let styles = Styles::new(&house.expect("a house"), &mut fonts, &mut sink);
    let mut shaper = Shaper::new(&fonts);
    let mut lines = 0;
    for level in [Level::Basic, Level::Gb, Level::Strict] {
        let style =
            Arc::new(TextStyle { level, ..styles.get(Role::Body).as_ref().clone() });
        for text in copy.lines() {
            let (passage, _) = normalise(&Passage::own(text.trim()));
            if passage.is_empty() {
                continue;
            }
            let inline = Inline { passage, style: Arc::clone(&style) };
            let paragraph = shaper.paragraph(&[inline], Em::new(2.0));
            lines += check(&paragraph, level);
        }
    }
    let _ = writeln!(std::io::stderr(), "{lines} lines");
    assert!(lines > 0, "a text without words");
}

fn read(path: &Path) -> String {
    let mut sources = Sources::default();
    let file = sources.load(&Disk, path).expect("a text file");
    sources.get(file).text.to_string()
}

/// The bodies of the samples' stories, as plain text.
fn stories(root: &Path) -> String {
    let folder = root.join("issues/2026-03-18/stories");
    let body = |path: &PathBuf| {
        let story = read(path);
        story.rsplit("+++").next().unwrap_or_default().to_string()
    };
    Disk.list(&folder).iter().map(body).collect()
}

/// Checks a paragraph at some measures; the lines there were.
fn check(paragraph: &Paragraph, level: Level) -> usize {
    let breaker = Breaker::new(paragraph);
    let size = paragraph.styles[0].size;
    let mut fewest = usize::MAX;
    let mut lines = 0;
    for chars in MEASURES {
        let width = size * chars;
        let best = breaker.best(&|_| width).expect("a setting");
        let mut at = 0;
        for line in &best.lines {
            // Characters are conserved: each line goes on where the last ended.
            assert_eq!(line.start, at);
            at = line.end;
            edges(paragraph, line, (level, best.forced));
            flush(&breaker, paragraph, line, width);
        }
        assert_eq!(at, paragraph.clusters.len());
        lines += best.lines.len();
        // However loose: a wider measure never needs more lines.
        let ways = breaker.ways(&|_| width, Em::new(100.0));
        if !best.forced {
            assert!(ways[0].lines.len() <= fewest, "{}", text(paragraph, &(0..at)));
            fewest = ways[0].lines.len();
        }
    }
    lines
}

fn text(paragraph: &Paragraph, line: &Range<usize>) -> String {
    paragraph.text_of(line.clone())
}

/// A line neither begins nor ends with a mark that its level forbids there.
fn edges(paragraph: &Paragraph, line: &Range<usize>, (level, forced): (Level, bool)) {
    let text = text(paragraph, line);
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let (first, last) = (first.expect("a character"), last.expect("a character"));
    // After the / of an address a line may end (R6.2).
    let address = text.contains('.') || text.contains("//");
    let solid = level >= Level::Gb && last == '/' && !address;
    let is_last = line.end == paragraph.clusters.len();
    assert!(is_last || !NOT_LAST.contains(last) && !solid, "{text}");
    if line.start > 0 && !forced {
        for (from, marks) in NOT_FIRST {
            assert!(level < from || !marks.contains(first), "{text}");
        }
    }
}

/// A full line that can open meets its measure to a hundredth of an em.
fn flush(breaker: &Breaker<'_>, paragraph: &Paragraph, line: &Range<usize>, width: Abs) {
    let measure = breaker.measure_in(line.clone(), width);
    let opens = measure.equal > 0 || measure.natural >= width;
    // Rather than with holes a line stays short (R5.4).
    if breaker.is_ragged(line) || !opens || breaker.is_hole(&measure, width) {
        return;
    }
    let rest = set(breaker, paragraph, line.clone(), width, Fill::Justify).rest;
    let off = rest.abs().in_em(paragraph.styles[0].size);
    assert!(off < 0.01, "{off} em: {}", text(paragraph, line));
}
