//! `import`.

use super::Outcome;
use super::args::Import as Command;
use super::output;
use super::tell::Console;
use super::trouble::{Result, trouble, unreadable};
use crate::diag::Lang;
use crate::import::{Draft, Options, import};
use crate::source::Sources;
use std::path::PathBuf;
use time::Date;
use time::macros::format_description;

/// Turns plain text into an issue folder, and lists the doubts.
pub(super) fn run(command: &Command, console: &Console) -> Result<Outcome> {
    let mut sources = Sources::default();
    let file = sources
        .load(console.system.as_ref(), &command.text)
        .map_err(|error| unreadable(&command.text, &error))?;
    let options = Options {
        date: command.date.as_deref().map(date).transpose()?,
        layout: command.layout.clone(),
        section: command.section.clone(),
    };
    let text = sources.get(file).text.clone();
    let draft = import(&text, file, &options);
    let folder = command.out.clone().unwrap_or_else(|| {
        let date = draft.date;
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        PathBuf::from(format!("issues/{year:04}-{month:02}-{day:02}"))
    });
    write(&draft, &folder)?;
    tell(&draft, &folder, console);
    Ok(Outcome::Done)
}

fn date(text: &str) -> Result<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(|_| {
        trouble!(
            "日期要写成 2026-03-18，不是“{text}”",
            "a date is written 2026-03-18, not “{text}”"
        )
    })
}

/// Nothing that stands there is ever written over.
fn write(draft: &Draft, folder: &std::path::Path) -> Result<()> {
    let files = draft.files();
    for (path, _) in &files {
        let path = folder.join(path);
        if path.exists() {
            let show = path.display();
            return Err(trouble!(
                "{show} 已经有了，不覆盖；用 --out 换一个文件夹",
                "{show} is there already and is not written over; name another folder with --out"
            ));
        }
    }
    for (path, text) in files {
        output::write(&folder.join(path), text.as_bytes())?;
    }
    Ok(())
}

fn tell(draft: &Draft, folder: &std::path::Path, console: &Console) {
    if console.json {
        let doubts: Vec<serde_json::Value> = draft
            .doubts
            .iter()
            .map(|doubt| {
                serde_json::json!({
                    "line": doubt.line,
                    "message": doubt.message.get(console.lang),
                    "chosen": doubt.chosen.get(console.lang),
                })
            })
            .collect();
        let folder = folder.display().to_string();
        let stories = draft.stories.len();
        let json =
            serde_json::json!({ "folder": folder, "stories": stories, "doubts": doubts });
        console.say(&json.to_string());
        return;
    }
    for doubt in &draft.doubts {
        let (line, message) = (doubt.line, doubt.message.get(console.lang));
        let chosen = doubt.chosen.get(console.lang);
        console.say(&match console.lang {
            Lang::Zh => format!("第 {line} 行存疑：{message}；取：{chosen}"),
            Lang::En => format!("line {line}, doubtful: {message}; taken: {chosen}"),
        });
    }
    let (stories, doubts, changes) =
        (draft.stories.len(), draft.doubts.len(), draft.changes.len());
    let show = folder.display();
    console.say(&match console.lang {
        Lang::Zh => format!("{stories} 篇稿件写进 {show}；存疑 {doubts} 处，整理标点 {changes} 处"),
        Lang::En => {
            format!("{stories} stories written to {show}; {doubts} doubts, {changes} marks tidied")
        }
    });
    console.say(&match console.lang {
        Lang::Zh => format!("接着：qianzi build {show} --draft"),
        Lang::En => format!("next: qianzi build {show} --draft"),
    });
}
