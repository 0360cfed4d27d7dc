//! The doctors that somebody picks, by the ids of their PractitionerRoles: to find again, and to compare.

/// The most doctors that are kept: their ids still fit into one request.
pub const MOST_SAVED: usize = 60;
/// The most doctors side by side: more don't fit on a phone, nor into a head.
pub const MOST_COMPARED: usize = 3;

/// Reads ids with commas between: each once, and at most so many. What can't be an id (FHIR R4, 2.24.0.1) is left out.
pub fn read_picks(text: &str, most: usize) -> Vec<String> {
    let mut picks = Vec::new();
    for id in text.split(',').map(str::trim).filter(|id| is_id(id)) {
        if picks.len() < most && !picks.iter().any(|known| known == id) {
            picks.push(id.to_owned());
        }
    }
    picks
}

/// Takes a doctor up, or away where they are among the picks; whether there was room.
pub fn pick(picks: &mut Vec<String>, id: &str, most: usize) -> bool {
    match picks.iter().position(|known| known == id) {
        Some(at) => {
            picks.remove(at);
            true
        }
        None if picks.len() >= most => false,
        None => {
            picks.push(id.to_owned());
            true
        }
    }
}

/// The page on which these doctors stand side by side.
pub fn compare_url(picks: &[String]) -> String {
    ["/doctors/compare?doctors=", &picks.join(",")].concat()
}

fn is_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}
