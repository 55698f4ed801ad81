//! A draft as the files of an issue folder.

use super::Draft;
use crate::copy::Passage;
use crate::issue::{Block, Photo, Story, Width, escaped};
use std::fmt::Write;
use std::path::PathBuf;

/// `issue.toml`, then the stories.
pub(super) fn files(draft: &Draft) -> Vec<(PathBuf, String)> {
    let stories = draft.stories.iter().map(|story| {
        (PathBuf::from(format!("stories/{}.md", story.name)), story_file(story))
    });
    std::iter::once((PathBuf::from("issue.toml"), issue_file(draft)))
        .chain(stories)
        .collect()
}

fn issue_file(draft: &Draft) -> String {
    let names: Vec<String> =
        draft.stories.iter().map(|story| quoted(&story.name)).collect();
    let mut out = String::new();
    for (number, line) in &draft.furniture {
        out += &format!("# 原文第 {number} 行：{}\n", comment(line));
    }
    let section = quoted(&draft.options.section);
    let layout = quoted(&draft.options.layout);
    out += &format!(
        "date = {}\n\n[[page]]\nnumber  = 1\nsection = {section}\nlayout  = {layout}\nstories = [{}]\n",
        draft.date,
        names.join(", "),
    );
    out
}

fn story_file(story: &Story) -> String {
    let mut out = String::from("+++\n");
    key(&mut out, "kicker", story.head.kicker.as_ref());
    out += &format!("headline = {}\n", headline(&story.head.headline));
    key(&mut out, "deck", story.head.deck.as_ref());
    key(&mut out, "lead", story.lead.as_ref());
    key(&mut out, "credit", story.credit.as_ref());
    key(&mut out, "tail", story.tail.as_ref());
    out += &format!("priority = {}\n", story.priority);
    for photo in &story.photos {
        out += &photo_table(photo);
    }
    out += "+++\n";
    for block in &story.body {
        let mark = if matches!(block, Block::Crosshead(_)) { "### " } else { "" };
        // In a body stars and other signs are marks unless they are escaped.
        let text = escaped(&block.text());
        out += &format!("{mark}{text}\n");
    }
    out
}

fn key(out: &mut String, name: &str, value: Option<&Passage>) {
    if let Some(value) = value {
        *out += &format!("{name:<8} = {}\n", quoted(&value.text()));
    }
}

/// A string, or the lines as the editor broke them.
fn headline(lines: &[Passage]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| quoted(&line.text())).collect();
    match lines.as_slice() {
        [] => quoted(""),
        [line] => line.clone(),
        lines => format!("[{}]", lines.join(", ")),
    }
}

fn photo_table(photo: &Photo) -> String {
    // Paths in issue files are written with / on every system.
    let file = photo.file.value.to_string_lossy().replace('\\', "/");
    let mut out = format!("\n[[photo]]\nfile    = {}\n", quoted(&file));
    for (name, value) in [("caption", &photo.caption), ("credit ", &photo.credit)] {
        if let Some(value) = value {
            out += &format!("{name} = {}\n", quoted(&value.text()));
        }
    }
    out += &match photo.width {
        Width::Legs(legs) => format!("span    = {legs}\n"),
        Width::Chars(chars) => format!("width   = {chars}\n"),
    };
    out
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// TOML forbids control characters in comments.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
