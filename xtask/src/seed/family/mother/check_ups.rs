//! Yearly check-ups: the bulk of her measurements.

use crate::seed::family::chart::{CHECK_UP, Chart, When, loinc};
use crate::seed::family::labs::{self, C_REACTIVE_PROTEIN};
use crate::seed::family::vitals::{self, Sign};
use crate::seed::family::{Doctors, appointments};
use crate::seed::json::{SNOMED, concept};
use chrono::{Months, NaiveDate};
use serde_json::json;

const HEIGHT: f64 = 163.0;

/// Ten yearly check-ups, the last a few months ago.
pub fn check_ups(chart: &mut Chart, doctors: &Doctors, birth: NaiveDate) {
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

pub fn blood_count(chart: &mut Chart, when: &When, hemoglobin: f64) {
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
