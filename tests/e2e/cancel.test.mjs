// Cancelling frees the time for others.

import assert from "node:assert/strict";
import { appointmentsOf, doctorWithTime, read } from "./server.mjs";
import { book, press } from "./steps.mjs";
import { accessible, inBrowser, settled } from "./support.mjs";

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
