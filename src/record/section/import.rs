//! `/record/import`: readings from a file of another app or device, looked through before any is kept.

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::clock::instant;
use super::preview::{self, SHOWN};
use crate::i18n::{t, t_n, t_with};
use crate::platform::{now_ms, read_file, uuid};
use crate::record::model::home::{Measure, observation};
use crate::record::model::import::{
    Answers, Line, MOST, Question, Sheet, Unfit, Verdict, mark_known,
};
use crate::record::model::readable_unit;
use crate::record::{api, readings};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, Notice, Page, Tone, error_words};
use crate::view::prelude::*;

/// How far a file has come.
#[derive(Clone, Copy, PartialEq)]
enum State {
    NoFile,
    Unfit(Unfit),
    /// Something must be told before its lines can be read.
    Asking,
    /// The record is looked through for what it has already.
    Looking,
    Ready,
    Sending,
    Sent {
        done: usize,
        refused: usize,
    },
}

/// The file and what is to become of it. Copies are the same.
#[derive(Clone, Copy)]
pub struct Import {
    state: RwSignal<State>,
    sheet: StoredValue<Option<Sheet>, LocalStorage>,
    answers: RwSignal<Answers>,
    /// The lines, and whether each is to be kept.
    pub lines: RwSignal<Vec<(Line, bool)>, LocalStorage>,
    /// Only lines of this sort are shown (see [`super::preview`]).
    pub sort: RwSignal<Option<usize>>,
    pub shown: RwSignal<usize>,
    /// Whether it is unknown what the record has.
    pub unsure: RwSignal<bool>,
    waiting: RwSignal<usize>,
}

/// The page, for the patient with this id.
pub fn page(patient: String) -> View {
    let session = use_session();
    let import = Import {
        state: RwSignal::new(State::NoFile),
        sheet: StoredValue::new_local(None),
        answers: RwSignal::new(Answers::default()),
        lines: RwSignal::new_local(Vec::new()),
        sort: RwSignal::new(None),
        shown: RwSignal::new(SHOWN),
        unsure: RwSignal::new(false),
        waiting: RwSignal::new(readings::waiting(&session)),
    };
    let (reader, whose) = (session.clone(), patient.clone());
    let read = Callback::new(move |()| read_lines(&reader, &whose, import));
    let open = move |event: leptos::ev::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        spawn_local(async move {
            if let Some(input) = input
                && let Some(text) = read_file(&input).await
            {
                take(&text, import, read);
            }
        });
    };
    // The same file chosen again is a change too.
    let anew = |event: web_sys::MouseEvent| {
        let input = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(input) = input {
            web_sys::HtmlInputElement::set_value(&input, "");
        }
    };
    let again = {
        let session = session.clone();
        Callback::new(move |()| send(&session, import))
    };
    let keep = Callback::new(move |()| {
        write_down(&session, &patient, import);
        again.run(());
    });
    view! {
        <BackLink href="/record/add" label=t("record.home_title")/>
        <Page title=t("record.import")>
            <p id="import-about">{t("record.import_about")}</p>
            <div class="field">
                <label for="import-file">{t("record.open_choose")}</label>
                <input id="import-file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" aria-describedby="import-about"
                    on:click=anew on:change=open/>
            </div>
            <div role="status">{move || told(import)}</div>
            {move || waiting_note(import, again)}
            {move || (import.state.get() == State::Asking).then(|| questions(import, read))}
            {move || (import.state.get() == State::Ready).then(|| preview::view(import, keep))}
        </Page>
    }
}

/// Takes a file's text.
fn take(text: &str, import: Import, read: Callback<()>) {
    import.answers.set(Answers::default());
    import.lines.set(Vec::new());
    match Sheet::of(text) {
        Err(why) => import.state.set(State::Unfit(why)),
        Ok(sheet) => {
            let clear = sheet.questions().is_empty();
            import.sheet.set_value(Some(sheet));
            match clear {
                true => read.run(()),
                false => import.state.set(State::Asking),
            }
        }
    }
}

/// Reads the lines and looks which of them the record has.
fn read_lines(session: &Session, patient: &str, import: Import) {
    let answers = import.answers.get_untracked();
    let lines = import.sheet.with_value(|sheet| {
        let sheet = sheet.as_ref()?;
        Some(sheet.lines(&answers, now_ms(), instant))
    });
    let mut lines = lines.unwrap_or_default();
    import.state.set(State::Looking);
    let (client, patient) = (session.record.clone(), patient.to_owned());
    spawn_local(async move {
        let measures: Vec<Measure> = Measure::ALL
            .into_iter()
            .filter(|measure| lines.iter().any(|line| line.measure() == Some(*measure)))
            .collect();
        let days = lines
            .iter()
            .filter_map(|line| line.at.as_deref()?.get(..10));
        let found = match (days.clone().min(), days.max()) {
            (Some(from), Some(to)) if !measures.is_empty() => {
                api::measured(client, patient, &measures, from, to).await
            }
            _ => Ok(Default::default()),
        };
        let whole = found.as_ref().is_ok_and(|page| page.next.is_none());
        let known = found.map(|page| page.entries).unwrap_or_default();
        let known: Vec<serde_json::Value> = known.iter().map(|one| one.to_value()).collect();
        mark_known(&mut lines, known.iter());
        let fine = |line: Line| {
            let fine = line.verdict == Verdict::Fine;
            (line, fine)
        };
        let _ = import.unsure.try_set(!whole);
        let _ = import.sort.try_set(None);
        let _ = import.shown.try_set(SHOWN);
        let _ = import.lines.try_set(lines.into_iter().map(fine).collect());
        let _ = import.state.try_set(State::Ready);
    });
}

/// What is to be known at once, and read aloud.
fn told(import: Import) -> Option<View> {
    let plain = |text: String| Some(view! { <p>{text}</p> });
    match import.state.get() {
        State::NoFile | State::Asking => None,
        State::Unfit(Unfit::NoHeads) => plain(t("record.import_no_heads")),
        State::Unfit(Unfit::TooLong) => plain(t_n("record.import_too_long", MOST, &[])),
        State::Looking => plain(t("record.import_looking")),
        State::Ready => {
            let lines = import.lines.with_untracked(Vec::len);
            plain(t_n("record.import_found", lines, &[]))
        }
        State::Sending => plain(t("record.home_sending")),
        State::Sent { done, refused } => Some(view! {
            {(done > 0).then(|| view! {
                <Notice tone=Tone::Good>
                    <p>{t_n("record.import_saved", done, &[])}</p>
                    <p><a href="/record/vitals">{t("record.vitals")}</a></p>
                </Notice>
            })}
            {(refused > 0).then(|| view! {
                <Notice tone=Tone::Warning><p>{t_n("record.import_refused", refused, &[])}</p></Notice>
            })}
        }),
    }
}

fn waiting_note(import: Import, again: Callback<()>) -> Option<View> {
    let waiting = import.waiting.get();
    let sending = import.state.get() == State::Sending;
    (waiting > 0).then(|| match sending {
        true => view! { <p>{t_n("record.import_left", waiting, &[])}</p> },
        false => view! {
            <Notice tone=Tone::Warning>
                <p>{t_n("record.home_waiting", waiting, &[])}</p>
                <p class="actions"><button type="button" class="button secondary" on:click=move |_| again.run(())>{t("ui.try_again")}</button></p>
            </Notice>
        },
    })
}

/// What only the person can tell of the file.
fn questions(import: Import, read: Callback<()>) -> View {
    let questions = import
        .sheet
        .with_value(|sheet| sheet.as_ref().map(Sheet::questions).unwrap_or_default());
    let wanted = questions.len();
    let answered = move || {
        import
            .answers
            .with(|answers| answers.units.len() + usize::from(answers.day_first.is_some()))
    };
    let fields = questions.into_iter().map(|question| match question {
        Question::DayFirst(example) => view! {
            <fieldset class="choices">
                <legend>{t_with("record.import_ask_order", &[("date", &example)])}</legend>
                {[true, false].map(|day_first| view! {
                    <label class="choice">
                        <input type="radio" name="import-order"
                            on:change=move |_| import.answers.update(|answers| answers.day_first = Some(day_first))/>
                        <span>{t(if day_first { "record.import_day_first" } else { "record.import_month_first" })}</span>
                    </label>
                }).collect_view()}
            </fieldset>
        },
        Question::Unit(measure) => view! {
            <fieldset class="choices">
                <legend>{t_with("record.import_ask_unit", &[("what", &t(measure.label()))])}</legend>
                {measure.units().iter().map(|unit| view! {
                    <label class="choice">
                        <input type="radio" name=measure.label() on:change=move |_| import.answers.update(|answers| {
                            answers.units.retain(|(of, _)| *of != measure);
                            answers.units.push((measure, unit));
                        })/>
                        <span>{readable_unit(unit)}</span>
                    </label>
                }).collect_view()}
            </fieldset>
        },
    });
    view! {
        <section class="card">
            {fields.collect_view()}
            {move || (answered() == wanted).then(|| view! {
                <p class="actions"><button type="button" class="button" on:click=move |_| read.run(())>{t("record.import_go_on")}</button></p>
            })}
        </section>
    }
}

/// Puts what was chosen among the readings that are to be sent.
fn write_down(session: &Session, patient: &str, import: Import) {
    let Some(by) = session.own_patient() else {
        return;
    };
    import.lines.with_untracked(|lines| {
        for (line, kept) in lines {
            if let (true, Some(taken), Some(at)) = (kept, &line.taken, &line.at) {
                let mark = uuid();
                let made = observation(taken, patient, &by, at, &mark);
                readings::add(session, patient, mark, made);
            }
        }
    });
    import.lines.set(Vec::new());
}

fn send(session: &Session, import: Import) {
    import.state.set(State::Sending);
    import.waiting.set(readings::waiting(session));
    let session = session.clone();
    spawn_local(async move {
        let left = |left| {
            let _ = import.waiting.try_set(left);
        };
        let sent = readings::send(&session, left).await;
        left(readings::waiting(&session));
        let refused = sent.refused.len();
        let _ = import.state.try_set(State::Sent {
            done: sent.done,
            refused,
        });
        if let Some(error) = sent.failed {
            crate::platform::announce(&error_words(&error).title);
        }
    });
}
