//! What the doctors' reports come to by specialty, and by department of a hospital. Added up anew out of all reports each
//! time, so nothing can drift; holds a few numbers a doctor, and no review.

use super::report::{self, DEPARTMENTS, MEASURE, hundredths, told, told_mean};
use super::store::{Store, Which, each, write};
use super::tally::Sum;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A mean that was told is told again only when it moved by so many hundredths of a star. One review moves the mean of a
/// specialty by a thousandth, and would have all its doctors' reports written anew; stars drawn toward a mean that is half
/// a tenth off aren't seen to differ.
const MOVED: u64 = 5;

/// System and code.
type Code = (String, String);

/// Where a doctor works, as what.
struct Post {
    specialty: Code,
    /// `Organization/…`
    hospital: Option<String>,
}

#[derive(Default)]
struct Means {
    /// A specialty as the first role had it, by its code.
    names: BTreeMap<Code, Value>,
    posts: HashMap<String, Post>,
    specialties: BTreeMap<Code, Sum>,
    /// By hospital: how it is called, and its departments.
    hospitals: BTreeMap<String, (Value, BTreeMap<Code, Sum>)>,
    /// Doctors' reports that tell a specialty's mean, and which.
    told: Vec<(String, Option<u64>)>,
}

/// Brings the specialties' means in the doctors' reports, and the hospitals' reports, up to the doctors' reports. How many
/// of either were written.
pub fn settle(store: &impl Store, today: &str) -> Result<(usize, usize)> {
    let means = Means::read(store)?;
    let mut moved = 0;
    for (doctor, told) in &means.told {
        let written = means.tell(store, doctor, *told, today);
        moved += usize::from(written.with_context(|| format!("the specialty of {doctor}"))?);
    }
    let mut hospitals = 0;
    for hospital in means.hospitals.keys() {
        let written = means.publish(store, hospital, today);
        hospitals += usize::from(written.with_context(|| format!("the ratings of {hospital}"))?);
    }
    Ok((moved, hospitals))
}

impl Means {
    fn read(store: &impl Store) -> Result<Means> {
        let mut means = Means::default();
        let roles = "PractitionerRole?_elements=specialty,organization&_count=500";
        each(store, roles.to_owned(), |role| means.add_role(role))?;
        let reports = "MeasureReport?_elements=measure,subject,period,group&_count=500";
        each(store, reports.to_owned(), |report| means.add_report(report))?;
        Ok(means)
    }

    /// A doctor counts for the first specialty that has a code.
    fn add_role(&mut self, role: &Value) {
        let mut specialties = role["specialty"].as_array().into_iter().flatten();
        let Some((specialty, name)) = specialties.find_map(|it| Some((code(it)?, it))) else {
            return;
        };
        self.names
            .entry(specialty.clone())
            .or_insert_with(|| name.clone());
        let organization = &role["organization"];
        let hospital = organization["reference"].as_str().map(str::to_owned);
        let hospital = hospital.filter(|it| it.starts_with("Organization/"));
        if let Some(hospital) = &hospital {
            let new = || (organization.clone(), BTreeMap::new());
            self.hospitals.entry(hospital.clone()).or_insert_with(new);
        }
        let post = Post {
            specialty,
            hospital,
        };
        self.posts.insert(crate::seed::json::url(role), post);
    }

    fn add_report(&mut self, report: &Value) {
        let doctor = report["subject"]["reference"].as_str().unwrap_or_default();
        let Some(post) = self
            .posts
            .get(doctor)
            .filter(|_| report["measure"] == MEASURE)
        else {
            return;
        };
        let Some(sum) = report::sum(report) else {
            return;
        };
        let specialty = post.specialty.clone();
        if let Some((_, departments)) = post
            .hospital
            .as_ref()
            .and_then(|it| self.hospitals.get_mut(it))
        {
            departments.entry(specialty.clone()).or_default().add(&sum);
        }
        self.specialties.entry(specialty).or_default().add(&sum);
        let mean = report::specialty_group(report).and_then(told);
        self.told.push((doctor.to_owned(), mean));
    }

    /// The mean of a specialty, in hundredths, as a report is to tell it that told another before.
    fn mean(&self, specialty: &Code, before: Option<u64>) -> Option<u64> {
        let sum = self.specialties.get(specialty)?;
        let mean = hundredths(sum.stars, sum.count)?;
        Some(match before {
            Some(before) if before.abs_diff(mean) < MOVED => before,
            _ => mean,
        })
    }

    /// Tells a doctor's report the mean of the specialty, where that moved.
    fn tell(
        &self,
        store: &impl Store,
        doctor: &str,
        before: Option<u64>,
        today: &str,
    ) -> Result<bool> {
        let Some(post) = self.posts.get(doctor) else {
            return Ok(false);
        };
        if self.mean(&post.specialty, before) == before {
            return Ok(false);
        }
        let Some(sum) = self.specialties.get(&post.specialty) else {
            return Ok(false);
        };
        let group = report::specialty(sum);
        let which = Which {
            measure: MEASURE,
            element: "subject",
            whom: doctor,
        };
        write(store, which, today, |known| {
            let mut next = known?.clone();
            let groups = next["group"].as_array_mut()?;
            let told = report::specialty_group(known?);
            groups.retain(|it| Some(it) != told);
            groups.push(group.clone());
            Some(next)
        })
    }

    /// Writes a hospital's report, where it says something new.
    fn publish(&self, store: &impl Store, hospital: &str, today: &str) -> Result<bool> {
        let Some((name, departments)) = self.hospitals.get(hospital) else {
            return Ok(false);
        };
        let mut all = Sum::default();
        departments.values().for_each(|sum| all.add(sum));
        let which = Which {
            measure: DEPARTMENTS,
            element: "reporter",
            whom: hospital,
        };
        write(store, which, today, |known| {
            // Of a hospital that nobody reviewed there is nothing to tell, unless there was.
            if known.is_none() && all.count == 0 {
                return None;
            }
            let reviewed = departments.iter().filter(|(_, sum)| sum.count > 0);
            let groups = reviewed.filter_map(|(specialty, sum)| {
                let before = known.and_then(|it| told_mean(it, &specialty.0, &specialty.1));
                let mean = self.mean(specialty, before)?;
                Some(report::department(self.names.get(specialty)?, sum, mean))
            });
            Some(report::departments(name, &all.period, groups.collect()))
        })
    }
}

/// The first code of a concept.
fn code(concept: &Value) -> Option<Code> {
    let mut codings = concept["coding"].as_array()?.iter();
    codings.find_map(|it| {
        let system = it["system"].as_str()?.to_owned();
        Some((system, it["code"].as_str()?.to_owned()))
    })
}
