//! `check` and `build`.

use super::Outcome;
use super::args::{Build, Check};
use super::output;
use super::tell::{Console, outcome};
use super::trouble::{Result, Trouble, trouble};
use super::watch;
use crate::diag::{Diagnostic, Lang, Severity, code};
use crate::page::Page;
use crate::project::{Project, Report, Setting};
use crate::{proof, say};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

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
    let (project, mut setting) =
        compose(&command.issue, command.press.as_deref(), console)?;
    if command.strict {
        setting.faults.make_strict();
    }
    let clean = setting.is_clean();
    let files = if !setting.pages.is_empty() && (clean || command.draft) {
        console.progress(console.text("写 PDF……", "writing PDF …"));
        write(command, &project, &setting)?
    } else {
        tell_kept(&project, &mut setting, &command.out);
        Vec::new()
    };
    console.progress_done();
    tell(&project, &setting, console);
    let report = command.out.join(format!("{}.json", project.stem()));
    if !files.is_empty() {
        let json = Report::new(&project, &setting).json();
        output::write(&report, format!("{json:#}\n").as_bytes())?;
    }
    tell_files(&files, clean, console);
    Ok((project, if clean { Outcome::Done } else { Outcome::Faulty }))
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

/// Writes each page and the whole issue.
fn write(command: &Build, project: &Project, setting: &Setting) -> Result<Vec<PathBuf>> {
    let (suffix, mark) = if command.draft { ("_draft", " 草样") } else { ("", "") };
    let stem = project.stem();
    let mut jobs: Vec<(PathBuf, Vec<Page>, String)> = Vec::new();
    let all: Vec<Page> =
        if command.draft { drafts(project, setting) } else { setting.display_lists() };
    for page in &all {
        let name = format!("{stem}_{:02}{suffix}.pdf", page.number);
        let title = format!("{}{mark}", project.title(Some(page.number)));
        jobs.push((command.out.join(name), vec![page.clone()], title));
    }
    jobs.push((
        command.out.join(format!("{stem}{suffix}.pdf")),
        all,
        format!("{}{mark}", project.title(None)),
    ));
    let made: Vec<(PathBuf, Result<Vec<u8>>)> = jobs
        .into_par_iter()
        .map(|(path, pages, title)| {
            (path, project.pdf(&pages, &title).map_err(|fault| Trouble(fault.message)))
        })
        .collect();
    let mut files = Vec::new();
    for (path, bytes) in made {
        output::write(&path, &bytes?)?;
        files.push(path);
    }
    Ok(files)
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
    let stem = project.stem();
    let pages = setting
        .pages
        .iter()
        .map(|page| format!("{stem}_{:02}.pdf", page.page.number));
    let names: Vec<String> = pages.chain([format!("{stem}.pdf")]).collect();
    let old: Vec<String> = names
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

fn tell_files(files: &[PathBuf], clean: bool, console: &Console) {
    if console.json {
        return;
    }
    for file in files {
        let show = file.display();
        console.say(&match console.lang {
            Lang::Zh => format!("已写 {show}"),
            Lang::En => format!("wrote {show}"),
        });
    }
    if files.is_empty() && !clean {
        console.say(console.text(
            "没有写清样。改好错误，或用 --draft 先看草样。",
            "No press file was written. Mend the errors, or see a draft with --draft.",
        ));
    }
}
