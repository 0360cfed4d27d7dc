//! A check of camera and microphone before a video visit. Nothing is recorded, and nothing leaves the device.

use std::time::Duration;

use crate::view::prelude::*;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::i18n::t;
use crate::platform::call;
use crate::ui::{Notice, Tone};

/// How far the check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    NotYet,
    /// The browser asks the patient.
    Asking,
    Works,
    /// The patient, or the browser on their behalf, said no.
    Denied,
    /// There is no camera or no microphone.
    Absent,
    /// Another program has it.
    Busy,
    /// The browser can't.
    Unable,
}

/// The button, the patient's own picture, and a bar that follows the voice.
#[component]
pub fn MediaCheck() -> View {
    let state = RwSignal::new(Check::NotYet);
    let stream = StoredValue::new_local(None::<JsValue>);
    let stop = move || {
        if let Some(Some(stream)) = stream.try_update_value(Option::take) {
            stop_tracks(&stream);
        }
    };
    on_cleanup(stop);
    let start = move |_| {
        state.set(Check::Asking);
        leptos::task::spawn_local(async move {
            let (next, given) = match ask().await {
                Ok(given) => (Check::Works, Some(given)),
                Err(why) => (why, None),
            };
            // The page may have gone while the patient was asked: then the camera must not stay on.
            let gone = state.try_get_untracked().is_none();
            match given {
                Some(given) if gone => stop_tracks(&given),
                given => {
                    let _ = stream.try_set_value(given);
                    let _ = state.try_set(next);
                }
            }
        });
    };
    let end = move |_| {
        stop();
        state.set(Check::NotYet);
    };
    let trouble = |text: String| {
        view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
    };
    let button = move |label: String| {
        view! { <p class="actions"><button type="button" class="button secondary" on:click=start>{label}</button></p> }
    };
    let show = move || match state.get() {
        Check::NotYet => button(t("booking.media_check")),
        Check::Asking => view! { <p>{t("booking.media_asking")}</p> },
        Check::Works => view! {
            <Notice tone=Tone::Good><p>{t("booking.media_works")}</p></Notice>
            {stream.with_value(|stream| stream.as_ref().map(picture))}
            <p class="actions"><button type="button" class="button secondary" on:click=end>{t("booking.media_stop")}</button></p>
        },
        Check::Denied => view! { {trouble(t("booking.media_denied"))}{button(t("ui.try_again"))} },
        Check::Absent => view! { {trouble(t("booking.media_absent"))}{button(t("ui.try_again"))} },
        Check::Busy => view! { {trouble(t("booking.media_busy"))}{button(t("ui.try_again"))} },
        Check::Unable => trouble(t("booking.media_unable")),
    };
    view! { <div class="stack-tight" aria-live="polite">{show}</div> }
}

/// Asks for camera and microphone.
async fn ask() -> Result<JsValue, Check> {
    let devices = Reflect::get(&window().navigator(), &"mediaDevices".into());
    let devices = devices
        .ok()
        .filter(JsValue::is_object)
        .ok_or(Check::Unable)?;
    let wanted = Object::new();
    for name in ["audio", "video"] {
        let _ = Reflect::set(&wanted, &name.into(), &true.into());
    }
    let asked = call(&devices, "getUserMedia", &[&wanted]).ok_or(Check::Unable)?;
    let asked: Promise = asked.dyn_into().map_err(|_| Check::Unable)?;
    JsFuture::from(asked).await.map_err(|error| {
        let name = Reflect::get(&error, &"name".into()).ok();
        match name.and_then(|name| name.as_string()).as_deref() {
            Some("NotAllowedError" | "SecurityError") => Check::Denied,
            Some("NotFoundError" | "OverconstrainedError") => Check::Absent,
            Some("NotReadableError" | "AbortError") => Check::Busy,
            _ => Check::Unable,
        }
    })
}

fn stop_tracks(stream: &JsValue) {
    let tracks = call(stream, "getTracks", &[]);
    for track in tracks
        .iter()
        .flat_map(|tracks| Array::from(tracks).to_vec())
    {
        call(&track, "stop", &[]);
    }
}

/// What the camera sees, and how loud it is.
fn picture(stream: &JsValue) -> View {
    let video = NodeRef::new();
    let given = stream.clone();
    Effect::new(move |_| {
        if let Some(element) = video.get() {
            let element: JsValue = element.into();
            let _ = Reflect::set(&element, &"muted".into(), &true.into());
            let _ = Reflect::set(&element, &"srcObject".into(), &given);
        }
    });
    let loud = RwSignal::new(0_u8);
    if let Some(ear) = Ear::new(stream) {
        let tick = set_interval_with_handle(
            {
                let ear = ear.clone();
                move || loud.set(ear.level())
            },
            Duration::from_millis(150),
        );
        let ear = send_wrapper::SendWrapper::new(ear);
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
            call(&ear.context, "close", &[]);
        });
    }
    view! {
        <video class="camera" node_ref=video autoplay playsinline aria-label=t("booking.media_picture")></video>
        <label class="stack-tight">
            {t("booking.media_voice")}
            <meter min="0" max="100" prop:value=move || loud.get().to_string()></meter>
        </label>
    }
}

/// Listens to how loud it is (Web Audio).
#[derive(Clone)]
struct Ear {
    context: JsValue,
    analyser: JsValue,
}

impl Ear {
    fn new(stream: &JsValue) -> Option<Self> {
        let maker: Function = Reflect::get(&js_sys::global(), &"AudioContext".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let context = Reflect::construct(&maker, &Array::new()).ok()?;
        let analyser = call(&context, "createAnalyser", &[])?;
        let source = call(&context, "createMediaStreamSource", &[stream])?;
        call(&source, "connect", &[&analyser])?;
        Some(Self { context, analyser })
    }

    /// From 0 to 100: how far the wave swings.
    fn level(&self) -> u8 {
        let wave = Uint8Array::new_with_length(256);
        call(&self.analyser, "getByteTimeDomainData", &[&wave]);
        let swing = wave
            .to_vec()
            .into_iter()
            .map(|point| point.abs_diff(128))
            .max();
        // Speech swings over a small part of the range.
        (u16::from(swing.unwrap_or(0)) * 2).min(100) as u8
    }
}
