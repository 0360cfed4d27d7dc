//! The city: sixty invented hospitals and clinics at true places in Shanghai, as Organizations and Locations.

use super::json::{EXTENSION, SNOMED, coding, in_chinese, number, reference};
use super::place_table::{DISTRICTS, PLACES};
use serde_json::{Value, json};

/// The specialty of the heart centres.
pub const CARDIOLOGY: &str = "394579002";

/// What sort of house it is: it decides who works there and when it opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    General,
    Community,
    Clinic,
    Dental,
    Eye,
    Children,
    Maternity,
    Mind,
}

impl Kind {
    /// How its name ends, in English and Chinese.
    fn suffix(self) -> [&'static str; 2] {
        match self {
            Kind::General => ["Hospital", "医院"],
            Kind::Community => ["Community Health Centre", "社区卫生服务中心"],
            Kind::Clinic => ["Clinic", "门诊部"],
            Kind::Dental => ["Dental Clinic", "口腔门诊部"],
            Kind::Eye => ["Eye Hospital", "眼科医院"],
            Kind::Children => ["Children's Hospital", "儿童医院"],
            Kind::Maternity => ["Women's Hospital", "妇产医院"],
            Kind::Mind => ["Mental Health Centre", "精神卫生中心"],
        }
    }

    /// Opening hours on weekdays and on Saturday; none on Saturday means closed, as all are on Sunday.
    fn hours(self) -> ([&'static str; 2], Option<[&'static str; 2]>) {
        match self {
            Kind::General | Kind::Children | Kind::Maternity => {
                (["07:30:00", "20:00:00"], Some(["08:00:00", "16:30:00"]))
            }
            Kind::Community | Kind::Mind => {
                (["08:00:00", "17:30:00"], Some(["08:00:00", "12:00:00"]))
            }
            Kind::Clinic | Kind::Dental => {
                (["08:00:00", "20:00:00"], Some(["08:00:00", "17:30:00"]))
            }
            Kind::Eye => (["08:00:00", "17:30:00"], None),
        }
    }
}

/// One hospital or clinic, as the table in `place_table.rs` has it.
pub struct Place {
    pub kind: Kind,
    /// How many of the city's doctors work there, against the others.
    pub weight: u32,
    /// English and Chinese, without the word for its kind.
    pub name: [&'static str; 2],
    /// The house, then its second campus where it has one.
    pub sites: &'static [Site],
}

/// Where a house stands.
pub struct Site {
    /// Index into `DISTRICTS`.
    pub district: usize,
    /// English and Chinese.
    pub street: [&'static str; 2],
    pub number: u32,
    /// Latitude and longitude in degrees, WGS 84.
    pub position: [&'static str; 2],
}

/// The full name of a place, in English and Chinese.
pub fn name(place: usize) -> [String; 2] {
    let Place { kind, name, .. } = &PLACES[place];
    let suffix = kind.suffix();
    [
        format!("{} {}", name[0], suffix[0]),
        format!("{}{}", name[1], suffix[1]),
    ]
}

/// The id of a place's Organization, `org-01` to `org-60`.
pub fn organization_id(place: usize) -> String {
    format!("org-{:02}", place + 1)
}

/// The id of a Location: `loc-01` for a house, `loc-01-2` for its second campus.
pub fn location_id(place: usize, site: usize) -> String {
    match site {
        0 => format!("loc-{:02}", place + 1),
        _ => format!("loc-{:02}-{}", place + 1, site + 1),
    }
}

/// The name of a Location, in English and Chinese: the house's, with the district for a second campus.
pub fn location_name(place: usize, site: usize) -> [String; 2] {
    let [name, name_zh] = name(place);
    match site {
        0 => [name, name_zh],
        _ => {
            let street = PLACES[place].sites[site].street;
            [
                format!("{name}, {} campus", street[0]),
                format!("{name_zh}（{}院区）", street[1]),
            ]
        }
    }
}

/// Every Organization, each followed by its Locations and its heart centre.
pub fn resources() -> impl Iterator<Item = Value> {
    (0..PLACES.len()).flat_map(|place| {
        let locations = (0..PLACES[place].sites.len()).map(move |site| location(place, site));
        std::iter::once(organization(place))
            .chain(locations)
            .chain(heart_centre(place))
    })
}

/// The service that a place's cardiologists are part of, where it has one: its reference, `HealthcareService/heart-01`.
pub fn heart_centre_of(place: usize) -> Option<Value> {
    let large = PLACES[place].kind == Kind::General;
    large.then(|| {
        reference(
            &format!("HealthcareService/heart-{:02}", place + 1),
            "Heart centre",
        )
    })
}

fn heart_centre(place: usize) -> Option<Value> {
    heart_centre_of(place)?;
    Some(json!({
        "resourceType": "HealthcareService",
        "id": format!("heart-{:02}", place + 1),
        "active": true,
        "providedBy": reference(&format!("Organization/{}", organization_id(place)), &name(place)[0]),
        "specialty": [{"coding": [coding(SNOMED, CARDIOLOGY, "Cardiology")]}],
        "name": "Heart centre",
        "_name": in_chinese("心脏中心"),
    }))
}

/// A number that can't ring: no number of Shanghai begins with 0.
fn phone(place: usize) -> Value {
    json!([{"system": "phone", "value": format!("+86 21 0555 {:04}", place + 101), "use": "work"}])
}

fn organization(place: usize) -> Value {
    let [name, name_zh] = name(place);
    let kind = PLACES[place].kind.suffix();
    json!({
        "resourceType": "Organization",
        "id": organization_id(place),
        "identifier": [{"system": "https://sampan.health/demo/organization", "value": format!("SH-{:04}", place + 1)}],
        "active": true,
        "type": [{
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/organization-type",
                "code": "prov",
                "display": "Healthcare Provider",
            }],
            "text": kind[0],
            "_text": in_chinese(kind[1]),
        }],
        "name": name,
        "_name": in_chinese(&name_zh),
        "alias": [name_zh],
        "telecom": phone(place),
        "address": [address(&PLACES[place].sites[0])],
    })
}

/// Whether a wheelchair can get in: to the second campus of some it can't, and of a tenth nobody says.
fn wheelchair(place: usize, site: usize) -> Option<Value> {
    let known = place % 10 != 9;
    known.then(|| json!({"url": format!("{EXTENSION}/wheelchair-access"), "valueBoolean": !(site == 1 && place.is_multiple_of(3))}))
}

fn location(place: usize, site: usize) -> Value {
    let Site {
        position: [latitude, longitude],
        ..
    } = PLACES[place].sites[site];
    let [location_name, location_name_zh] = location_name(place, site);
    let zone = json!({
        "url": "http://hl7.org/fhir/StructureDefinition/timezone",
        "valueCode": "Asia/Shanghai",
    });
    let extensions: Vec<Value> = [zone].into_iter().chain(wheelchair(place, site)).collect();
    json!({
        "resourceType": "Location",
        "id": location_id(place, site),
        "extension": extensions,
        "status": "active",
        "name": location_name,
        "_name": in_chinese(&location_name_zh),
        "alias": [location_name_zh],
        "mode": "instance",
        "telecom": phone(place),
        "address": address(&PLACES[place].sites[site]),
        "position": {"longitude": number(longitude), "latitude": number(latitude)},
        "managingOrganization": reference(&format!("Organization/{}", organization_id(place)), &name(place)[0]),
        "hoursOfOperation": hours(PLACES[place].kind),
    })
}

fn hours(kind: Kind) -> Value {
    let (weekdays, saturday) = kind.hours();
    let open = |days: &[&str], [from, to]: [&str; 2]| json!({"daysOfWeek": days, "openingTime": from, "closingTime": to});
    std::iter::once(open(&["mon", "tue", "wed", "thu", "fri"], weekdays))
        .chain(saturday.map(|hours| open(&["sat"], hours)))
        .collect()
}

fn address(site: &Site) -> Value {
    let (district, district_zh, post_code) = DISTRICTS[site.district];
    let [street, street_zh] = site.street;
    let number = site.number;
    json!({
        "use": "work",
        "type": "both",
        "text": format!("{number} {street}, {district}, Shanghai {post_code}"),
        "_text": in_chinese(&format!("上海市{district_zh}{street_zh}{number}号")),
        "line": [format!("{number} {street}")],
        "city": "Shanghai",
        "district": district,
        "postalCode": post_code,
        "country": "CN",
    })
}
