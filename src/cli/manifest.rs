//! The manifest of an issue's press files: what was written last, page by page,
//! and what was written before.

use super::trouble::{Result, trouble};
use crate::diag::{Message, why};
use crate::layout::{letter, version};
use crate::source::System;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// An issue's press files by what they show: a page, or, under none, the whole
/// issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The press that they are for; none if nothing was written yet.
    pub(super) press: Option<String>,
    /// The issue that they are of; none in manifests that do not tell it.
    pub(super) from: Option<Origin>,
    pub(super) records: BTreeMap<Option<u32>, Record>,
}

/// Which issue files are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The folder as one gets there from the folder of the files, with
    /// `/`; so it is the same after both were moved together.
    pub(super) folder: String,
    /// The running number.
    pub(super) number: Option<u32>,
}

/// What was written of a page, or of the whole issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) now: Entry,
    /// What `now` took the place of and still has a name of its own, the oldest
    /// first.
    pub(super) earlier: Vec<Entry>,
    /// Whether the issue no longer has the page.
    pub(super) dropped: bool,
}

/// A press file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) file: String,
    /// 1 for what was sent first.
    pub(super) version: u32,
    /// Of the whole file, in hexadecimal.
    pub(super) sha256: String,
    /// The file of the same page with marks: its name and sum.
    pub(super) marks: Option<(String, String)>,
}

impl Entry {
    /// The file, and the one with marks, each with its sum.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = (self.file.as_str(), self.sha256.as_str());
        let marks = self.marks.as_ref();
        let marks = marks.map(|(file, sum)| (file.as_str(), sum.as_str()));
        std::iter::once(own).chain(marks)
    }
}

impl Record {
    /// What is known once `now` is written: an old file of another name stays.
    pub(super) fn after(old: Option<&Record>, mut now: Entry) -> Record {
        let mut earlier = old.map_or(Vec::new(), |old| old.earlier.clone());
        match old.map(|old| &old.now) {
            Some(before) if before.file == now.file => {
                now.marks = now.marks.or_else(|| before.marks.clone());
            }
            Some(before) => earlier.push(before.clone()),
            None => {}
        }
        earlier.retain(|entry| entry.file != now.file);
        Record { now, earlier, dropped: false }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.earlier.iter().chain([&self.now])
    }
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
        Manifest::of_bytes(&bytes).ok_or_else(|| {
            trouble!(
                "{show} 坏了，不知道各版印到第几次改样；修好它，或连同旧清样一起移走再排",
                "{show} is damaged, so the versions of the pages are not known; mend it, or move it away together with the old files"
            )
        })
    }

    /// What a manifest's file says; none if it is not what we write.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Manifest> {
        of_json(&serde_json::from_slice(bytes).ok()?)
    }

    /// The same after a build that was stopped while its files got their names:
    /// `next` is what it was about to say, `sum` tells what stands in the
    /// folder. Of pages that got their files it counts, of others it does not.
    pub(super) fn caught_up(
        mut self,
        next: &Manifest,
        sum: impl Fn(&str) -> Option<String>,
    ) -> Manifest {
        if self.press.is_some() && self.press != next.press {
            return self;
        }
        for (part, record) in &next.records {
            if sum(&record.now.file).as_ref() == Some(&record.now.sha256) {
                self.records.insert(*part, record.clone());
                self.press.clone_from(&next.press);
                self.from.clone_from(&next.from);
            }
        }
        self
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.records.values().flat_map(Record::entries)
    }

    /// The same bytes for the same pages.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let pages = self.records.iter().filter_map(|(page, record)| {
            let mut json = of_record(record);
            json["page"] = (*page)?.into();
            Some(json)
        });
        let mut json = json!({ "pages": pages.collect::<Vec<Value>>() });
        if let Some(press) = &self.press {
            json["press"] = press.as_str().into();
        }
        if let Some(Origin { folder, number }) = &self.from {
            json["from"] = json!({ "folder": folder, "number": number });
        }
        if let Some(whole) = self.records.get(&None) {
            json["issue"] = of_record(whole);
        }
        format!("{json:#}\n").into_bytes()
    }
}

/// Where a manifest stands while the files that it tells of get their names.
pub(super) fn next(manifest: &Path) -> PathBuf {
    let name = manifest.file_name().unwrap_or_default().to_string_lossy();
    manifest.with_file_name(format!(".{name}.next"))
}

fn of_record(record: &Record) -> Value {
    let mut json = of_entry(&record.now);
    if !record.earlier.is_empty() {
        json["earlier"] = record.earlier.iter().map(of_entry).collect();
    }
    if record.dropped {
        json["dropped"] = true.into();
    }
    json
}

fn of_entry(entry: &Entry) -> Value {
    let mut json = json!({
        "file": entry.file,
        "version": letter(entry.version),
        "sha256": entry.sha256,
    });
    if let Some((file, sha256)) = &entry.marks {
        json["marks"] = json!({ "file": file, "sha256": sha256 });
    }
    json
}

fn of_json(json: &Value) -> Option<Manifest> {
    let page = |page: &Value| {
        let number = u32::try_from(page["page"].as_u64()?).ok()?;
        Some((Some(number), record(page)?))
    };
    let pages: Option<_> = json["pages"].as_array()?.iter().map(page).collect();
    let mut records: BTreeMap<Option<u32>, Record> = pages?;
    if let Some(whole) = json.get("issue") {
        records.insert(None, record(whole)?);
    }
    let origin = |from: &Value| {
        let number = from["number"].as_u64();
        Some(Origin {
            folder: from["folder"].as_str()?.to_string(),
            number: number.and_then(|number| u32::try_from(number).ok()),
        })
    };
    let from = match json.get("from") {
        Some(from) => Some(origin(from)?),
        None => None,
    };
    let press = json["press"].as_str().map(str::to_string);
    Some(Manifest { press, from, records })
}

fn record(json: &Value) -> Option<Record> {
    let none = Vec::new();
    let earlier = match json.get("earlier") {
        Some(earlier) => earlier.as_array()?,
        None => &none,
    };
    Some(Record {
        now: entry(json)?,
        earlier: earlier.iter().map(entry).collect::<Option<_>>()?,
        dropped: json["dropped"] == true,
    })
}

fn entry(json: &Value) -> Option<Entry> {
    // Names lead nowhere but into the folder of the manifest.
    let name = |json: &Value| {
        let name = json["file"].as_str()?;
        (!name.contains(['/', '\\'])).then(|| name.to_string())
    };
    let sum = |json: &Value| Some(json["sha256"].as_str()?.to_string());
    Some(Entry {
        file: name(json)?,
        version: match json.get("version") {
            Some(letters) => version(letters.as_str()?)?,
            None => 1,
        },
        sha256: sum(json)?,
        marks: match json.get("marks") {
            Some(marks) => Some((name(marks)?, sum(marks)?)),
            None => None,
        },
    })
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

    fn entry(file: &str, version: u32) -> Entry {
        let sha256 = sha256(file.as_bytes());
        Entry { file: file.into(), version, sha256, marks: None }
    }

    #[test]
    fn a_manifest_is_read_back_and_a_damaged_one_is_refused() {
        let hash = sha256(b"abc");
        assert!(hash.starts_with("ba7816bf") && hash.ends_with("f20015ad"), "{hash}");
        let first = Entry {
            marks: Some(("a_01_marks.pdf".into(), hash)),
            ..entry("a_01.pdf", 1)
        };
        let first = Record::after(None, first);
        let mut page = Record::after(Some(&first), entry("a_01_B.pdf", 2));
        assert_eq!(page.earlier, [first.now]);
        page.dropped = true;
        let whole = Record::after(None, entry("a.pdf", 1));
        let from = Origin { folder: "../a".into(), number: Some(3) };
        let manifest = Manifest {
            press: Some("newsprint".to_string()),
            from: Some(from),
            records: [(Some(1), page), (None, whole)].into(),
        };
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
            "{\"pages\":[],\"from\":{}}",
            "{\"pages\":[],\"issue\":{\"file\":\"../a.pdf\",\"version\":\"A\",\"sha256\":\"\"}}",
        ];
        for bad in bad {
            disk.put(path, bad);
            assert!(Manifest::read(&disk, path).is_err(), "{bad}");
        }
    }

    /// Written again under the same name, a file has no earlier self; its file
    /// with marks is still there.
    #[test]
    fn a_name_stands_once_in_a_record() {
        let marks = Some(("a_marks.pdf".to_string(), String::new()));
        let old =
            Record::after(None, Entry { marks: marks.clone(), ..entry("a.pdf", 1) });
        let same = Record::after(Some(&old), entry("a.pdf", 1));
        assert_eq!((&same.earlier, &same.now.marks), (&Vec::new(), &marks));
        let next = Record::after(Some(&same), entry("a_B.pdf", 2));
        let back = Record::after(Some(&next), entry("a.pdf", 3));
        assert_eq!(back.earlier, [entry("a_B.pdf", 2)]);
    }
}
