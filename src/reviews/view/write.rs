//! The form in which a patient reviews a visit.

use crate::view::prelude::*;
use leptos::task::spawn_local;

use super::own::{question, said};
use crate::fhir::{Error, FhirDate};
use crate::i18n::{current, format_number, t, t_n, t_with};
use crate::platform::{focus, load, now_ms};
use crate::reviews::api::{Saved, own_review, save};
use crate::reviews::draft;
use crate::reviews::model::{Review, STARS, Stored, Visit, Writing};
use crate::session::use_session;
use crate::ui::{BackLink, ErrorView, Field, Notice, Page, Tone, loaded_page};

/// How far a review has come.
#[derive(Clone, PartialEq)]
enum State {
    Writing,
    Sending,
    Done,
    Other(Stored),
    Failed(Error),
    Unclear,
}

/// What is typed, and in whose place it will stand.
#[derive(Clone, Copy)]
struct Form {
    visit: StoredValue<Visit>,
    stars: [RwSignal<Option<u32>>; 5],
    recommend: RwSignal<Option<bool>>,
    comment: RwSignal<String>,
    known: StoredValue<Option<Stored>>,
    tried: RwSignal<bool>,
    state: RwSignal<State>,
}

impl Form {
    fn new(visit: Visit, known: Option<Stored>, typed: Option<Review>) -> Self {
        let stored = known.as_ref().filter(|stored| !stored.is_withdrawn());
        let review = typed.or_else(|| stored.map(Stored::review));
        let review = review.unwrap_or_default();
        Self {
            visit: StoredValue::new(visit),
            stars: review.stars.map(RwSignal::new),
            recommend: RwSignal::new(review.recommend),
            comment: RwSignal::new(review.comment),
            known: StoredValue::new(known),
            tried: RwSignal::new(false),
            state: RwSignal::new(State::Writing),
        }
    }

    fn review(self) -> Review {
        Review {
            stars: self.stars.map(|stars| stars.get()),
            recommend: self.recommend.get(),
            comment: self.comment.get(),
        }
    }
}

/// Writes or changes the review of a visit. `doctor`: whose it is, in words.
#[component]
pub fn WriteReview(visit: Visit, doctor: Option<String>) -> View {
    let client = use_session().record;
    let back = ["/appointments/", &visit.appointment].concat();
    let (asked, shown) = (visit.clone(), visit);
    let loader = load(
        || (),
        move |()| {
            let (client, visit) = (client.clone(), asked.clone());
            async move {
                let known = own_review(&client, &visit).await?;
                Ok((known, draft::draft(&visit).await))
            }
        },
    );
    let page = loaded_page(loader, "review.title", move |(known, typed)| {
        let form = Form::new(shown.clone(), known.clone(), typed.clone());
        view! { <Sheet form doctor=doctor.clone()/> }
    });
    view! { <BackLink href=back label=t("review.to_visit")/> {page} }
}

#[component]
fn Sheet(form: Form, doctor: Option<String>) -> View {
    let doctor = StoredValue::new(doctor);
    let done = Memo::new(move |_| form.state.with(|state| *state == State::Done));
    move || match done.get() {
        true => thanks(form),
        false => questions(form, doctor.get_value()),
    }
}

fn thanks(form: Form) -> View {
    let back = form
        .visit
        .with_value(|visit| ["/appointments/", &visit.appointment].concat());
    view! {
        <Page title=t("review.thanks")>
            <Notice tone=Tone::Good><p>{t("review.saved")}</p></Notice>
            {untrack(|| said(&form.review()))}
            <p class="actions"><a class="button" href=back>{t("review.to_visit")}</a></p>
        </Page>
    }
}

fn questions(form: Form, doctor: Option<String>) -> View {
    let session = use_session();
    // What is typed is kept as it is typed.
    Effect::new(move |first: Option<()>| {
        let review = form.review();
        if first.is_some() && form.state.with_untracked(|state| *state != State::Done) {
            form.visit
                .with_value(|visit| draft::keep(visit, Some(&review)));
        }
    });
    let client = StoredValue::new(session.record);
    let send = Callback::new(move |()| send(form, client));
    let sending = move || form.state.with(|state| *state == State::Sending);
    let label = match form.known.with_value(Option::is_some) {
        true => t("review.save"),
        false => t("review.send"),
    };
    let about = "review-comment-hint review-comment-error";
    view! {
        <Page title=t("review.title")>
            {doctor.map(|doctor| view! { <p><bdi>{doctor}</bdi></p> })}
            <p class="quiet">{t("review.who_sees")}</p>
            <form class="stack" on:submit=move |event: web_sys::SubmitEvent| { event.prevent_default(); send.run(()); }>
                <p class="quiet small" id="review-scale">{t("review.poor")}</p>
                {(0..STARS.len()).map(|at| star_field(form, at)).collect_view()}
                {recommend_field(form)}
                <Field id="review-comment" label=optional("comment") hint=t("review.comment_hint")>
                    <textarea id="review-comment" rows="5" maxlength="1000" dir="auto" aria-describedby=about
                        prop:value=move || form.comment.get() on:input=move |event| form.comment.set(event_target_value(&event))></textarea>
                </Field>
                <div role="status">{move || outcome(form, send)}</div>
                <p class="actions">
                    <button class="button" aria-disabled=move || sending().to_string()>
                        {move || if sending() { t("review.sending") } else { label.clone() }}
                    </button>
                </p>
            </form>
        </Page>
    }
}

fn optional(code: &str) -> String {
    t_with("review.optional", &[("question", &question(code))])
}

/// One question in stars. The first must be answered.
fn star_field(form: Form, at: usize) -> View {
    let code = STARS[at];
    let stars = form.stars[at];
    let must = at == 0;
    let name = ["review-", code].concat();
    let error =
        move || (must && form.tried.get() && stars.get().is_none()).then(|| t("review.missing"));
    let choice = |star: u32| {
        let number = format_number(f64::from(star), 0);
        let label = t_n("reviews.stars", star as usize, &[]);
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() aria-label=label prop:checked=move || stars.get() == Some(star) on:change=move |_| stars.set(Some(star))/>
                <span aria-hidden="true">{number}</span>
            </label>
        }
    };
    let legend = if must { question(code) } else { optional(code) };
    view! {
        <fieldset class="choices" id=name.clone() tabindex="-1" aria-describedby="review-scale">
            <legend>{legend}</legend>
            <p class="field-error" role="alert">{error}</p>
            <div class="star-choice">{(1..=5).map(choice).collect_view()}</div>
        </fieldset>
    }
}

fn recommend_field(form: Form) -> View {
    let choice = |yes: bool, label: String| {
        view! {
            <label class="choice">
                <input type="radio" name="review-recommend" prop:checked=move || form.recommend.get() == Some(yes) on:change=move |_| form.recommend.set(Some(yes))/>
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{optional("recommend")}</legend>
            <div class="choice-grid">{choice(true, t("review.yes"))}{choice(false, t("review.no"))}</div>
        </fieldset>
    }
}

fn outcome(form: Form, send: Callback<()>) -> View {
    match form.state.get() {
        State::Writing | State::Sending | State::Done => View::Nothing,
        State::Failed(error) => view! { <ErrorView error retry=send/> },
        State::Unclear => {
            view! { <Notice tone=Tone::Warning><p>{t("review.unclear")}</p></Notice> }
        }
        State::Other(stored) => {
            let shown = said(&stored.review());
            let replace = move |_| {
                form.known.set_value(Some(stored.clone()));
                form.state.set(State::Writing);
                send.run(());
            };
            view! {
                <Notice tone=Tone::Warning>
                    <p>{t("review.other")}</p>
                    {shown}
                    <p class="actions"><button type="button" class="button secondary" on:click=replace>{t("review.replace")}</button></p>
                </Notice>
            }
        }
    }
}

fn send(form: Form, client: StoredValue<crate::fhir::Client>) {
    if form.state.with_untracked(|state| *state == State::Sending) {
        return;
    }
    let review = untrack(|| form.review());
    if !review.is_complete() {
        form.tried.set(true);
        return focus("review-overall");
    }
    form.state.set(State::Sending);
    let (client, visit, known) = (
        client.get_value(),
        form.visit.get_value(),
        form.known.get_value(),
    );
    let now = FhirDate::of_epoch_ms(now_ms());
    let language = current().tag;
    spawn_local(async move {
        let writing = Writing {
            review: &review,
            visit: &visit,
            now: now.as_ref().map_or("", FhirDate::as_str),
            language: &language,
            question: &question,
        };
        let next = match save(&client, &writing, known.as_ref()).await {
            Saved::Done => {
                draft::keep(&visit, None);
                State::Done
            }
            Saved::Other(stored) => State::Other(stored),
            Saved::Failed(error) => State::Failed(error),
            Saved::Unclear(_) => State::Unclear,
        };
        let _ = form.state.try_set(next);
    });
}
