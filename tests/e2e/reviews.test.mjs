// A patient says what a visit was like, once, and can change it or take it back; nobody else can speak of that visit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { create, search } from "./server.mjs";
import { askFhir, signIn, tokensOf } from "./signin.mjs";
import { press } from "./steps.mjs";
import { DESK, FAILED_LOAD, PHONE, accessible, fhirFault, inBrowser, isTransaction, settled, signInApp, tabTo } from "./support.mjs";

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
  await press(page, page.getByRole("link", { name: say("Write a review") }));
  await page.getByRole("heading", { level: 1, name: say("What was your visit like?") }).waitFor();
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
  await page.keyboard.type("Kept over a reload");
  await page.waitForFunction(() => sessionStorage.length > 0);
  await page.waitForTimeout(300);
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
