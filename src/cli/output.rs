//! Writing files: whole or not at all.

use super::trouble::{Result, Trouble, trouble};
use crate::diag::{Message, why};
use crate::source::{Disk, System};
use std::fs::{File, OpenOptions};
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
/// places before the first is renamed, so that a full disk, or a folder that
/// stands in the way of one, changes none.
///
/// # Errors
/// When a folder or a file cannot be written.
pub(super) fn write_all(files: &[(impl AsRef<Path>, impl AsRef<[u8]>)]) -> Result<()> {
    prepare(files)?.into_iter().try_for_each(Part::rename)
}

/// The same with an account of the files: it stands whole under the name `next`
/// before the first file gets its name, and gets its own after the last one. So
/// whoever finds `next` knows what a program that was stopped had begun.
///
/// # Errors
/// When a folder or a file cannot be written.
pub(super) fn write_told(
    files: &[(PathBuf, Vec<u8>)],
    account: &(PathBuf, Vec<u8>),
    next: &Path,
) -> Result<()> {
    let (place, bytes) = account;
    free(place)?;
    let parts = prepare(files)?;
    write(next, bytes)?;
    parts.into_iter().try_for_each(Part::rename)?;
    let renamed = std::fs::rename(next, place);
    renamed.map_err(|error| unwritable(place, &error))
}

fn prepare(files: &[(impl AsRef<Path>, impl AsRef<[u8]>)]) -> Result<Vec<Part>> {
    let mut parts = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        parts.push(Part::write(path.as_ref(), bytes.as_ref())?);
    }
    Ok(parts)
}

/// Stops if what stands in a place cannot be a file of ours.
fn free(place: &Path) -> Result<()> {
    let show = place.display();
    if place.is_symlink() {
        return Err(trouble!(
            "{show} 是链接，不换掉它；把它移走再排",
            "{show} is a link and is not replaced; move it away and build again"
        ));
    }
    if place.is_dir() {
        return Err(trouble!(
            "{show} 是文件夹，占了清样的名字；把它移走再排",
            "{show} is a folder where a file is to be written; move it away and build again"
        ));
    }
    Ok(())
}

/// A file that stands beside its place, whole, under a name of its own. It is
/// locked while it does, and goes when it is dropped: a locked one belongs to a
/// program that runs, another to one that was killed.
struct Part {
    path: PathBuf,
    place: PathBuf,
    /// Held for its lock.
    _file: File,
}

impl Part {
    fn write(place: &Path, bytes: &[u8]) -> Result<Part> {
        free(place)?;
        if let Some(folder) = place.parent() {
            let made = std::fs::create_dir_all(folder);
            made.map_err(|error| unwritable(folder, &error))?;
            sweep(folder, place);
        }
        let path = part(place, &std::process::id().to_string());
        let file = create(&path).map_err(|error| unwritable(place, &error))?;
        let part = Part { path, place: place.to_path_buf(), _file: file };
        let written = write_through(&part._file, bytes);
        written.map_err(|error| unwritable(place, &error))?;
        Ok(part)
    }

    fn rename(self) -> Result<()> {
        let renamed = std::fs::rename(&self.path, &self.place);
        renamed.map_err(|error| unwritable(&self.place, &error))
    }
}

impl Drop for Part {
    /// Nothing half-written is left behind; if even this fails, so be it. Of a
    /// file that was renamed there is nothing left to remove.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// What stands beside a place while `who` writes it.
fn part(place: &Path, who: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{who}.part"))
}

/// Makes a file and locks it; again if it was swept away before it was locked.
fn create(path: &Path) -> io::Result<File> {
    loop {
        let file = File::create(path)?;
        // Some network disks know no locks; there a second program that writes
        // the same file at the same time is told that it cannot.
        let _ = file.lock();
        if path.exists() {
            return Ok(file);
        }
    }
}

/// Removes what programs that were killed left beside a place.
fn sweep(folder: &Path, place: &Path) {
    for path in Disk.list(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let who = name.strip_suffix(".part").and_then(|name| name.rsplit_once('.'));
        let Some((_, who)) = who else { continue };
        let digits = !who.is_empty() && who.bytes().all(|byte| byte.is_ascii_digit());
        if digits && path == part(place, who) {
            remove_left(&path);
        }
    }
}

/// Removes a file unless a program holds its lock.
fn remove_left(path: &Path) {
    let file = OpenOptions::new().write(true).open(path);
    if file.is_ok_and(|file| file.try_lock().is_ok() && path.exists()) {
        let _ = std::fs::remove_file(path);
    }
}

/// Writes and waits until the disk has it: after a power cut a renamed file
/// must not be found empty.
fn write_through(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Trouble {
    let (show, Message { zh, en }) = (path.display(), why(error));
    trouble!("写不了 {show}：{zh}", "cannot write {show}: {en}")
}

/// Whether a file of ours is there.
pub(super) fn exists(path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for one test.
    fn folder(test: &str) -> PathBuf {
        let name = format!("qianzi {test} {}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        folder
    }

    #[test]
    fn what_killed_programs_left_goes_and_what_others_write_stays() {
        let folder = folder("sweep");
        let place = folder.join("a.pdf");
        let put = |name: &str| File::create(folder.join(name)).expect("made");
        put(".a.pdf.1.part");
        put(".b.pdf.1.part");
        put(".a.pdf.x.part");
        let held = put(".a.pdf.2.part");
        held.lock().expect("locked");
        write(&place, b"whole").expect("written");
        let left: Vec<String> = Disk
            .list(&folder)
            .iter()
            .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into())
            .collect();
        assert_eq!(left, [".a.pdf.2.part", ".a.pdf.x.part", ".b.pdf.1.part", "a.pdf"]);
        std::fs::remove_dir_all(folder).expect("ours");
    }

    #[test]
    fn a_folder_in_the_way_of_one_file_changes_none() {
        let folder = folder("way");
        let [first, second] = ["1.pdf", "2.pdf"].map(|name| folder.join(name));
        write(&first, b"old").expect("written");
        std::fs::create_dir(&second).expect("made");
        assert!(write_all(&[(&first, b"new"), (&second, b"new")]).is_err());
        assert_eq!(Disk.read(&first).expect("there"), b"old");
        assert_eq!(Disk.list(&folder), [first]);
        std::fs::remove_dir_all(folder).expect("ours");
    }
}
