//! Who is signed in, for the settings, and signing out.

use crate::view::prelude::*;
use futures::future::{join_all, select};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::flow::smart;
use super::model::form;
use super::signed::{self, Kept};
use super::words::limits;
use super::{Session, SignInNeeded, popup, tabs, unsent, use_session, vault, wire};
use crate::app::Redraw;
use crate::fhir::Browser;
use crate::i18n::{t, t_n};
use crate::platform::{PENDING, below_base, preference};
use crate::rooms;
use crate::ui::{Notice, Tone};

/// What the settings say of the sign-in; nothing in a demonstration, which has none.
#[component]
pub fn Account() -> View {
    let session = use_session();
    let redraw = expect_context::<Redraw>();
    smart(&session).is_ok().then(|| {
        let body = match signed::kept() {
            None => view! { <SignInNeeded text=t("signin.settings")/> },
            Some(kept) => {
                let lost = RwSignal::new(0);
                let asking = session.clone();
                let leave = Callback::new(move |()| sign_out(&session, redraw));
                let ask = move |_| match unsent::count(&asking) {
                    0 => leave.run(()),
                    unsent => lost.set(unsent),
                };
                view! {
                    <p>{t("signin.signed_in")}</p>
                    {(!kept.withheld.is_empty()).then(|| limits(&kept.withheld))}
                    <p class="actions"><button type="button" class="button" on:click=ask>{t("signin.sign_out")}</button></p>
                    <div role="alert">{move || (lost.get() > 0).then(|| would_lose(lost.get(), leave))}</div>
                }
            }
        };
        view! { <section class="section"><h2>{t("signin.account")}</h2>{body}</section> }
    })
}

/// What signing out now would lose, and the two ways.
fn would_lose(count: usize, leave: Callback<()>) -> View {
    view! {
        <Notice tone=Tone::Warning>
            <p>{t_n("signin.unsent", count, &[])}</p>
            <p class="actions">
                <a class="button" href="/record/add">{t("signin.to_unsent")}</a>
                <button type="button" class="button danger" on:click=move |_| leave.run(())>{t("signin.leave_unsent")}</button>
            </p>
        </Notice>
    }
}

/// Milliseconds that putting half-done things right may keep a patient from leaving.
const PATIENCE: u32 = 4_000;

/// Ends the sign-in: here and in every tab at once, then at the hospital.
fn sign_out(session: &Session, redraw: Redraw) {
    let session = session.clone();
    let client = smart(&session)
        .map(|smart| smart.client_id.clone())
        .unwrap_or_default();
    spawn_local(async move {
        if preference(PENDING).is_some_and(|pending| pending.len() > 2) {
            // What was begun is put right while the server still listens; nothing is kept of it afterwards.
            let settling = Box::pin(rooms::wind_up(session.clone()));
            select(settling, TimeoutFuture::new(PATIENCE)).await;
        }
        let kept = signed::forget(&session);
        signed::clear();
        tabs::tell_sign_out();
        // What the browser keeps for its Back button must show nothing.
        redraw.0.update(|n| *n += 1);
        vault::forget().await;
        let Some(kept) = kept else { return };
        revoke(&kept, &client).await;
        signed::leave_page(&farewell(&kept, &client));
    });
}

/// Tells the server that the tokens are void (RFC 7009). Whether it hears it or not, they are forgotten here.
pub(super) async fn revoke(kept: &Kept, client: &str) {
    let Some(revoke) = &kept.server.revoke else {
        return;
    };
    let tokens = [kept.grant.refresh.as_ref(), Some(&kept.grant.access)];
    let void = |token: &String| {
        wire::post(
            &Browser,
            revoke,
            form(&[("token", token), ("client_id", client)]),
        )
    };
    join_all(tokens.into_iter().flatten().map(void)).await;
}

/// Where the session ends at the server too, on the way to our own page (OpenID Connect RP-Initiated Logout 1.0). Without
/// the ID token as a hint, which has no place in a history; a server that wants to be sure asks the patient.
fn farewell(kept: &Kept, client: &str) -> String {
    let ours = "/sign-in?state=signed-out";
    match &kept.server.end_session {
        // A page of another site can't be left from within a frame.
        Some(end) if !popup::embedded() => {
            let back = location().origin().unwrap_or_default() + &below_base("/sign-in");
            let fields = [
                ("client_id", client),
                ("post_logout_redirect_uri", &back),
                ("state", "signed-out"),
            ];
            let mark = if end.contains('?') { "&" } else { "?" };
            [end, mark, &form(&fields)].concat()
        }
        _ => below_base(ours),
    }
}
