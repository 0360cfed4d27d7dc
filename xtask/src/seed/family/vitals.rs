//! Vital signs, coded as FHIR's vital signs profile wants them.

use super::chart::{Both, Chart, When, loinc};
use crate::seed::json::{LOINC, coding, in_chinese, quantity};
use serde_json::{Value, json};

const VITAL_SIGNS: Both = ["vital-signs", "Vital Signs"];

/// Blood pressure in mm Hg, one Observation of two components.
pub fn blood_pressure(chart: &mut Chart, when: &When, systolic: f64, diastolic: f64) {
    let component = |code: &str, display: &str, text: Both, value: f64| json!({"code": loinc(code, display, text), "valueQuantity": quantity(&format!("{value:.0}"), "mmHg", "mm[Hg]")});
    let value = json!({"component": [
        component("8480-6", "Systolic blood pressure", ["Systolic", "收缩压"], systolic),
        component("8462-4", "Diastolic blood pressure", ["Diastolic", "舒张压"], diastolic),
    ]});
    let code = loinc(
        "85354-9",
        "Blood pressure panel with all children optional",
        ["Blood pressure", "血压"],
    );
    chart.observe(when, VITAL_SIGNS, code, value);
}

/// One measured vital sign.
#[derive(Clone, Copy)]
pub enum Sign {
    Weight,
    Height,
    BodyMassIndex,
    HeadCircumference,
    HeartRate,
    Temperature,
    OxygenSaturation,
}

/// Any vital sign but blood pressure, in the sign's own unit (kg, cm, kg/m², cm, beats a minute, °C, %).
pub fn sign(chart: &mut Chart, when: &When, sign: Sign, value: f64) {
    let (code, decimals, unit, ucum) = match sign {
        Sign::Weight => (
            loinc("29463-7", "Body weight", ["Body weight", "体重"]),
            1,
            "kg",
            "kg",
        ),
        Sign::Height => (
            loinc("8302-2", "Body height", ["Body height", "身高"]),
            1,
            "cm",
            "cm",
        ),
        Sign::BodyMassIndex => (
            loinc(
                "39156-5",
                "Body mass index (BMI) [Ratio]",
                ["Body mass index", "体重指数"],
            ),
            1,
            "kg/m²",
            "kg/m2",
        ),
        Sign::HeadCircumference => (
            loinc(
                "9843-4",
                "Head Occipital-frontal circumference",
                ["Head circumference", "头围"],
            ),
            1,
            "cm",
            "cm",
        ),
        Sign::HeartRate => (
            loinc("8867-4", "Heart rate", ["Heart rate", "心率"]),
            0,
            "beats/min",
            "/min",
        ),
        Sign::Temperature => (
            loinc("8310-5", "Body temperature", ["Body temperature", "体温"]),
            1,
            "°C",
            "Cel",
        ),
        Sign::OxygenSaturation => (oxygen_saturation(), 0, "%", "%"),
    };
    let value = json!({"valueQuantity": quantity(&format!("{value:.decimals$}"), unit, ucum)});
    chart.observe(when, VITAL_SIGNS, code, value);
}

/// Weight and height, and the body mass index that follows from them as they are written.
pub fn size(chart: &mut Chart, when: &When, weight: f64, height: f64) {
    sign(chart, when, Sign::Weight, weight);
    sign(chart, when, Sign::Height, height);
    let (weight, height) = (
        (weight * 10.0).round() / 10.0,
        (height * 10.0).round() / 1_000.0,
    );
    sign(chart, when, Sign::BodyMassIndex, weight / (height * height));
}

/// Both codes: by pulse oximetry, and the one that the profile demands.
fn oxygen_saturation() -> Value {
    json!({
        "coding": [
            coding(LOINC, "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
            coding(LOINC, "2708-6", "Oxygen saturation in Arterial blood"),
        ],
        "text": "Oxygen saturation",
        "_text": in_chinese("血氧饱和度"),
    })
}
