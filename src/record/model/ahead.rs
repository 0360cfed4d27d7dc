//! What lies ahead, and who cares: what is due, gathered from where the source says it, and the care team.

use chrono::{Days, NaiveDate};

use super::chapter::is_of_patient;
use super::{Chapter, Sensitive, When, Word};
use crate::fhir::datatypes::{Concept, concepts};
use crate::fhir::types::{CarePlan, MedicationRequest, Patient};
use crate::fhir::{FhirDate, Node, Page, Resource, Typed};

/// So many days before its end a prescription is worth a thought.
const RENEWAL: u64 = 30;
/// So many days after its day an order is still told to be due,
const OPEN: u64 = 365;
/// and so many after it was written, where it has no day.
const FRESH: u64 = 180;
/// LOINC's code of the date when a vaccine is due.
const DATE_DUE: &str = "30980-7";

/// Something to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub name: Word,
    /// The key of the message that says what kind of thing it is.
    pub kind: &'static str,
    pub when: When,
    /// Its day has passed. Computed, unless the source says so itself.
    pub overdue: bool,
    /// The entry that says so, where it has a page.
    pub source: Option<(Chapter, String)>,
    /// Why it is folded until asked for, if it is.
    pub sensitive: Sensitive,
}

/// Where the source says that something is due.
pub struct Sources<'a> {
    pub plans: &'a Page,
    pub vaccines: &'a Page,
    pub medicines: &'a Page,
    /// ServiceRequests: tests, referrals, follow-ups.
    pub orders: &'a Page,
}

/// What is due for a patient on the day `today`, the soonest first; what has no day comes last.
pub fn due(sources: &Sources, patient: &str, today: NaiveDate, language: &str) -> Vec<Due> {
    let Sources {
        plans,
        vaccines,
        medicines,
        orders,
    } = sources;
    let mut all = Vec::new();
    for order in own(orders, patient) {
        all.extend(follow_up(order, today, language));
    }
    for plan in own(plans, patient).filter_map(CarePlan::of) {
        if plan.status() == Some("active") {
            all.extend(tasks(&plan, today, language));
        }
    }
    for resource in own(vaccines, patient) {
        let root = resource.root();
        all.extend(
            root.list("recommendation")
                .filter_map(|one| vaccine(one, today, language)),
        );
    }
    for medicine in own(medicines, patient).filter_map(MedicationRequest::of) {
        all.extend(renewal(&medicine, medicines, today, language));
    }
    all.sort_by_key(|due| {
        let day = due.when.date().map(FhirDate::day);
        (day.is_none(), day)
    });
    all
}

fn own<'a>(page: &'a Page, patient: &str) -> impl Iterator<Item = &'a Resource> {
    page.entries
        .iter()
        .filter(move |resource| is_of_patient(resource.root(), patient))
}

fn is_past(when: &When, today: NaiveDate) -> bool {
    when.date().is_some_and(|date| date.day() < today)
}

/// The activities of a plan that somebody still has to do.
fn tasks(plan: &CarePlan, today: NaiveDate, language: &str) -> Vec<Due> {
    let open = plan
        .activities()
        .filter(|one| matches!(one.status(), Some("not-started" | "scheduled")));
    let tasks = open.filter_map(|activity| {
        let what = activity.description(language);
        let name = what.or(activity.code().display(language))?;
        let detail = activity.0.node("detail");
        // A stretch of time is due at its end.
        let end = detail.node("scheduledPeriod").date("end");
        let when = end.map_or_else(|| When::of(detail, "scheduled"), When::At);
        Some(Due {
            name: Word::theirs(name),
            kind: "record.due_task",
            overdue: is_past(&when, today),
            when,
            source: Some((Chapter::Plans, plan.key())),
            sensitive: Sensitive::of(plan.root()),
        })
    });
    tasks.collect()
}

/// A vaccine that is recommended; what is complete, or not to be given, is nothing to do.
fn vaccine(one: Node, today: NaiveDate, language: &str) -> Option<Due> {
    let status = Concept(one.node("forecastStatus"));
    let said = status.code().unwrap_or_default();
    if !matches!(said, "due" | "overdue" | "") {
        return None;
    }
    let mut names = concepts(one, "vaccineCode").chain(concepts(one, "targetDisease"));
    let name = names.find_map(|name| name.display(language))?;
    let mut dates = one.list("dateCriterion");
    let due = dates.find(|date| Concept(date.node("code")).is("http://loinc.org", DATE_DUE));
    let when = When::of_text(due.and_then(|due| due.str("value")));
    Some(Due {
        name: Word::theirs(name),
        kind: "record.due_vaccine",
        overdue: said == "overdue" || is_past(&when, today),
        when,
        source: None,
        sensitive: Sensitive::of(one),
    })
}

/// A test, referral or visit that was ordered and is open. Many servers never close an order, so one whose day is long past is left out, and of those
/// without a day all but the fresh.
fn follow_up(order: &Resource, today: NaiveDate, language: &str) -> Option<Due> {
    let root = order.root();
    let meant = !matches!(root.str("intent"), Some("option" | "instance-order"));
    if root.str("status") != Some("active") || root.bool("doNotPerform") == Some(true) || !meant {
        return None;
    }
    let end = root.node("occurrencePeriod").date("end");
    let when = end.map_or_else(|| When::of(root, "occurrence"), When::At);
    let (said, open) = match when.date() {
        Some(date) => (Some(date.day()), OPEN),
        None => (root.date("authoredOn").map(|date| date.day()), FRESH),
    };
    if said? < today.checked_sub_days(Days::new(open))? {
        return None;
    }
    let names = std::iter::once(Concept(root.node("code"))).chain(concepts(root, "category"));
    let name = names.into_iter().find_map(|name| name.display(language))?;
    Some(Due {
        name: Word::theirs(name),
        kind: "record.due_order",
        overdue: is_past(&when, today),
        when,
        source: None,
        sensitive: Sensitive::of(root),
    })
}

/// A medicine in use whose prescription ends soon, or has ended of late.
fn renewal(
    medicine: &MedicationRequest,
    page: &Page,
    today: NaiveDate,
    language: &str,
) -> Option<Due> {
    let end = medicine.validity().end()?;
    let soon = end.day() <= today.checked_add_days(Days::new(RENEWAL))?
        && end.day() >= today.checked_sub_days(Days::new(RENEWAL))?;
    if medicine.status() != Some("active") || !soon {
        return None;
    }
    let entry = Chapter::Medicines.entry(&medicine.0, page, language)?;
    let when = When::At(end);
    let renews = |other: &MedicationRequest| {
        let before = other.renewed();
        before.is_some_and(|before| before.id_of("MedicationRequest") == Some(medicine.id()))
    };
    let asked = page
        .entries
        .iter()
        .filter_map(MedicationRequest::of)
        .any(|other| renews(&other));
    Some(Due {
        name: entry.name?,
        kind: match asked {
            true => "record.due_renewal_asked",
            false => "record.due_renewal",
        },
        overdue: is_past(&when, today),
        when,
        source: Some((Chapter::Medicines, entry.key)),
        sensitive: entry.sensitive,
    })
}

/// One who takes part in somebody's care.
#[derive(Clone, Debug, PartialEq)]
pub struct Carer {
    pub name: String,
    /// As what, in the source's words.
    pub part: Option<String>,
    /// The id of the PractitionerRole, which has a page.
    pub role: Option<String>,
}

/// Who cares for a patient: the members of the teams that work, then the patient's own doctors, each once.
pub fn care_team(teams: &Page, patient: Option<&Patient>, id: &str, language: &str) -> Vec<Carer> {
    let mut all: Vec<Carer> = Vec::new();
    let mut add = |carer: Carer| {
        if all.iter().all(|known| known.name != carer.name) {
            all.push(carer);
        }
    };
    for team in own(teams, id) {
        let root = team.root();
        if !matches!(root.str("status"), Some("active") | None) {
            continue;
        }
        for participant in root.list("participant") {
            let Some(member) = participant.reference("member") else {
                continue;
            };
            let (Some(name), true) = (member.display, member.id != Some(id)) else {
                continue;
            };
            let part = concepts(participant, "role").find_map(|role| role.display(language));
            add(Carer {
                name: name.to_owned(),
                part: part.map(str::to_owned),
                role: member.id_of("PractitionerRole").map(str::to_owned),
            });
        }
    }
    let own = patient
        .into_iter()
        .flat_map(|patient| patient.root().references("generalPractitioner"));
    for doctor in own {
        if let Some(name) = doctor.display {
            add(Carer {
                name: name.to_owned(),
                part: None,
                role: doctor.id_of("PractitionerRole").map(str::to_owned),
            });
        }
    }
    all
}
