//! Compressed streams.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Stream};
use std::io::Write;

/// A moderate level: the best one takes three times as long for 2 % less.
const LEVEL: u32 = 6;

/// A stream of these bytes, deflated.
pub(super) fn stream(dict: Dictionary, data: &[u8]) -> Stream {
    packed(dict, deflate(data))
}

/// A stream of bytes that are deflated already.
pub(super) fn packed(mut dict: Dictionary, deflated: Vec<u8>) -> Stream {
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, deflated).with_compression(false)
}

/// Bytes, deflated.
pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let room = Vec::with_capacity(data.len() / 2);
    let mut encoder = ZlibEncoder::new(room, Compression::new(LEVEL));
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail")
}

/// Rows marked and coded by PNG's filter "average", which does well on
/// photographs: differences between neighbours deflate much better than the
/// samples do. `step` is how many bytes a pixel has.
pub(super) fn predicted(data: &[u8], row: usize, step: usize) -> Vec<u8> {
    let row = row.max(1);
    let mut coded = Vec::with_capacity(data.len() + data.len() / row + 1);
    let mut above: &[u8] = &vec![0; row];
    for samples in data.chunks_exact(row) {
        coded.push(3);
        for (at, sample) in samples.iter().enumerate() {
            let left = at.checked_sub(step).map_or(0, |at| samples[at]);
            let average = left.midpoint(above[at]);
            coded.push(sample.wrapping_sub(average));
        }
        above = samples;
    }
    coded
}

/// Rows marked and coded by whichever of PNG's filters leaves the smallest
/// differences; for what is no picture, such as the tables of a profile.
/// `step` is how many bytes a point of a table has, and divides `row`.
pub(super) fn filtered(data: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut coded = Vec::with_capacity(data.len() + data.len() / row + 1);
    let mut above: &[u8] = &vec![0; row];
    for samples in data.chunks_exact(row) {
        // Not 3, "average": some readers, lopdf among them, undo it wrongly.
        let ways = [0, 1, 2, 4].map(|filter| differences(filter, samples, above, step));
        let far = |way: &Vec<u8>| {
            way.iter()
                .skip(1)
                .map(|byte| u32::from(byte.cast_signed().unsigned_abs()))
                .sum::<u32>()
        };
        coded.extend(ways.into_iter().min_by_key(far).unwrap_or_default());
        above = samples;
    }
    coded
}

/// A row's mark, and its differences from what one of PNG's filters expects.
fn differences(filter: u8, row: &[u8], above: &[u8], step: usize) -> Vec<u8> {
    let coded = row.iter().enumerate().map(|(at, byte)| {
        let (left, corner) = at
            .checked_sub(step)
            .map_or((0, 0), |before| (row[before], above[before]));
        let expected = match filter {
            0 => 0,
            1 => left,
            2 => above[at],
            _ => paeth(left, above[at], corner),
        };
        byte.wrapping_sub(expected)
    });
    std::iter::once(filter).chain(coded).collect()
}

/// PNG's filter 4: of three neighbours the one nearest to what a plane through
/// them would have here.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let plane = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |byte: u8| (plane - i16::from(byte)).abs();
    [left, above, corner]
        .into_iter()
        .min_by_key(|byte| far(*byte))
        .unwrap_or(corner)
}
