//! Dates in Chinese text.

use time::macros::date;
use time::{Date, Month};

/// Stands in the issue file when the text tells no date.
pub(super) const UNKNOWN: Date = date!(2026 - 01 - 01);

/// The first whole date, `2026年3月18日`, in a text.
pub(super) fn find(text: &str) -> Option<Date> {
    text.match_indices('年').find_map(|(at, year)| {
        let year_digits = digits_before(&text[..at]);
        let (month, rest) = number(&text[at + year.len()..], '月')?;
        let (day, _) = number(rest, '日')?;
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        let year = year_digits.parse().ok().filter(|year| (1900..2200).contains(year))?;
        Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
    })
}

fn digits_before(text: &str) -> &str {
    let start = text.rfind(|c: char| !c.is_ascii_digit());
    let start =
        start.map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    &text[start..]
}

/// A number and the sign after it.
fn number(text: &str, sign: char) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_once(sign)?;
    Some((digits.trim().parse().ok()?, rest))
}
