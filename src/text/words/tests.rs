use super::*;

/// The text with a bar between words.
fn barred(words: &Words, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let cut = words.cut(&chars);
    let parts = cut.iter().map(|word| chars[word.chars.clone()].iter().collect());
    parts.collect::<Vec<String>>().join("│")
}

#[test]
fn names_units_and_suffixes_stay_whole() {
    let words = Words::default();
    let cases = [
        ("快递员李小满十年送出三十万件包裹", "快递员│李小满│十年│送出│三十万件│包裹"),
        ("退休教师王桂兰义务辅导留守儿童", "退休│教师│王桂兰│义务│辅导│留守│儿童"),
        ("研究生命起源的科学家来我市讲学", "研究│生命│起源│的│科学家│来│我市│讲学"),
        ("第3届职工运动会在体育中心开幕", "第3届│职工│运动会│在│体育│中心│开幕"),
        ("南京市长江大桥维护工人", "南京市│长江大桥│维护│工人"),
        ("结婚的和尚未结婚的", "结婚│的│和│尚未│结婚│的"),
        ("今年前8个月新增就业12.6万人", "今年│前8个月│新增│就业│12.6万人"),
        ("前两个月收入降至每月2490元", "前两个月│收入│降至│每月│2490元"),
        ("在采油树旁追光", "在│采油树│旁│追光"),
        ("柳溪区总工会启动市总工会活动", "柳溪区│总工会│启动│市总工会│活动"),
        ("卡洛斯·费尔南德斯-加西亚抵京", "卡洛斯·费尔南德斯-加西亚│抵京"),
        ("乌兹别克斯坦总统米尔扎耶夫抵京", "乌兹别克斯坦│总统│米尔扎耶夫│抵京"),
        ("二手书换新书", "二手书│换│新书"),
        ("每月不少于300元", "每月│不少于300元"),
        ("启动Ⅳ级应急响应", "启动│Ⅳ级│应急响应"),
    ];
    for (text, want) in cases {
        assert_eq!(barred(&words, text), want);
    }
}

/// Names that no list has: with a ·, written with the characters of foreign
/// names, or before what a company or a place is called.
#[test]
fn names_without_a_list_stay_whole() {
    let words = Words::default();
    let cases = [
        ("女总统克劳迪娅·辛鲍姆宣誓就职", "克劳迪娅·辛鲍姆"),
        ("外长尚塔尔·鲍尔盖赞访华", "尚塔尔·鲍尔盖赞"),
        ("作家黛博拉·葛兰姆辞世", "黛博拉·葛兰姆"),
        ("球星凯文·霍普金斯因伤退赛", "凯文·霍普金斯"),
        ("古丽娜孜·艾山的修表铺", "古丽娜孜·艾山"),
        ("柳溪区劳模古丽娜孜·艾山获表彰", "古丽娜孜·艾山"),
        ("买买提江·吐尔逊的馕铺", "买买提江·吐尔逊"),
        ("热依汗古丽·艾合买提的夜校", "热依汗古丽·艾合买提"),
        ("艾力·吐逊买三台绣花机", "艾力·吐逊"),
        ("新秀恩凯伊夺冠", "恩凯伊"),
        ("前锋姆布韦尼梅开二度", "姆布韦尼"),
        ("本地龙头企业海川重工登陆科创板", "海川重工"),
        ("瑞澜药业新药获批上市", "瑞澜药业"),
        ("禾沐置业资金链断裂", "禾沐置业"),
        ("柏岚小区加装电梯", "柏岚小区"),
        ("云岫水库开闸泄洪", "云岫水库"),
        ("恒沣集团账户遭冻结", "恒沣集团"),
        ("泽港大桥合龙", "泽港大桥"),
        ("岚州大学迎来新生", "岚州大学"),
    ];
    let mut wrong = Vec::new();
    for (text, name) in cases {
        let cut = format!("│{}│", barred(&words, text));
        if !cut.contains(&format!("│{name}│")) {
            wrong.push(cut);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // What is no name stays apart.
    let cases = [
        ("推动科技创新", "推动│科技│创新"),
        ("筹建大学城", "筹建│大学城"),
        ("职工走进小区宣讲", "职工│走进│小区│宣讲"),
        ("加快重工转型", "加快│重工│转型"),
        ("记者探访水库大坝", "记者│探访│水库│大坝"),
        ("改造老旧小区", "改造│老旧小区"),
    ];
    for (text, want) in cases {
        assert_eq!(barred(&words, text), want);
    }
}

#[test]
fn the_papers_own_words_come_first() {
    let words = Words::new(["银帆广场", "白露行动", "银帆"]);
    assert_eq!(barred(&words, "银帆广场启动白露行动"), "银帆广场│启动│白露行动");
    assert_eq!(barred(&words, "到银帆去"), "到│银帆│去");
}

#[test]
fn every_character_is_in_one_word() {
    let chars: Vec<char> = "“好”，C919 去——了\u{3000}吗？😀".chars().collect();
    let cut = Words::default().cut(&chars);
    let ends: Vec<usize> = cut.iter().flat_map(|word| word.chars.clone()).collect();
    assert_eq!(ends, (0..chars.len()).collect::<Vec<_>>());
}
