//! Syntax faults of TOML, explained for people who type Chinese.
//!
//! Most come from the keyboard: full-width quotes, signs and spaces, and keys
//! in Chinese. Such a fault stands alone, so all of a file are told. After any
//! other fault the parser is off its track and only repeats itself, so that
//! one ends the list.

use super::typing::ALIASES;
use crate::diag::{Diagnostic, Message, code};
use crate::say;
use crate::source::{FileId, Span};
use std::ops::Range;

/// The parser's errors as faults, none that only follows another.
pub(super) fn syntax_faults(
    text: &str,
    file: FileId,
    errors: &[toml::de::Error],
) -> Vec<Diagnostic> {
    let slips = slips(text);
    let slipped =
        |at: usize| slips.iter().any(|(line, _)| line.start <= at && at <= line.end);
    let mut errors: Vec<_> = errors
        .iter()
        .map(|e| (e.span().unwrap_or(0..0), e.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut faults = Vec::new();
    for (span, message) in errors {
        if slipped(span.start) {
            continue;
        }
        faults.push(plain(text, message, Span::new(file, span)));
        if !stands_alone(message) {
            break;
        }
    }
    faults.extend(slips.into_iter().map(|(_, slip)| slip.fault(file)));
    faults
}

/// Whether the parser finds its way after such an error.
fn stands_alone(message: &str) -> bool {
    message == "duplicate key"
        || message.starts_with("invalid date")
        || message.starts_with("invalid time")
}

/// The slips of the keyboard, one a line at most, with their lines. The parser
/// passes over some lines after a fault; these do not depend on it.
fn slips(text: &str) -> Vec<(Range<usize>, Slip)> {
    let mut slips = Vec::new();
    let mut open: Option<&str> = None;
    let mut start = 0;
    for content in text.split('\n') {
        let line = start..start + content.len();
        start = line.end + 1;
        let inside = open.is_some();
        open = still_open(content, open);
        let Some(slip) = slip_in(content).filter(|_| !inside) else { continue };
        let range = line.start + slip.range.start..line.start + slip.range.end;
        slips.push((line, Slip { range, ..slip }));
    }
    slips
}

/// The quotes of a string of several lines that a line leaves open.
fn still_open<'a>(line: &str, open: Option<&'a str>) -> Option<&'a str> {
    let mut open = open;
    let mut rest = line;
    loop {
        let next = match open {
            Some(quotes) => rest.find(quotes),
            None => ["\"\"\"", "'''"].iter().filter_map(|q| rest.find(q)).min(),
        };
        let Some(at) = next else { return open };
        open = match open {
            Some(_) => None,
            None if rest[at..].starts_with('"') => Some("\"\"\""),
            None => Some("'''"),
        };
        rest = &rest[at + 3..];
    }
}

/// A fault of the keyboard.
struct Slip {
    range: Range<usize>,
    message: Message,
    help: Message,
}

impl Slip {
    fn fault(self, file: FileId) -> Diagnostic {
        Diagnostic::new(code::TOML_SYNTAX, self.message)
            .at(Span::new(file, self.range))
            .help(self.help)
    }
}

fn slip_in(line: &str) -> Option<Slip> {
    let bare = unquoted(line);
    match bare.iter().find(|(_, c)| matches!(c, '=' | '＝' | '：' | ':')) {
        Some((at, '=')) => {
            slip_in_key(line, 0..*at).or_else(|| slip_in_value(line, *at + 1))
        }
        Some((at, sign)) if !line.trim_start().starts_with(['[', '"']) => {
            Some(wrong_sign(*at, *sign))
        }
        _ => slip_in_value(line, 0),
    }
}

/// The characters of a line that are neither in a string nor in a comment.
fn unquoted(line: &str) -> Vec<(usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    let mut bare = Vec::new();
    for (at, c) in line.char_indices() {
        match quote {
            None if c == '#' => break,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                bare.push((at, c));
            }
            None => bare.push((at, c)),
            Some('"') if c == '\\' && !escaped => {
                escaped = true;
                continue;
            }
            Some(open) if c == open && !escaped => quote = None,
            Some(_) => {}
        }
        escaped = false;
    }
    bare
}

fn wrong_sign(at: usize, sign: char) -> Slip {
    Slip {
        range: at..at + sign.len_utf8(),
        message: say!("键和值之间写成了 {sign}", "`{sign}` stands between key and value"),
        help: say!("改成英文等号 =", "write ="),
    }
}

fn slip_in_key(line: &str, range: Range<usize>) -> Option<Slip> {
    let key = line[range.clone()]
        .trim_start_matches(['{', '[', ',', ' '])
        .trim_end();
    let trap = line[range.clone()].char_indices().find(|(_, c)| swap(*c).is_some());
    if let Some((at, c)) = trap {
        return swapped(range.start + at, c);
    }
    if key.is_ascii() || key.starts_with(['"', '\'']) {
        return None;
    }
    let start = range.start + line[range].find(key)?;
    let help = match ALIASES.iter().find(|(word, _)| *word == key) {
        Some((_, target)) => say!("改成 {target}", "write `{target}`"),
        None => say!("键名一览见 qianzi schema", "`qianzi schema` lists the keys"),
    };
    Some(Slip {
        range: start..start + key.len(),
        message: say!(
            "键“{key}”是中文；键要用英文",
            "the key `{key}` is Chinese; keys are English"
        ),
        help,
    })
}

fn slip_in_value(line: &str, from: usize) -> Option<Slip> {
    let value = line[from..].trim_start();
    let start = line.len() - value.len();
    let first = value.chars().next()?;
    let is_han = |c: char| !c.is_ascii() && c.is_alphanumeric() && swap(c).is_none();
    if is_han(first) {
        return Some(Slip {
            range: start..start + value.trim_end().len(),
            message: say!("文字没有加引号", "text without quotes"),
            help: say!("用英文双引号括起来", "put it in double quotes"),
        });
    }
    let bare = unquoted(value);
    if let Some((at, c)) = bare.iter().find(|(_, c)| swap(*c).is_some()) {
        return swapped(start + at, *c);
    }
    // "头版”: the string never ends, the closing quote is a Chinese one.
    let end = value.trim_end();
    let last = end.chars().next_back()?;
    let open = matches!(first, '"' | '[') && matches!(last, '”' | '“' | '＂' | '’');
    open.then(|| swapped(start + end.len() - last.len_utf8(), last))?
}

fn swapped(at: usize, c: char) -> Option<Slip> {
    let (right, zh, en) = swap(c)?;
    let help = match right {
        " " => say!("改成半角空格，或删去", "make it a plain space, or take it out"),
        "0" => say!("改成半角数字", "write plain digits"),
        _ => say!("改成英文的 {right}", "write {right}"),
    };
    let message = say!("这里用了{zh} {c}", "this is {en}: {c}");
    Some(Slip { range: at..at + c.len_utf8(), message, help })
}

/// What a full-width character ought to be, and what to call it.
fn swap(c: char) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match c {
        '“' | '”' | '＂' | '「' | '」' | '『' | '』' | '‘' | '’' => {
            ("\"", "中文引号", "a full-width quote")
        }
        '＇' => ("'", "全角单引号", "a full-width quote"),
        '，' | '、' => (",", "中文逗号", "a full-width comma"),
        '＝' => ("=", "全角等号", "a full-width equals sign"),
        '［' | '【' => ("[", "全角方括号", "a full-width bracket"),
        '］' | '】' => ("]", "全角方括号", "a full-width bracket"),
        '｛' => ("{", "全角花括号", "a full-width brace"),
        '｝' => ("}", "全角花括号", "a full-width brace"),
        '＃' => ("#", "全角井号", "a full-width hash"),
        '．' => (".", "全角点", "a full-width dot"),
        '－' => ("-", "全角连字符", "a full-width hyphen"),
        '\u{3000}' => (" ", "全角空格", "a full-width space"),
        '０'..='９' => ("0", "全角数字", "a full-width digit"),
        _ => return None,
    })
}

/// The parser's word for a fault, what to say, and the way out.
struct Cause {
    said: &'static [&'static str],
    message: [&'static str; 2],
    help: [&'static str; 2],
}

const CAUSES: &[Cause] = &[
    Cause {
        said: &["duplicate key"],
        message: ["这个键写了两次", "this key is written twice"],
        help: ["只留一处", "keep one"],
    },
    Cause {
        said: &["string values must be quoted"],
        message: ["文字没有加引号", "text without quotes"],
        help: ["用英文双引号括起来", "put it in double quotes"],
    },
    Cause {
        said: &["invalid basic string", "invalid literal string"],
        message: ["引号没有收尾", "a string does not end"],
        help: ["在这一行末尾补上引号", "close the quote on the same line"],
    },
    Cause {
        said: &["unclosed array", "missing comma between array elements"],
        message: ["列表没有收尾，或少了逗号", "a list does not end, or lacks a comma"],
        help: ["看看少了 ] 还是 ,", "look for a missing ] or ,"],
    },
    Cause {
        said: &["unclosed inline table", "missing comma between key-value pairs"],
        message: ["花括号没有收尾，或少了逗号", "a brace does not end, or lacks a comma"],
        help: ["看看少了 } 还是 ,", "look for a missing } or ,"],
    },
    Cause {
        said: &["unclosed table", "unclosed array table"],
        message: ["方括号没有收尾", "a header's bracket does not end"],
        help: ["写成 [page] 或 [[page]]", "write [page] or [[page]]"],
    },
    Cause {
        said: &["key with no value", "missing assignment between key-value pairs"],
        message: ["这个键没有值", "this key has no value"],
        help: ["写成 键 = 值", "write key = value"],
    },
    Cause {
        said: &["unexpected key or value"],
        message: ["值的后面还有字", "something stands after the value"],
        help: [
            "文字里的英文引号写成 \\\"，或用 '''…''' 括起来",
            "write a quote in text as \\\", or use '''…'''",
        ],
    },
    Cause {
        said: &["invalid unquoted key"],
        message: ["键名里有不能用的字符", "a key holds a character it cannot"],
        help: ["键只用英文字母、数字、- 和 _", "keys are letters, digits, - and _"],
    },
];

fn plain(text: &str, message: &str, span: Span) -> Diagnostic {
    let fault = |said: Message| Diagnostic::new(code::TOML_SYNTAX, said).at(span);
    let written = text.get(span.range()).unwrap_or("");
    let cause = message.split(", expected").next().unwrap_or(message);
    if cause.starts_with("invalid date") || cause.starts_with("invalid time") {
        return fault(say!("没有“{written}”这一天", "there is no day `{written}`"))
            .help(say!("写成 2026-03-18", "write it as 2026-03-18"));
    }
    if cause == "invalid unquoted key" && !written.is_ascii() {
        return fault(say!("键“{written}”是中文", "the key `{written}` is Chinese"))
            .help(say!(
                "键要用英文；中文的版块名加英文双引号：\"{written}\"",
                "keys are English; a slot's Chinese name takes quotes: \"{written}\""
            ));
    }
    let both = |words: [&str; 2]| Message { zh: words[0].into(), en: words[1].into() };
    match CAUSES.iter().find(|known| known.said.contains(&cause)) {
        Some(known) => fault(both(known.message)).help(both(known.help)),
        None => fault(say!("TOML 写法有误（{message}）", "not TOML: {message}")),
    }
}
