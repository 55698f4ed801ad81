//! Faults in one line each: `file:line:column: error[code]: message`.

use super::{Diagnostic, Lang};
use crate::source::Sources;

/// One fault in one line, as editors and scripts expect it.
#[must_use]
pub fn short(fault: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let severity = fault.severity.name();
    let code = fault.code;
    let message = fault.message.get(lang).replace('\n', " ");
    let said = format!("{severity}[{code}]: {message}");
    match (fault.span(), fault.place) {
        (Some(span), _) => {
            let path = sources.get(span.file).path.display();
            let (line, column) = sources.line_column(span.file, span.range().start);
            format!("{path}:{line}:{column}: {said}")
        }
        (None, Some(place)) => {
            let page = place.page;
            match lang {
                Lang::Zh => format!("第{page}版: {said}"),
                Lang::En => format!("page {page}: {said}"),
            }
        }
        (None, None) => said,
    }
}
