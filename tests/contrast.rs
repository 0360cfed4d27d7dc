//! Colours that a person has to tell apart can be told apart, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11).

#[path = "support/files.rs"]
mod files;

use std::collections::BTreeMap;

type Tokens = BTreeMap<String, String>;

const TEXT: f64 = 4.5;
/// What WCAG calls enhanced (1.4.6), for who asks for stronger contrast.
const STRONG_TEXT: f64 = 7.0;
const STRONG: &str = "light, strong";
const STRONG_DARK: &str = "dark, strong";
const SHAPE: f64 = 3.0;

/// Colours on the grounds they may stand on, though no single rule says both: of `text`, and of what is no text (`shape`). A
/// hospital's own colours are checked by the same list (`src/brand/colors.js`).
fn pairs(kind: &str) -> Vec<(String, Vec<String>)> {
    let all: serde_json::Value =
        serde_json::from_str(&files::read("src/brand/pairs.json")).expect("JSON");
    let of_kind = all[kind].as_object().expect("an object");
    let grounds = |grounds: &serde_json::Value| serde_json::from_value(grounds.clone());
    of_kind
        .iter()
        .map(|(front, list)| (front.clone(), grounds(list).expect("a list of names")))
        .collect()
}

#[test]
fn text_can_be_read() {
    check(&pairs("text"), TEXT);
}

#[test]
fn stronger_contrast_is_that() {
    for (theme, tokens) in themes() {
        if ![STRONG, STRONG_DARK].contains(&theme) {
            continue;
        }
        // The letters on a family's colours only repeat the name beside them.
        let pairs = pairs("text");
        for (front, grounds) in pairs.iter().filter(|(front, _)| front != "raised") {
            for ground in grounds {
                let ratio = contrast(&tokens, front, ground);
                assert!(
                    ratio >= STRONG_TEXT,
                    "{theme}: --{front} on --{ground} is {ratio:.2}, needs {STRONG_TEXT}"
                );
            }
        }
    }
}

#[test]
fn controls_focus_and_stars_can_be_seen() {
    check(&pairs("shape"), SHAPE);
}

/// Whatever rule sets both a colour and its ground keeps text readable.
#[test]
fn rules_that_set_both_colours_are_readable() {
    let mut pairs = 0;
    for (file, css) in files::below("style", ".css") {
        for (selector, body) in rules(&css) {
            let (Some(text), Some(ground)) = (
                token(&body, &["color"]),
                token(&body, &["background", "background-color"]),
            ) else {
                continue;
            };
            pairs += 1;
            for (theme, tokens) in themes() {
                let ratio = contrast(&tokens, &text, &ground);
                assert!(
                    ratio >= TEXT,
                    "{file} {selector}, {theme}: --{text} on --{ground} is {ratio:.2}, needs {TEXT}"
                );
            }
        }
    }
    assert!(
        pairs > 3,
        "found only {pairs} rules with both colours; is the style still where this test looks?"
    );
}

/// The browser's own frame takes the paper's colour, before any style is there.
#[test]
fn the_theme_colour_is_the_paper() {
    let html = files::read("index.html");
    for (theme, tokens) in &themes()[2..] {
        let meta = format!(
            "(prefers-color-scheme: {theme})\" content=\"{}\"",
            tokens["paper"]
        );
        assert!(html.contains(&meta), "index.html has no theme-color {meta}");
    }
}

#[test]
fn the_arithmetic_is_that_of_wcag() {
    assert!((ratio("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    // A pair known from the standard's own tools.
    assert!((ratio("#767676", "#ffffff") - 4.54).abs() < 0.01);
    assert!((ratio("#ffffff", "#767676") - 4.54).abs() < 0.01);
}

fn check(pairs: &[(String, Vec<String>)], least: f64) {
    for (theme, tokens) in themes() {
        for (front, grounds) in pairs {
            for ground in grounds {
                let ratio = contrast(&tokens, front, ground);
                assert!(
                    ratio >= least,
                    "{theme}: --{front} on --{ground} is {ratio:.2}, needs {least}"
                );
            }
        }
    }
}

/// The tokens of each theme, those of a family's colours among them, in the order in which the files override them; what
/// one leaves alone stays as before.
fn themes() -> [(&'static str, Tokens); 4] {
    let sets = |file: &str| -> Vec<Tokens> {
        let css = files::read(file);
        let all = css.split("{\n").map(tokens);
        all.filter(|set| !set.is_empty()).collect()
    };
    let over = |below: &Tokens, above: &Tokens| {
        let mut both = below.clone();
        both.extend(above.clone());
        both
    };
    let own = sets("style/tokens.css");
    let [light, night, day_strong, night_strong] = &own[..] else {
        panic!("tokens.css has {} sets of tokens", own.len());
    };
    let family = sets("style/components/whose.css");
    let [family, family_night] = &family[..] else {
        panic!("whose.css has {} sets of tokens", family.len());
    };
    let light = over(light, family);
    let dark = over(&over(&light, night), family_night);
    [
        (STRONG, over(&light, day_strong)),
        // A stronger dark stands on both.
        (STRONG_DARK, over(&over(&dark, day_strong), night_strong)),
        ("light", light),
        ("dark", dark),
    ]
}

fn tokens(css: &str) -> Tokens {
    css.lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("--")?
                .trim_end_matches(';')
                .split_once(": ")
        })
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Selector and body of every innermost rule.
fn rules(css: &str) -> Vec<(String, String)> {
    css.split('}')
        .filter_map(|rule| rule.rsplit_once('{'))
        .map(|(before, body)| {
            (
                before
                    .rsplit(['{', ';', '/'])
                    .next()
                    .unwrap_or(before)
                    .trim()
                    .to_owned(),
                body.to_owned(),
            )
        })
        .collect()
}

/// The token that one of these properties is set to, as `background: var(--paper)`.
fn token(body: &str, properties: &[&str]) -> Option<String> {
    body.split(';').find_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let name = value.trim().strip_prefix("var(--")?.strip_suffix(')')?;
        properties
            .contains(&property.trim())
            .then(|| name.to_owned())
    })
}

fn contrast(tokens: &Tokens, front: &str, ground: &str) -> f64 {
    let colour = |name: &str| {
        tokens
            .get(name)
            .unwrap_or_else(|| panic!("tokens.css has no --{name}"))
            .clone()
    };
    ratio(&colour(front), &colour(ground))
}

/// The contrast ratio of two colours, 1 to 21.
fn ratio(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of `#rrggbb`, 0 to 1.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let byte = hex
            .get(at..at + 2)
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        let c = f64::from(byte.unwrap_or_else(|| panic!("{hex} is no #rrggbb"))) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
