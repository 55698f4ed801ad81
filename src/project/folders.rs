//! Where layouts and faces are looked for.

use crate::source::System;
use std::path::{Component, Path, PathBuf};

/// The data folders, first choice first: the project's own, the one named on
/// the command line or by `QIANZI_DATA`, beside the program, the source tree.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    roots: Vec<PathBuf>,
}

impl Folders {
    /// The folders for an issue: the nearest one above it that holds
    /// `layouts/`, wherever the program was started, then the others as given.
    #[must_use]
    pub fn for_issue(system: &dyn System, issue: &Path, others: &[PathBuf]) -> Folders {
        Folders::of(project(system, issue), others)
    }

    /// The folders for a finished file: the project that it lies in, then the
    /// one that the program was started in, then the others as given.
    #[must_use]
    pub fn for_file(system: &dyn System, file: &Path, others: &[PathBuf]) -> Folders {
        let around = project(system, file.parent().unwrap_or(Path::new("")));
        Folders::of(around.into_iter().chain(project(system, Path::new(""))), others)
    }

    fn of(own: impl IntoIterator<Item = PathBuf>, others: &[PathBuf]) -> Folders {
        let mut roots = Vec::new();
        for root in own.into_iter().chain(others.iter().cloned()) {
            if !roots.contains(&root) {
                roots.push(root);
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

/// The nearest folder above a path that holds `layouts/`.
fn project(system: &dyn System, path: &Path) -> Option<PathBuf> {
    let mut folders = above(system, path).into_iter();
    folders.find(|folder| system.exists(&folder.join("layouts")))
}

/// A path and the folders above it, the nearest first: as short as the user
/// wrote them, and from the folder that the program was started in on upwards.
fn above(system: &dyn System, path: &Path) -> Vec<PathBuf> {
    let whole = system.absolute(path);
    let climbs = path.components().any(|part| part == Component::ParentDir);
    if path.is_absolute() || climbs {
        return whole.ancestors().map(Path::to_path_buf).collect();
    }
    let here = |folder: &Path| match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.to_path_buf(),
    };
    let start = system.absolute(Path::new("."));
    let own = path.ancestors().map(here);
    own.chain(start.ancestors().skip(1).map(Path::to_path_buf)).collect()
}
