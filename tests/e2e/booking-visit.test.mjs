// What a visit asks of the patient and what the patient says of it: questions, notes, files, payment, phone.

import assert from "node:assert/strict";
import { appointmentsOf, create, read, search, slotOf } from "./server.mjs";
import { signIn } from "./signin.mjs";
import { onward, openBooking, press, pressUntil, reasonBox, toBooked, toCheck, toSignIn } from "./steps.mjs";
import { DESK, FAILED_LOAD, accessible, app, fhirFault, focused, inBrowser, json, outcome, settled, signInApp, tabTo, untilKept } from "./support.mjs";

/** A doctor with questions, a choice of payment, a waiting list, and visits by phone. */
const HEART = "00004";
const EXTENSION = "https://sampan.health/fhir/StructureDefinition";
const extension = (resource, name) => resource.extension?.find((one) => one.url === `${EXTENSION}/${name}`);
/** The demo's questions in the languages that it knows. */
const WORDS = {
  en: { pain: "Do you have chest pain now or then?", when: "When does it come? (optional)", stairs: "On stairs or when I hurry", pulse: /Pulse at rest/, weight: /^Weight/ },
  "zh-Hans": { pain: "您时常胸痛吗？", when: "什么时候痛？（选填）", stairs: "爬楼梯或赶路时", pulse: /静息脉搏/, weight: /^体重/ },
};
WORDS.ar = { ...WORDS.en, when: "When does it come? (اختياري)" };

/** A picture as a phone's camera might make it. */
const picture = (page) =>
  page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1200 });
    canvas.getContext("2d").fillRect(0, 0, 900, 900);
    return canvas.toDataURL("image/png").split(",")[1];
  });
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

for (const [language, options] of [["en", {}], ["zh-Hans", { width: DESK, dark: true }], ["ar", {}]]) {
  inBrowser(`everything that a clinic asks goes with the visit (${language})`, { language, ...options }, async (page, say) => {
    const words = WORDS[language];
    const slot = await slotOf(HEART);
    await openBooking(page, slot.id);
    const main = page.locator("main");
    await accessible(page);
    // It goes no further without the one answer that is wanted, and leads there.
    await pressUntil(page, onward(page, say), page.getByText(say("Please answer this question.")));
    assert.match(page.url(), /\/book\/[^?]+$/);
    const pain = page.getByRole("group", { name: words.pain });
    await page.waitForFunction(() => document.activeElement?.tagName === "FIELDSET");
    await accessible(page);
    assert.equal(await page.getByRole("group", { name: words.when }).count(), 0, "asked only after a yes");
    await pain.getByRole("radio", { name: say("Yes") }).check();
    await page.getByRole("group", { name: words.when }).getByRole("checkbox", { name: words.stairs }).check();
    await page.getByLabel(words.pulse).fill("7");
    await page.getByLabel(words.weight).fill("80.50");
    // Its name has the fee behind it.
    await main.locator('input[name="kind"]').nth(2).check();
    await page.getByLabel(say("Your phone number")).fill("+86 21 0560 0009");
    await main.getByRole("radio", { name: say("Yes, I have been here before") }).check();
    await main.getByRole("radio", { name: say("Now, on the hospital's payment page") }).check();
    await reasonBox(page, say).fill("My heart");
    await page.getByText(say("Add notes, a photo or a document")).click();
    await page.getByLabel(say("Notes for the clinic")).fill("I come by wheelchair");
    await pressUntil(page, onward(page, say), page.getByText(say("The smallest number here is {least}.")));
    await untilKept(page, () => page.getByLabel(words.pulse).fill("70"));
    await accessible(page);

    // A reload loses none of it.
    await page.reload();
    await settled(page);
    assert.equal(await reasonBox(page, say).inputValue(), "My heart");
    assert.equal(await page.getByLabel(say("Notes for the clinic")).inputValue(), "I come by wheelchair");
    assert.equal(await page.getByLabel(words.weight).inputValue(), "80.50");
    assert.ok(await page.getByRole("group", { name: words.when }).getByRole("checkbox", { name: words.stairs }).isChecked());
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.doesNotMatch(kept, /heart|wheelchair|80\.50/i, "what is kept can't be read");

    const confirm = await toCheck(page, say);
    for (const text of ["My heart", "I come by wheelchair", "+86 21 0560 0009", words.stairs]) await main.getByText(text).first().waitFor();
    await main.getByText(say("Now, on the hospital's payment page")).waitFor();
    await main.getByText(/24/).first().waitFor();
    await accessible(page);
    await toBooked(page, say, confirm);
    await page.getByRole("button", { name: say("Add to calendar") }).waitFor();
    await page.getByText(say("The bill with the way to pay appears here as soon as the hospital has made it.")).waitFor();
    await accessible(page);

    const [booked] = await appointmentsOf(slot.id);
    assert.equal(booked.comment, "I come by wheelchair");
    assert.equal(extension(booked, "returning-patient").valueBoolean, true);
    assert.equal(extension(booked, "payment-time").valueCode, "now");
    assert.match(JSON.stringify(booked.extension), /\+86 21 0560 0009/);
    assert.match(booked.patientInstruction, /insurance card/);
    assert.match(booked.supportingInformation[0].reference, /^QuestionnaireResponse\//, "a resource of its own, from the same transaction");
    const answers = await read(booked.supportingInformation[0].reference);
    assert.equal(answers.subject.reference, "Patient/patient-lin-mei");
    const flat = JSON.stringify(answers.item);
    for (const part of ['"valueBoolean":true', '"code":"exertion"', '"valueInteger":70', '"code":"kg"']) assert.ok(flat.includes(part), `${part} in ${flat}`);

    await page.goto(`/appointments/${booked.id}`);
    await settled(page);
    for (const text of ["My heart", "I come by wheelchair", words.stairs]) await main.getByText(text).first().waitFor();
    await accessible(page);
  });
}

inBrowser("the questions can be answered with the keyboard alone", {}, async (page, say) => {
  const slot = await slotOf(HEART);
  await openBooking(page, slot.id);
  const main = page.locator("main");
  await pressUntil(page, onward(page, say), page.getByText(say("Please answer this question.")), true);
  // The focus goes to what is missing.
  await page.waitForFunction(() => document.activeElement?.tagName === "FIELDSET");
  assert.match(await focused(page), /chest pain/);
  await tabTo(page, main.getByRole("radio", { name: say("Yes"), exact: true }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("checkbox", { name: "At night" }));
  await page.keyboard.press("Space");
  await toBooked(page, say, await toCheck(page, say, true), true);
  assert.equal((await appointmentsOf(slot.id)).length, 1);
});

inBrowser("whoever comes by a link past the questions is led to them", {}, async (page, say) => {
  const slot = await slotOf(HEART);
  await openBooking(page, `${slot.id}?step=check`);
  await page.getByText(say("The clinic needs an answer before this visit can be booked.")).waitFor();
  assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0);
  await accessible(page);
});

inBrowser("questions that can't be had keep nobody from booking", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, (method, path) => path.startsWith("Questionnaire"), json(404, outcome("not-found")));
  const slot = await slotOf(HEART);
  await openBooking(page, slot.id);
  await page.getByText(/It will ask you there/).waitFor();
  await accessible(page);
  await toBooked(page, say, await toCheck(page, say));
});

inBrowser("a server that takes no answers of their own gets them inside the appointment", { expect: FAILED_LOAD }, async (page, say) => {
  const whole = (method, path, request) => method === "POST" && path === "" && /QuestionnaireResponse/.test(request.postData());
  await fhirFault(page, whole, json(400, outcome("not-supported")));
  const slot = await slotOf(HEART);
  await openBooking(page, slot.id);
  await page.getByRole("group", { name: WORDS.en.pain }).getByRole("radio", { name: say("No") }).check();
  await toBooked(page, say, await toCheck(page, say));
  const [booked] = await appointmentsOf(slot.id);
  assert.equal(booked.contained[0].resourceType, "QuestionnaireResponse");
  await page.goto(`/appointments/${booked.id}`);
  await page.getByText(WORDS.en.pain).waitFor();
});

const files = (appointment) => search(`DocumentReference?patient=patient-lin-mei&related=Appointment/${appointment}`);

inBrowser("a photo goes with the visit, smaller and without where it was taken", {}, async (page, say) => {
  const slot = await slotOf("00001");
  await openBooking(page, slot.id);
  await page.getByText(say("Add notes, a photo or a document")).click();
  const input = page.getByLabel(say("Photo or document"));
  await input.setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await page.getByText(say("Only pictures and PDF files can be sent.")).waitFor();
  await input.setInputFiles({ name: "large.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(2_000_001) });
  await page.getByText(/This file is larger than 2 MB/).waitFor();
  await accessible(page);
  const rash = { name: "rash.png", mimeType: "image/png", buffer: Buffer.from(await picture(page), "base64") };
  await untilKept(page, async () => {
    await input.setInputFiles(rash);
    await page.getByText(rash.name, { exact: true }).waitFor();
  });
  await accessible(page);
  await page.reload();
  await settled(page);
  await page.getByText("rash.png", { exact: true }).waitFor();
  await toBooked(page, say, await toCheck(page, say));
  await page.getByText("The clinic has rash.png.").waitFor();
  await accessible(page);
  const [booked] = await appointmentsOf(slot.id);
  const [sent] = await files(booked.id);
  assert.equal(sent.content[0].attachment.contentType, "image/jpeg");
  assert.equal(sent.subject.reference, "Patient/patient-lin-mei");
  const bytes = Buffer.from(sent.content[0].attachment.data, "base64");
  assert.equal(bytes.subarray(0, 2).toString("hex"), "ffd8");
  await page.goto(`/appointments/${booked.id}`);
  await page.getByText("rash.png", { exact: true }).waitFor();
});

inBrowser("a file that couldn't be sent costs nobody the visit, and is sent once", { expect: FAILED_LOAD }, async (page, say) => {
  const slot = await slotOf("00001");
  await openBooking(page, slot.id);
  await page.getByText(say("Add notes, a photo or a document")).click();
  await page.getByLabel(say("Photo or document")).setInputFiles({ name: "letter.pdf", mimeType: "application/pdf", buffer: PDF });
  await page.getByText("letter.pdf", { exact: true }).waitFor();
  const confirm = await toCheck(page, say);
  let tries = 0;
  // The answer to the first is lost after the server has acted.
  await fhirFault(
    page,
    (method, path) => method === "POST" && path === "DocumentReference",
    async (route) => {
      tries += 1;
      await route.fetch();
      await json(500, outcome("exception"))(route);
    },
  );
  await toBooked(page, say, confirm);
  await page.getByText(/letter.pdf has not been sent/).waitFor();
  await accessible(page);
  await press(page, page.getByRole("button", { name: say("Try again") }));
  await page.getByText("The clinic has letter.pdf.").waitFor();
  const [booked] = await appointmentsOf(slot.id);
  assert.equal((await files(booked.id)).length, 1);
  assert.equal(tries, 1);
});

inBrowser("the bill comes with the appointment, and is paid at the hospital", {}, async (page, say) => {
  const slot = await slotOf("00001");
  await openBooking(page, slot.id);
  await toBooked(page, say, await toCheck(page, say));
  const [booked] = await appointmentsOf(slot.id);
  const money = (value) => ({ value, currency: "CNY" });
  const bill = (link) => ({
    resourceType: "Invoice",
    status: "issued",
    subject: { reference: "Patient/patient-lin-mei" },
    extension: [
      { url: `${EXTENSION}/invoice-appointment`, valueReference: { reference: `Appointment/${booked.id}` } },
      { url: `${EXTENSION}/payment-link`, valueUrl: link },
    ],
    lineItem: [{ chargeItemCodeableConcept: { text: "X-ray of the hand" }, priceComponent: [{ type: "base", amount: money(120) }] }],
    totalGross: money(120),
  });
  await create(bill("http://pay.example/plain"));
  await create(bill("https://pay.example/safe"));
  await page.goto(`/appointments/${booked.id}`);
  await page.getByText("X-ray of the hand").first().waitFor();
  const links = page.getByRole("link", { name: say("Go to the payment page") });
  assert.deepEqual(await links.evaluateAll((all) => all.map((one) => one.href)), ["https://pay.example/safe"]);
  assert.equal(await page.locator("main input").evaluateAll((all) => all.filter((one) => one.type === "text").length), 0, "nothing to type a card into");
  await accessible(page);
});

for (const base of [app, signInApp]) {
inBrowser(`a visit for somebody in one's care is in their name (${base === app ? "demonstration" : "signed in"})`, { base, expect: FAILED_LOAD }, async (page, say) => {
  const slot = await slotOf("00001");
  await openBooking(page, slot.id);
  if (base === signInApp) {
    await toSignIn(page, say);
    await signIn(page, say, "lin.mei");
    await pressUntil(page, page.getByRole("link", { name: say("Change something") }), reasonBox(page, say));
  }
  await reasonBox(page, say).fill("My own knee");
  await page.locator("nav.whose").getByRole("button", { name: /Lin An/ }).click();
  await page.locator('nav.whose [aria-current][data-patient="patient-lin-an"]').waitFor();
  await settled(page);
  assert.equal(await reasonBox(page, say).inputValue(), "", "what one wrote for oneself stays there");
  await reasonBox(page, say).fill("An's ear");
  await accessible(page);
  // The answer is lost: what became of it is asked for in the child's name.
  let lost = false;
  await page.route(`${base}/fhir`, async (route) => {
    if (lost || !/"transaction"/.test(route.request().postData())) return route.fallback();
    lost = true;
    await route.fetch();
    await json(502, outcome("exception"))(route);
  });
  await toBooked(page, say, await toCheck(page, say));
  const [booked] = await appointmentsOf(slot.id);
  const who = booked.participant.map((one) => one.actor.reference).filter((it) => it.startsWith("Patient/"));
  assert.deepEqual(who, ["Patient/patient-lin-an"]);
  assert.equal(booked.reasonCode[0].text, "An's ear");
  const other = await slotOf("00001");
  await page.locator("nav a[href='/appointments']").first().click();
  await page.locator("nav.whose").getByRole("button", { name: /Lin Mei/ }).click();
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.querySelector("main").append(link);
    link.click();
  }, `/book/${other.id}`);
  await page.waitForFunction(() => document.querySelector("#reason")?.value === "My own knee");
});
}
