//! Reads the house style `layouts/house.toml` over the built-in one.

use super::defaults::{INSIDE_BODY, is_display};
use super::idle;
use super::inks::{HouseInks, no_percents, percents};
use super::raw::{
    RawAlign, RawComposer, RawFace, RawGap, RawHeads, RawHouse, RawInk, RawLevel,
    RawLimits, RawPairs, RawPaper, RawPunctuation, RawStart, RawStyle,
};
use super::{
    Composer, FaceSpec, Gap, HeadAlign, House, Level, Pairs, Paper, Punctuation, Start,
    Style,
};
use crate::color::Ink;
use crate::diag::{Diagnostic, Sink, code};
use crate::geom::Em;
use crate::reading::{
    At, Reader, meant, missing_key, size, table, tell_in_order, wrong_value,
};
use crate::role::Role;
use crate::say;
use crate::source::{FileId, Sources, Span, System};
use schemars::{Schema, SchemaGenerator, json_schema};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Reads `layouts/house.toml` from the first of the folders that has it.
///
/// What it leaves out is as built in. `None` when there is no such file, or it
/// is not TOML; that is told.
pub fn read_house(
    system: &dyn System,
    folders: &[PathBuf],
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<House> {
    let paths: Vec<PathBuf> = folders
        .iter()
        .map(|folder| folder.join("layouts/house.toml"))
        .collect();
    let path = paths.iter().find(|path| system.exists(path)).or(paths.first())?;
    let mut found = Sink::default();
    let mut reader = Reader { system, sources, sink: &mut found };
    let house = reader.open(path, None).and_then(|file| {
        let text = &reader.sources.get(file).text;
        let raw = table::<RawHouse>(text, file, reader.sink)?.value;
        let inks = HouseInks::default();
        Some(Desk { file, inks, sink: reader.sink }.house(&raw))
    });
    tell_in_order(found.list().to_vec(), sink);
    house
}

/// The schema of `[style]`: a table for each role.
pub(super) fn styles_schema(generator: &mut SchemaGenerator) -> Schema {
    let style = generator.subschema_for::<RawStyle>();
    let roles: serde_json::Map<String, serde_json::Value> = Role::ALL
        .iter()
        .map(|role| (role.name().to_string(), style.clone().to_value()))
        .collect();
    json_schema!({
        "description": "各种文字的样式，按用途写：body、headline、caption……",
        "type": "object",
        "properties": roles,
        "additionalProperties": false,
    })
}

struct Desk<'a> {
    file: FileId,
    inks: HouseInks,
    sink: &'a mut Sink,
}

impl Desk<'_> {
    fn house(&mut self, raw: &RawHouse) -> House {
        let mut house = House {
            press: raw.press.as_ref().map(|at| at.located(self.file)),
            ..House::default()
        };
        if let Some(paper) = &raw.paper {
            house.paper = self.paper(paper, &house.paper);
        }
        for (name, face) in &raw.faces {
            let built_in = house.faces.get(name.get()).cloned();
            if let Some(face) = self.face(name, face, built_in) {
                house.faces.insert(name.get().clone(), face);
            }
        }
        let inks = HouseInks::read(&raw.inks, (self.file, self.sink));
        house.spots.clone_from(&inks.spots);
        self.inks = inks;
        self.styles(&raw.style, &mut house);
        if let Some(heads) = &raw.headline {
            self.heads(heads, &mut house);
        }
        house.words.clone_from(&raw.words);
        if let Some(limits) = &raw.limits {
            self.limits(limits, &mut house);
        }
        if let Some(names) = &raw.names {
            house.names.credit = names.open_credit.unwrap_or(house.names.credit);
            house.names.list = names.open_list.unwrap_or(house.names.list);
        }
        house.ad_label = raw.ad_label.unwrap_or(house.ad_label);
        house
    }

    fn heads(&mut self, raw: &RawHeads, house: &mut House) {
        let heads = &mut house.heads;
        if let Some(blank) = self.number(raw.blank.as_ref(), (0.0, 1.0)) {
            // Less than a quarter of an em parts nothing.
            heads.blank = Em::new(if blank == 0.0 { 0.0 } else { blank.max(0.25) });
        }
        if let Some(spread) = self.number(raw.spread.as_ref(), (0.0, 1.0)) {
            heads.spread = Em::new(spread);
        }
        if let Some(scale) = self.number(raw.scale.as_ref(), (0.0, 0.05)) {
            heads.scale = scale;
        }
        if let Some(align) = &raw.align {
            heads.align = match align.get() {
                RawAlign::Center => HeadAlign::Center,
                RawAlign::Left => HeadAlign::Left,
            };
        }
        if let Some(upright) = self.number(raw.upright.as_ref(), (0.0, 8.0)) {
            heads.upright = (0..8).filter(|count| f64::from(*count) < upright).count();
        }
    }

    fn paper(&mut self, raw: &RawPaper, built_in: &Paper) -> Paper {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let code = match &raw.code {
            Some(at) if at.get().is_empty() || !at.get().chars().all(plain) => {
                self.wrong(
                    at.span(self.file),
                    say!(
                        "code 只用英文字母、数字、- 和 _",
                        "`code` is ASCII letters, digits, - and _"
                    ),
                );
                built_in.code.clone()
            }
            Some(at) => at.get().clone(),
            None => built_in.code.clone(),
        };
        Paper {
            name: raw.name.clone().unwrap_or_default(),
            code,
            facts: raw.facts.clone(),
            imprint: raw.imprint.clone(),
        }
    }

    fn face(
        &mut self,
        name: &At<String>,
        at: &At<RawFace>,
        built_in: Option<FaceSpec>,
    ) -> Option<FaceSpec> {
        let raw = at.get();
        let own = raw.han.iter().flat_map(|han| han.get()).chain(&raw.latin);
        let named = own.map(|file| (file.get().clone(), file.span(self.file))).collect();
        let han = match (&raw.han, &built_in) {
            (Some(han), _) if !han.get().is_empty() => {
                han.get().iter().map(|file| file.get().clone()).collect()
            }
            (None, Some(face)) => face.han.clone(),
            _ => {
                let span = name.span(self.file);
                self.sink.push(missing_key("han", span, "han = [\"….otf\"]"));
                return None;
            }
        };
        let built_in_latin = built_in.as_ref().and_then(|face| face.latin.clone());
        // A companion of one's own has its own proportions.
        let proportions = built_in.filter(|_| raw.latin.is_none());
        let scale = proportions.as_ref().map_or(1.0, |face| face.latin_scale);
        let shift = proportions.map_or(Em::ZERO, |face| face.latin_shift);
        Some(FaceSpec {
            han,
            latin: raw.latin.as_ref().map(|own| own.get().clone()).or(built_in_latin),
            latin_scale: self
                .number(raw.latin_scale.as_ref(), (0.2, 5.0))
                .unwrap_or(scale),
            latin_shift: self
                .number(raw.latin_shift.as_ref(), (-1.0, 1.0))
                .map_or(shift, Em::new),
            named,
        })
    }

    /// Body first: what stands inside it, or follows its habits, takes them
    /// from there.
    fn styles(&mut self, raw: &BTreeMap<At<String>, At<RawStyle>>, house: &mut House) {
        let mut written: BTreeMap<Role, &RawStyle> = BTreeMap::new();
        for (name, style) in raw {
            match Role::ALL.iter().find(|role| role.name() == name.get()) {
                Some(role) => {
                    written.insert(*role, style.get());
                    let told = idle::told(*role, style.get(), self.file);
                    told.into_iter().for_each(|fault| self.sink.push(fault));
                }
                None => self.unknown_role(name),
            }
        }
        let faces: Vec<&str> = house.faces.keys().map(String::as_str).collect();
        let nothing = RawStyle::default();
        let mut body = house.style(Role::Body).clone();
        self.style(written.get(&Role::Body).unwrap_or(&&nothing), &faces, &mut body);
        for (role, style) in &mut house.styles {
            if *role == Role::Body {
                *style = body.clone();
                continue;
            }
            if !is_display(*role) {
                style.punctuation = body.punctuation;
                style.pairs = body.pairs;
            }
            style.hanging = body.hanging;
            style.start = body.start;
            style.composer = body.composer;
            style.level = body.level;
            style.gap = body.gap;
            if INSIDE_BODY.contains(role) {
                style.size = body.size;
                style.leading = body.leading;
            }
            self.style(written.get(role).unwrap_or(&&nothing), &faces, style);
        }
    }

    fn style(&mut self, raw: &RawStyle, faces: &[&str], style: &mut Style) {
        let file = self.file;
        if let Some(face) = &raw.face {
            match faces.contains(&face.get().as_str()) {
                true => style.face.clone_from(face.get()),
                false => self.unknown_face(face, faces),
            }
        }
        let length = |at: &At<String>, sink: &mut Sink| size(&at.located(file), sink);
        if let Some(new) = raw.size.as_ref().and_then(|at| length(at, self.sink)) {
            style.leading = style.leading.scale(new.ratio(style.size));
            style.size = new;
        }
        if let Some(leading) = raw.leading.as_ref().and_then(|at| length(at, self.sink)) {
            style.leading = leading;
        }
        if let Some(ink) = raw.ink.as_ref().and_then(|at| self.ink(at)) {
            style.ink = ink;
            style.ink_at = raw.ink.as_ref().map(|at| at.span(self.file));
        }
        lines(raw, style);
        if let Some(gap) = &raw.gap {
            style.gap = self.gap(gap, style.gap);
        }
        if let Some(indent) = self.number(raw.indent.as_ref(), (0.0, 10.0)) {
            style.indent = Em::new(indent);
        }
    }

    fn ink(&mut self, at: &At<RawInk>) -> Option<Ink> {
        let span = at.span(self.file);
        match at.get() {
            RawInk::Name(words) => match self.inks.find(words) {
                Ok(ink) => Some(ink),
                Err((message, help)) => {
                    self.sink.push(wrong_value(span, message).help(help));
                    None
                }
            },
            RawInk::Percent(parts) => {
                let ink = percents(parts);
                if ink.is_none() {
                    self.sink.push(no_percents(span));
                }
                ink
            }
        }
    }

    fn gap(&mut self, at: &At<RawGap>, built_in: Gap) -> Gap {
        let raw = at.get();
        let natural = raw.natural.unwrap_or(built_in.natural.get());
        let min = raw.min.unwrap_or(built_in.min.get().min(natural));
        let max = raw.max.unwrap_or(built_in.max.get().max(natural));
        if 0.0 <= min && min <= natural && natural <= max && max <= 2.0 {
            return Gap {
                natural: Em::new(natural),
                min: Em::new(min),
                max: Em::new(max),
            };
        }
        self.wrong(
            at.span(self.file),
            say!(
                "gap 要 0 ≤ min ≤ natural ≤ max ≤ 2",
                "a gap has 0 ≤ min ≤ natural ≤ max ≤ 2"
            ),
        );
        built_in
    }

    fn limits(&mut self, raw: &RawLimits, house: &mut House) {
        let limits = &mut house.limits;
        if let Some(loose) = self.number(raw.loose.as_ref(), (0.0, 10.0)) {
            limits.loose = Em::new(loose);
        }
        limits.hole = raw.hole.unwrap_or(limits.hole);
    }

    fn number(
        &mut self,
        raw: Option<&At<f64>>,
        (least, most): (f64, f64),
    ) -> Option<f64> {
        let at = raw?;
        let inside = (least..=most).contains(at.get());
        if !inside {
            let span = at.span(self.file);
            self.wrong(
                span,
                say!("这个数在 {least} 到 {most} 之间", "this is from {least} to {most}"),
            );
        }
        inside.then_some(*at.get())
    }

    fn unknown_role(&mut self, name: &At<String>) {
        let written = name.get();
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        let zh = Role::ALL.iter().find(|role| role.zh() == written);
        let help = match zh {
            Some(role) => say!("改成 {role}", "write `{role}`"),
            None => meant(written, &names),
        };
        self.sink.push(
            Diagnostic::new(
                code::KEY_UNKNOWN,
                say!("没有“{written}”这种文字", "there is no role `{written}`"),
            )
            .at(name.span(self.file))
            .help(help),
        );
    }

    fn unknown_face(&mut self, face: &At<String>, faces: &[&str]) {
        let written = face.get();
        self.sink.push(
            Diagnostic::new(
                code::FACE_UNKNOWN,
                say!("没有叫“{written}”的字体", "there is no face `{written}`"),
            )
            .at(face.span(self.file))
            .help(meant(written, faces)),
        );
    }

    fn wrong(&mut self, span: Span, message: crate::diag::Message) {
        self.sink.push(wrong_value(span, message));
    }
}

/// The keys that say how lines are made.
fn lines(raw: &RawStyle, style: &mut Style) {
    if let Some(punctuation) = &raw.punctuation {
        style.punctuation = (*punctuation.get()).into();
    }
    if let Some(pairs) = &raw.pairs {
        style.pairs = (*pairs.get()).into();
    }
    if let Some(start) = &raw.paragraph_start {
        style.start = (*start.get()).into();
    }
    if let Some(composer) = &raw.composer {
        style.composer = (*composer.get()).into();
    }
    if let Some(level) = &raw.level {
        style.level = (*level.get()).into();
    }
    style.hanging = raw.hanging.as_ref().map_or(style.hanging, |at| *at.get());
}

impl From<RawPairs> for Pairs {
    fn from(raw: RawPairs) -> Pairs {
        match raw {
            RawPairs::Normal => Pairs::Normal,
            RawPairs::Tight => Pairs::Tight,
        }
    }
}

impl From<RawStart> for Start {
    fn from(raw: RawStart) -> Start {
        match raw {
            RawStart::Full => Start::Full,
            RawStart::Trim => Start::Trim,
            RawStart::Hang => Start::Hang,
        }
    }
}

impl From<RawComposer> for Composer {
    fn from(raw: RawComposer) -> Composer {
        match raw {
            RawComposer::Best => Composer::Best,
            RawComposer::Line => Composer::Line,
        }
    }
}

impl From<RawPunctuation> for Punctuation {
    fn from(raw: RawPunctuation) -> Punctuation {
        match raw {
            RawPunctuation::Quanjiao => Punctuation::Quanjiao,
            RawPunctuation::Kaiming => Punctuation::Kaiming,
            RawPunctuation::Hangmo => Punctuation::Hangmo,
            RawPunctuation::Banjiao => Punctuation::Banjiao,
        }
    }
}

impl From<RawLevel> for Level {
    fn from(raw: RawLevel) -> Level {
        match raw {
            RawLevel::None => Level::None,
            RawLevel::Basic => Level::Basic,
            RawLevel::Gb => Level::Gb,
            RawLevel::Strict => Level::Strict,
        }
    }
}
