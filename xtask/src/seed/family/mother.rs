//! Lin Mei, 38: healthy on the whole; an underactive thyroid since her child was born, and migraine.

mod check_ups;
mod illnesses;
mod pregnancy;

use super::Doctors;
use super::chart::{Chart, loinc};
use super::history::{self, Allergy, Problem};
use super::plans::{self, Plan};
use super::vitals::{self, Sign};
use crate::seed::json::{SNOMED, concept_in_both, quantity};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::json;

/// Writes her chart; her child was born on `birth`.
pub fn write(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
    youth(chart);
    allergies(chart);
    pregnancy::pregnancy(chart, doctors, birth);
    check_ups::check_ups(chart, doctors, birth);
    let thyroiditis = illnesses::thyroid(chart, doctors, birth);
    illnesses::migraine(chart, doctors);
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
    let goal = plans::goal(
        chart,
        ["TSH in range on an unchanged dose", "剂量不变，TSH保持正常"],
        measure,
        quantity("4.20", "mIU/L", "m[IU]/L"),
        due,
    );
    let team = plans::care_team(
        chart,
        ["Lin Mei's doctors", "林梅的医生"],
        &[
            (&doctors.family, "Family doctor"),
            (&doctors.endocrinologist, "Endocrinologist"),
        ],
        &[],
    );
    plans::care_plan(
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
