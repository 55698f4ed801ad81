//! Telling people: faults to standard error, results to standard output.

use super::Outcome;
use super::args::{Common, Language};
use super::trouble::Trouble;
use crate::diag::{Diagnostic, Lang, Severity, Sink, human, short};
use crate::project::Folders;
use crate::source::{Disk, Sources, System};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a command speaks, and how.
pub(super) struct Console {
    pub(super) lang: Lang,
    pub(super) json: bool,
    pub(super) verbose: bool,
    pub(super) system: Arc<dyn System>,
    short: bool,
    colour: bool,
    data: Vec<PathBuf>,
}

impl Console {
    pub(super) fn new(common: &Common) -> Console {
        let terminal = std::io::stderr().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some();
        Console {
            lang: match common.lang {
                Language::Zh => Lang::Zh,
                Language::En => Lang::En,
            },
            json: common.json,
            verbose: common.verbose,
            system: Arc::new(Disk),
            short: common.short,
            colour: terminal && !common.no_color && !no_color,
            data: data_folders(common.data.as_deref()),
        }
    }

    /// One of two texts, by language.
    pub(super) fn text<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The data folders for an issue.
    pub(super) fn folders(&self, issue: &Path) -> Folders {
        Folders::for_issue(self.system.as_ref(), issue, &self.data)
    }

    /// The data folders for a finished file.
    pub(super) fn folders_around(&self, file: &Path) -> Folders {
        Folders::for_file(self.system.as_ref(), file, &self.data)
    }

    /// A line of result.
    pub(super) fn say(&self, line: &str) {
        // A closed pipe (`qianzi … | head`) is no error of ours.
        let _ = writeln!(std::io::stdout(), "{line}");
    }

    /// A line beside the result.
    pub(super) fn note(&self, line: &str) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }

    /// A line that the next one replaces, on a terminal only.
    pub(super) fn progress(&self, line: &str) {
        if self.colour && !self.json {
            let _ = write!(std::io::stderr(), "\r\x1b[2K{line}");
            let _ = std::io::stderr().flush();
        }
    }

    /// Ends the line of progress.
    pub(super) fn progress_done(&self) {
        self.progress("");
    }

    pub(super) fn trouble(&self, Trouble(message): &Trouble) {
        let word = self.text("错误：", "error: ");
        self.note(&format!("{word}{}", message.get(self.lang)));
    }

    /// Shows faults: errors and warnings, notes too with `--verbose`.
    pub(super) fn faults(&self, faults: &Sink, sources: &Sources) {
        for fault in faults.list() {
            if fault.severity < Severity::Note || self.verbose {
                self.fault(fault, sources);
            }
        }
        let notes = faults.count(Severity::Note);
        if notes > 0 && !self.verbose {
            let more = match self.lang {
                Lang::Zh => format!("另有 {notes} 条提示，用 --verbose 查看"),
                Lang::En => format!("{notes} notes more; see them with --verbose"),
            };
            self.note(&more);
        }
    }

    fn fault(&self, fault: &Diagnostic, sources: &Sources) {
        if self.short {
            self.note(&short(fault, sources, self.lang));
        } else {
            self.note(&human(fault, sources, self.lang, self.colour));
        }
    }
}

/// Whether a command's faults stand in the way of printing.
pub(super) fn outcome(faults: &Sink) -> Outcome {
    if faults.has_errors() { Outcome::Faulty } else { Outcome::Done }
}

/// `--data`, `QIANZI_DATA`, beside the program, the source tree it was built
/// from.
fn data_folders(named: Option<&Path>) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = named.map(Path::to_path_buf).into_iter().collect();
    folders.extend(std::env::var_os("QIANZI_DATA").map(PathBuf::from));
    let program = std::env::current_exe().ok();
    folders.extend(program.and_then(|path| path.parent().map(Path::to_path_buf)));
    folders.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    folders
}
