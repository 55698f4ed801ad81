//! What a line's end costs, by what it parts.

/// After a closing quote before a verb.
pub(super) const MARK: f64 = 0.2;
/// Before an opening quote or bracket.
pub(super) const QUOTE: f64 = 2.5;
/// Inside a list parted by 、.
pub(super) const LIST: f64 = 3.0;
/// Before a verb, an adverb or a preposition: the predicate begins.
pub(super) const BREATH: f64 = 1.5;
/// Between a verb and what it acts on, if that is long.
pub(super) const OBJECT: f64 = 4.5;
/// Between words that the reader takes as one phrase.
pub(super) const PHRASE: f64 = 6.0;
/// Between nouns: taken as one compound, since nothing tells where it is parted.
pub(super) const COMPOUND: f64 = 8.5;
/// Between a describing word and what it describes.
pub(super) const CLOSE: f64 = 13.0;
/// Before 的 了 上 and after 和 为: the reader stumbles.
pub(super) const STUMBLE: f64 = 20.0;
/// A word of one character at the edge of a line.
pub(super) const SHORT: f64 = 3.0;
/// A break that costs as much reads wrong, and is told.
pub(in crate::compose) const WEAK: f64 = 9.0;
/// More between words where a cut with one name over both is as likely. Of such
/// places one in six is inside a name, and fewer by half with each unit of the
/// margin: what a name cut costs (60), times that.
pub(super) const DOUBT: f64 = 10.0;
/// Inside a word; only looked at where a heading fits nowhere.
pub(in crate::compose) const TORN: f64 = 400.0;
/// After the · of a long name, and between words inside quotes or 《》: the
/// least harm where nothing else will do.
pub(super) const INSIDE: f64 = 100.0;
/// What a verb acts on is long from so many characters on.
pub(super) const LONG_OBJECT: usize = 4;
