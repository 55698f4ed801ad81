//! Reads an issue folder: `issue.toml` and the stories it names.

use super::raw::{RawCredits, RawEar, RawIssue, RawPage, RawTeaser};
use super::story::{inline_story, read_story};
use super::{Credits, Ear, Issue, PagePlan, Story, Teaser, body};
use crate::copy::{Letter, Passage};
use crate::diag::{Diagnostic, Sink, code};
use crate::reading::{
    At, Reader, Table, Told, letters, missing_key, nearest, table, tell_in_order,
    wrong_value,
};
use crate::say;
use crate::source::{FileId, Located, Sources, Span, System};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use time::{Date, Month};
use toml::value::Datetime;

/// Reads the issue in a folder, with every fault of all its files.
///
/// What could be read is returned even when there are faults, so that later
/// stages can tell theirs in the same run. `None` only if there is no
/// `issue.toml` or it is not TOML; the stories are then looked through all the
/// same.
pub fn read(
    system: &dyn System,
    folder: &Path,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Issue> {
    let mut found = Sink::default();
    let mut reader = Reader { system, sources, sink: &mut found };
    let issue = read_folder(folder, &mut reader);
    tell_in_order(found.list().to_vec(), sink);
    issue
}

fn read_folder(folder: &Path, reader: &mut Reader<'_>) -> Option<Issue> {
    let file = reader.open(&folder.join("issue.toml"), None)?;
    let text = reader.sources.get(file).text.clone();
    let raw = table::<RawIssue>(&text, file, reader.sink);
    let mut stories = BTreeMap::new();
    if let Some(Table { value, told }) = &raw {
        read_inline(value, (file, told), folder, reader, &mut stories);
    }
    read_files(folder, reader, &mut stories);
    let Table { value, told } = raw?;
    let desk = Desk {
        system: reader.system,
        folder,
        text: &text,
        file,
        told: &told,
        sink: reader.sink,
    };
    let issue = desk.issue(value, stories);
    let named = check_named(&issue, folder, reader.sink);
    if !["page", "stories", "place"].iter().any(|key| told.any(key)) {
        check_unplaced(&issue, &named, reader.sink);
    }
    Some(issue)
}

fn read_inline(
    raw: &RawIssue,
    (file, told): (FileId, &Told),
    folder: &Path,
    reader: &mut Reader<'_>,
    stories: &mut BTreeMap<String, Story>,
) {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    for at in &raw.story {
        let Some(story) = inline_story(at, (file, told), folder, reader) else {
            continue;
        };
        let name = story.value.name.clone();
        if let Some(first) = names.get(&name) {
            reader.sink.push(same_name(&name, story.span, *first));
            continue;
        }
        names.insert(name.clone(), story.span);
        stories.insert(name, story.value);
    }
}

/// Every file of `stories/`, placed or not: a file that stands on no page is
/// a fault, and to be told it must have been read.
fn read_files(
    folder: &Path,
    reader: &mut Reader<'_>,
    stories: &mut BTreeMap<String, Story>,
) {
    for path in reader.system.list(&folder.join("stories")) {
        let markdown = path.extension().is_some_and(|extension| extension == "md");
        let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        if !markdown || name.starts_with('.') {
            continue;
        }
        let Some(file) = reader.open(&path, None) else { continue };
        let story = read_story(name, file, folder, reader);
        if let Some(first) = stories.get(name) {
            reader.sink.push(same_name(name, story.span, first.span));
            continue;
        }
        stories.insert(name.to_string(), story);
    }
}

fn same_name(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        code::STORY_TWICE,
        say!("有两篇稿件都叫“{name}”", "two stories are called `{name}`"),
    )
    .at(second)
    .see(first, say!("另一篇在这里", "the other is here"))
    .help(say!("给其中一篇换个名字", "rename one of them"))
}

/// What is at hand while the issue's own file is turned into values.
pub(super) struct Desk<'a> {
    pub(super) system: &'a dyn System,
    pub(super) folder: &'a Path,
    text: &'a str,
    pub(super) file: FileId,
    /// Keys that are wrong, and so not missing.
    told: &'a Told,
    pub(super) sink: &'a mut Sink,
}

impl Desk<'_> {
    fn issue(mut self, raw: RawIssue, stories: BTreeMap<String, Story>) -> Issue {
        let date = self.date(raw.date.as_ref());
        let mut pages = Vec::new();
        for (index, page) in raw.page.iter().enumerate() {
            pages.push(self.page(index, page));
        }
        if pages.is_empty() && !self.told.any("page") {
            self.sink.push(missing_key("[[page]]", self.start(), "[[page]]"));
        }
        self.check_numbers(&pages);
        pages.sort_by_key(|page| page.number.value);
        Issue {
            date,
            number: raw.number,
            lunar: raw.lunar,
            press: raw.press.as_ref().map(|press| press.located(self.file)),
            edition: self.name_part(raw.edition.as_ref()),
            words: raw.words,
            pages,
            stories,
            span: self.start(),
        }
    }

    /// The file's first line that says something.
    fn start(&self) -> Span {
        let mut at = 0;
        for line in self.text.split('\n') {
            let content = line.trim();
            if !content.is_empty() && !content.starts_with('#') {
                return Span::new(self.file, at..at + line.trim_end().len());
            }
            at += line.len() + 1;
        }
        Span::new(self.file, 0..0)
    }

    fn date(&mut self, raw: Option<&At<Datetime>>) -> Date {
        let Some(at) = raw else {
            if !self.told.any("date") {
                let fault = missing_key("date", self.start(), "date = 2026-03-18");
                self.sink.push(fault);
            }
            return Date::MIN;
        };
        let date = at.get().date.and_then(|date| {
            let month = Month::try_from(date.month).ok()?;
            Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
        });
        if date.is_none() || at.get().time.is_some() {
            self.sink.push(
                wrong_value(
                    at.span(self.file),
                    say!("date 要写日期，不写钟点", "`date` is a day without a time"),
                )
                .help(say!("写成 date = 2026-03-18", "write date = 2026-03-18")),
            );
        }
        date.unwrap_or(Date::MIN)
    }

    fn page(&mut self, index: usize, at: &At<RawPage>) -> PagePlan {
        let raw = at.get();
        let span = at.span(self.file);
        PagePlan {
            number: self.number(index, raw.number.as_ref(), span),
            section: raw.section.clone().unwrap_or_default(),
            part: self.name_part(raw.part.as_ref()),
            layout: self.layout(raw.layout.as_ref(), span),
            credits: raw.credits.as_ref().map(credits).unwrap_or_default(),
            stories: raw.stories.iter().map(|name| name.located(self.file)).collect(),
            place: self.place(&raw.place),
            teasers: raw.teaser.iter().filter_map(|at| self.teaser(at)).collect(),
            ear: raw.ear.as_ref().map(|ear| self.ear(ear)),
            ads: raw.ad.iter().filter_map(|at| self.ad(at)).collect(),
        }
    }

    fn number(
        &mut self,
        index: usize,
        raw: Option<&At<u32>>,
        page: Span,
    ) -> Located<u32> {
        let by_order = u32::try_from(index + 1).unwrap_or(u32::MAX);
        match raw {
            Some(at) if *at.get() > 0 => at.located(self.file),
            Some(at) => {
                let message = say!("版次从 1 起", "pages count from 1");
                self.sink.push(wrong_value(at.span(self.file), message));
                Located::new(by_order, at.span(self.file))
            }
            None => {
                let example = format!("number = {by_order}");
                self.missing("number", page, &example);
                Located::new(by_order, page)
            }
        }
    }

    /// A word that goes into file names.
    fn name_part(&mut self, raw: Option<&At<String>>) -> String {
        let Some(at) = raw else { return String::new() };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if at.get().chars().all(plain) {
            return at.get().clone();
        }
        let message = say!(
            "这里只用英文字母、数字和 -，因为要写进文件名",
            "this goes into file names: ASCII letters, digits and -"
        );
        self.sink.push(wrong_value(at.span(self.file), message));
        String::new()
    }

    fn layout(&mut self, raw: Option<&At<String>>, page: Span) -> Located<String> {
        match raw {
            Some(at) => at.located(self.file),
            None => {
                self.missing("layout", page, "layout = \"tabloid-news\"");
                Located::new(String::new(), page)
            }
        }
    }

    /// In the order of the file, not of the alphabet.
    fn place(
        &self,
        raw: &BTreeMap<At<String>, At<String>>,
    ) -> Vec<(Located<String>, Located<String>)> {
        let mut place: Vec<_> = raw
            .iter()
            .map(|(slot, story)| (slot.located(self.file), story.located(self.file)))
            .collect();
        place.sort_by_key(|(slot, _)| slot.span.start);
        place
    }

    fn teaser(&mut self, at: &At<RawTeaser>) -> Option<Teaser> {
        let raw = at.get();
        let Some(story) = &raw.story else {
            self.missing("story", at.span(self.file), "story = \"…\"");
            return None;
        };
        let text = raw.text.as_ref().map(|text| self.passage(text));
        Some(Teaser { story: story.located(self.file), text })
    }

    fn ear(&mut self, raw: &RawEar) -> Ear {
        let headline = raw.headline.as_ref().map(|headline| self.passage(headline));
        let text = raw.text.as_ref().map(|text| self.letters(text)).unwrap_or_default();
        Ear {
            headline,
            text: body::paragraphs(&text, self.file, self.sink),
        }
    }

    pub(super) fn passage(&self, value: &At<String>) -> Passage {
        Passage { file: self.file, letters: self.letters(value) }
    }

    pub(super) fn letters(&self, value: &At<String>) -> Vec<Letter> {
        self.letters_at(value.span(self.file).range(), value.get())
    }

    /// The characters of a string that stands at a stretch of the file.
    pub(super) fn letters_at(&self, range: Range<usize>, value: &str) -> Vec<Letter> {
        letters(self.text, range, value)
    }

    pub(super) fn missing(&mut self, key: &str, table: Span, example: &str) {
        if let Some(fault) = self.told.missing(key, table, example) {
            self.sink.push(fault);
        }
    }

    fn check_numbers(&mut self, pages: &[PagePlan]) {
        let mut seen: BTreeMap<u32, Span> = BTreeMap::new();
        for page in pages {
            let number = page.number.value;
            if let Some(first) = seen.get(&number) {
                self.sink.push(
                    Diagnostic::new(
                        code::PAGE_TWICE,
                        say!("第 {number} 版写了两次", "page {number} is there twice"),
                    )
                    .at(page.number.span)
                    .see(*first, say!("前面已有", "it is here already")),
                );
            }
            seen.entry(number).or_insert(page.number.span);
        }
    }
}

fn credits(raw: &RawCredits) -> Credits {
    Credits {
        editor: raw.editor.clone(),
        designer: raw.designer.clone(),
        proofreader: raw.proofreader.clone(),
    }
}

/// Names that pages give against the stories there are: missing, or twice.
/// Returns the names, and for a missing one the story that must be meant.
fn check_named(issue: &Issue, folder: &Path, sink: &mut Sink) -> BTreeSet<String> {
    let mut first: BTreeMap<&str, (u32, Span)> = BTreeMap::new();
    for page in &issue.pages {
        for name in named_on(page, sink) {
            let here = (page.number.value, name.span);
            match first.get(name.value.as_str()) {
                Some(there) => sink.push(placed_twice(name, here, *there)),
                None => {
                    first.insert(&name.value, here);
                }
            }
        }
    }
    let mut named: BTreeSet<String> = first.keys().map(ToString::to_string).collect();
    let mut missing = BTreeSet::new();
    for page in &issue.pages {
        let teasers = page.teasers.iter().map(|teaser| &teaser.story);
        let placed = page.place.iter().map(|(_, story)| story);
        for name in page.stories.iter().chain(placed).chain(teasers) {
            if issue.stories.contains_key(&name.value) || !missing.insert(&name.value) {
                continue;
            }
            let near = nearest(&name.value, issue.stories.keys().map(String::as_str));
            sink.push(no_story(name, near, folder));
            named.extend(near.map(str::to_string));
        }
    }
    named
}

fn check_unplaced(issue: &Issue, named: &BTreeSet<String>, sink: &mut Sink) {
    for story in issue.stories.values() {
        if !named.contains(&story.name) {
            sink.push(unplaced(story, issue));
        }
    }
}

/// The stories of a page, each once: listed, or only given a slot. A name that
/// is listed twice is told here.
fn named_on<'a>(page: &'a PagePlan, sink: &mut Sink) -> Vec<&'a Located<String>> {
    let mut names: Vec<&Located<String>> = Vec::new();
    for name in &page.stories {
        let here = (page.number.value, name.span);
        match names.iter().find(|other| other.value == name.value) {
            Some(other) => {
                sink.push(placed_twice(name, here, (page.number.value, other.span)));
            }
            None => names.push(name),
        }
    }
    for (_, name) in &page.place {
        let known = names.iter().any(|other| other.value == name.value);
        if !known {
            names.push(name);
        }
    }
    names
}

fn placed_twice(
    name: &Located<String>,
    here: (u32, Span),
    there: (u32, Span),
) -> Diagnostic {
    let (page, first) = (here.0, there.0);
    let story = &name.value;
    Diagnostic::new(
        code::STORY_TWICE,
        say!("稿件“{story}”排了两次", "story `{story}` is placed twice"),
    )
    .at_with(here.1, say!("又排在第 {page} 版", "again on page {page}"))
    .see(there.1, say!("已排在第 {first} 版", "already on page {first}"))
    .help(say!("去掉其中一处", "take out one of them"))
}

fn no_story(name: &Located<String>, near: Option<&str>, folder: &Path) -> Diagnostic {
    let story = &name.value;
    let fault = Diagnostic::new(
        code::STORY_MISSING,
        say!("找不到稿件“{story}”", "there is no story `{story}`"),
    )
    .at(name.span);
    if let Some(near) = near {
        return fault.help(say!("是不是“{near}”？", "did you mean `{near}`?"));
    }
    let path = folder.join("stories").join(format!("{story}.md"));
    let path = path.display();
    fault.help(say!("写好稿件存为 {path}", "save the story as {path}"))
}

fn unplaced(story: &Story, issue: &Issue) -> Diagnostic {
    let name = &story.name;
    let fault = Diagnostic::new(
        code::STORY_UNPLACED,
        say!("稿件“{name}”没有排进任何一版", "story `{name}` is on no page"),
    )
    .at(story.span);
    let fault = match issue.pages.last() {
        Some(page) => {
            let number = page.number.value;
            fault.see(
                page.number.span,
                say!(
                    "各版的 stories 里都没有它（到第 {number} 版为止）",
                    "no page up to {number} lists it in `stories`"
                ),
            )
        }
        None => fault,
    };
    fault.help(say!(
        "把 \"{name}\" 加进一个版的 stories；暂不用的稿件移出 stories 文件夹",
        "add \"{name}\" to a page's `stories`, or move it out of the folder"
    ))
}
