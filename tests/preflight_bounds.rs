//! Contents that ask for more work than any page is worth: told, or drawn in a
//! way that costs little. Without bounds most of these take minutes.

#[path = "tools/faults.rs"]
mod faults;
#[path = "tools/sheet.rs"]
mod sheet;

use faults::{Listed, breaks, numbers, page, stream};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use qianzi::preflight::{Report, check};
use sheet::press;

/// The most ink on the page, in percent.
fn most(report: &Report) -> f64 {
    report.pages[0].ink.as_ref().map_or(0.0, |ink| ink.most)
}

/// Mean tint of the black plate over the page, in percent.
fn black(report: &Report) -> f64 {
    let ink = report.pages[0].ink.as_ref().expect("measured");
    let own = ink.coverage.iter().find(|(plate, _)| plate.letter() == "K");
    own.map_or(0.0, |(_, mean)| *mean)
}

/// No dash is finer than a dot: finer ones have the same share of ink, whatever
/// their units.
#[test]
fn fine_dashes_keep_their_share_of_ink() {
    let ink = |set: &str| {
        let line = format!("{set} 0 0 0 1 k 0 0 0 1 K /Over gs 0 90 m 200 90 l S");
        black(&breaks(&page(&press(), &line, &[]), &press(), &[], set))
    };
    let none = ink("[] 0 d 0.5 w 0 0 0 1 k q 0 0 0 0 re W n Q");
    let solid = ink("80 w") - none;
    assert!(solid > 30.0, "{solid}");
    for (set, share) in [
        ("80 w [.00001 .00001] 0 d", 0.5),
        ("80 w [.00001 .00003] 1000000000 d", 0.25),
        ("80 w [4 4] 1000000000 d", 0.5),
        (".01 0 0 .01 0 0 cm 100 0 0 100 0 0 cm 80 w [.00001] 0 d", 0.5),
        ("80 w 1 J [.00001 .00003] 0 d", 1.0),
        ("80 w [0 0] 0 d", 1.0),
    ] {
        let found = (ink(set) - none) / solid;
        assert!((found - share).abs() < 0.04, "{set}: {found} of {share}");
    }
}

fn tile(document: &mut Document, size: f32, step: f32, scale: f32) -> Object {
    let dict = dictionary! {
        "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
        "BBox" => numbers(&[0.0, 0.0, size, size]), "XStep" => step, "YStep" => step,
        "Matrix" => numbers(&[scale, 0.0, 0.0, scale, 0.0, 0.0]),
        "Resources" => Dictionary::new(),
    };
    stream(document, dict, "1 1 1 1 k 0 0 99 99 re f").into()
}

/// Whatever a tile's steps are, its ink is measured or told to be too much work.
#[test]
fn fine_tiles_are_ink_or_too_complex() {
    let over: &[&str] = &["ink-limit", "ink-square"];
    let cases: [(&str, Listed, &[&str]); 6] = [
        ("steps of a dot", ("Pattern", "P", |d| tile(d, 9.0, 0.5, 1.0)), over),
        ("in small units", ("Pattern", "P", |d| tile(d, 0.003, 0.003, 3000.0)), over),
        ("smaller still", ("Pattern", "P", |d| tile(d, 4e-9, 2e-9, 1e9)), over),
        ("fine", ("Pattern", "P", |d| tile(d, 9.0, 0.001, 1.0)), &["too-complex"]),
        ("finer", ("Pattern", "P", |d| tile(d, 9.0, 1e-9, 1.0)), &["too-complex"]),
        ("none", ("Pattern", "P", |d| tile(d, 9.0, 0.0, 1.0)), &["content-broken"]),
    ];
    for (name, pattern, wanted) in cases {
        let fill = "/Pattern cs /P scn 60 60 90 90 re f";
        let report = breaks(&page(&press(), fill, &[pattern]), &press(), wanted, name);
        let is_measured = (most(&report) - 400.0).abs() < 1.0;
        assert_eq!(is_measured, wanted == over, "{name}: {}", most(&report));
    }
}

/// A tile shows wherever it is painted, not where its first copy would stand.
#[test]
fn tiles_are_seen_far_from_their_origin() {
    let dark: Listed = ("Pattern", "P", |d| tile(d, 9.0, 9.0, 1.0));
    let fill = "q 100 100 80 80 re W n /Pattern cs /P scn 0 0 200 200 re f Q";
    let wanted = &["ink-limit", "ink-square"];
    let report = breaks(&page(&press(), fill, &[dark]), &press(), wanted, "far");
    assert!((most(&report) - 400.0).abs() < 1.0, "{}", most(&report));
}

/// A picture of the plate that a skewed tile would need has no bound.
#[test]
fn skewed_tiles_are_too_complex() {
    let skewed: Listed = ("Pattern", "P", |d| {
        let Ok(id) = tile(d, 9.0, 9.0, 1.0).as_reference() else { unreachable!() };
        let tile = d.get_object_mut(id).and_then(Object::as_stream_mut).expect("a tile");
        tile.dict.set("Matrix", numbers(&[1.0, 0.0, 1e6, 1.0, 0.0, 0.0]));
        for key in ["XStep", "YStep"] {
            tile.dict.set(key, Object::Real(1e8));
        }
        id.into()
    });
    let fill = "/Pattern cs /P scn 0 0 200 200 re f";
    breaks(&page(&press(), fill, &[skewed]), &press(), &["too-complex"], "skewed");
}

fn gradient(function: Object) -> Dictionary {
    dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Function" => function,
        "Coords" => numbers(&[0.0, 0.0, 200.0, 0.0]),
        "Extend" => vec![true.into(), Object::from(true)],
    }
}

fn light() -> Dictionary {
    dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => numbers(&[0.0, 1.0]),
        "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[0.1, 0.0, 0.0, 0.0]),
    }
}

/// Functions that name one child twice, so many inside each other.
fn doubled(document: &mut Document, deep: usize) -> Object {
    let mut next = document.add_object(light());
    for _ in 0..deep {
        let dict = dictionary! {
            "FunctionType" => 3, "Domain" => numbers(&[0.0, 1.0]),
            "Functions" => vec![Object::from(next), next.into()],
            "Bounds" => numbers(&[0.5]), "Encode" => numbers(&[0.0, 1.0, 0.0, 1.0]),
        };
        next = document.add_object(dict);
    }
    next.into()
}

#[test]
fn functions_are_bounded_by_their_calls() {
    let of = |shading: Listed, wanted: &[&str], name: &str| {
        breaks(&page(&press(), "/S sh", &[shading]), &press(), wanted, name);
    };
    of(("Shading", "S", |d| gradient(doubled(d, 4)).into()), &[], "some");
    let many: Listed = ("Shading", "S", |d| gradient(doubled(d, 22)).into());
    of(many, &["too-complex"], "many");
    of(("Shading", "S", |d| gradient(doubled(d, 60)).into()), &["too-complex"], "deep");
    let program: Listed = ("Shading", "S", |d| {
        let dict = dictionary! {
            "FunctionType" => 4, "Domain" => numbers(&[0.0, 1.0]),
            "Range" => numbers(&[0.0, 1.0].repeat(4)),
        };
        let braces = format!("{}{}", "{".repeat(100_000), "}".repeat(100_000));
        gradient(stream(d, dict, &braces).into()).into()
    });
    of(program, &["too-complex"], "braces");
}

/// A mesh of so many triangles, each with sides of so many points.
fn mesh(document: &mut Document, count: u16, side: u8) -> Object {
    let corner = |at: u16, across: u8, up: u8| {
        let [high, low] = (at % 4000).to_be_bytes();
        let step = |by: u8| [high + by, low];
        let [x, y] = [step(across), step(up)];
        [0, x[0], x[1], y[0], y[1], 25, 0, 0, 0]
    };
    let triangle =
        |at: u16| [corner(at, 0, 0), corner(at, side, 0), corner(at, 0, side)].concat();
    let dict = dictionary! {
        "ShadingType" => 4, "ColorSpace" => "DeviceCMYK", "BitsPerCoordinate" => 16,
        "BitsPerComponent" => 8, "BitsPerFlag" => 8,
        "Decode" => [&[0.0, 256.0][..], &[0.0, 256.0], &[0.0, 1.0].repeat(4)]
            .concat()
            .iter()
            .map(|limit| Object::Real(*limit))
            .collect::<Vec<_>>(),
    };
    let data: Vec<u8> = (0..count).flat_map(triangle).collect();
    document.add_object(Stream::new(dict, data)).into()
}

#[test]
fn meshes_are_bounded_by_what_their_triangles_touch() {
    let small: Listed = ("Shading", "S", |d| mesh(d, 500, 1));
    breaks(&page(&press(), "/S sh", &[small]), &press(), &[], "small");
    let large: Listed = ("Shading", "S", |d| mesh(d, 60_000, 200));
    breaks(&page(&press(), "/S sh", &[large]), &press(), &["too-complex"], "large");
    // Far outside the page the dots are counted, and held, all the same.
    let far: Listed = ("Shading", "S", |d| mesh(d, 1, 200));
    let contents = "q 100 0 0 -100 0 0 cm /S sh Q";
    breaks(&page(&press(), contents, &[far]), &press(), &["too-complex"], "far");
}

#[test]
fn outlines_are_bounded_by_their_lengths() {
    let zigzag = |count: usize, each: &dyn Fn(usize) -> String| -> String {
        (0..count).map(each).collect()
    };
    let curve = |at: usize| {
        let [a, b, c] = [37, 91, 11].map(|by| at * by % 200);
        format!("{a} {b} {c} {a} {b} {c} c ")
    };
    let letters = "(AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA) Tj ".repeat(40_000);
    let clip = format!("0 0 m {} W n ", zigzag(4_000, &curve));
    let cases = [
        ("wide", format!("/Over gs 200 w 1 j 0 0 m {} S", zigzag(200_000, &curve))),
        ("large type", format!("/Over gs BT /F 20000 Tf -1 -1 Td {letters} ET")),
        ("clipped", format!("/Over gs {clip}{}", "0 0 200 200 re f ".repeat(400_000))),
        ("dashed", String::from("/Over gs [1] 0 d -1000000000 50 m 1000000000 50 l S ")),
    ];
    for (name, contents) in cases {
        let report = check(&page(&press(), &contents, &[]), &press());
        assert!(faults::codes(&report).contains("too-complex"), "{name}");
    }
}

/// Gradients and patterns overprint as other colours do: the plates of inks that
/// they do not have stay as they are.
#[test]
fn gradients_overprint() {
    let gold: fn(&mut Document) -> Object = |d| {
        let tint = dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => numbers(&[0.0, 1.0]),
            "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[0.0, 0.0, 1.0, 0.0]),
        };
        let space: Vec<Object> =
            vec!["Separation".into(), "Yellow".into(), "DeviceCMYK".into(), tint.into()];
        let ramp = dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => numbers(&[0.0, 1.0]),
            "C0" => numbers(&[1.0]), "C1" => numbers(&[1.0]),
        };
        let mut shading = gradient(ramp.into());
        shading.set("ColorSpace", space);
        let shading = d.add_object(shading);
        dictionary! { "PatternType" => 2, "Shading" => shading }.into()
    };
    let pattern: Listed = ("Pattern", "P", gold);
    let ground = "1 1 0 .3 k 20 20 100 100 re f";
    // At the edges of what knocks out, a little of the ground shows.
    for (state, wanted) in [("/Over gs", 329.0..331.0), ("", 100.0..150.0)] {
        let fill = format!("{ground} {state} /Pattern cs /P scn 20 20 100 100 re f");
        let report = check(&page(&press(), &fill, &[pattern]), &press());
        assert!(wanted.contains(&most(&report)), "{state}: {}", most(&report));
    }
}

/// A form that paints, in a soft mask, what the next one deep paints in its own.
fn masked(document: &mut Document, deep: usize) -> Object {
    let mut inner = Dictionary::new();
    let mut id = None;
    for _ in 0..deep {
        let resources = dictionary! { "ExtGState" => dictionary! { "M" => inner } };
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
            "BBox" => numbers(&[0.0, 0.0, 200.0, 200.0]),
            "Group" => dictionary! { "S" => "Transparency", "CS" => "DeviceGray" },
        };
        let form = stream(document, dict, &"/M gs 0 g 0 0 99 99 re f ".repeat(20));
        inner = dictionary! {
            "SMask" => dictionary! { "S" => "Luminosity", "G" => form },
        };
        id = Some(document.add_object(inner.clone()));
    }
    id.expect("at least one").into()
}

/// A soft mask is a drawing of its own, drawn each time that it is set.
#[test]
fn soft_masks_are_bounded_by_what_they_draw() {
    let told = |mask: Listed, times: usize| {
        let contents = "/M gs 0 0 0 .5 k 20 20 60 60 re f ".repeat(times);
        let report = check(&page(&press(), &contents, &[mask]), &press());
        faults::codes(&report).contains("too-complex")
    };
    assert!(!told(("ExtGState", "M", |d| masked(d, 1)), 1), "one mask");
    assert!(told(("ExtGState", "M", |d| masked(d, 9)), 1), "masks in masks");
    assert!(told(("ExtGState", "M", |d| masked(d, 1)), 5_000), "a mask many times");
}
