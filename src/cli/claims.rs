//! Whose the files of a folder are: what manifests say of their names, and what
//! stands there.

use super::manifest::{Entry, Manifest, Origin, next, sha256};
use super::trouble::{Result, trouble};
use crate::project::Project;
use crate::say;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// How the names of manifests go on behind the names of issues.
const MANIFEST: &str = "_manifest";

/// What is known of the names in a folder before a build writes there.
pub(super) struct Claims<'a> {
    project: &'a Project,
    out: &'a Path,
    /// What this issue wrote last, for whichever press.
    pub(super) current: Manifest,
    /// What this issue wrote for presses before, and what a build that was
    /// stopped was about to write.
    others_of_ours: Vec<Manifest>,
    /// Names that manifests of other issues hold, in small letters, since many
    /// disks take them for the same; and whose they are.
    others: BTreeMap<String, String>,
    /// Where other issues say that they are from.
    origins: BTreeMap<String, Origin>,
    /// Whether a build was stopped before all its files had their names.
    pub(super) was_stopped: bool,
}

/// What stands under a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum There {
    Nothing,
    /// A file with this sum.
    Sum(String),
    /// What cannot be read: it may be anything.
    Unread,
}

/// Why a file may not be written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InTheWay {
    /// The name is another issue's.
    Of(String),
    /// Ours, and not as it was written.
    Changed,
    /// No manifest knows what stands there.
    Unknown,
}

impl<'a> Claims<'a> {
    /// Reads every manifest of a folder. Those of other issues that cannot be
    /// read hold no names: then their files are unknown, and not overwritten
    /// either.
    ///
    /// # Errors
    /// When this issue's own manifest is damaged or cannot be read.
    pub(super) fn read(project: &'a Project, out: &'a Path) -> Result<Claims<'a>> {
        let (system, own) = (project.system(), manifest(project, out));
        let stopped = next(&own);
        let mut claims = Claims {
            project,
            out,
            current: Manifest::read(system, &own)?,
            others_of_ours: Vec::new(),
            others: BTreeMap::new(),
            origins: BTreeMap::new(),
            was_stopped: system.exists(&stopped),
        };
        if claims.was_stopped {
            let next = Manifest::read(system, &stopped)?;
            let sum = |file: &str| claims.there(file).sum();
            let current = claims.current.clone().caught_up(&next, sum);
            claims.current = current;
            claims.others_of_ours.push(next);
        }
        let kept = format!("{}{MANIFEST}_", project.stem());
        for path in system.list(out) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_own = path == own || path == stopped;
            if !is_own && let Some(issue) = issue_of(&name) {
                let bytes = system.read(&path).unwrap_or_default();
                let found = Manifest::of_bytes(&bytes);
                match found {
                    Some(found) if name.starts_with(&kept) => {
                        claims.others_of_ours.push(found);
                    }
                    Some(found) => {
                        let files = found.entries().flat_map(Entry::files);
                        let from = found.from.clone();
                        let from = from.map(|from| (issue.to_string(), from));
                        claims.origins.extend(from);
                        let names = files.map(|(file, _)| file.to_lowercase());
                        claims.others.extend(names.map(|file| (file, issue.to_string())));
                    }
                    None => {}
                }
            }
        }
        Ok(claims)
    }

    /// What stands in the folder under a name.
    pub(super) fn there(&self, file: &str) -> There {
        let path = self.out.join(file);
        match self.project.system().read(&path) {
            Ok(bytes) => There::Sum(sha256(&bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => {
                There::Nothing
            }
            Err(_) => There::Unread,
        }
    }

    fn ours(&self) -> impl Iterator<Item = &Manifest> {
        self.others_of_ours.iter().chain([&self.current])
    }

    /// Whether an earlier version of ours has the name: it may have been sent.
    pub(super) fn is_earlier(&self, file: &str) -> bool {
        let records = self.ours().flat_map(|manifest| manifest.records.values());
        records.into_iter().any(|record| {
            let mut sent = record.earlier.iter();
            let is_it = |entry: &Entry| {
                entry.version < record.now.version && is_same_name(&entry.file, file)
            };
            sent.any(is_it)
        })
    }

    /// Whether another issue has the name.
    pub(super) fn owner(&self, file: &str) -> Option<&str> {
        self.others.get(&file.to_lowercase()).map(String::as_str)
    }

    /// Whether any manifest of the folder has the name.
    pub(super) fn is_claimed(&self, file: &str) -> bool {
        let mut own = self.ours().flat_map(Manifest::entries).flat_map(Entry::files);
        self.owner(file).is_some() || own.any(|(name, _)| is_same_name(name, file))
    }

    /// What stands in the way of a file that is to be written; nothing if its
    /// place is free, or taken by what we wrote there and no one changed since.
    pub(super) fn in_the_way(&self, file: &str, bytes: &[u8]) -> Option<InTheWay> {
        if let Some(issue) = self.owner(file) {
            return Some(InTheWay::Of(issue.to_string()));
        }
        let known = self.ours().flat_map(Manifest::entries).flat_map(Entry::files);
        let known: Vec<&str> = known
            .filter(|(name, _)| is_same_name(name, file))
            .map(|(_, sum)| sum)
            .collect();
        match self.there(file) {
            There::Nothing => None,
            There::Sum(sum) if sum == sha256(bytes) || known.contains(&sum.as_str()) => {
                None
            }
            _ if known.is_empty() => Some(InTheWay::Unknown),
            _ => Some(InTheWay::Changed),
        }
    }

    /// Whether a file is what a build that was stopped had written there.
    pub(super) fn was_begun(&self, file: &str, sum: &str) -> bool {
        let entries = self.others_of_ours.iter().flat_map(Manifest::entries);
        let mut files = entries.flat_map(Entry::files);
        files.any(|(name, known)| is_same_name(name, file) && known == sum)
    }

    /// What is to be told of files of another date that are from the same folder
    /// and number: the date was mended, and someone might send the old ones.
    pub(super) fn of_another_date(&self) -> Vec<[String; 2]> {
        let ours = origin(self.project, self.out);
        let day = self.project.day_stem();
        let same = self.origins.iter().filter(|(issue, from)| {
            **from == ours && ours.number.is_some() && !issue.starts_with(&day)
        });
        let tell = |(issue, _): (&String, &Origin)| {
            let out = self.out.display();
            [
                format!(
                    "{out} 里还有这一期以前用别的日期排的清样（{issue}），留着；日期改过，它们就不能再用"
                ),
                format!(
                    "{out} still holds files of this issue under another date ({issue}); if the date was mended they are of no use"
                ),
            ]
        };
        same.map(tell).collect()
    }

    /// Looks whether the files in the folder are those of this very issue, and
    /// not of another one of the same day. What is to be told if they seem to
    /// be; `careful` builds overwrite nothing and go on in any case.
    ///
    /// # Errors
    /// When they are another issue's.
    pub(super) fn check_origin(&self, careful: bool) -> Result<Option<[String; 2]>> {
        let ours = origin(self.project, self.out);
        let Some(before) = self.current.from.as_ref() else { return Ok(None) };
        let system = self.project.system();
        let folder = plain(&system.absolute(self.out).join(&before.folder));
        let folder: PathBuf = folder.into_iter().collect();
        let is_here =
            before.folder == ours.folder || is_same_folder(&folder, &self.project.folder);
        let numbers = before.number.zip(ours.number);
        let numbers = numbers.filter(|(before, now)| before != now);
        let is_there = !is_here && system.exists(&folder.join("issue.toml"));
        let (stem, now) = (self.project.stem(), self.project.folder.display());
        let was = match numbers {
            Some((number, _)) if is_here => {
                say!("第 {number} 期", "number {number}")
            }
            _ => {
                let was = folder.display();
                say!("从 {was} 排的", "built from {was}")
            }
        };
        let (was, was_en) = (was.zh, was.en);
        if numbers.is_none() && !is_there {
            let moved = [
                format!("{stem} 以前是{was}，那个文件夹不在了，当作移到了 {now}"),
                format!("{stem} was {was_en}, which is gone; taken as moved to {now}"),
            ];
            return Ok((!is_here).then_some(moved));
        }
        if careful {
            return Ok(Some([
                format!(
                    "{stem} 以前是{was}，这次从 {now} 排：旧的都留着，不同的写成下一个版本"
                ),
                format!(
                    "{stem} was {was_en}, and is now built from {now}: all old files are kept, and what differs is the next version"
                ),
            ]));
        }
        let out = self.out.display();
        Err(trouble!(
            "{out} 里 {stem} 的清样是另一期的（{was}），不能盖掉。日期没写对就改 issue.toml 的 date；同一天的另一个版次，写 edition = \"2\"；两期都要，就用 --out 另写一个文件夹；就是同一期，加 --changed 写成下一个版本，或把旧清样连同 {stem}_manifest.json 移走",
            "the files of {stem} in {out} are another issue's ({was_en}) and are not overwritten. If the date is wrong, mend `date` in issue.toml; another edition of the same day has edition = \"2\"; to keep both name another folder with --out; if it is the same issue, --changed writes the next version, or move the old files away with {stem}_manifest.json"
        ))
    }
}

impl There {
    pub(super) fn sum(self) -> Option<String> {
        match self {
            There::Sum(sum) => Some(sum),
            There::Nothing | There::Unread => None,
        }
    }
}

/// The manifest of an issue's files in a folder.
pub(super) fn manifest(project: &Project, out: &Path) -> PathBuf {
    out.join(format!("{}{MANIFEST}.json", project.stem()))
}

/// Where the manifest of a press is kept whose files were replaced.
pub(super) fn replaced(project: &Project, out: &Path, press: &str) -> PathBuf {
    out.join(format!("{}{MANIFEST}_{press}.json", project.stem()))
}

/// The issue whose manifest has this name, finished or not; none if it is no
/// manifest's.
fn issue_of(name: &str) -> Option<&str> {
    let whole = name.strip_suffix(".json");
    let stopped = || {
        name.strip_prefix('.')
            .and_then(|name| name.strip_suffix(".json.next"))
    };
    let (issue, _) = whole.or_else(stopped)?.split_once(MANIFEST)?;
    Some(issue)
}

fn is_same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// Where an issue's files come from.
pub(super) fn origin(project: &Project, out: &Path) -> Origin {
    let system = project.system();
    let (from, to) = (system.absolute(out), system.absolute(&project.folder));
    let (from, to) = (plain(&from), plain(&to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    // On another disk there is no way from one to the other.
    let up = if shared == 0 { 0 } else { from.len() - shared };
    let up = std::iter::repeat_n("..".into(), up);
    let way: PathBuf = up.chain(to[shared..].iter().cloned()).collect();
    Origin {
        folder: way.to_string_lossy().replace('\\', "/"),
        number: project.issue().and_then(|issue| issue.number),
    }
}

/// The parts of a path, without `.` and `..`.
fn plain(path: &Path) -> Vec<std::ffi::OsString> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            _ => parts.push(part.as_os_str().to_os_string()),
        }
    }
    parts
}

/// Whether two ways lead to one folder, by links or otherwise.
fn is_same_folder(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some_and(|one| real(other).as_ref() == Some(&one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_name_their_issues() {
        assert_eq!(issue_of("a_20260318_manifest.json"), Some("a_20260318"));
        assert_eq!(issue_of("a_20260318_manifest_office.json"), Some("a_20260318"));
        assert_eq!(issue_of(".a_20260318_manifest.json.next"), Some("a_20260318"));
        assert_eq!(
            (issue_of("a_20260318.json"), issue_of("manifest.json")),
            (None, None)
        );
    }
}
