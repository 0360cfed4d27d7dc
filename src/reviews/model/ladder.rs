//! Scores where no MeasureReport is published: what else a server may have, best first. `docs/reviews.md` tells why so.

use super::EXPERIENCE;
use super::aggregate::{Aggregate, Origin, references};
use crate::fhir::types::{Observation, Practitioner, PractitionerRole};
use crate::fhir::{Error, Node, Page, Search, ignored_params};
use crate::native::{lowercase, parse_number};

/// HL7's National Directory of Healthcare Providers & Services, extension `base-ext-rating`.
const DIRECTORY: &str = "http://hl7.org/fhir/us/ndh/StructureDefinition/base-ext-rating";
/// The reviews looked at where nothing else is to be had.
pub const LATEST: u32 = 100;

/// The searches of all rungs below the MeasureReport, to go out in one batch.
pub struct Rungs {
    pub searches: Vec<Search>,
    /// Whether each doctor's stars are counted, five searches a doctor.
    counted: bool,
}

/// What to ask for these PractitionerRoles; stars are counted only where five searches a doctor still are few requests.
pub fn below(roles: &[&str], counted: bool) -> Rungs {
    let subjects = references(roles);
    let mut searches = vec![
        Search::new("PractitionerRole")
            .ids(roles)
            .include("PractitionerRole:practitioner"),
        stars(&subjects).sort("-date").count(LATEST),
    ];
    for subject in subjects.iter().filter(|_| counted) {
        searches.extend((1..=5_u32).map(|star| {
            stars(std::slice::from_ref(subject))
                .param("value-quantity", &star.to_string())
                .param("_summary", "count")
        }));
    }
    Rungs { searches, counted }
}

/// The searchable stars of reviews that stand.
fn stars(subjects: &[String]) -> Search {
    Search::new("Observation")
        .token("code", Some(EXPERIENCE), "overall")
        .any("focus", subjects)
        .param("status", "final,amended")
}

impl Rungs {
    /// The score of each role, from the best rung that has one.
    pub fn read(&self, roles: &[&str], answers: &[Result<Page, Error>]) -> Vec<Option<Aggregate>> {
        let page = |at: usize| answers.get(at).and_then(|answer| answer.as_ref().ok());
        let score = |(at, role): (usize, &&str)| {
            let counted = self.counted.then(|| {
                let mut stars = [0; 5];
                for (star, count) in stars.iter_mut().enumerate() {
                    let at = 2 + at * 5 + star;
                    *count = total(page(at)?, self.searches.get(at)?)?;
                }
                Some(stars)
            });
            directory(page(0), role)
                .or_else(|| of_counts(counted??))
                .or_else(|| latest(page(1)?, role))
        };
        roles.iter().enumerate().map(score).collect()
    }
}

/// A count that was narrowed as asked.
fn total(page: &Page, search: &Search) -> Option<u32> {
    page.total
        .filter(|_| ignored_params(search, page).is_none_or(|ignored| ignored.is_empty()))
}

fn of_counts(stars: [u32; 5]) -> Option<Aggregate> {
    // A server that drops `value-quantity` in silence counts all reviews five times.
    let all_same = stars[0] > 0 && stars.iter().all(|count| *count == stars[0]);
    Aggregate::of_stars(stars, Origin::Counted).filter(|_| !all_same)
}

fn latest(page: &Page, role: &str) -> Option<Aggregate> {
    let mut stars = [0; 5];
    for review in page.typed::<Observation>() {
        let stands = matches!(review.status(), Some("final" | "amended"));
        let mut focus = review.root().references("focus");
        if stands && focus.any(|it| it.id_of("PractitionerRole") == Some(role)) {
            let value = review.root().node("valueQuantity").count("value");
            let slot = value.and_then(|stars| (stars as usize).checked_sub(1));
            if let Some(count) = slot.and_then(|slot| stars.get_mut(slot)) {
                *count += 1;
            }
        }
    }
    let origin = match page.next {
        Some(_) => Origin::Latest,
        None => Origin::Counted,
    };
    Aggregate::of_stars(stars, origin)
}

fn directory(page: Option<&Page>, role: &str) -> Option<Aggregate> {
    let roles = page?.typed::<PractitionerRole>();
    let role = roles.iter().find(|it| it.id() == role)?;
    let person = role.practitioner().and_then(|it| it.text);
    let person = person.and_then(|it| page?.included.typed::<Practitioner>(it));
    let own = directory_stars(role.root());
    let mean = own.or_else(|| directory_stars(person.as_ref()?.root()))?;
    Some(Aggregate {
        mean: Some(mean),
        origin: Origin::Directory,
        ..Aggregate::default()
    })
}

/// A rating in stars: the extension may hold any kind, on any scale, and a 4 of 10 must not pass for four stars.
fn directory_stars(root: Node) -> Option<f64> {
    root.extensions(DIRECTORY).find_map(|rating| {
        let value = rating.extension("ratingValue");
        let kind = rating.extension("ratingType").node("valueCodeableConcept");
        let (text, quantity) = (value.str("valueString"), value.node("valueQuantity"));
        let coding = kind.node("coding");
        let said = [
            text,
            quantity.str("unit"),
            quantity.str("code"),
            kind.str("text"),
            coding.str("display"),
            coding.str("code"),
        ];
        let in_stars = said
            .into_iter()
            .flatten()
            .any(|word| lowercase(word).contains("star"));
        let number = match text {
            Some(text) => text.split(' ').next().and_then(parse_number),
            None => quantity.number("value"),
        };
        number.filter(|mean| in_stars && (1.0..=5.0).contains(mean))
    })
}
