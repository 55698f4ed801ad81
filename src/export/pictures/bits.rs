//! The codes of a JPEG's scans, of which only the lengths are of interest.

use super::trouble::Trouble;
use crate::say;

/// Codes up to this length are found at once.
const SHORT: u32 = 9;

/// A table of codes: each stands for a byte.
pub(super) struct Codes {
    /// By the next bits: the code's length, 0 if it is longer, and its symbol.
    short: Vec<(u8, u8)>,
    /// For each length, the first code above those of that length, brought to
    /// 16 bits; and what leads from a code to its symbol.
    above: [u32; 17],
    shift: [i32; 17],
    symbols: Vec<u8>,
}

impl Codes {
    /// Codes by how many there are of each length; nothing if there are more
    /// than the lengths can tell apart.
    pub(super) fn new(lengths: &[u8; 16], symbols: &[u8]) -> Option<Codes> {
        let mut codes = Codes {
            short: vec![(0, 0); 1 << SHORT],
            above: [0; 17],
            shift: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut known) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(lengths) {
            let at = usize::try_from(length).ok()?;
            codes.shift[at] = i32::try_from(known).ok()? - i32::try_from(code).ok()?;
            for symbol in symbols.get(known..known + usize::from(*count))? {
                if length <= SHORT {
                    let spread = 1 << (SHORT - length);
                    let first = usize::try_from(code << (SHORT - length)).ok()?;
                    let places = codes.short.get_mut(first..first + spread)?;
                    places.fill((u8::try_from(length).ok()?, *symbol));
                }
                code += 1;
            }
            known += usize::from(*count);
            if code > 1 << length {
                return None;
            }
            codes.above[at] = code << (16 - length);
            code <<= 1;
        }
        Some(codes)
    }

    /// A code longer than the short ones: its length and its symbol.
    fn long(&self, next: u32) -> Option<(u32, u8)> {
        let mut length = SHORT + 1;
        while length <= 16 {
            let at = usize::try_from(length).ok()?;
            if next < self.above[at] {
                let code = i32::try_from(next >> (16 - length)).ok()?;
                let symbol = usize::try_from(code + self.shift[at]).ok()?;
                return Some((length, *self.symbols.get(symbol)?));
            }
            length += 1;
        }
        None
    }
}

/// The bits of a scan, up to the mark behind it.
pub(super) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    /// The next bits, from the top.
    next: u64,
    count: u32,
    /// Zeros put in place of bits that are not there.
    lent: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8], at: usize) -> Bits<'a> {
        Bits { data, at, next: 0, count: 0, lent: 0 }
    }

    /// Whether more bits were taken than there are.
    pub(super) fn are_spent(&self) -> bool {
        self.count < self.lent
    }

    /// Brings at least 32 bits near.
    fn fill(&mut self) {
        if self.count >= 32 {
            return;
        }
        if let Some(four) = self.data.get(self.at..).and_then(<[u8]>::first_chunk::<4>)
            && !four.contains(&0xFF)
        {
            let four = u64::from(u32::from_be_bytes(*four));
            self.next |= four << (32 - self.count);
            self.count += 32;
            self.at += 4;
            return;
        }
        while self.count < 32 {
            let byte = match self.data.get(self.at..) {
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some([byte, ..]) if *byte != 0xFF => {
                    self.at += 1;
                    *byte
                }
                _ => {
                    self.lent += 8;
                    0
                }
            };
            self.next |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    pub(super) fn skip(&mut self, count: u32) {
        self.fill();
        self.drop(count);
    }

    /// Takes bits that are near.
    fn drop(&mut self, count: u32) {
        self.next <<= count;
        self.count -= count;
    }

    fn number(&mut self, count: u32) -> u32 {
        self.fill();
        let number = (self.next >> 32) >> (32 - count);
        self.drop(count);
        u32::try_from(number).unwrap_or(0)
    }

    /// The next symbol; at least 16 bits more are near.
    fn symbol(&mut self, codes: &Codes) -> Result<u8, Trouble> {
        self.fill();
        let short = usize::try_from(self.next >> (64 - SHORT)).unwrap_or(0);
        let (length, symbol) = codes.short[short];
        if length > 0 {
            self.drop(length.into());
            return Ok(symbol);
        }
        let next = u32::try_from(self.next >> 48).unwrap_or(0);
        match codes.long(next) {
            Some((length, symbol)) => {
                self.drop(length);
                Ok(symbol)
            }
            // Zeros that are not there stand for nothing.
            None if self.lent > 0 => Err(self.why_short()),
            None => Err(Trouble::jpeg("a code of no table")),
        }
    }

    /// A block's first coefficient.
    pub(super) fn first(&mut self, codes: &Codes) -> Result<(), Trouble> {
        let size = self.symbol(codes)?;
        self.drop((size & 15).into());
        Ok(())
    }

    /// All other coefficients of a block.
    pub(super) fn others(&mut self, codes: &Codes) -> Result<(), Trouble> {
        let mut at = 1;
        while at < 64 {
            let symbol = self.symbol(codes)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            if size == 0 && zeros < 15 {
                break;
            }
            at += u32::from(zeros) + 1;
            self.drop(size.into());
        }
        Ok(())
    }

    /// The first bits of some frequencies of a block. A run is how many more
    /// blocks have none.
    pub(super) fn band(
        &mut self,
        codes: &Codes,
        (first, last): (usize, usize),
        (filled, run): (&mut u64, &mut u32),
    ) -> Result<(), Trouble> {
        if *run > 0 {
            *run -= 1;
            return Ok(());
        }
        let mut at = first;
        while at <= last {
            let symbol = self.symbol(codes)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                *run = (1 << zeros) - 1 + self.number(zeros);
                break;
            }
            at += usize::try_from(zeros).unwrap_or(0);
            if size > 0 {
                *filled |=
                    1_u64.checked_shl(u32::try_from(at).unwrap_or(64)).unwrap_or(0);
                self.drop(size);
            }
            at += 1;
        }
        Ok(())
    }

    /// One more bit of some frequencies of a block: each that is not zero has
    /// one, and between them new ones are told.
    pub(super) fn refine(
        &mut self,
        codes: &Codes,
        (first, last): (usize, usize),
        (filled, run): (&mut u64, &mut u32),
    ) -> Result<(), Trouble> {
        let mut at = first;
        while *run == 0 && at <= last {
            let symbol = self.symbol(codes)?;
            let (mut zeros, size) = (u32::from(symbol >> 4), symbol & 15);
            if size == 0 && zeros < 15 {
                *run = (1 << zeros) + self.number(zeros);
                break;
            }
            if size > 0 {
                self.skip(1);
            }
            while at <= last {
                if *filled >> at & 1 == 1 {
                    self.skip(1);
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if size > 0 && at <= last {
                *filled |= 1 << at;
            }
            at += 1;
        }
        if *run > 0 {
            *run -= 1;
            for at in at..=last {
                if *filled >> at & 1 == 1 {
                    self.skip(1);
                }
            }
        }
        Ok(())
    }

    /// Goes on behind a restart mark.
    pub(super) fn restart(&mut self) -> Result<(), Trouble> {
        let at = self.end();
        match self.data.get(at..at + 2) {
            Some([_, 0xD0..=0xD7]) => {
                *self = Bits::new(self.data, at + 2);
                Ok(())
            }
            _ => Err(self.why_short()),
        }
    }

    /// The place of the mark behind the bits, or the end of the data.
    pub(super) fn end(&self) -> usize {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let mark = rest
            .windows(2)
            .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF));
        mark.map_or(self.data.len(), |mark| self.at + mark)
    }

    /// Bits that end too soon: at the file's end it was cut short; before
    /// anything else it is damaged.
    pub(super) fn why_short(&self) -> Trouble {
        let end = self.end();
        match self.data.get(end..end + 2) {
            None | Some([_, 0xD9]) => Trouble::Cut,
            Some(_) => Trouble::Damaged(say!(
                "像素在第 {end} 字节处断了",
                "pixels end at byte {end}"
            )),
        }
    }
}
