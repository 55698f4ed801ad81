//! Pictures made ready, kept on disk for the next build.
//!
//! A kept picture is found by the sum of all that it was made from: the file's
//! content, what was wanted, the press's profile and this program's version. So
//! it is never a source of other bytes than making it again would give. One that
//! is damaged or half written fails its own sum and is made again.

use super::Digest;
use super::coded::{self, Coded};
use crate::source::System;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The folder of kept pictures.
pub(super) struct Cache {
    system: Arc<dyn System>,
    folder: PathBuf,
    /// What was taken from it or put into it.
    wanted: Mutex<BTreeSet<PathBuf>>,
}

impl Cache {
    pub(super) fn new(system: Arc<dyn System>, folder: PathBuf) -> Cache {
        Cache { system, folder, wanted: Mutex::default() }
    }

    /// A kept picture.
    pub(super) fn get(&self, key: Digest) -> Option<Coded> {
        let path = self.path(key);
        let bytes = self.system.read(&path).ok()?;
        let coded = Coded::from_bytes(&bytes, key)?;
        self.want(path);
        Some(coded)
    }

    /// Keeps a picture; a folder that cannot be written to only costs time.
    pub(super) fn put(&self, key: Digest, coded: &Coded) {
        let path = self.path(key);
        // A name of its own until it is whole: another build may be at work.
        let beside = path.with_extension(format!("{}.part", std::process::id()));
        let written = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&beside, coded.to_bytes(key)))
            .and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        self.want(path);
    }

    fn want(&self, path: PathBuf) {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        wanted.insert(path);
    }

    /// Removes all other kept pictures, of whatever version of this program;
    /// nothing that has not its name and its first bytes.
    pub(super) fn prune(&self) {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        for path in self.system.list(&self.folder) {
            let is_ours =
                || self.system.read(&path).is_ok_and(|data| coded::is_kept(&data));
            if !wanted.contains(&path) && has_a_kept_name(&path) && is_ours() {
                // What cannot be removed only takes room.
                let _ = fs::remove_file(&path);
            }
        }
    }

    fn path(&self, key: Digest) -> PathBuf {
        let name: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name + ".picture")
    }
}

/// Whether a file is named by a sum, as [`Cache::put`] names it.
fn has_a_kept_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let sum = name.strip_suffix(".picture").unwrap_or_default();
    sum.len() == 32 && sum.bytes().all(|digit| digit.is_ascii_hexdigit())
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
