//! Which line of a heading is what.
//!
//! One line is the headline. Of three, the first is the kicker and the last the
//! deck. A last line that begins with —— is a deck. Of two, a first line that
//! only names an office or a firm is the kicker; otherwise the text does not
//! tell kicker + headline from headline + deck, and the second is taken for a
//! deck if it begins as decks do (以…, 为…, 切实…). Four lines are a headline of
//! two between kicker and deck. The last two cases are doubts.

use super::line::{Kind, Line};
use super::{Desk, Doubt};
use crate::copy::Passage;
use crate::issue::Head;
use crate::say;
use std::ops::Range;

/// The longest name of an office or firm on a line of its own.
const UNIT: usize = 18;

/// A story's heading and the reporters' names that stand in it.
pub(super) fn read(desk: &mut Desk<'_>, range: &Range<usize>) -> (Head, Option<Passage>) {
    let all = &desk.lines[range.clone()];
    let byline = all.iter().find(|line| line.kind == Kind::Byline);
    let lines: Vec<&Line> = all.iter().filter(|line| line.kind != Kind::Byline).collect();
    let (kicker, deck, doubt) = shape(&lines);
    desk.doubts.extend(doubt);
    let last = lines.len() - usize::from(deck);
    let mut set = |line: &&Line| desk.heading(&line.passage);
    let head = Head {
        kicker: lines.first().filter(|_| kicker).map(&mut set),
        headline: lines[usize::from(kicker)..last].iter().map(&mut set).collect(),
        broken: last - usize::from(kicker) > 1,
        deck: lines.last().filter(|_| deck).map(&mut set),
    };
    let credit = byline.map(|line| desk.heading(&line.passage));
    (head, credit)
}

/// Whether there is a kicker, whether there is a deck, and what is open.
fn shape(lines: &[&Line]) -> (bool, bool, Option<Doubt>) {
    let dashed = lines.last().is_some_and(|line| line.plain.starts_with('—'));
    match lines {
        [] | [_] => (false, false, None),
        [_, _] if dashed => (false, true, None),
        [first, _] if is_unit(&first.plain) => (true, false, None),
        [first, second] => {
            let deck = begins_as_deck(&second.plain);
            let message = say!(
                "两行标题：引题加主题，还是主题加副题？",
                "two lines: kicker and headline, or headline and deck?"
            );
            let chosen = if deck {
                say!(
                    "第一行作主题，第二行作副题",
                    "first line the headline, second the deck"
                )
            } else {
                say!(
                    "第一行作引题，第二行作主题",
                    "first line the kicker, second the headline"
                )
            };
            (!deck, deck, Some(Doubt::new(first, message, chosen)))
        }
        [_, _, _] => (true, true, None),
        [first, ..] => {
            let count = lines.len();
            let message = say!("标题有 {count} 行", "the heading has {count} lines");
            let chosen = say!(
                "首行作引题，末行作副题，其余作主题",
                "first line the kicker, last the deck, the others the headline"
            );
            (true, true, Some(Doubt::new(first, message, chosen)))
        }
    }
}

fn is_unit(plain: &str) -> bool {
    let ends = [
        "工会",
        "公司",
        "集团",
        "局",
        "委",
        "区",
        "县",
        "市",
        "镇",
        "乡",
        "街道",
        "村",
        "社区",
        "学校",
        "中学",
        "小学",
        "学院",
        "大学",
        "医院",
        "厂",
        "协会",
        "联合会",
        "委员会",
        "中心",
        "站",
        "队",
        "馆",
        "所",
        "院",
        "部",
        "办",
        "厅",
        "银行",
        "支行",
        "分行",
    ];
    plain.chars().count() <= UNIT && ends.iter().any(|end| plain.ends_with(end))
}

fn begins_as_deck(plain: &str) -> bool {
    ["以", "为", "切实", "着力", "助力", "推动", "全力", "努力", "让", "进一步"]
        .iter()
        .any(|word| plain.starts_with(word))
}
