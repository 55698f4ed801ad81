//! Picture files as they were read: size, kind and bytes, not decoded.

use crate::diag::{Diagnostic, code};
use crate::say;
use crate::source::System;
use flate2::Crc;
use image::ImageDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use lopdf::Stream;
use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The picture files of an issue, each read once.
///
/// A file that is missing or broken is kept as such: pages show a gray box in
/// its place, so that a draft can still be looked at.
#[derive(Debug, Default)]
pub struct Pictures {
    files: BTreeMap<PathBuf, Result<Source, Trouble>>,
}

/// A readable picture.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) data: Vec<u8>,
    pub(super) kind: Kind,
    /// As stored, before any turning.
    pub(super) stored: (u32, u32),
    /// How a camera held sideways wants it shown.
    pub(super) orientation: Orientation,
    /// Its pixels as a PDF stream, coded once for all the files that show it.
    pub(super) coded: OnceLock<Result<Stream, Diagnostic>>,
}

/// How a picture is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// JPEG with so many colour components; Adobe's programs store the four
    /// inks inverted and say so by their marker.
    Jpeg { components: u8, adobe: bool },
    /// PNG.
    Png,
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Missing,
    Unreadable,
    Broken,
}

impl Pictures {
    /// Reads files; every fault is told, in the order of the paths.
    pub fn load(
        system: &dyn System,
        paths: impl IntoIterator<Item = PathBuf>,
    ) -> (Pictures, Vec<Diagnostic>) {
        let mut pictures = Pictures::default();
        let mut faults = Vec::new();
        for path in paths {
            if pictures.files.contains_key(&path) {
                continue;
            }
            let read = read(system, &path);
            if let Err(trouble) = read {
                faults.push(trouble.tell(&path));
            }
            pictures.files.insert(path, read);
        }
        (pictures, faults)
    }

    /// Width and height in pixels as the picture is to be shown.
    #[must_use]
    pub fn size(&self, path: &Path) -> Option<(u32, u32)> {
        self.get(path).map(Source::size)
    }

    /// What is wrong with a file that was asked for.
    #[must_use]
    pub fn fault(&self, path: &Path) -> Option<Diagnostic> {
        let trouble = self.files.get(path)?.as_ref().err()?;
        Some(trouble.tell(path))
    }

    pub(super) fn get(&self, path: &Path) -> Option<&Source> {
        self.files.get(path)?.as_ref().ok()
    }
}

impl Source {
    /// Width and height as shown.
    pub(super) fn size(&self) -> (u32, u32) {
        let (width, height) = self.stored;
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => (height, width),
            _ => (width, height),
        }
    }
}

impl Trouble {
    fn tell(self, path: &Path) -> Diagnostic {
        let path = path.display();
        match self {
            Trouble::Missing => Diagnostic::new(
                code::PHOTO_MISSING,
                say!("缺图：没有“{path}”这个文件", "picture “{path}” was not found"),
            ),
            Trouble::Unreadable => Diagnostic::new(
                code::FILE_UNREADABLE,
                say!("图片“{path}”读不出来", "picture “{path}” cannot be read"),
            ),
            Trouble::Broken => Diagnostic::new(
                code::PHOTO_BROKEN,
                say!(
                    "图片“{path}”打不开：文件不完整，或不是 JPEG、PNG",
                    "picture “{path}” is damaged, or neither JPEG nor PNG"
                ),
            )
            .help(say!(
                "用看图软件打开它，另存为 JPEG 或 PNG。",
                "Open it in a picture program and save it as JPEG or PNG."
            )),
        }
    }
}

fn read(system: &dyn System, path: &Path) -> Result<Source, Trouble> {
    let data = system.read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Trouble::Missing,
        _ => Trouble::Unreadable,
    })?;
    let source = match data.get(..4) {
        Some([0xFF, 0xD8, ..]) => jpeg(data),
        Some([0x89, b'P', b'N', b'G']) => png(data),
        _ => None,
    };
    source.ok_or(Trouble::Broken)
}

/// Walks a JPEG's segments. Arithmetic, lossless and 12-bit coding are refused:
/// PDF viewers and presses cannot read them.
fn jpeg(data: Vec<u8>) -> Option<Source> {
    let mut frame = None;
    let mut adobe = false;
    let mut orientation = Orientation::NoTransforms;
    let mut at = 2;
    loop {
        while data.get(at..at + 2)? == [0xFF, 0xFF] {
            at += 1;
        }
        let &[0xFF, marker, high, low] = data.get(at..at + 4)? else { return None };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        let segment = data.get(at + 4..end)?;
        match marker {
            0xC0..=0xC2 => frame = Some(jpeg_frame(segment)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            0xE1 => {
                if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
                    orientation =
                        Orientation::from_exif_chunk(exif).unwrap_or(orientation);
                }
            }
            0xEE => adobe |= segment.starts_with(b"Adobe"),
            0xDA => break,
            _ => {}
        }
        at = end;
    }
    // A file cut short in copying has no end mark.
    data[at..].windows(2).rposition(|pair| pair == [0xFF, 0xD9])?;
    let (stored, components) = frame?;
    Some(Source {
        data,
        kind: Kind::Jpeg { components, adobe },
        stored,
        orientation,
        coded: OnceLock::new(),
    })
}

fn jpeg_frame(segment: &[u8]) -> Option<((u32, u32), u8)> {
    let &[8, high_h, low_h, high_w, low_w, components, ..] = segment else { return None };
    let width = u16::from_be_bytes([high_w, low_w]);
    let height = u16::from_be_bytes([high_h, low_h]);
    let usable = width > 0 && height > 0 && matches!(components, 1 | 3 | 4);
    usable.then_some(((width.into(), height.into()), components))
}

fn png(data: Vec<u8>) -> Option<Source> {
    png_is_whole(&data)?;
    let stored = PngDecoder::new(Cursor::new(&data)).ok()?.dimensions();
    let orientation = Orientation::NoTransforms;
    Some(Source {
        data,
        kind: Kind::Png,
        stored,
        orientation,
        coded: OnceLock::new(),
    })
}

/// Checks every chunk's sum, which is much cheaper than decoding and finds a
/// file that was damaged or cut short.
fn png_is_whole(data: &[u8]) -> Option<()> {
    let mut rest = data.get(8..)?;
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk()?);
        let length = usize::try_from(length).ok()?;
        let body = rest.get(4..length.checked_add(8)?)?;
        let told = u32::from_be_bytes(*rest.get(length + 8..)?.first_chunk()?);
        let mut sum = Crc::new();
        sum.update(body);
        if sum.sum() != told {
            return None;
        }
        if body.starts_with(b"IEND") {
            return Some(());
        }
        rest = &rest[length + 12..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    /// The head of a JPEG: a frame of 40×30 pixels, then the scan.
    fn small_jpeg(components: u8, before: &[u8], end: &[u8]) -> Vec<u8> {
        let mut data = vec![0xFF, 0xD8];
        data.extend_from_slice(before);
        data.extend([0xFF, 0xC0, 0, 11, 8, 0, 30, 0, 40, components, 0, 0, 0]);
        data.extend([0xFF, 0xDA, 0, 2, 1, 2, 3]);
        data.extend_from_slice(end);
        data
    }

    fn load(data: Vec<u8>) -> (Pictures, Vec<Diagnostic>) {
        let mut system = Memory::default();
        system.put("a.jpg", data);
        Pictures::load(&system, [PathBuf::from("a.jpg")])
    }

    #[test]
    fn jpeg_headers() {
        let adobe = b"\xFF\xEE\0\x0EAdobe\0\0\0\0\0\0\0";
        let (pictures, faults) = load(small_jpeg(4, adobe, &[0xFF, 0xD9]));
        assert_eq!(faults, []);
        let source = pictures.get(Path::new("a.jpg")).expect("read");
        assert_eq!(source.kind, Kind::Jpeg { components: 4, adobe: true });
        assert_eq!(pictures.size(Path::new("a.jpg")), Some((40, 30)));
    }

    #[test]
    fn a_camera_held_upright_swaps_the_sides() {
        let mut exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        let (pictures, _) = load(small_jpeg(3, &exif, &[0xFF, 0xD9]));
        assert_eq!(pictures.size(Path::new("a.jpg")), Some((30, 40)));
    }

    #[test]
    fn broken_and_missing_files_are_told() {
        let cut_short = load(small_jpeg(3, b"", b""));
        assert_eq!(cut_short.1[0].code, code::PHOTO_BROKEN);
        assert_eq!(cut_short.0.size(Path::new("a.jpg")), None);
        assert_eq!(load(b"GIF89a".to_vec()).1[0].code, code::PHOTO_BROKEN);
        let none = Pictures::load(&Memory::default(), [PathBuf::from("b.jpg")]);
        assert_eq!(none.1[0].code, code::PHOTO_MISSING);
    }
}
