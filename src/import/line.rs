//! The lines of a text and what each looks like by itself.

use super::date;
use crate::copy::Passage;
use crate::source::FileId;
use crate::text::normalise::{is_han, lead_in, normalise_heading};

/// The longest line that may be part of a heading, in characters.
const HEADING: usize = 36;
/// The longest tail without its parentheses.
const TAIL: usize = 14;
/// The longest caption with its credit.
pub(super) const CAPTION: usize = 120;

/// What a line is, judged by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins with a lead-in: a story's first paragraph.
    News,
    /// （澜江工） alone.
    Tail,
    /// The reporters' names alone.
    Byline,
    /// 单位供图, ××摄 alone.
    PhotoCredit,
    /// 图为…; whether a credit stands at its end.
    Caption { credited: bool },
    /// The page's date line, number, editors.
    Furniture,
    /// Anything else: a heading, a paragraph or a part of one.
    Text,
}

/// A line with something on it.
pub(super) struct Line {
    /// From 1.
    pub number: usize,
    /// How many blank lines stand before it.
    pub blank: usize,
    /// Whether it begins with an indent.
    pub indented: bool,
    /// What stands on it, without the spaces round it.
    pub passage: Passage,
    /// The same normalised: only for judging, because a quotation may go on
    /// over several lines.
    pub plain: String,
    pub kind: Kind,
}

/// The lines that have something on them.
pub(super) fn lines(text: &str, file: FileId) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut blank) = (0, 0);
    for (index, raw) in text.split('\n').enumerate() {
        let start = at;
        at += raw.len() + 1;
        let content = raw.trim();
        if content.is_empty() {
            blank += 1;
            continue;
        }
        let indent = &raw[..raw.len() - raw.trim_start().len()];
        let passage = Passage::plain(content, file, start + indent.len());
        let plain = normalise_heading(&passage).0.text();
        lines.push(Line {
            number: index + 1,
            blank,
            indented: indent.contains(['\u{3000}', '\t']) || indent.len() > 1,
            kind: kind(&plain),
            passage,
            plain,
        });
        blank = 0;
    }
    lines
}

fn kind(plain: &str) -> Kind {
    if lead_in(plain).is_some() {
        Kind::News
    } else if is_tail(plain) {
        Kind::Tail
    } else if is_furniture(plain) {
        Kind::Furniture
    } else if is_photo_credit(plain) {
        Kind::PhotoCredit
    } else if let Some(caption) = caption(plain) {
        caption
    } else if is_byline(plain) {
        Kind::Byline
    } else {
        Kind::Text
    }
}

impl Line {
    /// Its length in characters.
    pub(super) fn count(&self) -> usize {
        self.plain.chars().count()
    }

    /// Whether a sentence ends where the line ends.
    pub(super) fn ends(&self) -> bool {
        ends_sentence(&self.plain)
    }

    /// Whether it goes on as if the next line were the same paragraph.
    pub(super) fn goes_on(&self) -> bool {
        !self.ends() || self.plain.ends_with('；')
    }

    /// Whether it may be a line of a heading: short, and not a sentence.
    pub(super) fn may_head(&self) -> bool {
        self.kind == Kind::Text
            && self.count() <= HEADING
            && !self.plain.contains(['。', '；'])
            && !self.plain.ends_with(['，', '、', '：', '…'])
            && (!self.ends() || self.count() <= HEADING / 2)
    }
}

/// Whether a text's last sentence is complete.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = run_in_tail(text).map_or(text, |at| &text[..at]);
    let text = text.trim_end_matches(['”', '’', '）', '》', '」', '』']);
    text.ends_with(['。', '！', '？', '…', '：', '；'])
}

/// Where a tail begins that stands at the end of a paragraph, in bytes.
pub(super) fn run_in_tail(text: &str) -> Option<usize> {
    let inside = text.strip_suffix('）')?;
    let at = inside.rfind('（')?;
    let before = text[..at].trim_end();
    let closed = before.trim_end_matches(['”', '’', '）', '》']);
    (is_tail(&text[at..]) && closed.ends_with(['。', '！', '？', '…'])).then_some(at)
}

fn is_tail(plain: &str) -> bool {
    let inside = plain.strip_prefix('（').and_then(|rest| rest.strip_suffix('）'));
    inside.is_some_and(|inside| {
        (1..=TAIL).contains(&inside.chars().count())
            && inside.chars().all(|c| {
                is_han(c) || c.is_ascii_alphabetic() || " \u{3000}/、".contains(c)
            })
            && inside.chars().any(is_han)
    })
}

fn is_photo_credit(plain: &str) -> bool {
    let text: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_matches(['（', '）']);
    let short = (2..=20).contains(&text.chars().count());
    let photographer = text.ends_with('摄') && !text.ends_with("拍摄");
    let given = ["供图", "摄影", "/图", "／图", "资料图", "资料图片", "新华社发"];
    short
        && !text.contains(['，', '。', '；', '！', '？', '“'])
        && (photographer || given.iter().any(|end| text.ends_with(end)))
}

/// A caption with its credit on the same line, or one that says 图为.
fn caption(plain: &str) -> Option<Kind> {
    if plain.chars().count() > CAPTION {
        return None;
    }
    let last = plain.rsplit_once(['。', '！', '？']);
    let credited = last.is_some_and(|(_, rest)| is_photo_credit(rest));
    let says = ["图为", "上图", "下图", "左图", "右图", "题图"];
    let caption = says.iter().any(|word| plain.starts_with(word));
    (caption || credited).then_some(Kind::Caption { credited })
}

fn is_byline(plain: &str) -> bool {
    let text = plain.trim_start_matches(['□', '■', '◎', '●', ' ', '\u{3000}']);
    let marked = text.len() < plain.len() && text.chars().count() <= 12;
    let who = [
        "本报记者",
        "全媒体记者",
        "记者",
        "特约记者",
        "通讯员",
        "本报通讯员",
        "作者",
        "文/",
        "见习记者",
        "实习生",
    ];
    let named = who.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            // 记者从…获悉 is a sentence.
            rest.chars().count() <= 24
                && !rest.is_empty()
                && !rest
                    .starts_with(['从', '在', '了', '近', '日', '见', '节', '会', '站'])
        })
    });
    (marked || named)
        && text.chars().count() <= 30
        && !text.contains(['，', '。', '：', '“', '《'])
}

fn is_furniture(plain: &str) -> bool {
    let count = plain.chars().count();
    let staff = [
        "责编",
        "责任编辑",
        "美编",
        "校对",
        "组版",
        "本版编辑",
        "本版责编",
        "版式",
        "投稿",
        "电子邮箱",
    ];
    let staffed = staff.iter().any(|word| {
        plain
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(['：', ':', ' ', '\u{3000}']))
    });
    let dated = date::find(plain).is_some()
        && count <= 40
        && (plain.contains("星期") || count <= 14)
        && !ends_sentence(plain);
    staffed && count <= 60 || dated || is_page_number(plain)
}

fn is_page_number(plain: &str) -> bool {
    let text = plain.strip_prefix('第').unwrap_or(plain);
    let text = text.strip_suffix('版').unwrap_or(text);
    let text = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}
