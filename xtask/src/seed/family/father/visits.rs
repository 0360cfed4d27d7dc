//! Ten years of visits, every three months.

use crate::seed::family::chart::{Chart, FOLLOW_UP, When, loinc};
use crate::seed::family::labs::{self, URINE_ALBUMIN};
use crate::seed::family::vitals::{self, Sign};
use crate::seed::family::{Doctors, appointments};

const HEIGHT: f64 = 170.0;

pub const YEARS: u32 = 10;

/// Forty visits, three months apart, oldest first.
pub fn visits(chart: &mut Chart, doctors: &Doctors) -> Vec<When> {
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
