//! Where the sense of a headline allows a line to end, and how gladly.
//!
//! Nothing here measures: a break has a cost by the words on its two sides.
//! About 1 is where one takes breath (before a verb or a preposition), 5 parts
//! what belongs together loosely, 10 and more reads wrong.

use crate::text::Paragraph;
use crate::text::class::Class;
use crate::text::words::{Kind, Word, Words, is_title};

/// May a heading's line end before a cluster?
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// No: inside numbers, or marks forbid it.
    Never,
    /// Only where nothing else will do, at this cost: inside a word, a name,
    /// quotes or 《》.
    Torn(f64),
    /// Yes, at this cost.
    At(f64),
}

/// After …… and after a closing quote before a verb.
const MARK: f64 = 0.2;
/// Before an opening quote or bracket.
const QUOTE: f64 = 2.5;
/// Inside a list parted by 、.
const LIST: f64 = 3.0;
/// Before a verb, an adverb or a preposition: the predicate begins.
const BREATH: f64 = 1.5;
/// Between a verb and what it acts on, if that is long.
const OBJECT: f64 = 4.5;
/// Between words that the reader takes as one phrase.
const PHRASE: f64 = 6.0;
/// Between a describing word and what it describes.
const CLOSE: f64 = 10.0;
/// Before 的 了 上 and after 和 为: the reader stumbles.
const STUMBLE: f64 = 20.0;
/// A word of one character at the edge of a line.
const SHORT: f64 = 3.0;
/// A break that costs as much reads wrong, and is told.
pub(super) const WEAK: f64 = CLOSE - 1.0;
/// Inside a word; only looked at where a heading fits nowhere.
const TORN: f64 = 400.0;
/// After the · of a long name, and between words inside quotes or 《》: the
/// least harm where nothing else will do.
const INSIDE: f64 = 100.0;
/// What a verb acts on is long from so many characters on.
const LONG_OBJECT: usize = 4;

/// Posts that belong to the name beside them, besides titles such as 主任.
const POSTS: [&str; 10] = [
    "总经理",
    "董事长",
    "教师",
    "工程师",
    "院士",
    "记者",
    "代表",
    "劳模",
    "工匠",
    "夫妇",
];

/// Nouns that end a compound: what stands before them describes them, verbs
/// too (抢修人员, 保障条例).
const HEADS: [&str; 48] = [
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
    "分局",
    "领域",
    "大会",
    "阶段",
    "总额",
    "规模",
    "数量",
    "比例",
];
/// What an office, a company or a body ends with: 局 of 税务局. The place before
/// it is part of its name.
const OFFICES: &str = "局会院校厂馆站所部委署厅队司团行港";
/// What a number ends with that measures and does not count.
const MEASURES: &str = "℃℉％%‰元万亿倍成岁点度";
/// Complements of a verb: 挤出, 拎起.
const COMPLEMENTS: &str = "出成起掉完住";
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
        let place = match at.checked_sub(1).map(|_| sense.place(at)) {
            None => Place::Never,
            Some(Place::At(cost)) if inside => Place::Torn(INSIDE + cost),
            Some(place) => place,
        };
        places.push(place);
    }
    places
}

fn thing(kind: Kind) -> bool {
    use Kind::{Name, Noun, Number, Own, Pronoun, Western};
    matches!(kind, Noun | Name | Own | Western | Number | Pronoun)
}

fn acts(kind: Kind) -> bool {
    matches!(kind, Kind::Verb | Kind::Action)
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
            // —— begins a line or stands inside one (R10.1, R2.4); it is never
            // parted, and whatever the house's level it may begin a heading's line.
            (Class::Dash, _) | (Class::Open, Class::Dash) => return Place::Never,
            (_, Class::Dash) => return Place::At(0.0),
            _ if !self.paragraph.joints[at].break_.is_place() => return Place::Never,
            (Class::Interpunct, _) => return Place::Torn(INSIDE),
            (Class::Connector | Class::Solidus, _) | (_, Class::Ellipsis) => {
                return Place::Never;
            }
            (Class::Pause, _) if c == '、' => return Place::At(LIST),
            (Class::Pause | Class::Stop, _) => return Place::At(0.0),
            (Class::Ellipsis, _) => return Place::At(MARK),
            _ => {}
        }
        let char = clusters[at].chars.start;
        let Some(index) = self.cut.iter().position(|word| word.chars.contains(&char))
        else {
            return Place::Never;
        };
        if self.cut[index].chars.start < char {
            return Place::Torn(TORN);
        }
        let Some(a) = index.checked_sub(1).map(|index| &self.cut[index]) else {
            return Place::Never;
        };
        Place::At(self.between(a, index))
    }

    /// Cost between a word and the one after it.
    fn between(&self, a: &Word, index: usize) -> f64 {
        use Kind::{Adjective, Noun, Pronoun, Verb};
        let b = &self.cut[index];
        let by_words = self.small_words(a, index);
        let cost = by_words
            .or_else(|| self.numbers_and_verbs(a, index))
            .unwrap_or_else(|| self.nouns(a, index));
        let short = a.len() == 1 && matches!(a.kind, Noun | Adjective | Verb | Pronoun)
            || b.len() == 1 && matches!(b.kind, Noun | Adjective);
        if short { cost + SHORT } else { cost }
    }

    /// Where one of the words is a mark or says how others hang together.
    fn small_words(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{
            Action, Adverb, Conjunction, Link, Mark, Noun, Number, Particle, Place,
            Preposition, Pronoun, Time, Verb,
        };
        let b = &self.cut[index];
        let begins = |kind| matches!(kind, Verb | Adverb | Preposition);
        Some(match (a.kind, b.kind) {
            (_, Link | Particle | Place) => STUMBLE + SHORT,
            (Preposition | Conjunction, _) => STUMBLE,
            (Mark | Verb, Verb) if b.len() == 1 && self.is_one_of(b, COMPLEMENTS) => {
                CLOSE
            }
            (Mark, Noun | Action) if self.heads(index) => CLOSE,
            (Mark, kind) if begins(kind) => MARK,
            // “…”行动: what the quote names.
            (Mark, Noun) if self.run(index) < LONG_OBJECT => CLOSE + 2.0,
            (Mark, _) => PHRASE - 1.0,
            (Pronoun, kind) if begins(kind) && a.len() > 1 => BREATH + 0.5,
            (Adverb | Pronoun, _) => CLOSE + 2.0,
            (Verb | Action, Mark) => PHRASE - 1.0,
            (_, Mark) => QUOTE,
            // 之 is part of a word, 的 of a phrase.
            (Link, _) if self.paragraph.chars[a.chars.start] == '之' => STUMBLE,
            (Link, _) => PHRASE - 1.0,
            (_, Conjunction) => LIST,
            (kind, Preposition) if acts(kind) && self.ends_verb(b) => CLOSE,
            (_, Preposition) => BREATH - 0.5,
            (Place, _) => BREATH,
            // 量了│四十年: how much was done.
            (Time, Time) | (Particle, Number | Time) => CLOSE,
            (Time, Number) => PHRASE,
            (Verb, _) if self.comes_to(a) => PHRASE + 1.0,
            (kind, Adverb) if acts(kind) => LIST,
            (_, Adverb | Time) => BREATH,
            (Time, Verb | Action) => LIST,
            _ => return None,
        })
    }

    /// Where a number counts, or a verb acts on something.
    fn numbers_and_verbs(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{Action, Adjective, Name, Noun, Number, Verb};
        let b = &self.cut[index];
        let describes = acts(b.kind) && self.describes(index);
        Some(match (a.kind, b.kind) {
            // 六名│被困群众.
            (Number, Verb | Action) if self.is_one_of_last(a, "个名位件条项家") => {
                PHRASE
            }
            (Number, Verb | Action) => BREATH + 0.5,
            // 40℃│工地停工: the number has its measure, what follows is not counted.
            (Number, _) if self.is_one_of_last(a, MEASURES) => LIST + 1.0,
            // 36个│户外劳动者服务站点: what is counted is long.
            (Number, Noun | Adjective)
                if self.counts(a) && self.run(index) > LONG_OBJECT =>
            {
                PHRASE + 1.0
            }
            (Number | Adjective, _) => CLOSE,
            (_, Noun | Action) if self.heads(index) => CLOSE,
            (Name, Noun) if self.is_one_of_last(b, OFFICES) => CLOSE,
            (Name, Noun) | (Noun, Name) if self.is_post(a) || self.is_post(b) => CLOSE,
            (Verb, Verb) if b.len() == 1 => CLOSE + 2.0,
            (Verb | Action, Verb | Action) if describes => CLOSE,
            (Verb, Verb | Action) => OBJECT,
            (Action, Verb) => LIST,
            // 救起落水│儿童: a verb after a verb describes.
            (Verb, Noun) if self.is_acted_on(index - 1) => PHRASE + 3.0,
            (Verb, kind) if thing(kind) || kind == Adjective => {
                let long = self.run(index) >= LONG_OBJECT;
                let cost = if long { OBJECT } else { PHRASE - 1.0 };
                if a.len() == 1 { CLOSE } else { cost }
            }
            _ => return None,
        })
    }

    /// Where the first word is a thing.
    fn nouns(&self, a: &Word, index: usize) -> f64 {
        use Kind::{Action, Adjective, Name, Noun, Number, Own, Time, Verb};
        let b = &self.cut[index];
        let describes = acts(b.kind) && self.describes(index);
        match (a.kind, b.kind) {
            // 纳入医保│报销比例达: the compound begins a clause.
            (Noun, Verb | Action)
                if self.is_acted_on(index - 1) && self.is_clause(index) =>
            {
                LIST
            }
            (kind, Verb | Action) if thing(kind) && describes => CLOSE,
            // 进入设备│安装阶段.
            (Noun, Action)
                if self.is_acted_on(index - 1) && self.is_before(index, Noun) =>
            {
                PHRASE + 3.0
            }
            (kind, Verb) if thing(kind) && a.len() == 1 => PHRASE,
            (kind, Verb) if thing(kind) => BREATH,
            (kind, Action) if thing(kind) => LIST,
            (Time, _) => LIST,
            (kind, Number) if thing(kind) => LIST,
            (Name, Name) => LIST,
            // 一体化│示范区 is one thing, 推进│改革方案 is not.
            (Action, Noun) if self.run(index) < LONG_OBJECT => CLOSE - 2.0,
            // 岗位│稳定 says something, 全国│优秀读物 describes.
            (kind, Adjective) if thing(kind) && !self.is_before(index, Noun) => LIST,
            // 考上大专│单位报销: the second noun begins a clause.
            (Noun, Noun) if self.is_subject(index) => PHRASE - 1.0,
            // 走进社区│医院: the verb would seem to have all it acts on.
            (Noun, Noun) if a.len() <= 2 && self.is_acted_on(index - 1) => PHRASE + 3.0,
            (Name | Own, Noun) => PHRASE,
            (kind, Noun) if thing(kind) => PHRASE + 1.0,
            _ => PHRASE,
        }
    }

    /// Whether a verb only describes the noun that ends its compound.
    fn describes(&self, index: usize) -> bool {
        let Some(next) = self.cut.get(index + 1) else { return false };
        match next.kind {
            Kind::Noun | Kind::Action if self.heads(index + 1) => true,
            Kind::Verb | Kind::Action => self.describes(index + 1),
            _ => false,
        }
    }

    /// Whether a noun ends a compound of what stands before it: 整治行动.
    fn heads(&self, index: usize) -> bool {
        let word = &self.cut[index];
        let next = self.cut.get(index + 1).map(|next| next.kind);
        let goes_on = match word.kind {
            Kind::Action => matches!(next, Some(Kind::Noun | Kind::Name | Kind::Number)),
            _ => matches!(next, Some(Kind::Noun | Kind::Action)),
        };
        self.is(word, &HEADS) && !goes_on
    }

    /// Whether a verb says where it comes to: 开到, 降至.
    fn comes_to(&self, verb: &Word) -> bool {
        verb.len() > 1 && self.is_one_of_last(verb, "到至于为成")
    }

    fn is_before(&self, index: usize, kind: Kind) -> bool {
        self.cut.get(index + 1).is_some_and(|next| next.kind == kind)
    }

    /// Whether a noun stands right before a verb, and another right after one.
    fn is_subject(&self, index: usize) -> bool {
        self.is_acted_on(index - 1)
            && (self.is_before(index, Kind::Verb) || self.is_before(index, Kind::Adverb))
    }

    /// Whether a verb begins a compound that another verb says something of.
    fn is_clause(&self, index: usize) -> bool {
        let verbs = self.cut[index..].iter().take_while(|word| acts(word.kind));
        let noun = index + verbs.count();
        self.cut.get(noun).is_some_and(|word| word.kind == Kind::Noun)
            && self
                .cut
                .get(noun + 1)
                .is_some_and(|word| acts(word.kind) || word.kind == Kind::Number)
    }

    /// Whether a word stands right after a verb or a preposition.
    fn is_acted_on(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|index| self.cut[index].kind);
        matches!(before, Some(Kind::Verb | Kind::Preposition))
    }

    /// Whether a number has the unit of what it counts.
    fn counts(&self, number: &Word) -> bool {
        let last = self.paragraph.chars[number.chars.end - 1];
        number.len() > 1 && !last.is_ascii() && last != '大'
    }

    /// How many characters from a word on make one thing: up to the next verb,
    /// mark, number or preposition.
    fn run(&self, index: usize) -> usize {
        use Kind::{Action, Adjective, Link, Name, Noun, Own, Western};
        let same = |at: &usize| match self.cut[*at].kind {
            Noun | Name | Own | Western | Adjective | Link => true,
            Action => self.describes(*at),
            _ => false,
        };
        let words = (index..self.cut.len()).take_while(same);
        words.map(|at| self.cut[at].len()).sum()
    }

    fn ends_verb(&self, word: &Word) -> bool {
        word.len() == 1 && self.is_one_of(word, AFTER_VERBS)
    }

    fn is_one_of(&self, word: &Word, list: &str) -> bool {
        list.contains(self.paragraph.chars[word.chars.start])
    }

    fn is_one_of_last(&self, word: &Word, list: &str) -> bool {
        list.contains(self.paragraph.chars[word.chars.end - 1])
    }

    fn is(&self, word: &Word, list: &[&str]) -> bool {
        let text: String = self.paragraph.chars[word.chars.clone()].iter().collect();
        list.contains(&text.as_str())
    }

    fn is_post(&self, word: &Word) -> bool {
        let chars = &self.paragraph.chars[word.chars.clone()];
        let text: String = chars.iter().collect();
        is_title(&chars[chars.len().saturating_sub(2)..])
            || POSTS.iter().any(|post| text.ends_with(post))
    }
}
