//! Characters in another coding than a paper's faces have: accents typed apart
//! from their letters, radicals that look like characters, signs that show
//! nothing, lowered figures, raised ones with signs.

use super::{ChangeKind, Edit, Sheet};
use crate::copy::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// CJK radicals, each before the character it looks like (Unicode's
/// EquivalentUnifiedIdeograph; what is not in the basic plane is left out, as
/// no face for newspapers has it). They come along when copying out of PDFs.
const RADICALS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄\
    ⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示\
    ⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见\
    ⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞\
    ⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀\
    ⻳龟";

/// One form for what looks the same, none for what shows nothing.
pub(super) fn forms(sheet: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    let chars: Vec<char> = sheet.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let marks = chars[at + 1..].iter().take_while(|c| is_combining_mark(**c));
        let end = at + 1 + marks.filter(|c| !is_invisible(**c)).count();
        edits.extend(edit(&chars[at..end], at));
        at = end;
    }
    edits.extend(exponents(sheet));
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// Raised figures with a sign among them, which no face for newspapers has:
/// 10⁻⁹ is set as figures and a sign that are raised. ² alone stays.
fn exponents(sheet: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in sheet.runs(|c| lifted(c).is_some()) {
        if !sheet.text(&run).contains(|c| "⁺⁻⁼⁽⁾".contains(c)) {
            continue;
        }
        let plain = run.filter_map(|at| Some((at, lifted(sheet.at(at)?)?)));
        edits.extend(plain.map(|(at, to)| Edit::new(ChangeKind::Lifted, at..at + 1, to)));
    }
    edits
}

/// What becomes of a character and the accents after it.
fn edit(group: &[char], at: usize) -> Option<Edit> {
    let (c, range) = (group[0], at..at + group.len());
    if group.len() > 1 {
        let whole: String = group.iter().copied().nfc().collect();
        let shorter = whole.chars().count() < group.len();
        return shorter.then(|| Edit::new(ChangeKind::Composed, range, whole));
    }
    if is_invisible(c) {
        return Some(Edit::new(ChangeKind::Ghost, range, ""));
    }
    if let Some(low) = lowered(c) {
        return Some(Edit::new(ChangeKind::Lowered, range, low));
    }
    unified(c).map(|to| Edit::new(ChangeKind::Unified, range, to))
}

/// The character that stands for one of the same look: 人 for the radical ⼈.
pub(super) fn unified(c: char) -> Option<char> {
    if ('\u{2e80}'..'\u{2f00}').contains(&c) {
        let mut pairs = RADICALS.chars();
        while let Some(radical) = pairs.next() {
            let to = pairs.next();
            if radical == c {
                return to;
            }
        }
    }
    let radical = ('\u{2f00}'..'\u{2fe0}').contains(&c);
    let one = |all: &mut dyn Iterator<Item = char>| match (all.next(), all.next()) {
        (Some(to), None) if to != c => Some(to),
        _ => None,
    };
    let text = std::iter::once(c);
    if radical { one(&mut text.nfkc()) } else { one(&mut text.nfc()) }
}

/// What a character looks like, if it is not what is usually typed.
pub(super) fn look_alike(c: char) -> Option<String> {
    let like: String = std::iter::once(c).nfkc().collect();
    let like = unified(c).map_or(like, String::from);
    (like.chars().ne([c]) && !like.trim().is_empty()).then_some(like)
}

/// A figure or sign below the line: set as the same figure, small and low.
fn lowered(c: char) -> Option<char> {
    Some(match c {
        '₀'..='₉' => char::from_digit(u32::from(c) - u32::from('₀'), 10)?,
        '₊' => '+',
        '₋' => '-',
        '₌' => '=',
        '₍' => '(',
        '₎' => ')',
        _ => return None,
    })
}

/// A figure or sign above the line.
fn lifted(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' | '⁴'..='⁹' => char::from_digit(u32::from(c) - u32::from('⁰'), 10)?,
        '⁺' => '+',
        '⁻' => '−',
        '⁼' => '=',
        '⁽' => '(',
        '⁾' => ')',
        _ => return None,
    })
}

/// Signs that choose a form of the character before them.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
