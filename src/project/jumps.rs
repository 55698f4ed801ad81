//! Which story runs on from which page to which 转版.

use crate::diag::{Diagnostic, Sink, code};
use crate::issue::{Issue, Jump};
use crate::say;

/// A story's way from one page to another; pages by their place in the issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// The story.
    pub story: String,
    /// The page it begins on.
    pub from: usize,
    /// The page it runs on to.
    pub to: usize,
}

/// The jumps of an issue that can be done; the others are told.
pub(super) fn routes(issue: &Issue, sink: &mut Sink) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    for (name, story) in &issue.stories {
        let Some(jump) = &story.jump else { continue };
        let holds = |plan: &crate::issue::PagePlan| {
            let placed = plan.place.iter().map(|(_, story)| story);
            plan.stories.iter().chain(placed).any(|listed| listed.value == *name)
        };
        // A story on no page is told elsewhere.
        let Some(from) = issue.pages.iter().position(holds) else { continue };
        let page = jump.page.value;
        let to = issue.pages.iter().position(|plan| plan.number.value == page);
        match to {
            None => sink.push(no_page(jump, issue)),
            Some(to) if to == from => sink.push(own_page(jump)),
            Some(to) if reaches(&routes, to, from) => sink.push(ring(jump, issue, from)),
            Some(to) => routes.push(Route { story: name.clone(), from, to }),
        }
    }
    routes
}

/// Whether stories run on from one page, perhaps by others, to another.
fn reaches(routes: &[Route], from: usize, to: usize) -> bool {
    let mut own = routes.iter().filter(|route| route.from == from);
    own.any(|route| route.to == to || reaches(routes, route.to, to))
}

fn no_page(jump: &Jump, issue: &Issue) -> Diagnostic {
    let page = jump.page.value;
    let pages: Vec<String> =
        issue.pages.iter().map(|plan| plan.number.value.to_string()).collect();
    let pages = pages.join("、");
    Diagnostic::new(
        code::JUMP_PAGE,
        say!("转到第 {page} 版，但没有这一版", "there is no page {page} to run on to"),
    )
    .at(jump.page.span)
    .help(say!("本期有第 {pages} 版", "pages of this issue: {pages}"))
}

fn own_page(jump: &Jump) -> Diagnostic {
    let (story, page) = (&jump.story.value, jump.page.value);
    Diagnostic::new(
        code::JUMP_PAGE,
        say!("“{story}”本来就在第 {page} 版", "`{story}` is on page {page} already"),
    )
    .at(jump.page.span)
    .help(say!(
        "写另一版；在本版里接着排用版式的 part = 2",
        "name another page; on one page a layout's part = 2 continues a slot"
    ))
}

fn ring(jump: &Jump, issue: &Issue, from: usize) -> Diagnostic {
    let (to, own) = (jump.page.value, issue.pages[from].number.value);
    Diagnostic::new(
        code::JUMP_PAGE,
        say!(
            "第 {own} 版和第 {to} 版互相转版，排不出先后",
            "pages {own} and {to} run on to each other: neither can be made up first"
        ),
    )
    .at(jump.page.span)
    .help(say!("去掉其中一个 jump", "take out one of the jumps"))
}
