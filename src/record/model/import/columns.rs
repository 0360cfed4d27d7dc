//! What the columns of other people's tables say.

use super::super::home::Measure;
use super::when::western;
use crate::native::lowercase;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Column {
    /// The day, maybe with the time.
    When,
    Time,
    /// A number of a measure, with what the head says of its unit.
    Part(Measure, usize, Unit),
    /// A blood pressure as `120/80`.
    Pressure(Unit),
    /// What was measured, in words; the value and unit stand in columns of their own.
    Name,
    Value,
    Unit,
    /// `Observation/…`, as in our own tables.
    Key,
}

/// What is said of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    Unsaid,
    Known(&'static str),
    /// One that a reading isn't kept in.
    Foreign,
}

/// The unit that a head or a cell speaks of.
pub fn unit_in(measure: Measure, text: &str) -> Unit {
    let text = western(&lowercase(text));
    let words: Vec<&str> = text.split(|char: char| !char.is_alphanumeric()).collect();
    let has = |wanted: &[&str]| {
        wanted.iter().any(|wanted| match wanted.contains('/') {
            true => text.contains(wanted),
            false => words.contains(wanted),
        })
    };
    match measure {
        Measure::Pressure if has(&["kpa"]) => Unit::Foreign,
        Measure::Pressure if has(&["mmhg", "hg"]) => Unit::Known("mm[Hg]"),
        Measure::Pulse if has(&["bpm", "/min", "rpm"]) => Unit::Known("/min"),
        Measure::Weight if has(&["kg", "kgs", "kilograms", "公斤", "千克", "كغم", "كجم"]) => {
            Unit::Known("kg")
        }
        Measure::Weight if has(&["lb", "lbs", "pounds", "磅"]) => Unit::Known("[lb_av]"),
        Measure::Weight if has(&["st", "stone", "g", "斤"]) => Unit::Foreign,
        Measure::Temperature if has(&["c", "cel", "celsius", "摄氏度"]) || text.contains('℃') => {
            Unit::Known("Cel")
        }
        Measure::Temperature
            if has(&["f", "degf", "fahrenheit", "华氏度"]) || text.contains('℉') =>
        {
            Unit::Known("[degF]")
        }
        Measure::Oxygen if text.contains('%') => Unit::Known("%"),
        Measure::Glucose if has(&["mmol/l"]) => Unit::Known("mmol/L"),
        Measure::Glucose if has(&["mg/dl"]) => Unit::Known("mg/dL"),
        _ => Unit::Unsaid,
    }
}

/// What a column with this head holds. The words are those of common devices and apps, in English, German, French,
/// Spanish, Chinese and Arabic, and of our own tables.
pub fn column(head: &str) -> Option<Column> {
    let head = lowercase(head);
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let part = |measure, part| Column::Part(measure, part, unit_in(measure, &head));
    let is = |words: &[&str]| words.iter().any(|word| head == *word);
    Some(
        if has(&[
            "systol",
            "sistól",
            "sistol",
            "收缩压",
            "高压",
            "الانقباضي",
            "القيمة العليا",
            "upper value",
        ]) || is(&["sys", "sys (mmhg)"])
        {
            part(Measure::Pressure, 0)
        } else if has(&[
            "diastol",
            "diastól",
            "舒张压",
            "低压",
            "الانبساطي",
            "القيمة الدنيا",
            "lower value",
        ]) || is(&["dia", "dia (mmhg)"])
        {
            part(Measure::Pressure, 1)
        } else if has(&[
            "blood pressure",
            "blutdruck",
            "tension",
            "presión",
            "血压",
            "ضغط الدم",
        ]) {
            Column::Pressure(unit_in(Measure::Pressure, &head))
        } else if has(&["spo2", "oxygen", "sauerstoff", "oxígeno", "血氧", "أكسجين"]) {
            part(Measure::Oxygen, 0)
        } else if has(&[
            "glucose",
            "glukose",
            "glucosa",
            "blood sugar",
            "blutzucker",
            "glycémie",
            "血糖",
            "سكر",
        ]) {
            part(Measure::Glucose, 0)
        } else if has(&["temperatur", "température", "体温", "الحرارة"]) {
            part(Measure::Temperature, 0)
        } else if has(&["weight", "gewicht", "poids", "peso", "体重", "الوزن"]) {
            part(Measure::Weight, 0)
        } else if has(&[
            "pulse",
            "puls",
            "heart rate",
            "herzfrequenz",
            "pouls",
            "心率",
            "脉搏",
            "النبض",
        ]) {
            part(Measure::Pulse, 0)
        } else if has(&["date", "datum", "fecha", "timestamp", "日期", "التاريخ"]) {
            Column::When
        } else if has(&["time", "zeit", "heure", "hora", "时间", "الوقت"]) {
            Column::Time
        } else if is(&["name", "measurement", "measure", "type", "名称", "الاسم"]) {
            Column::Name
        } else if is(&["value", "wert", "valeur", "valor", "数值", "القيمة"]) {
            Column::Value
        } else if is(&[
            "unit",
            "units",
            "einheit",
            "unité",
            "unidad",
            "单位",
            "单位名称",
            "وحدة القياس",
        ]) {
            Column::Unit
        } else if is(&["identifier", "标识", "المعرّف"]) {
            Column::Key
        } else {
            return None;
        },
    )
}
