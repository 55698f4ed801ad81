use super::*;
use crate::geom::Em;
use crate::layout::{Level, Punctuation};
use crate::text::ems;
use std::fmt::Write;

/// Headlines: the most em of a line, and the lines wanted, or several ways that
/// are as good. Marks that are not set at a line's end stand after a +.
const CASES: &str = include_str!("cases.txt");

fn words() -> Words {
    Words::new(["灯塔角", "银帆广场", "白露行动", "林小满"])
}

fn phrases(text: &str) -> Phrases {
    let style = ems::style(Punctuation::Banjiao, Level::Gb);
    Phrases::new(ems::paragraph(text, style, Em::ZERO), &words())
}

/// The lines in a width, parted by bars: the fewest, or one more where that
/// reads much better, as in a narrow column.
fn lines(phrases: &Phrases, width: f64) -> String {
    let found = (1..=5).filter_map(|count| phrases.split(count, width)).take(2);
    let extra = |lines: &[Range<usize>]| 2.0 * to_f64(lines.len());
    let best = found.min_by(|a, b| (a.0 + extra(&a.1)).total_cmp(&(b.0 + extra(&b.1))));
    let Some((_, lines)) = best else { return String::from("-") };
    let lines = lines.into_iter().map(|line| phrases.paragraph.text_of(line));
    lines.collect::<Vec<_>>().join("/")
}

/// A case's copy.
fn plain(case: &str) -> String {
    let first = case.split(" | ").next().unwrap_or_default();
    first.chars().filter(|c| !matches!(c, '/' | '+')).collect()
}

#[test]
fn headlines_break_by_sense() {
    let mut wrong = String::new();
    for case in CASES.lines().filter(|line| !line.trim().is_empty()) {
        let (width, want) = case.trim().split_once(' ').expect("a width and lines");
        // 公园+，/: the comma is in the copy, not in the line.
        let set = |lines: &str| {
            let lines = lines.split('/');
            let lines = lines.map(|line| line.split('+').next().unwrap_or_default());
            lines.collect::<Vec<_>>().join("/")
        };
        let mut ways = want.split(" | ");
        let got = lines(&phrases(&plain(want)), width.parse().expect("a width"));
        if !ways.any(|way| set(way) == got) {
            let _ = writeln!(wrong, "{width} {want}\n     got {got}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whatever the width: no line begins inside a word, a number, quotes or 《》,
/// and none has one or two characters.
#[test]
fn nothing_is_torn_at_any_width() {
    for case in CASES.lines().filter_map(|line| line.trim().split_once(' ')) {
        let text = plain(case.1);
        let phrases = phrases(&text);
        for width in 4..30 {
            for count in 2..=4 {
                let Some((_, lines)) = phrases.split(count, f64::from(width)) else {
                    continue;
                };
                assert!(!phrases.is_torn(&lines), "{text} at {width}");
                for line in lines {
                    let words = phrases.paragraph.text_of(line.clone());
                    assert!(phrases.width(&line) >= 2.8, "{words} of {text}");
                    assert!(
                        phrases.width(&line) <= f64::from(width),
                        "{words} of {text}"
                    );
                    let count =
                        |c: char| words.chars().filter(|other| *other == c).count();
                    assert_eq!(count('“'), count('”'), "{words} of {text}");
                    assert_eq!(count('《'), count('》'), "{words} of {text}");
                    assert!(!words.ends_with(['，', '、', '；', '：', '。']), "{words}");
                }
            }
        }
    }
}

/// R10.1: …… is not among the marks that end a line, unless nothing else will do.
#[test]
fn an_ellipsis_ends_no_line_while_there_is_another_place() {
    let text = "老船工守了一夜……天亮才离开";
    assert_eq!(lines(&phrases(text), 12.0), "老船工/守了一夜……天亮才离开");
    assert_eq!(lines(&phrases("等到花开……再出发"), 6.0), "等到花开……/再出发");
}

/// A sentence in quotes parts at its ，; what is quoted inside another does not.
#[test]
fn a_headline_that_is_all_quoted_takes_breath_inside() {
    let cases = [
        ("“孩子有人管，上夜班心里踏实”", "“孩子有人管/上夜班心里踏实”"),
        ("师傅们说：“有人管，心里也踏实”", "师傅们说/“有人管，心里也踏实”"),
        ("“孩子有人管”，“心里也踏实”", "“孩子有人管”/“心里也踏实”"),
    ];
    for (text, want) in cases {
        assert_eq!(lines(&phrases(text), 11.0), want);
    }
}

#[test]
fn where_nothing_fits_as_few_words_as_may_be_are_torn() {
    let phrases = phrases("全国五一劳动奖章");
    assert!(phrases.split(2, 3.0).is_none());
    let lines = phrases.force(3.0);
    assert!(lines.iter().all(|line| phrases.width(line) <= 3.0));
    let covered: usize = lines.iter().map(ExactSizeIterator::len).sum();
    assert_eq!(covered, 8);
}

#[test]
fn copy_without_glyphs_has_no_lines() {
    let phrases = phrases("");
    assert!((1..4).all(|count| phrases.split(count, 9.0).is_none()));
    assert!(phrases.force(9.0).is_empty());
}
