//! Where the sense of a headline allows a line to end, and how gladly.
//!
//! Nothing here measures: a break has a cost by the words on its two sides.
//! About 1 is where one takes breath (before a verb or a preposition), 5 parts
//! what belongs together loosely, 10 and more reads wrong.

use crate::text::Paragraph;
use crate::text::class::Class;
use crate::text::words::{Kind, Word, Words, is_title};
use std::collections::BTreeMap;

mod costs;
mod lists;
mod quoted;

use costs::{
    BREATH, CLOSE, COMPOUND, DOUBT, INSIDE, LIST, LONG_OBJECT, MARK, OBJECT, PHRASE,
    QUOTE, SHORT, STUMBLE,
};
pub(super) use costs::{TORN, WEAK};
use lists::{AFTER_VERBS, COMPLEMENTS, HEADS, MEASURES, OFFICES, POSTS};
use quoted::{is_all_quoted, nesting};

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
    /// Yes, at this cost, though a name that is not known may go on there: told, for
    /// the paper to add the name to its `words`.
    Doubtful(f64),
}

/// The place before every cluster of a heading's line; the first is
/// [`Place::Never`].
#[must_use]
pub(super) fn places(paragraph: &Paragraph, words: &Words) -> Vec<Place> {
    let cut = words.cut(&paragraph.chars);
    let doubts = words.doubts(&paragraph.chars, &cut);
    let sense = Sense { paragraph, cut: &cut, doubts: &doubts };
    let mut places = Vec::with_capacity(paragraph.clusters.len());
    let outer = is_all_quoted(paragraph);
    let mut depth = 0_i32;
    for (at, cluster) in paragraph.clusters.iter().enumerate() {
        let depth_before = depth;
        let inside = depth_before > 0;
        depth += nesting(cluster.class);
        let place = match at.checked_sub(1).map(|_| sense.place(at)) {
            None => Place::Never,
            // All of it is quoted: a sentence, which takes breath at its ，.
            Some(Place::At(cost)) if outer && depth_before == 1 && sense.is_pause(at) => {
                Place::At(cost)
            }
            Some(Place::At(cost) | Place::Doubtful(cost)) if inside => {
                Place::Torn(INSIDE + cost)
            }
            Some(place) => place,
        };
        places.push(place);
    }
    places
}

/// Whether a sign is an upright bar, as desks type it.
fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '丨' | '︱')
}

fn thing(kind: Kind) -> bool {
    use Kind::{Name, Noun, Number, Own, Pronoun, Western};
    matches!(kind, Noun | Name | Own | Western | Number | Pronoun)
}

/// Whether a word begins what is said of a thing.
fn says(kind: Kind) -> bool {
    use Kind::{Adjective, Adverb, Intransitive, Preposition, Verb};
    matches!(kind, Verb | Intransitive | Adverb | Adjective | Preposition)
}

fn acts(kind: Kind) -> bool {
    matches!(kind, Kind::Verb | Kind::Action | Kind::Intransitive)
}

struct Sense<'s> {
    paragraph: &'s Paragraph,
    cut: &'s [Word],
    doubts: &'s BTreeMap<usize, f64>,
}

impl Sense<'_> {
    /// Whether a clause ends before a cluster.
    fn is_pause(&self, at: usize) -> bool {
        let before = &self.paragraph.clusters[at - 1];
        let c = self.paragraph.chars[before.chars.start];
        matches!(before.class, Class::Pause | Class::Stop | Class::Blank) && c != '、'
    }

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
            // 上海—│嘉兴—杭州: better than inside one of the names.
            (Class::Connector, Class::Han) if c == '—' => return Place::Torn(INSIDE),
            (Class::Connector | Class::Solidus, _) | (_, Class::Ellipsis) => {
                return Place::Never;
            }
            (Class::Pause, _) if c == '、' => return Place::At(LIST),
            (Class::Pause | Class::Stop, _) => return Place::At(0.0),
            // R10.1: of marks, only ！？”》 end a line while there is another place.
            (Class::Ellipsis, _) => return Place::At(STUMBLE),
            _ => {}
        }
        let char = clusters[at].chars.start;
        // 人物丨王力: a bar parts, and begins no line.
        if is_bar(self.paragraph.chars[char]) {
            return Place::Never;
        }
        if is_bar(c) {
            return Place::At(LIST);
        }
        // “雪龙2”号: what is named.
        if before == Class::Close && self.paragraph.chars[char] == '号' {
            return Place::Never;
        }
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
        let cost = self.between(a, index);
        match self.doubts.get(&char) {
            Some(margin) => Place::Doubtful(cost + DOUBT * (-margin / 2.0).exp()),
            None => Place::At(cost),
        }
    }

    /// Cost between a word and the one after it.
    fn between(&self, a: &Word, index: usize) -> f64 {
        use Kind::{Adjective, Noun, Pronoun, Verb};
        let b = &self.cut[index];
        // 3月16日│至18日: from one day to another.
        let range = self.is_range(a, b).then_some(CLOSE);
        let by_words = range
            .or_else(|| self.marks(a, index))
            .or_else(|| self.small_words(a, index));
        let cost = by_words
            .or_else(|| self.numbers(a, index))
            .or_else(|| self.verbs(a, index))
            .or_else(|| self.before_verbs(a, index))
            .or_else(|| self.times(a, index))
            .unwrap_or_else(|| self.nouns(a, index));
        let short = a.len() == 1 && matches!(a.kind, Noun | Adjective | Verb | Pronoun)
            || b.len() == 1 && matches!(b.kind, Noun | Adjective);
        if short { cost + SHORT } else { cost }
    }

    /// Where one of the words is a mark, or holds on to the other.
    fn marks(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{
            Action, Adverb, Conjunction, Intransitive, Link, Mark, Noun, Particle, Place,
            Preposition, Pronoun, Verb,
        };
        let b = &self.cut[index];
        let begins = |kind| matches!(kind, Verb | Intransitive | Adverb | Preposition);
        Some(match (a.kind, b.kind) {
            (_, Link | Particle | Place) => STUMBLE + SHORT,
            (Preposition | Conjunction, _) => STUMBLE,
            (Mark | Verb, Verb) if b.len() == 1 && self.is_one_of(b, COMPLEMENTS) => {
                CLOSE
            }
            (Mark, Noun | Action) if self.heads(index) => CLOSE,
            // 回应“共有产权房”│申购门槛: the quote is part of what is acted on.
            (Mark, kind) if begins(kind) && self.quotes_object(index - 1) => LIST + 1.0,
            (Mark, kind) if begins(kind) => MARK,
            // “…”行动: what the quote names.
            (Mark, Noun)
                if self.run(index) < LONG_OBJECT && self.is_one_of_last(a, "”’") =>
            {
                CLOSE - 3.0
            }
            (Mark, _) => LIST + 1.0,
            (Pronoun, kind) if begins(kind) && a.len() > 1 => BREATH + 0.5,
            (Adverb | Pronoun, _) => CLOSE + 2.0,
            (Verb | Action, Mark) => PHRASE - 1.0,
            // 开展央企│“压减”工作.
            (Noun, Mark) if a.len() <= 2 && self.is_acted_on(index - 1) => PHRASE + 1.0,
            (_, Mark) => QUOTE,
            _ => return None,
        })
    }

    /// Where one of the words says how others hang together.
    fn small_words(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{
            Action, Adverb, Conjunction, Intransitive, Link, Noun, Number, Particle,
            Place, Preposition, Time, Verb,
        };
        let b = &self.cut[index];
        Some(match (a.kind, b.kind) {
            // 之 is part of a word, 的 of a phrase.
            (Link, _) if self.paragraph.chars[a.chars.start] == '之' => STUMBLE,
            (Link, _) => PHRASE - 1.0,
            (_, Conjunction) => LIST,
            (kind, Preposition) if acts(kind) && self.ends_verb(b) => CLOSE,
            (_, Preposition) => BREATH - 0.5,
            (Place, _) => BREATH,
            // 量了│四十年: how much was done.
            (Time, Time) | (Particle, Number | Time) => CLOSE,
            // 凌晨│四点.
            (Time, Number) if self.is_one_of_last(b, "点时") => CLOSE,
            (Time, Number) => PHRASE,
            (Verb, _) if self.comes_to(a) => PHRASE,
            // 客机坠毁│仅一人生还.
            (Intransitive, Adverb) => BREATH - 0.5,
            (kind, Adverb) if acts(kind) => LIST,
            // 停运│三个月.
            (kind, Time) if acts(kind) && self.lasts(b) => CLOSE,
            // 茶山村十年│不换.
            (Time, Adverb) if self.lasts(a) && self.follows(index - 1, &[Noun]) => PHRASE,
            (_, Adverb | Time) => BREATH,
            // 部署夏季│治安整治行动.
            (Time, Verb | Action) if self.describes(index) => CLOSE,
            // 省男篮客场│逆转: the time goes with the verb.
            (Time, kind)
                if acts(kind)
                    && !self.is_one_of_last(a, "里上")
                    && self.follows(index - 1, &[Noun, Kind::Name]) =>
            {
                PHRASE
            }
            (Time, kind) if acts(kind) => LIST,
            _ => return None,
        })
    }

    /// Where a number counts, or a noun ends a name.
    fn numbers(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{Action, Adjective, Intransitive, Name, Noun, Number, Verb};
        let b = &self.cut[index];
        Some(match (a.kind, b.kind) {
            // 为百岁│老党员送上: the measure describes.
            (Number, Noun | Adjective)
                if self.follows(index - 1, &[Kind::Preposition]) =>
            {
                CLOSE
            }
            // 六名│被困群众.
            (Number, kind) if acts(kind) && self.is_one_of_last(a, "个名位件条项家") => {
                PHRASE
            }
            // 首批│以旧换新补贴: what is counted is named by a verb.
            (Number, Action | Intransitive)
                if self.is_one_of_last(a, "批届轮场起种类次") =>
            {
                CLOSE
            }
            (Number, kind) if acts(kind) => LIST,
            // 40℃│工地停工: the number has its measure, what follows is not counted.
            (Number, _) if self.is_one_of_last(a, MEASURES) => PHRASE,
            // 36个│户外劳动者服务站点: what is counted is long.
            (Number, Noun | Adjective)
                if self.counts(a) && self.run(index) > LONG_OBJECT =>
            {
                PHRASE
            }
            (Adjective, Verb | Intransitive) => PHRASE + 1.0,
            (Number | Adjective, _) => CLOSE,
            (_, Noun | Action) if self.heads(index) => CLOSE,
            (Name, Noun) if self.is_one_of_last(b, OFFICES) => CLOSE,
            (Name, Noun) | (Noun, Name) if self.is_post(a) || self.is_post(b) => CLOSE,
            _ => return None,
        })
    }

    /// Where a verb acts on something.
    fn verbs(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{Action, Adjective, Intransitive, Noun, Number, Verb};
        let b = &self.cut[index];
        let describes = acts(b.kind) && self.describes(index);
        Some(match (a.kind, b.kind) {
            // 爱上│逛菜市场; but 顾│不 is one word.
            (Verb, Verb) if b.len() == 1 && self.goes_on(index) => PHRASE,
            (Verb, Verb) if b.len() == 1 => CLOSE + 2.0,
            (kind, Verb | Action | Intransitive) if acts(kind) && describes => CLOSE,
            // 停火│谈判陷入, 停水│催费被: the two go together.
            (Intransitive, kind) if acts(kind) && self.is_predicate(index + 1) => PHRASE,
            (Intransitive, Action) => OBJECT,
            (Intransitive, kind) if acts(kind) => BREATH + 0.5,
            // 邮轮首航│造船人圆梦: the next clause; 停运│通知: its own noun.
            (Intransitive, Noun) if !self.is_said_of(index) => CLOSE,
            (Intransitive, _) => BREATH,
            (Verb | Action, Intransitive) => OBJECT,
            (Verb, Verb | Action) => PHRASE + 1.0,
            (Action, Verb) => BREATH + 0.5,
            // 五起漠视│群众利益案例, 跨省盗墓│团伙: the verb describes.
            (Verb, Noun) if self.follows(index - 1, &[Number, Adjective]) => COMPOUND,
            // 救起落水│儿童: a verb after a verb describes.
            (Verb, Noun) if self.is_acted_on(index - 1) => PHRASE + 3.0,
            (Verb, kind) if thing(kind) || kind == Adjective => {
                let long = self.run(index) >= LONG_OBJECT;
                let cost = if long { OBJECT } else { COMPOUND };
                if a.len() == 1 { CLOSE } else { cost }
            }
            _ => return None,
        })
    }

    /// Where a thing stands before what it does, or what is done to it.
    fn before_verbs(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{Action, Intransitive, Noun, Number, Verb};
        let b = &self.cut[index];
        let describes = acts(b.kind) && self.describes(index);
        let next = self.cut.get(index + 1).map(|next| next.kind);
        Some(match (a.kind, b.kind) {
            // 纳入医保│报销比例达: the compound begins a clause.
            (Noun, Verb | Action)
                if self.is_acted_on(index - 1) && self.is_clause(index) =>
            {
                LIST
            }
            (kind, Verb | Action | Intransitive) if thing(kind) && describes => CLOSE,
            // 进入设备│安装阶段, 十二件历史│遗留问题.
            (Noun, Action)
                if self.follows(index - 1, &[Verb, Kind::Preposition, Number])
                    && matches!(next, Some(Noun | Kind::Mark)) =>
            {
                PHRASE + 3.0
            }
            // 线路│优化调整, 新城│规划公示: the first of them names a thing.
            (kind, Action) if thing(kind) && next.is_some_and(acts) => PHRASE + 1.0,
            (kind, Verb | Intransitive) if thing(kind) && a.len() == 1 => PHRASE,
            // 火山│喷发已致: the verb says it all, and the sense is parted after it.
            (kind, Verb | Intransitive) if thing(kind) && next == Some(Kind::Adverb) => {
                LIST
            }
            // 被前夫│家暴.
            (kind, Verb)
                if thing(kind) && self.follows(index - 1, &[Kind::Preposition]) =>
            {
                LIST
            }
            (kind, Verb) if thing(kind) => BREATH,
            (kind, Intransitive) if thing(kind) => BREATH + 1.0,
            // 夜场│开放市民争相: the next clause begins after it.
            (kind, Action) if thing(kind) && self.ends_clause(index) => PHRASE,
            (kind, Action) if thing(kind) => OBJECT,
            _ => return None,
        })
    }

    /// Where the first word is a time.
    fn times(&self, a: &Word, index: usize) -> Option<f64> {
        use Kind::{Action, Adjective, Noun, Time, Verb};
        let b = &self.cut[index];
        Some(match (a.kind, b.kind) {
            (Time, _) if self.lasts(a) => LIST,
            // 研究下半年│重点项目.
            (Time, Noun | Adjective)
                if self.follows(index - 1, &[Verb, Action, Kind::Preposition]) =>
            {
                CLOSE - 1.0
            }
            // 码头│全年│吞吐量: it begins what follows.
            (Time, Noun | Adjective) if index > 1 => PHRASE,
            (Time, _) => LIST,
            _ => return None,
        })
    }

    /// Whether two words are the days that something lasts from and to.
    fn is_range(&self, a: &Word, b: &Word) -> bool {
        let chars = &self.paragraph.chars;
        let figure = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let to = matches!(chars[b.chars.start], '至' | '到');
        to && figure(a.chars.start) && (b.chars.start + 1..b.chars.end + 1).any(figure)
    }

    /// Where the first word is a thing.
    fn nouns(&self, a: &Word, index: usize) -> f64 {
        use Kind::{Action, Adjective, Name, Noun, Number, Own};
        let b = &self.cut[index];
        let next = self.cut.get(index + 1).map(|next| next.kind);
        match (a.kind, b.kind) {
            (Noun, Number) if a.len() <= 2 && self.is_acted_on(index - 1) => OBJECT,
            (kind, Number | Kind::Western | Kind::Pronoun) if thing(kind) => LIST,
            (Noun, Name) => PHRASE - 1.0,
            (Name, Name) => PHRASE,
            (Action, Number) => PHRASE - 1.0,
            (Action, Noun) if self.ends_clause(index - 1) => LIST,
            // 一体化│示范区 is one thing, 推进│改革方案 is not.
            (Action, Noun) if self.run(index) < LONG_OBJECT => CLOSE - 2.0,
            // 岗位│稳定 says something, 全国│优秀读物 describes.
            (kind, Adjective) if thing(kind) && !self.is_before(index, Noun) => OBJECT,
            // 考上大专│单位报销, 加装电梯│一楼住户补偿: the second noun begins a clause.
            (Noun, Noun) if self.is_subject(index) => {
                let is_short = next.is_some_and(|next| says(next) || acts(next));
                if is_short { PHRASE - 1.0 } else { PHRASE + 1.5 }
            }
            // 走进社区│医院: the verb would seem to have all it acts on.
            (Noun, Noun) if a.len() <= 2 && self.is_acted_on(index - 1) => PHRASE + 3.0,
            (kind, Noun) if thing(kind) && self.is_one_of_last(b, OFFICES) => CLOSE,
            (Name | Own, Noun) => PHRASE + 1.0,
            (kind, Noun) if thing(kind) => COMPOUND,
            (Action, Action) => COMPOUND,
            _ => PHRASE,
        }
    }

    /// Whether a verb only describes the noun that ends its compound.
    fn describes(&self, index: usize) -> bool {
        let Some(next) = self.cut.get(index + 1) else { return false };
        match next.kind {
            Kind::Noun | Kind::Action if self.heads(index + 1) => true,
            // 抢修救援人员; but 恢复│行走能力.
            Kind::Verb | Kind::Action if self.cut[index].kind == Kind::Action => {
                self.describes(index + 1)
            }
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
        let says = |word: &Word| says(word.kind);
        let run = self.cut[index..].iter().take_while(|word| !says(word));
        let words: Vec<&Word> = run.collect();
        let is_plain = words
            .iter()
            .all(|word| matches!(word.kind, Kind::Noun | Kind::Name | Kind::Action));
        is_plain
            && (self.is_acted_on(index - 1)
                || self.follows(index - 1, &[Kind::Number])
                    && self.is_acted_on(index - 2))
            && (words.len() == 1 || words[0].len() + words[1].len() >= LONG_OBJECT)
            && self.cut.get(index + words.len()).is_some_and(says)
    }

    /// Whether something is said of the nouns that begin here.
    fn is_said_of(&self, index: usize) -> bool {
        let mut rest = self.cut[index..].iter().skip_while(|word| thing(word.kind));
        rest.next()
            .is_some_and(|word| says(word.kind) || word.kind == Kind::Action)
    }

    /// Whether a word is one that a predicate begins with.
    fn is_predicate(&self, index: usize) -> bool {
        self.cut.get(index).is_some_and(|word| says(word.kind))
    }

    /// Whether the mark that a word is closes what a verb or a preposition acts on.
    fn quotes_object(&self, index: usize) -> bool {
        let is_open = |at: &usize| {
            let word = &self.cut[*at];
            word.kind == Kind::Mark && self.is_one_of(word, "“‘《")
        };
        self.is_one_of(&self.cut[index], "”’》")
            && (0..index)
                .rev()
                .find(is_open)
                .is_some_and(|open| self.is_acted_on(open))
    }

    /// Whether a word has something after it that is no mark.
    fn goes_on(&self, index: usize) -> bool {
        let next = self.cut.get(index + 1);
        next.is_some_and(|next| !matches!(next.kind, Kind::Mark | Kind::Particle))
    }

    /// Whether a verb that may name a thing says all of what stands before it,
    /// and another clause begins after it: 夜场开放│市民争相预约.
    fn ends_clause(&self, action: usize) -> bool {
        let after = action + 1;
        let mut rest =
            self.cut.iter().skip(after).skip_while(|word| word.kind == Kind::Noun);
        self.follows(action, &[Kind::Noun, Kind::Name, Kind::Own])
            && !self.follows(action - 1, &[Kind::Verb, Kind::Preposition, Kind::Number])
            && self.is_before(action, Kind::Noun)
            && !self.is(&self.cut[after], &HEADS)
            && rest.next().is_some_and(|word| {
                matches!(word.kind, Kind::Adverb | Kind::Preposition | Kind::Intransitive)
            })
    }

    /// Whether a time tells how long something lasts: 三个月.
    fn lasts(&self, time: &Word) -> bool {
        let chars = &self.paragraph.chars[time.chars.clone()];
        let is_number = |c: &char| {
            c.is_ascii_digit() || "一二两三四五六七八九十百千数半几".contains(*c)
        };
        chars.first().is_some_and(is_number)
            && matches!(chars, [.., '年' | '天'] | [.., '个', '月'] | [.., '小', '时'])
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
        self.follows(index, &[Kind::Verb, Kind::Preposition])
    }

    /// Whether the word before is of one of some kinds.
    fn follows(&self, index: usize, kinds: &[Kind]) -> bool {
        let before = index.checked_sub(1).map(|index| self.cut[index].kind);
        before.is_some_and(|kind| kinds.contains(&kind))
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
