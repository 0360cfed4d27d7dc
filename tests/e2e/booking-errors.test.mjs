// A booking that goes wrong says so, and loses nothing that was typed or booked.

import assert from "node:assert/strict";
import { appointmentsOf, create, doctorWithTime, read, takeSlot } from "./server.mjs";
import { chooseTime, pressUntil, reasonBox, toBooked, toConfirm } from "./steps.mjs";
import { FAILED_LOAD, accessible, fhirFault, inBrowser, isTransaction, json, outcome, settled } from "./support.mjs";

inBrowser("a slot in the past can't be booked", {}, async (page, say) => {
  const { slots } = await doctorWithTime();
  const { id: _id, meta: _meta, ...like } = slots[0];
  const hour = 3_600_000;
  const past = await create({ ...like, start: new Date(Date.now() - 2 * hour).toISOString(), end: new Date(Date.now() - hour).toISOString() });
  await page.goto(`/book/${past.id}`);
  await settled(page);
  await page.getByRole("heading", { name: say("This time has passed") }).waitFor();
  assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0);
  await accessible(page);
});

/** Somebody about to confirm a visit: the slot's id, and the button. */
async function aboutToConfirm(page, say, reason) {
  const { role } = await doctorWithTime(4);
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const slot = await chooseTime(page, say);
  return { slot, confirm: await toConfirm(page, say, reason) };
}

async function losesTo(page, say, race) {
  const reason = "Knee pain, worse on stairs";
  const { slot, confirm } = await aboutToConfirm(page, say, reason);
  await race(slot);
  await pressUntil(page, confirm, page.getByRole("heading", { name: say("This time was just taken") }));
  await page.getByRole("radio").first().waitFor();
  await accessible(page);
  return { slot, reason };
}

inBrowser("a race that is lost says so, offers other times and keeps what was typed", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, reason } = await losesTo(page, say, takeSlot);
  assert.deepEqual(await appointmentsOf(slot), [], "the loser holds no appointment");
  const other = await chooseTime(page, say);
  assert.notEqual(other, slot);
  assert.equal(await reasonBox(page, say).inputValue(), reason);
  await toBooked(page, say, await toConfirm(page, say, reason));
  assert.equal((await appointmentsOf(other)).length, 1);
});

inBrowser("a slot that somebody else has taken can't be booked", {}, async (page, say) => {
  const { slots } = await doctorWithTime();
  await takeSlot(slots[0].id);
  await page.goto(`/book/${slots[0].id}`);
  await page.getByRole("heading", { name: say("This time is taken") }).waitFor();
  await page.getByRole("radio").first().waitFor();
  await accessible(page);
});

for (const [name, status, body] of [
  ["409", 409, outcome("conflict")],
  ["412", 412, outcome("conflict")],
  ["400 with a 412 inside, as Helios does", 400, { ...outcome("processing"), issue: [{ severity: "error", code: "processing", diagnostics: "Entry failed with status 412" }] }],
]) {
  inBrowser(`a race lost with ${name} says so`, { expect: FAILED_LOAD }, async (page, say) => {
    await losesTo(page, say, async (slot) => {
      await takeSlot(slot);
      await fhirFault(page, isTransaction, json(status, body));
    });
  });
}

inBrowser("an answer that is lost after the booking was done is still a booking", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, confirm } = await aboutToConfirm(page, say, "A cough");
  await fhirFault(
    page,
    isTransaction,
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
  );
  await toBooked(page, say, confirm);
  assert.equal((await appointmentsOf(slot)).length, 1);
});

inBrowser("a booking that fails says so and keeps what was typed", { expect: FAILED_LOAD }, async (page, say) => {
  const reason = "Knee pain, worse on stairs";
  const { slot, confirm } = await aboutToConfirm(page, say, reason);
  await fhirFault(page, isTransaction, json(500, outcome("exception")));
  await pressUntil(page, confirm, page.getByText(say("Your visit has not been booked.")));
  await accessible(page);
  await page.unrouteAll();
  assert.equal((await read(`Slot/${slot}`)).status, "free");
  await page.getByRole("button", { name: say("Try again") }).click();
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  const [appointment] = await appointmentsOf(slot);
  assert.ok(JSON.stringify(appointment).includes(reason));
});

inBrowser("a booking whose end nobody can tell says that, and is looked up again", { expect: FAILED_LOAD }, async (page, say) => {
  const { slot, confirm } = await aboutToConfirm(page, say, "A cough");
  // The transaction arrives and its answer doesn't; after that there is no connection at all.
  let arrived = false;
  await fhirFault(page, () => true, async (route) => {
    if (!arrived) await route.fetch();
    arrived = true;
    await route.abort("connectionreset");
  });
  await pressUntil(page, confirm, page.getByText(say("We can't tell yet whether your visit was booked")));
  await accessible(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: say("Look again") }).click();
  await page.getByRole("heading", { name: say("Booked") }).waitFor();
  assert.equal((await appointmentsOf(slot)).length, 1, "booked once");
});
