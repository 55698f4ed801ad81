//! `fonts`, `schema`, `explain`.

use super::Outcome;
use super::args::{Explain, Fonts, Schema};
use super::tell::Console;
use super::trouble::{Result, trouble};
use crate::diag::{CODES, Lang};
use crate::font::{FontLibrary, glyph_of};
use crate::layout::Standard;
use crate::preflight::RULES;
use crate::schema::{Kind, schema as schema_of};
use std::path::Path;
use std::sync::Arc;

/// Lists the faces, or says which have some characters.
pub(super) fn fonts(command: &Fonts, console: &Console) -> Result<Outcome> {
    let rows = faces(command.find.as_deref(), console);
    if rows.is_empty() {
        return Err(trouble!(
            "没有找到字体；用 --data 指明有 fonts/ 的资料夹",
            "no faces were found; name the folder that holds fonts/ with --data"
        ));
    }
    if console.json {
        let rows: Vec<serde_json::Value> = rows.iter().map(FaceRow::json).collect();
        console.say(&format!("{:#}", serde_json::Value::from(rows)));
        return Ok(Outcome::Done);
    }
    for row in &rows {
        console.say(&row.line(console.lang));
    }
    Ok(Outcome::Done)
}

/// What is told of a face.
struct FaceRow {
    file: String,
    /// PostScript name and number of Chinese characters; none if it is no font.
    face: Option<(String, usize)>,
    /// Of the characters asked for, those it has not.
    lacks: Option<String>,
}

fn faces(find: Option<&str>, console: &Console) -> Vec<FaceRow> {
    let folders = console.folders(Path::new("."));
    let mut library = FontLibrary::new(Arc::clone(&console.system), folders.fonts());
    let mut rows: Vec<FaceRow> = Vec::new();
    let files = folders
        .fonts()
        .into_iter()
        .flat_map(|folder| console.system.list(&folder));
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy().to_string();
        let is_font = [".otf", ".ttf", ".ttc"].iter().any(|end| file.ends_with(end));
        if !is_font || rows.iter().any(|row| row.file == file) {
            continue;
        }
        let Ok(id) = library.register(&file) else { continue };
        let face = library.get(id);
        let lacks = |text: &str| match face {
            Some(face) => {
                let parsed = face.parse();
                text.chars().filter(|c| glyph_of(&parsed, *c).is_none()).collect()
            }
            None => text.to_string(),
        };
        rows.push(FaceRow {
            lacks: find.map(lacks),
            face: face
                .map(|face| (face.post_script_name().to_string(), face.han_count())),
            file,
        });
    }
    rows
}

impl FaceRow {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "file": self.file,
            "name": self.face.as_ref().map(|(name, _)| name),
            "han": self.face.as_ref().map(|(_, han)| han),
            "lacks": self.lacks,
        })
    }

    fn line(&self, lang: Lang) -> String {
        let file = &self.file;
        match (&self.face, &self.lacks, lang) {
            (None, _, Lang::Zh) => format!("{file:<36} 打不开"),
            (None, _, Lang::En) => format!("{file:<36} unusable"),
            (_, Some(lacks), Lang::Zh) if lacks.is_empty() => format!("{file:<36} 都有"),
            (_, Some(lacks), Lang::En) if lacks.is_empty() => {
                format!("{file:<36} has all")
            }
            (_, Some(lacks), Lang::Zh) => format!("{file:<36} 缺：{lacks}"),
            (_, Some(lacks), Lang::En) => format!("{file:<36} lacks: {lacks}"),
            (Some((name, han)), None, Lang::Zh) => {
                format!("{file:<36} {name:<36} {han} 个汉字")
            }
            (Some((name, han)), None, Lang::En) => {
                format!("{file:<36} {name:<36} {han} Chinese characters")
            }
        }
    }
}

/// Prints a JSON Schema.
pub(super) fn schema(command: &Schema, console: &Console) -> Result<Outcome> {
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.name() == command.kind) else {
        let kind = &command.kind;
        return Err(trouble!(
            "没有“{kind}”的 Schema；有 issue、story、layout、house、press",
            "no schema for “{kind}”; there are issue, story, layout, house, press"
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
    for rule in RULES {
        if wanted.is_none_or(|wanted| wanted == rule.code) {
            any = true;
            let (code, words) = (rule.code, console.text(rule.zh, rule.en));
            let severity = rule.usual(Standard::default());
            let severity = severity.map_or("-".to_string(), |level| format!("{level:?}"));
            console.say(&format!("{code:<22} {severity:<8} {words} [{}]", rule.source));
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
