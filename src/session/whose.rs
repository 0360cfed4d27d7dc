//! Whose data a page shows, by name and colour, and the way to another's.

use crate::view::prelude::*;

use super::family::{Bond, Member, family, open_record};
use super::use_session;
use crate::app::Redraw;
use crate::i18n::{current, t};
use crate::platform::{Load, load};
use crate::router::use_navigator;
use crate::ui::initials;

/// How many colours there are (`style/components/whose.css`).
const COLOURS: usize = 5;

/// The class that gives the `place`th member of a family their colour.
pub fn whose_class(place: usize) -> String {
    ["whose-", &(place % COLOURS).to_string()].concat()
}

/// The name of whom the page is about, and the others of the family to turn to. Nothing where nobody is signed in.
#[component]
pub fn Whose(
    /// The page to show of another's: without anything that is in this one's record alone.
    #[prop(into)]
    page: String,
    /// Only says whose it is, where turning to another would make no sense.
    #[prop(default = false)]
    alone: bool,
) -> View {
    let session = use_session();
    let Some(open) = session.patient() else {
        return View::Nothing;
    };
    let (redraw, navigate) = (expect_context::<Redraw>(), use_navigator());
    let asking = session.clone();
    let loader = load(
        || (),
        move |()| {
            let session = asking.clone();
            async move { family(&session).await }
        },
    );
    let turn = Callback::new(move |id: String| open_record(&session, redraw, navigate, &id, &page));
    view! {
        <nav class="whose" aria-label=t("signin.whose")>
            {move || match loader.state() {
                Load::Ready(members) => names(&members, &open, alone, turn),
                // The page below says what is wrong.
                Load::Loading | Load::Failed(_) => View::Nothing,
            }}
        </nav>
    }
}

fn names(members: &[Member], open: &str, alone: bool, turn: Callback<String>) -> View {
    let items: Vec<View> = members
        .iter()
        .enumerate()
        .filter(|(_, member)| !alone || member.patient.id() == open)
        .map(|(place, member)| {
            let id = member.patient.id().to_owned();
            let here = id == open;
            let name = name(member);
            let class = [whose_class(place).as_str(), if here { " whose-here" } else { "" }].concat();
            let disc = view! { <span class="whose-disc" aria-hidden="true">{mark(&name)}</span> };
            let words = view! {
                <span><bdi class="whose-name">{name}</bdi>{bond(member.bond).map(|bond| view! { <span class="small">{bond}</span> })}</span>
            };
            match here {
                true => view! { <li><p class=class aria-current="true" data-patient=id>{disc}{words}</p></li> },
                false => view! {
                    <li><button type="button" class=class on:click=move |_| turn.run(id.clone())>{disc}{words}</button></li>
                },
            }
        })
        .collect();
    view! { <ul>{items}</ul> }
}

/// The name of a member in the reader's language.
fn name(member: &Member) -> String {
    member
        .patient
        .name(&current().tag)
        .unwrap_or_else(|| t("signin.unnamed"))
}

/// One or two letters of a name that tell a family apart: 梅 of 林梅, since they share the other.
fn mark(name: &str) -> String {
    match name.contains(' ') {
        true => initials(name),
        false => name.chars().next_back().into_iter().collect(),
    }
}

fn bond(bond: Bond) -> Option<String> {
    Some(match bond {
        Bond::Own => return None,
        Bond::Part => t("signin.bond_part"),
        Bond::Child => t("signin.bond_child"),
        Bond::Parent => t("signin.bond_parent"),
        Bond::Partner => t("signin.bond_partner"),
        Bond::Care => t("signin.bond_care"),
    })
}
