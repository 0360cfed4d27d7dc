//! A message set apart from the page.

use crate::view::prelude::*;

use super::Icon;

/// What a notice means; shape and words say it too, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Info,
    Good,
    Warning,
    Danger,
}

/// A boxed message. Warnings and dangers that appear after the page was drawn should sit in a live region.
#[component]
pub fn Notice(tone: Tone, children: Children) -> View {
    let (class, icon) = match tone {
        Tone::Info => ("notice", "info"),
        Tone::Good => ("notice good", "check"),
        Tone::Warning => ("notice warning", "warning"),
        Tone::Danger => ("notice danger", "warning"),
    };
    view! {
        <div class=class>
            <Icon name=icon/>
            <div class="notice-body">{children()}</div>
        </div>
    }
}
