//! The account of every story, and the faults that only a finished page shows.

use super::Desk;
use super::draw::Rows;
use super::flow::{self, Flowed, Part, Placed};
use super::head::PlannedLine;
use super::head_told;
use super::inset::InsetShape;
use super::jump;
use super::leaf::Leaf;
use super::lines_told;
use super::photo::PhotoShape;
use super::region::{LEAST_CHARS, LineSlot, rows_of};
use super::seat;
use super::strips;
use super::tree::Allotted;
use crate::diag::{Diagnostic, Severity, Sink, code};
use crate::geom::{Abs, Rect};
use crate::page::{Item, Shape};
use crate::role::Role;
use crate::say;
use crate::text::Paragraph;

/// A story's characters: all of them are somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Characters of the story as normalised: heading, text, captions, and the
    /// parentheses that the program adds.
    pub total: usize,
    /// Characters on the page.
    pub on_page: usize,
    /// Characters that had no room.
    pub overset: usize,
    /// Characters that run on to another page.
    pub jumped: usize,
}

/// How a story fits its slot.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The story.
    pub story: String,
    /// The slot.
    pub slot: String,
    /// The page.
    pub page: u32,
    /// Its characters.
    pub account: Account,
    /// Characters of the text alone, for the desk's counts.
    pub body_chars: usize,
    /// Lines set, by leg.
    pub legs: Vec<usize>,
    /// Lines that had no room.
    pub overset_lines: usize,
    /// Rows left white at the feet of the legs.
    pub underset_lines: usize,
    /// The slot on the page.
    pub rect: Rect,
    /// Its second rectangle.
    pub part: Option<Rect>,
    /// Headline size.
    pub headline: Option<Abs>,
    /// The heading's lines as they were set.
    pub head: Vec<SetLine>,
    /// Where the heading stands, if it stands over the text of an unframed
    /// slot.
    pub head_rect: Option<Rect>,
}

/// A line of a heading as it was set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    /// Kicker, headline or deck.
    pub role: Role,
    /// Its words.
    pub text: String,
    /// Type size.
    pub size: Abs,
    /// How far its gaps are opened, in em (均排).
    pub spread: f64,
}

impl From<&PlannedLine> for SetLine {
    fn from(line: &PlannedLine) -> SetLine {
        SetLine {
            role: line.role,
            text: line.text.clone(),
            size: line.size,
            spread: line.spacing.in_em(line.size),
        }
    }
}

/// What was drawn of a story.
pub(super) struct Drawn<'d> {
    pub(super) items: &'d [Item],
    pub(super) overset: &'d [Item],
    pub(super) slots: &'d [LineSlot],
    pub(super) flowed: &'d Flowed,
    /// What runs on to another page.
    pub(super) run_on: &'d [Part],
}

/// Where it was drawn.
pub(super) struct Where<'w> {
    pub(super) page: u32,
    pub(super) rows: Rows,
    pub(super) place: &'w Allotted,
}

/// Accounts for a story and tells what does not fit.
pub(super) fn fit(
    leaf: &Leaf<'_>,
    drawn: &Drawn<'_>,
    at: &Where<'_>,
    (desk, faults): (&Desk<'_>, &mut Sink),
) -> Fit {
    let place = at.place;
    let leading = at.rows.grid.leading;
    let rect = Rect::new(
        leaf.plan.x,
        at.rows.top(place.top),
        leaf.plan.width,
        leading * place.depth,
    );
    let room = rows_of(&leaf.region(place).slots());
    let over_lines = drawn.flowed.used.saturating_sub(drawn.slots.len());
    let used = rows_of(&drawn.slots[..drawn.flowed.used.min(drawn.slots.len())]);
    let fit = Fit {
        story: leaf.story.story.name.clone(),
        slot: leaf.slot.name.clone(),
        page: at.page,
        account: Account {
            total: total(leaf, place) + again(leaf, drawn),
            on_page: characters(drawn.items),
            overset: characters(drawn.overset),
            jumped: jump::chars(drawn.run_on),
        },
        body_chars: body_chars(leaf),
        legs: by_leg(leaf, drawn, place),
        overset_lines: over_lines,
        underset_lines: room.saturating_sub(used),
        rect,
        part: leaf.part.as_ref().zip(place.part).and_then(|(part, (top, depth))| {
            let (first, last) = (part.legs.first()?, part.legs.last()?);
            let width = last.0 + last.1 - first.0;
            Some(Rect::new(first.0, at.rows.top(top), width, leading * depth))
        }),
        headline: leaf.head_plan(place).map(|plan| plan.size),
        head: leaf
            .head_plan(place)
            .map(|plan| plan.lines.iter().map(SetLine::from).collect())
            .unwrap_or_default(),
        head_rect: place.choice.head.filter(|_| leaf.plan.frame_rows == 0).map(|_| {
            Rect::new(rect.x, rect.y, rect.width, leading * place.choice.head_rows)
        }),
    };
    tell_fit(leaf, &fit, faults);
    tell_overlap(leaf, &fit, place, faults);
    tell_hole(leaf, &fit, desk, faults);
    tell_photos(leaf, &fit, (place, leading), (desk, faults));
    tell_sides(leaf, &fit, place, faults);
    tell_measure(leaf, drawn, &fit, faults);
    head_told::tell(leaf, &fit, place, (at, faults));
    tell_parted(leaf, drawn, (at.page, &mut *faults));
    strips::tell(leaf, drawn, at, faults);
    lines_told::tell(leaf, drawn, at, (desk, faults));
    tell_tables(leaf, drawn, faults);
    fit
}

fn characters(items: &[Item]) -> usize {
    let count = |item: &Item| match &item.shape {
        Shape::Glyphs(run) if !matches!(item.role, Role::Stamp | Role::Jump) => {
            run.text.chars().count()
        }
        _ => 0,
    };
    items.iter().map(count).sum()
}

/// Characters of heads of tables that stand again in a later leg.
fn again(leaf: &Leaf<'_>, drawn: &Drawn<'_>) -> usize {
    let narrow = flow::narrowest(drawn.slots);
    let chars = |placed: &Placed| match &leaf.story.flow[placed.part] {
        Part::Row(row) if placed.rows > row.solid(narrow).rows => row.table.row_chars(0),
        _ => 0,
    };
    drawn.flowed.placed.iter().map(chars).sum()
}

/// Tables that are wider than their leg.
fn tell_tables(leaf: &Leaf<'_>, drawn: &Drawn<'_>, faults: &mut Sink) {
    let narrow = flow::narrowest(drawn.slots);
    for part in &leaf.story.flow {
        let Part::Row(row) = part else { continue };
        faults.extend(row.wide(&leaf.story.story.name, narrow));
    }
}

fn total(leaf: &Leaf<'_>, place: &Allotted) -> usize {
    let head = &leaf.story.head;
    let lines = head.kicker.iter().chain(&head.headline).chain(&head.deck);
    let head: usize = lines.map(|passage| passage.letters.len()).sum();
    let photos: usize = leaf
        .photos
        .iter()
        .map(|photo| {
            let caption = photo.caption.as_ref().map_or(0, |(words, _)| words.count());
            caption + photo.credit.as_ref().map_or(0, |(words, _)| words.chars.len())
        })
        .sum();
    let plan = leaf.head_plan(place);
    let dropped = plan.map_or(0, |plan| plan.dropped);
    let summary = leaf.summary.iter().flat_map(|summary| &summary.words);
    let summary: usize = summary.map(|(words, _)| words.count()).sum();
    let insets: usize = leaf.insets.iter().map(InsetShape::chars).sum();
    head + summary + body_chars(leaf) + photos + insets - dropped
}

fn body_chars(leaf: &Leaf<'_>) -> usize {
    jump::chars(&leaf.story.flow)
}

/// Rows that are used of each leg.
fn by_leg(leaf: &Leaf<'_>, drawn: &Drawn<'_>, place: &Allotted) -> Vec<usize> {
    let mut legs = vec![0; leaf.region(place).legs.len()];
    let mut last = None;
    for placed in &drawn.flowed.placed {
        if let Some(slot) = drawn.slots.get(placed.slot) {
            let again = usize::from(last == Some((slot.leg, slot.row)));
            legs[slot.leg] += placed.rows - again;
            last = Some((slot.leg, slot.row));
        }
    }
    legs
}

fn tell_fit(leaf: &Leaf<'_>, fit: &Fit, faults: &mut Sink) {
    let (story, slot) = (&fit.story, &fit.slot);
    let span = leaf.story.story.span;
    if fit.overset_lines > 0 {
        let (lines, chars) = (fit.overset_lines, fit.account.overset);
        faults.push(
            Diagnostic::new(
                code::OVERSET,
                say!(
                    "“{story}”排不下：多 {lines} 行（{chars} 字）",
                    "“{story}” does not fit: {lines} lines over ({chars} characters)"
                ),
            )
            .at(span)
            .on_page(fit.page, Some(fit.rect))
            .help(say!(
                "删去约 {chars} 字，或把版块“{slot}”加大",
                "cut about {chars} characters, or make slot “{slot}” larger"
            )),
        );
    } else if fit.underset_lines >= fit.legs.len().max(2) {
        let lines = fit.underset_lines;
        let chars = lines * leaf.plan.legs[0].1.steps_down(Abs::pt(9.0));
        faults.push(
            Diagnostic::new(
                code::UNDERSET,
                say!(
                    "“{story}”少 {lines} 行（约 {chars} 字）",
                    "“{story}” is {lines} lines short (about {chars} characters)"
                ),
            )
            .at(span)
            .on_page(fit.page, Some(fit.rect))
            .help(say!(
                "加字，或把版块“{slot}”改小",
                "add copy, or make slot “{slot}” smaller"
            )),
        );
    }
    let account = fit.account;
    let set = account.on_page + account.overset + account.jumped;
    if set != account.total {
        let total = account.total;
        faults.push(
            Diagnostic::new(
                code::CHARACTERS_LOST,
                say!(
                    "“{story}”有 {total} 字，只找到 {set} 字",
                    "“{story}” has {total} characters, but {set} were found"
                ),
            )
            .at(span)
            .on_page(fit.page, Some(fit.rect)),
        );
    }
}

/// 天窗: more white at the feet of the legs than the house allows.
fn tell_hole(leaf: &Leaf<'_>, fit: &Fit, desk: &Desk<'_>, faults: &mut Sink) {
    let rows = fit.underset_lines / fit.legs.len().max(1);
    if rows > desk.house.limits.hole {
        let story = &fit.story;
        faults.push(
            Diagnostic::new(
                code::HOLE,
                say!(
                    "天窗：“{story}”每栏空 {rows} 行",
                    "“{story}” leaves {rows} rows white in each leg"
                ),
            )
            .at(leaf.story.story.span)
            .on_page(fit.page, Some(fit.rect))
            .help(say!(
                "加字、加图，或把版块改小",
                "add copy or a picture, or make the slot smaller"
            )),
        );
    }
}

/// Photographs with too few pixels for their size on paper.
fn tell_photos(
    leaf: &Leaf<'_>,
    fit: &Fit,
    (place, leading): (&Allotted, Abs),
    (desk, faults): (&Desk<'_>, &mut Sink),
) {
    for (photo, rows) in leaf.photos.iter().zip(&place.choice.photo_rows) {
        if photo.too_tall {
            tell_tall(photo, fit, faults);
            continue;
        }
        let ppi = photo.resolution(*rows, leading);
        let (wanted, fail) = desk.pixel_limits(&photo.file);
        if ppi >= wanted {
            continue;
        }
        let severity = if ppi < fail { Severity::Error } else { Severity::Warning };
        let name = photo.file.file_name().unwrap_or_default().to_string_lossy();
        faults.push(
            Diagnostic::new(
                code::PHOTO_LOW,
                say!(
                    "图片“{name}”只有每英寸 {ppi:.0} 像素",
                    "“{name}” has only {ppi:.0} pixels to the inch"
                ),
            )
            .with_severity(severity)
            .at(photo.span)
            .on_page(fit.page, Some(fit.rect))
            .help(say!(
                "至少要 {wanted:.0}：换大图，或把 span 改小",
                "at least {wanted:.0} are wanted: take a larger picture, or a smaller span"
            )),
        );
    }
}

/// A photograph that no page is deep enough for.
fn tell_tall(photo: &PhotoShape, fit: &Fit, faults: &mut Sink) {
    let name = photo.file.file_name().unwrap_or_default().to_string_lossy();
    faults.push(
        Diagnostic::new(
            code::PHOTO_TALL,
            say!(
                "图片“{name}”在这个宽度下比一版还高",
                "“{name}” is taller than the page at this width"
            ),
        )
        .at(photo.span)
        .on_page(fit.page, Some(fit.rect))
        .help(say!(
            "用 crop 裁掉上下，或把 span、width 改小",
            "cut its top and foot with crop, or take a smaller span or width"
        )),
    );
}

/// White beside photographs where text was to run.
fn tell_sides(leaf: &Leaf<'_>, fit: &Fit, place: &Allotted, faults: &mut Sink) {
    let region = leaf.region(place);
    for (hole, chars) in region.narrow_sides() {
        let photo = leaf.photos.get(hole);
        let inset = leaf.insets.get(hole.wrapping_sub(leaf.photos.len()));
        let span = photo.map(|photo| photo.span).or(inset.map(|inset| inset.span));
        let file = photo.and_then(|photo| photo.file.file_name()).unwrap_or_default();
        let name = file.to_string_lossy();
        let (zh, en) = match photo {
            Some(_) => (format!("图片“{name}”"), format!("“{name}”")),
            None => ("插框".to_string(), "an inset".to_string()),
        };
        faults.push(
            Diagnostic::new(
                code::SIDE_NARROW,
                say!(
                    "{zh}旁边只剩 {chars} 字宽，排不下文字，留白",
                    "beside {en} only {chars} characters are left: too narrow for text, so it stays white"
                ),
            )
            .at(span.unwrap_or(leaf.story.story.span))
            .on_page(fit.page, Some(fit.rect))
            .help(say!(
                "一边至少要 {LEAST_CHARS} 字：改 width，或换 place",
                "a side takes at least {LEAST_CHARS}: change `width`, or `place`"
            )),
        );
    }
}

/// Characters of a line beyond which the eye loses the next one.
const WIDEST_MEASURE: usize = 35;
/// The usual white between legs, in characters.
const GUTTER: usize = 2;
/// So few lines of text are no text to read but a poster's.
const POSTER_LINES: usize = 3;

/// Text in lines that are too long to read.
fn tell_measure(leaf: &Leaf<'_>, drawn: &Drawn<'_>, fit: &Fit, faults: &mut Sink) {
    let lines = drawn.flowed.placed.iter().filter_map(|placed| {
        let is_text = matches!(leaf.story.flow[placed.part], Part::Text(_));
        drawn.slots.get(placed.slot).filter(|_| is_text)
    });
    let chars: Vec<usize> = lines.map(|slot| slot.width.steps_down(leaf.em)).collect();
    let wide = chars.iter().filter(|chars| **chars > WIDEST_MEASURE).count();
    if wide <= POSTER_LINES {
        return;
    }
    let (slot, chars) = (&fit.slot, chars.iter().max().copied().unwrap_or_default());
    // With a gutter for each leg.
    let wanted = leaf.plan.inner_width.steps_down(leaf.em) + GUTTER;
    let legs = wanted.div_ceil(WIDEST_MEASURE + GUTTER).max(leaf.plan.legs.len() + 1);
    faults.push(
        Diagnostic::new(
            code::MEASURE_WIDE,
            say!(
                "版块“{slot}”的正文每行 {chars} 字，超过 {WIDEST_MEASURE} 字，容易串行",
                "lines of text in slot “{slot}” have {chars} characters, more than {WIDEST_MEASURE}: hard to read"
            ),
        )
        .at(leaf.slot.at)
        .on_page(fit.page, Some(fit.rect))
        .help(say!(
            "给这个版块写 legs = {legs} 或更多",
            "give the slot `legs = {legs}` or more"
        )),
    );
}

/// A heading or photographs that are deeper than their slot run into the next.
fn tell_overlap(leaf: &Leaf<'_>, fit: &Fit, place: &Allotted, faults: &mut Sink) {
    let holes = leaf.region(place).holes;
    let foot = holes.iter().map(|hole| hole.rows.end - place.top).max().unwrap_or(0);
    let needed = foot.max(leaf.plan.frame_rows + place.choice.head_rows);
    let needed = (needed + leaf.plan.frame_rows).max(leaf.strip_rows);
    let depth = place.depth;
    if needed > depth {
        let (story, slot) = (&fit.story, &fit.slot);
        faults.push(
            Diagnostic::new(
                code::OVERLAP,
                say!(
                    "“{story}”的标题、图片和插框要 {needed} 行，版块只有 {depth} 行，压到了别处",
                    "the heading, pictures and insets of “{story}” take {needed} rows, but the slot has {depth}: they run into something else"
                ),
            )
            .at(leaf.story.story.span)
            .on_page(fit.page, Some(fit.rect))
            .help(say!("把版块“{slot}”加大", "make slot “{slot}” larger")),
        );
    }
}

/// Characters that name such a line.
pub(super) const PARTED_WORDS: usize = 20;

/// Crossheads and salutations parted from their text, tables by a picture.
fn tell_parted(leaf: &Leaf<'_>, drawn: &Drawn<'_>, (page, faults): (u32, &mut Sink)) {
    let story = &leaf.story.story.name;
    for row in drawn.flowed.torn(&leaf.story.flow, drawn.slots) {
        faults.push(row.torn(story).on_page(page, None));
    }
    for part in drawn.flowed.parted(&leaf.story.flow, drawn.slots) {
        let (line, zh, en) = match &leaf.story.flow[part] {
            Part::Solid(solid) => (solid.line.as_ref(), "小标题", "crosshead"),
            Part::Text(line) if seat::introduces(line) => {
                (Some(line), "引起下文的一行", "the introducing line")
            }
            Part::Text(_) | Part::Row(_) => continue,
        };
        let Some(line) = line else { continue };
        let last = line.clusters.len().saturating_sub(PARTED_WORDS);
        let words = line.text_of(last..line.clusters.len());
        let fault = Diagnostic::new(
            code::CROSSHEAD_FOOT,
            say!(
                "背题：“{story}”的{zh}“{words}”在栏底或图片上面，下面的正文不足两行",
                "{en} “{words}” of “{story}” stands at a foot, or above a picture, with less than two rows of its text"
            ),
        );
        let fault = at_clusters(fault, line, 0..line.clusters.len());
        faults.push(fault.on_page(page, None));
    }
}

pub(super) fn at_clusters(
    fault: Diagnostic,
    paragraph: &Paragraph,
    clusters: std::ops::Range<usize>,
) -> Diagnostic {
    match paragraph.span_of(paragraph.chars_of(clusters)) {
        Some(span) => fault.at(span),
        None => fault,
    }
}
