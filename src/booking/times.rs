//! The free times of one doctor, to choose one and go on to book it.

use crate::view::prelude::*;

use super::api::{Calendars, calendars, free_slots};
use super::choice::Choice;
use super::model::{Day, FreeSlot, group};
use super::parts::call;
use super::wait::WaitingList;
use crate::fhir::{Client, Error};
use crate::i18n::{t, zone_offset_minutes};
use crate::platform::{load, now_ms};
use crate::session::use_session;
use crate::ui::loaded;

const DAY: i64 = 86_400_000;
/// How far one request looks ahead.
const WINDOW: i64 = 14 * DAY;
/// How far a search for the first free time goes before it gives up, where the schedules don't say how far they reach.
const FAR: i64 = 12 * 7 * DAY;

/// The free times of one doctor as radio buttons grouped by day, and the way on to book the chosen one.
#[component]
pub fn Times(
    /// The id of the PractitionerRole.
    #[prop(into)]
    role: String,
    /// The id of its Practitioner, for servers whose schedules name only the person.
    #[prop(optional_no_strip)]
    practitioner: Option<String>,
    /// The number to offer where there are no times; without one, the hospital's.
    #[prop(optional_no_strip)]
    phone: Option<String>,
    /// Begins with the times nearest to this one, in milliseconds since 1970.
    #[prop(optional_no_strip)]
    near: Option<i64>,
    /// The id of a Slot that isn't offered.
    #[prop(optional_no_strip)]
    without: Option<String>,
    /// The words on the button, where "Continue" would be said twice on a page.
    #[prop(optional_no_strip)]
    action: Option<String>,
    /// What to do with the id of the chosen Slot; without it, it is booked.
    #[prop(optional_no_strip)]
    choose: Option<Callback<String>>,
    /// The id of an Appointment that is being moved, and so is in nobody's way.
    #[prop(optional_no_strip)]
    moving: Option<String>,
) -> View {
    let session = use_session();
    if !session.config.has("booking") {
        return nothing("booking.phone_only", phone);
    }
    let client = session.directory;
    // Who moves a visit has one.
    let wait_for = moving.is_none().then(|| role.clone());
    let loader = load(
        || (),
        move |()| {
            first_times(
                client.clone(),
                role.clone(),
                practitioner.clone(),
                without.clone(),
            )
        },
    );
    loaded(loader, move |found: &Found| {
        let phone = phone.clone();
        if found.calendars.is_empty() {
            return nothing("booking.phone_only", phone);
        }
        let waiting = found.calendars.waiting.clone().zip(wait_for.clone());
        let waiting = waiting.map(|(schedule, role)| view! { <WaitingList schedule role/> });
        if found.slots.is_empty() {
            return view! { {nothing("booking.no_times", phone)}{waiting} };
        }
        view! {
            <Choice found=found.clone() near action=action.clone() choose moving=moving.clone()/>
            {waiting}
        }
    })
    .into_view()
}

fn nothing(key: &'static str, phone: Option<String>) -> View {
    // keys: booking.phone_only, booking.no_times
    view! {
        <div class="stack">
            <p>{t(key)}</p>
            <p class="actions">{call(phone)}</p>
        </div>
    }
}

/// What is known of a doctor's free times so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub calendars: Calendars,
    pub slots: Vec<FreeSlot>,
    /// Times before this one have been asked for, in milliseconds since 1970.
    until: i64,
    without: Option<String>,
}

impl Found {
    /// Whether there can be times that haven't been asked for.
    pub fn has_more(&self) -> bool {
        self.calendars
            .until
            .map_or(self.until < now_ms() + FAR, |end| self.until < end)
    }

    /// Adds the free times of the next window, or of the first one after it that has any.
    pub async fn extend(&mut self, client: &Client) -> Result<(), Error> {
        let before = self.slots.len();
        while self.slots.len() == before && self.has_more() {
            let until = self.until + WINDOW;
            let more = free_slots(client, &self.calendars, self.until, until, now_ms()).await?;
            self.slots.extend(
                more.into_iter()
                    .filter(|slot| self.without.as_ref() != Some(&slot.id)),
            );
            self.until = until;
        }
        Ok(())
    }

    /// The zone of the place of a time, an IANA name.
    pub fn zone(&self, slot: &FreeSlot) -> Option<&str> {
        self.calendars.places.get(slot.place)?.zone()
    }

    /// Times grouped by the days of the clinic.
    pub fn group(&self, slots: &[FreeSlot]) -> Vec<Day> {
        group(slots, |slot| {
            zone_offset_minutes(slot.start, self.zone(slot))
        })
    }
}

async fn first_times(
    client: Client,
    role: String,
    practitioner: Option<String>,
    without: Option<String>,
) -> Result<Found, Error> {
    let calendars = calendars(&client, &role, practitioner.as_deref()).await?;
    let mut found = Found {
        calendars,
        slots: Vec::new(),
        until: now_ms(),
        without,
    };
    if !found.calendars.is_empty() {
        found.extend(&client).await?;
    }
    Ok(found)
}
