//! Insets 插框: fact boxes and pull quotes that text runs round.
//!
//! An inset takes whole rows and whole characters, like everything else; its
//! text stands on the page's grid, a quote in larger type keeps its own pitch
//! inside.

use super::blocks::Stand;
use super::draw::{Draw, THICK, THIN, fill, outline};
use super::lines_told::Lined;
use super::phrases::lines_of;
use super::styles::Styles;
use crate::color::Ink;
use crate::copy::Passage;
use crate::geom::{Abs, Point, Rect};
use crate::issue::{Inset, InsetLook};
use crate::layout::Grid;
use crate::role::Role;
use crate::source::Span;
use crate::text::breaker::Breaker;
use crate::text::line::Fill;
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// The words of an inset, tidied.
#[derive(Clone, Debug, Default)]
pub struct InsetCopy {
    /// Its heading.
    pub headline: Option<Passage>,
    /// Its paragraphs.
    pub text: Vec<Passage>,
}

/// A paragraph with its lines.
type Lines = (Paragraph, Vec<Range<usize>>);

/// An inset shaped for its place.
#[derive(Clone, Debug)]
pub(super) struct InsetShape {
    /// Its place across the page, and down.
    pub stand: Stand,
    /// Rows it takes.
    pub rows: usize,
    /// Where the user wrote it.
    pub span: Span,
    look: InsetLook,
    head: Option<Lines>,
    head_rows: usize,
    text: Vec<Lines>,
    /// White at the left of the text inside.
    pad: Abs,
    measure: Abs,
    pitch: Abs,
}

/// Black of a tinted inset, in percent.
const TINT: u16 = 8;
/// White above and below the words: a row, with the frame in it.
const EDGE_ROWS: usize = 1;
/// White with a heading, in rows.
const HEAD_AIR: f64 = 0.6;

/// Shapes an inset for its place.
pub(super) fn shape(
    inset: &Inset,
    copy: &InsetCopy,
    stand: Stand,
    grid: &Grid,
    (styles, shaper): (&Styles, &mut Shaper<'_>),
) -> InsetShape {
    let is_quote = inset.look == InsetLook::Quote;
    let pad = if is_quote { Abs::ZERO } else { grid.body };
    let chars = (stand.width - pad * 2i64).max(grid.body).steps_down(grid.body);
    let measure = grid.body * chars;
    let mut lines = |passage: &Passage, role: Role| {
        let inline = Inline { passage: passage.clone(), style: styles.get(role) };
        let paragraph = shaper.paragraph(&[inline], styles.indent(role));
        let lines = lines_of(&Breaker::new(&paragraph), measure);
        (paragraph, lines)
    };
    let role = if is_quote { Role::Quote } else { Role::Inset };
    let text: Vec<Lines> = copy.text.iter().map(|passage| lines(passage, role)).collect();
    let head = copy.headline.as_ref().map(|passage| lines(passage, Role::InsetHead));
    let head_rows = head.as_ref().map_or(0, |(_, lines)| {
        let height = styles.leading(Role::InsetHead) * lines.len();
        (height + grid.leading.scale(HEAD_AIR)).steps_up(grid.leading)
    });
    let pitch = if is_quote { styles.leading(Role::Quote) } else { grid.leading };
    let count: usize = text.iter().map(|(_, lines)| lines.len()).sum();
    InsetShape {
        stand,
        rows: 2 * EDGE_ROWS + head_rows + (pitch * count).steps_up(grid.leading),
        span: inset.span,
        look: inset.look,
        head,
        head_rows,
        text,
        pad: (stand.width - measure) / 2,
        measure,
        pitch,
    }
}

impl InsetShape {
    /// Its lines.
    pub(super) fn lined(&self) -> impl Iterator<Item = Lined<'_>> {
        let of = |(paragraph, lines), filled| Lined {
            paragraph,
            lines,
            width: self.measure,
            filled,
        };
        let head = self
            .head
            .iter()
            .map(move |(words, lines)| of((words, &lines[..]), false));
        let text = self
            .text
            .iter()
            .map(move |(words, lines)| of((words, &lines[..]), true));
        head.chain(text)
    }

    /// Characters of its words.
    #[must_use]
    pub(super) fn chars(&self) -> usize {
        let all = self.head.iter().chain(&self.text);
        all.map(|(paragraph, _)| paragraph.count()).sum()
    }

    /// Draws the inset with its top at a height.
    pub(super) fn draw(&self, draw: &mut Draw<'_, '_>, top: Abs, story: &Arc<str>) {
        let row = draw.rows.grid.leading;
        for item in self.surround(top, row) {
            draw.items
                .push(crate::page::Item { story: Some(Arc::clone(story)), ..item });
        }
        let x = self.stand.x + self.pad;
        let top = top + row * EDGE_ROWS;
        if let Some(head) = &self.head {
            let pitch = draw.styles.leading(Role::InsetHead);
            let over = row * self.head_rows - pitch * head.1.len();
            // A little nearer to its frame than to its text.
            let place = (Point::new(x, top + over.scale(0.4)), self.measure);
            lines(draw, head, place, (pitch, Fill::Center, story));
        }
        let inner = row * (self.rows - 2 * EDGE_ROWS - self.head_rows);
        let count: usize = self.text.iter().map(|(_, lines)| lines.len()).sum();
        let mut y = top + row * self.head_rows + (inner - self.pitch * count) / 2;
        for text in &self.text {
            let place = (Point::new(x, y), self.measure);
            y = lines(draw, text, place, (self.pitch, Fill::Justify, story));
        }
    }

    /// What stands behind and round the words.
    fn surround(&self, top: Abs, row: Abs) -> Vec<crate::page::Item> {
        let edge = row.scale(0.25);
        let Stand { x, width, .. } = self.stand;
        let rect = Rect::new(x, top + edge, width, row * self.rows - edge * 2i64);
        match self.look {
            InsetLook::Box => outline(rect, Abs::pt(THIN)),
            InsetLook::Tint => vec![fill(Role::Tint, rect, Ink::gray(TINT))],
            InsetLook::Quote => {
                let (thick, thin) = (Abs::pt(THICK), Abs::pt(THIN));
                let above = Rect::new(x, rect.y, width, thick);
                let below = Rect::new(x, rect.bottom() - thin, width, thin);
                [above, below].map(|rule| fill(Role::Rule, rule, Ink::BLACK)).into()
            }
        }
    }
}

/// Lines below each other, each in the middle of its pitch; the next top.
fn lines(
    draw: &mut Draw<'_, '_>,
    (paragraph, lines): &Lines,
    (top, width): (Point, Abs),
    (pitch, fill, story): (Abs, Fill, &Arc<str>),
) -> Abs {
    let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
    let mut y = top.y;
    for line in lines {
        let place = (Point::new(top.x, y + (pitch - size) / 2), width);
        draw.words(paragraph, line.clone(), place, (fill, story));
        y += pitch;
    }
    y
}
