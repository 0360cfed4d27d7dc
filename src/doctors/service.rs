//! What a hospital calls one of its services.

use std::cell::RefCell;

use super::model::Named;
use crate::fhir::{Client, Search};
use crate::i18n::current;
use crate::platform::{Loader, load};
use crate::session::use_session;

thread_local! {
    /// Id, language and name of the last one: the address keeps it while somebody searches on.
    static KNOWN: RefCell<Option<[String; 3]>> = const { RefCell::new(None) };
}

/// The name of the HealthcareService with this id, asked for once; `None` where the hospital doesn't say it.
pub fn service_name(id: &str) -> Loader<Option<String>> {
    let client = use_session().directory;
    let id = id.to_owned();
    load(
        || (),
        move |()| {
            let (client, id) = (client.clone(), id.clone());
            async move { Ok(name(&client, id).await) }
        },
    )
}

async fn name(client: &Client, id: String) -> Option<String> {
    let language = current().tag;
    let known = KNOWN.with_borrow(|known| {
        let known = known
            .as_ref()
            .filter(|known| known[0] == id && known[1] == language);
        known.map(|[_, _, name]| name.clone())
    });
    if known.is_some() {
        return known;
    }
    // A search, since a read of what isn't there is an error in the browser's console.
    let search = Search::new("HealthcareService")
        .param("_id", &id)
        .param("_elements", "name")
        .count(1);
    let page = client.search(&search).await.ok()?;
    let name = Named::of(page.entries.first()?.root(), &language)?.name;
    KNOWN.set(Some([id, language, name.clone()]));
    Some(name)
}
