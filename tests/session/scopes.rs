//! What was asked for and not granted.

use sampan::session::model::{Ability, Permission, default_scope, permissions, withheld};

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

#[test]
fn permissions_are_told_once_a_type() {
    let told = |granted: &str| -> Vec<String> {
        let line = |Permission { kind, read, write }| {
            let part = |has: bool, letter| if has { letter } else { "" };
            format!("{kind} {}{}", part(read, "r"), part(write, "w"))
        };
        permissions(granted).into_iter().map(line).collect()
    };
    assert_eq!(
        told("openid fhirUser patient/*.rs user/Appointment.cu patient/Appointment.r user/Slot.u"),
        ["* r", "Appointment rw", "Slot w"]
    );
    assert_eq!(
        told("patient/*.read patient/Appointment.write user/Coverage.*"),
        ["* r", "Appointment w", "Coverage rw"]
    );
    assert_eq!(
        told("patient/Observation.rs?category=laboratory"),
        ["Observation r"]
    );
    assert_eq!(
        told("patient/ / patient/*. .rs openid"),
        [" r"; 0],
        "nonsense grants nothing"
    );
}
