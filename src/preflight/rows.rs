//! Streams that hold differences between neighbours instead of values.
//!
//! lopdf reads them too, but takes each sample for a byte, and reckons PNG's
//! filter "average" wrongly.

use lopdf::Dictionary;

/// More bytes in a row are no picture that anybody can make.
const LONGEST: i64 = 1 << 26;

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
    pub(super) fn taken_from(parameters: &mut Dictionary) -> Option<Rows> {
        let mut number = |key: &[u8], usual: i64| {
            let found = parameters.remove(key);
            found.and_then(|value| value.as_i64().ok()).unwrap_or(usual)
        };
        let predictor = number(b"Predictor", 1);
        let colours = number(b"Colors", 1).clamp(1, 1 << 10);
        let bits = number(b"BitsPerComponent", 8).clamp(1, 16);
        let columns = number(b"Columns", 1).clamp(1, LONGEST);
        let length = (colours * bits * columns + 7) / 8;
        let count = |value: i64| usize::try_from(value).ok();
        (predictor > 1).then_some(Rows {
            png: predictor >= 10,
            colours: count(colours)?,
            bits: count(bits)?,
            length: count(length.min(LONGEST))?,
        })
    }

    /// The values.
    pub(super) fn restored(self, data: &[u8]) -> Vec<u8> {
        if self.png { self.png(data) } else { self.tiff(data) }
    }

    fn png(self, data: &[u8]) -> Vec<u8> {
        let step = (self.colours * self.bits).div_ceil(8);
        let mut plain: Vec<u8> = Vec::with_capacity(data.len());
        let mut above = vec![0; self.length];
        for row in data.chunks(self.length + 1) {
            let (filter, row) = (row[0], &row[1..]);
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
        plain
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
    use super::Rows;
    use lopdf::{Dictionary, Object, dictionary};

    fn rows(predictor: i64, colours: i64, bits: i64, columns: i64) -> Rows {
        let mut parameters = dictionary! {
            "Predictor" => predictor,
            "Colors" => colours,
            "BitsPerComponent" => bits,
            "Columns" => columns,
            "EarlyChange" => 0,
        };
        let rows = Rows::taken_from(&mut parameters).expect("rows");
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
            assert_eq!(rows(15, 2, 8, 2).restored(row), values, "filter {}", row[0]);
        }
        assert_eq!(rows(12, 2, 8, 2).restored(&coded[2][..8]), values[..6], "cut short");
    }

    #[test]
    fn differences_as_in_tiff_are_undone_whatever_the_bits() {
        assert_eq!(rows(2, 1, 8, 4).restored(&[250, 10, 1, 0]), [250, 4, 5, 5]);
        assert_eq!(rows(2, 1, 16, 2).restored(&[1, 255, 0, 1]), [1, 255, 2, 0]);
        // 3 2 1 0 of two bits, as differences 3 3 3 3.
        assert_eq!(rows(2, 1, 2, 4).restored(&[0b1111_1111]), [0b1110_0100]);
        assert_eq!(rows(2, 1, 4, 4).restored(&[0x17, 0x90]), [0x18, 0x11]);
    }
}
