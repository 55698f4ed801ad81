//! What the press has to do with an issue: which press it is, and whether the
//! finished files are as it wants them.

use super::{Project, Setting};
use crate::diag::{Diagnostic, Message, Severity, code};
use crate::geom::{Abs, Rect};
use crate::issue::Issue;
use crate::layout::{House, PRESS, Press, read_press};
use crate::page::{Item, Page, Shape};
use crate::preflight::{
    Finding, Report, check_levels, check_quickly, check_without_ink, rule,
};
use crate::say;
use crate::source::{Span, System};
use rayon::prelude::*;
use std::sync::Arc;

/// Two items cover a place alike if their shares differ by less.
const ALIKE: f64 = 0.05;
/// Most bytes of a file's name; most disks take 255, and ours add to it while
/// they write.
const LONGEST_NAME: usize = 200;
/// Names that Windows keeps for devices, whatever follows behind a point.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

impl Project {
    /// The press by its name on the command line, in the issue, in the house
    /// style; else the usual one.
    pub(super) fn press_of(
        &mut self,
        system: &Arc<dyn System>,
        wanted: Option<&str>,
        (issue, house): (&Issue, &House),
    ) -> Press {
        let written = issue.press.as_ref().or(house.press.as_ref());
        let named = match (wanted, written) {
            (Some(name), _) => (name, None),
            (None, Some(at)) => (at.value.as_str(), Some(at.span)),
            (None, None) => (PRESS, None),
        };
        let (sources, faults) = (&mut self.sources, &mut self.faults);
        let press =
            read_press(system.as_ref(), self.folders.roots(), named, sources, faults);
        faults.extend(check_levels(&press));
        faults.extend(absent_in_black(&press, issue));
        press
    }

    /// Tells pages whose files would have a name that another has, or that no
    /// disk takes.
    pub(super) fn check_file_names(&mut self) {
        let Some(parts) = &self.parts else { return };
        let (whole_zh, whole_en) = ("整期".to_string(), "the whole issue".to_string());
        let mut taken = vec![(self.stem().to_lowercase(), whole_zh, whole_en)];
        let mut faults = Vec::new();
        for plan in &parts.issue.pages {
            let page = plan.number.value;
            let name = self.file_name(page, 1);
            let key = name.to_lowercase();
            let press = &parts.press.name;
            let fault = |message| {
                Diagnostic::new(code::VALUE_WRONG, message).at(plan.number.span).help(
                    say!(
                        "改印刷设置“{press}”的 file-name",
                        "change `file-name` of the press `{press}`"
                    ),
                )
            };
            // The same number twice is told as such.
            let first = taken.iter().find(|(known, ..)| *known == key);
            let is_twice = parts.issue.pages.iter().filter(|it| it.number.value == page);
            if let (Some((_, zh, en)), ..2) = (first, is_twice.count()) {
                faults.push(fault(say!(
                    "第{page}版的文件和{zh}的同名：{name}.pdf",
                    "the file of page {page} has the name of that of {en}: {name}.pdf"
                )));
            } else if is_device(&key) || name.len() > LONGEST_NAME {
                faults.push(fault(say!(
                    "第{page}版的文件名不能用：{name}.pdf",
                    "the file of page {page} has a name that disks do not take: {name}.pdf"
                )));
            }
            taken.push((key, format!("第{page}版"), format!("page {page}")));
        }
        self.faults.extend(faults);
    }

    /// Looks through finished press files as the press will, in parallel: what
    /// is wrong with them is told, and with an error none must get its final
    /// name. Each comes with the page it shows; none for the whole issue.
    pub fn inspect(&self, files: &[(&[u8], Option<u32>)], setting: &mut Setting) {
        let Some(parts) = &self.parts else { return };
        let numbers = parts.issue.pages.iter().map(|plan| plan.number.value);
        let numbers: Vec<u32> = numbers.collect();
        let look = |(bytes, page): &(&[u8], Option<u32>)| match page {
            Some(page) => check_quickly(bytes, &parts.press, &[*page]),
            // Its pages have been drawn one by one.
            None => check_without_ink(bytes, &parts.press, &numbers),
        };
        let reports: Vec<Report> = files.par_iter().map(look).collect();
        let findings = reports.iter().flat_map(|report| &report.findings);
        // Few pixels are told where the picture is placed, with its file, unless
        // the press takes them for an error.
        let low = [rule::PICTURE_LOW, rule::LINE_ART_LOW];
        let news = findings
            .filter(|it| !low.contains(&it.rule) || it.severity == Severity::Error);
        for finding in news {
            let fault = told(finding, setting);
            if !setting.faults.list().contains(&fault) {
                setting.faults.push(fault);
            }
        }
    }
}

/// Whether Windows takes a name, in small letters, for a device.
fn is_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or(name).trim_end();
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = port.is_some_and(|port| port.len() == 1 && port != "0");
    DEVICES.contains(&name) || is_port && port.is_some_and(|p| p.parse::<u8>().is_ok())
}

/// Pages that a press is to print in black and the issue has not.
fn absent_in_black(press: &Press, issue: &Issue) -> Vec<Diagnostic> {
    let there = |page: &u32| issue.pages.iter().any(|plan| plan.number.value == *page);
    let written = press.mono.iter().zip(&press.mono_at);
    let absent = written.filter(|(page, _)| !there(page));
    let tell = |(page, span): (&u32, &Span)| {
        let message = say!("本期没有第 {page} 版", "this issue has no page {page}");
        Diagnostic::new(code::VALUE_WRONG, message)
            .with_severity(Severity::Warning)
            .at(*span)
            .help(say!(
                "mono 写本期只印黑的版次；版数不同的各期，各用一个印刷设置",
                "`mono` lists pages of the issue; issues of other numbers of pages have a press file of their own"
            ))
    };
    absent.map(tell).collect()
}

/// A finding as a fault of the issue, with what stands in its place: a story, a
/// picture or an advertisement, and where the user's files have it.
fn told(finding: &Finding, setting: &Setting) -> Diagnostic {
    let fault = finding.fault();
    let mut pages = setting.pages.iter().map(|composed| &composed.page);
    let page = pages.find(|page| finding.page == Some(page.number));
    let Some((page, place)) = page.zip(finding.place) else { return fault };
    match at_place(page, place).and_then(|item| Some((item, item.span?))) {
        Some((item, span)) => fault.at_with(span, name(item)),
        None => fault,
    }
}

/// What stands at a place of a page: of the items that cover most of it the
/// smallest, and of these the last, which lies on top.
fn at_place(page: &Page, place: Rect) -> Option<&Item> {
    // A thin line has an extent all the same.
    let place = place.inset(Abs::pt(-0.1));
    let shares = page.items.iter().map(|item| (item, share(&place, &item.bounds())));
    let shares: Vec<(&Item, f64)> = shares.filter(|(_, share)| *share > 0.0).collect();
    let most = shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let alike = shares.iter().filter(|(_, share)| most - share < ALIKE);
    let area = |item: &Item| item.bounds().width.to_pt() * item.bounds().height.to_pt();
    alike
        .map(|(item, _)| (*item, area(item)))
        .reduce(|known, next| if next.1 <= known.1 { next } else { known })
        .map(|(item, _)| item)
}

/// How much of a place a box covers.
fn share(place: &Rect, by: &Rect) -> f64 {
    let across = place.right().min(by.right()) - place.x.max(by.x);
    let down = place.bottom().min(by.bottom()) - place.y.max(by.y);
    let covered = across.max(Abs::ZERO).to_pt() * down.max(Abs::ZERO).to_pt();
    covered / (place.width.to_pt() * place.height.to_pt()).max(1e-9)
}

fn name(item: &Item) -> Message {
    let (zh, en) = (item.role.zh(), item.role.name());
    match &item.shape {
        Shape::Picture(picture) => {
            let file = picture.file.file_name().unwrap_or_default().to_string_lossy();
            say!("{zh}“{file}”在这里", "{en} “{file}” is here")
        }
        Shape::Form(form) => {
            let file = form.file.file_name().unwrap_or_default().to_string_lossy();
            say!("{zh}“{file}”在这里", "{en} “{file}” is here")
        }
        _ => say!("{zh}在这里", "{en} is here"),
    }
}
