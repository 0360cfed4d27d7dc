//! The page: an address, the findings as they come, and what they mean for patients.

use super::copy::copyable;
use super::look::Look;
use super::model::{
    ABILITIES, Finding, Part, State, Verdict, Wish, advice, check, report, said, state, tidy,
};
use super::wire::PageWire;
use super::words;
use crate::fhir::FhirDate;
use crate::i18n::{format_number, t, t_with};
use crate::platform::{announce, now_ms};
use crate::router::use_query;
use crate::session::use_session;
use crate::ui::{Field, Icon, Notice, Page, Tone};
use crate::view::prelude::*;

/// How far a check is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Before,
    Running,
    Done,
}

/// A message of this room; none where there is no such message.
fn message(key: &str) -> Option<String> {
    let text = t(key);
    (text != key).then_some(text)
}

/// `/connect`, and `/connect?brand`
#[component]
pub fn Connect() -> View {
    words::install();
    let query = use_query();
    move || match query.with(|query| query.split('&').any(|it| it == "brand" || it == "brand=")) {
        true => view! { <Look/> },
        false => view! { <Check/> },
    }
}

#[component]
fn Check() -> View {
    let base = RwSignal::new(use_session().directory.base().to_owned());
    let part = RwSignal::new(Part::Both);
    let stage = RwSignal::new(Stage::Before);
    let findings = RwSignal::new(Vec::<Finding>::new());
    let start = move |write: bool| {
        if stage.get_untracked() == Stage::Running {
            return;
        }
        findings.set(Vec::new());
        stage.set(Stage::Running);
        let wish = Wish {
            base: base.get_untracked(),
            part: part.get_untracked(),
            write,
        };
        leptos::task::spawn_local(async move {
            // A page that was left lets it go on to its end: what was made must be removed.
            let mut say = |finding| {
                let _ = findings.try_update(|all| all.push(finding));
            };
            check(&wish, &PageWire::new(), &mut say).await;
            let _ = stage.try_set(Stage::Done);
            announce(&t("connect.done"));
        });
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        start(false);
    };
    let busy = move || stage.get() == Stage::Running;
    let done = move || stage.get() == Stage::Done;
    view! {
        <Page title=t("connect.title")>
            <p>{t("connect.about")}</p>
            <p><a href="/connect?brand">{t("connect.to_brand")}</a></p>
            <form class="stack" on:submit=send>
                <Field id="base" label=t("connect.base") hint=t("connect.base_hint")>
                    <input id="base" type="text" inputmode="url" dir="ltr" autocomplete="off" spellcheck="false" required=true
                        aria-describedby="base-hint base-error"
                        prop:value=move || base.get() on:input=move |event| base.set(event_target_value(&event))/>
                </Field>
                <Field id="part" label=t("connect.part")>
                    <select id="part" on:change=move |event| part.set(part_of(&event_target_value(&event)))>
                        <option value="both">{t("connect.part_both")}</option>
                        <option value="directory">{t("connect.part_directory")}</option>
                        <option value="record">{t("connect.part_record")}</option>
                    </select>
                </Field>
                <p class="actions">
                    <button type="submit" class="button" aria-disabled=move || busy().then_some("true")>
                        {move || t(if busy() { "connect.checking" } else { "connect.check" })}
                    </button>
                </p>
            </form>
            {move || done().then(|| findings.with(|all| outcome(all)))}
            {move || (stage.get() != Stage::Before).then(|| view! {
                <section class="section" aria-labelledby="checks" aria-busy=move || busy().to_string()>
                    <h2 id="checks">{t("connect.checks")}</h2>
                    <ul class="connect-checks">{move || findings.with(|all| all.iter().map(row).collect_view())}</ul>
                </section>
            })}
            {move || done().then(|| findings.with(|all| afterwards(&tidy(&base.get_untracked()), all, start)))}
        </Page>
    }
}

fn part_of(value: &str) -> Part {
    match value {
        "directory" => Part::Directory,
        "record" => Part::Record,
        _ => Part::Both,
    }
}

/// What patients will be able to do.
fn outcome(findings: &[Finding]) -> View {
    // keys: connect.can_*
    let line = |(name, checks): (&'static str, &[&str])| {
        let (icon, class, word) = match state(checks, findings) {
            State::Yes => ("check", "tag good", "connect.yes"),
            State::Less => ("info", "tag", "connect.some"),
            State::No => ("warning", "tag warning", "connect.no"),
            State::Unknown => ("info", "tag", "connect.unknown"),
        };
        view! {
            <li class="connect-ability">
                <span>{t(&["connect.can_", name].concat())}</span>
                <span class=class><Icon name=icon/>{t(word)}</span>
            </li>
        }
    };
    view! {
        <section class="section" aria-labelledby="for-patients">
            <h2 id="for-patients">{t("connect.for_patients")}</h2>
            <ul class="connect-checks">{ABILITIES.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

fn row(finding: &Finding) -> View {
    // keys: connect.check_*, connect.*
    let (class, word) = match finding.verdict {
        Verdict::Good => ("tag good", "connect.good"),
        Verdict::Less => ("tag", "connect.less"),
        Verdict::Bad => ("tag warning", "connect.bad"),
    };
    let ms = format_number(f64::from(finding.ms), 0);
    view! {
        <li class="connect-check" data-check=finding.check data-outcome=finding.outcome>
            <p class="connect-head"><strong>{t(&["connect.check_", finding.check].concat())}</strong><span class=class>{t(word)}</span></p>
            <p>{said(finding, &message)}</p>
            {advice(finding, &message).map(|text| view! { <p class="connect-advice">{text}</p> })}
            {(!finding.request.is_empty()).then(|| view! {
                <p class="small quiet"><code dir="ltr">{finding.request.clone()}</code>" "{t_with("connect.ms", &[("ms", &ms)])}</p>
            })}
        </li>
    }
}

/// The report to copy, and the offer to try a booking.
fn afterwards(base: &str, findings: &[Finding], start: impl Fn(bool) + Copy + 'static) -> View {
    let now = FhirDate::of_epoch_ms(now_ms());
    let now = now.map_or_else(String::new, |date| date.as_str().to_owned());
    let text = report(base, &now, findings, &message);
    // Only where the server can be asked at all, and hasn't been yet.
    let tried = findings.iter().any(|it| it.check == "transaction");
    let can_try = !tried && findings.iter().any(|it| it.check == "write");
    view! {
        {can_try.then(|| view! {
            <Notice tone=Tone::Info>
                <p class="notice-title">{t("connect.try_title")}</p>
                <p>{t("connect.try_text")}</p>
                <p class="actions"><button type="button" class="button secondary" on:click=move |_| start(true)>{t("connect.try")}</button></p>
            </Notice>
        })}
        <section class="section" aria-labelledby="report">
            <h2 id="report">{t("connect.report_title")}</h2>
            <p>{t("connect.report_text")}</p>
            {copyable(text, "connect.copy", "connect.copied", "auto")}
        </section>
    }
}
