//! Make-up 组版: stories into slots, slots onto the page.
//!
//! [`page`] reads as the work goes: make the stories ready, weigh every slot,
//! share out the page's depth, set the text, draw, account.

mod ad;
mod ad_words;
mod arrange;
mod balance;
mod blocks;
mod cache;
mod cells;
mod checks;
mod columns;
mod draw;
mod fit;
mod flow;
mod furniture;
pub mod galley;
mod head;
mod head_told;
mod inset;
mod jump;
mod leaf;
mod lines;
mod lines_told;
mod matter;
mod names;
mod parts;
mod photo;
mod phrases;
mod region;
mod seat;
mod sense;
mod sizes;
mod story;
mod strips;
mod styles;
mod summary;
mod table;
mod tree;
pub mod trial;
mod turnover;
mod vertical;

pub use ad::AdPlace;
pub use checks::check_glyphs;
pub use fit::{Account, Fit, SetLine};
pub use jump::{Arrival, Leaving};
pub use lines::Told;
pub use region::LineSlot;
pub use story::{Prepared, prepare};
pub use styles::Styles;
pub use tree::GAP;

use crate::copy::Passage;
use crate::diag::Sink;
use crate::font::FontLibrary;
use crate::geom::{Abs, Rect, Size};
use crate::issue::{Ad, Issue, PagePlan, Story};
use crate::layout::{HeadPlace, House, Layout, Node, PictureNeeds, Slot};
use crate::page::{Item, Page};
use crate::text::Shaper;
use crate::text::normalise::{Change, ChangeKind};
use crate::text::words::Words;
use ad::AdLeaf;
use draw::{Draw, Rows};
use leaf::Leaf;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tree::{Allotted, Seam};
use vertical::Vertical;

/// The measure of a slot's first leg; without a tree, of a column.
#[must_use]
pub fn measure(layout: &Layout, slot: &str) -> Abs {
    let slots = layout.tree.as_ref().map(Node::slots).unwrap_or_default();
    let slot = slots.into_iter().find(|own| own.name == slot);
    let first = |slot| leaf::plan(slot, Abs::ZERO, &layout.grid, Abs::ZERO).legs[0].1;
    slot.map_or(layout.grid.column(), first)
}

/// What all pages of an issue share.
pub struct Desk<'d> {
    /// The issue.
    pub issue: &'d Issue,
    /// The house style.
    pub house: &'d House,
    /// Its styles, faces looked up.
    pub styles: &'d Styles,
    /// Words that headings never split.
    pub words: &'d Words,
    /// Faces.
    pub fonts: &'d FontLibrary,
    /// Pixels of the pictures that could be read.
    pub pictures: &'d BTreeMap<PathBuf, (u32, u32)>,
    /// Trimmed sizes of the PDF pages that could be read, by file and page.
    pub sheets: &'d BTreeMap<(PathBuf, u32), Size>,
    /// What the press needs of pictures.
    pub needs: PictureNeeds,
    /// Pictures of black and white alone.
    pub line_art: &'d BTreeSet<PathBuf>,
}

impl Desk<'_> {
    /// Fewer pixels to the inch of a picture are told, and fewer are an error.
    fn pixel_limits(&self, file: &Path) -> (f64, f64) {
        self.needs.limits(self.line_art.contains(file))
    }
}

/// One page to make up.
pub struct Job<'j> {
    /// What the issue says of it.
    pub plan: &'j PagePlan,
    /// Its look.
    pub layout: &'j Layout,
    /// Slot name and story, in reading order of the slots; for a layout without
    /// a tree, the stories by importance with empty slot names.
    pub placed: Vec<(String, &'j Story)>,
    /// Slot name and advertisement.
    pub ads: Vec<(String, &'j Ad)>,
    /// Stories that run on to other pages.
    pub leaving: Vec<Leaving>,
    /// What arrives from other pages for stories of `placed`.
    pub arriving: Vec<Arrival>,
}

impl Job<'_> {
    fn arrival(&self, story: &str) -> Option<&Arrival> {
        self.arriving.iter().find(|arrival| arrival.story == story)
    }
}

/// A page made up.
pub struct Composed {
    /// The display list.
    pub page: Page,
    /// Each story's fit.
    pub fits: Vec<Fit>,
    /// Where the advertisements stand.
    pub ads: Vec<AdPlace>,
    /// Overset lines in red, for proofs alone.
    pub overset: Vec<Item>,
    /// Line slots by story, for proofs.
    pub slots: Vec<(Rect, Vec<LineSlot>)>,
    /// What runs on to other pages.
    pub run_on: Vec<Arrival>,
    /// Faults.
    pub faults: Sink,
    /// What the normaliser changed, by story.
    pub changes: Vec<(String, Change)>,
    /// The type area.
    pub area: Rect,
}

/// Makes up a page.
#[must_use]
pub fn page(desk: &Desk<'_>, job: &Job<'_>) -> Composed {
    // The layout's body size is the page's; the house's is a usual one.
    let styles = desk.styles.with_body(job.layout.grid.body);
    let desk = &Desk { styles: &styles, ..*desk };
    let mut shaper = Shaper::new(desk.fonts);
    let mut faults = Sink::default();
    let stories = make_ready(desk, job, &mut shaper, &mut faults);
    let rows = Rows {
        area: job.layout.grid.type_area(job.plan.number.value),
        grid: job.layout.grid,
    };
    let mut bench = Bench {
        desk,
        job,
        shaper: &mut shaper,
        faults: Sink::default(),
    };
    let (top, depth) = furniture::body_rows(job);
    let arranged = bench.arrange(&stories, (top, depth));
    checks::check_foot(arranged.foot().unwrap_or(top), (top, depth), job, &mut faults);
    for leaf in &arranged.leaves {
        checks::check_captions(leaf, desk.fonts, &mut faults);
    }
    let seams = arranged.seams.clone();
    let mut made = bench.draw(rows, arranged, top, &mut faults);
    furniture::draw(&mut bench, rows, &seams, &mut made.page);
    faults.append(std::mem::take(&mut bench.faults));
    checks::check_page(&made.page, rows.area, (desk.styles, desk.fonts), &mut faults);
    checks::check_seen(&made.page, &mut faults);
    checks::check_heads(&made.fits, job.layout.grid.gutter, &mut faults);
    let changes = stories.iter().flat_map(|story| {
        let name = story.story.name.clone();
        story.changes.iter().map(move |change| (name.clone(), change.clone()))
    });
    Composed {
        changes: changes.collect(),
        faults,
        area: rows.area,
        ..made
    }
}

fn make_ready<'s>(
    desk: &Desk<'_>,
    job: &Job<'s>,
    shaper: &mut Shaper<'_>,
    faults: &mut Sink,
) -> Vec<Arc<Prepared<'s>>> {
    let ready = |(_, story): &(String, &'s Story)| {
        let prepared = prepare(story, (desk.styles, desk.words), shaper);
        if let Some(arrival) = job.arrival(&story.name) {
            // Its copy was looked through where the story begins.
            let tools = (desk.styles, &mut *shaper);
            return Arc::new(jump::continued(prepared, arrival, tools));
        }
        prepared.faults.iter().for_each(|fault| faults.push(fault.clone()));
        // A straight quote's direction is a guess: the editor has to look.
        let guesses = prepared
            .changes
            .iter()
            .filter(|change| change.kind == ChangeKind::Quote);
        guesses.for_each(|change| faults.push(change.diagnostic()));
        checks::check_copy(&prepared, desk.fonts, faults);
        Arc::new(prepared)
    };
    job.placed.iter().map(ready).collect()
}

/// What stands on a page, with its depths.
struct Arranged<'s> {
    leaves: Vec<Leaf<'s>>,
    allotted: Vec<Allotted>,
    ads: Vec<(AdLeaf<'s>, Allotted)>,
    seams: Vec<Seam>,
}

impl Arranged<'_> {
    /// The row below the lowest part.
    fn foot(&self) -> Option<usize> {
        let ads = self.ads.iter().map(|(_, place)| place);
        self.allotted
            .iter()
            .chain(ads)
            .map(|place| place.top + place.depth)
            .max()
    }
}

/// The tools for one page.
pub(crate) struct Bench<'b, 'a> {
    pub(crate) desk: &'b Desk<'b>,
    pub(crate) job: &'b Job<'b>,
    pub(crate) shaper: &'b mut Shaper<'a>,
    pub(crate) faults: Sink,
}

impl<'b> Bench<'b, '_> {
    /// Depths for every slot: by the layout's tree, or by one found by rule.
    fn arrange(
        &mut self,
        stories: &[Arc<Prepared<'b>>],
        rows: (usize, usize),
    ) -> Arranged<'b> {
        let Some(tree) = &self.job.layout.tree else {
            let (leaves, allotted, seams) = arrange::by_rule(self, stories, rows);
            return Arranged { leaves, allotted, seams, ads: Vec::new() };
        };
        let filled = |name: &str| {
            self.job.placed.iter().any(|(slot, _)| slot == name)
                || self.job.ads.iter().any(|(slot, _)| slot == name)
        };
        let kept = ad::without_empty(tree, &filled);
        let tree = kept.as_ref().unwrap_or(tree);
        let xs = tree::columns(tree);
        let mut leaves = Vec::new();
        for ((slot_name, _), story) in self.job.placed.iter().zip(stories) {
            let slots = tree.slots();
            let Some(slot) = slots.into_iter().find(|slot| slot.name == *slot_name)
            else {
                continue;
            };
            let mut leaf = self.leaf(slot, Arc::clone(story));
            leaf.shift(self.column_x(xs.get(&slot.name).copied().unwrap_or(0)));
            leaf.part = self.part(tree, &slot.name);
            leaf.measure();
            leaves.push(leaf);
        }
        let mut ads = ad::leaves(self, tree);
        for ad in &mut ads {
            ad.shift(self.column_x(xs.get(&ad.slot.name).copied().unwrap_or(0)));
        }
        let (mut allotted, seams, cost) = parts::solve(tree, &mut leaves, &ads, rows);
        if cost >= tree::NEVER {
            self.faults.push(checks::fixed_lines(self.job, rows.1));
        }
        // The solver gives every leaf its place, in the order of the leaves.
        let of_ads = allotted
            .split_off(allotted.partition_point(|place| place.leaf < leaves.len()));
        let ads = ads.into_iter().zip(of_ads).collect();
        Arranged { leaves, allotted, seams, ads }
    }

    /// A slot's second rectangle: a leg in each of its base columns.
    fn part(&self, tree: &Node, slot: &str) -> Option<leaf::Part> {
        let part = tree.parts().into_iter().find(|part| part.slot == slot)?;
        let column = tree::part_columns(tree).get(slot).copied()?;
        let leg = |column| (self.column_x(column), self.job.layout.grid.column());
        Some(leaf::Part {
            legs: (column..column + part.span).map(leg).collect(),
            hold: Vec::new(),
            runs_on: tree.runs_on(slot),
            depth: part.lines.unwrap_or(0),
        })
    }

    /// Left edge of a column on the page.
    fn column_x(&self, column: usize) -> Abs {
        let grid = &self.job.layout.grid;
        grid.type_area(self.job.plan.number.value).x + grid.column_x(column)
    }

    /// A story in a slot that stands at the left edge of the paper; shift it to
    /// its column.
    fn leaf<'s>(&mut self, slot: &Slot, story: Arc<Prepared<'s>>) -> Leaf<'s> {
        let layout = self.job.layout;
        let grid = &layout.grid;
        let mut slot = slot.clone();
        let vertical = self.vertical(&slot, &story);
        let is_laid = vertical.as_ref().is_some_and(|vertical| !vertical.is_wide);
        if is_laid {
            slot.head = HeadPlace::Over;
        }
        let vertical = vertical.filter(|_| !is_laid);
        let strip = vertical.as_ref().map_or(Abs::ZERO, |vertical| vertical.strip);
        let plan = leaf::plan(&slot, Abs::ZERO, grid, strip);
        let photos = self.photos(&story, &plan);
        let tools = (self.desk.styles, &mut *self.shaper);
        let summary = summary::summary(&story, &plan, grid, tools);
        let insets = self.insets(&story, &plan);
        let mut leaf = Leaf {
            slot,
            story,
            is_laid,
            plan,
            heads: Vec::new(),
            strip_rows: vertical.as_ref().map_or(0, Vertical::least_rows),
            vertical,
            photos,
            summary,
            insets,
            em: grid.body,
            text_rows: 0,
            legs_hold: Vec::new(),
            part: None,
            cut: None,
            all_rows: 0,
            spare: 0,
            least: 0,
            blocks_take: Vec::new(),
            cache: cache::Cache::default(),
        };
        let styles = self.desk.styles;
        let shapes = head::shapes(&leaf.story.head, styles, self.shaper, self.desk.words);
        leaf.heads = leaf.head_plans(&shapes, (&layout.ladder, *styles.heads()), grid);
        leaf.cut = self.cut(&leaf.story.name);
        leaf.measure();
        leaf
    }

    /// A story's vertical heading, planned for its slot.
    fn vertical(&mut self, slot: &Slot, story: &Prepared<'_>) -> Option<Vertical> {
        if slot.head != HeadPlace::Vertical || story.head.headline.is_empty() {
            return None;
        }
        let layout = self.job.layout;
        let styles = self.desk.styles;
        let shapes = vertical::shapes(&story.head, styles, self.shaper, self.desk.words);
        let plan = leaf::plan(slot, Abs::ZERO, &layout.grid, Abs::ZERO);
        let rows = slot.lines.unwrap_or(furniture::body_rows(self.job).1);
        let room = vertical::Room {
            ladder: &layout.ladder,
            priority: story.priority,
            broken: story.head.broken,
            rows: rows.saturating_sub(2 * plan.frame_rows),
            inside: (plan.inner_width, plan.legs.len()),
            text: flow::length(&story.flow, layout.grid.body),
            grid: &layout.grid,
        };
        Some(vertical::plan(&shapes, room))
    }

    /// How a story is cut that runs on from this page.
    fn cut(&mut self, story: &str) -> Option<jump::Cut> {
        let leaving = self.job.leaving.iter().find(|leaving| leaving.story == story)?;
        let jump = self.desk.issue.stories.get(story)?.jump.as_ref()?;
        let page = leaving.page;
        let words = format!("（下转第{page}版）");
        Some(jump::Cut {
            measure: leaving.measure,
            after: jump.after,
            line: jump::line(&words, self.desk.styles, self.shaper),
        })
    }

    fn photos(
        &mut self,
        story: &Prepared<'_>,
        plan: &leaf::Plan,
    ) -> Vec<photo::PhotoShape> {
        let mut shapes = Vec::new();
        for (photo, words) in story.story.photos.iter().zip(&story.photo_words) {
            let grid = &self.job.layout.grid;
            let stand = blocks::stand(plan, photo.width, photo.place, grid.body);
            let pixels = self.desk.pictures.get(&photo.file.value).copied();
            let tools = (words, self.desk.styles, &mut *self.shaper);
            shapes.push(photo::shape(photo, stand, pixels, grid, tools));
        }
        // The widest on top: a narrower one above it would leave room at its side
        // that is no part of any leg.
        shapes.sort_by_key(|shape| std::cmp::Reverse(shape.stand.width));
        shapes
    }

    fn insets(
        &mut self,
        story: &Prepared<'_>,
        plan: &leaf::Plan,
    ) -> Vec<inset::InsetShape> {
        let grid = &self.job.layout.grid;
        let insets = story.story.insets.iter().zip(&story.inset_words);
        insets
            .map(|(inset, words)| {
                let stand = blocks::stand(plan, inset.width, inset.place, grid.body);
                let tools = (self.desk.styles, &mut *self.shaper);
                inset::shape(inset, words, stand, grid, tools)
            })
            .collect()
    }

    /// Sets and draws every story.
    fn draw(
        &mut self,
        rows: Rows,
        arranged: Arranged<'_>,
        body_top: usize,
        faults: &mut Sink,
    ) -> Composed {
        let Arranged { mut leaves, allotted, ads, .. } = arranged;
        let plan = self.job.plan;
        let mut draw = Draw {
            rows,
            styles: self.desk.styles,
            shaper: self.shaper,
            items: Vec::new(),
        };
        let (mut fits, mut overset, mut slots) = (Vec::new(), Vec::new(), Vec::new());
        let mut run_on = Vec::new();
        for place in &allotted {
            let leaf = &mut leaves[place.leaf];
            let (place, (kept, flowed, rest)) =
                jump::set(leaf, place, (plan.number.value, faults));
            let place = &place;
            let before = draw.items.len();
            let is_cut = !rest.is_empty();
            let mut over = draw.story(leaf, place, (&kept, &flowed, is_cut));
            let drawn = fit::Drawn {
                items: &draw.items[before..],
                overset: &over,
                slots: &kept,
                flowed: &flowed,
                run_on: &rest,
            };
            let place_on_page = fit::Where { page: plan.number.value, rows, place };
            fits.push(fit::fit(leaf, &drawn, &place_on_page, (self.desk, faults)));
            overset.append(&mut over);
            run_on.extend(Arrival::new(leaf.story.story, plan.number.value, rest));
            slots.push((draw.outline(leaf, place), kept));
        }
        let at = (plan.number.value, body_top);
        let ads = ad::draw(&mut draw, &ads, at, (self.desk, faults));
        let page = Page {
            number: plan.number.value,
            section: plan.section.clone(),
            size: self.job.layout.grid.paper,
            around: Abs::ZERO,
            items: draw.items,
        };
        Composed {
            page,
            fits,
            ads,
            overset,
            slots,
            run_on,
            faults: Sink::default(),
            changes: Vec::new(),
            area: rows.area,
        }
    }
}

/// Words for the date: 2026年3月18日　星期三　农历正月三十.
#[must_use]
pub fn date_words(issue: &Issue) -> String {
    let date = issue.date;
    let weekday = match date.weekday() {
        time::Weekday::Monday => "一",
        time::Weekday::Tuesday => "二",
        time::Weekday::Wednesday => "三",
        time::Weekday::Thursday => "四",
        time::Weekday::Friday => "五",
        time::Weekday::Saturday => "六",
        time::Weekday::Sunday => "日",
    };
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let mut words = format!("{year}年{month}月{day}日\u{3000}星期{weekday}");
    if let Some(lunar) = &issue.lunar {
        words.push_str("\u{3000}农历");
        words.push_str(lunar.trim_start_matches("农历"));
    }
    words
}

/// The headline's words in one line, for teasers and lists.
#[must_use]
pub fn headline_words(story: &Story) -> Passage {
    let mut lines = story.head.headline.iter();
    let mut all = lines.next().cloned().unwrap_or_else(|| Passage::own(&story.name));
    for line in lines {
        all.letters.extend(Passage::generated(" ", line.span()).letters);
        all.letters.extend(&line.letters);
    }
    all
}
