// Booking on servers with less: each rung of the ladder, in words that promise no more.

import assert from "node:assert/strict";
import { appointmentsNaming, appointmentsOf, create, doctorWithTime, read, takeSlot } from "./server.mjs";
import { book, chooseTime, onward, openTimes, pressUntil, reasonBox, toBooked, toConfirm } from "./steps.mjs";
import { FAILED_LOAD, accessible, eventually, fhirFault, inBrowser, isTransaction, json, outcome, settled } from "./support.mjs";

/** The server says of itself that it can only do this. */
const says = (page, system, resource) =>
  fhirFault(
    page,
    (method, path) => method === "GET" && path === "metadata",
    json(200, {
      resourceType: "CapabilityStatement",
      rest: [{ mode: "server", interaction: system.map((code) => ({ code })), resource }],
    }),
  );

const able = (type, ...codes) => ({ type, interaction: codes.map((code) => ({ code })) });


inBrowser("a server without transactions books step by step", {}, async (page, say) => {
  await says(page, [], [able("Slot", "update"), able("Appointment", "create")]);
  await fhirFault(page, isTransaction, () => assert.fail("a transaction was sent"));
  await openTimes(page);
  const slot = await book(page, say, "A cough");
  assert.equal((await appointmentsOf(slot)).length, 1);
  assert.equal((await read(`Slot/${slot}`)).status, "busy");
});

inBrowser("a server that turns out to have no transactions books step by step", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, isTransaction, json(501, outcome("not-supported")));
  await openTimes(page);
  const slot = await book(page, say, "A cough");
  assert.equal((await appointmentsOf(slot)).length, 1);
});

for (const language of ["en", "zh-Hans", "ar"]) {
  inBrowser(`where only requests are taken the words promise no more (${language})`, { language }, async (page, say) => {
    await says(page, [], [able("Slot", "read"), able("Appointment", "create")]);
    await openTimes(page);
    const slot = await chooseTime(page, say);
    const send = page.getByRole("button", { name: say("Send the request") });
    await pressUntil(page, onward(page, say), send);
    assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0);
    await accessible(page);
    await pressUntil(page, send, page.getByRole("heading", { name: say("Requested") }));
    await accessible(page);
    const asked = await appointmentsNaming(slot);
    assert.ok(asked.some((one) => one.status === "proposed"));
    assert.deepEqual(await appointmentsOf(slot), []);
    assert.equal((await read(`Slot/${slot}`)).status, "free");
  });
}

inBrowser("a server that lets nobody take slots is asked only with consent", { expect: FAILED_LOAD }, async (page, say) => {
  await says(page, [], [able("Slot", "update"), able("Appointment", "create")]);
  await fhirFault(page, (method, path) => method === "PUT" && path.startsWith("Slot/"), json(403, outcome("forbidden")));
  await openTimes(page);
  const slot = await chooseTime(page, say);
  await pressUntil(page, await toConfirm(page, say, "A cough"), page.getByText(say("This clinic only takes requests")));
  assert.deepEqual(await appointmentsOf(slot), [], "nothing is sent without consent");
  await accessible(page);
  await pressUntil(page, page.getByRole("button", { name: say("Send the request") }), page.getByRole("heading", { name: say("Requested") }));
});

inBrowser("where nothing can be written there is the clinic's own page, and the phone", {}, async (page, say) => {
  await says(page, [], [able("Slot", "read")]);
  const { slots } = await doctorWithTime();
  const { id: _id, meta: _meta, ...like } = slots[0];
  const url = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link";
  const linked = await create({ ...like, extension: [{ url, valueUrl: "https://clinic.example/book/7" }] });
  await page.goto(`/book/${linked.id}`);
  await settled(page);
  const link = page.getByRole("link", { name: say("Go to the clinic's page") });
  assert.equal(await link.getAttribute("href"), "https://clinic.example/book/7");
  await accessible(page);
  await page.goto(`/book/${slots[1].id}`);
  await settled(page);
  await page.getByText(say("This time can be booked by phone only.")).waitFor();
  await page.getByRole("link", { name: /^Call/ }).first().waitFor();
  await accessible(page);
});

/** Puts `$find`, `$hold` and `$book` in front of the server: a hold lasts so many milliseconds. */
async function operations(page, lasts) {
  const seen = [];
  const scheduling = { ...able("Appointment", "create"), operation: ["find", "hold", "book"].map((name) => ({ name })) };
  await says(page, ["transaction"], [scheduling]);
  let held;
  const bundle = (appointment) => json(200, { resourceType: "Bundle", type: "searchset", entry: [{ resource: appointment }] });
  await fhirFault(
    page,
    (method, path) => method === "POST" && path.startsWith("Appointment/$"),
    async (route) => {
      const name = route.request().url().split("$").pop();
      const asked = JSON.parse(route.request().postData()).parameter;
      seen.push(name);
      if (name === "find") {
        const start = asked.find((p) => p.name === "start").valueDateTime;
        held = { resourceType: "Appointment", id: "proposal-1", status: "proposed", start, participant: [{ actor: { display: "The doctor" }, status: "accepted" }] };
        return bundle(held)(route);
      }
      if (name === "hold") {
        const until = new Date(Date.now() + lasts).toISOString();
        const extension = [{ url: "https://sampan.health/fhir/StructureDefinition/hold-until", valueInstant: until }];
        return bundle({ ...held, id: "held-1", status: "pending", extension })(route);
      }
      const wanted = asked[0].resource;
      if (wanted.status === "cancelled") return bundle(wanted)(route);
      const booked = await create({ ...wanted, id: undefined, status: "booked" });
      const slot = await read(wanted.slot[0].reference);
      await takeSlot(slot.id);
      return bundle(booked)(route);
    },
  );
  return seen;
}

inBrowser("a held time counts down, and is booked", {}, async (page, say) => {
  const seen = await operations(page, 90_000);
  await openTimes(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A cough");
  const timer = page.getByRole("timer");
  await timer.getByText(/1:\d\d/).waitFor();
  await accessible(page);
  const before = await timer.innerText();
  await page.waitForFunction((before) => document.querySelector("[role=timer]").innerText !== before, before);
  await toBooked(page, say, confirm);
  assert.deepEqual(seen, ["find", "hold", "book"]);
  assert.equal((await appointmentsOf(slot)).length, 1);
});

inBrowser("a hold that runs out says so, and one that is left is given back", {}, async (page, say) => {
  const seen = await operations(page, 2_000);
  await openTimes(page);
  await chooseTime(page, say);
  await toConfirm(page, say, "A cough");
  await page.getByRole("timer").getByText(say("The time is no longer held for you. You can still try to book it.")).waitFor();
  await page.goBack();
  await reasonBox(page, say).waitFor();
  await eventually(() => seen.join(), (all) => all === "find,hold,book", "the last one gives the hold back");
});
