//! The interpreter of page contents: keeps the graphics state, goes into forms
//! and patterns, and tells a visitor what each operation paints, where, and in
//! which inks.

mod glyphs;
mod paints;

use super::colour::{Colour, Space};
use super::decode::Undecoded;
use super::file::File;
use super::fonts::Font;
use super::lexer::{Lexer, Operation, number};
use super::matrix::{Area, Matrix};
use super::operands;
use super::path::Path;
use super::state::{Coat, State};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Forms and patterns inside each other.
const MOST_NESTED: usize = 16;
/// Graphics states saved on each other; PDF asks for 28.
const MOST_SAVED: usize = 512;
/// Operations in one file, forms counted as often as they are shown. A full
/// page of type has 10,000, a detailed map 1,000,000.
const MOST_OPERATIONS: usize = 20_000_000;

/// Fonts among which one without a number is looked for.
const MOST_DIRECT: usize = 256;
/// Bytes that are passed over in the time that an operation takes.
const BYTES: usize = 64;

/// Sees what a page does.
pub(super) trait Visitor {
    /// One operation: the state it meets, and what it paints.
    fn step(&mut self, step: &Step<'_>);
    /// A form, a pattern or a drawn glyph begins.
    fn enter(&mut self, _inner: &Inner<'_, '_>) {}
    /// It has ended; the operation that showed it follows as a step.
    fn leave(&mut self) {}
}

/// One operation with all that a visitor may ask.
pub(super) struct Step<'s> {
    pub(super) operation: &'s Operation<'s>,
    pub(super) state: &'s State<'s>,
    pub(super) resources: &'s Dictionary,
    pub(super) painted: &'s [Painted],
    /// The path that is built or painted.
    pub(super) path: &'s Path,
    /// The matrix that patterns start from.
    pub(super) base: Matrix,
}

/// A form, a pattern or a drawn glyph that is gone into.
pub(super) struct Inner<'s, 'f> {
    pub(super) name: &'s [u8],
    pub(super) id: Option<ObjectId>,
    pub(super) stream: &'f Stream,
    pub(super) resources: &'f Dictionary,
    pub(super) kind: Kind,
    /// From a pattern's space to the page.
    pub(super) matrix: Matrix,
}

/// What is gone into.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Kind {
    #[default]
    Form,
    Pattern,
    /// A glyph of a Type 3 font, and the way from its space to the one around.
    Glyph(Matrix),
}

/// Something on the page.
#[derive(Clone, Debug)]
pub(super) struct Painted {
    /// What of it shows, in the page's points.
    pub(super) area: Area,
    pub(super) coat: Coat,
    pub(super) what: What,
}

/// Kinds of things on a page.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Type at a size as it stands on the page.
    Text { size: f64 },
    /// A filled shape; how thin it is if it is a line.
    Fill { thin: Option<f64> },
    /// A drawn line and its width.
    Line { width: f64 },
    /// Pixels.
    Picture(Picture),
    /// A gradient.
    Shading,
}

/// A picture as it stands on the page.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) id: Option<ObjectId>,
    pub(super) pixels: (f64, f64),
    pub(super) bits: f64,
    pub(super) is_mask: bool,
    /// Size in points, before clipping.
    pub(super) size: (f64, f64),
}

/// What was wrong with the contents, by kind.
#[derive(Default)]
pub(super) struct Problems {
    /// Things in streams that could not be understood.
    pub(super) garbled: usize,
    /// Streams that did not decode, by the reason.
    pub(super) undecoded: BTreeSet<Undecoded>,
    /// Operators that PDF does not know.
    pub(super) unknown: BTreeSet<String>,
    /// Operators that lack what they take, or have it of another kind.
    pub(super) lacking: BTreeSet<String>,
    /// Text without a font.
    pub(super) fontless: bool,
    /// Resources that are not there: kind and name.
    pub(super) missing: BTreeSet<(&'static str, String)>,
    /// `q` without `Q` or the other way round.
    pub(super) unbalanced: bool,
    /// Tiles that have no size, or all lie on one spot.
    pub(super) stepless: bool,
    /// Forms too deep, or too many operations.
    pub(super) too_complex: bool,
}

/// Walks pages of one file.
pub(super) struct Walker<'f, 'b> {
    pub(super) file: &'f File<'b>,
    pub(super) problems: Problems,
    /// All of them in the order of their use, and their places by number.
    fonts: Vec<Rc<Font<'f>>>,
    known_fonts: BTreeMap<ObjectId, usize>,
    glyphs: glyphs::Glyphs,
    /// Forms, patterns and glyphs that were gone into.
    pub(super) walked: BTreeSet<ObjectId>,
    /// Gradients that were painted, by where their dictionaries stand in memory:
    /// not all have numbers.
    pub(super) shaded: BTreeSet<usize>,
    left: usize,
}

/// One stream while it is walked.
struct Frame<'f> {
    resources: &'f Dictionary,
    /// The matrix of the stream's own origin, which patterns start from.
    base: Matrix,
    depth: usize,
    saved: Vec<State<'f>>,
    path: Path,
    patterns: BTreeSet<Vec<u8>>,
}

impl<'f, 'b> Walker<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Walker<'f, 'b> {
        Walker {
            file,
            problems: Problems::default(),
            fonts: Vec::new(),
            known_fonts: BTreeMap::new(),
            glyphs: glyphs::Glyphs::default(),
            walked: BTreeSet::new(),
            shaded: BTreeSet::new(),
            left: MOST_OPERATIONS,
        }
    }

    /// The fonts of the pages walked so far, in the order of their use, with what
    /// is shown of them.
    pub(super) fn fonts(&self) -> &[Rc<Font<'f>>] {
        &self.fonts
    }

    /// The same for no more than so many operations.
    pub(super) fn limited(file: &'f File<'b>, operations: usize) -> Walker<'f, 'b> {
        Walker { left: operations, ..Walker::new(file) }
    }

    /// Walks a page.
    pub(super) fn page(&mut self, id: ObjectId, visitor: &mut dyn Visitor) {
        let file = self.file;
        let page = file.page(id);
        let resources = file
            .inherited(page, "Resources")
            .and_then(|object| file.dict(object))
            .unwrap_or(&file.nothing);
        let media = file
            .inherited(page, "MediaBox")
            .and_then(|object| file.numbers(object));
        let clip = media.and_then(|media| Area::of(&media)).unwrap_or(Area::ALL);
        let data = self.contents(page);
        let state = State::new(Matrix::IDENTITY, clip);
        self.stream(&data, (resources, 0), state, visitor);
    }

    /// Walks a form, pattern or glyph that no page draws.
    pub(super) fn alone(&mut self, id: ObjectId, visitor: &mut dyn Visitor) {
        let found = self.file.document.get_object(id).and_then(Object::as_stream);
        let Ok(stream) = found else { return };
        let resources = self.own_resources(stream, &self.file.nothing);
        let kind = Kind::Form;
        let matrix = Matrix::IDENTITY;
        let inner = Inner {
            name: b"",
            id: Some(id),
            stream,
            resources,
            kind,
            matrix,
        };
        self.inner(&inner, State::new(Matrix::IDENTITY, Area::ALL), 0, visitor);
    }

    /// A page's streams, one after the other: an operation may not run on from
    /// one into the next, but a saved state may.
    fn contents(&mut self, page: &Dictionary) -> Vec<u8> {
        let file = self.file;
        let streams: Vec<&Object> = match file.get(page, "Contents") {
            Some(Object::Array(items)) => {
                items.iter().map(|item| file.follow(item)).collect()
            }
            Some(object) => vec![object],
            None => Vec::new(),
        };
        let mut data = Vec::new();
        for stream in streams.into_iter().filter_map(|object| object.as_stream().ok()) {
            match file.plain(stream) {
                Ok(plain) if data.len() + plain.len() <= super::file::MOST_BYTES => {
                    data.extend(plain);
                }
                Ok(_) => {
                    self.problems.too_complex = true;
                    break;
                }
                Err(reason) => {
                    self.problems.undecoded.insert(reason);
                }
            }
            data.push(b'\n');
        }
        data
    }

    /// Walks a stream at a depth; whether it is a glyph without colours.
    fn stream(
        &mut self,
        data: &[u8],
        (resources, depth): (&'f Dictionary, usize),
        mut state: State<'f>,
        visitor: &mut dyn Visitor,
    ) -> bool {
        // Blanks are passed quickly, but not in no time.
        self.left = self.left.saturating_sub(1 + data.len() / BYTES);
        let mut frame = Frame {
            resources,
            base: state.matrix,
            depth,
            saved: Vec::new(),
            path: Path::default(),
            patterns: BTreeSet::new(),
        };
        let mut lexer = Lexer::new(data);
        while let Some(operation) = lexer.next() {
            if self.left == 0 {
                self.problems.too_complex = true;
                return false;
            }
            self.left -= 1;
            self.note_operands(&operation);
            if operation.operator == b"d1" {
                state.is_stencil = true;
                state.stroke = state.fill.clone();
            }
            if state.is_stencil && is_colour(operation.operator) {
                continue;
            }
            let mut painted = self.operation(&operation, &mut state, &mut frame, visitor);
            // Of a tile, all over what is painted with it.
            for painted in &mut painted {
                painted.area = state.shows.unwrap_or(painted.area);
            }
            let step = Step {
                operation: &operation,
                state: &state,
                resources,
                painted: &painted,
                path: &frame.path,
                base: frame.base,
            };
            visitor.step(&step);
            self.after(&operation, &mut state, &mut frame);
        }
        self.problems.garbled += lexer.faults;
        self.problems.unbalanced |= !frame.saved.is_empty();
        state.is_stencil
    }

    /// Carries an operation out, as far as it paints or sets something; what
    /// closes a state or a path waits until the visitor has seen it.
    fn operation(
        &mut self,
        operation: &Operation<'_>,
        state: &mut State<'f>,
        frame: &mut Frame<'f>,
        visitor: &mut dyn Visitor,
    ) -> Vec<Painted> {
        if state.set(self.file, frame.resources, operation)
            || frame.path.extend(operation, state.matrix)
        {
            self.note_space(operation, state);
            return Vec::new();
        }
        match operation.operator {
            b"q" if frame.saved.len() >= MOST_SAVED => self.problems.too_complex = true,
            b"q" => frame.saved.push(state.clone()),
            b"gs" => self.graphics_state(operation, state, frame),
            b"Tf" => self.font(operation, state, frame),
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                return self.text(operation, state, frame, visitor);
            }
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => {
                let mut painted = frame.path.paint(operation.operator, state);
                self.patterns(operation.operator, state, (frame, visitor), &mut painted);
                return painted;
            }
            b"Do" => return self.external(operation, state, frame, visitor),
            b"BI" => {
                let dict =
                    operation.operands.first().and_then(|object| self.file.dict(object));
                return dict
                    .map(|dict| self.picture(dict, None, state, frame))
                    .unwrap_or_default();
            }
            b"sh" => return self.shading(operation, state, frame),
            b"Q" | b"n" | b"ET" | b"j" | b"M" | b"i" | b"ri" | b"BMC" | b"BDC"
            | b"EMC" | b"MP" | b"DP" | b"BX" | b"EX" | b"d0" | b"d1" => {}
            other => {
                let name = String::from_utf8_lossy(other).into_owned();
                if self.problems.unknown.len() < 20 {
                    self.problems.unknown.insert(name);
                }
            }
        }
        Vec::new()
    }

    fn after(
        &mut self,
        operation: &Operation<'_>,
        state: &mut State<'f>,
        frame: &mut Frame<'f>,
    ) {
        match operation.operator {
            b"Q" => match frame.saved.pop() {
                Some(saved) => *state = saved,
                None => self.problems.unbalanced = true,
            },
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                if let Some((area, length)) = frame.path.finish() {
                    state.clip = state.clip.meet(area);
                    state.clips += length;
                }
            }
            _ => {}
        }
    }

    fn note_operands(&mut self, operation: &Operation<'_>) {
        if !operands::are_sound(operation) && self.problems.lacking.len() < 20 {
            let name = String::from_utf8_lossy(operation.operator);
            self.problems.lacking.insert(name.into_owned());
        }
    }

    /// A colour space that is not there is a missing resource.
    fn note_space(&mut self, operation: &Operation<'_>, state: &State<'_>) {
        let colour = match operation.operator {
            b"cs" => &state.fill,
            b"CS" => &state.stroke,
            _ => return,
        };
        if *colour.space == Space::Unknown {
            self.miss("ColorSpace", operation.name(0).unwrap_or_default());
        }
    }

    fn miss(&mut self, kind: &'static str, name: &[u8]) {
        if self.problems.missing.len() < 50 {
            let name = String::from_utf8_lossy(name).into_owned();
            self.problems.missing.insert((kind, name));
        }
    }

    /// A resource by kind and name, with its number if it has one.
    fn resource(
        &mut self,
        frame: &Frame<'f>,
        kind: &'static str,
        name: &[u8],
    ) -> Option<(Option<ObjectId>, &'f Object)> {
        let file = self.file;
        let listed = file
            .get_dict(frame.resources, kind)
            .and_then(|dict| dict.get(name).ok());
        let found =
            listed.map(|object| (object.as_reference().ok(), file.follow(object)));
        let found = found.filter(|(_, object)| !object.is_null());
        if found.is_none() {
            self.miss(kind, name);
        }
        found
    }

    fn graphics_state(
        &mut self,
        operation: &Operation<'_>,
        state: &mut State<'f>,
        frame: &Frame<'f>,
    ) {
        let name = operation.name(0).unwrap_or_default();
        let Some((_, object)) = self.resource(frame, "ExtGState", name) else { return };
        let Some(dict) = self.file.dict(object) else { return };
        state.extend(self.file, dict);
        if let Some(Object::Array(items)) = self.file.get(dict, "Font") {
            let id = items.first().and_then(|font| font.as_reference().ok());
            let object = items.first().map(|font| self.file.follow(font));
            state.text.font = object.and_then(|object| self.font_of(id, object));
            let size = items.get(1).and_then(|size| number(self.file.follow(size)));
            state.text.size = size.unwrap_or(0.0);
        }
    }

    fn font(
        &mut self,
        operation: &Operation<'_>,
        state: &mut State<'f>,
        frame: &Frame<'f>,
    ) {
        state.text.size = operation.number(1);
        let name = operation.name(0).unwrap_or_default();
        let found = self.resource(frame, "Font", name);
        state.text.font = found.and_then(|(id, object)| self.font_of(id, object));
    }

    fn font_of(
        &mut self,
        id: Option<ObjectId>,
        object: &'f Object,
    ) -> Option<Rc<Font<'f>>> {
        let dict = self.file.dict(object)?;
        let known = match id {
            Some(id) => self.known_fonts.get(&id).copied(),
            // Written where it is used; few are.
            None => {
                let few = self.fonts.iter().take(MOST_DIRECT);
                let mut few = few.map(|font| std::ptr::eq(font.dict, dict));
                few.position(|is_same| is_same)
            }
        };
        if let Some(font) = known.and_then(|at| self.fonts.get(at)) {
            self.problems.too_complex |= font.is_cut;
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::of(self.file, dict));
        self.problems.too_complex |= font.is_cut;
        if id.is_some() || self.fonts.len() < MOST_DIRECT {
            self.known_fonts.extend(id.map(|id| (id, self.fonts.len())));
            self.fonts.push(Rc::clone(&font));
        } else {
            // Read anew each time.
            self.left = self.left.saturating_sub(BYTES);
        }
        Some(font)
    }

    fn external(
        &mut self,
        operation: &Operation<'_>,
        state: &State<'f>,
        frame: &Frame<'f>,
        visitor: &mut dyn Visitor,
    ) -> Vec<Painted> {
        let name = operation.name(0).unwrap_or_default();
        let Some((id, object)) = self.resource(frame, "XObject", name) else {
            return Vec::new();
        };
        let Ok(stream) = object.as_stream() else { return Vec::new() };
        match self.file.name(&stream.dict, "Subtype") {
            Some(b"Image") => return self.picture(&stream.dict, id, state, frame),
            Some(b"Form") => {
                let resources = self.own_resources(stream, frame.resources);
                let (kind, matrix) = (Kind::Form, state.matrix);
                let inner = Inner { name, id, stream, resources, kind, matrix };
                let mut within = state.clone();
                within.enter();
                self.place(&inner, &mut within);
                self.inner(&inner, within, frame.depth, visitor);
            }
            _ => {}
        }
        Vec::new()
    }

    fn own_resources(&self, stream: &'f Stream, outer: &'f Dictionary) -> &'f Dictionary {
        self.file.get_dict(&stream.dict, "Resources").unwrap_or(outer)
    }

    /// Moves into a form's own space and clips to its box.
    fn place(&self, inner: &Inner<'_, '_>, state: &mut State<'f>) {
        let dict = &inner.stream.dict;
        let matrix =
            dict.get(b"Matrix").ok().and_then(|object| self.file.numbers(object));
        if let Some(matrix) = matrix.and_then(|numbers| Matrix::of(&numbers)) {
            state.matrix = matrix.then(state.matrix);
        }
        if let Some(area) =
            self.file.area(dict, "BBox").filter(|_| inner.kind == Kind::Form)
        {
            state.clip = state.clip.meet(state.matrix.bounds(area));
        }
    }

    fn inner(
        &mut self,
        inner: &Inner<'_, 'f>,
        state: State<'f>,
        depth: usize,
        visitor: &mut dyn Visitor,
    ) {
        if depth + 1 >= MOST_NESTED {
            self.problems.too_complex = true;
            return;
        }
        self.walked.extend(inner.id);
        match self.file.plain(inner.stream) {
            Ok(data) => {
                visitor.enter(inner);
                self.stream(&data, (inner.resources, depth + 1), state, visitor);
                visitor.leave();
            }
            Err(reason) => {
                self.problems.undecoded.insert(reason);
            }
        }
    }
}

fn is_colour(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"g" | b"G"
            | b"rg"
            | b"RG"
            | b"k"
            | b"K"
            | b"cs"
            | b"CS"
            | b"sc"
            | b"SC"
            | b"scn"
            | b"SCN"
    )
}
