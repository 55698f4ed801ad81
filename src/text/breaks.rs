//! Where a line may end: unicode-linebreak, and over it what Chinese practice
//! says otherwise.

use super::class::Class::{
    self, Close, Connector, Digit, Interpunct, Open, Pause, Solidus, Stop,
};
use super::class::is_ideograph;
use crate::layout::Level;
use std::ops::Range;

/// May a line end before a cluster?
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Break {
    /// Never.
    No,
    /// Yes, at this cost on top of the line's own.
    Yes(f64),
    /// Inside a long word or a telephone number, where the line would else be a
    /// hole, at this cost (R6.2).
    Last(f64),
}

impl Break {
    /// Whether a line may end here in its own right.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Break::Yes(_))
    }
}

mod keeps;
mod reporters;
mod table;
mod tokens;

pub use keeps::{Keep, Kind};
pub(super) use reporters::REPORTERS;
use table::row;

/// The verdict before each character of a paragraph; the first is always
/// [`Break::No`]. And what stays together at a cost.
#[must_use]
pub fn breaks(
    chars: &[char],
    classes: &[Class],
    level: Level,
) -> (Vec<Break>, Vec<Keep>) {
    let mut unicode = Unicode::default();
    let mut verdicts = Vec::with_capacity(chars.len());
    verdicts.resize(chars.len().min(1), Break::No);
    for at in 1..chars.len() {
        let plain = is_ideograph(chars[at - 1]) && is_ideograph(chars[at]);
        verdicts.push(match plain {
            true => Break::Yes(0.0),
            false => verdict(chars, classes, (at, level), &mut unicode),
        });
    }
    let keeps = keeps::keeps(chars, classes);
    keeps.iter().for_each(|keep| keep.settle(&mut verdicts));
    tokens::settle(chars, classes, &mut verdicts);
    (verdicts, keeps)
}

/// What the table says; where it says nothing, what Unicode says.
fn verdict(
    chars: &[char],
    classes: &[Class],
    (at, level): (usize, Level),
    unicode: &mut Unicode,
) -> Break {
    let (before, here) = (classes[at - 1], classes[at]);
    let by_table = row(before, here, level).filter(|_| !is_joined(chars[at]));
    let verdict = by_table.map_or_else(
        || {
            let doubled = [at - 1, at].iter().all(|at| matches!(chars[*at], '！' | '？'));
            let free = level == Level::None && is_pair_of_marks(before, here) && !doubled;
            if free || unicode.may_end(chars, at) { Break::Yes(0.0) } else { Break::No }
        },
        |row| row.verdict,
    );
    keep_sign(verdict, chars, classes, at)
}

/// Accents and joiners belong to the character before: Unicode knows them.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Pairs that only a prohibition keeps together: at level none they may part.
fn is_pair_of_marks(before: Class, after: Class) -> bool {
    let marks = [Close, Pause, Stop, Interpunct, Connector, Solidus];
    marks.contains(&after) || before == Open || before == Solidus
}

/// A sign never ends a line before its number, but in the middle of a range: the
/// end of 3月－5月. What is a number's own begins one: －3℃, ’98.
fn keep_sign(verdict: Break, chars: &[char], classes: &[Class], at: usize) -> Break {
    let range = at >= 2 && matches!(classes[at - 2], Digit | Class::Unit);
    let sign = classes[at - 1] == Connector && classes[at] == Digit;
    let own = matches!(chars[at], '-' | '–' | '’') && classes[at] == Digit;
    if sign && !range {
        Break::No
    } else if own && is_ideograph(chars[at - 1]) {
        Break::Yes(0.0)
    } else {
        verdict
    }
}

/// unicode-linebreak's opportunities, for the pairs that the table leaves open.
/// What stands before an ideograph has no say in what comes after it, so only
/// the stretch between two of them is asked about.
#[derive(Default)]
struct Unicode {
    stretch: Range<usize>,
    text: String,
    /// Whether a line may end before each character of the stretch.
    may: Vec<bool>,
}

impl Unicode {
    /// Whether a line may end before a character.
    fn may_end(&mut self, chars: &[char], at: usize) -> bool {
        if !(self.stretch.start < at && at < self.stretch.end) {
            let is_anchor = |at: &usize| is_ideograph(chars[*at]);
            let start = (0..at).rev().find(is_anchor).unwrap_or(0);
            let end = (at..chars.len()).find(is_anchor);
            self.ask(chars, start..end.map_or(chars.len(), |end| end + 1));
        }
        self.may[at - self.stretch.start]
    }

    fn ask(&mut self, chars: &[char], stretch: Range<usize>) {
        self.text.clear();
        self.text.extend(&chars[stretch.clone()]);
        self.may.clear();
        let mut breaks = unicode_linebreak::linebreaks(&self.text).peekable();
        for (byte, _) in self.text.char_indices() {
            self.may.push(breaks.next_if(|(at, _)| *at == byte).is_some());
        }
        self.stretch = stretch;
    }
}

#[cfg(test)]
mod tests {
    use super::super::class::classes;
    use super::*;

    /// Each text breaks as its bars say, at the usual level.
    fn breaks_as(cases: &[(&str, &str)]) {
        for (text, want) in cases {
            assert_eq!(barred(text, Level::Gb), *want);
        }
    }

    /// The text with a bar at each place where a line may end.
    fn barred(text: &str, level: Level) -> String {
        let chars: Vec<char> = text.chars().collect();
        let (verdicts, _) = breaks(&chars, &classes(&chars), level);
        let mut out = String::new();
        for (c, verdict) in chars.iter().zip(verdicts) {
            match verdict {
                Break::Yes(_) => out.push('│'),
                Break::Last(_) => out.push('┊'),
                Break::No => {}
            }
            out.push(*c);
        }
        out
    }

    #[test]
    fn pairs_of_chinese_practice() {
        let cases = [
            ("好，好", "好，│好"),
            ("好”“好", "好”│“好"),
            ("好）（好", "好）│（好"),
            ("好。“好", "好。│“好"),
            ("好：“好", "好：│“好"),
            ("App《好》", "App│《好》"),
            ("2026（好", "2026│（好"),
            ("好——好", "好│——│好"),
            ("好……好", "好│……│好"),
            ("好——，好", "好│——，│好"),
            ("好～好", "好～│好"),
            ("文/图", "文/图"),
            ("1,000米", "1,000│米"),
            ("84.0%好", "84.0%│好"),
            ("2026-03-16好", "2026-03-16│好"),
            ("8:30好", "8:30│好"),
            ("C919好", "C919│好"),
            ("古丽·买买提", "古│丽·│买│买│提"),
            ("don’t好", "don’t│好"),
            ("20℃好", "20℃│好"),
            ("要￥30元", "要│￥30│元"),
            ("到－3℃好", "到│－3℃│好"),
            ("差±2.5%好", "差│±2.5%│好"),
            ("达＞95%好", "达│＞95%│好"),
            ("长4×100米", "长│4×100│米"),
            ("3～5级", "3～│5│级"),
            ("3月－5月", "3│月－5│月"),
            ("让-雅克", "让-│雅│克"),
            ("在’97、’98两年，’98年", "在│’97、│’98│两│年，│’98│年"),
            ("（’98）", "（’98）"),
            ("‘你好’98", "‘你│好’│98"),
            ("‘在’98年’好", "‘在│’98│年’│好"),
        ];
        breaks_as(&cases);
    }

    /// R6.1: a sign before its number, a hyphen between two or in a name.
    #[test]
    fn a_minus_stands_before_its_number() {
        let cases = [
            ("气温－3℃左", "气│温│－3℃│左"),
            ("气温-3℃左", "气│温│-3℃│左"),
            ("气温–3℃左", "气│温│–3℃│左"),
            ("－3℃，－5℃", "－3℃，│－5℃"),
            ("（-3℃）", "（-3℃）"),
            ("降-0.5好", "降│-0.5│好"),
            ("低温-12～-8℃好", "低│温│-12～│-8℃│好"),
            ("差－3个百分点", "差│－3│个│百│分│点"),
            ("温－3℃～5℃，", "温│－3℃～│5℃，"),
            // Ranges.
            ("第3－5页", "第│3－│5│页"),
            ("风3–5级", "风│3–│5│级"),
            ("温3–5℃好", "温│3–│5℃│好"),
            ("在1990-2000年", "在│1990-2000│年"),
            ("3月－5月", "3│月－5│月"),
            ("8时30分-11时", "8│时│30│分-11│时"),
            // Names.
            ("区A-3好", "区│A-3│好"),
            ("氦-3好", "氦-3│好"),
            ("歼－20机", "歼－20│机"),
            ("长征-5号", "长│征-5│号"),
        ];
        breaks_as(&cases);
    }

    /// What stays together at a cost, with a bar where it had better not part.
    fn kept(text: &str) -> Vec<(String, Kind)> {
        let chars: Vec<char> = text.chars().collect();
        let (_, keeps) = breaks(&chars, &classes(&chars), Level::Gb);
        let told = |keep: &Keep| {
            let mut words: Vec<char> = chars[keep.chars.clone()].to_vec();
            for place in keep.places.clone().rev() {
                words.insert(place - keep.chars.start, '│');
            }
            (words.into_iter().collect(), keep.kind)
        };
        keeps.iter().map(told).collect()
    }

    #[test]
    fn surnames_keep_their_titles() {
        let title = |words: &str| vec![(words.to_string(), Kind::Loose)];
        assert_eq!(kept("请王厅长讲话"), title("王│厅│长"));
        assert_eq!(kept("和李副主任握手"), title("李│副│主│任"));
        assert_eq!(kept("问张教授好"), title("张│教│授"));
        assert_eq!(kept("问欧阳校长好"), title("欧│阳│校│长"));
        // More often a word than a surname.
        for text in ["两位老师", "局长", "办在高校长廊里"] {
            assert_eq!(kept(text), []);
        }
    }

    fn names_of_reporters(cases: &[(&str, &str)]) {
        for (text, want) in cases {
            let sure = kept(text).into_iter().filter(|(_, kind)| *kind == Kind::Name);
            let names: Vec<String> = sure.map(|(words, _)| words).collect();
            assert_eq!(names.join(" "), *want, "{text}");
        }
    }

    /// R6.3: by its surname, whatever goes on after it.
    #[test]
    fn reporters_keep_their_names() {
        let cases = [
            ("记者欧阳文清报道", "欧│阳│文│清"),
            ("记者王力从市里获悉", "王│力"),
            ("通讯员李明远、", "李│明│远"),
            ("通讯员古丽娜孜·艾山", "古│丽│娜│孜 艾│山"),
            ("记者采访时", ""),
            ("记者从市里获悉", ""),
            ("记者马大为报道", "马│大│为"),
            ("记者肖知秋、晏小山报道", "肖│知│秋 晏│小│山"),
            ("记者于知秋报道", "于│知│秋"),
            ("（记者霍启 于知秋）", "霍│启 于│知│秋"),
            ("（记者吉知秋）", "吉│知│秋"),
            ("记者吉知秋、林小满报道", "吉│知│秋 林│小│满"),
            ("记者来到，又去", ""),
            ("记者于3日获悉，记者向他们询问", ""),
            ("记者 林小满 马大为 报道", "林│小│满 马│大│为"),
            ("记者林小满、工会主席", "林│小│满"),
        ];
        names_of_reporters(&cases);
        let word = |words: &str| (words.to_string(), Kind::Word);
        assert_eq!(kept("本报讯通讯员好"), [word("通│讯│员")]);
        assert_eq!(barred("本报讯好", Level::None), "本报讯│好");
    }

    /// By others beside it, by what stands behind it, by its characters.
    #[test]
    fn reporters_keep_names_that_no_surname_shows() {
        let cases = [
            // By a name with dots before it, and parts of one.
            ("记者阿不都·热合曼、王丽摄影", "阿│不│都 热│合│曼 王│丽"),
            ("（记者约翰·史密斯、司马光）", "约│翰 史│密│斯 司│马│光"),
            ("记者约翰·保罗·史密斯从区里", "约│翰 保│罗 史│密│斯"),
            // Of a surname that is a word.
            ("记者曲志红、本报记者祝华新报道", "曲│志│红 祝│华│新"),
            ("记者于志红、通讯员和岚从区里", "于│志│红 和│岚"),
            ("记者于志红从民政部获悉", "于│志│红"),
            ("记者于志红、时明在一线采访", "于│志│红 时│明"),
            ("记者于日前从区里获悉", ""),
            // Joined by 和, among others, before others.
            ("本报记者李大伟和王丽报道", "李│大│伟 王│丽"),
            ("记者李大伟与张卫国采访了", "李│大│伟 张│卫│国"),
            ("记者李大伟和同事", "李│大│伟"),
            ("记者潘敏和李晓明来到", "潘│敏 李│晓│明"),
            ("记者李大伟和欧阳修远报道", "李│大│伟 欧│阳│修│远"),
            ("记者李大伟、实习生王丽报道", "李│大│伟 王│丽"),
            ("记者李大伟、时文明、李强近日", "李│大│伟 时│文│明 李│强"),
            ("记者李大伟、于志红和通讯员李强", "李│大│伟 于│志│红 李│强"),
            ("记者王丽日前从区里", "王│丽"),
            ("记者让-雅克·卢梭报道", "让 雅│克 卢│梭"),
            // All that stands in brackets.
            ("（记者张王小丽）", "张│王│小│丽"),
            ("（记者王力报道）", "王│力"),
            ("（记者 李大伟 通讯员 马小军）", "李│大│伟 马│小│军"),
            ("（新华社记者南振中摄）", "南│振│中"),
            ("（记者张大和）", "张│大│和"),
            ("本报记者 于宁", "于│宁"),
            ("记者连续三天，记者曾就此事", ""),
            // A word that begins with what is a surname too.
            ("记者连夜赶到事故现场", ""),
            ("记者云南报道，记者原以为", ""),
            ("记者凌晨从现场发来", ""),
            ("记者闻讯赶来，记者马不停蹄地", ""),
            ("记者关注到，记者高兴地看到", ""),
            ("记者向群众、干部了解", ""),
            ("记者阿不都热合曼采访时", "阿│不│都│热│合│曼"),
        ];
        names_of_reporters(&cases);
    }

    #[test]
    fn numbers_keep_their_units() {
        let cases = [
            ("达1,234.5亿元", "1,234.5│亿│元"),
            ("风6～7级", "6～│7 7│级"),
            ("在1—3月", "1—│3 3│月"),
            ("第25届", "第│25 25│届"),
            ("第十四届会", "第│十│四│届"),
            ("是第一书记", "第│一"),
            ("①好", "①│好"),
            ("84.0%好", ""),
            ("行12公里", "公│里 12│公│里"),
            ("建校100周年", "周│年 100│周│年"),
            ("用时3个月", "个│月 3│个│月"),
            ("升1.5个百分点", "个│百│分│点 1.5│个│百│分│点"),
            ("发电5.6亿千瓦时", "千│瓦│时 5.6│亿│千│瓦│时"),
            ("满18周岁后", "周│岁 18│周│岁"),
            ("种30多年", "30│多│年"),
            ("建成50多座", "50│多│座"),
            ("有100余人", "100│余│人"),
            ("多40立方米", "立│方│米 40│立│方│米"),
            ("Ⅳ级响应", "Ⅳ│级"),
            ("ⅩⅡ型，", "ⅩⅡ│型"),
            ("III类、AI类", "III│类"),
            ("行350 km好", "350 │km"),
            ("按ISO 9001，", "ISO │9001"),
            ("按GB/T 15834，", "GB/T │15834"),
            ("装Windows 11，", "Windows │11"),
            ("in 1998", ""),
        ];
        // As deep as any copy goes, and no deeper.
        let endless = format!("1{}", "万".repeat(300_000));
        assert_eq!(kept(&endless).len(), 1);
        for (text, want) in cases {
            let words: Vec<String> = kept(text).into_iter().map(|kept| kept.0).collect();
            assert_eq!(words.join(" "), want, "{text}");
        }
    }

    #[test]
    fn levels() {
        assert_eq!(barred("好——好", Level::Strict), "好——│好");
        assert_eq!(barred("文/图", Level::Basic), "文/│图");
        assert_eq!(barred("好，好", Level::None), "好│，│好");
        assert_eq!(barred("（好）", Level::None), "（│好│）");
        assert_eq!(barred("好？！好", Level::None), "好│？！│好");
        assert_eq!(barred("（好）好", Level::Basic), "（好）│好");
    }

    #[test]
    fn numbers_stay_whole() {
        let cases = [
            ("比分3：2好", "比│分│3：2│好"),
            ("８４．０％好", "８４．０％│好"),
            ("100m²好", "100m²│好"),
            ("①好", "①│好"),
            ("3·15好", "3·15│好"),
            ("九·一八好", "九·一八│好"),
            ("一二·九好", "一二·九│好"),
            ("一二·一好", "一二·一│好"),
            ("60∶57好", "60∶57│好"),
        ];
        for (text, want) in cases {
            for level in [Level::None, Level::Basic, Level::Gb, Level::Strict] {
                assert_eq!(barred(text, level), want);
            }
        }
    }

    /// R6.1: as long as no line would be a hole; and U+00A0 always.
    #[test]
    fn a_number_keeps_its_unit_behind_a_blank() {
        let cases = [
            ("行350 km好", "行│350 ┊km│好"),
            ("达12.5 km/h好", "达│12.5 ┊km/h│好"),
            ("温5 ℃好", "温│5 ┊℃│好"),
            ("有3 Apples好", "有│3 │Apples│好"),
            ("有3\u{a0}Apples好", "有│3\u{a0}Apples│好"),
            // Grouped by thousands.
            ("长1 200 km好", "长│1 200 ┊km│好"),
            ("计12 345 678.5元", "计│12 345 678.5│元"),
            ("在2026 100好", "在│2026 │100│好"),
            ("电400 800 1234好", "电│400 ┊800 ┊1234│好"),
            ("电0755-8888 8888 2026好", "电│0755-┊8888 ┊8888 ┊2026│好"),
            ("见 020-38888888 好", "见 │020-┊38888888 │好"),
            // Currencies and numbers of things.
            ("值US$ 150好", "值│US$ ┊150│好"),
            ("付RMB 1,000好", "付│RMB ┊1,000│好"),
            ("付€ 5好", "付│€ ┊5│好"),
            ("付150 USD好", "付│150 ┊USD│好"),
            ("见No. 5好", "见│No. ┊5│好"),
        ];
        breaks_as(&cases);
    }

    /// A solidus parts no word, unit or code, at any level; ／ goes by the level.
    #[test]
    fn a_solidus_parts_addresses_alone() {
        let cases = [
            ("每小时km/h好", "每│小│时│km/h│好"),
            ("用TCP/IP好", "用│TCP/IP│好"),
            ("iOS/Android好", "iOS/Android│好"),
            ("MH370/MH17好", "MH370/MH17│好"),
            ("3/16好", "3/16│好"),
            ("见www.abc.cn/de好", "见│www.│abc.│cn/│de│好"),
            ("见https://abc.cn/d好", "见│https://│abc.│cn/│d│好"),
            ("写a.b-cd@abc.cn好", "写│a.│b-│cd@│abc.│cn│好"),
            ("见abc.cn/d好", "见│abc.cn/d│好"),
        ];
        for (text, want) in cases {
            for level in [Level::None, Level::Basic, Level::Gb, Level::Strict] {
                assert_eq!(barred(text, level), want);
            }
        }
        assert_eq!(barred("AC／DC好", Level::Gb), "AC／DC│好");
        assert_eq!(barred("AC／DC好", Level::Basic), "AC／│DC│好");
        assert_eq!(barred("3／16好", Level::None), "3／16│好");
    }

    /// What may be parted where the line would else be a hole.
    #[test]
    fn long_words_and_telephone_numbers() {
        let cases = [
            ("Telecommunications好", "Telecom┊mu┊ni┊ca┊tions│好"),
            ("TELECOM好", "TELECOM│好"),
            ("用--verbose好", "用│--verbose│好"),
            ("用-v好", "用│-v│好"),
            ("连Wi-Fi好", "连│Wi-Fi│好"),
            ("学C++，", "学│C++，"),
            ("学C++好", "学│C++│好"),
            ("得A+好", "得│A+│好"),
            ("用C#好", "用│C#│好"),
            ("推AI+好", "推│AI+│好"),
            ("JavaScript好", "JavaScript│好"),
            ("A1234ltelecommunications好", "A1234ltelecommunications│好"),
            ("020-38888888好", "020-┊38888888│好"),
            ("400-800-1234好", "400-┊800-┊1234│好"),
            ("为5N·m好", "为│5N·m│好"),
            ("用120kW·h好", "用│120kW·h│好"),
            ("AI·5G好", "AI·5G│好"),
            ("（010）6552 3456好", "（010）┊6552 ┊3456│好"),
            ("+86 138 0013 8000好", "+86 ┊138 ┊0013 ┊8000│好"),
            ("2026-03-16好", "2026-03-16│好"),
        ];
        breaks_as(&cases);
        // Of any length.
        let endless = "telecommunications".repeat(9);
        let parts = barred(&endless, Level::Gb);
        assert!(parts.contains('┊'), "{parts}");
        assert_eq!(parts.replace('┊', ""), endless);
    }

    /// Every row names its rule and shows itself: its text breaks as it says at
    /// its level, and one of the pairs in it is decided by this row.
    #[test]
    fn every_row_shows_itself() {
        for row in table::OVERLAY {
            assert!(row.rule.starts_with('R'), "{}", row.rule);
            let text: String = row.shows.chars().filter(|c| *c != '│').collect();
            let level = row.level.max(Level::Basic);
            assert_eq!(barred(&text, level), row.shows, "{}", row.rule);
            let classes = classes(&text.chars().collect::<Vec<_>>());
            let decides = |pair: &[Class]| {
                table::row(pair[0], pair[1], level)
                    .is_some_and(|found| std::ptr::eq(found, row))
            };
            assert!(classes.windows(2).any(decides), "{} in {}", row.rule, row.shows);
        }
    }
}

#[cfg(test)]
mod unicode;
