//! Text: what it lays on the page, and the drawings that glyphs of a Type 3 font
//! are.

use super::{
    Frame, Inner, Kind, MOST_NESTED, Operation, Painted, State, Visitor, Walker, What,
};
use crate::preflight::fonts::{Font, Shown};
use crate::preflight::state::Text;
use lopdf::{ObjectId, Stream};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Bytes of drawings that are kept, for the next time they are shown.
const MOST_KEPT: usize = 32 << 20;

/// The length of a letter's outline by the size of the type.
const AROUND: f64 = 12.0;

/// The drawings of glyphs in plain bytes.
#[derive(Default)]
pub(super) struct Glyphs {
    known: BTreeMap<ObjectId, Rc<Vec<u8>>>,
    kept: usize,
}

impl<'f> Walker<'f, '_> {
    /// Shows text; in a Type 3 font, goes into what is shown.
    pub(super) fn text(
        &mut self,
        operation: &Operation<'_>,
        state: &mut State<'f>,
        frame: &mut Frame<'f>,
        visitor: &mut dyn Visitor,
    ) -> Vec<Painted> {
        self.problems.fontless |= state.text.font.is_none();
        let font = state.text.font.clone();
        let font = font.filter(|font| font.is_drawn());
        let mode = if font.is_some() { 0 } else { state.text.mode };
        let (fills, strokes) = match mode {
            0 | 4 => (true, false),
            1 | 5 => (false, true),
            2 | 6 => (true, true),
            _ => (false, false),
        };
        let painter: &[u8] = match (fills, strokes) {
            (true, false) => b"f",
            (false, true) => b"S",
            (true, true) => b"B",
            (false, false) => b"n",
        };
        if mode >= 4
            && let Some(font) = &state.text.font
        {
            let size = state.text.size * state.text.matrix.then(state.matrix).up();
            state.clips += AROUND * size.abs() * font.count(operation);
        }
        let Some(shown) = crate::preflight::fonts::show(operation, state) else {
            return Vec::new();
        };
        let (area, size) = (shown.area.meet(state.clip), shown.size);
        let paint = |coat| Painted { area, coat, what: What::Text { size } };
        let fill = fills.then(|| paint(state.fill_coat()));
        let stroke = strokes.then(|| paint(state.stroke_coat()));
        let mut painted: Vec<Painted> = fill.into_iter().chain(stroke).collect();
        if area.is_none() {
            painted.clear();
        }
        self.patterns(painter, state, (frame, visitor), &mut painted);
        if let Some(font) = font
            && !self.drawings(&font, &shown, state, (frame, visitor))
        {
            painted.clear();
        }
        painted
    }

    /// Goes into the drawings that are shown, each where it stands; whether any
    /// takes the colour of the text.
    fn drawings(
        &mut self,
        font: &Font<'f>,
        shown: &Shown,
        state: &State<'f>,
        (frame, visitor): (&Frame<'f>, &mut dyn Visitor),
    ) -> bool {
        let depth = frame.depth + 1;
        if depth >= MOST_NESTED || shown.is_cut {
            self.problems.too_complex = true;
        }
        let mut is_stencil = false;
        for (code, matrix) in &shown.drawings {
            if depth >= MOST_NESTED || self.left == 0 {
                self.problems.too_complex |= self.left == 0;
                break;
            }
            self.left -= 1;
            let Some((name, id, stream)) = self.drawing(font, *code) else {
                continue;
            };
            let Some(data) = self.plain(id, stream) else { continue };
            let own = self.file.get_dict(&stream.dict, "Resources");
            let own = own.or_else(|| self.file.get_dict(font.dict, "Resources"));
            let resources = own.unwrap_or(frame.resources);
            let kind = Kind::Glyph(*matrix);
            let mut within = State { text: Text::new(), ..state.clone() };
            within.matrix = matrix.then(state.matrix);
            within.enter();
            let matrix = within.matrix;
            visitor.enter(&Inner { name, id, stream, resources, kind, matrix });
            is_stencil |= self.stream(&data, (resources, depth), within, visitor);
            visitor.leave();
        }
        is_stencil
    }

    /// The drawing that a code shows: its name and its stream.
    fn drawing(
        &self,
        font: &Font<'f>,
        code: u8,
    ) -> Option<(&'f [u8], Option<ObjectId>, &'f Stream)> {
        let file = self.file;
        let name = *font.names.get(&code)?;
        let object = file.get_dict(font.dict, "CharProcs")?.get(name).ok()?;
        let stream = file.follow(object).as_stream().ok()?;
        Some((name, object.as_reference().ok(), stream))
    }

    fn plain(&mut self, id: Option<ObjectId>, stream: &Stream) -> Option<Rc<Vec<u8>>> {
        if let Some(known) = id.and_then(|id| self.glyphs.known.get(&id)) {
            return Some(Rc::clone(known));
        }
        match self.file.plain(stream) {
            Ok(data) => {
                let data = Rc::new(data);
                if let Some(id) = id {
                    self.walked.insert(id);
                    self.glyphs.kept += data.len();
                    if self.glyphs.kept <= MOST_KEPT {
                        self.glyphs.known.insert(id, Rc::clone(&data));
                    }
                }
                Some(data)
            }
            Err(reason) => {
                self.problems.undecoded.insert(reason);
                None
            }
        }
    }
}
