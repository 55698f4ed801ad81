//! Arguments.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 铅字：把稿件和版式排成报纸版面（PDF）
#[derive(Debug, Parser)]
#[command(name = "qianzi", version, disable_help_subcommand = true)]
pub(super) struct Args {
    /// 各命令通用的选项
    #[command(flatten)]
    pub(super) common: Common,
    /// 命令
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(super) struct Common {
    /// 提示用的语言
    #[arg(long, global = true, default_value = "zh", value_name = "zh|en")]
    pub(super) lang: Language,
    /// 版式和字体另找的资料夹（也可用环境变量 QIANZI_DATA）
    #[arg(long, global = true, value_name = "资料夹")]
    pub(super) data: Option<PathBuf>,
    /// 结果写成 JSON，送到标准输出
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// 错误一行一条：文件:行:列: 级别[代码]: 说明
    #[arg(long, global = true)]
    pub(super) short: bool,
    /// 连提示和每处标点整理也列出来
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// 不用颜色
    #[arg(long, global = true)]
    pub(super) no_color: bool,
}

/// Languages of messages.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 建一个马上能排的新项目
    New(New),
    /// 检查一期报纸，不写文件
    Check(Check),
    /// 排出一期报纸的清样 PDF
    Build(Build),
    /// 排出校样：PDF 和图片，盖“校样”
    Proof(Proof),
    /// 印前检查一个成品 PDF：本报的版面，或广告客户送来的文件
    Preflight(Preflight),
    /// 按栏宽排一篇稿件的小样，报行数字数
    Galley(Galley),
    /// 把纯文本稿拆成一期报纸的文件
    Import(Import),
    /// 列出字体和它们的字数
    Fonts(Fonts),
    /// 打印各文件的 JSON Schema
    Schema(Schema),
    /// 解释一种错误代码
    Explain(Explain),
}

/// `new`.
#[derive(Debug, ClapArgs)]
pub(super) struct New {
    /// 新项目的文件夹（不能已有内容）
    pub(super) folder: PathBuf,
}

/// `check`.
#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    /// 一期报纸的文件夹，内有 issue.toml
    pub(super) issue: PathBuf,
    /// 哪家印刷厂：layouts/press/ 里的文件名，不带 .toml
    #[arg(long, value_name = "印刷设置")]
    pub(super) press: Option<String>,
    /// 警告也算错误
    #[arg(long)]
    pub(super) strict: bool,
}

/// `build`.
#[derive(Debug, ClapArgs)]
pub(super) struct Build {
    /// 一期报纸的文件夹，内有 issue.toml
    pub(super) issue: PathBuf,
    /// 写到哪个文件夹
    #[arg(long, short, default_value = "out", value_name = "文件夹")]
    pub(super) out: PathBuf,
    /// 哪家印刷厂：layouts/press/ 里的文件名，不带 .toml
    #[arg(long, value_name = "印刷设置")]
    pub(super) press: Option<String>,
    /// 有错也写，文件名加 _draft，版上盖“草样”
    #[arg(long)]
    pub(super) draft: bool,
    /// 警告也算错误
    #[arg(long)]
    pub(super) strict: bool,
    /// 另写一份带裁切线、套准线、色标的文件，文件名加 _marks
    #[arg(long, conflicts_with = "draft")]
    pub(super) marks: bool,
    /// 只重出改动了的版和整期的文件，改样字母进一位，旧文件留着
    #[arg(long, conflicts_with_all = ["draft", "watch"])]
    pub(super) changed: bool,
    /// 文件夹里是给别家印刷厂的清样，也换成这家的；手改过的文件不动
    #[arg(long, conflicts_with_all = ["draft", "changed"])]
    pub(super) replace: bool,
    /// 图片重新转换，不用也不留 .pictures 里转换好的
    #[arg(long)]
    pub(super) no_cache: bool,
    /// 文件一改就重排
    #[arg(long)]
    pub(super) watch: bool,
}

/// `proof`.
#[derive(Debug, ClapArgs)]
pub(super) struct Proof {
    /// 一期报纸的文件夹，内有 issue.toml
    pub(super) issue: PathBuf,
    /// 写到哪个文件夹
    #[arg(long, short, default_value = "out", value_name = "文件夹")]
    pub(super) out: PathBuf,
    /// 哪家印刷厂：layouts/press/ 里的文件名，不带 .toml
    #[arg(long, value_name = "印刷设置")]
    pub(super) press: Option<String>,
    /// 图片重新转换，不用也不留 .pictures 里转换好的
    #[arg(long)]
    pub(super) no_cache: bool,
    /// 图片的分辨率，10 到 1200
    #[arg(long, default_value_t = 110.0, value_name = "DPI", value_parser = dpi)]
    pub(super) dpi: f64,
    /// 不画版块和基线
    #[arg(long)]
    pub(super) plain: bool,
    /// 另写各色版的图片，报各版墨量
    #[arg(long)]
    pub(super) plates: bool,
}

/// `preflight`.
#[derive(Debug, ClapArgs)]
pub(super) struct Preflight {
    /// 要查的 PDF
    pub(super) file: PathBuf,
    /// 哪家印刷厂：layouts/press/ 里的文件名，不带 .toml
    #[arg(long, value_name = "印刷设置")]
    pub(super) press: Option<String>,
    /// 各色版的图片写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub(super) plates: Option<PathBuf>,
    /// 色版图片的分辨率，10 到 1200
    #[arg(long, default_value_t = 100.0, value_name = "DPI", value_parser = dpi)]
    pub(super) dpi: f64,
    /// 警告也算错误
    #[arg(long)]
    pub(super) strict: bool,
}

/// `galley`.
#[derive(Debug, ClapArgs)]
pub(super) struct Galley {
    /// 稿件文件（.md 或 .txt），“-”表示标准输入。.txt 和标准输入按纯文本排，*、{…|…} 等记号照原样排出；以一行 +++ 开头的标准输入当稿件读
    pub(super) story: PathBuf,
    /// 栏宽，以正文字数计
    #[arg(long, default_value_t = 17, value_name = "字数")]
    pub(super) chars: usize,
    /// 用报纸样式里的哪一种
    #[arg(long, default_value = "body", value_name = "样式")]
    pub(super) style: String,
    /// 标点样式：quanjiao kaiming hangmo banjiao
    #[arg(long, value_name = "样式")]
    pub(super) punctuation: Option<String>,
    /// 避头尾：none basic gb strict
    #[arg(long, value_name = "级别")]
    pub(super) level: Option<String>,
    /// 段首不空两格
    #[arg(long)]
    pub(super) no_indent: bool,
    /// 不整理标点和空格
    #[arg(long)]
    pub(super) raw: bool,
    /// 要排成多少行：能就这样排，不能就报多少
    #[arg(long, value_name = "行数")]
    pub(super) lines: Option<usize>,
    /// 试排标题：在几栏宽里怎样断行、用几号字、占几行
    #[arg(long, value_name = "栏数")]
    pub(super) head: Option<usize>,
    /// 试排标题用哪个版式的栏宽和字号
    #[arg(long, default_value = "tabloid", value_name = "版式")]
    pub(super) layout: String,
}

/// `import`.
#[derive(Debug, ClapArgs)]
pub(super) struct Import {
    /// 纯文本稿
    pub(super) text: PathBuf,
    /// 写到哪个文件夹（默认 issues/日期）
    #[arg(long, short, value_name = "文件夹")]
    pub(super) out: Option<PathBuf>,
    /// 出版日期，如 2026-03-18
    #[arg(long, value_name = "日期")]
    pub(super) date: Option<String>,
    /// 版式名
    #[arg(long, default_value = "tabloid", value_name = "版式")]
    pub(super) layout: String,
    /// 版名
    #[arg(long, default_value = "综合", value_name = "版名")]
    pub(super) section: String,
}

/// `fonts`.
#[derive(Debug, ClapArgs)]
pub(super) struct Fonts {
    /// 查哪些字体有这些字
    #[arg(long, value_name = "文字")]
    pub(super) find: Option<String>,
}

/// `schema`.
#[derive(Debug, ClapArgs)]
pub(super) struct Schema {
    /// issue、story、layout、house 或 press
    pub(super) kind: String,
}

/// `explain`.
#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// 错误代码，如 overset；不写则全部列出
    pub(super) code: Option<String>,
}

/// Dots to the inch: of fewer a page is no picture, of more no memory holds it.
fn dpi(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|dpi| (10.0..=1200.0).contains(dpi));
    number.ok_or_else(|| "10 to 1200".to_string())
}
