//! How likely a name is, by what names are written with: learned from the names
//! that the dictionary has.
//!
//! What is likely is told by natural logarithms. The constants were chosen with
//! 105,000 clauses of newspaper prose in which 14,000 names are marked: fewest
//! names cut, and no more words cut than without them.

use super::super::dictionary::{COUNTED, look_up, marked};
use super::super::is_title;
use super::super::lists::{FOREIGN, FOREIGN_TOO, NAME_PARTS};
use super::super::surnames::{
    JAPANESE_GIVEN, PERHAPS_SURNAMES, RARE_SURNAMES, SURNAMES, is_double, is_japanese,
};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A word of a text is a Chinese name.
const CHINESE: f64 = -3.9;
/// It is a foreign name.
const WESTERN: f64 = -3.0;
/// It is the name of a county, a town or a village, of so many characters.
const PLACE: f64 = -6.0;
const PLACE_LENGTHS: [f64; 4] = [0.0, -2.5, -0.3, -1.5];
/// What such names end with.
const PLACES: &str = "县镇乡村区旗屯庄寨";
/// It is a Japanese name with a certain one of some 700 surnames.
const JAPANESE: f64 = -8.0;
/// The same if the surname is a word as well: 大桥.
const JAPANESE_WORD: f64 = -13.0;
/// Chinese given names of one character and of two.
const GIVEN: [f64; 2] = [-1.9, -0.16];
/// Japanese given names of one, two and three.
const JAPANESE_LENGTHS: [f64; 3] = [-2.2, -0.3, -2.0];
/// 穆师傅, 钟阿姨.
const TITLED: f64 = -5.0;
/// What others than officials are called by.
const TITLES: [&str; 11] = [
    "师傅", "阿姨", "医生", "护士", "大爷", "大妈", "大姐", "大哥", "奶奶", "老师",
    "警官",
];
/// 老王, 小李.
const FAMILIAR: f64 = -4.6;
/// A surname of two characters among all surnames.
const DOUBLE: f64 = -6.9;
/// Foreign names have so many characters.
const FOREIGN_LENGTHS: RangeInclusive<usize> = 3..=10;
/// How much the single characters weigh against pairs of them.
const SMOOTH: f64 = 6.0;
/// What each character that foreign names are written with is counted for before
/// any name is: one written with often, one at times, and any other.
const OFTEN: f64 = 2.0;
const AT_TIMES: f64 = 1.0;
const STRANGE: f64 = 0.002;
/// All of these together, nearly.
const UNSEEN: f64 = 400.0;
/// A character that ends given names at times is as likely to do so.
const GIVEN_AT_TIMES: f64 = -7.2;
/// A part of a name of Tibet, Mongolia or Xinjiang, and how many a name has.
const PART: f64 = -6.0;
const MOST_PARTS: u8 = 4;
/// Where a foreign name begins and ends, in the pairs of its characters.
const EDGE: char = '\0';

/// A name that a text may begin with: its characters, and how likely it is.
pub(super) type Named = (usize, f64);

/// What names are written with, learned from the names of the dictionary.
struct Model {
    surnames: HashSet<char>,
    surname: Letters,
    /// The first of two characters of a given name, the second, and one alone.
    given: [Letters; 3],
    japanese: Letters,
    /// What the names of counties, towns and villages are written with before the
    /// character that says which of these they are.
    place: Letters,
    /// Characters of foreign names: each alone, by the one before it, and how
    /// often that one was counted.
    foreign: HashMap<char, f64>,
    pairs: HashMap<(char, char), f64>,
    before: HashMap<char, f64>,
    letters: f64,
    names: f64,
    /// Logarithm of all words counted.
    words: f64,
}

/// How often characters were counted in a place.
#[derive(Default)]
struct Letters {
    counts: HashMap<char, f64>,
    total: f64,
    /// Given to each for not having been seen, of so many that there may be.
    unseen: (f64, f64),
}

impl Letters {
    fn new(unseen: (f64, f64)) -> Letters {
        Letters { unseen, ..Letters::default() }
    }

    fn count(&mut self, c: char) {
        *self.counts.entry(c).or_default() += 1.0;
        self.total += 1.0;
    }

    /// Logarithm of how likely a character is.
    fn of(&self, c: char) -> f64 {
        let (each, many) = self.unseen;
        let count = self.counts.get(&c).copied().unwrap_or(0.0);
        ((count + each) / (self.total + each * many)).ln()
    }
}

static MODEL: LazyLock<Model> = LazyLock::new(Model::learn);

impl Model {
    fn learn() -> Model {
        let given = || Letters::new((0.2, 4000.0));
        let surnames = [SURNAMES, RARE_SURNAMES, PERHAPS_SURNAMES];
        let mut model = Model {
            surnames: surnames.iter().flat_map(|list| list.chars()).collect(),
            surname: Letters::new((0.5, 500.0)),
            given: [given(), given(), given()],
            japanese: Letters::new((0.004, 4000.0)),
            place: Letters::new((0.2, 4000.0)),
            foreign: HashMap::new(),
            pairs: HashMap::new(),
            before: HashMap::new(),
            letters: 0.0,
            names: 0.0,
            words: f64::from(COUNTED).ln(),
        };
        for entry in marked(&[" nr", " nrt", " nrfg", " ns"]) {
            model.learn_name(entry.word, entry.mark);
        }
        for c in NAME_PARTS.iter().flat_map(|part| part.chars()) {
            *model.foreign.entry(c).or_default() += 1.0;
            model.letters += 1.0;
        }
        for (list, each) in [(FOREIGN, OFTEN), (FOREIGN_TOO, AT_TIMES)] {
            for c in list.chars() {
                *model.foreign.entry(c).or_default() += each;
            }
        }
        JAPANESE_GIVEN.chars().for_each(|c| model.japanese.count(c));
        model
    }

    fn learn_name(&mut self, word: &str, mark: &str) {
        let chars: Vec<char> = word.chars().collect();
        if let [name @ .., last] = &chars[..]
            && mark == "ns"
            && PLACES.contains(*last)
        {
            name.iter().for_each(|c| self.place.count(*c));
        }
        match chars[..] {
            [surname, first, second]
                if mark == "nr" && self.surnames.contains(&surname) =>
            {
                self.surname.count(surname);
                self.given[0].count(first);
                self.given[1].count(second);
            }
            [surname, given] if mark == "nr" && self.surnames.contains(&surname) => {
                self.given[2].count(given);
            }
            // Of four characters and more, hardly any of these is Chinese.
            [_, _, _, _, ..] if mark.len() > 2 => self.learn_foreign(&chars),
            [_, _, _, ..] if mark != "nr" && chars.iter().all(|c| is_foreign(*c)) => {
                self.learn_foreign(&chars);
            }
            _ => {}
        }
    }

    fn learn_foreign(&mut self, name: &[char]) {
        let mut last = EDGE;
        for c in name {
            *self.foreign.entry(*c).or_default() += 1.0;
            self.letters += 1.0;
            self.pair(last, *c);
            last = *c;
        }
        self.pair(last, EDGE);
        self.names += 1.0;
    }

    fn pair(&mut self, a: char, b: char) {
        *self.pairs.entry((a, b)).or_default() += 1.0;
        *self.before.entry(a).or_default() += 1.0;
    }

    /// How likely a character of a foreign name is by itself.
    fn alone(&self, c: char) -> f64 {
        if c == EDGE {
            return self.names / (self.letters + self.names);
        }
        let count = self.foreign.get(&c).copied().unwrap_or(STRANGE);
        count / (self.letters + UNSEEN)
    }

    fn after(&self, last: char, c: char) -> f64 {
        let pair = self.pairs.get(&(last, c)).copied().unwrap_or(0.0);
        let before = self.before.get(&last).copied().unwrap_or(0.0);
        ((pair + SMOOTH * self.alone(c)) / (before + SMOOTH)).ln()
    }

    /// Whether a character may stand in a foreign name.
    fn is_foreign(&self, c: char) -> bool {
        self.foreign.contains_key(&c)
    }
}

/// Whether foreign names are written with a character.
pub(in crate::text) fn is_foreign(c: char) -> bool {
    FOREIGN.contains(c) || FOREIGN_TOO.contains(c)
}

/// Whether a foreign name that the dictionary has is written with a character.
pub(super) fn may_be_foreign(c: char) -> bool {
    MODEL.is_foreign(c)
}

pub(in super::super) fn is_surname(c: char) -> bool {
    MODEL.surnames.contains(&c)
}

/// Whether given names end with a character at times.
pub(super) fn ends_given(c: char) -> bool {
    MODEL.given[1].of(c) > GIVEN_AT_TIMES
}

/// How likely a word of the dictionary is.
pub(super) fn word(chars: &[char]) -> Option<f64> {
    let entry = look_up(&chars.iter().collect::<String>())?;
    Some(f64::from(entry.count.max(1)).ln() - MODEL.words)
}

/// Chinese names that a text may begin with: their lengths, how likely each.
pub(super) fn chinese(text: &[char]) -> Vec<Named> {
    let model = &*MODEL;
    let mut names = Vec::new();
    let mut add = |surname: usize, likely: f64| {
        let [one, two] = GIVEN;
        let [first, second, single] = &model.given;
        if let Some(c) = text.get(surname) {
            names.push((surname + 1, CHINESE + likely + one + single.of(*c)));
        }
        if let Some([a, b]) = text.get(surname..surname + 2) {
            let given = first.of(*a) + second.of(*b);
            names.push((surname + 2, CHINESE + likely + two + given));
        }
    };
    if is_surname(text[0]) {
        add(1, model.surname.of(text[0]));
    }
    if text.len() > 2 && is_double(&text[..2]) {
        add(2, DOUBLE);
    }
    // Before an office a rare surname is more often the end of a name: 兆国│主席.
    if let [surname, title @ ..] = text
        && let Some(title) = title.get(..2)
        && (SURNAMES.contains(*surname) && is_title(title)
            || is_surname(*surname)
                && TITLES.iter().any(|own| own.chars().eq(title.iter().copied())))
    {
        names.push((3, CHINESE + TITLED + model.surname.of(*surname)));
    }
    if let ['老' | '小', surname, ..] = text
        && is_surname(*surname)
    {
        names.push((2, CHINESE + FAMILIAR + model.surname.of(*surname)));
    }
    names
}

/// The same of Japanese names.
pub(super) fn japanese(text: &[char]) -> Vec<Named> {
    let mut names = Vec::new();
    for surname in 2..=3 {
        if text.len() <= surname || !is_japanese(&text[..surname]) {
            continue;
        }
        let mut likely = if is_word(&text[..surname]) { JAPANESE_WORD } else { JAPANESE };
        for (given, length) in JAPANESE_LENGTHS.iter().enumerate() {
            let Some(c) = text.get(surname + given) else { break };
            likely += MODEL.japanese.of(*c);
            names.push((surname + given + 1, likely + length));
        }
    }
    names
}

/// The same of counties, towns and villages: 泊南村.
pub(super) fn places(text: &[char]) -> Vec<Named> {
    let mut names = Vec::new();
    let mut likely = PLACE;
    for (at, c) in text.iter().enumerate().take(PLACE_LENGTHS.len()) {
        if at > 0 && PLACES.contains(*c) {
            names.push((at + 1, likely + PLACE_LENGTHS[at]));
        }
        likely += MODEL.place.of(*c);
    }
    names
}

/// The same of foreign names.
pub(super) fn foreign(text: &[char]) -> Vec<Named> {
    let model = &*MODEL;
    let mut names = Vec::new();
    let (mut likely, mut last) = (WESTERN, EDGE);
    let most = (*FOREIGN_LENGTHS.end()).min(text.len());
    for (at, c) in text[..most].iter().enumerate() {
        if !model.is_foreign(*c) {
            break;
        }
        likely += model.after(last, *c);
        last = *c;
        if FOREIGN_LENGTHS.contains(&(at + 1)) {
            names.push((at + 1, likely + model.after(last, EDGE)));
        }
    }
    names
}

/// Names of Tibet, Mongolia and Xinjiang put together of known parts.
pub(super) fn of_parts(text: &[char]) -> Vec<Named> {
    let mut names = Vec::new();
    let mut ends = vec![0];
    for parts in 1..=MOST_PARTS {
        let next = |end: &usize| {
            let rest = &text[*end..];
            let begins = |part: &&&str| {
                let len = part.chars().count();
                rest.len() >= len && part.chars().eq(rest[..len].iter().copied())
            };
            let fitting = NAME_PARTS.iter().filter(begins);
            fitting.map(|part| end + part.chars().count()).collect::<Vec<_>>()
        };
        ends = ends.iter().flat_map(next).collect();
        ends.sort_unstable();
        ends.dedup();
        let likely = WESTERN + PART * f64::from(parts);
        let long = ends.iter().filter(|end| **end >= *FOREIGN_LENGTHS.start());
        names.extend(long.map(|end| (*end, likely)));
    }
    names
}

/// Whether the dictionary has a word as the name of a place.
pub(in crate::text) fn is_place(word: &[char]) -> bool {
    let entry = look_up(&word.iter().collect::<String>());
    entry.is_some_and(|entry| entry.mark == "ns")
}

/// Whether the dictionary has a word, and as no name.
pub(in crate::text) fn is_word(word: &[char]) -> bool {
    let entry = look_up(&word.iter().collect::<String>());
    let names = ["nr", "ns", "nrt", "nrfg", "nz"];
    entry.is_some_and(|entry| !names.contains(&entry.mark))
}
