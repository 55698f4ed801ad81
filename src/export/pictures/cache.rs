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
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The most bytes that a folder of kept pictures holds, of all issues together:
/// some twenty issues with many pictures.
const MOST_BYTES: u64 = 1 << 30;

/// The folder of kept pictures; several issues may share it.
pub(super) struct Cache {
    system: Arc<dyn System>,
    folder: PathBuf,
    /// The issue's name, with which the names of its pictures begin.
    issue: String,
    /// What was taken from it or put into it.
    wanted: Mutex<BTreeSet<PathBuf>>,
}

impl Cache {
    pub(super) fn new(system: Arc<dyn System>, folder: PathBuf, issue: &str) -> Cache {
        let issue = issue.to_string();
        Cache { system, folder, issue, wanted: Mutex::default() }
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
            .and_then(|()| write_locked(&beside, &coded.to_bytes(key)))
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

    /// Removes what the issue does not want any more and what builds that were
    /// killed left, of whatever version of this program; nothing that has not
    /// its name and its first bytes. Other issues' pictures go only if all
    /// together are too many: the earliest issues' first.
    pub(super) fn prune(&self) {
        self.prune_to(MOST_BYTES);
    }

    fn prune_to(&self, most: u64) {
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut others = Vec::new();
        for path in self.system.list(&self.folder) {
            let name = path.file_name().and_then(|name| name.to_str());
            let Some(kept) = name.and_then(Kept::of) else { continue };
            if kept.is_part {
                remove_left(&path);
                continue;
            }
            if wanted.contains(&path) || !self.is_ours(&path) {
                continue;
            }
            if kept.issue == self.issue || kept.issue.is_empty() {
                // What cannot be removed only takes room.
                let _ = fs::remove_file(&path);
            } else {
                others.push(path);
            }
        }
        let length = |path: &PathBuf| fs::metadata(path).map_or(0, |data| data.len());
        let mut held: u64 = wanted.iter().chain(&others).map(length).sum();
        // Their names begin with the issue's, and these end with its day.
        for path in others {
            if held <= most {
                break;
            }
            held -= length(&path);
            let _ = fs::remove_file(&path);
        }
    }

    fn is_ours(&self, path: &Path) -> bool {
        self.system.read(path).is_ok_and(|data| coded::is_kept(&data))
    }

    fn path(&self, key: Digest) -> PathBuf {
        let name: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{}.{name}.picture", self.issue))
    }
}

/// A file's name, if it is one that [`Cache::put`] gives.
struct Kept<'n> {
    /// Empty for those of before issues had their own.
    issue: &'n str,
    /// Not yet whole.
    is_part: bool,
}

impl Kept<'_> {
    fn of(name: &str) -> Option<Kept<'_>> {
        let (rest, is_part) = match name.strip_suffix(".part") {
            Some(rest) => {
                let (rest, who) = rest.rsplit_once('.')?;
                who.bytes()
                    .all(|digit| digit.is_ascii_digit())
                    .then_some((rest, true))?
            }
            None => (name.strip_suffix(".picture")?, false),
        };
        let (issue, sum) = rest.rsplit_once('.').unwrap_or(("", rest));
        let is_sum =
            sum.len() == 32 && sum.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_sum.then_some(Kept { issue, is_part })
    }
}

/// Writes a file that is locked as long as it is not whole.
fn write_locked(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    // Some network disks know no locks; there the file may be swept away, and
    // the picture is made again.
    let _ = file.lock();
    file.write_all(bytes)
}

/// Removes a file unless a program that writes it holds its lock.
fn remove_left(path: &Path) {
    let file = OpenOptions::new().write(true).open(path);
    if file.is_ok_and(|file| file.try_lock().is_ok()) {
        let _ = fs::remove_file(path);
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Disk;

    #[test]
    fn when_there_are_too_many_the_earliest_issues_go() {
        let name = format!("qianzi kept {}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("made");
        let put = |issue: &str, sum: char| {
            let sum = sum.to_string().repeat(32);
            let path = folder.join(format!("{issue}.{sum}.picture"));
            let bytes = [b"QZPICT1\n".to_vec(), vec![0; 992]].concat();
            fs::write(&path, bytes).expect("written");
            path
        };
        let old = put("p_20260317", 'b');
        let newer = put("p_20260318", 'a');
        let cache = Cache::new(Arc::new(Disk), folder.clone(), "p_20260319");
        let own = put("p_20260319", 'c');
        cache.want(own.clone());
        cache.prune_to(3000);
        assert_eq!(Disk.list(&folder), [old, newer.clone(), own.clone()]);
        cache.prune_to(2500);
        assert_eq!(Disk.list(&folder), [newer, own.clone()]);
        cache.prune_to(0);
        assert_eq!(Disk.list(&folder), [own], "what this build wants stays");
        fs::remove_dir_all(&folder).expect("ours");
    }
}
