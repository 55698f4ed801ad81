//! What is told of set lines: loose and tight ones, lines that stay short or
//! stick out, words broken by force, marks at a line's start, lone characters.

use crate::diag::{Code, Diagnostic, Message, code};
use crate::geom::{Abs, Em};
use crate::say;
use crate::text::breaker::{Breaker, opening};
use crate::text::breaks::{Break, Kind};
use crate::text::class::Class;
use crate::text::marks::ReadingWords;
use crate::text::{Cluster, Paragraph};
use std::ops::Range;

/// Whose lines are told, and from where on a line is loose.
#[derive(Clone, Copy)]
pub struct Told<'t> {
    /// The story's name.
    pub story: &'t str,
    /// A gap opened by more is told.
    pub loose: Em,
}

/// A line is tight that gives up so much, in em: three marks lost their blank.
/// One or two are how any line is filled (R5.1).
const TIGHT: f64 = 1.5;

/// The faults of one line of a paragraph in its measure.
#[must_use]
pub(super) fn faults_of(
    told: Told<'_>,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    line: &Range<usize>,
    width: Abs,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut tell = |code, message: Message, clusters: Range<usize>| {
        let fault = Diagnostic::new(code, message);
        let span = paragraph.span_of(paragraph.chars_of(clusters));
        faults.push(match span {
            Some(span) => fault.at(span),
            None => fault,
        });
    };
    let story = told.story;
    let loose = told.loose;
    let short = filled(story, (paragraph, breaker), (line, width, loose), &mut tell);
    broken(story, (paragraph, breaker), (line, width, short), &mut tell);
    parted(story, paragraph, line.end, &mut tell);
    begins_with_mark(story, paragraph, line.start, &mut tell);
    let words = |line: Range<usize>| {
        paragraph.clusters[line]
            .iter()
            .any(|cluster| !cluster.class.is_mark())
    };
    let last = breaker.text_on_last_line(line);
    // A paragraph of marks alone has no characters that could stand with others.
    if last.is_some_and(|text| breaker.is_lone(&text)) && words(0..line.end) {
        let message = match words(line.clone()) {
            true => say!(
                "孤字：“{story}”有一段末行只有一个字",
                "a paragraph of “{story}” ends in a line of one character"
            ),
            false => say!(
                "孤字：“{story}”有一段末行只有标点",
                "a paragraph of “{story}” ends in a line of marks alone"
            ),
        };
        tell(code::LONE_CHARACTER, message, line.clone());
    }
    faults
}

/// A line that begins with the third of three marks (R2.5).
fn begins_with_mark(
    story: &str,
    paragraph: &Paragraph,
    at: usize,
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) {
    if at > 0 && is_broken(paragraph, at) && paragraph.clusters[at].class.is_closing() {
        let message = say!(
            "“{story}”有一行以标点开头：几个标点相连，排不进上一行",
            "a line of “{story}” begins with a mark: there is no room for all of them above"
        );
        tell(code::MARK_AT_START, message, at..at + 1);
    }
}

/// How a line fills its measure: too much for it, tight, short, loose. Says
/// whether it was told as short.
fn filled(
    story: &str,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    (line, width, loose): (&Range<usize>, Abs, Em),
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) -> bool {
    let measure = breaker.measure_in(line.clone(), width);
    let (need, give) = (measure.natural - width, measure.shrinkable());
    if need > give {
        let wide = |reading: &&ReadingWords| {
            line.contains(&reading.base.start) && reading.width() > width
        };
        let (message, at) = match paragraph.extras.readings.iter().find(wide) {
            Some(reading) => (reading_wide(story, reading), reading.base.clone()),
            None => (
                say!(
                    "“{story}”有一行挤不进栏宽",
                    "a line of “{story}” cannot be squeezed into its column"
                ),
                line.clone(),
            ),
        };
        tell(code::LINE_OVERFULL, message, at);
        return false;
    }
    let em = paragraph.styles.first().map_or(Abs::pt(9.0), |style| style.size);
    if need >= em.scale(TIGHT) {
        let by = need.in_em(em);
        let message = say!(
            "紧行：“{story}”有一行挤进 {by:.2} 字",
            "a line of “{story}” is squeezed by {by:.2} em"
        );
        tell(code::LINE_TIGHT, message, line.clone());
    }
    if breaker.is_ragged(line) {
        return false;
    }
    let stiff = measure.equal == 0
        && !is_broken(paragraph, line.end)
        && measure.natural + measure.word + measure.gap < width;
    let is_short = stiff || breaker.is_hole(&measure, width);
    if is_short {
        let message = short(story, (paragraph, breaker), line, width);
        tell(code::LINE_SHORT, message, line.clone());
    }
    let opened = opening(&measure, width, em);
    if opened > loose {
        let by = opened.get();
        let message = say!(
            "“{story}”有一行字间撑开 {by:.2} 字",
            "a line of “{story}” is opened by {by:.2} em a gap"
        );
        tell(code::LINE_LOOSE, message, line.clone());
    }
    is_short
}

fn reading_wide(story: &str, reading: &ReadingWords) -> Message {
    let words: String = reading.words.chars.iter().collect();
    say!(
        "“{story}”里的注音“{words}”比一行还宽；把它分给几个字",
        "the reading “{words}” in “{story}” is wider than its line; give it more characters to stand over"
    )
}

/// Why a line stays short: what comes next does not fit in it, or it has next to
/// nothing that can be opened.
fn short(
    story: &str,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    line: &Range<usize>,
    width: Abs,
) -> Message {
    let unit = breaker.unit_at(line.end);
    let longer = breaker.measure(line.start..unit.end);
    if longer.natural - longer.shrinkable() <= width {
        return say!(
            "“{story}”有一行没有排满：行里没有多少可以撑开的地方",
            "a line of “{story}” stays short: there is too little in it to open"
        );
    }
    let next = quoted(paragraph, unit);
    say!(
        "“{story}”有一行没有排满：“{next}”排不进这一行，字间撑开又太空",
        "a line of “{story}” stays short: “{next}” does not fit in it, and opening its gaps would leave holes"
    )
}

/// Most characters of a word that are told: a line of signs may go on for pages.
const MOST_TOLD: usize = 80;

/// A word, or the beginning of a very long one.
fn quoted(paragraph: &Paragraph, word: Range<usize>) -> String {
    let end = word.end.min(word.start + MOST_TOLD);
    let rest = if end < word.end { "…" } else { "" };
    paragraph.text_of(word.start..end) + rest
}

/// A line that ends inside a word, an address or a number; one that ends where
/// none may: in a token wider than its line.
/// A token over several lines is told once, and a place where a line was told as
/// short, with what did not fit, not again.
fn broken(
    story: &str,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    (line, width, short): (&Range<usize>, Abs, bool),
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) {
    let at = line.end;
    let Some(joint) = paragraph.joints.get(at) else { return };
    // Told of the next line.
    if joint.break_ == Break::No && paragraph.clusters[at].class.is_closing() {
        return;
    }
    let mut unit = word_at(paragraph, at);
    if joint.break_ == Break::No {
        let piece = breaker.unit_at(at);
        unit = if unit.is_empty() { piece } else { within(&unit, &piece) };
    }
    if unit.is_empty() {
        let parted = |own: &&ReadingWords| own.base.start < at && at < own.base.end;
        if let Some(reading) = paragraph.extras.readings.iter().find(parted) {
            let text = paragraph.text_of(reading.base.clone());
            let message = say!(
                "“{story}”里的“{text}”拆在两行，注音也跟着分开",
                "“{text}” in “{story}” stands on two lines, and its reading is shared out"
            );
            tell(code::WORD_BROKEN, message, at - 1..at + 1);
        }
        return;
    }
    let text = quoted(paragraph, unit.clone());
    let wide = breaker.measure(unit.clone()).natural > width;
    if joint.break_ == Break::No || wide && !joint.break_.is_place() {
        let message = say!(
            "“{story}”里的“{text}”一行排不下，只好断开",
            "“{text}” in “{story}” is wider than its line and was broken"
        );
        if unit.start >= line.start {
            tell(code::TOKEN_LONG, message, unit);
        }
    } else if unit.start >= line.start && !short {
        let message = say!(
            "“{story}”有一行断在“{text}”里面",
            "a line of “{story}” ends inside “{text}”"
        );
        tell(code::WORD_BROKEN, message, at - 1..at + 1);
    }
}

/// A line that ends where it had better not: in a name, between a number and its
/// unit.
fn parted(
    story: &str,
    paragraph: &Paragraph,
    at: usize,
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) {
    let Some(keep) = paragraph.kept_at(at).filter(|keep| keep.kind != Kind::Perhaps)
    else {
        return;
    };
    let words: String = paragraph.chars[keep.chars.clone()].iter().collect();
    let place = at - 1..at + 1;
    if matches!(keep.kind, Kind::Name | Kind::Marked) {
        let message = say!(
            "“{story}”里的人名“{words}”拆在两行",
            "the name “{words}” in “{story}” stands on two lines"
        );
        tell(code::NAME_PARTED, message, place);
    } else {
        let message = say!(
            "“{story}”里的“{words}”拆在两行",
            "“{words}” in “{story}” stands on two lines"
        );
        tell(code::KEEP_PARTED, message, place);
    }
}

fn within(word: &Range<usize>, piece: &Range<usize>) -> Range<usize> {
    word.start.max(piece.start)..word.end.min(piece.end)
}

/// The Latin word, address or number that a place stands in, over the blank or the
/// bracket of a telephone number too; empty if none.
fn word_at(paragraph: &Paragraph, at: usize) -> Range<usize> {
    let western =
        |cluster: &Cluster| matches!(cluster.class, Class::Latin | Class::Digit);
    let last = matches!(paragraph.joints[at].break_, Break::Last(_));
    // （010）│6552 3456: the bracket of an area code is passed as a blank is.
    let passed = [Class::WordSpace, Class::Close];
    let is_blank = at > 0 && passed.contains(&paragraph.clusters[at - 1].class);
    let blank = usize::from(last && is_blank && paragraph.kept_at(at).is_none());
    let before = paragraph.clusters[..at - blank].iter().rev();
    let before = before.take_while(|cluster| western(cluster)).count();
    let after = paragraph.clusters[at..].iter().take_while(|c| western(c));
    match (before, after.count()) {
        (0, _) | (_, 0) => at..at,
        (before, after) => at - blank - before..at + after,
    }
}

/// Whether a line ends before a cluster where none may.
fn is_broken(paragraph: &Paragraph, at: usize) -> bool {
    paragraph
        .joints
        .get(at)
        .is_some_and(|joint| joint.break_ == Break::No)
}
