// Readings from home: written down by a patient, asked about where they look like a slip, and sent once, also after a time without network.

import assert from "node:assert/strict";
import { observations } from "./server.mjs";
import { askFhir, signIn, signInButton, tokensOf } from "./signin.mjs";
import { FAILED_LOAD, accessible, app, fhir, hasFocus, inBrowser, json, outcome, settled, signInApp } from "./support.mjs";

const MEI = "patient-lin-mei";

/** What the server has of a kind with this value, which no other file of tests writes. */
const held = async (code, value) => (await observations(MEI, code)).filter((one) => one.valueQuantity?.value === value);

const open = async (page, say) => {
  await page.getByRole("link", { name: say("Add a home reading") }).click();
  await page.getByRole("heading", { level: 1, name: say("Add a home reading") }).waitFor();
};
const press = (page, say, name) => page.getByRole("button", { name: say(name) }).click();

inBrowser("a reading is asked about, saved as the patient's own, and shown", { base: signInApp }, async (page, say) => {
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  await open(page, say);
  await accessible(page);
  await page.getByLabel(/Upper value/).fill("x");
  await press(page, say, "Save reading");
  await page.getByText(say("Please write a number, such as 36.6.")).waitFor();
  await hasFocus(page, "home-first");
  await page.getByLabel(/Upper value/).fill("79");
  await page.getByLabel(/Lower value/).fill("251");
  await press(page, say, "Save reading");
  await page.getByText(say("The upper value is mostly greater than the lower one. Are they swapped?")).waitFor();
  await accessible(page);
  await page.getByLabel(/Upper value/).fill("251");
  await page.getByLabel(/Lower value/).fill("79");
  await press(page, say, "Save reading");
  await page.getByText(say("Saved in your record.")).waitFor();
  await page.getByText(/Upper value 251: far from your \d+ readings before, which were between \d+ and \d+\. That is \d+ beyond them\./).waitFor();
  await accessible(page);
  const mine = (await observations(MEI, "85354-9")).find((one) => one.component.some((part) => part.valueQuantity.value === 251));
  assert.deepEqual([mine.performer, mine.status, mine.category[0].coding[0].code], [[{ reference: `Patient/${MEI}` }], "final", "vital-signs"]);
  await page.getByRole("link", { name: say("See all its values over time") }).click();
  await page.getByText(/251\/79/).first().waitFor();
});

inBrowser("what is written down without network is sent once", { expect: [/ERR_INTERNET_DISCONNECTED|Failed to load|net::/] }, async (page, say) => {
  const before = (await held("8310-5", 37.2)).length;
  await page.goto("/record");
  await settled(page);
  await open(page, say);
  await page.getByLabel(say("What did you measure?")).selectOption({ label: "Temperature" });
  // The first answer is lost after the server has done its work.
  let lost = 0;
  await page.route(`${app}/fhir/Observation`, async (route) => {
    if (lost++) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.getByLabel(/Temperature \(/).fill("37,20");
  await press(page, say, "Save reading");
  const waits = page.getByText(/isn't sent yet/);
  await waits.waitFor();
  await accessible(page);
  const kept = await page.evaluate(async () => [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), JSON.stringify(await indexedDB.databases()), location.pathname, location.search, location.hash].join());
  assert.doesNotMatch(kept, /37[.,]2|urn:uuid/, "nothing of it is written anywhere");
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await page.getByText(say("Saved in your record.")).waitFor();
  assert.equal(await waits.count(), 0);
  const sent = await held("8310-5", 37.2);
  assert.equal(sent.length, before + 1, "once");
  const texts = await Promise.all(sent.map(async ({ id }) => (await fetch(`${fhir}/Observation/${id}`)).text()));
  assert.match(texts.join(), /"value":\s*37\.20/, "digit for digit");
});

inBrowser("a carer writes into her child's record, and nobody into a stranger's", { base: signInApp }, async (page, say) => {
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  await page.locator(".whose").getByRole("button", { name: /An/ }).click();
  await page.waitForFunction(() => document.querySelector(".whose [aria-current]")?.dataset.patient === "patient-lin-an");
  await open(page, say);
  await page.getByLabel(say("What did you measure?")).selectOption({ label: "Weight" });
  await page.getByLabel(/Weight \(/).fill("21.5");
  await press(page, say, "Save reading");
  await page.getByText(say("Saved in your record.")).waitFor();
  const his = (await tokensOf("lin.guodong", "patient-lin-guodong")).access_token;
  const body = JSON.stringify({ resourceType: "Observation", status: "final", code: { text: "x" }, subject: { reference: "Patient/patient-lin-an" } });
  assert.equal((await askFhir("Observation", his, { method: "POST", body })).status, 403);
});

inBrowser("a reading without a time is not sent, and the field says so", {}, async (page, say) => {
  const before = (await held("8867-4", 63)).length;
  await page.goto("/record/add");
  await settled(page);
  await page.getByLabel(say("What did you measure?")).selectOption({ label: "Pulse" });
  await page.getByLabel(/Pulse \(/).fill("63");
  await page.getByLabel(say("When?")).fill("");
  await press(page, say, "Save reading");
  await page.getByText(say("Please say when it was measured.")).waitFor();
  await hasFocus(page, "home-at");
  await accessible(page);
  assert.equal((await held("8867-4", 63)).length, before);
  await page.getByLabel(say("When?")).fill("2024-01-05T08:15");
  await press(page, say, "Save reading");
  await page.getByText(say("Saved in your record.")).waitFor();
  assert.ok((await held("8867-4", 63)).some((one) => one.effectiveDateTime === "2024-01-05T08:15:00+08:00"), "at the time by the device's clock");
});

inBrowser("what a server failed to take is sent when the patient tries again", { expect: FAILED_LOAD }, async (page, say) => {
  const before = (await held("59408-5", 97)).length;
  await page.goto("/record/add");
  await settled(page);
  let failing = true;
  await page.route(`${app}/fhir/Observation`, (route) => (failing ? json(500, outcome("exception"))(route) : route.continue()));
  await page.getByLabel(say("What did you measure?")).selectOption({ label: "Oxygen saturation" });
  await page.getByLabel(/Oxygen saturation \(/).fill("97");
  await press(page, say, "Save reading");
  await page.getByText(/isn't sent yet/).waitFor();
  await accessible(page);
  failing = false;
  await press(page, say, "Try again");
  await page.getByText(say("Saved in your record.")).waitFor();
  assert.equal(await page.getByText(/isn't sent yet/).count(), 0);
  assert.equal((await held("59408-5", 97)).length, before + 1);
});

inBrowser("what waits outlives a lock of the page, and is nobody's meanwhile", { base: signInApp, expect: FAILED_LOAD }, async (page, say) => {
  await page.clock.install();
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  const before = (await held("8867-4", 61)).length;
  const write = async (pulse) => {
    await open(page, say);
    await page.getByLabel(say("What did you measure?")).selectOption({ label: "Pulse" });
    await page.getByLabel(/Pulse \(/).fill(pulse);
    await press(page, say, "Save reading");
    await page.getByText(/isn't sent yet/).waitFor();
  };
  let posts = 0;
  const failing = (route) => (route.request().method() === "POST" ? (posts++, json(500, outcome("exception"))(route)) : route.continue());
  await page.route(`${signInApp}/fhir/Observation`, failing);
  await write("61");
  assert.equal(posts, 1);

  // Nobody touches the page until it locks: what waits is neither shown nor sent, though the network comes back.
  await page.clock.runFor("10:10");
  await signInButton(page, say).waitFor();
  assert.equal(await page.getByText(/isn't sent yet/).count(), 0);
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await page.clock.runFor("00:30");
  assert.equal(posts, 1, "nobody's token sends it");

  // The browser asks before the way to the login takes the page, and what waits, away.
  await page.clock.setSystemTime(new Date());
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    const kind = dialog.type();
    await dialog.dismiss();
    return kind;
  });
  await signInButton(page, say).click();
  assert.equal(await asked, "beforeunload");
  assert.equal((await held("8867-4", 61)).length, before, "it never came");
});

inBrowser("signing out asks about what isn't sent, and leaves nothing of it", { base: signInApp, expect: FAILED_LOAD }, async (page, say) => {
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  const before = (await held("8867-4", 62)).length;
  await page.route(`${signInApp}/fhir/Observation`, (route) => (route.request().method() === "POST" ? json(500, outcome("exception"))(route) : route.continue()));
  await open(page, say);
  await page.getByLabel(say("What did you measure?")).selectOption({ label: "Pulse" });
  await page.getByLabel(/Pulse \(/).fill("62");
  await press(page, say, "Save reading");
  await page.getByText(/isn't sent yet/).waitFor();
  await page.locator('a[href="/settings"]').first().click();
  await press(page, say, "Sign out");
  await page.getByText(say("{n} reading isn't sent yet. Signing out loses it.")).waitFor();
  await accessible(page);
  await page.getByRole("link", { name: say("See what waits") }).click();
  await page.getByText(/isn't sent yet/).waitFor();
  await page.locator('a[href="/settings"]').first().click();
  await press(page, say, "Sign out");
  // No second question from the browser: nothing is left to lose.
  page.on("dialog", () => assert.fail("the browser asks once more"));
  await press(page, say, "Sign out anyway");
  await page.waitForURL(/sign-in/);
  assert.equal((await held("8867-4", 62)).length, before);
});
