//! Typed text in pieces that can be compared: words of alphabets, single characters of Chinese.

use crate::native::{is_letter, lowercase};

/// One word, or one Chinese character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded: small letters, no apostrophes, Arabic without articles and with one form of each letter.
    pub plain: String,
    /// `plain` without the endings of English words, so that "aching teeth hurts" meets "tooth ache hurt" half-way.
    pub stem: String,
    /// Where it stands in the text, in bytes.
    pub from: usize,
    pub to: usize,
    pub han: bool,
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut word = None::<usize>;
    let end = |word: &mut Option<usize>, at: usize, found: &mut Vec<Token>| {
        if let Some(from) = word.take() {
            found.push(token(text, from, at));
        }
    };
    for (at, char) in text.char_indices() {
        match char {
            _ if is_han(char) => {
                end(&mut word, at, &mut found);
                let to = at + char.len_utf8();
                let plain = char.to_string();
                found.push(Token {
                    stem: plain.clone(),
                    plain,
                    from: at,
                    to,
                    han: true,
                });
            }
            _ if is_letter(char) || char.is_ascii_digit() => {
                word.get_or_insert(at);
            }
            // Inside of a word: "can't", "Jing'an".
            '\'' | '\u{2019}' => {}
            _ => end(&mut word, at, &mut found),
        }
    }
    end(&mut word, text.len(), &mut found);
    found
}

fn token(text: &str, from: usize, to: usize) -> Token {
    let word = text[from..to].trim_end_matches(['\'', '\u{2019}']);
    let plain = fold(word);
    Token {
        stem: stem(&plain),
        plain,
        from,
        to: from + word.len(),
        han: false,
    }
}

/// Whether a character is Chinese (CJK Unified Ideographs and their extensions).
pub fn is_han(char: char) -> bool {
    matches!(u32::from(char), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3134F)
}

fn fold(word: &str) -> String {
    let lower = match word.is_ascii() {
        true => word.to_ascii_lowercase(),
        false => lowercase(word),
    };
    let letters: String = lower.chars().filter_map(letter).collect();
    match letters.chars().any(is_arabic) {
        true => without_article(&letters).to_owned(),
        false => letters,
    }
}

/// One form of each letter; marks of vowels and apostrophes go.
fn letter(char: char) -> Option<char> {
    match char {
        '\'' | '\u{2019}' | '\u{640}' | '\u{64B}'..='\u{65F}' => None,
        'أ' | 'إ' | 'آ' => Some('ا'),
        'ة' => Some('ه'),
        'ى' => Some('ي'),
        _ => Some(char),
    }
}

fn is_arabic(char: char) -> bool {
    matches!(char, '\u{600}'..='\u{6FF}')
}

fn without_article(word: &str) -> &str {
    let bare = ["وال", "بال", "ال", "لل"]
        .iter()
        .find_map(|article| word.strip_prefix(article));
    bare.filter(|bare| bare.chars().count() >= 2)
        .unwrap_or(word)
}

/// English endings that make no difference to a complaint: plurals, -ing, -ed, and a silent e.
fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    if word == "teeth" {
        return "tooth".to_owned();
    }
    let long = |rest: &&str| rest.len() >= 3;
    let bare = word
        .strip_suffix("ing")
        .filter(long)
        .or_else(|| word.strip_suffix("ed").filter(long))
        .or_else(|| {
            word.strip_suffix('s')
                .filter(|rest| long(rest) && !rest.ends_with(['s', 'u', 'i']))
        })
        .unwrap_or(word);
    let bare = bare.strip_suffix('e').filter(long).unwrap_or(bare);
    match bare.strip_suffix('i') {
        Some(rest) if rest.len() >= 3 => [rest, "y"].concat(),
        _ => bare.to_owned(),
    }
}

/// Whether two words differ by a slip of the finger: one letter wrong, missing, added or swapped with its neighbour; two in
/// words of nine letters and more. Short words are too alike for that.
pub fn is_slip(a: &str, b: &str) -> bool {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let shorter = a.len().min(b.len());
    let allowed = match shorter {
        0..4 => 0,
        4..9 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= allowed && distance(&a, &b) <= allowed
}

/// The optimal string alignment distance (Damerau–Levenshtein without edits inside of a swap).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![]];
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let mut least = (rows[1][j] + usize::from(left != right))
                .min(rows[1][j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *right && *left == b[j - 1] {
                least = least.min(rows[0][j - 1] + 1);
            }
            row.push(least);
        }
        rows.swap(0, 1);
        rows[1] = row;
    }
    rows[1][b.len()]
}
