//! What a check came to.

/// What a finding means for patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Patients have less; what they have works.
    Less,
    /// Something that patients need fails.
    Bad,
}

/// What one check came to. Its words are messages of `public/locales/*/connect.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check: `connect.check_{check}` is its name.
    pub check: &'static str,
    /// What was found: `connect.{outcome}` says it.
    pub outcome: &'static str,
    pub verdict: Verdict,
    /// What stands in the words for `{detail}`: a status, a version, a number.
    pub detail: String,
    /// The last request that it rests on, `GET PractitionerRole?…`; empty where none was sent.
    pub request: String,
    /// Milliseconds until its answer.
    pub ms: u32,
}

/// The worst of them; good where there are none.
pub fn worst<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Verdict {
    let verdicts = findings.into_iter().map(|finding| finding.verdict);
    verdicts.max().unwrap_or(Verdict::Good)
}
