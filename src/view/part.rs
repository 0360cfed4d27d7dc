//! The parts of an element: attributes, classes, properties, styles and event handlers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use leptos::prelude::{Get, LocalStorage, RenderEffect, RwSignal, Set};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::into::IntoValue;
use crate::platform::below_base;

/// What is done with a part's value.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Attribute,
    Class,
    Property,
    Style,
    Event,
}

/// The value of a part.
pub enum Value {
    Text(Cow<'static, str>),
    /// There, or not.
    Flag(bool),
    /// Set anew whenever a signal that it reads changes.
    Dynamic(Box<dyn FnMut() -> Value>),
    Handler(Handler),
    /// Tells the element's node.
    Reference(NodeRef),
}

/// Where a view's element can be found once it is drawn.
#[derive(Clone, Copy)]
pub struct NodeRef(RwSignal<Option<web_sys::Element>, LocalStorage>);

impl NodeRef {
    /// For one element, as `<div node_ref=it>`.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(RwSignal::new_local(None))
    }

    /// The node; `None` until it is drawn. A closure that reads it follows it.
    pub fn get(&self) -> Option<web_sys::Element> {
        self.0.get()
    }
}

/// What is called for an event.
type Handler = Box<dyn FnMut(web_sys::Event)>;

/// One part of an element.
pub struct Part {
    kind: Kind,
    name: &'static str,
    value: Value,
}

impl Part {
    pub(super) fn event(name: &'static str, handler: Handler) -> Self {
        Part {
            kind: Kind::Event,
            name,
            value: Value::Handler(handler),
        }
    }
}

/// An attribute: a text, or a flag, which is there with an empty text or isn't.
pub fn attribute(name: &'static str, value: impl IntoValue) -> Part {
    Part {
        kind: Kind::Attribute,
        name,
        value: value.into_value(),
    }
}

/// A class that a flag turns on and off.
pub fn class(name: &'static str, value: impl IntoValue) -> Part {
    Part {
        kind: Kind::Class,
        name,
        value: value.into_value(),
    }
}

/// A property of the element's object, as an input's `value`, which changes after its attribute no longer counts.
pub fn property(name: &'static str, value: impl IntoValue) -> Part {
    Part {
        kind: Kind::Property,
        name,
        value: value.into_value(),
    }
}

/// A property of the element's style, set through the CSSOM, which a Content-Security-Policy allows.
pub fn style(name: &'static str, value: impl IntoValue) -> Part {
    Part {
        kind: Kind::Style,
        name,
        value: value.into_value(),
    }
}

/// Remembers the element's node.
pub fn reference(node: NodeRef) -> Part {
    Part {
        kind: Kind::Attribute,
        name: "",
        value: Value::Reference(node),
    }
}

/// A part as it is in the document.
pub(super) struct Drawn {
    kind: Kind,
    name: &'static str,
    held: Held,
}

enum Held {
    Value(Value),
    /// Goes on setting the value for as long as it is held.
    Effect {
        _effect: RenderEffect<()>,
    },
    Listener {
        handler: Rc<RefCell<Handler>>,
        _listener: Closure<dyn FnMut(web_sys::Event)>,
    },
}

/// Gives an element a part.
pub(super) fn draw(element: &web_sys::Element, part: Part) -> Drawn {
    let Part { kind, name, value } = part;
    let held = match value {
        Value::Dynamic(mut value) => {
            let element = element.clone();
            let effect = RenderEffect::new(move |_| set(&element, kind, name, &value()));
            Held::Effect { _effect: effect }
        }
        Value::Handler(handler) => listen(element, name, handler),
        Value::Reference(node) => {
            node.0.set(Some(element.clone()));
            Held::Value(Value::Reference(node))
        }
        value => {
            // A flag that is down is how a new element is.
            if !matches!(value, Value::Flag(false)) || kind == Kind::Property {
                set(element, kind, name, &value);
            }
            Held::Value(value)
        }
    };
    Drawn { kind, name, held }
}

impl Drawn {
    /// Whether it can become `part` by [`Drawn::redraw`].
    pub(super) fn fits(&self, part: &Part) -> bool {
        self.kind == part.kind && self.name == part.name
    }

    /// Brings the part up to date.
    pub(super) fn redraw(&mut self, element: &web_sys::Element, part: Part) {
        match (&mut self.held, part.value) {
            (Held::Value(old), value @ (Value::Text(_) | Value::Flag(_))) => {
                if !is_same(old, &value) {
                    set(element, part.kind, part.name, &value);
                    *old = value;
                }
            }
            // The listener stays and calls the new handler from now on.
            (Held::Listener { handler, .. }, Value::Handler(new)) => *handler.borrow_mut() = new,
            (_, value) => *self = draw(element, Part { value, ..part }),
        }
    }
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Flag(a), Value::Flag(b)) => a == b,
        _ => false,
    }
}

fn listen(element: &web_sys::Element, name: &'static str, handler: Handler) -> Held {
    let handler = Rc::new(RefCell::new(handler));
    let called = handler.clone();
    let listener = Closure::new(move |event| {
        // A handler that sets off its own event is not called again from within itself.
        if let Ok(mut handler) = called.try_borrow_mut() {
            handler(event);
        }
    });
    let _ = element.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    Held::Listener {
        handler,
        _listener: listener,
    }
}

/// Sets a part. The browser refuses no name that `view!` can write, so its errors say nothing.
fn set(element: &web_sys::Element, kind: Kind, name: &str, value: &Value) {
    match (kind, value) {
        (Kind::Attribute, Value::Text(text)) => set_attribute(element, name, text),
        (Kind::Attribute, Value::Flag(true)) => drop(element.set_attribute(name, "")),
        (Kind::Attribute, Value::Flag(false)) => drop(element.remove_attribute(name)),
        (Kind::Class, Value::Flag(on)) => {
            let _ = element.class_list().toggle_with_force(name, *on);
        }
        (Kind::Property, Value::Text(text)) => property_of(element, name, JsValue::from_str(text)),
        (Kind::Property, Value::Flag(flag)) => {
            property_of(element, name, JsValue::from_bool(*flag))
        }
        (Kind::Style, Value::Text(text)) => {
            let element: &web_sys::HtmlElement = element.unchecked_ref();
            let _ = element.style().set_property(name, text);
        }
        (Kind::Style, Value::Flag(false)) => {
            let element: &web_sys::HtmlElement = element.unchecked_ref();
            let _ = element.style().remove_property(name);
        }
        _ => {}
    }
}

/// Sets an attribute; a link to a page of ours leads below the site's base.
pub(super) fn set_attribute(element: &web_sys::Element, name: &str, value: &str) {
    let _ = match name {
        "href" => element.set_attribute(name, &below_base(value)),
        _ => element.set_attribute(name, value),
    };
}

fn property_of(element: &web_sys::Element, name: &str, value: JsValue) {
    let _ = Reflect::set(element, &JsValue::from_str(name), &value);
}
