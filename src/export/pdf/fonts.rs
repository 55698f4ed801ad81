//! Fonts: which glyphs are shown, as what characters; subsets of the faces.
//!
//! A glyph may stand for different characters in different places (the middle
//! dots · and ・ share one). Each glyph keeps a list of its texts; a face is
//! then a font for the first texts and another for the second, and so on: the
//! same program and widths, only the table of characters differs.

use super::{flate, real, sfnt};
use crate::diag::{Diagnostic, code};
use crate::font::{Face, FaceId, FontLibrary};
use crate::page::{Glyph, GlyphRun, Page, Shape};
use crate::say;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, RawFace, Tag};

/// The faces of a file and what each shows.
pub(super) struct Plan<'a> {
    faces: BTreeMap<FaceId, FacePlan<'a>>,
}

/// What one face shows.
pub(super) struct FacePlan<'a> {
    face: &'a Face,
    glyphs: BTreeMap<u16, Shown>,
}

/// A glyph in a file.
pub(super) struct Shown {
    /// Its number in the subset.
    pub(super) cid: u16,
    /// Its width in thousandths of an em, as the file tells it.
    pub(super) width: f32,
    /// What it stands for; in the first font the first of them, and so on.
    texts: Vec<String>,
}

/// A face ready to be put into a document.
pub(super) struct Embedded {
    face: FaceId,
    program: Stream,
    descriptor: Dictionary,
    descendant: Dictionary,
    /// Tables of characters, one a font.
    characters: Vec<Stream>,
}

type Texts = BTreeMap<u16, Vec<String>>;

impl<'a> Plan<'a> {
    /// Collects what all pages show.
    pub(super) fn new(
        pages: &[Page],
        fonts: &'a FontLibrary,
    ) -> Result<Self, Diagnostic> {
        let mut used: BTreeMap<FaceId, Texts> = BTreeMap::new();
        for item in pages.iter().flat_map(|page| &page.items) {
            if let Shape::Glyphs(run) = &item.shape {
                collect(run, used.entry(run.face).or_default());
            }
        }
        let plan = |(id, texts)| Ok((id, FacePlan::new(allowed(fonts, id)?, texts)));
        let faces: Result<_, Diagnostic> = used.into_iter().map(plan).collect();
        Ok(Plan { faces: faces? })
    }

    pub(super) fn face(&self, id: FaceId) -> Option<&FacePlan<'a>> {
        self.faces.get(&id)
    }

    /// Subsets all faces.
    pub(super) fn embed(&self) -> Result<Vec<Embedded>, Diagnostic> {
        self.faces.par_iter().map(|(_, plan)| plan.embed()).collect()
    }
}

/// The characters that a glyph of a run stands for.
pub(super) fn text_of<'r>(run: &'r GlyphRun, glyph: &Glyph) -> &'r str {
    run.text.get(glyph.text.clone()).unwrap_or("")
}

/// A font's name in a page's resources.
pub(super) fn resource_name(face: FaceId, font: usize) -> String {
    let face = face.index();
    match font {
        0 => format!("T{face}"),
        _ => format!("T{face}v{font}"),
    }
}

fn collect(run: &GlyphRun, texts: &mut Texts) {
    for glyph in &run.glyphs {
        let text = text_of(run, glyph);
        let known = texts.entry(glyph.id).or_default();
        if !known.iter().any(|known| known == text) {
            known.push(text.to_string());
        }
    }
}

fn allowed(fonts: &FontLibrary, id: FaceId) -> Result<&Face, Diagnostic> {
    let file = fonts.file(id);
    let Some(face) = fonts.get(id) else {
        return Err(Diagnostic::new(
            code::FONT_BROKEN,
            say!("字体文件“{file}”打不开", "font file “{file}” is not a usable font"),
        ));
    };
    match fonts.forbidden(id) {
        Some(fault) => Err(fault),
        None => Ok(face),
    }
}

impl<'a> FacePlan<'a> {
    fn new(face: &'a Face, mut texts: Texts) -> FacePlan<'a> {
        let parsed = face.parse();
        let em = f64::from(face.units_per_em());
        let shown = |(cid, (glyph, texts)): (u16, (u16, Vec<String>))| {
            let advance = parsed.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
            let width = real(f64::from(advance) * 1000.0 / em);
            (glyph, Shown { cid, width, texts })
        };
        // A subset always has .notdef, and numbers the others in their order.
        texts.entry(0).or_default();
        let glyphs = (0..).zip(texts).map(shown).collect();
        FacePlan { face, glyphs }
    }

    /// A glyph, and the font in which it stands for this text.
    pub(super) fn shown(&self, glyph: u16, text: &str) -> Option<(&Shown, usize)> {
        let shown = self.glyphs.get(&glyph)?;
        let font = shown.texts.iter().position(|known| known == text)?;
        Some((shown, font))
    }

    pub(super) fn id(&self) -> FaceId {
        self.face.id()
    }

    fn embed(&self) -> Result<Embedded, Diagnostic> {
        let subset = self.subset()?;
        let name = format!("{}+{}", tag(&subset), self.face.post_script_name());
        let (key, program) = program(&subset);
        let mut descriptor = self.descriptor(&name);
        descriptor.set("FontFile", key);
        Ok(Embedded {
            face: self.face.id(),
            program,
            descriptor,
            descendant: self.descendant(&name, key),
            characters: self.characters(),
        })
    }

    fn subset(&self) -> Result<Vec<u8>, Diagnostic> {
        let mut order = GlyphRemapper::new();
        for glyph in self.glyphs.keys() {
            order.remap(*glyph);
        }
        let subset = subsetter::subset(self.face.data(), 0, &order);
        subset.map(sfnt::lean).map_err(|error| {
            let file = self.face.file();
            Diagnostic::new(
                code::FONT_BROKEN,
                say!(
                    "字体文件“{file}”取不出所用的字（{error}）",
                    "font file “{file}” cannot be subset: {error}"
                ),
            )
        })
    }

    fn descriptor(&self, name: &str) -> Dictionary {
        let face = self.face.parse();
        let per_em = 1000.0 / f64::from(self.face.units_per_em());
        let scaled = |units: i16| Object::Real(real((f64::from(units) * per_em).round()));
        let bounds = face.global_bounding_box();
        let bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        let slant = f64::from(face.italic_angle());
        // Bits of the flags: serif 2, symbolic 4, italic 64. Symbolic, because
        // the glyphs are not those of the standard Latin set.
        let serif = if self.face.post_script_name().contains("Sans") { 0 } else { 2 };
        let italic = if slant < 0.0 { 64 } else { 0 };
        // No table tells the stems; this is the usual guess by weight.
        let weight = f64::from(face.weight().to_number());
        let stem = (50.0 + (weight / 65.0).powi(2)).round();
        dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => name,
            "Flags" => 4 + serif + italic,
            "FontBBox" => bounds.map(scaled).to_vec(),
            "ItalicAngle" => real(slant),
            "Ascent" => scaled(face.ascender()),
            "Descent" => scaled(face.descender()),
            "CapHeight" => scaled(face.capital_height().unwrap_or(face.ascender())),
            "StemV" => real(stem),
        }
    }

    fn descendant(&self, name: &str, key: &str) -> Dictionary {
        let system = dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        };
        let mut dict = dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType0",
            "BaseFont" => name,
            "CIDSystemInfo" => system,
            "DW" => 1000,
            "W" => widths(self.glyphs.values()),
        };
        if key == "FontFile2" {
            dict.set("Subtype", "CIDFontType2");
            dict.set("CIDToGIDMap", "Identity");
        }
        dict
    }

    fn characters(&self) -> Vec<Stream> {
        let fonts =
            self.glyphs.values().map(|shown| shown.texts.len()).max().unwrap_or(0);
        let table = |font: usize| {
            let entries: Vec<_> = self
                .glyphs
                .values()
                .filter_map(|shown| Some((shown.cid, shown.texts.get(font)?.as_str())))
                .collect();
            flate::stream(Dictionary::new(), to_unicode(&entries).as_bytes())
        };
        (0..fonts).map(table).collect()
    }
}

impl Embedded {
    /// Puts the face into a document; its fonts by their resource names.
    pub(super) fn insert(self, document: &mut Document) -> Vec<(String, ObjectId)> {
        let Embedded {
            face,
            program,
            mut descriptor,
            mut descendant,
            characters,
        } = self;
        let name = descriptor.get(b"FontName").cloned().unwrap_or(Object::Null);
        let program = document.add_object(program);
        if let Some(Object::Name(key)) = descriptor.remove(b"FontFile") {
            descriptor.set(key, program);
        }
        descendant.set("FontDescriptor", document.add_object(descriptor));
        let descendant = document.add_object(descendant);
        let font = |(number, characters)| {
            let font = dictionary! {
                "Type" => "Font",
                "Subtype" => "Type0",
                "BaseFont" => name.clone(),
                "Encoding" => "Identity-H",
                "DescendantFonts" => vec![Object::Reference(descendant)],
                "ToUnicode" => document.add_object(characters),
            };
            (resource_name(face, number), document.add_object(font))
        };
        characters.into_iter().enumerate().map(font).collect()
    }
}

/// The font program and the key it goes under: CFF outlines bare, as every
/// viewer and press reads them alike; TrueType as it is.
fn program(subset: &[u8]) -> (&'static str, Stream) {
    let cff = RawFace::parse(subset, 0)
        .ok()
        .and_then(|face| face.table(Tag::from_bytes(b"CFF ")));
    match cff {
        Some(cff) => {
            let dict = dictionary! { "Subtype" => "CIDFontType0C" };
            ("FontFile3", flate::stream(dict, cff))
        }
        None => {
            let length = i64::try_from(subset.len()).unwrap_or(i64::MAX);
            ("FontFile2", flate::stream(dictionary! { "Length1" => length }, subset))
        }
    }
}

/// Six letters from what the subset holds, as subsets are marked.
fn tag(subset: &[u8]) -> String {
    let sum = super::finish::digest(subset);
    sum.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The widths that are not an em, in stretches of glyphs that follow.
fn widths<'s>(glyphs: impl Iterator<Item = &'s Shown>) -> Vec<Object> {
    let mut stretches: Vec<(u16, Vec<Object>)> = Vec::new();
    for shown in glyphs.filter(|shown| (shown.width - 1000.0).abs() > 0.0) {
        match stretches.last_mut() {
            Some((first, list)) if usize::from(shown.cid - *first) == list.len() => {
                list.push(shown.width.into());
            }
            _ => stretches.push((shown.cid, vec![shown.width.into()])),
        }
    }
    let flat = |(first, list)| [Object::from(i64::from(first)), Object::Array(list)];
    stretches.into_iter().flat_map(flat).collect()
}

/// The table from glyph numbers to characters.
fn to_unicode(entries: &[(u16, &str)]) -> String {
    let mut table = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    // A block may hold no more than a hundred lines.
    for block in entries.chunks(100) {
        let _ = writeln!(table, "{} beginbfchar", block.len());
        for (cid, text) in block {
            let _ = write!(table, "<{cid:04X}> <");
            for unit in text.encode_utf16() {
                let _ = write!(table, "{unit:04X}");
            }
            table.push_str(">\n");
        }
        table.push_str("endbfchar\n");
    }
    table.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    table
}
