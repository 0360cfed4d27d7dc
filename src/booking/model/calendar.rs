//! An appointment as a calendar file (iCalendar, RFC 5545).
//!
//! Times are in UTC and there is no VTIMEZONE: a visit is a moment, which every calendar shows by the clocks of whoever looks;
//! a table of a zone's rules could be wrong or outlive a change of law, the moment can't. What the clinic's clocks show is
//! said in the text. Why the patient comes is not: calendars are shared with families and employers.

/// What a calendar file tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Stays the same for ever, so that a later file replaces the earlier entry.
    pub uid: String,
    /// Milliseconds since 1970.
    pub start: i64,
    /// Milliseconds since 1970.
    pub end: i64,
    /// When the appointment was last changed, in milliseconds since 1970.
    pub changed: i64,
    pub state: State,
    pub summary: String,
    pub description: String,
    pub location: String,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// Where the app shows it.
    pub url: String,
}

/// How certain it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
}

/// 2020-01-01T00:00:00Z in milliseconds since 1970.
const YEAR_2020: i64 = 1_577_836_800_000;

/// The alarms: how long before the start, as RFC 5545 writes durations.
const ALARMS: [&str; 2] = ["-P1D", "-PT2H"];

impl Event {
    /// The file's text, its lines ended and folded as RFC 5545 section 3.1 wants.
    pub fn to_ics(&self) -> String {
        let mut out = String::new();
        let mut line = |name: &str, value: &str| push_line(&mut out, name, value);
        let changed = stamp(self.changed);
        line("BEGIN", "VCALENDAR");
        line("VERSION", "2.0");
        line("PRODID", "-//Sampan//Appointments//EN");
        line("CALSCALE", "GREGORIAN");
        line("METHOD", "PUBLISH");
        line("BEGIN", "VEVENT");
        line("UID", &self.uid);
        line("DTSTAMP", &changed);
        line("LAST-MODIFIED", &changed);
        line("SEQUENCE", &self.sequence().to_string());
        line("DTSTART", &stamp(self.start));
        line("DTEND", &stamp(self.end.max(self.start)));
        let status = match self.state {
            State::Confirmed => "CONFIRMED",
            State::Tentative => "TENTATIVE",
            State::Cancelled => "CANCELLED",
        };
        line("STATUS", status);
        line("CLASS", "PRIVATE");
        let texts = [
            ("SUMMARY", &self.summary),
            ("DESCRIPTION", &self.description),
            ("LOCATION", &self.location),
        ];
        for (name, text) in texts {
            if !text.is_empty() {
                line(name, &escaped(text));
            }
        }
        if let Some((latitude, longitude)) = self.position {
            let number = crate::native::number_text;
            line(
                "GEO",
                &[&number(latitude), ";", &number(longitude)].concat(),
            );
        }
        if !self.url.is_empty() {
            line("URL", &self.url);
        }
        if self.state != State::Cancelled {
            for trigger in ALARMS {
                line("BEGIN", "VALARM");
                line("ACTION", "DISPLAY");
                line("DESCRIPTION", &escaped(&self.summary));
                line("TRIGGER", trigger);
                line("END", "VALARM");
            }
        }
        line("END", "VEVENT");
        line("END", "VCALENDAR");
        out
    }

    /// Grows with every change (RFC 5545 section 3.8.7.4): the seconds from 2020 to the last one. Counting changes would take
    /// a history that not every server keeps.
    fn sequence(&self) -> i64 {
        ((self.changed - YEAR_2020) / 1000).clamp(0, i64::from(i32::MAX))
    }
}

/// A moment in UTC: `20261123T010000Z`.
fn stamp(ms: i64) -> String {
    let instant = super::instant(ms - ms.rem_euclid(1000));
    instant
        .chars()
        .filter(|char| !matches!(char, '-' | ':'))
        .collect()
}

/// Text as RFC 5545 section 3.3.11 wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            // Control characters aren't allowed at all.
            char if char.is_control() => {}
            char => out.push(char),
        }
    }
    out
}

/// Adds a line, folded so that no piece is longer than 75 bytes and no character is cut.
fn push_line(out: &mut String, name: &str, value: &str) {
    const LONGEST: usize = 75;
    let mut length = 0;
    for char in name.chars().chain([':']).chain(value.chars()) {
        if length + char.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(char);
        length += char.len_utf8();
    }
    out.push_str("\r\n");
}
