//! What a typed text means.

use super::text::{Token, is_slip, tokens};
use super::vocabulary::{Alarm, Emergency, Means, Term, Vocabulary};
use crate::doctors::query::Query;

/// The most warnings shown at once; more would hide each other.
const MOST_WARNINGS: usize = 2;
/// Titles that stand before a name; what follows one is a name, even "Burns".
const TITLES: [&str; 3] = ["dr", "prof", "professor"];

/// A piece of the text that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub means: Means,
    /// The words as typed.
    pub words: String,
    /// What the reader calls it.
    pub name: String,
    /// The bytes of the text that it takes up.
    spans: Vec<(usize, usize)>,
    /// Whether it is one misspelt word.
    slip: bool,
}

/// A text, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    text: String,
    /// In the order of the text.
    pub parts: Vec<Part>,
    /// What is left: the name of a person or a hospital, as typed.
    pub rest: String,
    /// What may be an emergency; those to call for now come first.
    pub emergencies: Vec<Emergency>,
}

impl Meaning {
    /// Reads a text. The longest words count first; a word with a slip counts if nothing else explains it.
    pub fn of(text: &str, vocabulary: &Vocabulary) -> Self {
        let tokens = tokens(text);
        let mut reading = Reading {
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
        let emergencies = reading.emergencies(vocabulary);
        let rest = match reading.tokens.is_empty() {
            // Signs alone mean nothing, and nobody is called so.
            true => text.trim().to_owned(),
            false => reading.rest(vocabulary),
        };
        let mut parts = reading.parts;
        parts.sort_by_key(|part| part.spans.first().copied());
        Self {
            text: text.to_owned(),
            parts,
            rest,
            emergencies,
        }
    }

    /// The codes of the specialties that the text asks for, the likeliest first.
    pub fn specialties(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        let named = self.parts.iter().filter_map(|part| match &part.means {
            Means::Specialty(code) => Some(vec![code.clone()]),
            _ => None,
        });
        // Who names a specialty has chosen; complaints then only say why.
        let seen = self.parts.iter().filter_map(|part| match &part.means {
            Means::Complaint { see, .. } => Some(see.clone()),
            _ => None,
        });
        let named: Vec<String> = named.flatten().collect();
        let all = match named.is_empty() {
            true => seen.flatten().collect(),
            false => named,
        };
        for code in all {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The query with what the words mean in the place of the words; its text is the name that is left.
    pub fn apply(&self, query: &Query) -> Query {
        let mut query = query.with_text(&self.rest);
        let codes = self.specialties();
        if !codes.is_empty() {
            query.set("specialty", &codes.join(","));
        }
        for part in &self.parts {
            match &part.means {
                Means::Place(at) => query.near = Some(*at),
                Means::Filter { name, value } => query.set(name, value),
                _ => {}
            }
        }
        query
    }

    /// The text without the name that is left.
    pub fn without_name(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| part.words.as_str()).collect();
        words.join(" ")
    }

    /// The text without one of its parts.
    pub fn without(&self, part: &Part) -> String {
        let mut text = self.text.clone();
        for (from, to) in part.spans.iter().rev() {
            text.replace_range(*from..*to, " ");
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    }
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

struct Reading<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    used: Vec<bool>,
    /// Tokens that a title says are a name.
    named: Vec<usize>,
    parts: Vec<Part>,
}

impl Reading<'_> {
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
    fn emergencies(&mut self, vocabulary: &Vocabulary) -> Vec<Emergency> {
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
    fn rest(&self, vocabulary: &Vocabulary) -> String {
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

/// Where a term stands among the free tokens: Chinese in one piece, words of an alphabet in any order ("pain in my tooth").
fn place(tokens: &[Token], free: &[usize], term: &Term, slips: bool) -> Option<Vec<usize>> {
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
