//! Numbers and what they count, put together.

use super::lists::BEFORE_NUMBERS;
use super::{Kind, Word};
use crate::text::units::{self, LONG_UNITS, UNITS};
use std::ops::Range;

/// What stands between the figures of a time or of a result.
const BETWEEN_FIGURES: [&str; 7] = ["小时", "时", "点", "分钟", "分", "秒", "米"];

/// Numbers whose unit the dictionary would take for the beginning of a word:
/// 9月1日│前, 5200米│处.
pub(super) fn measured(text: &[char], range: Range<usize>) -> Vec<Word> {
    let mut found = results(text, range.clone());
    for at in range.clone() {
        let figures = text[range.start..at].iter().rev().take_while(|c| is_figure(c));
        let (count, next) = (figures.count(), text.get(at + 1));
        let kind = match text[at] {
            _ if count == 0 || at + 1 >= range.end => continue,
            '日' if next.is_some_and(|c| "前后内用间".contains(*c)) => Kind::Time,
            '米' if next == Some(&'处') => Kind::Number,
            _ => continue,
        };
        found.push(Word { chars: at - count..at + 1, kind });
    }
    found
}

fn is_figure(c: &char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

/// Numbers with a unit between their figures: 12秒61, 20时30分, 二十五点六.
fn results(text: &[char], range: Range<usize>) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    for start in range.clone() {
        let begins = |is: &dyn Fn(&char) -> bool| {
            is(&text[start]) && (start == range.start || !is(&text[start - 1]))
        };
        let rest = &text[start..range.end];
        let length = match () {
            () if found.last().is_some_and(|last| start < last.chars.end) => continue,
            () if begins(&is_figure) => result(rest),
            () if begins(&is_numeral) => decimal(rest),
            () => None,
        };
        let chars = length.map(|length| start..start + length);
        found.extend(chars.map(|chars| Word { chars, kind: Kind::Number }));
    }
    found
}

/// How long figures, units and figures in turns are, if there are figures twice.
fn result(rest: &[char]) -> Option<usize> {
    let (mut at, mut parts) = (0, 0);
    loop {
        let figures = rest[at..].iter().take_while(|c| is_figure(c)).count();
        let end = at + figures;
        let unit = BETWEEN_FIGURES.iter().find(|unit| {
            let unit: Vec<char> = unit.chars().collect();
            rest[end..].starts_with(&unit)
        });
        let unit = unit.map_or(0, |unit| unit.chars().count());
        // 5米20人: the next number.
        let counts = rest.get(end).is_some_and(|c| UNITS.contains(*c));
        if figures == 0 || unit == 0 && counts {
            break;
        }
        (at, parts) = (end + unit, parts + 1);
        if unit == 0 {
            break;
        }
    }
    (parts > 1).then_some(at)
}

fn is_numeral(c: &char) -> bool {
    "零〇一二三四五六七八九十百千万".contains(*c)
}

/// How long Chinese numerals with a 点 in them are.
fn decimal(rest: &[char]) -> Option<usize> {
    let whole = rest.iter().take_while(|c| is_numeral(c)).count();
    let part = rest.get(whole + 1..)?.iter();
    let part = part
        .take_while(|c| is_numeral(c) && !"十百千万".contains(**c))
        .count();
    let end = whole + 1 + part;
    let goes_on = rest.get(end).is_some_and(|c| "十百千万".contains(*c));
    (rest[whole] == '点' && part > 0 && !goes_on).then_some(end)
}

/// Whether a word counts something.
pub(super) fn counts(text: &[char], word: &Word) -> bool {
    let digits = || text[word.chars.clone()].iter().any(char::is_ascii_digit);
    // A unit alone counts nothing: 延长段.
    let is_unit = || match &text[word.chars.clone()] {
        [c] => UNITS.contains(*c) && !"亿万千百".contains(*c),
        _ => false,
    };
    word.kind == Kind::Number && !is_unit() || word.kind == Kind::Western && digits()
}

/// 第 and its number, a number and its unit, 前 and the months it counts.
pub(super) fn counted(text: &[char], a: &Word, b: &Word) -> Option<Kind> {
    let (first, second) = (&text[a.chars.clone()], &text[b.chars.clone()]);
    match (first, second) {
        ([c], _) if BEFORE_NUMBERS.contains(*c) && counts(text, b) => Some(Kind::Number),
        // 三号│线, 第一│课, 一│年级.
        ([.., '号'], ['线']) if counts(text, a) => Some(Kind::Noun),
        // G105│线.
        ([.., figure], ['线' | '路' | '号' | '型']) if figure.is_ascii_digit() => {
            Some(Kind::Noun)
        }
        (['第', ..], [_]) if counts(text, a) && b.kind == Kind::Noun => Some(Kind::Noun),
        (_, ['年', '级']) if counts(text, a) => Some(Kind::Noun),
        // 四│连胜, 90│后.
        (_, ['连', _]) if counts(text, a) => Some(Kind::Noun),
        ([_, '0' | '5'], ['后']) => Some(Kind::Noun),
        // Ⅳ│级.
        ([.., figure], ['级' | '类' | '型' | '期' | '度']) if is_roman(*figure) => {
            Some(Kind::Noun)
        }
        // 8│月末.
        (_, ['月' | '年', '末' | '底' | '初' | '中']) if counts(text, a) => {
            Some(Kind::Time)
        }
        // 3比1: a score.
        (_, ['比']) if is_score(text, a, b) => Some(Kind::Number),
        ([.., '比'], _) if first.len() > 1 && counts(text, a) => Some(Kind::Number),
        // 1至8月: from one number to another.
        (_, ['至' | '到']) if counts(text, a) => Some(Kind::Number),
        ([.., '至' | '到'], _)
            if first.len() > 1 && counts(text, a) && counts(text, b) =>
        {
            Some(Kind::Number)
        }
        (_, [_, ..])
            if counts(text, a)
                && second.first() != Some(&'第')
                && first.last() != Some(&'号')
                && (second.first() != Some(&'多')
                    || first.last().is_some_and(char::is_ascii_digit))
                && (b.kind == Kind::Number
                    || b.len() <= 2 && second.iter().all(|c| UNITS.contains(*c))
                    || LONG_UNITS
                        .contains(&second.iter().collect::<String>().as_str())) =>
        {
            // 三个月 is a time, and what follows is not counted by it.
            let is_time = second.last().is_some_and(|c| "年月日天时".contains(*c));
            Some(if is_time { Kind::Time } else { Kind::Number })
        }
        // 5│万吨│级, 18│号线.
        _ if is_of_unit(text, a, b) => Some(Kind::Number),
        _ => None,
    }
}

/// Whether a word is of the unit that the figures at the end of another have, or
/// begins with all of it (10│万元户).
fn is_of_unit(text: &[char], a: &Word, b: &Word) -> bool {
    let figure = text[a.chars.clone()].iter().rposition(char::is_ascii_digit);
    figure.is_some_and(|figure| {
        let from = a.chars.start + figure + 1;
        let unit = units::length(&text[from..]);
        b.chars.end <= from + unit || b.chars.start == from && unit > 1
    })
}

/// Whether a sign is a Roman figure.
pub(in crate::text) fn is_roman(c: char) -> bool {
    matches!(c, '\u{2160}'..='\u{2188}')
}

/// Whether a 比 stands between the numbers of a score.
fn is_score(text: &[char], a: &Word, b: &Word) -> bool {
    let figure = |c: Option<&char>| {
        c.is_some_and(|c| c.is_ascii_digit() || "零一二三四五六七八九十".contains(*c))
    };
    counts(text, a)
        && figure(text.get(b.chars.start - 1))
        && figure(text.get(b.chars.end))
}
