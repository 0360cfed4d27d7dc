// A patient says what a visit was like, once, and can change it or take it back; nobody else can speak of that visit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { create, read, search } from "./server.mjs";
import { askFhir, signIn, tokensOf } from "./signin.mjs";
import { press, pressUntil } from "./steps.mjs";
import { flaws } from "./valid.mjs";
import { DESK, FAILED_LOAD, PHONE, accessible, fhirFault, inBrowser, isTransaction, settled, signInApp, tabTo, untilKept } from "./support.mjs";

const MEI = "patient-lin-mei";
const ROLE = "role-00002";
const FORM = "https://sampan.health/fhir/Questionnaire/patient-experience|1";
const NAMES = "https://sampan.health/fhir/NamingSystem/review";

const participant = (...actors) => actors.map((reference) => ({ actor: { reference }, status: "accepted" }));

/** A visit of last week. */
const attended = (patient = MEI, status = "fulfilled") => {
  const start = Date.now() - 7 * 86_400_000;
  return create({
    resourceType: "Appointment",
    status,
    participant: participant(`Patient/${patient}`, `PractitionerRole/${ROLE}`),
    start: new Date(start).toISOString(),
    end: new Date(start + 1_200_000).toISOString(),
  });
};

/** The two resources of a visit's review, each once. */
async function stored(visit) {
  const of = (kind) => search(`${kind}?identifier=${encodeURIComponent(`${NAMES}|Appointment/${visit}`)}`);
  const [responses, stars] = [await of("QuestionnaireResponse"), await of("Observation")];
  assert.ok(responses.length <= 1 && stars.length === responses.length, `${responses.length} answers, ${stars.length} stars`);
  return { response: responses[0], star: stars[0] };
}

async function openForm(page, say, visit) {
  await page.goto(`/appointments/${visit}`);
  await settled(page);
  await pressUntil(page, page.getByRole("link", { name: say("Write a review") }), page.getByRole("heading", { level: 1, name: say("What was your visit like?") }));
  await settled(page);
}

const star = (page, question, stars) => page.locator(`#review-${question} input`).nth(stars - 1);

for (const [language, width] of [["en", PHONE], ["zh-Hans", DESK], ["ar", PHONE]]) {
  inBrowser(`a review is written, changed and withdrawn (${language})`, { language, width }, async (page, say) => {
    const visit = (await attended()).id;
    await openForm(page, say, visit);
    await accessible(page);
    // The one question that must be answered.
    await press(page, page.getByRole("button", { name: say("Send review") }));
    await page.getByText(say("Choose one to five stars.")).waitFor();
    await star(page, "overall", 4).check();
    await star(page, "communication", 5).check();
    await page.getByRole("radio", { name: say("Yes") }).check();
    await page.locator("#review-comment").fill("Took the time to explain.");
    await accessible(page);
    await press(page, page.getByRole("button", { name: say("Send review") }));
    await page.getByRole("heading", { name: say("Thank you") }).waitFor();
    await accessible(page);
    let { response, star: given } = await stored(visit);
    assert.equal(response.status, "completed");
    assert.equal(response.questionnaire, FORM);
    assert.equal(response.subject.reference, `PractitionerRole/${ROLE}`);
    assert.deepEqual(response.item.map((item) => Object.values(item.answer[0])[0]), [4, 5, true, "Took the time to explain."]);
    assert.equal(given.valueQuantity.value, 4);
    assert.equal(given.derivedFrom[0].reference, `QuestionnaireResponse/${response.id}`);

    await press(page, page.locator("main").getByRole("link", { name: say("To the visit") }));
    await page.getByText("Took the time to explain.").waitFor();
    await accessible(page);
    await press(page, page.getByRole("link", { name: say("Change it") }));
    await page.locator("#review-comment").waitFor();
    assert.equal(await page.locator("#review-comment").inputValue(), "Took the time to explain.");
    await star(page, "overall", 3).check();
    await press(page, page.getByRole("button", { name: say("Save changes") }));
    await page.getByRole("heading", { name: say("Thank you") }).waitFor();
    ({ response, star: given } = await stored(visit));
    assert.deepEqual([response.status, given.status, given.valueQuantity.value], ["amended", "amended", 3]);

    await page.goto(`/appointments/${visit}`);
    await settled(page);
    await press(page, page.getByRole("button", { name: say("Withdraw it") }));
    await accessible(page);
    await press(page, page.getByRole("button", { name: say("Yes, withdraw it") }));
    await page.getByText(say("You withdrew your review.")).waitFor();
    await accessible(page);
    ({ response, star: given } = await stored(visit));
    assert.deepEqual([response.status, given.status, response.item], ["entered-in-error", "entered-in-error", undefined]);
  });
}

inBrowser("a review is written without a mouse, and a reload loses nothing of it", {}, async (page, say) => {
  const visit = (await attended()).id;
  await openForm(page, say, visit);
  await tabTo(page, page.locator("#review-overall input"));
  // The first of a group takes the focus, the arrows choose.
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.locator("#review-comment"));
  await untilKept(page, () => page.keyboard.type("Kept over a reload"));
  assert.ok(await page.evaluate(() => sessionStorage.length > 0));
  assert.ok(!(await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))).includes("Kept"), "typed words lie open in the tab");
  await page.reload();
  await page.locator("#review-comment").waitFor();
  assert.equal(await page.locator("#review-comment").inputValue(), "Kept over a reload");
  assert.ok(await star(page, "overall", 2).isChecked());
  await tabTo(page, page.getByRole("button", { name: say("Send review") }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: say("Thank you") }).waitFor();
  assert.equal((await stored(visit)).star.valueQuantity.value, 2);
});

inBrowser("a lost answer, a double tap and a second tab make one review", { expect: FAILED_LOAD }, async (page, say) => {
  const visit = (await attended()).id;
  await openForm(page, say, visit);
  let tries = 0;
  await fhirFault(page, isTransaction, async (route) => {
    tries += 1;
    if (tries > 1) return route.fallback();
    // It is done, and its answer is lost on the way.
    await route.fetch();
    return route.abort("connectionreset");
  });
  const second = await page.context().newPage();
  await openForm(second, say, visit);
  await star(page, "overall", 5).check();
  await page.getByRole("button", { name: say("Send review") }).dblclick();
  await page.getByRole("heading", { name: say("Thank you") }).waitFor();
  assert.equal(tries, 1);
  await star(second, "overall", 1).check();
  await second.getByRole("button", { name: say("Send review") }).click();
  await second.getByText(say("Another review of this visit is stored already, from another page or device. This is what it says; what you typed here is kept.")).waitFor();
  await accessible(second);
  assert.equal((await stored(visit)).star.valueQuantity.value, 5);
  await second.getByRole("button", { name: say("Store mine instead") }).click();
  await second.getByRole("heading", { name: say("Thank you") }).waitFor();
  assert.equal((await stored(visit)).star.valueQuantity.value, 1);
});

inBrowser("a visit that hasn't taken place can't be reviewed", {}, async (page, say) => {
  const visit = (await attended(MEI, "noshow")).id;
  await page.goto(`/appointments/${visit}?step=review`);
  await page.getByText(say("Only a visit that has taken place can be reviewed.")).waitFor();
  await accessible(page);
});

inBrowser("a signed-in patient reviews an own visit", { base: signInApp }, async (page, say) => {
  const visit = (await attended()).id;
  await page.goto(`/appointments/${visit}?step=review`);
  await signIn(page, say, "lin.mei");
  await star(page, "overall", 5).check();
  await press(page, page.getByRole("button", { name: say("Send review") }));
  await page.getByRole("heading", { name: say("Thank you") }).waitFor();
  assert.equal((await stored(visit)).response.source.reference, `Patient/${MEI}`);
  await press(page, page.locator("main").getByRole("link", { name: say("To the visit") }));
  await press(page, page.getByRole("button", { name: say("Withdraw it") }));
  await press(page, page.getByRole("button", { name: say("Yes, withdraw it") }));
  await page.getByText(say("You withdrew your review.")).waitFor();
});

test("nobody can review another's visit, or an own one twice, past the app", async () => {
  const [own, another] = [(await attended()).id, (await attended("patient-lin-guodong")).id];
  const mei = (await tokensOf("lin.mei", "patient-lin-an")).access_token;
  const his = (await tokensOf("lin.guodong", "patient-lin-guodong")).access_token;
  const response = (visit, patient) => ({
    resourceType: "QuestionnaireResponse",
    identifier: { system: NAMES, value: `Appointment/${visit}` },
    questionnaire: FORM,
    status: "completed",
    subject: { reference: `PractitionerRole/${ROLE}` },
    source: { reference: `Patient/${patient}` },
    author: { reference: `Patient/${patient}` },
    item: [{ linkId: "overall", answer: [{ valueInteger: 1 }] }],
  });
  const post = (token, resource) => {
    const entry = [{ resource, request: { method: "POST", url: resource.resourceType } }];
    return askFhir("", token, { method: "POST", body: JSON.stringify({ resourceType: "Bundle", type: "transaction", entry }) });
  };
  assert.equal((await post(his, response(own, "patient-lin-guodong"))).status, 403, "of a visit that was hers");
  assert.equal((await post(mei, response(another, "patient-lin-an"))).status, 403, "of a visit that was his");
  assert.equal((await post(his, response(another, MEI))).status, 403, "in another's name");
  assert.equal((await post(his, response(another, "patient-lin-guodong"))).status, 200, "of the own");
  const vital = (await search("Observation?patient=patient-lin-guodong&category=vital-signs&_count=1"))[0];
  const changed = await askFhir(`Observation/${vital.id}`, his, { method: "PUT", body: JSON.stringify(vital) });
  assert.equal(changed.status, 403, "what the hospital measured");
});

for (const [language, width] of [["en", PHONE], ["zh-Hans", DESK], ["ar", PHONE]]) {
  inBrowser(`what patients say of a doctor can be sorted, narrowed and questioned (${language})`, { language, width }, async (page, say) => {
    await page.goto("/doctors/role-00001");
    await settled(page);
    const reviews = page.locator("section").filter({ has: page.locator("h2#reviews") });
    // Number, period and source, the questions, who would recommend, and what isn't shown.
    await reviews.getByText(say("Listening and explaining")).waitFor();
    await reviews.getByText(/412/).first().waitFor();
    await reviews.getByText(/2024/).first().waitFor();
    await reviews.getByText(say("{n} reviews are being checked after objections. They count; their comments aren't shown meanwhile.")).waitFor();
    await accessible(page);
    const comments = reviews.locator(".comment");
    const all = await comments.count();
    assert.ok(all > 3, `${all} comments`);
    const stars = async () => (await comments.locator("p.row span:first-child").allInnerTexts()).map((text) => text.trim());
    await page.locator("#comment-order").selectOption("lowest");
    const lowest = await stars();
    await page.locator("#comment-order").selectOption("highest");
    assert.notEqual((await stars())[0], lowest[0]);
    assert.equal((await stars()).at(-1), lowest[0]);
    await page.locator("#comment-language").selectOption("zh");
    const chinese = await comments.count();
    assert.ok(chinese > 0 && chinese < all, `${chinese} of ${all} in Chinese`);
    for (const text of await comments.locator("p[lang]").allInnerTexts()) assert.match(text, /\p{Script=Han}/u);
    await accessible(page);
  });
}

/** The doctor's page on a server without MeasureReports. */
const unpublished = (page) =>
  fhirFault(page, (_, path) => path === "MeasureReport", (route) => route.fulfill({ status: 404, contentType: "application/fhir+json", body: "{}" }));

inBrowser("without published ratings the stars are counted, and the page says so", { expect: FAILED_LOAD }, async (page, say) => {
  await unpublished(page);
  await page.goto("/doctors/role-00001");
  await page.getByText(say("Counted from the reviews on the hospital's server. Nobody has published a period.")).waitFor();
  const counted = page.locator("section").filter({ has: page.locator("h2#reviews") });
  // Of the demo's 415 one is withdrawn; the other two were removed, which a count can't know.
  assert.match(await counted.locator(".stars").innerText(), /41[0-9]/);
  await accessible(page);
});

inBrowser("a server with no ratings of any kind says that", { expect: FAILED_LOAD }, async (page, say) => {
  await unpublished(page);
  await fhirFault(page, (method, path) => method === "POST" && path === "", (route) => route.fulfill({ status: 403, contentType: "application/fhir+json", body: "{}" }));
  await fhirFault(page, (_, path) => path.startsWith("Observation"), (route) => route.fulfill({ status: 403, contentType: "application/fhir+json", body: "{}" }));
  await page.goto("/doctors/role-00001");
  await page.getByText(say("This server publishes no ratings.")).waitFor();
  await accessible(page);
});

inBrowser("qualifications say whether they hold and who checked them", {}, async (page, say) => {
  const qualifications = page.locator("section").filter({ has: page.locator("h2#qualifications") });
  await page.goto("/doctors/role-00001");
  await qualifications.getByText(say("Confirmed by {source} on {date}")).waitFor();
  await qualifications.getByText(say("Being checked with its issuer")).waitFor();
  await qualifications.getByText(say("Stated by the hospital; nobody has checked it with its issuer")).waitFor();
  await qualifications.getByText(/In practice for \d+ years/).waitFor();
  await accessible(page);
  await page.goto("/doctors/role-00007");
  await qualifications.getByText(say("Its issuer couldn't confirm this on {date}. Ask the hospital.")).waitFor();
  await page.goto("/doctors/role-00010");
  await qualifications.locator(".notice.warning").waitFor();
  await accessible(page);
});

inBrowser("a directory that knows nothing of checks says that", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, (_, path) => path === "VerificationResult", (route) => route.fulfill({ status: 404, contentType: "application/fhir+json", body: "{}" }));
  await page.goto("/doctors/role-00001");
  await page.getByText(say("This directory doesn't tell whether these were checked with their issuers.")).waitFor();
  await accessible(page);
});

inBrowser("a hospital says whether a wheelchair can get in", {}, async (page, say) => {
  await page.goto("/hospitals/org-01");
  await page.getByText(say("Wheelchairs can get in")).first().waitFor();
  await accessible(page);
});

test("what is published and stored of reviews is valid R4, and the validator would tell", async () => {
  const published = JSON.parse(readFileSync(new URL("../../public/profiles/Questionnaire-patient-experience.json", import.meta.url)));
  const report = await read("MeasureReport/rating-00001");
  const response = (await search("QuestionnaireResponse?subject=PractitionerRole/role-00001&_count=1"))[0];
  const star = (await search("Observation?focus=PractitionerRole/role-00001&_count=1"))[0];
  for (const one of [published, report, response, star]) assert.deepEqual(flaws(one), [], one.resourceType);
  assert.deepEqual((await read(`Questionnaire/${published.id}`)).item, published.item, "the server's is the published one");
  // Broken on purpose: a status that R4 doesn't have, an element of R5, a missing one, a wrong type, and one inside a Bundle.
  const broken = [
    { ...response, status: "finished" },
    { ...response, basedOn: undefined, questionnaireVersion: "1" },
    { ...star, code: undefined },
    { ...star, valueQuantity: { value: "four" } },
    { resourceType: "Bundle", type: "transaction", entry: [{ resource: { ...report, type: "sum" }, request: { method: "PUT", url: "MeasureReport/1" } }] },
  ];
  for (const one of broken) assert.notDeepEqual(flaws(JSON.parse(JSON.stringify(one))), [], JSON.stringify(one).slice(0, 200));
});
