//! What is told of set lines: loose and tight ones, lines that stay short or
//! stick out, words broken by force, marks at a line's start, lone characters.

use crate::diag::{Code, Diagnostic, Message, code};
use crate::geom::{Abs, Em};
use crate::say;
use crate::text::Paragraph;
use crate::text::breaker::{Breaker, opening};
use crate::text::breaks::Break;
use crate::text::class::Class;
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
    broken(story, (paragraph, breaker), line, &mut tell);
    if breaker
        .text_on_last_line(line)
        .is_some_and(|text| breaker.is_lone(&text))
    {
        let message = say!(
            "孤字：“{story}”有一段末行只有一个字",
            "a paragraph of “{story}” ends in a line of one character"
        );
        tell(code::LONE_CHARACTER, message, line.clone());
    }
    filled(story, (paragraph, breaker), (line, width, told.loose), &mut tell);
    faults
}

/// How a line fills its measure: too much for it, tight, short, loose.
fn filled(
    story: &str,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    (line, width, loose): (&Range<usize>, Abs, Em),
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) {
    let measure = breaker.measure_in(line.clone(), width);
    let (need, give) = (measure.natural - width, measure.shrinkable());
    if need > give {
        let message = say!(
            "“{story}”有一行挤不进栏宽",
            "a line of “{story}” cannot be squeezed into its column"
        );
        tell(code::LINE_OVERFULL, message, line.clone());
        return;
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
        return;
    }
    if measure.equal == 0
        && !is_broken(paragraph, line.end)
        && measure.natural + measure.word + measure.gap < width
    {
        let message = say!(
            "“{story}”有一行撑不满",
            "a line of “{story}” has nothing to open and stays short"
        );
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
}

/// A line that ends where none may: in a word wider than its column, or before
/// the third of three marks. A word over several lines is told once.
fn broken(
    story: &str,
    (paragraph, breaker): (&Paragraph, &Breaker<'_>),
    line: &Range<usize>,
    tell: &mut impl FnMut(Code, Message, Range<usize>),
) {
    let at = line.end;
    let is_word = |at: usize| {
        let class = paragraph.clusters.get(at).map(|cluster| cluster.class);
        matches!(class, Some(Class::Latin | Class::Digit))
    };
    if !is_broken(paragraph, at) {
        if is_word(at) && is_word(at - 1) {
            let message = say!(
                "“{story}”有一行断在网址或邮箱里面",
                "a line of “{story}” ends inside an address"
            );
            tell(code::WORD_BROKEN, message, at - 1..at + 1);
        }
        return;
    }
    if paragraph.clusters[at].class.is_closing() {
        let message = say!(
            "“{story}”有一行以标点开头：几个标点相连，排不进上一行",
            "a line of “{story}” begins with a mark: there is no room for all of them above"
        );
        tell(code::MARK_AT_START, message, at..at + 1);
        return;
    }
    let unit = breaker.unit_at(at);
    if unit.start >= line.start {
        let word = paragraph.text_of(unit.clone());
        let message = say!(
            "“{story}”里的“{word}”比栏还宽，只好断开",
            "“{word}” in “{story}” is wider than its column and was broken"
        );
        tell(code::TOKEN_LONG, message, unit);
    }
}

/// Whether a line ends before a cluster where none may.
fn is_broken(paragraph: &Paragraph, at: usize) -> bool {
    paragraph
        .joints
        .get(at)
        .is_some_and(|joint| joint.break_ == Break::No)
}
