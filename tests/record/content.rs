//! Documents and narratives: bytes and words, and nothing that runs.

use proptest::prelude::*;
use sampan::record::model::{decode_base64, file_name, narrative_text};

#[test]
fn base64_is_read() {
    assert_eq!(decode_base64("U2FtcGFu").as_deref(), Some(&b"Sampan"[..]));
    assert_eq!(
        decode_base64("U2Ft\r\ncGE=").as_deref(),
        Some(&b"Sampa"[..])
    );
    assert_eq!(decode_base64("8J+Pnw=="), Some("🏟".as_bytes().to_vec()));
    assert_eq!(decode_base64(""), Some(Vec::new()));
    assert_eq!(decode_base64("not base64!"), None);
}

#[test]
fn a_narrative_is_its_words() {
    let xhtml = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><h2>Blood &amp; urine</h2>\n  <p>All <b>well</b>.<br/>Come back &lt; 6&#160;weeks &#x4F60;</p>\
        <table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table><!-- no > word --><script>steal()</script></div>";
    assert_eq!(
        narrative_text(xhtml),
        "Blood & urine\nAll well.\nCome back < 6\u{a0}weeks 你\nA 1\nB 2\nsteal()"
    );
    assert_eq!(narrative_text("a & b &unknown; <"), "a & b &unknown;");
}

#[test]
fn a_file_has_a_harmless_name() {
    assert_eq!(
        file_name("Letter: 5/2024", "application/pdf"),
        "Letter 52024.pdf"
    );
    assert_eq!(file_name("../../etc", "text/plain"), "etc.txt");
    assert_eq!(file_name("page", "text/html"), "page.html.txt");
    assert_eq!(file_name("报告.pdf", "application/pdf"), "报告.pdf");
    assert_eq!(file_name("  ", ""), "document");
}

proptest! {
    #[test]
    fn nothing_traps(text in ".{0,200}") {
        let _ = decode_base64(&text);
        let words = narrative_text(&text);
        prop_assert!(words.len() <= text.len() * 3);
        let name = file_name(&text, "application/pdf");
        prop_assert!(!name.contains('/') && !name.starts_with('.'));
    }
}
