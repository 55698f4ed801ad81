//! Streams as they were before they were packed.

use super::file::{File, MOST_BYTES};
use super::lexer::hex_bytes;
use super::rows::Rows;
use crate::diag::Message;
use crate::say;
use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{DecompressError, Dictionary, Error, Object, Stream};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Filters of one stream; two are common.
const MOST_FILTERS: usize = 8;

/// Why a stream cannot be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Undecoded {
    /// By a filter.
    Damaged(String),
    /// A filter that PDF does not know, or that packs pictures alone.
    Unknown(String),
    TooLarge,
    TooManyFilters(usize),
    /// A number of its parameters that cannot be.
    Parameter(&'static str, i64),
    /// A row of a picture, from 1, and the number of a filter that PNG does not
    /// have.
    RowFilter(usize, u8),
}

impl Undecoded {
    /// In words.
    pub(super) fn said(&self) -> Message {
        let most = MOST_BYTES >> 20;
        match self {
            Undecoded::Damaged(filter) => {
                say!("{filter} 数据损坏", "its {filter} data are damaged")
            }
            Undecoded::Unknown(filter) => {
                say!("不能用 {filter} 解开", "it cannot be decoded by {filter}")
            }
            Undecoded::TooLarge => say!(
                "解开后超过 {most} MB，多半是恶意文件",
                "it becomes more than {most} MB, as a bomb does"
            ),
            Undecoded::TooManyFilters(count) => say!(
                "压缩了 {count} 层，多半是恶意文件",
                "it is packed {count} times over, as a bomb is"
            ),
            Undecoded::Parameter(key, value) => say!(
                "DecodeParms 里的 {key} 是 {value}，不可能",
                "{key} of its DecodeParms is {value}, which cannot be"
            ),
            Undecoded::RowFilter(row, byte) => say!(
                "第 {row} 行的过滤字节是 {byte}，PNG 只有 0 到 4",
                "row {row} has filter byte {byte}; PNG has 0 to 4"
            ),
        }
    }
}

impl File<'_> {
    /// A stream's plain bytes.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn plain(&self, stream: &Stream) -> Result<Vec<u8>, Undecoded> {
        let filters = self.filters(&stream.dict);
        if filters.len() > MOST_FILTERS {
            return Err(Undecoded::TooManyFilters(filters.len()));
        }
        let mut data = stream.content.clone();
        for (filter, parameters) in filters {
            data = self.unfiltered(&filter, parameters, data)?;
        }
        Ok(data)
    }

    /// A stream's filters with their parameters, in the order of decoding;
    /// short names of inline pictures are written out.
    pub(super) fn filters<'a>(
        &'a self,
        dict: &'a Dictionary,
    ) -> Vec<(Vec<u8>, Option<&'a Dictionary>)> {
        let either = |long: &str, short: &str| {
            self.get(dict, long).or_else(|| self.get(dict, short))
        };
        let parameters = either("DecodeParms", "DP");
        let list = |object: &'a Object| match object {
            Object::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let names = either("Filter", "F").map(list).unwrap_or_default();
        let parameters = parameters.map(list).unwrap_or_default();
        let name = |(at, object): (usize, &'a Object)| {
            let name = self.follow(object).as_name().ok()?;
            let own = parameters.get(at).and_then(|object| self.dict(object));
            Some((long_filter(name).to_vec(), own))
        };
        names.into_iter().enumerate().filter_map(name).collect()
    }

    fn unfiltered(
        &self,
        filter: &[u8],
        parameters: Option<&Dictionary>,
        data: Vec<u8>,
    ) -> Result<Vec<u8>, Undecoded> {
        match filter {
            b"ASCIIHexDecode" => {
                let end = data.iter().position(|byte| *byte == b'>');
                return Ok(hex_bytes(&data[..end.unwrap_or(data.len())]));
            }
            b"RunLengthDecode" => return run_lengths(&data),
            _ => {}
        }
        let (mut one, mut rows) = (Dictionary::new(), None);
        one.set("Filter", Object::Name(filter.to_vec()));
        if let Some(parameters) = parameters {
            let plain = parameters.iter().map(|(key, value)| {
                (String::from_utf8_lossy(key).into_owned(), self.follow(value).clone())
            });
            let mut plain = Dictionary::from_iter(plain);
            if matches!(filter, b"FlateDecode" | b"LZWDecode") {
                rows = Rows::taken_from(&mut plain)?;
            }
            one.set("DecodeParms", plain);
        }
        if filter == b"FlateDecode" {
            let plain = inflated(&data)?;
            return match rows {
                Some(rows) => rows.restored(&plain),
                None => Ok(plain),
            };
        }
        let stream = Stream::new(one, data);
        let decode = || stream.decompressed_content_with_limit(MOST_BYTES);
        let name = || String::from_utf8_lossy(filter).into_owned();
        let decoded = match catch_unwind(AssertUnwindSafe(decode)) {
            Ok(Ok(decoded)) => decoded,
            Ok(Err(error)) => return Err(reason(&error, name())),
            Err(_) => return Err(Undecoded::Damaged(name())),
        };
        match rows {
            Some(rows) => rows.restored(&decoded),
            None => Ok(decoded),
        }
    }
}

/// Inflates a stream to its end. lopdf takes what it can get of a damaged one, as
/// viewers do; a page would lose what stands behind the damage, and nobody be told.
/// The sum at the end is not looked at, as nobody does.
fn inflated(data: &[u8]) -> Result<Vec<u8>, Undecoded> {
    let damaged = || Undecoded::Damaged(String::from("FlateDecode"));
    if data.is_empty() {
        return Ok(Vec::new());
    }
    let packed = data.get(2..).ok_or_else(damaged)?;
    let mut state = Decompress::new(false);
    let mut plain = Vec::with_capacity(data.len().saturating_mul(2).min(MOST_BYTES));
    loop {
        let at = usize::try_from(state.total_in()).map_err(|_| damaged())?;
        let (rest, before) = (packed.get(at..).unwrap_or_default(), plain.len());
        let done = state.decompress_vec(rest, &mut plain, FlushDecompress::None);
        if matches!(done, Ok(Status::StreamEnd)) {
            return Ok(plain);
        }
        if plain.len() > MOST_BYTES {
            return Err(Undecoded::TooLarge);
        }
        let is_stuck = plain.len() == before && plain.capacity() > before;
        if done.is_err() || is_stuck && state.total_in() == at as u64 {
            return Err(damaged());
        }
        if plain.len() == plain.capacity() {
            plain.reserve(plain.len().clamp(1 << 12, 1 << 26));
        }
    }
}

fn reason(error: &Error, filter: String) -> Undecoded {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            Undecoded::TooLarge
        }
        Error::Unimplemented(_) => Undecoded::Unknown(filter),
        _ => Undecoded::Damaged(filter),
    }
}

fn long_filter(name: &[u8]) -> &[u8] {
    match name {
        b"AHx" => b"ASCIIHexDecode",
        b"A85" => b"ASCII85Decode",
        b"LZW" => b"LZWDecode",
        b"Fl" => b"FlateDecode",
        b"RL" => b"RunLengthDecode",
        b"CCF" => b"CCITTFaxDecode",
        b"DCT" => b"DCTDecode",
        other => other,
    }
}

fn run_lengths(data: &[u8]) -> Result<Vec<u8>, Undecoded> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(length) = data.get(at).map(|byte| usize::from(*byte)) {
        match length {
            128 => break,
            0..128 => {
                let end = (at + 2 + length).min(data.len());
                plain.extend_from_slice(&data[at + 1..end]);
                at += 2 + length;
            }
            _ => {
                let byte = data.get(at + 1).copied().unwrap_or(0);
                plain.extend(std::iter::repeat_n(byte, 257 - length));
                at += 2;
            }
        }
        if plain.len() > MOST_BYTES {
            return Err(Undecoded::TooLarge);
        }
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_lengths_are_written_out() {
        assert_eq!(
            run_lengths(&[2, 1, 2, 3, 254, 9, 128, 7]),
            Ok(vec![1, 2, 3, 9, 9, 9])
        );
        assert_eq!(run_lengths(&[5, 1]), Ok(vec![1]));
    }
}
