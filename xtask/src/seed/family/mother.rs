//! Lin Mei, 38: healthy on the whole; an underactive thyroid since her child was born, and migraine.

use super::chart::{CHECK_UP, CONSULTATION, Chart, FOLLOW_UP, When, loinc};
use super::history::{self, Allergy, Body, Medicine, Plan, Problem, daily};
use super::labs::{self, C_REACTIVE_PROTEIN, FERRITIN};
use super::vitals::{self, Sign};
use super::{Doctors, appointments};
use crate::seed::json::{SNOMED, concept, concept_in_both, quantity};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::{Value, json};

const HEIGHT: f64 = 163.0;

/// Writes her chart; her child was born on `birth`.
pub fn write(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
    youth(chart);
    allergies(chart);
    pregnancy(chart, doctors, birth);
    check_ups(chart, doctors, birth);
    let thyroiditis = thyroid(chart, doctors, birth);
    migraine(chart, doctors);
    at_home(chart);
    immunizations(chart);
    plan(chart, doctors, thyroiditis);
}

/// What she told when she first came: an appendix taken out at 24.
fn youth(chart: &mut Chart) {
    let year = chart.born.year() + 24;
    history::condition(
        chart,
        Problem {
            snomed: ("85189001", "Acute appendicitis"),
            icd10: "K35.8",
            text: ["Acute appendicitis", "急性阑尾炎"],
            onset: year.to_string(),
            end: Some(year.to_string()),
        },
        None,
    );
    let operation = json!({
        "resourceType": "Procedure",
        "status": "completed",
        "code": concept_in_both(SNOMED, "80146002", "Appendectomy", ["Appendix removed", "阑尾切除术"]),
        "subject": chart.subject(),
        // Only the year is remembered.
        "performedDateTime": year.to_string(),
    });
    chart.add(operation);
}

fn allergies(chart: &mut Chart) {
    let year = (chart.born.year() + 9).to_string();
    history::allergy(
        chart,
        Allergy {
            code: concept_in_both(
                SNOMED,
                "91936005",
                "Allergy to penicillin",
                ["Penicillin", "青霉素"],
            ),
            kind: "allergy",
            category: "medication",
            criticality: "high",
            reaction: ("126485001", "Urticaria", "severe"),
            description: [
                "Hives all over and swollen lips an hour after amoxicillin",
                "服用阿莫西林一小时后全身风团、口唇肿胀",
            ],
            onset: year,
        },
    );
    let since = chart.months_ago(160);
    history::allergy(
        chart,
        Allergy {
            code: concept_in_both(
                SNOMED,
                "418689008",
                "Allergy to grass pollen",
                ["Grass pollen", "禾本科花粉"],
            ),
            kind: "allergy",
            category: "environment",
            criticality: "low",
            reaction: ("70076002", "Rhinitis", "mild"),
            description: [
                "Runny nose and itching eyes in May and June",
                "五六月流涕、眼痒",
            ],
            onset: since.format("%Y-%m").to_string(),
        },
    );
}

/// Six visits, anemia, sugar that ran high, and the birth.
fn pregnancy(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
    let anemia_from = birth - Months::new(5);
    for (before, weight, systolic, hemoglobin) in [
        (7, 55.8, 108.0, 121.0),
        (5, 58.9, 106.0, 106.0),
        (4, 61.0, 110.0, 102.0),
        (3, 63.4, 112.0, 104.0),
        (2, 65.2, 114.0, 109.0),
        (1, 66.9, 118.0, 113.0),
    ] {
        let when = chart.visit(
            birth - Months::new(before),
            &doctors.gynecologist,
            CHECK_UP,
            ["Antenatal check", "产前检查"],
        );
        vitals::blood_pressure(chart, &when, systolic, systolic - 42.0);
        vitals::sign(chart, &when, Sign::Weight, weight);
        blood_count(chart, &when, hemoglobin);
        if before == 5 {
            labs::measure(chart, &when, &FERRITIN, 8.6);
            let reason = history::condition(
                chart,
                Problem {
                    snomed: ("87522002", "Iron deficiency anemia"),
                    icd10: "D50.9",
                    text: ["Iron deficiency anemia", "缺铁性贫血"],
                    onset: anemia_from.format("%Y-%m").to_string(),
                    end: Some((birth + Months::new(4)).format("%Y-%m").to_string()),
                },
                Some(&when),
            );
            history::medicine(
                chart,
                &when,
                Medicine {
                    atc: ("B03AA06", "ferrous succinate"),
                    text: ["Ferrous succinate 100 mg tablets", "琥珀酸亚铁片 0.1克"],
                    dosage: [
                        "One tablet twice a day after meals",
                        "每日两次，每次一片，饭后服",
                    ],
                    timing: daily(2),
                    dose: ("100", "mg", "mg"),
                    status: "completed",
                    reason: Some(reason),
                },
            );
        }
        if before == 3 {
            labs::panel(chart, &when, &labs::SUGAR, &[5.3, 5.42]);
            history::condition(
                chart,
                Problem {
                    snomed: ("11687002", "Gestational diabetes mellitus"),
                    icd10: "O24.4",
                    text: ["Diabetes of pregnancy", "妊娠期糖尿病"],
                    onset: when.date.to_string(),
                    end: Some((birth + Days::new(42)).to_string()),
                },
                Some(&when),
            );
        }
    }
    let stay = chart.stay(birth, 5, &doctors.gynecologist, ["Birth", "分娩"]);
    history::procedure(
        chart,
        &stay,
        ("11466000", "Cesarean section"),
        ["Cesarean section", "剖宫产"],
    );
    history::document(
        chart,
        &stay,
        ("18842-5", "Discharge summary"),
        ["Discharge after birth", "产后出院小结"],
        Body::Pdf(&[
            "Healthy boy, 3,350 g, by planned cesarean section (breech).",
            "Blood loss 350 mL. Wound dry on discharge.",
            "Fasting glucose in range since the birth.",
            "Iron tablets for three more months.",
            "Glucose test and thyroid test at six weeks.",
        ]),
    );
}

/// Ten yearly check-ups, the last a few months ago.
fn check_ups(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
    let reason = ["Yearly check-up", "年度体检"];
    for year in (0..10).rev() {
        let date = chart.months_ago(4 + 12 * year);
        // None while she was pregnant and just after.
        if date > birth - Months::new(9) && date < birth + Months::new(2) {
            continue;
        }
        let when = chart.visit(date, &doctors.family, CHECK_UP, reason);
        let age = f64::from(10 - year);
        let pressure = chart.around(108.0 + age, 3.0);
        vitals::blood_pressure(chart, &when, pressure, pressure * 0.65);
        let [pulse, temperature, oxygen] = [(71.0, 4.0), (36.5, 0.15), (98.4, 0.6)]
            .map(|(mean, deviation)| chart.around(mean, deviation));
        vitals::sign(chart, &when, Sign::HeartRate, pulse);
        vitals::sign(chart, &when, Sign::Temperature, temperature);
        vitals::sign(chart, &when, Sign::OxygenSaturation, oxygen.min(100.0));
        let weight = chart.around(54.0 + 0.5 * age, 0.5);
        vitals::size(chart, &when, weight, HEIGHT);
        let hemoglobin = chart.around(127.0, 4.0);
        blood_count(chart, &when, hemoglobin);
        let values = [
            (4.55 + 0.05 * age, 0.2),
            (1.52, 0.1),
            (2.45 + 0.06 * age, 0.15),
            (0.95, 0.15),
        ]
        .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, &when, &labs::LIPIDS, &values);
        let values =
            [(5.3, 0.1), (5.05, 0.2)].map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, &when, &labs::SUGAR, &values);
        let values = [(58.0, 3.0), (112.0 - age, 3.0), (265.0, 18.0), (4.2, 0.15)]
            .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, &when, &labs::KIDNEY, &values);
        let values = [(16.0, 4.0), (19.0, 3.0), (10.5, 2.0), (45.2, 1.2)]
            .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, &when, &labs::LIVER, &values);
        if year == 0 {
            labs::measure_below(chart, &when, &C_REACTIVE_PROTEIN, "0.5");
            strip(chart, &when);
            smoking(chart, &when);
            appointments::kept(chart, &when, &doctors.family, reason);
        }
    }
}

fn blood_count(chart: &mut Chart, when: &When, hemoglobin: f64) {
    let values = [
        (6.1, 0.6),
        (hemoglobin / 29.4, 0.05),
        (hemoglobin, 0.0),
        (hemoglobin * 0.302, 0.2),
        (hemoglobin.min(118.0) * 0.757, 0.8),
        (236.0, 15.0),
    ]
    .map(|(mean, deviation)| chart.around(mean, deviation));
    labs::panel(chart, when, &labs::BLOOD_COUNT, &values);
}

/// A urine strip: a finding in words, not a number.
fn strip(chart: &mut Chart, when: &When) {
    let code = loinc(
        "20454-5",
        "Protein [Presence] in Urine by Test strip",
        ["Urine protein", "尿蛋白"],
    );
    labs::finding(chart, when, code, concept(SNOMED, "260385009", "Negative"));
}

fn smoking(chart: &mut Chart, when: &When) {
    let code = loinc("72166-2", "Tobacco smoking status", ["Smoking", "吸烟情况"]);
    let value = concept(SNOMED, "266919005", "Never smoked tobacco");
    chart.observe(
        when,
        ["social-history", "Social History"],
        code,
        json!({"valueCodeableConcept": value}),
    );
}

/// Found after the birth, treated since, tested every half year.
fn thyroid(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) -> String {
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

fn migraine(chart: &mut Chart, doctors: &Doctors) {
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

/// Weekly blood pressure for ten months, monthly weight for two years, and a slip of the keyboard that was taken back.
fn at_home(chart: &mut Chart) {
    for week in (1..=42).rev() {
        let when = chart.home(chart.today - Days::new(7 * week));
        let systolic = chart.around(117.0, 5.0);
        let [diastolic, pulse] = [(systolic * 0.65, 3.0), (70.0, 4.0)]
            .map(|(mean, deviation)| chart.around(mean, deviation));
        vitals::blood_pressure(chart, &when, systolic, diastolic);
        vitals::sign(chart, &when, Sign::HeartRate, pulse);
    }
    for month in (1..=24).rev() {
        let when = chart.home(chart.today - Months::new(month) - Days::new(3));
        let weight = chart.around(59.6 - 0.03 * f64::from(24 - month), 0.35);
        vitals::sign(chart, &when, Sign::Weight, weight);
    }
    let when = chart.home(chart.today - Days::new(9));
    let weight =
        json!({"status": "entered-in-error", "valueQuantity": quantity("591.0", "kg", "kg")});
    chart.observe(
        &when,
        ["vital-signs", "Vital Signs"],
        loinc("29463-7", "Body weight", ["Body weight", "体重"]),
        weight,
    );
}

fn immunizations(chart: &mut Chart) {
    let hpv = ["HPV vaccine (9-valent)", "九价HPV疫苗"];
    for (dose, months) in [(1, 96), (2, 94), (3, 90)] {
        let date = chart.months_ago(months);
        history::immunization(chart, ("165", "HPV9"), hpv, date, dose);
    }
    let covid = ["COVID-19 vaccine (inactivated)", "新冠灭活疫苗"];
    for (dose, months) in [(1, 64), (2, 63), (3, 57)] {
        let date = chart.months_ago(months);
        history::immunization(
            chart,
            ("511", "COVID-19 IV Non-US Vaccine (CoronaVac, Sinovac)"),
            covid,
            date,
            dose,
        );
    }
    for year in (0..6).rev() {
        let date = chart.months_ago(1 + 12 * year);
        history::immunization(
            chart,
            (
                "150",
                "influenza, injectable, quadrivalent, preservative free",
            ),
            ["Influenza vaccine", "流感疫苗"],
            date,
            1,
        );
    }
}

fn plan(chart: &mut Chart, doctors: &Doctors, thyroiditis: String) {
    let start = chart.months_ago(13);
    let due = chart.today + Months::new(6);
    let measure = loinc(
        "3016-3",
        "Thyrotropin [Units/volume] in Serum or Plasma",
        ["TSH", "促甲状腺激素"],
    );
    let goal = history::goal(
        chart,
        ["TSH in range on an unchanged dose", "剂量不变，TSH保持正常"],
        measure,
        quantity("4.20", "mIU/L", "m[IU]/L"),
        due,
    );
    let team = history::care_team(
        chart,
        ["Lin Mei's doctors", "林梅的医生"],
        &[
            (&doctors.family, "Family doctor"),
            (&doctors.endocrinologist, "Endocrinologist"),
        ],
        &[],
    );
    history::care_plan(
        chart,
        Plan {
            title: ["Thyroid care", "甲状腺管理"],
            start,
            team,
            conditions: &[thyroiditis],
            goals: &[goal],
            activities: &[
                (
                    [
                        "Levothyroxine every morning, half an hour before breakfast",
                        "每天早餐前半小时服左甲状腺素",
                    ],
                    "in-progress",
                ),
                (
                    [
                        "TSH and free T4 every six months",
                        "每六个月查一次TSH和游离T4",
                    ],
                    "scheduled",
                ),
                (["Keep a diary of headaches", "记录头痛日记"], "in-progress"),
            ],
        },
    );
}
