//! What a person may be about to type.

use super::text::{Token, tokens};
use super::vocabulary::{Means, Term, Vocabulary};

/// How many are offered: as many as stand above a phone's keyboard.
const MOST: usize = 6;
/// The most words of the text that one term may explain.
const LONGEST: usize = 4;

/// An offer to complete the end of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub means: Means,
    /// The words offered.
    pub words: String,
    /// The whole text, with the words in the place of what they complete.
    pub text: String,
}

/// What the end of a text may become: terms that go on where it stops, those of the reader's `language` first.
pub fn suggest(text: &str, vocabulary: &Vocabulary, language: &str) -> Vec<Suggestion> {
    let typed = tokens(text);
    let mut found: Vec<(Rank, Suggestion)> = Vec::new();
    for entry in &vocabulary.entries {
        let fitting = entry.terms.iter().filter_map(|term| {
            let (length, start) = ending(&typed, term)?;
            let rank = Rank {
                inside: start > 0,
                foreign: term.language != language,
                kind: kind(&entry.means),
                explained: LONGEST * 2 - length,
                length: term.text.len(),
            };
            let from = typed[typed.len() - length].from;
            let suggestion = Suggestion {
                means: entry.means.clone(),
                words: term.text.clone(),
                text: [&text[..from], &term.text].concat(),
            };
            Some((rank, suggestion))
        });
        found.extend(fitting.min_by(|a, b| a.0.cmp(&b.0)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, it)| it).take(MOST).collect()
}

/// What comes first, in this order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    explained: usize,
    /// It starts inside of the term, not at its first word.
    inside: bool,
    foreign: bool,
    kind: u8,
    length: usize,
}

fn kind(means: &Means) -> u8 {
    match means {
        Means::Specialty(_) => 0,
        Means::Complaint { .. } => 1,
        Means::Place(_) => 2,
        Means::Filter { .. } => 3,
    }
}

/// How many tokens at the end of the text a term continues, and at which of its own tokens it takes them up.
fn ending(typed: &[Token], term: &Term) -> Option<(usize, usize)> {
    let last = typed.last()?;
    // One letter says nothing by itself; one Chinese character is a word.
    let least = match last.han || last.plain.chars().count() > 1 {
        true => 1,
        false => 2,
    };
    let most = match last.han {
        true => LONGEST * 2,
        false => LONGEST,
    };
    (least..=most.min(typed.len()).min(term.tokens.len()))
        .rev()
        .find_map(|length| {
            let tail = &typed[typed.len() - length..];
            let starts = 0..=term.tokens.len() - length;
            starts
                .into_iter()
                .find(|start| continues(tail, &term.tokens[*start..*start + length]))
                .map(|start| (length, start))
        })
}

fn continues(tail: &[Token], known: &[Token]) -> bool {
    let whole = tail.len() - 1;
    let same = tail[..whole]
        .iter()
        .zip(known)
        .all(|(typed, known)| typed.stem == known.stem);
    same && known[whole].plain.starts_with(&tail[whole].plain)
}
