//! Plates as pictures: for `preflight` and `proof`.

use super::output;
use super::tell::Console;
use super::trouble::{Result, Trouble};
use crate::diag::{Diagnostic, Lang};
use crate::preflight::{PageReport, Plate, separations};
use std::path::{Path, PathBuf};

/// A finished PDF whose plates are wanted.
pub(super) struct Wanted<'a> {
    pub(super) bytes: &'a [u8],
    /// The pages' numbers, if they are not counted from 1.
    pub(super) numbers: &'a [u32],
    pub(super) dpi: f64,
    /// The press's ink limit.
    pub(super) limit: f64,
}

/// Writes each plate of each page as `STEM_01_C.png` into a folder, and gives
/// the files with the pages' ink.
pub(super) fn write(
    wanted: &Wanted<'_>,
    folder: &Path,
    stem: &str,
) -> Result<(Vec<PathBuf>, Vec<PageReport>)> {
    let told = |fault: Diagnostic| Trouble(fault.message);
    let plates = separations(wanted.bytes, wanted.dpi, wanted.numbers).map_err(told)?;
    let mut files = Vec::new();
    for page in &plates {
        for (plate, tone) in &page.tones {
            let name = format!("{stem}_{:02}_{}.png", page.page, file_part(plate));
            let path = folder.join(name);
            output::write(&path, &tone.png().map_err(told)?)?;
            files.push(path);
        }
    }
    let reports = plates.iter().map(|page| page.report(wanted.limit)).collect();
    Ok((files, reports))
}

/// A spot ink's name as part of a file's: what folders do not take is left out.
fn file_part(plate: &Plate) -> String {
    let keep = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '+' | ' ');
    let name: String = plate.letter().chars().filter(keep).take(40).collect();
    name.trim().replace(' ', "-")
}

/// The ink of each page, a line each.
pub(super) fn tell(pages: &[PageReport], console: &Console) {
    for line in pages.iter().filter_map(|page| page.line(console.lang)) {
        console.say(&line);
    }
}

/// The files written.
pub(super) fn tell_files(files: &[PathBuf], console: &Console) {
    for file in files {
        let show = file.display();
        console.say(&match console.lang {
            Lang::Zh => format!("已写 {show}"),
            Lang::En => format!("wrote {show}"),
        });
    }
}
