//! Characters and small words by which words are put together.

/// Endings that make a word of the word before, a verb too: 快递│员 is one.
pub(super) const SUFFIXES: &str = "员者们化性率式型级厅馆站厂校班镇村县街岛桥港队社园量度感处奖杯赛展节月区局会科组所院部委观案单卡费税金款权法令书证业界圈群带线路机器车船舰号工师生手人民户墙假气力价额值桩宝箱板柜灯屏台方券礁";
/// Of these, such as the dictionary tells as verbs.
pub(super) const NOT_VERBS: &str = "站率展赛奖杯假会";
/// Places and bodies that begin the name of a body as well: 市│总工会.
pub(super) const BODIES: &str = "市省区县镇乡校院厂厅局队党团部";
/// Words before a noun that make one word with it: 老│厂房, 新│岗位.
pub(super) const PREFIXES: &str = "老新大小总副各每本全女男前非超准亚";
/// What stands before the number it belongs to.
pub(super) const BEFORE_NUMBERS: &str = "满第近约超逾达共仅前后首每零";
/// The same, of more characters.
pub(super) const BOUNDS: [&str; 12] = [
    "不少于",
    "不低于",
    "不超过",
    "不足",
    "不到",
    "至少",
    "至多",
    "最多",
    "最高",
    "最低",
    "超过",
    "零下",
];
/// Characters that foreign names are written with. Words of these alone that
/// stand side by side are parts of one name.
pub(in crate::text) const FOREIGN: &str = "翰妮莎茜缪狄阿艾安奥巴拜班邦贝本比彼波伯博卜布查茨达大戴丹得德登迪蒂丁杜多厄恩尔法凡菲费芬夫弗福盖冈戈格根古哈海汉赫亨霍基吉加贾杰金卡凯坎科柯克肯库昆拉莱兰朗劳勒雷蕾里历丽利莉连林琳龙隆卢鲁路露伦罗洛马麦曼芒梅门蒙米密明摩莫默姆穆纳娜奈南内尼涅努诺欧帕潘佩彭皮普奇齐恰乔切琼瑞萨塞桑瑟沙山珊舍申史什斯丝苏索塔泰坦汤唐特藤提廷亭图托瓦万旺威韦维温文沃乌伍西希锡夏香肖谢辛休雪逊娅雅亚延扬耶叶伊衣易因英尤约泽扎詹珍芝朱兹佐";
/// Characters that foreign names are written with besides, and much else: only
/// those beside a · are taken for parts of a name.
pub(super) const FOREIGN_TOO: &str = "埃艾爱昂澳芭白包鲍保倍毕边宾玻勃柴昌彻楚蒂东顿敦范方丰冯佛福富盖甘高戈哥葛瓜圭豪黑洪侯胡华怀惠姬季济嘉简捷京康考孔夸坤腊赖累黎理廉列烈留吕律略玛迈茅孟敏木乃瑙嫩宁纽农派庞培蓬平珀浦蒲钦琴丘日荣茹儒若撒尚绍深圣盛施石士舒朔松绥孙唐陶腾滕田铁通土陀娃外威魏翁武悉喜席向晓歇欣修许雪杨尧怡易雍永云赞曾章祖卓宗黛邓道德霞柳楠佳孜吐买热合江肉玉素甫吾荪司义鼎色牙仙别娣妲婕姗嘎措旦增仁珠依赛音汗珥瓒琪霖";
/// What a company ends with: unknown characters before it are its name.
pub(in crate::text) const COMPANIES: [&str; 30] = [
    "重工",
    "集团",
    "股份",
    "药业",
    "置业",
    "实业",
    "地产",
    "制药",
    "矿业",
    "水务",
    "燃气",
    "乳业",
    "酒业",
    "传媒",
    "文旅",
    "控股",
    "影业",
    "铝业",
    "铜业",
    "锂业",
    "钢铁",
    "化工",
    "建工",
    "建投",
    "城投",
    "科技",
    "电器",
    "生物",
    "证券",
    "农商行",
];
/// The same of places and bodies that have names.
pub(super) const PLACES: [&str; 19] = [
    "大学",
    "小区",
    "水库",
    "大桥",
    "特大桥",
    "电站",
    "水电站",
    "隧道",
    "机场",
    "大厦",
    "广场",
    "公园",
    "中学",
    "小学",
    "医院",
    "景区",
    "古镇",
    "家园",
    "新村",
];
/// Surnames of one character; those that are more often a word (高 万 成) are
/// told by the dictionary's mark alone.
pub(in crate::text) const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪田姜范姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙段钱汤尹黎武贺";
/// Such of them as are words alone too.
pub(super) const SURNAMES_TOO: &str = "钱汤段田孔龙夏叶武苏汪江";
/// Words of one character that a guess may have swallowed.
pub(super) const JOINS: &str = "为在向对把让将被从由至与和及的了";
/// Adverbs of one character that a guess may have swallowed.
pub(super) const ADVERBS: &str = "同已仍未正也又均皆不更太最";
/// Verbs of one character that a guess may have swallowed at its end: 率│达, 乐│破.
pub(super) const TAKES: &str = "达破获夺赴访谈称盼叹赢";
/// Characters that begin verbs and hardly any noun.
pub(super) const VERBS: &str = "催获抢赴夺促迎赠访抵救遭拒罚捐盼惠悼缉贩骗诉拆搬扮拎拧抓拍挖掘找抄抒披拟拥挡挤挺捉捕捞捧掀探揭搭援撞撤擒护";
/// Units of more.
pub(in crate::text) const LONG_UNITS: [&str; 16] = [
    "小时",
    "分钟",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "海里",
    "平方米",
    "立方米",
    "公顷",
    "公斤",
    "千克",
    "周年",
    "个百分点",
    "百分点",
    "基点",
];
/// Endings of verbs of two characters: 装上, 开到.
pub(super) const ENDS_VERBS: &str = "上下到至出成起住掉完进入回";
/// Units of one character that the dictionary may tell as a noun.
pub(in crate::text) const UNITS: &str = "年月日天时分秒元角万亿千百个名位人次场届期批项件条家户辆台座吨米里亩斤岁米套份起种层楼号周季度倍成折号室栋组队班门所艘架只头棵株桌道篇封本册张片袋箱瓶列款类份块路段";
