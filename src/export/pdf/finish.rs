//! The finishing pass: all that a press asks for and printpdf does not say, or
//! says wrongly. Output intents and PDF/X marks belong here.

use super::content::{KNOCKOUT, OVERPRINT, Used};
use super::fonts::{Embedded, Plan};
use super::forms::{self, Drawing, Sheets};
use super::info::{Info, NO_UUID};
use super::intent::output_intent;
use super::pictures::Images;
use super::spots::spaces;
use super::{Meta, failed, flate, rounded};
use crate::diag::Diagnostic;
use crate::geom::Abs;
use crate::layout::{Press, Standard};
use crate::page::Page;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a file keeps to and says of itself.
pub(super) struct Said<'a> {
    pub(super) press: &'a Press,
    pub(super) meta: &'a Meta,
}

/// What the pages draw with.
pub(super) struct Resources<'a> {
    faces: Vec<Embedded>,
    images: Vec<(String, Stream)>,
    drawings: Vec<Drawing<'a>>,
}

impl<'a> Resources<'a> {
    /// Subsets the faces and codes the pictures and placed pages.
    pub(super) fn of(
        plan: &Plan<'_>,
        images: &Images<'_>,
        sheets: &'a Sheets<'a>,
    ) -> Result<Self, Diagnostic> {
        let (faces, images) = rayon::join(|| plan.embed(), || images.streams());
        Ok(Resources { faces: faces?, images, drawings: sheets.draw()? })
    }
}

type Names = BTreeMap<String, ObjectId>;

/// Completes a document and saves it.
pub(super) fn finish(
    mut document: Document,
    pages: &[Page],
    used: &[Used],
    resources: Resources<'_>,
    said: &Said<'_>,
) -> Result<Vec<u8>, Diagnostic> {
    document.version = version(said.press.standard).to_string();
    let (fonts, images) = insert(&mut document, resources, said.press.standard);
    let ids: Vec<ObjectId> = document.page_iter().collect();
    for ((id, page), used) in ids.into_iter().zip(pages).zip(used) {
        let mut resources = resource_dictionary(used, &fonts, &images);
        if !used.spots.is_empty() {
            resources.set("ColorSpace", spaces(&used.spots, said.press));
        }
        let boxes = Boxes::of(page, said.press);
        finish_page(page_mut(&mut document, id)?, &boxes, resources);
    }
    describe(&mut document, said)?;
    document.prune_objects();
    // What placed pages brought along may be bare.
    deflate_contents(&mut document);
    document.renumber_objects();
    save(document)
}

/// Fonts, and what is painted whole: pictures and placed pages.
fn insert(
    document: &mut Document,
    resources: Resources<'_>,
    standard: Standard,
) -> (Names, Names) {
    let mut fonts = Names::new();
    for face in resources.faces {
        fonts.extend(face.insert(document));
    }
    let mut images = Names::new();
    for (name, stream) in resources.images {
        images.insert(name, document.add_object(stream));
    }
    images.extend(forms::insert(resources.drawings, document, standard));
    (fonts, images)
}

/// Only what the page uses, so that a page taken out of the file is small.
fn resource_dictionary(used: &Used, fonts: &Names, images: &Names) -> Dictionary {
    let pick = |names: &BTreeSet<String>, all: &Names| {
        let picked =
            names.iter().filter_map(|name| Some((name.as_str(), *all.get(name)?)));
        Dictionary::from_iter(picked.map(|(name, id)| (name, Object::Reference(id))))
    };
    let state = |on: bool| {
        let mode = i64::from(on);
        dictionary! { "Type" => "ExtGState", "OP" => on, "op" => on, "OPM" => mode }
    };
    dictionary! {
        "Font" => pick(&used.fonts, fonts),
        "XObject" => pick(&used.images, images),
        "ExtGState" => dictionary! { OVERPRINT => state(true), KNOCKOUT => state(false) },
    }
}

fn page_mut(
    document: &mut Document,
    id: ObjectId,
) -> Result<&mut Dictionary, Diagnostic> {
    document
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .map_err(|error| failed(&error.to_string()))
}

/// The boxes of a page, in points from the sheet's lower left corner.
struct Boxes {
    media: [f64; 4],
    bleed: [f64; 4],
    trim: [f64; 4],
}

impl Boxes {
    /// Without marks and bleed all three are the trimmed page.
    fn of(page: &Page, press: &Press) -> Boxes {
        let around = page.around;
        let inset = |by: Abs| {
            let by = (around - by).to_pt();
            let right = by + page.size.width.to_pt() + 2.0 * (around.to_pt() - by);
            let top = by + page.size.height.to_pt() + 2.0 * (around.to_pt() - by);
            [by, by, right, top]
        };
        Boxes {
            media: inset(around),
            // Only a sheet with marks has room for it.
            bleed: inset(press.bleed.min(around)),
            trim: inset(Abs::ZERO),
        }
    }
}

fn finish_page(dict: &mut Dictionary, boxes: &Boxes, resources: Dictionary) {
    let numbers =
        |sides: [f64; 4]| sides.map(|side| Object::Real(rounded(side, 4))).to_vec();
    dict.remove(b"CropBox");
    dict.remove(b"Annots");
    dict.set("MediaBox", numbers(boxes.media));
    dict.set("BleedBox", numbers(boxes.bleed));
    dict.set("TrimBox", numbers(boxes.trim));
    dict.set("Resources", resources);
}

fn version(standard: Standard) -> &'static str {
    match standard {
        Standard::X1a2001 => "1.3",
        Standard::X1a2003 | Standard::Plain => "1.4",
        Standard::X4 => "1.6",
    }
}

fn describe(document: &mut Document, said: &Said<'_>) -> Result<(), Diagnostic> {
    let standard = said.press.standard;
    let info = Info::new(said.meta, standard);
    let information = document.add_object(info.dictionary());
    document.trailer.set("Info", information);
    let metadata = document.add_object(info.xmp());
    let intent = match (standard, &said.press.intent) {
        (Standard::Plain, _) | (_, None) => None,
        (_, Some(intent)) => Some(output_intent(document, intent)),
    };
    let catalog = document.catalog_mut().map_err(|error| failed(&error.to_string()))?;
    // Both keys are younger than PDF 1.3.
    if standard != Standard::X1a2001 {
        catalog.set("Metadata", metadata);
        catalog.set("Lang", Object::string_literal("zh-CN"));
    }
    catalog.set("PageLayout", "SinglePage");
    match intent {
        Some(intent) => catalog.set("OutputIntents", vec![Object::Dictionary(intent)]),
        None => {
            catalog.remove(b"OutputIntents");
        }
    }
    Ok(())
}

/// Compresses what is not compressed yet: the pages' contents; fonts and pictures
/// come compressed.
pub(super) fn deflate_contents(document: &mut Document) {
    let contents: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| {
            !stream.dict.has(b"Filter") && !stream.dict.has_type(b"Metadata")
        })
        .collect();
    contents.into_par_iter().for_each(|stream| {
        *stream = flate::stream(std::mem::take(&mut stream.dict), &stream.content);
    });
}

/// Saves with identifiers that are the sum of all that was written: in the
/// trailer, and in the metadata where there is one.
fn save(mut document: Document) -> Result<Vec<u8>, Diagnostic> {
    let blank = Object::String(vec![0; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![blank.clone(), blank]);
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|error| failed(&error.to_string()))?;
    let hex: String = digest(&bytes).iter().map(|byte| format!("{byte:02X}")).collect();
    for _ in 0..2 {
        if !replace_last(&mut bytes, &"0".repeat(32), &hex) {
            return Err(failed("no identifier"));
        }
    }
    replace_last(&mut bytes, NO_UUID, &uuid(&hex));
    Ok(bytes)
}

/// Puts a text in the place of another of the same length.
fn replace_last(bytes: &mut [u8], from: &str, to: &str) -> bool {
    let found = bytes
        .windows(from.len())
        .rposition(|window| window == from.as_bytes());
    if let Some(at) = found {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    found.is_some()
}

fn uuid(hex: &str) -> String {
    let hex = hex.to_lowercase();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("uuid:{}", parts.join("-"))
}

/// A sum of bytes, to tell files apart; not against forgery.
pub(in crate::export) fn digest(bytes: &[u8]) -> [u8; 16] {
    // Two lanes that multiply by different odd numbers without any meaning.
    const ODD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F];
    let mut lanes = ODD;
    let mut mix = |word: u64| {
        for (lane, odd) in lanes.iter_mut().zip(ODD) {
            *lane = (*lane ^ word).wrapping_mul(odd);
            *lane ^= *lane >> 29;
        }
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(u64::from_le_bytes(last));
    mix(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    let mut sum = [0; 16];
    sum[..8].copy_from_slice(&lanes[0].to_le_bytes());
    sum[8..].copy_from_slice(&lanes[1].to_le_bytes());
    sum
}
