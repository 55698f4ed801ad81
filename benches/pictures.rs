//! How long a photograph of 12 megapixels takes on its way to press, at the
//! widths it may have on a page, and the floor: its decoding alone.
//!
//! `cargo bench --bench pictures`; the work is on one thread, so that time is
//! processor time.

use divan::{Bencher, black_box};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use qianzi::export::{Pictures, pdf};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Rect, Size};
use qianzi::page::{Item, Page, Picture, Shape};
use qianzi::project::{Folders, Project};
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::path::PathBuf;
use std::sync::Arc;

fn main() {
    divan::main();
}

const SIDES: (u16, u16) = (4000, 3000);

/// A photograph as a camera writes it: smooth tones, fine detail, dark corners.
fn photograph() -> Vec<u8> {
    let (width, height) = (usize::from(SIDES.0), usize::from(SIDES.1));
    let mut pixels = Vec::with_capacity(width * height * 3);
    let mut noise = 1_u32;
    for at in 0..width * height {
        let (x, y) = (at % width, at / width);
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = usize::try_from(noise >> 28).expect("4 bits");
        let stripes = if (x / 40 + y / 60) % 3 == 0 { 30 } else { 0 };
        let light = [x * 200 / width, y * 180 / height, (x + y) * 150 / (width + height)];
        let sample = |part: usize| u8::try_from(part + grain + stripes).expect("a byte");
        pixels.extend(light.map(sample));
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 92);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(&pixels, SIDES.0, SIDES.1, ColorType::Rgb)
        .expect("a JPEG");
    file
}

fn page(millimetres: u64) -> Page {
    let width = Abs::mm(f64::from(u32::try_from(millimetres).expect("a page")));
    let rect = Rect::new(Abs::ZERO, Abs::ZERO, width, width.scale(0.75));
    let crop = [0.0, 0.0, 1.0, 1.0];
    let shape = Shape::Picture(Picture { file: "a.jpg".into(), rect, crop, cut: false });
    let items = vec![Item { role: Role::Photo, story: None, span: None, shape }];
    let size = Size::new(Abs::mm(275.0), Abs::mm(390.0));
    Page {
        number: 1,
        section: String::new(),
        size,
        around: Abs::ZERO,
        items,
    }
}

/// Two columns of a tabloid page, three, and its whole width.
#[divan::bench(args = [114, 175, 235], sample_count = 5, sample_size = 1)]
fn to_press(bencher: Bencher<'_, '_>, millimetres: u64) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let disk: Arc<dyn System> = Arc::new(Disk);
    let issue = root.join("issues/2026-03-18");
    let folders = Folders::for_issue(disk.as_ref(), &issue, &[root]);
    let project = Project::open(&disk, &issue, folders);
    let press = project.press().expect("the issue opens");
    let meta = pdf::Meta {
        title: "bench".into(),
        paper: "bench".into(),
        date: time::macros::date!(2026 - 03 - 18),
        creator: "bench".into(),
    };
    let fonts = FontLibrary::new(Arc::new(Memory::default()), Vec::new());
    let mut system = Memory::default();
    system.put("a.jpg", photograph());
    let pages = [page(millimetres)];
    bencher.bench_local(|| {
        let (pictures, _) = Pictures::load(&system, [PathBuf::from("a.jpg")]);
        pdf::write(&pages, &fonts, &pictures, press, &meta)
            .expect("a PDF")
            .len()
    });
}

/// What nothing can do without.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn floor_decode(bencher: Bencher<'_, '_>) {
    let file = photograph();
    bencher.bench_local(|| {
        let picture = image::load_from_memory(black_box(&file)).expect("a picture");
        picture.width()
    });
}
