//! TOML to values, with every fault of the file.
//!
//! serde stops at the first fault. So the faulty entry is told, taken out and
//! the rest tried again, until what is left can be read.

use super::{explain, typing};
use crate::diag::Sink;
use crate::source::FileId;
use serde::de::DeserializeOwned;
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
) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        explain::syntax_faults(text, file, &errors)
            .into_iter()
            .for_each(|f| sink.push(f));
        return None;
    }
    Some(peel(root, file, sink))
}

fn peel<T: DeserializeOwned + Default>(
    mut root: Spanned<DeTable<'_>>,
    file: FileId,
    sink: &mut Sink,
) -> T {
    let mut faults = Vec::new();
    let value = loop {
        match T::deserialize(toml::de::Deserializer::from(root.clone())) {
            Ok(value) => break value,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let removed = remove(root.get_mut(), &span);
                let gone = removed.is_none();
                faults.push((span.start, typing::fault(&error, file, removed)));
                // An error that belongs to no entry would come again for ever.
                if gone {
                    break T::default();
                }
            }
        }
    };
    // serde goes through keys by the alphabet; people read from the top.
    faults.sort_by_key(|(start, _)| *start);
    faults.into_iter().for_each(|(_, fault)| sink.push(fault));
    value
}

/// What was taken out: the key it stood under, if any, and the kind of value.
pub(super) struct Removed {
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
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<Removed> {
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
            return Some(Removed { key: Some(key.into_inner().into_owned()), kind });
        }
    }
    None
}

fn remove_inside(
    value: &mut Spanned<DeValue<'_>>,
    span: &Range<usize>,
) -> Option<Removed> {
    match value.get_mut() {
        DeValue::Table(table) => remove(table, span),
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
    Some(Removed { key: None, kind })
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
