//! What is being looked for, as the URL holds it: `/doctors?specialty=&near=&…#q=`.
//!
//! Codes and filters are query parameters; what a person typed stays behind the `#`, which no server ever sees.

use crate::fhir::url::{decode, encode, query_pairs};
use crate::i18n::MILE;
use crate::native::{number_text, parse_number};

/// The most characters of typed text that are used.
const MAX_TEXT: usize = 200;
/// The longest code or id; FHIR's ids end at 64.
const MAX_CODE: usize = 64;
/// The most specialties at once.
const MAX_CODES: usize = 6;

/// A search for doctors. Equal queries have equal URLs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// A specialty's SNOMED CT code, or several with commas between, the likeliest first.
    pub specialty: Option<String>,
    /// Where the patient is, for distances.
    pub near: Option<Position>,
    /// How far from there at most.
    pub within: Option<Reach>,
    /// A language the doctor speaks (BCP 47).
    pub lang: Option<String>,
    pub gender: Option<Gender>,
    pub mode: Option<Mode>,
    pub when: Option<When>,
    /// Only who takes new patients.
    pub new: bool,
    /// The most that a visit may cost, in the currency of the fee.
    pub fee: Option<u32>,
    /// The least stars.
    pub stars: Option<u32>,
    /// The id of an Organization.
    pub hospital: Option<String>,
    /// The id of a HealthcareService.
    pub service: Option<String>,
    pub sort: Sort,
    /// What was typed, trimmed.
    pub text: String,
}

/// A place to a thousandth of a degree, about a hundred metres: enough for a distance, and no house number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    latitude: i32,
    longitude: i32,
}

impl Position {
    /// The place at these degrees (WGS 84), rounded; `None` outside of the globe.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let inside = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let thousandths = |degrees: f64| (degrees * 1000.0).round() as i32;
        inside.then(|| Self {
            latitude: thousandths(latitude),
            longitude: thousandths(longitude),
        })
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(&self) -> (f64, f64) {
        (
            f64::from(self.latitude) / 1000.0,
            f64::from(self.longitude) / 1000.0,
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        Self::new(
            parse_number(latitude.trim())?,
            parse_number(longitude.trim())?,
        )
    }

    fn to_text(self) -> String {
        let (latitude, longitude) = self.degrees();
        [&number_text(latitude), ",", &number_text(longitude)].concat()
    }
}

/// A distance in whole kilometres or miles, as it was chosen: `5` or `5mi` in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    pub amount: u32,
    pub miles: bool,
}

impl Reach {
    pub fn kilometres(self) -> f64 {
        f64::from(self.amount) * if self.miles { MILE } else { 1.0 }
    }

    fn parse(text: &str) -> Option<Self> {
        let miles = text.strip_suffix("mi");
        Some(Self {
            amount: amount(miles.unwrap_or(text))?,
            miles: miles.is_some(),
        })
    }

    /// As it stands in the address.
    pub fn to_text(self) -> String {
        let unit = if self.miles { "mi" } else { "" };
        [self.amount.to_string().as_str(), unit].concat()
    }
}

/// Declares an enum whose values stand in the URL as words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// All values, in the order in which they are offered.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The word in the URL.
            pub fn word(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }

            /// Reads the word; anything else is no value.
            pub fn of(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$value),)+ _ => None }
            }
        }
    };
}

words!(
    /// FHIR's administrative gender, as far as it is offered as a filter.
    Gender { Female = "female", Male = "male" }
);
words!(
    /// How a visit is held.
    Mode { InPerson = "in-person", Video = "video" }
);
words!(
    /// How soon there must be a free time.
    When { Today = "today", Week = "week", Weekend = "weekend", Evening = "evening" }
);
words!(
    /// The order of the doctors that have been fetched.
    Sort {
        /// By [`super::model::score`].
        Best = "best",
        Soonest = "soonest",
        Rated = "rated",
        Nearest = "nearest"
    }
);

// Not derived: the words! macro knows no default.
#[allow(clippy::derivable_impls)]
impl Default for Sort {
    fn default() -> Self {
        Sort::Best
    }
}

impl Query {
    /// The names of the query parameters, in the order of the address.
    const NAMES: [&str; 13] = [
        "specialty",
        "near",
        "within",
        "lang",
        "gender",
        "mode",
        "when",
        "new",
        "fee",
        "stars",
        "hospital",
        "service",
        "sort",
    ];

    /// Reads the address: the query with or without `?`, the hash with or without `#`. What makes no sense is left out.
    pub fn parse(search: &str, hash: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in query_pairs(&["?", search.trim_start_matches('?')].concat()) {
            query.set(&name, &value);
        }
        if let Some(text) = hash.trim_start_matches('#').strip_prefix("q=") {
            query.text = typed(&decode(text));
        }
        query
    }

    /// Sets what a parameter of the address stands for; no value, or one that makes no sense, unsets it.
    pub fn set(&mut self, name: &str, value: &str) {
        match name {
            "specialty" => self.specialty = codes(value),
            "near" => self.near = Position::parse(value),
            "lang" => self.lang = code(value),
            "gender" => self.gender = Gender::of(value),
            "mode" => self.mode = Mode::of(value),
            "when" => self.when = When::of(value),
            "within" => self.within = Reach::parse(value),
            "new" => self.new = value == "yes",
            "fee" => self.fee = amount(value),
            "stars" => self.stars = amount(value).filter(|stars| *stars <= 5),
            "hospital" => self.hospital = code(value),
            "service" => self.service = code(value),
            "sort" => self.sort = Sort::of(value).unwrap_or_default(),
            // A link of before, or a form sent without a script.
            "q" => self.text = typed(value),
            _ => {}
        }
    }

    /// The value of a parameter in the address; `None` where it doesn't stand there.
    pub fn value(&self, name: &str) -> Option<String> {
        let word = match name {
            "specialty" => self.specialty.as_deref(),
            "near" => return self.near.map(Position::to_text),
            "lang" => self.lang.as_deref(),
            "gender" => self.gender.map(Gender::word),
            "mode" => self.mode.map(Mode::word),
            "when" => self.when.map(When::word),
            "within" => return self.within.map(Reach::to_text),
            "new" => self.new.then_some("yes"),
            "fee" => return self.fee.map(|it| it.to_string()),
            "stars" => return self.stars.map(|it| it.to_string()),
            "hospital" => self.hospital.as_deref(),
            "service" => self.service.as_deref(),
            "sort" => Some(self.sort.word()).filter(|_| self.sort != Sort::Best),
            _ => None,
        };
        word.map(str::to_owned)
    }

    /// The address of this query on this site.
    pub fn to_url(&self) -> String {
        let mut url = "/doctors".to_owned();
        let mut glue = "?";
        for name in Self::NAMES {
            if let Some(value) = self.value(name) {
                // A comma is plain in a query, and positions and lists read better with it.
                let value = encode(&value).replace("%2C", ",");
                url.push_str(&[glue, name, "=", &value].concat());
                glue = "&";
            }
        }
        if !self.text.is_empty() {
            url.push_str(&["#q=", &encode(&self.text)].concat());
        }
        url
    }

    /// The same query with other words.
    pub fn with_text(&self, text: &str) -> Self {
        Self {
            text: typed(text),
            ..self.clone()
        }
    }

    /// Whether the next free time or the rating decides who is shown, or everybody's order.
    pub fn needs_details(&self) -> bool {
        self.when.is_some() || self.stars.is_some() || self.sort != Sort::Nearest
    }

    /// The requests without which nobody knows who of a page fits: a batch, one for stars that aren't published, and one
    /// for free times.
    pub fn deciding(&self) -> usize {
        match (self.when, self.stars) {
            (None, None) => 0,
            (Some(_), Some(_)) => 3,
            _ => 2,
        }
    }

    /// Whether codes alone decide who is shown: then the first doctors can be shown before all is known of them.
    pub fn is_plain(&self) -> bool {
        self.text.is_empty()
            && self.near.is_none()
            && self.when.is_none()
            && self.stars.is_none()
            && self.sort == Sort::Best
    }

    /// The specialties asked for, the likeliest first.
    pub fn specialties(&self) -> impl Iterator<Item = &str> {
        self.specialty.iter().flat_map(|codes| codes.split(','))
    }

    /// How many filters are in force, the words and the order left out.
    pub fn filters(&self) -> usize {
        let counted = Self::NAMES.iter().filter(|name| **name != "sort");
        counted.filter(|name| self.value(name).is_some()).count()
    }

    /// The same query without one of its parameters.
    pub fn without(&self, name: &str) -> Self {
        let mut query = self.clone();
        query.set(name, "");
        query
    }
}

/// A code or id of FHIR's plain characters; an address may hold anything.
fn code(value: &str) -> Option<String> {
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    (plain && !value.is_empty() && value.len() <= MAX_CODE).then(|| value.to_owned())
}

/// Several codes with commas between.
fn codes(value: &str) -> Option<String> {
    let codes: Option<Vec<String>> = value.split(',').take(MAX_CODES).map(code).collect();
    codes.map(|codes| codes.join(","))
}

/// A whole number from 1 to 99,999.
fn amount(value: &str) -> Option<u32> {
    let plain = (1..=5).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value.parse().ok().filter(|_| plain);
    number.filter(|number| *number > 0)
}

fn typed(text: &str) -> String {
    text.trim()
        .chars()
        .take(MAX_TEXT)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
