use super::*;
use crate::copy::Emphasis;
use crate::source::Sources;

fn read(text: &str) -> (Vec<Block>, Sink) {
    let mut sources = Sources::default();
    let file = sources.add_text("a.md", text);
    let mut sink = Sink::default();
    let letters = Passage::plain(text, file, 0).letters;
    (blocks(&letters, file, &mut sink), sink)
}

/// Emphasis as brackets: 〔黑体〕 and 〈楷体〉.
fn show(text: &str) -> (String, usize) {
    let (blocks, sink) = read(text);
    let mut shown = String::new();
    for block in &blocks {
        shown.push(if matches!(block, Block::Crosshead(_)) { '#' } else { '¶' });
        let mut was = Emphasis::Plain;
        for letter in block.passages().into_iter().flat_map(|words| &words.letters) {
            if letter.emphasis != was {
                shown.push_str(match was {
                    Emphasis::Plain => "",
                    Emphasis::Hei => "〕",
                    Emphasis::Kai => "〉",
                });
                shown.push_str(match letter.emphasis {
                    Emphasis::Plain => "",
                    Emphasis::Hei => "〔",
                    Emphasis::Kai => "〈",
                });
                was = letter.emphasis;
            }
            shown.push(letter.c);
        }
    }
    (shown, sink.list().len())
}

#[test]
fn marks() {
    let cases = [
        ("一段\n\n　　二段 \n", "¶一段¶二段", 0),
        ("### 小题\n正文", "#小题¶正文", 0),
        ("甲**乙丙**丁*戊*己", "¶甲〔乙丙〕丁〈戊〉己", 0),
        (r"3\*4=12，5\*6", "¶3*4=12，5*6", 0),
        (r"**甲\*乙**丙", "¶〔甲*乙〕丙", 0),
        ("甲**乙", "¶甲**乙", 1),
        ("甲*乙**丙", "¶甲*乙**丙", 2),
        ("**甲*乙**丙", "¶〔甲*乙〕丙", 1),
        ("****", "¶****", 2),
        ("## 二级", "¶## 二级", 1),
        ("#1机组", "¶#1机组", 0),
        (r"C:\路径", r"¶C:\路径", 0),
    ];
    for (text, shown, faults) in cases {
        assert_eq!(show(text), (shown.to_string(), faults), "{text}");
    }
}

#[test]
fn letters_stand_where_the_file_has_them() {
    let text = "\n甲**乙\\*丙**丁\n### 戊\n";
    let (blocks, _) = read(text);
    for letter in blocks.iter().flat_map(|block| &block.passages()[0].letters) {
        assert_eq!(text[letter.at as usize..].chars().next(), Some(letter.c));
    }
}

/// Each block by its kind and words.
fn kinds(text: &str) -> (Vec<String>, usize) {
    let (blocks, sink) = read(text);
    let kind = |block: &Block| {
        let kind = match block {
            Block::Paragraph(_) => "¶",
            Block::Crosshead(_) => "#",
            Block::Line(_, Side::Left) => "<",
            Block::Line(_, Side::Center) => "><",
            Block::Line(_, Side::Right) => ">",
            Block::Leader(..) => "…",
            Block::Names(..) => "名",
            Block::Poem(_) => "诗",
            Block::Note(_) => "注",
            Block::Table(_) => "表",
        };
        let words: Vec<String> = block.passages().iter().map(|w| w.text()).collect();
        format!("{kind}{}", words.join("/"))
    };
    (blocks.iter().map(kind).collect(), sink.list().len())
}

#[test]
fn blocks_of_all_kinds() {
    let cases: [(&str, &[&str]); 13] = [
        (">> 署名\n<< 称呼：\n>< 中", &[">署名", "<称呼：", "><中"]),
        ("拔河 .... 2:0\n他说....好", &["…拔河/2:0", "¶他说....好"]),
        ("- 一条\n-不是", &["¶●一条", "¶-不是"]),
        ("| 甲 | 乙 |\n|--|--:|\n| 1 | {丙|bǐng} |", &["表甲/乙/1/丙bǐng"]),
        ("::: 表 题\n| 甲 |\n:::\n文", &["表题/甲", "¶文"]),
        (
            "::: 名单\n一等奖：王珂、丁宁\n马小河 冯远\n:::",
            &["名一等奖：/王珂/丁宁/马小河/冯远"],
        ),
        ("::: 名单\n{犇|bēn niú：le} 王力\n:::", &["名犇bēn niú：le/王力"]),
        ("::: 诗 题\n甲，\n\n乙。\n>> 作者\n:::", &["#题", "诗甲，/乙。", ">作者"]),
        ("：：：编后\n甲\n乙\n：：：", &["注编后：甲/乙"]),
        ("::: poem\n甲\n:::\n::: note\n乙\n:::", &["诗甲", "注乙"]),
        (
            "\\>> 甲\n\\- 乙\n\\::: 丙\n\\| 丁 |",
            &["¶>> 甲", "¶- 乙", "¶::: 丙", "¶| 丁 |"],
        ),
        ("文\n| 甲 | 乙 |\n文", &["¶文", "表甲/乙", "¶文"]),
        ("| 甲 | 乙\\|丙 |", &["表甲/乙|丙"]),
    ];
    for (text, blocks) in cases {
        let blocks: Vec<String> = blocks.iter().map(ToString::to_string).collect();
        assert_eq!(kinds(text), (blocks, 0), "{text}");
    }
}

#[test]
fn blocks_that_are_not_closed_or_not_known_lose_nothing() {
    assert_eq!(kinds("::: 诗\n甲"), (vec!["诗甲".to_string()], 1));
    assert_eq!(kinds(":::\n甲"), (vec!["¶甲".to_string()], 1));
    let unknown = vec!["¶::: 歌".to_string(), "¶甲".to_string()];
    assert_eq!(kinds("::: 歌\n甲"), (unknown.clone(), 1));
    assert_eq!(kinds("::: 歌\n甲\n:::"), (unknown, 1));
    assert_eq!(kinds("短 ...."), (vec!["¶短 ....".to_string()], 1));
    // What shows nothing is no paragraph; what stands for one is.
    assert_eq!(
        kinds("甲\n\u{200b}\n \u{feff} \n乙"),
        (vec!["¶甲".into(), "¶乙".into()], 0)
    );
    assert_eq!(kinds("\u{200b}### 甲"), (vec!["#甲".into()], 0));
    assert_eq!(
        kinds("::: 名单\n甲甲 \u{200b} 乙乙\n:::"),
        (vec!["名甲甲/乙乙".into()], 0)
    );
    let names = vec!["名王力/李强/赵一鸣".to_string()];
    assert_eq!(kinds("::: 名单\n王\u{3000}力、李 强、赵一鸣\n:::"), (names, 0));
    let starred = vec!["名马丽*/李强/王芳*/赵一".to_string()];
    assert_eq!(kinds("::: 名单\n马丽* 李强 王芳* 赵一\n:::"), (starred, 2));
    assert_eq!(kinds("* * *"), (vec!["¶* * *".to_string()], 3));
    assert_eq!(kinds("[[ ]]"), (vec!["¶[[ ]]".to_string()], 1));
    let uneven = vec!["表甲/乙/丙/".to_string()];
    assert_eq!(kinds("| 甲 | 乙 |\n| 丙 |"), (uneven, 1));
}

#[test]
fn a_text_without_blocks_tells_them() {
    let mut sources = Sources::default();
    let file = sources.add_text("a.toml", "");
    let text = "甲\n::: 表\n| 乙 |\n:::";
    let mut sink = Sink::default();
    let found = paragraphs(&Passage::plain(text, file, 0).letters, file, &mut sink);
    assert_eq!((found.len(), sink.list().len()), (4, 3));
}

#[test]
fn escaped_lines_are_paragraphs_again() {
    for text in ["- 甲", ">> 乙", "| 丙 |", "::: 丁", "### 戊", "**己**", "\\庚"] {
        assert_eq!(kinds(&escaped(text)), (vec![format!("¶{text}")], 0), "{text}");
    }
}
