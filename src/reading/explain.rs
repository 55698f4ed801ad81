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

/// The parser's errors as faults: one a line, none that only follows another.
pub(super) fn syntax_faults(
    text: &str,
    file: FileId,
    errors: &[toml::de::Error],
) -> Vec<Diagnostic> {
    let mut errors: Vec<_> = errors
        .iter()
        .map(|e| (e.span().unwrap_or(0..0), e.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut told_to = 0;
    let mut faults = Vec::new();
    for (span, message) in errors {
        if span.start < told_to {
            continue;
        }
        let line = line_of(text, span.start);
        told_to = line.end + 1;
        if let Some(slip) = slip_in(text, line.clone()) {
            faults.push(slip.fault(file));
            continue;
        }
        faults.push(plain(message, span, file));
        if message != "duplicate key" {
            break;
        }
    }
    faults
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

fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let before = &text.as_bytes()[..at];
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let after = &text.as_bytes()[start..];
    let end = after
        .iter()
        .position(|b| *b == b'\n')
        .map_or(text.len(), |n| start + n);
    start..end
}

fn slip_in(text: &str, line: Range<usize>) -> Option<Slip> {
    let content = &text[line.clone()];
    let bare = unquoted(content);
    let slip = match bare.iter().find(|(_, c)| matches!(c, '=' | '＝' | '：' | ':')) {
        Some((at, '=')) => {
            slip_in_key(content, 0..*at).or_else(|| slip_in_value(content, *at + 1))
        }
        Some((at, sign)) if !content.trim_start().starts_with(['[', '"']) => {
            Some(wrong_sign(*at, *sign))
        }
        _ => slip_in_value(content, 0),
    };
    slip.map(|slip| Slip {
        range: line.start + slip.range.start..line.start + slip.range.end,
        ..slip
    })
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
        message: say!(
            "键和值之间写成了“{sign}”",
            "`{sign}` stands between key and value"
        ),
        help: say!("改成英文等号 =", "write ="),
    }
}

fn slip_in_key(line: &str, range: Range<usize>) -> Option<Slip> {
    let key = line[range.clone()].trim();
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
    Some(Slip {
        range: at..at + c.len_utf8(),
        message: say!("这里用了{zh}“{c}”", "this is {en} `{c}`"),
        help: say!("改成英文的 {right}", "write {right}"),
    })
}

/// What a full-width character ought to be.
fn swap(c: char) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match c {
        '“' | '”' | '＂' | '「' | '」' | '『' | '』' | '‘' | '’' => {
            ("双引号 \"", "中文引号", "a full-width quote")
        }
        '＇' => ("单引号 '", "全角单引号", "a full-width quote"),
        '，' | '、' => ("逗号 ,", "中文逗号", "a full-width comma"),
        '＝' => ("等号 =", "全角等号", "a full-width equals sign"),
        '［' | '【' => ("方括号 [", "全角方括号", "a full-width bracket"),
        '］' | '】' => ("方括号 ]", "全角方括号", "a full-width bracket"),
        '｛' => ("花括号 {", "全角花括号", "a full-width brace"),
        '｝' => ("花括号 }", "全角花括号", "a full-width brace"),
        '＃' => ("井号 #", "全角井号", "a full-width hash"),
        '．' => ("点 .", "全角点", "a full-width dot"),
        '－' => ("连字符 -", "全角连字符", "a full-width hyphen"),
        '\u{3000}' => ("空格", "全角空格", "a full-width space"),
        '０'..='９' => ("数字", "全角数字", "a full-width digit"),
        _ => return None,
    })
}

fn plain(message: &str, span: Range<usize>, file: FileId) -> Diagnostic {
    let fault = |said: Message| {
        Diagnostic::new(code::TOML_SYNTAX, said).at(Span::new(file, span.clone()))
    };
    let cause = message.split(", expected").next().unwrap_or(message);
    match cause {
        "duplicate key" => fault(say!("这个键写了两次", "this key is written twice"))
            .help(say!("只留一处", "keep one")),
        "string values must be quoted" => {
            fault(say!("文字没有加引号", "text without quotes"))
                .help(say!("用英文双引号括起来", "put it in double quotes"))
        }
        "invalid basic string" | "invalid literal string" => fault(say!(
            "引号没有收尾，或文字里有引号",
            "a string does not end, or holds a quote"
        ))
        .help(say!(
            "文字里的英文引号写成 \\\"，或用 '''…''' 括起来",
            "write a quote in text as \\\", or use '''…'''"
        )),
        "unclosed array" | "missing comma between array elements" => fault(say!(
            "列表没有收尾，或少了逗号",
            "a list does not end, or lacks a comma"
        ))
        .help(say!("看看少了 ] 还是 ,", "look for a missing ] or ,")),
        "unclosed inline table" | "missing comma between key-value pairs" => fault(say!(
            "花括号没有收尾，或少了逗号",
            "a brace does not end, or a comma is missing"
        ))
        .help(say!("看看少了 }} 还是 ,", "look for a missing }} or ,")),
        "unclosed table" | "unclosed array table" => {
            fault(say!("方括号没有收尾", "a header's bracket does not end"))
                .help(say!("写成 [page] 或 [[page]]", "write [page] or [[page]]"))
        }
        "key with no value" | "missing assignment between key-value pairs" => {
            fault(say!("这个键没有值", "this key has no value"))
                .help(say!("写成 键 = 值", "write key = value"))
        }
        "invalid unquoted key" => {
            fault(say!("键名里有不能用的字符", "a key holds a character it cannot")).help(
                say!("键只用英文字母、数字、- 和 _", "keys are letters, digits, - and _"),
            )
        }
        _ => fault(say!("TOML 写法有误（{message}）", "not TOML: {message}")),
    }
}
