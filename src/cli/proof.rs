//! `proof`.

use super::Outcome;
use super::args::Proof;
use super::build::{compose, keep_pictures, tell, tell_pictures};
use super::output;
use super::tell::{Console, outcome};
use super::trouble::{Result, Trouble};
use crate::diag::Lang;
use crate::export::png;
use crate::proof::{Overlay, proof};

/// Writes proofs: always, whatever the faults.
pub(super) fn run(command: &Proof, console: &Console) -> Result<Outcome> {
    let (mut project, mut setting) =
        compose(&command.issue, command.press.as_deref(), console)?;
    keep_pictures(&mut project, &command.out, command.no_cache, console);
    let Some((styles, fonts)) = project.type_case() else {
        tell(&project, &setting, console);
        return Ok(Outcome::Faulty);
    };
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
    tell_pictures(&project, &mut setting);
    tell(&project, &setting, console);
    if !console.json {
        for file in files {
            let show = file.display();
            console.say(&match console.lang {
                Lang::Zh => format!("已写 {show}"),
                Lang::En => format!("wrote {show}"),
            });
        }
    }
    Ok(outcome(&setting.faults))
}
