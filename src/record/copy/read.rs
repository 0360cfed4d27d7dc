//! Reading the copy, where nobody is signed in.

use super::book::book_of_text;
use super::passphrase::{Words, passphrase_form};
use crate::i18n::{DateStyle, format_date, format_time, t, t_with};
use crate::platform::{focus, load};
use crate::record::summary::book_view;
use crate::session::{use_session, vault};
use crate::ui::{Notice, Tone};
use crate::view::prelude::*;

/// Offers the copy kept on this device, where there is one, and shows it once it is opened.
pub fn offer() -> View {
    let saved = load(|| (), |()| async { Ok(vault::saved().await) });
    let opened = RwSignal::new(None::<String>);
    let face = move || {
        let Some(saved) = saved.state().ready().and_then(|saved| *saved) else {
            return ().into_view();
        };
        let (day, time) = (
            format_date(saved, None, DateStyle::Day),
            format_time(saved, None),
        );
        let when = t_with("record.at_time", &[("date", &day), ("time", &time)]);
        match opened.get() {
            Some(text) => reading(&text, &when),
            None => closed(&when, opened),
        }
    };
    face.into_view()
}

fn closed(when: &str, opened: RwSignal<Option<String>>) -> View {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let send = move |passphrase: String| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            let text = vault::open(&passphrase).await;
            // The page may have been left meanwhile.
            let _ = busy.try_set(false);
            match text {
                Some(text) => {
                    let _ = opened.try_set(Some(text));
                    focus("copy");
                }
                None => {
                    let _ = error.try_set(Some(t("copy.wrong")));
                }
            }
        });
    };
    let words = Words {
        label: t("copy.passphrase"),
        hint: String::new(),
        button: t("copy.open"),
        busy: t("copy.opening"),
        autocomplete: "current-password",
    };
    view! {
        <section class="card" aria-labelledby="copy">
            <h2 id="copy">{t("copy.here_title")}</h2>
            <p>{t_with("copy.here", &[("when", when)])}</p>
            {passphrase_form(words, busy, error, send)}
        </section>
    }
}

fn reading(text: &str, when: &str) -> View {
    let session = use_session();
    match book_of_text(text) {
        Some((patient, book)) => {
            let summary = book_view(&book, &session.record, &patient, &session.config.brand.name);
            let title = t_with("copy.reading", &[("when", when)]);
            view! {
                <Notice tone=Tone::Warning>
                    <p class="notice-title" id="copy" tabindex="-1">{title}</p>
                    <p>{t("copy.reading_text")}</p>
                </Notice>
                {summary}
            }
        }
        None => view! { <Notice tone=Tone::Warning><p>{t("copy.broken")}</p></Notice> },
    }
}
