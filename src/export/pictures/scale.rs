//! Cutting pictures and making them smaller.
//!
//! Light is averaged, not its code: a street lamp in the dark keeps its
//! brightness, where averaged codes would let it fade. Squares stand for light,
//! near enough to the curves of all usual profiles, and exact on every machine.
//! Inks are averaged as they are, since what they cover adds up. The filter is
//! Catmull and Rom's cubic, widened to the new pixels: sharp, with a halo too
//! small to be seen after screening.

use super::decode::Raster;
use std::collections::VecDeque;

/// A box of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) struct Region {
    pub(in crate::export) left: u32,
    pub(in crate::export) top: u32,
    pub(in crate::export) width: u32,
    pub(in crate::export) height: u32,
}

impl Region {
    /// All of a picture.
    pub(in crate::export) fn whole((width, height): (u32, u32)) -> Region {
        Region { left: 0, top: 0, width, height }
    }
}

/// Weights are whole numbers of this. An amount (16 bits) times the weights of
/// one new pixel, which without their signs add up to 1.3 at most, fits into 31
/// bits.
const ONE: i32 = 1 << 14;

/// The most of an amount of light or ink.
const FULL: i32 = 255 * 255;

/// Cuts a region out and brings it to a size; never makes it larger.
pub(super) fn scale(raster: Raster, region: Region, size: (u32, u32)) -> Raster {
    let cut = cut(raster, region);
    if cut.size() == size {
        return cut;
    }
    match cut.samples {
        1 => smaller::<1, 1>(&cut, size),
        3 => smaller::<3, 4>(&cut, size),
        _ => smaller::<4, 4>(&cut, size),
    }
}

fn side(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

fn cut(raster: Raster, region: Region) -> Raster {
    let (width, height) = (side(region.width), side(region.height));
    if (width, height) == (raster.width, raster.height) {
        return raster;
    }
    let samples = raster.samples;
    let (left, length) = (side(region.left) * samples, width * samples);
    let rows = raster.data.chunks_exact(raster.width * samples);
    let rows = rows.skip(side(region.top)).take(height);
    let data = rows.flat_map(|row| &row[left..left + length]).copied().collect();
    Raster { width, height, samples, data }
}

/// The old pixels that make a new one: the first, and their weights.
struct Taps {
    first: usize,
    weights: Vec<i32>,
}

/// The taps of all new pixels along one side.
fn taps(old: usize, new: usize) -> Vec<Taps> {
    #[expect(clippy::cast_precision_loss, reason = "sides are far below 2^52")]
    let step = old as f64 / new as f64;
    (0..new).map(|at| taps_at(at, old, step)).collect()
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places inside a picture, and weights below 2^15"
)]
fn taps_at(at: usize, old: usize, step: f64) -> Taps {
    let centre = (at as f64 + 0.5) * step;
    let reach = 2.0 * step;
    let first = (centre - reach).floor().max(0.0) as usize;
    let last = ((centre + reach).ceil() as usize).min(old);
    let shape = |pixel: usize| cubic((pixel as f64 + 0.5 - centre) / step);
    let weights: Vec<f64> = (first..last).map(shape).collect();
    let sum: f64 = weights.iter().sum();
    let mut weights: Vec<i32> = weights
        .iter()
        .map(|weight| (weight / sum * f64::from(ONE)).round() as i32)
        .collect();
    // What rounding took or gave, the middle makes good.
    let middle = weights.len() / 2;
    weights[middle] += ONE - weights.iter().sum::<i32>();
    Taps { first, weights }
}

/// Catmull and Rom's filter.
fn cubic(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

/// Rows go in from the top; each new row takes those it needs, so that no more
/// than a few are held. `L` is `N`, or the next number that processors handle
/// at once.
fn smaller<const N: usize, const L: usize>(raster: &Raster, size: (u32, u32)) -> Raster {
    let (width, height) = (side(size.0), side(size.1));
    let across = taps(raster.width, width);
    let down = taps(raster.height, height);
    let mut held: VecDeque<Vec<u16>> = VecDeque::new();
    let mut rows = raster.data.chunks_exact(raster.width * N);
    let mut first = 0;
    let mut data = Vec::with_capacity(width * height * N);
    let mut sums = vec![0_i32; width * N];
    for tap in &down {
        while first < tap.first {
            if held.pop_front().is_none() {
                rows.next();
            }
            first += 1;
        }
        while held.len() < tap.weights.len() {
            let Some(row) = rows.next() else { break };
            held.push_back(narrow::<N, L>(row, &across));
        }
        sums.fill(0);
        for (row, weight) in held.iter().zip(&tap.weights) {
            for (sum, sample) in sums.iter_mut().zip(row) {
                *sum += i32::from(*sample) * *weight;
            }
        }
        data.extend(sums.iter().map(|sum| code::<N>(*sum >> 14)));
    }
    Raster { width, height, samples: N, data }
}

/// One row made narrower; what comes out is light (or ink) on a scale to 65025.
fn narrow<const N: usize, const L: usize>(row: &[u8], taps: &[Taps]) -> Vec<u16> {
    let (pixels, _) = row.as_chunks::<N>();
    let amounts: Vec<[i32; L]> = pixels.iter().map(amounts::<N, L>).collect();
    let mut out = Vec::with_capacity(taps.len() * N);
    for tap in taps {
        let mut sums = [0_i32; L];
        for (pixel, weight) in amounts[tap.first..].iter().zip(&tap.weights) {
            for (sum, sample) in sums.iter_mut().zip(pixel) {
                *sum += *sample * *weight;
            }
        }
        let kept = |sum: &i32| u16::try_from((*sum >> 14).clamp(0, FULL)).unwrap_or(0);
        out.extend(sums[..N].iter().map(kept));
    }
    out
}

/// How much light the samples of a pixel stand for, or ink, each to 65025.
fn amounts<const N: usize, const L: usize>(pixel: &[u8; N]) -> [i32; L] {
    let mut amounts = [0; L];
    for (amount, sample) in amounts.iter_mut().zip(pixel) {
        let sample = i32::from(*sample);
        *amount = if N == 4 { sample * 255 } else { sample * sample };
    }
    amounts
}

/// The sample that stands for an amount.
fn code<const N: usize>(amount: i32) -> u8 {
    let amount = amount.clamp(0, FULL);
    if N == 4 {
        return u8::try_from((amount + 127) / 255).unwrap_or(u8::MAX);
    }
    usize::try_from(amount).map_or(0, |amount| ROOTS[amount])
}

/// The nearest roots of all amounts.
static ROOTS: [u8; 65_026] = roots();

#[expect(clippy::cast_possible_truncation, reason = "roots of 65025 and less")]
const fn roots() -> [u8; 65_026] {
    let mut roots = [0; 65_026];
    let (mut root, mut amount) = (0, 0);
    while amount < roots.len() {
        // The nearest root: r if the amount is at most r² + r.
        if amount > root * root + root {
            root += 1;
        }
        roots[amount] = root as u8;
        amount += 1;
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(width: usize, height: usize, data: Vec<u8>) -> Raster {
        Raster { width, height, samples: 1, data }
    }

    #[test]
    fn light_is_kept() {
        // Black and white by turns give the gray of half the light, 255/√2.
        let stripes = (0..64 * 64).map(|at| if at % 2 == 0 { 0 } else { 255 });
        let small =
            scale(gray(64, 64, stripes.collect()), Region::whole((64, 64)), (16, 16));
        // At the picture's edges the filter has one side only.
        let inside = small.data.chunks_exact(16).flat_map(|row| &row[2..14]);
        assert!(inside.into_iter().all(|sample| sample.abs_diff(180) <= 1), "{small:?}");
    }

    #[test]
    fn what_is_even_stays_even() {
        for (samples, value) in [(1, 255), (1, 0), (3, 77), (4, 255), (4, 33)] {
            let data = vec![value; 100 * 70 * samples];
            let raster = Raster { width: 100, height: 70, samples, data };
            let small = scale(raster, Region::whole((100, 70)), (33, 19));
            assert_eq!(small.size(), (33, 19));
            assert!(small.data.iter().all(|sample| *sample == value));
        }
    }

    #[test]
    fn a_region_is_cut_out() {
        let data: Vec<u8> = (0..30).collect();
        let region = Region { left: 2, top: 1, width: 3, height: 2 };
        let cut = scale(gray(6, 5, data), region, (3, 2));
        assert_eq!(cut.data, [8, 9, 10, 14, 15, 16]);
    }
}
