//! The keys of press files, as serde reads them; the comments are the
//! descriptions in the JSON schema.

use crate::reading::At;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// 印刷厂的要求：layouts/press/ 里的一个文件
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Press")]
pub(crate) struct RawPress {
    /// 以哪个文件为底；这里没写的都照它
    pub(super) base: Option<At<String>>,
    /// 清样遵守的标准
    pub(super) standard: Option<At<RawStandard>>,
    /// 印刷厂的 ICC 文件：和本文件放在一起，或写出路径
    pub(super) profile: Option<At<String>>,
    /// 印刷条件的名字，如 "CGATS TR 002"；不写就用 ICC 文件里的
    pub(super) condition: Option<At<String>>,
    /// 印刷条件的说明；不写就用 ICC 文件里的
    pub(super) condition_info: Option<At<String>>,
    /// 各色墨量相加最多百分之几
    #[schemars(range(min = 100, max = 400))]
    pub(super) ink_limit: Option<At<f64>>,
    /// 文件名怎样起，如 "{paper}_{date}_{section}{page:02}_{edition}{version}"
    pub(super) file_name: Option<At<String>>,
    /// 可以用的专色，写印刷厂的叫法；别的专色改用四色
    pub(super) spots: Option<At<Vec<At<String>>>>,
    /// 只印黑的各版，写版次
    pub(super) mono: Option<At<Vec<At<u32>>>>,
    /// 出血，如 "3mm"；新闻纸没有出血
    pub(super) bleed: Option<At<String>>,
    /// 最小的字
    pub(super) smallest_type: Option<RawSmallest>,
    /// 最细的线
    pub(super) thinnest_rule: Option<RawSmallest>,
    /// 图片的分辨率
    pub(super) pictures: Option<RawPictures>,
    /// 黑字黑线压印
    pub(super) overprint: Option<RawOverprint>,
    /// 另写一份带标记的文件；不写这一节就不写
    pub(super) marks: Option<RawMarks>,
    /// 预检各条规则的轻重：规则 = "error"、"warning"、"note" 或 "off"；标准本身的规定不能改轻
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RawLevel>")]
    pub(super) preflight: BTreeMap<At<String>, At<RawLevel>>,
}

/// 一条规则的轻重
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Level")]
pub(crate) enum RawLevel {
    /// 错误：不写清样
    Error,
    /// 警告
    Warning,
    /// 提示
    Note,
    /// 不查
    Off,
}

/// 标准
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[schemars(rename = "Standard")]
pub(crate) enum RawStandard {
    /// PDF/X-1a:2001
    #[serde(rename = "x-1a:2001")]
    X1a2001,
    /// PDF/X-1a:2003
    #[serde(rename = "x-1a:2003")]
    X1a2003,
    /// PDF/X-4
    #[serde(rename = "x-4")]
    X4,
    /// 普通 PDF
    #[serde(rename = "plain")]
    Plain,
}

/// 还印得出来的最小尺寸
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Smallest")]
pub(crate) struct RawSmallest {
    /// 白纸上一色
    pub(super) positive: Option<At<String>>,
    /// 反白
    pub(super) reversed: Option<At<String>>,
    /// 几色叠成
    pub(super) multi_ink: Option<At<String>>,
}

/// 图片的分辨率，每英寸像素
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "PictureNeeds")]
pub(crate) struct RawPictures {
    /// 少于这个数就提醒
    pub(super) warn: Option<At<f64>>,
    /// 少于这个数是错误
    pub(super) fail: Option<At<f64>>,
    /// 多了没有用，缩到这个数
    pub(super) most: Option<At<f64>>,
    /// 黑白线条图少于这个数就提醒
    pub(super) line_art_warn: Option<At<f64>>,
    /// 黑白线条图少于这个数是错误
    pub(super) line_art_fail: Option<At<f64>>,
}

/// 黑字黑线压印
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Overprint")]
pub(crate) struct RawOverprint {
    /// 多大以下的黑字压印，如 "12pt"；"all" 都压印，"none" 都不
    #[serde(rename = "type")]
    pub(super) kind: Option<At<String>>,
    /// 多粗以下的黑线压印，如 "2pt"；"none" 都不
    pub(super) rule: Option<At<String>>,
}

/// 带标记的文件画什么；不写的都画
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Marks")]
pub(crate) struct RawMarks {
    /// 裁切线
    pub(super) trim: Option<At<bool>>,
    /// 套准十字线
    pub(super) registration: Option<At<bool>>,
    /// 色标
    pub(super) colour_bar: Option<At<bool>>,
    /// 版边的一行字：报名、日期、版次、版本
    pub(super) slug: Option<At<bool>>,
}
