//! Headlines of a daily's kinds, set in the columns of a tabloid: where an
//! editor would have broken them, and where never.

use super::tests::{self, plans_in};
use super::*;
use crate::layout::{Level, Punctuation};
use crate::text::ems;
use std::fmt::Write;

/// A headline a line. A blank parts words: a line may end there if it must. At a
/// / an editor accepts a break, and before one at // no other is accepted.
/// Anywhere else a word would be torn.
const DAILY: &str = include_str!("daily.txt");

/// Width in points of one to four columns, and the priority of a story in them.
const SLOTS: [(f64, u8); 5] =
    [(153.0, 2), (324.0, 1), (324.0, 2), (495.0, 1), (666.0, 1)];
/// Share of broken headlines that an editor would accept as they are; no word is
/// torn in any.
const ACCEPTED: f64 = 0.86;

/// How an editor sees a place for a break.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Grade {
    Torn,
    Weak,
    Good,
    Best,
}

/// The copy, and the grade of a break before each of its characters.
fn marked(case: &str) -> (String, Vec<Grade>) {
    let (mut text, mut grades) = (String::new(), Vec::new());
    let mut grade = Grade::Torn;
    for c in case.chars() {
        grade = match (c, grade) {
            (' ', _) => Grade::Weak,
            ('/', Grade::Good) => Grade::Best,
            ('/', _) => Grade::Good,
            _ => {
                let c = if c == '，' { '\u{3000}' } else { c };
                text.push(c);
                grades.push(grade);
                Grade::Torn
            }
        };
    }
    (text, grades)
}

/// The grade of a headline's lines: the worst of its breaks.
fn grade(lines: &[&PlannedLine], grades: &[Grade]) -> Grade {
    let breaks = lines.iter().skip(1).map(|line| grades[line.clusters.start]);
    let breaks: Vec<Grade> = breaks.collect();
    let best = grades.iter().filter(|grade| **grade == Grade::Best).count();
    let taken = breaks.iter().filter(|grade| **grade == Grade::Best).count();
    let worst = breaks
        .iter()
        .copied()
        .fold(Grade::Best, |worst, own| if own < worst { own } else { worst });
    let passed = taken < best.min(breaks.len());
    if passed && worst > Grade::Weak { Grade::Weak } else { worst }
}

#[test]
fn headlines_break_where_an_editor_would() {
    let (mut broken, mut accepted) = (0, 0);
    let (mut told, mut torn) = (String::new(), String::new());
    for (number, case) in DAILY.lines().enumerate() {
        let (text, grades) = marked(case);
        let mut phrases = {
            let style = ems::style(Punctuation::Banjiao, Level::Gb);
            ems::paragraph(&text, style, Em::ZERO)
        };
        narrow_blanks(&mut phrases, &tests::heads());
        let shapes = HeadShapes {
            headline: vec![Phrases::new(phrases, &Words::default())],
            kicker: None,
            deck: None,
            largest: (Abs::pt(21.0), Abs::pt(21.0)),
        };
        for (width, priority) in SLOTS {
            let plan = plans_in(&shapes, (width, priority)).swap_remove(0);
            let lines: Vec<&PlannedLine> = plan.lines.iter().collect();
            if lines.len() < 2 {
                continue;
            }
            broken += 1;
            // What fits nowhere is told as an error.
            let grade = match grade(&lines, &grades) {
                Grade::Torn if plan.forced => Grade::Weak,
                grade => grade,
            };
            accepted += i32::from(grade >= Grade::Good);
            let words: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            let words =
                format!("{number} {width} {} {}", plan.size.to_pt(), words.join("/"));
            match grade {
                Grade::Torn => {
                    let _ = writeln!(torn, "torn: {words}");
                }
                Grade::Weak => {
                    let _ = writeln!(told, "weak: {words}");
                }
                _ => {}
            }
        }
    }
    let share = f64::from(accepted) / f64::from(broken);
    assert!(torn.is_empty(), "\n{torn}");
    assert!(share >= ACCEPTED, "{accepted} of {broken}\n{told}");
}
