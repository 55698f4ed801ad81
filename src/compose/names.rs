//! Names: never split, and those of two characters opened to three where the
//! house wants it (人名撑三).

use super::flow::Part;
use crate::geom::Abs;
use crate::text::breaks::{Break, Keep, Kind};
use crate::text::class::Class;
use crate::text::form::Form;
use crate::text::{Paragraph, Stretch};
use std::ops::Range;

/// Cost of parting a foreign name of a credit after its dot: more than gaps of
/// 0.2 em, less than a hole.
const AFTER_DOT: f64 = 80.0;
/// Words that a credit's names follow.
const TITLES: [&str; 3] = ["记者", "通讯员", "摄影"];

/// Makes a list of names one of columns. `starts` are the characters that
/// begin a name.
pub(super) fn columns(
    list: &mut Paragraph,
    starts: &[usize],
    (em, gap): (Abs, Abs),
    open: bool,
) {
    let cluster = |at: usize| {
        let is_at = |cluster: &crate::text::Cluster| cluster.chars.start >= at;
        list.clusters.iter().position(is_at).unwrap_or(list.clusters.len())
    };
    let starts: Vec<usize> = starts.iter().map(|at| cluster(*at)).collect();
    let mut widths = Vec::new();
    for name in names_of(list, &starts) {
        keep(list, &name, (em, open));
        widths.push(width(list, &name));
    }
    // Four characters let all columns grow; a longer name takes several.
    let cell = widths.iter().copied().filter(|own| *own <= em * 5i64).max();
    let cell = cell.unwrap_or_default().max(em * 3i64);
    list.form = Form::Cells { cell, gap, starts };
    space(list, cell);
}

/// Gives lists that follow each other, with labels between, the columns of the
/// widest.
pub(super) fn align(parts: &mut [Part]) {
    let mut run: Vec<usize> = Vec::new();
    for at in 0..=parts.len() {
        match parts.get(at) {
            Some(Part::Text(list)) if matches!(list.form, Form::Cells { .. }) => {
                run.push(at);
            }
            Some(Part::Solid(label)) if label.line.is_some() && label.keep == 1 => {}
            _ => {
                level(parts, &run);
                run.clear();
            }
        }
    }
}

fn level(parts: &mut [Part], run: &[usize]) {
    let cell = |at: &usize| match &parts[*at] {
        Part::Text(Paragraph { form: Form::Cells { cell, .. }, .. }) => *cell,
        _ => Abs::ZERO,
    };
    let widest = run.iter().map(cell).max().unwrap_or_default();
    for at in run {
        if let Part::Text(list) = &mut parts[*at] {
            space(list, widest);
        }
    }
}

/// The names of a list, by the clusters that begin them.
fn names_of(list: &Paragraph, starts: &[usize]) -> Vec<Range<usize>> {
    // A blank stands before the next name.
    let ends = starts.iter().skip(1).map(|next| next - 1);
    let ends = ends.chain([list.clusters.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

/// Sets the blanks of a list for columns of a width.
fn space(list: &mut Paragraph, wide: Abs) {
    let Form::Cells { cell, gap, starts } = &mut list.form else { return };
    *cell = wide;
    let (unit, starts) = (wide + *gap, starts.clone());
    let gap = *gap;
    let names = names_of(list, &starts);
    for name in &names[..names.len().saturating_sub(1)] {
        let own = width(list, name);
        let cells = i64::try_from((own + gap).steps_up(unit)).unwrap_or(1).max(1);
        let joint = &mut list.joints[name.end + 1];
        joint.natural = unit * cells - own;
        joint.shrink = Abs::ZERO;
        joint.stretch = Stretch::None;
        joint.break_ = Break::Yes(0.0);
    }
}

/// Keeps reporters' names whole from a character on, to another.
pub(super) fn credit(paragraph: &mut Paragraph, chars: Range<usize>, open: bool) {
    let em = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
    for name in in_credit(paragraph, &chars) {
        keep(paragraph, &name, (em, open));
    }
}

/// Keeps what may be names in a table's cell whole: two or three characters
/// between its edges, blanks and marks, and the parts of a foreign name.
pub(super) fn cell(cell: &mut Paragraph) {
    const SHORT: usize = 3;
    const PART: usize = 6;
    let class = |at: usize| cell.clusters.get(at).map(|cluster| cluster.class);
    let mut names = Vec::new();
    let mut at = 0;
    while at < cell.clusters.len() {
        let start = at;
        while class(at) == Some(Class::Han) {
            at += 1;
        }
        let dot = Some(Class::Interpunct);
        let foreign = class(at) == dot || start > 0 && class(start - 1) == dot;
        if at - start <= if foreign { PART } else { SHORT } {
            names.push(start..at);
        }
        at = at.max(start + 1);
    }
    for name in names.iter().filter(|name| name.len() > 1) {
        for joint in &mut cell.joints[name.start + 1..name.end] {
            joint.break_ = Break::No;
        }
    }
}

/// The names of a credit, as clusters: what stands between blanks and marks,
/// without the title before it.
fn in_credit(paragraph: &Paragraph, chars: &Range<usize>) -> Vec<Range<usize>> {
    let is_of_name = |at: usize| {
        let cluster = &paragraph.clusters[at];
        chars.contains(&cluster.chars.start)
            && matches!(cluster.class, Class::Han | Class::Interpunct)
    };
    let mut names = Vec::new();
    let mut titled = false;
    let mut at = 0;
    while at < paragraph.clusters.len() {
        let start = at;
        while at < paragraph.clusters.len() && is_of_name(at) {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let words = paragraph.text_of(start..at);
        let title = TITLES.iter().filter_map(|title| {
            words
                .rfind(title)
                .map(|byte| words[..byte + title.len()].chars().count())
        });
        let title = title.max();
        titled |= title.is_some();
        let from = start + title.unwrap_or(0);
        if titled && from < at {
            names.push(from..at);
        }
    }
    names
}

/// Keeps a name on one line, a foreign one at least up to its dot; opens two
/// characters to the width of three.
fn keep(paragraph: &mut Paragraph, name: &Range<usize>, (em, open): (Abs, bool)) {
    let Paragraph { clusters, joints, keeps, .. } = paragraph;
    let han = |at: usize| clusters[at].class == Class::Han;
    let opens = open && name.len() == 2 && name.clone().all(han);
    for at in name.start + 1..name.end.max(name.start + 1) {
        if clusters[at - 1].class == Class::Interpunct {
            joints[at].break_ = Break::Last(AFTER_DOT);
            let chars =
                clusters[name.start].chars.start..clusters[name.end - 1].chars.end;
            let places = clusters[at].chars.clone();
            keeps.push(Keep { chars, places, kind: Kind::Name });
            continue;
        }
        joints[at].break_ = Break::No;
        // Nor is the blank of John Smith opened to fill his columns.
        if opens || clusters[at - 1].class == Class::WordSpace {
            joints[at].stretch = Stretch::None;
        }
        if opens {
            joints[at].natural = em;
        }
    }
}

fn width(paragraph: &Paragraph, name: &Range<usize>) -> Abs {
    let bodies = paragraph.clusters[name.clone()].iter().map(|cluster| cluster.body);
    let joints = paragraph.joints[name.clone()]
        .iter()
        .skip(1)
        .map(|joint| joint.natural);
    bodies.sum::<Abs>() + joints.sum::<Abs>()
}
