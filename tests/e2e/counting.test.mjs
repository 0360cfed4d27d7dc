// The optional counter: exactly what leaves, and that nothing does unless the hospital wishes it and the visitor doesn't mind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf } from "../../src/counter/counter.js";
import { book, find, openDoctor } from "./steps.mjs";
import { doctorWithTime } from "./server.mjs";
import { app, eventually, FAILED_LOAD, inBrowser, settled } from "./support.mjs";

const shipped = await (await fetch(`${app}/config.json`)).json();
const REASON = "A cough";

/** What a site that counts is told: whole requests. */
async function told(page, counter) {
  const all = [];
  await page.route("**/config.json", (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify({ ...shipped, counter }) }));
  await page.route("**/count?*", async (route) => {
    const request = route.request();
    all.push({ url: request.url().slice(app.length), method: request.method(), body: request.postData(), headers: await request.allHeaders() });
    await route.fulfill({ status: 204 });
  });
  return all;
}

/** From the start page to a booking, and to the record. */
async function journey(page, say) {
  const { role, name } = await doctorWithTime();
  await page.goto("/");
  await settled(page);
  await find(page, say, name);
  await openDoctor(page, say, role.id);
  await book(page, say, REASON);
  await page.goto("/record/labs");
  await settled(page);
}

inBrowser("the counter tells pages and steps, and nothing of anybody", {}, async (page, say) => {
  await page.context().addCookies([{ name: "who", value: "somebody", url: app }]);
  const all = await told(page, { url: "/count" });
  await journey(page, say);
  const steps = ["home", "doctors", "doctors.one", "book.one", "book.one&step=check", "book.one&step=booked", "record.one"].map((page) => `/count?page=${page}`);
  const urls = await eventually(() => all.map(({ url }) => url), (urls) => urls.length >= steps.length, "what was told");
  assert.deepEqual(urls, steps);
  for (const { method, body, headers } of all) {
    assert.deepEqual([method, body], ["POST", null]);
    assert.deepEqual([headers.cookie, headers.referer, headers.authorization], [undefined, undefined, undefined]);
  }
});

for (const [what, signal] of [["Global Privacy Control", "globalPrivacyControl"], ["Do Not Track", "doNotTrack"]]) {
  inBrowser(`who asks for it by ${what} isn't counted`, {}, async (page, say) => {
    await page.addInitScript((signal) => Object.defineProperty(Navigator.prototype, signal, { value: signal === "doNotTrack" ? "1" : true }), signal);
    const all = await told(page, { url: "/count" });
    const script = page.waitForResponse(/counter\.[0-9a-f]+\.js$/);
    await journey(page, say);
    await script;
    assert.deepEqual(all, []);
  });
}

inBrowser("without a counter its script isn't even loaded", {}, async (page) => {
  const loaded = [];
  page.on("request", (request) => /counter|count/.test(new URL(request.url()).pathname) && loaded.push(request.url()));
  await page.goto("/doctors");
  await settled(page);
  assert.deepEqual(loaded, []);
});

for (const url of ["https://counter.example.com/x", "//counter.example.com/x", "javascript:alert(1)", 7, null]) {
  inBrowser(`a counter at ${url} counts nothing`, {}, async (page) => {
    const all = await told(page, { url });
    const notes = [];
    page.on("console", (message) => notes.push(message.text()));
    await page.goto("/");
    await settled(page);
    // A request to a third party fails every journey.
    await eventually(() => notes, (notes) => notes.some((note) => note.includes('"counter.url"')), "notes in the console");
    assert.deepEqual(all, []);
  });
}

inBrowser("a counter that fails costs nobody the page", { expect: FAILED_LOAD }, async (page) => {
  await told(page, { url: "/count" });
  await page.route("**/count?*", (route) => route.fulfill({ status: 500 }));
  await page.goto("/settings");
  await settled(page);
});

test("a page's name holds nothing of its address", () => {
  for (const [path, query, expected] of [
    ["/", "", { page: "home" }],
    ["/doctors", "?specialty=394579002&near=31.2,121.4", { page: "doctors" }],
    ["/doctors/role-00001", "", { page: "doctors.one" }],
    ["/book/slot-1", "?step=check", { page: "book.one", step: "check" }],
    ["/book/slot-1", "?step=lin-mei", { page: "book.one" }],
    ["/record/conditions", "", { page: "record.one" }],
    ["/lin-mei", "", { page: "other" }],
    ["/constructor/x", "", { page: "other" }],
  ]) {
    assert.deepEqual(nameOf(path, query), expected, path);
  }
});
