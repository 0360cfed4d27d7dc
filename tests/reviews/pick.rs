//! Sorting and narrowing comments.

use sampan::fhir::FhirDate;
use sampan::reviews::model::{Comment, Order, Pick, languages};

fn comment(text: &str, date: &str, stars: Option<u32>, language: Option<&str>) -> Comment {
    Comment {
        text: text.into(),
        date: FhirDate::parse(date),
        stars,
        language: language.map(str::to_owned),
    }
}

fn all() -> Vec<Comment> {
    vec![
        comment("a", "2026-01-01", Some(5), Some("en")),
        comment("b", "2026-03-01", Some(1), Some("zh-Hans")),
        comment("c", "2026-02-01", Some(5), Some("zh")),
        comment("d", "2025-02-01", None, None),
    ]
}

fn texts(pick: &Pick) -> String {
    let all = all();
    pick.of(&all).iter().map(|it| it.text.as_str()).collect()
}

#[test]
fn comments_are_sorted_and_narrowed() {
    let order = |order| {
        texts(&Pick {
            order,
            ..Pick::default()
        })
    };
    assert_eq!(order(Order::Newest), "bcad");
    assert_eq!(order(Order::Highest), "cabd");
    assert_eq!(order(Order::Lowest), "bcad");
    assert_eq!(
        texts(&Pick {
            stars: Some(5),
            ..Pick::default()
        }),
        "ca"
    );
    let chinese = Pick {
        language: Some("zh".into()),
        ..Pick::default()
    };
    assert_eq!(texts(&chinese), "bc");
    assert_eq!(
        texts(&Pick {
            stars: Some(2),
            ..chinese
        }),
        ""
    );
}

#[test]
fn languages_are_told_once_without_regions() {
    assert_eq!(languages(&all()), ["en", "zh"]);
}
