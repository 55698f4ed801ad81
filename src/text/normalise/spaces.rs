//! Spaces: none in running Chinese, one U+3000 where they part phrases.

use super::class::{closer_of, is_closing, is_han, is_opening, is_space, is_wide};
use super::lead::lead_in;
use super::{ChangeKind, Edit, Sheet};
use crate::text::breaks::REPORTERS;
use std::ops::Range;

/// Spaces an em wide: they were meant where they stand between words.
const FULL: [char; 2] = ['\u{3000}', '\u{2003}'];

/// Takes out the spaces at the edges, between Han and between Han and Latin;
/// the gap there is the composer's. Spaces that part phrases become one U+3000:
/// in headings, inside quotations, between the names of a credit, after a
/// lead-in; and everywhere those that were typed an em wide (第一条　本条例).
pub(super) fn spaces(sheet: &Sheet) -> Vec<Edit> {
    let runs = sheet.runs(is_space);
    if runs.is_empty() {
        return Vec::new();
    }
    let gaps = Gaps::new(sheet);
    runs.into_iter().filter_map(|run| gaps.edit(run)).collect()
}

/// What decides about a space on this sheet.
struct Gaps<'a> {
    sheet: &'a Sheet,
    /// Whether a space at an index parts phrases.
    phrases: Vec<bool>,
    /// Where the space after the lead-in stands.
    lead: Option<usize>,
    /// Whether the text leaves a space at every meeting of Han and Latin, so
    /// that none of them parts phrases.
    evenly_spaced: bool,
    /// Whether the nearest plain character left and right is Chinese.
    sides: [Vec<Side>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Edge,
    Wide,
    Other,
}

impl Gaps<'_> {
    fn new(sheet: &Sheet) -> Gaps<'_> {
        let text: String = sheet.chars().collect();
        let mut right = sides(sheet.chars().rev());
        right.reverse();
        Gaps {
            phrases: phrases(sheet),
            lead: lead_in(&text).map(|label| label.chars().count()),
            evenly_spaced: is_evenly_spaced(sheet),
            sides: [sides(sheet.chars()), right],
            sheet,
        }
    }

    fn edit(&self, run: Range<usize>) -> Option<Edit> {
        let sheet = self.sheet;
        let left = run.start.checked_sub(1).and_then(|index| sheet.at(index));
        let (Some(left), Some(right)) = (left, sheet.at(run.end)) else {
            return Some(Edit::new(ChangeKind::Indent, run, ""));
        };
        let to = self.gap(&run, left, right);
        // A blank that is not to be broken at was meant.
        let kept = to == " " && sheet.text(&run) == "\u{a0}";
        (!kept && sheet.text(&run) != to).then(|| Edit::new(ChangeKind::Space, run, to))
    }

    fn gap(&self, run: &Range<usize>, left: char, right: char) -> &'static str {
        // 增长5% 就业稳定.
        let counted = "%％‰℃℉°".contains(left) && !self.evenly_spaced;
        let ends = is_han(left) || is_closing(left) || counted;
        let begins = is_han(right) || is_opening(right);
        let meeting = is_han(left) && right.is_ascii_alphanumeric()
            || is_han(right) && left.is_ascii_alphanumeric();
        // Not beside marks that have their own white.
        let marks = "，。、；：！？,.;:!?";
        let full = self.sheet.text(run).contains(FULL)
            && !marks.contains(left)
            && !marks.contains(right)
            && !is_opening(left)
            && !is_closing(right);
        if full
            || self.lead == Some(run.start) && (is_han(right) || meeting)
            || self.phrases[run.start] && ends && begins && self.is_chinese(left, right)
            || self.sheet.heading && meeting && !self.evenly_spaced
        {
            "\u{3000}"
        } else if is_wide(left) || is_wide(right) || self.is_in_number(run) {
            ""
        } else if is_shared(left) || is_shared(right) {
            self.beside_shared(run)
        } else {
            " "
        }
    }

    /// Whether a space parts a number from its sign (3 ℃, 100 %), or the figures
    /// of a score (60 ∶ 57).
    fn is_in_number(&self, run: &Range<usize>) -> bool {
        let sheet = self.sheet;
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is = |c: Option<char>, signs: &str| c.is_some_and(|c| signs.contains(c));
        let (left, right) = (sheet.before(run.start), sheet.after(run.end));
        let score = |sign: char| sign == '∶' || sign == ':';
        let before =
            left.is_some_and(score) && digit(right) && digit(sheet.before(run.start - 1));
        let after =
            right.is_some_and(score) && digit(left) && digit(sheet.after(run.end + 1));
        let sign = digit(left) && is(right, "℃℉%‰°") || is(left, "￥¥") && digit(right);
        sheet.chinese && (sign || before || after)
    }

    fn is_chinese(&self, left: char, right: char) -> bool {
        self.sheet.chinese || is_wide(left) || is_wide(right)
    }

    /// Beside a mark that Chinese and Latin share, what stands beyond decides.
    fn beside_shared(&self, run: &Range<usize>) -> &'static str {
        let sides = [self.sides[0][run.start - 1], self.sides[1][run.end]];
        let latin = sides.iter().all(|side| *side == Side::Other);
        let edge = sides.contains(&Side::Edge) && !self.sheet.chinese;
        if latin || edge && !sides.contains(&Side::Wide) { " " } else { "" }
    }
}

fn is_shared(c: char) -> bool {
    "“”‘’—…·".contains(c)
}

/// For each character, itself or what stands before it beyond shared marks
/// and spaces.
fn sides(chars: impl Iterator<Item = char>) -> Vec<Side> {
    let mut side = Side::Edge;
    let mut seen = |c: char| {
        if is_wide(c) {
            side = Side::Wide;
        } else if !is_shared(c) && !is_space(c) {
            side = Side::Other;
        }
        side
    };
    chars.map(&mut seen).collect()
}

/// Everything in a heading, inside quotations and titles, inside the parentheses
/// round reporters' names, and between those that run into 报道.
fn phrases(sheet: &Sheet) -> Vec<bool> {
    let chars: Vec<char> = sheet.chars().collect();
    let mut steps = vec![0_i64; chars.len() + 1];
    let mut open: Vec<usize> = Vec::new();
    let mut last_closed = 0;
    for (index, &c) in chars.iter().enumerate() {
        if is_opening(c) {
            open.push(index);
        } else if is_closing(c)
            && let Some(start) = open.pop_if(|&mut at| closer_of(chars[at]) == Some(c))
        {
            let innermost = start >= last_closed;
            let credit = "（(".contains(chars[start]) && innermost;
            if "“‘「『《".contains(chars[start]) || credit && names(&chars[start..index])
            {
                steps[start] += 1;
                steps[index] -= 1;
            }
            last_closed = index;
        }
    }
    for credit in credits(&chars) {
        steps[credit.start] += 1;
        steps[credit.end] -= 1;
    }
    let mut depth = i64::from(sheet.heading);
    let mut deepen = |step: &i64| {
        depth += step;
        depth > 0
    };
    steps.iter().map(&mut deepen).collect()
}

fn names(chars: &[char]) -> bool {
    let holds = |word: &&[char]| chars.windows(word.len()).any(|own| own == *word);
    REPORTERS.iter().any(holds)
}

/// Names that are told in the run of the text: 记者欧阳文清 通讯员王力报道.
fn credits(chars: &[char]) -> Vec<Range<usize>> {
    const LONGEST_NAME: usize = 12;
    let mut credits: Vec<Range<usize>> = Vec::new();
    for start in 0..chars.len() {
        let text = &chars[start..];
        let begins = REPORTERS.iter().any(|word| text.starts_with(word));
        if !begins || credits.last().is_some_and(|last| last.end > start) {
            continue;
        }
        let named = |c: &&char| is_han(**c) || is_space(**c) || "·、".contains(**c);
        let run = text.iter().take_while(named).count();
        let told = text[..run].windows(2).position(|pair| pair == ['报', '道']);
        let Some(told) = told else { continue };
        let mut names = text[..told].split(|c| is_space(*c));
        if names.all(|name| name.len() <= LONGEST_NAME) {
            credits.push(start..start + told);
        }
    }
    credits
}

fn is_evenly_spaced(sheet: &Sheet) -> bool {
    let chars: Vec<char> = sheet.chars().collect();
    !chars.windows(2).any(|pair| {
        is_han(pair[0]) && pair[1].is_ascii_alphanumeric()
            || is_han(pair[1]) && pair[0].is_ascii_alphanumeric()
    })
}
