//! Faults as people read them: the line of the file with a mark under it.

use super::{Diagnostic, Label, Lang, Severity};
use crate::say;
use crate::source::{FileId, SourceFile, Sources};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// One fault with the lines it points at.
#[must_use]
pub fn human(fault: &Diagnostic, sources: &Sources, lang: Lang, colour: bool) -> String {
    let title = level(fault.severity, lang)
        .primary_title(fault.message.get(lang))
        .id(fault.code.name());
    let mut group: Group<'_> = title.elements(snippets(fault, sources, lang));
    for help in &fault.helps {
        group =
            group.element(Level::HELP.no_name().message(help_line(help.get(lang), lang)));
    }
    if let (Some(place), true) = (fault.place, fault.labels.is_empty()) {
        let page = place.page;
        let at = place.rect.map_or(say!("", ""), |rect| {
            let (x, y) = (rect.x.to_mm(), rect.y.to_mm());
            say!(
                "，距左 {x:.0}、距上 {y:.0} 毫米处",
                ", {x:.0} mm from the left and {y:.0} mm from the top"
            )
        });
        let at = at.get(lang);
        let line = match lang {
            Lang::Zh => format!("在第{page}版{at}"),
            Lang::En => format!("on page {page}{at}"),
        };
        group = group.element(Level::NOTE.no_name().message(line));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

fn level(severity: Severity, lang: Lang) -> Level<'static> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.with_name(severity.word(lang))
}

fn help_line(help: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("办法：{help}"),
        Lang::En => format!("help: {help}"),
    }
}

/// One snippet for each file that the fault points into, the primary's first.
fn snippets<'a>(
    fault: &'a Diagnostic,
    sources: &'a Sources,
    lang: Lang,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut files: Vec<FileId> = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) =
        fault.labels.iter().partition(|label| label.primary);
    for label in first.into_iter().chain(others) {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
        .into_iter()
        .map(|id| {
            let labels: Vec<&Label> =
                fault.labels.iter().filter(|label| label.span.file == id).collect();
            snippet(sources.get(id), &labels, lang)
        })
        .collect()
}

fn snippet<'a>(
    file: &'a SourceFile,
    labels: &[&'a Label],
    lang: Lang,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(file.text.as_str())
        .path(file.path.to_string_lossy().into_owned())
        .annotations(labels.iter().map(|label| {
            let kind = match label.primary {
                true => AnnotationKind::Primary,
                false => AnnotationKind::Context,
            };
            let said = label.message.as_ref().map(|message| message.get(lang));
            kind.span(visible(&file.text, label.span.range())).label(said)
        }))
}

/// The stretch within the text, on whole characters and, if it runs over
/// several lines, only to the end of the first: a mark over a whole story
/// says no more than one at its start.
fn visible(text: &str, range: Range<usize>) -> Range<usize> {
    let clamp = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = clamp(range.start);
    let end = clamp(range.end).max(start);
    match text[start..end].find('\n') {
        Some(0) | None => start..end,
        Some(line) => start..start + line,
    }
}
