//! Marks at characters: dots under them, lines along them, readings above.

#[path = "tools/overlay.rs"]
mod overlay;

use overlay::{open, root};
use qianzi::compose::Composed;
use qianzi::geom::{Abs, Rect};
use qianzi::page::{GlyphRun, Item, Shape};
use qianzi::project::Setting;
use qianzi::role::Role;
use qianzi::source::{Disk, Memory, System};
use std::path::Path;

/// A page of one story, with the suite's small layout.
fn compose(body: &str) -> Setting {
    compose_with("", body)
}

/// The same, with more said of the story.
fn compose_with(said: &str, body: &str) -> Setting {
    let case = Path::new("case");
    let mut memory = Memory::default();
    for file in ["issue.toml", "layouts/small.toml"] {
        let path = root().join("tests/suite/signs").join(file);
        memory.put(case.join(file), Disk.read(&path).expect("a file of the suite"));
    }
    let story = format!("+++\nheadline = \"题\"\n{said}\n+++\n{body}\n");
    memory.put(case.join("stories/jia.md"), story.into_bytes());
    open(memory, case).compose()
}

fn page(setting: &Setting) -> &Composed {
    &setting.pages[0]
}

fn run(item: &Item) -> Option<&GlyphRun> {
    match &item.shape {
        Shape::Glyphs(run) => Some(run),
        _ => None,
    }
}

/// Every character of body text with the box of its glyph, left and right.
fn characters(page: &Composed) -> Vec<(char, Rect)> {
    let body = page.page.items.iter().filter(|item| item.role == Role::Body);
    let glyphs = |run: &GlyphRun| {
        let glyph = |glyph: &qianzi::page::Glyph| {
            let c = run.text[glyph.text.clone()].chars().next()?;
            let top = run.origin.y - run.size.scale(0.88);
            Some((c, Rect::new(run.origin.x + glyph.x, top, glyph.advance, run.size)))
        };
        run.glyphs.iter().filter_map(glyph).collect::<Vec<_>>()
    };
    body.filter_map(run).flat_map(glyphs).collect()
}

fn marks(page: &Composed) -> Vec<&Item> {
    page.page
        .items
        .iter()
        .filter(|item| item.role == Role::Mark)
        .collect()
}

fn middle(rect: &Rect) -> Abs {
    rect.x + rect.width / 2
}

#[test]
fn a_dot_stands_below_the_middle_of_every_character_but_marks() {
    let setting = compose("甲==乙丙，丁戊==己，==这一行的点要跟着字走到下一行去==。");
    let page = page(&setting);
    let characters = characters(page);
    let mut dots = 0;
    for item in marks(page) {
        let run = run(item).expect("dots are glyphs");
        assert_eq!(run.text, "", "a dot has no text");
        for glyph in &run.glyphs {
            dots += 1;
            // The ink is centred in the advance that a dot reports only within the
            // face's sidebearings, so a dot is looked for by its nearest character.
            let x = run.origin.x + glyph.x;
            let over = characters.iter().find(|(_, rect)| {
                rect.y < run.origin.y
                    && rect.bottom() + Abs::pt(6.0) > run.origin.y
                    && rect.x <= x + run.size
                    && x <= rect.right()
            });
            let (c, _) = over.expect("a character above the dot");
            assert!(!"，。".contains(*c), "a dot below “{c}”");
        }
    }
    assert_eq!(dots, 4 + "这一行的点要跟着字走到下一行去".chars().count());
}

#[test]
fn a_title_of_a_classic_has_a_wave_below_all_of_it() {
    let setting = compose("~~水经注~~和~~说文解字~~都是古书，这一行后面还有");
    let page = page(&setting);
    let waves: Vec<(&GlyphRun, Rect)> = marks(page)
        .iter()
        .map(|item| (run(item).expect("waves are glyphs"), item.bounds()))
        .collect();
    for (words, at) in [(['水', '注'], 0), (['说', '字'], 1)] {
        let (run, bounds) = &waves[at];
        let all = characters(page);
        let rect = |c: char| all.iter().find(|(own, _)| *own == c).expect("it is set").1;
        let (first, last) = (rect(words[0]), rect(words[1]));
        let off = (bounds.x - first.x).abs().max((bounds.right() - last.right()).abs());
        assert!(off < Abs::pt(1.2), "{words:?}: off by {off:?}");
        // One after another, below the characters, in the white between lines.
        assert!(run.glyphs.len() > 1 && run.text.is_empty());
        let foot = first.y + first.height;
        let ink = bounds.y.max(foot);
        assert!(ink >= foot && run.origin.y > foot - Abs::pt(1.0), "{words:?}");
        assert!(run.origin.y < foot + Abs::pt(6.0), "{words:?}");
    }
    assert_eq!(waves.len(), 2);
}

#[test]
fn lines_of_neighbours_do_not_meet_and_boxes_keep_off() {
    let setting = compose("__闻启舟____蓝雪芹__到，[[周明远]]、[[沈若兰]]在");
    let page = page(&setting);
    let fills: Vec<Rect> = marks(page).iter().map(|item| item.bounds()).collect();
    let lines: Vec<&Rect> =
        fills.iter().filter(|rect| rect.height < rect.width).collect();
    assert!(lines[1].x - lines[0].right() > Abs::pt(0.8), "{lines:?}");
    let sides = fills.iter().filter(|rect| rect.height > rect.width);
    for side in sides {
        for (c, rect) in characters(page) {
            let same_row = side.y < rect.bottom() && rect.y < side.bottom();
            let inside = side.x > rect.x + Abs::pt(0.3)
                && side.right() + Abs::pt(0.3) < rect.right();
            // The comma's ink is in the left of its box, the rest is blank.
            assert!(
                !(same_row && inside && !"、，".contains(c)),
                "a side goes through “{c}”"
            );
        }
    }
}

#[test]
fn a_reading_follows_its_base_and_stands_clear_of_the_line_above() {
    let setting = compose(
        "这一段的字要排满好几行，好看看注音{堃|kūn}之上有没有别的字，{深圳|shēn zhèn}也要看。",
    );
    let page = page(&setting);
    let items = &page.page.items;
    let mut seen = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if item.role != Role::Mark {
            continue;
        }
        let base = items[..index].iter().rev().find(|item| item.role == Role::Body);
        let base = base.and_then(run).expect("a base").clone();
        let reading = run(item).expect("type");
        seen.push(format!("{}{}", base.text, reading.text));
        let off =
            middle(&item.bounds()) - (base.origin.x + base.glyphs[0].x + base.size / 2);
        assert!(off.abs() < Abs::pt(0.05), "off its base by {off:?}");
        for (c, rect) in characters(page) {
            assert!(
                !item.bounds().overlaps(&rect, Abs::pt(0.3)),
                "a reading lies on “{c}”"
            );
        }
    }
    assert_eq!(seen, ["堃kūn", "深shēn", "圳zhèn"]);
    let fit = &page.fits[0];
    assert_eq!(fit.account.on_page + fit.account.overset, fit.account.total);
}

/// Left edges of characters, by what they are.
fn left_of(page: &Composed, c: char) -> Abs {
    let found = characters(page);
    found.iter().find(|(own, _)| *own == c).expect("it is set").1.x
}

#[test]
fn a_wide_reading_hangs_over_neighbours_that_have_none() {
    let text = |base: &str| format!("座{base}丽的");
    let (plain, read) = (compose(&text("听")), compose(&text("{听|tīng}")));
    let (plain, read) = (page(&plain), page(&read));
    for (a, b) in [('座', '听'), ('听', '丽'), ('丽', '的')] {
        let apart = |page| left_of(page, b) - left_of(page, a);
        assert_eq!(apart(read), apart(plain), "{a}{b}");
    }
}

/// A mark stands as near to a wide reading's base as to any other, and its blank
/// is the reading's.
#[test]
fn a_wide_reading_hangs_over_a_mark_and_its_blank() {
    let width = |c: &str, text: &str| {
        let setting = compose(text);
        let page = page(&setting);
        let last = c.chars().last().expect("two characters");
        let first = c.chars().next().expect("two characters");
        left_of(page, last) - left_of(page, first)
    };
    for (pair, before, after) in [("窗，", "推", "看见"), ("（窗", "他", "看见")]
    {
        let plain = width(pair, &format!("{before}{pair}{after}"));
        let read = pair.replace('窗', "{窗|tīng}");
        let read = width(pair, &format!("{before}{read}{after}"));
        assert_eq!(read, plain, "{pair}");
    }
    let apart = |text: &str| width("看窗", text);
    assert_eq!(apart("他看，{窗|tīng}后面"), apart("他看，窗后面"));
    assert_eq!(width("窗看", "他{窗|tīng}（看后面"), width("窗看", "他窗（看后面"));
}

/// A line or a box is as long as its name, whatever is read above it, and the
/// reading stands above the box.
#[test]
fn what_stands_along_a_read_name_is_as_long_as_the_name() {
    let fills = |text: &str| {
        let setting = compose(text);
        let all = marks(page(&setting));
        let of = |is_fill: bool| {
            let own = all.iter().filter(|item| run(item).is_none() == is_fill);
            own.map(|item| item.bounds()).collect::<Vec<Rect>>()
        };
        (of(true), of(false))
    };
    for (open, close) in [("__", "__"), ("[[", "]]")] {
        let name = |name: &str| format!("到{open}{name}{close}、又到{open}甲{close}远");
        let (plain, _) = fills(&name("窗"));
        let (read, words) = fills(&name("{窗|yīng}"));
        assert_eq!(read.len(), plain.len());
        for (read, plain) in read.iter().zip(&plain) {
            let off = (read.width - plain.width).abs();
            assert!(off < Abs::pt(0.01), "{open}: {read:?} {plain:?}");
        }
        let over = words[0].bottom();
        assert!(read.iter().all(|rect| rect.y >= over), "{open}: {over:?} {read:?}");
    }
}

/// A photograph's caption has marks too, and a row more for a reading.
#[test]
fn captions_have_marks() {
    let set = |caption: &str| {
        let photo =
            format!("[[photo]]\nfile = \"photos/tu.jpg\"\ncaption = \"{caption}\"");
        compose_with(&photo, "正文只有这一段。")
    };
    let read = set("[[周明远]]在{港|gǎng}口");
    let boxes = marks(page(&read)).iter().filter(|item| run(item).is_none()).count();
    assert_eq!(boxes, 4, "the sides of a box");
    let reading = marks(page(&read)).into_iter().find(|item| run(item).is_some());
    let reading = reading.expect("a reading").bounds();
    let pictures = |item: &&Item| item.role == Role::Photo;
    let mut pictures = page(&read).page.items.iter().filter(pictures);
    assert!(pictures.all(|picture| picture.bounds().bottom() <= reading.y));
    let fit = &page(&read).fits[0];
    assert_eq!(fit.account.on_page + fit.account.overset, fit.account.total);
}

#[test]
fn readings_never_meet_nor_leave_their_column() {
    let words = ["{壮|zhuàng}", "{双|shuāng}", "{中|zhōng}"];
    for between in ["", "丽", "，", "1", "丽的", "——", "（", "”“", "”，", "·"]
    {
        for before in 0..12 {
            let head =
                "甲乙丙丁戊己庚辛壬癸子丑".chars().take(before).collect::<String>();
            let setting = compose(&(head + &words.join(between) + "以后还有一些字"));
            let page = page(&setting);
            let boxes: Vec<Rect> = marks(page).iter().map(|item| item.bounds()).collect();
            assert_eq!(boxes.len(), 3, "{between} {before}");
            for (at, one) in boxes.iter().enumerate() {
                for other in &boxes[at + 1..] {
                    assert!(!one.overlaps(other, Abs::ZERO), "{between} {before}");
                }
                let (_, slots) = &page.slots[0];
                let inside = |slot: &qianzi::compose::LineSlot| {
                    slot.x <= one.x + Abs::pt(0.01)
                        && one.right() <= slot.x + slot.width + Abs::pt(0.01)
                };
                assert!(slots.iter().any(inside), "{between} {before}");
            }
        }
    }
}

/// A base is parted only where each part is as wide as its syllables.
#[test]
fn readings_of_parted_bases_do_not_meet() {
    let words = "{发要班好成为|bēn kūn dá niàng}{比|yú}{说比了来可|yúbēnxīān}{比|yú}";
    for before in 0..12 {
        let head = "甲乙丙丁戊己庚辛壬癸子丑".chars().take(before).collect::<String>();
        let setting = compose(&(head + words + "以后还有一些字"));
        let boxes: Vec<Rect> =
            marks(page(&setting)).iter().map(|item| item.bounds()).collect();
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                assert!(!one.overlaps(other, Abs::ZERO), "{before}");
            }
        }
    }
}

#[test]
fn a_raised_sign_follows_its_base_to_the_next_line() {
    // Eleven characters to a line: the note would begin the second.
    for before in 5..12 {
        let text = "甲乙丙丁戊己庚辛壬癸子丑".chars().take(before).collect::<String>();
        let setting = compose(&format!("{text}^{{注1}}后面还有一些字要排"));
        let page = page(&setting);
        let mut lines: std::collections::BTreeMap<(i64, i64), String> =
            Default::default();
        for run in page
            .page
            .items
            .iter()
            .filter(|i| i.role == Role::Body)
            .filter_map(run)
        {
            let key = (i64::from(run.origin.x > Abs::pt(140.0)), run.origin.y.units());
            lines.entry(key).or_default().push_str(&run.text);
        }
        assert!(lines.values().all(|line| !line.starts_with('注')), "{lines:?}");
    }
}

/// Lists that follow each other stand in the same columns, whatever their names.
#[test]
fn lists_of_names_that_follow_each_other_share_their_columns() {
    let setting = compose(
        "::: 名单\n一等奖：江一苇 丁宁 欧阳文清\n二等奖：王珂 古丽 冯远 毛岚 苏禾 刘畅\n:::",
    );
    let left = |c: char| {
        let found = characters(page(&setting));
        found.iter().find(|(own, _)| *own == c).expect("it is set").1.x
    };
    assert_eq!(left('丁') - left('江'), left('古') - left('王'));
}

fn words_of(setting: &Setting, role: Role) -> Vec<(String, Abs)> {
    let items = page(setting).page.items.iter().filter(|item| item.role == role);
    let words = items.filter_map(run).map(|run| (run.text.clone(), run.origin.y));
    words.collect()
}

#[test]
fn a_reading_in_a_table_deepens_its_row() {
    let setting =
        compose("| 甲 | 王力 |\n|---|---|\n| 乙 | 丙丁 |\n| 戊 | {犇犇|bēn bēn} |");
    let table = words_of(&setting, Role::Table);
    let line = |text: &str| {
        table.iter().rev().find(|(own, _)| own == text).expect("it is set").1
    };
    let leading = line("丙丁") - line("王力");
    assert_eq!(line("犇") - line("丙丁"), leading * 2i64);
    let below = line("犇");
    assert_eq!(line("戊"), below, "one baseline a row");
}

#[test]
fn a_reading_over_two_lines_is_shared_out() {
    let body = "他{马马虎虎地过着很长很长的日子呢|mǎ mǎ hū hū}。";
    for body in [body.to_string(), body.replace("mǎ mǎ hū hū", "mǎmǎhūhū")] {
        let setting = compose(&body);
        let readings: String = words_of(&setting, Role::Mark)
            .into_iter()
            .map(|(words, _)| words)
            .collect();
        let kept = readings.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(kept, 8, "{readings}");
        let lost = setting.faults.list().iter();
        assert!(
            !lost
                .map(|fault| fault.code.name())
                .any(|code| code == "characters-lost")
        );
    }
}

/// Whatever its reading, a base that turns over leaves none of it behind nor out
/// of its column, and what is too wide for any line is told by name.
#[test]
fn readings_wider_than_their_line_are_shared_out_or_told() {
    let long = "shuāngbēngmǎmǎhūhūdeguòrìzi";
    for words in [long.to_string(), long.replace("mǎ", " mǎ ")] {
        for base in ["一丁三", "一丁三四五六七八九十上中下左右"] {
            for before in 0..11 {
                let head: String =
                    "甲乙丙丁戊己庚辛壬癸子".chars().take(before).collect();
                let setting = compose(&format!("{head}{{{base}|{words}}}。"));
                let told: Vec<&str> =
                    setting.faults.list().iter().map(|f| f.code.name()).collect();
                assert!(!told.contains(&"characters-lost"), "{head}{base} {words}");
                assert!(!told.contains(&"line-overfull"), "{head}{base} {words}");
                let (_, slots) = &page(&setting).slots[0];
                for item in marks(page(&setting)) {
                    let one = item.bounds();
                    let inside = |slot: &qianzi::compose::LineSlot| {
                        slot.x <= one.x + Abs::pt(0.01)
                            && one.right() <= slot.x + slot.width + Abs::pt(0.01)
                    };
                    assert!(slots.iter().any(inside), "{head}{base} {words}");
                }
            }
        }
    }
    let setting = compose(&format!("他说{{一|{long}{long}}}。"));
    let told = setting.faults.list().iter();
    let told = told.filter(|fault| fault.code.name() == "line-overfull");
    let told: Vec<&str> = told.map(|fault| fault.message.zh.as_str()).collect();
    assert!(told.iter().any(|message| message.contains("注音“shuāng")), "{told:?}");
}

/// Four of them fill a line.
#[test]
fn lines_of_wide_readings_are_full() {
    let words = "{窗|chuāng}{双|shuāng}{壮|zhuàng}{庄|zhuāng}{床|chuáng}";
    let setting = compose(&words.repeat(4));
    let told: Vec<&str> =
        setting.faults.list().iter().map(|fault| fault.code.name()).collect();
    assert!(!told.contains(&"line-short"), "{told:?}");
}

#[test]
fn titles_and_labels_turn_over() {
    for body in [
        "::: 诗 江上的灯火照着归来的船工和他们的缆绳\n甲乙\n:::",
        "::: 名单\n特等奖（柳溪区总工会和区文联推荐）：甲乙 丙丁\n:::",
    ] {
        let setting = compose(body);
        let told: Vec<&str> =
            setting.faults.list().iter().map(|fault| fault.code.name()).collect();
        assert!(!told.contains(&"line-overfull"), "{body}: {told:?}");
        assert!(!told.contains(&"off-page"), "{body}: {told:?}");
    }
}

/// No verse of a stanza stands alone at a leg's top or foot.
#[test]
fn verses_of_a_stanza_stay_together() {
    for before in 1..12 {
        let text = "正文一行。\n".repeat(before);
        let setting = compose(&format!(
            "{text}::: 诗\n潮来天地青\n月落江山白\n灯在人就在\n船回夜未央\n:::"
        ));
        let (_, slots) = &page(&setting).slots[0];
        let leg = |c: char| {
            let items = &page(&setting).page.items;
            let verses = items.iter().filter(|item| item.role == Role::Verse);
            let found = verses.filter_map(run).find(|run| run.text.starts_with(c))?;
            let inside = |slot: &&qianzi::compose::LineSlot| {
                slot.x <= found.origin.x && found.origin.x < slot.x + slot.width
            };
            slots.iter().find(inside).map(|slot| slot.leg)
        };
        assert!(leg('潮').is_some(), "{before}");
        assert_eq!(leg('潮'), leg('月'), "{before}");
        assert_eq!(leg('灯'), leg('船'), "{before}");
    }
}

#[test]
fn verses_keep_their_steps() {
    let setting = compose("::: 诗\n江上灯火\n　　照着归船\n:::");
    let items = page(&setting).page.items.iter().filter_map(run);
    let left = |text: &str| {
        let found = items.clone().find(|run| run.text == text);
        found.map(|run| (run.origin.x, run.size))
    };
    let (first, second) = (left("江上灯火"), left("照着归船"));
    let step = first.zip(second).map(|((a, em), (b, _))| (b - a).in_em(em));
    assert_eq!(step, Some(2.0));
}
