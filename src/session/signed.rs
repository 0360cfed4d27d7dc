//! What is known of the sign-in while it lasts, in this tab's memory only: renewing the token, and the end.

use std::cell::RefCell;

use crate::view::prelude::*;
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::flow::{Arrival, smart};
use super::model::{Ability, Failure, Grant, Permission, Server, permissions, refresh_form};
use super::person::renew_with;
use super::{Session, family, idle, needed, sealed, storage, tabs, unsent, wire};
use crate::app::Redraw;
use crate::fhir::Browser;
use crate::platform::{PENDING, SAVED, WATCHING, below_base, forget_preference};

/// A sign-in that lasts.
#[derive(Clone)]
pub struct Kept {
    pub grant: Grant,
    pub server: Server,
    pub withheld: Vec<Ability>,
    pub permissions: Vec<Permission>,
}

type Renewal = Shared<LocalBoxFuture<'static, Option<String>>>;

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
    /// The renewal that is under way: requests that are refused at the same time share it, since a refresh token that
    /// rotates is good for one.
    static RENEWAL: RefCell<Option<Renewal>> = const { RefCell::new(None) };
}

/// The sign-in, if there is one.
pub fn kept() -> Option<Kept> {
    KEPT.with_borrow(Clone::clone)
}

/// What the sign-in lets this app do; nothing without one.
pub fn granted() -> Vec<Permission> {
    kept().map(|kept| kept.permissions).unwrap_or_default()
}

/// Lets the person in.
pub fn install(session: &Session, redraw: Redraw, arrival: Arrival) {
    needed::unlock();
    let Arrival {
        trip,
        grant,
        withheld,
    } = arrival;
    keep(
        session,
        redraw,
        Kept {
            permissions: permissions(grant.scope.as_deref().unwrap_or(&trip.scope)),
            grant,
            server: trip.server,
            withheld,
        },
    );
    let renewing = session.clone();
    renew_with(Some(std::rc::Rc::new(move || {
        Box::pin(renewal(&renewing, redraw))
    })));
    idle::watch(session, redraw);
    let leaving = session.clone();
    tabs::on_sign_out(move || {
        forget(&leaving);
        clear();
        leave_page(&below_base("/sign-in?state=signed-out"));
    });
}

fn keep(session: &Session, redraw: Redraw, kept: Kept) {
    let grant = kept.grant.clone();
    session
        .person
        .enter(grant.access.clone(), grant.patient.clone());
    KEPT.set(Some(kept));
    let Some(seconds) = grant.expires_in.filter(|_| grant.refresh.is_some()) else {
        return;
    };
    // A minute before the end, or at half of a short life. A phone that slept over it learns by the 401.
    let wait = seconds
        .saturating_sub(60)
        .max(seconds / 2)
        .saturating_mul(1000);
    let session = session.clone();
    spawn_local(async move {
        TimeoutFuture::new(wait).await;
        if session.person.token() == Some(grant.access) {
            renewal(&session, redraw).await;
        }
    });
}

fn renewal(session: &Session, redraw: Redraw) -> Renewal {
    if let Some(running) = RENEWAL.with_borrow(Clone::clone) {
        return running;
    }
    let session = session.clone();
    let running = async move {
        let token = renew(&session, redraw).await;
        RENEWAL.set(None);
        token
    }
    .boxed_local()
    .shared();
    RENEWAL.set(Some(running.clone()));
    running
}

async fn renew(session: &Session, redraw: Redraw) -> Option<String> {
    let before = kept()?;
    let refreshed = match (&before.grant.refresh, smart(session)) {
        (Some(refresh), Ok(smart)) => {
            let form = refresh_form(refresh, &smart.client_id);
            let said = wire::post(&Browser, &before.server.token, form).await;
            said.and_then(|said| before.grant.renewed(&said))
        }
        _ => Err(Failure::Expired),
    };
    match refreshed {
        // Signed out, or in as another, while the answer was on its way.
        _ if kept().map(|now| now.grant) != Some(before.grant.clone()) => None,
        Ok(grant) => {
            let token = grant.access.clone();
            keep(session, redraw, Kept { grant, ..before });
            Some(token)
        }
        // No network is no verdict.
        Err(Failure::Wire(_)) => None,
        Err(_) => {
            forget(session);
            redraw.0.update(|n| *n += 1);
            None
        }
    }
}

/// Forgets who was signed in; what is on the screen is the caller's to change. What was typed waits, sealed, for the same
/// patient.
pub fn forget(session: &Session) -> Option<Kept> {
    session.person.leave();
    family::forget();
    renew_with(None);
    KEPT.take()
}

/// Leaves nothing of the patient on the device.
pub fn clear() {
    storage::clear();
    sealed::shred();
    unsent::forget();
    for name in [PENDING, SAVED, WATCHING] {
        forget_preference(name);
    }
}

/// Loads a page anew, so that nothing of what was in memory is left; and once more should the browser have kept the
/// old page for its Back button.
pub fn leave_page(to: &str) {
    window_event_listener(leptos::ev::pageshow, |event| {
        if event.persisted() {
            let _ = location().reload();
        }
    });
    let _ = location().replace(to);
}
