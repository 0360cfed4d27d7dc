//! The words of a name, as a server has them.

use crate::native::lowercase;

/// The most words of a name that are sent to the server.
const MAX_WORDS: usize = 5;

/// Titles that people write before a name, and that no server has in it.
const TITLES: [&str; 8] = ["dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "د"];
/// Titles that stand behind a Chinese name.
const TITLES_BEHIND: [&str; 4] = ["医生", "大夫", "医师", "教授"];

/// Words that begin a family name of several ("van der Berg"). Those that are a Chinese syllable too ("Bin", "Di") aren't here.
const PARTICLES: [&str; 15] = [
    "van", "von", "der", "den", "de", "la", "del", "della", "dos", "ter", "ten", "al", "el", "abu",
    "ibn",
];

/// The words of a person's name out of what was typed, without titles. A family name of several words is one: servers
/// compare the beginning of a whole name (FHIR R4, 3.1.1.5.8).
pub fn name_words(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().take(MAX_WORDS).collect();
    let is_title = |word: &str| TITLES.contains(&lowercase(word.trim_end_matches('.')).as_str());
    let named: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_title(word))
        .collect();
    let kept = if named.is_empty() { words } else { named };
    let mut names: Vec<String> = Vec::new();
    let mut open = false;
    for word in kept {
        let name = without_title(word);
        match names.last_mut().filter(|_| open) {
            Some(last) => *last = [last.as_str(), " ", name].concat(),
            None => names.push(name.to_owned()),
        }
        open = PARTICLES.contains(&lowercase(name).as_str());
    }
    names
}

/// The ways in which a name of several parts is written: with spaces and with hyphens.
pub fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    for (from, to) in [(" ", "-"), ("-", " ")] {
        let other = name.replace(from, to);
        if other != name {
            all.push(other);
        }
    }
    all
}

fn without_title(word: &str) -> &str {
    let behind = TITLES_BEHIND
        .iter()
        .find_map(|title| word.strip_suffix(title));
    behind.filter(|name| !name.is_empty()).unwrap_or(word)
}
