// What a first visit costs: bytes, requests, and nobody else.

import assert from "node:assert/strict";
import { find, openHome, results } from "./steps.mjs";
import { app, inBrowser, settled } from "./support.mjs";
import { count, doctorsAt, watchForDoctors } from "./wire.mjs";

/** Bytes on the wire until doctors are on the screen, data excluded: the design's budget. */
const BUDGET = 130_000;
/** Each file has headers, too: some 330 bytes by the development server's HTTP/1.1, a tenth of it by a CDN's HTTP/2. */
const FILES = 20;
const CARDIOLOGY = "/doctors?specialty=394579002";

inBrowser("doctors are on the screen with no more bytes than allowed", {}, async (page, say) => {
  const wire = await count(page, app);
  await watchForDoctors(page);
  await page.goto(CARDIOLOGY);
  await results(page, say).getByRole("listitem").first().waitFor();
  const until = await doctorsAt(page);
  await page.waitForLoadState("networkidle");
  const { files, bytes, content } = wire.until(until);
  assert.ok(content > 20_000 && content < bytes, `${content} bytes were seen, ${bytes} with headers; is the measure broken?`);
  assert.ok(wire.app() > bytes, "what comes later wasn't seen; is the measure broken?");
  assert.ok(content <= BUDGET, `${content} bytes without headers, ${content - BUDGET} over the budget`);
  assert.ok(files <= FILES, `${files} files`);
});

inBrowser("the first search is sent once, before the app is there, and few requests follow", {}, async (page, say) => {
  const wire = await count(page, app);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  const answer = page.waitForResponse((response) => response.url().includes("/fhir/PractitionerRole"));
  await page.goto(CARDIOLOGY, { waitUntil: "commit" });
  await answer;
  release();
  await results(page, say).getByRole("listitem").first().waitFor();
  await settled(page);
  await page.waitForLoadState("networkidle");
  const roles = wire.requests.filter((request) => request.startsWith("GET /fhir/PractitionerRole?"));
  assert.equal(roles.length, 1, `searches for roles:\n${roles.join("\n")}`);
  assert.ok(wire.requests.length <= 4, `requests:\n${wire.requests.join("\n")}`);
});

inBrowser("a record's searches are sent once, before the room that shows what they find is there", {}, async (page, say) => {
  const batches = [];
  page.on("request", (request) => request.method() === "POST" && batches.push(request.postDataJSON()));
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/split_record*", async (route) => {
    await held;
    await route.continue();
  });
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.goto("/record", { waitUntil: "commit" });
  await answer;
  release();
  await page.getByRole("heading", { level: 2, name: say("Allergies") }).waitFor();
  await page.waitForLoadState("networkidle");
  const summaries = batches.filter(({ entry }) => entry.some(({ request }) => request.url.startsWith("AllergyIntolerance?")));
  assert.equal(summaries.length, 1, JSON.stringify(batches));
});

inBrowser("a search by words takes few requests", {}, async (page, say) => {
  await openHome(page);
  const wire = await count(page, app);
  await find(page, say, "Wang");
  await results(page, say).getByRole("listitem").first().waitFor();
  await page.waitForLoadState("networkidle");
  assert.ok(wire.requests.length <= 5, `requests:\n${wire.requests.join("\n")}`);
});

inBrowser("a page holds no more doctors than it shows", {}, async (page, say) => {
  await page.goto("/doctors");
  await results(page, say).getByRole("listitem").first().waitFor();
  await settled(page);
  const shown = await results(page, say).locator('a[href^="/doctors/"]').count();
  assert.ok(shown > 0 && shown <= 20, `${shown} doctors on the first page`);
});
