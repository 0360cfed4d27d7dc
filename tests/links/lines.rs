use proptest::prelude::*;
use sampan::links::model::lines::{LONGEST, Lines};

fn split(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, usize) {
    let (mut lines, mut all) = (Lines::default(), Vec::new());
    for piece in pieces {
        lines.push(piece, &mut |line| all.push(line.to_vec()));
    }
    lines.end(&mut |line| all.push(line.to_vec()));
    (all, lines.dropped())
}

#[test]
fn lines_come_without_their_ends_and_without_a_mark_of_the_encoding() {
    let (lines, _) = split(&[b"\xEF\xBB\xBF{\"a\":1}\r\n\n  \n{\"b\":2}"]);
    assert_eq!(lines, [b"{\"a\":1}".to_vec(), b"{\"b\":2}".to_vec()]);
}

#[test]
fn a_character_may_be_cut() {
    let text = "河边医院\nمستشفى\n🩺".as_bytes();
    for at in 0..=text.len() {
        let (lines, _) = split(&[&text[..at], &text[at..]]);
        let texts: Vec<String> = lines
            .into_iter()
            .map(|it| String::from_utf8(it).expect("UTF-8"))
            .collect();
        assert_eq!(texts, ["河边医院", "مستشفى", "🩺"], "cut at {at}");
    }
}

#[test]
fn a_line_without_an_end_fills_no_memory() {
    let mut lines = Lines::default();
    let mut seen = 0;
    for _ in 0..100 {
        lines.push(&[b'x'; 64 * 1024], &mut |_| seen += 1);
        assert!(lines.held() <= LONGEST);
    }
    lines.push(b"\n{}\n", &mut |line| {
        seen += 1;
        assert_eq!(line, b"{}");
    });
    assert_eq!((seen, lines.dropped()), (1, 1));
}

proptest! {
    /// Wherever a file is cut, its lines are the same.
    #[test]
    fn cuts_change_nothing(text in "[a-z河م🩺 \n]{0,80}", cuts in prop::collection::vec(0usize..400, 0..8)) {
        let bytes = text.as_bytes();
        let mut at: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        at.extend([0, bytes.len()]);
        at.sort_unstable();
        let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        let expected: Vec<Vec<u8>> = bytes
            .split(|byte| *byte == b'\n')
            .map(|line| line.trim_ascii().to_vec())
            .filter(|line| !line.is_empty())
            .collect();
        prop_assert_eq!(split(&pieces).0, expected);
    }
}
