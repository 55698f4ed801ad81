//! Pictures as PDF image streams.

use crate::diag::{Diagnostic, code};
use crate::export::Pictures;
use crate::export::pictures::{Coded, Filter, Inks, Region, Source, Space, Want};
use crate::geom::{Abs, Rect};
use crate::layout::Press;
use crate::page::{Item, Page, Picture, Shape};
use crate::say;
use image::metadata::Orientation;
use lopdf::{Dictionary, Object, Stream, dictionary};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The pictures that a file shows. Each is in it once, however often it shows;
/// twice if it shows in colours and on a page of black alone.
pub(super) struct Images<'a> {
    pictures: &'a Pictures,
    mono: BTreeSet<u32>,
    by_use: BTreeMap<Key<'a>, Image<'a>>,
}

/// A picture's file, and whether it prints in black alone.
type Key<'a> = (&'a Path, bool);

/// A picture and its resource name.
pub(super) struct Image<'a> {
    pub(super) name: String,
    source: &'a Source,
    /// The stored pixels that are in the file.
    region: Region,
    coded: Arc<Coded>,
}

/// All that shows of a picture.
struct Uses<'a> {
    source: &'a Source,
    /// Where it first shows.
    page: u32,
    item: &'a Item,
    /// The smallest box that holds every crop, in fractions as shown.
    crop: [f64; 4],
    /// The largest size at which all of it would stand.
    size: (Abs, Abs),
    /// Whether what does not show is to be in no file.
    cut: bool,
}

impl<'a> Images<'a> {
    /// The usable pictures of these pages, made ready as large as their largest
    /// use needs. One that turns out to be damaged is told, and a gray box
    /// stands in its place.
    pub(super) fn new(
        pages: &'a [Page],
        pictures: &'a Pictures,
        press: &Press,
    ) -> Result<Images<'a>, Diagnostic> {
        let mono: BTreeSet<u32> = press.mono.iter().copied().collect();
        let mut uses: BTreeMap<Key<'a>, Uses<'a>> = BTreeMap::new();
        for page in pages {
            for item in &page.items {
                let Shape::Picture(picture) = &item.shape else { continue };
                let path = picture.file.as_path();
                let Some(source) = pictures.get(path) else { continue };
                let gray = mono.contains(&page.number) || source.is_gray();
                let now = Uses::new(source, (page.number, item), picture);
                uses.entry((path, gray))
                    .and_modify(|uses| uses.add(&now))
                    .or_insert(now);
            }
        }
        let inks = match &press.intent {
            Some(intent) if !uses.is_empty() => {
                let inks = pictures.inks(&intent.profile.bytes, press.ink_limit);
                Some(inks.map_err(|trouble| trouble.tell(&intent.profile.file))?)
            }
            _ => None,
        };
        let made: Vec<(Key<'a>, Image<'a>)> = uses
            .into_par_iter()
            .filter_map(|(key, uses)| {
                let want = uses.want(inks.as_ref(), press.pictures.most, key.1);
                Some((key, uses.made(pictures, key.0, &want)?))
            })
            .collect();
        let mut by_use: BTreeMap<Key<'a>, Image<'a>> = made.into_iter().collect();
        for (number, image) in by_use.values_mut().enumerate() {
            image.name = format!("P{number}");
        }
        Ok(Images { pictures, mono, by_use })
    }

    /// The picture as it shows on a page.
    pub(super) fn get(&self, path: &'a Path, page: u32) -> Option<&Image<'a>> {
        let gray = self.mono.contains(&page) || self.pictures.get(path)?.is_gray();
        self.by_use.get(&(path, gray))
    }

    /// All streams by resource name.
    pub(super) fn streams(&self) -> Vec<(String, Stream)> {
        let images = self.by_use.values();
        images
            .map(|image| (image.name.clone(), stream(&image.coded)))
            .collect()
    }
}

impl<'a> Uses<'a> {
    fn new(source: &'a Source, (page, item): (u32, &'a Item), picture: &Picture) -> Self {
        let whole = uncropped(picture);
        let (crop, size) = (picture.crop, (whole.width, whole.height));
        Uses { source, page, item, crop, size, cut: picture.cut }
    }

    fn add(&mut self, other: &Uses<'_>) {
        let ([l, t, r, b], [left, top, right, bottom]) = (self.crop, other.crop);
        self.crop = [l.min(left), t.min(top), r.max(right), b.max(bottom)];
        self.size = (self.size.0.max(other.size.0), self.size.1.max(other.size.1));
        self.cut |= other.cut;
    }

    /// The pixels that show, brought down to `most` to the inch.
    fn want(&self, inks: Option<&Arc<Inks>>, most: f64, gray: bool) -> Want {
        let region = region(self.source, self.crop);
        let (across, down) = self.source.size();
        let share = |pixels: u32, length: Abs| {
            let have = f64::from(pixels) / (length.to_pt() / 72.0).max(1e-6);
            (most / have).min(1.0)
        };
        let shares = (share(across, self.size.0), share(down, self.size.1));
        let shares = if self.source.lies() { (shares.1, shares.0) } else { shares };
        let size = (scaled(region.width, shares.0), scaled(region.height, shares.1));
        let whole_too = !self.cut;
        Want { inks: inks.cloned(), gray, region, size, whole_too }
    }

    /// The picture made ready; none if its pixels cannot be had, which is told.
    fn made(&self, pictures: &Pictures, path: &Path, want: &Want) -> Option<Image<'a>> {
        match pictures.make(self.source, want) {
            Ok(coded) => {
                if let Some(most) = coded.was_over {
                    pictures.tell(path, self.here(less_ink(path, most)));
                } else if self.source.is_of_other_inks(want) {
                    pictures.tell(path, self.here(other_inks(path)));
                }
                // As many pixels as the file has are all of them.
                let is_whole = coded.size == self.source.stored();
                let all = Region::whole(coded.size);
                Some(Image {
                    name: String::new(),
                    source: self.source,
                    region: if is_whole { all } else { want.region },
                    coded,
                })
            }
            Err(trouble) => {
                pictures.tell(path, self.here(trouble.tell(path)));
                None
            }
        }
    }

    fn here(&self, fault: Diagnostic) -> Diagnostic {
        let fault = fault.on_page(self.page, Some(self.item.bounds()));
        match self.item.span {
            Some(span) => fault.at(span),
            None => fault,
        }
    }
}

fn less_ink(path: &Path, most: u32) -> Diagnostic {
    let name = path.display();
    Diagnostic::new(
        code::PHOTO_INK,
        say!(
            "CMYK 图片“{name}”最深处墨量 {most}%，超过本印刷机的限量，已减墨",
            "CMYK picture “{name}” had {most} % ink at its darkest, more than this press takes; it was given less"
        ),
    )
}

fn other_inks(path: &Path) -> Diagnostic {
    let name = path.display();
    Diagnostic::new(
        code::PHOTO_CONVERTED,
        say!(
            "CMYK 图片“{name}”是给别的印刷条件分色的，已换成本印刷机的油墨",
            "CMYK picture “{name}” was separated for another press; it was turned into this one's inks"
        ),
    )
}

/// At least one pixel is left, and no more than the share.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a side"
)]
fn scaled(pixels: u32, share: f64) -> u32 {
    ((f64::from(pixels) * share + 1e-6).floor() as u32).max(1)
}

/// The stored pixels that a crop shows, whole ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places inside a picture"
)]
fn region(source: &Source, crop: [f64; 4]) -> Region {
    let (width, height) = source.stored();
    let [left, top, right, bottom] = turned_back(crop, source.orientation());
    let along = |from: f64, to: f64, pixels: u32| {
        // A hair's breadth is a rounding of the crop, not a pixel.
        let from = (from.clamp(0.0, 1.0) * f64::from(pixels) + 1e-4).floor() as u32;
        let to = (to.clamp(0.0, 1.0) * f64::from(pixels) - 1e-4).ceil() as u32;
        let from = from.min(pixels - 1);
        (from, to.clamp(from + 1, pixels) - from)
    };
    let (left, width) = along(left, right, width);
    let (top, height) = along(top, bottom, height);
    Region { left, top, width, height }
}

/// A box of the picture as shown, in the picture as stored.
fn turned_back([l, t, r, b]: [f64; 4], orientation: Orientation) -> [f64; 4] {
    match orientation {
        Orientation::NoTransforms => [l, t, r, b],
        Orientation::FlipHorizontal => [1.0 - r, t, 1.0 - l, b],
        Orientation::Rotate180 => [1.0 - r, 1.0 - b, 1.0 - l, 1.0 - t],
        Orientation::FlipVertical => [l, 1.0 - b, r, 1.0 - t],
        Orientation::Rotate90FlipH => [t, l, b, r],
        Orientation::Rotate90 => [t, 1.0 - r, b, 1.0 - l],
        Orientation::Rotate270FlipH => [1.0 - b, 1.0 - r, 1.0 - t, 1.0 - l],
        Orientation::Rotate270 => [1.0 - b, l, 1.0 - t, r],
    }
}

/// A box of the picture as stored, in the picture as shown.
fn turned(stored: [f64; 4], orientation: Orientation) -> [f64; 4] {
    let back = match orientation {
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        other => other,
    };
    turned_back(stored, back)
}

/// Where all of a picture would stand, of which a part shows.
pub(super) fn uncropped(picture: &Picture) -> Rect {
    let [left, top, right, bottom] = picture.crop;
    let (across, down) = (right - left, bottom - top);
    if across <= 0.0 || down <= 0.0 {
        return picture.rect;
    }
    let rect = picture.rect;
    let (width, height) = (rect.width.scale(1.0 / across), rect.height.scale(1.0 / down));
    Rect::new(rect.x - width.scale(left), rect.y - height.scale(top), width, height)
}

impl Image<'_> {
    /// Whether only the black plate prints it.
    pub(super) fn is_gray(&self) -> bool {
        matches!(self.coded.space, Space::Bits | Space::Gray)
    }

    /// Where its pixels stand, if all of the picture would stand at `whole`.
    pub(super) fn placed(&self, whole: Rect) -> Rect {
        let (width, height) = self.source.stored();
        let Region { left, top, width: across, height: down } = self.region;
        let (right, bottom) = (left + across, top + down);
        let share = |at: u32, pixels: u32| f64::from(at) / f64::from(pixels);
        let stored = [
            share(left, width),
            share(top, height),
            share(right, width),
            share(bottom, height),
        ];
        let [left, top, right, bottom] = turned(stored, self.source.orientation());
        Rect::new(
            whole.x + whole.width.scale(left),
            whole.y + whole.height.scale(top),
            whole.width.scale(right) - whole.width.scale(left),
            whole.height.scale(bottom) - whole.height.scale(top),
        )
    }

    /// The matrix that puts the unit square into a box, turned upright.
    pub(super) fn matrix(&self, rect: Rect, page_height: Abs) -> [f64; 6] {
        let [a, b, c, d, e, f] = upright(self.source.orientation()).map(f64::from);
        let (width, height) = (rect.width.to_pt(), rect.height.to_pt());
        let (x, y) = (rect.x.to_pt(), (page_height - rect.bottom()).to_pt());
        [a * width, b * height, c * width, d * height, e * width + x, f * height + y]
    }
}

/// The unit square turned as a camera held sideways wants it.
fn upright(orientation: Orientation) -> [i8; 6] {
    match orientation {
        Orientation::NoTransforms => [1, 0, 0, 1, 0, 0],
        Orientation::FlipHorizontal => [-1, 0, 0, 1, 1, 0],
        Orientation::Rotate180 => [-1, 0, 0, -1, 1, 1],
        Orientation::FlipVertical => [1, 0, 0, -1, 0, 1],
        Orientation::Rotate90FlipH => [0, -1, -1, 0, 1, 1],
        Orientation::Rotate90 => [0, -1, 1, 0, 0, 1],
        Orientation::Rotate270FlipH => [0, 1, 1, 0, 0, 0],
        Orientation::Rotate270 => [0, 1, -1, 0, 1, 0],
    }
}

/// The stream of one picture.
fn stream(coded: &Coded) -> Stream {
    let (space, samples, bits) = match coded.space {
        Space::Bits => ("DeviceGray", 1, 1),
        Space::Gray => ("DeviceGray", 1, 8),
        Space::Rgb => ("DeviceRGB", 3, 8),
        Space::Cmyk => ("DeviceCMYK", 4, 8),
    };
    let (width, height) = coded.size;
    let mut dict: Dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => space,
        "BitsPerComponent" => bits,
    };
    match coded.filter {
        Filter::Jpeg => dict.set("Filter", "DCTDecode"),
        Filter::JpegInverted => {
            dict.set("Filter", "DCTDecode");
            dict.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec());
        }
        Filter::Flate => {
            dict.set("Filter", "FlateDecode");
            dict.set(
                "DecodeParms",
                dictionary! {
                    "Predictor" => 15,
                    "Colors" => samples,
                    "BitsPerComponent" => bits,
                    "Columns" => i64::from(width),
                },
            );
        }
    }
    Stream::new(dict, coded.data.clone()).with_compression(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the EXIF standard: on which side of the picture as shown
    /// its first row and its first column as stored lie.
    #[test]
    fn pictures_stand_upright() {
        let sides = ["top left", "top right", "bottom right", "bottom left"];
        let lying = ["left top", "right top", "right bottom", "left bottom"];
        for (number, wanted) in (1..).zip(sides.iter().chain(&lying)) {
            let orientation = Orientation::from_exif(number).expect("1 to 8");
            let matrix = upright(orientation).map(f64::from);
            let found = [(0.5, 1.0), (0.0, 0.5)].map(|point| side(matrix, point));
            assert_eq!(found.join(" "), *wanted, "orientation {number}");
        }
    }

    /// A crop of the shown picture and the pixels that are kept of the stored
    /// one are the same part.
    #[test]
    fn crops_turn_with_the_picture() {
        let crop = [0.1, 0.2, 0.4, 0.9];
        for number in 1..=8 {
            let orientation = Orientation::from_exif(number).expect("1 to 8");
            let stored = turned_back(crop, orientation);
            let [a, b, c, d, e, f] = upright(orientation).map(f64::from);
            // Corners of the stored box, rows counted from the top, in the unit
            // square of PDF, which counts upwards.
            let shown = |x: f64, y: f64| {
                let y = 1.0 - y;
                (a * x + c * y + e, 1.0 - (b * x + d * y + f))
            };
            let (first, last) =
                (shown(stored[0], stored[1]), shown(stored[2], stored[3]));
            let found = [
                first.0.min(last.0),
                first.1.min(last.1),
                first.0.max(last.0),
                first.1.max(last.1),
            ];
            for at in 0..4 {
                let again = turned(stored, orientation)[at];
                assert!((found[at] - crop[at]).abs() < 1e-9, "orientation {number}");
                assert!((again - crop[at]).abs() < 1e-9, "orientation {number}");
            }
        }
    }

    fn side([a, b, c, d, e, f]: [f64; 6], (x, y): (f64, f64)) -> &'static str {
        match (a * x + c * y + e, b * x + d * y + f) {
            (x, _) if x < 0.1 => "left",
            (x, _) if x > 0.9 => "right",
            (_, y) if y > 0.9 => "top",
            _ => "bottom",
        }
    }
}
