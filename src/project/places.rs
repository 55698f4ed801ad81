//! Which story stands in which slot.

use crate::diag::{Diagnostic, Sink, code};
use crate::issue::{Issue, PagePlan};
use crate::layout::{Layout, Slot};
use crate::reading::{meant, nearest};
use crate::say;
use crate::source::{Located, Span};
use std::collections::BTreeMap;

/// The stories of one page by slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// For each slot of the layout, in reading order, the story's name.
    pub slots: Vec<Option<String>>,
}

/// Gives every page's stories their slots: first those that the editor placed,
/// then the others by importance to the free slots in reading order.
///
/// The result has an entry for each page of the issue. A page whose layout is
/// missing or has no tree places nothing, and has no faults of placing.
pub fn check_places(
    issue: &Issue,
    layouts: &BTreeMap<String, Layout>,
    sink: &mut Sink,
) -> Vec<Places> {
    issue.pages.iter().map(|page| place(page, layouts, sink)).collect()
}

fn place(page: &PagePlan, layouts: &BTreeMap<String, Layout>, sink: &mut Sink) -> Places {
    let tree = layouts
        .get(&page.layout.value)
        .and_then(|layout| layout.tree.as_ref());
    let Some(tree) = tree else { return Places::default() };
    let mut desk = Desk {
        page,
        slots: tree.slots(),
        stories: Vec::new(),
        sink,
    };
    desk.stories.resize(desk.slots.len(), None);
    desk.place_by_name();
    desk.place_the_rest();
    desk.tell_empty();
    let name = |story: &Located<String>| story.value.clone();
    Places {
        slots: desk.stories.iter().map(|story| story.map(name)).collect(),
    }
}

struct Desk<'a> {
    page: &'a PagePlan,
    slots: Vec<&'a Slot>,
    stories: Vec<Option<&'a Located<String>>>,
    sink: &'a mut Sink,
}

impl<'a> Desk<'a> {
    fn place_by_name(&mut self) {
        for (slot, story) in &self.page.place {
            let index = self.slots.iter().position(|other| other.name == slot.value);
            let placed = self.placed(&story.value);
            match (index, placed) {
                (None, _) => {
                    self.tell_unknown(slot);
                    self.place_as_meant(slot, story);
                }
                (Some(_), Some(first)) => self.tell_twice(story, first),
                (Some(index), None) => self.stories[index] = Some(story),
            }
        }
    }

    /// Into the slot whose name is nearest, so that it is not told as empty too.
    fn place_as_meant(&mut self, slot: &Located<String>, story: &'a Located<String>) {
        let names = self.slots.iter().map(|slot| slot.name.as_str());
        let near = nearest(&slot.value, names);
        let index = self.slots.iter().position(|other| Some(other.name.as_str()) == near);
        if let Some(free) = index.filter(|index| self.stories[*index].is_none()) {
            self.stories[free] = Some(story);
        }
    }

    fn place_the_rest(&mut self) {
        for story in &self.page.stories {
            // A name that is listed twice was told when the issue was read.
            if self.placed(&story.value).is_some() || self.meant_elsewhere(story) {
                continue;
            }
            match self.stories.iter().position(Option::is_none) {
                Some(free) => self.stories[free] = Some(story),
                None => self.tell_no_slot(story),
            }
        }
    }

    fn placed(&self, story: &str) -> Option<Span> {
        let placed = self.stories.iter().flatten().find(|other| other.value == story);
        placed.map(|other| other.span)
    }

    /// Given to a slot that is not there: that fault is told already.
    fn meant_elsewhere(&self, story: &Located<String>) -> bool {
        self.page.place.iter().any(|(_, other)| other.value == story.value)
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

    fn tell_no_slot(&mut self, story: &Located<String>) {
        let (name, count) = (&story.value, self.slots.len());
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
        for (slot, story) in self.slots.iter().zip(&self.stories) {
            if story.is_some() || slot.optional {
                continue;
            }
            let name = &slot.name;
            let number = self.page.number.value;
            self.sink.push(
                Diagnostic::new(
                    code::SLOT_EMPTY,
                    say!(
                        "第 {number} 版的版块“{name}”没有稿件",
                        "slot `{name}` of page {number} has no story"
                    ),
                )
                .at(self.page.layout.span)
                .see(slot.at, say!("版块在这里", "the slot is here"))
                .help(say!(
                    "给本版加一篇稿件，或在版式里写 optional = true",
                    "add a story, or write optional = true in the layout"
                )),
            );
        }
    }
}
