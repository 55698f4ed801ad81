//! One story: front matter between two lines of `+++`, then the text.

use super::marks::Marks;
use super::raw::{Lines, RawInset, RawInsetLook, RawJump, RawPhoto, RawPlace, RawStory};
use super::{
    Across, Block, Down, Head, Inset, InsetLook, Jump, Photo, Place, Story, Width, body,
};
use crate::copy::{Letter, Passage};
use crate::diag::{Diagnostic, Sink, code};
use crate::reading::{
    At, Reader, Told, letters, nearest, table, tell_in_order, wrong_value,
};
use crate::say;
use crate::source::{FileId, Located, Span, System};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The priority of a story that names none.
const PRIORITY: u8 = 3;
/// What a crop keeps if the editor says nothing: faces are above the middle.
const FOCUS: [f64; 2] = [0.5, 0.4];

/// A part of a picture is at least this share of each side.
const LEAST_PART: f64 = 0.01;
/// Rows of a story that stand on its page before it jumps.
const LEAST_BEFORE_JUMP: usize = 6;
/// The least body characters that a photograph or an inset is wide.
const NARROWEST: u32 = 4;

/// Reads a story that was opened as `file`; photographs are looked for in
/// `folder`, the issue's.
///
/// The story holds whatever could be read; what could not is told.
pub fn read_story(
    name: &str,
    file: FileId,
    folder: &Path,
    reader: &mut Reader<'_>,
) -> Story {
    let text = &reader.sources.get(file).text;
    let mut sink = Sink::default();
    let parts = split(text, file, &mut sink);
    let front = blank_before(text, parts.front.clone());
    let read = table::<RawStory>(&front, file, &mut sink);
    let readable = read.is_some();
    let (raw, told) = read.map(|read| (read.value, read.told)).unwrap_or_default();
    let mut desk = Desk {
        system: reader.system,
        text,
        file,
        folder,
        told: &told,
        sink: &mut sink,
    };
    desk.refuse_inline_keys(&raw);
    let letters = Passage::plain(&text[parts.body.clone()], file, parts.body.start);
    let start = text.find('\n').unwrap_or(text.len());
    let story = desk.story(name, &raw, &letters.letters, Span::new(file, 0..start));
    if parts.whole && readable {
        desk.check_filled(&story);
    }
    tell_in_order(sink.list().to_vec(), reader.sink);
    story
}

/// A story that stands in the issue's own file.
pub(super) fn inline_story(
    at: &At<RawStory>,
    (file, told): (FileId, &Told),
    folder: &Path,
    reader: &mut Reader<'_>,
) -> Option<Located<Story>> {
    let text = &reader.sources.get(file).text;
    let sink = &mut *reader.sink;
    let mut desk = Desk {
        system: reader.system,
        text,
        file,
        folder,
        told,
        sink,
    };
    let raw = at.get();
    let Some(name) = &raw.name else {
        desk.missing("name", at.span(file), "name = \"…\"");
        return None;
    };
    let name = name.located(file);
    let body = raw.body.as_ref().map(|body| desk.letters(body)).unwrap_or_default();
    let story = desk.story(&name.value, raw, &body, name.span);
    desk.check_filled(&story);
    Some(Located::new(story, name.span))
}

/// A story file cut at its marks.
struct Parts {
    front: Range<usize>,
    body: Range<usize>,
    /// Whether both marks were there.
    whole: bool,
}

fn split(text: &str, file: FileId, sink: &mut Sink) -> Parts {
    let mut lines = lines_of(text).filter(|line| !text[line.clone()].trim().is_empty());
    let first = lines.next().unwrap_or(0..0);
    if text[first.clone()].trim() != "+++" {
        sink.push(no_front_matter(&text[first.clone()], Span::new(file, first)));
        return Parts { front: 0..0, body: 0..text.len(), whole: false };
    }
    let front = (first.end + 1).min(text.len());
    match lines.find(|line| text[line.clone()].trim() == "+++") {
        Some(last) => Parts {
            front: front..last.start,
            body: (last.end + 1).min(text.len())..text.len(),
            whole: true,
        },
        None => {
            sink.push(
                Diagnostic::new(
                    code::FRONT_MATTER,
                    say!("稿件开头的 +++ 没有收尾", "the +++ is never closed"),
                )
                .at(Span::new(file, first))
                .help(say!(
                    "在标题等各键之后、正文之前再写一行 +++",
                    "write another line +++ after the keys, before the text"
                )),
            );
            Parts {
                front: 0..0,
                body: text.len()..text.len(),
                whole: false,
            }
        }
    }
}

fn no_front_matter(line: &str, span: Span) -> Diagnostic {
    let fault = |message| Diagnostic::new(code::FRONT_MATTER, message).at(span);
    match line.trim() {
        "＋＋＋" => fault(say!("这里用了全角的＋", "these are full-width plus signs"))
            .help(say!("改成英文的 +++", "write +++")),
        "---" => {
            fault(say!("稿件开头写成了 ---", "the story begins with ---")).help(say!(
                "改成 +++，中间用 TOML：headline = \"…\"",
                "write +++ and TOML between: headline = \"…\""
            ))
        }
        _ => fault(say!("稿件开头没有 +++", "the story does not begin with +++")).help(
            say!(
                "先写一行 +++，再写 headline = \"…\" 等，再写一行 +++，然后是正文",
                "begin with +++, then headline = \"…\" and so on, then +++, then the text"
            ),
        ),
    }
}

/// The lines of a text, without their ends.
fn lines_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

/// The stretch alone, with blanks before it, so that places stay the file's.
fn blank_before(text: &str, range: Range<usize>) -> String {
    let blank = |b: u8| if b == b'\n' { '\n' } else { ' ' };
    let mut front: String = text[..range.start].bytes().map(blank).collect();
    front.push_str(&text[range]);
    front
}

/// What is at hand while one story is read.
struct Desk<'a> {
    system: &'a dyn System,
    text: &'a str,
    file: FileId,
    folder: &'a Path,
    /// Keys that are wrong, and so not missing.
    told: &'a Told,
    sink: &'a mut Sink,
}

impl Desk<'_> {
    fn story(&mut self, name: &str, raw: &RawStory, body: &[Letter], at: Span) -> Story {
        let span = raw.headline.as_ref().map_or(at, |headline| headline.span(self.file));
        let note = raw.note.as_ref().map(|note| self.letters(note)).unwrap_or_default();
        let summary = raw.summary.as_ref().map(|words| self.letters(words));
        let summary = summary.unwrap_or_default();
        Story {
            name: name.to_string(),
            span,
            lead: self.line(raw.lead.as_ref()),
            credit: self.line(raw.credit.as_ref()).map(bare),
            tail: self.line(raw.tail.as_ref()).map(bare),
            summary: body::paragraphs(&summary, self.file, self.sink),
            note: body::paragraphs(&note, self.file, self.sink),
            priority: self.priority(raw.priority.as_ref()),
            photos: raw.photo.iter().filter_map(|photo| self.photo(photo)).collect(),
            jump: raw.jump.as_ref().and_then(|jump| self.jump(name, jump)),
            insets: raw.inset.iter().filter_map(|inset| self.inset(inset)).collect(),
            body: body::blocks(body, self.file, self.sink),
            head: self.head(raw),
        }
    }

    fn head(&mut self, raw: &RawStory) -> Head {
        let mut head = Head {
            kicker: self.heading(raw.kicker.as_ref()),
            deck: self.heading(raw.deck.as_ref()),
            ..Head::default()
        };
        match raw.headline.as_ref().map(|lines| (lines, lines.get())) {
            Some((at, Lines::One(text))) => {
                let letters = letters(self.text, at.span(self.file).range(), text);
                Marks::new(self.file, self.sink).tell_plain(&letters);
                let lines = letters.split(|letter| letter.c == '\n');
                head.headline = lines
                    .map(|line| Passage { file: self.file, letters: line.to_vec() })
                    .filter(|passage| !passage.is_empty())
                    .collect();
                head.broken = head.headline.len() > 1;
            }
            Some((_, Lines::Many(lines))) => {
                head.headline =
                    lines.iter().filter_map(|line| self.heading(Some(line))).collect();
                head.broken = true;
            }
            None => {}
        }
        if head.headline.is_empty() {
            self.tell_headless(raw);
            (head.kicker, head.deck) = (None, None);
        }
        head
    }

    /// A kicker or a deck belongs to a headline, and is set with it alone.
    fn tell_headless(&mut self, raw: &RawStory) {
        let lines = [("kicker", &raw.kicker), ("deck", &raw.deck)];
        for (key, line) in lines {
            let Some(line) = line.as_ref().filter(|line| !line.get().trim().is_empty())
            else {
                continue;
            };
            let message = say!(
                "写了 {key}，没有写 headline：引题、副题要和主题一起排",
                "`{key}` stands without a `headline`, with which it is set"
            );
            let help = say!(
                "写上 headline，或把这一行改作 headline",
                "write a headline, or call this line `headline`"
            );
            let fault = Diagnostic::new(code::KEY_MISSING, message);
            self.sink.push(fault.at(line.span(self.file)).help(help));
        }
    }

    fn letters(&self, value: &At<String>) -> Vec<Letter> {
        letters(self.text, value.span(self.file).range(), value.get())
    }

    /// A value that is one line of copy; nothing if it is empty.
    fn line(&mut self, value: Option<&At<String>>) -> Option<Passage> {
        let value = value?;
        let mut letters = self.letters(value);
        if let Some(end) = letters.iter().position(|letter| letter.c == '\n') {
            let at = letters[end].at as usize;
            self.sink.push(
                wrong_value(
                    Span::new(self.file, at..at + 1),
                    say!("这里只能有一行文字", "this must be one line"),
                )
                .help(say!("去掉换行", "take out the line end")),
            );
            letters.truncate(end);
        }
        let passage = Passage { file: self.file, letters };
        (!passage.is_empty()).then_some(passage)
    }

    /// A line with marks.
    fn marked(&mut self, value: Option<&At<String>>) -> Option<Passage> {
        let line = self.line(value)?;
        Some(Marks::new(self.file, self.sink).passage(&line.letters))
    }

    /// A line of a heading, which has no marks.
    fn heading(&mut self, value: Option<&At<String>>) -> Option<Passage> {
        let line = self.line(value)?;
        Marks::new(self.file, self.sink).tell_plain(&line.letters);
        Some(line)
    }

    fn priority(&mut self, value: Option<&At<u8>>) -> u8 {
        match value {
            Some(at) if !(1..=4).contains(at.get()) => {
                self.sink.push(
                    wrong_value(
                        at.span(self.file),
                        say!("priority 是 1 到 4", "`priority` is from 1 to 4"),
                    )
                    .help(say!(
                        "1 是头条，数越大越次要",
                        "1 is the lead, higher numbers matter less"
                    )),
                );
                PRIORITY
            }
            Some(at) => *at.get(),
            None => PRIORITY,
        }
    }

    fn photo(&mut self, at: &At<RawPhoto>) -> Option<Photo> {
        let raw = at.get();
        let Some(file) = &raw.file else {
            self.missing("file", at.span(self.file), "file = \"photos/….jpg\"");
            return None;
        };
        let crop = self.crop(raw.crop.as_ref());
        Some(Photo {
            file: self.photo_file(&file.located(self.file)),
            caption: self.marked(raw.caption.as_ref()),
            credit: self.line(raw.credit.as_ref()),
            width: self.width(raw.span.as_ref(), raw.width.as_ref()),
            place: raw
                .place
                .as_ref()
                .map_or_else(Place::default, |at| (*at.get()).into()),
            focus: self.focus(raw.focus.as_ref(), crop),
            crop,
        })
    }

    fn jump(&mut self, name: &str, at: &At<RawJump>) -> Option<Jump> {
        let (raw, span) = (at.get(), at.span(self.file));
        let Some(page) = &raw.page else {
            self.missing("page", span, "page = 3");
            return None;
        };
        let after = raw.after.as_ref();
        if let Some(after) = after.filter(|after| *after.get() < LEAST_BEFORE_JUMP) {
            let message = say!(
                "转版前至少要有 {LEAST_BEFORE_JUMP} 行",
                "at least {LEAST_BEFORE_JUMP} rows stand before a jump"
            );
            self.sink.push(wrong_value(after.span(self.file), message));
        }
        Some(Jump {
            story: Located::new(name.to_string(), span),
            page: page.located(self.file),
            slot: raw.slot.as_ref().map(|slot| slot.located(self.file)),
            after: after.map(|after| (*after.get()).max(LEAST_BEFORE_JUMP)),
            headline: self.heading(raw.headline.as_ref()),
        })
    }

    fn inset(&mut self, at: &At<RawInset>) -> Option<Inset> {
        let raw = at.get();
        let Some(text) = &raw.text else {
            self.missing("text", at.span(self.file), "text = \"…\"");
            return None;
        };
        let letters = self.letters(text);
        let middle = Place { across: Across::Center, down: Down::Middle };
        Some(Inset {
            headline: self.heading(raw.headline.as_ref()),
            text: body::paragraphs(&letters, self.file, self.sink),
            width: self.width(raw.span.as_ref(), raw.width.as_ref()),
            place: raw.place.as_ref().map_or(middle, |at| (*at.get()).into()),
            look: raw.look.as_ref().map_or(InsetLook::Box, |at| (*at.get()).into()),
            span: at.span(self.file),
        })
    }

    fn photo_file(&mut self, asked: &Located<String>) -> Located<PathBuf> {
        let path = self.folder.join(&asked.value);
        if asked.value.is_empty() || !self.system.exists(&path) {
            let name = &asked.value;
            let fault = Diagnostic::new(
                code::PHOTO_MISSING,
                say!("缺图：找不到“{name}”", "there is no picture `{name}`"),
            )
            .at(asked.span);
            let help = match near_file(self.system, &path) {
                Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
                None => say!(
                    "把图片放进本期文件夹的 photos/",
                    "put the picture into the issue's photos/"
                ),
            };
            self.sink.push(fault.help(help));
        }
        Located::new(path, asked.span)
    }

    /// In legs or in characters; one leg if neither is written.
    fn width(&mut self, span: Option<&At<u32>>, width: Option<&At<u32>>) -> Width {
        if let (Some(span), Some(width)) = (span, width) {
            self.sink.push(
                wrong_value(
                    width.span(self.file),
                    say!("span 和 width 只写一个", "write `span` or `width`, not both"),
                )
                .see(span.span(self.file), say!("这里已写 span", "`span` is here"))
                .help(say!(
                    "span 按栏数，width 按字数",
                    "`span` counts legs, `width` characters"
                )),
            );
        }
        let least = |at: &At<u32>, least: u32, key: &str, desk: &mut Self| {
            if *at.get() < least {
                let message = say!("{key} 最小是 {least}", "`{key}` is at least {least}");
                desk.sink.push(wrong_value(at.span(desk.file), message));
            }
            (*at.get()).max(least)
        };
        match (span, width) {
            (Some(span), _) => Width::Legs(least(span, 1, "span", self)),
            (None, Some(width)) => Width::Chars(least(width, NARROWEST, "width", self)),
            (None, None) => Width::Legs(1),
        }
    }

    /// A part of a picture; all of it if none is written, or a wrong one.
    fn crop(&mut self, value: Option<&At<[f64; 4]>>) -> [f64; 4] {
        const ALL: [f64; 4] = [0.0, 0.0, 1.0, 1.0];
        let Some(at) = value else { return ALL };
        let [left, top, right, bottom] = *at.get();
        let inside = at.get().iter().all(|side| (0.0..=1.0).contains(side));
        if inside && right - left >= LEAST_PART && bottom - top >= LEAST_PART {
            return *at.get();
        }
        self.sink.push(
            wrong_value(
                at.span(self.file),
                say!(
                    "crop 是左、上、右、下四个数，都在 0 到 1 之间，右比左、下比上至少大 0.01",
                    "`crop` is left, top, right, bottom, each 0 to 1, right and bottom greater by 0.01 or more"
                ),
            )
            .help(say!(
                "[0.1, 0, 0.8, 1] 去掉左边一成、右边两成",
                "[0.1, 0, 0.8, 1] leaves out a tenth on the left and a fifth on the right"
            )),
        );
        ALL
    }

    fn focus(&mut self, value: Option<&At<[f64; 2]>>, crop: [f64; 4]) -> (f64, f64) {
        let [left, top, right, bottom] = crop;
        let usual = [left + (right - left) * FOCUS[0], top + (bottom - top) * FOCUS[1]];
        let [mut x, mut y] = value.map_or(usual, |at| *at.get());
        if let Some(at) = value
            && ![x, y].iter().all(|part| (0.0..=1.0).contains(part))
        {
            self.sink.push(
                wrong_value(
                    at.span(self.file),
                    say!(
                        "focus 的两个数都在 0 到 1 之间",
                        "both numbers of `focus` are 0 to 1"
                    ),
                )
                .help(say!(
                    "[0, 0] 是左上角，[1, 1] 是右下角",
                    "[0, 0] is the top left corner, [1, 1] the bottom right"
                )),
            );
            [x, y] = usual;
        }
        (x, y)
    }

    fn refuse_inline_keys(&mut self, raw: &RawStory) {
        for (key, value) in [("name", &raw.name), ("body", &raw.body)] {
            let Some(at) = value else { continue };
            self.sink.push(
                Diagnostic::new(
                    code::KEY_UNKNOWN,
                    say!("稿件文件里不写 {key}", "a story file has no `{key}`"),
                )
                .at(at.span(self.file))
                .help(match key {
                    "name" => say!(
                        "稿件名就是文件名；标题写 headline",
                        "the file's name is the story's; a title is `headline`"
                    ),
                    _ => say!(
                        "正文写在第二行 +++ 之后",
                        "the text stands after the second +++"
                    ),
                }),
            );
        }
    }

    fn missing(&mut self, key: &str, table: Span, example: &str) {
        if let Some(fault) = self.told.missing(key, table, example) {
            self.sink.push(fault);
        }
    }

    fn check_filled(&mut self, story: &Story) {
        let words =
            |block: &Block| block.passages().iter().any(|words| !words.is_empty());
        if !story.body.iter().any(words) && story.photos.is_empty() {
            let name = &story.name;
            self.sink.push(
                Diagnostic::new(
                    code::STORY_EMPTY,
                    say!("稿件“{name}”没有正文", "story `{name}` has no text"),
                )
                .at(story.span),
            );
        }
    }
}

/// The name of a file beside a missing one that is nearly the same.
pub(super) fn near_file(system: &dyn System, path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let files = system.list(path.parent()?);
    let names: Vec<&str> =
        files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    nearest(wanted, names).map(str::to_string)
}

/// Without the parentheses that the page adds itself.
fn bare(mut passage: Passage) -> Passage {
    if let [open, inner @ .., close] = passage.letters.as_slice()
        && matches!((open.c, close.c), ('（', '）') | ('(', ')'))
        && !inner.iter().any(|letter| matches!(letter.c, '（' | '('))
    {
        passage.letters = inner.to_vec();
    }
    passage
}

impl From<RawPlace> for Place {
    fn from(raw: RawPlace) -> Place {
        use RawPlace::{
            Center, Foot, FootLeft, FootRight, Left, Right, Top, TopLeft, TopRight,
        };
        let across = match raw {
            TopLeft | Left | FootLeft => Across::Left,
            Top | Center | Foot => Across::Center,
            TopRight | Right | FootRight => Across::Right,
        };
        let down = match raw {
            TopLeft | Top | TopRight => Down::Top,
            Left | Center | Right => Down::Middle,
            FootLeft | Foot | FootRight => Down::Foot,
        };
        Place { across, down }
    }
}

impl From<RawInsetLook> for InsetLook {
    fn from(raw: RawInsetLook) -> InsetLook {
        match raw {
            RawInsetLook::Box => InsetLook::Box,
            RawInsetLook::Tint => InsetLook::Tint,
            RawInsetLook::Quote => InsetLook::Quote,
        }
    }
}
