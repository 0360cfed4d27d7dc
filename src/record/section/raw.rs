//! Resources as they came, for who wants to look.

use crate::view::prelude::*;
use serde_json::Value;

use crate::i18n::{t, t_n};
use crate::ui::{Notice, Tone};

/// A resource's JSON, written out when it is opened.
pub fn view(label: String, resource: Value) -> View {
    let open = RwSignal::new(false);
    let text = StoredValue::new(resource);
    view! {
        <details on:toggle=move |_| open.set(true)>
            <summary>{label}</summary>
            {move || open.get().then(|| view! {
                <pre class="raw" dir="ltr" tabindex="0">{text.with_value(|value| serde_json::to_string_pretty(value).unwrap_or_default())}</pre>
            })}
        </details>
    }
}

/// Entries that couldn't be read: how many, and each as it came.
pub fn unreadable(entries: &[Value]) -> Option<View> {
    let count = entries.len();
    let raw: Vec<View> = entries
        .iter()
        .take(50)
        .enumerate()
        .map(|(at, entry)| view(t_n("record.unreadable_one", at + 1, &[]), entry.clone()))
        .collect();
    (count > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{t_n("record.unreadable", count, &[])}</p>
                <details>
                    <summary>{t("record.look_raw")}</summary>
                    {raw}
                </details>
            </Notice>
        }
    })
}
