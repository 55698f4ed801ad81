//! Web and mail addresses in copy: what is one, and what is only a word with
//! a solidus or a dot in it.

use std::ops::Range;

/// Ends of names on the web that are met in a paper's copy without a scheme.
/// Others would make addresses of Node.js and report.pdf.
const ENDS: &[&str] = &[
    "com", "cn", "net", "org", "gov", "edu", "int", "info", "biz", "app", "top", "site",
    "shop", "club", "vip", "xyz", "hk", "tw", "mo", "jp", "kr", "sg", "uk", "de", "fr",
    "ru", "eu", "io", "tv",
];

/// Marks of the sentence, which do not belong to an address that they end.
const TRAILING: &str = ",.;:!?)'\"(";

/// The addresses among some characters, from left to right.
pub(super) fn addresses(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skipped) = chars[at..].iter().position(char::is_ascii_graphic) {
        at += skipped;
        let run = chars[at..].iter().take_while(|c| c.is_ascii_graphic()).count();
        if let Some(part) = address(&chars[at..at + run]) {
            found.push(at + part.start..at + part.end);
        }
        at += run;
    }
    found
}

/// The address in a stretch of ASCII without spaces.
fn address(run: &[char]) -> Option<Range<usize>> {
    if !run.contains(&'.') && !run.contains(&'@') && !run.contains(&':') {
        return None;
    }
    let start = [scheme(run), head(run, "www.")].into_iter().flatten().min();
    let start = start.or_else(|| mail(run)).or_else(|| domain(run))?;
    let kept = run[start..].iter().rposition(|c| !TRAILING.contains(*c))?;
    Some(start..start + kept + 1)
}

/// Where `https://…` begins.
fn scheme(run: &[char]) -> Option<usize> {
    let sign = head(run, "://")?;
    let name = run[..sign]
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_alphabetic())
        .count();
    (name > 0).then_some(sign - name)
}

fn head(run: &[char], head: &str) -> Option<usize> {
    let head: Vec<char> = head.chars().collect();
    let is =
        |part: &[char]| part.iter().zip(&head).all(|(a, b)| a.eq_ignore_ascii_case(b));
    run.windows(head.len()).position(is)
}

/// Where the name before an @ begins.
fn mail(run: &[char]) -> Option<usize> {
    let at = run.iter().position(|c| *c == '@').filter(|at| *at > 0)?;
    let name = |c: &&char| c.is_ascii_alphanumeric() || "._%+-".contains(**c);
    Some(at - run[..at].iter().rev().take_while(name).count())
}

/// Where `example.com` or `news.example.com/a` begins.
fn domain(run: &[char]) -> Option<usize> {
    let part = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    let mut at = 0;
    while at < run.len() {
        let length = run[at..].iter().take_while(|c| part(c)).count();
        let name: String = run[at..at + length].iter().collect();
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let labels: Vec<&str> = name.split('.').collect();
        let whole = labels.len() > 1 && labels.iter().all(|label| !label.is_empty());
        if whole && labels.last().is_some_and(|end| ENDS.contains(end)) {
            return Some(at);
        }
        at += length.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_what_only_looks_like_one() {
        let found = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            let found = addresses(&chars).into_iter().next();
            found.map(|range| chars[range].iter().collect::<String>())
        };
        let whole = [
            "https://www.example.com/news/2026/index.html",
            "HTTP://a.cn",
            "www.example.com",
            "news.example.com/ab?c=d",
            "example.gov.cn",
            "a.b-c@example.com",
        ];
        for address in whole {
            let sentence = format!("请看{address},谢谢");
            assert_eq!(found(&sentence).as_deref(), Some(address));
        }
        let none = [
            "km/h",
            "TCP/IP",
            "iOS/Android",
            "3.5km/h",
            "Node.js/React",
            "v2.0/3.1",
            "e.g./i.e.",
            "report.pdf",
            "2026.03/16",
        ];
        for word in none {
            assert_eq!(found(&format!("用{word}好")), None, "{word}");
        }
    }
}
