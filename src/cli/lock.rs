//! One build at a time writes to a folder.

use super::output;
use super::tell::Console;
use super::trouble::{Result, trouble};
use crate::diag::Lang;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// The file that is locked; it is empty, and stays: if it went, a program that
/// waits for it and one that comes anew would lock two different ones.
const FILE: &str = ".lock";
/// How often, and how long apart, a folder is asked for: a minute in all, which
/// is longer than any build writes.
const TRIES: (u32, Duration) = (600, Duration::from_millis(100));

/// A folder that no other build writes to while this is held.
pub(super) struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

/// Waits until no other build writes to a folder, and keeps others waiting.
///
/// # Errors
/// When nothing can be written there, or another program does not end.
pub(super) fn folder(out: &Path, console: &Console) -> Result<Lock> {
    let file = open(out)?;
    let show = out.display();
    for attempt in 0..TRIES.0 {
        match file.try_lock() {
            // Some network disks know no locks.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => {}
        }
        if attempt == 0 {
            console.note(&match console.lang {
                Lang::Zh => format!("另一个铅字程序正在往 {show} 里写，等它写完……"),
                Lang::En => format!("another build writes to {show}; waiting for it …"),
            });
        }
        std::thread::sleep(TRIES.1);
    }
    Err(trouble!(
        "另一个铅字程序一直占着 {show}，没有写；等它结束或关掉它再排，或用 --out 另写一个文件夹",
        "another build keeps {show} to itself, so nothing was written; end it and build again, or name another folder with --out"
    ))
}

fn open(out: &Path) -> Result<File> {
    let path = out.join(FILE);
    let made = std::fs::create_dir_all(out);
    made.map_err(|error| output::unwritable(out, &error))?;
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    file.map_err(|error| output::unwritable(&path, &error))
}
