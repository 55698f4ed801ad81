//! Galleys: one story, or any text, at one measure.

use super::Folders;
use crate::compose::galley::{GalleyLine, lines, paragraphs};
use crate::compose::{Styles, check_glyphs, prepare};
use crate::copy::Passage;
use crate::diag::Sink;
use crate::font::FontLibrary;
use crate::geom::{Abs, Em};
use crate::issue::read_story;
use crate::layout::{House, Level, Punctuation, read_house};
use crate::reading::Reader;
use crate::role::Role;
use crate::source::{ReadError, Sources, System};
use crate::text::normalise::normalise;
use crate::text::{Inline, Paragraph, Shaper};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// What a galley is set by.
#[derive(Clone, Debug)]
pub struct GalleyOptions {
    /// The measure in characters.
    pub chars: usize,
    /// The house style to set it in.
    pub style: Role,
    /// Another punctuation style than the house's.
    pub punctuation: Option<Punctuation>,
    /// Another prohibition level than the house's.
    pub level: Option<Level>,
    /// First lines are indented.
    pub indent: bool,
    /// The copy is normalised first.
    pub normalise: bool,
}

/// A galley, told.
#[derive(Clone, Debug)]
pub struct Galley {
    /// For programs: measure, lines with their characters, faults.
    pub json: Value,
    /// The lines as text.
    pub lines: Vec<String>,
    /// Characters set.
    pub characters: usize,
    /// How far each line's gaps are opened, in em.
    pub opened: Vec<f64>,
}

/// The type a galley is set in.
pub struct TypeCase {
    house: House,
    fonts: FontLibrary,
    /// Files read.
    pub sources: Sources,
    /// Faults of the house style and the copy.
    pub faults: Sink,
}

impl TypeCase {
    /// Reads the house style and its faces.
    #[must_use]
    pub fn open(system: &Arc<dyn System>, folders: &Folders) -> Option<TypeCase> {
        let (mut sources, mut faults) = (Sources::default(), Sink::default());
        let house =
            read_house(system.as_ref(), folders.roots(), &mut sources, &mut faults)?;
        let fonts = FontLibrary::new(Arc::clone(system), folders.fonts());
        Some(TypeCase { house, fonts, sources, faults })
    }

    /// Sets plain text, a paragraph a line.
    pub fn text(&mut self, name: &str, text: &str, options: &GalleyOptions) -> Galley {
        let file = self.sources.add_text(name, text);
        let text = self.sources.get(file).text.clone();
        let styles = self.styles(options);
        let mut shaper = Shaper::new(&self.fonts);
        let indent = if options.indent { styles.indent(options.style) } else { Em::ZERO };
        let mut start = 0;
        let mut set: Vec<Paragraph> = Vec::new();
        for line in text.split('\n') {
            let passage = Passage::plain(line, file, start);
            start += line.len() + 1;
            if passage.is_empty() {
                continue;
            }
            let passage = if options.normalise { normalise(&passage).0 } else { passage };
            let inline = Inline { passage, style: styles.get(options.style) };
            set.push(shaper.paragraph(&[inline], indent));
        }
        let paragraphs: Vec<&Paragraph> = set.iter().collect();
        check(&paragraphs, name, &self.fonts, &mut self.faults);
        tell(&paragraphs, styles.get(options.style).size, options.chars)
    }

    /// Sets a story's note, text, crossheads and tail.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn story(
        &mut self,
        system: &dyn System,
        path: &Path,
        options: &GalleyOptions,
    ) -> Result<Galley, ReadError> {
        let file = self.sources.load(system, path)?;
        let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_string();
        let mut reader = Reader {
            system,
            sources: &mut self.sources,
            sink: &mut self.faults,
        };
        let story = read_story(&name, file, folder, &mut reader);
        let styles = self.styles(options);
        let mut shaper = Shaper::new(&self.fonts);
        let prepared = prepare(&story, &styles, &mut shaper);
        let size = styles.get(options.style).size;
        let set = paragraphs(&prepared);
        check(&set, &name, &self.fonts, &mut self.faults);
        Ok(tell(&set, size, options.chars))
    }

    fn styles(&mut self, options: &GalleyOptions) -> Styles {
        let mut house = self.house.clone();
        for style in house.styles.values_mut() {
            if let Some(punctuation) = options.punctuation {
                style.punctuation = punctuation;
            }
            if let Some(level) = options.level {
                style.level = level;
            }
            if !options.indent {
                style.indent = Em::ZERO;
            }
        }
        Styles::new(&house, &mut self.fonts, &mut self.faults)
    }
}

/// Missing and substituted characters.
fn check(set: &[&Paragraph], name: &str, fonts: &FontLibrary, faults: &mut Sink) {
    for paragraph in set {
        check_glyphs(paragraph, name, fonts, faults);
    }
}

fn tell(paragraphs: &[&Paragraph], em: Abs, chars: usize) -> Galley {
    let measure = em * chars;
    let lines = lines(paragraphs, measure);
    let characters = paragraphs.iter().map(|paragraph| paragraph.chars.len()).sum();
    let json = json!({
        "measure": measure.in_em(em),
        "lines": lines.iter().map(|line| line_json(line, em)).collect::<Vec<_>>(),
        "characters": characters,
        "faults": faults(&lines),
    });
    Galley {
        json,
        lines: lines.iter().map(text_of).collect(),
        characters,
        opened: lines.iter().map(|line| line.opened).collect(),
    }
}

fn text_of(line: &GalleyLine<'_>) -> String {
    line.paragraph.text_of(line.line.clusters.clone())
}

/// A line in em of the body: where each character begins and how far it is to
/// the next; the last one has what is left of it at the line's end.
fn line_json(line: &GalleyLine<'_>, em: Abs) -> Value {
    let round = |length: Abs| (length.in_em(em) * 1e5).round() / 1e5;
    let set = &line.line;
    let mut chars = Vec::with_capacity(set.x.len());
    for (index, at) in set.clusters.clone().enumerate() {
        let cluster = &line.paragraph.clusters[at];
        let end = set.x[index] + cluster.body;
        let next = set.x.get(index + 1).copied().unwrap_or(end);
        let text: String = line.paragraph.chars[cluster.chars.clone()].iter().collect();
        chars.push(json!({
            "c": text,
            "x": round(set.x[index]),
            "advance": round(next - set.x[index]),
        }));
    }
    let end = set.clusters.clone().zip(&set.x).next_back();
    let width = end.map_or(Abs::ZERO, |(at, x)| *x + line.paragraph.clusters[at].body);
    json!({
        "text": text_of(line),
        "natural": round(line.natural),
        "width": round(width),
        "opened": (line.opened * 1e5).round() / 1e5,
        "last": set.clusters.end == line.paragraph.clusters.len(),
        "chars": chars,
    })
}

fn faults(lines: &[GalleyLine<'_>]) -> Vec<Value> {
    const LOOSE: f64 = 0.05;
    let loose = lines.iter().enumerate().filter(|(_, line)| line.opened > LOOSE);
    loose
        .map(|(number, line)| json!({ "line": number + 1, "code": "line-loose", "em": line.opened }))
        .collect()
}
