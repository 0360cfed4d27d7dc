//! Where a known term stands in a text.

use super::text::{Token, is_slip};
use super::vocabulary::Term;

/// Where a term stands among the free tokens: Chinese in one piece, words of an alphabet in any order ("pain in my tooth").
pub fn place(tokens: &[Token], free: &[usize], term: &Term, slips: bool) -> Option<Vec<usize>> {
    if term.tokens.is_empty() {
        return None;
    }
    if term.tokens.iter().any(|token| token.han) {
        let windows = free.windows(term.tokens.len());
        let whole = |window: &&[usize]| {
            let side_by_side = window.windows(2).all(|two| two[0] + 1 == two[1]);
            let pairs = window.iter().zip(&term.tokens);
            side_by_side
                && pairs
                    .into_iter()
                    .all(|(at, known)| fits(&tokens[*at], known, slips))
        };
        return windows.into_iter().find(whole).map(<[usize]>::to_vec);
    }
    let mut places: Vec<usize> = Vec::new();
    for known in &term.tokens {
        let next = free
            .iter()
            .find(|at| !places.contains(at) && fits(&tokens[**at], known, slips))?;
        places.push(*next);
    }
    places.sort_unstable();
    Some(places)
}

/// Whether a typed token stands for a token of a term, with `slips` also where it is misspelt.
fn fits(typed: &Token, known: &Token, slips: bool) -> bool {
    same(typed, known) || (slips && alike(typed, known))
}

fn same(typed: &Token, known: &Token) -> bool {
    typed.stem == known.stem || typed.plain == known.plain
}

/// A single short word is a name sooner than a slip.
fn alike(typed: &Token, known: &Token) -> bool {
    typed.plain.len() >= 5 && !typed.han && is_slip(&typed.plain, &known.plain)
}
