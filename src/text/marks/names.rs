//! Names that the copy marks itself, by a box or a line along them.

use super::is_one;
use crate::copy::Along;
use crate::text::breaks::{Break, Keep, Kind};
use crate::text::class::Class;
use crate::text::paragraph::{Cluster, Paragraph};

/// Names that the copy marks stay whole: of two and three characters in a box
/// always, others at a cost, and they may part after a dot (R6.3).
pub(super) fn keep(paragraph: &mut Paragraph) {
    const SHORT: usize = 3;
    const USUAL: usize = 4;
    const LONGEST: usize = 8;
    let named =
        |cluster: &Cluster| matches!(cluster.mark.along, Along::Box | Along::Name);
    let Paragraph { clusters, joints, keeps, .. } = paragraph;
    let mut at = 0;
    while at < clusters.len() {
        let start = at;
        at += 1;
        while at < clusters.len()
            && is_one(&clusters[start].mark, &clusters[at].mark)
            && clusters[at - 1].class != Class::Interpunct
        {
            at += 1;
        }
        if !named(&clusters[start]) || at - start > LONGEST {
            continue;
        }
        let boxed = clusters[start].mark.along == Along::Box;
        let dotted = |at: usize| {
            clusters.get(at).is_some_and(|other| {
                other.class == Class::Interpunct
                    && is_one(&clusters[start].mark, &other.mark)
            })
        };
        let foreign = dotted(at - 1) || start > 0 && dotted(start - 1);
        let kind = match boxed {
            // As long as this it is hardly a name alone.
            _ if at - start > USUAL && !foreign => Kind::Loose,
            true => Kind::Marked,
            false => Kind::Name,
        };
        for joint in &mut joints[start + 1..at] {
            match &mut joint.break_ {
                Break::Yes(cost) => *cost += kind.cost(),
                Break::No | Break::Last(_) => {}
            }
            if boxed && at - start <= SHORT {
                joint.break_ = Break::No;
            }
        }
        let chars = clusters[start].chars.start..clusters[at - 1].chars.end;
        keeps.push(Keep::whole(chars, kind));
    }
}
