//! JPEG that keeps to the limit of ink when it is decoded.
//!
//! Coding wavers about the pixels, by a third of a full ink in the worst blocks:
//! a star in a black sky rings. Blocks are coded each for itself, so those that
//! go over the limit are taken out, given less ink where they have most, and
//! tried again until they keep to it; then they are put back.

use super::decode::Raster;
use super::header::{Channels, Format, Header};
use super::{ink, jpeg};
use image::metadata::Orientation;

/// Side of the squares that JPEG codes each for itself.
const BLOCK: usize = 8;

/// How often all is coded anew; more than the first is only needed for blocks
/// that the picture's edge cuts.
const ROUNDS: usize = 3;

/// How often the blocks over the limit are tried with less ink.
const TRIES: usize = 16;

/// Blocks that stand below each other in one JPEG, whose sides are limited.
const MOST_BLOCKS: usize = 8_000;

/// Bytes of one row of a block.
const ROW: usize = BLOCK * 4;

/// Inks as a JPEG of which no pixel decodes to more than the limit, in 255ths
/// of one full ink. Nothing if that cannot be had.
pub(super) fn jpeg(mut raster: Raster, limit: u32) -> Option<Vec<u8>> {
    for _ in 0..ROUNDS {
        let data = jpeg::encode(&raster)?;
        let over = over(&shown(&data, &raster)?, limit);
        if over.is_empty() {
            return Some(data);
        }
        for blocks in over.chunks(MOST_BLOCKS) {
            let strip = within(gathered(&raster, blocks), limit)?;
            put_back(&mut raster, &strip, blocks);
        }
    }
    None
}

/// Blocks with so little ink that they keep to the limit when they are coded.
fn within(mut strip: Raster, limit: u32) -> Option<Raster> {
    for _ in 0..TRIES {
        let data = jpeg::encode(&strip)?;
        let shown = shown(&data, &strip)?;
        if !thin(&mut strip, &shown, limit) {
            break;
        }
    }
    Some(strip)
}

/// What a reader sees of our own JPEG.
fn shown(data: &[u8], raster: &Raster) -> Option<Raster> {
    let header = Header {
        format: Format::Jpeg,
        size: raster.size(),
        orientation: Orientation::NoTransforms,
        channels: Channels::Cmyk,
        line_art: false,
        depth: 1,
        inverted: true,
    };
    jpeg::pixels(data, &header).ok()
}

/// The upper left corners of the blocks with too much ink.
fn over(shown: &Raster, limit: u32) -> Vec<(usize, usize)> {
    let row = shown.width * 4;
    let mut found = Vec::new();
    for (at, rows) in shown.data.chunks(row * BLOCK).enumerate() {
        for left in (0..shown.width).step_by(BLOCK) {
            let part = left * 4..row.min(left * 4 + ROW);
            if rows.chunks(row).any(|line| ink::most(&line[part.clone()]) > limit) {
                found.push((left, at * BLOCK));
            }
        }
    }
    found
}

/// Blocks one below the other; past the picture's edge its last pixels go on,
/// as coding has it.
fn gathered(raster: &Raster, blocks: &[(usize, usize)]) -> Raster {
    let mut data = Vec::with_capacity(blocks.len() * BLOCK * ROW);
    for (left, top) in blocks {
        for y in (*top..).take(BLOCK) {
            let y = y.min(raster.height - 1);
            for x in (*left..).take(BLOCK) {
                let at = (y * raster.width + x.min(raster.width - 1)) * 4;
                data.extend(&raster.data[at..at + 4]);
            }
        }
    }
    Raster {
        width: BLOCK,
        height: blocks.len() * BLOCK,
        samples: 4,
        data,
    }
}

fn put_back(raster: &mut Raster, strip: &Raster, blocks: &[(usize, usize)]) {
    for ((left, top), block) in blocks.iter().zip(strip.data.chunks(BLOCK * ROW)) {
        let length = BLOCK.min(raster.width - left) * 4;
        let rows = (*top..raster.height).zip(block.chunks(ROW));
        for (y, line) in rows {
            let at = (y * raster.width + left) * 4;
            raster.data[at..at + length].copy_from_slice(&line[..length]);
        }
    }
}

/// Takes ink from the blocks that pass the limit when decoded; whether there
/// were any.
fn thin(strip: &mut Raster, shown: &Raster, limit: u32) -> bool {
    let mut any = false;
    let blocks = strip.data.chunks_mut(BLOCK * ROW);
    for (block, shown) in blocks.zip(shown.data.chunks(BLOCK * ROW)) {
        let most = ink::most(shown);
        if most > limit {
            any = true;
            let had = ink::most(block).min(limit);
            ink::limit(block, had.saturating_sub(most - limit + 1));
        }
    }
    any
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
}
