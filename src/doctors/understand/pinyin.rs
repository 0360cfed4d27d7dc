//! Chinese names by their sound: `public/pinyin.json` has the characters of each syllable, without tones.

use serde_json::{Map, Value};

use super::text::is_han;

/// The most characters of a syllable that a search names; the file has the commoner surnames first.
const MOST: usize = 40;
/// The longest syllable ("zhuang").
const LONGEST: usize = 6;

/// Syllables and their characters.
#[derive(Clone, Debug, Default)]
pub struct Readings(Map<String, Value>);

impl Readings {
    /// Reads the file's text; an unreadable one knows no syllable.
    pub fn read(text: &str) -> Self {
        let file: Value = serde_json::from_str(text).unwrap_or_default();
        Self(file["readings"].as_object().cloned().unwrap_or_default())
    }

    /// A word as syllables, the longest first; `None` if it is no pinyin.
    pub fn syllables<'a>(&self, word: &'a str) -> Option<Vec<&'a str>> {
        if word.is_empty() {
            return Some(Vec::new());
        }
        // `get`: a cut inside of a character of another script is no syllable.
        (1..=LONGEST.min(word.len())).rev().find_map(|length| {
            let (first, rest) = (word.get(..length)?, word.get(length..)?);
            self.0.get(first)?;
            let mut syllables = self.syllables(rest)?;
            syllables.insert(0, first);
            Some(syllables)
        })
    }

    /// For each of these words in pinyin, the characters that it may begin with; `None` if one is no pinyin.
    pub fn spellings(&self, words: &[String]) -> Option<Vec<Vec<String>>> {
        let spell = |word: &String| {
            let lower = word.to_ascii_lowercase();
            let first = *self.syllables(&lower)?.first()?;
            let chars = self.0.get(first)?.as_str()?.chars();
            Some(chars.take(MOST).map(String::from).collect())
        };
        words.iter().map(spell).collect()
    }

    /// How a name in Chinese characters is written in pinyin: family name, given name. `None` for other texts.
    pub fn romanised(&self, name: &str) -> Option<Vec<String>> {
        let chars: Vec<char> = name.chars().collect();
        if !(1..=4).contains(&chars.len()) || !chars.iter().all(|char| is_han(*char)) {
            return None;
        }
        let read = |char: &char| self.of(*char).first().map(|it| (*it).to_owned());
        let readings: Vec<String> = chars.iter().map(read).collect::<Option<_>>()?;
        let (family, given) = readings.split_first()?;
        let given = given.concat();
        Some(match given.is_empty() {
            true => vec![family.clone()],
            false => vec![family.clone(), given],
        })
    }

    /// Whether a Chinese name sounds like these words, in whichever order they were typed; its end may be missing.
    pub fn sounds(&self, name: &str, words: &[String]) -> bool {
        let chars: Vec<char> = name.chars().filter(|char| is_han(*char)).collect();
        let lower: Vec<String> = words.iter().map(|it| it.to_ascii_lowercase()).collect();
        let turned = |by: usize| [&lower[by..], &lower[..by]].concat().concat();
        !chars.is_empty()
            && (0..lower.len())
                .map(turned)
                .any(|sound| (0..chars.len()).any(|from| self.reads(&chars[from..], &sound)))
    }

    fn reads(&self, chars: &[char], sound: &str) -> bool {
        if sound.is_empty() {
            return true;
        }
        let Some((first, rest)) = chars.split_first() else {
            return false;
        };
        let readings = self.of(*first);
        readings
            .iter()
            .filter_map(|reading| sound.strip_prefix(reading))
            .any(|left| self.reads(rest, left))
    }

    fn of(&self, char: char) -> Vec<&str> {
        let has = |chars: &Value| chars.as_str().is_some_and(|chars| chars.contains(char));
        let all = self.0.iter().filter(|(_, chars)| has(chars));
        all.map(|(reading, _)| reading.as_str()).collect()
    }
}
