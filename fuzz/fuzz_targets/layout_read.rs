//! Any bytes as a layout file: faults, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qianzi::diag::Sink;
use qianzi::source::{Located, Memory, Sources, Span};
use std::path::PathBuf;

fuzz_target!(|bytes: &[u8]| {
    let mut system = Memory::default();
    system.put("layouts/a.toml", bytes);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let asking = sources.add_text("issue.toml", "layout = \"a\"\n");
    let name = Located::new("a".to_string(), Span::new(asking, 9..12));
    let folders = [PathBuf::from("layouts")];
    let layout =
        qianzi::layout::read_layout(&system, &folders, &name, &mut sources, &mut sink);
    assert!(layout.is_some() || sink.has_errors(), "no layout and no fault");
});
