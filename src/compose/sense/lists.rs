//! Words and characters that hold a phrase together, or end it.

/// Posts that belong to the name beside them, besides titles such as 主任.
pub(super) const POSTS: [&str; 10] = [
    "总经理",
    "董事长",
    "教师",
    "工程师",
    "院士",
    "记者",
    "代表",
    "劳模",
    "工匠",
    "夫妇",
];

/// Nouns that end a compound: what stands before them describes them, verbs
/// too (抢修人员, 保障条例).
pub(super) const HEADS: [&str; 66] = [
    "人员",
    "中心",
    "办法",
    "方案",
    "资金",
    "工作",
    "项目",
    "政策",
    "活动",
    "条例",
    "机构",
    "设备",
    "系统",
    "计划",
    "措施",
    "大赛",
    "比赛",
    "基地",
    "工程",
    "平台",
    "企业",
    "公司",
    "制度",
    "机制",
    "标准",
    "会议",
    "行动",
    "服务",
    "队伍",
    "体系",
    "课程",
    "岗位",
    "待遇",
    "水平",
    "能力",
    "产品",
    "机器人",
    "现场",
    "时间",
    "仪式",
    "分局",
    "领域",
    "大会",
    "阶段",
    "总额",
    "规模",
    "数量",
    "比例",
    "情况",
    "窗口",
    "团伙",
    "设施",
    "场所",
    "部门",
    "小组",
    "团队",
    "名单",
    "清单",
    "目录",
    "指南",
    "细则",
    "流程",
    "费用",
    "津贴",
    "论坛",
    "博览会",
];
/// What an office, a company or a body ends with: 局 of 税务局. The place before
/// it is part of its name.
pub(super) const OFFICES: &str = "局会院校厂馆站所部委署厅队司团行港";
/// What a number ends with that measures and does not count.
pub(super) const MEASURES: &str = "℃℉％%‰元万亿倍成岁点度";
/// Complements of a verb: 挤出, 拎起.
pub(super) const COMPLEMENTS: &str = "出成起掉完住";
/// Prepositions that end a verb: 调整为, 落户于.
pub(super) const AFTER_VERBS: &str = "为至到于给";
