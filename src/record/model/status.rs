//! What the status codes of FHIR's resources mean to a reader.

use super::{Mark, Weight};

/// True for what the source has declared a mistake, and what must not be shown.
pub fn is_mistake(status: Option<&str>) -> bool {
    status == Some("entered-in-error")
}

/// What to say of a status; `None` for the ordinary one, which goes without saying. An unknown code is shown as it is.
pub fn status_mark(status: Option<&str>) -> Option<Mark> {
    use Weight::{Attention, Plain};
    let (key, weight) = match status? {
        // The ordinary ones, of whichever resource.
        "final" | "active" | "confirmed" | "completed" | "finished" | "current" | "discharged" => {
            return None;
        }
        "registered" => ("record.status_registered", Attention),
        "preliminary" => ("record.status_preliminary", Attention),
        "amended" => ("record.status_amended", Plain),
        "corrected" => ("record.status_corrected", Plain),
        "appended" => ("record.status_appended", Plain),
        "cancelled" | "discontinued" => ("record.status_cancelled", Attention),
        "unknown" => ("record.status_unknown", Plain),
        "inactive" => ("record.status_inactive", Plain),
        "resolved" => ("record.status_resolved", Plain),
        "remission" => ("record.status_remission", Plain),
        "recurrence" => ("record.status_recurrence", Plain),
        "relapse" => ("record.status_relapse", Plain),
        "unconfirmed" | "presumed" => ("record.status_unconfirmed", Plain),
        "provisional" => ("record.status_provisional", Plain),
        "differential" => ("record.status_differential", Plain),
        "refuted" => ("record.status_refuted", Attention),
        "on-hold" => ("record.status_on_hold", Attention),
        "stopped" => ("record.status_stopped", Plain),
        "ended" => ("record.status_ended", Plain),
        "draft" => ("record.status_draft", Attention),
        "not-done" => ("record.status_not_done", Attention),
        "preparation" | "planned" => ("record.status_planned", Plain),
        "arrived" | "triaged" | "in-progress" | "onleave" => ("record.status_in_progress", Plain),
        "superseded" | "deprecated" => ("record.status_superseded", Attention),
        other => return Some(Mark::theirs(other)),
    };
    Some(Mark::new(key, weight, None))
}
