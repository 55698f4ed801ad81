use super::*;
use crate::layout::{Level, Punctuation};
use crate::text::ems;

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
}
