use super::*;
use crate::source::Sources;
use proptest::prelude::*;

fn passage(text: &str) -> Passage {
    let mut sources = Sources::default();
    let file = sources.add_text("t.md", text);
    Passage::plain(&sources.get(file).text, file, 0)
}

fn text(input: &str) -> String {
    normalise(&passage(input)).0.text()
}

fn heading(input: &str) -> String {
    normalise_heading(&passage(input)).0.text()
}

#[test]
fn marks_in_chinese_but_not_in_numbers_and_latin() {
    let same = |s: &str| assert_eq!(text(s), s);
    assert_eq!(
        text("借书38万册,比上年多12.5%,其中(午休时)好;对:“是”!"),
        "借书38万册，比上年多12.5%，其中（午休时）好；对：“是”！"
    );
    assert_eq!(text("时间:8:30,比分3:2,共1,000人."), "时间：8:30，比分3:2，共1,000人。");
    assert_eq!(text("占30%,40%和50%.他说OK!?"), "占30%，40%和50%。他说OK！？");
    assert_eq!(text("真的!?是的"), "真的！？是的");
    assert_eq!(
        text("见https://a.cn/b,c?d=1,或写信x.y@z.cn,谢谢"),
        "见https://a.cn/b,c?d=1，或写信x.y@z.cn，谢谢"
    );
    assert_eq!(text("GDP(国内生产总值)与GDP(2020)"), "GDP（国内生产总值）与GDP(2020)");
    assert_eq!(text("1.加强;2.改进."), "1.加强；2.改进。");
    same("He said (yes), “no”: 3 - 2... well -- fine.");
    same("歌名是“Hello, my friend (live)!”");
    same("版本v2.0.1在example.com");
}

#[test]
fn signs_take_their_one_form() {
    assert_eq!(text("８４．０％的Ａ组"), "84.0%的A组");
    assert_eq!(text("他说--不对——走吧---好"), "他说——不对——走吧——好");
    assert_eq!(
        text("北京—上海,2020--2026年,用--draft"),
        "北京—上海，2020--2026年，用--draft"
    );
    assert_eq!(text("等等...还有。。。以及…完了……"), "等等……还有……以及……完了……");
    assert_eq!(text("卡尔•马克思、让・雅克"), "卡尔·马克思、让·雅克");
    assert_eq!(text("3~5级,11℃〜19℃,周一~周五"), "3～5级，11℃～19℃，周一～周五");
    assert_eq!(text("他说\"好的\",又说'行'"), "他说“好的”，又说‘行’");
    assert_eq!(text("It's 5'10\""), "It's 5'10\"");
}

#[test]
fn spaces_go_unless_they_part_phrases() {
    assert_eq!(
        text("\u{3000}\u{3000}船台 班组, 使用 App 交底 "),
        "船台班组，使用App交底"
    );
    assert_eq!(
        text("主题“山里花开  海上灯明”开讲"),
        "主题“山里花开\u{3000}海上灯明”开讲"
    );
    // What was typed an em wide was meant, but not at a paragraph's edge nor
    // after a mark that has its own white.
    assert_eq!(
        text(
            "第一条\u{3000}本条例　\u{3000}共3章 12条\u{3000}A座，\u{3000}张三\u{2003}李四\u{3000}"
        ),
        "第一条\u{3000}本条例\u{3000}共3章12条\u{3000}A座，张三\u{3000}李四"
    );
    assert_eq!(text("本报讯 近日,大会"), "本报讯\u{3000}近日，大会");
    assert_eq!(
        text("本报3月6日讯 (记者张三 通讯员李四)6日"),
        "本报3月6日讯（记者张三\u{3000}通讯员李四）6日"
    );
    assert_eq!(
        text("记者欧阳文清 通讯员古丽娜孜·艾山 王力报道:船 到了"),
        "记者欧阳文清\u{3000}通讯员古丽娜孜·艾山\u{3000}王力报道：船到了"
    );
    assert_eq!(text("记者看到,船 到了,据报道"), "记者看到，船到了，据报道");
    assert_eq!(text("the  quick fox — he said"), "the quick fox — he said");
    assert_eq!(heading("大桥合龙 靠的是 小点子"), "大桥合龙\u{3000}靠的是\u{3000}小点子");
    assert_eq!(heading("职工齐动员 5G进车间"), "职工齐动员\u{3000}5G进车间");
    assert_eq!(heading("车间里用上 AI 裁判"), "车间里用上AI裁判");
}

/// A point between characters of foreign names, where sentences end in 。.
#[test]
fn a_point_in_a_foreign_name_is_an_interpunct() {
    assert_eq!(text("约翰.史密斯来了。"), "约翰·史密斯来了。");
    assert_eq!(text("去了加拿大.马克西姆说."), "去了加拿大。马克西姆说。");
    assert_eq!(text("船到了.史密斯下船。"), "船到了。史密斯下船。");
}

#[test]
fn no_space_parts_a_number_from_its_sign() {
    assert_eq!(text("气温3 ℃到5 ℃,占100 ％,得￥ 30"), "气温3℃到5℃，占100%，得￥30");
    assert_eq!(text("以60 ∶ 57和3 : 2获胜"), "以60∶57和3:2获胜");
    assert_eq!(text("It was 3 % then: 5 ℃."), "It was 3 % then: 5 ℃.");
}

#[test]
fn what_looks_the_same_is_the_same() {
    let told = |input: &str| {
        let (copy, changes) = normalise(&passage(input));
        let told: Vec<_> = changes.iter().map(|change| change.message().zh).collect();
        (copy.text(), told.join("；"))
    };
    let cases = [
        ("⼈民", "人民", "⼈（U+2F08）改为常用的 人（U+4EBA）"),
        ("⻅好", "见好", "⻅（U+2EC5）改为常用的 见（U+89C1）"),
        ("\u{f90a}好", "金好", "\u{f90a}（U+F90A）改为常用的 金（U+91D1）"),
        ("葛\u{e0100}城", "葛城", ""),
        ("好\u{fe0f}\u{200d}", "好", "删去看不见的字符 U+200D"),
        (
            "Caf\u{65}\u{301}好好好好",
            "Café好好好好",
            "é 是几个字符拼的（U+0065 U+0301），合为一个（U+00E9）",
        ),
        ("CO₂好好", "CO2好好", "₂（U+2082）改为下角的 2"),
        ("好10⁻好", "好10−好", "⁻（U+207B）改为上角的 −"),
    ];
    for (input, wanted, message) in cases {
        assert_eq!(told(input), (wanted.to_owned(), message.to_owned()));
    }
    let (copy, _) = normalise(&passage("CO₂好"));
    assert_eq!(copy.letters[2].mark.raised, Raised::Down);
    let (copy, _) = normalise(&passage("葛\u{e0100}城"));
    assert_eq!(copy.letters[0].variant, Some('\u{e0100}'));
    assert_eq!(normalise(&copy).0, copy);
}

#[test]
fn a_missing_character_is_described() {
    assert_eq!(describe('⼈').zh, "“⼈”（U+2F08），样子像“人”（U+4EBA）");
    assert_eq!(describe('\u{fe0f}').zh, "看不见的字符（U+FE0F）");
    assert_eq!(describe('好').zh, "“好”（U+597D）");
}

#[test]
fn changes_tell_what_stood_where() {
    let input = "他说 好...\"行\",";
    let (_, changes) = normalise(&passage(input));
    let told: Vec<_> = (changes.iter())
        .map(|change| (change.kind, &input[change.span.range()], change.to.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (ChangeKind::Space, " ", ""),
            (ChangeKind::Ellipsis, "...", "……"),
            (ChangeKind::Quote, "\"", "“"),
            (ChangeKind::Quote, "\"", "”"),
            (ChangeKind::Mark, ",", "，"),
        ]
    );
    assert_eq!(changes[2].diagnostic().severity, Severity::Warning);
}

#[test]
fn letters_keep_place_and_emphasis() {
    let mut sheet = passage("甲,乙 丙");
    sheet.letters[1].emphasis = crate::copy::Emphasis::Hei;
    let (clean, _) = normalise(&sheet);
    let places: Vec<u32> = clean.letters.iter().map(|letter| letter.at).collect();
    assert_eq!(places, [0, 3, 4, 8]);
    assert_eq!(clean.letters[1].emphasis, crate::copy::Emphasis::Hei);
}

#[test]
fn lead_ins_are_known() {
    let cases = [
        ("本报讯 近日", Some("本报讯")),
        ("本报讯近日", Some("本报讯")),
        ("本报3月16日讯（记者", Some("本报3月16日讯")),
        ("本报云岭讯 近日", Some("本报云岭讯")),
        ("新华社北京3月16日电 近日", Some("新华社北京3月16日电")),
        ("新华社北京3月16日电（记者", Some("新华社北京3月16日电")),
        ("据新华社 近日", Some("据新华社")),
        ("晨报讯 近日", Some("晨报讯")),
        ("据新华社报道，近日", None),
        ("本报记者近日从电信局获悉", None),
        ("讯问结束", None),
    ];
    for (text, lead) in cases {
        assert_eq!(lead_in(text), lead, "{text}");
    }
}

#[test]
fn quotes_and_brackets_are_paired() {
    let fault = |text: &str| balance(&passage(text)).and_then(|fault| fault.span());
    assert_eq!(fault("“好（是）”，《书》it’s，1）甲，2）乙"), None);
    // The half-width one is made full-width; and a year cut short has no quote.
    assert_eq!(fault("（草案)和(稿）"), None);
    assert_eq!(fault("“’９８北京展”，去年’９８展"), None);
    assert_eq!(fault("他说：“好").map(|span| span.range()), Some(9..12));
    assert_eq!(fault("好”").map(|span| span.range()), Some(3..6));
    assert_eq!(fault("“好（是”").map(|span| span.range()), Some(12..15));
}

/// Pieces that the passes care about, in any order.
fn copy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[中国工会好]{1,3}",
        1 => Just("本报讯".to_owned()),
        1 => Just("http://a.cn/".to_owned()),
        3 => "[a-cA0-9０Ａ％%．]{1,3}",
        6 => "[,:;!?.()（）“”‘’\"'《》，。…—・•~〜·@-]{1,4}",
        3 => "[ \u{3000}\t\u{a0}\u{200b}]{1,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_second_time_changes_nothing(input in copy()) {
        for normal in [normalise, normalise_heading] {
            let (once, _) = normal(&passage(&input));
            let (twice, changes) = normal(&once);
            prop_assert_eq!(changes, vec![]);
            prop_assert_eq!(once, twice);
        }
    }

    #[test]
    fn no_han_is_lost_and_no_curly_quote_turned(input in copy()) {
        let (clean, changes) = normalise(&passage(&input));
        let kept = |text: &str, test: fn(char) -> bool| -> String {
            text.chars().filter(|&c| test(c)).collect()
        };
        let usual: String =
            input.chars().map(|c| forms::unified(c).unwrap_or(c)).collect();
        prop_assert_eq!(kept(&clean.text(), is_han), kept(&usual, is_han));
        for change in &changes {
            prop_assert!(!change.from.contains(['“', '”', '‘', '’']));
        }
        // Every place lies inside the source, in order.
        let places: Vec<u32> = clean.letters.iter().map(|letter| letter.at).collect();
        prop_assert!(places.is_sorted());
    }
}

/// A quarter of a million characters: a quadratic pass takes minutes here.
#[test]
fn long_copy_is_linear() {
    let words = "他说:\"好,a b\"(是),共1,000人;“甲 乙”--丙...x@y.cn ";
    let (_, few) = normalise(&passage(&words.repeat(500)));
    let (_, many) = normalise(&passage(&words.repeat(5_000)));
    assert_eq!(many.len(), few.len() * 10);
}

#[test]
fn a_reading_stays_behind_its_base_and_does_not_count() {
    use crate::copy::Reading;
    let mut copy = passage("他说堃kūn, 好 的");
    for (index, letter) in copy.letters.iter_mut().enumerate() {
        match index {
            2 => letter.mark.reading = Reading::Base(1),
            3..6 => letter.mark.reading = Reading::Text(1),
            _ => {}
        }
    }
    let (once, _) = normalise(&copy);
    assert_eq!(once.text(), "他说堃kūn，好的");
    let (twice, changes) = normalise(&once);
    assert_eq!((twice, changes.len()), (once, 0));
}
