//! A page as readable text, for golden tests and for people.

use super::{Item, Page, Shape};
use crate::geom::{Abs, Rect};
use std::fmt::Write;

/// One line an item, as drawn: shape, place, role, story, words. Lengths are
/// in points with two decimals.
#[must_use]
pub fn dump(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "page {} {} {}x{}",
        page.number,
        page.section,
        pt(page.size.width),
        pt(page.size.height)
    );
    for item in &page.items {
        let _ = writeln!(out, "{}", line(item));
    }
    out
}

fn line(item: &Item) -> String {
    let place = match &item.shape {
        Shape::Glyphs(run) => format!(
            "glyphs  x={} y={} w={} size={} face={} \"{}\"",
            pt(run.origin.x),
            pt(run.origin.y),
            pt(run.bounds().width),
            pt(run.size),
            run.face.index(),
            run.text
        ),
        Shape::Fill { rect, ink } => {
            format!("fill    {} ink={:?}", place(rect), ink.cmyk)
        }
        Shape::Picture(picture) => {
            let name = picture.file.file_name().unwrap_or_default().to_string_lossy();
            format!("picture {} {name}", place(&picture.rect))
        }
        Shape::Form(form) => {
            let name = form.file.file_name().unwrap_or_default().to_string_lossy();
            format!("form    {} {name} page={}", place(&form.rect), form.page)
        }
    };
    let story = item.story.as_deref().unwrap_or("-");
    format!("{place} role={} story={story}", item.role)
}

fn place(rect: &Rect) -> String {
    format!(
        "x={} y={} w={} h={}",
        pt(rect.x),
        pt(rect.y),
        pt(rect.width),
        pt(rect.height)
    )
}

fn pt(length: Abs) -> String {
    format!("{:.2}", length.to_pt())
}
