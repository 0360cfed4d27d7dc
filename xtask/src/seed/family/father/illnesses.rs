//! What he takes, his eyes, and gout.

use super::visits::YEARS;
use crate::seed::family::chart::{CHECK_UP, CONSULTATION, Chart, FOLLOW_UP, When, loinc};
use crate::seed::family::history::{self, Body, Medicine, Problem, daily};
use crate::seed::family::labs::{self};
use crate::seed::family::vitals::{self, Sign};
use crate::seed::family::{Doctors, appointments};
use crate::seed::json::{SNOMED, concept};
use chrono::Months;
use serde_json::json;

pub fn medicines(chart: &mut Chart, visits: &[When], [pressure, sugar, fats]: &[String; 3]) {
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

/// Yearly photographs of the retina, and a cataract operation.
pub fn eyes(chart: &mut Chart, doctors: &Doctors) {
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

pub fn gout(chart: &mut Chart, doctors: &Doctors) {
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
