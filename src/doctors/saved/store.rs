//! Which doctors somebody has saved. Whom one wants to see again may tell what one suffers from, so the list lies on the
//! device encrypted, and signing out shreds it (docs/decisions/0010).

use std::cell::RefCell;

use leptos::prelude::ArcRwSignal;
use leptos::task::spawn_local;

use crate::doctors::model::{MOST_SAVED, pick, read_picks};
use crate::i18n::t;
use crate::platform::{SAVED, announce};
use crate::session::sealed;
use crate::view::prelude::*;

thread_local! {
    static LIST: RefCell<Option<ArcRwSignal<Vec<String>>>> = const { RefCell::new(None) };
}

/// The list, read from the device the first time: empty until it is there.
fn list() -> ArcRwSignal<Vec<String>> {
    if let Some(known) = LIST.with_borrow(Clone::clone) {
        return known;
    }
    let list = ArcRwSignal::new(Vec::new());
    LIST.set(Some(list.clone()));
    spawn_local({
        let list = list.clone();
        async move { list.set(on_device().await) }
    });
    list
}

async fn on_device() -> Vec<String> {
    sealed::settled().await;
    let text = sealed::kept_on_device(SAVED).await;
    read_picks(&text.unwrap_or_default(), MOST_SAVED)
}

/// The ids of the saved doctors, the latest last. A view that reads them follows them.
pub fn saved() -> Vec<String> {
    list().get()
}

/// The same, not before they have been read.
pub async fn read() -> Vec<String> {
    match list().get_untracked() {
        known if known.is_empty() => on_device().await,
        known => known,
    }
}

/// Whether the list outlives this page here.
pub fn lasts() -> bool {
    sealed::can_seal()
}

/// Saves a doctor, or forgets one who is saved, and says so.
pub fn toggle(id: String, name: String) {
    spawn_local(async move {
        let list = list();
        // Another tab may have saved somebody meanwhile.
        let mut ids = match lasts() {
            true => on_device().await,
            false => list.get_untracked(),
        };
        let fitted = pick(&mut ids, &id, MOST_SAVED);
        // keys: saved.done, saved.removed, saved.full
        let said = match (fitted, ids.contains(&id)) {
            (false, _) => "saved.full",
            (true, true) => "saved.done",
            (true, false) => "saved.removed",
        };
        sealed::keep_on_device(SAVED, ids.join(","));
        list.set(ids);
        announce(&[&name, ": ", &t(said)].concat());
    });
}
