//! Loading something over the network for a view: what is asked for may change while the answer is on its way.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

use futures::future::{AbortHandle, Abortable};

use crate::fhir::Error;
use crate::view::prelude::*;

/// What a view knows of something that is being fetched.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    Loading,
    Ready(T),
    Failed(Error),
}

impl<T> Load<T> {
    /// The value once it is there.
    pub fn ready(self) -> Option<T> {
        match self {
            Load::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// A value whose type only its [`Loader`] knows: one copy of the code below serves all.
type Erased = Rc<dyn Any>;

/// A running [`load`]: its state, and a way to ask again.
pub struct Loader<T: 'static> {
    state: RwSignal<Load<Erased>, LocalStorage>,
    again: RwSignal<u32>,
    gives: PhantomData<fn() -> T>,
}

impl<T> Copy for Loader<T> {}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Loader<T> {
    /// The state; a view that reads it follows it.
    pub fn state(&self) -> Load<Rc<T>> {
        match self.state.get() {
            // Of another type it can't be: `load` makes the loader and the value together.
            Load::Ready(value) => value.downcast().map_or(Load::Loading, Load::Ready),
            Load::Loading => Load::Loading,
            Load::Failed(error) => Load::Failed(error),
        }
    }

    /// Fetches once more, after an error or because the data has changed.
    pub fn reload(&self) {
        self.again.update(|n| *n += 1);
    }
}

/// Fetches with `fetch` whatever `key` names, again each time the key changes.
///
/// A superseded fetch is dropped, which aborts its request, so a slow old answer never overwrites a new one.
/// The fetch also ends with the view that asked for it.
pub fn load<K, T, F>(key: impl Fn() -> K + 'static, fetch: impl Fn(K) -> F + 'static) -> Loader<T>
where
    K: PartialEq + Clone + 'static,
    T: 'static,
    F: Future<Output = Result<T, Error>> + 'static,
{
    let ask = move |before: Option<&dyn Any>| {
        let key = key();
        if before.and_then(|before| before.downcast_ref()) == Some(&key) {
            return None;
        }
        let fetching = fetch(key.clone());
        Some(Ask {
            key: Box::new(key),
            fetching: Box::pin(async move { Ok(Rc::new(fetching.await?) as Erased) }),
        })
    };
    let state = RwSignal::new_local(Load::Loading);
    let again = RwSignal::new(0);
    keep_asking(state, again, Box::new(ask));
    Loader {
        state,
        again,
        gives: PhantomData,
    }
}

/// A fetch and what it is for.
struct Ask {
    key: Box<dyn Any>,
    fetching: Pin<Box<dyn Future<Output = Result<Erased, Error>>>>,
}

/// Gives the fetch for the key in force, unless that is the key before.
type NextAsk = Box<dyn Fn(Option<&dyn Any>) -> Option<Ask>>;

fn keep_asking(
    state: RwSignal<Load<Erased>, LocalStorage>,
    again: RwSignal<u32>,
    next_ask: NextAsk,
) {
    let running = StoredValue::new(None::<AbortHandle>);
    let stop = move || {
        if let Some(Some(handle)) = running.try_update_value(Option::take) {
            handle.abort();
        }
    };
    on_cleanup(stop);
    Effect::new(move |before: Option<(Box<dyn Any>, u32)>| {
        let times = again.get();
        let key = before.as_ref().filter(|before| before.1 == times);
        let Some(Ask { key, fetching }) = next_ask(key.map(|before| &*before.0)) else {
            // No fetch means that there was a key before, and it is this one.
            return before.unwrap_or_else(|| (Box::new(()), times));
        };
        stop();
        state.set(Load::Loading);
        let (handle, registration) = AbortHandle::new_pair();
        running.set_value(Some(handle));
        let fetching = Abortable::new(fetching, registration);
        leptos::task::spawn_local(async move {
            if let Ok(result) = fetching.await {
                // The view may have gone while the answer was on its way.
                let _ = state.try_set(match result {
                    Ok(value) => Load::Ready(value),
                    Err(error) => Load::Failed(error),
                });
            }
        });
        (key, times)
    });
}
