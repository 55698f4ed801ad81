//! Walks all pages with the rules for what is painted, and tells what was
//! wrong with the contents themselves.

use super::file::File;
use super::finding::Findings;
use super::listed;
use super::marks::{Doubt, Marks};
use super::pages::PageBox;
use super::rules::rule;
use super::undrawn;
use super::walk::{Problems, Walker};
use super::widths;
use crate::say;
use lopdf::ObjectId;
use std::collections::{BTreeMap, BTreeSet};

/// Checks contents and what they refer to; tells for each page where the ink
/// limit may be passed.
pub(super) fn check(
    file: &File<'_>,
    pages: &[PageBox],
    findings: &mut Findings<'_>,
) -> Vec<Vec<Doubt>> {
    let mut walker = Walker::new(file);
    let mut drawn = BTreeSet::new();
    let mut doubtful = Vec::new();
    // The first page that uses each font.
    let mut fonts: BTreeMap<ObjectId, u32> = BTreeMap::new();
    for page in pages {
        let mut marks = Marks::new(file, page, findings);
        walker.page(page.id, &mut marks);
        marks.finish();
        drawn.append(&mut marks.pictures);
        doubtful.push(std::mem::take(&mut marks.doubtful));
        let is_empty = marks.count == 0;
        if is_empty {
            let message = say!("这一页是空的", "the page is empty");
            findings.tell_page(rule::EMPTY_PAGE, page.number, message);
        }
        tell(std::mem::take(&mut walker.problems), page.number, findings);
        for font in walker.fonts().keys() {
            fonts.entry(*font).or_insert(page.number);
        }
    }
    for (id, font) in walker.fonts() {
        let dict = file.document.get_dictionary(*id).unwrap_or(&file.nothing);
        if let Some(message) = widths::fault(file, dict, font) {
            let page = fonts.get(id).copied().unwrap_or_default();
            findings.tell_page(rule::FONT_WIDTHS, page, message);
        }
    }
    drawn.extend(&walker.walked);
    let undrawn = listed::check(file, pages, &drawn, findings);
    undrawn::check(undrawn, &mut walker, findings);
    doubtful
}

fn tell(problems: Problems, page: u32, findings: &mut Findings<'_>) {
    let mut broken = |message| findings.tell_page(rule::CONTENT_BROKEN, page, message);
    if problems.garbled > 0 {
        let count = problems.garbled;
        broken(say!(
            "页面内容有 {count} 处读不懂",
            "the contents are garbled in {count} places"
        ));
    }
    for reason in problems.undecoded {
        broken(say!(
            "页面内容解不开（{reason}）",
            "the contents cannot be decoded: {reason}"
        ));
    }
    for operator in problems.unknown {
        broken(say!("没有 {operator} 这样的操作", "there is no operator {operator}"));
    }
    if problems.unbalanced {
        broken(say!("q 和 Q 不成对", "q and Q are not in pairs"));
    }
    for (kind, name) in problems.missing {
        findings.tell_page(
            rule::RESOURCE_MISSING,
            page,
            say!(
                "页面用到 {kind} 里的 {name}，文件里没有",
                "the page uses {name} of {kind}, which is not in the file"
            ),
        );
    }
    if problems.too_complex {
        findings.tell_page(
            rule::TOO_COMPLEX,
            page,
            say!(
                "内容层层嵌套或过于庞大，没有查完",
                "the contents are nested too deep or too large and were not checked to the end"
            ),
        );
    }
}
