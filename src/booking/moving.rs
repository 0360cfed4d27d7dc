//! Moving an appointment: a new time, a check, and what came of it. The old time is kept until the new one is ours.

use crate::view::prelude::*;

use super::api::{Change, Meeting, Move, offer, reschedule};
use super::kept;
use super::model::{Offer, Open, Pending, Rung, Step, owner, rung};
use super::overlap::overlap_warning;
use super::parts::{call, party_facts, time_fact, unclear_notice, when};
use super::times::Times;
use crate::fhir::Error;
use crate::i18n::t;
use crate::platform::{focus, load, now_ms, uuid};
use crate::router::{History, use_navigate};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, ErrorView, Notice, Page, Tone, loaded_page};

fn address(meeting: &Meeting) -> String {
    ["/appointments/", meeting.0.id()].concat()
}

/// The first step: the times of the same doctor.
pub fn choose_page(meeting: &Meeting, note: Option<String>) -> View {
    let (appointment, party) = meeting;
    let navigate = use_navigate();
    let here = address(meeting);
    let Some(role) = party.role_id().map(str::to_owned) else {
        return by_phone(meeting);
    };
    let person = party.practitioner.as_ref();
    let practitioner = person.map(|practitioner| practitioner.id().to_owned());
    let phone = party.phone().map(str::to_owned);
    let to = [&here, "?step=move&to="].concat();
    let choose = Callback::new(move |slot: String| {
        let slot = crate::fhir::url::encode(&slot);
        navigate(&[&to, slot.as_str()].concat(), History::Push);
    });
    let present = appointment
        .start()
        .map(|start| when(start.start_ms(), party.zone()));
    let moving = Some(appointment.id().to_owned());
    view! {
        <BackLink href=here label=t("booking.appointment")/>
        <Page title=t("booking.move_title")>
            {note.map(|note| view! { <Notice tone=Tone::Warning><p>{note}</p></Notice> })}
            {present.map(|present| view! { <p>{t("booking.move_now")}" "<strong><bdi>{present}</bdi></strong></p> })}
            <p class="quiet">{t("booking.move_hint")}</p>
            <Times role practitioner phone choose=Some(choose) moving/>
        </Page>
    }
}

fn by_phone(meeting: &Meeting) -> View {
    let (back, phone) = (address(meeting), meeting.1.phone().map(str::to_owned));
    view! {
        <BackLink href=back label=t("booking.appointment")/>
        <Page title=t("booking.move_title")>
            <p>{t("booking.move_phone")}</p>
            <p class="actions">{call(phone)}</p>
        </Page>
    }
}

/// How far a move has come.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    Asking,
    Sending,
    Failed(Error),
    Unclear(Error),
    Lost,
    Moved,
}

/// The second step: old and new, and the button.
pub fn check_page(meeting: &Meeting, to: String) -> View {
    let session = use_session();
    let fetch = move |()| {
        let (session, to) = (session.clone(), to.clone());
        async move {
            let (offer, said) =
                futures::future::join(offer(&session.directory, &to), session.record.capability())
                    .await;
            let offer = offer?;
            let rung = rung(said.ok().as_ref(), &offer.slot);
            Ok((offer, rung))
        }
    };
    let loader = load(|| (), fetch);
    let meeting = meeting.clone();
    let show = move |(offer, rung): &(Offer, Rung)| match (rung.takes_slot(), offer.open(now_ms()))
    {
        (false, _) => by_phone(&meeting),
        (true, Open::Yes) => {
            view! { <Check meeting=meeting.clone() offer=offer.clone() rung=rung.clone()/> }
        }
        // After a reload the slot may be taken because it is ours.
        (true, _)
            if meeting
                .0
                .slots()
                .any(|slot| slot.id_of("Slot") == Some(offer.slot.id())) =>
        {
            moved_page(&meeting, offer)
        }
        (true, _) => choose_page(&meeting, Some(t("booking.taken_text"))),
    };
    loaded_page(loader, "booking.move_check_title", show).into_view()
}

#[component]
fn Check(meeting: Meeting, offer: Offer, rung: Rung) -> View {
    let session = use_session();
    let phase = RwSignal::new(Phase::Asking);
    let mark = StoredValue::new(["urn:uuid:", &uuid()].concat());
    let (meeting, offer) = (StoredValue::new(meeting), StoredValue::new(offer));
    let send = Callback::new(move |()| {
        let before = phase.get_untracked();
        if before == Phase::Sending {
            return;
        }
        phase.set(Phase::Sending);
        if before != Phase::Asking {
            focus("move");
        }
        let going = Going {
            meeting,
            offer,
            mark: mark.get_value(),
            rung: rung.clone(),
            phase,
        };
        leptos::task::spawn_local(going.attempt(session.clone(), before));
    });
    let screen = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Moved => 2,
            Phase::Lost => 1,
            _ => 0,
        })
    });
    move || match screen.get() {
        2 => meeting.with_value(|meeting| offer.with_value(|offer| moved_page(meeting, offer))),
        1 => meeting.with_value(|meeting| choose_page(meeting, Some(t("booking.move_lost")))),
        _ => check_view(meeting, offer, phase, send),
    }
}

fn check_view(
    meeting: StoredValue<Meeting>,
    offer: StoredValue<Offer>,
    phase: RwSignal<Phase>,
    send: Callback<()>,
) -> View {
    let (back, id, present) = meeting.with_value(|meeting| {
        let (appointment, party) = meeting;
        let start = appointment.start().map(|start| start.start_ms());
        (
            [&address(meeting), "?step=move"].concat(),
            appointment.id().to_owned(),
            start.map(|start| when(start, party.zone())),
        )
    });
    let (facts, warning) = offer.with_value(|offer| {
        let facts = view! {
            {time_fact(offer.start(), offer.minutes(), offer.party.zone())}
            {party_facts(&offer.party, false)}
        };
        (facts, overlap_warning(offer.start(), offer.end(), Some(id)))
    });
    view! {
        <BackLink href=back label=t("booking.other_times")/>
        <Page title=t("booking.move_check_title")>
            {present.map(|present| view! { <p>{t("booking.move_now")}" "<bdi>{present}</bdi></p> })}
            <section class="stack-tight">
                <h2>{t("booking.move_new")}</h2>
                <dl class="facts">{facts}</dl>
            </section>
            {warning}
            <p class="quiet">{t("booking.move_safe")}</p>
            {button(meeting, phase, send)}
        </Page>
    }
}

fn button(meeting: StoredValue<Meeting>, phase: RwSignal<Phase>, send: Callback<()>) -> View {
    let trouble = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Failed(_) | Phase::Unclear(_) => Some(phase.clone()),
            _ => None,
        })
    });
    let sending = move || phase.with(|phase| *phase == Phase::Sending);
    let phone = move || meeting.with_value(|meeting| meeting.1.phone().map(str::to_owned));
    let show = move || match trouble.get() {
        Some(Phase::Failed(error)) => view! {
            <div role="alert"><p><strong>{t("booking.move_failed")}</strong></p></div>
            <ErrorView error retry=send/>
        },
        Some(_) => view! {
            <div role="alert">{unclear_notice(t("booking.move_unclear_title"), t("booking.move_unclear_text"), send, phone())}</div>
        },
        None => view! {
            <p>
                <button type="button" class="button wide" id="move" aria-disabled=move || sending().to_string() on:click=move |_| send.run(())>
                    {move || if sending() { t("booking.move_sending") } else { t("booking.move_yes") }}
                </button>
            </p>
        },
    };
    show.into_view()
}

fn moved_page(meeting: &Meeting, offer: &Offer) -> View {
    let href = address(meeting);
    let facts = view! {
        {time_fact(offer.start(), offer.minutes(), offer.party.zone())}
        {party_facts(&offer.party, false)}
    };
    view! {
        <Page title=t("booking.moved_title")>
            <Notice tone=Tone::Good><p>{t("booking.moved_text")}</p></Notice>
            <dl class="facts">{facts}</dl>
            <p class="actions">
                <a class="button" href=href>{t("booking.see_appointment")}</a>
                <a class="button secondary" href="/appointments">{t("booking.all_appointments")}</a>
            </p>
        </Page>
    }
}

/// A move on its way.
struct Going {
    meeting: StoredValue<Meeting>,
    offer: StoredValue<Offer>,
    mark: String,
    rung: Rung,
    phase: RwSignal<Phase>,
}

impl Going {
    async fn attempt(self, session: Session, before: Phase) {
        let appointment = self.meeting.with_value(|meeting| meeting.0.clone());
        let mut to = self.offer.get_value();
        let patient = session.patient().unwrap_or_default();
        let from = appointment.slots().find_map(|slot| slot.id_of("Slot"));
        let earlier = kept::of_patient(&patient)
            .into_iter()
            .find(|kept| kept.mark == self.mark);
        let pending = match (&before, earlier) {
            (Phase::Unclear(_), Some(earlier)) => earlier,
            _ => Pending {
                owner: owner(&patient),
                slot: to.slot.id().to_owned(),
                mark: self.mark.clone(),
                sent: now_ms(),
                step: Step::Moving {
                    appointment: appointment.id().to_owned(),
                    from: from.map(str::to_owned),
                    told: false,
                },
            },
        };
        kept::keep(pending.clone());
        let change = match before {
            Phase::Unclear(reason) => {
                let going = Move {
                    appointment: appointment.id(),
                    from,
                    to: to.slot.id(),
                    mark: &self.mark,
                };
                going
                    .look(&session.record, reason, pending.fate(now_ms()))
                    .await
            }
            before => {
                // The slot may have changed since; its old version would fail for ever.
                if before != Phase::Asking
                    && let Ok(renewed) = offer(&session.directory, to.slot.id()).await
                {
                    to = renewed;
                }
                reschedule(&session.record, &appointment, &to, &self.mark, &self.rung).await
            }
        };
        kept::replace(&pending, change.rest(pending.clone(), now_ms()));
        let next = match change {
            Change::Done | Change::Owing(_) => Phase::Moved,
            Change::Stands(error) => Phase::Failed(error),
            Change::Lost => Phase::Lost,
            Change::Unclear(error) => Phase::Unclear(error),
        };
        kept::keep_trying(&session, &patient);
        let _ = self.phase.try_set(next);
    }
}
