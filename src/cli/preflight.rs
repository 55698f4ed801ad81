//! `preflight`.

use super::Outcome;
use super::args::Preflight;
use super::plates;
use super::tell::Console;
use super::trouble::{Result, Trouble, trouble};
use crate::diag::{Lang, Message, Severity, Sink, why};
use crate::layout::{PRESS, Press, read_house, read_press};
use crate::preflight::{Report, check, check_levels};
use crate::source::Sources;
use std::path::Path;

/// Checks one finished PDF.
pub(super) fn run(command: &Preflight, console: &Console) -> Result<Outcome> {
    let press = press(command, console)?;
    let file = &command.file;
    let bytes = console.system.read(file).map_err(|error| {
        let (show, Message { zh, en }) = (file.display(), why(&error));
        trouble!("读不了 {show}：{zh}", "cannot read {show}: {en}")
    })?;
    let report = check(&bytes, &press);
    tell(&report, file, console);
    if !report.is_readable() {
        let first = report.findings.into_iter().next();
        let message = first.map(|finding| finding.message);
        return Err(
            message.map_or_else(|| trouble!("文件读不出来", "unreadable"), Trouble)
        );
    }
    if let Some(folder) = &command.plates {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let wanted = plates::Wanted {
            bytes: &bytes,
            numbers: &[],
            dpi: command.dpi,
            limit: press.ink_limit,
        };
        let (files, _) = plates::write(&wanted, folder, &stem)?;
        if !console.json {
            plates::tell_files(&files, console);
        }
    }
    let stops = report.count(Severity::Error) > 0
        || command.strict && report.count(Severity::Warning) > 0;
    Ok(if stops { Outcome::Faulty } else { Outcome::Done })
}

/// The press by its name, else the one that the house style gives its pages to, from
/// the folders around the file, around the place that the program was started in, or
/// the usual ones.
fn press(command: &Preflight, console: &Console) -> Result<Press> {
    let folders = console.folders_around(&command.file);
    let (mut sources, mut faults) = (Sources::default(), Sink::default());
    let (system, found) = (console.system.as_ref(), folders.roots());
    let usual = match &command.press {
        Some(_) => None,
        None => read_house(system, found, &mut sources, &mut faults),
    };
    let usual = usual.and_then(|house| house.press);
    let named = match (&command.press, &usual) {
        (Some(name), _) => (name.as_str(), None),
        (None, Some(at)) => (at.value.as_str(), Some(at.span)),
        (None, None) => (PRESS, None),
    };
    let press = read_press(system, found, named, &mut sources, &mut faults);
    let name = named.0;
    faults.extend(check_levels(&press));
    if faults.has_errors() {
        console.faults(&faults, &sources);
        return Err(trouble!(
            "印刷设置“{name}”用不了",
            "the press settings “{name}” cannot be used"
        ));
    }
    Ok(press)
}

fn tell(report: &Report, file: &Path, console: &Console) {
    let show = file.display();
    if console.json {
        let mut json = report.json();
        json["file"] = show.to_string().into();
        console.say(&format!("{json:#}"));
        return;
    }
    for finding in &report.findings {
        if finding.severity < Severity::Note || console.verbose {
            console.say(&finding.line(console.lang));
        }
    }
    plates::tell(&report.pages, console);
    let (errors, warnings) =
        (report.count(Severity::Error), report.count(Severity::Warning));
    let (pages, press) = (report.pages.len(), &report.press);
    console.say(&match console.lang {
        Lang::Zh => format!(
            "{show}：{pages} 页，按“{press}”查，{errors} 个错误，{warnings} 个警告"
        ),
        Lang::En => format!(
            "{show}: {pages} pages, by “{press}”: {errors} errors, {warnings} warnings"
        ),
    });
}
