//! The inks of a page as its press prints them.

use crate::color::{Ink, SpotId};
use crate::diag::{Diagnostic, code};
use crate::layout::{House, Press};
use crate::page::{Page, Shape};
use crate::role::Role;
use crate::say;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// From so much black on, in thousandths, other inks below text add nothing
/// but trouble with register.
const RICH: u16 = 850;
/// On a page in black alone, coloured text from this much gray on is set in
/// solid black: small type in a tint loses its edges to the screen.
const SOLID: u16 = 400;

/// What was done to inks, and to the ink of what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Mono,
    Spot(String),
    Rich([u16; 4]),
    Heavy([u16; 4]),
}

/// Gives each item the ink that the press prints it in: black alone on pages
/// that print so, the four inks for a spot ink that the press has not, no rich
/// black in text, no ink above the limit. What was changed is told, where the
/// house wrote the ink.
pub fn for_press(page: &mut Page, press: &Press, house: &House) -> Vec<Diagnostic> {
    let mono = press.mono.contains(&page.number);
    let mut changes: BTreeMap<Change, BTreeSet<Role>> = BTreeMap::new();
    for item in &mut page.items {
        let (ink, is_text) = match &mut item.shape {
            Shape::Glyphs(run) => (&mut run.ink, true),
            Shape::Fill { ink, .. } => (ink, false),
            _ => continue,
        };
        let (new, change) =
            if mono { gray(*ink, is_text) } else { printed(*ink, is_text, press) };
        if let Some(change) = change {
            changes.entry(change).or_default().insert(item.role);
        }
        *ink = new;
    }
    let number = page.number;
    let told = |(change, roles): (&Change, &BTreeSet<Role>)| {
        let fault = tell(change, roles, number, press).on_page(number, None);
        // Which pages print in black alone is no matter of the house's inks.
        let written = roles.iter().filter(|_| *change != Change::Mono);
        let mut known: Vec<Span> = Vec::new();
        for at in written.filter_map(|role| house.styles.get(role)?.ink_at) {
            if !known.contains(&at) {
                known.push(at);
            }
        }
        known.into_iter().fold(fault, Diagnostic::at)
    };
    changes.iter().map(told).collect()
}

fn gray(ink: Ink, is_text: bool) -> (Ink, Option<Change>) {
    if ink.is_paper() || ink.is_black_only() {
        return (ink, None);
    }
    // How dark the inks look beside each other.
    let [c, m, y, k] = ink.cmyk.map(u32::from);
    let colour = (30 * c + 59 * m + 11 * y) / 100;
    let dark = k + (1000 - k.min(1000)) * colour / 1000;
    let dark = u16::try_from(dark.min(1000)).unwrap_or(1000);
    let dark = if is_text && dark >= SOLID { 1000 } else { dark };
    (Ink::new(0, 0, 0, dark), Some(Change::Mono))
}

fn printed(ink: Ink, is_text: bool, press: &Press) -> (Ink, Option<Change>) {
    let mut change = None;
    let mut printed = ink;
    if let Some(spot) = ink.spot
        && let SpotId::House(number) = spot.ink
    {
        let named = press.palette.get(usize::from(number));
        if named.is_some_and(|named| press.takes(named)) {
            return (ink, None);
        }
        printed.spot = None;
        change = named.map(|named| Change::Spot(named.name.clone()));
    }
    let [c, m, y, k] = printed.cmyk;
    if is_text && k >= RICH && c + m + y > 0 {
        return (Ink::BLACK, Some(Change::Rich(printed.cmyk)));
    }
    let limit = press.ink_limit;
    if printed.spot.is_none() && printed.coverage() > limit {
        // Black stays, the three others give way together.
        let room = (limit * 10.0 - f64::from(k)).max(0.0);
        let share = room / f64::from(c + m + y).max(1.0);
        let [c, m, y] = [c, m, y].map(|part| scaled(part, share));
        change = Some(Change::Heavy(printed.cmyk));
        printed = Ink::new(c, m, y, k);
    }
    (printed, change)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share below one of at most 1000"
)]
fn scaled(part: u16, share: f64) -> u16 {
    (f64::from(part) * share.clamp(0.0, 1.0)).floor() as u16
}

fn tell(change: &Change, roles: &BTreeSet<Role>, page: u32, press: &Press) -> Diagnostic {
    let zh: Vec<&str> = roles.iter().map(|role| role.zh()).collect();
    let en: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (name, limit) = (&press.name, press.ink_limit);
    match change {
        Change::Mono => Diagnostic::new(
            code::INK_CONVERTED,
            say!(
                "第{page}版只印黑：{zh}的颜色改成了黑或灰",
                "page {page} prints in black alone: {en} became black or gray"
            ),
        ),
        Change::Spot(spot) => Diagnostic::new(
            code::INK_CONVERTED,
            say!(
                "“{name}”没有专色“{spot}”，{zh}改用四色印",
                "`{name}` has no spot ink “{spot}”: {en} prints in the four inks"
            ),
        )
        .help(say!(
            "印刷厂有这种墨，就写进 layouts/press/{name}.toml 的 spots",
            "if the press has it, add it to `spots` in layouts/press/{name}.toml"
        )),
        Change::Rich(cmyk) => {
            let ink = percents(*cmyk);
            Diagnostic::new(
                code::INK_RICH,
                say!(
                    "{zh}是四色黑 {ink}，套不准就糊，改成了单黑",
                    "{en} is black of several inks, {ink}; it prints in black alone"
                ),
            )
            .help(say!("把 ink 写成 \"black\"", "write ink = \"black\""))
        }
        Change::Heavy(cmyk) => {
            let (ink, sum) =
                (percents(*cmyk), Ink { cmyk: *cmyk, spot: None }.coverage());
            Diagnostic::new(
                code::INK_HEAVY,
                say!(
                    "{zh}的颜色 {ink} 共 {sum}%，超过墨量限度 {limit}%，已减到限度",
                    "{en}: {ink} is {sum} % of ink and the limit is {limit} %; it was brought down to that"
                ),
            )
        }
    }
}

fn percents(cmyk: [u16; 4]) -> String {
    let parts = cmyk.map(|part| (f64::from(part) / 10.0).to_string());
    format!("[{}]", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Spot;
    use crate::layout::SpotInk;

    const RED: Ink = Ink::new(0, 950, 900, 0);

    fn press() -> Press {
        let palette = vec![SpotInk { name: "P 185".into(), cmyk: RED.cmyk }];
        Press { palette, ..Press::default() }
    }

    #[test]
    fn text_is_never_of_many_inks_and_nothing_is_too_heavy() {
        let press = press();
        let rich = Ink::new(600, 400, 400, 1000);
        assert_eq!(printed(rich, true, &press).0, Ink::BLACK);
        let (fill, change) = printed(rich, false, &press);
        assert_eq!(fill, Ink::new(600, 400, 400, 1000), "240 is within");
        assert!(change.is_none());
        let (fill, change) = printed(Ink::new(1000, 1000, 1000, 500), false, &press);
        assert!(fill.coverage() <= 240.0 && fill.coverage() > 239.0, "{fill:?}");
        assert!(change.is_some());
        assert_eq!(printed(RED, true, &press), (RED, None));
    }

    #[test]
    fn a_spot_ink_prints_where_the_press_has_it() {
        let spot = Some(Spot { ink: SpotId::House(0), tint: 1000 });
        let ink = Ink { spot, ..RED };
        let mut press = press();
        assert_eq!(printed(ink, true, &press).0, RED);
        press.spots = vec!["P 185".into()];
        assert_eq!(printed(ink, true, &press).0, ink);
    }

    #[test]
    fn a_page_in_black_alone_has_no_colour() {
        assert_eq!(gray(RED, true).0, Ink::BLACK);
        let tint = gray(Ink::new(0, 200, 200, 0), false).0;
        assert!(tint.is_black_only() && tint.cmyk[3] < 200, "{tint:?}");
        assert_eq!(gray(Ink::PAPER, true), (Ink::PAPER, None));
        assert_eq!(gray(Ink::gray(20), false), (Ink::gray(20), None));
    }
}
