//! What stays together at a cost (composition rule R6.3), and is told where it
//! gave way.

use super::Break;
use super::reporters::{self, REPORTERS};
use crate::text::class::Class::{self, Connector, Digit, Han};
use crate::text::class::is_ideograph;
use crate::text::units;
use crate::text::words::{SURNAMES, is_double, is_roman, is_title};
use std::ops::Range;

/// A stretch that a line would rather not part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The characters that belong together.
    pub chars: Range<usize>,
    /// Those that a line had better not begin with.
    pub places: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What stays together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What may be a name, a number before what is no unit: not told.
    Perhaps,
    /// A surname and its title, 近 or 约 and a number.
    Loose,
    /// A unit of several characters, beside what its number costs: 周年.
    Unit,
    /// A number and its unit, a range, 第 and its number, ① and its text.
    Number,
    /// 记者, 通讯员.
    Word,
    /// A person's name.
    Name,
    /// A name that the copy itself puts in a box.
    Marked,
}

impl Kind {
    /// What parting it costs. A gap of 0.05 em begins to show, and such a line
    /// costs 5: as much as a number and its unit; a unit torn inside is worse. A
    /// line opened as far as a newspaper allows (0.1 em) costs 13: names give way
    /// only where a line would be looser, marked ones and 通讯员 last of all.
    #[must_use]
    pub fn cost(self) -> f64 {
        match self {
            Kind::Number => 5.0,
            Kind::Word => 50.0,
            Kind::Name => 16.0,
            Kind::Marked => 40.0,
            Kind::Loose | Kind::Unit => 3.0,
            Kind::Perhaps => 1.0,
        }
    }
}

impl Keep {
    /// Characters none of which is to begin a line but the first.
    #[must_use]
    pub fn whole(chars: Range<usize>, kind: Kind) -> Keep {
        let places = (chars.start + 1).min(chars.end)..chars.end;
        Keep { chars, places, kind }
    }

    /// Makes its places dearer.
    pub(super) fn settle(&self, verdicts: &mut [Break]) {
        for verdict in &mut verdicts[self.places.clone()] {
            if let Break::Yes(cost) = verdict {
                *cost += self.kind.cost();
            }
        }
    }
}

/// No Roman figure is longer, ⅩⅧ or XVIII.
const LONGEST_FIGURE: usize = 8;

/// Everything in a text that stays together at a cost.
pub(super) fn keeps(chars: &[char], classes: &[Class]) -> Vec<Keep> {
    let mut keeps = Vec::new();
    for at in 1..chars.len() {
        if let Some(keep) = number(chars, classes, at) {
            if keep.kind == Kind::Number {
                keeps.extend(unit(chars, &keep));
            }
            keeps.push(keep);
        }
        keeps.extend(title(chars, at));
        keeps.extend(ordinal(chars, at));
        for words in REPORTERS {
            if chars[at - 1..].starts_with(words) {
                keeps.push(Keep::whole(at - 1..at - 1 + words.len(), Kind::Word));
                reporters::names(chars, classes, at - 1 + words.len(), &mut keeps);
            }
        }
    }
    keeps
}

/// Numbers stay with their units, ordinals with 第, ranges with both their ends
/// and ① with its text.
fn number(chars: &[char], classes: &[Class], at: usize) -> Option<Keep> {
    let (before, here) = (classes[at - 1], classes[at]);
    if before == Han && here == Han && is_ideograph(chars[at - 1]) {
        return None;
    }
    let item = ('①'..='⒛').contains(&chars[at - 1]);
    if item && here == Han {
        return Some(Keep::whole(at - 1..at + 1, Kind::Number));
    }
    let digits = |class: &&Class| **class == Digit;
    let run = |from: usize| classes[from..].iter().take_while(digits).count();
    let back = |to: usize| to - classes[..to].iter().rev().take_while(digits).count();
    if before == Digit && here == Han && chars[at - 1] != '%' {
        let unit = units::length(&chars[at..]);
        let kind = if unit > 0 { Kind::Number } else { Kind::Perhaps };
        let end = at + unit.max(1);
        let (chars, places) = (back(at)..end, at..end);
        return Some(Keep { chars, places, kind });
    }
    if let Some(grade) = grade(chars, at) {
        return Some(grade);
    }
    let counted = before == Class::WordSpace
        && at > 1
        && matches!(classes[at - 2], Digit | Class::Raised);
    let sign = if counted { units::sign(&chars[at..]) } else { 0 };
    if sign > 0 {
        let (chars, places) = (back(at - 1)..at + sign, at..at + 1);
        return Some(Keep { chars, places, kind: Kind::Number });
    }
    if here != Digit {
        return None;
    }
    if before == Class::WordSpace {
        return code(chars, at).map(|(word, kind)| Keep {
            chars: word..at + run(at),
            places: at..at + 1,
            kind,
        });
    }
    let sign = at - 1;
    if before == Connector && sign > 0 && matches!(classes[sign - 1], Digit | Class::Unit)
    {
        let (chars, places) = (back(sign)..at + run(at), at..at + 1);
        return Some(Keep { chars, places, kind: Kind::Number });
    }
    let kind = match chars[sign] {
        '第' => Kind::Number,
        '近' | '约' => Kind::Loose,
        _ => return None,
    };
    Some(Keep {
        chars: sign..at + run(at),
        places: at..at + 1,
        kind,
    })
}

/// A Roman figure and what it grades: Ⅳ级, III类.
fn grade(chars: &[char], at: usize) -> Option<Keep> {
    let before = || chars[..at].iter().rev().take(LONGEST_FIGURE);
    let signs = before().take_while(|c| is_roman(**c)).count();
    let letters = before().take_while(|c| matches!(c, 'I' | 'V' | 'X')).count();
    let alone = !before().nth(letters).is_some_and(char::is_ascii_alphanumeric);
    let figure = if alone { signs.max(letters) } else { signs };
    if figure == 0 {
        return None;
    }
    let unit = match chars[at] {
        '型' => 1,
        _ => units::length(&chars[at..]),
    };
    (unit > 0).then(|| Keep {
        chars: at - figure..at + unit,
        places: at..at + unit,
        kind: Kind::Number,
    })
}

/// The unit of a number by itself, if it has several characters.
fn unit(chars: &[char], number: &Keep) -> Option<Keep> {
    let from = number.places.start;
    let word = units::word(&chars[from..number.chars.end]);
    (word.len() > 1).then(|| Keep::whole(from + word.start..from + word.end, Kind::Unit))
}

/// Where the word begins that a blank parts from its number: a standard's or a
/// flight's of capitals (ISO 9001, GB/T 15834), and what may be the name of a thing
/// (Windows 11).
fn code(chars: &[char], number: usize) -> Option<(usize, Kind)> {
    let end = number - 1;
    let is_of_word = |c: &&char| c.is_ascii_alphanumeric() || **c == '/';
    let length = chars[..end].iter().rev().take_while(is_of_word).count();
    let word = &chars[end - length..end];
    word.first().filter(|c| c.is_ascii_uppercase())?;
    let small = word.iter().any(char::is_ascii_lowercase);
    let kind = if small { Kind::Perhaps } else { Kind::Number };
    Some((end - length, kind))
}

/// A surname and its title, with 副 or 总 between them too: 王厅长, 李副主任,
/// 张教授.
fn title(chars: &[char], at: usize) -> Option<Keep> {
    if at < 2 || !is_title(&chars[at - 1..=at]) {
        return None;
    }
    let deputy = matches!(chars[at - 2], '副' | '总');
    let last = (at - 2).checked_sub(usize::from(deputy))?;
    let double = last > 0 && is_double(&chars[last - 1..=last]);
    let known = double || SURNAMES.contains(chars[last]);
    known.then(|| Keep::whole(last - usize::from(double)..at + 1, Kind::Loose))
}

/// An ordinal in Chinese figures, and what it counts: 第十四届.
fn ordinal(chars: &[char], at: usize) -> Option<Keep> {
    let is_figure = |c: &&char| "〇零一二三四五六七八九十百千".contains(**c);
    if chars[at - 1] != '第' {
        return None;
    }
    let figures = chars[at..].iter().take(LONGEST_FIGURE).take_while(is_figure).count();
    let end = at + figures + units::length(&chars[at + figures..]);
    (figures > 0).then(|| Keep::whole(at - 1..end, Kind::Loose))
}
