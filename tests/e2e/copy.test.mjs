// The copy of the summary that may be kept on the device: off by default, sealed, renewed, and gone with the sign-out.

import assert from "node:assert/strict";
import { signIn, signInButton } from "./signin.mjs";
import { accessible, eventually, inBrowser, settled, signInApp } from "./support.mjs";

const base = signInApp;
const PASSPHRASE = "five grey herons wade";
const ALLERGY = /Penicillin|青霉素/;
const HEALTH = /Penicillin|青霉素|patient-lin|AllergyIntolerance|Lin Mei/;
const LEFT = [/token\/revocation/, /\/interaction\//, /Failed to/, /ERR_INTERNET/];

/** Everything in every cache that isn't a file of the app, as text. */
const kept = (page) =>
  page.evaluate(async () => {
    const texts = [];
    for (const name of await caches.keys()) {
      if (name === "sampan-app") continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push(request.url + " " + (await (await cache.match(request)).text()));
    }
    return texts.join("\n");
  });

async function keepCopy(page, say) {
  await page.goto("/settings");
  await signIn(page, say);
  assert.equal(await kept(page), "", "off by default");
  const section = page.getByRole("region", { name: say("Your summary without a network") });
  await section.getByLabel(say("Passphrase")).fill("short");
  await section.getByRole("button", { name: say("Keep a copy") }).click();
  await section.getByText("Please take at least 10 letters.").waitFor();
  await accessible(page);
  await section.getByLabel(say("Passphrase")).fill(PASSPHRASE);
  await section.getByRole("button", { name: say("Keep a copy") }).click();
  await section.getByRole("button", { name: say("Delete the copy") }).waitFor();
  await accessible(page);
  return section;
}

inBrowser("a summary is kept sealed, read without a network, and gone with the sign-out", { base, serviceWorkers: "allow", expect: LEFT }, async (page, say) => {
  await keepCopy(page, say);
  const sealed = await kept(page);
  assert.ok(sealed.length > 1000, "there is a copy");
  assert.doesNotMatch(sealed, HEALTH, "nobody can read it");

  // Opening the record renews it.
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.getByText(ALLERGY).first().waitFor();
  await eventually(() => kept(page), (now) => now !== sealed, "the copy is renewed");

  // A new start without a network: nobody is signed in.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.goto("/record");
  await settled(page);
  await page.context().setOffline(true);
  await page.reload();
  const offer = page.getByRole("region", { name: say("Read without signing in") });
  await offer.getByLabel(say("Passphrase")).fill("six grey herons wade");
  await offer.getByRole("button", { name: say("Open the copy") }).click();
  await offer.getByText("This passphrase doesn't open the copy. Please try again.").waitFor();
  assert.doesNotMatch(await page.locator("main").innerText(), ALLERGY);
  await accessible(page);
  await offer.getByLabel(say("Passphrase")).fill(PASSPHRASE);
  await offer.getByRole("button", { name: say("Open the copy") }).click();
  await page.getByText(/Your copy of/).waitFor();
  await page.getByText(ALLERGY).first().waitFor();
  await accessible(page);

  await page.context().setOffline(false);
  await page.goto("/settings");
  // The hospital still knows who this is.
  await signInButton(page, say).click();
  await page.getByRole("button", { name: say("Sign out") }).click();
  await page.waitForURL(/session\/end|signed-out/);
  await page.goto("/record");
  await settled(page);
  assert.equal(await kept(page), "", "nothing is left");
  assert.equal(await page.getByRole("region", { name: say("Read without signing in") }).count(), 0);
});

inBrowser("a copy can be deleted, and another patient finds none", { base, expect: LEFT }, async (page, say) => {
  const section = await keepCopy(page, say);
  await section.getByRole("button", { name: say("Delete the copy") }).click();
  await section.getByRole("button", { name: say("Keep a copy") }).waitFor();
  assert.equal(await kept(page), "");
  await section.getByLabel(say("Passphrase")).fill(PASSPHRASE);
  await section.getByRole("button", { name: say("Keep a copy") }).click();
  await section.getByRole("button", { name: say("Delete the copy") }).waitFor();
  // Somebody else signs in where nobody signed out.
  await page.context().clearCookies();
  await page.goto("/record");
  await signIn(page, say, "lin.guodong");
  await settled(page);
  await eventually(() => kept(page), (now) => now === "", "the other's copy is thrown away");
});
