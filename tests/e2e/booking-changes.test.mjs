// Changing one's mind: moving a visit, and cancelling it.

import assert from "node:assert/strict";
import { appointmentsOf, doctorWithTime, read, takeSlot } from "./server.mjs";
import { book, bookOne, onward, pickTime, press, pressUntil } from "./steps.mjs";
import { FAILED_LOAD, accessible, eventually, focused, inBrowser, settled } from "./support.mjs";

for (const [language, keyboard] of [["en", true], ["zh-Hans", false], ["ar", false]]) {
  inBrowser(`a visit is moved to another time (${language}${keyboard ? ", by keyboard" : ""})`, { language }, async (page, say) => {
    const { slot, appointment } = await bookOne(page, say);
    await press(page, page.getByRole("link", { name: say("Move to another time") }), keyboard);
    await pickTime(page, keyboard);
    await accessible(page);
    const move = page.getByRole("button", { name: say("Move to this time") });
    await pressUntil(page, onward(page, say), move, keyboard);
    await settled(page);
    await accessible(page);
    const to = new URL(page.url()).searchParams.get("to");
    await pressUntil(page, move, page.getByRole("heading", { name: say("Moved") }), keyboard);
    await accessible(page);
    const now = await read(`Appointment/${appointment.id}`);
    assert.equal(now.slot[0].reference, `Slot/${to}`);
    assert.equal(now.start, (await read(`Slot/${to}`)).start);
    assert.equal((await read(`Slot/${to}`)).status, "busy");
    assert.equal((await read(`Slot/${slot}`)).status, "free");
    if (keyboard) await eventually(() => focused(page), (it) => it === "Moved", "the focus");
  });
}

inBrowser("a new time that is lost leaves the old one", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, appointment } = await bookOne(page, say);
  await press(page, page.getByRole("link", { name: say("Move to another time") }));
  await pickTime(page);
  const move = page.getByRole("button", { name: say("Move to this time") });
  await pressUntil(page, onward(page, say), move);
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
  const better = page.getByRole("radio", { name: say("I feel better") });
  await pressUntil(page, page.getByRole("button", { name: say("Cancel this appointment") }), better);
  await better.check();
  await pressUntil(page, page.getByRole("button", { name: say("Yes, cancel it") }), page.getByRole("heading", { name: say("Appointment cancelled") }));
  const now = await read(`Appointment/${appointment.id}`);
  assert.equal(now.cancelationReason.coding[0].code, "pat-fb");
  assert.equal((await read(`Slot/${slot}`)).status, "free");
});


inBrowser("a cancelled visit frees its slot", {}, async (page, say) => {
  const { role } = await doctorWithTime();
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await book(page, say, "A check-up");
  const [appointment] = await appointmentsOf(slot);

  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  await pressUntil(page, page.getByRole("button", { name: say("Cancel this appointment") }), page.getByRole("heading", { name: say("Do you want to cancel this appointment?") }));
  // It asks first: a tap by mistake must not cost the visit.
  assert.equal((await read(`Appointment/${appointment.id}`)).status, "booked");
  await accessible(page);
  await pressUntil(page, page.getByRole("button", { name: say("Yes, cancel it") }), page.getByRole("heading", { name: say("Appointment cancelled") }));
  await accessible(page);

  assert.equal((await read(`Appointment/${appointment.id}`)).status, "cancelled");
  assert.equal((await read(`Slot/${slot}`)).status, "free");
  await page.goto(`/doctors/${role.id}`);
  await page.getByRole("radio").first().waitFor();
});

inBrowser("a visit that is kept after all stays booked", {}, async (page, say) => {
  const { role } = await doctorWithTime();
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await book(page, say, "A check-up");
  const [appointment] = await appointmentsOf(slot);
  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  const keep = page.getByRole("button", { name: say("No, keep it") });
  await pressUntil(page, page.getByRole("button", { name: say("Cancel this appointment") }), keep);
  await press(page, keep);
  await page.getByRole("button", { name: say("Cancel this appointment") }).waitFor();
  assert.equal((await read(`Appointment/${appointment.id}`)).status, "booked");
  assert.equal((await read(`Slot/${slot}`)).status, "busy");
});
