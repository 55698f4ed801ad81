//! A face ready for shaping: runs of characters to clusters.

use super::{Draft, Run};
use crate::copy::Mark;
use crate::font::Face;
use crate::geom::{Abs, Em, to_i64};
use crate::text::class::Class;
use crate::text::marks;
use crate::text::paragraph::{Cluster, Paragraph, ShapedGlyph, TextStyle};
use crate::text::repertoire::{Alone, Repertoire, is_simple};
use crate::text::spacing::{MarkBox, trim};
use rustybuzz::{Direction, Feature, Language, ShapePlan, UnicodeBuffer, script};
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use ttf_parser::Tag;

/// Two of them are 破折号, one 一字线.
const DASH: char = '—';
/// White beside its ink, in em, that shows as a gap between two of them.
const DASH_WHITE: f64 = 0.01;
/// ，、。 are no higher, in em of their ink, and too low in a vertical line if the
/// middle of it is further below their upper edge.
const SMALL_MARK: f64 = 0.4;
const LOW: f64 = 0.35;
/// Where the middle of their ink belongs: right of the column's middle, and below
/// the upper edge. It is there in faces made for vertical lines of the mainland.
const UPPER_RIGHT: (f64, f64) = (0.3, 0.2);

/// A face ready for shaping.
pub(super) struct ReadyFace<'a> {
    face: &'a Face,
    shaping: rustybuzz::Face<'a>,
    plans: [Option<ShapePlan>; 3],
    repertoire: Repertoire,
    /// Where the ink of each mark sits, by glyph; looked at once.
    marks: BTreeMap<u16, MarkBox>,
    /// Which brackets and dashes it turns in vertical lines; each looked at once.
    turns: BTreeMap<char, bool>,
}

/// What a run is shaped as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Chinese, horizontally.
    Han,
    /// Chinese, vertically.
    HanVertical,
    /// Latin and digits.
    Latin,
}

/// The way that a line goes.
#[derive(Clone, Copy)]
enum Axis {
    Across,
    Down,
}

impl<'a> ReadyFace<'a> {
    /// A face that no character was wanted of yet; none if it is no font.
    pub(super) fn new(face: &'a Face) -> Option<ReadyFace<'a>> {
        Some(ReadyFace {
            face,
            shaping: rustybuzz::Face::from_slice(face.data(), 0)?,
            plans: [const { None }; 3],
            repertoire: Repertoire::new(),
            marks: BTreeMap::new(),
            turns: BTreeMap::new(),
        })
    }

    /// Whether it has a character.
    pub(super) fn has(&mut self, c: char) -> bool {
        self.repertoire.has(c, &self.shaping)
    }

    /// A sign's glyph and where its ink is.
    pub(super) fn sign(&self, c: char) -> Option<marks::Sign> {
        let glyph = self.shaping.glyph_index(c)?;
        let ink = self.shaping.glyph_bounding_box(glyph)?;
        let units = self.face.units_per_em();
        let em = |value: i16| Em::from_units(i32::from(value), units);
        Some(marks::Sign {
            face: self.face.id(),
            glyph: glyph.0,
            x: (em(ink.x_min), em(ink.x_max)),
            y: (em(ink.y_min), em(ink.y_max)),
        })
    }

    /// Sets a run.
    pub(super) fn set(
        &mut self,
        run: &Run,
        draft: &mut Draft,
        buffer: UnicodeBuffer,
    ) -> UnicodeBuffer {
        let from = draft.paragraph.clusters.len();
        let buffer = self.run(run, draft, buffer);
        match run.kind {
            Kind::Han => self.draw_out(draft, from, Axis::Across),
            Kind::HanVertical => self.draw_out(draft, from, Axis::Down),
            _ => {}
        }
        buffer
    }

    /// Draws the dashes of clusters from one on out to their ems (R1: — takes one,
    /// —— two without a gap), where the face has them narrower or with white beside
    /// them: the glyph stands several times.
    fn draw_out(&mut self, draft: &mut Draft, from: usize, axis: Axis) {
        let Paragraph { clusters, glyphs, chars, styles, .. } = &mut draft.paragraph;
        for cluster in &mut clusters[from..] {
            let at = cluster.chars.start;
            if chars[at] != DASH || cluster.chars.len() > 1 || cluster.glyphs.len() != 1 {
                continue;
            }
            let glyph = glyphs[cluster.glyphs.start];
            let id = ttf_parser::GlyphId(glyph.id);
            let Some(ink) = self.shaping.glyph_bounding_box(id) else { continue };
            let units = self.face.units_per_em();
            let of =
                |length: i16| Em::from_units(i32::from(length), units).at(cluster.size);
            let (left, right) = match axis {
                Axis::Across => (glyph.dx + of(ink.x_min), glyph.dx + of(ink.x_max)),
                Axis::Down => (glyph.dy - of(ink.y_max), glyph.dy - of(ink.y_min)),
            };
            let em = styles[cluster.style]
                .size
                .scale(marks::raised(cluster.mark.raised, cluster.size).0);
            let (wide, white) = (right - left, em.scale(DASH_WHITE));
            let before = at > 0 && chars[at - 1] == DASH;
            let after = chars.get(at + 1) == Some(&DASH);
            let parted = before && left > white || after && glyph.advance - right > white;
            let narrow = glyph.advance < em - white;
            if !(narrow || parted) || glyph.advance > em + white || wide < em / 4 {
                continue;
            }
            // The ends of a dash keep the white that the face gives them.
            let end = left.max(Abs::ZERO);
            let begin = if before { Abs::ZERO } else { end };
            let end = if after { em } else { em - end };
            let count = to_i64((end - begin).steps_up(wide));
            let start = glyphs.len();
            for number in 0..count {
                let along = (end - begin - wide) * number / (count - 1).max(1);
                let by = begin + along - left;
                glyphs.push(match axis {
                    Axis::Across => ShapedGlyph { dx: glyph.dx + by, ..glyph },
                    Axis::Down => ShapedGlyph { dy: glyph.dy + by, ..glyph },
                });
            }
            cluster.glyphs = start..glyphs.len();
            (cluster.body, cluster.origin) = (em, Abs::ZERO);
        }
    }

    /// The same without its dashes: of Chinese only what depends on its neighbours
    /// goes through the shaper.
    fn run(
        &mut self,
        run: &Run,
        draft: &mut Draft,
        mut buffer: UnicodeBuffer,
    ) -> UnicodeBuffer {
        let chars = &draft.paragraph.chars[run.chars.clone()];
        let plain = draft.looks[run.chars.clone()]
            .iter()
            .all(|look| look.variant.is_none());
        let across = run.kind == Kind::Han && !draft.vertical;
        if !across || !plain || !chars.iter().all(|c| is_simple(*c)) {
            return self.shape(run, run.chars.clone(), draft, buffer);
        }
        let mut at = run.chars.start;
        while at < run.chars.end {
            let start = self.set_alone(run, at, draft);
            let mut rest = start..run.chars.end;
            let next = rest.find(|at| self.alone(draft.paragraph.chars[*at]).is_some());
            at = next.unwrap_or(run.chars.end);
            if start < at {
                buffer = self.shape(run, start..at, draft, buffer);
            }
        }
        buffer
    }

    /// Sets characters as they are shaped alone, up to the first that is not.
    fn set_alone(&mut self, run: &Run, from: usize, draft: &mut Draft) -> usize {
        let style = Arc::clone(&draft.paragraph.styles[run.style]);
        let (scale, rise) = marks::raised(run.raised, style.size);
        let size = style.size.scale(scale);
        let units = self.face.units_per_em();
        let mut width = (0, Abs::ZERO);
        for at in from..run.chars.end {
            let c = draft.paragraph.chars[at];
            let Some(alone) = self.alone(c) else { return at };
            if alone.advance != width.0 {
                width = (alone.advance, Em::from_units(alone.advance, units).at(size));
            }
            let class = draft.classes[at];
            let mark =
                is_trimmed(class).then(|| self.mark(alone.id, alone.advance, (c, class)));
            let glyphs = draft.paragraph.glyphs.len();
            draft.paragraph.glyphs.push(ShapedGlyph {
                id: alone.id,
                dx: Abs::ZERO,
                dy: -rise,
                advance: width.1,
            });
            draft.paragraph.clusters.push(Cluster {
                chars: at..at + 1,
                glyphs: glyphs..glyphs + 1,
                mark: draft.looks[at].mark,
                ..cluster(run, &style, (class, mark), (width.1, size))
            });
        }
        run.chars.end
    }

    /// What a character becomes, if it is the same wherever it stands.
    pub(super) fn alone(&mut self, c: char) -> Option<Alone> {
        let ReadyFace { shaping, plans, repertoire, .. } = self;
        repertoire.alone(c, shaping, |c| {
            let plan = Kind::Han.plan(plans, shaping);
            let mut buffer = UnicodeBuffer::new();
            buffer.add(c, 0);
            Kind::Han.prepare(&mut buffer);
            let shaped = rustybuzz::shape_with_plan(shaping, plan, buffer);
            let ([info], [position]) = (shaped.glyph_infos(), shaped.glyph_positions())
            else {
                return None;
            };
            let is_plain =
                (position.x_offset, position.y_offset, position.y_advance) == (0, 0, 0);
            let id = u16::try_from(info.glyph_id).ok()?;
            is_plain.then_some(Alone { id, advance: position.x_advance })
        })
    }

    /// Sets characters of a run with the shaper.
    pub(super) fn shape(
        &mut self,
        run: &Run,
        chars: Range<usize>,
        draft: &mut Draft,
        mut buffer: UnicodeBuffer,
    ) -> UnicodeBuffer {
        for at in chars.clone() {
            let c = match run.kind {
                Kind::HanVertical => self.upright(draft.paragraph.chars[at]),
                Kind::Han | Kind::Latin => lying(draft, run.kind, at),
            };
            let cluster = u32::try_from(at).unwrap_or(u32::MAX);
            buffer.add(c, cluster);
            // A form that the face does not have would leave an empty glyph.
            let has = |variant: &char| {
                self.shaping.glyph_variation_index(c, *variant).is_some()
            };
            if let Some(variant) = draft.looks[at].variant.filter(has) {
                buffer.add(variant, cluster);
            }
        }
        run.kind.prepare(&mut buffer);
        let plan = run.kind.plan(&mut self.plans, &self.shaping);
        let shaped = rustybuzz::shape_with_plan(&self.shaping, plan, buffer);
        append((run, chars.end), &shaped, self, draft);
        shaped.clear()
    }

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

    /// A glyph's own width, in font units.
    fn width(&self, id: u16) -> Option<i32> {
        self.shaping.glyph_hor_advance(ttf_parser::GlyphId(id)).map(i32::from)
    }

    /// Where a sign of a vertical line goes: as its face has it, but ，、。 to the
    /// upper right of their em (R11.1) in faces that have them in the middle or at
    /// the foot, and a sign drawn beside its own width in the middle of the column.
    fn beside(&self, id: u16, class: Class, em: Abs, (x, y): (Abs, Abs)) -> (Abs, Abs) {
        if !class.is_mark() {
            return (x, y);
        }
        let glyph = ttf_parser::GlyphId(id);
        let Some(ink) = self.shaping.glyph_bounding_box(glyph) else { return (x, y) };
        let units = self.face.units_per_em();
        let of = |value: i32| Em::from_units(value, units).at(em);
        let middle = |from: i16, to: i16| of((i32::from(from) + i32::from(to)) / 2);
        let is_beside = self.width(id).is_some_and(|own| i32::from(ink.x_max) > own);
        let x = if is_beside { -(em / 2) } else { x };
        let down = y - middle(ink.y_min, ink.y_max);
        let high = of(i32::from(ink.y_max) - i32::from(ink.y_min));
        let is_low = down > em.scale(LOW) && high < em.scale(SMALL_MARK);
        if matches!(class, Class::Pause | Class::Stop) && is_low {
            let (right, top) = (em.scale(UPPER_RIGHT.0), em.scale(UPPER_RIGHT.1));
            return (right - middle(ink.x_min, ink.x_max), top - down + y);
        }
        (x, y)
    }

    /// Whether a bracket or a dash has another form in vertical lines (R11.1).
    pub(super) fn turns(&mut self, c: char) -> bool {
        if let Some(known) = self.turns.get(&c) {
            return *known;
        }
        let mut buffer = UnicodeBuffer::new();
        buffer.add(self.upright(c), 0);
        Kind::HanVertical.prepare(&mut buffer);
        let vert = Feature::new(Tag::from_bytes(b"vert"), 1, ..);
        let shaped = rustybuzz::shape(&self.shaping, &[vert], buffer);
        let turned = shaped.glyph_infos().first().map(|info| info.glyph_id);
        let lying = self.shaping.glyph_index(upright_form(c)).map(|id| u32::from(id.0));
        let turns = turned.is_some_and(|id| id != 0) && turned != lying;
        self.turns.insert(c, turns);
        turns
    }

    /// What stands for a character of a vertical line: a dash by the form that its
    /// face has for such lines, whatever the face's `vert` feature knows of it.
    fn upright(&self, c: char) -> char {
        let c = upright_form(c);
        let forms: &[char] = match c {
            '—' => &['︱'],
            '–' => &['︲', '︱'],
            _ => &[],
        };
        let has = |form: &&char| self.shaping.glyph_index(**form).is_some();
        forms.iter().find(has).copied().unwrap_or(c)
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
    /// Tells a buffer what is in it. The language is the plan's.
    fn prepare(self, buffer: &mut UnicodeBuffer) {
        buffer.set_direction(self.direction());
        buffer.set_script(self.script());
    }

    /// The plan of a face for runs of this kind, made at the first.
    fn plan<'p>(
        self,
        plans: &'p mut [Option<ShapePlan>; 3],
        face: &rustybuzz::Face<'_>,
    ) -> &'p ShapePlan {
        plans[self as usize].get_or_insert_with(|| {
            let language = Language::from_str("zh-Hans").expect("a language tag");
            let (direction, script) = (self.direction(), Some(self.script()));
            ShapePlan::new(face, direction, script, Some(&language), &self.features())
        })
    }

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
/// R11.1), and connectors as those of which faces have an upright form; the
/// characters typed stay what they are.
fn upright_form(c: char) -> char {
    match c {
        '－' => '—',
        '-' => '–',
        '“' => '『',
        '”' => '』',
        '‘' => '「',
        '’' => '」',
        other => other,
    }
}

/// What stands for a character that is shaped as it lies: a mark of a vertical line
/// that no face has upright is turned later, and “ is 『 there too.
fn lying(draft: &Draft, kind: Kind, at: usize) -> char {
    let c = draft.paragraph.chars[at];
    if draft.vertical && kind == Kind::Han { upright_form(c) } else { c }
}

/// Turns the shaper's glyphs into clusters with bodies and blanks.
fn append(
    (run, stop): (&Run, usize),
    shaped: &rustybuzz::GlyphBuffer,
    ready: &mut ReadyFace<'_>,
    draft: &mut Draft,
) {
    let units = ready.face.units_per_em();
    let style = Arc::clone(&draft.paragraph.styles[run.style]);
    let (scale, rise) = marks::raised(run.raised, style.size);
    let (own, shift) = run.companion.unwrap_or((1.0, Em::ZERO));
    let size = style.size.scale(own * scale);
    let shift = shift.at(style.size) + rise;
    let infos = shaped.glyph_infos();
    let positions = shaped.glyph_positions();
    let em = |value: i32| Em::from_units(value, units).at(size);
    let mut at = 0;
    while at < infos.len() {
        let first = infos[at].cluster as usize;
        let end = (at..infos.len()).find(|next| infos[*next].cluster as usize != first);
        let end = end.unwrap_or(infos.len());
        let last = infos.get(end).map_or(stop, |info| info.cluster as usize);
        let glyph_start = draft.paragraph.glyphs.len();
        let mut pen = Abs::ZERO;
        for index in at..end {
            let position = positions[index];
            let id = u16::try_from(infos[index].glyph_id).unwrap_or(0);
            let (x, y) = (em(position.x_offset), -em(position.y_offset));
            let (advance, (dx, dy)) = if run.kind == Kind::HanVertical {
                let place = ready.beside(id, draft.classes[first], size, (x, pen + y));
                (em(-position.y_advance), place)
            } else {
                (em(position.x_advance), (pen + x, y - shift))
            };
            draft.paragraph.glyphs.push(ShapedGlyph { id, dx, dy, advance });
            pen += advance;
        }
        let glyphs = glyph_start..draft.paragraph.glyphs.len();
        let class = draft.classes[first];
        let id = u16::try_from(infos[at].glyph_id).unwrap_or(0);
        let mark = (run.kind == Kind::Han && is_trimmed(class)).then(|| {
            let c = lying(draft, run.kind, first);
            ready.mark(id, positions[at].x_advance, (c, class))
        });
        let mut cluster = cluster(run, &style, (class, mark), (pen, size));
        if run.kind == Kind::Latin && end == at + 1 && class != Class::WordSpace {
            let ends_word = draft.classes.get(last) == Some(&Class::WordSpace);
            kern(&mut cluster, ready.width(id).map(em), ends_word);
        }
        draft.paragraph.clusters.push(Cluster {
            chars: first..last,
            glyphs,
            mark: draft.looks[first].mark,
            ..cluster
        });
        at = end;
    }
}

/// Parts a letter's own width from what the next one is drawn nearer by, which lies
/// after it, so that a line's end drops it. A blank shows none, and a line may end
/// there too.
fn kern(letter: &mut Cluster, own: Option<Abs>, ends_word: bool) {
    if let Some(own) = own {
        letter.right = if ends_word { Abs::ZERO } else { letter.body - own };
        letter.body = own;
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
    // Marks of a vertical line keep their em here: what is cut is decided where
    // the columns are made (R11.3).
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
