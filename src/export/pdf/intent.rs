//! The output intent: for which printing condition the inks are meant.

use super::flate;
use super::info::text;
use crate::layout::{OutputIntent, Press, Profile, Standard};
use lopdf::{Dictionary, Document, Object, dictionary};

/// The registry of characterised printing conditions.
const REGISTRY: &str = "http://www.color.org";

/// Compresses the profile, if no file of the issue has yet.
pub(super) fn pack(press: &Press) {
    if press.standard != Standard::Plain
        && let Some(intent) = &press.intent
    {
        packed(&intent.profile);
    }
}

/// The profile compressed; as differences between the rows of its tables where
/// it has any, which are half as long.
fn packed(profile: &Profile) -> &[u8] {
    profile.packed.get(|| match profile.rows() {
        Some((row, step)) => flate::deflate(&flate::filtered(&profile.bytes, row, step)),
        None => flate::deflate(&profile.bytes),
    })
}

/// The dictionary, with the whole profile in the document. printpdf writes one
/// under a wrong key and with a profile of its own, so it is never asked to.
pub(super) fn output_intent(
    document: &mut Document,
    intent: &OutputIntent,
) -> Dictionary {
    let mut four_inks = dictionary! { "N" => 4, "Alternate" => "DeviceCMYK" };
    if let Some((row, step)) = intent.profile.rows() {
        four_inks.set("DecodeParms", by_rows(row, step));
    }
    let packed = packed(&intent.profile).to_vec();
    let profile = document.add_object(flate::packed(four_inks, packed));
    let mut dict = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text(&intent.condition),
        "OutputCondition" => text(&intent.info),
        "Info" => text(&intent.info),
        "DestOutputProfile" => Object::Reference(profile),
    };
    // A condition that is not in the registry must not claim to be.
    if intent.registered {
        dict.set("RegistryName", Object::string_literal(REGISTRY));
    }
    dict
}

/// How rows of differences are read back: as pixels of so many bytes.
fn by_rows(row: usize, step: usize) -> Dictionary {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    dictionary! {
        "Predictor" => 15,
        "Colors" => number(step),
        "BitsPerComponent" => 8,
        "Columns" => number(row / step),
    }
}
