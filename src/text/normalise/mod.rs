//! Copy as a careful sub-editor leaves it: full-width marks in Chinese text,
//! whole dashes and ellipses, no stray spaces; each change listed.
//!
//! Every pass only proposes edits, and the passes are repeated until none has
//! any left, so what comes out passes through a second time unchanged. No
//! pass ever edits a Han character or turns a curly quote round.

mod balance;
mod class;
mod forms;
mod lead;
mod marks;
mod quotes;
mod signs;
mod spaces;

pub use balance::balance;
pub use class::is_han;
pub use lead::lead_in;

use crate::copy::{Letter, Passage, Raised, Reading, is_invisible};
use crate::diag::{Diagnostic, Message, Severity, code};
use crate::say;
use crate::source::{FileId, Span};
use std::ops::Range;

/// What kind of change was made to the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// A sign that shows nothing taken out.
    Ghost,
    /// A letter and its accents made one character.
    Composed,
    /// A radical or a character for old codings made the one it looks like.
    Unified,
    /// A lowered figure made a figure that is set low.
    Lowered,
    /// A raised figure or sign made one that is set high.
    Lifted,
    /// A half-width mark made full-width.
    Mark,
    /// A full-width digit or Latin letter made ASCII.
    Width,
    /// A dash made ——.
    Dash,
    /// An ellipsis made …….
    Ellipsis,
    /// A dot between Han made ·.
    Interpunct,
    /// A wave made ～.
    Tilde,
    /// A straight quote made curly; its direction is a guess.
    Quote,
    /// Space between characters taken out or made one.
    Space,
    /// Space before or after a paragraph taken out.
    Indent,
}

/// One change made to the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// Where the old characters stand in the file.
    pub span: Span,
    /// The old characters.
    pub from: String,
    /// What stands for them now; empty if they were taken out.
    pub to: String,
}

impl Change {
    /// The change in one sentence.
    #[must_use]
    pub fn message(&self) -> Message {
        let Change { from, to, .. } = self;
        match self.kind {
            ChangeKind::Ghost | ChangeKind::Composed => self.coding(),
            ChangeKind::Unified => self.coding(),
            ChangeKind::Lowered | ChangeKind::Lifted => self.coding(),
            ChangeKind::Mark => {
                say!(
                    "半角标点 {from} 改为全角 {to}",
                    "half-width {from} made full-width {to}"
                )
            }
            ChangeKind::Width => {
                say!(
                    "全角 {from} 改为半角 {to}",
                    "full-width {from} made half-width {to}"
                )
            }
            ChangeKind::Dash => say!("{from} 改为破折号 {to}", "{from} made a dash {to}"),
            ChangeKind::Ellipsis => {
                say!("{from} 改为省略号 {to}", "{from} made an ellipsis {to}")
            }
            ChangeKind::Interpunct => {
                say!("{from} 改为间隔号 {to}", "{from} made an interpunct {to}")
            }
            ChangeKind::Tilde => {
                say!("{from} 改为浪纹号 {to}", "{from} made a wave {to}")
            }
            ChangeKind::Quote => say!(
                "直引号 {from} 按先后改为 {to}，请核对方向",
                "straight quote {from} made {to} by its order; check its direction"
            ),
            ChangeKind::Space if to.is_empty() => {
                say!("删去多余的空格", "a needless space taken out")
            }
            ChangeKind::Space if to == " " => {
                say!("几个空格并为一个", "several spaces made one")
            }
            ChangeKind::Space => say!("空格改为全角空格", "a space made full-width"),
            ChangeKind::Indent => say!(
                "删去段首或段尾的空格（缩进由版式决定）",
                "space at a paragraph's edge taken out (the layout indents)"
            ),
        }
    }

    /// A change of what looks the same but is coded otherwise.
    fn coding(&self) -> Message {
        let Change { from, to, .. } = self;
        let (was, is) = (points(from), points(to));
        match self.kind {
            ChangeKind::Ghost => {
                say!(
                    "删去看不见的字符 {was}",
                    "a sign that shows nothing taken out: {was}"
                )
            }
            ChangeKind::Composed => say!(
                "{to} 是几个字符拼的（{was}），合为一个（{is}）",
                "{to}, typed as {was}, made one character ({is})"
            ),
            ChangeKind::Unified => say!(
                "{from}（{was}）改为常用的 {to}（{is}）",
                "{from} ({was}) made the usual {to} ({is})"
            ),
            ChangeKind::Lifted => say!(
                "{from}（{was}）改为上角的 {to}",
                "{from} ({was}) made {to}, set high"
            ),
            _ => {
                say!(
                    "{from}（{was}）改为下角的 {to}",
                    "{from} ({was}) made {to}, set low"
                )
            }
        }
    }

    /// The change as a note; for a guess, a warning.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let fault = Diagnostic::new(code::COPY_CHANGED, self.message()).at(self.span);
        match self.kind {
            ChangeKind::Quote => fault.with_severity(Severity::Warning),
            _ => fault,
        }
    }
}

/// Characters by their numbers.
fn points(text: &str) -> String {
    let points: Vec<String> =
        text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    points.join(" ")
}

/// What is told of a character that no face has: its number, and what it is
/// mistaken for.
#[must_use]
pub fn describe(c: char) -> Message {
    let point = points(&c.to_string());
    if is_invisible(c) {
        return say!("看不见的字符（{point}）", "a sign that shows nothing ({point})");
    }
    match forms::look_alike(c) {
        Some(like) => {
            let is = points(&like);
            say!(
                "“{c}”（{point}），样子像“{like}”（{is}）",
                "“{c}” ({point}), which looks like “{like}” ({is})"
            )
        }
        None => say!("“{c}”（{point}）", "“{c}” ({point})"),
    }
}

/// Normalises running text: a paragraph, a caption, a tail.
#[must_use]
pub fn normalise(passage: &Passage) -> (Passage, Vec<Change>) {
    settle(Sheet::new(passage, false))
}

/// Normalises a heading or a line of names, where a space parts phrases: it
/// becomes one U+3000.
#[must_use]
pub fn normalise_heading(passage: &Passage) -> (Passage, Vec<Change>) {
    settle(Sheet::new(passage, true))
}

/// A pass: what it would change on the sheet, from left to right.
type Pass = fn(&Sheet) -> Vec<Edit>;

const PASSES: [Pass; 8] = [
    forms::forms,
    signs::widths,
    signs::ellipses,
    signs::dashes,
    signs::joints,
    quotes::quotes,
    marks::marks,
    spaces::spaces,
];

fn settle(mut sheet: Sheet) -> (Passage, Vec<Change>) {
    let mut changes = Vec::new();
    loop {
        let before = changes.len();
        for pass in PASSES {
            let edits = pass(&sheet);
            sheet.apply(&edits, &mut changes);
        }
        if changes.len() == before {
            break;
        }
    }
    changes.sort_by_key(|change| (change.span.start, change.span.end));
    (sheet.passage(), changes)
}

/// A change that a pass wants.
struct Edit {
    kind: ChangeKind,
    range: Range<usize>,
    to: String,
}

impl Edit {
    fn new(kind: ChangeKind, range: Range<usize>, to: impl Into<String>) -> Edit {
        Edit { kind, range, to: to.into() }
    }
}

/// A letter and where its source ends, which its own length no longer tells
/// once it has been changed.
#[derive(Clone, Copy)]
struct Sign {
    letter: Letter,
    end: u32,
}

/// The copy on the sub-editor's desk.
struct Sheet {
    file: FileId,
    signs: Vec<Sign>,
    /// Letters of readings, which are no part of the line.
    readings: Vec<Letter>,
    heading: bool,
    /// Whether the whole is Chinese with some Latin in it, not the reverse:
    /// decides where the neighbours don't.
    chinese: bool,
}

impl Sheet {
    fn new(passage: &Passage, heading: bool) -> Sheet {
        let end = |index: usize| passage.span_of(index).end;
        let mut signs: Vec<Sign> = Vec::with_capacity(passage.letters.len());
        for (index, &letter) in passage.letters.iter().enumerate() {
            match signs.last_mut() {
                _ if letter.is_reading() => {}
                Some(base) if is_han(base.letter.c) && forms::is_selector(letter.c) => {
                    base.letter.variant = Some(letter.c);
                    base.end = end(index);
                }
                _ => signs.push(Sign { letter, end: end(index) }),
            }
        }
        let readings = passage.letters.iter().filter(|letter| letter.is_reading());
        let readings = readings.copied().collect();
        let count = |test: fn(char) -> bool| {
            signs.iter().filter(|sign| test(sign.letter.c)).count()
        };
        // A Latin word takes about three times the letters of a Chinese one.
        let chinese = 3 * count(is_han) > count(class::is_latin);
        Sheet {
            file: passage.file,
            signs,
            readings,
            heading,
            chinese,
        }
    }

    fn len(&self) -> usize {
        self.signs.len()
    }

    fn at(&self, index: usize) -> Option<char> {
        self.signs.get(index).map(|sign| sign.letter.c)
    }

    fn chars(&self) -> impl DoubleEndedIterator<Item = char> {
        self.signs.iter().map(|sign| sign.letter.c)
    }

    fn text(&self, range: &Range<usize>) -> String {
        self.signs[range.clone()].iter().map(|sign| sign.letter.c).collect()
    }

    /// The character directly before.
    fn previous(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.at(index))
    }

    /// The nearest character before that is not a space.
    fn before(&self, index: usize) -> Option<char> {
        let mut chars = self.signs[..index].iter().rev().map(|sign| sign.letter.c);
        chars.find(|&c| !class::is_space(c))
    }

    /// The nearest character from here on that is not a space.
    fn after(&self, index: usize) -> Option<char> {
        let mut chars = self.signs[index..].iter().map(|sign| sign.letter.c);
        chars.find(|&c| !class::is_space(c))
    }

    /// Stretches of characters that pass a test.
    fn runs(&self, test: impl Fn(char) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (index, c) in self.chars().enumerate() {
            match runs.last_mut() {
                _ if !test(c) => {}
                Some(run) if run.end == index => run.end += 1,
                _ => runs.push(index..index + 1),
            }
        }
        runs
    }

    /// Whether a sign at this place belongs to Chinese text.
    fn in_chinese(&self, range: &Range<usize>) -> bool {
        let (left, right) = (self.before(range.start), self.after(range.end));
        let wide = |c: Option<char>| c.is_some_and(class::is_wide);
        let latin = |c: Option<char>| c.is_some_and(class::is_latin);
        wide(left) || wide(right) || self.chinese && !(latin(left) && latin(right))
    }

    fn apply(&mut self, edits: &[Edit], changes: &mut Vec<Change>) {
        if edits.is_empty() {
            return;
        }
        let mut signs = Vec::with_capacity(self.signs.len());
        let mut done = 0;
        for edit in edits {
            signs.extend_from_slice(&self.signs[done..edit.range.start]);
            signs.extend(self.replacement(edit));
            changes.push(self.change(edit));
            done = edit.range.end;
        }
        signs.extend_from_slice(&self.signs[done..]);
        self.signs = signs;
    }

    /// The new letters, each at the place of the old one it stands for.
    fn replacement(&self, edit: &Edit) -> Vec<Sign> {
        let old = &self.signs[edit.range.clone()];
        let mut new: Vec<Sign> = (edit.to.chars().enumerate())
            .map(|(number, c)| {
                let Sign { letter, end } = old[number.min(old.len() - 1)];
                let mut letter = letter.replaced(c);
                match edit.kind {
                    ChangeKind::Lowered => letter.mark.raised = Raised::Down,
                    ChangeKind::Lifted => letter.mark.raised = Raised::Up,
                    _ => {}
                }
                Sign { letter, end }
            })
            .collect();
        if let (Some(new), Some(old)) = (new.last_mut(), old.last()) {
            new.end = old.end;
        }
        new
    }

    fn change(&self, edit: &Edit) -> Change {
        let old = &self.signs[edit.range.clone()];
        let start = old.first().map_or(0, |sign| sign.letter.at);
        let end = old.last().map_or(start, |sign| sign.end);
        Change {
            kind: edit.kind,
            span: Span { file: self.file, start, end },
            from: old.iter().map(|sign| sign.letter.c).collect(),
            to: edit.to.clone(),
        }
    }

    /// The copy, each reading again behind its base.
    fn passage(&self) -> Passage {
        let mut letters = Vec::with_capacity(self.signs.len() + self.readings.len());
        for (index, sign) in self.signs.iter().enumerate() {
            letters.push(sign.letter);
            let reading = sign.letter.mark.reading;
            let next = self.signs.get(index + 1).map(|sign| sign.letter.mark.reading);
            if let Reading::Base(group) = reading
                && next != Some(reading)
            {
                let own = |letter: &&Letter| letter.mark.reading == Reading::Text(group);
                letters.extend(self.readings.iter().filter(own));
            }
        }
        Passage { file: self.file, letters }
    }
}

#[cfg(test)]
mod tests;
