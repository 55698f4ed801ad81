//! Paper, type area and headline sizes of a layout.

use super::raw::{RawLayout, RawMargin, RawPage};
use super::read::Chain;
use super::{Grid, Ladder, Margins};
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::{Abs, Size, parse_length};
use crate::reading::{At, missing_key, size, wrong_length, wrong_value};
use crate::say;
use crate::source::{Located, Span};

/// Headline sizes by priority on a 四开 page, and on a 对开 page.
const SMALL: [f64; 4] = [36.0, 26.0, 22.0, 18.0];
const LARGE: [f64; 4] = [42.0, 30.0, 24.0, 18.0];
/// Every size of a headline; the first is for 对开 only.
const STEPS: [f64; 14] =
    [54.0, 48.0, 42.0, 36.0, 32.0, 30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0];
/// From this width on a page is 对开, in millimetres.
const LARGE_WIDTH: f64 = 340.0;
/// 小五 on 12 pt, in points.
const BODY: (f64, f64) = (9.0, 12.0);
/// 栏空 in body characters.
const GUTTER: f64 = 1.0;
/// More columns, characters or lines than a page can have.
const MOST: usize = 1000;

/// What is at hand while a layout's grid is read.
pub(super) struct Desk<'a> {
    pub(super) chain: &'a Chain,
    /// Where the layout's file begins, for keys that are nowhere.
    pub(super) start: Span,
    pub(super) sink: &'a mut Sink,
}

impl Desk<'_> {
    /// The grid, and whether it is whole: what is missing was told, and stands
    /// in for itself so that the other faults can be found.
    pub(super) fn grid(&mut self) -> (Grid, bool) {
        let width = self.paper("width = \"275mm\"", |page| page.width.as_ref());
        let height = self.paper("height = \"390mm\"", |page| page.height.as_ref());
        let columns = self.count("columns = 4", |page| page.columns.as_ref());
        let chars = self.count("chars = 17", |page| page.chars.as_ref());
        let lines = self.count("lines = 82", |page| page.lines.as_ref());
        let body = self.body(BODY.0, |raw| raw.body.as_ref()?.size.as_ref());
        let leading = self.body(BODY.1, |raw| raw.body.as_ref()?.leading.as_ref());
        let lengths = width.is_some() && height.is_some();
        let complete = lengths && columns.and(chars).and(lines).is_some();
        let mut grid = Grid {
            paper: Size::new(width.unwrap_or(body), height.unwrap_or(body)),
            margins: Margins { top: Abs::ZERO, inner: Abs::ZERO, outer: Abs::ZERO },
            columns: columns.unwrap_or(1),
            chars: chars.unwrap_or(1),
            gutter: body.scale(self.gutter()),
            lines: lines.unwrap_or(1),
            body,
            leading,
        };
        self.check_leading(&grid);
        grid.margins = self.margins(&grid);
        if complete {
            self.check_type_area(&grid);
        }
        (grid, complete)
    }

    fn paper(
        &mut self,
        example: &str,
        get: impl Fn(&RawPage) -> Option<&At<String>>,
    ) -> Option<Abs> {
        let value = self.chain.find(|raw| get(raw.page.as_ref()?));
        size(&self.needed(example, value)?, self.sink)
    }

    fn count(
        &mut self,
        example: &str,
        get: impl Fn(&RawPage) -> Option<&At<usize>>,
    ) -> Option<usize> {
        let value = self.chain.find(|raw| get(raw.page.as_ref()?));
        let value = self.needed(example, value)?;
        let possible = (1..=MOST).contains(&value.value);
        if !possible {
            let message = say!("这个数从 1 到 {MOST}", "this is from 1 to {MOST}");
            self.sink.push(wrong_value(value.span, message));
        }
        possible.then_some(value.value)
    }

    fn needed<T>(
        &mut self,
        example: &str,
        value: Option<Located<T>>,
    ) -> Option<Located<T>> {
        let key = example.split(' ').next().unwrap_or(example);
        if value.is_none() && !self.chain.told(key) {
            let example = format!("[page] {example}");
            self.sink.push(missing_key(key, self.start, &example));
        }
        value
    }

    fn body(
        &mut self,
        default: f64,
        get: impl Fn(&RawLayout) -> Option<&At<String>>,
    ) -> Abs {
        let value = self.chain.find(get);
        value
            .and_then(|value| size(&value, self.sink))
            .unwrap_or(Abs::pt(default))
    }

    fn gutter(&mut self) -> f64 {
        let Some(gutter) = self.chain.find(|raw| raw.page.as_ref()?.gutter.as_ref())
        else {
            return GUTTER;
        };
        if (0.0..=20.0).contains(&gutter.value) {
            return gutter.value;
        }
        let message = say!("栏空是几个字，从 0 起", "a gutter is so many characters");
        self.sink.push(wrong_value(gutter.span, message));
        GUTTER
    }

    /// Margins that are not given put the type area into the middle.
    fn margins(&mut self, grid: &Grid) -> Margins {
        let top = self.margin(|margin| margin.top.as_ref());
        let inner = self.margin(|margin| margin.inner.as_ref());
        let outer = self.margin(|margin| margin.outer.as_ref());
        let across = grid.paper.width - grid.span(grid.columns);
        let down = grid.paper.height - grid.leading * grid.lines;
        let (inner, outer) = match (inner, outer) {
            (Some(inner), Some(outer)) => (inner, outer),
            (Some(inner), None) => (inner, across - inner),
            (None, Some(outer)) => (across - outer, outer),
            (None, None) => (across / 2, across / 2),
        };
        Margins { top: top.unwrap_or(down / 2), inner, outer }
    }

    fn margin(&mut self, get: impl Fn(&RawMargin) -> Option<&At<String>>) -> Option<Abs> {
        let text = self.chain.find(|raw| get(raw.page.as_ref()?.margin.as_ref()?))?;
        let length = parse_length(&text.value);
        if length.is_none() {
            self.sink.push(wrong_length(&text));
        }
        length
    }

    fn check_leading(&mut self, grid: &Grid) {
        let leading = self.chain.find(|raw| raw.body.as_ref()?.leading.as_ref());
        if grid.leading < grid.body {
            let span = leading.map_or(self.start, |leading| leading.span);
            let message = say!("行距小于字号，行会叠在一起", "lines would overlap");
            self.sink.push(wrong_value(span, message));
        }
    }

    /// The type area must stand on the paper, on odd pages and on even ones.
    fn check_type_area(&mut self, grid: &Grid) {
        let (paper, margins) = (grid.paper, grid.margins);
        let width = grid.span(grid.columns);
        let height = grid.leading * grid.lines;
        let across = margins.inner.min(margins.outer) < Abs::ZERO
            || margins.inner.max(margins.outer) + width > paper.width;
        if across {
            let span = self.chain.find(|raw| raw.page.as_ref()?.columns.as_ref());
            self.tell_off_paper(span, ("宽", "wide"), (width, paper.width));
        }
        if margins.top < Abs::ZERO || margins.top + height > paper.height {
            let span = self.chain.find(|raw| raw.page.as_ref()?.lines.as_ref());
            self.tell_off_paper(span, ("高", "high"), (height, paper.height));
        }
    }

    fn tell_off_paper(
        &mut self,
        at: Option<Located<usize>>,
        (zh, en): (&str, &str),
        (area, paper): (Abs, Abs),
    ) {
        let (area, paper) = (area.to_mm(), paper.to_mm());
        self.sink.push(
            Diagnostic::new(
                code::OFF_PAGE,
                say!(
                    "版心{zh} {area:.1} 毫米，加上白边，超出了 {paper:.1} 毫米的纸",
                    "the type area is {area:.1} mm {en}: with its margin it runs off the paper ({paper:.1} mm)"
                ),
            )
            .at(at.map_or(self.start, |at| at.span))
            .help(say!("减少栏数、字数或行数，或缩小白边", "take away columns, characters, lines or margin")),
        );
    }

    pub(super) fn ladder(&mut self, grid: &Grid) -> Ladder {
        let large = grid.paper.width >= Abs::mm(LARGE_WIDTH);
        let sizes = self.chain.find(|raw| raw.headline.as_ref()?.sizes.as_ref());
        let steps = self.chain.find(|raw| raw.headline.as_ref()?.steps.as_ref());
        let points = |list: &[f64]| list.iter().map(|size| Abs::pt(*size)).collect();
        let sizes = sizes.and_then(|list| self.sizes(&list));
        let steps = steps.and_then(|list| self.sizes(&list));
        let mut ladder = Ladder {
            sizes: sizes.unwrap_or_else(|| points(if large { &LARGE } else { &SMALL })),
            steps: steps.unwrap_or_else(|| points(&STEPS[usize::from(!large)..])),
        };
        ladder.steps.sort_by(|a, b| b.cmp(a));
        ladder.steps.dedup();
        ladder
    }

    fn sizes(&mut self, list: &Located<Vec<At<String>>>) -> Option<Vec<Abs>> {
        let file = list.span.file;
        let sizes: Vec<Abs> = list
            .value
            .iter()
            .filter_map(|text| size(&text.located(file), self.sink))
            .collect();
        if list.value.is_empty() {
            let message = say!("至少写一个字号", "give at least one size");
            self.sink.push(wrong_value(list.span, message));
        }
        (!sizes.is_empty()).then_some(sizes)
    }
}
