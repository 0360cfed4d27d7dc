//! What typed words are taken for, with the vocabulary that Sampan ships.

use crate::vocabulary::vocabulary;
use sampan::doctors::query::Query;
use sampan::doctors::understand::{Meaning, Means, Vocabulary};

/// A specialty's short name in the table below.
fn short(code: &str) -> &str {
    let known = [
        ("394814009", "gp"),
        ("419192003", "internal"),
        ("394537008", "pediatrics"),
        ("394585009", "gynecology"),
        ("394579002", "cardiology"),
        ("394582007", "dermatology"),
        ("408444009", "dentistry"),
        ("394594003", "eyes"),
        ("394583002", "endocrine"),
        ("394584008", "gastro"),
        ("394591006", "neurology"),
        ("394587001", "psychiatry"),
        ("394913002", "psychotherapy"),
        ("418960008", "ent"),
        ("394801008", "orthopedics"),
        ("394612005", "urology"),
        ("394589003", "nephrology"),
        ("418112009", "respiratory"),
        ("394810000", "rheumatology"),
        ("394803006", "hematology"),
        ("394593009", "oncology"),
        ("394807007", "infectious"),
        ("394811001", "geriatric"),
        ("394608004", "orthodontics"),
        ("394609007", "surgery"),
        ("394610002", "neurosurgery"),
        ("394602003", "rehab"),
        ("394882004", "pain"),
        ("394588006", "childpsych"),
        ("408450004", "sleep"),
    ];
    known.iter().find(|(it, _)| *it == code).expect("a code").1
}

/// An interpretation in one line: specialties, then filters and place, then `"name"`, then `!!` to call now or `!` to know when.
pub fn read(text: &str, vocabulary: &Vocabulary) -> String {
    let meaning = Meaning::of(text, vocabulary);
    let codes = meaning.specialties();
    let mut said = vec![
        codes
            .iter()
            .map(|code| short(code))
            .collect::<Vec<_>>()
            .join("+"),
    ];
    for part in &meaning.parts {
        match &part.means {
            Means::Filter { name, value } => said.push(format!("{name}={value}")),
            Means::Place(_) => said.push(format!("@{}", part.name)),
            _ => {}
        }
    }
    if !meaning.rest.is_empty() {
        said.push(format!("\"{}\"", meaning.rest));
    }
    if let Some(first) = meaning.emergencies.first() {
        said.push(if first.now { "!!" } else { "!" }.to_owned());
    }
    said.retain(|it| !it.is_empty());
    said.join(" ")
}

/// Typed text and what it must be taken for.
const TABLE: &[(&str, &str)] = &[
    // Specialties by their professional and everyday names, with slips.
    ("cardiology", "cardiology"),
    ("Cardiologist", "cardiology"),
    ("heart doctor", "cardiology"),
    ("cardiolgy", "cardiology"),
    ("dermatologst", "dermatology"),
    ("opthalmology", "eyes"),
    ("ear nose and throat", "ent"),
    ("ENT", "ent"),
    ("paediatrician", "pediatrics"),
    ("GP", "gp"),
    ("children's doctor", "pediatrics"),
    ("gynaecologist", "gynecology"),
    ("physiotherapy", "rehab"),
    ("child psychiatrist", "childpsych"),
    ("心内科", "cardiology"),
    ("口腔科", "dentistry"),
    ("耳鼻喉", "ent"),
    ("妇科", "gynecology"),
    ("看骨科", "orthopedics"),
    ("儿童心理", "childpsych"),
    // Complaints.
    ("toothache", "dentistry !"),
    ("my tooth hurts", "dentistry !"),
    ("pain in my teeth", "dentistry !"),
    ("tootache", "dentistry"),
    ("heart racing", "cardiology+endocrine"),
    ("I have palpitations", "cardiology+endocrine"),
    ("back pain", "orthopedics"),
    ("lower back pain for two weeks", "orthopedics \"two\""),
    ("knee hurts", "orthopedics"),
    ("can't sleep", "sleep+psychiatry"),
    ("itchy skin", "dermatology"),
    ("blood in urine", "urology+nephrology"),
    ("headache and dizzy", "neurology+ent !"),
    ("high blood pressure", "cardiology"),
    ("hair loss", "dermatology"),
    ("missed period", "gynecology"),
    ("sore throat", "ent+gp"),
    ("short of breath", "respiratory+cardiology !"),
    ("diabets", "endocrine"),
    ("my baby has a fever", "pediatrics !"),
    ("心慌", "cardiology+endocrine"),
    ("我心慌该看什么科", "cardiology+endocrine"),
    ("牙疼", "dentistry !"),
    ("膝盖疼", "orthopedics"),
    ("失眠", "sleep+psychiatry"),
    ("最近老是头晕", "neurology+ent"),
    ("孩子发烧", "pediatrics !"),
    ("肚子疼", "gastro !"),
    ("皮肤痒", "dermatology"),
    ("尿频", "urology"),
    ("月经不调", "gynecology"),
    ("腰椎间盘突出", "orthopedics+neurology"),
    ("脱发", "dermatology"),
    // Red flags.
    (
        "toothache with chest tightness",
        "dentistry+cardiology+respiratory !!",
    ),
    (
        "toothache and sweating",
        "dentistry+endocrine+dermatology !!",
    ),
    ("chest pain", "cardiology+respiratory !"),
    (
        "chest pain and cold sweat",
        "cardiology+respiratory+endocrine+dermatology !!",
    ),
    ("stroke", "neurology !!"),
    ("i want to die", "!!"),
    ("suicidal", "psychiatry+psychotherapy !!"),
    ("牙疼胸闷", "dentistry+cardiology+respiratory !!"),
    (
        "胸痛出冷汗",
        "cardiology+respiratory+endocrine+dermatology !!",
    ),
    ("说话不清", "!!"),
    ("不想活", "!!"),
    // Names, titles, scripts.
    ("Wang", "\"Wang\""),
    ("Dr. Wang Wei", "\"Wang Wei\""),
    ("dr burns", "\"burns\""),
    ("王伟", "\"王伟\""),
    ("王伟医生", "\"王伟\""),
    ("找张主任", "\"张\""),
    ("Heron Bay Hospital", "\"Heron Bay Hospital\""),
    ("鹭湾医院", "\"鹭湾医院\""),
    ("محمد", "\"محمد\""),
    // Places and filters.
    ("pudong", "@Pudong"),
    ("浦东", "@Pudong"),
    ("dentist near Pudong", "dentistry @Pudong"),
    ("Jing'an dermatologist", "dermatology @Jing'an"),
    ("female gynecologist", "gynecology gender=female"),
    ("english speaking pediatrician", "pediatrics lang=en"),
    ("cardiologist today", "cardiology when=today"),
    ("video psychiatrist", "psychiatry mode=video"),
    ("女医生 妇科", "gynecology gender=female"),
    ("周末 牙科", "dentistry when=weekend"),
    ("best dentist", "dentistry sort=rated"),
    // Mixtures.
    ("dr wang cardiology pudong", "cardiology @Pudong \"wang\""),
    ("pudong wang cardiologist", "cardiology @Pudong \"wang\""),
    ("浦东的王医生心内科", "cardiology @Pudong \"王\""),
    ("徐汇 牙疼 女医生", "dentistry @Xuhui gender=female !"),
    (
        "toothache tonight in Xuhui",
        "dentistry when=today @Xuhui !",
    ),
    ("心慌 王伟", "cardiology+endocrine \"王伟\""),
    ("Yousef Al-Najjar", "\"Yousef Al-Najjar\""),
    ("Tang Tingqing", "\"Tang Tingqing\""),
    ("tinglign", "neurology"),
    ("wang fang skin rash", "dermatology \"wang fang\""),
    // Arabic.
    ("ألم الأسنان", "dentistry !"),
    ("طبيب قلب", "cardiology"),
    ("خفقان القلب", "cardiology+endocrine"),
    ("طبيبة نسائية", "gynecology gender=female"),
    ("صداع", "neurology !"),
    // Nothing.
    ("", ""),
    ("?!", "\"?!\""),
    ("doctor", ""),
];

#[test]
fn everyday_words_are_taken_for_what_they_mean() {
    let known = vocabulary("en");
    let wrong: Vec<String> = TABLE
        .iter()
        .map(|(text, expected)| (text, expected, read(text, &known)))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(text, expected, got)| format!("{text:?}\n   expected {expected}\n   got      {got}"))
        .collect();
    assert!(
        TABLE.len() >= 60 && wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_same_words_mean_the_same_to_a_chinese_and_an_arabic_reader() {
    for language in ["zh-Hans", "ar"] {
        let known = vocabulary(language);
        for (text, expected) in TABLE
            .iter()
            .filter(|(text, _)| *text != "ear nose and throat")
        {
            // Places are named in the reader's language.
            let bare = |it: &str| {
                it.split(' ')
                    .filter(|it| !it.starts_with('@'))
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(
                bare(&read(text, &known)),
                bare(expected),
                "{text} to {language}"
            );
        }
    }
}

#[test]
fn a_part_can_be_taken_out_of_the_text() {
    let known = vocabulary("en");
    let text = "dr wang cardiology pudong";
    let meaning = Meaning::of(text, &known);
    let left: Vec<String> = meaning
        .parts
        .iter()
        .map(|part| meaning.without(part))
        .collect();
    assert_eq!(left, ["dr wang pudong", "dr wang cardiology"]);
    let meaning = Meaning::of("浦东的王医生心内科", &known);
    assert_eq!(meaning.without(&meaning.parts[0]), "的王医生心内科");
}

#[test]
fn what_is_understood_takes_the_place_of_the_words() {
    let known = vocabulary("en");
    let before = Query::parse(
        "?specialty=1&lang=en&sort=soonest",
        "#q=toothache%20pudong%20wang",
    );
    let query = Meaning::of(&before.text, &known).apply(&before);
    assert_eq!(
        query.specialty.as_deref(),
        Some("408444009"),
        "the words are newer than the filter"
    );
    assert_eq!(
        (query.lang.as_deref(), query.text.as_str()),
        (Some("en"), "wang")
    );
    assert_eq!(query.near.expect("a place").degrees(), (31.222, 121.544));
}
