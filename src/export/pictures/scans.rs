//! Whether a JPEG holds all the pixels that its frame has.
//!
//! A file that was cut short in copying, and to which some program gave its end
//! mark back, looks whole; a decoder fills what is missing with gray or with
//! whatever zeros stand for. So the codes are walked once: each scan must have
//! bits for all of its blocks, and each frequency must have come to its last
//! bit. Nothing is reckoned, so that it takes a small part of decoding's time.
//! Bytes after the end mark are not looked at: cameras put previews there.

use super::bits::{Bits, Codes};
use super::header::segment;
use super::trouble::Trouble;
use crate::diag::Message;
use crate::say;

/// More scans than any program writes; each may be as long as all blocks.
const MOST_SCANS: usize = 200;

/// A frequency of which no bit was seen.
const UNSEEN: u8 = u8::MAX;

/// One of the frame's components.
struct Part {
    name: u8,
    /// Blocks in one unit of the frame, across and down.
    across: usize,
    down: usize,
    /// Lowest bit seen of each frequency.
    level: [u8; 64],
    /// Frequencies that are not zero, for each block; only kept where later
    /// scans refine them.
    filled: Vec<u64>,
}

/// What was read so far.
#[derive(Default)]
struct Walk {
    size: (usize, usize),
    progressive: bool,
    parts: Vec<Part>,
    /// Codes of the first coefficient, and of the others.
    codes: [[Option<Codes>; 4]; 2],
    /// Units between two restart marks; 0 if there are none.
    interval: usize,
    scans: usize,
}

/// What a scan's head says.
struct Scan {
    /// Parts by their index, with their tables.
    parts: Vec<(usize, [usize; 2])>,
    /// First and last frequency.
    band: (usize, usize),
    /// Whether bits were sent before, which this scan only adds to.
    refines: bool,
    /// Blocks in a row of the only component of a scan of frequencies.
    row: usize,
}

/// What is wrong with a JPEG whose frame was read, such as one cut short; none if
/// it holds all of its pixels, or is coded in a way that is not read here.
pub fn jpeg_fault(data: &[u8]) -> Option<Message> {
    match check(data) {
        Err(Trouble::Cut) => Some(say!(
            "JPEG 图片不完整，后面断了",
            "a JPEG picture breaks off before its end"
        )),
        Err(Trouble::Damaged(message)) => Some(message),
        _ => None,
    }
}

/// Walks a JPEG whose frame was read and found possible; gives the place where
/// it ends, behind which other things may stand.
pub(super) fn check(data: &[u8]) -> Result<usize, Trouble> {
    let mut walk = Walk::default();
    let mut at = 2;
    loop {
        let (marker, body, end) = segment(data, at)?;
        at = match marker {
            0xD9 => {
                walk.finish()?;
                return Ok(end);
            }
            0xDA => walk.scan(body, (data, end))?,
            _ => {
                walk.take(marker, body)?;
                end
            }
        };
    }
}

fn damaged(what: &str) -> Trouble {
    Trouble::jpeg(what)
}

impl Walk {
    fn take(&mut self, marker: u8, body: &[u8]) -> Result<(), Trouble> {
        match marker {
            0xC0..=0xC2 => self.frame(marker == 0xC2, body),
            0xC4 => self.tables(body),
            0xDD => {
                let interval = body.first_chunk().ok_or(Trouble::Cut)?;
                self.interval = u16::from_be_bytes(*interval).into();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn frame(&mut self, progressive: bool, body: &[u8]) -> Result<(), Trouble> {
        let &[_, h0, h1, w0, w1, count, ref rest @ ..] = body else {
            return Err(Trouble::Cut);
        };
        if !self.parts.is_empty() {
            return Err(damaged("two frames"));
        }
        self.progressive = progressive;
        self.size =
            (u16::from_be_bytes([w0, w1]).into(), u16::from_be_bytes([h0, h1]).into());
        let (parts, _) = rest.as_chunks::<3>();
        for [name, sides, _] in parts.iter().take(count.into()) {
            let (across, down) = (usize::from(sides >> 4), usize::from(sides & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return Err(damaged("a frame without sides"));
            }
            let (name, level, filled) = (*name, [UNSEEN; 64], Vec::new());
            self.parts.push(Part { name, across, down, level, filled });
        }
        Ok(())
    }

    fn tables(&mut self, mut body: &[u8]) -> Result<(), Trouble> {
        while let Some((place, rest)) = body.split_first() {
            let (lengths, rest) = rest.split_first_chunk::<16>().ok_or(Trouble::Cut)?;
            let count = lengths.iter().map(|count| usize::from(*count)).sum();
            let symbols = rest.get(..count).ok_or(Trouble::Cut)?;
            let codes = Codes::new(lengths, symbols).ok_or_else(|| damaged("codes"))?;
            let (kind, number) = (usize::from(place >> 4), usize::from(place & 15));
            let slot = self.codes.get_mut(kind).and_then(|kind| kind.get_mut(number));
            *slot.ok_or_else(|| damaged("a fifth table"))? = Some(codes);
            body = &rest[count..];
        }
        Ok(())
    }

    /// Units of the frame, across and down.
    fn units(&self) -> (usize, usize) {
        let (across, down) = self.most();
        (self.size.0.div_ceil(8 * across), self.size.1.div_ceil(8 * down))
    }

    fn most(&self) -> (usize, usize) {
        let across = self.parts.iter().map(|part| part.across).max();
        let down = self.parts.iter().map(|part| part.down).max();
        (across.unwrap_or(1), down.unwrap_or(1))
    }

    /// Reads a scan; gives the place of the mark behind it.
    fn scan(
        &mut self,
        head: &[u8],
        (data, start): (&[u8], usize),
    ) -> Result<usize, Trouble> {
        self.scans += 1;
        if self.scans > MOST_SCANS {
            return Err(damaged("too many scans"));
        }
        let scan = self.head(head)?;
        let mut bits = Bits::new(data, start);
        let units = self.blocks(&scan);
        let (mut left, mut run) = (self.interval, 0);
        for row in 0..units.1 {
            for column in 0..units.0 {
                if self.interval > 0 && left == 0 {
                    bits.restart()?;
                    (left, run) = (self.interval, 0);
                }
                left = left.saturating_sub(1);
                self.unit(&scan, (column, row), (&mut bits, &mut run))?;
                if bits.are_spent() {
                    return Err(bits.why_short());
                }
            }
        }
        Ok(bits.end())
    }

    fn head(&mut self, head: &[u8]) -> Result<Scan, Trouble> {
        let (count, rest) = head.split_first().ok_or(Trouble::Cut)?;
        let (named, rest) =
            rest.split_at_checked(2 * usize::from(*count)).ok_or(Trouble::Cut)?;
        let &[first, last, bit, ..] = rest else { return Err(Trouble::Cut) };
        let mut parts = Vec::new();
        for [name, tables] in named.as_chunks::<2>().0 {
            let part = self.parts.iter().position(|part| part.name == *name);
            let part = part.ok_or_else(|| damaged("a scan of no component"))?;
            parts.push((part, [usize::from(tables >> 4 & 3), usize::from(tables & 3)]));
        }
        let mixed = first == 0 && last > 0 || first > 0 && parts.len() != 1;
        let band = match self.progressive {
            false => (0, 63),
            true if first > last || last > 63 || mixed => {
                return Err(damaged("a scan of no frequencies"));
            }
            true => (usize::from(first), usize::from(last)),
        };
        let (refines, level) =
            if self.progressive { (bit >> 4 > 0, bit & 15) } else { (false, 0) };
        for (part, _) in &parts {
            self.parts[*part].level[band.0..=band.1].fill(level);
        }
        let mut row = 0;
        if band.0 > 0 {
            let units = self.units();
            let part = &mut self.parts[parts[0].0];
            row = units.0 * part.across;
            part.filled.resize(row * units.1 * part.down, 0);
        }
        Ok(Scan { parts, band, refines, row })
    }

    /// How many units a scan has, across and down: one component alone has no
    /// blocks beyond the picture's edge.
    fn blocks(&self, scan: &Scan) -> (usize, usize) {
        let [(part, _)] = scan.parts[..] else { return self.units() };
        let (part, most) = (&self.parts[part], self.most());
        (
            (self.size.0 * part.across).div_ceil(8 * most.0),
            (self.size.1 * part.down).div_ceil(8 * most.1),
        )
    }

    /// The blocks of one unit.
    fn unit(
        &mut self,
        scan: &Scan,
        (column, row): (usize, usize),
        (bits, run): (&mut Bits<'_>, &mut u32),
    ) -> Result<(), Trouble> {
        for (index, [first, others]) in &scan.parts {
            let part = &mut self.parts[*index];
            let count = if scan.parts.len() == 1 { 1 } else { part.across * part.down };
            let codes = |kind: usize, table: usize| {
                let codes = self.codes[kind][table].as_ref();
                codes.ok_or_else(|| damaged("a scan without its table"))
            };
            let frequencies = scan.band;
            if frequencies.0 > 0 {
                let at = row * scan.row + column;
                let filled = part.filled.get_mut(at);
                let filled = filled.ok_or_else(|| damaged("a block of no frame"))?;
                let codes = codes(1, *others)?;
                match scan.refines {
                    true => bits.refine(codes, frequencies, (filled, run))?,
                    false => bits.band(codes, frequencies, (filled, run))?,
                }
                continue;
            }
            for _ in 0..count {
                match (self.progressive, scan.refines) {
                    (true, true) => bits.skip(1),
                    (true, false) => bits.first(codes(0, *first)?)?,
                    _ => {
                        bits.first(codes(0, *first)?)?;
                        bits.others(codes(1, *others)?)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether all bits of all frequencies were there.
    fn finish(&self) -> Result<(), Trouble> {
        let whole = self.parts.iter().all(|part| part.level == [0; 64]);
        if whole && self.scans > 0 { Ok(()) } else { Err(Trouble::Cut) }
    }
}
