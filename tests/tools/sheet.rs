//! A small clean page as a PDF of ours, to put faults into.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use qianzi::color::Ink;
use qianzi::diag::Sink;
use qianzi::export::{Pictures, pdf};
use qianzi::font::FontLibrary;
use qianzi::geom::{Abs, Point, Size};
use qianzi::layout::{PRESS, Press, read_press};
use qianzi::page::{Glyph, GlyphRun, Item, Page, Shape};
use qianzi::role::Role;
use qianzi::source::{Disk, Sources};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The shipped press.
pub(crate) fn press() -> Press {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let root = [PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    let press = read_press(&Disk, &root, (PRESS, None), &mut sources, &mut sink);
    assert_eq!(sink.list(), []);
    press
}

/// A page of 200 by 200 points with one line of type on it.
pub(crate) struct Sheet {
    pub(crate) bytes: Vec<u8>,
}

impl Sheet {
    pub(crate) fn new(press: &Press) -> Sheet {
        Sheet::set_in(press, "NotoSerifSC-Regular.otf")
    }

    /// The same in another of the bundled faces.
    pub(crate) fn set_in(press: &Press, face: &str) -> Sheet {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let mut fonts = FontLibrary::new(Arc::new(Disk), vec![folder]);
        let face = fonts.register(face).expect("a bundled face");
        let text = "江灯亮了";
        let parsed = fonts.get(face).expect("usable").parse();
        let size = Abs::pt(9.0);
        let glyph = |(at, (start, c)): (usize, (usize, char))| Glyph {
            id: parsed.glyph_index(c).expect("in the face").0,
            x: size * at,
            y: Abs::ZERO,
            advance: size,
            text: start..start + c.len_utf8(),
        };
        let run = GlyphRun {
            face,
            size,
            ink: Ink::BLACK,
            origin: Point::new(Abs::pt(100.0), Abs::pt(190.0)),
            glyphs: text.char_indices().enumerate().map(glyph).collect(),
            text: text.to_string(),
            turned: false,
        };
        let shape = Shape::Glyphs(run);
        let items = vec![Item { role: Role::Body, story: None, span: None, shape }];
        let page = Page {
            number: 1,
            section: String::new(),
            size: Size::new(Abs::pt(200.0), Abs::pt(200.0)),
            around: Abs::ZERO,
            items,
        };
        let meta = pdf::Meta {
            title: "江灯报 第1版".into(),
            paper: "江灯报".into(),
            date: time::macros::date!(2026 - 03 - 18),
            creator: "test".into(),
        };
        let bytes = pdf::write(&[page], &fonts, &Pictures::default(), press, &meta);
        Sheet { bytes: bytes.expect("a sound page") }
    }

    pub(crate) fn document(&self) -> Document {
        Document::load_mem(&self.bytes).expect("a PDF of ours")
    }

    /// The page with contents added to its own.
    pub(crate) fn with(&self, contents: &str) -> Vec<u8> {
        let document = self.document();
        let page = document.page_iter().next().expect("a page");
        let own = document.get_page_content(page);
        self.of(&format!("q {} Q {contents}", String::from_utf8_lossy(&own)))
    }

    /// The page with other contents, and with resources for all faults.
    pub(crate) fn of(&self, contents: &str) -> Vec<u8> {
        let mut document = self.document();
        let id = document.page_iter().next().expect("a page");
        let page = document.get_dictionary(id).expect("a page").clone();
        let (_, own) = document
            .dereference(page.get(b"Resources").expect("resources"))
            .expect("there");
        let own = own.as_dict().expect("a dictionary").clone();
        let resources = resources(&mut document, &own, contents);
        let stream = Stream::new(Dictionary::new(), contents.as_bytes().to_vec());
        let stream = document.add_object(stream.with_compression(false));
        let page = document.get_object_mut(id).and_then(Object::as_dict_mut);
        let page = page.expect("a page");
        page.set("Contents", stream);
        page.set("Resources", resources);
        saved(document)
    }
}

/// The file as bytes, with its mark for binary files.
pub(crate) fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written");
    bytes
}

/// The page's own resources, and those that the contents speak of: a fault
/// that is only listed would be told too.
fn resources(document: &mut Document, own: &Dictionary, contents: &str) -> Dictionary {
    let mut all: BTreeMap<&str, Dictionary> = BTreeMap::new();
    for kind in ["Font", "ExtGState"] {
        let listed = document.dereference(own.get(kind.as_bytes()).expect("there"));
        let listed = listed.expect("there").1.as_dict().expect("a dictionary");
        all.insert(kind, listed.clone());
    }
    let first = all["Font"].iter().next().expect("a font").1.clone();
    let mut named = vec![("Font", "F", first)];
    named
        .extend(graphics_states().map(|(name, state)| ("ExtGState", name, state.into())));
    let courier =
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" };
    named.push(("Font", "Courier", courier.into()));
    named.extend(spaces(document).map(|(name, space)| ("ColorSpace", name, space)));
    named.extend(shades(document));
    named.extend(pictures(document).map(|(name, picture)| ("XObject", name, picture)));
    named.extend(inks(document).map(|(name, picture)| ("XObject", name, picture)));
    named.extend(forms(document).map(|(name, form)| ("XObject", name, form)));
    for (kind, name, object) in named {
        if contents.contains(&format!("/{name} ")) {
            all.entry(kind).or_default().set(name, object);
        }
    }
    Dictionary::from_iter(all.into_iter().map(|(kind, dict)| (kind, Object::from(dict))))
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

fn numbers<const N: usize>(numbers: [i64; N]) -> Object {
    Object::Array(numbers.map(Object::from).to_vec())
}

fn graphics_states() -> [(&'static str, Dictionary); 8] {
    let curve =
        dictionary! { "FunctionType" => 2, "N" => 2, "Domain" => numbers([0, 1]) };
    let over = |mode: i64| dictionary! { "OP" => true, "op" => true, "OPM" => mode };
    [
        ("Over", over(1)),
        ("Old", over(0)),
        ("Knock", dictionary! { "OP" => false, "op" => false, "OPM" => 0 }),
        ("Clear", dictionary! { "ca" => Object::Real(0.5) }),
        ("Multiply", dictionary! { "BM" => "Multiply" }),
        ("Soft", dictionary! { "SMask" => dictionary! { "S" => "Alpha" } }),
        ("Transfer", dictionary! { "TR" => curve }),
        ("Dots", dictionary! { "HT" => dictionary! { "HalftoneType" => 6 } }),
    ]
}

/// Maps a tint to the parts of another space; solid to `full`.
fn tint<const N: usize>(full: [i64; N]) -> Object {
    let dict = dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => numbers([0, 1]),
        "C0" => numbers([0; N]), "C1" => numbers(full),
    };
    dict.into()
}

fn spaces(document: &mut Document) -> [(&'static str, Object); 8] {
    let mut profile = |parts: i64| {
        let stream =
            Stream::new(dictionary! { "N" => parts }, b"not looked into".to_vec());
        Object::Array(vec![name("ICCBased"), document.add_object(stream).into()])
    };
    let (icc, icc_rgb) = (profile(4), profile(3));
    let ink = |ink: &str, space: &str, function: Object| {
        Object::Array(vec![name("Separation"), name(ink), name(space), function])
    };
    let white = dictionary! { "WhitePoint" => vec![Object::Real(0.96), 1.into(), Object::Real(0.83)] };
    let program = dictionary! {
        "FunctionType" => 4, "Domain" => numbers([0, 1, 0, 1]),
        "Range" => numbers([0, 1, 0, 1, 0, 1, 0, 1]),
    };
    let program =
        document.add_object(Stream::new(program, b"{ 0 exch 0 exch }".to_vec()));
    let duo = Object::Array(vec![name("Black"), name("Gold")]);
    let table = Object::string_literal(vec![200, 0, 0, 0, 0, 0]);
    [
        ("Lab", Object::Array(vec![name("Lab"), white.into()])),
        ("Icc", icc),
        ("IccRgb", icc_rgb),
        ("Gold", ink("Gold", "DeviceCMYK", tint([0, 1, 1, 0]))),
        ("GoldRgb", ink("Gold", "DeviceRGB", tint([1, 1, 0]))),
        ("Every", ink("All", "DeviceCMYK", tint([1, 1, 1, 1]))),
        (
            "Duo",
            Object::Array(vec![name("DeviceN"), duo, name("DeviceCMYK"), program.into()]),
        ),
        (
            "Table",
            Object::Array(vec![name("Indexed"), name("DeviceRGB"), 1.into(), table]),
        ),
    ]
}

/// Gradients and tiles, in RGB and in ink.
fn shades(document: &mut Document) -> [(&'static str, &'static str, Object); 5] {
    let sweep = dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceCMYK",
        "Coords" => numbers([20, 0, 70, 0]), "Function" => tint([0, 1, 1, 0]),
    };
    let tile = |contents: &str| {
        let dict = dictionary! {
            "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
            "BBox" => numbers([0, 0, 9, 9]), "XStep" => 9, "YStep" => 9,
            "Resources" => Dictionary::new(),
        };
        Stream::new(dict, contents.as_bytes().to_vec())
    };
    let fade = dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceRGB",
        "Coords" => numbers([0, 0, 90, 0]), "Function" => tint([1, 0, 0]),
    };
    let shade = dictionary! { "PatternType" => 2, "Shading" => fade.clone() };
    let [tile, dotted] =
        [tile("1 0 0 rg 0 0 5 5 re f"), tile("0 0 1 0.5 k 0 0 5 5 re f")];
    [
        ("Shading", "Fade", fade.into()),
        ("Pattern", "Shade", shade.into()),
        ("Shading", "Sweep", sweep.into()),
        ("Pattern", "Dotted", document.add_object(dotted).into()),
        ("Pattern", "Tile", document.add_object(tile).into()),
    ]
}

fn pictures(document: &mut Document) -> [(&'static str, Object); 5] {
    let picture = |bits: i64| {
        dictionary! {
            "Subtype" => "Image", "Width" => 96, "Height" => 96,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => bits,
        }
    };
    let gray = || vec![128; 96 * 96];
    let mut add = |dict: Dictionary, data: Vec<u8>| -> Object {
        document
            .add_object(Stream::new(dict, data).with_compression(false))
            .into()
    };
    let mask = add(picture(8), gray());
    let mut masked = picture(8);
    masked.set("SMask", mask);
    let mut packed = picture(8);
    packed.set("Filter", "LZWDecode");
    [
        ("Gray", add(picture(8), gray())),
        ("Lines", add(picture(1), vec![0xAA; 12 * 96])),
        ("Short", add(picture(8), vec![128; 96 * 95])),
        ("Masked", add(masked, gray())),
        ("Packed", add(packed, lzw(&gray()))),
    ]
}

/// The dullest LZW stream: the table is cleared before it can grow, so that
/// every code has nine bits.
fn lzw(data: &[u8]) -> Vec<u8> {
    let mut codes = Vec::new();
    for bytes in data.chunks(100) {
        codes.push(256_u32);
        codes.extend(bytes.iter().map(|byte| u32::from(*byte)));
    }
    codes.push(257);
    let bits: Vec<bool> = codes
        .iter()
        .flat_map(|code| (0..9).rev().map(move |bit| code >> bit & 1 == 1))
        .collect();
    let byte = |bits: &[bool]| {
        (0..8).fold(0, |byte, at| {
            byte << 1 | u8::from(bits.get(at).copied().unwrap_or(false))
        })
    };
    bits.chunks(8).map(byte).collect()
}

/// A stencil, and a picture in two inks by a table.
fn inks(document: &mut Document) -> [(&'static str, Object); 4] {
    let stencil = dictionary! {
        "Subtype" => "Image", "Width" => 8, "Height" => 8, "ImageMask" => true,
        "BitsPerComponent" => 1,
    };
    let stencil =
        Stream::new(stencil, vec![0xF0, 0xF0, 0xF0, 0xF0, 0x0F, 0x0F, 0x0F, 0x0F]);
    let colours = vec![0, 200, 0, 0, 100, 0, 50, 0];
    let table = vec![
        name("Indexed"),
        name("DeviceCMYK"),
        1.into(),
        Object::String(colours, lopdf::StringFormat::Hexadecimal),
    ];
    let picture = dictionary! {
        "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 1,
        "ColorSpace" => table,
    };
    let picture = Stream::new(picture, vec![0x0F; 8]);
    // Four inks: of 200 %, and the same with a corner of 300 %, stored as paper.
    let four = || {
        dictionary! {
            "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceCMYK",
        }
    };
    let fair = [[204, 153, 102, 51]; 64];
    let mut dark = fair.map(|pixel| pixel.map(|ink| 255 - ink));
    dark[..9].fill([0, 0, 0, 255]);
    let mut turned = four();
    turned.set("Decode", numbers([1, 0, 1, 0, 1, 0, 1, 0]));
    let mut dark = Stream::new(turned, dark.concat());
    dark.compress().expect("a stream");
    [
        ("Fair", document.add_object(Stream::new(four(), fair.concat())).into()),
        ("Dark", document.add_object(dark).into()),
        ("Stencil", document.add_object(stencil).into()),
        ("Inks", document.add_object(picture).into()),
    ]
}

fn forms(document: &mut Document) -> [(&'static str, Object); 4] {
    let form =
        || dictionary! { "Subtype" => "Form", "BBox" => numbers([0, 0, 200, 200]) };
    let inner = Stream::new(form(), b"1 0 0 rg 20 20 50 50 re f".to_vec());
    let mut flattened = form();
    flattened.set("OPI", Dictionary::new());
    let flattened = Stream::new(flattened, b"20 20 50 50 re f".to_vec());
    let own: ObjectId = document.new_object_id();
    let mut looped = form();
    let me = dictionary! { "Loop" => own };
    looped.set("Resources", dictionary! { "XObject" => me });
    document
        .objects
        .insert(own, Stream::new(looped, b"/Loop Do /Loop Do".to_vec()).into());
    let nested = Stream::new(form(), b"0 0.7 0 0.2 k 90 0 60 60 re f".to_vec());
    [
        ("Nested", document.add_object(nested).into()),
        ("Inner", document.add_object(inner).into()),
        ("Flattened", document.add_object(flattened).into()),
        ("Loop", own.into()),
    ]
}
