//! Walks all pages with the rules for what is painted, and tells what was
//! wrong with the contents themselves.

use super::file::File;
use super::finding::Findings;
use super::listed::{self, Drawn};
use super::marks::{Doubt, Marks};
use super::pages::PageBox;
use super::rules::rule;
use super::undrawn;
use super::walk::{Problems, Walker};
use super::widths;
use crate::diag::Message;
use crate::say;
use std::collections::BTreeSet;

/// Checks contents and what they refer to; tells for each page where the ink
/// limit may be passed, or nothing if it was not walked to its end.
pub(super) fn check(
    file: &File<'_>,
    pages: &[PageBox],
    findings: &mut Findings<'_>,
) -> Vec<Option<Vec<Doubt>>> {
    let mut walker = Walker::new(file);
    let mut drawn = BTreeSet::new();
    let mut doubtful = Vec::new();
    // The first page that uses each font.
    let mut fonts: Vec<u32> = Vec::new();
    for page in pages {
        let mut marks = Marks::new(file, page, findings);
        walker.page(page.id, &mut marks);
        marks.finish();
        drawn.append(&mut marks.pictures);
        let doubts = std::mem::take(&mut marks.doubtful);
        doubtful.push((!walker.problems.too_complex).then_some(doubts));
        let is_empty = marks.count == 0;
        if is_empty {
            let message = say!("这一页是空的", "the page is empty");
            findings.tell_page(rule::EMPTY_PAGE, page.number, message);
        }
        tell(std::mem::take(&mut walker.problems), page.number, findings);
        fonts.resize(walker.fonts().len(), page.number);
    }
    for (font, page) in walker.fonts().iter().zip(fonts) {
        for (rule, message) in widths::faults(file, font) {
            findings.tell_page(rule, page, message);
        }
    }
    drawn.extend(&walker.walked);
    let drawn = Drawn { streams: &drawn, gradients: &walker.shaded };
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
        let Message { zh, en } = reason.said();
        broken(say!(
            "页面内容解不开（{zh}）；请制作方重新导出",
            "the contents cannot be decoded: {en}; ask for the file to be exported again"
        ));
    }
    for operator in problems.unknown {
        broken(say!("没有 {operator} 这样的操作", "there is no operator {operator}"));
    }
    for operator in problems.lacking {
        broken(say!(
            "操作 {operator} 的参数缺少或不对",
            "the operator {operator} lacks operands, or has wrong ones"
        ));
    }
    let has_fonts = !problems.missing.iter().any(|(kind, _)| *kind == "Font");
    if problems.fontless && has_fonts {
        broken(say!("有文字没有设字体", "text is shown before any font is set"));
    }
    if problems.unbalanced {
        broken(say!("q 和 Q 不成对", "q and Q are not in pairs"));
    }
    if problems.stepless {
        broken(say!(
            "有底纹图案没有大小，或步距（XStep、YStep）是 0，印不出来；请制作方改用普通填色",
            "there is a tile without a size, or with steps (XStep, YStep) of 0, which does not print; ask for a plain fill"
        ));
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
                "内容层层嵌套或过于庞大，没有查完（查到的都已列出，墨量没有量）；请制作方简化图形，或把复杂的插图转成图片再导出",
                "the contents are nested too deep or too large and were not checked to the end: what was seen is told, ink is not measured; ask for simpler drawings, or for a picture in their place"
            ),
        );
    }
}
