//! How much ink a page takes: each plate, the darkest spot, the darkest
//! square.

use super::Sheets;
use super::finding::{Findings, PageReport};
use super::marks::Doubt;
use super::matrix::Area;
use super::pages::PageBox;
use super::planes::most_ink;
use super::plates::{Plates, separate};
use super::rules::rule;
use super::state::Plate;
use crate::export::png::Edges;
use crate::geom::{Abs, Point, Rect};
use crate::say;
use lopdf::{Object, ObjectId};
use std::collections::BTreeMap;

/// The side of the square that the mean ink is taken over (GWG).
pub(super) const SQUARE_MM: f64 = 15.0;
/// Ink over the limit that is let pass, in percent: rounding of eight-bit
/// samples, four plates together.
const SLACK: f64 = 1.0;
/// Mean ink in a square over the limit that is let pass, in percent (GWG: 245
/// where the limit is 240).
const SQUARE_SLACK: f64 = 5.0;

/// Square millimetres with too much ink from which on sheets stick to each
/// other; on less of them it dries.
const SURFACE: f64 = 100.0;

/// The ink of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Ink {
    /// Mean tint of each plate over the page, in percent.
    pub coverage: Vec<(Plate, f64)>,
    /// The most ink on any spot, all plates together, in percent.
    pub most: f64,
    /// Square millimetres with more ink than the limit, and the box around
    /// them.
    pub over: Option<(f64, Rect)>,
    /// The highest mean ink in a square of 15 mm, and the square.
    pub square: (f64, Rect),
}

/// Ink by pixel, all plates together, in 255ths of a solid.
struct Map {
    width: usize,
    height: usize,
    ink: Vec<u16>,
    /// Pixels in a millimetre.
    scale: f64,
    /// Where it begins on the page.
    corner: Point,
}

/// The resolution of the plates that ink is measured on: fine enough for a
/// square of 15 mm and for spots that show, coarse enough to be quick.
const DPI: f64 = 100.0;
/// The resolution at which is looked again, without smooth edges: four dots each
/// way for one. No round number, so that edges at round places do not run through
/// the middle of dots.
const SHARP_DPI: f64 = 397.3;
/// Most dots that are drawn to look again; of a larger place, fewer to the inch.
const MOST_DOTS: f64 = 12e6;

/// Places of a page that are looked at one by one.
const MOST_AREAS: usize = 1000;

impl Ink {
    /// Measures all pages and tells what is over the press's limit.
    pub(super) fn measured(
        sheets: &Sheets<'_>,
        reports: &mut [PageReport],
        findings: &mut Findings<'_>,
    ) {
        let all = sheets.pages.iter().zip(reports).zip(sheets.doubtful);
        let whole = all.filter(|(_, doubts)| doubts.is_some());
        let (pages, reports): (Vec<&PageBox>, Vec<&mut PageReport>) =
            whole.map(|(page, _)| page).unzip();
        let parts = pages.iter().map(|page| (*page, None));
        match separate(sheets.file, parts, (DPI, Edges::Smooth), &sheets.budget) {
            Ok(plates) => {
                let pages = pages.into_iter().zip(&plates);
                for (sheet, report) in pages.zip(reports) {
                    report.ink = Some(tell(sheets, sheet, findings));
                }
            }
            Err(fault) => findings.tell(rule::TOO_COMPLEX, fault.message),
        }
    }

    /// Draws only what may be over the limit, and tells what is. Pictures none
    /// of whose pixels is over it need no drawing.
    pub(super) fn in_doubt(
        sheets: &Sheets<'_>,
        _: &mut [PageReport],
        findings: &mut Findings<'_>,
    ) {
        let limit = findings.press.ink_limit + SLACK;
        let mut known: BTreeMap<ObjectId, bool> = BTreeMap::new();
        let mut is_over = |picture: ObjectId| {
            *known.entry(picture).or_insert_with(|| {
                let object = sheets.file.document.get_object(picture);
                let stream = object.and_then(Object::as_stream).ok();
                let most = stream.and_then(|stream| most_ink(sheets.file, stream));
                most.is_none_or(|most| most > limit)
            })
        };
        let mut areas = |doubts: &Option<Vec<Doubt>>| -> Vec<Area> {
            let doubts = doubts.iter().flatten();
            let left = doubts.filter(|doubt| doubt.picture.is_none_or(&mut is_over));
            let areas: Vec<Area> = left.map(|doubt| doubt.area).collect();
            // Each letter is held against them.
            match areas.len() > MOST_AREAS {
                true => vec![areas.iter().fold(Area::NONE, |all, area| all.join(*area))],
                false => areas,
            }
        };
        let areas: Vec<Vec<Area>> = sheets.doubtful.iter().map(&mut areas).collect();
        let pages = sheets.pages.iter().zip(&areas);
        let pages: Vec<(&PageBox, &Vec<Area>)> =
            pages.filter(|(_, areas)| !areas.is_empty()).collect();
        let parts = pages.iter().map(|(page, areas)| (*page, Some(areas.as_slice())));
        match separate(sheets.file, parts, (DPI, Edges::Smooth), &sheets.budget) {
            Ok(plates) => {
                for ((page, _), plates) in pages.iter().zip(&plates) {
                    tell(sheets, (page, plates), findings);
                }
            }
            Err(fault) => findings.tell(rule::TOO_COMPLEX, fault.message),
        }
    }
}

/// Measures a page's plates and tells what is over the limit.
fn tell(
    sheets: &Sheets<'_>,
    (sheet, plates): (&PageBox, &Plates),
    findings: &mut Findings<'_>,
) -> Ink {
    let (limit, page) = (findings.press.ink_limit, plates.page);
    let mut ink = Ink::of(plates, limit);
    if let Some(sharp) = ink.over.and_then(|(_, place)| sharper(sheets, sheet, place)) {
        ink.look_again(&sharp, limit);
    }
    if let Some((area, place)) = ink.over {
        let most = ink.most.round();
        let area = (area * 10.0).round() / 10.0;
        let rule = if area < SURFACE { rule::INK_SPECKS } else { rule::INK_LIMIT };
        findings.tell_on(
            rule,
            (page, place),
            say!(
                "墨量最高 {most}%，上限 {limit}%；超过的有 {area} 平方毫米",
                "ink of up to {most} % where {limit} % is the limit, on {area} mm²"
            ),
        );
    }
    let (mean, place) = ink.square;
    if mean > limit + SQUARE_SLACK {
        let mean = mean.round();
        findings.tell_on(
            rule::INK_SQUARE,
            (page, place),
            say!(
                "15 毫米见方内平均墨量 {mean}%，上限 {limit}%",
                "mean ink of {mean} % in a 15 mm square; the limit is {limit} %"
            ),
        );
    }
    if !plates.is_whole {
        findings.tell_page(
            rule::TOO_COMPLEX,
            page,
            say!(
                "这一页要画的东西太多，墨量没有量完；请制作方简化：图片缩到 300 ppi 以下，细碎的图形、花纹和渐变做成图片",
                "too much to draw: the ink is not measured to the end; ask for a simpler page: pictures of no more than 300 ppi, countless small shapes, patterns and gradients made a picture"
            ),
        );
    }
    ink
}

/// The plates of a place and of what a square of mean ink reaches around it,
/// drawn again without smooth edges: through the seam of two things that cover a
/// third, smooth ones let the third shine, which no point of the page does. None
/// if they cannot be drawn.
fn sharper(sheets: &Sheets<'_>, sheet: &PageBox, place: Rect) -> Option<Plates> {
    let pt = |length: Abs| length.to_pt();
    let (left, top) = (sheet.trim.x0 + pt(place.x), sheet.trim.y1 - pt(place.y));
    let (right, low) = (left + pt(place.width), top - pt(place.height));
    let area = Area { x0: left, y0: low, x1: right, y1: top };
    let around = area.grow(Abs::mm(SQUARE_MM).to_pt());
    // What is drawn reaches as far again.
    let drawn = around.grow(Abs::mm(SQUARE_MM).to_pt()).meet(sheet.trim);
    let inches = drawn.width() * drawn.height() / (72.0 * 72.0);
    let dpi = SHARP_DPI.min((MOST_DOTS / inches).sqrt());
    let areas = [around];
    let part = std::iter::once((sheet, Some(&areas[..])));
    let sharp = separate(sheets.file, part, (dpi, Edges::Sharp), &sheets.budget)
        .ok()?
        .pop();
    sharp.filter(|plates| plates.is_whole)
}

impl Ink {
    /// Takes over what a sharper look at all places over the limit has found.
    fn look_again(&mut self, sharp: &Plates, limit: f64) {
        let map = Map::of(sharp);
        let by = whole(map.scale * 25.4 / DPI).max(1);
        let map = if by > 2 { map.opened() } else { map };
        // The mean of points is what a smooth pixel should have been.
        let map = map.coarse(by);
        self.most = percent(f64::from(map.ink.iter().max().copied().unwrap_or(0)));
        self.over = map.over(limit + SLACK);
        if self.square.0 > limit {
            self.square = map.square();
        }
    }

    /// Of a page's plates, held against a limit.
    #[must_use]
    pub fn of(plates: &Plates, limit: f64) -> Ink {
        let mean = |data: &[u8]| {
            let sum: u64 = data.iter().map(|tint| u64::from(*tint)).sum();
            sum as f64 / 2.55 / data.len().max(1) as f64
        };
        let coverage = plates
            .tones
            .iter()
            .map(|(plate, tone)| (plate.clone(), mean(&tone.ink)))
            .collect();
        let map = Map::of(plates);
        let most = map.ink.iter().max().copied().unwrap_or(0);
        Ink {
            coverage,
            most: percent(f64::from(most)),
            over: map.over(limit + SLACK),
            square: map.square(),
        }
    }
}

fn percent(ink: f64) -> f64 {
    ink / 2.55
}

impl Map {
    fn of(plates: &Plates) -> Map {
        let Some((_, first)) = plates.tones.first() else {
            return Map {
                width: 0,
                height: 0,
                ink: Vec::new(),
                scale: 1.0,
                corner: plates.corner,
            };
        };
        let mut ink = vec![0_u16; first.ink.len()];
        for (_, tone) in &plates.tones {
            for (sum, tint) in ink.iter_mut().zip(&tone.ink) {
                *sum += u16::from(*tint);
            }
        }
        let (width, height) = (first.width, first.height);
        let scale = first.dpi / 25.4;
        Map { width, height, ink, scale, corner: plates.corner }
    }

    fn rect(&self, [left, top, right, bottom]: [usize; 4]) -> Rect {
        let mm = |pixels: usize| Abs::mm(pixels as f64 / self.scale);
        let (x, y) = (self.corner.x + mm(left), self.corner.y + mm(top));
        Rect::new(x, y, mm(right - left), mm(bottom - top))
    }

    fn over(&self, limit: f64) -> Option<(f64, Rect)> {
        let mut count = 0_usize;
        let mut around = [usize::MAX, usize::MAX, 0, 0];
        for (y, row) in self.ink.chunks(self.width.max(1)).enumerate() {
            for (x, ink) in row.iter().enumerate() {
                if percent(f64::from(*ink)) > limit {
                    count += 1;
                    let [left, top, right, bottom] = around;
                    around =
                        [left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)];
                }
            }
        }
        let area = count as f64 / (self.scale * self.scale);
        (count > 0).then(|| (area, self.rect(around)))
    }

    /// Without what is less than two pixels wide, such as the seam of two things
    /// that overprint, if both have its pixels: no straight line runs through all
    /// four of a square.
    fn opened(mut self) -> Map {
        let stride = self.width;
        let next = |at: usize| at + usize::from(at % stride + 1 < stride);
        let last = |at: usize| at - usize::from(!at.is_multiple_of(stride));
        let mut passed = |pick: fn(u16, u16) -> u16, along: &dyn Fn(usize) -> usize| {
            self.ink = (0..self.ink.len())
                .map(|at| pick(self.ink[at], self.ink[along(at)]))
                .collect();
        };
        let rows = self.height;
        let below = |at: usize| at + if at / stride + 1 < rows { stride } else { 0 };
        let above = |at: usize| at.checked_sub(stride).unwrap_or(at);
        passed(u16::min, &next);
        passed(u16::min, &below);
        passed(u16::max, &last);
        passed(u16::max, &above);
        self
    }

    /// The mean of so many pixels each way; what is left over at the ends is cut.
    fn coarse(&self, by: usize) -> Map {
        let (width, height) = (self.width / by, self.height / by);
        let mean = |at: usize| {
            let (x, y) = (at % width * by, at / width * by);
            let rows = (y..y + by).map(|row| row * self.width + x);
            let sum: usize = rows
                .flat_map(|start| &self.ink[start..start + by])
                .map(|ink| usize::from(*ink))
                .sum();
            u16::try_from(sum / (by * by)).unwrap_or(u16::MAX)
        };
        Map {
            width,
            height,
            ink: (0..width * height).map(mean).collect(),
            scale: self.scale / by as f64,
            corner: self.corner,
        }
    }

    /// The darkest square, by sums over all that lies left and above.
    fn square(&self) -> (f64, Rect) {
        let side = whole(SQUARE_MM * self.scale).max(1);
        let (across, down) = (side.min(self.width), side.min(self.height));
        if across == 0 || down == 0 {
            return (0.0, Rect::default());
        }
        let stride = self.width + 1;
        let mut sums = vec![0_u64; stride * (self.height + 1)];
        for (y, row) in self.ink.chunks(self.width).enumerate() {
            let mut line = 0;
            for (x, ink) in row.iter().enumerate() {
                line += u64::from(*ink);
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + line;
            }
        }
        let mut best = (0_u64, 0, 0);
        for top in 0..=self.height - down {
            let (above, below) = (top * stride, (top + down) * stride);
            for left in 0..=self.width - across {
                let sum = sums[below + left + across] + sums[above + left]
                    - sums[below + left]
                    - sums[above + left + across];
                if sum > best.0 {
                    best = (sum, left, top);
                }
            }
        }
        let (sum, left, top) = best;
        let mean = percent(sum as f64 / (across * down) as f64);
        (mean, self.rect([left, top, left + across, top + down]))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side of some hundred pixels"
)]
fn whole(value: f64) -> usize {
    value.round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::png::Tone;

    #[test]
    fn the_darkest_square_and_the_spots_over_the_limit() {
        // One pixel is a millimetre; a solid of 20 by 20 on two plates, in a
        // page of 60 by 40, with one spot on a third.
        let tone = |solid: &dyn Fn(usize, usize) -> bool| {
            let ink = (0..40)
                .flat_map(|y| (0..60).map(move |x| (x, y)))
                .map(|(x, y)| if solid(x, y) { 255 } else { 0 })
                .collect();
            Tone { width: 60, height: 40, dpi: 25.4, ink }
        };
        let block = |x: usize, y: usize| (30..50).contains(&x) && (10..30).contains(&y);
        let plates = Plates {
            page: 1,
            corner: Point::default(),
            tones: vec![
                (Plate::Process(0), tone(&block)),
                (Plate::Process(1), tone(&block)),
                (Plate::Process(3), tone(&|x, y| (x, y) == (31, 11))),
            ],
            is_whole: true,
        };
        let ink = Ink::of(&plates, 240.0);
        assert!((ink.most - 300.0).abs() < 1e-9);
        assert!((ink.coverage[0].1 - 100.0 / 6.0).abs() < 1e-9);
        let (area, place) = ink.over.expect("one spot");
        assert!((area - 1.0).abs() < 1e-9);
        assert_eq!((place.x, place.y), (Abs::mm(31.0), Abs::mm(11.0)));
        let (mean, square) = ink.square;
        assert!(mean > 200.0 && square.width == Abs::mm(15.0), "{mean} {square:?}");
        assert!(
            Rect::new(Abs::mm(30.0), Abs::mm(10.0), Abs::mm(20.0), Abs::mm(20.0))
                .holds(&square, Abs::ZERO)
        );
        assert_eq!(Ink::of(&plates, 300.0).over, None);
    }
}
