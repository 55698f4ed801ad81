//! Advertisements in words: a heading and a few paragraphs, set to fill their
//! box.
//!
//! The words are the advertiser's and are set as they stand.

use super::draw::Draw;
use super::phrases::lines_of;
use super::styles::Styles;
use crate::copy::Passage;
use crate::geom::{Abs, Point, Rect};
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::line::{Fill, set};
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;

/// Words at the sizes they may have, from the house's upwards.
pub(super) struct AdWords {
    sizes: Vec<Sized>,
}

/// The words at one size.
struct Sized {
    headline: Vec<Paragraph>,
    text: Vec<Paragraph>,
    leading: Abs,
}

/// In a roomy box the type grows by these.
const GROWTH: [f64; 6] = [1.0, 1.2, 1.4, 1.6, 1.8, 2.0];
/// From line to line of the heading, as a share of its size.
const HEAD_LINE: f64 = 1.2;
/// White between heading and text, in lines of the text.
const BELOW_HEAD: f64 = 0.5;
/// White above and below the words, in lines of the text.
const AROUND: f64 = 0.5;
/// White between paragraphs that are a line each, in lines of the text.
const BETWEEN: f64 = 0.15;

/// Shapes the words at every size.
pub(super) fn shape(
    (headline, text): (&[Passage], &[Passage]),
    (styles, shaper): (&Styles, &mut Shaper<'_>),
) -> AdWords {
    let mut at = |growth: f64| {
        let mut set = |passage: &Passage, role: Role| {
            let size = styles.get(role).size.scale(growth);
            let style = styles.sized(role, size);
            let inline = Inline { passage: passage.clone(), style };
            shaper.paragraph(&[inline], styles.indent(role))
        };
        Sized {
            headline: headline.iter().map(|line| set(line, Role::AdHead)).collect(),
            text: text.iter().map(|words| set(words, Role::Ad)).collect(),
            leading: styles.leading(Role::Ad).scale(growth),
        }
    };
    AdWords {
        sizes: GROWTH.iter().map(|growth| at(*growth)).collect(),
    }
}

/// A line to be set: its paragraph, and its clusters.
type Row<'w> = (&'w Paragraph, Range<usize>);

impl AdWords {
    /// The height they take at the house's size.
    #[must_use]
    pub(super) fn height(&self, legs: &[(Abs, Abs)]) -> Abs {
        self.sizes[0].height(legs)
    }

    /// Sets them in a box, as large as it allows.
    pub(super) fn draw(&self, draw: &mut Draw<'_, '_>, room: Rect, legs: &[(Abs, Abs)]) {
        let fits =
            |sized: &&Sized| sized.height(legs) <= room.height && sized.is_whole(legs);
        let sized = self.sizes.iter().rev().find(fits).unwrap_or(&self.sizes[0]);
        sized.draw(draw, room, legs);
    }
}

impl Sized {
    /// Whether every line of the heading is one.
    fn is_whole(&self, legs: &[(Abs, Abs)]) -> bool {
        let width = width(legs);
        self.headline.iter().all(|line| natural(line) <= width)
    }

    /// Short paragraphs, all of a line, stand in the middle of the whole width;
    /// others run through the legs.
    fn is_list(&self, legs: &[(Abs, Abs)]) -> bool {
        self.text.iter().all(|words| natural(words) <= width(legs))
            && self.text.len() <= 6
    }

    fn rows(&self, legs: &[(Abs, Abs)]) -> Vec<Row<'_>> {
        let measure = legs.first().map_or(Abs::ZERO, |(_, measure)| *measure);
        let lines = |words| {
            let breaker = Breaker::new(words);
            let measure = whole_characters(words, measure);
            lines_of(&breaker, measure).into_iter().map(move |line| (words, line))
        };
        self.text.iter().flat_map(lines).collect()
    }

    /// Lines of the heading; a line of the advertiser's that is too wide is
    /// broken.
    fn head_rows(&self, legs: &[(Abs, Abs)]) -> Vec<Row<'_>> {
        let width = width(legs);
        let lines = |words| {
            let lines = lines_of(&Breaker::new(words), width);
            lines.into_iter().map(move |line| (words, line))
        };
        self.headline.iter().flat_map(lines).collect()
    }

    fn head_height(&self, legs: &[(Abs, Abs)]) -> Abs {
        let rows = self.head_rows(legs);
        rows.iter().map(|(words, _)| size_of(words).scale(HEAD_LINE)).sum()
    }

    fn text_height(&self, legs: &[(Abs, Abs)]) -> Abs {
        if self.is_list(legs) {
            return self.leading.scale(1.0 + BETWEEN) * self.text.len();
        }
        self.leading * self.rows(legs).len().div_ceil(legs.len().max(1))
    }

    /// White between heading and text.
    fn gap(&self) -> Abs {
        let both = !self.headline.is_empty() && !self.text.is_empty();
        if both { self.leading.scale(BELOW_HEAD) } else { Abs::ZERO }
    }

    fn height(&self, legs: &[(Abs, Abs)]) -> Abs {
        let words = self.head_height(legs) + self.gap() + self.text_height(legs);
        words + self.leading.scale(AROUND * 2.0)
    }

    fn draw(&self, draw: &mut Draw<'_, '_>, room: Rect, legs: &[(Abs, Abs)]) {
        let around = self.leading.scale(AROUND);
        let mut y = room.y + (room.height - self.height(legs)) / 2 + around;
        for (words, line) in self.head_rows(legs) {
            let pitch = size_of(words).scale(HEAD_LINE);
            let top = Point::new(room.x, y + (pitch - size_of(words)) / 2);
            put(draw, (words, line), (top, room.width), Fill::Center);
            y += pitch;
        }
        y += self.gap();
        if self.is_list(legs) {
            for words in &self.text {
                put(
                    draw,
                    (words, all(words)),
                    (Point::new(room.x, y), room.width),
                    Fill::Center,
                );
                y += self.leading.scale(1.0 + BETWEEN);
            }
            return;
        }
        let rows = self.rows(legs);
        let deep = rows.len().div_ceil(legs.len().max(1));
        for (rows, (x, measure)) in rows.chunks(deep.max(1)).zip(legs) {
            let mut y = y;
            for (words, line) in rows {
                let own = whole_characters(words, *measure);
                let left = room.x + *x + (*measure - own) / 2;
                put(
                    draw,
                    (words, line.clone()),
                    (Point::new(left, y), own),
                    Fill::Justify,
                );
                y += self.leading;
            }
        }
    }
}

/// From the first leg's left to the last one's right.
fn width(legs: &[(Abs, Abs)]) -> Abs {
    let (Some((left, _)), Some((x, measure))) = (legs.first(), legs.last()) else {
        return Abs::ZERO;
    };
    *x + *measure - *left
}

fn whole_characters(words: &Paragraph, measure: Abs) -> Abs {
    let size = size_of(words);
    if size > Abs::ZERO { size * measure.steps_down(size).max(1) } else { measure }
}

fn size_of(words: &Paragraph) -> Abs {
    words.styles.first().map_or(Abs::ZERO, |style| style.size)
}

fn all(words: &Paragraph) -> Range<usize> {
    0..words.clusters.len()
}

fn natural(words: &Paragraph) -> Abs {
    Breaker::new(words).measure(all(words)).natural
}

/// A line with its em box's top at a height.
fn put(
    draw: &mut Draw<'_, '_>,
    (words, line): Row<'_>,
    (top, width): (Point, Abs),
    fill: Fill,
) {
    let breaker = Breaker::new(words);
    // A line of a list, or of the heading, has no indent.
    let mut line = set(&breaker, words, line, width, fill);
    if fill == Fill::Center && words.indent > Abs::ZERO {
        line.x.iter_mut().for_each(|x| *x -= words.indent / 2);
    }
    let origin = Point::new(top.x, top.y + size_of(words).scale(0.88));
    draw.items.extend(line.items(words, origin, None));
}
