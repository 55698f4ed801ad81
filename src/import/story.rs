//! One story out of its lines.

use super::divide::Group;
use super::line::{Kind, ends_sentence, run_in_tail};
use super::paragraphs::{self, Piece};
use super::{Desk, heading, is_word, paragraph, part, photos};
use crate::copy::{Letter, Passage};
use crate::issue::{Block, Story};
use crate::say;
use crate::text::normalise::lead_in;

/// The longest credit in parentheses after a lead-in.
const CREDIT: usize = 80;

/// Reads a story: heading, lead-in, credit, text, tail and pictures.
pub(super) fn read(desk: &mut Desk<'_>, number: usize, group: &Group) -> Story {
    let (head, byline) = heading::read(desk, &group.head);
    let (photos, body) = photos::take(desk, &group.body);
    let (tail, body) = take_tail(desk, body);
    let mut pieces = paragraphs::join(desk, &body);
    let opening = pieces.first_mut().map(|piece| open(desk, piece));
    let (lead, credit) = opening.unwrap_or_default();
    let mut body: Vec<Block> = pieces.iter().map(|piece| block(desk, piece)).collect();
    let tail = tail.or_else(|| take_run_in_tail(&mut body));
    let first = group.head.clone().chain(group.body.iter().copied()).next();
    let story = Story {
        summary: Vec::new(),
        name: format!("s{number:02}"),
        span: desk.lines[first.unwrap_or(0)].passage.span(),
        head,
        lead,
        credit: both(byline, credit),
        tail,
        note: Vec::new(),
        priority: 3,
        photos,
        jump: None,
        insets: Vec::new(),
        body,
    };
    tell_open_ends(desk, group, &story, pieces.last());
    story
}

/// A tail on its own line.
fn take_tail(desk: &mut Desk<'_>, body: Vec<usize>) -> (Option<Passage>, Vec<usize>) {
    let lines = desk.lines;
    let Some(at) = body.iter().rposition(|&index| lines[index].kind == Kind::Tail) else {
        return (None, body);
    };
    if let Some(&after) = body.get(at + 1) {
        desk.doubt(
            &lines[after],
            say!("文尾之后还有正文", "there is text after the tail"),
            say!("仍归入这一篇", "kept in the same story"),
        );
    }
    let letters = &lines[body[at]].passage.letters;
    let inside = part(&lines[body[at]].passage, 1..letters.len() - 1);
    let rest = (body.iter().copied().enumerate())
        .filter(|&(position, _)| position != at)
        .map(|(_, index)| index)
        .collect();
    (Some(desk.heading(&inside)), rest)
}

/// A tail at the end of the last paragraph.
fn take_run_in_tail(body: &mut [Block]) -> Option<Passage> {
    let Some(Block::Paragraph(last)) = body.last_mut() else { return None };
    let text = last.text();
    let start = text[..run_in_tail(&text)?].chars().count();
    let tail = part(last, start + 1..last.letters.len() - 1);
    last.letters.truncate(start);
    Some(tail)
}

/// Takes lead-in and credit off a story's first paragraph.
fn open(desk: &mut Desk<'_>, piece: &mut Piece) -> (Option<Passage>, Option<Passage>) {
    let text = piece.raw.text();
    let Some(label) = lead_in(&text).filter(|_| !piece.crosshead) else {
        return (None, None);
    };
    let count = label.chars().count();
    let lead = desk.text(&part(&piece.raw, 0..count));
    let mut from = skip_spaces(&piece.raw.letters, count);
    let credit = credit_at(&piece.raw.letters, from).map(|end| {
        let credit = part(&piece.raw, from + 1..end);
        from = skip_spaces(&piece.raw.letters, end + 1);
        desk.heading(&credit)
    });
    piece.raw.letters.drain(..from);
    (Some(lead), credit)
}

fn skip_spaces(letters: &[Letter], from: usize) -> usize {
    let spaces = letters[from..].iter().take_while(|letter| letter.c.is_whitespace());
    from + spaces.count()
}

/// Where the parenthesis closes that opens here.
fn credit_at(letters: &[Letter], from: usize) -> Option<usize> {
    letters.get(from).filter(|letter| "(（".contains(letter.c))?;
    let inside = letters.iter().skip(from).take(CREDIT);
    let length = inside.map(|letter| letter.c).position(|c| ")）".contains(c))?;
    (length > 1).then_some(from + length)
}

fn block(desk: &mut Desk<'_>, piece: &Piece) -> Block {
    let passage =
        if piece.crosshead { desk.heading(&piece.raw) } else { desk.text(&piece.raw) };
    if piece.crosshead { Block::Crosshead(passage) } else { paragraph(passage) }
}

/// The names above the text and those after the lead-in.
fn both(byline: Option<Passage>, credit: Option<Passage>) -> Option<Passage> {
    match (byline, credit) {
        (Some(mut byline), Some(credit)) => {
            let at = byline.span().end;
            byline.letters.push(Letter { c: '\u{3000}', at, ..Letter::default() });
            byline.letters.extend(credit.letters);
            Some(byline)
        }
        (byline, credit) => byline.or(credit),
    }
}

fn tell_open_ends(
    desk: &mut Desk<'_>,
    group: &Group,
    story: &Story,
    last: Option<&Piece>,
) {
    let lines = desk.lines;
    if group.head.is_empty()
        && let Some(&index) = group.body.first()
        && lines[index].kind == Kind::News
    {
        desk.doubt(
            &lines[index],
            say!("没有找到标题", "no headline was found"),
            say!("标题空着，请补上", "left empty; please write one"),
        );
    }
    if let (Some(piece), Some(block)) = (last, story.body.last()) {
        let text = block.text();
        if text.chars().any(is_word) && !ends_sentence(&text) {
            desk.doubt(
                &lines[piece.last],
                say!("稿件最后一段没有完", "the story's last paragraph does not end"),
                say!("照原样留下，请核对", "kept as it stands; please check"),
            );
        }
    }
}
