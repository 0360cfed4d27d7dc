//! The pages of a time that can't be booked, or needn't be.

use crate::view::prelude::*;

use super::form_page::summary;
use crate::booking::model::{Offer, Open};
use crate::booking::parts::{call, doctor};
use crate::booking::times::Times;
use crate::i18n::t;
use crate::platform::now_ms;
use crate::ui::{Notice, Page, Tone};

pub fn requested_page(id: &str) -> View {
    let href = ["/appointments/", id].concat();
    view! {
        <Page title=t("booking.requested")>
            <p>{t("booking.requested_text")}</p>
            <p class="actions"><a class="button" href=href>{t("booking.see_appointment")}</a></p>
        </Page>
    }
}

pub fn unclear_page(offer: &Offer, again: Callback<()>) -> View {
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

pub fn own_page(id: &str) -> View {
    let href = ["/appointments/", id].concat();
    view! {
        <Page title=t("booking.own_title")>
            <p>{t("booking.own_text")}</p>
            <p class="actions"><a class="button" href=href>{t("booking.see_appointment")}</a></p>
        </Page>
    }
}

pub fn unknown_page() -> View {
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

pub fn closed_page(offer: &Offer, why: Open) -> View {
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
pub fn other_times(offer: &Offer) -> View {
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
