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
