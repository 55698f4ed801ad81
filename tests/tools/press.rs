//! A folder with a small issue that is built as people build it.

#![allow(dead_code, reason = "each test file takes what it needs of these tools")]

use serde_json::Value;
use sha2::Digest;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LAYOUT: &str = include_str!("small.toml");

/// Two pages of one story each; what else the issue says is put before.
pub(crate) const PAGES: &str = r#"
date = 2026-03-18

[[page]]
number = 1
layout = "small"
stories = ["jia"]

[[page]]
number = 2
layout = "small"
stories = ["yi"]
"#;

/// A folder of its own for one test.
pub(crate) struct Desk(pub(crate) PathBuf);

impl Desk {
    pub(crate) fn new(test: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("press {test}"));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("a folder of our own");
        }
        let desk = Desk(folder);
        desk.put("layouts/small.toml", LAYOUT);
        desk.put("期/issue.toml", PAGES);
        desk.put("期/stories/jia.md", story("江灯亮了", "江边的灯亮了"));
        desk.put("期/stories/yi.md", story("缆绳收起", "船工们收起缆绳"));
        desk
    }

    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    #[expect(clippy::disallowed_methods, reason = "reads what the program wrote")]
    pub(crate) fn get(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn build(&self, args: &[&str]) -> Output {
        let mut command = self.command(args);
        command.output().expect("the program starts")
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_of("期", args)
    }

    /// The same for another issue.
    pub(crate) fn command_of(&self, issue: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qianzi"));
        command
            .args(["build", issue])
            .args(args)
            .current_dir(&self.0)
            .env_remove("QIANZI_DATA")
            .stdin(Stdio::null());
        command
    }

    /// Builds, and says what was told.
    #[track_caller]
    pub(crate) fn built(&self, args: &[&str]) -> String {
        let output = self.build(args);
        let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{told}");
        told
    }

    /// The PDF files of `out/`, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        #[expect(clippy::disallowed_methods, reason = "looks at what was written")]
        let entries = std::fs::read_dir(self.0.join("out")).expect("written");
        let name = |entry: std::fs::DirEntry| entry.file_name().into_string().ok();
        let mut names: Vec<String> = entries.flatten().filter_map(name).collect();
        names.retain(|name| name.ends_with(".pdf"));
        names.sort();
        names
    }

    /// The manifest in `out/`; that of a press whose files were replaced by its
    /// name behind `_`.
    pub(crate) fn manifest(&self, of: &str) -> Value {
        let json = self.get(&format!("out/ljgrb_20260318_manifest{of}.json"));
        serde_json::from_slice(&json).expect("JSON")
    }

    /// Every PDF file of `out/`.
    pub(crate) fn all(&self) -> Vec<(String, Vec<u8>)> {
        let files = self.files().into_iter();
        files
            .map(|name| (name.clone(), self.get(&format!("out/{name}"))))
            .collect()
    }

    /// Builds, which must stop with these words and change no PDF file.
    #[track_caller]
    pub(crate) fn stops(&self, args: &[&str], words: &[&str]) {
        let before = self.all();
        let output = self.build(args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(self.all() == before, "files have changed");
        for words in words {
            assert!(told.contains(words), "“{words}” is not in\n{told}");
        }
    }

    pub(crate) fn versions(&self) -> Vec<(String, String)> {
        let json = self.manifest("");
        let text = |value: &Value| value.as_str().expect("a text").to_string();
        let pages = json["pages"].as_array().expect("pages");
        pages
            .iter()
            .map(|page| (text(&page["file"]), text(&page["version"])))
            .collect()
    }
}

pub(crate) fn story(headline: &str, words: &str) -> String {
    let line = format!("{words}，说起今年的安全月，大家都有话讲。").repeat(3);
    format!("+++\nheadline = \"{headline}\"\n+++\n{line}\n{line}\n")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// SHA-256 in hexadecimal.
pub(crate) fn sum(bytes: &[u8]) -> String {
    let sum = sha2::Sha256::digest(bytes);
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn pair(file: &str, version: &str) -> (String, String) {
    (file.to_string(), version.to_string())
}
