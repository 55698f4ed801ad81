//! Fonts as text is shown with them: codes and widths.

use super::file::File;
use super::lexer::{Operation, number};
use super::matrix::{Area, Matrix};
use super::state::State;
use lopdf::{Dictionary, Object};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A font's codes and widths; in ems.
pub(super) struct Font {
    /// Two bytes a code, else one.
    wide: bool,
    vertical: bool,
    /// Whether the codes are the CIDs themselves.
    identity: bool,
    widths: BTreeMap<u32, f64>,
    default: f64,
    /// The codes shown so far.
    shown: RefCell<BTreeSet<u32>>,
}

impl Font {
    /// From its dictionary.
    pub(super) fn of(file: &File<'_>, dict: &Dictionary) -> Font {
        let composite = file.name(dict, "Subtype") == Some(b"Type0");
        if composite { Font::composite(file, dict) } else { Font::simple(file, dict) }
    }

    fn simple(file: &File<'_>, dict: &Dictionary) -> Font {
        let first = file.number(dict, "FirstChar").unwrap_or(0.0).clamp(0.0, 255.0);
        let list = dict.get(b"Widths").ok().and_then(|object| file.numbers(object));
        // Type 3 fonts have a space of their own.
        let matrix = dict.get(b"FontMatrix").ok().and_then(|object| file.numbers(object));
        let unit = matrix
            .and_then(|matrix| Matrix::of(&matrix))
            .map_or(0.001, Matrix::across);
        let codes = (0_u32..).skip_while(|code| f64::from(*code) < first);
        let widths = codes
            .zip(list.unwrap_or_default())
            .map(|(code, width)| (code, width * unit));
        let missing = file
            .get_dict(dict, "FontDescriptor")
            .and_then(|descriptor| file.number(descriptor, "MissingWidth"));
        Font {
            wide: false,
            vertical: false,
            identity: false,
            shown: RefCell::default(),
            widths: widths.collect(),
            // The fonts that every viewer has may come without widths; half an
            // em is near enough for the box around a word.
            default: missing.map_or(0.5, |width| width * unit),
        }
    }

    fn composite(file: &File<'_>, dict: &Dictionary) -> Font {
        let descendant = descendant(file, dict).unwrap_or(&file.nothing);
        let encoding = file.name(dict, "Encoding").unwrap_or_default();
        let default = file.number(descendant, "DW").unwrap_or(1000.0);
        Font {
            wide: true,
            vertical: encoding.ends_with(b"-V"),
            identity: encoding.starts_with(b"Identity-"),
            shown: RefCell::default(),
            widths: cid_widths(file, descendant),
            default: default / 1000.0,
        }
    }

    /// The width that the file gives a code.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default)
    }

    /// The CIDs that were shown, if the codes are CIDs.
    pub(super) fn cids(&self) -> Option<Vec<u16>> {
        let shown = self.shown.borrow();
        let cids = shown.iter().filter_map(|code| u16::try_from(*code).ok());
        self.identity.then(|| cids.collect())
    }

    fn codes<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = u32> + use<'t> {
        let step = if self.wide { 2 } else { 1 };
        text.chunks(step).map(|bytes| {
            bytes.iter().fold(0, |code: u32, byte| code << 8 | u32::from(*byte))
        })
    }
}

/// The font inside a composite font.
pub(super) fn descendant<'a>(
    file: &'a File<'_>,
    dict: &'a Dictionary,
) -> Option<&'a Dictionary> {
    let list = file.get(dict, "DescendantFonts")?.as_array().ok()?;
    file.dict(list.first()?)
}

/// The widths of `/W`: `c [w1 w2 …]` and `first last w`.
fn cid_widths(file: &File<'_>, dict: &Dictionary) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let Some(Object::Array(items)) = file.get(dict, "W") else { return widths };
    let mut at = 0;
    let code = |at: usize| {
        let number = items.get(at).and_then(|object| number(file.follow(object)))?;
        (0..=65_535).contains(&whole(number)).then(|| whole(number))
    };
    while let Some(first) = code(at) {
        match items.get(at + 1).map(|object| file.follow(object)) {
            Some(Object::Array(list)) => {
                let list = list.iter().filter_map(|object| number(file.follow(object)));
                widths.extend((first..).zip(list.map(|width| width / 1000.0)));
                at += 2;
            }
            Some(_) => {
                let width =
                    items.get(at + 2).and_then(|object| number(file.follow(object)));
                let (Some(last), Some(width)) = (code(at + 1), width) else { break };
                widths.extend((first..=last).map(|code| (code, width / 1000.0)));
                at += 3;
            }
            None => break,
        }
    }
    widths
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps within the type's range, and codes are small"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// Shows text: moves on, and gives the box of what is shown with the size of
/// the type on the page. None if nothing is.
pub(super) fn show(operation: &Operation<'_>, state: &mut State) -> Option<(Area, f64)> {
    let operands = &operation.operands;
    match operation.operator {
        b"'" => state.text.next_line(0.0, -state.text.leading),
        b"\"" => {
            state.text.word_space = operation.number(0);
            state.text.character_space = operation.number(1);
            state.text.next_line(0.0, -state.text.leading);
        }
        _ => {}
    }
    let pieces: &[Object] = match operands.last()? {
        Object::Array(pieces) => pieces,
        text => std::slice::from_ref(text),
    };
    let font = state.text.font.clone()?;
    let text = &mut state.text;
    let mut area = Area::NONE;
    let page = state.matrix;
    for piece in pieces {
        if let Some(back) = number(piece) {
            let step = -back / 1000.0 * text.size;
            advance(text, step, font.vertical);
            continue;
        }
        let Ok(bytes) = piece.as_str() else { continue };
        for code in font.codes(bytes) {
            font.shown.borrow_mut().insert(code);
            let width = if font.vertical { -1.0 } else { font.width(code) };
            area = area.join(cell(text, width, font.vertical, page));
            let space = if code == 32 && !font.wide { text.word_space } else { 0.0 };
            advance(
                text,
                width * text.size + text.character_space + space,
                font.vertical,
            );
        }
    }
    let size = (text.size * text.matrix.then(page).up()).abs();
    (!area.is_none()).then_some((area, size))
}

fn advance(text: &mut super::state::Text, by: f64, vertical: bool) {
    let (across, up) = if vertical { (0.0, by) } else { (by * text.scale, 0.0) };
    text.matrix = Matrix([1.0, 0.0, 0.0, 1.0, across, up]).then(text.matrix);
}

/// The box of one character: from a little below the baseline to the height
/// of an em.
fn cell(text: &super::state::Text, width: f64, vertical: bool, page: Matrix) -> Area {
    let (low, high) = (text.rise - 0.15 * text.size, text.rise + 0.88 * text.size);
    let area = if vertical {
        Area::of(&[-0.5 * text.size, -text.size, 0.5 * text.size, 0.0])
    } else {
        Area::of(&[0.0, low, width * text.size * text.scale, high])
    };
    area.map_or(Area::NONE, |area| text.matrix.then(page).bounds(area))
}
