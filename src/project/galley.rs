//! Galleys: one story, or any text, at one measure.

use super::report::change_json;
use super::{Folders, words};
use crate::compose::galley::{GalleyLine, GalleyPart, Ways, parts};
use crate::compose::{Styles, Told, check_glyphs, prepare};
use crate::copy::Passage;
use crate::diag::{Diagnostic, Severity, Sink, json};
use crate::font::FontLibrary;
use crate::geom::{Abs, Em};
use crate::issue::{Story, read_story};
use crate::layout::{House, Level, Punctuation, read_house};
use crate::reading::Reader;
use crate::role::Role;
use crate::source::{FileId, ReadError, Sources, System};
use crate::text::normalise::{Change, balance, normalise};
use crate::text::{Inline, Paragraph, Shaper};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
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
    /// The rows it is to be set in, if that can be had.
    pub rows: Option<usize>,
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
    /// Rows on a page, where a crosshead takes two.
    pub rows: usize,
    /// The fewest and the most rows that can be had without loose lines, if
    /// they were asked for.
    pub spread: Option<(usize, usize)>,
    /// Whether numbers of rows further away were not looked at.
    pub bounded: bool,
    /// The house style it is set by.
    pub house: PathBuf,
}

/// The type a galley is set in.
pub struct TypeCase {
    house_file: PathBuf,
    pub(super) house: House,
    pub(super) fonts: FontLibrary,
    /// Files read.
    pub sources: Sources,
    /// Faults of the house style and the copy.
    pub faults: Sink,
}

/// The folder of the issue that a story's file belongs to.
pub(super) fn issue_folder(story: &Path) -> &Path {
    let stories = story.parent().unwrap_or(Path::new(""));
    let is_here = stories.as_os_str().is_empty() || stories == Path::new(".");
    match stories.parent() {
        _ if is_here => Path::new(".."),
        Some(issue) => issue,
        None => Path::new("."),
    }
}

impl TypeCase {
    /// Reads the house style and its faces.
    ///
    /// # Errors
    /// What is wrong with the house style, if it cannot be read at all, and its
    /// text.
    pub fn open(
        system: &Arc<dyn System>,
        folders: &Folders,
    ) -> Result<TypeCase, (Sink, Sources)> {
        let (mut sources, mut faults) = (Sources::default(), Sink::default());
        let house =
            read_house(system.as_ref(), folders.roots(), &mut sources, &mut faults);
        let file = sources.iter().next().map(|(_, file)| file.path.clone());
        let (Some(house), Some(house_file)) = (house, file) else {
            return Err((faults, sources));
        };
        let fonts = FontLibrary::new(Arc::clone(system), folders.fonts());
        Ok(TypeCase { house_file, house, fonts, sources, faults })
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
        let mut changes = Vec::new();
        for line in text.split('\n') {
            let passage = Passage::plain(line, file, start);
            start += line.len() + 1;
            if passage.is_empty() {
                continue;
            }
            if let Some(fault) = balance(&passage) {
                self.faults.push(fault);
            }
            let passage = match options.normalise {
                true => {
                    let (tidied, mut made) = normalise(&passage);
                    changes.append(&mut made);
                    tidied
                }
                false => passage,
            };
            let inline = Inline { passage, style: styles.get(options.style) };
            set.push(shaper.paragraph(&[inline], indent));
        }
        let parts: Vec<GalleyPart<'_>> = set.iter().map(GalleyPart::text).collect();
        check(&parts, name, &self.fonts, &mut self.faults);
        let proof = Proof {
            name,
            parts: &parts,
            changes: &changes,
            em: styles.get(options.style).size,
            loose: self.house.limits.loose,
            house: &self.house_file,
        };
        tell(&proof, options, &self.sources, &mut self.faults)
    }

    /// A story by itself; its pictures are its issue's.
    pub(super) fn read(
        &mut self,
        system: &dyn System,
        copy: Manuscript<'_>,
    ) -> Result<(FileId, Story), ReadError> {
        let path = copy.path();
        let file = match copy {
            Manuscript::File(path) => self.sources.load(system, path)?,
            Manuscript::Typed(text) => self.sources.add_text("-", text),
        };
        let folder = issue_folder(path);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_string();
        let mut reader = Reader {
            system,
            sources: &mut self.sources,
            sink: &mut self.faults,
        };
        let story = read_story(&name, file, folder, &mut reader);
        Ok((file, story))
    }

    /// Sets a story's note, text, crossheads and tail.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn story(
        &mut self,
        system: &dyn System,
        copy: Manuscript<'_>,
        options: &GalleyOptions,
    ) -> Result<Galley, ReadError> {
        let (_, story) = self.read(system, copy)?;
        Ok(self.set(&story, options))
    }

    fn set(&mut self, story: &Story, options: &GalleyOptions) -> Galley {
        let styles = self.styles(options);
        let mut shaper = Shaper::new(&self.fonts);
        let words = words::of_galley(story, &self.house);
        let prepared = prepare(story, (&styles, &words), &mut shaper);
        let size = styles.get(options.style).size;
        let parts = parts(&prepared, size * options.chars);
        for fault in &prepared.faults {
            self.faults.push(fault.clone());
        }
        check(&parts, &story.name, &self.fonts, &mut self.faults);
        let proof = Proof {
            name: &story.name,
            parts: &parts,
            changes: &prepared.changes,
            em: size,
            loose: self.house.limits.loose,
            house: &self.house_file,
        };
        tell(&proof, options, &self.sources, &mut self.faults)
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

/// Where a story stands.
#[derive(Clone, Copy)]
pub enum Manuscript<'m> {
    /// In a file.
    File(&'m Path),
    /// In what standard input gave.
    Typed(&'m str),
}

impl<'m> Manuscript<'m> {
    /// The file, or what stands for standard input.
    pub(super) fn path(self) -> &'m Path {
        match self {
            Manuscript::File(path) => path,
            Manuscript::Typed(_) => Path::new("-"),
        }
    }
}

/// Missing and substituted characters.
fn check(set: &[GalleyPart<'_>], name: &str, fonts: &FontLibrary, faults: &mut Sink) {
    for paragraph in set.iter().flat_map(GalleyPart::paragraphs) {
        check_glyphs(paragraph, name, fonts, faults);
    }
}

/// What is to be told of a galley.
struct Proof<'p> {
    name: &'p str,
    parts: &'p [GalleyPart<'p>],
    changes: &'p [Change],
    em: Abs,
    loose: Em,
    house: &'p Path,
}

fn tell(
    proof: &Proof<'_>,
    options: &GalleyOptions,
    sources: &Sources,
    faults: &mut Sink,
) -> Galley {
    let Proof { parts, em, loose, .. } = *proof;
    let measure = em * options.chars;
    let told = Told { story: proof.name, loose };
    let ways = match options.rows {
        Some(_) => Ways::all(parts, measure, loose),
        None => Ways::cheapest(parts, measure),
    };
    let counts = ways.counts();
    // What cannot be had is set as near to it as can be.
    let nearest = |asked: usize| {
        let rows = counts.iter().map(|(rows, _)| *rows);
        rows.min_by_key(|rows| rows.abs_diff(asked))
    };
    let rows = options.rows.and_then(nearest).unwrap_or_else(|| ways.best());
    let lines = ways.lines(rows, told);
    let characters = parts.iter().flat_map(GalleyPart::paragraphs);
    let characters = characters.map(|paragraph| paragraph.chars.len()).sum();
    // What is wrong with the copy and the house has no line.
    let mut told: Vec<Value> =
        faults.list().iter().map(|fault| json(fault, sources)).collect();
    for (number, line) in lines.iter().enumerate() {
        for fault in &line.faults {
            told.push(fault_json(number, line, (fault, sources)));
            faults.push(fault.clone());
        }
    }
    faults.extend(proof.changes.iter().map(note));
    let mut json = json!({
        "house": proof.house.display().to_string(),
        "measure": measure.in_em(em),
        "lines": lines.iter().map(|line| line_json(line, em)).collect::<Vec<_>>(),
        "rows": rows,
        "characters": characters,
        "faults": told,
        "changes": proof.changes.iter().map(|change| change_json(change, sources)).collect::<Vec<_>>(),
    });
    if options.rows.is_some() {
        let way =
            |(rows, cost): &(usize, f64)| json!({ "rows": rows, "cost": round(*cost) });
        json["ways"] = counts.iter().map(way).collect();
        json["more_ways"] = ways.is_bounded().into();
    }
    let (texts, opened) = printed(&lines);
    Galley {
        json,
        lines: texts,
        characters,
        opened,
        rows,
        house: proof.house.to_path_buf(),
        spread: counts.first().zip(counts.last()).map(|(a, b)| (a.0, b.0)),
        bounded: ways.is_bounded(),
    }
}

/// A change as a note, the guess at a straight quote too: pages warn of it.
fn note(change: &Change) -> Diagnostic {
    change.diagnostic().with_severity(Severity::Note)
}

/// Lines as they are read, those of a table's cells side by side, and how far
/// each is opened.
fn printed(lines: &[GalleyLine<'_>]) -> (Vec<String>, Vec<f64>) {
    let (mut texts, mut opened) = (Vec::<String>::new(), Vec::new());
    for line in lines {
        match texts.last_mut().filter(|_| line.beside) {
            Some(row) => {
                row.push_str("  ");
                row.push_str(&shown(line));
            }
            None => {
                texts.push(shown(line));
                opened.push(line.opened);
            }
        }
    }
    (texts, opened)
}

/// A line's text, with the white or the dots before what stands at its right.
fn shown(line: &GalleyLine<'_>) -> String {
    let (paragraph, own) = (line.paragraph, &line.line.clusters);
    match paragraph.flush.filter(|at| own.start < *at && *at < own.end) {
        Some(at) => {
            let white = if paragraph.extras.leader { " .... " } else { "  " };
            let (left, right) = (own.start..at, at..own.end);
            paragraph.text_of(left) + white + &paragraph.text_of(right)
        }
        None => text_of(line),
    }
}

fn text_of(line: &GalleyLine<'_>) -> String {
    line.paragraph.text_of(line.line.clusters.clone())
}

fn round(number: f64) -> f64 {
    (number * 1e5).round() / 1e5
}

/// A line in em of the body: where each character begins and how far it is to
/// the next; the last one has what is left of it at the line's end.
fn line_json(line: &GalleyLine<'_>, em: Abs) -> Value {
    let round = |length: Abs| round(length.in_em(em));
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
        "beside": line.beside,
        "natural": round(line.natural),
        "width": round(width),
        "opened": self::round(line.opened),
        "last": set.clusters.end == line.paragraph.clusters.len(),
        "chars": chars,
    })
}

/// A fault with the line's number and how far the line is opened.
fn fault_json(
    number: usize,
    line: &GalleyLine<'_>,
    (fault, sources): (&Diagnostic, &Sources),
) -> Value {
    let mut told = json(fault, sources);
    told["line"] = (number + 1).into();
    told["em"] = round(line.opened).into();
    told
}
