//! The choice of units. Values stay as sent until somebody asks for others, and are then said to be converted.

use crate::view::prelude::*;

use crate::app::Redraw;
use crate::i18n::t;
use crate::record::model::convert::CHOICES;
use crate::record::model::readable_unit;
use crate::record::words::{set_units, units};

/// The choice, folded.
pub fn form() -> View {
    view! {
        <details>
            <summary>{t("record.units")}</summary>
            {unit_choice()}
        </details>
    }
}

/// The choice, a row for each kind of measurement.
pub fn unit_choice() -> View {
    let redraw = use_context::<Redraw>();
    let rows = CHOICES.into_iter().zip(LABELS).map(|(row, label)| {
        let id = ["units-", label].concat();
        let choose = move |event| {
            let chosen = event_target_value(&event);
            set_units(&units().with(&row, Some(chosen.as_str()).filter(|code| !code.is_empty())));
            if let Some(Redraw(redraw)) = redraw {
                redraw.update(|n| *n += 1);
            }
        };
        let options = row.map(|code| {
            view! { <option value=code selected=units().has(code)>{readable_unit(code)}</option> }
        });
        view! {
            <div class="field">
                <label for=id.clone()>{t(label)}</label>
                <select id=id on:change=choose>
                    <option value="">{t("record.units_as_sent")}</option>
                    {options.collect_view()}
                </select>
            </div>
        }
    });
    view! { <div class="record-dates">{rows.collect_view()}</div> }
}

/// What each row of [`CHOICES`] measures.
const LABELS: [&str; 5] = [
    "record.units_mass",
    "record.units_length",
    "record.units_temperature",
    "record.units_pressure",
    "record.units_substance",
];
