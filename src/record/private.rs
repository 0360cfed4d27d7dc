//! The private topics of a record: folded all, unless the patient wants some of them open.
//!
//! Which topics somebody wants open tells of them what it should hide. So it is kept in this page's memory alone, for one
//! person, and by the next visit everything is folded again.

use std::cell::RefCell;

use super::model::{Sensitive, Topic};
use crate::i18n::{t, t_with};
use crate::session::{Session, use_session};
use crate::view::prelude::*;

thread_local! {
    /// Who chose, and what they want open.
    static OPEN: RefCell<(Option<String>, Vec<Topic>)> = const { RefCell::new((None, Vec::new())) };
}

/// Folds everything again where somebody else chose. Every page of the record begins with it.
pub fn of_this_person(session: &Session) {
    let own = session.own_patient();
    OPEN.with_borrow_mut(|(who, open)| {
        if *who != own {
            (*who, *open) = (own, Vec::new());
        }
    });
}

/// What stands in the place of an entry that is folded; `None` where it isn't.
pub fn why_folded(sensitive: &Sensitive) -> Option<String> {
    let closed = |topic: &Topic| OPEN.with_borrow(|(_, open)| !open.contains(topic));
    let topics: Vec<String> = sensitive
        .topics
        .iter()
        .filter(|topic| closed(topic))
        .map(|topic| t(topic.label()))
        .collect();
    match (sensitive.labelled, topics.is_empty()) {
        (true, _) => Some(t("record.sensitive")),
        (false, true) => None,
        (false, false) => {
            let topics = topics.join(&t("record.comma"));
            Some(t_with("record.topic_folded", &[("topic", &topics)]))
        }
    }
}

/// The choice of topics, in the settings; nothing while nobody's record is open.
#[component]
pub fn TopicChoice() -> View {
    let session = use_session();
    of_this_person(&session);
    if session.patient().is_none() {
        return View::Nothing;
    }
    let boxes = Topic::ALL.map(|topic| {
        let folded = OPEN.with_borrow(|(_, open)| !open.contains(&topic));
        let choose = move |event| {
            let folded = event_target_checked(&event);
            OPEN.with_borrow_mut(|(_, open)| {
                open.retain(|one| *one != topic);
                if !folded {
                    open.push(topic);
                }
            });
        };
        view! {
            <label class="choice">
                <input type="checkbox" checked=folded on:change=choose/>
                <span>{t(topic.label())}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices" aria-describedby="topics-about">
            <legend><h2>{t("record.topics")}</h2></legend>
            <p id="topics-about">{t("record.topics_about")}</p>
            {boxes.collect_view()}
        </fieldset>
    }
}
