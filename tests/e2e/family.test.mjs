// A mother opens her child's record and her father's: whose it is always stands above it, and the server lets her see nobody else's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { askFhir, signIn, tokensOf } from "./signin.mjs";
import { DESK, accessible, app, inBrowser, settled, signInApp, tabTo } from "./support.mjs";

const [MEI, AN, GUODONG] = ["patient-lin-mei", "patient-lin-an", "patient-lin-guodong"];
const KINDS = ["Observation", "Condition", "AllergyIntolerance", "MedicationRequest", "Immunization", "Encounter", "Appointment", "CarePlan"];
/** What stands in one record alone. */
const ALLERGY = { [MEI]: /Penicillin/, [AN]: /No known allergy|No known allergies/ };

const whose = (page) => page.locator(".whose [aria-current]");
const others = (page, name) => page.locator(".whose").getByRole("button", { name });

/** Who is named in what the FHIR server answers. */
const patients = (body) => [...new Set(JSON.stringify(body).match(/Patient\/[\w-]+/g) ?? [])];

test("a carer reads the records of those in her care and of nobody else", async () => {
  const hers = (await tokensOf("lin.mei", MEI)).access_token;
  for (const ward of [AN, GUODONG]) {
    for (const kind of KINDS) {
      const { status, body } = await askFhir(`${kind}?patient=${ward}`, hers);
      assert.equal(status, 200, `${kind} of ${ward}`);
      assert.deepEqual(patients(body).filter((one) => one !== `Patient/${ward}`), [], `${kind} of ${ward}`);
    }
    const { body } = await askFhir(`Condition?patient=${ward}`, hers);
    assert.ok(body.entry.length > 0);
    const id = body.entry[0].resource.id;
    assert.equal((await askFhir(`Condition?_id=${id}`, hers)).body.entry.length, 1, "by its id alone");
    assert.equal((await askFhir(`Condition/${id}`, hers)).status, 200);
  }
  const relations = await askFhir("RelatedPerson?_count=50", hers);
  assert.deepEqual(relations.body.entry.map(({ resource }) => resource.patient.reference).sort(), [`Patient/${AN}`, `Patient/${GUODONG}`]);

  const several = { resourceType: "Bundle", type: "batch", entry: [MEI, AN].map((id) => ({ request: { method: "GET", url: `Condition?patient=${id}` } })) };
  assert.equal((await askFhir("", hers, { method: "POST", body: JSON.stringify(several) })).status, 403, "two people in one batch");

  const his = (await tokensOf("lin.guodong", GUODONG)).access_token;
  // Signed in for her child alone: that was the choice.
  const childs = (await tokensOf("lin.mei", AN)).access_token;
  for (const [who, token] of [["her father", his], ["her child's token", childs]]) {
    const { status, body } = await askFhir(`Condition?patient=${MEI}`, token);
    assert.ok(status === 403 || !body.entry?.length, `${who} doesn't read hers`);
    assert.equal((await askFhir("RelatedPerson?_count=50", token)).body.entry?.length ?? 0, 0);
  }
});

for (const [width, language, base] of [[360, "en", signInApp], [DESK, "zh-Hans", app]]) {
  inBrowser(`whose record is open is seen on every page (${width} px, ${language})`, { width, language, base }, async (page, say) => {
    await page.goto("/record");
    if (base === signInApp) await signIn(page, say, "lin.mei");
    await whose(page).waitFor();
    assert.equal(await whose(page).getAttribute("data-patient"), MEI);
    await accessible(page);
    await tabTo(page, others(page, /An|安/));
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.querySelector(".whose [aria-current]")?.dataset.patient === id, AN);
    await settled(page);
    await accessible(page);
    for (const section of ["immunizations", "timeline"]) {
      await page.locator(`main a[href="/record/${section}"]`).first().click();
      await settled(page);
      await page.locator("main li.entry").first().waitFor();
      assert.equal(await whose(page).getAttribute("data-patient"), AN);
      await page.goBack();
      await settled(page);
    }
    await page.locator('nav.places a[href="/appointments"]').click();
    await settled(page);
    assert.equal(await whose(page).getAttribute("data-patient"), AN);
    await others(page, /Mei|梅/).click();
    await page.waitForFunction((id) => document.querySelector(".whose [aria-current]")?.dataset.patient === id, MEI);
    assert.equal(new URL(page.url()).pathname, "/appointments");
  });
}

inBrowser("an entry of one's own isn't looked for in another's record", { base: signInApp }, async (page, say) => {
  await page.goto("/record/immunizations");
  await signIn(page, say, "lin.mei");
  await page.locator("li.entry .entry-name a").first().click();
  await page.waitForURL(/#item=/);
  await others(page, /An/).click();
  await page.waitForURL((url) => url.hash === "");
  await settled(page);
  assert.equal(await whose(page).getAttribute("data-patient"), AN);
  await page.locator("li.entry .entry-name a").first().click();
  await page.locator("dl, .entries").first().waitFor();
  await accessible(page);
});

inBrowser("answers about the person before come to nothing", { base: app }, async (page) => {
  // The batch of the summary takes its time for the one who is asked for first.
  await page.route(`${app}/fhir`, async (route) => {
    if (route.request().postData()?.includes(AN)) await new Promise((later) => setTimeout(later, 1500));
    await route.continue().catch(() => {});
  });
  await page.goto("/record");
  await page.getByText(ALLERGY[MEI]).first().waitFor();
  await others(page, /An/).click();
  await page.waitForFunction((id) => document.querySelector(".whose [aria-current]")?.dataset.patient === id, AN);
  assert.equal(await page.getByText(ALLERGY[MEI]).count(), 0, "hers goes at once");
  await others(page, /Mei/).click();
  await page.getByText(ALLERGY[MEI]).first().waitFor();
  await page.waitForTimeout(2000);
  assert.equal(await whose(page).getAttribute("data-patient"), MEI);
  assert.equal(await page.getByText(ALLERGY[AN]).count(), 0);
});
