//! A form of one passphrase.

use crate::ui::Field;
use crate::view::prelude::*;

/// What the form asks for, in words.
pub struct Words {
    pub label: String,
    pub hint: String,
    pub button: String,
    /// While it is being looked at.
    pub busy: String,
    /// For the browser's password manager: `new-password` or `current-password`.
    pub autocomplete: &'static str,
}

/// A passphrase and a button. `send` gets it; while `busy`, nothing can be sent, and `error` says why the last one wouldn't do.
pub fn passphrase_form(
    words: Words,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    send: impl Fn(String) + 'static,
) -> View {
    let typed = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            error.set(None);
            send(typed.get_untracked());
        }
    };
    let Words {
        label,
        hint,
        button,
        busy: wait,
        autocomplete,
    } = words;
    view! {
        <form class="stack-tight" on:submit=submit>
            <Field id="passphrase" label hint error>
                <input
                    id="passphrase"
                    type="password"
                    autocomplete=autocomplete
                    aria-describedby="passphrase-hint passphrase-error"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </Field>
            <p class="actions"><button type="submit" class="button">{button}</button></p>
            <p role="status">{move || busy.get().then(|| wait.clone())}</p>
        </form>
    }
}
