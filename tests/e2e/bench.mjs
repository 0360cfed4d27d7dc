// Measures the design's budgets in Chromium on a slow 4G network with a CPU four times slower, and prints a table.
// `cargo xtask bench` sets SAMPAN_URL, SAMPAN_PATIENT, SAMPAN_HOSPITAL_URL and CHROMIUM.

import { chromium } from "playwright-core";
import { count, doctorsAt, watchForDoctors } from "./wire.mjs";

const { SAMPAN_URL, SAMPAN_PATIENT, SAMPAN_HOSPITAL_URL, CHROMIUM } = process.env;
const RUNS = 3;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOWER_CPU = 4;
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true, locale: "en" };

// The signs that a page has arrived: a result's link; the record's parts, and none still loading.
const DOCTORS = () => document.querySelector('main li :is(h2, h3) a[href^="/doctors/"]') && performance.now();
const RECORD = () =>
  document.querySelectorAll("main section :is(h2, h3)").length > 2 &&
  !document.querySelector('main [aria-busy="true"]') &&
  performance.now();

const cardiology = "/doctors?specialty=394579002";

/** A phone's tab with a cold cache, and what crosses its wire. */
async function slowTab(browser) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const wire = await count(page, SAMPAN_URL);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", SLOW_4G);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
  await page.addInitScript(() => {
    globalThis.longTasks = 0;
    const add = (list) => list.getEntries().forEach((task) => (globalThis.longTasks += task.duration));
    new PerformanceObserver(add).observe({ type: "longtask", buffered: true });
  });
  return { context, page, wire };
}

/** Milliseconds from the start of the navigation until `sign` shows. */
async function until(page, sign) {
  const shown = await page.waitForFunction(sign, undefined, { polling: "raf", timeout: 120_000 });
  return shown.jsonValue();
}

async function measureDoctors(browser) {
  const { context, page, wire } = await slowTab(browser);
  await watchForDoctors(page);
  await page.goto(SAMPAN_URL + cardiology, { waitUntil: "commit" });
  const doctors = await until(page, DOCTORS);
  const bytes = wire.app(await doctorsAt(page));
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const longTasks = await page.evaluate(() => globalThis.longTasks);
  // A second visit of the same device, with what the first one left in its cache.
  await page.waitForLoadState("networkidle");
  await page.goto("about:blank");
  await page.goto(SAMPAN_URL + cardiology, { waitUntil: "commit" });
  const warm = await until(page, DOCTORS);
  await context.close();
  return { bytes, paint, doctors, longTasks, warm };
}

async function measureRecord(browser, patient = SAMPAN_PATIENT) {
  const { context, page, wire } = await slowTab(browser);
  await openAs(page, patient);
  await page.goto(SAMPAN_URL + "/record", { waitUntil: "commit" });
  const record = await until(page, RECORD);
  const recordBytes = wire.app() + wire.data;
  await context.close();
  return { record, recordBytes };
}

/** A tab that shows another patient's record than the config names. */
async function openAs(page, patient) {
  if (patient === SAMPAN_PATIENT) return;
  await page.route("**/config.json", async (route) => {
    const config = await (await route.fetch()).json();
    config.record.patient = patient;
    await route.fulfill({ json: config });
  });
}

/** A list that is scrolled for ten seconds while it is read: when its first entry shows, and how long frames take. */
async function measureScrolling(browser, patient) {
  const { context, page } = await slowTab(browser);
  await openAs(page, patient);
  await page.goto(SAMPAN_URL + "/record/vitals", { waitUntil: "commit" });
  const first = await until(page, () => document.querySelector(".record-block li.entry") && performance.now());
  await page.waitForTimeout(1000);
  const frames = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const times = [];
        const begun = performance.now();
        let last = begun;
        const step = (now) => {
          times.push(now - last);
          last = now;
          scrollBy(0, 40);
          if (now - begun < 10_000) requestAnimationFrame(step);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      }),
  );
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  await context.close();
  frames.sort((a, b) => a - b);
  return { first, frame: frames[Math.floor(frames.length * 0.95)], worst: frames.at(-1), slow: frames.filter((ms) => ms > 50).length / frames.length, nodes };
}

/** How many requests and results a search costs, whatever the number of doctors. */
async function countSearch(browser, path) {
  const { context, page, wire } = await slowTab(browser);
  await page.goto(SAMPAN_URL + path, { waitUntil: "commit" });
  const shown = await until(page, DOCTORS);
  await page.waitForLoadState("networkidle");
  const results = await page.locator('main li :is(h2, h3) a[href^="/doctors/"]').count();
  await context.close();
  return { shown, results, requests: wire.requests.length, data: wire.data };
}

/** The longest time from a key to the paint that shows it, once the offers are there. */
async function measureTyping(browser) {
  const { context, page } = await slowTab(browser);
  await page.goto(SAMPAN_URL + "/", { waitUntil: "commit" });
  await page.waitForLoadState("networkidle");
  await page.locator("#q").pressSequentially("a", { delay: 50 });
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    globalThis.keys = [];
    addEventListener("keydown", (event) => {
      const at = event.timeStamp;
      // A frame's callback runs before its paint; the message after it.
      requestAnimationFrame(() => setTimeout(() => globalThis.keys.push(performance.now() - at)));
    }, true);
  });
  await page.locator("#q").pressSequentially("dr wang cardiology pudong toothache", { delay: 120 });
  await page.waitForTimeout(500);
  const keys = await page.evaluate(() => globalThis.keys.sort((a, b) => a - b));
  await context.close();
  return { typical: keys[Math.floor(keys.length / 2)], worst: keys.at(-1) };
}

/** Pulse, weight and the like over years, put (not posted) so that a second run changes nothing. */
async function giveObservations(patient, count) {
  const codes = [
    ["8867-4", "Heart rate", "/min", 70],
    ["29463-7", "Body weight", "kg", 64],
    ["8310-5", "Body temperature", "Cel", 36.6],
    ["2708-6", "Oxygen saturation", "%", 97],
    ["9279-1", "Respiratory rate", "/min", 15],
  ];
  const put = (resource) => ({
    resource,
    request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` },
  });
  const held = await (await fetch(`${SAMPAN_URL}/fhir/Observation?patient=${patient}&_summary=count`)).json();
  if (held.total === count) return;
  const entry = [put({ resourceType: "Patient", id: patient, name: [{ text: "Bench" }], birthDate: "1980-01-01" })];
  // All kinds on one day, and as many days as it takes, back from one that is past.
  const latest = Date.UTC(2026, 0, 15, 9);
  for (let i = 0; i < count; i++) {
    const [code, display, unit, middle] = codes[i % codes.length];
    const day = new Date(latest - Math.floor(i / 5) * 4 * 86_400_000).toISOString();
    entry.push(
      put({
        resourceType: "Observation",
        id: `${patient}-${i}`,
        status: "final",
        category: [{ coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }] }],
        code: { coding: [{ system: "http://loinc.org", code, display }], text: display },
        subject: { reference: `Patient/${patient}` },
        effectiveDateTime: day.replace(".000", ""),
        valueQuantity: { value: middle + (i % 7), unit, system: "http://unitsofmeasure.org", code: unit },
      }),
    );
  }
  for (let at = 0; at < entry.length; at += 1000) {
    const response = await fetch(SAMPAN_URL + "/fhir", {
      method: "POST",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify({ resourceType: "Bundle", type: "transaction", entry: entry.slice(at, at + 1000) }),
    });
    if (!response.ok) throw new Error(`giving a patient ${count} Observations: ${response.status} ${await response.text()}`);
  }
}

/** A hospital's own page with Sampan in it, or without: the long tasks of its thread alone. */
async function measureHospital(browser, embedded) {
  const { context, page } = await slowTab(browser);
  if (!embedded) await page.route("**/embed.js", (route) => route.abort());
  await page.goto(SAMPAN_HOSPITAL_URL, { waitUntil: "commit" });
  await page.waitForLoadState("networkidle");
  if (embedded) await page.locator("#search iframe.there").waitFor();
  await page.waitForTimeout(3000);
  const [longTasks, paint] = await page.evaluate(() => [globalThis.longTasks, performance.getEntriesByName("first-contentful-paint")[0]?.startTime]);
  await context.close();
  return { longTasks, paint };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function repeat(measure, browser, patient) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure(browser, patient));
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
const ms = (value) => `${value.toFixed(0)} ms`;

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log("  " + row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join("   "));
  }
}

const verdict = (what, value, budget, show) => [what, show(value), show(budget), value <= budget ? "met" : "MISSED"];

/** The bench patient's record, and larger ones. */
const LARGE = { "bench-500": 500, "bench-20000": 20_000 };
await giveObservations(SAMPAN_PATIENT, 300);
for (const [patient, count] of Object.entries(LARGE)) await giveObservations(patient, count);
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const d = await repeat(measureDoctors, browser);
  const r = await repeat(measureRecord, browser);
  console.log(`\nSlow 4G (1.6 Mbps, 150 ms), CPU ${SLOWER_CPU}x slower, cold, median of ${RUNS}\n`);
  print([
    ["what", "measured", "budget", ""],
    verdict("bytes until doctors are on the screen, data excluded", d.bytes, 130e3, kB),
    verdict("first contentful paint", d.paint, 1000, s),
    verdict("doctors on the screen", d.doctors, 2000, s),
    verdict("long-task time", d.longTasks, 150, ms),
    verdict("record of 300 Observations on the screen", r.record, 2500, s),
    verdict("its bytes, data included", r.recordBytes, 150e3, kB),
    verdict("warm start to doctors on the screen", d.warm, 800, s),
  ]);
  const records = [["record", "on the screen", "budget", "bytes", "list begins", "95 % of frames", "worst", "over 50 ms", "elements"]];
  for (const [patient, count] of Object.entries(LARGE)) {
    const { record, recordBytes } = await repeat(measureRecord, browser, patient);
    const list = await measureScrolling(browser, patient);
    records.push([`${count} Observations`, s(record), s(2500), kB(recordBytes), s(list.first), ms(list.frame), ms(list.worst), `${(list.slow * 100).toFixed(1)} %`, String(list.nodes)]);
  }
  console.log("");
  print(records);
  const host = [];
  for (const embedded of [false, true]) host.push(await repeat(measureHospital, browser, embedded));
  console.log(`\n  a hospital's own page: ${ms(host[0].longTasks)} of long tasks without Sampan, ${ms(host[1].longTasks)} with it; first paint ${s(host[0].paint)} and ${s(host[1].paint)}`);
  const typing = await measureTyping(browser);
  console.log(`\n  typing a search, key to paint: ${ms(typing.typical)} typically, ${ms(typing.worst)} at worst (budget 100 ms)`);
  const searches = {
    "by specialty": cardiology,
    "by name": "/doctors#q=Li",
    "by complaint": "/doctors#q=toothache",
    "near a place": "/doctors#q=dentist%20pudong",
    mixed: "/doctors#q=dr%20wang%20cardiology%20pudong",
    "with a slip": "/doctors#q=Garica",
  };
  const rows = [["search", "requests", "results", "data", "shown after"]];
  for (const [what, path] of Object.entries(searches)) {
    const found = await countSearch(browser, path);
    rows.push([what, String(found.requests), String(found.results), kB(found.data), s(found.shown)]);
  }
  console.log("");
  rows.forEach((row) => console.log("  " + row.map((cell) => cell.padEnd(14)).join("")));
} finally {
  await browser.close();
}
