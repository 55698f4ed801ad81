//! The words that an issue's headings never split.

use crate::copy::{Letter, Passage};
use crate::issue::{Block, Issue, Story};
use crate::layout::House;
use crate::text::words::Words;
use std::collections::BTreeSet;

/// Longest quoted name that is taken for a name.
const LONGEST_NAME: usize = 6;
/// Longest name with a line along it, or in a list of names.
const LONGEST_LINED: usize = 12;
/// Titles after which a credit has a name.
const REPORTERS: [&str; 4] = ["记者", "通讯员", "摄影", "实习生"];

/// The house's words, the issue's, and the names found in its copy: reporters,
/// what stands in quotes or 《》, and what headings and copy have in common.
pub(super) fn of(issue: &Issue, house: &House) -> Words {
    with_names(Some(issue), issue.stories.values(), house)
}

/// The same for one story, with the issue that it is of if there is one.
pub(super) fn with_story(issue: Option<&Issue>, story: &Story, house: &House) -> Words {
    let others = issue.into_iter().flat_map(|issue| issue.stories.values());
    with_names(issue, others.chain([story]), house)
}

/// The same for a galley, whose headings are not broken: the dictionary is not
/// read for it.
pub(super) fn of_galley(story: &Story, house: &House) -> Words {
    let found = gather([story].into_iter());
    list(None, house, &found)
}

fn with_names<'s>(
    issue: Option<&Issue>,
    stories: impl Iterator<Item = &'s Story> + Clone,
    house: &House,
) -> Words {
    let mut found = gather(stories.clone());
    let words = list(issue, house, &found);
    for story in stories {
        repeated(story, &words, &mut found);
    }
    list(issue, house, &found)
}

fn list(issue: Option<&Issue>, house: &House, found: &BTreeSet<String>) -> Words {
    let issue = issue.into_iter().flat_map(|issue| &issue.words);
    let own = house.words.iter().chain(issue);
    Words::new(own.map(String::as_str)).with_found(found.iter().map(String::as_str))
}

fn gather<'s>(stories: impl Iterator<Item = &'s Story>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for story in stories {
        if let Some(credit) = &story.credit {
            reporters(&credit.text(), &mut found);
        }
        for passage in copy(story) {
            let text = passage.text();
            quoted(&text, &mut found);
            bracketed(&text, &mut found);
            lined(passage, &mut found);
        }
        for block in &story.body {
            if let Block::Names(_, names) = block {
                found
                    .extend(names.iter().map(Passage::text).filter(|name| is_name(name)));
            }
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    (2..=LONGEST_LINED).contains(&text.chars().count())
        && text.chars().all(|c| c.is_alphabetic() || c == '·')
}

/// The reporters in brackets: （本报记者孟和达来　通讯员林小满）.
fn bracketed(text: &str, found: &mut BTreeSet<String>) {
    for part in text.split(['（', '(']).skip(1) {
        if let Some((credit, _)) = part.split_once(['）', ')'])
            && REPORTERS.iter().any(|title| credit.contains(title))
        {
            reporters(credit, found);
        }
    }
}

/// Names with a line along them or in a box.
fn lined(passage: &Passage, found: &mut BTreeSet<String>) {
    let same = |a: &Letter, b: &Letter| a.mark.group == b.mark.group;
    for name in passage.letters.chunk_by(same).filter(|name| name[0].mark.group > 0) {
        let text: String = name.iter().filter(|l| !l.is_reading()).map(|l| l.c).collect();
        found.extend(Some(text).filter(|name| is_name(name)));
    }
}

/// Names in a story's heading that only its copy knows.
fn repeated(story: &Story, words: &Words, found: &mut BTreeSet<String>) {
    let body: Vec<Vec<char>> = story
        .body
        .iter()
        .flat_map(Block::passages)
        .map(|passage| passage.text().chars().collect())
        .collect();
    for passage in heading(story) {
        let text: Vec<char> = passage.text().chars().collect();
        found.extend(words.repeated(&text, &body));
    }
}

fn copy(story: &Story) -> impl Iterator<Item = &Passage> {
    heading(story).chain(story.body.iter().flat_map(Block::passages))
}

fn heading(story: &Story) -> impl Iterator<Item = &Passage> {
    let head = &story.head;
    head.kicker.iter().chain(&head.headline).chain(&head.deck)
}

/// The names of a credit: 全媒体记者林小满 通讯员柳溪工.
fn reporters(credit: &str, found: &mut BTreeSet<String>) {
    for part in credit.split(|c: char| c.is_whitespace() || "、，,；;/".contains(c)) {
        let name = REPORTERS
            .iter()
            .filter_map(|title| Some(part.rsplit_once(title)?.1))
            .next()
            .unwrap_or(part);
        if (2..=4).contains(&name.chars().count()) {
            found.insert(name.to_string());
        }
    }
}

/// Names in quotes and book titles: no longer than a name, and of one piece.
fn quoted(text: &str, found: &mut BTreeSet<String>) {
    for (open, close) in [('“', '”'), ('《', '》')] {
        for part in text.split(open).skip(1) {
            let Some((name, _)) = part.split_once(close) else { continue };
            let count = name.chars().count();
            let plain = |c: char| c.is_alphanumeric() || c == '·';
            if (2..=LONGEST_NAME).contains(&count) && name.chars().all(plain) {
                found.insert(name.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_credits_and_quotes() {
        let mut found = BTreeSet::new();
        reporters("全媒体记者林小满 通讯员 柳溪工、周岸", &mut found);
        quoted("“小满书屋”里有《灯塔角志》，他说：“今晚，风大。”", &mut found);
        quoted("没有合上的“引号", &mut found);
        bracketed("本报讯（本报记者孟和达来）近日（全长3公里）", &mut found);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(
            found,
            ["周岸", "孟和达来", "小满书屋", "林小满", "柳溪工", "灯塔角志"]
        );
    }
}
