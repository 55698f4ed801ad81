//! How the lines of a paragraph meet their measure: full as body text, ragged
//! as a signature, in a block as verses, in equal columns as a list of names.

use super::breaker::Breaker;
use super::line::{Fill, Line, set};
use super::paragraph::Paragraph;
use crate::geom::{Abs, to_i64};
use std::ops::Range;
use std::sync::Arc;

/// How the lines of a paragraph meet their measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Form {
    /// Both ends flush, the last line at the left.
    #[default]
    Full,
    /// Natural widths.
    Ragged(Fill),
    /// A verse: natural width, in a block that is centred by its widest usual verse,
    /// or further left where a longer one needs it.
    Verse {
        /// Width of the widest that is not much longer than most.
        widest: Abs,
        /// Widths of all verses of the block, from the narrowest on.
        all: Arc<[Abs]>,
        /// Indent of the lines that a verse too long turns over.
        hang: Abs,
        /// Whether the next verse stays with it: no verse of a stanza stands alone at
        /// a leg's top or foot.
        stays: bool,
    },
    /// Names in columns of one width.
    Cells {
        /// Width of a column.
        cell: Abs,
        /// The least white between columns.
        gap: Abs,
        /// Clusters that begin a name.
        starts: Vec<usize>,
    },
}

impl Form {
    /// Whether lines need not be full.
    #[must_use]
    pub fn is_ragged(&self) -> bool {
        *self != Form::Full
    }

    /// White at the left of a line in a width.
    fn inset(&self, width: Abs, is_first: bool) -> Abs {
        let Form::Verse { widest, all, hang, .. } = self else { return Abs::ZERO };
        let longest = all.iter().rfind(|own| **own <= width).copied();
        let room = width - longest.unwrap_or_default();
        let side = ((width - *widest) / 2).min(room).max(Abs::ZERO);
        if is_first { side } else { side + (*hang).min(width / 4) }
    }

    /// What a line may measure in a width.
    #[must_use]
    pub fn measure(&self, line: usize, width: Abs) -> Abs {
        width - self.inset(width, line == 0)
    }
}

/// Places the clusters of a line of a paragraph in its measure.
#[must_use]
pub fn lay(
    breaker: &Breaker<'_>,
    paragraph: &Paragraph,
    clusters: Range<usize>,
    width: Abs,
) -> Line {
    let form = &paragraph.form;
    let inset = form.inset(width, clusters.start == 0);
    let fill = match form {
        Form::Full => Fill::Justify,
        Form::Ragged(fill) => *fill,
        Form::Verse { .. } | Form::Cells { .. } => Fill::Left,
    };
    let mut line = set(breaker, paragraph, clusters, width - inset, fill);
    if inset > Abs::ZERO {
        line.x.iter_mut().for_each(|x| *x += inset);
        line.width = width;
    }
    if let Form::Cells { cell, gap, starts } = form {
        columns(&mut line, paragraph, (*cell, *gap), starts);
    }
    line
}

/// Moves the names of a line to the edges of their columns: as many columns as
/// the measure holds, the last flush with its right edge.
fn columns(
    line: &mut Line,
    paragraph: &Paragraph,
    (cell, gap): (Abs, Abs),
    starts: &[usize],
) {
    let unit = cell + gap;
    let count = to_i64((line.width + gap).steps_down(unit));
    let mut own: Vec<usize> = starts
        .iter()
        .copied()
        .filter(|at| line.clusters.contains(at))
        .collect();
    // What a name turned over stands before the others.
    if own.first() != Some(&line.clusters.start) {
        own.insert(0, line.clusters.start);
    }
    let ends = own.iter().skip(1).copied().chain([line.clusters.end]);
    let names: Vec<Range<usize>> =
        own.iter().copied().zip(ends).map(|(a, b)| a..b).collect();
    let widths: Vec<Abs> =
        names.iter().map(|name| width_of(line, paragraph, name)).collect();
    let taken: Vec<i64> = widths
        .iter()
        .map(|own| to_i64((*own + gap).steps_up(unit)).max(1))
        .collect();
    // What a name turned over may take more columns than the list was broken for:
    // then those at the right stand closer.
    let mut room: Abs = widths.iter().map(|own| *own + gap).sum::<Abs>() - gap;
    let fits = taken.iter().sum::<i64>() <= count;
    let pitch = if fits && count > 1 { (line.width - cell) / (count - 1) } else { unit };
    let mut column = 0_i64;
    for ((name, cells), own) in names.iter().zip(taken).zip(widths) {
        let first = name.start - line.clusters.start;
        let last = (line.width - room).max(Abs::ZERO);
        let by = (pitch * column).min(last) - line.x[first];
        room -= own + gap;
        for x in &mut line.x[first..name.end - line.clusters.start] {
            *x += by;
        }
        column += cells;
    }
}

/// Width of a name without the blank behind it.
fn width_of(line: &Line, paragraph: &Paragraph, name: &Range<usize>) -> Abs {
    let from = line.x[name.start - line.clusters.start];
    let inked = name.clone().rev().find(|at| paragraph.clusters[*at].body > Abs::ZERO);
    inked.map_or(Abs::ZERO, |last| {
        line.x[last - line.clusters.start] + paragraph.clusters[last].body - from
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Em;
    use crate::layout::{Level, Punctuation};
    use crate::text::ems;

    /// A name that turns over takes its columns in the next line too.
    #[test]
    fn no_name_is_set_upon_what_another_turned_over() {
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let text = "古丽娜孜·艾山江\u{3000}王力";
        let mut paragraph = ems::paragraph(text, style, Em::ZERO);
        let (cell, gap) = (Abs::pt(30.0), Abs::pt(10.0));
        paragraph.form = Form::Cells { cell, gap, starts: vec![0, 9] };
        let breaker = Breaker::new(&paragraph);
        let line = lay(&breaker, &paragraph, 5..11, Abs::pt(110.0));
        assert_eq!(line.x[0], Abs::ZERO);
        assert!(line.x[4] >= line.x[2] + cell / 3, "{:?}", line.x);
        // Where columns are too few, the last names stand closer.
        let line = lay(&breaker, &paragraph, 2..11, Abs::pt(97.0));
        let end = line.x[8] + Abs::pt(10.0);
        assert!(end <= Abs::pt(97.0) && line.x[7] > line.x[5], "{:?}", line.x);
        // Nor where the list goes on elsewhere.
        let rest = paragraph.rest(9);
        let first = Form::Cells { cell, gap, starts: vec![0] };
        assert_eq!((rest.form, rest.chars[0]), (first, '王'));
    }
}
