//! "My doctor", on a doctor's page: who it is in the record that is open, and choosing another.

use leptos::task::spawn_local;

use super::api::{Changed, choose};
use super::model::{Doctor, chosen, is_chosen, with_chosen, without_chosen};
use crate::config::Auth;
use crate::fhir::Error;
use crate::fhir::types::Patient;
use crate::i18n::{current, t, t_with};
use crate::platform::{Loader, load};
use crate::session::{Session, granted, use_session};
use crate::ui::{Icon, Notice, Tone, error_words};
use crate::view::prelude::*;

/// What became of a choice.
#[derive(Clone, PartialEq)]
enum Outcome {
    None,
    Sending,
    /// Done, and can be undone.
    Done(Changed),
    Undone,
    Failed(Error),
}

/// What a tap asks for.
#[derive(Clone)]
enum Wish {
    Choose,
    Leave,
    Undo(Changed),
}

/// Whether this doctor is the patient's own, and the choice. Nothing where no record is open, or it can't be read: the page is
/// about the doctor.
pub fn my_doctor(doctor: &Doctor) -> Option<View> {
    let session = use_session();
    let patient = session.patient()?;
    let reading = session.record.clone();
    let loader: Loader<Patient> = load(
        move || patient.clone(),
        move |patient| {
            let client = reading.clone();
            async move { client.read_as(&patient).await }
        },
    );
    let outcome = RwSignal::new(Outcome::None);
    let doctor = StoredValue::new(doctor.clone());
    let session = StoredValue::new(session);
    let wish = Callback::new(move |wish: Wish| {
        if outcome.get_untracked() != Outcome::Sending {
            outcome.set(Outcome::Sending);
            spawn_local(fulfil(
                session.get_value(),
                doctor.get_value(),
                wish,
                outcome,
                loader,
            ));
        }
    });
    let standing = move || {
        let patient = loader.state().ready()?;
        Some(doctor.with_value(|doctor| {
            session.with_value(|session| standing(&patient, doctor, session, wish))
        }))
    };
    Some(view! {
        <div class="stack-tight">
            {standing}
            <div role="status">{move || told(&outcome.get(), wish)}</div>
        </div>
    })
}

async fn fulfil(
    session: Session,
    doctor: Doctor,
    wish: Wish,
    outcome: RwSignal<Outcome>,
    loader: Loader<Patient>,
) {
    let Some(patient) = session.patient() else {
        return;
    };
    let base = session.directory.base();
    let elsewhere = Some(base).filter(|base| *base != session.record.base());
    let undoes = matches!(wish, Wish::Undo(_));
    let change = |patient: &Patient| match &wish {
        Wish::Choose => Some(with_chosen(patient, &doctor, elsewhere)),
        Wish::Leave => Some(without_chosen(patient, &doctor, base)),
        Wish::Undo(changed) => changed.undone(patient),
    };
    let done = match choose(&session.record, &patient, change).await {
        Ok(_) if undoes => Outcome::Undone,
        Ok(changed) => Outcome::Done(changed),
        Err(error) => Outcome::Failed(error),
    };
    let failed = matches!(done, Outcome::Failed(_));
    let _ = outcome.try_set(done);
    if !failed {
        loader.reload();
    }
}

fn standing(patient: &Patient, doctor: &Doctor, session: &Session, wish: Callback<Wish>) -> View {
    // In somebody else's record the words say whose.
    let other = (session.patient() != session.own_patient())
        .then(|| patient.name(&current().tag))
        .flatten();
    let say = |own: &str, others: &str| match &other {
        None => t(own),
        Some(name) => t_with(others, &[("name", name)]),
    };
    // keys: own.is, own.is_of, own.leave, own.leave_of, own.choose, own.choose_of
    if is_chosen(patient, doctor, session.directory.base()) {
        return view! {
            <p class="row"><Icon name="check"/><strong>{say("own.is", "own.is_of")}</strong></p>
            {may_choose(session).then(|| view! {
                <p><button type="button" class="link-button" on:click=move |_| wish.run(Wish::Leave)>{say("own.leave", "own.leave_of")}</button></p>
            })}
        };
    }
    if !may_choose(session) {
        return View::Nothing;
    }
    let now = chosen(patient).into_iter().find_map(|it| it.display);
    let now = now.map(|name| t_with("own.now", &[("doctor", name)]));
    view! {
        <p class="row">
            <button type="button" class="button secondary" on:click=move |_| wish.run(Wish::Choose)>{say("own.choose", "own.choose_of")}</button>
            {now.map(|now| view! { <span class="quiet small">{now}</span> })}
        </p>
    }
}

/// Whether the sign-in lets this app write into the Patient; a demonstration has none to ask.
fn may_choose(session: &Session) -> bool {
    match session.config.auth {
        Auth::None { .. } => true,
        Auth::Smart(_) => granted()
            .iter()
            .any(|it| it.write && matches!(it.kind.as_str(), "Patient" | "*")),
    }
}

fn told(outcome: &Outcome, wish: Callback<Wish>) -> Option<View> {
    Some(match outcome {
        Outcome::None => return None,
        Outcome::Sending => view! { <p class="quiet">{t("own.sending")}</p> },
        Outcome::Undone => view! { <p class="quiet">{t("own.undone")}</p> },
        Outcome::Done(changed) => {
            let changed = changed.clone();
            let undo = move |_| wish.run(Wish::Undo(changed.clone()));
            view! {
                <Notice tone=Tone::Good>
                    <p><span>{t("own.done")}</span> " " <button type="button" class="link-button" on:click=undo>{t("own.undo")}</button></p>
                </Notice>
            }
        }
        Outcome::Failed(error) => {
            let text = match error {
                Error::Forbidden { .. } | Error::Unsupported | Error::Rejected { .. } => {
                    t("own.not_allowed")
                }
                error => error_words(error).advice,
            };
            view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
        }
    })
}
