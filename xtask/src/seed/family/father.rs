//! Lin Guodong, 71: high blood pressure and diabetes for many years, seen every three months for the last ten.

mod illnesses;
mod visits;

use super::Doctors;
use super::chart::{Chart, loinc};
use super::history::{self, Allergy, Problem};
use super::plans::{self, Plan};
use super::vitals::{self};
use crate::seed::json::{SNOMED, concept_in_both, quantity, reference};
use chrono::{Days, Months};
use serde_json::json;

/// Writes his chart.
pub fn write(chart: &mut Chart, doctors: &Doctors) {
    let problems = problems(chart);
    let visits = visits::visits(chart, doctors);
    illnesses::medicines(chart, &visits, &problems);
    allergies(chart);
    illnesses::eyes(chart, doctors);
    illnesses::gout(chart, doctors);
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
        plans::goal(
            chart,
            ["HbA1c under 7.0%", "糖化血红蛋白低于7.0%"],
            a1c,
            quantity("7.0", "%", "%"),
            due,
        ),
        plans::goal(
            chart,
            ["Blood pressure under 130 mmHg", "收缩压低于130毫米汞柱"],
            systolic,
            quantity("130", "mmHg", "mm[Hg]"),
            due,
        ),
    ];
    let daughter = reference("RelatedPerson/lin-mei-of-lin-guodong", "Lin Mei");
    let team = plans::care_team(
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
    plans::care_plan(
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
