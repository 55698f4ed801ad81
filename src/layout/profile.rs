//! The colour profile of a printing condition: an ICC file, looked into as far
//! as a press file depends on it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Bytes of the head of every ICC file.
const HEAD: usize = 128;
/// The mark that every ICC file bears at byte 36.
const MARK: &[u8] = b"acsp";
/// How characterisation data of the ICC's registry are named in the tag
/// `targ`; the condition's name follows.
const REGISTERED: &str = "ICCHDAT ";

/// A checked output profile for four inks.
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// The file.
    pub file: PathBuf,
    /// What the profile calls itself.
    pub description: String,
    /// The name of the printing condition in the registry of the ICC, if the
    /// profile tells it.
    pub condition: Option<String>,
    /// The version of the ICC's format: 2 or 4.
    pub version: u8,
    /// The whole file.
    pub bytes: Arc<Vec<u8>>,
    /// The same, compressed by the first file that holds it: all of an issue's
    /// files do.
    pub packed: Packed,
}

/// Bytes that are made when they are first asked for, and kept. They follow
/// from others, so that they have no part in comparing.
#[derive(Clone, Default)]
pub struct Packed(Arc<OnceLock<Vec<u8>>>);

impl Packed {
    /// The bytes, made now if they were not before.
    pub fn get(&self, make: impl FnOnce() -> Vec<u8>) -> &[u8] {
        self.0.get_or_init(make)
    }
}

impl PartialEq for Packed {
    fn eq(&self, _: &Packed) -> bool {
        true
    }
}

impl Eq for Packed {}

/// Why a file is no profile for a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Not an ICC file at all.
    NotIcc,
    /// Shorter or longer than it says.
    Cut,
    /// A profile of another class than output: its four letters.
    Class(String),
    /// An output profile for other inks: their four letters.
    Space(String),
}

impl Profile {
    /// Looks into a file.
    pub(super) fn of(file: &Path, bytes: Vec<u8>) -> Result<Profile, Unfit> {
        if bytes.len() < HEAD + 4 || &bytes[36..40] != MARK {
            return Err(Unfit::NotIcc);
        }
        if number(&bytes, 0) != Some(bytes.len()) {
            return Err(Unfit::Cut);
        }
        if &bytes[12..16] != b"prtr" {
            return Err(Unfit::Class(letters(&bytes[12..16])));
        }
        if &bytes[16..20] != b"CMYK" {
            return Err(Unfit::Space(letters(&bytes[16..20])));
        }
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let description = tag(&bytes, b"desc").and_then(words);
        let target = tag(&bytes, b"targ").and_then(words);
        Ok(Profile {
            file: file.to_path_buf(),
            description: description.unwrap_or_else(|| stem.into_owned()),
            condition: target
                .and_then(|words| {
                    Some(words.strip_prefix(REGISTERED)?.trim().to_string())
                })
                .filter(|name| !name.is_empty()),
            version: bytes[8],
            bytes: Arc::new(bytes),
            packed: Packed::default(),
        })
    }

    /// A row of the tables that turn colours into inks, and a point of it, in
    /// bytes; none if the file has no such tables (version 4 has others) or
    /// does not consist of whole rows.
    #[must_use]
    pub fn rows(&self) -> Option<(usize, usize)> {
        let table = tag(&self.bytes, b"B2A0")?;
        let width = match table.get(..4)? {
            b"mft1" => 1,
            b"mft2" => 2,
            _ => return None,
        };
        let (parts, grid) = (*table.get(9)?, *table.get(10)?);
        let step = width * usize::from(parts);
        let row = step * usize::from(grid);
        (row > 0 && self.bytes.len().is_multiple_of(row)).then_some((row, step))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({}, {} bytes)", self.file.display(), self.bytes.len())
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

fn letters(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_string()
}

/// The data of a tag, by the table that follows the head.
fn tag<'b>(bytes: &'b [u8], name: &[u8; 4]) -> Option<&'b [u8]> {
    // A profile has some twenty tags; more than this is no table.
    let count = number(bytes, HEAD)?.min(1000);
    let entries = bytes.get(HEAD + 4..)?.chunks_exact(12).take(count);
    let entry = entries.into_iter().find(|entry| entry.starts_with(name))?;
    let (start, length) = (number(entry, 4)?, number(entry, 8)?);
    bytes.get(start..start.checked_add(length)?)
}

/// The words of a tag: plain text, a description (version 2), or texts by
/// language (version 4), of which the first is taken.
fn words(data: &[u8]) -> Option<String> {
    let ascii = |bytes: &[u8]| {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(&bytes[..end]).trim().to_string()
    };
    let text = match data.get(..4)? {
        b"text" => ascii(data.get(8..)?),
        b"desc" => ascii(data.get(12..12usize.checked_add(number(data, 8)?)?)?),
        b"mluc" => {
            let (length, start) = (number(data, 20)?, number(data, 24)?);
            let units = data.get(start..start.checked_add(length)?)?.chunks_exact(2);
            let units: Vec<u16> =
                units.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units).trim().to_string()
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn icc(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut bytes = vec![0; HEAD];
        bytes[8] = 4;
        bytes[12..20].copy_from_slice(b"prtrCMYK");
        bytes[36..40].copy_from_slice(MARK);
        let count = u32::try_from(tags.len()).expect("few");
        bytes.extend(count.to_be_bytes());
        let mut start = u32::try_from(HEAD + 4 + 12 * tags.len()).expect("small");
        for (name, data) in tags {
            let length = u32::try_from(data.len()).expect("small");
            bytes.extend_from_slice(*name);
            bytes.extend(start.to_be_bytes());
            bytes.extend(length.to_be_bytes());
            start += length;
        }
        tags.iter().for_each(|(_, data)| bytes.extend(data));
        let whole = u32::try_from(bytes.len()).expect("small");
        bytes[..4].copy_from_slice(&whole.to_be_bytes());
        bytes
    }

    #[test]
    fn a_profile_tells_its_name_and_condition() {
        let mut name =
            b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CzhCN\0\0\0\x04\0\0\0\x1C".to_vec();
        name.extend("新闻".encode_utf16().flat_map(u16::to_be_bytes));
        let target = b"text\0\0\0\0ICCHDAT CGATS TR 002\0".to_vec();
        let bytes = icc(&[(b"targ", target), (b"desc", name)]);
        let profile = Profile::of(Path::new("a/x.icc"), bytes).expect("a profile");
        assert_eq!(profile.description, "新闻");
        assert_eq!(profile.condition.as_deref(), Some("CGATS TR 002"));
        assert_eq!(profile.version, 4);
        let nameless = Profile::of(Path::new("a/x.icc"), icc(&[])).expect("a profile");
        assert_eq!((nameless.description.as_str(), nameless.condition), ("x", None));
    }

    /// A table that points outside the file must not be followed there.
    #[test]
    fn a_wild_table_is_harmless() {
        let mut bytes = icc(&[(b"desc", b"desc\0\0\0\0\xFF\xFF\xFF\xFF".to_vec())]);
        assert!(Profile::of(Path::new("x.icc"), bytes.clone()).is_ok());
        bytes[HEAD + 8..HEAD + 16].fill(0xFF);
        bytes[HEAD..HEAD + 4].fill(0xFF);
        assert!(Profile::of(Path::new("x.icc"), bytes.clone()).is_ok());
        bytes.push(0);
        assert_eq!(Profile::of(Path::new("x.icc"), bytes), Err(Unfit::Cut));
    }
}
