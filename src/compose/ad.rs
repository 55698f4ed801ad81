//! Advertisements: a kind of leaf with a fixed depth.
//!
//! An advertisement never grows or shrinks with its neighbours: its slot's
//! depth, its own, or its shape at the slot's width gives the rows. In them it
//! stands at its own size, or scaled evenly; it is never stretched.

use super::Bench;
use super::ad_words::{self, AdWords};
use super::draw::{Draw, fill, frame};
use super::leaf::{self, Choice, Plan};
use super::tree::{Allotted, NEVER};
use crate::color::Ink;
use crate::diag::{Diagnostic, Severity, Sink, code};
use crate::geom::{Abs, Point, Rect, Size};
use crate::issue::{Ad, AdContent, AdDepth, AdFit};
use crate::layout::{Grid, Node, Slot};
use crate::page::{Form, Item, Picture, Shape};
use crate::role::Role;
use crate::say;
use crate::text::line::Fill;
use std::path::Path;

/// An advertisement may differ from its slot by so much, in millimetres: less
/// than presses promise for the place of a page on the sheet.
const TOLERANCE: f64 = 0.5;
/// White inside a frame's rules, from the frame's outer edge, in points.
const FRAME_AIR: f64 = 4.0;
/// A frame stands so far inside its rows, as a share of a row; as stories'
/// frames do.
const FRAME_INSET: f64 = 0.25;
/// Scaled by less or more than these, type and pictures suffer: the page wants
/// looking at.
const USUAL: std::ops::RangeInclusive<f64> = 0.8..=1.25;
/// White at both sides of the word 广告, in points.
const LABEL_AIR: f64 = 3.0;

/// An advertisement and its slot.
pub(super) struct AdLeaf<'a> {
    /// What the issue says of it.
    pub ad: &'a Ad,
    /// The slot.
    pub slot: Slot,
    plan: Plan,
    rows: usize,
    /// The height it fills of its rows, where it is not all of them.
    height: Option<Abs>,
    shows: Shows,
}

/// What there is to draw.
enum Shows {
    /// A PDF's page of a trimmed size.
    Sheet(Size),
    /// A picture of so many pixels.
    Picture((u32, u32)),
    /// Words, shaped.
    Words(AdWords),
    /// A file that is missing or cannot be used; that is told.
    Nothing,
}

/// How an advertisement stands on its page.
#[derive(Clone, Debug, PartialEq)]
pub struct AdPlace {
    /// Its name: the file's, or its first words.
    pub name: String,
    /// The slot.
    pub slot: String,
    /// The page.
    pub page: u32,
    /// The slot on the page.
    pub rect: Rect,
    /// Where the advertisement itself stands.
    pub shown: Rect,
    /// Its size as a ratio to the file's own; none for words and pictures,
    /// which have no size of their own.
    pub scale: Option<f64>,
}

/// The advertisements of a page whose layout has a tree.
pub(super) fn leaves<'j>(bench: &mut Bench<'j, '_>, tree: &Node) -> Vec<AdLeaf<'j>> {
    let job = bench.job;
    let slots = tree.slots();
    let mut leaves = Vec::new();
    for (name, ad) in &job.ads {
        if let Some(slot) = slots.iter().find(|slot| slot.name == *name) {
            leaves.push(leaf(bench, slot, ad));
        }
    }
    leaves
}

fn leaf<'j>(bench: &mut Bench<'j, '_>, slot: &Slot, ad: &'j Ad) -> AdLeaf<'j> {
    let grid = bench.job.layout.grid;
    let shows = match &ad.content {
        AdContent::Words { headline, text } => {
            let tools = (bench.desk.styles, &mut *bench.shaper);
            Shows::Words(ad_words::shape((headline, text), tools))
        }
        AdContent::File { file, page } => {
            let key = (file.value.clone(), page.value);
            let sheet = bench.desk.sheets.get(&key).copied().map(Shows::Sheet);
            let picture = || bench.desk.pictures.get(&file.value).copied();
            sheet
                .or_else(|| picture().map(Shows::Picture))
                .unwrap_or(Shows::Nothing)
        }
    };
    let mut leaf = AdLeaf {
        ad,
        slot: slot.clone(),
        plan: leaf::plan(slot, Abs::ZERO, &grid, Abs::ZERO),
        rows: 0,
        height: None,
        shows,
    };
    leaf.give_depth(&grid, &mut bench.faults);
    leaf
}

impl AdLeaf<'_> {
    /// Only one depth will do.
    #[must_use]
    pub(super) fn curve(&self, deepest: usize) -> Vec<Choice> {
        let choice = |depth: usize| {
            let cost = if depth == self.rows { 0.0 } else { NEVER };
            Choice {
                head: None,
                head_rows: 0,
                photo_rows: Vec::new(),
                cost,
            }
        };
        (0..=deepest).map(choice).collect()
    }

    /// Moves the slot to its column.
    pub(super) fn shift(&mut self, by: Abs) {
        self.plan.x += by;
        self.plan.inner_x += by;
        for (x, _) in &mut self.plan.legs {
            *x += by;
        }
    }

    fn is_framed(&self) -> bool {
        self.plan.frame_rows > 0
    }

    /// Width inside the frame.
    fn width(&self) -> Abs {
        let air = if self.is_framed() { Abs::pt(FRAME_AIR) } else { Abs::ZERO };
        self.plan.width - air * 2i64
    }

    /// What a frame takes of the height.
    fn frame_height(&self, grid: &Grid) -> Abs {
        match self.is_framed() {
            true => (grid.leading.scale(FRAME_INSET) + Abs::pt(FRAME_AIR)) * 2i64,
            false => Abs::ZERO,
        }
    }

    fn give_depth(&mut self, grid: &Grid, faults: &mut Sink) {
        let own = self.ad.depth.as_ref();
        let rows =
            |height: Abs| (height + self.frame_height(grid)).steps_up(grid.leading);
        let asked = own.map(|depth| match depth.value {
            AdDepth::Lines(lines) => (lines, None),
            AdDepth::Height(height) => (rows(height), Some(height)),
        });
        let (rows, height) = match (self.slot.lines, asked) {
            (Some(fixed), Some((lines, height))) if lines != fixed => {
                faults.extend(own.map(|own| self.tell_depth(fixed, own.span)));
                (fixed, height.filter(|_| lines < fixed))
            }
            (Some(fixed), asked) => (fixed, asked.and_then(|(_, height)| height)),
            (None, Some(asked)) => asked,
            (None, None) => {
                let natural = self.natural_height();
                (rows(natural), Some(natural))
            }
        };
        (self.rows, self.height) = (rows, height);
    }

    /// The height it takes at its slot's width.
    fn natural_height(&self) -> Abs {
        /// Height over width of the box that stands for a missing file.
        const PLACEHOLDER: f64 = 0.4;
        let width = self.width();
        match &self.shows {
            Shows::Sheet(size) if self.ad.fit == AdFit::Exact => size.height,
            Shows::Sheet(size) => width.scale(size.height.ratio(size.width)),
            Shows::Picture((across, down)) => {
                width.scale(f64::from(*down) / f64::from((*across).max(1)))
            }
            Shows::Words(words) => words.height(&self.legs(width)),
            Shows::Nothing => width.scale(PLACEHOLDER),
        }
    }

    /// The legs for words, from the left edge of the room.
    fn legs(&self, width: Abs) -> Vec<(Abs, Abs)> {
        match self.plan.legs.as_slice() {
            [_] => vec![(Abs::ZERO, width)],
            legs => {
                let left = self.plan.x + (self.plan.width - width) / 2;
                legs.iter().map(|(x, measure)| (*x - left, *measure)).collect()
            }
        }
    }

    fn tell_depth(&self, fixed: usize, span: crate::source::Span) -> Diagnostic {
        let slot = &self.slot.name;
        Diagnostic::new(
            code::AD_SIZE,
            say!(
                "版块“{slot}”固定 {fixed} 行，广告写的深浅和它不同",
                "slot “{slot}” is fixed at {fixed} lines: the advertisement asks for another depth"
            ),
        )
        .at(span)
        .see(self.slot.at, say!("版块在这里", "the slot is here"))
        .help(say!(
            "去掉这个键，或改版式里的 lines",
            "take this key out, or change `lines` in the layout"
        ))
    }
}

/// Draws a page's advertisements and tells how they stand.
pub(super) fn draw(
    draw: &mut Draw<'_, '_>,
    ads: &[(AdLeaf<'_>, Allotted)],
    (page, body_top): (u32, usize),
    (desk, faults): (&super::Desk<'_>, &mut Sink),
) -> Vec<AdPlace> {
    let label = desk.house.ad_label;
    let mut places = Vec::new();
    for (leaf, place) in ads {
        let mut drawn = Desk {
            desk,
            draw: &mut *draw,
            leaf,
            place,
            page,
            faults: &mut *faults,
        };
        places.push(drawn.ad());
        if leaf.ad.label.unwrap_or(label) {
            drawn.label(place.top > body_top);
        }
    }
    places
}

/// What is at hand while one advertisement is drawn.
struct Desk<'d, 'w, 'a> {
    draw: &'d mut Draw<'w, 'a>,
    desk: &'d super::Desk<'d>,
    leaf: &'d AdLeaf<'d>,
    place: &'d Allotted,
    page: u32,
    faults: &'d mut Sink,
}

impl Desk<'_, '_, '_> {
    fn ad(&mut self) -> AdPlace {
        self.check_depth();
        let outline = self.outline();
        if self.leaf.slot.tint > 0 {
            let tint = Ink::gray(self.leaf.slot.tint);
            self.draw.items.push(fill(Role::Tint, outline, tint));
        }
        self.draw.items.extend(frame(self.leaf.slot.frame, outline));
        let room = self.room();
        let (shown, scale) = match &self.leaf.shows {
            Shows::Sheet(size) => self.sheet(*size, room),
            Shows::Picture(pixels) => (self.picture(*pixels, room), None),
            Shows::Words(words) => (self.words(words, room), None),
            Shows::Nothing => (self.nothing(room), None),
        };
        AdPlace {
            name: self.leaf.ad.name(),
            slot: self.leaf.slot.name.clone(),
            page: self.page,
            rect: self.slot_rect(),
            shown,
            scale,
        }
    }

    fn slot_rect(&self) -> Rect {
        let rows = self.draw.rows;
        let (x, width) = (self.leaf.plan.x, self.leaf.plan.width);
        let height = rows.grid.leading * self.place.depth;
        Rect::new(x, rows.top(self.place.top), width, height)
    }

    /// The box that a frame runs along.
    fn outline(&self) -> Rect {
        let slot = self.slot_rect();
        if !self.leaf.is_framed() {
            return slot;
        }
        let inset = self.draw.rows.grid.leading.scale(FRAME_INSET);
        Rect::new(slot.x, slot.y + inset, slot.width, slot.height - inset * 2i64)
    }

    /// Where the advertisement itself may stand.
    fn room(&self) -> Rect {
        let outline = self.outline();
        let air = if self.leaf.is_framed() { Abs::pt(FRAME_AIR) } else { Abs::ZERO };
        let room = outline.inset(air);
        match self.leaf.height {
            Some(height) => centred(Size::new(room.width, height), room),
            None => room,
        }
    }

    fn check_depth(&mut self) {
        let (depth, rows) = (self.place.depth, self.leaf.rows);
        if depth == rows {
            return;
        }
        let (name, slot) = (self.leaf.ad.name(), &self.leaf.slot.name);
        let fault = Diagnostic::new(
            code::OVERLAP,
            say!(
                "广告“{name}”要 {rows} 行，版块“{slot}”只分到 {depth} 行",
                "advertisement “{name}” takes {rows} rows, but slot “{slot}” got {depth}"
            ),
        );
        self.tell(fault.help(say!(
            "本版固定的行数太多：减少一些，或换版式",
            "the page has too many fixed rows: take some away, or another layout"
        )));
    }

    fn tell(&mut self, fault: Diagnostic) {
        let place = Some(self.slot_rect());
        let span = self.span();
        self.faults.push(fault.at(span).on_page(self.page, place));
    }

    fn span(&self) -> crate::source::Span {
        match &self.leaf.ad.content {
            AdContent::File { file, .. } => file.span,
            AdContent::Words { .. } => self.leaf.ad.slot.span,
        }
    }

    fn item(&mut self, shape: Shape) {
        let span = Some(self.span());
        self.draw
            .items
            .push(Item { role: Role::Ad, story: None, span, shape });
    }

    /// A PDF's page: at its own size if that is the slot's, else scaled.
    fn sheet(&mut self, size: Size, room: Rect) -> (Rect, Option<f64>) {
        let AdContent::File { file, page } = &self.leaf.ad.content else {
            return (room, None);
        };
        let exact = self.leaf.ad.fit == AdFit::Exact;
        let meets = is_near(size.width, room.width) && is_near(size.height, room.height);
        let scale = if exact && meets { 1.0 } else { even_scale(size, room) };
        if exact && !meets {
            self.tell_size(size, (room, scale));
        } else if !exact {
            self.tell_scaled(scale);
        }
        let shown = Size::new(size.width.scale(scale), size.height.scale(scale));
        let rect = centred(shown, room);
        let (file, page) = (file.value.clone(), page.value);
        self.item(Shape::Form(Form { file, page, rect }));
        (rect, Some(scale))
    }

    /// A picture: its shape has to be the slot's, as it has no size.
    fn picture(&mut self, (across, down): (u32, u32), room: Rect) -> Rect {
        let AdContent::File { file, .. } = &self.leaf.ad.content else { return room };
        let height = room.width.scale(f64::from(down) / f64::from(across.max(1)));
        let natural = Size::new(room.width, height);
        let meets = is_near(height, room.height);
        if self.leaf.ad.fit == AdFit::Exact && !meets {
            self.tell_size(natural, (room, even_scale(natural, room)));
        }
        let scale = if meets { 1.0 } else { even_scale(natural, room) };
        let shown = Size::new(natural.width.scale(scale), natural.height.scale(scale));
        let rect = centred(shown, room);
        let picture = Picture {
            file: file.value.clone(),
            rect,
            crop: [0.0, 0.0, 1.0, 1.0],
            cut: false,
        };
        self.item(Shape::Picture(picture));
        self.tell_resolution(&file.value, (across, down), rect);
        rect
    }

    /// Too few pixels for the size on paper.
    fn tell_resolution(&mut self, file: &Path, (across, down): (u32, u32), rect: Rect) {
        let (wanted, fail) = self.desk.pixel_limits(file);
        let per_inch =
            |pixels: u32, length: Abs| f64::from(pixels) / (length.to_pt() / 72.0);
        let ppi = per_inch(across, rect.width).min(per_inch(down, rect.height));
        if ppi >= wanted {
            return;
        }
        let severity = if ppi < fail { Severity::Error } else { Severity::Warning };
        let name = self.leaf.ad.name();
        let fault = Diagnostic::new(
            code::PHOTO_LOW,
            say!(
                "广告“{name}”只有每英寸 {ppi:.0} 像素",
                "advertisement “{name}” has only {ppi:.0} pixels to the inch"
            ),
        );
        self.tell(fault.with_severity(severity).help(say!(
            "至少要 {wanted:.0}：请广告客户给大图",
            "at least {wanted:.0} are wanted: ask for a larger picture"
        )));
    }

    fn words(&mut self, words: &AdWords, room: Rect) -> Rect {
        let legs = self.leaf.legs(room.width);
        if words.height(&legs) > room.height {
            let name = self.leaf.ad.name();
            let fault = Diagnostic::new(
                code::OVERSET,
                say!(
                    "广告“{name}”的文字排不下",
                    "the words of advertisement “{name}” do not fit"
                ),
            );
            self.tell(
                fault.help(say!(
                    "删字，或把版块加大",
                    "cut words, or make the slot larger"
                )),
            );
        }
        words.draw(self.draw, room, &legs);
        room
    }

    /// A gray box that says which file is missing.
    fn nothing(&mut self, room: Rect) -> Rect {
        self.draw.items.push(fill(Role::Ad, room, Ink::gray(12)));
        let text = format!("缺广告：{}", self.leaf.ad.name());
        let centre = Point::new(room.x, room.y + room.height / 2);
        self.draw
            .line_of(&text, Role::Stamp, (centre, room.width), Fill::Center);
        room
    }

    fn tell_size(&mut self, size: Size, (room, scale): (Rect, f64)) {
        let (name, slot) = (self.leaf.ad.name(), &self.leaf.slot.name);
        let [w, h, rw, rh] =
            [size.width, size.height, room.width, room.height].map(Abs::to_mm);
        let percent = scale * 100.0;
        let fault = Diagnostic::new(
            code::AD_SIZE,
            say!(
                "广告“{name}”是 {w:.1}×{h:.1} 毫米，版块“{slot}”是 {rw:.1}×{rh:.1} 毫米",
                "advertisement “{name}” is {w:.1}×{h:.1} mm, slot “{slot}” is {rw:.1}×{rh:.1} mm"
            ),
        );
        self.tell(fault.help(say!(
            "请广告客户按 {rw:.1}×{rh:.1} 毫米重做；或写 fit = \"fit\"，缩放到 {percent:.1}%",
            "ask for one of {rw:.1}×{rh:.1} mm, or write fit = \"fit\" to scale it to {percent:.1}%"
        )));
    }

    fn tell_scaled(&mut self, scale: f64) {
        let percent = scale * 100.0;
        if (percent - 100.0).abs() < 0.05 {
            return;
        }
        let name = self.leaf.ad.name();
        let usual = USUAL.contains(&scale);
        let fault = Diagnostic::new(
            code::AD_SCALED,
            say!(
                "广告“{name}”缩放到 {percent:.1}%",
                "advertisement “{name}” is scaled to {percent:.1}%"
            ),
        )
        .with_severity(if usual { Severity::Note } else { Severity::Warning });
        self.tell(if usual {
            fault
        } else {
            fault.help(say!(
                "缩放太多，字和图会走样：请广告客户按版块尺寸重做",
                "so much scaling harms type and pictures: ask for one of the slot's size"
            ))
        });
    }

    /// The word 广告: on the frame, in the rule above, or, at the head of a page
    /// where there is none, in the upper corner.
    fn label(&mut self, below_something: bool) {
        let style = self.draw.styles.get(Role::AdLabel);
        let (size, air) = (style.size, Abs::pt(LABEL_AIR));
        let slot = self.slot_rect();
        let middle = if self.leaf.is_framed() {
            self.outline().y
        } else if below_something {
            slot.y - self.draw.rows.grid.leading / 2
        } else {
            slot.y + size.scale(0.75)
        };
        let width = size * 2i64 + air * 2i64;
        let right = slot.right() - self.draw.rows.grid.body;
        let paper =
            Rect::new(right - width, middle - size.scale(0.6), width, size.scale(1.2));
        self.draw.items.push(fill(Role::AdLabel, paper, Ink::PAPER));
        let top = Point::new(paper.x, middle - size / 2);
        self.draw.styled("广告", style, (top, width), Fill::Center);
    }
}

/// The scale at which all of a sheet shows in a box.
fn even_scale(size: Size, room: Rect) -> f64 {
    room.width.ratio(size.width).min(room.height.ratio(size.height))
}

fn is_near(one: Abs, other: Abs) -> bool {
    (one - other).abs() <= Abs::mm(TOLERANCE)
}

fn centred(size: Size, room: Rect) -> Rect {
    Rect::new(
        room.x + (room.width - size.width) / 2,
        room.y + (room.height - size.height) / 2,
        size.width,
        size.height,
    )
}

/// A tree without the optional slots that stay empty below or above others:
/// their rows go to the others. None if there are none.
#[must_use]
pub(super) fn without_empty(tree: &Node, filled: &dyn Fn(&str) -> bool) -> Option<Node> {
    let empty = |slot: &&Slot| slot.optional && !filled(&slot.name);
    if !tree.slots().iter().any(empty) {
        return None;
    }
    Some(pruned(tree, filled))
}

fn pruned(node: &Node, filled: &dyn Fn(&str) -> bool) -> Node {
    let goes = |child: &Node| {
        let slots = child.slots();
        let parts = child.parts();
        slots.iter().all(|slot| slot.optional && !filled(&slot.name))
            && parts.iter().all(|part| !filled(&part.slot))
    };
    match node {
        Node::Slot(_) | Node::Part(_) => node.clone(),
        Node::Rows { children, lines, span } => {
            let mut kept: Vec<Node> = children
                .iter()
                .filter(|child| !goes(child))
                .map(|child| pruned(child, filled))
                .collect();
            if kept.is_empty() {
                kept = children.iter().take(1).cloned().collect();
            }
            Node::Rows { children: kept, lines: *lines, span: *span }
        }
        Node::Columns { children, lines, span } => Node::Columns {
            children: children.iter().map(|child| pruned(child, filled)).collect(),
            lines: *lines,
            span: *span,
        },
    }
}
