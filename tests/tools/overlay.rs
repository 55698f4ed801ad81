//! A project in memory over the shipped files on the disk.

use qianzi::project::{Folders, Project};
use qianzi::source::{Disk, Memory, System};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files in memory first, then the disk's.
pub(crate) struct Overlay(pub(crate) Memory);

impl System for Overlay {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(path).or_else(|_| Disk.read(path))
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.exists(path) || Disk.exists(path)
    }

    fn list(&self, folder: &Path) -> Vec<PathBuf> {
        let inside = self.0.list(folder);
        if inside.is_empty() { Disk.list(folder) } else { inside }
    }
}

/// The source tree, where the shipped layouts and faces are.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Opens an issue whose files are in memory.
pub(crate) fn open(memory: Memory, issue: &Path) -> Project {
    let system: Arc<dyn System> = Arc::new(Overlay(memory));
    let folders = Folders::for_issue(system.as_ref(), issue, &[root()]);
    Project::open(&system, issue, folders)
}
