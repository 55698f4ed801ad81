//! Parts of a story that are no plain paragraphs: lines with a place of their
//! own, leaders, names in columns, poems, notes, tables.

use super::flow::{Part, Solid};
use super::names;
use super::story::Desk;
use super::table::{self, Row, Table};
use super::turnover;
use crate::copy::{Emphasis, Letter, Passage};
use crate::geom::{Abs, Em};
use crate::issue::{self, Block, Side};
use crate::role::Role;
use crate::text::breaker::Breaker;
use crate::text::breaks::Break;
use crate::text::form::Form;
use crate::text::{Inline, Paragraph};
use std::sync::Arc;

/// Indent of what a verse turns over, in em.
const TURNED: f64 = 2.0;
/// A verse so many times as long as the usual does not widen the block.
const LONG_VERSE: f64 = 1.5;
/// White between columns of names, in em.
const BETWEEN_NAMES: f64 = 1.0;
/// Cost of a value on a line of its own, where it could stand beside its label.
const ALONE: f64 = 30.0;
/// Least white between a label and what dots lead to, in em.
const LEAST_LEADER: f64 = 2.0;

impl Desk<'_, '_, '_> {
    /// A block that is neither paragraph nor crosshead.
    pub(super) fn matter(&mut self, block: &Block) -> Vec<Part> {
        match block {
            Block::Paragraph(_) | Block::Crosshead(_) => Vec::new(),
            Block::Line(words, side) => vec![self.own_line(words, *side)],
            Block::Leader(label, value) => vec![self.leader(label, value)],
            Block::Names(label, names) => {
                let label = label.as_ref().map(|label| self.label(label));
                label.into_iter().chain([self.names(names)]).collect()
            }
            Block::Poem(stanzas) => self.poem(stanzas),
            Block::Note(words) => self.inner_note(words),
            Block::Table(table) => self.table(table),
        }
    }

    fn shape(&mut self, passage: Passage, role: Role, indent: Em) -> Paragraph {
        let style = self.styles.get(role);
        self.shaper.paragraph(&[Inline { passage, style }], indent)
    }

    fn own_line(&mut self, words: &Passage, side: Side) -> Part {
        let words = self.tidy.heading(words);
        let mut line = self.shape(words, Role::Body, Em::ZERO);
        line.form = table::form(side);
        if side != Side::Left {
            turnover::by_sense(&mut line, self.words);
        }
        Part::Text(line)
    }

    /// The label of a list, kept with its first line.
    fn label(&mut self, words: &Passage) -> Part {
        let words = self.tidy.heading(words);
        let mut line = self.shape(words, Role::Body, Em::ZERO);
        line.form = table::form(Side::Left);
        let label = Solid {
            rows: 1,
            keep: 1,
            line: Some(line),
            ..Solid::white(0)
        };
        Part::Solid(label)
    }

    fn leader(&mut self, label: &Passage, value: &Passage) -> Part {
        let (mut all, value) = (self.tidy.copy(label), self.tidy.copy(value));
        let before = all.count();
        all.letters.extend(&value.letters);
        let mut line = self.shape(all, Role::Body, Em::ZERO);
        super::story::keep_tail(&mut line, before);
        let em = line.styles.first().map_or(Abs::ZERO, |style| style.size);
        if let Some(tail) = line.flush {
            line.joints[tail].natural = em.scale(LEAST_LEADER);
            line.joints[tail].shrink = Abs::ZERO;
            line.joints[tail].break_ = Break::Yes(ALONE);
        }
        self.shaper.lead(&mut line);
        Part::Text(line)
    }

    /// Names in columns as wide as three characters, or as the longest that
    /// takes no more than one column and a half.
    fn names(&mut self, names: &[Passage]) -> Part {
        let mut all = Passage { file: names[0].file, letters: Vec::new() };
        let mut starts = Vec::new();
        for name in names {
            if let Some(last) = all.letters.last() {
                all.letters.push(Letter {
                    c: '\u{3000}',
                    at: last.at,
                    ..Letter::default()
                });
            }
            starts.push(all.count());
            all.letters.extend(self.tidy.copy(name).letters);
        }
        let mut list = self.shape(all, Role::Body, Em::ZERO);
        let em = list.styles.first().map_or(Abs::ZERO, |style| style.size);
        let open = self.styles.names().list;
        names::columns(&mut list, &starts, (em, em.scale(BETWEEN_NAMES)), open);
        Part::Text(list)
    }

    /// Verses in a block that its widest centres, stanzas a white row apart.
    fn poem(&mut self, stanzas: &[Vec<Passage>]) -> Vec<Part> {
        let mut verses: Vec<Vec<Paragraph>> = Vec::new();
        for stanza in stanzas {
            let verse = |verse: &Passage| {
                let (indent, verse) = stepped(verse);
                let words = self.tidy.heading(&verse);
                self.shape(words, Role::Verse, indent)
            };
            verses.push(stanza.iter().map(verse).collect());
        }
        let (widest, all) = block_widths(&verses);
        let mut parts = Vec::new();
        for stanza in verses {
            if !parts.is_empty() {
                parts.push(Part::Solid(Solid::white(1)));
            }
            let last = stanza.len().saturating_sub(1);
            parts.extend(stanza.into_iter().enumerate().map(|(at, mut verse)| {
                let em = verse.styles.first().map_or(Abs::ZERO, |style| style.size);
                verse.form = Form::Verse {
                    widest,
                    all: Arc::clone(&all),
                    hang: em.scale(TURNED),
                    stays: at < last && (at == 0 || at + 1 == last),
                };
                Part::Text(verse)
            }));
        }
        parts
    }

    /// A note between two rules, each in a row of its own.
    fn inner_note(&mut self, words: &[Passage]) -> Vec<Part> {
        let ruled = |keep| Part::Solid(Solid { ruled: true, keep, ..Solid::white(1) });
        let mut parts = vec![ruled(2)];
        for passage in words {
            let passage = self.tidy.copy(passage);
            let indent = self.styles.indent(Role::Note);
            parts.push(Part::Text(self.shape(passage, Role::Note, indent)));
        }
        parts.push(ruled(0));
        parts
    }

    /// A table between two white rows.
    fn table(&mut self, table: &issue::Table) -> Vec<Part> {
        let mut parts = vec![Part::Solid(Solid::white(1))];
        if let Some(caption) = &table.caption {
            let mut words = self.tidy.heading(caption);
            words
                .letters
                .iter_mut()
                .for_each(|letter| letter.emphasis = Emphasis::Hei);
            let mut line = self.shape(words, Role::Table, Em::ZERO);
            line.form = table::form(Side::Center);
            parts.push(Part::Solid(Solid {
                line: Some(line),
                keep: 2,
                whole: true,
                ..Solid::white(1)
            }));
            if let Some(Part::Solid(solid)) = parts.last_mut() {
                solid.discardable = false;
            }
        }
        let mut cells: Vec<Vec<Paragraph>> = Vec::with_capacity(table.rows.len());
        for (index, row) in table.rows.iter().enumerate() {
            let is_head = table.head && index == 0;
            let mut shaped = Vec::with_capacity(row.len());
            for (cell, side) in row.iter().zip(&table.columns) {
                let mut words = self.tidy.copy(cell);
                if is_head {
                    words
                        .letters
                        .iter_mut()
                        .for_each(|letter| letter.emphasis = Emphasis::Hei);
                }
                let mut cell = self.shape(words, Role::Table, Em::ZERO);
                cell.form = table::form(*side);
                names::cell(&mut cell);
                shaped.push(cell);
            }
            cells.push(shaped);
        }
        let table = Arc::new(Table {
            cells,
            head: table.head && table.rows.len() > 1,
            ruled: table.ruled,
            span: table.span,
        });
        let row = |index| Part::Row(Row { table: Arc::clone(&table), index });
        parts.extend((0..table.cells.len()).map(row));
        parts.push(Part::Solid(Solid::white(1)));
        parts
    }
}

/// A verse and the blanks before it: an em each, half of one in half width.
fn stepped(verse: &Passage) -> (Em, Passage) {
    let blanks = verse.letters.iter().take_while(|letter| letter.c.is_whitespace());
    let widths = blanks.map(|letter| match letter.c {
        '\u{3000}' => 1.0,
        '\t' => 2.0,
        _ => 0.5,
    });
    let indent = Em::new(widths.clone().sum());
    let letters = verse.letters[widths.count()..].to_vec();
    (indent, Passage { file: verse.file, letters })
}

/// Width of the block that verses stand in: of the widest, those apart that are
/// far longer than the usual. And the widths of all, from the narrowest on.
fn block_widths(verses: &[Vec<Paragraph>]) -> (Abs, Arc<[Abs]>) {
    let natural =
        |verse: &Paragraph| Breaker::new(verse).measure(0..verse.clusters.len()).natural;
    let sorted = |mut widths: Vec<Abs>| {
        widths.sort_unstable();
        widths
    };
    let widths = sorted(verses.iter().flatten().map(natural).collect());
    let usual = widths.get(widths.len() / 2).copied().unwrap_or_default();
    let longest = usual.scale(LONG_VERSE);
    let widest = widths.into_iter().rfind(|width| *width <= longest);
    let whole = |verse: &Paragraph| natural(verse) + verse.indent;
    let all = sorted(verses.iter().flatten().map(whole).collect());
    (widest.unwrap_or_default(), all.into())
}
