//! Writes a page anew for each plate, in gray: every colour is the plate's
//! tint, pictures and gradients are the plate's part of them, and what
//! overprints without ink on the plate is left out. What knocks out then needs
//! no further thought: it paints white.

mod patterns;
mod pictures;
mod states;

use super::budget::{Budget, Ground, Outline, Pen};
use super::dash::Dash;
use super::file::File;
use super::matrix::{Area, Matrix};
use super::pick::Picks;
use super::plates::real;
use super::state::Plate;
use super::walk::{Inner, Kind, Step, Visitor, What};
use super::weights::Weights;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;
use std::io::Write;

/// Contents written for all plates of a file; a form that is shown thousands
/// of times is written as often.
const MOST_WRITTEN: usize = 256 << 20;
/// Pieces of a letter's outline, and its length by the size of the type.
const LETTER: (f64, f64) = (60.0, 12.0);

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
    /// Pixels drawn for the first time.
    drawn: f64,
    named: usize,
    budget: &'f Budget,
    weights: Weights<'f, 'b>,
    tiles: BTreeMap<ObjectId, patterns::Tile>,
    /// The part of the page that is drawn, and dots to its point.
    part: Area,
    scale: f64,
    /// Whether something was left out that there was no room for.
    is_refused: bool,
    /// Whether dashes were set so far.
    is_dashed: bool,
    /// Units for graphics states, by where their dictionaries stand in memory.
    states: BTreeMap<usize, f64>,
    /// Soft masks around this one.
    depth: usize,
}

/// How finely plates are drawn, and what that may cost.
pub(super) struct Drawing<'a> {
    /// The part of the page.
    pub(super) part: Area,
    /// Dots to the point.
    pub(super) scale: f64,
    pub(super) budget: &'a Budget,
}

/// A stream while it is written.
#[derive(Default)]
struct Frame {
    name: Vec<u8>,
    kind: Kind,
    dict: Dictionary,
    resources: Dictionary,
    /// From its space to the page.
    matrix: Matrix,
    /// Units that the contents of a tile take each time it is drawn, all plates.
    cost: f64,
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
        (plates, resources): (&'f [Plate], &Dictionary),
        drawing: &Drawing<'f>,
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
            named: 0,
            budget: drawing.budget,
            weights: Weights::new(file),
            tiles: BTreeMap::new(),
            part: drawing.part,
            scale: drawing.scale,
            is_refused: false,
            is_dashed: false,
            states: BTreeMap::new(),
            depth: 0,
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
        !self.is_full() && self.drawn <= pictures::MOST_DRAWN && !self.is_refused
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

    /// Takes what a thing costs on one plate; whether there was room for it. Of
    /// what stands in a tile, as often as the tile is drawn.
    fn charge(&mut self, units: f64) -> bool {
        let mut frames = self.frames.iter_mut().rev();
        let is_room = match frames.find(|frame| frame.kind == Kind::Pattern) {
            Some(tile) => {
                tile.cost += units;
                tile.cost <= self.budget.left()
            }
            None => self.budget.spend(units),
        };
        self.is_refused |= !is_room;
        is_room
    }

    fn ground(&self, step: &Step<'_>, area: Area) -> Ground {
        let ground = Ground::of(area.meet(self.part), self.scale, step.state.clips);
        // Of a tile no more than itself is drawn at a time.
        let mut frames = self.frames.iter().rev();
        match frames.find(|frame| frame.kind == Kind::Pattern) {
            Some(tile) => {
                let own = self.file.area(&tile.dict, "BBox");
                let own = own.map_or(Area::NONE, |own| tile.matrix.bounds(own));
                let own = Ground::of(own, self.scale, 0.0);
                Ground { surface: ground.surface.min(own.surface), ..ground }
            }
            None => ground,
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
        self.is_dashed |= step.state.dash.is_some();
        match operation.operator {
            b"d" => {}
            b"gs" => self.graphics_state(step),
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
                if step.path.clips() && !self.clip(step) {
                    return;
                }
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
            matrix: inner.matrix,
            cost: 0.0,
            path: Vec::new(),
            sides,
        });
    }

    fn leave(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        if self.is_full() {
            return;
        }
        let mut dict = std::mem::take(&mut frame.dict);
        for key in ["Filter", "DecodeParms", "Length", "Resources", "OPI", "Metadata"] {
            dict.remove(key.as_bytes());
        }
        if frame.kind == Kind::Pattern {
            dict.set("PaintType", 1);
        }
        frame.dict = dict.clone();
        for (plate, mut side) in std::mem::take(&mut frame.sides).into_iter().enumerate()
        {
            let contents = std::mem::take(&mut side.contents);
            let mut dict = dict.clone();
            dict.set("Resources", side.resources(&frame.resources));
            let stream = Stream::new(dict, contents).with_compression(false);
            if frame.kind == Kind::Pattern {
                if let Some(id) = self.tile(&frame, stream) {
                    self.frame().sides[plate].patterns.set(frame.name.clone(), id);
                }
                continue;
            }
            let id = self.document.add_object(stream);
            match frame.kind {
                Kind::Glyph(_) => self.show(plate, id),
                _ => self.frame().sides[plate].form = Some(id),
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
        let (filling, stroking) = self.weigh(step, step.path.outline());
        let dash = if strokes { self.dash(step) } else { None };
        for plate in 0..self.plates.len() {
            let fill = fills && self.colour(step, plate, false) && self.charge(filling);
            let stroke =
                strokes && self.colour(step, plate, true) && self.charge(stroking);
            if stroke && let Some(dash) = &dash {
                self.put(plate, dash.as_bytes());
            }
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

    /// Units for filling and for stroking a path on one plate.
    fn weigh(&self, step: &Step<'_>, outline: &Outline) -> (f64, f64) {
        let of = |line: bool| {
            let mut painted = step.painted.iter();
            let is_it = |what: &What| matches!(what, What::Line { .. }) == line;
            painted
                .find(|painted| is_it(&painted.what))
                .map(|painted| painted.area)
        };
        let ground = |area: Option<Area>| self.ground(step, area.unwrap_or(Area::NONE));
        let pen = Pen {
            width: step.state.line_width * step.state.matrix.scale(),
            dash: self.fitted(step),
        };
        (ground(of(false)).fill(outline), ground(of(true)).stroke(outline, &pen))
    }

    /// Units for filling and for stroking the letters of a text on one plate.
    fn letters(&self, step: &Step<'_>) -> (f64, f64) {
        let text = &step.state.text;
        let Some(font) = &text.font else { return (0.0, 0.0) };
        let count = font.count(step.operation);
        let size = (text.size * text.matrix.then(step.state.matrix).up()).abs();
        let area = step.painted.first().map_or(Area::NONE, |painted| painted.area);
        let length = LETTER.1 * size * count;
        let outline = Outline {
            pieces: LETTER.0 * count,
            length,
            written: length / step.state.matrix.scale(),
            ..Outline::default()
        };
        let pen = Pen {
            width: step.state.line_width * step.state.matrix.scale(),
            dash: self.fitted(step),
        };
        let ground = self.ground(step, area);
        (ground.letters(count, size), ground.stroke(&outline, &pen))
    }

    /// The dash of lines as plates can show it.
    fn fitted(&self, step: &Step<'_>) -> Option<Dash> {
        let state = step.state;
        let dash = state.dash.as_ref()?;
        let dot = 1.0 / (self.scale * state.matrix.across().max(state.matrix.up()));
        let caps = if state.has_caps { state.line_width } else { 0.0 };
        dash.fitted(dot, caps)
    }

    /// The operation that sets it; none if lines are solid anyhow.
    fn dash(&self, step: &Step<'_>) -> Option<String> {
        self.is_dashed.then(|| Dash::written(self.fitted(step).as_ref()))
    }

    /// Takes what a clipping path costs.
    fn clip(&mut self, step: &Step<'_>) -> bool {
        let outline = *step.path.outline();
        let is_box = outline.pieces <= 4.0 && outline.curves <= 0.0;
        let area = if is_box { Area::NONE } else { step.state.clip };
        let units = self.ground(step, area).fill(&outline);
        (0..self.plates.len()).all(|_| self.charge(units))
    }

    fn text(&mut self, step: &Step<'_>) {
        let mode = step.state.text.mode;
        // Drawings have been shown one by one.
        let is_drawn = step.state.text.font.as_ref().is_some_and(|font| font.is_drawn());
        let is_wanted = !is_drawn && self.is_wanted(step);
        let fills = is_wanted && matches!(mode, 0 | 2 | 4 | 6);
        let strokes = is_wanted && matches!(mode, 1 | 2 | 5 | 6);
        let clips = if mode >= 4 { 4 } else { 0 };
        let (filling, stroking) = self.letters(step);
        let dash = if strokes { self.dash(step) } else { None };
        for plate in 0..self.plates.len() {
            if clips > 0 && !self.charge(filling) {
                return;
            }
            let fill = fills && self.colour(step, plate, false) && self.charge(filling);
            let stroke =
                strokes && self.colour(step, plate, true) && self.charge(stroking);
            if stroke && let Some(dash) = &dash {
                self.put(plate, dash.as_bytes());
            }
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
}
