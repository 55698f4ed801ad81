//! Any text through the sub-editor and the breaker: settled after one go, no
//! Han lost, every character on a line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qianzi::copy::Passage;
use qianzi::geom::{Abs, Em};
use qianzi::layout::{Level, Punctuation};
use qianzi::source::Sources;
use qianzi::text::breaker::Breaker;
use qianzi::text::ems;
use qianzi::text::normalise::{balance, is_han, normalise, normalise_heading};

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add_text("copy.txt", text);
    let text = &sources.get(file).text;
    let passage = Passage::plain(text, file, 0);
    let han = |text: &str| text.chars().filter(|&c| is_han(c)).collect::<String>();
    for normal in [normalise, normalise_heading] {
        let (once, changes) = normal(&passage);
        for change in &changes {
            let there = text.get(change.span.range());
            assert!(there.is_some_and(|there| !there.is_empty()), "{change:?}");
        }
        let (twice, more) = normal(&once);
        assert!(more.is_empty() && twice == once, "not settled: {more:?}");
        assert_eq!(han(&once.text()), han(text));
        let _ = balance(&once);
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let paragraph = ems::paragraph(&once.text(), style, Em::new(2.0));
        let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(130.0));
        for setting in settings {
            let set: usize = setting.lines.iter().map(|line| line.len()).sum();
            assert_eq!(set, paragraph.clusters.len());
        }
    }
});
