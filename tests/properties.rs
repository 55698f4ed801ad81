//! What holds for every paragraph, whatever its words and its measure.
//!
//! Most cases are set without a font (`text::ems`), so that many can be tried;
//! the shaper's own widths have their turn at the end.

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use qianzi::compose::Styles;
use qianzi::copy::{Emphasis, Passage};
use qianzi::diag::Sink;
use qianzi::font::{Family, FontLibrary};
use qianzi::geom::{Abs, Em, Point};
use qianzi::layout::{Composer, Level, Punctuation, read_house};
use qianzi::page::Shape;
use qianzi::role::Role;
use qianzi::source::{Disk, Sources};
use qianzi::text::breaker::{Breaker, Setting};
use qianzi::text::line::{Fill, Line, set};
use qianzi::text::{Inline, Paragraph, Shaper, TextStyle, ems};
use std::path::Path;
use std::sync::Arc;

/// GB/T 15834 5.1: not at the start of a line, not at its end.
const NOT_FIRST: &str = "，、；：。！？”’）》〉」』】〗〕·～/";
const NOT_LAST: &str = "“‘（《〈「『【〖〔/";
/// A squeezed line's rounding goes to one of its joints.
const ROUNDING: Abs = Abs::raw(16);
/// Two characters that one line keeps together.
const PAIRS: [&str; 2] = ["——", "……"];

/// So many cases from a fixed seed, so that a run can be repeated; try others
/// with `PROPTEST_RNG_SEED` and `PROPTEST_CASES`. Failures are shown, not kept.
fn cases(count: u32) -> ProptestConfig {
    let given = ProptestConfig::default();
    let is_given = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = match given.rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_260_318),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    let cases = if is_given { given.cases } else { count };
    ProptestConfig {
        cases,
        rng_seed,
        failure_persistence: None,
        ..given
    }
}

/// A few Chinese characters.
fn han(most: usize) -> impl Strategy<Value = String> {
    let chars: Vec<char> =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
            .chars()
            .collect();
    proptest::collection::vec(proptest::sample::select(chars), 1..=most)
        .prop_map(String::from_iter)
}

/// What a newspaper puts between Chinese characters.
fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2026".to_string()),
        Just("84.5%".to_string()),
        Just("1,000".to_string()),
        Just("8:30".to_string()),
        Just("3～5".to_string()),
        Just("AI".to_string()),
        Just("C919".to_string()),
        Just("Qianzi press".to_string()),
        Just("文/图".to_string()),
        Just("古丽·买买提".to_string()),
        Just("——".to_string()),
        Just("……".to_string()),
        Just("20℃".to_string()),
    ]
}

/// Words and the mark after them, in an order that Chinese allows.
fn clause() -> impl Strategy<Value = String> {
    let plain = prop_oneof![4 => han(9), 1 => token()];
    let quoted = prop_oneof![
        6 => plain.clone(),
        1 => han(6).prop_map(|words| format!("“{words}”")),
        1 => han(6).prop_map(|words| format!("《{words}》")),
        1 => plain.prop_map(|words| format!("（{words}）")),
        1 => han(6).prop_map(|words| format!("“‘{words}’”")),
        1 => han(6).prop_map(|words| format!("：“{words}！”")),
    ];
    let mark = prop_oneof![
        4 => Just(""), 3 => Just("，"), 1 => Just("、"), 1 => Just("；"), 1 => Just("。"), 1 => Just("？"),
    ];
    (han(3), quoted, mark)
        .prop_map(|(start, words, mark)| format!("{start}{words}{mark}"))
}

fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(clause(), 1..most).prop_map(|clauses| clauses.concat())
}

/// Chinese and marks alone: no word is longer than a character.
fn chinese(most: usize) -> impl Strategy<Value = String> {
    let clause =
        (han(12), proptest::sample::select(vec!["，", "。", "、", "”", "“", ""]));
    proptest::collection::vec(clause.prop_map(|(words, mark)| words + mark), 1..most)
        .prop_map(|clauses| clauses.concat())
}

fn punctuation() -> impl Strategy<Value = Punctuation> {
    use Punctuation::{Banjiao, Hangmo, Kaiming, Quanjiao};
    proptest::sample::select(vec![Quanjiao, Quanjiao, Kaiming, Hangmo, Banjiao])
}

fn paragraph(text: &str, style: Punctuation, level: Level) -> Paragraph {
    ems::paragraph(text, ems::style(style, level), Em::new(2.0))
}

fn em(chars: usize) -> Abs {
    Abs::pt(10.0) * chars
}

/// Every way to set a paragraph has all its clusters, in order, on lines that
/// are not empty.
fn check_whole(paragraph: &Paragraph, setting: &Setting) -> Result<(), TestCaseError> {
    let mut next = 0;
    for line in &setting.lines {
        prop_assert_eq!(line.start, next);
        prop_assert!(line.end > line.start, "an empty line: {:?}", setting.lines);
        next = line.end;
    }
    prop_assert_eq!(next, paragraph.clusters.len());
    Ok(())
}

/// No forbidden mark at a line's start or end, nothing split that is one.
fn check_marks(paragraph: &Paragraph, setting: &Setting) -> Result<(), TestCaseError> {
    for pair in setting.lines.windows(2) {
        let (above, below) =
            (paragraph.text_of(pair[0].clone()), paragraph.text_of(pair[1].clone()));
        let last = above.chars().next_back().unwrap_or(' ');
        let first = below.chars().next().unwrap_or(' ');
        prop_assert!(!NOT_FIRST.contains(first), "{above}|{below}");
        prop_assert!(!NOT_LAST.contains(last), "{above}|{below}");
        let meeting = format!("{last}{first}");
        prop_assert!(!PAIRS.contains(&meeting.as_str()), "{above}|{below}");
        let number = |c: char| c.is_ascii_alphanumeric() || ".,:%".contains(c);
        prop_assert!(!(number(last) && number(first)), "{above}|{below}");
    }
    Ok(())
}

/// Lines begin at their edge, bodies never overlap, and full lines end where
/// the measure ends, to the last unit.
fn check_lines(
    paragraph: &Paragraph,
    setting: &Setting,
    width: &dyn Fn(usize) -> Abs,
) -> Result<(), TestCaseError> {
    let breaker = Breaker::new(paragraph);
    for (number, clusters) in setting.lines.iter().enumerate() {
        let width = width(number);
        let line = set(&breaker, paragraph, clusters.clone(), width, Fill::Justify);
        let start = if number == 0 { paragraph.indent } else { Abs::ZERO };
        prop_assert_eq!(line.x[0], start);
        let words = paragraph.text_of(clusters.clone());
        check_bodies(paragraph, &line, &words)?;
        let end = end_of(paragraph, &line);
        let measure = breaker.measure(clusters.clone());
        let opens =
            measure.equal > 0 || measure.word + measure.gap >= width - measure.natural;
        if setting.forced {
            continue;
        }
        prop_assert!(end <= width, "“{words}” sticks out: {end:?} of {width:?}");
        // Rather than with holes a line stays short (R5.4).
        let hole = breaker.is_hole(&measure, width);
        if !breaker.is_ragged(clusters) && opens && !hole {
            prop_assert_eq!(end, width, "“{}” is not flush", words);
        }
    }
    Ok(())
}

fn check_bodies(
    paragraph: &Paragraph,
    line: &Line,
    words: &str,
) -> Result<(), TestCaseError> {
    for (index, at) in line.clusters.clone().enumerate().skip(1) {
        let above = &paragraph.clusters[at - 1];
        // Kerning draws letters together.
        let before = line.x[index - 1] + above.body + above.right.min(Abs::ZERO);
        prop_assert!(line.x[index] >= before - ROUNDING, "bodies overlap in “{words}”");
    }
    Ok(())
}

fn end_of(paragraph: &Paragraph, line: &Line) -> Abs {
    let last = line.clusters.end - 1;
    line.x[line.x.len() - 1] + paragraph.clusters[last].body
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn lines_keep_the_rules(
        text in text(24),
        chars in 6_usize..24,
        style in punctuation(),
    ) {
        let paragraph = paragraph(&text, style, Level::Gb);
        let settings = Breaker::new(&paragraph).settings(&|_| em(chars));
        prop_assert!(!settings.is_empty());
        for setting in &settings {
            check_whole(&paragraph, setting)?;
            check_lines(&paragraph, setting, &|_| em(chars))?;
            if !setting.forced {
                check_marks(&paragraph, setting)?;
            }
        }
    }

    /// What each level forbids stands nowhere; what none forbids may.
    #[test]
    fn each_level_forbids_its_marks(text in text(20), chars in 8_usize..24) {
        for (level, first, last) in [
            (Level::Basic, NOT_FIRST, "“‘（《〈「『【〖〔"),
            (Level::Gb, NOT_FIRST, NOT_LAST),
            (Level::Strict, "，、；：。！？”’）》〉」』】〗〕·～/—…", NOT_LAST),
        ] {
            let paragraph = paragraph(&text, Punctuation::Quanjiao, level);
            for setting in Breaker::new(&paragraph).settings(&|_| em(chars)) {
                let lines = setting.lines.iter().map(|line| paragraph.text_of(line.clone()));
                let lines: Vec<String> = lines.collect();
                for pair in lines.windows(2).filter(|_| !setting.forced) {
                    prop_assert!(!pair[0].ends_with(|c| last.contains(c)), "{level:?} {pair:?}");
                    prop_assert!(!pair[1].starts_with(|c| first.contains(c)), "{level:?} {pair:?}");
                }
            }
        }
    }

    /// Line by line: one way, with the same rules, and never fewer lines than
    /// the tightest that can be had.
    #[test]
    fn line_by_line_keeps_the_rules(text in text(24), chars in 8_usize..24) {
        let style = TextStyle {
            composer: Composer::Line,
            ..ems::style(Punctuation::Quanjiao, Level::Gb)
        };
        let greedy = ems::paragraph(&text, style, Em::new(2.0));
        let ways = Breaker::new(&greedy).settings(&|_| em(chars));
        prop_assert_eq!(ways.len(), 1);
        check_whole(&greedy, &ways[0])?;
        check_lines(&greedy, &ways[0], &|_| em(chars))?;
        let best = paragraph(&text, Punctuation::Quanjiao, Level::Gb);
        let best = Breaker::new(&best).settings(&|_| em(chars));
        if !ways[0].forced {
            check_marks(&greedy, &ways[0])?;
            prop_assert!(best[0].lines.len() <= ways[0].lines.len());
        }
    }

    /// Beside a photograph the lines are of other widths.
    #[test]
    fn lines_of_any_widths(text in text(24), widths in proptest::collection::vec(4_usize..20, 1..8)) {
        let paragraph = paragraph(&text, Punctuation::Quanjiao, Level::Gb);
        let width = |line: usize| em(widths[line % widths.len()]);
        for setting in Breaker::new(&paragraph).settings(&width) {
            check_whole(&paragraph, &setting)?;
            check_lines(&paragraph, &setting, &width)?;
        }
    }

    /// Whatever an editor types, at any measure, there is a way to set it.
    #[test]
    fn any_text_can_be_set(text in "\\PC{0,60}|[“”（）—…·/,.0-9a-z 　一二]{0,60}", chars in 2_usize..12) {
        for level in [Level::None, Level::Basic, Level::Gb, Level::Strict] {
            let paragraph = paragraph(&text, Punctuation::Quanjiao, level);
            let settings = Breaker::new(&paragraph).settings(&|_| em(chars));
            prop_assert_eq!(settings.is_empty(), paragraph.clusters.is_empty());
            for setting in &settings {
                check_whole(&paragraph, setting)?;
                check_lines(&paragraph, setting, &|_| em(chars))?;
            }
        }
    }

    #[test]
    fn a_wider_measure_needs_no_more_lines(text in chinese(14), chars in 6_usize..22) {
        let paragraph = paragraph(&text, Punctuation::Quanjiao, Level::Gb);
        let breaker = Breaker::new(&paragraph);
        let widest = Em::new(0.4);
        let least = |chars| breaker.ways(&|_| em(chars), widest)[0].lines.len();
        prop_assert!(least(chars + 1) <= least(chars));
    }

    /// The ways offered are of different lengths, the shortest first, none far
    /// from the cheapest.
    #[test]
    fn ways_come_in_order(text in text(20), chars in 6_usize..22) {
        let paragraph = paragraph(&text, Punctuation::Quanjiao, Level::Gb);
        let settings = Breaker::new(&paragraph).settings(&|_| em(chars));
        let counts: Vec<usize> = settings.iter().map(|way| way.lines.len()).collect();
        prop_assert!(counts.is_sorted_by(|a, b| a < b), "{counts:?}");
        prop_assert!(counts.last() <= counts.first().map(|least| least + 4).as_ref());
    }
}

/// The shaper, with the shipped faces.
struct Type {
    fonts: FontLibrary,
    styles: Styles,
}

impl Type {
    fn new() -> Type {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let folders = [root.to_path_buf()];
        let house =
            read_house(&Disk, &folders, &mut sources, &mut sink).expect("a house");
        let mut fonts = FontLibrary::new(Arc::new(Disk), vec![root.join("fonts")]);
        let styles = Styles::new(&house, &mut fonts, &mut sink);
        assert!(sink.list().is_empty(), "{:?}", sink.list());
        Type { fonts, styles }
    }
}

/// The characters of a line's glyph runs.
fn shown(line: &Line, paragraph: &Paragraph) -> String {
    let mut shown = String::new();
    for item in line.items(paragraph, Point::default(), None) {
        let Shape::Glyphs(run) = item.shape else { continue };
        for glyph in &run.glyphs {
            shown += &run.text[glyph.text.clone()];
        }
    }
    shown
}

impl Type {
    fn shaped(&self, text: &str, role: Role) -> Paragraph {
        let inline = Inline {
            passage: Passage::own(text),
            style: self.styles.get(role),
        };
        Shaper::new(&self.fonts).paragraph(&[inline], Em::ZERO)
    }
}

/// R1.1–1.3: the brush face has centred marks, quotes a quarter of an em wide
/// and no `halt`; its marks take their places by their ink.
#[test]
fn marks_are_trimmed_where_their_ink_is() {
    let case = Type::new();
    let paragraph = case.shaped("中（中）中“中”中，中《中》中", Role::Nameplate);
    let em = paragraph.clusters[0].size;
    let blanks = |c: char| {
        let at = paragraph.chars.iter().position(|other| *other == c).expect("there");
        let cluster = &paragraph.clusters[at];
        let whole = cluster.left + cluster.body + cluster.right;
        assert!((whole - em).abs() <= ROUNDING, "{c} takes {whole:?}");
        (cluster.left.in_em(em), cluster.right.in_em(em))
    };
    let near = |(a, b): (f64, f64), wanted: (f64, f64)| {
        assert!((a - wanted.0).abs() < 0.01 && (b - wanted.1).abs() < 0.01, "{a} {b}");
    };
    near(blanks('（'), (0.25, 0.25));
    near(blanks('，'), (0.25, 0.25));
    near(blanks('《'), (0.5, 0.0));
    near(blanks('》'), (0.0, 0.5));
    near(blanks('“'), (0.5, 0.0));
    near(blanks('”'), (0.0, 0.5));
    let usual = case.shaped("中（中", Role::Body);
    assert_eq!(usual.clusters[1].left, usual.clusters[1].body);
}

/// R1.1: in a face that draws dashes narrower they take their ems too, and their
/// ink has no gap.
#[test]
fn dashes_of_narrow_faces_take_their_ems() {
    let mut case = Type::new();
    let narrow = case.fonts.register("SourceSerif4SmText-Regular.otf").expect("a face");
    let body = case.styles.get(Role::Body);
    let mut family = (*body.family).clone();
    family.han.insert(0, narrow);
    let style = Arc::new(TextStyle { family: Arc::new(family), ..(*body).clone() });
    let em = style.size;
    let ink = {
        let parsed = case.fonts.get(narrow).expect("a face").parse();
        let glyph = parsed.glyph_index('—').expect("a dash");
        let ink = parsed.glyph_bounding_box(glyph).expect("ink");
        [ink.x_min, ink.x_max].map(|x| Em::from_units(i32::from(x), 1000).at(em))
    };
    for (text, ems) in [("中——中", 2), ("中——", 2), ("东—西", 1)] {
        let inline = Inline {
            passage: Passage::own(text),
            style: Arc::clone(&style),
        };
        let paragraph = Shaper::new(&case.fonts).paragraph(&[inline], Em::ZERO);
        let dashes = 1..=ems;
        let wide: Abs = paragraph.clusters[dashes.clone()].iter().map(|c| c.body).sum();
        assert!((wide - em * ems).abs() <= ROUNDING, "{text}: {wide:?}");
        let mut pen = Abs::ZERO;
        let mut inks: Vec<(Abs, Abs)> = Vec::new();
        for cluster in &paragraph.clusters[dashes] {
            for glyph in &paragraph.glyphs[cluster.glyphs.clone()] {
                let x = pen + cluster.origin + glyph.dx;
                inks.push((x + ink[0], x + ink[1]));
            }
            pen += cluster.body;
        }
        let (first, last) = (inks[0].0, inks[inks.len() - 1].1);
        assert!(first < em.scale(0.1) && wide - last < em.scale(0.1), "{text}: {inks:?}");
        assert!(first >= Abs::ZERO && last <= wide, "{text}: {inks:?}");
        let joined = inks.windows(2).all(|pair| pair[1].0 <= pair[0].1);
        assert!(joined, "{text}: {inks:?}");
    }
}

/// The same in a vertical line, by the kai face of decks.
#[test]
fn dashes_of_narrow_faces_are_joined_in_vertical_lines() {
    let case = Type::new();
    let style = case.styles.get(Role::Deck);
    let passage = Passage::own("中——中");
    let inline = Inline { passage, style: Arc::clone(&style) };
    let paragraph = Shaper::new(&case.fonts).vertical(&[inline]);
    let mut pen = Abs::ZERO;
    let mut inks: Vec<(Abs, Abs)> = Vec::new();
    for cluster in &paragraph.clusters[1..3] {
        let face = case.fonts.get(cluster.face).expect("a face").parse();
        let units = face.units_per_em();
        let of = |length: i16| Em::from_units(i32::from(length), units).at(cluster.size);
        for glyph in &paragraph.glyphs[cluster.glyphs.clone()] {
            let id = ttf_parser::GlyphId(glyph.id);
            let ink = face.glyph_bounding_box(id).expect("ink");
            let y = pen + glyph.dy;
            inks.push((y - of(ink.y_max), y - of(ink.y_min)));
        }
        pen += cluster.body;
    }
    assert!((pen - style.size * 2i64).abs() <= ROUNDING, "{pen:?}");
    let joined = inks.windows(2).all(|pair| pair[1].0 <= pair[0].1);
    assert!(inks.len() > 1 && joined, "{inks:?}");
    assert!(inks[0].0 >= Abs::ZERO && inks[inks.len() - 1].1 <= pen, "{inks:?}");
}

/// R12.2: a character of a fall-back face stands on the same baseline.
#[test]
fn a_fall_back_never_moves_a_baseline() {
    let case = Type::new();
    let paragraph = case.shaped("海城工龘ABC工", Role::Credit);
    assert!(!paragraph.fallbacks.is_empty(), "every face has the rare character");
    assert!(paragraph.missing.is_empty());
    let han = paragraph
        .clusters
        .iter()
        .filter(|cluster| !cluster.class.is_western());
    for cluster in han {
        assert!(
            paragraph.glyphs[cluster.glyphs.clone()]
                .iter()
                .all(|glyph| glyph.dy == Abs::ZERO)
        );
    }
    let breaker = Breaker::new(&paragraph);
    let all = 0..paragraph.clusters.len();
    let line = set(&breaker, &paragraph, all, Abs::pt(200.0), Fill::Left);
    let origin = Point::new(Abs::ZERO, Abs::pt(30.0));
    for item in line.items(&paragraph, origin, None) {
        let Shape::Glyphs(run) = item.shape else { continue };
        assert_eq!(run.origin.y, origin.y);
    }
}

/// R12.1: in every shipped pair a capital is about 0.8 of a character high, and
/// both have their middles at one height.
#[test]
fn companions_look_one_size() {
    let case = Type::new();
    let mut pairs = 0;
    for role in Role::ALL {
        let style = case.styles.get(*role);
        let (Some(han), Some(latin)) = (style.family.han.first(), style.family.latin)
        else {
            continue;
        };
        let extent = |id, c| {
            let face = case.fonts.get(id).expect("a face");
            let parsed = face.parse();
            let glyph = parsed.glyph_index(c).expect("a glyph");
            let ink = parsed.glyph_bounding_box(glyph).expect("ink");
            let em = |units: i16| f64::from(units) / f64::from(face.units_per_em());
            (em(ink.y_min), em(ink.y_max))
        };
        let (low, high) = extent(*han, '国');
        let (foot, head) = extent(latin, 'H');
        let scale = style.family.latin_scale;
        let height = (head - foot) * scale / (high - low);
        let middle = f64::midpoint(foot, head) * scale + style.family.latin_shift.get();
        let apart = middle - f64::midpoint(low, high);
        assert!((0.77..0.84).contains(&height), "{role}: {height}");
        assert!(apart.abs() < 0.02, "{role}: {apart}");
        pairs += 1;
    }
    assert!(pairs > 10);
}

/// R12.1: inside body text too, Kai has the size and height of its own pair.
#[test]
fn emphasis_has_its_own_companion() {
    let case = Type::new();
    let style = case.styles.get(Role::Body);
    let mut passage = Passage::own("字A");
    let size = |passage: &Passage| {
        let inline = Inline { passage: passage.clone(), style: style.clone() };
        let paragraph = Shaper::new(&case.fonts).paragraph(&[inline], Em::ZERO);
        (paragraph.clusters[1].size, -paragraph.glyphs[1].dy)
    };
    let of = |family: &Family| {
        (style.size.scale(family.latin_scale), family.latin_shift.at(style.size))
    };
    assert_eq!(size(&passage), of(&style.family));
    passage
        .letters
        .iter_mut()
        .for_each(|letter| letter.emphasis = Emphasis::Kai);
    assert_eq!(size(&passage), of(&style.kai));
    assert_ne!(of(&style.kai), of(&style.family));
}

/// R7.4: figures stand under each other, in tables and in every other role but
/// the brush of the nameplate, which has no such figures.
#[test]
fn figures_are_of_one_width() {
    let case = Type::new();
    for role in Role::ALL.iter().filter(|role| **role != Role::Nameplate) {
        let paragraph = case.shaped("0123456789", *role);
        let widths = paragraph.glyphs.iter().map(|glyph| glyph.advance);
        let (least, most) = (widths.clone().min(), widths.max());
        assert_eq!(least, most, "{role}");
    }
}

/// R7.3: no gap before a raised figure.
#[test]
fn no_gap_before_a_raised_figure() {
    let case = Type::new();
    let paragraph = case.shaped("面积100m²多", Role::Body);
    let raised = paragraph.chars.iter().position(|c| *c == '²').expect("there");
    assert!(paragraph.joints[raised].natural <= Abs::ZERO);
    assert!(paragraph.joints[raised + 1].natural > Abs::ZERO);
}

#[test]
fn shaped_paragraphs_keep_the_rules_and_their_characters() {
    let case = Type::new();
    let shaper = std::cell::RefCell::new(Shaper::new(&case.fonts));
    let mut runner = TestRunner::new(cases(150));
    let given = (text(24), 5_usize..24);
    let result = runner.run(&given, |(text, chars)| {
        let style = case.styles.get(Role::Body);
        let width = style.size * chars;
        let passage = Passage::own(&text);
        let inline = Inline { passage, style };
        let paragraph = shaper
            .borrow_mut()
            .paragraph(&[inline], case.styles.indent(Role::Body));
        prop_assert!(paragraph.missing.is_empty());
        let breaker = Breaker::new(&paragraph);
        let settings = breaker.settings(&|_| width);
        prop_assert!(!settings.is_empty());
        for setting in &settings {
            check_whole(&paragraph, setting)?;
            check_lines(&paragraph, setting, &|_| width)?;
            let mut all = String::new();
            for clusters in &setting.lines {
                let line =
                    set(&breaker, &paragraph, clusters.clone(), width, Fill::Justify);
                all += &shown(&line, &paragraph);
            }
            prop_assert_eq!(&all, &text);
            if !setting.forced {
                check_marks(&paragraph, setting)?;
            }
        }
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault}");
    }
}
