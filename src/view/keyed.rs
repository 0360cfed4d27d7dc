//! Lists whose entries stay what they are while others come and go.

use leptos::prelude::{Owner, untrack};

use super::draw::{Followed, Shown, mark};
use super::{IntoView, View};

/// An entry that is shown, with the owner of its signals.
struct Entry {
    key: usize,
    owner: Owner,
    shown: Shown,
}

/// A view for each of the things that `each` gives. One whose key was there before is left as it is, signals and all;
/// in a plain list it would be drawn anew each time. Keys differ within a list.
pub fn keyed<T: 'static, V: IntoView>(
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> usize + 'static,
    view: impl Fn(T) -> V + 'static,
) -> View {
    View::Other(Box::new(move || {
        // Each drawing cleans up after the one before; what stays must belong to the list as a whole.
        let list = Owner::new();
        let mut keys: Vec<(usize, Owner)> = Vec::new();
        Shown::Dynamic(Followed::new(move |before: Option<Shown>| {
            let (shown, end) = match before {
                Some(Shown::Many(shown, end)) => (shown, end),
                _ => (Vec::new(), mark()),
            };
            let entry = |((key, owner), shown)| Entry { key, owner, shown };
            let mut old: Vec<Entry> = keys.drain(..).zip(shown).map(entry).collect();
            let before: Vec<usize> = old.iter().map(|entry| entry.key).collect();
            let mut entries: Vec<Entry> = Vec::new();
            for thing in each() {
                let key = key(&thing);
                let known = old.iter().position(|entry| entry.key == key);
                entries.push(match known {
                    Some(at) => old.swap_remove(at),
                    None => {
                        let owner = list.with(Owner::new);
                        let draw = || untrack(|| Shown::new(view(thing).into_view()));
                        let shown = owner.with(draw);
                        Entry { key, owner, shown }
                    }
                });
            }
            for gone in old {
                gone.shown.remove();
                gone.owner.cleanup();
            }
            place(&entries, &before, &end);
            let (now, shown) = entries
                .into_iter()
                .map(|entry| ((entry.key, entry.owner), entry.shown))
                .unzip();
            keys = now;
            Shown::Many(shown, end)
        }))
    }))
}

/// Puts the entries into their order. Those that were in order stay untouched: a move would take focus and scroll away.
fn place(entries: &[Entry], before: &[usize], end: &web_sys::Comment) {
    let Some(parent) = end.parent_node() else {
        return;
    };
    let is_old = |key: &usize| before.contains(key);
    let kept = || entries.iter().map(|entry| entry.key).filter(is_old);
    let in_order = before
        .iter()
        .copied()
        .filter(|key| kept().any(|it| it == *key))
        .eq(kept());
    let mut next: web_sys::Node = end.clone().into();
    for entry in entries.iter().rev() {
        if !in_order || !is_old(&entry.key) {
            entry.shown.insert(&parent, Some(&next));
        }
        next = entry.shown.first();
    }
}
