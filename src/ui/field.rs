//! Form fields: label, hint, error and control, tied together for assistive technology.

use crate::view::prelude::*;

/// A labelled frame for one control, which must carry `id` and `aria-describedby="{id}-hint {id}-error"`.
#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    /// What is wrong and how to mend it; `None` when all is well.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    children: Children,
) -> View {
    view! {
        <div class="field" class:invalid=move || error.with(Option::is_some)>
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=[id, "-hint"].concat()>{hint}</p> })}
            <p class="field-error" id=[id, "-error"].concat() role="alert">{move || error.get()}</p>
            {children()}
        </div>
    }
}

/// A labelled text area bound to a signal.
#[component]
pub fn TextArea(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
    #[prop(default = 1000)] max_length: usize,
) -> View {
    view! {
        <Field id label hint=hint.unwrap_or_default()>
            <textarea
                id=id
                rows="3"
                maxlength=max_length.to_string()
                aria-describedby=[id, "-hint ", id, "-error"].concat()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Field>
    }
}
