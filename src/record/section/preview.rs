//! The lines of a file of readings, each with what is to be said of it, to choose from.

use super::import::Import;
use crate::fhir::FhirDate;
use crate::i18n::{format_fhir_date, t, t_n, t_with};
use crate::record::model::home::Taken;
use crate::record::model::import::{Line, Verdict};
use crate::record::model::readable_unit;
use crate::record::words;
use crate::ui::{Notice, Tone};
use crate::view::prelude::*;

/// So many lines are drawn at a time.
pub const SHOWN: usize = 100;

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
pub fn view(import: Import, keep: Callback<()>) -> View {
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
        <table class="record-table import-table">
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
            <td>{reading}<p class="quiet small">{place}</p></td>
            <td>{when.as_ref().map(format_fhir_date)}{time.map(|time| view! { <br/><span class="quiet small">{time}</span> })}</td>
            <td>{verdict}</td>
        </tr>
    }
}

fn numbers(taken: &Taken) -> String {
    let unit = readable_unit(taken.unit).unwrap_or_default();
    words::left_to_right(&[&taken.numbers.join("/"), " ", unit.as_str()].concat())
}
