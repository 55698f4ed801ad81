//! The manifest of an issue's press files: what was written last, page by page.

use super::trouble::{Result, trouble};
use crate::diag::{Message, why};
use crate::layout::{letter, version};
use crate::source::System;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

/// Pages by their numbers, and the file of the whole issue.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The press that they are for; none if nothing was written yet.
    pub(super) press: Option<String>,
    pub(super) pages: BTreeMap<u32, Entry>,
    pub(super) whole: Option<Whole>,
}

/// The file that holds all pages; it has no versions, since no press gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) file: String,
    pub(super) sha256: String,
}

/// A page's press file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) file: String,
    /// 1 for what was sent first.
    pub(super) version: u32,
    /// Of the whole file, in hexadecimal.
    pub(super) sha256: String,
}

impl Manifest {
    /// Reads a manifest; an empty one if there is no file. A file that is not
    /// what we wrote stops the build: without it no one knows which versions
    /// the press has.
    pub(super) fn read(system: &dyn System, path: &Path) -> Result<Manifest> {
        let show = path.display();
        let bytes = match system.read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Manifest::default());
            }
            Err(error) => {
                let Message { zh, en } = why(&error);
                return Err(trouble!("读不了 {show}：{zh}", "cannot read {show}: {en}"));
            }
        };
        let manifest =
            serde_json::from_slice(&bytes).ok().and_then(|json| of_json(&json));
        manifest.ok_or_else(|| {
            trouble!(
                "{show} 坏了，不知道各版印到第几次改样；修好它，或连同旧清样一起移走再排",
                "{show} is damaged, so the versions of the pages are not known; mend it, or move it away together with the old files"
            )
        })
    }

    /// The sum of a file that it names.
    pub(super) fn sum_of(&self, file: &str) -> Option<&str> {
        let whole = self.whole.iter().map(|whole| (&whole.file, &whole.sha256));
        let pages = self.pages.values().map(|entry| (&entry.file, &entry.sha256));
        let mut named = pages.chain(whole);
        let (_, sum) = named.find(|(name, _)| *name == file)?;
        Some(sum)
    }

    /// The same bytes for the same pages.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let page = |(page, entry): (&u32, &Entry)| {
            json!({
                "page": page,
                "file": entry.file,
                "version": letter(entry.version),
                "sha256": entry.sha256,
            })
        };
        let pages: Vec<Value> = self.pages.iter().map(page).collect();
        let mut json = json!({ "pages": pages });
        if let Some(press) = &self.press {
            json["press"] = press.as_str().into();
        }
        if let Some(Whole { file, sha256 }) = &self.whole {
            json["issue"] = json!({ "file": file, "sha256": sha256 });
        }
        format!("{json:#}\n").into_bytes()
    }
}

fn of_json(json: &Value) -> Option<Manifest> {
    let page = |page: &Value| {
        let number = u32::try_from(page["page"].as_u64()?).ok()?;
        let entry = Entry {
            file: page["file"].as_str()?.to_string(),
            version: version(page["version"].as_str()?)?,
            sha256: page["sha256"].as_str()?.to_string(),
        };
        Some((number, entry))
    };
    let pages: Option<_> = json["pages"].as_array()?.iter().map(page).collect();
    let whole = |whole: &Value| {
        let text = |key: &str| Some(whole[key].as_str()?.to_string());
        Some(Whole { file: text("file")?, sha256: text("sha256")? })
    };
    let whole = match json.get("issue") {
        Some(json) => Some(whole(json)?),
        None => None,
    };
    let press = json["press"].as_str().map(str::to_string);
    Some(Manifest { press, pages: pages?, whole })
}

/// The SHA-256 of bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_manifest_is_read_back_and_a_damaged_one_is_refused() {
        let hash = sha256(b"abc");
        assert!(hash.starts_with("ba7816bf") && hash.ends_with("f20015ad"), "{hash}");
        let entry = Entry {
            file: "a_01_B.pdf".into(),
            version: 2,
            sha256: hash.clone(),
        };
        let whole = Some(Whole { file: "a.pdf".into(), sha256: hash });
        let press = Some("newsprint".to_string());
        let manifest = Manifest { press, pages: [(1, entry)].into(), whole };
        let mut disk = Memory::default();
        let path = Path::new("out/m.json");
        assert_eq!(Manifest::read(&disk, path).expect("none"), Manifest::default());
        disk.put(path, manifest.bytes());
        assert_eq!(Manifest::read(&disk, path).expect("ours"), manifest);
        let bad = [
            "",
            "{}",
            "{\"pages\":[{\"page\":1}]}",
            "{\"pages\":[{\"page\":-1}]}",
            "{\"pages\":[],\"issue\":{\"file\":1}}",
        ];
        for bad in bad {
            disk.put(path, bad);
            assert!(Manifest::read(&disk, path).is_err(), "{bad}");
        }
    }
}
