//! The plates of a finished PDF: how much of each ink stands where, drawn
//! without any other program.

use super::budget::Budget;
use super::file::File;
use super::finding::PageReport;
use super::ink::{Ink, SQUARE_MM};
use super::matrix::Area;
use super::pages::PageBox;
use super::pick::Picks;
use super::plater::{Drawing, Plater};
use super::state::Plate;
use super::walk::{Step, Visitor, Walker};
use crate::diag::{Diagnostic, code};
use crate::export::png::{self, Edges, Tone};
use crate::geom::{Abs, Point};
use crate::say;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// More plates than any press has for one page.
const MOST_PLATES: usize = 12;

/// The plates of one page.
#[derive(Clone, Debug)]
pub struct Plates {
    /// The page's number.
    pub page: u32,
    /// Where the top left corner of the tones lies on the trimmed page: not in
    /// its own corner if only a part was drawn.
    pub corner: Point,
    /// Each plate that may print, with its tints.
    pub tones: Vec<(Plate, Tone)>,
    /// Whether all contents could be drawn.
    pub is_whole: bool,
}

impl Plates {
    /// How much ink the page takes, held against a limit.
    #[must_use]
    pub fn report(&self, limit: f64) -> PageReport {
        let first = self.tones.first().map(|(_, tone)| tone);
        let side = |pixels: usize, tone: &Tone| Abs::pt(pixels as f64 / tone.dpi * 72.0);
        let size = first.map_or((Abs::ZERO, Abs::ZERO), |tone| {
            (side(tone.width, tone), side(tone.height, tone))
        });
        PageReport {
            number: self.page,
            size,
            ink: Some(Ink::of(self, limit)),
        }
    }
}

/// Draws the plates of pages at a resolution; of some pages only what touches
/// the areas given.
pub(super) fn separate<'p>(
    file: &File<'_>,
    pages: impl Iterator<Item = (&'p PageBox, Option<&'p [Area]>)>,
    (dpi, edges): (f64, Edges),
    budget: &Budget,
) -> Result<Vec<Plates>, Diagnostic> {
    let mut pages = pages.peekable();
    if pages.peek().is_none() {
        return Ok(Vec::new());
    }
    let mut table = Table::new(file);
    let written: Vec<(Vec<Plate>, Plates)> = pages
        .map(|(page, areas)| {
            let part = areas.map_or(page.trim, |areas| part(page.trim, areas, dpi));
            let drawing = Drawing { part, scale: dpi / 72.0, budget };
            table.write(file, page, areas, &drawing)
        })
        .collect();
    let bytes = table.saved()?;
    // The drawing library is young; what stops it must not stop us.
    let draw = || png::tones(&bytes, dpi, edges);
    let tones = catch_unwind(AssertUnwindSafe(draw))
        .unwrap_or_else(|_| Err(failed("the renderer gave up")))?;
    let mut tones = tones.into_iter();
    let drawn = |(plates, written): (Vec<Plate>, Plates)| Plates {
        tones: plates.into_iter().zip(tones.by_ref()).collect(),
        ..written
    };
    Ok(written.into_iter().map(drawn).collect())
}

/// The part of a page that holds the areas, with as much around them as a square
/// of mean ink reaches; its pixels are those of the whole page.
fn part(trim: Area, areas: &[Area], dpi: f64) -> Area {
    let all = areas.iter().fold(Area::NONE, |all, area| all.join(*area));
    let all = all.grow(SQUARE_MM / 25.4 * 72.0).meet(trim);
    if all.is_none() {
        return trim;
    }
    let pixel = 72.0 / dpi;
    let down = |length: f64| (length / pixel).floor() * pixel;
    Area {
        x0: trim.x0 + down(all.x0 - trim.x0),
        y1: trim.y1 - down(trim.y1 - all.y1),
        ..all
    }
}

/// A document of gray pages, one for each plate of each page, that shares the
/// fonts of the file they are made from.
struct Table {
    document: Document,
    picks: Picks,
    root: ObjectId,
    kids: Vec<Object>,
}

impl Table {
    fn new(file: &File<'_>) -> Table {
        let mut document = Document::with_version("1.7");
        document.objects.clone_from(&file.document.objects);
        document.max_id = file.document.max_id;
        let root = document.new_object_id();
        let catalog =
            document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
        document.trailer.set("Root", catalog);
        Table {
            document,
            picks: Picks::default(),
            root,
            kids: Vec::new(),
        }
    }

    /// Writes a page's plates; which they are, and whether they are whole.
    fn write(
        &mut self,
        file: &File<'_>,
        page: &PageBox,
        areas: Option<&[Area]>,
        drawing: &Drawing<'_>,
    ) -> (Vec<Plate>, Plates) {
        let plates = used(file, page);
        let resources = file
            .inherited(file.page(page.id), "Resources")
            .and_then(|object| file.dict(object))
            .unwrap_or(&file.nothing);
        let target = (&mut self.document, &mut self.picks);
        let mut plater = Plater::new(file, target, (&plates, resources), drawing);
        plater.only_in(areas);
        let mut walker = Walker::new(file);
        walker.page(page.id, &mut plater);
        let is_whole = plater.is_whole() && !walker.problems.too_complex;
        for (contents, resources) in plater.finish() {
            self.page(drawing.part, contents, resources);
        }
        let corner = page.spot().rect(drawing.part);
        let drawn = Plates {
            page: page.number,
            corner: Point::new(corner.x, corner.y),
            tones: Vec::new(),
            is_whole,
        };
        (plates, drawn)
    }

    fn page(&mut self, area: Area, contents: Vec<u8>, resources: Dictionary) {
        let stream = Stream::new(Dictionary::new(), contents).with_compression(false);
        let contents = self.document.add_object(stream);
        let sides = [area.x0, area.y0, area.x1, area.y1];
        let id = self.document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => self.root,
            "MediaBox" => sides.map(|side| Object::Real(real(side))).to_vec(),
            "Contents" => contents,
            "Resources" => resources,
        });
        self.kids.push(id.into());
    }

    fn saved(mut self) -> Result<Vec<u8>, Diagnostic> {
        let count = i64::try_from(self.kids.len()).unwrap_or(0);
        let pages =
            dictionary! { "Type" => "Pages", "Kids" => self.kids, "Count" => count };
        self.document.objects.insert(self.root, pages.into());
        self.document.prune_objects();
        let mut bytes = Vec::new();
        self.document
            .save_to(&mut bytes)
            .map_err(|error| failed(&error.to_string()))?;
        Ok(bytes)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "lopdf's numbers are f32")]
pub(super) fn real(value: f64) -> f32 {
    value as f32
}

fn failed(reason: &str) -> Diagnostic {
    Diagnostic::new(
        code::OUTPUT_FAILED,
        say!("分色画不出来（{reason}）", "the plates cannot be drawn: {reason}"),
    )
}

/// Collects the plates on which something may print.
#[derive(Default)]
struct Used {
    plates: BTreeSet<Plate>,
}

impl Visitor for Used {
    fn step(&mut self, step: &Step<'_>) {
        for painted in step.painted {
            self.plates.extend(painted.coat.plates());
        }
    }
}

fn used(file: &File<'_>, page: &PageBox) -> Vec<Plate> {
    let mut used = Used::default();
    Walker::new(file).page(page.id, &mut used);
    used.plates.into_iter().take(MOST_PLATES).collect()
}
