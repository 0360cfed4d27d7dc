//! What is offered while somebody types, slips of the finger, and names by their sound.

use crate::vocabulary::vocabulary;
use sampan::doctors::understand::{Readings, is_slip, suggest};

const PINYIN: &str = include_str!("../../public/pinyin.json");

#[test]
fn a_slip_is_one_letter_or_two_in_long_words() {
    for (a, b) in [
        ("wnag", "wang"),
        ("tothache", "toothache"),
        ("kardiology", "cardiology"),
        ("dermatolgoy", "dermatology"),
        ("smtih", "smith"),
    ] {
        assert!(is_slip(a, b) && is_slip(b, a), "{a} {b}");
    }
    for (a, b) in [
        ("wan", "win"),
        ("wang", "chen"),
        ("smith", "smythe"),
        ("wang", "wangxiao"),
    ] {
        assert!(!is_slip(a, b), "{a} {b}");
    }
}

#[test]
fn suggestions_go_on_where_the_text_stops() {
    let known = vocabulary("en");
    let offered = |text: &str, language: &str| -> Vec<String> {
        let all = suggest(text, &known, language);
        assert!(all.len() <= 6);
        all.into_iter().map(|it| it.text).collect()
    };
    assert_eq!(offered("toothac", "en")[0], "toothache");
    assert_eq!(offered("dr wang card", "en")[0], "dr wang Cardiology");
    assert_eq!(offered("knee", "en")[0], "knee pain");
    assert_eq!(offered("my knee h", "en")[0], "my knee hurts");
    assert_eq!(offered("心", "zh-Hans")[0], "心内科");
    let teeth = offered("牙", "zh-Hans");
    assert!(
        teeth[0] == "牙科" && teeth.contains(&"牙疼".to_owned()),
        "{teeth:?}"
    );
    assert_eq!(offered("我头", "zh-Hans")[0], "我头痛");
    assert_eq!(offered("dentist pud", "en")[0], "dentist Pudong");
    assert_eq!(offered("cardiology", "en")[0], "Cardiology");
    for text in ["", "x", "zzzz", " "] {
        assert!(offered(text, "en").is_empty(), "{text}");
    }
}

#[test]
fn chinese_names_are_known_by_their_sound() {
    let readings = Readings::read(PINYIN);
    assert_eq!(readings.syllables("xiaofang"), Some(vec!["xiao", "fang"]));
    assert_eq!(readings.syllables("smith"), None);
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    for typed in ["wang fang", "fang wang", "wangfang", "Wang", "fang"] {
        assert!(readings.sounds("王芳", &words(typed)), "{typed}");
    }
    assert!(
        readings.sounds("单雄信", &words("shan xiongxin")),
        "a surname that is read otherwise"
    );
    for typed in ["li fang", "wang fei", "ang"] {
        assert!(!readings.sounds("王芳", &words(typed)), "{typed}");
    }
    let spelt = readings.spellings(&words("wang fang")).expect("pinyin");
    assert_eq!(spelt[0][..2], ["王", "汪"]);
    assert!(spelt[1].contains(&"芳".to_owned()) && spelt[1].len() <= 40);
    assert_eq!(readings.spellings(&words("wangfang")), Some(spelt));
    assert_eq!(readings.spellings(&words("wang smith")), None);
    assert_eq!(readings.romanised("王小芳"), Some(words("wang xiaofang")));
    assert_eq!(readings.romanised("Wang"), None);
    assert_eq!(Readings::read("{").syllables("wang"), None);
}
