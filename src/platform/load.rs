//! Loading something over the network for a view: what is asked for may change while the answer is on its way.

use std::future::Future;

use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;

use crate::fhir::Error;

/// What a view knows of something that is being fetched.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    Loading,
    Ready(T),
    Failed(Error),
}

impl<T> Load<T> {
    /// The value once it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Load::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// A running [`load`]: its state, and a way to ask again.
pub struct Loader<T: 'static> {
    state: RwSignal<Load<T>, LocalStorage>,
    again: RwSignal<u32>,
}

impl<T> Copy for Loader<T> {}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Loader<T> {
    /// The state, to be read in a view.
    pub fn state(&self) -> RwSignal<Load<T>, LocalStorage> {
        self.state
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
    K: PartialEq + Clone + Send + Sync + 'static,
    T: 'static,
    F: Future<Output = Result<T, Error>> + 'static,
{
    let state = RwSignal::new_local(Load::Loading);
    let again = RwSignal::new(0);
    let running = StoredValue::new(None::<AbortHandle>);
    let stop = move || {
        if let Some(Some(handle)) = running.try_update_value(Option::take) {
            handle.abort();
        }
    };
    on_cleanup(stop);
    Effect::new(move |previous: Option<(K, u32)>| {
        let wanted = (key(), again.get());
        if previous.as_ref() == Some(&wanted) {
            return wanted;
        }
        stop();
        state.set(Load::Loading);
        let (handle, registration) = AbortHandle::new_pair();
        running.set_value(Some(handle));
        let fetching = Abortable::new(fetch(wanted.0.clone()), registration);
        leptos::task::spawn_local(async move {
            if let Ok(result) = fetching.await {
                // The view may have gone while the answer was on its way.
                let _ = state.try_set(match result {
                    Ok(value) => Load::Ready(value),
                    Err(error) => Load::Failed(error),
                });
            }
        });
        wanted
    });
    Loader { state, again }
}
