//! Where the sense of a headline allows a line to end, and how gladly.
//!
//! Nothing here measures: a break has a cost by the words on its two sides.
//! About 1 is where one takes breath (before a verb or a preposition), 5 parts
//! what belongs together loosely, 10 and more reads wrong.

use crate::text::Paragraph;
use crate::text::breaks::Break;
use crate::text::class::Class;
use crate::text::words::{Kind, Word, Words};

/// May a heading's line end before a cluster?
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// No: inside quotes, 《》 and numbers, or marks forbid it.
    Never,
    /// Only where nothing else will do: inside a word.
    Torn,
    /// Yes, at this cost.
    At(f64),
}

/// After a mark that ends a phrase.
const MARK: f64 = 0.2;
/// Before an opening quote or bracket.
const QUOTE: f64 = 0.5;
/// Inside a list parted by 、.
const LIST: f64 = 3.0;
/// Before a verb, an adverb or a preposition: the predicate begins.
const BREATH: f64 = 1.5;
/// Between words that the reader takes as one phrase.
const PHRASE: f64 = 5.0;
/// Between a describing word and what it describes.
const CLOSE: f64 = 8.0;
/// Before 的 了 上 and after 和 为: the reader stumbles.
const STUMBLE: f64 = 12.0;
/// A word of one character at the edge of a line.
const SHORT: f64 = 3.0;

/// Posts that belong to the name beside them.
const POSTS: [&str; 26] = [
    "书记",
    "主席",
    "主任",
    "局长",
    "院长",
    "校长",
    "厂长",
    "经理",
    "总经理",
    "董事长",
    "教授",
    "教师",
    "老师",
    "医生",
    "师傅",
    "工程师",
    "院士",
    "记者",
    "代表",
    "委员",
    "班长",
    "队长",
    "站长",
    "村长",
    "劳模",
    "工匠",
];

/// Nouns that end a compound: what stands before them describes them, verbs
/// too (抢修人员, 保障条例).
const HEADS: [&str; 40] = [
    "人员",
    "中心",
    "办法",
    "方案",
    "资金",
    "工作",
    "项目",
    "政策",
    "活动",
    "条例",
    "机构",
    "设备",
    "系统",
    "计划",
    "措施",
    "大赛",
    "比赛",
    "基地",
    "工程",
    "平台",
    "企业",
    "公司",
    "制度",
    "机制",
    "标准",
    "会议",
    "行动",
    "服务",
    "队伍",
    "体系",
    "课程",
    "岗位",
    "待遇",
    "水平",
    "能力",
    "产品",
    "机器人",
    "现场",
    "时间",
    "仪式",
];
/// Prepositions that end a verb: 调整为, 落户于.
const AFTER_VERBS: &str = "为至到于给";

/// The place before every cluster of a heading's line; the first is
/// [`Place::Never`].
#[must_use]
pub(super) fn places(paragraph: &Paragraph, words: &Words) -> Vec<Place> {
    let cut = words.cut(&paragraph.chars);
    let sense = Sense { paragraph, cut: &cut };
    let mut places = Vec::with_capacity(paragraph.clusters.len());
    let mut depth = 0_i32;
    for (at, cluster) in paragraph.clusters.iter().enumerate() {
        let inside = depth > 0;
        depth += match cluster.class {
            Class::Open => 1,
            Class::Close => -1,
            _ => 0,
        };
        let place = if at == 0 || inside { Place::Never } else { sense.place(at) };
        places.push(place);
    }
    places
}

struct Sense<'s> {
    paragraph: &'s Paragraph,
    cut: &'s [Word],
}

impl Sense<'_> {
    fn place(&self, at: usize) -> Place {
        let clusters = &self.paragraph.clusters;
        let (before, here) = (clusters[at - 1].class, clusters[at].class);
        let c = self.paragraph.chars[clusters[at - 1].chars.start];
        match (before, here) {
            (Class::Blank, _) => return Place::At(0.0),
            (_, Class::Blank) => return Place::Never,
            _ if self.paragraph.joints[at].break_ == Break::No => return Place::Never,
            (Class::Interpunct | Class::Connector | Class::Solidus, _) => {
                return Place::Never;
            }
            (Class::Pause, _) if c == '、' => return Place::At(LIST),
            (Class::Pause | Class::Stop, _) => return Place::At(0.0),
            (Class::Dash | Class::Ellipsis, _) => return Place::At(MARK),
            (_, Class::Dash | Class::Ellipsis) => return Place::At(PHRASE),
            _ => {}
        }
        let char = clusters[at].chars.start;
        let Some(index) = self.cut.iter().position(|word| word.chars.contains(&char))
        else {
            return Place::Never;
        };
        if self.cut[index].chars.start < char {
            return Place::Torn;
        }
        let Some(a) = index.checked_sub(1).map(|index| &self.cut[index]) else {
            return Place::Never;
        };
        Place::At(self.between(a, index))
    }

    /// Cost between a word and the one after it.
    fn between(&self, a: &Word, index: usize) -> f64 {
        use Kind::{
            Action, Adjective, Adverb, Conjunction, Link, Mark, Name, Noun, Number, Own,
            Particle, Place, Preposition, Pronoun, Time, Verb, Western,
        };
        let b = &self.cut[index];
        let thing = |kind| matches!(kind, Noun | Name | Own | Western | Number | Pronoun);
        let acts = |kind| matches!(kind, Verb | Action);
        let describes = acts(b.kind) && self.describes(index);
        let cost = match (a.kind, b.kind) {
            (_, Link | Particle | Place) => STUMBLE + SHORT,
            (Preposition | Conjunction, _) => STUMBLE,
            (Mark, Verb | Adverb | Preposition) => MARK,
            // “…”行动: what the quote names.
            (Mark, _) => PHRASE - 1.0,
            (Verb, Mark) => PHRASE,
            (_, Mark) => QUOTE,
            (Link, _) => PHRASE,
            (_, Conjunction) => LIST,
            (Adverb | Pronoun, _) => CLOSE + 2.0,
            (kind, Preposition) if acts(kind) && self.ends_verb(b) => CLOSE,
            (_, Preposition) => BREATH - 0.5,
            (Place, _) => BREATH,
            // 量了│四十年: how much was done.
            (Time, Number | Time) | (Particle, Number | Time) => CLOSE,
            (_, Adverb | Time) => BREATH,
            (Time, Verb | Action) => BREATH + 0.5,
            (Number, Verb | Action) => BREATH + 0.5,
            (Number | Adjective, _) => CLOSE,
            (_, Noun) if self.is(b, &HEADS) => CLOSE,
            (Name, Noun) | (Noun, Name) if self.is_post(a) || self.is_post(b) => {
                CLOSE + 1.0
            }
            (Verb, Verb) if b.len() == 1 => CLOSE + 2.0,
            (Verb | Action, Verb | Action) if describes => CLOSE,
            (Verb, Verb | Action) | (Action, Verb) => LIST,
            (Verb, kind) if thing(kind) || kind == Adjective => {
                PHRASE + if a.len() == 1 { SHORT } else { 0.0 }
            }
            (kind, Verb | Action) if thing(kind) && describes => CLOSE,
            (kind, Verb) if thing(kind) => return BREATH,
            (kind, Action) if thing(kind) => LIST,
            (Time, _) => LIST,
            (kind, Number) if thing(kind) => LIST,
            _ => PHRASE,
        };
        let short = a.len() == 1 && matches!(a.kind, Noun | Adjective | Verb | Pronoun)
            || b.len() == 1 && matches!(b.kind, Noun | Adjective);
        if short { cost + SHORT } else { cost }
    }

    /// Whether a verb only describes the noun that ends its compound.
    fn describes(&self, index: usize) -> bool {
        let Some(next) = self.cut.get(index + 1) else { return false };
        match next.kind {
            Kind::Noun => self.is(next, &HEADS),
            Kind::Verb | Kind::Action => self.describes(index + 1),
            _ => false,
        }
    }

    fn ends_verb(&self, word: &Word) -> bool {
        word.len() == 1 && AFTER_VERBS.contains(self.paragraph.chars[word.chars.start])
    }

    fn is(&self, word: &Word, list: &[&str]) -> bool {
        let text: String = self.paragraph.chars[word.chars.clone()].iter().collect();
        list.contains(&text.as_str())
    }

    fn is_post(&self, word: &Word) -> bool {
        let text: String = self.paragraph.chars[word.chars.clone()].iter().collect();
        POSTS.iter().any(|post| text.ends_with(post))
    }
}
