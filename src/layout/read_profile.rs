//! Reads the profile that a press file names, and tells what is wrong with it.

use super::profile::Unfit;
use super::read_press::{FOLDER, names};
use super::{Profile, Standard};
use crate::diag::{Diagnostic, Message, code, why};
use crate::reading::{Reader, meant, missing_key};
use crate::say;
use crate::source::{Located, Span};
use std::path::{Path, PathBuf};

/// Most bytes of a profile; those of presses have one or two megabytes.
const MOST: u64 = 64 << 20;

/// A profile's file: beside the press file, else below a data folder.
pub(super) fn profile(
    name: &Located<String>,
    beside: &Path,
    folders: &[PathBuf],
    reader: &mut Reader<'_>,
) -> Option<Profile> {
    let system = reader.system;
    let places = std::iter::once(beside.to_path_buf()).chain(
        folders
            .iter()
            .flat_map(|folder| [folder.join(FOLDER), folder.clone()]),
    );
    let mut paths = places.map(|folder| folder.join(&name.value));
    let Some(path) = paths.find(|path| !name.value.is_empty() && system.exists(path))
    else {
        let names = names(folders, "icc", system);
        reader.sink.push(no_file(name, &names));
        return None;
    };
    let read = system.read_within(&path, MOST).map(|bytes| Profile::of(&path, bytes));
    match read {
        Ok(Ok(profile)) => Some(profile),
        Ok(Err(unfit)) => {
            reader.sink.push(told(&unfit, name));
            None
        }
        Err(error) => {
            let (written, Message { zh, en }) = (&name.value, why(&error));
            let message =
                say!("“{written}”读不出来：{zh}", "cannot read `{written}`: {en}");
            let fault = Diagnostic::new(code::FILE_UNREADABLE, message).at(name.span);
            reader.sink.push(fault.help(say!(
                "写印刷厂给的 .icc 文件的名字，它放在 {FOLDER}/ 里",
                "write the name of the printer's .icc file, which is in {FOLDER}/"
            )));
            None
        }
    }
}

fn no_file(name: &Located<String>, names: &[String]) -> Diagnostic {
    let written = &name.value;
    let fault = Diagnostic::new(
        code::PROFILE_MISSING,
        say!("找不到 ICC 文件“{written}”", "there is no ICC file `{written}`"),
    )
    .at(name.span)
    .help(say!(
        "把印刷厂给的 .icc 文件放进 {FOLDER}/",
        "put the printer's .icc file into {FOLDER}/"
    ));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() { fault } else { fault.help(meant(written, &names)) }
}

pub(super) fn no_profile(press: &str, standard: Standard, start: Span) -> Diagnostic {
    let standard = standard.name();
    missing_key("profile", start, "profile = \"….icc\"").help(say!(
        "“{press}”是 {standard}，要有印刷条件；没有 ICC 文件就写 standard = \"plain\"",
        "`{press}` is {standard} and needs a printing condition; without an ICC file write standard = \"plain\""
    ))
}

fn told(unfit: &Unfit, name: &Located<String>) -> Diagnostic {
    let written = &name.value;
    let message = match unfit {
        Unfit::NotIcc => {
            say!("“{written}”不是 ICC 文件", "`{written}` is no ICC file")
        }
        Unfit::Cut => say!(
            "“{written}”不完整：长度和文件里写的不一样",
            "`{written}` is damaged: its length is not what it says"
        ),
        Unfit::Class(class) => {
            let Message { zh, en } = class_words(class);
            say!(
                "“{written}”是{zh}的 ICC 文件（{class}），要用印刷的（prtr）",
                "`{written}` is a profile of {en} ({class}), not of a press (prtr)"
            )
        }
        Unfit::Space(space) => say!(
            "“{written}”是 {space} 的，印刷要用 CMYK 的",
            "`{written}` is for {space}; a press needs CMYK"
        ),
    };
    Diagnostic::new(code::PROFILE_WRONG, message).at(name.span).help(say!(
        "向印刷厂要输出用的 CMYK 特性文件",
        "ask the printer for the CMYK output profile"
    ))
}

fn class_words(class: &str) -> Message {
    match class {
        "mntr" => say!("显示器", "a screen"),
        "scnr" => say!("扫描仪或相机", "a scanner or camera"),
        "link" => say!("设备间转换", "a link between devices"),
        "spac" => say!("色彩空间", "a colour space"),
        _ => say!("别的用途", "another use"),
    }
}

pub(super) fn too_new(name: &Located<String>, version: u8) -> Diagnostic {
    Diagnostic::new(
        code::PROFILE_WRONG,
        say!(
            "PDF/X-1a 只能用 ICC 第 2 版，这个文件是第 {version} 版",
            "PDF/X-1a takes ICC version 2, and this file is version {version}"
        ),
    )
    .at(name.span)
    .help(say!(
        "向印刷厂要第 2 版的，或改用 standard = \"x-4\"",
        "ask the printer for version 2, or write standard = \"x-4\""
    ))
}
