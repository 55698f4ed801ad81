//! A story's items: frame, heading, photographs, lines.

use super::blocks::Stand;
use super::columns;
use super::flow::{self, Flowed, Part, Placed, Solid};
use super::head::{HeadLine, lay, openings, optical};
use super::leaf::Leaf;
use super::photo::PhotoShape;
use super::region::LineSlot;
use super::seat;
use super::styles::Styles;
use super::table;
use super::tree::Allotted;
use crate::color::Ink;
use crate::copy::Passage;
use crate::geom::{Abs, Em, Point, Rect};
use crate::layout::{Frame, Grid, HeadAlign, HeadPlace};
use crate::page::{Item, Picture, Shape};
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::form::{self, Form};
use crate::text::line::{Fill, set};
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// Where a page's rows are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// The type area.
    pub area: Rect,
    /// The grid.
    pub grid: Grid,
}

/// 正线: a thin rule.
pub(super) const THIN: f64 = 0.35;
/// 反线: a thick rule.
pub(super) const THICK: f64 = 1.6;

impl Rows {
    /// The top of a row.
    #[must_use]
    pub(super) fn top(&self, row: usize) -> Abs {
        self.area.y + self.grid.leading * row
    }

    /// The baseline of a row.
    #[must_use]
    pub(super) fn baseline(&self, row: usize) -> Abs {
        self.top(row) + self.grid.baseline()
    }

    /// White above the em box of a body line in its row.
    #[must_use]
    pub(super) fn shoulder(&self) -> Abs {
        (self.grid.leading - self.grid.body) / 2
    }
}

/// Draws one story; everything it makes carries the story's name.
pub(super) struct Draw<'d, 'a> {
    /// Rows of the page.
    pub rows: Rows,
    /// Styles.
    pub styles: &'d Styles,
    /// For headings, which are shaped at their size.
    pub shaper: &'d mut Shaper<'a>,
    /// What is drawn so far.
    pub items: Vec<Item>,
}

/// A filled box as an item.
#[must_use]
pub(super) fn fill(role: Role, rect: Rect, ink: Ink) -> Item {
    Item {
        role,
        story: None,
        span: None,
        shape: Shape::Fill { rect, ink },
    }
}

impl Draw<'_, '_> {
    /// A story with all that belongs to it; lines that have no slot are
    /// returned apart.
    pub(super) fn story(
        &mut self,
        leaf: &Leaf<'_>,
        place: &Allotted,
        (slots, flowed, is_cut): (&[LineSlot], &Flowed, bool),
    ) -> Vec<Item> {
        self.frame(leaf, place);
        self.head(leaf, place);
        let over = self.text(leaf, flowed, slots);
        self.blocks(leaf, place);
        if let Some(last) = slots.last().filter(|_| is_cut) {
            self.jump_line(leaf, *last);
        }
        over
    }

    /// Tint and frame of a slot, below everything else.
    pub(super) fn frame(&mut self, leaf: &Leaf<'_>, place: &Allotted) {
        let rect = self.outline(leaf, place);
        if leaf.slot.tint > 0 {
            self.items.push(fill(Role::Tint, rect, Ink::gray(leaf.slot.tint)));
        }
        for item in frame(leaf.slot.frame, rect) {
            self.items.push(item);
        }
    }

    /// The box that a frame runs round: the slot, less a little above and below.
    #[must_use]
    pub(super) fn outline(&self, leaf: &Leaf<'_>, place: &Allotted) -> Rect {
        let leading = self.rows.grid.leading;
        let inset =
            if leaf.plan.frame_rows > 0 { leading.scale(0.25) } else { Abs::ZERO };
        Rect::new(
            leaf.plan.x,
            self.rows.top(place.top) + inset,
            leaf.plan.width,
            leading * place.depth - inset * 2i64,
        )
    }

    /// Kicker, headline, deck: centred in their rows; the summary below them.
    pub(super) fn head(&mut self, leaf: &Leaf<'_>, place: &Allotted) {
        let text = place.top + leaf.plan.frame_rows + place.choice.head_rows;
        self.heading(leaf, place);
        self.summary(leaf, text - leaf.summary_rows());
    }

    fn heading(&mut self, leaf: &Leaf<'_>, place: &Allotted) {
        let Some(plan) = leaf.head_plan(place) else { return };
        if leaf.slot.head == HeadPlace::Vertical {
            let top =
                self.rows.top(place.top + leaf.plan.frame_rows) + self.rows.shoulder();
            let corner = Point::new(leaf.plan.inner_x, top);
            let rows = place.depth.saturating_sub(2 * leaf.plan.frame_rows);
            let height = self.rows.grid.leading * rows - self.rows.shoulder() * 2i64;
            columns::head(self, leaf, plan, (corner, height));
            return;
        }
        let lines = lay(&leaf.story.head, plan, self.styles, self.shaper);
        let head_rows = place.choice.head_rows - leaf.summary_rows();
        let height = self.rows.grid.leading * head_rows;
        let top = self.rows.top(place.top + leaf.plan.frame_rows)
            + (height - plan.height).scale(0.46);
        for line in &lines {
            self.head_line(leaf, line, top);
        }
    }

    fn head_line(&mut self, leaf: &Leaf<'_>, head: &HeadLine, top: Abs) {
        let HeadLine { paragraph, line, top: below } = head;
        let breaker = Breaker::new(paragraph);
        let (x, width) = (leaf.plan.inner_x, leaf.plan.inner_width);
        let mut set = set(&breaker, paragraph, line.clusters.clone(), width, Fill::Left);
        let shifts = openings(paragraph, line);
        let rest = set.rest - shifts.last().copied().unwrap_or_default();
        let start = match self.styles.heads().align {
            // A line that fills the slot has no room to be moved in.
            HeadAlign::Center => {
                (rest / 2 + optical(paragraph, line)).min(rest).max(Abs::ZERO)
            }
            HeadAlign::Left => Abs::ZERO,
        };
        for (x, by) in set.x.iter_mut().zip(shifts) {
            *x += by + start;
        }
        let origin = Point::new(x, top + *below + line.size.scale(0.88));
        self.items
            .extend(set.items(paragraph, origin, Some(&leaf.story.name)));
    }

    /// Photographs and insets, in their holes.
    pub(super) fn blocks(&mut self, leaf: &Leaf<'_>, place: &Allotted) {
        let holes = leaf.region(place).holes;
        let (photos, insets) = holes.split_at(leaf.photos.len());
        for (photo, hole) in leaf.photos.iter().zip(photos) {
            self.photo(leaf, photo, hole.rows.clone());
        }
        for (inset, hole) in leaf.insets.iter().zip(insets) {
            let top = self.rows.top(hole.rows.start);
            inset.draw(self, top, &leaf.story.name);
        }
    }

    fn photo(&mut self, leaf: &Leaf<'_>, photo: &PhotoShape, rows: Range<usize>) {
        let leading = self.rows.grid.leading;
        let Stand { x, width, .. } = photo.stand;
        let height = photo.picture_height(rows.len(), leading);
        let rect =
            Rect::new(x, self.rows.top(rows.start) + photo.above(leading), width, height);
        let story = Some(Arc::clone(&leaf.story.name));
        if photo.pixels.is_some() {
            let crop = photo.crop(rect.width, rect.height);
            let picture = Picture {
                file: photo.file.clone(),
                rect,
                crop,
                cut: photo.is_cut(),
            };
            let shape = Shape::Picture(picture);
            self.items.push(Item {
                role: Role::Photo,
                story,
                span: Some(photo.span),
                shape,
            });
        } else {
            self.placeholder(photo, rect);
        }
        let top = rect.bottom() + PhotoShape::above_words(leading);
        self.photo_words(leaf, photo, Point::new(x, top));
    }

    /// A gray box that says which picture is missing.
    fn placeholder(&mut self, photo: &PhotoShape, rect: Rect) {
        self.items.push(fill(Role::Photo, rect, Ink::gray(12)));
        let name = photo.file.file_name().unwrap_or_default().to_string_lossy();
        let text = format!("缺图：{name}");
        let centre = Point::new(rect.x, rect.y + rect.height / 2);
        self.line_of(&text, Role::Stamp, (centre, rect.width), Fill::Center);
    }

    fn photo_words(&mut self, leaf: &Leaf<'_>, photo: &PhotoShape, top: Point) {
        let name = Arc::clone(&leaf.story.name);
        let pitch = photo.leading();
        let mut y = top.y;
        if let Some((caption, lines)) = &photo.caption {
            for line in lines {
                let fill = if line.end == caption.clusters.len() {
                    Fill::Left
                } else {
                    Fill::Justify
                };
                y += pitch * (seat::rows(caption, line) - 1);
                self.words(
                    caption,
                    line.clone(),
                    (Point::new(top.x, y), photo.stand.width),
                    (fill, &name),
                );
                y += pitch;
            }
        }
        if let Some((credit, lines)) = &photo.credit {
            y -= if photo.credit_beside { pitch } else { Abs::ZERO };
            for line in lines {
                let place = (Point::new(top.x, y), photo.stand.width);
                self.words(credit, line.clone(), place, (Fill::Right, &name));
                y += pitch;
            }
        }
    }

    /// A line with its em box at the top of its pitch.
    pub(super) fn words(
        &mut self,
        paragraph: &Paragraph,
        clusters: Range<usize>,
        (top, width): (Point, Abs),
        (fill, story): (Fill, &Arc<str>),
    ) {
        let breaker = Breaker::new(paragraph);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let line = set(&breaker, paragraph, clusters, width, fill);
        let origin = Point::new(top.x, top.y + size.scale(0.88));
        self.items.extend(line.items(paragraph, origin, Some(story)));
    }

    /// Body lines and crossheads; what has no slot is drawn below the last leg
    /// in red, for proofs alone, and returned apart.
    pub(super) fn text(
        &mut self,
        leaf: &Leaf<'_>,
        flowed: &Flowed,
        slots: &[LineSlot],
    ) -> Vec<Item> {
        let mut overset = Vec::new();
        let narrow = flow::narrowest(slots);
        let mut sums: Option<(usize, Breaker<'_>)> = None;
        for (index, placed) in flowed.placed.iter().enumerate() {
            let over = placed.slot + placed.rows > slots.len();
            let slot = slot_at(slots, placed.slot);
            let mut items = match &leaf.story.flow[placed.part] {
                Part::Text(paragraph) => {
                    // A tall line stands in the lowest of its rows.
                    let slot = slot_at(slots, placed.slot + placed.rows - 1);
                    // The sums of a paragraph serve all its lines.
                    let part = placed.part;
                    let kept = sums.take().filter(|(known, _)| *known == part);
                    let kept = kept.unwrap_or_else(|| (part, Breaker::new(paragraph)));
                    let (_, breaker) = sums.insert(kept);
                    self.body_line(leaf, (paragraph, breaker), placed, slot)
                }
                Part::Solid(solid) => self.solid(leaf, solid, slot),
                Part::Row(row) => {
                    let place = table::Place {
                        corner: Point::new(slot.x, self.rows.top(slot.row)),
                        width: narrow,
                        leading: self.rows.grid.leading,
                        baseline: self.rows.grid.baseline(),
                        ends: table_ends(leaf, flowed, index, slots),
                        story: &leaf.story.name,
                    };
                    row.draw(&place, placed.rows > row.solid(narrow).rows)
                }
            };
            if over {
                items.iter_mut().for_each(redden);
                overset.append(&mut items);
            } else {
                self.items.append(&mut items);
            }
        }
        overset
    }

    /// （下转第X版）, at the right of the last row.
    fn jump_line(&mut self, leaf: &Leaf<'_>, slot: LineSlot) {
        let Some(line) = leaf.cut.as_ref().map(|cut| &cut.line) else { return };
        let breaker = Breaker::new(line);
        let all = 0..line.clusters.len();
        let set = set(&breaker, line, all, slot.width, Fill::Right);
        let origin = Point::new(slot.x, self.rows.baseline(slot.row));
        let mut items = set.items(line, origin, Some(&leaf.story.name));
        items.iter_mut().for_each(|item| item.span = None);
        self.items.append(&mut items);
    }

    fn body_line(
        &self,
        leaf: &Leaf<'_>,
        (paragraph, breaker): (&Paragraph, &Breaker<'_>),
        placed: &Placed,
        slot: LineSlot,
    ) -> Vec<Item> {
        let line = form::lay(breaker, paragraph, placed.clusters.clone(), slot.width);
        let origin = Point::new(slot.x, self.rows.baseline(slot.row));
        line.items(paragraph, origin, Some(&leaf.story.name))
    }

    fn solid(&self, leaf: &Leaf<'_>, solid: &Solid, slot: LineSlot) -> Vec<Item> {
        let Some(paragraph) = &solid.line else {
            return self.white(leaf, solid, slot);
        };
        let breaker = Breaker::new(paragraph);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let fill = match paragraph.form {
            Form::Ragged(fill) => fill,
            _ => Fill::Center,
        };
        let leading = self.rows.grid.leading;
        let mut top = self.rows.top(slot.row) + (leading * solid.rows - size) / 2;
        let mut items = Vec::new();
        for clusters in solid.lines(slot.width) {
            let line = set(&breaker, paragraph, clusters, slot.width, fill);
            let origin = Point::new(slot.x, top + size.scale(0.88));
            items.extend(line.items(paragraph, origin, Some(&leaf.story.name)));
            top += leading;
        }
        items
    }

    /// White rows, with a rule across the leg if they are to have one.
    fn white(&self, leaf: &Leaf<'_>, solid: &Solid, slot: LineSlot) -> Vec<Item> {
        if !solid.ruled {
            return Vec::new();
        }
        let (height, thin) = (self.rows.grid.leading * solid.rows, Abs::pt(THIN));
        let y = self.rows.top(slot.row) + (height - thin) / 2;
        let rule = fill(Role::Rule, Rect::new(slot.x, y, slot.width, thin), Ink::BLACK);
        vec![Item { story: Some(Arc::clone(&leaf.story.name)), ..rule }]
    }

    /// A line the program wrote itself, its em box's middle at a height.
    pub(super) fn line_of(
        &mut self,
        text: &str,
        role: Role,
        place: (Point, Abs),
        fill: Fill,
    ) {
        let style = self.styles.get(role);
        let size = style.size;
        self.styled(
            text,
            style,
            (Point::new(place.0.x, place.0.y - size / 2), place.1),
            fill,
        );
    }

    /// A line the program wrote itself, its em box's top at a height.
    pub(super) fn styled(
        &mut self,
        text: &str,
        style: Arc<crate::text::TextStyle>,
        (top, width): (Point, Abs),
        fill: Fill,
    ) {
        let size = style.size;
        let passage = Passage::own(text);
        let paragraph = self.shaper.paragraph(&[Inline { passage, style }], Em::ZERO);
        let breaker = Breaker::new(&paragraph);
        let all = 0..paragraph.clusters.len();
        let line = set(&breaker, &paragraph, all, width, fill);
        let origin = Point::new(top.x, top.y + size.scale(0.88));
        let mut items = line.items(&paragraph, origin, None);
        items.iter_mut().for_each(|item| item.span = None);
        self.items.append(&mut items);
    }
}

/// A slot of the list, or one below its end across the last leg.
fn slot_at(slots: &[LineSlot], at: usize) -> LineSlot {
    match (slots.get(at), slots.last()) {
        (Some(slot), _) => *slot,
        (None, Some(last)) => LineSlot {
            row: last.row + at - slots.len() + 1,
            segment: 0,
            x: last.edges.0,
            width: last.leg_width(),
            ..*last
        },
        (None, None) => LineSlot {
            leg: 0,
            row: at,
            segment: 0,
            x: Abs::ZERO,
            width: Abs::pt(153.0),
            edges: (Abs::ZERO, Abs::pt(153.0)),
        },
    }
}

/// Whether nothing of a row's table stands above and below it in its leg.
fn table_ends(
    leaf: &Leaf<'_>,
    flowed: &Flowed,
    index: usize,
    slots: &[LineSlot],
) -> (bool, bool) {
    let placed = |at: usize| {
        let placed = flowed.placed.get(at)?;
        matches!(leaf.story.flow[placed.part], Part::Row(_)).then_some(placed)
    };
    // Whether a row stands right below another.
    let joined = |above: usize, below: usize| {
        let (above, below) = (placed(above)?, placed(below)?);
        let last = slots.get(above.slot + above.rows - 1)?;
        Some(!last.is_apart(slots.get(below.slot)?))
    };
    let above = index.checked_sub(1).and_then(|above| joined(above, index));
    let below = joined(index, index + 1);
    (!above.unwrap_or(false), !below.unwrap_or(false))
}

fn redden(item: &mut Item) {
    if let Shape::Glyphs(run) = &mut item.shape {
        run.ink = Ink::PROOF_RED;
    }
}

/// The rules of a frame along a box.
pub(super) fn frame(frame: Frame, rect: Rect) -> Vec<Item> {
    let (thin, thick) = (Abs::pt(THIN), Abs::pt(THICK));
    match frame {
        Frame::None => Vec::new(),
        Frame::Thin => outline(rect, thin),
        Frame::Thick => outline(rect, thick),
        Frame::ThickThin => {
            let mut rules = outline(rect, thick);
            rules.extend(outline(rect.inset(thick + Abs::pt(1.2)), thin));
            rules
        }
        Frame::Double => {
            let mut rules = outline(rect, thin);
            rules.extend(outline(rect.inset(Abs::pt(1.8)), thin));
            rules
        }
    }
}

/// Four rules along the inside of a box.
pub(super) fn outline(rect: Rect, weight: Abs) -> Vec<Item> {
    let (w, h) = (rect.width, rect.height);
    let sides = [
        Rect::new(rect.x, rect.y, w, weight),
        Rect::new(rect.x, rect.bottom() - weight, w, weight),
        Rect::new(rect.x, rect.y, weight, h),
        Rect::new(rect.right() - weight, rect.y, weight, h),
    ];
    sides
        .into_iter()
        .map(|side| fill(Role::Rule, side, Ink::BLACK))
        .collect()
}
