//! Picture files made here, sound ones and broken ones.

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::io::Write;

/// A PNG of rows as they are stored, with chunks before them.
pub(crate) fn png(
    (width, height): (u32, u32),
    (bits, colour): (u8, u8),
    extra: &[(&[u8; 4], Vec<u8>)],
    rows: &[Vec<u8>],
) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([bits, colour, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &head);
    for (name, body) in extra {
        chunk(&mut file, name, body);
    }
    let mut raw = Vec::new();
    for row in rows {
        raw.push(0);
        raw.extend(row);
    }
    chunk(&mut file, b"IDAT", &zlib(&raw));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    file.extend(u32::try_from(body.len()).expect("made here").to_be_bytes());
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(body);
    file.extend(name);
    file.extend(body);
    file.extend(sum.sum().to_be_bytes());
}

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("made here");
    encoder.finish().expect("made here")
}

/// The chunk of a PNG that holds a colour profile.
pub(crate) fn iccp(profile: &[u8]) -> (&'static [u8; 4], Vec<u8>) {
    (b"iCCP", [b"icc\0\0".to_vec(), zlib(profile)].concat())
}

/// A TIFF of one strip: what the samples are (262), bits of each, samples a
/// pixel; more tags with values of two bytes.
pub(crate) fn tiff(
    (width, height): (u16, u16),
    (meaning, bits, samples): (u16, u16, u16),
    more: &[(u16, u16)],
    data: &[u8],
) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("made here");
    // The head of 8 bytes, the data, four numbers of bits, the tags.
    let bits_at = 8 + length;
    let mut file = b"II*\0".to_vec();
    file.extend((bits_at + 8).to_le_bytes());
    file.extend(data);
    file.extend([bits; 4].iter().flat_map(|bits| bits.to_le_bytes()));
    let bits_value =
        if samples > 2 { bits_at } else { u32::from(bits) << 16 | u32::from(bits) };
    let mut tags: Vec<(u16, u16, u32, u32)> = vec![
        (256, 3, 1, width.into()),
        (257, 3, 1, height.into()),
        (258, 3, samples.into(), bits_value),
        (259, 3, 1, 1),
        (262, 3, 1, meaning.into()),
        (273, 4, 1, 8),
        (277, 3, 1, samples.into()),
        (278, 3, 1, height.into()),
        (279, 4, 1, length),
    ];
    tags.extend(more.iter().map(|(tag, value)| (*tag, 3, 1, u32::from(*value))));
    tags.sort_unstable();
    file.extend(directory(&tags, false));
    file
}

/// A JPEG of pixels; inks are stored inverted, with Adobe's mark.
pub(crate) fn jpeg(size: (u16, u16), samples: usize, pixels: &[u8]) -> Vec<u8> {
    jpeg_as(size, samples, pixels, |_| {})
}

/// The same, written in another way.
pub(crate) fn jpeg_as(
    (width, height): (u16, u16),
    samples: usize,
    pixels: &[u8],
    way: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let colours = match samples {
        1 => ColorType::Luma,
        3 => ColorType::Rgb,
        _ => ColorType::Cmyk,
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 95);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    way(&mut encoder);
    encoder.encode(pixels, width, height, colours).expect("made here");
    file
}

/// A JPEG with another kind of frame, such as lossless (C3) or arithmetic (C9).
pub(crate) fn other_frame(mut jpeg: Vec<u8>, marker: u8, bits: u8) -> Vec<u8> {
    let at = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .expect("made here");
    jpeg[at + 1] = marker;
    jpeg[at + 4] = bits;
    jpeg
}

/// A WebP that moves: two frames of the same picture.
pub(crate) fn moving_webp(still: &[u8]) -> Vec<u8> {
    let frame = &still[12..];
    let part = |name: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("made here");
        let mut part = [&name[..], &length.to_le_bytes(), body].concat();
        part.extend(vec![0; body.len() % 2]);
        part
    };
    // Canvas of 8×8, stored less one.
    let head = part(b"VP8X", &[2, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
    let turns = part(b"ANIM", &[0; 6]);
    let place = [0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0, 100, 0, 0, 0];
    let shown = part(b"ANMF", &[&place[..], frame].concat());
    let body = [&b"WEBP"[..], &head, &turns, &shown, &shown].concat();
    let length = u32::try_from(body.len()).expect("made here");
    [&b"RIFF"[..], &length.to_le_bytes(), &body].concat()
}

/// Colours that change everywhere, the darkest among them.
pub(crate) fn colours((width, height): (u16, u16), samples: usize) -> Vec<u8> {
    let (width, height) = (usize::from(width), usize::from(height));
    let mut pixels = Vec::with_capacity(width * height * samples);
    for at in 0..width * height {
        let (x, y) = (at % width, at / width);
        let wave = [x * 255 / width, y * 255 / height, (x + y) % 97, (x * y) % 61];
        pixels.extend(
            wave[..samples]
                .iter()
                .map(|part| u8::try_from(*part).expect("made here")),
        );
    }
    pixels
}

/// A JPEG whose frame says another width and height.
pub(crate) fn other_size(jpeg: &[u8], (width, height): (u16, u16)) -> Vec<u8> {
    let mut jpeg = jpeg.to_vec();
    let at = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0] || pair == [0xFF, 0xC2])
        .expect("made here");
    jpeg[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// A JPEG without Adobe's mark.
pub(crate) fn without_adobe(jpeg: &[u8]) -> Vec<u8> {
    let at = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xEE])
        .expect("made here");
    [&jpeg[..at], &jpeg[at + 16..]].concat()
}

/// The list of a TIFF's tags, and that no other follows.
fn directory(tags: &[(u16, u16, u32, u32)], big_endian: bool) -> Vec<u8> {
    let short = |n: u16| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let long = |n: u32| if big_endian { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut list = short(u16::try_from(tags.len()).expect("made here")).to_vec();
    for (tag, kind, count, value) in tags {
        list.extend([short(*tag), short(*kind)].concat());
        list.extend([long(*count), long(*value)].concat());
    }
    list.extend([0; 4]);
    list
}

/// A TIFF of 8 bits a sample in one strip, its numbers with the high byte first.
pub(crate) fn big_endian_tiff(
    (width, height): (u16, u16),
    (meaning, samples): (u16, u16),
    data: &[u8],
) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("made here");
    let tags: Vec<(u16, u16, u32, u32)> = vec![
        (256, 4, 1, width.into()),
        (257, 4, 1, height.into()),
        (258, 3, samples.into(), 8 + length),
        (259, 3, 1, 1 << 16),
        (262, 3, 1, u32::from(meaning) << 16),
        (273, 4, 1, 8),
        (277, 3, 1, u32::from(samples) << 16),
        (278, 4, 1, height.into()),
        (279, 4, 1, length),
    ];
    let mut file = b"MM\0*".to_vec();
    file.extend((16 + length).to_be_bytes());
    file.extend(data);
    file.extend([0, 8].repeat(4));
    file.extend(directory(&tags, true));
    file
}

/// A TIFF of 8 bits a sample in tiles of 64 by 64; planar: tiles of each sample
/// by itself.
pub(crate) fn tiled_tiff(
    (width, height): (u16, u16),
    (meaning, samples): (u16, u16),
    planar: bool,
    data: &[u8],
) -> Vec<u8> {
    const SIDE: usize = 64;
    let (across, down) = (usize::from(width), usize::from(height));
    let step = usize::from(samples);
    let mut file = b"II*\0\0\0\0\0".to_vec();
    let mut starts = Vec::new();
    let parts = if planar { step } else { 1 };
    for part in 0..parts {
        for top in (0..down).step_by(SIDE) {
            for left in (0..across).step_by(SIDE) {
                starts.push(u32::try_from(file.len()).expect("made here"));
                for at in 0..SIDE * SIDE {
                    let (x, y) = (left + at % SIDE, top + at / SIDE);
                    let at = (y.min(down - 1) * across + x.min(across - 1)) * step + part;
                    file.extend(&data[at..at + step / parts]);
                }
            }
        }
    }
    let here = |file: &Vec<u8>| u32::try_from(file.len()).expect("made here");
    let bits = here(&file);
    file.extend([8, 0].repeat(4));
    let offsets = here(&file);
    file.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
    let lengths = here(&file);
    let length = u32::try_from(SIDE * SIDE * step / parts).expect("made here");
    file.extend(length.to_le_bytes().repeat(starts.len()));
    let tags = here(&file);
    file[4..8].copy_from_slice(&tags.to_le_bytes());
    let count = u32::try_from(starts.len()).expect("made here");
    let tags: Vec<(u16, u16, u32, u32)> = vec![
        (256, 3, 1, width.into()),
        (257, 3, 1, height.into()),
        (258, 3, samples.into(), bits),
        (259, 3, 1, 1),
        (262, 3, 1, meaning.into()),
        (277, 3, 1, samples.into()),
        (284, 3, 1, 1 + u32::from(planar)),
        (322, 3, 1, 64),
        (323, 3, 1, 64),
        (324, 4, count, offsets),
        (325, 4, count, lengths),
    ];
    file.extend(directory(&tags, false));
    file
}

/// A TIFF of any tags, their values of two bytes each, and of strips, in order.
pub(crate) fn any_tiff(
    (width, height): (u16, u16),
    tags: &[(u16, Vec<u16>)],
    strips: &[Vec<u8>],
) -> Vec<u8> {
    let mut file = b"II*\0\0\0\0\0".to_vec();
    let here = |file: &Vec<u8>| u32::try_from(file.len()).expect("made here");
    let (mut starts, mut lengths) = (Vec::new(), Vec::new());
    for strip in strips {
        starts.extend(here(&file).to_le_bytes());
        lengths.extend(here(strip).to_le_bytes());
        file.extend(strip);
    }
    let mut list = vec![(256, 3, 1, u32::from(width)), (257, 3, 1, height.into())];
    let mut put = |(tag, kind, count): (u16, u16, usize), bytes: &[u8]| {
        let value = match bytes.first_chunk() {
            Some(value) if bytes.len() == 4 => u32::from_le_bytes(*value),
            None if bytes.len() == 2 => u32::from(bytes[0]) | u32::from(bytes[1]) << 8,
            _ => {
                let at = here(&file);
                file.extend(bytes);
                at
            }
        };
        list.push((tag, kind, u32::try_from(count).expect("made here"), value));
    };
    put((273, 4, strips.len()), &starts);
    put((279, 4, strips.len()), &lengths);
    for (tag, values) in tags {
        let bytes: Vec<u8> =
            values.iter().flat_map(|value| value.to_le_bytes()).collect();
        put((*tag, 3, values.len()), &bytes);
    }
    list.sort_unstable();
    let at = here(&file);
    file[4..8].copy_from_slice(&at.to_le_bytes());
    file.extend(directory(&list, false));
    file
}
