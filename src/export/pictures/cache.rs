//! Pictures made ready, kept on disk for the next build.
//!
//! A kept picture is found by the sum of all that it was made from: the file's
//! content, what was wanted, the press's profile and this program's version. So
//! it is never a source of other bytes than making it again would give. One that
//! is damaged or half written fails its own sum and is made again.

use super::Digest;
use super::coded::Coded;
use crate::source::System;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// The folder of kept pictures.
pub(super) struct Cache {
    system: Arc<dyn System>,
    folder: PathBuf,
}

impl Cache {
    pub(super) fn new(system: Arc<dyn System>, folder: PathBuf) -> Cache {
        Cache { system, folder }
    }

    /// A kept picture.
    pub(super) fn get(&self, key: Digest) -> Option<Coded> {
        let bytes = self.system.read(&self.path(key)).ok()?;
        Coded::from_bytes(&bytes, key)
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
    }

    fn path(&self, key: Digest) -> PathBuf {
        let name: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name + ".picture")
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
