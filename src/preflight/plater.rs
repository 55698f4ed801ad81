//! Writes a page anew for each plate, in gray: every colour is the plate's
//! tint, pictures and gradients are the plate's part of them, and what
//! overprints without ink on the plate is left out. What knocks out then needs
//! no further thought: it paints white.

use super::colour::Space;
use super::file::File;
use super::matrix::{Area, Matrix};
use super::pick::{Pick, Picks};
use super::planes;
use super::plates::real;
use super::state::{Coat, Plate};
use super::walk::{Inner, Kind, Step, Visitor, What};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;
use std::io::Write;

/// Contents written for all plates of a file; a form that is shown thousands
/// of times is written as often.
const MOST_WRITTEN: usize = 256 << 20;
/// Pixels of one picture that are drawn: more than twice a broadsheet page at
/// 600 to the inch. Much more is a bomb.
const MOST_PIXELS: f64 = 300e6;
/// The same for all pictures of a page, plate by plate: they are held in memory.
const MOST_DRAWN: f64 = 600e6;
/// The same, each picture as often as it is shown, which takes but time: half a
/// minute.
const MOST_SHOWN: f64 = 6e9;

/// Keys of pictures that say nothing of how they look.
const UNSAID: [&str; 4] = ["OPI", "Metadata", "Alternates", "Intent"];

/// The visitor that writes plates.
pub(super) struct Plater<'f, 'b> {
    file: &'f File<'b>,
    document: &'f mut Document,
    plates: &'f [Plate],
    /// Text elsewhere is left out.
    areas: Option<&'f [Area]>,
    frames: Vec<Frame>,
    picks: &'f mut Picks,
    pictures: BTreeMap<(ObjectId, usize), ObjectId>,
    written: usize,
    /// Pixels drawn for the first time, and all.
    drawn: f64,
    shown: f64,
    named: usize,
}

/// A stream while it is written.
#[derive(Default)]
struct Frame {
    name: Vec<u8>,
    kind: Kind,
    dict: Dictionary,
    resources: Dictionary,
    /// The path since the last painting: colours may not stand inside it.
    path: Vec<u8>,
    sides: Vec<Side>,
}

/// A stream for one plate.
#[derive(Clone, Default)]
struct Side {
    contents: Vec<u8>,
    objects: Dictionary,
    patterns: Dictionary,
    shadings: Dictionary,
    /// The form that has just been left, until it is shown.
    form: Option<ObjectId>,
}

impl<'f, 'b> Plater<'f, 'b> {
    /// For one page with its resources.
    pub(super) fn new(
        file: &'f File<'b>,
        (document, picks): (&'f mut Document, &'f mut Picks),
        plates: &'f [Plate],
        resources: &Dictionary,
    ) -> Plater<'f, 'b> {
        let page = Frame {
            resources: resources.clone(),
            sides: vec![Side::default(); plates.len()],
            ..Frame::default()
        };
        Plater {
            file,
            document,
            plates,
            areas: None,
            frames: vec![page],
            picks,
            pictures: BTreeMap::new(),
            written: 0,
            drawn: 0.0,
            shown: 0.0,
            named: 0,
        }
    }

    /// Leaves out text that does not touch the areas, if there are any: most
    /// of a page's time goes into its type.
    pub(super) fn only_in(&mut self, areas: Option<&'f [Area]>) {
        self.areas = areas;
    }

    fn is_wanted(&self, step: &Step<'_>) -> bool {
        let Some(areas) = self.areas else { return true };
        let touches = |area: &Area| {
            step.painted.iter().any(|painted| !painted.area.meet(*area).is_none())
        };
        areas.iter().any(touches)
    }

    /// The page's contents and resources for each plate.
    pub(super) fn finish(mut self) -> Vec<(Vec<u8>, Dictionary)> {
        let Some(page) = self.frames.pop() else { return Vec::new() };
        let Frame { resources, sides, .. } = page;
        sides
            .into_iter()
            .map(|side| (side.contents.clone(), side.resources(&resources)))
            .collect()
    }

    /// Whether there was more to write than can be held.
    pub(super) fn is_full(&self) -> bool {
        self.written > MOST_WRITTEN
    }

    /// Whether all that is on the page was written.
    pub(super) fn is_whole(&self) -> bool {
        !self.is_full() && self.drawn <= MOST_DRAWN && self.shown <= MOST_SHOWN
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the page's frame stays until the end")
    }

    fn put(&mut self, plate: usize, bytes: &[u8]) {
        self.written += bytes.len() + 1;
        if !self.is_full() {
            let contents = &mut self.frame().sides[plate].contents;
            contents.extend_from_slice(bytes);
            contents.push(b'\n');
        }
    }

    fn put_all(&mut self, bytes: &[u8]) {
        for plate in 0..self.plates.len() {
            self.put(plate, bytes);
        }
    }

    fn fresh_name(&mut self) -> String {
        self.named += 1;
        format!("Qz{}", self.named)
    }
}

impl Side {
    /// The stream's own resources with the plate's things in place.
    fn resources(self, own: &Dictionary) -> Dictionary {
        let mut resources = Dictionary::new();
        for key in ["Font", "ExtGState"] {
            if let Ok(object) = own.get(key.as_bytes()) {
                resources.set(key, object.clone());
            }
        }
        resources.set("XObject", self.objects);
        resources.set("Pattern", self.patterns);
        resources.set("Shading", self.shadings);
        resources
    }
}

impl Visitor for Plater<'_, '_> {
    fn step(&mut self, step: &Step<'_>) {
        let operation = step.operation;
        match operation.operator {
            b"g" | b"G" | b"rg" | b"RG" | b"k" | b"K" | b"cs" | b"CS" | b"sc" | b"SC"
            | b"scn" | b"SCN" | b"ri" => {}
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"W" | b"W*" => {
                let source = operation.source;
                let path = &mut self.frame().path;
                path.extend_from_slice(source);
                path.push(b'\n');
            }
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => {
                self.path(step);
            }
            b"n" => {
                let path = std::mem::take(&mut self.frame().path);
                self.put_all(&path);
                self.put_all(b"n");
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => self.text(step),
            b"Do" => self.external(step),
            b"BI" => {
                if let Some(Object::Stream(stream)) = operation.operands.first() {
                    let stream = self.written_out(stream);
                    self.picture(step, &stream, None);
                }
            }
            b"sh" => self.shading(step),
            _ => self.put_all(operation.source),
        }
    }

    fn enter(&mut self, inner: &Inner<'_, '_>) {
        // Colours from outside may be patterns of outside.
        let sides = self
            .frame()
            .sides
            .iter()
            .map(|side| Side { patterns: side.patterns.clone(), ..Side::default() });
        let sides: Vec<Side> = match inner.kind {
            Kind::Glyph(_) => sides.collect(),
            _ => vec![Side::default(); self.plates.len()],
        };
        let dict = match inner.kind {
            Kind::Glyph(matrix) => glyph_form(matrix),
            _ => inner.stream.dict.clone(),
        };
        let patterns: usize = sides.iter().map(|side| side.patterns.len()).sum();
        self.written += self.plates.len() * weight(inner.resources) + patterns * FORM.1;
        self.frames.push(Frame {
            name: inner.name.to_vec(),
            kind: inner.kind,
            dict,
            resources: inner.resources.clone(),
            path: Vec::new(),
            sides,
        });
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if self.is_full() {
            return;
        }
        let mut dict = frame.dict;
        for key in ["Filter", "DecodeParms", "Length", "Resources", "OPI", "Metadata"] {
            dict.remove(key.as_bytes());
        }
        if frame.kind == Kind::Pattern {
            dict.set("PaintType", 1);
        }
        for (plate, mut side) in frame.sides.into_iter().enumerate() {
            let contents = std::mem::take(&mut side.contents);
            let mut dict = dict.clone();
            dict.set("Resources", side.resources(&frame.resources));
            let stream = Stream::new(dict, contents).with_compression(false);
            let id = self.document.add_object(stream);
            let outer = &mut self.frame().sides[plate];
            match frame.kind {
                Kind::Pattern => outer.patterns.set(frame.name.clone(), id),
                Kind::Form => outer.form = Some(id),
                Kind::Glyph(_) => self.show(plate, id),
            }
        }
    }
}

/// Bytes that a form takes beside its contents, and each thing it refers to.
const FORM: (usize, usize) = (512, 96);

/// What a form with such resources takes in memory, about.
fn weight(resources: &Dictionary) -> usize {
    let listed = ["Font", "ExtGState"].into_iter();
    let listed = listed.filter_map(|key| resources.get(key.as_bytes()).ok());
    let count = |kind: &Object| kind.as_dict().map_or(0, Dictionary::len);
    FORM.0 + FORM.1 * listed.map(count).sum::<usize>()
}

/// A glyph as a form. Its own box is told by no key that can be relied on.
fn glyph_form(matrix: Matrix) -> Dictionary {
    let far = |side: i64| Object::from(side * 1_000_000);
    dictionary! {
        "Subtype" => "Form",
        "BBox" => [-1, -1, 1, 1].map(far).to_vec(),
        "Matrix" => matrix.0.map(|part| Object::Real(real(part))).to_vec(),
    }
}

impl Plater<'_, '_> {
    fn path(&mut self, step: &Step<'_>) {
        let path = std::mem::take(&mut self.frame().path);
        let operator = step.operation.operator;
        let fills = !matches!(operator, b"S" | b"s");
        let strokes = !matches!(operator, b"f" | b"F" | b"f*");
        let even = operator.ends_with(b"*");
        let closes = matches!(operator, b"s" | b"b" | b"b*");
        for plate in 0..self.plates.len() {
            let fill = fills && self.colour(step, plate, false);
            let stroke = strokes && self.colour(step, plate, true);
            self.put(plate, &path);
            if closes {
                self.put(plate, b"h");
            }
            let painter: &[u8] = match (fill, stroke, even) {
                (true, true, false) => b"B",
                (true, true, true) => b"B*",
                (true, false, false) => b"f",
                (true, false, true) => b"f*",
                (false, true, _) => b"S",
                (false, false, _) => b"n",
            };
            self.put(plate, painter);
        }
    }

    fn text(&mut self, step: &Step<'_>) {
        let mode = step.state.text.mode;
        // Drawings have been shown one by one.
        let is_drawn = step.state.text.font.as_ref().is_some_and(|font| font.is_drawn());
        let is_wanted = !is_drawn && self.is_wanted(step);
        let fills = is_wanted && matches!(mode, 0 | 2 | 4 | 6);
        let strokes = is_wanted && matches!(mode, 1 | 2 | 5 | 6);
        let clips = if mode >= 4 { 4 } else { 0 };
        for plate in 0..self.plates.len() {
            let fill = fills && self.colour(step, plate, false);
            let stroke = strokes && self.colour(step, plate, true);
            let own = clips
                + match (fill, stroke) {
                    (true, false) => 0,
                    (false, true) => 1,
                    (true, true) => 2,
                    (false, false) => 3,
                };
            if own == mode {
                self.put(plate, step.operation.source);
            } else {
                self.put(plate, format!("{own} Tr").as_bytes());
                self.put(plate, step.operation.source);
                self.put(plate, format!("{mode} Tr").as_bytes());
            }
        }
    }

    /// Sets the plate's tint, or its pattern; whether anything is painted.
    fn colour(&mut self, step: &Step<'_>, plate: usize, strokes: bool) -> bool {
        let state = step.state;
        let (coat, colour) = match strokes {
            true => (state.stroke_coat(), &state.stroke),
            false => (state.fill_coat(), &state.fill),
        };
        if let Some(name) = &colour.pattern {
            return self.pattern(step, (plate, strokes), name);
        }
        let Some(tint) = coat.on(&self.plates[plate]) else { return false };
        self.gray(plate, tint, strokes);
        true
    }

    fn gray(&mut self, plate: usize, tint: f64, strokes: bool) {
        let mut line = Vec::new();
        let operator = if strokes { "G" } else { "g" };
        let _ = write!(line, "{:.4} {operator}", 1.0 - tint);
        self.put(plate, &line);
    }

    fn pattern(
        &mut self,
        step: &Step<'_>,
        (plate, strokes): (usize, bool),
        name: &[u8],
    ) -> bool {
        let known = self.frame().sides[plate].patterns.has(name);
        if !known && !self.gradient(step, plate, name) {
            return false;
        }
        let name = String::from_utf8_lossy(name).into_owned();
        let (space, set) = if strokes { ("CS", "SCN") } else { ("cs", "scn") };
        self.put(plate, format!("/Pattern {space} /{name} {set}").as_bytes());
        true
    }

    /// A pattern that is a gradient, written for a plate.
    fn gradient(&mut self, step: &Step<'_>, plate: usize, name: &[u8]) -> bool {
        let file = self.file;
        let listed = file.get_dict(step.resources, "Pattern");
        let object = listed.and_then(|dict| dict.get(name).ok());
        let Some(Object::Dictionary(dict)) = object.map(|object| file.follow(object))
        else {
            return false;
        };
        let Some(shading) = file.get(dict, "Shading") else { return false };
        let (shading, _) = self.shaded(step, plate, shading);
        let mut dict = dict.clone();
        dict.set("Shading", shading);
        self.frame().sides[plate].patterns.set(name.to_vec(), dict);
        true
    }

    /// A gradient in the plate's gray, and whether it prints there at all.
    fn shaded(
        &mut self,
        step: &Step<'_>,
        plate: usize,
        shading: &Object,
    ) -> (Object, bool) {
        let own = self.file.dict(shading).and_then(|dict| dict.get(b"ColorSpace").ok());
        let space = own.map(|object| Space::of(self.file, step.resources, object));
        let pick = Pick::of(&space.unwrap_or(Space::Unknown), &self.plates[plate]);
        let gray = self.picks.space(self.document, pick);
        let mut shading = self.file.follow(shading).clone();
        match &mut shading {
            Object::Dictionary(dict) => dict.set("ColorSpace", gray),
            Object::Stream(stream) => stream.dict.set("ColorSpace", gray),
            _ => {}
        }
        let shading = self.document.add_object(shading);
        (Object::Reference(shading), !matches!(pick, Pick::Paper { .. }))
    }

    fn shading(&mut self, step: &Step<'_>) {
        let Some(painted) = step.painted.first() else { return };
        let name = step.operation.name(0).unwrap_or_default();
        let listed = self.file.get_dict(step.resources, "Shading");
        let Some(object) = listed.and_then(|dict| dict.get(name).ok()) else { return };
        for plate in 0..self.plates.len() {
            if painted.coat.on(&self.plates[plate]).is_none() {
                continue;
            }
            let (shading, prints) = self.shaded(step, plate, object);
            if !prints {
                self.put(plate, b"1 g -32000 -32000 64000 64000 re f");
                continue;
            }
            let name = self.fresh_name();
            self.frame().sides[plate].shadings.set(name.clone(), shading);
            self.put(plate, format!("/{name} sh").as_bytes());
        }
    }

    fn external(&mut self, step: &Step<'_>) {
        let name = step.operation.name(0).unwrap_or_default();
        let listed = self.file.get_dict(step.resources, "XObject");
        let Some(object) = listed.and_then(|dict| dict.get(name).ok()) else { return };
        let id = object.as_reference().ok();
        let Object::Stream(stream) = self.file.follow(object) else { return };
        if self.file.name(&stream.dict, "Subtype") == Some(b"Image") {
            self.picture(step, stream, id);
            return;
        }
        for plate in 0..self.plates.len() {
            if let Some(form) = self.frame().sides[plate].form.take() {
                self.show(plate, form);
            }
        }
    }

    fn show(&mut self, plate: usize, id: ObjectId) {
        let name = self.fresh_name();
        self.frame().sides[plate].objects.set(name.clone(), id);
        self.put(plate, format!("/{name} Do").as_bytes());
    }

    fn picture(&mut self, step: &Step<'_>, stream: &Stream, id: Option<ObjectId>) {
        let picture = step.painted.iter().find_map(|painted| match &painted.what {
            What::Picture(picture) => Some((painted, picture)),
            _ => None,
        });
        let Some((painted, picture)) = picture else { return };
        let pixels = picture.pixels.0 * picture.pixels.1;
        let all = match pixels > MOST_PIXELS {
            true => f64::INFINITY,
            false => pixels * self.plates.len() as f64,
        };
        let mut keys = (0..self.plates.len()).filter_map(|plate| Some((id?, plate)));
        let is_known = keys.any(|key| self.pictures.contains_key(&key));
        self.drawn += if is_known { 0.0 } else { all };
        self.shown += all;
        if self.drawn > MOST_DRAWN || self.shown > MOST_SHOWN {
            return;
        }
        for plate in 0..self.plates.len() {
            if picture.is_mask {
                self.stencil(step, plate, (stream, id));
                continue;
            }
            let Some(_) = painted.coat.on(&self.plates[plate]) else { continue };
            self.pixels(plate, &painted.coat, (stream, id));
        }
    }

    /// A picture that lets the fill colour through.
    fn stencil(
        &mut self,
        step: &Step<'_>,
        plate: usize,
        (stream, id): (&Stream, Option<ObjectId>),
    ) {
        if self.colour(step, plate, false) {
            let id = id.unwrap_or_else(|| self.document.add_object(stream.clone()));
            self.show(plate, id);
        }
    }

    fn pixels(
        &mut self,
        plate: usize,
        coat: &Coat,
        (stream, id): (&Stream, Option<ObjectId>),
    ) {
        let pick = Pick::of(&coat.space, &self.plates[plate]);
        let cut_out = ["Mask", "SMask"].iter().any(|key| stream.dict.has(key.as_bytes()));
        if matches!(pick, Pick::Paper { .. }) && !cut_out {
            self.put(plate, b"1 g 0 0 1 1 re f");
            return;
        }
        let key = id.map(|id| (id, plate));
        if let Some(known) = key.and_then(|key| self.pictures.get(&key)) {
            let known = *known;
            self.show(plate, known);
            return;
        }
        if let Some(known) = id.and_then(|id| self.split(stream, id, plate, coat)) {
            self.show(plate, known);
            return;
        }
        let mut picture = stream.clone();
        let gray = self.picks.space(self.document, pick);
        let space = match (&*coat.space, self.file.get(&stream.dict, "ColorSpace")) {
            (Space::Indexed(_), Some(Object::Array(items))) => {
                let mut items = items.clone();
                items[1] = gray;
                Object::Array(items)
            }
            _ => gray,
        };
        picture.dict.set("ColorSpace", space);
        for key in UNSAID {
            picture.dict.remove(key.as_bytes());
        }
        let made = self.document.add_object(picture);
        if let Some(key) = key {
            self.pictures.insert(key, made);
        }
        self.show(plate, made);
    }

    /// A picture of the four inks for all their plates at once; the one for
    /// this plate.
    fn split(
        &mut self,
        stream: &Stream,
        id: ObjectId,
        plate: usize,
        coat: &Coat,
    ) -> Option<ObjectId> {
        if *coat.space != Space::Cmyk {
            return None;
        }
        let mut planes = planes::split(self.file, stream)?;
        let mut dict = stream.dict.clone();
        for key in UNSAID.iter().chain(&["Filter", "DecodeParms", "Decode", "Length"]) {
            dict.remove(key.as_bytes());
        }
        dict.set("ColorSpace", "DeviceGray");
        for (at, plate) in self.plates.iter().enumerate() {
            let Plate::Process(ink) = plate else { continue };
            let plane = std::mem::take(&mut planes[*ink]);
            let plane = Stream::new(dict.clone(), plane).with_compression(false);
            self.pictures.insert((id, at), self.document.add_object(plane));
        }
        self.pictures.get(&(id, plate)).copied()
    }

    /// An inline picture with its short names written out.
    fn written_out(&self, stream: &Stream) -> Stream {
        let long = |key: &[u8]| match key {
            b"W" => "Width",
            b"H" => "Height",
            b"BPC" => "BitsPerComponent",
            b"CS" => "ColorSpace",
            b"D" => "Decode",
            b"DP" => "DecodeParms",
            b"F" => "Filter",
            b"IM" => "ImageMask",
            b"I" => "Interpolate",
            _ => "",
        };
        let mut dict = Dictionary::new();
        dict.set("Type", "XObject");
        dict.set("Subtype", "Image");
        for (key, value) in stream.dict.iter() {
            match long(key) {
                "" => dict.set(key.clone(), value.clone()),
                long => dict.set(long, value.clone()),
            }
        }
        let filters = self.file.filters(&stream.dict);
        let names = filters.into_iter().map(|(name, _)| Object::Name(name)).collect();
        dict.set("Filter", Object::Array(names));
        Stream::new(dict, stream.content.clone()).with_compression(false)
    }
}
