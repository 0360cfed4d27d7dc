//! `/record/import`: readings from a file of another app or device, looked through before any is kept.

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::home::instant;
use crate::fhir::FhirDate;
use crate::i18n::{format_fhir_date, t, t_n, t_with};
use crate::platform::{now_ms, read_file, uuid};
use crate::record::model::home::{Measure, Taken, observation};
use crate::record::model::import::{
    Answers, Line, MOST, Question, Sheet, Unfit, Verdict, mark_known,
};
use crate::record::model::readable_unit;
use crate::record::{api, readings, words};
use crate::session::{Session, use_session};
use crate::ui::{BackLink, Notice, Page, Tone, error_words};
use crate::view::prelude::*;

/// So many lines are drawn at a time.
const SHOWN: usize = 100;

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
struct Import {
    state: RwSignal<State>,
    sheet: StoredValue<Option<Sheet>, LocalStorage>,
    answers: RwSignal<Answers>,
    /// The lines, and whether each is to be kept.
    lines: RwSignal<Vec<(Line, bool)>, LocalStorage>,
    /// Only lines of this sort are shown (see [`sort`]).
    sort: RwSignal<Option<usize>>,
    shown: RwSignal<usize>,
    /// Whether it is unknown what the record has.
    unsure: RwSignal<bool>,
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
            {move || (import.state.get() == State::Ready).then(|| preview(import, keep))}
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

/// The sorts of lines, as keys of messages.
const SORTS: [&str; 4] = [
    "record.import_fine",
    "record.import_doubtful",
    "record.import_known",
    "record.import_unreadable",
];

/// Which of [`SORTS`] a line is of.
fn sort(line: &Line) -> usize {
    match line.verdict {
        Verdict::Fine => 0,
        Verdict::Doubtful(_) => 1,
        Verdict::Known => 2,
        Verdict::Unreadable(_) => 3,
    }
}

/// The lines with what is to be said of each, to choose from.
fn preview(import: Import, keep: Callback<()>) -> View {
    let fits = move |line: &Line| {
        import
            .sort
            .get_untracked()
            .is_none_or(|only| sort(line) == only)
    };
    let options = move || {
        let counts = import.lines.with_untracked(|lines| {
            let mut counts = [0; 4];
            lines.iter().for_each(|(line, _)| counts[sort(line)] += 1);
            counts
        });
        let all = import.lines.with_untracked(Vec::len);
        let label = |key, count: usize| [&t(key), " (", count.to_string().as_str(), ")"].concat();
        let sorts = SORTS.into_iter().zip(counts).enumerate();
        let sorts = sorts.filter(|(_, (_, count))| *count > 0);
        view! {
            <option value="">{label("record.import_all", all)}</option>
            {sorts.map(|(at, (key, count))| view! { <option value=at.to_string()>{label(key, count)}</option> }).collect_view()}
        }
    };
    let choose_all = move |wish: bool| {
        import.lines.update(|lines| {
            let choosable = lines
                .iter_mut()
                .filter(|(line, _)| fits(line) && sort(line) < 2);
            choosable.for_each(|(_, kept)| *kept = wish);
        });
    };
    let kept = move || {
        import
            .lines
            .with(|lines| lines.iter().filter(|(_, kept)| *kept).count())
    };
    let rows = move || {
        import.sort.track();
        let most = import.shown.get();
        import.lines.with(|lines| {
            let some = lines
                .iter()
                .enumerate()
                .filter(|(_, (line, _))| fits(line))
                .take(most);
            some.map(|(at, (line, kept))| row(import, at, line, *kept))
                .collect::<Vec<_>>()
        })
    };
    let more = move || {
        import.sort.track();
        let all = import
            .lines
            .with(|lines| lines.iter().filter(|(line, _)| fits(line)).count());
        (all > import.shown.get()).then(|| view! {
            <p class="actions"><button type="button" class="button secondary" on:click=move |_| import.shown.update(|shown| *shown += SHOWN)>{t("record.show_more")}</button></p>
        })
    };
    view! {
        {move || import.unsure.get().then(|| view! { <Notice tone=Tone::Warning><p>{t("record.import_unsure")}</p></Notice> })}
        <div class="field">
            <label for="import-sort">{t("record.import_show")}</label>
            <select id="import-sort" on:change=move |event| {
                import.sort.set(event_target_value(&event).parse().ok());
                import.shown.set(SHOWN);
            }>{options()}</select>
        </div>
        <p class="actions">
            <button type="button" class="button secondary" on:click=move |_| choose_all(true)>{t("record.import_choose_all")}</button>
            <button type="button" class="button secondary" on:click=move |_| choose_all(false)>{t("record.import_choose_none")}</button>
        </p>
        <table class="record-table">
            <caption class="visually-hidden">{t("record.import_table")}</caption>
            <thead><tr>
                <th scope="col">{t("record.import_reading")}</th>
                <th scope="col">{t("record.date")}</th>
                <th scope="col">{t("record.import_verdict")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
        <p class="actions">
            <button type="button" class="button" disabled=move || kept() == 0 on:click=move |_| keep.run(())>
                {move || t_n("record.import_keep", kept(), &[])}
            </button>
        </p>
    }
}

fn row(import: Import, at: usize, line: &Line, kept: bool) -> View {
    let place = t_with("record.import_line", &[("n", &line.number.to_string())]);
    let choose = move |event| {
        let wish = event_target_checked(&event);
        import.lines.update(|lines| {
            if let Some((_, kept)) = lines.get_mut(at) {
                *kept = wish;
            }
        });
    };
    let text = match &line.taken {
        Some(taken) => [&t(taken.measure.label()), " ", &numbers(taken)].concat(),
        None => line.sent.chars().take(80).collect(),
    };
    let reading = match sort(line) < 2 {
        true => view! {
            <label class="choice"><input type="checkbox" prop:checked=kept on:change=choose/><span><bdi>{text}</bdi></span></label>
        },
        false => view! { <bdi class="import-sent">{text}</bdi> },
    };
    let when = line.at.as_deref().and_then(FhirDate::parse);
    let time = when.as_ref().and_then(words::time);
    let verdict = match &line.verdict {
        Verdict::Doubtful(doubts) => doubts
            .iter()
            .map(|doubt| t(doubt))
            .collect::<Vec<_>>()
            .join(" "),
        Verdict::Unreadable(why) => [&t(SORTS[3]), ": ", &t(why)].concat(),
        _ => t(SORTS[sort(line)]),
    };
    view! {
        <tr>
            <td>{reading}<span class="quiet small">{place}</span></td>
            <td>{when.as_ref().map(format_fhir_date)}{time.map(|time| view! { <br/><span class="quiet small">{time}</span> })}</td>
            <td>{verdict}</td>
        </tr>
    }
}

fn numbers(taken: &Taken) -> String {
    let unit = readable_unit(taken.unit).unwrap_or_default();
    [&taken.numbers.join("/"), " ", unit.as_str()].concat()
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
