// Booking beyond the plain case: servers with less, connections that break, tabs that close, and changing one's mind.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { appointmentsNaming, appointmentsOf, create, doctorWithTime, read, takeSlot } from "./server.mjs";
import { book, chooseTime, press, toConfirm } from "./steps.mjs";
import { accessible, fhirFault, focused, inBrowser, json, outcome, settled, tabTo } from "./support.mjs";

const FAILED_LOAD = [/Failed to load resource/];
const isTransaction = (method, path, request) => method === "POST" && path === "" && /"transaction"/.test(request.postData());

async function openTimes(page, least = 4) {
  const doctor = await doctorWithTime(least);
  await page.goto(`/doctors/${doctor.role.id}`);
  await settled(page);
  return doctor;
}

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

// The ladder

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
    await press(page, page.locator("main").getByRole("link", { name: say("Continue") }));
    const send = page.getByRole("button", { name: say("Send the request") });
    await send.waitFor();
    assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0);
    await accessible(page);
    await press(page, send);
    await page.getByRole("heading", { name: say("Requested") }).waitFor();
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
  await press(page, await toConfirm(page, say, "A cough"));
  await page.getByText(say("This clinic only takes requests")).waitFor();
  assert.deepEqual(await appointmentsOf(slot), [], "nothing is sent without consent");
  await accessible(page);
  await press(page, page.getByRole("button", { name: say("Send the request") }));
  await page.getByRole("heading", { name: say("Requested") }).waitFor();
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
        held = { resourceType: "Appointment", id: "proposal-1", status: "proposed", start, participant: [] };
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
  await press(page, confirm);
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
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
  await page.getByRole("textbox").waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual(seen, ["find", "hold", "book"], "the last one gives the hold back");
});

// What was typed, and what was begun

inBrowser("a reload loses nothing that was typed", {}, async (page, say) => {
  await openTimes(page);
  await chooseTime(page, say);
  const box = page.locator("main").getByRole("textbox");
  await box.fill("Knee pain");
  await page.reload();
  await settled(page);
  assert.equal(await box.inputValue(), "Knee pain");
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  assert.ok(!kept.includes("Knee"), "nothing about health outlives the tab");
});

inBrowser("a tab closed while booking: the next one knows how it ended", { expect: FAILED_LOAD }, async (page, say) => {
  await openTimes(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A secret cough");
  let done;
  const acted = new Promise((resolve) => (done = resolve));
  await fhirFault(page, isTransaction, async (route) => {
    await route.fetch();
    done();
  });
  await press(page, confirm);
  await acted;
  const kept = await page.evaluate(() => localStorage.getItem("sampan.pending"));
  assert.ok(kept.includes(slot) && !kept.includes("secret"), kept);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("/appointments");
  await page.getByText(say("A booking that was cut short has gone through: the visit is booked.")).waitFor();
  await accessible(page);
  assert.equal((await appointmentsOf(slot)).length, 1);
  assert.equal(await page.evaluate(() => localStorage.getItem("sampan.pending")), "[]");
});

inBrowser("a tab closed before the booking arrived: nothing is booked, and the page says so", { expect: FAILED_LOAD }, async (page, say) => {
  await openTimes(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A cough");
  let swallows = true;
  await fhirFault(page, isTransaction, (route) => (swallows ? undefined : route.fallback()));
  await press(page, confirm);
  await page.waitForFunction(() => (localStorage.getItem("sampan.pending") ?? "[]") !== "[]");
  swallows = false;
  await page.goto(`/book/${slot}`);
  await page.getByText(say("Your earlier try at this time came to nothing: nothing was booked. You can try again.")).waitFor();
  assert.deepEqual(await appointmentsOf(slot), []);
  await press(page, await toConfirm(page, say, "A cough"));
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.equal((await appointmentsOf(slot)).length, 1);
});

inBrowser("a server that splits transactions leaves no visit without its slot", {}, async (page, say) => {
  const { role } = await openTimes(page);
  const slot = await chooseTime(page, say);
  const confirm = await toConfirm(page, say, "A cough");
  await takeSlot(slot);
  await fhirFault(page, isTransaction, async (route) => {
    const bundle = JSON.parse(route.request().postData());
    const made = await create(bundle.entry[1].resource);
    const entry = [{ response: { status: "412 Precondition Failed" } }, { resource: made, response: { status: "201 Created", location: `Appointment/${made.id}` } }];
    await json(200, { resourceType: "Bundle", type: "transaction-response", entry })(route);
  });
  await press(page, confirm);
  await page.getByRole("heading", { name: say("This time was just taken") }).waitFor();
  const all = await appointmentsNaming(slot);
  assert.ok(all.some((one) => one.status === "entered-in-error"));
  assert.deepEqual(await appointmentsOf(slot), []);
  assert.ok(role);
});

// Changing one's mind

async function bookOne(page, say) {
  await openTimes(page);
  const slot = await book(page, say, "A check-up");
  const [appointment] = await appointmentsOf(slot);
  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  return { slot, appointment };
}

for (const [language, keyboard] of [["en", true], ["zh-Hans", false], ["ar", false]]) {
  inBrowser(`a visit is moved to another time (${language}${keyboard ? ", by keyboard" : ""})`, { language }, async (page, say) => {
    const { slot, appointment } = await bookOne(page, say);
    await press(page, page.getByRole("link", { name: say("Move to another time") }), keyboard);
    const times = page.locator('input[name="time"]');
    await times.first().waitFor();
    await accessible(page);
    if (keyboard) {
      await tabTo(page, times);
      await page.keyboard.press("Space");
    } else {
      await times.first().check();
    }
    await press(page, page.locator("main").getByRole("button", { name: say("Continue") }), keyboard);
    const move = page.getByRole("button", { name: say("Move to this time") });
    await move.waitFor();
    await settled(page);
    await accessible(page);
    const to = new URL(page.url()).searchParams.get("to");
    await press(page, move, keyboard);
    await page.getByRole("heading", { name: say("Moved") }).waitFor();
    await accessible(page);
    const now = await read(`Appointment/${appointment.id}`);
    assert.equal(now.slot[0].reference, `Slot/${to}`);
    assert.equal(now.start, (await read(`Slot/${to}`)).start);
    assert.equal((await read(`Slot/${to}`)).status, "busy");
    assert.equal((await read(`Slot/${slot}`)).status, "free");
    if (keyboard) assert.equal(await focused(page), "Moved");
  });
}

inBrowser("a new time that is lost leaves the old one", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, appointment } = await bookOne(page, say);
  await press(page, page.getByRole("link", { name: say("Move to another time") }));
  await page.locator('input[name="time"]').first().check();
  await press(page, page.locator("main").getByRole("button", { name: say("Continue") }));
  const move = page.getByRole("button", { name: say("Move to this time") });
  await move.waitFor();
  await takeSlot(new URL(page.url()).searchParams.get("to"));
  await press(page, move);
  await page.getByText(say("Somebody else was faster. Your appointment stands at its present time.")).waitFor();
  await page.getByRole("radio").first().waitFor();
  await accessible(page);
  assert.equal((await read(`Appointment/${appointment.id}`)).slot[0].reference, `Slot/${slot}`);
  assert.equal((await read(`Slot/${slot}`)).status, "busy");
});

inBrowser("cancelling tells why, in a code", {}, async (page, say) => {
  const { slot, appointment } = await bookOne(page, say);
  await press(page, page.getByRole("button", { name: say("Cancel this appointment") }));
  await page.getByRole("radio", { name: say("I feel better") }).check();
  await press(page, page.getByRole("button", { name: say("Yes, cancel it") }));
  await page.getByRole("heading", { name: say("Appointment cancelled") }).waitFor();
  const now = await read(`Appointment/${appointment.id}`);
  assert.equal(now.cancelationReason.coding[0].code, "pat-fb");
  assert.equal((await read(`Slot/${slot}`)).status, "free");
});

// Choosing a time, and afterwards

inBrowser("a patient elsewhere sees both times", { timezoneId: "America/New_York" }, async (page, say) => {
  await openTimes(page);
  await page.getByText(/by your clock/).first().waitFor();
  await page.getByText(/Times are shown by the clinic's clocks/).first().waitFor();
  await accessible(page);
  await chooseTime(page, say);
  await page.getByText(/by your clock/).first().waitFor();
});

inBrowser("two visits at one time get a warning", {}, async (page, say) => {
  const { slots } = await openTimes(page);
  const slot = await book(page, say, "A check-up");
  const first = await read(`Slot/${slot}`);
  const { id: _id, meta: _meta, identifier: _mark, ...like } = first;
  const same = await create({ ...like, status: "free" });
  await page.goto(`/book/${same.id}`);
  await settled(page);
  await page.getByText(/You have another appointment at that time/).waitFor();
  await accessible(page);
  assert.ok(slots.length);
});

inBrowser("times of different kinds and lengths can be narrowed", {}, async (page, say) => {
  const { slots, role } = await doctorWithTime(4);
  const { id: _id, meta: _meta, ...like } = slots[0];
  const start = new Date(Date.parse(like.start) + 60_000);
  const coding = [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "VR" }];
  const video = await create({ ...like, serviceType: [{ coding }], start: start.toISOString(), end: new Date(+start + 3_000_000).toISOString() });
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  await page.getByRole("radio", { name: "50 minutes" }).check();
  await accessible(page);
  const times = page.locator('input[name="time"]');
  assert.deepEqual(await times.evaluateAll((all) => all.map((one) => one.value)), [video.id]);
});

inBrowser("the calendar file has the visit, its number and its alarms", {}, async (page, say) => {
  const { appointment } = await bookOne(page, say);
  await accessible(page);
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, page.getByRole("button", { name: say("Add to calendar") }))]);
  assert.equal(download.suggestedFilename(), "appointment.ics");
  const text = readFileSync(await download.path(), "utf8").replace(/\r\n /g, "");
  const utc = (instant) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, "");
  assert.match(text, new RegExp(`DTSTART:${utc(appointment.start)}\r\n`));
  assert.match(text, new RegExp(`DTEND:${utc(appointment.end)}\r\n`));
  assert.match(text, new RegExp(`UID:${appointment.id}@`));
  assert.equal(text.match(/BEGIN:VALARM/g).length, 2);
  assert.ok(!text.includes("check-up"), "why one comes isn't told to a shared calendar");
});

inBrowser("from a doctor's card to Booked in six taps", {}, async (page, say) => {
  const { role, practitioner: _p, name } = await doctorWithTime(4);
  await page.goto(`/doctors#q=${encodeURIComponent(name)}`);
  await settled(page);
  let taps = 0;
  const tap = async (locator) => {
    taps += 1;
    await locator.first().click();
  };
  await tap(page.locator(`a[href^="/doctors/${role.id}"]`));
  await page.getByRole("radio").first().waitFor();
  await tap(page.locator('label:has(input[name="time"])'));
  await tap(page.locator("main").getByRole("button", { name: say("Continue") }));
  await tap(page.locator("main").getByRole("link", { name: say("Continue") }));
  await tap(page.getByRole("button", { name: say("Confirm booking") }));
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.ok(taps <= 6, `${taps} taps`);
});

inBrowser("an earlier time is told of, and taken with one tap and a check", {}, async (page, say) => {
  const { role, slots } = await doctorWithTime(6);
  await page.goto(`/book/${slots.at(-1).id}`);
  await settled(page);
  await press(page, await toConfirm(page, say, "A check-up"));
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  const [appointment] = await appointmentsOf(slots.at(-1).id);
  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  await page.getByRole("checkbox", { name: say("Tell me when an earlier time is free") }).check();
  await page.getByText(/An earlier time is free/).waitFor();
  await accessible(page);
  await page.goto("/appointments");
  await press(page, page.getByRole("link", { name: say("Move to it") }));
  await press(page, page.getByRole("button", { name: say("Move to this time") }));
  await page.getByRole("heading", { name: say("Moved") }).waitFor();
  const now = await read(`Appointment/${appointment.id}`);
  assert.ok(Date.parse(now.start) < Date.parse(appointment.start));
  assert.ok(role);
});

inBrowser("the list tells booked, requested, waiting and cancelled apart", {}, async (page, say) => {
  const participant = [{ actor: { reference: "Patient/patient-lin-mei" }, status: "accepted" }];
  const start = new Date(Date.now() + 9e8).toISOString();
  const end = new Date(Date.now() + 9e8 + 6e5).toISOString();
  for (const status of ["booked", "proposed", "waitlist", "cancelled"]) {
    await create({ resourceType: "Appointment", status, participant, start, end });
  }
  await page.goto("/appointments");
  await settled(page);
  for (const title of ["Upcoming", "Requested", "On the waiting list", "Cancelled or missed"]) {
    const heading = page.getByRole("heading", { name: say(title) });
    await page.locator("section").filter({ has: heading }).getByRole("listitem").first().waitFor();
  }
  await accessible(page);
});
