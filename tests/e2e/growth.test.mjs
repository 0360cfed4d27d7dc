// A child's growth beside WHO's percentiles, in the mother's hands.

import assert from "node:assert/strict";
import { accessible, app, fhirFault, inBrowser, openAs, settled } from "./support.mjs";

const AN = "patient-lin-an";
const WEIGHT = "/record/vitals#series=http%3A%2F%2Floinc.org%7C29463-7";

/** Lin An, changed. */
const changed = (page, change) =>
  fhirFault(page, (method, path) => method === "GET" && path === "Patient", async (route) => {
    const bundle = await (await route.fetch()).json();
    bundle.entry.forEach((entry) => change(entry.resource));
    await route.fulfill({ json: bundle, contentType: "application/fhir+json" });
  });

for (const [language, width, dark] of [["en", 360, false], ["zh-Hans", 1280, true], ["ar", 360, false]]) {
  inBrowser(`a child's weight is told and drawn beside WHO's percentiles: ${language}`, { language, width, dark }, async (page, say) => {
    await openAs(page, AN);
    await page.goto(WEIGHT);
    await settled(page);
    await page.locator(".chart-curve").first().waitFor();
    assert.equal(await page.locator(".chart-curve").count(), 5);
    await page.getByText(say("{value} on {date} is at percentile {percentile} for boys of that age: so many of 100 have less. Computed here from the tables of the World Health Organization; it is no judgement.")).waitFor();
    const rows = await page.locator(".record-table tbody tr").evaluateAll((rows) => rows.map((row) => row.lastElementChild.innerText));
    // The seed grows along the middle of the curve.
    assert.ok(rows.length > 10 && rows.every((text) => Number(text) > 20 && Number(text) < 80), rows.join());
    await accessible(page);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".chart-curve").first().isVisible(), true, "they print");
  });
}

inBrowser("without a sex or a day of birth, and for the grown up, there are no percentiles", {}, async (page, say) => {
  await openAs(page, AN);
  let change = (patient) => (patient.gender = "other");
  await changed(page, (patient) => change(patient));
  await page.goto(WEIGHT);
  await settled(page);
  await page.getByText(say("WHO's percentiles of growth are for girls or for boys, and the record names neither, so none are shown.")).waitFor();
  assert.equal(await page.locator(".chart-curve").count(), 0);
  await page.locator(".chart-svg").waitFor();
  change = (patient) => (patient.birthDate = "2020");
  await page.reload();
  await settled(page);
  await page.getByText(say("For percentiles of children's growth the record would need the day of birth.")).waitFor();
  change = (patient) => (patient.birthDate = "1980-01-01");
  await page.reload();
  await settled(page);
  await page.locator(".chart-svg").waitFor();
  assert.equal(await page.locator(".chart-curve").count(), 0);
  assert.doesNotMatch(await page.locator("main").innerText(), /WHO|percentile/i);
});

inBrowser("a table that can't be had is said, and the chart stays", { expect: [/Failed to load resource/] }, async (page, say) => {
  await openAs(page, AN);
  await page.route(`${app}/growth/*`, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(WEIGHT);
  await settled(page);
  await page.getByText(say("The percentiles couldn't be loaded.")).waitFor();
  await page.locator(".chart-svg").waitFor();
});
