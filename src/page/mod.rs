//! The finished page: a small, flat display list.
//!
//! Items are drawn in order, later ones on top. Each carries its role, its
//! story and the place in the user's file that it came from. Nothing here
//! knows a file format.

mod dump;

pub use dump::dump;

use crate::color::Ink;
use crate::font::FaceId;
use crate::geom::{Abs, Point, Rect, Size};
use crate::role::Role;
use crate::source::Span;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// 版次.
    pub number: u32,
    /// 版名.
    pub section: String,
    /// The trimmed sheet.
    pub size: Size,
    /// How far the sheet reaches beyond it on every side, for marks; items may
    /// then stand at places below zero.
    pub around: Abs,
    /// What is drawn, in order.
    pub items: Vec<Item>,
}

/// One thing on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is for.
    pub role: Role,
    /// The story it belongs to.
    pub story: Option<Arc<str>>,
    /// Where its words (or its picture's name) stand in the user's files.
    pub span: Option<Span>,
    /// What is drawn.
    pub shape: Shape,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Glyphs of one face, size and ink.
    Glyphs(GlyphRun),
    /// A filled box: a tint, or a rule as a thin box.
    Fill {
        /// The box.
        rect: Rect,
        /// The ink.
        ink: Ink,
    },
    /// A photograph.
    Picture(Picture),
    /// A page of another PDF file: an advertisement.
    Form(Form),
}

/// A line of type, or part of one: glyphs of one face, size and ink.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// Type size.
    pub size: Abs,
    /// Ink.
    pub ink: Ink,
    /// Where glyph offsets count from: the left end of the baseline.
    pub origin: Point,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The characters as they were typed.
    pub text: String,
    /// Glyphs are turned a quarter clockwise (Latin in a vertical line).
    pub turned: bool,
}

/// A glyph in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The face's glyph number.
    pub id: u16,
    /// From the run's origin to the right.
    pub x: Abs,
    /// From the run's origin downwards.
    pub y: Abs,
    /// Its own width, before justification.
    pub advance: Abs,
    /// The bytes of the run's text that it shows; empty for the second and
    /// later glyphs of a cluster.
    pub text: Range<usize>,
}

/// A picture in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The file.
    pub file: PathBuf,
    /// Where it stands.
    pub rect: Rect,
    /// The part that shows, in fractions of the picture: left, top, right,
    /// bottom.
    pub crop: [f64; 4],
    /// Whether the editor cut some of it off, which is then in no file. What only
    /// has no room on the page may be.
    pub cut: bool,
}

/// A page of another PDF file in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The file.
    pub file: PathBuf,
    /// Its page, from 1.
    pub page: u32,
    /// Where its trimmed sheet stands; what lies outside is cut off.
    pub rect: Rect,
}

impl Item {
    /// The space the item takes: em boxes for type.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        match &self.shape {
            Shape::Fill { rect, .. } => *rect,
            Shape::Picture(picture) => picture.rect,
            Shape::Form(form) => form.rect,
            Shape::Glyphs(run) => run.bounds(),
        }
    }
}

impl GlyphRun {
    /// The em boxes of all glyphs together.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        if self.turned {
            return self.turned_bounds();
        }
        let (mut left, mut right) = (Abs::MAX, -Abs::MAX);
        let (mut top, mut bottom) = (Abs::MAX, -Abs::MAX);
        for glyph in &self.glyphs {
            // A blank at a line's end shows nothing and takes no space.
            let text = &self.text[glyph.text.clone()];
            let blank = !text.is_empty() && text.trim().is_empty();
            let advance = if blank { Abs::ZERO } else { glyph.advance };
            left = left.min(glyph.x);
            right = right.max(glyph.x + advance);
            top = top.min(glyph.y);
            bottom = bottom.max(glyph.y);
        }
        if self.glyphs.is_empty() {
            return Rect::new(self.origin.x, self.origin.y, Abs::ZERO, Abs::ZERO);
        }
        Rect::new(
            self.origin.x + left,
            self.origin.y + top - self.size.scale(0.88),
            right - left,
            bottom - top + self.size,
        )
    }

    /// The same for turned glyphs: they go down, and their upper ends point to
    /// the right.
    fn turned_bounds(&self) -> Rect {
        let glyphs = || self.glyphs.iter();
        let left = glyphs().map(|glyph| glyph.x).min().unwrap_or_default();
        let right = glyphs().map(|glyph| glyph.x).max().unwrap_or_default();
        let top = glyphs().map(|glyph| glyph.y).min().unwrap_or_default();
        let bottom = glyphs().map(|glyph| glyph.y + glyph.advance).max();
        Rect::new(
            self.origin.x + left - self.size.scale(0.12),
            self.origin.y + top,
            right - left + self.size,
            bottom.unwrap_or_default() - top,
        )
    }
}
