//! Shaping: characters to glyphs, with rustybuzz, as zh-Hans.

use super::breaks::breaks;
use super::class::{Class, classes};
use super::marks;
use super::paragraph::{Inline, Paragraph, TextStyle};
use super::spacing::{self, join};
use crate::copy::{Along, Emphasis, Letter, Mark, Raised};
use crate::font::{FaceId, Family, FontLibrary};
use crate::geom::{Abs, Em};
use crate::layout::Level;
use ready::{Kind, ReadyFace};
use rustybuzz::UnicodeBuffer;
use std::ops::Range;
use std::sync::Arc;

mod ready;

/// Shapes paragraphs. Keeps a parsed face and its plans for as long as it
/// lives; make one for a page, not one for a paragraph.
pub struct Shaper<'a> {
    library: &'a FontLibrary,
    /// By number; none until a character is wanted of it.
    faces: Vec<Option<ReadyFace<'a>>>,
    buffer: Option<UnicodeBuffer>,
}

/// A run of characters for one call of the shaper.
#[derive(Debug)]
struct Run {
    chars: Range<usize>,
    style: usize,
    face: FaceId,
    kind: Kind,
    /// Set in the companion of its family: at this size and height.
    companion: Option<(f64, Em)>,
    /// On the line, or small above or below it.
    raised: Raised,
}

/// A paragraph's characters before shaping.
struct Draft {
    paragraph: Paragraph,
    classes: Vec<Class>,
    looks: Vec<Look>,
    /// Whether any character has a mark.
    marked: bool,
    readings: Vec<marks::Draft>,
    vertical: bool,
}

/// How a character is to look.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    style: usize,
    emphasis: Emphasis,
    mark: Mark,
    /// Which of its forms is wanted.
    variant: Option<char>,
}

impl<'a> Shaper<'a> {
    /// A shaper for the faces of a library.
    #[must_use]
    pub fn new(library: &'a FontLibrary) -> Shaper<'a> {
        Shaper { library, faces: Vec::new(), buffer: None }
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
        let Draft { mut paragraph, classes, marked, .. } = draft;
        let level = paragraph.styles.first().map_or(Level::Gb, |style| style.level);
        let size = paragraph.styles.first().map_or(Abs::ZERO, |style| style.size);
        let (breaks, keeps) = breaks(&paragraph.chars, &classes, level);
        paragraph.keeps = keeps;
        if marked {
            marks::settle(&mut paragraph);
        }
        join(&mut paragraph, &breaks);
        paragraph.indent = spacing::indent(&paragraph, indent.at(size));
        if marked {
            marks::bind(&mut paragraph);
        }
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
        if !draft.marked {
            return;
        }
        if draft.looks.iter().any(|look| look.mark.dot) {
            draft.paragraph.extras.dot = self.sign(marks::DOT, &style.family);
        }
        if draft.looks.iter().any(|look| look.mark.along == Along::Title) {
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
        family.han.iter().find_map(|id| self.ready(*id)?.sign(c))
    }

    /// Cuts a paragraph into runs of one face, style and kind.
    fn itemise(&mut self, draft: &mut Draft) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut family: Option<(Look, Arc<Family>)> = None;
        for at in 0..draft.paragraph.chars.len() {
            let look = draft.looks[at];
            let same = family.as_ref().is_some_and(|(other, _)| *other == look);
            if !same {
                family = Some((look, draft.family(look)));
            }
            let Some((_, own)) = &family else { continue };
            let class = draft.classes[at];
            let (face, companion) = match draft.vertical && lies(class) {
                true => self.upright(own, class, at, &mut draft.paragraph),
                false => self.choose(own, class, at, &mut draft.paragraph),
            };
            let kind = match class {
                class if class.is_western() => Kind::Latin,
                _ if draft.vertical && draft.paragraph.lying.last() != Some(&at) => {
                    Kind::HanVertical
                }
                _ => Kind::Han,
            };
            let (style, raised) = (look.style, look.mark.raised);
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

    /// The face for a bracket or a dash of a vertical line (R11.1): the first that has
    /// it upright. What none has so lies, and is turned where it is drawn.
    fn upright(
        &mut self,
        family: &Family,
        class: Class,
        at: usize,
        paragraph: &mut Paragraph,
    ) -> (FaceId, Option<(f64, Em)>) {
        let c = paragraph.chars[at];
        let turns = |id: &FaceId| self.ready(*id).is_some_and(|ready| ready.turns(c));
        let Some(face) = family.han.iter().copied().find(turns) else {
            paragraph.lying.push(at);
            return self.choose(family, class, at, paragraph);
        };
        if family.han.first() != Some(&face) {
            paragraph.fallbacks.push((at, face));
        }
        (face, None)
    }

    /// The face for a character: the companion for Latin, else the first
    /// Chinese face that has it. Records fall-backs and missing characters.
    fn choose(
        &mut self,
        family: &Family,
        class: Class,
        at: usize,
        paragraph: &mut Paragraph,
    ) -> (FaceId, Option<(f64, Em)>) {
        let c = paragraph.chars[at];
        if class.is_western()
            && let Some(latin) = family.latin
            && self.has(latin, c)
        {
            return (latin, Some((family.latin_scale, family.latin_shift)));
        }
        let first = family.han.first().copied();
        for face in &family.han {
            if self.has(*face, c) || c == '\u{3000}' {
                if Some(*face) != first {
                    paragraph.fallbacks.push((at, *face));
                }
                return (*face, None);
            }
        }
        // A sign that only the companion has, such as ∂.
        if let Some(latin) = family.latin
            && self.has(latin, c)
        {
            paragraph.fallbacks.push((at, latin));
            return (latin, Some((family.latin_scale, family.latin_shift)));
        }
        paragraph.missing.push(at);
        (first.or(family.latin).unwrap_or_default(), None)
    }

    fn has(&mut self, face: FaceId, c: char) -> bool {
        self.ready(face).is_some_and(|ready| ready.has(c))
    }

    fn ready(&mut self, id: FaceId) -> Option<&mut ReadyFace<'a>> {
        let at = id.index();
        if self.faces.len() <= at {
            self.faces.resize_with(at + 1, || None);
        }
        if self.faces[at].is_none() {
            self.faces[at] = ReadyFace::new(self.library.get(id)?);
        }
        self.faces[at].as_mut()
    }

    /// Shapes one run and appends its clusters.
    fn shape_run(&mut self, run: &Run, draft: &mut Draft) {
        let buffer = self.buffer.take().unwrap_or_default();
        let Some(ready) = self.ready(run.face) else { return };
        self.buffer = Some(ready.set(run, draft, buffer));
    }
}

/// Whether marks of a class lie in lines across and stand in vertical ones.
fn lies(class: Class) -> bool {
    use Class::{Close, Connector, Dash, Ellipsis, Open};
    matches!(class, Open | Close | Dash | Ellipsis | Connector)
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
            lying: Vec::new(),
            fallbacks: Vec::new(),
            flush: None,
            extras: Default::default(),
            form: Default::default(),
            keeps: Vec::new(),
        },
        classes: Vec::new(),
        looks: Vec::with_capacity(count),
        marked: false,
        readings: Vec::new(),
        vertical,
    };
    for (style, inline) in inlines.iter().enumerate() {
        let looks = inside(inline, style, &mut draft.paragraph.styles);
        let from = draft.paragraph.chars.len();
        for (index, letter) in inline.passage.letters.iter().enumerate() {
            if letter.is_reading() {
                continue;
            }
            let Letter { emphasis, mark, variant, .. } = *letter;
            draft.paragraph.chars.push(letter.c);
            draft.paragraph.places.push(inline.passage.span_of(index));
            let style = looks[emphasis as usize];
            draft.looks.push(Look { style, emphasis, mark, variant });
            draft.marked |= mark != Mark::default();
        }
        if draft.marked {
            draft.readings.extend(marks::readings(&inline.passage, style, from));
        }
    }
    draft.classes = classes(&draft.paragraph.chars);
    draft
}

/// The styles of an inline's letters by their emphasis; those of its own are
/// added to the paragraph's.
fn inside(inline: &Inline, style: usize, styles: &mut Vec<Arc<TextStyle>>) -> [usize; 3] {
    let mut looks = [style; 3];
    for emphasis in [Emphasis::Hei, Emphasis::Kai] {
        let mut letters = inline.passage.letters.iter();
        if letters.any(|letter| letter.emphasis == emphasis)
            && let Some(own) = inline.style.inside(emphasis)
        {
            looks[emphasis as usize] = styles.len();
            styles.push(Arc::new(own));
        }
    }
    looks
}

impl Draft {
    /// The faces of a look.
    fn family(&self, look: Look) -> Arc<Family> {
        let style = &self.paragraph.styles[look.style];
        Arc::clone(match look.emphasis {
            Emphasis::Plain => &style.family,
            Emphasis::Hei => &style.hei,
            Emphasis::Kai => &style.kai,
        })
    }
}

#[cfg(test)]
mod tests;
