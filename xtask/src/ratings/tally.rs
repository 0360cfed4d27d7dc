//! What one doctor's reviews come to: plain numbers, and the words that may be shown.

use serde_json::Value;
use std::collections::BTreeMap;

/// What is asked in stars besides the whole of a visit.
pub const QUESTIONS: [&str; 4] = ["access", "communication", "staff", "coordination"];
/// How many comments a report holds.
pub const MOST_COMMENTS: usize = 50;
/// The system of the tags by which a hospital moderates.
const MODERATION: &str = "https://sampan.health/fhir/CodeSystem/review-moderation";
const IDENTIFIER: &str = "https://sampan.health/fhir/NamingSystem/review";
const QUESTIONNAIRE: &str = "https://sampan.health/fhir/Questionnaire/patient-experience";

/// A comment that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// `YYYY-MM-DD`
    pub date: String,
    pub stars: usize,
    pub text: String,
    /// BCP 47.
    pub language: Option<String>,
}

/// The sum of a doctor's reviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many gave one star, two, … five.
    pub stars: [u32; 5],
    /// Sum of the stars and number of the answers, for each of [`QUESTIONS`].
    pub questions: [(u32, u32); 4],
    /// How many would recommend the doctor, of how many who said.
    pub recommend: (u32, u32),
    pub flagged: u32,
    pub removed: u32,
    pub withdrawn: u32,
    /// Comments that may name somebody, and so aren't shown.
    pub withheld: u32,
    /// Newest first.
    pub comments: Vec<Comment>,
    /// The first and the last day of the reviews that count.
    pub period: Option<(String, String)>,
}

/// What several doctors' reviews come to together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// All stars given, added up.
    pub stars: u32,
    pub count: u32,
    /// How many would recommend, of how many who said.
    pub recommend: (u32, u32),
    /// The first and the last day.
    pub period: Option<(String, String)>,
}

impl Sum {
    /// Counts what another sum has counted, too.
    pub fn add(&mut self, other: &Sum) {
        self.stars += other.stars;
        self.count += other.count;
        self.recommend.0 += other.recommend.0;
        self.recommend.1 += other.recommend.1;
        self.period = match (self.period.take(), other.period.clone()) {
            (Some((from, until)), Some((other_from, other_until))) => {
                Some((from.min(other_from), until.max(other_until)))
            }
            (one, other) => one.or(other),
        };
    }
}

impl Tally {
    /// How many reviews count.
    pub fn count(&self) -> u32 {
        self.stars.iter().sum()
    }

    /// All stars given, added up.
    pub fn sum(&self) -> u32 {
        self.stars.iter().zip(1..).map(|(n, star)| n * star).sum()
    }

    /// Whether anybody ever reviewed this doctor.
    pub fn is_empty(&self) -> bool {
        self.count() + self.removed + self.withdrawn == 0
    }
}

/// The reviews of one doctor, by visit: one visit counts once, whatever two tabs or a split transaction left behind.
#[derive(Default)]
pub struct Reviews(BTreeMap<String, Review>);

struct Review {
    /// What decides between two of one visit: the later, then the id.
    written: (String, String),
    stars: Option<usize>,
    questions: [Option<u32>; 4],
    recommend: Option<bool>,
    comment: Option<(String, Option<String>)>,
    /// `Patient/…` who was there and who wrote.
    people: Vec<String>,
    withdrawn: bool,
    flagged: bool,
    removed: bool,
}

/// Whether a resource is a review.
pub fn is_review(resource: &Value) -> bool {
    let canonical = resource["questionnaire"].as_str().unwrap_or_default();
    canonical.split('|').next() == Some(QUESTIONNAIRE)
}

impl Reviews {
    /// Takes up a QuestionnaireResponse; what isn't a review is left out.
    pub fn add(&mut self, response: &Value) {
        if !is_review(response) {
            return;
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let own = response["identifier"]["system"] == IDENTIFIER;
        let visit = match own {
            true => text(&response["identifier"]["value"]),
            false => text(&response["id"]),
        };
        let answer = |link: &str| {
            let mut items = response["item"].as_array().into_iter().flatten();
            items
                .find(|item| item["linkId"] == link)
                .map(|item| &item["answer"][0])
        };
        let star = |link: &str| {
            let stars = answer(link)?["valueInteger"].as_u64()?;
            (1..=5).contains(&stars).then_some(stars as u32)
        };
        let tagged = |code: &str| {
            let mut tags = response["meta"]["tag"].as_array().into_iter().flatten();
            tags.any(|tag| tag["system"] == MODERATION && tag["code"] == code)
        };
        let comment = answer("comment").and_then(|it| it["valueString"].as_str());
        let comment = comment.map(str::trim).filter(|it| !it.is_empty());
        let language = response["language"].as_str().map(str::to_owned);
        let person = |role: &str| response[role]["reference"].as_str().map(str::to_owned);
        let review = Review {
            written: (text(&response["authored"]), text(&response["id"])),
            stars: star("overall").map(|it| it as usize),
            questions: QUESTIONS.map(star),
            recommend: answer("recommend").and_then(|it| it["valueBoolean"].as_bool()),
            comment: comment.map(|it| (it.to_owned(), language)),
            people: ["source", "author"]
                .into_iter()
                .filter_map(person)
                .collect(),
            withdrawn: response["status"] == "entered-in-error",
            flagged: tagged("flagged"),
            removed: tagged("removed"),
        };
        match self.0.get(&visit) {
            Some(known) if known.written >= review.written => {}
            _ => drop(self.0.insert(visit, review)),
        }
    }

    /// The patients behind the comments, as `Patient/…`.
    pub fn people(&self) -> Vec<String> {
        let spoken = self.0.values().filter(|it| it.comment.is_some());
        let mut people: Vec<String> = spoken.flat_map(|it| it.people.clone()).collect();
        people.sort();
        people.dedup();
        people
    }

    /// What they come to. `names` gives the names of a patient, none of which may stand in a comment.
    pub fn tally(self, names: impl Fn(&str) -> Vec<String>) -> Tally {
        let mut tally = Tally::default();
        let mut dated = Vec::new();
        for (visit, review) in self.0 {
            let Some(stars) = review
                .stars
                .filter(|_| !review.withdrawn && !review.removed)
            else {
                tally.withdrawn += u32::from(review.withdrawn);
                tally.removed += u32::from(review.removed && !review.withdrawn);
                continue;
            };
            tally.stars[stars - 1] += 1;
            for (sum, answer) in tally.questions.iter_mut().zip(review.questions) {
                sum.0 += answer.unwrap_or(0);
                sum.1 += u32::from(answer.is_some());
            }
            tally.recommend.0 += u32::from(review.recommend == Some(true));
            tally.recommend.1 += u32::from(review.recommend.is_some());
            tally.flagged += u32::from(review.flagged);
            let date = review.written.0.get(..10).unwrap_or_default().to_owned();
            tally.period = match tally.period.take() {
                _ if date.is_empty() => None,
                None => Some((date.clone(), date.clone())),
                Some((from, until)) => Some((from.min(date.clone()), until.max(date.clone()))),
            };
            // One that is being looked at isn't shown meanwhile.
            let Some((text, language)) = review.comment.filter(|_| !review.flagged) else {
                continue;
            };
            let names: Vec<String> = review.people.iter().flat_map(|it| names(it)).collect();
            if super::private::is_private(&text, &names) {
                tally.withheld += 1;
                continue;
            }
            let comment = Comment {
                date,
                stars,
                text,
                language,
            };
            dated.push((review.written.0, visit, comment));
        }
        dated.sort_by(|a, b| (&b.0, &b.1).cmp(&(&a.0, &a.1)));
        let comments = dated.into_iter().map(|(_, _, comment)| comment);
        tally.comments = comments.take(MOST_COMMENTS).collect();
        tally
    }
}
