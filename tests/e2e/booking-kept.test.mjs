// What was typed and what was begun, when the page or the tab goes in between.

import assert from "node:assert/strict";
import { appointmentsNaming, appointmentsOf, create, takeSlot } from "./server.mjs";
import { chooseTime, openTimes, press, pressUntil, reasonBox, toBooked, toConfirm } from "./steps.mjs";
import { FAILED_LOAD, accessible, fhirFault, inBrowser, isTransaction, json, settled, untilKept } from "./support.mjs";

inBrowser("a reload loses nothing that was typed", {}, async (page, say) => {
  await openTimes(page);
  await chooseTime(page, say);
  const box = reasonBox(page, say);
  await untilKept(page, () => box.fill("Knee pain"));
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
  await toBooked(page, say, await toConfirm(page, say, "A cough"));
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
  await pressUntil(page, confirm, page.getByRole("heading", { name: say("This time was just taken") }));
  const all = await appointmentsNaming(slot);
  assert.ok(all.some((one) => one.status === "entered-in-error"));
  assert.deepEqual(await appointmentsOf(slot), []);
  assert.ok(role);
});
