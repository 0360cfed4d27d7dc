//! Booking one time: what it is about, a check, and the confirmation.
//!
//! The URL holds the step, so Back goes from the check to the form; what was chosen and typed is in the draft.

use leptos::prelude::*;

use super::api::{offer, own_booking};
use super::confirm::{Booked, Check, Lost, Phase};
use super::draft;
use super::model::{Kind, Offer, Open};
use super::parts::{call, doctor, fact, kind_words, time_fact};
use super::times::Times;
use crate::fhir::Error;
use crate::i18n::{current, t};
use crate::platform::{load, now_ms};
use crate::router::{use_id, use_query, value_of};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, Page, TextArea, loaded_page};

/// `/book/{Slot id}`
#[component]
pub fn Book() -> impl IntoView {
    let session = use_session();
    let id = use_id();
    let loader = load(|| (), move |()| opening(session.clone(), id.clone()));
    loaded_page(loader, "booking.title", |opening: &Opening| match opening {
        Opening::Offered(offer) => view! { <Offered offer=offer.clone()/> }.into_any(),
        Opening::Own(appointment) => own_page(appointment),
        Opening::Closed(offer, why) => closed_page(offer, *why),
        Opening::Unknown => unknown_page(),
    })
}

/// What stands behind the address of a slot.
#[derive(Clone, Debug, PartialEq)]
enum Opening {
    Offered(Offer),
    /// The patient has booked it already; the id of the Appointment. A reload after booking comes here.
    Own(String),
    Closed(Offer, Open),
    Unknown,
}

async fn opening(session: Session, id: String) -> Result<Opening, Error> {
    let offer = match offer(&session.directory, &id).await {
        Ok(offer) => offer,
        Err(Error::NotFound) => return Ok(Opening::Unknown),
        Err(error) => return Err(error),
    };
    let why = offer.open(now_ms());
    if why == Open::Yes {
        return Ok(Opening::Offered(offer));
    }
    if let Some(patient) = session.patient() {
        // Whether it is the patient's own is a courtesy; without an answer it is just taken.
        if let Ok(Some(own)) = own_booking(&session.record, &patient, &offer.slot).await {
            return Ok(Opening::Own(own.id().to_owned()));
        }
    }
    Ok(Opening::Closed(offer, why))
}

fn own_page(id: &str) -> AnyView {
    let href = ["/appointments/", id].concat();
    view! {
        <Page title=t("booking.own_title")>
            <p>{t("booking.own_text")}</p>
            <p class="actions"><a class="button" href=href>{t("booking.see_appointment")}</a></p>
        </Page>
    }
    .into_any()
}

fn unknown_page() -> AnyView {
    view! {
        <Page title=t("booking.unknown_title")>
            <p>{t("booking.unknown_text")}</p>
            {elsewhere(None)}
        </Page>
    }
    .into_any()
}

/// The ways on where this doctor is none.
fn elsewhere(phone: Option<String>) -> AnyView {
    view! { <p class="actions"><a class="button" href="/doctors">{t("booking.find_doctor")}</a>{call(phone)}</p> }.into_any()
}

fn closed_page(offer: &Offer, why: Open) -> AnyView {
    let (title, text) = match why {
        Open::Past => (t("booking.past_title"), t("booking.past_text")),
        Open::Closed => (t("booking.closed_title"), t("booking.closed_text")),
        Open::Taken | Open::Yes => (t("booking.taken_title"), t("booking.taken_text")),
    };
    let way_on = match why {
        Open::Closed => elsewhere(None),
        _ => other_times(offer),
    };
    view! { <Page title><p>{text}</p>{way_on}</Page> }.into_any()
}

/// The other times of the doctor of an offer, the nearest first.
pub(super) fn other_times(offer: &Offer) -> AnyView {
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
    .into_any()
}

/// A time that can be booked, through all its steps.
#[component]
fn Offered(offer: Offer) -> impl IntoView {
    // Who books is asked at the last step; until then the draft is nobody's.
    let patient = use_session().patient().unwrap_or_default();
    draft::take_over(&patient);
    let form = Form::new(patient, &offer);
    let offer = StoredValue::new(offer);
    let phase = RwSignal::new(Phase::Asking);
    let query = use_query();
    let screen = Memo::new(move |_| {
        phase.with(|phase| match phase {
            Phase::Booked(_) => Screen::Booked,
            Phase::Lost => Screen::Lost,
            _ if query.with(|query| value_of(query, "step")).as_deref() == Some("check") => {
                Screen::Check
            }
            _ => Screen::Form,
        })
    });
    let show = move || match screen.get() {
        Screen::Form => form_page(offer, form),
        Screen::Check => view! { <Check offer form phase/> }.into_any(),
        Screen::Lost => view! { <Lost offer/> }.into_any(),
        Screen::Booked => view! { <Booked offer form phase/> }.into_any(),
    };
    show.into_any()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Form,
    Check,
    Lost,
    Booked,
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
        let kept = draft::draft(&patient, &role);
        let kinds = offer.party.kinds();
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
fn summary(offer: &Offer) -> AnyView {
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
    .into_any()
}

fn form_page(offer: StoredValue<Offer>, form: Form) -> AnyView {
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
            <div class="stack">
                {summary}
                <ChangeTime offer/>
            </div>
            {kinds(form)}
            <TextArea id="reason" label=t("booking.reason") hint=t("booking.reason_hint") value=form.reason/>
            <p><a class="button wide" href=["/book/", &id, "?step=check"].concat()>{t("booking.continue")}</a></p>
        </Page>
    }
    .into_any()
}

#[component]
fn ChangeTime(offer: StoredValue<Offer>) -> impl IntoView {
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
fn kinds(form: Form) -> AnyView {
    let kinds = form.kinds.get_value();
    let label = |kind: &Kind| {
        let (words, fee) = kind_words(kind);
        view! {
            <span>{words}</span>
            {fee.map(|fee| view! { <bdi class="fee">{fee}</bdi> })}
        }
    };
    match kinds.as_slice() {
        [] => ().into_any(),
        [only] => view! {
            <section class="stack-tight"><h2>{t("booking.kind")}</h2><p class="row">{label(only)}</p></section>
        }
        .into_any(),
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
            .into_any()
        }
    }
}
