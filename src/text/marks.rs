//! Marks at characters: emphasis dots, names' lines, boxes, readings, raised
//! figures (composition rules R10.8, R10.9, R6.1).
//!
//! A mark never widens the pitch of lines: what stands below a line uses the
//! white between the lines. A reading needs more than that white (six points on
//! newsprint, of the three there are), so its line takes a row more above it.

use super::breaks::Break;
use super::class::Class;
use super::line::Line;
use super::paragraph::{Cluster, Paragraph, TextStyle};
use super::spacing::Stretch;
use crate::color::Ink;
use crate::copy::{Along, Mark, Raised, Reading};
use crate::font::FaceId;
use crate::geom::{Abs, Em, Point, Rect, to_i64};
use crate::page::{Glyph, GlyphRun, Item, Shape};
use crate::role::Role;
use std::ops::Range;
use std::sync::Arc;

mod names;
mod readings;

pub use readings::ReadingWords;
pub(super) use readings::{Draft, readings};

/// The sign that emphasis dots and leaders are drawn with: its dot is a small
/// part of its em, so that the type size is no smaller than a press allows.
pub(super) const DOT: char = '.';
/// The sign that wavy lines are drawn with.
pub(super) const WAVE: char = '﹏';

/// Size, and rise over the baseline, of raised and lowered signs, in em.
const UP: (f64, f64) = (0.67, 0.34);
const DOWN: (f64, f64) = (0.67, -0.13);
/// White between a box and its neighbours, in em.
const BOX_PAD: f64 = 0.16;
/// From a box's characters to its sides, in em; above and below.
const BOX_SIDE: f64 = 0.06;
const BOX_OVER: f64 = 0.07;
/// From the foot of the em box to a line's upper edge, in em.
const LINE_DROP: f64 = 0.05;
/// What a line is shorter than its name at either end, in em, so that two
/// names side by side stay two.
const LINE_SHORT: f64 = 0.06;
/// From the foot of the em box to a dot's middle, in em: alone, and outside a
/// line.
const DOT_DROP: f64 = 0.15;
const DOT_DROP_BELOW_LINE: f64 = 0.24;
/// Width of an emphasis dot, in em.
const DOT_WIDTH: f64 = 0.15;
/// A leader's dots: from one to the next, above the baseline, width, in em.
const LEADER_STEP: f64 = 0.5;
const LEADER_RISE: f64 = 0.3;
const LEADER_WIDTH: f64 = 0.11;
/// Height of a wave, in em.
const WAVE_HEIGHT: f64 = 0.17;
/// Thickness of lines and boxes.
const THIN: f64 = 0.4;

/// What a paragraph has besides its clusters.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// Readings, by their bases.
    pub readings: Vec<ReadingWords>,
    /// The sign for dots, if there are any and a face has it.
    pub dot: Option<Sign>,
    /// The sign for waves.
    pub wave: Option<Sign>,
    /// Whether dots lead to what is pushed to the right edge.
    pub leader: bool,
}

/// A glyph used as a drawing, and its ink in em from its origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The face that has it.
    pub face: FaceId,
    /// The glyph.
    pub glyph: u16,
    /// Left and right.
    pub x: (Em, Em),
    /// Below and above.
    pub y: (Em, Em),
}

/// Size relative to the line's, and rise, of raised and lowered signs.
pub(super) fn raised(raised: Raised, size: Abs) -> (f64, Abs) {
    let (scale, rise) = match raised {
        Raised::Not => return (1.0, Abs::ZERO),
        Raised::Up => UP,
        Raised::Down => DOWN,
    };
    (scale, size.scale(rise))
}

/// Gives clusters the widths that their marks want, before joints are made.
pub(super) fn settle(paragraph: &mut Paragraph) {
    for at in 1..paragraph.clusters.len() {
        if paragraph.clusters[at].mark.raised != Raised::Not {
            // A raised sign stands in the blank of the mark before it, and is to
            // its right what its base is: no gap between 注 and the next word.
            let Cluster { class, right, .. } = paragraph.clusters[at - 1];
            let raised = &mut paragraph.clusters[at];
            raised.right = right;
            raised.class = class;
        }
    }
    readings::settle(paragraph);
}

/// Ties joints to what their marks say, after they were made.
pub(super) fn bind(paragraph: &mut Paragraph) {
    for at in 1..paragraph.clusters.len() {
        let (a, b) = (&paragraph.clusters[at - 1], &paragraph.clusters[at]);
        let em = paragraph.style_of(b).size;
        let boxed = |mark: &Mark| mark.along == Along::Box;
        let parts = (boxed(&a.mark) || boxed(&b.mark)) && !is_one(&a.mark, &b.mark);
        let reading = matches!(a.mark.reading, Reading::Base(_))
            && a.mark.reading == b.mark.reading;
        let raised = b.mark.raised != Raised::Not;
        let joint = &mut paragraph.joints[at];
        if raised {
            joint.natural = Abs::ZERO;
            joint.shrink = Abs::ZERO;
        }
        if raised {
            joint.stretch = Stretch::None;
            joint.break_ = Break::No;
        }
        if reading {
            joint.break_ = Break::No;
        }
        if parts {
            joint.natural += em.scale(BOX_PAD);
        }
    }
    names::keep(paragraph);
    readings::part(paragraph);
    readings::overhang(paragraph);
}

/// Whether two neighbours have one line along them.
fn is_one(a: &Mark, b: &Mark) -> bool {
    a.along == b.along && a.group == b.group
}

/// A stretch of a line with one line along it.
struct Stroke {
    /// Clusters, counted in the line.
    clusters: Range<usize>,
    x: (Abs, Abs),
    /// Whether its name begins and ends here, and does not come from or go on
    /// to another line.
    ends: (bool, bool),
}

impl Line {
    /// Lines, boxes and dots of the line.
    pub(super) fn marks(
        &self,
        paragraph: &Paragraph,
        origin: Point,
        story: Option<&Arc<str>>,
    ) -> Vec<Item> {
        let mut shapes: Vec<(Range<usize>, Shape)> = Vec::new();
        for stroke in self.strokes(paragraph) {
            let cluster =
                &paragraph.clusters[self.clusters.start + stroke.clusters.start];
            let style = paragraph.style_of(cluster);
            for shape in stroke.shapes(cluster.mark.along, style, paragraph, origin) {
                shapes.push((stroke.clusters.clone(), shape));
            }
        }
        shapes.extend(self.dots(paragraph, origin));
        shapes.extend(self.leader(paragraph, origin));
        let item = |(own, shape): (Range<usize>, Shape)| {
            let own = self.clusters.start + own.start..self.clusters.start + own.end;
            Item {
                role: Role::Mark,
                story: story.cloned(),
                span: paragraph.span_of(paragraph.chars_of(own)),
                shape,
            }
        };
        shapes.into_iter().map(item).collect()
    }

    /// Clusters of the paragraph, counted in the line.
    fn own(&self, clusters: &Range<usize>) -> Range<usize> {
        let own = |at: usize| at.saturating_sub(self.clusters.start).min(self.x.len());
        own(clusters.start)..own(clusters.end)
    }

    /// Left and right edge of some clusters of the line.
    fn extent(&self, paragraph: &Paragraph, own: &Range<usize>) -> (Abs, Abs) {
        let last = own.end.saturating_sub(1);
        let body = paragraph.clusters[self.clusters.start + last].body;
        (self.x[own.start], self.x[last] + body)
    }

    fn strokes(&self, paragraph: &Paragraph) -> Vec<Stroke> {
        let mark = |at: usize| paragraph.clusters.get(at).map(|cluster| cluster.mark);
        let first = self.clusters.start;
        let mut strokes = Vec::new();
        let mut at = 0;
        while at < self.x.len() {
            let own = paragraph.clusters[first + at].mark;
            let same = |at: usize| mark(at).is_some_and(|other| is_one(&own, &other));
            let start = at;
            while at < self.x.len() && same(first + at) {
                at += 1;
            }
            if own.along != Along::Nothing {
                let before = (first + start).checked_sub(1);
                let edges = self.extent(paragraph, &(start..at));
                let own = first + start..first + at;
                strokes.push(Stroke {
                    clusters: start..at,
                    x: readings::within(paragraph, &own, edges),
                    ends: (!before.is_some_and(same), !same(first + at)),
                });
            }
        }
        strokes
    }

    /// The dots below characters, one run for all of a line at one depth.
    fn dots(
        &self,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Option<(Range<usize>, Shape)> {
        let dotted = |at: &usize| {
            let cluster = &paragraph.clusters[self.clusters.start + at];
            cluster.mark.dot && (!cluster.class.is_mark() || cluster.class == Class::Unit)
        };
        let dotted: Vec<usize> = (0..self.x.len()).filter(dotted).collect();
        let (first, last) = (*dotted.first()?, *dotted.last()?);
        let cluster = &paragraph.clusters[self.clusters.start + first];
        let style = paragraph.style_of(cluster);
        let sign = paragraph.extras.dot?;
        let lined = |at: &usize| {
            let mark = paragraph.clusters[self.clusters.start + at].mark;
            matches!(mark.along, Along::Name | Along::Title)
        };
        let drop = if dotted.iter().any(lined) { DOT_DROP_BELOW_LINE } else { DOT_DROP };
        let middles = dotted.iter().map(|at| {
            let body = paragraph.clusters[self.clusters.start + at].body;
            origin.x + self.x[*at] + body / 2
        });
        let y = origin.y + style.size.scale(0.12 + drop);
        let run = sign.run(middles, y, (style.size.scale(DOT_WIDTH), style.ink));
        Some((first..last + 1, Shape::Glyphs(run)))
    }
}

impl Line {
    /// The dots that lead to what stands at the right edge, at places that are
    /// the same in all lines of a leg.
    fn leader(
        &self,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Option<(Range<usize>, Shape)> {
        let tail = paragraph.flush.filter(|_| paragraph.extras.leader)?;
        let tail = tail
            .checked_sub(self.clusters.start)
            .filter(|at| *at < self.x.len())?;
        let sign = paragraph.extras.dot?;
        let style = paragraph.style_of(&paragraph.clusters[self.clusters.start + tail]);
        let (em, step) = (style.size, style.size.scale(LEADER_STEP));
        let from = match tail {
            0 => Abs::ZERO,
            _ => self.extent(paragraph, &(0..tail)).1 + em / 2,
        };
        let to = self.x[tail] - em / 2;
        let (first, end) = (to_i64(from.steps_up(step)), to_i64(to.steps_down(step)));
        let middles = (first..=end).map(|at| origin.x + step * at);
        let y = origin.y - em.scale(LEADER_RISE);
        let run = sign.run(middles, y, (em.scale(LEADER_WIDTH), style.ink));
        (first < end).then_some((tail..tail + 1, Shape::Glyphs(run)))
    }
}

impl Sign {
    /// The sign as dots of a width with their middles at places of one height.
    /// They have no text: a reader of the page finds the copy alone.
    pub(super) fn run(
        &self,
        middles: impl Iterator<Item = Abs>,
        y: Abs,
        (width, ink): (Abs, Ink),
    ) -> GlyphRun {
        let across = (self.x.1.get() - self.x.0.get()).max(0.01);
        let size = width.scale(1.0 / across);
        let centre = Em::new((self.x.0.get() + self.x.1.get()) / 2.0).at(size);
        let height = Em::new((self.y.0.get() + self.y.1.get()) / 2.0).at(size);
        let mut run = self.empty(size, ink, Point::new(Abs::ZERO, y + height));
        for middle in middles {
            let x = middle - centre;
            if run.glyphs.is_empty() {
                run.origin.x = x;
            }
            run.glyphs.push(self.glyph(x - run.origin.x, width));
        }
        run
    }

    /// The sign tiled along a stretch, its ink's top at a height.
    fn tiled(&self, (from, to): (Abs, Abs), top: Abs, style: &TextStyle) -> GlyphRun {
        let across = (self.x.1.get() - self.x.0.get()).max(0.01);
        let high = (self.y.1.get() - self.y.0.get()).max(0.01);
        let tile = style.size.scale(WAVE_HEIGHT / high * across);
        let count = to_i64((to - from + tile / 2).steps_down(tile)).max(1);
        let tile = (to - from) / count;
        let size = tile.scale(1.0 / across);
        let y = top + self.y.1.at(size);
        let mut run =
            self.empty(size, style.ink, Point::new(from - self.x.0.at(size), y));
        run.glyphs = (0..count).map(|at| self.glyph(tile * at, tile)).collect();
        run
    }

    fn empty(&self, size: Abs, ink: Ink, origin: Point) -> GlyphRun {
        GlyphRun {
            face: self.face,
            size,
            ink,
            origin,
            glyphs: Vec::new(),
            text: String::new(),
            turned: false,
        }
    }

    fn glyph(&self, x: Abs, advance: Abs) -> Glyph {
        Glyph {
            id: self.glyph,
            x,
            y: Abs::ZERO,
            advance,
            text: 0..0,
        }
    }
}

impl Stroke {
    fn shapes(
        &self,
        along: Along,
        style: &TextStyle,
        paragraph: &Paragraph,
        origin: Point,
    ) -> Vec<Shape> {
        let em = style.size;
        let (left, right) = (origin.x + self.x.0, origin.x + self.x.1);
        let foot = origin.y + em.scale(0.12);
        let thin = Abs::pt(THIN);
        let fill = |rect| Shape::Fill { rect, ink: style.ink };
        if along == Along::Box {
            return self
                .sides((left, right), (origin.y, em))
                .into_iter()
                .map(fill)
                .collect();
        }
        let short = |ends: bool| if ends { em.scale(LINE_SHORT) } else { Abs::ZERO };
        let (left, right) = (left + short(self.ends.0), right - short(self.ends.1));
        let top = foot + em.scale(LINE_DROP);
        match paragraph.extras.wave.filter(|_| along == Along::Title) {
            Some(wave) => vec![Shape::Glyphs(wave.tiled((left, right), top, style))],
            None => vec![fill(Rect::new(left, top, right - left, thin))],
        }
    }

    /// The sides of a box; a name that goes on in the next line has its box
    /// open there.
    fn sides(&self, (left, right): (Abs, Abs), (y, em): (Abs, Abs)) -> Vec<Rect> {
        let thin = Abs::pt(THIN);
        let side = |ends: bool| if ends { em.scale(BOX_SIDE) } else { Abs::ZERO };
        let (left, right) = (left - side(self.ends.0), right + side(self.ends.1));
        let top = y - em.scale(0.88 + BOX_OVER);
        let height = em.scale(1.0 + 2.0 * BOX_OVER);
        let width = right - left;
        let mut sides = vec![
            Rect::new(left, top, width, thin),
            Rect::new(left, top + height - thin, width, thin),
        ];
        if self.ends.0 {
            sides.push(Rect::new(left, top, thin, height));
        }
        if self.ends.1 {
            sides.push(Rect::new(right - thin, top, thin, height));
        }
        sides
    }
}
