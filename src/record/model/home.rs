//! What somebody measured at home: as an Observation of theirs, and what is odd about it. Nothing is refused for being odd.

use serde_json::{Map, Number, Value, json};

use super::vitals::codes_of_kind;
use crate::native::{number_text, parse_number};

pub const LOINC: &str = "http://loinc.org";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";

/// By the mass of glucose and by its moles are two codes.
const GLUCOSE_MASS: (&str, &str) = ("2339-0", "Glucose [Mass/volume] in Blood");

/// What can be measured at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Pressure,
    Pulse,
    Weight,
    Temperature,
    Oxygen,
    Glucose,
}

/// One number of a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The key of its label's message.
    pub label: &'static str,
    pub(super) loinc: (&'static str, &'static str),
    /// UCUM.
    pub unit: &'static str,
    /// Outside of this hardly anybody lives: it is asked whether the number was meant.
    plausible: (f64, f64),
}

impl Measure {
    pub const ALL: [Self; 6] = [
        Self::Pressure,
        Self::Pulse,
        Self::Weight,
        Self::Temperature,
        Self::Oxygen,
        Self::Glucose,
    ];

    /// The key of its name's message, and its name in an address.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pressure => "record.home_pressure",
            Self::Pulse => "record.home_pulse",
            Self::Weight => "record.home_weight",
            Self::Temperature => "record.home_temperature",
            Self::Oxygen => "record.home_oxygen",
            Self::Glucose => "record.home_glucose",
        }
    }

    /// Its numbers, in the order in which they are written.
    pub fn parts(self) -> Vec<Part> {
        let part = |label, loinc, unit, plausible| Part {
            label,
            loinc,
            unit,
            plausible,
        };
        match self {
            Self::Pressure => vec![
                part(
                    "record.home_systolic",
                    ("8480-6", "Systolic blood pressure"),
                    "mm[Hg]",
                    (60.0, 260.0),
                ),
                part(
                    "record.home_diastolic",
                    ("8462-4", "Diastolic blood pressure"),
                    "mm[Hg]",
                    (30.0, 160.0),
                ),
            ],
            Self::Pulse => vec![part(
                self.label(),
                ("8867-4", "Heart rate"),
                "/min",
                (25.0, 240.0),
            )],
            Self::Weight => vec![part(
                self.label(),
                ("29463-7", "Body weight"),
                "kg",
                (2.0, 300.0),
            )],
            Self::Temperature => vec![part(
                self.label(),
                ("8310-5", "Body temperature"),
                "Cel",
                (33.0, 42.5),
            )],
            Self::Oxygen => vec![part(
                self.label(),
                (
                    "59408-5",
                    "Oxygen saturation in Arterial blood by Pulse oximetry",
                ),
                "%",
                (50.0, 100.0),
            )],
            Self::Glucose => vec![part(
                self.label(),
                ("15074-8", "Glucose [Moles/volume] in Blood"),
                "mmol/L",
                (1.0, 40.0),
            )],
        }
    }

    /// The units in which it may be written (UCUM), the usual one first.
    pub fn units(self) -> &'static [&'static str] {
        match self {
            Self::Pressure => &["mm[Hg]"],
            Self::Pulse => &["/min"],
            Self::Weight => &["kg", "[lb_av]"],
            Self::Temperature => &["Cel", "[degF]"],
            Self::Oxygen => &["%"],
            Self::Glucose => &["mmol/L", "mg/dL"],
        }
    }

    /// The kind of all its values, `system|code`.
    pub fn series(self) -> String {
        [LOINC, "|", self.series_code()].concat()
    }

    fn series_code(self) -> &'static str {
        match self {
            Self::Pressure => "85354-9",
            _ => self.parts().first().map_or("", |part| part.loinc.0),
        }
    }

    /// The LOINC codes that its readings have, from wherever they come.
    pub fn codes(self) -> Vec<&'static str> {
        let mut codes = codes_of_kind(self.series_code());
        if self == Self::Glucose {
            codes.push(GLUCOSE_MASS.0);
        }
        codes
    }

    fn category(self) -> &'static str {
        match self {
            Self::Glucose => "laboratory",
            _ => "vital-signs",
        }
    }
}

/// A number as it was typed, made one that FHIR takes, digit for digit; `None` where it is no positive number.
pub fn typed_number(text: &str) -> Option<String> {
    let western = |digit: char| match digit {
        '٠'..='٩' => char::from(b'0' + (digit as u32 - '٠' as u32) as u8),
        '٫' | ',' => '.',
        other => other,
    };
    let text: String = text.trim().chars().map(western).collect();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    let digits =
        |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    parse_number(&text).filter(|number| *number > 0.0)?;
    Some(text)
}

/// What was measured, in one of the measure's units, with the digits as they were written.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub measure: Measure,
    /// UCUM, one of [`Measure::units`].
    pub unit: &'static str,
    /// As many as the measure has parts.
    pub numbers: Vec<String>,
}

/// What makes a reading look like a slip, as keys of messages. It may yet be true.
pub fn doubts(taken: &Taken) -> Vec<&'static str> {
    let measure = taken.measure;
    let values: Vec<f64> = taken
        .numbers
        .iter()
        .filter_map(|text| Some(in_own_unit(taken.unit, parse_number(text)?)))
        .collect();
    let parts = measure.parts();
    let outside = parts
        .iter()
        .zip(&values)
        .any(|(part, value)| *value < part.plausible.0 || *value > part.plausible.1);
    let mut doubts = Vec::new();
    if outside {
        doubts.push("record.home_doubt_range");
    }
    if let (Measure::Pressure, [above, below]) = (measure, &values[..])
        && above <= below
    {
        doubts.push("record.home_doubt_order");
    }
    doubts
}

/// A number in the unit of its part; only plausibility is judged by it.
fn in_own_unit(unit: &str, number: f64) -> f64 {
    match unit {
        "[lb_av]" => number * 0.453_592_37,
        "[degF]" => (number - 32.0) / 1.8,
        // A mole of glucose is 180.156 g.
        "mg/dL" => number / 18.0156,
        _ => number,
    }
}

/// A reading as an Observation (FHIR R4, vital signs profiles). `id` is a UUID that marks it for good, `by` the id of the
/// Patient who measured, `at` an instant or a day.
pub fn observation(taken: &Taken, patient: &str, by: &str, at: &str, id: &str) -> Value {
    let Taken {
        measure,
        unit,
        numbers,
    } = taken;
    let coding = |(code, display): (&str, &str)| json!({"coding": [{"system": LOINC, "code": code, "display": display}]});
    let quantity = |text: &String| {
        // As text it keeps its digits: 6.30 stays 6.30.
        let number: Option<Number> = text.parse().ok();
        json!({"value": number, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit})
    };
    let mark = ["urn:uuid:", id].concat();
    let [subject, performer] = [patient, by].map(|id| ["Patient/", id].concat());
    let parts = measure.parts();
    let mut made = Map::new();
    let mut set = |name: &str, value: Value| made.insert(name.to_owned(), value);
    set("resourceType", "Observation".into());
    set(
        "identifier",
        json!([{"system": "urn:ietf:rfc:3986", "value": mark}]),
    );
    set("status", "final".into());
    set(
        "category",
        json!([{"coding": [{"system": CATEGORY, "code": measure.category()}]}]),
    );
    set("subject", json!({"reference": subject}));
    set("performer", json!([{"reference": performer}]));
    set("effectiveDateTime", at.into());
    match (measure, parts.as_slice(), numbers.as_slice()) {
        (Measure::Pressure, parts, numbers) => {
            set(
                "code",
                coding(("85354-9", "Blood pressure panel with all children optional")),
            );
            let components = parts.iter().zip(numbers).map(
                |(part, text)| json!({"code": coding(part.loinc), "valueQuantity": quantity(text)}),
            );
            set("component", components.collect());
        }
        (_, [part], [text]) => {
            set(
                "code",
                match *unit {
                    "mg/dL" => coding(GLUCOSE_MASS),
                    _ => coding(part.loinc),
                },
            );
            set("valueQuantity", quantity(text));
        }
        _ => {}
    }
    Value::Object(made)
}

/// How far a reading lies outside of one's own readings before: these numbers are shown with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unusual {
    pub count: usize,
    pub least: String,
    pub greatest: String,
    /// The distance to the nearer end.
    pub beyond: String,
}

/// With fewer readings before, nobody can say what is usual.
const ENOUGH: usize = 5;

/// Whether a value is far outside of the values before: farther than these lie apart among themselves.
pub fn unusual(before: &[f64], value: f64) -> Option<Unusual> {
    if before.len() < ENOUGH {
        return None;
    }
    let least = before.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = before.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let beyond = (value - greatest).max(least - value);
    (beyond > 0.0 && beyond > greatest - least).then(|| Unusual {
        count: before.len(),
        least: number_text(least),
        greatest: number_text(greatest),
        beyond: number_text((beyond * 100.0).round() / 100.0),
    })
}

/// The values of a part among Observations as they were sent, in the part's own unit alone.
pub fn values_of<'a>(observations: impl Iterator<Item = &'a Value>, part: &Part) -> Vec<f64> {
    let is_part = |node: &Value| {
        let codings = node["code"]["coding"].as_array();
        codings.is_some_and(|all| all.iter().any(|one| one["code"] == part.loinc.0))
    };
    let mut found = Vec::new();
    for observation in observations {
        let components = observation["component"].as_array().into_iter().flatten();
        let values = std::iter::once(observation)
            .chain(components)
            .filter(|node| is_part(node))
            .map(|node| &node["valueQuantity"])
            .filter(|quantity| quantity["code"] == part.unit);
        found.extend(values.filter_map(|quantity| quantity["value"].as_f64()));
    }
    found
}
