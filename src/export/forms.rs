//! Pages of other PDF files, as advertisements come: read and measured.
//!
//! Whether such a page may be printed is not asked here; only what makes it
//! impossible to place is told.

use crate::diag::{Diagnostic, Message, code, why};
use crate::geom::{Abs, Size};
use crate::say;
use crate::source::System;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod reach;

/// The most bytes that one stream of a file may grow to. A page's drawing is
/// seldom a hundredth of it; a file made to fill the memory goes beyond.
pub(super) const MOST_BYTES: usize = 256 << 20;
/// Parents of a page that are asked for what it inherits; a real tree has few.
const MOST_PARENTS: usize = 64;
/// A sheet is at least a point wide, and at most what a PDF can say (200 inches
/// in each direction), in points.
const SHEET: std::ops::RangeInclusive<f64> = 1.0..=14_400.0;

/// PDF files whose pages are placed, each read once.
#[derive(Debug, Default)]
pub struct Forms {
    files: BTreeMap<PathBuf, Result<PdfFile, Trouble>>,
}

/// A PDF file that could be read.
#[derive(Debug)]
pub(super) struct PdfFile {
    bytes: Vec<u8>,
    pub(super) document: Document,
    pages: Vec<ObjectId>,
}

/// Why a file cannot be placed.
#[derive(Clone, Debug)]
enum Trouble {
    /// The system does not give it out; why.
    Unreadable(Message),
    Broken(String),
    /// It opens, but what should list its pages is not to be made out.
    Pageless,
    Locked,
}

/// A page of such a file: what of it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sheet {
    pub(super) id: ObjectId,
    /// The trimmed sheet as the file says it: left, bottom, right, top.
    pub(super) trim: [f64; 4],
    /// Quarter turns clockwise that it is to be shown with.
    pub(super) turns: u8,
    /// Points in a unit of the page.
    unit: f64,
}

/// Whether these are the bytes of a PDF: its mark stands at the start, or after
/// a little that some programs put before it.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-")
}

impl Forms {
    /// Reads files.
    pub fn load(system: &dyn System, paths: impl IntoIterator<Item = PathBuf>) -> Forms {
        let mut files = BTreeMap::new();
        for path in paths {
            files.entry(path.clone()).or_insert_with(|| read(system, &path));
        }
        Forms { files }
    }

    /// The size of a page, trimmed and turned as it is to be shown; pages count
    /// from 1.
    #[must_use]
    pub fn size(&self, path: &Path, page: u32) -> Option<Size> {
        Some(self.get(path, page)?.1.size())
    }

    /// How many pages a file has; none if it could not be read.
    #[must_use]
    pub fn pages(&self, path: &Path) -> usize {
        let file = self.files.get(path).and_then(|file| file.as_ref().ok());
        file.map_or(0, |file| file.pages.len())
    }

    /// The bytes of a file that could be read.
    #[must_use]
    pub fn bytes(&self, path: &Path) -> Option<&[u8]> {
        Some(&self.files.get(path)?.as_ref().ok()?.bytes)
    }

    /// Why a page that was asked for cannot be placed.
    #[must_use]
    pub fn fault(&self, path: &Path, page: u32) -> Option<Diagnostic> {
        match self.files.get(path)? {
            Err(trouble) => Some(trouble.tell(path)),
            Ok(file) if file.page(page).is_none() => Some(no_page(path, page, file)),
            Ok(_) => None,
        }
    }

    /// What a page shows in its own file and would not show, or not so, when it
    /// is placed.
    #[must_use]
    pub fn losses(&self, path: &Path, page: u32) -> Vec<Diagnostic> {
        let Some((file, sheet)) = self.get(path, page) else { return Vec::new() };
        let layers = file.reach(sheet.id).hides.then(|| layer_off(path));
        let note = file.note(sheet.id, sheet.trim).map(|kind| note_lost(path, &kind));
        layers.into_iter().chain(note).collect()
    }

    /// Whether nothing on a page shines through anything: then its groups mean
    /// nothing, and are left out.
    #[must_use]
    pub fn is_opaque(&self, path: &Path, page: u32) -> bool {
        let found = self.get(path, page);
        found.is_some_and(|(file, sheet)| file.is_opaque(sheet))
    }

    pub(super) fn get(&self, path: &Path, page: u32) -> Option<(&PdfFile, Sheet)> {
        let file = self.files.get(path)?.as_ref().ok()?;
        Some((file, file.sheet(file.page(page)?)?))
    }
}

fn read(system: &dyn System, path: &Path) -> Result<PdfFile, Trouble> {
    let bytes = system.read(path).map_err(|error| Trouble::Unreadable(why(&error)))?;
    let options = LoadOptions {
        max_decompressed_size: Some(MOST_BYTES),
        ..LoadOptions::default()
    };
    let document =
        Document::load_mem_with_options(&bytes, options).map_err(
            |error| match is_locked(&bytes) {
                true => Trouble::Locked,
                false => Trouble::Broken(error.to_string()),
            },
        )?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Trouble::Locked);
    }
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if pages.is_empty() {
        return Err(Trouble::Pageless);
    }
    Ok(PdfFile { bytes, document, pages })
}

/// Whether a file that could not be read says that it is encrypted.
fn is_locked(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(4096)..];
    end.windows(9).any(|word| word == b"/Encrypt ")
}

impl PdfFile {
    pub(super) fn is_opaque(&self, sheet: Sheet) -> bool {
        !self.reach(sheet.id).transparent
    }

    fn page(&self, page: u32) -> Option<ObjectId> {
        let index = usize::try_from(page).ok()?.checked_sub(1)?;
        let id = *self.pages.get(index)?;
        self.sheet(id).map(|_| id)
    }

    fn sheet(&self, id: ObjectId) -> Option<Sheet> {
        let boxes = [&b"TrimBox"[..], b"ArtBox", b"CropBox", b"MediaBox"];
        let trim = boxes.iter().find_map(|key| self.rectangle(id, key))?;
        let turns = self.inherited(id, b"Rotate").and_then(|turn| turn.as_i64().ok());
        let turns = (turns.unwrap_or(0) / 90).rem_euclid(4);
        let own = self.document.get_dictionary(id).ok()?;
        let unit = own.get(b"UserUnit").ok().and_then(number).unwrap_or(1.0);
        let sheet = Sheet { id, trim, turns: u8::try_from(turns).ok()?, unit };
        let (width, height) = sheet.sides();
        (SHEET.contains(&width) && SHEET.contains(&height)).then_some(sheet)
    }

    /// A box with its corners in order, as they may be told in any.
    fn rectangle(&self, id: ObjectId, key: &[u8]) -> Option<[f64; 4]> {
        let array = self.inherited(id, key)?.as_array().ok()?;
        let corners: Vec<f64> =
            array.iter().filter_map(|side| number(self.resolved(side))).collect();
        let [x0, y0, x1, y1] = *<&[f64; 4]>::try_from(corners.as_slice()).ok()?;
        let sides = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
        let filled = sides[0] < sides[2] && sides[1] < sides[3];
        filled.then_some(sides)
    }

    /// A key of a page, or of what it hangs on.
    pub(super) fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<&Object> {
        let mut node = self.document.get_dictionary(page).ok()?;
        for _ in 0..MOST_PARENTS {
            if let Ok(found) = node.get(key) {
                return Some(self.resolved(found));
            }
            node = self.parent(node)?;
        }
        None
    }

    fn parent<'o>(&'o self, node: &'o Dictionary) -> Option<&'o Dictionary> {
        self.resolved(node.get(b"Parent").ok()?).as_dict().ok()
    }

    fn resolved<'o>(&'o self, object: &'o Object) -> &'o Object {
        self.document
            .dereference(object)
            .map_or(&Object::Null, |(_, object)| object)
    }
}

impl Sheet {
    /// Width and height in points, before any turning.
    fn sides(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.trim;
        ((right - left) * self.unit, (top - bottom) * self.unit)
    }

    /// As it is shown.
    fn size(&self) -> Size {
        let (width, height) = self.sides();
        let (width, height) = (Abs::pt(width), Abs::pt(height));
        if self.turns % 2 == 1 {
            Size::new(height, width)
        } else {
            Size::new(width, height)
        }
    }

    /// The matrix that puts the trimmed sheet, turned, into a box whose lower
    /// left corner and sides are given in points.
    pub(super) fn matrix(
        &self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) -> [f64; 6] {
        let [left, bottom, right, top] = self.trim;
        let (across, down) = (right - left, top - bottom);
        // Where the sheet's own sides point, and which of its corners comes to
        // the box's lower left.
        match self.turns {
            0 => {
                let (a, d) = (width / across, height / down);
                [a, 0.0, 0.0, d, x - a * left, y - d * bottom]
            }
            1 => {
                let (b, c) = (-height / across, width / down);
                [0.0, b, c, 0.0, x - c * bottom, y - b * right]
            }
            2 => {
                let (a, d) = (-width / across, -height / down);
                [a, 0.0, 0.0, d, x - a * right, y - d * top]
            }
            _ => {
                let (b, c) = (height / across, -width / down);
                [0.0, b, c, 0.0, x - c * top, y - b * left]
            }
        }
    }
}

fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(whole) => i32::try_from(*whole).ok().map(f64::from),
        Object::Real(real) => Some(f64::from(*real)),
        _ => None,
    }
}

impl Trouble {
    fn tell(&self, path: &Path) -> Diagnostic {
        let path = path.display();
        match self {
            Trouble::Unreadable(Message { zh, en }) => Diagnostic::new(
                code::FILE_UNREADABLE,
                say!(
                    "广告“{path}”读不出来：{zh}",
                    "cannot read advertisement “{path}”: {en}"
                ),
            ),
            Trouble::Broken(reason) => Diagnostic::new(
                code::AD_BROKEN,
                say!(
                    "广告“{path}”打不开：PDF 已损坏，或不是 PDF，它的结构读不出来（{reason}）",
                    "advertisement “{path}” is a damaged PDF, or none: {reason}"
                ),
            )
            .help(ask_again()),
            Trouble::Pageless => Diagnostic::new(
                code::AD_BROKEN,
                say!(
                    "广告“{path}”打不开：PDF 已损坏，读不到页面",
                    "advertisement “{path}” is a damaged PDF: its pages cannot be read"
                ),
            )
            .help(ask_again()),
            Trouble::Locked => Diagnostic::new(
                code::AD_BROKEN,
                say!(
                    "广告“{path}”加了密，印厂不收",
                    "advertisement “{path}” is encrypted: a press cannot use it"
                ),
            )
            .help(say!(
                "请广告客户输出不加密码、不限权限的 PDF",
                "ask for a PDF without a password and without restrictions"
            )),
        }
    }
}

fn layer_off(path: &Path) -> Diagnostic {
    let path = path.display();
    Diagnostic::new(
        code::AD_FAULTY,
        say!(
            "广告“{path}”里有关掉的图层，放到版面上会印出来",
            "advertisement “{path}” has layers that are switched off: on the page they would print"
        ),
    )
    .help(say!(
        "请广告客户只留要印的图层，拼合后重新输出",
        "ask for a new file with only the layers that are to print, flattened"
    ))
}

fn note_lost(path: &Path, kind: &str) -> Diagnostic {
    let path = path.display();
    Diagnostic::new(
        code::AD_FAULTY,
        say!(
            "广告“{path}”上的批注、图章或表单（{kind}）放到版面上印不出来",
            "advertisement “{path}” bears a note, stamp or form field ({kind}), which would not print on the page"
        ),
    )
    .help(say!(
        "要印的，请广告客户拼合到页面里；不要的删掉，重新输出",
        "ask for a new file: what is to print flattened into the page, the rest deleted"
    ))
}

fn ask_again() -> Message {
    say!(
        "请广告客户重新输出 PDF，或重新传一次文件",
        "ask for a new PDF, or for the file to be sent again"
    )
}

fn no_page(path: &Path, page: u32, file: &PdfFile) -> Diagnostic {
    let (path, count) = (path.display(), file.pages.len());
    let there = usize::try_from(page).is_ok_and(|page| page <= count);
    let message = if there {
        say!(
            "广告“{path}”第 {page} 页的尺寸不能用",
            "page {page} of advertisement “{path}” has no usable size"
        )
    } else {
        say!(
            "广告“{path}”只有 {count} 页，没有第 {page} 页",
            "advertisement “{path}” has {count} pages: there is no page {page}"
        )
    };
    let fault = Diagnostic::new(code::AD_BROKEN, message);
    if there { fault } else { fault.help(say!("改 page", "change `page`")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(turns: u8) -> Sheet {
        Sheet {
            id: (1, 0),
            trim: [10.0, 20.0, 110.0, 70.0],
            turns,
            unit: 1.0,
        }
    }

    /// Where the sheet's upper left corner comes to, in fractions of the box.
    #[test]
    fn a_turned_sheet_is_shown_turned_clockwise() {
        let wanted = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)];
        for (turns, corner) in (0..4).zip(wanted) {
            let sheet = sheet(turns);
            let size = sheet.size();
            let wide = turns % 2 == 0;
            assert_eq!(size.width > size.height, wide, "{turns}");
            let [a, b, c, d, e, f] = sheet.matrix((300.0, 400.0), (60.0, 30.0));
            let at = |x: f64, y: f64| {
                ((a * x + c * y + e - 300.0) / 60.0, (b * x + d * y + f - 400.0) / 30.0)
            };
            let found = at(10.0, 70.0);
            let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
            assert!(
                near(found.0, corner.0) && near(found.1, corner.1),
                "{turns}: {found:?}"
            );
            let opposite = at(110.0, 20.0);
            assert!(near(opposite.0, 1.0 - corner.0) && near(opposite.1, 1.0 - corner.1));
        }
    }
}
