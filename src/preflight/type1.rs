//! Type 1 font programs, as far as advances need it: names of glyphs, the codes
//! that the program gives them, and the widths at the beginning of their outlines
//! (Adobe Type 1 Font Format, chapters 2, 6 and 7).

use super::lexer::hex_bytes;
use std::collections::BTreeMap;

/// The keys of the two ciphers.
const PROGRAM: u16 = 55_665;
const OUTLINE: u16 = 4_330;
/// Bytes before what is enciphered, unless the program says otherwise.
const AHEAD: usize = 4;
/// Glyphs that a program may have.
const MOST_GLYPHS: usize = 65_535;
/// Numbers before the width.
const MOST_NUMBERS: usize = 24;

/// A program.
pub(super) struct Type1 {
    /// In the order of their names.
    glyphs: BTreeMap<String, Option<f64>>,
    codes: BTreeMap<u8, String>,
    is_standard: bool,
    /// From the program's units to thousandths of an em.
    scale: f64,
}

impl Type1 {
    /// Reads a program; none if it has no glyphs that can be told.
    pub(super) fn read(data: &[u8]) -> Option<Type1> {
        let data = unwrapped(data);
        let cut = find(&data, b"eexec")? + b"eexec".len();
        let (clear, hidden) = data.split_at(cut);
        let blanks = hidden.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let hidden = &hidden[blanks..];
        let is_hex = hidden.iter().take(4).all(u8::is_ascii_hexdigit);
        let plain = match is_hex {
            true => deciphered(&hex_bytes(hidden), PROGRAM, AHEAD),
            false => deciphered(hidden, PROGRAM, AHEAD),
        };
        let glyphs = glyphs(&plain)?;
        let scale = find(clear, b"/FontMatrix").and_then(|at| {
            let open = at + clear[at..].iter().position(|byte| *byte == b'[')? + 1;
            word(clear, open).0.parse::<f64>().ok()
        });
        let is_standard = find(clear, b"/Encoding").is_some_and(|at| {
            word(clear, at + b"/Encoding".len()).0 == "StandardEncoding"
        });
        let scale = scale.map_or(1.0, |scale| scale * 1000.0);
        Some(Type1 { glyphs, codes: codes(clear), is_standard, scale })
    }

    /// The names of its glyphs.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.glyphs.keys().map(String::as_str)
    }

    /// A glyph by its name; none if the program does not have it, or it is the one
    /// that stands for missing ones.
    pub(super) fn glyph(&self, name: &str) -> Option<u16> {
        let at = self.glyphs.keys().position(|own| own == name)?;
        u16::try_from(at).ok().filter(|_| name != ".notdef")
    }

    /// The name that the program gives a code.
    pub(super) fn encoded(&self, code: u8) -> Option<&str> {
        self.codes.get(&code).map(String::as_str)
    }

    /// Whether its codes are those of Adobe's own encoding.
    pub(super) fn is_standard(&self) -> bool {
        self.is_standard
    }

    /// A glyph's advance in thousandths of an em.
    pub(super) fn advance(&self, glyph: u16) -> Option<f64> {
        let width = self.glyphs.values().nth(usize::from(glyph))?;
        width.map(|width| width * self.scale)
    }
}

/// Without the marks between the parts of a file for Windows.
fn unwrapped(data: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some([0x80, 1 | 2, a, b, c, d]) = data.get(at..at + 6) {
        let length = u32::from_le_bytes([*a, *b, *c, *d]);
        let end = usize::try_from(length).unwrap_or(0).saturating_add(at + 6);
        plain.extend_from_slice(&data[at + 6..end.min(data.len())]);
        at = end;
    }
    if plain.is_empty() { data.to_vec() } else { plain }
}

fn find(data: &[u8], wanted: &[u8]) -> Option<usize> {
    data.windows(wanted.len()).position(|window| window == wanted)
}

fn deciphered(data: &[u8], key: u16, ahead: usize) -> Vec<u8> {
    let mut key = key;
    let plain = data.iter().map(|byte| {
        let [high, _] = key.to_be_bytes();
        key = (u16::from(*byte).wrapping_add(key))
            .wrapping_mul(52_845)
            .wrapping_add(22_719);
        byte ^ high
    });
    plain.skip(ahead).collect()
}

/// The next word from a place on, and where it ends.
fn word(data: &[u8], from: usize) -> (&str, usize) {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/[]{}()".contains(byte);
    let rest = data.get(from..).unwrap_or_default();
    let start = from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = data.get(start..).unwrap_or_default();
    let long = rest.iter().take_while(|byte| !is_end(byte)).count();
    let text = std::str::from_utf8(&rest[..long]).unwrap_or_default();
    (text, start + long)
}

/// `dup 65 /A put`, as often as it stands before the outlines.
fn codes(clear: &[u8]) -> BTreeMap<u8, String> {
    let mut codes = BTreeMap::new();
    let Some(mut at) = find(clear, b"/Encoding") else { return codes };
    while let Some(next) = find(&clear[at..], b"dup ") {
        at += next + b"dup ".len();
        let (code, end) = word(clear, at);
        let slash = end + clear[end..].iter().take_while(|byte| **byte == b' ').count();
        if let (Ok(code), Some(b'/')) = (code.parse::<u8>(), clear.get(slash)) {
            codes.insert(code, word(clear, slash + 1).0.to_string());
        }
    }
    codes
}

/// `/A 123 RD …`, of each glyph in the part that was hidden.
fn glyphs(plain: &[u8]) -> Option<BTreeMap<String, Option<f64>>> {
    let ahead = find(plain, b"/lenIV")
        .and_then(|at| word(plain, at + b"/lenIV".len()).0.parse::<usize>().ok());
    let ahead = ahead.unwrap_or(AHEAD);
    let mut at = find(plain, b"/CharStrings")? + b"/CharStrings".len();
    let mut glyphs = BTreeMap::new();
    while let Some(next) = plain[at..].iter().position(|byte| *byte == b'/') {
        let (name, end) = word(plain, at + next + 1);
        let (length, end) = word(plain, end);
        let (_, end) = word(plain, end);
        at = end.max(at + next + 1);
        // One blank, and then the bytes.
        let Ok(length) = length.parse::<usize>() else { continue };
        let bytes = end + 1..(end + 1).saturating_add(length);
        let Some(outline) = plain.get(bytes.clone()) else { break };
        at = bytes.end;
        glyphs.insert(name.to_string(), width(&deciphered(outline, OUTLINE, ahead)));
        if glyphs.len() > MOST_GLYPHS {
            break;
        }
    }
    (!glyphs.is_empty()).then_some(glyphs)
}

/// The width at the beginning of an outline; none if it is reckoned in a way that
/// few are.
fn width(outline: &[u8]) -> Option<f64> {
    let mut stack: Vec<f64> = Vec::new();
    let mut bytes = outline.iter().copied();
    while let Some(byte) = bytes.next() {
        let first = f64::from(byte);
        match byte {
            32..=246 => stack.push(first - 139.0),
            247..=250 => {
                stack.push((first - 247.0) * 256.0 + f64::from(bytes.next()?) + 108.0);
            }
            251..=254 => {
                stack.push(-(first - 251.0) * 256.0 - f64::from(bytes.next()?) - 108.0);
            }
            255 => {
                let four = [bytes.next()?, bytes.next()?, bytes.next()?, bytes.next()?];
                stack.push(f64::from(i32::from_be_bytes(four)));
            }
            // hsbw: side bearing, width.
            13 => return stack.get(1).copied(),
            12 => match bytes.next()? {
                // sbw: side bearing both ways, width both ways.
                7 => return stack.get(2).copied(),
                // div
                12 => {
                    let (by, of) = (stack.pop()?, stack.pop()?);
                    stack.push(of / by);
                }
                _ => return None,
            },
            _ => return None,
        }
        if stack.len() > MOST_NUMBERS {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The other way round.
    fn enciphered(plain: &[u8], key: u16, ahead: usize) -> Vec<u8> {
        let mut key = key;
        let all = vec![b'x'; ahead].into_iter().chain(plain.iter().copied());
        all.map(|byte| {
            let [high, _] = key.to_be_bytes();
            let hidden = byte ^ high;
            key = (u16::from(hidden).wrapping_add(key))
                .wrapping_mul(52_845)
                .wrapping_add(22_719);
            hidden
        })
        .collect()
    }

    fn program(wrap: fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
        let clear = "%!PS-AdobeFont-1.0: Own\n/FontMatrix [0.0005 0 0 0.0005 0 0] def\n\
            /Encoding 256 array\ndup 65 /A put\ndup 66/B put\ndef\ncurrentfile eexec\n";
        let mut hidden = b"/Private 1 dict /lenIV 4 def /CharStrings 3 dict\n".to_vec();
        // Bearing 0, width 600; the same as 1800 by 3; one that is reckoned.
        let six = [139, 248, 236, 13, 14];
        let divided = [139, 255, 0, 0, 7, 8, 142, 12, 12, 13, 14];
        let drawings: [(&str, &[u8]); 3] =
            [("A", &six), ("B", &divided), (".notdef", &[139, 10, 14])];
        for (name, drawing) in drawings {
            let drawing = enciphered(drawing, OUTLINE, AHEAD);
            hidden.extend(format!("/{name} {} RD ", drawing.len()).into_bytes());
            hidden.extend(drawing);
            hidden.extend(b" ND\n");
        }
        let hidden = wrap(enciphered(&hidden, PROGRAM, AHEAD));
        [clear.as_bytes(), &hidden].concat()
    }

    #[test]
    fn names_codes_and_widths_are_read() {
        let hex = |bytes: Vec<u8>| -> Vec<u8> {
            bytes
                .iter()
                .flat_map(|byte| format!("{byte:02x}").into_bytes())
                .collect()
        };
        for data in [program(|bytes| bytes), program(hex)] {
            let own = Type1::read(&data).expect("a program");
            let width = |name| own.advance(own.glyph(name).expect("there"));
            assert_eq!((width("A"), width("B")), (Some(300.0), Some(300.0)));
            assert_eq!(own.glyph(".notdef"), None);
            assert_eq!((own.encoded(65), own.encoded(67)), (Some("A"), None));
        }
        let whole = program(|bytes| bytes);
        for end in 0..whole.len() {
            let _ = Type1::read(&whole[..end]);
        }
    }
}
