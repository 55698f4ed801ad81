//! The keys of layout files and of the house style, as serde reads them.
//!
//! Every key may be missing here; the readers fill in defaults and tell what
//! is needed. The comments are the descriptions in the JSON schemas, so they
//! speak Chinese.

use crate::reading::{At, INK, LEGS};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// 版式：layouts/ 里的一个文件
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Layout")]
pub(crate) struct RawLayout {
    /// 以哪个版式为底；这里没写的都照它
    pub(super) base: Option<At<String>>,
    /// 栏线粗细，如 "0.3pt"；"0pt" 是没有栏线
    pub(super) column_rule: Option<At<String>>,
    /// 纸张、版心与基本栏
    pub(super) page: Option<RawPage>,
    /// 正文字号与行距
    pub(super) body: Option<RawBody>,
    /// 各级标题的字号
    pub(super) headline: Option<RawHeadline>,
    /// 报眉
    pub(super) folio: Option<RawStrip>,
    /// 报头
    pub(super) nameplate: Option<RawNameplate>,
    /// 导读
    pub(super) teasers: Option<RawStrip>,
    /// 报尾
    pub(super) imprint: Option<RawStrip>,
    /// 版面怎样分成版块
    pub(super) tree: Option<At<RawNode>>,
}

/// 纸张、版心与基本栏
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "PageSize")]
pub(crate) struct RawPage {
    /// 纸宽，如 "275mm"
    pub(super) width: Option<At<String>>,
    /// 纸高
    pub(super) height: Option<At<String>>,
    /// 基本栏数
    #[schemars(range(min = 1))]
    pub(super) columns: Option<At<usize>>,
    /// 一栏几个正文字
    #[schemars(range(min = 1))]
    pub(super) chars: Option<At<usize>>,
    /// 栏空，几个正文字宽
    pub(super) gutter: Option<At<f64>>,
    /// 版心几行，报眉在内
    #[schemars(range(min = 1))]
    pub(super) lines: Option<At<usize>>,
    /// 版心四周的白边
    pub(super) margin: Option<RawMargin>,
}

/// 白边；不写的由版心居中得出
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Margin")]
pub(crate) struct RawMargin {
    /// 上边
    pub(super) top: Option<At<String>>,
    /// 靠订口一边
    pub(super) inner: Option<At<String>>,
    /// 靠切口一边
    pub(super) outer: Option<At<String>>,
}

/// 正文字号与行距
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Body")]
pub(crate) struct RawBody {
    /// 字号，如 "小五"
    pub(super) size: Option<At<String>>,
    /// 行距（从字脚到字脚），如 "12pt"
    pub(super) leading: Option<At<String>>,
}

/// 各级标题的字号
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Headlines")]
pub(crate) struct RawHeadline {
    /// 头条、二条、三条、其他的字号
    pub(super) sizes: Option<At<Vec<At<String>>>>,
    /// 标题可用的所有字号
    pub(super) steps: Option<At<Vec<At<String>>>>,
}

/// 占整行的一条
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Strip")]
pub(crate) struct RawStrip {
    /// 占几行；0 是不要
    pub(super) lines: Option<At<usize>>,
}

/// 报头
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Nameplate")]
pub(crate) struct RawNameplate {
    /// 占几行；0 是不要
    pub(super) lines: Option<At<usize>>,
    /// 右边的报眼占几栏；0 是不要
    pub(super) ear: Option<At<usize>>,
}

/// 版面的一块：rows、columns、slot 三者写一个
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Node")]
pub(crate) struct RawNode {
    /// 从上到下各块
    pub(super) rows: Option<At<Vec<At<RawNode>>>>,
    /// 从左到右各块
    pub(super) columns: Option<At<Vec<At<RawNode>>>>,
    /// 版块的名字：放一篇稿件
    pub(super) slot: Option<At<String>>,
    /// 写 2：这一块接着排前面同名版块的稿件
    #[schemars(range(min = 2, max = 2))]
    pub(super) part: Option<At<usize>>,
    /// 固定几行；不写就随稿件
    #[schemars(range(min = 1))]
    pub(super) lines: Option<At<usize>>,
    /// 占几个基本栏
    #[schemars(range(min = 1))]
    pub(super) span: Option<At<usize>>,
    /// 文字排几栏；与 span 不同就是破栏。也可以写每栏几个字，如 [13, 20]
    pub(super) legs: Option<At<RawLegs>>,
    /// 围框
    #[serde(rename = "box")]
    pub(super) frame: Option<At<RawFrame>>,
    /// 底纹，黑的百分数
    #[schemars(range(min = 0, max = 100))]
    pub(super) tint: Option<At<u16>>,
    /// 标题的位置
    pub(super) head: Option<At<RawHead>>,
    /// 可以空着
    pub(super) optional: Option<At<bool>>,
    /// 留给广告：稿件不会依次填进来
    pub(super) ad: Option<At<bool>>,
}

/// 围框
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Box")]
pub(crate) enum RawFrame {
    /// 没有
    None,
    /// 正线
    Thin,
    /// 反线
    Thick,
    /// 文武线
    ThickThin,
    /// 双线
    Double,
}

/// 标题的位置
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Head")]
pub(crate) enum RawHead {
    /// 盖文题
    Over,
    /// 竖题
    Vertical,
}

/// 报纸的样式：layouts/house.toml
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "House")]
pub(crate) struct RawHouse {
    /// 平常交给哪家印刷厂：layouts/press/ 里的文件名，不带 .toml
    pub(super) press: Option<At<String>>,
    /// 广告旁标“广告”二字；不写是 true
    pub(super) ad_label: Option<bool>,
    /// 报名与法定信息
    pub(super) paper: Option<RawPaper>,
    /// 字体：名字对应 fonts/ 里的文件
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RawFace>")]
    pub(super) faces: BTreeMap<At<String>, At<RawFace>>,
    /// 自己的颜色：名字 = 四色，或专色
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RawHouseInk>")]
    pub(super) inks: BTreeMap<At<String>, At<RawHouseInk>>,
    /// 各种文字的样式，按用途写：body、headline、caption……
    #[serde(default)]
    #[schemars(schema_with = "super::read_house::styles_schema")]
    pub(super) style: BTreeMap<At<String>, At<RawStyle>>,
    /// 标题怎样排
    pub(super) headline: Option<RawHeads>,
    /// 标题里不拆开的人名、职务、用语
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// 超出就提醒的限度
    pub(super) limits: Option<RawLimits>,
    /// 人名的排法
    pub(super) names: Option<RawNames>,
}

/// 人名的排法：两字人名是否撑成三字宽
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Names")]
pub(crate) struct RawNames {
    /// 署名里的记者、通讯员；不写是 false
    pub(super) open_credit: Option<bool>,
    /// 名单（::: 名单）；不写是 true
    pub(super) open_list: Option<bool>,
}

/// 标题怎样排；尺寸的单位是字宽（em）
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Heads")]
pub(crate) struct RawHeads {
    /// 代替逗号的空，0.25 到 1；0 是照排逗号
    pub(super) blank: Option<At<f64>>,
    /// 均排：字间最多撑开多少，0 到 1
    pub(super) spread: Option<At<f64>>,
    /// 为排进版块，字号最多缩小几成，0 到 0.05
    pub(super) scale: Option<At<f64>>,
    /// 居中还是靠左
    pub(super) align: Option<At<RawAlign>>,
    /// 竖题里几个大写字母以内的词逐字直立
    #[schemars(range(min = 0, max = 8))]
    pub(super) upright: Option<At<f64>>,
}

/// 标题各行在版块里的位置
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Align")]
pub(crate) enum RawAlign {
    /// 居中
    Center,
    /// 靠左
    Left,
}

/// 报名与法定信息
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Paper")]
pub(crate) struct RawPaper {
    /// 报名
    pub(super) name: Option<String>,
    /// 报纸的英文短名，用在文件名里，如 "ljgrb"
    pub(super) code: Option<At<String>>,
    /// 报头旁的信息，一行一项：主管主办、刊号、邮发代号……
    #[serde(default)]
    pub(super) facts: Vec<String>,
    /// 报尾的信息，依次排成一条：社址、电话、印刷、定价……
    #[serde(default)]
    pub(super) imprint: Vec<String>,
}

/// 一种字体
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Face")]
pub(crate) struct RawFace {
    /// 汉字字体文件，前面的缺字时用后面的
    pub(super) han: Option<At<Vec<At<String>>>>,
    /// 西文与数字的字体文件；不写就用汉字字体自带的
    pub(super) latin: Option<At<String>>,
    /// 西文相对汉字的大小，如 1.09
    pub(super) latin_scale: Option<At<f64>>,
    /// 西文抬高几个字宽（em）
    pub(super) latin_shift: Option<At<f64>>,
}

/// 一种颜色
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "HouseInk")]
pub(crate) struct RawHouseInk {
    /// 青、品红、黄、黑的百分数；是专色就写看起来一样的四色
    #[schemars(length(min = 4, max = 4))]
    pub(super) cmyk: Option<At<Vec<f64>>>,
    /// 专色在印刷厂的叫法，如 "PANTONE 185 C"；印刷厂没有这种墨就用四色印
    pub(super) spot: Option<At<String>>,
}

/// 一种文字的样式；不写的照内置样式
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Style")]
pub(crate) struct RawStyle {
    /// 字体名，在 [faces] 里或内置
    pub(super) face: Option<At<String>>,
    /// 字号，如 "小五"、"9pt"
    pub(super) size: Option<At<String>>,
    /// 行距
    pub(super) leading: Option<At<String>>,
    /// 颜色
    pub(super) ink: Option<At<RawInk>>,
    /// 标点样式
    pub(super) punctuation: Option<At<RawPunctuation>>,
    /// 两个标点相连时的空
    pub(super) pairs: Option<At<RawPairs>>,
    /// 段首是前引号、前括号时怎样放
    pub(super) paragraph_start: Option<At<RawStart>>,
    /// 行末的点号可以悬在栏外
    pub(super) hanging: Option<At<bool>>,
    /// 分行的办法
    pub(super) composer: Option<At<RawComposer>>,
    /// 避头尾的宽严
    pub(super) level: Option<At<RawLevel>>,
    /// 汉字与西文之间的空
    pub(super) gap: Option<At<RawGap>>,
    /// 段首缩进几个字
    pub(super) indent: Option<At<f64>>,
}

/// 汉字与西文之间的空，单位是字宽（em）
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Gap")]
pub(crate) struct RawGap {
    /// 平常多宽
    pub(super) natural: Option<f64>,
    /// 最少缩到多宽
    pub(super) min: Option<f64>,
    /// 最多撑到多宽
    pub(super) max: Option<f64>,
}

/// 标点样式
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Punctuation")]
pub(crate) enum RawPunctuation {
    /// 全身
    Quanjiao,
    /// 开明
    Kaiming,
    /// 行末半角
    Hangmo,
    /// 全半角
    Banjiao,
}

/// 两个标点相连时的空
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Pairs")]
pub(crate) enum RawPairs {
    /// 两个标点占一个半字
    Normal,
    /// 后引号接前引号之类也不留空，两个占一个字
    Tight,
}

/// 段首是前引号、前括号时怎样放
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Start")]
pub(crate) enum RawStart {
    /// 缩进之外标点占一个字
    Full,
    /// 缩进之外标点占半个字
    Trim,
    /// 标点悬进缩进里，文字对齐
    Hang,
}

/// 分行的办法
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Composer")]
pub(crate) enum RawComposer {
    /// 全段比较，取最好的
    Best,
    /// 一行一行排，改稿不动上面的行
    Line,
}

/// 避头尾的宽严
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Level")]
pub(crate) enum RawLevel {
    /// 不避
    None,
    /// 基本
    Basic,
    /// 国标
    Gb,
    /// 严格
    Strict,
}

/// 超出就提醒的限度
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Limits")]
pub(crate) struct RawLimits {
    /// 字间撑开超过几个字宽算松行
    pub(super) loose: Option<At<f64>>,
    /// 一栏下面空几行以上算天窗
    pub(super) hole: Option<usize>,
}

/// Legs as written.
#[derive(Clone, Debug)]
pub(super) enum RawLegs {
    /// How many.
    Count(usize),
    /// Body characters of each.
    Chars(Vec<usize>),
}

// By hand: serde's untagged enums would say only that nothing matched.
impl<'de> Deserialize<'de> for RawLegs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawLegs, D::Error> {
        struct LegsVisitor;
        impl<'de> Visitor<'de> for LegsVisitor {
            type Value = RawLegs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(LEGS)
            }

            fn visit_i64<E: serde::de::Error>(self, count: i64) -> Result<RawLegs, E> {
                let wrong = || E::invalid_value(Unexpected::Signed(count), &self);
                usize::try_from(count).map(RawLegs::Count).map_err(|_| wrong())
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<RawLegs, A::Error> {
                let mut chars = Vec::new();
                while let Some(part) = seq.next_element()? {
                    chars.push(part);
                }
                Ok(RawLegs::Chars(chars))
            }
        }
        deserializer.deserialize_any(LegsVisitor)
    }
}

impl JsonSchema for RawLegs {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Legs".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 1 },
                { "type": "array", "items": { "type": "integer", "minimum": 4 }, "minItems": 1 },
            ]
        })
    }
}

/// An ink as written.
#[derive(Clone, Debug)]
pub(super) enum RawInk {
    /// By name.
    Name(String),
    /// Cyan, magenta, yellow, black in percent; as many as were written.
    Percent(Vec<f64>),
}

// By hand: serde's untagged enums would say only that nothing matched.
impl<'de> Deserialize<'de> for RawInk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawInk, D::Error> {
        struct InkVisitor;
        impl<'de> Visitor<'de> for InkVisitor {
            type Value = RawInk;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(INK)
            }

            fn visit_str<E>(self, name: &str) -> Result<RawInk, E> {
                Ok(RawInk::Name(name.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<RawInk, A::Error> {
                let mut percent = Vec::new();
                while let Some(part) = seq.next_element()? {
                    percent.push(part);
                }
                Ok(RawInk::Percent(percent))
            }
        }
        deserializer.deserialize_any(InkVisitor)
    }
}

impl JsonSchema for RawInk {
    fn schema_name() -> Cow<'static, str> {
        "Ink".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "颜色：black、paper、red 或 [inks] 里的名字，淡的写成 \"red 30%\"；或青、品红、黄、黑的百分数",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "array",
                    "items": { "type": "number", "minimum": 0, "maximum": 100 },
                    "minItems": 4,
                    "maxItems": 4,
                },
            ]
        })
    }
}
