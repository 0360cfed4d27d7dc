//! The demo family: Lin Mei, her child Lin An and her father Lin Guodong, with years of coherent records.
//!
//! Every date counts back from `today`, so the record is never stale when it is made. It is made once: the loader
//! leaves a family that is there alone.

mod appointments;
mod chart;
mod child;
mod father;
mod history;
mod labs;
mod mother;
mod pdf;
mod people;
mod plans;
mod privacy;
mod vitals;

use super::doctors::{Doctor, cast};
use super::random::rng;
use super::slots::Slot;
use chart::Chart;
use chrono::NaiveDate;
use serde_json::Value;

/// The doctors whom the family sees.
struct Doctors {
    family: Doctor,
    pediatrician: Doctor,
    endocrinologist: Doctor,
    cardiologist: Doctor,
    gynecologist: Doctor,
    ophthalmologist: Doctor,
}

/// Everything about the family, the people first: their charts, and `next`, Lin Mei's booked time with her family
/// doctor, as a busy Slot.
pub fn resources(seed: u64, today: NaiveDate, next: Slot) -> Vec<Value> {
    let doctor = |number| Doctor::new(seed, number);
    let doctors = Doctors {
        family: doctor(cast::FAMILY_DOCTOR),
        pediatrician: doctor(cast::PEDIATRICIAN),
        endocrinologist: doctor(cast::ENDOCRINOLOGIST),
        cardiologist: doctor(cast::CARDIOLOGIST),
        gynecologist: doctor(cast::GYNECOLOGIST),
        ophthalmologist: doctor(cast::OPHTHALMOLOGIST),
    };
    let [mei, an, guodong] = people::born(today);
    let chart = |key, name, female, born| Chart {
        key,
        name,
        female,
        born,
        today,
        rng: rng(seed, key, &[]),
        resources: Vec::new(),
    };
    let mut mother = chart("lin-mei", "Lin Mei", true, mei);
    let mut child = chart("lin-an", "Lin An", false, an);
    let mut father = chart("lin-guodong", "Lin Guodong", false, guodong);
    mother::write(&mut mother, &doctors, an);
    child::write(&mut child, &doctors);
    father::write(&mut father, &doctors);
    privacy::agreements(&mut mother, &doctors.family);
    privacy::agreements(&mut child, &doctors.pediatrician);
    privacy::agreements(&mut father, &doctors.cardiologist);
    appointments::upcoming(&mut mother, &doctors.family, next);
    let mut resources = people::resources(today, &doctors);
    for chart in [mother, child, father] {
        resources.extend(chart.resources);
    }
    resources
}
