//! Faults put into a clean page, and the rules that they break.

use crate::sheet::{Sheet, saved};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use qianzi::layout::Press;
use qianzi::preflight::{Report, check};
use std::collections::BTreeSet;

/// The rules that a file breaks.
pub(crate) fn codes(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.rule.code).collect()
}

/// A file breaks the rules wanted, and no other.
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
#[track_caller]
pub(crate) fn breaks(bytes: &[u8], press: &Press, wanted: &[&str], name: &str) -> Report {
    let report = check(bytes, press);
    let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
    let said: Vec<&str> = report
        .findings
        .iter()
        .map(|finding| finding.message.en.as_str())
        .collect();
    assert_eq!(codes(&report), wanted, "{name}: {said:?}");
    report
}

/// What is put into the page's resources: kind, name, and the thing.
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
pub(crate) type Listed = (&'static str, &'static str, fn(&mut Document) -> Object);

/// A clean page with contents and resources added.
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
pub(crate) fn page(press: &Press, contents: &str, listed: &[Listed]) -> Vec<u8> {
    let bytes = Sheet::new(press).with(contents);
    let mut document = Document::load_mem(&bytes).expect("ours");
    for (kind, name, make) in listed {
        let object = make(&mut document);
        let id = document.page_iter().next().expect("a page");
        let page = document.get_object_mut(id).and_then(Object::as_dict_mut);
        let all = page.and_then(|page| page.get_mut(b"Resources"));
        let all = all.and_then(Object::as_dict_mut).expect("resources");
        if !all.has(kind.as_bytes()) {
            all.set(*kind, Dictionary::new());
        }
        let own = all.get_mut(kind.as_bytes()).and_then(Object::as_dict_mut);
        own.expect("of this kind").set(*name, object);
    }
    saved(document)
}

/// A form, pattern or drawing with keys of its own.
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
pub(crate) fn stream(
    document: &mut Document,
    dict: Dictionary,
    contents: &str,
) -> ObjectId {
    document.add_object(Stream::new(dict, contents.as_bytes().to_vec()))
}

/// Numbers as an array has them.
#[allow(dead_code, reason = "each test file takes what it needs of these tools")]
pub(crate) fn numbers(list: &[f32]) -> Vec<Object> {
    list.iter().map(|number| Object::Real(*number)).collect()
}
