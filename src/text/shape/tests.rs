//! Characters set alone against the shaper over the whole run.

use super::*;
use crate::copy::Passage;
use crate::layout::Punctuation;
use crate::source::{Disk, System};
use crate::text::TextStyle;
use crate::text::ems;
use crate::text::normalise::normalise;
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
    drafted_of(face, Passage::own(text))
}

fn drafted_of(face: FaceId, passage: Passage) -> Draft {
    let family = Arc::new(Family { han: vec![face], ..Family::default() });
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    let style = TextStyle { family, ..style };
    let inline = Inline { passage, style: Arc::new(style) };
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

/// A face whose table of characters has one form more: a character with a sign
/// that chooses it is drawn with a glyph.
fn with_form(mut font: Vec<u8>, c: char, sign: char, glyph: u16) -> Vec<u8> {
    let number = |at: usize, size: usize, font: &[u8]| {
        font[at..at + size]
            .iter()
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let long = |value: usize| u32::try_from(value).expect("a small table").to_be_bytes();
    let tables = number(4, 2, &font);
    let entry = (0..tables)
        .map(|index| 12 + 16 * index)
        .find(|at| &font[*at..*at + 4] == b"cmap")
        .expect("a table of characters");
    let (start, length) = (number(entry + 8, 4, &font), number(entry + 12, 4, &font));
    let old = font[start..start + length].to_vec();
    let count = number(2, 2, &old);
    let mut new = vec![0, 0];
    new.extend(u16::try_from(count + 1).expect("few").to_be_bytes());
    for record in old[4..4 + 8 * count].chunks(8) {
        new.extend(&record[..4]);
        new.extend(long(number(4, 4, record) + 8));
    }
    new.extend([0, 0, 0, 5]);
    new.extend(long(length + 8));
    new.extend(&old[4 + 8 * count..]);
    // Format 14: one sign, no default forms, one other form.
    new.extend([0, 14]);
    new.extend(long(30));
    new.extend(long(1));
    new.extend(&long(sign as usize)[1..]);
    new.extend(long(0));
    new.extend(long(21));
    new.extend(long(1));
    new.extend(&long(c as usize)[1..]);
    new.extend(glyph.to_be_bytes());
    while !font.len().is_multiple_of(4) {
        font.push(0);
    }
    let place = long(font.len());
    font[entry + 8..entry + 12].copy_from_slice(&place);
    font[entry + 12..entry + 16].copy_from_slice(&long(new.len()));
    font.extend(new);
    font
}

#[test]
fn a_form_that_the_face_has_is_set_and_else_the_character() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let font = Disk.read(&folder.join("MaShanZheng-Regular.ttf")).expect("a face");
    let glyph = |c| ttf_parser::Face::parse(&font, 0).expect("a face").glyph_index(c);
    let (usual, other) =
        (glyph('好').expect("it is there").0, glyph('女').expect("too").0);
    let (wanted, unknown) = ('\u{e0100}', '\u{e0101}');
    let mut memory = crate::source::Memory::default();
    memory.put("fonts/forms.ttf", with_form(font.clone(), '好', wanted, other));
    let mut library = FontLibrary::new(Arc::new(memory), vec![Path::new("fonts").into()]);
    let face = library.register("forms.ttf").expect("a face");
    let mut shaper = Shaper::new(&library);
    for (sign, glyph) in [(None, usual), (Some(wanted), other), (Some(unknown), usual)] {
        let text: String = ['这', '好'].into_iter().chain(sign).chain(['城']).collect();
        let (copy, changes) = normalise(&Passage::own(&text));
        assert!(changes.is_empty(), "{changes:?}");
        let mut draft = drafted_of(face, copy);
        for run in shaper.itemise(&mut draft) {
            shaper.shape_run(&run, &mut draft);
        }
        let ids: Vec<u16> = draft.paragraph.glyphs.iter().map(|glyph| glyph.id).collect();
        assert_eq!((ids.len(), ids[1]), (3, glyph), "{sign:?}");
        assert_eq!((draft.paragraph.count(), draft.paragraph.clusters.len()), (3, 3));
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

/// A character mapped to a glyph without ink is none of the face's: it falls back.
#[test]
fn a_glyph_that_was_never_drawn_is_missing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut library = FontLibrary::new(Arc::new(Disk), vec![folder]);
    let kai = library.register("ARPLKaiNP-Regular.ttf").expect("a face");
    let mut shaper = Shaper::new(&library);
    let parsed = library.get(kai).expect("a face").parse();
    assert!(parsed.glyph_index('䴙').is_some());
    for (c, has) in [('䴙', false), ('䶮', false), ('楷', true), ('\u{3000}', true)] {
        assert_eq!(shaper.has(kai, c), has, "{c}");
    }
}

/// A line that ends inside a word is as wide as its letters: what the next one is
/// drawn nearer by lies in the joint.
#[test]
fn kerning_lies_between_letters() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut library = FontLibrary::new(Arc::new(Disk), vec![folder]);
    let face = library.register("SourceSerif4SmText-Regular.otf").expect("a face");
    let mut shaper = Shaper::new(&library);
    let mut set = |text: &str| {
        let family = Family {
            latin: Some(face),
            han: vec![face],
            ..Family::default()
        };
        let style = ems::style(Punctuation::Quanjiao, Level::Gb);
        let style = TextStyle { family: Arc::new(family), ..style };
        let inline = Inline {
            passage: Passage::own(text),
            style: Arc::new(style),
        };
        shaper.paragraph(&[inline], Em::ZERO)
    };
    // Nor does a line keep it that ends before a blank.
    let words = set("VAT Kyoto");
    let (last, blank) = (&words.clusters[2], words.joints[3]);
    assert_eq!((last.right, blank.natural), (Abs::ZERO, Abs::ZERO));
    assert_eq!(last.body, set("T").clusters[0].body);
    let word = "www.example.com/AVATAR.Wafer?To=Ty";
    let paragraph = set(word);
    let kerned = paragraph.clusters.iter().filter(|c| c.right != Abs::ZERO).count();
    assert!(kerned > 3, "{kerned}");
    for (at, c) in word.chars().enumerate() {
        let [cluster, alone] =
            [paragraph.clusters[at].clone(), set(&c.to_string()).clusters[0].clone()];
        assert_eq!(cluster.body, alone.body, "{c}");
        if let Some(next) = paragraph.joints.get(at + 1) {
            assert_eq!(next.natural, cluster.right, "{c}");
        }
    }
}

/// A text shaped vertically in the first of some faces that has it upright, and what
/// is known of these faces.
fn upright(text: &str, files: &[&str]) -> (Paragraph, FontLibrary, Vec<FaceId>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut library = FontLibrary::new(Arc::new(Disk), vec![folder]);
    let han: Vec<FaceId> = files
        .iter()
        .map(|file| library.register(file).expect("a face"))
        .collect();
    let family = Family { han: han.clone(), ..Family::default() };
    let style = TextStyle {
        family: Arc::new(family),
        ..ems::style(Punctuation::Quanjiao, Level::Gb)
    };
    let inline = Inline {
        passage: Passage::own(text),
        style: Arc::new(style),
    };
    let paragraph = Shaper::new(&library).vertical(&[inline]);
    (paragraph, library, han)
}

const UPRIGHT: [&str; 3] =
    ["ARPLKaiNP-Regular.ttf", "NPKaiSC-Medium.ttf", "NotoSerifSC-Bold.otf"];

/// R11.1: in a vertical line ，、。 stand at the upper right of their em, and no mark
/// leaves the column, whatever face it is of.
#[test]
fn marks_of_vertical_lines_stand_at_the_upper_right() {
    for file in UPRIGHT {
        let (paragraph, library, han) =
            upright("国，国、国。国；国！国？国：国", &[file]);
        let face = library.get(han[0]).expect("a face").parse();
        let em = paragraph.styles[0].size;
        let of = |v: i16| Em::from_units(i32::from(v), face.units_per_em()).at(em);
        for cluster in paragraph.clusters.iter().filter(|c| c.class.is_mark()) {
            let c = paragraph.chars[cluster.chars.start];
            let glyph = &paragraph.glyphs[cluster.glyphs.start];
            let ink = face.glyph_bounding_box(ttf_parser::GlyphId(glyph.id));
            let ink = ink.expect("ink");
            let (left, right) = (glyph.dx + of(ink.x_min), glyph.dx + of(ink.x_max));
            let (top, foot) = (glyph.dy - of(ink.y_max), glyph.dy - of(ink.y_min));
            assert!(left > -em / 2 && right < em / 2, "{file} {c}");
            assert!(top > Abs::ZERO && foot < em, "{file} {c}");
            if "，、。".contains(c) {
                assert!(left > Abs::ZERO && foot < em / 2, "{file} {c}");
            }
        }
    }
}

/// R11.1: dashes stand upright, also in a face whose `vert` feature lacks them.
#[test]
fn dashes_of_vertical_lines_stand_upright() {
    for file in UPRIGHT {
        let (paragraph, library, han) = upright("国—家–国", &[file]);
        let face = library.get(han[0]).expect("a face").parse();
        for at in [1, 3] {
            let glyph = &paragraph.glyphs[paragraph.clusters[at].glyphs.start];
            let ink = face.glyph_bounding_box(ttf_parser::GlyphId(glyph.id));
            let ink = ink.expect("ink");
            assert!(ink.height() > ink.width(), "{file} {at}");
        }
    }
}

/// R11.1: what a face has only as it lies comes from the next, or is to be turned.
#[test]
fn marks_that_a_face_has_lying_are_of_the_next_or_turned() {
    let brush = "MaShanZheng-Regular.ttf";
    let (paragraph, _, han) = upright("国（家）——“山”", &[brush, UPRIGHT[2]]);
    for cluster in &paragraph.clusters {
        let own = if cluster.class.is_mark() { han[1] } else { han[0] };
        assert_eq!(cluster.face, own, "{:?}", cluster.class);
    }
    assert!(paragraph.lying.is_empty());
    let lying = |text: &str, file: &str| upright(text, &[file]).0.lying;
    assert_eq!(lying("国（家）", brush), [1, 3]);
    assert_eq!(lying("〖春〗《海》", UPRIGHT[1]), [0, 2]);
    // Quotes are 『』 and 「」 there too, with the blanks of these.
    let set = |text: &str| -> Vec<(u16, Abs, Abs)> {
        let paragraph = upright(text, &[brush]).0;
        let of = |c: &crate::text::Cluster| {
            (paragraph.glyphs[c.glyphs.start].id, c.body, c.origin)
        };
        paragraph.clusters.iter().map(of).collect()
    };
    assert_eq!(set("“国‘家’”"), set("『国「家」』"));
}
