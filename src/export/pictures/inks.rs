//! The inks of a press: how light is turned into them.

use super::Digest;
use super::decode::Raster;
use super::header::Channels;
use super::ink;
use super::profile::{Profile, SourceProfile, Unfit, unreadable};
use super::reseparate::reseparated;
use super::table::{Table, nodes};
use super::trouble::Trouble;
use moxcms::{CmsError, RenderingIntent};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A press's inks: its profile, the limit of ink, and tables made so far.
#[derive(Debug)]
pub(in crate::export) struct Inks {
    press: Profile,
    /// The most ink on any spot, in 255ths of one full ink.
    limit: u32,
    /// Lightness (as sRGB codes it) of black ink, from none to full, on paper.
    black: Vec<f64>,
    tables: Mutex<BTreeMap<TableKey, Arc<Table>>>,
}

/// What a table is for: the source's profile and channels, and whether it
/// gives black alone.
type TableKey = (Option<Digest>, Channels, bool);

/// Steps of the ramp of black ink: the colour library's own nodes.
const STEPS: u8 = 16;

/// Room that coding is left below the limit, in 255ths of one full ink: 1.5 %.
/// JPEG wavers about its pixels, most of all in the dark.
const MARGIN: u32 = 4;

impl Inks {
    /// Makes a press's inks ready; `limit` is in percent.
    pub(super) fn new(icc: &[u8], limit: f64) -> Result<Inks, Trouble> {
        let unfit = |unfit: Unfit| Trouble::PressProfile(unfit.why());
        let press = Profile::parse(icc).map_err(unfit)?;
        press.is_for_press().map_err(unfit)?;
        let black = ramp_of_black(&press).map_err(lacks)?;
        let tables = Mutex::default();
        Ok(Inks { press, limit: in_255ths(limit), black, tables })
    }

    /// The most ink on any spot, in 255ths of one full ink.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// What the making of a picture depends on.
    pub(super) fn key(&self) -> Vec<u8> {
        [&self.press.digest[..], &self.limit.to_le_bytes()].concat()
    }

    /// Whether inks of this profile are this press's own: it is the press's, or
    /// there is none.
    pub(super) fn are_own(&self, profile: &SourceProfile) -> bool {
        profile.own().is_none_or(|own| own.digest == self.press.digest)
    }

    /// Light or inks as this press's inks, or as light that black ink alone
    /// gives (0 is full ink, as PDF's gray has it).
    pub(super) fn convert(
        &self,
        raster: Raster,
        profile: &SourceProfile,
        gray: bool,
    ) -> Result<Raster, Trouble> {
        let channels = match raster.samples {
            1 => Channels::Gray,
            3 => Channels::Rgb,
            _ => Channels::Cmyk,
        };
        if channels == Channels::Cmyk && !gray && self.are_own(profile) {
            let mut raster = raster;
            ink::limit(&mut raster.data, self.limit - MARGIN);
            return Ok(raster);
        }
        let own = profile.own().filter(|_| channels != Channels::Gray);
        let table = self.table(own.map(AsRef::as_ref), channels, gray)?;
        let data = match channels {
            Channels::Gray => self.grays(&raster.data, profile, &table)?,
            _ => table.apply(&raster.data),
        };
        let samples = if gray { 1 } else { 4 };
        Ok(Raster { data, samples, ..raster })
    }

    /// Grays have no more than 256 values.
    fn grays(
        &self,
        data: &[u8],
        profile: &SourceProfile,
        table: &Table,
    ) -> Result<Vec<u8>, Trouble> {
        let own = profile.own().filter(|own| own.channels == Channels::Gray);
        let codes: Vec<u8> = match own {
            Some(own) => {
                let light = own.srgb_nodes().map_err(lacks)?;
                light
                    .chunks_exact(3)
                    .map(|light| whole(lightness_of(light)))
                    .collect()
            }
            None => (0..=u8::MAX).collect(),
        };
        let ramp: Vec<u8> = codes.iter().flat_map(|code| [*code; 3]).collect();
        let shown = table.apply(&ramp);
        Ok(data.iter().map(|sample| shown[usize::from(*sample)]).collect())
    }

    /// The table for a source, made when first wanted.
    fn table(
        &self,
        own: Option<&Profile>,
        channels: Channels,
        gray: bool,
    ) -> Result<Arc<Table>, Trouble> {
        let key = (own.map(|own| own.digest), channels, gray);
        let known = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(table) = known().get(&key) {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(match (channels, gray) {
            (Channels::Cmyk, true) => self.inks_to_black(own)?,
            (Channels::Cmyk, false) => self.inks_to_inks(own.unwrap_or(&self.press))?,
            (_, true) => self.light_to_black(own)?,
            (_, false) => self.light_to_inks(own)?,
        });
        known().insert(key, Arc::clone(&table));
        Ok(table)
    }

    fn light_to_inks(&self, own: Option<&Profile>) -> Result<Table, Trouble> {
        let srgb = Profile::srgb();
        let from = own.unwrap_or(&srgb);
        let inks = from.through(&self.press, &nodes(3), RenderingIntent::Perceptual);
        let mut table = Table::new(3, 4, &inks.map_err(lacks)?);
        self.hold(&mut table);
        // White is paper: a profile may leave a trace of ink in it.
        table.set_corner(true, 0);
        Ok(table)
    }

    /// Inks of another press, by way of what they look like. Black alone stays
    /// so: type and lines in a picture are not to be made of four inks.
    fn inks_to_inks(&self, own: &Profile) -> Result<Table, Trouble> {
        let nodes = nodes(4);
        // A profile may have tables for pictures alone.
        let inks = reseparated(own, &self.press, &nodes)
            .or_else(|_| own.through(&self.press, &nodes, RenderingIntent::Perceptual));
        let mut table = Table::new(4, 4, &inks.map_err(lacks)?);
        self.hold(&mut table);
        table.set_edge(&self.own_blacks(own).map_err(lacks)?);
        table.set_corner(false, 0);
        Ok(table)
    }

    /// Black alone of another press as black alone of this, from none to full,
    /// so that tones keep their distance between paper and black.
    fn own_blacks(&self, own: &Profile) -> Result<Vec<[u16; 4]>, CmsError> {
        let shown = ramp_of_black(own)?;
        let darkest = shown.last().copied().unwrap_or(0.0).min(0.99);
        let of = |light: &f64| {
            let wanted = self.laid((light - darkest) / (1.0 - darkest));
            [0, 0, 0, whole_of(self.black_for(wanted), 65_535.0)]
        };
        Ok(shown.iter().map(of).collect())
    }

    fn light_to_black(&self, own: Option<&Profile>) -> Result<Table, Trouble> {
        let light = match own {
            Some(own) => own.srgb_nodes().map_err(lacks)?,
            None => nodes(3),
        };
        let mut table = Table::new(3, 1, &self.blacks(&light));
        table.set_corner(true, u16::MAX);
        Ok(table)
    }

    fn inks_to_black(&self, own: Option<&Profile>) -> Result<Table, Trouble> {
        let light = own.unwrap_or(&self.press).srgb_nodes().map_err(lacks)?;
        let mut table = Table::new(4, 1, &self.blacks(&light));
        table.set_corner(false, u16::MAX);
        Ok(table)
    }

    /// How much of the paper black ink leaves, for light: its whole range, from
    /// black to white, is laid over what black ink gives on paper, so that no
    /// tones run together in the dark.
    fn blacks(&self, light: &[f64]) -> Vec<f64> {
        let left = |light: &[f64]| 1.0 - self.black_for(self.laid(lightness_of(light)));
        light.chunks_exact(3).map(left).collect()
    }

    /// A lightness from black to white as one from black ink to paper.
    fn laid(&self, light: f64) -> f64 {
        let darkest = self.black.last().copied().unwrap_or(0.0);
        darkest + (1.0 - darkest) * light
    }

    /// How much black ink gives a lightness, 0 to 1.
    fn black_for(&self, wanted: f64) -> f64 {
        let step = 1.0 / f64::from(STEPS);
        let mut ink = 0.0;
        for pair in self.black.windows(2) {
            let [light, dark] = [pair[0], pair[1]];
            if wanted >= dark {
                let part = (light - wanted) / (light - dark).max(1e-6);
                return ink + step * part.clamp(0.0, 1.0);
            }
            ink += step;
        }
        1.0
    }

    /// Holds a table to the limit of ink; what lies between its nodes is then
    /// held too.
    fn hold(&self, table: &mut Table) {
        let most = i32::try_from((self.limit - MARGIN) * 257).unwrap_or(i32::MAX);
        table.mend::<4>(|inks| {
            let fewer = ink::limited(inks.map(i32::from), most, 65_535);
            fewer.map(|ink| u16::try_from(ink).unwrap_or(u16::MAX))
        });
    }
}

/// A limit in percent as 255ths of one full ink, rounded down; a limit below
/// one full black would leave no text.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "percents from 100 to 400"
)]
fn in_255ths(percent: f64) -> u32 {
    (percent.clamp(100.0, 400.0) * 2.55 + 0.001) as u32
}

/// How light a colour looks, on the scale of sRGB's codes: its parts add up as
/// light, of which squares are near enough.
fn lightness_of(rgb: &[f64]) -> f64 {
    let weights = [0.2126, 0.7152, 0.0722];
    let light: f64 = rgb
        .iter()
        .zip(weights)
        .map(|(part, weight)| part * part * weight)
        .sum();
    light.sqrt()
}

fn whole(part: f64) -> u8 {
    u8::try_from(whole_of(part, 255.0)).unwrap_or(u8::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before, and no more than 65535"
)]
fn whole_of(part: f64, most: f64) -> u16 {
    (part.clamp(0.0, 1.0) * most).round() as u16
}

/// The lightness of black ink alone, from none to full, on a profile's paper.
fn ramp_of_black(profile: &Profile) -> Result<Vec<f64>, CmsError> {
    let ramp: Vec<f64> = (0..=STEPS)
        .flat_map(|step| [0.0, 0.0, 0.0, f64::from(step) / f64::from(STEPS)])
        .collect();
    let intent = RenderingIntent::RelativeColorimetric;
    let light = profile.through(&Profile::srgb(), &ramp, intent)?;
    Ok(light.chunks_exact(3).map(lightness_of).collect())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn lacks(error: CmsError) -> Trouble {
    Trouble::PressProfile(unreadable(&error))
}

/// RGB of another profile as sRGB, for files without a press.
pub(super) fn to_srgb(
    raster: Raster,
    profile: &SourceProfile,
) -> Result<Raster, Trouble> {
    let Some(own) = profile.own() else { return Ok(raster) };
    let light = match (raster.samples, own.channels) {
        (1, Channels::Gray) | (3, Channels::Rgb) => own.srgb_nodes().map_err(lacks)?,
        _ => return Ok(raster),
    };
    let data = if raster.samples == 1 {
        let codes: Vec<u8> = light
            .chunks_exact(3)
            .map(|light| whole(lightness_of(light)))
            .collect();
        raster.data.iter().map(|sample| codes[usize::from(*sample)]).collect()
    } else {
        Table::new(3, 3, &light).apply(&raster.data)
    };
    Ok(Raster { data, ..raster })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Disk, System};
    use std::path::Path;

    #[test]
    fn inks_of_another_press_keep_their_hue() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let icc = root.join("layouts/press/SNAP_TR002_newsprint_240.icc");
        let icc = Disk.read(&icc).expect("shipped");
        let inks = Inks::new(&icc, 240.0).expect("a press");
        let table = inks.inks_to_inks(&inks.press).expect("both ways");
        let turned = |inks: [u8; 4]| table.apply(&inks);
        assert_eq!(turned([0; 4]), [0; 4], "paper");
        // To its own press a solid ink stays one.
        for ink in 0..3 {
            let mut solid = [0; 4];
            solid[ink] = 255;
            let made = turned(solid);
            let others = (0..4).filter(|other| *other != ink).map(|other| made[other]);
            assert!(made[ink] > 215 && others.max() < Some(20), "{solid:?} {made:?}");
        }
        for black in 0..=255 {
            let made = turned([0, 0, 0, black]);
            assert_eq!(made[..3], [0; 3], "black alone stays so");
            assert!(made[3].abs_diff(black) < 4, "{black} {made:?}");
        }
        assert_eq!(turned([0, 0, 0, 255]), [0, 0, 0, 255]);
        // Each ink alone, and the tint of two: what they look like stays near,
        // as far as the profile's own perceptual tables lead out and back.
        let srgb = Profile::srgb();
        let intent = RenderingIntent::RelativeColorimetric;
        let seen = |inks_of: &[u8]| {
            let parts: Vec<f64> =
                inks_of.iter().map(|ink| f64::from(*ink) / 255.0).collect();
            inks.press.through(&srgb, &parts, intent).expect("light")
        };
        for colour in [[128, 0, 0, 0], [0, 128, 0, 0], [0, 0, 128, 0], [90, 90, 0, 30]] {
            let (was, is) = (seen(&colour), seen(&turned(colour)));
            let off = was.iter().zip(&is).map(|(a, b)| (a - b).abs());
            let off = off.fold(0.0, f64::max);
            assert!(off < 0.15, "{colour:?} {:?} is off by {off}", turned(colour));
        }
    }
}
