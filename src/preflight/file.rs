//! A finished PDF, read: its bytes, its objects, and short ways to them.

use super::lexer::number;
use super::matrix::Area;
use super::rules::{Rule, rule};
use crate::diag::Message;
use crate::say;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use std::collections::BTreeSet;
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
    /// Pages, or nodes above pages, that are named and cannot be read.
    pub(super) lost: Vec<ObjectId>,
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
            Ok(Err(error)) => return Err(damaged(&error)),
            Err(_) => return Err((rule::UNREADABLE, broken("结构", "its structure"))),
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
        let lost = lost(&document);
        if pages.is_empty()
            && let Some((number, _)) = lost.first()
        {
            return Err((rule::UNREADABLE, unread(*number)));
        }
        if pages.is_empty() {
            let message = say!("文件里没有页面", "the file has no pages");
            return Err((rule::UNREADABLE, message));
        }
        Ok(File {
            bytes,
            document,
            pages,
            lost,
            nothing: Dictionary::new(),
        })
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

/// Nodes of a page tree that are looked at for those that cannot be read.
const MOST_NODES: usize = 100_000;

/// Pages, or nodes above them, that the page tree names and that are not there.
fn lost(document: &Document) -> Vec<ObjectId> {
    let root = document.catalog().and_then(|catalog| catalog.get(b"Pages"));
    let mut left: Vec<ObjectId> =
        root.and_then(Object::as_reference).into_iter().collect();
    let (mut seen, mut lost) = (BTreeSet::new(), Vec::new());
    while let Some(id) = left.pop() {
        if seen.len() > MOST_NODES || !seen.insert(id) {
            continue;
        }
        let Ok(node) = document.get_dictionary(id) else {
            lost.push(id);
            continue;
        };
        let kids = node.get_deref(b"Kids", document).and_then(Object::as_array);
        let kids = kids.into_iter().flatten();
        left.extend(kids.filter_map(|kid| kid.as_reference().ok()));
    }
    lost.sort_unstable();
    lost
}

/// The object of a page could not be read.
pub(super) fn unread(number: u32) -> Message {
    say!(
        "有页面读不出来（对象 {number}）：里面有 PDF 不认的写法（如 1e9 这样的数），或嵌套太深；请制作方重新导出",
        "a page cannot be read (object {number}): it has something that is no PDF, such as a number like 1e9, or is nested too deep; ask for the file to be exported again"
    )
}

fn broken(zh: &str, en: &str) -> Message {
    say!(
        "文件已损坏，PDF 的{zh}读不出来；多半没有传完整，请重新传一次，或请制作方重新导出",
        "the file is damaged: {en} cannot be read; send it once more, or ask for it to be exported again"
    )
}

fn damaged(error: &lopdf::Error) -> Unreadable {
    use lopdf::Error;
    let (zh, en) = match error {
        Error::Xref(_) | Error::MissingXrefEntry => {
            ("交叉引用表", "its cross reference table")
        }
        Error::InvalidObjectStream(_) => ("对象流", "an object stream"),
        Error::Decompress(_) | Error::InvalidStream(_) => ("数据流", "a stream"),
        Error::IndirectObject { .. } | Error::ObjectNotFound(_) => ("对象", "an object"),
        _ => ("结构", "its structure"),
    };
    (rule::UNREADABLE, broken(zh, en))
}
