//! Numbers as the source sent them, and what of them a reader can use.

use super::convert::{self, Substance, Unit};
use super::unit::readable_unit;
use crate::fhir::datatypes::Quantity;

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// `<`, `≤`, `≥` or `>` where the number is only a bound.
    pub bound: Option<String>,
    /// The digits to read: those sent, unless `exact` is there.
    pub digits: String,
    /// The digits sent, where the ones to read are rounded.
    pub exact: Option<String>,
    /// The unit to read.
    pub unit: Option<String>,
    /// For arithmetic and charts.
    pub number: f64,
    /// What must be equal for two numbers to be compared: the unit's code, in UCUM where it is known.
    code: Option<String>,
    /// The unit, where it converts into others.
    pub scale: Option<&'static Unit>,
    /// Of a concentration, what of, where mass and amount of it convert into each other.
    pub substance: Option<Substance>,
}

impl Number {
    /// A quantity; `None` where it has no number.
    pub fn of(quantity: Quantity) -> Option<Self> {
        let mut number = Self::plain(quantity.value()?)?;
        number.bound = quantity.comparator().map(|bound| match bound {
            "<=" => "≤".to_owned(),
            ">=" => "≥".to_owned(),
            other => other.to_owned(),
        });
        number.unit = quantity.unit().and_then(readable_unit);
        number.scale = scale(quantity);
        number.code = number
            .scale
            .map(|unit| unit.code.to_owned())
            .or_else(|| unit_code(quantity));
        Some(number)
    }

    /// A number without a unit.
    pub fn plain(sent: &str) -> Option<Self> {
        let rounded = round_for_reading(sent);
        Some(Self {
            bound: None,
            number: crate::native::parse_number(sent)?,
            exact: rounded.is_some().then(|| sent.to_owned()),
            digits: rounded.unwrap_or_else(|| sent.to_owned()),
            unit: None,
            code: None,
            scale: None,
            substance: None,
        })
    }

    /// True where both are numbers of the same unit, and no mere bounds: only those are compared.
    pub fn is_like(&self, other: &Number) -> bool {
        self.has_unit_of(other) && self.bound.is_none() && other.bound.is_none()
    }

    /// The same in another unit.
    pub(super) fn with(&self, digits: String, unit: &'static Unit) -> Option<Self> {
        Some(Self {
            number: crate::native::parse_number(&digits)?,
            digits,
            unit: readable_unit(unit.code),
            code: Some(unit.code.to_owned()),
            scale: Some(unit),
            ..self.clone()
        })
    }

    /// True where both have the same unit, or neither has one.
    pub fn has_unit_of(&self, other: &Number) -> bool {
        self.code == other.code
    }
}

/// The unit, where it converts into others. What isn't coded is known by its spelling, unless that is a single letter:
/// `m` may be minutes.
fn scale(quantity: Quantity) -> Option<&'static Unit> {
    let ours = quantity.0.str("system").is_none_or(|system| system == UCUM);
    let spelled = || quantity.unit().filter(|text| text.len() > 1);
    let text = quantity.code().or_else(spelled).filter(|_| ours)?;
    convert::find(text.trim())
}

/// The code of any other unit; another system's codes are that system's.
fn unit_code(quantity: Quantity) -> Option<String> {
    let code = quantity
        .code()
        .or(quantity.unit())
        .and_then(readable_unit)?;
    Some(match quantity.0.str("system") {
        None | Some(UCUM) => code,
        Some(other) => [other, "|", &code].concat(),
    })
}

const UCUM: &str = "http://unitsofmeasure.org";

/// More decimals than this are noise of a calculation, not of an instrument, where there are also more significant
/// digits than [`MEANT_DIGITS`].
const MEANT_DECIMALS: usize = 4;
const MEANT_DIGITS: usize = 6;
/// Significant digits that are left after rounding; at least one decimal stays.
const READABLE_DIGITS: usize = 3;

/// A number rounded to what a reader can use; `None` where it is to be shown exactly as sent.
///
/// `99.26789449354577` becomes `99.3`; `6.30`, `0.000125` and `1234.5678` stay as they are. Works on the digits, so no
/// binary fraction creeps in.
pub fn round_for_reading(sent: &str) -> Option<String> {
    let (sign, digits) = match sent.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", sent),
    };
    let (whole, decimals) = digits.split_once('.')?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.len() <= MEANT_DECIMALS || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    let significant = [whole, decimals].concat().trim_start_matches('0').len();
    if significant <= MEANT_DIGITS {
        return None;
    }
    let whole_digits = whole.trim_start_matches('0').len();
    let leading_zeros = if whole_digits == 0 {
        decimals.bytes().take_while(|byte| *byte == b'0').count()
    } else {
        0
    };
    let keep = (READABLE_DIGITS + leading_zeros)
        .saturating_sub(whole_digits)
        .max(1);
    Some([sign, &round_half_up(whole, decimals, keep)].concat())
}

/// Keeps so many decimals; fewer than there are.
fn round_half_up(whole: &str, decimals: &str, keep: usize) -> String {
    let kept = [whole, &decimals[..keep]].concat();
    let mut digits: Vec<u8> = kept.into_bytes();
    let mut carry = decimals
        .as_bytes()
        .get(keep)
        .is_some_and(|next| *next >= b'5');
    for digit in digits.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    if carry {
        digits.insert(0, b'1');
    }
    digits.insert(digits.len() - keep, b'.');
    String::from_utf8(digits).unwrap_or_default()
}
