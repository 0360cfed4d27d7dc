//! What the doctors practise: thirty specialties in SNOMED CT, with the displays of FHIR's c80 practice codes.
//! Pediatrics itself is not in that (preferred) value set, so it comes from SNOMED CT's own list.

use super::places::Kind;

/// One specialty and how the city's doctors share it.
pub struct Specialty {
    /// SNOMED CT.
    pub code: &'static str,
    /// The display that the value set gives.
    pub display: &'static str,
    /// What a doctor's page says.
    pub text: &'static str,
    pub text_zh: &'static str,
    /// How many of the city's doctors practise it, against the others.
    pub weight: u32,
    /// The fee of an ordinary visit, in CNY.
    pub fee: u32,
    /// The length of a visit, in minutes.
    pub minutes: u32,
    /// Whether a visit by video makes sense.
    pub video: bool,
    /// Where it is practised.
    pub kinds: &'static [Kind],
}

use Kind::{Children, Clinic, Community, Dental, Eye, General, Maternity, Mind};

const HOSPITAL: &[Kind] = &[General];
const ANYWHERE: &[Kind] = &[General, Community, Clinic];
const CHILD: &[Kind] = &[General, Children, Community];

const fn of(
    code: &'static str,
    display: &'static str,
    [text, text_zh]: [&'static str; 2],
    [weight, fee, minutes]: [u32; 3],
    video: bool,
    kinds: &'static [Kind],
) -> Specialty {
    Specialty {
        code,
        display,
        text,
        text_zh,
        weight,
        fee,
        minutes,
        video,
        kinds,
    }
}

/// All thirty; the order is part of the data.
#[rustfmt::skip]
pub const SPECIALTIES: [Specialty; 30] = [
    of("394814009", "General practice", ["General practice", "全科"], [200, 60, 20], true, ANYWHERE),
    of("419192003", "Internal medicine", ["Internal medicine", "内科"], [150, 80, 20], true, ANYWHERE),
    of("394537008", "Pediatric specialty", ["Pediatrics", "儿科"], [120, 100, 20], true, CHILD),
    of("394585009", "Obstetrics and gynecology", ["Obstetrics and gynecology", "妇产科"], [100, 120, 20], true, &[General, Maternity, Clinic]),
    of("394579002", "Cardiology", ["Cardiology", "心血管内科"], [80, 150, 20], true, HOSPITAL),
    of("394583002", "Endocrinology", ["Endocrinology", "内分泌科"], [60, 120, 20], true, &[General, Community]),
    of("394582007", "Dermatology", ["Dermatology", "皮肤科"], [70, 100, 20], true, &[General, Clinic]),
    of("394584008", "Gastroenterology", ["Gastroenterology", "消化内科"], [70, 120, 20], true, HOSPITAL),
    of("394591006", "Neurology", ["Neurology", "神经内科"], [60, 150, 30], true, HOSPITAL),
    of("394587001", "Psychiatry", ["Psychiatry", "精神科"], [40, 200, 30], true, &[General, Mind]),
    of("394913002", "Psychotherapy", ["Psychotherapy", "心理治疗"], [40, 300, 30], true, &[Mind, Clinic]),
    of("394594003", "Ophthalmology", ["Ophthalmology", "眼科"], [60, 100, 20], false, &[General, Eye]),
    of("418960008", "Otolaryngology", ["Ear, nose and throat", "耳鼻喉科"], [50, 100, 20], false, &[General, Clinic]),
    of("394801008", "Surgery-Trauma and orthopedics", ["Orthopedics", "骨科"], [80, 150, 20], false, HOSPITAL),
    of("394612005", "Urology", ["Urology", "泌尿外科"], [40, 120, 20], true, HOSPITAL),
    of("394589003", "Nephrology", ["Nephrology", "肾内科"], [30, 120, 20], true, HOSPITAL),
    of("418112009", "Pulmonary medicine", ["Respiratory medicine", "呼吸内科"], [50, 120, 20], true, HOSPITAL),
    of("394810000", "Rheumatology", ["Rheumatology", "风湿免疫科"], [25, 120, 20], true, HOSPITAL),
    of("394803006", "Clinical hematology", ["Hematology", "血液科"], [20, 150, 20], true, HOSPITAL),
    of("394593009", "Medical oncology", ["Oncology", "肿瘤内科"], [45, 200, 30], true, HOSPITAL),
    of("394807007", "Infectious diseases", ["Infectious diseases", "感染科"], [25, 100, 20], true, HOSPITAL),
    of("394811001", "Geriatric medicine", ["Geriatric medicine", "老年医学科"], [35, 100, 30], true, &[General, Community]),
    of("408444009", "Dental-General dental practice", ["Dentistry", "口腔科"], [90, 150, 30], false, &[Dental, Community]),
    of("394608004", "Surgery-Dental-Orthodontics", ["Orthodontics", "口腔正畸"], [25, 300, 30], false, &[Dental]),
    of("394609007", "Surgery-general", ["General surgery", "普外科"], [70, 120, 20], false, HOSPITAL),
    of("394610002", "Surgery-Neurosurgery", ["Neurosurgery", "神经外科"], [20, 200, 30], false, HOSPITAL),
    of("394602003", "Rehabilitation", ["Rehabilitation", "康复医学科"], [35, 80, 30], false, &[General, Community]),
    of("394882004", "Pain management", ["Pain management", "疼痛科"], [20, 120, 20], true, &[General, Clinic]),
    of("394588006", "Pediatric (Child and adolescent) psychiatry", ["Child and adolescent psychiatry", "儿童青少年精神科"], [15, 250, 30], true, &[Children, Mind]),
    of("408450004", "Sleep studies", ["Sleep medicine", "睡眠医学"], [15, 200, 30], true, &[General, Mind]),
];

/// The place of a specialty in the list by its code; 0 (general practice) for an unknown one.
pub fn position(code: &str) -> usize {
    SPECIALTIES
        .iter()
        .position(|it| it.code == code)
        .unwrap_or(0)
}
