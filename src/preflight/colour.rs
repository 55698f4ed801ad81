//! Colour spaces, and what colours lay on the plates.

use super::file::File;
use lopdf::{Dictionary, Object};
use std::rc::Rc;

/// Spaces inside spaces that are followed.
const MOST_NESTED: usize = 8;
/// Inks of one space; PDF allows 32.
const MOST_INKS: usize = 64;

/// A colour space, as far as plates and rules care.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Space {
    Gray,
    Rgb,
    Cmyk,
    /// Lab, CalRGB, CalGray.
    Measured(&'static str),
    /// With a profile; how many parts it has.
    Icc(usize),
    /// A table of colours of another space.
    Indexed(Rc<Space>),
    /// Named inks, and the space that stands for them elsewhere.
    Inks(Vec<String>, Rc<Space>),
    /// A pattern; for one without own colours, the space of its colour.
    Pattern(Option<Rc<Space>>),
    /// Nothing that PDF knows.
    Unknown,
}

impl Space {
    /// The space that an object names, with a page's resources.
    pub(super) fn of(file: &File<'_>, resources: &Dictionary, object: &Object) -> Space {
        Space::nested(file, resources, object, 0)
    }

    fn nested(
        file: &File<'_>,
        resources: &Dictionary,
        object: &Object,
        depth: usize,
    ) -> Space {
        if depth > MOST_NESTED {
            return Space::Unknown;
        }
        match file.follow(object) {
            Object::Name(name) => Space::named(file, resources, name, depth),
            Object::Array(items) => Space::of_array(file, resources, items, depth),
            _ => Space::Unknown,
        }
    }

    fn named(
        file: &File<'_>,
        resources: &Dictionary,
        name: &[u8],
        depth: usize,
    ) -> Space {
        match name {
            b"DeviceGray" | b"G" => return Space::Gray,
            b"DeviceRGB" | b"RGB" => return Space::Rgb,
            b"DeviceCMYK" | b"CMYK" => return Space::Cmyk,
            b"Pattern" => return Space::Pattern(None),
            _ => {}
        }
        let listed = file
            .get_dict(resources, "ColorSpace")
            .and_then(|spaces| spaces.get(name).ok());
        match listed {
            Some(object) => Space::nested(file, resources, object, depth + 1),
            None => Space::Unknown,
        }
    }

    fn of_array(
        file: &File<'_>,
        resources: &Dictionary,
        items: &[Object],
        depth: usize,
    ) -> Space {
        let inner = |at: usize| {
            let object = items.get(at)?;
            Some(Rc::new(Space::nested(file, resources, object, depth + 1)))
        };
        let unknown = || Rc::new(Space::Unknown);
        let kind = items.first().and_then(|first| file.follow(first).as_name().ok());
        match kind.unwrap_or_default() {
            b"CalGray" => Space::Measured("CalGray"),
            b"CalRGB" => Space::Measured("CalRGB"),
            b"Lab" => Space::Measured("Lab"),
            b"ICCBased" => {
                let profile = items.get(1).and_then(|object| file.dict(object));
                let parts = profile.and_then(|dict| file.number(dict, "N"));
                match parts {
                    Some(1.0) => Space::Icc(1),
                    Some(3.0) => Space::Icc(3),
                    Some(4.0) => Space::Icc(4),
                    _ => Space::Unknown,
                }
            }
            b"Indexed" | b"I" => Space::Indexed(inner(1).unwrap_or_else(unknown)),
            b"Pattern" => Space::Pattern(inner(1)),
            b"Separation" => {
                let name = items.get(1).map(|object| ink_name(file, object));
                let names = name.into_iter().collect();
                Space::Inks(names, inner(2).unwrap_or_else(unknown))
            }
            b"DeviceN" => {
                let names = items.get(1).map(|object| file.follow(object));
                let names = names.and_then(|names| names.as_array().ok());
                if names.is_some_and(|names| names.len() > MOST_INKS) {
                    return Space::Unknown;
                }
                let names = names.into_iter().flatten();
                let names = names.map(|object| ink_name(file, object)).collect();
                Space::Inks(names, inner(2).unwrap_or_else(unknown))
            }
            name => Space::named(file, resources, name, depth + 1),
        }
    }

    /// How many numbers a colour of the space has.
    pub(super) fn parts(&self) -> usize {
        match self {
            Space::Gray | Space::Indexed(_) => 1,
            Space::Rgb => 3,
            Space::Cmyk => 4,
            Space::Measured(name) => {
                if *name == "CalGray" {
                    1
                } else {
                    3
                }
            }
            Space::Icc(parts) => *parts,
            Space::Inks(names, _) => names.len(),
            Space::Pattern(Some(space)) => space.parts(),
            Space::Pattern(None) | Space::Unknown => 0,
        }
    }

    /// The colour a space begins with.
    pub(super) fn first_colour(self: &Rc<Self>) -> Colour {
        let parts = match self.as_ref() {
            Space::Cmyk | Space::Icc(4) => vec![0.0, 0.0, 0.0, 1.0],
            Space::Inks(names, _) => vec![1.0; names.len()],
            space => vec![0.0; space.parts()],
        };
        Colour {
            space: Rc::clone(self),
            parts,
            pattern: None,
            is_outside: false,
        }
    }

    /// This space and those inside it.
    pub(super) fn chain(&self) -> Vec<&Space> {
        let mut chain = vec![self];
        let mut now = self;
        while let Space::Indexed(next)
        | Space::Inks(_, next)
        | Space::Pattern(Some(next)) = now
        {
            chain.push(next);
            now = next;
        }
        chain
    }
}

fn ink_name(file: &File<'_>, object: &Object) -> String {
    let name = file.follow(object).as_name().unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

/// A colour as it was set.
#[derive(Clone, Debug)]
pub(super) struct Colour {
    pub(super) space: Rc<Space>,
    pub(super) parts: Vec<f64>,
    /// The pattern's name, in a pattern space.
    pub(super) pattern: Option<Vec<u8>>,
    /// Whether the pattern's name is one outside the form or glyph.
    pub(super) is_outside: bool,
}

impl Colour {
    /// Black, as every page begins.
    pub(super) fn black() -> Colour {
        Rc::new(Space::Gray).first_colour()
    }

    /// What the colour lays on the plates, if it is none of a table.
    pub(super) fn tints(&self) -> Tints {
        tints(&self.space, &self.parts)
    }
}

/// How much of each ink: 0 none, 1 solid.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tints {
    /// Cyan, magenta, yellow, black.
    pub(super) process: [f64; 4],
    /// Spot inks by name.
    pub(super) spots: Vec<(String, f64)>,
    /// The tint of the colour that prints on every plate.
    pub(super) all: Option<f64>,
}

impl Tints {
    /// All inks together, in percent.
    pub(super) fn total(&self) -> f64 {
        let spots: f64 = self.spots.iter().map(|(_, tint)| tint).sum();
        100.0 * (self.process.iter().sum::<f64>() + spots)
    }

    /// How many inks print.
    pub(super) fn count(&self) -> usize {
        let spots = self.spots.iter().map(|(_, tint)| tint);
        self.process.iter().chain(spots).filter(|tint| **tint > 0.0).count()
    }

    /// Nothing prints: paper, or what clears what lies below.
    pub(super) fn is_white(&self) -> bool {
        self.count() == 0
    }

    /// Black and nothing else.
    pub(super) fn is_black_only(&self) -> bool {
        self.process[3] > 0.0 && self.count() == 1
    }
}

/// The names of the process inks, as PDF writes them.
pub(super) const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];

fn tints(space: &Space, parts: &[f64]) -> Tints {
    let part = |at: usize| parts.get(at).copied().unwrap_or(0.0).clamp(0.0, 1.0);
    let process = |process: [f64; 4]| Tints { process, ..Tints::default() };
    match space {
        Space::Gray | Space::Icc(1) | Space::Measured("CalGray") => {
            process([0.0, 0.0, 0.0, 1.0 - part(0)])
        }
        Space::Cmyk | Space::Icc(4) => process([part(0), part(1), part(2), part(3)]),
        Space::Rgb | Space::Icc(_) | Space::Measured("CalRGB") => {
            // What it will become only the press's own conversion knows; for
            // plates all gray is taken for black.
            let most = part(0).max(part(1)).max(part(2));
            process([most - part(0), most - part(1), most - part(2), 1.0 - most])
        }
        Space::Measured(_) => {
            let lightness = parts.first().copied().unwrap_or(0.0) / 100.0;
            process([0.0, 0.0, 0.0, 1.0 - lightness.clamp(0.0, 1.0)])
        }
        Space::Inks(names, _) => named(names, &part),
        Space::Pattern(Some(space)) => tints(space, parts),
        Space::Indexed(_) | Space::Pattern(None) | Space::Unknown => Tints::default(),
    }
}

fn named(names: &[String], part: &dyn Fn(usize) -> f64) -> Tints {
    let mut tints = Tints::default();
    for (at, name) in names.iter().enumerate() {
        let tint = part(at);
        match PROCESS.iter().position(|process| process == name) {
            Some(plate) => tints.process[plate] = tint,
            None if name == "All" => {
                tints.process = [tint; 4];
                tints.all = Some(tint);
            }
            None if name == "None" => {}
            None => tints.spots.push((name.clone(), tint)),
        }
    }
    tints
}
