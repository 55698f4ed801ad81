//! The overlay: pairs of classes on which Chinese practice and
//! unicode-linebreak differ, or that this program will not leave to chance.

use super::Break;
use crate::layout::Level;
use crate::text::class::Class::{
    self, Blank, Close, Connector, Dash, Digit, Ellipsis, Han, Interpunct, Latin, Open,
    Pause, Raised, Solidus, Stop, Unit, Wide,
};
use std::sync::LazyLock;

/// A row of the overlay: what stands before, what after, from which level on,
/// and the verdict. The first row that fits decides; a pair that none fits is
/// left to unicode-linebreak.
pub(super) struct Row {
    before: &'static [Class],
    after: &'static [Class],
    pub(super) level: Level,
    pub(super) verdict: Break,
    /// The rule's number in docs/composition.md.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the reader and the tests"))]
    pub(super) rule: &'static str,
    /// A text with a bar wherever its lines may end: what the row does.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the reader and the tests"))]
    pub(super) shows: &'static str,
}

const ANY: &[Class] = &[];

const NO: Break = Break::No;
const YES: Break = Break::Yes(0.0);
/// Before a dash a line may end, but not gladly (R5.5); nor before an ellipsis.
const BEFORE_DASH: Break = Break::Yes(1.0);
const BEFORE_ELLIPSIS: Break = Break::Yes(3.0);

#[rustfmt::skip]
pub(super) static OVERLAY: &[Row] = &[
    Row { before: &[Dash], after: &[Dash], level: Level::None, verdict: NO, rule: "R2.2", shows: "好│——│好" },
    Row { before: &[Ellipsis], after: &[Ellipsis], level: Level::None, verdict: NO, rule: "R2.2", shows: "好│……│好" },
    Row { before: ANY, after: &[Raised], level: Level::None, verdict: NO, rule: "R6.1", shows: "好²│好" },
    Row { before: &[Digit, Latin], after: &[Digit], level: Level::None, verdict: NO, rule: "R6.1", shows: "C919│好" },
    Row { before: &[Digit], after: &[Latin], level: Level::None, verdict: NO, rule: "R6.2", shows: "5G│网" },
    Row { before: &[Unit], after: &[Digit], level: Level::None, verdict: NO, rule: "R6.1", shows: "￥30│元" },
    Row { before: &[Digit], after: &[Unit], level: Level::None, verdict: NO, rule: "R6.1", shows: "20℃│好" },
    Row { before: &[Wide], after: &[Wide], level: Level::None, verdict: NO, rule: "R4.4", shows: "８４．０％│好" },
    Row { before: ANY, after: &[Close, Pause, Stop, Interpunct, Connector, Solidus], level: Level::Basic, verdict: NO, rule: "R2.1 basic", shows: "好，│好·│好/│好" },
    Row { before: &[Open], after: ANY, level: Level::Basic, verdict: NO, rule: "R2.1 basic", shows: "好│“好" },
    Row { before: &[Solidus], after: ANY, level: Level::Gb, verdict: NO, rule: "R2.1 gb", shows: "好/好" },
    Row { before: &[Dash], after: &[Ellipsis], level: Level::None, verdict: NO, rule: "R2.4", shows: "好│——……│好" },
    Row { before: ANY, after: &[Dash, Ellipsis], level: Level::Strict, verdict: NO, rule: "R2.1 strict", shows: "好——│好……│好" },
    Row { before: ANY, after: &[Dash], level: Level::None, verdict: BEFORE_DASH, rule: "R2.4", shows: "好，│——│好│……│——│好" },
    Row { before: ANY, after: &[Ellipsis], level: Level::None, verdict: BEFORE_ELLIPSIS, rule: "R2.1", shows: "好│……│好" },
    Row { before: ANY, after: &[Blank], level: Level::None, verdict: NO, rule: "R0.4", shows: "好\u{3000}│好" },
    Row { before: &[Close, Pause, Stop, Dash, Ellipsis], after: &[Open, Han, Latin, Digit, Wide, Unit], level: Level::None, verdict: YES, rule: "R2.3", shows: "好”│“好）│（好》│《好。│“好”" },
    Row { before: &[Han, Latin, Digit, Unit, Raised, Wide, Interpunct, Connector], after: &[Open], level: Level::None, verdict: YES, rule: "R4.3", shows: "App│《好》" },
    Row { before: &[Connector, Interpunct], after: &[Han, Latin, Digit, Wide, Unit], level: Level::None, verdict: YES, rule: "R4.2", shows: "古│丽·│买│买│提" },
    Row { before: &[Blank], after: ANY, level: Level::None, verdict: YES, rule: "R0.4", shows: "好\u{3000}│App" },
    Row { before: &[Raised], after: &[Han], level: Level::None, verdict: YES, rule: "R6.1", shows: "m²│好" },
    Row { before: &[Unit, Wide], after: &[Han], level: Level::None, verdict: YES, rule: "R4.4", shows: "20℃│好" },
];

/// The deciding row of every pair, by level.
static DECIDES: LazyLock<Vec<Option<&'static Row>>> = LazyLock::new(|| {
    let levels = [Level::None, Level::Basic, Level::Gb, Level::Strict];
    let pairs = levels.into_iter().flat_map(|level| {
        let before = Class::ALL.into_iter();
        before.flat_map(move |before| Class::ALL.map(|after| (before, after, level)))
    });
    pairs
        .map(|(before, after, level)| find(before, after, level))
        .collect()
});

fn find(before: Class, after: Class, level: Level) -> Option<&'static Row> {
    let holds = |set: &[Class], class| set.is_empty() || set.contains(&class);
    OVERLAY.iter().find(|row| {
        level >= row.level && holds(row.before, before) && holds(row.after, after)
    })
}

/// The row that decides on a pair, if one does.
pub(super) fn row(before: Class, after: Class, level: Level) -> Option<&'static Row> {
    let classes = Class::ALL.len();
    DECIDES[(level as usize * classes + before as usize) * classes + after as usize]
}
