//! Classes of characters in a Chinese line (composition rule R1, CLREQ 3.1).

use super::address::addresses;

mod signs;

pub(super) use signs::is_apostrophe;

/// What a character is to the line it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// “ （ 《 …: ink in the right half, blank at the left.
    Open,
    /// ” ） 》 …: ink in the left half, blank at the right.
    Close,
    /// ， 、 ； ：: a pause inside a sentence.
    Pause,
    /// 。 ！ ？: the end of a sentence.
    Stop,
    /// ·, and the ∶ of a score: half an em, never adjusted (GB/T 15834 5.1.7).
    Interpunct,
    /// ～ – and the one-em —: joins two numbers or names.
    Connector,
    /// /: half an em.
    Solidus,
    /// ——: two ems, never split.
    Dash,
    /// ……: two ems, never split.
    Ellipsis,
    /// A Chinese character, or any other full-width sign.
    Han,
    /// A letter of a Latin word.
    Latin,
    /// An ASCII digit or a sign that belongs to a number (. , % + - –).
    Digit,
    /// ℃ ‰ after a number, ￥ ± ＋ － before it, × between two: belongs to it.
    Unit,
    /// ² ³ ⁿ: raised, and part of what stands before it.
    Raised,
    /// A full-width letter or digit, of copy that is left as it is.
    Wide,
    /// A space between Latin words.
    WordSpace,
    /// A blank of fixed width: U+3000, or the em after a lead-in.
    Blank,
}

impl Class {
    /// All of them, in order.
    pub(super) const ALL: [Class; 17] = [
        Class::Open,
        Class::Close,
        Class::Pause,
        Class::Stop,
        Class::Interpunct,
        Class::Connector,
        Class::Solidus,
        Class::Dash,
        Class::Ellipsis,
        Class::Han,
        Class::Latin,
        Class::Digit,
        Class::Unit,
        Class::Raised,
        Class::Wide,
        Class::WordSpace,
        Class::Blank,
    ];

    /// The class of a character by itself.
    ///
    /// Quotes count as Chinese here; see [`classes`] for Latin surroundings.
    #[must_use]
    pub fn of(c: char) -> Class {
        match c {
            _ if is_ideograph(c) => Class::Han,
            '“' | '‘' | '（' | '《' | '〈' | '「' | '『' | '【' | '〖' | '〔' | '［'
            | '｛' | '〘' | '〝' => Class::Open,
            '”' | '’' | '）' | '》' | '〉' | '」' | '』' | '】' | '〗' | '〕' | '］'
            | '｝' | '〙' | '〟' => Class::Close,
            '，' | '、' | '；' | '：' => Class::Pause,
            '。' | '！' | '？' | '．' => Class::Stop,
            '·' | '‧' | '・' => Class::Interpunct,
            '～' | '–' | '〜' | '－' => Class::Connector,
            '/' | '／' => Class::Solidus,
            '—' | '⸺' => Class::Dash,
            '…' | '⋯' => Class::Ellipsis,
            '\u{3000}' => Class::Blank,
            ' ' | '\u{a0}' => Class::WordSpace,
            '0'..='9' => Class::Digit,
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Class::Wide,
            '¹' | '²' | '³' | '⁰'..='ⁿ' => Class::Raised,
            _ if is_latin(c) => Class::Latin,
            _ => Class::Han,
        }
    }

    /// Whether the mark may not begin a line (basic level).
    #[must_use]
    pub fn is_closing(self) -> bool {
        matches!(self, Class::Close | Class::Pause | Class::Stop)
    }

    /// Whether it is a Chinese mark (as against a word or a character).
    #[must_use]
    pub fn is_mark(self) -> bool {
        use Class::{Digit, Han, Latin, Raised, Unit, Wide};
        !matches!(self, Han | Latin | Digit | Unit | Raised | Wide)
    }

    /// Whether it is set in the Latin companion face.
    #[must_use]
    pub fn is_western(self) -> bool {
        matches!(self, Class::Latin | Class::Digit | Class::Raised | Class::WordSpace)
    }
}

/// Characters of the basic block and extension A: what copy is made of, and of
/// one class whatever their surroundings.
#[must_use]
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Letters and signs that are set as Latin. Signs that a Chinese face draws on
/// the full em (℃ ‰ № ①) are not.
fn is_latin(c: char) -> bool {
    c.is_ascii_graphic()
        || matches!(c, '\u{a1}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' | '−')
            && !matches!(c, '±' | '×' | '÷' | '°' | '·' | '§')
}

/// Whether a sign is the unit of the number before it: 20℃, 20㎡.
fn is_unit(c: char) -> bool {
    matches!(c, '℃' | '℉' | '‰' | '°' | '′' | '″' | '㎀'..='㏟')
}

/// Signs that belong to the number they stand at.
fn is_reckoning(c: char) -> bool {
    matches!(
        c,
        '±' | '∓'
            | '×'
            | '÷'
            | '＋'
            | '＝'
            | '＞'
            | '＜'
            | '≈'
            | '≠'
            | '≥'
            | '≤'
            | '≧'
            | '≦'
    )
}

/// The classes of a paragraph's characters in their surroundings.
#[must_use]
pub fn classes(chars: &[char]) -> Vec<Class> {
    let mut classes: Vec<Class> = chars.iter().map(|c| Class::of(*c)).collect();
    one_word(chars, &mut classes);
    let latin = |at: Option<usize>, list: &[Class]| {
        at.and_then(|at| list.get(at))
            .is_some_and(|c| matches!(c, Class::Latin | Class::Digit))
    };
    // Single quotes that are open.
    let mut quotes = 0_usize;
    for at in 0..chars.len() {
        if is_ideograph(chars[at]) {
            continue;
        }
        let before = latin(at.checked_sub(1), &classes);
        let after = latin(Some(at + 1), &classes);
        classes[at] = match (chars[at], classes[at]) {
            // don’t, rock ’n’ roll: curly quotes between Latin are Latin (R4.4).
            ('“' | '”' | '‘' | '’', _) if before && after => Class::Latin,
            ('’', _) if before && chars.get(at + 1) == Some(&' ') => Class::Latin,
            // 1,000 8:30 84.0% +5: signs inside a number belong to it (R6.1).
            ('.' | ',' | ':' | '-' | '/', _) if digit(chars, at) => Class::Digit,
            ('%', _) if before => Class::Digit,
            (c, _) if before && is_unit(c) => Class::Unit,
            // ￥30: the sign belongs to the number.
            ('￥' | '¥' | '＄' | '€' | '£', _) if after => Class::Unit,
            // ±2.5 4×100 ＞95: signs of reckoning belong to their numbers (R6.1).
            (c, _) if is_reckoning(c) && (before || after) => Class::Unit,
            // －3℃ is below nought: the sign is the number's own (R6.1).
            ('－', _) if signs::is_minus(chars, &classes, at) => Class::Unit,
            ('-' | '–', _) if signs::is_minus(chars, &classes, at) => Class::Digit,
            // 让-雅克 氦-3: between Chinese a hyphen joins as a connector does.
            ('-', _)
                if chars.get(at + 1) != Some(&'-') && joins_chinese(&classes, at) =>
            {
                Class::Connector
            }
            // AC/DC km/h: the solidus between Latin letters is Latin.
            ('/', _) if before && after => Class::Latin,
            // 1 200: the blank is the number's own, and as fixed as its figures.
            (' ' | '\u{a0}', _) if signs::is_group(chars, at) => Class::Digit,
            // ’98: the apostrophe of a year cut short.
            ('’', _) if is_apostrophe(chars, at, quotes > 0) => Class::Digit,
            // 60∶57: the sign of a score stands as · in 3·15.
            ('∶', _) if before && after => Class::Interpunct,
            // ８４．０％: the same signs between full-width digits.
            ('．' | '，' | '：', _) if wide(chars, at) => Class::Wide,
            ('％', _) if at > 0 && chars[at - 1].is_numeric() => Class::Wide,
            ('–' | '—', _) if before && after => Class::Connector,
            // A single dash joins, a pair breaks off (R1: 一字线 and 破折号).
            ('—', _) if alone(chars, at) => Class::Connector,
            (_, class) => class,
        };
        match (chars[at], classes[at]) {
            ('‘', Class::Open) => quotes += 1,
            ('’', Class::Close) => quotes = quotes.saturating_sub(1),
            _ => {}
        }
    }
    classes
}

/// https://a/b: all of an address is one Latin word.
fn one_word(chars: &[char], classes: &mut [Class]) {
    if !chars.contains(&'/') {
        return;
    }
    for address in addresses(chars) {
        let solidus = |class: &&mut Class| **class == Class::Solidus;
        classes[address]
            .iter_mut()
            .filter(solidus)
            .for_each(|class| *class = Class::Latin);
    }
}

/// Whether a hyphen has Chinese before it, and Chinese or a number after it.
fn joins_chinese(classes: &[Class], at: usize) -> bool {
    let is = |at: Option<usize>, wanted: &[Class]| {
        at.and_then(|at| classes.get(at))
            .is_some_and(|class| wanted.contains(class))
    };
    is(at.checked_sub(1), &[Class::Han]) && is(Some(at + 1), &[Class::Han, Class::Digit])
}

fn digit(chars: &[char], at: usize) -> bool {
    let is = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit)
    };
    is(at.checked_sub(1)) && is(Some(at + 1))
}

fn wide(chars: &[char], at: usize) -> bool {
    let is = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| ('０'..='９').contains(c))
    };
    is(at.checked_sub(1)) && is(Some(at + 1))
}

fn alone(chars: &[char], at: usize) -> bool {
    let same = |at: Option<usize>| at.and_then(|at| chars.get(at)) == Some(&'—');
    !same(at.checked_sub(1)) && !same(Some(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Class> {
        classes(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn every_class_stands_in_its_place() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, number, "{class:?}");
        }
    }

    #[test]
    fn signs_take_the_class_of_their_surroundings() {
        use Class::{Close, Connector, Dash, Digit, Han, Latin, Open, Solidus};
        assert_eq!(of("1,0"), [Digit; 3]);
        assert_eq!(of("8:30"), [Digit; 4]);
        assert_eq!(of("don’t"), [Latin; 5]);
        assert_eq!(of("“好”"), [Open, Han, Close]);
        assert_eq!(of("东—西"), [Han, Connector, Han]);
        assert_eq!(of("——"), [Dash; 2]);
        assert_eq!(of("文/图"), [Han, Solidus, Han]);
        assert_eq!(of("AC/DC"), [Latin; 5]);
        assert_eq!(of("a://b.cn/"), [Latin; 9]);
        assert_eq!(of("6∶5"), [Digit, Class::Interpunct, Digit]);
        assert_eq!(of("84%"), [Digit; 3]);
        assert_eq!(of("±2"), [Class::Unit, Digit]);
        assert_eq!(of("4×A"), [Digit, Class::Unit, Latin]);
        assert_eq!(of("好×好"), [Han; 3]);
        assert_eq!(of("−3"), [Latin, Digit]);
        assert_eq!(of("让-雅"), [Han, Connector, Han]);
        assert_eq!(of("氦-3"), [Han, Connector, Digit]);
        assert_eq!(of("歼－20"), [Han, Connector, Digit, Digit]);
        assert_eq!(of("－3"), [Class::Unit, Digit]);
        assert_eq!(of("温–3"), [Han, Digit, Digit]);
        assert_eq!(of("-3"), [Digit; 2]);
        assert_eq!(of("X-光"), [Latin, Latin, Han]);
        assert_eq!(of("用--v"), [Han, Latin, Latin, Latin]);
        assert_eq!(of("20℃"), [Digit, Digit, Class::Unit]);
        assert_eq!(of("20㎡"), [Digit, Digit, Class::Unit]);
        assert_eq!(of("1 200"), [Digit; 5]);
        let space = Class::WordSpace;
        assert_eq!(of("A4 100"), [Latin, Digit, space, Digit, Digit, Digit]);
        assert_eq!(of("a 1 200")[1..], [space, Digit, Digit, Digit, Digit, Digit]);
        assert_eq!(of("’98"), [Digit; 3]);
        assert_eq!(of("‘好’98"), [Open, Han, Close, Digit, Digit]);
        assert_eq!(of("m²好"), [Latin, Class::Raised, Han]);
        assert_eq!(of("８．４％"), [Class::Wide; 4]);
    }
}
