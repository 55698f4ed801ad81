//! Writing files: whole or not at all.

use anyhow::{Context, Result};
use std::path::Path;

/// Writes a file beside its place and renames it there, so that no one ever
/// sees half of it and a failure leaves the old one.
///
/// # Errors
/// When the folder or the file cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let show = path.display();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    std::fs::write(&beside, bytes).with_context(|| format!("写不了 {show}"))?;
    std::fs::rename(&beside, path).with_context(|| {
        let _ = std::fs::remove_file(&beside);
        format!("写不了 {show}")
    })
}

/// Removes a file of ours if it is there.
pub(super) fn exists(path: &Path) -> bool {
    path.exists()
}
