//! The graphics state: what operators set and painting uses.

use super::colour::{Colour, Space, Tints};
use super::dash::Dash;
use super::file::File;
use super::fonts::Font;
use super::lexer::{Operation, number};
use super::matrix::{Area, Matrix};
use lopdf::{Dictionary, Object};
use std::rc::Rc;

/// What `q` saves.
#[derive(Clone)]
pub(super) struct State<'f> {
    pub(super) matrix: Matrix,
    /// The box around the clipping path.
    pub(super) clip: Area,
    pub(super) fill: Colour,
    pub(super) stroke: Colour,
    pub(super) line_width: f64,
    /// Whether lines reach beyond their ends.
    pub(super) has_caps: bool,
    /// None for solid lines.
    pub(super) dash: Option<Rc<Dash>>,
    /// Length of the clipping paths, in points of the page; upright boxes are
    /// none.
    pub(super) clips: f64,
    /// Where all shows that is painted inside a tile, as often as it is repeated.
    pub(super) shows: Option<Area>,
    pub(super) overprint: Overprint,
    pub(super) text: Text<'f>,
    /// Inside a glyph that takes the colour of the text, whatever it sets.
    pub(super) is_stencil: bool,
}

/// Whether ink is printed on what lies below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Overprint {
    pub(super) fill: bool,
    pub(super) stroke: bool,
    /// `OPM 1`: no tint of a process ink leaves what lies below.
    pub(super) leaves_zero: bool,
}

/// What text is shown with.
#[derive(Clone)]
pub(super) struct Text<'f> {
    pub(super) font: Option<Rc<Font<'f>>>,
    pub(super) size: f64,
    pub(super) character_space: f64,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
    pub(super) matrix: Matrix,
    pub(super) line: Matrix,
}

impl<'f> State<'f> {
    /// As a page begins.
    pub(super) fn new(matrix: Matrix, clip: Area) -> State<'f> {
        State {
            matrix,
            clip,
            fill: Colour::black(),
            stroke: Colour::black(),
            line_width: 1.0,
            has_caps: false,
            dash: None,
            clips: 0.0,
            shows: None,
            overprint: Overprint::default(),
            text: Text::new(),
            is_stencil: false,
        }
    }

    /// As a form or a glyph begins: its own resources know nothing of a pattern
    /// from outside.
    pub(super) fn enter(&mut self) {
        self.fill.is_outside = self.fill.pattern.is_some();
        self.stroke.is_outside = self.stroke.pattern.is_some();
    }

    /// Sets what an operator of state or colour sets; whether it was one.
    pub(super) fn set(
        &mut self,
        file: &File<'_>,
        resources: &Dictionary,
        operation: &Operation<'_>,
    ) -> bool {
        match operation.operator {
            b"cm" => {
                if let Some(matrix) = Matrix::of(&operation.numbers()) {
                    self.matrix = matrix.then(self.matrix);
                }
            }
            b"w" => self.line_width = operation.number(0).abs(),
            b"J" => self.has_caps = operation.number(0) > 0.0,
            b"d" => self.dash = dash(operation.operands.first(), operation.number(1)),
            b"g" | b"rg" | b"k" => self.fill = device(operation),
            b"G" | b"RG" | b"K" => self.stroke = device(operation),
            b"cs" => self.fill = chosen(file, resources, operation),
            b"CS" => self.stroke = chosen(file, resources, operation),
            b"sc" | b"scn" => paint(&mut self.fill, operation),
            b"SC" | b"SCN" => paint(&mut self.stroke, operation),
            _ => return self.text.set(operation),
        }
        true
    }

    /// Takes over an extended graphics state.
    pub(super) fn extend(&mut self, file: &File<'_>, dict: &Dictionary) {
        let flag =
            |key: &str| file.get(dict, key).and_then(|object| object.as_bool().ok());
        // Without `op`, `OP` speaks for both.
        let both = flag("OP");
        if let Some(on) = both {
            self.overprint.stroke = on;
        }
        if let Some(on) = flag("op").or(both) {
            self.overprint.fill = on;
        }
        if let Some(mode) = file.number(dict, "OPM") {
            self.overprint.leaves_zero = mode > 0.5;
        }
        if let Some(width) = file.number(dict, "LW") {
            self.line_width = width.abs();
        }
        if let Some(cap) = file.number(dict, "LC") {
            self.has_caps = cap > 0.0;
        }
        if let Some(Object::Array(items)) = file.get(dict, "D") {
            let phase = items.get(1).and_then(|phase| number(file.follow(phase)));
            let parts = items.first().map(|parts| file.follow(parts));
            self.dash = dash(parts, phase.unwrap_or(0.0));
        }
    }
}

fn dash(parts: Option<&Object>, phase: f64) -> Option<Rc<Dash>> {
    parts.and_then(|parts| Dash::of(parts, phase)).map(Rc::new)
}

fn device(operation: &Operation<'_>) -> Colour {
    let space = match operation.operator {
        b"g" | b"G" => Space::Gray,
        b"rg" | b"RG" => Space::Rgb,
        _ => Space::Cmyk,
    };
    Colour {
        space: Rc::new(space),
        parts: operation.numbers(),
        pattern: None,
        is_outside: false,
    }
}

fn chosen(file: &File<'_>, resources: &Dictionary, operation: &Operation<'_>) -> Colour {
    let space = operation
        .operands
        .first()
        .map_or(Space::Unknown, |object| Space::of(file, resources, object));
    Rc::new(space).first_colour()
}

fn paint(colour: &mut Colour, operation: &Operation<'_>) {
    colour.parts = operation.numbers();
    colour.is_outside = false;
    let last = operation.operands.last();
    colour.pattern = last.and_then(|object| object.as_name().ok()).map(<[u8]>::to_vec);
}

impl<'f> Text<'f> {
    /// As a page begins.
    pub(super) fn new() -> Text<'f> {
        Text {
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }

    /// Sets what a text operator sets; whether it was one.
    fn set(&mut self, operation: &Operation<'_>) -> bool {
        let first = operation.number(0);
        match operation.operator {
            b"Tc" => self.character_space = first,
            b"Tw" => self.word_space = first,
            b"Tz" => self.scale = first / 100.0,
            b"TL" => self.leading = first,
            b"Ts" => self.rise = first,
            b"Tr" => self.mode = operation.operands.first().map_or(0, whole),
            b"BT" => {
                self.matrix = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            b"Td" => self.next_line(first, operation.number(1)),
            b"TD" => {
                self.leading = -operation.number(1);
                self.next_line(first, operation.number(1));
            }
            b"Tm" => {
                if let Some(matrix) = Matrix::of(&operation.numbers()) {
                    self.line = matrix;
                    self.matrix = matrix;
                }
            }
            b"T*" => self.next_line(0.0, -self.leading),
            _ => return false,
        }
        true
    }

    /// Goes to a new line, so far from the beginning of this one.
    pub(super) fn next_line(&mut self, across: f64, up: f64) {
        let step = Matrix([1.0, 0.0, 0.0, 1.0, across, up]);
        self.line = step.then(self.line);
        self.matrix = self.line;
    }
}

fn whole(object: &Object) -> i64 {
    object
        .as_i64()
        .ok()
        .or_else(|| number(object).map(|_| 0))
        .unwrap_or(0)
}

/// What is laid on paper when something is painted, and how.
#[derive(Clone, Debug)]
pub(super) struct Coat {
    pub(super) space: Rc<Space>,
    pub(super) tints: Tints,
    /// Painted with a pattern: what it lays down is told by the pattern.
    pub(super) patterned: bool,
    pub(super) overprints: bool,
    /// Process inks of no tint leave what lies below.
    pub(super) leaves_zero: bool,
    /// Whether the tints are known: not of pictures, gradients and tables.
    pub(super) is_known: bool,
}

impl State<'_> {
    /// What filling lays on paper.
    pub(super) fn fill_coat(&self) -> Coat {
        coat(&self.fill, self.overprint.fill, self.overprint.leaves_zero)
    }

    /// What stroking lays on paper.
    pub(super) fn stroke_coat(&self) -> Coat {
        coat(&self.stroke, self.overprint.stroke, self.overprint.leaves_zero)
    }
}

fn coat(colour: &Colour, overprints: bool, mode: bool) -> Coat {
    Coat {
        space: Rc::clone(&colour.space),
        tints: colour.tints(),
        patterned: colour.pattern.is_some(),
        overprints,
        leaves_zero: mode && *colour.space == Space::Cmyk,
        is_known: !matches!(*colour.space, Space::Indexed(_) | Space::Unknown),
    }
}

/// A plate: a process ink by its number, or a spot ink by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plate {
    /// 0 cyan, 1 magenta, 2 yellow, 3 black.
    Process(usize),
    /// A spot ink.
    Spot(String),
}

impl Plate {
    /// The plates that an ink's name stands for.
    fn named(name: &str) -> Vec<Plate> {
        match super::colour::PROCESS.iter().position(|process| *process == name) {
            Some(ink) => vec![Plate::Process(ink)],
            None if name == "All" => (0..4).map(Plate::Process).collect(),
            None if name == "None" => Vec::new(),
            None => vec![Plate::Spot(name.to_string())],
        }
    }
}

impl Coat {
    /// The same of which only the space is known, as of pictures and gradients.
    /// Their process inks of no tint knock out, whatever the mode.
    pub(super) fn unknown(self) -> Coat {
        Coat {
            tints: Tints::default(),
            patterned: false,
            leaves_zero: false,
            is_known: false,
            ..self
        }
    }

    /// The plates on which something may print. Of pictures, gradients and
    /// tables only the space is known.
    pub(super) fn plates(&self) -> Vec<Plate> {
        if self.patterned {
            return Vec::new();
        }
        let tints = &self.tints;
        if !tints.is_white() {
            let process =
                (0..4).filter(|ink| tints.process[*ink] > 0.0).map(Plate::Process);
            let spots = tints.spots.iter().filter(|(_, tint)| *tint > 0.0);
            return process
                .chain(spots.map(|(name, _)| Plate::Spot(name.clone())))
                .collect();
        }
        if self.is_known {
            return Vec::new();
        }
        let mut space = &*self.space;
        while let Space::Indexed(base) = space {
            space = base;
        }
        match space {
            Space::Gray | Space::Icc(1) | Space::Measured("CalGray") => {
                vec![Plate::Process(3)]
            }
            Space::Inks(names, _) => {
                names.iter().flat_map(|name| Plate::named(name)).collect()
            }
            Space::Pattern(_) | Space::Unknown | Space::Measured(_) => Vec::new(),
            _ => (0..4).map(Plate::Process).collect(),
        }
    }

    /// The tint on a plate; none if the plate is left as it is below.
    pub(super) fn on(&self, plate: &Plate) -> Option<f64> {
        let spot = |name: &String| {
            let own = self.tints.spots.iter().find(|(spot, _)| spot == name);
            own.map(|(_, tint)| *tint).or(self.tints.all)
        };
        let named = match (&*self.space, plate) {
            (Space::Inks(names, _), Plate::Process(ink)) => {
                let own = names.iter().any(|name| name == super::colour::PROCESS[*ink]);
                (own || self.tints.all.is_some()).then(|| self.tints.process[*ink])
            }
            (_, Plate::Process(ink)) => {
                let tint = self.tints.process[*ink];
                (tint > 0.0 || !self.leaves_zero).then_some(tint)
            }
            (_, Plate::Spot(name)) => spot(name),
        };
        match (named, self.overprints) {
            (Some(tint), _) => Some(tint),
            (None, true) => None,
            (None, false) => Some(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(
        space: Space,
        parts: &[f64],
        overprints: bool,
        mode: bool,
    ) -> [Option<f64>; 3] {
        let colour = Colour {
            space: Rc::new(space),
            parts: parts.to_vec(),
            pattern: None,
            is_outside: false,
        };
        let coat = coat(&colour, overprints, mode);
        let spot = Plate::Spot("Gold".into());
        [coat.on(&Plate::Process(0)), coat.on(&Plate::Process(3)), coat.on(&spot)]
    }

    /// The table of overprinting in ISO 32000: 11.7.4.
    #[test]
    fn overprinting_leaves_the_plates_that_the_colour_does_not_speak_of() {
        let black = [0.0, 0.0, 0.0, 1.0];
        let zero = Some(0.0);
        assert_eq!(painted(Space::Cmyk, &black, false, true), [zero, Some(1.0), zero]);
        assert_eq!(painted(Space::Cmyk, &black, true, false), [zero, Some(1.0), None]);
        assert_eq!(painted(Space::Cmyk, &black, true, true), [None, Some(1.0), None]);
        // Gray is no process colour as written, so that its mode does not count.
        assert_eq!(painted(Space::Gray, &[0.0], true, true), [zero, Some(1.0), None]);
        let gold = Space::Inks(vec!["Gold".into()], Rc::new(Space::Cmyk));
        assert_eq!(painted(gold.clone(), &[0.0], true, true), [None, None, zero]);
        assert_eq!(painted(gold, &[0.5], false, true), [zero, zero, Some(0.5)]);
        let every = Space::Inks(vec!["All".into()], Rc::new(Space::Cmyk));
        assert_eq!(painted(every, &[1.0], true, false), [Some(1.0); 3]);
    }
}
