//! Marks for the printing works, outside the trimmed page: corners, crosses for
//! the register, steps of every ink, and a line of words.

use super::Desk;
use crate::color::{Ink, Spot, SpotId};
use crate::compose::Styles;
use crate::font::FontLibrary;
use crate::geom::{Abs, Point, Rect};
use crate::layout::{Marks, Press};
use crate::page::{Item, Page, Shape};
use crate::role::Role;
use crate::text::Shaper;

/// Room around the page for marks, beside the bleed, in millimetres.
const ROOM: f64 = 12.0;
/// From the page (or its bleed) to a mark: a cut that goes astray still leaves
/// none on the page.
const OFF: f64 = 3.0;
/// Length of a corner mark and of the arms of a cross.
const LONG: f64 = 6.0;
/// Side of a step of the colour bar.
const STEP: f64 = 5.0;
/// Width of the lines, in points.
const HAIR: f64 = 0.25;
/// Size of the words, in points.
const WORDS: f64 = 7.0;

/// A page on a larger sheet, with the marks that are asked for. `words` is the
/// line that tells what this is.
#[must_use]
pub fn marked(
    page: &Page,
    (press, marks): (&Press, Marks),
    words: &str,
    (styles, fonts): (&Styles, &FontLibrary),
) -> Page {
    let mut page = page.clone();
    page.around = press.bleed + Abs::mm(ROOM);
    bleed(&mut page, press.bleed);
    let sheet = Sheet {
        width: page.size.width,
        height: page.size.height,
        off: press.bleed + Abs::mm(OFF),
    };
    if marks.trim {
        page.items.extend(sheet.corners());
    }
    if marks.registration {
        page.items.extend(sheet.crosses());
    }
    if marks.colour_bar {
        let mono = press.mono.contains(&page.number);
        let mut inks = steps(press);
        inks.retain(|ink| !mono || ink.is_black_only());
        page.items.extend(sheet.bar(inks));
    }
    if marks.slug {
        let mut desk = Desk { styles, shaper: Shaper::new(fonts) };
        let (left, width) = sheet.beside();
        let top = -(sheet.off + Abs::mm(LONG).scale(0.5) + Abs::pt(WORDS).scale(0.5));
        let place = (Point::new(left, top), width);
        page.items
            .extend(desk.words(words, Abs::pt(WORDS), place, Ink::BLACK));
    }
    page
}

/// Tints and rules that touch the page's edge go on into the bleed.
fn bleed(page: &mut Page, bleed: Abs) {
    let (width, height) = (page.size.width, page.size.height);
    for item in &mut page.items {
        let Shape::Fill { rect, .. } = &mut item.shape else { continue };
        let reach = |touches: bool| if touches { bleed } else { Abs::ZERO };
        let (left, top) = (reach(rect.x <= Abs::ZERO), reach(rect.y <= Abs::ZERO));
        let (right, foot) =
            (reach(rect.right() >= width), reach(rect.bottom() >= height));
        *rect = Rect::new(
            rect.x - left,
            rect.y - top,
            rect.width + left + right,
            rect.height + top + foot,
        );
    }
}

/// The trimmed page, and how far from it marks begin.
struct Sheet {
    width: Abs,
    height: Abs,
    off: Abs,
}

impl Sheet {
    /// The room beside the left corner mark, up to the cross in the middle.
    fn beside(&self) -> (Abs, Abs) {
        let left = Abs::mm(LONG);
        (left, (self.width.scale(0.5) - left - Abs::mm(LONG)).max(Abs::ZERO))
    }

    fn corners(&self) -> Vec<Item> {
        let (long, hair) = (Abs::mm(LONG), Abs::pt(HAIR));
        let mut items = Vec::new();
        for x in [Abs::ZERO, self.width] {
            for y in [Abs::ZERO, self.height] {
                let before = |at: Abs| {
                    if at == Abs::ZERO { -(self.off + long) } else { at + self.off }
                };
                let thin = hair.scale(0.5);
                items.push(solid(Rect::new(before(x), y - thin, long, hair)));
                items.push(solid(Rect::new(x - thin, before(y), hair, long)));
            }
        }
        items
    }

    /// In the middle of each side.
    fn crosses(&self) -> Vec<Item> {
        let (long, hair) = (Abs::mm(LONG), Abs::pt(HAIR));
        let out = self.off + long.scale(0.5);
        let (across, down) = (self.width.scale(0.5), self.height.scale(0.5));
        let centres = [
            (across, -out),
            (across, self.height + out),
            (-out, down),
            (self.width + out, down),
        ];
        let mut items = Vec::new();
        for (x, y) in centres {
            let (half, thin) = (long.scale(0.5), hair.scale(0.5));
            items.push(solid(Rect::new(x - half, y - thin, long, hair)));
            items.push(solid(Rect::new(x - thin, y - half, hair, long)));
            // A square, by which a shift shows to the eye.
            let (side, quarter) = (half, half.scale(0.5));
            for edge in [-quarter, quarter] {
                items.push(solid(Rect::new(x - quarter, y + edge - thin, side, hair)));
                items.push(solid(Rect::new(x + edge - thin, y - quarter, hair, side)));
            }
        }
        items
    }

    /// Solids, halves, overprints and a gray of three inks, below the page.
    fn bar(&self, inks: Vec<Ink>) -> Vec<Item> {
        let (left, room) = self.beside();
        let count = i32::try_from(inks.len()).unwrap_or(i32::MAX);
        let side = Abs::mm(STEP).min(room.scale(1.0 / f64::from(count.max(1))));
        let top = self.height + self.off;
        let place = |(at, ink): (usize, Ink)| Item {
            shape: Shape::Fill {
                rect: Rect::new(left + side * at, top, side, Abs::mm(STEP)),
                ink,
            },
            ..solid(Rect::default())
        };
        inks.into_iter().enumerate().map(place).collect()
    }
}

fn steps(press: &Press) -> Vec<Ink> {
    let solids = [
        Ink::new(1000, 0, 0, 0),
        Ink::new(0, 1000, 0, 0),
        Ink::new(0, 0, 1000, 0),
        Ink::BLACK,
    ];
    let mut inks = solids.to_vec();
    inks.extend(solids.map(|ink| ink.tint(50)));
    inks.extend([
        Ink::new(1000, 1000, 0, 0),
        Ink::new(1000, 0, 1000, 0),
        Ink::new(0, 1000, 1000, 0),
        // A gray of three inks beside one of black: a drift shows between them.
        Ink::new(400, 300, 300, 0),
        Ink::gray(40),
    ]);
    for (number, spot) in (0..).zip(&press.palette) {
        if press.takes(spot) {
            let id = Spot { ink: SpotId::House(number), tint: 1000 };
            inks.push(Ink { cmyk: spot.cmyk, spot: Some(id) });
        }
    }
    inks
}

fn solid(rect: Rect) -> Item {
    Item {
        role: Role::Stamp,
        story: None,
        span: None,
        shape: Shape::Fill { rect, ink: Ink::REGISTRATION },
    }
}
