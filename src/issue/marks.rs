//! The marks inside a line of text: faces, dots, lines, readings, raised
//! figures.
//!
//! `**黑体**`, `*楷体*`, `==着重==`, `__专名__`, `~~书名~~`, `[[示亡]]`,
//! `{深圳|shēn zhèn}`, `m^{2}`, `CO_{2}`; a backslash before a sign makes it a
//! character. Marks may stand inside each other. A sign without a partner is told
//! and set as it stands: no character is ever lost.

use crate::copy::{
    Along, Emphasis, Letter, Mark, Passage, Raised, Reading, is_invisible,
};
use crate::diag::{Code, Diagnostic, Message, Sink, code};
use crate::say;
use crate::source::{FileId, Span};
use std::ops::Range;

/// Takes the marks off lines of one file.
pub(super) struct Marks<'a> {
    pub(super) file: FileId,
    sink: &'a mut Sink,
    group: u16,
}

/// A sign that opens a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// `*` or `**`.
    Stars(usize),
    /// `==`.
    Dots,
    /// `__`.
    Name,
    /// `~~`.
    Title,
    /// `[[`.
    Box,
    /// `{`, if a bar follows.
    Reading,
    /// `^{`.
    Up,
    /// `_{`.
    Down,
}

/// Characters that a backslash makes plain.
const SIGNS: &str = "*=_~[]{}^|｜";

impl Sign {
    /// The sign at a place of a line.
    ///
    /// `closed` is where a mark has just ended: another may begin there.
    fn at(line: &[Letter], at: usize, closed: usize) -> Option<Sign> {
        let is = |at: usize, c: char| line.get(at).is_some_and(|letter| letter.c == c);
        let pair = |c: char| is(at, c) && is(at + 1, c);
        match line[at].c {
            '*' => Some(Sign::Stars(1 + usize::from(is(at + 1, '*')))),
            '[' if pair('[') => Some(Sign::Box),
            '^' if is(at + 1, '{') => Some(Sign::Up),
            '_' if is(at + 1, '{') => Some(Sign::Down),
            '{' => {
                let end = find(line, at + 1, |c| c == '}').unwrap_or(line.len());
                find(&line[..end], at + 1, is_bar).map(|_| Sign::Reading)
            }
            c @ ('=' | '_' | '~') if pair(c) && !is_plain_pair(line, at, closed) => {
                Sign::doubled(c)
            }
            _ => None,
        }
    }

    /// The sign that is a pair of a character.
    fn doubled(c: char) -> Option<Sign> {
        match c {
            '=' => Some(Sign::Dots),
            '_' => Some(Sign::Name),
            '~' => Some(Sign::Title),
            _ => None,
        }
    }

    /// Whether this sign closes here: alone, or with its like behind it that
    /// opens the next (`__甲____乙__`).
    fn closes(self, line: &[Letter], at: usize) -> bool {
        let row = line[at..].iter().take_while(|letter| letter.c == line[at].c).count();
        let begins = at == 0 || line[at - 1].c != line[at].c;
        row == 4 && begins && Sign::doubled(line[at].c) == Some(self)
            || Sign::at(line, at, 0) == Some(self)
    }

    /// Characters of the sign that opens.
    fn opening(self) -> usize {
        match self {
            Sign::Stars(count) => count,
            Sign::Reading => 1,
            _ => 2,
        }
    }

    /// Characters of the sign that closes.
    fn closing(self) -> usize {
        match self {
            Sign::Stars(count) => count,
            Sign::Reading | Sign::Up | Sign::Down => 1,
            _ => 2,
        }
    }

    /// What stands between this sign and its partner.
    fn inside(self, line: &[Letter], at: usize) -> Option<Range<usize>> {
        let from = at + self.opening();
        let end = match self {
            Sign::Reading | Sign::Up | Sign::Down => find(line, from, |c| c == '}')?,
            Sign::Box => {
                let next = |at: usize| line.get(at + 1).is_some_and(|l| l.c == ']');
                let mut close = find(line, from, |c| c == ']')?;
                while !next(close) {
                    close = find(line, close + 1, |c| c == ']')?;
                }
                close
            }
            sign => sign.partner(line, from)?,
        };
        (end > from).then_some(from..end)
    }

    /// Whether this sign stands at what it holds: 马丽* 李强 王芳* has notes of
    /// names, no kai between them.
    fn hugs(self, inside: &[Letter]) -> bool {
        let blank = |letter: Option<&Letter>| letter.is_some_and(|l| l.c.is_whitespace());
        !matches!(self, Sign::Stars(_)) || !blank(inside.first()) && !blank(inside.last())
    }

    fn partner(self, line: &[Letter], from: usize) -> Option<usize> {
        let mut at = from;
        while at < line.len() {
            let escaped = is_escape(line, at);
            if !escaped && at > from && self.closes(line, at) {
                return Some(at);
            }
            let found = Sign::at(line, at, 0).filter(|_| !escaped);
            let step = found.map_or(1, |found| match found {
                Sign::Stars(_) => found.opening(),
                found if found == self => found.opening(),
                _ => 1,
            });
            at += if escaped { 2 } else { step };
        }
        None
    }

    fn help(self) -> Message {
        match self {
            Sign::Stars(_) => say!(
                "黑体写成 **…**，楷体写成 *…*，星号本身写成 \\*",
                "bold is **…**, kai is *…*, a star is \\*"
            ),
            Sign::Dots => say!(
                "着重号写成 ==…==，等号本身写成 \\=\\=",
                "dots are ==…==, an equals sign is \\="
            ),
            Sign::Name => say!(
                "专名号写成 __…__，下划线本身写成 \\_\\_",
                "a name's line is __…__, a low line is \\_"
            ),
            Sign::Title => say!(
                "浪线书名号写成 ~~…~~，浪纹本身写成 \\~\\~",
                "a wavy line is ~~…~~, a tilde is \\~"
            ),
            Sign::Box => say!(
                "示亡号写成 [[…]]，方括号本身写成 \\[\\[",
                "a box is [[…]], a bracket is \\["
            ),
            Sign::Reading => say!(
                "注音写成 {{深圳|shēn zhèn}}，花括号本身写成 \\{{",
                "a reading is {{base|reading}}, a brace is \\{{"
            ),
            Sign::Up | Sign::Down => say!(
                "上角写成 ^{{…}}，下角写成 _{{…}}",
                "raised is ^{{…}}, lowered is _{{…}}"
            ),
        }
    }
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

/// A pair of signs that is no mark: in a longer row (a blank to fill in:
/// ____), or inside a Latin word (`a__b`, `a==b`).
fn is_plain_pair(line: &[Letter], at: usize, closed: usize) -> bool {
    let c = |at: Option<usize>| at.and_then(|at| line.get(at)).map(|letter| letter.c);
    let (before, after) = (c(at.checked_sub(1)), c(Some(at + 2)));
    let same = |other: Option<char>| other == Some(line[at].c);
    let word = |other: Option<char>| other.is_some_and(|c| c.is_ascii_alphanumeric());
    if at > 0 && at == closed {
        return same(after);
    }
    same(before) || same(after) || word(before) && word(after)
}

fn is_escape(line: &[Letter], at: usize) -> bool {
    line[at].c == '\\' && line.get(at + 1).is_some_and(|next| SIGNS.contains(next.c))
}

/// A line without the blanks at its ends; nothing of one that shows nothing.
pub(super) fn trim(line: &[Letter]) -> &[Letter] {
    let inked = |letter: &Letter| !letter.c.is_whitespace();
    let Some(first) = line.iter().position(Letter::is_inked) else { return &[] };
    let last = line.iter().rposition(inked).unwrap_or(first);
    &line[first..=last]
}

/// The first character from a place on that passes, escapes apart.
pub(super) fn find(
    line: &[Letter],
    from: usize,
    is: impl Fn(char) -> bool,
) -> Option<usize> {
    let mut at = from;
    while at < line.len() {
        if is_escape(line, at) {
            at += 2;
        } else if is(line[at].c) {
            return Some(at);
        } else {
            at += 1;
        }
    }
    None
}

/// How the letters inside some marks look.
#[derive(Clone, Copy, Default)]
struct Look {
    emphasis: Emphasis,
    mark: Mark,
}

impl<'a> Marks<'a> {
    pub(super) fn new(file: FileId, sink: &'a mut Sink) -> Marks<'a> {
        Marks { file, sink, group: 0 }
    }

    /// Takes the marks off a line.
    pub(super) fn passage(&mut self, line: &[Letter]) -> Passage {
        let mut letters = Vec::with_capacity(line.len());
        self.group = 0;
        self.run(line, Look::default(), &mut letters);
        Passage { file: self.file, letters }
    }

    fn run(&mut self, line: &[Letter], look: Look, letters: &mut Vec<Letter>) {
        let (mut at, mut closed) = (0, 0);
        while at < line.len() {
            let sign = Sign::at(line, at, closed).filter(|_| !is_escape(line, at));
            let Some(sign) = sign else {
                at += push_plain(line, at, look, letters);
                continue;
            };
            let inside = sign.inside(line, at).filter(|inside| {
                let inside = &line[inside.clone()];
                let inked = inside.iter().any(Letter::is_inked);
                inked && sign.may_stand_in(look) && sign.hugs(inside)
            });
            let marked = inside
                .clone()
                .is_some_and(|inside| self.marked(sign, &line[inside], look, letters));
            match inside.filter(|_| marked) {
                Some(inside) => {
                    at = inside.end + sign.closing();
                    closed = at;
                }
                None => {
                    self.unpaired(sign, &line[at..at + sign.opening()]);
                    for _ in 0..sign.opening() {
                        at += push_plain(line, at, look, letters);
                    }
                }
            }
        }
    }

    /// Sets the inside of a mark; false if it cannot be what it is to be.
    fn marked(
        &mut self,
        sign: Sign,
        inside: &[Letter],
        look: Look,
        letters: &mut Vec<Letter>,
    ) -> bool {
        let mut look = look;
        match sign {
            Sign::Stars(2) => look.emphasis = Emphasis::Hei,
            Sign::Stars(_) => look.emphasis = Emphasis::Kai,
            Sign::Dots => look.mark.dot = true,
            Sign::Name | Sign::Title | Sign::Box => {
                self.group += 1;
                look.mark.group = self.group;
                look.mark.along = match sign {
                    Sign::Name => Along::Name,
                    Sign::Title => Along::Title,
                    _ => Along::Box,
                };
            }
            Sign::Up => look.mark.raised = Raised::Up,
            Sign::Down => look.mark.raised = Raised::Down,
            Sign::Reading => return self.reading(inside, look, letters),
        }
        self.run(inside, look, letters);
        true
    }

    /// A base and its reading; with as many syllables as characters each has
    /// its own.
    fn reading(
        &mut self,
        inside: &[Letter],
        look: Look,
        letters: &mut Vec<Letter>,
    ) -> bool {
        let Some(bar) = find(inside, 0, is_bar) else { return false };
        let base = &inside[..bar];
        // A reading is set as it stands, but for signs that show nothing.
        let shown = inside[bar + 1..].iter().filter(|letter| !is_invisible(letter.c));
        let text: Vec<Letter> = shown.copied().collect();
        let text = text.as_slice();
        let space = |letter: &Letter| letter.c.is_whitespace();
        let syllables: Vec<&[Letter]> =
            text.split(space).filter(|syllable| !syllable.is_empty()).collect();
        let mut words = Vec::new();
        self.run(base, look, &mut words);
        // A brace in a reading: this one was not closed, the next one is another's.
        let nested = find(text, 0, |c| c == '{').is_some();
        if words.is_empty() || syllables.is_empty() || nested {
            return false;
        }
        let each = syllables.len() == words.len();
        let count = words.len();
        for (index, mut letter) in words.into_iter().enumerate() {
            if index == 0 || each {
                self.group += 1;
            }
            letter.mark.reading = Reading::Base(self.group);
            letters.push(letter);
            let whole = if each { syllables[index] } else { trim(text) };
            if each || index + 1 == count {
                let reading = Reading::Text(self.group);
                let mark = Mark { reading, ..Mark::default() };
                let mut at = 0;
                while at < whole.len() {
                    let look = Look { mark, ..Look::default() };
                    at += push_plain(whole, at, look, letters);
                }
            }
        }
        true
    }

    fn unpaired(&mut self, sign: Sign, at: &[Letter]) {
        let mark: String = at.iter().map(|letter| letter.c).collect();
        self.warn(
            at,
            say!("“{mark}”不成对，按文字排", "`{mark}` has no partner: set as text"),
            sign.help(),
        );
    }

    /// Tells the marks of a line that has none, such as a heading: they are set as
    /// they stand. Single stars are left alone: 3*4*5.
    pub(super) fn tell_plain(&mut self, line: &[Letter]) {
        let mut at = 0;
        while at < line.len() {
            let escaped = is_escape(line, at);
            let sign = Sign::at(line, at, 0).filter(|_| !escaped);
            let sign = sign.filter(|sign| *sign != Sign::Stars(1));
            let inside = sign.and_then(|sign| Some((sign, sign.inside(line, at)?)));
            let Some((sign, inside)) = inside else {
                at += if escaped { 2 } else { 1 };
                continue;
            };
            let whole = &line[at..inside.end + sign.closing()];
            let mark: String = whole.iter().map(|letter| letter.c).collect();
            self.warn(
                whole,
                say!(
                    "标题里没有记号，“{mark}”照原样排",
                    "no marks in headings: `{mark}` is set as it stands"
                ),
                say!("只留文字", "leave the words alone"),
            );
            at = inside.end + sign.closing();
        }
    }

    pub(super) fn warn(&mut self, at: &[Letter], message: Message, help: Message) {
        self.tell(code::COPY_MARK, at, (message, help));
    }

    /// Tells a fault at some characters, with a way out.
    pub(super) fn tell(
        &mut self,
        code: Code,
        at: &[Letter],
        (message, help): (Message, Message),
    ) {
        let (Some(first), Some(last)) = (at.first(), at.last()) else { return };
        let end = last.at + u32::try_from(last.c.len_utf8()).unwrap_or(1);
        let span = Span { file: self.file, start: first.at, end };
        self.sink.push(Diagnostic::new(code, message).at(span).help(help));
    }
}

impl Sign {
    /// Marks of one kind do not stand inside each other.
    fn may_stand_in(self, look: Look) -> bool {
        match self {
            Sign::Stars(_) => look.emphasis == Emphasis::Plain,
            Sign::Dots => !look.mark.dot,
            Sign::Name | Sign::Title | Sign::Box => look.mark.along == Along::Nothing,
            Sign::Up | Sign::Down => look.mark.raised == Raised::Not,
            Sign::Reading => look.mark.reading == Reading::Nothing,
        }
    }
}

/// Takes over one character, an escaped sign without its backslash; says how
/// many it used up.
fn push_plain(
    line: &[Letter],
    at: usize,
    look: Look,
    letters: &mut Vec<Letter>,
) -> usize {
    let used = if is_escape(line, at) { 2 } else { 1 };
    let Look { emphasis, mark } = look;
    letters.push(Letter { emphasis, mark, ..line[at + used - 1] });
    used
}

/// Writes copy with every sign that would mark something escaped.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let letters = Passage::own(text).letters;
    for (at, letter) in letters.iter().enumerate() {
        let after_backslash = at.checked_sub(1).is_some_and(|at| is_escape(&letters, at));
        if Sign::at(&letters, at, 0).is_some() || after_backslash {
            out.push('\\');
        }
        out.push(letter.c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Passage, usize) {
        let mut sources = Sources::default();
        let file = sources.add_text("a.md", text);
        let mut sink = Sink::default();
        let letters = Passage::plain(text, file, 0).letters;
        let passage = Marks::new(file, &mut sink).passage(&letters);
        (passage, sink.list().len())
    }

    /// Each character with what marks it: . dot, _ name, ~ title, # box, ^ and
    /// v raised and lowered, a number for a reading's base, 'x for its text.
    fn show(text: &str) -> (String, usize) {
        let (passage, faults) = read(text);
        let mut shown = String::new();
        for letter in &passage.letters {
            let mark = letter.mark;
            if letter.is_reading() {
                shown.push('\'');
            }
            shown.push(letter.c);
            shown.push_str(if mark.dot { "." } else { "" });
            shown.push_str(match mark.along {
                Along::Nothing => "",
                Along::Name => "_",
                Along::Title => "~",
                Along::Box => "#",
            });
            shown.push_str(match mark.raised {
                Raised::Not => "",
                Raised::Up => "^",
                Raised::Down => "v",
            });
            if let Reading::Base(group) = mark.reading {
                shown.push_str(&group.to_string());
            }
        }
        (shown, faults)
    }

    #[test]
    fn signs_mark_what_they_hold() {
        let cases = [
            ("甲==乙丙==丁", "甲乙.丙.丁"),
            ("__甲____乙__丙", "甲_乙_丙"),
            ("~~甲~~，[[乙]]", "甲~，乙#"),
            ("m^{2}，CO_{2}", "m2^，CO2v"),
            ("句。^{注1}完", "句。注^1^完"),
            ("{深圳|shēn zhèn}", "深1's'h'ē'n圳2'z'h'è'n"),
            ("{圪垯｜gē}", "圪1垯1'g'ē"),
            ("{话|\u{200d}huà}", "话1'h'u'à"),
            ("**甲==乙==**==__丙__==", "甲乙.丙._"),
        ];
        for (text, shown) in cases {
            assert_eq!(show(text), (shown.to_string(), 0), "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_stays_as_it_stands() {
        for text in ["x==y", "____年____月", "a__b", "{甲}", "x^2", "====", "[甲]", "a|b"]
        {
            assert_eq!(show(text), (text.to_string(), 0), "{text}");
        }
        for text in ["甲==乙", "__甲", "[[甲]", "~~甲", "{甲|", "{|ā}", "^{甲", "_{2"]
        {
            assert_eq!(show(text), (text.to_string(), 1), "{text}");
        }
        assert_eq!(show("==甲==乙=="), ("甲.乙==".to_string(), 1));
        let shown = "{甲|bēn 乙 丙1'm'è'i".to_string();
        assert_eq!(show("{甲|bēn 乙 {丙|mèi}"), (shown, 1));
    }

    #[test]
    fn letters_stand_where_the_file_has_them() {
        let text = "甲==乙\\=丙=={丁|dīng}^{1}__戊____己__";
        let (passage, _) = read(text);
        assert_eq!(passage.text(), "甲乙=丙丁dīng1戊己");
        for letter in &passage.letters {
            assert_eq!(text[letter.at as usize..].chars().next(), Some(letter.c));
        }
    }

    #[test]
    fn escaped_copy_is_read_back() {
        for text in [
            "**甲**==乙==__丙__~~丁~~[[戊]]{己|jǐ}m^{2}",
            "\\_甲\\*乙",
            "____年 a__b *",
            "***甲***",
            "{甲|{乙|丙}}",
        ] {
            let mut escaped = String::new();
            push_escaped(&mut escaped, text);
            assert_eq!(show(&escaped), (text.to_string(), 0), "{text}");
        }
    }
}
