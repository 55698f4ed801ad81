//! Wrong use, told in Chinese: the parser of arguments knows only English.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use std::ffi::OsString;

/// Dashes that input methods write for the two hyphens of an option.
const DASHES: [char; 6] = ['—', '–', '－', '―', '−', '‐'];

/// What is wrong with the arguments and how to write them; none for what is no
/// fault (help, the version) or has nothing of ours to be said.
pub(super) fn told(
    error: &Error,
    command: &Command,
    words: &[OsString],
) -> Option<String> {
    let about = About { error };
    let mut lines = vec![format!("错误：{}", about.sentence()?)];
    lines.extend(about.way_out());
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    let used = words.find(|word| command.find_subcommand(word).is_some());
    let mut named = command.clone();
    let usage = match used {
        Some(name) => named.find_subcommand_mut(name).map(Command::render_usage),
        None => Some(named.render_usage()),
    };
    if let Some(usage) = usage {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        // A subcommand by itself does not know the program's name.
        let program = command.get_name();
        let before = if usage.starts_with(program) { "" } else { "qianzi " };
        lines.push(format!("用法：{before}{usage}"));
    }
    let of = used.map_or(String::new(), |name| format!(" {name}"));
    lines.push(format!("各选项见 qianzi{of} --help"));
    Some(lines.join("\n"))
}

struct About<'e> {
    error: &'e Error,
}

impl About<'_> {
    fn sentence(&self) -> Option<String> {
        let argument = self.word(ContextKind::InvalidArg).unwrap_or_default();
        let value = self.word(ContextKind::InvalidValue).unwrap_or_default();
        Some(match self.error.kind() {
            ErrorKind::UnknownArgument if argument.starts_with('-') => {
                format!("没有“{argument}”这个选项")
            }
            ErrorKind::UnknownArgument if argument.starts_with(DASHES) => {
                format!("“{argument}”不是选项：选项前面是两个半角的 -")
            }
            ErrorKind::UnknownArgument => format!("多出了“{argument}”"),
            ErrorKind::InvalidSubcommand => {
                let name = self.word(ContextKind::InvalidSubcommand)?;
                format!("没有“{name}”这个命令")
            }
            ErrorKind::MissingSubcommand => "要写一个命令".to_string(),
            ErrorKind::ArgumentConflict => self.conflict(&argument),
            ErrorKind::MissingRequiredArgument => {
                format!("还缺 {argument}")
            }
            ErrorKind::InvalidValue if value.is_empty() => {
                format!("{argument} 后面要写值")
            }
            ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”"),
            // Only numbers are looked into.
            ErrorKind::ValueValidation => {
                format!("{argument} 要写数，“{value}”不是这里能用的数")
            }
            ErrorKind::TooManyValues => format!("{argument} 不带值，多出了“{value}”"),
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                format!("{argument} 的值个数不对")
            }
            ErrorKind::NoEquals => format!("{argument} 和它的值之间要写 ="),
            ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_string(),
            _ => return None,
        })
    }

    fn conflict(&self, argument: &str) -> String {
        match self.word(ContextKind::PriorArg) {
            Some(other) if other == argument => format!("{argument} 写了两次"),
            Some(other) => format!("{argument} 不能和 {other} 一起用"),
            None => format!("{argument} 不能和别的选项一起用"),
        }
    }

    fn way_out(&self) -> Option<String> {
        let near = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ];
        if let Some(near) = near.into_iter().find_map(|kind| self.word(kind)) {
            return Some(format!("办法：是不是 {near}"));
        }
        let known = self.word(ContextKind::ValidValue).filter(|known| !known.is_empty());
        known.map(|known| format!("办法：可以写 {known}"))
    }

    fn word(&self, kind: ContextKind) -> Option<String> {
        match self.error.get(kind)? {
            ContextValue::String(word) => Some(word.clone()),
            ContextValue::Strings(words) => Some(words.join("、")),
            ContextValue::StyledStr(word) => Some(word.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::args::Args;
    use super::*;
    use clap::CommandFactory;

    fn said(words: &[&str]) -> String {
        let words = std::iter::once("qianzi").chain(words.iter().copied());
        let words: Vec<OsString> = words.map(OsString::from).collect();
        let command = Args::command();
        let error = command.clone().try_get_matches_from(&words).expect_err("wrong");
        told(&error, &command, &words).unwrap_or_default()
    }

    #[test]
    fn wrong_use_is_told_in_chinese() {
        let cases: [(&[&str], &str); 14] = [
            (&["build", "a", "--foo"], "没有“--foo”这个选项"),
            (&["build", "a", "--change"], "办法：是不是 --changed"),
            (&["build", "a", "—changed"], "选项前面是两个半角的 -"),
            (&["build", "a", "b"], "多出了“b”"),
            (&["build", "a", "--changed", "--replace"], "不能和 --replace 一起用"),
            (&["build", "a", "--strict", "--strict"], "--strict 写了两次"),
            (&["build", "a", "--strict=1"], "--strict 不带值，多出了“1”"),
            (&["build"], "还缺 <ISSUE>"),
            (&["bild", "a"], "没有“bild”这个命令\n办法：是不是 build"),
            (&["--lang", "fr", "check", "a"], "不能是“fr”\n办法：可以写 zh、en"),
            (&["galley", "a", "--lines", "abc"], "--lines <行数> 要写数，“abc”"),
            (&["galley", "a", "--lines"], "--lines <行数> 后面要写值"),
            (&["galley", "a", "--lines", "abc"], "各选项见 qianzi galley --help"),
            (&["build", "--foo"], "用法：qianzi build [OPTIONS] <ISSUE>"),
        ];
        for (words, wanted) in cases {
            let said = said(words);
            assert!(said.contains(wanted), "{words:?}: {said}");
            let english = ["error", "Usage", "tip:", "invalid", "unexpected"];
            assert!(!english.iter().any(|word| said.contains(word)), "{said}");
        }
        assert_eq!((said(&["--help"]), said(&["--version"])), Default::default());
    }
}
