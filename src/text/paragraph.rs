//! A shaped paragraph: clusters, and the joints between them.

use super::breaks::{Break, Keep};
use super::class::Class;
use super::form::Form;
use super::marks::{Extras, ReadingWords};
use super::spacing::Stretch;
use crate::color::Ink;
use crate::copy::{Emphasis, Mark, Passage, Reading};
use crate::font::{FaceId, Family};
use crate::geom::{Abs, to_i64};
use crate::layout::{Composer, Gap, Level, Pairs, Punctuation, Start};
use crate::role::Role;
use crate::source::Span;
use std::ops::Range;
use std::sync::Arc;

/// How a run of copy is to look: a house style with its faces looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// What the run is for.
    pub role: Role,
    /// Faces.
    pub family: Arc<Family>,
    /// Faces of `**…**` runs inside.
    pub hei: Arc<Family>,
    /// Faces of `*…*` runs inside.
    pub kai: Arc<Family>,
    /// Punctuation styles of those runs, where the house gives them their own.
    pub emphasised: Emphasised,
    /// Size of the Chinese face.
    pub size: Abs,
    /// Ink.
    pub ink: Ink,
    /// Punctuation style.
    pub punctuation: Punctuation,
    /// Blanks between two marks.
    pub pairs: Pairs,
    /// An opening mark at the start of a paragraph.
    pub start: Start,
    /// A pause or full stop may hang out at a line's end.
    pub hanging: bool,
    /// How a paragraph is divided into lines.
    pub composer: Composer,
    /// Prohibition level.
    pub level: Level,
    /// Blank between Chinese and Latin.
    pub gap: Gap,
}

/// Punctuation style and blanks between marks of `**…**` and `*…*` runs; none
/// where they follow the text around them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emphasised {
    /// `**…**`.
    pub hei: Option<(Punctuation, Pairs)>,
    /// `*…*`.
    pub kai: Option<(Punctuation, Pairs)>,
}

impl TextStyle {
    /// The style of a run inside, if it differs in how its marks are set.
    #[must_use]
    pub fn inside(&self, emphasis: Emphasis) -> Option<TextStyle> {
        let (punctuation, pairs) = match emphasis {
            Emphasis::Plain => None,
            Emphasis::Hei => self.emphasised.hei,
            Emphasis::Kai => self.emphasised.kai,
        }?;
        let same = punctuation == self.punctuation && pairs == self.pairs;
        (!same).then(|| TextStyle { punctuation, pairs, ..self.clone() })
    }
}

/// A run of copy in one style; a paragraph is a list of them.
#[derive(Clone, Debug)]
pub struct Inline {
    /// The words.
    pub passage: Passage,
    /// Their look.
    pub style: Arc<TextStyle>,
}

/// A glyph as the shaper gave it, in em of its face's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapedGlyph {
    /// The face's glyph number.
    pub id: u16,
    /// From the cluster's origin to the right.
    pub dx: Abs,
    /// From the baseline downwards.
    pub dy: Abs,
    /// Its own width.
    pub advance: Abs,
}

/// The smallest thing a line is made of: a character, or a pair like ——.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Characters of [`Paragraph::chars`].
    pub chars: Range<usize>,
    /// Glyphs of [`Paragraph::glyphs`].
    pub glyphs: Range<usize>,
    /// Index into [`Paragraph::styles`].
    pub style: usize,
    /// The face that sets it.
    pub face: FaceId,
    /// The size it is set at (the companion's differs from the style's).
    pub size: Abs,
    /// Its class.
    pub class: Class,
    /// Width without the blanks that lines may take away.
    pub body: Abs,
    /// From the body's left edge to the glyphs' origin.
    pub origin: Abs,
    /// Blank at the left that belongs to it.
    pub left: Abs,
    /// Blank at the right that belongs to it; below nought where the next letter
    /// is kerned into it.
    pub right: Abs,
    /// What is drawn at it.
    pub mark: Mark,
}

/// What stands between two clusters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// Blank in a line that needs no adjusting.
    pub natural: Abs,
    /// How much of it may go.
    pub shrink: Abs,
    /// When it goes: lower tiers first (composition rule R5.2).
    pub tier: usize,
    /// How it opens.
    pub stretch: Stretch,
    /// Whether a line may end here.
    pub break_: Break,
}

/// A paragraph, shaped and ready to be broken at any widths.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The characters set.
    pub chars: Vec<char>,
    /// Where each character stands in the user's files.
    pub places: Vec<Span>,
    /// The looks used.
    pub styles: Vec<Arc<TextStyle>>,
    /// Shaped glyphs.
    pub glyphs: Vec<ShapedGlyph>,
    /// Clusters in order.
    pub clusters: Vec<Cluster>,
    /// `joints[k]` stands before `clusters[k]`; the first has no use.
    pub joints: Vec<Joint>,
    /// First-line indent.
    pub indent: Abs,
    /// Characters that no face has.
    pub missing: Vec<usize>,
    /// Marks of a vertical line that no face has upright: shaped as they lie, to be
    /// turned.
    pub lying: Vec<usize>,
    /// Characters set in a fall-back face.
    pub fallbacks: Vec<(usize, FaceId)>,
    /// The end of the text from this cluster on is kept on one line and pushed
    /// to the right edge: a story's tail （澜江工）.
    pub flush: Option<usize>,
    /// Readings, and the signs that dots and waves are drawn with.
    pub extras: Extras,
    /// How its lines meet their measure.
    pub form: Form,
    /// What had better not be parted.
    pub keeps: Vec<Keep>,
}

impl Paragraph {
    /// The characters of some clusters.
    #[must_use]
    pub fn text_of(&self, clusters: Range<usize>) -> String {
        let range = self.chars_of(clusters);
        self.chars[range].iter().collect()
    }

    /// The characters' numbers of some clusters.
    #[must_use]
    pub fn chars_of(&self, clusters: Range<usize>) -> Range<usize> {
        match (self.clusters.get(clusters.start), clusters.end.checked_sub(1)) {
            (Some(first), Some(last)) if last >= clusters.start => {
                first.chars.start..self.clusters[last].chars.end
            }
            _ => 0..0,
        }
    }

    /// From the first to the last of some characters, if they stand in one file.
    #[must_use]
    pub fn span_of(&self, chars: Range<usize>) -> Option<Span> {
        let first = *self.places.get(chars.start)?;
        let last = self.places.get(chars.end.checked_sub(1)?)?;
        let end = if last.file == first.file { last.end } else { first.end };
        Some(Span {
            file: first.file,
            start: first.start,
            end: end.max(first.end),
        })
    }

    /// All characters, those of readings too.
    #[must_use]
    pub fn count(&self) -> usize {
        let readings = self.extras.readings.iter();
        self.chars.len()
            + readings.map(|reading| reading.words.chars.len()).sum::<usize>()
    }

    /// What a line parts that ends before a cluster, where one may end at a cost.
    #[must_use]
    pub fn kept_at(&self, cluster: usize) -> Option<&Keep> {
        let at = self.clusters.get(cluster)?.chars.start;
        let here = |keep: &&Keep| keep.places.contains(&at);
        let free = self.joints[cluster].break_ != Break::No;
        self.keeps
            .iter()
            .filter(here)
            .max_by_key(|keep| keep.kind)
            .filter(|_| free)
    }

    /// What is left of it from a cluster on, to be set elsewhere: it does not
    /// begin a paragraph, so it has no indent.
    #[must_use]
    pub fn rest(&self, from: usize) -> Paragraph {
        let mut rest = self.clone();
        let Some(first) = self.clusters.get(from).map(|cluster| cluster.chars.start)
        else {
            return rest;
        };
        rest.chars.drain(..first);
        rest.places.drain(..first);
        rest.clusters.drain(..from);
        rest.joints.drain(..from);
        for cluster in &mut rest.clusters {
            cluster.chars = cluster.chars.start - first..cluster.chars.end - first;
        }
        rest.indent = Abs::ZERO;
        let left = |list: &[usize]| -> Vec<usize> {
            list.iter().filter_map(|at| at.checked_sub(first)).collect()
        };
        (rest.missing, rest.lying) = (left(&self.missing), left(&self.lying));
        let later = |(at, face): &(usize, FaceId)| Some((at.checked_sub(first)?, *face));
        rest.fallbacks = self.fallbacks.iter().filter_map(later).collect();
        rest.flush = self.flush.and_then(|flush| flush.checked_sub(from));
        if let Form::Cells { starts, .. } = &mut rest.form {
            *starts = starts.iter().filter_map(|at| at.checked_sub(from)).collect();
        }
        rest.keeps.retain(|keep| keep.chars.start >= first);
        for keep in &mut rest.keeps {
            for range in [&mut keep.chars, &mut keep.places] {
                *range = range.start - first..range.end - first;
            }
        }
        let readings = self.extras.readings.iter();
        let own = |reading: &ReadingWords| reading.rest(&self.clusters, from);
        rest.extras.readings = readings.filter_map(own).collect();
        rest
    }

    /// How many others a joint is worth when a line opens: beside bases that their
    /// readings widen there is white already.
    #[must_use]
    pub fn weight(&self, joint: usize) -> i64 {
        if self.extras.readings.is_empty() {
            return 1;
        }
        let wide = |cluster: &Cluster| match cluster.mark.reading {
            Reading::Base(_) if cluster.size > Abs::ZERO => {
                to_i64((cluster.body + cluster.size / 2).steps_down(cluster.size))
            }
            _ => 1,
        };
        let beside = self.clusters.get(joint.max(1) - 1..=joint).unwrap_or_default();
        beside.iter().map(wide).max().unwrap_or(1).max(1)
    }

    /// The look of a cluster.
    #[must_use]
    pub fn style_of(&self, cluster: &Cluster) -> &TextStyle {
        &self.styles[cluster.style]
    }
}
