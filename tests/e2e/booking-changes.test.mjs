// Changing one's mind: moving a visit, and cancelling it.

import assert from "node:assert/strict";
import { appointmentsOf, doctorWithTime, read, takeSlot } from "./server.mjs";
import { book, bookOne, press } from "./steps.mjs";
import { FAILED_LOAD, accessible, focused, inBrowser, settled, tabTo } from "./support.mjs";

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


inBrowser("a cancelled visit frees its slot", {}, async (page, say) => {
  const { role } = await doctorWithTime();
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await book(page, say, "A check-up");
  const [appointment] = await appointmentsOf(slot);

  await page.goto(`/appointments/${appointment.id}`);
  await settled(page);
  await press(page, page.getByRole("button", { name: say("Cancel this appointment") }));
  await page.getByRole("heading", { name: say("Do you want to cancel this appointment?") }).waitFor();
  // It asks first: a tap by mistake must not cost the visit.
  assert.equal((await read(`Appointment/${appointment.id}`)).status, "booked");
  await accessible(page);
  await press(page, page.getByRole("button", { name: say("Yes, cancel it") }));
  await page.getByRole("heading", { name: say("Appointment cancelled") }).waitFor();
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
  await press(page, page.getByRole("button", { name: say("Cancel this appointment") }));
  await press(page, page.getByRole("button", { name: say("No, keep it") }));
  await page.getByRole("button", { name: say("Cancel this appointment") }).waitFor();
  assert.equal((await read(`Appointment/${appointment.id}`)).status, "booked");
  assert.equal((await read(`Slot/${slot}`)).status, "busy");
});
