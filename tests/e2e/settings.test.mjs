// The settings: how the page looks, and what the hospital tells of the record's use.

import assert from "node:assert/strict";
import { signIn } from "./signin.mjs";
import { DESK, accessible, fhirFault, inBrowser, json, outcome, settled, signInApp } from "./support.mjs";

const fontSize = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

for (const [language, dark] of [["en", false], ["zh-Hans", true], ["ar", false]]) {
  inBrowser(`text size and contrast are chosen, and kept: ${language}`, { language, dark, width: 320, expect: [/Failed to/] }, async (page, say) => {
    await page.goto("/settings");
    await settled(page);
    const before = [await fontSize(page), await paper(page)];
    await page.getByRole("group", { name: say("Text size") }).getByRole("radio", { name: say("Very large") }).check();
    await page.getByRole("group", { name: say("Contrast") }).getByRole("radio", { name: say("Strong") }).check();
    await accessible(page);
    const after = [await fontSize(page), await paper(page)];
    assert.equal(after[0], before[0] * 1.375);
    assert.notEqual(after[1], before[1]);
    // From the first paint on, before the app is there.
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto("/", { waitUntil: "commit" });
    await page.locator("#q").waitFor();
    assert.deepEqual([await fontSize(page), await paper(page)], after);
    await page.unrouteAll();
    for (const path of ["/doctors?specialty=394579002", "/record", "/settings"]) {
      await page.goto(path);
      await accessible(page);
    }
    await page.getByRole("group", { name: say("Text size") }).getByRole("radio", { name: say("As on this device") }).check();
    await page.getByRole("group", { name: say("Contrast") }).getByRole("radio", { name: say("As on this device") }).check();
    assert.deepEqual([await fontSize(page), await paper(page)], before);
  });
}

inBrowser("a device that wants more contrast gets it unasked", { contrast: "more" }, async (page) => {
  await page.goto("/settings");
  await settled(page);
  assert.equal(await paper(page), "rgb(255, 255, 255)");
});

/** Accesses as a server tells them. Helios keeps its own to itself, and lets nobody write any. */
const accesses = {
  resourceType: "Bundle",
  type: "searchset",
  entry: [
    access("2026-11-20T09:12:00+08:00", "R", "0", { who: { reference: "Patient/patient-lin-mei", display: "Lin Mei" } }, { what: { reference: "Observation/1" } }),
    access("2026-10-01T16:40:00+08:00", "C", "0", { name: "City Laboratory" }, { name: "Laboratory results" }),
    access("2026-09-03", "R", "8", { name: "Harbour Health Insurance" }, { what: { reference: "Condition/1" } }),
  ].map((resource) => ({ resource })),
};

function access(recorded, action, outcome, agent, entity) {
  return { resourceType: "AuditEvent", recorded, action, outcome, agent: [{ requestor: true, ...agent }], entity: [entity] };
}

inBrowser("who has used the record, what was agreed to, and what the app may do", { base: signInApp, width: DESK }, async (page, say) => {
  await page.route("**/fhir/AuditEvent?*", json(200, accesses));
  await page.goto("/settings");
  await signIn(page, say);
  const privacy = page.getByRole("region", { name: say("Your privacy") });
  await privacy.getByText("Read: your whole health record").waitFor();
  await privacy.getByText("Add and change: appointments").waitFor();
  await privacy.getByText(say("Who has used your record")).click();
  const refused = privacy.getByRole("listitem").filter({ hasText: "Harbour Health Insurance" });
  await refused.getByText("Read: conditions").waitFor();
  await refused.getByText("Refused").waitFor();
  await privacy.getByRole("listitem").filter({ hasText: "City Laboratory" }).getByText("Added: Laboratory results").waitFor();
  await privacy.getByRole("listitem").filter({ hasText: "You" }).first().waitFor();
  await privacy.getByText(say("What you agreed to")).click();
  const sharing = privacy.getByRole("listitem").filter({ hasText: "Sharing the record between the city's hospitals" });
  await sharing.getByText("In force").waitFor();
  await privacy.getByRole("listitem").filter({ hasText: "Research" }).getByText("You didn't agree").waitFor();
  await accessible(page);
});

inBrowser("a server that tells nothing of its use says so, and one that fails can be asked again", { expect: [/Failed to load resource/] }, async (page, say) => {
  await fhirFault(page, (method, path) => path.startsWith("AuditEvent"), json(500, outcome("exception")));
  await page.goto("/settings");
  await settled(page);
  await page.getByText(say("Who has used your record")).click();
  await page.getByText("The hospital's server has a problem").waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: say("Try again") }).click();
  await page.getByText(/The hospital tells of no use of this record/).waitFor();
  await accessible(page);
});
