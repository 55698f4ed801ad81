//! A heading's lines: broken by sense, nearly equal in length.

use super::flow::to_f64;
use super::sense::{Place, WEAK, places};
use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::Stretch;
use crate::text::breaker::Breaker;
use crate::text::class::Class;
use crate::text::words::Words;
use std::ops::Range;

/// Cost of an em by which a line differs from the others.
const UNEVEN: f64 = 0.8;
/// The same again for the square of it: one far too short line is worse than
/// two that are a little short.
const UNEVEN_MORE: f64 = 0.1;
/// A blank, a ？ or a ； inside a line of a broken heading: the sense is parted
/// there, so it was the place to break at.
const PASSED: f64 = 20.0;
/// The same of a ： or a ——.
const PASSED_COLON: f64 = 12.0;
/// A label before a ： of so few characters is no line of its own.
const LABEL: usize = 3;
/// A label, and hardly anything else in its line: 人社部：企业│不得克扣.
const PASSED_LABEL: f64 = 6.0;
/// A line of a broken heading has at least so many em: never one or two
/// characters.
const SHORT_LINE: f64 = 2.8;
/// A line of a forced heading that is too short.
const STUNTED: f64 = 40.0;
/// Lines a forced heading has at most.
const MOST_FORCED: usize = 8;

/// A way to break: what it costs, and the lines.
pub(super) type Broken = (f64, Vec<Range<usize>>);

/// A line of a heading before it is broken, measured in em of its size.
pub(super) struct Phrases {
    /// The words, shaped at some size.
    pub(super) paragraph: Paragraph,
    places: Vec<Place>,
    /// Where each cluster's body begins, in em.
    starts: Vec<f64>,
    /// Its body.
    bodies: Vec<f64>,
}

/// Which breaks a search may take.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Between words alone.
    Sense,
    /// Inside words, names, quotes and 《》 too, at their cost.
    Torn,
}

impl Phrases {
    /// A heading's line shaped at some size.
    #[must_use]
    pub(super) fn new(paragraph: Paragraph, words: &Words) -> Phrases {
        let em = paragraph.styles.first().map_or(Abs::pt(100.0), |style| style.size);
        let (mut starts, mut bodies) = (Vec::new(), Vec::new());
        let mut pen = Abs::ZERO;
        for (cluster, joint) in paragraph.clusters.iter().zip(&paragraph.joints) {
            pen += joint.natural;
            starts.push(pen.in_em(em));
            bodies.push(cluster.body.in_em(em));
            pen += cluster.body;
        }
        let places = places(&paragraph, words);
        Phrases { paragraph, places, starts, bodies }
    }

    /// A vertical line: each cluster with its place down the column and its
    /// extent, in em.
    #[must_use]
    pub(super) fn vertical(
        paragraph: Paragraph,
        extents: Vec<(f64, f64)>,
        words: &Words,
    ) -> Phrases {
        let (starts, bodies) = extents.into_iter().unzip();
        let places = places(&paragraph, words);
        Phrases { paragraph, places, starts, bodies }
    }

    /// Width of some clusters in em.
    #[must_use]
    pub(super) fn width(&self, range: &Range<usize>) -> f64 {
        match range.clone().next_back() {
            Some(last) => {
                self.starts[last] + self.bodies[last] - self.starts[range.start]
            }
            None => 0.0,
        }
    }

    /// All of it, without what is dropped at its end.
    #[must_use]
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.trim_end(0, self.paragraph.clusters.len())
    }

    /// Joints of some clusters that letter-spacing opens.
    #[must_use]
    pub(super) fn gaps(&self, range: &Range<usize>) -> usize {
        let joints = range.clone().skip(1);
        joints.filter(|at| opens(&self.paragraph, *at)).count()
    }

    /// Splits into so many lines, none wider than so many em and no word torn;
    /// none if that cannot be.
    #[must_use]
    pub(super) fn split(&self, count: usize, width: f64) -> Option<Broken> {
        self.search(count, width, Mode::Sense)
    }

    /// Lines in a width whatever the sense, words torn only where nothing else
    /// will do; for a heading that fits nowhere.
    #[must_use]
    pub(super) fn force(&self, width: f64) -> Vec<Range<usize>> {
        let torn = (1..=MOST_FORCED)
            .filter_map(|count| self.search(count, width, Mode::Torn))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match torn {
            Some((_, lines)) => lines,
            None => {
                let em = self.paragraph.styles.first().map_or(Abs::ZERO, |s| s.size);
                lines_of(&Breaker::new(&self.paragraph), em.scale(width))
            }
        }
    }

    /// Whether a line begins inside a word, be it Chinese or Latin.
    #[must_use]
    pub(super) fn is_torn(&self, lines: &[Range<usize>]) -> bool {
        lines
            .iter()
            .skip(1)
            .any(|line| matches!(self.places[line.start], Place::Torn(_) | Place::Never))
    }

    /// Where lines begin at which none should: the clusters.
    #[must_use]
    pub(super) fn weak(&self, lines: &[Range<usize>]) -> Vec<usize> {
        let reads_wrong = |at: &usize| match self.places[*at] {
            Place::At(cost) => cost >= WEAK,
            Place::Never | Place::Torn(_) | Place::Doubtful(_) => true,
        };
        lines
            .iter()
            .skip(1)
            .map(|line| line.start)
            .filter(reads_wrong)
            .collect()
    }

    /// The cheapest lines: layer by layer, the best way to every place where
    /// so many lines may end.
    fn search(&self, count: usize, width: f64, mode: Mode) -> Option<Broken> {
        let all = self.paragraph.clusters.len();
        // Copy of which nothing can be set, since its faces are missing.
        if all == 0 {
            return None;
        }
        let mean = self.width(&self.whole()) / to_f64(count);
        let mut layer: Vec<Option<Broken>> = vec![None; all + 1];
        layer[0] = Some((0.0, Vec::new()));
        for line in 1..=count {
            let mut next: Vec<Option<Broken>> = vec![None; all + 1];
            for (start, before) in layer.iter().enumerate() {
                let Some((cost, lines)) = before else { continue };
                let ends = if line == count { all..=all } else { start + 1..=all - 1 };
                for end in ends {
                    let Some(own) = self.cost((start, end), (count, mean, width), mode)
                    else {
                        continue;
                    };
                    let cost = cost + own;
                    if next[end].as_ref().is_none_or(|(least, _)| cost < *least) {
                        let mut lines = lines.clone();
                        lines.push(start..self.trim_end(start, end));
                        next[end] = Some((cost, lines));
                    }
                }
            }
            layer = next;
        }
        layer[all].take()
    }

    /// Cost of a line from one cluster up to another, its end's break
    /// included; none if it may not be.
    fn cost(
        &self,
        (start, end): (usize, usize),
        (count, mean, width): (usize, f64, f64),
        mode: Mode,
    ) -> Option<f64> {
        let line = self.width(&(start..self.trim_end(start, end)));
        if start >= end || line > width {
            return None;
        }
        let sense = match (self.places.get(end), mode) {
            (None, _) => 0.0,
            (Some(Place::At(cost) | Place::Doubtful(cost)), _) => *cost,
            (Some(Place::Torn(cost)), Mode::Torn) => *cost,
            (Some(Place::Never | Place::Torn(_)), _) => return None,
        };
        let short = match mode {
            _ if count == 1 || line >= SHORT_LINE => 0.0,
            Mode::Torn => STUNTED,
            Mode::Sense => return None,
        };
        if count == 1 {
            return Some(sense);
        }
        let by = (line - mean).abs();
        let passed: f64 = (start + 1..self.trim_end(start, end))
            .map(|at| self.passed((start, end), at))
            .sum();
        Some(sense + UNEVEN * by + UNEVEN_MORE * by * by + passed + short)
    }

    /// What it costs that a line goes on past the place before a cluster.
    fn passed(&self, (start, end): (usize, usize), at: usize) -> f64 {
        let clusters = &self.paragraph.clusters;
        if !matches!(self.places[at], Place::At(cost) if cost == 0.0) {
            return 0.0;
        }
        let before = &clusters[at - 1];
        match (before.class, self.paragraph.chars[before.chars.start]) {
            (Class::Pause, '：') if start == 0 && at <= LABEL + 1 => match end {
                end if end < at + LABEL => PASSED_LABEL,
                _ => 0.0,
            },
            (Class::Pause, '：') => PASSED_COLON,
            (Class::Blank | Class::Stop | Class::Pause, _) => PASSED,
            _ if clusters[at].class == Class::Dash => PASSED_COLON,
            _ => 0.0,
        }
    }

    /// The end of a line without what is not set there: a blank, and ，、；：。
    /// (R10.1: at a headline's line ends none but ！？”》).
    fn trim_end(&self, start: usize, end: usize) -> usize {
        let dropped = |at: &usize| {
            let cluster = &self.paragraph.clusters[*at];
            let c = self.paragraph.chars[cluster.chars.start];
            matches!(cluster.class, Class::Blank | Class::Pause | Class::WordSpace)
                || matches!(c, '。' | '．')
        };
        let mut kept = end;
        while kept > start + 1 && dropped(&(kept - 1)) {
            kept -= 1;
        }
        kept
    }
}

/// Whether letter-spacing opens the joint before a cluster: between characters,
/// not inside words and numbers, nor at blanks and marks that hug.
#[must_use]
pub(super) fn opens(paragraph: &Paragraph, at: usize) -> bool {
    matches!(paragraph.joints[at].stretch, Stretch::Equal | Stretch::Gap(_))
}

/// The cheapest lines of a small paragraph at a measure.
#[must_use]
pub(super) fn lines_of(breaker: &Breaker<'_>, measure: Abs) -> Vec<Range<usize>> {
    breaker.best(&|_| measure).map(|best| best.lines).unwrap_or_default()
}

#[cfg(test)]
mod tests;
