//! Reads a press file, `layouts/press/NAME.toml`, and the ones it is based on.

use super::condition;
use super::file_name::FileName;
use super::raw_press::{
    RawLevel, RawMarks, RawPictures, RawPress, RawSmallest, RawStandard,
};
use super::read_profile::{no_profile, profile, too_new};
use super::{Marks, OutputIntent, PictureNeeds, Press, RuleLevel, Smallest, Standard};
use crate::diag::{Diagnostic, Severity, Sink, code};
use crate::geom::{Abs, parse_length};
use crate::reading::{
    At, Reader, meant, table, tell_in_order, wrong_length, wrong_value,
};
use crate::say;
use crate::source::{FileId, Located, Sources, Span, System};
use std::path::{Path, PathBuf};

/// The press of a paper that names none.
pub const PRESS: &str = "newsprint";

/// The folder of press files below a data folder.
pub(super) const FOLDER: &str = "layouts/press";
/// Least and most ink that a limit can be, in percent: one solid ink, and all
/// four.
const INK: (f64, f64) = (100.0, 400.0);
/// Pixels to the inch: fewer than the least no screen shows, more than the most
/// no imagesetter draws.
const PIXELS: (f64, f64) = (10.0, 5080.0);
/// Type of this size, and a rule of this width, prints on anything.
const LARGE: (f64, f64) = (72.0, 10.0);
/// Names that PDF keeps for the four inks, for every plate, and for none.
const RESERVED: [&str; 6] = ["Cyan", "Magenta", "Yellow", "Black", "All", "None"];
/// More bleed than any press asks for, in millimetres.
const MOST_BLEED: f64 = 20.0;

/// Reads `layouts/press/NAME.toml` from the first of the folders that has it;
/// `asked` is where the press was named, nowhere if it is the usual one.
///
/// What the file and its bases leave out is as for newsprint. Always gives a
/// press, so that the other faults of the issue can be found; what is wrong
/// with it is told.
pub fn read_press(
    system: &dyn System,
    folders: &[PathBuf],
    (name, asked): (&str, Option<Span>),
    sources: &mut Sources,
    sink: &mut Sink,
) -> Press {
    let mut found = Sink::default();
    let mut reader = Reader { system, sources, sink: &mut found };
    let press = Chain::open(folders, (name, asked), &mut reader)
        .map(|chain| chain.press(name, folders, &mut reader));
    tell_in_order(found.list().to_vec(), sink);
    press.unwrap_or_else(|| Press { name: name.to_string(), ..Press::default() })
}

/// A press file and, after it, the files it is based on.
struct Chain {
    sheets: Vec<Sheet>,
}

/// Where one of the limits of size is read.
type Part = fn(&RawSmallest) -> Option<&At<String>>;

/// A number for pictures: its key, and where it is read.
type Picture = (&'static str, fn(&RawPictures) -> Option<&At<f64>>);

struct Sheet {
    raw: RawPress,
    file: FileId,
    folder: PathBuf,
}

impl Chain {
    fn open(
        folders: &[PathBuf],
        (name, asked): (&str, Option<Span>),
        reader: &mut Reader<'_>,
    ) -> Option<Chain> {
        let mut chain = Chain { sheets: Vec::new() };
        let mut names = vec![name.to_string()];
        let mut next = Some((name.to_string(), asked));
        while let Some((name, asked)) = next {
            let path = find(folders, (&name, asked), reader)?;
            let file = reader.open(&path, asked)?;
            let text = &reader.sources.get(file).text;
            let raw = table::<RawPress>(text, file, reader.sink)?.value;
            next = raw
                .base
                .as_ref()
                .map(|base| (base.get().clone(), Some(base.span(file))));
            if let Some((base, span)) = next.take_if(|(base, _)| names.contains(base)) {
                reader.sink.push(in_a_ring(&base, span));
            }
            names.extend(next.as_ref().map(|(base, _)| base.clone()));
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            chain.sheets.push(Sheet { raw, file, folder });
        }
        Some(chain)
    }

    fn press(&self, name: &str, folders: &[PathBuf], reader: &mut Reader<'_>) -> Press {
        let usual = Press::default();
        let sink = &mut *reader.sink;
        let standard = self.find(|raw| raw.standard.as_ref());
        let standard = standard.map_or(usual.standard, |at| at.value.into());
        let (mono, mono_at) = self.mono(sink);
        Press {
            name: name.to_string(),
            standard,
            ink_limit: self.number(
                INK,
                sink,
                |raw| raw.ink_limit.as_ref(),
                usual.ink_limit,
            ),
            smallest_type: self.smallest(
                (LARGE.0, "small-text"),
                sink,
                |raw| raw.smallest_type.as_ref(),
                usual.smallest_type,
            ),
            thinnest_rule: self.smallest(
                (LARGE.1, "thin-line"),
                sink,
                |raw| raw.thinnest_rule.as_ref(),
                usual.thinnest_rule,
            ),
            pictures: self.pictures(sink, usual.pictures),
            overprint_type: self.overprint_type(sink, usual.overprint_type),
            overprint_rule: self.overprint_rule(sink, usual.overprint_rule),
            marks: self.marks(),
            bleed: self.bleed(sink),
            file_name: self.file_name(sink),
            spots: self.spots(sink),
            palette: Vec::new(),
            mono,
            mono_at,
            rules: self.rules(),
            intent: self.intent(name, folders, standard, reader),
        }
    }

    fn find<T: Clone>(
        &self,
        get: impl Fn(&RawPress) -> Option<&At<T>>,
    ) -> Option<Located<T>> {
        self.sheets
            .iter()
            .find_map(|sheet| Some(get(&sheet.raw)?.located(sheet.file)))
    }

    fn number(
        &self,
        (least, most): (f64, f64),
        sink: &mut Sink,
        get: impl Fn(&RawPress) -> Option<&At<f64>>,
        usual: f64,
    ) -> f64 {
        let Some(number) = self.find(get) else { return usual };
        if (least..=most).contains(&number.value) {
            return number.value;
        }
        let message =
            say!("这个数在 {least} 到 {most} 之间", "this is from {least} to {most}");
        sink.push(wrong_value(number.span, message));
        usual
    }

    /// A length that may be zero.
    fn length(
        &self,
        sink: &mut Sink,
        get: impl Fn(&RawPress) -> Option<&At<String>>,
        usual: Abs,
    ) -> Abs {
        let Some(text) = self.find(get) else { return usual };
        parse_length(&text.value).unwrap_or_else(|| {
            sink.push(wrong_length(&text));
            usual
        })
    }

    /// Limits of size, which are above nothing and at most so many points; with
    /// the rule of preflight that holds pages against them.
    fn smallest(
        &self,
        (most, rule): (f64, &str),
        sink: &mut Sink,
        get: impl Fn(&RawPress) -> Option<&RawSmallest>,
        usual: Smallest,
    ) -> Smallest {
        let mut of = |(part, kind): (Part, &str), usual: Abs| {
            let limit = self.length(sink, |raw| part(get(raw)?), usual);
            if limit > Abs::ZERO && limit <= Abs::pt(most) {
                return limit;
            }
            if let Some(written) = self.find(|raw| part(get(raw)?)) {
                let message = say!(
                    "这个限度要大于 0，最多 {most}pt",
                    "this limit is above 0 and at most {most}pt"
                );
                sink.push(wrong_value(written.span, message).help(say!(
                    "不查这一条，就在 [preflight] 里写 {rule}{kind} = \"off\"",
                    "to leave it unchecked write {rule}{kind} = \"off\" in [preflight]"
                )));
            }
            usual
        };
        let [positive, reversed, multi_ink]: [(Part, &str); 3] = [
            (|raw| raw.positive.as_ref(), ""),
            (|raw| raw.reversed.as_ref(), "-reversed"),
            (|raw| raw.multi_ink.as_ref(), "-multi-ink"),
        ];
        Smallest {
            positive: of(positive, usual.positive),
            reversed: of(reversed, usual.reversed),
            multi_ink: of(multi_ink, usual.multi_ink),
        }
    }

    fn pictures(&self, sink: &mut Sink, usual: PictureNeeds) -> PictureNeeds {
        let known = sink.list().len();
        let mut of = |get: fn(&RawPictures) -> Option<&At<f64>>, usual: f64| {
            self.number(PIXELS, sink, |raw| get(raw.pictures.as_ref()?), usual)
        };
        let needs = PictureNeeds {
            warn: of(|raw| raw.warn.as_ref(), usual.warn),
            fail: of(|raw| raw.fail.as_ref(), usual.fail),
            most: of(|raw| raw.most.as_ref(), usual.most),
            line_art_warn: of(|raw| raw.line_art_warn.as_ref(), usual.line_art_warn),
            line_art_fail: of(|raw| raw.line_art_fail.as_ref(), usual.line_art_fail),
        };
        if sink.list().len() > known {
            return usual;
        }
        let [fail, warn, most]: [Picture; 3] = [
            ("fail", |raw| raw.fail.as_ref()),
            ("warn", |raw| raw.warn.as_ref()),
            ("most", |raw| raw.most.as_ref()),
        ];
        let line_art: [Picture; 2] = [
            ("line-art-fail", |raw| raw.line_art_fail.as_ref()),
            ("line-art-warn", |raw| raw.line_art_warn.as_ref()),
        ];
        let ordered = [
            self.in_order([fail, warn], [needs.fail, needs.warn], sink),
            self.in_order([warn, most], [needs.warn, needs.most], sink),
            self.in_order(line_art, [needs.line_art_fail, needs.line_art_warn], sink),
        ];
        if ordered.contains(&false) { usual } else { needs }
    }

    /// Whether one number is at most the other; else that is told at the one
    /// that is written nearer to the press.
    fn in_order(&self, keys: [Picture; 2], numbers: [f64; 2], sink: &mut Sink) -> bool {
        let [least, most] = numbers;
        if least <= most {
            return true;
        }
        let written = self.sheets.iter().find_map(|sheet| {
            let pictures = sheet.raw.pictures.as_ref()?;
            let at = keys.iter().rev().find_map(|(_, get)| get(pictures))?;
            Some(at.span(sheet.file))
        });
        let ([(small, _), (large, _)], Some(span)) = (keys, written) else {
            return true;
        };
        let message = say!(
            "{small}（{least}）要不大于 {large}（{most}）",
            "`{small}` ({least}) is at most `{large}` ({most})"
        );
        sink.push(wrong_value(span, message));
        false
    }

    fn overprint_type(&self, sink: &mut Sink, usual: Option<Abs>) -> Option<Abs> {
        let Some(text) = self.find(|raw| raw.overprint.as_ref()?.kind.as_ref()) else {
            return usual;
        };
        match (text.value.as_str(), parse_length(&text.value)) {
            ("all", _) => Some(Abs::MAX),
            ("none", _) => None,
            (_, Some(length)) if length > Abs::ZERO => Some(length),
            (_, length) => {
                let fault = match length {
                    Some(_) => wrong_value(
                        text.span,
                        say!("没有 0 大小的字", "no type has a size of nothing"),
                    ),
                    None => wrong_length(&text),
                };
                sink.push(fault.help(say!(
                    "都压印写 \"all\"，都不压印写 \"none\"",
                    "\"all\" is every size, \"none\" is none"
                )));
                usual
            }
        }
    }

    fn overprint_rule(&self, sink: &mut Sink, usual: Abs) -> Abs {
        let written = self.find(|raw| raw.overprint.as_ref()?.rule.as_ref());
        if written.is_some_and(|text| text.value == "none") {
            return Abs::ZERO;
        }
        self.length(sink, |raw| raw.overprint.as_ref()?.rule.as_ref(), usual)
    }

    /// None if no file has the section.
    fn marks(&self) -> Option<Marks> {
        self.sheets.iter().find(|sheet| sheet.raw.marks.is_some())?;
        let shown = |get: fn(&RawMarks) -> Option<&At<bool>>| {
            self.find(|raw| get(raw.marks.as_ref()?)).is_none_or(|at| at.value)
        };
        Some(Marks {
            trim: shown(|raw| raw.trim.as_ref()),
            registration: shown(|raw| raw.registration.as_ref()),
            colour_bar: shown(|raw| raw.colour_bar.as_ref()),
            slug: shown(|raw| raw.slug.as_ref()),
        })
    }

    fn bleed(&self, sink: &mut Sink) -> Abs {
        let bleed = self.length(sink, |raw| raw.bleed.as_ref(), Abs::ZERO);
        if bleed <= Abs::mm(MOST_BLEED) {
            return bleed;
        }
        if let Some(written) = self.find(|raw| raw.bleed.as_ref()) {
            let message =
                say!("出血最多 {MOST_BLEED} 毫米", "a bleed is at most {MOST_BLEED} mm");
            sink.push(wrong_value(written.span, message));
        }
        Abs::ZERO
    }

    fn file_name(&self, sink: &mut Sink) -> FileName {
        let Some(pattern) = self.find(|raw| raw.file_name.as_ref()) else {
            return FileName::default();
        };
        match FileName::parse(&pattern.value) {
            Ok(name) => {
                if !name.has_date() {
                    sink.push(without_date(pattern.span));
                }
                name
            }
            Err((range, message, help)) => {
                sink.push(wrong_value(inside(&pattern, range), message).help(help));
                FileName::default()
            }
        }
    }

    /// Names that mean something else in a PDF are no spot inks.
    fn spots(&self, sink: &mut Sink) -> Vec<String> {
        let spots = self.find(|raw| raw.spots.as_ref());
        let Some(Located { value, span }) = spots else { return Vec::new() };
        let named = value.iter().map(|at| at.located(span.file));
        let (named, nameless): (Vec<_>, Vec<_>) =
            named.partition(|name| !name.value.trim().is_empty());
        for name in nameless {
            sink.push(condition::empty(name.span).help(say!(
                "写印刷厂的叫法，如 \"PANTONE 185 C\"，或去掉它",
                "write the press's name, such as \"PANTONE 185 C\", or take it out"
            )));
        }
        let (wrong, right): (Vec<_>, Vec<_>) = named
            .into_iter()
            .partition(|name| RESERVED.contains(&name.value.as_str()));
        for Located { value, span } in wrong {
            let message = say!(
                "“{value}”不是专色的名字，PDF 里另有所指",
                "`{value}` is no spot ink: in PDF the name means something else"
            );
            sink.push(wrong_value(span, message).help(say!(
                "写印刷厂的叫法，如 \"PANTONE 185 C\"；四色不用写",
                "write the press's name, such as \"PANTONE 185 C\"; the four inks need none"
            )));
        }
        right.into_iter().map(|name| name.value).collect()
    }

    /// Pages in black alone, and where they are written.
    fn mono(&self, sink: &mut Sink) -> (Vec<u32>, Vec<Span>) {
        let Some(mono) = self.find(|raw| raw.mono.as_ref()) else {
            return Default::default();
        };
        let pages = mono.value.iter().map(|at| (*at.get(), at.span(mono.span.file)));
        let (right, wrong): (Vec<_>, Vec<_>) = pages.partition(|(page, _)| *page > 0);
        for (_, span) in wrong {
            let message = say!("版次从 1 数起", "pages count from 1");
            sink.push(wrong_value(span, message));
        }
        right.into_iter().unzip()
    }

    /// Every rule as the nearest file has it. Whether there is such a rule,
    /// preflight knows.
    fn rules(&self) -> Vec<RuleLevel> {
        let mut rules: Vec<RuleLevel> = Vec::new();
        for sheet in &self.sheets {
            for (name, level) in &sheet.raw.preflight {
                let rule = name.located(sheet.file);
                if rules.iter().all(|known| known.rule.value != rule.value) {
                    let severity = level.located(sheet.file).value.into();
                    rules.push(RuleLevel { rule, severity });
                }
            }
        }
        rules
    }

    /// The printing condition. Its name and words belong to the profile: those
    /// of a base are not taken over by a file that names a profile of its own.
    fn intent(
        &self,
        press: &str,
        folders: &[PathBuf],
        standard: Standard,
        reader: &mut Reader<'_>,
    ) -> Option<OutputIntent> {
        let at = self.sheets.iter().position(|sheet| sheet.raw.profile.is_some());
        let Some(at) = at else {
            if standard != Standard::Plain
                && let Some(sheet) = self.sheets.first()
            {
                reader.sink.push(no_profile(
                    press,
                    standard,
                    Span::new(sheet.file, 0..0),
                ));
            }
            return None;
        };
        let sheet = &self.sheets[at];
        let name = sheet.raw.profile.as_ref()?.located(sheet.file);
        let profile = profile(&name, &sheet.folder, folders, reader)?;
        if standard.is_x1a() && profile.version != 2 {
            reader.sink.push(too_new(&name, profile.version));
        }
        let written = |get: fn(&RawPress) -> Option<&At<String>>| {
            let mut near = self.sheets[..=at].iter();
            near.find_map(|sheet| Some(get(&sheet.raw)?.located(sheet.file)))
        };
        let written = condition::Written {
            condition: written(|raw| raw.condition.as_ref()),
            info: written(|raw| raw.condition_info.as_ref()),
        };
        Some(condition::intent(written, profile, reader.sink))
    }
}

impl From<RawStandard> for Standard {
    fn from(raw: RawStandard) -> Standard {
        match raw {
            RawStandard::X1a2001 => Standard::X1a2001,
            RawStandard::X1a2003 => Standard::X1a2003,
            RawStandard::X4 => Standard::X4,
            RawStandard::Plain => Standard::Plain,
        }
    }
}

impl From<RawLevel> for Option<Severity> {
    fn from(raw: RawLevel) -> Option<Severity> {
        match raw {
            RawLevel::Error => Some(Severity::Error),
            RawLevel::Warning => Some(Severity::Warning),
            RawLevel::Note => Some(Severity::Note),
            RawLevel::Off => None,
        }
    }
}

/// A stretch inside a string, for strings without escapes; else the whole.
fn inside(text: &Located<String>, range: std::ops::Range<usize>) -> Span {
    let whole = text.span.range();
    if whole.len() != text.value.len() + 2 {
        return text.span;
    }
    let start = whole.start + 1;
    Span::new(text.span.file, start + range.start..start + range.end)
}

fn find(
    folders: &[PathBuf],
    (name, asked): (&str, Option<Span>),
    reader: &mut Reader<'_>,
) -> Option<PathBuf> {
    let file = format!("{FOLDER}/{name}.toml");
    // It goes into the names of files.
    if name.contains(['/', '\\', ':']) || name.starts_with('.') {
        let fault = Diagnostic::new(
            code::PRESS_MISSING,
            say!(
                "“{name}”不是印刷设置的名字：里面不能有路径",
                "`{name}` is no press's name: it holds a path"
            ),
        )
        .help(say!(
            "写 {FOLDER}/ 里的文件名，不带 .toml",
            "write the name of a file in {FOLDER}/, without .toml"
        ));
        reader.sink.push(match asked {
            Some(span) => fault.at(span),
            None => fault,
        });
        return None;
    }
    let mut paths = folders.iter().map(|folder| folder.join(&file));
    if let Some(path) = paths.find(|path| reader.system.exists(path)) {
        return Some(path);
    }
    let names = names(folders, "toml", reader.system);
    let names: Vec<&str> = names.iter().filter_map(|n| n.strip_suffix(".toml")).collect();
    let fault = Diagnostic::new(
        code::PRESS_MISSING,
        say!(
            "找不到印刷设置“{name}”（{FOLDER}/{name}.toml）",
            "there is no press `{name}` ({FOLDER}/{name}.toml)"
        ),
    )
    .help(meant(name, &names));
    reader.sink.push(match asked {
        Some(span) => fault.at(span),
        None => fault,
    });
    None
}

/// Files of the press folders with an ending, by name.
pub(super) fn names(
    folders: &[PathBuf],
    ending: &str,
    system: &dyn System,
) -> Vec<String> {
    let mut names: Vec<String> = folders
        .iter()
        .flat_map(|folder| system.list(&folder.join(FOLDER)))
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_string()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Files of two issues have the same names then. A press may want it so.
fn without_date(span: Span) -> Diagnostic {
    let message = say!(
        "文件名里没有 {{date}}，各期的清样会同名",
        "without {{date}} the files of all issues have the same names"
    );
    Diagnostic::new(code::VALUE_WRONG, message)
        .with_severity(Severity::Note)
        .at(span)
        .help(say!(
            "加上 {{date}}；印刷厂就要这样的名字，各期用 --out 分开放",
            "add {{date}}; if the press wants such names, give each issue a folder with --out"
        ))
}

fn in_a_ring(base: &str, span: Option<Span>) -> Diagnostic {
    let fault = Diagnostic::new(
        code::VALUE_WRONG,
        say!("base 绕成了圈：又回到“{base}”", "`base` runs in a ring, back to `{base}`"),
    )
    .help(say!("去掉其中一个 base", "take out one of the `base` lines"));
    match span {
        Some(span) => fault.at(span),
        None => fault,
    }
}
