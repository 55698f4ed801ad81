//! A page as SVG: glyphs as outlines, each defined once.
//!
//! For looking at, not for print: inks are turned into screen colours by the
//! plainest rule.

use crate::color::Ink;
use crate::font::{FaceId, FontLibrary};
use crate::geom::Rect;
use crate::page::{Form, GlyphRun, Item, Page, Picture, Shape};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use ttf_parser::{GlyphId, OutlineBuilder};

/// Draws a page. Each item is a group or a shape with its number in the
/// display list as `data-item` and its role as its class; `href` tells where
/// the reader of the SVG finds a picture file.
#[must_use]
pub fn page(page: &Page, fonts: &FontLibrary, href: &dyn Fn(&Path) -> String) -> String {
    let (width, height) = (page.size.width, page.size.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" \
         viewBox=\"0 0 {} {}\">\n",
        number(width.to_mm(), 2),
        number(height.to_mm(), 2),
        number(width.to_pt(), 3),
        number(height.to_pt(), 3),
    );
    define(&mut svg, page, fonts);
    for (at, item) in page.items.iter().enumerate() {
        let tags = format!("data-item=\"{at}\" class=\"{}\"", item.role);
        match &item.shape {
            Shape::Glyphs(run) => glyphs(&mut svg, run, fonts, &tags),
            Shape::Fill { rect, ink } => {
                let (place, colour) = (box_of(rect), colour(*ink));
                let _ = writeln!(svg, "<rect {tags} {place} fill=\"{colour}\"/>");
            }
            Shape::Picture(shown) => picture(&mut svg, shown, &href(&shown.file), &tags),
            Shape::Form(shown) => form(&mut svg, shown, &tags),
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The outlines of all glyphs on the page, in units of their faces.
fn define(svg: &mut String, page: &Page, fonts: &FontLibrary) {
    let runs = page.items.iter().filter_map(|item: &Item| match &item.shape {
        Shape::Glyphs(run) => Some(run),
        _ => None,
    });
    let used: BTreeSet<(FaceId, u16)> = runs
        .flat_map(|run| run.glyphs.iter().map(|glyph| (run.face, glyph.id)))
        .collect();
    svg.push_str("<defs>\n");
    let mut open = None;
    for (id, glyph) in used {
        let Some(face) = fonts.get(id) else { continue };
        if open.as_ref().is_none_or(|(now, _)| *now != id) {
            open = Some((id, face.parse()));
        }
        let Some((_, parsed)) = &open else { continue };
        let mut outline = Outline::default();
        if parsed.outline_glyph(GlyphId(glyph), &mut outline).is_some() {
            let name = name(id, glyph);
            let _ = writeln!(svg, "<path id=\"{name}\" d=\"{}\"/>", outline.path);
        }
    }
    svg.push_str("</defs>\n");
}

fn glyphs(svg: &mut String, run: &GlyphRun, fonts: &FontLibrary, tags: &str) {
    let Some(face) = fonts.get(run.face) else { return };
    let scale = run.size.to_pt() / f64::from(face.units_per_em());
    let turn = if run.turned { " rotate(90)" } else { "" };
    let _ = writeln!(
        svg,
        "<g {tags} transform=\"translate({} {}){turn} scale({} {})\" fill=\"{}\">",
        number(run.origin.x.to_pt(), 3),
        number(run.origin.y.to_pt(), 3),
        number(scale, 6),
        number(-scale, 6),
        colour(run.ink),
    );
    for glyph in &run.glyphs {
        let (x, y) = (glyph.x.to_pt() / scale, glyph.y.to_pt() / scale);
        let (x, y) = if run.turned { (y, x) } else { (x, -y) };
        let name = name(run.face, glyph.id);
        let _ = write!(svg, "<use href=\"#{name}\" x=\"{}\"", number(x, 1));
        if y != 0.0 {
            let _ = write!(svg, " y=\"{}\"", number(y, 1));
        }
        svg.push_str("/>");
    }
    svg.push_str("</g>\n");
}

/// A picture in a window of its own, whose measure is the picture itself.
fn picture(svg: &mut String, picture: &Picture, href: &str, tags: &str) {
    let [left, top, right, bottom] = picture.crop;
    let place = box_of(&picture.rect);
    let window = [left, top, right - left, bottom - top].map(|part| number(part, 6));
    let href = escaped(href);
    let _ = writeln!(
        svg,
        "<svg {tags} {place} viewBox=\"{}\" preserveAspectRatio=\"none\">\
         <image width=\"1\" height=\"1\" preserveAspectRatio=\"none\" href=\"{href}\"/></svg>",
        window.join(" "),
    );
}

/// The place of another file's page, and its name: browsers draw no PDF inside
/// an SVG.
fn form(svg: &mut String, form: &Form, tags: &str) {
    let place = box_of(&form.rect);
    let name = form.file.file_name().unwrap_or_default().to_string_lossy();
    let name = escaped(&name);
    let (centre, middle) =
        (form.rect.x + form.rect.width / 2, form.rect.y + form.rect.height / 2);
    let _ = writeln!(
        svg,
        "<g {tags}><rect {place} fill=\"#eee\" stroke=\"#888\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"9\" text-anchor=\"middle\">{name}</text></g>",
        number(centre.to_pt(), 3),
        number(middle.to_pt(), 3),
    );
}

fn name(face: FaceId, glyph: u16) -> String {
    format!("f{}g{glyph}", face.index())
}

fn box_of(rect: &Rect) -> String {
    let [x, y, width, height] =
        [rect.x, rect.y, rect.width, rect.height].map(|length| number(length.to_pt(), 3));
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn colour(ink: Ink) -> String {
    let [c, m, y, k] = ink.cmyk.map(|part| 1.0 - f64::from(part.min(1000)) / 1000.0);
    let percent = [c, m, y].map(|part| number(part * k * 100.0, 1) + "%");
    format!("rgb({})", percent.join(","))
}

/// A number without idle zeros.
fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(short, "-0" | "") { "0".to_string() } else { short.to_string() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// Path data in font units.
#[derive(Default)]
struct Outline {
    path: String,
}

impl Outline {
    fn push(&mut self, command: char, points: &[f32]) {
        self.path.push(command);
        for (at, point) in points.iter().enumerate() {
            if at > 0 {
                self.path.push(' ');
            }
            self.path.push_str(&number(f64::from(*point), 1));
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[x, y]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[x1, y1, x, y]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[x1, y1, x2, y2, x, y]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}
