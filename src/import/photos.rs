//! The words under a picture: caption and credit.

use super::line::{CAPTION, Kind, Line};
use super::{Desk, part};
use crate::copy::{Letter, Passage};
use crate::issue::{Photo, Place, Width};
use crate::say;
use crate::source::Located;
use std::path::PathBuf;

/// Takes the pictures' lines out of a story's lines.
pub(super) fn take(desk: &mut Desk<'_>, body: &[usize]) -> (Vec<Photo>, Vec<usize>) {
    let mut photos: Vec<Photo> = Vec::new();
    let mut rest: Vec<usize> = Vec::new();
    let mut uncredited = false;
    for &index in body {
        let line = &desk.lines[index];
        match line.kind {
            Kind::Caption { credited } => {
                photos.push(photo_of_line(desk, line, credited));
                uncredited = !credited;
                continue;
            }
            Kind::PhotoCredit => {
                let credit = Some(desk.heading(&line.passage));
                match photos.last_mut() {
                    Some(photo) if uncredited => photo.credit = credit,
                    _ => {
                        let caption = take_caption(desk, line, &mut rest);
                        photos.push(photo(desk, line, caption, credit));
                    }
                }
            }
            _ => rest.push(index),
        }
        uncredited = false;
    }
    (photos, rest)
}

fn photo(
    desk: &mut Desk<'_>,
    line: &Line,
    caption: Option<Passage>,
    credit: Option<Passage>,
) -> Photo {
    desk.photos += 1;
    let file = format!("photos/{}.jpg", desk.photos);
    desk.doubt(
        line,
        say!("缺图：文字里没有照片", "the photograph is missing: a text has none"),
        say!("请把照片存为 {file}", "put it at {file}"),
    );
    Photo {
        file: Located::new(PathBuf::from(file), line.passage.span()),
        caption,
        credit,
        width: Width::Legs(2),
        place: Place::default(),
        focus: (0.5, 0.4),
        crop: [0.0, 0.0, 1.0, 1.0],
    }
}

/// A picture whose caption, and perhaps credit, stand on one line.
fn photo_of_line(desk: &mut Desk<'_>, line: &Line, credited: bool) -> Photo {
    let raw = &line.passage;
    let end = |letter: &Letter| "。！？.!?".contains(letter.c);
    let stop = raw.letters.iter().rposition(end).filter(|_| credited);
    let stop = stop.map_or(raw.letters.len(), |last| last + 1);
    let caption = desk.text(&part(raw, 0..stop));
    let credit = credited.then(|| desk.heading(&part(raw, stop..raw.letters.len())));
    photo(desk, line, Some(caption), credit)
}

/// The paragraph before a credit, if it can be the caption.
fn take_caption(
    desk: &mut Desk<'_>,
    credit: &Line,
    rest: &mut Vec<usize>,
) -> Option<Passage> {
    let start = caption_start(desk, rest);
    let Some(start) = start else {
        desk.doubt(
            credit,
            say!("署名前面没有图片说明", "no caption stands before this credit"),
            say!("图片没有说明", "the picture has no caption"),
        );
        return None;
    };
    let indices = rest.split_off(start);
    let lines = desk.lines;
    let first = &lines[indices[0]];
    let after_tail = rest.last().is_some_and(|&index| lines[index].kind == Kind::Tail);
    if !after_tail && first.blank <= desk.usual_gap {
        desk.doubt(
            first,
            say!("这一段是图片说明，还是正文？", "is this a caption or a paragraph?"),
            say!("作图片说明", "taken as the caption"),
        );
    }
    let letters = indices.iter().flat_map(|&index| lines[index].passage.letters.clone());
    let caption = Passage {
        file: first.passage.file,
        letters: letters.collect(),
    };
    Some(desk.text(&caption))
}

/// Where in a story's lines the caption begins that ends them.
fn caption_start(desk: &Desk<'_>, rest: &[usize]) -> Option<usize> {
    let line = |position: usize| &desk.lines[rest[position]];
    let mut start = rest.len().checked_sub(1)?;
    let mut count = line(start).count();
    // A caption broken into lines has no blank line between them.
    while start > 1
        && line(start).blank == 0
        && line(start - 1).goes_on()
        && line(start - 1).kind == Kind::Text
    {
        start -= 1;
        count += line(start).count();
    }
    let caption = line(start).kind == Kind::Text && count <= CAPTION;
    let open =
        start > 0 && line(start - 1).kind == Kind::Text && line(start - 1).goes_on();
    (caption && start > 0 && !open).then_some(start)
}
