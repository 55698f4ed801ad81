//! What a proof adds to a page: the stamp, slots, baselines, counts, and the
//! overset in red. All of it carries the role of a stamp, so that a press file
//! can be checked to have none.

mod marks;

pub use marks::marked;

use crate::color::Ink;
use crate::compose::{Composed, Styles};
use crate::copy::Passage;
use crate::font::FontLibrary;
use crate::geom::{Abs, Em, Point, Rect};
use crate::page::{Item, Page, Shape};
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::line::{Fill, set};
use crate::text::{Inline, Shaper, TextStyle};
use std::sync::Arc;

/// What to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Slots and their counts.
    pub slots: bool,
    /// The baseline grid.
    pub baselines: bool,
}

const SLOT: Ink = Ink::new(700, 0, 0, 0);
const BASELINE: Ink = Ink::new(200, 0, 0, 0);
const STAMP: Ink = Ink::new(0, 600, 600, 0);
const HAIR: f64 = 0.25;

/// A page with the stamp of a proof (校样) and what the overlay asks for.
#[must_use]
pub fn proof(
    composed: &Composed,
    styles: &Styles,
    fonts: &FontLibrary,
    overlay: Overlay,
) -> Page {
    let mut page = composed.page.clone();
    let mut desk = Desk { styles, shaper: Shaper::new(fonts) };
    let mut under = Vec::new();
    if overlay.baselines {
        under.extend(baselines(composed));
    }
    page.items.splice(0..0, under);
    page.items.extend(composed.overset.iter().cloned());
    if overlay.slots {
        for (fit, (rect, _)) in composed.fits.iter().zip(&composed.slots) {
            page.items.extend(outline(*rect, SLOT));
            let legs: Vec<String> = fit.legs.iter().map(ToString::to_string).collect();
            let state = match (fit.overset_lines, fit.underset_lines) {
                (0, 0) => String::from("满"),
                (0, under) => format!("少{under}行"),
                (over, _) => format!("多{over}行{}字", fit.account.overset),
            };
            let (slot, chars, legs) = (&fit.slot, fit.body_chars, legs.join("/"));
            let words = format!("{slot} {chars}字 {legs}行 {state}");
            let top = Point::new(rect.x, rect.y - Abs::pt(6.0));
            page.items
                .extend(desk.words(&words, Abs::pt(5.5), (top, rect.width), SLOT));
        }
        for ad in &composed.ads {
            page.items.extend(outline(ad.rect, SLOT));
            let (width, height) = (ad.shown.width.to_mm(), ad.shown.height.to_mm());
            let percent = ad
                .scale
                .map_or(String::new(), |scale| format!(" {:.1}%", scale * 100.0));
            let (slot, name) = (&ad.slot, &ad.name);
            let words = format!("{slot} 广告 {name} {width:.1}×{height:.1}毫米{percent}");
            let top = Point::new(ad.rect.x, ad.rect.y - Abs::pt(6.0));
            page.items.extend(desk.words(
                &words,
                Abs::pt(5.5),
                (top, ad.rect.width),
                SLOT,
            ));
        }
    }
    stamp(&mut page, "校样", &mut desk);
    page
}

/// A page with the mark of a draft (草样).
#[must_use]
pub fn draft(page: &Page, styles: &Styles, fonts: &FontLibrary) -> Page {
    let mut page = page.clone();
    let mut desk = Desk { styles, shaper: Shaper::new(fonts) };
    stamp(&mut page, "草样", &mut desk);
    page
}

/// The word in the four margins, where no story stands.
fn stamp(page: &mut Page, word: &str, desk: &mut Desk<'_, '_>) {
    let words =
        format!("{word}\u{3000}不得付印\u{3000}{word}\u{3000}不得付印\u{3000}{word}");
    let (width, height) = (page.size.width, page.size.height);
    let size = Abs::pt(16.0);
    for y in [Abs::pt(14.0), height - Abs::pt(14.0) - size] {
        let place = (Point::new(Abs::ZERO, y), width);
        page.items.extend(desk.words(&words, size, place, STAMP));
    }
}

struct Desk<'d, 'a> {
    styles: &'d Styles,
    shaper: Shaper<'a>,
}

impl Desk<'_, '_> {
    fn words(
        &mut self,
        text: &str,
        size: Abs,
        place: (Point, Abs),
        ink: Ink,
    ) -> Vec<Item> {
        let style = TextStyle {
            ink,
            ..TextStyle::clone(&self.styles.sized(Role::Stamp, size))
        };
        let inline = Inline {
            passage: Passage::own(text),
            style: Arc::new(style),
        };
        let paragraph = self.shaper.paragraph(&[inline], Em::ZERO);
        let fill = if ink == SLOT { Fill::Left } else { Fill::Center };
        let breaker = Breaker::new(&paragraph);
        let all = 0..paragraph.clusters.len();
        let line = set(&breaker, &paragraph, all, place.1, fill);
        let origin = Point::new(place.0.x, place.0.y + size.scale(0.88));
        let mut items = line.items(&paragraph, origin, None);
        items.iter_mut().for_each(|item| item.span = None);
        items
    }
}

fn baselines(composed: &Composed) -> Vec<Item> {
    let area = composed.area;
    let mut rows: Vec<Abs> = composed
        .page
        .items
        .iter()
        .filter(|item| item.role == Role::Body)
        .filter_map(|item| match &item.shape {
            Shape::Glyphs(run) => Some(run.origin.y),
            _ => None,
        })
        .collect();
    rows.sort();
    rows.dedup();
    rows.into_iter()
        .map(|y| line(Rect::new(area.x, y, area.width, Abs::pt(HAIR)), BASELINE))
        .collect()
}

fn outline(rect: Rect, ink: Ink) -> Vec<Item> {
    let hair = Abs::pt(HAIR);
    [
        Rect::new(rect.x, rect.y, rect.width, hair),
        Rect::new(rect.x, rect.bottom(), rect.width, hair),
        Rect::new(rect.x, rect.y, hair, rect.height),
        Rect::new(rect.right(), rect.y, hair, rect.height),
    ]
    .into_iter()
    .map(|side| line(side, ink))
    .collect()
}

fn line(rect: Rect, ink: Ink) -> Item {
    Item {
        role: Role::Stamp,
        story: None,
        span: None,
        shape: Shape::Fill { rect, ink },
    }
}
