//! Where layouts and faces are looked for.

use crate::source::System;
use std::path::{Path, PathBuf};

/// The data folders, first choice first: the project's own, the one named on
/// the command line or by `QIANZI_DATA`, beside the program, the source tree.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    roots: Vec<PathBuf>,
}

impl Folders {
    /// The folders for an issue: the nearest one above it that holds
    /// `layouts/`, then the others as given.
    #[must_use]
    pub fn for_issue(system: &dyn System, issue: &Path, others: &[PathBuf]) -> Folders {
        let above = issue.ancestors().map(|folder| {
            if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
        });
        let own = above
            .into_iter()
            .find(|folder| system.exists(&folder.join("layouts")));
        let mut roots: Vec<PathBuf> = own.map(Path::to_path_buf).into_iter().collect();
        for other in others {
            if !roots.contains(other) {
                roots.push(other.clone());
            }
        }
        Folders { roots }
    }

    /// The folders with faces.
    #[must_use]
    pub fn fonts(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| root.join("fonts")).collect()
    }

    /// All data folders.
    #[must_use]
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }
}
