//! Faults in one line each: `file:line:column: error[code]: message`.

use super::{Diagnostic, Lang};
use crate::source::Sources;

/// One fault in one line.
#[must_use]
pub fn short(fault: &Diagnostic, _sources: &Sources, lang: Lang) -> String {
    fault.message.get(lang).to_string()
}
