//! Names that no list has: put together by what they are written with, and by
//! what they end with.

use super::dictionary::is_known;
use super::lists::{COMPANIES, FOREIGN, FOREIGN_TOO, NAME_PARTS, PLACES};
use super::{Kind, Word, join};
use crate::text::class::Class;
use std::ops::Range;

/// Most single characters before what a company or a place ends with that are
/// taken for its name.
const MOST_SINGLE: usize = 3;
/// Longest such name that the dictionary guessed.
const LONGEST: usize = 4;
/// So many characters of foreign names in a row are one, if the dictionary
/// cannot put them together.
const RUN: usize = 3;
/// What stands after a 因 that is no part of a name: 因伤, 因涉.
const REASONS: &str = "伤病故涉贪";

/// Puts names together that the dictionary parted.
pub(super) fn whole(text: &[char], words: Vec<Word>) -> Vec<Word> {
    let words = foreign(text, words);
    bodies(text, words)
}

/// Puts foreign names together: 卡洛斯·费尔南德斯 with its · and -, and 米尔扎耶夫,
/// which no dictionary has.
fn foreign(text: &[char], words: Vec<Word>) -> Vec<Word> {
    let ranges = dotted(text, &words);
    let words = take(&ranges, words);
    let runs = runs(text, &words);
    join(text, take(&runs, words), |text, a, b| {
        let written = |word: &Word| {
            let own = &text[word.chars.clone()];
            own.len() > 1 && own.iter().all(|c| FOREIGN.contains(*c))
        };
        let names = a.kind == Kind::Name || b.kind == Kind::Name;
        // 阿斯│麦: the dictionary knows the name no further.
        let last = b.len() == 1
            && matches!(b.kind, Kind::Noun | Kind::Name)
            && FOREIGN.contains(text[b.chars.start]);
        (names && written(a) && (written(b) || last)).then_some(Kind::Name)
    })
}

/// Words with names among them, which take what is theirs of the words there.
fn take(names: &[Range<usize>], words: Vec<Word>) -> Vec<Word> {
    let mut put: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        let before = names.iter().rfind(|range| range.start <= word.chars.start);
        let start =
            before.map_or(word.chars.start, |range| range.end.max(word.chars.start));
        let cut = names.iter().find(|range| word.chars.contains(&range.start));
        let end = cut.map_or(word.chars.end, |range| range.start);
        if start < end.min(word.chars.end) {
            put.push(Word {
                chars: start..end.min(word.chars.end),
                kind: word.kind,
            });
        }
        if let Some(range) = cut {
            put.push(Word { chars: range.clone(), kind: Kind::Name });
            if range.end < word.chars.end {
                put.push(Word { chars: range.end..word.chars.end, kind: word.kind });
            }
        }
    }
    put
}

/// The characters of names with a · in them. A name reaches over characters
/// that foreign names are written with, until a word that the dictionary knows
/// and that has others.
fn dotted(text: &[char], words: &[Word]) -> Vec<Range<usize>> {
    let han = |at: usize| text.get(at).is_some_and(|c| Class::of(*c) == Class::Han);
    let joins =
        |at: usize| matches!(text[at], '·' | '-') && at > 0 && han(at - 1) && han(at + 1);
    let word = |at: usize| words.iter().find(|word| word.chars.contains(&at));
    // 娜│孜·艾: what stands alone beside the dot is the name's, whatever it is.
    let beside = |at: usize| {
        let dot = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        dot.into_iter().any(|at| text.get(at) == Some(&'·') && joins(at))
    };
    let known = name_parts(text);
    // No name ends at its dot, nor after one character more: 对│山别克, 和│加.
    let begins = |at: usize| {
        let after = |by: usize| at.checked_sub(by).is_some_and(|dot| text[dot] == '·');
        let single = word(at).is_some_and(|w| {
            w.kind != Kind::Own && (w.len() == 1 || !is_known(&text[w.chars.clone()]))
        });
        han(at) && single && (after(1) || after(2) && han(at - 1))
    };
    let written = |at: usize| {
        let part =
            |w: &Word| is_part(text, w, at) || w.len() == 1 && beside(at) && !small(w);
        joins(at) || known[at] || begins(at) || word(at).is_some_and(part)
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for dot in (0..text.len()).filter(|at| text[*at] == '·' && joins(*at)) {
        // The paper's own word goes as far as the paper says.
        let own = word(dot).is_some_and(|word| word.kind == Kind::Own);
        if own || ranges.last().is_some_and(|range| range.contains(&dot)) {
            continue;
        }
        let mut left = (0..dot).rev().take_while(|at| written(*at)).last();
        // 因克劳斯·: what stands before the name, not in it.
        while let Some(at) = left.filter(|at| at + 1 < dot && !known[*at])
            && word(at).is_some_and(|w| {
                w.len() == 1 && matches!(w.kind, Kind::Preposition | Kind::Conjunction)
            })
        {
            left = Some(at + 1);
        }
        let left = left.or_else(|| Some(word(dot - 1)?.chars.start)).unwrap_or(dot);
        let mut right = (dot..text.len()).find(|at| !written(*at)).unwrap_or(text.len());
        if joins(right - 1) {
            right = word(right).map_or(right, |word| word.chars.end);
        }
        let least = dot + 2;
        while right > least
            && !known[right - 1]
            && is_after(text, word(right - 1), right - 1)
        {
            right -= 1;
        }
        ranges.push(around_own(words, left..right));
    }
    ranges
}

/// A name, or as much more as the paper's own words at its edges have.
fn around_own(words: &[Word], name: Range<usize>) -> Range<usize> {
    let own = |at: usize| {
        let mut words = words.iter().filter(|word| word.kind == Kind::Own);
        words.find(|word| word.chars.start < at && at < word.chars.end)
    };
    let start = own(name.start).map_or(name.start, |word| word.chars.start);
    let end = own(name.end).map_or(name.end, |word| word.chars.end);
    start..end
}

/// Whether a character that could end a name is no part of it.
fn is_after(text: &[char], word: Option<&Word>, at: usize) -> bool {
    use Kind::{Conjunction, Link, Particle, Preposition, Verb};
    // 因│伤: the dictionary may have guessed that 因 is the name's.
    let why = text[at] == '因' && text.get(at + 1).is_some_and(|c| REASONS.contains(*c));
    why || word.is_some_and(|word| {
        let c = text[word.chars.start];
        // 逊│买: what a name does is no part of it; 买提 is.
        let does = word.kind == Verb && !FOREIGN.contains(c);
        // 维多│多: what names are written with, unless it joins what follows.
        let joins = matches!(word.kind, Preposition | Conjunction | Link | Particle);
        let may_end = !joins && (FOREIGN.contains(c) || FOREIGN_TOO.contains(c));
        word.len() == 1 && (small(word) && !may_end || does)
    })
}

/// Whether each character is of a known part of names, if a · is among them.
fn name_parts(text: &[char]) -> Vec<bool> {
    let mut known = vec![false; text.len()];
    if !text.contains(&'·') {
        return known;
    }
    for part in NAME_PARTS {
        let part: Vec<char> = part.chars().collect();
        for at in 0..text.len() {
            if text[at..].starts_with(&part) {
                known[at..at + part.len()].fill(true);
            }
        }
    }
    known
}

/// Whether a character of a word can be a part of the name beside it.
fn is_part(text: &[char], word: &Word, at: usize) -> bool {
    let own = &text[word.chars.clone()];
    let foreign = |c: &char| FOREIGN.contains(*c) || FOREIGN_TOO.contains(*c);
    let all = own.iter().all(foreign);
    let acts = matches!(word.kind, Kind::Verb | Kind::Action | Kind::Intransitive);
    let sure = word.kind == Kind::Own || own.len() > 1 && (!all || acts) && is_known(own);
    !sure && (FOREIGN.contains(text[at]) || all && FOREIGN_TOO.contains(text[at]))
}

/// Whether a word says how others hang together, and is no part of a name.
fn small(word: &Word) -> bool {
    use Kind::{
        Adverb, Conjunction, Link, Number, Particle, Place, Preposition, Pronoun,
    };
    matches!(
        word.kind,
        Adverb | Conjunction | Link | Number | Particle | Place | Preposition | Pronoun
    )
}

/// Foreign names of which the dictionary knows nothing but the characters.
fn runs(text: &[char], words: &[Word]) -> Vec<Range<usize>> {
    let unknown = |word: &Word| {
        let own = &text[word.chars.clone()];
        word.kind != Kind::Own
            && own.iter().all(|c| FOREIGN.contains(*c))
            && (own.len() == 1 || word.kind == Kind::Name || !is_known(own))
    };
    let mut found = Vec::new();
    let runs = words.chunk_by(|a, b| unknown(a) == unknown(b));
    for mut run in runs.filter(|run| run.first().is_some_and(unknown)) {
        while let [first, rest @ ..] = run
            && small(first)
        {
            run = rest;
        }
        while let [rest @ .., last] = run
            && small(last)
        {
            run = rest;
        }
        // 抵│古巴: a verb before a name that is known.
        let has_known = run.iter().any(|word| word.len() > 1 && word.kind == Kind::Name);
        let has_verb = run.iter().any(|word| word.len() == 1 && word.kind == Kind::Verb);
        if let [first, .., last] = run
            && !(has_known && has_verb)
            && last.chars.end - first.chars.start >= RUN
        {
            found.push(first.chars.start..last.chars.end);
        }
    }
    found
}

/// Puts the names of companies and places together: 海川│重工, 云│岫│水库.
fn bodies(text: &[char], words: Vec<Word>) -> Vec<Word> {
    let mut put: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        let chars = &text[word.chars.clone()];
        if word.kind == Kind::Own || !ends_body(chars) {
            put.push(word);
            continue;
        }
        let name = name_before(text, &put);
        let start = put.len() - name;
        let first = put.get(start).map_or(word.chars.start, |first| first.chars.start);
        put.truncate(start);
        let kind = if name > 0 { Kind::Name } else { word.kind };
        put.push(Word { chars: first..word.chars.end, kind });
    }
    put
}

/// Whether a word is what a company or a place ends with, or a guess that has
/// it at its end (禾│沐置业).
fn ends_body(word: &[char]) -> bool {
    let text: String = word.iter().collect();
    let mut all = COMPANIES.iter().chain(&PLACES);
    all.any(|body| text == *body || text.ends_with(body) && !is_known(word))
}

/// How many of the words before such an end are its name.
fn name_before(text: &[char], words: &[Word]) -> usize {
    let names = |word: &Word| {
        matches!(word.kind, Kind::Noun | Kind::Name)
            && text[word.chars.clone()].iter().all(|c| Class::of(*c) == Class::Han)
    };
    let Some(last) = words.last().filter(|last| names(last)) else { return 0 };
    if last.len() > 1 {
        let is_guess = last.len() <= LONGEST && !is_known(&text[last.chars.clone()]);
        return usize::from(is_guess);
    }
    let single = words.iter().rev().take_while(|word| word.len() == 1 && names(word));
    match single.count() {
        count if count <= MOST_SINGLE => count,
        _ => 0,
    }
}
