//! Reviews that are being written: they outlive the page, a reload and a sign-in, sealed in the tab (`session::sealed`).

use serde_json::{Map, Value};

use super::model::{Review, Visit};
use crate::session::sealed;

/// The name under which they are kept in the tab.
const NAME: &str = "reviews";

thread_local! {
    static ALL: std::cell::RefCell<Option<Map<String, Value>>> = const { std::cell::RefCell::new(None) };
}

/// Whose it is stands in the key: nobody else who signs in here reads it.
fn key(visit: &Visit) -> String {
    [&visit.author, "/", &visit.appointment].concat()
}

/// What was typed of a visit's review and isn't sent.
pub async fn draft(visit: &Visit) -> Option<Review> {
    if ALL.with_borrow(Option::is_none) {
        let kept = sealed::kept(NAME).await.unwrap_or_default();
        let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
        let kept = kept.as_object().cloned().unwrap_or_default();
        ALL.with_borrow_mut(|all| {
            all.get_or_insert(kept);
        });
    }
    let kept = ALL.with_borrow(|all| all.as_ref()?.get(&key(visit)).cloned())?;
    Some(Review::from_value(&kept))
}

/// Keeps what was typed; `None` forgets it.
pub fn keep(visit: &Visit, review: Option<&Review>) {
    ALL.with_borrow_mut(|all| {
        let all = all.get_or_insert_default();
        match review {
            Some(review) => all.insert(key(visit), review.to_value()),
            None => all.remove(&key(visit)),
        };
        let text = match all.is_empty() {
            true => String::new(),
            false => Value::from(all.clone()).to_string(),
        };
        sealed::keep(NAME, text);
    });
}
