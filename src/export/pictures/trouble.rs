//! Why a picture cannot be used, and the way out.

use super::header::{Format, MOST_BYTES};
use crate::diag::{Diagnostic, Message, Severity, code};
use crate::say;
use std::path::Path;

/// What is wrong with a picture file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::export) enum Trouble {
    /// No such file.
    Missing,
    /// The system does not give it out; why.
    Unreadable(Message),
    /// A folder stands in its place.
    Folder,
    /// Not a byte in it.
    Empty,
    /// A kind of file that is not read, by its name.
    Kind(&'static str),
    /// No picture at all.
    Unknown,
    /// It ends too soon.
    Cut,
    /// It is damaged; how.
    Damaged(Message),
    /// A kind of TIFF that is not read; which.
    Variety(Message),
    /// JPEG in a coding that presses cannot read, by its names.
    Coding(&'static str, &'static str),
    /// A width or height of nothing.
    NoPixels(u32, u32),
    /// More pixels than memory should hold.
    TooLarge(u32, u32),
    /// Several pictures that follow each other in time.
    Animated,
    /// The press's own profile cannot be used; why.
    PressProfile(Message),
}

impl Trouble {
    /// Pixels that cannot be decoded; the decoder's words stand behind ours.
    pub(super) fn pixels(error: &dyn std::fmt::Display) -> Trouble {
        Trouble::Damaged(say!("像素数据有误（{error}）", "{error}"))
    }

    /// What is wrong with the data of a JPEG, in the words of its trade.
    pub(super) fn jpeg(what: &str) -> Trouble {
        Trouble::Damaged(say!("JPEG 数据有误（{what}）", "{what}"))
    }

    /// The fault with its way out.
    pub(in crate::export) fn tell(&self, path: &Path) -> Diagnostic {
        let name = path.display();
        match self {
            Trouble::Missing => Diagnostic::new(
                code::PHOTO_MISSING,
                say!("缺图：没有“{name}”这个文件", "picture “{name}” was not found"),
            ),
            Trouble::Unreadable(Message { zh, en }) => Diagnostic::new(
                code::FILE_UNREADABLE,
                say!("图片“{name}”读不出来：{zh}", "cannot read picture “{name}”: {en}"),
            ),
            Trouble::Folder => Diagnostic::new(
                code::PHOTO_BROKEN,
                say!(
                    "“{name}”是文件夹，不是图片",
                    "“{name}” is a folder, not a picture"
                ),
            )
            .help(say!("写出文件夹里的图片文件名。", "Name the picture file inside it.")),
            Trouble::TooLarge(width, height) => too_large(path, (*width, *height)),
            Trouble::PressProfile(Message { zh, en }) => Diagnostic::new(
                code::PHOTO_PROFILE,
                say!(
                    "印刷机的 ICC 特性文件“{name}”用不了：{zh}",
                    "the press's ICC profile “{name}” cannot be used: {en}"
                ),
            )
            .with_severity(Severity::Error)
            .help(say!(
                "向印刷厂要 CMYK 输出特性文件（prtr 类，含 A2B、B2A 表）。",
                "Ask the printing works for a CMYK output profile (class prtr, with A2B and B2A tables)."
            )),
            _ => self.tell_content(path),
        }
    }

    /// What is wrong inside the file.
    fn tell_content(&self, path: &Path) -> Diagnostic {
        let name = path.display();
        let message = match self {
            Trouble::Empty => say!("图片“{name}”是空文件", "picture “{name}” is empty"),
            Trouble::Kind(kind) => say!(
                "图片“{name}”是 {kind} 文件，不是 JPEG、PNG、TIFF 或 WebP",
                "picture “{name}” is a {kind} file, not JPEG, PNG, TIFF or WebP"
            ),
            Trouble::Cut => say!(
                "图片“{name}”不完整：文件在中途断了",
                "picture “{name}” is cut short: its end is missing"
            ),
            Trouble::Damaged(Message { zh, en }) => {
                say!("图片“{name}”已损坏：{zh}", "picture “{name}” is damaged: {en}")
            }
            Trouble::Variety(Message { zh, en }) => say!(
                "图片“{name}”是这里不读的一种 TIFF：{zh}",
                "picture “{name}” is a kind of TIFF that is not read here: {en}"
            ),
            Trouble::Coding(zh, en) => say!(
                "图片“{name}”是{zh}编码的 JPEG，印刷厂读不了",
                "picture “{name}” is a JPEG in {en} coding, which presses cannot read"
            ),
            Trouble::NoPixels(width, height) => say!(
                "图片“{name}”大小是 {width}×{height}，没有像素",
                "picture “{name}” is {width}×{height}: it has no pixels"
            ),
            Trouble::Animated => say!(
                "图片“{name}”是动画，不知道要印哪一幅",
                "picture “{name}” is an animation; which frame to print is not known"
            ),
            _ => say!(
                "图片“{name}”打不开：不是 JPEG、PNG、TIFF 或 WebP",
                "picture “{name}” is not JPEG, PNG, TIFF or WebP"
            ),
        };
        let help = match self {
            Trouble::Empty | Trouble::Cut => say!(
                "请作者重发，或从相机重新拷贝。",
                "Have it sent again, or copy it from the camera again."
            ),
            Trouble::Variety(_) => say!(
                "在图像软件里另存为每色 8 位的 RGB、灰度或 CMYK TIFF（用 LZW 压缩或不压缩），或存为 PNG。",
                "Save it as a TIFF in RGB, gray or CMYK of 8 bits a colour (compressed by LZW, or not at all), or as PNG."
            ),
            Trouble::Animated => say!(
                "把要印的一幅另存为 JPEG 或 PNG。",
                "Save the frame to be printed as JPEG or PNG."
            ),
            _ => say!(
                "用看图软件打开它，另存为 JPEG 或 PNG。",
                "Open it in a picture program and save it as JPEG or PNG."
            ),
        };
        Diagnostic::new(code::PHOTO_BROKEN, message).help(help)
    }
}

fn too_large(path: &Path, (width, height): (u32, u32)) -> Diagnostic {
    let name = path.display();
    let most = MOST_BYTES / 3_000_000;
    Diagnostic::new(
        code::PHOTO_LARGE,
        say!(
            "图片“{name}”有 {width}×{height} 像素，太大，不打开",
            "picture “{name}” has {width}×{height} pixels, too many to open"
        ),
    )
    .help(say!(
        "最多约 {most} 百万像素（8 位 RGB；渐进式 JPEG 要少三分之二）；对开一整版只用得着 30 百万。缩小后再用。",
        "At most about {most} megapixels (8-bit RGB; a third of that for a progressive JPEG); a whole broadsheet page uses 30. Make it smaller."
    ))
}

/// A file whose name says another kind than its content.
pub(super) fn misnamed(path: &Path, format: Format) -> Option<Diagnostic> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let said = match extension.as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => Format::Jpeg,
        "png" => Format::Png,
        "tif" | "tiff" => Format::Tiff,
        "webp" => Format::WebP,
        _ => return None,
    };
    let (name, is) = (path.display(), format.name());
    (said != format).then(|| {
        Diagnostic::new(
            code::PHOTO_NAME,
            say!(
                "图片“{name}”其实是 {is} 文件，按 {is} 读",
                "picture “{name}” is in fact a {is} file and is read as such"
            ),
        )
    })
}
