//! How the paper looks: page, grid, house style, slots.
//!
//! Everything here is resolved: sizes are lengths, roles have styles, the tree
//! is checked. The algorithms of [`compose`](crate) never look anything up.

mod condition;
mod defaults;
mod file_name;
mod grid;
mod house;
mod idle;
mod inks;
mod press;
mod profile;
mod raw;
mod raw_press;
mod read;
mod read_grid;
mod read_house;
mod read_part;
mod read_press;
mod read_profile;
mod read_tree;
mod tree;

pub use file_name::{FileFacts, FileName, letter, version};
pub use grid::{Grid, Margins, baseline_in};
pub use house::{
    Composer, FaceSpec, Gap, HeadAlign, Heads, House, Ladder, Level, Limits, Names,
    Pairs, Paper, Punctuation, SpotInk, Start, Style,
};
pub use press::{
    Marks, OutputIntent, PictureNeeds, Press, RuleLevel, Smallest, Standard,
};
pub use profile::{Packed, Profile};
pub use read::read_layout;
pub use read_house::read_house;
pub use read_press::{PRESS, read_press};
pub use tree::{Continued, Frame, HeadPlace, Node, Slot};

pub(crate) use raw::{RawHouse, RawLayout};
pub(crate) use raw_press::RawPress;

use crate::geom::Abs;
use crate::source::Span;

/// A page's look: what one file of `layouts/` says.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The file's name without `.toml`.
    pub name: String,
    /// Where the file begins.
    pub span: Span,
    /// Paper and baseline grid.
    pub grid: Grid,
    /// Sizes of headlines by the stories' priority.
    pub ladder: Ladder,
    /// The strip at the head of the page: lines it takes; none on page one.
    pub folio: Option<usize>,
    /// 报头: lines it takes, and how many columns of them the ear has.
    pub nameplate: Option<Nameplate>,
    /// 导读: lines it takes.
    pub teasers: Option<usize>,
    /// 报尾: lines it takes at the foot.
    pub imprint: Option<usize>,
    /// What stands between: none if the page gets its tree by rule.
    pub tree: Option<Node>,
    /// The rule between columns of different stories; zero for none.
    pub column_rule: Abs,
}

/// The paper's name on page one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nameplate {
    /// Lines of the grid.
    pub lines: usize,
    /// Columns the ear takes at the right; 0 for none.
    pub ear: usize,
}
