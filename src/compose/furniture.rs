//! What is not a story: nameplate, ear, folio, teasers, imprint, rules.

use super::checks;
use super::draw::{Draw, Rows, THIN, fill};
use super::phrases::lines_of;
use super::tree::Seam;
use super::{Bench, Job, date_words, headline_words};
use crate::color::Ink;
use crate::copy::Passage;
use crate::diag::{Diagnostic, Message, code};
use crate::geom::{Abs, Em, Point, Rect};
use crate::issue::Teaser;
use crate::layout::Nameplate;
use crate::page::Page;
use crate::role::Role;
use crate::say;
use crate::source::Span;
use crate::text::breaker::Breaker;
use crate::text::line::{Fill, set};
use crate::text::normalise::normalise;
use crate::text::{Inline, Paragraph, TextStyle};
use std::ops::Range;
use std::sync::Arc;

/// 文: the thin line of 文武线; 武: the thick one.
const WEN: f64 = 0.4;
const WU: f64 = 2.0;

/// The rows between the furniture at the head and at the foot: first, count.
#[must_use]
pub(super) fn body_rows(job: &Job<'_>) -> (usize, usize) {
    let layout = job.layout;
    let mut top = layout.folio.map_or(0, |lines| lines + 1);
    top += layout.nameplate.map_or(0, |nameplate| nameplate.lines + 1);
    top += teaser_rows(job).map_or(0, |lines| lines + 1);
    let foot = layout.imprint.map_or(0, |lines| lines + 1);
    (top, layout.grid.lines.saturating_sub(top + foot))
}

fn teaser_rows(job: &Job<'_>) -> Option<usize> {
    job.layout.teasers.filter(|_| !job.plan.teasers.is_empty())
}

/// Draws all furniture of a page under its stories' items.
pub(super) fn draw(
    bench: &mut Bench<'_, '_>,
    rows: Rows,
    seams: &[Seam],
    page: &mut Page,
) {
    let (items, mut told) = {
        let draw = Draw {
            rows,
            styles: bench.desk.styles,
            shaper: &mut *bench.shaper,
            items: Vec::new(),
        };
        let faults = Vec::new();
        let mut furniture = Furniture { draw, job: bench.job, bench: bench.desk, faults };
        furniture.all(seams);
        (furniture.draw.items, furniture.faults)
    };
    told.drain(..).for_each(|fault| bench.faults.push(fault));
    for fault in checks::furniture(&items, bench.job, rows) {
        bench.faults.push(fault);
    }
    // The strip at the head is read first, so it is drawn first.
    page.items.splice(0..0, items);
}

struct Furniture<'f, 'a> {
    draw: Draw<'f, 'a>,
    job: &'f Job<'f>,
    bench: &'f super::Desk<'f>,
    faults: Vec<Diagnostic>,
}

impl Furniture<'_, '_> {
    fn all(&mut self, seams: &[Seam]) {
        let layout = self.job.layout;
        let mut row = 0;
        if let Some(lines) = layout.folio {
            self.folio(lines);
            row += lines + 1;
        }
        if let Some(nameplate) = layout.nameplate {
            self.nameplate(nameplate);
            row += nameplate.lines + 1;
        }
        if let Some(lines) = teaser_rows(self.job) {
            self.teasers(row, lines);
        }
        if let Some(lines) = layout.imprint {
            self.imprint(lines);
        }
        self.seams(seams);
    }

    fn area(&self) -> Rect {
        self.draw.rows.area
    }

    fn leading(&self) -> Abs {
        self.draw.rows.grid.leading
    }

    fn rule(&mut self, x: Abs, y: Abs, width: Abs, weight: f64) {
        let rect = Rect::new(x, y, width, Abs::pt(weight));
        self.draw.items.push(fill(Role::Rule, rect, Ink::BLACK));
    }

    /// 文武线 across the type area: thick above thin, or the other way.
    fn thick_thin(&mut self, y: Abs, thick_first: bool) {
        let area = self.area();
        let between = Abs::pt(1.3);
        if thick_first {
            self.rule(area.x, y, area.width, WU);
            self.rule(area.x, y + Abs::pt(WU) + between, area.width, WEN);
        } else {
            self.rule(area.x, y, area.width, WEN);
            self.rule(area.x, y + Abs::pt(WEN) + between, area.width, WU);
        }
    }

    /// A line with its em box's bottom at a height.
    fn line(&mut self, text: &str, role: Role, bottom: (Abs, Abs, Abs), fill: Fill) {
        let (x, y, width) = bottom;
        let style = self.bench.styles.get(role);
        let top = Point::new(x, y - style.size);
        self.draw.styled(text, style, (top, width), fill);
    }

    /// 报眉: date and credits at the fold, section in the middle, page at the
    /// outer edge, a rule below (A6).
    fn folio(&mut self, lines: usize) {
        let area = self.area();
        let rule = area.y + self.leading() * lines - Abs::pt(WU + 1.7);
        let foot = rule - Abs::pt(4.0);
        let number = self.job.plan.number.value;
        let section = &self.job.plan.section;
        self.line(section, Role::Section, (area.x, foot, area.width), Fill::Center);
        let outer_left = number.is_multiple_of(2);
        let (outer, inner) = if outer_left {
            (Fill::Left, Fill::Right)
        } else {
            (Fill::Right, Fill::Left)
        };
        let date = date_words(self.bench.issue);
        let credits = self.credits();
        let small = self.bench.styles.get(Role::PageCredits).size;
        let mut bottom = foot;
        if !credits.is_empty() {
            self.line(&credits, Role::PageCredits, (area.x, foot, area.width), inner);
            bottom -= small.scale(1.25);
        }
        self.line(&date, Role::Folio, (area.x, bottom, area.width), inner);
        self.page_number(number, foot, outer);
        self.thick_thin(rule, true);
    }

    /// 澜江工人报　第2版, the figure large.
    fn page_number(&mut self, number: u32, foot: Abs, fill: Fill) {
        let area = self.area();
        let small = self.bench.styles.get(Role::Folio);
        let large = self.bench.styles.get(Role::FolioNumber);
        let paper = format!("{}\u{3000}第", self.bench.house.paper.name);
        let inline = |text: &str, style: &Arc<TextStyle>| Inline {
            passage: Passage::own(text),
            style: Arc::clone(style),
        };
        let inlines = [
            inline(&paper, &small),
            inline(&number.to_string(), &large),
            inline("版", &small),
        ];
        let paragraph = self.draw.shaper.paragraph(&inlines, Em::ZERO);
        // All stand on one baseline: the small type's.
        let top = foot - small.size.scale(0.12) - small.size.scale(0.88);
        self.put(&paragraph, Rect::new(area.x, top, area.width, small.size), fill);
    }

    fn credits(&self) -> String {
        let credits = &self.job.plan.credits;
        let parts = [
            ("责编", &credits.editor),
            ("美编", &credits.designer),
            ("校对", &credits.proofreader),
        ];
        let words = parts
            .into_iter()
            .filter_map(|(job, name)| name.as_ref().map(|name| format!("{job}：{name}")));
        words.collect::<Vec<_>>().join("\u{3000}")
    }

    /// 报头: the name, the facts in a strip below, the ear at the right.
    fn nameplate(&mut self, nameplate: Nameplate) {
        let area = self.area();
        let grid = self.draw.rows.grid;
        let left_columns = grid.columns - nameplate.ear.min(grid.columns - 1);
        let width = grid.span(left_columns);
        let strip = self.leading().scale(2.0);
        let height = self.leading() * nameplate.lines;
        let name = self.bench.house.paper.name.clone();
        let size = self.nameplate_size(&name, (width, height - strip));
        let style = self.bench.styles.sized(Role::Nameplate, size);
        let top = area.y + (height - strip - size) / 2;
        self.draw
            .styled(&name, style, (Point::new(area.x, top), width), Fill::Center);
        self.facts(Rect::new(area.x, area.y + height - strip, width, strip));
        if nameplate.ear > 0 {
            let x = area.x + grid.column_x(left_columns);
            let ear =
                Rect::new(x, area.y, grid.span(nameplate.ear), height - Abs::pt(4.0));
            self.ear(ear);
        }
        self.thick_thin(area.y + height + self.leading().scale(0.35), true);
    }

    /// As large as the house wants and the room allows; the name must be the
    /// largest type on the page (A6).
    fn nameplate_size(&mut self, name: &str, (width, height): (Abs, Abs)) -> Abs {
        const OF_WIDTH: f64 = 0.86;
        const OF_HEIGHT: f64 = 0.78;
        let wanted = self.bench.styles.get(Role::Nameplate).size;
        let natural = self.width(name, Role::Nameplate).max(Abs::pt(1.0));
        let by_width = wanted.scale(width.scale(OF_WIDTH).ratio(natural));
        wanted.min(by_width).min(height.scale(OF_HEIGHT))
    }

    /// Date, number and the legal facts in two lines between rules.
    fn facts(&mut self, strip: Rect) {
        let issue = self.bench.issue;
        let mut first = vec![date_words(issue)];
        first.extend(issue.number.map(|number| format!("第{number}期")));
        first.push(format!("今日{}版", issue.pages.len()));
        let facts = self.bench.house.paper.facts.clone();
        self.rule(strip.x, strip.y, strip.width, WEN);
        let middle = strip.y + strip.height / 2;
        let style = self.bench.styles.get(Role::NameplateFacts);
        let row = strip.height / 2;
        for (words, top) in [(first, strip.y + row / 2), (facts, middle + row / 2)] {
            let place = Rect::new(strip.x, top - style.size / 2, strip.width, style.size);
            self.spaced(&words, Role::NameplateFacts, place);
        }
    }

    /// Words in as few lines as they need, the lines spread over a height.
    fn strip(&mut self, words: &[String], role: Role, place: Rect) {
        let size = self.bench.styles.get(role).size;
        let widths: Vec<Abs> = words.iter().map(|word| self.width(word, role)).collect();
        let lines = even_lines(&widths, size, place.width);
        let count = i64::try_from(lines.len()).unwrap_or(1);
        let white = (place.height - size * count) / (count + 1);
        let mut y = place.y + white;
        for line in &lines {
            let words = &words[line.clone()];
            self.spaced(words, role, Rect::new(place.x, y, place.width, size));
            y += size + white;
        }
    }

    fn width(&mut self, text: &str, role: Role) -> Abs {
        let style = self.bench.styles.get(role);
        let inline = Inline { passage: Passage::own(text), style };
        let paragraph = self.draw.shaper.paragraph(&[inline], Em::ZERO);
        Breaker::new(&paragraph).measure(0..paragraph.clusters.len()).natural
    }

    /// Words spread evenly across a width, first and last flush.
    fn spaced(&mut self, words: &[String], role: Role, place: Rect) {
        let style = self.bench.styles.get(role);
        let mut shaped = Vec::new();
        for text in words {
            let inline = Inline { passage: Passage::own(text), style: style.clone() };
            shaped.push(self.draw.shaper.paragraph(&[inline], Em::ZERO));
        }
        let natural = |paragraph: &Paragraph| {
            Breaker::new(paragraph).measure(0..paragraph.clusters.len()).natural
        };
        let used: Abs = shaped.iter().map(natural).sum();
        let gaps = i64::try_from(shaped.len().saturating_sub(1).max(1)).unwrap_or(1);
        let gap = ((place.width - used) / gaps).max(style.size / 2);
        let mut x = place.x;
        for paragraph in &shaped {
            let width = natural(paragraph);
            self.put(paragraph, Rect::new(x, place.y, width, place.height), Fill::Left);
            x += width + gap;
        }
    }

    /// A shaped line with its em box's top at the box's top.
    fn put(&mut self, paragraph: &Paragraph, place: Rect, fill: Fill) {
        let breaker = Breaker::new(paragraph);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let all = 0..paragraph.clusters.len();
        let line = set(&breaker, paragraph, all, place.width, fill);
        let origin = Point::new(place.x, place.y + size.scale(0.88));
        self.draw.items.extend(line.items(paragraph, origin, None));
    }

    /// 报眼: a framed box with a heading and a few lines.
    fn ear(&mut self, place: Rect) {
        let Some(ear) = &self.job.plan.ear else { return };
        let thin = Abs::pt(THIN);
        for side in sides(place, thin) {
            self.draw.items.push(fill(Role::Rule, side, Ink::BLACK));
        }
        let inner = place.inset(Abs::pt(9.0));
        let head_style = self.bench.styles.get(Role::EarHead);
        let style = self.bench.styles.get(Role::Ear);
        let leading = self.bench.styles.leading(Role::Ear);
        let indent = self.bench.styles.indent(Role::Ear);
        let measure = style.size * inner.width.steps_down(style.size);
        let x = inner.x + (inner.width - measure) / 2;
        let mut paragraphs = Vec::new();
        for passage in &ear.text {
            let passage = normalise(passage).0;
            let inline = Inline { passage, style: Arc::clone(&style) };
            paragraphs.push(self.draw.shaper.paragraph(&[inline], indent));
        }
        let rows: usize = paragraphs
            .iter()
            .map(|words| lines_of(&Breaker::new(words), measure).len())
            .sum();
        let head = head_style.size.scale(1.9);
        let text = leading * rows;
        if head + text > inner.height {
            let span = ear.text.first().map(Passage::span);
            self.crowded(say!("报眼", "ear's words"), span);
        }
        let mut y = inner.y + (inner.height - head - text).max(Abs::ZERO) / 2;
        if let Some(headline) = &ear.headline {
            let inline = Inline {
                passage: headline.clone(),
                style: Arc::clone(&head_style),
            };
            let paragraph = self.draw.shaper.paragraph(&[inline], Em::ZERO);
            let place = Rect::new(inner.x, y, inner.width, head_style.size);
            self.put(&paragraph, place, Fill::Center);
            y += head;
        }
        for paragraph in &paragraphs {
            y = self.lines(paragraph, (Point::new(x, y), measure), leading);
        }
    }

    /// Something that is more than its strip or box holds.
    fn crowded(&mut self, what: Message, span: Option<Span>) {
        let (zh, en) = (what.zh, what.en);
        let fault = Diagnostic::new(
            code::OVERSET,
            say!("{zh}排不下，超出了自己的地方", "the {en} do not fit their place"),
        )
        .on_page(self.job.plan.number.value, None)
        .help(say!(
            "删字，或在版式里给它多几行",
            "cut words, or give it more lines in the layout"
        ));
        self.faults.push(match span {
            Some(span) => fault.at(span),
            None => fault,
        });
    }

    /// A small paragraph at its own pitch; gives the height below it.
    fn lines(&mut self, paragraph: &Paragraph, place: (Point, Abs), leading: Abs) -> Abs {
        let (top, measure) = place;
        let breaker = Breaker::new(paragraph);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let mut y = top.y;
        for clusters in lines_of(&breaker, measure) {
            let line = set(&breaker, paragraph, clusters, measure, Fill::Justify);
            let origin = Point::new(top.x, y + size.scale(0.88));
            self.draw.items.extend(line.items(paragraph, origin, None));
            y += leading;
        }
        y
    }

    /// 导读: a label, then each story's headline with its page, in equal parts.
    fn teasers(&mut self, row: usize, lines: usize) {
        let area = self.area();
        let height = self.leading() * lines;
        let top = self.draw.rows.top(row);
        let label = Rect::new(area.x, top, Abs::pt(30.0), height - Abs::pt(2.0));
        self.draw.items.push(fill(Role::Tint, label, Ink::gray(100)));
        self.white_label("导读", label);
        let teasers = &self.job.plan.teasers;
        let start = label.right() + Abs::pt(12.0);
        let shaped: Vec<Paragraph> =
            teasers.iter().filter_map(|teaser| self.teaser(teaser)).collect();
        let room = Rect::new(start, top, area.right() - start, label.height);
        for (paragraph, place) in shaped.iter().zip(cells(&shaped, room)) {
            let style = self.bench.styles.get(Role::Teaser);
            let leading = style.size.scale(1.35);
            let rows = lines_of(&Breaker::new(paragraph), place.width).len();
            let height = leading * rows.saturating_sub(1) + style.size;
            if height > place.height {
                self.crowded(say!("导读", "teasers"), paragraph.places.first().copied());
            }
            let y = place.y + (place.height - height) / 2;
            self.lines(paragraph, (Point::new(place.x, y), place.width), leading);
        }
        self.rule(area.x, top + height + self.leading().scale(0.3), area.width, WEN);
    }

    fn white_label(&mut self, text: &str, place: Rect) {
        let mut style = TextStyle::clone(&self.bench.styles.get(Role::Teaser));
        style.ink = Ink::PAPER;
        let top = place.y + (place.height - style.size) / 2;
        let place = (Point::new(place.x, top), place.width);
        self.draw.styled(text, Arc::new(style), place, Fill::Center);
    }

    /// A teaser's words and the page they point to, which is looked up.
    fn teaser(&mut self, teaser: &Teaser) -> Option<Paragraph> {
        let issue = self.bench.issue;
        let story = issue.stories.get(&teaser.story.value)?;
        let passage = teaser.text.clone().unwrap_or_else(|| headline_words(story));
        let style = self.bench.styles.get(Role::Teaser);
        let mut inlines = vec![Inline { passage, style }];
        if let Some(page) = page_of(issue, &teaser.story.value) {
            let kai = self.bench.styles.get(Role::PageCredits);
            let text = format!("\u{3000}▶第{page}版");
            inlines.push(Inline { passage: Passage::own(&text), style: kai });
        }
        Some(self.draw.shaper.paragraph(&inlines, Em::ZERO))
    }

    /// 报尾: the legal facts in one strip at the foot.
    fn imprint(&mut self, lines: usize) {
        let area = self.area();
        let top = area.bottom() - self.leading() * lines;
        self.rule(area.x, top + Abs::pt(3.0), area.width, WEN);
        let mut words = self.bench.house.paper.imprint.clone();
        let credits = self.credits();
        if !credits.is_empty() && self.job.layout.folio.is_none() {
            words.insert(0, credits);
        }
        let height = self.leading() * lines - Abs::pt(3.0);
        let place = Rect::new(area.x, top + Abs::pt(3.0), area.width, height);
        self.strip(&words, Role::Imprint, place);
    }

    /// Rules between stories: across in gaps, down in gutters.
    fn seams(&mut self, seams: &[Seam]) {
        let grid = self.draw.rows.grid;
        let weight = self.job.layout.column_rule;
        if weight == Abs::ZERO {
            return;
        }
        for seam in seams {
            let rect = match *seam {
                Seam::Across { row, column, span } => Rect::new(
                    self.area().x + grid.column_x(column),
                    self.draw.rows.top(row) + (grid.leading - weight) / 2,
                    grid.span(span),
                    weight,
                ),
                Seam::Down { column, top, depth } => Rect::new(
                    self.area().x + grid.column_x(column) - (grid.gutter + weight) / 2,
                    self.draw.rows.top(top) + self.draw.rows.shoulder(),
                    weight,
                    grid.leading * depth - self.draw.rows.shoulder() * 2i64,
                ),
            };
            self.draw.items.push(fill(Role::Rule, rect, Ink::BLACK));
        }
    }
}

/// Places for teasers: by their widths with equal white between, or equal
/// shares where they have to wrap.
fn cells(teasers: &[Paragraph], room: Rect) -> Vec<Rect> {
    const LEAST_WHITE: f64 = 12.0;
    let natural = |paragraph: &Paragraph| {
        Breaker::new(paragraph).measure(0..paragraph.clusters.len()).natural
    };
    let widths: Vec<Abs> = teasers.iter().map(natural).collect();
    let count = i64::try_from(teasers.len()).unwrap_or(1);
    let used: Abs = widths.iter().copied().sum();
    let white = (room.width - used) / (count - 1).max(1);
    let fits = white >= Abs::pt(LEAST_WHITE);
    let each = room.width / count.max(1);
    let mut x = room.x;
    let place = |own: &Abs| {
        let width = if fits { *own } else { each - Abs::pt(LEAST_WHITE) };
        let place = Rect::new(x, room.y, width, room.height);
        x += if fits { *own + white } else { each };
        place
    };
    widths.iter().map(place).collect()
}

/// Divides widths into the fewest lines that fit, none much longer than the
/// others.
fn even_lines(widths: &[Abs], gap: Abs, width: Abs) -> Vec<Range<usize>> {
    let divide = |limit: Abs| {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut used = Abs::ZERO;
        for (index, width) in widths.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if used + gap + *width <= limit => {
                    line.end = index + 1;
                    used += gap + *width;
                }
                _ => {
                    lines.push(index..index + 1);
                    used = *width;
                }
            }
        }
        lines
    };
    let mut best = divide(width);
    let mut limit = width;
    while limit > gap {
        limit -= gap;
        let lines = divide(limit);
        if lines.len() > best.len() {
            break;
        }
        best = lines;
    }
    best
}

fn sides(rect: Rect, weight: Abs) -> [Rect; 4] {
    [
        Rect::new(rect.x, rect.y, rect.width, weight),
        Rect::new(rect.x, rect.bottom() - weight, rect.width, weight),
        Rect::new(rect.x, rect.y, weight, rect.height),
        Rect::new(rect.right() - weight, rect.y, weight, rect.height),
    ]
}

fn page_of(issue: &crate::issue::Issue, story: &str) -> Option<u32> {
    let holds = |page: &&crate::issue::PagePlan| {
        page.stories.iter().any(|name| name.value == story)
            || page.place.iter().any(|(_, name)| name.value == story)
    };
    issue.pages.iter().find(holds).map(|page| page.number.value)
}
