//! The limit of ink.

/// Brings the inks of one spot down to a limit, on a scale whose full ink is
/// `full`. Gray made of three inks becomes black first, which takes two parts
/// of ink away for each; then the three are thinned alike, black never.
pub(super) fn limited(inks: [i32; 4], most: i32, full: i32) -> [i32; 4] {
    let over = inks.iter().sum::<i32>() - most;
    if over <= 0 {
        return inks;
    }
    let [c, m, y, k] = inks;
    let turned = c.min(m).min(y).min(full - k).min((over + 1) / 2);
    let (colours, k) = ([c - turned, m - turned, y - turned], k + turned);
    let sum: i32 = colours.iter().sum();
    let left = (most - k).max(0);
    let [c, m, y] = if sum > left {
        let part = |ink: i32| i64::from(ink) * i64::from(left) / i64::from(sum.max(1));
        colours.map(|ink| i32::try_from(part(ink)).unwrap_or(0))
    } else {
        colours
    };
    [c, m, y, k.min(most)]
}

/// The most ink on any spot, in 255ths of one full ink.
pub(super) fn most(data: &[u8]) -> u32 {
    let (pixels, _) = data.as_chunks::<4>();
    pixels.iter().map(|inks| sum(*inks)).max().unwrap_or(0)
}

/// All inks of a spot together, in 255ths of one full ink.
pub(super) fn sum(inks: [u8; 4]) -> u32 {
    inks.iter().map(|ink| u32::from(*ink)).sum()
}

/// Brings every spot down to a limit.
pub(super) fn limit(data: &mut [u8], most: u32) {
    let most = i32::try_from(most).unwrap_or(i32::MAX);
    let (pixels, _) = data.as_chunks_mut::<4>();
    for inks in pixels {
        let fewer = limited(inks.map(i32::from), most, 255);
        *inks = fewer.map(|ink| u8::try_from(ink).unwrap_or(u8::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spot_passes_the_limit_and_black_stays() {
        for seed in 0..20_000_u32 {
            let mixed = seed.wrapping_mul(2_654_435_761);
            let inks = mixed.to_le_bytes().map(i32::from);
            for most in [255, 612, 800] {
                let fewer = limited(inks, most, 255);
                assert!(fewer.iter().sum::<i32>() <= most, "{inks:?} → {fewer:?}");
                assert!(fewer.iter().all(|ink| (0..=255).contains(ink)));
                assert!(fewer[3] >= inks[3]);
                if inks.iter().sum::<i32>() <= most {
                    assert_eq!(fewer, inks);
                }
            }
        }
    }
}
