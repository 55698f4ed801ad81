//! The house style: the paper's facts, faces, and a style for every role.

use crate::color::Ink;
use crate::geom::{Abs, Em};
use crate::role::Role;
use crate::source::{Located, Span};
use std::collections::BTreeMap;

/// What `layouts/house.toml` says.
#[derive(Clone, Debug)]
pub struct House {
    /// The paper's name and legal facts.
    pub paper: Paper,
    /// Faces by the names that styles use.
    pub faces: BTreeMap<String, FaceSpec>,
    /// Spot inks, by their numbers in [`SpotId`](crate::color::SpotId).
    pub spots: Vec<SpotInk>,
    /// A style for every role.
    pub styles: BTreeMap<Role, Style>,
    /// How headings are set, whatever their size.
    pub heads: Heads,
    /// Names, posts and terms that a heading never splits.
    pub words: Vec<String>,
    /// Limits beyond which a line or a page is told as faulty.
    pub limits: Limits,
    /// How names are set.
    pub names: Names,
    /// The press that the paper usually goes to, if it names one.
    pub press: Option<Located<String>>,
    /// Whether the word 广告 stands at every advertisement, as the law wants.
    pub ad_label: bool,
}

/// Where names of two characters are opened to three 人名撑三.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Reporters' in a credit.
    pub credit: bool,
    /// Those of a list in columns.
    pub list: bool,
}

/// A spot ink 专色 of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotInk {
    /// As the printers call it; also the name of its plate.
    pub name: String,
    /// What it looks like in the four inks.
    pub cmyk: [u16; 4],
}

/// The paper's name and the facts the law wants printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// 报名.
    pub name: String,
    /// Short ASCII name for file names, such as `ljgrb`.
    pub code: String,
    /// Lines beside or under the nameplate: sponsor, CN number, postal code …
    pub facts: Vec<String>,
    /// Parts of the imprint 报尾, set in one strip.
    pub imprint: Vec<String>,
}

/// A face for a name: files of `fonts/`, Chinese and Latin.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceSpec {
    /// Chinese faces, the first preferred, the others for missing characters.
    pub han: Vec<String>,
    /// The companion for Latin and digits; none takes the Chinese face's own.
    pub latin: Option<String>,
    /// Size of the companion relative to the Chinese.
    pub latin_scale: f64,
    /// How far the companion is raised, in em.
    pub latin_shift: Em,
    /// Where the house's file names each of its files; none of those built in.
    pub named: BTreeMap<String, Span>,
}

/// How type of one role is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// A name in [`House::faces`].
    pub face: String,
    /// Type size.
    pub size: Abs,
    /// From baseline to baseline where the role keeps its own pitch; the grid's
    /// for body text.
    pub leading: Abs,
    /// Ink.
    pub ink: Ink,
    /// Where the ink is written, if it is.
    pub ink_at: Option<Span>,
    /// Punctuation style.
    pub punctuation: Punctuation,
    /// Blanks between two marks.
    pub pairs: Pairs,
    /// How a paragraph begins that begins with an opening mark.
    pub start: Start,
    /// A pause or full stop may hang out at a line's end.
    pub hanging: bool,
    /// How a paragraph is divided into lines.
    pub composer: Composer,
    /// Prohibition level.
    pub level: Level,
    /// Blank between Chinese and Latin.
    pub gap: Gap,
    /// First-line indent in em.
    pub indent: Em,
}

/// Punctuation styles 标点样式 (composition rule R3.9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Punctuation {
    /// 全身: one em each, pairs trimmed, half at line ends.
    #[default]
    Quanjiao,
    /// 开明: sentence ends one em, other marks half.
    Kaiming,
    /// 行末半角: no pair trimming, half at line edges.
    Hangmo,
    /// 全半角: every mark half an em.
    Banjiao,
}

/// What is left between two marks that stand side by side (composition rule
/// R3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pairs {
    /// 全角式: one of two blanks that meet stays; two marks take 1.5 em.
    #[default]
    Normal,
    /// None stays between a closing and an opening mark: ，“ takes one em.
    Tight,
}

/// An opening mark at the start of a paragraph (composition rule R3.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Start {
    /// The indent and the whole em of the mark.
    Full,
    /// The indent and the mark without its blank.
    #[default]
    Trim,
    /// The mark hangs into the indent, so that the word after it stands there.
    Hang,
}

/// How a paragraph is divided into lines (composition rule R5.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Composer {
    /// All ways are compared; the best of all lines together wins.
    #[default]
    Best,
    /// Line by line, each as good as can be: an edit leaves the lines above
    /// as they were.
    Line,
}

/// Prohibition levels 避头尾 (composition rule R2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is forbidden but splitting —— and ……
    None,
    /// Marks not at line starts, opening brackets not at line ends.
    Basic,
    /// As GB/T 15834: basic, and no solidus at a line's end.
    #[default]
    Gb,
    /// Also no dash or ellipsis at a line's start.
    Strict,
}

/// The blank between Chinese and Latin (composition rule R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// As it is set in a line that needs no adjusting.
    pub natural: Em,
    /// The least it may shrink to.
    pub min: Em,
    /// The most it stretches to before other gaps do.
    pub max: Em,
}

/// Headline sizes by priority, the lead's first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Size for priority 1, 2, 3, 4.
    pub sizes: Vec<Abs>,
    /// Every size a headline may have, from large to small.
    pub steps: Vec<Abs>,
}

impl Ladder {
    /// The size a story of a priority starts with.
    #[must_use]
    pub fn size(&self, priority: u8) -> Abs {
        let index = usize::from(priority.max(1)) - 1;
        self.sizes
            .get(index)
            .or(self.sizes.last())
            .copied()
            .unwrap_or(Abs::pt(18.0))
    }
}

/// How headings are set (composition rules R10 and R11).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heads {
    /// The blank that stands for a comma, and for a space the editor typed;
    /// with none of it commas stay.
    pub blank: Em,
    /// 均排: the most by which a gap is opened, to bring lines to one width.
    pub spread: Em,
    /// The share by which a headline may be made smaller than its step of the
    /// ladder to fit its span.
    pub scale: f64,
    /// Where the lines stand in the span.
    pub align: HeadAlign,
    /// Capitals of a vertical heading stand upright one by one in words of up to
    /// so many; longer words are turned.
    pub upright: usize,
}

/// Where the lines of a heading stand in its span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadAlign {
    /// In the middle.
    #[default]
    Center,
    /// At the left edge.
    Left,
}

/// Limits beyond which something is told as a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// A Han–Han gap opened by more than this is a loose line.
    pub loose: Em,
    /// Free rows at the foot of a leg beyond which it is a hole 天窗.
    pub hole: usize,
}

impl House {
    /// The style of a role.
    ///
    /// # Panics
    /// Never for a house that was read: the reader fills every role.
    #[must_use]
    pub fn style(&self, role: Role) -> &Style {
        self.styles.get(&role).expect("the reader gives every role a style")
    }
}
