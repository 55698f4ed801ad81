//! Reads a layout file and the ones it is based on.

use super::raw::RawLayout;
use super::read_grid::Desk;
use super::read_tree::read_tree;
use super::{Layout, Nameplate};
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::{Abs, parse_length};
use crate::reading::{
    At, Reader, Told, meant, table, tell_in_order, wrong_length, wrong_value,
};
use crate::say;
use crate::source::{FileId, Located, Sources, Span, System};
use std::path::PathBuf;

/// 栏线 if the layout says nothing, in points.
const COLUMN_RULE: f64 = 0.3;

/// Reads `layouts/NAME.toml` from the first of the folders that has it.
///
/// Keys that are missing are taken from the file that `base` names. `None`
/// when the file, or what makes up its grid, is missing: that is told. A tree
/// with faults is mended, so that the issue can be checked against its slots
/// in the same run. An empty name, which the reader has told, is
/// passed over.
pub fn read_layout(
    system: &dyn System,
    folders: &[PathBuf],
    name: &Located<String>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Layout> {
    if name.value.is_empty() {
        return None;
    }
    let mut found = Sink::default();
    let mut reader = Reader { system, sources, sink: &mut found };
    let layout = Chain::open(folders, name, &mut reader)
        .and_then(|chain| chain.layout(&name.value, reader.sources, reader.sink));
    tell_in_order(found.list().to_vec(), sink);
    layout
}

/// A layout file and, after it, the files it is based on.
pub(super) struct Chain {
    sheets: Vec<(RawLayout, FileId)>,
    told: Vec<Told>,
}

impl Chain {
    fn open(
        folders: &[PathBuf],
        name: &Located<String>,
        reader: &mut Reader<'_>,
    ) -> Option<Chain> {
        let mut chain = Chain { sheets: Vec::new(), told: Vec::new() };
        let mut names = vec![name.value.clone()];
        let mut next = Some(name.clone());
        while let Some(name) = next {
            let file = open_layout(folders, &name, reader)?;
            let text = &reader.sources.get(file).text;
            let read = table::<RawLayout>(text, file, reader.sink)?;
            let raw = read.value;
            next = raw.base.as_ref().map(|base| base.located(file));
            if let Some(base) = next.take_if(|base| names.contains(&base.value)) {
                reader.sink.push(base_in_a_ring(&base));
            }
            names.extend(next.as_ref().map(|base| base.value.clone()));
            chain.sheets.push((raw, file));
            chain.told.push(read.told);
        }
        Some(chain)
    }

    /// Whether a key is wrong, and so not missing.
    pub(super) fn told(&self, key: &str) -> bool {
        self.told.iter().any(|told| told.any(key))
    }

    /// The first value for a key, from the file itself or one it is based on.
    pub(super) fn find<T: Clone>(
        &self,
        get: impl Fn(&RawLayout) -> Option<&At<T>>,
    ) -> Option<Located<T>> {
        self.sheets
            .iter()
            .find_map(|(raw, file)| Some(get(raw)?.located(*file)))
    }

    fn layout(&self, name: &str, sources: &Sources, sink: &mut Sink) -> Option<Layout> {
        let (_, file) = self.sheets.first()?;
        let text = &sources.get(*file).text;
        let span = Span::new(*file, 0..text.find('\n').unwrap_or(text.len()));
        let mut desk = Desk { chain: self, start: span, sink };
        let (grid, complete) = desk.grid();
        let mut layout = Layout {
            name: name.to_string(),
            span,
            grid,
            ladder: desk.ladder(&grid),
            folio: self.strip(|raw| raw.folio.as_ref()?.lines.as_ref()),
            nameplate: self.nameplate(grid.columns, sink),
            teasers: self.strip(|raw| raw.teasers.as_ref()?.lines.as_ref()),
            imprint: self.strip(|raw| raw.imprint.as_ref()?.lines.as_ref()),
            tree: None,
            column_rule: self.column_rule(sink),
        };
        if !complete {
            return None;
        }
        let room = room(&layout, sink);
        let tree = self
            .sheets
            .iter()
            .find_map(|(raw, file)| Some((raw.tree.as_ref()?, file)));
        layout.tree =
            tree.and_then(|(tree, file)| read_tree(tree, *file, (&grid, room), sink));
        Some(layout)
    }

    /// Lines of a strip; none if it is not wanted.
    fn strip(&self, get: impl Fn(&RawLayout) -> Option<&At<usize>>) -> Option<usize> {
        self.find(get).map(|lines| lines.value).filter(|lines| *lines > 0)
    }

    fn nameplate(&self, columns: usize, sink: &mut Sink) -> Option<Nameplate> {
        let lines = self.strip(|raw| raw.nameplate.as_ref()?.lines.as_ref())?;
        let ear = self.find(|raw| raw.nameplate.as_ref()?.ear.as_ref());
        if let Some(ear) = ear.as_ref().filter(|ear| ear.value >= columns) {
            let message = say!(
                "报眼太宽：全版只有 {columns} 栏，要给报名留位置",
                "the ear is too wide: the page has {columns} columns"
            );
            sink.push(wrong_value(ear.span, message));
        }
        let widest = columns.saturating_sub(1);
        Some(Nameplate {
            lines,
            ear: ear.map_or(0, |ear| ear.value.min(widest)),
        })
    }

    fn column_rule(&self, sink: &mut Sink) -> Abs {
        let Some(rule) = self.find(|raw| raw.column_rule.as_ref()) else {
            return Abs::pt(COLUMN_RULE);
        };
        parse_length(&rule.value).unwrap_or_else(|| {
            sink.push(wrong_length(&rule));
            Abs::pt(COLUMN_RULE)
        })
    }
}

/// Rows left for the tree.
fn room(layout: &Layout, sink: &mut Sink) -> usize {
    let nameplate = layout.nameplate.map(|plate| plate.lines);
    let strips = [layout.folio, nameplate, layout.teasers, layout.imprint];
    let taken = strips.into_iter().flatten().fold(0, usize::saturating_add);
    let lines = layout.grid.lines;
    if taken >= lines {
        sink.push(
            Diagnostic::new(
                code::TREE_LINES,
                say!(
                    "报头、报眉、导读、报尾共占 {taken} 行，版心只有 {lines} 行",
                    "nameplate, folio, teasers and imprint take {taken} of {lines} lines"
                ),
            )
            .at(layout.span),
        );
    }
    lines.saturating_sub(taken).max(1)
}

fn open_layout(
    folders: &[PathBuf],
    name: &Located<String>,
    reader: &mut Reader<'_>,
) -> Option<FileId> {
    let file = format!("layouts/{}.toml", name.value);
    let found = folders
        .iter()
        .map(|folder| folder.join(&file))
        .find(|p| reader.system.exists(p));
    match found {
        Some(path) => reader.open(&path, Some(name.span)),
        None => {
            let wanted = &name.value;
            let names = layout_names(folders, reader.system);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            reader.sink.push(
                Diagnostic::new(
                    code::LAYOUT_MISSING,
                    say!("找不到版式“{wanted}”", "there is no layout `{wanted}`"),
                )
                .at(name.span)
                .help(meant(wanted, &names)),
            );
            None
        }
    }
}

/// The layouts there are, the house style not among them.
fn layout_names(folders: &[PathBuf], system: &dyn System) -> Vec<String> {
    let mut names: Vec<String> = folders
        .iter()
        .flat_map(|folder| system.list(&folder.join("layouts")))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_string()))
        .filter(|name| name != "house")
        .collect();
    names.sort();
    names.dedup();
    names
}

fn base_in_a_ring(base: &Located<String>) -> Diagnostic {
    let name = &base.value;
    wrong_value(
        base.span,
        say!("base 绕成了圈：又回到“{name}”", "`base` runs in a ring, back to `{name}`"),
    )
    .help(say!("去掉其中一个 base", "take out one of the `base` lines"))
}
