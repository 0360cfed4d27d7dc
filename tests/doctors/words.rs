//! The words of a name.

use sampan::doctors::words::name_words;

#[test]
fn a_name_is_searched_word_by_word_without_titles() {
    assert_eq!(name_words("Dr. Wang  Wei"), ["Wang", "Wei"]);
    assert_eq!(name_words("王伟医生"), ["王伟"]);
    assert_eq!(name_words("Dr"), ["Dr"]);
    assert_eq!(name_words("医生"), ["医生"]);
    assert_eq!(name_words("a b c d e f g").len(), 5);
    assert_eq!(name_words("O\"Neil, A|B"), ["O\"Neil,", "A|B"]);
}
