// Servers that can do less than Helios: the page is still right, and says what is missing.

import assert from "node:assert/strict";
import { read } from "./server.mjs";
import { results } from "./steps.mjs";
import { FAILED_LOAD, accessible, app, fhirFault, inBrowser, json, outcome, settled } from "./support.mjs";

const CARDIOLOGY = "/doctors?specialty=394579002";
const cards = (page, say) => results(page, say).getByRole("listitem").filter({ has: page.getByRole("heading") });
const rolesOf = async (page, say) => {
  await cards(page, say).first().waitFor();
  await settled(page);
  const links = await cards(page, say).locator("h3 a").all();
  return Promise.all(links.map(async (link) => (await link.getAttribute("href")).split("/").pop()));
};

/** Has every search for doctors asked, and answered, as `change` would have it: it gets the address and the Bundle. */
async function limit(page, { asked = () => {}, answered = () => {} }) {
  await page.route(new RegExp(`^${app}/fhir/PractitionerRole\\?`), async (route) => {
    const url = new URL(route.request().url());
    asked(url.searchParams);
    const response = await route.fetch({ url: url.href });
    const bundle = await response.json();
    answered(bundle);
    await route.fulfill({ response, json: bundle });
  });
}

inBrowser("a filter that the server ignores is applied here, which is said", {}, async (page, say) => {
  await limit(page, { asked: (query) => query.delete("practitioner.gender") });
  await page.goto(`${CARDIOLOGY}&gender=female`);
  for (const id of await rolesOf(page, say)) {
    const role = await read(`PractitionerRole/${id}`);
    assert.equal((await read(role.practitioner.reference)).gender, "female");
  }
  await page.getByText(say("Picked here from the {n} doctors looked at so far.")).waitFor();
  await accessible(page);
});

inBrowser("without batches ratings and times still come", { expect: FAILED_LOAD }, async (page, say) => {
  let batches = 0;
  await fhirFault(
    page,
    (method, path) => method === "POST" && path === "" && ++batches,
    json(405, outcome("not-supported")),
  );
  await page.goto(CARDIOLOGY);
  await rolesOf(page, say);
  await page.locator(".doctor-card .stars").first().waitFor();
  await page.getByText(/^Next free/).first().waitFor();
  assert.ok(batches > 0, "a batch was tried");
  await accessible(page);
});

inBrowser("without inclusions the names are fetched", {}, async (page, say) => {
  await limit(page, {
    asked: (query) => query.delete("_include"),
    answered: (bundle) => {
      bundle.entry = (bundle.entry ?? []).filter((entry) => entry.resource.resourceType === "PractitionerRole");
    },
  });
  await page.goto(CARDIOLOGY);
  const [first] = await rolesOf(page, say);
  const role = await read(`PractitionerRole/${first}`);
  const person = await read(role.practitioner.reference);
  const shown = await cards(page, say).first().getByRole("heading").innerText();
  assert.ok(person.name.some((name) => shown.includes(name.text)), shown);
  const hospital = await read(role.organization.reference);
  await cards(page, say).first().getByText(hospital.name).waitFor();
});

inBrowser("without totals the page says how many it shows, and that there are more", {}, async (page, say) => {
  await limit(page, { answered: (bundle) => delete bundle.total });
  await page.goto("/doctors");
  const shown = (await rolesOf(page, say)).length;
  await page.getByRole("heading", { level: 2, name: `First ${shown} doctors` }).waitFor();
  await page.getByRole("button", { name: say("Show more doctors") }).click();
  await page.waitForFunction((before) => document.querySelectorAll(".doctor-card").length > before, shown);
  await accessible(page);
});
