//! The words of a name.

use sampan::doctors::words::{name_words, spellings};

#[test]
fn a_name_is_searched_word_by_word_without_titles() {
    assert_eq!(name_words("Dr. Wang  Wei"), ["Wang", "Wei"]);
    assert_eq!(name_words("王伟医生"), ["王伟"]);
    assert_eq!(name_words("Dr"), ["Dr"]);
    assert_eq!(name_words("医生"), ["医生"]);
    assert_eq!(name_words("a b c d e f g").len(), 5);
    assert_eq!(name_words("O\"Neil, A|B"), ["O\"Neil,", "A|B"]);
}

#[test]
fn a_family_name_of_several_words_is_one() {
    assert_eq!(name_words("André van der Berg"), ["André", "van der Berg"]);
    assert_eq!(name_words("Al Najjar, Omar"), ["Al Najjar,", "Omar"]);
    assert_eq!(name_words("Wang Al"), ["Wang", "Al"]);
    assert_eq!(name_words("Bin Li"), ["Bin", "Li"]);
}

#[test]
fn names_are_written_with_spaces_and_with_hyphens() {
    assert_eq!(spellings("Wang"), ["Wang"]);
    assert_eq!(spellings("Al-Najjar"), ["Al-Najjar", "Al Najjar"]);
    assert_eq!(spellings("van der Berg"), ["van der Berg", "van-der-Berg"]);
}
