//! Faults as people read them: the line of the file with a mark under it.

use super::{Diagnostic, Lang};
use crate::source::Sources;

/// One fault with the lines it points at.
#[must_use]
pub fn human(
    fault: &Diagnostic,
    _sources: &Sources,
    lang: Lang,
    _colour: bool,
) -> String {
    fault.message.get(lang).to_string()
}
