//! Names of people and places that no list has, found by what they are written with.
//!
//! A run of Chinese characters is cut into what is likeliest: words, each as
//! often as the dictionary has counted it, and names, each as likely as its
//! characters are in the names that the dictionary has. The likeliest cut is
//! found from left to right (Viterbi); of it only the names are told, and the
//! rest is left to the dictionary.

use super::dictionary::look_up;
use super::lists::BODIES;
use super::{Kind, List, Word, is_title};
use crate::text::class::Class;
use std::ops::Range;
use std::sync::LazyLock;

mod model;

pub(super) use model::is_surname;
use model::{
    Named, chinese, ends_given, foreign, japanese, may_be_foreign, of_parts, places, word,
};
pub(in crate::text) use model::{is_foreign, is_place, is_word};

/// What a name gains after what people are called by, and before what they do
/// (natural logarithms, as all that is likely here).
const CALLED: f64 = 3.0;
const DOES: f64 = 2.0;
/// And between marks, where it is all there is: 刘卫兵、李玉成.
const LISTED: f64 = 4.0;
/// Marks between which it stands then.
const LISTS: &str = "、　 （）／/";
/// What counts the thing that stands after it.
const NUMERALS: &str = "0123456789一二两三四五六七八九十百千万亿第每";
/// A character that the dictionary has not.
const UNKNOWN: f64 = -20.7;
/// A name that the copy has and the dictionary has not.
const SAID: f64 = -9.0;
/// A cut that is less likely by no more makes the likeliest one doubtful: in
/// newspaper prose at one place in 140 between words, and at three quarters of those
/// inside names of people.
const DOUBTFUL: f64 = 5.0;
/// Longest word looked up: 积石山保安族东乡族撒拉族自治县.
const LONGEST_WORD: usize = 15;
/// A word of one character is rare if it is no likelier.
const RARE: f64 = -8.6;
/// What people are called by, before their names, besides titles.
static CALLED_BY: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    split(
        "记者 通讯员 摄影 团长 董事长 总裁 秘书长 理事长 司长 署长 行长 台长 \
        院士 博士 教师 工程师 选手 名将 运动员 教练 队员 司机 农民 工人 \
        学生 村民 居民 嫌疑人 夫人",
    )
});
/// What follows the names of people.
static FOLLOWS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    split("说 指出 表示 认为 介绍 报道 摄 先生 女士 同志 告诉 强调 会见 获 当选 任")
});

fn split(list: &str) -> Vec<Vec<char>> {
    list.split_whitespace().map(|word| word.chars().collect()).collect()
}

/// What a piece of a cut is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    Word,
    Name,
    Foreign,
    /// A name that the copy has.
    Said,
}

pub(super) type Pieces = Vec<(Range<usize>, Piece)>;

/// The names in a part of a text, with those of a list.
pub(super) fn found(text: &[char], part: Range<usize>, said: &List) -> Pieces {
    let names = runs(text, part).flat_map(|range| Run { text, range, said }.names());
    names.filter(|(name, _)| !beside_dot(text, name)).collect()
}

/// How many characters the name of a person has that begins at a character of a
/// text, if one does there that is likelier than other words.
pub(in crate::text) fn name_at(text: &[char], at: usize) -> Option<usize> {
    let names = found(text, 0..text.len(), &List::default()).into_iter();
    let mut names = names.map(|(name, _)| name);
    names.find(|name| name.start == at).map(|name| name.len())
}

/// The places in a part of a text over which a name is nearly as likely as the
/// likeliest cut, and by how much that is likelier.
pub(super) fn doubts(
    text: &[char],
    part: Range<usize>,
    said: &List,
) -> Vec<(usize, f64)> {
    let mut doubts = Vec::new();
    for range in runs(text, part) {
        let from = range.start;
        let margins = Run { text, range, said }.margins().into_iter().enumerate();
        let doubtful = margins.filter(|(_, margin)| *margin < DOUBTFUL);
        doubts.extend(doubtful.map(|(at, margin)| (from + at, margin)));
    }
    doubts
}

/// The runs of Chinese characters in a part of a text.
fn runs(text: &[char], part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let is_han =
        |at: &usize| Class::of(text[*at]) == Class::Han && text[*at].is_alphabetic();
    let mut at = part.start;
    std::iter::from_fn(move || {
        at += (at..part.end).take_while(|at| !is_han(at)).count();
        let run = at..at + (at..part.end).take_while(is_han).count();
        at = run.end;
        Some(run).filter(|run| !run.is_empty())
    })
}

/// Whether a name is only a part of one with a ·, which is found otherwise.
fn beside_dot(text: &[char], name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1);
    [before, Some(name.end)]
        .into_iter()
        .flatten()
        .any(|at| text.get(at) == Some(&'·'))
}

/// A run of Chinese characters in a text, and the names that the copy has.
struct Run<'t> {
    text: &'t [char],
    range: Range<usize>,
    said: &'t List,
}

impl Run<'_> {
    fn names(&self) -> Pieces {
        let pieces = absorbed(self.text, self.likeliest());
        pieces
            .into_iter()
            .filter(|(_, piece)| *piece != Piece::Word)
            .collect()
    }

    /// All pieces that may be in a cut, by where they begin.
    fn pieces(&self) -> Vec<Vec<(usize, f64, Piece)>> {
        let listed = self.listed();
        self.range
            .clone()
            .map(|start| self.pieces_at(start, listed))
            .collect()
    }

    /// The likeliest cut.
    fn likeliest(&self) -> Pieces {
        let from = self.range.start;
        let mut best: Vec<Option<(f64, usize, Piece)>> = vec![None; self.range.len() + 1];
        best[0] = Some((0.0, 0, Piece::Word));
        for (start, pieces) in self.pieces().into_iter().enumerate() {
            let Some((so_far, ..)) = best[start] else { continue };
            for (len, likely, piece) in pieces {
                let all = so_far + likely;
                let end = &mut best[start + len];
                if end.is_none_or(|(before, ..)| all > before) {
                    *end = Some((all, start, piece));
                }
            }
        }
        let mut pieces = Vec::new();
        let mut end = self.range.len();
        while end > 0 {
            let Some((_, start, piece)) = best[end] else { break };
            pieces.push((from + start..from + end, piece));
            end = start;
        }
        pieces.reverse();
        pieces
    }

    /// How much likelier the likeliest cut is than any with a name over each place
    /// between two characters; the first is before the run.
    fn margins(&self) -> Vec<f64> {
        let pieces = self.pieces();
        let len = self.range.len();
        let mut before = vec![f64::NEG_INFINITY; len + 1];
        before[0] = 0.0;
        for (start, pieces) in pieces.iter().enumerate() {
            for (len, likely, _) in pieces {
                let end = start + len;
                before[end] = before[end].max(before[start] + likely);
            }
        }
        let mut after = vec![f64::NEG_INFINITY; len + 1];
        after[len] = 0.0;
        for (start, pieces) in pieces.iter().enumerate().rev() {
            let all = pieces.iter().map(|(len, likely, _)| likely + after[start + len]);
            after[start] = all.fold(f64::NEG_INFINITY, f64::max);
        }
        let mut margins = vec![f64::INFINITY; len];
        for (start, pieces) in pieces.iter().enumerate() {
            let names = pieces.iter().filter(|(.., piece)| *piece != Piece::Word);
            for (len, likely, _) in names {
                let margin = after[0] - (before[start] + likely + after[start + len]);
                for place in &mut margins[start + 1..start + len] {
                    *place = place.min(margin);
                }
            }
        }
        margins
    }

    /// What a name gains that is all of a run in a list.
    fn listed(&self) -> f64 {
        let before = self.range.start.checked_sub(1).map(|at| self.text[at]);
        let sides = [before, self.text.get(self.range.end).copied()];
        let lists = |side: Option<char>| side.is_some_and(|c| LISTS.contains(c));
        let bounded = sides.iter().all(|side| side.is_none() || lists(*side));
        if bounded && sides.into_iter().any(lists) { LISTED } else { 0.0 }
    }

    /// What may begin at a character: of what length, and how likely it is.
    fn pieces_at(&self, start: usize, listed: f64) -> Vec<(usize, f64, Piece)> {
        let rest = &self.text[start..self.range.end];
        let mut pieces = Vec::new();
        let said = (2..=self.said.longest.min(rest.len()))
            .filter(|len| self.said.words.contains(&rest[..*len]))
            .map(|len| (len, word(&rest[..len]).unwrap_or(SAID), Piece::Said));
        pieces.extend(said);
        for len in 1..=LONGEST_WORD.min(rest.len()) {
            let word = word(&rest[..len]);
            if let Some(likely) = word.or((len == 1).then_some(UNKNOWN)) {
                pieces.push((len, likely, Piece::Word));
            }
        }
        let before = &self.text[..start];
        let is_called = is_title(&before[before.len().saturating_sub(2)..])
            || CALLED_BY.iter().any(|title| before.ends_with(title));
        let called = if is_called { CALLED } else { 0.0 };
        let named = |(len, likely): Named, piece: Piece| {
            let does = FOLLOWS.iter().any(|word| rest[len..].starts_with(word));
            let does = if does { DOES } else { 0.0 };
            let all = if len == self.range.len() { listed } else { 0.0 };
            (len, likely + called + does + all, piece)
        };
        // 两金一银, 5万马克: what is counted.
        let counted = before.last().is_some_and(|c| NUMERALS.contains(*c));
        let chinese = if counted { Vec::new() } else { chinese(rest) };
        let native = chinese.into_iter().chain(japanese(rest));
        pieces.extend(native.map(|name| named(name, Piece::Name)));
        let foreign = foreign(rest).into_iter().chain(of_parts(rest));
        pieces.extend(foreign.map(|name| named(name, Piece::Foreign)));
        // 柳林县│泊南村.
        let is_within = before.last().is_some_and(|c| BODIES.contains(*c));
        let within = if is_within { CALLED } else { 0.0 };
        let places = places(rest).into_iter();
        pieces.extend(places.map(|(len, likely)| (len, likely + within, Piece::Name)));
        pieces
    }
}

/// Foreign names with the rare characters beside them that such are written
/// with: 米舒斯│京.
fn absorbed(text: &[char], pieces: Pieces) -> Pieces {
    let written =
        |range: &Range<usize>| text[range.clone()].iter().all(|c| is_foreign(*c));
    let named = |range: &Range<usize>, piece: Piece| match piece {
        Piece::Word => range.len() > 2 && is_name(&text[range.clone()]),
        Piece::Name | Piece::Foreign => true,
        Piece::Said => false,
    };
    let rare = |range: &Range<usize>| {
        let likely = word(&text[range.clone()]);
        range.len() == 1 && likely.is_none_or(|likely| likely < RARE)
    };
    let mut whole: Pieces = Vec::with_capacity(pieces.len());
    for (range, piece) in pieces {
        let name = named(&range, piece);
        match whole.last_mut() {
            Some((last, before))
                if piece != Piece::Said
                    && *before != Piece::Said
                    && written(&range)
                    && written(last)
                    && (named(last, *before) && (name || rare(&range))
                        || rare(last) && name) =>
            {
                last.end = range.end;
                *before = Piece::Foreign;
            }
            _ => whole.push((range, piece)),
        }
    }
    whole
}

/// Whether the dictionary hardly knows a word: one of more characters that it
/// has not, or a character that it seldom has alone.
pub(super) fn is_strange(own: &[char]) -> bool {
    match own {
        [_] => word(own).is_none_or(|likely| likely < RARE),
        _ => mark(own).is_none(),
    }
}

/// Whether two words side by side may be parts of one name that is not known.
pub(super) fn may_be_name(text: &[char], a: &Word, b: &Word) -> bool {
    let (first, second) = (&text[a.chars.clone()], &text[b.chars.clone()]);
    let written = |own: &[char]| own.iter().all(|c| may_be_foreign(*c));
    let named = |word: &Word, own: &[char]| is_strange(own) || word.kind == Kind::Name;
    let foreign = written(first)
        && written(second)
        && (is_strange(first) && named(b, second)
            || named(a, first) && is_strange(second));
    // 阿布都│拉: a name with one more of the characters that such are written with.
    let more = |name: &Word, one: &Word| {
        use Kind::{Adjective, Name, Noun, Verb};
        let goes_on = matches!(one.kind, Noun | Name | Verb | Adjective);
        name.kind == Name && name.len() > 2 && one.len() == 1 && goes_on
    };
    let longer = written(first) && written(second) && (more(a, b) || more(b, a));
    let given = |own: &[char]| own.len() == 1 && is_strange(own) && ends_given(own[0]);
    let chinese = a.kind == Kind::Name && first.len() == 2 && is_surname(first[0]);
    foreign || longer || chinese && given(second)
}

/// Whether the dictionary has a word as a name of a person.
fn is_name(word: &[char]) -> bool {
    mark(word).is_some_and(|mark| mark.starts_with("nr"))
}

fn mark(word: &[char]) -> Option<&'static str> {
    look_up(&word.iter().collect::<String>()).map(|entry| entry.mark)
}
