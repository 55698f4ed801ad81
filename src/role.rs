//! The parts of a newspaper page by their trade names.

use std::fmt;

macro_rules! roles {
    ($($variant:ident $name:literal $zh:literal $doc:literal;)*) => {
        /// What a piece of type (or a rule, tint, picture) is for.
        ///
        /// House styles are written by role; each item of a finished page
        /// carries its role.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $(#[doc = $doc] $variant,)*
        }

        impl Role {
            /// Every role, in the order of the table.
            pub const ALL: &'static [Role] = &[$(Role::$variant),*];

            /// The key in files and dumps.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)* }
            }

            /// The trade's Chinese word.
            #[must_use]
            pub fn zh(self) -> &'static str {
                match self { $(Role::$variant => $zh,)* }
            }
        }
    };
}

roles! {
    Body "body" "正文" "Body text.";
    Lead "lead" "电头" "The lead-in 本报讯 that opens a news story.";
    Credit "credit" "署名" "（记者… 通讯员…） after the lead-in.";
    Tail "tail" "文尾" "（澜江工）: the source at the end of a story.";
    Hei "hei" "黑体" "A bold run inside text (`**…**`).";
    Kai "kai" "楷体" "A 楷体 run inside text (`*…*`).";
    Mark "mark" "记号" "Dots, lines, readings at characters of the text.";
    Kicker "kicker" "引题" "The line above a headline.";
    Headline "headline" "主题" "The headline.";
    Deck "deck" "副题" "The line below a headline.";
    Crosshead "crosshead" "小标题" "A heading inside the text.";
    Note "note" "编者按" "An editor's note above the text.";
    Photo "photo" "图片" "A photograph.";
    Caption "caption" "图片说明" "The words under a photograph.";
    PhotoCredit "photo-credit" "供图" "Who took or gave the photograph.";
    Verse "verse" "诗" "A poem's lines.";
    Summary "summary" "提要题" "The summary between heading and text.";
    Inset "inset" "插框" "Text of an inset that the story runs round.";
    InsetHead "inset-head" "插框题" "An inset's heading.";
    Quote "quote" "摘引" "A pull quote.";
    Jump "jump" "转版" "（下转第X版）, （上接第X版）.";
    Table "table" "表格" "A table in the text.";
    Nameplate "nameplate" "报头" "The paper's name on page one.";
    NameplateFacts "nameplate-facts" "报头信息" "Date, number, sponsor beside the name.";
    Ear "ear" "报眼" "The box beside the nameplate.";
    EarHead "ear-head" "报眼题" "Its heading.";
    Teaser "teaser" "导读" "A pointer to a story inside.";
    Folio "folio" "报眉" "Date and page strip at the head of a page.";
    FolioNumber "folio-number" "版次" "The page number in the folio.";
    Section "section" "版名" "The section's name in the folio.";
    Imprint "imprint" "报尾" "The legal facts at the foot of a page.";
    PageCredits "page-credits" "责编" "Who edited, designed and read the page.";
    Ad "ad" "广告" "An advertisement.";
    AdHead "ad-head" "广告题" "The heading of an advertisement in words.";
    AdLabel "ad-label" "广告标记" "The word 广告 at an advertisement.";
    Rule "rule" "线" "A rule, a box's side, a column rule.";
    Tint "tint" "底纹" "A tint behind a story.";
    Stamp "stamp" "校样章" "What a proof or a draft adds; never in a press file.";
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
