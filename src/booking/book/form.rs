//! What the patient chooses and types, kept in the draft with every change.

use crate::view::prelude::*;

use crate::booking::draft;
use crate::booking::model::intake::{Answers, Intake, response};
use crate::booking::model::{Kind, Offer, PHONE, Wish, instant, slot_mode};
use crate::booking::paper::Paper;
use crate::platform::now_ms;
use crate::session::Session;

/// The form of one booking, for all the views it passes through.
#[derive(Clone, Copy)]
pub struct Form {
    pub kinds: StoredValue<Vec<Kind>>,
    /// The number of the chosen kind.
    pub chosen: RwSignal<usize>,
    pub reason: RwSignal<String>,
    pub notes: RwSignal<String>,
    /// The number to call.
    pub phone: RwSignal<String>,
    pub returning: RwSignal<Option<bool>>,
    /// When it can be paid, and which of these is chosen.
    pub payments: StoredValue<Vec<String>>,
    pub paid: RwSignal<usize>,
    pub intake: StoredValue<Option<Intake>>,
    pub answers: RwSignal<Answers>,
    pub paper: RwSignal<Option<Paper>>,
    /// Whether the patient wanted to go on: only then it is said what is missing.
    pub tried: RwSignal<bool>,
    /// The id of the Patient whom it is for; empty as long as nobody is signed in.
    pub patient: StoredValue<String>,
    /// Whose the draft is, and the id of the PractitionerRole.
    pub owner: StoredValue<(String, String)>,
}

impl Form {
    pub fn new(session: &Session, offer: &Offer, intake: Option<Intake>) -> Self {
        let owner = draft::owner_of(session);
        let role = offer.party.role_id().unwrap_or_default().to_owned();
        let kept = draft::draft(&owner, &role);
        let mut kinds = offer.party.kinds();
        if let Some(mode) = slot_mode(&offer.slot) {
            kinds.retain(|kind| kind.mode == mode);
        }
        let chosen = kinds
            .iter()
            .position(|kind| Some(&kind.mode) == kept.mode.as_ref());
        let payments: Vec<String> = offer.schedule.payment_times().map(str::to_owned).collect();
        let paid = payments
            .iter()
            .position(|time| Some(time) == kept.payment.as_ref());
        let form = Self {
            kinds: StoredValue::new(kinds),
            chosen: RwSignal::new(chosen.unwrap_or(0)),
            reason: RwSignal::new(kept.reason),
            notes: RwSignal::new(kept.notes),
            phone: RwSignal::new(kept.phone),
            returning: RwSignal::new(kept.returning),
            payments: StoredValue::new(payments),
            paid: RwSignal::new(paid.unwrap_or(0)),
            intake: StoredValue::new(intake),
            answers: RwSignal::new(kept.answers),
            paper: RwSignal::new(kept.paper),
            tried: RwSignal::new(false),
            patient: StoredValue::new(session.patient().unwrap_or_default()),
            owner: StoredValue::new((owner, role)),
        };
        Effect::new(move |_| form.note());
        Effect::new(move |before: Option<Option<Paper>>| {
            let paper = form.paper.get();
            if before.is_some_and(|before| before != paper) {
                form.edit(|draft| draft.paper = paper.clone());
                draft::keep_files();
            }
            paper
        });
        form
    }

    fn edit(self, change: impl FnOnce(&mut draft::Draft)) {
        self.owner
            .with_value(|(owner, role)| draft::edit(owner, role, change));
    }

    /// Writes the draft, and follows whatever it is made of.
    fn note(self) {
        let mode = self.kind().map(|kind| kind.mode);
        let payment = self.payment();
        let (reason, notes, phone) = (self.reason.get(), self.notes.get(), self.phone.get());
        let (returning, answers) = (self.returning.get(), self.answers.get());
        self.edit(|draft| {
            draft.mode = mode;
            draft.payment = payment;
            draft.reason = reason;
            draft.notes = notes;
            draft.phone = phone;
            draft.returning = returning;
            draft.answers = answers;
        });
        draft::keep();
    }

    /// The chosen kind of visit; `None` where the doctor offers no choice of them.
    pub fn kind(self) -> Option<Kind> {
        let chosen = self.chosen.get();
        self.kinds.with_value(|kinds| kinds.get(chosen).cloned())
    }

    /// When it will be paid; `None` where the clinic says nothing of it.
    pub fn payment(self) -> Option<String> {
        let paid = self.paid.get();
        self.payments.with_value(|times| times.get(paid).cloned())
    }

    /// Whether the clinic will call.
    pub fn by_phone(self) -> bool {
        self.kind().is_some_and(|kind| kind.mode == PHONE)
    }

    /// The id of the first field that keeps the visit from being booked.
    pub fn first_problem(self) -> Option<String> {
        if self.by_phone() && self.phone.with(|phone| phone.trim().is_empty()) {
            return Some("phone".to_owned());
        }
        let answers = self.answers.get();
        let problems = self
            .intake
            .with_value(|intake| Some(intake.as_ref()?.problems(&answers)));
        let (number, _) = problems?.into_iter().next()?;
        Some(super::intake::field_id(number))
    }

    /// What is to be sent, with the mark of the attempt. Follows nothing.
    pub fn wish(self, mark: String) -> Wish {
        untrack(|| {
            let patient = self.patient.get_value();
            let answers = self.answers.get();
            let authored = instant(now_ms());
            let intake = self
                .intake
                .with_value(|intake| response(intake.as_ref()?, &answers, &patient, &authored));
            Wish {
                kind: self.kind(),
                reason: self.reason.get(),
                notes: self.notes.get(),
                returning: self.returning.get(),
                phone: match self.by_phone() {
                    true => self.phone.get(),
                    false => String::new(),
                },
                payment: self.payment(),
                intake,
                patient,
                mark,
            }
        })
    }
}
