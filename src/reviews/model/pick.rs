//! Which comments a reader wants to see, and in which order.

use std::cmp::Reverse;

use super::Comment;

/// The order of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Highest,
    Lowest,
}

/// What a reader asked for; nothing asked for is all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pick {
    pub order: Order,
    /// Only those with this many stars.
    pub stars: Option<u32>,
    /// Only those in this language, as [`languages`] tells it.
    pub language: Option<String>,
}

impl Pick {
    /// Those that fit, in order; where stars are equal the newest comes first.
    pub fn of<'a>(&self, comments: &'a [Comment]) -> Vec<&'a Comment> {
        let fits = |comment: &&Comment| {
            let stars = self.stars.is_none() || comment.stars == self.stars;
            let language = self.language.as_deref();
            stars && (language.is_none() || primary(comment) == language)
        };
        let mut picked: Vec<&Comment> = comments.iter().filter(fits).collect();
        picked.sort_by(|a, b| b.date.cmp(&a.date));
        match self.order {
            Order::Newest => {}
            // One without stars comes last either way.
            Order::Highest => picked.sort_by_key(|it| Reverse(it.stars)),
            Order::Lowest => picked.sort_by_key(|it| it.stars.unwrap_or(u32::MAX)),
        }
        picked
    }
}

/// The languages of comments, without their regions, each once.
pub fn languages(comments: &[Comment]) -> Vec<String> {
    let mut all: Vec<String> = comments
        .iter()
        .filter_map(primary)
        .map(str::to_owned)
        .collect();
    all.sort();
    all.dedup();
    all
}

fn primary(comment: &Comment) -> Option<&str> {
    comment.language.as_deref()?.split('-').next()
}
