//! One plate's part of a colour space: a gray space in its place, so that a
//! viewer that draws gray draws the plate.

use super::colour::{PROCESS, Space};
use super::state::Plate;
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// How a plate gets its tint from a colour of a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pick {
    /// The space is gray already, and this is the black plate.
    Gray,
    /// One part of so many is the tint.
    Part { of: usize, at: usize },
    /// A process ink out of RGB, all gray of it in black.
    Rgb { ink: usize },
    /// Nothing prints, and so many parts say nothing.
    Paper { of: usize },
}

impl Pick {
    /// A plate's tint of a space.
    pub(super) fn of(space: &Space, plate: &Plate) -> Pick {
        let of = space.parts();
        let process = match plate {
            Plate::Process(ink) => Some(*ink),
            Plate::Spot(_) => None,
        };
        match (space, process) {
            (Space::Gray | Space::Icc(1) | Space::Measured("CalGray"), Some(3)) => {
                Pick::Gray
            }
            (Space::Cmyk | Space::Icc(4), Some(at)) => Pick::Part { of, at },
            (Space::Rgb | Space::Icc(3) | Space::Measured("CalRGB"), Some(ink)) => {
                Pick::Rgb { ink }
            }
            (Space::Inks(names, _), _) => {
                let own = |name: &String| name == plate.name() || name == "All";
                let at = names.iter().position(own);
                at.map_or(Pick::Paper { of }, |at| Pick::Part { of, at })
            }
            (Space::Indexed(base), _) => Pick::of(base, plate),
            _ => Pick::Paper { of },
        }
    }

    /// The function that turns the space's parts into gray, for PDF's
    /// calculator: the stack holds the parts, the last on top.
    fn program(self) -> Option<(usize, String)> {
        let (of, value) = match self {
            Pick::Gray => return None,
            Pick::Paper { of } => (of, String::from("1")),
            Pick::Part { of, at } => (of, format!("{} index 1 exch sub", of - 1 - at)),
            Pick::Rgb { ink } => {
                let most = "3 copy 2 copy lt {exch} if pop 2 copy lt {exch} if pop";
                let value = match ink {
                    3 => most.to_string(),
                    // 1 − (most − part)
                    ink => format!("{most} {} index exch sub 1 add", 3 - ink),
                };
                (3, value)
            }
        };
        let pops = "pop ".repeat(of);
        Some((of, format!("{{ {value} {} 1 roll {pops}}}", of + 1)))
    }
}

impl Plate {
    /// The plate's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Plate::Process(ink) => PROCESS.get(*ink).copied().unwrap_or_default(),
            Plate::Spot(name) => name,
        }
    }
}

impl Plate {
    /// C, M, Y, K, or the spot ink's name.
    #[must_use]
    pub fn letter(&self) -> &str {
        match self {
            Plate::Process(ink) => {
                ["C", "M", "Y", "K"].get(*ink).copied().unwrap_or_default()
            }
            Plate::Spot(name) => name,
        }
    }
}

/// The gray spaces of a document, each written once.
#[derive(Default)]
pub(super) struct Picks {
    known: BTreeMap<Pick, ObjectId>,
}

impl Picks {
    /// The space to write in the place of another.
    pub(super) fn space(&mut self, document: &mut Document, pick: Pick) -> Object {
        let Some((parts, program)) = pick.program() else {
            return Object::Name(b"DeviceGray".to_vec());
        };
        let function = *self.known.entry(pick).or_insert_with(|| {
            let limits = |count: usize| -> Vec<Object> {
                [0, 1].repeat(count).into_iter().map(Object::from).collect()
            };
            let dict = dictionary! {
                "FunctionType" => 4,
                "Domain" => limits(parts),
                "Range" => limits(1),
            };
            document.add_object(Stream::new(dict, program.into_bytes()))
        });
        let name = |at: usize| Object::Name(format!("Part{at}").into_bytes());
        Object::Array(vec![
            Object::Name(b"DeviceN".to_vec()),
            Object::Array((0..parts).map(name).collect()),
            Object::Name(b"DeviceGray".to_vec()),
            Object::Reference(function),
        ])
    }
}
