//! Every kind of fault: its key, usual severity and explanation.

use super::Severity;
use std::fmt;

/// The kind of a fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The ASCII key, as in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }

    /// The usual severity.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().1
    }

    /// What the fault means and what to do, in Chinese.
    #[must_use]
    pub fn explain(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> &'static (Code, Severity, &'static str) {
        CODES
            .iter()
            .find(|(code, ..)| *code == self)
            .expect("a code can only be made in this table")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($constant:ident $name:literal $severity:ident $explain:literal;)*) => {
        /// The codes as constants.
        pub mod code {
            use super::Code;
            $(#[doc = $explain] pub const $constant: Code = Code($name);)*
        }

        /// Code, usual severity, explanation.
        pub const CODES: &[(Code, Severity, &str)] =
            &[$((code::$constant, Severity::$severity, $explain),)*];
    };
}

// Sorted by what they speak of: files, keys, placing, copy, setting, pages.
codes! {
    FILE_MISSING "file-missing" Error "找不到文件。检查文件名和所在文件夹。";
    FILE_UNREADABLE "file-unreadable" Error "文件读不出来。检查权限，或另存一份。";
    FILE_ENCODING "file-encoding" Error "文件既不是 UTF-8，也不是 GB18030。用编辑器另存为 UTF-8。";
    FILE_CONVERTED "file-converted" Note "文件是 GB18030 编码，已按中文国标编码读入。";
    TOML_SYNTAX "toml-syntax" Error "TOML 写法有误。";
    FRONT_MATTER "front-matter" Error "稿件开头要有两行 +++，中间写标题等。";
    KEY_UNKNOWN "key-unknown" Error "没有这个键。";
    KEY_IDLE "key-idle" Warning "这个键写在这里不起作用。";
    KEY_MISSING "key-missing" Error "缺少必需的键。";
    VALUE_WRONG "value-wrong" Error "值不对。";
    LENGTH_WRONG "length-wrong" Error "尺寸要写成 \"小五\"、\"9pt\"、\"13Q\" 或 \"3.2mm\"。";
    LAYOUT_MISSING "layout-missing" Error "找不到这个版式文件。";
    PRESS_MISSING "press-missing" Error "找不到这个印刷设置。layouts/press/ 里一家印刷厂一个文件。";
    PROFILE_MISSING "profile-missing" Error "找不到印刷厂的 ICC 文件。放进 layouts/press/，文件名写在 profile 里。";
    PROFILE_WRONG "profile-wrong" Error "ICC 文件不能用：印刷要用输出（prtr）的 CMYK 特性文件，PDF/X-1a 要第 2 版。";
    TREE_NODE "tree-node" Error "版面树的一个节点只能有 rows、columns、slot 之一。";
    TREE_SPAN "tree-span" Error "并排各块的栏数加起来要等于外框的栏数。";
    TREE_LINES "tree-lines" Error "各块的行数加起来超出了版心。";
    SLOT_TWICE "slot-twice" Error "同一个版块名用了两次。";
    SLOT_UNKNOWN "slot-unknown" Error "版式里没有这个版块。";
    SLOT_EMPTY "slot-empty" Error "版块没有稿件。";
    SLOT_TAKEN "slot-taken" Error "同一个版块排了两样东西：两则广告，或一则广告和一篇稿件。";
    STORY_MISSING "story-missing" Error "找不到这篇稿件。";
    STORY_TWICE "story-twice" Error "同一篇稿件排了两次。";
    STORY_UNPLACED "story-unplaced" Error "稿件没有排进任何一版。";
    STORY_NO_SLOT "story-no-slot" Error "这一版的版块不够，稿件排不进去。";
    JUMP_PAGE "jump-page" Error "转版转不过去：没有那一版，或者转回了本版。";
    JUMP_SHORT "jump-short" Error "转版前后都至少要有几行正文。";
    STORY_EMPTY "story-empty" Error "稿件没有正文。";
    INK_CONVERTED "ink-converted" Note "印刷厂没有这种墨，改用别的墨印。";
    INK_RICH "ink-rich" Warning "文字用了几种墨叠成的黑，已改成单黑。";
    INK_HEAVY "ink-heavy" Warning "颜色的墨量超过印刷厂的限度，已减到限度。";
    AD_BROKEN "ad-broken" Error "广告文件打不开，或没有要用的那一页。请广告客户重新输出 PDF。";
    AD_FAULTY "ad-faulty" Error "广告 PDF 不合印厂的要求。请广告客户按要求重新输出。";
    AD_SIZE "ad-size" Error "广告的尺寸和版块不一样。按版块的尺寸重做广告，或写 fit = \"fit\" 让程序缩放。";
    AD_SCALED "ad-scaled" Note "广告按比例缩放后放进版块。";
    PAGE_TWICE "page-twice" Error "版次重复。";
    PHOTO_MISSING "photo-missing" Error "缺图：找不到图片文件。";
    PHOTO_BROKEN "photo-broken" Error "图片打不开。";
    PHOTO_LARGE "photo-large" Error "图片像素太多，不打开。缩小后再用。";
    PHOTO_NAME "photo-name" Note "图片的扩展名与内容不符；按内容读。";
    PHOTO_PROFILE "photo-profile" Warning "图片所带的 ICC 特性文件用不了；按 sRGB（CMYK 按印刷条件）处理。";
    PHOTO_INK "photo-ink" Note "CMYK 图片的墨量超过印刷机的限量，已减墨。";
    PHOTO_CONVERTED "photo-converted" Note "CMYK 图片是给别的印刷条件分色的，已按它所带的特性文件换成本印刷机的油墨。";
    PHOTO_LOW "photo-low" Warning "图片分辨率偏低。";
    PHOTO_TALL "photo-tall" Error "图片按它的宽度要比一版还高。用 crop 裁掉上下，或把宽度改小。";
    FONT_MISSING "font-missing" Error "找不到字体文件。";
    FONT_BROKEN "font-broken" Error "字体文件打不开。";
    FACE_UNKNOWN "face-unknown" Error "报纸样式里没有这个字体名。";
    GLYPH_MISSING "glyph-missing" Error "缺字：所列字体都没有这个字。换一个字，或在 fonts/ 里加一种有这个字的字体。";
    GLYPH_FALLBACK "glyph-fallback" Note "这个字在首选字体里没有，用了后备字体。";
    COPY_CHANGED "copy-changed" Note "按规范整理了标点或空格。";
    COPY_QUOTES "copy-quotes" Warning "引号或括号不成对。";
    COPY_MARK "copy-mark" Warning "正文里的记号不成对，或者记号写在不用记号的地方（标题）。";
    BLOCK_UNKNOWN "block-unknown" Error "没有这种块：“:::”后面要写程序认得的名字。";
    TABLE_TORN "table-torn" Warning "表格被图片断成两截。挪动图片或表格，或多给几行。";
    TABLE_WIDE "table-wide" Warning "表格比栏宽，有的词只好断开。减少列数，或把表拆成两个。";
    TOKEN_LONG "token-long" Warning "一个不可断开的词一行排不下，只好断开。";
    LINE_LOOSE "line-loose" Warning "松行：字间撑得过开。";
    LINE_SHORT "line-short" Warning "一行没有排满：行里没有可以撑开的地方，或者撑开就太空。改几个字，或把长的英文、网址挪开。";
    LINE_TIGHT "line-tight" Note "紧行：一行挤进一个半字以上。";
    WORD_BROKEN "word-broken" Note "一行断在网址、邮箱、电话号码或长的英文词里面。";
    NAME_PARTED "name-parted" Warning "一个人名拆在两行：这一行挪不出地方。增删几个字。";
    KEEP_PARTED "keep-parted" Note "不宜分开的字拆在两行：数字和单位、区间的两头、第和数字、姓和职务。";
    LONE_CHARACTER "lone-character" Warning "孤字：一段的末行只有一个字，挤不进上一行，也带不下一个字来。增删几个字。";
    WIDOW "widow" Warning "孤行：一段的末行单独到了下一栏的栏头，或者图片下面。增删几个字，或改版块的行数。";
    ROW_ALONE "row-alone" Warning "一行正文单独在图片的上边或下边，像是掉了队。改图片的位置或大小，或增删几行。";
    MARK_AT_START "mark-at-start" Warning "一行以标点开头：几个标点相连，栏又窄，避不开。改几个字。";
    FURNITURE_UNUSED "furniture-unused" Warning "版式没有放这样东西的地方，写了也不会上版。";
    LINE_OVERFULL "line-overfull" Error "一行排不下。";
    OVERSET "overset" Error "稿件多了，排不下。删字，或加大版块。";
    UNDERSET "underset" Note "稿件少了，版块有空。加字，或缩小版块。";
    HEAD_LONG "head-long" Error "标题太长，在版块宽度内排不下。";
    HEAD_TORN "head-torn" Warning "引题或副题排不下，只好拆开一个词。写短一些，或把这个词写进 house.toml 或 issue.toml 的 words 再看。";
    HEAD_BREAK "head-break" Warning "标题在这个宽度里没有断得好的地方，行断得勉强。自己断行（headline 写成几行），写短一些，或把拆开的名字写进 words。";
    HEAD_LAID "head-laid" Warning "竖题旁边剩下的正文不足八个字宽，行行松散，所以改排横题。把版块改宽，少分几栏，或把标题写短。";
    HEAD_MARK "head-mark" Note "标题行末的逗号、顿号、分号、冒号、句号不排。";
    HEAD_SMALL "head-small" Note "标题太长，已降一级字号。";
    MEASURE_WIDE "measure-wide" Warning "正文每行超过 35 字，读起来容易串行。给版块多分几栏（legs）。";
    SIDE_NARROW "side-narrow" Warning "图片或插框旁边太窄，排不下文字，留了白。改它的宽度，或换个位置。";
    OVERLAP "overlap" Error "两样东西叠在一起。";
    OFF_PAGE "off-page" Error "有东西排到版面外。";
    TEXT_UNSEEN "text-unseen" Warning "白字下面没有底色，印出来看不见。把 house.toml 里这种文字的 ink 改成别的颜色。";
    CROSSHEAD_FOOT "crosshead-foot" Warning "背题：小标题在栏底或图片上面，它领起的正文到了下一栏或图片下面。增删几行，或移动小标题。";
    BUTTING_HEADS "butting-heads" Note "碰题：左右两个标题并排相接。";
    HOLE "hole" Warning "天窗：版面上有空白。";
    CHARACTERS_LOST "characters-lost" Error "字数不符：有字没有上版也没有计入多出。这是程序的错，请报告。";
    OUTPUT_FAILED "output-failed" Error "文件写不出去。";
    OUTPUT_KEPT "output-kept" Warning "有错误，没有写新的清样；原有的文件还是旧的。";
    PREFLIGHT "preflight" Error "印前检查没有通过。各条规则见 docs/preflight.md，也可用 explain 加规则名查看。";
    FONT_FORBIDDEN "font-forbidden" Error "字体的授权不许嵌入 PDF。换一种字体。";
}
