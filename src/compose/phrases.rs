//! Where a headline breaks: by sense, into lines of nearly equal length.

use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::breaker::Breaker;
use crate::text::breaks::Break;
use crate::text::class::Class;
use std::ops::Range;

/// Cost of an em of difference between two lines.
const UNEVEN: f64 = 0.8;
/// A break where the sense may be torn: what is a word is not known.
const UNKNOWN: f64 = 6.0;
/// A break before a particle, or between a number and its unit.
const TORN: f64 = 12.0;
/// A line of a broken headline has at least so many em.
const SHORT_LINE: f64 = 2.8;
/// Before a preposition a headline takes breath.
const PREPOSITION: f64 = 1.0;
/// Before an opening quote or bracket.
const QUOTE: f64 = 0.5;
/// After a mark.
const MARK: f64 = 0.2;

/// A way to break: what it costs, and the lines.
pub(super) type Broken = (f64, Vec<Range<usize>>);

/// A headline, measured in em of its size.
pub(super) struct Phrases<'p> {
    paragraph: &'p Paragraph,
    breaker: Breaker<'p>,
    em: Abs,
}

impl<'p> Phrases<'p> {
    /// A headline shaped at some size.
    #[must_use]
    pub(super) fn new(paragraph: &'p Paragraph) -> Phrases<'p> {
        let em = paragraph.styles.first().map_or(Abs::pt(100.0), |style| style.size);
        Phrases { paragraph, breaker: Breaker::new(paragraph), em }
    }

    /// Width of some clusters in em.
    #[must_use]
    pub(super) fn width(&self, range: &Range<usize>) -> f64 {
        self.breaker.measure(range.clone()).natural.in_em(self.em)
    }

    /// All of it.
    #[must_use]
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.paragraph.clusters.len()
    }

    /// Splits into so many lines, none wider than so many em; none if that
    /// cannot be.
    #[must_use]
    pub(super) fn split(&self, count: usize, width: f64) -> Option<Broken> {
        let (cost, lines) = self.split_from(0, count, width)?;
        if count == 1 {
            return Some((cost, lines));
        }
        let widths: Vec<f64> = lines.iter().map(|line| self.width(line)).collect();
        let longest = widths.iter().copied().fold(0.0, f64::max);
        let shortest = widths.iter().copied().fold(f64::MAX, f64::min);
        // 长+短 is a good shape, a lone word under a long line is not.
        if shortest < SHORT_LINE {
            return None;
        }
        let stunted = if shortest < longest * 0.4 { TORN } else { 0.0 };
        Some((cost + stunted, lines))
    }

    fn split_from(&self, start: usize, count: usize, width: f64) -> Option<Broken> {
        let all = start..self.paragraph.clusters.len();
        if count <= 1 {
            return (self.width(&all) <= width).then(|| (0.0, vec![all]));
        }
        let mut best: Option<Broken> = None;
        for at in start + 1..all.end {
            let first = start..self.trim_end(at);
            let first_width = self.width(&first);
            if first_width > width {
                break;
            }
            let Some(sense) = self.sense(at) else { continue };
            let Some((rest, mut lines)) = self.split_from(at, count - 1, width) else {
                continue;
            };
            let uneven = (first_width - self.width(&lines[0])).abs() * UNEVEN;
            let cost = sense + rest + uneven;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                lines.insert(0, first);
                best = Some((cost, lines));
            }
        }
        best
    }

    /// Lines in a width whatever the sense; for a headline that fits nowhere.
    #[must_use]
    pub(super) fn force(&self, width: f64) -> Vec<Range<usize>> {
        lines_of(&self.breaker, self.em.scale(width))
    }

    /// A blank at a line's end is dropped.
    fn trim_end(&self, at: usize) -> usize {
        if self.paragraph.clusters[at - 1].class == Class::Blank { at - 1 } else { at }
    }

    /// What a break before a cluster costs; none inside quotes, names in 《》,
    /// words and numbers (R10.1).
    fn sense(&self, at: usize) -> Option<f64> {
        let clusters = &self.paragraph.clusters;
        let (before, here) = (clusters[at - 1].class, clusters[at].class);
        if before == Class::Blank {
            return Some(0.0);
        }
        if here == Class::Blank || self.paragraph.joints[at].break_ == Break::No {
            return None;
        }
        let depth = |depth: i32, class: Class| match class {
            Class::Open => depth + 1,
            Class::Close => depth - 1,
            _ => depth,
        };
        if clusters[..at].iter().map(|cluster| cluster.class).fold(0, depth) > 0 {
            return None;
        }
        let c = self.paragraph.chars[clusters[at].chars.start];
        let torn =
            "的了着过们中上下里内时后前性化者家".contains(c) || before == Class::Digit;
        Some(match here {
            _ if before.is_mark() => MARK,
            Class::Open => QUOTE,
            _ if torn => TORN,
            _ if "为在向对与和把让将被从由至到比因以用给".contains(c) => {
                PREPOSITION
            }
            _ => UNKNOWN,
        })
    }
}

/// The cheapest lines of a small paragraph at a measure.
#[must_use]
pub(super) fn lines_of(breaker: &Breaker<'_>, measure: Abs) -> Vec<Range<usize>> {
    let settings = breaker.settings(&|_| measure);
    let best = settings.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
    best.map(|best| best.lines).unwrap_or_default()
}
