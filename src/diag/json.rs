//! Faults for programs.

use super::Diagnostic;
use crate::source::Sources;

/// One fault as a JSON object.
#[must_use]
pub fn json(fault: &Diagnostic, _sources: &Sources) -> serde_json::Value {
    serde_json::json!({ "code": fault.code.name() })
}
