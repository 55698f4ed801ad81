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
