//! The pieces that the pages of booking share: when, who, where, in words.

use crate::view::prelude::*;

use super::model::{Kind, PHONE, Party};
use crate::i18n::{
    DateStyle, current, device_zone, format_date, format_money, format_time, t, t_with, zone_name,
    zone_offset_minutes, zoned_date,
};
use crate::platform::now_ms;
use crate::session::{SignInNeeded, use_session};
use crate::ui::{Avatar, Icon, Notice, Tone, tel};

/// A moment in the clinic's words: `Tuesday 5 March, 09:30`; in another year than this one, with the year.
pub fn when(ms: i64, zone: Option<&str>) -> String {
    let year = |ms| zoned_date(ms, zone).get(..4).map(str::to_owned);
    let style = match year(ms) == year(now_ms()) {
        true => DateStyle::Weekday,
        false => DateStyle::Day,
    };
    // No line break within the time.
    let time = format_time(ms, zone).replace(' ', "\u{a0}");
    t_with(
        "booking.when",
        &[("date", &format_date(ms, zone, style)), ("time", &time)],
    )
}

/// Whether the device's clocks show another time than the clinic's.
pub fn clocks_differ(ms: i64, zone: Option<&str>) -> bool {
    zone.is_some_and(|zone| {
        zone != device_zone()
            && zone_offset_minutes(ms, Some(zone)) != zone_offset_minutes(ms, None)
    })
}

/// The time by the device's clocks, where they show another than the clinic's; with its day where that differs too.
pub fn own_clock(ms: i64, zone: Option<&str>) -> Option<String> {
    clocks_differ(ms, zone).then(|| {
        let time = format_time(ms, None).replace(' ', "\u{a0}");
        let time = match zoned_date(ms, zone) == zoned_date(ms, None) {
            true => time,
            false => t_with(
                "booking.when",
                &[
                    ("date", &format_date(ms, None, DateStyle::Short)),
                    ("time", &time),
                ],
            ),
        };
        t_with("booking.own_clock", &[("time", &time)])
    })
}

/// Names the zone of the clinic's clocks where the device's show another time.
pub fn zone_note(ms: i64, zone: Option<&str>) -> Option<View> {
    let zone = zone?;
    clocks_differ(ms, Some(zone)).then(|| {
        let text = t_with("booking.zone", &[("zone", &zone_name(ms, zone))]);
        view! { <p class="quiet small zone-note"><Icon name="clock"/>{text}</p> }
    })
}

/// A kind of visit in words, from its code; the source's word for a code we don't know.
pub fn mode_words(mode: &str, display: Option<&str>) -> String {
    match mode {
        "AMB" => t("booking.mode_in_person"),
        "VR" => t("booking.mode_video"),
        "HH" => t("booking.mode_home"),
        PHONE => t("booking.mode_phone"),
        other => display.unwrap_or(other).to_owned(),
    }
}

/// The words for a kind of visit and for its fee, if that is known.
pub fn kind_words(kind: &Kind) -> (String, Option<String>) {
    let fee = kind
        .fee
        .as_ref()
        .map(|fee| format_money(fee.amount, &fee.currency));
    (mode_words(&kind.mode, kind.display.as_deref()), fee)
}

/// The doctor: face, name and specialty.
pub fn doctor(party: &Party) -> View {
    let language = current().tag;
    let name = party
        .doctor(&language)
        .unwrap_or_else(|| t("booking.doctor_unnamed"));
    let specialty = party.specialty(&language).map(str::to_owned);
    view! {
        <div class="card-head">
            <Avatar name=name.clone() photo=None/>
            <div>
                <p><strong><bdi>{name}</bdi></strong></p>
                {specialty.map(|specialty| view! { <p class="quiet">{specialty}</p> })}
            </div>
        </div>
    }
}

/// One line of a list of facts.
pub fn fact(label: String, value: impl IntoView) -> View {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }
}

/// A line of a list of facts with what somebody typed; nothing where that is nothing.
pub fn typed_fact(label: String, text: &str) -> Option<View> {
    let text = text.trim().to_owned();
    (!text.is_empty()).then(|| fact(label, view! { <bdi class="typed">{text}</bdi> }))
}

/// When a visit is paid, from its code.
pub fn payment_words(time: &str) -> String {
    match time {
        "now" => t("booking.pay_now"),
        "visit" => t("booking.pay_visit"),
        "after" => t("booking.pay_after"),
        other => other.to_owned(),
    }
}

/// When a visit is, with how long it takes and the zone's name where needed.
pub fn time_fact(start: i64, minutes: Option<i64>, zone: Option<&str>) -> View {
    let long = minutes.map(|minutes| crate::i18n::t_n("booking.minutes", minutes as usize, &[]));
    let value = view! {
        <strong><bdi>{when(start, zone)}</bdi></strong>
        {own_clock(start, zone).map(|own| view! { <span class="line"><bdi>{own}</bdi></span> })}
        {long.map(|long| view! { <span class="line quiet">{long}</span> })}
        {zone_note(start, zone)}
    };
    fact(t("booking.label_when"), value)
}

/// Who and where: the facts of a party. By video or phone there is no way to go, so no address.
pub fn party_facts(party: &Party, remote: bool) -> View {
    let language = current().tag;
    let address = if remote {
        Vec::new()
    } else {
        party.address(&language)
    };
    let phone = party.phone().map(str::to_owned);
    view! {
        {party.doctor(&language).map(|name| {
            let specialty = party.specialty(&language).map(str::to_owned);
            let value = view! {
                <bdi>{name}</bdi>
                {specialty.map(|specialty| view! { <span class="line quiet">{specialty}</span> })}
            };
            fact(t("booking.label_doctor"), value)
        })}
        {party.place(&language).map(|place| {
            let value = view! {
                <bdi>{place.to_owned()}</bdi>
                {address.into_iter().map(|line| view! { <bdi class="line quiet">{line}</bdi> }).collect_view()}
            };
            fact(t("booking.label_where"), value)
        })}
        {phone.map(|phone| {
            fact(t("booking.label_phone"), view! { <a class="link-button" href=tel(&phone)><bdi>{phone.clone()}</bdi></a> })
        })}
    }
}

/// The way on by phone: this number, else the hospital's.
pub fn call(phone: Option<String>) -> Option<View> {
    let phone = phone.or_else(|| use_session().config.phone.clone())?;
    let label = t_with("ui.call", &[("phone", &phone)]);
    Some(view! { <a class="button secondary" href=tel(&phone)><Icon name="phone"/>{label}</a> })
}

/// Says that nobody can tell how something ended, with the ways on: to look again, or to call.
pub fn unclear_notice(
    title: String,
    text: String,
    again: Callback<()>,
    phone: Option<String>,
) -> View {
    view! {
        <Notice tone=Tone::Warning>
            <p class="notice-title">{title}</p>
            <p>{text}</p>
            <p class="actions">
                <button type="button" class="button" on:click=move |_| again.run(())>{t("booking.look_again")}</button>
                {call(phone)}
            </p>
        </Notice>
    }
}

/// Says that one has to sign in for this.
pub fn sign_in_notice() -> View {
    view! { <SignInNeeded text=t("booking.sign_in_text")/> }
}
