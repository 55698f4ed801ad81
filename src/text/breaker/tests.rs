use super::*;
use crate::layout::{Composer, Level, Punctuation};
use crate::text::breaks::Break;
use crate::text::{TextStyle, ems};

fn paragraph(text: &str) -> Paragraph {
    ems::paragraph(text, ems::style(Punctuation::Quanjiao, Level::Gb), Em::ZERO)
}

/// The cheapest setting as text.
fn set(text: &str, chars: i64) -> Vec<String> {
    let paragraph = paragraph(text);
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(10.0) * chars);
    let best = settings.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
    let lines = &best.expect("any text can be set").lines;
    lines.iter().map(|line| paragraph.text_of(line.clone())).collect()
}

#[test]
fn marks_are_pushed_in_before_words_are_pushed_out() {
    // Ten ems of measure; the comma before gives its half, so the mark fits.
    assert_eq!(
        set("一二三四，六七八九十。乙丙丁戊己", 10),
        ["一二三四，六七八九十。", "乙丙丁戊己"]
    );
}

#[test]
fn a_closing_mark_is_half_an_em_at_the_line_end() {
    let paragraph = paragraph("一二三四。六七");
    let measure = Breaker::new(&paragraph).measure(0..5);
    assert_eq!(measure.natural, Abs::pt(45.0));
}

#[test]
fn pairs_share_their_blank() {
    // 。” one em and a half; ”“ likewise: 3.2.
    for (text, ems) in
        [("好。”好", 35.0), ("好”“好", 35.0), ("好““好", 35.0), ("好，好", 30.0)]
    {
        let paragraph = paragraph(text);
        let all = 0..paragraph.clusters.len();
        assert_eq!(Breaker::new(&paragraph).measure(all).natural, Abs::pt(ems), "{text}");
    }
}

/// R6.3: a gap a little wider is not seen, a number without its unit is.
#[test]
fn units_stay_with_their_numbers_where_a_line_can_give() {
    let text = "决赛首局，林场队低身压绳，2分31秒取胜。换边后，港务队改了口令，不喊“一、二”，只喊一声“坐”，2分20秒扳平。";
    for chars in 11..24 {
        let lines = set(text, chars);
        let parted = lines.windows(2).any(|pair| {
            pair[0].ends_with(|c: char| c.is_ascii_digit())
                && pair[1].starts_with(['分', '秒'])
        });
        assert!(!parted, "{chars}: {lines:?}");
    }
}

/// R4.6, R6.1: and where no line holds both, before either is torn.
#[test]
fn a_unit_behind_a_blank_goes_before_it_is_torn() {
    for chars in 4..9 {
        let lines =
            set("而探测器飞了约4.5天，行程384,400 km，最大速度10.9 km/s。", chars);
        let torn = |line: &&String| line.starts_with(['m', '/', 's', ',']);
        assert!(lines.iter().find(torn).is_none(), "{chars}: {lines:?}");
        assert!(lines.iter().any(|line| line.contains("384,400")), "{lines:?}");
    }
}

#[test]
fn no_lone_last_character() {
    let lines = set("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子", 10);
    assert!(lines.last().expect("lines").chars().count() > 1, "{lines:?}");
}

#[test]
fn a_word_wider_than_its_line_is_broken_and_told() {
    let paragraph = paragraph("见abcdefghijklmnopqrstuvwxyz网");
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(40.0));
    assert!(settings.iter().all(|setting| setting.forced));
    let set: usize = settings[0].lines.iter().map(|line| line.len()).sum();
    assert_eq!(set, paragraph.clusters.len());
}

#[test]
fn no_lone_last_character_beside_a_tail() {
    let text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子（某某工）";
    let mut paragraph = paragraph(text);
    paragraph.flush = Some(21);
    for joint in &mut paragraph.joints[22..] {
        joint.break_ = Break::No;
    }
    paragraph.joints[21].break_ = Break::Yes(0.0);
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(100.0));
    let best = settings.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
    let last = best.and_then(|best| best.lines.last()).expect("lines").clone();
    assert!(last.start < 20, "{last:?}");
}

#[test]
fn a_tail_stays_whole() {
    let mut paragraph = paragraph("一二三四五六七八九十（某某工）");
    paragraph.flush = Some(10);
    for joint in &mut paragraph.joints[11..] {
        joint.break_ = Break::No;
    }
    paragraph.joints[10].break_ = Break::Yes(0.0);
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(120.0));
    assert_eq!(settings[0].lines, [0..10, 10..15]);
    // Where the last line has room for it, it hardly stands alone.
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(200.0));
    assert_eq!((settings[0].lines.len(), settings[0].lines[0].end), (1, 15));
    assert!(settings.iter().skip(1).all(|way| way.cost > settings[0].cost + 20.0));
}

/// Work and memory are counted, not timed: lines measured and places kept for a
/// character, whether a few numbers of lines are of interest or many.
#[test]
fn long_paragraphs_are_linear() {
    let some = "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”：1,214个班组报名，比去年多84.5%。";
    let work = |chars: usize, near: usize| {
        let text: String = some.chars().cycle().take(chars).collect();
        let paragraph = paragraph(&text);
        let breaker = Breaker::new(&paragraph);
        let width = |_| Abs::pt(10.0) * 17i64;
        let rules = Rules { widest: WIDEST, last: true, force: false, near };
        let mut search = Search::new(&breaker, &width, rules);
        assert!(!search.best().is_empty());
        (search.measured, search.kept())
    };
    for near in [NEAR, MOST_WAYS] {
        let (short, long) = (work(10_000, near), work(40_000, near));
        assert!(
            long.0 <= 5 * short.0,
            "{} lines measured, {} for a quarter",
            long.0,
            short.0
        );
        assert!(long.0 < 8 * 40_000, "{} lines measured", long.0);
        assert!(long.1 < 40_000 * (20 + 5 * near), "{} places kept", long.1);
    }
}

#[test]
fn line_by_line_an_edit_leaves_what_stands_above() {
    let style = TextStyle {
        composer: Composer::Line,
        ..ems::style(Punctuation::Quanjiao, Level::Gb)
    };
    let set = |text: &str| {
        let paragraph = ems::paragraph(text, style.clone(), Em::ZERO);
        let mut settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(100.0));
        assert_eq!(settings.len(), 1);
        settings.remove(0).lines
    };
    let text =
        "江边的灯亮了，船工们收起缆绳，说起今年的“安全月”：大家都报了名，比去年多得多。";
    let (before, after) = (set(text), set(&text.replace("得多。", "出了一成还不止呢。")));
    assert_eq!(before[..3], after[..3]);
    assert!(after.len() >= before.len());
    // A mark that would begin a line is pushed in (R5.1).
    let paragraph =
        ems::paragraph("一二三四，六七八九十。乙丙丁", style.clone(), Em::ZERO);
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(100.0));
    assert_eq!(settings[0].lines[0], 0..11);
}

#[test]
fn line_by_line_no_lone_last_character() {
    let style = TextStyle {
        composer: Composer::Line,
        ..ems::style(Punctuation::Quanjiao, Level::Gb)
    };
    let paragraph = ems::paragraph("一二三四五六七八九十甲", style, Em::ZERO);
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(100.0));
    assert_eq!(settings[0].lines, [0..9, 9..11]);
}

#[test]
fn the_third_of_three_marks_may_begin_a_line_before_a_word_is_broken() {
    let paragraph = paragraph("2026）））））。");
    let settings = Breaker::new(&paragraph).settings(&|_| Abs::pt(40.0));
    assert!(settings[0].forced);
    assert_eq!(settings[0].lines, [0..8, 8..10]);
}

#[test]
fn doubled_stops_stay_together_even_then() {
    let lines = set("一二三四五六七）》！？的", 9);
    assert_eq!(lines.concat(), "一二三四五六七）》！？的");
    assert!(lines.iter().all(|line| !line.starts_with('？')), "{lines:?}");
    let lines = set("2026）》》》！？好", 5);
    assert!(lines.iter().all(|line| !line.starts_with('？')), "{lines:?}");
}

#[test]
fn one_mark_may_hang() {
    let hung = |hanging| {
        let style = TextStyle {
            hanging,
            ..ems::style(Punctuation::Kaiming, Level::Gb)
        };
        let paragraph =
            ems::paragraph("一二三四五六七八九十。乙丙丁戊己", style, Em::ZERO);
        let breaker = Breaker::new(&paragraph);
        let settings = breaker.settings(&|_| Abs::pt(100.0));
        settings[0].lines[0].clone()
    };
    assert_eq!(hung(true), 0..11);
    assert_eq!(hung(false), 0..9);
}

#[test]
fn a_line_without_words_measures_nothing() {
    // A page without a section's name has such a line in its folio.
    let paragraph = paragraph("");
    let breaker = Breaker::new(&paragraph);
    assert_eq!(breaker.measure_in(0..0, Abs::pt(100.0)), Measure::default());
}

#[test]
fn a_long_word_is_broken_between_syllables_before_it_leaves_a_hole() {
    assert_eq!(set("各位communications各位职工", 7), ["各位communica", "tions各位职工"]);
    // Where it fits without, it stays whole.
    assert_eq!(
        set("一二三四五六communications好啊", 14)[0],
        "一二三四五六communications"
    );
}

#[test]
fn a_line_is_left_ragged_before_it_is_opened_to_a_hole() {
    let paragraph = paragraph("各位MH370/MH17MH370各位职工请看");
    let breaker = Breaker::new(&paragraph);
    let width = Abs::pt(90.0);
    let settings = breaker.settings(&|_| width);
    let first = settings[0].lines[0].clone();
    assert_eq!(first, 0..2);
    let measure = breaker.measure(first);
    assert!(breaker.is_hole(&measure, width));
    assert_eq!(opening(&measure, width, Abs::pt(10.0)), Em::ZERO);
}

#[test]
fn a_line_of_words_is_opened_before_it_stays_short() {
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    let text = "各位职工朋友可以MH370/M，电话咨询也可以";
    let paragraph = ems::paragraph(text, style, Em::new(2.0));
    let best = Breaker::new(&paragraph).best(&|_| Abs::pt(130.0));
    assert_eq!(best.expect("a setting").lines[0], 0..8);
}

/// A number alone on its line is no piece of a code: with its unit it leaves a
/// smaller hole.
#[test]
fn a_number_stays_with_its_unit_in_a_short_line() {
    let style = ems::style(Punctuation::Quanjiao, Level::Gb);
    let text =
        "报告预计，到2015年世界石油价格可达每桶21·48美元，2020年将升至每桶22·32美元。";
    let paragraph = ems::paragraph(text, style, Em::new(2.0));
    let best = Breaker::new(&paragraph).best(&|_| Abs::pt(80.0));
    let second = best.expect("a setting").lines[1].clone();
    assert!(paragraph.text_of(second).starts_with("2015年"));
}

#[test]
fn a_code_wider_than_its_line_is_broken_at_its_solidus() {
    assert_eq!(set("MH370/MH17失联", 4), ["MH370/", "MH17", "失联"]);
    // Nor is a number in it parted, or left before its dot.
    assert_eq!(set("Androidversion3·15好", 8)[0], "Androidversion");
}
