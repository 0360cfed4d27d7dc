//! Lin Guodong, 71: high blood pressure and diabetes for many years, seen every three months for the last ten.

use super::chart::{CHECK_UP, CONSULTATION, Chart, FOLLOW_UP, When, loinc};
use super::history::{self, Allergy, Body, Medicine, Plan, Problem, daily};
use super::labs::{self, URINE_ALBUMIN};
use super::vitals::{self, Sign};
use super::{Doctors, appointments};
use crate::seed::json::{SNOMED, concept, concept_in_both, quantity, reference};
use chrono::{Days, Months};
use serde_json::json;

const HEIGHT: f64 = 170.0;
const YEARS: u32 = 10;

/// Writes his chart.
pub fn write(chart: &mut Chart, doctors: &Doctors) {
    let problems = problems(chart);
    let visits = visits(chart, doctors);
    medicines(chart, &visits, &problems);
    allergies(chart);
    eyes(chart, doctors);
    gout(chart, doctors);
    at_home(chart);
    immunizations(chart);
    plan(chart, doctors, &problems);
}

/// High blood pressure, diabetes and blood fats, in this order; they began before the record did.
fn problems(chart: &mut Chart) -> [String; 3] {
    [
        (
            ("59621000", "Essential hypertension"),
            "I10",
            ["High blood pressure", "高血压"],
            176,
        ),
        (
            ("44054006", "Diabetes mellitus type 2"),
            "E11.9",
            ["Type 2 diabetes", "2型糖尿病"],
            128,
        ),
        (
            ("55822004", "Hyperlipidemia"),
            "E78.5",
            ["High blood fats", "高脂血症"],
            128,
        ),
    ]
    .map(|(snomed, icd10, text, months)| {
        let onset = chart.months_ago(months).format("%Y").to_string();
        history::condition(
            chart,
            Problem {
                snomed,
                icd10,
                text,
                onset,
                end: None,
            },
            None,
        )
    })
}

/// Forty visits, three months apart, oldest first.
fn visits(chart: &mut Chart, doctors: &Doctors) -> Vec<When> {
    let quarters = YEARS * 4;
    (0..quarters)
        .map(|quarter| {
            let date = chart.months_ago(2 + 3 * (quarters - 1 - quarter));
            let (doctor, reason) = if quarter.is_multiple_of(2) {
                (
                    &doctors.endocrinologist,
                    ["Diabetes follow-up", "糖尿病随访"],
                )
            } else {
                (
                    &doctors.cardiologist,
                    ["Blood pressure follow-up", "高血压随访"],
                )
            };
            let when = chart.visit(date, doctor, FOLLOW_UP, reason);
            measure(chart, &when, quarter);
            if quarter + 3 >= quarters {
                appointments::kept(chart, &when, doctor, reason);
            }
            when
        })
        .collect()
}

fn measure(chart: &mut Chart, when: &When, quarter: u32) {
    // Poorly controlled at first, better as treatment was stepped up, creeping up again in the last year.
    let early = (1.0 - f64::from(quarter) / 14.0).max(0.0);
    let late = (f64::from(quarter) - 35.0).max(0.0) / 4.0;
    let systolic = chart.around(131.0 + 21.0 * early + 5.0 * late, 4.0);
    let diastolic = chart.around(77.0 + 12.0 * early, 3.0);
    vitals::blood_pressure(chart, when, systolic, diastolic);
    let pulse = chart.around(74.0, 4.0);
    vitals::sign(chart, when, Sign::HeartRate, pulse);
    let weight = chart.around(73.5 + 5.5 * early, 0.6);
    if quarter.is_multiple_of(4) {
        vitals::size(chart, when, weight, HEIGHT);
    } else {
        vitals::sign(chart, when, Sign::Weight, weight);
    }
    let values = [
        (6.9 + 1.9 * early + 0.5 * late, 0.15),
        (6.9 + 2.6 * early + 0.7 * late, 0.4),
    ]
    .map(|(mean, deviation)| chart.around(mean, deviation));
    labs::panel(chart, when, &labs::SUGAR, &values);
    let age = f64::from(quarter) / 4.0;
    if quarter.is_multiple_of(2) {
        let values = [
            (4.2 + 1.6 * early, 0.2),
            (1.08, 0.06),
            (2.2 + 1.5 * early, 0.15),
            (1.7 + 0.8 * early, 0.2),
        ]
        .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, when, &labs::LIPIDS, &values);
        kidney(chart, when, quarter, age);
    }
    if quarter % 4 == 1 {
        let values = [
            (6.4, 0.5),
            (4.72, 0.1),
            (146.0, 3.0),
            (43.5, 0.8),
            (92.0, 1.0),
            (208.0, 14.0),
        ]
        .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, when, &labs::BLOOD_COUNT, &values);
        let values = [(27.0, 5.0), (24.0, 3.0), (13.0, 2.0), (43.8, 1.0)]
            .map(|(mean, deviation)| chart.around(mean, deviation));
        labs::panel(chart, when, &labs::LIVER, &values);
        let value = chart.around(14.0 + 2.6 * age, 2.0);
        labs::measure(chart, when, &URINE_ALBUMIN, value);
    }
}

fn kidney(chart: &mut Chart, when: &When, quarter: u32, age: f64) {
    let values = [
        (82.0 + 1.6 * age, 2.5),
        (89.0 - 1.7 * age, 1.5),
        (405.0, 20.0),
        (4.35, 0.15),
    ]
    .map(|(mean, deviation)| chart.around(mean, deviation));
    if quarter != 26 {
        labs::panel(chart, when, &labs::KIDNEY, &values);
        return;
    }
    // One sample was spoilt: no potassium that time.
    let tests = labs::KIDNEY.tests;
    let mut results: Vec<String> = tests
        .iter()
        .zip(values)
        .take(3)
        .map(|(test, value)| labs::measure(chart, when, test, value))
        .collect();
    results.push(labs::unmeasured(
        chart,
        when,
        &tests[3],
        "Sample hemolysed; please repeat",
    ));
    let code = loinc(
        "24362-6",
        "Renal function 2000 panel - Serum or Plasma",
        ["Kidney function", "肾功能"],
    );
    labs::report(chart, when, code, &results);
}

fn medicines(chart: &mut Chart, visits: &[When], [pressure, sugar, fats]: &[String; 3]) {
    let list = [
        (
            0,
            ("A10BA02", "metformin"),
            ["Metformin 500 mg tablets", "二甲双胍片 0.5克"],
            [
                "One tablet twice a day with meals",
                "每日两次，每次一片，随餐服",
            ],
            2,
            ("500", "mg", "mg"),
            "stopped",
            sugar,
        ),
        (
            4,
            ("A10BA02", "metformin"),
            ["Metformin 850 mg tablets", "二甲双胍片 0.85克"],
            [
                "One tablet twice a day with meals",
                "每日两次，每次一片，随餐服",
            ],
            2,
            ("850", "mg", "mg"),
            "active",
            sugar,
        ),
        (
            10,
            ("A10BK03", "empagliflozin"),
            ["Empagliflozin 10 mg tablets", "恩格列净片 10毫克"],
            ["One tablet every morning", "每日早晨一片"],
            1,
            ("10", "mg", "mg"),
            "active",
            sugar,
        ),
        (
            0,
            ("C09AA02", "enalapril"),
            ["Enalapril 10 mg tablets", "依那普利片 10毫克"],
            ["One tablet every morning", "每日早晨一片"],
            1,
            ("10", "mg", "mg"),
            "stopped",
            pressure,
        ),
        (
            1,
            ("C09CA01", "losartan"),
            ["Losartan 100 mg tablets", "氯沙坦钾片 100毫克"],
            ["One tablet every morning", "每日早晨一片"],
            1,
            ("100", "mg", "mg"),
            "active",
            pressure,
        ),
        (
            7,
            ("C08CA01", "amlodipine"),
            ["Amlodipine 5 mg tablets", "氨氯地平片 5毫克"],
            ["One tablet every evening", "每日晚间一片"],
            1,
            ("5", "mg", "mg"),
            "active",
            pressure,
        ),
        (
            2,
            ("C10AA05", "atorvastatin"),
            ["Atorvastatin 20 mg tablets", "阿托伐他汀钙片 20毫克"],
            ["One tablet at bedtime", "每晚睡前一片"],
            1,
            ("20", "mg", "mg"),
            "active",
            fats,
        ),
    ];
    for (visit, atc, text, dosage, times, dose, status, reason) in list {
        let Some(when) = visits.get(visit) else {
            continue;
        };
        history::medicine(
            chart,
            when,
            Medicine {
                atc,
                text,
                dosage,
                timing: daily(times),
                dose,
                status,
                reason: Some(reason.clone()),
            },
        );
    }
}

fn allergies(chart: &mut Chart) {
    let onset = chart.months_ago(116).format("%Y-%m").to_string();
    history::allergy(
        chart,
        Allergy {
            code: json!({
                "coding": [crate::seed::json::coding("http://www.whocc.no/atc", "C09AA02", "enalapril")],
                "text": "Enalapril",
                "_text": crate::seed::json::in_chinese("依那普利"),
            }),
            kind: "intolerance",
            category: "medication",
            criticality: "low",
            reaction: ("49727002", "Cough", "moderate"),
            description: [
                "Dry cough within weeks, gone after it was stopped",
                "用药数周后干咳，停药后消失",
            ],
            onset,
        },
    );
    history::allergy(
        chart,
        Allergy {
            code: concept_in_both(
                SNOMED,
                "300913006",
                "Allergy to shellfish",
                ["Shellfish", "贝类和甲壳类"],
            ),
            kind: "allergy",
            category: "food",
            criticality: "high",
            reaction: ("126485001", "Urticaria", "moderate"),
            description: ["Hives after crab", "食蟹后风团"],
            onset: "1998".to_owned(),
        },
    );
}

/// Yearly photographs of the retina, and a cataract operation.
fn eyes(chart: &mut Chart, doctors: &Doctors) {
    for year in (0..YEARS).rev() {
        let date = chart.months_ago(7 + 12 * year);
        let when = chart.visit(
            date,
            &doctors.ophthalmologist,
            CHECK_UP,
            ["Yearly eye check in diabetes", "糖尿病年度眼底检查"],
        );
        history::procedure(
            chart,
            &when,
            ("314971001", "Camera fundoscopy"),
            ["Photograph of the retina", "眼底照相"],
        );
        if year == 3 {
            let found = when.date;
            history::condition(
                chart,
                Problem {
                    snomed: ("193570009", "Cataract"),
                    icd10: "H26.9",
                    text: ["Cataract, right eye", "右眼白内障"],
                    onset: found.to_string(),
                    end: Some((found + Months::new(5)).to_string()),
                },
                Some(&when),
            );
            let stay = chart.stay(
                found + Months::new(5),
                1,
                &doctors.ophthalmologist,
                ["Cataract operation", "白内障手术"],
            );
            history::procedure(
                chart,
                &stay,
                ("54885007", "Extraction of cataract"),
                [
                    "Cataract operation with lens implant, right eye",
                    "右眼白内障摘除联合人工晶体植入术",
                ],
            );
            history::document(
                chart,
                &stay,
                ("18842-5", "Discharge summary"),
                ["Discharge after cataract operation", "白内障术后出院小结"],
                Body::Pdf(&[
                    "Cataract of the right eye removed, lens implanted. No complication.",
                    "Drops four times a day for four weeks. No rubbing, no swimming.",
                    "Come back tomorrow, in one week and in four weeks.",
                    "Blood glucose and blood pressure stable during the stay.",
                ]),
            );
        }
        if year == 0 {
            appointments::kept(
                chart,
                &when,
                &doctors.ophthalmologist,
                ["Yearly eye check in diabetes", "糖尿病年度眼底检查"],
            );
        }
    }
}

fn gout(chart: &mut Chart, doctors: &Doctors) {
    let date = chart.months_ago(45);
    let when = chart.visit(
        date,
        &doctors.family,
        CONSULTATION,
        ["Sudden pain in the big toe", "大脚趾突发疼痛"],
    );
    vitals::sign(chart, &when, Sign::Temperature, 37.2);
    labs::measure(chart, &when, &labs::KIDNEY.tests[2], 512.0);
    let gout = history::condition(
        chart,
        Problem {
            snomed: ("90560007", "Gout"),
            icd10: "M10.9",
            text: ["Gout", "痛风"],
            onset: date.to_string(),
            end: None,
        },
        Some(&when),
    );
    history::medicine(
        chart,
        &when,
        Medicine {
            atc: ("M04AC01", "colchicine"),
            text: ["Colchicine 0.5 mg tablets", "秋水仙碱片 0.5毫克"],
            dosage: [
                "One tablet twice a day until the pain is gone, at most ten days",
                "每日两次，每次一片，至疼痛消失，不超过十天",
            ],
            timing: daily(2),
            dose: ("0.5", "mg", "mg"),
            status: "completed",
            reason: Some(gout),
        },
    );
    let code = loinc("72166-2", "Tobacco smoking status", ["Smoking", "吸烟情况"]);
    let value = json!({"valueCodeableConcept": concept(SNOMED, "8517006", "Ex-smoker")});
    chart.observe(&when, ["social-history", "Social History"], code, value);
    let note = chart.months_ago(2);
    let when = chart.visit(
        note,
        &doctors.family,
        FOLLOW_UP,
        ["Yearly review of all medicines", "年度用药回顾"],
    );
    history::document(
        chart,
        &when,
        ("11506-3", "Progress note"),
        ["Review of medicines", "用药回顾"],
        Body::Text(
            "All medicines gone through with his daughter. No dizziness, no low sugar.\nHbA1c has crept up since spring: fewer late suppers agreed, test again in three months.\nNo ibuprofen or other NSAID on top of losartan.\n\n与女儿一起核对了全部药物。无头晕，无低血糖。糖化血红蛋白较春季略升，约定少吃夜宵，三个月后复查。服氯沙坦期间不加用布洛芬等止痛药。\n",
        ),
    );
}

/// Blood pressure twice a month for two years.
fn at_home(chart: &mut Chart) {
    for reading in (1..=48).rev() {
        let when = chart.home(chart.today - Days::new(15 * reading));
        let systolic = chart.around(133.0, 6.0);
        let diastolic = chart.around(77.0, 4.0);
        vitals::blood_pressure(chart, &when, systolic, diastolic);
    }
}

fn immunizations(chart: &mut Chart) {
    let date = chart.months_ago(70);
    history::immunization(
        chart,
        ("33", "pneumococcal polysaccharide PPV23"),
        ["Pneumococcal vaccine", "23价肺炎球菌多糖疫苗"],
        date,
        1,
    );
    let shingles = ["Shingles vaccine", "重组带状疱疹疫苗"];
    for (dose, months) in [(1, 40), (2, 37)] {
        let date = chart.months_ago(months);
        history::immunization(chart, ("187", "zoster recombinant"), shingles, date, dose);
    }
    for (dose, months) in [(1, 63), (2, 62), (3, 55)] {
        let date = chart.months_ago(months);
        history::immunization(
            chart,
            ("510", "COVID-19 IV Non-US Vaccine (BIBP, Sinopharm)"),
            ["COVID-19 vaccine (inactivated)", "新冠灭活疫苗"],
            date,
            dose,
        );
    }
    for year in (0..9).rev() {
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

fn plan(chart: &mut Chart, doctors: &Doctors, problems: &[String; 3]) {
    let start = chart.months_ago(14);
    let due = chart.today + Months::new(4);
    let a1c = loinc(
        "4548-4",
        "Hemoglobin A1c/Hemoglobin.total in Blood",
        ["HbA1c", "糖化血红蛋白"],
    );
    let systolic = loinc("8480-6", "Systolic blood pressure", ["Systolic", "收缩压"]);
    let goals = [
        history::goal(
            chart,
            ["HbA1c under 7.0%", "糖化血红蛋白低于7.0%"],
            a1c,
            quantity("7.0", "%", "%"),
            due,
        ),
        history::goal(
            chart,
            ["Blood pressure under 130 mmHg", "收缩压低于130毫米汞柱"],
            systolic,
            quantity("130", "mmHg", "mm[Hg]"),
            due,
        ),
    ];
    let daughter = reference("RelatedPerson/lin-mei-of-lin-guodong", "Lin Mei");
    let team = history::care_team(
        chart,
        ["Lin Guodong's team", "林国栋的照护团队"],
        &[
            (&doctors.family, "Family doctor"),
            (&doctors.endocrinologist, "Endocrinologist"),
            (&doctors.cardiologist, "Cardiologist"),
            (&doctors.ophthalmologist, "Ophthalmologist"),
        ],
        &[daughter],
    );
    history::care_plan(
        chart,
        Plan {
            title: ["Diabetes and blood pressure", "糖尿病与高血压管理"],
            start,
            team,
            conditions: &problems[..2],
            goals: &goals,
            activities: &[
                (
                    [
                        "Measure blood pressure at home twice a month",
                        "每月在家测两次血压",
                    ],
                    "in-progress",
                ),
                (
                    ["Walk 30 minutes after supper", "晚饭后步行30分钟"],
                    "in-progress",
                ),
                (
                    ["HbA1c every three months", "每三个月查一次糖化血红蛋白"],
                    "scheduled",
                ),
                (
                    ["Photograph of the retina every year", "每年一次眼底照相"],
                    "scheduled",
                ),
            ],
        },
    );
}
