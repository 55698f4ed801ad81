//! PDF for press: through printpdf for the document and the page contents,
//! with fonts, pictures and everything a press asks for put in by us.
//!
//! printpdf's own font and picture writers are not used: they truncate widths,
//! know one text a glyph, and copy whole files. What it writes into the
//! document itself (boxes, information, identifiers) is replaced in `finish`,
//! with the output intent and all else that PDF/X wants.

mod content;
mod finish;
mod fonts;
mod forms;
mod grounds;
mod info;
mod intent;
mod pictures;
mod sfnt;
mod spots;

use super::{Pictures, flate};
use crate::diag::{Diagnostic, code};
use crate::font::FontLibrary;
use crate::layout::Press;
use crate::page::Page;
use crate::say;
pub(super) use finish::digest;

use content::Content;
use finish::Resources;
use fonts::Plan;
use forms::Sheets;
use pictures::Images;
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

/// What a file says about itself.
#[derive(Clone, Debug)]
pub struct Meta {
    /// The document's title, such as `澜江工人报 2026-03-18 第1版`.
    pub title: String,
    /// The paper's name; given as the author.
    pub paper: String,
    /// The date. Every date in the file is this day's first minute in
    /// China, so that the same issue gives the same bytes on any day.
    pub date: time::Date,
    /// The program that laid out the pages, with its version.
    pub creator: String,
}

/// Writes pages as one file. Each face is subset once and each picture stored
/// once for all of them.
///
/// # Errors
/// When a face may not be embedded or cannot be subset, or a picture that
/// looked whole cannot be decoded.
pub fn write(
    pages: &[Page],
    fonts: &FontLibrary,
    pictures: &Pictures,
    press: &Press,
    meta: &Meta,
) -> Result<Vec<u8>, Diagnostic> {
    let plan = Plan::new(pages, fonts)?;
    let images = Images::new(pages, pictures, press)?;
    let sheets = Sheets::new(pages, &pictures.forms);
    let contents: Vec<Content> = pages
        .par_iter()
        .map(|page| Content::of(page, (&plan, &images, &sheets), press))
        .collect();
    let resources = || Resources::of(&plan, &images, &sheets);
    let bare = || {
        // What does not wait for the faces, the largest part of the work.
        let (_, made) =
            rayon::join(|| intent::pack(press), || through_printpdf(contents));
        made
    };
    let (resources, (document, used)) = rayon::join(resources, bare);
    let said = finish::Said { press, meta };
    finish::finish(document, pages, &used, resources?, &said)
}

/// The bare document: a catalogue, and pages with their contents.
fn through_printpdf(contents: Vec<Content>) -> (lopdf::Document, Vec<content::Used>) {
    let mut document = PdfDocument::new("");
    let mut used = Vec::with_capacity(contents.len());
    for content in contents {
        // The real size is set in the finishing pass, to more places.
        document.pages.push(PdfPage::new(Mm(1.0), Mm(1.0), content.ops));
        used.push(content.used);
    }
    let options = PdfSaveOptions {
        optimize: false,
        image_optimization: None,
        // Else it leaves out the operators of spot inks, which it does not know.
        secure: false,
        ..Default::default()
    };
    let mut document = document.to_lopdf_document(&options, &mut Vec::new());
    finish::deflate_contents(&mut document);
    (document, used)
}

/// A fault of the writer itself, not of the user's files.
fn failed(reason: &str) -> Diagnostic {
    Diagnostic::new(
        code::OUTPUT_FAILED,
        say!("PDF 写不出来（{reason}）", "the PDF cannot be written: {reason}"),
    )
}

/// PDF numbers are single precision; a page is at most a few thousand points,
/// so that the error stays below 0.0002 pt.
#[expect(clippy::cast_possible_truncation, reason = "PDF numbers are f32 in printpdf")]
fn real(value: f64) -> f32 {
    value as f32
}

/// A number with so many decimals, so that files are short.
fn rounded(value: f64, decimals: i32) -> f32 {
    let unit = 10f64.powi(decimals);
    // Adding zero turns -0 into 0.
    real((value * unit).round() / unit + 0.0)
}
