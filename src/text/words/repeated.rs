//! Names that only the copy knows: what a heading parts, and the copy says again
//! and never otherwise.

use super::people::{is_foreign, is_strange};
use super::{Kind, Word, Words};
use crate::text::class::Class;
use std::collections::BTreeSet;

/// Most characters such a name has.
const LONGEST: usize = 8;

impl Words {
    /// The names of a heading that its copy says as well: words in a row of which
    /// the dictionary hardly knows one of each two, and which stand nowhere in the
    /// copy but in this row.
    #[must_use]
    pub fn repeated(&self, heading: &[char], copy: &[Vec<char>]) -> BTreeSet<String> {
        let cut = self.cut(heading);
        let rows = cut.chunk_by(|a, b| may_join(heading, a, b));
        rows.filter_map(|row| longest(heading, row, copy)).collect()
    }
}

/// Whether two words that stand side by side may be one name: neither says how
/// others hang together, and the dictionary hardly knows one of them.
fn may_join(text: &[char], a: &Word, b: &Word) -> bool {
    use Kind::{Adjective, Adverb, Name, Noun, Pronoun, Verb};
    let own = |word: &Word| &text[word.chars.clone()];
    let thing = |word: &Word| {
        let kind = matches!(word.kind, Noun | Name | Verb | Adjective | Adverb | Pronoun);
        // 潘展乐│破: what is done.
        let acts =
            word.kind == Verb && word.len() == 1 && !is_foreign(text[word.chars.start]);
        // Of a word that the dictionary knows whole, no name is made.
        let known = word.len() > 2 && word.kind != Name && !is_strange(own(word));
        kind && !acts && !known && own(word).iter().all(|c| Class::of(*c) == Class::Han)
    };
    thing(a) && thing(b) && (is_strange(own(a)) || is_strange(own(b)))
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
    let strange = part.iter().map(|word| &text[word.chars.clone()]);
    whole.len() <= LONGEST
        && times > 0
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
        let copy = "那仁朝克图昨天到京。记者见到那仁朝克图时，他正在练琴。";
        assert_eq!(found("写给那仁朝克图的一封信", copy), ["那仁朝克图"]);
        assert!(found("写给那仁朝克图的一封信", "他昨天到京。").is_empty());
        // The swimmer is named without what he does, so the two are apart.
        let copy = "潘展乐破世界纪录。潘展乐说，他还能更快。";
        assert_eq!(found("潘展乐破世界纪录", copy), Vec::<String>::new());
    }
}
