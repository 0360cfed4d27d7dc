//! The one place that turns an error at the wire into words and a way on.

use crate::view::prelude::*;

use crate::fhir::Error;
use crate::i18n::{t, t_with};
use crate::session::use_session;
use crate::ui::{Notice, Tone};

/// What happened and what to do, in the patient's language.
pub struct ErrorWords {
    pub title: String,
    pub advice: String,
    /// Whether trying again makes sense.
    pub retry: bool,
}

/// Words for an error.
pub fn error_words(error: &Error) -> ErrorWords {
    let (kind, retry) = match error {
        Error::Offline => ("offline", true),
        Error::Cors => ("unreachable", true),
        Error::Unauthorized => ("unauthorized", false),
        Error::Forbidden { .. } => ("forbidden", false),
        Error::NotFound => ("not_found", false),
        Error::Conflict => ("conflict", true),
        Error::TooMany { .. } => ("too_many", true),
        Error::Server { .. } => ("server", true),
        Error::Rejected { .. } | Error::Unsupported => ("rejected", false),
        Error::Timeout => ("timeout", true),
        Error::Unreadable { .. } => ("unreadable", true),
        Error::ForeignOrigin => ("foreign", false),
        Error::Cancelled => ("cancelled", true),
    };
    // keys: error.*
    ErrorWords {
        title: t(&["error.", kind, "_title"].concat()),
        advice: t(&["error.", kind, "_text"].concat()),
        retry,
    }
}

/// An error with its ways on: try again, or phone the hospital.
#[component]
pub fn ErrorView(
    error: Error,
    /// Called for "Try again".
    #[prop(into)]
    retry: Callback<()>,
) -> View {
    let words = error_words(&error);
    let phone = use_session().config.phone.clone();
    view! {
        <div role="alert">
            <Notice tone=Tone::Warning>
                <p class="notice-title">{words.title}</p>
                <p>{words.advice}</p>
                <p class="actions">
                    {words.retry.then(|| view! {
                        <button type="button" class="button" on:click=move |_| retry.run(())>{t("ui.try_again")}</button>
                    })}
                    {phone.map(|phone| view! {
                        <a class="button secondary" href=tel(&phone)>{t_with("ui.call", &[("phone", &phone)])}</a>
                    })}
                </p>
            </Notice>
        </div>
    }
}

/// A `tel:` link for a phone number as written.
pub fn tel(phone: &str) -> String {
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    ["tel:", &digits].concat()
}
