//! How much work gradients are before they are drawn: their functions, which may
//! call each other, and their meshes.

use super::budget::at_once;
use super::file::File;
use super::matrix::{Area, Matrix};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// Functions inside each other, and braces in a program.
const MOST_NESTED: usize = 32;
/// Units for a function, each time that one names it; for a byte of its samples or
/// of its program.
const FUNCTION: f64 = 800.0;
const BYTE: f64 = 10.0;
/// Units for a triangle, and for each dot of the box around it.
const TRIANGLE: (f64, f64) = (100.0, 5.0);
/// Triangles that a patch is drawn with.
const PATCH: f64 = 722.0;
/// Bytes that a triangle, and a dot of a mesh, take while it is drawn.
const HELD: (f64, f64) = (300.0, 100.0);
/// Dots that the drawing library counts to.
const MOST_DOTS: f64 = 65_535.0;

/// What a function costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Function {
    /// Units for reading it.
    pub(super) read: f64,
    /// Steps for each value.
    pub(super) steps: f64,
}

const NONE: Function = Function { read: 0.0, steps: 0.0 };
/// It calls itself, or its insides cannot be counted.
const ENDLESS: Function = Function { read: f64::INFINITY, steps: f64::INFINITY };

/// Weighs functions; each is looked into once.
pub(super) struct Weights<'f, 'b> {
    file: &'f File<'b>,
    known: BTreeMap<ObjectId, Function>,
    /// Functions that were looked into.
    pub(super) looks: usize,
}

impl<'f, 'b> Weights<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Weights<'f, 'b> {
        Weights { file, known: BTreeMap::new(), looks: 0 }
    }

    /// Of a function, or of all in a list.
    pub(super) fn function(&mut self, object: &Object) -> Function {
        self.nested(object, 0)
    }

    fn nested(&mut self, object: &Object, depth: usize) -> Function {
        if depth > MOST_NESTED {
            return ENDLESS;
        }
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return *known;
        }
        // Until it is known: who comes here again calls itself.
        self.known.extend(id.map(|id| (id, ENDLESS)));
        self.looks += 1;
        let found = self.look(object, depth);
        self.known.extend(id.map(|id| (id, found)));
        found
    }

    fn look(&mut self, object: &Object, depth: usize) -> Function {
        let file = self.file;
        let (dict, stream) = match file.follow(object) {
            Object::Array(items) => {
                let each = items.iter().map(|item| self.nested(item, depth + 1));
                return each.fold(NONE, |all, own| Function {
                    read: all.read + own.read,
                    steps: all.steps + own.steps,
                });
            }
            Object::Dictionary(dict) => (dict, None),
            Object::Stream(stream) => (&stream.dict, Some(stream)),
            _ => return NONE,
        };
        let data = stream.map(|stream| file.plain(stream).unwrap_or_default());
        let data = data.unwrap_or_default();
        let read = FUNCTION + BYTE * data.len() as f64;
        match file.number(dict, "FunctionType") {
            Some(0.0) => {
                let domain = dict.get(b"Domain").ok().and_then(|own| file.numbers(own));
                let inputs = domain.map_or(0, |domain| domain.len() / 2);
                Function { read, steps: 4.0 * (inputs as f64).exp2() }
            }
            Some(3.0) => {
                let parts = file.get(dict, "Functions");
                let parts = parts.and_then(|parts| parts.as_array().ok());
                let each: Vec<Function> = parts
                    .into_iter()
                    .flatten()
                    .map(|part| self.nested(part, depth + 1))
                    .collect();
                let steps = each.iter().map(|own| own.steps).fold(0.0, f64::max);
                let own: f64 = each.iter().map(|own| own.read).sum();
                Function { read: read + own, steps: steps + 1.0 }
            }
            Some(4.0) if braces(&data) > MOST_NESTED => ENDLESS,
            Some(4.0) => Function { read, steps: data.len() as f64 / 2.0 },
            _ => Function { read, steps: 1.0 },
        }
    }

    /// Units for a gradient before its dots are drawn, and steps for each of them.
    /// `matrix`: from its space to dots of the plate.
    pub(super) fn gradient(&mut self, shading: &Object, matrix: Matrix) -> (f64, f64) {
        let Some(dict) = self.file.dict(shading) else { return (0.0, 0.0) };
        let function = dict.get(b"Function").ok();
        let function = function.map_or(NONE, |function| self.function(function));
        let extends = self.file.get(dict, "Extend");
        let extends = extends.and_then(|list| list.as_array().ok()).is_some_and(|list| {
            list.iter()
                .all(|side| *self.file.follow(side) == Object::Boolean(true))
        });
        let (read, steps) = (function.read, function.steps);
        let kind = self.file.number(dict, "ShadingType").unwrap_or(0.0);
        match self.file.follow(shading) {
            Object::Stream(stream) if kind >= 4.0 => {
                (read + self.mesh(stream, kind, matrix), steps + 9.0)
            }
            // Reckoned dot by dot, but for those that go on at both ends.
            _ if kind < 2.0 || !extends => (read, steps + 8.0),
            _ => (read, 1.0),
        }
    }

    /// Units for a mesh.
    fn mesh(&self, stream: &Stream, kind: f64, matrix: Matrix) -> f64 {
        let file = self.file;
        let data = file.plain(stream).unwrap_or_default();
        let read = BYTE * data.len() as f64;
        let Some(mut mesh) = Mesh::new(file, &stream.dict, &data, matrix) else {
            return read;
        };
        let number = |key: &str| file.number(&stream.dict, key).unwrap_or(0.0);
        if kind < 5.0 {
            mesh.triangles();
        } else if kind < 6.0 {
            mesh.lattice(number("VerticesPerRow"));
        } else {
            mesh.patches(if kind < 7.0 { 12 } else { 16 });
        }
        let held = HELD.0 * mesh.count + HELD.1 * dots(mesh.around).min(mesh.dots);
        read + at_once(held) + TRIANGLE.0 * mesh.count + TRIANGLE.1 * mesh.dots
    }
}

/// How deep a program's braces go.
fn braces(program: &[u8]) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in program {
        match byte {
            b'{' => now += 1,
            b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// Dots of a box, as far as the drawing library counts them.
fn dots(area: Area) -> f64 {
    let side = |low: f64, high: f64| {
        high.ceil().clamp(0.0, MOST_DOTS) - low.floor().clamp(0.0, MOST_DOTS)
    };
    match area.is_none() {
        true => 0.0,
        false => side(area.x0, area.x1) * side(area.y0, area.y1),
    }
}

/// A mesh while it is read.
struct Mesh<'d> {
    data: &'d [u8],
    /// In bits.
    at: usize,
    /// Bits of a flag, a coordinate, a colour, and all colours of a corner.
    flag: usize,
    coordinate: usize,
    colours: usize,
    decode: [f64; 4],
    matrix: Matrix,
    /// Triangles, dots in the boxes around them, and the box around all.
    count: f64,
    dots: f64,
    around: Area,
}

impl<'d> Mesh<'d> {
    fn new(
        file: &File<'_>,
        dict: &Dictionary,
        data: &'d [u8],
        matrix: Matrix,
    ) -> Option<Mesh<'d>> {
        let bits = |key: &str, most: usize| {
            let bits = file.number(dict, key).unwrap_or(0.0);
            (0..=most).rev().find(|bit| *bit as f64 <= bits)
        };
        let decode = file.numbers(dict.get(b"Decode").ok()?)?;
        let parts = match dict.has(b"Function") {
            true => 1,
            false => decode.len().saturating_sub(4) / 2,
        };
        let coordinate = bits("BitsPerCoordinate", 32)?;
        (coordinate > 0).then_some(Mesh {
            data,
            at: 0,
            flag: bits("BitsPerFlag", 8)?,
            coordinate,
            colours: parts * bits("BitsPerComponent", 16)?,
            decode: *decode.first_chunk()?,
            matrix,
            count: 0.0,
            dots: 0.0,
            around: Area::NONE,
        })
    }

    fn bits(&mut self, count: usize) -> Option<u64> {
        let end = self.at + count;
        if end > self.data.len() * 8 {
            return None;
        }
        let bytes = &self.data[self.at / 8..end.div_ceil(8)];
        let value =
            bytes.iter().fold(0, |value: u64, byte| value << 8 | u64::from(*byte));
        let after = bytes.len() * 8 - self.at % 8 - count;
        self.at = end;
        Some(value >> after & ((1 << count) - 1))
    }

    fn point(&mut self) -> Option<(f64, f64)> {
        let most = ((1_u64 << self.coordinate) - 1) as f64;
        let [x0, x1, y0, y1] = self.decode;
        let x = self.bits(self.coordinate)? as f64 / most;
        let y = self.bits(self.coordinate)? as f64 / most;
        Some(self.matrix.apply((x0 + x * (x1 - x0), y0 + y * (y1 - y0))))
    }

    fn skip_colours(&mut self, corners: usize) {
        self.at += self.colours * corners;
    }

    fn corner(&mut self) -> Option<(f64, f64)> {
        let point = self.point()?;
        self.skip_colours(1);
        self.at = self.at.next_multiple_of(8);
        Some(point)
    }

    fn add(&mut self, points: &[(f64, f64)], triangles: f64) {
        let mut area = Area::NONE;
        points.iter().for_each(|point| area.take(*point));
        self.around = self.around.join(area);
        self.count += triangles;
        // Each of a patch's triangles has a box around it, too.
        let own = dots(area);
        self.dots += if triangles > 1.0 { 2.0 * own + 4.0 * triangles } else { own };
    }

    fn triangles(&mut self) {
        let mut last = [(0.0, 0.0); 3];
        while let (Some(flag), Some(point)) = (self.bits(self.flag), self.corner()) {
            let two = match flag {
                1 => Some([last[1], last[2]]),
                2 => Some([last[0], last[2]]),
                _ => None,
            };
            last = match two {
                Some([a, b]) => [a, b, point],
                None => {
                    let mut next = || {
                        self.bits(self.flag)?;
                        self.corner()
                    };
                    let (Some(b), Some(c)) = (next(), next()) else { return };
                    [point, b, c]
                }
            };
            self.add(&last, 1.0);
        }
    }

    fn lattice(&mut self, across: f64) {
        let mut above: Vec<(f64, f64)> = Vec::new();
        let mut row = Vec::new();
        while let Some(point) = self.corner() {
            row.push(point);
            if (row.len() as f64) < across {
                continue;
            }
            for (upper, lower) in above.windows(2).zip(row.windows(2)) {
                let [a, b, c, d] = [upper[0], upper[1], lower[0], lower[1]];
                self.add(&[a, b, c], 1.0);
                self.add(&[b, c, d], 1.0);
            }
            above = std::mem::take(&mut row);
        }
    }

    fn patches(&mut self, points: usize) {
        let mut last: Vec<(f64, f64)> = Vec::new();
        while let Some(flag) = self.bits(self.flag) {
            let (mut own, corners) = match (flag, &last[..]) {
                (0, _) => (Vec::new(), 4),
                (1, [_, _, _, a, b, c, d, ..])
                | (2, [_, _, _, _, _, _, a, b, c, d, ..]) => (vec![*a, *b, *c, *d], 2),
                (3, [d, _, _, _, _, _, _, _, _, a, b, c, ..]) => {
                    (vec![*a, *b, *c, *d], 2)
                }
                _ => return,
            };
            while own.len() < points {
                let Some(point) = self.point() else { return };
                own.push(point);
            }
            self.skip_colours(corners);
            self.add(&own, PATCH);
            last = own;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A file with functions each of which names the next one twice.
    fn doubled(deep: u32) -> Vec<u8> {
        let mut document = lopdf::Document::with_version("1.4");
        let mut next = document.add_object(dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
        });
        for _ in 0..deep {
            next = document.add_object(dictionary! {
                "FunctionType" => 3, "Functions" => vec![Object::from(next), next.into()],
            });
        }
        let pages = document.new_object_id();
        let page =
            document.add_object(dictionary! { "Type" => "Page", "Parent" => pages });
        let kids = dictionary! {
            "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()],
        };
        document.objects.insert(pages, kids.into());
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => pages, "F" => next };
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("written");
        bytes
    }

    #[test]
    fn functions_are_counted_as_often_as_they_are_named_and_looked_into_once() {
        for (deep, wanted) in [(2, "7"), (22, "8388607"), (40, "inf")] {
            let bytes = doubled(deep);
            let file = File::read(&bytes).expect("a file");
            let mut weights = Weights::new(&file);
            let catalog = file.document.catalog().expect("a catalogue");
            let found = weights.function(catalog.get(b"F").expect("a function"));
            assert_eq!(format!("{}", found.read / FUNCTION), wanted, "{deep}");
            assert!(weights.looks <= 41, "{deep}: {} looks", weights.looks);
        }
    }

    #[test]
    fn a_function_that_calls_itself_is_endless() {
        let mut bytes = doubled(1);
        let own = bytes.windows(6).position(|word| word == b"[1 0 R").expect("a call");
        bytes[own + 1] = b'2';
        let file = File::read(&bytes).expect("a file");
        let catalog = file.document.catalog().expect("a catalogue");
        let found = Weights::new(&file).function(catalog.get(b"F").expect("a function"));
        assert_eq!(found, ENDLESS);
    }

    #[test]
    fn corners_of_meshes_are_read_bit_by_bit() {
        // A flag of 2 bits and coordinates of 3, with a colour of 4: two bytes a corner.
        let data =
            [0b0000_0000, 0b0000_0000, 0b0011_1000, 0, 0b0000_0111, 0, 0b0111_1111, 0];
        let mut mesh = Mesh {
            data: &data,
            at: 0,
            flag: 2,
            coordinate: 3,
            colours: 4,
            decode: [0.0, 7.0, 0.0, 14.0],
            matrix: Matrix::IDENTITY,
            count: 0.0,
            dots: 0.0,
            around: Area::NONE,
        };
        mesh.triangles();
        assert_eq!((mesh.count, mesh.dots), (2.0, 2.0 * 7.0 * 14.0));
        assert!((dots(mesh.around) - 98.0).abs() < 1e-9);
    }
}
