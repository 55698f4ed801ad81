//! How a press's files are named: a pattern with keys in braces.

use crate::diag::Message;
use crate::reading::meant;
use crate::say;
use std::fmt::Write;

/// A pattern such as `{paper}_{date}_{section}{page:02}_{edition}{version}`.
///
/// Its groups stand between `_`, `-`, `.` and blanks. A group whose keys are all
/// empty drops out, and with it the separator before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    groups: Vec<Group>,
}

/// What the keys of a pattern stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts<'f> {
    /// The paper's short name.
    pub paper: &'f str,
    /// The day: year, month, day.
    pub date: (i32, u8, u8),
    /// 叠: the part of the paper that the page belongs to, or empty.
    pub part: &'f str,
    /// The page.
    pub page: u32,
    /// The edition, or empty.
    pub edition: &'f str,
    /// The version, 1 for what is sent first.
    pub version: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    separator: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Key { key: Key, form: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Paper,
    Date,
    Section,
    Page,
    Edition,
    Version,
}

const KEYS: [(&str, Key); 6] = [
    ("paper", Key::Paper),
    ("date", Key::Date),
    ("section", Key::Section),
    ("page", Key::Page),
    ("edition", Key::Edition),
    ("version", Key::Version),
];

/// What is wrong with a pattern: bytes of it, what to say, the way out.
pub(super) type Wrong = (std::ops::Range<usize>, Message, Message);

impl FileName {
    /// Reads a pattern.
    pub(super) fn parse(pattern: &str) -> Result<FileName, Wrong> {
        let mut groups = vec![Group::default()];
        let mut at = 0;
        while let Some(c) = pattern[at..].chars().next() {
            let end = match c {
                '{' => {
                    let end = key_end(pattern, at)?;
                    let part = key(pattern, at + 1..end - 1)?;
                    last(&mut groups).parts.push(part);
                    end
                }
                '_' | '-' | '.' | ' ' => {
                    if !last(&mut groups).parts.is_empty() {
                        groups.push(Group::default());
                    }
                    last(&mut groups).separator.push(c);
                    at + 1
                }
                c => {
                    let end = at + c.len_utf8();
                    if matches!(
                        c,
                        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '}'
                    ) || c.is_control()
                    {
                        return Err(unusable(at..end, c));
                    }
                    last(&mut groups).word(c);
                    end
                }
            };
            at = end;
        }
        let name = FileName { groups };
        if !name.has(Key::Page) {
            return Err((
                0..pattern.len(),
                say!(
                    "文件名里没有 {{page}}，各版会重名",
                    "without {{page}} all pages would have one name"
                ),
                say!("加上 {{page:02}}", "add {{page:02}}"),
            ));
        }
        Ok(name)
    }

    /// The name of a file, without `.pdf`. A later version that the pattern has
    /// no place for is written at the end, so that no file takes another's name.
    #[must_use]
    pub fn name(&self, facts: &FileFacts<'_>) -> String {
        let mut name = String::new();
        for group in &self.groups {
            let Some(words) = group.words(facts) else { continue };
            if !name.is_empty() || group.parts.is_empty() {
                name.push_str(&group.separator);
            }
            name.push_str(&words);
        }
        if !self.has(Key::Version) && facts.version > 1 {
            let _ = write!(name, "_{}", letter(facts.version));
        }
        name
    }

    /// Whether the day is in the names.
    pub(super) fn has_date(&self) -> bool {
        self.has(Key::Date)
    }

    fn has(&self, wanted: Key) -> bool {
        let parts = self.groups.iter().flat_map(|group| &group.parts);
        parts
            .into_iter()
            .any(|part| matches!(part, Part::Key { key, .. } if *key == wanted))
    }
}

impl Default for FileName {
    fn default() -> FileName {
        let pattern = "{paper}_{date}_{section}{page:02}_{edition}{version}";
        FileName::parse(pattern).expect("it has a page and known keys")
    }
}

/// The version of a letter.
#[must_use]
pub fn version(letters: &str) -> Option<u32> {
    letters
        .chars()
        .try_fold(0, |sum: u32, c| {
            let place = u32::from(c).checked_sub(u32::from('A'))?;
            (place < 26).then(|| sum.checked_mul(26)?.checked_add(place + 1))?
        })
        .filter(|version| *version > 0)
}

/// The letter of a version: A, B … Z, then AA, AB …
#[must_use]
pub fn letter(version: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = version.max(1);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl Group {
    fn word(&mut self, c: char) {
        match self.parts.last_mut() {
            Some(Part::Words(words)) => words.push(c),
            _ => self.parts.push(Part::Words(c.to_string())),
        }
    }

    /// None if it has keys and all of them are empty.
    fn words(&self, facts: &FileFacts<'_>) -> Option<String> {
        let (mut words, mut keys, mut filled) = (String::new(), 0, 0);
        for part in &self.parts {
            match part {
                Part::Words(plain) => words.push_str(plain),
                Part::Key { key, form } => {
                    let value = key.value(form, facts);
                    keys += 1;
                    filled += usize::from(!value.is_empty());
                    words.push_str(&value);
                }
            }
        }
        (keys == 0 || filled > 0).then_some(words)
    }
}

impl Key {
    fn value(self, form: &str, facts: &FileFacts<'_>) -> String {
        match self {
            Key::Paper => facts.paper.to_string(),
            Key::Date => date(form, facts.date),
            Key::Section => facts.part.to_string(),
            Key::Page => {
                let width = form.parse().unwrap_or(0);
                format!("{:0width$}", facts.page)
            }
            Key::Edition => facts.edition.to_string(),
            // The first version has no letter unless the press wants it.
            Key::Version if facts.version <= 1 && form.is_empty() => String::new(),
            Key::Version => letter(facts.version),
        }
    }

    /// Whether what stands behind the colon can be: a width for the page, an
    /// order of Y, M and D for the date, the first letter for the version.
    fn takes(self, form: &str) -> bool {
        match self {
            Key::Page => {
                let width = form.strip_prefix('0').and_then(|width| width.parse().ok());
                width.is_some_and(|width: usize| (1..=9).contains(&width))
            }
            Key::Date => ["YYYY", "YY", "MM", "DD"]
                .iter()
                .fold(form.to_string(), |rest, unit| rest.replace(unit, ""))
                .is_empty(),
            Key::Version => form == "A",
            Key::Paper | Key::Section | Key::Edition => false,
        }
    }
}

fn date(form: &str, (year, month, day): (i32, u8, u8)) -> String {
    let form = if form.is_empty() { "YYYYMMDD" } else { form };
    form.replace("YYYY", &format!("{year:04}"))
        .replace("YY", &format!("{:02}", year.rem_euclid(100)))
        .replace("MM", &format!("{month:02}"))
        .replace("DD", &format!("{day:02}"))
}

fn last(groups: &mut [Group]) -> &mut Group {
    groups.last_mut().expect("there is one from the start")
}

fn key_end(pattern: &str, start: usize) -> Result<usize, Wrong> {
    pattern[start..].find('}').map(|at| start + at + 1).ok_or_else(|| {
        (
            start..pattern.len(),
            say!("{{ 没有收尾", "a {{ does not end"),
            say!("补上 }}", "add }}"),
        )
    })
}

fn key(pattern: &str, range: std::ops::Range<usize>) -> Result<Part, Wrong> {
    let (word, form) = match pattern[range.clone()].split_once(':') {
        Some((word, form)) => (word, form),
        None => (&pattern[range.clone()], ""),
    };
    let Some((_, key)) = KEYS.iter().find(|(known, _)| *known == word) else {
        let known = KEYS.map(|(known, _)| known);
        return Err((
            range,
            say!("文件名里没有“{{{word}}}”这一项", "no key `{{{word}}}` in file names"),
            meant(word, &known),
        ));
    };
    if !form.is_empty() && !key.takes(form) {
        return Err((
            range,
            say!("“{{{word}:{form}}}”写法不对", "`{{{word}:{form}}}` is not possible"),
            say!(
                "可以写 {{page:02}}、{{date:YYMMDD}}、{{version:A}}",
                "write {{page:02}}, {{date:YYMMDD}}, {{version:A}}"
            ),
        ));
    }
    Ok(Part::Key { key: *key, form: form.to_string() })
}

fn unusable(range: std::ops::Range<usize>, c: char) -> Wrong {
    (
        range,
        say!("文件名里不能有 {c}", "a file's name cannot hold {c}"),
        say!("改用 _ 或 -", "write _ or -"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> FileFacts<'static> {
        FileFacts {
            paper: "ljgrb",
            date: (2026, 3, 8),
            part: "",
            page: 1,
            edition: "",
            version: 1,
        }
    }

    #[test]
    fn empty_keys_drop_their_separator() {
        let name = FileName::default();
        assert_eq!(name.name(&facts()), "ljgrb_20260308_01");
        let later = FileFacts { version: 2, ..facts() };
        assert_eq!(name.name(&later), "ljgrb_20260308_01_B");
        let full = FileFacts { part: "B", edition: "c", version: 28, ..facts() };
        assert_eq!(name.name(&full), "ljgrb_20260308_B01_cAB");
    }

    #[test]
    fn letters_and_versions() {
        for number in [1, 2, 26, 27, 52, 53, 702, 703, 20_000] {
            assert_eq!(version(&letter(number)), Some(number), "{}", letter(number));
        }
        assert_eq!((letter(26), letter(27)), ("Z".to_string(), "AA".to_string()));
        assert_eq!((version(""), version("a"), version("B2")), (None, None, None));
    }

    #[test]
    fn forms_of_keys() {
        let name = |pattern: &str| FileName::parse(pattern).expect("a pattern");
        let facts = facts();
        assert_eq!(name("{date:DDMMYY}-p{page:03}").name(&facts), "080326-p001");
        assert_eq!(name("{edition}_{page}").name(&facts), "1");
        assert_eq!(name("{page}_v{version}").name(&facts), "1");
        assert_eq!(name("{page}{version:A}").name(&facts), "1A");
        let later = FileFacts { version: 3, ..facts };
        assert_eq!(name("版{page}").name(&later), "版1_C");
    }
}
