//! Checks any finished PDF, ours or an agency's, against the rules of a press:
//! the table in [`RULES`].
//!
//! The file is read with lopdf; its pages are walked by an interpreter of our
//! own (`walk`), which tells what is painted where, at which size and in which
//! inks. Nothing here panics on a bad file or takes memory without bound: what
//! cannot be read is a finding.

mod budget;
mod cff;
mod colour;
mod contents;
mod cover;
mod dash;
mod decode;
mod document;
mod embedded;
mod file;
mod finding;
mod fonts;
mod ink;
mod letters;
mod levels;
mod lexer;
mod listed;
mod marks;
mod matrix;
mod operands;
mod pages;
mod path;
mod pick;
mod picture;
mod planes;
mod plater;
mod plates;
mod rows;
mod rules;
mod state;
mod type1;
mod undrawn;
mod walk;
mod weights;
mod widths;
mod xmp;

pub use finding::{Finding, PageReport, Report};
pub use ink::Ink;
pub use levels::check_levels;
pub use plates::Plates;
pub use rules::{RULES, Rule, rule};
pub use state::Plate;

use crate::diag::{Diagnostic, code};
use crate::export::png::Edges;
use crate::layout::Press;
use budget::Budget;
use file::File;
use finding::Findings;
use marks::Doubt;
use pages::PageBox;

/// Checks a file. Its pages are numbered from 1.
#[must_use]
pub fn check(bytes: &[u8], press: &Press) -> Report {
    check_pages(bytes, press, &[])
}

/// Checks a file whose pages have numbers of their own in the issue.
#[must_use]
pub fn check_pages(bytes: &[u8], press: &Press, numbers: &[u32]) -> Report {
    run(Findings::new(press, numbers), bytes, Ink::measured)
}

/// As [`check_pages`], but draws plates only where the ink limit may be
/// passed: quick enough for every build. The report has no figures for ink.
#[must_use]
pub fn check_quickly(bytes: &[u8], press: &Press, numbers: &[u32]) -> Report {
    run(Findings::new(press, numbers), bytes, Ink::in_doubt)
}

/// As [`check_pages`], without a look at the ink.
#[must_use]
pub fn check_without_ink(bytes: &[u8], press: &Press, numbers: &[u32]) -> Report {
    run(Findings::new(press, numbers), bytes, |_, _, _| {})
}

/// As [`check_without_ink`], for pages that are printed at another size: type,
/// lines and pictures are held against the rules as they come to stand on paper.
#[must_use]
pub fn check_scaled(bytes: &[u8], press: &Press, numbers: &[u32], scale: f64) -> Report {
    let mut findings = Findings::new(press, numbers);
    findings.scale = scale;
    run(findings, bytes, |_, _, _| {})
}

/// A way to look at a file's ink.
type Measure = fn(&Sheets<'_>, &mut [PageReport], &mut Findings<'_>);

/// A file's pages, and where on them the ink limit may be passed.
struct Sheets<'a> {
    file: &'a File<'a>,
    pages: &'a [PageBox],
    /// Nothing for a page that could not be walked to its end: it is not drawn
    /// either.
    doubtful: &'a [Option<Vec<Doubt>>],
    /// What drawing them may cost.
    budget: Budget,
}

fn run(mut findings: Findings<'_>, bytes: &[u8], measure: Measure) -> Report {
    let pages = match File::read(bytes) {
        Ok(file) => examine(&file, measure, &mut findings),
        Err((rule, message)) => {
            findings.tell(rule, message);
            Vec::new()
        }
    };
    findings.report(pages)
}

fn examine(
    file: &File<'_>,
    measure: Measure,
    findings: &mut Findings<'_>,
) -> Vec<PageReport> {
    document::check(file, findings);
    let pages = pages::check(file, findings);
    let doubtful = contents::check(file, &pages, findings);
    let report = |page: &PageBox| PageReport::new(page.number, page.trim);
    let mut reports: Vec<PageReport> = pages.iter().map(report).collect();
    let budget = Budget::new(pages.len());
    let sheets = Sheets { file, pages: &pages, doubtful: &doubtful, budget };
    measure(&sheets, &mut reports, findings);
    reports
}

/// Draws the plates of a file at a resolution; `numbers` as for
/// [`check_pages`].
///
/// # Errors
/// When the file cannot be read or drawn.
pub fn separations(
    bytes: &[u8],
    dpi: f64,
    numbers: &[u32],
) -> Result<Vec<Plates>, Diagnostic> {
    let press = Press::default();
    let mut findings = Findings::new(&press, numbers);
    let file = File::read(bytes)
        .map_err(|(_, message)| Diagnostic::new(code::PREFLIGHT, message))?;
    let pages = pages::check(&file, &mut findings);
    let all = |page| (page, None);
    let budget = Budget::new(pages.len());
    plates::separate(&file, pages.iter().map(all), (dpi, Edges::Smooth), &budget)
}
