//! A story made ready: copy normalised, paragraphs shaped, once.

use super::flow::{Part, Solid};
use super::inset::InsetCopy;
use super::names;
use super::seat;
use super::styles::Styles;
use super::turnover;
use crate::copy::{Emphasis, Letter, Passage};
use crate::diag::Diagnostic;
use crate::issue::{Block, Story};
use crate::role::Role;
use crate::source::Span;
use crate::text::form::Form;
use crate::text::line::Fill;
use crate::text::normalise::{Change, balance, normalise, normalise_heading};
use crate::text::words::Words as Vocabulary;
use crate::text::{Inline, Paragraph, Shaper};
use std::ops::Range;
use std::sync::Arc;

/// A story ready to be set at any measure.
pub struct Prepared<'s> {
    /// The story.
    pub story: &'s Story,
    /// Its name, shared by all its items.
    pub name: Arc<str>,
    /// 提要题, tidied.
    pub summary: Vec<Passage>,
    /// Note, paragraphs, crossheads, tail.
    pub flow: Vec<Part>,
    /// The priority that its headline's size goes by.
    pub priority: u8,
    /// Whether it is the rest of a story that began on another page.
    pub continued: bool,
    /// Heading copy, tidied.
    pub head: HeadCopy,
    /// Words of the photographs, tidied, in their order.
    pub photo_words: Vec<Words>,
    /// Words of the insets, tidied, in their order.
    pub inset_words: Vec<InsetCopy>,
    /// What the normaliser changed.
    pub changes: Vec<Change>,
    /// Faults of the copy itself: quotes that do not pair.
    pub faults: Vec<Diagnostic>,
}

/// Caption and credit of a photograph.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// 图片说明.
    pub caption: Option<Passage>,
    /// 供图.
    pub credit: Option<Passage>,
}

/// The words of a heading.
#[derive(Clone, Debug, Default)]
pub struct HeadCopy {
    /// 引题.
    pub kicker: Option<Passage>,
    /// 主题, by line if the editor broke it.
    pub headline: Vec<Passage>,
    /// Whether the lines are the editor's.
    pub broken: bool,
    /// 副题.
    pub deck: Option<Passage>,
}

/// Collects what the normaliser changes while a story is made ready.
pub(super) struct Tidy<'c> {
    pub(super) changes: &'c mut Vec<Change>,
}

impl Tidy<'_> {
    pub(super) fn copy(&mut self, passage: &Passage) -> Passage {
        let (tidied, mut changes) = normalise(passage);
        self.changes.append(&mut changes);
        tidied
    }

    pub(super) fn heading(&mut self, passage: &Passage) -> Passage {
        let (tidied, mut changes) = normalise_heading(passage);
        self.changes.append(&mut changes);
        tidied
    }
}

/// Normalises and shapes a story. What turns over is broken between words.
pub fn prepare<'s>(
    story: &'s Story,
    (styles, own): (&Styles, &Vocabulary),
    shaper: &mut Shaper<'_>,
) -> Prepared<'s> {
    let mut changes = Vec::new();
    let mut tidy = Tidy { changes: &mut changes };
    let head = HeadCopy {
        kicker: story.head.kicker.as_ref().map(|kicker| tidy.heading(kicker)),
        headline: story.head.headline.iter().map(|line| tidy.heading(line)).collect(),
        broken: story.head.broken,
        deck: story.head.deck.as_ref().map(|deck| tidy.heading(deck)),
    };
    let photo_words = story.photos.iter().map(|photo| Words {
        caption: photo.caption.as_ref().map(|caption| tidy.copy(caption)),
        credit: photo.credit.as_ref().map(|credit| tidy.heading(credit)),
    });
    let photo_words = photo_words.collect();
    let summary = story.summary.iter().map(|words| tidy.copy(words)).collect();
    let inset_words = story.insets.iter().map(|inset| InsetCopy {
        headline: inset.headline.as_ref().map(|headline| tidy.heading(headline)),
        text: inset.text.iter().map(|text| tidy.copy(text)).collect(),
    });
    let inset_words = inset_words.collect();
    let mut desk = Desk { styles, words: own, shaper, tidy };
    let mut flow = desk.note(story);
    flow.append(&mut desk.body(story));
    let headings = story.head.kicker.iter().chain(&story.head.deck);
    let words = story.summary.iter().chain(&story.note);
    let words = words.chain(story.body.iter().flat_map(Block::passages));
    let words =
        words.chain([&story.lead, &story.credit, &story.tail].into_iter().flatten());
    let mut faults: Vec<Diagnostic> = headings
        .chain(words)
        .chain(beside(story))
        .filter_map(balance)
        .collect();
    faults.extend(balance_headline(&story.head.headline));
    let name = Arc::from(story.name.as_str());
    Prepared {
        story,
        name,
        summary,
        flow,
        priority: story.priority,
        continued: false,
        head,
        photo_words,
        inset_words,
        changes,
        faults,
    }
}

/// The words of a story's photographs and insets.
fn beside(story: &Story) -> impl Iterator<Item = &Passage> {
    let photos = story.photos.iter().flat_map(|photo| [&photo.caption, &photo.credit]);
    let insets = story.insets.iter();
    let insets = insets.flat_map(|inset| inset.headline.iter().chain(&inset.text));
    photos.flatten().chain(insets)
}

/// A headline's quotes may open in one line and close in the next.
fn balance_headline(lines: &[Passage]) -> Option<Diagnostic> {
    let mut all = lines.first()?.clone();
    for line in &lines[1..] {
        all.letters.extend(&line.letters);
    }
    balance(&all)
}

/// What is at hand while a story is made ready.
pub(super) struct Desk<'d, 'a, 'c> {
    pub(super) styles: &'d Styles,
    pub(super) words: &'d Vocabulary,
    pub(super) shaper: &'d mut Shaper<'a>,
    pub(super) tidy: Tidy<'c>,
}

impl Desk<'_, '_, '_> {
    /// The editor's note, and a blank row after it.
    fn note(&mut self, story: &Story) -> Vec<Part> {
        let style = self.styles.get(Role::Note);
        let indent = self.styles.indent(Role::Note);
        let mut parts: Vec<Part> = Vec::new();
        for passage in &story.note {
            let inline = Inline {
                passage: labelled(self.tidy.copy(passage)),
                style: Arc::clone(&style),
            };
            parts.push(Part::Text(self.shaper.paragraph(&[inline], indent)));
        }
        if !parts.is_empty() {
            parts.push(Part::Solid(Solid { ruled: true, ..Solid::white(1) }));
        }
        parts
    }

    fn body(&mut self, story: &Story) -> Vec<Part> {
        // Notes may stand below the tail.
        let closing = story
            .body
            .iter()
            .rposition(|block| !matches!(block, Block::Note(_)))
            .or(story.body.len().checked_sub(1));
        let tail = |index| story.tail.as_ref().filter(|_| Some(index) == closing);
        let mut opening = self.opening(story);
        let mut parts = Vec::with_capacity(story.body.len());
        let asked = is_interview(story);
        for (index, block) in story.body.iter().enumerate() {
            match block {
                Block::Paragraph(passage) if asked && speaker(passage).is_some() => {
                    let opening = std::mem::take(&mut opening);
                    let spoken = spoken(passage);
                    parts.push(Part::Text(self.paragraph(opening, &spoken, tail(index))));
                }
                Block::Paragraph(passage) => {
                    let opening = std::mem::take(&mut opening);
                    parts.push(Part::Text(self.paragraph(opening, passage, tail(index))));
                }
                Block::Crosshead(passage) => parts.push(self.crosshead(passage)),
                other => {
                    let mut more = self.matter(other);
                    if parts.last().is_some_and(is_rule)
                        && more.first().is_some_and(is_rule)
                    {
                        parts.pop();
                    }
                    if parts.last().is_some_and(introduces) {
                        keep_below(&mut more);
                    }
                    parts.append(&mut more);
                }
            }
            // A tail has a line of its own below what is no paragraph.
            let alone = tail(index).filter(|_| !matches!(block, Block::Paragraph(_)));
            if let Some(tail) = alone {
                parts.push(self.tail(tail));
            }
        }
        // A story of blocks alone has its opening and its tail by themselves.
        if !opening.is_empty() {
            parts.insert(0, Part::Text(self.paragraph(opening, &Passage::own(""), None)));
        }
        if let Some(tail) = story.tail.as_ref().filter(|_| closing.is_none()) {
            parts.push(self.tail(tail));
        }
        names::align(&mut parts);
        parts
    }

    /// A tail on a line of its own.
    fn tail(&mut self, tail: &Passage) -> Part {
        Part::Text(self.paragraph(Vec::new(), &Passage::own(""), Some(tail)))
    }

    /// 本报讯（记者… 通讯员…） and the em after it (R10.4).
    fn opening(&mut self, story: &Story) -> Vec<Inline> {
        let mut inlines = Vec::new();
        if let Some(lead) = &story.lead {
            let style = self.styles.get(Role::Lead);
            let passage = self.tidy.copy(lead);
            let end = passage.span();
            inlines.push(Inline { passage, style: Arc::clone(&style) });
            if story.credit.is_none() {
                inlines.push(Inline {
                    passage: Passage::generated("\u{3000}", end),
                    style,
                });
            }
        }
        if let Some(credit) = &story.credit {
            let style = self.styles.get(Role::Credit);
            let passage = self.tidy.heading(credit);
            inlines.push(Inline { passage: bracketed(&passage, "（", "）"), style });
        }
        inlines
    }

    fn paragraph(
        &mut self,
        mut inlines: Vec<Inline>,
        passage: &Passage,
        tail: Option<&Passage>,
    ) -> Paragraph {
        let body = self.styles.get(Role::Body);
        let credit = of_role(&inlines, Role::Credit);
        inlines.push(Inline { passage: self.tidy.copy(passage), style: body });
        let before: usize = inlines.iter().map(|inline| inline.passage.count()).sum();
        if let Some(tail) = tail {
            let style = self.styles.get(Role::Tail);
            let passage = bracketed(&self.tidy.copy(tail), "（", "）");
            inlines.push(Inline { passage, style });
        }
        let mut paragraph =
            self.shaper.paragraph(&inlines, self.styles.indent(Role::Body));
        names::credit(&mut paragraph, credit, self.styles.names().credit);
        if tail.is_some() {
            keep_tail(&mut paragraph, before);
        }
        paragraph
    }

    /// A crosshead: two rows, its line centred in them (占2行).
    fn crosshead(&mut self, passage: &Passage) -> Part {
        let style = self.styles.get(Role::Crosshead);
        let inline = Inline { passage: self.tidy.heading(passage), style };
        let mut line =
            self.shaper.paragraph(&[inline], self.styles.indent(Role::Crosshead));
        line.form = Form::Ragged(Fill::Center);
        turnover::by_sense(&mut line, self.words);
        Part::Solid(Solid {
            rows: 2,
            keep: 2,
            line: Some(line),
            ..Solid::white(0)
        })
    }
}

/// Whether a part is a rule across the leg.
fn is_rule(part: &Part) -> bool {
    matches!(part, Part::Solid(solid) if solid.ruled)
}

/// Whether a part is text that introduces what follows.
fn introduces(part: &Part) -> bool {
    matches!(part, Part::Text(paragraph) if seat::introduces(paragraph))
}

/// Keeps the white above a block with the block, for what introduces it.
fn keep_below(block: &mut [Part]) {
    if let Some(Part::Solid(white)) = block.first_mut()
        && white.discardable
    {
        white.keep = 2;
    }
}

/// 问： or 答： at the head of a paragraph.
fn speaker(passage: &Passage) -> Option<char> {
    match passage.letters.as_slice() {
        [who, colon, ..] if matches!(who.c, '问' | '答') && colon.c == '：' => {
            Some(who.c)
        }
        _ => None,
    }
}

/// Whether a story has both questions and answers.
fn is_interview(story: &Story) -> bool {
    let says = |who| {
        story.body.iter().any(
            |block| matches!(block, Block::Paragraph(words) if speaker(words) == Some(who)),
        )
    };
    says('问') && says('答')
}

/// A paragraph of an interview: its 问： or 答： in 黑体.
fn spoken(passage: &Passage) -> Passage {
    let mut spoken = passage.clone();
    spoken.letters[..2]
        .iter_mut()
        .for_each(|letter| letter.emphasis = Emphasis::Hei);
    spoken
}

/// The characters of the inlines of a role.
fn of_role(inlines: &[Inline], role: Role) -> Range<usize> {
    let mut chars = 0..0;
    for inline in inlines {
        let end = chars.end + inline.passage.count();
        if inline.style.role == role {
            return chars.end..end;
        }
        chars.end = end;
    }
    0..0
}

/// The words 编者按 that begin a note stand in 黑体.
fn labelled(mut note: Passage) -> Passage {
    let label: String = note.letters.iter().take(3).map(|letter| letter.c).collect();
    if matches!(label.as_str(), "编者按" | "编后：" | "编者的") {
        let end = note.letters.iter().position(|letter| letter.c == '：').unwrap_or(3);
        for letter in &mut note.letters[..end.min(8)] {
            letter.emphasis = Emphasis::Hei;
        }
    }
    note
}

/// A passage in parentheses that the program adds.
fn bracketed(passage: &Passage, open: &str, close: &str) -> Passage {
    let span = passage.span();
    let mut letters: Vec<Letter> = Passage::generated(open, span).letters;
    letters.extend(&passage.letters);
    let end = Span { start: span.end, ..span };
    letters.extend(Passage::generated(close, end).letters);
    Passage { file: passage.file, letters }
}

/// The tail stays on one line: at the end of the text if there is room, else
/// on a line of its own (R10.5).
pub(super) fn keep_tail(paragraph: &mut Paragraph, first_char: usize) {
    use crate::text::breaks::Break;
    let Some(first) = paragraph
        .clusters
        .iter()
        .position(|cluster| cluster.chars.start >= first_char)
    else {
        return;
    };
    const LONGEST_TAIL: usize = 14;
    if paragraph.clusters.len() - first <= LONGEST_TAIL {
        for joint in &mut paragraph.joints[first + 1..] {
            joint.break_ = Break::No;
        }
    }
    paragraph.joints[first].break_ = Break::Yes(0.0);
    paragraph.flush = Some(first);
}
