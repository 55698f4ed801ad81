//! The keys of issue files and of stories, as serde reads them.
//!
//! Every key may be missing here, so that one missing key hides no other
//! fault; [`read`](super::read) tells what is missing. The comments are the
//! descriptions in the JSON schemas, so they speak Chinese.

use crate::reading::{At, LINES};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use toml::value::Datetime;

/// 一期报纸：issue.toml
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Issue")]
pub(crate) struct RawIssue {
    /// 出版日期，不加引号，如 2026-03-18
    #[schemars(required, with = "String", extend("format" = "date"))]
    pub(super) date: Option<At<Datetime>>,
    /// 总期号
    pub(super) number: Option<u32>,
    /// 农历，如“正月三十”
    pub(super) lunar: Option<String>,
    /// 哪家印刷厂：layouts/press/ 里的文件名；不写就照报纸样式
    pub(super) press: Option<At<String>>,
    /// 印次或地方版的英文代号，用在文件名里，如 "c"
    pub(super) edition: Option<At<String>>,
    /// 标题里不拆开的人名、职务、用语
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// 各版
    #[serde(default)]
    pub(super) page: Vec<At<RawPage>>,
    /// 写在本文件里的稿件（也可以放在 stories/ 里，一稿一个 .md）
    #[serde(default)]
    pub(super) story: Vec<At<RawStory>>,
}

/// 一个版
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Page")]
pub(crate) struct RawPage {
    /// 版次，从 1 起
    #[schemars(required)]
    pub(super) number: Option<At<u32>>,
    /// 版名，如“要闻”
    pub(super) section: Option<String>,
    /// 叠的英文代号，用在文件名里，如 "A"
    pub(super) part: Option<At<String>>,
    /// 版式：layouts/ 里的文件名，不带 .toml
    #[schemars(required)]
    pub(super) layout: Option<At<String>>,
    /// 责编、美编、校对
    pub(super) credits: Option<RawCredits>,
    /// 本版稿件，按重要程度排列
    #[serde(default)]
    pub(super) stories: Vec<At<String>>,
    /// 指定版块：版块名 = "稿件名"；其余稿件依次填入空版块
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub(super) place: BTreeMap<At<String>, At<String>>,
    /// 导读
    #[serde(default)]
    pub(super) teaser: Vec<At<RawTeaser>>,
    /// 报眼
    pub(super) ear: Option<RawEar>,
    /// 广告
    #[serde(default)]
    pub(super) ad: Vec<At<RawAd>>,
}

/// 责编、美编、校对
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Credits")]
pub(crate) struct RawCredits {
    /// 责编
    pub(super) editor: Option<String>,
    /// 美编
    pub(super) designer: Option<String>,
    /// 校对
    pub(super) proofreader: Option<String>,
}

/// 一条导读；版次由程序查出
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Teaser")]
pub(crate) struct RawTeaser {
    /// 稿件名
    #[schemars(required)]
    pub(super) story: Option<At<String>>,
    /// 导读的话；不写就用稿件的主题
    pub(super) text: Option<At<String>>,
}

/// 报眼
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Ear")]
pub(crate) struct RawEar {
    /// 报眼的标题
    pub(super) headline: Option<At<String>>,
    /// 报眼的文字，一行一段
    pub(super) text: Option<At<String>>,
}

/// 一则广告：写 file，或写 headline 和 text
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Ad")]
pub(crate) struct RawAd {
    /// 版块名
    #[schemars(required)]
    pub(super) slot: Option<At<String>>,
    /// 广告文件：PDF 或图片，从本期文件夹算起，如 ads/gongyi.pdf
    pub(super) file: Option<At<String>>,
    /// 用 PDF 的第几页；不写是 1
    #[schemars(range(min = 1))]
    pub(super) page: Option<At<u32>>,
    /// 文字广告的标题：文字，或按行写成列表
    pub(super) headline: Option<At<Lines>>,
    /// 文字广告的文字，一行一段
    pub(super) text: Option<At<String>>,
    /// 尺寸不合怎么办；不写是 exact
    pub(super) fit: Option<At<RawAdFit>>,
    /// 标不标“广告”二字；不写照 house.toml 的 ad-label
    pub(super) label: Option<bool>,
    /// 高几行（版块没有固定行数时）
    #[schemars(range(min = 1))]
    pub(super) lines: Option<At<usize>>,
    /// 高多少，如 "60mm"（版块没有固定行数时）
    pub(super) height: Option<At<String>>,
}

/// 广告的尺寸怎样合版块
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "AdFit")]
pub(crate) enum RawAdFit {
    /// 尺寸要和版块一样，不一样就不收
    Exact,
    /// 按比例缩放，居中
    Fit,
}

/// 一篇稿件：stories/*.md 开头两行 +++ 之间的部分，或 issue.toml 的 [[story]]
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Story")]
pub(crate) struct RawStory {
    /// 稿件名（只用于 issue.toml 里的 [[story]]）
    pub(super) name: Option<At<String>>,
    /// 引题
    pub(super) kicker: Option<At<String>>,
    /// 主题：文字，或按行写成列表
    pub(super) headline: Option<At<Lines>>,
    /// 副题
    pub(super) deck: Option<At<String>>,
    /// 电头，如“本报讯”
    pub(super) lead: Option<At<String>>,
    /// 署名，不带括号
    pub(super) credit: Option<At<String>>,
    /// 文尾，不带括号
    pub(super) tail: Option<At<String>>,
    /// 提要题：标题和正文之间的几句话，一行一段
    pub(super) summary: Option<At<String>>,
    /// 编者按，一行一段
    pub(super) note: Option<At<String>>,
    /// 重要程度：1 是头条，最多到 4；不写是 3
    #[schemars(range(min = 1, max = 4))]
    pub(super) priority: Option<At<u8>>,
    /// 图片
    #[serde(default)]
    pub(super) photo: Vec<At<RawPhoto>>,
    /// 转版：排不下的接到另一版
    pub(super) jump: Option<At<RawJump>>,
    /// 插框：资料、摘引，正文绕着它排
    #[serde(default)]
    pub(super) inset: Vec<At<RawInset>>,
    /// 正文（只用于 issue.toml 里的 [[story]]），用 '''…''' 括起来，一行一段
    pub(super) body: Option<At<String>>,
}

/// 一张图片
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Photo")]
pub(crate) struct RawPhoto {
    /// 图片文件，从本期文件夹算起，如 photos/rocket.jpg
    #[schemars(required)]
    pub(super) file: Option<At<String>>,
    /// 图片说明
    pub(super) caption: Option<At<String>>,
    /// 供图或摄影者
    pub(super) credit: Option<At<String>>,
    /// 占几栏；不写是 1
    #[schemars(range(min = 1))]
    pub(super) span: Option<At<u32>>,
    /// 宽几个正文字，可以比一栏窄；与 span 写一个
    #[schemars(range(min = 4))]
    pub(super) width: Option<At<u32>>,
    /// 放在正文的哪里；不写是 top-right
    pub(super) place: Option<At<RawPlace>>,
    /// 裁切时要保住的地方：从左、从上各 0 到 1；不写是 [0.5, 0.4]
    pub(super) focus: Option<At<[f64; 2]>>,
    /// 只用图片的这一块：左、上、右、下，从左、从上各 0 到 1；不写是整幅
    pub(super) crop: Option<At<[f64; 4]>>,
}

/// 转版
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Jump")]
pub(crate) struct RawJump {
    /// 转到第几版
    #[schemars(required)]
    pub(super) page: Option<At<u32>>,
    /// 那一版的版块；不写就放进空着的一块
    pub(super) slot: Option<At<String>>,
    /// 在本版排几行后转；不写就排满版块
    #[schemars(range(min = 6))]
    pub(super) after: Option<At<usize>>,
    /// 那一版用的短标题；不写就用主题
    pub(super) headline: Option<At<String>>,
}

/// 一个插框
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Inset")]
pub(crate) struct RawInset {
    /// 插框的标题
    pub(super) headline: Option<At<String>>,
    /// 插框的文字，一行一段
    #[schemars(required)]
    pub(super) text: Option<At<String>>,
    /// 占几栏；不写是 1
    #[schemars(range(min = 1))]
    pub(super) span: Option<At<u32>>,
    /// 宽几个正文字，可以比一栏窄；与 span 写一个
    #[schemars(range(min = 4))]
    pub(super) width: Option<At<u32>>,
    /// 放在正文的哪里；不写是 center
    pub(super) place: Option<At<RawPlace>>,
    /// 样子；不写是 box
    pub(super) look: Option<At<RawInsetLook>>,
}

/// 插框的样子
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "InsetLook")]
pub(crate) enum RawInsetLook {
    /// 细线框
    Box,
    /// 底纹
    Tint,
    /// 摘引：大一些的字，上下加线
    Quote,
}

/// 在稿件里的位置
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Place")]
pub(crate) enum RawPlace {
    /// 左上
    TopLeft,
    /// 上边正中
    Top,
    /// 右上
    TopRight,
    /// 左边
    Left,
    /// 正中，两边排文字
    Center,
    /// 右边
    Right,
    /// 左下
    FootLeft,
    /// 下边正中
    Foot,
    /// 右下
    FootRight,
}

/// A headline: in one string, or in the lines that the editor broke.
#[derive(Clone, Debug)]
pub(super) enum Lines {
    /// One string.
    One(String),
    /// A line each.
    Many(Vec<At<String>>),
}

// By hand: serde's untagged enums lose the places of what they hold.
impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lines, D::Error> {
        struct LinesVisitor;
        impl<'de> Visitor<'de> for LinesVisitor {
            type Value = Lines;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(LINES)
            }

            fn visit_str<E>(self, text: &str) -> Result<Lines, E> {
                Ok(Lines::One(text.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Lines, A::Error> {
                let mut lines = Vec::new();
                while let Some(line) = seq.next_element()? {
                    lines.push(line);
                }
                Ok(Lines::Many(lines))
            }
        }
        deserializer.deserialize_any(LinesVisitor)
    }
}

impl JsonSchema for Lines {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Lines".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" } },
            ]
        })
    }
}
