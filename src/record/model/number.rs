//! Numbers as the source sent them, and what of them a reader can use.

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
    /// What must be equal for two numbers to be compared.
    unit_key: Option<String>,
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
        let code = quantity.code().or(quantity.unit());
        number.unit_key = code.and_then(readable_unit);
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
            unit_key: None,
        })
    }

    /// True where both are numbers of the same unit, and no mere bounds: only those are compared.
    pub fn is_like(&self, other: &Number) -> bool {
        self.has_unit_of(other) && self.bound.is_none() && other.bound.is_none()
    }

    /// True where both have the same unit, or neither has one.
    pub fn has_unit_of(&self, other: &Number) -> bool {
        self.unit_key == other.unit_key
    }
}

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
