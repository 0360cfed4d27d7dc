//! Units for reading: the source's own words, with the spelling of UCUM (the Unified Code for Units of Measure) undone.

/// A unit as people write it: `mm[Hg]` is `mmHg`, `10*9/L` is `10⁹/L`, `kg/m2` is `kg/m²`. What isn't UCUM's own spelling
/// stays as it is. `None` for the unit of mere numbers.
pub fn readable_unit(unit: &str) -> Option<String> {
    let unit = unit.trim();
    let known = match unit {
        "" | "1" => return None,
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "[degF]" => "°F",
        "[lb_av]" => "lb",
        "[oz_av]" => "oz",
        "[in_i]" => "in",
        "[ft_i]" => "ft",
        "[pH]" => "pH",
        "{beats}/min" => "beats/min",
        "{breaths}/min" => "breaths/min",
        _ => return Some(respell(unit)),
    };
    Some(known.to_owned())
}

/// Undoes the general rules: `10*3` is a power, `m2` a square, `u` stands for µ, braces hold remarks.
fn respell(unit: &str) -> String {
    let parts: Vec<String> = unit
        .split('/')
        .map(respell_part)
        .filter(|part| !part.is_empty())
        .collect();
    let whole = parts.join("/");
    // `/min` alone: per minute.
    if unit.starts_with('/') {
        ["/", &whole].concat()
    } else {
        whole
    }
}

fn respell_part(part: &str) -> String {
    if let Some(power) = part.strip_prefix("10*").or(part.strip_prefix("10^")) {
        return ["10", &superscript(power)].concat();
    }
    if let Some(remark) = part
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        return respell_squares(&remark.replace('_', " "));
    }
    if let Some(unit) = part
        .strip_prefix("[")
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return unit.replace('_', " ");
    }
    match part {
        "ug" | "uL" | "umol" | "um" | "uU" => ["µ", &part[1..]].concat(),
        "u[IU]" => "µIU".to_owned(),
        "m[IU]" => "mIU".to_owned(),
        "m2" => "m²".to_owned(),
        "m3" => "m³".to_owned(),
        _ => part.to_owned(),
    }
}

fn respell_squares(text: &str) -> String {
    text.strip_suffix(" m2")
        .map_or_else(|| text.to_owned(), |number| [number, " m²"].concat())
}

fn superscript(digits: &str) -> String {
    digits
        .chars()
        .map(|digit| match digit {
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            '-' => '⁻',
            other => other,
        })
        .collect()
}
