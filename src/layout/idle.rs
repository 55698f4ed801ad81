//! Keys of a style that do nothing for their role.

use super::raw::RawStyle;
use crate::diag::{Diagnostic, Message, code};
use crate::role::Role;
use crate::say;
use crate::source::{FileId, Span};

/// The keys of a role's style that are written and have no effect there.
pub(super) fn told(role: Role, raw: &RawStyle, file: FileId) -> Vec<Diagnostic> {
    let Some((working, help)) = working(role) else { return Vec::new() };
    let idle = |(key, span): (&str, Span)| {
        let message = say!(
            "[style.{role}] 里的 {key} 不起作用",
            "`{key}` in [style.{role}] has no effect"
        );
        Diagnostic::new(code::KEY_IDLE, message).at(span).help(help.clone())
    };
    let all = written(raw, file).into_iter();
    all.filter(|(key, _)| !working.contains(key)).map(idle).collect()
}

/// The keys that count for a role, where not all do, and what to write instead.
fn working(role: Role) -> Option<(&'static [&'static str], Message)> {
    const INLINE: &[&str] = &["face", "punctuation", "pairs"];
    const ALL_BUT_INDENT: &[&str] = &[
        "face",
        "size",
        "leading",
        "ink",
        "punctuation",
        "pairs",
        "paragraph-start",
        "hanging",
        "composer",
        "level",
        "gap",
    ];
    match role {
        Role::Hei | Role::Kai => Some((
            INLINE,
            say!(
                "这里只有 face、punctuation、pairs 起作用，其余随前后文字；删去这一行",
                "only `face`, `punctuation` and `pairs` count here, all else is that of the text around it: take the line out"
            ),
        )),
        Role::Mark | Role::Photo | Role::Rule | Role::Tint => Some((
            &[],
            say!("这个部分不排字；删去这一行", "no type is set in it: take the line out"),
        )),
        Role::Lead | Role::Credit | Role::Tail | Role::Verse => Some((
            ALL_BUT_INDENT,
            say!(
                "段首缩进写在 [style.body] 里",
                "a paragraph's indent is written in [style.body]"
            ),
        )),
        _ => None,
    }
}

/// The keys that are written, with their places.
fn written(raw: &RawStyle, file: FileId) -> Vec<(&'static str, Span)> {
    let keys = [
        ("face", raw.face.as_ref().map(|at| at.span(file))),
        ("size", raw.size.as_ref().map(|at| at.span(file))),
        ("leading", raw.leading.as_ref().map(|at| at.span(file))),
        ("ink", raw.ink.as_ref().map(|at| at.span(file))),
        ("punctuation", raw.punctuation.as_ref().map(|at| at.span(file))),
        ("pairs", raw.pairs.as_ref().map(|at| at.span(file))),
        ("paragraph-start", raw.paragraph_start.as_ref().map(|at| at.span(file))),
        ("hanging", raw.hanging.as_ref().map(|at| at.span(file))),
        ("composer", raw.composer.as_ref().map(|at| at.span(file))),
        ("level", raw.level.as_ref().map(|at| at.span(file))),
        ("gap", raw.gap.as_ref().map(|at| at.span(file))),
        ("indent", raw.indent.as_ref().map(|at| at.span(file))),
    ];
    keys.into_iter()
        .filter_map(|(key, span)| Some((key, span?)))
        .collect()
}
