//! Conversions between units, exact to the last digit shown: where UCUM (the Unified Code for Units of Measure) defines
//! them, and between mass and amount for the substances whose molar mass is agreed on.

use super::Number;

/// What is measured in a unit. Only units of one sort convert into each other; mass and amount of a substance also do,
/// given its molar mass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Mass,
    Length,
    Temperature,
    Pressure,
    MassConcentration,
    AmountConcentration,
}

/// A unit: a value `v` is `(v - zero) * over / under` in the sort's base unit.
#[derive(Debug, PartialEq)]
pub struct Unit {
    /// UCUM's code.
    pub code: &'static str,
    /// Other spellings that mean nothing else, in UCUM or on the ward.
    also: &'static [&'static str],
    sort: Sort,
    over: i128,
    under: i128,
    /// In hundredths of the unit.
    zero: i128,
}

const fn unit(
    code: &'static str,
    also: &'static [&'static str],
    sort: Sort,
    over: i128,
    under: i128,
) -> Unit {
    Unit {
        code,
        also,
        sort,
        over,
        under,
        zero: 0,
    }
}

/// The units that convert. The pound is the international one, the millimetre of mercury UCUM's (133.322 Pa).
static UNITS: [Unit; 19] = {
    use Sort::{AmountConcentration, Length, Mass, MassConcentration, Pressure, Temperature};
    [
        unit("kg", &[], Mass, 1, 1),
        unit("g", &[], Mass, 1, 1000),
        unit("[lb_av]", &["lb", "lbs"], Mass, 45_359_237, 100_000_000),
        unit("[oz_av]", &["oz"], Mass, 45_359_237, 1_600_000_000),
        unit("cm", &[], Length, 1, 1),
        unit("m", &[], Length, 100, 1),
        unit("[in_i]", &["in", "inch", "inches"], Length, 254, 100),
        unit("[ft_i]", &["ft"], Length, 3048, 100),
        unit("Cel", &["°C", "degC"], Temperature, 1, 1),
        Unit {
            zero: 3200,
            ..unit("[degF]", &["°F", "degF"], Temperature, 5, 9)
        },
        Unit {
            zero: 27_315,
            ..unit("K", &[], Temperature, 1, 1)
        },
        unit("mm[Hg]", &["mmHg", "mm Hg"], Pressure, 133_322, 1_000_000),
        unit("kPa", &[], Pressure, 1, 1),
        unit("mg/dL", &["mg/dl"], MassConcentration, 1, 1),
        unit("g/L", &["g/l"], MassConcentration, 100, 1),
        unit("mg/L", &["mg/l"], MassConcentration, 1, 10),
        unit("g/dL", &["g/dl"], MassConcentration, 1000, 1),
        unit("mmol/L", &["mmol/l"], AmountConcentration, 1, 1),
        unit(
            "umol/L",
            &["umol/l", "µmol/L", "μmol/L"],
            AmountConcentration,
            1,
            1000,
        ),
    ]
};

/// The unit of this code or spelling, if it is one that converts.
pub fn find(text: &str) -> Option<&'static Unit> {
    UNITS
        .iter()
        .find(|unit| unit.code == text || unit.also.contains(&text))
}

/// Molar masses as laboratories use them, in milligrams a mole, with the unit of amount that is usual for the substance,
/// and the LOINC codes of its concentration in blood, serum or plasma, as mass and as amount.
///
/// Triglycerides count as triolein; urea nitrogen as the two atoms of nitrogen in a molecule of urea.
static SUBSTANCES: &[(u32, &str, &[&str])] = &[
    // Glucose.
    (
        180_156,
        "mmol/L",
        &[
            "2345-7", "2339-0", "1558-6", "2340-8", "41653-7", "15074-8", "14749-6", "14771-0",
            "32016-8", "39480-9",
        ],
    ),
    // Cholesterol: total, LDL, HDL, not HDL.
    (
        386_650,
        "mmol/L",
        &[
            "2093-3", "2089-1", "13457-7", "18262-6", "2085-9", "43396-1", "14647-2", "22748-8",
            "39469-2", "14646-4", "70204-3",
        ],
    ),
    // Triglycerides.
    (885_430, "mmol/L", &["2571-8", "14927-8", "3043-7"]),
    // Creatinine.
    (
        113_120,
        "umol/L",
        &["2160-0", "38483-4", "14682-9", "77140-2"],
    ),
    // Urea nitrogen.
    (28_014, "mmol/L", &["3094-0", "6299-2", "14937-7"]),
    // Bilirubin.
    (
        584_660,
        "umol/L",
        &["1975-2", "1968-7", "14631-6", "14629-0"],
    ),
    // Urate.
    (168_110, "umol/L", &["3084-1", "14933-6"]),
    // Calcium.
    (40_078, "mmol/L", &["17861-6", "49765-1", "2000-8"]),
];

/// A substance that is known by its molar mass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substance(usize);

impl Substance {
    /// The substance that a LOINC code measures the concentration of.
    pub fn of_loinc(code: &str) -> Option<Self> {
        SUBSTANCES
            .iter()
            .position(|(_, _, codes)| codes.contains(&code))
            .map(Self)
    }

    /// Its molar mass in milligrams a mole.
    pub fn molar_mass(self) -> u32 {
        SUBSTANCES[self.0].0
    }
}

/// A value in another unit, with so many decimals, rounded half away from zero; `None` where no conversion is defined,
/// or `sent` isn't a plain decimal number.
pub fn convert(
    sent: &str,
    from: &Unit,
    to: &Unit,
    substance: Option<Substance>,
    decimals: u32,
) -> Option<String> {
    let (over, under) = factor(from, to, substance)?;
    let (digits, scale) = decimal(sent)?;
    let tens = |power: u32| 10_i128.checked_pow(power);
    let one = tens(scale)?;
    // ((v - zero) * over / under + other zero), all over 100 * 10^scale * under.
    let shifted = digits
        .checked_mul(100)?
        .checked_sub(from.zero.checked_mul(one)?)?;
    let above = shifted
        .checked_mul(over)?
        .checked_add(to.zero.checked_mul(one)?.checked_mul(under)?)?
        .checked_mul(tens(decimals)?)?;
    let below = one.checked_mul(100)?.checked_mul(under)?;
    let rounded = (above.abs().checked_mul(2)?.checked_add(below)?) / below.checked_mul(2)?;
    Some(decimal_text(above < 0, rounded, decimals as usize))
}

/// What to multiply by, in lowest terms.
fn factor(from: &Unit, to: &Unit, substance: Option<Substance>) -> Option<(i128, i128)> {
    use Sort::{AmountConcentration, MassConcentration};
    let mut over = from.over * to.under;
    let mut under = from.under * to.over;
    if from.sort != to.sort {
        // mg/dL * 10 / (g/mol) = mmol/L, and a molar mass in mg/mol is a thousandth of one in g/mol.
        let molar = i128::from(substance?.molar_mass());
        match (from.sort, to.sort) {
            (MassConcentration, AmountConcentration) => {
                over *= 10_000;
                under *= molar;
            }
            (AmountConcentration, MassConcentration) => {
                over *= molar;
                under *= 10_000;
            }
            _ => return None,
        }
    }
    let common = greatest_common_divisor(over, under);
    Some((over / common, under / common))
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

/// `-12.50` as -1250 and 2.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [whole, decimals].concat();
    let plain = !whole.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || all.len() > 24 {
        return None;
    }
    let value = all
        .bytes()
        .fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    Some((sign * value, u32::try_from(decimals.len()).ok()?))
}

fn decimal_text(negative: bool, mut value: i128, decimals: usize) -> String {
    let mut backwards = Vec::new();
    let is_zero = value == 0;
    while value > 0 || backwards.len() <= decimals {
        backwards.push(b'0' + (value % 10) as u8);
        value /= 10;
    }
    if decimals > 0 {
        backwards.insert(decimals, b'.');
    }
    if negative && !is_zero {
        backwards.push(b'-');
    }
    backwards.reverse();
    String::from_utf8(backwards).unwrap_or_default()
}

/// The units that a patient may choose, by what they measure. The last two stand for "as mass" and "as amount".
pub const CHOICES: [[&str; 2]; 5] = [
    ["kg", "[lb_av]"],
    ["cm", "[in_i]"],
    ["Cel", "[degF]"],
    ["mm[Hg]", "kPa"],
    ["mg/dL", "mmol/L"],
];

/// The units that a patient wants to read, whatever was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units(Vec<&'static Unit>);

impl Units {
    /// Reads what [`Units::to_text`] wrote; what it doesn't know is left out.
    pub fn of_text(text: &str) -> Self {
        Self(text.split(' ').filter_map(find).collect())
    }

    /// As text, to be remembered.
    pub fn to_text(&self) -> String {
        let codes: Vec<&str> = self.0.iter().map(|unit| unit.code).collect();
        codes.join(" ")
    }

    /// True where this unit was chosen.
    pub fn has(&self, code: &str) -> bool {
        self.0.iter().any(|unit| unit.code == code)
    }

    /// With one of a row of [`CHOICES`] chosen, or none: as sent.
    pub fn with(&self, row: &[&'static str], chosen: Option<&str>) -> Self {
        let others = self.0.iter().filter(|unit| !row.contains(&unit.code));
        Self(others.copied().chain(chosen.and_then(find)).collect())
    }

    /// The number in the chosen unit; `None` where none was chosen, it has that unit already, or none is defined.
    ///
    /// It keeps about as much precision as the source gave, not more.
    pub fn apply(&self, number: &Number) -> Option<Number> {
        let from = number.scale?;
        let to = self.target(from, number.substance)?;
        let sent = number.exact.as_deref().unwrap_or(&number.digits);
        let digits = convert(
            sent,
            from,
            to,
            number.substance,
            decimals(number, from, to)?,
        )?;
        number.with(digits, to)
    }

    fn target(&self, from: &Unit, substance: Option<Substance>) -> Option<&'static Unit> {
        let amount = |unit: &Unit| unit.sort == Sort::AmountConcentration;
        let is_concentration = |unit: &Unit| amount(unit) || unit.sort == Sort::MassConcentration;
        let wanted = self.0.iter().copied().find(|to| {
            to.sort == from.sort
                || (is_concentration(to) && is_concentration(from) && substance.is_some())
        })?;
        let wanted = match substance {
            Some(substance) if amount(wanted) => find(SUBSTANCES[substance.0].1)?,
            None if is_concentration(from) => return None,
            _ => wanted,
        };
        (wanted.code != from.code).then_some(wanted)
    }
}

/// The decimals that keep the precision of what was sent: one step of the last digit sent, in the new unit, rounded to a
/// power of ten.
fn decimals(number: &Number, from: &Unit, to: &Unit) -> Option<u32> {
    let (over, under) = factor(from, to, number.substance)?;
    let sent = number
        .digits
        .split_once('.')
        .map_or(0, |(_, after)| after.len());
    let mut step = over as f64 / under as f64;
    for _ in 0..sent {
        step /= 10.0;
    }
    let mut decimals = 0;
    while step < 0.316 && decimals < 12 {
        step *= 10.0;
        decimals += 1;
    }
    Some(decimals)
}
