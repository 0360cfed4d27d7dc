//! What she is treated for: the thyroid, and migraine.

use crate::seed::family::chart::{CONSULTATION, Chart, FOLLOW_UP, When};
use crate::seed::family::history::{self, Body, Medicine, Problem};
use crate::seed::family::labs::{self};
use crate::seed::family::vitals::{self, Sign};
use crate::seed::family::{Doctors, appointments};
use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

/// Found after the birth, treated since, tested every half year.
pub fn thyroid(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) -> String {
    let mut course = [
        (8.14, 11.2),
        (5.62, 13.1),
        (3.40, 14.6),
        (2.71, 15.2),
        (2.35, 15.0),
        (2.96, 14.8),
        (4.86, 13.0),
    ]
    .into_iter();
    let found = birth + Months::new(4);
    let first = chart.visit(
        found,
        &doctors.endocrinologist,
        CONSULTATION,
        ["Tired and cold since the birth", "产后乏力、怕冷"],
    );
    let condition = history::condition(
        chart,
        Problem {
            snomed: ("21983002", "Hashimoto thyroiditis"),
            icd10: "E06.3",
            text: ["Hashimoto's thyroiditis", "桥本甲状腺炎"],
            onset: found.format("%Y-%m").to_string(),
            end: None,
        },
        Some(&first),
    );
    levothyroxine(
        chart,
        &first,
        "25",
        [
            "One 25 µg tablet every morning, half an hour before breakfast",
            "每日晨起早餐前半小时服一片（25微克）",
        ],
        "stopped",
        &condition,
    );
    let mut date = found;
    let mut when = first;
    // Two days' room, for a weekend moves a visit to Monday.
    let over = chart.today - Days::new(2);
    while date < over {
        let [tsh, free] = match course.next() {
            Some((tsh, free)) => [tsh, free],
            None => [chart.around(2.4, 0.4), chart.around(15.3, 0.7)],
        };
        labs::panel(chart, &when, &labs::THYROID, &[tsh, free]);
        // The first rise under treatment was answered with a larger dose.
        if tsh == 4.86 {
            levothyroxine(
                chart,
                &when,
                "50",
                [
                    "One 50 µg tablet every morning, half an hour before breakfast",
                    "每日晨起早餐前半小时服一片（50微克）",
                ],
                "active",
                &condition,
            );
        }
        date = date + Months::new(6);
        let reason = ["Thyroid follow-up", "甲状腺随访"];
        if date < over {
            when = chart.visit(date, &doctors.endocrinologist, FOLLOW_UP, reason);
            vitals::sign(chart, &when, Sign::HeartRate, 68.0);
            if date + Months::new(6) >= over {
                appointments::kept(chart, &when, &doctors.endocrinologist, reason);
            }
        }
    }
    history::document(
        chart,
        &when,
        ("11506-3", "Progress note"),
        ["Thyroid follow-up", "甲状腺随访记录"],
        Body::Text(
            "Feels well, sleeps well, no palpitations. Neck: no nodule felt.\nTSH in range on levothyroxine 50 µg. Continue.\nNext blood test in six months.\n\n自觉良好，无心悸。颈部未及结节。TSH正常，继续左甲状腺素50微克，半年后复查。\n",
        ),
    );
    condition
}

fn levothyroxine(
    chart: &mut Chart,
    when: &When,
    dose: &'static str,
    dosage: [&'static str; 2],
    status: &'static str,
    reason: &str,
) {
    let text = if dose == "25" {
        ["Levothyroxine 25 µg tablets", "左甲状腺素钠片 25微克"]
    } else {
        ["Levothyroxine 50 µg tablets", "左甲状腺素钠片 50微克"]
    };
    history::medicine(
        chart,
        when,
        Medicine {
            atc: ("H03AA01", "levothyroxine sodium"),
            text,
            dosage,
            timing: json!({"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["ACM"]}}),
            dose: (dose, "µg", "ug"),
            status,
            reason: Some(reason.to_owned()),
        },
    );
}

pub fn migraine(chart: &mut Chart, doctors: &Doctors) {
    let date = chart.months_ago(31);
    let reason = ["Throbbing headaches on one side", "单侧搏动性头痛"];
    let when = chart.visit(date, &doctors.family, CONSULTATION, reason);
    vitals::blood_pressure(chart, &when, 116.0, 74.0);
    let condition = history::condition(
        chart,
        Problem {
            snomed: ("56097005", "Migraine without aura"),
            icd10: "G43.0",
            text: ["Migraine without aura", "无先兆偏头痛"],
            onset: date.format("%Y").to_string(),
            end: None,
        },
        Some(&when),
    );
    history::medicine(
        chart,
        &when,
        Medicine {
            atc: ("M01AE01", "ibuprofen"),
            text: ["Ibuprofen 400 mg tablets", "布洛芬片 0.4克"],
            dosage: [
                "One tablet at the start of a headache, at most three a day, at most ten days a month",
                "头痛发作时服一片，每日不超过三片，每月不超过十天",
            ],
            timing: Value::Null,
            dose: ("400", "mg", "mg"),
            status: "active",
            reason: Some(condition.clone()),
        },
    );
    let second = chart.months_ago(13);
    let when = chart.visit(
        second,
        &doctors.family,
        FOLLOW_UP,
        ["Migraine, tablets help less", "偏头痛，止痛片效果减弱"],
    );
    history::medicine(
        chart,
        &when,
        Medicine {
            atc: ("N02CC01", "sumatriptan"),
            text: ["Sumatriptan 50 mg tablets", "舒马普坦片 50毫克"],
            dosage: [
                "One tablet at the start of a migraine; a second after two hours if it returns; at most two a day",
                "偏头痛发作时服一片，复发可在两小时后再服一片，每日不超过两片",
            ],
            timing: Value::Null,
            dose: ("50", "mg", "mg"),
            status: "active",
            reason: Some(condition),
        },
    );
    appointments::kept(
        chart,
        &when,
        &doctors.family,
        ["Migraine, tablets help less", "偏头痛，止痛片效果减弱"],
    );
    let missed = chart.months_ago(2);
    appointments::cancelled(
        chart,
        missed,
        &doctors.gynecologist,
        ["Cervical screening", "宫颈筛查"],
    );
}
