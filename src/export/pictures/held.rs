//! JPEG that keeps to the limit of ink when it is decoded.
//!
//! Coding wavers about the pixels: a star in a black sky rings. Blocks are coded
//! each for itself, so those that might go over the limit are taken out, coded
//! and looked at; those that do go over get less ink where they have most, and
//! are tried again until they keep to it. Only then all is coded, once. Which
//! blocks might go over is told by a bound on what coding can do to them, so
//! that the others, most of a usual picture, need no second look.

use super::decode::Raster;
use super::{ink, jpeg};

/// Side of the squares that JPEG codes each for itself.
const BLOCK: usize = 8;

/// How often the blocks over the limit are tried with less ink.
const TRIES: usize = 16;

/// Blocks that stand beside each other while they are tried: rows of one block
/// would cost more to begin than to code.
const ABREAST: usize = 64;

/// Rows of such blocks in one JPEG, whose sides are limited.
const MOST_ROWS: usize = 1_000;

/// Bytes of one row of a block.
const ROW: usize = BLOCK * 4;

/// By how much rounding, of ours and of a reader, may shift a pixel's ink.
const ROUNDING: u32 = 2;

/// Inks as a JPEG of which no pixel decodes to more than the limit, in 255ths
/// of one full ink. Nothing if that cannot be had.
pub(super) fn jpeg(mut raster: Raster, limit: u32) -> Option<Vec<u8>> {
    let mut doubtful = doubtful(&raster, limit);
    for _ in 0..TRIES {
        let mut over = Vec::new();
        for blocks in doubtful.chunks(ABREAST * MOST_ROWS) {
            over.extend(thinned(&mut raster, blocks, limit)?);
        }
        if over.is_empty() {
            return jpeg::encode(&raster);
        }
        doubtful = over;
    }
    None
}

/// The upper left corners of the blocks that may have too much ink when they are
/// decoded.
fn doubtful(raster: &Raster, limit: u32) -> Vec<(usize, usize)> {
    let row = raster.width * 4;
    let mut found = Vec::new();
    for (at, rows) in raster.data.chunks(row * BLOCK).enumerate() {
        for left in (0..raster.width).step_by(BLOCK) {
            let part = left * 4..row.min(left * 4 + ROW);
            let lines = || rows.chunks(row).map(|line| &line[part.clone()]);
            let most = lines().map(ink::most).max().unwrap_or(0);
            // No block can waver more than the roughest.
            if most + 4 * wavering(u64::MAX) > limit && most + wavers(lines()) > limit {
                found.push((left, at * BLOCK));
            }
        }
    }
    found
}

/// By how much coding may raise the ink of a pixel of a block, all inks
/// together. Blocks that the picture's edge cuts go on with their last pixels,
/// which makes them rougher: the most is taken.
fn wavers<'a>(lines: impl Iterator<Item = &'a [u8]>) -> u32 {
    let (mut sums, mut squares, mut count) = ([0_u64; 4], [0_u64; 4], 0_u64);
    for pixel in lines.flat_map(|line| line.as_chunks::<4>().0) {
        count += 1;
        for (ink, sample) in pixel.iter().enumerate() {
            let sample = u64::from(*sample);
            sums[ink] += sample;
            squares[ink] += sample * sample;
        }
    }
    let inks = sums.iter().zip(squares);
    let rough = |(sum, square): (&u64, u64)| match count {
        64 => square - sum * sum / 64,
        _ => u64::MAX,
    };
    inks.map(|ink| wavering(rough(ink))).sum()
}

/// By how much coding may shift a pixel of one ink. `rough` is the sum of the
/// squares by which the block's pixels differ from their mean, which is also
/// the sum of the squares of its frequencies: each of them is off by half a
/// step at most, and by no more than itself, and no pixel is off by more than
/// the root of all their squares.
fn wavering(rough: u64) -> u32 {
    let off = rough.min(jpeg::HALF_STEPS) + 1;
    // Rounded up; the mean is off by a sixteenth of its step, less than one.
    let root = off.isqrt() + 1;
    u32::try_from(root).unwrap_or(u32::MAX) + 1 + ROUNDING
}

/// Tries blocks, takes ink from those that pass the limit when they are decoded,
/// and gives these.
fn thinned(
    raster: &mut Raster,
    blocks: &[(usize, usize)],
    limit: u32,
) -> Option<Vec<(usize, usize)>> {
    let strip = gathered(raster, blocks);
    let shown = shown(&jpeg::encode(&strip)?, &strip)?;
    let mut over = Vec::new();
    for (at, corner) in blocks.iter().enumerate() {
        let place = (at % ABREAST * BLOCK, at / ABREAST * BLOCK);
        let most = lines(&shown, place).map(|line| ink::most(&shown.data[line])).max();
        let most = most.unwrap_or(0);
        if most > limit {
            over.push(*corner);
            let had = lines(raster, *corner).map(|line| ink::most(&raster.data[line]));
            let had = had.max().unwrap_or(0).min(limit);
            for line in lines(raster, *corner).collect::<Vec<_>>() {
                ink::limit(&mut raster.data[line], had.saturating_sub(most - limit + 1));
            }
        }
    }
    Some(over)
}

/// Where the rows of a block stand in a picture's bytes, as far as the picture
/// reaches.
fn lines(
    raster: &Raster,
    (left, top): (usize, usize),
) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
    let (width, height) = (raster.width, raster.height);
    let length = BLOCK.min(width - left) * 4;
    (top..height.min(top + BLOCK)).map(move |y| {
        let start = (y * width + left) * 4;
        start..start + length
    })
}

/// What a reader sees of our own JPEG.
fn shown(data: &[u8], raster: &Raster) -> Option<Raster> {
    jpeg::inks(data, raster.size(), true)
}

/// Blocks beside and below each other; past the picture's edge its last pixels
/// go on, as coding has it.
fn gathered(raster: &Raster, blocks: &[(usize, usize)]) -> Raster {
    let mut data = vec![0; blocks.len().div_ceil(ABREAST) * BLOCK * ABREAST * ROW];
    let rows = data.chunks_mut(BLOCK * ABREAST * ROW);
    for (blocks, rows) in blocks.chunks(ABREAST).zip(rows) {
        for (y, line) in rows.chunks_mut(ABREAST * ROW).enumerate() {
            for ((left, top), place) in blocks.iter().zip(line.chunks_mut(ROW)) {
                let row = (top + y).min(raster.height - 1) * raster.width;
                let pixels = place.as_chunks_mut::<4>().0.iter_mut();
                for (x, pixel) in (*left..).zip(pixels) {
                    let at = (row + x.min(raster.width - 1)) * 4;
                    pixel.copy_from_slice(&raster.data[at..at + 4]);
                }
            }
        }
    }
    Raster {
        width: ABREAST * BLOCK,
        height: data.len() / (ABREAST * ROW),
        samples: 4,
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coded_inks_keep_to_the_limit() {
        // Dark, and as rough as a picture can be: coding wavers most here.
        let data: Vec<u8> = (0..91 * 77_u32)
            .flat_map(|at| {
                let mixed = at.wrapping_mul(2_654_435_761).to_le_bytes();
                [mixed[3], mixed[2], mixed[3] ^ mixed[2], 255 - mixed[3] / 4]
            })
            .collect();
        let mut raster = Raster { width: 91, height: 77, samples: 4, data };
        ink::limit(&mut raster.data, 612);
        let data = jpeg(raster.clone(), 612).expect("a JPEG");
        let shown = shown(&data, &raster).expect("our own");
        assert!(ink::most(&shown.data) <= 612);
        let off = raster
            .data
            .iter()
            .zip(&shown.data)
            .map(|(a, b)| u64::from(a.abs_diff(*b)));
        let mean = off.sum::<u64>() / (91 * 77 * 4);
        assert!(mean < 24, "the picture itself is lost: {mean}");
    }

    #[test]
    fn coding_shifts_no_pixel_by_more_than_told() {
        for shift in 0..8 {
            // From noise to what is nearly even.
            let sample = |at: u32| {
                let mixed = (at / 4).wrapping_mul(2_654_435_761).wrapping_add(at) >> 24;
                u8::try_from(128 + (mixed >> shift) - (128 >> shift)).unwrap()
            };
            let data = (0..64 * 64 * 4).map(sample).collect();
            let raster = Raster { width: 64, height: 64, samples: 4, data };
            let back = shown(&jpeg::encode(&raster).unwrap(), &raster).unwrap();
            for corner in (0..64).map(|block| (block % 8 * 8, block / 8 * 8)) {
                let told = wavers(lines(&raster, corner).map(|line| &raster.data[line]));
                for line in lines(&raster, corner) {
                    let pixels = raster.data[line.clone()].as_chunks::<4>().0;
                    let back = back.data[line].as_chunks::<4>().0;
                    for (pixel, back) in pixels.iter().zip(back) {
                        assert!(ink::sum(*back) <= ink::sum(*pixel) + told, "{shift}");
                    }
                }
            }
        }
    }
}
