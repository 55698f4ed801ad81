//! Issues by dice: as many as one wants, of all kinds, the same for the same
//! seed.
//!
//! The copy is nonsense in good order: Chinese characters with legal marks,
//! names, numbers, Latin words, now and then a rare character or a word that
//! no column can hold.

use std::fmt::Write;

/// Dice: a linear congruential generator (the constants are Knuth's MMIX).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub(crate) fn new(seed: u64) -> Dice {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        (0..4).for_each(|_| _ = dice.below(2));
        dice
    }

    /// A number below another.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most.max(1)
    }

    /// A number from a range.
    pub(crate) fn range(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

const HAN: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动\
    同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制\
    机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原";

const MARKS: &[&str] =
    &["，", "，", "，", "，", "。", "。", "、", "；", "：", "？", "！"];
const WORDS: &[&str] = &[
    "2026年",
    "3月18日",
    "84.5%",
    "1,214个",
    "6时42分",
    "8:30",
    "C919",
    "AI",
    "GDP",
    "20℃",
    "3～5天",
    "200多公里",
    "5G",
    "Wi-Fi",
    "15000吨",
    "第3版",
    "½",
    "№7",
    "①",
    "Ⅳ",
    "㎡",
];
const NAMES: &[&str] =
    &["古丽娜孜·艾山", "闻启舟", "澜江港", "东埠区总工会", "《工人夜谈》", "“小卫星”"];
const RARE: &[&str] = &["镕", "喆", "堃", "㙍", "𠮷", "龘", "犇", "🚢"];
const LONG: &[&str] = &[
    "https://www.example.cn/news/2026/03/18/a-very-long-address-that-no-column-holds.html",
    "Donaudampfschifffahrtsgesellschaftskapitän",
];
const PHOTOS: &[&str] = &["china.jpg", "flower.jpg", "rocket.jpg", "没有这张.jpg"];

const PLACES: &[&str] = &[
    "top-left",
    "top",
    "top-right",
    "left",
    "center",
    "right",
    "foot-left",
    "foot",
    "foot-right",
];

/// Bases with a page's columns, characters in a column and rows.
const BASES: &[(&str, usize, usize, usize)] = &[
    ("tabloid", 4, 17, 80),
    ("tabloid-5x13", 5, 13, 80),
    ("tabloid-6x11", 6, 11, 80),
    ("broadsheet", 6, 17, 113),
    ("broadsheet-8x13", 8, 13, 113),
];

/// Shipped pages, their files, and the characters they hold about.
const SHIPPED: &[(&str, &str, usize)] = &[
    ("tabloid-front", include_str!("../../layouts/tabloid-front.toml"), 2400),
    ("tabloid-news", include_str!("../../layouts/tabloid-news.toml"), 3400),
    ("tabloid-feature", include_str!("../../layouts/tabloid-feature.toml"), 3600),
    ("tabloid-photo", include_str!("../../layouts/tabloid-photo.toml"), 2200),
];

/// An issue as files, by path below a project's folder; photographs are named
/// by the shipped file that they are.
pub(crate) struct Generated {
    /// Text files.
    pub(crate) files: Vec<(String, String)>,
    /// Names of photographs used, also of those that are not there.
    pub(crate) photos: Vec<&'static str>,
}

/// Where the issue stands in its project.
pub(crate) const ISSUE: &str = "issues/made";

/// The issue of a seed: one page, or two with a story that runs on from the first
/// to the second.
pub(crate) fn issue(seed: u64) -> Generated {
    let mut dice = Dice::new(seed);
    let jumps = Dice::new(!seed).chance(40);
    let (layout, count, room) = page(&mut dice);
    let names: Vec<String> = (1..=count).map(|story| format!("s{story}")).collect();
    let mut files = vec![("layouts/made.toml".to_string(), layout)];
    let mut issue = String::from("date = 2026-03-18\nnumber = 8123\n\n[[page]]\n");
    let list = names
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let number = dice.range(1, 8);
    let _ = writeln!(
        issue,
        "number = {number}\nsection = \"综合\"\nlayout = \"made\"\nstories = [{list}]"
    );
    files.push((format!("{ISSUE}/issue.toml"), issue));
    let mut photos = Vec::new();
    // The first story takes more of the room, the others about the same.
    let share = room / (count + 1);
    let leaver = if jumps { Some(dice.below(names.len())) } else { None };
    for (index, name) in names.iter().enumerate() {
        let own = if index == 0 { share * 2 } else { share };
        let mut chars = (own * dice.range(50, 115) / 100).max(60);
        let leaves = leaver == Some(index);
        if leaves {
            chars += dice.range(400, 1500);
        }
        let mut text = story(&mut dice, (index, chars), &mut photos);
        if leaves {
            text = text.replacen(
                "+++\n",
                &format!("+++\n{}\n", jump(&mut dice, number + 1)),
                1,
            );
        }
        files.push((format!("{ISSUE}/stories/{name}.md"), text));
    }
    if jumps {
        second_page(&mut dice, number + 1, (&mut files, &mut photos));
    }
    Generated { files, photos }
}

fn jump(dice: &mut Dice, page: usize) -> String {
    let mut keys = format!("page = {page}");
    if dice.chance(40) {
        let _ = write!(keys, ", slot = \"c2\"");
    }
    if dice.chance(30) {
        let _ = write!(keys, ", after = {}", dice.range(6, 40));
    }
    if dice.chance(30) {
        let _ = write!(keys, ", headline = \"{}\"", title(dice, 4, 9));
    }
    format!("jump = {{ {keys} }}")
}

/// The page that a story runs on to: two stories of its own, and the rest, in a
/// slot of another measure, with a box or without.
fn second_page(
    dice: &mut Dice,
    number: usize,
    (files, photos): (&mut Vec<(String, String)>, &mut Vec<&'static str>),
) {
    let (base, columns, chars, lines) = BASES[dice.below(BASES.len())];
    let rest = columns - 1;
    let look = ["", ", box = \"thin\"", ", tint = 6"][dice.below(3)];
    let legs = dice.range(1, rest);
    let tree = match dice.below(3) {
        0 => format!(
            "rows = [ {{ slot = \"c1\" }}, {{ slot = \"c2\"{look} }}, {{ slot = \"c3\" }} ]"
        ),
        1 => format!(
            "columns = [ {{ slot = \"c2\", span = {rest}, legs = {legs}{look} }}, \
             {{ rows = [ {{ slot = \"c1\" }}, {{ slot = \"c3\" }} ] }} ]"
        ),
        _ => format!(
            "rows = [ {{ columns = [ {{ slot = \"c1\", span = {rest} }}, {{ slot = \"c2\"{look} }} ] }}, \
             {{ slot = \"c3\" }} ]"
        ),
    };
    files.push((
        "layouts/second.toml".into(),
        format!("base = \"{base}\"\n[tree]\n{tree}\n"),
    ));
    let (_, issue) = &mut files[1];
    let _ = writeln!(
        issue,
        "\n[[page]]\nnumber = {number}\nlayout = \"second\"\nstories = [\"t1\", \"t2\"]\n\
         place = {{ c1 = \"t1\", c3 = \"t2\" }}"
    );
    for (index, name) in ["t1", "t2"].iter().enumerate() {
        let own = columns * chars * lines / 4 * dice.range(50, 120) / 100;
        let text = story(dice, (index + 1, own), photos);
        files.push((format!("{ISSUE}/stories/{name}.md"), text));
    }
}

/// A layout, its stories, and the characters that fill it about.
fn page(dice: &mut Dice) -> (String, usize, usize) {
    if dice.chance(25) {
        let (name, file, room) = SHIPPED[dice.below(SHIPPED.len())];
        let slots = file.matches("slot = ").count() - file.matches("ad = true").count();
        return (format!("base = \"{name}\"\n"), slots, room);
    }
    let (base, columns, chars, lines) = BASES[dice.below(BASES.len())];
    let mut layout = format!("base = \"{base}\"\n");
    let mut rows = lines;
    if dice.chance(30) {
        layout.push_str("[folio]\nlines = 0\n[nameplate]\nlines = 13\near = 1\n");
        rows -= 13;
    }
    if dice.chance(40) {
        layout.push_str("[imprint]\nlines = 2\n");
        rows -= 2;
    }
    let count = dice.range(2, columns + 3);
    if dice.chance(20) {
        let _ = writeln!(layout, "[tree]\n{}", in_two_parts(dice, columns));
        return (layout, 3, columns * chars * rows * 3 / 4);
    }
    if dice.chance(65) {
        let mut slots = 0;
        let mut tree = part(dice, (columns, count, 0), &mut slots);
        for span in 2..=columns {
            // The least gutter of the bases is one character, the widest two.
            let room = span * chars + (span - 2);
            let first = dice.range(8, room / 2);
            let legs = format!("[{first}, {}]", room - first);
            tree = tree.replace(&format!("[{span} columns]"), &legs);
        }
        let _ = writeln!(layout, "[tree]\n{tree}");
    }
    // A tenth of the room goes to headings and gaps, and more to each story.
    let room = columns * chars * rows * 9 / 10;
    (layout, count, room.saturating_sub(count * chars * 8))
}

/// A tree in which the first or the last story takes two rectangles: an L, a
/// stepped foot, or two places apart.
fn in_two_parts(dice: &mut Dice, columns: usize) -> String {
    let rest = columns - 1;
    let lines = if dice.chance(30) { ", lines = 12" } else { "" };
    match dice.below(3) {
        0 => format!(
            "rows = [ {{ slot = \"b1\" }}, {{ columns = [ {{ slot = \"b2\", span = {rest} }}, \
             {{ rows = [ {{ slot = \"b1\", part = 2{lines} }}, {{ slot = \"b3\" }} ] }} ] }} ]"
        ),
        1 => format!(
            "columns = [ {{ span = {rest}, rows = [ {{ slot = \"b1\" }}, {{ slot = \"b2\" }} ] }}, \
             {{ rows = [ {{ slot = \"b3\" }}, {{ slot = \"b2\", part = 2{lines} }} ] }} ]"
        ),
        _ => format!(
            "rows = [ {{ slot = \"b1\" }}, {{ slot = \"b2\" }}, {{ columns = [ \
             {{ slot = \"b1\", part = 2{lines}, span = 1 }}, {{ slot = \"b3\", span = {rest} }} ] }} ]"
        ),
    }
}

/// A part of the tree: its keys without the braces.
fn part(
    dice: &mut Dice,
    (span, stories, level): (usize, usize, usize),
    slots: &mut usize,
) -> String {
    if stories == 1 {
        *slots += 1;
        return slot(dice, span, *slots);
    }
    let wide = span >= 2 && (level % 2 == 1 || dice.chance(30));
    let children = if wide {
        dice.range(2, span.min(stories))
    } else {
        dice.range(2, stories.min(3))
    };
    let (kind, spans) = if wide {
        ("columns", cut(dice, span, children))
    } else {
        ("rows", vec![span; children])
    };
    let counts = cut(dice, stories, children);
    let mut parts = Vec::new();
    for (own, count) in spans.iter().zip(counts) {
        let inside = part(dice, (*own, count, level + 1), slots);
        let span = if wide { format!("span = {own}, ") } else { String::new() };
        parts.push(format!("{{ {span}{inside} }}"));
    }
    format!("{kind} = [ {} ]", parts.join(", "))
        .replace(&format!("span = {span}, span"), "span")
}

fn slot(dice: &mut Dice, span: usize, number: usize) -> String {
    let mut keys = format!("slot = \"b{number}\"");
    if span > 1 && dice.chance(15) {
        // Two legs of a slot without a frame; the page fills in the characters.
        let _ = write!(keys, ", legs = [{span} columns]");
        return keys;
    }
    if span > 1 && dice.chance(25) {
        let _ = write!(keys, ", legs = {}", dice.range(span - 1, span + 1));
    }
    match dice.below(12) {
        0 => keys.push_str(", box = \"thin\""),
        1 => keys.push_str(", box = \"thick-thin\", tint = 8"),
        2 => keys.push_str(", tint = 6"),
        3 if span > 1 => keys.push_str(", head = \"vertical\""),
        _ => {}
    }
    keys
}

/// Cuts a number into so many, each one at least.
fn cut(dice: &mut Dice, whole: usize, parts: usize) -> Vec<usize> {
    let mut cut = vec![1; parts];
    (parts..whole).for_each(|_| cut[dice.below(parts)] += 1);
    cut
}

/// A story file of about so many characters.
fn story(
    dice: &mut Dice,
    (index, chars): (usize, usize),
    photos: &mut Vec<&'static str>,
) -> String {
    let mut out = String::from("+++\n");
    let line = |key: &str, value: String| format!("{key} = \"{value}\"\n");
    if dice.chance(40) {
        out += &line("kicker", title(dice, 8, 16));
    }
    let length = if index == 0 { (6, 14) } else { (5, 11) };
    if dice.chance(30) {
        let (first, second) = (title(dice, 5, 10), title(dice, 5, 10));
        let _ = writeln!(out, "headline = [\"{first}\", \"{second}\"]");
    } else {
        out += &line("headline", title(dice, length.0, length.1));
    }
    if dice.chance(30) {
        out += &line("deck", title(dice, 10, 18));
    }
    if dice.chance(60) {
        out += &line("lead", "本报讯".to_string());
    }
    if dice.chance(40) {
        out += &line("credit", "全媒体记者闻启舟 通讯员蓝雪芹".to_string());
    }
    if dice.chance(60) {
        out += &line("tail", dice.pick(&["海城工", "东埠港务公司工会"]).to_string());
    }
    if dice.chance(10) {
        out += &line("note", format!("编者按：{}", sentence(dice, 40)));
    }
    let _ = writeln!(out, "priority = {}", (index + 1).min(4));
    // A photograph in three stories of ten; two in the odd one that is long.
    let count =
        usize::from(dice.chance(30)) + usize::from(chars > 700 && dice.chance(15));
    for _ in 0..count {
        let file = PHOTOS[dice.below(PHOTOS.len())];
        photos.push(file);
        let caption = sentence(dice, 20);
        let (key, most) = [("span", 2), ("width", 40)][dice.below(2)];
        let width =
            format!("{key} = {}", dice.range(most / 8 + usize::from(most < 8), most));
        let _ = writeln!(
            out,
            "\n[[photo]]\nfile = \"photos/{file}\"\ncaption = \"{caption}\"\n{width}"
        );
        if dice.chance(60) {
            out += &line("place", dice.pick(PLACES).to_string());
        }
        if dice.chance(50) {
            out += "credit = \"单位供图\"\n";
        }
    }
    if chars > 300 && dice.chance(25) {
        out += &inset(dice);
    }
    out += "+++\n";
    out + &body(dice, chars)
}

fn inset(dice: &mut Dice) -> String {
    let (text, width) = (sentence(dice, 30), dice.range(7, 20));
    let (look, place) = (dice.pick(&["box", "tint", "quote"]), dice.pick(PLACES));
    let mut out = format!(
        "\n[[inset]]\ntext = \"{text}\"\nwidth = {width}\nlook = \"{look}\"\nplace = \"{place}\"\n"
    );
    if dice.chance(50) {
        let _ = writeln!(out, "headline = \"{}\"", title(dice, 4, 8));
    }
    out
}

fn body(dice: &mut Dice, chars: usize) -> String {
    let mut out = String::new();
    let heads = chars > 500 && dice.chance(40);
    let mut left = chars;
    let mut first = true;
    while left > 0 {
        if heads && !first && dice.chance(25) {
            let _ = writeln!(out, "### {}", title(dice, 4, 9));
        }
        if dice.chance(12) {
            out += &block(dice);
        }
        let own = dice.range(30, 220).min(left.max(20));
        let _ = writeln!(out, "{}", sentence(dice, own));
        left = left.saturating_sub(own);
        first = false;
    }
    out
}

/// A block that is no paragraph.
fn block(dice: &mut Dice) -> String {
    let mut out = String::new();
    match dice.below(7) {
        0 => return table(dice),
        1 => {
            out += "::: 名单\n";
            out += if dice.chance(50) { "一等奖：" } else { "" };
            for _ in 0..dice.range(1, 30) {
                let count = dice.range(2, 5);
                let _ = write!(out, "{} ", han(dice, count));
            }
            out += "古丽娜孜·艾山\n:::\n";
        }
        2 => {
            let _ = writeln!(out, "::: 诗 {}", han(dice, 3));
            for verse in 0..dice.range(2, 8) {
                let count = dice.range(4, 24);
                let _ = writeln!(out, "{}，{}", han(dice, count), "\n".repeat(verse % 2));
            }
            out += ":::\n";
        }
        3 => {
            for _ in 0..dice.range(1, 6) {
                let count = dice.range(2, 20);
                let _ = writeln!(out, "{} .... {}", han(dice, count), dice.range(0, 999));
            }
        }
        4 => _ = writeln!(out, "::: 编后\n{}\n:::", sentence(dice, 50)),
        5 => _ = writeln!(out, "<< {}：\n>> {}", han(dice, 8), han(dice, 3)),
        _ => {
            let (dots, one, two) = (han(dice, 9), han(dice, 3), han(dice, 3));
            let (dead, base, word) = (han(dice, 3), han(dice, 1), han(dice, 2));
            let marked = format!(
                "=={dots}==__{one}____{two}__[[{dead}]]{{{base}|zhuāng}}{{{word}|shuāng chuāng}}^{{注1}}"
            );
            let _ =
                writeln!(out, "- {}{marked}{}", sentence(dice, 20), sentence(dice, 20));
        }
    }
    out
}

fn table(dice: &mut Dice) -> String {
    let columns = dice.range(1, 5);
    let mut out =
        format!("::: {}\n", dice.pick(&["表", "框表", "table", "表 各车间完成情况"]));
    for row in 0..dice.range(1, 9) {
        for column in 0..columns {
            let count = dice.range(1, 8);
            let number = dice.range(0, 99_999).to_string();
            let words = column == 0 || row == 0;
            let cell = if words { han(dice, count) } else { number };
            let _ = write!(out, "| {cell} ");
        }
        out += "|\n";
        if row == 0 && dice.chance(80) {
            let _ = writeln!(out, "{}|", "|--:".repeat(columns));
        }
    }
    out + ":::\n"
}

fn han(dice: &mut Dice, count: usize) -> String {
    let all: Vec<char> = HAN.chars().filter(|c| !c.is_whitespace()).collect();
    (0..count).map(|_| all[dice.below(all.len())]).collect()
}

fn title(dice: &mut Dice, from: usize, to: usize) -> String {
    let count = dice.range(from, to);
    match dice.below(8) {
        0 => format!("{} {}", han(dice, count / 2), han(dice, count - count / 2)),
        1 => format!("“{}”{}", han(dice, 3), han(dice, count - 3)),
        2 => format!("{}，{}", han(dice, count / 2), han(dice, count - count / 2)),
        3 => format!("{}2026{}", han(dice, 2), han(dice, count - 3)),
        _ => han(dice, count),
    }
}

/// Clauses and marks, so many characters about, with a full stop.
fn sentence(dice: &mut Dice, chars: usize) -> String {
    let mut out = String::new();
    while out.chars().count() < chars {
        let count = dice.range(2, 12);
        out += &han(dice, count);
        match dice.below(60) {
            0..12 => out += dice.pick(WORDS),
            12..17 => out += dice.pick(NAMES),
            17..19 => _ = write!(out, "（{}）", han(dice, 4)),
            19..22 => _ = write!(out, "：“{}！”", han(dice, 7)),
            22 => out += "——",
            23 => out += "……",
            24 => out += dice.pick(RARE),
            25 => _ = write!(out, "**{}**", han(dice, 4)),
            26 => _ = write!(out, "*{}*", han(dice, 4)),
            27 if dice.chance(20) => out += dice.pick(LONG),
            _ => {}
        }
        if dice.chance(75) {
            out += dice.pick(MARKS);
        }
    }
    let end = out.trim_end_matches(|c| "，、；：。？！".contains(c)).len();
    out.truncate(end);
    out + "。"
}
