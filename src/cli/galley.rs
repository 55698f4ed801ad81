//! `galley`.

use super::Outcome;
use super::args::Galley as Command;
use super::tell::{Console, outcome};
use crate::diag::Lang;
use crate::layout::{Level, Punctuation};
use crate::project::{Galley, GalleyOptions, TypeCase};
use crate::role::Role;
use crate::source::{ReadError, decode};
use anyhow::{Context, Result, anyhow, bail};
use std::io::Read;
use std::path::Path;

/// Sets one story, or text from standard input.
pub(super) fn run(command: &Command, console: &Console) -> Result<Outcome> {
    let options = options(command)?;
    let folders = console.folders(&command.story);
    let mut case = TypeCase::open(&console.system, &folders)
        .ok_or_else(|| anyhow!("找不到 layouts/house.toml，用 --data 指明资料夹"))?;
    let galley = if command.story == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("读不了标准输入")?;
        case.text("-", &text(&bytes)?, &options)
    } else if command.story.extension().is_some_and(|extension| extension == "md") {
        let system = console.system.as_ref();
        case.story(system, &command.story, &options)
            .map_err(|error| told(&error, command))?
    } else {
        let bytes = console
            .system
            .read(&command.story)
            .with_context(|| format!("读不了 {}", command.story.display()))?;
        case.text(&command.story.display().to_string(), &text(&bytes)?, &options)
    };
    console.faults(&case.faults, &case.sources);
    tell(&galley, command, console);
    Ok(outcome(&case.faults))
}

fn text(bytes: &[u8]) -> Result<String> {
    let (text, _) = decode(bytes)
        .map_err(|at| anyhow!("第 {at} 字节处既不是 UTF-8 也不是 GB18030"))?;
    Ok(text)
}

fn told(error: &ReadError, command: &Command) -> anyhow::Error {
    let show = command.story.display();
    match error {
        ReadError::Io(error) => anyhow!("读不了 {show}：{error}"),
        ReadError::Encoding(at) => {
            anyhow!("{show} 第 {at} 字节处既不是 UTF-8 也不是 GB18030")
        }
    }
}

fn options(command: &Command) -> Result<GalleyOptions> {
    if command.chars < 2 {
        bail!("栏宽至少 2 字");
    }
    let style = Role::ALL.iter().find(|role| role.name() == command.style);
    let Some(style) = style else {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        bail!("没有样式“{}”；有：{}", command.style, names.join("、"));
    };
    let punctuation = match command.punctuation.as_deref() {
        None => None,
        Some("quanjiao") => Some(Punctuation::Quanjiao),
        Some("kaiming") => Some(Punctuation::Kaiming),
        Some("hangmo") => Some(Punctuation::Hangmo),
        Some("banjiao") => Some(Punctuation::Banjiao),
        Some(other) => {
            bail!("没有标点样式“{other}”；有 quanjiao、kaiming、hangmo、banjiao")
        }
    };
    let level = match command.level.as_deref() {
        None => None,
        Some("none") => Some(Level::None),
        Some("basic") => Some(Level::Basic),
        Some("gb") => Some(Level::Gb),
        Some("strict") => Some(Level::Strict),
        Some(other) => bail!("没有避头尾级别“{other}”；有 none、basic、gb、strict"),
    };
    Ok(GalleyOptions {
        chars: command.chars,
        style: *style,
        punctuation,
        level,
        indent: !command.no_indent,
        normalise: !command.raw,
    })
}

fn tell(galley: &Galley, command: &Command, console: &Console) {
    if console.json {
        console.say(&galley.json.to_string());
        return;
    }
    for (number, (line, opened)) in galley.lines.iter().zip(&galley.opened).enumerate() {
        let mark =
            if *opened > 0.05 { format!("  ←{opened:.2}") } else { String::new() };
        console.say(&format!("{:>4}  {line}{mark}", number + 1));
    }
    let (lines, chars) = (galley.lines.len(), galley.characters);
    let measure = command.chars;
    let mut summary = match console.lang {
        Lang::Zh => format!("{measure} 字栏：{lines} 行，{chars} 字"),
        Lang::En => {
            format!("{measure}-character column: {lines} lines, {chars} characters")
        }
    };
    if let Some(room) = command.lines {
        summary.push_str(&over_under(lines, room, measure, console));
    }
    console.say(&summary);
}

fn over_under(lines: usize, room: usize, measure: usize, console: &Console) -> String {
    let (over, under) = (lines.saturating_sub(room), room.saturating_sub(lines));
    let chars = (over + under) * measure;
    match (over, under, console.lang) {
        (0, 0, Lang::Zh) => String::from("，正好"),
        (0, 0, Lang::En) => String::from(", just full"),
        (0, _, Lang::Zh) => format!("，少 {under} 行（约 {chars} 字）"),
        (0, _, Lang::En) => format!(", {under} lines under (about {chars} characters)"),
        (_, _, Lang::Zh) => format!("，多 {over} 行（约 {chars} 字）"),
        (_, _, Lang::En) => format!(", {over} lines over (about {chars} characters)"),
    }
}
