// Numbers that can be trusted: ratings by department, both means of a doctor, counts beside the filters, miles, and no more requests than four.

import assert from "node:assert/strict";
import { search } from "./server.mjs";
import { flaws } from "./valid.mjs";
import { DESK, FAILED_LOAD, PHONE, accessible, app, fhirFault, inBrowser, json, outcome, settled } from "./support.mjs";
import { count } from "./wire.mjs";
import { test } from "node:test";

const HOSPITAL = "Organization/org-01";
const DEPARTMENTS = "https://sampan.health/fhir/Measure/patient-experience-departments";
const departments = (page) => page.locator("section").filter({ has: page.locator("h2#specialties") });

const RATINGS = "https://sampan.health/fhir/NamingSystem/ratings";
const report = async () => (await search(`MeasureReport?identifier=${encodeURIComponent(`${RATINGS}|${HOSPITAL}`)}`)).find((one) => one.measure === DEPARTMENTS);
const reviews = (group) => group.population.find((one) => one.code.coding[0].code === "measure-population").count;

for (const [width, language, dark] of [[PHONE, "en", false], [DESK, "en", true], [PHONE, "zh-Hans", true], [DESK, "ar", false]]) {
  const how = `${language}, ${width} px, ${dark ? "dark" : "light"}`;
  inBrowser(`a hospital shows what patients say of each department (${how})`, { width, language, dark }, async (page, say) => {
    const { group } = await report();
    const rated = group.filter((one) => reviews(one) >= 10);
    await page.goto("/hospitals/org-01");
    await settled(page);
    assert.ok(rated.length > 0, "the demo has departments with enough reviews");
    await departments(page).locator(".department .stars").first().waitFor();
    const shown = await departments(page).locator(".department .stars").allInnerTexts();
    assert.equal(shown.length, rated.length);
    for (const one of rated) assert.ok(shown.some((text) => text.includes(String(reviews(one)))), `${reviews(one)} reviews: ${shown}`);
    await departments(page).getByText(say("Visits from {from} to {until}. Published by {source}.")).waitFor();
    await accessible(page);
  });
}

inBrowser("a hospital whose ratings by department aren't published says so", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, (method, path) => method === "POST" && path === "", json(501, outcome("not-supported")));
  await fhirFault(page, (_, path) => path === "MeasureReport", json(404, outcome("not-found")));
  await page.goto("/hospitals/org-01");
  await departments(page).getByText(say("Ratings by department aren't available here.")).waitFor();
  assert.ok((await departments(page).getByRole("link").count()) > 0, "the specialties are there all the same");
  await accessible(page);
});

test("a hospital's report is valid R4", async () => assert.deepEqual(flaws(await report()), []));

inBrowser("a doctor's page tells the plain mean and the one that orders", {}, async (page, say) => {
  await page.goto("/doctors/role-00001");
  await page.getByText(say("Plain mean: {mean}. Shown and ordered by: {score}, drawn toward the specialty's {prior}; the fewer reviews, the more.")).waitFor();
  await accessible(page);
});

inBrowser("the filters say how many doctors each option leaves, asked when they are opened", {}, async (page, say) => {
  const GENERAL = "394814009";
  const wire = await count(page, app);
  const batches = [];
  page.on("request", (request) => /_summary=count/.test(request.postData() ?? "") && batches.push(request));
  await page.goto(`/doctors?specialty=${GENERAL}`);
  await settled(page);
  await page.waitForLoadState("networkidle");
  assert.equal(batches.length, 0, "before anybody asks");
  const before = wire.requests.length;
  await page.locator("#filters-button").click();
  const woman = page.locator("#filter-gender option[value=female]");
  await page.waitForFunction(() => /\d/.test(document.querySelector("#filter-gender option[value=female]")?.textContent ?? ""));
  assert.match((await woman.textContent()).trim(), say("{option} ({n})"));
  const { total } = await (await fetch(`${app}/fhir/PractitionerRole?active=true&specialty=http://snomed.info/sct|${GENERAL}&practitioner.gender=female&_summary=count`)).json();
  assert.match(await woman.textContent(), new RegExp(`\\(${total.toLocaleString("en")}\\)`));
  assert.equal(wire.requests.length - before, 1, wire.requests.slice(before).join("\n"));
  assert.match(await page.locator("#filter-lang option[value=en]").textContent(), /\(\d/);
  await accessible(page);
  // Another specialty is chosen: what was counted is no more true.
  await page.locator("#filter-specialty").selectOption({ index: 0 });
  assert.doesNotMatch(await woman.textContent(), /\d/);
});

inBrowser("where roads are measured in miles, so are distances", {}, async (page, say) => {
  await page.route("**/config.json", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, country: { code: "US", emergency: "911" } } });
  });
  await page.goto("/doctors?near=31.228,121.522&within=3mi&sort=nearest");
  await settled(page);
  const cards = page.locator("main li").filter({ has: page.getByRole("heading") });
  await cards.first().waitFor();
  const told = (await cards.allInnerTexts()).map((text) => text.match(/([\d.]+) (mi|km)\b/));
  assert.ok(told.every((one) => one?.[2] === "mi" && Number(one[1]) <= 3), String(told));
  await page.locator("#filters-button").click();
  await page.locator("#filter-within option[value='5mi']").waitFor({ state: "attached" });
  assert.equal(await page.locator("#filter-within").inputValue(), "3mi");
  assert.match(await page.locator("#filter-within option:checked").textContent(), /\b3 mi\b/);
  await accessible(page);
});

inBrowser("an evening that few have free takes four requests, and says that more can be looked at", {}, async (page, say) => {
  for (const query of ["when=evening", "when=weekend&stars=4", "when=evening&near=31.228,121.522"]) {
    await page.goto("about:blank");
    const wire = await count(page, app);
    await page.goto(`/doctors?${query}`);
    await settled(page);
    await page.waitForLoadState("networkidle");
    assert.ok(wire.requests.length <= 4, `${query}:\n${wire.requests.join("\n")}`);
  }
  await page.getByText(say("There are more doctors, not looked at yet.")).waitFor();
  await page.getByRole("button", { name: say("Show more doctors") }).waitFor();
  await accessible(page);
});
