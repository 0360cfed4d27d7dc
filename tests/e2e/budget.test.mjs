// What a first visit costs: bytes, requests, and nobody else.

import assert from "node:assert/strict";
import { find, results } from "./steps.mjs";
import { app, inBrowser, settled } from "./support.mjs";

/** Bytes on the wire until doctors are on the screen, data excluded (../../docs/architecture.md). */
const BUDGET = 130_000;
const CARDIOLOGY = "/doctors?specialty=394579002";

/** Counts what crosses the wire: the app's own bytes, and the requests to the FHIR server. */
async function count(page) {
  const wire = { bytes: 0, requests: [] };
  const urls = new Map();
  const session = await page.context().newCDPSession(page);
  const isData = (url) => url.startsWith(`${app}/fhir`);
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    urls.set(requestId, request.url);
    if (isData(request.url)) wire.requests.push(`${request.method} ${request.url.slice(app.length)}`);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!isData(urls.get(requestId) ?? "")) wire.bytes += encodedDataLength;
  });
  await session.send("Network.enable");
  return wire;
}

inBrowser("doctors are on the screen within the budget", {}, async (page, say) => {
  const wire = await count(page);
  await page.goto(CARDIOLOGY);
  await results(page, say).getByRole("listitem").first().waitFor();
  assert.ok(wire.bytes > 20_000, `only ${wire.bytes} bytes were seen; is the measure broken?`);
  assert.ok(wire.bytes <= BUDGET, `${wire.bytes} bytes, ${wire.bytes - BUDGET} over the budget`);
});

inBrowser("the first search is sent once, before the app is there, and few requests follow", {}, async (page, say) => {
  const wire = await count(page);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(CARDIOLOGY, { waitUntil: "commit" });
  await page.waitForResponse((response) => response.url().includes("/fhir/PractitionerRole"));
  release();
  await results(page, say).getByRole("listitem").first().waitFor();
  await settled(page);
  await page.waitForLoadState("networkidle");
  const roles = wire.requests.filter((request) => request.startsWith("GET /fhir/PractitionerRole?"));
  assert.equal(roles.length, 1, `searches for roles:\n${roles.join("\n")}`);
  assert.ok(wire.requests.length <= 4, `requests:\n${wire.requests.join("\n")}`);
});

inBrowser("a search by words takes few requests", {}, async (page, say) => {
  await page.goto("/");
  await settled(page);
  const wire = await count(page);
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
