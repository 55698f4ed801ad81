//! What a printing works takes: the settings of one press.

use super::{FileName, Profile, SpotInk};
use crate::diag::Severity;
use crate::geom::Abs;
use crate::source::{Located, Span};

/// One file of `layouts/press/`, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// The file's name without `.toml`.
    pub name: String,
    /// The standard that files keep to.
    pub standard: Standard,
    /// The printing condition; none for a plain file without one.
    pub intent: Option<OutputIntent>,
    /// Most ink on any spot, all plates together, in percent.
    pub ink_limit: f64,
    /// Smallest type.
    pub smallest_type: Smallest,
    /// Thinnest rule.
    pub thinnest_rule: Smallest,
    /// What pictures need.
    pub pictures: PictureNeeds,
    /// Black type below this size overprints; none if black type knocks out.
    pub overprint_type: Option<Abs>,
    /// Black rules up to this width overprint.
    pub overprint_rule: Abs,
    /// Whether a second file with marks is written, and what it shows.
    pub marks: Option<Marks>,
    /// Print beyond the trimmed page; zero on newsprint.
    pub bleed: Abs,
    /// How files are named: `{paper}_{date}_{section}{page:02}_{edition}{version}`.
    pub file_name: FileName,
    /// Names of the spot inks that may be used; others print in the four inks.
    pub spots: Vec<String>,
    /// The paper's own spot inks, in the order of their numbers; empty before
    /// the house style is known.
    pub palette: Vec<SpotInk>,
    /// Pages that print in black alone.
    pub mono: Vec<u32>,
    /// Where these are written, in the same order; empty if they are not.
    pub mono_at: Vec<Span>,
    /// Rules of preflight that matter more or less to this press than usual.
    pub rules: Vec<RuleLevel>,
}

/// How much a rule of preflight matters to a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's code, as it was written.
    pub rule: Located<String>,
    /// None if it does not matter at all.
    pub severity: Option<Severity>,
}

/// Standards of press files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// PDF/X-1a:2001 (ISO 15930-1), PDF 1.3.
    X1a2001,
    /// PDF/X-1a:2003 (ISO 15930-4), PDF 1.4.
    #[default]
    X1a2003,
    /// PDF/X-4 (ISO 15930-7), PDF 1.6.
    X4,
    /// PDF without a press standard, for a desk printer and the web.
    Plain,
}

/// The printing condition that inks are meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputIntent {
    /// Name of the condition, such as `CGATS TR 002`.
    pub condition: String,
    /// Whether that name stands in the registry of the ICC.
    pub registered: bool,
    /// What the condition is, in words.
    pub info: String,
    /// The colour profile of the condition, read and checked.
    pub profile: Profile,
}

/// The smallest size that still prints: type by its size, rules by their width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Smallest {
    /// In one solid ink on paper.
    pub positive: Abs,
    /// White on ink.
    pub reversed: Abs,
    /// In more than one ink.
    pub multi_ink: Abs,
}

/// What pictures need, in pixels to the inch at their printed size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureNeeds {
    /// Fewer are told.
    pub warn: f64,
    /// Fewer are an error.
    pub fail: f64,
    /// More are of no use: pictures are brought down to this.
    pub most: f64,
    /// Fewer are told, in a picture of black and white alone.
    pub line_art_warn: f64,
    /// Fewer are an error, in a picture of black and white alone.
    pub line_art_fail: f64,
}

impl PictureNeeds {
    /// Fewer pixels to the inch are told, and fewer are an error; a picture of
    /// black and white alone shows its steps sooner.
    #[must_use]
    pub fn limits(&self, line_art: bool) -> (f64, f64) {
        if line_art {
            (self.line_art_warn, self.line_art_fail)
        } else {
            (self.warn, self.fail)
        }
    }
}

/// What the file with marks shows outside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Corners of the trimmed page.
    pub trim: bool,
    /// Crosses on every plate.
    pub registration: bool,
    /// Steps of every ink.
    pub colour_bar: bool,
    /// A line of words: paper, date, page, version.
    pub slug: bool,
}

impl Press {
    /// Whether the press has a plate for a spot ink.
    #[must_use]
    pub fn takes(&self, spot: &SpotInk) -> bool {
        self.spots.contains(&spot.name)
    }
}

impl Standard {
    /// Whether files keep to PDF/X-1a, of either year: no transparency, four
    /// inks and spots only, a profile of version 2.
    #[must_use]
    pub fn is_x1a(self) -> bool {
        matches!(self, Standard::X1a2001 | Standard::X1a2003)
    }

    /// As it is written in press files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Standard::X1a2001 => "x-1a:2001",
            Standard::X1a2003 => "x-1a:2003",
            Standard::X4 => "x-4",
            Standard::Plain => "plain",
        }
    }
}

impl Marks {
    /// Everything that can be shown.
    pub const ALL: Marks = Marks {
        trim: true,
        registration: true,
        colour_bar: true,
        slug: true,
    };
}

impl Default for Press {
    /// Cold-set newsprint, without a profile: what stands when no press file
    /// is read (galleys, tests).
    fn default() -> Press {
        Press {
            name: "newsprint".to_string(),
            standard: Standard::X1a2003,
            intent: None,
            ink_limit: 240.0,
            smallest_type: Smallest {
                positive: Abs::pt(6.0),
                reversed: Abs::pt(8.0),
                multi_ink: Abs::pt(10.0),
            },
            thinnest_rule: Smallest {
                positive: Abs::pt(0.25),
                reversed: Abs::pt(0.4),
                multi_ink: Abs::pt(0.5),
            },
            pictures: PictureNeeds {
                warn: 150.0,
                fail: 100.0,
                most: 300.0,
                line_art_warn: 800.0,
                line_art_fail: 550.0,
            },
            overprint_type: Some(Abs::MAX),
            overprint_rule: Abs::pt(2.0),
            marks: None,
            bleed: Abs::ZERO,
            file_name: FileName::default(),
            spots: Vec::new(),
            palette: Vec::new(),
            mono: Vec::new(),
            mono_at: Vec::new(),
            rules: Vec::new(),
        }
    }
}
