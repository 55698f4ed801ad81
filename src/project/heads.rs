//! Headings tried at a width, before a page is made.

use super::galley::{Manuscript, issue_folder};
use super::report::head_line;
use super::{Folders, TypeCase, words};
use crate::compose::trial::{HeadCase, HeadWay, heads};
use crate::compose::{Styles, prepare};
use crate::diag::Sink;
use crate::geom::Abs;
use crate::issue::read;
use crate::layout::read_layout;
use crate::source::{Located, ReadError, Sources, Span, System};
use crate::text::Shaper;
use serde_json::{Value, json};

/// The ways to set one heading, the best first.
pub struct HeadTrial {
    /// Columns it runs across.
    pub columns: usize,
    /// Their width.
    pub width: Abs,
    /// The ways.
    pub ways: Vec<HeadWay>,
}

impl HeadTrial {
    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let way = |way: &HeadWay| {
            json!({
                "pt": way.size.to_pt(),
                "rows": way.rows,
                "cost": (way.cost * 100.0).round() / 100.0,
                "forced": way.forced,
                "weak": way.weak,
                "lines": way.lines.iter().map(head_line).collect::<Vec<_>>(),
            })
        };
        json!({
            "columns": self.columns,
            "width_mm": (self.width.to_mm() * 100.0).round() / 100.0,
            "ways": self.ways.iter().map(way).collect::<Vec<_>>(),
        })
    }
}

impl TypeCase {
    /// Tries a story's heading across so many columns of a layout; none if the
    /// layout cannot be read, which is told.
    ///
    /// # Errors
    /// When the story cannot be read.
    pub fn heads(
        &mut self,
        system: &dyn System,
        folders: &Folders,
        copy: Manuscript<'_>,
        (columns, layout): (usize, &str),
    ) -> Result<Option<HeadTrial>, ReadError> {
        let (file, story) = self.read(system, copy)?;
        let folder = issue_folder(copy.path());
        let named = Located::new(layout.to_string(), Span::new(file, 0..0));
        let (sources, faults) = (&mut self.sources, &mut self.faults);
        let Some(layout) = read_layout(system, folders.roots(), &named, sources, faults)
        else {
            return Ok(None);
        };
        // The issue that the story is of has words of its own; its faults are told
        // when it is checked.
        let issue = system
            .exists(&folder.join("issue.toml"))
            .then(|| read(system, folder, &mut Sources::default(), &mut Sink::default()));
        let words = words::with_story(issue.flatten().as_ref(), &story, &self.house);
        let styles = Styles::new(&self.house, &mut self.fonts, &mut self.faults);
        let mut shaper = Shaper::new(&self.fonts);
        let prepared = prepare(&story, (&styles, &words), &mut shaper);
        let columns = columns.clamp(1, layout.grid.columns.max(1));
        let case = HeadCase {
            styles: &styles,
            fonts: &self.fonts,
            words: &words,
            layout: &layout,
        };
        Ok(Some(HeadTrial {
            columns,
            width: layout.grid.span(columns),
            ways: heads(&prepared, columns, &case),
        }))
    }
}
