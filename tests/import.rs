//! Importing the text of a page.

use proptest::prelude::*;
use qianzi::copy::Passage;
use qianzi::import::{Draft, Options, import};
use qianzi::issue::{Block, Story};
use qianzi::source::{Disk, Memory, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn draft_of(text: &str) -> Draft {
    let mut sources = Sources::default();
    let file = sources.add_text("page.txt", text);
    import(&sources.get(file).text.clone(), file, &Options::default())
}

fn text(passage: Option<&Passage>) -> String {
    passage.map(Passage::text).unwrap_or_default()
}

/// Kicker / headline / deck, lead-in, credit, tail, paragraphs.
fn outline(story: &Story) -> String {
    let headline: Vec<String> = story.head.headline.iter().map(Passage::text).collect();
    let (kicker, deck) =
        (text(story.head.kicker.as_ref()), text(story.head.deck.as_ref()));
    let (lead, credit) = (text(story.lead.as_ref()), text(story.credit.as_ref()));
    let (tail, count) = (text(story.tail.as_ref()), story.body.len());
    format!("{kicker}/{}/{deck} {lead}({credit}) {tail} {count}", headline.join("|"))
}

/// How often each letter and digit occurs: layout and marks left aside.
fn words(text: &str) -> BTreeMap<char, usize> {
    let mut words = BTreeMap::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        *words.entry(c).or_default() += 1;
    }
    words
}

fn copy_of(draft: &Draft) -> String {
    let mut copy: String =
        draft.furniture.iter().map(|(_, line)| line.as_str()).collect();
    for story in &draft.stories {
        let head = &story.head;
        let front = [&head.kicker, &head.deck, &story.lead, &story.credit, &story.tail];
        let photos =
            story.photos.iter().flat_map(|photo| [&photo.caption, &photo.credit]);
        let front = front.into_iter().chain(photos).flatten();
        let body = story.body.iter().flat_map(Block::passages);
        for passage in front.chain(&head.headline).chain(body) {
            copy += &passage.text();
        }
    }
    copy
}

const PAGE: &str = include_str!("import/page.txt");

#[test]
fn a_page_is_cut_into_its_stories() {
    let draft = draft_of(PAGE);
    let outlines: Vec<String> = draft.stories.iter().map(outline).collect();
    assert_eq!(
        outlines,
        [
            "把安全课开到船台上/澜江船厂启动“百日无事故”劳动竞赛/让每一位职工平安上岗、平安回家 本报讯() 澜船工 3",
            "望海市柳溪区总工会/办起夜间托管班/ 本报讯() 柳溪工 3",
            "东埠港务公司/评出首批桥吊状元/ 本报讯() 东埠工 2",
            "云岭县林场工会/邀护林员讲“山里的灯”/ 本报讯() 林场工 2",
            "/青石钢构厂焊工人数三年翻一番/ 本报讯(全媒体记者桑知远\u{3000}通讯员青工宣)  3",
            "/澜江市图书馆职工书屋增至140家/以流动书车串起工业园的午休时间 本报讯() 澜图工 3",
            "/柳溪食品厂为早班工人“点亮早餐”/ 本报讯() 柳食工 2",
        ]
    );
    let photos: Vec<_> = draft.stories.iter().map(|story| story.photos.len()).collect();
    assert_eq!(photos, [0, 0, 0, 0, 0, 0, 1]);
    let photo = &draft.stories[6].photos[0];
    assert_eq!(text(photo.caption.as_ref()), "早餐车旁，早班工人扫码取走预订的豆浆。");
    assert_eq!(text(photo.credit.as_ref()), "单位供图");
}

#[test]
fn broken_paragraphs_are_joined_and_every_character_survives() {
    let draft = draft_of(PAGE);
    let body =
        |story: usize, paragraph: usize| draft.stories[story].body[paragraph].text();
    assert!(body(0, 1).contains("当天不开工。厂里请来11位"), "{}", body(0, 1));
    assert!(body(0, 2).starts_with("竞赛还把家属请了进来。"), "{}", body(0, 2));
    assert!(body(4, 1).contains("第一条缝（不少于2米）。"), "{}", body(4, 1));
    assert!(body(3, 0).contains("“守林不孤单\u{3000}灯火有人看——山里的灯”"));
    assert_eq!(words(&copy_of(&draft)), words(PAGE));
    // The letters still know where they stand in the text.
    for letter in &draft.stories[2].body[1].passages()[0].letters {
        let there = PAGE[letter.at as usize..].chars().next();
        assert!(there == Some(letter.c) || !letter.c.is_alphanumeric());
    }
}

#[test]
fn doubts_name_the_line_and_the_choice() {
    let draft = draft_of(PAGE);
    let doubts: Vec<_> = draft
        .doubts
        .iter()
        .map(|doubt| (doubt.line, doubt.message.zh.as_str()))
        .collect();
    let line =
        |text: &str| PAGE.lines().position(|line| line == text).expect("stands") + 1;
    assert_eq!(
        doubts,
        [
            (1, "文字里没有出报日期"),
            (line("竞赛还把家属请了"), "这一行是小标题，还是断开的一段？"),
            (
                line("澜江市图书馆职工书屋增至140家"),
                "两行标题：引题加主题，还是主题加副题？"
            ),
            (line("单位供图"), "缺图：文字里没有照片"),
        ]
    );
    assert_eq!(draft.doubts[2].chosen.zh, "第一行作主题，第二行作副题");
}

#[test]
fn files_hold_what_was_found() {
    let page = "2026年3月18日 星期三\n\n他说\\好\"极了\" 真的\n\n晨报讯 甲乙丙*丁。\n\n一、做法\n\n戊己。\n\n(辛工)\n";
    let draft = draft_of(page);
    let files = draft.files();
    let paths: Vec<_> = files.iter().map(|(path, _)| path.to_string_lossy()).collect();
    assert_eq!(paths, ["issue.toml", "stories/s01.md"]);
    snapbox::assert_data_eq!(
        &files[0].1,
        snapbox::str![[r#"
# 原文第 1 行：2026年3月18日 星期三
date = 2026-03-18

[[page]]
number  = 1
section = "综合"
layout  = "tabloid"
stories = ["s01"]

"#]]
    );
    let (_, front, body) = match files[1].1.splitn(3, "+++\n").collect::<Vec<_>>()[..] {
        [a, b, c] => (a, b, c),
        _ => panic!("front matter: {}", files[1].1),
    };
    let front: toml::Table = front.parse().expect("front matter is TOML");
    assert_eq!(front["headline"].as_str(), Some("他说\\好“极了”\u{3000}真的"));
    assert_eq!(front["lead"].as_str(), Some("晨报讯"));
    assert_eq!(front["tail"].as_str(), Some("辛工"));
    assert_eq!(body, "甲乙丙\\*丁。\n### 一、做法\n戊己。\n");
    assert!(files[0].1.parse::<toml::Table>().is_ok());
}

#[test]
fn photos_bylines_and_stories_without_lead_in() {
    let page = "\
开往花田的末班车\n本报记者 桑知远\n\n末班车上只有三个人。\n\n司机说,他等的是第四个。\n\n图为末班车驶过花田。\n桑知远 摄\n\n\
(澜江工)\n\n书屋里的猫\n\n猫睡在《辞海》上。它不识字。猫伸懒腰。尤小禾 摄\n";
    let draft = draft_of(page);
    let outlines: Vec<String> = draft.stories.iter().map(outline).collect();
    assert_eq!(
        outlines,
        ["/开往花田的末班车/ (本报记者\u{3000}桑知远) 澜江工 2", "/书屋里的猫/ ()  0"]
    );
    let photo = |story: usize| &draft.stories[story].photos[0];
    assert_eq!(text(photo(0).caption.as_ref()), "图为末班车驶过花田。");
    assert_eq!(text(photo(0).credit.as_ref()), "桑知远\u{3000}摄");
    assert_eq!(text(photo(1).credit.as_ref()), "尤小禾\u{3000}摄");
    assert_eq!(photo(1).file.value, Path::new("photos/2.jpg"));
}

#[test]
fn indents_tell_paragraphs_from_lines() {
    let page = "桥上桥下\n　　本报讯 近日,大桥通车。它\n长三公里。\n桥上有灯。\n　　桥下有船。\n　　船上有人。\n";
    let draft = draft_of(page);
    let body: Vec<String> =
        draft.stories[0].body.iter().map(|block| block.text()).collect();
    assert_eq!(
        body,
        ["近日，大桥通车。它长三公里。桥上有灯。", "桥下有船。", "船上有人。"]
    );
}

#[test]
fn gb18030_is_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode(PAGE);
    let mut system = Memory::default();
    system.put("page.txt", bytes.into_owned());
    let mut sources = Sources::default();
    let file = sources.load(&system, Path::new("page.txt")).expect("GB18030");
    let draft = import(&sources.get(file).text.clone(), file, &Options::default());
    assert_eq!(draft.stories.len(), 7);
}

/// Lines that the import tells apart, in any order.
fn page() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => Just("甲乙丙总工会"),
        3 => Just("办起“夜间 托管班”"),
        3 => Just("本报讯 3月9日,开班。"),
        1 => Just("　　新华社云岭3月9日电（记者 丁戊）近日,"),
        3 => Just("家长说,这一句没有说"),
        2 => Just("完。又说:\"好\"!(己庚工)"),
        1 => Just("一、第一件事"),
        2 => Just("(辛壬工)"),
        1 => Just("单位供图"),
        1 => Just("图为现场。癸子 摄"),
        1 => Just("记者 丑寅"),
        1 => Just("2026年3月18日 星期三"),
        1 => Just("责编:卯辰 3版"),
        1 => Just("*｜### a b"),
        3 => Just(""),
    ];
    proptest::collection::vec(line, 0..20).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_is_ever_lost(page in page()) {
        let draft = draft_of(&page);
        prop_assert_eq!(words(&copy_of(&draft)), words(&page));
        for doubt in &draft.doubts {
            let there = page.get(doubt.span.range());
            prop_assert!(there.is_some(), "a doubt outside the text");
        }
        let files = draft.files();
        prop_assert!(files[0].1.parse::<toml::Table>().is_ok());
        for (_, story) in &files[1..] {
            let front = story.split("+++\n").nth(1).unwrap_or_default();
            prop_assert!(front.parse::<toml::Table>().is_ok(), "{}", front);
        }
    }
}

/// The text of a real page of seven stories, where one is at hand; it is not in
/// the project.
#[test]
fn a_real_page() {
    let Some(path) = std::env::var_os("QIANZI_REAL_PAGE").map(PathBuf::from) else {
        return;
    };
    let mut sources = Sources::default();
    let file = sources.load(&Disk, &path).expect("a text file");
    let page = sources.get(file).text.clone();
    let draft = import(&page, file, &Options::default());
    let stories = &draft.stories;
    assert_eq!(stories.len(), 7);
    let tails: Vec<bool> = stories.iter().map(|story| story.tail.is_some()).collect();
    assert_eq!(tails, [true, true, true, true, false, true, true]);
    let credits: Vec<bool> = stories.iter().map(|story| story.credit.is_some()).collect();
    assert_eq!(credits, [false, false, false, false, true, false, false]);
    let kickers: Vec<bool> =
        stories.iter().map(|story| story.head.kicker.is_some()).collect();
    assert_eq!(kickers, [true, true, true, true, false, false, false]);
    assert!(
        stories
            .iter()
            .all(|story| story.body.len() == 3 && story.lead.is_some())
    );
    let photos: Vec<_> = stories.iter().flat_map(|story| &story.photos).collect();
    assert_eq!((photos.len(), stories[6].photos.len()), (1, 1));
    assert!(photos[0].caption.is_some() && photos[0].credit.is_some());
    assert_eq!(words(&copy_of(&draft)), words(&page));
}
