//! Views: what a page is made of, as plain data, and how the browser's document is brought to show it.
//!
//! Leptos holds the signals, effects, owners and contexts; the markup keeps its syntax. Only its renderer is ours: a view is
//! one type and not one for each element, and weighs a fraction (docs/decisions/0005-own-views.md).

mod draw;
mod into;
mod keyed;
pub mod on;
mod part;

use std::borrow::Cow;

use leptos::prelude::untrack;

pub use draw::{Mounted, Shown, mount, mount_before};
pub use into::{CollectView, IntoValue, IntoView};
pub use keyed::keyed;
pub use part::{NodeRef, Part, Value, attribute, class, property, reference, style};

/// What a view's module needs: the macros, the views, and what Leptos gives them to react to.
pub mod prelude {
    pub use leptos::prelude::{
        Callable, Callback, Effect, Get, GetUntracked, GetValue, LocalStorage, Memo, Owner, Read,
        ReadSignal, ReadUntracked, RwSignal, Set, SetValue, Signal, StoredValue, Track, Update,
        UpdateValue, WindowListenerHandle, With, WithUntracked, WithValue, WriteSignal, document,
        event_target_checked, event_target_value, expect_context, location, on_cleanup,
        provide_context, request_animation_frame, set_interval_with_handle, set_timeout, signal,
        untrack, use_context, window, window_event_listener, window_event_listener_untyped,
    };
    pub use sampan_view_macros::{component, view};

    pub use super::{Children, CollectView, IntoView, NodeRef, View};
}

/// A piece of a page, not yet drawn.
pub enum View {
    /// No text, no element.
    Nothing,
    Text(Cow<'static, str>),
    Element(Box<Element>),
    Many(Vec<View>),
    /// Drawn anew whenever a signal that it reads changes.
    Dynamic(Box<dyn FnMut() -> View>),
    /// Drawn by code of its own.
    Other(Box<dyn FnOnce() -> Shown>),
}

/// An element of HTML or SVG, as `view!` builds it up.
///
/// Its methods are kept out of line: a page has hundreds of calls to them, and each call is paid for on the wire.
pub struct Element {
    shape: &'static Shape,
    parts: Vec<Part>,
    children: Vec<View>,
}

/// What is always the same of an element.
pub struct Shape {
    pub tag: &'static str,
    pub svg: bool,
    pub attributes: &'static [(&'static str, &'static str)],
}

/// What stands between a component's tags.
pub type Children = Box<dyn FnOnce() -> View>;

impl Element {
    /// An element without children.
    #[inline(never)]
    pub fn new(shape: &'static Shape) -> Box<Self> {
        Box::new(Self {
            shape,
            parts: Vec::new(),
            children: Vec::new(),
        })
    }

    /// Adds an attribute that isn't always the same, a property, a handler and the like.
    #[inline(never)]
    pub fn part(mut self: Box<Self>, part: Part) -> Box<Self> {
        self.parts.push(part);
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub fn child(mut self: Box<Self>, child: View) -> Box<Self> {
        self.children.push(child);
        self
    }
}

impl From<Box<Element>> for View {
    fn from(element: Box<Element>) -> Self {
        View::Element(element)
    }
}

/// Runs a component's body, as `#[component]` writes it: what it reads doesn't make the page around it follow.
pub fn component(body: impl FnOnce() -> View) -> View {
    untrack(body)
}
