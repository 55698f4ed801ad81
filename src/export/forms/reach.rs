//! What a page draws with, and what of its looks would not go with it when it is
//! placed: layers that are switched off, notes that lie over it.

use super::{PdfFile, number};
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeSet;

/// What was seen on a walk through all that a page draws with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// A layer that is off, on the screen or in print, or one that shows where
    /// others are off: without layers all of them print.
    pub(super) hides: bool,
    /// Something shines through, or is blended.
    pub(super) transparent: bool,
}

/// Keys that lead out of a page.
const OUT: [&[u8]; 4] = [b"Parent", b"StructParent", b"Metadata", b"PieceInfo"];
/// A note's flags (ISO 32000-1, table 165): never shown; printed.
const HIDDEN: i64 = 2;
const PRINT: i64 = 4;

impl PdfFile {
    /// Walks through what a page draws with; each object once.
    pub(super) fn reach(&self, page: ObjectId) -> Reach {
        let off = self.layers_off();
        let mut reach = Reach::default();
        let mut seen = BTreeSet::new();
        let mut stack: Vec<&Object> = Vec::new();
        stack.extend(self.inherited(page, b"Resources"));
        while let Some(object) = stack.pop() {
            match object {
                Object::Reference(id) => {
                    reach.hides |= off.contains(id);
                    if seen.insert(*id) {
                        stack.extend(self.document.get_object(*id).ok());
                    }
                }
                Object::Array(parts) => stack.extend(parts),
                Object::Dictionary(dict) => self.look(dict, &mut reach, &mut stack),
                Object::Stream(stream) => self.look(&stream.dict, &mut reach, &mut stack),
                _ => {}
            }
        }
        reach
    }

    fn look<'o>(
        &'o self,
        dict: &'o Dictionary,
        reach: &mut Reach,
        stack: &mut Vec<&'o Object>,
    ) {
        if dict.has_type(b"Page") || dict.has_type(b"Pages") {
            return;
        }
        let name = |key: &[u8]| self.of(dict, key).and_then(|name| name.as_name().ok());
        let among_off = matches!(name(b"P"), Some(b"AllOff" | b"AnyOff"));
        reach.hides |= dict.has_type(b"OCMD") && (among_off || dict.has(b"VE"));
        let clear = |key: &[u8]| {
            self.of(dict, key)
                .and_then(number)
                .is_some_and(|opacity| opacity < 0.9999)
        };
        let masked = self
            .of(dict, b"SMask")
            .is_some_and(|mask| mask.as_dict().is_ok() || mask.as_stream().is_ok());
        let in_data = self.of(dict, b"SMaskInData").and_then(number);
        reach.transparent |= clear(b"ca")
            || clear(b"CA")
            || masked
            || in_data.is_some_and(|kind| kind > 0.0)
            || self.of(dict, b"BM").is_some_and(|mode| !is_normal(mode));
        let goes_on = dict.iter().filter(|(key, _)| !OUT.contains(&key.as_slice()));
        stack.extend(goes_on.map(|(_, value)| value));
    }

    /// Layers that do not show or do not print, as the file is opened.
    fn layers_off(&self) -> BTreeSet<ObjectId> {
        let catalog = self.document.catalog().ok();
        let properties = catalog.and_then(|catalog| self.of(catalog, b"OCProperties"));
        let Some(properties) = properties.and_then(|object| object.as_dict().ok()) else {
            return BTreeSet::new();
        };
        let all = self.references(properties, b"OCGs");
        let usual = self.of(properties, b"D").and_then(|usual| usual.as_dict().ok());
        let (on, mut off) = usual.map_or_else(Default::default, |usual| {
            (self.references(usual, b"ON"), self.references(usual, b"OFF"))
        });
        let base = usual.and_then(|usual| self.of(usual, b"BaseState"));
        if base.and_then(|base| base.as_name().ok()) == Some(b"OFF") {
            off.extend(all.difference(&on));
        }
        off.extend(all.iter().filter(|layer| self.is_off_by_use(**layer)));
        off
    }

    /// A layer that says itself that it is not to be printed, or not to be seen.
    fn is_off_by_use(&self, layer: ObjectId) -> bool {
        let layer = self.document.get_dictionary(layer).ok();
        let usage = layer.and_then(|layer| self.of(layer, b"Usage")?.as_dict().ok());
        let says = |kind: &[u8], state: &[u8]| {
            let own = self.of(usage?, kind)?.as_dict().ok()?;
            Some(self.of(own, state)?.as_name().ok()? == b"OFF")
        };
        [says(b"Print", b"PrintState"), says(b"View", b"ViewState")].contains(&Some(true))
    }

    /// The kind of the first note that prints over a page, and would be left
    /// behind: a stamp, a text box, a field of a form.
    pub(super) fn note(
        &self,
        page: ObjectId,
        [left, bottom, right, top]: [f64; 4],
    ) -> Option<String> {
        let page = self.document.get_dictionary(page).ok()?;
        let notes = self.of(page, b"Annots")?.as_array().ok()?;
        let notes = notes.iter().filter_map(|note| self.resolved(note).as_dict().ok());
        let kind = |note: &Dictionary| {
            let kind = self.of(note, b"Subtype")?.as_name().ok()?;
            let flags = self.of(note, b"F").and_then(|flags| flags.as_i64().ok());
            let flags = flags.unwrap_or(0);
            let prints = flags & PRINT != 0 && flags & HIDDEN == 0;
            let looks = self.of(note, b"AP").and_then(|looks| looks.as_dict().ok())?;
            let is_mark = matches!(kind, b"PrinterMark" | b"TrapNet" | b"Popup");
            if !prints || is_mark || !looks.has(b"N") {
                return None;
            }
            let area = self.of(note, b"Rect")?.as_array().ok()?;
            let area: Vec<f64> =
                area.iter().filter_map(|side| number(self.resolved(side))).collect();
            let [x0, y0, x1, y1] = *<&[f64; 4]>::try_from(area.as_slice()).ok()?;
            let over = x0.max(x1) > left && x0.min(x1) < right;
            let over = over && y0.max(y1) > bottom && y0.min(y1) < top;
            over.then(|| String::from_utf8_lossy(kind).into_owned())
        };
        notes.filter_map(kind).next()
    }

    fn of<'o>(&'o self, dict: &'o Dictionary, key: &[u8]) -> Option<&'o Object> {
        dict.get(key).ok().map(|object| self.resolved(object))
    }

    fn references(&self, dict: &Dictionary, key: &[u8]) -> BTreeSet<ObjectId> {
        let array = self.of(dict, key).and_then(|array| array.as_array().ok());
        let ids = array.into_iter().flatten();
        ids.filter_map(|object| object.as_reference().ok()).collect()
    }
}

/// A blend mode that covers what lies below; of a list the first counts.
fn is_normal(mode: &Object) -> bool {
    let first = match mode {
        Object::Array(list) => list.first(),
        other => Some(other),
    };
    let name = first.and_then(|name| name.as_name().ok());
    matches!(name, Some(b"Normal" | b"Compatible") | None)
}
