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
  await press(page, page.getByRole("button", { name: /^Cancel/ }));
  // It asks first: a tap by mistake must not cost the visit.
  assert.equal((await read(`Appointment/${appointment.id}`)).status, "booked");
  await accessible(page);
  await press(page, page.getByRole("button", { name: /^Yes|^Cancel/ }));
  await page.getByText(/cancelled/i).first().waitFor();
  await accessible(page);

  assert.equal((await read(`Appointment/${appointment.id}`)).status, "cancelled");
  assert.equal((await read(`Slot/${slot}`)).status, "free");
});
