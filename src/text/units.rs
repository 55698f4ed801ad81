//! Units: the one list of them for all that asks what counts or measures.

use super::class::is_ideograph;
use super::words;

/// Signs of units of measure, each as it stands alone or beside a solidus.
const SIGNS: &[&str] = &[
    "m", "km", "dm", "cm", "mm", "μm", "µm", "um", "nm", "km²", "m²", "cm²", "mm²", "m³",
    "cm³", "hm²", "t", "kg", "g", "mg", "μg", "µg", "L", "l", "mL", "ml", "s", "ms",
    "min", "h", "d", "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "GW", "kWh", "MWh", "V",
    "kV", "A", "mA", "mAh", "Pa", "kPa", "MPa", "hPa", "J", "kJ", "MJ", "K", "N", "kN",
    "mol", "cd", "lm", "lx", "dB", "ppm", "ppb", "rpm", "bit", "B", "KB", "MB", "GB",
    "TB", "Mbps", "Gbps", "px", "dpi", "eV", "Ω", "kcal", "mmHg", "ha",
];

/// Units that count or measure in running text, beyond those of headlines.
const MORE: &str = "克升瓦伏安尺寸页枚颗粒间幢节例集部首幅双对副环点代级股支";
/// The same, of more characters.
const LONG_MORE: [&str; 16] = [
    "美元",
    "欧元",
    "英镑",
    "日元",
    "港元",
    "卢布",
    "平方公里",
    "平方千米",
    "摄氏度",
    "千瓦",
    "兆瓦",
    "毫克",
    "毫升",
    "微米",
    "光年",
    "英里",
];

/// Whether a text begins with a unit's sign, or with several and / between them.
pub(super) fn begins_sign(text: &[char]) -> bool {
    let signs = text.iter().take_while(|c| {
        c.is_alphabetic() && !is_ideograph(**c) || matches!(c, '/' | '²' | '³')
    });
    let signs: String = signs.collect();
    matches!(text.first(), Some('℃' | '℉' | '°' | '%' | '‰'))
        || signs.split('/').all(|sign| SIGNS.contains(&sign))
}

/// How many characters of a unit a text begins with: 元, 亿元, 公里; none if with
/// no unit.
pub(super) fn length(text: &[char]) -> usize {
    let Some(first) = text.first() else { return 0 };
    let begins = |unit: &&&str| {
        let common = unit.chars().zip(text).filter(|(a, b)| a == *b).count();
        common == unit.chars().count()
    };
    let long = words::LONG_UNITS.iter().chain(&LONG_MORE);
    let long = long.filter(begins).map(|unit| unit.chars().count()).max();
    if let Some(long) = long {
        return long;
    }
    if "十百千万亿".contains(*first) {
        return 1 + length(&text[1..]);
    }
    usize::from(words::UNITS.contains(*first) || MORE.contains(*first))
}
