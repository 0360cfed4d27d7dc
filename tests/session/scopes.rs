//! What was asked for and not granted.

use sampan::session::model::{Ability, default_scope, withheld};

#[test]
fn all_that_was_asked_is_nothing_withheld() {
    for v2 in [true, false] {
        let asked = default_scope(v2);
        assert_eq!(withheld(asked, Some(asked), true), []);
        // A server that grants all may say nothing.
        assert_eq!(withheld(asked, None, true), []);
    }
}

#[test]
fn what_is_missing_is_told_by_what_it_is_for() {
    let asked = default_scope(true);
    for (granted, missing) in [
        ("patient/*.rs", vec![Ability::Book]),
        ("patient/*.rs patient/Appointment.cu", vec![Ability::Book]),
        (
            "patient/Patient.rs patient/Appointment.cu user/Slot.u",
            vec![Ability::Read],
        ),
        ("", vec![Ability::Read, Ability::Book]),
        // The same in the older words.
        (
            "patient/*.read patient/Appointment.write user/Slot.write",
            vec![],
        ),
        ("patient/*.read user/*.*", vec![]),
        // Only reading, not searching.
        (
            "patient/*.r patient/Appointment.cu user/Slot.u",
            vec![Ability::Read],
        ),
        // Nonsense grants nothing.
        (
            "patient/ / patient/*. .rs",
            vec![Ability::Read, Ability::Book],
        ),
    ] {
        assert_eq!(withheld(asked, Some(granted), true), missing, "{granted}");
    }
}

#[test]
fn without_a_refresh_token_it_is_short() {
    assert_eq!(withheld(default_scope(true), None, false), [Ability::Stay]);
    assert_eq!(withheld("patient/*.rs", None, false), [], "not asked for");
}
