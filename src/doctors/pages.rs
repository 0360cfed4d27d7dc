//! What stands below `/doctors/`: one doctor by the id of a role, and two words that no role should have as its id.

use super::compare::Compare;
use super::profile::Profile;
use super::saved::Saved;
use crate::router::use_id;
use crate::view::prelude::*;

/// `/doctors/{id}`, `/doctors/saved` or `/doctors/compare`
#[component]
pub fn DoctorPages() -> View {
    match use_id().as_str() {
        "saved" => view! { <Saved/> },
        "compare" => view! { <Compare/> },
        _ => view! { <Profile/> },
    }
}
