//! The pixels of pictures in four inks. A drawing library would reckon each
//! plate's part of every pixel by a program, and decode the picture again for
//! each plate.

use super::file::{File, MOST_BYTES};
use crate::export::jpeg_inks;
use lopdf::{Object, Stream};

/// The most ink on any pixel, in percent. None as for [`split`].
pub(super) fn most_ink(file: &File<'_>, stream: &Stream) -> Option<f64> {
    let inks = Inks::of(file, stream)?;
    let least = |pixel: &[u8; 4]| pixel.iter().map(|sample| u16::from(*sample)).sum();
    let sums = inks.pixels().iter().map(least);
    let most: u16 = match inks.turned {
        true => 4 * 255 - sums.min()?,
        false => sums.max()?,
    };
    Some(f64::from(most) / 2.55)
}

/// What each of the four plates leaves white of a picture: a gray sample a
/// pixel, 255 where nothing prints. None if the picture is coded in a way that
/// few are; the drawing library takes those.
pub(super) fn split(file: &File<'_>, stream: &Stream) -> Option<[Vec<u8>; 4]> {
    let inks = Inks::of(file, stream)?;
    let plane = |ink: usize| match inks.turned {
        true => inks.pixels().iter().map(|pixel| pixel[ink]).collect(),
        false => inks.pixels().iter().map(|pixel| 255 - pixel[ink]).collect(),
    };
    Some([plane(0), plane(1), plane(2), plane(3)])
}

/// A picture's samples, four a pixel.
struct Inks {
    samples: Vec<u8>,
    /// Whether they say how much paper shows, as Adobe's programs store them.
    turned: bool,
}

impl Inks {
    fn of(file: &File<'_>, stream: &Stream) -> Option<Inks> {
        let dict = &stream.dict;
        if file.number(dict, "BitsPerComponent") != Some(8.0) || is_keyed(file, stream) {
            return None;
        }
        let turned = is_turned(file, stream)?;
        let size = (side(file, stream, "Width")?, side(file, stream, "Height")?);
        let [across, down] = [size.0, size.1].map(|side| usize::try_from(side).ok());
        let count = across?.checked_mul(down?)?.checked_mul(4)?;
        if count > MOST_BYTES {
            return None;
        }
        let mut samples = match &file.filters(dict)[..] {
            [] => stream.content.clone(),
            [(name, _)] if name == b"FlateDecode" => file.plain(stream).ok()?,
            [(name, None)] if name == b"DCTDecode" => jpeg_inks(&stream.content, size)?,
            _ => return None,
        };
        samples.truncate(count);
        (samples.len() == count).then_some(Inks { samples, turned })
    }

    fn pixels(&self) -> &[[u8; 4]] {
        self.samples.as_chunks().0
    }
}

/// Whether pixels of some colours are left out.
fn is_keyed(file: &File<'_>, stream: &Stream) -> bool {
    matches!(file.get(&stream.dict, "Mask"), Some(Object::Array(_)))
}

/// Whether samples are to be turned over; none if they mean anything else.
fn is_turned(file: &File<'_>, stream: &Stream) -> Option<bool> {
    let Ok(decode) = stream.dict.get(b"Decode") else { return Some(false) };
    let decode: Vec<bool> =
        file.numbers(decode)?.into_iter().map(|limit| limit > 0.5).collect();
    match &decode[..] {
        [false, true, false, true, false, true, false, true] => Some(false),
        [true, false, true, false, true, false, true, false] => Some(true),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small whole number"
)]
fn side(file: &File<'_>, stream: &Stream, key: &str) -> Option<u32> {
    let side = file.number(&stream.dict, key)?;
    (1.0..=65_535.0).contains(&side).then_some(side as u32)
}
