// Whatever goes wrong gets a page that says so and has a way on; none is dead.

import assert from "node:assert/strict";
import { SEARCH, find, results } from "./steps.mjs";
import { FAILED_LOAD, accessible, app, fhirFault, inBrowser, json, outcome, settled } from "./support.mjs";

const RELOAD = "Reload the page";
const NO_DETAILS = "Ratings and free times couldn't be loaded.";

/** A page that tells of trouble: readable, accessible, and with something to press. */
async function tells(page, text) {
  await page.getByText(text).first().waitFor();
  await page.locator("#shell .skeleton").first().waitFor({ state: "detached" });
  assert.ok(await page.locator("main :is(a, button), .places a").count(), "there is a way on");
}

// The FHIR server

const everything = () => true;
const CARDIOLOGY = "/doctors?specialty=394579002";
const faults = {
  "is down": [(route) => route.abort("connectionrefused"), "The hospital's server can't be reached"],
  "answers with a web page": [(route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><h1>Login</h1>" }), "The answer couldn't be read"],
  "answers 500": [json(500, outcome("exception")), "The hospital's server has a problem"],
  "answers half a Bundle": [json(200, '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Pract'), "The answer couldn't be read"],
  "answers nothing": [json(200, ""), "The answer couldn't be read"],
  "is too busy": [(route) => route.fulfill({ status: 429, headers: { "retry-after": "120" }, body: "" }), "The hospital's server is very busy"],
  "wants a sign-in": [json(401, outcome("login")), "Please sign in"],
  "forbids it": [json(403, outcome("forbidden")), "You may not see this"],
};
for (const [what, [answer, title]] of Object.entries(faults)) {
  inBrowser(`a server that ${what}: every page says so, and recovers`, { expect: FAILED_LOAD }, async (page, say) => {
    await fhirFault(page, everything, answer);
    for (const path of ["/appointments", "/record", CARDIOLOGY]) {
      await page.goto(path);
      await page.getByText(title).first().waitFor();
      await page.locator("main h1").waitFor({ state: "attached" });
      await page.getByRole("link", { name: /^Call/ }).first().waitFor();
    }
    await accessible(page);
    await page.unrouteAll();
    const again = page.getByRole("button", { name: "Try again" });
    if (await again.count()) await again.first().click();
    else await page.reload();
    await results(page, say).getByRole("listitem").first().waitFor();
  });
}

inBrowser("an entry that can't be read doesn't take the page down", {}, async (page, say) => {
  await fhirFault(
    page,
    (method, path) => method === "GET" && path === "PractitionerRole",
    async (route) => {
      const bundle = await (await route.fetch()).json();
      bundle.entry[0] = { resource: "nonsense" };
      bundle.entry[1] = {};
      bundle.entry.push({ resource: { resourceType: "PractitionerRole", id: "odd", specialty: "cardiology", practitioner: 7 } });
      await json(200, bundle)(route);
    },
  );
  await page.goto("/doctors");
  await results(page, say).getByRole("listitem").first().waitFor();
});

for (const [what, path] of [
  ["doctor", "/doctors/nobody-0"],
  ["hospital", "/hospitals/nowhere-0"],
  ["appointment", "/appointments/none-0"],
  ["slot", "/book/none-0"],
]) {
  inBrowser(`an unknown ${what} can't be found, and says so`, { expect: FAILED_LOAD }, async (page) => {
    await page.goto(path);
    await page.getByText(/can't be found/).first().waitFor();
    await accessible(page);
    assert.ok(await page.locator("main a[href]").count(), "there is a way on");
  });
}

inBrowser("an odd id in the address is an unknown one", { expect: FAILED_LOAD }, async (page) => {
  for (const id of ["../Patient?x=1", "a,b", "x|y&z=1#", "%"]) {
    await page.goto(`/doctors/${encodeURIComponent(id)}`);
    await page.getByText(/can't be found/).first().waitFor();
  }
});

inBrowser("a search with quotes and commas is taken as typed", {}, async (page, say) => {
  await page.goto("/");
  for (const text of [`O'Brien, "Anna" | x\\y $z & %41 #1`, ",", `"`]) {
    await find(page, say, text);
    assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), text);
    await page.getByRole("heading", { name: say("No doctors found") }).waitFor();
    await accessible(page);
    await page.reload();
    await settled(page);
    assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), text);
  }
});

inBrowser("an unknown route has a way home", {}, async (page) => {
  await page.goto("/no/such/page");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await accessible(page);
  await page.getByRole("link", { name: "Go to the start" }).click();
  await page.waitForURL(`${app}/`);
});

inBrowser("an unknown section of the record says so", {}, async (page) => {
  await page.goto("/record/horoscope");
  await settled(page);
  await page.getByText(/can't be found|no such/i).first().waitFor();
  await accessible(page);
});

// The app itself

inBrowser("an app that can't load says so and shows the phone", { expect: [/Failed to load/, /TypeError/, /WebAssembly/] }, async (page) => {
  await page.route("**/app*.wasm", (route) => route.abort());
  await page.goto("/");
  await page.getByRole("heading", { name: "This page couldn't start" }).waitFor();
  await page.getByRole("link", { name: /^Call \+86/ }).waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: RELOAD }).click();
  await settled(page);
});

inBrowser("a browser without WebAssembly is told", { expect: [/Failed to load/, /TypeError/, /WebAssembly/, /ReferenceError/] }, async (page) => {
  await page.addInitScript(() => {
    WebAssembly.instantiate = WebAssembly.instantiateStreaming = () => Promise.reject(new WebAssembly.CompileError("refused"));
  });
  await page.goto("/record");
  await page.getByRole("heading", { name: "This page couldn't start" }).waitFor();
  await page.getByRole("link", { name: /^Call \+86/ }).waitFor();
});

inBrowser("a room that fails to load can be asked for again", { expect: [/Failed to load/, /preload/, /TypeError/] }, async (page, say) => {
  await page.goto("/");
  await settled(page);
  await page.route(/\/[^/]*\.wasm$/, (route) => route.abort());
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Record") }).click();
  await page.getByRole("heading", { name: "This part couldn't be loaded" }).waitFor();
  await accessible(page);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: say("Allergies") }).first().waitFor();
});

inBrowser("doctors whose ratings and times can't be loaded are still there, and can be asked again", { expect: [...FAILED_LOAD, /Failed to fetch/] }, async (page, say) => {
  await page.route("**/split_home*", (route) => route.abort("connectionreset"));
  await page.goto(CARDIOLOGY);
  const failed = page.getByRole("status").filter({ hasText: NO_DETAILS });
  await failed.waitFor();
  assert.equal(await results(page, say).locator(".skeleton").count(), 0, "nothing pretends to be on its way");
  await accessible(page);
  await page.unrouteAll();
  await failed.getByRole("button", { name: "Try again" }).click();
  await results(page, say).locator(".stars").first().waitFor();
  await failed.waitFor({ state: "detached" });
});

inBrowser("ratings and times that the server refused are asked for again", { expect: FAILED_LOAD }, async (page, say) => {
  await fhirFault(page, (method, path) => /MeasureReport|Slot/.test(path) || (method === "POST" && path === ""), json(500, outcome("exception")));
  await page.goto(CARDIOLOGY);
  const failed = page.getByRole("status").filter({ hasText: NO_DETAILS });
  await failed.waitFor();
  assert.equal(await results(page, say).locator(".skeleton").count(), 0, "nothing pretends to be on its way");
  await page.unrouteAll();
  await failed.getByRole("button", { name: "Try again" }).click();
  await results(page, say).locator(".stars").first().waitFor();
  await failed.waitFor({ state: "detached" });
});

inBrowser("a trap shows a page to reload, and keeps what is on it", { expect: [/RuntimeError/] }, async (page, say) => {
  await page.goto("/");
  await settled(page);
  await page.getByRole("searchbox", { name: say(SEARCH) }).fill("what I typed");
  await page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError("unreachable")));
  const trouble = page.getByRole("alert").filter({ hasText: "Something went wrong on this page" });
  await trouble.waitFor();
  await trouble.getByRole("link", { name: /^Call/ }).waitFor();
  assert.equal(await page.getByRole("searchbox", { name: say(SEARCH) }).inputValue(), "what I typed");
  await accessible(page);
  await trouble.getByRole("button", { name: RELOAD }).click();
  await settled(page);
});

inBrowser("being offline is told, and so is being back", {}, async (page) => {
  await page.goto("/settings");
  await settled(page);
  await page.context().setOffline(true);
  await page.getByText("You are offline. What you see may be out of date.").waitFor();
  await accessible(page);
  await page.context().setOffline(false);
  await page.getByText("You are offline. What you see may be out of date.").waitFor({ state: "detached" });
});

inBrowser("offline, a page that needs the server says so", { expect: FAILED_LOAD }, async (page, say) => {
  await page.goto("/appointments");
  await settled(page);
  await page.goto("/settings");
  await settled(page);
  await fhirFault(page, everything, (route) => route.abort("internetdisconnected"));
  // The device's own word, while the app's files still come: the chunk may be in the cache, the data isn't.
  await page.evaluate(() => {
    Object.defineProperty(navigator, "onLine", { get: () => false });
    dispatchEvent(new Event("offline"));
  });
  await page.getByRole("navigation", { name: say("Main") }).getByRole("link", { name: say("Appointments") }).click();
  await page.getByText("Check your connection, then try again. Nothing you typed is lost.").waitFor();
  await accessible(page);
});

inBrowser("one section of the record that fails leaves the others", { expect: FAILED_LOAD }, async (page, say) => {
  const failing = /(^|\/)MedicationStatement|(^|\/)MedicationRequest/;
  await fhirFault(page, (method, path) => failing.test(path), json(500, outcome("exception")));
  // The same within a batch.
  await fhirFault(
    page,
    (method, path) => method === "POST" && path === "",
    async (route) => {
      const asked = JSON.parse(route.request().postData());
      const answer = await (await route.fetch()).json();
      asked.entry.forEach((entry, n) => {
        if (failing.test(entry.request.url)) answer.entry[n] = { response: { status: "500 Internal Server Error", outcome: outcome("exception") } };
      });
      await json(200, answer)(route);
    },
  );
  await page.goto("/record");
  await settled(page);
  for (const section of ["Allergies", "Conditions", "Medicines"]) {
    await page.getByRole("heading", { name: say(section) }).first().waitFor();
  }
  await page.locator("main").getByText(/problem|couldn't|can't/i).first().waitFor();
  await accessible(page);
});
