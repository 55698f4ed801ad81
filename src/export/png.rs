//! Proof pictures: pages of a finished PDF as PNG.

use crate::diag::{Diagnostic, code};
use crate::say;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
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

/// Most pixels of one tone: a broadsheet page at 150 to the inch has 7 million.
const MOST_PIXELS: f64 = 40e6;

/// A page in gray, as tints of one ink.
#[derive(Clone, Debug)]
pub struct Tone {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Pixels to the inch; fewer than asked for on a very large page.
    pub dpi: f64,
    /// Row by row from the top: 0 paper, 255 solid.
    pub ink: Vec<u8>,
}

/// How the pixels are drawn that an edge runs through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// As much of a thing as lies in them. Where two things meet, a little of what
    /// lies below shows through.
    Smooth,
    /// Wholly or not at all: each pixel is as some point of the page is.
    Sharp,
}

/// Half of a pixel, as the renderer counts and rounds: of two things that meet in
/// a pixel, one has it, or in rare cases both, but never what lies below.
const HALF: u8 = 127;

/// Draws every page of a PDF that is all in gray.
///
/// # Errors
/// When the PDF cannot be read.
pub fn tones(pdf: &[u8], dpi: f64, edges: Edges) -> Result<Vec<Tone>, Diagnostic> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|error| failed(&format!("{error:?}")))?;
    Ok(pdf.pages().par_iter().map(|page| tone(page, dpi, edges)).collect())
}

fn tone(page: &Page<'_>, dpi: f64, edges: Edges) -> Tone {
    let (width, height) = page.render_dimensions();
    let area = (f64::from(width) * f64::from(height)).max(1.0);
    // The renderer counts pixels with 16 bits.
    let longest = f64::from(width.max(height)).max(1.0);
    let dpi = dpi
        .min(72.0 * (MOST_PIXELS / area).sqrt())
        .min(72.0 * 65_000.0 / longest);
    let scale = scale(dpi);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    // Hinted glyphs are not the shapes that go on the plate.
    let rendering = RenderSettings {
        hinting: false,
        aliasing_threshold: (edges == Edges::Sharp).then_some(HALF),
        ..RenderSettings::default()
    };
    let interpreter = InterpreterSettings::default();
    let picture = render(page, &RenderCache::new(), &interpreter, &rendering, &settings);
    Tone {
        width: usize::from(picture.width()),
        height: usize::from(picture.height()),
        dpi,
        ink: picture.data().iter().map(|pixel| 255 - pixel.r).collect(),
    }
}

impl Tone {
    /// The tone as a PNG: ink dark on white.
    ///
    /// # Errors
    /// When it cannot be coded.
    pub fn png(&self) -> Result<Vec<u8>, Diagnostic> {
        let gray: Vec<u8> = self.ink.iter().map(|ink| 255 - ink).collect();
        let size = [self.width, self.height].map(|side| u32::try_from(side).unwrap_or(0));
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes)
            .write_image(&gray, size[0], size[1], ExtendedColorType::L8)
            .map_err(|error| failed(&error.to_string()))?;
        Ok(bytes)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the renderer works in f32")]
fn scale(dpi: f64) -> f32 {
    (dpi / 72.0) as f32
}

fn failed(reason: &str) -> Diagnostic {
    Diagnostic::new(
        code::OUTPUT_FAILED,
        say!("PDF 画不成图（{reason}）", "the PDF cannot be drawn: {reason}"),
    )
}
