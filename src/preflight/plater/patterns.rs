//! Tiles and gradients as one plate has them, and what drawing them costs.

use super::{Frame, Plater};
use crate::preflight::budget::at_once;
use crate::preflight::colour::Space;
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::pick::Pick;
use crate::preflight::plates::real;
use crate::preflight::state::Coat;
use crate::preflight::walk::{Step, What};
use lopdf::{Object, ObjectId, Stream, dictionary};
use std::rc::Rc;

/// Bytes for a dot of a tile.
const DOT: f64 = 4.0;
/// Below this step the drawing library takes a tile for nothing, so that finer
/// ones are written in larger units; and the finest that can be.
const STEPS: (f64, f64) = (0.1, 1e-12);
/// Dots a side that the drawing library counts to.
const MOST_DOTS: f64 = 65_535.0;

/// A tile that was written.
#[derive(Clone, Copy)]
pub(super) struct Tile {
    /// Units for its contents on one plate.
    cost: f64,
    /// From its space to the page.
    matrix: Matrix,
    size: (f64, f64),
    step: (f64, f64),
}

impl Tile {
    /// Of a stream that has been written; none if tiles would all lie on one spot.
    fn of(numbers: impl Fn(&str) -> Option<f64>, area: Option<Area>) -> Option<Tile> {
        let step = |key: &str| {
            let step = numbers(key).map(f64::abs);
            step.filter(|step| *step > 0.0 && step.is_finite())
        };
        let area = area?;
        Some(Tile {
            cost: 0.0,
            matrix: Matrix::IDENTITY,
            size: (area.width(), area.height()),
            step: (step("XStep")?, step("YStep")?),
        })
    }

    /// Units for painting an area with it: each plate draws the tile as often as
    /// it overlaps itself, into a picture of the area or of one step.
    fn units(&self, area: Area, scale: f64) -> f64 {
        let Some(back) = self.matrix.inverse() else { return f64::INFINITY };
        let seen = back.bounds(area);
        let side = |seen: f64, step: f64, long: f64| {
            (seen.min(step) * long * scale).clamp(1.0, MOST_DOTS)
        };
        let (across, up) = (self.matrix.across(), self.matrix.up());
        let dots = side(seen.width(), self.step.0, across)
            * side(seen.height(), self.step.1, up);
        let copies =
            (self.size.0 / self.step.0 + 2.0) * (self.size.1 / self.step.1 + 2.0);
        at_once(DOT * dots) + dots + self.cost * copies
    }
}

impl Plater<'_, '_> {
    pub(super) fn pattern(
        &mut self,
        step: &Step<'_>,
        (plate, strokes): (usize, bool),
        name: &[u8],
    ) -> bool {
        let known = self.frame().sides[plate].patterns.get(name).ok();
        let tile = known.and_then(|known| known.as_reference().ok());
        let tile = tile.and_then(|id| self.tiles.get(&id)).copied();
        let area = step.painted.first().map_or(Area::NONE, |painted| painted.area);
        let area = area.meet(self.part);
        let is_painted = match tile {
            Some(tile) if area.is_none() => tile.cost.is_finite(),
            Some(tile) => self.charge(tile.units(area, self.scale)),
            None => self.gradient(step, (plate, strokes), name),
        };
        if !is_painted {
            return false;
        }
        let name = String::from_utf8_lossy(name).into_owned();
        let (space, set) = if strokes { ("CS", "SCN") } else { ("cs", "scn") };
        self.put(plate, format!("/Pattern {space} /{name} {set}").as_bytes());
        true
    }

    /// Remembers what a tile costs that is written under a number; writes it in
    /// units that the drawing library can count.
    pub(super) fn tile(&mut self, frame: &Frame, mut stream: Stream) -> Option<ObjectId> {
        let file = self.file;
        let own = &frame.dict;
        let tile = Tile::of(|key| file.number(own, key), file.area(own, "BBox"))?;
        let least = tile.step.0.min(tile.step.1);
        if least < STEPS.1 {
            self.is_refused = true;
            return None;
        }
        if least < STEPS.0 {
            stream = self.enlarged(stream, (1.0 / least).log2().ceil().exp2());
        }
        let cost = frame.cost / self.plates.len().max(1) as f64;
        let id = self.document.add_object(stream);
        self.tiles.insert(id, Tile { cost, matrix: frame.matrix, ..tile });
        Some(id)
    }

    /// A tile so many times as large in its own space, and as large on the page.
    fn enlarged(&mut self, stream: Stream, by: f64) -> Stream {
        let (file, tile) = (self.file, &stream.dict);
        let numbers =
            |key: &str| tile.get(key.as_bytes()).ok().and_then(|list| file.numbers(list));
        let matrix = numbers("Matrix").and_then(|numbers| Matrix::of(&numbers));
        let small = Matrix([1.0 / by, 0.0, 0.0, 1.0 / by, 0.0, 0.0]);
        let matrix = small.then(matrix.unwrap_or(Matrix::IDENTITY));
        let reals = |list: &[f64]| -> Vec<Object> {
            list.iter().map(|number| Object::Real(real(*number))).collect()
        };
        let mut dict = tile.clone();
        let size: Vec<f64> = numbers("BBox")
            .unwrap_or_default()
            .iter()
            .map(|side| side * by)
            .collect();
        dict.set("BBox", reals(&size));
        dict.set("Matrix", reals(&matrix.0));
        for key in ["XStep", "YStep"] {
            let step = file.number(tile, key).unwrap_or(0.0);
            dict.set(key, Object::Real(real(step * by)));
        }
        let form = dictionary! {
            "Subtype" => "Form",
            "BBox" => tile.get(b"BBox").cloned().unwrap_or(Object::Null),
            "Resources" => tile.get(b"Resources").cloned().unwrap_or(Object::Null),
        };
        let form = Stream::new(form, stream.content).with_compression(false);
        let form = self.document.add_object(form);
        dict.set("Resources", dictionary! { "XObject" => dictionary! { "Qz" => form } });
        let by = real(by);
        let contents = format!("{by} 0 0 {by} 0 0 cm /Qz Do");
        Stream::new(dict, contents.into_bytes()).with_compression(false)
    }

    /// A pattern that is a gradient, written for a plate; whether it prints there.
    fn gradient(
        &mut self,
        step: &Step<'_>,
        (plate, strokes): (usize, bool),
        name: &[u8],
    ) -> bool {
        let file = self.file;
        let listed = file.get_dict(step.resources, "Pattern");
        let object = listed.and_then(|dict| dict.get(name).ok());
        let Some(Object::Dictionary(dict)) = object.map(|object| file.follow(object))
        else {
            return false;
        };
        let Some(shading) = file.get(dict, "Shading") else { return false };
        let mut state = step.state.clone();
        if let Some(own) = file.get_dict(dict, "ExtGState") {
            state.extend(file, own);
        }
        let coat = if strokes { state.stroke_coat() } else { state.fill_coat() };
        let coat = Coat { space: self.space(step, shading), ..coat.unknown() };
        if coat.on(&self.plates[plate]).is_none() {
            return false;
        }
        let own = dict.get(b"Matrix").ok().and_then(|own| file.numbers(own));
        let own = own.and_then(|own| Matrix::of(&own)).unwrap_or(Matrix::IDENTITY);
        let area = step
            .painted
            .iter()
            .find(|painted| matches!(painted.what, What::Line { .. }) == strokes);
        let area = area.map_or(Area::NONE, |painted| painted.area);
        if !self.weighed(step, shading, (own.then(step.base), area)) {
            return false;
        }
        if self.frame().sides[plate].patterns.has(name) {
            return true;
        }
        let (shading, _) = self.shaded(step, plate, shading);
        let mut dict = dict.clone();
        dict.set("Shading", shading);
        self.frame().sides[plate].patterns.set(name.to_vec(), dict);
        true
    }

    fn space(&self, step: &Step<'_>, shading: &Object) -> Rc<Space> {
        let own = self.file.dict(shading).and_then(|dict| dict.get(b"ColorSpace").ok());
        let space = own.map(|object| Space::of(self.file, step.resources, object));
        Rc::new(space.unwrap_or(Space::Unknown))
    }

    /// Whether there is room for a gradient on one plate; with the way from its
    /// space to the page, and the box it shows in.
    fn weighed(
        &mut self,
        step: &Step<'_>,
        shading: &Object,
        (matrix, area): (Matrix, Area),
    ) -> bool {
        let (part, scale) = (self.part, self.scale);
        let dots = Matrix([scale, 0.0, 0.0, -scale, -part.x0 * scale, part.y1 * scale]);
        let (read, steps) = self.weights.gradient(shading, matrix.then(dots));
        let units = read + self.ground(step, area).samples(steps);
        self.charge(units)
    }

    /// A gradient in the plate's gray, and whether it prints there at all.
    fn shaded(
        &mut self,
        step: &Step<'_>,
        plate: usize,
        shading: &Object,
    ) -> (Object, bool) {
        let pick = Pick::of(&self.space(step, shading), &self.plates[plate]);
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

    pub(super) fn shading(&mut self, step: &Step<'_>) {
        let Some(painted) = step.painted.first() else { return };
        let name = step.operation.name(0).unwrap_or_default();
        let listed = self.file.get_dict(step.resources, "Shading");
        let Some(object) = listed.and_then(|dict| dict.get(name).ok()) else { return };
        for plate in 0..self.plates.len() {
            if painted.coat.on(&self.plates[plate]).is_none()
                || !self.weighed(step, object, (step.state.matrix, painted.area))
            {
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
}
