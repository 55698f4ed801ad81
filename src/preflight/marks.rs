//! Rules for what is painted: inks, overprint, sizes of type, lines and
//! pictures.

use super::colour::{PROCESS, Space};
use super::cover::Cover;
use super::file::File;
use super::finding::{Findings, Spot};
use super::listed::{forbidden_filter, unknown_intent};
use super::matrix::Area;
use super::pages::PageBox;
use super::rules::{Rule, rule};
use super::state::{Coat, Plate};
use super::walk::{Painted, Picture, Step, Visitor, What};
use crate::geom::Abs;
use crate::layout::Smallest;
use crate::say;
use lopdf::ObjectId;
use std::collections::BTreeSet;

/// Type from this size on may knock out: a slip of register does not fill its
/// strokes (GWG).
const SMALL_BLACK: f64 = 12.0;
/// Pictures of so few pixels a side are tints and rules, not photographs (GWG).
const TINY: f64 = 16.0;
/// Black with so much black and so much of all inks is a rich black (GWG).
const RICH: (f64, f64) = (0.85, 220.0);
/// Sizes are compared with a grain of salt: 8.9999 pt is 9 pt.
const SLACK: f64 = 0.005;

/// A place where the ink limit may be passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    pub(super) area: Area,
    /// The picture in the four inks that stands there, if its own pixels are
    /// all the doubt there is.
    pub(super) picture: Option<ObjectId>,
}

/// The visitor that holds a page against the rules.
pub(super) struct Marks<'a, 'p> {
    file: &'a File<'a>,
    findings: &'a mut Findings<'p>,
    spot: Spot,
    bleed: Area,
    is_mono: bool,
    /// Colour spaces set, and those painted in, with their rules.
    spaces: [Vec<(Rule, &'static str)>; 2],
    /// Where black on top would pass the ink limit, so that it knocks out.
    heavy: Cover,
    /// Where the ink limit may be passed, as far as can be said without
    /// drawing the plates.
    pub(super) doubtful: Vec<Doubt>,
    /// Things painted.
    pub(super) count: usize,
    /// Pictures shown.
    pub(super) pictures: BTreeSet<ObjectId>,
}

impl<'a, 'p> Marks<'a, 'p> {
    pub(super) fn new(
        file: &'a File<'a>,
        page: &PageBox,
        findings: &'a mut Findings<'p>,
    ) -> Marks<'a, 'p> {
        let is_mono = findings.press.mono.contains(&page.number);
        Marks {
            spot: page.spot(),
            bleed: page.bleed,
            is_mono,
            file,
            findings,
            spaces: Default::default(),
            heavy: Cover::new(page.bleed),
            doubtful: Vec::new(),
            count: 0,
            pictures: BTreeSet::new(),
        }
    }
}

impl Visitor for Marks<'_, '_> {
    fn step(&mut self, step: &Step<'_>) {
        self.set(step);
        self.named(step);
        for painted in step.painted {
            self.count += 1;
            self.spaces(painted);
            if painted.area.meet(self.bleed).is_none() {
                // Marks, which are cut off.
                continue;
            }
            if step.state.is_stencil && !matches!(painted.what, What::Picture(_)) {
                // Told of the text that shows the glyph.
                continue;
            }
            self.mono(painted);
            self.doubt(painted);
            match &painted.what {
                What::Text { size } => self.text(painted, *size),
                What::Fill { thin } => {
                    self.white_shape(painted);
                    if let Some(thin) = thin {
                        self.line(painted, *thin);
                    }
                    self.weigh(painted);
                }
                What::Line { width } => {
                    self.white_shape(painted);
                    self.line(painted, *width);
                }
                What::Picture(picture) => {
                    self.picture(painted, picture);
                    self.weigh(painted);
                }
                What::Shading => self.weigh(painted),
            }
        }
    }
}

/// The rule that a space of light or of a profile breaks, and the space's name.
pub(super) fn foreign(space: &Space) -> Option<(Rule, &'static str)> {
    Some(match space {
        Space::Rgb => (rule::RGB_COLOUR, "DeviceRGB"),
        Space::Icc(3) => (rule::RGB_COLOUR, "ICCBased RGB"),
        Space::Icc(1) => (rule::ICC_COLOUR, "ICCBased Gray"),
        Space::Icc(_) => (rule::ICC_COLOUR, "ICCBased CMYK"),
        Space::Measured(name) => (rule::LAB_COLOUR, name),
        _ => return None,
    })
}

/// Whether a coat's tints are known and there are none.
fn is_white(coat: &Coat) -> bool {
    !coat.patterned && coat.is_known && coat.tints.is_white()
}

/// Solid black, and black alone.
fn is_solid_black(coat: &Coat) -> bool {
    coat.tints.is_black_only() && coat.tints.process[3] > 0.995
}

/// The most ink that a coat can lay down by itself, in percent.
fn most(coat: &Coat) -> f64 {
    match coat.is_known && !coat.patterned {
        true => coat.tints.total(),
        false => 100.0 * coat.plates().len() as f64,
    }
}

fn knocks_out(coat: &Coat) -> bool {
    (0..3).any(|ink| coat.on(&Plate::Process(ink)).is_some())
}

impl Marks<'_, '_> {
    /// Colour spaces, which matter wherever they stand: a spot ink outside the
    /// page costs a plate, too.
    fn spaces(&mut self, painted: &Painted) {
        for space in painted.coat.space.chain() {
            if let Space::Inks(names, _) = space {
                self.spots(names, painted.area);
            }
            let Some((rule, name)) = foreign(space) else { continue };
            self.spaces[1].push((rule, name));
            let (zh, en) = kind(&painted.what);
            let message = say!("{zh}用了 {name}", "{en} in {name}");
            self.findings.tell_at(rule, self.spot, painted.area, message);
        }
    }

    /// What contents themselves name: intents, and the filters of pictures in
    /// them.
    fn named(&mut self, step: &Step<'_>) {
        let mut told = Vec::new();
        let intent = match step.operation.operator {
            b"ri" => step.operation.name(0),
            b"BI" => {
                let picture = step.operation.operands.first();
                let picture = picture.and_then(|object| object.as_stream().ok());
                let Some(picture) = picture else { return };
                let filters = self.file.filters(&picture.dict);
                for (filter, _) in filters {
                    told.extend(forbidden_filter(&filter));
                }
                self.file.name(&picture.dict, "Intent")
            }
            _ => return,
        };
        told.extend(unknown_intent(intent).map(|said| (rule::RENDERING_INTENT, said)));
        for (rule, message) in told {
            match step.painted.first() {
                Some(painted) => {
                    self.findings.tell_at(rule, self.spot, painted.area, message);
                }
                None => self.findings.tell_page(rule, self.spot.number, message),
            }
        }
    }

    /// Remembers colour spaces that are set, painted in or not.
    fn set(&mut self, step: &Step<'_>) {
        let colour = match step.operation.operator {
            b"rg" | b"cs" => &step.state.fill,
            b"RG" | b"CS" => &step.state.stroke,
            _ => return,
        };
        let chain = colour.space.chain();
        for foreign in chain.into_iter().filter_map(foreign) {
            if !self.spaces[0].contains(&foreign) {
                self.spaces[0].push(foreign);
            }
        }
    }

    /// Tells the colour spaces that were set and not painted in: the standard
    /// forbids the operator already.
    pub(super) fn finish(&mut self) {
        let [set, painted] = std::mem::take(&mut self.spaces);
        for (rule, name) in set.into_iter().filter(|space| !painted.contains(space)) {
            let message = say!(
                "页面设了 {name} 的颜色，虽然没有用上",
                "a colour in {name} is set, if not used"
            );
            self.findings.tell_page(rule, self.spot.number, message);
        }
    }

    fn mono(&mut self, painted: &Painted) {
        let (spot, area) = (self.spot, painted.area);
        if self.is_mono && has_colour(&painted.coat) {
            let (zh, en) = kind(&painted.what);
            self.findings.tell_at(
                rule::MONO_PAGE,
                spot,
                area,
                say!(
                    "本版只印黑色，{zh}有彩色",
                    "the page prints in black, but {en} has colour"
                ),
            );
        }
    }

    fn spots(&mut self, names: &[String], area: Area) {
        for name in names {
            if name == "All" && area.meet(self.bleed).is_none() {
                // What register marks are made of.
            } else if name == "All" {
                self.findings.tell_at(
                    rule::REGISTRATION_INK,
                    self.spot,
                    area,
                    say!(
                        "用了套版色 All，每块版都会印",
                        "the colour All prints on every plate"
                    ),
                );
            } else if name != "None"
                && !PROCESS.contains(&name.as_str())
                && !self.findings.press.spots.contains(name)
            {
                self.findings.tell_at(
                    rule::SPOT_INK,
                    self.spot,
                    area,
                    say!(
                        "专色“{name}”不在印厂允许之列",
                        "the press does not print spot ink “{name}”"
                    ),
                );
            }
        }
    }

    fn text(&mut self, painted: &Painted, size: f64) {
        let Painted { area, coat, .. } = painted;
        let (area, spot, tints) = (*area, self.spot, &coat.tints);
        let size = size * self.findings.scale;
        let shown = (size * 100.0).round() / 100.0;
        if is_white(coat) && coat.overprints {
            let message = say!(
                "白字设了叠印，印出来会消失",
                "white text overprints and will vanish"
            );
            self.findings.tell_at(rule::WHITE_TEXT_OVERPRINT, spot, area, message);
        }
        let most = self.findings.press.overprint_type.map_or(0.0, Abs::to_pt);
        if is_solid_black(coat) && size < most.min(SMALL_BLACK) - SLACK {
            if *coat.space == Space::Gray {
                let message = say!(
                    "{shown} pt 黑字是 DeviceGray，叠印靠不住",
                    "{shown} pt black text is in DeviceGray, whose overprint cannot be relied on"
                );
                self.findings.tell_sized(rule::GRAY_TEXT, spot, area, message);
            } else if knocks_out(coat) && !self.is_on_heavy(area) {
                let message =
                    say!("{shown} pt 黑字没有叠印", "{shown} pt black text knocks out");
                self.findings
                    .tell_sized(rule::BLACK_TEXT_KNOCKOUT, spot, area, message);
            }
        }
        if tints.process[3] >= RICH.0 && tints.total() > RICH.1 {
            let total = tints.total().round();
            let message = say!(
                "文字用了四色黑，总墨量 {total}%",
                "text in a rich black of {total} %"
            );
            self.findings.tell_at(rule::RICH_BLACK_TEXT, spot, area, message);
        }
        let limits = self.findings.press.smallest_type;
        let (rule, least) = by_inks(
            coat,
            limits,
            [rule::SMALL_TEXT, rule::SMALL_TEXT_REVERSED, rule::SMALL_TEXT_MULTI_INK],
        );
        if size < least - SLACK {
            let message = say!(
                "字号 {shown} pt，印厂最小 {least} pt",
                "type of {shown} pt; the press's smallest is {least} pt"
            );
            self.findings.tell_sized(rule, spot, area, message);
        }
    }

    fn white_shape(&mut self, painted: &Painted) {
        if is_white(&painted.coat) && painted.coat.overprints {
            let message = say!(
                "白色图形设了叠印，印出来会消失",
                "a white shape overprints and will vanish"
            );
            self.findings.tell_at(
                rule::WHITE_OVERPRINT,
                self.spot,
                painted.area,
                message,
            );
        }
    }

    fn line(&mut self, painted: &Painted, width: f64) {
        let Painted { area, coat, .. } = painted;
        let (area, spot) = (*area, self.spot);
        let width = width * self.findings.scale;
        let shown = (width * 1000.0).round() / 1000.0;
        if width <= 0.0 {
            let message = say!(
                "线宽为零，印出来看不见",
                "a line of width zero cannot be seen in print"
            );
            self.findings.tell_at(rule::HAIRLINE, spot, area, message);
            return;
        }
        if is_solid_black(coat)
            && width < self.findings.press.overprint_rule.to_pt() - SLACK
        {
            if *coat.space == Space::Gray {
                let message = say!(
                    "{shown} pt 黑线是 DeviceGray，叠印靠不住",
                    "a black line of {shown} pt is in DeviceGray, whose overprint cannot be relied on"
                );
                self.findings.tell_sized(rule::GRAY_TEXT, spot, area, message);
            } else if knocks_out(coat) && !self.is_on_heavy(area) {
                let message = say!(
                    "{shown} pt 黑线没有叠印",
                    "a black line of {shown} pt knocks out"
                );
                self.findings
                    .tell_sized(rule::BLACK_LINE_KNOCKOUT, spot, area, message);
            }
        }
        let limits = self.findings.press.thinnest_rule;
        let (rule, least) = by_inks(
            coat,
            limits,
            [rule::THIN_LINE, rule::THIN_LINE_REVERSED, rule::THIN_LINE_MULTI_INK],
        );
        if width < least - SLACK {
            let message = say!(
                "线宽 {shown} pt，印厂最细 {least} pt",
                "a line of {shown} pt; the press's thinnest is {least} pt"
            );
            self.findings.tell_sized(rule, spot, area, message);
        }
    }

    fn picture(&mut self, painted: &Painted, picture: &Picture) {
        self.pictures.extend(picture.id);
        let ((across, down), (width, height)) = (picture.pixels, picture.size);
        if across.max(down) <= TINY || width <= 0.0 || height <= 0.0 {
            return;
        }
        let resolution = (across / width).min(down / height) * 72.0 / self.findings.scale;
        let needs = self.findings.press.pictures;
        let line_art = picture.bits <= 1.0;
        let (warn, fail) = needs.limits(line_art);
        let rules = if line_art {
            [rule::LINE_ART_TOO_LOW, rule::LINE_ART_LOW]
        } else {
            [rule::PICTURE_TOO_LOW, rule::PICTURE_LOW]
        };
        let (rule, least) = match resolution.ceil() {
            found if found < fail => (rules[0], fail),
            found if found < warn => (rules[1], warn),
            _ => return,
        };
        let found = resolution.round();
        let message = say!(
            "图片 {across}×{down} 像素，只有 {found} ppi，应有 {least} ppi",
            "a picture of {across}×{down} pixels has {found} ppi of {least} ppi"
        );
        self.findings.tell_sized(rule, self.spot, painted.area, message);
    }

    /// Remembers where black may not be added.
    fn weigh(&mut self, painted: &Painted) {
        if most(&painted.coat) + 100.0 > self.findings.press.ink_limit {
            self.heavy.add(painted.area);
        }
    }

    /// Remembers where only drawing tells how much ink there is: in pictures
    /// and gradients, and where something but black on light is overprinted.
    fn doubt(&mut self, painted: &Painted) {
        let Painted { area, coat, .. } = painted;
        let over = coat.overprints
            && !is_white(coat)
            && (!coat.tints.is_black_only() || self.is_on_heavy(*area));
        if over || most(coat) > self.findings.press.ink_limit {
            let picture = match &painted.what {
                What::Picture(picture) if !over && *coat.space == Space::Cmyk => {
                    picture.id
                }
                _ => None,
            };
            self.doubtful.push(Doubt { area: *area, picture });
        }
    }

    fn is_on_heavy(&self, area: Area) -> bool {
        self.heavy.touches(area)
    }
}

/// The limit and the rule for a thing by the inks it is in.
fn by_inks(
    coat: &Coat,
    limits: Smallest,
    [positive, reversed, multi_ink]: [Rule; 3],
) -> (Rule, f64) {
    if is_white(coat) {
        (reversed, limits.reversed.to_pt())
    } else if coat.tints.count() > 1 {
        (multi_ink, limits.multi_ink.to_pt())
    } else {
        (positive, limits.positive.to_pt())
    }
}

fn kind(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Text { .. } => ("文字", "text"),
        What::Fill { .. } => ("图形", "a shape"),
        What::Line { .. } => ("线", "a line"),
        What::Picture(_) => ("图片", "a picture"),
        What::Shading => ("渐变", "a gradient"),
    }
}

/// Whether something may print on another plate than black. Of pictures and
/// gradients only the colour space is known.
fn has_colour(coat: &Coat) -> bool {
    let tints = &coat.tints;
    if tints.process[..3].iter().any(|tint| *tint > 0.0)
        || tints.spots.iter().any(|(_, tint)| *tint > 0.0)
    {
        return true;
    }
    let unknown = tints.is_white() && !is_white(coat);
    let plain = |space: &Space| match space {
        Space::Gray | Space::Icc(1) | Space::Indexed(_) | Space::Pattern(_) => true,
        Space::Measured(name) => *name == "CalGray",
        Space::Inks(names, _) => {
            names.iter().all(|name| name == "Black" || name == "None")
        }
        _ => false,
    };
    // What stands for a named ink elsewhere does not print.
    let chain = coat.space.chain();
    let end = chain.iter().position(|space| matches!(space, Space::Inks(..)));
    let chain = &chain[..end.map_or(chain.len(), |end| end + 1)];
    unknown && !chain.iter().all(|space| plain(space))
}
