//! Contents that are in the file and drawn by no page: left over from editing,
//! or switched off. They put no ink on paper, but a program that takes the page
//! apart may show them again.

use super::finding::Findings;
use super::listed::Undrawn;
use super::marks::foreign;
use super::rules::rule;
use super::walk::{Step, Visitor, Walker};
use crate::say;
use std::collections::BTreeSet;

/// Tells the colours of them that the standard forbids.
pub(super) fn check(
    undrawn: Undrawn,
    walker: &mut Walker<'_, '_>,
    findings: &mut Findings<'_>,
) {
    for (id, page) in undrawn {
        // Drawn by another that is not.
        if walker.walked.contains(&id) {
            continue;
        }
        let mut colours = Colours::default();
        walker.alone(id, &mut colours);
        for name in colours.names {
            let message = say!(
                "没有显示的内容用了 {name}",
                "contents that are not drawn are in {name}"
            );
            match page {
                Some(page) => {
                    findings.tell_page(rule::COLOUR_NOT_DRAWN, page, message);
                }
                None => findings.tell(rule::COLOUR_NOT_DRAWN, message),
            }
        }
    }
    if walker.problems.too_complex {
        let message = say!(
            "没有显示的内容层层嵌套或过于庞大，没有查完",
            "contents that are not drawn are nested too deep or too large, and were not checked to the end"
        );
        findings.tell(rule::TOO_COMPLEX, message);
    }
}

#[derive(Default)]
struct Colours {
    names: BTreeSet<&'static str>,
}

impl Visitor for Colours {
    fn step(&mut self, step: &Step<'_>) {
        let painted = step.painted.iter().map(|painted| &*painted.coat.space);
        let set = match step.operation.operator {
            b"rg" | b"cs" => Some(&*step.state.fill.space),
            b"RG" | b"CS" => Some(&*step.state.stroke.space),
            _ => None,
        };
        let spaces = painted.chain(set).flat_map(|space| space.chain());
        self.names.extend(spaces.filter_map(foreign).map(|(_, name)| name));
    }
}
