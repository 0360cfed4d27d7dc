//! `/connect?brand`: a hospital's look, edited on samples that wear it. Nothing is sent anywhere; the JSON is there to copy.
//!
//! What can be used and what is moved, `src/brand/preview.js` says: the look's own code.

mod contrast;
mod fields;
pub mod model;
mod sample;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::copy::copyable;
use crate::fhir::Error;
use crate::i18n::t;
use crate::platform::{boot_text, boot_value, call, call_boot, painted};
use crate::ui::{ErrorView, Page};
use crate::view::prelude::*;
use model::{Draft, Tried};

/// The page's title, and its parts.
#[component]
pub fn Look() -> View {
    let draft = RwSignal::new(Draft::of(""));
    let tried = RwSignal::new(None::<Tried>);
    let failed = RwSignal::new(false);
    let script = StoredValue::new_local(None::<JsValue>);
    let wear = move || {
        let json = draft.with_untracked(Draft::to_json);
        let answer = script.with_value(|script| call(script.as_ref()?, "preview", &[&json.into()]));
        if let Some(answer) = answer.and_then(|answer| Tried::of(&answer.as_string()?)) {
            tried.set(Some(answer));
        }
    };
    let load = move || {
        failed.set(false);
        leptos::task::spawn_local(async move {
            let config = async { boot_text(boot_value("config")?).await };
            let config = config.await.unwrap_or_default();
            let module = module().await;
            // The samples must be there.
            painted().await;
            if draft.try_set(Draft::of(&config)).is_some() {
                return;
            }
            match module {
                Some(module) => {
                    script.set_value(Some(module));
                    wear();
                }
                None => failed.set(true),
            }
        });
    };
    load();
    let edit = Callback::new(move |(path, text): (String, String)| {
        draft.update(|draft| draft.set(&path, &text));
        wear();
    });
    view! {
        <Page title=t("brand.title")>
            <p>{t("brand.about")}</p>
            <p><a href="/connect">{t("brand.to_check")}</a></p>
            {move || failed.get().then(|| view! { <ErrorView error=Error::Offline retry=load/> })}
            <div class="brand-samples">{sample::samples(draft, tried)}</div>
            <form class="stack" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
                {fields::fields(draft, tried, edit)}
            </form>
            {contrast::contrast(tried)}
            {move || tried.with(|tried| tried.as_ref().map(result))}
        </Page>
    }
}

/// The script that knows looks.
async fn module() -> Option<JsValue> {
    let promise: js_sys::Promise = call_boot("load", "preview")?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// The JSON to copy.
fn result(tried: &Tried) -> View {
    let json = tried.json();
    view! {
        <section class="section" aria-labelledby="json">
            <h2 id="json">{t("brand.json")}</h2>
            {match json {
                None => view! { <p>{t("brand.no_name")}</p> },
                Some(json) => view! {
                    <p>{t("brand.json_text")}</p>
                    {copyable(json, "brand.copy", "brand.copied", "ltr")}
                },
            }}
        </section>
    }
}
