//! Streams that hold differences between neighbours instead of values.
//!
//! lopdf reads them too, but takes each sample for a byte, and reckons PNG's
//! filter "average" wrongly.

use super::decode::Undecoded;
use lopdf::Dictionary;

/// More bytes in a row are no picture that anybody can make.
const LONGEST: i64 = 1 << 26;
/// More samples in a pixel than PDF allows are none.
const MOST_COLOURS: i64 = 32;

/// How the rows of a stream were predicted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// By PNG's filters, each row with the number of its own; else as in TIFF,
    /// every sample from that of the pixel before.
    png: bool,
    /// Samples of a pixel.
    colours: usize,
    /// Bits of a sample.
    bits: usize,
    /// Bytes of a row.
    length: usize,
}

impl Rows {
    /// Takes what concerns rows out of a filter's parameters, so that its
    /// decoder does not see it; none if values stand in the stream themselves.
    pub(super) fn taken_from(
        parameters: &mut Dictionary,
    ) -> Result<Option<Rows>, Undecoded> {
        let mut number = |key: &'static str, usual: i64| {
            let found = parameters.remove(key.as_bytes());
            (key, found.and_then(|value| value.as_i64().ok()).unwrap_or(usual))
        };
        let (_, predictor) = number("Predictor", 1);
        let (colours, bits) = (number("Colors", 1), number("BitsPerComponent", 8));
        let columns = number("Columns", 1);
        if predictor <= 1 {
            return Ok(None);
        }
        let count = |(key, value): (&'static str, i64), most: i64| {
            let known =
                usize::try_from(value).ok().filter(|_| (1..=most).contains(&value));
            known.ok_or(Undecoded::Parameter(key, value))
        };
        let (colours, bits) = (count(colours, MOST_COLOURS)?, count(bits, 16)?);
        let length = (colours * bits * count(columns, LONGEST)?).div_ceil(8);
        Ok(Some(Rows { png: predictor >= 10, colours, bits, length }))
    }

    /// The values.
    ///
    /// # Errors
    /// A row says that it has a filter that there is not.
    pub(super) fn restored(self, data: &[u8]) -> Result<Vec<u8>, Undecoded> {
        if self.png { self.png(data) } else { Ok(self.tiff(data)) }
    }

    fn png(self, data: &[u8]) -> Result<Vec<u8>, Undecoded> {
        let step = (self.colours * self.bits).div_ceil(8);
        let mut plain: Vec<u8> = Vec::with_capacity(data.len());
        let mut above = vec![0; self.length];
        for (number, row) in data.chunks(self.length + 1).enumerate() {
            let (filter, row) = (row[0], &row[1..]);
            // A byte after the last row is none.
            if filter > 4 && !row.is_empty() {
                return Err(Undecoded::RowFilter(number + 1, filter));
            }
            let start = plain.len();
            for (at, byte) in row.iter().enumerate() {
                let (left, corner) = match at.checked_sub(step) {
                    Some(before) => (plain[start + before], above[before]),
                    None => (0, 0),
                };
                let expected = match filter {
                    1 => left,
                    2 => above[at],
                    3 => left.midpoint(above[at]),
                    4 => paeth(left, above[at], corner),
                    _ => 0,
                };
                plain.push(byte.wrapping_add(expected));
            }
            above[..row.len()].copy_from_slice(&plain[start..]);
        }
        Ok(plain)
    }

    fn tiff(self, data: &[u8]) -> Vec<u8> {
        let mut plain = data.to_vec();
        for row in plain.chunks_mut(self.length) {
            match self.bits {
                8 => {
                    for at in self.colours..row.len() {
                        row[at] = row[at].wrapping_add(row[at - self.colours]);
                    }
                }
                16 => {
                    for at in (2 * self.colours..row.len().saturating_sub(1)).step_by(2) {
                        let before = at - 2 * self.colours;
                        let sample = u16::from_be_bytes([row[at], row[at + 1]]);
                        let left = u16::from_be_bytes([row[before], row[before + 1]]);
                        let sum = sample.wrapping_add(left).to_be_bytes();
                        row[at..at + 2].copy_from_slice(&sum);
                    }
                }
                _ => self.small_samples(row),
            }
        }
        plain
    }

    /// Samples of less than a byte.
    fn small_samples(self, row: &mut [u8]) {
        let each = 8 / self.bits;
        let most = (1_u8 << self.bits) - 1;
        let shift = |sample: usize| 8 - self.bits * (sample % each + 1);
        for at in self.colours..row.len() * each {
            let before = at - self.colours;
            let left = row[before / each] >> shift(before) & most;
            let sample = row[at / each] >> shift(at) & most;
            let sum = sample.wrapping_add(left) & most;
            row[at / each] ^= (sample ^ sum) << shift(at);
        }
    }
}

/// Of three neighbours the one nearest to what a plane through them would have.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let plane = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |byte: &u8| (plane - i16::from(*byte)).abs();
    [left, above, corner].into_iter().min_by_key(far).unwrap_or(corner)
}

#[cfg(test)]
mod tests {
    use super::{Rows, Undecoded};
    use lopdf::{Dictionary, Object, dictionary};

    fn rows(predictor: i64, colours: i64, bits: i64, columns: i64) -> Rows {
        let mut parameters = dictionary! {
            "Predictor" => predictor,
            "Colors" => colours,
            "BitsPerComponent" => bits,
            "Columns" => columns,
            "EarlyChange" => 0,
        };
        let rows = Rows::taken_from(&mut parameters).expect("numbers").expect("rows");
        assert_eq!(parameters, Dictionary::from_iter([("EarlyChange", Object::from(0))]));
        rows
    }

    #[test]
    fn every_filter_of_png_is_undone() {
        // The same two rows of two pixels of two samples, by each filter.
        let values = [10, 200, 30, 250, 20, 100, 0, 255];
        let coded: [&[u8]; 5] = [
            &[0, 10, 200, 30, 250, 0, 20, 100, 0, 255],
            &[1, 10, 200, 20, 50, 1, 20, 100, 236, 155],
            &[2, 10, 200, 30, 250, 2, 10, 156, 226, 5],
            &[3, 10, 200, 25, 150, 3, 15, 0, 231, 80],
            &[4, 10, 200, 20, 50, 4, 10, 156, 226, 155],
        ];
        for row in coded {
            assert_eq!(
                rows(15, 2, 8, 2).restored(row),
                Ok(values.to_vec()),
                "filter {}",
                row[0]
            );
        }
        let cut = rows(12, 2, 8, 2).restored(&coded[2][..8]);
        assert_eq!(cut, Ok(values[..6].to_vec()), "cut short");
        let wrong = [0, 10, 200, 30, 250, 9, 20, 100, 0, 255, 9];
        assert_eq!(rows(15, 2, 8, 2).restored(&wrong), Err(Undecoded::RowFilter(2, 9)));
        assert!(rows(15, 5, 8, 2).restored(&wrong).is_ok(), "a byte too many");
    }

    #[test]
    fn parameters_that_cannot_be_are_named() {
        for (key, value) in
            [("Columns", 2_000_000_000), ("Colors", -4), ("BitsPerComponent", 0)]
        {
            let mut parameters = dictionary! { "Predictor" => 15, key => value };
            let fault = Rows::taken_from(&mut parameters).expect_err(key);
            assert_eq!(fault, Undecoded::Parameter(key, value));
        }
    }

    #[test]
    fn differences_as_in_tiff_are_undone_whatever_the_bits() {
        assert_eq!(
            rows(2, 1, 8, 4).restored(&[250, 10, 1, 0]),
            Ok([250, 4, 5, 5].to_vec())
        );
        assert_eq!(
            rows(2, 1, 16, 2).restored(&[1, 255, 0, 1]),
            Ok([1, 255, 2, 0].to_vec())
        );
        // 3 2 1 0 of two bits, as differences 3 3 3 3.
        assert_eq!(rows(2, 1, 2, 4).restored(&[0b1111_1111]), Ok([0b1110_0100].to_vec()));
        assert_eq!(rows(2, 1, 4, 4).restored(&[0x17, 0x90]), Ok([0x18, 0x11].to_vec()));
    }
}
