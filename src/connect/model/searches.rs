//! The searches that finding a doctor rests on (`docs/backend.md`), and whether the server did what it was asked.
//!
//! A search for something that can't be must find nothing: what comes all the same shows that the parameter was dropped.

use serde_json::{Value, json};

use super::findings::Verdict::{self, Bad, Good, Less};
use super::own::{Found, encode, failed, found, list, origin, resource, text};
use super::run::Run;

/// A value that nothing has.
pub(super) const NOBODY: &str = "sampan-nobody-zzqx";

/// What the first search has shown of the directory.
#[derive(Default)]
pub(super) struct Directory {
    /// `PractitionerRole`s.
    pub roles: Vec<Value>,
    /// A name to search for.
    pub name: Option<String>,
}

impl Directory {
    /// The doctors that calendars and ratings may name, as references.
    pub fn actors(&self) -> Vec<String> {
        let role = |role: &Value| ["PractitionerRole/", text(role, "id")].concat();
        let person = |role: &Value| text(&role["practitioner"], "reference").to_owned();
        let all = self.roles.iter().flat_map(|it| [role(it), person(it)]);
        all.filter(|it| !it.is_empty()).collect()
    }
}

impl Run<'_> {
    /// Whether there are doctors; the rest is no use without.
    pub(super) async fn doctors(&mut self, directory: &mut Directory) -> bool {
        let includes = ["practitioner", "location", "organization"]
            .map(|it| ["&_include=PractitionerRole:", it].concat())
            .concat();
        let path = ["PractitionerRole?active=true&_count=20", &includes].concat();
        let page = match found(self.get(&path).await, "PractitionerRole") {
            Ok(page) => page,
            Err((outcome, detail)) => {
                self.tell("roles", (Bad, outcome), &detail);
                return false;
            }
        };
        let count = page.matches.len().to_string();
        if page.matches.is_empty() {
            self.tell("roles", (Bad, "nobody"), &count);
            return false;
        }
        self.tell("roles", (Good, "found"), &count);
        let names = page.others.iter().flat_map(|it| list(it, "name"));
        let family =
            |name: &Value| Some(text(name, "family").to_owned()).filter(|it| !it.is_empty());
        directory.name = names.clone().find_map(family);
        let outcome = match page.others.is_empty() {
            true => (Less, "include_none"),
            false => (Good, "include_good"),
        };
        self.tell("include", outcome, "");
        directory.roles = page.matches;
        true
    }

    pub(super) async fn searches(&mut self, directory: &Directory) {
        let none = encode(NOBODY);
        let role = "PractitionerRole?active=true&_count=1";
        let filter = [role, "&specialty=http%3A%2F%2Fsnomed.info%2Fsct%7C", &none].concat();
        self.finds_none("filter", Bad, &filter).await;
        let hospital = [role, "&organization=Organization/", &none].concat();
        self.finds_none("hospital", Less, &hospital).await;
        let service = [role, "&service=HealthcareService/", &none].concat();
        self.finds_none("service", Less, &service).await;
        let in_role = "Practitioner?_count=1&_has:PractitionerRole:practitioner:specialty=";
        let in_role = [in_role, "http%3A%2F%2Fsnomed.info%2Fsct%7C", &none].concat();
        self.finds_none("in_role", Less, &in_role).await;
        self.names(directory).await;
        let hospitals = ["Organization?_count=1&name=", &none].concat();
        self.finds_none("hospitals", Less, &hospitals).await;
        self.places().await;
        self.by_id(directory).await;
        self.batch().await;
        self.pages(directory).await;
        let checks = ["VerificationResult?_count=1&target=Practitioner/", &none].concat();
        self.finds_none("checks", Less, &checks).await;
    }

    /// A search that must find nothing; `worst` is what it means where it doesn't work.
    pub(super) async fn finds_none(
        &mut self,
        check: &'static str,
        worst: Verdict,
        path: &str,
    ) -> bool {
        let kind = path.split('?').next().unwrap_or_default().to_owned();
        let (outcome, detail) = match found(self.get(path).await, &kind) {
            Ok(page) if !page.matches.is_empty() => ((worst, "ignored"), dropped(&page, path)),
            Ok(_) => ((Good, "heeded"), String::new()),
            Err(trouble) => failed(worst, trouble),
        };
        self.tell(check, outcome, &detail);
        outcome.0 == Good
    }

    async fn names(&mut self, directory: &Directory) {
        let nobody = ["Practitioner?_count=1&name=", &encode(NOBODY)].concat();
        let answer = found(self.get(&nobody).await, "Practitioner");
        match answer {
            Ok(page) if page.matches.is_empty() => {}
            Ok(page) => {
                let detail = dropped(&page, &nobody);
                return self.tell("name", (Less, "ignored"), &detail);
            }
            Err((outcome, detail)) => return self.tell("name", (Bad, outcome), &detail),
        }
        let Some(name) = &directory.name else {
            return self.tell("name", (Good, "heeded"), "");
        };
        let path = ["Practitioner?_count=5&name=", &encode(name)].concat();
        let (outcome, detail) = match found(self.get(&path).await, "Practitioner") {
            Ok(page) if page.matches.is_empty() => ((Bad, "name_lost"), name.clone()),
            Ok(_) => ((Good, "heeded"), String::new()),
            Err(trouble) => failed(Bad, trouble),
        };
        self.tell("name", outcome, &detail);
    }

    async fn places(&mut self) {
        let path = "Location?_elements=name,position,status&_count=500";
        let (outcome, detail) = match found(self.get(path).await, "Location") {
            Ok(page) => {
                let placed = page.matches.iter().filter(|it| it["position"].is_object());
                let placed = placed.count();
                let verdict = if placed == 0 {
                    (Less, "places_none")
                } else {
                    (Good, "places_good")
                };
                (verdict, placed.to_string())
            }
            Err(trouble) => failed(Less, trouble),
        };
        self.tell("places", outcome, &detail);
    }

    async fn by_id(&mut self, directory: &Directory) {
        let ids = directory.roles.iter().take(2).map(|role| text(role, "id"));
        let ids: Vec<&str> = ids.collect();
        let path = ["PractitionerRole?_id=", &ids.join(",")].concat();
        let (outcome, detail) = match found(self.get(&path).await, "PractitionerRole") {
            Ok(page) if page.matches.len() == ids.len() => ((Good, "heeded"), String::new()),
            Ok(page) => ((Bad, "ids_lost"), page.matches.len().to_string()),
            Err(trouble) => failed(Bad, trouble),
        };
        self.tell("by_id", outcome, &detail);
    }

    async fn batch(&mut self) {
        let entry = |url: &str| json!({"request": {"method": "GET", "url": url}});
        let entries = [
            entry("PractitionerRole?_count=1"),
            entry("Organization?_count=1"),
        ];
        let bundle = json!({"resourceType": "Bundle", "type": "batch", "entry": entries});
        let answer = resource(self.send("POST", "", None, Some(bundle)).await);
        let whole = |answer: &Value| {
            let done = list(answer, "entry").iter();
            done.filter(|it| text(&it["resource"], "resourceType") == "Bundle")
                .count()
                == 2
        };
        let (outcome, detail) = match answer {
            Ok(answer) if whole(&answer) => ((Good, "heeded"), String::new()),
            Ok(_) => ((Less, "batch_other"), String::new()),
            Err(trouble) => failed(Less, trouble),
        };
        self.tell("batch", outcome, &detail);
    }

    async fn pages(&mut self, directory: &Directory) {
        let path = "PractitionerRole?active=true&_count=1";
        let page = match found(self.get(path).await, "PractitionerRole") {
            Ok(page) => page,
            Err((outcome, detail)) => return self.tell("paging", (Less, outcome), &detail),
        };
        let total = page.total.map(|it| it.to_string());
        let next = match &page.next {
            // Everything came at once, or there is no more than one.
            None if page.matches.len() >= directory.roles.len() => Ok((Good, "paging_whole")),
            None => Ok((Bad, "paging_none")),
            Some(next) => Err(next.clone()),
        };
        let outcome = match next {
            Ok(outcome) => outcome,
            Err(next) => {
                let next = super::super::url::resolve(&self.base, &next);
                let first = page.matches.first().map(|it| text(it, "id").to_owned());
                if origin(&next) != origin(&self.base) {
                    self.tell("paging", (Bad, "paging_foreign"), &next);
                    return self.totals(total);
                }
                match found(self.get(&next).await, "PractitionerRole") {
                    Ok(following) => {
                        let second = following
                            .matches
                            .first()
                            .map(|it| text(it, "id").to_owned());
                        if second.is_none() || second == first {
                            (Bad, "paging_same")
                        } else {
                            (Good, "heeded")
                        }
                    }
                    Err(_) => (Bad, "paging_broken"),
                }
            }
        };
        self.tell("paging", outcome, "");
        self.totals(total);
    }

    fn totals(&mut self, total: Option<String>) {
        match total {
            Some(total) => self.tell("totals", (Good, "totals_good"), &total),
            None => self.tell("totals", (Good, "totals_none"), ""),
        }
    }

    /// The best source of scores that there is (`docs/reviews.md`, the ladder).
    pub(super) async fn ratings(&mut self, directory: &Directory) {
        const RATING: &str = "base-ext-rating";
        let roles = directory
            .roles
            .iter()
            .map(|it| ["PractitionerRole/", text(it, "id")].concat());
        let roles = roles.collect::<Vec<_>>().join(",");
        let path = ["MeasureReport?subject=", &roles].concat();
        let reports = found(self.get(&path).await, "MeasureReport");
        if let Ok(page) = &reports
            && !page.matches.is_empty()
        {
            let count = page.matches.len().to_string();
            return self.tell("ratings", (Good, "ratings_reports"), &count);
        }
        let extended = directory.roles.iter().any(|role| {
            let mut all = list(role, "extension").iter();
            all.any(|it| text(it, "url").contains(RATING))
        });
        if extended {
            return self.tell("ratings", (Less, "ratings_extension"), "");
        }
        let code = "https%3A%2F%2Fsampan.health%2Ffhir%2FCodeSystem%2Fpatient-experience%7Coverall";
        let path = ["Observation?_summary=count&code=", code].concat();
        let counts = resource(self.get(&path).await);
        let outcome = match counts.ok().and_then(|it| it["total"].as_u64()) {
            Some(1..) => (Less, "ratings_counts"),
            _ => (Less, "ratings_none"),
        };
        self.tell("ratings", outcome, "");
    }
}

/// The parameters that the server says by its `self` link it didn't use; those asked for, where it doesn't say.
pub(super) fn dropped(page: &Found, path: &str) -> String {
    let asked = super::super::url::query_pairs(path);
    let asked = asked.iter().filter(|(name, _)| !name.starts_with('_'));
    let names: Vec<&str> = asked.map(|(name, _)| name.as_str()).collect();
    let used = page.used.as_deref().unwrap_or_default();
    let missing = names
        .iter()
        .filter(|name| !used.iter().any(|(used, _)| used == *name));
    let missing: Vec<&str> = missing.copied().collect();
    match missing.is_empty() {
        true => names.last().copied().unwrap_or_default().to_owned(),
        false => missing.join(", "),
    }
}
