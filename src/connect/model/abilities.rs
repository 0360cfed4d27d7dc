//! What patients will be able to do, as it follows from the checks.

use super::findings::{Finding, Verdict, worst};

/// Whether patients can do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Yes,
    /// With less than there could be.
    Less,
    No,
    /// Not checked, as an earlier check failed or nobody asked for it.
    Unknown,
}

/// What patients may want to do (`connect.can_{name}`), and the checks that it rests on.
pub const ABILITIES: [(&str, &[&str]); 7] = [
    ("find", &["roles", "filter", "include", "paging"]),
    ("name", &["name"]),
    ("times", &["schedules", "slots", "slot_filter"]),
    (
        "book",
        &[
            "slots",
            "headers",
            "write",
            "transaction",
            "conflict",
            "version_guard",
        ],
    ),
    ("ratings", &["ratings"]),
    ("sign_in", &["sign_in"]),
    ("record", &["record", "record_types"]),
];

/// The hops that everything rests on.
const HOPS: [&str; 5] = ["address", "reach", "cors", "metadata", "version"];

/// Whether patients can do something that rests on these checks.
pub fn state(checks: &[&str], findings: &[Finding]) -> State {
    let of = |names: &[&str]| {
        let mine = findings.iter().filter(|it| names.contains(&it.check));
        mine.collect::<Vec<_>>()
    };
    if worst(of(&HOPS)) == Verdict::Bad {
        return State::No;
    }
    let mine = of(checks);
    if mine.is_empty() {
        return State::Unknown;
    }
    match worst(mine) {
        Verdict::Good => State::Yes,
        Verdict::Less => State::Less,
        Verdict::Bad => State::No,
    }
}
