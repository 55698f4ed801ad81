//! What the readers of all files share: opening a file, and turning TOML into
//! values so that one run tells every fault.

mod explain;
mod letters;
mod table;
mod typing;

pub(crate) use letters::letters;
pub(crate) use table::{Table, Told, missing_key, table};
pub(crate) use typing::{INK, LEGS, LINES};

use crate::diag::{Diagnostic, Message, Sink, code, why};
use crate::geom::{Abs, parse_length};
use crate::say;
use crate::source::{Encoding, FileId, Located, ReadError, Sources, Span, System};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

/// What every reader needs: a way to files, a shelf for their texts, and a
/// list for faults.
pub struct Reader<'a> {
    /// Reads files.
    pub system: &'a dyn System,
    /// Keeps the texts that faults point into.
    pub sources: &'a mut Sources,
    /// Collects faults.
    pub sink: &'a mut Sink,
}

impl Reader<'_> {
    /// Opens a text file; `asked` is where the user named it.
    pub(crate) fn open(&mut self, path: &Path, asked: Option<Span>) -> Option<FileId> {
        match self.sources.load(self.system, path) {
            Ok(file) => {
                self.tell_conversion(file);
                Some(file)
            }
            Err(error) => {
                let fault = unreadable(path, &error);
                self.sink.push(match asked {
                    Some(span) => fault.at(span),
                    None => fault,
                });
                None
            }
        }
    }

    fn tell_conversion(&mut self, file: FileId) {
        let source = self.sources.get(file);
        if source.encoding == Encoding::Gb18030 {
            let path = source.path.display();
            self.sink.push(
                Diagnostic::new(
                    code::FILE_CONVERTED,
                    say!(
                        "“{path}”是 GB18030 编码，已转换",
                        "`{path}` is GB18030 and was converted"
                    ),
                )
                .at(Span::new(file, 0..0)),
            );
        }
    }
}

fn unreadable(path: &Path, error: &ReadError) -> Diagnostic {
    let path = path.display();
    match error {
        ReadError::Io(error) if error.kind() == ErrorKind::NotFound => Diagnostic::new(
            code::FILE_MISSING,
            say!("找不到文件“{path}”", "there is no file `{path}`"),
        ),
        ReadError::Io(error) => {
            let Message { zh, en } = why(error);
            Diagnostic::new(
                code::FILE_UNREADABLE,
                say!("文件“{path}”读不出来：{zh}", "cannot read `{path}`: {en}"),
            )
        }
        ReadError::Encoding(byte) => Diagnostic::new(
            code::FILE_ENCODING,
            say!(
                "“{path}”既不是 UTF-8，也不是 GB18030（从第 {byte} 字节起）",
                "`{path}` is neither UTF-8 nor GB18030 (from byte {byte})"
            ),
        )
        .help(say!("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor")),
    }
}

/// A value of a TOML file with its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct At<T>(toml::Spanned<T>);

impl<T> At<T> {
    /// What was written.
    pub(crate) fn get(&self) -> &T {
        self.0.get_ref()
    }

    /// Where it was written.
    pub(crate) fn span(&self, file: FileId) -> Span {
        Span::new(file, self.0.span())
    }
}

impl<T: Clone> At<T> {
    /// The value with its place in the file it comes from.
    pub(crate) fn located(&self, file: FileId) -> Located<T> {
        Located::new(self.get().clone(), self.span(file))
    }
}

// For maps by key: two keys are the same wherever they stand.
impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &At<T>) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: Ord> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &At<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for At<T> {
    fn cmp(&self, other: &At<T>) -> std::cmp::Ordering {
        self.get().cmp(other.get())
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The candidate nearest to a word, if any is near enough to have been meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1) + 1;
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= limit && *distance * 2 < candidate.chars().count().max(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The help for a wrong word that is near a right one.
pub(crate) fn near_miss<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Message> {
    let near = nearest(word, candidates)?;
    Some(say!("是不是“{near}”？", "did you mean `{near}`?"))
}

/// The help for a wrong word: the nearest right one, else all of them.
pub(crate) fn meant(word: &str, candidates: &[&str]) -> Message {
    near_miss(word, candidates.iter().copied()).unwrap_or_else(|| {
        let zh = candidates.join("、");
        let en = candidates.join(", ");
        say!("可以写：{zh}", "one of: {en}")
    })
}

/// Hands on the faults of one reading, file by file from the top; a fault that
/// was told before is passed over (two layouts may share a base).
pub(crate) fn tell_in_order(mut found: Vec<Diagnostic>, sink: &mut Sink) {
    found.sort_by_key(|fault| fault.span().map(|span| (span.file, span.start)));
    for fault in found {
        if !sink.list().contains(&fault) {
            sink.push(fault);
        }
    }
}

/// The fault for a value that is of the right type and still wrong.
pub(crate) fn wrong_value(span: Span, message: Message) -> Diagnostic {
    Diagnostic::new(code::VALUE_WRONG, message).at(span)
}

/// The fault for a size that is none.
pub(crate) fn wrong_length(text: &Located<String>) -> Diagnostic {
    let written = &text.value;
    Diagnostic::new(
        code::LENGTH_WRONG,
        say!("“{written}”不是尺寸", "`{written}` is not a size"),
    )
    .at(text.span)
    .help(say!(
        "写成 \"小五\"、\"9pt\"、\"13Q\" 或 \"3.2mm\"",
        "write \"小五\", \"9pt\", \"13Q\" or \"3.2mm\""
    ))
}

/// A size above zero and below that of a wall.
pub(crate) fn size(text: &Located<String>, sink: &mut Sink) -> Option<Abs> {
    let possible = |length: &Abs| *length > Abs::ZERO && *length < Abs::mm(5000.0);
    let length = parse_length(&text.value).filter(possible);
    if length.is_none() {
        sink.push(wrong_length(text));
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_have_been_meant_is_suggested() {
        assert_eq!(nearest("fast", ["best", "line"]), None);
        assert_eq!(nearest("lien", ["best", "line"]), Some("line"));
        assert_eq!(nearest("headlin", ["headline", "deck"]), Some("headline"));
    }
}
