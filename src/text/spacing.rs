//! Blanks between clusters: punctuation pairs, Chinese–Latin gaps, and how far
//! each may give (composition rules R3, R5, R7).

use super::breaks::Break;
use super::class::Class;
use super::normalise::lead_in;
use super::paragraph::{Cluster, Joint, Paragraph, TextStyle};
use crate::geom::{Abs, Em};
use crate::layout::{Pairs, Punctuation, Start};
use crate::role::Role;

/// How a joint opens when a line is justified (R5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Not at all.
    None,
    /// A word space: first, up to half an em.
    Word(Abs),
    /// A Chinese–Latin gap: next, by so much.
    Gap(Abs),
    /// Any other: last, all equally.
    Equal,
}

/// Shrink tiers of R5.2, in the order in which a line uses them up. The line
/// end's half em is not among them: it always goes.
pub(super) const TIERS: usize = 6;
const TIER_WORD: usize = 0;
const TIER_INTERPUNCT: usize = 1;
const TIER_BRACKET: usize = 2;
const TIER_PAUSE: usize = 3;
const TIER_GAP: usize = 4;
const TIER_STOP: usize = 5;

/// A mark on its em: the part with the ink, and the blanks beside it. In em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MarkBox {
    /// Blank at the left; what is left of the em is blank at the right.
    pub(super) left: f64,
    /// Width without the blanks.
    pub(super) body: f64,
    /// From the body's left edge to the glyph's origin.
    pub(super) origin: f64,
}

impl MarkBox {
    /// A body that begins so far inside the glyph's em.
    pub(super) fn inside(left: f64, body: f64) -> MarkBox {
        MarkBox { left, body, origin: -left }
    }

    /// Where the ink of a mark sits in a mainland face (R1).
    pub(super) fn usual(class: Class) -> MarkBox {
        MarkBox::inside(if class == Class::Open { 0.5 } else { 0.0 }, 0.5)
    }

    /// The half of the em that the middle of the ink is nearest to: left,
    /// right, or the middle one of a face with centred marks (R1.2). Ink wider
    /// than a half keeps the em.
    pub(super) fn around(ink: (f64, f64)) -> MarkBox {
        const WIDE: f64 = 0.62;
        match f64::midpoint(ink.0, ink.1) {
            _ if ink.1 - ink.0 > WIDE => MarkBox::inside(0.0, 1.0),
            ..0.375 => MarkBox::inside(0.0, 0.5),
            ..0.625 => MarkBox::inside(0.25, 0.5),
            _ => MarkBox::inside(0.5, 0.5),
        }
    }

    /// A mark whose glyph is not an em wide, such as the curly quotes of some
    /// Chinese faces: it takes an em, and keeps to what it encloses.
    pub(super) fn proportional(class: Class, advance: f64) -> MarkBox {
        let body = advance.max(0.5);
        if class == Class::Open {
            MarkBox {
                left: (1.0 - body).max(0.0),
                body,
                origin: body - advance,
            }
        } else {
            MarkBox { left: 0.0, body, origin: 0.0 }
        }
    }
}

/// Whether a style leaves a mark its blank (R3.9).
fn keeps_blank(class: Class, style: Punctuation) -> bool {
    match style {
        Punctuation::Quanjiao | Punctuation::Hangmo => true,
        Punctuation::Kaiming => class == Class::Stop,
        Punctuation::Banjiao => false,
    }
}

/// Takes a mark's blanks off its body, so that lines can.
pub(super) fn trim(
    cluster: &mut Cluster,
    style: Punctuation,
    (em, mark): (Abs, MarkBox),
) {
    match cluster.class {
        Class::Open | Class::Close | Class::Pause | Class::Stop => {
            let [left, body, origin] =
                [mark.left, mark.body, mark.origin].map(|part| Em::new(part).at(em));
            (cluster.body, cluster.origin) = (body, origin);
            if keeps_blank(cluster.class, style) {
                cluster.left = left;
                cluster.right = (em - left - body).max(Abs::ZERO);
            }
        }
        // GB/T 15834 5.1.7: the interpunct is half an em, centred, and fixed.
        Class::Interpunct | Class::Solidus => {
            let advance = cluster.body;
            cluster.body = em / 2;
            cluster.origin = (cluster.body - advance) / 2;
        }
        // R1: each … of an ellipsis has an em, in faces too that draw it narrower.
        Class::Ellipsis => {
            let narrow = (em - cluster.body).max(Abs::ZERO);
            cluster.body += narrow;
            cluster.origin += narrow / 2;
        }
        // A blank lies after nothing, so that a line's end drops it.
        Class::Blank => {
            cluster.body = Abs::ZERO;
            cluster.right = em;
        }
        _ => {}
    }
}

/// Two of ！ and ？ take one em, three take two (R1.5): inside the run no blank,
/// after it one only if the marks are odd in number.
fn close_up(paragraph: &mut Paragraph) {
    let doubles = |cluster: &Cluster, chars: &[char]| {
        cluster.class == Class::Stop && matches!(chars[cluster.chars.start], '！' | '？')
    };
    let mut at = 0;
    while at < paragraph.clusters.len() {
        if paragraph.clusters[at].class != Class::Stop {
            at += 1;
            continue;
        }
        let chars = &paragraph.chars;
        let run = paragraph.clusters[at..]
            .iter()
            .take_while(|cluster| doubles(cluster, chars));
        let run = run.count();
        let last = if run % 2 == 0 { run } else { run.max(1) - 1 };
        for cluster in &mut paragraph.clusters[at..at + last] {
            cluster.right = Abs::ZERO;
        }
        at += run.max(1);
    }
}

/// What a paragraph's first line begins with (R3.7): a mark without its blank,
/// with it, or hanging into the indent.
pub(super) fn indent(paragraph: &Paragraph, indent: Abs) -> Abs {
    let Some(first) = paragraph.clusters.first() else { return indent };
    match paragraph.style_of(first).start {
        _ if first.class != Class::Open => indent,
        Start::Trim => indent,
        // An em, whatever the style leaves a mark (R3.7).
        Start::Full => indent + (first.size - first.body).max(Abs::ZERO),
        Start::Hang if first.body <= indent => indent - first.body,
        Start::Hang => indent,
    }
}

/// Fills in the joints of a paragraph whose clusters are shaped.
pub(super) fn join(paragraph: &mut Paragraph, breaks: &[Break]) {
    close_up(paragraph);
    let clusters = &paragraph.clusters;
    let mut joints = Vec::with_capacity(clusters.len());
    for at in 0..clusters.len() {
        let break_ = breaks[clusters[at].chars.start];
        let joint = match at.checked_sub(1) {
            None => edge(break_),
            Some(before) => {
                let (a, b) = (&clusters[before], &clusters[at]);
                Joint { break_, ..joint(paragraph, a, b) }
            }
        };
        joints.push(joint);
    }
    paragraph.joints = joints;
}

fn edge(break_: Break) -> Joint {
    Joint {
        natural: Abs::ZERO,
        shrink: Abs::ZERO,
        tier: 0,
        stretch: Stretch::None,
        break_,
    }
}

fn joint(paragraph: &Paragraph, a: &Cluster, b: &Cluster) -> Joint {
    let joint = edge(Break::No);
    if a.class == Class::Han && b.class == Class::Han {
        // Most of all joints: nothing between them, and it opens.
        return Joint {
            tier: TIER_BRACKET,
            stretch: Stretch::Equal,
            ..joint
        };
    }
    joint_of_any(paragraph, a, b)
}

/// The same for clusters of any classes.
fn joint_of_any(paragraph: &Paragraph, a: &Cluster, b: &Cluster) -> Joint {
    let mut joint = edge(Break::No);
    joint.stretch = stretch(a.class, b.class);
    let style = paragraph.style_of(b);
    if a.class == Class::WordSpace {
        return word_space(joint, a);
    }
    if b.class == Class::WordSpace {
        return Joint { stretch: Stretch::None, ..joint };
    }
    if a.class.is_western() && a.right != Abs::ZERO {
        return Joint { natural: a.right, ..joint };
    }
    if a.class == Class::Blank {
        let give = give_of_blank(paragraph, a);
        return Joint {
            natural: a.right,
            tier: TIER_BRACKET,
            shrink: give,
            stretch: if give > Abs::ZERO { Stretch::Gap(give) } else { joint.stretch },
            ..joint
        };
    }
    let gap = style.gap;
    if western_gap(a.class, b.class) {
        joint.natural = gap.natural.at(style.size);
        joint.shrink =
            (gap.natural.at(style.size) - gap.min.at(style.size)).max(Abs::ZERO);
        joint.tier = TIER_GAP;
        let room = gap.max.at(style.size) - joint.natural;
        joint.stretch = Stretch::Gap(room.max(Abs::ZERO));
        return joint;
    }
    let (blank, owner) = pair(a, b, (paragraph.style_of(a), style));
    joint.natural = blank;
    joint.shrink = blank;
    joint.tier = match owner {
        Class::Pause => TIER_PAUSE,
        Class::Stop => TIER_STOP,
        Class::Interpunct => TIER_INTERPUNCT,
        _ => TIER_BRACKET,
    };
    joint
}

/// What may go of an em, and come to it: half between reporters' names (R0.4), a
/// quarter where it parts words in running text, nothing after a lead-in (R10.4)
/// nor in headings.
fn give_of_blank(paragraph: &Paragraph, blank: &Cluster) -> Abs {
    match paragraph.style_of(blank).role {
        Role::Credit => blank.right / 2,
        Role::Body | Role::Note | Role::Summary if !ends_lead(paragraph, blank) => {
            blank.right / 4
        }
        _ => Abs::ZERO,
    }
}

/// Whether a blank ends what a report begins with, typed in its text.
fn ends_lead(paragraph: &Paragraph, blank: &Cluster) -> bool {
    const LONGEST: usize = 60;
    let at = blank.chars.start;
    let before: String = paragraph.chars[..=at.min(LONGEST)].iter().collect();
    let bracketed = before.trim_end().ends_with('）');
    at <= LONGEST
        && lead_in(&before).is_some_and(|lead| lead.chars().count() == at || bracketed)
}

/// A word space lies after its cluster, so that a line's end drops it (R5.2:
/// down to a quarter em, up to half).
fn word_space(joint: Joint, space: &Cluster) -> Joint {
    let (least, most) = (space.size / 4, space.size / 2);
    Joint {
        natural: space.right,
        shrink: (space.right - least).max(Abs::ZERO),
        tier: TIER_WORD,
        stretch: Stretch::Word((most - space.right).max(Abs::ZERO)),
        ..joint
    }
}

/// The blank between two clusters and the class it belongs to: of two blanks
/// that meet, one goes, so that a pair takes 1.5 em (R3.2). A mark gives its
/// blank up only to a neighbour of its own size or larger (R3.4).
fn pair(a: &Cluster, b: &Cluster, styles: (&TextStyle, &TextStyle)) -> (Abs, Class) {
    let both = |holds: fn(&TextStyle) -> bool| holds(styles.0) && holds(styles.1);
    let owner = if a.right > Abs::ZERO { a.class } else { b.class };
    if both(|style| style.punctuation == Punctuation::Hangmo) {
        return (a.right + b.left, owner);
    }
    let hugs = matches!(b.class, Class::Interpunct | Class::Blank);
    if a.class.is_closing() && (b.class.is_closing() || hugs) && b.size >= a.size {
        return (b.left, a.class);
    }
    let yields = matches!(a.class, Class::Open | Class::Interpunct | Class::Blank);
    if yields && b.class == Class::Open && a.size >= b.size {
        return (a.right, b.class);
    }
    if a.class.is_closing() && b.class == Class::Open {
        let tight = both(|style| style.pairs == Pairs::Tight);
        return (if tight { Abs::ZERO } else { a.right.max(b.left) }, a.class);
    }
    (a.right + b.left, owner)
}

/// Chinese next to Latin or a number (R7.1); not next to marks (R7.2), nor before
/// a raised figure (R7.3).
fn western_gap(a: Class, b: Class) -> bool {
    let western = |class| matches!(class, Class::Latin | Class::Digit);
    a == Class::Han && western(b) || (western(a) || a == Class::Raised) && b == Class::Han
}

/// Where a justified line opens (R5.3): not inside words and numbers, not
/// before closing marks nor after opening ones, not at a connector.
fn stretch(a: Class, b: Class) -> Stretch {
    use Class::{Blank, Connector, Dash, Ellipsis, Interpunct, Open, Solidus};
    let fixed = |class| matches!(class, Connector | Solidus | Interpunct | Blank);
    let western = |class| matches!(class, Class::Latin | Class::Digit);
    let number = western(a) && (western(b) || b == Class::Unit)
        || a == Class::Unit && western(b)
        || a == Class::Wide && b == Class::Wide
        || b == Class::Raised;
    if b.is_closing() || a == Open || fixed(a) || fixed(b) || number {
        return Stretch::None;
    }
    match (a, b) {
        (Dash, Dash) | (Ellipsis, Ellipsis) => Stretch::None,
        _ => Stretch::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Level;
    use crate::text::breaker::Breaker;
    use crate::text::ems;

    fn style(punctuation: Punctuation) -> TextStyle {
        ems::style(punctuation, Level::Gb)
    }

    /// Ems of a text between two characters, so that no blank is at an edge.
    fn width(text: &str, style: TextStyle) -> f64 {
        let em = style.size;
        let paragraph = ems::paragraph(&format!("中{text}中"), style, Em::ZERO);
        let all = 0..paragraph.clusters.len();
        Breaker::new(&paragraph).measure(all).natural.in_em(em) - 2.0
    }

    /// R3.9: a mark alone, a stop alone, a pair, closing beside opening.
    #[test]
    fn punctuation_styles() {
        use Punctuation::{Banjiao, Hangmo, Kaiming, Quanjiao};
        let cases = [
            (Quanjiao, [1.0, 1.0, 1.5, 1.5, 2.0]),
            (Kaiming, [0.5, 1.0, 1.0, 1.0, 1.5]),
            (Hangmo, [1.0, 1.0, 2.0, 2.0, 3.0]),
            (Banjiao, [0.5, 0.5, 1.0, 1.0, 1.5]),
        ];
        for (punctuation, wanted) in cases {
            let texts = ["，", "。", "。”", "，“", "。”（"];
            let widths = texts.map(|text| width(text, style(punctuation)));
            assert!(
                widths
                    .iter()
                    .zip(wanted)
                    .all(|(width, wanted)| (width - wanted).abs() < 1e-6),
                "{punctuation:?}: {widths:?}"
            );
        }
    }

    /// The short way for two Han characters is the general one, in every style.
    #[test]
    fn han_beside_han_is_like_any_other_pair() {
        use Punctuation::{Banjiao, Hangmo, Kaiming, Quanjiao};
        for punctuation in [Quanjiao, Kaiming, Hangmo, Banjiao] {
            let paragraph = ems::paragraph("铅字", style(punctuation), Em::ZERO);
            let [a, b] = &paragraph.clusters[..] else { panic!("two clusters") };
            assert_eq!(joint(&paragraph, a, b), joint_of_any(&paragraph, a, b));
        }
    }

    /// R6.4, R7.1: nor is there a gap between them.
    #[test]
    fn numbers_and_their_signs_never_open() {
        let texts = [
            "±2.5%", "4×100", "－3℃", "-3℃", "1 200", "’98", "＋86", "＞95%", "3～5",
            "氦-3",
        ];
        for text in texts {
            let style = style(Punctuation::Quanjiao);
            let paragraph = ems::paragraph(text, style, Em::ZERO);
            for joint in &paragraph.joints[1..] {
                assert_eq!(joint.stretch, Stretch::None, "{text}");
                assert_eq!(joint.natural, Abs::ZERO, "{text}");
            }
        }
    }

    /// R3.5, R3.6: half an em, whatever stands there.
    #[test]
    fn marks_at_the_ends_of_lines() {
        for (text, ems) in [("“好”", 2.0), ("（好。", 2.0), ("好，", 1.5), ("《好", 1.5)]
        {
            let paragraph = ems::paragraph(text, style(Punctuation::Quanjiao), Em::ZERO);
            let line = Breaker::new(&paragraph).measure(0..paragraph.clusters.len());
            assert_eq!(line.natural, Abs::pt(10.0).scale(ems), "{text}");
        }
    }

    /// R7.1, R7.2: an eighth of an em at either side; none beside marks nor at a
    /// line's ends.
    #[test]
    fn gaps_between_chinese_and_latin() {
        for (text, ems) in [("A", 0.75), ("AB", 1.25), ("2026", 2.25), ("（A）", 2.5)] {
            let found = width(text, style(Punctuation::Quanjiao));
            assert!((found - ems).abs() < 1e-6, "{text}: {found}");
        }
        let paragraph = ems::paragraph("A好1", style(Punctuation::Quanjiao), Em::ZERO);
        let line = Breaker::new(&paragraph).measure(0..3);
        assert_eq!(line.natural, Abs::pt(22.5));
    }

    /// R3.2: in the tight style no blank is left between the two.
    #[test]
    fn tight_pairs() {
        let tight = TextStyle {
            pairs: Pairs::Tight,
            ..style(Punctuation::Quanjiao)
        };
        for (text, wanted) in [("，“", 1.0), ("”“", 1.0), ("。”", 1.5), ("）。", 1.5)]
        {
            assert!((width(text, tight.clone()) - wanted).abs() < 1e-6, "{text}");
        }
    }

    /// R1.5: two in one em, three in two.
    #[test]
    fn doubled_stops() {
        for (text, wanted) in [("！", 1.0), ("！！", 1.0), ("？！", 1.0), ("！！！", 2.0)]
        {
            let found = width(text, style(Punctuation::Quanjiao));
            assert!((found - wanted).abs() < 1e-6, "{text}: {found}");
        }
    }

    /// R3.4: a large mark keeps its blank beside a small one, a small one loses
    /// its own beside a large one.
    #[test]
    fn pairs_of_two_sizes() {
        let blank = |large: usize| {
            let mut paragraph =
                ems::paragraph("中。”中", style(Punctuation::Quanjiao), Em::ZERO);
            let cluster = &mut paragraph.clusters[large];
            cluster.size = cluster.size * 2i64;
            cluster.right = cluster.right * 2i64;
            let breaks = vec![Break::No; 4];
            join(&mut paragraph, &breaks);
            paragraph.joints[2].natural
        };
        assert_eq!(blank(1), Abs::pt(10.0));
        assert_eq!(blank(2), Abs::ZERO);
    }

    /// R3.7: a mark that begins a paragraph, with an indent of two.
    /// An em that parts words gives a quarter; one after a lead-in nothing.
    #[test]
    fn an_em_between_words_gives_and_takes() {
        let give = |text: &str| {
            let style = style(Punctuation::Quanjiao);
            let paragraph = ems::paragraph(text, style, Em::ZERO);
            let blank = paragraph.clusters.iter().position(|c| c.class == Class::Blank);
            let joint = paragraph.joints[blank.expect("a blank") + 1];
            (joint.natural, joint.shrink)
        };
        let em = Abs::pt(10.0);
        assert_eq!(give("第一条\u{3000}本条例"), (em, em / 4));
        assert_eq!(give("本报讯\u{3000}近日"), (em, Abs::ZERO));
        assert_eq!(give("本报讯（记者甲）\u{3000}近日"), (em, Abs::ZERO));
    }

    #[test]
    fn paragraph_starts() {
        let start = |start, text: &str| {
            let style = TextStyle { start, ..style(Punctuation::Quanjiao) };
            ems::paragraph(text, style, Em::new(2.0)).indent
        };
        assert_eq!(start(Start::Full, "“好”"), Abs::pt(25.0));
        assert_eq!(start(Start::Trim, "“好”"), Abs::pt(20.0));
        assert_eq!(start(Start::Hang, "“好”"), Abs::pt(15.0));
        assert_eq!(start(Start::Hang, "好"), Abs::pt(20.0));
        // An em in styles too that leave the mark no blank.
        let style = TextStyle { start: Start::Full, ..style(Punctuation::Banjiao) };
        let paragraph = ems::paragraph("“好”", style, Em::new(2.0));
        assert_eq!(paragraph.indent, Abs::pt(25.0));
    }

    /// R1.2: by the middle of the ink; a wide mark keeps its em.
    #[test]
    fn boxes_by_ink() {
        assert_eq!(MarkBox::around((0.08, 0.23)), MarkBox::inside(0.0, 0.5));
        assert_eq!(MarkBox::around((0.45, 0.55)), MarkBox::inside(0.25, 0.5));
        assert_eq!(MarkBox::around((0.57, 0.92)), MarkBox::inside(0.5, 0.5));
        assert_eq!(MarkBox::around((0.1, 0.9)), MarkBox::inside(0.0, 1.0));
        let quote = MarkBox::proportional(Class::Open, 0.25);
        assert_eq!(quote, MarkBox { left: 0.5, body: 0.5, origin: 0.25 });
    }
}
