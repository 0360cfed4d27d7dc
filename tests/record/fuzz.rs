//! The US Core examples, mutated: whatever a server sends, nothing traps and no number is made up.

use sampan::fhir::types::Observation;
use sampan::record::model::convert::Units;
use sampan::record::model::series::Series;
use sampan::record::model::{Chapter, Entry, Value, chart::Chart, measurements, narrative_text};
use serde_json::{Value as Json, json};

use crate::samples::{page, samples};

const ROUNDS: usize = 6000;

/// A small generator (xorshift), so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn odd(dice: &mut Dice) -> Json {
    match dice.roll(14) {
        0 => Json::Null,
        1 => json!([]),
        2 => json!({}),
        3 => json!(true),
        4 => json!(-1),
        5 => serde_json::from_str("1e400").unwrap_or(json!(1e300)),
        6 => serde_json::from_str("0.000000000000000000000000000001").expect("a number"),
        7 => serde_json::from_str("99999999999999999999999999999999999999.9").expect("a number"),
        8 => json!("مرحبا 你好 \u{202e}\u{0000}🩺"),
        9 => json!("x".repeat(50_000)),
        10 => json!("9999-12-31T23:59:59.999999999+14:00"),
        11 => json!("0001-01"),
        12 => (0..60).fold(json!("deep"), |inner, _| json!({"extension": [inner]})),
        _ => json!([{"value": "5", "unit": "m", "code": "kg"}, null, 7]),
    }
}

/// Changes one place, somewhere.
fn mutate(json: &mut Json, dice: &mut Dice) {
    let stop = dice.roll(4) == 0;
    match json {
        Json::Object(fields) if !fields.is_empty() && !stop => {
            let at = dice.roll(fields.len());
            let key = fields.keys().nth(at).cloned().unwrap_or_default();
            // What it is and whose it is stay: else nobody would look at it.
            if key == "resourceType" || key == "subject" {
                return;
            }
            match dice.roll(8) {
                0 => drop(fields.remove(&key)),
                1 => {
                    let value = fields.remove(&key).unwrap_or_default();
                    fields.insert([&key, "X"].concat(), value);
                }
                _ => mutate(fields.entry(key).or_insert(Json::Null), dice),
            }
        }
        Json::Array(items) if !items.is_empty() && !stop => {
            let at = dice.roll(items.len());
            match dice.roll(6) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => mutate(&mut items[at], dice),
            }
        }
        other => *other = odd(dice),
    }
}

/// All digits of the numbers in a resource, as sent.
fn digits_in(json: &Json, out: &mut Vec<String>) {
    match json {
        Json::Number(number) => out.push(number.to_string()),
        Json::String(text) => out.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| digits_in(item, out)),
        Json::Object(fields) => fields.values().for_each(|field| digits_in(field, out)),
        _ => {}
    }
}

/// Every number that is read stands in the resource, to the last digit.
fn nothing_is_made_up(name: &str, resource: &Json, entries: &[Entry]) {
    let mut sent = Vec::new();
    digits_in(resource, &mut sent);
    for reading in entries.iter().flat_map(|entry| &entry.readings) {
        let numbers = match &reading.value {
            Value::Ratio(above, below) => vec![above, below],
            Value::Range(low, high) => low.iter().chain(high).collect(),
            other => other.numbers(),
        };
        for number in numbers {
            let exact = number.exact.as_ref().unwrap_or(&number.digits);
            assert!(
                sent.contains(exact),
                "{name}: {exact} was never sent in {resource}"
            );
        }
    }
}

#[test]
fn mutated_examples_never_trap() {
    let Some(mut files) = samples("us-core") else {
        println!("skipped: no shared data");
        return;
    };
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let units = [
        Units::default(),
        Units::of_text("[lb_av] [in_i] [degF] kPa mmol/L"),
    ];
    let mut dice = Dice(0x5eed_5a3a);
    let (mut shown, mut measured) = (0, 0);
    for round in 0..ROUNDS {
        let (name, json) = &files[round % files.len()];
        let mut json = json.clone();
        for _ in 0..=dice.roll(4) {
            mutate(&mut json, &mut dice);
        }
        let name = format!("{name}, round {round}");
        for chapter in Chapter::ALL {
            if json["resourceType"] != chapter.kind() {
                continue;
            }
            let page = page(chapter.kind(), &[&json]);
            let contents = chapter.read(&page, "example", "zh-Hans");
            nothing_is_made_up(&name, &json, &contents.entries);
            shown += contents.entries.len();
            let observations = page.typed::<Observation>();
            for units in &units {
                let entries = measurements(&observations, "en");
                if let Some(series) = Series::of(&entries, units) {
                    measured += 1;
                    let _ = Chart::of(&series, i64::MIN, i64::MAX, |_, _| Vec::new());
                }
            }
        }
        let _ = narrative_text(json["text"]["div"].as_str().unwrap_or_default());
    }
    assert!(
        shown > ROUNDS / 4 && measured > ROUNDS / 20,
        "{shown} shown, {measured} measured"
    );
}
