//! The fields of a look.

use super::model::{Draft, FIELDS, Kind, TEXTS, Tried};
use crate::config::LOCALES;
use crate::i18n::{Language, language_name, t, t_with};
use crate::view::prelude::*;

/// Called with a field's path and what was typed into it.
type Edit = Callback<(String, String)>;

/// What all fields share.
#[derive(Clone, Copy)]
struct Form {
    draft: RwSignal<Draft>,
    tried: RwSignal<Option<Tried>>,
    edit: Edit,
}

/// All fields, in their groups.
pub fn fields(draft: RwSignal<Draft>, tried: RwSignal<Option<Tried>>, edit: Edit) -> View {
    let form = Form { draft, tried, edit };
    // keys: brand.*
    let group = |(name, fields): (&'static str, &[(&'static str, Kind)])| {
        let legend = t(&["brand.", name].concat());
        let fields = fields.iter().map(|(path, kind)| field(form, path, *kind));
        view! { <fieldset class="brand-group"><legend>{legend}</legend>{fields.collect_view()}</fieldset> }
    };
    view! {
        {FIELDS.into_iter().map(group).collect_view()}
        {LOCALES.map(|tag| texts(form, tag)).collect_view()}
    }
}

/// The texts of one language.
fn texts(form: Form, tag: &'static str) -> View {
    let language = language_name(tag).unwrap_or_else(|| tag.to_owned());
    let text = |name: &str| {
        let path = ["texts.", name, ".", tag].concat();
        field_of(
            form,
            path,
            &["texts.", name].concat(),
            Kind::Words,
            Some(tag),
        )
    };
    view! {
        <details>
            <summary>{t_with("brand.texts", &[("language", &language)])}</summary>
            <div class="brand-group">{TEXTS.map(text).collect_view()}</div>
        </details>
    }
}

fn field(form: Form, path: &'static str, kind: Kind) -> View {
    field_of(form, path.to_owned(), path, kind, None)
}

/// A field with its label, and what is wrong with it or was moved.
fn field_of(
    form: Form,
    path: String,
    name: &str,
    kind: Kind,
    language: Option<&'static str>,
) -> View {
    let Form { draft, tried, edit } = form;
    let id = ["brand-", &path.replace('.', "-")].concat();
    let label = t(&["brand.", &name.replace('.', "_")].concat());
    let hint = [&id, "-error"].concat();
    let value = {
        let path = path.clone();
        move || draft.with(|draft| draft.get(&path))
    };
    let type_in = {
        let path = path.clone();
        move |event: web_sys::Event| edit.run((path.clone(), event_target_value(&event)))
    };
    let wrong = {
        let path = path.clone();
        move || {
            let refused = tried.with(|tried| {
                let tried = tried.as_ref();
                tried.is_some_and(|tried| draft.with(|draft| tried.refuses(draft, &path)))
            });
            refused.then(|| message(kind))
        }
    };
    let worn = {
        let path = path.clone();
        move || tried.with(|tried| tried.as_ref()?.worn(&path).map(str::to_owned))
    };
    let moved = move || {
        let given = tried.with(|tried| tried.as_ref()?.moved(&path).map(str::to_owned));
        given.map(|given| t_with("brand.moved", &[("given", &given)]))
    };
    let control = match kind {
        Kind::Words => {
            let direction = language.map(|tag| Language::new(tag).direction());
            view! { <textarea id=id.clone() rows="2" lang=language dir=direction aria-describedby=hint.clone() prop:value=value on:input=type_in></textarea> }
        }
        Kind::Color => view! {
            <div class="brand-color">
                <input id=id.clone() type="text" dir="ltr" autocomplete="off" spellcheck="false" aria-describedby=hint.clone() prop:value=value on:input=type_in.clone()/>
                <input type="color" aria-label=t_with("brand.pick", &[("field", &label)]) prop:value=worn on:input=type_in/>
            </div>
        },
        Kind::Name => {
            view! { <input id=id.clone() type="text" aria-describedby=hint.clone() prop:value=value on:input=type_in/> }
        }
        _ => {
            view! { <input id=id.clone() type="text" dir="ltr" autocomplete="off" spellcheck="false" aria-describedby=hint.clone() prop:value=value on:input=type_in/> }
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {control}
            <div id=hint role="status">
                {move || wrong().map(|text| view! { <p class="field-error">{text}</p> })}
                {move || moved().map(|text| view! { <p class="hint">{text}</p> })}
            </div>
        </div>
    }
}

fn message(kind: Kind) -> String {
    t(match kind {
        Kind::Name => "brand.no_name",
        Kind::Color => "brand.no_color",
        Kind::Pixels => "brand.no_pixels",
        Kind::Path | Kind::Words => "brand.no_path",
    })
}
