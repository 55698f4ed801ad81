//! Compressed streams.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Stream};
use std::io::Write;

/// A moderate level: the best one takes three times as long for 2 % less.
const LEVEL: u32 = 6;

/// A stream of these bytes, deflated.
pub(super) fn stream(mut dict: Dictionary, data: &[u8]) -> Stream {
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, deflate(data)).with_compression(false)
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let room = Vec::with_capacity(data.len() / 2);
    let mut encoder = ZlibEncoder::new(room, Compression::new(LEVEL));
    let written = encoder.write_all(data).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail")
}
