//! What reviewers write, by the stars they gave; language (BCP 47) and text.

/// Comments that fit a review of 1 to 5 stars.
pub fn of(stars: usize) -> &'static [(&'static str, &'static str)] {
    match stars {
        ..=2 => POOR,
        3 => FAIR,
        _ => GOOD,
    }
}

#[rustfmt::skip]
const GOOD: &[(&str, &str)] = &[
    ("zh", "医生很耐心，把检查结果一项一项讲清楚了。"),
    ("zh", "等了不到十分钟，看诊很仔细，还写下了注意事项。"),
    ("zh", "对老人特别和气，说话慢，听得懂。"),
    ("zh", "没有多开药，解释了为什么先观察两周。"),
    ("zh", "视频复诊很方便，不用再请半天假。"),
    ("zh", "孩子一开始很怕，医生先陪他玩了一会儿再检查。"),
    ("zh", "第二次来，医生还记得我上次的情况。"),
    ("zh", "用药方案调整后血压稳定多了，谢谢。"),
    ("zh", "态度温和，问得很细，没有催我。"),
    ("zh", "术前把风险和其他办法都讲了，心里有底。"),
    ("en", "Took the time to draw what was going on. I finally understand my knee."),
    ("en", "On time, kind, and answered every question on my list."),
    ("en", "Explained the options and the costs before doing anything."),
    ("en", "Good English, clear plan, and a written summary to take home."),
    ("en", "My mother felt listened to, which is rare."),
    ("en", "The video visit worked well and saved us an hour on the metro."),
    ("en", "Called the next day with the result, as promised."),
    ("en", "Didn't rush to prescribe antibiotics and told us what to watch for."),
    ("en", "Very gentle with a frightened four-year-old."),
    ("en", "Found the cause after two other clinics had not."),
    ("ar", "طبيبة صبورة وشرحت كل شيء بوضوح."),
    ("fr", "Très à l'écoute, explications claires, aucun retard."),
];

#[rustfmt::skip]
const FAIR: &[(&str, &str)] = &[
    ("zh", "看诊本身没问题，但是排队四十分钟。"),
    ("zh", "医生专业，就是讲得有点快。"),
    ("zh", "停车不方便，建议坐地铁来。"),
    ("zh", "中规中矩，开了药让两周后复查。"),
    ("zh", "电话预约打了好几次才打通。"),
    ("en", "Fine visit, but we waited 45 minutes past the booked time."),
    ("en", "Knows the field well; a little short on explanations."),
    ("en", "Good advice. The front desk was confused about my insurance."),
    ("en", "All right for a routine check. I would have liked more time."),
    ("en", "Room was crowded and noisy, the examination itself was careful."),
];

#[rustfmt::skip]
const POOR: &[(&str, &str)] = &[
    ("zh", "等了一个半小时，看了三分钟。"),
    ("zh", "我话还没说完就开单子了。"),
    ("zh", "同样的检查上周刚做过，又让我重做。"),
    ("zh", "换了时间没有通知，白跑一趟。"),
    ("en", "Looked at the screen the whole time and hardly at me."),
    ("en", "Rescheduled twice on the day itself."),
    ("en", "Left without knowing what the medicine was for."),
    ("en", "An hour late, and nobody said why."),
];
