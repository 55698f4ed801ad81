//! Pages of other PDF files as form XObjects, with their own fonts and
//! pictures.
//!
//! Only what the page draws with is copied: no annotations, actions, layers,
//! tags or private data travel along.

use super::super::forms::{Forms, MOST_BYTES, PdfFile, Sheet};
use super::{failed, real};
use crate::diag::Diagnostic;
use crate::export::flate;
use crate::geom::Abs;
use crate::layout::Standard;
use crate::page::{Form, Page, Shape};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

/// The pages of other files that a file shows, each once.
pub(super) struct Sheets<'a> {
    by_page: BTreeMap<(&'a Path, u32), Placed<'a>>,
}

/// A page of another file and its resource name.
pub(super) struct Placed<'a> {
    pub(super) name: String,
    file: &'a PdfFile,
    sheet: Sheet,
}

/// A page's drawing, ready to be put into a document.
pub(super) struct Drawing<'a> {
    placed: &'a Placed<'a>,
    path: &'a Path,
    stream: Stream,
}

impl<'a> Sheets<'a> {
    /// The usable sheets of these pages.
    pub(super) fn new(pages: &'a [Page], forms: &'a Forms) -> Sheets<'a> {
        let mut by_page = BTreeMap::new();
        for item in pages.iter().flat_map(|page| &page.items) {
            let Shape::Form(form) = &item.shape else { continue };
            if let Some((file, sheet)) = forms.get(&form.file, form.page) {
                let placed = Placed { name: String::new(), file, sheet };
                by_page.insert((form.file.as_path(), form.page), placed);
            }
        }
        for (number, placed) in by_page.values_mut().enumerate() {
            placed.name = format!("A{number}");
        }
        Sheets { by_page }
    }

    pub(super) fn get<'s>(&'s self, form: &'s Form) -> Option<&'s Placed<'s>> {
        self.by_page.get(&(form.file.as_path(), form.page))
    }

    /// Joins and compresses what the sheets draw.
    pub(super) fn draw(&'a self) -> Result<Vec<Drawing<'a>>, Diagnostic> {
        self.by_page
            .par_iter()
            .map(|((path, _), placed)| {
                Ok(Drawing { placed, path, stream: placed.drawing()? })
            })
            .collect()
    }
}

impl Placed<'_> {
    /// The matrix that puts the sheet into its place on a page of a height.
    pub(super) fn matrix(&self, form: &Form, page_height: Abs) -> [f64; 6] {
        let rect = form.rect;
        let corner = (rect.x.to_pt(), (page_height - rect.bottom()).to_pt());
        self.sheet.matrix(corner, (rect.width.to_pt(), rect.height.to_pt()))
    }

    fn shines_through(&self) -> bool {
        !self.file.is_opaque(self.sheet)
    }

    /// A form of the page's streams joined, cut off at the trimmed sheet.
    fn drawing(&self) -> Result<Stream, Diagnostic> {
        let content = self
            .file
            .document
            .get_page_content_with_limit(self.sheet.id, MOST_BYTES)
            .map_err(|error| failed(&error.to_string()))?;
        let corners = self.sheet.trim.map(|side| Object::Real(real(side)));
        let dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => corners.to_vec(),
        };
        Ok(flate::stream(dict, &content))
    }
}

/// Puts sheets into a document; pages of one file share what they draw with.
pub(super) fn insert(
    drawings: Vec<Drawing<'_>>,
    document: &mut Document,
    standard: Standard,
) -> BTreeMap<String, ObjectId> {
    let mut names = BTreeMap::new();
    let mut copies: BTreeMap<&Path, Copies> = BTreeMap::new();
    let through = drawings.iter().filter(|drawing| drawing.placed.shines_through());
    let through: BTreeSet<&Path> = through.map(|drawing| drawing.path).collect();
    for Drawing { placed, path, mut stream } in drawings {
        let copies = copies.entry(path).or_default();
        copies.groups = !standard.is_x1a() && through.contains(path);
        let group = placed.file.inherited(placed.sheet.id, b"Group");
        if let Some(group) = group.filter(|_| copies.groups && placed.shines_through()) {
            // What shines through blends as on the page it was drawn for.
            stream.dict.set("Group", copies.object(group, document));
        }
        let resources = copies.resources(placed, document);
        stream.dict.set("Resources", resources);
        names.insert(placed.name.clone(), document.add_object(stream));
    }
    names
}

/// What is copied of one file: its objects' new numbers.
#[derive(Default)]
struct Copies {
    /// Whether transparency groups go along. Where nothing shines through they
    /// mean nothing, and a standard without transparency forbids them.
    groups: bool,
    numbers: BTreeMap<ObjectId, ObjectId>,
    waiting: VecDeque<ObjectId>,
}

/// Keys that a printed page has no use for, and that press standards forbid or
/// that point to the rest of the file.
const DROPPED: [&[u8]; 10] = [
    b"AF",
    b"Alternates",
    b"LastModified",
    b"Metadata",
    b"OC",
    b"OPI",
    b"Parent",
    b"PieceInfo",
    b"StructParent",
    b"StructParents",
];

impl Copies {
    /// A page's resources and all they lead to.
    fn resources(&mut self, placed: &Placed<'_>, to: &mut Document) -> ObjectId {
        let resources = placed.file.inherited(placed.sheet.id, b"Resources");
        let resources = self.object(resources.unwrap_or(&Object::Null), to);
        let resources = match resources {
            Object::Dictionary(dict) => dict,
            _ => Dictionary::new(),
        };
        let own = to.add_object(resources);
        while let Some(id) = self.waiting.pop_front() {
            let object = placed.file.document.get_object(id).unwrap_or(&Object::Null);
            let copy = self.top(object, own, to);
            to.objects.insert(self.numbers[&id], copy);
        }
        own
    }

    /// An object that others refer to.
    fn top(&mut self, object: &Object, page: ObjectId, to: &mut Document) -> Object {
        match self.object(object, to) {
            Object::Stream(mut stream) => {
                // An old habit: a form without resources uses its page's.
                let form = stream.dict.get(b"Subtype").and_then(Object::as_name).ok();
                if form == Some(b"Form") && !stream.dict.has(b"Resources") {
                    stream.dict.set("Resources", page);
                }
                Object::Stream(without_lzw(stream))
            }
            other => other,
        }
    }

    fn object(&mut self, object: &Object, to: &mut Document) -> Object {
        match object {
            Object::Reference(id) => Object::Reference(self.number(*id, to)),
            Object::Array(array) => array
                .iter()
                .map(|part| self.object(part, to))
                .collect::<Vec<_>>()
                .into(),
            Object::Dictionary(dict) => Object::Dictionary(self.dictionary(dict, to)),
            Object::Stream(stream) => {
                let dict = self.dictionary(&stream.dict, to);
                let copy = Stream::new(dict, stream.content.clone());
                Object::Stream(copy.with_compression(false))
            }
            plain => plain.clone(),
        }
    }

    fn dictionary(&mut self, dict: &Dictionary, to: &mut Document) -> Dictionary {
        // A layer, or a page that some object points back to.
        let elsewhere = [&b"OCG"[..], b"OCMD", b"Page", b"Pages"];
        if elsewhere.iter().any(|kind| dict.has_type(kind)) {
            return Dictionary::new();
        }
        let goes = |key: &[u8]| DROPPED.contains(&key) || key == b"Group" && !self.groups;
        let kept: Vec<_> = dict.iter().filter(|(key, _)| !goes(key)).collect();
        kept.into_iter()
            .map(|(key, value)| (key.clone(), self.object(value, to)))
            .collect()
    }

    fn number(&mut self, old: ObjectId, to: &mut Document) -> ObjectId {
        *self.numbers.entry(old).or_insert_with(|| {
            self.waiting.push_back(old);
            to.new_object_id()
        })
    }
}

/// LZW is forbidden in press files: such a stream is coded anew.
fn without_lzw(stream: Stream) -> Stream {
    let lzw = stream.filters().is_ok_and(|filters| {
        filters.iter().any(|name| matches!(*name, b"LZWDecode" | b"LZW"))
    });
    if !lzw {
        return stream;
    }
    let Ok(plain) = stream.decompressed_content_with_limit(MOST_BYTES) else {
        return stream;
    };
    let mut dict = stream.dict;
    dict.remove(b"DecodeParms");
    flate::stream(dict, &plain)
}
