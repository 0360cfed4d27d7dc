//! Scopes: what to ask for, and what was withheld, in terms of what a patient does with it.

/// What Sampan wants to do for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Show the record.
    Read,
    /// Make and change appointments.
    Book,
    /// Stay signed in while the page is open.
    Stay,
}

/// The scopes to ask for where the config names none, in the syntax that the server takes (SMART App Launch 2.2,
/// section 4.1): `v2` for `permission-v2`.
pub fn default_scope(v2: bool) -> &'static str {
    if v2 {
        "openid fhirUser launch/patient online_access patient/*.rs patient/Appointment.cu patient/Observation.cu patient/Patient.u user/Slot.rus \
         patient/QuestionnaireResponse.cu patient/DocumentReference.c"
    } else {
        "openid fhirUser launch/patient online_access patient/*.read patient/Appointment.write patient/Observation.write patient/Patient.write user/Slot.read user/Slot.write \
         patient/QuestionnaireResponse.write patient/DocumentReference.write"
    }
}

/// The abilities that the asked scopes would have given and the granted ones don't. Servers may leave `scope` out of
/// their answer where they granted all (RFC 6749 section 5.1): pass `None` then. `refresh`: whether a refresh token came.
pub fn withheld(asked: &str, granted: Option<&str>, refresh: bool) -> Vec<Ability> {
    let mut missing = Vec::new();
    if let Some(granted) = granted {
        for ability in [Ability::Read, Ability::Book] {
            if gives(asked, ability) && !gives(granted, ability) {
                missing.push(ability);
            }
        }
    }
    let stays = |scope: &str| matches!(scope, "online_access" | "offline_access");
    if asked.split(' ').any(stays) && !refresh {
        missing.push(Ability::Stay);
    }
    missing
}

fn gives(scopes: &str, ability: Ability) -> bool {
    let allows = |kind: &str, act: char| scopes.split(' ').any(|scope| permits(scope, kind, act));
    match ability {
        // What the summary can't do without.
        Ability::Read => ["Patient", "Condition", "AllergyIntolerance"]
            .iter()
            .all(|kind| allows(kind, 's')),
        Ability::Book => allows("Appointment", 'c') && allows("Slot", 'u'),
        Ability::Stay => true,
    }
}

/// Whether one scope permits an act (`c`, `r`, `u`, `d`, `s`) on a type.
fn permits(scope: &str, kind: &str, act: char) -> bool {
    parse(scope).is_some_and(|(of, acts)| (of == "*" || of == kind) && acts.contains(act))
}

/// The resource type of a scope and its acts in the letters of version 2; `None` for a scope that isn't about resources. One
/// that is narrowed by a query (`patient/Observation.rs?category=…`) gives a part, and counts.
fn parse(scope: &str) -> Option<(&str, &str)> {
    let scope = scope.split('?').next().unwrap_or_default();
    let (kind, acts) = scope.split_once('/')?.1.rsplit_once('.')?;
    let acts = match acts {
        "read" => "rs",
        "write" => "cud",
        "*" => "cruds",
        acts => acts,
    };
    Some((kind, acts))
}

/// What a sign-in lets this app do with one type of resource; `*` is every type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    pub kind: String,
    pub read: bool,
    pub write: bool,
}

/// The permissions among granted scopes, each type once, in order of appearance.
pub fn permissions(granted: &str) -> Vec<Permission> {
    let mut found: Vec<Permission> = Vec::new();
    for (kind, acts) in granted.split(' ').filter_map(parse) {
        let read = acts.contains(['r', 's']);
        let write = acts.contains(['c', 'u', 'd']);
        if !read && !write {
            continue;
        }
        match found.iter_mut().find(|have| have.kind == kind) {
            Some(have) => {
                have.read |= read;
                have.write |= write;
            }
            None => found.push(Permission {
                kind: kind.to_owned(),
                read,
                write,
            }),
        }
    }
    found
}
