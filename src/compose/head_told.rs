//! What is told of a heading on its page.

use super::fit::{Fit, Where};
use super::head::HeadPlan;
use super::leaf::Leaf;
use super::tree::Allotted;
use crate::copy::Passage;
use crate::diag::{Diagnostic, Sink, code};
use crate::role::Role;
use crate::say;

/// A headline that does not fit, is small, or was broken by force; then its lines.
pub(super) fn tell(
    leaf: &Leaf<'_>,
    fit: &Fit,
    place: &Allotted,
    (at, faults): (&Where<'_>, &mut Sink),
) {
    let story = &fit.story;
    let Some(first) = leaf.story.head.headline.first() else { return };
    if leaf.head_plan(place).is_some_and(|plan| plan.forced) {
        faults.push(
            Diagnostic::new(
                code::HEAD_LONG,
                say!(
                    "“{story}”的标题在这个宽度里排不下",
                    "the headline of “{story}” does not fit its width"
                ),
            )
            .at(first.span())
            .on_page(at.page, Some(fit.rect))
            .help(say!(
                "把标题写短，或写成几行：headline = [\"…\", \"…\"]",
                "shorten it, or break it: headline = [\"…\", \"…\"]"
            )),
        );
    }
    if leaf.is_laid {
        faults.push(
            Diagnostic::new(
                code::HEAD_LAID,
                say!(
                    "“{story}”的竖题旁边排不下八个字宽的正文，改排了横题",
                    "beside a vertical headline “{story}” would have less than eight characters of text: it is set horizontally"
                ),
            )
            .at(first.span())
            .on_page(at.page, Some(fit.rect))
            .help(say!(
                "把版块改宽，少分几栏，或把标题写短",
                "make the slot wider, give it fewer legs, or shorten the headline"
            )),
        );
    }
    tell_lines(leaf, fit, place, (at, &mut *faults));
    if let (Some(largest), Some(size)) = (leaf.largest_head(), fit.headline)
        && size < largest.scale(0.8)
    {
        let size = size.to_pt();
        faults.push(
            Diagnostic::new(
                code::HEAD_SMALL,
                say!(
                    "“{story}”的标题用了 {size:.0} 磅，比常用的小",
                    "the headline of “{story}” is set in {size:.0} pt, smaller than usual"
                ),
            )
            .at(first.span())
            .on_page(at.page, Some(fit.rect)),
        );
    }
}

/// The name of a part of a heading.
fn named(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Kicker => ("引题", "kicker"),
        Role::Deck => ("副题", "deck"),
        _ => ("标题", "headline"),
    }
}

/// Words that had to be torn, breaks that read wrong, and marks left out.
fn tell_lines(
    leaf: &Leaf<'_>,
    fit: &Fit,
    place: &Allotted,
    (at, faults): (&Where<'_>, &mut Sink),
) {
    let Some(plan) = leaf.head_plan(place) else { return };
    tell_torn(leaf, fit, plan, (at, &mut *faults));
    tell_weak(fit, plan, (at, &mut *faults));
    let story = &fit.story;
    for mark in &plan.marks {
        faults.push(
            Diagnostic::new(
                code::HEAD_MARK,
                say!(
                    "“{story}”标题行末的标点没有排",
                    "a mark at the end of a headline's line of “{story}” is not set"
                ),
            )
            .at(*mark)
            .on_page(at.page, None),
        );
    }
}

fn tell_torn(
    leaf: &Leaf<'_>,
    fit: &Fit,
    plan: &HeadPlan,
    (at, faults): (&Where<'_>, &mut Sink),
) {
    let story = &fit.story;
    let head = &leaf.story.head;
    for role in &plan.torn {
        let words = if *role == Role::Kicker { &head.kicker } else { &head.deck };
        let (zh, en) = named(*role);
        let span = words.as_ref().map_or(leaf.story.story.span, Passage::span);
        faults.push(
            Diagnostic::new(
                code::HEAD_TORN,
                say!(
                    "“{story}”的{zh}太长，拆开了一个词",
                    "the {en} of “{story}” is too long: a word had to be torn"
                ),
            )
            .at(span)
            .on_page(at.page, Some(fit.rect))
            .help(say!("写短一些", "shorten it")),
        );
    }
}

fn tell_weak(fit: &Fit, plan: &HeadPlan, (at, faults): (&Where<'_>, &mut Sink)) {
    let story = &fit.story;
    // What does not fit at all, or is torn, is told apart.
    let told = |role: &Role| match role {
        Role::Headline => plan.forced,
        _ => plan.torn.contains(role),
    };
    for (role, place) in plan.weak.iter().filter(|(role, _)| !told(role)) {
        let (zh, en) = named(*role);
        let help = match role {
            Role::Headline => say!(
                "自己断行：headline = [\"…\", \"…\"]；若是拆开了一个名字，把它写进 words",
                "break it yourself: headline = [\"…\", \"…\"]; put a name that it tears into words"
            ),
            _ => say!(
                "写短一些；若是拆开了一个名字，把它写进 words",
                "shorten it; put a name that it tears into words"
            ),
        };
        faults.push(
            Diagnostic::new(
                code::HEAD_BREAK,
                say!(
                    "“{story}”的{zh}只好在这里断行，断得勉强",
                    "the {en} of “{story}” could only be broken here, where it reads wrong"
                ),
            )
            .at(*place)
            .on_page(at.page, Some(fit.rect))
            .help(help),
        );
    }
}
