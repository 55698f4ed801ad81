//! Photographs: picture, caption and credit as one block of whole rows.

use super::blocks::Stand;
use super::lines_told::Lined;
use super::phrases::lines_of;
use super::seat;
use super::story::Words;
use super::styles::Styles;
use super::turnover;
use crate::geom::{Abs, Em};
use crate::issue::{Down, Photo};
use crate::layout::Grid;
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::form::Form;
use crate::text::line::Fill;
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::path::PathBuf;

/// A paragraph with its lines.
type Lines = (Paragraph, Vec<Range<usize>>);

/// A photograph shaped for its width.
#[derive(Clone, Debug)]
pub(super) struct PhotoShape {
    /// The file.
    pub file: PathBuf,
    /// Where the user names it.
    pub span: crate::source::Span,
    /// Pixels; none if it is missing or broken.
    pub pixels: Option<(u32, u32)>,
    /// What a crop must keep.
    pub focus: (f64, f64),
    /// The part that may show: left, top, right, bottom in fractions.
    pub part: [f64; 4],
    /// Its place across the page, and down.
    pub stand: Stand,
    /// Caption, with its lines.
    pub caption: Option<Lines>,
    /// Credit, with its lines.
    pub credit: Option<Lines>,
    /// Whether the credit stands on the caption's last line.
    pub credit_beside: bool,
    /// Height of caption and credit.
    pub words: Abs,
    /// Rows of the block when the picture is cropped as far as allowed; all heights
    /// end at a row more than a page has.
    pub least_rows: usize,
    /// Rows of the block when it is as tall as allowed.
    pub most_rows: usize,
    /// Rows without any crop.
    pub natural_rows: usize,
    /// Whether it is taller than a page however it is cropped.
    pub too_tall: bool,
    leading: Abs,
}

/// White between picture and caption, in rows.
const ABOVE_WORDS: f64 = 0.3;
/// White above and below the block, in rows: at the side of the text a row is
/// kept, at an edge of the room only the shoulder of a line.
const AT_TEXT: f64 = 0.625;
const AT_EDGE: f64 = 0.125;
/// A picture may lose this share of its height …
const FLATTEST: f64 = 0.58;
/// … or of its width.
const TALLEST: f64 = 1.18;
/// Height over width of the box that stands for a missing picture.
const PLACEHOLDER: f64 = 0.66;

/// Shapes a photograph for its place.
pub(super) fn shape(
    photo: &Photo,
    stand: Stand,
    pixels: Option<(u32, u32)>,
    grid: &Grid,
    (words, styles, shaper): (&Words, &Styles, &mut Shaper<'_>),
) -> PhotoShape {
    let leading = styles.leading(Role::Caption);
    let width = stand.width;
    let mut line = |passage, role| {
        let inline = Inline { passage, style: styles.get(role) };
        shaper.paragraph(&[inline], Em::ZERO)
    };
    let caption = words.caption.clone().map(|caption| {
        let paragraph = line(caption, Role::Caption);
        let lines = lines_of(&Breaker::new(&paragraph), width);
        (paragraph, lines)
    });
    let credit = words.credit.clone().map(|credit| {
        let mut paragraph = line(credit, Role::PhotoCredit);
        paragraph.form = Form::Ragged(Fill::Right);
        turnover::between_names(&mut paragraph);
        let lines = turnover::lines(&paragraph, width);
        (paragraph, lines)
    });
    let credit_beside = fits_beside(caption.as_ref(), credit.as_ref(), width);
    let credit_lines = credit.as_ref().map_or(0, |(_, lines)| lines.len());
    let own_lines = if credit_beside { 0 } else { credit_lines };
    let count = caption.as_ref().map_or(0, |(caption, lines)| {
        lines.iter().map(|line| seat::rows(caption, line)).sum()
    });
    let count: usize = count + own_lines;
    let depth = if count == 0 { Abs::ZERO } else { leading * count };
    let ratio = pixels.map_or(PLACEHOLDER, |pixels| 1.0 / ratio(pixels, photo.crop));
    let row = grid.leading;
    let rows = |factor: f64| {
        let picture = width.scale(ratio * factor);
        let white = row.scale(white(stand) + if count > 0 { ABOVE_WORDS } else { 0.0 });
        (picture + depth + white).steps_up(row).clamp(3, grid.lines + 1)
    };
    PhotoShape {
        file: photo.file.value.clone(),
        span: photo.file.span,
        pixels,
        focus: photo.focus,
        part: photo.crop,
        stand,
        caption,
        credit,
        credit_beside,
        words: depth,
        least_rows: rows(FLATTEST),
        most_rows: rows(TALLEST),
        natural_rows: rows(1.0),
        too_tall: rows(FLATTEST) > grid.lines,
        leading,
    }
}

/// Width over height of a part of a picture.
fn ratio((width, height): (u32, u32), [left, top, right, bottom]: [f64; 4]) -> f64 {
    f64::from(width) * (right - left) / (f64::from(height.max(1)) * (bottom - top))
}

/// White above a block, in rows.
fn above(stand: Stand) -> f64 {
    if stand.place.down == Down::Top { AT_EDGE } else { AT_TEXT }
}

/// White above and below a block, in rows.
fn white(stand: Stand) -> f64 {
    above(stand) + if stand.place.down == Down::Foot { AT_EDGE } else { AT_TEXT }
}

/// The credit stands on the caption's last line if an em is left between.
fn fits_beside(caption: Option<&Lines>, credit: Option<&Lines>, width: Abs) -> bool {
    let (Some((caption, lines)), Some((credit, _))) = (caption, credit) else {
        return false;
    };
    let Some(last) = lines.last() else { return false };
    let measure = |paragraph: &Paragraph, line: Range<usize>| {
        Breaker::new(paragraph).measure(line).natural
    };
    let em = caption.styles.first().map_or(Abs::ZERO, |style| style.size);
    let used = measure(caption, last.clone()) + em * 2i64;
    used + measure(credit, 0..credit.clusters.len()) <= width
}

impl PhotoShape {
    /// How much a height differs from the uncropped one, as a cost.
    #[must_use]
    pub(super) fn crop_cost(&self, rows: usize) -> f64 {
        let off = f64::from(u32::try_from(rows.abs_diff(self.natural_rows)).unwrap_or(0));
        0.4 * off + 0.06 * off * off
    }

    /// Height of the picture itself in a block of so many rows.
    #[must_use]
    pub(super) fn picture_height(&self, rows: usize, row: Abs) -> Abs {
        let words = if self.words > Abs::ZERO { ABOVE_WORDS } else { 0.0 };
        row * rows - self.words - row.scale(white(self.stand) + words)
    }

    /// The lines of its caption and its credit.
    pub(super) fn lined(&self) -> impl Iterator<Item = Lined<'_>> {
        let width = self.stand.width;
        let caption = self.caption.iter().map(move |(paragraph, lines)| Lined {
            paragraph,
            lines,
            width,
            filled: true,
        });
        let credit = self.credit.iter().map(move |(paragraph, lines)| Lined {
            paragraph,
            lines,
            width,
            filled: false,
        });
        caption.chain(credit)
    }

    /// Whether the editor left some of the picture out.
    pub(super) fn is_cut(&self) -> bool {
        let [left, top, right, bottom] = self.part;
        left.max(top) > 0.0 || right.min(bottom) < 1.0
    }

    /// From the block's top to the picture's.
    #[must_use]
    pub(super) fn above(&self, row: Abs) -> Abs {
        row.scale(above(self.stand))
    }

    /// Pixels to the inch in a block of so many rows; without limit for the box
    /// that stands for a missing picture.
    pub(super) fn resolution(&self, rows: usize, row: Abs) -> f64 {
        let Some((w, h)) = self.pixels else { return f64::INFINITY };
        let height = self.picture_height(rows, row);
        let [left, top, right, bottom] = self.crop(self.stand.width, height);
        let inches = |length: Abs| length.to_pt() / 72.0;
        let across = f64::from(w) * (right - left) / inches(self.stand.width);
        let down = f64::from(h) * (bottom - top) / inches(height);
        across.min(down)
    }

    /// From the picture's foot to the top of its caption.
    #[must_use]
    pub(super) fn above_words(row: Abs) -> Abs {
        row.scale(ABOVE_WORDS)
    }

    /// Pitch of the caption.
    #[must_use]
    pub(super) fn leading(&self) -> Abs {
        self.leading
    }

    /// The part of the picture that shows in a box, keeping the focus point:
    /// left, top, right, bottom in fractions.
    #[must_use]
    pub(super) fn crop(&self, width: Abs, height: Abs) -> [f64; 4] {
        let Some(pixels) = self.pixels else { return [0.0, 0.0, 1.0, 1.0] };
        let [left, top, right, bottom] = self.part;
        let have = ratio(pixels, self.part);
        let want = width.ratio(height);
        let window = |(from, to): (f64, f64), share: f64, focus: f64| {
            let length = (to - from) * share;
            let start = (focus - length / 2.0).min(to - length).max(from);
            (start, start + length)
        };
        if want > have {
            let share = (have / want).min(1.0);
            let (top, bottom) = window((top, bottom), share, self.focus.1);
            [left, top, right, bottom]
        } else {
            let share = (want / have).min(1.0);
            let (left, right) = window((left, right), share, self.focus.0);
            [left, top, right, bottom]
        }
    }
}
