//! Colours by name: those built in, and the house's own.

use super::SpotInk;
use super::defaults::RED;
use super::raw::RawHouseInk;
use crate::color::{Ink, Spot, SpotId};
use crate::diag::{Diagnostic, Message, Sink};
use crate::reading::{At, meant, missing_key, wrong_value};
use crate::say;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// Names that every paper has.
const BUILT_IN: [(&str, Ink); 3] =
    [("black", Ink::BLACK), ("paper", Ink::PAPER), ("red", RED)];

/// The colours that a style may name.
#[derive(Default)]
pub(super) struct HouseInks {
    by_name: BTreeMap<String, Ink>,
    /// The spot inks among them, by number.
    pub(super) spots: Vec<SpotInk>,
}

impl HouseInks {
    /// Reads the section `[inks]`.
    pub(super) fn read(
        raw: &BTreeMap<At<String>, At<RawHouseInk>>,
        (file, sink): (FileId, &mut Sink),
    ) -> HouseInks {
        let mut inks = HouseInks::default();
        for (name, ink) in raw {
            if BUILT_IN.iter().any(|(built_in, _)| built_in == name.get()) {
                let written = name.get();
                let message = say!(
                    "“{written}”是内置的颜色，换个名字",
                    "`{written}` is built in; take another name"
                );
                sink.push(wrong_value(name.span(file), message));
                continue;
            }
            if let Some(ink) = inks.ink(ink, (file, sink)) {
                inks.by_name.insert(name.get().clone(), ink);
            }
        }
        inks
    }

    fn ink(
        &mut self,
        at: &At<RawHouseInk>,
        (file, sink): (FileId, &mut Sink),
    ) -> Option<Ink> {
        let raw = at.get();
        let Some(parts) = &raw.cmyk else {
            sink.push(missing_key("cmyk", at.span(file), "cmyk = [0, 95, 90, 0]"));
            return None;
        };
        let Some(ink) = percents(parts.get()) else {
            sink.push(no_percents(parts.span(file)));
            return None;
        };
        let Some(name) = &raw.spot else { return Some(ink) };
        // The plates of the four inks, and of all together, have these names.
        let taken = ["Cyan", "Magenta", "Yellow", "Black", "All", "None", ""];
        if taken.contains(&name.get().trim()) {
            let written = name.get();
            let message =
                say!("专色不能叫“{written}”", "a spot ink cannot be called `{written}`");
            sink.push(wrong_value(name.span(file), message));
            return Some(ink);
        }
        let number = self.spots.iter().position(|spot| spot.name == *name.get());
        let number = number.unwrap_or(self.spots.len());
        let Ok(id) = u8::try_from(number) else { return Some(ink) };
        if number == self.spots.len() {
            self.spots.push(SpotInk { name: name.get().clone(), cmyk: ink.cmyk });
        }
        let spot = Spot { ink: SpotId::House(id), tint: 1000 };
        Some(Ink { spot: Some(spot), ..ink })
    }

    /// A colour as it is written: a name, or a name and how much of it
    /// (`red 30%`). Else what is wrong and the way out.
    pub(super) fn find(&self, words: &str) -> Result<Ink, (Message, Message)> {
        let (name, percent) = match words.trim().rsplit_once([' ', '\u{3000}']) {
            Some((name, tint)) => {
                let tint = tint.strip_suffix(['%', '％']).and_then(|n| n.parse().ok());
                let Some(tint) = tint.filter(|tint| *tint <= 100) else {
                    return Err((
                        say!("“{words}”不是颜色", "`{words}` is no ink"),
                        say!("淡的颜色写成 \"red 30%\"", "write a tint as \"red 30%\""),
                    ));
                };
                (name.trim(), tint)
            }
            None => (words.trim(), 100),
        };
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
        let ink = built_in.map(|(_, ink)| ink).or(self.by_name.get(name));
        ink.map(|ink| ink.tint(percent)).ok_or_else(|| {
            let built_in = BUILT_IN.iter().map(|(known, _)| *known);
            let known: Vec<&str> =
                built_in.chain(self.by_name.keys().map(String::as_str)).collect();
            (
                say!("没有“{name}”这种颜色", "there is no ink `{name}`"),
                meant(name, &known),
            )
        })
    }
}

/// The fault for an ink that is not four numbers from 0 to 100.
pub(super) fn no_percents(span: Span) -> Diagnostic {
    wrong_value(
        span,
        say!(
            "颜色要写四个 0 到 100 的数：青、品红、黄、黑",
            "an ink is four numbers from 0 to 100: c, m, y, k"
        ),
    )
}

/// Four percents as an ink.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be 0 to 100"
)]
pub(super) fn percents(parts: &[f64]) -> Option<Ink> {
    let valid = parts.iter().all(|part| (0.0..=100.0).contains(part));
    let thousandths = |part: f64| (part * 10.0).round() as u16;
    match parts {
        [c, m, y, k] if valid => Some(Ink::new(
            thousandths(*c),
            thousandths(*m),
            thousandths(*y),
            thousandths(*k),
        )),
        _ => None,
    }
}
