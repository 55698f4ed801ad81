//! The table of rules: what is asked of a file, how much it matters by the
//! press's standard, and who asks it.

use crate::diag::Severity;
use crate::layout::{Press, Standard};
use std::fmt;

/// One rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The ASCII key, as in reports and press files.
    pub code: &'static str,
    /// What it asks, in Chinese.
    pub zh: &'static str,
    /// What it asks, in English.
    pub en: &'static str,
    /// Who asks it.
    pub source: &'static str,
    asked: Asked,
    levels: [Level; 3],
}

/// The standards that ask a rule themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// All, as PDF itself does, or the check cannot do without.
    Every,
    /// PDF/X-1a.
    OneAlone,
    /// PDF/X-4.
    FourAlone,
    /// None: printers do.
    Press,
}

/// How much a broken rule matters; nothing at all if `Off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Note,
    Off,
}

impl Level {
    fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Note => Some(Severity::Note),
            Level::Off => None,
        }
    }
}

impl Rule {
    /// How much the rule matters to a standard; none if it does not apply.
    #[must_use]
    pub fn usual(&self, standard: Standard) -> Option<Severity> {
        let column = match standard {
            Standard::X1a2001 | Standard::X1a2003 => 0,
            Standard::X4 => 1,
            Standard::Plain => 2,
        };
        self.levels[column].severity()
    }

    /// How much the rule matters to a press, which may say so itself.
    #[must_use]
    pub fn severity(&self, press: &Press) -> Option<Severity> {
        let usual = self.usual(press.standard);
        if self.is_fixed(press.standard) {
            return usual;
        }
        let set = press.rules.iter().find(|level| level.rule.value == self.code);
        set.map_or(usual, |level| level.severity)
    }

    /// Whether a file that breaks the rule is none of the standard, or cannot be
    /// checked: no press can forgive that.
    #[must_use]
    pub fn is_fixed(&self, standard: Standard) -> bool {
        let asked = match self.asked {
            Asked::Every => true,
            Asked::OneAlone => standard.is_x1a(),
            Asked::FourAlone => standard == Standard::X4,
            Asked::Press => false,
        };
        asked && self.usual(standard) == Some(Severity::Error)
    }

    /// The rule with a code.
    #[must_use]
    pub fn named(code: &str) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.code == code)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

macro_rules! rules {
    ($($constant:ident $code:literal $x1a:ident $x4:ident $plain:ident
       $zh:literal $en:literal $asked:ident $source:literal;)*) => {
        /// The rules as constants.
        pub mod rule {
            use super::{Asked, Level, Rule};
            $(
                #[doc = $en]
                pub const $constant: Rule = Rule {
                    code: $code, zh: $zh, en: $en, source: $source,
                    asked: Asked::$asked,
                    levels: [Level::$x1a, Level::$x4, Level::$plain],
                };
            )*
        }

        /// Every rule, in the order of the documentation.
        pub const RULES: &[Rule] = &[$(rule::$constant,)*];
    };
}

// Constant, code, level for PDF/X-1a, PDF/X-4 and plain PDF, words, which standards
// ask it themselves, source.
// ISO 15930 is PDF/X; GWG is the Ghent Workgroup's newspaper specification of
// 2022; “press” is what the press file sets.
rules! {
    UNREADABLE "unreadable" Error Error Error "文件读不出来" "the file can be read" Every "ISO 32000";
    ENCRYPTED "encrypted" Error Error Error "不得加密" "no encryption" Every "ISO 15930";
    TOO_COMPLEX "too-complex" Error Error Error "内容不可过于庞杂，否则无法检查" "contents stay within what can be checked" Every "own";
    CONTENT_BROKEN "content-broken" Error Error Warning "页面内容完整无误" "page contents are sound" Every "ISO 32000";
    RESOURCE_MISSING "resource-missing" Error Error Warning "所用的字体、图片、颜色都在文件里" "everything a page uses is in the file" Every "ISO 32000";
    PDF_VERSION "pdf-version" Error Error Off "PDF 版本不高于标准所许" "no newer PDF than the standard allows" Every "ISO 15930";
    BINARY_MARK "binary-mark" Error Warning Off "第二行是二进制标记" "the second line marks the file as binary" Every "ISO 15930";
    XREF_STREAM "xref-stream" Error Off Off "不用交叉引用流" "no cross-reference streams" OneAlone "ISO 15930-1, -4";
    OBJECT_STREAM "object-stream" Error Off Off "不用对象流" "no object streams" OneAlone "ISO 15930-1, -4";
    FILE_ID "file-id" Error Error Off "有文件标识 ID" "the file has an identifier" Every "ISO 15930";
    INFO_MISSING "info-missing" Error Warning Off "文档信息齐全：标题、日期、制作程序" "title, dates, creator and producer are given" Every "ISO 15930";
    PDFX_MARK "pdfx-mark" Error Error Off "标明 PDF/X 版本" "the file says which PDF/X it is" Every "ISO 15930";
    TRAPPED "trapped" Error Error Off "Trapped 写明 True 或 False" "Trapped says True or False" Every "ISO 15930";
    XMP_MISSING "xmp-missing" Off Error Off "有 XMP 元数据" "the file has XMP metadata" FourAlone "ISO 15930-7";
    XMP_INCOMPLETE "xmp-incomplete" Off Error Off "XMP 元数据齐全：标题、日期、文档标识、版本" "XMP gives title, dates, identifier, version and rendition" FourAlone "ISO 15930-7";
    XMP_DIFFERS "xmp-differs" Error Error Warning "XMP 与文档信息一致" "XMP and the document information agree" Every "ISO 15930";
    OUTPUT_INTENT "output-intent" Error Error Off "恰有一个 GTS_PDFX 输出意图，并写明印刷条件" "exactly one PDF/X output intent, complete" Every "ISO 15930";
    OUTPUT_PROFILE "output-profile" Error Error Off "输出意图内嵌 CMYK 印刷特性文件" "the output intent embeds a CMYK printer profile" Every "ISO 15930";
    OUTPUT_CONDITION "output-condition" Warning Warning Off "印刷条件与印厂要求相同" "the printing condition is the press's" Press "press";
    FORBIDDEN_KEY "forbidden-key" Error Error Off "没有标准禁用的内容（OPI、PostScript、外部文件等）" "nothing the standard forbids: OPI, PostScript, external files" Every "ISO 15930";
    TRANSFER_FUNCTION "transfer-function" Error Error Off "不设传递函数" "no transfer functions" Every "ISO 15930";
    HALFTONE "halftone" Error Error Off "网点设置只用类型 1 和 5，不用名称" "halftones of type 1 or 5, without names" Every "ISO 15930";
    LZW "lzw" Error Error Off "不用 LZW 压缩" "no LZW compression" Every "ISO 15930";
    JPX "jpx" Error Off Off "不用 JPEG 2000" "no JPEG 2000" OneAlone "ISO 15930-1, -4";
    JBIG2 "jbig2" Error Off Off "不用 JBIG2" "no JBIG2" OneAlone "ISO 15930-1, -4";
    OPTIONAL_CONTENT "optional-content" Error Error Off "没有可选图层（X-4 不得有多种配置）" "no optional content (X-4: no alternative configurations)" Every "ISO 15930, GWG R0034";
    ACTION "action" Error Error Warning "没有动作和脚本" "no actions and no scripts" Every "ISO 15930";
    ANNOTATION "annotation" Error Error Off "版面内没有批注和链接" "no annotations on the page" Every "ISO 15930";
    PAGE_BOXES "page-boxes" Error Error Off "每页有 MediaBox，并有 TrimBox 或 ArtBox 之一" "every page has a MediaBox and either TrimBox or ArtBox" Every "ISO 15930";
    BOX_NESTING "box-nesting" Error Error Off "成品框在出血框内，出血框在页面内" "trim inside bleed inside media" Every "ISO 15930";
    CROP_BOX "crop-box" Error Error Off "裁剪框等于页面框" "the crop box is the media box" Press "GWG";
    PAGE_SIZE "page-size" Error Error Off "各页成品尺寸相同" "all pages have one trimmed size" Press "GWG";
    USER_UNIT "user-unit" Error Error Off "不改单位" "no user unit" Press "GWG";
    ROTATED "rotated" Error Error Off "页面不旋转" "pages are not turned" Press "GWG";
    EMPTY_PAGE "empty-page" Error Error Warning "不是空白页" "the page is not empty" Press "GWG";
    RGB_COLOUR "rgb-colour" Error Error Off "不用 RGB" "no RGB" OneAlone "ISO 15930-1, -4; GWG R0027";
    ICC_COLOUR "icc-colour" Error Warning Off "不用带特性文件的颜色" "no colours with a profile of their own" OneAlone "ISO 15930-1, -4";
    LAB_COLOUR "lab-colour" Error Error Off "不用 Lab、CalRGB、CalGray" "no Lab, CalRGB or CalGray" OneAlone "ISO 15930-1, -4; GWG";
    COLOUR_NOT_DRAWN "colour-not-drawn" Warning Warning Off "没有显示的内容也不用 RGB 等颜色" "what is not drawn has no forbidden colours either" Every "own";
    RENDERING_INTENT "rendering-intent" Warning Warning Note "渲染意图是 PDF 的四种之一" "rendering intents are among the four of PDF" Every "ISO 32000";
    TRANSPARENCY "transparency" Error Off Off "没有透明" "no transparency" OneAlone "ISO 15930-1, -4";
    TRANSPARENCY_GROUP "transparency-group" Error Off Off "没有透明组" "no transparency groups" OneAlone "ISO 15930-1, -4";
    BLEND_SPACE "blend-space" Off Error Off "透明组在 DeviceCMYK 中混合" "transparency is blended in DeviceCMYK" Press "GWG R0030";
    SPOT_INK "spot-ink" Error Error Warning "专色只用印厂允许的" "no spot inks but those the press allows" Press "GWG, press";
    REGISTRATION_INK "registration-ink" Warning Warning Off "版面内不用套版色 All" "no registration colour on the page" Press "GWG";
    MONO_PAGE "mono-page" Error Error Warning "黑白版只用黑版" "a page printed in black has black ink alone" Press "press";
    FONT_NOT_EMBEDDED "font-not-embedded" Error Error Warning "字体全部嵌入" "all fonts are embedded" Every "ISO 15930";
    FONT_BROKEN "font-broken" Error Error Warning "嵌入的字体可用" "embedded fonts are sound" Every "ISO 15930";
    FONT_WIDTHS "font-widths" Error Error Warning "字宽与字体程序一致" "widths of characters agree with the font programs" Every "ISO 15930";
    GLYPH_MISSING "glyph-missing" Warning Error Warning "显示的字在字体里都有字形" "every character shown has its glyph in the font" FourAlone "ISO 15930-7";
    FONT_COURIER "font-courier" Warning Warning Off "没有 Courier（多为替换字体）" "no Courier, which stands for a font that was missing" Press "GWG";
    WHITE_TEXT_OVERPRINT "white-text-overprint" Error Error Warning "白字不叠印" "white text does not overprint" Press "GWG";
    WHITE_OVERPRINT "white-overprint" Warning Warning Off "白色图形不叠印" "white shapes do not overprint" Press "GWG";
    BLACK_TEXT_KNOCKOUT "black-text-knockout" Warning Warning Off "黑色小字叠印" "small black text overprints" Press "GWG, press";
    BLACK_LINE_KNOCKOUT "black-line-knockout" Warning Warning Off "黑色细线叠印" "thin black lines overprint" Press "GWG, press";
    GRAY_TEXT "gray-text" Warning Warning Off "黑字用 CMYK 的 K，不用 DeviceGray" "black text and lines are K of CMYK, not DeviceGray" Press "GWG";
    RICH_BLACK_TEXT "rich-black-text" Warning Warning Off "文字不用四色黑" "no text in rich black" Press "GWG";
    SMALL_TEXT "small-text" Warning Warning Off "字不小于印厂的最小字号" "no type below the smallest size" Press "press";
    SMALL_TEXT_REVERSED "small-text-reversed" Warning Warning Off "反白字不小于最小字号" "no reversed type below the smallest size" Press "GWG, press";
    SMALL_TEXT_MULTI_INK "small-text-multi-ink" Warning Warning Off "多色字不小于最小字号" "no type in several inks below the smallest size" Press "GWG, press";
    HAIRLINE "hairline" Warning Warning Off "没有零宽的线" "no lines of width zero" Press "GWG";
    THIN_LINE "thin-line" Warning Warning Off "线不细于印厂的下限" "no line below the thinnest" Press "press";
    THIN_LINE_REVERSED "thin-line-reversed" Warning Warning Off "反白线不细于下限" "no reversed line below the thinnest" Press "GWG, press";
    THIN_LINE_MULTI_INK "thin-line-multi-ink" Warning Warning Off "多色线不细于下限" "no line in several inks below the thinnest" Press "GWG, press";
    PICTURE_TOO_LOW "picture-too-low" Error Error Warning "图片分辨率不低于下限" "pictures have the pixels they must" Press "GWG, press";
    PICTURE_LOW "picture-low" Warning Warning Note "图片分辨率足够" "pictures have pixels enough" Press "GWG, press";
    LINE_ART_TOO_LOW "line-art-too-low" Error Error Warning "线条图分辨率不低于下限" "pictures of black and white have the pixels they must" Press "GWG, press";
    LINE_ART_LOW "line-art-low" Warning Warning Note "线条图分辨率足够" "pictures of black and white have pixels enough" Press "GWG, press";
    PICTURE_BROKEN "picture-broken" Error Error Warning "图片数据完整" "picture data are whole" Every "ISO 32000";
    INK_LIMIT "ink-limit" Error Error Off "没有一平方厘米以上超过总墨量上限" "less than a square centimetre has more ink than the limit" Press "press";
    INK_SPECKS "ink-specks" Warning Warning Off "一处也不超过总墨量上限" "no spot has more ink than the limit" Press "press";
    INK_SQUARE "ink-square" Warning Warning Off "任一 15 毫米见方内平均墨量不超过上限加 5%" "mean ink in a 15 mm square is at most the limit and 5 %" Press "GWG";
}
