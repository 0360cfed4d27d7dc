// What lies ahead on the summary, and a record that the hospital keeps in two parts.

import assert from "node:assert/strict";
import { accessible, fhir, fhirFault, inBrowser, settled } from "./support.mjs";

const MEI = "patient-lin-mei";
const PART = "patient-lin-mei-part";

async function put(resource) {
  const answer = await fetch(`${fhir}/${resource.resourceType}/${resource.id}`, { method: "PUT", headers: { "content-type": "application/fhir+json" }, body: JSON.stringify(resource) });
  assert.ok(answer.ok, `${answer.status}`);
}

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

inBrowser("an order that is open is due, with its day", {}, async (page, say) => {
  const order = (id, text, rest) => put({ resourceType: "ServiceRequest", id, status: "active", intent: "order", subject: { reference: `Patient/${MEI}` }, code: { text }, ...rest });
  await order("ahead-open", "Ultrasound of the heart", { occurrenceDateTime: day(20) });
  await order("ahead-late", "Eye examination", { occurrenceDateTime: day(-20) });
  await order("ahead-done", "Something done", { status: "completed", occurrenceDateTime: day(20) });
  await page.goto("/record");
  await settled(page);
  const due = page.locator('section[aria-labelledby="record-due"]');
  await due.getByText("Ultrasound of the heart").waitFor();
  const late = due.locator("li", { hasText: "Eye examination" });
  await late.getByText(say("The day has passed")).waitFor();
  await late.getByText(say("Ordered: test, referral or visit")).waitFor();
  assert.equal(await due.getByText("Something done").count(), 0);
  await accessible(page);
});

inBrowser("a record in two parts says so, and the other part is opened under its own name", {}, async (page, say) => {
  await put({ resourceType: "Patient", id: PART, name: [{ text: "Lin Mei, before 2020" }], gender: "female", birthDate: "1984-03-12" });
  const linked = (links) =>
    fhirFault(page, (method, path, request) => method === "GET" && path === "Patient" && request.url().includes(`_id=${MEI}`) && !request.url().includes(PART), async (route) => {
      const bundle = await (await route.fetch()).json();
      for (const entry of bundle.entry) entry.resource.link = [...(entry.resource.link ?? []), ...links];
      await route.fulfill({ json: bundle, contentType: "application/fhir+json" });
    });
  // The summary's own patient comes in its batch.
  await page.route("**/fhir", async (route) => {
    const bundle = await (await route.fetch()).json();
    const found = bundle.entry?.[0]?.resource?.entry?.[0]?.resource;
    if (found?.id === MEI) found.link = links;
    await route.fulfill({ json: bundle, contentType: "application/fhir+json" });
  });
  const links = [
    { type: "seealso", other: { reference: `Patient/${PART}` } },
    { type: "replaced-by", other: { reference: "Patient/nobody-may-read" } },
  ];
  await linked(links);
  await page.goto("/record");
  await settled(page);
  await page.getByText("More about this person stands in another record at the hospital. You can turn to it above.").waitFor();
  await page.getByText("The hospital has replaced this record by another. It can't be opened here: please ask the hospital.").waitFor();
  await accessible(page);
  const whose = page.locator(".whose");
  await whose.getByRole("button", { name: /before 2020/ }).click();
  await page.locator(".person-name", { hasText: "before 2020" }).waitFor();
  await whose.locator('[aria-current="true"]', { hasText: "before 2020" }).waitFor();
  await settled(page);
  assert.equal(await page.getByText("Ultrasound of the heart").count(), 0, "nothing of the first part is on the second's page");
});
