//! What was chosen and typed on the way to a booking.

use sampan::booking::draft::{draft, edit, export, forget, import};

#[test]
fn a_second_try_at_a_slot_bears_the_same_mark() {
    let first = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-1", || "a".into())
    });
    let again = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-1", || "b".into())
    });
    let other = edit("patient-1", "role-1", |draft| {
        draft.mark("slot-2", || "c".into())
    });
    assert_eq!([first, again, other], ["a", "a", "c"]);
}

#[test]
fn a_draft_belongs_to_one_patient_and_doctor_until_it_is_booked() {
    edit("patient-1", "role-2", |draft| {
        draft.reason = "my knee".into()
    });
    assert_eq!(draft("patient-1", "role-2").reason, "my knee");
    assert_eq!(draft("patient-1", "role-3").reason, "");
    assert_eq!(draft("patient-2", "role-2").reason, "");
    forget("patient-1", "role-2");
    assert_eq!(draft("patient-1", "role-2").reason, "");
}

#[test]
fn what_was_typed_survives_a_reload() {
    edit("patient-1", "role-9", |draft| {
        draft.reason = "my knee".into();
        draft.mode = Some("VR".into());
    });
    let note = export();
    forget("patient-1", "role-9");
    import(&note);
    let found = draft("patient-1", "role-9");
    assert_eq!(
        (found.reason.as_str(), found.mode.as_deref()),
        ("my knee", Some("VR"))
    );
    // What is typed now is newer than any note.
    edit("patient-1", "role-9", |draft| {
        draft.reason = "both knees".into()
    });
    import(&note);
    assert_eq!(draft("patient-1", "role-9").reason, "both knees");
    import("nonsense");
}
