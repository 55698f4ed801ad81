//! `galley`.

use super::Outcome;
use super::args::Galley as Command;
use super::tell::{Console, outcome};
use super::trouble::{Result, trouble, unreadable};
use crate::diag::Lang;
use crate::layout::{Level, Punctuation};
use crate::project::{Folders, Galley, GalleyOptions, HeadTrial, Manuscript, TypeCase};
use crate::role::Role;
use crate::source::{MOST_TEXT, ReadError, Refused, decode};
use std::io::Read;
use std::path::Path;

/// Sets one story, or text from standard input.
pub(super) fn run(command: &Command, console: &Console) -> Result<Outcome> {
    let options = options(command)?;
    let folders = console.folders(&command.story);
    let mut case = match TypeCase::open(&console.system, &folders) {
        Ok(case) => case,
        Err((faults, sources)) if sources.iter().next().is_some() => {
            console.faults(&faults, &sources);
            return Ok(outcome(&faults));
        }
        Err(_) => {
            return Err(trouble!(
                "找不到 layouts/house.toml，用 --data 指明资料夹",
                "layouts/house.toml was not found; name the data folder with --data"
            ));
        }
    };
    let typed = match command.story == Path::new("-") {
        true => Some(typed()?),
        false => None,
    };
    let copy = typed
        .as_deref()
        .map_or(Manuscript::File(&command.story), Manuscript::Typed);
    if let Some(columns) = command.head {
        return head(&mut case, copy, columns, &folders, (command, console));
    }
    let is_story = match copy {
        Manuscript::File(path) => path.extension().is_some_and(|end| end == "md"),
        Manuscript::Typed(text) => text.starts_with("+++\n"),
    };
    let galley = if is_story {
        case.story(console.system.as_ref(), copy, &options)
            .map_err(|error| unreadable(&command.story, &error))?
    } else if let Some(text) = &typed {
        case.text("-", text, &options)
    } else {
        let bytes = console
            .system
            .read(&command.story)
            .map_err(|error| unreadable(&command.story, &ReadError::Io(error)))?;
        case.text(
            &command.story.display().to_string(),
            &text(&command.story, &bytes)?,
            &options,
        )
    };
    console.faults(&case.faults, &case.sources);
    tell(&galley, command, console);
    Ok(outcome(&case.faults))
}

/// What standard input gives.
fn typed() -> Result<String> {
    let mut bytes = Vec::new();
    let input = Path::new("-");
    std::io::stdin()
        .take(MOST_TEXT + 1)
        .read_to_end(&mut bytes)
        .and_then(|read| match u64::try_from(read).is_ok_and(|n| n <= MOST_TEXT) {
            true => Ok(()),
            false => Err(Refused::TooLarge(MOST_TEXT).into()),
        })
        .map_err(|error| unreadable(input, &ReadError::Io(error)))?;
    text(input, &bytes)
}

/// Tries a story's heading across some columns.
fn head(
    case: &mut TypeCase,
    copy: Manuscript<'_>,
    columns: usize,
    folders: &Folders,
    (command, console): (&Command, &Console),
) -> Result<Outcome> {
    let wanted = (columns, command.layout.as_str());
    let trial = case
        .heads(console.system.as_ref(), folders, copy, wanted)
        .map_err(|error| unreadable(&command.story, &error))?;
    console.faults(&case.faults, &case.sources);
    match trial {
        Some(trial) if console.json => console.say(&trial.json().to_string()),
        Some(trial) => tell_head(&trial, console),
        None => {}
    }
    Ok(outcome(&case.faults))
}

/// The best way first; each with its lines.
fn tell_head(trial: &HeadTrial, console: &Console) {
    let (columns, mm) = (trial.columns, trial.width.to_mm());
    console.say(&match console.lang {
        Lang::Zh => format!("{columns} 栏，宽 {mm:.0} 毫米；最前面的最合适"),
        Lang::En => format!("{columns} columns, {mm:.0} mm; the best first"),
    });
    for way in &trial.ways {
        let (pt, rows) = (way.size.to_pt(), way.rows);
        let forced = match (way.forced, way.weak, console.lang) {
            (false, 0, _) => "",
            (true, _, Lang::Zh) => "，硬拆的",
            (true, _, Lang::En) => ", broken by force",
            (_, _, Lang::Zh) => "，断得勉强",
            (_, _, Lang::En) => ", a break reads wrong",
        };
        console.say(&match console.lang {
            Lang::Zh => format!("{pt} 磅，占 {rows} 行{forced}"),
            Lang::En => format!("{pt} pt, {rows} rows{forced}"),
        });
        for line in &way.lines {
            let (pt, text) = (line.size.to_pt(), &line.text);
            let spread = if line.spread > 0.0 {
                format!("  ↔{:.2}", line.spread)
            } else {
                String::new()
            };
            console.say(&format!("{pt:>8}  {text}{spread}"));
        }
    }
}

fn text(path: &Path, bytes: &[u8]) -> Result<String> {
    let (text, _) =
        decode(bytes).map_err(|at| unreadable(path, &ReadError::Encoding(at)))?;
    Ok(text)
}

fn options(command: &Command) -> Result<GalleyOptions> {
    if command.chars < 2 {
        return Err(trouble!("栏宽至少 2 字", "a measure has at least 2 characters"));
    }
    let wanted = command.style.as_str();
    let style = Role::ALL.iter().find(|role| role.name() == wanted).ok_or_else(|| {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        let names = names.join(" ");
        trouble!(
            "没有样式“{wanted}”；有：{names}",
            "no style “{wanted}”; there are: {names}"
        )
    })?;
    let punctuation = named(
        command.punctuation.as_deref(),
        &[
            ("quanjiao", Punctuation::Quanjiao),
            ("kaiming", Punctuation::Kaiming),
            ("hangmo", Punctuation::Hangmo),
            ("banjiao", Punctuation::Banjiao),
        ],
    )?;
    let level = named(
        command.level.as_deref(),
        &[
            ("none", Level::None),
            ("basic", Level::Basic),
            ("gb", Level::Gb),
            ("strict", Level::Strict),
        ],
    )?;
    Ok(GalleyOptions {
        chars: command.chars,
        style: *style,
        punctuation,
        level,
        indent: !command.no_indent,
        normalise: !command.raw,
        rows: command.lines,
    })
}

/// The value of a name, none if no name was given.
fn named<T: Copy>(name: Option<&str>, values: &[(&str, T)]) -> Result<Option<T>> {
    let Some(name) = name else { return Ok(None) };
    let value = values.iter().find(|(other, _)| *other == name);
    value.map(|(_, value)| Some(*value)).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let names = names.join(" ");
        trouble!("没有“{name}”；有：{names}", "no “{name}”; there are: {names}")
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
    if let (Some(room), Some(spread)) = (command.lines, galley.spread) {
        summary.push_str(&over_under(galley, (room, spread), measure, console.lang));
    } else if galley.rows != lines {
        let rows = galley.rows;
        summary.push_str(&match console.lang {
            Lang::Zh => format!("，版上占 {rows} 行"),
            Lang::En => format!(", {rows} rows on a page"),
        });
    }
    console.say(&summary);
    let house = galley.house.display();
    console.say(&match console.lang {
        Lang::Zh => format!("报纸样式：{house}"),
        Lang::En => format!("house style: {house}"),
    });
}

/// How a story stands to its room: it fits, or so many rows are over or under
/// even in its tightest or loosest setting; and what rows can be had.
fn over_under(
    galley: &Galley,
    (room, (fewest, most)): (usize, (usize, usize)),
    measure: usize,
    lang: Lang,
) -> String {
    let (over, under) = (fewest.saturating_sub(room), room.saturating_sub(most));
    let chars = (over + under) * measure;
    let rows = galley.rows;
    let fit = match (over, under, lang) {
        _ if rows == room && lang == Lang::Zh => String::from("，正好"),
        _ if rows == room => String::from(", just full"),
        (0, 0, Lang::Zh) => format!("，排不成 {room} 行，排了 {rows} 行"),
        (0, 0, Lang::En) => format!(", not to be had in {room} rows, set in {rows}"),
        (_, _, Lang::Zh) if galley.bounded => format!("，离 {room} 行太远，没有试"),
        (_, _, Lang::En) if galley.bounded => {
            format!(", {room} rows are too far away and were not tried")
        }
        (0, _, Lang::Zh) => format!("，少 {under} 行（约 {chars} 字）"),
        (0, _, Lang::En) => format!(", {under} lines under (about {chars} characters)"),
        (_, _, Lang::Zh) => format!("，多 {over} 行（约 {chars} 字）"),
        (_, _, Lang::En) => format!(", {over} lines over (about {chars} characters)"),
    };
    match lang {
        Lang::Zh if galley.bounded => {
            format!("{fit}；版上占 {rows} 行，试过 {fewest} 到 {most} 行")
        }
        Lang::En if galley.bounded => {
            format!("{fit}; {rows} rows on a page, {fewest} to {most} were tried")
        }
        Lang::Zh if fewest == most => {
            format!("{fit}；版上占 {rows} 行，只能排成 {fewest} 行")
        }
        Lang::En if fewest == most => {
            format!("{fit}; {rows} rows on a page, {fewest} alone can be had")
        }
        Lang::Zh => format!("{fit}；版上占 {rows} 行，可排成 {fewest} 到 {most} 行"),
        Lang::En => {
            format!("{fit}; {rows} rows on a page, {fewest} to {most} can be had")
        }
    }
}
