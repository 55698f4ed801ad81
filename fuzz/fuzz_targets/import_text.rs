//! Any text as a page to import: no letter of it lost, sound files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qianzi::import::{Options, import};
use qianzi::source::Sources;
use qianzi::text::normalise::is_han;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add_text("page.txt", text);
    let text = &sources.get(file).text;
    let draft = import(text, file, &Options::default());
    let files = draft.files();
    let count = |text: &str| text.chars().filter(|&c| is_han(c)).count();
    let copy: usize = files.iter().map(|(_, file)| count(file)).sum();
    assert!(copy >= count(text), "copy was lost");
    let places = draft.doubts.iter().map(|doubt| doubt.span);
    for span in places.chain(draft.changes.iter().map(|change| change.span)) {
        assert!(text.get(span.range()).is_some(), "a place outside the text");
    }
});
