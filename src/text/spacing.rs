//! Blanks between clusters: punctuation pairs, Chinese–Latin gaps, and how far
//! each may give (composition rules R3, R5, R7).

use super::breaks::Break;
use super::class::Class;
use super::paragraph::{Cluster, Joint, Paragraph};
use crate::geom::{Abs, Em};
use crate::layout::Punctuation;
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

/// The blanks that a mark of a class carries on the full em: left and right.
fn blanks(class: Class, style: Punctuation) -> (Em, Em) {
    let half = match (style, class) {
        (Punctuation::Banjiao, _) => return (Em::ZERO, Em::ZERO),
        (Punctuation::Kaiming, Class::Open | Class::Close | Class::Pause) => {
            return (Em::ZERO, Em::ZERO);
        }
        _ => Em::HALF,
    };
    match class {
        Class::Open => (half, Em::ZERO),
        Class::Close | Class::Pause | Class::Stop => (Em::ZERO, half),
        _ => (Em::ZERO, Em::ZERO),
    }
}

/// Takes a full-width mark's blanks off its body, so that lines can.
pub(super) fn trim(cluster: &mut Cluster, style: Punctuation, em: Abs) {
    let half = em / 2;
    let (left, right) = blanks(cluster.class, style);
    match cluster.class {
        Class::Open => {
            cluster.body = half;
            cluster.origin = -half;
        }
        Class::Close | Class::Pause | Class::Stop => cluster.body = half,
        // GB/T 15834 5.1.7: the interpunct is half an em, centred, and fixed.
        Class::Interpunct | Class::Solidus => {
            cluster.body = half;
            cluster.origin = -(half / 2);
        }
        // A blank lies after nothing, so that a line's end drops it.
        Class::Blank => {
            cluster.body = Abs::ZERO;
            cluster.right = em;
            return;
        }
        _ => {}
    }
    cluster.left = left.at(em);
    cluster.right = right.at(em);
}

/// Fills in the joints of a paragraph whose clusters are shaped.
pub(super) fn join(paragraph: &mut Paragraph, breaks: &[Break]) {
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
    let mut joint = edge(Break::No);
    joint.stretch = stretch(a.class, b.class);
    let style = paragraph.style_of(b);
    if a.class == Class::WordSpace {
        return word_space(joint, a);
    }
    if b.class == Class::WordSpace {
        return Joint { stretch: Stretch::None, ..joint };
    }
    if a.class == Class::Blank {
        // The em after a lead-in is fixed (R10.4); between reporters' names half
        // of it may go (R0.4).
        let names = paragraph.style_of(a).role == Role::Credit;
        let shrink = if names { a.right / 2 } else { Abs::ZERO };
        return Joint {
            natural: a.right,
            shrink,
            tier: TIER_BRACKET,
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
    let (blank, owner) = pair(a, b, style.punctuation);
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
/// that meet, one goes, so that a pair takes 1.5 em (R3.2).
fn pair(a: &Cluster, b: &Cluster, style: Punctuation) -> (Abs, Class) {
    if style == Punctuation::Hangmo {
        let owner = if a.right > Abs::ZERO { a.class } else { b.class };
        return (a.right + b.left, owner);
    }
    let a_marks = a.class.is_closing();
    let b_hugs = matches!(b.class, Class::Interpunct | Class::Blank);
    if a_marks && (b.class.is_closing() || b_hugs) {
        return (Abs::ZERO, a.class);
    }
    if matches!(a.class, Class::Open | Class::Interpunct | Class::Blank)
        && b.class == Class::Open
    {
        return (Abs::ZERO, b.class);
    }
    if a_marks && b.class == Class::Open {
        return (a.right.max(b.left), a.class);
    }
    let owner = if a.right > Abs::ZERO { a.class } else { b.class };
    (a.right + b.left, owner)
}

/// Chinese next to Latin or a number (R7.1); not next to marks (R7.2).
fn western_gap(a: Class, b: Class) -> bool {
    let western = |class| matches!(class, Class::Latin | Class::Digit);
    a == Class::Han && western(b) || western(a) && b == Class::Han
}

/// Where a justified line opens (R5.3): not inside words and numbers, not
/// before closing marks nor after opening ones, not at a connector.
fn stretch(a: Class, b: Class) -> Stretch {
    use Class::{Blank, Connector, Dash, Ellipsis, Interpunct, Open, Solidus};
    let fixed = |class| matches!(class, Connector | Solidus | Interpunct | Blank);
    let western = |class| matches!(class, Class::Latin | Class::Digit);
    let number = western(a) && (western(b) || b == Class::Unit)
        || a == Class::Unit && b == Class::Digit;
    if b.is_closing() || a == Open || fixed(a) || fixed(b) || number {
        return Stretch::None;
    }
    match (a, b) {
        (Dash, Dash) | (Ellipsis, Ellipsis) => Stretch::None,
        _ => Stretch::Equal,
    }
}
