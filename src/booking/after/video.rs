//! The door of a video visit: a check of camera and microphone, and the link when it is time.

use std::time::Duration;

use crate::view::prelude::*;

use super::media::MediaCheck;
use crate::booking::api::Meeting;
use crate::booking::model::video_link;
use crate::booking::parts::when;
use crate::i18n::{t, t_with};
use crate::platform::now_ms;

/// How long before a video visit its door opens, in milliseconds.
const DOOR: i64 = 15 * 60_000;

/// The link of a video visit, from a while before its start until its end.
pub fn video_door((appointment, party): &Meeting) -> View {
    let link = video_link(appointment, party.location.as_ref()).map(str::to_owned);
    let start = appointment.start().map_or(0, |start| start.start_ms());
    let end = appointment.end().map_or(start, |end| end.start_ms());
    let now = RwSignal::new(now_ms());
    let tick = set_interval_with_handle(move || now.set(now_ms()), Duration::from_secs(15));
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let opens = when(start - DOOR, party.zone());
    let state = Memo::new(move |_| match now.get() {
        now if now >= end => 2,
        now if now >= start - DOOR => 1,
        _ => 0,
    });
    let show = move || match (state.get(), link.clone()) {
        (2, _) => ().into_view(),
        (_, None) => view! { <p>{t("booking.video_no_link")}</p> },
        (0, Some(_)) => {
            let text = t_with("booking.video_later", &[("when", &opens)]);
            view! { <p><bdi>{text}</bdi></p> }
        }
        (_, Some(link)) => view! {
            <p class="actions"><a class="button" href=link target="_blank" rel="noopener noreferrer">{t("booking.video_join")}</a></p>
        },
    };
    let over = move || state.get() == 2;
    view! {
        <div aria-live="polite">{show}</div>
        {move || (!over()).then(|| view! { <MediaCheck/> })}
    }
}
