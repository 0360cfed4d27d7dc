//! The dates of other people's tables: as people and machines write them, and refused where they could mean two days.

use chrono::NaiveDate;

use crate::native::lowercase;

/// A moment as it was written: the day, then the time of day and the offset where there are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub day: NaiveDate,
    /// `HH:MM:SS`.
    pub time: Option<String>,
    /// `Z` or `+HH:MM`.
    pub offset: Option<String>,
}

/// Why a date can't be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// It is none.
    Unreadable,
    /// Day and month could be either.
    Ambiguous,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads a date with or without a time. Of `03/04/2026`, `day_first` says which is the day.
///
/// # Errors
/// Where it is no date, or could be two.
pub fn written(text: &str, day_first: Option<bool>) -> Result<Written, Odd> {
    let text = western(text.trim());
    let colon = text.find(':').unwrap_or(text.len());
    let hours = text[..colon]
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .count();
    let (day, time) = match colon == text.len() {
        true => (text.as_str(), ""),
        false => text.split_at(colon - hours),
    };
    let day = day_of(day.trim_end_matches(['T', 't', ' ', ',']), day_first)?;
    if time.is_empty() {
        return Ok(Written {
            day,
            time: None,
            offset: None,
        });
    }
    let (time, offset) = time_of(time).ok_or(Odd::Unreadable)?;
    Ok(Written {
        day,
        time: Some(time),
        offset,
    })
}

/// Whether a date shows that its file puts the day before the month (`31/01/2026`), or after it; `None` for one that shows nothing.
pub fn shows_order(text: &str) -> Option<bool> {
    let text = western(text);
    let mut runs = text
        .split(|char: char| !char.is_ascii_digit())
        .filter(|run| !run.is_empty());
    let (one, two, year) = (runs.next()?, runs.next()?, runs.next()?);
    let large = |run: &str| run.parse::<u32>().is_ok_and(|number| number > 12);
    match (one.len() < 3 && year.len() == 4, large(one), large(two)) {
        (true, true, false) => Some(true),
        (true, false, true) => Some(false),
        _ => None,
    }
}

/// Arabic digits as the others.
pub fn western(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            '٠'..='٩' => char::from(b'0' + (char as u32 - '٠' as u32) as u8),
            other => other,
        })
        .collect()
}

fn day_of(text: &str, day_first: Option<bool>) -> Result<NaiveDate, Odd> {
    let runs: Vec<&str> = text
        .split(|char: char| !char.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    let spelled = text
        .split(|char: char| !char.is_ascii_alphabetic())
        .map(lowercase)
        .find_map(|word| {
            let month = word.get(..3)?;
            MONTHS.iter().position(|known| *known == month)
        });
    let number = |run: &str| run.parse::<u32>().map_err(|_| Odd::Unreadable);
    let make = |year: &str, month: u32, day: u32| {
        let year = i32::try_from(number(year)?).map_err(|_| Odd::Unreadable)?;
        NaiveDate::from_ymd_opt(year, month, day).ok_or(Odd::Unreadable)
    };
    match (runs.as_slice(), spelled) {
        ([day, year] | [year, day], Some(month)) if year.len() == 4 && day.len() < 3 => {
            make(year, month as u32 + 1, number(day)?)
        }
        ([whole], None) if whole.len() == 8 => {
            make(&whole[..4], number(&whole[4..6])?, number(&whole[6..])?)
        }
        ([year, month, day], None) if year.len() == 4 => make(year, number(month)?, number(day)?),
        ([first, second, year], None) if year.len() == 4 => {
            let (one, two) = (number(first)?, number(second)?);
            // With dots the day comes first, wherever that is the custom.
            let day_first = match (text.contains('.'), one > 12, two > 12) {
                (true, ..) | (_, true, _) => true,
                (_, _, true) => false,
                _ if one == two => true,
                _ => day_first.ok_or(Odd::Ambiguous)?,
            };
            match day_first {
                true => make(year, two, one),
                false => make(year, one, two),
            }
        }
        _ => Err(Odd::Unreadable),
    }
}

/// `9:05 PM` is `21:05:00`.
fn time_of(text: &str) -> Option<(String, Option<String>)> {
    let end = text
        .find(|char: char| !char.is_ascii_digit() && char != ':' && char != '.')
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut parts = clock.split(':');
    let number = |part: Option<&str>, below: u32| -> Option<u32> {
        let digits = part?.split('.').next()?;
        let number = digits.parse().ok()?;
        (digits.len() <= 2 && number < below).then_some(number)
    };
    let hour = number(parts.next(), 24)?;
    let minute = number(parts.next(), 60)?;
    let second = match parts.next() {
        Some(part) => number(Some(part), 60)?,
        None => 0,
    };
    let rest = rest.trim();
    let (hour, offset) = match lowercase(rest).replace('.', "").as_str() {
        "" => (hour, None),
        "am" | "ص" if (1..=12).contains(&hour) => (hour % 12, None),
        "pm" | "م" if (1..=12).contains(&hour) => (hour % 12 + 12, None),
        "z" | "utc" | "gmt" => (hour, Some("Z".to_owned())),
        _ => (hour, Some(offset_of(rest)?)),
    };
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let time = [two(hour), two(minute), two(second)].join(":");
    Some((time, offset))
}

/// `+0800` and `+08:00` are `+08:00`.
fn offset_of(text: &str) -> Option<String> {
    let sign = text.get(..1).filter(|sign| matches!(*sign, "+" | "-"))?;
    let digits: String = text[1..].chars().filter(|char| *char != ':').collect();
    let valid = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| [sign, &digits[..2], ":", &digits[2..]].concat())
}
