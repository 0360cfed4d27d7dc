//! Drawing: the first time makes the document's nodes; later times change only what differs, so that focus, cursor and
//! scroll stay where they are.

use std::borrow::Cow;

use leptos::prelude::{Owner, RenderEffect, document};
use wasm_bindgen::JsCast;
use web_sys::{Comment, Node, Text};

use super::part::{self, Drawn};
use super::{Element, Shape, View};

/// A view as it is in the document. Each stands for one node at least: emptiness has a comment to mark its place.
pub enum Shown {
    Nothing(Comment),
    Text(Text, Cow<'static, str>),
    Element(Box<ShownElement>),
    /// With the mark of its end.
    Many(Vec<Shown>, Comment),
    Dynamic(Followed),
}

/// The effect that keeps a view up to date.
pub struct Followed(RenderEffect<Shown>);

impl Followed {
    pub(super) fn new(draw: impl FnMut(Option<Shown>) -> Shown + 'static) -> Self {
        Self(RenderEffect::new(draw))
    }

    fn with<T>(&self, look: impl FnOnce(&Shown) -> T) -> Option<T> {
        self.0.with_value_mut(|shown| look(shown))
    }
}

impl Drop for Followed {
    /// The effect's task holds its value until it is polled again. What is inside must go now: an effect in there that has
    /// been told of a change would run, and ask for signals and contexts that are gone.
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

pub struct ShownElement {
    node: web_sys::Element,
    shape: &'static Shape,
    parts: Vec<Drawn>,
    children: Vec<Shown>,
}

/// A view that stands in the document, until this is dropped.
pub struct Mounted {
    shown: Shown,
    owner: Owner,
}

impl Mounted {
    /// Leaves the view there for as long as the page lives.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.shown.remove();
        self.owner.cleanup();
    }
}

/// Draws a view at the end of `parent`, with an owner of its own for its signals and contexts.
pub fn mount(parent: &Node, view: impl FnOnce() -> View) -> Mounted {
    mount_before(parent, None, view)
}

/// The same before a node of `parent`.
pub fn mount_before(parent: &Node, next: Option<&Node>, view: impl FnOnce() -> View) -> Mounted {
    // An error only says that it was done before.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let shown = owner.with(|| Shown::new(view()));
    shown.insert(parent, next);
    Mounted { shown, owner }
}

impl Shown {
    pub(super) fn new(view: View) -> Self {
        match view {
            View::Nothing => Shown::Nothing(mark()),
            View::Other(draw) => draw(),
            View::Text(text) => Shown::Text(document().create_text_node(&text), text),
            View::Element(element) => Shown::Element(Box::new(ShownElement::new(*element))),
            View::Many(views) => Shown::Many(views.into_iter().map(Shown::new).collect(), mark()),
            View::Dynamic(mut view) => {
                Shown::Dynamic(Followed::new(move |shown: Option<Shown>| match shown {
                    None => Shown::new(view()),
                    Some(mut shown) => {
                        shown.update(view());
                        shown
                    }
                }))
            }
        }
    }

    /// Brings what is shown up to date: in place where it is of the same kind, else in its place.
    fn update(&mut self, view: View) {
        match (self, view) {
            (Shown::Nothing(_), View::Nothing) => {}
            (Shown::Text(node, old), View::Text(text)) => {
                if *old != text {
                    node.set_data(&text);
                    *old = text;
                }
            }
            (Shown::Element(shown), View::Element(element)) if shown.fits(&element) => {
                shown.update(*element);
            }
            (Shown::Many(shown, end), View::Many(views)) => update_all(shown, end, views),
            (shown, view) => shown.replace(Shown::new(view)),
        }
    }

    fn replace(&mut self, new: Shown) {
        let first = self.first();
        if let Some(parent) = first.parent_node() {
            new.insert(&parent, Some(&first));
        }
        self.remove();
        *self = new;
    }

    pub(super) fn insert(&self, parent: &Node, before: Option<&Node>) {
        match self {
            Shown::Nothing(node) => put(parent, node, before),
            Shown::Text(node, _) => put(parent, node, before),
            Shown::Element(element) => put(parent, &element.node, before),
            Shown::Many(all, end) => {
                all.iter().for_each(|shown| shown.insert(parent, before));
                put(parent, end, before);
            }
            Shown::Dynamic(effect) => {
                effect.with(|shown| shown.insert(parent, before));
            }
        }
    }

    pub(super) fn remove(&self) {
        match self {
            Shown::Nothing(node) => node.remove(),
            Shown::Text(node, _) => node.remove(),
            Shown::Element(element) => element.node.remove(),
            Shown::Many(all, end) => {
                all.iter().for_each(Shown::remove);
                end.remove();
            }
            Shown::Dynamic(effect) => {
                effect.with(Shown::remove);
            }
        }
    }

    /// The first of the nodes it stands for.
    pub(super) fn first(&self) -> Node {
        match self {
            Shown::Nothing(node) => node.clone().into(),
            Shown::Text(node, _) => node.clone().into(),
            Shown::Element(element) => element.node.clone().into(),
            Shown::Many(all, end) => all.first().map_or_else(|| end.clone().into(), Shown::first),
            Shown::Dynamic(effect) => effect
                .with(Shown::first)
                // An effect has a value from its start; an unattached node is a place nowhere.
                .unwrap_or_else(|| mark().into()),
        }
    }
}

fn update_all(shown: &mut Vec<Shown>, end: &Comment, views: Vec<View>) {
    for gone in shown.drain(views.len().min(shown.len())..) {
        gone.remove();
    }
    let mut views = views.into_iter();
    for (shown, view) in shown.iter_mut().zip(views.by_ref()) {
        shown.update(view);
    }
    let parent = end.parent_node();
    for view in views {
        let new = Shown::new(view);
        if let Some(parent) = &parent {
            new.insert(parent, Some(end));
        }
        shown.push(new);
    }
}

impl ShownElement {
    fn new(element: Element) -> Self {
        let node = create(element.shape);
        // The parts first: a radio button is its group's before it is in the document.
        let parts = element
            .parts
            .into_iter()
            .map(|part| part::draw(&node, part));
        let parts = parts.collect();
        let children: Vec<Shown> = element.children.into_iter().map(Shown::new).collect();
        children.iter().for_each(|child| child.insert(&node, None));
        Self {
            node,
            shape: element.shape,
            parts,
            children,
        }
    }

    fn fits(&self, element: &Element) -> bool {
        std::ptr::eq(self.shape, element.shape)
            && self.parts.len() == element.parts.len()
            && self.children.len() == element.children.len()
            && self
                .parts
                .iter()
                .zip(&element.parts)
                .all(|(drawn, part)| drawn.fits(part))
    }

    fn update(&mut self, element: Element) {
        for (drawn, part) in self.parts.iter_mut().zip(element.parts) {
            drawn.redraw(&self.node, part);
        }
        for (shown, view) in self.children.iter_mut().zip(element.children) {
            shown.update(view);
        }
    }
}

/// Makes an element's node. The browser refuses no name that `view!` can write.
fn create(shape: &Shape) -> web_sys::Element {
    let made = match shape.svg {
        true => document().create_element_ns(Some("http://www.w3.org/2000/svg"), shape.tag),
        false => document().create_element(shape.tag),
    };
    let node = made.unwrap_or_else(|_| mark().unchecked_into());
    for (name, value) in shape.attributes {
        part::set_attribute(&node, name, value);
    }
    node
}

pub(super) fn mark() -> Comment {
    document().create_comment("")
}

fn put(parent: &Node, node: &Node, before: Option<&Node>) {
    let _ = parent.insert_before(node, before);
}
