//! What a chapter is called, and what it says when it is empty.

use crate::view::prelude::*;

use super::model::{AllergyState, Chapter};
use crate::i18n::t;
use crate::session::SignInNeeded;
use crate::ui::{Notice, Tone};

/// The chapter's heading.
pub fn title(chapter: Chapter) -> String {
    t(match chapter {
        Chapter::Allergies => "record.allergies",
        Chapter::Conditions => "record.conditions",
        Chapter::Medicines => "record.medicines",
        Chapter::Vitals => "record.vitals",
        Chapter::Immunizations => "record.immunizations",
        Chapter::Labs => "record.labs",
        Chapter::Visits => "record.visits",
        Chapter::Procedures => "record.procedures",
        Chapter::Documents => "record.documents",
        Chapter::Reports => "record.reports",
        Chapter::Findings => "record.findings",
        Chapter::Plans => "record.plans",
        Chapter::Goals => "record.goals",
    })
}

/// What stands in place of a record when nobody is signed in.
pub fn sign_in_needed() -> View {
    view! { <SignInNeeded text=t("record.sign_in")/> }
}

/// What is said where a chapter has no entry, which is never "there is none".
pub fn empty(chapter: Chapter) -> String {
    t(match chapter {
        Chapter::Allergies => "record.no_allergies",
        Chapter::Conditions => "record.no_conditions",
        Chapter::Medicines => "record.no_medicines",
        Chapter::Vitals => "record.no_vitals",
        Chapter::Immunizations => "record.no_immunizations",
        Chapter::Labs => "record.no_labs",
        Chapter::Visits => "record.no_visits",
        Chapter::Procedures => "record.no_procedures",
        Chapter::Documents => "record.no_documents",
        Chapter::Reports => "record.no_reports",
        Chapter::Findings => "record.no_findings",
        Chapter::Plans => "record.no_plans",
        Chapter::Goals => "record.no_goals",
    })
}

/// What must be known of a chapter as a whole: that it isn't whole, and where it shows nothing, what that means. `known` is
/// how many entries there are, `shown` how many of them the reader sees below; `cut` says that more exist.
pub fn remarks(
    chapter: Chapter,
    allergies: AllergyState,
    known: usize,
    cut: bool,
    shown: usize,
) -> Vec<View> {
    let mut all = Vec::new();
    if cut && chapter.has_past() {
        all.push(notice(Tone::Warning, t("record.not_whole")));
    }
    if chapter == Chapter::Allergies && allergies == AllergyState::Partly {
        all.push(notice(Tone::Info, t("record.allergies_partly")));
    }
    // Of what is not whole, nobody can say that it is empty.
    if shown == 0 && !cut {
        all.push(match (known, chapter) {
            (_, Chapter::Allergies) => notice(Tone::Info, t("record.no_allergies")),
            (0, _) => view! { <p>{empty(chapter)}</p> },
            _ => view! { <p>{t("record.none_current")}</p> },
        });
    }
    all
}

fn notice(tone: Tone, text: String) -> View {
    view! { <Notice tone><p>{text}</p></Notice> }
}
