//! What the patient gave the clinic for a visit: answered questions, photos and documents.

use crate::view::prelude::*;

use crate::booking::api::{Meeting, answered, papers, send};
use crate::booking::book::Bring;
use crate::booking::model::intake::{Said, told};
use crate::booking::paper::Paper;
use crate::booking::parts::fact;
use crate::fhir::{Error, Node};
use crate::i18n::{current, t, t_with};
use crate::platform::{load, now_ms};
use crate::session::use_session;
use crate::ui::{ErrorView, Notice, Tone};
use crate::view::keyed;

/// Questions and answers as facts; `answers` is a QuestionnaireResponse.
pub fn answers_facts(answers: Node) -> View {
    let all = told(answers, &current().tag)
        .into_iter()
        .map(|(question, said)| {
            let words: Vec<String> = said.into_iter().map(answer_words).collect();
            fact(
                question,
                view! { <bdi class="typed">{words.join(", ")}</bdi> },
            )
        });
    all.collect_view()
}

fn answer_words(said: Said) -> String {
    match said {
        Said::Yes(true) => t("booking.yes"),
        Said::Yes(false) => t("booking.no"),
        Said::Words(words) => words,
    }
}

/// The answered questions of an appointment; nothing where there are none.
pub fn said((appointment, _): &Meeting) -> View {
    let session = use_session();
    let appointment = appointment.clone();
    let fetch = move |()| {
        let (session, appointment) = (session.clone(), appointment.clone());
        async move {
            let patient = session.patient().unwrap_or_default();
            answered(&session.record, &patient, &appointment).await
        }
    };
    let loader = load(|| (), fetch);
    let show = move || {
        let found = loader.state().ready()?;
        (!found.is_empty()).then(|| {
            let facts = found.iter().map(|answers| answers_facts(answers.root()));
            view! {
                <section class="section">
                    <h2>{t("booking.intake")}</h2>
                    <dl class="facts">{facts.collect_view()}</dl>
                </section>
            }
        })
    };
    show.into_view()
}

/// Where the sending of a file stands.
#[derive(Clone, Debug, PartialEq)]
enum Sending {
    Under,
    Done,
    Failed(Error),
}

/// Sends a file for an appointment (its id), says how that went, and tries again when asked.
pub fn send_papers(appointment: String, paper: Paper) -> View {
    let session = use_session();
    let state = RwSignal::new(Sending::Under);
    let name = paper.name.clone();
    let go = move |again: bool| {
        let (session, appointment, paper) = (session.clone(), appointment.clone(), paper.clone());
        state.set(Sending::Under);
        leptos::task::spawn_local(async move {
            let patient = session.patient().unwrap_or_default();
            let sent = send(
                &session.record,
                &patient,
                &appointment,
                &paper,
                again,
                now_ms(),
            )
            .await;
            let _ = state.try_set(match sent {
                Ok(()) => Sending::Done,
                Err(error) => Sending::Failed(error),
            });
        });
    };
    go(false);
    let again = Callback::new(move |()| go(true));
    // keys: booking.paper_sending, booking.paper_sent, booking.paper_failed
    let say = move |key| t_with(key, &[("name", &name)]);
    let show = move || match state.get() {
        Sending::Under => view! { <p>{say("booking.paper_sending")}</p> },
        Sending::Done => {
            let words = say("booking.paper_sent");
            view! { <Notice tone=Tone::Good><p>{words}</p></Notice> }
        }
        Sending::Failed(error) => view! {
            <p><strong>{say("booking.paper_failed")}</strong></p>
            <ErrorView error retry=again/>
        },
    };
    view! { <div class="stack-tight" role="status">{show}</div> }
}

/// The files that were sent for an appointment, and a field for one more as long as it is to come (`open`).
pub fn sent_papers((appointment, _): &Meeting, open: bool) -> View {
    let session = use_session();
    let id = appointment.id().to_owned();
    let of = id.clone();
    let fetch = move |()| {
        let (session, id) = (session.clone(), of.clone());
        async move {
            let patient = session.patient().unwrap_or_default();
            papers(&session.record, &patient, &id).await
        }
    };
    let loader = load(|| (), fetch);
    let list = move || {
        let found = loader.state().ready()?;
        let language = current().tag;
        let names = found.iter().map(|paper| {
            let name = paper.description(&language).unwrap_or_default().to_owned();
            view! { <li><bdi>{name}</bdi></li> }
        });
        (!found.is_empty()).then(|| view! { <ul class="plain">{names.collect_view()}</ul> })
    };
    if !open {
        let is_none = move || loader.state().ready().is_none_or(|found| found.is_empty());
        let show = move || (!is_none()).then(|| papers_view(list));
        return show.into_view();
    }
    // What is chosen is sent at once, and the field is there for another.
    let chosen = RwSignal::new(None::<Paper>);
    let sending = RwSignal::new(Vec::<(usize, Paper)>::new());
    Effect::new(move |_| {
        if let Some(paper) = chosen.get() {
            sending.update(|all| all.push((all.len(), paper)));
            chosen.set(None);
        }
    });
    let sent = keyed(
        move || sending.get(),
        |(at, _)| *at,
        move |(_, paper)| send_papers(id.clone(), paper),
    );
    papers_view(view! { {list}{sent}<Bring paper=chosen/> })
}

fn papers_view(inner: impl IntoView) -> View {
    view! {
        <section class="section">
            <h2>{t("booking.papers")}</h2>
            {inner.into_view()}
        </section>
    }
}
