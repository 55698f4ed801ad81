//! Fonts as text is shown with them: codes and widths.

use super::file::File;
use super::lexer::{Operation, number};
use super::matrix::{Area, Matrix};
use super::state::{State, Text};
use lopdf::{Dictionary, Object};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Glyphs of one operation that are gone into; a page has not as many letters.
const MOST_DRAWN: usize = 1 << 16;
/// Widths that are read of one font, however often it gives them.
const MOST_WIDTHS: usize = 1 << 20;
/// From a little below the baseline to the height of an em.
const CELL: (f64, f64) = (-0.15, 0.88);

/// The mode in which text is neither painted nor clips, as what a scan was read
/// to say.
const INVISIBLE: i64 = 3;

/// The fonts that every program has (ISO 32000-1, 9.6.2.2).
const STANDARD: [&[u8]; 14] = [
    b"Times-Roman",
    b"Times-Bold",
    b"Times-Italic",
    b"Times-BoldItalic",
    b"Helvetica",
    b"Helvetica-Bold",
    b"Helvetica-Oblique",
    b"Helvetica-BoldOblique",
    b"Courier",
    b"Courier-Bold",
    b"Courier-Oblique",
    b"Courier-BoldOblique",
    b"Symbol",
    b"ZapfDingbats",
];

/// A font's codes and widths; in ems.
pub(super) struct Font<'f> {
    /// Its dictionary.
    pub(super) dict: &'f Dictionary,
    /// From the space of its drawings to that of text, if its glyphs are drawings
    /// (Type 3).
    drawn: Option<Matrix>,
    /// How far characters reach below and above the baseline.
    reach: (f64, f64),
    /// The size that is told for a size of one.
    em: f64,
    /// Codes that the font itself gives a glyph's name.
    pub(super) names: BTreeMap<u8, &'f [u8]>,
    /// Two bytes a code, else one.
    wide: bool,
    vertical: bool,
    /// Whether the codes are the CIDs themselves.
    identity: bool,
    widths: BTreeMap<u32, f64>,
    /// Whether it gives more widths than can be read.
    pub(super) is_cut: bool,
    default: f64,
    /// The width of codes without one by the file's word.
    missing: f64,
    /// The codes shown so far, and those of them that left a mark.
    shown: RefCell<BTreeSet<u32>>,
    printed: RefCell<BTreeSet<u32>>,
}

impl<'f> Font<'f> {
    /// From its dictionary.
    pub(super) fn of(file: &'f File<'_>, dict: &'f Dictionary) -> Font<'f> {
        let composite = file.name(dict, "Subtype") == Some(b"Type0");
        if composite { Font::composite(file, dict) } else { Font::simple(file, dict) }
    }

    /// Whether its glyphs are drawings.
    pub(super) fn is_drawn(&self) -> bool {
        self.drawn.is_some()
    }

    fn simple(file: &'f File<'_>, dict: &'f Dictionary) -> Font<'f> {
        let first = file.number(dict, "FirstChar").unwrap_or(0.0).clamp(0.0, 255.0);
        let list = dict.get(b"Widths").ok().and_then(|object| file.numbers(object));
        // Type 3 fonts have a space of their own.
        let matrix = dict.get(b"FontMatrix").ok().and_then(|object| file.numbers(object));
        let matrix = matrix.and_then(|matrix| Matrix::of(&matrix));
        let is_drawn = file.name(dict, "Subtype") == Some(b"Type3");
        let drawn = is_drawn.then(|| matrix.unwrap_or(THOUSANDTHS));
        let (reach, em) = drawn.map_or((CELL, 1.0), |matrix| measure(file, dict, matrix));
        let unit = matrix.map_or(0.001, Matrix::across);
        let codes = (0_u32..).skip_while(|code| f64::from(*code) < first);
        let widths = codes
            .zip(list.unwrap_or_default())
            .map(|(code, width)| (code, width * unit));
        let missing = file
            .get_dict(dict, "FontDescriptor")
            .and_then(|descriptor| file.number(descriptor, "MissingWidth"));
        Font {
            dict,
            drawn,
            reach,
            em,
            names: names(file, dict),
            wide: false,
            vertical: false,
            identity: false,
            shown: RefCell::default(),
            printed: RefCell::default(),
            widths: widths.collect(),
            is_cut: false,
            // The fonts that every viewer has may come without widths; half an
            // em is near enough for the box around a word.
            default: missing.map_or(0.5, |width| width * unit),
            missing: missing.map_or(0.0, |width| width * unit),
        }
    }

    fn composite(file: &'f File<'_>, dict: &'f Dictionary) -> Font<'f> {
        let descendant = descendant(file, dict).unwrap_or(&file.nothing);
        let encoding = file.name(dict, "Encoding").unwrap_or_default();
        let default = file.number(descendant, "DW").unwrap_or(1000.0);
        let (widths, is_cut) = cid_widths(file, descendant);
        Font {
            dict,
            drawn: None,
            reach: CELL,
            em: 1.0,
            names: BTreeMap::new(),
            wide: true,
            vertical: encoding.ends_with(b"-V"),
            identity: encoding.starts_with(b"Identity-"),
            shown: RefCell::default(),
            printed: RefCell::default(),
            widths,
            is_cut,
            default: default / 1000.0,
            missing: default / 1000.0,
        }
    }

    /// The width that the file gives a code.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default)
    }

    /// The width that the file itself gives a code of one byte: nothing, unless it
    /// says otherwise.
    pub(super) fn told(&self, code: u8) -> f64 {
        let told = self.widths.get(&u32::from(code)).copied();
        told.unwrap_or(self.missing)
    }

    /// Whether its widths are what the file says: those of the fonts that every
    /// program has may be left out.
    pub(super) fn tells_widths(&self, file: &File<'_>) -> bool {
        let name = file.name(self.dict, "BaseFont").unwrap_or_default();
        !self.widths.is_empty() || !STANDARD.contains(&name)
    }

    /// Whether a code left a mark wherever it was shown, if only as a clip.
    pub(super) fn printed(&self, code: u16) -> bool {
        self.printed.borrow().contains(&u32::from(code))
    }

    /// The codes that were shown, if they have one byte.
    pub(super) fn codes_shown(&self) -> Option<Vec<u8>> {
        let shown = self.shown.borrow();
        let codes = shown.iter().filter_map(|code| u8::try_from(*code).ok());
        (!self.wide && !self.is_drawn()).then(|| codes.collect())
    }

    /// The CIDs that were shown, if the codes are CIDs.
    pub(super) fn cids(&self) -> Option<Vec<u16>> {
        let shown = self.shown.borrow();
        let cids = shown.iter().filter_map(|code| u16::try_from(*code).ok());
        self.identity.then(|| cids.collect())
    }

    /// How many codes an operation shows.
    pub(super) fn count(&self, operation: &Operation<'_>) -> f64 {
        let pieces: &[Object] = match operation.operands.last() {
            Some(Object::Array(pieces)) => pieces,
            Some(text) => std::slice::from_ref(text),
            None => &[],
        };
        let bytes = pieces.iter().filter_map(|piece| piece.as_str().ok());
        let bytes: usize = bytes.map(<[u8]>::len).sum();
        bytes as f64 / if self.wide { 2.0 } else { 1.0 }
    }

    fn codes<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = u32> + use<'t> {
        let step = if self.wide { 2 } else { 1 };
        text.chunks(step).map(|bytes| {
            bytes.iter().fold(0, |code: u32, byte| code << 8 | u32::from(*byte))
        })
    }
}

/// Names of glyphs by code: of numbers, each with the names that follow on from
/// it.
fn names<'f>(file: &'f File<'_>, dict: &'f Dictionary) -> BTreeMap<u8, &'f [u8]> {
    let list = file.get_dict(dict, "Encoding");
    let list = list.and_then(|own| file.get(own, "Differences")?.as_array().ok());
    let (mut names, mut at) = (BTreeMap::new(), 0);
    for item in list.into_iter().flatten().map(|item| file.follow(item)) {
        if let Ok(name) = item.as_name() {
            names.extend(u8::try_from(at).ok().map(|code| (code, name)));
            at += 1;
        } else if let Ok(number) = item.as_i64() {
            at = number.clamp(0, 256);
        }
    }
    names
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
/// And whether there were more than can be read.
fn cid_widths(file: &File<'_>, dict: &Dictionary) -> (BTreeMap<u32, f64>, bool) {
    let mut widths = BTreeMap::new();
    let Some(Object::Array(items)) = file.get(dict, "W") else { return (widths, false) };
    let mut at = 0;
    let code = |at: usize| {
        let number = items.get(at).and_then(|object| number(file.follow(object)))?;
        (0..=65_535).contains(&whole(number)).then(|| whole(number))
    };
    let mut left = MOST_WIDTHS;
    while let Some(first) = code(at).filter(|_| left > 0) {
        match items.get(at + 1).map(|object| file.follow(object)) {
            Some(Object::Array(list)) => {
                let list = list.iter().filter_map(|object| number(file.follow(object)));
                let known = widths.len();
                widths.extend((first..).zip(list.map(|width| width / 1000.0)));
                left = left.saturating_sub(widths.len() - known + 1);
                at += 2;
            }
            Some(_) => {
                let width =
                    items.get(at + 2).and_then(|object| number(file.follow(object)));
                let (Some(last), Some(width)) = (code(at + 1), width) else { break };
                left = left.saturating_sub(last.saturating_sub(first) as usize + 1);
                widths.extend((first..=last).map(|code| (code, width / 1000.0)));
                at += 3;
            }
            None => break,
        }
    }
    (widths, left == 0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps within the type's range, and codes are small"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// Letters as usual: a thousand units to the em.
const THOUSANDTHS: Matrix = Matrix([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);

/// How far drawings reach below and above the baseline, and the size to tell for
/// a size of one: the em if it is as in other fonts, else the height of all
/// drawings, for nothing says what their em is.
fn measure(file: &File<'_>, dict: &Dictionary, matrix: Matrix) -> ((f64, f64), f64) {
    let around = file.area(dict, "FontBBox").filter(|area| area.height() > 0.0);
    let usual = (matrix.up() - 0.001).abs() < 1e-4;
    match around {
        Some(area) if !usual => {
            let (low, high) = (area.y0 * matrix.up(), area.y1 * matrix.up());
            ((low, high), high - low)
        }
        _ => (CELL, if usual { 1.0 } else { 1000.0 * matrix.up() }),
    }
}

/// What was shown.
pub(super) struct Shown {
    /// The box of it on the page.
    pub(super) area: Area,
    /// The size of the type on the page.
    pub(super) size: f64,
    /// Codes of drawings, each with the way from their space to the one text
    /// stands in.
    pub(super) drawings: Vec<(u8, Matrix)>,
    /// Whether there were more drawings.
    pub(super) is_cut: bool,
}

/// Shows text: moves on, and tells what is shown. None if nothing is.
pub(super) fn show(operation: &Operation<'_>, state: &mut State<'_>) -> Option<Shown> {
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
    let (mut drawings, mut is_cut) = (Vec::new(), false);
    let page = state.matrix;
    let is_invisible = text.mode == INVISIBLE;
    for piece in pieces {
        if let Some(back) = number(piece) {
            let step = -back / 1000.0 * text.size;
            advance(text, step, font.vertical);
            continue;
        }
        let Ok(bytes) = piece.as_str() else { continue };
        for code in font.codes(bytes) {
            font.shown.borrow_mut().insert(code);
            if !is_invisible {
                font.printed.borrow_mut().insert(code);
            }
            let width = if font.vertical { -1.0 } else { font.width(code) };
            area = area.join(cell(text, width, &font, page));
            match font.drawn {
                Some(_) if drawings.len() >= MOST_DRAWN => is_cut = true,
                Some(matrix) => {
                    let code = u8::try_from(code).unwrap_or(0);
                    drawings.push((code, matrix.then(placed(text))));
                }
                None => {}
            }
            let space = if code == 32 && !font.wide { text.word_space } else { 0.0 };
            advance(
                text,
                width * text.size + text.character_space + space,
                font.vertical,
            );
        }
    }
    let size = (text.size * font.em * text.matrix.then(page).up()).abs();
    (!area.is_none()).then_some(Shown { area, size, drawings, is_cut })
}

/// From a glyph's em to the space that text stands in.
fn placed(text: &Text<'_>) -> Matrix {
    let size = Matrix([text.size * text.scale, 0.0, 0.0, text.size, 0.0, text.rise]);
    size.then(text.matrix)
}

fn advance(text: &mut Text<'_>, by: f64, vertical: bool) {
    let (across, up) = if vertical { (0.0, by) } else { (by * text.scale, 0.0) };
    text.matrix = Matrix([1.0, 0.0, 0.0, 1.0, across, up]).then(text.matrix);
}

/// The box of one character.
fn cell(text: &Text<'_>, width: f64, font: &Font<'_>, page: Matrix) -> Area {
    let (low, high) = font.reach;
    let (low, high) = (text.rise + low * text.size, text.rise + high * text.size);
    let area = if font.vertical {
        Area::of(&[-0.5 * text.size, -text.size, 0.5 * text.size, 0.0])
    } else {
        Area::of(&[0.0, low, width * text.size * text.scale, high])
    };
    area.map_or(Area::NONE, |area| text.matrix.then(page).bounds(area))
}
