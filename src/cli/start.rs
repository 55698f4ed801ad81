//! `new`: a project that builds at once.

use super::Outcome;
use super::args::New;
use super::output;
use super::tell::Console;
use super::trouble::{Result, trouble};
use crate::diag::Lang;

macro_rules! shipped {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../", $path)).as_slice())),*]
    };
}

/// The starter: the shipped layouts and one page of the sample issue.
const LAYOUTS: &[(&str, &[u8])] = shipped![
    "layouts/house.toml",
    "layouts/tabloid.toml",
    "layouts/tabloid-front.toml",
    "layouts/tabloid-news.toml",
    "layouts/tabloid-feature.toml",
    "layouts/tabloid-photo.toml",
    "layouts/tabloid-ad.toml",
    "layouts/tabloid-shapes.toml",
    "layouts/tabloid-5x13.toml",
    "layouts/tabloid-6x11.toml",
    "layouts/broadsheet.toml",
    "layouts/broadsheet-front.toml",
    "layouts/broadsheet-8x13.toml",
    "layouts/press/newsprint.toml",
    "layouts/press/newsprint-x4.toml",
    "layouts/press/office.toml",
    "layouts/press/NOTICE.md",
    "layouts/press/SNAP_TR002_newsprint_240.icc",
];

const STORIES: &[(&str, &[u8])] = shipped![
    "issues/2026-03-18/stories/dangke.md",
    "issues/2026-03-18/stories/dongbu.md",
    "issues/2026-03-18/stories/qingshi.md",
    "issues/2026-03-18/stories/wanghai.md",
    "issues/2026-03-18/stories/xiangkuang.md",
    "issues/2026-03-18/stories/zhongdian.md",
    "issues/2026-03-18/stories/zongliang.md",
    "issues/2026-03-18/photos/flower.jpg",
];

const ISSUE: &str = r#"# 一期报纸。改好日期、期号和稿件，然后：qianzi build issues/2026-03-18
date   = 2026-03-18
number = 8123                      # 总期号
lunar  = "正月三十"

[[page]]
number  = 1
section = "综合"
layout  = "tabloid-news"           # 版式：layouts/tabloid-news.toml
credits = { editor = "编辑", designer = "美编", proofreader = "校对" }
# 稿件：stories/名字.md，按重要性排列
stories = ["dangke", "zongliang", "zhongdian", "xiangkuang", "dongbu", "wanghai", "qingshi"]

[page.place]                       # 版块 = 稿件；没写的按顺序填空着的版块
lead = "dangke"
second = "zongliang"
third = "zhongdian"
fourth = "xiangkuang"
rail-1 = "dongbu"
rail-2 = "wanghai"
rail-3 = "qingshi"
"#;

/// Writes the starter into a folder that is not there yet, or empty.
pub(super) fn run(command: &New, console: &Console) -> Result<Outcome> {
    let folder = &command.folder;
    let show = folder.display();
    let taken = folder.is_file() || !console.system.list(folder).is_empty();
    let has_folders = ["issues", "layouts"]
        .iter()
        .any(|name| console.system.exists(&folder.join(name)));
    if taken || has_folders {
        return Err(trouble!(
            "“{show}”里已经有东西，不覆盖；换一个文件夹",
            "“{show}” is not empty and is not written over; name another"
        ));
    }
    for (path, bytes) in LAYOUTS.iter().chain(STORIES) {
        output::write(&folder.join(path), bytes)?;
    }
    output::write(&folder.join("issues/2026-03-18/issue.toml"), ISSUE.as_bytes())?;
    console.say(&match console.lang {
        Lang::Zh => format!("新项目在 {show}。接着：\n  cd {show}\n  qianzi build issues/2026-03-18"),
        Lang::En => {
            format!("A new project is in {show}. Next:\n  cd {show}\n  qianzi build issues/2026-03-18")
        }
    });
    Ok(Outcome::Done)
}
