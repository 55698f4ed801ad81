//! Tokens: addresses, codes, numbers and long words, where a line ends in them
//! at all (composition rule R6).

use super::Break;
use crate::text::address::addresses;
use crate::text::class::Class::{self, Digit, Latin};
use crate::text::class::is_ideograph;
use crate::text::units;
use std::ops::Range;

/// Cost of breaking an address after one of its signs (R6.2).
const SPLIT_ADDRESS: f64 = 4.0;
/// Cost of breaking a telephone number after its hyphen, and a long word: what
/// gaps opened by about 0.15 and 0.2 em cost.
const SPLIT_PHONE: f64 = 30.0;
const SPLIT_WORD: f64 = 60.0;
/// Cost of parting a number and the unit behind its blank: a gap of 0.23 em.
const SPLIT_UNIT: f64 = 100.0;
/// How a report begins: never parted.
const LEAD: &[char] = &['本', '报', '讯'];
/// Marks that are of no token: most stretches without Chinese characters.
const PLAIN: &[char] =
    &['，', '。', '、', '“', '”', '；', '！', '？', '《', '》', '（', '）', '…', '—'];
/// An address of so many characters may be broken.
const ADDRESS: usize = 10;
/// A word of so many letters may be broken.
const WORD: usize = 8;
/// A telephone number has so many digits, and so many in each of its groups.
const PHONE: usize = 10;
const PHONE_GROUP: usize = 3;

/// Corrects the verdicts inside tokens.
pub(super) fn settle(chars: &[char], classes: &[Class], verdicts: &mut [Break]) {
    for at in (1..chars.len()).filter(|at| chars[*at] == LEAD[1]) {
        if chars[at - 1..].starts_with(LEAD) {
            verdicts[at..at - 1 + LEAD.len()].fill(Break::No);
        }
    }
    for stretch in runs(chars, 0..chars.len(), |c| !is_ideograph(c)) {
        if chars[stretch.clone()].iter().all(|c| PLAIN.contains(c)) {
            continue;
        }
        units(chars, classes, stretch.clone(), verdicts);
        compounds(chars, classes, stretch.clone(), verdicts);
        let mut done = stretch.start;
        for address in addresses(&chars[stretch.clone()]) {
            let address = stretch.start + address.start..stretch.start + address.end;
            words(chars, done..address.start, verdicts);
            phones(chars, done..address.start, verdicts);
            signs(chars, address.clone(), verdicts);
            done = address.end;
        }
        words(chars, done..stretch.end, verdicts);
        phones(chars, done..stretch.end, verdicts);
    }
}

/// Numbers, codes and words with signs in them: of a stretch without Chinese
/// characters, and of the two beside it (九·一八).
fn compounds(
    chars: &[char],
    classes: &[Class],
    stretch: Range<usize>,
    verdicts: &mut [Break],
) {
    for at in stretch.start.max(2) - 1..chars.len().min(stretch.end + 2) {
        let inside = is_inside(chars, classes, at) || is_short_compound(chars, at);
        if inside || begins_word(chars, classes, at) || is_dotted(classes, at) {
            verdicts[at] = Break::No;
        } else if ends_in_plus(chars, classes, at)
            || chars[at] == '-'
                && is_ideograph(chars[at - 1])
                && begins_word(chars, classes, at + 1)
        {
            verdicts[at] = Break::Yes(0.0);
        }
    }
}

/// A blank between a number and its unit, a currency or No. and its number parts
/// only what would else be a hole; one that says so itself (U+00A0) nothing.
fn units(
    chars: &[char],
    classes: &[Class],
    stretch: Range<usize>,
    verdicts: &mut [Break],
) {
    for at in stretch.start.max(1) + 1..chars.len().min(stretch.end + 1) {
        if classes[at - 1] != Class::WordSpace {
            continue;
        }
        let number = matches!(classes[at - 2], Digit | Class::Raised);
        if chars[at - 1] == '\u{a0}' {
            verdicts[at] = Break::No;
        } else if number && units::sign(&chars[at..]) > 0
            || classes[at] == Digit && units::asks_number(&chars[..at - 1])
        {
            verdicts[at] = Break::Last(SPLIT_UNIT);
        }
    }
}

/// Whether a place is behind the · of a unit or a Latin word: 5N·m, AI·5G.
fn is_dotted(classes: &[Class], at: usize) -> bool {
    let western = |class: Option<&Class>| matches!(class, Some(Latin | Digit));
    let before = at.checked_sub(2).map(|at| &classes[at]);
    classes[at - 1] == Class::Interpunct && western(before) && western(classes.get(at))
}

/// Whether a place is inside a short word with a sign in it: Wi-Fi, e-mail, C++
/// (R6.2: words part from eight letters on).
fn is_short_compound(chars: &[char], at: usize) -> bool {
    let is_of_word = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
    let sign = matches!(chars[at - 1], '+' | '-') || chars[at] == '+';
    let before = chars[..at].iter().rev().take(WORD).take_while(is_of_word).count();
    let after = chars[at..].iter().take(WORD).take_while(is_of_word).count();
    let word = &chars[at - before..at + after];
    sign && before.min(after) > 0
        && word.len() < WORD
        && word.iter().any(char::is_ascii_alphabetic)
}

/// Whether a place is after the + that ends a word: C++│语言, AI+│教育.
fn ends_in_plus(chars: &[char], classes: &[Class], at: usize) -> bool {
    chars[at - 1] == '+'
        && classes[at] == Class::Han
        && chars[..at]
            .iter()
            .rev()
            .find(|c| **c != '+')
            .is_some_and(char::is_ascii_alphanumeric)
}

/// Whether a place is after a hyphen that begins a word: --verbose, -3.
fn begins_word(chars: &[char], classes: &[Class], at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|at| classes.get(at));
    let hyphen = |at: usize| chars.get(at) == Some(&'-');
    hyphen(at - 1)
        && [at - 1, at].iter().all(|at| classes.get(*at) == Some(&Latin))
        && (hyphen(at)
            || at < 2
            || hyphen(at - 2)
            || !matches!(before, Some(Latin | Digit)))
}

/// Whether a place is inside a number or a code, beside the sign that joins its
/// parts: 3·15, 60∶57, 3：2, AC/DC.
fn is_inside(chars: &[char], classes: &[Class], at: usize) -> bool {
    let western = |class: Option<&Class>| matches!(class, Some(Latin | Digit));
    let joins = |sign: usize| {
        let Some(before) = sign.checked_sub(1) else { return false };
        let numbers = |is: fn(&char) -> bool| {
            is(&chars[before]) && chars.get(sign + 1).is_some_and(is)
        };
        match chars[sign] {
            '·' => numbers(is_digit) || numbers(is_han_digit),
            '∶' | '：' | '．' | '／' => numbers(is_digit),
            '/' => western(classes.get(before)) && western(classes.get(sign + 1)),
            _ => false,
        }
    };
    // The 八 of 九·一八, the 二 of 一二·九.
    let both = [at - 1, at].iter().all(|at| is_han_digit(&chars[*at]));
    let dot = |at: usize| chars.get(at) == Some(&'·') && joins(at);
    let beside = both && (at > 2 && dot(at - 2) || dot(at + 1));
    joins(at) || joins(at - 1) || beside
}

fn is_digit(c: &char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The figures of 九·一八 and 一二·九.
fn is_han_digit(c: &char) -> bool {
    matches!(
        c,
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    )
}

/// An address of some length parts after / ? & - . @ = _ and nowhere else.
fn signs(chars: &[char], address: Range<usize>, verdicts: &mut [Break]) {
    let long = address.len() >= ADDRESS;
    for at in address.start + 1..address.end {
        let sign = "/?&-.@=_".contains(chars[at - 1]);
        let parts = long && sign && chars[at].is_alphanumeric();
        verdicts[at] = if parts { Break::Yes(SPLIT_ADDRESS) } else { Break::No };
    }
}

/// Long words part between syllables. Not names such as JavaScript, nor letters
/// that are part of a code.
fn words(chars: &[char], range: Range<usize>, verdicts: &mut [Break]) {
    let code = |at: Option<usize>| {
        let c = at.and_then(|at| chars.get(at));
        c.is_some_and(|c| c.is_ascii_digit() || "/._@#&+=".contains(*c))
    };
    // The full stop of a sentence is none of these.
    let stop = |at: usize| {
        chars.get(at) == Some(&'.')
            && !chars.get(at + 1).is_some_and(char::is_ascii_alphanumeric)
    };
    for run in runs(chars, range, |c| c.is_ascii_alphabetic()) {
        let word = &chars[run.clone()];
        let small = word[1..].iter().all(char::is_ascii_lowercase);
        let joined =
            code(run.start.checked_sub(1)) || code(Some(run.end)) && !stop(run.end);
        if word.len() < WORD || !small || joined {
            continue;
        }
        let word: String = word.iter().collect();
        let mut at = run.start;
        for syllable in hypher::hyphenate(&word, hypher::Lang::English) {
            if at > run.start {
                verdicts[at] = Break::Last(SPLIT_WORD);
            }
            at += syllable.len();
        }
    }
}

/// Telephone numbers part after their hyphens and blanks, where a line would else
/// be a hole: 020-38888888, 0755-8888 8888, （010）6552 3456, +86 138 0013 8000. Dates do not, as their groups are
/// shorter.
fn phones(chars: &[char], range: Range<usize>, verdicts: &mut [Break]) {
    let joins = |c: char| matches!(c, '-' | ' ');
    for run in runs(chars, range, |c| c.is_ascii_digit() || joins(c)) {
        let Some(first) = run.clone().find(|at| chars[*at] != ' ') else { continue };
        let last = run.clone().rfind(|at| chars[*at] != ' ').unwrap_or(first);
        let number = &chars[first..=last];
        let digits = number.iter().filter(|c| c.is_ascii_digit()).count();
        let area = area_code(&chars[..first]);
        let country = first > 0 && chars[first - 1] == '+';
        let mut groups = number.split(|c| joins(*c)).skip(usize::from(country));
        if number.len() <= digits
            || digits + area < PHONE
            || !groups.all(|group| group.len() >= PHONE_GROUP)
        {
            continue;
        }
        if area > 0 {
            verdicts[first] = Break::Last(SPLIT_PHONE);
        }
        for at in first + 1..=last {
            if joins(chars[at - 1]) {
                verdicts[at] = Break::Last(SPLIT_PHONE);
            }
        }
    }
}

/// Digits of the area code in brackets that a text ends with: （010）.
fn area_code(text: &[char]) -> usize {
    let [rest @ .., ')' | '）'] = text else { return 0 };
    let digits = rest.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let opens = matches!(rest.get(..rest.len() - digits), Some([.., '(' | '（']));
    if opens && (PHONE_GROUP..=PHONE_GROUP + 1).contains(&digits) { digits } else { 0 }
}

/// Stretches of characters that pass a test.
fn runs(
    chars: &[char],
    range: Range<usize>,
    test: impl Fn(char) -> bool,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in range {
        match found.last_mut() {
            _ if !test(chars[at]) => {}
            Some(run) if run.end == at => run.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}
