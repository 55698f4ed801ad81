//! The built-in house style: what an empty `house.toml` gives.

use super::{
    Composer, FaceSpec, Gap, HeadAlign, Heads, House, Level, Limits, Names, Pairs, Paper,
    Punctuation, Start, Style,
};
use crate::color::Ink;
use crate::geom::{Abs, Em};
use crate::role::Role;
use std::collections::BTreeMap;

/// The faces every list of Chinese faces may end in: they hold most characters.
const SONG: &str = "NotoSerifSC-Regular.otf";
const HEI: &str = "NotoSansSC-Regular.otf";

/// Name, Chinese files, Latin companion and its scale.
type FaceRow = (&'static str, &'static [&'static str], Option<(&'static str, f64)>);

/// How far a companion is raised, in em: the characters of the Kai face are
/// smaller than the others' and stand higher.
const RAISED: [(&str, f64); 1] = [("kai", 0.045)];

const TEXT: &str = "SourceSerif4SmText-Regular.otf";
const SEMIBOLD: &str = "SourceSerif4SmText-Semibold.otf";
const BOLD: &str = "SourceSerif4SmText-Bold.otf";
const BLACK: &str = "SourceSerif4Display-Black.otf";

/// The scales bring the companion's capitals and figures to 0.8 of the height of
/// the Chinese characters, which is the proportion inside the Noto faces.
const FACES: [FaceRow; 12] = [
    ("song", &[SONG, "NotoSerifSC-Medium.otf", HEI], Some((TEXT, 1.09))),
    ("song-medium", &["NotoSerifSC-Medium.otf", SONG, HEI], Some((TEXT, 1.09))),
    ("song-semibold", &["NotoSerifSC-SemiBold.otf", SONG, HEI], Some((SEMIBOLD, 1.1))),
    ("song-bold", &["NotoSerifSC-Bold.otf", SONG, HEI], Some((BOLD, 1.12))),
    (
        "song-black",
        &["NotoSerifSC-Black.otf", "NotoSerifSC-Bold.otf", SONG],
        Some((BLACK, 1.14)),
    ),
    ("hei-light", &["NotoSansSC-Light.otf", HEI], None),
    ("hei-regular", &[HEI, SONG], None),
    ("hei", &["NotoSansSC-Medium.otf", "NotoSansSC-Bold.otf", HEI], None),
    ("hei-bold", &["NotoSansSC-Bold.otf", "NotoSansSC-Medium.otf", HEI], None),
    ("hei-black", &["NotoSansSC-Black.otf", "NotoSansSC-Bold.otf", HEI], None),
    ("kai", &["ARPLKaiNP-Regular.ttf", "NPKaiSC-Medium.ttf", SONG], Some((TEXT, 0.96))),
    (
        "brush",
        &["MaShanZheng-Regular.ttf", "ARPLKaiNP-Regular.ttf", "NPKaiSC-Medium.ttf", SONG],
        None,
    ),
];

/// Role, face, size and leading in points. A leading of none is the size and
/// a quarter.
type StyleRow = (Role, &'static str, f64, Option<f64>);

const STYLES: [StyleRow; 38] = [
    (Role::Body, "song", 9.0, Some(12.0)),
    (Role::Lead, "hei", 9.0, Some(12.0)),
    (Role::Credit, "kai", 9.0, Some(12.0)),
    (Role::Tail, "kai", 9.0, Some(12.0)),
    (Role::Hei, "hei", 9.0, Some(12.0)),
    (Role::Kai, "kai", 9.0, Some(12.0)),
    (Role::Mark, "song", 9.0, Some(12.0)),
    (Role::Kicker, "hei-regular", 21.0, None),
    (Role::Headline, "song-black", 36.0, None),
    (Role::Deck, "kai", 21.0, None),
    (Role::Crosshead, "hei", 10.5, None),
    (Role::Note, "kai", 9.0, Some(12.0)),
    (Role::Photo, "song", 9.0, Some(12.0)),
    (Role::Caption, "kai", 8.0, Some(10.5)),
    (Role::PhotoCredit, "hei-light", 7.5, Some(10.5)),
    (Role::Verse, "kai", 9.0, Some(12.0)),
    (Role::Summary, "kai", 10.5, Some(15.0)),
    (Role::Jump, "kai", 9.0, Some(12.0)),
    (Role::Inset, "kai", 9.0, Some(12.0)),
    (Role::InsetHead, "hei", 10.5, Some(13.5)),
    (Role::Quote, "song-semibold", 12.0, Some(18.0)),
    (Role::Table, "hei-regular", 8.0, Some(12.0)),
    (Role::Nameplate, "brush", 64.0, None),
    (Role::NameplateFacts, "hei-light", 7.5, Some(10.5)),
    (Role::Ear, "song", 9.0, Some(12.0)),
    (Role::EarHead, "hei", 11.0, None),
    (Role::Teaser, "hei", 9.0, Some(12.0)),
    (Role::Folio, "hei-light", 9.0, None),
    (Role::FolioNumber, "song-bold", 16.0, None),
    (Role::Section, "song-bold", 14.0, None),
    (Role::Imprint, "hei-light", 7.5, None),
    (Role::PageCredits, "kai", 8.5, None),
    (Role::Ad, "song", 9.0, Some(12.0)),
    (Role::AdHead, "song-bold", 22.0, None),
    (Role::AdLabel, "hei-regular", 7.0, None),
    (Role::Rule, "song", 9.0, Some(12.0)),
    (Role::Tint, "song", 9.0, Some(12.0)),
    (Role::Stamp, "hei", 9.0, None),
];

/// Roles that stand inside body text: they take its size and leading, and
/// change only the face.
pub(super) const INSIDE_BODY: [Role; 6] =
    [Role::Lead, Role::Credit, Role::Tail, Role::Hei, Role::Kai, Role::Verse];

/// The red of a nameplate.
pub(super) const RED: Ink = Ink::new(0, 1000, 1000, 0);

/// Em for the first line of a paragraph.
const INDENT: f64 = 2.0;

impl Default for House {
    /// The built-in style of a paper without a name.
    fn default() -> House {
        House {
            paper: Paper { code: "paper".to_string(), ..Paper::default() },
            faces: faces(),
            styles: STYLES.iter().map(|row| (row.0, style(row))).collect(),
            heads: heads(),
            words: Vec::new(),
            spots: Vec::new(),
            limits: limits(),
            names: Names { credit: false, list: true },
            press: None,
            ad_label: true,
        }
    }
}

/// A line is loose from a tenth of an em a gap on (composition rule R5.3).
fn limits() -> Limits {
    Limits { loose: Em::new(0.1), hole: 2 }
}

/// Good practice in mainland papers (composition rules R10.1, R10.2, R11.2). An
/// eighth of an em is about as far as black type may be opened before it falls
/// apart into characters.
fn heads() -> Heads {
    Heads {
        blank: Em::new(0.75),
        spread: Em::new(0.125),
        scale: 0.0,
        align: HeadAlign::Center,
        upright: 4,
    }
}

fn raised(name: &str) -> Em {
    let row = RAISED.iter().find(|(face, _)| *face == name);
    row.map_or(Em::ZERO, |(_, by)| Em::new(*by))
}

fn faces() -> BTreeMap<String, FaceSpec> {
    FACES
        .iter()
        .map(|(name, han, latin)| {
            let face = FaceSpec {
                han: han.iter().map(ToString::to_string).collect(),
                latin: latin.map(|(file, _)| file.to_string()),
                latin_scale: latin.map_or(1.0, |(_, scale)| scale),
                latin_shift: raised(name),
                named: BTreeMap::new(),
            };
            ((*name).to_string(), face)
        })
        .collect()
}

/// Headings, whose marks are half an em wide: in large type the blank of a
/// full-width mark is a hole (composition rule R10.2).
pub(super) fn is_display(role: Role) -> bool {
    matches!(role, Role::Kicker | Role::Headline | Role::Deck | Role::AdHead)
}

fn style((role, face, size, leading): &StyleRow) -> Style {
    use Role::{Ad, Body, Ear, Inset, Note};
    let indented = matches!(role, Body | Note | Ear | Ad | Inset);
    Style {
        face: (*face).to_string(),
        size: Abs::pt(*size),
        leading: Abs::pt(leading.unwrap_or(size * 1.25)),
        ink: if *role == Role::Nameplate { RED } else { Ink::BLACK },
        ink_at: None,
        punctuation: if is_display(*role) {
            Punctuation::Banjiao
        } else {
            Punctuation::Quanjiao
        },
        pairs: Pairs::Normal,
        start: Start::Trim,
        hanging: false,
        composer: Composer::Best,
        level: Level::Gb,
        gap: Gap {
            natural: Em::new(0.125),
            min: Em::new(0.0625),
            max: Em::new(0.333),
        },
        indent: if indented { Em::new(INDENT) } else { Em::ZERO },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_style_with_a_face() {
        let house = House::default();
        for role in Role::ALL {
            assert!(house.faces.contains_key(&house.style(*role).face), "{role}");
        }
    }

    #[test]
    fn every_face_ends_in_one_that_holds_most_characters() {
        for face in House::default().faces.values() {
            let last = face.han.last().map(String::as_str);
            assert!(last == Some(SONG) || last == Some(HEI), "{face:?}");
        }
    }
}
