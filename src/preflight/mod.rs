//! Checks any finished PDF, ours or an agency's, against the rules of a press:
//! the table in [`RULES`].
//!
//! The file is read with lopdf; its pages are walked by an interpreter of our
//! own (`walk`), which tells what is painted where, at which size and in which
//! inks. Nothing here panics on a bad file or takes memory without bound: what
//! cannot be read is a finding.

mod colour;
mod contents;
mod document;
mod embedded;
mod file;
mod finding;
mod fonts;
mod ink;
mod lexer;
mod listed;
mod marks;
mod matrix;
mod pages;
mod path;
mod pick;
mod picture;
mod plater;
mod plates;
mod rules;
mod state;
mod walk;
mod xmp;

pub use finding::{Finding, PageReport, Report};
pub use ink::Ink;
pub use plates::Plates;
pub use rules::{RULES, Rule, rule};
pub use state::Plate;

use crate::diag::{Diagnostic, code};
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

/// The resolution of the plates that ink is measured on: fine enough for a
/// square of 15 mm and for spots that show, coarse enough to be quick.
const INK_DPI: f64 = 100.0;

fn examine(file: &File<'_>, findings: &mut Findings<'_>) -> Vec<PageReport> {
    document::check(file, findings);
    let pages = pages::check(file, findings);
    contents::check(file, &pages, findings);
    let mut reports: Vec<PageReport> = pages
        .iter()
        .map(|page| PageReport::new(page.number, page.trim))
        .collect();
    match plates::separate(file, &pages, INK_DPI) {
        Ok(plates) => ink::check(&plates, &mut reports, findings),
        Err(fault) => findings.tell(rule::TOO_COMPLEX, fault.message),
    }
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
    plates::separate(&file, &pages, dpi)
}
