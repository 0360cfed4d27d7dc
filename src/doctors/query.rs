//! What is being looked for, as the URL holds it: `/doctors?specialty=&near=&…#q=`.
//!
//! Codes and filters are query parameters; what a person typed stays behind the `#`, which no server ever sees.

use crate::fhir::url::{decode, encode, query_pairs};
use crate::fhir::{number_text, parse_number};

/// The most characters of typed text that are used.
const MAX_TEXT: usize = 200;
/// The longest code or id; FHIR's ids end at 64.
const MAX_CODE: usize = 64;

/// A search for doctors. Equal queries have equal URLs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// A specialty's SNOMED CT code.
    pub specialty: Option<String>,
    /// Where the patient is, for distances.
    pub near: Option<Position>,
    /// A language the doctor speaks (BCP 47).
    pub lang: Option<String>,
    pub gender: Option<Gender>,
    pub mode: Option<Mode>,
    pub when: Option<When>,
    /// The id of an Organization.
    pub hospital: Option<String>,
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
    When { Today = "today", Week = "week" }
);
words!(
    /// The order of the doctors that have been fetched.
    Sort {
        /// The server's order.
        Best = "best",
        Soonest = "soonest",
        Rated = "rated",
        Nearest = "nearest"
    }
);

impl When {
    /// Whether a time, in milliseconds, is as soon as wanted; `day_of` gives the calendar day at the clinic.
    pub fn includes(self, ms: i64, now: i64, day_of: impl Fn(i64) -> String) -> bool {
        match self {
            When::Today => day_of(ms) == day_of(now),
            When::Week => ms < now + 7 * 86_400_000,
        }
    }
}

// Not derived: the words! macro knows no default.
#[allow(clippy::derivable_impls)]
impl Default for Sort {
    fn default() -> Self {
        Sort::Best
    }
}

impl Query {
    /// Reads the address: the query with or without `?`, the hash with or without `#`. What makes no sense is left out.
    pub fn parse(search: &str, hash: &str) -> Self {
        let mut query = Self::default();
        for (name, value) in query_pairs(&["?", search.trim_start_matches('?')].concat()) {
            match name.as_str() {
                "specialty" => query.specialty = code(&value),
                "near" => query.near = Position::parse(&value),
                "lang" => query.lang = code(&value),
                "gender" => query.gender = Gender::of(&value),
                "mode" => query.mode = Mode::of(&value),
                "when" => query.when = When::of(&value),
                "hospital" => query.hospital = code(&value),
                "sort" => query.sort = Sort::of(&value).unwrap_or_default(),
                // A link of before, or a form sent without a script.
                "q" => query.text = typed(&value),
                _ => {}
            }
        }
        if let Some(text) = hash.trim_start_matches('#').strip_prefix("q=") {
            query.text = typed(&decode(text));
        }
        query
    }

    /// The address of this query on this site.
    pub fn to_url(&self) -> String {
        let near = self.near.map(Position::to_text);
        let sort = (self.sort != Sort::Best).then_some(self.sort.word());
        let params = [
            ("specialty", self.specialty.as_deref()),
            ("near", near.as_deref()),
            ("lang", self.lang.as_deref()),
            ("gender", self.gender.map(Gender::word)),
            ("mode", self.mode.map(Mode::word)),
            ("when", self.when.map(When::word)),
            ("hospital", self.hospital.as_deref()),
            ("sort", sort),
        ];
        let mut url = "/doctors".to_owned();
        let mut glue = "?";
        for (name, value) in params {
            if let Some(value) = value {
                // A comma is plain in a query, and a position reads better with it.
                let value = encode(value).replace("%2C", ",");
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

    /// Whether the next free time or the rating decides who is shown and in which order.
    pub fn needs_details(&self) -> bool {
        self.when.is_some() || matches!(self.sort, Sort::Soonest | Sort::Rated)
    }

    /// How many filters are in force, the words and the order left out.
    pub fn filters(&self) -> usize {
        let set = [
            self.specialty.is_some(),
            self.lang.is_some(),
            self.gender.is_some(),
            self.mode.is_some(),
            self.when.is_some(),
            self.hospital.is_some(),
        ];
        set.iter().filter(|set| **set).count()
    }
}

/// A code or id of FHIR's plain characters; an address may hold anything.
fn code(value: &str) -> Option<String> {
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    (plain && !value.is_empty() && value.len() <= MAX_CODE).then(|| value.to_owned())
}

fn typed(text: &str) -> String {
    text.trim()
        .chars()
        .take(MAX_TEXT)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
