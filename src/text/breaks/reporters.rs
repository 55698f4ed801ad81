//! The names that follow 记者 and 通讯员, which stay whole (composition rule R6.3).

use super::keeps::{Keep, Kind};
use crate::text::class::Class::{self, Han, Interpunct};
use crate::text::words::{
    PERHAPS_SURNAMES, RARE_SURNAMES, SURNAMES, is_double, is_foreign, name_at,
};

/// So many names follow one 记者 at most; so many characters has a part of one, and
/// the first of a foreign name.
const MOST_NAMES: usize = 12;
const MOST_OF_NAME: usize = 4;
const LONGEST_PART: usize = 6;
/// As far as a name is looked for that its own characters have to show.
const LOOKED_AT: usize = 12;
/// Words that a reporter's name follows.
pub(in crate::text) const REPORTERS: [&[char]; 2] = [&['记', '者'], &['通', '讯', '员']];
/// What stands before these words in a list of names.
const OF_A_PAPER: [&str; 7] = ["本报", "本刊", "新华社", "特约", "实习", "见习", "驻"];
/// What only names of reporters stand before.
const REPORTS: [&str; 4] = ["报道", "摄", "综合报道", "联合报道"];
/// What names of reporters stand before, and other words too.
const GOES_ON: [&str; 10] =
    ["从", "在", "电", "采", "近日", "昨", "今", "获", "了解", "日前"];
/// What goes on after a name, and is no second character of a given name.
const AFTER_NAME: &str =
    "报从在说了对到采走看来向和与获近昨今前问发拍摄图随跟就也还又见赶写用带把的是于";
/// What goes on after a foreign name, and is hardly a character of one.
const AFTER_FOREIGN: &str = "报从在说采摄昨近获今电发和的了综联向对走";

/// The names from a character on, with blanks or 、 between them: each by its
/// surname, by what stands behind it, or by its own characters.
pub(super) fn names(
    chars: &[char],
    classes: &[Class],
    from: usize,
    keeps: &mut Vec<Keep>,
) {
    let copy = Copy { chars, classes };
    let mut from = from;
    if copy.is_blank(from) {
        from += 1;
    }
    let mut in_list = false;
    for number in 0..MOST_NAMES {
        let Some((end, kind)) = copy.name(from, in_list) else { return };
        // A second name is known by its surname alone.
        if number > 0 && kind == Kind::Perhaps {
            return;
        }
        in_list = kind == Kind::Name;
        keeps.push(Keep::whole(from..end, kind));
        let end = copy.more_parts(end, keeps);
        if !copy.is_blank(end) && chars.get(end) != Some(&'、') {
            return;
        }
        from = end + 1;
    }
}

/// A text, and its classes.
#[derive(Clone, Copy)]
struct Copy<'c> {
    chars: &'c [char],
    classes: &'c [Class],
}

impl Copy<'_> {
    fn is_blank(&self, at: usize) -> bool {
        matches!(self.classes.get(at), Some(Class::Blank | Class::WordSpace))
    }

    /// Chinese characters from one on.
    fn han(&self, from: usize) -> usize {
        let rest = self.classes.get(from..).unwrap_or_default();
        rest.iter().take_while(|class| **class == Han).count()
    }

    fn begins(&self, at: usize, words: &[&str]) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        let begins = |word: &&str| {
            let mut rest = rest.iter();
            word.chars().all(|c| rest.next() == Some(&c))
        };
        words.iter().any(begins)
    }

    /// Whether other reporters are named here: 本报记者, 通讯员.
    fn names_more(&self, at: usize) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        REPORTERS.iter().any(|word| rest.starts_with(word))
            || self.begins(at, &OF_A_PAPER)
    }

    /// 古丽娜孜·艾山: the parts behind the dots of a name, which may part after each,
    /// and where they end.
    fn more_parts(&self, end: usize, keeps: &mut Vec<Keep>) -> usize {
        let mut end = end;
        while self.classes.get(end) == Some(&Interpunct) {
            let from = end + 1;
            let run = self.han(from);
            let goes_on = |at: &usize| AFTER_FOREIGN.contains(self.chars[from + at]);
            let length = match (2..run.min(LONGEST_PART + 1)).find(goes_on) {
                Some(length) => length,
                None if run <= LONGEST_PART => run,
                None => return from,
            };
            keeps.push(Keep::whole(from..from + length, Kind::Name));
            end = from + length;
        }
        end
    }

    /// Whether what stands before a 、 is a name by what stands behind that: a
    /// surname known as one.
    fn begins_list(&self, from: usize, end: usize) -> bool {
        let next = end + 1;
        let run = self.han(next);
        let reports = |at: usize| self.begins(next + at, &REPORTS);
        self.chars.get(end) == Some(&'、')
            && ((2..=MOST_OF_NAME).contains(&run) || (2..=3).any(reports))
            && (SURNAMES.contains(self.chars[next])
                || RARE_SURNAMES.contains(self.chars[next]))
            && !AFTER_NAME.contains(self.chars[from])
    }

    /// How long a name is that only what stands behind it shows: 曲志红、本报记者.
    fn bounded(&self, from: usize, run: usize, in_list: bool) -> Option<usize> {
        let end = from + run;
        // （记者吉知秋）: between brackets and blanks stands nothing else.
        let is_bounded = self.chars.get(end) == Some(&'）')
            || self.is_blank(end)
            || self.begins_list(from, end)
            || self.chars.get(end) == Some(&'、') && self.names_more(end + 1);
        if is_bounded && (2..=MOST_OF_NAME).contains(&run) {
            return Some(run);
        }
        let perhaps = PERHAPS_SURNAMES.contains(self.chars[from]);
        let ends = |length: &usize| {
            let at = from + length;
            self.begins(at, &REPORTS)
                || self.names_more(at)
                || in_list && self.begins(at, &GOES_ON)
        };
        (2..=3).filter(|length| *length <= run && perhaps).find(ends)
    }

    /// How long a name is that is likelier than other words: of a surname that is
    /// a word, before what often follows names, or written as foreign ones are.
    fn likeliest(&self, from: usize, run: usize) -> Option<usize> {
        let own = &self.chars[from..from + run];
        let surname = PERHAPS_SURNAMES.contains(own[0]) && own[0] != '从';
        let goes_on = |length: &usize| {
            self.begins(from + length, &GOES_ON)
                || self.chars.get(from + length) == Some(&'、')
        };
        let lengths = |most: usize| (2..=most.min(run)).any(|length| goes_on(&length));
        let foreign = own.iter().take(6).filter(|c| is_foreign(**c)).count() > 3;
        if !(surname && lengths(3) || foreign) {
            return None;
        }
        let mut text = REPORTERS[0].to_vec();
        text.extend(&own[..run.min(LOOKED_AT)]);
        name_at(&text, REPORTERS[0].len()).filter(|length| foreign || goes_on(length))
    }

    /// Where a name ends that begins here, be it in a list after another, and how sure
    /// that is.
    fn name(&self, from: usize, in_list: bool) -> Option<(usize, Kind)> {
        let run = self.han(from);
        let text = &self.chars[from..from + run];
        let surname = match text {
            [one, two, ..] if is_double(&[*one, *two]) => 2,
            [one, ..] if SURNAMES.contains(*one) || RARE_SURNAMES.contains(*one) => 1,
            [_, ..] => 0,
            [] => return None,
        };
        let sure = |length: usize| Some((from + length, Kind::Name));
        if self.classes.get(from + run) == Some(&Interpunct) && run <= LONGEST_PART {
            return sure(run);
        }
        let known = if surname == 0 { self.bounded(from, run, in_list) } else { None };
        if let Some(length) = known.or_else(|| self.likeliest(from, run)) {
            return sure(length);
        }
        if surname > 0 && run > surname {
            let given = &text[surname..run.min(surname + 2)];
            let goes_on = given[1..].iter().any(|c| AFTER_NAME.contains(*c));
            return sure(surname + if goes_on { 1 } else { given.len() });
        }
        (2..=MOST_OF_NAME)
            .contains(&run)
            .then_some((from + run, Kind::Perhaps))
    }
}
