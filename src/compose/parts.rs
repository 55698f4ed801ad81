//! Depths for a page on which a story takes two rectangles 穿插式.
//!
//! What a story's second rectangle holds adds to what its slot has to hold, so
//! the two depths cannot be found apart. The second one is tried at every depth;
//! for each, the rest of the page is solved exactly, and the cheapest page wins.
//! Of several on a page each is tried while the others stay, until none gains.

use super::ad::AdLeaf;
use super::balance;
use super::flow;
use super::leaf::{Choice, Leaf};
use super::region::rows_of;
use super::tree::{self, Allotted, Curves, Seam};
use crate::layout::Node;

/// The least rows of a second rectangle.
const LEAST_ROWS: usize = 4;

/// How often the second rectangles of a page are gone through.
const ROUNDS: usize = 4;

/// What rows more for a story with a widow, or with a part that is parted from
/// what it introduces, may cost the page: as much as white in two stories beside
/// it, but never a line that another story then lacks.
const FOR_WIDOW: f64 = 30.0;
/// The same where the page has rows that nothing takes, or holes that cost as much:
/// stories beside it may have holes, which are smaller than the page's own.
const FOR_WIDOW_ROOMY: f64 = 140.0;
/// What a row may cost that a story lacks because it was not counted: less than
/// one that another story then lacks.
const FOR_ROW: f64 = 300.0;
/// Rows by which second rectangles change where a story is given rows more.
const NEAR: usize = 8;
/// How often stories are given more rows than were counted.
const MOST_ROUNDS: usize = 8;

/// Places for a tree, and what they cost.
type Solved = (Vec<Allotted>, Vec<Seam>, f64);

/// Rows that a story wants over those counted.
struct Want {
    leaf: usize,
    rows: usize,
    /// What they may cost the page.
    worth: f64,
}

/// The best depths for a tree. Rows are counted before lines are set: where a
/// paragraph's last line then stands alone at a leg's top, or lines are over
/// (a table that could not stand beside a picture), the story is given rows
/// more, if the page has them to spare.
pub(super) fn solve(
    tree: &Node,
    leaves: &mut [Leaf<'_>],
    ads: &[AdLeaf<'_>],
    rows: (usize, usize),
) -> Solved {
    let mut best = depths(tree, leaves, ads, rows, None);
    let roomy = white_at_foot(&best.0, rows) > 0 || best.2 > FOR_WIDOW_ROOMY;
    let dear = if roomy { FOR_WIDOW_ROOMY } else { FOR_WIDOW };
    let mut wants = wanted(leaves, &best.0, dear);
    let mut asked = rows_of_wants(&wants);
    let mut given = Vec::new();
    for _ in 0..MOST_ROUNDS {
        if wants.is_empty() {
            break;
        }
        asked.iter().for_each(|(leaf, rows)| leaves[*leaf].spare += rows);
        let found = depths(tree, leaves, ads, rows, Some(NEAR));
        asked.iter().for_each(|(leaf, rows)| leaves[*leaf].spare -= rows);
        if found.2 > best.2 + worth(&wants) {
            break;
        }
        let left = wanted(leaves, &found.0, dear);
        let tried = asked.clone();
        // A row more may move a picture, so that it takes another.
        asked.extend(rows_of_wants(&left));
        if worth(&left) < worth(&wants) {
            (best, wants, given) = (found, left, tried);
        }
    }
    given.iter().for_each(|(leaf, rows)| leaves[*leaf].spare += rows);
    let filled = filled(tree, leaves, ads, (rows, &best));
    given.iter().for_each(|(leaf, rows)| leaves[*leaf].spare -= rows);
    filled.unwrap_or(best)
}

/// The page with the rows that are white at its foot given to stories that run
/// on, if no other story lacks lines by it.
fn filled(
    tree: &Node,
    leaves: &mut [Leaf<'_>],
    ads: &[AdLeaf<'_>],
    (rows, page): ((usize, usize), &Solved),
) -> Option<Solved> {
    let mut best: Option<Solved> = None;
    for at in 0..leaves.len() {
        let before = best.as_ref().unwrap_or(page);
        let Some(place) = before.0.iter().find(|place| place.leaf == at) else {
            continue;
        };
        let more = leaves[at].takes_more(place, white_at_foot(&before.0, rows));
        if more == 0 {
            continue;
        }
        let lacking = lines_over(leaves, &before.0);
        leaves[at].least = place.depth + more;
        let found = depths(tree, leaves, ads, rows, Some(NEAR));
        let can_be = found.2 < before.2 + tree::NEVER / 2.0;
        if can_be && lines_over(leaves, &found.0) <= lacking {
            best = Some(found);
        } else {
            leaves[at].least = 0;
        }
    }
    leaves.iter_mut().for_each(|leaf| leaf.least = 0);
    best
}

/// Lines that stories lack which do not run on.
fn lines_over(leaves: &mut [Leaf<'_>], places: &[Allotted]) -> usize {
    let mut over = 0;
    for place in places {
        let leaf = leaves.get_mut(place.leaf).filter(|leaf| leaf.cut.is_none());
        over += leaf.map_or(0, |leaf| {
            let (_, slots, flowed) = balance::settle(leaf, place);
            flowed.used.saturating_sub(slots.len())
        });
    }
    over
}

/// Rows at the page's foot that no slot takes.
fn white_at_foot(places: &[Allotted], (top, rows): (usize, usize)) -> usize {
    let own = |place: &Allotted| place.top + place.depth;
    let part = |place: &Allotted| place.part.map_or(0, |(top, depth)| top + depth);
    let end = places.iter().map(|place| own(place).max(part(place))).max();
    (top + rows).saturating_sub(end.unwrap_or(top))
}

fn worth(wants: &[Want]) -> f64 {
    wants.iter().map(|want| want.worth).sum()
}

fn rows_of_wants(wants: &[Want]) -> Vec<(usize, usize)> {
    wants.iter().map(|want| (want.leaf, want.rows)).collect()
}

/// Stories with a widow, or with lines over, in their places; and what a cure of a
/// widow is worth.
fn wanted(leaves: &mut [Leaf<'_>], places: &[Allotted], dear: f64) -> Vec<Want> {
    let mut found = Vec::new();
    for place in places {
        // What runs on to another page fills its room whatever it is.
        let Some(leaf) = leaves.get_mut(place.leaf).filter(|leaf| leaf.cut.is_none())
        else {
            continue;
        };
        let (_, slots, flowed) = balance::settle(leaf, place);
        let over = flowed.used.saturating_sub(slots.len());
        let flow = &leaf.story.flow;
        let widow = !flowed.widows(flow, &slots).is_empty();
        let parted = !flowed.parted(flow, &slots).is_empty();
        let (rows, worth) = match over {
            0 if !widow && !parted => continue,
            // What is white is no cure: the legs are to be a row deeper.
            0 => {
                let used = rows_of(&slots[..flowed.used.min(slots.len())]);
                // A crosshead that moves leaves two rows.
                (deeper(leaf, place, used) + usize::from(parted), dear)
            }
            over => (over, FOR_ROW * flow::to_f64(over)),
        };
        found.push(Want { leaf: place.leaf, rows, worth });
    }
    found
}

/// Rows more in the text with which its legs have a row more each.
fn deeper(leaf: &Leaf<'_>, place: &Allotted, used: usize) -> usize {
    let white = rows_of(&leaf.region(place).slots()).saturating_sub(used);
    white % leaf.plan.legs.len().max(1) + 1
}

/// The best depths for a tree, and what they cost; second rectangles so near the
/// depths that they had, if they had any.
fn depths(
    tree: &Node,
    leaves: &mut [Leaf<'_>],
    ads: &[AdLeaf<'_>],
    rows: (usize, usize),
    near: Option<usize>,
) -> Solved {
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
    let free = tree.parts().into_iter().filter(|part| part.lines.is_none());
    let free: Vec<usize> = free.filter_map(|part| leaf_of(&part.slot)).collect();
    let mut best = solved(&choices, &depths);
    if free.is_empty() {
        return best;
    }
    for round in 0..if free.len() == 1 { 1 } else { ROUNDS } {
        let before = best.2;
        for at in &free {
            let mut found = None;
            let known = depths[*at].zip(near);
            let (from, to) = known.map_or((LEAST_ROWS, rows.1), |(own, near)| {
                (own.saturating_sub(near).max(LEAST_ROWS), (own + near).min(rows.1))
            });
            for depth in from..=to {
                let curve = part_curve(&mut leaves[*at], depth, rows.1);
                (choices[*at], depths[*at]) = (curve, Some(depth));
                let page = solved(&choices, &depths);
                let cheaper = |(_, least): &(usize, Solved)| page.2 < least.2;
                if found.as_ref().is_none_or(cheaper) {
                    found = Some((depth, page));
                }
            }
            let Some((depth, page)) = found else { continue };
            choices[*at] = part_curve(&mut leaves[*at], depth, rows.1);
            depths[*at] = Some(depth);
            best = page;
        }
        if round > 0 && best.2 >= before {
            break;
        }
    }
    best
}

/// A story's choices by depth, its second rectangle being so deep.
fn part_curve(leaf: &mut Leaf<'_>, depth: usize, most: usize) -> Vec<Choice> {
    if let Some(part) = &mut leaf.part {
        part.depth = depth;
    }
    leaf.curve(most)
}
