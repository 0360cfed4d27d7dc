//! Loading: reads what the server has, and puts what is missing.

use super::doctors::{Doctor, cast};
use super::json::url;
use super::ratings::Means;
use super::{family, places, ratings, slots, terms};
use crate::fhir::Server;
use crate::ratings::means::settle;
use crate::ratings::report::IDENTIFIER;
use crate::ratings::the_one;
use anyhow::{Context, Result, ensure};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many doctors.
    pub doctors: usize,
    pub seed: u64,
    /// The first day of the slots, at the clinics.
    pub today: NaiveDate,
}

/// Doctors whose state is read together.
const GROUP: usize = 50;
/// A transaction is sent once it holds this many resources.
const ENOUGH: usize = 800;
/// A second sender keeps the server busy while the first makes its next transaction.
const SENDERS: usize = 2;
const SEED_TAG: &str = "https://sampan.health/demo/seed";

/// Loads the demo data into the FHIR server at `base`; `say` is told how far it is.
///
/// Fails when the server doesn't answer, refuses a transaction, or holds demo data of another seed.
pub fn load(base: &str, options: &Options, say: &mut dyn FnMut(&str)) -> Result<()> {
    let server = Server::new(base);
    let written = load_places(&server, options.seed)?;
    say(&format!("hospitals and clinics: {written} resources added"));
    load_questionnaires(&server)?;
    let doctors = load_doctors(&server, options, say)?;
    let written = load_ratings(&server, options, doctors)?;
    say(&format!("ratings by department: {written} reports written"));
    let written = load_family(&server, options)?;
    say(&format!("demo family: {written} resources added"));
    Ok(())
}

/// Puts the demo family, all in one transaction, unless it is there: then the record is its owner's.
fn load_family(server: &Server, options: &Options) -> Result<usize> {
    if server.get("Patient/patient-lin-mei")?.is_some() {
        return Ok(0);
    }
    let resources = family(options).context("the family doctor has no free time")?;
    server.put_all(&resources)?;
    Ok(resources.len())
}

/// The demo family with a visit booked some ten days ahead; none where nothing is free then.
pub fn family(options: &Options) -> Option<Vec<Value>> {
    let doctor = Doctor::new(options.seed, cast::FAMILY_DOCTOR);
    let days = options.today.iter_days().skip(10).take(15);
    let next = days
        .flat_map(|date| slots::of_day(&doctor, date))
        .find(|slot| !slot.busy)?;
    Some(family::resources(options.seed, options.today, next))
}

/// Puts the hospitals, all in one transaction, unless they are there. The first of them remembers the seed.
fn load_places(server: &Server, seed: u64) -> Result<usize> {
    let mut resources: Vec<Value> = places::resources().collect();
    let tag = json!({"system": SEED_TAG, "code": seed.to_string()});
    if let Some(first) = server.get(&url(&resources[0]))? {
        let tags = first["meta"]["tag"].as_array();
        let same = tags.is_some_and(|tags| {
            tags.iter()
                .any(|it| it["system"] == SEED_TAG && it["code"] == tag["code"])
        });
        ensure!(
            same,
            "the server holds demo data of another seed than {seed}"
        );
        return Ok(0);
    }
    resources[0]["meta"] = json!({"tag": [tag]});
    server.put_all(&resources)?;
    Ok(resources.len())
}

/// Puts the questions of the clinics and those of a review, unless they are there.
fn load_questionnaires(server: &Server) -> Result<()> {
    for questionnaire in terms::questionnaires().into_iter().chain([review_form()?]) {
        if server.get(&url(&questionnaire))?.is_none() {
            server.put_all(&[questionnaire])?;
        }
    }
    Ok(())
}

/// The Questionnaire that reviews answer, as the project publishes it.
fn review_form() -> Result<Value> {
    let text = include_str!("../../../public/profiles/Questionnaire-patient-experience.json");
    Ok(serde_json::from_str(text)?)
}

/// Loads the doctors in groups from a few threads; how many resources were written.
fn load_doctors(server: &Server, options: &Options, say: &mut dyn FnMut(&str)) -> Result<usize> {
    let means = ratings::means(options.seed, options.doctors);
    let next = AtomicUsize::new(0);
    let (done, progress) = channel();
    thread::scope(|scope| {
        for _ in 0..SENDERS {
            let (server, means, next, done) = (server.clone(), &means, &next, done.clone());
            scope.spawn(move || work(&server, options, means, next, &done));
        }
        drop(done);
        let (mut doctors, mut written, mut told) = (0, 0, 0);
        for group in progress {
            let (loaded, resources) = group?;
            doctors += loaded;
            written += resources;
            if doctors * 10 / options.doctors > told {
                told = doctors * 10 / options.doctors;
                say(&format!(
                    "doctors: {doctors} of {}, {written} resources added",
                    options.doctors
                ));
            }
        }
        Ok(written)
    })
}

/// Works out the hospitals' ratings as the job does, where doctors came or nobody has yet.
fn load_ratings(server: &Server, options: &Options, doctors: usize) -> Result<usize> {
    let first = format!("Organization/{}", places::organization_id(0));
    let asked = format!("MeasureReport?{}", the_one(IDENTIFIER, &first));
    let known = server.get(&asked)?.unwrap_or_default();
    if doctors == 0 && known["entry"][0].is_object() {
        return Ok(0);
    }
    let (moved, hospitals) = settle(server, &options.today.to_string())?;
    Ok(moved + hospitals)
}

/// Takes one group after the other until there are no more, or one has failed.
fn work(
    server: &Server,
    options: &Options,
    means: &Means,
    next: &AtomicUsize,
    done: &Sender<Result<(usize, usize)>>,
) {
    loop {
        let first = next.fetch_add(GROUP, Ordering::Relaxed) + 1;
        if first > options.doctors {
            return;
        }
        let last = options.doctors.min(first + GROUP - 1);
        let doctors: Vec<Doctor> = (first..=last)
            .map(|number| Doctor::new(options.seed, number))
            .collect();
        let loaded = load_group(server, options, means, &doctors);
        let failed = loaded.is_err();
        // The receiver hangs up after the first failure.
        if done
            .send(loaded.map(|resources| (doctors.len(), resources)))
            .is_err()
            || failed
        {
            next.store(options.doctors, Ordering::Relaxed);
            return;
        }
    }
}

/// Puts what the server lacks of these doctors; a doctor's slots always travel with the Schedule that vouches for them.
fn load_group(
    server: &Server,
    options: &Options,
    means: &Means,
    doctors: &[Doctor],
) -> Result<usize> {
    let state = State::read(server, doctors)?;
    let mut batch = Vec::new();
    let mut written = 0;
    for doctor in doctors {
        batch.extend(missing(doctor, options, &state, means));
        if batch.len() >= ENOUGH {
            written += batch.len();
            server.put_all(&batch)?;
            batch.clear();
        }
    }
    if !batch.is_empty() {
        written += batch.len();
        server.put_all(&batch)?;
    }
    Ok(written)
}

/// What the server has of some doctors: their roles, and the days that their Schedules cover.
#[derive(Default)]
pub struct State {
    roles: HashSet<String>,
    /// First and last day by the id of the Schedule.
    horizons: HashMap<String, (NaiveDate, NaiveDate)>,
}

impl State {
    fn read(server: &Server, doctors: &[Doctor]) -> Result<State> {
        let roles: Vec<String> = doctors.iter().map(Doctor::role_id).collect();
        let schedules: Vec<String> = doctors
            .iter()
            .flat_map(|doctor| {
                doctor
                    .sites()
                    .into_iter()
                    .map(|site| slots::schedule_id(doctor, site))
            })
            .collect();
        let mut found = server.existing("PractitionerRole", &roles, "id")?;
        found.extend(server.existing("Schedule", &schedules, "planningHorizon")?);
        State::of(&found)
    }

    /// What these PractitionerRoles and Schedules tell; a Schedule must say which days it covers.
    pub fn of(resources: &[Value]) -> Result<State> {
        let mut state = State::default();
        for resource in resources {
            let id = resource["id"].as_str().unwrap_or_default().to_owned();
            match resource["resourceType"].as_str() {
                Some("PractitionerRole") => {
                    state.roles.insert(id);
                }
                Some("Schedule") => {
                    let day = |end: &str| {
                        resource["planningHorizon"][end]
                            .as_str()?
                            .get(..10)?
                            .parse()
                            .ok()
                    };
                    let horizon = day("start").zip(day("end"));
                    state.horizons.insert(
                        id,
                        horizon
                            .with_context(|| format!("{} has no planningHorizon", url(resource)))?,
                    );
                }
                _ => {}
            }
        }
        Ok(state)
    }
}

/// The resources of one doctor that the server lacks.
pub fn missing(doctor: &Doctor, options: &Options, state: &State, means: &Means) -> Vec<Value> {
    let today = options.today;
    let mut resources = Vec::new();
    if !state.roles.contains(&doctor.role_id()) {
        resources.extend(doctor.resources(today));
        resources.extend(doctor.verifications(today));
        let (report, reviews) = ratings::of(doctor, today, means);
        resources.extend(report);
        // Of the cast only: the others' would make the first load a long one.
        if doctor.number <= cast::LAST {
            resources.extend(reviews);
        }
    }
    let Some(horizon) = slots::horizon(doctor, options.doctors, today) else {
        return resources;
    };
    let covered = doctor
        .sites()
        .first()
        .and_then(|site| state.horizons.get(&slots::schedule_id(doctor, *site)));
    let from = covered.map_or(today, |(_, last)| today.max(*last + chrono::Days::new(1)));
    if from <= horizon {
        let start = covered.map_or(today, |(first, _)| *first);
        resources.extend(slots::schedules(doctor, start, horizon));
        let days = from.iter_days().take_while(|date| *date <= horizon);
        resources.extend(days.flat_map(|date| {
            let slots = slots::of_day(doctor, date);
            slots
                .into_iter()
                .map(|slot| slots::to_fhir(doctor, &slot))
                .collect::<Vec<_>>()
        }));
    }
    resources
}
