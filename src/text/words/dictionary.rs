//! The dictionary, and how often it has counted a word.

use jieba_rs::Jieba;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The list of jieba (`README.md`), ordered by the bytes of its words.
const COMMON: &str = include_str!("common.txt");
/// Ours.
const TRADE: &str = include_str!("trade.txt");
/// Provinces, cities and counties, and other places that the list lacks.
const PLACES: &str = include_str!("places.txt");

/// Common words, and over them the trade's.
pub(super) static DICTIONARY: LazyLock<Jieba> = LazyLock::new(|| {
    let mut dictionary = Jieba::with_dict(&mut COMMON.as_bytes())
        .expect("the list of words is well formed");
    for ours in [PLACES, TRADE] {
        dictionary
            .load_dict(&mut ours.as_bytes())
            .expect("the list of words is well formed");
    }
    dictionary
});

/// Where the words are that begin with a character.
static BY_FIRST: LazyLock<HashMap<char, Range<usize>>> = LazyLock::new(|| {
    let mut ranges: HashMap<char, Range<usize>> = HashMap::new();
    let mut at = 0;
    for line in COMMON.split_inclusive('\n') {
        let first = line.chars().next().unwrap_or_default();
        ranges.entry(first).or_insert(at..at).end = at + line.len();
        at += line.len();
    }
    ranges
});

static OURS: LazyLock<HashMap<&'static str, Entry>> = LazyLock::new(|| {
    let entries = PLACES.lines().chain(TRADE.lines()).filter_map(entry);
    entries.map(|entry| (entry.word, entry)).collect()
});

/// How many words were counted for the list of jieba.
pub(super) const COUNTED: u32 = 57_631_646;

/// A word of the dictionary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) word: &'static str,
    /// How often it was counted.
    pub(super) count: u32,
    /// What it is, by the marks of jieba.
    pub(super) mark: &'static str,
}

/// Whether the dictionary has a word, and did not guess it.
pub(super) fn is_known(word: &[char]) -> bool {
    DICTIONARY.has_word(&word.iter().collect::<String>())
}

/// The dictionary's entry for a word.
pub(super) fn look_up(word: &str) -> Option<Entry> {
    OURS.get(word).copied().or_else(|| common(word))
}

/// The words of the list of jieba that have one of some marks.
pub(super) fn marked(marks: &[&str]) -> impl Iterator<Item = Entry> {
    let has = |line: &&str| marks.iter().any(|mark| line.ends_with(mark));
    COMMON.lines().filter(has).filter_map(entry)
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut parts = line.split(' ');
    let (word, count) = (parts.next()?, parts.next()?.parse().ok()?);
    Some(Entry {
        word,
        count,
        mark: parts.next().unwrap_or_default(),
    })
}

/// Halves the words that begin with the same character until one is left.
fn common(word: &str) -> Option<Entry> {
    let first = word.chars().next()?;
    let bytes = COMMON.as_bytes();
    let Range { start: mut low, end: mut high } = BY_FIRST.get(&first)?.clone();
    while low < high {
        let middle = usize::midpoint(low, high);
        let before = bytes[low..middle].iter().rposition(|b| *b == b'\n');
        let start = before.map_or(low, |at| low + at + 1);
        let line = COMMON[start..high].lines().next()?;
        let (own, _) = line.split_once(' ')?;
        match own.cmp(word) {
            Ordering::Equal => return entry(line),
            Ordering::Less => low = start + line.len() + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_the_list() {
        let words: Vec<Entry> = COMMON.lines().filter_map(entry).collect();
        assert_eq!(words.iter().map(|entry| entry.count).sum::<u32>(), COUNTED);
        for word in words.iter().step_by(97).chain(words.first()).chain(words.last()) {
            assert_eq!(common(word.word).map(|entry| entry.count), Some(word.count));
        }
        assert!(common("没有这个词").is_none());
        assert!(common("").is_none());
    }
}
