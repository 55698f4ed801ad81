//! Graphics states whose drawing may cost much: soft masks are drawings of their
//! own, and transfer functions may call each other.

use super::{Drawing, Plater};
use crate::preflight::budget::Budget;
use crate::preflight::matrix::Area;
use crate::preflight::pick::Picks;
use crate::preflight::state::Plate;
use crate::preflight::walk::{Step, Walker};
use lopdf::{Dictionary, Document, ObjectId};

/// Soft masks inside each other.
const MOST_NESTED: usize = 4;
/// Operations in one soft mask.
const MOST_OPERATIONS: usize = 100_000;
/// Units for each of them, if it paints nothing.
const OPERATION: f64 = 10.0;

impl Plater<'_, '_> {
    /// Sets a graphics state, if there is room for what it brings along.
    pub(super) fn graphics_state(&mut self, step: &Step<'_>) {
        let name = step.operation.name(0).unwrap_or_default();
        let listed = self.file.get_dict(step.resources, "ExtGState");
        let dict = listed.and_then(|all| self.file.dict(all.get(name).ok()?));
        let Some(dict) = dict else { return };
        let place = std::ptr::from_ref(dict).addr();
        let known = self.states.get(&place).copied();
        let cost = known.unwrap_or_else(|| self.cost(dict));
        self.states.insert(place, cost);
        for plate in 0..self.plates.len() {
            if self.charge(cost) {
                self.put(plate, step.operation.source);
            }
        }
    }

    /// Units for a graphics state on one plate.
    fn cost(&mut self, dict: &Dictionary) -> f64 {
        let file = self.file;
        let mask = file.get_dict(dict, "SMask");
        let mut functions: Vec<_> = ["TR", "TR2"]
            .iter()
            .filter_map(|key| dict.get(key.as_bytes()).ok())
            .collect();
        functions.extend(mask.and_then(|mask| mask.get(b"TR").ok()));
        let read = functions.into_iter().map(|own| {
            let own = self.weights.function(own);
            own.read + 256.0 * own.steps
        });
        let read: f64 = read.sum();
        let drawn = mask.and_then(|mask| mask.get(b"G").ok()?.as_reference().ok());
        read + drawn.map_or(0.0, |id| self.mask(id))
    }

    /// Units for drawing a mask once.
    fn mask(&mut self, id: ObjectId) -> f64 {
        if self.depth >= MOST_NESTED {
            return f64::INFINITY;
        }
        let (mut document, mut picks) = (Document::new(), Picks::default());
        let budget = Budget::of(self.budget.left());
        let (part, scale) = (self.part, self.scale);
        let drawing = Drawing { part, scale, budget: &budget };
        let (plates, nothing) = ([Plate::Process(3)], Dictionary::new());
        let target = (&mut document, &mut picks);
        let mut inner = Plater::new(self.file, target, (&plates, &nothing), &drawing);
        inner.depth = self.depth + 1;
        let mut walker = Walker::limited(self.file, MOST_OPERATIONS);
        walker.alone(id, &mut inner);
        if !inner.is_whole() || walker.problems.too_complex {
            return f64::INFINITY;
        }
        let dots = super::Ground::of(part.meet(Area::ALL), scale, 0.0).samples(1.0);
        let spent = self.budget.left() - budget.left();
        spent + OPERATION * MOST_OPERATIONS as f64 + dots
    }
}
