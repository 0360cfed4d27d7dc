//! Joining a clinic's waiting list, below the free times of a doctor.

use crate::view::prelude::*;

use super::api::{join, waits};
use super::kept;
use super::model::{Outcome, Pending, Rung, Step, Wish, owner};
use super::parts::sign_in_notice;
use crate::fhir::Error;
use crate::fhir::types::Schedule;
use crate::i18n::t;
use crate::platform::{focus, load, now_ms, uuid};
use crate::session::use_session;
use crate::ui::{ErrorView, Notice, TextArea, Tone};

/// How far it has come.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    Closed,
    Open,
    Sending,
    Failed(Error),
    Unclear,
    /// The id of the Appointment.
    On(String),
}

/// The offer of a place on the waiting list for the times of a schedule of this doctor (the id of the PractitionerRole).
#[component]
pub fn WaitingList(schedule: Schedule, role: String) -> View {
    let session = use_session();
    let patient = session.patient();
    let phase = RwSignal::new(Phase::Closed);
    let reason = RwSignal::new(String::new());
    let mark = StoredValue::new(["urn:uuid:", &uuid()].concat());
    // Who is on the list already needn't ask again.
    let loader = load(|| (), {
        let (client, patient) = (session.record.clone(), patient.clone());
        move |()| {
            let (client, patient, role) = (client.clone(), patient.clone(), role.clone());
            async move {
                match patient {
                    Some(patient) => waits(&client, &patient, &role).await,
                    None => Ok(None),
                }
            }
        }
    });
    Effect::new(move |_| {
        let found = loader.state().ready();
        if let Some(on) = found.and_then(|found| Some(found.as_ref().as_ref()?.id().to_owned())) {
            phase.set(Phase::On(on));
        }
    });
    let send = {
        let (session, patient) = (session.clone(), patient.clone().unwrap_or_default());
        Callback::new(move |()| {
            if phase.get_untracked() == Phase::Sending {
                return;
            }
            phase.set(Phase::Sending);
            let wish = Wish {
                patient: patient.clone(),
                reason: reason.get_untracked(),
                mark: mark.get_value(),
                ..Wish::default()
            };
            let (session, schedule) = (session.clone(), schedule.clone());
            leptos::task::spawn_local(async move {
                let pending = Pending {
                    owner: owner(&wish.patient),
                    slot: String::new(),
                    mark: wish.mark.clone(),
                    sent: now_ms(),
                    step: Step::Booking {
                        rung: Rung::Request,
                        told: false,
                    },
                };
                kept::keep(pending.clone());
                let outcome = join(&session.record, &schedule, &wish, now_ms()).await;
                kept::replace(&pending, pending.clone().after(&outcome));
                kept::keep_trying(&session, &wish.patient);
                let _ = phase.try_set(match outcome {
                    Outcome::Booked(id) | Outcome::Requested(id) => Phase::On(id),
                    Outcome::NotBooked(error) | Outcome::Owing(error) => Phase::Failed(error),
                    Outcome::Lost | Outcome::Only(_) => Phase::Failed(Error::Unsupported),
                    Outcome::Unclear(_) => Phase::Unclear,
                });
            });
        })
    };
    let open = move |_| {
        phase.set(Phase::Open);
        focus("wait-reason");
    };
    let is_open =
        Memo::new(move |_| phase.with(|phase| matches!(phase, Phase::Open | Phase::Sending)));
    let sending = move || phase.with(|phase| *phase == Phase::Sending);
    let known = patient.is_some();
    let form = move || match known {
        false => sign_in_notice(),
        true => view! {
            <TextArea id="wait-reason" label=t("booking.reason") hint=t("booking.reason_hint") value=reason/>
            <p class="actions">
                <button type="button" class="button" aria-disabled=move || sending().to_string() on:click=move |_| send.run(())>
                    {move || if sending() { t("booking.wait_sending") } else { t("booking.wait_join") }}
                </button>
            </p>
        },
    };
    let other = move || match phase.get() {
        Phase::Closed => view! {
            <p>{t("booking.wait_offer")}</p>
            <p class="actions"><button type="button" class="button secondary" on:click=open>{t("booking.wait_open")}</button></p>
        },
        Phase::On(id) => view! {
            <Notice tone=Tone::Good>
                <p>{t("booking.wait_on")}</p>
                <p class="actions"><a class="button secondary" href=["/appointments/", &id].concat()>{t("booking.see_appointment")}</a></p>
            </Notice>
        },
        Phase::Failed(error) => view! {
            <p><strong>{t("booking.wait_failed")}</strong></p>
            <ErrorView error retry=send/>
        },
        Phase::Unclear => view! {
            <Notice tone=Tone::Warning>
                <p>{t("booking.news_unclear")}</p>
                <p class="actions"><a class="button secondary" href="/appointments">{t("booking.all_appointments")}</a></p>
            </Notice>
        },
        Phase::Open | Phase::Sending => ().into_view(),
    };
    view! {
        <section class="section" aria-labelledby="waiting-list">
            <h3 id="waiting-list">{t("booking.wait_title")}</h3>
            {move || is_open.get().then(&form)}
            <div role="status">{other}</div>
        </section>
    }
}
