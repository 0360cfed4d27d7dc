//! The findings as text to copy: no token is in it, since none is in a finding.

use super::abilities::{ABILITIES, State, state};
use super::findings::{Finding, Verdict};

/// The message of a key; none where there is no such message.
pub type Words<'a> = &'a dyn Fn(&str) -> Option<String>;

fn word(words: Words, key: &str) -> String {
    words(&["connect.", key].concat()).unwrap_or_else(|| key.to_owned())
}

/// What was found, in words.
pub fn said(finding: &Finding, words: Words) -> String {
    word(words, finding.outcome).replace("{detail}", &finding.detail)
}

/// What to do about it: the outcome's own advice, else the check's. Nothing where all is well.
pub fn advice(finding: &Finding, words: Words) -> Option<String> {
    let of = |name: &str| words(&["connect.", name, "_do"].concat());
    let text = match finding.verdict {
        Verdict::Good => None,
        _ => of(finding.outcome).or_else(|| of(finding.check)),
    };
    text.map(|text| text.replace("{detail}", &finding.detail))
}

/// Key of the word for a verdict.
fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "good",
        Verdict::Less => "less",
        Verdict::Bad => "bad",
    }
}

/// Key of the word for a state.
fn state_word(state: State) -> &'static str {
    match state {
        State::Yes => "yes",
        State::Less => "some",
        State::No => "no",
        State::Unknown => "unknown",
    }
}

/// The whole as plain text.
pub fn report(base: &str, when: &str, findings: &[Finding], words: Words) -> String {
    let mut lines = vec![
        word(words, "report"),
        [base, "  ", when].concat(),
        String::new(),
        word(words, "for_patients"),
    ];
    for (name, checks) in ABILITIES {
        let state = word(words, state_word(state(checks, findings)));
        let ability = word(words, &["can_", name].concat());
        lines.push(["  ", &ability, ": ", &state].concat());
    }
    lines.extend([String::new(), word(words, "checks")]);
    for finding in findings {
        let verdict = word(words, verdict_word(finding.verdict));
        let name = word(words, &["check_", finding.check].concat());
        lines.push(["  [", &verdict, "] ", &name, ": ", &said(finding, words)].concat());
        lines.extend(advice(finding, words).map(|text| ["      -> ", &text].concat()));
        if !finding.request.is_empty() {
            lines.push(format!("      {} ({} ms)", finding.request, finding.ms));
        }
    }
    lines.join("\n") + "\n"
}
