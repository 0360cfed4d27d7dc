//! A person's chart while it is being written: hands out ids, and knows whose it is.

use crate::seed::doctors::Doctor;
use crate::seed::json::{LOINC, SNOMED, coding, in_chinese, reference};
use crate::seed::places;
use chrono::{Datelike, Days, Months, NaiveDate};
use fastrand::Rng;
use serde_json::{Value, json};

/// One person's growing record.
pub struct Chart {
    /// `lin-mei`: the Patient is `patient-lin-mei`, the rest `lin-mei-observation-001` and so on.
    pub key: &'static str,
    pub name: &'static str,
    pub female: bool,
    pub born: NaiveDate,
    pub today: NaiveDate,
    pub rng: Rng,
    pub resources: Vec<Value>,
}

/// A point of the record: a visit, or a measurement at home.
#[derive(Clone)]
pub struct When {
    pub date: NaiveDate,
    /// With the clinic's offset.
    pub time: String,
    /// None at home.
    pub visit: Option<Visit>,
}

/// A past encounter and who was seen.
#[derive(Clone)]
pub struct Visit {
    /// `Encounter/…`
    pub encounter: String,
    pub practitioner: Value,
    pub organization: Value,
}

/// Text in English and Chinese.
pub type Both = [&'static str; 2];

/// What brought the patient: SNOMED code and display.
pub type Why = (&'static str, &'static str);

pub const CHECK_UP: Why = ("185349003", "Encounter for check up");
pub const FOLLOW_UP: Why = ("390906007", "Follow-up encounter");
pub const CONSULTATION: Why = ("11429006", "Consultation");

impl Chart {
    /// The reference to the patient.
    pub fn subject(&self) -> Value {
        reference(&format!("Patient/patient-{}", self.key), self.name)
    }

    /// Adds a resource under the next id of its type and returns the reference to it.
    pub fn add(&mut self, mut resource: Value) -> String {
        let kind = resource["resourceType"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let number = 1 + self
            .resources
            .iter()
            .filter(|it| it["resourceType"] == kind)
            .count();
        let id = format!("{}-{}-{number:03}", self.key, kind.to_lowercase());
        let target = format!("{kind}/{id}");
        resource["id"] = id.into();
        self.resources.push(resource);
        target
    }

    /// The day so many months ago.
    pub fn months_ago(&self, months: u32) -> NaiveDate {
        self.today - Months::new(months)
    }

    /// A value that wavers around `mean`, three deviations at most.
    pub fn around(&mut self, mean: f64, deviation: f64) -> f64 {
        mean + deviation * crate::seed::random::normal(&mut self.rng).clamp(-3.0, 3.0)
    }

    /// A measurement at home, before breakfast.
    pub fn home(&mut self, date: NaiveDate) -> When {
        let time = format!("{date}T07:{:02}:00+08:00", self.rng.u32(..45));
        When {
            date,
            time,
            visit: None,
        }
    }

    /// A visit of half an hour that is over, on this day or on the Monday after a weekend.
    pub fn visit(&mut self, date: NaiveDate, doctor: &Doctor, why: Why, reason: Both) -> When {
        let weekend = date.weekday().num_days_from_monday().saturating_sub(4);
        let date = if weekend > 0 {
            date + Days::new(u64::from(3 - weekend))
        } else {
            date
        };
        let start = 8 * 60 + 10 * self.rng.u32(..18);
        let at = |minutes: u32| format!("{date}T{:02}:{:02}:00+08:00", minutes / 60, minutes % 60);
        self.encounter(
            ("AMB", "ambulatory"),
            [at(start), at(start + 30)],
            date,
            doctor,
            why,
            reason,
        )
    }

    /// A stay in hospital of so many nights.
    pub fn stay(&mut self, date: NaiveDate, nights: u64, doctor: &Doctor, reason: Both) -> When {
        let period = [
            format!("{date}T09:00:00+08:00"),
            format!("{}T11:00:00+08:00", date + Days::new(nights)),
        ];
        let why = ("32485007", "Hospital admission");
        self.encounter(
            ("IMP", "inpatient encounter"),
            period,
            date,
            doctor,
            why,
            reason,
        )
    }

    fn encounter(
        &mut self,
        class: (&str, &str),
        [start, end]: [String; 2],
        date: NaiveDate,
        doctor: &Doctor,
        why: Why,
        reason: Both,
    ) -> When {
        let organization = reference(
            &format!("Organization/{}", places::organization_id(doctor.place)),
            &places::name(doctor.place)[0],
        );
        let site = doctor.sites()[0];
        let location = format!("Location/{}", places::location_id(doctor.place, site));
        let encounter = self.add(json!({
            "resourceType": "Encounter",
            "status": "finished",
            "class": coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", class.0, class.1),
            "type": [{"coding": [coding(SNOMED, why.0, why.1)], "text": why.1}],
            "subject": self.subject(),
            "participant": [{
                "type": [{"coding": [coding(
                    "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "ATND", "attender",
                )]}],
                "individual": doctor.practitioner(),
            }],
            "period": {"start": start, "end": end},
            "reasonCode": [{"text": reason[0], "_text": in_chinese(reason[1])}],
            "location": [{"location": reference(&location, &places::location_name(doctor.place, site)[0])}],
            "serviceProvider": organization,
        }));
        let visit = Visit {
            encounter,
            practitioner: doctor.practitioner(),
            organization,
        };
        When {
            date,
            time: start,
            visit: Some(visit),
        }
    }

    /// An Observation; `value` holds its value or components, ranges and all, and wins over the rest.
    pub fn observe(&mut self, when: &When, category: Both, code: Value, value: Value) -> String {
        let mut observation = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [{
                "coding": [coding("http://terminology.hl7.org/CodeSystem/observation-category", category[0], category[1])],
                "text": category[1],
            }],
            "code": code,
            "subject": self.subject(),
            "effectiveDateTime": when.time,
        });
        match &when.visit {
            Some(visit) => {
                observation["encounter"] = json!({"reference": visit.encounter});
                observation["performer"] = json!([visit.organization]);
            }
            None => observation["performer"] = json!([self.subject()]),
        }
        if let (Value::Object(all), Value::Object(more)) = (&mut observation, value) {
            all.extend(more);
        }
        self.add(observation)
    }
}

/// A LOINC code with a short text in both languages.
pub fn loinc(code: &str, display: &str, text: Both) -> Value {
    json!({"coding": [coding(LOINC, code, display)], "text": text[0], "_text": in_chinese(text[1])})
}
