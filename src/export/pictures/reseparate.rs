//! Inks that were separated for one press as those of another.
//!
//! As printers do it: relative colorimetric, so that paper stays paper and solid
//! inks as strong as they can be, with black point compensation, so that the
//! darks of a press with more ink do not run together on one with less (ISO
//! 18619). The colour library has the first, not the second, so the way goes by
//! a wide space of light, in which the second is one multiplication.

use super::profile::Profile;
use moxcms::{CmsError, RenderingIntent};

/// The exponent of the wide space's code (ROMM RGB, ISO 22028-2).
const GAMMA: f64 = 1.8;
/// How much the wide space's red, green and blue add to luminance.
const LUMINANCE: [f64; 3] = [0.288, 0.7119, 0.0001];
/// The lightest black point there is: L* 50.
const LIGHTEST: f64 = 0.184;

/// Inks of one profile as those of another.
pub(super) fn reseparated(
    from: &Profile,
    to: &Profile,
    inks: &[f64],
) -> Result<Vec<f64>, CmsError> {
    let wide = Profile::wide();
    let intent = RenderingIntent::RelativeColorimetric;
    let mut light = from.through(&wide, inks, intent)?;
    let (own, other) = (black_point(from, &wide)?, black_point(to, &wide)?);
    let share = (1.0 - other) / (1.0 - own);
    for part in &mut light {
        let linear = part.clamp(0.0, 1.0).powf(GAMMA);
        let moved = 1.0 - (1.0 - linear) * share;
        *part = moved.clamp(0.0, 1.0).powf(1.0 / GAMMA);
    }
    wide.through(to, &light, intent)
}

/// The luminance of the darkest neutral that a profile prints: what it makes of
/// black, within its own limit of ink.
fn black_point(profile: &Profile, wide: &Profile) -> Result<f64, CmsError> {
    let black = wide.through(profile, &[0.0; 3], RenderingIntent::Perceptual)?;
    let shown = profile.through(wide, &black, RenderingIntent::RelativeColorimetric)?;
    let parts = shown.iter().zip(LUMINANCE);
    let luminance = parts.map(|(part, weight)| part.clamp(0.0, 1.0).powf(GAMMA) * weight);
    Ok(luminance.sum::<f64>().min(LIGHTEST))
}
