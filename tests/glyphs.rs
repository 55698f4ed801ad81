//! Glyphs as viewers draw them, against the outlines of the faces' own files.
//!
//! A sheet of glyphs in known places is written as PDF, and drawn by every
//! viewer at hand. The same outlines, read from the faces by ttf-parser and
//! filled here, are what each has to come near to: so a wrong glyph number, a
//! broken subset, a lost vertical form or a wrong scale shows, whichever viewer
//! is wrong.

mod tools;

use qianzi::color::Ink;
use qianzi::export::{Pictures, pdf, png};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Point, Size};
use qianzi::layout::Press;
use qianzi::page::{Glyph, GlyphRun, Item, Page, Shape};
use qianzi::role::Role;
use qianzi::source::Disk;
use rustybuzz::{Feature, UnicodeBuffer};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::sync::Arc;
use tools::{outside, run};
use ttf_parser::{GlyphId, OutlineBuilder};

/// Faces of every kind: CFF with CIDs, CFF with names, TrueType of 1024 and of
/// 1000 units; and what to show of each, across or with vertical forms.
const SHOWN: [(&str, &str, bool); 7] = [
    ("NotoSerifSC-Regular.otf", "永国鹰，。（字——", false),
    ("NotoSerifSC-Regular.otf", "（，。：“字", true),
    ("NotoSansSC-Bold.otf", "龘一08《", false),
    ("SourceSerif4SmText-Regular.otf", "Ág&Q@fi", false),
    ("ARPLKaiNP-Regular.ttf", "楷体，轻", false),
    ("NPKaiSC-Medium.ttf", "馨宁", false),
    ("MaShanZheng-Regular.ttf", "澜江报", false),
];

const SIZE: f64 = 24.0;
/// A glyph stands in a cell of this side, in points.
const CELL: f64 = 56.0;
/// White at the left and above a glyph's em box in its cell, in points.
const AIR: f64 = 4.0;
const COLUMNS: usize = 8;
/// Pixels in a point: 144 to the inch.
const SCALE: f64 = 2.0;
/// Each pixel is looked at in so many places, across and down.
const SAMPLES: usize = 4;
/// Viewers draw edges differently: stems are thickened, corners rounded. So much
/// of a glyph's ink may differ; another glyph differs by more than all of it.
const EDGES: f64 = 0.3;

/// Ink by pixel, from 0 to 1.
struct Plate {
    width: usize,
    height: usize,
    ink: Vec<f64>,
}

/// A page of glyphs, what it is made of, and the plate it should give.
fn sheet() -> (FontLibrary, Page, Plate, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut fonts = FontLibrary::new(Arc::new(Disk), vec![folder]);
    let (mut items, mut names) = (Vec::new(), Vec::new());
    let mut outlines: Vec<Outline> = Vec::new();
    for (file, text, down) in SHOWN {
        let id = fonts.register(file).expect("a bundled face");
        let face = fonts.get(id).expect("a usable face");
        let scale = SIZE / f64::from(face.units_per_em());
        for (glyph, text) in glyphs(face.data(), text, down) {
            let origin = corner(items.len());
            let mut outline = Outline {
                origin,
                scale,
                lines: Vec::new(),
                at: (0.0, 0.0),
                start: (0.0, 0.0),
            };
            let parsed = face.parse();
            parsed
                .outline_glyph(GlyphId(glyph), &mut outline)
                .expect("an outline");
            outlines.push(outline);
            names.push(format!(
                "“{text}” of {file}{}",
                if down { ", vertical" } else { "" }
            ));
            items.push(item(id, glyph, &text, origin));
        }
    }
    let rows = items.len().div_ceil(COLUMNS);
    let side = |count: usize| CELL * f64::from(u32::try_from(count).expect("few"));
    let size = Size::new(Abs::pt(side(COLUMNS)), Abs::pt(side(rows)));
    let plate = Plate::of(&outlines, (side(COLUMNS), side(rows)));
    let page = Page {
        number: 1,
        section: String::new(),
        size,
        around: Abs::ZERO,
        items,
    };
    (fonts, page, plate, names)
}

/// The baseline's left end for a cell.
fn corner(cell: usize) -> (f64, f64) {
    let place = |count: usize| CELL * f64::from(u32::try_from(count).expect("few")) + AIR;
    (place(cell % COLUMNS), place(cell / COLUMNS) + SIZE)
}

/// Glyphs with their characters, as the shaper gives them.
fn glyphs(face: &[u8], text: &str, down: bool) -> Vec<(u16, String)> {
    let parsed = rustybuzz::Face::from_slice(face, 0).expect("a font");
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(rustybuzz::Direction::LeftToRight);
    buffer.set_script(rustybuzz::script::HAN);
    buffer.set_language(rustybuzz::Language::from_str("zh-Hans").expect("a tag"));
    let vert = Feature::from_str("vert=1").expect("a feature");
    let features = if down { vec![vert] } else { Vec::new() };
    let shaped = rustybuzz::shape(&parsed, &features, buffer);
    let infos = shaped.glyph_infos();
    let glyph = |(at, info): (usize, &rustybuzz::GlyphInfo)| {
        let start = info.cluster as usize;
        let end = infos.get(at + 1).map_or(text.len(), |next| next.cluster as usize);
        (u16::try_from(info.glyph_id).expect("16 bits"), text[start..end].to_string())
    };
    infos.iter().enumerate().map(glyph).collect()
}

fn item(face: qianzi::font::FaceId, glyph: u16, text: &str, origin: (f64, f64)) -> Item {
    let glyph = Glyph {
        id: glyph,
        x: Abs::ZERO,
        y: Abs::ZERO,
        advance: Abs::pt(SIZE),
        text: 0..text.len(),
    };
    let run = GlyphRun {
        face,
        size: Abs::pt(SIZE),
        ink: Ink::BLACK,
        origin: Point::new(Abs::pt(origin.0), Abs::pt(origin.1)),
        glyphs: vec![glyph],
        text: text.to_string(),
        turned: false,
    };
    Item {
        role: Role::Body,
        story: None,
        span: None,
        shape: Shape::Glyphs(run),
    }
}

/// A glyph's outline as straight lines, in points on the page.
struct Outline {
    origin: (f64, f64),
    scale: f64,
    lines: Vec<((f64, f64), (f64, f64))>,
    at: (f64, f64),
    start: (f64, f64),
}

impl Outline {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        let (x, y) = (f64::from(x) * self.scale, f64::from(y) * self.scale);
        (self.origin.0 + x, self.origin.1 - y)
    }

    fn line(&mut self, to: (f64, f64)) {
        self.lines.push((self.at, to));
        self.at = to;
    }

    /// A curve by its points, in short lines.
    fn curve(&mut self, points: &[(f64, f64)]) {
        const STEPS: u32 = 12;
        for step in 1..=STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let mut level = points.to_vec();
            while level.len() > 1 {
                let between = |pair: &[(f64, f64)]| {
                    let ((x, y), (u, v)) = (pair[0], pair[1]);
                    (x + (u - x) * t, y + (v - y) * t)
                };
                level = level.windows(2).map(between).collect();
            }
            self.line(level[0]);
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.curve(&[self.at, self.place(x1, y1), self.place(x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ends = [self.at, self.place(x1, y1), self.place(x2, y2), self.place(x, y)];
        self.curve(&ends);
    }

    fn close(&mut self) {
        self.line(self.start);
    }
}

impl Plate {
    /// Fills outlines by the rule of non-zero winding.
    fn of(outlines: &[Outline], (width, height): (f64, f64)) -> Plate {
        let pixels = |length: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small"
            )]
            let count = (length * SCALE) as usize;
            count
        };
        let (width, height) = (pixels(width), pixels(height));
        let mut plate = Plate { width, height, ink: vec![0.0; width * height] };
        for outline in outlines {
            for row in 0..height * SAMPLES {
                plate.fill(outline, row);
            }
        }
        plate
    }

    /// One row of samples of one outline.
    fn fill(&mut self, outline: &Outline, row: usize) {
        let number = |count: usize| f64::from(u32::try_from(count).expect("small"));
        let fine = SCALE * number(SAMPLES);
        let y = (number(row) + 0.5) / fine;
        let mut crossings: Vec<(f64, i32)> = Vec::new();
        for ((x0, y0), (x1, y1)) in &outline.lines {
            let down = *y0 <= y && y < *y1;
            if down || *y1 <= y && y < *y0 {
                let x = x0 + (y - y0) / (y1 - y0) * (x1 - x0);
                crossings.push((x * fine, if down { 1 } else { -1 }));
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut winding = 0;
        for pair in crossings.windows(2) {
            winding += pair[0].1;
            if winding == 0 {
                continue;
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small"
            )]
            let (from, to) = ((pair[0].0 + 0.5) as usize, (pair[1].0 + 0.5) as usize);
            for sample in from..to.min(self.width * SAMPLES) {
                let pixel = row / SAMPLES * self.width + sample / SAMPLES;
                self.ink[pixel] += 1.0 / number(SAMPLES * SAMPLES);
            }
        }
    }

    /// From a picture; the darkest pixel is full ink, as viewers show black ink
    /// more or less black.
    fn read(picture: &[u8]) -> Plate {
        let picture = image::load_from_memory(picture).expect("a picture").into_luma8();
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let darkest =
            f64::from(picture.pixels().map(|pixel| pixel.0[0]).min().unwrap_or(0));
        let ink = picture
            .pixels()
            .map(|pixel| (255.0 - f64::from(pixel.0[0])) / (255.0 - darkest));
        let ink = ink.collect();
        Plate { width, height, ink }
    }

    /// How much of a cell's ink differs from another plate's.
    fn differs(&self, other: &Plate, cell: usize) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small"
        )]
        let side = (CELL * SCALE) as usize;
        let (left, top) = (cell % COLUMNS * side, cell / COLUMNS * side);
        let (mut off, mut all) = (0.0, 0.0);
        for y in top..top + side {
            for x in left..left + side {
                let (own, found) =
                    (self.ink[y * self.width + x], other.ink[y * other.width + x]);
                off += (own - found).abs();
                all += own;
            }
        }
        off / all
    }
}

/// Compares a viewer's picture with the outlines, glyph by glyph.
fn compare(viewer: &str, picture: &[u8], wanted: &Plate, names: &[String]) {
    let found = Plate::read(picture);
    assert_eq!((found.width, found.height), (wanted.width, wanted.height), "{viewer}");
    for (cell, name) in names.iter().enumerate() {
        let off = wanted.differs(&found, cell);
        assert!(off < EDGES, "{viewer} draws {name} otherwise: {off:.2} of its ink");
    }
}

fn written() -> (Vec<u8>, Plate, Vec<String>) {
    let (fonts, page, plate, names) = sheet();
    let meta = pdf::Meta {
        title: "glyphs".into(),
        paper: "test".into(),
        date: time::macros::date!(2026 - 03 - 18),
        creator: "test".into(),
    };
    let pictures = Pictures::default();
    let bytes = pdf::write(&[page], &fonts, &pictures, &Press::default(), &meta);
    (bytes.expect("a file"), plate, names)
}

fn in_file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("the target folder can be written");
    path
}

/// Lets a viewer write a picture of the sheet; the last arguments are the file
/// read and the file written.
fn drawn_by(viewer: &str, mut command: Command, way: &[&str]) {
    let (bytes, plate, names) = written();
    let from = in_file(&format!("glyphs-{viewer}.pdf"), &bytes);
    let to = from.with_extension("png");
    for word in way {
        match *word {
            "FROM" => command.arg(&from),
            "TO" => command.arg(&to),
            "STEM" => command.arg(to.with_extension("")),
            word => command.arg(word),
        };
    }
    let _ = run(command);
    let picture = qianzi::source::System::read(&Disk, &to).expect("it drew a picture");
    compare(viewer, &picture, &plate, &names);
}

#[test]
fn the_proofs_viewer_draws_the_faces_outlines() {
    let (bytes, plate, names) = written();
    let picture = png::pages(&bytes, 72.0 * SCALE).expect("drawn").remove(0);
    compare("hayro", &picture, &plate, &names);
}

/// The comparison itself: two glyphs changed about are found.
#[test]
fn another_glyph_would_be_seen() {
    let (_, _, plate, names) = sheet();
    for cell in 0..names.len() {
        let other = (cell + names.len() / 2) % names.len();
        let mut moved = Plate { ink: plate.ink.clone(), ..plate };
        swap(&mut moved, cell, other);
        assert!(plate.differs(&moved, cell) > EDGES * 1.5, "{}", names[cell]);
    }
}

fn swap(plate: &mut Plate, one: usize, other: usize) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
    let side = (CELL * SCALE) as usize;
    for y in 0..side {
        for x in 0..side {
            let at = |cell: usize| {
                (cell / COLUMNS * side + y) * plate.width + cell % COLUMNS * side + x
            };
            plate.ink.swap(at(one), at(other));
        }
    }
}

#[test]
fn outside_poppler_draws_the_faces_outlines() {
    let Some(viewer) = outside("pdftoppm") else { return };
    drawn_by(
        "poppler",
        viewer,
        &["-r", "144", "-gray", "-png", "-singlefile", "FROM", "STEM"],
    );
}

#[test]
fn outside_ghostscript_draws_the_faces_outlines() {
    let Some(viewer) = outside("gs") else { return };
    let way = [
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-dSAFER",
        "-sDEVICE=pnggray",
        "-r144",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        "-o",
        "TO",
        "FROM",
    ];
    drawn_by("ghostscript", viewer, &way);
}

#[test]
fn outside_mupdf_draws_the_faces_outlines() {
    let Some(viewer) = outside("mutool") else { return };
    drawn_by(
        "mupdf",
        viewer,
        &["draw", "-q", "-r", "144", "-c", "gray", "-o", "TO", "FROM"],
    );
}

/// PDFium comes as a package for Python, `pypdfium2`.
#[test]
fn outside_pdfium_draws_the_faces_outlines() {
    const SCRIPT: &str = "import sys, pypdfium2\n\
        page = pypdfium2.PdfDocument(sys.argv[1])[0]\n\
        page.render(scale=2).to_pil().convert('L').save(sys.argv[2])";
    let Some(viewer) = tools::python("pypdfium2") else { return };
    drawn_by("pdfium", viewer, &["-c", SCRIPT, "FROM", "TO"]);
}
