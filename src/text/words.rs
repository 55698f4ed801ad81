//! Words: where they begin and end, and what kind each is.
//!
//! A headline is broken between words, never inside one. Words come from the
//! paper's own list first, then from a dictionary (`words/README.md`); what the
//! dictionary cuts off that belongs together in a headline (a surname, a
//! suffix, a number's unit) is put back here. The dictionary is read when the
//! first headline wants it, which takes some 30 ms; nothing is read at start.

use super::class::Class;
use super::units::UNITS;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod dictionary;
mod lists;
mod names;
mod numbers;
mod people;
mod repeated;
mod surnames;

use dictionary::DICTIONARY;
pub(super) use lists::FOREIGN;
use lists::{
    ADVERBS, BEFORE_NUMBERS, BODIES, BOUNDS, ENDS_VERBS, JOINS, LANDS, NOT_VERBS,
    PREFIXES, SUFFIXES, TAKES, VERBS,
};
pub(super) use numbers::is_roman;
use numbers::{counted, counts, measured};
use people::Piece;
pub(super) use people::{is_foreign, is_place, is_word, name_at};
use surnames::SURNAMES_TOO;
pub(super) use surnames::{PERHAPS_SURNAMES, RARE_SURNAMES, SURNAMES, is_double};

/// What a word is to its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name, post or term of the paper's own list.
    Own,
    /// A person's or a place's name.
    Name,
    /// A noun, or any word not known better.
    Noun,
    /// A verb.
    Verb,
    /// A verb that acts on nothing: 开幕 首航 获救.
    Intransitive,
    /// A verb that often names a thing: 调整 检测 预计.
    Action,
    /// An adjective, or a word that only stands before a noun (大型).
    Adjective,
    /// 已 不 都.
    Adverb,
    /// A number, with its unit if it has one.
    Number,
    /// A time: 今年 凌晨.
    Time,
    /// 为 在 把 被.
    Preposition,
    /// 和 与 及.
    Conjunction,
    /// 的 地 得 之: what stands before describes what stands after.
    Link,
    /// 了 着 过 吗: belongs to the word before.
    Particle,
    /// 上 里 以来: belongs to the word before.
    Place,
    /// 我 这 其.
    Pronoun,
    /// A Chinese mark, or a blank.
    Mark,
    /// Latin letters or digits.
    Western,
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its characters.
    pub chars: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

impl Word {
    /// How many characters it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether it has none, which is never so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }
}

/// The words that are never split: the house's and the issue's, and after them
/// names found in the copy. The dictionary is shared by all.
#[derive(Clone, Debug, Default)]
pub struct Words {
    own: List,
    /// Names that are more than Chinese characters, which no word can cross, and
    /// others, which are weighed against the words there.
    mixed: List,
    said: List,
}

/// Words, and how long the longest is.
#[derive(Clone, Debug, Default)]
struct List {
    words: BTreeSet<Vec<char>>,
    longest: usize,
}

impl List {
    /// Words of one character say nothing, and are left out.
    fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> List {
        let words: BTreeSet<Vec<char>> = words
            .into_iter()
            .map(|word| word.chars().filter(|c| !c.is_whitespace()).map(halved).collect())
            .filter(|word: &Vec<char>| word.len() > 1)
            .collect();
        let longest = words.iter().map(Vec::len).max().unwrap_or(0);
        List { words, longest }
    }

    /// Its words in a part of a text, from left to right. Two of which one begins
    /// inside the other are one, since neither is to be split.
    fn within(&self, text: &[char], part: Range<usize>) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in part.clone() {
            let most = self.longest.min(part.end - at);
            let mut lengths = (2..=most).rev();
            let len = lengths.find(|len| self.words.contains(&text[at..at + len]));
            let Some(end) = len.map(|len| at + len) else { continue };
            match found.last_mut() {
                Some(last) if at < last.end => last.end = last.end.max(end),
                _ => found.push(at..end),
            }
        }
        found
    }
}

/// A heading's letters and digits are half as wide when it is cut.
fn halved(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        c => c,
    }
}

/// Whether two characters are a title that goes with a surname: 王厅长.
pub(crate) fn is_title(word: &[char]) -> bool {
    let [first, last] = word else { return false };
    let before = match last {
        '长' => "厅局部省市县区镇乡村处科队班组站社校院所厂会",
        '任' | '席' => "主",
        '记' => "书",
        '员' => "委",
        '理' => "经",
        '授' => "教",
        '师' => "老",
        '傅' => "师",
        '生' => "医先",
        '士' => "女",
        '志' => "同",
        _ => return false,
    };
    before.contains(*first)
}

impl Words {
    /// Words that are never split.
    pub fn new<'w>(own: impl IntoIterator<Item = &'w str>) -> Words {
        Words { own: List::new(own), ..Words::default() }
    }

    /// With names that the copy has: never split where no own word is, nor words
    /// that are likelier.
    #[must_use]
    pub fn with_found<'w>(self, found: impl IntoIterator<Item = &'w str>) -> Words {
        let is_han = |name: &&str| name.chars().all(|c| Class::of(c) == Class::Han);
        let (said, mixed): (Vec<&str>, Vec<&str>) = found.into_iter().partition(is_han);
        Words {
            mixed: List::new(mixed),
            said: List::new(said),
            ..self
        }
    }

    /// Cuts a text into words.
    #[must_use]
    pub fn cut(&self, text: &[char]) -> Vec<Word> {
        let mut words = Vec::new();
        let mut plain = 0;
        for chars in self.kept(text) {
            self.plainly(text, plain..chars.start, &mut words);
            plain = chars.end;
            words.push(Word { chars, kind: Kind::Own });
        }
        self.plainly(text, plain..text.len(), &mut words);
        let words = join(text, names::whole(text, words), counted);
        join(text, words, together)
    }

    /// The places between the words of a text where one may end inside a name that
    /// is not known: each the index of a character, and how much likelier it is that
    /// none is there (a natural logarithm).
    #[must_use]
    pub fn doubts(&self, text: &[char], cut: &[Word]) -> BTreeMap<usize, f64> {
        let mut doubts = BTreeMap::new();
        let mut from = 0;
        let end = text.len()..text.len();
        for kept in self.kept(text).into_iter().chain([end]) {
            doubts.extend(people::doubts(text, from..kept.start, &self.said));
            from = kept.end;
        }
        for pair in cut.windows(2) {
            if people::may_be_name(text, &pair[0], &pair[1]) {
                doubts.insert(pair[1].chars.start, 0.0);
            }
        }
        doubts
    }

    /// What is never split: the paper's own words, and between them names that
    /// have other than Chinese characters.
    fn kept(&self, text: &[char]) -> Vec<Range<usize>> {
        let mut kept = self.own.within(text, 0..text.len());
        let mut mixed = Vec::new();
        let mut from = 0;
        for own in kept.iter().cloned().chain(std::iter::once(text.len()..text.len())) {
            mixed.extend(self.mixed.within(text, from..own.start));
            from = own.end;
        }
        kept.extend(mixed);
        kept.sort_by_key(|word| word.start);
        kept
    }

    /// Cuts what the paper has no words of its own for: names, and what the
    /// dictionary has between them.
    fn plainly(&self, text: &[char], range: Range<usize>, words: &mut Vec<Word>) {
        let names = people::found(text, range.clone(), &self.said).into_iter();
        let kind = |piece| if piece == Piece::Said { Kind::Own } else { Kind::Name };
        let mut known: Vec<Word> = names
            .map(|(chars, piece)| Word { chars, kind: kind(piece) })
            .collect();
        known.extend(measured(text, range.clone()));
        known.sort_by_key(|word| word.chars.start);
        let mut from = range.start;
        for word in known {
            // A number does not go on in a name, nor a name in a number.
            if word.chars.start < from {
                continue;
            }
            by_dictionary(text, from..word.chars.start, words);
            from = word.chars.end;
            words.push(word);
        }
        by_dictionary(text, from..range.end, words);
    }
}

fn by_dictionary(text: &[char], range: Range<usize>, words: &mut Vec<Word>) {
    if range.is_empty() {
        return;
    }
    let start = range.start;
    let part: String = text[range].iter().collect();
    for tag in DICTIONARY.tag(&part, true) {
        let mut chars = start + tag.start..start + tag.end;
        // A word that the dictionary only guessed takes no 让 or 为 with it, nor an
        // 已 before a verb, nor the unit of a number.
        let is_guessed = tag.tag == "x" && chars.len() > 1;
        let mut add = |chars: Range<usize>, mark: &str| {
            let kind = kind(&text[chars.clone()], mark);
            words.push(Word { chars, kind });
        };
        if is_guessed && let Some(mark) = swallowed(text, chars.start) {
            add(chars.start..chars.start + 1, mark);
            chars.start += 1;
        }
        let last = text[chars.end - 1];
        let ordinal =
            last == '第' && text.get(chars.end).is_some_and(char::is_ascii_digit);
        let is_joined =
            is_guessed && (JOINS.contains(last) || TAKES.contains(last) || ordinal);
        let end = if is_joined && chars.len() > 1 { chars.end - 1 } else { chars.end };
        // What is left before a verb is what acts: 潘展乐│破.
        let mark = if is_guessed && end < chars.end && end - chars.start == 1 {
            "n"
        } else if is_guessed {
            guessed(&text[chars.start..end])
        } else {
            tag.tag
        };
        add(chars.start..end, mark);
        if end < chars.end {
            let taken = if TAKES.contains(last) { "v" } else { "p" };
            add(end..chars.end, if ordinal { "m" } else { taken });
        }
    }
}

/// What the character is that a guess swallowed at its beginning, if it did.
fn swallowed(text: &[char], at: usize) -> Option<&'static str> {
    let c = text[at];
    let counted = at > 0 && text[at - 1].is_ascii_digit();
    match c {
        _ if JOINS.contains(c) => Some("p"),
        _ if ADVERBS.contains(c) => Some("d"),
        _ if counted && UNITS.contains(c) => Some("q"),
        _ => None,
    }
}

/// The mark of a word that the dictionary lacks. 装│上 is a verb, and so is what
/// begins with a character that is always one: 获│刑, 抢│抓.
fn guessed(word: &[char]) -> &'static str {
    let comes = |end: char| ENDS_VERBS.contains(end);
    match word {
        [first, last] if comes(*last) || VERBS.contains(*first) => "v",
        [_] => "v",
        // A surname and what may be a name.
        [first, ..] if SURNAMES.contains(*first) && word.len() <= 3 => "nr",
        _ => "x",
    }
}

/// The kind of a word by the dictionary's mark, and by itself where the mark
/// is known to mislead.
fn kind(word: &[char], mark: &str) -> Kind {
    let class = word.first().map_or(Class::Han, |c| Class::of(*c));
    if matches!(class, Class::Latin | Class::Digit) {
        return Kind::Western;
    }
    if class == Class::Unit || matches!(word, ['℃' | '℉' | '‰']) {
        return Kind::Number;
    }
    if class.is_mark() {
        return Kind::Mark;
    }
    match word {
        ['的' | '地' | '得' | '之'] => return Kind::Link,
        ['和' | '与' | '及' | '或' | '暨'] => return Kind::Conjunction,
        [c] if "了着过吗呢吧啦等".contains(*c) => return Kind::Particle,
        [c] if "上下里中内外前后间时起".contains(*c) => return Kind::Place,
        [c] if "为在向对把让将被从由至到比以因用给于凭靠按".contains(*c) =>
        {
            return Kind::Preposition;
        }
        ['首', c] if *c != '次' && UNITS.contains(*c) => return Kind::Number,
        ['首'] => return Kind::Adverb,
        ['种'] => return Kind::Verb,
        ['每' | '各' | '该'] => return Kind::Pronoun,
        ['每', _] => return Kind::Time,
        ['可' | '应' | '须' | '将' | '能' | '要'] => return Kind::Adverb,
        ['以' | '之', '上' | '下' | '内' | '外' | '前' | '后' | '来' | '中' | '间'] =>
        {
            return Kind::Place;
        }
        _ => {}
    }
    match mark.as_bytes() {
        [b'n', b'r' | b's', ..] => Kind::Name,
        [b'v', b'n'] => Kind::Action,
        [b'v', b'i'] => Kind::Intransitive,
        [b'v', ..] => Kind::Verb,
        [b'a', b'd'] => Kind::Adverb,
        [b'a', b'n'] => Kind::Noun,
        [b'a' | b'b', ..] => Kind::Adjective,
        [b'd', ..] => Kind::Adverb,
        [b'm' | b'q', ..] => Kind::Number,
        [b't' | b's', ..] => Kind::Time,
        // 居高不下 says something of what stands before it.
        [b'i', ..] => Kind::Intransitive,
        [b'p', ..] => Kind::Preposition,
        [b'c', ..] => Kind::Conjunction,
        [b'f', ..] => Kind::Place,
        [b'u' | b'y', ..] => Kind::Particle,
        [b'r', ..] => Kind::Pronoun,
        _ => Kind::Noun,
    }
}

/// Puts together what the dictionary parted, by a rule for two words.
fn join(
    text: &[char],
    words: Vec<Word>,
    rule: impl Fn(&[char], &Word, &Word) -> Option<Kind>,
) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(mut word) = rest.next() {
        while let Some(next) = rest.peek() {
            let Some(kind) = rule(text, &word, next) else { break };
            word = Word { chars: word.chars.start..next.chars.end, kind };
            rest.next();
        }
        joined.push(word);
    }
    joined
}

/// The kind of the one word that two make, if they do.
fn together(text: &[char], a: &Word, b: &Word) -> Option<Kind> {
    let (first, second) = (&text[a.chars.clone()], &text[b.chars.clone()]);
    let counted = counts(text, b) || b.kind == Kind::Time;
    match (first, second) {
        ([c], _) if BEFORE_NUMBERS.contains(*c) && counted => Some(b.kind),
        // 不少于 and the number that it bounds.
        (_, _)
            if counted && BOUNDS.contains(&first.iter().collect::<String>().as_str()) =>
        {
            Some(Kind::Number)
        }
        // 3月│5日.
        ([.., '月'], [figure, .., '日']) if figure.is_ascii_digit() => Some(Kind::Time),
        (['每'], _) if matches!(b.kind, Kind::Noun | Kind::Time | Kind::Number) => {
            Some(Kind::Time)
        }
        // 三天│前, 十一月│起.
        (_, ['前' | '后' | '内' | '间' | '里' | '起' | '中' | '末' | '底' | '初'])
            if matches!(a.kind, Kind::Time | Kind::Number) =>
        {
            Some(Kind::Time)
        }
        // 遥感│四十五号: one of several of a name.
        (_, [.., '号'])
            if counts(text, b)
                && matches!(a.kind, Kind::Noun | Kind::Name | Kind::Action) =>
        {
            Some(Kind::Name)
        }
        // 等│人.
        (['等'], [_]) if b.kind == Kind::Noun => Some(Kind::Verb),
        // 降│至, 达│到: a verb and where it comes to.
        (_, ['至' | '于']) if a.kind == Kind::Verb => Some(Kind::Verb),
        (_, ['成' | '出']) if matches!(a.kind, Kind::Verb | Kind::Action) => {
            Some(Kind::Verb)
        }
        ([_], ['到' | '为']) if a.kind == Kind::Verb => Some(Kind::Verb),
        // 电网负荷五│创新高.
        ([c], _) if "一二三四五六七八九十两再".contains(*c) && b.kind == Kind::Verb => {
            Some(Kind::Verb)
        }
        // 收官│之│年, 收官│之年.
        (_, ['之']) if a.kind != Kind::Mark => Some(Kind::Link),
        (_, ['之', _]) if a.kind != Kind::Mark => Some(Kind::Noun),
        ([.., '之'], [_]) if first.len() > 1 => Some(Kind::Noun),
        (_, [_]) if is_verb(text, b) => None,
        // AI│率, 5G│网.
        ([.., last], [suffix])
            if a.kind == Kind::Western
                && last.is_ascii_alphabetic()
                && SUFFIXES.contains(*suffix) =>
        {
            Some(Kind::Noun)
        }
        _ => {
            surnames((a, first), (b, second)).or_else(|| endings((a, first), (b, second)))
        }
    }
}

/// A surname and the name.
fn surnames((a, first): (&Word, &[char]), (b, second): (&Word, &[char])) -> Option<Kind> {
    let is_name = a.kind == Kind::Name;
    match (first, second) {
        // A surname and the name, in one word or in two characters.
        ([surname], _)
            if SURNAMES.contains(*surname)
                && b.len() <= 2
                && !matches!(
                    b.kind,
                    Kind::Link | Kind::Particle | Kind::Mark | Kind::Own
                )
                && (is_name || b.kind == Kind::Name) =>
        {
            Some(Kind::Name)
        }
        // 院士│张│明远, where the dictionary has 张 for a unit.
        ([surname], [_, _])
            if SURNAMES.contains(*surname)
                && !SURNAMES_TOO.contains(*surname)
                && a.chars.start > 0
                && matches!(b.kind, Kind::Noun | Kind::Adjective) =>
        {
            Some(Kind::Name)
        }
        ([surname, _], [_])
            if SURNAMES.contains(*surname)
                && is_name
                && matches!(b.kind, Kind::Noun | Kind::Name | Kind::Adjective) =>
        {
            Some(Kind::Name)
        }
        _ => None,
    }
}

/// Words with their endings and beginnings.
fn endings((a, first): (&Word, &[char]), (b, second): (&Word, &[char])) -> Option<Kind> {
    let makes = matches!(
        a.kind,
        Kind::Noun
            | Kind::Verb
            | Kind::Intransitive
            | Kind::Action
            | Kind::Adjective
            | Kind::Name
    );
    match (first, second) {
        // 汕头│市 is a place; 启动│市│总工会 has the 市 with what follows.
        (_, [c]) if BODIES.contains(*c) && a.len() >= 2 && b.kind != Kind::Mark => {
            matches!(a.kind, Kind::Noun | Kind::Name).then_some(a.kind)
        }
        (_, [suffix])
            if SUFFIXES.contains(*suffix)
                && a.len() >= 2
                && makes
                && (b.kind != Kind::Verb || NOT_VERBS.contains(*suffix))
                && b.kind != Kind::Mark =>
        {
            Some(if a.kind == Kind::Name { Kind::Name } else { Kind::Noun })
        }
        (_, land) if is_land(a, land) => Some(Kind::Name),
        // 生态环境│分局.
        (_, ['分', '局' | '行' | '院' | '校' | '社'] | ['支' | '总' | '大', '队'])
            if matches!(a.kind, Kind::Noun | Kind::Name) =>
        {
            Some(a.kind)
        }
        // Any noun of one character is the end of the noun before: 采油│树.
        (_, [_])
            if a.len() >= 2
                && matches!(a.kind, Kind::Noun | Kind::Adjective)
                && b.kind == Kind::Noun =>
        {
            Some(Kind::Noun)
        }
        // A unit that counts nothing is an ending: 延长│段.
        (_, [c])
            if a.len() >= 2 && makes && b.kind == Kind::Number && UNITS.contains(*c) =>
        {
            Some(Kind::Noun)
        }
        // And the beginning of the one after it: 铝│冶炼, 市│总工会.
        ([c], _)
            if b.len() >= 2
                && matches!(b.kind, Kind::Noun | Kind::Action)
                && (a.kind == Kind::Noun
                    || BODIES.contains(*c)
                    || PREFIXES.contains(*c) && b.len() == 2) =>
        {
            Some(Kind::Noun)
        }
        _ => None,
    }
}

/// Whether the name of a place goes on: 舟山│群岛, 苇塘│河.
fn is_land(place: &Word, land: &[char]) -> bool {
    (place.kind == Kind::Name || place.kind == Kind::Noun && land.len() == 1)
        && LANDS.contains(&land.iter().collect::<String>().as_str())
}

/// Whether a word of one character is a verb here: 卡尺│量│了.
fn is_verb(text: &[char], word: &Word) -> bool {
    let next = text.get(word.chars.end);
    let stands = text[word.chars.start] == '站';
    next.is_some_and(|c| "了着过".contains(*c) || stands && "在上到出进".contains(*c))
}

#[cfg(test)]
mod tests;
