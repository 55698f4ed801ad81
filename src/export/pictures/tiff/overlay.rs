//! A TIFF as its decoder is to see it: with one number changed.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};

/// The tag that says what samples mean, and the value for plain numbers.
const MEANING: (u16, u8) = (262, 1);

/// Bytes of a file, of which two are read as others.
pub(super) struct Overlay<'a> {
    data: Cursor<&'a [u8]>,
    /// Where they stand.
    at: Option<u64>,
    bytes: [u8; 2],
}

impl<'a> Overlay<'a> {
    /// The file as it is.
    pub(super) fn none(data: &'a [u8]) -> Overlay<'a> {
        Overlay { data: Cursor::new(data), at: None, bytes: [0; 2] }
    }
}

impl Read for Overlay<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let start = self.data.position();
        let count = self.data.read(buffer)?;
        let Some(first) = self.at else { return Ok(count) };
        for (place, byte) in (first..).zip(self.bytes) {
            let behind = place.checked_sub(start).map(usize::try_from);
            if let Some(Ok(at)) = behind
                && at < count
            {
                buffer[at] = byte;
            }
        }
        Ok(count)
    }
}

impl Seek for Overlay<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.data.seek(to)
    }
}

/// A file whose samples are said to be plain numbers, and what it says itself
/// that they mean; nothing if it does not.
pub(super) fn over_meaning(data: &[u8]) -> (Overlay<'_>, Option<u16>) {
    let Some((at, is_big_endian)) = place_of_meaning(data) else {
        return (Overlay::none(data), None);
    };
    let pair = data.get(at..).and_then(|rest| rest.first_chunk::<2>().copied());
    let (read, plain): (fn([u8; 2]) -> u16, _) = match is_big_endian {
        true => (u16::from_be_bytes, [0, MEANING.1]),
        false => (u16::from_le_bytes, [MEANING.1, 0]),
    };
    let overlay = Overlay {
        data: Cursor::new(data),
        at: u64::try_from(at).ok(),
        bytes: plain,
    };
    (overlay, pair.map(read))
}

/// Where the value stands in the first list of tags, and whether numbers begin
/// with their high byte.
fn place_of_meaning(data: &[u8]) -> Option<(usize, bool)> {
    let big_endian = data.starts_with(b"MM");
    let number = |at: usize, length: usize| -> Option<usize> {
        let bytes = data.get(at..at.checked_add(length)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        let sum = match big_endian {
            true => bytes.iter().fold(0, add),
            false => bytes.iter().rev().fold(0, add),
        };
        usize::try_from(sum).ok()
    };
    // Large files (BigTIFF) have longer numbers.
    let (place, count, entry, value) = match number(2, 2)? {
        42 => ((4, 4), 2, 12, 8),
        43 => ((8, 8), 8, 20, 12),
        _ => return None,
    };
    let list = number(place.0, place.1)?;
    let first = list.checked_add(count)?;
    let entries = (0..number(list, count)?).map_while(|at| {
        let start = first.checked_add(at.checked_mul(entry)?)?;
        (start < data.len()).then_some(start)
    });
    let tag = usize::from(MEANING.0);
    let found = entries.into_iter().find(|start| number(*start, 2) == Some(tag))?;
    let is_long = number(found + 2, 2)? == 4;
    let high = if is_long && big_endian { 2 } else { 0 };
    Some((found + value + high, big_endian))
}
