//! What is said of the files themselves: how old they are, how far they are read, and what is wrong with them.

use super::reading::{Progress, Published, Reading, Trouble};
use crate::doctors::moment;
use crate::i18n::{format_number, t, t_n, t_with};
use crate::platform::now_ms;
use crate::ui::{Notice, Tone};
use crate::view::prelude::*;

/// When the files were published; a warning where that is long ago.
pub fn publication(published: &Published) -> View {
    let Some(date) = &published.manifest.published else {
        return View::Nothing;
    };
    let now = now_ms();
    let when = moment(date.start_ms(), None, now);
    match published.manifest.is_stale(now, published.max_age) {
        true => {
            view! { <Notice tone=Tone::Warning><p>{t_with("links.stale", &[("when", &when)])}</p></Notice> }
        }
        false => {
            view! { <p class="quiet small">{t_with("links.published", &[("when", &when)])}</p> }
        }
    }
}

/// How far the reading is, with the ways to end it, to begin it anew, and to see what has come.
pub fn reading_notes(
    reading: Reading,
    again: RwSignal<u32>,
    newer: RwSignal<bool>,
    bring: Callback<()>,
) -> View {
    let progress = reading.progress;
    let stopped = Memo::new(move |_| progress.with(|it| it.stopped));
    let done = Memo::new(move |_| progress.with(|it| it.done));
    let lines = move || {
        let lines = progress.with(|it| it.lines);
        t_with("links.reading", &[("n", &format_number(lines as f64, 0))])
    };
    let state = move || match (done.get(), stopped.get()) {
        (false, _) => view! {
            <p class="row">
                // Not a live region: a screen reader would count along.
                <span>{lines}</span>
                <button type="button" class="button secondary" on:click=move |_| reading.stop()>{t("links.stop")}</button>
            </p>
        },
        (true, true) => view! {
            <p class="row">
                <span>{t("links.stopped")}</span>
                <button type="button" class="button secondary" on:click=move |_| again.update(|n| *n += 1)>{t("links.read_all")}</button>
            </p>
        },
        (true, false) => View::Nothing,
    };
    let has_newer = move || {
        newer.get().then(|| view! {
            <p class="actions"><button type="button" class="button secondary" on:click=move |_| bring.run(())>{t("links.newer")}</button></p>
        })
    };
    let troubles = move || {
        done.get()
            .then(|| progress.with(|progress| troubles(progress, again)))
    };
    let overfull = move || {
        (done.get() && reading.shelf.with_value(|shelf| shelf.overfull))
            .then(|| view! { <p>{t("links.overfull")}</p> })
    };
    view! {
        <div class="links-reading">{state}</div>
        <div role="status" class="stack-tight">{has_newer}{troubles}{overfull}</div>
    }
}

fn troubles(progress: &Progress, again: RwSignal<u32>) -> View {
    let odd = (progress.odd > 0).then(|| view! { <p>{t_n("links.odd", progress.odd, &[])}</p> });
    if progress.troubles.is_empty() {
        return odd.into_view();
    }
    let total = format_number(progress.files as f64, 0);
    let row = |(name, trouble): &(String, Trouble)| {
        view! { <li><bdi dir="ltr">{name.clone()}</bdi>": "{words(*trouble)}</li> }
    };
    let rows = progress.troubles.iter().map(row).collect_view();
    let count = progress.troubles.len();
    view! {
        <Notice tone=Tone::Warning>
            <p>{t_n("links.unread", count, &[("total", &total)])}</p>
            <details>
                <summary>{t("links.which")}</summary>
                <ul class="bullets">{rows}</ul>
            </details>
            {odd}
            <p class="actions"><button type="button" class="button secondary" on:click=move |_| again.update(|n| *n += 1)>{t("ui.try_again")}</button></p>
        </Notice>
    }
}

fn words(trouble: Trouble) -> String {
    t(match trouble {
        Trouble::Elsewhere => "links.file_elsewhere",
        Trouble::Missing => "links.file_missing",
        Trouble::Unreachable => "links.file_unreachable",
        Trouble::NoList => "links.file_no_list",
        Trouble::CutOff => "links.file_cut_off",
    })
}
