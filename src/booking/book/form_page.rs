//! The form: who and when, what kind of visit, what it is about, and what the clinic asks.

use crate::view::prelude::*;

use super::bring::Bring;
use super::confirm::Going;
use super::form::Form;
use super::intake::questions;
use crate::booking::draft;
use crate::booking::model::{Kind, Offer};
use crate::booking::overlap::overlap_warning;
use crate::booking::parts::{doctor, fact, kind_words, payment_words, time_fact};
use crate::booking::times::Times;
use crate::i18n::{current, t};
use crate::platform::focus;
use crate::session::{SignInNeeded, Whose};
use crate::ui::{BackLink, Field, Notice, Page, TextArea, Tone};

/// Who and when, above the form.
pub fn summary(offer: &Offer) -> View {
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

/// The form's page. `failed_before`: an earlier attempt came to nothing; `asks_later`: the clinic's questions can't be had.
pub fn form_page(going: Going, failed_before: bool, asks_later: bool) -> View {
    let Going { offer, form, .. } = going;
    let (summary, id, back) = offer.with_value(|offer| {
        let role = offer.party.role_id();
        let back = role.map(|role| ["/doctors/", role].concat());
        (summary(offer), offer.slot.id().to_owned(), back)
    });
    // After a reload nobody is signed in, and what a patient wrote is shown to that patient alone.
    let waits = form
        .owner
        .with_value(|(owner, role)| owner.is_empty() && draft::waits_for_somebody(role));
    let go_on = move |event: web_sys::MouseEvent| {
        if let Some(field) = untrack(|| form.first_problem()) {
            event.prevent_default();
            form.tried.set(true);
            focus(&field);
        }
    };
    view! {
        {back.map(|href| view! { <BackLink href/> })}
        <Page title=t("booking.title")>
            <Whose page=["/book/", &id].concat()/>
            {waits.then(|| view! { <SignInNeeded text=t("booking.draft_waits")/> })}
            {failed_before.then(|| view! {
                <Notice tone=Tone::Info><p>{t("booking.failed_before")}</p></Notice>
            })}
            <div class="stack">
                {summary}
                <ChangeTime offer/>
            </div>
            {offer.with_value(|offer| overlap_warning(offer.start(), offer.end(), None))}
            {kinds(form)}
            {phone(form)}
            {been_here(form, offer)}
            <TextArea id="reason" label=t("booking.reason") hint=t("booking.reason_hint") value=form.reason/>
            {more(form)}
            {questions(form)}
            {asks_later.then(|| view! {
                <Notice tone=Tone::Info><p>{t("booking.intake_later")}</p></Notice>
            })}
            {payments(form)}
            <p><a class="button wide" href=["/book/", &id, "?step=check"].concat() on:click=go_on>{t("booking.continue")}</a></p>
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
            let labels = kinds.iter().map(label).collect();
            choices(t("booking.kind"), "kind", labels, form.chosen)
        }
    }
}

/// When it is paid, where the clinic says so.
fn payments(form: Form) -> View {
    let times = form.payments.get_value();
    match times.as_slice() {
        [] => ().into_view(),
        [only] => view! {
            <section class="stack-tight"><h2>{t("booking.payment")}</h2><p>{payment_words(only)}</p></section>
        },
        times => {
            let labels = times
                .iter()
                .map(|time| payment_words(time).into_view())
                .collect();
            choices(t("booking.payment"), "payment", labels, form.paid)
        }
    }
}

/// Radio buttons under a heading; `chosen` is the number of one of them.
fn choices(title: String, name: &'static str, labels: Vec<View>, chosen: RwSignal<usize>) -> View {
    let choices = labels.into_iter().enumerate().map(|(number, label)| {
        view! {
            <label class="choice">
                <input type="radio" name=name value=number.to_string() prop:checked=move || chosen.get() == number on:change=move |_| chosen.set(number)/>
                {label}
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend><h2>{title}</h2></legend>
            {choices.collect_view()}
        </fieldset>
    }
}

/// The number to call, for a visit by phone.
fn phone(form: Form) -> View {
    let by_phone = Memo::new(move |_| form.by_phone());
    let field = move || {
        let error = Signal::derive(move || {
            let missing = form.tried.get() && form.phone.with(|phone| phone.trim().is_empty());
            missing.then(|| t("booking.phone_missing"))
        });
        view! {
            <Field id="phone" label=t("booking.your_phone") hint=t("booking.your_phone_hint") error>
                <input id="phone" type="tel" autocomplete="tel" maxlength="40" aria-describedby="phone-hint phone-error" prop:value=move || form.phone.get() on:input=move |event| form.phone.set(event_target_value(&event))/>
            </Field>
        }
    };
    (move || by_phone.get().then(field)).into_view()
}

/// Whether the patient has been there before; a doctor who takes no new patients should hear it from them first.
fn been_here(form: Form, offer: StoredValue<Offer>) -> View {
    let full = offer.with_value(|offer| {
        let role = offer.party.role.as_ref();
        role.and_then(|role| role.takes_new_patients()) == Some(false)
    });
    let choice = |said: bool, words: String| {
        view! {
            <label class="choice">
                <input type="radio" name="returning" value=said.to_string() prop:checked=move || form.returning.get() == Some(said) on:change=move |_| form.returning.set(Some(said))/>
                {words}
            </label>
        }
    };
    let warning = move || {
        (full && form.returning.get() == Some(false)).then(|| {
            view! { <Notice tone=Tone::Warning><p>{t("booking.no_new_patients")}</p></Notice> }
        })
    };
    view! {
        <fieldset class="choices">
            <legend>{t("booking.been_here")}</legend>
            <div class="choice-grid">
                {choice(false, t("booking.been_here_no"))}
                {choice(true, t("booking.been_here_yes"))}
            </div>
        </fieldset>
        <div role="status">{warning}</div>
    }
}

/// Notes and a file, for those who have some.
fn more(form: Form) -> View {
    let open =
        untrack(|| form.notes.with(|notes| !notes.is_empty()) || form.paper.with(Option::is_some));
    view! {
        <details class="stack" open=open>
            <summary>{t("booking.more")}</summary>
            <div class="stack">
                <TextArea id="notes" label=t("booking.notes") hint=t("booking.notes_hint") value=form.notes/>
                <Bring paper=form.paper/>
            </div>
        </details>
    }
}
