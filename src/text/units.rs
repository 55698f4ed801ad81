//! Units: the one list of them for all that asks what counts or measures.

use super::class::is_ideograph;
use std::ops::Range;
use std::sync::LazyLock;

/// Signs of units of measure, each as it stands alone or beside a solidus.
const SIGNS: &[&str] = &[
    "m", "r", "km", "dm", "cm", "mm", "μm", "µm", "um", "nm", "km²", "m²", "cm²", "mm²",
    "m³", "cm³", "hm²", "t", "kg", "g", "mg", "μg", "µg", "L", "l", "mL", "ml", "s",
    "ms", "min", "h", "d", "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "GW", "kWh",
    "MWh", "V", "kV", "A", "mA", "mAh", "Pa", "kPa", "MPa", "hPa", "J", "kJ", "MJ", "K",
    "N", "kN", "mol", "cd", "lm", "lx", "dB", "ppm", "ppb", "rpm", "bit", "B", "KB",
    "MB", "GB", "TB", "Mbps", "Gbps", "px", "dpi", "eV", "Ω", "kcal", "mmHg", "ha", "Mb",
    "Gb", "TEU", "kΩ", "keV", "MeV", "mmol", "mSv", "bar", "tce", "s²",
];

/// Currencies by their codes.
const CURRENCIES: &[&str] = &[
    "RMB", "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "MOP", "TWD", "KRW", "SGD", "AUD",
    "CAD", "CHF", "RUB", "THB", "INR",
];
/// What a number stands behind, besides.
const COUNTS: &[&str] = &["No.", "Nos.", "no.", "Vol.", "vol.", "p.", "pp.", "Fig."];

/// Units of one character, in headlines too, where the dictionary may tell one as a
/// noun.
pub(super) const UNITS: &str = "年月日天时分秒元角万亿千百个名位人次场届期批项件条家户辆台座吨米里亩斤岁米套份起种层楼号周季度倍成折号室栋组队班门所艘架只头棵株桌道篇封本册张片袋箱瓶列款类份块路段";
/// The same, of more characters.
pub(super) const LONG_UNITS: [&str; 16] = [
    "小时",
    "分钟",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "海里",
    "平方米",
    "立方米",
    "公顷",
    "公斤",
    "千克",
    "周年",
    "个百分点",
    "百分点",
    "基点",
];
/// Units that count or measure in running text, beyond those of headlines.
const MORE: &str = "克升瓦伏安尺寸页枚颗粒间幢节例集部首幅双对副环点代级股支版章票轮盘圈步遍字句杯桶包村镇县枪站磅帕兆趟声卷朵滴盒船根枝顶床拍笔桩";
/// Those of more characters. What measures stands with what it measures by
/// (个月, 周年), so that the longest is found.
const LONG_MORE: &[&str] = &[
    "世纪",
    "季度",
    "平米",
    "马力",
    "大卡",
    "兆帕",
    "千帕",
    "字节",
    "千焦",
    "流明",
    "像素",
    "比特",
    "美元",
    "欧元",
    "英镑",
    "日元",
    "港元",
    "卢布",
    "韩元",
    "澳元",
    "平方公里",
    "平方千米",
    "平方厘米",
    "平方分米",
    "平方",
    "立方",
    "立方厘米",
    "立方分米",
    "摄氏度",
    "华氏度",
    "千瓦",
    "千瓦时",
    "兆瓦",
    "兆瓦时",
    "吉瓦",
    "吉瓦时",
    "千伏",
    "毫安",
    "毫克",
    "微克",
    "毫升",
    "公升",
    "分米",
    "微米",
    "纳米",
    "光年",
    "英里",
    "英尺",
    "英寸",
    "加仑",
    "千卡",
    "赫兹",
    "兆赫",
    "毫秒",
    "秒钟",
    "分贝",
    "分之",
    "标准煤",
    "标箱",
    "个月",
    "个小时",
    "个多月",
    "个多小时",
    "个半月",
    "个工作日",
    "个学时",
    "个基点",
    "个国家",
    "周岁",
    "周年",
    "年级",
    "年代",
    "年度",
    "年期",
    "年制",
    "月份",
    "学年",
    "财年",
    "学时",
    "课时",
    "学分",
    "人次",
    "人天",
    "班次",
    "架次",
    "航次",
    "车次",
    "车道",
    "频次",
    "吨级",
    "吨位",
    "度电",
    "元钱",
    "名额",
    "床位",
    "号线",
    "号楼",
];
/// All units of several characters, in order of their first.
static LONG: LazyLock<Vec<(char, Vec<char>)>> = LazyLock::new(|| {
    let units = LONG_UNITS.iter().chain(LONG_MORE);
    let first = |unit: Vec<char>| Some((*unit.first()?, unit));
    let mut units: Vec<_> =
        units.filter_map(|unit| first(unit.chars().collect())).collect();
    units.sort();
    units
});
/// What may stand between a number and its unit: 30多年, 百余人.
const ABOUT: &str = "多余来几";
/// No unit has more characters, 百万 and 多 before it counted.
const LONGEST: usize = 12;

/// How many characters of a unit's sign, of several with / between them, or of a
/// currency a text begins with; none if with no such.
pub(super) fn sign(text: &[char]) -> usize {
    if matches!(text.first(), Some('℃' | '℉' | '°' | '%' | '‰')) {
        return 1;
    }
    let signs = text.iter().take_while(|c| {
        c.is_alphabetic() && !is_ideograph(**c) || matches!(c, '/' | '²' | '³')
    });
    let signs: String = signs.collect();
    let known = signs.split('/').all(|sign| SIGNS.contains(&sign))
        || CURRENCIES.contains(&signs.as_str());
    if known { signs.chars().count() } else { 0 }
}

/// Whether a text ends in what its number follows behind a blank: US$, RMB, No.
pub(super) fn asks_number(text: &[char]) -> bool {
    let is_of_word = |c: &&char| c.is_ascii_alphabetic() || matches!(c, '.' | '$');
    let most = text.iter().rev().take(LONGEST).take_while(is_of_word).count();
    let word: String = text[text.len() - most..].iter().collect();
    matches!(text.last(), Some('$' | '￥' | '¥' | '€' | '£' | '＄'))
        || CURRENCIES.contains(&word.as_str())
        || COUNTS.contains(&word.as_str())
}

/// How many characters of a unit a text begins with: 元, 亿元, 公里, 多年, and of
/// several the longest (周年, not 周); none if with no unit.
pub(super) fn length(text: &[char]) -> usize {
    word(text).end
}

/// The last word of such a unit: the 公里 of 万公里; empty if there is no unit.
pub(super) fn word(text: &[char]) -> Range<usize> {
    let text = &text[..text.len().min(LONGEST)];
    let Some(first) = text.first() else { return 0..0 };
    let from = LONG.partition_point(|(c, _)| c < first);
    let long = LONG[from..].iter().take_while(|(c, _)| c == first);
    let long = long.filter(|(_, unit)| text.starts_with(unit));
    if let Some(long) = long.map(|(_, unit)| unit.len()).max() {
        return 0..long;
    }
    let many = "十百千万亿".contains(*first);
    if many || ABOUT.contains(*first) {
        return match word(&text[1..]) {
            Range { end: 0, .. } if many => 0..1,
            // 多 alone is no unit: 3多.
            Range { end: 0, .. } => 0..0,
            unit => unit.start + 1..unit.end + 1,
        };
    }
    0..usize::from(UNITS.contains(*first) || MORE.contains(*first))
}
