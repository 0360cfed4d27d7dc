//! What typed words mean: the name of a specialty, or of a person or hospital.

use crate::native::{is_letter, lowercase};

/// The most words of a name that are sent to the server.
const MAX_WORDS: usize = 5;

/// Titles that people write before a name, and that no server has in it.
const TITLES: [&str; 8] = ["dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "د"];
/// Titles that stand behind a Chinese name.
const TITLES_BEHIND: [&str; 4] = ["医生", "大夫", "医师", "教授"];

/// The specialties whose name or a word of it starts with the text: those whose whole name it is come alone.
pub fn specialties_named(text: &str, names: &[(String, String)]) -> Vec<String> {
    let wanted = fold(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact = names.iter().find(|(_, name)| fold(name) == wanted);
    if let Some((code, _)) = exact {
        return vec![code.clone()];
    }
    // One Latin letter would offer half of the list; one Chinese character is a word.
    if wanted.chars().count() < 3 && wanted.is_ascii() {
        return Vec::new();
    }
    let starts = |name: &str| {
        let name = fold(name);
        name.starts_with(&wanted) || name.split(' ').any(|word| word.starts_with(&wanted))
    };
    names
        .iter()
        .filter(|(_, name)| starts(name))
        .map(|(code, _)| code.clone())
        .collect()
}

/// Whether the text is a specialty's whole name.
pub fn is_specialty(text: &str, name: &str) -> bool {
    !text.is_empty() && fold(text) == fold(name)
}

/// The words of a person's name out of what was typed, without titles.
pub fn name_words(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().take(MAX_WORDS).collect();
    let is_title = |word: &str| TITLES.contains(&lowercase(word.trim_end_matches('.')).as_str());
    let named: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_title(word))
        .collect();
    let kept = if named.is_empty() { words } else { named };
    kept.into_iter()
        .map(|word| without_title(word).to_owned())
        .collect()
}

fn without_title(word: &str) -> &str {
    let behind = TITLES_BEHIND
        .iter()
        .find_map(|title| word.strip_suffix(title));
    behind.filter(|name| !name.is_empty()).unwrap_or(word)
}

/// A text without the differences that nobody types: case, punctuation, doubled spaces.
fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|char| {
            if is_letter(char) || char.is_ascii_digit() {
                char
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    lowercase(&words.join(" "))
}
