//! What has been begun and isn't known to be done, as it is kept on the device: the attempt's own random mark and the ids that
//! it takes to ask the server. No patient, no doctor, no time, no reason; signing out wipes it.

use serde_json::{Value, json};

use super::ladder::Rung;
use super::verdict::{Fate, Outcome};

/// Milliseconds after which a request has arrived or never will: longer than the client waits for a write.
const ARRIVED: i64 = 45_000;
/// For this long, in milliseconds, an attempt that came to nothing is still looked after: a server that splits
/// transactions may make its Appointment late.
const WATCHED: i64 = 600_000;
/// More than this is not kept.
const MOST: usize = 20;

/// Something begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Whose it is, as [`owner`] tells it.
    pub owner: u16,
    /// The id of the Slot that was to be taken, or is to be given back.
    pub slot: String,
    /// The mark of the attempt.
    pub mark: String,
    /// When the last request went out, in milliseconds since 1970.
    pub sent: i64,
    pub step: Step,
}

/// What was begun.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Booking the slot on this rung; whether the patient was told that it came to nothing.
    Booking { rung: Rung, told: bool },
    /// Moving this Appointment to the slot, from the slot `from`.
    Moving {
        appointment: String,
        from: Option<String>,
        told: bool,
    },
    /// Cancelling this Appointment.
    Cancelling { appointment: String },
    /// Giving the slot back, as long as it is in this version: after that it isn't ours any more.
    Releasing { version: String },
}

/// Sixteen bits of a patient's id (FNV-1a, folded): enough to keep one patient of a device from settling another's attempts,
/// too few to tell who it was.
pub fn owner(patient: &str) -> u16 {
    let hash = patient.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) as u16 ^ hash as u16
}

impl Pending {
    /// What is known of its request at `now`, in milliseconds since 1970.
    pub fn fate(&self, now: i64) -> Fate {
        match (0..ARRIVED).contains(&(now - self.sent)) {
            true => Fate::Unknown,
            false => Fate::Late,
        }
    }

    /// Whether nothing can come of it any more, at `now`.
    pub fn is_over(&self, now: i64) -> bool {
        !(0..WATCHED).contains(&(now - self.sent))
    }

    /// The same, with the patient told that it came to nothing.
    pub fn told(mut self) -> Self {
        if let Step::Booking { told, .. } | Step::Moving { told, .. } = &mut self.step {
            *told = true;
        }
        self
    }

    /// Whether the patient knows already that it came to nothing.
    pub fn is_told(&self) -> bool {
        matches!(
            self.step,
            Step::Booking { told: true, .. } | Step::Moving { told: true, .. }
        )
    }

    /// What has to be kept of a booking that ended so; `None` where all is settled.
    pub fn after(self, outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Booked(_) | Outcome::Requested(_) | Outcome::Only(_) => None,
            Outcome::NotBooked(error) if Fate::of(error) == Fate::Answered => None,
            Outcome::Unclear(_) => Some(self),
            Outcome::Lost | Outcome::NotBooked(_) | Outcome::Owing(_) => Some(self.told()),
        }
    }

    fn to_value(&self) -> Value {
        let mut value = json!({
            "owner": self.owner,
            "slot": self.slot,
            "mark": self.mark,
            "sent": self.sent,
        });
        match &self.step {
            Step::Booking { rung, told } => {
                value["book"] = rung.name().into();
                value["told"] = (*told).into();
            }
            Step::Moving {
                appointment,
                from,
                told,
            } => {
                value["move"] = appointment.as_str().into();
                value["from"] = from.as_deref().into();
                value["told"] = (*told).into();
            }
            Step::Cancelling { appointment } => value["cancel"] = appointment.as_str().into(),
            Step::Releasing { version } => value["release"] = version.as_str().into(),
        }
        value
    }

    fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let told = value.get("told").and_then(Value::as_bool).unwrap_or(false);
        let step = if let Some(rung) = text("book") {
            let rung = Rung::named(&rung)?;
            Step::Booking { rung, told }
        } else if let Some(appointment) = text("move") {
            let from = text("from");
            Step::Moving {
                appointment,
                from,
                told,
            }
        } else if let Some(appointment) = text("cancel") {
            Step::Cancelling { appointment }
        } else {
            let version = text("release")?;
            Step::Releasing { version }
        };
        Some(Self {
            owner: value.get("owner")?.as_u64()?.try_into().ok()?,
            slot: text("slot")?,
            mark: text("mark")?,
            sent: value.get("sent")?.as_i64()?,
            step,
        })
    }

    fn same(&self, other: &Self) -> bool {
        self.mark == other.mark && self.slot == other.slot
    }
}

/// Reads what was kept. What can't be read is left out.
pub fn read_pending(text: &str) -> Vec<Pending> {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Pending::of).collect()
}

/// Writes what is to be kept.
pub fn write_pending(all: &[Pending]) -> String {
    let oldest = all.len().saturating_sub(MOST);
    Value::Array(all[oldest..].iter().map(Pending::to_value).collect()).to_string()
}

/// Puts one in, in the place of an earlier state of the same.
pub fn put_pending(all: &mut Vec<Pending>, pending: Pending) {
    all.retain(|known| !known.same(&pending));
    all.push(pending);
}

/// Takes one out.
pub fn drop_pending(all: &mut Vec<Pending>, pending: &Pending) {
    all.retain(|known| !known.same(pending));
}
