//! The lead-in 电头 that opens a news story: 本报讯, 新华社北京3月16日电.

use super::class::is_han;

/// The longest lead-in looked for, in characters.
const LONGEST: usize = 24;

/// The lead-in at the start of a text, if there is one.
///
/// Known are 本报讯 and its like with a date or a place (本报3月16日讯), an
/// agency's (新华社北京3月16日电, 据新华社), and another paper's (晨报讯) before a
/// space or a parenthesis.
#[must_use]
pub fn lead_in(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
    ends.take_while(|&(_, c)| is_han(c) || c.is_numeric())
        .take(LONGEST)
        .map(|(end, _)| text.split_at(end))
        .find(|(label, rest)| is_lead_in(label, rest))
        .map(|(label, _)| label)
}

fn is_lead_in(label: &str, rest: &str) -> bool {
    let parted = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_whitespace() || "（(".contains(c));
    if ["据新华社", "据中新社"].contains(&label) {
        return parted;
    }
    let Some(stem) = label.strip_suffix(['讯', '电']) else { return false };
    let own = ["本报", "本台", "本刊", "本网", "本社"];
    let agency = ["据新华社", "新华社", "据中新社", "中新社", "中新网"];
    let mut known = own.iter().chain(&agency);
    match known.find_map(|name| stem.strip_prefix(name)) {
        Some("") => parted || label.ends_with('讯') && !rest.starts_with('息'),
        // A date shows that it is no sentence; a bare place needs the gap.
        Some(between) => is_dated(between) || parted && between.chars().count() <= 6,
        None => {
            parted
                && ["报讯", "台讯", "社讯", "网讯"]
                    .iter()
                    .any(|end| label.ends_with(end))
        }
    }
}

fn is_dated(between: &str) -> bool {
    let counts = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
    between.strip_suffix('日').is_some_and(|rest| rest.ends_with(counts))
}
