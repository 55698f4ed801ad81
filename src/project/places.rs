//! Which story or advertisement stands in which slot.

use super::jumps::routes;
use crate::diag::{Diagnostic, Sink, code};
use crate::issue::{Ad, Issue, Jump, PagePlan};
use crate::layout::{Layout, Slot};
use crate::reading::{meant, nearest};
use crate::say;
use crate::source::{Located, Span};
use std::collections::BTreeMap;

/// What stands where on one page, by slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// For each slot of the layout, in reading order, the story's name.
    pub slots: Vec<Option<String>>,
    /// For each slot, the number of its advertisement among the page's.
    pub ads: Vec<Option<usize>>,
}

/// Gives every page's stories their slots: first those that the editor placed,
/// then the others by importance to the free slots in reading order. A slot
/// with an advertisement, or kept for one, takes no story by order.
///
/// The result has an entry for each page of the issue. A page whose layout is
/// missing or has no tree places nothing, and has no faults of placing.
pub fn check_places(
    issue: &Issue,
    layouts: &BTreeMap<String, Layout>,
    sink: &mut Sink,
) -> Vec<Places> {
    let routes = routes(issue, sink);
    let page = |(index, page): (usize, &PagePlan)| {
        let own = routes.iter().filter(|route| route.to == index);
        let jumps =
            own.filter_map(|route| issue.stories.get(&route.story)?.jump.as_ref());
        place(page, &jumps.collect::<Vec<_>>(), layouts, sink)
    };
    issue.pages.iter().enumerate().map(page).collect()
}

fn place(
    page: &PagePlan,
    jumps: &[&Jump],
    layouts: &BTreeMap<String, Layout>,
    sink: &mut Sink,
) -> Places {
    // A missing layout is told by itself.
    let Some(layout) = layouts.get(&page.layout.value) else {
        return Places::default();
    };
    let Some(tree) = &layout.tree else {
        tell_ads_without_slots(page, layouts, sink);
        tell_no_tree(page, jumps, sink);
        return Places::default();
    };
    let slots = tree.slots();
    let mut desk = Desk {
        page,
        stories: vec![None; slots.len()],
        ads: vec![None; slots.len()],
        slots,
        sink,
    };
    desk.place_ads();
    desk.place_by_name();
    desk.place_jumps(jumps.iter().filter(|jump| jump.slot.is_some()));
    desk.place_the_rest();
    desk.place_jumps(jumps.iter().filter(|jump| jump.slot.is_none()));
    desk.tell_empty();
    let name = |story: &Located<String>| story.value.clone();
    Places {
        slots: desk.stories.iter().map(|story| story.map(name)).collect(),
        ads: desk.ads,
    }
}

struct Desk<'a> {
    page: &'a PagePlan,
    slots: Vec<&'a Slot>,
    stories: Vec<Option<&'a Located<String>>>,
    ads: Vec<Option<usize>>,
    sink: &'a mut Sink,
}

/// A page that is divided by rule has no slots for advertisements.
fn tell_ads_without_slots(
    page: &PagePlan,
    layouts: &BTreeMap<String, Layout>,
    sink: &mut Sink,
) {
    let Some(layout) = layouts.get(&page.layout.value) else { return };
    for ad in &page.ads {
        let (slot, name) = (&ad.slot.value, &layout.name);
        sink.push(
            Diagnostic::new(
                code::SLOT_UNKNOWN,
                say!(
                    "版式“{name}”没有划分版块，广告没有“{slot}”可放",
                    "layout `{name}` has no slots, so there is no `{slot}` for the advertisement"
                ),
            )
            .at(ad.slot.span)
            .see(page.layout.span, say!("本版的版式", "this page's layout"))
            .help(say!(
                "换一个有广告版块的版式，如 tabloid-ad，或在版式里写 [tree]",
                "take a layout with a slot for it, such as tabloid-ad, or give this one a [tree]"
            )),
        );
    }
}

impl<'a> Desk<'a> {
    fn place_ads(&mut self) {
        let page = self.page;
        for (number, ad) in page.ads.iter().enumerate() {
            let Some(index) = self.slot(&ad.slot.value) else {
                self.tell_unknown(&ad.slot);
                self.place_ad_as_meant(ad, number);
                continue;
            };
            match self.ads[index] {
                Some(first) => {
                    let first = page.ads[first].slot.span;
                    self.tell_taken(&ad.slot.value, ad.slot.span, first);
                }
                None => self.ads[index] = Some(number),
            }
        }
    }

    fn slot(&self, name: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.name == name)
    }

    /// The slot whose name is nearest.
    fn meant_slot(&self, name: &str) -> Option<usize> {
        let names = self.slots.iter().map(|slot| slot.name.as_str());
        self.slot(nearest(name, names)?)
    }

    /// So that the slot is not told as empty too.
    fn place_ad_as_meant(&mut self, ad: &Ad, number: usize) {
        let near = self.meant_slot(&ad.slot.value);
        if let Some(free) = near.filter(|index| self.ads[*index].is_none()) {
            self.ads[free] = Some(number);
        }
    }

    fn place_by_name(&mut self) {
        let page = self.page;
        for (slot, story) in &page.place {
            let index = self.slot(&slot.value);
            let placed = self.placed(&story.value);
            match (index, placed) {
                (None, _) => {
                    self.tell_unknown(slot);
                    self.place_as_meant(slot, story);
                }
                (Some(_), Some(first)) => self.tell_twice(story, first),
                (Some(index), None) => match self.ads[index] {
                    Some(ad) => {
                        let first = page.ads[ad].slot.span;
                        self.tell_taken(&slot.value, slot.span, first);
                    }
                    None => self.stories[index] = Some(story),
                },
            }
        }
    }

    /// Into the slot whose name is nearest, so that it is not told as empty too.
    fn place_as_meant(&mut self, slot: &Located<String>, story: &'a Located<String>) {
        let near = self.meant_slot(&slot.value).filter(|index| self.is_free(*index));
        if let Some(free) = near {
            self.stories[free] = Some(story);
        }
    }

    fn is_free(&self, slot: usize) -> bool {
        self.stories[slot].is_none() && self.ads[slot].is_none()
    }

    fn place_the_rest(&mut self) {
        for story in &self.page.stories {
            // A name that is listed twice was told when the issue was read.
            if self.placed(&story.value).is_some() || self.meant_elsewhere(story) {
                continue;
            }
            let open = |slot: &usize| !self.slots[*slot].ad && self.is_free(*slot);
            match (0..self.slots.len()).find(open) {
                Some(free) => self.stories[free] = Some(story),
                None => self.tell_no_slot(story),
            }
        }
    }

    /// Stories that run on from other pages.
    fn place_jumps<'j>(&mut self, jumps: impl Iterator<Item = &'j &'a Jump>)
    where
        'a: 'j,
    {
        for jump in jumps {
            let Some(slot) = &jump.slot else {
                let open = |slot: &usize| !self.slots[*slot].ad && self.is_free(*slot);
                match (0..self.slots.len()).find(open) {
                    Some(free) => self.stories[free] = Some(&jump.story),
                    None => self.tell_no_slot(&jump.story),
                }
                continue;
            };
            match self.slots.iter().position(|own| own.name == slot.value) {
                None => self.tell_unknown(slot),
                Some(index) if self.is_free(index) => {
                    self.stories[index] = Some(&jump.story);
                }
                Some(index) => {
                    let fault = taken(slot, self.stories[index]);
                    self.sink.push(fault);
                }
            }
        }
    }

    fn placed(&self, story: &str) -> Option<Span> {
        let placed = self.stories.iter().flatten().find(|other| other.value == story);
        placed.map(|other| other.span)
    }

    /// Given to a slot that is not there: that fault is told already. One whose
    /// slot is taken by an advertisement goes to a free slot, so that none is
    /// told as empty too.
    fn meant_elsewhere(&self, story: &Located<String>) -> bool {
        let taken =
            |slot: &str| self.slot(slot).is_some_and(|index| self.ads[index].is_some());
        self.page
            .place
            .iter()
            .any(|(slot, other)| other.value == story.value && !taken(&slot.value))
    }

    fn tell_unknown(&mut self, slot: &Located<String>) {
        let name = &slot.value;
        let names: Vec<&str> = self.slots.iter().map(|slot| slot.name.as_str()).collect();
        let layout = &self.page.layout;
        let layout_name = &layout.value;
        self.sink.push(
            Diagnostic::new(
                code::SLOT_UNKNOWN,
                say!(
                    "版式“{layout_name}”没有版块“{name}”",
                    "layout `{layout_name}` has no slot `{name}`"
                ),
            )
            .at(slot.span)
            .see(layout.span, say!("本版的版式", "this page's layout"))
            .help(meant(name, &names)),
        );
    }

    fn tell_twice(&mut self, story: &Located<String>, first: Span) {
        let name = &story.value;
        self.sink.push(
            Diagnostic::new(
                code::STORY_TWICE,
                say!("稿件“{name}”排进两个版块", "story `{name}` is in two slots"),
            )
            .at(story.span)
            .see(first, say!("已排在这里", "it is here already"))
            .help(say!("去掉其中一处", "take out one of them")),
        );
    }

    /// A slot that the editor gives to two things.
    fn tell_taken(&mut self, slot: &str, here: Span, first: Span) {
        self.sink.push(
            Diagnostic::new(
                code::SLOT_TAKEN,
                say!("版块“{slot}”排了两样东西", "slot `{slot}` is given to two things"),
            )
            .at(here)
            .see(first, say!("这里已排了广告", "an advertisement has it here"))
            .help(say!(
                "去掉其中一处，或换一个版块",
                "take out one, or give it another slot"
            )),
        );
    }

    fn tell_no_slot(&mut self, story: &Located<String>) {
        let name = &story.value;
        let for_ads = |(slot, ad): &(&&Slot, &Option<usize>)| slot.ad || ad.is_some();
        let count = self.slots.len();
        let count = count - self.slots.iter().zip(&self.ads).filter(for_ads).count();
        let layout = &self.page.layout;
        self.sink.push(
            Diagnostic::new(
                code::STORY_NO_SLOT,
                say!(
                    "稿件“{name}”没有版块可排：本版 {count} 个版块都满了",
                    "no slot is left for story `{name}`: all {count} are taken"
                ),
            )
            .at(story.span)
            .see(layout.span, say!("本版的版式", "this page's layout"))
            .help(say!(
                "换一个版块更多的版式，或把稿件移到别的版",
                "take a layout with more slots, or move the story"
            )),
        );
    }

    fn tell_empty(&mut self) {
        for (index, slot) in self.slots.iter().enumerate() {
            if !self.is_free(index) || slot.optional {
                continue;
            }
            let name = &slot.name;
            let number = self.page.number.value;
            let (message, help) = if slot.ad {
                (
                    say!(
                        "第 {number} 版的广告版块“{name}”没有广告",
                        "slot `{name}` of page {number} has no advertisement"
                    ),
                    say!(
                        "给本版加 [[page.ad]]，或在版式里写 optional = true",
                        "add a [[page.ad]], or write optional = true in the layout"
                    ),
                )
            } else {
                (
                    say!(
                        "第 {number} 版的版块“{name}”没有稿件",
                        "slot `{name}` of page {number} has no story"
                    ),
                    say!(
                        "给本版加一篇稿件，或在版式里写 optional = true",
                        "add a story, or write optional = true in the layout"
                    ),
                )
            };
            self.sink.push(
                Diagnostic::new(code::SLOT_EMPTY, message)
                    .at(self.page.layout.span)
                    .see(slot.at, say!("版块在这里", "the slot is here"))
                    .help(help),
            );
        }
    }
}

/// A jump to a slot that has a story or an advertisement.
fn taken(slot: &Located<String>, first: Option<&Located<String>>) -> Diagnostic {
    let name = &slot.value;
    let message = say!("版块“{name}”已经占了", "slot `{name}` is taken already");
    let fault = Diagnostic::new(code::STORY_NO_SLOT, message).at(slot.span);
    let fault = match first {
        Some(first) => fault.see(first.span, say!("排在这里", "placed here")),
        None => fault,
    };
    fault.help(say!("换一个版块", "choose another slot"))
}

/// A jump to a page that is divided by rule: it has no place for the rest.
fn tell_no_tree(page: &PagePlan, jumps: &[&Jump], sink: &mut Sink) {
    let (number, layout) = (page.number.value, &page.layout.value);
    for jump in jumps {
        sink.push(
            Diagnostic::new(
                code::JUMP_PAGE,
                say!(
                    "第 {number} 版的版式“{layout}”没有版块，接不了转版",
                    "layout `{layout}` of page {number} has no slots to run on into"
                ),
            )
            .at(jump.page.span)
            .see(page.layout.span, say!("那一版的版式", "that page's layout"))
            .help(say!(
                "给那一版一个有 [tree] 的版式",
                "give that page a layout with a [tree]"
            )),
        );
    }
}
