// Doctors saved, compared, alike, and chosen as one's own.

import assert from "node:assert/strict";
import { read, search } from "./server.mjs";
import { pressUntil, results } from "./steps.mjs";
import { askFhir, signIn, tokensOf } from "./signin.mjs";
import { DESK, FAILED_LOAD, PHONE, accessible, fhirFault, inBrowser, json, outcome, settled, signInApp, untilKept } from "./support.mjs";

const CARDIOLOGY = "/doctors?specialty=394579002";
const saves = (page) => page.locator("button.save");
const saved = async (page) => {
  await page.goto("/doctors/saved");
  await settled(page);
};

/** Presses "Save" at a doctor, after which so many are saved, also over a reload. */
const toggle = (page, button, count) =>
  untilKept(page, async () => {
    await button.click();
    await page.waitForFunction((n) => document.querySelectorAll("button.save.on").length === n, count);
  });

/** Opens cardiologists and saves the first so many. Gives their roles' ids. */
async function save(page, say, count) {
  await page.goto(CARDIOLOGY);
  await saves(page).nth(count - 1).waitFor();
  // The order is the last one only when ratings and times are there.
  await settled(page);
  const roles = [];
  for (let n = 0; n < count; n++) {
    const card = results(page, say).getByRole("listitem").filter({ has: page.locator("button.save") }).nth(n);
    await toggle(page, card.locator("button.save"), n + 1);
    roles.push((await card.locator("h3 a").getAttribute("href")).split("/").pop());
  }
  return roles;
}

for (const [width, language, dark] of [[PHONE, "en", false], [DESK, "zh-Hans", true], [PHONE, "ar", false]]) {
  inBrowser(`doctors are saved, found again and compared: ${width} px, ${language}`, { width, language, dark }, async (page, say) => {
    await saved(page);
    await page.getByText(say("No doctor is saved yet. Press “Save” at a doctor to find them again here.")).waitFor();
    await accessible(page);
    const roles = await save(page, say, 3);
    await accessible(page);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.match(kept, /sampan\.saved/);
    roles.forEach((role) => assert.ok(!kept.includes(role), "whom somebody looks for is nobody's business"));

    await page.getByRole("link", { name: say("{n} saved doctors") }).click();
    await page.waitForURL("**/doctors/saved");
    await page.reload();
    await settled(page);
    await saves(page).nth(2).waitFor();
    await accessible(page);
    await page.getByRole("link", { name: say("Compare {n} doctors") }).click();
    await page.getByRole("heading", { level: 1, name: say("Compare doctors") }).waitFor();
    await page.locator("table.compare").waitFor();
    assert.equal(await page.locator("table.compare thead th").count(), 3);
    await accessible(page);
    // Each doctor stands in a column of their own.
    const order = new URL(page.url()).searchParams.get("doctors").split(",");
    const heads = await page.locator("table.compare thead th a[href^='/doctors/role']").evaluateAll((links) => links.map((a) => a.getAttribute("href").split("/").pop()));
    assert.deepEqual(heads, order);
    for (const [at, id] of order.entries()) {
      const { organization } = await read(`PractitionerRole/${id}`);
      const hospital = page.locator(`table.compare tbody td:nth-child(${at + 1}) a[href^='/hospitals/']`);
      assert.equal(await hospital.getAttribute("href"), `/hospitals/${organization.reference.split("/")[1]}`);
    }
    await page.locator("table.compare thead a.link-button").first().click();
    await page.waitForFunction(() => document.querySelectorAll("table.compare thead th").length === 2);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll("table.compare thead th").length === 3);
  });
}

inBrowser("a doctor who is no longer wanted goes, and can be taken back", {}, async (page, say) => {
  await save(page, say, 2);
  await saved(page);
  await toggle(page, saves(page).first(), 1);
  assert.equal(await saves(page).count(), 2, "whoever was removed by mistake is still there to be saved again");
  await toggle(page, saves(page).first(), 2);
  await toggle(page, saves(page).first(), 1);
  await saved(page);
  await saves(page).first().waitFor();
  assert.equal(await saves(page).count(), 1);
});

inBrowser("saved doctors who left the directory are told of, and an address of nonsense is no trap", { expect: FAILED_LOAD }, async (page, say) => {
  await save(page, say, 2);
  let first;
  await page.route(/PractitionerRole\?_id=/, async (route) => {
    const answer = await route.fetch();
    const bundle = await answer.json();
    first ??= bundle.entry.find((entry) => entry.search?.mode !== "include").resource.id;
    bundle.entry = bundle.entry.filter((entry) => entry.resource.id !== first);
    await route.fulfill({ response: answer, json: bundle });
  });
  await saved(page);
  await page.getByText(/1 saved doctor isn't in the directory any more/).waitFor();
  await accessible(page);
  await untilKept(page, async () => {
    await page.getByRole("button", { name: say("Remove") }).click();
    await page.getByText(/isn't in the directory any more/).waitFor({ state: "detached" });
  });
  await page.unroute(/PractitionerRole\?_id=/);
  await saved(page);
  await saves(page).first().waitFor();
  assert.equal(await saves(page).count(), 1);
  for (const address of ["/doctors/compare", "/doctors/compare?doctors=%3Cscript%3E,nobody", "/doctors/compare?doctors=,,,"]) {
    await page.goto(address);
    await settled(page);
    await page.getByText(say("There is nobody to compare. Save doctors first, then choose two or three of them.")).waitFor();
    await accessible(page);
  }
  await fhirFault(page, (method, path) => path.startsWith("PractitionerRole"), json(500, outcome("exception")));
  await saved(page);
  await page.getByRole("button", { name: say("Try again") }).waitFor();
});

inBrowser("similar doctors are offered beside one, and compared with them", {}, async (page, say) => {
  const [role] = await search("PractitionerRole?active=true&specialty=http://snomed.info/sct|394579002&_count=1");
  await page.goto(`/doctors/${role.id}`);
  await settled(page);
  const alike = page.locator('section[aria-labelledby="similar"]');
  await alike.scrollIntoViewIfNeeded();
  await alike.locator("h3 a").first().waitFor();
  const others = await alike.locator("h3 a").evaluateAll((links) => links.map((a) => a.getAttribute("href").split("/").pop()));
  assert.ok(others.length >= 1 && others.length <= 3 && !others.includes(role.id), others.join());
  for (const id of others) {
    const other = await read(`PractitionerRole/${id}`);
    assert.ok(other.specialty.some((it) => it.coding.some((coding) => coding.code === "394579002")));
  }
  await accessible(page);
  await alike.getByRole("link", { name: say("Compare with these") }).click();
  await page.locator("table.compare").waitFor();
});

const doctorsOf = async (token, id) => (await askFhir(`Patient/${id}`, token)).body.generalPractitioner;

inBrowser("a patient chooses a doctor as their own, and takes it back", { base: signInApp }, async (page, say) => {
  const token = (await tokensOf("lin.mei", "patient-lin-mei")).access_token;
  const before = await doctorsOf(token, "patient-lin-mei");
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  const roles = await search("PractitionerRole?active=true&_count=50");
  const role = roles.find((it) => it.practitioner.reference !== before[0].reference);
  const visit = async () => {
    await page.evaluate((id) => {
      const link = Object.assign(document.createElement("a"), { href: `/doctors/${id}`, textContent: "doctor" });
      document.querySelector("main").append(link);
      link.click();
    }, role.id);
    await page.getByRole("button", { name: say("Choose as my doctor") }).waitFor();
  };
  await visit();
  await accessible(page);
  await page.getByRole("button", { name: say("Choose as my doctor") }).click();
  await page.getByText(say("Your doctor")).waitFor();
  await page.getByText(say("Written into the record.")).waitFor();
  await accessible(page);
  const now = await doctorsOf(token, "patient-lin-mei");
  assert.equal(now[0].reference, `PractitionerRole/${role.id}`);
  await page.getByRole("button", { name: say("Undo") }).click();
  await page.getByText(say("It is as it was before.")).waitFor();
  assert.deepEqual(await doctorsOf(token, "patient-lin-mei"), before);

  // What else identifies a patient is not theirs to change.
  const patient = (await askFhir("Patient/patient-lin-mei", token)).body;
  const body = JSON.stringify({ ...patient, birthDate: "1950-01-01" });
  assert.equal((await askFhir("Patient/patient-lin-mei", token, { method: "PUT", body })).status, 403);
});

inBrowser("a hospital that lets no patient choose says so, and signing out forgets the saved", { base: signInApp, expect: FAILED_LOAD }, async (page, say) => {
  await page.goto("/record");
  await signIn(page, say, "lin.mei");
  await page.route("**/fhir/Patient/*", (route) => (route.request().method() === "PUT" ? json(403, outcome("forbidden"))(route) : route.fallback()));
  await page.locator('nav a[href="/doctors"]').click();
  await saves(page).first().waitFor();
  await settled(page);
  await saves(page).first().click();
  await page.locator("button.save.on").waitFor();
  const choose = page.getByRole("button", { name: say("Choose as my doctor") });
  await pressUntil(page, results(page, say).locator("h3 a").nth(1), choose);
  await choose.click();
  await page.getByText(say("This hospital doesn't let patients change this themselves. Ask at the reception.")).waitFor();
  await accessible(page);
  await page.locator('a[href="/settings"]').first().click();
  await page.getByRole("button", { name: say("Sign out") }).click();
  await page.waitForURL(/sign-in/);
  await page.waitForFunction(() => !localStorage.getItem("sampan.saved"));
  await saved(page);
  await page.getByText(say("No doctor is saved yet. Press “Save” at a doctor to find them again here.")).waitFor();
});
