//! The pregnancy, as it was checked and as it ended.

use super::check_ups::blood_count;
use crate::seed::family::Doctors;
use crate::seed::family::chart::{CHECK_UP, Chart};
use crate::seed::family::history::{self, Body, Medicine, Problem, daily};
use crate::seed::family::labs::{self, FERRITIN};
use crate::seed::family::vitals::{self, Sign};
use chrono::{Days, Months, NaiveDate};

/// Six visits, anemia, sugar that ran high, and the birth.
pub fn pregnancy(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
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
