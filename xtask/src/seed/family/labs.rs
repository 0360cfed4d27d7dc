//! Laboratory panels: each a DiagnosticReport over Observations with their reference ranges.

use super::chart::{Both, Chart, When, loinc};
use crate::seed::json::{coding, quantity};
use serde_json::{Value, json};

const LABORATORY: Both = ["laboratory", "Laboratory"];

/// Low and high end; either may be open.
type Range = [Option<&'static str>; 2];

/// One measured quantity.
pub struct Test {
    code: &'static str,
    display: &'static str,
    text: Both,
    /// Unit as printed, and in UCUM.
    unit: Both,
    decimals: usize,
    female: Range,
    male: Range,
}

/// Tests that are ordered and reported together.
pub struct Panel {
    code: &'static str,
    display: &'static str,
    text: Both,
    pub tests: &'static [Test],
}

const fn between(low: &'static str, high: &'static str) -> Range {
    [Some(low), Some(high)]
}
const fn below(high: &'static str) -> Range {
    [None, Some(high)]
}
const fn above(low: &'static str) -> Range {
    [Some(low), None]
}

const fn test(
    code: &'static str,
    display: &'static str,
    text: Both,
    unit: Both,
    decimals: usize,
    ranges: [Range; 2],
) -> Test {
    Test {
        code,
        display,
        text,
        unit,
        decimals,
        female: ranges[0],
        male: ranges[1],
    }
}

const MMOL: Both = ["mmol/L", "mmol/L"];
const UMOL: Both = ["µmol/L", "umol/L"];
const GRAM: Both = ["g/L", "g/L"];
const UNITS: Both = ["U/L", "U/L"];
const BILLION: Both = ["×10⁹/L", "10*9/L"];
const TRILLION: Both = ["×10¹²/L", "10*12/L"];

#[rustfmt::skip]
pub const BLOOD_COUNT: Panel = Panel {
    code: "58410-2", display: "CBC panel - Blood by Automated count", text: ["Blood count", "血常规"],
    tests: &[
        test("6690-2", "Leukocytes [#/volume] in Blood by Automated count", ["White blood cells", "白细胞"], BILLION, 2, [between("3.50", "9.50"); 2]),
        test("789-8", "Erythrocytes [#/volume] in Blood by Automated count", ["Red blood cells", "红细胞"], TRILLION, 2, [between("3.80", "5.10"), between("4.30", "5.80")]),
        test("718-7", "Hemoglobin [Mass/volume] in Blood", ["Hemoglobin", "血红蛋白"], GRAM, 0, [between("115", "150"), between("130", "175")]),
        test("4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count", ["Hematocrit", "红细胞压积"], ["%", "%"], 1, [between("35.0", "45.0"), between("40.0", "50.0")]),
        test("787-2", "MCV [Entitic volume] by Automated count", ["Mean red cell volume", "平均红细胞体积"], ["fL", "fL"], 1, [between("82.0", "100.0"); 2]),
        test("777-3", "Platelets [#/volume] in Blood by Automated count", ["Platelets", "血小板"], BILLION, 0, [between("125", "350"); 2]),
    ],
};

#[rustfmt::skip]
pub const CHILD_BLOOD_COUNT: Panel = Panel {
    tests: &[
        test("6690-2", "Leukocytes [#/volume] in Blood by Automated count", ["White blood cells", "白细胞"], BILLION, 2, [between("4.40", "11.90"); 2]),
        test("718-7", "Hemoglobin [Mass/volume] in Blood", ["Hemoglobin", "血红蛋白"], GRAM, 0, [between("112", "149"); 2]),
        test("777-3", "Platelets [#/volume] in Blood by Automated count", ["Platelets", "血小板"], BILLION, 0, [between("188", "472"); 2]),
    ],
    ..BLOOD_COUNT
};

#[rustfmt::skip]
pub const LIPIDS: Panel = Panel {
    code: "24331-1", display: "Lipid 1996 panel - Serum or Plasma", text: ["Blood lipids", "血脂"],
    tests: &[
        test("14647-2", "Cholesterol [Moles/volume] in Serum or Plasma", ["Total cholesterol", "总胆固醇"], MMOL, 2, [below("5.20"); 2]),
        test("14646-4", "Cholesterol in HDL [Moles/volume] in Serum or Plasma", ["HDL cholesterol", "高密度脂蛋白胆固醇"], MMOL, 2, [above("1.00"); 2]),
        test("22748-8", "Cholesterol in LDL [Moles/volume] in Serum or Plasma", ["LDL cholesterol", "低密度脂蛋白胆固醇"], MMOL, 2, [below("3.40"); 2]),
        test("14927-8", "Triglyceride [Moles/volume] in Serum or Plasma", ["Triglycerides", "甘油三酯"], MMOL, 2, [below("1.70"); 2]),
    ],
};

#[rustfmt::skip]
pub const SUGAR: Panel = Panel {
    code: "55399-0", display: "Diabetes tracking panel", text: ["Blood sugar", "血糖"],
    tests: &[
        test("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", ["HbA1c", "糖化血红蛋白"], ["%", "%"], 1, [between("4.0", "6.0"); 2]),
        test("14771-0", "Fasting glucose [Moles/volume] in Serum or Plasma", ["Fasting glucose", "空腹血糖"], MMOL, 2, [between("3.90", "6.10"); 2]),
    ],
};

#[rustfmt::skip]
pub const KIDNEY: Panel = Panel {
    code: "24362-6", display: "Renal function 2000 panel - Serum or Plasma", text: ["Kidney function", "肾功能"],
    tests: &[
        test("14682-9", "Creatinine [Moles/volume] in Serum or Plasma", ["Creatinine", "肌酐"], UMOL, 0, [between("41", "73"), between("57", "111")]),
        test("62238-1", "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI)", ["Estimated filtration rate (eGFR)", "估算肾小球滤过率"], ["mL/min/1.73 m²", "mL/min/{1.73_m2}"], 0, [above("90"); 2]),
        test("14933-6", "Urate [Moles/volume] in Serum or Plasma", ["Uric acid", "尿酸"], UMOL, 0, [between("155", "357"), between("208", "428")]),
        test("2823-3", "Potassium [Moles/volume] in Serum or Plasma", ["Potassium", "钾"], MMOL, 2, [between("3.50", "5.30"); 2]),
    ],
};

#[rustfmt::skip]
pub const LIVER: Panel = Panel {
    code: "24325-3", display: "Hepatic function 2000 panel - Serum or Plasma", text: ["Liver function", "肝功能"],
    tests: &[
        test("1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", ["ALT", "丙氨酸氨基转移酶"], UNITS, 0, [between("7", "40"), between("9", "50")]),
        test("1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma", ["AST", "天门冬氨酸氨基转移酶"], UNITS, 0, [between("13", "35"), between("15", "40")]),
        test("14631-6", "Bilirubin.total [Moles/volume] in Serum or Plasma", ["Total bilirubin", "总胆红素"], UMOL, 1, [below("21.0"), below("26.0")]),
        test("1751-7", "Albumin [Mass/volume] in Serum or Plasma", ["Albumin", "白蛋白"], GRAM, 1, [between("40.0", "55.0"); 2]),
    ],
};

#[rustfmt::skip]
pub const THYROID: Panel = Panel {
    code: "24348-5", display: "Free T4 and TSH panel - Serum or Plasma", text: ["Thyroid function", "甲状腺功能"],
    tests: &[
        test("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", ["TSH", "促甲状腺激素"], ["mIU/L", "m[IU]/L"], 2, [between("0.27", "4.20"); 2]),
        test("14920-3", "Thyroxine (T4) free [Moles/volume] in Serum or Plasma", ["Free T4", "游离甲状腺素"], ["pmol/L", "pmol/L"], 1, [between("12.0", "22.0"); 2]),
    ],
};

/// Tests that are reported without a panel.
#[rustfmt::skip]
pub const FERRITIN: Test = test("2276-4", "Ferritin [Mass/volume] in Serum or Plasma", ["Ferritin", "铁蛋白"], ["µg/L", "ug/L"], 1, [between("13.0", "150.0"), between("30.0", "400.0")]);
#[rustfmt::skip]
pub const URINE_ALBUMIN: Test = test("9318-7", "Albumin/Creatinine [Mass Ratio] in Urine", ["Urine albumin/creatinine", "尿白蛋白/肌酐"], ["mg/g", "mg/g"], 1, [below("30.0"); 2]);
#[rustfmt::skip]
pub const C_REACTIVE_PROTEIN: Test = test("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", ["C-reactive protein", "C反应蛋白"], ["mg/L", "mg/L"], 1, [below("8.0"); 2]);

/// A panel's report; `values` in the order of its tests. Returns the reference to the DiagnosticReport.
pub fn panel(chart: &mut Chart, when: &When, panel: &Panel, values: &[f64]) -> String {
    let results: Vec<String> = panel
        .tests
        .iter()
        .zip(values)
        .map(|(test, value)| measure(chart, when, test, *value))
        .collect();
    report(
        chart,
        when,
        loinc(panel.code, panel.display, panel.text),
        &results,
    )
}

/// One test's Observation by itself.
pub fn measure(chart: &mut Chart, when: &When, test: &Test, value: f64) -> String {
    let value = format!("{value:.*}", test.decimals);
    let range = if chart.female { test.female } else { test.male };
    let result = json!({
        "valueQuantity": test.quantity(&value),
        "interpretation": [interpretation(&value, range)],
        "referenceRange": [test.range(range)],
    });
    chart.observe(when, LABORATORY, test.code(), result)
}

/// A value under the limit of detection, such as `< 0.5`.
pub fn measure_below(chart: &mut Chart, when: &When, test: &Test, limit: &str) -> String {
    let mut quantity = test.quantity(limit);
    quantity["comparator"] = "<".into();
    let range = if chart.female { test.female } else { test.male };
    let result = json!({
        "valueQuantity": quantity,
        "interpretation": [flag("N", "Normal")],
        "referenceRange": [test.range(range)],
    });
    chart.observe(when, LABORATORY, test.code(), result)
}

/// A test whose sample could not be used: no value, and why.
pub fn unmeasured(chart: &mut Chart, when: &When, test: &Test, note: &str) -> String {
    let why = coding(
        "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "error",
        "Error",
    );
    let result =
        json!({"dataAbsentReason": {"coding": [why], "text": note}, "note": [{"text": note}]});
    chart.observe(when, LABORATORY, test.code(), result)
}

/// A finding in words, such as a urine strip's.
pub fn finding(chart: &mut Chart, when: &When, code: Value, value: Value) -> String {
    chart.observe(
        when,
        LABORATORY,
        code,
        json!({"valueCodeableConcept": value}),
    )
}

/// A laboratory DiagnosticReport over results that are in the chart.
pub fn report(chart: &mut Chart, when: &When, code: Value, results: &[String]) -> String {
    let mut report = json!({
        "resourceType": "DiagnosticReport",
        "status": "final",
        "category": [{"coding": [coding("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory")]}],
        "code": code,
        "subject": chart.subject(),
        "effectiveDateTime": when.time,
        "issued": format!("{}T16:30:00+08:00", when.date),
        "result": results.iter().map(|result| json!({"reference": result})).collect::<Value>(),
    });
    if let Some(visit) = &when.visit {
        report["encounter"] = json!({"reference": visit.encounter});
        report["performer"] = json!([visit.organization]);
    }
    chart.add(report)
}

impl Test {
    fn code(&self) -> Value {
        loinc(self.code, self.display, self.text)
    }

    fn quantity(&self, value: &str) -> Value {
        quantity(value, self.unit[0], self.unit[1])
    }

    fn range(&self, [low, high]: Range) -> Value {
        let unit = self.unit[0];
        let text = match (low, high) {
            (Some(low), Some(high)) => format!("{low} – {high} {unit}"),
            (None, Some(high)) => format!("< {high} {unit}"),
            (Some(low), None) => format!("> {low} {unit}"),
            (None, None) => String::new(),
        };
        let mut range = json!({"text": text});
        for (end, value) in [("low", low), ("high", high)] {
            if let Some(value) = value {
                range[end] = self.quantity(value);
            }
        }
        range
    }
}

/// Judged on the value as written, so that what a reader compares agrees with the flag.
fn interpretation(value: &str, [low, high]: Range) -> Value {
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    let value = number(value);
    if low.is_some_and(|low| value < number(low)) {
        flag("L", "Low")
    } else if high.is_some_and(|high| value > number(high)) {
        flag("H", "High")
    } else {
        flag("N", "Normal")
    }
}

fn flag(code: &str, display: &str) -> Value {
    let system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    json!({"coding": [coding(system, code, display)], "text": display})
}
