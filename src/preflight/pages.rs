//! Rules for pages as sheets: boxes, units, what lies over them.

use super::file::File;
use super::finding::{Findings, Spot};
use super::matrix::Area;
use super::rules::rule;
use crate::say;
use lopdf::{Dictionary, Object, ObjectId};

/// A page of the file.
pub(super) struct PageBox {
    pub(super) id: ObjectId,
    pub(super) number: u32,
    pub(super) trim: Area,
    /// What is printed: the trimmed page with its bleed. Marks stand outside.
    pub(super) bleed: Area,
}

impl PageBox {
    pub(super) fn spot(&self) -> Spot {
        Spot { number: self.number, trim: self.trim }
    }
}

/// Checks the sheets and gives them on.
pub(super) fn check(file: &File<'_>, findings: &mut Findings<'_>) -> Vec<PageBox> {
    let mut pages: Vec<PageBox> = Vec::new();
    for (index, id) in file.pages.iter().enumerate() {
        let number = findings.number(index);
        let dict = file.page(*id);
        let trim = boxes(file, dict, number, findings);
        let bleed = file.area(dict, "BleedBox").map_or(trim, |bleed| bleed.join(trim));
        let page = PageBox { id: *id, number, trim, bleed };
        units(file, dict, number, findings);
        annotations(file, dict, &page, findings);
        if let Some(first) = pages.first() {
            same_size(first, &page, findings);
        }
        pages.push(page);
    }
    pages
}

/// A page's box, its own or inherited; trim and bleed are never inherited.
fn page_box(file: &File<'_>, dict: &Dictionary, key: &str) -> Option<Area> {
    Area::of(&file.numbers(file.inherited(dict, key)?)?)
}

fn boxes(
    file: &File<'_>,
    dict: &Dictionary,
    number: u32,
    findings: &mut Findings<'_>,
) -> Area {
    let own = |key: &str| file.area(dict, key);
    let (media, crop) =
        (page_box(file, dict, "MediaBox"), page_box(file, dict, "CropBox"));
    let (bleed, trim, art) = (own("BleedBox"), own("TrimBox"), own("ArtBox"));
    let sheet = media.unwrap_or(Area { x0: 0.0, y0: 0.0, x1: 612.0, y1: 792.0 });
    let mut tell = |rule, message| findings.tell_page(rule, number, message);
    if media.is_none() {
        tell(rule::PAGE_BOXES, say!("没有 MediaBox", "there is no MediaBox"));
    }
    match (trim, art) {
        (None, None) => tell(
            rule::PAGE_BOXES,
            say!("没有成品框 TrimBox", "there is no TrimBox and no ArtBox"),
        ),
        (Some(_), Some(_)) => tell(
            rule::PAGE_BOXES,
            say!(
                "TrimBox 和 ArtBox 只能有一个",
                "there are both TrimBox and ArtBox; one is allowed"
            ),
        ),
        _ => {}
    }
    if let Some(crop) = crop.filter(|crop| !crop.same(sheet)) {
        let [w, h] = [crop.width(), crop.height()].map(|side| side * 25.4 / 72.0);
        tell(
            rule::CROP_BOX,
            say!(
                "裁剪框 {w:.1}×{h:.1} 毫米，与页面框不同",
                "the crop box, {w:.1}×{h:.1} mm, is not the media box"
            ),
        );
    }
    let chain =
        [("TrimBox", trim.or(art)), ("BleedBox", bleed), ("MediaBox", Some(sheet))];
    let there: Vec<(&str, Area)> = chain
        .iter()
        .filter_map(|(name, area)| Some((*name, (*area)?)))
        .collect();
    for pair in there.windows(2) {
        let [(inner, inside), (outer, around)] = [pair[0], pair[1]];
        if !around.holds(inside) {
            tell(
                rule::BOX_NESTING,
                say!("{inner} 伸出了 {outer}", "{inner} reaches out of {outer}"),
            );
        }
    }
    trim.or(art).unwrap_or(sheet)
}

fn units(file: &File<'_>, dict: &Dictionary, number: u32, findings: &mut Findings<'_>) {
    if let Some(unit) = file
        .number(dict, "UserUnit")
        .filter(|unit| (*unit - 1.0).abs() > 1e-6)
    {
        let message = say!("UserUnit 是 {unit}", "UserUnit is {unit}");
        findings.tell_page(rule::USER_UNIT, number, message);
    }
    let turned = file.inherited(dict, "Rotate").and_then(super::lexer::number);
    if let Some(turned) = turned.filter(|turned| turned.rem_euclid(360.0) != 0.0) {
        let message =
            say!("页面转了 {turned} 度", "the page is turned by {turned} degrees");
        findings.tell_page(rule::ROTATED, number, message);
    }
}

fn same_size(first: &PageBox, page: &PageBox, findings: &mut Findings<'_>) {
    let size = |page: &PageBox| [page.trim.width(), page.trim.height()];
    let mm = |page: &PageBox| size(page).map(|side| side * 25.4 / 72.0);
    let ([aw, ah], [bw, bh]) = (mm(first), mm(page));
    if (aw - bw).abs() > 0.1 || (ah - bh).abs() > 0.1 {
        let other = first.number;
        findings.tell_page(
            rule::PAGE_SIZE,
            page.number,
            say!(
                "成品尺寸 {bw:.1}×{bh:.1} 毫米，第 {other} 页是 {aw:.1}×{ah:.1} 毫米",
                "trimmed to {bw:.1}×{bh:.1} mm; page {other} is {aw:.1}×{ah:.1} mm"
            ),
        );
    }
}

/// Nothing but printer's marks may lie over the page; outside it notes do no
/// harm.
fn annotations(
    file: &File<'_>,
    dict: &Dictionary,
    page: &PageBox,
    findings: &mut Findings<'_>,
) {
    let Some(Object::Array(list)) = file.get(dict, "Annots") else { return };
    for note in list.iter().filter_map(|object| file.dict(object)) {
        let kind = file.name(note, "Subtype").map(String::from_utf8_lossy);
        let kind = kind.unwrap_or_default();
        let area = file.area(note, "Rect");
        let apart = area.is_some_and(|area| area.meet(page.bleed).is_none());
        if apart || matches!(kind.as_ref(), "TrapNet" | "PrinterMark") {
            continue;
        }
        findings.tell_at(
            rule::ANNOTATION,
            page.spot(),
            area.unwrap_or(page.trim),
            say!("版面上有批注或链接：{kind}", "an annotation lies on the page: {kind}"),
        );
    }
}
