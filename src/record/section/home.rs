//! `/record/add`: a reading from home.

use crate::view::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::clock::{instant, local_now};
use crate::fhir::Error;
use crate::i18n::{t, t_n, t_with};
use crate::native::parse_number;
use crate::platform::{focus, online, uuid};
use crate::record::api;
use crate::record::entry::series_href;
use crate::record::model::home::{
    Measure, Taken, Unusual, doubts, observation, typed_number, unusual, values_of,
};
use crate::record::model::{Chapter, readable_unit};
use crate::record::readings;
use crate::session::{Session, use_session};
use crate::ui::{BackLink, ErrorView, Field, Notice, Page, Tone, tel};

/// The ids of the fields: the numbers, then the time.
const FIELDS: [&str; 3] = ["home-first", "home-second", "home-at"];

/// How far a reading has come.
#[derive(Clone, PartialEq)]
enum State {
    Writing,
    /// Something looks like a slip: keys of messages.
    Doubtful(Vec<&'static str>),
    Sending,
    Saved(Measure, Option<(&'static str, Unusual, String)>),
    Waiting,
    Refused(Error),
}

/// What is typed.
#[derive(Clone, Copy)]
struct Draft {
    measure: RwSignal<Measure>,
    numbers: [RwSignal<String>; 2],
    at: RwSignal<String>,
    /// Which field can't be read, by its place in [`FIELDS`].
    wrong: RwSignal<Option<usize>>,
    state: RwSignal<State>,
    waiting: RwSignal<usize>,
}

/// The page, for the patient with this id.
pub fn page(patient: String) -> View {
    let session = use_session();
    let draft = Draft {
        measure: RwSignal::new(Measure::Pressure),
        numbers: [RwSignal::new(String::new()), RwSignal::new(String::new())],
        at: RwSignal::new(local_now()),
        wrong: RwSignal::new(None),
        state: RwSignal::new(State::Writing),
        waiting: RwSignal::new(readings::waiting(&session)),
    };
    let connected = online();
    let sender = session.clone();
    Effect::new(move |_| {
        if connected.get() && draft.waiting.get_untracked() > 0 {
            let session = sender.clone();
            spawn_local(async move { send_waiting(&session, draft).await });
        }
    });
    let phone = session.config.phone.clone();
    let sender = session.clone();
    let again = Callback::new(move |()| {
        let session = sender.clone();
        spawn_local(async move { send_waiting(&session, draft).await });
    });
    let no_time =
        Signal::derive(move || (draft.wrong.get() == Some(2)).then(|| t("record.home_no_time")));
    let save = Callback::new(move |sure: bool| save(&session, &patient, draft, sure));
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title=t("record.home_title")>
            <p>{t("record.home_about")}</p>
            {move || waiting_note(draft, again)}
            <form class="card" on:submit=move |event: web_sys::SubmitEvent| { event.prevent_default(); save.run(false); }>
                {measure_field(draft)}
                {move || number_fields(draft)}
                <Field id="home-at" label=t("record.home_at") error=no_time>
                    <input type="datetime-local" id="home-at" max=local_now() aria-describedby="home-at-hint home-at-error"
                        prop:value=move || draft.at.get() on:input=move |event| draft.at.set(event_target_value(&event))/>
                </Field>
                <div role="status">{move || outcome(draft, phone.as_deref(), save)}</div>
                <p class="actions"><button class="button">{t("record.home_save")}</button></p>
            </form>
            <p><a class="link-button" href="/record/import">{t("record.import")}</a></p>
        </Page>
    }
}

fn measure_field(draft: Draft) -> View {
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let measure = Measure::ALL.into_iter().find(|one| one.label() == chosen);
        draft.measure.set(measure.unwrap_or(Measure::Pressure));
        draft
            .numbers
            .iter()
            .for_each(|number| number.set(String::new()));
        draft.wrong.set(None);
        draft.state.set(State::Writing);
    };
    let options = Measure::ALL.map(|one| {
        let chosen = draft.measure.get_untracked() == one;
        view! { <option value=one.label() selected=chosen>{t(one.label())}</option> }
    });
    view! {
        <Field id="home-measure" label=t("record.home_measure")>
            <select id="home-measure" aria-describedby="home-measure-hint home-measure-error" on:change=choose>{options.collect_view()}</select>
        </Field>
    }
}

fn number_fields(draft: Draft) -> View {
    let parts = draft.measure.get().parts();
    let fields = parts.into_iter().zip(FIELDS).enumerate().map(|(at, (part, id))| {
        let number = draft.numbers[at];
        let error = Signal::derive(move || {
            (draft.wrong.get() == Some(at)).then(|| t("record.home_number"))
        });
        let unit = readable_unit(part.unit).unwrap_or_else(|| part.unit.to_owned());
        let label = [&t(part.label), " (", unit.as_str(), ")"].concat();
        let about = [id, "-hint ", id, "-error"].concat();
        view! {
            <Field id label error>
                <input type="text" inputmode="decimal" autocomplete="off" id=id aria-describedby=about
                    aria-invalid=move || (draft.wrong.get() == Some(at)).then_some("true")
                    prop:value=move || number.get() on:input=move |event| number.set(event_target_value(&event))/>
            </Field>
        }
    });
    fields.collect_view()
}

/// What waits to be sent, on every visit of the page.
fn waiting_note(draft: Draft, again: Callback<()>) -> Option<View> {
    let waiting = draft.waiting.get();
    (waiting > 0 && draft.state.get() != State::Sending).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{t_n("record.home_waiting", waiting, &[])}</p>
                <p class="actions"><button type="button" class="button secondary" on:click=move |_| again.run(())>{t("ui.try_again")}</button></p>
            </Notice>
        }
    })
}

fn outcome(draft: Draft, phone: Option<&str>, save: Callback<bool>) -> View {
    match draft.state.get() {
        State::Writing | State::Waiting => View::Nothing,
        State::Sending => view! { <p>{t("record.home_sending")}</p> },
        State::Doubtful(doubts) => view! {
            <Notice tone=Tone::Warning>
                {doubts.into_iter().map(|doubt| view! { <p>{t(doubt)}</p> }).collect_view()}
                <p class="actions"><button type="button" class="button secondary" on:click=move |_| save.run(true)>{t("record.home_anyway")}</button></p>
            </Notice>
        },
        State::Saved(measure, unusual) => {
            let chapter = match measure {
                Measure::Glucose => Chapter::Labs,
                _ => Chapter::Vitals,
            };
            view! {
                <Notice tone=Tone::Good>
                    <p>{t("record.home_saved")}</p>
                    <p><a href=series_href(chapter, &measure.series())>{t("record.follow")}</a></p>
                </Notice>
                {unusual.map(|(label, unusual, value)| unusual_note(label, &unusual, &value, phone))}
            }
        }
        State::Refused(error) => {
            view! { <ErrorView error retry=move || save.run(true)/> }
        }
    }
}

/// Says with its numbers that a reading is far from those before, and what one can do.
fn unusual_note(label: &'static str, unusual: &Unusual, value: &str, phone: Option<&str>) -> View {
    let text = t_n(
        "record.home_unusual",
        unusual.count,
        &[
            ("what", &t(label)),
            ("value", value),
            ("least", &unusual.least),
            ("greatest", &unusual.greatest),
            ("beyond", &unusual.beyond),
        ],
    );
    let call = phone.map(|phone| {
        let (href, words) = (tel(phone), t_with("ui.call", &[("phone", phone)]));
        view! { <p><a href=href>{words}</a></p> }
    });
    view! {
        <Notice tone=Tone::Info>
            <p>{text}</p>
            <p>{t("record.home_unusual_advice")}</p>
            {call}
        </Notice>
    }
}

/// Writes a reading down and sends it; `sure` says that the doubts were read.
fn save(session: &Session, patient: &str, draft: Draft, sure: bool) {
    if draft.state.get_untracked() == State::Sending {
        return;
    }
    let measure = draft.measure.get_untracked();
    let unreadable = |field: usize| {
        draft.wrong.set(Some(field));
        draft.state.set(State::Writing);
        focus(FIELDS[field]);
    };
    let mut numbers = Vec::new();
    for at in 0..measure.parts().len() {
        let Some(number) = typed_number(&draft.numbers[at].get_untracked()) else {
            return unreadable(at);
        };
        numbers.push(number);
    }
    let Some(at) = instant(&draft.at.get_untracked()) else {
        return unreadable(2);
    };
    draft.wrong.set(None);
    let taken = Taken {
        measure,
        unit: measure.units().first().copied().unwrap_or_default(),
        numbers,
    };
    let doubts = doubts(&taken);
    if !sure && !doubts.is_empty() {
        return draft.state.set(State::Doubtful(doubts));
    }
    // Who isn't signed in doesn't see this page.
    let Some(by) = session.own_patient() else {
        return;
    };
    let mark = uuid();
    let made = observation(&taken, patient, &by, &at, &mark);
    readings::add(session, patient, mark.clone(), made);
    draft.state.set(State::Sending);
    let (session, patient) = (session.clone(), patient.to_owned());
    spawn_local(async move {
        // What was usual is asked for before the new one is among it.
        let client = session.record.clone();
        let before = api::series(client, patient.clone(), measure.series()).await;
        let before: Vec<Value> = before.map_or(Vec::new(), |page| {
            page.entries.iter().map(|one| one.to_value()).collect()
        });
        let parts = measure.parts();
        let far = parts.iter().zip(&taken.numbers).find_map(|(part, number)| {
            let usual = values_of(before.iter(), part);
            let far = unusual(&usual, parse_number(number)?)?;
            Some((part.label, far, number.clone()))
        });
        let sent = readings::send(&session, |_| ()).await;
        let refused = sent
            .refused
            .into_iter()
            .find(|(refused, _)| *refused == mark);
        let next = match (refused, readings::waiting(&session)) {
            (Some((_, error)), _) => State::Refused(error),
            (None, 0) => State::Saved(measure, far),
            _ => State::Waiting,
        };
        // The page may have gone; what waits does so without it.
        if !matches!(next, State::Refused(_)) {
            draft
                .numbers
                .iter()
                .for_each(|number| drop(number.try_set(String::new())));
        }
        let _ = draft.waiting.try_set(readings::waiting(&session));
        let _ = draft.state.try_set(next);
    });
}

async fn send_waiting(session: &Session, draft: Draft) {
    readings::send(session, |_| ()).await;
    let left = readings::waiting(session);
    let _ = draft.waiting.try_set(left);
    let waited = draft.state.try_get_untracked() == Some(State::Waiting);
    if left == 0 && waited {
        let measure = draft
            .measure
            .try_get_untracked()
            .unwrap_or(Measure::Pressure);
        let _ = draft.state.try_set(State::Saved(measure, None));
    }
}
