//! Galleys 小样: a story at one measure, line by line.

use super::flow::Part;
use super::story::Prepared;
use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::breaker::{Breaker, opening};
use crate::text::line::{Fill, Line, set};

/// A line of a galley.
pub struct GalleyLine<'g> {
    /// The paragraph it is of.
    pub paragraph: &'g Paragraph,
    /// The set line.
    pub line: Line,
    /// Its width before adjusting.
    pub natural: Abs,
    /// How far its Han–Han gaps are opened, in em.
    pub opened: f64,
}

/// Sets paragraphs at a measure, each in its cheapest way.
#[must_use]
pub fn lines<'g>(paragraphs: &[&'g Paragraph], measure: Abs) -> Vec<GalleyLine<'g>> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        let breaker = Breaker::new(paragraph);
        let settings = breaker.settings(&|_| measure);
        let best = settings.into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
        for clusters in best.map(|best| best.lines).unwrap_or_default() {
            lines.push(line(&breaker, paragraph, clusters, measure));
        }
    }
    lines
}

fn line<'g>(
    breaker: &Breaker<'_>,
    paragraph: &'g Paragraph,
    clusters: std::ops::Range<usize>,
    width: Abs,
) -> GalleyLine<'g> {
    let measure = breaker.measure(clusters.clone());
    let em = paragraph.styles.first().map_or(Abs::pt(9.0), |style| style.size);
    let opened = if breaker.is_ragged(&clusters) {
        0.0
    } else {
        opening(&measure, width, em).get()
    };
    let line = set(breaker, paragraph, clusters, width, Fill::Justify);
    GalleyLine { paragraph, line, natural: measure.natural, opened }
}

/// The paragraphs of a story's flow.
#[must_use]
pub fn paragraphs<'p>(story: &'p Prepared<'_>) -> Vec<&'p Paragraph> {
    let text = |part: &'p Part| match part {
        Part::Text(paragraph) => Some(paragraph),
        Part::Solid(solid) => solid.line.as_ref(),
    };
    story.flow.iter().filter_map(text).collect()
}
