//! Rules of the house that the files themselves can show.

#[path = "support/files.rs"]
mod files;
#[path = "support/rust.rs"]
mod rust;

use std::collections::{BTreeMap, BTreeSet};

/// The rooms that a patient visits.
const ROOMS: [&str; 9] = [
    "home", "doctors", "reviews", "booking", "record", "privacy", "settings", "connect", "links",
];

/// What of the app is no wasm.
const SCRIPTS: [&str; 8] = [
    "src/boot.js",
    "src/brand/brand.js",
    "src/brand/colors.js",
    "src/brand/preview.js",
    "src/counter/counter.js",
    "src/own_path.js",
    "src/embed/embed.js",
    "src/embed/frame.js",
];

/// A panic is a trap without a word in the release build, so nothing in the app may ask for one.
#[test]
fn nothing_unwraps() {
    refuse_in_sources(&[
        ".unwrap()",
        ".expect(",
        ".unwrap_err()",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "dbg!(",
        "unsafe ",
    ]);
}

/// A strict Content-Security-Policy refuses inline styles and handlers, and text must stay text.
#[test]
fn views_need_no_unsafe_policy() {
    refuse_in_sources(&[
        " style=",
        "inner_html",
        "insert_adjacent_html",
        "outer_html",
        " onclick=",
        "eval(",
    ]);
    for file in SCRIPTS.into_iter().chain(["index.html"]) {
        let text = files::read(file);
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            " style=",
            " onclick=",
        ] {
            assert!(!text.contains(word), "{file} has {word}");
        }
    }
}

/// Nothing about a person is written where others may find it.
#[test]
fn nothing_is_logged_or_kept_that_may_tell_of_health() {
    refuse_in_sources(&["console::", "log!(", "println!("]);
    for (file, source) in app_sources() {
        let code = rust::code_only(&source);
        let keeps = code.contains("local_storage") || code.contains("session_storage");
        let doors = ["src/platform/preferences.rs", "src/session/storage.rs"];
        assert!(
            !keeps || doors.contains(&file.as_str()),
            "{file} uses storage, whose doors are platform::preference, platform::tab_note and the way to the sign-in"
        );
    }
}

/// Logical properties only, so that a right-to-left page needs no rule of its own.
#[test]
fn styles_are_logical() {
    const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
    const SIZES: [&str; 6] = [
        "width",
        "height",
        "min-width",
        "max-width",
        "min-height",
        "max-height",
    ];
    for (file, css) in files::below("style", ".css") {
        for (property, value) in declarations(&css) {
            let sided = property.split('-').any(|part| SIDES.contains(&part));
            let sided_value = ["text-align", "float", "clear"].contains(&property.as_str())
                && SIDES.contains(&value.as_str());
            assert!(
                !sided && !sided_value && !SIZES.contains(&property.as_str()),
                "{file}: {property}: {value} is not logical"
            );
        }
    }
}

#[test]
fn every_stylesheet_is_imported_once() {
    let sheets = ["main.css", "later.css"];
    let all = sheets
        .map(|sheet| files::read(&["style/", sheet].concat()))
        .concat();
    for (file, _) in files::below("style", ".css") {
        let name = file.trim_start_matches("style/");
        let expected = usize::from(!sheets.contains(&name));
        assert_eq!(
            all.matches(&format!("\"{name}\"")).count(),
            expected,
            "imports of {name} in style/main.css and style/later.css"
        );
    }
}

/// No third party learns who visits: nothing is loaded from elsewhere. Names of namespaces and code systems are no addresses.
#[test]
fn nothing_comes_from_a_third_party() {
    const NAMES: [&str; 2] = ["http://www.w3.org/", "http://snomed.info/sct"];
    let mut texts = files::below("style", ".css");
    for file in SCRIPTS.into_iter().chain([
        "index.html",
        "public/manifest.webmanifest",
        "public/config.json",
    ]) {
        texts.push((file.into(), files::read(file)));
    }
    for (file, text) in texts {
        for scheme in ["http://", "https://"] {
            for (at, _) in text.match_indices(scheme) {
                assert!(
                    NAMES.iter().any(|name| text[at..].starts_with(name)),
                    "{file}: {}",
                    text[at..].chars().take(60).collect::<String>()
                );
            }
        }
    }
}

/// A room uses another only through its door, and never in a circle; the wire knows no room and no view.
#[test]
fn rooms_stand_in_order() {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, source) in app_sources() {
        let code = rust::code_only(&source);
        let mentions = |module: &str| {
            code.contains(&format!("crate::{module}::"))
                || code.contains(&format!("crate::{module};"))
        };
        let room = ROOMS.into_iter().find(|room| {
            file.starts_with(&format!("src/{room}/")) || file == format!("src/{room}.rs")
        });
        if let Some(room) = room {
            uses.entry(room).or_default().extend(
                ROOMS
                    .into_iter()
                    .filter(|other| *other != room && mentions(other)),
            );
        }
        if file.starts_with("src/fhir/") {
            let above: Vec<_> = ["app", "ui", "i18n", "session", "platform", "rooms"]
                .into_iter()
                .chain(ROOMS)
                .filter(|m| mentions(m))
                .collect();
            assert!(above.is_empty(), "{file} knows {above:?}");
        }
    }
    for room in ROOMS {
        let mut reached = BTreeSet::new();
        let mut next = vec![room];
        while let Some(at) = next.pop() {
            for other in uses.get(at).into_iter().flatten() {
                assert_ne!(*other, room, "{room} uses {at}, which leads back to {room}");
                if reached.insert(*other) {
                    next.push(other);
                }
            }
        }
    }
}

fn app_sources() -> Vec<(String, String)> {
    files::below("src", ".rs")
        .into_iter()
        .map(|(file, source)| (file, rust::without_tests(&source).to_owned()))
        .collect()
}

fn refuse_in_sources(words: &[&str]) {
    for (file, source) in app_sources() {
        let code = rust::code_only(&source);
        for word in words {
            let lines: Vec<usize> = code
                .match_indices(word)
                .map(|(at, _)| code[..at].matches('\n').count() + 1)
                .collect();
            assert!(lines.is_empty(), "{file} has `{word}` on lines {lines:?}");
        }
    }
}

/// Property and value of every declaration, custom properties left out.
fn declarations(css: &str) -> Vec<(String, String)> {
    let mut plain = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain += rest;
    let blocks = plain
        .split('}')
        .filter_map(|rule| rule.rsplit_once('{'))
        .map(|(_, body)| body);
    blocks
        .flat_map(|body| body.split(';'))
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(property, value)| (property.trim().to_owned(), value.trim().to_owned()))
        .filter(|(property, _)| !property.starts_with("--"))
        .collect()
}

#[test]
fn the_scanner_reads_rust() {
    use rust::{Piece, code_only, pieces};
    let source = "a('\"', \"x\\\"y\"); // c \"d\"\nlet r = r#\"e\"f\"#; fn f<'a>(b: &'a str) {}";
    let found: Vec<Piece> = pieces(source).into_iter().map(|(_, piece)| piece).collect();
    assert_eq!(
        found,
        [
            Piece::Text("x\\\"y".into()),
            Piece::Comment(" c \"d\"".into()),
            Piece::Text("e\"f".into())
        ]
    );
    assert_eq!(code_only("f(\"ab\"); // x"), "f(\"  \");     ");
}
