//! Comments that may tell who somebody is: they count with their stars, and their words aren't published.

/// Digits that may be a phone number or an identity number.
const MANY_DIGITS: usize = 7;

/// Whether a text has a number to call, an address of the net, or one of these names in it.
pub fn is_private(text: &str, names: &[String]) -> bool {
    let lower = text.to_lowercase();
    let net = lower.contains('@') || lower.contains("http") || lower.contains("www.");
    net || has_long_number(&lower)
        || names
            .iter()
            .any(|name| mentions(&lower, &name.to_lowercase()))
}

/// Digits of any script, also when they are grouped.
fn has_long_number(text: &str) -> bool {
    let mut digits = 0;
    for char in text.chars() {
        match char {
            _ if char.is_numeric() => digits += 1,
            ' ' | '-' | '.' | '(' | ')' | '/' | '+' => {}
            _ => digits = 0,
        }
        if digits >= MANY_DIGITS {
            return true;
        }
    }
    false
}

/// Whether a part of a name stands in a text: as a word of its own where its script puts spaces between words. "O'Brien" and
/// "Al-Najjar" have two parts each.
fn mentions(text: &str, name: &str) -> bool {
    words_of(name).any(|name| {
        let spaced = name.chars().all(|char| (char as u32) < 0x2E80);
        match spaced {
            _ if name.chars().count() < 2 => false,
            false => text.contains(name),
            true => words_of(text).any(|word| word == name),
        }
    })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn names_and_numbers_are_private_and_all_else_is_not() {
        let names = ["Mei", "林梅", "O'Brien", "Al-Najjar"].map(str::to_owned);
        for (text, private) in [
            ("Kind and on time.", false),
            ("Waited 45 minutes on 12.10., room 3", false),
            ("My name is Mei!", true),
            ("The meiosis lecture was odd", false),
            ("Mr O'Brien waited", true),
            ("Ms. Najjar's leg is well", true),
            ("O, how kind", false),
            ("我叫林梅，很满意", true),
            ("Call me: +86 100 0000 0001", true),
            ("微信 １３８００１３８０００", true),
            ("write to a@b.example", true),
            ("see www.example.org", true),
        ] {
            assert_eq!(is_private(text, &names), private, "{text}");
        }
    }
}
