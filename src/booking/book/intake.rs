//! The clinic's questions as form fields.

use crate::view::prelude::*;

use super::form::Form;
use crate::booking::model::intake::{Answers, Choice, FREE, Item, Kind, Problem};
use crate::i18n::{t, t_with};
use crate::native::number_text;

/// The id of the field for the item of this number.
pub fn field_id(number: usize) -> String {
    ["intake-", &number.to_string()].concat()
}

/// One question on its way: what follows it on the page.
#[derive(Clone)]
struct Question {
    item: Item,
    id: String,
    form: Form,
    problem: Memo<Option<Problem>>,
}

/// All questions that are asked, as the answers stand.
pub fn questions(form: Form) -> View {
    let Some(intake) = form.intake.get_value() else {
        return ().into_view();
    };
    let (title, items) = (intake.title.clone(), intake.items.clone());
    let intake = StoredValue::new(intake);
    let asked = Memo::new(move |_| {
        form.answers
            .with(|answers| intake.with_value(|intake| intake.asked(answers)))
    });
    let problems = Memo::new(move |_| match form.tried.get() {
        true => form
            .answers
            .with(|answers| intake.with_value(|intake| intake.problems(answers))),
        false => Vec::new(),
    });
    let fields = items.into_iter().enumerate().map(|(number, item)| {
        let is_asked = Memo::new(move |_| asked.with(|asked| asked.get(number) == Some(&true)));
        let problem = Memo::new(move |_| {
            let found = problems.get().into_iter().find(|(of, _)| *of == number);
            found.map(|(_, problem)| problem)
        });
        let question = Question {
            item,
            id: field_id(number),
            form,
            problem,
        };
        move || is_asked.get().then(|| question.clone().view())
    });
    view! {
        <section class="section">
            <h2>{title.unwrap_or_else(|| t("booking.intake"))}</h2>
            <p class="quiet">{t("booking.intake_hint")}</p>
            <div class="stack">{fields.collect_view()}</div>
        </section>
    }
}

impl Question {
    fn view(self) -> View {
        match self.item.kind {
            Kind::Group => view! { <h3>{self.item.text}</h3> },
            Kind::Display => view! { <p>{self.item.text}</p> },
            Kind::Boolean => self.yes_or_no(),
            Kind::Choice { open } => self.choice(open),
            Kind::Integer => self.input("number", "numeric"),
            Kind::Decimal => self.input("number", "decimal"),
            Kind::Quantity => self.quantity(),
            Kind::Date => self.input("date", "none"),
            Kind::Time => self.input("time", "none"),
            Kind::Line if !self.item.repeats => self.input("text", "text"),
            Kind::Line | Kind::Text => self.text(),
        }
    }

    fn label(&self) -> String {
        match self.item.required {
            true => self.item.text.clone(),
            false => t_with("booking.optional", &[("question", &self.item.text)]),
        }
    }

    fn answer(&self, place: usize) -> String {
        let answers = self.form.answers;
        answers.with(|answers| {
            answers
                .of(&self.item.link)
                .get(place)
                .cloned()
                .unwrap_or_default()
        })
    }

    fn set(&self, given: Vec<String>) {
        let link = &self.item.link;
        self.form.answers.update(|answers| answers.set(link, given));
    }

    fn change(&self, change: impl FnOnce(Vec<String>) -> Vec<String>) {
        let link = &self.item.link;
        let edit = |answers: &mut Answers| {
            let given = change(answers.of(link).to_vec());
            answers.set(link, given);
        };
        self.form.answers.update(edit);
    }

    /// What is wrong, in words.
    fn error(&self) -> impl Fn() -> Option<String> + Clone + use<> {
        let problem = self.problem;
        move || problem.get().map(|problem| words(&problem))
    }

    /// Label, control and error, tied together.
    fn framed(self, hint: Option<String>, control: View) -> View {
        let (error, wrong) = (self.error(), self.problem);
        view! {
            <div class="field" class:invalid=move || wrong.with(Option::is_some)>
                <label for=self.id.clone()>{self.label()}</label>
                {hint.map(|hint| view! { <p class="hint" id=[&self.id, "-hint"].concat()>{hint}</p> })}
                <p class="field-error" id=[&self.id, "-error"].concat() role="alert">{error}</p>
                {control}
            </div>
        }
    }

    fn input(self, kind: &'static str, mode: &'static str) -> View {
        let (id, asks, sets) = (self.id.clone(), self.clone(), self.clone());
        let step = (kind == "number").then_some("any");
        let longest = self.item.longest.map(|longest| longest.to_string());
        let control = view! {
            <input id=id.clone() type=kind inputmode=(mode != "none").then_some(mode) step=step maxlength=longest aria-describedby=[&id, "-error"].concat() prop:value=move || asks.answer(0) on:input=move |event| sets.set(vec![event_target_value(&event)])/>
        };
        self.framed(None, control)
    }

    fn text(self) -> View {
        let (id, asks, sets) = (self.id.clone(), self.clone(), self.clone());
        let hint = self.item.repeats.then(|| t("booking.one_a_line"));
        let longest = self.item.longest.unwrap_or(2000).to_string();
        let control = view! {
            <textarea id=id.clone() rows="3" maxlength=longest aria-describedby=[&id, "-hint ", &id, "-error"].concat() prop:value=move || asks.answer(0) on:input=move |event| sets.set(vec![event_target_value(&event)])></textarea>
        };
        self.framed(hint, control)
    }

    /// A number with its unit, or a choice of units.
    fn quantity(self) -> View {
        let (id, asks, sets) = (self.id.clone(), self.clone(), self.clone());
        let set = move |event| {
            sets.change(|mut given| {
                given.resize(2, String::new());
                given[0] = event_target_value(&event);
                match given[0].is_empty() {
                    true => Vec::new(),
                    false => given,
                }
            });
        };
        let unit = match self.item.options.as_slice() {
            [] => ().into_view(),
            [only] => view! { <span>{only.label.clone()}</span> },
            units => {
                let picks = self.clone();
                let pick = move |event| {
                    picks.change(|mut given| {
                        given.resize(2, String::new());
                        given[1] = event_target_value(&event);
                        given
                    });
                };
                let chosen = untrack(|| self.answer(1));
                let units = units.iter().map(|unit| {
                    let selected = unit.key == chosen;
                    view! { <option value=unit.key.clone() selected=selected>{unit.label.clone()}</option> }
                });
                view! { <select aria-label=t("booking.unit") on:change=pick>{units.collect_view()}</select> }
            }
        };
        let control = view! {
            <div class="quantity">
                <input id=id.clone() type="number" inputmode="decimal" step="any" aria-describedby=[&id, "-error"].concat() prop:value=move || asks.answer(0) on:input=set/>
                {unit}
            </div>
        };
        self.framed(None, control)
    }

    /// A set of radio buttons or checkboxes; the first takes the focus where something is wrong.
    fn set_of(self, controls: View) -> View {
        let (error, id) = (self.error(), self.id.clone());
        view! {
            <fieldset class="choices" id=id tabindex="-1">
                <legend>{self.label()}</legend>
                <p class="field-error" role="alert">{error}</p>
                {controls}
            </fieldset>
        }
    }

    fn yes_or_no(self) -> View {
        let choice = |said: &'static str, label: String| {
            let (asks, sets) = (self.clone(), self.clone());
            view! {
                <label class="choice">
                    <input type="radio" name=self.id.clone() value=said prop:checked=move || asks.answer(0) == said on:change=move |_| sets.set(vec![said.to_owned()])/>
                    {label}
                </label>
            }
        };
        let controls = view! {
            <div class="choice-grid">{choice("true", t("booking.yes"))}{choice("false", t("booking.no"))}</div>
        };
        self.set_of(controls)
    }

    fn choice(self, open: bool) -> View {
        let kind = if self.item.repeats {
            "checkbox"
        } else {
            "radio"
        };
        let option = |option: &Choice| {
            let (asks, sets, key) = (self.clone(), self.clone(), option.key.clone());
            let (is, repeats) = (option.key.clone(), self.item.repeats);
            let chosen = move || {
                let answers = asks.form.answers;
                answers.with(|answers| answers.of(&asks.item.link).contains(&is))
            };
            let pick = move |event: web_sys::Event| {
                let on = event_target_checked(&event);
                sets.change(|mut given| {
                    given.retain(|one| repeats && *one != key);
                    given.extend(on.then(|| key.clone()));
                    given
                });
            };
            view! {
                <label class="choice">
                    <input type=kind name=self.id.clone() value=option.key.clone() prop:checked=chosen on:change=pick/>
                    {option.label.clone()}
                </label>
            }
        };
        let options = self.item.options.iter().map(option).collect_view();
        let own = open.then(|| {
            let (id, asks, sets) = ([&self.id, "-own"].concat(), self.clone(), self.clone());
            let repeats = self.item.repeats;
            let typed = move || {
                let answers = asks.form.answers;
                let free = |one: &String| one.strip_prefix(FREE).map(str::to_owned);
                answers.with(|answers| answers.of(&asks.item.link).iter().find_map(free))
            };
            let typing = move |event| {
                let text = event_target_value(&event);
                sets.change(|mut given| {
                    given.retain(|one| !one.starts_with(FREE) && (repeats || text.is_empty()));
                    given.extend((!text.is_empty()).then(|| [FREE, &text].concat()));
                    given
                });
            };
            view! {
                <div class="field">
                    <label for=id.clone()>{t("booking.something_else")}</label>
                    <input id=id.clone() type="text" maxlength="500" prop:value=move || typed().unwrap_or_default() on:input=typing/>
                </div>
            }
        });
        self.set_of(view! { {options}{own} })
    }
}

fn words(problem: &Problem) -> String {
    match problem {
        Problem::Missing => t("booking.problem_missing"),
        Problem::NotWhole => t("booking.problem_whole"),
        Problem::NotANumber => t("booking.problem_number"),
        Problem::TooSmall(least) => {
            t_with("booking.problem_small", &[("least", &number_text(*least))])
        }
        Problem::TooLarge(most) => {
            t_with("booking.problem_large", &[("most", &number_text(*most))])
        }
        Problem::NotADate => t("booking.problem_date"),
        Problem::NotATime => t("booking.problem_time"),
        Problem::TooLong(most) => t_with("booking.problem_long", &[("most", &most.to_string())]),
    }
}
