//! A string value of a TOML file as letters with their places in the file.

use crate::copy::Letter;

/// The letters of a string `value` that stands, quoted, at `start..end` of
/// `text`.
///
/// Each letter gets its own place, escapes included; a value that cannot be
/// followed through its quoting is charged to where it starts.
pub(crate) fn letters(
    text: &str,
    range: std::ops::Range<usize>,
    value: &str,
) -> Vec<Letter> {
    let start = range.start;
    let places = text.get(range).and_then(|raw| follow(raw, value));
    value
        .chars()
        .enumerate()
        .map(|(index, c)| Letter {
            c,
            at: place(start + places.as_ref().map_or(0, |places| places[index])),
            ..Letter::default()
        })
        .collect()
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// For each character of `value`, the byte of `raw` that gives it.
fn follow(raw: &str, value: &str) -> Option<Vec<usize>> {
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|q| raw.starts_with(q))?;
    let mut at = quote.len();
    if quote.len() == 3 && raw[at..].starts_with('\n') {
        at += 1;
    }
    let escapes = quote.starts_with('"');
    let mut places = Vec::new();
    for c in value.chars() {
        if escapes {
            at = skip_folded(raw, at);
        }
        places.push(at);
        at += match raw[at..].strip_prefix('\\').filter(|_| escapes) {
            Some(escape) => 1 + escape_len(escape)?,
            None if raw[at..].starts_with(c) => c.len_utf8(),
            None => return None,
        };
    }
    Some(places)
}

/// Past a backslash at a line's end and the white space it swallows.
fn skip_folded(raw: &str, at: usize) -> usize {
    let Some(rest) = raw[at..].strip_prefix('\\') else { return at };
    let blank = rest.len() - rest.trim_start().len();
    if rest[..blank].contains('\n') { skip_folded(raw, at + 1 + blank) } else { at }
}

fn escape_len(escape: &str) -> Option<usize> {
    match escape.chars().next()? {
        'u' => Some(5),
        'U' => Some(9),
        'x' => Some(3),
        c if c.is_ascii() => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str) {
        let text = format!("题 = {raw}\n");
        let table: toml::Table = format!("t = {raw}\n").parse().expect("TOML");
        let value = table["t"].as_str().expect("a string").to_string();
        let start = "题 = ".len();
        for letter in letters(&text, start..start + raw.len(), &value) {
            let found = text[letter.at as usize..].chars().next();
            let escaped = found == Some('\\');
            assert!(escaped || found == Some(letter.c), "{letter:?} in {raw}");
        }
    }

    #[test]
    fn letters_find_their_bytes() {
        check(r#""半份菜""#);
        check(r"'半份菜'");
        check("'''\n第一段\n第二段'''");
        check("\"半\\\"份\\u83DC\\\"少\"");
        check("\"\"\"\n前\\\n   后\\t完\"\"\"");
    }

    #[test]
    fn an_escape_is_charged_to_its_backslash() {
        let text = r#""a\"b""#;
        let places: Vec<u32> =
            letters(text, 0..text.len(), "a\"b").iter().map(|l| l.at).collect();
        assert_eq!(places, [1, 2, 4]);
    }
}
