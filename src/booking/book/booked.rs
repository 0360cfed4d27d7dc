//! What is being booked, and the pages at the end: it is done, it is asked for, or somebody else was faster.

use crate::view::prelude::*;

use super::confirm::{Going, Phase};
use super::shut::other_times;
use crate::booking::after::{after, answers_facts, bill, send_papers};
use crate::booking::api::find_appointment;
use crate::booking::model::{Offer, is_remote};
use crate::booking::parts::{fact, kind_words, party_facts, payment_words, time_fact, typed_fact};
use crate::fhir::Node;
use crate::fhir::datatypes::words;
use crate::i18n::{current, t};
use crate::platform::call_boot;
use crate::platform::load;
use crate::session::{Whose, use_session};
use crate::ui::{Notice, Page, Tone};

/// What is being booked, or was.
pub fn facts(going: Going) -> View {
    let form = going.form;
    let wish = form.wish(String::new());
    let mode = wish
        .kind
        .as_ref()
        .map(|kind| kind.mode.clone())
        .unwrap_or_default();
    let kind = wish.kind.as_ref().map(kind_words);
    let fee = kind.as_ref().and_then(|(_, fee)| fee.clone());
    let paper = form
        .paper
        .with_untracked(|paper| paper.as_ref().map(|paper| paper.name.clone()));
    let returning = wish.returning.map(|returning| match returning {
        true => t("booking.been_here_yes"),
        false => t("booking.been_here_no"),
    });
    going.offer.with_value(|offer| {
        let language = current().tag;
        let rule = offer.party.cancelling_rule(&mode, &language).map(str::to_owned);
        let preparation = offer.schedule.preparation();
        let preparation = preparation.and_then(|node| words(node, "valueString", &language));
        let preparation = preparation.map(str::to_owned);
        view! {
            <dl class="facts">
                {time_fact(offer.start(), offer.minutes(), offer.party.zone())}
                {party_facts(&offer.party, is_remote(&mode))}
                {kind.map(|(words, _)| fact(t("booking.label_kind"), words))}
                {typed_fact(t("booking.label_called"), &wish.phone)}
                {fee.map(|fee| fact(t("booking.label_fee"), view! { <bdi>{fee}</bdi> }))}
                {wish.payment.as_deref().map(|time| fact(t("booking.payment"), payment_words(time)))}
                {rule.map(|rule| fact(t("booking.label_rule"), view! { <bdi>{rule}</bdi> }))}
                {preparation.map(|text| typed_fact(t("booking.label_instruction"), &text))}
                {returning.map(|words| fact(t("booking.label_returning"), words))}
                {typed_fact(t("booking.label_reason"), &wish.reason)}
                {typed_fact(t("booking.notes"), &wish.notes)}
                {paper.map(|name| fact(t("booking.paper"), view! { <bdi>{name}</bdi> }))}
                {wish.intake.as_ref().map(|answers| answers_facts(Node::new(answers)))}
            </dl>
        }
    })
}

/// Somebody else was faster.
#[component]
pub fn Lost(offer: StoredValue<Offer>) -> View {
    view! {
        <Page title=t("booking.lost_title")>
            <p>{t("booking.lost_text")}</p>
            {offer.with_value(other_times)}
        </Page>
    }
}

/// It is done, or asked for.
#[component]
pub fn Booked(going: Going) -> View {
    let (id, booked) = going.phase.with_untracked(|phase| match phase {
        Phase::Booked(id) => (id.clone(), true),
        Phase::Requested(id) => (id.clone(), false),
        _ => (String::new(), true),
    });
    let (title, tone, text) = match booked {
        true => (t("booking.booked"), Tone::Good, t("booking.booked_text")),
        false => (
            t("booking.requested"),
            Tone::Info,
            t("booking.requested_text"),
        ),
    };
    let paper = going.form.paper.get_untracked();
    if booked {
        // A hospital's page around us may know, and no more than that (src/embed/frame.js).
        let _ = call_boot("tell", "booked");
    }
    view! {
        <Page title>
            <Whose page="/appointments" alone=true/>
            <Notice tone><p>{text}</p></Notice>
            {paper.map(|paper| send_papers(id.clone(), paper))}
            {facts(going)}
            {ways_on(&id)}
            <p class="actions">
                <a class="button" href=["/appointments/", &id].concat()>{t("booking.see_appointment")}</a>
                <a class="button secondary" href="/appointments">{t("booking.all_appointments")}</a>
            </p>
        </Page>
    }
}

/// The calendar file and the bill, as soon as the server shows the appointment; a courtesy, since its page has them too.
fn ways_on(id: &str) -> View {
    let session = use_session();
    let id = id.to_owned();
    let fetch = move |()| {
        let (session, id) = (session.clone(), id.clone());
        async move {
            let patient = session.patient().unwrap_or_default();
            find_appointment(&session, &patient, &id).await
        }
    };
    let loader = load(|| (), fetch);
    let show = move || {
        let meeting = loader.state().ready()?;
        Some(view! { {after(&meeting)}{bill(&meeting)} })
    };
    show.into_view()
}
