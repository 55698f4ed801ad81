//! Content streams, one operation after the other.
//!
//! lopdf reads whole streams at once and stops at the first byte it does not
//! understand, so that a damaged page would look like a short one; inline
//! pictures with filters it skips. This reader tells what it passes over and
//! holds one operation at a time.

use lopdf::{Dictionary, Object, Stream, StringFormat};

/// Arrays and dictionaries inside each other; real files have three or four.
const MOST_NESTED: usize = 64;
/// Operands before an operator; the longest real ones are `scn` of DeviceN.
const MOST_OPERANDS: usize = 256;

/// Reads operations out of a stream's plain bytes.
pub(super) struct Lexer<'a> {
    data: &'a [u8],
    at: usize,
    /// How many times something was not understood.
    pub(super) faults: usize,
}

/// One operation.
pub(super) struct Operation<'a> {
    /// The operator; `BI` for a whole inline picture.
    pub(super) operator: &'a [u8],
    /// What stands before it; for an inline picture the stream.
    pub(super) operands: Vec<Object>,
    /// All its bytes.
    pub(super) source: &'a [u8],
}

impl Operation<'_> {
    /// An operand as a number, zero if it is none.
    pub(super) fn number(&self, at: usize) -> f64 {
        self.operands.get(at).and_then(number).unwrap_or(0.0)
    }

    /// All operands that are numbers.
    pub(super) fn numbers(&self) -> Vec<f64> {
        self.operands.iter().filter_map(number).collect()
    }

    /// An operand as a name.
    pub(super) fn name(&self, at: usize) -> Option<&[u8]> {
        self.operands.get(at)?.as_name().ok()
    }
}

/// A number of either kind.
pub(super) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).filter(|n| n.is_finite())
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !b"()<>[]{}/%".contains(&byte)
}

impl<'a> Lexer<'a> {
    pub(super) fn new(data: &'a [u8]) -> Lexer<'a> {
        Lexer { data, at: 0, faults: 0 }
    }

    /// The next operation; none at the end.
    pub(super) fn next(&mut self) -> Option<Operation<'a>> {
        let mut operands = Vec::new();
        self.blank();
        let start = self.at;
        loop {
            self.blank();
            if self.at >= self.data.len() {
                self.faults += usize::from(!operands.is_empty());
                return None;
            }
            if let Some(operand) = self.object(0) {
                operands.push(operand);
                if operands.len() > MOST_OPERANDS {
                    self.faults += 1;
                    operands.clear();
                }
                continue;
            }
            let operator = self.word();
            if operator.is_empty() {
                self.faults += 1;
                self.at += 1;
                continue;
            }
            if operator == b"BI" {
                operands =
                    self.inline_picture().map(Object::Stream).into_iter().collect();
            }
            let source = &self.data[start..self.at];
            return Some(Operation { operator, operands, source });
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.data[self.at.min(self.data.len())..]
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let end = self.rest().iter().position(|b| matches!(b, b'\n' | b'\r'));
                self.at += end.unwrap_or(self.rest().len());
            } else if is_white(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Regular characters up to the next blank or delimiter.
    fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// An operand; none if an operator, the end of a group, or nothing that
    /// can be understood stands here.
    fn object(&mut self, depth: usize) -> Option<Object> {
        match self.peek()? {
            b'/' => {
                self.at += 1;
                Some(Object::Name(unescape(self.word())))
            }
            b'(' => Some(self.literal()),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth),
            b'<' => Some(self.hexadecimal()),
            b'[' => self.array(depth),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            b't' | b'f' | b'n' => self.constant(),
            _ => None,
        }
    }

    fn constant(&mut self) -> Option<Object> {
        let before = self.at;
        match self.word() {
            b"true" => Some(Object::Boolean(true)),
            b"false" => Some(Object::Boolean(false)),
            b"null" => Some(Object::Null),
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn number(&mut self) -> Option<Object> {
        let word = std::str::from_utf8(self.word()).unwrap_or_default();
        if let Ok(whole) = word.parse::<i64>() {
            return Some(Object::Integer(whole));
        }
        let plain = word.bytes().all(|b| matches!(b, b'+' | b'-' | b'.' | b'0'..=b'9'));
        match word.parse::<f32>() {
            Ok(real) if plain => Some(Object::Real(real)),
            // Viewers take what is not a number for zero; so do we, and tell.
            _ => {
                self.faults += 1;
                Some(Object::Integer(0))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        if depth >= MOST_NESTED {
            return None;
        }
        let mut items = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Some(Object::Array(items));
                }
                None => {
                    self.faults += 1;
                    return Some(Object::Array(items));
                }
                Some(_) => match self.object(depth + 1) {
                    Some(item) => items.push(item),
                    None => self.pass_over(),
                },
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        if depth >= MOST_NESTED {
            return None;
        }
        let dict = self.pairs(depth, |rest| rest.starts_with(b">>"));
        self.at = (self.at + 2).min(self.data.len());
        Some(Object::Dictionary(dict))
    }

    /// Keys and values up to an end, which is left.
    fn pairs(&mut self, depth: usize, ends: impl Fn(&[u8]) -> bool) -> Dictionary {
        let mut dict = Dictionary::new();
        loop {
            self.blank();
            if self.at >= self.data.len() {
                self.faults += 1;
                return dict;
            }
            if ends(self.rest()) {
                return dict;
            }
            let Some(Object::Name(key)) = self.object(depth + 1) else {
                self.pass_over();
                continue;
            };
            self.blank();
            if let Some(value) = self.object(depth + 1) {
                dict.set(key, value);
            }
        }
    }

    fn pass_over(&mut self) {
        self.faults += 1;
        if self.word().is_empty() {
            self.at += 1;
        }
    }

    fn literal(&mut self) -> Object {
        let mut text = Vec::new();
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        text.push(byte);
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Object::String(text, StringFormat::Literal);
                    }
                    text.push(byte);
                }
                b'\\' => self.escape(&mut text),
                _ => text.push(byte),
            }
        }
        self.faults += 1;
        Object::String(text, StringFormat::Literal)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(u8::try_from(value & 255).unwrap_or(0));
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Object {
        self.at += 1;
        let rest = self.rest();
        let end = rest.iter().position(|byte| *byte == b'>');
        self.faults += usize::from(end.is_none());
        let end = end.unwrap_or(rest.len());
        self.at = (self.at + end + 1).min(self.data.len());
        Object::String(hex_bytes(&rest[..end]), StringFormat::Hexadecimal)
    }

    /// From behind `BI` to behind `EI`.
    fn inline_picture(&mut self) -> Option<Stream> {
        let dict = self.pairs(0, |rest| {
            rest.starts_with(b"ID") && rest.get(2).is_none_or(|byte| is_white(*byte))
        });
        self.at = (self.at + 3).min(self.data.len());
        let rest = self.rest();
        // The data may hold anything, so the end is an EI between blanks that
        // leads on to something printable.
        let is_end = |at: &usize| {
            let tail = &rest[*at..];
            is_white(tail[0])
                && tail[1..].starts_with(b"EI")
                && tail.get(3).is_none_or(|byte| is_white(*byte))
                && tail
                    .iter()
                    .skip(3)
                    .take(8)
                    .all(|byte| byte.is_ascii() && *byte != 0x7F)
        };
        let Some(end) = (0..rest.len().saturating_sub(2)).find(is_end) else {
            self.faults += 1;
            self.at = self.data.len();
            return None;
        };
        self.at += end + 3;
        Some(Stream::new(dict, rest[..end].to_vec()))
    }
}

/// A name without its `#` escapes.
fn unescape(word: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        let pair = word.get(at + 1..at + 3).filter(|_| word[at] == b'#');
        let digits = pair.and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                name.push(byte);
                at += 3;
            }
            None => {
                name.push(word[at]);
                at += 1;
            }
        }
    }
    name
}

/// Pairs of hexadecimal digits; anything else is passed over, as viewers do.
pub(super) fn hex_bytes(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(data: &[u8]) -> (Vec<String>, usize) {
        let mut lexer = Lexer::new(data);
        let mut found = Vec::new();
        while let Some(operation) = lexer.next() {
            let name = String::from_utf8_lossy(operation.operator).into_owned();
            found.push(format!("{name}/{}", operation.operands.len()));
        }
        (found, lexer.faults)
    }

    #[test]
    fn operations_with_all_kinds_of_operands() {
        let data = b"q 1 0 0 1 .5 -3. cm % a note\n[(a\\)(b)) 12 <4E2D>]TJ /N#20x gs\
            /P <</A [1 2] /B true>> BDC f* d0 n";
        let (found, faults) = operators(data);
        let wanted = ["q/0", "cm/6", "TJ/1", "gs/1", "BDC/2", "f*/0", "d0/0", "n/0"];
        assert_eq!((found, faults), (wanted.map(String::from).to_vec(), 0));
        let mut lexer = Lexer::new(data);
        let mut shown = || lexer.next().expect("TJ is the third");
        let shown = [shown(), shown(), shown()].into_iter().next_back().expect("three");
        let parts = shown.operands[0].as_array().expect("an array");
        assert_eq!(parts[0].as_str().expect("a string"), b"a)(b)");
        assert_eq!(parts[2].as_str().expect("a string"), [0x4E, 0x2D]);
    }

    #[test]
    fn inline_pictures_are_one_operation() {
        let data = b"q BI /W 2 /H 1 /CS /G /BPC 8 /F /AHx ID 0 EIx>\nEI Q";
        let (found, faults) = operators(data);
        assert_eq!((found.join(" "), faults), ("q/0 BI/1 Q/0".into(), 0));
        let without_space = operators(b"BI /W 1 /H 1 /BPC 1 ID x EI");
        assert_eq!(without_space, (vec!["BI/1".into()], 0));
    }

    #[test]
    fn damage_is_counted_and_passed_over() {
        for (data, wanted) in [
            (&b"q (never closed"[..], "q/0"),
            (b"q ] > Q", "q/0 Q/0"),
            (b"1 2 3", ""),
            (b"q 1.2.3 w Q", "q/0 w/1 Q/0"),
            (b"BI /W 1 ID abc", "BI/0"),
        ] {
            let (found, faults) = operators(data);
            assert_eq!(found.join(" "), wanted);
            assert!(faults > 0, "{wanted}");
        }
        let deep = [b'['; 100_000];
        assert!(operators(&deep).1 > 0);
    }
}
