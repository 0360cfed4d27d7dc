//! What a chapter is called, and what it says when it is empty.

use leptos::prelude::*;

use super::model::{AllergyState, Chapter, Contents, allergy_state};
use crate::i18n::{t, t_n};
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
    })
}

/// What is said where a chapter has no entry, which is never "there is none".
fn empty(chapter: Chapter) -> String {
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
    })
}

/// What must be known of a chapter as a whole: what could not be read, that it isn't whole, and where it shows nothing,
/// what that means. `shown` is how many entries the reader sees below.
pub fn remarks(chapter: Chapter, contents: &Contents, shown: usize) -> Vec<AnyView> {
    let whole = contents.unreadable == 0 && !contents.more;
    let mut all = Vec::new();
    if contents.unreadable > 0 {
        all.push(notice(
            Tone::Warning,
            t_n("record.unreadable", contents.unreadable, &[]),
        ));
    }
    if contents.more && chapter.has_past() {
        all.push(notice(Tone::Warning, t("record.not_whole")));
    }
    if chapter == Chapter::Allergies && allergy_state(&contents.entries) == AllergyState::Partly {
        all.push(notice(Tone::Info, t("record.allergies_partly")));
    }
    // Of what is not whole, nobody can say that it is empty.
    if shown == 0 && whole {
        all.push(match (contents.entries.is_empty(), chapter) {
            (_, Chapter::Allergies) => notice(Tone::Info, t("record.no_allergies")),
            (true, _) => view! { <p>{empty(chapter)}</p> }.into_any(),
            (false, _) => view! { <p>{t("record.none_current")}</p> }.into_any(),
        });
    }
    all
}

fn notice(tone: Tone, text: String) -> AnyView {
    view! { <Notice tone><p>{text}</p></Notice> }.into_any()
}
