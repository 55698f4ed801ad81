//! The finishing pass: all that a press asks for and printpdf does not say, or
//! says wrongly. Output intents and PDF/X marks belong here.

use super::content::{KNOCKOUT, OVERPRINT, Used};
use super::fonts::{Embedded, Plan};
use super::info::Info;
use super::pictures::Images;
use super::{Meta, failed, flate, rounded};
use crate::diag::Diagnostic;
use crate::page::Page;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the pages draw with.
pub(super) struct Resources {
    faces: Vec<Embedded>,
    images: Vec<(String, Stream)>,
}

impl Resources {
    /// Subsets the faces and codes the pictures.
    pub(super) fn of(plan: &Plan<'_>, images: &Images<'_>) -> Result<Self, Diagnostic> {
        let (faces, images) = rayon::join(|| plan.embed(), || images.encode());
        Ok(Resources { faces: faces?, images: images? })
    }
}

type Names = BTreeMap<String, ObjectId>;

/// Completes a document and saves it.
pub(super) fn finish(
    mut document: Document,
    pages: &[Page],
    used: &[Used],
    resources: Resources,
    meta: &Meta,
) -> Result<Vec<u8>, Diagnostic> {
    document.version = "1.4".to_string();
    let (fonts, images) = insert(&mut document, resources);
    let ids: Vec<ObjectId> = document.page_iter().collect();
    for ((id, page), used) in ids.into_iter().zip(pages).zip(used) {
        let resources = resource_dictionary(used, &fonts, &images);
        finish_page(page_mut(&mut document, id)?, page, resources);
    }
    describe(&mut document, &Info::new(meta))?;
    document.prune_objects();
    deflate_contents(&mut document);
    document.renumber_objects();
    save(document)
}

fn insert(document: &mut Document, resources: Resources) -> (Names, Names) {
    let mut fonts = Names::new();
    for face in resources.faces {
        fonts.extend(face.insert(document));
    }
    let mut images = Names::new();
    for (name, stream) in resources.images {
        images.insert(name, document.add_object(stream));
    }
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

/// The sheet is the trimmed page: newsprint has no bleed.
fn finish_page(dict: &mut Dictionary, page: &Page, resources: Dictionary) {
    let (width, height) = (page.size.width.to_pt(), page.size.height.to_pt());
    let sheet = [0.0, 0.0, width, height].map(|side| Object::Real(rounded(side, 4)));
    dict.remove(b"CropBox");
    dict.remove(b"Annots");
    dict.set("MediaBox", sheet.to_vec());
    dict.set("TrimBox", sheet.to_vec());
    dict.set("Resources", resources);
}

fn describe(document: &mut Document, info: &Info<'_>) -> Result<(), Diagnostic> {
    let information = document.add_object(info.dictionary());
    document.trailer.set("Info", information);
    let metadata = document.add_object(info.xmp());
    let catalog = document.catalog_mut().map_err(|error| failed(&error.to_string()))?;
    catalog.set("Metadata", metadata);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("PageLayout", "SinglePage");
    Ok(())
}

/// Fonts and pictures come compressed; what is left are the pages' contents.
fn deflate_contents(document: &mut Document) {
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

/// Saves with an identifier that is the sum of all that was written.
fn save(mut document: Document) -> Result<Vec<u8>, Diagnostic> {
    let blank = Object::String(vec![0; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![blank.clone(), blank]);
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|error| failed(&error.to_string()))?;
    let hex: String = digest(&bytes).iter().map(|byte| format!("{byte:02X}")).collect();
    let zeros = "0".repeat(32);
    for _ in 0..2 {
        let at = bytes.windows(32).rposition(|window| window == zeros.as_bytes());
        let at = at.ok_or_else(|| failed("no identifier"))?;
        bytes[at..at + 32].copy_from_slice(hex.as_bytes());
    }
    Ok(bytes)
}

/// A sum of bytes, to tell files apart; not against forgery.
pub(super) fn digest(bytes: &[u8]) -> [u8; 16] {
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
