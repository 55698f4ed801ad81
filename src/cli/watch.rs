//! `build --watch`: builds again when a file of the project changes.

use super::Outcome;
use super::tell::Console;
use super::trouble::{Result, trouble};
use crate::source::Sources;
use notify::{RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// Quiet time after a change before the build starts: editors write a file in
/// several steps.
const QUIET: Duration = Duration::from_millis(80);

/// Builds, then waits for changes in the issue's folder and in the folders of
/// every file that was read; ends only by a signal.
pub(super) fn run(
    console: &Console,
    issue: &Path,
    build: &dyn Fn() -> Result<(Sources, Outcome)>,
) -> Result<Outcome> {
    let (send, changes) = mpsc::channel();
    let mut watcher =
        notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if let Ok(event) = event
                && !matches!(event.kind, notify::EventKind::Access(_))
            {
                let _ = send.send(());
            }
        })
        .map_err(|error| {
            trouble!("看不了文件改动（{error}）", "cannot watch for changes: {error}")
        })?;
    let mut watched: Vec<PathBuf> = Vec::new();
    loop {
        let folders = match build() {
            Ok((sources, _)) => folders(issue, &sources),
            Err(error) => {
                console.trouble(&error);
                vec![issue.to_path_buf()]
            }
        };
        for folder in folders {
            if !watched.contains(&folder)
                && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok()
            {
                watched.push(folder);
            }
        }
        console.note(
            console
                .text("等待改动……（Ctrl-C 结束）", "waiting for changes … (Ctrl-C ends)"),
        );
        if changes.recv().is_err() {
            return Ok(Outcome::Done);
        }
        while changes.recv_timeout(QUIET).is_ok() {}
    }
}

fn folders(issue: &Path, sources: &Sources) -> Vec<PathBuf> {
    let mut folders =
        vec![issue.to_path_buf(), issue.join("stories"), issue.join("photos")];
    for (_, file) in sources.iter() {
        let folder = match file.path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => continue,
        };
        if !folders.contains(&folder.to_path_buf()) {
            folders.push(folder.to_path_buf());
        }
    }
    folders.retain(|folder| folder.is_dir());
    folders
}
