//! Paintings that have insides or pixels: patterns, pictures, gradients.

use super::{Coat, Colour, Frame, Inner, Kind, Painted, Picture, Visitor, Walker, What};
use crate::preflight::colour::Space;
use crate::preflight::lexer::Operation;
use crate::preflight::matrix::Area;
use crate::preflight::state::State;
use lopdf::{Dictionary, Object, ObjectId};
use std::rc::Rc;

impl<'f> Walker<'f, '_> {
    /// Goes into the patterns that painting uses, once for each stream that
    /// uses them. Tiles are walked, gradients are painted at once.
    pub(super) fn patterns(
        &mut self,
        painter: &[u8],
        state: &State<'f>,
        (frame, visitor): (&mut Frame<'f>, &mut dyn Visitor),
        painted: &mut Vec<Painted>,
    ) {
        let fills = matches!(painter, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let strokes = matches!(painter, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        let Some(area) = painted.first().map(|first| first.area) else { return };
        for (used, colour) in [(fills, &state.fill), (strokes, &state.stroke)] {
            let Some(name) = colour.pattern.as_ref().filter(|_| used) else { continue };
            if colour.is_outside || !frame.patterns.insert(name.clone()) {
                continue;
            }
            let Some((id, object)) = self.resource(frame, "Pattern", name) else {
                continue;
            };
            match object {
                Object::Stream(stream) => {
                    let resources = self.own_resources(stream, frame.resources);
                    let kind = Kind::Pattern;
                    let matrix = frame.base;
                    let inner = Inner { name, id, stream, resources, kind, matrix };
                    let shows = state.shows.unwrap_or(area);
                    let within = self.tile(&inner, colour, (state, shows));
                    let inner = Inner { matrix: within.matrix, ..inner };
                    self.inner(&inner, within, frame.depth, visitor);
                }
                object => {
                    let dict = self.file.dict(object);
                    let own = dict.and_then(|dict| self.file.get_dict(dict, "ExtGState"));
                    let mut state = state.clone();
                    if let Some(own) = own {
                        state.extend(self.file, own);
                    }
                    let dict = dict.and_then(|dict| self.file.get_dict(dict, "Shading"));
                    let coat = dict.map(|dict| self.shade(dict, &state, frame));
                    let gradient = |coat| Painted { area, coat, what: What::Shading };
                    painted.extend(coat.map(gradient));
                }
            }
        }
    }

    /// The state that a tile begins with, which shows all over an area.
    fn tile(
        &mut self,
        inner: &Inner<'_, 'f>,
        colour: &Colour,
        (state, shows): (&State<'f>, Area),
    ) -> State<'f> {
        let dict = &inner.stream.dict;
        let mut within = State::new(inner.matrix, Area::ALL);
        if self.file.number(dict, "PaintType") == Some(2.0) {
            let plain = Colour { pattern: None, ..colour.clone() };
            within.fill = plain.clone();
            within.stroke = plain;
        }
        within.overprint = state.overprint;
        self.place(inner, &mut within);
        let own = self.file.area(dict, "BBox");
        within.clip = own.map_or(Area::NONE, |own| within.matrix.bounds(own));
        within.shows = Some(shows);
        let steps = ["XStep", "YStep"].map(|key| self.file.number(dict, key));
        let is_flat = own.is_none_or(|own| own.width() * own.height() == 0.0);
        self.problems.stepless |=
            is_flat || steps.iter().any(|step| step.is_none_or(|step| step == 0.0));
        within
    }

    pub(super) fn picture(
        &self,
        dict: &Dictionary,
        id: Option<ObjectId>,
        state: &State<'f>,
        frame: &Frame<'f>,
    ) -> Vec<Painted> {
        let file = self.file;
        let either = |long: &str, short: &str| {
            file.number(dict, long)
                .or_else(|| file.number(dict, short))
                .unwrap_or(0.0)
        };
        let is_mask = file.flag(dict, "ImageMask") || file.flag(dict, "IM");
        let unit = Area { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        let area = state.matrix.bounds(unit).meet(state.clip);
        if area.is_none() {
            return Vec::new();
        }
        let mut coat = state.fill_coat();
        if !is_mask {
            let space = dict.get(b"ColorSpace").or_else(|_| dict.get(b"CS"));
            let space = space.map(|space| Space::of(file, frame.resources, space));
            let space = Rc::new(space.unwrap_or(Space::Unknown));
            coat = Coat { space, ..coat.unknown() };
        }
        // JPEG 2000 says its depth itself, and is no line art.
        let is_jpx = file
            .filters(dict)
            .last()
            .is_some_and(|(name, _)| name == b"JPXDecode");
        let picture = Picture {
            id,
            pixels: (either("Width", "W"), either("Height", "H")),
            bits: match (is_mask, is_jpx) {
                (true, _) => 1.0,
                (_, true) => either("BitsPerComponent", "BPC").max(8.0),
                _ => either("BitsPerComponent", "BPC"),
            },
            is_mask,
            size: (state.matrix.across(), state.matrix.up()),
        };
        vec![Painted { area, coat, what: What::Picture(picture) }]
    }

    pub(super) fn shading(
        &mut self,
        operation: &Operation<'_>,
        state: &State<'f>,
        frame: &Frame<'f>,
    ) -> Vec<Painted> {
        let name = operation.name(0).unwrap_or_default();
        let Some((_, object)) = self.resource(frame, "Shading", name) else {
            return Vec::new();
        };
        let Some(dict) = self.file.dict(object) else { return Vec::new() };
        if state.clip.is_none() {
            return Vec::new();
        }
        let coat = self.shade(dict, state, frame);
        vec![Painted { area: state.clip, coat, what: What::Shading }]
    }

    /// What a gradient lays on paper, as far as its colour space tells.
    fn shade(&mut self, dict: &Dictionary, state: &State<'_>, frame: &Frame<'f>) -> Coat {
        self.shaded.insert(std::ptr::from_ref(dict).addr());
        let space = dict.get(b"ColorSpace").ok();
        let space = space.map(|space| Space::of(self.file, frame.resources, space));
        let space = Rc::new(space.unwrap_or(Space::Unknown));
        Coat { space, ..state.fill_coat().unknown() }
    }
}
