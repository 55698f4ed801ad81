//! Words meant for one line, such as a crosshead or a signature, that are too
//! long for it and turn over: between words, as in a headline.

use super::sense::{Place, TORN, places};
use crate::geom::Abs;
use crate::text::Paragraph;
use crate::text::breaker::{Breaker, Setting};
use crate::text::breaks::Break;
use crate::text::class::Class;
use crate::text::words::Words;
use std::ops::Range;

/// An em by which a line is shorter than the longest.
const UNEVEN: f64 = 0.8;
/// Cost of a line that ends inside one of the names in a row: more than white.
const INSIDE_NAMES: f64 = 50.0;

/// Makes the breaks of a line cost what they cost the sense, least at a blank;
/// none is inside a word or a name. A word wider than its line is broken by force.
pub(super) fn by_sense(line: &mut Paragraph, words: &Words) {
    let places = places(line, words);
    for (joint, place) in line.joints.iter_mut().zip(places) {
        let Break::Yes(cost) = joint.break_ else { continue };
        joint.break_ = match place {
            Place::Torn(more) | Place::At(more) | Place::Doubtful(more)
                if more < TORN =>
            {
                Break::Yes(cost + more)
            }
            _ => Break::No,
        };
    }
}

/// Makes names in a row turn over after 、 or a blank, if they can.
pub(super) fn between_names(line: &mut Paragraph) {
    for (at, joint) in line.joints.iter_mut().enumerate() {
        let before = at.checked_sub(1).map(|before| line.clusters[before].class);
        let parts =
            matches!(before, Some(Class::Pause | Class::Blank | Class::WordSpace));
        if let (Break::Yes(cost), false) = (joint.break_, parts) {
            joint.break_ = Break::Yes(cost + INSIDE_NAMES);
        }
    }
}

/// The lines of words in a width: no more than it takes, and nearly equal.
#[must_use]
pub(super) fn lines(line: &Paragraph, width: Abs) -> Vec<Range<usize>> {
    let (breaker, all) = (Breaker::new(line), 0..line.clusters.len());
    let natural = breaker.measure(all.clone()).natural;
    if natural <= width {
        return vec![all];
    }
    let Some(first) = breaker.best(&|_| width) else { return vec![all] };
    let em = line.styles.first().map_or(Abs::pt(9.0), |style| style.size);
    let uneven = |way: &Setting| {
        let lengths = way.lines.iter().map(|line| breaker.measure(line.clone()).natural);
        let longest = lengths.clone().max().unwrap_or_default();
        lengths.map(|length| (longest - length).in_em(em)).sum::<f64>()
    };
    let price = |way: &Setting| way.cost + UNEVEN * uneven(way);
    let count = first.lines.len();
    // Narrower measures give lines that are more alike.
    let narrower = (natural.steps_down(em) / count..width.steps_down(em))
        .filter_map(|chars| breaker.best(&|_| em * chars))
        .filter(|way| way.lines.len() == count && !way.forced);
    let best = narrower.chain([first]).min_by(|a, b| price(a).total_cmp(&price(b)));
    best.map_or_else(|| vec![all], |best| best.lines)
}
