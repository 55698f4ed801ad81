//! Faults that only a page made up shows: missing characters, things off the
//! page, headings that butt.

use super::Job;
use super::draw::Rows;
use super::fit::Fit;
use super::flow::Part;
use super::leaf::Leaf;
use super::story::Prepared;
use super::styles::Styles;
use crate::diag::{Diagnostic, Sink, code};
use crate::font::FontLibrary;
use crate::geom::{Abs, Rect};
use crate::page::{GlyphRun, Item, Page, Shape};
use crate::role::Role;
use crate::say;
use crate::source::Span;
use crate::text::Paragraph;
use crate::text::normalise::describe;

/// Missing and substituted characters of a story.
pub(super) fn check_copy(story: &Prepared<'_>, fonts: &FontLibrary, faults: &mut Sink) {
    for part in &story.flow {
        let paragraph = match part {
            Part::Text(paragraph) => paragraph,
            Part::Solid(solid) => match &solid.line {
                Some(line) => line,
                None => continue,
            },
            Part::Row(row) => {
                for cell in &row.table.cells[row.index] {
                    check_glyphs(cell, &story.story.name, fonts, faults);
                }
                continue;
            }
        };
        check_glyphs(paragraph, &story.story.name, fonts, faults);
    }
}

/// Missing and substituted characters of the readings in captions; the captions'
/// own are told with the headings'.
pub(super) fn check_captions(leaf: &Leaf<'_>, fonts: &FontLibrary, faults: &mut Sink) {
    let captions = leaf.photos.iter().filter_map(|photo| photo.caption.as_ref());
    for reading in captions.flat_map(|(caption, _)| &caption.extras.readings) {
        check_glyphs(&reading.words, &leaf.story.story.name, fonts, faults);
    }
}

/// Missing and substituted characters of one paragraph.
pub fn check_glyphs(
    paragraph: &Paragraph,
    story: &str,
    fonts: &FontLibrary,
    faults: &mut Sink,
) {
    // Without any face of its own a style lacks every character: the missing
    // file has been told, once.
    if paragraph.styles.iter().all(|style| style.family.han.is_empty()) {
        return;
    }
    for at in &paragraph.missing {
        let c = describe(paragraph.chars[*at]);
        let (zh, en) = (c.zh, c.en);
        let style = paragraph.styles.first();
        let tried: Vec<&str> = style
            .map(|style| style.family.han.iter().map(|face| fonts.file(*face)).collect())
            .unwrap_or_default();
        let tried = tried.join("、");
        faults.push(
            Diagnostic::new(
                code::GLYPH_MISSING,
                say!(
                    "“{story}”缺字：{zh}",
                    "“{story}”: no face has {en}"
                ),
            )
            .at(paragraph.places[*at])
            .help(say!(
                "找过的字体：{tried}。换一个字，或把有这个字的字体加进 house.toml 的 han",
                "faces tried: {tried}. Use another character, or add a face that has it to `han` in house.toml"
            )),
        );
    }
    for reading in &paragraph.extras.readings {
        check_glyphs(&reading.words, story, fonts, faults);
    }
    for (at, face) in &paragraph.fallbacks {
        let (c, file) = (paragraph.chars[*at], fonts.file(*face));
        faults.push(
            Diagnostic::new(
                code::GLYPH_FALLBACK,
                say!(
                    "“{c}”用了后备字体 {file}",
                    "“{c}” is set in the fall-back face {file}"
                ),
            )
            .at(paragraph.places[*at]),
        );
    }
}

/// Nothing off the page: every item lies inside the sheet, and type inside the
/// type area.
pub(super) fn check_page(
    page: &Page,
    area: Rect,
    (styles, fonts): (&Styles, &FontLibrary),
    faults: &mut Sink,
) {
    let sheet = Rect::new(Abs::ZERO, Abs::ZERO, page.size.width, page.size.height);
    for item in &page.items {
        if let Shape::Glyphs(run) = &item.shape {
            check_run(item, run, (page.number, fonts), faults);
        }
        let bounds = item.bounds();
        // A mark at a line's end lets half an em of blank hang out (R3.5).
        let slack = match &item.shape {
            // A dot below the last row hangs in the page's own white.
            Shape::Glyphs(run) if item.role == Role::Mark => run.size,
            // One that hangs out takes an em, half of it blank (R5.7).
            Shape::Glyphs(run) if styles.get(item.role).hanging => run.size.scale(1.05),
            Shape::Glyphs(run) => run.size.scale(0.55).max(Abs::pt(3.0)),
            _ => Abs::pt(3.0),
        };
        let outside = !sheet.holds(&bounds, Abs::ZERO)
            || (item.story.is_some() || item.role == Role::Ad)
                && !area.holds(&bounds, slack);
        if outside {
            let role = item.role;
            let zh = role.zh();
            let fault = Diagnostic::new(
                code::OFF_PAGE,
                say!("{zh}排到了版心外", "{role} stands outside the type area"),
            )
            .on_page(page.number, Some(bounds));
            faults.push(match item.span {
                Some(span) => fault.at(span),
                None => fault,
            });
        }
    }
}

/// White type that stands on nothing but paper, told once for a role: the key
/// at fault is one of the house style's.
pub(super) fn check_seen(page: &Page, faults: &mut Sink) {
    let mut told: Vec<Role> = Vec::new();
    for item in &page.items {
        let Shape::Glyphs(run) = &item.shape else { continue };
        let bounds = item.bounds();
        let dark = |under: &Item| match &under.shape {
            Shape::Glyphs(_) => false,
            Shape::Fill { rect, ink } => {
                !ink.is_paper() && rect.overlaps(&bounds, Abs::ZERO)
            }
            Shape::Picture(_) | Shape::Form(_) => {
                under.bounds().overlaps(&bounds, Abs::ZERO)
            }
        };
        if !run.ink.is_paper() || told.contains(&item.role) || page.items.iter().any(dark)
        {
            continue;
        }
        told.push(item.role);
        let (role, zh) = (item.role, item.role.zh());
        let fault = Diagnostic::new(
            code::TEXT_UNSEEN,
            say!(
                "{zh}是白字，下面没有底色，印出来看不见",
                "{role} is white with nothing dark under it: it will not be seen"
            ),
        )
        .on_page(page.number, Some(bounds))
        .help(say!(
            "把 house.toml 里这种文字的 ink 改成别的颜色",
            "set another `ink` for it in house.toml"
        ));
        faults.push(match item.span {
            Some(span) => fault.at(span),
            None => fault,
        });
    }
}

/// Missing characters of what is not running text: headings, captions,
/// furniture. (Running text is checked before it is set, so that the overset
/// is checked too.)
fn check_run(
    item: &Item,
    run: &GlyphRun,
    (page, fonts): (u32, &FontLibrary),
    faults: &mut Sink,
) {
    use Role::{Body, Credit, Crosshead, Hei, Kai, Lead, Mark, Note, Table, Tail, Verse};
    if matches!(
        item.role,
        Body | Credit | Crosshead | Hei | Kai | Lead | Mark | Note | Table | Tail | Verse
    ) {
        return;
    }
    for glyph in run.glyphs.iter().filter(|glyph| glyph.id == 0) {
        let Some(c) = run.text[glyph.text.clone()].chars().next() else { continue };
        let (role, zh) = (item.role, item.role.zh());
        let c = describe(c);
        let (like, like_en) = (c.zh, c.en);
        let tried = fonts.file(run.face);
        let fault = Diagnostic::new(
            code::GLYPH_MISSING,
            say!("{zh}缺字：{like}", "{role}: no face has {like_en}"),
        )
        .on_page(page, Some(item.bounds()))
        .help(say!(
            "找过 {tried} 等字体。换一个字，或把有这个字的字体加进 house.toml 的 han",
            "tried {tried} and others. Use another character, or add a face that has it to `han` in house.toml"
        ));
        faults.push(match item.span {
            Some(span) => fault.at(span),
            None => fault,
        });
    }
}

/// Furniture that runs into other furniture (a long name into the section), and
/// words the layout has no place for.
pub(super) fn furniture(items: &[Item], job: &Job<'_>, rows: Rows) -> Vec<Diagnostic> {
    let page = job.plan.number.value;
    let mut faults = unused(job);
    let slack = Abs::pt(1.5);
    let words: Vec<&Item> = items
        .iter()
        .filter(|item| matches!(item.shape, Shape::Glyphs(_)))
        .collect();
    let mut told: Vec<(Role, Role)> = Vec::new();
    for (index, one) in words.iter().enumerate() {
        for other in &words[index + 1..] {
            let (a, b) = (one.role, other.role);
            let level = (one.bounds().y - other.bounds().y).abs() < rows.grid.leading;
            let meets = one.bounds().overlaps(&other.bounds(), slack) && level;
            if a == b || !meets || told.contains(&(a, b)) {
                continue;
            }
            told.push((a, b));
            let (one_zh, other_zh) = (a.zh(), b.zh());
            faults.push(
                Diagnostic::new(
                    code::OVERLAP,
                    say!(
                        "{one_zh}和{other_zh}叠在一起",
                        "{a} and {b} run into each other"
                    ),
                )
                .on_page(page, Some(one.bounds()))
                .help(say!("把字改短", "use fewer words")),
            );
        }
    }
    faults
}

/// An ear or teasers on a page whose layout has no place for them.
fn unused(job: &Job<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let name = &job.layout.name;
    let fault = |zh: &str, en: &str, key: &str, span: Span| {
        Diagnostic::new(
            code::FURNITURE_UNUSED,
            say!("版式“{name}”没有放{zh}的地方", "layout “{name}” has no place for {en}"),
        )
        .at(span)
        .help(say!(
            "在版式里写 {key}，或删去这一段",
            "give the layout {key}, or take this out"
        ))
    };
    let has_ear = job.layout.nameplate.is_some_and(|nameplate| nameplate.ear > 0);
    if let Some(ear) = job.plan.ear.as_ref().filter(|_| !has_ear) {
        let words = ear.headline.iter().chain(&ear.text).next();
        let span = words.map_or(job.plan.number.span, |words| words.span());
        faults.push(fault("报眼", "an ear", "[nameplate] ear = 1", span));
    }
    let teaser = job.plan.teasers.first().filter(|_| job.layout.teasers.is_none());
    if let Some(teaser) = teaser {
        faults.push(fault("导读", "teasers", "[teasers] lines = 3", teaser.story.span));
    }
    faults
}

/// A tree whose fixed depths cannot make up the page.
pub(super) fn fixed_lines(job: &Job<'_>, rows: usize) -> Diagnostic {
    let name = &job.layout.name;
    Diagnostic::new(
        code::TREE_LINES,
        say!(
            "版式“{name}”里固定的行数凑不成版面的 {rows} 行",
            "the fixed lines of layout “{name}” do not make up the page's {rows} rows"
        ),
    )
    .at(job.layout.span)
    .help(say!(
        "上下相邻的块之间还有 1 行；至少留一块不写 lines",
        "parts below each other have 1 row between them; leave one without lines"
    ))
}

/// A page whose copy ends before the type area does.
pub(super) fn check_foot(
    foot: usize,
    (top, depth): (usize, usize),
    job: &Job<'_>,
    faults: &mut Sink,
) {
    let white = (top + depth).saturating_sub(foot);
    if white > 0 {
        let page = job.plan.number.value;
        faults.push(
            Diagnostic::new(
                code::HOLE,
                say!(
                    "天窗：第{page}版稿件太少，版面下方空 {white} 行",
                    "page {page} has too little copy: {white} rows at its foot are white"
                ),
            )
            .at(job.plan.number.span)
            .on_page(page, None)
            .help(say!(
                "加稿件，或换小一些的版式",
                "add stories, or take a smaller layout"
            )),
        );
    }
}

/// 碰题: two headings of nearly one size side by side at one height.
pub(super) fn check_heads(fits: &[Fit], gutter: Abs, faults: &mut Sink) {
    const SAME_HEIGHT: f64 = 36.0;
    const SAME_SIZE: f64 = 4.0;
    for (index, left) in fits.iter().enumerate() {
        for right in fits.iter().skip(index + 1) {
            let (Some(a), Some(b)) = (left.head_rect, right.head_rect) else { continue };
            let (Some(size), Some(other)) = (left.headline, right.headline) else {
                continue;
            };
            let apart = b.x - a.right();
            let beside = apart >= Abs::ZERO && apart <= gutter + Abs::pt(2.0);
            let level = (a.y - b.y).abs() <= Abs::pt(SAME_HEIGHT);
            if beside && level && (size - other).abs() < Abs::pt(SAME_SIZE) {
                let (one, two) = (&left.story, &right.story);
                faults.push(
                    Diagnostic::new(
                        code::BUTTING_HEADS,
                        say!(
                            "碰题：“{one}”和“{two}”的标题并排相接，字号相近",
                            "the headlines of “{one}” and “{two}” stand side by side in nearly one size"
                        ),
                    )
                    .on_page(left.page, Some(a))
                    .help(say!(
                        "给其中一篇加框、换级别或改成竖题",
                        "frame one of them, change its priority, or set its head vertically"
                    )),
                );
            }
        }
    }
}
