//! An issue's press files: their names, versions and manifest.

use super::claims::{Claims, InTheWay, There, manifest, origin, replaced};
use super::manifest::{Entry, Manifest, Record, next, sha256};
use super::output;
use super::trouble::{Result, Trouble, trouble};
use crate::diag::Lang;
use crate::layout::{Marks, letter};
use crate::page::Page;
use crate::project::{Project, Setting};
use crate::proof;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file made, not yet written.
pub(super) struct Made {
    /// Its page; none for the whole issue.
    pub(super) page: Option<u32>,
    pub(super) bytes: Vec<u8>,
}

/// What the user wants beside the pages.
#[derive(Clone, Copy)]
pub(super) struct Wishes {
    /// Only pages that have changed, as their next version.
    pub(super) changed: bool,
    /// A file with marks for each page, even if the press asks for none.
    pub(super) marks: bool,
    /// Files of another press may be replaced.
    pub(super) replace: bool,
}

/// Files to write, and what to tell about them.
#[derive(Default)]
pub(super) struct Delivery {
    files: Vec<(PathBuf, Vec<u8>)>,
    /// Files with marks: which of the files, and of which page.
    marked: Vec<(usize, u32)>,
    manifest: Option<(PathBuf, Vec<u8>)>,
    /// What is known of a build that was stopped, to be written down before this
    /// one begins: it may be stopped too.
    caught_up: Option<Vec<u8>>,
    told: Vec<[String; 2]>,
}

/// A folder that a build may write to, and what is known of it.
pub(super) struct Folder<'a> {
    claims: Claims<'a>,
    /// The press whose files stand there, if it is another one.
    former: Option<String>,
    wishes: Wishes,
    out: &'a Path,
    told: Vec<[String; 2]>,
}

/// Makes every page and the whole issue, in parallel; `mark` stands behind the
/// titles.
pub(super) fn make(project: &Project, pages: &[Page], mark: &str) -> Result<Vec<Made>> {
    let single = pages
        .iter()
        .map(|page| (Some(page.number), std::slice::from_ref(page)));
    let jobs: Vec<(Option<u32>, &[Page])> = single.chain([(None, pages)]).collect();
    jobs.into_par_iter()
        .map(|(page, pages)| {
            let title = format!("{}{mark}", project.title(page));
            let bytes = pdf(project, pages, &title)?;
            Ok(Made { page, bytes })
        })
        .collect()
}

impl<'a> Folder<'a> {
    /// Looks whose files stand in a folder.
    ///
    /// # Errors
    /// When they are another issue's or another press's, and would be written
    /// over; when the manifest cannot be read.
    pub(super) fn open(
        project: &'a Project,
        out: &'a Path,
        wishes: Wishes,
    ) -> Result<Folder<'a>> {
        let claims = Claims::read(project, out)?;
        let mut told = Vec::new();
        if claims.was_stopped {
            told.push([
                "上一次没有写完就停了；已经换上的文件都认得，接着写".to_string(),
                "the last build was stopped while it wrote; what it wrote is known, and this one goes on".to_string(),
            ]);
        }
        told.extend(claims.check_origin(wishes.changed)?);
        told.extend(claims.of_another_date());
        let press = project.press().map_or("", |press| press.name.as_str());
        let former = claims.current.press.clone().filter(|other| other != press);
        if let (Some(other), false) = (&former, wishes.replace) {
            let folder = out.display();
            return Err(trouble!(
                "{folder} 里是给“{other}”的清样，给“{press}”的会盖掉它们；用 --out 另写一个文件夹，如 --out {folder}-{press}，或加 --replace 换掉",
                "{folder} holds the files for `{other}`, which those for `{press}` would overwrite; name another folder, such as --out {folder}-{press}, or add --replace"
            ));
        }
        Ok(Folder { claims, former, wishes, out, told })
    }

    /// Stops if a file would take the place of one that this issue has not
    /// written, or that someone changed; or if two would have one name.
    fn check(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
        let mut names = BTreeMap::new();
        let mut found: BTreeMap<InTheWay, Vec<String>> = BTreeMap::new();
        for (path, bytes) in files {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if names.insert(name.to_lowercase(), ()).is_some() {
                return Err(trouble!(
                    "两个文件会同名：{name}；改印刷设置的 file-name，把各项用 _ 隔开",
                    "two files would have the name {name}; change the press's file-name, with _ between its keys"
                ));
            }
            // A folder is told when the file is to be written.
            if !path.is_dir()
                && let Some(way) = self.claims.in_the_way(&name, bytes)
            {
                found.entry(way).or_default().push(path.display().to_string());
            }
        }
        match found.into_iter().next() {
            Some((way, files)) => Err(self.refuse(way, &files.join("、"))),
            None => Ok(()),
        }
    }

    fn refuse(&self, way: InTheWay, files: &str) -> Trouble {
        let (zh, en) = match self.wishes {
            Wishes { changed: false, replace: false, .. } => (
                "移走它们再排，或加 --changed 写成下一个版本，或用 --out 另写一个文件夹",
                "move them away, or write the next version with --changed, or name another folder with --out",
            ),
            _ => (
                "移走它们再排，或用 --out 另写一个文件夹",
                "move them away, or name another folder with --out",
            ),
        };
        match way {
            InTheWay::Of(issue) => trouble!(
                "{files} 是另一期（{issue}）的清样，不能盖掉；在印刷设置的 file-name 里写上 {{date}}（同一天的两期还要 {{edition}}），或用 --out 另写一个文件夹",
                "{files}: the name is another issue's ({issue}) and is not overwritten; write {{date}} into the press's file-name, and {{edition}} for two of one day, or name another folder with --out"
            ),
            InTheWay::Changed => trouble!(
                "{files} 和上次写的不一样，可能手改过，不覆盖；{zh}",
                "{files} differ from what was written and may have been changed by hand, so they are kept; {en}"
            ),
            InTheWay::Unknown => trouble!(
                "{files} 没有哪一期的清单（manifest）记着，不知道是谁的，不覆盖；{zh}",
                "{files}: no manifest knows these files, so they are kept; {en}"
            ),
        }
    }
}

impl Delivery {
    /// Press files under their final names, and the manifest. If only changed
    /// pages are wanted, a page that is as it was sent stays, and another gets
    /// the next version; else pages keep their version.
    pub(super) fn of_press(
        (project, setting): (&Project, &Setting),
        made: Vec<Made>,
        folder: &Folder<'_>,
    ) -> Result<Delivery> {
        let (out, current) = (folder.out, &folder.claims.current);
        let press = project.press().map(|press| press.name.clone());
        // Of a press whose files were replaced once the versions are known still.
        let old = match (&press, &folder.former) {
            (Some(press), Some(_)) => {
                Manifest::read(project.system(), &replaced(project, out, press))?
            }
            _ => current.clone(),
        };
        let asked = project.press().and_then(|press| press.marks);
        let from = Some(origin(project, out));
        let mut desk = Desk {
            project,
            setting,
            marks: asked.or(folder.wishes.marks.then_some(Marks::ALL)),
            folder,
            new: Manifest { press, from, records: BTreeMap::new() },
            old,
            delivery: Delivery { told: folder.told.clone(), ..Delivery::default() },
        };
        for Made { page, bytes } in made {
            match folder.wishes.changed {
                true => desk.changed(page, bytes)?,
                false => desk.plain(page, bytes)?,
            }
        }
        desk.tell_left();
        desk.keep_dropped();
        let Desk { new, mut delivery, .. } = desk;
        delivery.manifest = Some((manifest(project, out), new.bytes()));
        let is_begun = folder.claims.was_stopped && !current.records.is_empty();
        delivery.caught_up = is_begun.then(|| current.bytes());
        folder.check(&delivery.files)?;
        if let Some(press) = &folder.former {
            let kept = replaced(project, out, press);
            let show = kept.display();
            delivery.told.push([
                format!("“{press}”的清样换掉了，它的版本记在 {show}"),
                format!(
                    "the files for `{press}` were replaced; their versions are in {show}"
                ),
            ]);
            delivery.files.push((kept, current.bytes()));
        }
        Ok(delivery)
    }

    /// The files with marks, each with its page.
    pub(super) fn marked(&self) -> Vec<(&[u8], Option<u32>)> {
        let file = |(at, page): &(usize, u32)| (&*self.files[*at].1, Some(*page));
        self.marked.iter().map(file).collect()
    }

    /// Drafts, beside the press files and unknown to the manifest.
    ///
    /// # Errors
    /// When a draft would have the name of a press file.
    pub(super) fn of_drafts(
        (project, setting): (&Project, &Setting),
        made: Vec<Made>,
        out: &Path,
    ) -> Result<Delivery> {
        let mut delivery = Delivery::default();
        for Made { page, bytes } in made {
            let file = format!("{}_draft.pdf", project.press_file(page, 1));
            delivery.put(out.join(file), bytes);
        }
        let files = delivery.files.iter().map(|(path, _)| path.as_path());
        keep_press_files(project, out, files)?;
        delivery.report(project, setting, out);
        Ok(delivery)
    }

    fn put(&mut self, path: PathBuf, bytes: Vec<u8>) {
        let show = path.display();
        self.told.push([format!("已写 {show}"), format!("wrote {show}")]);
        self.files.push((path, bytes));
    }

    fn tell(&mut self, zh: String, en: String) {
        self.told.push([zh, en]);
    }

    /// Adds the report on the issue, which tells of all files.
    pub(super) fn report(&mut self, project: &Project, setting: &Setting, out: &Path) {
        let report = crate::project::Report::new(project, setting).json();
        let path = out.join(format!("{}.json", project.stem()));
        self.files.push((path, format!("{report:#}\n").into_bytes()));
    }

    /// Writes everything, or nothing.
    pub(super) fn write(&self) -> Result<()> {
        match &self.manifest {
            Some(manifest) => {
                if let Some(bytes) = &self.caught_up {
                    output::write(&manifest.0, bytes)?;
                }
                output::write_told(&self.files, manifest, &next(&manifest.0))
            }
            None => output::write_all(&self.files),
        }
    }

    /// What was done, a line each.
    pub(super) fn told(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let at = usize::from(lang == Lang::En);
        self.told.iter().map(move |told| told[at].as_str())
    }
}

/// Stops if a working file, such as a draft, would have the name of a press
/// file. A damaged manifest does not keep anyone from looking at a draft.
///
/// # Errors
/// When one would.
pub(super) fn keep_press_files<'p>(
    project: &Project,
    out: &Path,
    mut files: impl Iterator<Item = &'p Path>,
) -> Result<()> {
    let Ok(claims) = Claims::read(project, out) else { return Ok(()) };
    let is_claimed = |path: &&Path| {
        let name = path.file_name().unwrap_or_default();
        claims.is_claimed(&name.to_string_lossy())
    };
    match files.find(is_claimed) {
        Some(file) => {
            let show = file.display();
            Err(trouble!(
                "{show} 是一份清样的名字，不能盖掉；用 --out 另写一个文件夹",
                "{show} is the name of a press file, which is not overwritten; name another folder with --out"
            ))
        }
        None => Ok(()),
    }
}

/// Files that a press build may have left: of every page at its version, and
/// of the whole issue.
pub(super) fn final_names(
    project: &Project,
    setting: &Setting,
    out: &Path,
) -> Vec<String> {
    let claims = Claims::read(project, out).ok();
    let old = claims.as_ref().map(|claims| &claims.current.records);
    let pages = setting.pages.iter().map(|page| Some(page.page.number));
    let name = |page| match old.and_then(|old| old.get(&page)) {
        Some(record) => record.now.file.clone(),
        None => format!("{}.pdf", project.press_file(page, 1)),
    };
    let others =
        |file: &String| claims.as_ref().is_some_and(|it| it.owner(file).is_some());
    pages.chain([None]).map(name).filter(|file| !others(file)).collect()
}

fn pdf(project: &Project, pages: &[Page], title: &str) -> Result<Vec<u8>> {
    project.pdf(pages, title).map_err(|fault| Trouble(fault.message))
}

/// What stands beside the page with marks: what it is, and for which press.
fn slug(project: &Project, page: &Page, version: u32) -> String {
    let title = project.title(Some(page.number));
    let (section, version) = (&page.section, letter(version));
    let press = project.press();
    let name = press.map_or("", |press| press.name.as_str());
    let condition = press.and_then(|press| press.intent.as_ref());
    let condition = condition.map_or("", |intent| intent.condition.as_str());
    format!(
        "{title}\u{3000}{section}\u{3000}版本{version}\u{3000}{name}\u{3000}{condition}"
    )
}

/// What is at hand while files get their names.
struct Desk<'a> {
    project: &'a Project,
    setting: &'a Setting,
    marks: Option<Marks>,
    folder: &'a Folder<'a>,
    /// What was written last for this press.
    old: Manifest,
    new: Manifest,
    delivery: Delivery,
}

impl Desk<'_> {
    fn put(&mut self, page: Option<u32>, bytes: Vec<u8>, version: u32) -> Result<()> {
        let file = self.name(page, version);
        let sha256 = sha256(&bytes);
        self.delivery.put(self.folder.out.join(&file), bytes);
        let marks = self.marked(page, version)?;
        let now = Entry { file, version, sha256, marks };
        self.new
            .records
            .insert(page, Record::after(self.old.records.get(&page), now));
        Ok(())
    }

    /// The same page with marks, if they are asked for: its name and sum.
    fn marked(
        &mut self,
        number: Option<u32>,
        version: u32,
    ) -> Result<Option<(String, String)>> {
        let (Some(marks), Some(number)) = (self.marks, number) else { return Ok(None) };
        let pages = &self.setting.pages;
        let page = pages.iter().map(|page| &page.page).find(|page| page.number == number);
        let (Some(page), Some(press), Some(types)) =
            (page, self.project.press(), self.project.type_case())
        else {
            return Ok(None);
        };
        let words = slug(self.project, page, version);
        let page = proof::marked(page, (press, marks), &words, types);
        let file =
            format!("{}_marks.pdf", self.project.press_file(Some(number), version));
        let bytes = pdf(self.project, &[page], &words)?;
        let sum = sha256(&bytes);
        self.delivery.marked.push((self.delivery.files.len(), number));
        self.delivery.put(self.folder.out.join(&file), bytes);
        Ok(Some((file, sum)))
    }

    fn name(&self, page: Option<u32>, version: u32) -> String {
        format!("{}.pdf", self.project.press_file(page, version))
    }

    fn there(&self, file: &str) -> There {
        self.folder.claims.there(file)
    }

    /// Under the version it has; a name that an earlier version of any press
    /// has is passed over, since that one may have been sent.
    fn plain(&mut self, page: Option<u32>, bytes: Vec<u8>) -> Result<()> {
        let own = self.old.records.get(&page).map_or(1, |record| record.now.version);
        let free = |v: &u32| !self.folder.claims.is_earlier(&self.name(page, *v));
        let version = (own..).find(free).unwrap_or(u32::MAX);
        if version > own {
            let (earlier, file) = (self.name(page, own), self.name(page, version));
            self.delivery.tell(
                format!("{earlier} 是以前的版本，可能已经送出，留着；这次写 {file}"),
                format!("{earlier} is an earlier version and may have been sent: it is kept, and this one is {file}"),
            );
        }
        self.put(page, bytes, version)
    }

    fn changed(&mut self, page: Option<u32>, bytes: Vec<u8>) -> Result<()> {
        let sum = sha256(&bytes);
        let (name_zh, name_en) = words(page);
        let Some(record) = self.old.records.get(&page).cloned() else {
            return self.first(page, bytes);
        };
        let file = record.now.file.clone();
        if record.now.sha256 != sum {
            return self.next(page, bytes, &record.now);
        }
        match self.there(&file) {
            There::Sum(there) if there == sum => self.delivery.tell(
                format!("{name_zh}没有变：{file}"),
                format!("{name_en} is unchanged: {file}"),
            ),
            // Lost since: the same page under the same name.
            There::Nothing => self.delivery.put(self.folder.out.join(&file), bytes),
            // Of another press, whose build was stopped.
            There::Sum(there) if self.folder.claims.was_begun(&file, &there) => {
                self.delivery.put(self.folder.out.join(&file), bytes);
            }
            There::Sum(_) | There::Unread => {
                self.delivery.tell(
                    format!("{file} 和写的时候不一样，可能手改过，留着"),
                    format!("{file} differs from what was written, and is kept"),
                );
                return self.next(page, bytes, &record.now);
            }
        }
        let mut now = record.now.clone();
        if now.marks.is_none() {
            now.marks = self.marked(page, now.version)?;
        }
        let kept = Record { now, dropped: false, ..record };
        self.new.records.insert(page, kept);
        Ok(())
    }

    /// A page the manifest knows nothing of. If a file stands under its name all
    /// the same, the manifest was lost, and that file may have been sent; or it
    /// is another issue's.
    fn first(&mut self, page: Option<u32>, bytes: Vec<u8>) -> Result<()> {
        let file = self.name(page, 1);
        if self.is_free(&file, &sha256(&bytes)) {
            return self.put(page, bytes, 1);
        }
        let sent = Entry {
            file,
            version: 1,
            sha256: String::new(),
            marks: None,
        };
        self.next(page, bytes, &sent)
    }

    /// The next version that is free: a file that stands there may have been
    /// sent, whatever the manifest says.
    fn next(&mut self, page: Option<u32>, bytes: Vec<u8>, old: &Entry) -> Result<()> {
        let sum = sha256(&bytes);
        let free = |version: &u32| self.is_free(&self.name(page, *version), &sum);
        let version = (old.version + 1..).find(free).unwrap_or(u32::MAX);
        let (file, new) = (&old.file, self.name(page, version));
        let (name_zh, name_en) = words(page);
        self.delivery.tell(
            format!("{name_zh}改了：{new} 代替 {file}，旧的留着"),
            format!(
                "{name_en} has changed: {new} takes the place of {file}, which is kept"
            ),
        );
        self.put(page, bytes, version)
    }

    fn is_free(&self, file: &str, sum: &str) -> bool {
        let claims = &self.folder.claims;
        let is_there = match claims.there(file) {
            There::Nothing => false,
            There::Sum(there) => there != sum,
            There::Unread => true,
        };
        !is_there && claims.owner(file).is_none() && !claims.is_earlier(file)
    }

    /// Pages that the issue no longer has stay in the manifest: if one comes
    /// again, its versions go on from there.
    fn keep_dropped(&mut self) {
        for (page, record) in &self.old.records {
            let dropped = || Record { dropped: true, ..record.clone() };
            self.new.records.entry(*page).or_insert_with(dropped);
        }
    }

    /// Files of the last build that this one has under another name, or not at
    /// all: someone might send them.
    fn tell_left(&mut self) {
        let (out, new) = (self.folder.out, &self.new.records);
        let is_now = |file: &str| new.values().any(|record| record.now.file == file);
        let mut left: Vec<&str> = Vec::new();
        for manifest in [&self.old, &self.folder.claims.current] {
            for (page, Record { now, dropped, .. }) in &manifest.records {
                let next = new.get(page);
                let is_replaced = next.is_some_and(|new| new.now.version > now.version);
                let is_left = !dropped && !is_replaced && !is_now(&now.file);
                if is_left && !left.contains(&now.file.as_str()) {
                    left.push(&now.file);
                }
            }
        }
        left.retain(|file| output::exists(&out.join(file)));
        let old = left.join("、");
        let is_written = |file: &str| {
            let mut files = self.delivery.files.iter();
            files.any(|(path, _)| path.file_name().is_some_and(|name| name == file))
        };
        let stale = new.iter().filter_map(|(page, record)| {
            let before = &self.old.records.get(page)?.now;
            let (marks, _) = record.now.marks.as_ref()?;
            let is_stale = before.sha256 != record.now.sha256 && !is_written(marks);
            (is_stale && output::exists(&out.join(marks))).then_some(marks.as_str())
        });
        let stale = stale.collect::<Vec<_>>().join("、");
        if !old.is_empty() {
            self.delivery.tell(
                format!("以前排的 {old} 已经不用，还留着"),
                format!("{old} of an earlier build is no longer used; it is kept"),
            );
        }
        if !stale.is_empty() {
            self.delivery.tell(
                format!("带标记的 {stale} 没有重写，还是旧的；要重写加 --marks"),
                format!("{stale} with marks is old; to write it anew add --marks"),
            );
        }
    }
}

/// A page, or the whole issue, in words.
fn words(page: Option<u32>) -> (String, String) {
    match page {
        Some(page) => (format!("第{page}版"), format!("page {page}")),
        None => ("整期的文件".to_string(), "the file of the whole issue".to_string()),
    }
}
