//! How long each stage takes, and the floors below which none can go: reading
//! the faces' bytes, looking characters up, subsetting, deflating the same data.
//!
//! `cargo bench` measures the sample page; compare a stage with its floor, not
//! with another machine.

use divan::{Bencher, black_box, counter::CharsCount};
use flate2::{Compression, write::ZlibEncoder};
use qianzi::compose::prepare;
use qianzi::copy::Passage;
use qianzi::diag::Sink;
use qianzi::font::{FaceId, FontLibrary};
use qianzi::issue;
use qianzi::page::{Page, Shape};
use qianzi::project::{Folders, Project};
use qianzi::role::Role;
use qianzi::source::{Disk, Sources, System};
use qianzi::text::breaker::Breaker;
use qianzi::text::words::Words;
use qianzi::text::{Inline, Paragraph, Shaper};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, ShapePlan, UnicodeBuffer, script};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use subsetter::GlyphRemapper;

fn main() {
    divan::main();
}

/// The issue of one page, the largest there is.
const ISSUE: &str = "issues/2026-03-20-duikai";
const PARAGRAPH: &str = "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”：1,214个班组报名，\
    比去年多84.5%——“好啊！”老周把锚链一节一节数过，记在本子上；年轻的徒弟打着手电，光柱落在潮水上。";
const MEASURE: usize = 17;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn project() -> Project {
    let system: Arc<dyn System> = Arc::new(Disk);
    let folder = root().join(ISSUE);
    let folders = Folders::for_issue(system.as_ref(), &folder, &[root()]);
    Project::open(&system, &folder, folders)
}

fn pages(project: &Project) -> Vec<Page> {
    project.compose().display_lists()
}

/// Faces and the glyphs that pages show of them.
fn glyphs(pages: &[Page]) -> BTreeMap<FaceId, BTreeSet<u16>> {
    let mut glyphs: BTreeMap<FaceId, BTreeSet<u16>> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Shape::Glyphs(run) = &item.shape {
            let own = glyphs.entry(run.face).or_default();
            own.extend(run.glyphs.iter().map(|glyph| glyph.id));
        }
    }
    glyphs
}

fn fonts(project: &Project) -> &FontLibrary {
    project.type_case().expect("the issue opens").1
}

/// So many characters of copy, shaped.
fn shaped(project: &Project, chars: usize) -> Vec<Paragraph> {
    let (styles, fonts) = project.type_case().expect("the issue opens");
    let mut shaper = Shaper::new(fonts);
    let style = styles.get(Role::Body);
    let count = chars.div_ceil(PARAGRAPH.chars().count());
    let paragraph = |_| {
        let passage = Passage::own(PARAGRAPH);
        let inline = Inline { passage, style: Arc::clone(&style) };
        shaper.paragraph(&[inline], styles.indent(Role::Body))
    };
    (0..count).map(paragraph).collect()
}

#[divan::bench]
fn read_an_issue() -> usize {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let folder = root().join(ISSUE);
    let issue = issue::read(&Disk, &folder, &mut sources, &mut sink);
    issue.map_or(0, |issue| issue.stories.len())
}

/// Issue, layouts, house style, faces, pictures.
#[divan::bench]
fn open_a_project() -> bool {
    project().issue().is_some()
}

#[divan::bench]
fn shape_a_page(bencher: Bencher<'_, '_>) {
    let project = project();
    let stories = &project.issue().expect("an issue").stories;
    let (styles, fonts) = project.type_case().expect("the issue opens");
    let words = Words::new([]);
    bencher.bench_local(|| {
        let mut shaper = Shaper::new(fonts);
        for story in stories.values() {
            black_box(prepare(story, (styles, &words), &mut shaper));
        }
    });
}

/// Copy of one style to paragraphs: to be compared with `floor::rustybuzz`.
#[divan::bench(args = [100_000])]
fn shape_characters(bencher: Bencher<'_, '_>, chars: usize) {
    let project = project();
    let (styles, fonts) = project.type_case().expect("the issue opens");
    let style = styles.get(Role::Body);
    let indent = styles.indent(Role::Body);
    let passage = Passage::own(PARAGRAPH);
    let inlines = [Inline { passage, style }];
    let mut shaper = Shaper::new(fonts);
    let count = chars.div_ceil(PARAGRAPH.chars().count());
    bencher.counter(CharsCount::new(chars)).bench_local(|| {
        for _ in 0..count {
            black_box(shaper.paragraph(&inlines, indent));
        }
    });
}

/// One measure, paragraph by paragraph.
#[divan::bench(args = [1_000, 100_000])]
fn break_characters(bencher: Bencher<'_, '_>, chars: usize) {
    let project = project();
    let paragraphs = shaped(&project, chars);
    bencher.counter(CharsCount::new(chars)).bench_local(|| {
        for paragraph in &paragraphs {
            let width = paragraph.styles[0].size * MEASURE;
            black_box(Breaker::new(paragraph).settings(&|_| width));
        }
    });
}

#[divan::bench]
fn compose_a_page(bencher: Bencher<'_, '_>) {
    let project = project();
    bencher.bench_local(|| project.compose().pages.len());
}

/// The same page without its photographs, faces and all: to stay under half of
/// `open_a_project` and `compose_a_page`, and so under a third of the whole.
#[divan::bench]
fn write_a_page_without_pictures(bencher: Bencher<'_, '_>) {
    let project = project();
    let mut pages = pages(&project);
    for page in &mut pages {
        page.items.retain(|item| !matches!(item.shape, Shape::Picture(_)));
    }
    bencher.bench_local(|| project.pdf(&pages, "bench").expect("a PDF").len());
}

#[divan::bench]
fn write_a_pdf(bencher: Bencher<'_, '_>) {
    let project = project();
    let pages = pages(&project);
    bencher.bench_local(|| project.pdf(&pages, "bench").expect("a PDF").len());
}

mod floor {
    use super::*;

    /// The bytes of every face that the page shows.
    #[divan::bench]
    fn read_the_faces(bencher: Bencher<'_, '_>) {
        let project = project();
        let faces = glyphs(&pages(&project));
        let files: Vec<PathBuf> = faces
            .keys()
            .map(|face| root().join("fonts").join(fonts(&project).file(*face)))
            .collect();
        bencher.bench_local(|| {
            let bytes =
                |file: &PathBuf| Disk.read(Path::new(file)).expect("a face").len();
            files.iter().map(bytes).sum::<usize>()
        });
    }

    /// What shaping cannot do without.
    #[divan::bench(args = [100_000])]
    fn look_characters_up(bencher: Bencher<'_, '_>, chars: usize) {
        let project = project();
        drop(pages(&project));
        let face = fonts(&project).loaded().next().expect("a face");
        let parsed = face.parse();
        let text: Vec<char> = PARAGRAPH.chars().cycle().take(chars).collect();
        bencher
            .counter(CharsCount::new(chars))
            .bench_local(|| text.iter().filter_map(|c| parsed.glyph_index(*c)).count());
    }

    /// The same runs as in `shape_characters` through rustybuzz alone, each
    /// face's plan made once.
    #[divan::bench(args = [100_000])]
    fn rustybuzz(bencher: Bencher<'_, '_>, chars: usize) {
        let project = project();
        let paragraph = &shaped(&project, 1)[0];
        let mut runs: Vec<(FaceId, String)> = Vec::new();
        for cluster in &paragraph.clusters {
            let text: String = paragraph.chars[cluster.chars.clone()].iter().collect();
            match runs.last_mut() {
                Some((face, run)) if *face == cluster.face => run.push_str(&text),
                _ => runs.push((cluster.face, text)),
            }
        }
        let ids: BTreeSet<FaceId> = runs.iter().map(|(face, _)| *face).collect();
        let planned = |id| (id, Planned::new(&project, id));
        let faces: BTreeMap<FaceId, Planned<'_>> = ids.into_iter().map(planned).collect();
        let count = chars.div_ceil(PARAGRAPH.chars().count());
        bencher.counter(CharsCount::new(chars)).bench_local(|| {
            let mut buffer = UnicodeBuffer::new();
            for (id, run) in std::iter::repeat_n(&runs, count).flatten() {
                let Planned { face, script, plan } = &faces[id];
                buffer.push_str(run);
                buffer.set_direction(Direction::LeftToRight);
                buffer.set_script(*script);
                let shaped = rustybuzz::shape_with_plan(face, plan, buffer);
                buffer = black_box(shaped).clear();
            }
        });
    }

    /// A face and its plan: zh-Hans for the Chinese one, Latin for the other.
    struct Planned<'f> {
        face: rustybuzz::Face<'f>,
        script: rustybuzz::Script,
        plan: ShapePlan,
    }

    impl Planned<'_> {
        fn new(project: &Project, id: FaceId) -> Planned<'_> {
            let face = fonts(project).get(id).expect("a face");
            let is_han = face.han_count() > 0;
            let face = rustybuzz::Face::from_slice(face.data(), 0).expect("a face");
            let script = if is_han { script::HAN } else { script::LATIN };
            let off = |tag| Feature::new(Tag::from_bytes(tag), 0, ..);
            let all = [off(b"chws"), off(b"kern")];
            let features = if is_han { &all[..] } else { &[] };
            let language = "zh-Hans".parse().ok();
            let direction = Direction::LeftToRight;
            let plan = ShapePlan::new(
                &face,
                direction,
                Some(script),
                language.as_ref(),
                features,
            );
            Planned { face, script, plan }
        }
    }

    /// What fonts in a PDF cannot do without.
    #[divan::bench]
    fn subset_the_faces(bencher: Bencher<'_, '_>) {
        let project = project();
        let shown = glyphs(&pages(&project));
        bencher.bench_local(|| subsets(&project, &shown).len());
    }

    /// What a compressed PDF cannot do without.
    #[divan::bench]
    fn deflate_the_subsets(bencher: Bencher<'_, '_>) {
        let project = project();
        let bytes = subsets(&project, &glyphs(&pages(&project))).concat();
        bencher.bench_local(|| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
            encoder.write_all(&bytes).expect("to memory");
            encoder.finish().expect("to memory").len()
        });
    }

    fn subsets(
        project: &Project,
        shown: &BTreeMap<FaceId, BTreeSet<u16>>,
    ) -> Vec<Vec<u8>> {
        let subset = |(face, glyphs): (&FaceId, &BTreeSet<u16>)| {
            let mut order = GlyphRemapper::new();
            for glyph in glyphs {
                order.remap(*glyph);
            }
            let face = fonts(project).get(*face).expect("a face");
            subsetter::subset(face.data(), 0, &order).expect("a subset")
        };
        shown.iter().map(subset).collect()
    }
}
