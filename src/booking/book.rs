//! Booking one time: what it is about, a check, and the confirmation.
//!
//! The URL holds the step, so Back goes from the check to the form; what was chosen and typed is in the draft.

use std::cell::Cell;

use crate::view::prelude::*;

use super::api::{News, offer, own_booking};
use super::confirm::{Booked, Check, Going, Lost, Phase, without_us};
use super::draft;
use super::kept;
use super::model::{Kind, Offer, Open, Rung, rung, slot_mode};
use super::overlap::overlap_warning;
use super::parts::{call, doctor, fact, kind_words, time_fact};
use super::times::Times;
use crate::config::Auth;
use crate::fhir::Error;
use crate::i18n::{current, t};
use crate::platform::{load, now_ms, set_tab_note, tab_note};
use crate::router::{use_id, use_query, value_of};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, Notice, Page, TextArea, Tone, loaded_page};

/// `/book/{Slot id}`
#[component]
pub fn Book() -> View {
    let session = use_session();
    let id = use_id();
    let loader = load(|| (), move |()| opening(session.clone(), id.clone()));
    let again = Callback::new(move |()| loader.reload());
    loaded_page(
        loader,
        "booking.title",
        move |opening: &Opening| match opening {
            Opening::Offered(offered) => view! { <Offered offered=offered.clone()/> },
            Opening::Own(appointment) => own_page(appointment),
            Opening::Requested(appointment) => requested_page(appointment),
            Opening::Unclear(offer) => unclear_page(offer, again),
            Opening::Closed(offer, why) => closed_page(offer, *why),
            Opening::Unknown => unknown_page(),
        },
    )
}

/// What stands behind the address of a slot.
#[derive(Clone, Debug, PartialEq)]
enum Opening {
    Offered(Openable),
    /// The patient has booked it already; the id of the Appointment. A reload after booking comes here.
    Own(String),
    /// The same, asked for.
    Requested(String),
    /// An earlier attempt at it, of which nobody can tell yet.
    Unclear(Offer),
    Closed(Offer, Open),
    Unknown,
}

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq)]
struct Openable {
    offer: Offer,
    rung: Rung,
    /// An earlier attempt at it came to nothing.
    failed_before: bool,
}

async fn opening(session: Session, id: String) -> Result<Opening, Error> {
    let before = match session.patient() {
        Some(patient) => earlier_attempt(&session, &patient, &id).await,
        None => None,
    };
    match before {
        Some(News::Booked(appointment)) => return Ok(Opening::Own(appointment)),
        Some(News::Requested(appointment)) => return Ok(Opening::Requested(appointment)),
        _ => {}
    }
    // What the record's server can do is asked for at the same time; without an answer a try will show it.
    let (offer, said) =
        futures::future::join(offer(&session.directory, &id), session.record.capability()).await;
    let offer = match offer {
        Ok(offer) => offer,
        Err(Error::NotFound) => return Ok(Opening::Unknown),
        Err(error) => return Err(error),
    };
    if before == Some(News::Unclear) {
        return Ok(Opening::Unclear(offer));
    }
    let why = offer.open(now_ms());
    if why == Open::Yes {
        return Ok(Opening::Offered(Openable {
            rung: rung(said.ok().as_ref(), &offer.slot),
            offer,
            failed_before: before.is_some(),
        }));
    }
    if let Some(patient) = session.patient() {
        // Whether it is the patient's own is a courtesy; without an answer it is just taken.
        if let Ok(Some(own)) = own_booking(&session.record, &patient, &offer.slot).await {
            return Ok(Opening::Own(own.id().to_owned()));
        }
    }
    Ok(Opening::Closed(offer, why))
}

/// What became of an attempt at this slot that a reload or a closed tab cut short.
async fn earlier_attempt(session: &Session, patient: &str, slot: &str) -> Option<News> {
    let kept = kept::of_patient(patient);
    let before = kept.into_iter().find(|kept| kept.slot == slot)?;
    kept::settle_one(session, before).await
}

fn requested_page(id: &str) -> View {
    let href = ["/appointments/", id].concat();
    view! {
        <Page title=t("booking.requested")>
            <p>{t("booking.requested_text")}</p>
            <p class="actions"><a class="button" href=href>{t("booking.see_appointment")}</a></p>
        </Page>
    }
}

fn unclear_page(offer: &Offer, again: Callback<()>) -> View {
    let (summary, phone) = (summary(offer), offer.party.phone().map(str::to_owned));
    view! {
        <Page title=t("booking.unclear_title")>
            {summary}
            <Notice tone=Tone::Warning>
                <p>{t("booking.unclear_text")}</p>
                <p class="actions">
                    <button type="button" class="button" on:click=move |_| again.run(())>{t("booking.look_again")}</button>
                    {call(phone)}
                </p>
            </Notice>
        </Page>
    }
}

fn own_page(id: &str) -> View {
    let href = ["/appointments/", id].concat();
    view! {
        <Page title=t("booking.own_title")>
            <p>{t("booking.own_text")}</p>
            <p class="actions"><a class="button" href=href>{t("booking.see_appointment")}</a></p>
        </Page>
    }
}

fn unknown_page() -> View {
    view! {
        <Page title=t("booking.unknown_title")>
            <p>{t("booking.unknown_text")}</p>
            {elsewhere(None)}
        </Page>
    }
}

/// The ways on where this doctor is none.
fn elsewhere(phone: Option<String>) -> View {
    view! { <p class="actions"><a class="button" href="/doctors">{t("booking.find_doctor")}</a>{call(phone)}</p> }
}

fn closed_page(offer: &Offer, why: Open) -> View {
    let (title, text) = match why {
        Open::Past => (t("booking.past_title"), t("booking.past_text")),
        Open::Closed => (t("booking.closed_title"), t("booking.closed_text")),
        Open::Short => (t("booking.short_title"), t("booking.short_text")),
        Open::Taken | Open::Yes => (t("booking.taken_title"), t("booking.taken_text")),
    };
    let way_on = match why {
        Open::Closed => elsewhere(None),
        Open::Short => {
            let phone = offer.party.phone().map(str::to_owned);
            view! { <p class="actions">{call(phone)}</p>{other_times(offer)} }
        }
        _ => other_times(offer),
    };
    view! { <Page title><p>{text}</p>{way_on}</Page> }
}

/// The other times of the doctor of an offer, the nearest first.
pub(super) fn other_times(offer: &Offer) -> View {
    let party = &offer.party;
    let phone = party.phone().map(str::to_owned);
    let Some(role) = party.role_id().map(str::to_owned) else {
        return elsewhere(phone);
    };
    let practitioner = party
        .practitioner
        .as_ref()
        .map(|practitioner| practitioner.id().to_owned());
    // Near to a time that has passed there is nothing.
    let near = Some(offer.start()).filter(|start| *start > now_ms());
    view! {
        <section class="section">
            <h2>{t("booking.other_times")}</h2>
            {doctor(party)}
            <Times role practitioner phone near without=Some(offer.slot.id().to_owned())/>
        </section>
    }
}

/// A time that can be booked, through all its steps.
#[component]
fn Offered(offered: Openable) -> View {
    let Openable {
        offer,
        rung,
        failed_before,
    } = offered;
    let session = use_session();
    // Who books is asked at the last step; until then the draft is nobody's.
    let patient = session.patient().unwrap_or_default();
    draft::take_over(&patient);
    NOTES.set(matches!(session.config.auth, Auth::None { .. }));
    if rung.name().is_none() {
        let phone = offer.party.phone().map(str::to_owned);
        return view! {
            <Page title=t("booking.title")>{summary(&offer)}{without_us(&rung, phone)}</Page>
        };
    }
    if !patient.is_empty() {
        kept::keep_trying(&session, &patient);
    }
    let form = Form::new(patient, &offer);
    let going = Going {
        offer: StoredValue::new(offer),
        form,
        rung: RwSignal::new(rung),
        phase: RwSignal::new(Phase::Asking),
    };
    let (offer, phase) = (going.offer, going.phase);
    let query = use_query();
    let screen = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Booked(_) | Phase::Requested(_) => Screen::Booked,
            Phase::Lost => Screen::Lost,
            _ if query.with(|query| value_of(query, "step")).as_deref() == Some("check") => {
                Screen::Check
            }
            _ => Screen::Form,
        })
    });
    let show = move || match screen.get() {
        Screen::Form => form_page(going, failed_before),
        Screen::Check => view! { <Check going/> },
        Screen::Lost => view! { <Lost offer/> },
        Screen::Booked => view! { <Booked going/> },
    };
    show.into_view()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Form,
    Check,
    Lost,
    Booked,
}

thread_local! {
    static NOTES: Cell<bool> = const { Cell::new(false) };
}

/// Notes in the tab what was typed and isn't sent yet, in a demonstration. With a sign-in it stays in memory, and goes
/// sealed to the sign-in and back.
pub(super) fn note_drafts() {
    if NOTES.get() {
        set_tab_note("drafts", &draft::written());
    }
}

/// What the patient chooses and types, kept in the draft with every change.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub kinds: StoredValue<Vec<Kind>>,
    /// The number of the chosen kind.
    pub chosen: RwSignal<usize>,
    pub reason: RwSignal<String>,
    /// The ids of the Patient and the PractitionerRole, which a draft is kept by.
    pub owner: StoredValue<(String, String)>,
}

impl Form {
    fn new(patient: String, offer: &Offer) -> Self {
        let role = offer.party.role_id().unwrap_or_default().to_owned();
        draft::take_back(&tab_note("drafts").unwrap_or_default());
        let kept = draft::draft(&patient, &role);
        let mut kinds = offer.party.kinds();
        if let Some(mode) = slot_mode(&offer.slot) {
            kinds.retain(|kind| kind.mode == mode);
        }
        let chosen = kept
            .mode
            .and_then(|mode| kinds.iter().position(|kind| kind.mode == mode))
            .unwrap_or(0);
        let form = Self {
            kinds: StoredValue::new(kinds),
            chosen: RwSignal::new(chosen),
            reason: RwSignal::new(kept.reason),
            owner: StoredValue::new((patient, role)),
        };
        Effect::new(move |_| {
            let (mode, reason) = (form.kind().map(|kind| kind.mode), form.reason.get());
            form.owner.with_value(|(patient, role)| {
                draft::edit(patient, role, |draft| {
                    draft.mode = mode;
                    draft.reason = reason;
                });
            });
            note_drafts();
        });
        form
    }

    /// The chosen kind of visit; `None` where the doctor offers no choice of them.
    pub fn kind(&self) -> Option<Kind> {
        let chosen = self.chosen.get();
        self.kinds.with_value(|kinds| kinds.get(chosen).cloned())
    }
}

/// Who and when, above the form.
fn summary(offer: &Offer) -> View {
    let place = offer.party.place(&current().tag).map(str::to_owned);
    view! {
        <div class="card">
            {doctor(&offer.party)}
            <dl class="facts">
                {time_fact(offer.start(), offer.minutes(), offer.party.zone())}
                {place.map(|place| fact(t("booking.label_where"), view! { <bdi>{place}</bdi> }))}
            </dl>
        </div>
    }
}

fn form_page(going: Going, failed_before: bool) -> View {
    let Going { offer, form, .. } = going;
    let (summary, id, back) = offer.with_value(|offer| {
        let back = offer
            .party
            .role_id()
            .map(|role| ["/doctors/", role].concat());
        (summary(offer), offer.slot.id().to_owned(), back)
    });
    view! {
        {back.map(|href| view! { <BackLink href/> })}
        <Page title=t("booking.title")>
            {failed_before.then(|| view! {
                <Notice tone=Tone::Info><p>{t("booking.failed_before")}</p></Notice>
            })}
            <div class="stack">
                {summary}
                <ChangeTime offer/>
            </div>
            {offer.with_value(|offer| overlap_warning(offer.start(), offer.end(), None))}
            {kinds(form)}
            <TextArea id="reason" label=t("booking.reason") hint=t("booking.reason_hint") value=form.reason/>
            <p><a class="button wide" href=["/book/", &id, "?step=check"].concat()>{t("booking.continue")}</a></p>
        </Page>
    }
}

#[component]
fn ChangeTime(offer: StoredValue<Offer>) -> View {
    let open = RwSignal::new(false);
    let times = move || {
        offer.with_value(|offer| {
            let party = &offer.party;
            let role = party.role_id()?.to_owned();
            let practitioner = party.practitioner.as_ref().map(|practitioner| practitioner.id().to_owned());
            let phone = party.phone().map(str::to_owned);
            let (near, without) = (Some(offer.start()), Some(offer.slot.id().to_owned()));
            Some(view! { <Times role practitioner phone near without action=Some(t("booking.take_time"))/> })
        })
    };
    view! {
        <button type="button" class="link-button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
            {t("booking.change_time")}
        </button>
        {move || open.get().then(times)}
    }
}

/// The kinds of visit as radio buttons; a single one is just told.
fn kinds(form: Form) -> View {
    let kinds = form.kinds.get_value();
    let label = |kind: &Kind| {
        let (words, fee) = kind_words(kind);
        view! {
            <span>{words}</span>
            {fee.map(|fee| view! { <bdi class="fee">{fee}</bdi> })}
        }
    };
    match kinds.as_slice() {
        [] => ().into_view(),
        [only] => view! {
            <section class="stack-tight"><h2>{t("booking.kind")}</h2><p class="row">{label(only)}</p></section>
        },
        kinds => {
            let choices = kinds.iter().enumerate().map(|(number, kind)| {
                view! {
                    <label class="choice">
                        <input type="radio" name="kind" value=kind.mode.clone() prop:checked=move || form.chosen.get() == number on:change=move |_| form.chosen.set(number)/>
                        {label(kind)}
                    </label>
                }
            });
            view! {
                <fieldset class="choices">
                    <legend><h2>{t("booking.kind")}</h2></legend>
                    {choices.collect_view()}
                </fieldset>
            }
        }
    }
}
