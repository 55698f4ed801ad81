//! Any bytes as an issue file and a story: faults, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qianzi::diag::Sink;
use qianzi::source::{Memory, Sources};
use std::path::Path;

/// Parts the issue file from the story in one input.
const PART: &[u8] = b"\n%%%\n";

const ISSUE: &str = "date = 2026-03-18\n[[page]]\nnumber = 1\nsection = \"要闻\"\n\
                     layout = \"tabloid\"\nstories = [\"a\"]\n";

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(PART.len()).position(|window| window == PART);
    // Without the mark everything is the story, under a sound issue file.
    let (issue, story) = match at {
        Some(at) => (&bytes[..at], &bytes[at + PART.len()..]),
        None => (ISSUE.as_bytes(), bytes),
    };
    let mut system = Memory::default();
    system.put("issue/issue.toml", issue);
    system.put("issue/stories/a.md", story);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let issue = qianzi::issue::read(&system, Path::new("issue"), &mut sources, &mut sink);
    assert!(issue.is_some() || sink.has_errors(), "no issue and no fault");
    for fault in sink.list() {
        for label in &fault.labels {
            let text = &sources.get(label.span.file).text;
            assert!(label.span.start <= label.span.end, "{fault:?}");
            assert!(label.span.range().end <= text.len(), "{fault:?}");
        }
    }
});
