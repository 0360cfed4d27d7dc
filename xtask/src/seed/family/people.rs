//! Who they are: Patients, how they are related, and who may act for whom.

use super::Doctors;
use crate::seed::json::{coding, in_chinese, reference};
use crate::seed::names::{Name, chinese_of};
use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};

const RELATION: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

/// The birthdays of Lin Mei (38), Lin An (6) and Lin Guodong (71), the ages on `today`.
pub fn born(today: NaiveDate) -> [NaiveDate; 3] {
    [(38, 131), (6, 74), (71, 208)]
        .map(|(years, days)| today - Months::new(12 * years) - Days::new(days))
}

/// The three Patients, and a RelatedPerson for Lin Mei in her child's record and in her father's, linked to her own.
pub fn resources(today: NaiveDate, doctors: &Doctors) -> Vec<Value> {
    let [mei, an, guodong] = born(today);
    let lin = |given: &[(&str, &str)]| chinese_of(("林", "Lin"), given);
    let (mei_name, an_name, guodong_name) = (
        lin(&[("梅", "mei")]),
        lin(&[("安", "an")]),
        lin(&[("国", "guo"), ("栋", "dong")]),
    );
    let mut mother = patient("lin-mei", &mei_name, "female", mei, "M");
    mother["generalPractitioner"] = json!([doctors.family.practitioner()]);
    mother["contact"] = json!([contact("FTH", "father", "Lin Guodong", 3)]);
    mother["link"] = json!([
        {"other": reference("RelatedPerson/lin-mei-of-lin-an", "Lin Mei"), "type": "seealso"},
        {"other": reference("RelatedPerson/lin-mei-of-lin-guodong", "Lin Mei"), "type": "seealso"},
    ]);
    let mut child = patient("lin-an", &an_name, "male", an, "S");
    child["generalPractitioner"] = json!([doctors.pediatrician.practitioner()]);
    child["contact"] = json!([contact("MTH", "mother", "Lin Mei", 1)]);
    let mut father = patient("lin-guodong", &guodong_name, "male", guodong, "W");
    father["generalPractitioner"] = json!([doctors.family.practitioner()]);
    father["contact"] = json!([contact("DAUC", "daughter", "Lin Mei", 1)]);
    vec![
        mother,
        child,
        father,
        related(
            "lin-mei-of-lin-an",
            "lin-an",
            "Lin An",
            ("MTH", "mother"),
            &mei_name,
            mei,
        ),
        related(
            "lin-mei-of-lin-guodong",
            "lin-guodong",
            "Lin Guodong",
            ("DAUC", "daughter"),
            &mei_name,
            mei,
        ),
    ]
}

fn patient(key: &str, name: &Name, gender: &str, born: NaiveDate, marital: &str) -> Value {
    let (marital_display, number) = match (marital, key) {
        ("M", _) => ("Married", 1),
        ("W", _) => ("Widowed", 3),
        _ => ("Never Married", 2),
    };
    json!({
        "resourceType": "Patient",
        "id": format!("patient-{key}"),
        "identifier": [{
            "use": "usual",
            "type": {"coding": [coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number")]},
            "system": "https://sampan.health/demo/patient",
            "value": format!("SP{:06}", 100_233 + number),
        }],
        "active": true,
        "name": name.to_fhir(),
        "telecom": [phone(number), {"system": "email", "value": format!("{}@example.com", key.replace('-', ".")), "use": "home"}],
        "gender": gender,
        "birthDate": born,
        "maritalStatus": {"coding": [coding("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", marital, marital_display)]},
        "address": [{
            "use": "home",
            "text": "Room 602, No. 17, Lane 1290 Zhangyang Road, Pudong, Shanghai 200120",
            "_text": in_chinese("上海市浦东新区张杨路1290弄17号602室"),
            "line": ["Room 602, No. 17, Lane 1290 Zhangyang Road"],
            "city": "Shanghai",
            "district": "Pudong",
            "postalCode": "200120",
            "country": "CN",
        }],
        "communication": [
            {"language": {"coding": [coding("urn:ietf:bcp:47", "zh", "Chinese")], "text": "Chinese"}, "preferred": true},
            {"language": {"coding": [coding("urn:ietf:bcp:47", "en", "English")], "text": "English"}},
        ],
    })
}

fn related(
    id: &str,
    of: &str,
    of_name: &str,
    (code, display): (&str, &str),
    name: &Name,
    born: NaiveDate,
) -> Value {
    json!({
        "resourceType": "RelatedPerson",
        "id": id,
        "active": true,
        "patient": reference(&format!("Patient/patient-{of}"), of_name),
        "relationship": [{"coding": [coding(RELATION, code, display)], "text": display}],
        "name": name.to_fhir(),
        "telecom": [phone(1)],
        "gender": "female",
        "birthDate": born,
    })
}

fn contact(code: &str, display: &str, name: &str, number: u32) -> Value {
    json!({
        "relationship": [{"coding": [coding(RELATION, code, display)], "text": display}],
        "name": {"text": name},
        "telecom": [phone(number)],
    })
}

/// A number that can't ring: no mobile number of China begins with 100.
fn phone(number: u32) -> Value {
    json!({"system": "phone", "value": format!("+86 100 0000 {number:04}"), "use": "mobile"})
}
