//! Every pair of colours with its contrast.

use super::model::{Pair, Tried};
use crate::i18n::{format_number, t, t_with};
use crate::view::prelude::*;

/// Both themes: the tightest pair in words, all of them in a table to open.
pub fn contrast(tried: RwSignal<Option<Tried>>) -> View {
    let pairs = move |at: usize| {
        tried.with(|tried| {
            let tried = tried.as_ref()?;
            Some(tried.pairs[at].clone())
        })
    };
    let theme = move |at: usize, title: &'static str| {
        view! {
            <h3>{t(title)}</h3>
            {move || pairs(at).and_then(|pairs| pairs.first().map(tightest))}
            <details>
                <summary>{t("brand.pairs")}</summary>
                {move || pairs(at).map(table)}
            </details>
        }
    };
    view! {
        <section class="section" aria-labelledby="contrast">
            <h2 id="contrast">{t("brand.contrast")}</h2>
            <p>{t("brand.contrast_text")}</p>
            {theme(0, "brand.light")}
            {theme(1, "brand.dark")}
        </section>
    }
}

fn tightest(pair: &Pair) -> View {
    let ratio = format_number(pair.ratio, 1);
    let least = format_number(pair.least, 1);
    let values = [
        ("ratio", ratio.as_str()),
        ("front", &pair.front),
        ("ground", &pair.ground),
        ("least", &least),
    ];
    view! { <p>{t_with("brand.tightest", &values)}</p> }
}

fn table(pairs: Vec<Pair>) -> View {
    let row = |pair: Pair| {
        view! {
            <tr>
                <th scope="row"><code>{pair.front}</code></th>
                <td><code>{pair.ground}</code></td>
                <td>{format_number(pair.ratio, 1)}</td>
                <td>{format_number(pair.least, 1)}</td>
            </tr>
        }
    };
    view! {
        <table class="record-table">
            <thead><tr>
                <th scope="col">{t("brand.front")}</th>
                <th scope="col">{t("brand.ground")}</th>
                <th scope="col">{t("brand.ratio")}</th>
                <th scope="col">{t("brand.least")}</th>
            </tr></thead>
            <tbody>{pairs.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
