//! The advances that a CFF program itself gives its glyphs. ttf-parser tells
//! them of fonts with glyph names alone, and most fonts of a Chinese page are
//! numbered by CID.

use std::collections::BTreeMap;

/// Subroutines inside each other; the standard's limit.
const MOST_NESTED: usize = 10;
/// Numbers on the stack; twice the standard's limit.
const MOST_NUMBERS: usize = 96;
/// Operators of dictionaries; those of two bytes count from 1200 on.
const CHARSET: u16 = 15;
const GLYPHS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBROUTINES: u16 = 19;
const DEFAULT_WIDTH: u16 = 20;
const NOMINAL_WIDTH: u16 = 21;
const MATRIX: u16 = 1207;
const ROS: u16 = 1230;
const FONTS: u16 = 1236;
const SELECT: u16 = 1237;

type Dict = BTreeMap<u16, Vec<f64>>;

/// A program, looked into as far as advances need it.
pub(super) struct Cff<'a> {
    glyphs: Index<'a>,
    shared: Index<'a>,
    parts: Vec<Part<'a>>,
    /// Which part each glyph belongs to; nothing if there is one for all.
    select: Vec<u8>,
    /// Glyphs by CID; none if the number of a glyph is its CID.
    by_cid: Option<BTreeMap<u16, usize>>,
}

/// Glyphs of one kind: their widths and subroutines.
struct Part<'a> {
    default: f64,
    nominal: f64,
    own: Index<'a>,
    /// From the program's units to thousandths of an em.
    scale: f64,
}

/// Byte strings by number.
#[derive(Clone, Default)]
struct Index<'a> {
    items: Vec<&'a [u8]>,
}

impl<'a> Cff<'a> {
    /// Reads a program; none if it is damaged.
    pub(super) fn read(data: &'a [u8]) -> Option<Cff<'a>> {
        let (_, at) = Index::read(data, usize::from(*data.get(2)?))?;
        let (tops, at) = Index::read(data, at)?;
        let (_, at) = Index::read(data, at)?;
        let (shared, _) = Index::read(data, at)?;
        let top = dict(tops.items.first()?)?;
        let (glyphs, _) = Index::read(data, offset(&top, GLYPHS)?)?;
        let is_cid = top.contains_key(&ROS);
        let mut cff = Cff {
            glyphs,
            shared,
            parts: Vec::new(),
            select: Vec::new(),
            by_cid: None,
        };
        if is_cid {
            let (fonts, _) = Index::read(data, offset(&top, FONTS)?)?;
            for font in &fonts.items {
                let font = dict(font)?;
                let part = Part::read(data, &font, scale(&top, Some(&font)))?;
                cff.parts.push(part);
            }
            cff.select = select(data, offset(&top, SELECT)?, cff.glyphs.items.len())?;
            let charset = top.get(&CHARSET).and_then(|numbers| numbers.first());
            let cids = charset.copied().filter(|at| *at > 2.0);
            cff.by_cid = match cids {
                Some(at) => Some(charset_of(data, whole(at)?, cff.glyphs.items.len())?),
                None => None,
            };
        } else {
            cff.parts.push(Part::read(data, &top, scale(&top, None))?);
        }
        Some(cff)
    }

    /// The glyph of a character by its CID; none if the program has none.
    pub(super) fn glyph(&self, cid: u16) -> Option<usize> {
        let glyph = match &self.by_cid {
            Some(by_cid) => *by_cid.get(&cid)?,
            None => usize::from(cid),
        };
        (glyph < self.glyphs.items.len()).then_some(glyph)
    }

    /// The advance of a glyph, in thousandths of an em.
    pub(super) fn advance(&self, glyph: usize) -> Option<f64> {
        let part = self.select.get(glyph).copied().unwrap_or(0);
        let part = self.parts.get(usize::from(part))?;
        let mut walk = Walk {
            shared: &self.shared,
            own: &part.own,
            stack: Vec::new(),
        };
        let width = match walk.first(self.glyphs.items.get(glyph)?, 0)? {
            First::Width(width) => part.nominal + width,
            First::NoWidth => part.default,
        };
        Some(width * part.scale)
    }
}

impl<'a> Part<'a> {
    fn read(data: &'a [u8], font: &Dict, scale: f64) -> Option<Part<'a>> {
        let [length, start] = font.get(&PRIVATE)?[..] else { return None };
        let (length, start) = (whole(length)?, whole(start)?);
        let private = dict(data.get(start..start.checked_add(length)?)?)?;
        let number = |key: u16| private.get(&key).and_then(|numbers| numbers.first());
        let own = match number(SUBROUTINES) {
            Some(at) => Index::read(data, start + whole(*at)?)?.0,
            None => Index::default(),
        };
        Some(Part {
            default: number(DEFAULT_WIDTH).copied().unwrap_or(0.0),
            nominal: number(NOMINAL_WIDTH).copied().unwrap_or(0.0),
            own,
            scale,
        })
    }
}

impl<'a> Index<'a> {
    /// The index at a place, and where it ends.
    fn read(data: &'a [u8], at: usize) -> Option<(Index<'a>, usize)> {
        let count = number(data, at, 2)?;
        if count == 0 {
            return Some((Index::default(), at + 2));
        }
        let size = usize::from(*data.get(at + 2)?);
        let base = at + 2 + (count + 1) * size;
        let place = |item: usize| Some(base + number(data, at + 3 + item * size, size)?);
        let mut items = Vec::with_capacity(count);
        for item in 0..count {
            items.push(data.get(place(item)?..place(item + 1)?)?);
        }
        Some((Index { items }, place(count)?))
    }

    /// A subroutine by the number in front of its call.
    fn called(&self, biased: f64) -> Option<&'a [u8]> {
        let bias = match self.items.len() {
            0..1240 => 107.0,
            1240..33900 => 1131.0,
            _ => 32768.0,
        };
        self.items.get(whole(biased + bias)?).copied()
    }
}

/// A glyph's program up to the operator that may have a width before it.
struct Walk<'w, 'a> {
    shared: &'w Index<'a>,
    own: &'w Index<'a>,
    stack: Vec<f64>,
}

enum First {
    Width(f64),
    NoWidth,
}

impl Walk<'_, '_> {
    /// None if a subroutine ended before such an operator, or the program is
    /// damaged or reckons.
    fn first(&mut self, program: &[u8], depth: usize) -> Option<First> {
        let mut at = 0;
        while let Some(byte) = program.get(at).copied() {
            if let Some((value, next)) = operand(program, at) {
                self.stack.push(value);
                at = next;
                if self.stack.len() > MOST_NUMBERS {
                    return None;
                }
                continue;
            }
            at += 1;
            let usual = match byte {
                // Stems and their masks come in pairs.
                1 | 3 | 18 | 19 | 20 | 23 => self.stack.len() & !1,
                4 | 22 => 1,
                21 => 2,
                14 => self.stack.len() & !1,
                10 | 29 if depth < MOST_NESTED => {
                    let number = self.stack.pop()?;
                    let list = if byte == 10 { self.own } else { self.shared };
                    let inner = list.called(number)?;
                    match self.first(inner, depth + 1) {
                        Some(first) => return Some(first),
                        None => continue,
                    }
                }
                _ => return None,
            };
            return Some(match self.stack.first() {
                Some(width) if self.stack.len() > usual => First::Width(*width),
                _ => First::NoWidth,
            });
        }
        None
    }
}

/// A number of a charstring, and where it ends.
fn operand(data: &[u8], at: usize) -> Option<(f64, usize)> {
    let byte = |more: usize| data.get(at + more).map(|byte| f64::from(*byte));
    let first = byte(0)?;
    match data[at] {
        28 => {
            let word = i16::from_be_bytes([*data.get(at + 1)?, *data.get(at + 2)?]);
            Some((f64::from(word), at + 3))
        }
        32..=246 => Some((first - 139.0, at + 1)),
        247..=250 => Some(((first - 247.0) * 256.0 + byte(1)? + 108.0, at + 2)),
        251..=254 => Some((-(first - 251.0) * 256.0 - byte(1)? - 108.0, at + 2)),
        255 => {
            let four = data.get(at + 1..at + 5)?.try_into().ok()?;
            Some((f64::from(i32::from_be_bytes(four)) / 65_536.0, at + 5))
        }
        _ => None,
    }
}

fn dict(data: &[u8]) -> Option<Dict> {
    let (mut dict, mut numbers, mut at) = (Dict::new(), Vec::new(), 0);
    while let Some(byte) = data.get(at).copied() {
        match byte {
            0..=21 => {
                let mut key = u16::from(byte);
                at += 1;
                if byte == 12 {
                    key = 1200 + u16::from(*data.get(at)?);
                    at += 1;
                }
                dict.insert(key, std::mem::take(&mut numbers));
            }
            29 => {
                let four = data.get(at + 1..at + 5)?.try_into().ok()?;
                numbers.push(f64::from(i32::from_be_bytes(four)));
                at += 5;
            }
            30 => {
                let (value, next) = real(data, at + 1)?;
                numbers.push(value);
                at = next;
            }
            // In dictionaries this is reserved.
            255 => return None,
            _ => {
                let (value, next) = operand(data, at)?;
                numbers.push(value);
                at = next;
            }
        }
    }
    Some(dict)
}

/// A number in decimal, two figures a byte.
fn real(data: &[u8], start: usize) -> Option<(f64, usize)> {
    let mut text = String::new();
    for at in start.. {
        let byte = *data.get(at)?;
        for half in [byte >> 4, byte & 15] {
            match half {
                0..=9 => text.push(char::from(b'0' + half)),
                10 => text.push('.'),
                11 => text.push('e'),
                12 => text.push_str("e-"),
                14 => text.push('-'),
                15 => return Some((text.parse().ok()?, at + 1)),
                _ => return None,
            }
        }
    }
    None
}

/// From units to thousandths of an em: the matrices of the font and of the
/// part, one after the other.
fn scale(top: &Dict, font: Option<&Dict>) -> f64 {
    let of = |dict: &Dict| dict.get(&MATRIX).and_then(|matrix| matrix.first().copied());
    let matrix = match (of(top), font.and_then(of)) {
        (None, None) => 0.001,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(top), Some(font)) => top * font,
    };
    matrix * 1000.0
}

fn select(data: &[u8], at: usize, glyphs: usize) -> Option<Vec<u8>> {
    if *data.get(at)? == 0 {
        return Some(data.get(at + 1..at + 1 + glyphs)?.to_vec());
    }
    let ranges = number(data, at + 1, 2)?;
    let mut select = Vec::with_capacity(glyphs);
    for range in 0..ranges {
        let place = at + 3 + range * 3;
        let end = number(data, place + 3, 2)?.min(glyphs);
        select.resize(end.max(select.len()), *data.get(place + 2)?);
    }
    Some(select)
}

/// Glyphs by CID.
fn charset_of(data: &[u8], at: usize, glyphs: usize) -> Option<BTreeMap<u16, usize>> {
    let mut by_cid = BTreeMap::from([(0, 0)]);
    let format = *data.get(at)?;
    let (mut place, mut glyph) = (at + 1, 1);
    while glyph < glyphs {
        let first = number(data, place, 2)?;
        let size = match format {
            0 => 0,
            1 => 1,
            2 => 2,
            _ => return None,
        };
        let more = if size == 0 { 0 } else { number(data, place + 2, size)? };
        place += 2 + size;
        for cid in first..=first + more {
            by_cid.insert(u16::try_from(cid).ok()?, glyph);
            glyph += 1;
        }
    }
    Some(by_cid)
}

/// A whole number of up to four bytes.
fn number(data: &[u8], at: usize, size: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(size)?).filter(|_| size <= 4)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

fn offset(dict: &Dict, key: u16) -> Option<usize> {
    whole(*dict.get(&key)?.first()?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a place in a file"
)]
fn whole(number: f64) -> Option<usize> {
    (0.0..=1e9).contains(&number).then_some(number as usize)
}
