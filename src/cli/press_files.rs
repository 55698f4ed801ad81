//! An issue's press files: their names, versions and manifest.

use super::manifest::{Entry, Manifest, Whole, sha256};
use super::output;
use super::trouble::{Result, Trouble, trouble};
use crate::diag::Lang;
use crate::layout::{Marks, letter};
use crate::page::Page;
use crate::project::{Project, Setting};
use crate::proof;
use rayon::prelude::*;
use std::collections::BTreeSet;
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
    /// The manifest, written last, so that it never names a file that is not
    /// there.
    manifest: Option<(PathBuf, Vec<u8>)>,
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

impl Delivery {
    /// Press files under their final names, and the manifest. If only changed
    /// pages are wanted, a page that is as it was sent stays, and another gets
    /// the next version; else pages keep their version.
    pub(super) fn of_press(
        (project, setting): (&Project, &Setting),
        made: Vec<Made>,
        out: &Path,
        wishes: Wishes,
    ) -> Result<Delivery> {
        let path = manifest(project, out);
        let former = former(project, out, wishes.replace)?;
        let press = project.press().map(|press| press.name.clone());
        // Of a press whose files were replaced once the versions are known still.
        let own = press.iter().filter(|_| former.is_some());
        let own = own.map(|press| replaced(project, out, press)).next();
        let old = Manifest::read(project.system(), own.as_ref().unwrap_or(&path))?;
        let asked = project.press().and_then(|press| press.marks);
        let mut desk = Desk {
            project,
            setting,
            marks: asked.or(wishes.marks.then_some(Marks::ALL)),
            out,
            new: Manifest { press, ..Manifest::default() },
            delivery: Delivery::default(),
        };
        let mut whole = None;
        for made in made {
            match made.page {
                Some(page) if wishes.changed => {
                    desk.changed(page, made.bytes, old.pages.get(&page))?;
                }
                Some(page) => {
                    let version = old.pages.get(&page).map_or(1, |entry| entry.version);
                    desk.put(page, made.bytes, version)?;
                }
                None => whole = Some(made.bytes),
            }
        }
        let others = former.iter().map(|(_, former)| former);
        others.chain([&old]).for_each(|old| desk.tell_left(old));
        let Desk { mut new, mut delivery, .. } = desk;
        if let Some(bytes) = whole {
            let file = format!("{}.pdf", project.stem());
            let path = out.join(&file);
            new.whole = Some(Whole { file, sha256: sha256(&bytes) });
            delivery.put(path, bytes);
        }
        delivery.manifest = Some((path, new.bytes()));
        if let Some((press, former)) = former {
            delivery.check_unchanged(project, &[&former, &old], &press)?;
            let kept = replaced(project, out, &press);
            let show = kept.display();
            delivery.told.push([
                format!("“{press}”的清样换掉了，它的版本记在 {show}"),
                format!(
                    "the files for `{press}` were replaced; their versions are in {show}"
                ),
            ]);
            delivery.files.push((kept, former.bytes()));
        }
        Ok(delivery)
    }

    /// Stops unless every file that stands in the way is as it was written, by
    /// what manifests say, or is as it is to be.
    fn check_unchanged(
        &self,
        project: &Project,
        manifests: &[&Manifest],
        press: &str,
    ) -> Result<()> {
        let is_changed = |(path, new): &&(PathBuf, Vec<u8>)| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let there = project.system().read(path).ok();
            there.filter(|there| there != new).is_some_and(|there| {
                let sum = sha256(&there);
                !manifests.iter().any(|known| known.sum_of(&name) == Some(&sum))
            })
        };
        let changed = self.files.iter().filter(is_changed);
        let changed: Vec<_> = changed.map(|(path, _)| path.to_string_lossy()).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let files = changed.join("、");
        Err(trouble!(
            "{files} 和给“{press}”写的不一样，可能手改过，不能换掉；移走它们再排，或用 --out 另写一个文件夹",
            "{files} differ from what was written for `{press}` and may have been changed by hand; move them away, or name another folder with --out"
        ))
    }

    /// The files with marks, each with its page.
    pub(super) fn marked(&self) -> Vec<(&[u8], Option<u32>)> {
        let file = |(at, page): &(usize, u32)| (&*self.files[*at].1, Some(*page));
        self.marked.iter().map(file).collect()
    }

    /// Drafts, beside the press files and unknown to the manifest.
    pub(super) fn of_drafts(
        (project, setting): (&Project, &Setting),
        made: Vec<Made>,
        out: &Path,
    ) -> Delivery {
        let mut delivery = Delivery::default();
        for Made { page, bytes } in made {
            let name = page.map_or(project.stem(), |page| project.file_name(page, 1));
            delivery.put(out.join(format!("{name}_draft.pdf")), bytes);
        }
        delivery.report(project, setting, out);
        delivery
    }

    fn put(&mut self, path: PathBuf, bytes: Vec<u8>) {
        let show = path.display();
        self.told.push([format!("已写 {show}"), format!("wrote {show}")]);
        self.files.push((path, bytes));
    }

    /// Adds the report on the issue, which tells of all files.
    pub(super) fn report(&mut self, project: &Project, setting: &Setting, out: &Path) {
        let report = crate::project::Report::new(project, setting).json();
        let path = out.join(format!("{}.json", project.stem()));
        self.files.push((path, format!("{report:#}\n").into_bytes()));
    }

    /// Writes everything, or nothing.
    pub(super) fn write(&mut self) -> Result<()> {
        self.files.extend(self.manifest.take());
        output::write_all(&self.files)
    }

    /// What was done, a line each.
    pub(super) fn told(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let at = usize::from(lang == Lang::En);
        self.told.iter().map(move |told| told[at].as_str())
    }
}

/// The manifest of another press, if the folder holds that one's files: its name
/// and what it says. Without the wish to replace them the build stops.
pub(super) fn former(
    project: &Project,
    out: &Path,
    replace: bool,
) -> Result<Option<(String, Manifest)>> {
    let old = Manifest::read(project.system(), &manifest(project, out))?;
    let press = project.press().map_or("", |press| press.name.as_str());
    let Some(other) = old.press.clone().filter(|other| other != press) else {
        return Ok(None);
    };
    if replace {
        return Ok(Some((other, old)));
    }
    let folder = out.display();
    Err(trouble!(
        "{folder} 里是给“{other}”的清样，给“{press}”的会盖掉它们；用 --out 另写一个文件夹，如 --out {folder}-{press}，或加 --replace 换掉",
        "{folder} holds the files for `{other}`, which those for `{press}` would overwrite; name another folder, such as --out {folder}-{press}, or add --replace"
    ))
}

/// Files that a press build may have left: of every page at its version, and
/// of the whole issue.
pub(super) fn final_names(
    project: &Project,
    setting: &Setting,
    out: &Path,
) -> Vec<String> {
    let old =
        Manifest::read(project.system(), &manifest(project, out)).unwrap_or_default();
    let pages = setting.pages.iter().map(|page| page.page.number);
    let pages = pages.map(|page| match old.pages.get(&page) {
        Some(entry) => entry.file.clone(),
        None => format!("{}.pdf", project.file_name(page, 1)),
    });
    pages.chain([format!("{}.pdf", project.stem())]).collect()
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

fn manifest(project: &Project, out: &Path) -> PathBuf {
    out.join(format!("{}_manifest.json", project.stem()))
}

/// Where the manifest of a press is kept whose files were replaced.
fn replaced(project: &Project, out: &Path, press: &str) -> PathBuf {
    out.join(format!("{}_manifest_{press}.json", project.stem()))
}

/// What is at hand while files get their names.
struct Desk<'a> {
    project: &'a Project,
    setting: &'a Setting,
    marks: Option<Marks>,
    out: &'a Path,
    new: Manifest,
    delivery: Delivery,
}

impl Desk<'_> {
    fn put(&mut self, page: u32, bytes: Vec<u8>, version: u32) -> Result<()> {
        let file = self.name(page, version);
        self.keep(
            page,
            Entry {
                sha256: sha256(&bytes),
                file: file.clone(),
                version,
            },
        );
        self.delivery.put(self.out.join(file), bytes);
        self.marked(page, version)
    }

    /// The same page with marks, if they are asked for.
    fn marked(&mut self, number: u32, version: u32) -> Result<()> {
        let Some(marks) = self.marks else { return Ok(()) };
        let pages = &self.setting.pages;
        let page = pages.iter().map(|page| &page.page).find(|page| page.number == number);
        let (Some(page), Some(press), Some(types)) =
            (page, self.project.press(), self.project.type_case())
        else {
            return Ok(());
        };
        let words = slug(self.project, page, version);
        let page = proof::marked(page, (press, marks), &words, types);
        let name = self.project.file_name(number, version);
        let bytes = pdf(self.project, &[page], &words)?;
        self.delivery.marked.push((self.delivery.files.len(), number));
        self.delivery.put(self.out.join(format!("{name}_marks.pdf")), bytes);
        Ok(())
    }

    fn keep(&mut self, page: u32, entry: Entry) {
        self.new.pages.insert(page, entry);
    }

    fn name(&self, page: u32, version: u32) -> String {
        format!("{}.pdf", self.project.file_name(page, version))
    }

    /// The sum of a file that is there.
    fn sum(&self, file: &str) -> Option<String> {
        let bytes = self.project.system().read(&self.out.join(file)).ok()?;
        Some(sha256(&bytes))
    }

    fn changed(&mut self, page: u32, bytes: Vec<u8>, old: Option<&Entry>) -> Result<()> {
        let sum = sha256(&bytes);
        match old {
            None => return self.first(page, bytes),
            Some(entry) if entry.sha256 == sum => {
                let file = entry.file.clone();
                if self.sum(&file).as_ref() == Some(&sum) {
                    self.delivery.told.push([
                        format!("第{page}版没有变：{file}"),
                        format!("page {page} is unchanged: {file}"),
                    ]);
                } else {
                    // Lost or spoilt since: the same page under the same name.
                    self.delivery.put(self.out.join(&file), bytes);
                }
                self.keep(page, entry.clone());
            }
            Some(entry) => return self.next(page, bytes, entry),
        }
        Ok(())
    }

    /// A page the manifest knows nothing of. If a file stands under its name all
    /// the same, the manifest was lost, and that file may have been sent.
    fn first(&mut self, page: u32, bytes: Vec<u8>) -> Result<()> {
        let file = self.name(page, 1);
        let there = self.sum(&file);
        if there.is_none_or(|there| there == sha256(&bytes)) {
            return self.put(page, bytes, 1);
        }
        let sent = Entry { file, version: 1, sha256: String::new() };
        self.next(page, bytes, &sent)
    }

    /// The next version that is free: a file that stands there may have been
    /// sent, whatever the manifest says.
    fn next(&mut self, page: u32, bytes: Vec<u8>, old: &Entry) -> Result<()> {
        let sum = sha256(&bytes);
        let free = |version: &u32| {
            self.sum(&self.name(page, *version)).is_none_or(|there| there == sum)
        };
        let version = (old.version + 1..).find(free).unwrap_or(u32::MAX);
        let (file, new) = (&old.file, self.name(page, version));
        self.delivery.told.push([
            format!("第{page}版改了：{new} 代替 {file}，旧的留着"),
            format!(
                "page {page} has changed: {new} takes the place of {file}, which is kept"
            ),
        ]);
        self.put(page, bytes, version)
    }

    /// Files of the last build that this one has under another name, or not at
    /// all: someone might send them.
    fn tell_left(&mut self, old: &Manifest) {
        let new: BTreeSet<&str> =
            self.new.pages.values().map(|entry| entry.file.as_str()).collect();
        let replaced = |page: &u32, entry: &Entry| {
            let now = self.new.pages.get(page);
            now.is_some_and(|now| now.version > entry.version)
        };
        let left: Vec<&str> = old
            .pages
            .iter()
            .filter(|(page, entry)| {
                !new.contains(entry.file.as_str())
                    && !replaced(page, entry)
                    && output::exists(&self.out.join(&entry.file))
            })
            .map(|(_, entry)| entry.file.as_str())
            .collect();
        if !left.is_empty() {
            let left = left.join("、");
            self.delivery.told.push([
                format!("以前排的 {left} 已经不用，还留着"),
                format!("{left} of an earlier build is no longer used; it is kept"),
            ]);
        }
    }
}
