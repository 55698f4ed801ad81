//! Pictures as one plate has them.

use super::Plater;
use crate::preflight::colour::Space;
use crate::preflight::pick::Pick;
use crate::preflight::planes;
use crate::preflight::state::{Coat, Plate};
use crate::preflight::walk::{Step, What};
use lopdf::{Dictionary, Object, ObjectId, Stream};

/// Pixels of one picture that are drawn: more than twice a broadsheet page at
/// 600 to the inch. Much more is a bomb.
const MOST_PIXELS: f64 = 300e6;
/// The same for all pictures of a page, plate by plate: they are held in memory.
pub(super) const MOST_DRAWN: f64 = 600e6;
/// Units of the budget for a pixel.
const PIXEL: f64 = 0.25;

/// Keys of pictures that say nothing of how they look.
const UNSAID: [&str; 4] = ["OPI", "Metadata", "Alternates", "Intent"];

impl Plater<'_, '_> {
    pub(super) fn picture(
        &mut self,
        step: &Step<'_>,
        stream: &Stream,
        id: Option<ObjectId>,
    ) {
        let picture = step.painted.iter().find_map(|painted| match &painted.what {
            What::Picture(picture) => Some((painted, picture)),
            _ => None,
        });
        let Some((painted, picture)) = picture else { return };
        let own = picture.pixels.0 * picture.pixels.1;
        let pixels = own + self.masked(stream);
        let all = match pixels > MOST_PIXELS {
            true => f64::INFINITY,
            false => pixels * self.plates.len() as f64,
        };
        let mut keys = (0..self.plates.len()).filter_map(|plate| Some((id?, plate)));
        let is_known = keys.any(|key| self.pictures.contains_key(&key));
        self.drawn += if is_known { 0.0 } else { all };
        if self.drawn > MOST_DRAWN {
            return;
        }
        let units = PIXEL * pixels + self.ground(step, painted.area).samples(0.0);
        for plate in 0..self.plates.len() {
            if picture.is_mask {
                if self.charge(units) {
                    self.stencil(step, plate, (stream, id));
                }
                continue;
            }
            let Some(_) = painted.coat.on(&self.plates[plate]) else { continue };
            if self.charge(units) {
                self.pixels(plate, &painted.coat, (stream, id));
            }
        }
    }

    /// Pixels of a picture's own masks.
    fn masked(&self, stream: &Stream) -> f64 {
        let file = self.file;
        let masks = ["Mask", "SMask"].iter().filter_map(|key| {
            let mask = file.get(&stream.dict, key)?.as_stream().ok()?;
            let side = |key: &str| file.number(&mask.dict, key).unwrap_or(0.0);
            Some(side("Width") * side("Height"))
        });
        masks.sum()
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
    pub(super) fn written_out(&self, stream: &Stream) -> Stream {
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
