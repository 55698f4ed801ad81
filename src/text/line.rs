//! A line: where each cluster stands, and the glyph runs that show it.

use super::breaker::Breaker;
use super::paragraph::{Cluster, Paragraph};
use super::spacing::{Stretch, TIERS};
use crate::geom::{Abs, Point};
use crate::page::{Glyph, GlyphRun, Item, Shape};
use std::ops::Range;
use std::sync::Arc;

/// A set line: its clusters and where each body begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Clusters of the paragraph.
    pub clusters: Range<usize>,
    /// The left edge of each cluster's body, from the line's left.
    pub x: Vec<Abs>,
    /// The line's measure.
    pub width: Abs,
    /// What is left between the last body and the measure (ragged lines), or
    /// below zero what sticks out.
    pub rest: Abs,
}

/// How a line's ends are to meet its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Both ends flush, but for lines that end a paragraph.
    Justify,
    /// Natural width, at the left.
    Left,
    /// Natural width, in the middle.
    Center,
    /// Natural width, at the right.
    Right,
}

/// Places the clusters of a line in its measure.
#[must_use]
pub fn set(
    breaker: &Breaker<'_>,
    paragraph: &Paragraph,
    clusters: Range<usize>,
    width: Abs,
    fill: Fill,
) -> Line {
    let measure = breaker.measure_in(clusters.clone(), width);
    let room = width - measure.natural;
    let ragged = fill != Fill::Justify
        || breaker.is_ragged(&clusters)
        || breaker.is_hole(&measure, width);
    let widths = if room < Abs::ZERO {
        squeezed(paragraph, &clusters, &measure.shrink, -room)
    } else if ragged {
        natural(paragraph, &clusters)
    } else {
        opened(paragraph, &clusters, room)
    };
    let mut pen = if clusters.start == 0 { paragraph.indent } else { Abs::ZERO };
    let mut x = Vec::with_capacity(clusters.len());
    for (index, at) in clusters.clone().enumerate() {
        if index > 0 {
            pen += widths[index];
        }
        x.push(pen);
        pen += paragraph.clusters[at].body;
    }
    let mut line = Line { clusters, x, width, rest: width - pen };
    line.align(paragraph, fill);
    line
}

impl Line {
    /// Moves a ragged line, or its tail, to where it belongs.
    fn align(&mut self, paragraph: &Paragraph, fill: Fill) {
        if self.rest <= Abs::ZERO {
            return;
        }
        let (from, by) = match fill {
            Fill::Justify => match paragraph.flush {
                Some(tail) if self.clusters.contains(&tail) => {
                    (tail - self.clusters.start, self.rest)
                }
                _ => return,
            },
            Fill::Left => return,
            Fill::Center => (0, self.rest / 2),
            Fill::Right => (0, self.rest),
        };
        for x in &mut self.x[from..] {
            *x += by;
        }
        self.rest -= by;
    }

    /// The line's items: a glyph run for each change of face, size or style.
    #[must_use]
    pub fn items(
        &self,
        paragraph: &Paragraph,
        origin: Point,
        story: Option<&Arc<str>>,
    ) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut start = 0;
        while start < self.x.len() {
            let first = &paragraph.clusters[self.clusters.start + start];
            let same = |at: &usize| {
                let cluster = &paragraph.clusters[self.clusters.start + at];
                !(cluster.face == first.face
                    && cluster.style == first.style
                    && cluster.size == first.size
                    && cluster.mark.reading == first.mark.reading)
            };
            let end = (start..self.x.len()).find(same).unwrap_or(self.x.len());
            items.push(self.run(paragraph, start..end, origin, story));
            items.extend(self.reading(paragraph, end, origin, story));
            start = end;
        }
        items.extend(self.marks(paragraph, origin, story));
        items
    }

    fn run(
        &self,
        paragraph: &Paragraph,
        part: Range<usize>,
        origin: Point,
        story: Option<&Arc<str>>,
    ) -> Item {
        let clusters = self.clusters.start + part.start..self.clusters.start + part.end;
        let first = &paragraph.clusters[clusters.start];
        let style = paragraph.style_of(first);
        let left = self.x[part.start];
        let mut run = GlyphRun {
            face: first.face,
            size: first.size,
            ink: style.ink,
            origin: Point::new(origin.x + left, origin.y),
            glyphs: Vec::with_capacity(clusters.len()),
            text: String::new(),
            turned: false,
        };
        for (x, at) in self.x[part].iter().zip(clusters.clone()) {
            let cluster = &paragraph.clusters[at];
            push_cluster(&mut run, paragraph, cluster, Point::new(*x - left, Abs::ZERO));
        }
        Item {
            role: style.role,
            story: story.cloned(),
            span: paragraph.span_of(paragraph.chars_of(clusters)),
            shape: Shape::Glyphs(run),
        }
    }
}

/// Adds a cluster's characters and glyphs to a run; `at` is its body's left end
/// on the baseline, from the run's origin.
pub fn push_cluster(
    run: &mut GlyphRun,
    paragraph: &Paragraph,
    cluster: &Cluster,
    at: Point,
) {
    let start = run.text.len();
    run.text.extend(&paragraph.chars[cluster.chars.clone()]);
    let all = start..run.text.len();
    for (index, glyph) in paragraph.glyphs[cluster.glyphs.clone()].iter().enumerate() {
        run.glyphs.push(Glyph {
            id: glyph.id,
            x: at.x + cluster.origin + glyph.dx,
            y: at.y + glyph.dy,
            advance: glyph.advance,
            text: if index == 0 { all.clone() } else { all.end..all.end },
        });
    }
}

/// Joint widths of a line as they are by nature; the first is not used.
fn natural(paragraph: &Paragraph, clusters: &Range<usize>) -> Vec<Abs> {
    paragraph.joints[clusters.clone()]
        .iter()
        .map(|joint| joint.natural)
        .collect()
}

/// Joint widths of a line that gives up `need`: each tier is used up equally
/// before the next (R5.2).
fn squeezed(
    paragraph: &Paragraph,
    clusters: &Range<usize>,
    tiers: &[Abs; TIERS],
    need: Abs,
) -> Vec<Abs> {
    let mut left = need;
    let shares = tiers.map(|tier| {
        let taken = left.min(tier);
        left -= taken;
        if tier == Abs::ZERO { 0.0 } else { taken.ratio(tier) }
    });
    let mut widths = natural(paragraph, clusters);
    let mut given = Abs::ZERO;
    let mut last = None;
    for (index, joint) in paragraph.joints[clusters.clone()].iter().enumerate().skip(1) {
        let by = joint.shrink.scale(shares[joint.tier]);
        widths[index] -= by;
        given += by;
        if by > Abs::ZERO {
            last = Some(index);
        }
    }
    // Rounding must not leave the line a unit too wide or too narrow.
    if let Some(index) = last {
        widths[index] -= (need - left) - given;
    }
    widths
}

/// Joint widths of a line that takes `room`: word spaces, then Chinese–Latin
/// gaps, then all others equally (R5.3).
fn opened(paragraph: &Paragraph, clusters: &Range<usize>, room: Abs) -> Vec<Abs> {
    let mut widths = natural(paragraph, clusters);
    let joints = &paragraph.joints[clusters.clone()];
    let rooms = |pick: &dyn Fn(Stretch) -> Option<Abs>| -> Vec<(usize, Abs)> {
        let open = joints.iter().enumerate().skip(1);
        open.filter_map(|(index, joint)| Some((index, pick(joint.stretch)?)))
            .collect()
    };
    let word = rooms(&|stretch| {
        if let Stretch::Word(room) = stretch { Some(room) } else { None }
    });
    let gap = rooms(&|stretch| {
        if let Stretch::Gap(room) = stretch { Some(room) } else { None }
    });
    let equal = rooms(&|stretch| match stretch {
        Stretch::Equal | Stretch::Gap(_) | Stretch::Word(_) => Some(Abs::MAX),
        Stretch::None => None,
    });
    // By its weight a joint takes several shares.
    let share = |(index, room): (usize, Abs)| {
        let shares = paragraph.weight(clusters.start + index);
        (0..shares).map(move |_| (index, room))
    };
    let equal: Vec<(usize, Abs)> = equal.into_iter().flat_map(share).collect();
    let mut left = room;
    for group in [word, gap] {
        let all: Abs = group.iter().map(|(_, room)| *room).sum();
        let take = left.min(all);
        spread(&mut widths, &group, take);
        left -= take;
    }
    spread(&mut widths, &equal, left);
    widths
}

/// Opens joints by shares of `room` that add up exactly; equal shares where
/// the joints' own rooms are without limit.
fn spread(widths: &mut [Abs], joints: &[(usize, Abs)], room: Abs) {
    let count = i64::try_from(joints.len()).unwrap_or(1).max(1);
    let limit: Abs = joints.iter().map(|(_, room)| (*room).min(Abs::MAX / count)).sum();
    if limit <= Abs::ZERO || room <= Abs::ZERO {
        return;
    }
    let mut given = Abs::ZERO;
    for (number, (index, own)) in (1i64..).zip(joints) {
        let by = if *own == Abs::MAX {
            Abs::raw(room.units() * number / count) - given
        } else if number == count {
            room - given
        } else {
            own.scale(room.ratio(limit))
        };
        widths[*index] += by;
        given += by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Em;
    use crate::layout::{Level, Punctuation};
    use crate::text::Joint;
    use crate::text::breaker::Measure;
    use crate::text::ems;

    /// A line that another character follows, so that it is to be full.
    fn paragraph(text: &str) -> Paragraph {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        ems::paragraph(&format!("{text}中"), style, Em::ZERO)
    }

    /// The line's joints in a measure so much wider than its own, each with what
    /// it is opened by.
    fn opened_by(paragraph: &Paragraph, room: Abs) -> Vec<(Joint, Abs)> {
        let line = 0..paragraph.clusters.len() - 1;
        let breaker = Breaker::new(paragraph);
        let width = breaker.measure(line.clone()).natural + room;
        let line = set(&breaker, paragraph, line, width, Fill::Justify);
        let by = |at: usize| {
            let end = line.x[at - 1] + paragraph.clusters[at - 1].body;
            let joint = paragraph.joints[at];
            (joint, line.x[at] - end - joint.natural)
        };
        (1..line.x.len()).map(by).collect()
    }

    /// R5.2: each tier whole before the next gives anything.
    #[test]
    fn a_line_gives_by_tiers() {
        let paragraph = paragraph("a b中（中）中，中A中。中");
        let line = 0..paragraph.clusters.len() - 1;
        let tiers = Breaker::new(&paragraph).measure(line).shrink;
        let mut need = Abs::ZERO;
        for (tier, more) in tiers.iter().enumerate() {
            need += *more;
            for (joint, by) in opened_by(&paragraph, -need) {
                let wanted = if joint.tier <= tier { -joint.shrink } else { Abs::ZERO };
                assert!((by - wanted).abs() < Abs::pt(0.01), "tier {tier}: {by:?}");
            }
        }
        let used = tiers.iter().filter(|tier| **tier > Abs::ZERO);
        assert!(used.count() >= TIERS - 2, "{tiers:?}");
    }

    /// R5.3: word spaces, then Chinese–Latin gaps, then all that may open.
    #[test]
    fn a_line_opens_in_order() {
        let paragraph = paragraph("a b中A中中，中（中）1,000中中");
        let line = 0..paragraph.clusters.len() - 1;
        let Measure { word, gap, .. } = Breaker::new(&paragraph).measure(line);
        assert!(word > Abs::ZERO && gap > Abs::ZERO);
        for (joint, by) in opened_by(&paragraph, word) {
            let is_word =
                matches!(joint.stretch, Stretch::Word(room) if room > Abs::ZERO);
            assert_eq!(by > Abs::ZERO, is_word, "{joint:?}");
        }
        for (joint, by) in opened_by(&paragraph, word + gap) {
            let elastic = matches!(joint.stretch, Stretch::Word(_) | Stretch::Gap(_));
            assert!(elastic || by == Abs::ZERO, "{joint:?}");
        }
        for (joint, by) in opened_by(&paragraph, word + gap + Abs::pt(10.0)) {
            assert_eq!(by > Abs::ZERO, joint.stretch != Stretch::None, "{joint:?}");
        }
    }
}
