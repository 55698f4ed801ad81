//! Where a line may end: unicode-linebreak, and over it what Chinese practice
//! says otherwise.

use super::class::Class;
use crate::layout::Level;

/// May a line end before a cluster?
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Break {
    /// Never.
    No,
    /// Yes, at this cost on top of the line's own.
    Yes(f64),
}

/// A row of the overlay: what stands before, what after, from which level on,
/// and the verdict. The first row that fits decides; a pair that none fits is
/// left to unicode-linebreak.
struct Row {
    before: &'static [Class],
    after: &'static [Class],
    level: Level,
    verdict: Break,
    #[cfg_attr(not(test), expect(dead_code, reason = "names the rule for the reader"))]
    rule: &'static str,
}

use Class::{
    Blank, Close, Connector, Dash, Digit, Ellipsis, Han, Interpunct, Latin, Open, Pause,
    Solidus, Stop, Unit,
};

const ANY: &[Class] = &[];

/// Before a dash a line may end, but not gladly (R5.5); nor before an ellipsis.
const BEFORE_DASH: Break = Break::Yes(1.0);
const BEFORE_ELLIPSIS: Break = Break::Yes(3.0);

#[rustfmt::skip]
const OVERLAY: &[Row] = &[
    Row { before: &[Dash], after: &[Dash], level: Level::None, verdict: Break::No, rule: "R2.2" },
    Row { before: &[Ellipsis], after: &[Ellipsis], level: Level::None, verdict: Break::No, rule: "R2.2" },
    Row { before: &[Digit, Latin], after: &[Digit], level: Level::None, verdict: Break::No, rule: "R6.1" },
    Row { before: &[Digit], after: &[Latin], level: Level::None, verdict: Break::No, rule: "R6.2" },
    Row { before: &[Unit], after: &[Digit], level: Level::None, verdict: Break::No, rule: "R6.1" },
    Row { before: &[Digit], after: &[Unit], level: Level::None, verdict: Break::No, rule: "R6.1" },
    Row { before: ANY, after: &[Close, Pause, Stop, Interpunct, Connector, Solidus], level: Level::Basic, verdict: Break::No, rule: "R2 basic" },
    Row { before: &[Open], after: ANY, level: Level::Basic, verdict: Break::No, rule: "R2 basic" },
    Row { before: &[Solidus], after: ANY, level: Level::Gb, verdict: Break::No, rule: "R2 gb" },
    Row { before: &[Dash], after: &[Ellipsis], level: Level::None, verdict: Break::No, rule: "R2.4" },
    Row { before: ANY, after: &[Dash, Ellipsis], level: Level::Strict, verdict: Break::No, rule: "R2 strict" },
    Row { before: ANY, after: &[Dash], level: Level::None, verdict: BEFORE_DASH, rule: "R2.1" },
    Row { before: ANY, after: &[Ellipsis], level: Level::None, verdict: BEFORE_ELLIPSIS, rule: "R2.1" },
    Row { before: ANY, after: &[Blank], level: Level::None, verdict: Break::No, rule: "R0.4" },
    Row { before: &[Close, Pause, Stop, Dash, Ellipsis], after: &[Open, Han, Latin, Digit], level: Level::None, verdict: Break::Yes(0.0), rule: "R2.3" },
    Row { before: &[Han, Latin, Digit, Unit, Interpunct, Connector], after: &[Open], level: Level::None, verdict: Break::Yes(0.0), rule: "R4.3" },
    Row { before: &[Connector, Interpunct], after: &[Han, Latin, Digit], level: Level::None, verdict: Break::Yes(0.0), rule: "R4.2" },
    Row { before: &[Blank], after: ANY, level: Level::None, verdict: Break::Yes(0.0), rule: "R0.4" },
    Row { before: &[Han, Unit], after: &[Han], level: Level::None, verdict: Break::Yes(0.0), rule: "R2" },
];

/// The overlay's verdict on a pair, if it has one.
fn overlay(before: Class, after: Class, level: Level) -> Option<Break> {
    let holds = |set: &[Class], class| set.is_empty() || set.contains(&class);
    OVERLAY
        .iter()
        .find(|row| {
            level >= row.level && holds(row.before, before) && holds(row.after, after)
        })
        .map(|row| row.verdict)
}

/// The verdict before each character of a paragraph; the first is always
/// [`Break::No`].
#[must_use]
pub fn breaks(text: &str, chars: &[char], classes: &[Class], level: Level) -> Vec<Break> {
    let unicode = unicode_breaks(text, chars.len());
    let mut verdicts = vec![Break::No; chars.len()];
    for at in 1..chars.len() {
        let (before, here) = (classes[at - 1], classes[at]);
        let free = level == Level::None && is_pair_of_marks(before, here);
        let by_unicode = if unicode[at] || free { Break::Yes(0.0) } else { Break::No };
        let verdict = overlay(before, here, level).unwrap_or(by_unicode);
        verdicts[at] = keep_soft(verdict, chars, classes, at);
    }
    keep_names(chars, classes, &mut verdicts);
    open_addresses(chars, classes, &mut verdicts);
    verdicts
}

/// Pairs that only a prohibition keeps together: at level none they may part.
fn is_pair_of_marks(before: Class, after: Class) -> bool {
    let marks = [Close, Pause, Stop, Interpunct, Connector, Solidus];
    marks.contains(&after) || before == Open || before == Solidus
}

/// Cost of parting a number from its unit, or two-character names after
/// 记者 and 通讯员 (R5.5: 50 of 100 there; here in units of a line's cost).
const SOFT_KEEP: f64 = 1.0;
/// Cost of splitting the words 记者 and 通讯员 themselves.
const SPLIT_TITLE: f64 = 6.0;
/// Cost of breaking an address, where it may be broken at all (R6.2).
const SPLIT_ADDRESS: f64 = 4.0;
/// Characters from which on a word with / or @ in it is an address.
const ADDRESS: usize = 10;

/// Numbers stay with their units, ordinals with 第 (R6.3): at a cost, not
/// always.
fn keep_soft(verdict: Break, chars: &[char], classes: &[Class], at: usize) -> Break {
    let Break::Yes(cost) = verdict else { return verdict };
    let number_unit = classes[at - 1] == Digit && classes[at] == Han;
    let ordinal = matches!(chars[at - 1], '第' | '近' | '约') && classes[at] == Digit;
    if number_unit || ordinal { Break::Yes(cost + SOFT_KEEP) } else { verdict }
}

/// Names after 记者 or 通讯员 stay whole where it costs little (R6.3): the two
/// or three characters up to a space, a mark or the next such word.
fn keep_names(chars: &[char], classes: &[Class], verdicts: &mut [Break]) {
    const TITLES: [&str; 2] = ["记者", "通讯员"];
    for title in TITLES {
        let title: Vec<char> = title.chars().collect();
        for start in 0..chars.len().saturating_sub(title.len()) {
            if chars[start..].starts_with(&title) {
                let first = start + title.len();
                for verdict in &mut verdicts[start + 1..first] {
                    if let Break::Yes(cost) = verdict {
                        *cost += SPLIT_TITLE;
                    }
                }
                let run = classes[first..].iter().take_while(|c| **c == Han).count();
                if (2..=4).contains(&run) {
                    for verdict in &mut verdicts[first + 1..first + run] {
                        if let Break::Yes(cost) = verdict {
                            *cost += SOFT_KEEP;
                        }
                    }
                }
            }
        }
    }
}

/// Web and mail addresses may break after / ? & - . and @ (R6.2): in a narrow
/// column they are wider than the line.
fn open_addresses(chars: &[char], classes: &[Class], verdicts: &mut [Break]) {
    let western = |class: &Class| matches!(class, Latin | Digit);
    let mut at = 0;
    while at < chars.len() {
        let run = classes[at..].iter().take_while(|class| western(class)).count();
        let word = &chars[at..at + run];
        if run >= ADDRESS && word.iter().any(|c| matches!(c, '/' | '@')) {
            for (offset, pair) in word.windows(2).enumerate() {
                let (sign, next) = (pair[0], pair[1]);
                let breaks =
                    matches!(sign, '/' | '?' | '&' | '-' | '.' | '@' | '=' | '_');
                if breaks && next.is_alphanumeric() {
                    verdicts[at + offset + 1] = Break::Yes(SPLIT_ADDRESS);
                }
            }
        }
        at += run.max(1);
    }
}

/// unicode-linebreak's opportunities by character.
fn unicode_breaks(text: &str, count: usize) -> Vec<bool> {
    let mut by_char = vec![false; count + 1];
    let mut offsets = text.char_indices().map(|(byte, _)| byte).enumerate().peekable();
    for (byte, _) in unicode_linebreak::linebreaks(text) {
        while let Some((index, at)) = offsets.peek() {
            if *at >= byte {
                if *at == byte {
                    by_char[*index] = true;
                }
                break;
            }
            offsets.next();
        }
    }
    by_char
}

#[cfg(test)]
mod tests {
    use super::super::class::classes;
    use super::*;

    /// The text with a bar at each place where a line may end.
    fn barred(text: &str, level: Level) -> String {
        let chars: Vec<char> = text.chars().collect();
        let verdicts = breaks(text, &chars, &classes(&chars), level);
        let mut out = String::new();
        for (c, verdict) in chars.iter().zip(verdicts) {
            if verdict != Break::No {
                out.push('│');
            }
            out.push(*c);
        }
        out
    }

    #[test]
    fn pairs_of_chinese_practice() {
        let cases = [
            ("好，好", "好，│好"),
            ("好”“好", "好”│“好"),
            ("好）（好", "好）│（好"),
            ("好。“好", "好。│“好"),
            ("好：“好", "好：│“好"),
            ("App《好》", "App│《好》"),
            ("2026（好", "2026│（好"),
            ("好——好", "好│——│好"),
            ("好……好", "好│……│好"),
            ("好——，好", "好│——，│好"),
            ("好～好", "好～│好"),
            ("文/图", "文/图"),
            ("1,000米", "1,000│米"),
            ("84.0%好", "84.0%│好"),
            ("2026-03-16好", "2026-03-16│好"),
            ("8:30好", "8:30│好"),
            ("C919好", "C919│好"),
            ("古丽·买买提", "古│丽·│买│买│提"),
            ("don’t好", "don’t│好"),
            ("看news.example.com/a/bc页", "看│news.│example.│com/│a/│bc│页"),
            ("20℃好", "20℃│好"),
            ("要￥30元", "要│￥30│元"),
        ];
        for (text, want) in cases {
            assert_eq!(barred(text, Level::Gb), want);
        }
    }

    #[test]
    fn levels() {
        assert_eq!(barred("好——好", Level::Strict), "好——│好");
        assert_eq!(barred("文/图", Level::Basic), "文/│图");
        assert_eq!(barred("好，好", Level::None), "好│，│好");
        assert_eq!(barred("（好）", Level::None), "（│好│）");
        assert_eq!(barred("（好）好", Level::Basic), "（好）│好");
    }

    #[test]
    fn every_row_names_its_rule() {
        assert!(OVERLAY.iter().all(|row| row.rule.starts_with('R')));
    }
}
