//! Writing files: whole or not at all.

use super::trouble::{Result, Trouble, trouble};
use std::io;
use std::path::Path;

/// Writes a file beside its place and renames it there, so that no one ever
/// sees half of it and a failure leaves the old one.
///
/// # Errors
/// When the folder or the file cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written =
        std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // Nothing half-written is left behind; if even this fails, so be it.
        let _ = std::fs::remove_file(&beside);
        unwritable(path, &error)
    })
}

fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let show = path.display();
    trouble!("写不了 {show}：{error}", "cannot write {show}: {error}")
}

/// Whether a file of ours is there.
pub(super) fn exists(path: &Path) -> bool {
    path.exists()
}
