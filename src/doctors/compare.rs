//! `/doctors/compare?doctors=a,b,c`: up to three doctors side by side, by what matters to patients.

use super::arrived::next_free;
use super::asking::asking;
use super::facts::{self, languages, visit_terms};
use super::model::{
    Check, Compared, Doctor, MOST_COMPARED, Qualification, Visit, compare_url, read_picks,
};
use super::query::Query;
use crate::fhir::url::query_pairs;
use crate::i18n::{t, t_n, t_with};
use crate::platform::load;
use crate::reviews::Rating;
use crate::router::use_query;
use crate::ui::{Avatar, BackLink, Page, loaded};
use crate::view::prelude::*;

/// `/doctors/compare`
#[component]
pub fn Compare() -> View {
    let search = use_query();
    let picks = Memo::new(move |_| search.with(|search| picks_of(search)));
    let compared = load(
        move || picks.get(),
        move |picks| {
            let asking = asking(Query::default());
            async move { asking.compared(&picks).await }
        },
    );
    let body = move || match picks.with(Vec::is_empty) {
        true => few(),
        false => loaded(compared, |compared| table(compared)),
    };
    view! {
        <BackLink href="/doctors/saved" label=t("saved.title")/>
        <Page title=t("compare.title")>{body}</Page>
    }
}

fn picks_of(search: &str) -> Vec<String> {
    let pairs = query_pairs(&["?", search].concat());
    let named = pairs.into_iter().find(|(name, _)| name == "doctors");
    read_picks(
        &named.map(|(_, value)| value).unwrap_or_default(),
        MOST_COMPARED,
    )
}

fn few() -> View {
    view! {
        <p>{t("compare.none")}</p>
        <p class="actions"><a class="button" href="/doctors">{t("doctors.back")}</a></p>
    }
}

/// One line of the table: what is compared, and how one doctor's cell is drawn.
type Line = (&'static str, fn(&Compared) -> View);

/// The lines in the order of what decides most.
const LINES: &[Line] = &[
    ("compare.rating", rating),
    ("compare.next", next),
    ("doctors.visits", visits),
    ("compare.specialty", specialty),
    ("doctors.hospital", hospital),
    ("compare.languages", spoken),
    ("compare.new", takes_new),
    ("compare.years", years),
    ("doctors.qualifications", qualifications),
    ("compare.wheelchair", wheelchair),
];

fn table(all: &[Compared]) -> View {
    if all.is_empty() {
        return few();
    }
    let ids: Vec<String> = all.iter().map(|it| it.profile.doctor.id.clone()).collect();
    let columns = all.len().to_string();
    let heads = all.iter().map(|it| head(&it.profile.doctor, &ids));
    // A line's name stands in a row of its own above its cells, so that three doctors fit on a phone.
    let line = |(key, cell): &Line| {
        let cells = all.iter().map(|it| view! { <td>{cell(it)}</td> });
        view! {
            <tbody>
                <tr><th scope="rowgroup" colspan=columns.clone()>{t(key)}</th></tr>
                <tr>{cells.collect_view()}</tr>
            </tbody>
        }
    };
    // keys: compare.rating, compare.next, compare.specialty, compare.languages, compare.new, compare.years
    // keys: compare.wheelchair
    view! {
        {(all.len() == 1).then(|| view! { <p class="quiet">{t("compare.one")}</p> })}
        <table class="compare">
            <caption class="visually-hidden">{t("compare.title")}</caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            {LINES.iter().map(line).collect_view()}
        </table>
        <p class="quiet small">{t("compare.no_order")}</p>
    }
}

fn head(doctor: &Doctor, ids: &[String]) -> View {
    let name = facts::name(doctor);
    let others: Vec<String> = ids.iter().filter(|id| **id != doctor.id).cloned().collect();
    let remove = (!others.is_empty()).then(|| {
        let label = t_with("compare.remove", &[("doctor", &name)]);
        view! { <p><a class="link-button" href=compare_url(&others) aria-label=label>{t("compare.remove_short")}</a></p> }
    });
    view! {
        <th scope="col">
            <Avatar name=name.clone() photo=doctor.photo.clone()/>
            <p><a href=["/doctors/", &doctor.id].concat()><bdi>{name}</bdi></a></p>
            {doctor.other_name.clone().map(|other| view! { <p class="quiet"><bdi>{other}</bdi></p> })}
            {remove}
        </th>
    }
}

/// What the source doesn't say is no "no".
fn or_unknown(known: Option<View>) -> View {
    known.unwrap_or_else(|| view! { <span class="quiet">{t("compare.unknown")}</span> })
}

fn rating(it: &Compared) -> View {
    let rating = it.detail.as_ref().and_then(|detail| detail.rating.clone());
    or_unknown(rating.map(|rating| view! { <Rating rating/> }))
}

fn next(it: &Compared) -> View {
    let next = it
        .detail
        .as_ref()
        .map(|detail| next_free(&it.profile.doctor, &detail.next));
    or_unknown(next.map(|next| view! { <span class="next-free">{next}</span> }))
}

fn visits(it: &Compared) -> View {
    let visits = &it.profile.doctor.visits;
    let visit = |visit: &Visit| {
        view! { <li><span class="quiet">{facts::mode(visit.mode)}</span> <br/> {visit_terms(visit)}</li> }
    };
    or_unknown(
        (!visits.is_empty())
            .then(|| view! { <ul class="plain">{visits.iter().map(visit).collect_view()}</ul> }),
    )
}

fn specialty(it: &Compared) -> View {
    let doctor = &it.profile.doctor;
    let all: Vec<String> = doctor
        .specialties
        .iter()
        .cloned()
        .chain(doctor.title.clone())
        .collect();
    or_unknown((!all.is_empty()).then(|| facts::apart(all.into_iter())))
}

fn hospital(it: &Compared) -> View {
    let hospital = it.profile.doctor.hospital.clone();
    or_unknown(hospital.map(|hospital| match hospital.id.is_empty() {
        true => view! { <bdi>{hospital.name}</bdi> },
        false => {
            view! { <a href=["/hospitals/", &hospital.id].concat()><bdi>{hospital.name}</bdi></a> }
        }
    }))
}

fn spoken(it: &Compared) -> View {
    or_unknown(languages(&it.profile.doctor).map(IntoView::into_view))
}

fn takes_new(it: &Compared) -> View {
    let takes = it.profile.doctor.takes_new_patients;
    let words = takes.map(|takes| if takes { "compare.yes" } else { "compare.no" });
    // keys: compare.yes, compare.no
    or_unknown(words.map(|key| t(key).into_view()))
}

fn years(it: &Compared) -> View {
    let years = it.profile.years;
    or_unknown(years.map(|years| t_n("sheet.years", years as usize, &[]).into_view()))
}

fn qualifications(it: &Compared) -> View {
    let checks = it.checks.as_ref();
    let one = |one: &Qualification| {
        let check = checks.map(|checks| checks.of_qualification(one.place));
        let state = match check {
            _ if one.expired => Some("compare.expired"),
            Some(Check::Confirmed { .. }) => Some("compare.confirmed"),
            Some(Check::UnderWay) => Some("compare.under_way"),
            Some(Check::Failed { .. }) => Some("compare.failed"),
            Some(Check::Unchecked) => Some("compare.unchecked"),
            None => None,
        };
        let state = state.map(|key| view! { <p class="small quiet">{t(key)}</p> });
        view! { <li><p>{one.text.clone()}</p>{state}</li> }
    };
    // keys: compare.expired, compare.confirmed, compare.under_way, compare.failed, compare.unchecked
    let all = &it.profile.qualifications;
    or_unknown((!all.is_empty()).then(|| {
        view! { <ul class="plain">{all.iter().map(one).collect_view()}</ul> }
    }))
}

/// Of several places, one that wheelchairs can get into is enough.
fn wheelchair(it: &Compared) -> View {
    let known: Vec<bool> = it
        .profile
        .doctor
        .places
        .iter()
        .filter_map(|place| place.wheelchair)
        .collect();
    let gets_in = (!known.is_empty()).then(|| known.contains(&true));
    or_unknown(gets_in.map(|yes| t(if yes { "compare.yes" } else { "compare.no" }).into_view()))
}
