//! `fonts`, `schema`, `explain`.

use super::Outcome;
use super::args::{Explain, Fonts, Schema};
use super::tell::Console;
use super::trouble::{Result, trouble};
use crate::diag::{CODES, Lang};
use crate::font::FontLibrary;
use crate::schema::{Kind, schema as schema_of};
use std::path::Path;
use std::sync::Arc;

/// Lists the faces, or says which have some characters.
pub(super) fn fonts(command: &Fonts, console: &Console) -> Result<Outcome> {
    let folders = console.folders(Path::new("."));
    let mut library = FontLibrary::new(Arc::clone(&console.system), folders.fonts());
    let mut found = 0;
    for folder in folders.fonts() {
        for path in console.system.list(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_string();
            if !["otf", "ttf", "ttc"].iter().any(|end| name.ends_with(end)) {
                continue;
            }
            let Ok(id) = library.register(&name) else { continue };
            if id.index() < found {
                continue;
            }
            found = id.index() + 1;
            let Some(face) = library.get(id) else {
                console.say(&format!("{name}  {}", console.text("打不开", "unusable")));
                continue;
            };
            let parsed = face.parse();
            let glyphs = parsed.number_of_glyphs();
            let ps = face.post_script_name();
            let line = match (&command.find, console.lang) {
                (Some(text), lang) => {
                    let lacks: String = text
                        .chars()
                        .filter(|c| parsed.glyph_index(*c).is_none())
                        .collect();
                    match (lacks.is_empty(), lang) {
                        (true, Lang::Zh) => format!("{name:<36} 都有"),
                        (true, Lang::En) => format!("{name:<36} has all"),
                        (false, Lang::Zh) => format!("{name:<36} 缺：{lacks}"),
                        (false, Lang::En) => format!("{name:<36} lacks: {lacks}"),
                    }
                }
                (None, Lang::Zh) => format!("{name:<36} {ps:<36} {glyphs} 个字形"),
                (None, Lang::En) => format!("{name:<36} {ps:<36} {glyphs} glyphs"),
            };
            console.say(&line);
        }
    }
    if found == 0 {
        return Err(trouble!(
            "没有找到字体；用 --data 指明有 fonts/ 的资料夹",
            "no faces were found; name the folder that holds fonts/ with --data"
        ));
    }
    Ok(Outcome::Done)
}

/// Prints a JSON Schema.
pub(super) fn schema(command: &Schema, console: &Console) -> Result<Outcome> {
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.name() == command.kind) else {
        let kind = &command.kind;
        return Err(trouble!(
            "没有“{kind}”的 Schema；有 issue、story、layout、house",
            "no schema for “{kind}”; there are issue, story, layout, house"
        ));
    };
    console.say(&format!("{:#}", schema_of(*kind)));
    Ok(Outcome::Done)
}

/// Explains a code, or lists all.
pub(super) fn explain(command: &Explain, console: &Console) -> Result<Outcome> {
    let wanted = command.code.as_deref();
    let mut any = false;
    for (code, severity, words) in CODES {
        if wanted.is_none_or(|wanted| wanted == code.name()) {
            any = true;
            console.say(&format!("{:<18} {severity:?}  {words}", code.name()));
        }
    }
    if !any {
        let wanted = wanted.unwrap_or_default();
        return Err(trouble!(
            "没有代码“{wanted}”；不带代码运行可列出全部",
            "no code “{wanted}”; run without one to list all"
        ));
    }
    Ok(Outcome::Done)
}
