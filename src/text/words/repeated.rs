//! Names that only the copy knows: what the copy says again as the heading says it,
//! and the dictionary does not know.

use super::people::{is_foreign, is_strange, is_surname};
use super::{Kind, Word, Words};
use crate::text::class::Class;
use std::collections::BTreeSet;
use std::ops::Range;

/// Most characters such a name has.
const LONGEST: usize = 6;

impl Words {
    /// The names of a heading that its copy says as well: words in a row of which
    /// the dictionary hardly knows one of each two, and which stand nowhere in the
    /// copy but in this row; and characters that the copy has more than once,
    /// between others each time.
    #[must_use]
    pub fn repeated(&self, heading: &[char], copy: &[Vec<char>]) -> BTreeSet<String> {
        let cut = self.cut(heading);
        let rows = cut.chunk_by(|a, b| may_join(heading, a, b));
        let rows = rows.filter_map(|row| longest(heading, row, copy));
        let again = recurring(heading, copy).into_iter();
        let again = again.filter(|part| {
            self.is_name(&heading[part.clone()]) && may_stand(heading, &cut, part)
        });
        rows.chain(again.map(|part| heading[part].iter().collect())).collect()
    }

    /// Whether characters that recur are a name by the words that they have alone:
    /// each is a name, or hardly known, or a character, and none says how others
    /// hang together.
    fn is_name(&self, own: &[char]) -> bool {
        use Kind::{Action, Adjective, Intransitive, Name, Noun, Verb};
        let words = self.cut(own);
        let thing = |word: &Word| {
            matches!(word.kind, Noun | Name | Verb | Action | Adjective | Intransitive)
        };
        let part = |word: &Word| {
            let chars = &own[word.chars.clone()];
            word.kind == Name || is_strange(chars) || words.len() > 1 && chars.len() == 1
        };
        words.iter().all(|word| thing(word) && part(word))
    }
}

/// Whether what recurs may be a name in its heading: no part of one with a ·, no
/// more than a name that is known, and no known word runs over its edge (带领).
fn may_stand(heading: &[char], cut: &[Word], part: &Range<usize>) -> bool {
    let dot = |at: Option<usize>| at.and_then(|at| heading.get(at)) == Some(&'·');
    let known = |word: &Word| !is_strange(&heading[word.chars.clone()]);
    let crosses = |word: &Word| {
        [part.start, part.end]
            .iter()
            .any(|edge| word.chars.start < *edge && *edge < word.chars.end)
    };
    let whole = |word: &Word| {
        let inside = part.start <= word.chars.start && word.chars.end <= part.end;
        inside && word.len() < part.len() && is_complete(heading, word)
    };
    !dot(part.start.checked_sub(1))
        && !dot(Some(part.end))
        && !cut.iter().any(|word| whole(word) || crosses(word) && known(word))
}

/// Whether a name is one that nothing more belongs to: 林小满, 扎西顿珠.
fn is_complete(text: &[char], word: &Word) -> bool {
    let surname = is_surname(text[word.chars.start]);
    word.kind == Kind::Name && (surname && word.len() == 3 || word.len() > 3)
}

/// The longest stretches of a heading that its copy has twice and more, each time
/// between other characters.
fn recurring(heading: &[char], copy: &[Vec<char>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..heading.len() {
        let mut places: Vec<(&Vec<char>, usize)> = Vec::new();
        for text in copy {
            let at = (0..text.len()).filter(|at| text[*at] == heading[start]);
            places.extend(at.map(|at| (text, at)));
        }
        let mut longest = None;
        for len in 1..=LONGEST.min(heading.len() - start) {
            let last = heading[start + len - 1];
            places.retain(|(text, at)| text.get(at + len - 1) == Some(&last));
            if places.len() < 2 || Class::of(last) != Class::Han {
                break;
            }
            let before = places.iter().map(|(text, at)| Some(text[at.checked_sub(1)?]));
            let after = places.iter().map(|(text, at)| text.get(at + len).copied());
            if len > 1 && differ(before) && differ(after) {
                longest = Some(start..start + len);
            }
        }
        let inside =
            |part: &Range<usize>| found.last().is_some_and(|f| f.end >= part.end);
        found.extend(longest.filter(|part| !inside(part)));
    }
    found
}

/// Whether what stands beside a stretch is not the same character everywhere.
fn differ(mut beside: impl Iterator<Item = Option<char>>) -> bool {
    let han = |c: Option<char>| c.filter(|c| Class::of(*c) == Class::Han);
    let first = beside.next().and_then(han);
    first.is_none() || beside.any(|c| han(c) != first)
}

/// Whether two words that stand side by side may be one name: neither says how
/// others hang together, and the dictionary hardly knows one of them.
fn may_join(text: &[char], a: &Word, b: &Word) -> bool {
    use Kind::{Adjective, Adverb, Name, Noun, Pronoun, Verb};
    let own = |word: &Word| &text[word.chars.clone()];
    let thing = |word: &Word| {
        let kind = matches!(word.kind, Noun | Name | Verb | Adjective | Adverb | Pronoun);
        // Of a word that the dictionary knows whole, no name is made.
        let known = word.len() > 1 && word.kind != Name && !is_strange(own(word));
        kind && !known
            && !is_complete(text, word)
            && own(word).iter().all(|c| Class::of(*c) == Class::Han)
    };
    thing(a) && thing(b) && (is_strange(own(a)) || is_strange(own(b)))
}

/// Whether a word may be what is done, and no part of a name: 潘展乐│破.
fn acts(text: &[char], word: &Word) -> bool {
    word.kind == Kind::Verb && word.len() == 1 && !is_foreign(text[word.chars.start])
}

/// The longest part of a row of words that the copy has as one.
fn longest(text: &[char], row: &[Word], copy: &[Vec<char>]) -> Option<String> {
    let ends = (2..=row.len()).rev();
    let parts = ends.flat_map(|count| row.windows(count));
    let mut names = parts.filter(|part| is_one(text, part, copy));
    let name = names.next()?;
    Some(
        text[name[0].chars.start..name[name.len() - 1].chars.end]
            .iter()
            .collect(),
    )
}

fn is_one(text: &[char], part: &[Word], copy: &[Vec<char>]) -> bool {
    let [first, .., last] = part else { return false };
    let whole = &text[first.chars.start..last.chars.end];
    let times = count(whole, copy);
    // Said once, it may be what the heading says.
    let least = if part.iter().any(|word| acts(text, word)) { 2 } else { 1 };
    let strange = part.iter().map(|word| &text[word.chars.clone()]);
    whole.len() <= LONGEST
        && times >= least
        && strange
            .filter(|own| is_strange(own))
            .all(|own| count(own, copy) == times)
}

/// How often a copy has some characters.
fn count(own: &[char], copy: &[Vec<char>]) -> usize {
    let in_text =
        |text: &Vec<char>| text.windows(own.len()).filter(|w| *w == own).count();
    copy.iter().map(in_text).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(heading: &str, copy: &str) -> Vec<String> {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let names = Words::default().repeated(&chars(heading), &[chars(copy)]);
        names.into_iter().collect()
    }

    #[test]
    fn what_the_copy_never_parts_is_one_name() {
        let copy = "瑙塞达昨天到京。记者见到瑙塞达时，他正在练琴。";
        assert_eq!(found("写给瑙塞达的一封信", copy), ["瑙塞达"]);
        assert!(found("写给瑙塞达的一封信", "他昨天到京。").is_empty());
        let copy = "木拉提昨天到京。徒弟们说，木拉提从不发火。";
        assert_eq!(found("木拉提带出18名徒弟", copy), ["木拉提"]);
        // Words that the copy has together are no name.
        let copy = "公交司机到会。这位公交司机说。";
        assert!(found("公交司机到会", copy).is_empty());
        // Nor is a name with what its bearer does.
        let copy = "林小满带领村民上山。林小满带头修路。";
        assert!(found("林小满带领乡亲种出致富果", copy).is_empty());
        let copy = "阿依努尔荣立三等功。阿依努尔荣获一等奖。";
        assert!(found("阿依努尔荣立三等功", copy).is_empty());
        let copy = "昨天，安康杯竞赛总结会召开。安康杯竞赛总结会由市总主持。";
        assert!(found("安康杯竞赛总结会召开", copy).is_empty());
        let copy = "阿依古丽·吐尔逊说，好。阿依古丽·吐尔逊今年46岁。";
        assert!(found("阿依古丽·吐尔逊带领乡亲致富", copy).is_empty());
        // The swimmer is named without what he does.
        let copy = "潘展乐破世界纪录。潘展乐说，他还能更快。";
        assert_eq!(found("潘展乐破世界纪录", copy), ["潘展乐"]);
    }
}
