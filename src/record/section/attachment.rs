//! Documents: text is shown in the page, everything else is saved to the device. Nothing runs: HTML, SVG
//! and the like are files, never pages of ours.

use crate::view::prelude::*;

use crate::fhir::datatypes::{Attachment, parse_reference};
use crate::fhir::{Client, Error, url};
use crate::i18n::{t, t_with};
use crate::platform::save_file;
use crate::record::model::{decode_base64, file_name};
use crate::ui::{Icon, error_words};

/// What has become of a document that was asked for.
#[derive(Clone, PartialEq)]
enum Opened {
    No,
    Loading,
    Text(String),
    Saved,
    Failed(String),
}

/// Where the content is.
#[derive(Clone)]
enum Source {
    Inside(String),
    /// A `Binary` of the same server, by its id.
    Binary(String),
    /// Elsewhere: a link that the reader may follow.
    Elsewhere(String),
    Nowhere,
}

fn source(attachment: Attachment, client: &Client) -> Source {
    if let Some(data) = attachment.data() {
        return Source::Inside(data.to_owned());
    }
    let Some(link) = attachment.url() else {
        return Source::Nowhere;
    };
    let whole = url::resolve(client.base(), link);
    let ours = whole.starts_with(&[client.base(), "/"].concat());
    match parse_reference(&whole) {
        Some(("Binary", id)) if ours => Source::Binary(id.to_owned()),
        _ if whole.starts_with("https://") => Source::Elsewhere(whole),
        _ => Source::Nowhere,
    }
}

/// A document with the way to open it.
pub fn view(attachment: Attachment, client: &Client) -> View {
    let kind = attachment.content_type().unwrap_or_default().to_owned();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
    let title = attachment
        .title()
        .map_or_else(|| t("record.document"), str::to_owned);
    let about = [
        Some(kind.clone()).filter(|kind| !kind.is_empty()),
        attachment
            .size()
            .map(|size| t_with("record.bytes", &[("size", size)])),
    ];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let action = match source(attachment, client) {
        Source::Nowhere => view! { <p class="quiet">{t("record.document_missing")}</p> },
        Source::Elsewhere(href) => view! {
            <p><a class="button secondary" href=href target="_blank" rel="noopener noreferrer">{t("record.document_elsewhere")}</a></p>
        },
        source => opener(source, title.clone(), kind, client.clone()),
    };
    view! {
        <section class="card">
            <p class="entry-name"><Icon name="document"/>" "<bdi>{title}</bdi></p>
            <p class="quiet small">{about}</p>
            {action}
        </section>
    }
}

fn opener(source: Source, title: String, kind: String, client: Client) -> View {
    let opened = RwSignal::new(Opened::No);
    let open = move |_| {
        if opened.get_untracked() == Opened::Loading {
            return;
        }
        opened.set(Opened::Loading);
        let (source, title, kind, client) =
            (source.clone(), title.clone(), kind.clone(), client.clone());
        leptos::task::spawn_local(async move {
            let _ = opened.try_set(match content(source, client).await {
                Ok(bytes) => show(bytes, &title, &kind),
                Err(error) => Opened::Failed(error_words(&error).title),
            });
        });
    };
    view! {
        <p class="actions">
            <button type="button" class="button secondary" on:click=open>
                {move || if opened.get() == Opened::Loading { t("ui.loading") } else { t("record.document_open") }}
            </button>
        </p>
        <div role="status">{move || match opened.get() {
            Opened::Text(text) => Some(view! { <pre class="document-text" tabindex="0">{text}</pre> }),
            Opened::Saved => Some(view! { <p>{t("record.document_saved")}</p> }),
            Opened::Failed(why) => Some(view! { <p>{why}</p> }),
            _ => None,
        }}</div>
    }
}

async fn content(source: Source, client: Client) -> Result<Vec<u8>, Error> {
    let unreadable = || Error::Unreadable {
        detail: crate::fhir::Flaw::NotFhir,
    };
    let data = match source {
        Source::Inside(data) => data,
        Source::Binary(id) => {
            let binary = client.read("Binary", &id).await?;
            binary
                .root()
                .str("data")
                .map(str::to_owned)
                .ok_or_else(unreadable)?
        }
        Source::Elsewhere(_) | Source::Nowhere => return Err(Error::NotFound),
    };
    decode_base64(&data).ok_or_else(unreadable)
}

fn show(bytes: Vec<u8>, title: &str, kind: &str) -> Opened {
    if kind == "text/plain"
        && let Ok(text) = String::from_utf8(bytes.clone())
    {
        return Opened::Text(text);
    }
    match save_file(&file_name(title, kind), kind, &bytes) {
        Some(()) => Opened::Saved,
        None => Opened::Failed(t("record.document_missing")),
    }
}
