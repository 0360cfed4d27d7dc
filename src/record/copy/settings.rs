//! Turning the copy on and off, in the settings.

use super::book::text_of_book;
use super::passphrase::{Words, passphrase_form};
use crate::fhir::Client;
use crate::i18n::{DateStyle, format_date, t, t_with};
use crate::platform::load;
use crate::record::api;
use crate::record::asking::yesterday;
use crate::session::{use_session, vault};
use crate::ui::{error_words, loaded};
use crate::view::prelude::*;

/// Letters that a passphrase needs at least.
const LEAST: usize = 10;

/// Nothing while nobody is signed in: a demonstration has nothing to keep.
#[component]
pub fn CopySettings() -> View {
    let session = use_session();
    session
        .person
        .patient()
        .map(|patient| {
            let kept = load(|| (), |()| async { Ok(vault::saved().await) });
            let client = session.record.clone();
            let body = loaded(kept, move |saved| {
                let changed = Callback::new(move |()| kept.reload());
                match saved {
                    Some(saved) => on(*saved, changed),
                    None => off(client.clone(), patient.clone(), changed),
                }
            });
            view! {
                <section class="section" aria-labelledby="copy">
                    <h2 id="copy">{t("copy.title")}</h2>
                    {body}
                </section>
            }
        })
        .into_view()
}

fn on(saved: i64, changed: Callback<()>) -> View {
    let delete = move |_| {
        leptos::task::spawn_local(async move {
            vault::forget().await;
            changed.run(());
        });
    };
    let day = format_date(saved, None, DateStyle::Day);
    view! {
        <p>{t_with("copy.on", &[("date", &day)])}</p>
        <p class="actions"><button type="button" class="button secondary" on:click=delete>{t("copy.delete")}</button></p>
    }
}

fn off(client: Client, patient: String, changed: Callback<()>) -> View {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let send = move |passphrase: String| {
        if passphrase.chars().count() < LEAST {
            return error.set(Some(t_with("copy.short", &[("n", &LEAST.to_string())])));
        }
        busy.set(true);
        let (client, patient) = (client.clone(), patient.clone());
        leptos::task::spawn_local(async move {
            let kept = keep(client, patient, passphrase).await;
            let _ = busy.try_set(false);
            match kept {
                Ok(()) => changed.run(()),
                Err(why) => {
                    let _ = error.try_set(Some(why));
                }
            }
        });
    };
    let words = Words {
        label: t("copy.passphrase"),
        hint: t("copy.passphrase_hint"),
        button: t("copy.keep"),
        busy: t("copy.keeping"),
        autocomplete: "new-password",
    };
    view! {
        <p>{t("copy.off")}</p>
        {passphrase_form(words, busy, error, send)}
    }
}

/// Makes the vault and puts the summary of now into it; an error says what went wrong.
async fn keep(client: Client, patient: String, passphrase: String) -> Result<(), String> {
    let book = api::summary(client, patient.clone(), yesterday()).await;
    let book = book.map_err(|error| error_words(&error).title)?;
    let kept = async {
        vault::create(&passphrase, &patient).await?;
        vault::renew(&patient, &text_of_book(&patient, &book)).await
    };
    match kept.await {
        Some(()) => Ok(()),
        None => {
            vault::forget().await;
            Err(t("copy.failed"))
        }
    }
}
