//! What was typed before signing in, and whose it is afterwards. One test, since drafts belong to the thread.

use sampan::booking::draft::{draft, edit, export, import, take_over};

#[test]
fn what_was_typed_becomes_the_patients_and_nobody_elses() {
    take_over("");
    assert_eq!(export(), "", "nothing typed, nothing kept");
    edit("", "role-1", |draft| draft.reason = "A cough".into());
    edit("p1", "role-2", |draft| {
        draft.reason = "A rash".into();
        draft.mode = Some("VR".into());
        draft.mark("slot-1", || "urn:uuid:1".into());
    });
    let text = export();
    let before = draft("p1", "role-2");

    // The page was left and came back: only the text is left.
    for (patient, role) in [("", "role-1"), ("p1", "role-2")] {
        sampan::booking::draft::forget(patient, role);
    }
    import(&text);
    take_over("p1");
    assert_eq!(draft("p1", "role-1").reason, "A cough");
    assert_eq!(
        draft("p1", "role-2"),
        before,
        "whole, with the mark of its attempt"
    );

    // A form that was opened while nobody was signed in is worth less than what was typed.
    edit("", "role-2", |_| ());
    take_over("p1");
    assert_eq!(draft("p1", "role-2"), before);

    take_over("p2");
    take_over("p1");
    assert_eq!(
        draft("p1", "role-1").reason,
        "",
        "another patient was here meanwhile"
    );
    for broken in ["", "{}", "[1]", "[{}]", "[{\"key\":\"x\"}]"] {
        import(broken);
    }
}
