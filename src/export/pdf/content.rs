//! A page's contents: the display list as drawing operators.

use super::fonts::{FacePlan, Plan, Shown, resource_name, text_of};
use super::forms::Sheets;
use super::grounds::Grounds;
use super::pictures::{Image, Images, uncropped};
use super::rounded;
use super::spots::{is_plate, space_name};
use crate::color::{Ink, Spot, SpotId};
use crate::geom::{Abs, Point, Rect};
use crate::layout::Press;
use crate::page::{Form, GlyphRun, Page, Picture, Shape};
use printpdf::{
    Cmyk, Codepoint, Color, CurTransMat, DictItem, ExtendedGraphicsStateId, FontId, Op,
    PaintMode, PdfFontHandle, Pt, TextItem, TextMatrix, WindingOrder, XObjectId,
};
use std::collections::BTreeSet;

/// The graphics state in which black ink is printed on what lies below.
pub(super) const OVERPRINT: &str = "GsOver";
/// The graphics state in which ink takes the place of what lies below.
pub(super) const KNOCKOUT: &str = "GsKnock";

/// A page's operators and what they refer to.
pub(super) struct Content {
    pub(super) ops: Vec<Op>,
    pub(super) used: Used,
}

/// Names of resources that a page uses.
#[derive(Default)]
pub(super) struct Used {
    pub(super) fonts: BTreeSet<String>,
    pub(super) images: BTreeSet<String>,
    pub(super) spots: BTreeSet<SpotId>,
}

impl Content {
    /// Draws a page's items in their order.
    pub(super) fn of<'a>(
        page: &'a Page,
        (plan, images, sheets): (&Plan<'_>, &Images<'a>, &Sheets<'_>),
        press: &Press,
    ) -> Content {
        let mut pen = Pen::new(page.size.height, press);
        pen.shift(page.around);
        for item in &page.items {
            match &item.shape {
                Shape::Glyphs(run) => {
                    if let Some(face) = plan.face(run.face) {
                        pen.run(run, face);
                    }
                }
                Shape::Fill { rect, ink } => pen.fill(rect, *ink),
                Shape::Picture(picture) => {
                    pen.picture(picture, images.get(&picture.file, page.number));
                }
                Shape::Form(form) => pen.form(form, sheets),
            }
        }
        pen.leave_text();
        Content { ops: pen.ops, used: pen.used }
    }
}

/// Writes operators and knows the state they left.
struct Pen<'p> {
    height: Abs,
    press: &'p Press,
    grounds: Grounds<'p>,
    ops: Vec<Op>,
    used: Used,
    in_text: bool,
    font: Option<(String, Abs)>,
    ink: Option<Ink>,
    overprint: bool,
}

/// A stretch of a run on one baseline: the glyphs that one operator shows.
struct Stretch {
    start: Abs,
    across: Abs,
    /// Where the reader stands after the last glyph, in thousandths of an em
    /// from the start; counted with the numbers as written, so that roundings
    /// never add up.
    reached: f64,
    items: Vec<TextItem>,
}

impl<'p> Pen<'p> {
    fn new(height: Abs, press: &'p Press) -> Pen<'p> {
        Pen {
            height,
            press,
            grounds: Grounds::new(press),
            ops: Vec::new(),
            used: Used::default(),
            in_text: false,
            font: None,
            ink: None,
            overprint: false,
        }
    }

    /// Puts the page's corner inside a larger sheet.
    fn shift(&mut self, around: Abs) {
        if around > Abs::ZERO {
            let by = rounded(around.to_pt(), 4);
            let matrix = CurTransMat::Raw([1.0, 0.0, 0.0, 1.0, by, by]);
            self.ops.push(Op::SetTransformationMatrix { matrix });
        }
    }

    fn run(&mut self, run: &GlyphRun, face: &FacePlan<'_>) {
        if run.size <= Abs::ZERO {
            return;
        }
        self.enter_text();
        let small = self.press.overprint_type.is_some_and(|below| run.size < below);
        let over =
            small && run.ink == Ink::BLACK && self.grounds.bear_black(run.bounds());
        self.ink(run.ink, over);
        let mut stretch: Option<Stretch> = None;
        for glyph in &run.glyphs {
            let Some((shown, font)) = face.shown(glyph.id, text_of(run, glyph)) else {
                continue;
            };
            let place = Point::new(run.origin.x + glyph.x, run.origin.y + glyph.y);
            let (along, across) =
                if run.turned { (place.y, place.x) } else { (place.x, place.y) };
            let mut open = match stretch.take() {
                Some(open) if open.across == across => open,
                ended => {
                    self.show(ended);
                    self.matrix(place, run.turned);
                    Stretch::new(along, across)
                }
            };
            let name = resource_name(face.id(), font);
            if self.needs_font(&name, run.size) {
                self.show_items(&mut open);
                self.set_font(name, run.size);
            }
            open.push(along, run.size, shown);
            stretch = Some(open);
        }
        self.show(stretch);
    }

    fn fill(&mut self, rect: &Rect, ink: Ink) {
        self.leave_text();
        let thin = rect.width.min(rect.height) <= self.press.overprint_rule;
        let over = thin && ink == Ink::BLACK && self.grounds.bear_black(*rect);
        self.ink(ink, over);
        self.rectangle(rect, PaintMode::Fill);
        self.grounds.fill(*rect, ink);
    }

    fn picture(&mut self, picture: &Picture, image: Option<&Image<'_>>) {
        let Some(image) = image else {
            self.fill(&picture.rect, Ink::gray(20));
            return;
        };
        self.leave_text();
        self.overprint(false);
        self.ops.push(Op::SaveGraphicsState);
        let placed = image.placed(uncropped(picture));
        if placed != picture.rect {
            self.rectangle(&picture.rect, PaintMode::Clip);
        }
        let matrix = image.matrix(placed, self.height).map(|value| rounded(value, 4));
        self.ops
            .push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
        let id = XObjectId(image.name.clone());
        self.ops.push(Op::UseXobject { id, transform: Default::default() });
        self.ops.push(Op::RestoreGraphicsState);
        self.used.images.insert(image.name.clone());
        self.grounds.picture(picture.rect, image.is_gray());
    }

    /// A placed page, drawn as on a fresh sheet: in black, nothing overprinting.
    fn form(&mut self, form: &Form, sheets: &Sheets<'_>) {
        let Some(placed) = sheets.get(form) else {
            self.fill(&form.rect, Ink::gray(20));
            return;
        };
        self.leave_text();
        self.overprint(false);
        self.ops.push(Op::SaveGraphicsState);
        let col = || Color::Cmyk(Cmyk::new(0.0, 0.0, 0.0, 1.0, None));
        self.ops.push(Op::SetFillColor { col: col() });
        self.ops.push(Op::SetOutlineColor { col: col() });
        // A step of the scale is a thousandth of a point across a broadsheet.
        let matrix = placed.matrix(form, self.height).map(|value| rounded(value, 6));
        self.ops
            .push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
        let id = XObjectId(placed.name.clone());
        self.ops.push(Op::UseXobject { id, transform: Default::default() });
        self.ops.push(Op::RestoreGraphicsState);
        self.used.images.insert(placed.name.clone());
        self.grounds.picture(form.rect, false);
    }

    fn rectangle(&mut self, rect: &Rect, mode: PaintMode) {
        let rectangle = printpdf::Rect {
            x: pt(rect.x),
            y: pt(self.height - rect.bottom()),
            width: pt(rect.width),
            height: pt(rect.height),
            mode: Some(mode),
            winding_order: Some(WindingOrder::NonZero),
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn enter_text(&mut self) {
        if !self.in_text {
            self.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
    }

    fn leave_text(&mut self) {
        if self.in_text {
            self.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn ink(&mut self, ink: Ink, overprint: bool) {
        if self.ink != Some(ink) {
            match ink.spot.filter(|spot| is_plate(*spot, self.press)) {
                Some(spot) => self.spot(spot),
                None => self.process(ink.cmyk),
            }
            self.ink = Some(ink);
        }
        self.overprint(overprint);
    }

    fn overprint(&mut self, on: bool) {
        if self.overprint != on {
            let name = if on { OVERPRINT } else { KNOCKOUT };
            let gs = ExtendedGraphicsStateId(name.to_string());
            self.ops.push(Op::LoadGraphicsState { gs });
            self.overprint = on;
        }
    }

    fn process(&mut self, cmyk: [u16; 4]) {
        let [c, m, y, k] = cmyk.map(|part| rounded(f64::from(part) / 1000.0, 3));
        let col = Color::Cmyk(Cmyk::new(c, m, y, k, None));
        self.ops.push(Op::SetFillColor { col });
    }

    fn spot(&mut self, spot: Spot) {
        let name = DictItem::Name(space_name(spot.ink).into_bytes());
        self.ops
            .push(Op::Unknown { key: "cs".to_string(), value: vec![name] });
        let tint = DictItem::Real(rounded(f64::from(spot.tint) / 1000.0, 3));
        self.ops
            .push(Op::Unknown { key: "scn".to_string(), value: vec![tint] });
        self.used.spots.insert(spot.ink);
    }

    fn needs_font(&self, name: &str, size: Abs) -> bool {
        self.font.as_ref().is_none_or(|(now, at)| now != name || *at != size)
    }

    fn set_font(&mut self, name: String, size: Abs) {
        let font = PdfFontHandle::External(FontId(name.clone()));
        self.ops
            .push(Op::SetFont { font, size: Pt(rounded(size.to_pt(), 5)) });
        self.used.fonts.insert(name.clone());
        self.font = Some((name, size));
    }

    fn matrix(&mut self, at: Point, turned: bool) {
        let (x, y) = (pt(at.x).0, pt(self.height - at.y).0);
        let matrix = if turned {
            TextMatrix::Raw([0.0, -1.0, 1.0, 0.0, x, y])
        } else {
            TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y])
        };
        self.ops.push(Op::SetTextMatrix { matrix });
    }

    fn show(&mut self, stretch: Option<Stretch>) {
        if let Some(mut stretch) = stretch {
            self.show_items(&mut stretch);
        }
    }

    fn show_items(&mut self, stretch: &mut Stretch) {
        if !stretch.items.is_empty() {
            self.ops
                .push(Op::ShowText { items: std::mem::take(&mut stretch.items) });
        }
    }
}

impl Stretch {
    fn new(start: Abs, across: Abs) -> Stretch {
        Stretch { start, across, reached: 0.0, items: Vec::new() }
    }

    fn push(&mut self, along: Abs, size: Abs, shown: &Shown) {
        let wanted = (along - self.start).ratio(size) * 1000.0;
        // The step written: 0.01/1000 em, 0.0002 pt at 18 pt.
        let back = rounded(self.reached - wanted, 2);
        if back != 0.0 {
            self.items.push(TextItem::Offset(back));
            self.reached -= f64::from(back);
        }
        let glyph = Codepoint::new(shown.cid, 0.0);
        match self.items.last_mut() {
            Some(TextItem::GlyphIds(glyphs)) => glyphs.push(glyph),
            _ => self.items.push(TextItem::GlyphIds(vec![glyph])),
        }
        self.reached += f64::from(shown.width);
    }
}

/// A ten-thousandth of a point is far below what a plate can show.
fn pt(length: Abs) -> Pt {
    Pt(rounded(length.to_pt(), 4))
}
