//! Opening hours, as a doctor's `availableTime` and a place's `hoursOfOperation` tell them.

use crate::fhir::FhirTime;
use crate::fhir::types::OpenHours;

/// The hours of one weekday, in the clinic's own time.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Days from Monday, 0 to 6.
    pub day: u32,
    /// From and until as `hh:mm`, earliest first; a pair of empty texts means all day.
    pub spans: Vec<(String, String)>,
}

/// The hours of the week, an entry for each day that has any.
pub fn hours<'a>(entries: impl Iterator<Item = OpenHours<'a>>) -> Vec<Hours> {
    let mut week: [Vec<(String, String)>; 7] = Default::default();
    for entry in entries {
        let span = match (entry.start(), entry.end()) {
            (Some(from), Some(until)) => (minute(&from), minute(&until)),
            _ if entry.is_all_day() => Default::default(),
            _ => continue,
        };
        for day in entry.days() {
            week[day.num_days_from_monday() as usize].push(span.clone());
        }
    }
    let days = (0..).zip(week).filter(|(_, spans)| !spans.is_empty());
    days.map(|(day, mut spans)| {
        spans.sort();
        spans.dedup();
        Hours { day, spans }
    })
    .collect()
}

/// `09:30:00` as `09:30`.
fn minute(time: &FhirTime) -> String {
    time.as_str().get(..5).unwrap_or_default().to_owned()
}
