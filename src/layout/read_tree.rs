//! Checks a layout's tree of splits and gives every part its columns.
//!
//! A tree with faults is mended (equal shares, or parts below each other), so
//! that every slot has a place whatever was written.

use super::raw::{RawFrame, RawHead, RawLegs, RawNode};
use super::{Continued, Frame, Grid, HeadPlace, Node, Slot};
use crate::diag::{Diagnostic, Message, Sink, code};
use crate::geom::Abs;
use crate::reading::{At, wrong_value};
use crate::say;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// The darkest tint that black text can be read on, in percent.
const DARKEST: u16 = 30;

/// The least body characters that a line of text can be set in.
const NARROWEST: usize = 4;
/// More of anything than a page can have.
const MOST: usize = 1000;

/// The tree as nodes, on a grid with so many rows of room.
pub(super) fn read_tree(
    raw: &At<RawNode>,
    file: FileId,
    (grid, room): (&Grid, usize),
    sink: &mut Sink,
) -> Option<Node> {
    let mut desk = Desk {
        file,
        grid,
        sink,
        names: BTreeMap::new(),
        framed: Vec::new(),
        parts: Vec::new(),
    };
    let columns = grid.columns;
    if let Some(span) = raw.get().span.as_ref().filter(|span| *span.get() != columns) {
        let at = span.span(file);
        desk.tell_width(at, *span.get(), columns);
    }
    desk.node(raw, columns, room).map(|part| part.node)
}

/// A checked part of the tree.
struct Part {
    node: Node,
    /// Rows that are fixed inside it.
    rows: usize,
}

pub(super) struct Desk<'a> {
    pub(super) file: FileId,
    grid: &'a Grid,
    pub(super) sink: &'a mut Sink,
    /// Slots by name, where they were named.
    pub(super) names: BTreeMap<String, Span>,
    /// Slots with a frame or tint.
    pub(super) framed: Vec<String>,
    /// Slots continued so far.
    pub(super) parts: Vec<Continued>,
}

impl Desk<'_> {
    fn node(&mut self, at: &At<RawNode>, span: usize, room: usize) -> Option<Part> {
        let raw = at.get();
        self.check_kind(at);
        let lines = self.positive(raw.lines.as_ref());
        let room = self.fixed_room(raw, lines, room);
        if let Some(rows) = &raw.rows {
            self.check_group(raw);
            let parts = self.rows(rows, span, room);
            return self.group(rows, parts, (lines, span, room), false);
        }
        if let Some(columns) = &raw.columns {
            self.check_group(raw);
            let parts = self.columns(columns, span, room);
            return self.group(columns, parts, (lines, span, room), true);
        }
        if let Some(part) = &raw.part {
            let node = self.part(raw, part.span(self.file), (span, lines))?;
            return Some(Part { node, rows: lines.unwrap_or(0).min(room) });
        }
        let slot = self.slot(raw, span, lines)?;
        Some(Part {
            node: Node::Slot(slot),
            rows: lines.unwrap_or(0).min(room),
        })
    }

    /// Exactly one of `rows`, `columns`, `slot`.
    fn check_kind(&mut self, at: &At<RawNode>) {
        let raw = at.get();
        let found: Vec<(&str, Span)> = [
            ("rows", raw.rows.as_ref().map(|rows| rows.span(self.file))),
            ("columns", raw.columns.as_ref().map(|columns| columns.span(self.file))),
            ("slot", raw.slot.as_ref().map(|slot| slot.span(self.file))),
        ]
        .into_iter()
        .filter_map(|(key, span)| Some((key, span?)))
        .collect();
        match found.as_slice() {
            [_] => {}
            [(first, there), (second, here), ..] => self.sink.push(
                Diagnostic::new(
                    code::TREE_NODE,
                    say!(
                        "一块里同时写了 {first} 和 {second}",
                        "a part has both `{first}` and `{second}`"
                    ),
                )
                .at(*here)
                .see(*there, say!("这里已是 {first}", "it is `{first}` here"))
                .help(say!("只留一个", "keep one")),
            ),
            [] => self.sink.push(
                Diagnostic::new(
                    code::TREE_NODE,
                    say!(
                        "这一块没有 rows、columns 或 slot",
                        "a part without `rows`, `columns` or `slot`"
                    ),
                )
                .at(at.span(self.file))
                .help(say!(
                    "放稿件的写 slot = \"名字\"",
                    "for a story write slot = \"name\""
                )),
            ),
        }
    }

    /// What draws or sets a story has no meaning round several.
    fn check_group(&mut self, raw: &RawNode) {
        let file = self.file;
        let misplaced = [
            ("part", raw.part.as_ref().map(|value| value.span(file))),
            ("legs", raw.legs.as_ref().map(|value| value.span(file))),
            ("box", raw.frame.as_ref().map(|value| value.span(file))),
            ("tint", raw.tint.as_ref().map(|value| value.span(file))),
            ("head", raw.head.as_ref().map(|value| value.span(file))),
            ("optional", raw.optional.as_ref().map(|value| value.span(file))),
            ("ad", raw.ad.as_ref().map(|value| value.span(file))),
        ];
        for (key, span) in misplaced {
            let Some(span) = span else { continue };
            self.sink.push(
                Diagnostic::new(
                    code::TREE_NODE,
                    say!("{key} 只能和 slot 写在一起", "`{key}` goes with a `slot` only"),
                )
                .at(span)
                .help(say!("移到里面的版块上", "move it to the slot inside")),
            );
        }
    }

    fn fixed_room(&mut self, raw: &RawNode, lines: Option<usize>, room: usize) -> usize {
        let (Some(lines), Some(at)) = (lines, &raw.lines) else { return room };
        if lines > room {
            self.tell_lines(at.span(self.file), lines, room);
        }
        lines.min(room)
    }

    fn rows(
        &mut self,
        rows: &At<Vec<At<RawNode>>>,
        span: usize,
        room: usize,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut used = 0;
        for child in rows.get() {
            if let Some(own) = child.get().span.as_ref().filter(|own| *own.get() != span)
            {
                self.tell_width(own.span(self.file), *own.get(), span);
            }
            let Some(part) = self.node(child, span, room) else { continue };
            let before = used;
            used += part.rows;
            if used > room && before <= room {
                let lines = child.get().lines.as_ref().map(|lines| lines.span(self.file));
                self.tell_lines(lines.unwrap_or(child.span(self.file)), used, room);
            }
            parts.push(part);
        }
        parts
    }

    fn columns(
        &mut self,
        columns: &At<Vec<At<RawNode>>>,
        span: usize,
        room: usize,
    ) -> Vec<Part> {
        let children = columns.get();
        let spans = self.shares(columns, span);
        let shared = spans.len() == children.len();
        children
            .iter()
            .enumerate()
            .filter_map(|(index, child)| {
                self.node(child, if shared { spans[index] } else { span }, room)
            })
            .collect()
    }

    /// The columns of each part; those that name none share what is left.
    /// Fewer than there are parts if they cannot stand side by side.
    fn shares(&mut self, columns: &At<Vec<At<RawNode>>>, span: usize) -> Vec<usize> {
        let children = columns.get();
        let given: Vec<Option<usize>> = children
            .iter()
            .map(|child| self.positive(child.get().span.as_ref()))
            .collect();
        let taken: usize = given.iter().flatten().sum();
        let open = given.iter().filter(|own| own.is_none()).count();
        if children.is_empty() {
            return Vec::new();
        }
        let left = span.saturating_sub(taken);
        let fits = match open {
            0 => taken == span,
            _ => taken < span && left.is_multiple_of(open),
        };
        if fits {
            return given.iter().map(|own| own.unwrap_or_else(|| left / open)).collect();
        }
        self.tell_shares(columns.span(self.file), taken, (open, span));
        let count = children.len().max(1);
        if count > span {
            return Vec::new();
        }
        (0..count)
            .map(|index| span / count + usize::from(index < span % count))
            .collect()
    }

    fn tell_shares(&mut self, at: Span, taken: usize, (open, span): (usize, usize)) {
        let message = match open {
            0 => say!(
                "并排各块共 {taken} 栏，这里宽 {span} 栏",
                "the parts take {taken} columns, there are {span}"
            ),
            _ => say!(
                "并排各块已占 {taken} 栏，这里宽 {span} 栏，余下的不能平分给 {open} 块",
                "the parts take {taken} of {span} columns: the rest cannot be shared by {open}"
            ),
        };
        self.sink
            .push(Diagnostic::new(code::TREE_SPAN, message).at(at).help(say!(
                "改各块的 span，使它们加起来是 {span}",
                "change the `span`s so that they add up to {span}"
            )));
    }

    fn tell_width(&mut self, at: Span, own: usize, span: usize) {
        self.sink.push(
            Diagnostic::new(
                code::TREE_SPAN,
                say!(
                    "这一块写了 {own} 栏，所在处宽 {span} 栏",
                    "this part is {own} columns wide, where there are {span}"
                ),
            )
            .at(at)
            .help(say!("去掉 span，或改成 {span}", "leave out `span`, or write {span}")),
        );
    }

    fn tell_lines(&mut self, at: Span, wanted: usize, room: usize) {
        let over = wanted.saturating_sub(room);
        self.sink.push(
            Diagnostic::new(
                code::TREE_LINES,
                say!(
                    "固定的行数共 {wanted} 行，这里只有 {room} 行",
                    "the fixed lines add up to {wanted}, there is room for {room}"
                ),
            )
            .at(at)
            .help(say!("减少 {over} 行", "take away {over}")),
        );
    }

    fn group(
        &mut self,
        list: &At<Vec<At<RawNode>>>,
        parts: Vec<Part>,
        (lines, span, room): (Option<usize>, usize, usize),
        side_by_side: bool,
    ) -> Option<Part> {
        if list.get().is_empty() {
            let message = say!("这里一块也没有", "there are no parts in it");
            let fault = Diagnostic::new(code::TREE_NODE, message);
            self.sink.push(fault.at(list.span(self.file)));
        }
        let depths = parts.iter().map(|part| part.rows);
        let inside = if side_by_side { depths.max() } else { Some(depths.sum()) };
        let children: Vec<Node> = parts.into_iter().map(|part| part.node).collect();
        let width: usize = children.iter().map(Node::span).sum();
        let node = match side_by_side && width == span {
            true => Node::Columns { children, lines, span },
            false => Node::Rows { children: widen(children, span), lines, span },
        };
        let rows = lines.or(inside).unwrap_or(0).min(room);
        (!list.get().is_empty()).then_some(Part { node, rows })
    }

    fn slot(&mut self, raw: &RawNode, span: usize, lines: Option<usize>) -> Option<Slot> {
        let name = raw.slot.as_ref()?.located(self.file);
        if name.value.trim().is_empty() {
            self.sink.push(wrong_value(
                name.span,
                say!("版块要有名字", "a slot needs a name"),
            ));
        }
        let frame = raw.frame.as_ref().map_or(Frame::None, |frame| (*frame.get()).into());
        let tint = self.tint(raw.tint.as_ref());
        match self.names.get(&name.value) {
            Some(first) => self.sink.push(slot_twice(&name.value, name.span, *first)),
            None => {
                self.names.insert(name.value.clone(), name.span);
            }
        }
        let framed = !matches!(frame, Frame::None) || tint > 0;
        if framed {
            self.framed.push(name.value.clone());
        }
        let (legs, measures) = self.legs(raw.legs.as_ref(), span, framed);
        Some(Slot {
            at: name.span,
            name: name.value,
            span,
            legs,
            measures,
            lines,
            frame,
            tint,
            head: raw.head.as_ref().map_or(HeadPlace::Over, |head| (*head.get()).into()),
            optional: raw.optional.as_ref().is_some_and(|optional| *optional.get()),
            ad: raw.ad.as_ref().is_some_and(|ad| *ad.get()),
        })
    }

    /// How many legs, and the characters of each if they are given.
    fn legs(
        &mut self,
        raw: Option<&At<RawLegs>>,
        span: usize,
        framed: bool,
    ) -> (usize, Vec<usize>) {
        let equal = (span, Vec::new());
        let Some(at) = raw else { return equal };
        match at.get() {
            RawLegs::Count(legs) => {
                if !self.is_possible(*legs, at.span(self.file)) {
                    return equal;
                }
                let text = self.grid.body * NARROWEST * *legs;
                if self.grid.span(span) >= self.grid.gutter * (legs - 1) + text {
                    return (*legs, Vec::new());
                }
                let message = say!(
                    "{span} 栏的宽度分不成 {legs} 栏文字",
                    "{span} columns are too narrow for {legs} legs"
                );
                self.sink.push(wrong_value(at.span(self.file), message));
                equal
            }
            RawLegs::Chars(chars) if self.measures_fit(at, chars, (span, framed)) => {
                (chars.len(), chars.clone())
            }
            RawLegs::Chars(_) => equal,
        }
    }

    /// Legs of given characters: they and their gutters fit the slot, and leave
    /// no white that could be a leg.
    fn measures_fit(
        &mut self,
        at: &At<RawLegs>,
        chars: &[usize],
        (span, framed): (usize, bool),
    ) -> bool {
        let grid = self.grid;
        let at = at.span(self.file);
        if chars.is_empty() || chars.iter().any(|chars| *chars < NARROWEST) {
            let message = say!(
                "每栏至少 {NARROWEST} 字",
                "a leg has at least {NARROWEST} characters"
            );
            self.sink.push(wrong_value(at, message));
            return false;
        }
        let pad = if framed { grid.body * 2usize } else { Abs::ZERO };
        let room =
            (grid.span(span) - pad - grid.gutter * (chars.len() - 1)).max(Abs::ZERO);
        let (room, sum) = (room.steps_down(grid.body), chars.iter().sum::<usize>());
        if sum <= room && room < sum + NARROWEST {
            return true;
        }
        let message = say!(
            "各栏共 {sum} 字，版块里除去栏空有 {room} 字",
            "the legs take {sum} characters; between its gutters the slot has {room}"
        );
        let help = say!("使各栏加起来是 {room}", "make them add up to {room}");
        self.sink.push(wrong_value(at, message).help(help));
        false
    }

    fn tint(&mut self, raw: Option<&At<u16>>) -> u16 {
        let Some(at) = raw else { return 0 };
        if *at.get() > DARKEST {
            let message = say!(
                "底纹是 0 到 {DARKEST} 的百分数，再深就看不清字",
                "a tint is 0 to {DARKEST} percent: type cannot be read on more"
            );
            self.sink.push(wrong_value(at.span(self.file), message));
        }
        (*at.get()).min(DARKEST)
    }

    fn positive(&mut self, raw: Option<&At<usize>>) -> Option<usize> {
        let at = raw?;
        self.is_possible(*at.get(), at.span(self.file)).then_some(*at.get())
    }

    fn is_possible(&mut self, number: usize, at: Span) -> bool {
        let possible = (1..=MOST).contains(&number);
        if !possible {
            let message = say!("这个数从 1 到 {MOST}", "this is from 1 to {MOST}");
            self.sink.push(wrong_value(at, message));
        }
        possible
    }
}

/// Gives parts below each other the full width, after a mend.
fn widen(children: Vec<Node>, width: usize) -> Vec<Node> {
    children
        .into_iter()
        .map(|child| match child {
            Node::Slot(slot) if slot.span != width => Node::Slot(Slot {
                span: width,
                legs: width,
                measures: Vec::new(),
                ..slot
            }),
            Node::Part(part) => Node::Part(Continued { span: width, ..part }),
            other if other.span() != width => Node::Rows {
                lines: other.lines(),
                children: widen(inner(other), width),
                span: width,
            },
            other => other,
        })
        .collect()
}

fn inner(node: Node) -> Vec<Node> {
    match node {
        Node::Rows { children, .. } | Node::Columns { children, .. } => children,
        leaf @ (Node::Slot(_) | Node::Part(_)) => vec![leaf],
    }
}

fn slot_twice(name: &str, here: Span, first: Span) -> Diagnostic {
    let message: Message =
        say!("版块名“{name}”用了两次", "the slot name `{name}` is used twice");
    Diagnostic::new(code::SLOT_TWICE, message)
        .at(here)
        .see(first, say!("前面已有", "it is here already"))
        .help(say!("换个名字", "choose another name"))
}

impl From<RawFrame> for Frame {
    fn from(raw: RawFrame) -> Frame {
        match raw {
            RawFrame::None => Frame::None,
            RawFrame::Thin => Frame::Thin,
            RawFrame::Thick => Frame::Thick,
            RawFrame::ThickThin => Frame::ThickThin,
            RawFrame::Double => Frame::Double,
        }
    }
}

impl From<RawHead> for HeadPlace {
    fn from(raw: RawHead) -> HeadPlace {
        match raw {
            RawHead::Over => HeadPlace::Over,
            RawHead::Vertical => HeadPlace::Vertical,
        }
    }
}
