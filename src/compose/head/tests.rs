use super::*;
use crate::layout::{HeadAlign, Level, Punctuation};
use crate::text::ems;

fn phrases(text: &str) -> Phrases {
    let style = ems::style(Punctuation::Banjiao, Level::Gb);
    Phrases::new(ems::paragraph(text, style, Em::ZERO), &Words::default())
}

fn shapes(headline: &str, kicker: &str) -> HeadShapes {
    HeadShapes {
        headline: vec![phrases(headline)],
        kicker: Some(phrases(kicker)),
        deck: None,
        largest: (Abs::pt(21.0), Abs::pt(21.0)),
    }
}

/// The house's own.
pub(super) fn heads() -> Heads {
    Heads {
        blank: Em::new(0.75),
        spread: Em::new(0.125),
        scale: 0.0,
        align: HeadAlign::Center,
        upright: 4,
    }
}

/// Plans in a width for a story of a priority, the best first.
pub(super) fn plans_in(
    shapes: &HeadShapes,
    (width, priority): (f64, u8),
) -> Vec<HeadPlan> {
    plans_with(shapes, (width, priority), heads())
}

fn plans_for(shapes: &HeadShapes, width: f64, scale: f64) -> Vec<HeadPlan> {
    plans_with(shapes, (width, 1), Heads { scale, ..heads() })
}

fn plans_with(
    shapes: &HeadShapes,
    (width, priority): (f64, u8),
    heads: Heads,
) -> Vec<HeadPlan> {
    let points = |sizes: &[f64]| sizes.iter().map(|size| Abs::pt(*size)).collect();
    let ladder = Ladder {
        sizes: points(&[36.0, 26.0, 22.0, 18.0]),
        steps: points(&[48.0, 42.0, 36.0, 30.0, 26.0, 22.0, 18.0, 14.0]),
    };
    let wishes = Wishes {
        ladder: &ladder,
        heads,
        priority,
        broken: false,
        width: Abs::pt(width),
    };
    let grid = Grid {
        paper: crate::geom::Size::new(Abs::pt(800.0), Abs::pt(1100.0)),
        columns: 4,
        chars: 17,
        gutter: Abs::pt(18.0),
        lines: 82,
        body: Abs::pt(9.0),
        leading: Abs::pt(12.0),
        margins: crate::layout::Margins {
            top: Abs::ZERO,
            inner: Abs::ZERO,
            outer: Abs::ZERO,
        },
    };
    let mut plans = plans(shapes, wishes, &grid);
    plans.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    plans
}

/// How wide a planned line is once its gaps are opened.
fn width(shapes: &HeadShapes, line: &PlannedLine) -> Abs {
    let phrases = &shapes.headline[line.passage];
    let gaps = i64::try_from(phrases.gaps(&line.clusters)).expect("few");
    line.size.scale(phrases.width(&line.clusters)) + line.spacing * gaps
}

#[test]
fn lines_near_the_span_fill_it_and_near_lines_come_to_one_width() {
    let shapes = shapes("港务局夜班码头亮起暖心灯", "柳溪区总工会");
    // 12 characters of 36 pt are 432 pt: 440 is within an eighth of an em a gap.
    let plan = plans_for(&shapes, 440.0, 0.0).swap_remove(0);
    let headline: Vec<&PlannedLine> =
        plan.lines.iter().filter(|line| line.role == Role::Headline).collect();
    assert_eq!(headline.len(), 1);
    assert!((width(&shapes, headline[0]) - Abs::pt(440.0)).abs() < Abs::pt(0.1));
    for plan in plans_for(&shapes, 250.0, 0.0) {
        for line in plan.lines.iter().filter(|line| line.role == Role::Headline) {
            assert!(line.spacing >= Abs::ZERO, "letters are never tightened");
            assert!(line.spacing <= line.size.scale(0.1251));
            assert!(width(&shapes, line) <= Abs::pt(250.01));
        }
    }
}

#[test]
fn kicker_and_deck_are_two_steps_down_and_readable() {
    let size = |points: f64| small_sizes(Abs::pt(points), Abs::pt(21.0))[0];
    assert_eq!(size(48.0), Abs::pt(21.0));
    assert_eq!(size(36.0), Abs::pt(18.0));
    assert_eq!(size(26.0), Abs::pt(14.0));
    assert_eq!(size(18.0), Abs::pt(10.5));
    assert_eq!(size(14.0), Abs::pt(9.0));
    assert_eq!(small_sizes(Abs::pt(36.0), Abs::pt(12.0))[0], Abs::pt(12.0));
}

#[test]
fn a_headline_is_scaled_only_if_the_house_allows() {
    let shapes = shapes("港务局夜班码头亮起暖心灯", "柳溪区总工会");
    let largest = |scale| {
        let one = |plan: &HeadPlan| {
            plan.lines.iter().filter(|line| line.role == Role::Headline).count() == 1
        };
        let plans = plans_for(&shapes, 420.0, scale);
        plans.iter().filter(|plan| one(plan)).map(|plan| plan.size).max()
    };
    assert_eq!(largest(0.0), Some(Abs::pt(30.0)));
    let scaled = largest(0.05).expect("one line");
    assert!(scaled > Abs::pt(34.2) && scaled <= Abs::pt(35.01), "{scaled:?}");
}

#[test]
fn what_no_line_has_is_counted_and_marks_are_told() {
    let shapes = shapes("码头装卸工老周：四十年只做一件事", "灯塔角，今晚。");
    let plan = plans_for(&shapes, 300.0, 0.0)
        .into_iter()
        .find(|plan| plan.lines.iter().any(|line| line.text == "码头装卸工老周"))
        .expect("broken after the colon");
    // The colon of the headline and the stop of the kicker.
    assert_eq!(plan.dropped, 2);
    assert_eq!(plan.marks.len(), 2);
}

#[test]
fn a_word_is_torn_only_where_no_size_has_another_way() {
    let shapes = shapes("全国五一劳动奖章获得者", "柳溪区");
    assert!(plans_for(&shapes, 150.0, 0.0).iter().all(|plan| !plan.forced));
    let forced = plans_for(&shapes, 30.0, 0.0);
    assert!(forced.iter().all(|plan| plan.forced) && !forced.is_empty());
}
