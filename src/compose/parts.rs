//! Depths for a page on which a story takes two rectangles 穿插式.
//!
//! What a story's second rectangle holds adds to what its slot has to hold, so
//! the two depths cannot be found apart. The second one is tried at every depth;
//! for each, the rest of the page is solved exactly, and the cheapest page wins.

use super::ad::AdLeaf;
use super::leaf::{Choice, Leaf};
use super::tree::{self, Allotted, Curves, Seam};
use crate::layout::Node;

/// The least rows of a second rectangle.
const LEAST_ROWS: usize = 4;

/// The best depths for a tree, and what they cost.
pub(super) fn solve(
    tree: &Node,
    leaves: &mut [Leaf<'_>],
    ads: &[AdLeaf<'_>],
    rows: (usize, usize),
) -> (Vec<Allotted>, Vec<Seam>, f64) {
    // Advertisements are numbered after the stories.
    let curves = leaves.iter().map(|leaf| leaf.curve(rows.1));
    let mut choices: Vec<Vec<Choice>> =
        curves.chain(ads.iter().map(|ad| ad.curve(rows.1))).collect();
    let depths = leaves.iter().map(|leaf| leaf.part.as_ref().map(|part| part.depth));
    let mut depths: Vec<Option<usize>> = depths.chain(ads.iter().map(|_| None)).collect();
    let names = leaves.iter().map(|leaf| leaf.slot.name.clone());
    let names: Vec<String> =
        names.chain(ads.iter().map(|ad| ad.slot.name.clone())).collect();
    let leaf_of = |name: &str| names.iter().position(|own| own == name);
    let solved = |choices: &[Vec<Choice>], parts: &[Option<usize>]| {
        tree::solve(tree, &leaf_of, &Curves { choices, parts }, rows)
    };
    let free = tree.parts().into_iter().find(|part| part.lines.is_none());
    let Some(at) = free.and_then(|part| leaf_of(&part.slot)) else {
        return solved(&choices, &depths);
    };
    let mut best = None;
    for depth in LEAST_ROWS..=rows.1 {
        if let Some(part) = &mut leaves[at].part {
            part.depth = depth;
        }
        choices[at] = leaves[at].curve(rows.1);
        depths[at] = Some(depth);
        let found = solved(&choices, &depths);
        let cheaper = |(.., least): &(Vec<Allotted>, Vec<Seam>, f64)| found.2 < *least;
        if best.as_ref().is_none_or(cheaper) {
            best = Some(found);
        }
    }
    best.unwrap_or_else(|| solved(&choices, &depths))
}
