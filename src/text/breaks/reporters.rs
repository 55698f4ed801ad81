//! The names that follow 记者 and 通讯员, which stay whole (composition rule R6.3).

use super::keeps::{Keep, Kind};
use crate::text::class::Class::{self, Han, Interpunct};
use crate::text::words::{
    PERHAPS_SURNAMES, RARE_SURNAMES, SURNAMES, is_double, is_foreign, is_place, is_word,
    name_at,
};

/// So many names follow one 记者 at most; so many characters has a part of one, and
/// the first of a foreign name.
const MOST_NAMES: usize = 12;
const MOST_OF_NAME: usize = 4;
const LONGEST_PART: usize = 6;
/// More characters in a row than any name has.
const LONGEST_RUN: usize = 24;
/// As far as a name is looked for that its own characters have to show: Chinese, and
/// foreign.
const LOOKED_AT: [usize; 2] = [6, 12];
/// Words that a reporter's name follows.
pub(in crate::text) const REPORTERS: [&[char]; 3] =
    [&['记', '者'], &['通', '讯', '员'], &['实', '习', '生']];
/// What stands before these words in a list of names.
const OF_A_PAPER: &str = "本报 本刊 新华社 特约 实习 见习 驻";
/// What only names of reporters stand before.
const REPORTS: &str = "报道 摄 综合报道 联合报道";
/// What names of reporters stand before, and other words too.
const GOES_ON: &str = "从 在 电 采 近日 昨 今 获 了解 日前 来到 走进 走访 赶到 前往 看到 \
    现场 赴 发自 随 说 问";
/// What a surname begins besides names.
const NOT_NAMES: &str =
    "曾就 曾在 曾对 曾向 曾多 原以 原计 原定 原本 闻讯 闻听 温馨 单独";
/// What goes on after a name, and is no second character of a given name.
const AFTER_NAME: &str =
    "报从在说了对到采走看来向和与获近昨今前问发拍摄图随跟就也还又见赶写用带把的是于";
/// What goes on after a foreign name, and is hardly a character of one.
const AFTER_FOREIGN: &str = "报从在说采摄昨近获今电发和与的了综联向对走赴";

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
        // 记者王丽 通讯员李强: these are looked for by themselves.
        if copy.names_more(from) {
            return;
        }
        let Some((end, kind)) = copy.name(from, in_list) else { return };
        // A second name is known by its surname alone.
        if number > 0 && kind == Kind::Perhaps {
            return;
        }
        in_list = kind == Kind::Name;
        keeps.push(Keep::whole(from..end, kind));
        let end = copy.more_parts(end, keeps);
        let goes_on = copy.is_blank(end)
            || matches!(chars.get(end), Some('、'))
            || matches!(chars.get(end), Some('和' | '与')) && copy.is_named(end + 1);
        if !goes_on {
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

    /// Chinese characters from one on, as far as it matters.
    fn han(&self, from: usize) -> usize {
        let rest = self.classes.get(from..).unwrap_or_default();
        rest.iter()
            .take(LONGEST_RUN)
            .take_while(|class| **class == Han)
            .count()
    }

    /// Whether one of some words, with blanks between, stands at a character.
    fn begins(&self, at: usize, words: &str) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        let begins = |word: &str| {
            let mut rest = rest.iter();
            word.chars().all(|c| rest.next() == Some(&c))
        };
        words.split_whitespace().any(begins)
    }

    /// Whether other reporters are named here: 本报记者, 通讯员.
    fn names_more(&self, at: usize) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        REPORTERS.iter().any(|word| rest.starts_with(word)) || self.begins(at, OF_A_PAPER)
    }

    /// 古丽娜孜·艾山: the parts behind the dots of a name, which may part after each,
    /// and where they end.
    fn more_parts(&self, end: usize, keeps: &mut Vec<Keep>) -> usize {
        let mut end = end;
        while self.joins_parts(end) {
            let from = end + 1;
            let run = self.han(from);
            let goes_on = |at: &usize| {
                AFTER_FOREIGN.contains(self.chars[from + at])
                    || self.names_more(from + at)
            };
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

    /// Whether a · or the hyphen of 让-雅克 stands between parts of a name.
    fn joins_parts(&self, at: usize) -> bool {
        self.classes.get(at) == Some(&Interpunct)
            || self.chars.get(at) == Some(&'-') && self.han(at + 1) > 0
    }

    /// Whether a surname begins what is a name by what stands behind it: 和王丽报道.
    fn is_named(&self, from: usize) -> bool {
        let Some(first) = self.chars.get(from) else { return false };
        let is_surname = [SURNAMES, RARE_SURNAMES, PERHAPS_SURNAMES]
            .iter()
            .any(|all| all.contains(*first));
        let ends = |length: &usize| {
            let at = from + length;
            self.closes(at) || self.chars.get(at) == Some(&'、') || self.goes_on(at)
        };
        let double = self.chars.get(from..from + 2).is_some_and(is_double);
        let most = if double { 4 } else { 3 };
        is_surname && self.han(from) > 1 && (2..=most).any(|length| ends(&length))
    }

    /// Whether what stands before a 、 is a name by what stands behind that: a
    /// surname known as one.
    fn begins_list(&self, from: usize, end: usize) -> bool {
        let next = end + 1;
        let run = self.han(next);
        let reports = |at: usize| self.begins(next + at, REPORTS);
        self.chars.get(end) == Some(&'、')
            && ((2..=MOST_OF_NAME).contains(&run) || (2..=3).any(reports))
            && (SURNAMES.contains(self.chars[next])
                || RARE_SURNAMES.contains(self.chars[next]))
            && !AFTER_NAME.contains(self.chars[from])
    }

    /// Whether there stands what the names of reporters stand before.
    fn goes_on(&self, at: usize) -> bool {
        self.begins(at, REPORTS) || self.begins(at, GOES_ON)
    }

    /// Whether nothing but 摄 follows the names: （记者吉知秋摄）, between brackets and
    /// blanks.
    fn closes(&self, end: usize) -> bool {
        let end = end + usize::from(self.chars.get(end) == Some(&'摄'));
        matches!(self.chars.get(end), None | Some('）')) || self.is_blank(end)
    }

    /// How long a name is that only what stands behind it shows: 曲志红、本报记者.
    fn bounded(&self, from: usize, run: usize, in_list: bool) -> Option<usize> {
        let end = from + run;
        let perhaps = PERHAPS_SURNAMES.contains(self.chars[from]);
        let is_bounded = self.closes(end)
            && (perhaps && run < MOST_OF_NAME || end < self.chars.len())
            || self.begins_list(from, end)
            || self.chars.get(end) == Some(&'、') && self.names_more(end + 1);
        if is_bounded && (2..=MOST_OF_NAME).contains(&run) {
            return Some(run);
        }
        let ends = |length: &usize| {
            let at = from + length;
            let joined = matches!(self.chars.get(at), Some('和' | '与'));
            self.begins(at, REPORTS)
                || self.names_more(at + usize::from(joined))
                || in_list && self.begins(at, GOES_ON)
        };
        // 李大伟、时文明、李强.
        let is_among = in_list && perhaps && self.chars.get(end) == Some(&'、');
        let ends = (2..=3).filter(|length| *length <= run && perhaps).find(ends);
        ends.or((is_among && (2..=3).contains(&run)).then_some(run))
    }

    /// How long a name is that is likelier than other words: of a surname that is
    /// a word, before what often follows names, or written as foreign ones are.
    fn likeliest(&self, from: usize, run: usize) -> Option<usize> {
        let own = &self.chars[from..from + run];
        let surname = PERHAPS_SURNAMES.contains(own[0]) && own[0] != '从';
        let goes_on = |length: &usize| {
            self.begins(from + length, GOES_ON)
                || self.chars.get(from + length) == Some(&'、')
        };
        let lengths = |most: usize| (2..=most.min(run)).any(|length| goes_on(&length));
        let foreign = own.iter().take(6).filter(|c| is_foreign(**c)).count() > 3;
        if !(surname && lengths(3) || foreign) {
            return None;
        }
        let length = self.looked_at(from, run, foreign);
        length.filter(|length| foreign && *length > 3 || goes_on(length))
    }

    /// How long the name is that is likelier than other words.
    fn looked_at(&self, from: usize, run: usize, foreign: bool) -> Option<usize> {
        let most = LOOKED_AT[usize::from(foreign)];
        let mut text = REPORTERS[0].to_vec();
        text.extend(&self.chars[from..from + run.min(most)]);
        name_at(&text, REPORTERS[0].len())
    }

    /// Where a name ends that begins here, be it in a list after another, and how sure
    /// that is.
    fn name(&self, from: usize, in_list: bool) -> Option<(usize, Kind)> {
        let mut run = self.han(from);
        if run > 2 && self.chars[from + run - 1] == '摄' && self.closes(from + run - 1) {
            run -= 1;
        }
        let text = &self.chars[from..from + run];
        let surname = match text {
            [one, two, ..] if is_double(&[*one, *two]) => 2,
            [one, ..] if SURNAMES.contains(*one) || RARE_SURNAMES.contains(*one) => 1,
            [_, ..] => 0,
            [] => return None,
        };
        // 记者云南报道.
        let in_place =
            |at: usize| self.begins(from + at, REPORTS) && is_place(&text[..at]);
        if (2..=run.min(3)).any(in_place) {
            return None;
        }
        let sure = |length: usize| Some((from + length, Kind::Name));
        if self.joins_parts(from + run) && run <= LONGEST_PART {
            return sure(run);
        }
        let known = if surname == 0 { self.bounded(from, run, in_list) } else { None };
        if let Some(length) = known.or_else(|| self.likeliest(from, run)) {
            return sure(length);
        }
        if surname > 0 && run > surname {
            return self.after_surname((from, run), surname, in_list).and_then(sure);
        }
        (2..=MOST_OF_NAME)
            .contains(&run)
            .then_some((from + run, Kind::Perhaps))
    }

    /// How long the name is that a known surname begins.
    fn after_surname(
        &self,
        (from, run): (usize, usize),
        surname: usize,
        in_list: bool,
    ) -> Option<usize> {
        if self.begins(from, NOT_NAMES) {
            return None;
        }
        let goes_on = |length: usize| self.goes_on(from + length);
        let is_whole = run <= surname + 2 || !(2..run).any(goes_on);
        if run <= MOST_OF_NAME && is_whole && self.closes(from + run) {
            return Some(run);
        }
        // 记者连夜赶到: a word, unless a longer name is likelier.
        let text = &self.chars[from..from + run];
        let is_listed = in_list || self.chars.get(from + run) == Some(&'、');
        let is_told = (2..=surname + 2).any(|at| self.begins(from + at, REPORTS));
        let word = (2..=run.min(MOST_OF_NAME)).rfind(|at| is_word(&text[..*at]));
        if let (Some(word), false) = (word, is_listed || is_told) {
            let name = self.looked_at(from, run, false);
            return name.filter(|name| *name > word || goes_on(*name));
        }
        let second = text.get(surname + 1);
        let alone =
            goes_on(surname + 1) || second.is_none_or(|c| AFTER_NAME.contains(*c));
        Some(surname + if alone { 1 } else { 2 })
    }
}
