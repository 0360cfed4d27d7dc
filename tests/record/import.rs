//! Tables of readings from elsewhere: the exports of common devices and apps, and our own.

use std::time::Instant;

use sampan::record::model::csv;
use sampan::record::model::home::{Measure, observation};
use sampan::record::model::import::{Answers, Line, Question, Sheet, Unfit, Verdict, mark_known};
use serde_json::Value as Json;

/// Noon of 2026-06-01.
const NOW: i64 = 1_780_315_200_000;

fn sheet(text: &str) -> Sheet {
    Sheet::of(text).expect("a table of readings")
}

/// As somebody in China would read it.
fn lines(text: &str, answers: &Answers) -> Vec<Line> {
    sheet(text).lines(answers, NOW, |local| Some(format!("{local}+08:00")))
}

/// A line in short: its moment, its reading, and what is said of it.
fn short(line: &Line) -> String {
    let taken = line.taken.as_ref().map_or_else(String::new, |taken| {
        let name = taken.measure.label().trim_start_matches("record.home_");
        format!("{name} {} {}", taken.numbers.join("/"), taken.unit)
    });
    let verdict = match &line.verdict {
        Verdict::Fine => "fine".to_owned(),
        Verdict::Doubtful(doubts) => doubts.join(" "),
        Verdict::Known => "known".to_owned(),
        Verdict::Unreadable(why) => (*why).to_owned(),
    };
    format!(
        "{} | {taken} | {verdict}",
        line.at.as_deref().unwrap_or("-")
    )
}

fn all(text: &str) -> Vec<String> {
    lines(text, &Answers::default()).iter().map(short).collect()
}

#[test]
fn tables_are_split_as_they_were_written() {
    let cells = |text: &str| -> Vec<Vec<String>> {
        csv::read(text)
            .into_iter()
            .map(|(_, cells)| cells)
            .collect()
    };
    assert_eq!(cells("a,b\r\n1,2\r\n"), [["a", "b"], ["1", "2"]]);
    assert_eq!(cells("\u{feff}a;b\n1,5;2,5"), [["a", "b"], ["1,5", "2,5"]]);
    assert_eq!(cells("a\tb, c\n1\t2"), [["a", "b, c"], ["1", "2"]]);
    assert_eq!(
        cells("a,b\n\"x, \"\"y\"\"\nz\",\"\"\n\n,\n"),
        [["a", "b"], ["x, \"y\"\nz", ""]]
    );
    let numbered: Vec<usize> = csv::read("a,b\n\"1\n2\",3\n\n4,5")
        .iter()
        .map(|(line, _)| *line)
        .collect();
    assert_eq!(numbered, [1, 2, 5]);
    assert!(csv::read("").is_empty());
    assert_eq!(cells("a,\"b"), [["a", "b"]], "a quote that isn't closed");
}

/// What is written is read back as it was, whatever stands in it.
#[test]
fn what_we_write_we_read() {
    let rows = vec![
        vec!["a".to_owned(), "b;c".into(), "d\te".into()],
        vec!["1,5".to_owned(), "x\"y\"".into(), "z\nw".into()],
        vec!["".to_owned(), "-5".into(), "数".into()],
    ];
    let read: Vec<Vec<String>> = csv::read(&csv::write(&rows))
        .into_iter()
        .map(|(_, cells)| cells)
        .collect();
    assert_eq!(read, rows);
}

#[test]
fn a_blood_pressure_monitor_is_read() {
    assert_eq!(
        all(
            "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Notes\n\
             2026-01-31,9:05 PM,121,79,64,\"after dinner, tired\"\n\
             2026-02-01,07:10,251,79,,\n\
             2026-02-02,07:10,121,,,\n\
             2026-02-03,07:10,,,,nothing\n\
             2026-02-04,07:10,79,121,ERR,\n"
        ),
        [
            "2026-01-31T21:05:00+08:00 | pressure 121/79 mm[Hg] | fine",
            "2026-01-31T21:05:00+08:00 | pulse 64 /min | fine",
            "2026-02-01T07:10:00+08:00 | pressure 251/79 mm[Hg] | fine",
            "2026-02-02T07:10:00+08:00 |  | record.import_half",
            "2026-02-03T07:10:00+08:00 |  | record.import_empty",
            "2026-02-04T07:10:00+08:00 | pressure 79/121 mm[Hg] | record.home_doubt_order",
            "2026-02-04T07:10:00+08:00 |  | record.import_no_number",
        ]
    );
}

#[test]
fn tables_of_other_lands_are_read() {
    assert_eq!(
        all("\u{feff}Datum;Uhrzeit;Gewicht (kg)\n31.01.2026;08:00;72,50\n"),
        ["2026-01-31T08:00:00+08:00 | weight 72.50 kg | fine"]
    );
    assert_eq!(
        all("日期\t收缩压\t舒张压\t心率\n2026年1月31日 08:00\t121\t79\t64\n"),
        [
            "2026-01-31T08:00:00+08:00 | pressure 121/79 mm[Hg] | fine",
            "2026-01-31T08:00:00+08:00 | pulse 64 /min | fine"
        ]
    );
    assert_eq!(
        all("التاريخ,الوزن (كغم)\n٢٠٢٦-٠١-٣١,٧٢٫٥\n"),
        ["2026-01-31 | weight 72.5 kg | fine"]
    );
    assert_eq!(
        all(
            "Glucose Data,Generated on,2026-05-01,Mei\nDevice,Device Timestamp,Historic Glucose mg/dL\nLibre,01-31-2026 08:00 AM,104\nLibre,01-31-2026 08:15 AM,LO\n"
        ),
        [
            "2026-01-31T08:00:00+08:00 | glucose 104 mg/dL | fine",
            "2026-01-31T08:15:00+08:00 |  | record.import_no_number"
        ]
    );
    assert_eq!(
        all("Timestamp,Temperature °F,SpO2 (%)\n2026-01-31T08:00:00Z,98.6,97\n"),
        [
            "2026-01-31T08:00:00Z | temperature 98.6 [degF] | fine",
            "2026-01-31T08:00:00Z | oxygen 97 % | fine"
        ]
    );
}

#[test]
fn what_only_the_person_knows_is_asked() {
    let text = "Date,Weight\n03/04/2026,72.5\n";
    assert_eq!(
        sheet(text).questions(),
        [
            Question::DayFirst("03/04/2026".into()),
            Question::Unit(Measure::Weight)
        ]
    );
    let told = |day_first, unit| Answers {
        day_first: Some(day_first),
        units: vec![(Measure::Weight, unit)],
    };
    let read = |answers| -> Vec<String> { lines(text, &answers).iter().map(short).collect() };
    assert_eq!(
        read(told(true, "kg")),
        ["2026-04-03 | weight 72.5 kg | fine"]
    );
    assert_eq!(
        read(told(false, "[lb_av]")),
        ["2026-03-04 | weight 72.5 [lb_av] | fine"]
    );
    assert_eq!(read(Answers::default()), ["- |  | record.import_two_dates"]);

    // Another line shows the order, and each cell its unit.
    assert!(
        sheet("Date,Weight\n03/04/2026,72.5 kg\n13/04/2026,72.5 kg\n")
            .questions()
            .is_empty()
    );
    assert_eq!(
        all("Date,Weight\n03/04/2026,72.5 kg\n13/04/2026,160 lb\n"),
        [
            "2026-04-03 | weight 72.5 kg | fine",
            "2026-04-13 | weight 160 [lb_av] | fine"
        ]
    );
    // A file that contradicts itself is read only where it is clear.
    assert_eq!(
        all("Date,Weight (kg)\n03/04/2026,72.5\n13/04/2026,72\n04/13/2026,71\n"),
        [
            "- | weight 72.5 kg | record.import_two_dates",
            "2026-04-13 | weight 72 kg | fine",
            "2026-04-13 | weight 71 kg | fine"
        ]
    );
    assert!(
        sheet("Date,Pulse,Oxygen\n2026-01-31,64,97\n")
            .questions()
            .is_empty(),
        "there is only one unit"
    );
}

#[test]
fn what_cannot_be_told_is_refused() {
    for (day, why) in [
        ("31.13.2026", "record.import_no_date"),
        ("30.02.2026", "record.import_no_date"),
        ("01/31/26", "record.import_no_date"),
        ("yesterday", "record.import_no_date"),
        ("", "record.import_no_date"),
        ("2026-06-02", "record.import_future"),
    ] {
        assert_eq!(
            all(&format!("Date,Weight (kg)\n{day},72\n")),
            [format!("- | weight 72 kg | {why}")],
            "{day}"
        );
    }
    for (cell, why) in [
        ("about 72", "record.import_no_number"),
        ("11 st", "record.import_unit"),
        ("-3", "record.import_no_number"),
        ("1,234,5", "record.import_no_number"),
    ] {
        let text = format!("Date;Weight (kg)\n2026-01-31;{cell}\n");
        assert_eq!(all(&text), [format!("2026-01-31 |  | {why}")], "{cell}");
    }
    assert_eq!(
        all("Date,Systolic (kPa),Diastolic (kPa)\n2026-01-31,16,10.5\n"),
        ["2026-01-31 |  | record.import_unit"]
    );
    assert_eq!(
        Sheet::of("Name,Colour\nx,red\n").err(),
        Some(Unfit::NoHeads)
    );
    assert_eq!(Sheet::of("").err(), Some(Unfit::NoHeads));
    assert_eq!(Sheet::of("%PDF-1.7 \u{0}\u{1}").err(), Some(Unfit::NoHeads));
}

#[test]
fn our_own_table_is_read_back_and_known() {
    let text = csv::write(
        &[
            [
                "Date",
                "Name",
                "Part",
                "Value",
                "Unit",
                "Remarks",
                "Reference range",
                "Details",
                "Identifier",
            ],
            [
                "2026-01-31T08:00:00+08:00",
                "Body weight",
                "",
                "72.50",
                "kg",
                "",
                "",
                "Measured by:\nherself",
                "Observation/w1",
            ],
            [
                "2026-01-31T08:00:00+08:00",
                "Blood pressure panel",
                "",
                "121/79",
                "mmHg",
                "",
                "",
                "",
                "Observation/b1",
            ],
            [
                "2026-01-31T08:00:00+08:00",
                "Body temperature",
                "",
                "36.6",
                "°C",
                "",
                "",
                "",
                "Observation/t1",
            ],
            [
                "2026-01-31T08:00:00+08:00",
                "Body height",
                "",
                "165",
                "cm",
                "",
                "",
                "",
                "Observation/h1",
            ],
        ]
        .map(|row| row.map(str::to_owned).to_vec()),
    );
    assert!(sheet(&text).questions().is_empty());
    let mut read = lines(&text, &Answers::default());
    assert_eq!(
        read.iter().map(short).collect::<Vec<_>>(),
        [
            "2026-01-31T08:00:00+08:00 | weight 72.50 kg | fine",
            "2026-01-31T08:00:00+08:00 | pressure 121/79 mm[Hg] | fine",
            "2026-01-31T08:00:00+08:00 | temperature 36.6 Cel | fine",
            "2026-01-31T08:00:00+08:00 |  | record.import_other",
        ]
    );
    let weight: Json = serde_json::json!({"id": "w1"});
    mark_known(&mut read, [&weight].into_iter());
    let known: Vec<bool> = read
        .iter()
        .map(|line| line.verdict == Verdict::Known)
        .collect();
    assert_eq!(
        known,
        [true, false, false, false],
        "by the name of its entry"
    );
}

#[test]
fn what_the_record_has_is_known_and_the_rest_kept() {
    let text = "Date,Systolic,Diastolic,Weight (kg)\n\
        2026-01-31T08:00:00+08:00,121,79,72.5\n2026-01-31T08:00:00+08:00,121,79,72.50\n2026-01-31T00:00:00Z,121,80,72.5\n";
    let made = lines(text, &Answers::default());
    let had: Vec<Json> = made[..2]
        .iter()
        .map(|line| {
            observation(
                line.taken.as_ref().expect("read"),
                "p",
                "p",
                "2026-01-31T00:00:00Z",
                "u",
            )
        })
        .collect();
    let verdicts = |record: &[Json]| -> Vec<bool> {
        let mut read = made.clone();
        mark_known(&mut read, record.iter());
        read.iter()
            .map(|line| line.verdict == Verdict::Known)
            .collect()
    };
    assert_eq!(
        verdicts(&[]),
        [false, false, true, true, false, true],
        "a file may say a thing twice"
    );
    assert_eq!(
        verdicts(&had),
        [true, true, true, true, false, true],
        "in another zone, with other digits"
    );
}

#[test]
fn thousands_of_lines_take_no_time() {
    let mut text = String::from("Date,Time,Systolic,Diastolic,Pulse\n");
    for line in 0..10_000 {
        let (day, hour, minute) = (line / 1440 % 28 + 1, line / 60 % 24, line % 60);
        text.push_str(&format!(
            "2026-01-{day:02},{hour:02}:{minute:02},121,79,64\n"
        ));
    }
    let begun = Instant::now();
    let mut read = lines(&text, &Answers::default());
    mark_known(&mut read, std::iter::empty());
    assert_eq!(read.len(), 20_000);
    assert!(
        begun.elapsed().as_secs() < 10,
        "{:?} without optimisation",
        begun.elapsed()
    );
    let long = text.clone() + &text + &text;
    assert_eq!(Sheet::of(&long).err(), Some(Unfit::TooLong));
}

/// Whatever a file holds, it is read or refused.
#[test]
fn no_file_traps() {
    let mut seed = 7u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize
    };
    const PIECES: [&str; 24] = [
        "Date",
        "Time",
        "Weight",
        "Systolic",
        "Diastolic",
        "Name",
        "Value",
        "Unit",
        ",",
        ",",
        ";",
        "\t",
        "\n",
        "\n",
        "\"",
        "2026-01-31",
        "03/04/2026",
        "9:5",
        "72,5",
        "١٢",
        "120/80",
        "体重",
        "\u{0}",
        ":",
    ];
    for _ in 0..3000 {
        let text: String = (0..next() % 60)
            .map(|_| PIECES[next() % PIECES.len()])
            .collect();
        if let Ok(sheet) = Sheet::of(&text) {
            let _ = sheet.questions();
            let mut read = sheet.lines(&Answers::default(), NOW, |_| None);
            mark_known(&mut read, std::iter::empty());
        }
    }
}
