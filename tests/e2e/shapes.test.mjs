// Other shapes of backend: a directory on one server and records on another, and hospitals that are booked by phone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { oddServer } from "./odd-server.mjs";
import { appointmentsOf, doctorWithTime } from "./server.mjs";
import { book, results } from "./steps.mjs";
import { accessible, app, fhir, inBrowser, settled } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "sampan-shapes-"));
const started = [];
after(() => {
  started.forEach((process) => process.kill());
  rmSync(folder, { recursive: true });
});

/** Serves the app with a config of its own, the policy that follows from it included; its address. */
async function site(name, change) {
  const config = await (await fetch(`${app}/config.json`)).json();
  change(config);
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(config));
  const process_ = spawn(process.env.SAMPAN_XTASK, ["serve", "--port", "0", "--dist", process.env.SAMPAN_DIST, "--config", file, "--fhir", fhir]);
  started.push(process_);
  for await (const text of process_.stdout) {
    const address = /http:\/\/localhost:\d+/.exec(text);
    if (address) return address[0];
  }
  return assert.fail("the site didn't start");
}

const uncalendared = await oddServer("no-booking");
after(() => uncalendared.close());
const apart = await site("apart", (config) => (config.directory.base = `${app}/fhir`));
const byPhone = await site("by-phone", (config) => (config.directory.base = uncalendared.base));
const switchedOff = await site("switched-off", (config) => (config.features = { booking: false }));

inBrowser("a directory on one server and records on another: from a doctor to a booking", { base: apart, also: [app] }, async (page, say) => {
  const asked = [];
  page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    if (pathname.startsWith("/fhir/")) asked.push({ kind: pathname.split("/")[2], origin, token: request.headers().authorization });
  });
  const doctor = await doctorWithTime();
  await page.goto(`/doctors/${doctor.role.id}`);
  await settled(page);
  const slot = await book(page, say, "A check-up");
  assert.equal((await appointmentsOf(slot)).length, 1);
  await page.goto("/record");
  await settled(page);
  const origins = (kind) => [...new Set(asked.filter((it) => it.kind === kind).map((it) => it.origin))];
  assert.ok(origins("Schedule").includes(app), "calendars are the directory's");
  assert.deepEqual(origins("Appointment"), [apart], "appointments are the record's");
  // The record asks in one batch, which has no kind in its path; nothing of a patient goes to the directory.
  for (const kind of ["Patient", "Observation", "Condition", "MedicationRequest"]) assert.ok(!origins(kind).includes(app), kind);
  assert.ok(asked.filter((it) => it.origin === app).every((it) => !it.token), "the directory sees no token");
});

inBrowser("a hospital whose server has no calendars: phone and address", { base: byPhone, also: [uncalendared.origin] }, async (page, say) => {
  await page.goto("/doctors?specialty=394579002");
  await results(page, say).getByRole("listitem").first().waitFor();
  await settled(page);
  await accessible(page);
  // The doctor's own number, and for one who has none the place's.
  for (const [id, number] of [["r1", "+442055500003"], ["r2", "+442055500002"]]) {
    await page.goto(`/doctors/${id}`);
    await settled(page);
    await page.getByText(say("This doctor takes bookings by phone only.")).waitFor();
    await page.locator(`main .actions a[href="tel:${number}"]`).waitFor();
    await page.getByText("River Road 1").waitFor();
    await accessible(page);
  }
  await page.goto("/hospitals/o1");
  await settled(page);
  await page.locator('main a[href="tel:+442055500001"]').waitFor();
  await page.getByText("River Road 1").first().waitFor();
  await accessible(page);
});

inBrowser("a hospital that has switched booking off: nobody is led to times", { base: switchedOff }, async (page, say) => {
  const { role } = await doctorWithTime();
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  await page.getByText(say("This doctor takes bookings by phone only.")).waitFor();
  assert.equal(await page.getByRole("button", { name: say("Choose a time") }).count(), 0);
  assert.equal(await page.locator('input[name="time"]').count(), 0);
  await page.locator('main .actions a[href^="tel:"]').first().waitFor();
  await accessible(page);
});
