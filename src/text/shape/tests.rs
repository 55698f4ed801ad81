//! Characters set alone against the shaper over the whole run.

use super::*;
use crate::copy::Passage;
use crate::layout::Punctuation;
use crate::source::{Disk, System};
use crate::text::TextStyle;
use crate::text::ems;
use crate::text::repertoire::is_simple;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// Read once.
static CASE: LazyLock<(FontLibrary, Vec<FaceId>)> = LazyLock::new(library);

/// The faces of the bundle with Chinese in them.
fn library() -> (FontLibrary, Vec<FaceId>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let disk = Arc::new(Disk);
    let mut library = FontLibrary::new(disk.clone(), vec![folder.clone()]);
    let name = |path: &Path| Some(path.file_name()?.to_str()?.to_string());
    let files = disk.list(&folder).into_iter().filter_map(|path| name(&path));
    let fonts: Vec<String> = files
        .filter(|file| file.ends_with("tf") && !file.starts_with("SourceSerif4"))
        .collect();
    let ids = fonts
        .iter()
        .map(|file| library.register(file).expect("a face"))
        .collect();
    (library, ids)
}

/// Copy in one face, Chinese and Latin.
fn drafted(face: FaceId, text: &str) -> Draft {
    let family = Arc::new(Family { han: vec![face], ..Family::default() });
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    let style = TextStyle { family, ..style };
    let inline = Inline {
        passage: Passage::own(text),
        style: Arc::new(style),
    };
    draft(&[inline], false)
}

/// A run's glyphs and clusters: as it is set, and by the shaper alone.
fn both(shaper: &mut Shaper<'_>, face: FaceId, text: &str) -> [Draft; 2] {
    let mut ours = drafted(face, text);
    let mut theirs = drafted(face, text);
    for run in shaper.itemise(&mut ours) {
        shaper.shape_run(&run, &mut ours);
        let ready = shaper.ready(run.face).expect("a face");
        let buffer = UnicodeBuffer::new();
        ready.shape(&run, run.chars.clone(), &mut theirs, buffer);
    }
    [ours, theirs]
}

/// Marks that lookups of some face or other name, signs, words, joiners.
const SIGNS: &str = "一丁字句，。、：“”‘’（）《》——……·～①１Ａ％　〳〴\u{302a}\u{fe00}\u{e0100}\u{301}ab12 f—―‼";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// What is set alone is what the shaper would have made of it: any
    /// characters in any order, in every face.
    #[test]
    fn what_is_set_alone_is_what_the_shaper_makes(
        picks in proptest::collection::vec((any::<bool>(), 0..21_000_u32), 1..60),
    ) {
        let (library, faces) = &*CASE;
        let mut shaper = Shaper::new(library);
        let signs: Vec<char> = SIGNS.chars().collect();
        let char_of = |(is_han, number): &(bool, u32)| match is_han {
            true => char::from_u32(0x4e00 + number % 0x51ff).expect("an ideograph"),
            false => signs[*number as usize % signs.len()],
        };
        let text: String = picks.iter().map(char_of).collect();
        for face in faces.iter().copied() {
            let [ours, theirs] = both(&mut shaper, face, &text);
            prop_assert_eq!(&ours.paragraph.glyphs, &theirs.paragraph.glyphs);
            prop_assert_eq!(&ours.paragraph.clusters, &theirs.paragraph.clusters);
        }
    }
}

/// Every character that a face has, alone and between two others.
#[test]
fn every_character_of_a_face_is_set_as_the_shaper_sets_it() {
    let (library, faces) = &*CASE;
    let mut shaper = Shaper::new(library);
    for face in faces.iter().copied() {
        let chars = ('\u{b7}'..='\u{9fff}').chain('\u{ff01}'..='\u{ff5e}');
        let has = |c: &char| shaper.has(face, *c);
        let chars: Vec<char> = chars.filter(has).filter(|c| is_simple(*c)).collect();
        let text: String = chars.iter().collect();
        let [ours, theirs] = both(&mut shaper, face, &text);
        assert_eq!(ours.paragraph.glyphs, theirs.paragraph.glyphs);
        assert_eq!(ours.paragraph.clusters, theirs.paragraph.clusters);
        let ready = shaper.ready(face).expect("a face");
        let alone = chars.iter().filter(|c| ready.alone(**c).is_some()).count();
        // Nearly all of them, else this test shows nothing.
        let file = library.file(face);
        assert!(alone * 100 > chars.len() * 99, "{file}: {alone} of {}", chars.len());
    }
}
