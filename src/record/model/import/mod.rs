//! Readings from a table that another app or device made: which columns say what, and what each line comes to.

mod columns;
mod known;
mod when;

pub use known::mark_known;

use columns::{Column, Unit, column, unit_in};
use when::{Odd, Written, shows_order, written};

use super::csv::{self, Record};
use super::home::{Measure, Taken, doubts, typed_number};

use crate::fhir::FhirDate;

/// More lines than this are refused.
pub const MOST: usize = 20_000;

/// Why a file isn't such a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// No line names a date and a measurement.
    NoHeads,
    TooLong,
}

/// What only the person can tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Whether the day comes before the month, in dates such as this one.
    DayFirst(String),
    /// In which unit a measure is.
    Unit(Measure),
}

/// What the person has told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    pub day_first: Option<bool>,
    pub units: Vec<(Measure, &'static str)>,
}

/// What is to be said of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Fine,
    /// It looks like a slip, for these reasons (keys of messages).
    Doubtful(Vec<&'static str>),
    /// The record has it, or an earlier line.
    Known,
    /// Why it can't be read (the key of a message).
    Unreadable(&'static str),
}

/// One reading of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it stands in the file, counted from one.
    pub number: usize,
    /// What stands there, where it can't be read.
    pub sent: String,
    /// An instant or a day, as FHIR writes it.
    pub at: Option<String>,
    pub taken: Option<Taken>,
    pub verdict: Verdict,
    /// The entry of our record that the line says it is.
    key: Option<String>,
}

impl Line {
    /// What was measured, where that can be told.
    pub fn measure(&self) -> Option<Measure> {
        self.taken.as_ref().map(|taken| taken.measure)
    }
}

/// A table with its columns understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    columns: Vec<Option<Column>>,
    records: Vec<Record>,
}

impl Sheet {
    /// Reads a table of separated values.
    ///
    /// # Errors
    /// Where no line tells what the columns are, or there are more than [`MOST`].
    pub fn of(text: &str) -> Result<Self, Unfit> {
        let mut records = csv::read(text);
        // Some begin with a line about the device.
        let found = records
            .iter()
            .take(10)
            .enumerate()
            .find_map(|(at, record)| {
                let columns: Vec<Option<Column>> =
                    record.1.iter().map(|head| column(head)).collect();
                let has = |wanted: fn(&Column) -> bool| columns.iter().flatten().any(wanted);
                let dated = has(|one| *one == Column::When);
                let measured = has(|one| matches!(one, Column::Part(..) | Column::Pressure(_)));
                let listed = has(|one| *one == Column::Name) && has(|one| *one == Column::Value);
                (dated && (measured || listed)).then_some((at, columns))
            });
        let (at, columns) = found.ok_or(Unfit::NoHeads)?;
        let records = records.split_off(at + 1);
        match records.len() > MOST {
            true => Err(Unfit::TooLong),
            false => Ok(Self { columns, records }),
        }
    }

    /// What has to be known before its lines can be read.
    pub fn questions(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        let dates = || {
            self.records
                .iter()
                .map(|record| self.cell(record, Column::When))
        };
        let mut orders = dates().filter_map(shows_order);
        if orders.next().is_none() {
            let open = dates().find(|date| written(date, None) == Err(Odd::Ambiguous));
            questions.extend(open.map(|date| Question::DayFirst(date.to_owned())));
        }
        let mut ask = |measure: Measure| {
            let question = Question::Unit(measure);
            if measure.units().len() > 1 && !questions.contains(&question) {
                questions.push(question);
            }
        };
        for (at, column) in self.columns.iter().enumerate() {
            if let Some(Column::Part(measure, _, Unit::Unsaid)) = column
                && self
                    .records
                    .iter()
                    .any(|(_, cells)| says_no_unit(*measure, cells.get(at)))
            {
                ask(*measure);
            }
        }
        for record in &self.records {
            let name = column(self.cell(record, Column::Name));
            if let Some(Column::Part(measure, _, Unit::Unsaid)) = name
                && self.cell(record, Column::Unit).is_empty()
                && says_no_unit(measure, Some(&self.cell(record, Column::Value).to_owned()))
            {
                ask(measure);
            }
        }
        questions
    }

    /// What each line comes to. `instant` makes a local time (`2026-01-31T09:05:00`) one with an offset; `now` is in
    /// milliseconds since 1970.
    pub fn lines(
        &self,
        answers: &Answers,
        now: i64,
        instant: impl Fn(&str) -> Option<String>,
    ) -> Vec<Line> {
        let mut orders = self
            .records
            .iter()
            .filter_map(|record| shows_order(self.cell(record, Column::When)));
        // Where the file contradicts itself, each date must speak for itself.
        let shown = orders.next();
        let day_first = match shown {
            Some(first) => orders.all(|other| other == first).then_some(first),
            None => answers.day_first,
        };
        let mut lines = Vec::new();
        for record in &self.records {
            let at = self.at(record, day_first, now, &instant);
            let key = Some(self.cell(record, Column::Key)).filter(|key| !key.is_empty());
            for taken in self.taken(record, answers) {
                let (taken, verdict) = match (&at, taken) {
                    (Err(why), taken) => (taken.ok(), Verdict::Unreadable(why)),
                    (Ok(_), Err(why)) => (None, Verdict::Unreadable(why)),
                    (Ok(_), Ok(taken)) => {
                        let doubts = doubts(&taken);
                        let verdict = match doubts.is_empty() {
                            true => Verdict::Fine,
                            false => Verdict::Doubtful(doubts),
                        };
                        (Some(taken), verdict)
                    }
                };
                lines.push(Line {
                    number: record.0,
                    sent: record.1.join(" · "),
                    at: at.as_ref().ok().cloned(),
                    taken,
                    verdict,
                    key: key.map(str::to_owned),
                });
            }
        }
        lines
    }

    /// The cell of the only column of a sort; empty where there is none.
    fn cell<'a>(&self, record: &'a Record, wanted: Column) -> &'a str {
        let at = self.columns.iter().position(|one| *one == Some(wanted));
        at.and_then(|at| record.1.get(at))
            .map_or("", String::as_str)
    }

    fn at(
        &self,
        record: &Record,
        day_first: Option<bool>,
        now: i64,
        instant: impl Fn(&str) -> Option<String>,
    ) -> Result<String, &'static str> {
        let (day, time) = (
            self.cell(record, Column::When),
            self.cell(record, Column::Time),
        );
        let text = match day.contains(':') {
            true => day.to_owned(),
            false => [day, time].join(" "),
        };
        let Written { day, time, offset } = written(&text, day_first).map_err(|odd| match odd {
            Odd::Unreadable => "record.import_no_date",
            Odd::Ambiguous => "record.import_two_dates",
        })?;
        let day = FhirDate::of_day(day).ok_or("record.import_no_date")?;
        let at = match (time, offset) {
            (None, _) => Some(day.as_str().to_owned()),
            (Some(time), Some(offset)) => Some([day.as_str(), "T", &time, &offset].concat()),
            (Some(time), None) => instant(&[day.as_str(), "T", &time].concat()),
        };
        let at = at.ok_or("record.import_no_date")?;
        let start = FhirDate::parse(&at)
            .ok_or("record.import_no_date")?
            .start_ms();
        match start > now {
            true => Err("record.import_future"),
            false => Ok(at),
        }
    }

    /// The readings of a record, each maybe unreadable.
    fn taken(&self, record: &Record, answers: &Answers) -> Vec<Result<Taken, &'static str>> {
        if self.columns.contains(&Some(Column::Name)) {
            return vec![self.named(record, answers)];
        }
        let mut found = Vec::new();
        let mut pressure: [(&str, Unit); 2] = [("", Unit::Unsaid); 2];
        for (column, cell) in self.columns.iter().zip(&record.1) {
            match column {
                _ if cell.is_empty() => {}
                Some(Column::Part(Measure::Pressure, part, unit)) => {
                    pressure[*part] = (cell, *unit)
                }
                Some(Column::Part(measure, _, unit)) => {
                    found.push(one(*measure, *unit, &[cell], answers));
                }
                Some(Column::Pressure(unit)) => found.push(both(cell, *unit, answers)),
                _ => {}
            }
        }
        let [(above, unit), (below, _)] = pressure;
        match (above.is_empty(), below.is_empty()) {
            (true, true) => {}
            (false, false) => {
                found.insert(0, one(Measure::Pressure, unit, &[above, below], answers))
            }
            _ => found.insert(0, Err("record.import_half")),
        }
        match found.is_empty() {
            true => vec![Err("record.import_empty")],
            false => found,
        }
    }

    /// The reading of a record that names what was measured.
    fn named(&self, record: &Record, answers: &Answers) -> Result<Taken, &'static str> {
        let (value, said) = (
            self.cell(record, Column::Value),
            self.cell(record, Column::Unit),
        );
        let unit = |measure| match unit_in(measure, said) {
            Unit::Unsaid if !said.is_empty() => Unit::Foreign,
            unit => unit,
        };
        match column(self.cell(record, Column::Name)) {
            Some(Column::Pressure(_)) => both(value, unit(Measure::Pressure), answers),
            Some(Column::Part(Measure::Pressure, ..)) => Err("record.import_half"),
            Some(Column::Part(measure, ..)) => one(measure, unit(measure), &[value], answers),
            _ => Err("record.import_other"),
        }
    }
}

/// A blood pressure as `120/80`.
fn both(cell: &str, unit: Unit, answers: &Answers) -> Result<Taken, &'static str> {
    match cell.split_once('/') {
        Some((above, below)) => one(Measure::Pressure, unit, &[above, below], answers),
        None => Err("record.import_half"),
    }
}

/// A reading of the numbers in some cells.
fn one(
    measure: Measure,
    head: Unit,
    cells: &[&str],
    answers: &Answers,
) -> Result<Taken, &'static str> {
    let mut numbers = Vec::new();
    let mut unit = head;
    for cell in cells {
        let (number, rest) = split_unit(cell);
        if !rest.is_empty() {
            unit = match unit_in(measure, rest) {
                Unit::Unsaid => Unit::Foreign,
                said => said,
            };
        }
        numbers.push(typed_number(number).ok_or("record.import_no_number")?);
    }
    let unit = match unit {
        Unit::Known(unit) => unit,
        Unit::Foreign => return Err("record.import_unit"),
        Unit::Unsaid => {
            let told = answers.units.iter().find(|(of, _)| *of == measure);
            match (told, measure.units()) {
                (Some((_, unit)), _) => unit,
                (None, [only]) => only,
                (None, _) => return Err("record.import_unit"),
            }
        }
    };
    Ok(Taken {
        measure,
        unit,
        numbers,
    })
}

fn says_no_unit(measure: Measure, cell: Option<&String>) -> bool {
    cell.is_some_and(|cell| {
        let (number, rest) = split_unit(cell);
        !number.is_empty() && rest.is_empty() && measure.units().len() > 1
    })
}

/// A number and what stands after it.
fn split_unit(cell: &str) -> (&str, &str) {
    let end = cell.rfind(|char: char| char.is_numeric()).map_or(0, |at| {
        at + cell[at..].chars().next().map_or(0, char::len_utf8)
    });
    let (number, rest) = cell.split_at(end);
    (number.trim(), rest.trim())
}
