//! Words: where they begin and end, and what kind each is.
//!
//! A headline is broken between words, never inside one. Words come from the
//! paper's own list first, then from a dictionary (`words/README.md`); what the
//! dictionary cuts off that belongs together in a headline (a surname, a
//! suffix, a number's unit) is put back here. The dictionary is read when the
//! first headline wants it, which takes some 30 ms; nothing is read at start.

use jieba_rs::Jieba;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

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

/// The words that are never split: the house's, the issue's, and names found in
/// the copy. The dictionary is shared by all.
#[derive(Clone, Debug, Default)]
pub struct Words {
    own: BTreeSet<Vec<char>>,
    longest: usize,
}

/// The dictionary: common words, and over them the trade's.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(|| {
    let common = include_str!("words/common.txt");
    let trade = include_str!("words/trade.txt");
    let mut dictionary = Jieba::with_dict(&mut common.as_bytes())
        .expect("the list of words is well formed");
    dictionary
        .load_dict(&mut trade.as_bytes())
        .expect("the list of words is well formed");
    dictionary
});

/// Endings that make a word of the word before: 快递│员 is one.
const SUFFIXES: &str =
    "员者们化性率式型级厅馆站厂校班镇村县街岛桥港队社园量度感处奖杯赛展节月";
/// Words before a noun that make one word with it: 老│厂房, 新│岗位.
const PREFIXES: &str = "老新大小总副各每本全女男前";
/// Surnames of one character; those that are more often a word (高 万 成) are
/// told by the dictionary's mark alone.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪田姜范姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙段钱汤尹黎武贺";
/// Words of one character that a guess may have swallowed.
const JOINS: &str = "为在向对把让将被从由至与和及的了";
/// Units of one character that the dictionary may tell as a noun.
const UNITS: &str = "年月日天时分秒元角万亿千百个名位人次场届期批项件条家户辆台座吨米里亩斤岁米套份起种层楼号周季度倍成折号室栋组队班门所艘架只头棵株桌道篇封本册张片袋箱瓶列款类份";

impl Words {
    /// A list of words that are never split; those of one character say nothing
    /// and are left out.
    pub fn new<'w>(own: impl IntoIterator<Item = &'w str>) -> Words {
        let own: BTreeSet<Vec<char>> = own
            .into_iter()
            .map(|word| word.chars().filter(|c| !c.is_whitespace()).collect())
            .filter(|word: &Vec<char>| word.len() > 1)
            .collect();
        let longest = own.iter().map(Vec::len).max().unwrap_or(0);
        Words { own, longest }
    }

    /// Cuts a text into words.
    #[must_use]
    pub fn cut(&self, text: &[char]) -> Vec<Word> {
        let mut words = Vec::new();
        let (mut at, mut plain) = (0, 0);
        while at < text.len() {
            if let Some(len) = self.own_at(&text[at..]) {
                by_dictionary(text, plain..at, &mut words);
                words.push(Word { chars: at..at + len, kind: Kind::Own });
                at += len;
                plain = at;
            } else {
                at += 1;
            }
        }
        by_dictionary(text, plain..at, &mut words);
        join(text, words)
    }

    /// The longest of the own words that begins here.
    fn own_at(&self, text: &[char]) -> Option<usize> {
        let most = self.longest.min(text.len());
        (2..=most).rev().find(|len| self.own.contains(&text[..*len]))
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
        // A word that the dictionary only guessed takes no 让 or 为 with it.
        let is_guessed = tag.tag == "x" && chars.len() > 1;
        let first = is_guessed && JOINS.contains(text[chars.start]);
        let last = is_guessed && JOINS.contains(text[chars.end - 1]);
        let mut add = |chars: Range<usize>, mark: &str| {
            let kind = kind(&text[chars.clone()], mark);
            words.push(Word { chars, kind });
        };
        if first {
            add(chars.start..chars.start + 1, "p");
            chars.start += 1;
        }
        let end = if last && chars.len() > 1 { chars.end - 1 } else { chars.end };
        add(chars.start..end, tag.tag);
        if end < chars.end {
            add(end..chars.end, "p");
        }
    }
}

/// The kind of a word by the dictionary's mark, and by itself where the mark
/// is known to mislead.
fn kind(word: &[char], mark: &str) -> Kind {
    use super::class::Class;
    let class = word.first().map_or(Class::Han, |c| Class::of(*c));
    if matches!(class, Class::Latin | Class::Digit) {
        return Kind::Western;
    }
    if class.is_mark() || class == Class::Unit {
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
        ['以' | '之', '上' | '下' | '内' | '外' | '前' | '后' | '来' | '中' | '间'] =>
        {
            return Kind::Place;
        }
        _ => {}
    }
    match mark.as_bytes() {
        [b'n', b'r' | b's', ..] => Kind::Name,
        [b'v', b'n'] => Kind::Action,
        [b'v', ..] => Kind::Verb,
        [b'a', b'd'] => Kind::Adverb,
        [b'a', b'n'] => Kind::Noun,
        [b'a' | b'b', ..] => Kind::Adjective,
        [b'd', ..] => Kind::Adverb,
        [b'm' | b'q', ..] => Kind::Number,
        [b't', ..] => Kind::Time,
        [b'p', ..] => Kind::Preposition,
        [b'c', ..] => Kind::Conjunction,
        [b'f', ..] => Kind::Place,
        [b'u' | b'y', ..] => Kind::Particle,
        [b'r', ..] => Kind::Pronoun,
        _ => Kind::Noun,
    }
}

/// Puts together what the dictionary parted.
fn join(text: &[char], words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(mut word) = rest.next() {
        while let Some(next) = rest.peek() {
            let Some(kind) = together(text, &word, next) else { break };
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
    let number = |word: &Word, text: &[char]| {
        matches!(word.kind, Kind::Number)
            || word.kind == Kind::Western && text.iter().any(char::is_ascii_digit)
    };
    match (first, second) {
        // 第 and its number; a number and its unit.
        (['第' | '近' | '约' | '超' | '逾'], _) if number(b, second) => {
            Some(Kind::Number)
        }
        (_, [unit, ..])
            if number(a, first)
                && (b.kind == Kind::Number || b.len() <= 2 && UNITS.contains(*unit)) =>
        {
            // 三个月 is a time, and what follows is not counted by it.
            let is_time = second.last().is_some_and(|c| "年月日天时".contains(*c));
            Some(if is_time { Kind::Time } else { Kind::Number })
        }
        // A surname and the name, in one word or in two characters.
        ([surname], _)
            if SURNAMES.contains(*surname)
                && b.len() <= 2
                && !matches!(
                    b.kind,
                    Kind::Link | Kind::Particle | Kind::Mark | Kind::Own
                )
                && (a.kind == Kind::Name || b.kind == Kind::Name) =>
        {
            Some(Kind::Name)
        }
        ([surname, _], [_])
            if SURNAMES.contains(*surname)
                && a.kind == Kind::Name
                && matches!(b.kind, Kind::Noun | Kind::Name | Kind::Adjective) =>
        {
            Some(Kind::Name)
        }
        (_, [suffix]) if SUFFIXES.contains(*suffix) && takes_suffix(text, a, b) => {
            Some(if a.kind == Kind::Name { Kind::Name } else { Kind::Noun })
        }
        ([prefix], _)
            if PREFIXES.contains(*prefix)
                && matches!(b.kind, Kind::Noun | Kind::Action)
                && b.len() == 2 =>
        {
            Some(Kind::Noun)
        }
        _ => None,
    }
}

/// Whether an ending makes one word with the word before it.
fn takes_suffix(text: &[char], a: &Word, b: &Word) -> bool {
    // 卡尺│量│了: with a particle it is a verb.
    let acts = text.get(b.chars.end).is_some_and(|c| "了着过".contains(*c));
    let is_rate = text[b.chars.start] == '率';
    a.len() >= 2
        && !acts
        && (b.kind != Kind::Verb || is_rate)
        && b.kind != Kind::Mark
        && matches!(a.kind, Kind::Noun | Kind::Verb | Kind::Adjective | Kind::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar between words.
    fn barred(words: &Words, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let cut = words.cut(&chars);
        let parts = cut.iter().map(|word| chars[word.chars.clone()].iter().collect());
        parts.collect::<Vec<String>>().join("│")
    }

    #[test]
    fn names_units_and_suffixes_stay_whole() {
        let words = Words::default();
        let cases = [
            ("快递员李小满十年送出三十万件包裹", "快递员│李小满│十年│送出│三十万件│包裹"),
            ("退休教师王桂兰义务辅导留守儿童", "退休│教师│王桂兰│义务│辅导│留守│儿童"),
            ("研究生命起源的科学家来我市讲学", "研究│生命│起源│的│科学家│来│我市│讲学"),
            ("第3届职工运动会在体育中心开幕", "第3届│职工│运动会│在│体育│中心│开幕"),
            ("南京市长江大桥维护工人", "南京市│长江大桥│维护│工人"),
            ("结婚的和尚未结婚的", "结婚│的│和│尚未│结婚│的"),
            ("今年前8个月新增就业12.6万人", "今年│前│8个月│新增│就业│12.6万人"),
        ];
        for (text, want) in cases {
            assert_eq!(barred(&words, text), want);
        }
    }

    #[test]
    fn the_papers_own_words_come_first() {
        let words = Words::new(["银帆广场", "白露行动", "银帆"]);
        assert_eq!(barred(&words, "银帆广场启动白露行动"), "银帆广场│启动│白露行动");
        assert_eq!(barred(&words, "到银帆去"), "到│银帆│去");
    }

    #[test]
    fn every_character_is_in_one_word() {
        let chars: Vec<char> = "“好”，C919 去——了\u{3000}吗？😀".chars().collect();
        let cut = Words::default().cut(&chars);
        let ends: Vec<usize> = cut.iter().flat_map(|word| word.chars.clone()).collect();
        assert_eq!(ends, (0..chars.len()).collect::<Vec<_>>());
    }
}
