//! The only reader of files, and the places inside them.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Most bytes of any file that is read: pictures and press files are the largest.
const MOST: u64 = 1 << 30;
/// Most bytes of a text: more than ten times the longest novel.
pub const MOST_TEXT: u64 = 16 << 20;

/// Why a file is not read although the system would give it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A device or a pipe, which may have no end.
    NotAFile,
    /// Longer than this, in bytes.
    TooLarge(u64),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::NotAFile => f.write_str("no regular file"),
            Refused::TooLarge(most) => write!(f, "longer than {most} bytes"),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> io::Error {
        let kind = match refused {
            Refused::NotAFile => io::ErrorKind::InvalidInput,
            Refused::TooLarge(_) => io::ErrorKind::FileTooLarge,
        };
        io::Error::new(kind, refused)
    }
}

/// Reads files. The program uses [`Disk`]; tests and fuzz targets give a
/// [`Memory`], so that the whole product runs without touching a disk.
pub trait System: Send + Sync {
    /// A file's bytes.
    ///
    /// # Errors
    /// As the operating system tells it; [`Refused`] if it is no file or has
    /// more bytes than any file that is of use.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The same for a kind of file that has at most so many bytes.
    ///
    /// # Errors
    /// As [`System::read`].
    fn read_within(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = self.read(path)?;
        match u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
            true => Ok(bytes),
            false => Err(Refused::TooLarge(most).into()),
        }
    }

    /// Whether a file or folder stands at the path.
    fn exists(&self, path: &Path) -> bool;

    /// The files (not folders) in a folder, sorted by name; none if it cannot
    /// be listed.
    fn list(&self, folder: &Path) -> Vec<PathBuf>;

    /// A path from the root, without `..`; as it is where there is no root or
    /// the path leads nowhere.
    fn absolute(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

/// The real file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

#[expect(clippy::disallowed_methods, reason = "the one place that reads files")]
impl System for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.read_within(path, MOST)
    }

    fn read_within(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let kind = std::fs::metadata(path)?;
        if kind.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // Not even opened: a pipe waits until someone writes to it.
        if !kind.is_file() {
            return Err(Refused::NotAFile.into());
        }
        let too_large = || io::Error::from(Refused::TooLarge(most));
        if kind.len() > most {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(usize::try_from(kind.len()).unwrap_or(usize::MAX))?;
        // It may have grown since.
        let read = std::fs::File::open(path)?
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)?;
        match u64::try_from(read).is_ok_and(|read| read <= most) {
            true => Ok(bytes),
            false => Err(too_large()),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn list(&self, folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        files
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        // Links are followed only where `..` makes it necessary: the paper is
        // looked for above the place that the user named.
        if whole.components().any(|part| part == Component::ParentDir) {
            std::fs::canonicalize(&whole).unwrap_or(whole)
        } else {
            whole
        }
    }
}

/// Files held in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Arc<Vec<u8>>>,
}

impl Memory {
    /// Adds or replaces a file.
    pub fn put(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Arc::new(bytes.into()));
    }
}

impl System for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.files.get(path) {
            Some(bytes) => Ok(bytes.as_ref().clone()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.keys().any(|file| file.starts_with(path))
    }

    fn list(&self, folder: &Path) -> Vec<PathBuf> {
        let inside = |file: &&PathBuf| file.parent() == Some(folder);
        self.files.keys().filter(inside).cloned().collect()
    }
}

/// A file's number in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// No file: where words of the program's own stand.
    pub const NONE: FileId = FileId(u32::MAX);
}

/// A stretch of a file, in bytes of its decoded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A stretch of bytes; anything past 4 GB is cut off.
    #[must_use]
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            file,
            start: clamp(range.start),
            end: clamp(range.end),
        }
    }

    /// The bytes as a range.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Located<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Located<T> {
        Located { value, span }
    }
}

/// How a file's bytes were read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030 (which holds GBK and GB2312), converted.
    Gb18030,
}

/// A file as text: no byte order mark, line ends as `\n`.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As the user would name it, relative to where the program runs.
    pub path: PathBuf,
    /// The decoded text that [`Span`]s count in.
    pub text: String,
    /// What the bytes were.
    pub encoding: Encoding,
}

/// Why a file gave no text.
#[derive(Debug)]
pub enum ReadError {
    /// The system could not read it.
    Io(io::Error),
    /// Neither UTF-8 nor GB18030; the byte where UTF-8 breaks off.
    Encoding(usize),
}

/// All text files read so far; what a [`Span`] points into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Reads a text file and keeps it.
    ///
    /// # Errors
    /// When it cannot be read or is neither UTF-8 nor GB18030.
    pub fn load(
        &mut self,
        system: &dyn System,
        path: &Path,
    ) -> Result<FileId, ReadError> {
        let bytes = system.read_within(path, MOST_TEXT).map_err(ReadError::Io)?;
        let (text, encoding) = decode(&bytes).map_err(ReadError::Encoding)?;
        Ok(self.add(path, text, encoding))
    }

    /// Keeps a text that did not come from a file, under a name for messages.
    pub fn add_text(&mut self, name: impl Into<PathBuf>, text: &str) -> FileId {
        self.add(&name.into(), unify_line_ends(text), Encoding::Utf8)
    }

    fn add(&mut self, path: &Path, text: String, encoding: Encoding) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files
            .push(SourceFile { path: path.to_path_buf(), text, encoding });
        id
    }

    /// A file that was read.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Every file read, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(number, file)| {
            (FileId(u32::try_from(number).unwrap_or(u32::MAX)), file)
        })
    }

    /// Line and column of a byte, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, file: FileId, byte: usize) -> (usize, usize) {
        let text = &self.get(file).text;
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &text[..byte];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[start..].chars().count() + 1)
    }
}

/// Text of bytes that are UTF-8 or GB18030, with `\n` line ends and no mark.
///
/// # Errors
/// The byte at which the bytes stop being UTF-8, when they are not GB18030
/// either.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), usize> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((unify_line_ends(text), Encoding::Utf8)),
        Err(error) => {
            let (text, had_errors) =
                encoding_rs::GB18030.decode_without_bom_handling(bytes);
            if had_errors {
                Err(error.valid_up_to())
            } else {
                Ok((unify_line_ends(&text), Encoding::Gb18030))
            }
        }
    }
}

fn unify_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_and_line_ends() {
        let utf8 = decode("\u{feff}本报讯\r\n近日".as_bytes()).expect("UTF-8");
        assert_eq!(utf8, ("本报讯\n近日".into(), Encoding::Utf8));
        let (gb, _, _) = encoding_rs::GB18030.encode("本报讯\n近日");
        assert_eq!(decode(&gb).expect("GB"), ("本报讯\n近日".into(), Encoding::Gb18030));
        assert_eq!(decode(b"ab\xff\xff"), Err(2));
    }

    /// A device has no end; a text of a gigabyte is none.
    #[test]
    fn what_is_no_file_or_too_long_is_not_read() {
        let refused = |read: io::Result<Vec<u8>>| {
            let error = read.expect_err("not read").into_inner();
            error.and_then(|error| error.downcast_ref::<Refused>().copied())
        };
        if cfg!(unix) {
            let zero = Disk.read(Path::new("/dev/zero"));
            assert_eq!(refused(zero), Some(Refused::NotAFile));
        }
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(Disk.read(&own).is_ok());
        let long = Disk.read_within(&own, 8);
        assert_eq!(refused(long), Some(Refused::TooLarge(8)));
        let mut memory = Memory::default();
        memory.put("a", "123456789");
        assert_eq!(
            refused(memory.read_within(Path::new("a"), 8)),
            Some(Refused::TooLarge(8))
        );
        assert!(memory.read_within(Path::new("a"), 9).is_ok());
    }

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let id = sources.add_text("a.toml", "栏数 = 3\n主题 = 5\n");
        assert_eq!(sources.line_column(id, 0), (1, 1));
        let at = "栏数 = 3\n主题".len();
        assert_eq!(sources.line_column(id, at), (2, 3));
    }
}
