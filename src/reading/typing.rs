//! serde's words about wrong keys and values in the users' words.

use super::meant;
use super::table::{Kind, Removed};
use crate::diag::{Diagnostic, Message, code};
use crate::say;
use crate::source::{FileId, Span};

/// Words that people write for a key, and the key.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("title", "headline"),
    ("subtitle", "deck"),
    ("byline", "credit"),
    ("author", "credit"),
    ("dateline", "lead"),
    ("source", "tail"),
    ("text", "body"),
    ("image", "photo"),
    ("path", "file"),
    ("template", "layout"),
    ("name", "section"),
    ("id", "number"),
    ("日期", "date"),
    ("期号", "number"),
    ("总期号", "number"),
    ("版次", "number"),
    ("农历", "lunar"),
    ("版名", "section"),
    ("版式", "layout"),
    ("责编", "editor"),
    ("美编", "designer"),
    ("校对", "proofreader"),
    ("稿件", "stories"),
    ("引题", "kicker"),
    ("眉题", "kicker"),
    ("标题", "headline"),
    ("主题", "headline"),
    ("副题", "deck"),
    ("电头", "lead"),
    ("署名", "credit"),
    ("作者", "credit"),
    ("记者", "credit"),
    ("文尾", "tail"),
    ("编者按", "note"),
    ("图片", "photo"),
    ("图说", "caption"),
    ("说明", "caption"),
    ("正文", "body"),
    ("宽", "width"),
    ("高", "height"),
    ("栏数", "columns"),
    ("字数", "chars"),
    ("栏空", "gutter"),
    ("行数", "lines"),
    ("字号", "size"),
    ("行距", "leading"),
    ("字体", "face"),
    ("颜色", "ink"),
    ("报名", "name"),
];

/// One serde error as a fault.
pub(super) fn fault(
    error: &toml::de::Error,
    file: FileId,
    removed: Option<&Removed>,
) -> Diagnostic {
    let span = Span::new(file, error.span().unwrap_or(0..0));
    let message = error.message();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown_key(rest, span);
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return unknown_word(rest, span);
    }
    let Some(removed) = removed else {
        return Diagnostic::new(
            code::VALUE_WRONG,
            say!("值不对（{message}）", "wrong value: {message}"),
        )
        .at(span);
    };
    wrong_type(message, removed, span)
}

fn unknown_key(rest: &str, span: Span) -> Diagnostic {
    let words = quoted(rest);
    let (key, known) = words.split_first().unwrap_or((&"", &[]));
    let fault = Diagnostic::new(
        code::KEY_UNKNOWN,
        say!("没有“{key}”这个键", "unknown key `{key}`"),
    )
    .at(span);
    let alias = ALIASES
        .iter()
        .find(|(word, target)| word == key && known.contains(target));
    match alias {
        Some((_, target)) => fault.help(say!("要写成 {target}", "write `{target}`")),
        None => fault.help(meant(key, known)),
    }
}

fn unknown_word(rest: &str, span: Span) -> Diagnostic {
    let words = quoted(rest);
    let (word, known) = words.split_first().unwrap_or((&"", &[]));
    Diagnostic::new(
        code::VALUE_WRONG,
        say!("这里不能写“{word}”", "`{word}` is not possible here"),
    )
    .at(span)
    .help(meant(word, known))
}

/// The words that serde puts between backquotes.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn wrong_type(message: &str, removed: &Removed, span: Span) -> Diagnostic {
    let expected = message.rsplit_once("expected ").map_or(message, |(_, e)| e);
    if let Some(wanted) = expected.strip_prefix("an array of length ")
        && let Some(found) = message.strip_prefix("invalid length ")
    {
        let found = found.split(',').next().unwrap_or(found);
        let message = say!(
            "这里要写 {wanted} 个数，写了 {found} 个",
            "{wanted} numbers, not {found}"
        );
        return Diagnostic::new(code::VALUE_WRONG, message).at(span);
    }
    let Message { zh, en } = wanted(expected);
    let out_of_range = removed.kind == Kind::Integer && is_whole(expected);
    let found = match out_of_range {
        true => say!("超出范围的数", "a number out of range"),
        false => found(removed.kind),
    };
    let (found_zh, found_en) = (found.zh, found.en);
    let said = match &removed.key {
        Some(key) => say!(
            "{key} 要写{zh}，这里是{found_zh}",
            "`{key}` must be {en}, not {found_en}"
        ),
        None => say!("这里要写{zh}，不是{found_zh}", "this must be {en}, not {found_en}"),
    };
    let fault = Diagnostic::new(code::VALUE_WRONG, said).at(span);
    match way_out(expected, removed.kind) {
        Some(help) => fault.help(help),
        None => fault,
    }
}

fn wanted(expected: &str) -> Message {
    if let Some(count) = expected.strip_prefix("an array of length ") {
        return say!(" {count} 个数的列表", "a list of {count} numbers");
    }
    match expected {
        // The second is what toml wants where one word of several may stand.
        "a string" | "wanted string or table" => say!("文字", "text"),
        _ if is_whole(expected) => {
            say!("不小于 0 的整数", "a whole number, not below 0")
        }
        "f64" => say!("数", "a number"),
        "a boolean" => say!(" true 或 false", "true or false"),
        "a sequence" => say!("列表 [ … ]", "a list [ … ]"),
        "a TOML datetime" => say!("日期", "a date"),
        LINES => say!("文字，或一行一项的列表", "text, or a list of lines"),
        LEGS => say!(
            "栏数，或每栏字数的列表，如 [13, 20]",
            "a number of legs, or a list of their characters such as [13, 20]"
        ),
        INK => say!(
            " \"black\"、\"paper\"、\"red\" 或 [青, 品红, 黄, 黑] 的百分数",
            "\"black\", \"paper\", \"red\" or percents [c, m, y, k]"
        ),
        other if other == "a map" || other.starts_with("struct") => {
            say!("一个表 {{ … }}", "a table {{ … }}")
        }
        other => say!("“{other}”", "{other}"),
    }
}

fn is_whole(expected: &str) -> bool {
    matches!(expected, "u8" | "u16" | "u32" | "u64" | "usize")
}

/// What [`crate::issue`]'s lines of a headline say they expect.
pub(crate) const LINES: &str = "text or lines";
/// What [`crate::layout`]'s legs say they expect.
pub(crate) const LEGS: &str = "legs";
/// What [`crate::layout`]'s inks say they expect.
pub(crate) const INK: &str = "an ink";

fn found(kind: Kind) -> Message {
    match kind {
        Kind::String => say!("文字", "text"),
        Kind::Integer => say!("整数", "a whole number"),
        Kind::Float => say!("小数", "a decimal number"),
        Kind::Boolean => say!("真假值", "true or false"),
        Kind::Datetime => say!("日期", "a date"),
        Kind::Array => say!("列表", "a list"),
        Kind::Table => say!("表", "a table"),
    }
}

fn way_out(expected: &str, kind: Kind) -> Option<Message> {
    let number = is_whole(expected) || expected == "f64";
    match kind {
        Kind::String if number || expected == "a boolean" => {
            Some(say!("去掉引号", "leave out the quotes"))
        }
        Kind::String if expected == "a TOML datetime" => Some(say!(
            "日期不加引号：date = 2026-03-18",
            "a date has no quotes: date = 2026-03-18"
        )),
        Kind::String if expected == "a sequence" => {
            Some(say!("用方括号括起来：[\"…\"]", "put it in brackets: [\"…\"]"))
        }
        Kind::Integer | Kind::Float | Kind::Boolean | Kind::Datetime
            if expected == "a string" =>
        {
            Some(say!("加上英文双引号", "put it in double quotes"))
        }
        _ => None,
    }
}
