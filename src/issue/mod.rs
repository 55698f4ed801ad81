//! What the paper says: the issue, its pages' contents, its stories.
//!
//! A value of these types is whole: names are looked up, copy is parsed into
//! passages, dates are dates. How it looks is the [layout](crate::layout)'s
//! business.

mod ads;
mod blocks;
mod body;
mod marks;
mod names;
mod raw;
mod read;
mod story;
mod table;

pub use blocks::{Block, Side, Table};
pub use read::read;
pub use story::read_story;

pub(crate) use body::escaped;
pub(crate) use raw::{RawIssue, RawStory};

use crate::copy::Passage;
use crate::geom::Abs;
use crate::source::{Located, Span};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One issue of the paper 报纸一期.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The day it appears.
    pub date: time::Date,
    /// 总期号, the running number.
    pub number: Option<u32>,
    /// The lunar date as the editor writes it, for the folio.
    pub lunar: Option<String>,
    /// The press this issue goes to, if not the paper's usual one.
    pub press: Option<Located<String>>,
    /// The edition, for file names; empty if there is only one.
    pub edition: String,
    /// Names, posts and terms that a heading never splits.
    pub words: Vec<String>,
    /// The pages in order of their numbers.
    pub pages: Vec<PagePlan>,
    /// Every story by its name.
    pub stories: BTreeMap<String, Story>,
    /// The issue file's first table, for faults that are nowhere else.
    pub span: Span,
}

/// What stands on one page 版.
#[derive(Clone, Debug)]
pub struct PagePlan {
    /// 版次, from 1.
    pub number: Located<u32>,
    /// 版名.
    pub section: String,
    /// 叠: the part of the paper, for file names; empty if it has only one.
    pub part: String,
    /// The layout's name: `tabloid-front` is `layouts/tabloid-front.toml`.
    pub layout: Located<String>,
    /// 责编 and the others.
    pub credits: Credits,
    /// The stories by importance.
    pub stories: Vec<Located<String>>,
    /// Slot to story, where the editor decides; keys and values with places.
    pub place: Vec<(Located<String>, Located<String>)>,
    /// 导读.
    pub teasers: Vec<Teaser>,
    /// 报眼.
    pub ear: Option<Ear>,
    /// 广告.
    pub ads: Vec<Ad>,
}

/// Who made the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// 责编.
    pub editor: Option<String>,
    /// 美编.
    pub designer: Option<String>,
    /// 校对.
    pub proofreader: Option<String>,
}

/// A pointer to a story inside; the page number is looked up.
#[derive(Clone, Debug)]
pub struct Teaser {
    /// The story's name.
    pub story: Located<String>,
    /// Other words than the story's headline.
    pub text: Option<Passage>,
}

/// The box beside the nameplate.
#[derive(Clone, Debug)]
pub struct Ear {
    /// Its heading.
    pub headline: Option<Passage>,
    /// Its paragraphs.
    pub text: Vec<Passage>,
}

/// An advertisement 广告.
#[derive(Clone, Debug)]
pub struct Ad {
    /// The slot it fills.
    pub slot: Located<String>,
    /// What it shows.
    pub content: AdContent,
    /// How it meets the size of its slot.
    pub fit: AdFit,
    /// Whether the word 广告 stands at it; none leaves it to the house.
    pub label: Option<bool>,
    /// Its depth, where the slot fixes none.
    pub depth: Option<Located<AdDepth>>,
}

/// What an advertisement shows.
#[derive(Clone, Debug)]
pub enum AdContent {
    /// A page of a PDF, or a picture.
    File {
        /// The file as found: relative paths are the issue folder's.
        file: Located<PathBuf>,
        /// The PDF's page, from 1.
        page: Located<u32>,
    },
    /// Words that the program sets.
    Words {
        /// The heading, by line if the editor broke it.
        headline: Vec<Passage>,
        /// The paragraphs.
        text: Vec<Passage>,
    },
}

/// How an advertisement meets the size of its slot. It is never stretched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AdFit {
    /// It has the slot's size, or is refused.
    #[default]
    Exact,
    /// It is scaled evenly and stands in the middle.
    Fit,
}

/// How deep an advertisement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdDepth {
    /// In rows of the grid.
    Lines(usize),
    /// As a length.
    Height(Abs),
}

impl Ad {
    /// Its name in reports: the file as written, or its first words.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.content {
            AdContent::File { file, .. } => file
                .value
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            AdContent::Words { headline, text } => {
                let first = headline.iter().chain(text).next();
                let letters = first.map(|words| words.letters.as_slice());
                letters
                    .unwrap_or_default()
                    .iter()
                    .take(12)
                    .map(|letter| letter.c)
                    .collect()
            }
        }
    }
}

/// A story 稿件.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its name: the file's name without `.md`.
    pub name: String,
    /// Where it begins.
    pub span: Span,
    /// Kicker, headline, deck.
    pub head: Head,
    /// 电头, such as 本报讯.
    pub lead: Option<Passage>,
    /// The reporters, without parentheses.
    pub credit: Option<Passage>,
    /// 文尾, without parentheses.
    pub tail: Option<Passage>,
    /// 提要题, one passage a paragraph.
    pub summary: Vec<Passage>,
    /// 编者按, one passage a paragraph.
    pub note: Vec<Passage>,
    /// 1 for the page's lead, up to 4.
    pub priority: u8,
    /// Photographs in the order they are to stand.
    pub photos: Vec<Photo>,
    /// Where it runs on to another page.
    pub jump: Option<Jump>,
    /// Fact boxes and pull quotes that the text runs round.
    pub insets: Vec<Inset>,
    /// Paragraphs and crossheads.
    pub body: Vec<Block>,
}

/// The heading of a story 标题.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// 引题.
    pub kicker: Option<Passage>,
    /// 主题, by line if the editor broke it.
    pub headline: Vec<Passage>,
    /// Whether the editor broke the lines (an array in the file).
    pub broken: bool,
    /// 副题.
    pub deck: Option<Passage>,
}

/// A photograph with its words 图片.
#[derive(Clone, Debug)]
pub struct Photo {
    /// The file as found: relative paths are the issue folder's.
    pub file: Located<PathBuf>,
    /// 图片说明.
    pub caption: Option<Passage>,
    /// 单位供图 or ××摄.
    pub credit: Option<Passage>,
    /// How wide.
    pub width: Width,
    /// Where in the story's room.
    pub place: Place,
    /// What a crop must keep: from the left and the top, 0 to 1.
    pub focus: (f64, f64),
    /// The part that may show, in fractions of the picture: left, top, right,
    /// bottom.
    pub crop: [f64; 4],
}

/// How a story runs on to another page 转版.
#[derive(Clone, Debug)]
pub struct Jump {
    /// The story's name, at the place of its jump.
    pub story: Located<String>,
    /// The page.
    pub page: Located<u32>,
    /// The slot there; else a free one.
    pub slot: Option<Located<String>>,
    /// Rows before the jump; else as many as its slot has.
    pub after: Option<usize>,
    /// The short head on that page; else the story's own.
    pub headline: Option<Passage>,
}

/// A box of words that the text runs round 插框.
#[derive(Clone, Debug)]
pub struct Inset {
    /// Its heading.
    pub headline: Option<Passage>,
    /// Its paragraphs.
    pub text: Vec<Passage>,
    /// How wide.
    pub width: Width,
    /// Where in the story's room.
    pub place: Place,
    /// What sets it off.
    pub look: InsetLook,
    /// Where it is written.
    pub span: Span,
}

/// What sets an inset off from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsetLook {
    /// A thin frame.
    Box,
    /// A tint.
    Tint,
    /// Larger type between two rules: a pull quote.
    Quote,
}

/// How wide a photograph or an inset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// So many legs of the story, with the gutters between.
    Legs(u32),
    /// So many body characters.
    Chars(u32),
}

/// Where in a story's room a photograph or an inset stands. It is tied to rows,
/// never to a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From left to right.
    pub across: Across,
    /// From top to foot.
    pub down: Down,
}

/// A place from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A place from top to foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    /// Under the heading.
    Top,
    /// Half way down.
    Middle,
    /// At the foot.
    Foot,
}

impl Default for Place {
    fn default() -> Place {
        Place { across: Across::Right, down: Down::Top }
    }
}
