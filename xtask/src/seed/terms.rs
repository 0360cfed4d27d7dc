//! What a visit asks of the patient: the clinic's questions beforehand, what to bring, when to pay, and a waiting list. It stands
//! on the Schedule, in extensions that `docs/backend.md` tells.

use super::doctors::{Doctor, cast};
use super::json::{EXTENSION, SNOMED, UCUM, coding, in_chinese, number};
use serde_json::{Value, json};

const CANONICAL: &str = "https://sampan.health/demo/Questionnaire";
/// One doctor in so many, beside the cast, asks before a visit.
const ASKS: usize = 10;

/// The id of the Questionnaire that a doctor has answered before a visit.
fn intake(doctor: &Doctor) -> Option<&'static str> {
    match doctor.number {
        cast::CARDIOLOGIST => Some("intake-heart"),
        1..=cast::LAST => None,
        number if number.is_multiple_of(ASKS) => Some("intake-visit"),
        _ => None,
    }
}

/// The extensions of a doctor's Schedules; of the cast all, of the others some, since they come with every slot.
pub fn extensions(doctor: &Doctor) -> Vec<Value> {
    let named = |name: &str, kind: &str, value: Value| json!({"url": format!("{EXTENSION}/{name}"), kind: value});
    let cast = doctor.number <= cast::LAST;
    let mut all = Vec::new();
    all.extend(intake(doctor).map(|id| {
        let canonical = format!("{CANONICAL}/{id}|1");
        named("intake-questionnaire", "valueCanonical", canonical.into())
    }));
    if cast || intake(doctor).is_some() {
        let mut preparation = named(
            "visit-preparation",
            "valueString",
            "Bring your identity card, your insurance card and the boxes of the medicines you take.".into(),
        );
        preparation["_valueString"] = in_chinese("请带身份证、医保卡和正在服用药品的包装盒。");
        all.push(preparation);
    }
    let times: &[&str] = match doctor.number % 3 {
        _ if cast => &["visit", "now", "after"],
        0 => &["visit", "now"],
        _ => &[],
    };
    all.extend(
        times
            .iter()
            .map(|time| named("payment-time", "valueCode", (*time).into())),
    );
    if cast || doctor.number.is_multiple_of(4) {
        all.push(named("waiting-list", "valueBoolean", true.into()));
    }
    all
}

/// The questionnaires.
pub fn questionnaires() -> Vec<Value> {
    vec![
        questionnaire("intake-visit", ["Before your visit", "就诊前"], vec![medicines(), allergy(), allergy_to()]),
        questionnaire(
            "intake-heart",
            ["Before your heart check-up", "心脏检查前"],
            vec![
                required(question("chest-pain", "boolean", ["Do you have chest pain now or then?", "您时常胸痛吗？"])),
                when(question("chest-pain-when", "open-choice", ["When does it come?", "什么时候痛？"]), &["chest-pain"])
                    .with("repeats", true.into())
                    .with("answerOption", json!([
                        option("exertion", ["On stairs or when I hurry", "爬楼梯或赶路时"]),
                        option("rest", ["At rest", "休息时"]),
                        option("night", ["At night", "夜里"]),
                    ])),
                when(question("chest-pain-since", "date", ["Since when?", "从什么时候开始？"]), &["chest-pain"]),
                display("emergency", ["With strong chest pain now, don't wait for this visit: call 120.", "如果现在胸痛剧烈，请不要等待就诊，立即拨打 120。"], "chest-pain"),
                group("measured", ["If you measure at home", "如果您在家测量"], vec![
                    question("weight", "quantity", ["Weight", "体重"]).with("extension", json!([unit("kg", "kg"), unit("[lb_av]", "lb")])),
                    question("pulse", "integer", ["Pulse at rest, beats a minute", "静息脉搏（次/分钟）"])
                        .with("extension", json!([
                            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 20},
                            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 250},
                        ])),
                ]),
                question("smoking", "choice", ["Do you smoke?", "您吸烟吗？"]).with("answerOption", json!([
                    option("never", ["Never did", "从不"]),
                    option("former", ["Not any more", "已戒烟"]),
                    option("daily", ["Yes", "吸烟"]),
                ])),
                medicines(),
            ],
        ),
    ]
}

fn questionnaire(id: &str, title: [&str; 2], items: Vec<Value>) -> Value {
    json!({
        "resourceType": "Questionnaire",
        "id": id,
        "url": format!("{CANONICAL}/{id}"),
        "version": "1",
        "status": "active",
        "title": title[0],
        "_title": in_chinese(title[1]),
        "subjectType": ["Patient"],
        "item": items,
    })
}

/// A field more, in a chain.
trait With {
    fn with(self, key: &str, value: Value) -> Self;
}

impl With for Value {
    fn with(mut self, key: &str, value: Value) -> Self {
        self[key] = value;
        self
    }
}

fn question(link: &str, kind: &str, text: [&str; 2]) -> Value {
    json!({"linkId": link, "type": kind, "text": text[0], "_text": in_chinese(text[1])})
}

fn required(question: Value) -> Value {
    question.with("required", true.into())
}

/// Asked only where these were answered with yes.
fn when(question: Value, links: &[&str]) -> Value {
    let conditions = links
        .iter()
        .map(|link| json!({"question": link, "operator": "=", "answerBoolean": true}));
    question.with("enableWhen", conditions.collect())
}

fn display(link: &str, text: [&str; 2], of: &str) -> Value {
    when(question(link, "display", text), &[of])
}

fn group(link: &str, text: [&str; 2], items: Vec<Value>) -> Value {
    question(link, "group", text).with("item", items.into())
}

fn option(code: &str, text: [&str; 2]) -> Value {
    let mut coding = coding("https://sampan.health/demo/answers", code, text[0]);
    coding["_display"] = in_chinese(text[1]);
    json!({"valueCoding": coding})
}

fn unit(code: &str, display: &str) -> Value {
    json!({
        "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption",
        "valueCoding": coding(UCUM, code, display),
    })
}

fn medicines() -> Value {
    question(
        "medicines",
        "string",
        ["Which medicines do you take?", "您在服用哪些药？"],
    )
    .with("repeats", true.into())
}

fn allergy() -> Value {
    question(
        "allergy",
        "boolean",
        [
            "Is there a medicine you can't take?",
            "有没有您不能用的药？",
        ],
    )
}

fn allergy_to() -> Value {
    required(when(
        question(
            "allergy-to",
            "text",
            ["Which one, and what happens?", "哪种药？会有什么反应？"],
        ),
        &["allergy"],
    ))
}

/// The bill for a visit: an item for the visit, one for blood tests; `link` is where the hospital takes payment.
pub fn bill(patient: Value, appointment: &str, status: &str, date: chrono::NaiveDate) -> Value {
    let money = |amount: &str| json!({"value": number(amount), "currency": "CNY"});
    let line = |sequence: u32, code: &str, text: [&str; 2], amount: &str| {
        json!({
            "sequence": sequence,
            "chargeItemCodeableConcept": {"coding": [coding(SNOMED, code, text[0])], "text": text[0], "_text": in_chinese(text[1])},
            "priceComponent": [{"type": "base", "amount": money(amount)}],
        })
    };
    json!({
        "resourceType": "Invoice",
        "extension": [
            {"url": format!("{EXTENSION}/invoice-appointment"), "valueReference": {"reference": appointment}},
            {"url": format!("{EXTENSION}/payment-link"), "valueUrl": "https://pay.sampan.example/bill"},
        ],
        "status": status,
        "subject": patient,
        "date": date,
        "lineItem": [
            line(1, "11429006", ["Consultation", "门诊"], "100.00"),
            line(2, "396550006", ["Blood test", "血液检查"], "180.00"),
        ],
        "totalNet": money("280.00"),
        "totalGross": money("280.00"),
    })
}
