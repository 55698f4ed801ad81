//! A finished PDF, read: its bytes, its objects, and short ways to them.

use super::lexer::{hex_bytes, number};
use super::matrix::Area;
use super::rows::Rows;
use super::rules::{Rule, rule};
use crate::diag::Message;
use crate::say;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most bytes that one stream may become; a page's contents are a hundredth of
/// this, and a bomb is more.
pub(super) const MOST_BYTES: usize = 256 << 20;
/// How far up a page tree, or along a chain of references, is looked.
const MOST_PARENTS: usize = 64;

/// A PDF in memory.
pub(super) struct File<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) document: Document,
    pub(super) pages: Vec<ObjectId>,
    /// Stands for dictionaries that are missing.
    pub(super) nothing: Dictionary,
}

/// Why a file cannot be checked.
pub(super) type Unreadable = (Rule, Message);

impl<'b> File<'b> {
    /// Reads a file.
    pub(super) fn read(bytes: &'b [u8]) -> Result<File<'b>, Unreadable> {
        if !bytes.windows(5).take(1024).any(|window| window == b"%PDF-") {
            let message = say!("这不是 PDF 文件", "this is no PDF file");
            return Err((rule::UNREADABLE, message));
        }
        let options = LoadOptions {
            max_decompressed_size: Some(MOST_BYTES),
            ..Default::default()
        };
        // lopdf is careful, but files from anywhere are worse than its tests.
        let read = || Document::load_mem_with_options(bytes, options);
        let document = match catch_unwind(AssertUnwindSafe(read)) {
            Ok(Ok(document)) => document,
            Ok(Err(error)) if is_locked(&error) => return Err(locked()),
            Ok(Err(error)) => {
                return Err((
                    rule::UNREADABLE,
                    say!(
                        "文件已损坏，PDF 的结构读不出来（{error}）",
                        "the file is damaged: {error}"
                    ),
                ));
            }
            Err(_) => {
                let message = say!("文件已损坏", "the file is damaged");
                return Err((rule::UNREADABLE, message));
            }
        };
        if document.is_encrypted() {
            return Err(locked());
        }
        if document.was_encrypted() {
            let message = say!(
                "文件加了密（不用密码就能打开，标准照样不许）；请另存一份不加密的",
                "the file is encrypted, if without a password; ask for one without encryption"
            );
            return Err((rule::ENCRYPTED, message));
        }
        let pages: Vec<ObjectId> = document.page_iter().take(10_000).collect();
        if pages.is_empty() {
            let message = say!("文件里没有页面", "the file has no pages");
            return Err((rule::UNREADABLE, message));
        }
        Ok(File { bytes, document, pages, nothing: Dictionary::new() })
    }

    /// An object behind any references.
    pub(super) fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document
            .dereference(object)
            .map_or(&Object::Null, |(_, found)| found)
    }

    /// A dictionary's entry, behind any reference; none if it is null.
    pub(super) fn get<'a>(
        &'a self,
        dict: &'a Dictionary,
        key: &str,
    ) -> Option<&'a Object> {
        let found = self.follow(dict.get(key.as_bytes()).ok()?);
        (!found.is_null()).then_some(found)
    }

    /// The dictionary that an object is, or that its stream has.
    pub(super) fn dict<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        match self.follow(object) {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// A dictionary's entry that is a dictionary or stream.
    pub(super) fn get_dict<'a>(
        &'a self,
        dict: &'a Dictionary,
        key: &str,
    ) -> Option<&'a Dictionary> {
        self.dict(dict.get(key.as_bytes()).ok()?)
    }

    /// A dictionary's entry that is a name.
    pub(super) fn name<'a>(
        &'a self,
        dict: &'a Dictionary,
        key: &str,
    ) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    /// A dictionary's entry that is a number.
    pub(super) fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        number(self.get(dict, key)?)
    }

    /// Whether a dictionary's entry is `true`.
    pub(super) fn flag(&self, dict: &Dictionary, key: &str) -> bool {
        self.get(dict, key)
            .is_some_and(|object| matches!(object, Object::Boolean(true)))
    }

    /// The numbers of an array.
    pub(super) fn numbers(&self, object: &Object) -> Option<Vec<f64>> {
        let array = self.follow(object).as_array().ok()?;
        array.iter().map(|item| number(self.follow(item))).collect()
    }

    /// A dictionary's entry that is a rectangle.
    pub(super) fn area(&self, dict: &Dictionary, key: &str) -> Option<Area> {
        Area::of(&self.numbers(dict.get(key.as_bytes()).ok()?)?)
    }

    /// A page's dictionary.
    pub(super) fn page(&self, id: ObjectId) -> &Dictionary {
        self.document.get_dictionary(id).unwrap_or(&self.nothing)
    }

    /// An entry of a page, or of the nearest node above it that has one.
    pub(super) fn inherited<'a>(
        &'a self,
        page: &'a Dictionary,
        key: &str,
    ) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..MOST_PARENTS {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.get_dict(node, "Parent")?;
        }
        None
    }

    /// A stream's plain bytes.
    ///
    /// # Errors
    /// What is wrong with them, in lopdf's words.
    pub(super) fn plain(&self, stream: &Stream) -> Result<Vec<u8>, String> {
        let filters = self.filters(&stream.dict);
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
    ) -> Result<Vec<u8>, String> {
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
                rows = Rows::taken_from(&mut plain);
            }
            one.set("DecodeParms", plain);
        }
        let stream = Stream::new(one, data);
        let decode = || stream.decompressed_content_with_limit(MOST_BYTES);
        let decoded = match catch_unwind(AssertUnwindSafe(decode)) {
            Ok(decoded) => decoded.map_err(|error| error.to_string())?,
            Err(_) => return Err(String::from_utf8_lossy(filter).into_owned()),
        };
        Ok(match rows {
            Some(rows) => rows.restored(&decoded),
            None => decoded,
        })
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

fn run_lengths(data: &[u8]) -> Result<Vec<u8>, String> {
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
            return Err(String::from("RunLengthDecode"));
        }
    }
    Ok(plain)
}

fn is_locked(error: &lopdf::Error) -> bool {
    matches!(
        error,
        lopdf::Error::Decryption(_)
            | lopdf::Error::InvalidPassword
            | lopdf::Error::UnsupportedSecurityHandler(_)
    )
}

fn locked() -> Unreadable {
    let message = say!(
        "文件有密码，打不开；请广告客户或制作方另存一份不加密的",
        "the file is locked by a password; ask for one without encryption"
    );
    (rule::ENCRYPTED, message)
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
