//! `proof`.

use super::Outcome;
use super::args::Proof;
use super::build::{compose, keep_pictures, tell, tell_pictures};
use super::press_files::keep_press_files;
use super::tell::{Console, outcome};
use super::trouble::{Result, Trouble};
use super::{output, plates};
use crate::export::png;
use crate::layout::Press;
use crate::preflight::PageReport;
use crate::project::{Project, Setting};
use crate::proof::{Overlay, proof};
use std::path::PathBuf;

/// Writes proofs: always, whatever the faults.
pub(super) fn run(command: &Proof, console: &Console) -> Result<Outcome> {
    let (mut project, mut setting) =
        compose(&command.issue, command.press.as_deref(), console)?;
    keep_pictures(&mut project, &command.out, command.no_cache, console);
    let Some((styles, fonts)) = project.type_case() else {
        tell(&project, &setting, console);
        return Ok(Outcome::Faulty);
    };
    let names = setting.pages.iter().map(|page| {
        let name = project.file_name(page.page.number, 1);
        command.out.join(format!("{name}_proof.pdf"))
    });
    let names: Vec<PathBuf> = names.collect();
    keep_press_files(&project, &command.out, names.iter().map(PathBuf::as_path))?;
    let overlay = Overlay { slots: !command.plain, baselines: !command.plain };
    let mut files = Vec::new();
    for composed in &setting.pages {
        let page = proof(composed, styles, fonts, overlay);
        let number = page.number;
        let title = format!("{} 校样", project.title(Some(number)));
        let told = |fault: crate::diag::Diagnostic| Trouble(fault.message);
        let pdf = project.pdf(&[page], &title).map_err(told)?;
        let stem = format!("{}_proof", project.file_name(number, 1));
        let path = command.out.join(format!("{stem}.pdf"));
        output::write(&path, &pdf)?;
        files.push(path);
        for picture in png::pages(&pdf, command.dpi).map_err(told)? {
            let path = command.out.join(format!("{stem}.png"));
            output::write(&path, &picture)?;
            files.push(path);
        }
    }
    let mut ink = Vec::new();
    if command.plates {
        let (made, pages) = separated(command, &project, &setting)?;
        files.extend(made);
        ink = pages;
    }
    tell_pictures(&project, &mut setting);
    tell(&project, &setting, console);
    if !console.json {
        plates::tell(&ink, console);
        plates::tell_files(&files, console);
    }
    Ok(outcome(&setting.faults))
}

/// The plates of the pages as the press gets them, without what a proof adds,
/// and `NAME_plates.json` with the ink of each.
fn separated(
    command: &Proof,
    project: &Project,
    setting: &Setting,
) -> Result<(Vec<PathBuf>, Vec<PageReport>)> {
    let pages = setting.display_lists();
    let numbers: Vec<u32> = pages.iter().map(|page| page.number).collect();
    let bytes = project
        .pdf(&pages, &project.title(None))
        .map_err(|fault| Trouble(fault.message))?;
    let usual = Press::default();
    let wanted = plates::Wanted {
        bytes: &bytes,
        numbers: &numbers,
        dpi: command.dpi,
        limit: project.press().unwrap_or(&usual).ink_limit,
    };
    let stem = project.stem();
    let (mut files, pages) =
        plates::write(&wanted, &command.out, &format!("{stem}_plate"))?;
    let path = command.out.join(format!("{stem}_plates.json"));
    let json: Vec<serde_json::Value> = pages.iter().map(PageReport::json).collect();
    output::write(&path, format!("{:#}\n", serde_json::Value::from(json)).as_bytes())?;
    files.push(path);
    Ok((files, pages))
}
