//! What a character is, as far as normalising asks.

/// Whether a character is Han (with 〇 and 々).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c,
        '々' | '〇'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character shows that Chinese (or Japanese) text stands here: Han,
/// kana and the marks that no Latin text uses. Not “ ” ‘ ’ — … ·, which both
/// use.
pub(super) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{3001}'..='\u{303f}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{ff01}'..='\u{ff60}' if !is_full_width(c))
}

/// Whether a character is a letter of a word in another script.
pub(super) fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !is_wide(c)
}

/// Whether a character is a digit, a letter or ％ in full width.
pub(super) fn is_full_width(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％')
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Whether a character opens a quotation or a bracket.
pub(super) fn is_opening(c: char) -> bool {
    closer_of(c).is_some()
}

/// Whether a character closes a quotation or a bracket.
pub(super) fn is_closing(c: char) -> bool {
    "”’）》〉」』】〗〕］｝)]".contains(c)
}

/// What closes this opening mark.
pub(super) fn closer_of(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '（' => '）',
        '《' => '》',
        '〈' => '〉',
        '「' => '」',
        '『' => '』',
        '【' => '】',
        '〖' => '〗',
        '〔' => '〕',
        '［' => '］',
        '｛' => '｝',
        '(' => ')',
        '[' => ']',
        _ => return None,
    })
}
