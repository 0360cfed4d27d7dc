//! The words of a name, as a server has them.

use crate::native::lowercase;

/// The most words of a name that are sent to the server.
const MAX_WORDS: usize = 5;

/// Titles that people write before a name, and that no server has in it.
const TITLES: [&str; 8] = ["dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "د"];
/// Titles that stand behind a Chinese name.
const TITLES_BEHIND: [&str; 4] = ["医生", "大夫", "医师", "教授"];

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
