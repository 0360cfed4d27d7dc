//! Which doctors somebody has saved. Whom one wants to see again may tell what one suffers from, so the list lies on the
//! device encrypted, and signing out shreds it (docs/decisions/0010).

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::ArcRwSignal;
use leptos::task::spawn_local;

use crate::doctors::model::{MOST_SAVED, pick, read_picks};
use crate::i18n::{t, t_n};
use crate::platform::{SAVED, announce};
use crate::session::sealed;
use crate::view::prelude::*;

/// `None` until the list has been read from the device.
type List = ArcRwSignal<Option<Vec<String>>>;

thread_local! {
    static LIST: RefCell<Option<List>> = const { RefCell::new(None) };
}

fn list() -> List {
    if let Some(known) = LIST.with_borrow(Clone::clone) {
        return known;
    }
    let list = List::new(None);
    LIST.set(Some(list.clone()));
    let read = list.clone();
    spawn_local(async move { load(&read).await });
    // Another tab has saved or forgotten somebody, or its patient has signed out.
    let other = list.clone();
    window_event_listener(ev::storage, move |_| {
        let list = other.clone();
        spawn_local(async move { list.set(Some(on_device().await)) });
    });
    list
}

async fn on_device() -> Vec<String> {
    sealed::settled().await;
    let text = sealed::kept_on_device(SAVED).await;
    read_picks(&text.unwrap_or_default(), MOST_SAVED)
}

/// Reads the list from the device, unless somebody was faster.
async fn load(list: &List) {
    if list.with_untracked(Option::is_none) {
        let ids = on_device().await;
        if list.with_untracked(Option::is_none) {
            list.set(Some(ids));
        }
    }
}

/// The ids of the saved doctors, the latest last; none before they have been read. A view that reads them follows them.
pub fn saved() -> Vec<String> {
    list().get().unwrap_or_default()
}

/// The same once they have been read.
pub async fn read() -> Vec<String> {
    let list = list();
    load(&list).await;
    list.get_untracked().unwrap_or_default()
}

/// Whether the list outlives this page here.
pub fn lasts() -> bool {
    sealed::can_seal()
}

/// Saves a doctor, or forgets one who is saved, and says so.
pub fn toggle(id: String, name: String) {
    spawn_local(async move {
        let mut ids = read().await;
        let fitted = pick(&mut ids, &id, MOST_SAVED);
        let said = match (fitted, ids.contains(&id)) {
            (false, _) => t_n("saved.full", MOST_SAVED, &[]),
            (true, true) => t("saved.done"),
            (true, false) => t("saved.removed"),
        };
        keep(ids);
        announce(&[&name, ": ", &said].concat());
    });
}

/// Forgets doctors who aren't in the directory any more.
pub fn forget(gone: Vec<String>) {
    spawn_local(async move {
        let mut ids = read().await;
        ids.retain(|id| !gone.contains(id));
        keep(ids);
        announce(&t("saved.removed"));
    });
}

fn keep(ids: Vec<String>) {
    sealed::keep_on_device(SAVED, ids.join(","));
    list().set(Some(ids));
}
