//! Proof pictures: pages of a finished PDF as PNG.

use crate::diag::{Diagnostic, code};
use crate::say;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use rayon::prelude::*;

/// Draws every page of a PDF at a resolution.
///
/// # Errors
/// When the PDF cannot be read, or a picture would be too large to hold.
pub fn pages(pdf: &[u8], dpi: f64) -> Result<Vec<Vec<u8>>, Diagnostic> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|error| failed(&format!("{error:?}")))?;
    let scale = scale(dpi);
    let (interpreter, rendering) =
        (InterpreterSettings::default(), RenderSettings::default());
    let draw = |page: &Page<'_>| {
        let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let cache = RenderCache::new();
        let picture = render(page, &cache, &interpreter, &rendering, &pixmap);
        picture.into_png().map_err(|error| failed(&format!("{error:?}")))
    };
    pdf.pages().par_iter().map(draw).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the renderer works in f32")]
fn scale(dpi: f64) -> f32 {
    (dpi / 72.0) as f32
}

fn failed(reason: &str) -> Diagnostic {
    Diagnostic::new(
        code::OUTPUT_FAILED,
        say!("PDF 画不成图：{reason}", "the PDF cannot be drawn: {reason}"),
    )
}
