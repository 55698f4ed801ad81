//! The few values of an XMP packet that a press asks for.
//!
//! A packet is XML, but the values wanted are single words and dates with
//! fixed names, as an element or as an attribute; no tree is built for them.

/// Prefixes that a packet gives one namespace; one is usual.
const MOST_PREFIXES: usize = 8;

/// The text of a property by its namespace and name; none if it is not there.
pub(super) fn value(packet: &str, namespace: &str, name: &str) -> Option<String> {
    prefixes(packet, namespace).into_iter().find_map(|prefix| {
        element(packet, prefix, name).or_else(|| attribute(packet, prefix, name))
    })
}

/// Whether the packet can be one at all: opened and closed.
pub(super) fn is_whole(packet: &str) -> bool {
    packet.contains("<rdf:RDF") && packet.contains("</rdf:RDF>")
}

/// The prefixes that the packet gives a namespace.
fn prefixes<'p>(packet: &'p str, namespace: &str) -> Vec<&'p str> {
    let mut found = Vec::new();
    for (at, _) in packet.match_indices(namespace) {
        let before = packet[..at].trim_end_matches(['"', '\'']).trim_end();
        let Some(before) = before.strip_suffix('=') else { continue };
        let Some(start) = before.rfind("xmlns:") else { continue };
        let prefix = before[start + 6..].trim();
        if found.len() < MOST_PREFIXES
            && !prefix.is_empty()
            && prefix.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            found.push(prefix);
        }
    }
    found
}

fn element(packet: &str, prefix: &str, name: &str) -> Option<String> {
    let open = format!("<{prefix}:{name}");
    let close = format!("</{prefix}:{name}>");
    let (at, _) = packet.match_indices(&open).find(|(at, _)| {
        packet[at + open.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
    })?;
    let rest = &packet[at..];
    let start = rest.find('>')? + 1;
    let end = rest.find(&close)?;
    Some(plain(rest.get(start..end)?))
}

fn attribute(packet: &str, prefix: &str, name: &str) -> Option<String> {
    let key = format!("{prefix}:{name}=");
    let rest = &packet[packet.find(&key)? + key.len()..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let rest = &rest[1..];
    Some(plain(&rest[..rest.find(quote)?]))
}

/// Text without the tags around it and with its characters in clear.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    for (name, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
    {
        out = out.replace(name, c);
    }
    out.trim().to_string()
}

/// A date as its digits to the second, and its zone as `+HHMM`; so that the
/// two ways of writing dates can be compared.
pub(super) fn date(text: &str) -> Option<(String, String)> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let zone_at = text
        .char_indices()
        // The hyphens inside an XMP date stand before its tenth character.
        .find(|(at, c)| matches!(c, 'Z' | '+') || *c == '-' && *at >= 10)
        .map_or(text.len(), |(at, _)| at);
    let (day, zone) = text.split_at(zone_at);
    let whole = day.split('.').next().unwrap_or(day);
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 4 {
        return None;
    }
    let sign = if zone.starts_with('-') { '-' } else { '+' };
    let hours: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
    Some((format!("{digits:0<14}"), format!("{sign}{hours:0<4}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_elements_and_as_attributes() {
        let packet = r#"<rdf:RDF><rdf:Description xmlns:p = "urn:p/" xmlns:dc="urn:dc/" p:Mode='x &amp; y'>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">甲&lt;乙</rdf:li></rdf:Alt></dc:title>
            <p:ModeTwo>z</p:ModeTwo></rdf:Description></rdf:RDF>"#;
        let get = |namespace, name| value(packet, namespace, name).unwrap_or_default();
        assert_eq!(get("urn:p/", "Mode"), "x & y");
        assert_eq!(get("urn:dc/", "title"), "甲<乙");
        assert_eq!(
            (get("urn:p/", "ModeTwo"), get("urn:p/", "Other")),
            ("z".into(), String::new())
        );
    }

    #[test]
    fn dates_of_both_kinds_compare() {
        let same = date("D:20260308000000+08'00'");
        assert_eq!(same, date("2026-03-08T00:00:00+08:00"));
        assert_eq!(same, date("2026-03-08T00:00:00.00+08:00"));
        assert_eq!(date("D:20260308120000Z"), date("2026-03-08T12:00:00+00:00"));
        assert_ne!(same, date("2026-03-08T00:00:00Z"));
        assert_eq!(date("soon"), None);
    }
}
