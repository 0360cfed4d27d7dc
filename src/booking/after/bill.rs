//! What a visit costs, item by item, and the way to the hospital's payment page. Nothing about cards is ever typed here.

use crate::view::prelude::*;

use crate::booking::api::{Meeting, bills};
use crate::booking::model::{Standing, payment_time, standing};
use crate::booking::parts::{fact, payment_words};
use crate::fhir::datatypes::Money;
use crate::fhir::types::Invoice;
use crate::i18n::{current, format_money, t};
use crate::native::parse_number;
use crate::platform::load;
use crate::session::use_session;
use crate::ui::{Notice, Tone};

/// The bills of an appointment; where there is none yet, what will come of the patient's choice.
pub fn bill((appointment, _): &Meeting) -> View {
    let session = use_session();
    let chosen = payment_time(appointment).map(str::to_owned);
    let off = standing(appointment) == Standing::Cancelled;
    let id = appointment.id().to_owned();
    let fetch = move |()| {
        let (session, id) = (session.clone(), id.clone());
        async move {
            let patient = session.patient().unwrap_or_default();
            bills(&session.record, &patient, &id).await
        }
    };
    let loader = load(|| (), fetch);
    let again = move |_| loader.reload();
    let show = move || {
        // A server without bills is like one that has none yet.
        let found = loader.state().ready();
        let found = found.as_deref().map(Vec::as_slice).unwrap_or_default();
        let content = match (found, &chosen) {
            ([], None) => return None,
            ([], Some(_)) if off => return None,
            ([], Some(time)) => view! {
                <p>{payment_words(time)}</p>
                {(time == "now").then(|| view! {
                    <p class="quiet">{t("booking.bill_comes")}</p>
                    <p class="actions"><button type="button" class="button secondary" on:click=again>{t("booking.look_again")}</button></p>
                })}
            },
            (all, _) => all.iter().map(one).collect_view(),
        };
        Some(view! { <section class="section"><h2>{t("booking.bill")}</h2>{content}</section> })
    };
    show.into_view()
}

fn one(bill: &Invoice) -> View {
    let language = current().tag;
    let lines = bill.lines().map(|line| {
        let words = line.concept().display(&language).map(str::to_owned);
        let words = words.unwrap_or_else(|| t("booking.bill_item"));
        let price = line.price().and_then(|price| sum(&price));
        fact(words, view! { <bdi>{price}</bdi> })
    });
    let total = bill.total().and_then(|total| sum(&total));
    let paid = bill.status() == Some("balanced");
    let link = bill.payment_link().filter(|_| !paid).map(str::to_owned);
    view! {
        <dl class="facts">
            {lines.collect_view()}
            {total.map(|total| fact(t("booking.bill_total"), view! { <strong><bdi>{total}</bdi></strong> }))}
        </dl>
        {paid.then(|| view! { <Notice tone=Tone::Good><p>{t("booking.bill_paid")}</p></Notice> })}
        {link.map(|link| view! {
            <p class="quiet">{t("booking.bill_hint")}</p>
            <p class="actions"><a class="button" href=link target="_blank" rel="noopener noreferrer">{t("booking.bill_pay")}</a></p>
        })}
    }
}

/// A sum in words.
fn sum(money: &Money) -> Option<String> {
    Some(format_money(
        parse_number(money.value()?)?,
        money.currency()?,
    ))
}
