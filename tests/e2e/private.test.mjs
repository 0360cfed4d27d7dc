// What is private within the record: entries of topics that many would rather not have seen are folded until they are tapped, and what the patient
// chose about it is written nowhere.

import assert from "node:assert/strict";
import { accessible, fhir, inBrowser, settled } from "./support.mjs";

const MEI = "patient-lin-mei";
const SNOMED = "http://snomed.info/sct";

/** Puts a condition on record; the text is what must not be seen. */
async function condition(id, code, text) {
  const body = { resourceType: "Condition", id, subject: { reference: `Patient/${MEI}` }, recordedDate: "2026-01-05", code: { coding: [{ system: SNOMED, code }], text } };
  const answer = await fetch(`${fhir}/Condition/${id}`, { method: "PUT", headers: { "content-type": "application/fhir+json" }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${answer.status}`);
}

inBrowser("entries of private topics are folded until the patient taps or chooses, and the choice goes with the page", {}, async (page, say) => {
  await condition("private-mind", "197480006", "A worry of hers");
  await condition("private-open", "38341003", "A blood pressure of hers");
  const secret = page.getByText("A worry of hers");
  await page.goto("/record/conditions");
  await settled(page);
  await page.getByText("A blood pressure of hers").waitFor();
  assert.equal(await secret.isVisible(), false);
  await accessible(page);
  await page.emulateMedia({ media: "print" });
  const folded = page.getByText(say("{topic}: open to see it"));
  assert.equal(await folded.first().isVisible(), true, "paper tells that something is folded");
  await page.emulateMedia({ media: "screen" });
  await page.locator("summary", { hasText: say("{topic}: open to see it") }).first().click();
  assert.equal(await secret.isVisible(), true, "a tap opens it");

  // Within the app, so that the page stays: from the record to the settings and back.
  const go = async (path) => {
    await page.evaluate((path) => Object.assign(document.querySelector("nav a[href]"), { href: path }).click(), path);
    await page.waitForURL(`**${path}`);
    await settled(page);
  };
  await go("/settings");
  await accessible(page);
  const box = page.getByLabel(say("Mental health"));
  assert.equal(await box.isChecked(), true, "folded unless chosen otherwise");
  await box.uncheck();
  await go("/record/conditions");
  await secret.waitFor();
  assert.equal(await secret.isVisible(), true);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  assert.doesNotMatch(kept, /topic|mind|mental/i);

  await page.reload();
  await settled(page);
  await page.getByText("A blood pressure of hers").waitFor();
  assert.equal(await secret.isVisible(), false, "a visit later it is folded again");
});

inBrowser("a page for paper leaves out what is folded, and says so, unless it is wished for", { expect: [/\$summary/] }, async (page, say) => {
  await condition("private-mind", "197480006", "A worry of hers");
  await page.goto("/record/export");
  await settled(page);
  await page.evaluate(() => (window.print = () => {}));
  await page.getByRole("button", { name: say("Print") }).click();
  await page.getByText(say("Done.")).waitFor();
  await page.emulateMedia({ media: "print" });
  const paper = page.locator(".record-print");
  await paper.waitFor();
  assert.doesNotMatch(await paper.innerText(), /A worry of hers/);
  await paper.getByText(say("{n} sensitive entry isn't printed.")).first().waitFor();
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel(say("Also print entries that are folded because they are sensitive")).check();
  await page.emulateMedia({ media: "print" });
  assert.match(await paper.innerText(), /A worry of hers/);
});

inBrowser("the switch for reading in public blurs every number of a page", {}, async (page, say) => {
  await page.goto("/record/vitals");
  await settled(page);
  await page.getByRole("button", { name: say("Blur the values") }).click();
  // Blurred is whatever holds a digit with a unit beside it.
  const seen = () =>
    page.evaluate(() => {
      const blurred = (node) => !!node && (getComputedStyle(node).filter.includes("blur") || blurred(node.parentElement));
      const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const node = walk.currentNode;
        if (/\d\s*(?:mmHg|kg|cm|°C|%|mmol|mg|\/min)/.test(node.data) && node.parentElement.checkVisibility() && !blurred(node.parentElement)) found.push(node.data);
      }
      return found;
    });
  assert.deepEqual(await seen(), []);
  await page.locator(".index-link").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await settled(page);
  await page.locator(".chart-svg").waitFor();
  assert.deepEqual(await seen(), []);
});
