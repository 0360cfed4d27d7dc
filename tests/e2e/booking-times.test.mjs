// Choosing a time, and what helps afterwards.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { appointmentsOf, create, dayAhead, doctorWithTime, freeSlots, read, takeSlot } from "./server.mjs";
import { book, bookOne, chooseTime, onward, openTimes, press, pressUntil, toBooked, toConfirm } from "./steps.mjs";
import { accessible, inBrowser, settled } from "./support.mjs";

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
  /** A tap that has to be repeated since something came late counts once: a person would have taken their time. */
  const tap = async (locator, there) => {
    taps += 1;
    await pressUntil(page, locator, there);
  };
  const times = page.locator('input[name="time"]');
  await tap(page.locator(`a[href^="/doctors/${role.id}"]`), times.first());
  const time = await dayAhead(await times.evaluateAll((all) => all.map((one) => one.value)));
  await tap(page.locator(`label:has(input[value="${time}"])`), page.locator(".times-go.chosen"));
  await tap(onward(page, say), (url) => url.pathname.startsWith("/book/"));
  const confirm = page.getByRole("button", { name: say("Confirm booking") });
  await tap(onward(page, say), confirm);
  await tap(confirm, page.getByRole("heading", { name: say("Booked") }));
  assert.ok(taps <= 6, `${taps} taps`);
});

inBrowser("an earlier time is told of, and taken with one tap and a check", {}, async (page, say) => {
  const { slots, schedules } = await doctorWithTime(6);
  // What is free within the hour might be too near by the time it is tapped.
  for (const { id } of await freeSlots(schedules, 0, 1)) await takeSlot(id);
  await page.goto(`/book/${slots.at(-1).id}`);
  await settled(page);
  await toBooked(page, say, await toConfirm(page, say, "A check-up"));
  const [appointment] = await appointmentsOf(slots.at(-1).id);
  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  await page.getByRole("checkbox", { name: say("Tell me when an earlier time is free") }).check();
  await page.getByText(/An earlier time is free/).waitFor();
  await accessible(page);
  await page.goto("/appointments");
  await press(page, page.getByRole("link", { name: say("Move to it") }));
  await pressUntil(page, page.getByRole("button", { name: say("Move to this time") }), page.getByRole("heading", { name: say("Moved") }));
  const now = await read(`Appointment/${appointment.id}`);
  assert.ok(Date.parse(now.start) < Date.parse(appointment.start));
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
