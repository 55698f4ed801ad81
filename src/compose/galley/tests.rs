//! The rows of a story against every choice.

use super::*;
use crate::layout::{Level, Punctuation};
use crate::text::ems;

fn limit() -> Em {
    Em::new(0.1)
}

fn paragraph(text: &str) -> Paragraph {
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    ems::paragraph(text, style, Em::new(2.0))
}

/// Rows and least cost over every choice of a way for each paragraph.
fn by_trying(paragraphs: &[Paragraph], measure: Abs) -> BTreeMap<usize, f64> {
    let mut sums = vec![(0, 0.0)];
    for paragraph in paragraphs {
        let ways = Breaker::new(paragraph).ways(&|_| measure, limit());
        let with = |(rows, cost): (usize, f64)| {
            let add = move |way: &Setting| (rows + way.lines.len(), cost + way.cost);
            ways.iter().map(add).collect::<Vec<_>>()
        };
        sums = sums.into_iter().flat_map(with).collect();
    }
    let mut least: BTreeMap<usize, f64> = BTreeMap::new();
    for (rows, cost) in sums {
        let known = least.entry(rows).or_insert(f64::MAX);
        *known = cost.min(*known);
    }
    least
}

/// Every sum of ways is offered at its least cost, no other; and set.
#[test]
fn a_story_has_the_rows_of_all_choices() {
    let texts = [
        "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”，大家都报了名，比去年多得多。",
        "老周把锚链一节一节数过，记在本子上；徒弟打着手电，光柱落在潮水上，一晃一晃的。他说：“好！”",
        "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑",
        "港区1,214个班组报名，比去年多84.5%，其中三成是第一次来的年轻人，他们问得很细，也记得很细。",
    ];
    let paragraphs = texts.map(|text| paragraph(&text.repeat(3)));
    let parts: Vec<GalleyPart<'_>> = paragraphs.iter().map(GalleyPart::text).collect();
    for chars in [9_i64, 11, 13, 17] {
        let measure = Abs::pt(10.0) * chars;
        let ways = Ways::all(&parts, measure, limit());
        let wanted = by_trying(&paragraphs, measure);
        let counts = ways.counts();
        let rows: Vec<usize> = counts.iter().map(|(rows, _)| *rows).collect();
        assert_eq!(rows, wanted.keys().copied().collect::<Vec<_>>());
        for ((rows, cost), least) in counts.iter().zip(wanted.values()) {
            assert!((cost - least).abs() < 1e-9, "{rows} rows at {cost}");
            let told = Told { story: "", loose: limit() };
            assert_eq!(ways.lines(*rows, told).len(), *rows);
        }
        assert!(!ways.is_bounded());
    }
}

/// What cannot be set within the limit is set in one way, however loose.
#[test]
fn no_way_is_looser_than_the_limit_but_the_only_one() {
    let loose = paragraph("见abcdefghij网klmnopqrstu好vwxyzabcdef吗");
    let parts = [GalleyPart::text(&loose)];
    let ways = Ways::all(&parts, Abs::pt(80.0), limit());
    assert_eq!(ways.counts().len(), 1);
}

/// Numbers of rows are looked at near the cheapest alone: the work for a
/// story is in proportion to its length.
#[test]
fn a_long_story_has_a_bound() {
    let long = paragraph(&"江边的灯亮了，船工们收起缆绳，大家都报了名。".repeat(40));
    let many = |count: usize| {
        let parts = vec![GalleyPart::text(&long); count];
        Ways::all(&parts, Abs::pt(130.0), limit())
    };
    let kept = |ways: &Ways<'_>| ways.totals.iter().map(BTreeMap::len).max();
    let (short, double) = (many(50), many(100));
    assert!(double.is_bounded());
    assert!(kept(&short).max(kept(&double)) <= Some(2 * SPREAD + 1));
    assert!(double.counts().len() > SPREAD);
}
