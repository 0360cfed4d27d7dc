//! Reading a text word by word: which of them are known, and which are left.

use super::meaning::Part;
use super::place::place;
use super::text::{Token, tokens};
use super::vocabulary::{Alarm, Emergency, Means, Term, Vocabulary};

/// The most warnings shown at once; more would hide each other.
const MOST_WARNINGS: usize = 2;
/// Titles that stand before a name; what follows one is a name, even "Burns".
const TITLES: [&str; 3] = ["dr", "prof", "professor"];

/// The tokens of a text, and what they were taken for.
pub struct Reading<'a> {
    text: &'a str,
    pub tokens: Vec<Token>,
    used: Vec<bool>,
    /// Tokens that a title says are a name.
    named: Vec<usize>,
    /// As found.
    pub parts: Vec<Part>,
}

impl<'a> Reading<'a> {
    /// Reads a text. The longest words count first; a word with a slip counts if nothing else explains it.
    pub fn of(text: &'a str, vocabulary: &Vocabulary) -> Self {
        let tokens = tokens(text);
        let mut reading = Self {
            used: vec![false; tokens.len()],
            tokens,
            named: Vec::new(),
            parts: Vec::new(),
            text,
        };
        reading.mark_names();
        reading.find(vocabulary, false);
        reading.find(vocabulary, true);
        reading.give_back_names(vocabulary);
        reading
    }

    fn mark_names(&mut self) {
        let after = self.tokens.iter().enumerate().skip(1);
        self.named = after
            .filter(|(at, _)| TITLES.contains(&self.tokens[at - 1].plain.as_str()))
            .map(|(at, _)| at)
            .collect();
    }

    /// Takes out of the text whatever is known, the longest terms first.
    fn find(&mut self, vocabulary: &Vocabulary, slips: bool) {
        let mut found: Vec<(usize, &Means, &Term)> = Vec::new();
        for entry in &vocabulary.entries {
            for term in &entry.terms {
                if place(&self.tokens, &self.free(), term, slips).is_some() {
                    let length = term.tokens.iter().map(|token| token.plain.len()).sum();
                    found.push((length, &entry.means, term));
                }
            }
        }
        found.sort_by_key(|(length, _, term)| {
            (
                std::cmp::Reverse(term.tokens.len()),
                std::cmp::Reverse(*length),
            )
        });
        for (_, means, term) in found {
            // A single word with a slip must be long: "harmon" is no hormone.
            if slips && term.tokens.len() == 1 && term.tokens[0].plain.chars().count() < 6 {
                continue;
            }
            if let Some(places) = place(&self.tokens, &self.free(), term, slips) {
                let name = vocabulary.name(means).unwrap_or(&term.text);
                let slip = slips && term.tokens.len() == 1;
                self.take(means, name, &places, slip);
            }
        }
    }

    /// Beside a name, one misspelt word of a complaint is the rest of the name: "Tang Tingqing" doesn't tingle.
    fn give_back_names(&mut self, vocabulary: &Vocabulary) {
        if self.rest(vocabulary).is_empty() {
            return;
        }
        let is_name = |part: &Part| part.slip && matches!(part.means, Means::Complaint { .. });
        let (names, parts) = std::mem::take(&mut self.parts)
            .into_iter()
            .partition::<Vec<_>, _>(is_name);
        self.parts = parts;
        let spans: Vec<(usize, usize)> = names.into_iter().flat_map(|part| part.spans).collect();
        for (token, used) in self.tokens.iter().zip(&mut self.used) {
            *used &= !spans.contains(&(token.from, token.to));
        }
    }

    fn free(&self) -> Vec<usize> {
        let free = |at: &usize| !self.used[*at] && !self.named.contains(at);
        (0..self.tokens.len()).filter(free).collect()
    }

    fn take(&mut self, means: &Means, name: &str, places: &[usize], slip: bool) {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for at in places {
            self.used[*at] = true;
            let Token { from, to, .. } = self.tokens[*at];
            match spans.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => spans.push((from, to)),
            }
        }
        let words: Vec<&str> = spans
            .iter()
            .map(|(from, to)| &self.text[*from..*to])
            .collect();
        let words = words.join(" ");
        match self.parts.iter_mut().find(|part| part.means == *means) {
            Some(known) => {
                known.words = [&known.words, " ", &words].concat();
                known.spans.extend(spans);
                known.spans.sort_unstable();
                known.slip &= slip;
            }
            None => self.parts.push(Part {
                means: means.clone(),
                name: name.to_owned(),
                words,
                spans,
                slip,
            }),
        }
    }

    /// The warnings that the words call for. Those words are explained then: they are nobody's name.
    pub fn emergencies(&mut self, vocabulary: &Vocabulary) -> Vec<Emergency> {
        let all: Vec<usize> = (0..self.tokens.len()).collect();
        let mut found: Vec<Emergency> = Vec::new();
        for alarm in &vocabulary.alarms {
            let Some(places) = alarm.rings(&self.tokens, &all) else {
                continue;
            };
            for at in places {
                self.used[at] = true;
            }
            if !found.iter().any(|it| it.source == alarm.emergency.source) {
                found.push(alarm.emergency.clone());
            }
        }
        found.sort_by_key(|it| !it.now);
        found.truncate(MOST_WARNINGS);
        found
    }

    /// What nothing explains and isn't filler, as typed.
    pub fn rest(&self, vocabulary: &Vocabulary) -> String {
        let mut words: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.used[at] {
                at += 1;
                continue;
            }
            let end = self.run(at);
            if let Some((from, to)) = without_fillers(&self.tokens[at..end], vocabulary) {
                words.push(&self.text[from..to]);
            }
            at = end;
        }
        words.join(" ")
    }

    /// The end of the run of unexplained tokens that stand without a gap: Chinese characters, or words with a hyphen.
    fn run(&self, start: usize) -> usize {
        let mut end = start + 1;
        while end < self.tokens.len() && !self.used[end] && self.is_joined(end) {
            end += 1;
        }
        end
    }

    /// Whether a token goes on with the word before it.
    fn is_joined(&self, at: usize) -> bool {
        let (before, token) = (&self.tokens[at - 1], &self.tokens[at]);
        let gap = &self.text[before.to..token.from];
        match (before.han, token.han) {
            (true, true) => gap.is_empty(),
            (false, false) => matches!(gap, "-" | "\u{2010}"),
            _ => false,
        }
    }
}

impl Alarm {
    /// Where the words stand that set it off.
    fn rings(&self, tokens: &[Token], all: &[usize]) -> Option<Vec<usize>> {
        let said = |group: &Vec<Term>| {
            let mut places = group
                .iter()
                .filter_map(|term| place(tokens, all, term, false));
            places.next()
        };
        let whole = |groups: &Vec<Vec<Term>>| {
            let places: Option<Vec<Vec<usize>>> = groups.iter().map(said).collect();
            places
                .filter(|places| !places.is_empty())
                .map(|places| places.concat())
        };
        self.words.iter().find_map(whole)
    }
}

/// The bytes of a run without the filler words at both its ends; `None` if it is nothing else.
fn without_fillers(run: &[Token], vocabulary: &Vocabulary) -> Option<(usize, usize)> {
    let mut run = run;
    let filler = |run: &[Token]| {
        let word: String = run.iter().map(|token| token.plain.as_str()).collect();
        vocabulary.is_ignored(&word)
    };
    // Longer fillers first: a phrase ("看什么科") isn't the sum of its characters.
    'shorter: while !run.is_empty() {
        for length in (1..=run.len()).rev() {
            if filler(&run[..length]) {
                run = &run[length..];
                continue 'shorter;
            }
            if filler(&run[run.len() - length..]) {
                run = &run[..run.len() - length];
                continue 'shorter;
            }
        }
        break;
    }
    Some((run.first()?.from, run.last()?.to))
}
