//! `/record/export`: the record as files of its owner, made on the device, and a file from elsewhere read on it.

use crate::view::prelude::*;

use crate::fhir::{Client, Resource};
use crate::i18n::{DateStyle, current, format_date, t, t_n, t_with};
use crate::platform::{now_ms, save_file, share_file, uuid};
use crate::record::chapter_words::{empty, title};
use crate::record::entry::{Detail, entry_view};
use crate::record::model::csv;
use crate::record::model::export::{Document, Section};
use crate::record::model::{Chapter, Entry};
use crate::record::private::why_folded;
use crate::record::whole::{self, Whole};
use crate::record::words;
use crate::ui::{BackLink, Notice, Page, Tone, error_words};

/// What is wanted of the record.
#[derive(Clone, Copy, PartialEq)]
enum Wish {
    Summary,
    Share,
    Table(Chapter),
    Print,
}

#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Making,
    Done,
    Failed(String),
}

/// The page.
pub fn page(client: Client, patient: String) -> View {
    let state = RwSignal::new(State::Idle);
    let missing = RwSignal::new(Vec::<Chapter>::new());
    let printed = RwSignal::new_local(None::<Whole>);
    let with_folded = RwSignal::new(false);
    // Collected once: several files are made of the same.
    let whole = StoredValue::new_local(None::<Whole>);
    let make = Callback::new(move |wish: Wish| {
        if state.get_untracked() == State::Making {
            return;
        }
        state.set(State::Making);
        let (client, patient) = (client.clone(), patient.clone());
        leptos::task::spawn_local(async move {
            let known = whole.try_get_value().flatten();
            let found = match known {
                Some(known) => Ok(known),
                None => whole::whole(client.clone(), patient).await,
            };
            let _ = match found {
                Err(error) => state.try_set(State::Failed(error_words(&error).title)),
                Ok(found) => {
                    whole.set_value(Some(found.clone()));
                    missing.set(found.missing.clone());
                    let done = give(wish, &found, client.base(), printed).await;
                    state.try_set(done.map_or_else(
                        || State::Failed(t("record.export_refused")),
                        |()| State::Done,
                    ))
                }
            };
        });
    });
    let button = move |wish: Wish, label: String, class: &'static str| {
        view! { <button type="button" class=class on:click=move |_| make.run(wish)>{label}</button> }
    };
    let tables: Vec<View> = Chapter::ALL
        .into_iter()
        .map(|chapter| {
            let label = title(chapter);
            view! { <li>{button(Wish::Table(chapter), label, "link-button")}</li> }
        })
        .collect();
    view! {
        <BackLink href="/record" label=t("record.title")/>
        <Page title=t("record.export")>
            <Notice tone=Tone::Info><p>{t("record.export_about")}</p></Notice>
            <section class="card">
                <h2>{t("record.export_summary")}</h2>
                <p>{t("record.export_summary_about")}</p>
                <p class="actions">
                    {button(Wish::Summary, t("record.export_save"), "button")}
                    {button(Wish::Share, t("record.export_share"), "button secondary")}
                </p>
            </section>
            <section class="card">
                <h2>{t("record.export_tables")}</h2>
                <p>{t("record.export_tables_about")}</p>
                <ul>{tables}</ul>
            </section>
            <section class="card">
                <h2>{t("record.export_print")}</h2>
                <p>{t("record.export_print_about")}</p>
                <label class="choice">
                    <input type="checkbox" on:change=move |event| with_folded.set(event_target_checked(&event))/>
                    <span>{t("record.print_folded")}</span>
                </label>
                <p class="actions">{button(Wish::Print, t("record.print"), "button secondary")}</p>
            </section>
            <div role="status">{move || match state.get() {
                State::Idle => None,
                State::Making => Some(view! { <p>{t("record.export_making")}</p> }),
                State::Done => Some(view! { <p>{t("record.export_done")}</p> }),
                State::Failed(why) => Some(view! { <p>{why}</p> }),
            }}
            {move || missing.get().into_iter().map(|chapter| {
                let text = t_with("record.export_missing", &[("section", &title(chapter))]);
                view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
            }).collect_view()}
            </div>
            {super::open::view()}
            {move || printed.with(|whole| whole.as_ref().map(|whole| print_view(whole, with_folded.get())))}
        </Page>
    }
}

async fn give(
    wish: Wish,
    whole: &Whole,
    base: &str,
    printed: RwSignal<Option<Whole>, LocalStorage>,
) -> Option<()> {
    const FHIR: &str = "application/fhir+json";
    let day = crate::i18n::zoned_date(now_ms(), None);
    match wish {
        Wish::Summary => save_file(
            &["health-summary-", &day, ".json"].concat(),
            FHIR,
            summary(whole, base)?.as_bytes(),
        ),
        // Phones share no files of a type that they don't know.
        Wish::Share => {
            let name = ["health-summary-", &day, ".txt"].concat();
            share_file(&name, "text/plain", summary(whole, base)?.as_bytes()).await
        }
        Wish::Table(chapter) => {
            let name = [chapter.slug(), "-", &day, ".csv"].concat();
            save_file(
                &name,
                "text/csv",
                csv::write(&rows(chapter, whole)).as_bytes(),
            )
        }
        Wish::Print => {
            printed.set(Some(whole.clone()));
            request_animation_frame(|| {
                let _ = window().print();
            });
            Some(())
        }
    }
}

/// The server's own summary where it makes one, else ours.
fn summary(whole: &Whole, base: &str) -> Option<String> {
    if let Some(made) = &whole.summary {
        return Some(made.value().to_string());
    }
    let sections = Chapter::ALL.into_iter().map(|chapter| {
        let entries = entries(chapter, whole);
        Section {
            chapter,
            title: title(chapter),
            resources: resources(chapter, whole, &entries),
            lines: entries.iter().map(words::line).collect(),
            empty: empty(chapter),
        }
    });
    let document = Document {
        title: t("record.export_summary"),
        language: current().tag,
        base,
        patient: whole.patient.as_ref()?,
        made: crate::fhir::FhirDate::of_epoch_ms(now_ms())?
            .as_str()
            .to_owned(),
        id: uuid(),
        sections: sections.collect(),
    };
    Some(document.to_bundle().to_string())
}

fn entries(chapter: Chapter, whole: &Whole) -> Vec<Entry> {
    let page = whole
        .pages
        .iter()
        .find(|(of, _)| *of == chapter)
        .map(|(_, page)| page);
    page.map(|page| chapter.listed(page, &whole.id, &current().tag).entries)
        .unwrap_or_default()
}

/// The resources of entries: what the pages show, and nothing that they rightly leave out.
fn resources(chapter: Chapter, whole: &Whole, entries: &[Entry]) -> Vec<Resource> {
    let page = whole
        .pages
        .iter()
        .find(|(of, _)| *of == chapter)
        .map(|(_, page)| page);
    let shown = |resource: &&Resource| entries.iter().any(|entry| entry.key == resource.key());
    page.map(|page| page.entries.iter().filter(shown).cloned().collect())
        .unwrap_or_default()
}

/// A chapter as rows: one for each value, else one for each entry. Values are those that were sent, to the last digit.
fn rows(chapter: Chapter, whole: &Whole) -> Vec<Vec<String>> {
    let heads = [
        "record.date",
        "record.csv_name",
        "record.csv_part",
        "record.value",
        "record.csv_unit",
        "record.csv_marks",
        "record.csv_usual",
        "record.csv_details",
        "record.csv_id",
    ];
    let mut rows = vec![heads.map(t).to_vec()];
    for entry in entries(chapter, whole) {
        let date = entry.when.date().map(|date| date.as_str().to_owned());
        let details = entry
            .facts
            .iter()
            .map(|fact| [t(fact.label), words::fact(fact)].join(" "));
        let details = details.collect::<Vec<_>>().join("\n");
        let marks = words::mark_text(entry.marks.iter());
        let row = |part: String, value: String, unit: String, marks: String, usual: String| {
            vec![
                date.clone()
                    .or_else(|| words::when(&entry.when))
                    .unwrap_or_default(),
                entry.name.as_ref().map(words::word).unwrap_or_default(),
                part,
                value,
                unit,
                marks,
                usual,
                details.clone(),
                entry.key.clone(),
            ]
        };
        if entry.readings.is_empty() {
            rows.push(row(
                String::new(),
                String::new(),
                String::new(),
                marks.clone(),
                String::new(),
            ));
        }
        for reading in &entry.readings {
            let part = reading.name.as_ref().map(words::word).unwrap_or_default();
            let (value, unit) = words::exact(&reading.value);
            let all = [marks.clone(), words::mark_text(reading.flags.iter())];
            let all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
            rows.push(row(
                part,
                value,
                unit,
                all.join("; "),
                words::usual(reading).unwrap_or_default(),
            ));
        }
    }
    rows
}

/// The whole record on one page, for paper. What is folded is on it where that is wished; else it is said to be left out.
fn print_view(whole: &Whole, with_folded: bool) -> View {
    let date = format_date(now_ms(), None, DateStyle::Day);
    let parts = Chapter::ALL.map(|chapter| {
        let entries = entries(chapter, whole);
        let open = |entry: &&Entry| with_folded || why_folded(&entry.sensitive).is_none();
        let items: Vec<View> = entries
            .iter()
            .filter(open)
            .map(|entry| entry_view(chapter, entry, Detail::Paper))
            .collect();
        let left_out = entries.len() - items.len();
        let body = match entries.is_empty() {
            true => view! { <p>{empty(chapter)}</p> },
            false => view! {
                <ul class="entries">{items}</ul>
                {(left_out > 0).then(|| view! { <p>{t_n("record.print_left_out", left_out, &[])}</p> })}
            },
        };
        view! { <section class="card record-card"><h2>{title(chapter)}</h2>{body}</section> }
    });
    view! {
        <div class="record-print stack">
            <p class="person-name"><bdi>{whole.name(&current().tag)}</bdi></p>
            <p class="quiet">{t_with("record.printed_on", &[("date", &date)])}</p>
            {parts.into_iter().collect::<Vec<_>>()}
        </div>
    }
}
