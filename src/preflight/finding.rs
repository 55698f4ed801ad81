//! What a check found.

use super::ink::Ink;
use super::matrix::Area;
use super::rules::{Rule, rule};
use crate::diag::{Diagnostic, Lang, Message, Severity, code};
use crate::geom::{Abs, Rect};
use crate::layout::Press;
use crate::say;
use serde_json::{Value, json};

/// Different messages of one rule on one page that are told one by one; a page
/// of small type would fill the screen otherwise.
const MOST_OF_ONE: usize = 12;

/// A broken rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How much it matters to the press.
    pub severity: Severity,
    /// The page, if it is one page's.
    pub page: Option<u32>,
    /// The first place on the page, from the top left corner of the trimmed
    /// page, if it has one.
    pub place: Option<Rect>,
    /// How often.
    pub times: usize,
    /// What was found, with names and numbers.
    pub message: Message,
    /// Whether it depends on the size at which the page is printed.
    pub by_size: bool,
}

/// A page, as far as it was looked at.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// Its number.
    pub number: u32,
    /// Trimmed width and height.
    pub size: (Abs, Abs),
    /// How much ink it takes; none if it could not be drawn.
    pub ink: Option<Ink>,
}

/// All that a check found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The press's name.
    pub press: String,
    /// The file's pages; none if it could not be read.
    pub pages: Vec<PageReport>,
    /// What is wrong, by page.
    pub findings: Vec<Finding>,
}

/// Collects findings.
pub(super) struct Findings<'p> {
    pub(super) press: &'p Press,
    /// How large the pages are printed, as a ratio to their own size.
    pub(super) scale: f64,
    numbers: &'p [u32],
    list: Vec<Finding>,
}

/// A page for placing findings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) number: u32,
    pub(super) trim: Area,
}

impl Spot {
    /// A box in the page's points, from the trimmed page's top left corner.
    pub(super) fn rect(self, area: Area) -> Rect {
        let pt = Abs::pt;
        Rect::new(
            pt(area.x0 - self.trim.x0),
            pt(self.trim.y1 - area.y1),
            pt(area.width()),
            pt(area.height()),
        )
    }
}

impl<'p> Findings<'p> {
    pub(super) fn new(press: &'p Press, numbers: &'p [u32]) -> Findings<'p> {
        Findings { press, scale: 1.0, numbers, list: Vec::new() }
    }

    /// The number of a page by its place in the file.
    pub(super) fn number(&self, index: usize) -> u32 {
        let own = u32::try_from(index + 1).unwrap_or(u32::MAX);
        self.numbers.get(index).copied().unwrap_or(own)
    }

    /// Something wrong with the file.
    pub(super) fn tell(&mut self, rule: Rule, message: Message) {
        self.push(rule, None, None, message);
    }

    /// Something wrong with a page.
    pub(super) fn tell_page(&mut self, rule: Rule, page: u32, message: Message) {
        self.push(rule, Some(page), None, message);
    }

    /// Something wrong at a place.
    pub(super) fn tell_at(
        &mut self,
        rule: Rule,
        spot: Spot,
        area: Area,
        message: Message,
    ) {
        self.push(rule, Some(spot.number), Some(spot.rect(area)), message);
    }

    /// The same, where another size of the page might make it right or wrong.
    pub(super) fn tell_sized(
        &mut self,
        rule: Rule,
        spot: Spot,
        area: Area,
        message: Message,
    ) {
        let known = self.list.len();
        self.tell_at(rule, spot, area, message);
        for finding in &mut self.list[known..] {
            finding.by_size = true;
        }
    }

    /// Something wrong at a place that is measured from the top left already.
    pub(super) fn tell_on(
        &mut self,
        rule: Rule,
        (page, place): (u32, Rect),
        message: Message,
    ) {
        self.push(rule, Some(page), Some(place), message);
    }

    fn push(
        &mut self,
        rule: Rule,
        page: Option<u32>,
        place: Option<Rect>,
        message: Message,
    ) {
        let Some(severity) = rule.severity(self.press) else { return };
        let mut same = 0;
        for known in self
            .list
            .iter_mut()
            .filter(|known| known.rule == rule && known.page == page)
        {
            same += 1;
            if known.message == message || same == MOST_OF_ONE {
                known.times += 1;
                return;
            }
        }
        self.list.push(Finding {
            rule,
            severity,
            page,
            place: place.filter(is_finite),
            times: 1,
            message,
            by_size: false,
        });
    }

    pub(super) fn report(mut self, pages: Vec<PageReport>) -> Report {
        self.list.sort_by_key(|finding| (finding.page, finding.severity));
        Report {
            press: self.press.name.clone(),
            pages,
            findings: self.list,
        }
    }
}

fn is_finite(rect: &Rect) -> bool {
    let far = Abs::mm(1e6);
    [rect.x, rect.y, rect.width, rect.height]
        .iter()
        .all(|length| length.abs() < far)
}

impl PageReport {
    pub(super) fn new(number: u32, trim: Area) -> PageReport {
        PageReport {
            number,
            size: (Abs::pt(trim.width()), Abs::pt(trim.height())),
            ink: None,
        }
    }
}

/// A length in millimetres for programs.
fn mm(length: Abs) -> f64 {
    (length.to_mm() * 100.0).round() / 100.0
}

/// A box in millimetres for programs.
fn json_rect(rect: Rect) -> Value {
    json!({
        "x": mm(rect.x),
        "y": mm(rect.y),
        "width": mm(rect.width),
        "height": mm(rect.height),
    })
}

fn percent(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

impl PageReport {
    /// For programs; lengths in millimetres, ink in percent.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut page = json!({
            "page": self.number,
            "width": mm(self.size.0),
            "height": mm(self.size.1),
        });
        if let Some(ink) = &self.ink {
            let coverage = ink.coverage.iter();
            let coverage = coverage
                .map(|(plate, mean)| (plate.name().to_string(), percent(*mean).into()));
            page["coverage"] = Value::Object(coverage.collect());
            page["most_ink"] = percent(ink.most).into();
            let (mean, place) = ink.square;
            page["darkest_square"] =
                json!({ "ink": percent(mean), "rect": json_rect(place) });
            page["over_limit_mm2"] =
                percent(ink.over.map_or(0.0, |(area, _)| area)).into();
        }
        page
    }

    /// One line for people.
    #[must_use]
    pub fn line(&self, lang: Lang) -> Option<String> {
        let ink = self.ink.as_ref()?;
        let plates: Vec<String> = ink
            .coverage
            .iter()
            .map(|(plate, mean)| format!("{} {mean:.1}%", plate.letter()))
            .collect();
        let (page, plates, most) = (self.number, plates.join(" "), ink.most);
        let (mean, place) = ink.square;
        let (x, y) = (place.x.to_mm(), place.y.to_mm());
        Some(match lang {
            Lang::Zh => format!(
                "第{page}页  {plates}  最浓 {most:.0}%  15 毫米见方最浓 {mean:.0}%（{x:.0}, {y:.0} 毫米处）"
            ),
            Lang::En => format!(
                "page {page}  {plates}  most {most:.0}%  darkest 15 mm square {mean:.0}% (at {x:.0}, {y:.0} mm)"
            ),
        })
    }
}

impl Report {
    /// Whether the file could be read and looked into.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        let closed = [rule::UNREADABLE, rule::ENCRYPTED];
        !self.findings.iter().any(|finding| closed.contains(&finding.rule))
    }

    /// How many findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Whether the file may go to press.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    /// The findings as faults, for a report on an issue.
    #[must_use]
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(Finding::fault).collect()
    }

    /// The whole report for programs; places are in millimetres.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "press": self.press,
            "pages": self.pages.iter().map(PageReport::json).collect::<Vec<_>>(),
            "findings": self.findings.iter().map(Finding::json).collect::<Vec<_>>(),
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "notes": self.count(Severity::Note),
        })
    }
}

impl Finding {
    /// The finding as a fault, for a report on an issue.
    #[must_use]
    pub fn fault(&self) -> Diagnostic {
        let Message { zh, en } = &self.message;
        let key = self.rule.code;
        let said = say!("{zh}（{key}）", "{en} ({key})");
        let fault = Diagnostic::new(code::PREFLIGHT, said).with_severity(self.severity);
        match self.page {
            Some(page) => fault.on_page(page, self.place),
            None => fault,
        }
    }

    fn json(&self) -> Value {
        json!({
            "rule": self.rule.code,
            "severity": self.severity.name(),
            "page": self.page,
            "rect": self.place.map(json_rect),
            "times": self.times,
            "message": { "zh": self.message.zh, "en": self.message.en },
            "source": self.rule.source,
        })
    }

    /// One line for people.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let place = self.place.map(|rect| {
            let [x, y, w, h] = [rect.x, rect.y, rect.width, rect.height].map(Abs::to_mm);
            format!(" ({x:.1}, {y:.1}; {w:.1}×{h:.1} mm)")
        });
        let place = place.unwrap_or_default();
        let (rule, times) = (self.rule.code, self.times);
        let message = self.message.get(lang);
        let severity = self.severity.word(lang);
        match lang {
            Lang::Zh => {
                let page =
                    self.page.map(|page| format!("第{page}页")).unwrap_or_default();
                let times =
                    if times > 1 { format!("，共 {times} 处") } else { String::new() };
                format!("{severity}[{rule}] {page}{place}: {message}{times}")
            }
            Lang::En => {
                let page =
                    self.page.map(|page| format!("page {page}")).unwrap_or_default();
                let times =
                    if times > 1 { format!(", {times} times") } else { String::new() };
                format!("{severity}[{rule}] {page}{place}: {message}{times}")
            }
        }
    }
}
