//! The checks one after the other, each built on what the ones before have found.

use serde_json::Value;

use super::findings::{Finding, Verdict};
use super::searches::Directory;
use super::{Answer, Ask, Silence, Wire, own, trial};

/// What a check is told by.
pub(super) type Outcome = (Verdict, &'static str);

/// A server under examination.
pub(super) struct Run<'a> {
    pub wire: &'a dyn Wire,
    /// Without a slash at its end.
    pub base: String,
    say: &'a mut dyn FnMut(Finding),
    request: String,
    ms: u32,
}

/// What a server is there for: `config.json` may name one for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Both,
    /// `directory.base`
    Directory,
    /// `record.base`
    Record,
}

/// What to check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// The FHIR base, as somebody typed it.
    pub base: String,
    pub part: Part,
    /// Whether to try a booking too, with a Schedule, a Slot and Appointments of its own, which are then removed.
    pub write: bool,
}

/// Checks a server, and tells each finding as it comes.
pub async fn check(wish: &Wish, wire: &dyn Wire, say: &mut dyn FnMut(Finding)) {
    let mut run = Run {
        wire,
        base: tidy(&wish.base),
        say,
        request: String::new(),
        ms: 0,
    };
    let Some(capability) = run.hops().await else {
        return;
    };
    if wish.part != Part::Record {
        let mut directory = Directory::default();
        if !run.doctors(&mut directory).await {
            return;
        }
        run.searches(&directory).await;
        run.times(&directory).await;
        run.ratings(&directory).await;
    }
    if wish.part != Part::Directory {
        run.booking(&capability);
        run.sign_in(&capability).await;
        run.record(&capability).await;
        if wish.write {
            trial::run(&mut run).await;
        }
    }
}

/// A base as the requests begin with it: no spaces around it, no slash at its end, no `/metadata` that was copied along.
pub fn tidy(base: &str) -> String {
    let base = base.trim().trim_end_matches('/');
    let base = base.strip_suffix("/metadata").unwrap_or(base);
    base.trim_end_matches('/').to_owned()
}

/// A request as a line of the report: the whole of a long one helps nobody.
fn shown(method: &str, path: &str) -> String {
    const LONGEST: usize = 160;
    let path = if path.is_empty() { "/" } else { path };
    let short: String = path.chars().take(LONGEST).collect();
    let more = if short.len() < path.len() { "…" } else { "" };
    [method, " ", &short, more].concat()
}

impl Run<'_> {
    /// Tells what a check came to.
    pub fn tell(&mut self, check: &'static str, (verdict, outcome): Outcome, detail: &str) {
        (self.say)(Finding {
            check,
            outcome,
            verdict,
            detail: detail.to_owned(),
            request: std::mem::take(&mut self.request),
            ms: std::mem::take(&mut self.ms),
        });
    }

    /// Sends a request to a path below the base.
    pub async fn send(
        &mut self,
        method: &'static str,
        path: &str,
        header: Option<(&'static str, String)>,
        body: Option<Value>,
    ) -> Result<Answer, Silence> {
        let url = match path {
            "" => self.base.clone(),
            path if path.contains("://") => path.to_owned(),
            path => [&self.base, "/", path].concat(),
        };
        let mut headers = vec![("accept", "application/fhir+json".to_owned())];
        if body.is_some() {
            headers.push(("content-type", "application/fhir+json".to_owned()));
        }
        headers.extend(header);
        let begun = self.wire.clock();
        let answer = self.wire.send(Ask {
            method,
            url,
            headers,
            body: body.map(|body| body.to_string()),
        });
        let answer = answer.await;
        self.ms = (self.wire.clock() - begun) as u32;
        self.request = shown(method, path);
        answer
    }

    /// Reads a path below the base, or an absolute address.
    pub async fn get(&mut self, path: &str) -> Result<Answer, Silence> {
        self.send("GET", path, None, None).await
    }

    /// The site's own origin is the server's: the browser then asks nobody.
    pub fn is_same_origin(&self) -> bool {
        let site = self.wire.site();
        site.is_some() && site == own::origin(&self.base)
    }
}
