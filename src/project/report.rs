//! What a build tells: each story's fit, the faults, the changes to the copy.

use super::{Project, Setting};
use crate::compose::{AdPlace, SetLine};
use crate::diag::{Lang, Severity, json};
use crate::geom::Rect;
use crate::source::Sources;
use crate::text::normalise::Change;
use serde_json::{Value, json as object};
use std::fmt::Write;

/// A report on an issue made up.
pub struct Report<'r> {
    project: &'r Project,
    setting: &'r Setting,
}

/// One story's line in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryLine {
    /// Page.
    pub page: u32,
    /// Slot.
    pub slot: String,
    /// Story.
    pub story: String,
    /// Characters of the text.
    pub chars: usize,
    /// Lines by leg.
    pub legs: Vec<usize>,
    /// Rows over (above zero) or under (below).
    pub over: i64,
    /// Characters overset.
    pub over_chars: usize,
}

impl<'r> Report<'r> {
    /// A report.
    #[must_use]
    pub fn new(project: &'r Project, setting: &'r Setting) -> Report<'r> {
        Report { project, setting }
    }

    /// The stories, page by page.
    #[must_use]
    pub fn lines(&self) -> Vec<StoryLine> {
        let fits = self.setting.pages.iter().flat_map(|page| &page.fits);
        fits.map(|fit| {
            let signed = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
            StoryLine {
                page: fit.page,
                slot: fit.slot.clone(),
                story: fit.story.clone(),
                chars: fit.body_chars,
                legs: fit.legs.clone(),
                over: signed(fit.overset_lines) - signed(fit.underset_lines),
                over_chars: fit.account.overset,
            }
        })
        .collect()
    }

    /// The stories as a table, a line each.
    #[must_use]
    pub fn table(&self, lang: Lang) -> String {
        let mut out = String::new();
        for line in self.lines() {
            let legs: Vec<String> = line.legs.iter().map(ToString::to_string).collect();
            let legs = legs.join("/");
            let StoryLine { page, slot, story, chars, over, over_chars, .. } = line;
            let fit = match (over, lang) {
                (0, Lang::Zh) => String::from("满"),
                (0, Lang::En) => String::from("full"),
                (1.., Lang::Zh) => format!("多 {over} 行（{over_chars} 字）"),
                (1.., Lang::En) => format!("{over} lines over ({over_chars} characters)"),
                (_, Lang::Zh) => format!("少 {} 行", -over),
                (_, Lang::En) => format!("{} lines short", -over),
            };
            let _ = match lang {
                Lang::Zh => {
                    writeln!(
                        out,
                        "第{page}版  {slot:<10} {story:<12} {chars:>5} 字  各栏 {legs} 行  {fit}"
                    )
                }
                Lang::En => {
                    writeln!(
                        out,
                        "p.{page}  {slot:<10} {story:<12} {chars:>5} chars  legs {legs}  {fit}"
                    )
                }
            };
        }
        for ad in self.setting.pages.iter().flat_map(|page| &page.ads) {
            let _ = writeln!(out, "{}", ad_line(ad, lang));
        }
        out
    }

    /// The whole report for programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let pages: Vec<Value> = self.setting.pages.iter().map(page).collect();
        let faults: Vec<Value> = self
            .setting
            .faults
            .list()
            .iter()
            .map(|fault| json(fault, &self.project.sources))
            .collect();
        let count = |severity| self.setting.faults.count(severity);
        object!({
            "title": self.project.title(None),
            "pages": pages,
            "changes": self.changes(),
            "faults": faults,
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "notes": count(Severity::Note),
        })
    }

    fn changes(&self) -> Vec<Value> {
        let changes = self.setting.pages.iter().flat_map(|page| &page.changes);
        changes
            .map(|(story, change)| {
                let mut told = change_json(change, &self.project.sources);
                told["story"] = story.as_str().into();
                told
            })
            .collect()
    }
}

/// A change to the copy, with its place.
pub(super) fn change_json(change: &Change, sources: &Sources) -> Value {
    let span = change.span;
    let (line, column) = sources.line_column(span.file, span.start as usize);
    object!({
        "file": sources.get(span.file).path.display().to_string(),
        "line": line,
        "column": column,
        "from": change.from,
        "to": change.to,
        "message": change.message().zh,
    })
}

/// An advertisement's line in the table: its size on the page, and its scale.
fn ad_line(ad: &AdPlace, lang: Lang) -> String {
    let AdPlace { name, slot, page, shown, scale, .. } = ad;
    let (width, height) = (shown.width.to_mm(), shown.height.to_mm());
    let scale = scale.map_or(String::new(), |scale| format!("  {:.1}%", scale * 100.0));
    match lang {
        Lang::Zh => format!(
            "第{page}版  {slot:<10} {name:<12}  广告  {width:.1}×{height:.1} 毫米{scale}"
        ),
        Lang::En => {
            format!(
                "p.{page}  {slot:<10} {name:<12}  ad  {width:.1}×{height:.1} mm{scale}"
            )
        }
    }
}

fn ad_json(ad: &AdPlace) -> Value {
    let percent = ad.scale.map(|scale| (scale * 100_000.0).round() / 1000.0);
    object!({
        "ad": ad.name,
        "slot": ad.slot,
        "rect_mm": rect(ad.rect),
        "shown_mm": rect(ad.shown),
        "percent": percent,
    })
}

fn page(page: &crate::compose::Composed) -> Value {
    let stories: Vec<Value> = page
        .fits
        .iter()
        .map(|fit| {
            object!({
                "story": fit.story,
                "slot": fit.slot,
                "characters": fit.account.total,
                "on_page": fit.account.on_page,
                "overset": fit.account.overset,
                "jumped": fit.account.jumped,
                "body_characters": fit.body_chars,
                "legs": fit.legs,
                "overset_lines": fit.overset_lines,
                "underset_lines": fit.underset_lines,
                "headline_pt": fit.headline.map(crate::geom::Abs::to_pt),
                "head": fit.head.iter().map(head_line).collect::<Vec<_>>(),
                "rect_mm": rect(fit.rect),
                "part_mm": fit.part.map(rect),
            })
        })
        .collect();
    object!({
        "page": page.page.number,
        "section": page.page.section,
        "type_area_mm": rect(page.area),
        "stories": stories,
        "ads": page.ads.iter().map(ad_json).collect::<Vec<_>>(),
    })
}

/// A heading's line: what it is, its words, its size, how far it is opened.
pub(super) fn head_line(line: &SetLine) -> Value {
    object!({
        "role": line.role.name(),
        "text": line.text,
        "pt": (line.size.to_pt() * 100.0).round() / 100.0,
        "spread_em": (line.spread * 1000.0).round() / 1000.0,
    })
}

fn rect(rect: Rect) -> [f64; 4] {
    let mm = |length: crate::geom::Abs| (length.to_mm() * 1000.0).round() / 1000.0;
    [mm(rect.x), mm(rect.y), mm(rect.width), mm(rect.height)]
}
