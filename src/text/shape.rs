//! Shaping: characters to glyphs, with rustybuzz, as zh-Hans.

use super::breaks::breaks;
use super::class::{Class, classes};
use super::marks;
use super::paragraph::{Cluster, Inline, Paragraph, ShapedGlyph, TextStyle};
use super::spacing::{self, MarkBox, join, trim};
use crate::copy::{Along, Emphasis, Mark, Raised};
use crate::font::{Face, FaceId, Family, FontLibrary};
use crate::geom::{Abs, Em};
use crate::layout::Level;
use rustybuzz::{Direction, Feature, Language, ShapePlan, UnicodeBuffer, script};
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use ttf_parser::Tag;

/// Shapes paragraphs. Keeps a parsed face and its plans for as long as it
/// lives; make one for a page, not one for a paragraph.
pub struct Shaper<'a> {
    library: &'a FontLibrary,
    faces: BTreeMap<FaceId, ReadyFace<'a>>,
    buffer: Option<UnicodeBuffer>,
    language: Language,
}

/// A face ready for shaping.
struct ReadyFace<'a> {
    face: &'a Face,
    shaping: rustybuzz::Face<'a>,
    plans: BTreeMap<Kind, ShapePlan>,
    /// Where the ink of each mark sits, by glyph; looked at once.
    marks: BTreeMap<u16, MarkBox>,
}

/// What a run is shaped as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Chinese, horizontally.
    Han,
    /// Chinese, vertically.
    HanVertical,
    /// Latin and digits.
    Latin,
}

/// A run of characters for one call of the shaper.
#[derive(Debug)]
struct Run {
    chars: Range<usize>,
    style: usize,
    face: FaceId,
    kind: Kind,
    /// Set in the companion: at its size and height.
    companion: bool,
    /// On the line, or small above or below it.
    raised: Raised,
}

/// A paragraph's characters before shaping.
struct Draft {
    paragraph: Paragraph,
    text: String,
    classes: Vec<Class>,
    style_of: Vec<usize>,
    emphasis: Vec<Emphasis>,
    marks: Vec<Mark>,
    readings: Vec<marks::Draft>,
    vertical: bool,
}

impl<'a> Shaper<'a> {
    /// A shaper for the faces of a library.
    ///
    /// # Panics
    /// Never: `zh-Hans` is a language tag.
    #[must_use]
    pub fn new(library: &'a FontLibrary) -> Shaper<'a> {
        let language = Language::from_str("zh-Hans").expect("a language tag");
        Shaper {
            library,
            faces: BTreeMap::new(),
            buffer: None,
            language,
        }
    }

    /// Shapes a paragraph of horizontal lines.
    pub fn paragraph(&mut self, inlines: &[Inline], indent: Em) -> Paragraph {
        self.shape(draft(inlines, false), indent)
    }

    /// Shapes a vertical line: upright Chinese with vertical forms.
    pub fn vertical(&mut self, inlines: &[Inline]) -> Paragraph {
        self.shape(draft(inlines, true), Em::ZERO)
    }

    fn shape(&mut self, mut draft: Draft, indent: Em) -> Paragraph {
        for run in self.itemise(&mut draft) {
            self.shape_run(&run, &mut draft);
        }
        self.extras(&mut draft);
        let Draft { mut paragraph, text, classes, .. } = draft;
        let level = paragraph.styles.first().map_or(Level::Gb, |style| style.level);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let breaks = breaks(&text, &paragraph.chars, &classes, level);
        marks::settle(&mut paragraph);
        join(&mut paragraph, &breaks);
        paragraph.indent = spacing::indent(&paragraph, indent.at(size));
        marks::bind(&mut paragraph);
        paragraph
    }

    /// Readings, shaped; the signs that dots and waves are drawn with.
    fn extras(&mut self, draft: &mut Draft) {
        for reading in std::mem::take(&mut draft.readings) {
            let style = &draft.paragraph.styles[reading.style];
            let words = self.paragraph(&[reading.inline(style)], Em::ZERO);
            draft.paragraph.extras.add(reading, words);
        }
        let Some(style) = draft.paragraph.styles.first().cloned() else { return };
        if draft.marks.iter().any(|mark| mark.dot) {
            draft.paragraph.extras.dot = self.sign(marks::DOT, &style.family);
        }
        if draft.marks.iter().any(|mark| mark.along == Along::Title) {
            draft.paragraph.extras.wave = self.sign(marks::WAVE, &style.family);
        }
    }

    /// Makes dots lead to what a paragraph pushes to the right edge.
    pub fn lead(&mut self, paragraph: &mut Paragraph) {
        let Some(style) = paragraph.styles.first().cloned() else { return };
        paragraph.extras.dot = self.sign(marks::DOT, &style.family);
        paragraph.extras.leader = true;
    }

    /// A sign's glyph and where its ink is.
    fn sign(&mut self, c: char, family: &Family) -> Option<marks::Sign> {
        family.han.iter().find_map(|id| {
            let ready = self.ready(*id)?;
            let glyph = ready.shaping.glyph_index(c)?;
            let ink = ready.shaping.glyph_bounding_box(glyph)?;
            let units = ready.face.units_per_em();
            let em = |value: i16| Em::from_units(i32::from(value), units);
            Some(marks::Sign {
                face: *id,
                glyph: glyph.0,
                x: (em(ink.x_min), em(ink.x_max)),
                y: (em(ink.y_min), em(ink.y_max)),
            })
        })
    }

    /// Cuts a paragraph into runs of one face, style and kind.
    fn itemise(&mut self, draft: &mut Draft) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for at in 0..draft.paragraph.chars.len() {
            let (face, companion) = self.choose(draft, at);
            let kind = match draft.classes[at] {
                class if class.is_western() => Kind::Latin,
                _ if draft.vertical => Kind::HanVertical,
                _ => Kind::Han,
            };
            let style = draft.style_of[at];
            let raised = draft.marks[at].raised;
            match runs.last_mut() {
                Some(run)
                    if run.face == face
                        && run.kind == kind
                        && run.style == style
                        && run.raised == raised
                        && run.companion == companion =>
                {
                    run.chars.end = at + 1;
                }
                _ => runs.push(Run {
                    chars: at..at + 1,
                    style,
                    face,
                    kind,
                    companion,
                    raised,
                }),
            }
        }
        runs
    }

    /// The face for a character: the companion for Latin, else the first
    /// Chinese face that has it. Records fall-backs and missing characters.
    fn choose(&mut self, draft: &mut Draft, at: usize) -> (FaceId, bool) {
        let c = draft.paragraph.chars[at];
        let style = &draft.paragraph.styles[draft.style_of[at]];
        let family = match draft.emphasis[at] {
            Emphasis::Plain => &style.family,
            Emphasis::Hei => &style.hei,
            Emphasis::Kai => &style.kai,
        };
        let family = Arc::clone(family);
        if draft.classes[at].is_western()
            && let Some(latin) = family.latin
            && self.has(latin, c)
        {
            return (latin, true);
        }
        self.choose_han(&family, c, at, &mut draft.paragraph)
    }

    fn choose_han(
        &mut self,
        family: &Family,
        c: char,
        at: usize,
        paragraph: &mut Paragraph,
    ) -> (FaceId, bool) {
        let first = family.han.first().copied();
        for face in &family.han {
            if self.has(*face, c) || c == '\u{3000}' {
                if Some(*face) != first {
                    paragraph.fallbacks.push((at, *face));
                }
                return (*face, false);
            }
        }
        paragraph.missing.push(at);
        (first.or(family.latin).unwrap_or_default(), false)
    }

    fn has(&mut self, face: FaceId, c: char) -> bool {
        self.ready(face)
            .is_some_and(|ready| ready.shaping.glyph_index(c).is_some())
    }

    fn ready(&mut self, id: FaceId) -> Option<&mut ReadyFace<'a>> {
        if !self.faces.contains_key(&id) {
            let face = self.library.get(id)?;
            let shaping = rustybuzz::Face::from_slice(face.data(), 0)?;
            self.faces.insert(
                id,
                ReadyFace {
                    face,
                    shaping,
                    plans: BTreeMap::new(),
                    marks: BTreeMap::new(),
                },
            );
        }
        self.faces.get_mut(&id)
    }

    /// Shapes one run and appends its clusters.
    fn shape_run(&mut self, run: &Run, draft: &mut Draft) {
        let mut buffer = self.buffer.take().unwrap_or_default();
        for at in run.chars.clone() {
            let c = match run.kind {
                Kind::HanVertical => upright_quote(draft.paragraph.chars[at]),
                Kind::Han | Kind::Latin => draft.paragraph.chars[at],
            };
            buffer.add(c, u32::try_from(at).unwrap_or(u32::MAX));
        }
        let language = self.language.clone();
        let Some(ready) = self.ready(run.face) else { return };
        buffer.set_direction(run.kind.direction());
        buffer.set_script(run.kind.script());
        buffer.set_language(language.clone());
        let plan = ready.plans.entry(run.kind).or_insert_with(|| {
            ShapePlan::new(
                &ready.shaping,
                run.kind.direction(),
                Some(run.kind.script()),
                Some(&language),
                &run.kind.features(),
            )
        });
        let shaped = rustybuzz::shape_with_plan(&ready.shaping, plan, buffer);
        append(run, &shaped, ready, draft);
        self.buffer = Some(shaped.clear());
    }
}

impl ReadyFace<'_> {
    /// The box of a mark: by the face's own half widths (`halt`) where it has
    /// them, else by where the ink is (R1.1–1.3).
    fn mark(&mut self, id: u16, advance: i32, (c, class): (char, Class)) -> MarkBox {
        if let Some(known) = self.marks.get(&id) {
            return *known;
        }
        let units = f64::from(self.face.units_per_em());
        let width = f64::from(advance) / units;
        let found = if (width - 1.0).abs() > 0.02 {
            MarkBox::proportional(class, width)
        } else if let Some(half) = self.half(c, advance) {
            half
        } else {
            let ink = self.shaping.glyph_bounding_box(ttf_parser::GlyphId(id));
            ink.map_or(MarkBox::usual(class), |ink| {
                MarkBox::around((
                    f64::from(ink.x_min) / units,
                    f64::from(ink.x_max) / units,
                ))
            })
        };
        self.marks.insert(id, found);
        found
    }

    /// A mark's half width as the face gives it.
    fn half(&self, c: char, full: i32) -> Option<MarkBox> {
        let units = f64::from(self.face.units_per_em());
        let mut buffer = UnicodeBuffer::new();
        buffer.add(c, 0);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::HAN);
        let halt = Feature::new(Tag::from_bytes(b"halt"), 1, ..);
        let shaped = rustybuzz::shape(&self.shaping, &[halt], buffer);
        let position = shaped.glyph_positions().first()?;
        let (body, left) = (position.x_advance, -position.x_offset);
        let is_half = body < full && left >= 0 && left + body <= full;
        is_half.then(|| MarkBox::inside(f64::from(left) / units, f64::from(body) / units))
    }
}

impl Kind {
    fn direction(self) -> Direction {
        match self {
            Kind::HanVertical => Direction::TopToBottom,
            Kind::Han | Kind::Latin => Direction::LeftToRight,
        }
    }

    fn script(self) -> rustybuzz::Script {
        match self {
            Kind::Latin => script::LATIN,
            Kind::Han | Kind::HanVertical => script::HAN,
        }
    }

    /// Chinese marks are squeezed by this program alone, so the face's own
    /// contextual spacing stays off; digits are tabular.
    fn features(self) -> Vec<Feature> {
        let set = |tag: &[u8; 4], value| Feature::new(Tag::from_bytes(tag), value, ..);
        match self {
            Kind::Han => vec![set(b"chws", 0), set(b"kern", 0)],
            Kind::HanVertical => vec![set(b"vchw", 0), set(b"vert", 1)],
            Kind::Latin => vec![set(b"chws", 0), set(b"tnum", 1), set(b"lnum", 1)],
        }
    }
}

/// Quotes of a vertical line: “ ” stand as 『 』, ‘ ’ as 「 」 (GB/T 15834 5.2,
/// R11.1); the characters typed stay what they are.
fn upright_quote(c: char) -> char {
    match c {
        '“' => '『',
        '”' => '』',
        '‘' => '「',
        '’' => '」',
        other => other,
    }
}

fn draft(inlines: &[Inline], vertical: bool) -> Draft {
    let count = inlines.iter().map(|inline| inline.passage.letters.len()).sum();
    let mut draft = Draft {
        paragraph: Paragraph {
            chars: Vec::with_capacity(count),
            places: Vec::with_capacity(count),
            styles: inlines.iter().map(|inline| Arc::clone(&inline.style)).collect(),
            glyphs: Vec::with_capacity(count),
            clusters: Vec::with_capacity(count),
            joints: Vec::new(),
            indent: Abs::ZERO,
            missing: Vec::new(),
            fallbacks: Vec::new(),
            flush: None,
            extras: Default::default(),
            form: Default::default(),
        },
        text: String::new(),
        classes: Vec::new(),
        style_of: Vec::with_capacity(count),
        emphasis: Vec::with_capacity(count),
        marks: Vec::with_capacity(count),
        readings: Vec::new(),
        vertical,
    };
    for (style, inline) in inlines.iter().enumerate() {
        let from = draft.paragraph.chars.len();
        for (index, letter) in inline.passage.letters.iter().enumerate() {
            if letter.is_reading() {
                continue;
            }
            draft.paragraph.chars.push(letter.c);
            draft.paragraph.places.push(inline.passage.span_of(index));
            draft.style_of.push(style);
            draft.emphasis.push(letter.emphasis);
            draft.marks.push(letter.mark);
        }
        draft.readings.extend(marks::readings(&inline.passage, style, from));
    }
    draft.text = draft.paragraph.chars.iter().collect();
    draft.classes = classes(&draft.paragraph.chars);
    draft
}

/// Turns the shaper's glyphs into clusters with bodies and blanks.
fn append(
    run: &Run,
    shaped: &rustybuzz::GlyphBuffer,
    ready: &mut ReadyFace<'_>,
    draft: &mut Draft,
) {
    let units = ready.face.units_per_em();
    let style = Arc::clone(&draft.paragraph.styles[run.style]);
    let (scale, rise) = marks::raised(run.raised, style.size);
    let size = if run.companion { style.latin_scale } else { 1.0 };
    let size = style.size.scale(size * scale);
    let infos = shaped.glyph_infos();
    let positions = shaped.glyph_positions();
    let em = |value: i32| Em::from_units(value, units).at(size);
    let mut at = 0;
    while at < infos.len() {
        let first = infos[at].cluster as usize;
        let end = (at..infos.len()).find(|next| infos[*next].cluster as usize != first);
        let end = end.unwrap_or(infos.len());
        let last = infos.get(end).map_or(run.chars.end, |info| info.cluster as usize);
        let glyph_start = draft.paragraph.glyphs.len();
        let mut pen = Abs::ZERO;
        for index in at..end {
            let position = positions[index];
            let advance = if run.kind == Kind::HanVertical {
                em(-position.y_advance)
            } else {
                em(position.x_advance)
            };
            let shift =
                if run.companion { style.latin_shift.at(style.size) } else { Abs::ZERO };
            let shift = shift + rise;
            let (dx, dy) = if run.kind == Kind::HanVertical {
                (em(position.x_offset), pen - em(position.y_offset))
            } else {
                (pen + em(position.x_offset), -em(position.y_offset) - shift)
            };
            let id = u16::try_from(infos[index].glyph_id).unwrap_or(0);
            draft.paragraph.glyphs.push(ShapedGlyph { id, dx, dy, advance });
            pen += advance;
        }
        let glyphs = glyph_start..draft.paragraph.glyphs.len();
        let class = draft.classes[first];
        let mark = if run.kind == Kind::Han && is_trimmed(class) {
            let id = u16::try_from(infos[at].glyph_id).unwrap_or(0);
            let c = draft.paragraph.chars[first];
            Some(ready.mark(id, positions[at].x_advance, (c, class)))
        } else {
            None
        };
        let cluster = cluster(run, &style, (class, mark), (pen, size));
        draft.paragraph.clusters.push(Cluster {
            chars: first..last,
            glyphs,
            mark: draft.marks[first],
            ..cluster
        });
        at = end;
    }
}

/// A cluster with its body and blanks (R1); ranges are filled in by the caller.
fn cluster(
    run: &Run,
    style: &TextStyle,
    (class, mark): (Class, Option<MarkBox>),
    (advance, em): (Abs, Abs),
) -> Cluster {
    let mut cluster = Cluster {
        chars: 0..0,
        glyphs: 0..0,
        style: run.style,
        face: run.face,
        size: em,
        class,
        body: advance,
        origin: Abs::ZERO,
        left: Abs::ZERO,
        right: Abs::ZERO,
        mark: Mark::default(),
    };
    // The marks of a vertical line keep their em (R11.3).
    let upright_marks = run.kind == Kind::HanVertical;
    if class == Class::Blank && upright_marks {
        cluster.body = em;
    } else if class == Class::WordSpace {
        cluster.body = Abs::ZERO;
        cluster.right = advance;
    } else if !upright_marks && (class != Class::Solidus || advance > em / 2) {
        trim(
            &mut cluster,
            style.punctuation,
            (em, mark.unwrap_or(MarkBox::usual(class))),
        );
    }
    cluster
}

/// Classes whose marks have a blank on their em.
fn is_trimmed(class: Class) -> bool {
    matches!(class, Class::Open | Class::Close | Class::Pause | Class::Stop)
}
