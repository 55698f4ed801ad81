//! A picture made ready: its pixels as the bytes of a PDF stream.

use super::{Digest, Trouble};

/// Coded pixels and what a PDF has to say of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::export) struct Coded {
    pub(in crate::export) size: (u32, u32),
    pub(in crate::export) space: Space,
    pub(in crate::export) filter: Filter,
    pub(in crate::export) data: Vec<u8>,
    /// Set if inks had to be taken away: the most that there was, in percent.
    pub(in crate::export) was_over: Option<u32>,
}

/// What the samples are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Space {
    /// Black and white, a bit a pixel.
    Bits,
    /// Gray.
    Gray,
    /// Light of three colours.
    Rgb,
    /// Four inks.
    Cmyk,
}

/// How the samples are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Filter {
    /// JPEG.
    Jpeg,
    /// JPEG whose inks are stored inverted.
    JpegInverted,
    /// Deflated differences between neighbours, as in PNG.
    Flate,
}

const SPACES: [Space; 4] = [Space::Bits, Space::Gray, Space::Rgb, Space::Cmyk];
const FILTERS: [Filter; 3] = [Filter::Jpeg, Filter::JpegInverted, Filter::Flate];

/// First bytes of a kept picture; the digit changes with the form.
const MARK: &[u8; 8] = b"QZPICT1\n";

impl Coded {
    /// The bytes under which it is kept, with a sum that finds damage.
    pub(super) fn to_bytes(&self, key: Digest) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(key);
        bytes.extend(self.size.0.to_le_bytes());
        bytes.extend(self.size.1.to_le_bytes());
        let number = |found: Option<usize>| found.and_then(|at| u8::try_from(at).ok());
        let space = SPACES.iter().position(|space| *space == self.space);
        let filter = FILTERS.iter().position(|filter| *filter == self.filter);
        bytes.extend([number(space).unwrap_or(0), number(filter).unwrap_or(0)]);
        bytes.extend(self.was_over.unwrap_or(0).to_le_bytes());
        bytes.extend(&self.data);
        bytes.extend(crate::export::digest(&bytes));
        bytes
    }

    /// Reads what [`Coded::to_bytes`] wrote; nothing if it is damaged or
    /// belongs to another key.
    pub(super) fn from_bytes(bytes: &[u8], key: Digest) -> Option<Coded> {
        let (bytes, sum) = bytes.split_last_chunk::<16>()?;
        if *sum != crate::export::digest(bytes) {
            return None;
        }
        let rest = bytes.strip_prefix(MARK)?.strip_prefix(&key)?;
        let (&[w0, w1, w2, w3, h0, h1, h2, h3, space, filter], rest) =
            rest.split_first_chunk::<10>()?;
        let (was_over, data) = rest.split_first_chunk::<4>()?;
        let was_over = u32::from_le_bytes(*was_over);
        Some(Coded {
            size: (
                u32::from_le_bytes([w0, w1, w2, w3]),
                u32::from_le_bytes([h0, h1, h2, h3]),
            ),
            space: *SPACES.get(usize::from(space))?,
            filter: *FILTERS.get(usize::from(filter))?,
            data: data.to_vec(),
            was_over: Some(was_over).filter(|percent| *percent > 0),
        })
    }
}

/// Whether bytes are a kept picture's, of any form.
pub(super) fn is_kept(bytes: &[u8]) -> bool {
    bytes.starts_with(&MARK[..6])
}

/// What making a picture gives.
pub(super) type Made = Result<Coded, Trouble>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_found() {
        let coded = Coded {
            size: (3, 2),
            space: Space::Cmyk,
            filter: Filter::Flate,
            data: vec![7; 24],
            was_over: Some(312),
        };
        let key = [9; 16];
        let bytes = coded.to_bytes(key);
        assert_eq!(Coded::from_bytes(&bytes, key), Some(coded));
        assert_eq!(Coded::from_bytes(&bytes, [8; 16]), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(Coded::from_bytes(&damaged, key), None, "byte {at}");
            assert_eq!(Coded::from_bytes(&bytes[..at], key), None, "cut at {at}");
        }
    }
}
