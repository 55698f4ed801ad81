//! How deep inside quotes and brackets a heading is.

use crate::text::Paragraph;
use crate::text::class::Class;

/// How much deeper inside marks that open and close a line goes on.
pub(super) fn nesting(class: Class) -> i32 {
    match class {
        Class::Open => 1,
        Class::Close => -1,
        _ => 0,
    }
}

/// Whether one pair of marks holds all of a line.
pub(super) fn is_all_quoted(paragraph: &Paragraph) -> bool {
    let mut depth = 0;
    let mut depths = paragraph.clusters.iter().map(|cluster| {
        depth += nesting(cluster.class);
        depth
    });
    let closes = depths.position(|depth| depth <= 0);
    closes.is_some_and(|at| at > 0 && at + 1 == paragraph.clusters.len())
}
