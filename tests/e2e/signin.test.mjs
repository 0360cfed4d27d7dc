// Signing in for real: oidc-provider's pages, Helios checking its tokens, and nothing left afterwards.

import assert from "node:assert/strict";
import { appointmentsOf, doctorWithTime, slotOf } from "./server.mjs";
import { allow, login, signIn, signInButton } from "./signin.mjs";
import { chooseTime, find, openDoctor, pressUntil, reasonBox, toBooked, toCheck, toSignIn } from "./steps.mjs";
import { DESK, PHONE, accessible, eventually, inBrowser, issuer, settled, signInApp, untilKept } from "./support.mjs";

const base = signInApp;
/** What the demo patient's record shows. */
const ALLERGY = /Penicillin|青霉素/;
const LAB = /Hemoglobin|血红蛋白/;
/** Helios checks its tokens by itself, so that one that is no more can't be revoked; and the login pages are good for once. */
const LEFT = [/token\/revocation/, /\/interaction\//];
const REASON = "A cough, for two weeks";

/** Everything that a browser could keep of this origin, as text. */
async function leftovers(page) {
  return page.evaluate(async () => {
    const dump = (storage) => Object.entries(storage).flat();
    const kept = [...dump(localStorage), ...dump(sessionStorage), document.cookie, location.href, JSON.stringify(history.state)];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        kept.push(request.url);
        const response = await cache.match(request);
        if (!/\.wasm$/.test(request.url)) kept.push(await response.text());
      }
    }
    for (const { name } of await indexedDB.databases()) kept.push(`indexedDB ${name}`);
    return kept.join("\n");
  });
}

/** The tokens that the authorization server gives a page from now on. */
function tokensGiven(page) {
  const given = [];
  page.on("response", async (response) => {
    if (response.url() !== `${issuer}/token`) return;
    const body = await response.json().catch(() => ({}));
    given.push(...[body.access_token, body.refresh_token, body.id_token].filter(Boolean));
  });
  return given;
}

async function journey(page, say) {
  const given = tokensGiven(page);
  const { role, name } = await doctorWithTime();
  await page.goto("/");
  await find(page, say, name);
  await openDoctor(page, say, role.id);
  const slot = await chooseTime(page, say);
  await reasonBox(page, say).fill(REASON);
  await toSignIn(page, say);
  await signInButton(page, say).waitFor();
  await accessible(page);
  assert.equal(await page.getByRole("button", { name: say("Confirm booking") }).count(), 0, "nobody books without a name");

  const step = page.url();
  await signInButton(page, say).click();
  await login(page);
  // The tab's storage holds nothing that was typed, in no form that could be read.
  const meanwhile = await page.context().storageState();
  assert.doesNotMatch(JSON.stringify(meanwhile), /cough/);
  await allow(page);
  await page.waitForURL(step);
  await settled(page);
  await page.getByText(REASON).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem("sampan-sign-in")), null, "the way back is forgotten");
  await accessible(page);
  await toBooked(page, say, page.getByRole("button", { name: say("Confirm booking") }));
  const [booked] = await appointmentsOf(slot);
  assert.ok(JSON.stringify(booked).includes("Patient/patient-lin-mei"), "in the name of who signed in");

  const places = page.getByRole("navigation", { name: say("Main") });
  await places.getByRole("link", { name: say("Record") }).click();
  await page.waitForURL("**/record");
  await settled(page);
  for (const section of ["Allergies", "Conditions", "Medicines"]) await page.getByRole("heading", { name: say(section) }).first().waitFor();
  await page.getByText(ALLERGY).first().waitFor();
  await accessible(page);

  await page.locator('a[href="/settings"]').first().click();
  const out = page.getByRole("button", { name: say("Sign out") });
  await out.waitFor();
  await accessible(page);
  await out.click();
  await page.waitForURL(`${issuer}/session/end*`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in?state=signed-out");
  await settled(page);
  await accessible(page);

  const kept = await leftovers(page);
  assert.ok(given.length >= 3, "tokens were given");
  for (const secret of [...given, "patient-lin-mei", "Penicillin", "青霉素", REASON]) assert.ok(!kept.includes(secret), `left behind: ${secret.slice(0, 40)}`);
  // Back, as far as it goes, shows nothing of anybody.
  for (let step = 0; step < 6; step++) {
    await page.goBack({ waitUntil: "commit" }).catch(() => {});
    if (!page.url().startsWith(base)) continue;
    const text = await eventually(() => settled(page).then(() => page.locator("main").innerText()));
    assert.doesNotMatch(text, /Penicillin|青霉素|Lin Mei|林梅|cough/, page.url());
  }
  // The last step back may still be under way, and the hospital's pages go on by themselves.
  await page.waitForLoadState("networkidle");
  await page.goto("/sign-in").catch(() => page.goto("/sign-in"));
  await settled(page);
}

inBrowser("the journey with sign-in on a phone", { base, serviceWorkers: "allow", expect: LEFT }, journey);
inBrowser("the journey with sign-in on a desk, in Chinese, dark", { base, width: DESK, language: "zh-Hans", dark: true, expect: LEFT }, journey);

inBrowser("a deep link survives the sign-in", { base, width: PHONE }, async (page, say) => {
  await page.goto("/record/labs");
  await signIn(page, say);
  assert.equal(new URL(page.url()).pathname, "/record/labs");
  await page.getByText(LAB).filter({ visible: true }).first().waitFor();
});

inBrowser("the pages of signing in can be read in Arabic", { base, language: "ar" }, async (page) => {
  await page.goto("/sign-in");
  await accessible(page);
});

inBrowser("signing out clears every tab", { base, expect: LEFT }, async (page, say) => {
  await page.goto("/record");
  await signIn(page, say);
  const other = await page.context().newPage();
  await other.goto("/record");
  // The hospital knows who this is; the app asks all the same.
  await signInButton(other, say).click();
  await other.waitForURL("**/record");
  await settled(other);
  await other.getByText(ALLERGY).first().waitFor();
  await page.locator('a[href="/settings"]').first().click();
  await page.getByRole("button", { name: say("Sign out") }).click();
  await other.waitForURL("**/sign-in?state=signed-out");
  await settled(other);
  assert.doesNotMatch(await other.locator("body").innerText(), ALLERGY);
});

inBrowser("an access token that has ended is renewed unseen", { base, expect: [/401/] }, async (page, say) => {
  await page.goto("/appointments");
  await signIn(page, say);
  let refused = 0;
  await page.route("**/fhir", (route) => (refused++ ? route.fallback() : route.fulfill({ status: 401, body: "{}" })));
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.getByText(ALLERGY).first().waitFor();
  assert.ok(refused >= 2, "it was asked again");
});

inBrowser("a sign-in that the hospital has ended asks to sign in again", { base, expect: [/40[01]/] }, async (page, say) => {
  await page.goto("/appointments");
  await signIn(page, say);
  await page.route(`${issuer}/token`, (route) =>
    route.fulfill({ status: 400, headers: { "access-control-allow-origin": "*" }, contentType: "application/json", body: '{"error":"invalid_grant"}' }),
  );
  await page.route("**/fhir", (route) => route.fulfill({ status: 401, body: "{}" }));
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await signInButton(page, say).waitFor();
});

inBrowser("a reload while signed in loses nothing, and signing out leaves nothing", { base, expect: LEFT }, async (page, say) => {
  const slot = await slotOf("00004");
  await page.goto(`/book/${slot.id}`);
  await settled(page);
  await page.getByRole("group", { name: /chest pain/ }).getByRole("radio", { name: say("Yes") }).check();
  await reasonBox(page, say).fill(REASON);
  await toSignIn(page, say);
  await signIn(page, say);
  await page.getByText(REASON).waitFor();
  await pressUntil(page, page.getByRole("link", { name: say("Change something") }), reasonBox(page, say));
  await untilKept(page, () => reasonBox(page, say).fill(`${REASON}, worse at night`));
  // A reload forgets who is signed in; the hospital hasn't.
  await page.reload();
  await settled(page);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.doesNotMatch(stored, /cough|night|patient-lin-mei/);
  assert.notEqual(await reasonBox(page, say).inputValue(), `${REASON}, worse at night`, "not for whoever isn't signed in");
  await page.getByText(say("What you wrote for this visit is kept. Sign in to go on with it.")).waitFor();
  await accessible(page);
  await signInButton(page, say).click();
  await page.waitForFunction(() => document.querySelector("#reason")?.value.includes("worse at night"));
  await toBooked(page, say, await toCheck(page, say));
  const [booked] = await appointmentsOf(slot.id);
  assert.match(booked.supportingInformation[0].reference, /^QuestionnaireResponse\//);
  // Something that was begun and never heard of again, and an appointment that is watched.
  await page.evaluate(() => {
    localStorage.setItem("sampan.pending", JSON.stringify([{ owner: 1, slot: "slot-x", mark: "urn:uuid:1", sent: 1, book: "transaction", told: true }]));
    localStorage.setItem("sampan.watching", "appointment-x");
  });
  await page.locator('a[href="/settings"]').first().click();
  await page.getByRole("button", { name: say("Sign out") }).click();
  await page.waitForURL(`${issuer}/session/end*`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in?state=signed-out");
  await settled(page);
  const left = await page.evaluate(async () => ({ local: { ...localStorage }, session: { ...sessionStorage }, databases: await indexedDB.databases() }));
  assert.deepEqual(left, { local: {}, session: {}, databases: [] });
});

inBrowser("a page that nobody uses locks itself, warns before, and keeps what was typed", { base, expect: LEFT }, async (page, say) => {
  await page.clock.install();
  const { role } = await doctorWithTime();
  await page.goto("/record");
  await signIn(page, say);
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.querySelector("main").append(link);
    link.click();
  }, `/doctors/${role.id}`);
  await settled(page);
  await chooseTime(page, say);
  await reasonBox(page, say).fill(REASON);
  const warning = page.getByRole("alertdialog", { name: say("Are you still there?") });
  // What is on its way would be given up when minutes pass in no time.
  await page.waitForLoadState("networkidle");
  await page.clock.runFor("09:10");
  await warning.waitFor();
  await accessible(page);
  await warning.getByRole("button", { name: say("Stay signed in") }).click();
  await page.clock.runFor("00:05");
  await warning.waitFor({ state: "detached" });
  await page.clock.runFor("09:10");
  await warning.waitFor();
  await page.clock.runFor("01:10");
  await warning.waitFor({ state: "detached" });
  assert.equal(await reasonBox(page, say).inputValue(), "", "the next person sees nothing of it");
  await toSignIn(page, say);
  // The hospital's clock hasn't run ahead as ours has.
  await page.clock.setSystemTime(new Date());
  await signInButton(page, say).click();
  // The hospital may still know the patient; whoever holds the phone now has to know the password.
  await login(page);
  await allow(page);
  await page.waitForURL("**/book/*?step=check");
  await page.getByText(REASON).waitFor();
});
