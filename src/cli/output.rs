//! Writing files: whole or not at all.

use super::trouble::{Result, Trouble, trouble};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and renames it there, so that no one ever
/// sees half of it and a failure leaves the old one.
///
/// # Errors
/// When the folder or the file cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_all(&[(path, bytes)])
}

/// The same for files that belong together: all are written beside their
/// places before the first is renamed, so that a full disk changes none.
///
/// # Errors
/// When a folder or a file cannot be written.
pub(super) fn write_all(files: &[(impl AsRef<Path>, impl AsRef<[u8]>)]) -> Result<()> {
    let mut beside: Vec<PathBuf> = Vec::with_capacity(files.len());
    let mut write = || {
        for (path, bytes) in files {
            let path = path.as_ref();
            if let Some(folder) = path.parent() {
                let made = std::fs::create_dir_all(folder);
                made.map_err(|error| unwritable(folder, &error))?;
            }
            beside.push(part(path));
            let written = write_through(&part(path), bytes.as_ref());
            written.map_err(|error| unwritable(path, &error))?;
        }
        for (path, _) in files {
            let path = path.as_ref();
            let renamed = std::fs::rename(part(path), path);
            renamed.map_err(|error| unwritable(path, &error))?;
        }
        Ok(())
    };
    let written = write();
    if written.is_err() {
        // Nothing half-written is left behind; if even this fails, so be it.
        for part in beside {
            let _ = std::fs::remove_file(part);
        }
    }
    written
}

fn part(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

/// Writes and waits until the disk has it: after a power cut a renamed file
/// must not be found empty.
fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let show = path.display();
    trouble!("写不了 {show}：{error}", "cannot write {show}: {error}")
}

/// Whether a file of ours is there.
pub(super) fn exists(path: &Path) -> bool {
    path.exists()
}
