//! What typed words mean.

use sampan::doctors::words::{is_specialty, name_words, specialties_named};

fn names() -> Vec<(String, String)> {
    let names = [
        ("1", "Cardiology"),
        ("2", "Ear, nose and throat"),
        ("3", "Pediatrics"),
        ("4", "Child and adolescent psychiatry"),
        ("5", "Psychiatry"),
        ("6", "心血管内科"),
    ];
    names
        .iter()
        .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
        .collect()
}

#[test]
fn a_specialty_is_known_by_its_name_or_the_start_of_a_word() {
    assert_eq!(specialties_named("cardiology", &names()), ["1"]);
    assert_eq!(specialties_named("  EAR NOSE and throat ", &names()), ["2"]);
    assert_eq!(specialties_named("card", &names()), ["1"]);
    assert_eq!(specialties_named("nose", &names()), ["2"]);
    assert_eq!(specialties_named("psych", &names()), ["4", "5"]);
    assert_eq!(specialties_named("心血管", &names()), ["6"]);
}

#[test]
fn the_whole_name_of_one_hides_others_that_hold_it() {
    assert_eq!(specialties_named("psychiatry", &names()), ["5"]);
}

#[test]
fn few_letters_and_other_words_name_nothing() {
    for text in ["", "ca", "wang", "\"',|", "ology"] {
        assert!(specialties_named(text, &names()).is_empty(), "{text}");
    }
    assert!(is_specialty("Cardiology ", "cardiology"));
    assert!(!is_specialty("", ""));
}

#[test]
fn a_name_is_searched_word_by_word_without_titles() {
    assert_eq!(name_words("Dr. Wang  Wei"), ["Wang", "Wei"]);
    assert_eq!(name_words("王伟医生"), ["王伟"]);
    assert_eq!(name_words("Dr"), ["Dr"]);
    assert_eq!(name_words("医生"), ["医生"]);
    assert_eq!(name_words("a b c d e f g").len(), 5);
    assert_eq!(name_words("O\"Neil, A|B"), ["O\"Neil,", "A|B"]);
}
