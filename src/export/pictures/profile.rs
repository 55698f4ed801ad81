//! Colour profiles: those that pictures carry, and the press's.

use super::Digest;
use super::header::Channels;
use super::table::{Table, nodes};
use crate::diag::{Diagnostic, Message, code};
use crate::export::digest;
use crate::say;
use moxcms::{
    CmsError, ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent,
    TransformOptions,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A profile that was read, with a sum that tells it apart.
#[derive(Debug)]
pub(super) struct Profile {
    colours: ColorProfile,
    pub(super) digest: Digest,
    pub(super) channels: Channels,
}

/// The profile of a picture.
#[derive(Clone, Debug)]
pub(super) enum SourceProfile {
    /// None, or one that says nothing else than what is assumed without it.
    Usual,
    /// One that is followed.
    Own(Arc<Profile>),
    /// One that cannot be; what is wrong with it.
    Unfit(Unfit),
}

/// Why a profile is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It cannot be read, or lacks what is needed.
    Broken(Message),
    /// It is made for something else; its class.
    Class(Message),
    /// It is for other colours than the picture has.
    Space(Message),
}

/// The profiles of an issue's pictures, each read once: a camera writes the
/// same into every file.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    known: Mutex<BTreeMap<(Digest, Channels), SourceProfile>>,
}

impl Profiles {
    /// The profile for pixels of these channels.
    pub(super) fn read(&self, icc: Option<&[u8]>, channels: Channels) -> SourceProfile {
        let Some(icc) = icc else { return SourceProfile::Usual };
        let key = (digest(icc), channels);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(profile) = known().get(&key) {
            return profile.clone();
        }
        let profile = match Profile::of_picture(icc, channels) {
            Ok(profile) if profile.is_srgb() => SourceProfile::Usual,
            Ok(profile) => SourceProfile::Own(Arc::new(profile)),
            Err(unfit) => SourceProfile::Unfit(unfit),
        };
        known().insert(key, profile.clone());
        profile
    }
}

impl SourceProfile {
    /// The profile, if there is one to follow.
    pub(super) fn own(&self) -> Option<&Arc<Profile>> {
        match self {
            SourceProfile::Own(profile) => Some(profile),
            _ => None,
        }
    }

    /// What to say of a profile that is not followed.
    pub(super) fn remark(&self, path: &Path) -> Option<Diagnostic> {
        let SourceProfile::Unfit(unfit) = self else { return None };
        let name = path.display();
        let message = match unfit {
            Unfit::Broken(Message { zh, en }) => say!(
                "图片“{name}”所带的 ICC 特性文件用不了：{zh}",
                "the ICC profile inside “{name}” cannot be used: {en}"
            ),
            Unfit::Class(Message { zh, en }) => say!(
                "图片“{name}”所带的 ICC 特性文件是{zh}特性文件，不描述图片的颜色",
                "the ICC profile inside “{name}” is {en}, which describes no picture"
            ),
            Unfit::Space(Message { zh, en }) => say!(
                "图片“{name}”所带的 ICC 特性文件是{zh}的，与图片不符",
                "the ICC profile inside “{name}” is for {en}, which the picture is not"
            ),
        };
        Some(Diagnostic::new(code::PHOTO_PROFILE, message).help(say!(
            "不理会它：RGB 和灰度按 sRGB 转换，CMYK 当作已按印刷条件分色。",
            "It is ignored: RGB and gray are taken as sRGB, CMYK as separated for this press."
        )))
    }
}

impl Unfit {
    /// Why a press's profile is of no use.
    pub(super) fn why(self) -> Message {
        match self {
            Unfit::Broken(why) => why,
            Unfit::Class(Message { zh, en }) => {
                say!(
                    "是{zh}特性文件，不是输出特性文件",
                    "it is {en}, not an output profile"
                )
            }
            Unfit::Space(Message { zh, en }) => {
                say!("是{zh}的，不是 CMYK 的", "it is for {en}, not for CMYK")
            }
        }
    }
}

/// The colour library's words, with ours before them.
pub(super) fn unreadable(error: &CmsError) -> Message {
    say!("内容有误或缺少所需的表（{error}）", "{error}")
}

fn class_name(class: ProfileClass) -> Message {
    match class {
        ProfileClass::InputDevice => say!("输入设备", "an input profile"),
        ProfileClass::DisplayDevice => say!("显示器", "a display profile"),
        ProfileClass::OutputDevice => say!("输出设备", "an output profile"),
        ProfileClass::DeviceLink => say!("设备链接", "a device link profile"),
        ProfileClass::ColorSpace => say!("色彩空间转换", "a colour space profile"),
        ProfileClass::Abstract => say!("抽象", "an abstract profile"),
        ProfileClass::Named => say!("专色名", "a profile of named colours"),
    }
}

fn space_name(space: DataColorSpace) -> Message {
    match space {
        DataColorSpace::Rgb => say!(" RGB ", "RGB"),
        DataColorSpace::Cmyk => say!(" CMYK ", "CMYK"),
        DataColorSpace::Gray => say!("灰度", "gray"),
        DataColorSpace::Lab => say!(" Lab ", "Lab"),
        other => say!("别种颜色（{other:?}）", "other colours ({other:?})"),
    }
}

/// A sum over a profile without those parts of its head that say nothing of
/// colours: programs write their own names, times and sums there.
fn digest_of_colours(icc: &[u8]) -> Digest {
    const SAYING_NOTHING: [std::ops::Range<usize>; 5] =
        [4..8, 24..36, 40..48, 64..68, 80..100];
    let mut icc = icc.to_vec();
    for part in SAYING_NOTHING {
        if let Some(part) = icc.get_mut(part) {
            part.fill(0);
        }
    }
    digest(&icc)
}

impl Profile {
    fn of_picture(icc: &[u8], channels: Channels) -> Result<Profile, Unfit> {
        let profile = Profile::parse(icc)?;
        let class = profile.colours.profile_class;
        let describes = matches!(
            class,
            ProfileClass::InputDevice
                | ProfileClass::DisplayDevice
                | ProfileClass::OutputDevice
                | ProfileClass::ColorSpace
        );
        if !describes {
            return Err(Unfit::Class(class_name(class)));
        }
        // Some programs leave the RGB profile in a picture that was made gray.
        let fits = profile.channels == channels
            || (profile.channels, channels) == (Channels::Rgb, Channels::Gray);
        if !fits {
            return Err(Unfit::Space(space_name(profile.colours.color_space)));
        }
        let lacks = |error: CmsError| Unfit::Broken(unreadable(&error));
        profile.srgb_nodes().map_err(lacks)?;
        Ok(profile)
    }

    /// Reads a profile of any class.
    pub(super) fn parse(icc: &[u8]) -> Result<Profile, Unfit> {
        let broken = |error: CmsError| Unfit::Broken(unreadable(&error));
        let colours = ColorProfile::new_from_slice(icc).map_err(broken)?;
        let channels = match colours.color_space {
            DataColorSpace::Gray => Channels::Gray,
            DataColorSpace::Rgb => Channels::Rgb,
            DataColorSpace::Cmyk => Channels::Cmyk,
            other => return Err(Unfit::Space(space_name(other))),
        };
        Ok(Profile { colours, digest: digest_of_colours(icc), channels })
    }

    /// sRGB.
    pub(super) fn srgb() -> Profile {
        let colours = ColorProfile::new_srgb();
        Profile {
            colours,
            digest: Digest::default(),
            channels: Channels::Rgb,
        }
    }

    /// A space of light that holds every colour that inks make.
    pub(super) fn wide() -> Profile {
        let colours = ColorProfile::new_pro_photo_rgb();
        Profile {
            colours,
            digest: Digest::default(),
            channels: Channels::Rgb,
        }
    }

    /// Whether it can stand for a printing press, and why not.
    pub(super) fn is_for_press(&self) -> Result<(), Unfit> {
        if self.colours.profile_class != ProfileClass::OutputDevice {
            return Err(Unfit::Class(class_name(self.colours.profile_class)));
        }
        if self.channels != Channels::Cmyk {
            return Err(Unfit::Space(space_name(self.colours.color_space)));
        }
        Ok(())
    }

    /// sRGB at the nodes of a table over the profile's own samples; 256 nodes
    /// for gray.
    pub(super) fn srgb_nodes(&self) -> Result<Vec<f64>, CmsError> {
        let srgb = Profile::srgb();
        match self.channels {
            Channels::Gray => {
                let ramp: Vec<f64> =
                    (0..=255).map(|sample| f64::from(sample) / 255.0).collect();
                self.through(&srgb, &ramp, RenderingIntent::Perceptual)
            }
            channels => {
                let nodes = nodes(channels.count());
                self.through(&srgb, &nodes, RenderingIntent::Perceptual)
            }
        }
    }

    /// Colours of this profile as those of another, 0 to 1; the tables' own
    /// handling of white and black is followed.
    pub(super) fn through(
        &self,
        to: &Profile,
        colours: &[f64],
        rendering_intent: RenderingIntent,
    ) -> Result<Vec<f64>, CmsError> {
        let options = TransformOptions {
            rendering_intent,
            // Fixed point is rounded as the processor likes.
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        let transform = self.colours.create_transform_f64(
            self.layout(),
            &to.colours,
            to.layout(),
            options,
        )?;
        let count = colours.len() / self.channels.count();
        let mut out = vec![0.0; count * to.channels.count()];
        transform.transform(colours, &mut out)?;
        Ok(out)
    }

    fn layout(&self) -> Layout {
        match self.channels {
            Channels::Gray => Layout::Gray,
            Channels::Rgb => Layout::Rgb,
            // Four samples, whatever they are.
            Channels::Cmyk => Layout::Rgba,
        }
    }

    /// Whether it says what is assumed without it, to half a step of 8 bits:
    /// most cameras and telephones write such a one.
    fn is_srgb(&self) -> bool {
        const NEAR: u16 = 128;
        self.channels == Channels::Rgb
            && self
                .srgb_nodes()
                .is_ok_and(|nodes| Table::new(3, 3, &nodes).shift() <= NEAR)
    }
}
