//! Faults for programs.

use super::{Diagnostic, Label, Message, Place};
use crate::geom::Abs;
use crate::source::Sources;
use serde_json::{Value, json};

/// One fault as a JSON object: lines and columns count from 1, columns in
/// characters; places on the page are in millimetres.
#[must_use]
pub fn json(fault: &Diagnostic, sources: &Sources) -> Value {
    json!({
        "code": fault.code.name(),
        "severity": fault.severity.name(),
        "message": words(&fault.message),
        "labels": fault.labels.iter().map(|l| label(l, sources)).collect::<Vec<_>>(),
        "helps": fault.helps.iter().map(words).collect::<Vec<_>>(),
        "page": fault.place.map(|place| place.page),
        "rect": fault.place.and_then(rect),
    })
}

fn words(message: &Message) -> Value {
    json!({ "zh": message.zh, "en": message.en })
}

fn label(label: &Label, sources: &Sources) -> Value {
    let range = label.span.range();
    let (line, column) = sources.line_column(label.span.file, range.start);
    let (end_line, end_column) = sources.line_column(label.span.file, range.end);
    json!({
        "file": sources.get(label.span.file).path.to_string_lossy(),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "primary": label.primary,
        "message": label.message.as_ref().map(words),
    })
}

fn rect(place: Place) -> Option<Value> {
    let rect = place.rect?;
    let mm = |length: Abs| (length.to_mm() * 1000.0).round() / 1000.0;
    Some(json!({
        "x": mm(rect.x),
        "y": mm(rect.y),
        "width": mm(rect.width),
        "height": mm(rect.height),
    }))
}
