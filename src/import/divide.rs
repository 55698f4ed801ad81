//! Where one story ends and the next begins.

use super::Desk;
use super::line::{Kind, Line, run_in_tail};
use crate::say;
use std::ops::Range;

/// The most lines a heading has.
const HEADING: usize = 4;

/// The lines of one story, as indices.
pub(super) struct Group {
    /// Its heading, with the reporters' names if they stand there.
    pub head: Range<usize>,
    /// What follows.
    pub body: Vec<usize>,
}

/// Cuts the lines into stories: at the heading above every lead-in, and where a
/// heading without one follows the end of a story.
pub(super) fn divide(desk: &mut Desk<'_>) -> Vec<Group> {
    let lines = desk.lines;
    let mut heads = heads_of_news(lines);
    for head in heads_without_lead(desk, &heads) {
        desk.doubt(
            &lines[head.start],
            say!("没有电头，像是新的一篇", "no lead-in; looks like a new story"),
            say!("另起一篇", "a new story begins here"),
        );
        heads.push(head);
    }
    heads.sort_by_key(|head| head.start);
    let first = heads.first().map_or(lines.len(), |head| head.start);
    let mut groups = groups(&heads, lines.len());
    place_opening(desk, first, &mut groups);
    groups
}

fn groups(heads: &[Range<usize>], end: usize) -> Vec<Group> {
    let ends = heads.iter().skip(1).map(|head| head.start).chain([end]);
    let pairs = heads.iter().zip(ends);
    pairs
        .map(|(head, end)| Group {
            head: head.clone(),
            body: (head.end..end).collect(),
        })
        .collect()
}

fn heads_of_news(lines: &[Line]) -> Vec<Range<usize>> {
    let mut heads = Vec::new();
    let mut floor = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.kind == Kind::News {
            heads.push(head_above(lines, floor, index)..index);
            floor = index + 1;
        }
    }
    heads
}

/// The first line of the heading that ends above a line.
fn head_above(lines: &[Line], floor: usize, index: usize) -> usize {
    let mut start = index;
    while start > floor && index - start < HEADING {
        let above = &lines[start - 1];
        let byline = start == index && above.kind == Kind::Byline;
        // A wide gap inside a heading parts it from what stands before it.
        let parted = start < index
            && lines[start].blank > 1
            && lines[start].blank > lines[index].blank;
        // 奋斗吧！ may also be the end of the paragraph above.
        let rest = above.ends() && start - 1 > floor && !closes(&lines[start - 2]);
        if parted || rest || !(byline || above.may_head()) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether nothing of a story is left open behind this line.
fn closes(line: &Line) -> bool {
    line.ends() || line.kind != Kind::Text || line.may_head()
}

/// Headings of stories that have no lead-in.
fn heads_without_lead(desk: &Desk<'_>, known: &[Range<usize>]) -> Vec<Range<usize>> {
    let lines = desk.lines;
    let taken = |index: usize| known.iter().any(|head| head.contains(&index));
    let mut heads: Vec<Range<usize>> = Vec::new();
    for start in 0..lines.len() {
        let passed = heads.last().is_some_and(|head| start < head.end);
        if passed || taken(start) || !lines[start].may_head() || !is_parted(desk, start) {
            continue;
        }
        let heading = |line: &&Line| line.may_head();
        let count = lines[start..].iter().take(HEADING).take_while(heading).count();
        let mut end = start + count;
        if lines.get(end).is_some_and(|line| line.kind == Kind::Byline) {
            end += 1;
        }
        let text = |line: &Line| matches!(line.kind, Kind::Text | Kind::Caption { .. });
        if lines.get(end).is_some_and(text) && !taken(end) {
            heads.push(start..end);
        }
    }
    heads
}

/// Whether the story before this line is over.
fn is_parted(desk: &Desk<'_>, index: usize) -> bool {
    let Some(above) = index.checked_sub(1).map(|index| &desk.lines[index]) else {
        return true;
    };
    let gap = desk.lines[index].blank;
    let tail = above.kind == Kind::Tail || run_in_tail(&above.plain).is_some();
    tail || gap > 1 && gap > desk.usual_gap && (above.ends() || above.kind != Kind::Text)
}

/// What stands before the first heading: a picture's words go to the first
/// story, anything else becomes a story of its own.
fn place_opening(desk: &mut Desk<'_>, first: usize, groups: &mut Vec<Group>) {
    let Some(line) = desk.lines[..first].first() else { return };
    let picture = |index: usize| {
        let line = &desk.lines[index];
        let next = desk.lines.get(index + 1);
        matches!(line.kind, Kind::PhotoCredit | Kind::Caption { .. })
            || next.is_some_and(|next| next.kind == Kind::PhotoCredit)
    };
    let pictures = (0..first).all(picture);
    match groups.first_mut() {
        Some(group) if pictures => {
            group.body.splice(0..0, 0..first);
            desk.doubt(
                line,
                say!("图片前面没有稿件", "no story stands before this picture"),
                say!("归入第一篇", "given to the first story"),
            );
        }
        _ => {
            groups.insert(0, Group { head: 0..0, body: (0..first).collect() });
            desk.doubt(
                line,
                say!("前面没有标题", "no heading stands before this"),
                say!("单独作为一篇，无题", "a story of its own, without a headline"),
            );
        }
    }
}
