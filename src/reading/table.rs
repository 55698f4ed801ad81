//! TOML to values, with every fault of the file.
//!
//! serde stops at the first fault. So the faulty entry is told, taken out and
//! the rest tried again, until what is left can be read.

use super::{explain, typing};
use crate::diag::{Diagnostic, Sink, code};
use crate::say;
use crate::source::{FileId, Span};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Reads a whole TOML text into a value whose keys may all be missing.
///
/// `None` when the text is not TOML; that is told, and nothing of it is used.
pub(crate) fn table<T: DeserializeOwned + Default>(
    text: &str,
    file: FileId,
    sink: &mut Sink,
) -> Option<Table<T>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        explain::syntax_faults(text, file, &errors)
            .into_iter()
            .for_each(|f| sink.push(f));
        return None;
    }
    Some(peel(root, file, sink))
}

/// What a TOML text says, and what of it was told and left out.
pub(crate) struct Table<T> {
    pub(crate) value: T,
    pub(crate) told: Told,
}

/// Keys whose faults were told, by the byte at which their table begins: what
/// is wrong must not be called missing as well.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    keys: BTreeSet<(usize, String)>,
}

impl Told {
    /// Whether a key was told in any table.
    pub(crate) fn any(&self, key: &str) -> bool {
        self.keys.iter().any(|(_, told)| told == key)
    }

    /// The fault that a table lacks a key, unless the key was told.
    pub(crate) fn missing(
        &self,
        key: &str,
        table: Span,
        example: &str,
    ) -> Option<Diagnostic> {
        let told = self.keys.contains(&(table.range().start, key.to_string()));
        (!told).then(|| missing_key(key, table, example))
    }
}

/// The fault that a key is missing.
pub(crate) fn missing_key(key: &str, table: Span, example: &str) -> Diagnostic {
    Diagnostic::new(code::KEY_MISSING, say!("缺少 {key}", "`{key}` is missing"))
        .at(table)
        .help(say!("加一行：{example}", "add a line: {example}"))
}

fn peel<T: DeserializeOwned + Default>(
    mut root: Spanned<DeTable<'_>>,
    file: FileId,
    sink: &mut Sink,
) -> Table<T> {
    let mut told = Told::default();
    let value = loop {
        match T::deserialize(toml::de::Deserializer::from(root.clone())) {
            Ok(value) => break value,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let removed = remove(root.get_mut(), 0, &span);
                sink.push(typing::fault(&error, file, removed.as_ref()));
                // An error that belongs to no entry would come again for ever.
                let Some(removed) = removed else { break T::default() };
                told.keys.extend(removed.key.map(|key| (removed.table, key)));
            }
        }
    };
    Table { value, told }
}

/// What was taken out: the key it stood under, if any, the kind of value, and
/// where the table around it begins.
pub(super) struct Removed {
    table: usize,
    pub(super) key: Option<String>,
    pub(super) kind: Kind,
}

/// The kinds of TOML values, for messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Float,
    Boolean,
    Datetime,
    Array,
    Table,
}

impl Kind {
    fn of(value: &DeValue<'_>) -> Kind {
        match value {
            DeValue::String(_) => Kind::String,
            DeValue::Integer(_) => Kind::Integer,
            DeValue::Float(_) => Kind::Float,
            DeValue::Boolean(_) => Kind::Boolean,
            DeValue::Datetime(_) => Kind::Datetime,
            DeValue::Array(_) => Kind::Array,
            DeValue::Table(_) => Kind::Table,
        }
    }
}

/// Takes out the innermost entry whose key or value holds the span.
fn remove(table: &mut DeTable<'_>, start: usize, span: &Range<usize>) -> Option<Removed> {
    let keys: Vec<_> = table.keys().cloned().collect();
    for key in keys {
        let Some(value) = table.get_mut(key.get_ref().as_ref()) else { continue };
        let removed = remove_inside(value, span);
        if removed.is_some() {
            return removed;
        }
        if holds(&key.span(), span) || holds(&value.span(), span) {
            let kind = Kind::of(value.get_ref());
            table.remove(key.get_ref().as_ref());
            let key = Some(key.into_inner().into_owned());
            return Some(Removed { table: start, key, kind });
        }
    }
    None
}

fn remove_inside(
    value: &mut Spanned<DeValue<'_>>,
    span: &Range<usize>,
) -> Option<Removed> {
    let start = value.span().start;
    match value.get_mut() {
        DeValue::Table(table) => remove(table, start, span),
        DeValue::Array(array) => remove_element(array, span),
        _ => None,
    }
}

fn remove_element(array: &mut DeArray<'_>, span: &Range<usize>) -> Option<Removed> {
    for element in array.iter_mut() {
        let removed = remove_inside(element, span);
        if removed.is_some() {
            return removed;
        }
    }
    let at = array.iter().position(|element| holds(&element.span(), span))?;
    let kind = Kind::of(array[at].get_ref());
    let kept = array.iter().enumerate().filter(|(index, _)| *index != at);
    *array = kept.map(|(_, element)| element.clone()).collect();
    Some(Removed { table: 0, key: None, kind })
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
