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
        ("港口10万吨级航道疏浚完工", "港口│10万吨级│航道│疏浚│完工"),
        ("二期工程5万吨级泊位投产", "二期│工程│5万吨级│泊位│投产"),
        ("比亚迪第1000万辆汽车下线", "比亚迪│第1000万辆│汽车│下线"),
        ("澜江造船厂2万标箱货轮交付", "澜江│造船厂│2万标箱│货轮│交付"),
        ("新规3月15日起施行", "新规│3月15日起│施行"),
        ("地铁18号线开通", "地铁│18号线│开通"),
        ("国道G105线通车", "国道│G105线│通车"),
        ("全市中小学9月1日前配齐校医", "全市│中小学│9月1日前│配齐│校医"),
        ("海拔5200米处的坚守", "海拔│5200米│处│的│坚守"),
        ("C919第100架下线", "C919│第100架│下线"),
        ("国家发展改革委答记者问", "国家发展改革委│答│记者问"),
        ("中央网信办整治网络谣言", "中央网信办│整治│网络│谣言"),
        ("邵逸夫楼维修", "邵逸夫楼│维修"),
        ("游客走进丰城市", "游客│走进│丰城市"),
        ("麦盖提乡巴扎日", "麦盖提乡│巴扎日"),
        ("今天等待创新和发展", "今天│等待│创新│和│发展"),
        ("厂区3号楼封顶", "厂区│3号楼│封顶"),
        ("车间走出10万元户", "车间│走出│10万元户"),
        ("第十八届职工运动会", "第十八届│职工│运动会"),
    ];
    for (text, want) in cases {
        assert_eq!(barred(&words, text), want);
    }
}

/// Each text has its name in one word.
fn assert_whole(cases: &[(&str, &str)]) {
    let words = Words::default();
    let mut wrong = Vec::new();
    for (text, name) in cases {
        let cut = format!("│{}│", barred(&words, text));
        if !cut.contains(&format!("│{name}│")) {
            wrong.push(cut);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Foreign names that the dictionary would part, if the trade's had them not.
#[test]
fn foreign_names_of_the_dictionary_stay_whole() {
    assert_whole(&[
        ("走近莱万多夫斯基和他的时代", "莱万多夫斯基"),
        ("我市职工陀思妥耶夫斯基作品展", "陀思妥耶夫斯基"),
        ("斯托尔滕贝格抵京", "斯托尔滕贝格"),
        ("会见托卡耶夫和米尔济约耶夫", "米尔济约耶夫"),
    ]);
}

/// However far it goes, and no further.
#[test]
fn names_with_a_dot_stay_whole() {
    assert_whole(&[
        ("女总统克劳迪娅·辛鲍姆宣誓就职", "克劳迪娅·辛鲍姆"),
        ("外长尚塔尔·鲍尔盖赞访华", "尚塔尔·鲍尔盖赞"),
        ("作家黛博拉·葛兰姆辞世", "黛博拉·葛兰姆"),
        ("球星凯文·霍普金斯因伤退赛", "凯文·霍普金斯"),
        ("古丽娜孜·艾山的修表铺", "古丽娜孜·艾山"),
        ("柳溪区劳模古丽娜孜·艾山获表彰", "古丽娜孜·艾山"),
        ("买买提江·吐尔逊的馕铺", "买买提江·吐尔逊"),
        ("热依汗古丽·艾合买提的夜校", "热依汗古丽·艾合买提"),
        ("艾力·吐逊买三台绣花机", "艾力·吐逊"),
        ("玛依拉·阿不都热依木的绣房", "玛依拉·阿不都热依木"),
        ("阿依努尔·居马别克当选州劳模", "阿依努尔·居马别克"),
        ("阿不都热合曼·买买提的护林路", "阿不都热合曼·买买提"),
        ("艾尼瓦尔·阿布都拉救人记", "艾尼瓦尔·阿布都拉"),
        ("巴合提别克·哈力买提谈牧区医疗", "巴合提别克·哈力买提"),
        ("阿卜杜外力·卡迪尔修好水渠", "阿卜杜外力·卡迪尔"),
        ("索朗多吉·次仁登上珠峰", "索朗多吉·次仁"),
        ("劳模其其格·那顺不愿退休", "其其格·那顺"),
        ("走近贾尼别克·对山别克和他的时代", "贾尼别克·对山别克"),
        ("佐科·维多多举行会谈", "佐科·维多多"),
        ("阿迪力·和加的茶馆", "阿迪力·和加"),
        ("玛合沙提·再努拉登台", "玛合沙提·再努拉"),
        ("努尔兰·阿不都满金修路", "努尔兰·阿不都满金"),
        ("牧仁·敖日格勒夺冠", "牧仁·敖日格勒"),
        ("达吾列提·海拉提的球队", "达吾列提·海拉提"),
        ("乌斯满江·如则放歌", "乌斯满江·如则"),
        ("阿卜力孜·阿不都的果园", "阿卜力孜·阿不都"),
        ("尕藏·才让的牧场", "尕藏·才让"),
        ("与何塞·马蒂同行", "何塞·马蒂"),
        ("阿里木江·哈力克的茶园", "阿里木江·哈力克"),
        ("会同阿不来提·阿不都热西提调研", "阿不来提·阿不都热西提"),
        ("艾力更·依明巴海到厂", "艾力更·依明巴海"),
        ("吾买尔江·买合木提扎根边疆三十年", "吾买尔江·买合木提"),
    ]);
}

/// Names that no list has: written with the characters of foreign names, or before
/// what a company or a place is called.
#[test]
fn names_without_a_list_stay_whole() {
    let words = Words::default();
    let cases = [
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
    assert_whole(&cases);
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
    let words = Words::new(["更生·依明", "哈里哈克"]);
    assert_eq!(barred(&words, "写给更生·依明的信"), "写给│更生·依明│的│信");
    assert_eq!(barred(&words, "见到马克·哈里哈克"), "见到│马克·哈里哈克");
}

#[test]
fn every_character_is_in_one_word() {
    let chars: Vec<char> = "“好”，C919 去——了\u{3000}吗？😀".chars().collect();
    let cut = Words::default().cut(&chars);
    let ends: Vec<usize> = cut.iter().flat_map(|word| word.chars.clone()).collect();
    assert_eq!(ends, (0..chars.len()).collect::<Vec<_>>());
}

/// Names that neither list has, each by what it is written with: none of these is a
/// person.
#[test]
fn names_of_people_are_known_by_their_characters() {
    let cases = [
        ("写给布尔季科夫的一封信", "布尔季科夫"),
        ("对话莫尔塔斯基：这座城市正在变", "莫尔塔斯基"),
        ("市民挤满展厅看海德琳娜手稿", "海德琳娜"),
        ("本市与斯文科松商谈建厂", "斯文科松"),
        ("小野寺澄男抵京访问三天", "小野寺澄男"),
        ("张本樱子获年度最佳", "张本樱子"),
        ("写给高桥雪江的一封信", "高桥雪江"),
        ("写给德庆梅朵的一封信", "德庆梅朵"),
        ("阿布都麦提领唱民歌", "阿布都麦提"),
        ("司机高道强迅速赶到", "高道强"),
        ("董事长牛长龙作为代表", "牛长龙"),
        ("嫌疑人张华明潜回家中", "张华明"),
        ("贺文治平安到家", "贺文治"),
        ("老邱和小贾的菜摊", "老邱"),
        ("孙自强、刘子寿、李永寿到会", "孙自强"),
        ("澜江县泊南村通了公交", "泊南村"),
        ("马路天使穆师傅的一天", "穆师傅"),
        ("从澜江口到杏坞乡", "杏坞乡"),
    ];
    assert_whole(&cases);
}

/// The paper's own words go before what the copy has.
#[test]
fn own_words_win_over_names_from_the_copy() {
    let words = Words::new(["长宁区"]).with_found(["市长", "林小满"]);
    let cut = barred(&words, "上海市长宁区市长林小满");
    assert_eq!(cut, "上海市│长宁区│市长│林小满");
}

/// What the copy has in quotes or in a credit is weighed against words that are known.
#[test]
fn known_words_win_over_names_from_the_copy_that_cross_them() {
    let found =
        Words::default().with_found(["研究生", "高新", "程序", "功能", "孟和达来"]);
    assert_eq!(barred(&found, "研究生命起源"), "研究│生命│起源");
    assert_eq!(barred(&found, "提高新能源占比"), "提高│新能源│占│比");
    assert_eq!(barred(&found, "隧道工程序幕拉开"), "隧道│工程│序幕│拉开");
    assert_eq!(barred(&found, "孟和达来通电话"), "孟和达来│通电话");
}

/// Where a name may go on is doubtful, and nothing is where all words are known.
#[test]
fn places_inside_what_may_be_a_name_are_doubtful() {
    let doubts = |text: &str| {
        let (chars, words): (Vec<char>, _) = (text.chars().collect(), Words::default());
        let cut = words.cut(&chars);
        words.doubts(&chars, &cut).into_keys().collect::<Vec<_>>()
    };
    // 井山裕太 is cut before 太.
    assert!(doubts("教练井山裕太率队夺得冠军").contains(&5));
    assert_eq!(doubts("市总工会表彰十名先进职工"), [0; 0]);
    assert_eq!(doubts("全省首座海上风电场并网发电"), [0; 0]);
}

/// Words that overlap are one, and a name with a · goes round them.
#[test]
fn own_words_are_never_split_by_what_overlaps_them() {
    let words = Words::new(["碧水湾大桥", "大桥南引桥", "卡米力江", "江南岸"]);
    assert_eq!(barred(&words, "碧水湾大桥南引桥合龙"), "碧水湾大桥南引桥│合龙");
    let cut = barred(&words, "医生卡米力江·艾海提返乡");
    assert_eq!(cut, "医生│卡米力江·艾海提│返乡");
    assert_eq!(barred(&words, "柳江南岸整治"), "柳│江南岸│整治");
}

/// Figures with a unit between them are one number; the next number is not.
#[test]
fn results_and_times_are_one_number() {
    let words = Words::default();
    let cases = [
        ("徐徐12秒61晋级", "徐徐│12秒61│晋级"),
        ("选手以1小时59分40秒夺冠", "选手│以│1小时59分40秒│夺冠"),
        ("20时30分停水", "20时30分│停水"),
        ("平均二十五点六岁", "平均│二十五点六岁"),
        ("围墙5米20人翻越", "围墙│5米│20人│翻越"),
    ];
    for (text, want) in cases {
        assert_eq!(barred(&words, text), want);
    }
}

/// What a name could be made of, and is none.
#[test]
fn words_are_not_taken_for_names() {
    let words = Words::default();
    let cases = [
        ("泽港大桥合龙", "泽港大桥│合龙"),
        ("一年安排30亿元，100万元", "一年│安排│30亿元│，│100万元"),
        ("临时医生来了", "临时│医生│来│了"),
        ("体操队拿下两金一银", "体操队│拿下│两金│一银"),
        ("深圳至中山跨江通道通车", "深圳│至│中山│跨江│通道│通车"),
        ("全省白皮书、蓝皮书发布", "全省│白皮书│、│蓝皮书│发布"),
    ];
    for (text, want) in cases {
        assert_eq!(barred(&words, text), want);
    }
}
