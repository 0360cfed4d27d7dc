// The record of synthetic patients that we did not write (../shared/data/synthea), loaded whole into the server: what each
// page shows is compared with what the code below, which shares nothing with the app, computes from the files.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { accessible, fhir, inBrowser, openAs, settled } from "./support.mjs";

const folder = new URL("../../../shared/data/synthea/", import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")).sort() : [];
if (!files.length) test("the record of synthetic patients", { skip: "skipped: no shared data" }, () => {});

/** How a unit of the files is written for people. */
const UNITS = {
  kg: "kg", cm: "cm", "kg/m2": "kg/m²", Cel: "°C", "mm[Hg]": "mmHg", "{score}": "score", "%": "%", "mg/dL": "mg/dL", "g/dL": "g/dL", "g/L": "g/L",
  "mmol/L": "mmol/L", "U/L": "U/L", "kU/L": "kU/L", fL: "fL", pg: "pg", "10*3/uL": "10³/µL", "10*6/uL": "10⁶/µL", "mL/min": "mL/min",
  "mL/min/{1.73_m2}": "mL/min/1.73 m²", "{T-score}": "T-score",
};

/** A number as its digits stand in the file: few enough as they are, else with three that count, and "about" before it. */
function digits(sent) {
  const [whole, decimals = ""] = sent.replace("-", "").split(".");
  const significant = (whole + decimals).replace(/^0+/, "").length;
  if (decimals.length <= 4 || significant <= 6) return [sent, false];
  const before = whole.replace(/^0+/, "").length;
  const zeros = before ? 0 : decimals.match(/^0*/)[0].length;
  return [Number(sent).toFixed(Math.max(1, 3 + zeros - before)), true];
}

function quantity({ value, code }) {
  assert.ok(UNITS[code] !== undefined, `a unit that the test doesn't know: ${code}`);
  const [text, rounded] = digits(value);
  return [text, code === "%" ? "%" : ` ${UNITS[code]}`, rounded];
}

/** What must be read of an Observation. */
function reading(observation) {
  if (observation.valueQuantity) {
    const [text, unit, rounded] = quantity(observation.valueQuantity);
    return (rounded ? "about " : "") + text + unit;
  }
  if (observation.component) {
    const part = (loinc) => observation.component.find((one) => one.code.coding.some((coding) => coding.code === loinc)).valueQuantity;
    const [above, unit, first] = quantity(part("8480-6"));
    const [below, , second] = quantity(part("8462-4"));
    return `${first || second ? "about " : ""}${above}/${below}${unit}`;
  }
  return observation.valueCodeableConcept.text ?? observation.valueCodeableConcept.coding[0].display;
}

/** Loads a file and gives its resources by the keys that the server made. */
async function load(name) {
  // Numbers as text, so that JavaScript rounds none.
  const text = readFileSync(new URL(name, folder), "utf8").replace(/("value":\s*)(-?\d[\d.eE+-]*)/g, '$1"$2"');
  const response = await fetch(fhir, { method: "POST", headers: { "content-type": "application/fhir+json" }, body: readFileSync(new URL(name, folder)) });
  assert.ok(response.ok, `loading ${name}: ${response.status}`);
  const made = (await response.json()).entry.map((entry) => entry.response.location.match(/([A-Z]\w+\/[^/]+)/)[1]);
  const resources = new Map();
  JSON.parse(text).entry.forEach((entry, at) => resources.set(made[at], entry.resource));
  return resources;
}

const when = (resource) =>
  resource.effectiveDateTime ?? resource.occurrenceDateTime ?? resource.performedPeriod?.start ?? resource.performedDateTime ?? resource.period?.start ??
  resource.authoredOn ?? resource.onsetDateTime ?? resource.recordedDate ?? null;

const category = (resource) => resource.category[0].coding[0].code;
const observed = (wanted) => (resource) => resource.resourceType === "Observation" && wanted(category(resource));
const kind = (type) => (resource) => resource.resourceType === type;

const SECTIONS = {
  vitals: observed((code) => code === "vital-signs"),
  labs: observed((code) => code === "laboratory"),
  findings: observed((code) => !["vital-signs", "laboratory"].includes(code)),
  allergies: kind("AllergyIntolerance"),
  conditions: kind("Condition"),
  medicines: kind("MedicationRequest"),
  immunizations: kind("Immunization"),
  visits: kind("Encounter"),
  procedures: kind("Procedure"),
  reports: kind("DiagnosticReport"),
  plans: kind("CarePlan"),
  goals: kind("Goal"),
};

/** The name that an entry of this resource must bear; undefined where that is for the app to say. */
function name(resource) {
  const named = { Immunization: "vaccineCode", Encounter: "type", MedicationRequest: "medicationCodeableConcept", Goal: "description", CarePlan: null }[resource.resourceType];
  if (named === null) return undefined;
  const concept = [resource[named ?? "code"]].flat()[0];
  return concept.text ?? concept.coding[0].display;
}

/** Reads a list to its end as somebody who scrolls, since only what is near is in the page. */
async function readAll(page, time = () => 0) {
  const seen = new Map();
  for (let screens = 0; screens < 400; screens++) {
    // What is private is folded, and opened by this reader.
    await page.$$eval("main details.private", (folds) => folds.forEach((fold) => (fold.open = true)));
    const shown = await page.$$eval("main .record-block li.entry[data-key]", (items) =>
      items.map((item) => ({
        key: item.dataset.key,
        name: item.querySelector(".entry-name")?.innerText.trim(),
        readings: [...item.querySelectorAll(".reading-value")].map((value) => value.innerText.replace(/\s+/g, " ").trim()),
      })),
    );
    assert.equal(new Set(shown.map((item) => item.key)).size, shown.length, "nothing is there twice");
    const times = shown.map((item) => time(item.key));
    assert.deepEqual(times, times.toSorted((a, b) => b - a), "the newest comes first");
    for (const item of shown) seen.set(item.key, item);
    const end = await page.evaluate(() => {
      const bottom = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      scrollBy(0, innerHeight * 2);
      const reading = [...document.querySelectorAll("main .actions button")].length > 0;
      return bottom && !reading;
    });
    if (end) break;
    await page.waitForTimeout(30);
  }
  return [...seen.values()];
}

for (const file of files) {
  inBrowser(`the record of ${file} is that of the file`, {}, async (page) => {
    const resources = await load(file);
    const all = [...resources];
    const patient = all.find(([, resource]) => resource.resourceType === "Patient")[0].split("/")[1];
    await openAs(page, patient);

    for (const [section, belongs] of Object.entries(SECTIONS)) {
      const expected = new Map(all.filter(([, resource]) => belongs(resource)));
      await page.goto(`/record/${section}`);
      await settled(page);
      const sorted = ["vitals", "labs", "immunizations", "visits"].includes(section);
      const shown = await readAll(page, sorted ? (key) => Date.parse(when(expected.get(key))) : undefined);
      assert.deepEqual(shown.map((item) => item.key).sort(), [...expected.keys()].sort(), `${section}: none is missing, none is of others`);
      for (const item of shown) {
        const resource = expected.get(item.key);
        if (name(resource)) assert.equal(item.name, name(resource).trim(), `${section}: the name of ${item.key}`);
        const values = resource.resourceType === "Observation" ? [reading(resource)] : [];
        assert.deepEqual(item.readings, values, `${section}: the value of ${item.key}`);
      }
    }

    await page.goto("/record");
    await settled(page);
    for (const section of ["vitals", "labs"]) {
      const mine = all.filter(([, resource]) => SECTIONS[section](resource));
      const code = (resource) => resource.code.coding[0].code;
      const shown = await page.$$eval(`section[aria-labelledby="record-${section}"] li.vital`, (items) =>
        items.map((item) => ({ key: item.dataset.key, value: item.querySelector(".reading-value").innerText.trim(), trend: item.querySelector(".vital-trend")?.innerText ?? "" })),
      );
      const kinds = new Set(mine.map(([, resource]) => code(resource)));
      assert.equal(shown.length, Math.min(kinds.size, section === "vitals" ? 10 : 8), `${section}: each kind once`);
      for (const { key, value, trend } of shown) {
        const latest = resources.get(key);
        const alike = mine.map(([, resource]) => resource).filter((resource) => code(resource) === code(latest));
        alike.sort((a, b) => Date.parse(when(b)) - Date.parse(when(a)));
        assert.equal(when(latest), when(alike[0]), `${section}: the latest ${latest.code.text}`);
        assert.equal(value.replace(/\s+/g, " "), reading(latest));
        // The summary knows as much as one answer holds.
        const oldest = mine.map(([, resource]) => Date.parse(when(resource))).toSorted((a, b) => b - a)[199] ?? 0;
        const before = alike.find((resource) => Date.parse(when(resource)) < Date.parse(when(latest)));
        if (!before) assert.equal(trend, "", `${latest.code.text} has no time before`);
        else if (trend || Date.parse(when(before)) > oldest) assert.ok(trend.includes(reading(before)), `${latest.code.text}: ${trend} names ${reading(before)}`);
      }
    }
  });
}

if (files.length) {
  inBrowser("one entry, one kind and the units of the reader", {}, async (page, say) => {
    const resources = await load(files[0]);
    const all = [...resources];
    await openAs(page, all.find(([, resource]) => resource.resourceType === "Patient")[0].split("/")[1]);
    const weights = all.filter(([, resource]) => resource.resourceType === "Observation" && resource.code.coding[0].code === "29463-7");
    weights.sort(([, a], [, b]) => Date.parse(when(b)) - Date.parse(when(a)));
    const [key, weight] = weights[0];

    await page.goto(`/record/vitals#item=${key.split("/")[1]}`);
    await settled(page);
    const main = page.locator("main");
    await main.getByText(weight.valueQuantity.value).first().waitFor();
    await page.getByText(say("The entry as the system holds it")).click();
    assert.ok((await page.locator("pre.raw").innerText()).includes(`"value": ${weight.valueQuantity.value}`), "the raw resource to the last digit");
    await accessible(page);

    await page.getByRole("link", { name: say("See all its values over time") }).click();
    await page.locator("svg.chart-svg").waitFor();
    assert.equal(await page.locator("table.record-table tbody tr").count(), weights.length);
    await accessible(page);
    await page.locator('input[type="range"]').focus();
    await page.keyboard.press("Home");
    const oldest = weights.at(-1)[1];
    assert.ok((await page.locator(".chart-value").innerText()).includes(reading(oldest)), "the slider tells the oldest value");

    await page.locator("summary", { hasText: say("Units") }).click();
    await page.getByLabel(say("Weight")).selectOption("[lb_av]");
    const pounds = Number(weight.valueQuantity.value) / 0.45359237;
    await page.locator("table.record-table").getByText(`about ${pounds.toFixed(1)} lb`).first().waitFor();
    await page.locator("table.record-table").getByText(reading(weight)).first().waitFor();
    await page.evaluate(() => localStorage.clear());
  });

  inBrowser("the list is searched, and Back leads to where it was", {}, async (page, say) => {
    const resources = await load(files[0]);
    const all = [...resources];
    await openAs(page, all.find(([, resource]) => resource.resourceType === "Patient")[0].split("/")[1]);
    await page.goto("/record/labs");
    await settled(page);
    const wanted = all.filter(([, resource]) => SECTIONS.labs(resource)).at(-1)[1].code.text;
    await page.getByRole("searchbox").fill(wanted.toUpperCase());
    await page.waitForFunction((wanted) => {
      const names = [...document.querySelectorAll(".record-block .entry-name")];
      return names.length && names.every((name) => name.innerText === wanted);
    }, wanted);
    assert.equal(new URL(page.url()).search, "", "what is looked for is nobody's business");
    await accessible(page);
    await page.locator(".record-block .entry-name a").first().click();
    await page.getByRole("heading", { level: 1, name: wanted }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: say("Lab results") }).waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), wanted.toUpperCase());
  });

  inBrowser("the timeline holds everything once", {}, async (page) => {
    const resources = await load(files[0]);
    const all = [...resources];
    await openAs(page, all.find(([, resource]) => resource.resourceType === "Patient")[0].split("/")[1]);
    await page.goto("/record/timeline");
    await settled(page);
    const expected = all.filter(([, resource]) => Object.values(SECTIONS).some((belongs) => belongs(resource)));
    const shown = await readAll(page);
    assert.deepEqual(shown.map((item) => item.key).sort(), expected.map(([key]) => key).sort());
  });

  inBrowser("what is taken along is whole, valid and can be read back", { expect: [/\$summary/] }, async (page, say) => {
    const resources = await load(files[0]);
    const all = [...resources];
    await openAs(page, all.find(([, resource]) => resource.resourceType === "Patient")[0].split("/")[1]);
    await page.goto("/record/export");
    await settled(page);
    await accessible(page);
    const save = async (button) => {
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      return [await download.path(), download.suggestedFilename()];
    };

    const [path, name] = await save(page.getByRole("button", { name: say("Save") }));
    assert.match(name, /^health-summary-\d{4}-\d\d-\d\d\.json$/);
    const text = readFileSync(path, "utf8");
    const document = JSON.parse(text);
    // A validator that we did not write: the npm package `fhir`, by its R4 definitions.
    const { Fhir } = createRequire(import.meta.url)("fhir");
    const judged = new Fhir().validate(document, { errorOnUnexpected: true });
    const errors = judged.messages.filter((message) => ["error", "fatal"].includes(message.severity));
    assert.deepEqual(errors, []);
    assert.deepEqual([document.type, document.entry[0].resource.resourceType], ["document", "Composition"]);

    const expected = all.filter(([, resource]) => Object.values(SECTIONS).some((belongs) => belongs(resource))).map(([key]) => key);
    const held = document.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
    assert.deepEqual(held.slice(3).sort(), expected.sort(), "each resource once");
    for (const digits of readFileSync(new URL(files[0], folder), "utf8").matchAll(/"valueQuantity":\{"value":(-?[\d.]+)/g)) {
      assert.ok(text.includes(`"value":${digits[1]}`), `${digits[1]} to the last digit`);
    }

    const [table] = await save(page.getByRole("button", { name: say("Vital signs") }));
    const rows = readFileSync(table, "utf8").trim().split("\r\n");
    const vitals = all.filter(([, resource]) => SECTIONS.vitals(resource));
    assert.equal(rows.length, vitals.length + 1);
    for (const [key, { valueQuantity }] of vitals) {
      const row = rows.find((row) => row.endsWith(key));
      if (valueQuantity) assert.ok(row.includes(`,${valueQuantity.value},`), `${row} holds ${valueQuantity.value}`);
    }

    await page.getByLabel(say("Choose a file")).setInputFiles(path);
    await page.locator(".card .person-name").waitFor();
    const shown = await page.locator(".card li.entry").count();
    assert.equal(shown, expected.length, "the file shows what the record shows");
    await accessible(page);
  });
}
