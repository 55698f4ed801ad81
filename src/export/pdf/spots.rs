//! Spot inks as colour spaces; printpdf would write them as the four inks.

use crate::color::{Spot, SpotId};
use crate::layout::Press;
use lopdf::{Dictionary, Object, dictionary};
use std::collections::BTreeSet;

/// The name of a spot ink's colour space in a page's resources.
pub(super) fn space_name(ink: SpotId) -> String {
    match ink {
        SpotId::All => String::from("SpotAll"),
        SpotId::House(number) => format!("Spot{number}"),
    }
}

/// Whether the press prints it as a spot ink; else its four inks stand in.
pub(super) fn is_plate(spot: Spot, press: &Press) -> bool {
    match spot.ink {
        SpotId::All => true,
        SpotId::House(number) => press
            .palette
            .get(usize::from(number))
            .is_some_and(|ink| press.takes(ink)),
    }
}

/// The colour spaces that a page uses, by name.
pub(super) fn spaces(used: &BTreeSet<SpotId>, press: &Press) -> Dictionary {
    let space = |ink: &SpotId| {
        let (name, cmyk) = match ink {
            SpotId::All => ("All", [1000; 4]),
            SpotId::House(number) => {
                let spot = press.palette.get(usize::from(*number))?;
                (spot.name.as_str(), spot.cmyk)
            }
        };
        let solid = cmyk.map(|part| Object::Real(f32::from(part) / 1000.0)).to_vec();
        let tint = dictionary! {
            "FunctionType" => 2,
            "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![Object::from(0); 4],
            "C1" => solid,
            "N" => 1,
        };
        let space = vec![
            Object::Name(b"Separation".to_vec()),
            Object::Name(name.as_bytes().to_vec()),
            Object::Name(b"DeviceCMYK".to_vec()),
            Object::Dictionary(tint),
        ];
        Some((space_name(*ink), Object::Array(space)))
    };
    used.iter().filter_map(space).collect()
}
