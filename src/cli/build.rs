//! `check` and `build`.

use super::Outcome;
use super::args::{Build, Check};
use super::press_files::{Delivery, Folder, Made, Wishes, final_names, make};
use super::tell::{Console, outcome};
use super::trouble::{Result, trouble};
use super::watch;
use super::{lock, output};
use crate::diag::{Diagnostic, Lang, Severity, code};
use crate::page::Page;
use crate::project::{Project, Report, Setting};
use crate::{proof, say};
use std::path::Path;

/// Reads and makes up an issue without writing.
pub(super) fn check(command: &Check, console: &Console) -> Result<Outcome> {
    let (project, mut setting) =
        compose(&command.issue, command.press.as_deref(), console)?;
    if command.strict {
        setting.faults.make_strict();
    }
    tell(&project, &setting, console);
    Ok(outcome(&setting.faults))
}

/// Reads, makes up and writes an issue; again and again with `--watch`.
pub(super) fn run(command: &Build, console: &Console) -> Result<Outcome> {
    if command.watch {
        return watch::run(console, &command.issue, &|| {
            let (project, outcome) = once(command, console)?;
            Ok((project.sources, outcome))
        });
    }
    once(command, console).map(|(_, outcome)| outcome)
}

fn once(command: &Build, console: &Console) -> Result<(Project, Outcome)> {
    let (mut project, mut setting) =
        compose(&command.issue, command.press.as_deref(), console)?;
    keep_pictures(&mut project, &command.out, command.no_cache, console);
    if command.strict {
        setting.faults.make_strict();
    }
    let mut delivery = None;
    if !setting.pages.is_empty() && (setting.is_clean() || command.draft) {
        console.progress(console.text("写 PDF……", "writing PDF …"));
        let _lock = lock::folder(&command.out, console)?;
        delivery = deliver(command, &project, &mut setting)?;
    }
    if delivery.is_none() {
        tell_kept(&project, &mut setting, &command.out);
    }
    console.progress_done();
    tell(&project, &setting, console);
    tell_files(delivery.as_ref(), console);
    let clean = setting.is_clean();
    Ok((project, if clean { Outcome::Done } else { Outcome::Faulty }))
}

/// Makes the files, looks through what is meant for the press, and writes all
/// of them; none if one of them is not fit.
fn deliver(
    command: &Build,
    project: &Project,
    setting: &mut Setting,
) -> Result<Option<Delivery>> {
    if command.draft {
        let made = make(project, &drafts(project, setting), " 草样")?;
        tell_pictures(project, setting);
        let delivery = Delivery::of_drafts((project, setting), made, &command.out)?;
        delivery.write()?;
        project.prune_pictures();
        return Ok(Some(delivery));
    }
    let wishes = Wishes {
        changed: command.changed,
        marks: command.marks,
        replace: command.replace,
    };
    let folder = Folder::open(project, &command.out, wishes)?;
    let made = make(project, &setting.display_lists(), "")?;
    tell_pictures(project, setting);
    let files = made.iter().map(|Made { page, bytes }| (bytes.as_slice(), *page));
    inspect(command, project, &files.collect::<Vec<_>>(), setting);
    if !setting.is_clean() {
        return Ok(None);
    }
    let mut delivery = Delivery::of_press((project, &*setting), made, &folder)?;
    // Their words name the version, which is known only now.
    inspect(command, project, &delivery.marked(), setting);
    if !setting.is_clean() {
        return Ok(None);
    }
    delivery.report(project, setting, &command.out);
    delivery.write()?;
    project.prune_pictures();
    Ok(Some(delivery))
}

/// Holds files against the press's rules.
fn inspect(
    command: &Build,
    project: &Project,
    files: &[(&[u8], Option<u32>)],
    setting: &mut Setting,
) {
    project.inspect(files, setting);
    if command.strict {
        setting.faults.make_strict();
    }
}

/// Converted pictures are kept beside what is written.
pub(super) fn keep_pictures(
    project: &mut Project,
    out: &Path,
    no_cache: bool,
    console: &Console,
) {
    if !no_cache {
        project.keep_pictures(&console.system, out.join(".pictures"));
    }
}

/// What came out about pictures while they were converted.
pub(super) fn tell_pictures(project: &Project, setting: &mut Setting) {
    for fault in project.told_of_pictures() {
        setting.faults.push(fault);
    }
}

/// Reads and makes up an issue.
pub(super) fn compose(
    issue: &Path,
    press: Option<&str>,
    console: &Console,
) -> Result<(Project, Setting)> {
    if !console.system.exists(&issue.join("issue.toml")) {
        let show = issue.display();
        return Err(trouble!(
            "“{show}”里没有 issue.toml；请给出一期报纸的文件夹，如 issues/2026-03-18",
            "no issue.toml in “{show}”; name an issue's folder, such as issues/2026-03-18"
        ));
    }
    console.progress(console.text("读稿件和版式……", "reading copy and layouts …"));
    let folders = console.folders(issue);
    let project = Project::open_for(&console.system, issue, folders, press);
    console.progress(console.text("组版……", "making up pages …"));
    let setting = project.compose();
    console.progress_done();
    Ok((project, setting))
}

fn drafts(project: &Project, setting: &Setting) -> Vec<Page> {
    let Some((styles, fonts)) = project.type_case() else {
        return setting.display_lists();
    };
    setting
        .pages
        .iter()
        .map(|page| proof::draft(&page.page, styles, fonts))
        .collect()
}

/// With errors no press file is written; one that stands there is told as old.
fn tell_kept(project: &Project, setting: &mut Setting, out: &Path) {
    let old: Vec<String> = final_names(project, setting, out)
        .into_iter()
        .filter(|name| output::exists(&out.join(name)))
        .collect();
    if !old.is_empty() {
        let (old, folder) = (old.join("、"), out.display());
        setting.faults.push(
            Diagnostic::new(
                code::OUTPUT_KEPT,
                say!(
                    "有错误，没有写新的清样；{folder} 里的 {old} 是旧的",
                    "there are errors, so nothing was written; {old} in {folder} is old"
                ),
            )
            .help(say!(
                "改好后再排；急着看版面可加 --draft",
                "mend them and build again; to see the page now add --draft"
            )),
        );
    }
}

/// The report, as text or JSON.
pub(super) fn tell(project: &Project, setting: &Setting, console: &Console) {
    let report = Report::new(project, setting);
    if console.json {
        let text = serde_json::to_string_pretty(&report.json()).unwrap_or_default();
        console.say(&text);
        return;
    }
    console.faults(&setting.faults, &project.sources);
    if console.verbose {
        tell_changes(project, setting, console);
    }
    let table = report.table(console.lang);
    if !table.is_empty() {
        console.say(table.trim_end());
    }
    let count = |severity| setting.faults.count(severity);
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let summary = match console.lang {
        Lang::Zh => format!("{errors} 个错误，{warnings} 个警告，{notes} 条提示"),
        Lang::En => format!("{errors} errors, {warnings} warnings, {notes} notes"),
    };
    console.say(&summary);
}

fn tell_changes(project: &Project, setting: &Setting, console: &Console) {
    for (_, change) in setting.pages.iter().flat_map(|page| &page.changes) {
        let span = change.span;
        let (line, column) = project.sources.line_column(span.file, span.start as usize);
        let file = project.sources.get(span.file).path.display();
        let message = change.message();
        console.note(&format!("{file}:{line}:{column}: {}", message.get(console.lang)));
    }
}

fn tell_files(delivery: Option<&Delivery>, console: &Console) {
    if console.json {
        return;
    }
    match delivery {
        Some(delivery) => delivery.told(console.lang).for_each(|line| console.say(line)),
        None => console.say(console.text(
            "没有写清样。改好错误，或用 --draft 先看草样。",
            "No press file was written. Mend the errors, or see a draft with --draft.",
        )),
    }
}
