//! Checks any finished PDF, ours or an agency's, against the rules of a press:
//! the table in [`RULES`].
//!
//! The file is read with lopdf; its pages are walked by an interpreter of our
//! own (`walk`), which tells what is painted where, at which size and in which
//! inks. Nothing here panics on a bad file or takes memory without bound: what
//! cannot be read is a finding.
#![expect(dead_code, reason = "plates are to be drawn from the same walk")]

mod colour;
mod contents;
mod document;
mod embedded;
mod file;
mod finding;
mod fonts;
mod lexer;
mod listed;
mod marks;
mod matrix;
mod pages;
mod path;
mod picture;
mod rules;
mod state;
mod walk;
mod xmp;

pub use finding::{Finding, PageReport, Report};
pub use rules::{RULES, Rule, rule};
pub use state::Plate;

use crate::layout::Press;
use file::File;
use finding::Findings;

/// Checks a file. Its pages are numbered from 1.
#[must_use]
pub fn check(bytes: &[u8], press: &Press) -> Report {
    check_pages(bytes, press, &[])
}

/// Checks a file whose pages have numbers of their own in the issue.
#[must_use]
pub fn check_pages(bytes: &[u8], press: &Press, numbers: &[u32]) -> Report {
    let mut findings = Findings::new(press, numbers);
    let pages = match File::read(bytes) {
        Ok(file) => examine(&file, &mut findings),
        Err((rule, message)) => {
            findings.tell(rule, message);
            Vec::new()
        }
    };
    findings.report(pages)
}

fn examine(file: &File<'_>, findings: &mut Findings<'_>) -> Vec<PageReport> {
    document::check(file, findings);
    let pages = pages::check(file, findings);
    contents::check(file, &pages, findings);
    pages
        .iter()
        .map(|page| PageReport::new(page.number, page.trim))
        .collect()
}
