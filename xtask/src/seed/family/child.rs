//! Lin An, 6: growing along the middle of the curve, with the illnesses of childhood and all vaccines.

use super::chart::{Both, CHECK_UP, CONSULTATION, Chart, FOLLOW_UP};
use super::history::{self, Body, Medicine, Problem, daily};
use super::labs;
use super::plans::{self, Plan};
use super::vitals::{self, Sign};
use super::{Doctors, appointments};
use crate::seed::json::reference;
use chrono::{Days, Months};
use serde_json::Value;

/// Writes his chart.
pub fn write(chart: &mut Chart, doctors: &Doctors) {
    growth(chart, doctors);
    illnesses(chart, doctors);
    history::no_known_allergy(chart, chart.born + Months::new(12));
    history::recommendation(
        chart,
        ("141", "Influenza, seasonal, injectable"),
        ["Influenza vaccine", "流感疫苗"],
        chart.today + chrono::Days::new(25),
    );
    immunizations(chart);
    plan(chart, doctors);
}

/// Age in months, weight (kg), length or height (cm), head (cm, until two).
const GROWTH: [(u32, f64, f64, Option<f64>); 17] = [
    (0, 3.35, 50.2, Some(34.5)),
    (1, 4.5, 54.8, Some(37.4)),
    (2, 5.7, 58.6, Some(39.2)),
    (3, 6.5, 61.7, Some(40.6)),
    (4, 7.1, 64.2, Some(41.7)),
    (6, 8.0, 68.0, Some(43.4)),
    (8, 8.8, 71.0, Some(44.6)),
    (9, 9.1, 72.4, Some(45.1)),
    (12, 9.9, 76.3, Some(46.2)),
    (18, 11.2, 82.9, Some(47.5)),
    (24, 12.5, 88.6, Some(48.4)),
    (30, 13.6, 93.2, None),
    (36, 14.7, 97.5, None),
    (48, 16.8, 104.6, None),
    (60, 19.0, 111.4, None),
    (66, 20.1, 114.6, None),
    (72, 21.3, 117.8, None),
];

fn growth(chart: &mut Chart, doctors: &Doctors) {
    let reason = ["Growth check", "儿童保健"];
    for (months, weight, height, head) in GROWTH {
        let date = chart.born + Months::new(months);
        let when = chart.visit(date, &doctors.pediatrician, CHECK_UP, reason);
        if months >= 24 {
            vitals::size(chart, &when, weight, height);
        } else {
            vitals::sign(chart, &when, Sign::Weight, weight);
            vitals::sign(chart, &when, Sign::Height, height);
        }
        if let Some(head) = head {
            vitals::sign(chart, &when, Sign::HeadCircumference, head);
        }
        let pulse = chart.around(if months < 12 { 128.0 } else { 96.0 }, 5.0);
        vitals::sign(chart, &when, Sign::HeartRate, pulse);
        if months >= 36 {
            vitals::blood_pressure(chart, &when, 92.0 + f64::from(months) / 24.0, 56.0);
        }
        if [8, 18, 36, 72].contains(&months) {
            let values = [(8.2, 0.7), (121.0, 3.0), (310.0, 25.0)]
                .map(|(mean, deviation)| chart.around(mean, deviation));
            labs::panel(chart, &when, &labs::CHILD_BLOOD_COUNT, &values);
        }
        if months == 72 {
            appointments::kept(chart, &when, &doctors.pediatrician, reason);
            history::document(
                chart,
                &when,
                ("11506-3", "Progress note"),
                ["School entry check", "入学体检"],
                Body::Pdf(&[
                    "Lin An, six years. Growth along the middle of the curve.",
                    "Vision: right 0.8, left 0.7. Hearing normal. Teeth: two fillings.",
                    "Vaccines complete for school entry.",
                    "Eyes: drops and a second measurement at the eye clinic.",
                ]),
            );
            history::condition(
                chart,
                Problem {
                    snomed: ("57190000", "Myopia"),
                    icd10: "H52.1",
                    text: ["Short-sightedness", "近视"],
                    onset: when.date.to_string(),
                    end: None,
                },
                Some(&when),
            );
        }
    }
}

fn illnesses(chart: &mut Chart, doctors: &Doctors) {
    let date = chart.born + Months::new(5);
    let when = chart.visit(
        date,
        &doctors.pediatrician,
        CONSULTATION,
        ["Itching rash on the cheeks", "面颊瘙痒皮疹"],
    );
    let eczema = history::condition(
        chart,
        Problem {
            snomed: ("24079001", "Atopic dermatitis"),
            icd10: "L20.9",
            text: ["Atopic eczema", "特应性皮炎"],
            onset: date.format("%Y-%m").to_string(),
            end: Some((date + Months::new(31)).format("%Y-%m").to_string()),
        },
        Some(&when),
    );
    history::medicine(
        chart,
        &when,
        Medicine {
            atc: ("R06AE07", "cetirizine"),
            text: ["Cetirizine drops 10 mg/mL", "西替利嗪滴剂 10毫克/毫升"],
            dosage: [
                "2.5 mg at bedtime while it itches, for two weeks",
                "瘙痒时睡前服2.5毫克，共两周",
            ],
            timing: daily(1),
            dose: ("2.5", "mg", "mg"),
            status: "completed",
            reason: Some(eczema),
        },
    );
    for (months, snomed, icd10, text, reason, days, temperature) in [
        (
            20,
            ("65363002", "Otitis media"),
            "H66.9",
            ["Middle ear infection", "中耳炎"],
            ["Fever and earache", "发热、耳痛"],
            9,
            38.9,
        ),
        (
            34,
            ("266108008", "Hand foot and mouth disease"),
            "B08.4",
            ["Hand, foot and mouth disease", "手足口病"],
            ["Fever and spots in the mouth", "发热、口腔疱疹"],
            8,
            38.4,
        ),
        (
            51,
            ("10509002", "Acute bronchitis"),
            "J20.9",
            ["Acute bronchitis", "急性支气管炎"],
            ["Cough for a week", "咳嗽一周"],
            12,
            38.1,
        ),
    ] {
        let date = chart.born + Months::new(months);
        let when = chart.visit(date, &doctors.pediatrician, CONSULTATION, reason);
        vitals::sign(chart, &when, Sign::Temperature, temperature);
        vitals::sign(chart, &when, Sign::OxygenSaturation, 97.0);
        let condition = history::condition(
            chart,
            Problem {
                snomed,
                icd10,
                text,
                onset: (date - Days::new(2)).to_string(),
                end: Some((date + Days::new(days)).to_string()),
            },
            Some(&when),
        );
        history::medicine(
            chart,
            &when,
            Medicine {
                atc: ("M01AE01", "ibuprofen"),
                text: [
                    "Ibuprofen oral suspension 20 mg/mL",
                    "布洛芬混悬液 20毫克/毫升",
                ],
                dosage: [
                    "5 mL for fever above 38.5 °C, at most four times a day",
                    "体温超过38.5度时服5毫升，每日不超过四次",
                ],
                timing: Value::Null,
                dose: ("5", "mL", "mL"),
                status: "completed",
                reason: Some(condition),
            },
        );
        if months == 51 {
            chart.visit(
                date + Days::new(7),
                &doctors.pediatrician,
                FOLLOW_UP,
                ["Chest check after bronchitis", "支气管炎复诊"],
            );
        }
    }
}

/// CVX code and display, text, and the age at each dose in months.
type Series = ((&'static str, &'static str), Both, &'static [u32]);

/// China's national schedule, with a few that parents choose.
fn immunizations(chart: &mut Chart) {
    let doses: [Series; 11] = [
        (("19", "BCG"), ["BCG (tuberculosis)", "卡介苗"], &[0]),
        (
            ("08", "Hep B, adolescent or pediatric"),
            ["Hepatitis B", "乙肝疫苗"],
            &[0, 1, 6],
        ),
        (
            ("10", "IPV"),
            ["Polio (inactivated)", "脊髓灰质炎灭活疫苗"],
            &[2, 3],
        ),
        (
            ("178", "OPV bivalent"),
            ["Polio (oral)", "二价脊髓灰质炎减毒活疫苗"],
            &[4, 48],
        ),
        (
            ("20", "DTaP"),
            ["Diphtheria, tetanus, pertussis", "百白破疫苗"],
            &[3, 4, 5, 18, 72],
        ),
        (
            ("191", "meningococcal A polysaccharide (non-US)"),
            ["Meningococcus A", "A群流脑多糖疫苗"],
            &[6, 9],
        ),
        (
            ("192", "meningococcal AC polysaccharide (non-US)"),
            ["Meningococcus A and C", "A群C群流脑多糖疫苗"],
            &[36, 72],
        ),
        (
            ("03", "MMR"),
            ["Measles, mumps, rubella", "麻腮风疫苗"],
            &[8, 18],
        ),
        (
            ("129", "Japanese Encephalitis, unspecified formulation"),
            ["Japanese encephalitis", "乙脑疫苗"],
            &[8, 24],
        ),
        (
            ("85", "Hep A, unspecified formulation"),
            ["Hepatitis A", "甲肝疫苗"],
            &[18],
        ),
        (("21", "varicella"), ["Chickenpox", "水痘疫苗"], &[12, 48]),
    ];
    for (cvx, text, ages) in doses {
        for (dose, months) in (1..).zip(ages) {
            let date = chart.born + Months::new(*months);
            history::immunization(chart, cvx, text, date, dose);
        }
    }
    for (dose, months) in [(1, 13), (2, 1)] {
        let date = chart.months_ago(months);
        history::immunization(
            chart,
            (
                "161",
                "Influenza, injectable,quadrivalent, preservative free, pediatric",
            ),
            ["Influenza vaccine", "流感疫苗"],
            date,
            dose,
        );
    }
}

fn plan(chart: &mut Chart, doctors: &Doctors) {
    let mother = reference("RelatedPerson/lin-mei-of-lin-an", "Lin Mei");
    let team = plans::care_team(
        chart,
        ["Lin An's team", "林安的照护团队"],
        &[
            (&doctors.pediatrician, "Pediatrician"),
            (&doctors.ophthalmologist, "Ophthalmologist"),
        ],
        &[mother],
    );
    let myopia = chart
        .resources
        .iter()
        .filter(|it| it["resourceType"] == "Condition")
        .find(|it| it["code"]["coding"][0]["code"] == "57190000");
    let conditions: Vec<String> = myopia.map(crate::seed::json::url).into_iter().collect();
    let start = chart.born + Months::new(72);
    plans::care_plan(
        chart,
        Plan {
            title: ["Eyes and growth", "视力与生长"],
            start,
            team,
            conditions: &conditions,
            goals: &[],
            activities: &[
                (
                    ["Two hours outdoors every day", "每天户外活动两小时"],
                    "in-progress",
                ),
                (
                    ["Eye measurement every six months", "每六个月查一次视力"],
                    "scheduled",
                ),
            ],
        },
    );
}
